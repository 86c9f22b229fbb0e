/* Private peerings (ER-PEER): both sessions must be there and enabled. Source: Microsoft Learn, "ExpressRoute routing requirements". */
#include "rules.h"

#include <erscope/prefix.h>

static const ErResource *peering_of(const ErNetwork *net, const ErCircuit *circuit)
{
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		if (circuit->session[side] != ER_NONE)
			return er_network_component(net, circuit->session[side])->resource;
	return NULL;
}

static void check_disabled(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		const char *state = peering != NULL ? er_value_text(&peering->body, "properties.state") : NULL;
		if (peering == NULL && circuit->external) {
			er_tell_external(out, rule, i, "its private peering is enabled");
			continue;
		}
		if (peering == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (state != NULL && g_ascii_strcasecmp(state, "Disabled") != 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErSeverity severity = circuit->n_connections == 0 ? ER_SEV_LOW : er_circuit_has_alternative(net, i) ? ER_SEV_HIGH : ER_SEV_CRITICAL;
		ErDraft *draft = er_draft_new(out, rule, state == NULL ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, severity);
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, "properties.state", state);
		er_draft_headline(draft, "%s: the private peering's state is %s", er_network_component(net, circuit->self)->name, state != NULL ? "Disabled, both BGP sessions are down" : "not in the export");
		if (state == NULL)
			er_draft_missing(draft, "properties.state of the peering");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

static void check_one_session(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		if (peering == NULL && circuit->external) {
			er_tell_external(out, rule, i, "both its links have a session");
			continue;
		}
		if (peering == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (circuit->session[ER_PRIMARY] != ER_NONE && circuit->session[ER_SECONDARY] != ER_NONE) {
			er_rule_pass(out, rule);
			continue;
		}
		bool primary = circuit->session[ER_PRIMARY] == ER_NONE;
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, primary ? "properties.primaryPeerAddressPrefix" : "properties.secondaryPeerAddressPrefix", NULL);
		er_draft_headline(draft, "%s runs on one link: no %s peer prefix", er_network_component(net, circuit->self)->name, primary ? "primary" : "secondary");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- captured route tables ---- */

/* Prefixes of a captured route table: text of the network → itself. NULL: there is no such capture. (transfer full) */
static GHashTable *captured_networks(const ErResource *res, const char *member)
{
	g_autofree char *path = g_strconcat(ER_CAPTURES, ".", member, NULL);
	const ErValue *table = res != NULL ? er_value_get(&res->body, path) : NULL;

	if (table == NULL || table->kind != ER_VALUE_ARRAY)
		return NULL;
	GHashTable *networks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < table->n; i++) {
		const char *text = er_value_text(&table->u.items[i], "network");
		ErPrefix prefix;
		if (text != NULL && er_prefix_parse(text, &prefix))
			g_hash_table_add(networks, er_prefix_text(&prefix));
	}
	return networks;
}

/* Prefixes of @these that @those lack, the first five, in order. (transfer full) (nullable): none */
static char *lacking(GHashTable *these, GHashTable *those)
{
	g_autoptr(GList) all = g_list_sort(g_hash_table_get_keys(these), (GCompareFunc)strcmp);
	g_autoptr(GString) out = g_string_new(NULL);
	uint32_t n = 0;

	for (const GList *at = all; at != NULL; at = at->next)
		if (!g_hash_table_contains(those, at->data) && n++ < 5)
			g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", (const char *)at->data);
	if (n > 5)
		g_string_append_printf(out, " and %u more", n - 5);
	return n > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static void check_route_tables(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		g_autoptr(GHashTable) primary = captured_networks(self->resource, "routeTablePrimary"), secondary = captured_networks(self->resource, "routeTableSecondary");
		g_autofree char *only_primary = primary != NULL && secondary != NULL ? lacking(primary, secondary) : NULL;
		g_autofree char *only_secondary = primary != NULL && secondary != NULL ? lacking(secondary, primary) : NULL;
		if (primary == NULL || secondary == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (only_primary == NULL && only_secondary == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		if (only_primary != NULL)
			er_draft_evidence(draft, self->resource, ER_CAPTURES ".routeTablePrimary", only_primary);
		if (only_secondary != NULL)
			er_draft_evidence(draft, self->resource, ER_CAPTURES ".routeTableSecondary", only_secondary);
		er_draft_headline(draft, "%s: its links do not carry the same routes: %s%s%s%s%s", self->name, only_primary != NULL ? "only the primary has " : "", only_primary != NULL ? only_primary : "",
		                  only_primary != NULL && only_secondary != NULL ? "; " : "", only_secondary != NULL ? "only the secondary has " : "", only_secondary != NULL ? only_secondary : "");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

const ErRule er_rules_peering[] = {
	{ "ER-PEER-001", ER_SEV_CRITICAL, "Private peering disabled", "private peering", "Set the peering's state to Enabled, save, and verify both BGP sessions", "",
	  "https://learn.microsoft.com/azure/expressroute/evaluate-circuit-resiliency", check_disabled },
	{ "ER-PEER-002", ER_SEV_HIGH, "Only one peering link addressed (single BGP session)", "private peering", "Configure the second /30 and its BGP session",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; APRL:859886df-3996-4eab-8439-c1a38c416e0e; ALZ:D06.18; WAF-ER: active-active + BFD",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_one_session },
	{ "ER-PEER-009", ER_SEV_HIGH, "Primary and secondary route tables differ", "private peering", "Advertise the same prefixes on both links", "ALZ:D06.18; APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88",
	  "https://learn.microsoft.com/azure/expressroute/designing-for-high-availability-with-expressroute", check_route_tables },
	{ 0 },
};
