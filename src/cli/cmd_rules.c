/* erscope rules: the rule table and the table of diagnostics, printed from the rows themselves. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static void print_list(void)
{
	for (uint32_t i = 0; i < er_rules_count(); i++) {
		const ErRule *rule = er_rules_at(i);
		printf("%-11s %-9s %s\n", rule->id, er_severity_name(rule->severity), rule->title);
	}
}

static bool print_rule(const char *id)
{
	for (uint32_t i = 0; i < er_rules_count(); i++) {
		const ErRule *rule = er_rules_at(i);
		if (g_ascii_strcasecmp(rule->id, id) != 0)
			continue;
		printf("%s  %s\n  severity  %s\n  subject   %s\n  fix       %s\n  same as   %s\n  see       %s\n", rule->id, rule->title, er_severity_name(rule->severity),
		       rule->scope, rule->remedy, *rule->same_as != '\0' ? rule->same_as : "none in the public catalogues", rule->url);
		return true;
	}
	fprintf(stderr, "erscope rules: there is no rule '%s'; 'erscope rules' lists them\n", id);
	return false;
}

static void print_diagnostics(void)
{
	for (ErDiagCode code = 0; code < ER_D__COUNT; code++)
		printf("%s  %-8s %s\n          what was done: %s\n          what to do: %s\n", er_diag_id(code), er_diag_severity_name(er_diag_severity(code)),
		       er_diag_met(code), er_diag_done(code), er_diag_todo(code));
}

int cmd_rules(int argc, char **argv)
{
	gboolean diagnostics = FALSE;
	ErCommon common = { 0 };
	int status = ER_EXIT_FINE;
	const GOptionEntry own[] = {
		{ "diagnostics", 0, 0, G_OPTION_ARG_NONE, &diagnostics, "List the diagnostics instead", NULL },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Lists the rules that check applies, or tells one by its ID.", own, &common)) {
		er_cli_clear(&common);
		return ER_EXIT_USAGE;
	}
	if (diagnostics)
		print_diagnostics();
	else if (common.files == NULL)
		print_list();
	for (guint i = 0; !diagnostics && common.files != NULL && common.files[i] != NULL; i++)
		if (!print_rule(common.files[i]))
			status = ER_EXIT_USAGE;
	er_cli_clear(&common);
	return status;
}
