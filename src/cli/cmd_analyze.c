/* erscope analyze: the results document. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static int analyze(const ErCommon *common, uint32_t depth, bool scenarios, const char *path)
{
	ErRun run;

	er_run_start(&run, common, depth);
	g_autoptr(ErEvents) events = er_events_new(run.flows);
	for (uint32_t i = 0; scenarios && i < er_n_scenarios(); i++)
		/* The sweep is the others once more. */
		if (strcmp(er_scenario(i)->id, "SC-33") != 0)
			er_events_add_scenario(events, er_scenario(i), NULL, 0);
	g_autoptr(GString) json = er_results_json(run.flows, run.findings, events, common->as_of, run.diags);
	int status = er_cli_write(path, json) ? run.status : ER_EXIT_OUTPUT;
	er_run_end(&run);
	return status;
}

int cmd_analyze(int argc, char **argv)
{
	g_autofree char *format = NULL;
	g_autofree char *path = NULL;
	gboolean scenarios = FALSE;
	int depth = 2, status = ER_EXIT_USAGE;
	ErCommon common = { 0 };
	const GOptionEntry own[] = {
		{ "format", 0, 0, G_OPTION_ARG_STRING, &format, "json (the only one)", "FORMAT" },
		{ "depth", 0, 0, G_OPTION_ARG_INT, &depth, "Largest cut sets worked out: 1, 2 (default) or 3", "N" },
		{ "scenarios", 0, 0, G_OPTION_ARG_NONE, &scenarios, "Also every scenario of the catalogue on every target (see erscope fail)", NULL },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Works out flows, single points of failure and findings; writes one JSON document.", own, &common))
		;
	else if (format != NULL && strcmp(format, "json") != 0)
		fprintf(stderr, "erscope analyze: there is no format '%s'; it is json\n", format);
	else if (depth < 1 || depth > 3)
		fprintf(stderr, "erscope analyze: --depth is 1, 2 or 3\n");
	else if (er_cli_has_files(&common))
		status = analyze(&common, (uint32_t)depth, scenarios, path);
	er_cli_clear(&common);
	return status;
}
