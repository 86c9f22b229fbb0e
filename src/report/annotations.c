/*
 * Findings as commands in the log of a pipeline: workflow commands of GitHub Actions, logging commands of Azure Pipelines. Each is one
 * line; what could end a value or a line is replaced as the runner undoes it (GitHub: % to %25, in properties also : and ,; Azure:
 * % to %AZP25, in properties also ; and ]). Control characters that have no replacement become spaces.
 */
#include <erscope/formats.h>

#include "place.h"

#include <string.h>

typedef struct { char letter; const char *text; } Escape;

static const Escape github_data[] = { { '%', "%25" }, { '\r', "%0D" }, { '\n', "%0A" }, { 0 } };
static const Escape github_property[] = { { '%', "%25" }, { '\r', "%0D" }, { '\n', "%0A" }, { ':', "%3A" }, { ',', "%2C" }, { 0 } };
static const Escape azure_data[] = { { '%', "%AZP25" }, { '\r', "%0D" }, { '\n', "%0A" }, { 0 } };
static const Escape azure_property[] = { { '%', "%AZP25" }, { '\r', "%0D" }, { '\n', "%0A" }, { ';', "%3B" }, { ']', "%5D" }, { 0 } };

static void add_escaped(GString *out, const Escape *escapes, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	for (const char *p = valid; *p != '\0'; p++) {
		const Escape *escape = escapes;
		while (escape->letter != '\0' && escape->letter != *p)
			escape++;
		if (escape->letter != '\0')
			g_string_append(out, escape->text);
		else
			g_string_append_c(out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
	}
}

static void add_property(GString *out, const Escape *escapes, const char *name, const char *value)
{
	g_string_append_printf(out, "%s=", name);
	add_escaped(out, escapes, value);
}

static const char *github_type(const ErFinding *finding)
{
	if (finding->result == ER_RESULT_UNKNOWN || finding->severity < ER_SEV_MEDIUM)
		return "notice";
	return finding->severity >= ER_SEV_HIGH ? "error" : "warning";
}

static void add_github(GString *out, const ErReport *report, const ErFinding *finding)
{
	const ErLoc loc = er_place_of(report->flows, finding);
	g_autofree char *title = g_strdup_printf("%s %s", finding->rule->id, finding->rule->title), *message = er_place_message(finding);

	g_string_append_printf(out, "::%s ", github_type(finding));
	if (loc.file != NULL && *loc.file != '\0') {
		add_property(out, github_property, "file", loc.file);
		g_string_append_printf(out, ",line=%u,", MAX(loc.line, 1));
	}
	add_property(out, github_property, "title", title);
	g_string_append(out, "::");
	add_escaped(out, github_data, message);
	g_string_append_c(out, '\n');
}

/* There are errors and warnings only. */
static void add_azure(GString *out, const ErReport *report, const ErFinding *finding)
{
	const ErLoc loc = er_place_of(report->flows, finding);
	bool is_error = finding->result == ER_RESULT_FAIL && finding->severity >= ER_SEV_HIGH;
	g_autofree char *message = er_place_message(finding);

	g_string_append_printf(out, "##vso[task.logissue type=%s;", is_error ? "error" : "warning");
	if (loc.file != NULL && *loc.file != '\0') {
		add_property(out, azure_property, "sourcepath", loc.file);
		g_string_append_printf(out, ";linenumber=%u;", MAX(loc.line, 1));
	}
	add_property(out, azure_property, "code", finding->rule->id);
	g_string_append_c(out, ']');
	add_escaped(out, azure_data, message);
	g_string_append_c(out, '\n');
}

static GString *write_all(const ErReport *report, void (*add)(GString *out, const ErReport *report, const ErFinding *finding))
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		if (report->since == NULL || er_comparison_is_new(report->since, i))
			add(out, report, er_findings_at(report->findings, i));
	return out;
}

GString *er_report_github(const ErReport *report)
{
	return write_all(report, add_github);
}

GString *er_report_azure(const ErReport *report)
{
	return write_all(report, add_azure);
}
