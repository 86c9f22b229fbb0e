/*
 * The network as a value: storage, lookups, names. While it is being built, records refer to components by the order of their
 * making; assemble.c puts them in order at the end.
 */
#include "network_build.h"

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
	own.file = own.pointer = "";
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

#define RECORD_OF(name, Type, array) \
	uint32_t er_net_##name##_of(const ErNetwork *net, const char *id) \
	{ \
		uint32_t component = id != NULL ? er_network_lookup(net, id) : ER_NONE; \
		for (uint32_t i = 0; component != ER_NONE && i < net->array->len; i++) \
			if (g_array_index(net->array, Type, i).self == component) \
				return i; \
		return ER_NONE; \
	}
RECORD_OF(circuit, ErCircuit, circuits)
RECORD_OF(gateway, ErGateway, gateways)
RECORD_OF(hub, ErHub, hubs)
RECORD_OF(port, ErPort, ports)

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
	net->ends = g_array_new(FALSE, TRUE, sizeof(ErEnd));
	net->wans = g_array_new(FALSE, TRUE, sizeof(ErWan));
	net->vpn_gateways = g_array_new(FALSE, TRUE, sizeof(ErVpnGateway));
	net->tunnels = g_array_new(FALSE, TRUE, sizeof(ErTunnel));
	net->firewalls = g_array_new(FALSE, TRUE, sizeof(ErFirewall));
	net->global_reaches = g_array_new(FALSE, TRUE, sizeof(ErGlobalReach));
	net->services = g_array_new(FALSE, TRUE, sizeof(ErService));
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
	                     net->vnets, net->hubs, net->attachments, net->assumptions, net->ends, net->wans, net->vpn_gateways,
	                     net->tunnels, net->firewalls, net->global_reaches, net->services, net->instances };
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_free(arrays[i], TRUE);
	g_hash_table_destroy(net->by_id);
	g_hash_table_destroy(net->assumed);
	g_ptr_array_free(net->groups_of, TRUE);
	g_ptr_array_free(net->arrays, TRUE);
	g_string_chunk_free(net->strings);
	g_free(net);
}

const ErInventory *er_network_inventory(const ErNetwork *net)
{
	return net->inv;
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

uint32_t er_network_lookup(const ErNetwork *net, const char *id)
{
	uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(net->by_id, id));

	return found > 0 ? found - 1 : ER_NONE;
}

uint32_t er_network_owner(const ErNetwork *net, uint32_t component)
{
	const char *id = er_network_component(net, component)->id, *mark = strchr(id, '#');
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
	static const char *const names[] = { "assumed", "derived", "declared", "observed" };

	return names[certainty];
}

const char *er_owner_name(ErOwner owner)
{
	static const char *const names[] = { "customer", "provider", "microsoft" };

	return names[owner];
}

const char *er_side_name(ErSide side)
{
	return side == ER_PRIMARY ? "primary" : "secondary";
}

const char *er_zone_verdict_name(ErZoneVerdict verdict)
{
	static const char *const names[] = { "zones unknown", "region without zones", "not zone-redundant", "zonal", "zone-redundant" };

	return names[verdict];
}
