/*
 * erscope check: the verdict and the findings, for people and for other programs, and an exit status that a pipeline can act on. What
 * is reported is what counts: rules and subjects that were not asked for, and against a baseline what is not new, do not.
 */
#include "cli.h"
#include "selection.h"

#include <erscope/formats.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	char *fail_on, *format, *path, *baseline, *profile;
	char **rules, **families, **skip;
	gboolean brief;
} Options;

/* What the options say, once they are understood. */
typedef struct {
	const Options *options;
	ErSeverity fail_on;
	bool unknown_too;
	ErFormat write;        /* NULL: text */
	ErChosen *chosen;
	ErBaseline *baseline;  /* NULL: none */
} Check;

static const struct { const char *name; ErFormat write; } formats[] = {
	{ "text", NULL }, { "json", er_report_json }, { "sarif", er_report_sarif }, { "junit", er_report_junit }, { "openmetrics", er_report_openmetrics },
	{ "csv", er_report_csv }, { "github", er_report_github }, { "azure", er_report_azure },
};

static bool wants_colour(const Options *options)
{
	const char *no = g_getenv("NO_COLOR");

	return (options->path == NULL || strcmp(options->path, "-") == 0) && (no == NULL || *no == '\0') && isatty(STDOUT_FILENO) == 1;
}

typedef struct { uint32_t failing, open; } Counts;

/* Failures at the threshold, and unknown results that could be as bad as high. */
static Counts count(const Check *check, const ErReport *report)
{
	Counts counts = { 0 };

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (report->since != NULL && !er_comparison_is_new(report->since, i))
			continue;
		counts.failing += finding->result == ER_RESULT_FAIL && finding->state != ER_FINDING_ACCEPTED && finding->severity >= check->fail_on;
		counts.open += check->unknown_too && finding->result == ER_RESULT_UNKNOWN && finding->severity >= ER_SEV_HIGH;
	}
	return counts;
}

static GString *text_of(const Check *check, const ErReport *report)
{
	bool colour = wants_colour(check->options);

	if (check->write != NULL)
		return check->write(report);
	return check->options->brief ? er_report_brief(report, check->fail_on, colour) : er_report_text(report, check->fail_on, colour);
}

static int run_check(const Check *check, const ErCommon *common)
{
	ErRun run;
	const ErSelection selection = er_chosen_selection(check->chosen);

	/* A baseline is of that depth, too. */
	er_run_start(&run, common, check->write == er_report_json || check->baseline != NULL ? 2 : 1);
	er_findings_select(run.findings, &selection);
	g_autoptr(ErComparison) since = check->baseline != NULL ? er_comparison_new(run.findings, check->baseline, &selection) : NULL;
	const ErReport report = { run.flows, run.findings, since, run.diags, common->as_of };
	g_autoptr(GString) text = text_of(check, &report);
	const Counts counts = count(check, &report);
	bool written = er_cli_write(check->options->path, text);
	/* The text counts findings only: say what made the status. */
	if (counts.open > 0 && counts.failing == 0)
		fprintf(stderr, "erscope check: %u %s not decided and could be of severity high or above (--fail-on unknown)\n", counts.open, counts.open == 1 ? "question is" : "questions are");
	int status = !written ? ER_EXIT_OUTPUT : run.status != ER_EXIT_FINE ? run.status : counts.failing + counts.open > 0 ? ER_EXIT_FINDINGS : ER_EXIT_FINE;
	er_run_end(&run);
	return status;
}

/* ---- options ---- */

static bool understand_format(Check *check, const char *name)
{
	const char *names[G_N_ELEMENTS(formats)];

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		names[i] = formats[i].name;
		if (name != NULL && strcmp(formats[i].name, name) != 0)
			continue;
		check->write = formats[i].write;
		return true;
	}
	er_cli_tell_unknown("format", name, names, G_N_ELEMENTS(formats));
	return false;
}

static bool understand_threshold(Check *check, const char *text)
{
	check->unknown_too = g_strcmp0(text, "unknown") == 0;
	if (text == NULL || check->unknown_too || er_severity_parse(text, &check->fail_on))
		return true;
	fprintf(stderr, "erscope check: --fail-on is critical, high, medium, low, info or unknown, not '%s'\n", text);
	return false;
}

/* What a baseline knows findings by hangs on their names. */
static bool may_compare(const Options *options, const ErCommon *common)
{
	if (options->baseline == NULL || !common->sanitize)
		return true;
	fprintf(stderr, "erscope check: --baseline and --sanitize do not go together: findings are known again by their names; compare first, or leave out one of them\n");
	return false;
}

static bool read_baseline(Check *check, const char *file)
{
	g_autoptr(GError) error = NULL;

	if (file == NULL)
		return true;
	check->baseline = er_baseline_read(file, &error);
	if (check->baseline == NULL)
		fprintf(stderr, "erscope check: --baseline %s\n", error->message);
	return check->baseline != NULL;
}

static bool understand(Check *check, const Options *options)
{
	if (!understand_threshold(check, options->fail_on) || !understand_format(check, options->format))
		return false;
	if (options->brief && check->write != NULL) {
		fprintf(stderr, "erscope check: --brief is of the format text\n");
		return false;
	}
	check->chosen = er_chosen_new(options->rules, options->families, options->skip, options->profile);
	return check->chosen != NULL;
}

static void clear(Options *options)
{
	g_free(options->fail_on);
	g_free(options->format);
	g_free(options->path);
	g_free(options->baseline);
	g_free(options->profile);
	g_strfreev(options->rules);
	g_strfreev(options->families);
	g_strfreev(options->skip);
}

int cmd_check(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	Check check = { .options = &options, .fail_on = ER_SEV_HIGH };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on, "critical, high (default), medium, low, info; unknown: high, and what could not be decided", "SEVERITY" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default), json, sarif, junit, openmetrics, csv, github, azure", "FORMAT" },
		{ "brief", 0, 0, G_OPTION_ARG_NONE, &options.brief, "The verdict on one screen", NULL },
		{ "rule", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.rules, "Only these rules are reported and count for --fail-on; may be repeated", "ID[,ID…]" },
		{ "family", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.families, "Likewise all rules of these families: TOP, GW …", "NAME[,NAME…]" },
		{ "skip", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.skip, "These rules are not reported and do not count", "ID[,ID…]" },
		{ "profile", 0, 0, G_OPTION_ARG_FILENAME, &options.profile, "Key file: [severity] ID=SEVERITY; [exclude] rules=ID,… subjects=PATTERN,…", "FILE" },
		{ "baseline", 0, 0, G_OPTION_ARG_FILENAME, &options.baseline, "Result of an earlier check --format json: tells what is new, unchanged, fixed; --fail-on then counts only what is new", "FILE" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Checks an inventory: verdict, findings, and what could not be decided.", own, &common) && understand(&check, &options) && may_compare(&options, &common) && er_cli_has_files(&common))
		status = read_baseline(&check, options.baseline) ? run_check(&check, &common) : ER_EXIT_INPUT;
	er_baseline_free(check.baseline);
	er_chosen_free(check.chosen);
	clear(&options);
	er_cli_clear(&common);
	return status;
}
