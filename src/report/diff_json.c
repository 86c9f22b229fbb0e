/* A difference as one JSON document, version 1 (diff.schema.json): every part and flow that differs, all cuts and findings by state. */
#include <erscope/diff.h>

#include "json_out.h"

#include <erscope/results.h>

#include <string.h>

static const ErNetwork *net_of(const ErDifference *diff, int side)
{
	return er_flows_network(side == 0 ? er_difference_before(diff)->flows : er_difference_after(diff)->flows);
}

static void put_side(ErJsonOut *json, const char *key, const ErInventory *inv)
{
	er_json_open(json, key, '{');
	er_json_string(json, "content", er_inventory_content(inv));
	er_json_open(json, "inputs", '[');
	for (uint32_t i = 0; i < er_inventory_n_sources(inv); i++) {
		const ErSource *source = er_inventory_source(inv, i);
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "file", source->file);
		er_json_string(json, "format", source->format);
		er_json_string(json, "sha256", source->sha256);
		er_json_bool(json, "complete", source->complete);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
	er_json_close(json, '}');
}

static void put_sentence(ErJsonOut *json, const ErDiffSentence *sentence)
{
	er_json_open_inline(json, NULL, '{');
	er_json_string(json, "trend", sentence->trend != ER_TREND_NONE ? er_trend_name(sentence->trend) : NULL);
	er_json_string(json, "text", sentence->text);
	er_json_close(json, '}');
}

static void put_verdict(ErJsonOut *json, const ErDifference *diff)
{
	g_autofree char *headline = er_difference_headline(diff);

	er_json_string(json, "verdict", er_verdict_name(er_difference_verdict(diff)));
	er_json_string(json, "headline", headline);
	er_json_open(json, "reasons", '[');
	for (uint32_t i = 0; i < er_difference_n_reasons(diff); i++)
		put_sentence(json, er_difference_reason(diff, i));
	er_json_close(json, ']');
	er_json_open(json, "notes", '[');
	for (uint32_t i = 0; i < er_difference_n_notes(diff); i++)
		er_json_string(json, NULL, er_difference_note_at(diff, i));
	er_json_close(json, ']');
}

static void put_part(ErJsonOut *json, const ErDiffPart *part)
{
	er_json_open(json, NULL, '{');
	er_json_string(json, "id", part->id);
	er_json_string(json, "was", part->was);
	er_json_string(json, "state", er_diff_state_name(part->state));
	er_json_string(json, "matched_by", part->match == ER_MATCH_ID ? "id" : part->match == ER_MATCH_NAME ? "name" : NULL);
	er_json_string(json, "kind", part->kind);
	er_json_string(json, "name", part->name);
	er_json_string(json, "owner", part->owner);
	er_json_bool(json, "follows", part->follows);
	er_json_open(json, "properties", '[');
	for (uint32_t i = 0; i < part->n_properties; i++) {
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "path", part->properties[i].path);
		er_json_string(json, "before", part->properties[i].before);
		er_json_string(json, "after", part->properties[i].after);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
	er_json_close(json, '}');
}

static void put_parts(ErJsonOut *json, const ErDifference *diff)
{
	static const ErDiffState states[] = { ER_ADDED, ER_REMOVED, ER_CHANGED, ER_SAME };
	uint32_t n = 0, total = 0;

	er_json_open_inline(json, "counts", '{');
	for (size_t k = 0; k < G_N_ELEMENTS(states); k++, n = 0) {
		for (uint32_t i = 0; i < er_difference_n_parts(diff); i++)
			n += er_difference_part(diff, i)->state == states[k];
		er_json_uint(json, er_diff_state_name(states[k]), n);
		total += n;
	}
	er_json_uint(json, "parts", total);
	er_json_close(json, '}');
	er_json_open(json, "parts", '[');
	for (uint32_t i = 0; i < er_difference_n_parts(diff); i++)
		if (er_difference_part(diff, i)->state != ER_SAME || er_difference_part(diff, i)->was != NULL)
			put_part(json, er_difference_part(diff, i));
	er_json_close(json, ']');
}

static void put_ids(ErJsonOut *json, const char *key, const char *const *ids, uint32_t n)
{
	er_json_open(json, key, '[');
	for (uint32_t i = 0; i < n; i++)
		er_json_string(json, NULL, ids[i]);
	er_json_close(json, ']');
}

static void put_doubts(ErJsonOut *json, const ErDifference *diff)
{
	er_json_open(json, "in_doubt", '[');
	for (uint32_t i = 0; i < er_difference_n_doubts(diff); i++) {
		const ErDiffDoubt *doubt = er_difference_doubt(diff, i);
		er_json_open(json, NULL, '{');
		er_json_string(json, "what", doubt->what);
		put_ids(json, "before", doubt->before, doubt->n_before);
		put_ids(json, "after", doubt->after, doubt->n_after);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void put_groups(ErJsonOut *json, const ErDifference *diff)
{
	er_json_open(json, "groups", '[');
	for (uint32_t i = 0; i < er_difference_n_groups(diff); i++) {
		const ErDiffGroup *row = er_difference_group(diff, i);
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "id", (row->after != ER_NONE ? er_network_group(net_of(diff, 1), row->after) : er_network_group(net_of(diff, 0), row->before))->id);
		er_json_string(json, "state", er_diff_state_name(row->state));
		er_json_uint(json, "gained", row->n_gained);
		er_json_uint(json, "lost", row->n_lost);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void put_flow_ids(ErJsonOut *json, const char *key, const ErFlows *flows, const uint32_t *indices, uint32_t n)
{
	er_json_open(json, key, '[');
	for (uint32_t i = 0; i < n; i++)
		if (indices[i] != ER_NONE)
			er_json_string(json, NULL, er_flows_at(flows, indices[i])->id);
	er_json_close(json, ']');
}

static void put_flows(ErJsonOut *json, const ErDifference *diff)
{
	er_json_uint(json, "flows_unchanged", er_difference_n_same_flows(diff));
	er_json_open(json, "flows", '[');
	for (uint32_t i = 0; i < er_difference_n_flows(diff); i++) {
		const ErDiffFlows *row = er_difference_flows(diff, i);
		er_json_open(json, NULL, '{');
		er_json_string(json, "state", er_diff_state_name(row->state));
		er_json_string(json, "direction", er_direction_name(row->direction));
		er_json_open(json, "changes", '[');
		for (uint32_t k = 0; k < row->n_sentences; k++)
			put_sentence(json, &row->sentences[k]);
		er_json_close(json, ']');
		put_flow_ids(json, "before", er_difference_before(diff)->flows, row->before, row->n);
		put_flow_ids(json, "after", er_difference_after(diff)->flows, row->after, row->n);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void put_cuts(ErJsonOut *json, const ErDifference *diff)
{
	er_json_open(json, "cuts", '[');
	for (uint32_t i = 0; i < er_difference_n_cuts(diff); i++) {
		const ErDiffCut *cut = er_difference_cut(diff, i);
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "state", cut->gained ? "gained" : "lost");
		put_ids(json, "members", cut->id, cut->n);
		er_json_string(json, "certainty", er_certainty_name(cut->certainty));
		er_json_bool(json, "matters", cut->matters);
		er_json_bool(json, "only_by_deletion", cut->only_by_deletion);
		er_json_uint(json, "flows_onprem_to_azure", cut->n_flows[ER_ONPREM_TO_AZURE]);
		er_json_uint(json, "flows_azure_to_onprem", cut->n_flows[ER_AZURE_TO_ONPREM]);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void put_finding(ErJsonOut *json, const ErDifference *diff, const ErDiffFinding *row)
{
	const ErFinding *was = row->before != ER_NONE ? er_findings_at(er_difference_before(diff)->findings, row->before) : NULL;
	const ErFinding *is = row->after != ER_NONE ? er_findings_at(er_difference_after(diff)->findings, row->after) : NULL, *shown = is != NULL ? is : was;

	er_json_open(json, NULL, '{');
	er_json_string(json, "rule", shown->rule->id);
	er_json_string(json, "state", er_diff_finding_state_name(row->state));
	er_json_string(json, "severity", er_severity_name(shown->severity));
	er_json_string(json, "severity_before", was != NULL ? er_severity_name(was->severity) : NULL);
	er_json_string(json, "result_before", was != NULL ? er_result_name(was->result) : NULL);
	er_json_string(json, "result_after", is != NULL ? er_result_name(is->result) : NULL);
	er_json_string(json, "title", shown->headline);
	er_json_string(json, "missing", is != NULL && *is->missing != '\0' ? is->missing : NULL);
	put_ids(json, "subjects", shown->subjects, shown->n_subjects);
	er_json_string(json, "fingerprint", shown->fingerprint);
	er_json_close(json, '}');
}

static void put_findings(ErJsonOut *json, const ErDifference *diff)
{
	er_json_open_inline(json, "finding_counts", '{');
	for (int state = ER_DIFF_NEW; state <= ER_DIFF_ANSWERED; state++)
		er_json_uint(json, er_diff_finding_state_name(state), er_difference_count_findings(diff, state));
	er_json_close(json, '}');
	er_json_open(json, "findings", '[');
	for (uint32_t i = 0; i < er_difference_n_findings(diff); i++)
		put_finding(json, diff, er_difference_finding(diff, i));
	er_json_close(json, ']');
}

static void put_range(ErJsonOut *json, const char *key, const ErDiffIndex *row, int side)
{
	if ((side == 0 ? row->before : row->after) == ER_NONE) {
		er_json_null(json, key);
		return;
	}
	er_json_open(json, key, '[');
	er_json_share(json, NULL, row->low[side]);
	er_json_share(json, NULL, row->high[side]);
	er_json_close(json, ']');
}

static void put_indices(ErJsonOut *json, const ErDifference *diff)
{
	er_json_open(json, "resiliency_index", '[');
	for (uint32_t i = 0; i < er_difference_n_indices(diff); i++) {
		const ErDiffIndex *row = er_difference_index(diff, i);
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "gateway", (row->after != ER_NONE ? er_network_component(net_of(diff, 1), row->after) : er_network_component(net_of(diff, 0), row->before))->id);
		put_range(json, "before", row, 0);
		put_range(json, "after", row, 1);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

GString *er_diff_json(const ErDiffReport *report)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	er_json_open(&json, NULL, '{');
	er_json_string(&json, "schema", "erscope.diff");
	er_json_uint(&json, "version", 1);
	er_json_string(&json, "tool", ER_TOOL_VERSION);
	er_json_string(&json, "as_of", report->as_of);
	put_side(&json, "before", er_network_inventory(net_of(report->diff, 0)));
	put_side(&json, "after", er_network_inventory(net_of(report->diff, 1)));
	put_verdict(&json, report->diff);
	put_parts(&json, report->diff);
	put_doubts(&json, report->diff);
	put_groups(&json, report->diff);
	put_flows(&json, report->diff);
	put_cuts(&json, report->diff);
	put_findings(&json, report->diff);
	put_indices(&json, report->diff);
	er_json_close(&json, '}');
	g_string_append_c(out, '\n');
	return out;
}
