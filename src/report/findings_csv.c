/*
 * Findings as CSV (RFC 4180: CRLF, cells in quotation marks where they need them, these doubled). Names of resources come from
 * whoever made them: a cell that begins as a formula does is given an apostrophe, which spreadsheets show as text (OWASP, CSV
 * injection). Cells that hold a semicolon are quoted, too, since some spreadsheets part cells there.
 */
#include <erscope/formats.h>

#include "place.h"

#include <string.h>

/* Also as the full-width letters, which some spreadsheets take for the same. */
static bool is_formula(const char *text)
{
	static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };

	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++)
		if (g_str_has_prefix(text, wide[i]))
			return true;
	return *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
}

static void add_cell(GString *out, const char *text)
{
	bool quoted = strpbrk(text, ",;\"\r\n\t") != NULL;

	if (out->len > 0 && out->str[out->len - 1] != '\n')
		g_string_append_c(out, ',');
	g_string_append(out, quoted ? "\"" : "");
	g_string_append(out, is_formula(text) ? "'" : "");
	for (const char *p = text; *p != '\0'; p++)
		g_string_append_printf(out, *p == '"' ? "\"\"" : "%c", *p);
	g_string_append(out, quoted ? "\"" : "");
}

static char *evidence_of(const ErFinding *finding)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		g_string_append_printf(out, "%s%s: %s%s%s", i > 0 ? "; " : "", evidence->id, evidence->property, *evidence->property != '\0' ? " = " : "", evidence->value);
	}
	return g_string_free(out, FALSE);
}

static void add_row(GString *out, const ErReport *report, uint32_t i)
{
	const ErFinding *finding = er_findings_at(report->findings, i);
	const ErLoc loc = er_place_of(report->flows, finding);
	g_autofree char *subjects = er_place_subjects(finding->subjects, finding->n_subjects, "; "), *evidence = evidence_of(finding);
	g_autofree char *line = loc.line > 0 ? g_strdup_printf("%u", loc.line) : g_strdup(""), *flows = g_strdup_printf("%u", finding->n_flows);
	const char *state = report->since == NULL ? "" : er_comparison_is_new(report->since, i) ? "new" : "unchanged";
	const char *const cells[] = {
		finding->rule->id, er_result_name(finding->result), er_severity_name(finding->severity), state, finding->headline, subjects, finding->missing, evidence,
		loc.file != NULL ? loc.file : "", line, flows, finding->rule->title, finding->rule->remedy, finding->rule->url, finding->fingerprint,
	};

	for (size_t k = 0; k < G_N_ELEMENTS(cells); k++)
		add_cell(out, cells[k]);
	g_string_append(out, "\r\n");
}

static void add_fixed(GString *out, const ErEarlier *row)
{
	g_autofree char *subjects = er_place_subjects(row->subjects, row->n_subjects, "; ");
	const char *const cells[] = { row->rule, row->result, row->severity, "fixed", row->headline, subjects, "", "", "", "", "", "", "", "", row->fingerprint };

	for (size_t k = 0; k < G_N_ELEMENTS(cells); k++)
		add_cell(out, cells[k]);
	g_string_append(out, "\r\n");
}

GString *er_report_csv(const ErReport *report)
{
	GString *out = g_string_new("rule,result,severity,state,headline,subjects,missing,evidence,file,line,flows,title,remediation,url,fingerprint\r\n");

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		add_row(out, report, i);
	for (uint32_t i = 0; report->since != NULL && i < er_comparison_n_fixed(report->since); i++)
		add_fixed(out, er_comparison_fixed(report->since, i));
	return out;
}
