/* Which rules check reports: those named or of the families named (else all), without those to skip. */
#include "selection.h"

#include "cli.h"

#include <stdio.h>
#include <string.h>

int er_chosen_rule(const char *id)
{
	uint32_t n = er_rules_count();
	g_autofree const char **ids = g_new(const char *, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		ids[i] = er_rules_at(i)->id;
		if (g_ascii_strcasecmp(ids[i], id) == 0)
			return (int)i;
	}
	er_cli_tell_unknown("rule", id, ids, n);
	return -1;
}

/* "TOP" of "ER-TOP-002". (transfer full) */
static char *family_of(const ErRule *rule)
{
	const char *start = strchr(rule->id, '-'), *end = strrchr(rule->id, '-');

	return start != NULL && end > start ? g_strndup(start + 1, (gsize)(end - start - 1)) : g_strdup(rule->id);
}

static void tell_unknown_family(const char *text)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < er_rules_count(); i++) {
		char *family = family_of(er_rules_at(i));
		if (g_ptr_array_find_with_equal_func(names, family, g_str_equal, NULL))
			g_free(family);
		else
			g_ptr_array_add(names, family);
	}
	er_cli_tell_unknown("family", text, (const char *const *)names->pdata, names->len);
}

/* "TOP" or "ER-TOP". */
static bool mark_family(bool *marks, const char *text)
{
	const char *name = g_ascii_strncasecmp(text, "ER-", 3) == 0 ? text + 3 : text;
	bool any = false;

	for (uint32_t i = 0; i < er_rules_count(); i++) {
		g_autofree char *family = family_of(er_rules_at(i));
		if (g_ascii_strcasecmp(family, name) != 0)
			continue;
		marks[i] = true;
		any = true;
	}
	if (!any)
		tell_unknown_family(text);
	return any;
}

static bool mark_rule(bool *marks, const char *text)
{
	int row = er_chosen_rule(text);

	if (row >= 0)
		marks[row] = true;
	return row >= 0;
}

/* Every item of every list; all unknown ones are told. */
static bool mark_all(char **lists, bool *marks, bool (*mark)(bool *marks, const char *text))
{
	bool all = true;

	for (char **list = lists; list != NULL && *list != NULL; list++) {
		g_auto(GStrv) items = g_strsplit(*list, ",", -1);
		for (char **item = items; *item != NULL; item++)
			all = (*g_strstrip(*item) == '\0' || mark(marks, *item)) && all;
	}
	return all;
}

static bool choose(ErChosen *chosen, char **rules, char **families, char **skip)
{
	uint32_t n = er_rules_count();
	g_autofree bool *asked = g_new0(bool, n + 1);
	bool all = rules == NULL && families == NULL;
	/* Both are looked through, so that one run tells every mistake. */
	bool good = mark_all(rules, asked, mark_rule);
	good = mark_all(families, asked, mark_family) && good;
	good = mark_all(skip, chosen->left_out, mark_rule) && good;

	for (uint32_t i = 0; i < n; i++)
		chosen->left_out[i] = chosen->left_out[i] || !(all || asked[i]);
	return good;
}

static bool has_any(const ErChosen *chosen)
{
	for (uint32_t i = 0; i < er_rules_count(); i++)
		if (!chosen->left_out[i])
			return true;
	fprintf(stderr, "%s: no rule is left of those asked for\n", g_get_prgname());
	return false;
}

ErChosen *er_chosen_new(char **rules, char **families, char **skip, const char *profile)
{
	g_autoptr(ErChosen) chosen = g_new0(ErChosen, 1);
	uint32_t n = er_rules_count();

	chosen->left_out = g_new0(bool, n + 1);
	chosen->severity = g_new(int, n + 1);
	chosen->subjects = g_ptr_array_new_with_free_func((GDestroyNotify)g_pattern_spec_free);
	chosen->rows = g_hash_table_new(NULL, NULL);
	for (uint32_t i = 0; i < n; i++) {
		chosen->severity[i] = -1;
		g_hash_table_insert(chosen->rows, (void *)er_rules_at(i), GUINT_TO_POINTER(i));
	}
	bool good = choose(chosen, rules, families, skip);
	good = (profile == NULL || er_profile_read(profile, chosen)) && good;
	return good && has_any(chosen) ? g_steal_pointer(&chosen) : NULL;
}

void er_chosen_free(ErChosen *chosen)
{
	if (chosen == NULL)
		return;
	g_hash_table_destroy(chosen->rows);
	g_free(chosen->left_out);
	g_free(chosen->severity);
	g_ptr_array_free(chosen->subjects, TRUE);
	g_free(chosen);
}

/* ---- for the findings ---- */

static uint32_t row_of(const ErChosen *chosen, const ErRule *rule)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(chosen->rows, rule));
}

static bool has_rule(const void *data, const ErRule *rule)
{
	const ErChosen *chosen = data;

	return !chosen->left_out[row_of(chosen, rule)];
}

/* A pattern is of the whole id or of its last part. */
static bool has_subject(const void *data, const char *id)
{
	const ErChosen *chosen = data;
	g_autofree char *whole = g_utf8_strdown(id, -1);
	const char *slash = strrchr(whole, '/'), *name = slash != NULL ? slash + 1 : whole;

	for (guint i = 0; i < chosen->subjects->len; i++)
		if (g_pattern_spec_match_string(chosen->subjects->pdata[i], whole) || g_pattern_spec_match_string(chosen->subjects->pdata[i], name))
			return false;
	return true;
}

static ErSeverity severity_of(const void *data, const ErFinding *finding)
{
	const ErChosen *chosen = data;
	int severity = chosen->severity[row_of(chosen, finding->rule)];

	return severity >= 0 ? (ErSeverity)severity : finding->severity;
}

ErSelection er_chosen_selection(const ErChosen *chosen)
{
	return (ErSelection){ has_rule, has_subject, severity_of, chosen };
}
