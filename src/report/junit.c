/*
 * JUnit XML as pipelines read it (there is no standard; this is the part that all of them share): a suite per rule family, a case per
 * finding, named by its subjects' ids, since names are not unique. A rule without a finding is one case: passed, or skipped when it
 * applies to nothing here. An open question is skipped, never passed.
 */
#include <erscope/formats.h>

#include "place.h"

#include <libxml/xmlwriter.h>

#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlBuffer, xmlBufferFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextWriter, xmlFreeTextWriter)

typedef struct {
	xmlTextWriterPtr w;
	const ErReport *report;
	bool failed;           /* out of memory, nothing else */
} Junit;

typedef struct { uint32_t tests, failures, skipped; } Sums;

/* Valid UTF-8 with the characters that XML 1.0 allows; of others U+FFFD. */
static char *clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool allowed = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
		g_string_append_unichar(out, allowed ? c : 0xFFFD);
	}
	return g_string_free(out, FALSE);
}

static void begin(Junit *j, const char *element)
{
	j->failed |= xmlTextWriterStartElement(j->w, BAD_CAST element) < 0;
}

static void end(Junit *j)
{
	j->failed |= xmlTextWriterEndElement(j->w) < 0;
}

static void attribute(Junit *j, const char *name, const char *value)
{
	g_autofree char *text = clean(value);

	j->failed |= xmlTextWriterWriteAttribute(j->w, BAD_CAST name, BAD_CAST text) < 0;
}

static void number(Junit *j, const char *name, uint32_t value)
{
	g_autofree char *text = g_strdup_printf("%u", value);

	attribute(j, name, text);
}

static void add_counts(Junit *j, const Sums *sums)
{
	number(j, "tests", sums->tests);
	number(j, "failures", sums->failures);
	number(j, "errors", 0);
	number(j, "skipped", sums->skipped);
}

/* "ER-TOP" of "ER-TOP-002". */
static size_t family_length(const char *id)
{
	const char *dash = strrchr(id, '-');

	return dash != NULL ? (size_t)(dash - id) : strlen(id);
}

static bool is_of(const char *id, const char *family)
{
	return family_length(id) == strlen(family) && strncmp(id, family, strlen(family)) == 0;
}

static bool is_known(const ErReport *report, uint32_t finding)
{
	return report->since != NULL && !er_comparison_is_new(report->since, finding);
}

static bool is_failure(const ErReport *report, uint32_t finding)
{
	return er_findings_at(report->findings, finding)->result == ER_RESULT_FAIL && !is_known(report, finding);
}

/* @family NULL: of all. */
static Sums sum_up(const ErReport *report, const char *family)
{
	Sums sums = { 0 };

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		if (family != NULL && !is_of(er_findings_at(report->findings, i)->rule->id, family))
			continue;
		sums.tests++;
		sums.failures += is_failure(report, i);
		sums.skipped += !is_failure(report, i);
	}
	for (uint32_t i = 0; i < er_findings_n_rules(report->findings); i++) {
		const ErRuleCount *count = er_findings_rule(report->findings, i);
		if ((family != NULL && !is_of(count->rule->id, family)) || count->fail + count->unknown > 0)
			continue;
		sums.tests++;
		sums.skipped += count->pass == 0;
	}
	return sums;
}

static void add_details(Junit *j, const ErFinding *finding)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "%s\n", finding->rule->title);
	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		g_string_append_printf(text, "%s: %s%s%s", evidence->id, evidence->property, *evidence->property != '\0' ? " = " : "", evidence->value);
		if (evidence->loc.file != NULL && evidence->loc.line > 0)
			g_string_append_printf(text, " (%s:%u)", evidence->loc.file, evidence->loc.line);
		g_string_append_c(text, '\n');
	}
	g_string_append_printf(text, "fix: %s\nsee: %s\n", finding->rule->remedy, finding->rule->url);
	g_autofree char *cleaned = clean(text->str);
	j->failed |= xmlTextWriterWriteString(j->w, BAD_CAST cleaned) < 0;
}

static void add_skipped(Junit *j, const char *why)
{
	begin(j, "skipped");
	attribute(j, "message", why);
	end(j);
}

static void begin_case(Junit *j, const ErRule *rule, const char *name)
{
	begin(j, "testcase");
	attribute(j, "classname", rule->id);
	attribute(j, "name", name);
}

static void add_finding(Junit *j, uint32_t i)
{
	const ErFinding *finding = er_findings_at(j->report->findings, i);
	g_autofree char *name = er_place_subjects(finding->subjects, finding->n_subjects, ", ");

	begin_case(j, finding->rule, *name != '\0' ? name : finding->rule->title);
	if (is_failure(j->report, i)) {
		begin(j, "failure");
		attribute(j, "type", er_severity_name(finding->severity));
		attribute(j, "message", finding->headline);
		add_details(j, finding);
		end(j);
	} else {
		g_autofree char *why = finding->result == ER_RESULT_UNKNOWN ? g_strdup_printf("%s. Missing: %s", finding->headline, finding->missing)
		                                                             : g_strdup_printf("In the baseline already: %s", finding->headline);
		add_skipped(j, why);
	}
	end(j);
}

static void add_rule(Junit *j, const ErRuleCount *count)
{
	if (count->fail + count->unknown > 0)
		return;
	begin_case(j, count->rule, count->rule->title);
	if (count->pass == 0)
		add_skipped(j, "applies to nothing in the input");
	end(j);
}

static void add_suite(Junit *j, const char *family)
{
	const ErFindings *findings = j->report->findings;
	const Sums sums = sum_up(j->report, family);

	begin(j, "testsuite");
	attribute(j, "name", family);
	add_counts(j, &sums);
	for (uint32_t i = 0; i < er_findings_count(findings); i++)
		if (is_of(er_findings_at(findings, i)->rule->id, family))
			add_finding(j, i);
	for (uint32_t i = 0; i < er_findings_n_rules(findings); i++)
		if (is_of(er_findings_rule(findings, i)->rule->id, family))
			add_rule(j, er_findings_rule(findings, i));
	end(j);
}

/* Families in the order of the table; their rows need not stand together. */
static void add_suites(Junit *j)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_findings_n_rules(j->report->findings); i++) {
		const char *id = er_findings_rule(j->report->findings, i)->rule->id;
		char *family = g_strndup(id, family_length(id));
		if (g_hash_table_add(seen, family))
			add_suite(j, family);
	}
}

static void write_all(Junit *j)
{
	const Sums sums = sum_up(j->report, NULL);

	j->failed |= xmlTextWriterSetIndent(j->w, 1) < 0;
	j->failed |= xmlTextWriterStartDocument(j->w, "1.0", "UTF-8", NULL) < 0;
	begin(j, "testsuites");
	attribute(j, "name", "erscope");
	add_counts(j, &sums);
	add_suites(j);
	end(j);
	j->failed |= xmlTextWriterEndDocument(j->w) < 0;
	j->failed |= xmlTextWriterFlush(j->w) < 0;
}

GString *er_report_junit(const ErReport *report)
{
	g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
	g_autoptr(xmlTextWriter) writer = buffer != NULL ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	Junit j = { writer, report, writer == NULL };

	if (!j.failed)
		write_all(&j);
	if (j.failed)
		g_error("out of memory");
	return g_string_new_len((const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
}
