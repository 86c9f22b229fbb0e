/* erscope check: the verdict and the findings, and an exit status that a pipeline can act on. */
#include "cli.h"

#include <erscope/words.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct { char *fail_on, *format, *path; gboolean brief; } Options;

static bool wants_colour(const Options *options)
{
	const char *no = g_getenv("NO_COLOR");

	return (options->path == NULL || strcmp(options->path, "-") == 0) && (no == NULL || *no == '\0') && isatty(STDOUT_FILENO) == 1;
}

/* Unknown results that could be as bad as high. */
static uint32_t count_unknown(const ErFindings *findings)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(findings); i++)
		n += er_findings_at(findings, i)->result == ER_RESULT_UNKNOWN && er_findings_at(findings, i)->severity >= ER_SEV_HIGH;
	return n;
}

static int check(const Options *options, const ErCommon *common, ErSeverity fail_on, bool unknown_too)
{
	ErRun run;
	bool json = options->format != NULL && strcmp(options->format, "json") == 0;

	er_run_start(&run, common, json ? 2 : 1);
	bool colour = wants_colour(options);
	g_autoptr(GString) text = json ? er_results_json(run.flows, run.findings, NULL, common->as_of, run.diags)
	                        : options->brief ? er_words_brief(run.findings, run.flows, fail_on, colour)
	                                         : er_words_check(run.findings, run.flows, common->as_of, fail_on, colour);
	uint32_t failing = er_findings_at_least(run.findings, fail_on), open = unknown_too ? count_unknown(run.findings) : 0;
	bool written = er_cli_write(options->path, text);
	/* The text counts findings only: say what made the status. */
	if (open > 0 && failing == 0)
		fprintf(stderr, "erscope check: %u %s not decided and could be of severity high or above (--fail-on unknown)\n", open, open == 1 ? "question is" : "questions are");
	int status = !written ? ER_EXIT_OUTPUT : run.status != ER_EXIT_FINE ? run.status : failing + open > 0 ? ER_EXIT_FINDINGS : ER_EXIT_FINE;
	er_run_end(&run);
	return status;
}

int cmd_check(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	ErSeverity fail_on = ER_SEV_HIGH;
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on, "critical, high (default), medium, low, info; unknown: high, and what could not be decided", "SEVERITY" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default) or json", "FORMAT" },
		{ "brief", 0, 0, G_OPTION_ARG_NONE, &options.brief, "The verdict on one screen", NULL },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Checks an inventory: verdict, findings, and what could not be decided.", own, &common)) {
		bool unknown_too = options.fail_on != NULL && strcmp(options.fail_on, "unknown") == 0;
		if (options.fail_on != NULL && !unknown_too && !er_severity_parse(options.fail_on, &fail_on))
			fprintf(stderr, "erscope check: --fail-on is critical, high, medium, low, info or unknown, not '%s'\n", options.fail_on);
		else if (options.format != NULL && strcmp(options.format, "text") != 0 && strcmp(options.format, "json") != 0)
			fprintf(stderr, "erscope check: there is no format '%s'; there are text and json\n", options.format);
		else if (er_cli_has_files(&common))
			status = check(&options, &common, fail_on, unknown_too);
	}
	g_free(options.fail_on);
	g_free(options.format);
	g_free(options.path);
	er_cli_clear(&common);
	return status;
}
