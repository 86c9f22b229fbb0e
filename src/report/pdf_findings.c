/* The findings on paper: by severity, each with what it hits, why, what to do and where else in the report it is told; then what nobody could decide. */
#include "pdf_out.h"
#include "prose.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_REFERENCES = 6 };

/* ---- references ---- */

static void put_parts_of_inventory(ErPaperReport *report, const ErFinding *finding)
{
	uint32_t told = 0, last = ER_NONE;

	for (uint32_t i = 0; i < finding->n_subjects && told < MOST_REFERENCES; i++) {
		uint32_t component = er_network_lookup(report->net, finding->subjects[i]);
		if (component == ER_NONE || er_paper_part(report->net, component) == last)
			continue;
		last = er_paper_part(report->net, component);
		if (told++ == 0)
			er_paper_fact(report, _("Subjects"));
		else
			er_paper_run(report, ", ");
		er_paper_part_link(report, last, er_network_component(report->net, last)->name);
	}
	if (told == MOST_REFERENCES && finding->n_subjects > told)
		er_paper_run(report, " …");
}

static bool is_on_sheet(const ErPaperReport *report, uint32_t sheet, const ErFinding *finding)
{
	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		uint32_t component = er_network_lookup(report->net, finding->subjects[i]);
		if (g_hash_table_contains(report->on_sheet->pdata[sheet], finding->subjects[i]) ||
		    (component != ER_NONE && g_hash_table_contains(report->on_sheet->pdata[sheet], er_network_component(report->net, er_paper_part(report->net, component))->id)))
			return true;
	}
	return false;
}

static void put_sheets(ErPaperReport *report, const ErFinding *finding)
{
	uint32_t told = 0;

	for (guint i = 0; i < report->on_sheet->len && told < MOST_REFERENCES; i++) {
		const ErScene *scene = er_drawing_scene(report->document->drawing, i);
		if (!is_on_sheet(report, i, finding))
			continue;
		if (told++ == 0)
			er_paper_fact(report, _("Diagrams"));
		else
			er_paper_run(report, ", ");
		g_autofree char *link = g_strconcat("#sheet:", er_scene_slug(scene), NULL);
		er_pages_run(report->pages, ER_RUN_PLAIN, er_scene_title(scene), link);
	}
}

static void put_flows(ErPaperReport *report, const ErFinding *finding)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < finding->n_flows && g_hash_table_size(seen) < MOST_REFERENCES; i++) {
		const ErFlow *flow = er_flows_at(report->flows, finding->flows[i]);
		uint32_t pair = er_paper_pair(report->flows, flow->flow_class);
		if (!g_hash_table_add(seen, GUINT_TO_POINTER(pair + 1)))
			continue;
		const ErFlow *first = er_flows_at(report->flows, er_flows_class(report->flows, pair)->first_flow);
		g_autofree char *name = g_strdup_printf("%s ↔ %s", er_prose_site_of(report->net, first->site)->name, er_prose_vnet_of(report->net, first->vnet)->name);
		g_autofree char *link = g_strdup_printf("#flow:c%u", er_flows_class(report->flows, pair)->number);
		if (g_hash_table_size(seen) == 1)
			er_paper_fact(report, _("Flows"));
		else
			er_paper_run(report, ", ");
		er_pages_run(report->pages, ER_RUN_PLAIN, name, link);
	}
	if (g_hash_table_size(seen) == MOST_REFERENCES)
		er_paper_run(report, " …");
}

/* ---- a finding ---- */

/* What stands at the end in brackets is the place in the user's file. */
static void put_evidence(ErPaperReport *report, const char *text, bool first)
{
	const char *open = g_str_has_suffix(text, ")") ? g_strrstr(text, " (") : NULL, *colon = open != NULL ? strrchr(open, ':') : NULL;
	bool place = colon != NULL && strspn(colon + 1, "0123456789") == strlen(colon + 1) - 1 && colon[1] != ')';
	g_autofree char *words = place ? g_strndup(text, (gsize)(open - text)) : g_strdup(text);

	er_paper_fact(report, first ? _("Because") : "");
	er_paper_run(report, words);
	if (!place)
		return;
	g_autofree char *where = g_strndup(open + 2, strlen(open) - 3);
	er_paper_run(report, " ");
	er_pages_run(report->pages, ER_RUN_CODE, where, NULL);
}

static void put_judgement(ErPaperReport *report, const ErFinding *finding)
{
	const ErSiteAccept *accept = finding->acceptance;

	if (*finding->modified != '\0') {
		er_paper_fact(report, _("Severity before"));
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %s", er_paper_severity_word(finding->unmodified), finding->modified);
	}
	if (accept == NULL)
		return;
	er_paper_fact(report, _(finding->state == ER_FINDING_EXPIRED ? "Acceptance expired" : "Accepted until"));
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s, %s: %s. %s", accept->until, _("By"), accept->by, accept->reason != NULL ? accept->reason : "");
}

/* Root causes and notes, in short. */
static void put_parts(ErPaperReport *report, uint32_t head)
{
	bool first = true;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *part = er_findings_at(report->findings, i);
		if (part->under != head)
			continue;
		er_paper_fact(report, first ? _("Parts of this finding") : "");
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%s. %s (", part->headline, part->result == ER_RESULT_UNKNOWN ? part->missing : part->rule->remedy);
		er_pages_run(report->pages, ER_RUN_PLAIN, part->rule->id, part->rule->url);
		er_paper_run(report, ")");
		first = false;
	}
}

static void put_facts(ErPaperReport *report, uint32_t index)
{
	const ErFinding *finding = er_findings_at(report->findings, index);
	bool unknown = finding->result == ER_RESULT_UNKNOWN;
	g_autofree char *hits = er_prose_hits(report->flows, finding);
	g_autoptr(GPtrArray) because = er_prose_evidence(report->flows, finding);

	er_pages_facts(report->pages);
	er_paper_fact(report, _("Rule"));
	er_pages_run(report->pages, ER_RUN_PLAIN, finding->rule->id, finding->rule->url);
	er_pages_printf(report->pages, ER_RUN_PLAIN, ": %s", finding->rule->title);
	er_paper_fact_text(report, _("Hits"), hits);
	for (guint i = 0; i < because->len; i++)
		put_evidence(report, because->pdata[i], i == 0);
	if (unknown)
		er_paper_fact_text(report, _("Missing input"), finding->missing);
	else
		er_paper_fact_text(report, _("Fix"), finding->rule->remedy);
	put_judgement(report, finding);
	put_parts(report, index);
	put_parts_of_inventory(report, finding);
	put_flows(report, finding);
	put_sheets(report, finding);
}

static void put_finding(ErPaperReport *report, uint32_t index)
{
	const ErFinding *finding = er_findings_at(report->findings, index);
	g_autofree char *number = report->numbers[index] > 0 ? g_strdup_printf("F%u", report->numbers[index]) : NULL;
	g_autofree char *title = number != NULL ? g_strdup_printf("%s\302\240\302\240%s", number, finding->headline) : g_strdup(finding->headline);

	er_pages_heading(report->pages, 3, number, finding->result == ER_RESULT_UNKNOWN ? ER_SIGN_UNKNOWN : er_paper_severity_sign(finding->severity), title);
	put_facts(report, index);
}

/* ---- groups of them ---- */

static bool is_open_of(const ErPaperReport *report, uint32_t i, int severity)
{
	const ErFinding *finding = er_findings_at(report->findings, i);

	return report->numbers[i] > 0 && finding->state != ER_FINDING_ACCEPTED && (int)finding->severity == severity;
}

static void put_severity(ErPaperReport *report, int severity)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		n += is_open_of(report, i, severity);
	if (n == 0)
		return;
	g_autofree char *title = g_strdup_printf("%s (%u)", er_paper_severity_word((ErSeverity)severity), n);
	er_pages_heading(report->pages, 2, NULL, er_paper_severity_sign((ErSeverity)severity), title);
	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		if (is_open_of(report, i, severity))
			put_finding(report, i);
}

static void put_accepted(ErPaperReport *report)
{
	bool first = true;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		if (report->numbers[i] == 0 || er_findings_at(report->findings, i)->state != ER_FINDING_ACCEPTED)
			continue;
		if (first)
			er_pages_heading(report->pages, 2, NULL, ER_SIGN_NONE, _("Accepted risks"));
		first = false;
		put_finding(report, i);
	}
}

static void put_deletions(ErPaperReport *report)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (finding->under != ER_NONE || finding->state == ER_FINDING_ACCEPTED || !er_prose_is_deletion(report->flows, finding))
			continue;
		g_autoptr(GString) name = g_string_new(NULL);
		uint32_t component = er_element_component(report->flows, NULL, finding->element);
		er_prose_add_element(name, report->flows, NULL, finding->element);
		if (n++ == 0) {
			er_pages_heading(report->pages, 2, NULL, ER_SIGN_INFO, _("Lost only by deletion"));
			er_pages_paragraph(report->pages, ER_PARAGRAPH);
		} else {
			er_paper_run(report, ", ");
		}
		if (component != ER_NONE)
			er_paper_part_link(report, component, name->str);
		else
			er_paper_run(report, name->str);
	}
	if (n > 0)
		er_paper_run(report, ".");
}

/* ---- open questions ---- */

static bool is_question(const ErPaperReport *report, uint32_t i, bool minor)
{
	const ErFinding *finding = er_findings_at(report->findings, i);

	return finding->result == ER_RESULT_UNKNOWN && finding->under == ER_NONE && er_findings_first_question(report->findings, i) == i && er_prose_is_minor_question(finding) == minor;
}

static void put_also(ErPaperReport *report, uint32_t first)
{
	for (uint32_t i = first + 1; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (finding->result != ER_RESULT_UNKNOWN || er_findings_first_question(report->findings, i) != first)
			continue;
		er_paper_run(report, ", ");
		er_pages_run(report->pages, ER_RUN_PLAIN, finding->rule->id, finding->rule->url);
	}
}

static void put_minor_questions(ErPaperReport *report)
{
	const char *const heads[] = { _("Severity"), _("Rule"), _("Not decided"), _("Missing input"), NULL };
	bool first = true;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (!is_question(report, i, true))
			continue;
		if (first)
			er_pages_table(report->pages, heads);
		first = false;
		er_pages_row(report->pages, NULL);
		er_paper_severity_cell(report, finding->severity);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		er_pages_run(report->pages, ER_RUN_PLAIN, finding->rule->id, finding->rule->url);
		put_also(report, i);
		er_paper_cell(report, finding->headline);
		er_paper_cell(report, finding->missing);
	}
}

static void put_questions(ErPaperReport *report)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		n += is_question(report, i, false) || is_question(report, i, true);
	if (n == 0)
		return;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Not decided"));
	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		if (is_question(report, i, false))
			put_finding(report, i);
	put_minor_questions(report);
}

void er_paper_findings(ErPaperReport *report)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		before += report->numbers[i] > 0;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Findings"));
	if (before == 0) {
		er_pages_paragraph(report->pages, ER_PARAGRAPH);
		er_paper_run(report, _("None"));
	}
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_INFO; severity--)
		put_severity(report, severity);
	put_accepted(report);
	put_deletions(report);
	put_questions(report);
}
