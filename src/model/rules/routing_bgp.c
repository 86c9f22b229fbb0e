/*
 * Routing (ER-RTE): what circuits carry from on-premises, against limits and against each other. Circuits are compared in the sets that
 * gateways have: one question per set of circuits, however many gateways have it. An aggregate on one and its parts on the other count as
 * the same way out (ER-RTE-004), and make it a standby that is never used (ER-RTE-005).
 * Sources: Microsoft Learn, "ExpressRoute FAQ", "About ExpressRoute virtual network gateways", "Evaluate circuit resiliency".
 */
#include "../catalogue.h"
#include "../limits.h"
#include "routing.h"

#include <string.h>

/* ---- limits ---- */

/* IPv4 prefixes that a private peering takes; 0: the tier is not told. */
static uint32_t limit_of(const ErNetwork *net, const ErCircuit *circuit)
{
	if (*circuit->tier == '\0')
		return 0;
	return g_ascii_strcasecmp(circuit->tier, "Premium") == 0 ? er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV4_PREMIUM) : er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV4_STANDARD);
}

static void tell_count(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t c, const ErOnpremRoutes *routes, ErResult result, ErSeverity severity)
{
	const ErCircuit *circuit = er_network_circuit(net, c);
	const ErComponent *self = er_network_component(net, circuit->self);
	uint32_t limit = limit_of(net, circuit);
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "sku.tier", limit > 0 ? circuit->tier : NULL);
	er_draft_routes(draft, net, c, routes);
	if (routes->prefixes == NULL) {
		er_draft_headline(draft, "%s: how many prefixes on-premises announces over it is not known", self->name);
		er_draft_missing(draft, ER_ROUTES_MISSING);
	} else if (result == ER_RESULT_UNKNOWN) {
		er_draft_headline(draft, "%s carries %u on-premises prefixes; what its tier allows is not known", self->name, routes->prefixes->len);
		er_draft_missing(draft, "sku.tier of the circuit");
	} else {
		er_draft_headline(draft, "%s carries %u IPv4 and %u IPv6 prefixes from on-premises; %u and %u are allowed%s", self->name, er_routes_count(routes->prefixes, true),
		                  er_routes_count(routes->prefixes, false), limit > 0 ? limit : er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV4_PREMIUM), er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV6), severity == ER_SEV_CRITICAL ? ": BGP drops the sessions" : "");
	}
	er_draft_flows_behind(draft, c, ER_NONE);
	er_draft_end(draft);
}

static void check_circuit_limit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_SITE);

	for (uint32_t c = 0; c < all->len; c++) {
		const ErOnpremRoutes *routes = &g_array_index(all, ErOnpremRoutes, c);
		uint32_t limit = limit_of(net, er_network_circuit(net, c)), most_v6 = er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV6);
		uint32_t v4 = routes->prefixes != NULL ? er_routes_count(routes->prefixes, true) : 0, v6 = routes->prefixes != NULL ? er_routes_count(routes->prefixes, false) : 0;
		uint32_t low = limit > 0 ? limit : er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV4_STANDARD), high = limit > 0 ? limit : er_limit(net, ER_LIMIT_ROUTES_PRIVATE_PEERING_IPV4_PREMIUM);
		if (routes->prefixes == NULL && er_network_circuit(net, c)->n_connections == 0)
			er_rule_not_applicable(out, rule);
		else if (routes->prefixes == NULL)
			tell_count(rule, out, net, c, routes, ER_RESULT_UNKNOWN, rule->severity);
		else if (v4 >= high || v6 >= most_v6)
			tell_count(rule, out, net, c, routes, ER_RESULT_FAIL, ER_SEV_CRITICAL);
		else if (er_limit_near(net, v4, high) || er_limit_near(net, v6, most_v6))
			tell_count(rule, out, net, c, routes, limit > 0 || er_limit_near(net, v6, most_v6) ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
		else if (er_limit_near(net, v4, low))
			tell_count(rule, out, net, c, routes, ER_RESULT_UNKNOWN, ER_SEV_HIGH);
		else
			er_rule_pass(out, rule);
	}
}

/* Routes a gateway learns; 0: not known. */
static uint32_t learned_limit(const ErNetwork *net, const ErGateway *gateway)
{
	ErGatewaySku sku;

	return gateway->sku_known && er_catalogue_sku(er_network_tables(net), gateway->sku, &sku) ? sku.learned_routes : 0;
}

typedef struct { uint32_t least, most; bool known; } Learned;

/* Of learned routes: networks told apart, and all rows of one instance; what counts lies between. */
static Learned learned_of_capture(const ErResource *res)
{
	const ErValue *table = res != NULL ? er_value_get(&res->body, ER_CAPTURES ".learnedRoutes") : NULL;
	g_autoptr(GHashTable) networks = g_hash_table_new(g_str_hash, g_str_equal), rows = g_hash_table_new(g_str_hash, g_str_equal);
	Learned learned = { 0, 0, table != NULL && table->kind == ER_VALUE_ARRAY };

	for (uint32_t i = 0; learned.known && i < table->n; i++) {
		const ErValue *route = &table->u.items[i];
		const char *network = er_value_text(route, "network"), *origin = er_value_text(route, "origin"), *local = er_value_text(route, "localAddress");
		if (network == NULL || origin == NULL || g_ascii_strcasecmp(origin, "EBgp") != 0)
			continue;
		g_hash_table_add(networks, (char *)network);
		uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(rows, local != NULL ? local : "")) + 1;
		g_hash_table_insert(rows, (char *)(local != NULL ? local : ""), GUINT_TO_POINTER(n));
		learned.most = MAX(learned.most, n);
	}
	learned.least = g_hash_table_size(networks);
	return learned;
}

static Learned learned_of(const ErNetwork *net, uint32_t gateway, const GArray *circuits, const GArray *all)
{
	Learned learned = learned_of_capture(er_network_component(net, er_network_gateway(net, gateway)->self)->resource), sum = { 0, 0, true };

	for (guint i = 0; i < circuits->len; i++) {
		const ErOnpremRoutes *routes = &g_array_index(all, ErOnpremRoutes, g_array_index(circuits, uint32_t, i));
		if (routes->prefixes == NULL)
			return learned;
		sum.least += routes->prefixes->len;
	}
	sum.most = sum.least;
	return sum;
}

static void tell_learned(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t g, const Learned *learned, uint32_t limit, ErResult result)
{
	const ErGateway *gateway = er_network_gateway(net, g);
	const ErComponent *self = er_network_component(net, gateway->self);
	ErDraft *draft = er_draft_new(out, rule, result, rule->severity);
	g_autofree char *fact = learned->known ? g_strdup_printf("%u to %u routes learned", learned->least, learned->most) : g_strdup("routes learned: not known");

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	er_draft_fact(draft, self->id, fact);
	if (result == ER_RESULT_FAIL)
		er_draft_headline(draft, "%s (%s) learns %u routes; its SKU takes %u", self->name, gateway->sku, learned->least, limit);
	else
		er_draft_headline(draft, "%s: whether it learns more routes than its SKU takes is not known", self->name);
	if (result == ER_RESULT_UNKNOWN)
		er_draft_missing(draft, learned->known && limit == 0 ? "the SKU of the gateway" : ER_ROUTES_MISSING);
	er_draft_flows_behind(draft, ER_NONE, g);
	er_draft_end(draft);
}

static void check_learned(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_SITE);
	g_autoptr(GPtrArray) sets = er_circuits_of_gateways(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const GArray *circuits = sets->pdata[g];
		const ErGateway *gateway = er_network_gateway(net, g);
		/* Hub gateways have no SKU of this table. */
		if (circuits->len == 0 || gateway->hub != ER_NONE || er_network_component(net, gateway->self)->external) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		Learned learned = learned_of(net, g, circuits, all);
		uint32_t limit = learned_limit(net, gateway);
		if (learned.known && learned.most <= (limit > 0 ? limit : er_catalogue_least_sku(er_network_tables(net)).learned_routes))
			er_rule_pass(out, rule);
		else
			tell_learned(rule, out, net, g, &learned, limit, learned.known && limit > 0 && learned.least > limit ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	}
}

/* ---- circuits against each other ---- */

/* Circuits that some gateway has together, and those gateways. */
typedef struct { const GArray *circuits; GArray *gateways; } Set;

static void free_set(void *data)
{
	g_array_unref(((Set *)data)->gateways);
	g_free(data);
}

static GPtrArray *distinct_sets(const GPtrArray *of_gateways)
{
	GPtrArray *sets = g_ptr_array_new_with_free_func(free_set);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint g = 0; g < of_gateways->len; g++) {
		const GArray *circuits = of_gateways->pdata[g];
		g_autoptr(GString) key = g_string_new(NULL);
		for (guint i = 0; i < circuits->len; i++)
			g_string_append_printf(key, "%u ", g_array_index(circuits, uint32_t, i));
		Set *set = g_hash_table_lookup(known, key->str);
		if (circuits->len > 0 && set == NULL) {
			set = g_new(Set, 1);
			*set = (Set){ circuits, g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
			g_hash_table_insert(known, g_strdup(key->str), set);
			g_ptr_array_add(sets, set);
		}
		if (set != NULL)
			g_array_append_val(set->gateways, g);
	}
	return sets;
}

static const ErOnpremRoutes *routes_at(const GArray *all, const Set *set, guint i)
{
	return &g_array_index(all, ErOnpremRoutes, g_array_index(set->circuits, uint32_t, i));
}

static const char *name_at(const ErNetwork *net, const Set *set, guint i)
{
	return er_network_component(net, er_network_circuit(net, g_array_index(set->circuits, uint32_t, i))->self)->name;
}

static bool all_known(const GArray *all, const Set *set)
{
	for (guint i = 0; i < set->circuits->len; i++)
		if (routes_at(all, set, i)->prefixes == NULL)
			return false;
	return true;
}

static char *names_of(const ErNetwork *net, const Set *set)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < set->circuits->len; i++)
		g_string_append_printf(text, "%s%s", i == 0 ? "" : i + 1 == set->circuits->len ? " and " : ", ", name_at(net, set, i));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static ErDraft *draft_of_set(const ErRule *rule, ErFindings *out, const ErNetwork *net, const Set *set, const GArray *all, ErResult result)
{
	ErDraft *draft = er_draft_new(out, rule, result, rule->severity);

	for (guint i = 0; i < set->circuits->len; i++) {
		uint32_t circuit = g_array_index(set->circuits, uint32_t, i);
		er_draft_subject(draft, er_network_component(net, er_network_circuit(net, circuit)->self)->id);
		er_draft_routes(draft, net, circuit, routes_at(all, set, i));
	}
	for (guint i = 0; i < set->gateways->len; i++)
		er_draft_flows_behind(draft, ER_NONE, g_array_index(set->gateways, uint32_t, i));
	return draft;
}

static void tell_set_unknown(const ErRule *rule, ErFindings *out, const ErNetwork *net, const Set *set, const GArray *all, const char *what)
{
	ErDraft *draft = draft_of_set(rule, out, net, set, all, ER_RESULT_UNKNOWN);
	g_autofree char *circuits = names_of(net, set);

	er_draft_headline(draft, "%s: %s is not known", circuits, what);
	er_draft_missing(draft, ER_ROUTES_MISSING);
	er_draft_end(draft);
}

/* Prefixes of circuit @a that circuit @b lacks altogether, or (@wider) has only inside a wider one; the first three. (nullable): none */
static char *lacking(const GArray *a, const GArray *b, bool wider)
{
	g_autoptr(GString) text = g_string_new(NULL);
	uint32_t n = 0;

	for (guint i = 0; i < a->len; i++) {
		const ErPrefix *prefix = &g_array_index(a, ErPrefix, i);
		bool inside = er_routes_wider(b, prefix) != NULL;
		if (er_routes_have(b, prefix) || inside != wider || (!wider && er_routes_narrower(b, prefix)))
			continue;
		g_autofree char *shown = er_prefix_text(prefix);
		if (n++ < 3)
			g_string_append_printf(text, "%s%s", n > 1 ? ", " : "", shown);
	}
	if (n > 3)
		g_string_append_printf(text, " and %u more", n - 3);
	return n > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

/* Every pair of the set that differs, as text; NULL when none does. */
static char *differences(const ErNetwork *net, const Set *set, const GArray *all, bool wider)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint a = 0; a < set->circuits->len; a++)
		for (guint b = 0; b < set->circuits->len; b++) {
			g_autofree char *part = a != b ? lacking(routes_at(all, set, a)->prefixes, routes_at(all, set, b)->prefixes, wider) : NULL;
			if (part != NULL)
				g_string_append_printf(text, wider ? "%s%s is on %s, on %s only inside a wider prefix" : "%s%s is on %s, not on %s", text->len > 0 ? "; " : "", part, name_at(net, set, a), name_at(net, set, b));
		}
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static void compare(const ErRule *rule, const ErFlows *flows, ErFindings *out, bool wider, const char *what)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_ALL);
	g_autoptr(GPtrArray) of_gateways = er_circuits_of_gateways(net), sets = distinct_sets(of_gateways);

	for (guint s = 0; s < sets->len; s++) {
		const Set *set = sets->pdata[s];
		bool known = all_known(all, set);
		g_autofree char *differing = known ? differences(net, set, all, wider) : NULL;
		if (set->circuits->len < 2) {
			er_rule_not_applicable(out, rule);
		} else if (!known) {
			tell_set_unknown(rule, out, net, set, all, what);
		} else if (differing == NULL) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = draft_of_set(rule, out, net, set, all, ER_RESULT_FAIL);
			er_draft_headline(draft, "%s", differing);
			er_draft_end(draft);
		}
	}
}

static void check_same(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	compare(rule, flows, out, false, "whether they carry the same prefixes");
}

static void check_specific(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	compare(rule, flows, out, true, "whether one carries more specific prefixes than the other");
}

static void check_default(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErPrefix everything = { .length = 96, .v4 = true };
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_SITE);
	g_autoptr(GPtrArray) of_gateways = er_circuits_of_gateways(net), sets = distinct_sets(of_gateways);

	for (guint s = 0; s < sets->len; s++) {
		const Set *set = sets->pdata[s];
		guint n = 0, last = 0;
		for (guint i = 0; i < set->circuits->len; i++) {
			const GArray *prefixes = routes_at(all, set, i)->prefixes;
			bool has = prefixes != NULL && er_routes_have(prefixes, &everything);
			n += has;
			last = has ? i : last;
		}
		if (n >= 2) {
			er_rule_pass(out, rule);
		} else if (!all_known(all, set)) {
			tell_set_unknown(rule, out, net, set, all, set->circuits->len > 1 ? "whether a default route comes over one of them alone" : "whether a default route comes over it alone");
		} else if (n == 0) {
			er_rule_not_applicable(out, rule);
		} else {
			ErDraft *draft = draft_of_set(rule, out, net, set, all, ER_RESULT_FAIL);
			er_draft_headline(draft, "0.0.0.0/0 comes over %s alone: without it, traffic to the internet goes straight out from Azure", name_at(net, set, last));
			er_draft_end(draft);
		}
	}
}

const ErRule er_rules_routing_bgp[] = {
	{ "ER-RTE-001", ER_SEV_CRITICAL, "On-prem prefixes over circuit limit", "circuit", "Summarise what is announced; Premium for more; a prefix limit with a warning on the routers",
	  "Advisor:e3489565-d891-406e-91d1-44f476563850; WAF-ER: circuit SKU scope", "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_circuit_limit },
	{ "ER-RTE-003", ER_SEV_HIGH, "Routes learned by gateway over SKU limit", "gateway", "A larger gateway SKU, or summarised prefixes", "WAF-ER: scale circuit / gateway",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", check_learned },
	{ "ER-RTE-004", ER_SEV_HIGH, "Redundant circuits do not carry the same on-prem prefixes", "circuits of a gateway", "Announce the same prefixes, or an aggregate of them, over every circuit",
	  "WAF-ER: reliability testing", "https://learn.microsoft.com/azure/expressroute/evaluate-circuit-resiliency", check_same },
	{ "ER-RTE-005", ER_SEV_MEDIUM, "Active/passive by more-specific routes", "circuits of a gateway", "Announce the same lengths and choose by connection weight, or use both circuits; test the standby",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; APRL:859886df-3996-4eab-8439-c1a38c416e0e; WAF-ER: active-active + BFD",
	  "https://learn.microsoft.com/azure/expressroute/designing-for-high-availability-with-expressroute", check_specific },
	{ "ER-RTE-009", ER_SEV_HIGH, "Default route learned from one path only", "circuits of a gateway", "Announce it over a second circuit; deny the way to the internet in network security groups", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-faqs", check_default },
	{ 0 },
};
