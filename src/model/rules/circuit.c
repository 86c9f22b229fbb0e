/* Circuits (ER-CKT): is the circuit itself able to carry traffic? Source: Microsoft Learn, "ExpressRoute workflows for circuit provisioning". */
#include "rules.h"

#include "../catalogue.h"
#include "../limits.h"

#include <string.h>

/* Severity of a dead circuit: critical, high when every gateway has another usable path, @unused when nothing is connected. */
static ErSeverity severity_of(const ErNetwork *net, uint32_t index, ErSeverity unused)
{
	if (er_network_circuit(net, index)->n_connections == 0)
		return unused;
	return er_circuit_has_alternative(net, index) ? ER_SEV_HIGH : ER_SEV_CRITICAL;
}

/* A state property of a circuit that must say @want. */
static void check_state(const ErRule *rule, const ErFlows *flows, ErFindings *out, const char *property, const char *want, bool provider_only, ErSeverity unused, const char *what)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		const char *state = self->resource != NULL ? er_value_text(&self->resource->body, property) : NULL;
		if (circuit->external) {
			er_tell_external(out, rule, i, what);
			continue;
		}
		if (self->resource == NULL || (provider_only && circuit->port != ER_NONE)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (state != NULL && g_ascii_strcasecmp(state, want) == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, state == NULL ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, severity_of(net, i, unused));
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, property, state);
		er_draft_headline(draft, "%s: %s is %s", self->name, property + strlen("properties."), state != NULL ? state : "not in the export");
		if (state == NULL)
			er_draft_missing(draft, property);
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

static void check_enabled(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	check_state(rule, flows, out, "properties.circuitProvisioningState", "Enabled", false, ER_SEV_LOW, "it is enabled");
}

static void check_provisioned(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	check_state(rule, flows, out, "properties.serviceProviderProvisioningState", "Provisioned", true, ER_SEV_LOW, "its provider has provisioned it");
}

/* Connected, and no private peering that addresses a link. */
static void check_peering(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		bool sessions = circuit->session[ER_PRIMARY] != ER_NONE || circuit->session[ER_SECONDARY] != ER_NONE;
		if (circuit->external && !circuit->peerings_known) {
			er_tell_external(out, rule, i, "it has a private peering");
			continue;
		}
		if (self->resource == NULL || circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (sessions && circuit->peerings_known) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, circuit->peerings_known ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, severity_of(net, i, ER_SEV_LOW));
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.peerings", circuit->peerings_known ? "no AzurePrivatePeering with a peer prefix" : NULL);
		er_draft_headline(draft, circuit->peerings_known ? "%s is connected and has no private peering" : "%s: the export does not tell its peerings", self->name);
		if (!circuit->peerings_known)
			er_draft_missing(draft, "properties.peerings");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- shared with other families ---- */

static GPtrArray *circuits_by_gateway(const ErNetwork *net)
{
	GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		GArray *list = lists->pdata[connection->gateway];
		bool known = false;
		for (guint k = 0; k < list->len && !known; k++)
			known = g_array_index(list, uint32_t, k) == connection->circuit;
		if (!known)
			g_array_append_val(list, connection->circuit);
	}
	return lists;
}

GPtrArray *er_circuit_sets(const ErNetwork *net)
{
	g_autoptr(GPtrArray) lists = circuits_by_gateway(net);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (guint i = 0; i < lists->len; i++) {
		GArray *list = lists->pdata[i];
		g_autoptr(GString) key = g_string_new(NULL);
		if (list->len < 2)
			continue;
		g_array_sort(list, er_compare_indices);
		for (guint k = 0; k < list->len; k++)
			g_string_append_printf(key, "%u ", g_array_index(list, uint32_t, k));
		if (g_hash_table_add(seen, g_strdup(key->str)))
			g_ptr_array_add(sets, g_array_ref(list));
	}
	return sets;
}

/* How many authorizations of @circuit say @state ("InUse", "Available"). False: the export does not tell its authorizations. */
static bool count_authorizations(const ErNetwork *net, const ErCircuit *circuit, const char *state, uint32_t *n)
{
	const ErComponent *self = er_network_component(net, circuit->self);
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n_below, first = er_inventory_below(inv, self->id, &n_below);
	bool any = false;

	*n = 0;
	for (uint32_t i = first; i < first + n_below; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *status = res->kind == ER_RES_AUTHORIZATION ? er_value_text(&res->body, "properties.authorizationUseStatus") : NULL;
		any |= res->kind == ER_RES_AUTHORIZATION;
		*n += status != NULL && g_ascii_strcasecmp(status, state) == 0;
	}
	return any || (self->resource != NULL && er_value_get(&self->resource->body, "properties.authorizations") != NULL);
}

/* Can this circuit's tier reach @region? ER_TRI_UNSAID: tier, location or region are not known to the tables. */
static ErTri reaches_region(const ErNetwork *net, const ErCircuit *circuit, const char *region)
{
	bool direct = circuit->port != ER_NONE;
	const char *there = er_catalogue_region_geo(er_network_tables(net), region);

	if (g_ascii_strcasecmp(circuit->tier, "Premium") == 0)
		return ER_TRI_YES;
	if (*circuit->tier == '\0' || *circuit->peering_location == '\0' || there == NULL)
		return ER_TRI_UNSAID;
	if (g_ascii_strcasecmp(circuit->tier, "Local") == 0)
		return er_catalogue_local_to(er_network_tables(net), circuit->peering_location, direct, region);
	return g_ascii_strcasecmp(circuit->tier, "Standard") == 0 ? er_catalogue_in_geo(er_network_tables(net), circuit->peering_location, direct, there) : ER_TRI_UNSAID;
}

/* ---- reach of the tier: ER-CKT-004 and 005 ---- */

/* Why the tables cannot tell; the input that would. */
static const char *reach_missing(const ErNetwork *net, const ErCircuit *circuit, const char *region)
{
	if (*circuit->tier == '\0')
		return "sku.tier of the circuit";
	if (*circuit->peering_location == '\0')
		return "the circuit's peering location";
	return er_catalogue_region_geo(er_network_tables(net), region) == NULL ? "region of the gateway" : "a peering location whose regions the published list tells";
}

static void tell_reach(const ErRule *rule, const ErFlows *flows, ErFindings *out, uint32_t i, const GArray *gateways, bool fails)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErCircuit *circuit = er_network_circuit(net, i);
	const ErComponent *self = er_network_component(net, circuit->self);
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	const char *region = er_network_gateway(net, g_array_index(gateways, uint32_t, 0))->region;
	g_autoptr(GString) names = g_string_new(NULL);

	er_draft_subject(draft, self->id);
	er_draft_evidence(draft, self->resource, "sku.tier", *circuit->tier != '\0' ? circuit->tier : NULL);
	g_autofree char *place = g_strdup_printf("peering location: %s", *circuit->peering_location != '\0' ? circuit->peering_location : "not known");
	er_draft_fact(draft, self->id, place);
	for (guint k = 0; k < gateways->len; k++) {
		const ErGateway *gateway = er_network_gateway(net, g_array_index(gateways, uint32_t, k));
		const ErComponent *component = er_network_component(net, gateway->self);
		g_string_append_printf(names, "%s%s (%s)", k > 0 ? ", " : "", component->name, *gateway->region != '\0' ? gateway->region : "region not known");
		if (component->resource != NULL)
			er_draft_evidence(draft, component->resource, "location", *gateway->region != '\0' ? gateway->region : NULL);
		er_draft_flows_behind(draft, i, g_array_index(gateways, uint32_t, k));
	}
	if (fails) {
		er_draft_headline(draft, "%s in %s is of tier %s, which does not reach %s", self->name, circuit->peering_location, circuit->tier, names->str);
	} else {
		er_draft_headline(draft, "%s: whether its tier reaches %s is not known", self->name, names->str);
		er_draft_missing(draft, reach_missing(net, circuit, region));
	}
	er_draft_end(draft);
}

/* @tier: the one this rule is about; a circuit whose tier the export leaves out stays open under the rule of Standard. */
static void check_reach(const ErRule *rule, const ErFlows *flows, ErFindings *out, const char *tier)
{
	const ErNetwork *net = er_flows_network(flows);
	bool standard = strcmp(tier, "Standard") == 0;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		g_autoptr(GArray) out_of_reach = g_array_new(FALSE, FALSE, sizeof(uint32_t)), open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		if (circuit->external && standard) {
			er_tell_external(out, rule, i, "its tier reaches every gateway");
			continue;
		}
		bool mine = g_ascii_strcasecmp(circuit->tier, tier) == 0 || (standard && *circuit->tier == '\0');
		if (circuit->external || !mine || circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		for (uint32_t k = 0; k < er_network_n_connections(net); k++) {
			const ErConnection *connection = er_network_connection(net, k);
			if (connection->circuit != i)
				continue;
			ErTri reaches = reaches_region(net, circuit, er_network_gateway(net, connection->gateway)->region);
			if (reaches != ER_TRI_YES)
				g_array_append_val(reaches == ER_TRI_NO ? out_of_reach : open, connection->gateway);
		}
		if (out_of_reach->len > 0)
			tell_reach(rule, flows, out, i, out_of_reach, true);
		else if (open->len > 0)
			tell_reach(rule, flows, out, i, open, false);
		else
			er_rule_pass(out, rule);
	}
}

static void check_local(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	check_reach(rule, flows, out, "Local");
}

static void check_standard(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	check_reach(rule, flows, out, "Standard");
}

/* ---- ER-CKT-006 ---- */

/* Is one gateway of the set out of reach for one of its circuits? */
static bool set_falls_short(const ErNetwork *net, const GArray *set)
{
	for (uint32_t k = 0; k < er_network_n_connections(net); k++) {
		const ErConnection *connection = er_network_connection(net, k);
		bool of_set = false;
		for (guint c = 0; c < set->len && !of_set; c++)
			of_set = g_array_index(set, uint32_t, c) == connection->circuit;
		for (guint c = 0; of_set && c < set->len; c++)
			if (reaches_region(net, er_network_circuit(net, g_array_index(set, uint32_t, c)), er_network_gateway(net, connection->gateway)->region) == ER_TRI_NO)
				return true;
	}
	return false;
}

static void check_tiers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) sets = er_circuit_sets(net);

	for (guint s = 0; s < sets->len; s++) {
		const GArray *set = sets->pdata[s];
		g_autoptr(GString) text = g_string_new(NULL);
		const char *tier = NULL;
		bool differ = false, unknown = false;
		for (guint k = 0; k < set->len; k++) {
			const ErCircuit *circuit = er_network_circuit(net, g_array_index(set, uint32_t, k));
			bool told = *circuit->tier != '\0';
			unknown |= !told;
			differ |= told && tier != NULL && g_ascii_strcasecmp(tier, circuit->tier) != 0;
			tier = told ? circuit->tier : tier;
			g_string_append_printf(text, "%s%s: %s", k > 0 ? ", " : "", er_network_component(net, circuit->self)->name, told ? circuit->tier : "not known");
		}
		if (!differ && !unknown) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, differ ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, differ && set_falls_short(net, set) ? ER_SEV_HIGH : ER_SEV_MEDIUM);
		for (guint k = 0; k < set->len; k++) {
			const ErCircuit *circuit = er_network_circuit(net, g_array_index(set, uint32_t, k));
			const ErComponent *self = er_network_component(net, circuit->self);
			er_draft_subject(draft, self->id);
			if (self->resource != NULL)
				er_draft_evidence(draft, self->resource, "sku.tier", *circuit->tier != '\0' ? circuit->tier : NULL);
			else
				er_draft_fact(draft, self->id, "not in the input");
			er_draft_flows_behind(draft, g_array_index(set, uint32_t, k), ER_NONE);
		}
		er_draft_headline(draft, differ ? "Circuits that back each other up have different tiers (%s)" : "Whether circuits that back each other up have one tier is not known (%s)", text->str);
		if (!differ)
			er_draft_missing(draft, "sku.tier of each circuit");
		er_draft_end(draft);
	}
	if (sets->len == 0)
		er_rule_not_applicable(out, rule);
}

/* ---- ER-CKT-007 ---- */

/* VNet links a circuit may have, as Microsoft lists them by tier and bandwidth; 0: not known. */
static uint32_t link_limit(const ErNetwork *net, const ErCircuit *circuit)
{
	static const struct { uint32_t mbps; ErLimit links; } premium[] = {
		{ 10000, ER_LIMIT_LINKS_PREMIUM_10000_MBPS }, { 5000, ER_LIMIT_LINKS_PREMIUM_5000_MBPS }, { 2000, ER_LIMIT_LINKS_PREMIUM_2000_MBPS }, { 1000, ER_LIMIT_LINKS_PREMIUM_1000_MBPS },
		{ 500, ER_LIMIT_LINKS_PREMIUM_500_MBPS }, { 200, ER_LIMIT_LINKS_PREMIUM_200_MBPS }, { 100, ER_LIMIT_LINKS_PREMIUM_100_MBPS }, { 50, ER_LIMIT_LINKS_PREMIUM_50_MBPS },
	};

	if (g_ascii_strcasecmp(circuit->tier, "Standard") == 0 || g_ascii_strcasecmp(circuit->tier, "Local") == 0)
		return er_limit(net, ER_LIMIT_LINKS_STANDARD);
	if (g_ascii_strcasecmp(circuit->tier, "Premium") != 0)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(premium); i++)
		if (circuit->bandwidth_mbps >= premium[i].mbps)
			return er_limit(net, premium[i].links);
	return 0;
}

static uint32_t global_reach_links(const ErNetwork *net, uint32_t circuit)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++)
		n += er_network_global_reach(net, i)->circuit[0] == circuit || er_network_global_reach(net, i)->circuit[1] == circuit;
	return n;
}

/* Consumers with an authorization that the input holds: connections and Global Reach of other subscriptions, or made with a key. */
static uint32_t known_consumers(const ErNetwork *net, uint32_t circuit)
{
	const char *own = er_network_component(net, er_network_circuit(net, circuit)->self)->subscription;
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *self = er_network_component(net, connection->self);
		bool key = self->resource != NULL && er_value_text(&self->resource->body, "properties.authorizationKey") != NULL;
		n += connection->circuit == circuit && (key || strcmp(self->subscription, own) != 0);
	}
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		n += reach->circuit[1] == circuit && strcmp(er_network_component(net, reach->self)->subscription, own) != 0;
	}
	return n;
}

/* Consumers that only the authorizations tell of. Newer exports name each; otherwise those that are known are counted against those in use. */
static uint32_t hidden_consumers(const ErNetwork *net, uint32_t circuit)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n, first = er_inventory_below(inv, er_network_component(net, er_network_circuit(net, circuit)->self)->id, &n);
	uint32_t known = known_consumers(net, circuit), unnamed = 0, hidden = 0, named = 0;

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *status = res->kind == ER_RES_AUTHORIZATION ? er_value_text(&res->body, "properties.authorizationUseStatus") : NULL;
		if (status == NULL || g_ascii_strcasecmp(status, "InUse") != 0)
			continue;
		g_autofree char *consumer = er_id_normalise(er_value_text(&res->body, "properties.connectionResourceUri"));
		if (consumer == NULL)
			unnamed++;
		else if (er_inventory_lookup(inv, consumer) == NULL)
			hidden++;
		else
			named++;
	}
	known = known > named ? known - named : 0;
	return hidden + (unnamed > known ? unnamed - known : 0);
}

static void check_links(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		uint32_t reach = global_reach_links(net, i), hidden = hidden_consumers(net, i), n = circuit->n_connections + reach + hidden, limit = link_limit(net, circuit);
		if (circuit->external || n == 0) {
			er_rule_not_applicable(out, rule);   /* the owner's business: no path of this estate hangs on it */
			continue;
		}
		/* Without tier or bandwidth the smallest limit still tells that there is room. */
		uint32_t least = limit > 0 ? limit : g_ascii_strcasecmp(circuit->tier, "Premium") == 0 ? er_limit(net, ER_LIMIT_LINKS_PREMIUM_50_MBPS) : er_limit(net, ER_LIMIT_LINKS_STANDARD);
		if (!er_limit_near(net, n, least)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, limit > 0 ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, limit > 0 && n >= limit ? ER_SEV_HIGH : ER_SEV_MEDIUM);
		g_autofree char *sum = g_strdup_printf("%u connections, %u Global Reach, %u authorizations used by others; limit %u", circuit->n_connections, reach, hidden, least);
		g_autofree char *mbps = g_strdup_printf("bandwidth: %u Mbit/s", circuit->bandwidth_mbps);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "sku.tier", *circuit->tier != '\0' ? circuit->tier : NULL);
		er_draft_fact(draft, self->id, circuit->bandwidth_mbps > 0 ? mbps : "bandwidth: not in the export");
		er_draft_fact(draft, self->id, sum);
		if (limit > 0)
			er_draft_headline(draft, "%s uses %u of the %u links that its tier and bandwidth allow", self->name, n, limit);
		else
			er_draft_headline(draft, "%s has %u links; how many it may have is not known", self->name, n);
		if (limit == 0)
			er_draft_missing(draft, "sku.tier and bandwidth of the circuit");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- authorizations: ER-CKT-008 and 009 ---- */

static void draft_authorizations(ErDraft *draft, const ErNetwork *net, const ErComponent *circuit, const char *state)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n, first = er_inventory_below(inv, circuit->id, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *status = res->kind == ER_RES_AUTHORIZATION ? er_value_text(&res->body, "properties.authorizationUseStatus") : NULL;
		if (status != NULL && g_ascii_strcasecmp(status, state) == 0)
			er_draft_evidence(draft, res, "properties.authorizationUseStatus", status);
	}
}

static void tell_no_authorizations(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t i, const char *what)
{
	const ErComponent *self = er_network_component(net, er_network_circuit(net, i)->self);

	if (er_network_circuit(net, i)->n_connections == 0) {
		er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_subject(draft, self->id);
	er_draft_evidence(draft, self->resource, "properties.authorizations", NULL);
	er_draft_headline(draft, "%s: the export does not tell its authorizations, so %s is not known", self->name, what);
	er_draft_missing(draft, "properties.authorizations");
	er_draft_end(draft);
}

static void check_unused_authorization(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		uint32_t n;
		if (circuit->external) {
			er_rule_not_applicable(out, rule);   /* the owner's business */
			continue;
		}
		if (!count_authorizations(net, circuit, "Available", &n)) {
			tell_no_authorizations(rule, net, out, i, "whether one is unused");
			continue;
		}
		if (n == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_LOW);
		er_draft_subject(draft, self->id);
		draft_authorizations(draft, net, self, "Available");
		er_draft_headline(draft, n == 1 ? "%s has %u authorization that nobody uses" : "%s has %u authorizations that nobody uses", self->name, n);
		er_draft_end(draft);
	}
}

static void check_hidden_consumer(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		uint32_t n;
		if (circuit->external) {
			er_rule_not_applicable(out, rule);   /* the owner's business */
			continue;
		}
		if (!count_authorizations(net, circuit, "InUse", &n)) {
			tell_no_authorizations(rule, net, out, i, "who else uses it");
			continue;
		}
		uint32_t hidden = hidden_consumers(net, i);
		if (hidden == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_MEDIUM);
		g_autofree char *sum = g_strdup_printf("%u authorizations in use, %u such consumers in the input", n, n - hidden);
		er_draft_subject(draft, self->id);
		draft_authorizations(draft, net, self, "InUse");
		er_draft_fact(draft, self->id, sum);
		er_draft_headline(draft, "%s: %u of its %u used authorizations belong to consumers that the input does not hold", self->name, hidden, n);
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- ER-CKT-010 ---- */

/* Microsoft peering needs no connection. */
static bool has_microsoft_peering(const ErNetwork *net, const char *circuit)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n, first = er_inventory_below(inv, circuit, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *type = res->kind == ER_RES_CIRCUIT_PEERING ? er_value_text(&res->body, "properties.peeringType") : NULL;
		if (res->kind == ER_RES_CIRCUIT_PEERING && g_ascii_strcasecmp(type != NULL ? type : res->name, "MicrosoftPeering") == 0)
			return true;
	}
	return false;
}

static void check_unused(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	bool exported = er_connections_exported(net);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		const char *state = self->resource != NULL ? er_value_text(&self->resource->body, "properties.serviceProviderProvisioningState") : NULL;
		uint32_t in_use;
		bool told = count_authorizations(net, circuit, "InUse", &in_use), reach = false;
		if (circuit->n_connections > 0 || global_reach_links(net, i) > 0 || in_use > 0) {
			er_rule_pass(out, rule);
			continue;
		}
		if (state == NULL || g_ascii_strcasecmp(state, "Provisioned") != 0 || has_microsoft_peering(net, self->id)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		/* The other half of a Global Reach connection stands in the other circuit. */
		if (er_value_bool(&self->resource->body, "properties.globalReachEnabled", &reach) && reach)
			told = false;
		bool open = !exported || !told;
		ErDraft *draft = er_draft_new(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_LOW);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.serviceProviderProvisioningState", state);
		er_draft_fact(draft, self->id, "no connection, no Global Reach and no used authorization in the input");
		er_draft_headline(draft, open ? "%s: whether anything uses it is not known" : "%s is provisioned and nothing uses it", self->name);
		if (open)
			er_draft_missing(draft, !exported ? "the connections of the subscription" : reach ? "the circuit at the other end of Global Reach" : "properties.authorizations");
		er_draft_end(draft);
	}
}

/* ---- ER-CKT-011 ---- */

static ErSeverity severity_of_change(const char *state)
{
	return g_ascii_strcasecmp(state, "Deleting") == 0 ? ER_SEV_CRITICAL : g_ascii_strcasecmp(state, "Updating") == 0 ? ER_SEV_MEDIUM : ER_SEV_HIGH;
}

static bool is_bad_state(const char *state)
{
	return state != NULL && (g_ascii_strcasecmp(state, "Failed") == 0 || g_ascii_strcasecmp(state, "Updating") == 0 || g_ascii_strcasecmp(state, "Deleting") == 0);
}

/* The circuit itself or one of its peerings, whichever is worst off; NULL: none. */
static const ErResource *worst_state(const ErNetwork *net, const ErComponent *circuit, const char **state)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n, first = er_inventory_below(inv, circuit->id, &n);
	const char *own = er_value_text(&circuit->resource->body, "properties.provisioningState");
	const ErResource *worst = is_bad_state(own) ? circuit->resource : NULL;

	*state = own;
	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *peering = res->kind == ER_RES_CIRCUIT_PEERING ? er_value_text(&res->body, "properties.provisioningState") : NULL;
		if (is_bad_state(peering) && (worst == NULL || severity_of_change(peering) > severity_of_change(*state))) {
			worst = res;
			*state = peering;
		}
	}
	return worst;
}

static void check_change_state(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		const char *state = NULL;
		const ErResource *worst = self->resource != NULL ? worst_state(net, self, &state) : NULL;
		if (circuit->external) {
			er_tell_external(out, rule, i, "its last change succeeded");
			continue;
		}
		if (worst == NULL && (state != NULL || circuit->n_connections == 0)) {
			if (state != NULL)
				er_rule_pass(out, rule);
			else
				er_rule_not_applicable(out, rule);
			continue;
		}
		ErSeverity severity = circuit->n_connections == 0 ? ER_SEV_LOW : worst != NULL ? severity_of_change(state) : ER_SEV_HIGH;
		ErDraft *draft = er_draft_new(out, rule, worst != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, severity);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, worst != NULL ? worst : self->resource, "properties.provisioningState", state);
		if (worst == NULL) {
			er_draft_headline(draft, "%s: the state of its last change is not in the export", self->name);
			er_draft_missing(draft, "properties.provisioningState");
		} else if (worst == self->resource) {
			er_draft_headline(draft, "%s: its provisioning state is %s", self->name, state);
		} else {
			er_draft_headline(draft, "%s: the provisioning state of its peering %s is %s", self->name, worst->name, state);
		}
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- ER-CKT-012 ---- */

static void check_classic(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		bool classic = false, told = self->resource != NULL && er_value_bool(&self->resource->body, "properties.allowClassicOperations", &classic);
		if (circuit->external) {
			er_rule_not_applicable(out, rule);   /* the owner's business */
			continue;
		}
		if (told && !classic) {
			er_rule_pass(out, rule);
			continue;
		}
		if (!told && circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_LOW);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.allowClassicOperations", told ? "true" : NULL);
		er_draft_headline(draft, told ? "%s can be changed by classic operations" : "%s: whether classic operations may change it is not in the export", self->name);
		if (!told)
			er_draft_missing(draft, "properties.allowClassicOperations");
		er_draft_end(draft);
	}
}

const ErRule er_rules_circuit[] = {
	{ "ER-CKT-001", ER_SEV_CRITICAL, "Circuit not enabled on the Microsoft side", "circuit", "Enable the circuit again or recreate it; open a support case", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_enabled },
	{ "ER-CKT-002", ER_SEV_CRITICAL, "Circuit not provisioned by the provider", "circuit",
	  "Give the service key to the provider, or finish decommissioning by deleting the connections first", "Advisor(Cost): circuit deployed long but provider status Not Provisioned (id unverified); WAF-ER: delete unused circuits",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_provisioned },
	{ "ER-CKT-003", ER_SEV_CRITICAL, "Connected circuit has no private peering", "circuit", "Configure the private peering", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_peering },
	{ "ER-CKT-004", ER_SEV_CRITICAL, "Local SKU circuit linked to a gateway outside its local region", "circuit",
	  "Raise the circuit to Standard or Premium, or add a second circuit of wider reach; Local may cost less, and reaches the regions beside its location only", "WAF-ER: circuit SKU scope; ALZ:D06.05 f4e7926a-ec35-476e-a412-5dd17136bd62",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-faqs", check_local },
	{ "ER-CKT-005", ER_SEV_CRITICAL, "Standard SKU circuit linked across geopolitical boundary", "circuit", "Make every circuit Premium that serves another geopolitical region",
	  "WAF-ER: circuit SKU scope", "https://learn.microsoft.com/azure/expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", check_standard },
	{ "ER-CKT-006", ER_SEV_MEDIUM, "Redundant circuits have different SKU tiers", "set of circuits", "Give circuits that back each other up the same tier", "WAF-ER: circuit SKU scope",
	  "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits", check_tiers },
	{ "ER-CKT-007", ER_SEV_MEDIUM, "VNet links near or above the circuit limit", "circuit", "Use Premium or a larger circuit, or link a hub instead of single VNets", "WAF-ER: circuit SKU scope",
	  "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits", check_links },
	{ "ER-CKT-008", ER_SEV_LOW, "Unused circuit authorization", "circuit", "Delete the authorization, or have it redeemed", "WAF-ER: RBAC",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-howto-linkvnet-arm", check_unused_authorization },
	{ "ER-CKT-009", ER_SEV_MEDIUM, "Authorization in use but consumer not in the inventory", "circuit", "Export the subscriptions of the consumers as well", "WAF-ER: RBAC",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-howto-linkvnet-arm", check_hidden_consumer },
	{ "ER-CKT-010", ER_SEV_LOW, "Circuit without any connection or Global Reach", "circuit", "Connect the circuit, or have the provider deprovision it and delete it",
	  "Advisor(Cost): circuit deployed long but provider status Not Provisioned (id unverified); WAF-ER: delete unused circuits",
	  "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", check_unused },
	{ "ER-CKT-011", ER_SEV_HIGH, "Circuit resource in failed or updating state", "circuit", "Read the circuit and write it back unchanged; if it stays, open a support case", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_change_state },
	{ "ER-CKT-012", ER_SEV_LOW, "Classic operations allowed", "circuit", "Set allowClassicOperations to false", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_classic },
	{ 0 },
};
