/*
 * How a network is put together: ports, circuits, VNets, gateways, connections, attachments, the site; then components are sorted
 * by id and every reference is renumbered, so that the result does not depend on the order of the input. Groups are made last, over
 * the sorted components. Cost: a sort of the components, else linear.
 */
#include "network_build.h"

#include <string.h>

/* ---- sorting components, renumbering what refers to them ---- */

typedef struct { const char *id; uint32_t old; } Key;

static int by_key(const void *a, const void *b)
{
	return strcmp(((const Key *)a)->id, ((const Key *)b)->id);
}

static void renumber(const uint32_t *now, uint32_t *reference)
{
	if (*reference != ER_NONE)
		*reference = now[*reference];
}

static void renumber_sides(const uint32_t *now, uint32_t references[2])
{
	renumber(now, &references[ER_PRIMARY]);
	renumber(now, &references[ER_SECONDARY]);
}

static void renumber_circuits(ErNetwork *net, const uint32_t *now)
{
	for (uint32_t i = 0; i < net->circuits->len; i++) {
		ErCircuit *circuit = &g_array_index(net->circuits, ErCircuit, i);
		renumber(now, &circuit->self);
		renumber_sides(now, circuit->pe);
		renumber_sides(now, circuit->link);
		renumber_sides(now, circuit->msee);
		renumber_sides(now, circuit->session);
	}
	for (uint32_t i = 0; i < net->ports->len; i++) {
		ErPort *port = &g_array_index(net->ports, ErPort, i);
		renumber(now, &port->self);
		renumber_sides(now, port->link);
		renumber_sides(now, port->msee);
	}
}

#define RENUMBER_SELF(Type, array) \
	for (uint32_t i = 0; i < net->array->len; i++) \
		renumber(now, &g_array_index(net->array, Type, i).self);

static void sort_components(ErNetwork *net)
{
	uint32_t n = net->components->len;
	g_autofree Key *keys = g_new(Key, n + 1);
	g_autofree uint32_t *now = g_new(uint32_t, n + 1);
	GArray *sorted = g_array_sized_new(FALSE, TRUE, sizeof(ErComponent), n);

	for (uint32_t i = 0; i < n; i++)
		keys[i] = (Key){ er_net_edit(net, i)->id, i };
	qsort(keys, n, sizeof *keys, by_key);
	for (uint32_t i = 0; i < n; i++) {
		now[keys[i].old] = i;
		g_array_append_val(sorted, *er_net_edit(net, keys[i].old));
		g_hash_table_insert(net->by_id, (char *)keys[i].id, GUINT_TO_POINTER(i + 1));
	}
	g_array_free(net->components, TRUE);
	net->components = sorted;
	renumber_circuits(net, now);
	for (uint32_t i = 0; i < net->ends->len; i++) {
		renumber(now, &g_array_index(net->ends, ErEnd, i).ce);
		renumber(now, &g_array_index(net->ends, ErEnd, i).access);
	}
	for (uint32_t i = 0; i < net->tunnels->len; i++)
		renumber(now, &g_array_index(net->tunnels, ErTunnel, i).ce);
	RENUMBER_SELF(ErVnetPair, peerings)
	RENUMBER_SELF(ErWan, wans)
	RENUMBER_SELF(ErVpnGateway, vpn_gateways)
	RENUMBER_SELF(ErTunnel, tunnels)
	RENUMBER_SELF(ErFirewall, firewalls)
	RENUMBER_SELF(ErGlobalReach, global_reaches)
	RENUMBER_SELF(ErSite, sites)
	RENUMBER_SELF(ErGateway, gateways)
	RENUMBER_SELF(ErConnection, connections)
	RENUMBER_SELF(ErVnet, vnets)
	RENUMBER_SELF(ErHub, hubs)
	RENUMBER_SELF(ErAttachment, attachments)
	for (uint32_t i = 0; i < net->instances->len; i++)
		renumber(now, &g_array_index(net->instances, uint32_t, i));
}

static int by_assumption(const void *a, const void *b)
{
	return strcmp(((const ErAssumption *)a)->id, ((const ErAssumption *)b)->id);
}

ErNetwork *er_network_build(const ErInventory *inv, const ErEstate *estate, ErDiags *diags)
{
	return er_network_build_with(inv, estate, NULL, diags);
}

ErNetwork *er_network_build_with(const ErInventory *inv, const ErEstate *estate, const ErTables *tables, ErDiags *diags)
{
	return er_network_build_both(inv, estate, tables, NULL, diags);
}

ErNetwork *er_network_build_both(const ErInventory *inv, const ErEstate *estate, const ErTables *tables, const ErStateBefore *earlier, ErDiags *diags)
{
	ErNetwork *net = er_net_new(inv, estate);

	net->own_tables = tables == NULL ? er_tables_read(NULL, NULL) : NULL;
	net->tables = tables != NULL ? tables : net->own_tables;
	er_net_build_ports(net, diags);
	er_net_build_circuits(net, diags);
	er_net_build_vnets(net);
	er_net_build_gateways(net, diags);
	er_net_build_connections(net, diags);
	er_net_build_global_reach(net);
	er_net_build_vpn(net, diags);
	er_net_build_attachments(net, diags);
	er_net_build_routes(net, earlier, diags);
	er_net_build_onprem(net, diags);
	sort_components(net);
	er_net_build_groups(net, diags);
	g_array_sort(net->assumptions, by_assumption);
	if (!er_network_has_expressroute(net) && er_inventory_complete(inv) && !er_inventory_names_only(inv))
		er_diag_add(diags, ER_D_NO_EXPRESSROUTE, NULL, "%s", "");
	return net;
}
