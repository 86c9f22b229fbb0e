/* Private peerings (ER-PEER): both sessions must be there and enabled. Source: Microsoft Learn, "ExpressRoute routing requirements". */
#include "rules.h"

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

const ErRule er_rules_peering[] = {
	{ "ER-PEER-001", ER_SEV_CRITICAL, "Private peering disabled", "private peering", "Set the peering's state to Enabled, save, and verify both BGP sessions", "",
	  "https://learn.microsoft.com/azure/expressroute/evaluate-circuit-resiliency", check_disabled },
	{ "ER-PEER-002", ER_SEV_HIGH, "Only one peering link addressed (single BGP session)", "private peering", "Configure the second /30 and its BGP session",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; APRL:859886df-3996-4eab-8439-c1a38c416e0e; ALZ:D06.18; WAF-ER: active-active + BFD",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_one_session },
	{ 0 },
};
