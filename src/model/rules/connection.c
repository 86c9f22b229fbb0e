/* Connections (ER-CON): which circuit each direction takes. Source: Microsoft Learn, "Asymmetric routing with multiple network paths". */
#include "rules.h"

static const ErAsymmetry *routing_of(const ErFlowClass *class)
{
	for (uint32_t i = 0; i < class->n_asymmetry; i++)
		if (class->asymmetry[i].kind == ER_ASYM_ROUTING)
			return &class->asymmetry[i];
	return NULL;
}

/* Weights decide Azure's way out; the way in is the customer's: where the site description does not declare it, unknown, never fail. */
static void check_mirrored(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		ErDraft *draft = NULL;
		for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
			const ErFlowClass *class = er_flows_class(flows, i);
			const ErAsymmetry *routing = class->n_paths > 0 && class->paths[0].gateway == g && class->direction == ER_ONPREM_TO_AZURE ? routing_of(class) : NULL;
			if (routing == NULL)
				continue;
			if (draft == NULL) {
				const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
				bool declared = routing->certainty != ER_ASSUMED;
				draft = er_draft_new(out, rule, declared ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
				er_draft_subject(draft, self->id);
				if (!declared)
					er_draft_missing(draft, "local-preference of each circuit, in the site description");
				er_draft_headline(draft, declared ? "%s: the declared preference on-premises and the connection weights choose different circuits"
				                                  : "%s: connection weights choose the way out of Azure; whether the way in mirrors it is not declared", self->name);
				for (uint32_t k = 0; k < er_network_n_connections(net); k++) {
					const ErConnection *connection = er_network_connection(net, k);
					g_autofree char *weight = g_strdup_printf("%u", connection->weight);
					if (connection->gateway == g)
						er_draft_evidence(draft, er_network_component(net, connection->self)->resource, "properties.routingWeight", connection->weight_known ? weight : NULL);
				}
			}
			const GArray *of = er_findings_flows_of(out, i);
			for (guint k = 0; k < of->len; k++)
				er_draft_flow(draft, g_array_index(of, uint32_t, k));
			of = er_findings_flows_of(out, class->other);
			for (guint k = 0; k < of->len; k++)
				er_draft_flow(draft, g_array_index(of, uint32_t, k));
		}
		if (draft != NULL)
			er_draft_end(draft);
		else
			er_rule_not_applicable(out, rule);
	}
}

const ErRule er_rules_connection[] = {
	{ "ER-CON-008", ER_SEV_HIGH, "Weight set but on-premises preference not mirrored", "gateway", "Set local preference on-premises so that both directions take the same circuit", "ALZ:D06.02",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-asymmetric-routing", check_mirrored },
	{ 0 },
};
