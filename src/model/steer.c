/*
 * What route tables put on the way (domain reference §4.4; Microsoft Learn, "Virtual network traffic routing"). Longest prefix decides,
 * and of equal prefixes the user's route before BGP's. On the way in a GatewaySubnet route counts when it equals or lies inside a prefix
 * of the VNet: a wider one loses to the VNet's own. On the way out a subnet's route counts when it equals or lies inside a declared
 * prefix of the site, or covers it while the subnet does not learn the gateway's routes; a subnet that neither learns them nor has such
 * a route knows no way back. One steered subnet puts the firewall on the VNet's path; a VNet none of whose subnets knows a way back
 * is down in that direction. Without declared prefixes a default route still covers whatever the site has; of a narrower one that is
 * not known, and told. In a virtual hub, routing intent does the same for all its VNets.
 */
#include "flow_build.h"

#include <string.h>

typedef enum { WAY_DIRECT, WAY_FIREWALL, WAY_NONE } Way;
typedef struct { Way way; const ErUdr *route; bool assumed; } Verdict;

const ErSteering er_not_steered = { .firewall = ER_NONE, .peering = ER_NONE, .spoke_peering = ER_NONE, .why = "", .blocked = "" };

static bool inside_any(const ErPrefix *outer, uint32_t n, const ErPrefix *inner)
{
	for (uint32_t i = 0; i < n; i++)
		if (er_prefix_covers(&outer[i], inner))
			return true;
	return false;
}

/* ---- on the way in ---- */

/* Of the routes that count for the VNet: the longest one for @subnet (or inside it), any of them for the whole VNet. */
static const ErUdr *route_in(const ErNetwork *net, const ErTreatment *treatment, const ErVnet *vnet, const ErSubnet *subnet)
{
	uint32_t index = er_network_vnet(net, treatment->hub_vnet)->gateway_table;
	const ErRouteTable *table = index != ER_NONE ? er_network_route_table(net, index) : NULL;
	const ErUdr *best = NULL;

	for (uint32_t i = 0; table != NULL && i < table->n_routes; i++) {
		const ErUdr *route = &table->routes[i];
		if (!inside_any(vnet->space, vnet->n_space, &route->prefix))
			continue;
		bool counts = subnet == NULL;
		for (uint32_t k = 0; subnet != NULL && k < subnet->n_prefixes; k++)
			counts = counts || er_prefix_covers(&route->prefix, &subnet->prefixes[k]) || er_prefix_covers(&subnet->prefixes[k], &route->prefix);
		if (!counts || (subnet == NULL && route->next != ER_HOP_APPLIANCE))
			continue;
		if (best == NULL || (subnet != NULL && route->prefix.length > best->prefix.length))
			best = route;
	}
	return best;
}

/* ---- on the way out ---- */

static bool is_default(const ErPrefix *prefix)
{
	return prefix->length == (prefix->v4 ? 96 : 0);
}

/* The way to one prefix of the site. */
static Verdict way_to(const ErRouteTable *table, const ErPrefix *to)
{
	const ErUdr *covering = NULL;

	for (uint32_t i = 0; i < table->n_routes; i++) {
		const ErUdr *route = &table->routes[i];
		if (route->next == ER_HOP_APPLIANCE && er_prefix_covers(to, &route->prefix))
			return (Verdict){ WAY_FIREWALL, route, false };
		if (er_prefix_covers(&route->prefix, to) && (covering == NULL || route->prefix.length > covering->prefix.length))
			covering = route;
	}
	bool wins = covering != NULL && (table->propagation_off || er_prefix_equal(&covering->prefix, to));
	if (wins && covering->next == ER_HOP_APPLIANCE)
		return (Verdict){ WAY_FIREWALL, covering, false };
	/* "VirtualNetworkGateway" as a next hop leads to VPN gateways only. */
	if (wins)
		return (Verdict){ WAY_NONE, covering, false };
	return (Verdict){ table->propagation_off ? WAY_NONE : WAY_DIRECT, NULL, false };
}

/* The site's prefixes are not declared: what can be said of any. */
static Verdict way_to_unknown(const ErRouteTable *table)
{
	const ErUdr *narrower = NULL;

	for (uint32_t i = 0; i < table->n_routes; i++) {
		const ErUdr *route = &table->routes[i];
		if (table->propagation_off && is_default(&route->prefix))
			return (Verdict){ route->next == ER_HOP_APPLIANCE ? WAY_FIREWALL : WAY_NONE, route, false };
		if (route->next == ER_HOP_APPLIANCE && !is_default(&route->prefix) && narrower == NULL)
			narrower = route;
	}
	if (!table->propagation_off)
		return (Verdict){ WAY_DIRECT, narrower, narrower != NULL };
	return narrower != NULL ? (Verdict){ WAY_FIREWALL, narrower, true } : (Verdict){ WAY_NONE, NULL, false };
}

static Verdict way_out(const ErNetwork *net, const ErSite *site, uint32_t table_index)
{
	const ErRouteTable *table = table_index != ER_NONE ? er_network_route_table(net, table_index) : NULL;
	Verdict all = { WAY_NONE, NULL, false };

	if (table == NULL)
		return (Verdict){ WAY_DIRECT, NULL, false };
	if (site->n_prefixes == 0)
		return way_to_unknown(table);
	for (uint32_t i = 0; i < site->n_prefixes; i++) {
		Verdict one = way_to(table, &site->prefixes[i]);
		if (one.way == WAY_FIREWALL)
			return one;
		if (one.way == WAY_DIRECT || i == 0)
			all = one;
	}
	return all;
}

/* ---- firewalls ---- */

static uint32_t crossing(const ErNetwork *net, const ErTreatment *treatment, uint32_t firewall_vnet, const char **blocked)
{
	if (firewall_vnet == treatment->vnet)
		return ER_NONE;
	if (treatment->attachment != ER_NONE && firewall_vnet == treatment->hub_vnet)
		return ER_ELEMENT_ATTACHMENT;
	uint32_t peering = er_network_peering(net, firewall_vnet, treatment->vnet);
	if (peering == ER_NONE)
		*blocked = "no peering joins it with the firewall's VNet";
	else if (!er_network_component(net, peering)->up)
		*blocked = er_network_component(net, peering)->reason;
	return peering;
}

static ErSteering steer_to(ErFlows *flows, const ErTreatment *treatment, uint32_t at_vnet, const ErUdr *route, bool in)
{
	const ErNetwork *net = flows->net;
	ErSteering steering = er_not_steered;
	uint32_t firewall = er_network_firewall_for(net, at_vnet, route->address);

	const char *to = firewall != ER_NONE ? er_network_component(net, er_network_firewall(net, firewall)->self)->name : route->address;
	/* Towards Azure each VNet has a route of its own: its prefix would make a class of every VNet. */
	steering.why = in ? er_flows_printf(flows, "GatewaySubnet's route for the VNet leads to %s", to) : er_flows_printf(flows, "route %s to %s", route->shown, to);
	if (firewall == ER_NONE)
		return steering;
	uint32_t home = er_network_firewall(net, firewall)->vnet;
	steering.firewall = firewall;
	steering.spoke_peering = crossing(net, treatment, home, &steering.blocked);
	if (in && home != treatment->hub_vnet) {
		steering.peering = er_network_peering(net, home, treatment->hub_vnet);
		if (steering.peering == ER_NONE)
			steering.blocked = "no peering joins the gateway's VNet with the firewall's";
	}
	return steering;
}

/* The subnet a firewall stands in sends straight on: it is no workload. */
static bool holds_firewall(const ErNetwork *net, const ErTreatment *treatment, const ErSubnet *subnet)
{
	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		ErPrefix address;
		if (firewall->vnet == treatment->vnet && er_prefix_parse(firewall->address, &address) && inside_any(subnet->prefixes, subnet->n_prefixes, &address))
			return true;
	}
	return false;
}

static bool is_workload(const ErNetwork *net, const ErTreatment *treatment, const ErSubnet *subnet)
{
	return !subnet->platform && (subnet->table == ER_NONE || !holds_firewall(net, treatment, subnet));
}

static void take_verdict(ErFlows *flows, ErTreatment *treatment, const Verdict *verdict)
{
	if (verdict->way == WAY_FIREWALL)
		treatment->out = steer_to(flows, treatment, treatment->vnet, verdict->route, false);
	else if (verdict->way == WAY_NONE)
		treatment->out.blocked = verdict->route != NULL ? er_flows_printf(flows, "its route %s leads elsewhere", verdict->route->shown)
		                                                : "its subnets do not learn the gateway's routes, and no route of theirs leads back";
	if (verdict->assumed) {
		treatment->out.assumed = true;
		treatment->out.why = er_flows_printf(flows, "route %s to %s may or may not cover the site: its prefixes are not declared", verdict->route->shown, verdict->route->address);
	}
}

/* Of all workload subnets: a firewall of any, else a direct way of any, else none. */
static Verdict of_all_subnets(const ErNetwork *net, const ErTreatment *treatment, const ErVnet *vnet)
{
	const ErSite *site = er_network_site(net, treatment->site);
	Verdict all = { WAY_NONE, NULL, false };
	uint32_t n = 0, last_table = ER_NONE;
	Verdict last = { WAY_DIRECT, NULL, false };

	for (uint32_t i = 0; i < vnet->n_subnets; i++) {
		const ErSubnet *subnet = er_network_subnet(net, vnet->first_subnet + i);
		if (!is_workload(net, treatment, subnet))
			continue;
		if (n == 0 || subnet->table != last_table)
			last = way_out(net, site, subnet->table);
		last_table = subnet->table;
		if (n++ == 0 || last.way < all.way || (last.way == WAY_FIREWALL && all.way != WAY_FIREWALL))
			all = last;
		if (all.way == WAY_FIREWALL)
			return all;
	}
	return n > 0 ? all : (Verdict){ WAY_DIRECT, NULL, false };
}

void er_steer(ErFlows *flows, ErTreatment *treatment, uint32_t subnet_index)
{
	const ErNetwork *net = flows->net;
	const ErVnet *vnet = er_network_vnet(net, treatment->vnet);
	const ErSubnet *subnet = subnet_index != ER_NONE ? er_network_subnet(net, subnet_index) : NULL;

	treatment->in = treatment->out = er_not_steered;
	if (treatment->hub != ER_NONE && er_network_hub(net, treatment->hub)->firewall != ER_NONE) {
		treatment->in.firewall = treatment->out.firewall = er_network_hub(net, treatment->hub)->firewall;
		treatment->in.spoke_peering = treatment->out.spoke_peering = ER_ELEMENT_ATTACHMENT;
		treatment->in.why = treatment->out.why = "routing intent of the hub";
		return;
	}
	const ErUdr *in = treatment->hub_vnet != ER_NONE ? route_in(net, treatment, vnet, subnet) : NULL;
	if (in != NULL && in->next == ER_HOP_APPLIANCE)
		treatment->in = steer_to(flows, treatment, treatment->hub_vnet, in, true);
	else if (in != NULL && in->next == ER_HOP_DROP)
		treatment->in.blocked = "GatewaySubnet's route for the VNet drops what comes";
	Verdict out = subnet != NULL ? way_out(net, er_network_site(net, treatment->site), subnet->table) : of_all_subnets(net, treatment, vnet);
	take_verdict(flows, treatment, &out);
}

static bool same_steering(const ErSteering *a, const ErSteering *b)
{
	return a->firewall == b->firewall && (*a->blocked == '\0') == (*b->blocked == '\0');
}

GArray *er_steered_apart(ErFlows *flows, const ErTreatment *treatment)
{
	const ErNetwork *net = flows->net;
	const ErVnet *vnet = er_network_vnet(net, treatment->vnet);
	GArray *apart = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	bool tables = treatment->hub_vnet != ER_NONE && er_network_vnet(net, treatment->hub_vnet)->gateway_table != ER_NONE;

	for (uint32_t i = 0; i < vnet->n_subnets && !tables; i++)
		tables = er_network_subnet(net, vnet->first_subnet + i)->table != ER_NONE;
	for (uint32_t i = 0; tables && i < vnet->n_subnets; i++) {
		uint32_t index = vnet->first_subnet + i;
		ErTreatment own = *treatment;
		if (!is_workload(net, treatment, er_network_subnet(net, index)))
			continue;
		er_steer(flows, &own, index);
		if (!same_steering(&own.in, &treatment->in) || !same_steering(&own.out, &treatment->out))
			g_array_append_val(apart, index);
	}
	return apart;
}
