/* Circuits (ER-CKT): is the circuit itself able to carry traffic? Source: Microsoft Learn, "ExpressRoute workflows for circuit provisioning". */
#include "rules.h"

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

const ErRule er_rules_circuit[] = {
	{ "ER-CKT-001", ER_SEV_CRITICAL, "Circuit not enabled on the Microsoft side", "circuit", "Enable the circuit again or recreate it; open a support case", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_enabled },
	{ "ER-CKT-002", ER_SEV_CRITICAL, "Circuit not provisioned by the provider", "circuit",
	  "Give the service key to the provider, or finish decommissioning by deleting the connections first", "WAF-ER: delete unused circuits",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-workflows", check_provisioned },
	{ "ER-CKT-003", ER_SEV_CRITICAL, "Connected circuit has no private peering", "circuit", "Configure the private peering", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_peering },
	{ 0 },
};
