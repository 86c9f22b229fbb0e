/*
 * How VNets hang on each other and on hubs. A spoke uses a hub's gateway when both peering halves are there and Connected, the hub
 * half allows gateway transit and the spoke half uses remote gateways ("Configure VPN gateway transit for virtual network peering").
 */
#include "network_build.h"

#include <string.h>

/* The two halves of one VNet peering: half[0] stands in the VNet of smaller index. */
typedef struct { uint32_t vnet[2]; const ErResource *half[2]; } Pair;

static bool half_connected(const ErResource *half)
{
	const char *state = er_value_text(&half->body, "properties.peeringState");

	return state == NULL || g_ascii_strcasecmp(state, "Connected") == 0;
}

static const char *pair_down(ErNetwork *net, const Pair *pair)
{
	for (uint32_t i = 0; i < 2; i++) {
		const ErVnet *vnet = &g_array_index(net->vnets, ErVnet, pair->vnet[i]);
		if (pair->half[i] == NULL)
			return vnet->external ? er_net_printf(net, "the half of %s is not in the inventory", er_net_edit(net, vnet->self)->name)
			                      : er_net_printf(net, "%s has no peering half", er_net_edit(net, vnet->self)->name);
		if (!half_connected(pair->half[i]))
			return er_net_printf(net, "peeringState of %s is %s", pair->half[i]->name, er_value_text(&pair->half[i]->body, "properties.peeringState"));
	}
	return "";
}

/* Why a spoke cannot use the hub's gateway through this peering; "" when it can. */
static const char *no_transit(ErNetwork *net, const Pair *pair, uint32_t hub)
{
	const char *down = pair_down(net, pair);

	if (*down != '\0')
		return down;
	if (!er_value_flag(&pair->half[hub]->body, "properties.allowGatewayTransit"))
		return er_net_printf(net, "allowGatewayTransit is not set on %s", pair->half[hub]->name);
	if (!er_value_flag(&pair->half[1 - hub]->body, "properties.useRemoteGateways"))
		return er_net_printf(net, "useRemoteGateways is not set on %s", pair->half[1 - hub]->name);
	return "";
}

static void assume_connected(ErNetwork *net, const Pair *pair)
{
	for (uint32_t i = 0; i < 2; i++)
		if (pair->half[i] != NULL && er_value_text(&pair->half[i]->body, "properties.peeringState") == NULL)
			er_net_assume(net, er_net_printf(net, "state:%s", pair->half[i]->id), er_net_printf(net, "%s: peeringState is not in the export; connected is assumed", pair->half[i]->name),
			              "export the VNet from the running service");
}

static void add_pair(ErNetwork *net, const Pair *pair, GHashTable *gateway_vnets)
{
	const ErResource *first = pair->half[0] == NULL ? pair->half[1] : pair->half[1] == NULL || strcmp(pair->half[0]->id, pair->half[1]->id) < 0 ? pair->half[0] : pair->half[1];
	bool gateway[2] = { g_hash_table_contains(gateway_vnets, GUINT_TO_POINTER(pair->vnet[0])), g_hash_table_contains(gateway_vnets, GUINT_TO_POINTER(pair->vnet[1])) };
	const ErVnet *vnets[2] = { &g_array_index(net->vnets, ErVnet, pair->vnet[0]), &g_array_index(net->vnets, ErVnet, pair->vnet[1]) };
	uint32_t hub = gateway[0] ? 0 : 1;
	const char *down = pair_down(net, pair);
	const ErCandidate candidate = { first->id, "", first };
	ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_VNET_PEERING, ER_OWNER_CUSTOMER);

	component.name = er_net_printf(net, "%s ↔ %s", er_net_edit(net, vnets[hub]->self)->name, er_net_edit(net, vnets[1 - hub]->self)->name);
	component.location = "";
	component.up = *down == '\0';
	component.reason = down;
	ErAttachment attachment = { .self = er_net_add(net, &component), .hub_vnet = pair->vnet[hub], .hub = ER_NONE, .spoke = pair->vnet[1 - hub] };
	ErVnetPair joined = { pair->vnet[0], pair->vnet[1], attachment.self };
	g_array_append_val(net->peerings, joined);
	if (!gateway[0] && !gateway[1])
		return;
	assume_connected(net, pair);
	attachment.reason = gateway[0] && gateway[1] ? "both VNets have an ExpressRoute gateway of their own" : no_transit(net, pair, hub);
	attachment.transit = *attachment.reason == '\0';
	attachment.global = *vnets[0]->region != '\0' && *vnets[1]->region != '\0' && strcmp(vnets[0]->region, vnets[1]->region) != 0;
	g_array_append_val(net->attachments, attachment);
}

static void join_half(ErNetwork *net, GArray *pairs, GHashTable *by_key, const ErResource *res, ErDiags *diags)
{
	g_autofree char *remote = er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET);
	uint32_t own = er_net_vnet_of(net, res->parent), other = er_net_vnet_of(net, remote);

	if (own == ER_NONE || other == ER_NONE || own == other) {
		ErLoc loc = er_inventory_place(net->inv, res, NULL);
		er_diag_add(diags, own == other && own != ER_NONE ? ER_D_SELF_REFERENCE : ER_D_BAD_VALUE, &loc, "%s: remoteVirtualNetwork", res->id);
		return;
	}
	Pair fresh = { .vnet = { MIN(own, other), MAX(own, other) } };
	g_autofree char *key = g_strdup_printf("%u %u", fresh.vnet[0], fresh.vnet[1]);
	uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(by_key, key));
	if (known == 0) {
		g_array_append_val(pairs, fresh);
		known = pairs->len;
		g_hash_table_insert(by_key, g_steal_pointer(&key), GUINT_TO_POINTER(known));
	}
	Pair *pair = &g_array_index(pairs, Pair, known - 1);
	uint32_t half = own == pair->vnet[0] ? 0 : 1;
	if (pair->half[half] == NULL)
		pair->half[half] = res;
}

static void add_hub_connection(ErNetwork *net, const ErResource *res)
{
	g_autofree char *remote = er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET);
	uint32_t spoke = er_net_vnet_of(net, remote), hub = er_net_hub_of(net, res->parent);
	const ErCandidate candidate = { res->id, res->name, res };
	ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_HUB_CONNECTION, ER_OWNER_CUSTOMER);

	component.location = "";
	ErAttachment attachment = { .self = er_net_add(net, &component), .hub_vnet = ER_NONE, .hub = hub, .spoke = spoke, .transit = true, .reason = "" };
	if (spoke == ER_NONE || hub == ER_NONE)
		return;
	const char *region = g_array_index(net->vnets, ErVnet, spoke).region;
	const char *hub_region = g_array_index(net->hubs, ErHub, hub).region;
	attachment.global = *region != '\0' && *hub_region != '\0' && strcmp(region, hub_region) != 0;
	g_array_append_val(net->attachments, attachment);
}

static int by_component_id(const void *a, const void *b, void *data)
{
	const ErNetwork *net = data;

	return strcmp(er_network_component(net, ((const ErAttachment *)a)->self)->id, er_network_component(net, ((const ErAttachment *)b)->self)->id);
}

static int by_vnets(const void *a, const void *b)
{
	const ErVnetPair *x = a, *y = b;

	return x->low != y->low ? (x->low > y->low) - (x->low < y->low) : (x->high > y->high) - (x->high < y->high);
}

static GHashTable *vnets_with_gateways(const ErNetwork *net)
{
	GHashTable *found = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < net->gateways->len; i++)
		g_hash_table_add(found, GUINT_TO_POINTER(g_array_index(net->gateways, ErGateway, i).vnet));
	return found;
}

void er_net_build_attachments(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) pairs = g_array_new(FALSE, TRUE, sizeof(Pair));
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) gateway_vnets = vnets_with_gateways(net);

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind == ER_RES_VNET_PEERING)
			join_half(net, pairs, by_key, res, diags);
		else if (res->kind == ER_RES_HUB_CONNECTION)
			add_hub_connection(net, res);
	}
	for (uint32_t i = 0; i < pairs->len; i++)
		add_pair(net, &g_array_index(pairs, Pair, i), gateway_vnets);
	g_array_sort(net->peerings, by_vnets);
	g_array_sort_with_data(net->attachments, by_component_id, net);
}
