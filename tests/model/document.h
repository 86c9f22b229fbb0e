/* document.h: the results document as a text that two runs can be held against each other by. */
#ifndef ER_TESTS_DOCUMENT_H
#define ER_TESTS_DOCUMENT_H

#include <erscope/results.h>

#include <check.h>
#include <string.h>

/* Cuts what stands between @start and the next @stop, everywhere. */
static inline void document_cut_out(GString *text, const char *start, const char *stop)
{
	g_autoptr(GString) out = g_string_sized_new(text->len);
	const char *at = text->str, *found;

	while ((found = strstr(at, start)) != NULL) {
		g_string_append_len(out, at, found + strlen(start) - at);
		at = strstr(found + strlen(start), stop);
		g_assert(at != NULL);
	}
	g_string_append(out, at);
	g_string_assign(text, out->str);
}

/* The document without what describes the files as given. @diags is finished by this: sorted. */
static inline GString *document_of(const ErFlows *flows, ErDiags *diags)
{
	g_autoptr(ErFindings) findings = er_findings_check(flows, "2026-11-23");

	er_diags_finish(diags);
	GString *text = er_results_json(flows, findings, NULL, "2026-11-23", diags);
	document_cut_out(text, "\"inputs\": [", "\n ]");
	document_cut_out(text, "\"origin\": {", "}");
	document_cut_out(text, "\"file\": ", "\"text\": ");   /* places of diagnostics */
	return text;
}

/* Fails with the first line that differs. */
static inline void document_assert_same(const char *want, const char *got, unsigned number, const char *what)
{
	size_t i = 0, start = 0;

	for (; want[i] != '\0' && want[i] == got[i]; i++)
		start = want[i] == '\n' ? i + 1 : start;
	if (want[i] != got[i])
		ck_abort_msg("case %u: %s\n%.*s\n%.*s", number, what, (int)strcspn(want + start, "\n"), want + start, (int)strcspn(got + start, "\n"), got + start);
}

#endif
