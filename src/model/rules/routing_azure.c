/*
 * Routing (ER-RTE): what Azure announces: prefixes per gateway, prepended private AS numbers, and the Route Server beside a gateway.
 * Sources: Microsoft Learn, "ExpressRoute FAQ" (1,000 IPv4 and 100 IPv6 prefixes per connection), "About Route-maps".
 */
#include "../limits.h"
#include "routing.h"

#include <string.h>

/* ---- Route Server ---- */

typedef enum { SERVER_NONE, SERVER_THERE, SERVER_OPEN } RouteServer;

/* The Route Server whose addresses stand in RouteServerSubnet. @server: (out): its resource; NULL when not in the input */
static RouteServer route_server(const ErNetwork *net, uint32_t v, const ErResource **server, const ErResource **subnet)
{
	const ErInventory *inv = er_network_inventory(net);
	g_autofree char *id = g_strdup_printf("%s/subnets/routeserversubnet", er_network_component(net, er_network_vnet(net, v)->self)->id);
	uint32_t n;

	*server = NULL;
	*subnet = er_inventory_lookup(inv, id);
	if (*subnet == NULL)
		return er_network_vnet(net, v)->external ? SERVER_OPEN : SERVER_NONE;
	const ErValue *list = er_value_get(&(*subnet)->body, "properties.ipConfigurations");
	n = er_value_count(&(*subnet)->body, "properties.ipConfigurations");
	for (uint32_t i = 0; i < n && *server == NULL; i++) {
		g_autofree char *one = er_id_normalise(er_value_text(er_value_item(list, i), "id"));
		g_autofree char *hub = one != NULL ? er_id_ancestor(one, ER_RES_HUB) : NULL;
		*server = hub != NULL ? er_inventory_lookup(inv, hub) : NULL;
	}
	return n > 0 ? SERVER_THERE : SERVER_OPEN;
}

static void check_route_server(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		const ErComponent *self = er_network_component(net, gateway->self);
		const ErResource *server = NULL, *subnet = NULL;
		bool asked = gateway->vnet != ER_NONE && ((const GArray *)circuits->pdata[g])->len > 0;
		RouteServer found = asked ? route_server(net, gateway->vnet, &server, &subnet) : SERVER_NONE;
		if (!asked || (found == SERVER_OPEN && subnet == NULL)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (found == SERVER_NONE) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, found == SERVER_THERE ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
		er_draft_subject(draft, server != NULL ? server->id : subnet->id);
		er_draft_evidence(draft, subnet, "properties.ipConfigurations", found == SERVER_THERE ? "a Route Server" : NULL);
		if (found == SERVER_THERE) {
			er_draft_headline(draft, "%s stands beside %s: by one lab's account Azure then uses one link of a circuit only; measure it", server != NULL ? server->name : "A Route Server", self->name);
		} else {
			er_draft_headline(draft, "Whether a Route Server stands in RouteServerSubnet beside %s is not known", self->name);
			er_draft_missing(draft, "properties.ipConfigurations of RouteServerSubnet");
		}
		er_draft_flows_behind(draft, ER_NONE, g);
		er_draft_end(draft);
	}
}

/* ---- prefixes announced per connection ---- */

typedef struct { uint32_t v4, v6, n_vnets, unknown; } Announced;

static bool is_near(const ErNetwork *net, const Announced *announced)
{
	return er_limit_near(net, announced->v4, er_limit(net, ER_LIMIT_ROUTES_ANNOUNCED_IPV4)) || er_limit_near(net, announced->v6, er_limit(net, ER_LIMIT_ROUTES_ANNOUNCED_IPV6));
}

/* What the gateway's VNet sums up. (transfer full): of ErPrefix */
static GArray *summaries(const ErResource *vnet)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(ErPrefix));
	const ErValue *at = vnet != NULL ? er_value_get(&vnet->body, "properties.summarizedGatewayPrefixes") : NULL;
	const ErValue *texts = at != NULL && at->kind == ER_VALUE_OBJECT ? er_value_get(at, "addressPrefixes") : at;

	for (uint32_t i = 0; texts != NULL && texts->kind == ER_VALUE_ARRAY && i < texts->n; i++) {
		ErPrefix prefix;
		if (texts->u.items[i].kind == ER_VALUE_STRING && er_prefix_parse(texts->u.items[i].u.text, &prefix))
			g_array_append_val(list, prefix);
	}
	return list;
}

static bool is_summed(const GArray *sums, const ErPrefix *prefix)
{
	for (guint i = 0; i < sums->len; i++)
		if (er_prefix_covers(&g_array_index(sums, ErPrefix, i), prefix))
			return true;
	return false;
}

static void count_vnet(const ErVnet *vnet, const GArray *sums, Announced *announced)
{
	announced->n_vnets++;
	announced->unknown += vnet->n_space == 0;
	for (uint32_t i = 0; i < vnet->n_space; i++) {
		announced->v4 += vnet->space[i].v4 && !is_summed(sums, &vnet->space[i]);
		announced->v6 += !vnet->space[i].v4 && !is_summed(sums, &vnet->space[i]);
	}
}

/* Does a Route Server pass routes on to ExpressRoute? Only when told to. */
static bool passes_routes(const ErNetwork *net, uint32_t v)
{
	const ErResource *server, *subnet;
	bool passes = true;

	if (route_server(net, v, &server, &subnet) == SERVER_NONE || subnet == NULL)
		return false;
	return server == NULL || !er_value_bool(&server->body, "properties.allowBranchToBranchTraffic", &passes) || passes;
}

static void tell_announced(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t g, const Announced *announced, bool server)
{
	const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
	uint32_t most_v4 = er_limit(net, ER_LIMIT_ROUTES_ANNOUNCED_IPV4), most_v6 = er_limit(net, ER_LIMIT_ROUTES_ANNOUNCED_IPV6);
	bool over = announced->v4 > most_v4 || announced->v6 > most_v6, near = is_near(net, announced);
	ErDraft *draft = er_draft_new(out, rule, over || near ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, over ? ER_SEV_CRITICAL : near ? ER_SEV_HIGH : rule->severity);
	g_autofree char *fact = g_strdup_printf("%u IPv4 and %u IPv6 prefixes of %u VNets%s", announced->v4, announced->v6, announced->n_vnets, server ? ", and what a Route Server learns" : "");

	er_draft_subject(draft, self->id);
	er_draft_fact(draft, self->id, fact);
	if (over || near)
		er_draft_fact(draft, self->id, "what happens above the limits: ExpressRoute FAQ of 2026-03-31");
	if (over || near)
		er_draft_headline(draft, "%s announces %u IPv4 and %u IPv6 prefixes over each connection; above %u and %u the connection goes down", self->name, announced->v4, announced->v6, most_v4, most_v6);
	else if (server)
		er_draft_headline(draft, "%s announces %u prefixes of VNets, and whatever a Route Server in RouteServerSubnet learns, which is not known", self->name, announced->v4 + announced->v6);
	else
		er_draft_headline(draft, "%s announces %u known prefixes, and those of %u %s whose address space is not in the input", self->name, announced->v4 + announced->v6, announced->unknown, announced->unknown == 1 ? "VNet" : "VNets");
	if (!over && !near)
		er_draft_missing(draft, server ? "routes that the Route Server learns" : "the export that holds these VNets");
	er_draft_flows_behind(draft, ER_NONE, g);
	er_draft_end(draft);
}

static void check_announced(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *serving = er_serving_gateways(net);
	g_autofree Announced *per = g_new0(Announced, er_network_n_gateways(net) + 1);
	g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		uint32_t home = er_network_gateway(net, g)->vnet;
		g_ptr_array_add(sums, summaries(home != ER_NONE ? er_network_component(net, er_network_vnet(net, home)->self)->resource : NULL));
		const GArray *list = sums->pdata[g];
		for (guint i = 0; i < list->len; i++)
			*(g_array_index(list, ErPrefix, i).v4 ? &per[g].v4 : &per[g].v6) += 1;
	}
	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		if (serving[v] != ER_NONE)
			count_vnet(er_network_vnet(net, v), sums->pdata[serving[v]], &per[serving[v]]);
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		uint32_t home = er_network_gateway(net, g)->vnet;
		if (home == ER_NONE || per[g].n_vnets == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		bool server = passes_routes(net, home), near = is_near(net, &per[g]);
		if (near || server || per[g].unknown > 0)
			tell_announced(rule, out, net, g, &per[g], server);
		else
			er_rule_pass(out, rule);
	}
}

/* ---- route maps ---- */

/* Private and documentation AS numbers, which the MSEE takes out (RFC 6996, RFC 5398). */
static bool is_private_asn(const char *text)
{
	guint64 asn = g_ascii_strtoull(text, NULL, 10);

	return (asn >= 64496 && asn <= 65534) || (asn >= 4200000000u && asn <= 4294967294u);
}

static const char *private_asn_of_action(const ErValue *action)
{
	const ErValue *parameters = er_value_get(action, "parameters");

	for (uint32_t i = 0; i < er_value_count(action, "parameters"); i++) {
		const ErValue *path = er_value_get(er_value_item(parameters, i), "asPath");
		for (uint32_t k = 0; path != NULL && path->kind == ER_VALUE_ARRAY && k < path->n; k++)
			if ((path->u.items[k].kind == ER_VALUE_STRING || path->u.items[k].kind == ER_VALUE_NUMBER) && is_private_asn(path->u.items[k].u.text))
				return path->u.items[k].u.text;
	}
	return NULL;
}

static const char *private_asn(const ErResource *map)
{
	const ErValue *rules = er_value_get(&map->body, "properties.rules");

	for (uint32_t i = 0; i < er_value_count(&map->body, "properties.rules"); i++) {
		const ErValue *actions = er_value_get(er_value_item(rules, i), "actions");
		for (uint32_t k = 0; k < er_value_count(er_value_item(rules, i), "actions"); k++) {
			const char *asn = private_asn_of_action(er_value_item(actions, k));
			if (asn != NULL)
				return asn;
		}
	}
	return NULL;
}

static void check_route_maps(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *self = er_network_component(net, connection->self);
		bool in_hub = connection->gateway != ER_NONE && er_network_gateway(net, connection->gateway)->hub != ER_NONE;
		g_autofree char *id = in_hub && self->resource != NULL ? er_id_normalise(er_value_reference(&self->resource->body, "properties.routingConfiguration.outboundRouteMap")) : NULL;
		const ErResource *map = id != NULL ? er_inventory_lookup(er_network_inventory(net), id) : NULL;
		const char *asn = map != NULL ? private_asn(map) : NULL;
		if (id == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (map != NULL && !map->names_only && asn == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, asn != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
		er_draft_subject(draft, id);
		er_draft_evidence(draft, self->resource, "properties.routingConfiguration.outboundRouteMap", id);
		if (asn != NULL) {
			er_draft_evidence(draft, map, "properties.rules", asn);
			er_draft_headline(draft, "%s prepends the private AS number %s for %s: the MSEE takes it out before on-premises sees it", map->name, asn, self->name);
		} else {
			er_draft_headline(draft, "The route map %s of %s is not in the input: which AS numbers it prepends is not known", strrchr(id, '/') + 1, self->name);
			er_draft_missing(draft, "the export that holds this route map");
		}
		er_draft_flows_behind(draft, connection->circuit, connection->gateway);
		er_draft_end(draft);
	}
}

#define FAQ "https://learn.microsoft.com/azure/expressroute/expressroute-faqs"

const ErRule er_rules_routing_azure[] = {
	{ "ER-RTE-002", ER_SEV_CRITICAL, "Azure prefixes advertised per connection over the limit", "gateway", "Wider address ranges for VNets, summarised prefixes, or a second hub",
	  "ALZ:D01.11 0e7c28ec-9366-4572-83b0-f4664b1d944a; Advisor:e3489565-d891-406e-91d1-44f476563850; AVS:B03.01 563b4dc7-4a74-48b6-933a-d1a0916a6649", FAQ, check_announced },
	{ "ER-RTE-020", ER_SEV_MEDIUM, "Private ASN used in vWAN route-map prepends", "route map", "A public AS number of your own", "", "https://github.com/adstuart/azure-vwan-routemaps-asn", check_route_maps },
	{ "ER-RTE-022", ER_SEV_INFO, "Route Server in hub limits ECMP to one link", "Route Server", "Measure the traffic of both links", "", "https://github.com/adstuart/azure-expressroute-ecmp", check_route_server },
	{ 0 },
};
