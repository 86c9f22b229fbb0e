/*
 * The parts of both sides, joined by what matched: components, and resources that are none. A derived part, and a resource that hangs
 * on a component, follows its owner when both come or go together: one change, told once.
 */
#include "difference.h"

#include <string.h>

/* Words for resources that are no component; others go by the last word of their type. */
static const struct { ErResourceKind kind; const char *words; } resource_words[] = {
	{ ER_RES_CIRCUIT_PEERING, "peering" }, { ER_RES_AUTHORIZATION, "authorization" }, { ER_RES_PORT_LINK, "port link" }, { ER_RES_SUBNET, "subnet" },
	{ ER_RES_VNET_PEERING, "peering half" }, { ER_RES_PUBLIC_IP, "public IP address" }, { ER_RES_ROUTE_TABLE, "route table" }, { ER_RES_PRIVATE_ENDPOINT, "private endpoint" },
	{ ER_RES_VWAN, "virtual WAN" }, { ER_RES_ROUTING_INTENT, "routing intent" }, { ER_RES_ROUTE_MAP, "route map" }, { ER_RES_LOCAL_GATEWAY, "local network gateway" },
	{ ER_RES_LOAD_BALANCER, "load balancer" }, { ER_RES_NETWORK_INTERFACE, "network interface" }, { ER_RES_VPN_SITE, "VPN site" }, { ER_RES_HUB_BGP_CONNECTION, "BGP connection" },
	{ ER_RES_METRIC_ALERT, "metric alert" }, { ER_RES_ACTIVITY_LOG_ALERT, "activity log alert" }, { ER_RES_CONNECTION_MONITOR, "connection monitor" },
	{ ER_RES_DIAGNOSTIC_SETTING, "diagnostic setting" }, { ER_RES_MAINTENANCE_ASSIGNMENT, "maintenance assignment" }, { ER_RES_LOCK, "lock" },
	{ ER_RES_PRIVATE_CLOUD, "private cloud" }, { ER_RES_KEY_VAULT, "key vault" },
};

static const char *name_of_resource(ErDifference *diff, const ErResource *resource)
{
	const char *slash = strrchr(resource->type, '/'), *words = slash != NULL ? slash + 1 : resource->type;
	const char *parent = resource->parent != NULL ? strrchr(resource->parent, '/') : NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(resource_words); i++)
		if (resource_words[i].kind == resource->kind)
			words = resource_words[i].words;
	return er_difference_keepf(diff, "%s %s%s%s", words, resource->name, parent != NULL ? " of " : "", parent != NULL ? parent + 1 : "");
}

/* ---- owners ---- */

static uint32_t vnet_with_table(const ErNetwork *net, const ErResource *table)
{
	for (uint32_t i = 0; i < er_network_n_vnets(net); i++) {
		const ErVnet *vnet = er_network_vnet(net, i);
		for (uint32_t k = 0; k <= vnet->n_subnets; k++) {
			uint32_t own = k == 0 ? vnet->gateway_table : er_network_subnet(net, vnet->first_subnet + k - 1)->table;
			if (own != ER_NONE && er_network_route_table(net, own)->resource == table)
				return vnet->self;
		}
	}
	return ER_NONE;
}

/* The component that a resource is a matter of; ER_NONE. */
static uint32_t owner_of_resource(const ErNetwork *net, const ErResource *resource)
{
	for (const ErResource *at = resource; at != NULL && at->parent != NULL; at = er_inventory_lookup(er_network_inventory(net), at->parent)) {
		uint32_t component = er_network_lookup(net, at->parent);
		if (component != ER_NONE)
			return component;
	}
	if (resource->kind == ER_RES_ROUTE_TABLE)
		return vnet_with_table(net, resource);
	for (uint32_t i = 0; resource->kind == ER_RES_PUBLIC_IP && i < er_network_n_gateways(net); i++)
		if (er_network_gateway(net, i)->address == resource)
			return er_network_gateway(net, i)->self;
	return ER_NONE;
}

static uint32_t owner_of_component(const ErNetwork *net, uint32_t component)
{
	ErKind kind = er_network_component(net, component)->kind;

	for (uint32_t i = 0; (kind == ER_KIND_CE || kind == ER_KIND_ACCESS) && i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->access == component)
			return er_network_circuit(net, end->circuit)->self;
		if (end->ce == component)
			return er_network_site(net, end->site)->self;
	}
	for (uint32_t i = 0; (kind == ER_KIND_VNET_PEERING || kind == ER_KIND_HUB_CONNECTION) && i < er_network_n_attachments(net); i++)
		if (er_network_attachment(net, i)->self == component)
			return er_network_vnet(net, er_network_attachment(net, i)->spoke)->self;
	return er_network_owner(net, component);
}

/* ---- parts ---- */

static void add_part(ErDifference *diff, ErDiffPart *part, GArray *properties)
{
	part->properties = er_difference_block(diff, properties);
	part->n_properties = properties->len;
	if (part->state == ER_SAME && part->n_properties > 0)
		part->state = ER_CHANGED;
	g_array_append_val(diff->parts, *part);
	g_array_set_size(properties, 0);
}

static void compare_states(ErDifference *diff, const ErComponent *before, const ErComponent *after, GArray *properties)
{
	if (before->up == after->up)
		return;
	const ErDiffProperty row = {
		er_difference_keep(diff, "state"), before->up ? "up" : er_difference_keepf(diff, "down: %s", before->reason), after->up ? "up" : er_difference_keepf(diff, "down: %s", after->reason),
	};
	g_array_append_val(properties, row);
}

/* One side only refers to it. A declaration refers to much that is there already; returns how many are left open for that reason. */
static uint32_t compare_presence(ErDifference *diff, const ErComponent *before, const ErComponent *after, GArray *properties)
{
	const ErDiffProperty row = { "inventory", before->external ? "referred to only" : "there", after->external ? "referred to only" : "there" };

	if (before->external == after->external)
		return 0;
	if (er_difference_is_declared(diff))
		return 1;
	g_array_append_val(properties, row);
	return 0;
}

static ErMatch match_of(const ErDifference *diff, const char *id, const char *other)
{
	return strcmp(id, other) == 0 ? ER_MATCH_ID : g_hash_table_contains(diff->by_name, id) || strchr(id, '/') != NULL ? ER_MATCH_NAME : ER_MATCH_ID;
}

static void add_components(ErDifference *diff, int side, GArray *properties)
{
	const ErNetwork *net = diff->net[side], *other = diff->net[side == ER_BEFORE ? ER_AFTER : ER_BEFORE];

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		const ErComponent *self = er_network_component(net, i);
		const char *key = diff->keys[side][i];
		uint32_t match = side == ER_BEFORE ? er_network_lookup(other, key) : ER_NONE, owner = owner_of_component(net, i);
		if (side == ER_AFTER && g_hash_table_contains(diff->part_of, key))
			continue;
		ErDiffPart part = {
			.state = side == ER_AFTER ? ER_ADDED : match == ER_NONE ? ER_REMOVED : ER_SAME, .id = key, .kind = er_kind_name(self->kind),
			.before = side == ER_BEFORE ? i : ER_NONE, .after = side == ER_AFTER ? i : match, .owner = owner != ER_NONE ? diff->keys[side][owner] : NULL,
		};
		g_autofree char *name = er_difference_name(match != ER_NONE ? other : net, match != ER_NONE ? match : i);
		part.name = er_difference_keep(diff, name);
		if (match != ER_NONE) {
			const ErComponent *now = er_network_component(other, match);
			part.match = match_of(diff, self->id, now->id);
			part.was = strcmp(self->id, now->id) != 0 ? er_difference_keep(diff, self->id) : NULL;
			compare_states(diff, self, now, properties);
			part.n_unsaid = compare_presence(diff, self, now, properties);
			/* A derived part rests on a resource that has a part of its own. */
			if (strchr(self->id, '#') == NULL && self->resource != NULL && now->resource != NULL && self->resource->kind == now->resource->kind)
				part.n_unsaid += er_difference_add_properties(diff, self->resource, now->resource, properties);
		}
		g_hash_table_insert(diff->part_of, (char *)key, GUINT_TO_POINTER(1));
		add_part(diff, &part, properties);
	}
}

static void add_resources(ErDifference *diff, int side, GArray *properties)
{
	const ErInventory *inv = er_network_inventory(diff->net[side]), *other = er_network_inventory(diff->net[ER_AFTER]);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i), *now = NULL;
		const char *id = side == ER_BEFORE ? g_hash_table_lookup(diff->after_of, res->id) : NULL;
		if (er_network_lookup(diff->net[side], res->id) != ER_NONE || g_hash_table_contains(diff->part_of, res->id) || (side == ER_AFTER && g_hash_table_contains(diff->before_of, res->id)))
			continue;
		now = id != NULL ? er_inventory_lookup(other, id) : NULL;
		if (id != NULL && (now == NULL || er_network_lookup(diff->net[ER_AFTER], id) != ER_NONE))
			continue;   /* referred to, no more: nothing is known of it there */
		uint32_t owner = owner_of_resource(diff->net[side], res);
		ErDiffPart part = {
			.state = side == ER_AFTER ? ER_ADDED : now == NULL ? ER_REMOVED : ER_SAME, .id = er_difference_keep(diff, now != NULL ? now->id : res->id), .kind = res->type,
			.before = ER_NONE, .after = ER_NONE, .owner = owner != ER_NONE ? diff->keys[side][owner] : NULL,
			.name = name_of_resource(diff, now != NULL ? now : res),
		};
		if (now != NULL) {
			part.match = match_of(diff, res->id, now->id);
			part.was = strcmp(res->id, now->id) != 0 ? er_difference_keep(diff, res->id) : NULL;
			part.n_unsaid = res->kind == now->kind ? er_difference_add_properties(diff, res, now, properties) : 0;
		}
		g_hash_table_insert(diff->part_of, (char *)part.id, GUINT_TO_POINTER(1));
		add_part(diff, &part, properties);
	}
}

static int by_id(const void *a, const void *b)
{
	const ErDiffPart *x = a, *y = b;
	int by = strcmp(x->id, y->id);

	return by != 0 ? by : (x->state > y->state) - (x->state < y->state);
}

static bool is_derived(const ErDiffPart *part)
{
	return strchr(part->id, '#') != NULL || strcmp(part->kind, "access") == 0;
}

/* Comes and goes with what it belongs to. What happens to derived parts of an owner that changes is told with it, too. */
static void find_followers(ErDifference *diff)
{
	for (guint i = 0; i < diff->parts->len; i++) {
		ErDiffPart *part = &g_array_index(diff->parts, ErDiffPart, i);
		const ErDiffPart *owner = part->owner != NULL ? er_difference_lookup(diff, part->owner) : NULL;
		bool comes = part->state == ER_ADDED || part->state == ER_REMOVED;
		part->follows = owner != NULL && owner != part && ((comes && owner->state == part->state) || (part->state != ER_SAME && is_derived(part) && owner->state == ER_CHANGED));
	}
}

/* ---- groups ---- */

static uint32_t group_with_id(const ErDifference *diff, int side, const char *key)
{
	uint32_t n = er_network_n_components(diff->net[side]);

	for (uint32_t i = 0; i < er_network_n_groups(diff->net[side]); i++)
		if (strcmp(diff->keys[side][n + i], key) == 0)
			return i;
	return ER_NONE;
}

/* Members of @group that @other has not. */
static uint32_t members_apart(const ErDifference *diff, int side, uint32_t group, uint32_t other)
{
	const ErGroup *own = er_network_group(diff->net[side], group), *theirs = er_network_group(diff->net[!side], other);
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	uint32_t n = 0;

	for (uint32_t i = 0; i < theirs->n_members; i++)
		g_hash_table_add(keys, (char *)diff->keys[!side][theirs->members[i]]);
	for (uint32_t i = 0; i < own->n_members; i++)
		n += !g_hash_table_contains(keys, diff->keys[side][own->members[i]]);
	return n;
}

static void add_group(ErDifference *diff, uint32_t before, uint32_t after)
{
	ErDiffGroup row = { before == ER_NONE ? ER_ADDED : after == ER_NONE ? ER_REMOVED : ER_CHANGED, before, after, 0, 0 };

	if (before != ER_NONE && after != ER_NONE) {
		row.n_gained = members_apart(diff, ER_AFTER, after, before);
		row.n_lost = members_apart(diff, ER_BEFORE, before, after);
	}
	if (row.state != ER_CHANGED || row.n_gained + row.n_lost > 0)
		g_array_append_val(diff->groups, row);
}

static void find_groups(ErDifference *diff)
{
	const ErNetwork *before = diff->net[ER_BEFORE], *after = diff->net[ER_AFTER];

	for (uint32_t i = 0; i < er_network_n_groups(before); i++)
		add_group(diff, i, group_with_id(diff, ER_AFTER, diff->keys[ER_BEFORE][er_network_n_components(before) + i]));
	for (uint32_t i = 0; i < er_network_n_groups(after); i++)
		if (group_with_id(diff, ER_BEFORE, diff->keys[ER_AFTER][er_network_n_components(after) + i]) == ER_NONE)
			add_group(diff, ER_NONE, i);
}

void er_difference_find_parts(ErDifference *diff)
{
	g_autoptr(GArray) properties = g_array_new(FALSE, FALSE, sizeof(ErDiffProperty));

	for (int side = ER_BEFORE; side <= ER_AFTER; side++)
		add_components(diff, side, properties);
	for (int side = ER_BEFORE; side <= ER_AFTER; side++)
		add_resources(diff, side, properties);
	g_array_sort(diff->parts, by_id);
	for (guint i = 0; i < diff->parts->len; i++)
		g_hash_table_insert(diff->part_of, (char *)g_array_index(diff->parts, ErDiffPart, i).id, GUINT_TO_POINTER(i + 1));
	find_followers(diff);
	find_groups(diff);
}
