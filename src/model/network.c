/*
 * The network as a value: storage, lookups, names. While it is being built, records refer to components by the order of their
 * making; assemble.c puts them in order at the end.
 */
#include "catalogue.h"
#include "network_build.h"

#include <erscope/lang.h>

#include <stdlib.h>
#include <string.h>

const char *er_net_intern(ErNetwork *net, const char *text)
{
	return g_string_chunk_insert_const(net->strings, text != NULL ? text : "");
}

const char *er_net_printf(ErNetwork *net, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return er_net_intern(net, text);
}

uint32_t er_net_add(ErNetwork *net, const ErComponent *component)
{
	uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(net->by_id, component->id));
	ErComponent own = *component;

	if (known > 0)
		return known - 1;
	own.id = er_net_intern(net, own.id);
	own.name = er_net_intern(net, own.name);
	own.location = er_net_intern(net, own.location);
	own.subscription = er_net_intern(net, own.subscription);
	own.reason = er_net_intern(net, own.reason);
	own.file = er_net_intern(net, own.file);
	own.pointer = er_net_intern(net, own.pointer);
	if (own.resource != NULL) {
		ErLoc loc = er_inventory_place(net->inv, own.resource, NULL);
		own.file = er_net_intern(net, loc.file);
		own.line = loc.line;
		own.pointer = er_net_intern(net, loc.pointer);
	}
	g_array_append_val(net->components, own);
	g_hash_table_insert(net->by_id, (char *)own.id, GUINT_TO_POINTER(net->components->len));
	return net->components->len - 1;
}

void er_net_tell(const ErNetwork *net, const ErResource *res, ErDiags *diags, ErDiagCode code, const char *format, ...)
{
	ErLoc loc = { 0 };
	va_list args;

	if (res != NULL)
		loc = er_inventory_place(net->inv, res, NULL);
	va_start(args, format);
	g_autofree char *detail = g_strdup_vprintf(format, args);
	va_end(args);
	er_diag_add(diags, code, &loc, "%s", detail);
}

ErComponent *er_net_edit(ErNetwork *net, uint32_t component)
{
	return &g_array_index(net->components, ErComponent, component);
}

bool er_net_assume(ErNetwork *net, const char *id, const char *text, const char *declare)
{
	ErAssumption row = { er_net_intern(net, id), er_net_intern(net, text), er_net_intern(net, declare) };

	if (!g_hash_table_add(net->assumed, (char *)row.id))
		return false;
	g_array_append_val(net->assumptions, row);
	return true;
}

void *er_net_keep(ErNetwork *net, const void *data, size_t size)
{
	void *copy = g_memdup2(data, size);

	if (copy != NULL)
		g_ptr_array_add(net->arrays, copy);
	return copy;
}

/* ---- reading resources ---- */

bool er_value_flag(const ErValue *body, const char *path)
{
	bool on = false;

	return er_value_bool(body, path, &on) && on;
}

int er_candidate_compare(const void *a, const void *b)
{
	return strcmp(((const ErCandidate *)a)->id, ((const ErCandidate *)b)->id);
}

GArray *er_net_candidates(const ErNetwork *net, ErResourceKind kind)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(ErCandidate));

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		ErCandidate candidate = { res->id, res->name, res, NULL };
		if (res->kind == kind)
			g_array_append_val(found, candidate);
	}
	for (uint32_t i = 0; i < er_inventory_n_externals(net->inv); i++) {
		const ErExternal *external = er_inventory_external(net->inv, i);
		ErCandidate candidate = { external->id, external->name, NULL, external->referrer };
		if (external->kind == kind)
			g_array_append_val(found, candidate);
	}
	g_array_sort(found, er_candidate_compare);
	return found;
}

/* Region as people write it: "UK South"; as given when the table has no such region. */
static const char *region_display(ErNetwork *net, const char *name)
{
	ErRegion region;

	return er_catalogue_region(net->tables, name, &region) ? region.display : er_net_intern(net, name);
}

ErCertainty er_net_certainty(ErNetwork *net, const char *name, const ErResource *res)
{
	if (res == NULL)
		return ER_DERIVED;
	if (res->conditional == NULL)
		return ER_OBSERVED;
	er_net_assume(net, er_net_printf(net, "condition:%s", res->id), er_net_printf(net, "%s: the template leaves open whether it is deployed (%s)", name, res->conditional),
	              "the template's parameter file");
	return ER_ASSUMED;
}

ErComponent er_net_resource_component(ErNetwork *net, const ErCandidate *candidate, ErKind kind, ErOwner owner)
{
	const ErResource *res = candidate->res;

	return (ErComponent){
		.id = candidate->id, .name = candidate->name, .kind = kind, .owner = owner, .certainty = er_net_certainty(net, candidate->name, res),
		.location = res != NULL ? region_display(net, res->location) : "", .subscription = res != NULL ? res->subscription : "",
		.up = true, .external = res == NULL, .resource = res,
	};
}

const ErPrefix *er_net_prefixes(ErNetwork *net, const ErValue *body, const char *path, uint32_t *n)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(ErPrefix));
	const ErValue *list = er_value_get(body, path);

	for (uint32_t i = 0; i < er_value_count(body, path); i++) {
		const ErValue *item = er_value_item(list, i);
		ErPrefix prefix;
		if (item->kind == ER_VALUE_STRING && er_prefix_parse(item->u.text, &prefix))
			g_array_append_val(found, prefix);
	}
	*n = found->len;
	return er_net_keep(net, found->data, found->len * sizeof(ErPrefix));
}

/*
 * The record of a component of that kind. A record begins with its component and is added right after it, so while the network is
 * built they ascend: search by halves. Sorting may put them in another order: then all are looked through.
 */
static uint32_t record_of(const ErNetwork *net, const GArray *records, ErKind kind, const char *id)
{
	uint32_t component = id != NULL ? er_network_lookup(net, id) : ER_NONE, low = 0, high = records->len;
	guint size = g_array_get_element_size((GArray *)records);

	if (component == ER_NONE || er_network_component(net, component)->kind != kind)
		return ER_NONE;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint32_t self = *(const uint32_t *)(records->data + (size_t)middle * size);
		if (self == component)
			return middle;
		if (self < component)
			low = middle + 1;
		else
			high = middle;
	}
	for (uint32_t i = 0; i < records->len; i++)
		if (*(const uint32_t *)(records->data + (size_t)i * size) == component)
			return i;
	return ER_NONE;
}

#define RECORD_OF(name, Type, array, kind) \
	G_STATIC_ASSERT(G_STRUCT_OFFSET(Type, self) == 0); \
	uint32_t er_net_##name##_of(const ErNetwork *net, const char *id) \
	{ \
		return record_of(net, net->array, kind, id); \
	}
RECORD_OF(circuit, ErCircuit, circuits, ER_KIND_CIRCUIT)
RECORD_OF(gateway, ErGateway, gateways, ER_KIND_GATEWAY)
RECORD_OF(hub, ErHub, hubs, ER_KIND_HUB)
RECORD_OF(vpn_gateway, ErVpnGateway, vpn_gateways, ER_KIND_VPN_GATEWAY)
RECORD_OF(firewall, ErFirewall, firewalls, ER_KIND_FIREWALL)
RECORD_OF(port, ErPort, ports, ER_KIND_PORT)

/* VNets are many (tens of thousands) and were added in id order: search by halves. */
uint32_t er_net_vnet_of(const ErNetwork *net, const char *id)
{
	uint32_t low = 0, high = net->vnets->len;

	while (id != NULL && low < high) {
		uint32_t middle = low + (high - low) / 2;
		const char *have = g_array_index(net->components, ErComponent, g_array_index(net->vnets, ErVnet, middle).self).id;
		int by = strcmp(have, id);
		if (by == 0)
			return middle;
		if (by < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return ER_NONE;
}

ErNetwork *er_net_new(const ErInventory *inv, const ErEstate *estate)
{
	ErNetwork *net = g_new0(ErNetwork, 1);

	net->inv = inv;
	net->estate = estate;
	net->strings = g_string_chunk_new(4096);
	net->components = g_array_new(FALSE, TRUE, sizeof(ErComponent));
	net->groups = g_array_new(FALSE, TRUE, sizeof(ErGroup));
	net->sites = g_array_new(FALSE, TRUE, sizeof(ErSite));
	net->circuits = g_array_new(FALSE, TRUE, sizeof(ErCircuit));
	net->ports = g_array_new(FALSE, TRUE, sizeof(ErPort));
	net->gateways = g_array_new(FALSE, TRUE, sizeof(ErGateway));
	net->connections = g_array_new(FALSE, TRUE, sizeof(ErConnection));
	net->vnets = g_array_new(FALSE, TRUE, sizeof(ErVnet));
	net->hubs = g_array_new(FALSE, TRUE, sizeof(ErHub));
	net->attachments = g_array_new(FALSE, TRUE, sizeof(ErAttachment));
	net->assumptions = g_array_new(FALSE, TRUE, sizeof(ErAssumption));
	net->subnets = g_array_new(FALSE, TRUE, sizeof(ErSubnet));
	net->route_tables = g_array_new(FALSE, TRUE, sizeof(ErRouteTable));
	net->peerings = g_array_new(FALSE, TRUE, sizeof(ErVnetPair));
	net->devices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	net->next_hops = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	net->table_of = g_hash_table_new(g_str_hash, g_str_equal);
	net->ends = g_array_new(FALSE, TRUE, sizeof(ErEnd));
	net->wans = g_array_new(FALSE, TRUE, sizeof(ErWan));
	net->vpn_gateways = g_array_new(FALSE, TRUE, sizeof(ErVpnGateway));
	net->tunnels = g_array_new(FALSE, TRUE, sizeof(ErTunnel));
	net->firewalls = g_array_new(FALSE, TRUE, sizeof(ErFirewall));
	net->global_reaches = g_array_new(FALSE, TRUE, sizeof(ErGlobalReach));
	net->services = g_array_new(FALSE, TRUE, sizeof(ErService));
	net->demands = g_array_new(FALSE, TRUE, sizeof(ErDemand));
	net->instances = g_array_new(FALSE, TRUE, sizeof(uint32_t));
	net->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	net->assumed = g_hash_table_new(g_str_hash, g_str_equal);
	net->arrays = g_ptr_array_new_with_free_func(g_free);
	net->groups_of = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	return net;
}

void er_network_free(ErNetwork *net)
{
	if (net == NULL)
		return;
	GArray *arrays[] = { net->components, net->groups, net->sites, net->circuits, net->ports, net->gateways, net->connections,
	                     net->vnets, net->hubs, net->attachments, net->assumptions, net->subnets, net->route_tables, net->peerings, net->ends, net->wans, net->vpn_gateways,
	                     net->tunnels, net->firewalls, net->global_reaches, net->services, net->demands, net->instances };
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_free(arrays[i], TRUE);
	g_hash_table_destroy(net->by_id);
	g_hash_table_destroy(net->assumed);
	g_hash_table_destroy(net->devices);
	g_hash_table_destroy(net->next_hops);
	g_hash_table_destroy(net->table_of);
	g_ptr_array_free(net->groups_of, TRUE);
	g_ptr_array_free(net->arrays, TRUE);
	g_string_chunk_free(net->strings);
	er_tables_free(net->own_tables);
	g_free(net);
}

const ErInventory *er_network_inventory(const ErNetwork *net)
{
	return net->inv;
}

const ErTables *er_network_tables(const ErNetwork *net)
{
	return net->tables;
}

bool er_network_has_expressroute(const ErNetwork *net)
{
	return net->circuits->len > 0 || net->ports->len > 0 || net->gateways->len > 0;
}

#define NETWORK_ARRAY(Type, singular, plural) \
	uint32_t er_network_n_##plural(const ErNetwork *net) { return net->plural->len; } \
	const Type *er_network_##singular(const ErNetwork *net, uint32_t i) \
	{ \
		g_assert(i < net->plural->len); \
		return &g_array_index(net->plural, Type, i); \
	}
NETWORK_ARRAY(ErComponent, component, components)
NETWORK_ARRAY(ErGroup, group, groups)
NETWORK_ARRAY(ErSite, site, sites)
NETWORK_ARRAY(ErCircuit, circuit, circuits)
NETWORK_ARRAY(ErPort, port, ports)
NETWORK_ARRAY(ErGateway, gateway, gateways)
NETWORK_ARRAY(ErConnection, connection, connections)
NETWORK_ARRAY(ErVnet, vnet, vnets)
NETWORK_ARRAY(ErHub, hub, hubs)
NETWORK_ARRAY(ErAttachment, attachment, attachments)
NETWORK_ARRAY(ErAssumption, assumption, assumptions)
NETWORK_ARRAY(ErEnd, end, ends)
NETWORK_ARRAY(ErWan, wan, wans)
NETWORK_ARRAY(ErVpnGateway, vpn_gateway, vpn_gateways)
NETWORK_ARRAY(ErTunnel, tunnel, tunnels)
NETWORK_ARRAY(ErFirewall, firewall, firewalls)
NETWORK_ARRAY(ErGlobalReach, global_reach, global_reaches)
NETWORK_ARRAY(ErService, service, services)
NETWORK_ARRAY(ErDemand, demand, demands)
NETWORK_ARRAY(ErRouteTable, route_table, route_tables)
NETWORK_ARRAY(ErSubnet, subnet, subnets)

const ErEstate *er_network_estate(const ErNetwork *net)
{
	return net->estate;
}

uint32_t er_network_instance_at(const ErNetwork *net, uint32_t i)
{
	g_assert(i < net->instances->len);
	return g_array_index(net->instances, uint32_t, i);
}

uint32_t er_network_instance(const ErNetwork *net, const ErGateway *gateway, uint32_t i)
{
	g_assert(i < gateway->n_instances);
	return g_array_index(net->instances, uint32_t, gateway->first_instance + i);
}

uint32_t er_network_firewall_for(const ErNetwork *net, uint32_t vnet, const char *address)
{
	g_autofree char *key = g_strdup_printf("%u %s", vnet, address);
	uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(net->next_hops, key));

	return found > 0 ? found - 1 : ER_NONE;
}

bool er_network_firewall_is_redundant(const ErNetwork *net, uint32_t component)
{
	const ErResource *res = er_network_component(net, component)->resource;
	const ErFirewall *firewall = NULL;
	ErRegion region;

	for (uint32_t i = 0; i < er_network_n_firewalls(net) && firewall == NULL; i++)
		if (er_network_firewall(net, i)->self == component)
			firewall = er_network_firewall(net, i);
	if (!firewall->azure)
		return res != NULL && res->kind != ER_RES_NETWORK_INTERFACE;
	return firewall->n_zones > 1 || firewall->hub != ER_NONE || (res != NULL && er_catalogue_region(er_network_tables(net), res->location, &region) && !region.zones);
}

uint32_t er_network_peering(const ErNetwork *net, uint32_t vnet, uint32_t other)
{
	uint32_t low = 0, high = net->peerings->len, a = MIN(vnet, other), b = MAX(vnet, other);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const ErVnetPair *pair = &g_array_index(net->peerings, ErVnetPair, middle);
		if (pair->low == a && pair->high == b)
			return pair->self;
		if (pair->low < a || (pair->low == a && pair->high < b))
			low = middle + 1;
		else
			high = middle;
	}
	return ER_NONE;
}

uint32_t er_network_lookup(const ErNetwork *net, const char *id)
{
	uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(net->by_id, id));

	return found > 0 ? found - 1 : ER_NONE;
}

uint32_t er_network_owner(const ErNetwork *net, uint32_t component)
{
	const char *id = er_network_component(net, component)->id, *mark = strrchr(id, '#');
	g_autofree char *owner = mark != NULL ? g_strndup(id, (gsize)(mark - id)) : NULL;

	return owner != NULL ? er_network_lookup(net, owner) : ER_NONE;
}

int er_compare_indices(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

bool er_group_has(const ErGroup *group, uint32_t component)
{
	return bsearch(&component, group->members, group->n_members, sizeof component, er_compare_indices) != NULL;
}

const uint32_t *er_network_groups_of(const ErNetwork *net, uint32_t component, uint32_t *n)
{
	const GArray *groups = g_ptr_array_index(net->groups_of, component);

	*n = groups->len;
	return (const uint32_t *)groups->data;
}

const char *er_kind_name(ErKind kind)
{
	static const char *const names[] = {
#define ER_KIND_NAME(symbol, name) [symbol] = name,
		ER_KIND_TABLE(ER_KIND_NAME)
	};

	return names[kind];
}

const char *er_group_kind_name(ErGroupOf kind)
{
	static const char *const names[] = {
#define ER_GROUP_NAME(symbol, name) [symbol] = name,
		ER_GROUP_TABLE(ER_GROUP_NAME)
	};

	return names[kind];
}

const char *er_certainty_name(ErCertainty certainty)
{
	static const char *const names[] = { N_("assumed"), N_("derived"), N_("declared"), N_("observed") };

	return names[certainty];
}

const char *er_owner_name(ErOwner owner)
{
	static const char *const names[] = { "customer", "provider", "microsoft" };

	return names[owner];
}

const char *er_side_name(ErSide side)
{
	return side == ER_PRIMARY ? N_("primary") : N_("secondary");
}

const char *er_zone_verdict_name(ErZoneVerdict verdict)
{
	static const char *const names[] = { N_("zones unknown"), N_("region without zones"), N_("not zone-redundant"), N_("zonal"), N_("zone-redundant") };

	return names[verdict];
}
