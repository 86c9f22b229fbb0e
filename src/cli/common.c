/* What the commands share: options, the date, one run of the pipe, diagnostics on stderr, writing, names that come near. */
#include "cli.h"
#include "commands.h"
#include "config.h"

#include <erscope/lang.h>
#include <erscope/output.h>
#include <erscope/sanitize.h>
#include <erscope/text.h>
#include <erscope/words.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --as-of, else SOURCE_DATE_EPOCH, else today (UTC): the only date in any output. */
static char *date_of(const char *given)
{
	const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
	g_autoptr(GDateTime) now = NULL;

	if (given != NULL)
		return g_strdup(given);
	if (epoch != NULL)
		now = g_date_time_new_from_unix_utc(g_ascii_strtoll(epoch, NULL, 10));
	if (now == NULL)
		now = g_date_time_new_now_utc();
	return g_date_time_format(now, "%Y-%m-%d");
}

bool er_cli_parse(int *argc, char ***argv, const char *summary, const GOptionEntry *own, ErCommon *common)
{
	g_autofree char *as_of = NULL, *lang = NULL, *config = NULL;
	gboolean no_config = FALSE;
	const GOptionEntry shared[] = {
		{ "site", 0, 0, G_OPTION_ARG_FILENAME, &common->site, "Site description (XML or JSON): what no inventory holds", "FILE" },
		{ "capture", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &common->captures, "A live capture and what it is of: a gateway, or CIRCUIT/primary, CIRCUIT/secondary; may be repeated", "RESOURCE=FILE" },
		{ "tables", 0, 0, G_OPTION_ARG_FILENAME, &common->tables, "Tables of your own, whose rows stand in place of erscope's (see erscope tables)", "FOLDER" },
		{ "sanitize", 0, 0, G_OPTION_ARG_NONE, &common->sanitize, "Stand-ins for subscriptions, names, addresses, tags and texts, the same in every output; verdicts stay", NULL },
		{ "before", 0, 0, G_OPTION_ARG_NONE, &common->before, "Of what-if results and Terraform plans the state before the change", NULL },
		{ "as-of", 0, 0, G_OPTION_ARG_STRING, &as_of, "Date of the report (default: SOURCE_DATE_EPOCH, else today)", "YYYY-MM-DD" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &lang, "Language of headings, legends and notes: en (default), de; the environment's does not count", "LANG" },
		{ "config", 0, 0, G_OPTION_ARG_FILENAME, &config, "Options from FILE in place of the user's erscope.conf (see erscope.conf(5)); the command line wins", "FILE" },
		{ "no-config", 0, 0, G_OPTION_ARG_NONE, &no_config, "No options from the user's erscope.conf", NULL },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &common->quiet, "Errors only on stderr", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &common->verbose, "Also notes of severity info on stderr", NULL },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &common->files, NULL, er_command_operands((*argv)[0]) },
		{ 0 },
	};
	const ErTable table = { (*argv)[0], summary, own, shared };
	if (er_commands_show(&table))
		return false;
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *program = g_strconcat("erscope ", (*argv)[0], NULL);

	(void)argc;
	g_set_prgname(program);
	g_auto(GStrv) arguments = er_config_arguments(&table, *argv);
	if (arguments == NULL)
		return false;
	g_option_context_set_summary(context, summary);
	if (own != NULL)
		g_option_context_add_main_entries(context, own, NULL);
	g_option_context_add_main_entries(context, shared, NULL);
	if (!g_option_context_parse_strv(context, &arguments, &error)) {
		fprintf(stderr, "%s: %s\nTry '%s --help'.\n", program, error->message, program);
		return false;
	}
	if (as_of != NULL && !er_text_is_date(as_of)) {
		fprintf(stderr, "%s: --as-of '%s' is no date of the form YYYY-MM-DD\n", program, as_of);
		return false;
	}
	if (lang != NULL && !er_lang_set(lang, &error)) {
		fprintf(stderr, "%s: --lang: %s\n", program, error->message);
		return false;
	}
	for (char **capture = common->captures; capture != NULL && *capture != NULL; capture++)
		if (strchr(*capture, '=') == NULL || **capture == '=') {
			fprintf(stderr, "%s: --capture '%s' is not of the form RESOURCE=FILE\n", program, *capture);
			return false;
		}
	common->as_of = date_of(as_of);
	if (common->verbose)
		er_config_tell();
	return true;
}

bool er_cli_has_files(const ErCommon *common)
{
	if (common->files == NULL)
		fprintf(stderr, "%s: name at least one inventory file\n", g_get_prgname());
	return common->files != NULL;
}

void er_cli_clear(ErCommon *common)
{
	g_strfreev(common->files);
	g_strfreev(common->captures);
	g_free(common->as_of);
	g_free(common->site);
	g_free(common->tables);
}

void er_cli_tell_diags(const ErDiags *diags, const ErCommon *common)
{
	ErDiagSeverity least = common->quiet ? ER_DIAG_ERROR : common->verbose ? ER_DIAG_INFO : ER_DIAG_WARNING;

	for (uint32_t i = 0; i < er_diags_count(diags); i++) {
		const ErDiag *diag = er_diags_at(diags, i);
		if (er_diag_severity(diag->code) < least)
			continue;
		g_autofree char *line = er_diag_format(diag);
		fprintf(stderr, "%s\n", line);
	}
}

static ErInventory *read_inputs(const ErCommon *common, ErDiags *diags)
{
	uint32_t n_files = common->files != NULL ? g_strv_length(common->files) : 0, n_captures = common->captures != NULL ? g_strv_length(common->captures) : 0;
	g_autofree ErInput *inputs = g_new0(ErInput, n_files + n_captures + 1);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < n_files; i++)
		inputs[i].file = common->files[i];
	for (uint32_t i = 0; i < n_captures; i++) {
		const char *sign = strchr(common->captures[i], '=');
		g_ptr_array_add(names, g_strndup(common->captures[i], (gsize)(sign - common->captures[i])));
		inputs[n_files + i] = (ErInput){ .file = sign + 1, .of = names->pdata[i] };
	}
	return er_inventory_read_inputs(inputs, n_files + n_captures, common->before, diags);
}

static bool is_public(const void *tables, const char *text)
{
	return er_tables_have_facility(tables, text);
}

ErInventory *er_cli_read(const ErCommon *common, ErEstate *estate, const ErTables *tables, ErDiags *diags)
{
	ErInventory *inv = read_inputs(common, diags);

	if (common->sanitize)
		er_sanitize(inv, estate, is_public, tables, diags);
	return inv;
}

char *er_cli_inventory_name(const ErCommon *common)
{
	guint n = g_strv_length(common->files);

	if (n == 1)
		return common->sanitize ? g_strdup("input") : g_path_get_basename(common->files[0]);
	return g_strdup_printf("%u files", n);
}

static void read_beside(ErRun *run, const ErCommon *common)
{
	run->estate = common->site != NULL ? er_estate_read(common->site, run->diags) : NULL;
	run->tables = er_tables_read(common->tables, run->diags);
}

static void work_out(ErRun *run, const ErCommon *common, const ErStateBefore *earlier, uint32_t depth)
{
	run->net = er_network_build_both(run->inv, run->estate, run->tables, earlier, run->diags);
	run->flows = er_flows_build(run->net, depth, run->diags);
	run->findings = er_findings_check(run->flows, common->as_of);
	er_diags_finish(run->diags);
	er_cli_tell_diags(run->diags, common);
	if (er_diags_worst(run->diags) == ER_DIAG_ERROR || er_inventory_names_only(run->inv))
		run->status = ER_EXIT_INPUT;
}

void er_run_start(ErRun *run, const ErCommon *common, uint32_t depth)
{
	*run = (ErRun){ .diags = er_diags_new() };
	read_beside(run, common);
	run->inv = er_cli_read(common, run->estate, run->tables, run->diags);
	work_out(run, common, NULL, depth);
}

void er_run_go_on(ErRun *run, ErInventory *inv, ErDiags *diags, const ErCommon *common, const ErStateBefore *earlier, uint32_t depth)
{
	*run = (ErRun){ .diags = diags, .inv = inv };
	read_beside(run, common);
	const ErEstate *before = earlier != NULL ? er_network_estate(earlier->net) : NULL;
	if (before != NULL && run->estate != NULL) {
		run->now = run->estate;
		run->estate = er_estate_both(run->now, before);
	}
	work_out(run, common, earlier, depth);
}

void er_run_end(ErRun *run)
{
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_tables_free(run->tables);
	er_estate_free(run->estate);
	er_estate_free(run->now);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

bool er_run_is_empty(const ErRun *run)
{
	return !er_network_has_expressroute(run->net) || er_inventory_names_only(run->inv);
}

void er_cli_add_ledger(GString *text, const ErRun *run)
{
	g_autoptr(GString) ledger = er_words_ledger(run->net);

	g_string_append(text, g_str_has_suffix(text->str, "\n\n") ? "" : "\n");
	g_string_append(text, ledger->str);
}

/* ---- writing ---- */

bool er_cli_write(const char *path, const GString *text)
{
	g_autoptr(GError) error = NULL;

	if (path == NULL || strcmp(path, "-") == 0) {
		if (fwrite(text->str, 1, text->len, stdout) == text->len && fflush(stdout) == 0)
			return true;
		fprintf(stderr, "%s: cannot write to standard output\n", g_get_prgname());
		return false;
	}
	if (er_output_write(path, text->str, text->len, &error))
		return true;
	fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
	return false;
}

/* ---- names that come near ---- */

enum { MOST_NEAR = 5, MOST_TOLD = 8 };

void er_cli_tell_unknown(const char *what, const char *text, const char *const *names, uint32_t n)
{
	uint32_t near[MOST_NEAR], n_near = er_near_names(text, names, n, near, MOST_NEAR);

	fprintf(stderr, "%s: there is no %s '%s'", g_get_prgname(), what, text);
	for (uint32_t i = 0; i < n_near; i++)
		fprintf(stderr, "%s%s", i == 0 ? "; near: " : ", ", names[near[i]]);
	for (uint32_t i = 0; n_near == 0 && i < n && i < MOST_TOLD; i++)
		fprintf(stderr, "%s%s", i > 0 ? ", " : n == 1 ? "; there is " : "; there are ", names[i]);
	if (n_near == 0 && n > MOST_TOLD)
		fprintf(stderr, " and %u more", n - MOST_TOLD);
	fputc('\n', stderr);
}
