/*
 * Shared-risk groups: sets of components that one event removes (design page of the model, §1b). Members are collected per group
 * id in one pass over the records, groups of fewer than two members are dropped, and of groups with equal members the first by
 * kind is the one reported. Linear in the components but for the sorts.
 */
#include "catalogue.h"
#include "network_build.h"

#include <string.h>

typedef struct {
	ErNetwork *net;
	GHashTable *by_id;      /* group id → Draft * */
} Drafts;

typedef struct { ErGroupOf kind; const char *id, *name; ErCertainty certainty; GArray *members; } Draft;

static void free_draft(void *data)
{
	Draft *draft = data;

	g_array_free(draft->members, TRUE);
	g_free(draft);
}

static void put(Drafts *drafts, ErGroupOf kind, const char *key, const char *name, ErCertainty certainty, uint32_t member)
{
	g_autofree char *lower = g_ascii_strdown(key, -1);
	const char *id = er_net_printf(drafts->net, "group:%s:%s", er_group_kind_name(kind), lower);
	Draft *draft = g_hash_table_lookup(drafts->by_id, id);

	if (member == ER_NONE)
		return;
	if (draft == NULL) {
		draft = g_new(Draft, 1);
		*draft = (Draft){ kind, id, er_net_intern(drafts->net, name), certainty, g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
		g_hash_table_insert(drafts->by_id, (char *)id, draft);
	}
	draft->certainty = MIN(draft->certainty, certainty);
	/* Of two spellings the one that sorts first is shown, whatever the order of the input. */
	if (strcmp(name, draft->name) < 0)
		draft->name = er_net_intern(drafts->net, name);
	g_array_append_val(draft->members, member);
}

static void put_sides(Drafts *drafts, ErGroupOf kind, const char *key, const char *name, ErCertainty certainty, const uint32_t members[2])
{
	put(drafts, kind, key, name, certainty, members[ER_PRIMARY]);
	put(drafts, kind, key, name, certainty, members[ER_SECONDARY]);
}

/* Location, metro and, for Metro circuits, the two facilities (which side is in which building is assumed). */
static void put_location(Drafts *drafts, const char *text, bool direct, uint32_t self, const uint32_t msee[2], ErDiags *diags)
{
	ErLocation location;

	if (*text == '\0')
		return;
	if (!er_catalogue_location(drafts->net->tables, text, direct, drafts->net->strings, &location)) {
		if (er_net_assume(drafts->net, er_net_printf(drafts->net, "location:%s", text), er_net_printf(drafts->net, "%s is not in the table of peering locations: a location of its own, metro unknown", text), "check the spelling"))
			er_net_tell(drafts->net, er_network_component(drafts->net, self)->resource, diags, ER_D_LOCATION_UNKNOWN, "%s", text);
	}
	if (location.metro) {
		const char *a = er_net_printf(drafts->net, "%s/a", location.name), *b = er_net_printf(drafts->net, "%s/b", location.name);
		put(drafts, ER_GRP_FACILITY, a, a, ER_ASSUMED, msee[ER_PRIMARY]);
		put(drafts, ER_GRP_FACILITY, b, b, ER_ASSUMED, msee[ER_SECONDARY]);
	} else {
		put_sides(drafts, ER_GRP_LOCATION, location.name, location.name, ER_OBSERVED, msee);
	}
	if (*location.city != '\0')
		put_sides(drafts, ER_GRP_METRO, location.city, location.city, ER_OBSERVED, msee);
}

static void put_circuits(Drafts *drafts, ErDiags *diags)
{
	ErNetwork *net = drafts->net;

	for (uint32_t i = 0; i < net->ports->len; i++) {
		const ErPort *port = &g_array_index(net->ports, ErPort, i);
		put_location(drafts, port->peering_location, true, port->self, port->msee, diags);
	}
	for (uint32_t i = 0; i < net->circuits->len; i++) {
		const ErCircuit *circuit = &g_array_index(net->circuits, ErCircuit, i);
		if (circuit->port == ER_NONE)
			put_location(drafts, circuit->peering_location, false, circuit->self, circuit->msee, diags);
		if (*circuit->provider == '\0')
			continue;
		put(drafts, ER_GRP_PROVIDER, circuit->provider, circuit->provider, ER_OBSERVED, circuit->self);
		put_sides(drafts, ER_GRP_PROVIDER, circuit->provider, circuit->provider, ER_OBSERVED, circuit->pe);
	}
}

/* @self stands in @zone, or, when it spans none although the region has zones, in one that nobody knows. */
static void put_zone(Drafts *drafts, const ErComponent *self, const char *region, ErZoneVerdict verdict, const char *zone, ErCertainty certainty, uint32_t member)
{
	ErNetwork *net = drafts->net;

	if (verdict == ER_ZONES_ZONAL) {
		g_autofree char *key = g_strdup_printf("%s/%s@%s", region, zone, self->subscription);
		put(drafts, ER_GRP_ZONE, key, er_net_printf(net, "%s zone %s", self->location, zone), certainty, member);
	} else if (verdict == ER_ZONES_NONE) {
		g_autofree char *key = g_strdup_printf("%s/unknown", region);
		put(drafts, ER_GRP_ZONE, key, er_net_printf(net, "one zone of %s (possible)", self->location), ER_ASSUMED, member);
	}
}

/* Zones of an Azure Firewall are its own setting; of an appliance they are not known. */
static void put_firewall(Drafts *drafts, const ErFirewall *firewall)
{
	const ErComponent *self = er_network_component(drafts->net, firewall->self);
	ErRegion region;

	if (!firewall->azure || self->resource == NULL || !er_catalogue_region(drafts->net->tables, self->resource->location, &region) || !region.zones || firewall->n_zones > 1)
		return;
	put_zone(drafts, self, self->resource->location, firewall->n_zones == 1 ? ER_ZONES_ZONAL : ER_ZONES_NONE, firewall->zone, ER_OBSERVED, firewall->self);
}

static void put_all_zones(Drafts *drafts)
{
	const ErNetwork *net = drafts->net;

	for (uint32_t i = 0; i < net->gateways->len; i++) {
		const ErGateway *gateway = &g_array_index(net->gateways, ErGateway, i);
		for (uint32_t k = 0; k < gateway->n_instances; k++)
			put_zone(drafts, er_network_component(net, gateway->self), gateway->region, gateway->zones, gateway->zone, gateway->zones_certainty, er_network_instance(net, gateway, k));
	}
	for (uint32_t i = 0; i < net->vpn_gateways->len; i++) {
		const ErVpnGateway *gateway = &g_array_index(net->vpn_gateways, ErVpnGateway, i);
		for (uint32_t k = 0; k < gateway->n_instances; k++)
			put_zone(drafts, er_network_component(net, gateway->self), gateway->region, gateway->zones, gateway->zone, gateway->zones_certainty, er_network_instance_at(net, gateway->first_instance + k));
	}
	for (uint32_t i = 0; i < net->firewalls->len; i++)
		put_firewall(drafts, &g_array_index(net->firewalls, ErFirewall, i));
}

/* ---- what the site description declares ---- */

static void put_declared(Drafts *drafts, ErGroupOf kind, const char *name, uint32_t member)
{
	if (*name != '\0')
		put(drafts, kind, name, name, ER_DECLARED, member);
}

static void put_line(Drafts *drafts, const char *access, const char *conduit, const char *entry, const char *carrier, uint32_t member)
{
	put_declared(drafts, ER_GRP_ACCESS, access, member);
	put_declared(drafts, ER_GRP_CONDUIT, conduit, member);
	put_declared(drafts, ER_GRP_ENTRY, entry, member);
	put_declared(drafts, ER_GRP_CARRIER, carrier, member);
}

static void put_ends(Drafts *drafts)
{
	const ErNetwork *net = drafts->net;

	for (uint32_t i = 0; i < net->ends->len; i++) {
		const ErEnd *end = &g_array_index(net->ends, ErEnd, i);
		const ErCircuit *circuit = &g_array_index(net->circuits, ErCircuit, end->circuit);
		const ErSiteLink *link = end->record;
		if (link != NULL) {
			put_line(drafts, link->access, link->conduit, link->entry, link->carrier, end->access);
			put_declared(drafts, ER_GRP_PROVIDER_EDGE, link->provider_edge, circuit->pe[link->side]);
		}
		for (uint32_t k = 0; end->circuit_record != NULL && k < end->circuit_record->n_wan_edges; k++)
			put_declared(drafts, ER_GRP_PROVIDER_EDGE, end->circuit_record->wan_edges[k].id, circuit->pe[end->circuit_record->wan_edges[k].side]);
	}
	for (uint32_t i = 0; i < net->tunnels->len; i++) {
		const ErTunnel *tunnel = &g_array_index(net->tunnels, ErTunnel, i);
		const ErSiteVpn *vpn = tunnel->vpn_gateway != ER_NONE ? g_array_index(net->vpn_gateways, ErVpnGateway, tunnel->vpn_gateway).record : NULL;
		if (vpn != NULL)
			put_line(drafts, vpn->access, vpn->conduit, vpn->entry, vpn->carrier, tunnel->self);
	}
}

/* Facility and power of a site hold its routers, declared and assumed; the facility holds the site, too. */
static void put_sites(Drafts *drafts)
{
	const ErNetwork *net = drafts->net;

	for (uint32_t s = 0; s < net->sites->len; s++) {
		const ErSite *site = &g_array_index(net->sites, ErSite, s);
		if (site->record == NULL)
			continue;
		const char *id = er_network_component(net, site->self)->id;
		g_autofree char *routers = g_strdup_printf("%s/ce:", id);
		put_declared(drafts, ER_GRP_FACILITY, site->record->facility, site->self);
		for (uint32_t i = 0; i < net->components->len; i++) {
			if (er_network_component(net, i)->kind != ER_KIND_CE || !g_str_has_prefix(er_network_component(net, i)->id, routers))
				continue;
			put_declared(drafts, ER_GRP_FACILITY, site->record->facility, i);
			put_declared(drafts, ER_GRP_POWER, site->record->power, i);
		}
		for (uint32_t i = 0; i < site->record->n_routers; i++) {
			g_autofree char *router = g_strdup_printf("%s%s", routers, site->record->routers[i].id);
			uint32_t component = er_network_lookup(net, router);
			put_declared(drafts, ER_GRP_CHASSIS, site->record->routers[i].chassis, component);
			put_declared(drafts, ER_GRP_POWER, site->record->routers[i].power, component);
		}
	}
}

static bool in_region(ErKind kind)
{
	return kind == ER_KIND_VNET || kind == ER_KIND_GATEWAY || kind == ER_KIND_INSTANCE || kind == ER_KIND_HUB ||
	       kind == ER_KIND_FIREWALL || kind == ER_KIND_VPN_GATEWAY || kind == ER_KIND_VPN_INSTANCE;
}

static void put_scopes(Drafts *drafts)
{
	ErNetwork *net = drafts->net;

	for (uint32_t i = 0; i < net->components->len; i++) {
		const ErComponent *component = er_network_component(net, i);
		if (in_region(component->kind) && *component->location != '\0') {
			g_auto(GStrv) words = g_strsplit(component->location, " ", -1);
			g_autofree char *key = g_strjoinv("", words);
			put(drafts, ER_GRP_REGION, key, component->location, ER_OBSERVED, i);
		}
		if (*component->subscription != '\0')
			put(drafts, ER_GRP_SUBSCRIPTION, component->subscription, component->subscription, ER_OBSERVED, i);
	}
}

static int by_group_id(const void *a, const void *b)
{
	return strcmp(((const ErGroup *)a)->id, ((const ErGroup *)b)->id);
}

static void finish_draft(ErNetwork *net, const Draft *draft)
{
	uint32_t n = 0;
	uint32_t *members = g_memdup2(draft->members->data, draft->members->len * sizeof *members);

	qsort(members, draft->members->len, sizeof *members, er_compare_indices);
	for (uint32_t i = 0; i < draft->members->len; i++)
		if (n == 0 || members[n - 1] != members[i])
			members[n++] = members[i];
	g_ptr_array_add(net->arrays, members);
	ErGroup group = { .id = draft->id, .name = draft->name, .kind = draft->kind, .certainty = draft->certainty, .members = members, .n_members = n };
	if (n >= 2)
		g_array_append_val(net->groups, group);
}

/* Equal member sets: the first by kind, then by id, speaks for all. */
static void find_equals(ErNetwork *net)
{
	g_autoptr(GHashTable) by_members = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < net->groups->len; i++) {
		ErGroup *group = &g_array_index(net->groups, ErGroup, i);
		g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
		g_checksum_update(sum, (const guchar *)group->members, (gssize)(group->n_members * sizeof *group->members));
		const char *key = g_checksum_get_string(sum);
		uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(by_members, key));
		if (known == 0 || g_array_index(net->groups, ErGroup, known - 1).kind > group->kind)
			g_hash_table_insert(by_members, g_strdup(key), GUINT_TO_POINTER(i + 1));
	}
	for (uint32_t i = 0; i < net->groups->len; i++) {
		ErGroup *group = &g_array_index(net->groups, ErGroup, i);
		g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
		g_checksum_update(sum, (const guchar *)group->members, (gssize)(group->n_members * sizeof *group->members));
		group->first = GPOINTER_TO_UINT(g_hash_table_lookup(by_members, g_checksum_get_string(sum))) - 1;
	}
}

static void index_groups(ErNetwork *net)
{
	for (uint32_t i = 0; i < net->components->len; i++)
		g_ptr_array_add(net->groups_of, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < net->groups->len; i++) {
		const ErGroup *group = er_network_group(net, i);
		for (uint32_t k = 0; k < group->n_members; k++)
			g_array_append_val((GArray *)g_ptr_array_index(net->groups_of, group->members[k]), i);
	}
}

void er_net_build_groups(ErNetwork *net, ErDiags *diags)
{
	Drafts drafts = { net, g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_draft) };
	GHashTableIter iter;
	gpointer draft;

	put_circuits(&drafts, diags);
	put_scopes(&drafts);
	put_all_zones(&drafts);
	put_ends(&drafts);
	put_sites(&drafts);
	g_hash_table_iter_init(&iter, drafts.by_id);
	while (g_hash_table_iter_next(&iter, NULL, &draft))
		finish_draft(net, draft);
	g_hash_table_destroy(drafts.by_id);
	g_array_sort(net->groups, by_group_id);
	find_equals(net);
	index_groups(net);
}
