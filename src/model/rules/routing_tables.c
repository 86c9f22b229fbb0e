/*
 * Routing (ER-RTE): route tables of subnets that ExpressRoute serves. A subnet that does not learn the gateway's routes needs a route of
 * its own to an appliance that knows the way; a GatewaySubnet route that is wider than a spoke's prefix loses to the peering's own route.
 * "VirtualNetworkGateway" as a next hop leads to VPN gateways only. Each rule is linear in subnets and routes.
 * Sources: Microsoft Learn, "Virtual network traffic routing"; "Azure subscription limits".
 */
#include "../limits.h"
#include "routing.h"

#include <string.h>

/* What the rules ask of a table, gathered over the subnets that have it. */
typedef struct { GArray *vnets; GString *subnets; uint32_t n_subnets; } Use;

typedef struct {
	const ErNetwork *net;
	uint32_t *serving;       /* per VNet */
	GPtrArray *flows;        /* per VNet */
	Use *uses;               /* per route table: workload subnets of served spokes */
	GHashTable *absent;      /* id of a table that is not in the input → a VNet + 1 */
} Work;

static bool stands_in(const ErNetwork *net, uint32_t vnet, const ErSubnet *subnet)
{
	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		ErPrefix address;
		for (uint32_t k = 0; firewall->vnet == vnet && er_prefix_parse(firewall->address, &address) && k < subnet->n_prefixes; k++)
			if (er_prefix_covers(&subnet->prefixes[k], &address))
				return true;
	}
	return false;
}

/* The table that a subnet names and the input does not hold. (transfer full) (nullable) */
static char *absent_table(const ErNetwork *net, const ErVnet *vnet, const char *subnet)
{
	g_autofree char *lower = g_ascii_strdown(subnet, -1);
	g_autofree char *id = g_strdup_printf("%s/subnets/%s", er_network_component(net, vnet->self)->id, lower);
	const ErResource *res = er_inventory_lookup(er_network_inventory(net), id);
	char *table = res != NULL ? er_id_reference(&res->body, "properties.routeTable", ER_RES_ROUTE_TABLE) : NULL;

	if (table != NULL && er_inventory_lookup(er_network_inventory(net), table) != NULL)
		g_clear_pointer(&table, g_free);
	return table;
}

static void note_use(Work *work, uint32_t v, const ErSubnet *subnet)
{
	Use *use = &work->uses[subnet->table];
	const ErVnet *vnet = er_network_vnet(work->net, v);

	if (use->vnets->len == 0 || g_array_index(use->vnets, uint32_t, use->vnets->len - 1) != v)
		g_array_append_val(use->vnets, v);
	if (use->n_subnets++ < 3)
		g_string_append_printf(use->subnets, "%s%s of %s", use->n_subnets > 1 ? ", " : "", subnet->name, er_network_component(work->net, vnet->self)->name);
}

static void gather_vnet(Work *work, uint32_t v)
{
	const ErVnet *vnet = er_network_vnet(work->net, v);

	for (uint32_t i = vnet->first_subnet; i < vnet->first_subnet + vnet->n_subnets; i++) {
		const ErSubnet *subnet = er_network_subnet(work->net, i);
		if (subnet->platform)
			continue;
		if (subnet->table == ER_NONE) {
			char *id = absent_table(work->net, vnet, subnet->name);
			if (id != NULL)
				g_hash_table_insert(work->absent, id, GUINT_TO_POINTER(v + 1));
		} else if (!stands_in(work->net, v, subnet)) {
			note_use(work, v, subnet);
		}
	}
}

static void *work_build(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	Work *work = g_new(Work, 1);

	*work = (Work){ net, er_serving_gateways(net), er_flows_of_vnets(flows), g_new0(Use, er_network_n_route_tables(net) + 1), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	for (uint32_t t = 0; t < er_network_n_route_tables(net); t++)
		work->uses[t] = (Use){ g_array_new(FALSE, FALSE, sizeof(uint32_t)), g_string_new(NULL), 0 };
	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		if (work->serving[v] != ER_NONE && er_network_gateway(net, work->serving[v])->vnet != v)
			gather_vnet(work, v);
	return work;
}

static void work_free(void *data)
{
	Work *work = data;

	for (uint32_t t = 0; t < er_network_n_route_tables(work->net); t++) {
		g_array_unref(work->uses[t].vnets);
		g_string_free(work->uses[t].subnets, TRUE);
	}
	g_free(work->uses);
	g_free(work->serving);
	g_ptr_array_unref(work->flows);
	g_hash_table_unref(work->absent);
	g_free(work);
}

static const Work *work_of(ErFindings *out)
{
	return er_rule_shared(out, "use of route tables", work_build, work_free);
}

/* "apps of vnet-a, db of vnet-b and 4 more" (transfer full) */
static char *subnets_of(const Use *use)
{
	return use->n_subnets > 3 ? g_strdup_printf("%s and %u more", use->subnets->str, use->n_subnets - 3) : g_strdup(use->subnets->str);
}

static void add_flows(ErDraft *draft, const Work *work, const Use *use)
{
	for (guint i = 0; i < use->vnets->len; i++)
		er_draft_flows_of_vnet(draft, work->flows, g_array_index(use->vnets, uint32_t, i));
}

/* ---- a way back, without what the gateway learns ---- */

/* Routes that are neither absent nor a list were left open by a template, or cut off by an export. */
static bool routes_told(const ErResource *table)
{
	const ErValue *routes = er_value_get(&table->body, "properties.routes");

	return routes == NULL || routes->kind == ER_VALUE_ARRAY;
}

typedef enum { WAY_THERE, WAY_MISSING, WAY_OPEN } WayBack;

static bool leads(const ErRouteTable *table, const ErPrefix *to)
{
	for (uint32_t i = 0; i < table->n_routes; i++)
		if (table->routes[i].next == ER_HOP_APPLIANCE && (er_prefix_covers(&table->routes[i].prefix, to) || er_prefix_covers(to, &table->routes[i].prefix)))
			return true;
	return false;
}

/* @lacks: (out): a prefix of a site that no route leads to */
static WayBack way_back(const ErNetwork *net, const ErRouteTable *table, const ErPrefix **lacks)
{
	const ErPrefix everything = { .length = 96, .v4 = true };
	bool any = false, declared = er_network_n_sites(net) > 0;

	*lacks = NULL;
	for (uint32_t i = 0; i < table->n_routes; i++) {
		any = any || table->routes[i].next == ER_HOP_APPLIANCE;
		if (table->routes[i].next == ER_HOP_APPLIANCE && er_prefix_equal(&table->routes[i].prefix, &everything))
			return WAY_THERE;
	}
	if (!any)
		return routes_told(table->resource) ? WAY_MISSING : WAY_OPEN;
	for (uint32_t s = 0; s < er_network_n_sites(net); s++) {
		const ErSite *site = er_network_site(net, s);
		declared = declared && site->n_prefixes > 0;
		for (uint32_t i = 0; i < site->n_prefixes; i++)
			if (!leads(table, &site->prefixes[i]))
				*lacks = &site->prefixes[i];
	}
	return *lacks != NULL ? WAY_MISSING : declared ? WAY_THERE : WAY_OPEN;
}

static void tell_way_back(const ErRule *rule, ErFindings *out, const Work *work, uint32_t t, WayBack way, const ErPrefix *lacks)
{
	const ErRouteTable *table = er_network_route_table(work->net, t);
	ErDraft *draft = er_draft_new(out, rule, way == WAY_OPEN ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity);
	g_autofree char *subnets = subnets_of(&work->uses[t]), *prefix = lacks != NULL ? er_prefix_text(lacks) : g_strdup("on-premises"), *routes = g_strdup_printf("%u routes", table->n_routes);

	er_draft_subject(draft, table->resource->id);
	er_draft_evidence(draft, table->resource, "properties.disableBgpRoutePropagation", "true");
	er_draft_evidence(draft, table->resource, "properties.routes", routes);
	if (way == WAY_OPEN) {
		er_draft_headline(draft, "%s (%s) does not learn the gateway's routes; whether its own lead to on-premises is not known", table->resource->name, subnets);
		er_draft_missing(draft, routes_told(table->resource) ? "prefixes of the sites in the site description" : "properties.routes of the route table");
	} else {
		er_draft_headline(draft, "%s (%s) does not learn the gateway's routes, and none of its own leads to %s", table->resource->name, subnets, prefix);
	}
	add_flows(draft, work, &work->uses[t]);
	er_draft_end(draft);
}

/* One question, whatever the number of tables: most often a whole kind of resource was not exported. */
static void tell_absent(const ErRule *rule, ErFindings *out, const Work *work)
{
	g_autoptr(GList) ids = g_list_sort(g_hash_table_get_keys(work->absent), (GCompareFunc)strcmp);
	uint32_t n = g_hash_table_size(work->absent);

	if (n == 0)
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	for (const GList *at = ids; at != NULL; at = at->next) {
		er_draft_subject(draft, at->data);
		er_draft_fact(draft, at->data, "not in the input");
		er_draft_flows_of_vnet(draft, work->flows, GPOINTER_TO_UINT(g_hash_table_lookup(work->absent, at->data)) - 1);
	}
	er_draft_headline(draft, "%u route %s of spokes (%s%s) not in the input: whether their subnets learn the gateway's routes is not known", n, n == 1 ? "table" : "tables", strrchr(ids->data, '/') + 1, n == 1 ? "" : " and others");
	er_draft_missing(draft, "the export that holds the route tables");
	er_draft_end(draft);
}

static void check_propagation(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Work *work = work_of(out);

	(void)flows;
	for (uint32_t t = 0; t < er_network_n_route_tables(work->net); t++) {
		const ErRouteTable *table = er_network_route_table(work->net, t);
		const ErPrefix *lacks;
		WayBack way = work->uses[t].n_subnets > 0 && table->propagation_off ? way_back(work->net, table, &lacks) : WAY_THERE;
		if (work->uses[t].n_subnets == 0)
			er_rule_not_applicable(out, rule);
		else if (way == WAY_THERE)
			er_rule_pass(out, rule);
		else
			tell_way_back(rule, out, work, t, way, lacks);
	}
	tell_absent(rule, out, work);
}

/* ---- GatewaySubnet routes wider than the spoke ---- */

/* A route to an appliance that is wider than @prefix, while none is as long; NULL otherwise. */
static const ErUdr *only_wider(const ErRouteTable *table, const ErPrefix *prefix)
{
	const ErUdr *wider = NULL;

	for (uint32_t i = 0; i < table->n_routes; i++) {
		const ErUdr *route = &table->routes[i];
		if (er_prefix_covers(prefix, &route->prefix))
			return NULL;
		if (route->next == ER_HOP_APPLIANCE && !er_prefix_is_default(&route->prefix) && er_prefix_covers(&route->prefix, prefix))
			wider = route;
	}
	return wider;
}

typedef struct { GString *text; GArray *vnets; uint32_t n, unknown; } Passed;

static void look_at_spoke(const ErNetwork *net, const ErRouteTable *table, uint32_t v, Passed *passed)
{
	const ErVnet *vnet = er_network_vnet(net, v);

	passed->unknown += vnet->n_space == 0;
	for (uint32_t i = 0; i < vnet->n_space; i++) {
		const ErUdr *route = only_wider(table, &vnet->space[i]);
		g_autofree char *prefix = route != NULL ? er_prefix_text(&vnet->space[i]) : NULL;
		if (route == NULL)
			continue;
		if (passed->n++ < 3)
			g_string_append_printf(passed->text, "%s%s (%s, route %s)", passed->n > 1 ? ", " : "", er_network_component(net, vnet->self)->name, prefix, route->shown);
		g_array_append_val(passed->vnets, v);
	}
}

static bool has_wide_routes(const ErRouteTable *table)
{
	for (uint32_t i = 0; i < table->n_routes; i++)
		if (table->routes[i].next == ER_HOP_APPLIANCE && !er_prefix_is_default(&table->routes[i].prefix))
			return true;
	return false;
}

static void tell_wider(const ErRule *rule, ErFindings *out, const ErRouteTable *table, const Passed *passed, const GPtrArray *of_vnets)
{
	ErDraft *draft = er_draft_new(out, rule, passed->n > 0 ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);

	er_draft_subject(draft, table->resource->id);
	er_draft_evidence(draft, table->resource, "properties.routes", passed->n > 0 ? passed->text->str : "routes to an appliance");
	if (passed->n > 3)
		g_string_append_printf(passed->text, " and %u more", passed->n - 3);
	if (passed->n > 0) {
		er_draft_headline(draft, "%s of GatewaySubnet is wider than what it should steer, so the peering's route wins: %s", table->resource->name, passed->text->str);
	} else {
		er_draft_headline(draft, "%s of GatewaySubnet: whether its routes are as long as the prefixes of %u spokes is not known", table->resource->name, passed->unknown);
		er_draft_missing(draft, "the export that holds these VNets");
	}
	for (guint i = 0; i < passed->vnets->len; i++)
		er_draft_flows_of_vnet(draft, of_vnets, g_array_index(passed->vnets, uint32_t, i));
	er_draft_end(draft);
}

static void tell_absent_gateway_table(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t g, const char *id)
{
	const ErVnet *vnet = er_network_vnet(net, er_network_gateway(net, g)->vnet);
	const char *name = strrchr(id, '/');
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);

	er_draft_subject(draft, id);
	er_draft_fact(draft, id, "not in the input");
	er_draft_headline(draft, "%s of GatewaySubnet in %s is not in the input: whether its routes win over the peerings' is not known", name != NULL ? name + 1 : id, er_network_component(net, vnet->self)->name);
	er_draft_missing(draft, "the export that holds this route table");
	er_draft_flows_behind(draft, ER_NONE, g);
	er_draft_end(draft);
}

static void check_gateway_table(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t g, const GArray *spokes, const GPtrArray *of_vnets)
{
	const ErVnet *vnet = er_network_vnet(net, er_network_gateway(net, g)->vnet);
	const ErRouteTable *table = vnet->gateway_table != ER_NONE ? er_network_route_table(net, vnet->gateway_table) : NULL;
	g_autofree char *absent = table == NULL ? absent_table(net, vnet, "GatewaySubnet") : NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GArray) vnets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	Passed passed = { text, vnets, 0, 0 };

	if (absent != NULL && spokes->len > 0) {
		tell_absent_gateway_table(rule, out, net, g, absent);
		return;
	}
	if (table == NULL || spokes->len == 0 || !has_wide_routes(table)) {
		er_rule_not_applicable(out, rule);
		return;
	}
	for (guint i = 0; i < spokes->len; i++)
		look_at_spoke(net, table, g_array_index(spokes, uint32_t, i), &passed);
	if (passed.n > 0 || passed.unknown > 0)
		tell_wider(rule, out, table, &passed, of_vnets);
	else
		er_rule_pass(out, rule);
}

static void check_wider(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *serving = er_serving_gateways(net);
	g_autoptr(GPtrArray) of_vnets = er_flows_of_vnets(flows), spokes = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		g_ptr_array_add(spokes, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		if (serving[v] != ER_NONE && er_network_gateway(net, serving[v])->vnet != v)
			g_array_append_val((GArray *)spokes->pdata[serving[v]], v);
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		if (er_network_gateway(net, g)->vnet != ER_NONE)
			check_gateway_table(rule, out, net, g, spokes->pdata[g], of_vnets);
		else
			er_rule_not_applicable(out, rule);
}

/* ---- size ---- */

static void check_size(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t most = er_limit(net, ER_LIMIT_ROUTES_TABLE);

	for (uint32_t t = 0; t < er_network_n_route_tables(net); t++) {
		const ErResource *res = er_network_route_table(net, t)->resource;
		uint32_t n = er_value_count(&res->body, "properties.routes");
		bool told = routes_told(res);
		g_autofree char *count = g_strdup_printf("%u routes", n);
		if (told && !er_limit_near(net, n, most)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, n >= most ? ER_SEV_HIGH : rule->severity);
		er_draft_subject(draft, res->id);
		er_draft_evidence(draft, res, "properties.routes", told ? count : NULL);
		if (!told) {
			er_draft_headline(draft, "%s: how many routes it has is not in the export", res->name);
			er_draft_missing(draft, "properties.routes of the route table");
		} else {
			er_draft_headline(draft, "%s has %u of the %u routes that a table takes", res->name, n, most);
		}
		er_draft_end(draft);
	}
}

/* ---- traffic by way of on-premises ---- */

static const ErUdr *default_route(const ErRouteTable *table)
{
	const ErPrefix everything = { .length = 96, .v4 = true };

	for (uint32_t i = 0; i < table->n_routes; i++)
		if (er_prefix_equal(&table->routes[i].prefix, &everything))
			return &table->routes[i];
	return NULL;
}

/* Would a workload subnet of this VNet follow a default route that the gateway learns? */
static bool follows_default(const ErNetwork *net, const ErVnet *vnet)
{
	for (uint32_t i = vnet->first_subnet; i < vnet->first_subnet + vnet->n_subnets; i++) {
		const ErSubnet *subnet = er_network_subnet(net, i);
		const ErRouteTable *table = subnet->table != ER_NONE ? er_network_route_table(net, subnet->table) : NULL;
		if (!subnet->platform && (table == NULL || (!table->propagation_off && default_route(table) == NULL)))
			return true;
	}
	return false;
}

static void check_default_tables(const ErRule *rule, ErFindings *out, const Work *work)
{
	for (uint32_t t = 0; t < er_network_n_route_tables(work->net); t++) {
		const ErRouteTable *table = er_network_route_table(work->net, t);
		const ErUdr *route = work->uses[t].n_subnets > 0 ? default_route(table) : NULL;
		if (route == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (route->next != ER_HOP_GATEWAY) {
			er_rule_pass(out, rule);
			continue;
		}
		g_autofree char *subnets = subnets_of(&work->uses[t]);
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
		er_draft_subject(draft, table->resource->id);
		er_draft_evidence(draft, table->resource, "properties.routes", "0.0.0.0/0 to VirtualNetworkGateway");
		er_draft_headline(draft, "%s sends all that %s has for the internet to the gateway, and so on-premises", table->resource->name, subnets);
		add_flows(draft, work, &work->uses[t]);
		er_draft_end(draft);
	}
}

/* VNets behind each circuit that would follow its default route. */
static void gather_followers(const Work *work, GPtrArray *followers)
{
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(work->net);

	for (uint32_t c = 0; c < er_network_n_circuits(work->net); c++)
		g_ptr_array_add(followers, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t v = 0; v < er_network_n_vnets(work->net); v++) {
		const GArray *of = work->serving[v] != ER_NONE && follows_default(work->net, er_network_vnet(work->net, v)) ? circuits->pdata[work->serving[v]] : NULL;
		for (guint i = 0; of != NULL && i < of->len; i++)
			g_array_append_val((GArray *)followers->pdata[g_array_index(of, uint32_t, i)], v);
	}
}

static void tell_unknown_default(const ErRule *rule, ErFindings *out, const ErNetwork *net, const GArray *open)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);

	for (guint i = 0; i < open->len; i++) {
		const ErCircuit *circuit = er_network_circuit(net, g_array_index(open, uint32_t, i));
		er_draft_subject(draft, er_network_component(net, circuit->self)->id);
		er_draft_fact(draft, er_network_component(net, circuit->self)->id, "on-premises prefixes not known");
	}
	er_draft_headline(draft, "Whether on-premises announces a default route over %u %s, which VNets behind would follow, is not known", open->len, open->len == 1 ? "circuit" : "circuits");
	er_draft_missing(draft, ER_ROUTES_MISSING);
	er_draft_end(draft);
}

static void check_default_learned(const ErRule *rule, ErFindings *out, const Work *work)
{
	const ErPrefix everything = { .length = 96, .v4 = true };
	g_autoptr(GArray) all = er_onprem_routes(work->net, ER_REACH_SITE), open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GPtrArray) followers = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	gather_followers(work, followers);
	for (uint32_t c = 0; c < all->len; c++) {
		const ErOnpremRoutes *routes = &g_array_index(all, ErOnpremRoutes, c);
		const GArray *vnets = followers->pdata[c];
		const ErComponent *self = er_network_component(work->net, er_network_circuit(work->net, c)->self);
		if (er_network_circuit(work->net, c)->n_connections == 0) {
			er_rule_not_applicable(out, rule);
		} else if (vnets->len > 0 && routes->prefixes == NULL) {
			g_array_append_val(open, c);
		} else if (vnets->len == 0 || !er_routes_have(routes->prefixes, &everything)) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, self->id);
			er_draft_routes(draft, work->net, c, routes);
			er_draft_fact(draft, self->id, "0.0.0.0/0 is among them");
			er_draft_headline(draft, "Internet traffic of %u %s goes on-premises over %s, by the default route announced there", vnets->len, vnets->len == 1 ? "VNet" : "VNets", self->name);
			for (guint i = 0; i < vnets->len; i++)
				er_draft_flows_of_vnet(draft, work->flows, g_array_index(vnets, uint32_t, i));
			er_draft_end(draft);
		}
	}
	if (open->len > 0)
		tell_unknown_default(rule, out, work->net, open);
}

static void check_trombone(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Work *work = work_of(out);

	(void)flows;
	check_default_tables(rule, out, work);
	check_default_learned(rule, out, work);
}

#define CHECKLIST "https://github.com/Azure/review-checklists/blob/main/checklists/alz_checklist.en.json"
#define BOW_TIE "https://github.com/hsze/MultiRegion-HubSpoke-ERBowTie-ARS"

const ErRule er_rules_routing_tables[] = {
	{ "ER-RTE-014", ER_SEV_HIGH, "Gateway-using spoke disables propagation without on-prem routes", "route table", "A route to a firewall that knows the way, or propagation of gateway routes switched on",
	  "ALZ:D06.17 72105cc8-aaea-4ee1-8c7a-ad25977afcaf", BOW_TIE, check_propagation },
	{ "ER-RTE-016", ER_SEV_HIGH, "GatewaySubnet UDR less specific than the spoke prefix", "route table", "A route for each prefix of each spoke, of the same length", "", BOW_TIE, check_wider },
	{ "ER-RTE-019", ER_SEV_MEDIUM, "Route table near its limit of routes", "route table", "Summarise routes, or a Route Server", "ALZ:D01.12 3d457936-e9b7-41eb-bdff-314b26450b12", BOW_TIE, check_size },
	{ "ER-RTE-025", ER_SEV_MEDIUM, "Azure-to-Azure or internet traffic inspected on-prem (trombone)", "route table or circuit", "Inspect in Azure: a firewall in the hub, with a default route to it",
	  "ALZ:D06.25 8ac6a9e0-1e6a-483d-b5de-32c199248160", CHECKLIST, check_trombone },
	{ 0 },
};
