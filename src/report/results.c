/*
 * The results document, field by field in the order of its schema (results.schema.json beside this file). Nothing is computed
 * here: each function writes one part of what the model handed out. What is absent is null or an empty array, so that shapes do
 * not depend on counts.
 */
#include <erscope/resiliency.h>
#include <erscope/results.h>

#include "results_out.h"

typedef struct {
	ErJsonOut json;
	const ErFlows *flows;
	const ErNetwork *net;
	const ErInventory *inv;
	const ErFindings *findings;
	const ErComparison *since;
} Writer;

static void write_strings(ErJsonOut *json, const char *key, const char *const *texts, uint32_t n)
{
	er_json_open_inline(json, key, '[');
	for (uint32_t i = 0; i < n; i++)
		er_json_string(json, NULL, texts[i]);
	er_json_close(json, ']');
}

static void write_origin(ErJsonOut *json, const char *key, const ErLoc *loc)
{
	er_json_open_inline(json, key, '{');
	if (loc->file != NULL && *loc->file != '\0') {
		er_json_string(json, "file", loc->file);
		er_json_uint(json, "line", loc->line);
		er_json_string(json, "pointer", loc->pointer);
	}
	er_json_close(json, '}');
}

static void write_inputs(Writer *w)
{
	er_json_open(&w->json, "inputs", '[');
	for (uint32_t i = 0; i < er_inventory_n_sources(w->inv); i++) {
		const ErSource *source = er_inventory_source(w->inv, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "file", source->file);
		er_json_string(&w->json, "format", source->format);
		if (source->of != NULL)
			er_json_string(&w->json, "of", source->of);
		er_json_string(&w->json, "sha256", source->sha256);
		er_json_uint(&w->json, "resources", source->resources);
		er_json_bool(&w->json, "complete", source->complete);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_ledger(Writer *w)
{
	const ErLedger *ledger = er_inventory_ledger(w->inv);

	er_json_open(&w->json, "ledger", '{');
	er_json_uint(&w->json, "resources", ledger->resources);
	er_json_uint(&w->json, "modelled", ledger->modelled);
	er_json_uint(&w->json, "merged", ledger->merged);
	er_json_open(&w->json, "ignored", '[');
	for (uint32_t i = 0; i < ledger->n_ignored; i++) {
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "type", ledger->ignored[i].type);
		er_json_uint(&w->json, "count", ledger->ignored[i].count);
		er_json_string(&w->json, "reason", ledger->ignored[i].reason);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "external", '[');
	for (uint32_t i = 0; i < er_inventory_n_externals(w->inv); i++)
		er_json_string(&w->json, NULL, er_inventory_external(w->inv, i)->id);
	er_json_close(&w->json, ']');
	er_json_close(&w->json, '}');
}

static void write_components(Writer *w)
{
	er_json_open(&w->json, "components", '[');
	for (uint32_t i = 0; i < er_network_n_components(w->net); i++) {
		const ErComponent *component = er_network_component(w->net, i);
		const ErLoc origin = { .file = component->file, .line = component->line, .pointer = component->pointer };
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "id", component->id);
		er_json_string(&w->json, "kind", er_kind_name(component->kind));
		er_json_string(&w->json, "name", component->name);
		er_json_string(&w->json, "owner", er_owner_name(component->owner));
		er_json_string(&w->json, "certainty", er_certainty_name(component->certainty));
		er_json_string(&w->json, "location", component->location);
		write_strings(&w->json, "zones", component->zones, component->n_zones);
		er_json_string(&w->json, "state", component->up ? "up" : "down");
		er_json_string(&w->json, "reason", component->reason);
		er_json_bool(&w->json, "external", component->external);
		write_origin(&w->json, "origin", &origin);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_groups(Writer *w)
{
	er_json_open(&w->json, "groups", '[');
	for (uint32_t i = 0; i < er_network_n_groups(w->net); i++) {
		const ErGroup *group = er_network_group(w->net, i);
		er_json_open(&w->json, NULL, '{');
		er_json_string(&w->json, "id", group->id);
		er_json_string(&w->json, "kind", er_group_kind_name(group->kind));
		er_json_string(&w->json, "name", group->name);
		er_json_string(&w->json, "certainty", er_certainty_name(group->certainty));
		er_json_open(&w->json, "members", '[');
		for (uint32_t k = 0; k < group->n_members; k++)
			er_json_string(&w->json, NULL, er_network_component(w->net, group->members[k])->id);
		er_json_close(&w->json, ']');
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_capacity(Writer *w, const ErPath *path)
{
	if (path->capacity_mbps > 0)
		er_json_uint(&w->json, "capacity_mbps", path->capacity_mbps);
	else
		er_json_null(&w->json, "capacity_mbps");
	er_json_string(&w->json, "bottleneck", path->bottleneck != ER_NONE ? er_network_component(w->net, path->bottleneck)->id : NULL);
}

static void write_path(Writer *w, const ErPath *path)
{
	er_json_open(&w->json, NULL, '{');
	er_json_uint(&w->json, "preference", path->preference);
	er_json_share(&w->json, "share", path->share);
	er_json_string(&w->json, "share_certainty", er_certainty_name(path->share_certainty));
	er_json_string(&w->json, "certainty", er_certainty_name(path->certainty));
	er_json_string(&w->json, "mode", er_mode_name(path->mode));
	er_json_open(&w->json, "hops", '[');
	for (uint32_t i = 0; i < path->n_hops; i++)
		er_json_string(&w->json, NULL, er_element_id(w->flows, NULL, path->hops[i]));
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "requires", '[');
	for (uint32_t i = 0; i < path->n_requires; i++) {
		er_json_open_inline(&w->json, NULL, '[');
		for (uint32_t k = 0; k < path->requires[i].n; k++)
			er_json_string(&w->json, NULL, er_element_id(w->flows, NULL, path->requires[i].any[k]));
		er_json_close(&w->json, ']');
	}
	er_json_close(&w->json, ']');
	write_capacity(w, path);
	er_json_close(&w->json, '}');
}

/* The other groups with the members of the groups in a cut. */
static void write_also(Writer *w, const ErCut *cut)
{
	uint32_t n = er_network_n_components(w->net);

	er_json_open(&w->json, "also", '[');
	for (uint32_t i = 0; i < er_network_n_groups(w->net); i++)
		for (uint32_t k = 0; k < cut->n; k++)
			if (cut->element[k] >= n && cut->element[k] < ER_ELEMENT_ATTACHMENT && er_network_group(w->net, i)->first == cut->element[k] - n && i != cut->element[k] - n)
				er_json_string(&w->json, NULL, er_network_group(w->net, i)->id);
	er_json_close(&w->json, ']');
}

static void write_cuts(Writer *w, const char *key, const ErCut *cuts, uint32_t n)
{
	er_json_open(&w->json, key, '[');
	for (uint32_t i = 0; i < n; i++) {
		er_json_open_inline(&w->json, NULL, '{');
		er_json_open(&w->json, "members", '[');
		for (uint32_t k = 0; k < cuts[i].n; k++)
			er_json_string(&w->json, NULL, er_element_id(w->flows, NULL, cuts[i].element[k]));
		er_json_close(&w->json, ']');
		er_json_string(&w->json, "certainty", er_certainty_name(cuts[i].certainty));
		write_also(w, &cuts[i]);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void add_members(GHashTable *members, const ErCut *cuts, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < cuts[i].n; k++)
			g_hash_table_add(members, GUINT_TO_POINTER(cuts[i].element[k]));
}

/* Elements of the table, ascending. (transfer full) */
static GArray *ascending(GHashTable *table)
{
	GArray *elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_array_append_val(elements, (uint32_t){ GPOINTER_TO_UINT(key) });
	g_array_sort(elements, er_compare_indices);
	return elements;
}

static void write_fallen(Writer *w, const ErFlow *flow, uint32_t element)
{
	const ErFlowClass *class = er_flows_class(w->flows, flow->flow_class);

	er_json_open(&w->json, "paths", '[');
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (er_path_falls_with(w->flows, flow, &class->paths[i], element))
			er_json_uint(&w->json, NULL, i);
	er_json_close(&w->json, ']');
}

/* The witness of the cuts: for each of their members, the paths that it blocks. */
static void write_blocks(Writer *w, const ErFlowClass *class)
{
	g_autoptr(GHashTable) members = g_hash_table_new(NULL, NULL);

	add_members(members, class->cuts, class->n_cuts);
	add_members(members, class->unproven, class->n_unproven);
	g_autoptr(GArray) elements = ascending(members);
	er_json_open(&w->json, "blocks", '[');
	for (guint i = 0; i < elements->len; i++) {
		uint32_t element = g_array_index(elements, uint32_t, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "member", er_element_id(w->flows, NULL, element));
		write_fallen(w, er_flows_at(w->flows, class->first_flow), element);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_asymmetry(Writer *w, const ErFlowClass *class)
{
	er_json_open(&w->json, "asymmetry", '[');
	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		const ErAsymmetry *row = &class->asymmetry[i];
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "kind", er_asymmetry_name(row->kind));
		er_json_string(&w->json, "certainty", er_certainty_name(row->certainty));
		er_json_open(&w->json, "devices", '[');
		for (uint32_t k = 0; k < row->n_devices; k++)
			er_json_string(&w->json, NULL, er_network_component(w->net, row->devices[k])->id);
		er_json_close(&w->json, ']');
		er_json_open(&w->json, "paths", '[');
		er_json_uint(&w->json, NULL, row->path);
		er_json_uint(&w->json, NULL, row->other_path);
		er_json_close(&w->json, ']');
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_class_id(ErJsonOut *json, const char *key, const ErFlowClass *class)
{
	g_autofree char *id = g_strdup_printf("c%u", class->number);

	er_json_string(json, key, id);
}

static void write_class(Writer *w, const ErFlowClass *class)
{
	er_json_open(&w->json, NULL, '{');
	write_class_id(&w->json, "id", class);
	er_json_string(&w->json, "site", er_network_component(w->net, er_network_site(w->net, class->site)->self)->id);
	er_json_string(&w->json, "direction", er_direction_name(class->direction));
	er_json_string(&w->json, "mode", er_mode_name(class->mode));
	write_strings(&w->json, "mode_reasons", class->mode_reasons, class->n_mode_reasons);
	er_json_uint(&w->json, "flows", class->n_flows);
	er_json_bool(&w->json, "complete", !class->truncated);
	er_json_open(&w->json, "paths", '[');
	for (uint32_t i = 0; i < class->n_paths; i++)
		write_path(w, &class->paths[i]);
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "excluded", '[');
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "via", class->excluded[i].via);
		er_json_string(&w->json, "reason", class->excluded[i].reason);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
	write_cuts(w, "cuts", class->cuts, class->n_cuts);
	write_cuts(w, "unproven", class->unproven, class->n_unproven);
	write_blocks(w, class);
	write_asymmetry(w, class);
	er_json_close(&w->json, '}');
}

static void write_flows(Writer *w)
{
	er_json_open(&w->json, "flow_classes", '[');
	for (uint32_t i = 0; i < er_flows_n_classes(w->flows); i++)
		write_class(w, er_flows_class(w->flows, i));
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "flows", '[');
	for (uint32_t i = 0; i < er_flows_count(w->flows); i++) {
		const ErFlow *flow = er_flows_at(w->flows, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "id", flow->id);
		er_json_string(&w->json, "site", er_network_component(w->net, er_network_site(w->net, flow->site)->self)->id);
		er_json_string(&w->json, "vnet", er_network_component(w->net, er_network_vnet(w->net, flow->vnet)->self)->id);
		er_json_string(&w->json, "direction", er_direction_name(flow->direction));
		er_json_bool(&w->json, "up", flow->up);
		write_class_id(&w->json, "class", er_flows_class(w->flows, flow->flow_class));
		er_json_string(&w->json, "attachment", flow->attachment != ER_NONE ? er_network_component(w->net, er_network_attachment(w->net, flow->attachment)->self)->id : NULL);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

/* Likewise of a service: the paths to each of its VNets. */
static void write_service_blocks(Writer *w, const ErServiceFlow *row)
{
	const ErService *service = er_network_service(w->net, row->service);
	g_autoptr(GHashTable) members = g_hash_table_new(NULL, NULL);

	add_members(members, row->cuts, row->n_cuts);
	g_autoptr(GArray) elements = ascending(members);
	er_json_open(&w->json, "blocks", '[');
	for (guint i = 0; i < elements->len; i++)
		for (uint32_t k = 0; k < service->n_vnets; k++) {
			uint32_t element = g_array_index(elements, uint32_t, i);
			const ErFlow *flow = er_flows_lookup(w->flows, row->site, service->vnets[k], row->direction);
			if (flow == NULL || !flow->up)
				continue;
			er_json_open_inline(&w->json, NULL, '{');
			er_json_string(&w->json, "member", er_element_id(w->flows, NULL, element));
			write_class_id(&w->json, "class", er_flows_class(w->flows, flow->flow_class));
			write_fallen(w, flow, element);
			er_json_close(&w->json, '}');
		}
	er_json_close(&w->json, ']');
}

static void write_service_flow(Writer *w, const ErServiceFlow *row)
{
	er_json_open(&w->json, NULL, '{');
	er_json_string(&w->json, "direction", er_direction_name(row->direction));
	er_json_string(&w->json, "site", er_network_component(w->net, er_network_site(w->net, row->site)->self)->id);
	er_json_bool(&w->json, "up", row->up);
	er_json_bool(&w->json, "complete", !row->truncated);
	write_cuts(w, "cuts", row->cuts, row->n_cuts);
	write_service_blocks(w, row);
	er_json_close(&w->json, '}');
}

static void write_services(Writer *w)
{
	er_json_open(&w->json, "services", '[');
	for (uint32_t i = 0; i < er_network_n_services(w->net); i++) {
		const ErService *service = er_network_service(w->net, i);
		er_json_open(&w->json, NULL, '{');
		er_json_string(&w->json, "id", service->id);
		er_json_string(&w->json, "name", service->name);
		er_json_open(&w->json, "members", '[');
		for (uint32_t k = 0; k < service->n_vnets; k++)
			er_json_string(&w->json, NULL, er_network_component(w->net, er_network_vnet(w->net, service->vnets[k])->self)->id);
		er_json_close(&w->json, ']');
		er_json_open(&w->json, "directions", '[');
		for (uint32_t k = 0; k < er_flows_n_service_flows(w->flows); k++)
			if (er_flows_service_flow(w->flows, k)->service == i)
				write_service_flow(w, er_flows_service_flow(w->flows, k));
		er_json_close(&w->json, ']');
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_evidence(Writer *w, const ErFinding *finding)
{
	er_json_open(&w->json, "evidence", '[');
	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "id", evidence->id);
		er_json_string(&w->json, "property", evidence->property);
		er_json_string(&w->json, "value", evidence->value);
		write_origin(&w->json, "origin", &evidence->loc);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_blast_radius(Writer *w, const ErFinding *finding)
{
	er_json_open(&w->json, "blast_radius", '{');
	er_json_open(&w->json, "sites", '[');
	for (uint32_t i = 0; i < finding->n_sites; i++)
		er_json_string(&w->json, NULL, er_network_component(w->net, er_network_site(w->net, finding->sites[i])->self)->id);
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "vnets", '[');
	for (uint32_t i = 0; i < finding->n_vnets; i++)
		er_json_string(&w->json, NULL, er_network_component(w->net, er_network_vnet(w->net, finding->vnets[i])->self)->id);
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "flows", '[');
	for (uint32_t i = 0; i < finding->n_flows; i++)
		er_json_string(&w->json, NULL, er_flows_at(w->flows, finding->flows[i])->id);
	er_json_close(&w->json, ']');
	er_json_close(&w->json, '}');
}

/* Of an open finding what it is against the baseline. */
static const char *state_of(const Writer *w, uint32_t index)
{
	const ErFinding *finding = er_findings_at(w->findings, index);

	return w->since == NULL || finding->state != ER_FINDING_OPEN ? er_finding_state_name(finding->state) : er_comparison_is_new(w->since, index) ? "new" : "unchanged";
}

/* What was done to the severity, who accepts it, and whose part it is: only where there is something to say. */
static void write_judgement(Writer *w, uint32_t index)
{
	const ErFinding *finding = er_findings_at(w->findings, index);
	const ErSiteAccept *accept = finding->acceptance;

	er_json_string(&w->json, "state", state_of(w, index));
	if (*finding->modified != '\0') {
		er_json_open_inline(&w->json, "modified", '{');
		er_json_string(&w->json, "from", er_severity_name(finding->unmodified));
		er_json_string(&w->json, "because", finding->modified);
		er_json_close(&w->json, '}');
	}
	if (accept != NULL) {
		er_json_open_inline(&w->json, "acceptance", '{');
		er_json_string(&w->json, "until", accept->until);
		er_json_string(&w->json, "by", accept->by);
		er_json_string(&w->json, "reason", accept->reason != NULL ? accept->reason : "");
		er_json_close(&w->json, '}');
	}
	if (finding->under != ER_NONE)
		er_json_string(&w->json, "under", er_findings_at(w->findings, finding->under)->fingerprint);
}

static void write_finding(Writer *w, uint32_t index)
{
	const ErFinding *finding = er_findings_at(w->findings, index);
	g_auto(GStrv) same_as = g_strsplit(finding->rule->same_as, "; ", -1);

	er_json_open(&w->json, NULL, '{');
	er_json_string(&w->json, "rule", finding->rule->id);
	er_json_string(&w->json, "result", er_result_name(finding->result));
	er_json_string(&w->json, "severity", er_severity_name(finding->severity));
	er_json_open(&w->json, "subjects", '[');
	for (uint32_t i = 0; i < finding->n_subjects; i++)
		er_json_string(&w->json, NULL, finding->subjects[i]);
	er_json_close(&w->json, ']');
	er_json_string(&w->json, "title", finding->rule->title);
	er_json_string(&w->json, "headline", finding->headline);
	er_json_string(&w->json, "missing", finding->missing);
	write_evidence(w, finding);
	write_blast_radius(w, finding);
	er_json_string(&w->json, "remediation", finding->rule->remedy);
	write_strings(&w->json, "same_as", (const char *const *)same_as, g_strv_length(same_as));
	er_json_string(&w->json, "url", finding->rule->url);
	er_json_string(&w->json, "fingerprint", finding->fingerprint);
	write_judgement(w, index);
	er_json_close(&w->json, '}');
}

/* Against a baseline: what it has and this run has no more. */
static void write_fixed(Writer *w)
{
	er_json_open(&w->json, "fixed", '[');
	for (uint32_t i = 0; i < er_comparison_n_fixed(w->since); i++) {
		const ErEarlier *row = er_comparison_fixed(w->since, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "rule", row->rule);
		er_json_string(&w->json, "result", row->result);
		er_json_string(&w->json, "severity", row->severity);
		write_strings(&w->json, "subjects", row->subjects, row->n_subjects);
		er_json_string(&w->json, "headline", row->headline);
		er_json_string(&w->json, "fingerprint", row->fingerprint);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_findings(Writer *w)
{
	er_json_open(&w->json, "findings", '[');
	for (uint32_t i = 0; i < er_findings_count(w->findings); i++)
		write_finding(w, i);
	er_json_close(&w->json, ']');
	if (w->since != NULL)
		write_fixed(w);
	er_json_open(&w->json, "rules", '[');
	for (uint32_t i = 0; i < er_findings_n_rules(w->findings); i++) {
		const ErRuleCount *count = er_findings_rule(w->findings, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "id", count->rule->id);
		er_json_uint(&w->json, "fail", count->fail);
		er_json_uint(&w->json, "unknown", count->unknown);
		er_json_uint(&w->json, "pass", count->pass);
		er_json_uint(&w->json, "not_applicable", count->not_applicable);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static void write_points(ErJsonOut *json, const char *name, double low, double high)
{
	er_json_open_inline(json, name, '{');
	er_json_share(json, "low", low);
	er_json_share(json, "high", high);
}

static void write_index(Writer *w, const ErIndex *index)
{
	er_json_open(&w->json, NULL, '{');
	er_json_string(&w->json, "gateway", er_network_component(w->net, er_network_gateway(w->net, index->gateway)->self)->id);
	er_json_share(&w->json, "low", index->low);
	er_json_share(&w->json, "high", index->high);
	for (ErTerm term = 0; term < ER_TERM__COUNT; term++) {
		write_points(&w->json, er_term_name(term), index->term[term].low, index->term[term].high);
		er_json_string(&w->json, "because", index->term[term].because);
		er_json_close(&w->json, '}');
	}
	er_json_open(&w->json, "gains", '[');
	for (uint32_t i = 0; i < index->n_gains; i++) {
		write_points(&w->json, NULL, index->gain[i].low, index->gain[i].high);
		er_json_string(&w->json, "fix", index->gain[i].what);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
	if (index->captured != NULL)
		er_json_string(&w->json, "captured", index->captured);
	er_json_close(&w->json, '}');
}

static void write_indices(Writer *w, const char *as_of)
{
	g_autoptr(GArray) indices = er_resiliency_index(w->net, as_of);

	er_json_open(&w->json, "resiliency_index", '[');
	for (guint i = 0; i < indices->len; i++)
		write_index(w, &g_array_index(indices, ErIndex, i));
	er_json_close(&w->json, ']');
}

static void write_notes(Writer *w, const ErDiags *diags)
{
	er_json_open(&w->json, "assumptions", '[');
	for (uint32_t i = 0; i < er_network_n_assumptions(w->net); i++) {
		const ErAssumption *row = er_network_assumption(w->net, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "id", row->id);
		er_json_string(&w->json, "text", row->text);
		er_json_string(&w->json, "declare", row->declare);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
	er_json_open(&w->json, "diagnostics", '[');
	for (uint32_t i = 0; i < er_diags_count(diags); i++) {
		const ErDiag *diag = er_diags_at(diags, i);
		er_json_open_inline(&w->json, NULL, '{');
		er_json_string(&w->json, "code", er_diag_id(diag->code));
		er_json_string(&w->json, "severity", er_diag_severity_name(er_diag_severity(diag->code)));
		er_json_string(&w->json, "file", diag->loc.file);
		er_json_uint(&w->json, "line", diag->loc.line);
		er_json_string(&w->json, "pointer", diag->loc.pointer);
		er_json_string(&w->json, "text", diag->detail);
		er_json_close(&w->json, '}');
	}
	er_json_close(&w->json, ']');
}

static Writer open_document(const ErJsonOut *json, const char *key, const ErReport *report)
{
	const ErNetwork *net = er_flows_network(report->flows);
	Writer w = { *json, report->flows, net, er_network_inventory(net), report->findings, report->since };

	er_json_open(&w.json, key, '{');
	er_json_string(&w.json, "schema", "erscope.results");
	er_json_uint(&w.json, "version", 1);
	er_json_string(&w.json, "tool", ER_TOOL_VERSION);
	er_json_string(&w.json, "as_of", report->as_of);
	er_json_string(&w.json, "content", er_inventory_content(w.inv));
	write_inputs(&w);
	write_ledger(&w);
	return w;
}

static void close_document(Writer *w, const ErReport *report, ErJsonOut *json)
{
	write_notes(w, report->diags);
	er_json_close(&w->json, '}');
	*json = w->json;
}

void er_results_write(ErJsonOut *json, const char *key, const ErReport *report, const ErEvents *events)
{
	Writer w = open_document(json, key, report);

	write_components(&w);
	write_groups(&w);
	write_flows(&w);
	write_services(&w);
	er_results_scenarios(&w.json, report->flows, events);
	write_findings(&w);
	write_indices(&w, report->as_of);
	close_document(&w, report, json);
}

void er_results_write_frame(ErJsonOut *json, const char *key, const ErReport *report)
{
	Writer w = open_document(json, key, report);

	write_services(&w);
	close_document(&w, report, json);
}

static GString *write_document(const ErReport *report, const ErEvents *events)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	er_results_write(&json, NULL, report, events);
	g_string_append_c(out, '\n');
	return out;
}

GString *er_results_json(const ErFlows *flows, const ErFindings *findings, const ErEvents *events, const char *as_of, const ErDiags *diags)
{
	const ErReport report = { .flows = flows, .findings = findings, .diags = diags, .as_of = as_of };

	return write_document(&report, events);
}

GString *er_report_json(const ErReport *report)
{
	return write_document(report, NULL);
}
