/*
 * VNets with their subnets and route tables, and virtual hubs. What a route's next hop is, is worked out later, when peerings are
 * known (routes.c). A Route Server has the type of a virtual hub and no WAN: it forwards nothing and is no hub.
 * Source: Microsoft Learn, "Virtual network traffic routing", "About virtual hub routing preference".
 */
#include "network_build.h"

#include <string.h>

static const char *prefix_list(ErNetwork *net, const ErValue *body, const char *path)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const ErValue *list = er_value_get(body, path);

	for (uint32_t i = 0; i < er_value_count(body, path); i++) {
		const ErValue *item = er_value_item(list, i);
		if (item->kind == ER_VALUE_STRING)
			g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", item->u.text);
	}
	return er_net_intern(net, out->str);
}

/* ---- route tables ---- */

static ErNextHop next_hop(const ErValue *route)
{
	static const struct { const char *word; ErNextHop next; } words[] = {
		{ "VirtualAppliance", ER_HOP_APPLIANCE }, { "VirtualNetworkGateway", ER_HOP_GATEWAY }, { "VnetLocal", ER_HOP_VNET },
		{ "Internet", ER_HOP_INTERNET }, { "None", ER_HOP_DROP },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (er_value_says(route, "properties.nextHopType", words[i].word))
			return words[i].next;
	return ER_HOP_UNKNOWN;
}

static void read_table(ErNetwork *net, const ErResource *res)
{
	g_autoptr(GArray) routes = g_array_new(FALSE, TRUE, sizeof(ErUdr));
	const ErValue *list = er_value_get(&res->body, "properties.routes");
	ErRouteTable table = { .resource = res, .propagation_off = er_value_flag(&res->body, "properties.disableBgpRoutePropagation") };

	for (uint32_t i = 0; i < er_value_count(&res->body, "properties.routes"); i++) {
		const ErValue *item = er_value_item(list, i);
		const char *text = er_value_text(item, "properties.addressPrefix");
		ErUdr route = { .shown = er_net_intern(net, text), .next = next_hop(item), .address = er_net_intern(net, er_value_text(item, "properties.nextHopIpAddress")) };
		/* A service tag ("Storage") is no range: it leads to Azure's own services, never to a site or VNet. */
		if (text != NULL && er_prefix_parse(text, &route.prefix))
			g_array_append_val(routes, route);
	}
	table.n_routes = routes->len;
	table.routes = er_net_keep(net, routes->data, routes->len * sizeof(ErUdr));
	g_array_append_val(net->route_tables, table);
	g_hash_table_insert(net->table_of, (char *)res->id, GUINT_TO_POINTER(net->route_tables->len));
}

static uint32_t table_of(const ErNetwork *net, const ErResource *subnet)
{
	g_autofree char *id = er_id_reference(&subnet->body, "properties.routeTable", ER_RES_ROUTE_TABLE);
	uint32_t found = id != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(net->table_of, id)) : 0;

	return found > 0 ? found - 1 : ER_NONE;
}

/* ---- VNets ---- */

static bool is_platform(const char *name)
{
	static const char *const names[] = { "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet", "RouteServerSubnet" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static const ErPrefix *subnet_prefixes(ErNetwork *net, const ErResource *res, uint32_t *n)
{
	ErPrefix one;

	if (!er_prefix_parse(er_value_text(&res->body, "properties.addressPrefix"), &one))
		return er_net_prefixes(net, &res->body, "properties.addressPrefixes", n);
	*n = 1;
	return er_net_keep(net, &one, sizeof one);
}

static void read_subnets(ErNetwork *net, ErVnet *vnet, const ErResource *res)
{
	uint32_t n, first = er_inventory_below(net->inv, res->id, &n);

	vnet->first_subnet = net->subnets->len;
	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res_subnet = er_inventory_at(net->inv, i);
		if (res_subnet->kind != ER_RES_SUBNET)
			continue;
		if (g_ascii_strcasecmp(res_subnet->name, "GatewaySubnet") == 0) {
			const char *prefix = er_value_text(&res_subnet->body, "properties.addressPrefix");
			vnet->gateway_subnet = prefix != NULL ? er_net_intern(net, prefix) : prefix_list(net, &res_subnet->body, "properties.addressPrefixes");
			vnet->gateway_table = table_of(net, res_subnet);
			continue;
		}
		ErSubnet subnet = { .name = er_net_intern(net, res_subnet->name), .table = table_of(net, res_subnet), .platform = is_platform(res_subnet->name) };
		subnet.prefixes = subnet_prefixes(net, res_subnet, &subnet.n_prefixes);
		g_array_append_val(net->subnets, subnet);
	}
	vnet->n_subnets = net->subnets->len - vnet->first_subnet;
}

static void add_vnet(ErNetwork *net, const ErCandidate *candidate)
{
	ErComponent component = er_net_resource_component(net, candidate, ER_KIND_VNET, ER_OWNER_CUSTOMER);
	ErVnet vnet = { .external = candidate->res == NULL, .region = "", .prefixes = "", .gateway_subnet = "", .gateway_table = ER_NONE };

	vnet.self = er_net_add(net, &component);
	if (candidate->res != NULL) {
		vnet.region = er_net_intern(net, candidate->res->location);
		vnet.prefixes = prefix_list(net, &candidate->res->body, "properties.addressSpace.addressPrefixes");
		vnet.space = er_net_prefixes(net, &candidate->res->body, "properties.addressSpace.addressPrefixes", &vnet.n_space);
		read_subnets(net, &vnet, candidate->res);
	}
	g_array_append_val(net->vnets, vnet);
}

static void count_private_endpoints(ErNetwork *net)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_PRIVATE_ENDPOINT)
			continue;
		g_autofree char *id = er_id_reference(&res->body, "properties.subnet", ER_RES_VNET);
		uint32_t vnet = er_net_vnet_of(net, id);
		if (vnet != ER_NONE)
			g_array_index(net->vnets, ErVnet, vnet).n_private_endpoints++;
	}
}

/* ---- virtual hubs ---- */

static void add_hub(ErNetwork *net, const ErCandidate *candidate)
{
	const ErResource *res = candidate->res;
	ErComponent component = er_net_resource_component(net, candidate, ER_KIND_HUB, ER_OWNER_MICROSOFT);
	ErHub hub = { .region = "", .prefix = "", .wan = "", .firewall = ER_NONE };

	if (res != NULL && er_value_get(&res->body, "properties.virtualWan") == NULL && er_value_says(&res->body, "kind", "RouteServer"))
		return;
	hub.self = er_net_add(net, &component);
	if (res != NULL) {
		g_autofree char *wan = er_id_reference(&res->body, "properties.virtualWan", ER_RES_VWAN);
		const ErResource *wan_res = wan != NULL ? er_inventory_lookup(net->inv, wan) : NULL;
		hub.region = er_net_intern(net, res->location);
		hub.prefix = er_net_intern(net, er_value_text(&res->body, "properties.addressPrefix"));
		hub.wan = er_net_intern(net, wan);
		hub.basic = (wan_res != NULL && er_value_says(&wan_res->body, "properties.type", "Basic")) || er_value_says(&res->body, "properties.sku", "Basic");
		hub.preference = er_value_says(&res->body, "properties.hubRoutingPreference", "VpnGateway") ? ER_HUB_VPN
		               : er_value_says(&res->body, "properties.hubRoutingPreference", "ASPath") ? ER_HUB_AS_PATH : ER_HUB_EXPRESSROUTE;
	}
	g_array_append_val(net->hubs, hub);
}

void er_net_build_vnets(ErNetwork *net)
{
	g_autoptr(GArray) vnets = er_net_candidates(net, ER_RES_VNET);
	g_autoptr(GArray) hubs = er_net_candidates(net, ER_RES_HUB);

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++)
		if (er_inventory_at(net->inv, i)->kind == ER_RES_ROUTE_TABLE)
			read_table(net, er_inventory_at(net->inv, i));
	for (uint32_t i = 0; i < vnets->len; i++)
		add_vnet(net, &g_array_index(vnets, ErCandidate, i));
	for (uint32_t i = 0; i < hubs->len; i++)
		add_hub(net, &g_array_index(hubs, ErCandidate, i));
	count_private_endpoints(net);
}
