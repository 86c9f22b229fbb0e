/* erscope rules: the rule table, its cross-reference and the table of diagnostics, printed from the rows themselves. */
#include "cli.h"

#include <erscope/rulebook.h>

#include <stdio.h>
#include <string.h>

typedef struct { gboolean diagnostics, cross_reference, full; char *format; char **inventory; } Options;

static void add_diagnostics(GString *out)
{
	for (ErDiagCode code = 0; code < ER_D__COUNT; code++)
		g_string_append_printf(out, "%s  %-8s %s\n          what was done: %s\n          what to do: %s\n", er_diag_id(code), er_diag_severity_name(er_diag_severity(code)),
		                       er_diag_met(code), er_diag_done(code), er_diag_todo(code));
}

/* The row of @id, whatever its case; NULL is told. */
static const ErRule *find_rule(const char *id)
{
	uint32_t n = er_rules_count();
	g_autofree const char **ids = g_new(const char *, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		ids[i] = er_rules_at(i)->id;
		if (g_ascii_strcasecmp(ids[i], id) == 0)
			return er_rules_at(i);
	}
	er_cli_tell_unknown("rule", id, ids, n);
	return NULL;
}

/* The rules named, or all. Returns: false when one is not known. */
static bool choose(GPtrArray *rules, char **names)
{
	bool all = true;

	for (uint32_t i = 0; names == NULL && er_rules_at(i) != NULL; i++)
		g_ptr_array_add(rules, (ErRule *)er_rules_at(i));
	for (guint i = 0; names != NULL && names[i] != NULL; i++) {
		const ErRule *rule = find_rule(names[i]);
		all = all && rule != NULL;
		if (rule != NULL)
			g_ptr_array_add(rules, (ErRule *)rule);
	}
	return all;
}

static bool parse_format(const char *name, ErRulebookFormat *out)
{
	static const char *const names[] = { "text", "markdown", "json" };

	for (ErRulebookFormat format = ER_RULEBOOK_TEXT; format <= ER_RULEBOOK_JSON; format++)
		if (name == NULL || strcmp(name, names[format]) == 0) {
			*out = format;
			return true;
		}
	fprintf(stderr, "erscope rules: there is no format '%s'; there are text, markdown and json\n", name);
	return false;
}

/* The rules, beside what the inventory decides of them when one is given. */
static int put_rules(GString **out, const Options *options, ErCommon *common, ErRulebookFormat format)
{
	g_autoptr(GPtrArray) rules = g_ptr_array_new();
	char **names = common->files;
	int status = choose(rules, names) ? ER_EXIT_FINE : ER_EXIT_USAGE;
	bool full = options->full || names != NULL;
	ErRun run = { 0 };

	if (options->inventory != NULL) {
		common->files = options->inventory;
		er_run_start(&run, common, 1);
		common->files = names;
	}
	*out = er_rulebook((const ErRule *const *)rules->pdata, rules->len, format, full, run.findings);
	if (options->inventory != NULL) {
		status = status != ER_EXIT_FINE ? status : run.status;
		er_run_end(&run);
	}
	return status;
}

int cmd_rules(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	ErRulebookFormat format;
	int status = ER_EXIT_USAGE;
	GString *out = NULL;
	const GOptionEntry own[] = {
		{ "inventory", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inventory, "Also tell what this inventory decides of each rule; may be repeated", "FILE" },
		{ "full", 0, 0, G_OPTION_ARG_NONE, &options.full, "Everything about each rule, not one line", NULL },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default), markdown or json", "FORMAT" },
		{ "cross-reference", 0, 0, G_OPTION_ARG_NONE, &options.cross_reference, "List the items of public catalogues with their rules instead", NULL },
		{ "diagnostics", 0, 0, G_OPTION_ARG_NONE, &options.diagnostics, "List the diagnostics instead", NULL },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Lists the rules that check applies, or tells those named by ID.", own, &common) && parse_format(options.format, &format)) {
		status = ER_EXIT_FINE;
		if (options.diagnostics)
			add_diagnostics(out = g_string_new(NULL));
		else if (options.cross_reference)
			out = er_rulebook_cross_reference(format);
		else
			status = put_rules(&out, &options, &common, format);
		if (!er_cli_write(NULL, out))
			status = ER_EXIT_OUTPUT;
		g_string_free(out, TRUE);
	}
	g_free(options.format);
	g_strfreev(options.inventory);
	er_cli_clear(&common);
	return status;
}
