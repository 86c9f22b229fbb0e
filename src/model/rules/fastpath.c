/* FastPath (ER-FP): a switch that cannot work. Source: Microsoft Learn, "About ExpressRoute FastPath" (2025-11-05). */
#include "rules.h"

#include <string.h>

static void check_sku(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErGateway *gateway = er_network_gateway(net, connection->gateway);
		const ErComponent *self = er_network_component(net, connection->self);
		const ErResource *resource = er_network_component(net, gateway->self)->resource;
		if (!connection->bypass || gateway->hub != ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->fastpath) {
			er_rule_pass(out, rule);
			continue;
		}
		bool small = strcmp(gateway->sku, "ErGwScale") == 0;
		bool unknown = resource == NULL || !gateway->sku_known || (small && gateway->scale_units == 0);
		ErDraft *draft = er_draft_new(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, small ? ER_SEV_MEDIUM : ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.expressRouteGatewayBypass", "true");
		if (resource != NULL)
			er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
		er_draft_headline(draft, "%s: FastPath is on, but %s", self->name, resource == NULL ? "the gateway's SKU is not known" : gateway->fastpath_why);
		if (unknown)
			er_draft_missing(draft, *gateway->sku == '\0' ? "properties.sku of the gateway" : small ? "properties.autoScaleConfiguration of the gateway" : "whether this SKU supports FastPath");
		er_draft_flows_behind(draft, connection->circuit, connection->gateway);
		er_draft_end(draft);
	}
}

const ErRule er_rules_fastpath[] = {
	{ "ER-FP-002", ER_SEV_HIGH, "FastPath flag on an unsupported gateway SKU", "connection", "Resize the gateway to ErGw3AZ, UltraPerformance or ErGwScale with a minimum of 10 units, or clear the flag", "",
	  "https://learn.microsoft.com/azure/expressroute/about-fastpath", check_sku },
	{ 0 },
};
