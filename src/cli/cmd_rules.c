/* erscope rules: the rule table and the table of diagnostics, printed from the rows themselves. */
#include "cli.h"

static void add_list(GString *out)
{
	for (uint32_t i = 0; i < er_rules_count(); i++) {
		const ErRule *rule = er_rules_at(i);
		g_string_append_printf(out, "%-11s %-9s %s\n", rule->id, er_severity_name(rule->severity), rule->title);
	}
}

static bool add_rule(GString *out, const char *id)
{
	uint32_t n = er_rules_count();
	g_autofree const char **ids = g_new(const char *, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		const ErRule *rule = er_rules_at(i);
		ids[i] = rule->id;
		if (g_ascii_strcasecmp(rule->id, id) != 0)
			continue;
		g_string_append_printf(out, "%s%s  %s\n  severity  %s\n  subject   %s\n  fix       %s\n  same as   %s\n  see       %s\n", out->len > 0 ? "\n" : "", rule->id, rule->title,
		                       er_severity_name(rule->severity), rule->scope, rule->remedy, *rule->same_as != '\0' ? rule->same_as : "none in the public catalogues", rule->url);
		return true;
	}
	er_cli_tell_unknown("rule", id, ids, n);
	return false;
}

static void add_diagnostics(GString *out)
{
	for (ErDiagCode code = 0; code < ER_D__COUNT; code++)
		g_string_append_printf(out, "%s  %-8s %s\n          what was done: %s\n          what to do: %s\n", er_diag_id(code), er_diag_severity_name(er_diag_severity(code)),
		                       er_diag_met(code), er_diag_done(code), er_diag_todo(code));
}

int cmd_rules(int argc, char **argv)
{
	gboolean diagnostics = FALSE;
	ErCommon common = { 0 };
	int status = ER_EXIT_FINE;
	g_autoptr(GString) out = g_string_new(NULL);
	const GOptionEntry own[] = {
		{ "diagnostics", 0, 0, G_OPTION_ARG_NONE, &diagnostics, "List the diagnostics instead", NULL },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Lists the rules that check applies, or tells one by its ID.", own, &common)) {
		er_cli_clear(&common);
		return ER_EXIT_USAGE;
	}
	if (diagnostics)
		add_diagnostics(out);
	else if (common.files == NULL)
		add_list(out);
	for (guint i = 0; !diagnostics && common.files != NULL && common.files[i] != NULL; i++)
		if (!add_rule(out, common.files[i]))
			status = ER_EXIT_USAGE;
	if (!er_cli_write(NULL, out))
		status = ER_EXIT_OUTPUT;
	er_cli_clear(&common);
	return status;
}
