/*
 * SARIF 2.1.0 (OASIS Standard; section numbers below are its own). A failure is a result of kind "fail" with the level of its severity
 * (3.27.10); an open question is of kind "open", whose level is "none" (3.27.9: not enough information to decide). Places are the
 * user's files as given: relative names stay relative references, whose first segment may not hold a colon (RFC 3986, 4.2).
 */
#include <erscope/formats.h>
#include <erscope/results.h>

#include "json_out.h"
#include "place.h"

#include <string.h>

static const char *level_of(ErSeverity severity)
{
	return severity >= ER_SEV_HIGH ? "error" : severity == ER_SEV_MEDIUM ? "warning" : "note";
}

static void write_text(ErJsonOut *json, const char *key, const char *text)
{
	er_json_open_inline(json, key, '{');
	er_json_string(json, "text", text);
	er_json_close(json, '}');
}

static void write_rule(ErJsonOut *json, const ErRule *rule)
{
	er_json_open(json, NULL, '{');
	er_json_string(json, "id", rule->id);
	write_text(json, "shortDescription", rule->title);
	write_text(json, "help", rule->remedy);
	er_json_string(json, "helpUri", rule->url);
	er_json_open_inline(json, "defaultConfiguration", '{');
	er_json_string(json, "level", level_of(rule->severity));
	er_json_close(json, '}');
	er_json_open_inline(json, "properties", '{');
	er_json_string(json, "severity", er_severity_name(rule->severity));
	er_json_string(json, "subject", rule->scope);
	er_json_string(json, "sameAs", rule->same_as);
	er_json_close(json, '}');
	er_json_close(json, '}');
}

static void write_tool(ErJsonOut *json)
{
	er_json_open(json, "tool", '{');
	er_json_open(json, "driver", '{');
	er_json_string(json, "name", "erscope");
	er_json_string(json, "semanticVersion", ER_TOOL_VERSION);
	er_json_open(json, "rules", '[');
	for (uint32_t i = 0; i < er_rules_count(); i++)
		write_rule(json, er_rules_at(i));
	er_json_close(json, ']');
	er_json_close(json, '}');
	er_json_close(json, '}');
}

typedef struct {
	ErJsonOut json;
	const ErReport *report;
	GHashTable *rows;      /* of the rule table: index by id */
} Writer;

static GHashTable *rows_new(void)
{
	GHashTable *rows = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_rules_count(); i++)
		g_hash_table_insert(rows, (char *)er_rules_at(i)->id, GUINT_TO_POINTER(i));
	return rows;
}

static void write_rule_name(Writer *w, const char *id)
{
	er_json_string(&w->json, "ruleId", id);
	er_json_uint(&w->json, "ruleIndex", GPOINTER_TO_UINT(g_hash_table_lookup(w->rows, id)));
}

static char *uri_of(const char *file)
{
	g_autofree char *path = g_uri_escape_string(file, "/@&=+$,", FALSE);

	return g_strconcat(*file == '/' ? "file://" : "", path, NULL);
}

static void write_physical(ErJsonOut *json, const ErLoc *loc)
{
	g_autofree char *uri = uri_of(loc->file);

	er_json_open_inline(json, "physicalLocation", '{');
	er_json_open(json, "artifactLocation", '{');
	er_json_string(json, "uri", uri);
	er_json_close(json, '}');
	if (loc->line > 0) {
		er_json_open(json, "region", '{');
		er_json_uint(json, "startLine", loc->line);
		er_json_close(json, '}');
	}
	er_json_close(json, '}');
}

static void write_logical(ErJsonOut *json, const char *name, const char *kind)
{
	er_json_open_inline(json, NULL, '{');
	er_json_string(json, "fullyQualifiedName", name);
	if (kind != NULL)
		er_json_string(json, "kind", kind);
	er_json_close(json, '}');
}

/* The place in the user's file, its pointer, and what the finding is about. */
static void write_location(ErJsonOut *json, const ErLoc *loc, const char *const *subjects, uint32_t n)
{
	bool in_file = loc != NULL && loc->file != NULL && *loc->file != '\0';

	er_json_open(json, NULL, '{');
	if (in_file)
		write_physical(json, loc);
	er_json_open(json, "logicalLocations", '[');
	for (uint32_t i = 0; i < n; i++)
		write_logical(json, subjects[i], "resource");
	if (in_file && loc->pointer != NULL && *loc->pointer != '\0')
		write_logical(json, loc->pointer, NULL);
	er_json_close(json, ']');
	er_json_close(json, '}');
}

/* What is about the whole estate stands in the first file that was read: readers want a file for every result. */
static ErLoc place_of(const ErReport *report, const ErFinding *finding)
{
	const ErInventory *inv = er_network_inventory(er_flows_network(report->flows));
	ErLoc loc = er_place_of(report->flows, finding);

	if ((loc.file == NULL || *loc.file == '\0') && er_inventory_n_sources(inv) > 0)
		loc.file = er_inventory_source(inv, 0)->file;
	return loc;
}

/* The first place; evidence with a place of its own follows as related. */
static void write_locations(ErJsonOut *json, const ErReport *report, const ErFinding *finding)
{
	const ErLoc first = place_of(report, finding);

	er_json_open(json, "locations", '[');
	write_location(json, &first, finding->subjects, finding->n_subjects);
	er_json_close(json, ']');
	er_json_open(json, "relatedLocations", '[');
	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		if (evidence->loc.file == NULL || *evidence->loc.file == '\0')
			continue;
		g_autofree char *text = g_strdup_printf("%s: %s = %s", evidence->id, evidence->property, evidence->value);
		er_json_open(json, NULL, '{');
		write_physical(json, &evidence->loc);
		write_text(json, "message", text);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void write_print(ErJsonOut *json, const char *fingerprint)
{
	er_json_open_inline(json, "partialFingerprints", '{');
	er_json_string(json, "erscope/v1", fingerprint);
	er_json_close(json, '}');
}

static void write_properties(ErJsonOut *json, const ErFinding *finding)
{
	er_json_open_inline(json, "properties", '{');
	er_json_string(json, "severity", er_severity_name(finding->severity));
	er_json_string(json, "missing", finding->missing);
	er_json_uint(json, "flows", finding->n_flows);
	er_json_uint(json, "sites", finding->n_sites);
	er_json_uint(json, "vnets", finding->n_vnets);
	er_json_close(json, '}');
}

static void write_result(Writer *w, uint32_t i)
{
	ErJsonOut *json = &w->json;
	const ErReport *report = w->report;
	const ErFinding *finding = er_findings_at(report->findings, i);
	bool failed = finding->result == ER_RESULT_FAIL;
	g_autofree char *message = er_place_message(finding);

	er_json_open(json, NULL, '{');
	write_rule_name(w, finding->rule->id);
	er_json_string(json, "kind", failed ? "fail" : "open");
	er_json_string(json, "level", failed ? level_of(finding->severity) : "none");
	write_text(json, "message", message);
	write_locations(json, report, finding);
	write_print(json, finding->fingerprint);
	if (report->since != NULL)
		er_json_string(json, "baselineState", er_comparison_is_new(report->since, i) ? "new" : "unchanged");
	write_properties(json, finding);
	er_json_close(json, '}');
}

static void write_fixed(Writer *w, const ErEarlier *row)
{
	ErJsonOut *json = &w->json;
	bool failed = strcmp(row->result, "fail") == 0;
	ErSeverity severity = ER_SEV_INFO;

	er_severity_parse(row->severity, &severity);
	er_json_open(json, NULL, '{');
	write_rule_name(w, row->rule);
	er_json_string(json, "kind", failed ? "fail" : "open");
	er_json_string(json, "level", failed ? level_of(severity) : "none");
	write_text(json, "message", row->headline);
	er_json_open(json, "locations", '[');
	write_location(json, NULL, row->subjects, row->n_subjects);
	er_json_close(json, ']');
	write_print(json, row->fingerprint);
	er_json_string(json, "baselineState", "absent");
	er_json_close(json, '}');
}

static void write_results(Writer *w)
{
	const ErComparison *since = w->report->since;

	er_json_open(&w->json, "results", '[');
	for (uint32_t i = 0; i < er_findings_count(w->report->findings); i++)
		write_result(w, i);
	for (uint32_t i = 0; since != NULL && i < er_comparison_n_fixed(since); i++)
		write_fixed(w, er_comparison_fixed(since, i));
	er_json_close(&w->json, ']');
}

static void write_notification(ErJsonOut *json, const ErDiag *diag)
{
	static const char *const levels[] = { [ER_DIAG_INFO] = "note", [ER_DIAG_WARNING] = "warning", [ER_DIAG_ERROR] = "error" };
	g_autofree char *text = er_diag_format(diag);

	er_json_open(json, NULL, '{');
	er_json_open_inline(json, "descriptor", '{');
	er_json_string(json, "id", er_diag_id(diag->code));
	er_json_close(json, '}');
	er_json_string(json, "level", levels[er_diag_severity(diag->code)]);
	write_text(json, "message", text);
	er_json_close(json, '}');
}

/* What could not be read, so that nobody takes silence for a good answer. */
static void write_invocation(ErJsonOut *json, const ErDiags *diags)
{
	er_json_open(json, "invocations", '[');
	er_json_open(json, NULL, '{');
	er_json_bool(json, "executionSuccessful", er_diags_worst(diags) != ER_DIAG_ERROR);
	er_json_open(json, "toolExecutionNotifications", '[');
	for (uint32_t i = 0; i < er_diags_count(diags); i++)
		write_notification(json, er_diags_at(diags, i));
	er_json_close(json, ']');
	er_json_close(json, '}');
	er_json_close(json, ']');
}

/* The tables that the rules measured against: their date, and rows of the user's. */
static void write_tables(ErJsonOut *json, const ErTables *tables)
{
	er_json_open(json, "properties", '{');
	er_json_string(json, "tablesAsOf", er_table_date(ER_TABLE__COUNT));
	er_json_open(json, "tablesChanged", '[');
	for (uint32_t i = 0; i < er_tables_n_changes(tables); i++) {
		g_autofree char *name = g_strdup_printf("%s %s", er_table_name(er_tables_change(tables, i)->table), er_tables_change(tables, i)->key);
		er_json_string(json, NULL, name);
	}
	er_json_close(json, ']');
	er_json_close(json, '}');
}

GString *er_report_sarif(const ErReport *report)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GHashTable) rows = rows_new();
	Writer w = { er_json_out(out), report, rows };

	er_json_open(&w.json, NULL, '{');
	er_json_string(&w.json, "$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
	er_json_string(&w.json, "version", "2.1.0");
	er_json_open(&w.json, "runs", '[');
	er_json_open(&w.json, NULL, '{');
	write_tool(&w.json);
	write_invocation(&w.json, report->diags);
	write_results(&w);
	write_tables(&w.json, er_network_tables(er_flows_network(report->flows)));
	er_json_close(&w.json, '}');
	er_json_close(&w.json, ']');
	er_json_close(&w.json, '}');
	g_string_append_c(out, '\n');
	return out;
}
