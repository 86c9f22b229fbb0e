/*
 * VPN gateways with their instances and tunnels, and Global Reach. A gateway carries a site's traffic only when the site description
 * claims it (onprem.c): it may as well serve branches. One tunnel per IPsec connection; any live instance carries it, since an
 * active-standby gateway moves the tunnel (Microsoft Learn, "Highly available gateway connectivity"). Global Reach joins two circuits'
 * private peerings, site to site, and is no part of a path to a VNet ("About ExpressRoute Global Reach").
 */
#include "network_build.h"

#include <string.h>

static bool is_vpn(const ErCandidate *candidate)
{
	return candidate->res != NULL && (candidate->res->kind == ER_RES_VPN_GATEWAY || er_value_says(&candidate->res->body, "properties.gatewayType", "Vpn"));
}

/* The same decision as for ExpressRoute: by SKU name (…AZ), address and region. */
static void find_zones(ErNetwork *net, ErVpnGateway *vpn, const ErResource *res, ErDiags *diags)
{
	size_t n = strlen(vpn->sku);
	ErGateway like = { .self = vpn->self, .vnet = vpn->vnet, .hub = vpn->hub, .sku = vpn->sku, .sku_known = true, .region = vpn->region, .zone = "",
	                   .az_sku = n > 2 && g_ascii_strcasecmp(vpn->sku + n - 2, "AZ") == 0 };

	er_net_decide_zones(net, &like, res, diags);
	er_net_add_instances(net, &like, NULL, ER_KIND_VPN_INSTANCE);
	vpn->zones = like.zones;
	vpn->zone = like.zone;
	vpn->zones_certainty = like.zones_certainty;
	vpn->first_instance = like.first_instance;
	vpn->n_instances = like.n_instances;
}

static void add_vpn_gateway(ErNetwork *net, const ErCandidate *candidate, ErDiags *diags)
{
	const ErResource *res = candidate->res;
	ErComponent component = er_net_resource_component(net, candidate, ER_KIND_VPN_GATEWAY, ER_OWNER_MICROSOFT);
	g_autofree char *hub = er_id_reference(&res->body, "properties.virtualHub", ER_RES_HUB);
	ErVpnGateway gateway = { .vnet = er_net_gateway_home(net, res), .hub = er_net_hub_of(net, hub), .zone = "", .site = ER_NONE };

	gateway.self = er_net_add(net, &component);
	gateway.region = er_net_intern(net, res->location);
	gateway.sku = er_net_intern(net, er_value_text(&res->body, "properties.sku.name"));
	find_zones(net, &gateway, res, diags);
	g_array_append_val(net->vpn_gateways, gateway);
}

static void add_tunnel(ErNetwork *net, const ErResource *res)
{
	bool hub = res->kind == ER_RES_VPN_CONNECTION;
	g_autofree char *gateway = hub ? g_strdup(res->parent) : er_id_reference(&res->body, "properties.virtualNetworkGateway1", ER_RES_GATEWAY);
	g_autofree char *remote = er_id_reference(&res->body, "properties.localNetworkGateway2", ER_RES_LOCAL_GATEWAY);
	const ErResource *local = remote != NULL ? er_inventory_lookup(net->inv, remote) : NULL;
	const ErCandidate candidate = { res->id, res->name, res };
	ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_VPN_CONNECTION, ER_OWNER_CUSTOMER);
	ErTunnel tunnel = { .vpn_gateway = er_net_vpn_gateway_of(net, gateway), .bgp = er_value_flag(&res->body, "properties.enableBgp") };

	er_net_read_status(net, &component, res);
	tunnel.self = er_net_add(net, &component);
	if (local != NULL)
		tunnel.prefixes = er_net_prefixes(net, &local->body, "properties.localNetworkAddressSpace.addressPrefixes", &tunnel.n_prefixes);
	g_array_append_val(net->tunnels, tunnel);
}

void er_net_build_vpn(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) found = er_net_candidates(net, ER_RES_GATEWAY);
	g_autoptr(GArray) hub_gateways = er_net_candidates(net, ER_RES_VPN_GATEWAY);

	g_array_append_vals(found, hub_gateways->data, hub_gateways->len);
	g_array_sort(found, er_candidate_compare);
	for (uint32_t i = 0; i < found->len; i++)
		if (is_vpn(&g_array_index(found, ErCandidate, i)))
			add_vpn_gateway(net, &g_array_index(found, ErCandidate, i), diags);
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind == ER_RES_VPN_CONNECTION || (res->kind == ER_RES_CONNECTION && er_value_says(&res->body, "properties.connectionType", "IPsec")))
			add_tunnel(net, res);
	}
}

void er_net_build_global_reach(ErNetwork *net)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_GLOBAL_REACH)
			continue;
		g_autofree char *own = er_id_ancestor(res->id, ER_RES_CIRCUIT);
		g_autofree char *other = er_id_reference(&res->body, "properties.peerExpressRouteCircuitPeering", ER_RES_CIRCUIT);
		const ErCandidate candidate = { res->id, res->name, res };
		ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_GLOBAL_REACH, ER_OWNER_MICROSOFT);
		ErGlobalReach reach = { .circuit = { er_net_circuit_of(net, own), er_net_circuit_of(net, other) } };
		const char *status = er_value_text(&res->body, "properties.circuitConnectionStatus");
		component.location = "";
		component.up = status == NULL || g_ascii_strcasecmp(status, "Connected") == 0;
		component.reason = component.up ? "" : er_net_printf(net, "circuitConnectionStatus is %s", status);
		reach.up = component.up;
		reach.self = er_net_add(net, &component);
		if (reach.circuit[0] != ER_NONE && reach.circuit[1] != ER_NONE)
			g_array_append_val(net->global_reaches, reach);
	}
}
