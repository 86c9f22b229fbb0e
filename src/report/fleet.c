/*
 * What is kept of a run, as lines of JSON: one per estate. Numbers are of failures that nobody accepted, as --fail-on counts them.
 */
#include "fleet.h"

#include "json_out.h"
#include "prose.h"

#include <erscope/resiliency.h>
#include <erscope/text.h>

#include <string.h>

enum { MOST_NEWS = 20 };

/* ---- numbers of a run ---- */

static bool counts(const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->state != ER_FINDING_ACCEPTED;
}

static void count_findings(ErRecord *record, const ErFindings *findings)
{
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		record->by_severity[finding->severity] += counts(finding);
		record->unknown += finding->result == ER_RESULT_UNKNOWN;
		record->accepted += finding->state == ER_FINDING_ACCEPTED;
	}
}

/* What fails only when somebody deletes it is no point of failure in the sense of the verdict. */
static bool needs_deletion(const ErFlows *flows, const ErFlow *flow, const ErCut *cut)
{
	for (uint32_t i = 0; i < cut->n; i++)
		if (er_prose_only_by_deletion(flows, flow, cut->element[i]))
			return true;
	return false;
}

/* A cut of several classes, or of both directions, is one. */
static void count_cuts(ErRecord *record, const ErFlows *flows)
{
	g_autoptr(GHashTable) met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		for (uint32_t k = 0; k < class->n_cuts; k++) {
			const ErCut *cut = &class->cuts[k];
			const ErFlow *flow = er_flows_at(flows, class->first_flow);
			if (cut->n > 2 || cut->certainty == ER_ASSUMED || needs_deletion(flows, flow, cut))
				continue;
			char *key = g_strconcat(er_element_id(flows, flow, cut->element[0]), "\n", cut->n > 1 ? er_element_id(flows, flow, cut->element[1]) : "", NULL);
			record->cuts[cut->n - 1] += g_hash_table_add(met, key);
		}
	}
}

static void count_flows(ErRecord *record, const ErFlows *flows)
{
	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		if (er_class_is_unserved(flows, er_flows_class(flows, flow->flow_class)))
			continue;
		record->flows++;
		record->flows_up += flow->up;
	}
}

static void take_index(ErRecord *record, const ErNetwork *net, const char *as_of)
{
	g_autoptr(GArray) indices = er_resiliency_index(net, as_of);

	record->index_low = record->index_high = -1;
	for (guint i = 0; i < indices->len; i++) {
		const ErIndex *index = &g_array_index(indices, ErIndex, i);
		if (i > 0 && (index->low > record->index_low || (index->low == record->index_low && index->high >= record->index_high)))
			continue;
		record->index_low = index->low;
		record->index_high = index->high;
	}
}

/* ---- as JSON ---- */

static void write_numbers(ErJsonOut *json, const ErRecord *record)
{
	er_json_string(json, "as_of", record->as_of);
	er_json_string(json, "estate", record->estate);
	er_json_string(json, "state", er_record_state_name(record->state));
	if (record->state == ER_RECORD_FAILED)
		return;
	er_json_open(json, "findings", '{');
	for (ErSeverity severity = ER_SEV_CRITICAL + 1; severity-- > ER_SEV_INFO;)
		er_json_uint(json, er_severity_name(severity), record->by_severity[severity]);
	er_json_close(json, '}');
	er_json_uint(json, "unknown", record->unknown);
	er_json_uint(json, "accepted", record->accepted);
	er_json_uint(json, "failing", record->failing);
	er_json_uint(json, "single_points", record->cuts[0]);
	er_json_uint(json, "pairs", record->cuts[1]);
	er_json_uint(json, "flows", record->flows);
	er_json_uint(json, "flows_up", record->flows_up);
	if (record->index_low < 0)
		return;
	er_json_open(json, "index", '{');
	er_json_share(json, "low", record->index_low);
	er_json_share(json, "high", record->index_high);
	er_json_close(json, '}');
}

/* What is for information only makes no estate worse or better. */
static void write_since(ErJsonOut *json, const ErReport *report, const ErComparison *previous)
{
	uint32_t n_new = 0, n_fixed = 0;

	er_json_string(json, "since", er_comparison_as_of(previous));
	er_json_open(json, "news", '[');
	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (!counts(finding) || finding->severity == ER_SEV_INFO || !er_comparison_is_new(previous, i) || n_new++ >= MOST_NEWS)
			continue;
		er_json_open(json, NULL, '{');
		er_json_string(json, "rule", finding->rule->id);
		er_json_string(json, "severity", er_severity_name(finding->severity));
		er_json_string(json, "headline", finding->headline);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
	for (uint32_t i = 0; i < er_comparison_n_fixed(previous); i++) {
		const ErEarlier *row = er_comparison_fixed(previous, i);
		n_fixed += strcmp(row->result, er_result_name(ER_RESULT_FAIL)) == 0 && strcmp(row->severity, er_severity_name(ER_SEV_INFO)) != 0;
	}
	er_json_uint(json, "new", n_new);
	er_json_uint(json, "fixed", n_fixed);
}

GString *er_fleet_record(const ErRecord *given, const ErReport *report, const ErComparison *previous)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);
	ErRecord record = *given;

	count_findings(&record, report->findings);
	count_cuts(&record, report->flows);
	count_flows(&record, report->flows);
	take_index(&record, er_flows_network(report->flows), report->as_of);
	er_json_open_inline(&json, NULL, '{');
	write_numbers(&json, &record);
	er_json_string(&json, "key", record.key);
	er_json_bool(&json, "dated", record.dated);
	if (previous != NULL)
		write_since(&json, report, previous);
	er_json_open(&json, "files", '[');
	for (uint32_t i = 0; i < record.n_files; i++)
		er_json_string(&json, NULL, record.files[i]);
	er_json_close(&json, ']');
	er_json_close(&json, '}');
	g_string_append_c(out, '\n');
	return out;
}

GString *er_fleet_findings(const ErReport *report)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	er_json_open(&json, NULL, '{');
	er_json_string(&json, "schema", "erscope.findings");
	er_json_uint(&json, "version", 1);
	er_json_string(&json, "as_of", report->as_of);
	er_json_open(&json, "findings", '[');
	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		er_json_open_inline(&json, NULL, '{');
		er_json_string(&json, "rule", finding->rule->id);
		er_json_string(&json, "result", er_result_name(finding->result));
		er_json_string(&json, "severity", er_severity_name(finding->severity));
		er_json_string(&json, "headline", finding->headline);
		er_json_string(&json, "fingerprint", finding->fingerprint);
		er_json_open(&json, "subjects", '[');
		for (uint32_t k = 0; k < finding->n_subjects; k++)
			er_json_string(&json, NULL, finding->subjects[k]);
		er_json_close(&json, ']');
		er_json_close(&json, '}');
	}
	er_json_close(&json, ']');
	er_json_close(&json, '}');
	g_string_append_c(out, '\n');
	return out;
}

bool er_fleet_is_of_today(const ErFleet *fleet, const ErFleetEstate *estate)
{
	return estate->record != NULL && estate->failed_on == NULL && strcmp(estate->record->as_of, fleet->as_of) == 0;
}

/* What goes into the history of this run: of an unchanged estate the same numbers under the new day. */
static ErRecord record_of_day(const ErFleet *fleet, const ErFleetEstate *estate)
{
	ErRecord record = { .state = ER_RECORD_FAILED };

	if (estate->failed_on == NULL)
		record = *estate->record;
	record.as_of = fleet->as_of;
	record.estate = estate->name;
	return record;
}

static bool same_numbers(const ErRecord *a, const ErRecord *b)
{
	return a->state == b->state && memcmp(a->by_severity, b->by_severity, sizeof a->by_severity) == 0 && memcmp(a->cuts, b->cuts, sizeof a->cuts) == 0 && a->unknown == b->unknown &&
	       a->accepted == b->accepted && a->failing == b->failing && a->flows == b->flows && a->flows_up == b->flows_up && a->index_low == b->index_low && a->index_high == b->index_high;
}

static void add_line(GString *out, const ErRecord *record)
{
	ErJsonOut json = er_json_out(out);

	er_json_open_inline(&json, NULL, '{');
	write_numbers(&json, record);
	er_json_close(&json, '}');
	g_string_append_c(out, '\n');
}

GString *er_fleet_history(const ErFleet *fleet)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_history_count(fleet->history); i++) {
		const ErRecord *record = er_history_at(fleet->history, i);
		if (strcmp(record->as_of, fleet->as_of) == 0)
			g_hash_table_insert(last, (void *)record->estate, (void *)record);
	}
	for (uint32_t i = 0; i < fleet->n; i++) {
		const ErFleetEstate *estate = &fleet->estates[i];
		if (estate->failed_on == NULL && estate->record == NULL)
			continue;
		const ErRecord record = record_of_day(fleet, estate), *had = g_hash_table_lookup(last, estate->name);
		if (had == NULL || !same_numbers(had, &record))
			add_line(out, &record);
	}
	return out;
}

/* ---- the machine's page ---- */

GString *er_fleet_json(const ErFleet *fleet)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	er_json_open(&json, NULL, '{');
	er_json_string(&json, "schema", "erscope.fleet");
	er_json_uint(&json, "version", 1);
	er_json_string(&json, "as_of", fleet->as_of);
	er_json_open(&json, "estates", '[');
	for (uint32_t i = 0; i < fleet->n; i++) {
		const ErFleetEstate *estate = &fleet->estates[i];
		er_json_open_inline(&json, NULL, '{');
		er_json_string(&json, "folder", estate->slug);
		er_json_string(&json, "failed_on", estate->failed_on);
		er_json_string(&json, "failure", estate->failure);
		if (estate->record == NULL) {
			er_json_string(&json, "estate", estate->name);
			er_json_string(&json, "state", er_record_state_name(ER_RECORD_FAILED));
		} else {
			bool today = er_fleet_is_of_today(fleet, estate);
			write_numbers(&json, estate->record);
			er_json_uint(&json, "new", today ? estate->record->n_new : 0);
			er_json_uint(&json, "fixed", today ? estate->record->n_fixed : 0);
		}
		er_json_close(&json, '}');
	}
	er_json_close(&json, ']');
	er_json_close(&json, '}');
	g_string_append_c(out, '\n');
	return out;
}

/* ---- for monitoring ---- */

static void add_label(GString *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if (*p == '\\' || *p == '"')
			g_string_append_printf(out, "\\%c", *p);
		else
			g_string_append(out, *p == '\n' ? "\\n" : (char[2]){ *p });
}

static void add_row(GString *out, const char *name, const ErFleetEstate *estate, const char *severity, uint32_t value)
{
	g_string_append_printf(out, "%s{estate=\"", name);
	add_label(out, estate->name);
	if (severity != NULL)
		g_string_append_printf(out, "\",severity=\"%s", severity);
	g_string_append_printf(out, "\"} %u\n", value);
}

static void begin(GString *out, const char *name, const char *help)
{
	g_string_append_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static uint32_t of_up(const ErRecord *record) { return record->flows_up; }
static uint32_t of_flows(const ErRecord *record) { return record->flows; }
static uint32_t of_single(const ErRecord *record) { return record->cuts[0]; }
static uint32_t of_pairs(const ErRecord *record) { return record->cuts[1]; }
static uint32_t of_unknown(const ErRecord *record) { return record->unknown; }
static uint32_t of_complete(const ErRecord *record) { return record->state != ER_RECORD_INCOMPLETE; }

static void add_index(GString *out, const ErFleet *fleet)
{
	begin(out, "erscope_estate_index", "Resiliency Index of the weakest gateway, estimated: at least and at most.");
	for (uint32_t i = 0; i < fleet->n; i++) {
		const ErFleetEstate *estate = &fleet->estates[i];
		for (int high = 0; high < 2 && estate->record != NULL && estate->record->index_low >= 0; high++) {
			char number[G_ASCII_DTOSTR_BUF_SIZE];
			g_string_append(out, "erscope_estate_index{estate=\"");
			add_label(out, estate->name);
			g_string_append_printf(out, "\",bound=\"%s\"} %s\n", high ? "high" : "low", g_ascii_formatd(number, sizeof number, "%g", high ? estate->record->index_high : estate->record->index_low));
		}
	}
}

static void add_day(GString *out, const char *as_of)
{
	int days = 0;

	er_text_days_between("1970-01-01", as_of, &days);
	begin(out, "erscope_batch_day_seconds", "Day of the run, midnight UTC.");
	g_string_append_printf(out, "erscope_batch_day_seconds %" G_GINT64_FORMAT "\n# EOF\n", (gint64)days * 86400);
}

GString *er_fleet_openmetrics(const ErFleet *fleet)
{
	static const struct { const char *name, *help; uint32_t (*of)(const ErRecord *record); } rows[] = {
		{ "erscope_estate_flows", "Flows that an ExpressRoute gateway could serve.", of_flows }, { "erscope_estate_flows_up", "Of these, flows that are up.", of_up },
		{ "erscope_estate_single_points", "Minimal cut sets of one part.", of_single }, { "erscope_estate_pairs", "Minimal cut sets of two parts.", of_pairs },
		{ "erscope_estate_unknown", "Questions that the input left open.", of_unknown }, { "erscope_estate_input_complete", "1 when every input could be used.", of_complete },
	};
	GString *out = g_string_new(NULL);

	begin(out, "erscope_estate_failed", "1 when the last run wrote nothing new for the estate.");
	for (uint32_t i = 0; i < fleet->n; i++)
		add_row(out, "erscope_estate_failed", &fleet->estates[i], NULL, fleet->estates[i].failed_on != NULL || fleet->estates[i].record == NULL);
	begin(out, "erscope_estate_findings", "Open failures by severity.");
	for (uint32_t i = 0; i < fleet->n; i++)
		for (ErSeverity severity = ER_SEV_INFO; fleet->estates[i].record != NULL && severity <= ER_SEV_CRITICAL; severity++)
			add_row(out, "erscope_estate_findings", &fleet->estates[i], er_severity_name(severity), fleet->estates[i].record->by_severity[severity]);
	begin(out, "erscope_estate_new", "Open failures of severity low or above that the report of the day before did not have.");
	for (uint32_t i = 0; i < fleet->n; i++)
		if (fleet->estates[i].record != NULL)
			add_row(out, "erscope_estate_new", &fleet->estates[i], NULL, er_fleet_is_of_today(fleet, &fleet->estates[i]) ? fleet->estates[i].record->n_new : 0);
	for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
		begin(out, rows[row].name, rows[row].help);
		for (uint32_t i = 0; i < fleet->n; i++)
			if (fleet->estates[i].record != NULL)
				add_row(out, rows[row].name, &fleet->estates[i], NULL, rows[row].of(fleet->estates[i].record));
	}
	add_index(out, fleet);
	add_day(out, fleet->as_of);
	return out;
}
