/*
 * Routing (ER-RTE): a stateful device that sees one direction of a flow only. It drops what it has no connection for, without a word:
 * the flow is up by its routes and broken all the same. From the asymmetries of state that asymmetry.c found, so over route tables,
 * routing intent, FastPath and declared stateful routers alike.
 */
#include "rules.h"

typedef struct { GHashTable *classes; ErCertainty certainty; } Half;

static void free_half(void *data)
{
	g_hash_table_destroy(((Half *)data)->classes);
	g_free(data);
}

static void note(GHashTable *halves, const ErAsymmetry *row, uint32_t class)
{
	for (uint32_t i = 0; i < row->n_devices; i++) {
		Half *half = g_hash_table_lookup(halves, GUINT_TO_POINTER(row->devices[i]));
		if (half == NULL) {
			half = g_new(Half, 1);
			*half = (Half){ g_hash_table_new(NULL, NULL), row->certainty };
			g_hash_table_insert(halves, GUINT_TO_POINTER(row->devices[i]), half);
		}
		half->certainty = MAX(half->certainty, row->certainty);
		g_hash_table_add(half->classes, GUINT_TO_POINTER(class));
	}
}

static void add_flows(ErDraft *draft, const ErFindings *out, const Half *half)
{
	const ErFlows *flows = er_findings_flows(out);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const GArray *of = er_findings_flows_of(out, c);
		for (guint i = 0; g_hash_table_contains(half->classes, GUINT_TO_POINTER(c)) && i < of->len; i++)
			er_draft_flow(draft, g_array_index(of, uint32_t, i));
	}
}

static void report(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t device, const Half *half)
{
	const ErComponent *component = er_network_component(net, device);
	bool sure = half->certainty != ER_ASSUMED;
	ErDraft *draft = er_draft_new(out, rule, sure ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);

	er_draft_subject(draft, component->id);
	er_draft_element(draft, device);
	er_draft_headline(draft, "%s sees one direction only: it drops what it has no connection for%s", component->name, sure ? "" : ", if the assumed way is taken");
	if (!sure)
		er_draft_missing(draft, "preference on-premises in the site description");
	er_draft_fact(draft, component->id, "on the way in one direction, not in the other");
	add_flows(draft, out, half);
	er_draft_end(draft);
}

static void check_one_way(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) halves = g_hash_table_new_full(NULL, NULL, NULL, free_half), crossed = g_hash_table_new(NULL, NULL);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		for (uint32_t i = 0; i < class->n_asymmetry; i++)
			if (class->asymmetry[i].kind == ER_ASYM_STATE)
				note(halves, &class->asymmetry[i], c);
		for (uint32_t i = 0; i < class->n_paths; i++)
			for (uint32_t k = 0; k < class->paths[i].n_hops; k++)
				g_hash_table_add(crossed, GUINT_TO_POINTER(class->paths[i].hops[k]));
	}
	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		const Half *half = g_hash_table_lookup(halves, GUINT_TO_POINTER(i));
		if (half != NULL)
			report(rule, net, out, i, half);
		else if (er_network_component(net, i)->kind == ER_KIND_FIREWALL && g_hash_table_contains(crossed, GUINT_TO_POINTER(i)))
			er_rule_pass(out, rule);
		else if (er_network_component(net, i)->kind == ER_KIND_FIREWALL)
			er_rule_not_applicable(out, rule);
	}
}

const ErRule er_rules_routing[] = {
	{ "ER-RTE-015", ER_SEV_HIGH, "Firewall inspection only in one direction", "firewall or stateful router",
	  "Add the missing route: the spoke's prefix in the GatewaySubnet's table, or the way to on-premises in the spoke's; with FastPath see what it passes by", "",
	  "https://blog.cloudtrooper.net/2020/11/28/dont-let-your-azure-routes-bite-you/", check_one_way },
	{ 0 },
};
