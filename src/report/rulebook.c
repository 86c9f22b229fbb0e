/* The rule table as a document: text for a terminal, Markdown for a wiki, JSON for a program; and its cross-reference. */
#include <erscope/rulebook.h>

#include "json_out.h"

#include <string.h>

/* What an inventory decided of one rule. */
typedef struct { const ErRuleCount *count; const char *missing; } Answer;

static Answer answer_of(const ErFindings *findings, const ErRule *rule)
{
	Answer answer = { 0 };

	for (uint32_t i = 0; findings != NULL && i < er_findings_n_rules(findings); i++)
		if (er_findings_rule(findings, i)->rule == rule)
			answer.count = er_findings_rule(findings, i);
	for (uint32_t i = 0; answer.count != NULL && answer.count->unknown > 0 && answer.missing == NULL && i < er_findings_count(findings); i++)
		if (er_findings_at(findings, i)->rule == rule && er_findings_at(findings, i)->result == ER_RESULT_UNKNOWN)
			answer.missing = er_findings_at(findings, i)->missing;
	return answer;
}

static const char *word_of(const Answer *answer)
{
	const ErRuleCount *count = answer->count;
	bool decided = count->fail + count->pass > 0;

	return count->unknown > 0 ? (decided ? "partly decided" : "not decided") : decided ? "decided" : "not applicable";
}

/* (transfer full) "decided: 2 fail, 1 pass; 3 not decided: missing …" */
static char *show_answer(const Answer *answer)
{
	GString *out = g_string_new(word_of(answer));
	const ErRuleCount *count = answer->count;

	if (count->fail + count->pass > 0)
		g_string_append_printf(out, ": %u fail, %u pass", count->fail, count->pass);
	if (count->unknown > 0)
		g_string_append_printf(out, "; %u open, missing: %s", count->unknown, answer->missing != NULL ? answer->missing : "");
	return g_string_free(out, FALSE);
}

static const char *equivalents(const ErRule *rule)
{
	return *rule->same_as != '\0' ? rule->same_as : "none in the public catalogues";
}

/* ---- text ---- */

static void add_text(GString *out, const ErRule *rule, bool full, const Answer *answer)
{
	g_autofree char *decided = answer->count != NULL ? show_answer(answer) : NULL;

	if (!full) {
		g_string_append_printf(out, "%-11s %-9s %s\n", rule->id, er_severity_name(rule->severity), rule->title);
		if (decided != NULL)
			g_string_append_printf(out, "            %s\n", decided);
		return;
	}
	g_string_append_printf(out, "%s%s  %s\n  severity  %s\n  subject   %s\n  fix       %s\n  same as   %s\n  see       %s\n", out->len > 0 ? "\n" : "", rule->id, rule->title,
	                       er_severity_name(rule->severity), rule->scope, rule->remedy, equivalents(rule), rule->url);
	if (decided != NULL)
		g_string_append_printf(out, "  here      %s\n", decided);
}

/* ---- Markdown ---- */

/* A cell of a table: what would end it or start markup is escaped. */
static void add_cell(GString *out, const char *text)
{
	g_string_append(out, " ");
	for (; *text != '\0'; text++) {
		if (strchr("|\\`*_<>[]", *text) != NULL)
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
	g_string_append(out, " |");
}

static void add_markdown_row(GString *out, const ErRule *rule, const Answer *answer)
{
	g_autofree char *decided = answer->count != NULL ? show_answer(answer) : NULL;

	g_string_append(out, "|");
	add_cell(out, rule->id);
	add_cell(out, er_severity_name(rule->severity));
	add_cell(out, rule->title);
	if (decided != NULL)
		add_cell(out, decided);
	g_string_append_c(out, '\n');
}

static void add_markdown_rule(GString *out, const ErRule *rule, const Answer *answer)
{
	g_autofree char *decided = answer->count != NULL ? show_answer(answer) : NULL;

	g_string_append_printf(out, "%s## %s\n\n|  |  |\n| --- | --- |\n| title |", out->len > 0 ? "\n" : "", rule->id);
	add_cell(out, rule->title);
	g_string_append_printf(out, "\n| severity | %s |\n| subject |", er_severity_name(rule->severity));
	add_cell(out, rule->scope);
	g_string_append(out, "\n| fix |");
	add_cell(out, rule->remedy);
	g_string_append(out, "\n| same as |");
	add_cell(out, equivalents(rule));
	g_string_append_printf(out, "\n| see | <%s> |\n", rule->url);
	if (decided != NULL) {
		g_string_append(out, "| here |");
		add_cell(out, decided);
		g_string_append_c(out, '\n');
	}
}

/* ---- JSON ---- */

static void add_json(ErJsonOut *json, const ErRule *rule, const Answer *answer)
{
	g_auto(GStrv) same_as = g_strsplit(rule->same_as, "; ", -1);

	er_json_open(json, NULL, '{');
	er_json_string(json, "id", rule->id);
	er_json_string(json, "severity", er_severity_name(rule->severity));
	er_json_string(json, "title", rule->title);
	er_json_string(json, "subject", rule->scope);
	er_json_string(json, "remediation", rule->remedy);
	er_json_open_inline(json, "same_as", '[');
	for (guint i = 0; same_as[i] != NULL; i++)
		er_json_string(json, NULL, same_as[i]);
	er_json_close(json, ']');
	er_json_string(json, "url", rule->url);
	if (answer->count != NULL) {
		er_json_open_inline(json, "here", '{');
		er_json_string(json, "answer", word_of(answer));
		er_json_uint(json, "fail", answer->count->fail);
		er_json_uint(json, "unknown", answer->count->unknown);
		er_json_uint(json, "pass", answer->count->pass);
		er_json_uint(json, "not_applicable", answer->count->not_applicable);
		er_json_string(json, "missing", answer->missing != NULL ? answer->missing : "");
		er_json_close(json, '}');
	}
	er_json_close(json, '}');
}

GString *er_rulebook(const ErRule *const *rules, uint32_t n, ErRulebookFormat format, bool full, const ErFindings *findings)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	if (format == ER_RULEBOOK_JSON)
		er_json_open(&json, NULL, '[');
	else if (format == ER_RULEBOOK_MARKDOWN && !full)
		g_string_append(out, findings != NULL ? "| rule | severity | title | here |\n| --- | --- | --- | --- |\n" : "| rule | severity | title |\n| --- | --- | --- |\n");
	for (uint32_t i = 0; i < n; i++) {
		Answer answer = answer_of(findings, rules[i]);
		if (format == ER_RULEBOOK_JSON)
			add_json(&json, rules[i], &answer);
		else if (format == ER_RULEBOOK_TEXT)
			add_text(out, rules[i], full, &answer);
		else if (full)
			add_markdown_rule(out, rules[i], &answer);
		else
			add_markdown_row(out, rules[i], &answer);
	}
	if (format == ER_RULEBOOK_JSON) {
		er_json_close(&json, ']');
		g_string_append_c(out, '\n');
	}
	return out;
}

/* ---- cross-reference ---- */

typedef struct { char *item; GPtrArray *rules; } Item;   /* rules: of const ErRule */

static void clear_item(void *data)
{
	g_free(((Item *)data)->item);
	g_ptr_array_free(((Item *)data)->rules, TRUE);
}

static int by_item(const void *a, const void *b)
{
	return strcmp(((const Item *)a)->item, ((const Item *)b)->item);
}

static void note_item(GArray *items, GHashTable *known, const char *text, const ErRule *rule)
{
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(known, text));

	if (at == 0) {
		Item item = { g_strdup(text), g_ptr_array_new() };
		g_array_append_val(items, item);
		at = items->len;
		g_hash_table_insert(known, item.item, GUINT_TO_POINTER(at));
	}
	g_ptr_array_add(g_array_index(items, Item, at - 1).rules, (ErRule *)rule);
}

/* Public items by name, each with its rules in the order of the table. */
static GArray *gather_items(void)
{
	GArray *items = g_array_new(FALSE, TRUE, sizeof(Item));
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	g_array_set_clear_func(items, clear_item);
	for (uint32_t i = 0; er_rules_at(i) != NULL; i++) {
		g_auto(GStrv) same_as = g_strsplit(er_rules_at(i)->same_as, "; ", -1);
		for (guint k = 0; same_as[k] != NULL; k++)
			if (*same_as[k] != '\0')
				note_item(items, known, same_as[k], er_rules_at(i));
	}
	g_array_sort(items, by_item);
	return items;
}

static char *rules_of(const Item *item)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < item->rules->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", ((const ErRule *)item->rules->pdata[i])->id);
	return g_string_free(out, FALSE);
}

static void add_reference(GString *out, ErRulebookFormat format, const char *item, const char *what)
{
	if (format == ER_RULEBOOK_MARKDOWN) {
		g_string_append(out, "|");
		add_cell(out, item);
		add_cell(out, what);
		g_string_append_c(out, '\n');
	} else {
		g_string_append_printf(out, "%s\n    %s\n", item, what);
	}
}

static GString *cross_reference_json(const GArray *items)
{
	GString *out = g_string_new(NULL);
	ErJsonOut json = er_json_out(out);

	er_json_open(&json, NULL, '[');
	for (guint i = 0; i < items->len; i++) {
		const Item *item = &g_array_index(items, Item, i);
		er_json_open_inline(&json, NULL, '{');
		er_json_string(&json, "item", item->item);
		er_json_open(&json, "rules", '[');
		for (guint k = 0; k < item->rules->len; k++)
			er_json_string(&json, NULL, ((const ErRule *)item->rules->pdata[k])->id);
		er_json_close(&json, ']');
		er_json_close(&json, '}');
	}
	for (uint32_t i = 0; er_rules_unmapped(i) != NULL; i++) {
		er_json_open_inline(&json, NULL, '{');
		er_json_string(&json, "item", er_rules_unmapped(i)->item);
		er_json_open(&json, "rules", '[');
		er_json_close(&json, ']');
		er_json_string(&json, "why", er_rules_unmapped(i)->why);
		er_json_close(&json, '}');
	}
	er_json_close(&json, ']');
	g_string_append_c(out, '\n');
	return out;
}

GString *er_rulebook_cross_reference(ErRulebookFormat format)
{
	g_autoptr(GArray) items = gather_items();

	if (format == ER_RULEBOOK_JSON)
		return cross_reference_json(items);
	GString *out = g_string_new(format == ER_RULEBOOK_MARKDOWN ? "| public item | rules |\n| --- | --- |\n" : "");
	for (guint i = 0; i < items->len; i++) {
		g_autofree char *rules = rules_of(&g_array_index(items, Item, i));
		add_reference(out, format, g_array_index(items, Item, i).item, rules);
	}
	for (uint32_t i = 0; er_rules_unmapped(i) != NULL; i++) {
		g_autofree char *why = g_strdup_printf("no rule (%s): %s", er_rules_unmapped(i)->about, er_rules_unmapped(i)->why);
		add_reference(out, format, er_rules_unmapped(i)->item, why);
	}
	return out;
}
