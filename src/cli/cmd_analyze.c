/* erscope analyze: the results document. */
#include "cli.h"

#include <erscope/output.h>

#include <stdio.h>
#include <string.h>

static int write_document(const ErRun *run, const ErCommon *common, const char *path)
{
	g_autoptr(GString) json = er_results_json(run->flows, run->findings, common->as_of, run->diags);
	g_autoptr(GError) error = NULL;

	if (path == NULL || strcmp(path, "-") == 0) {
		if (fwrite(json->str, 1, json->len, stdout) == json->len && fflush(stdout) == 0)
			return run->status;
		fprintf(stderr, "erscope analyze: cannot write to standard output\n");
		return ER_EXIT_OUTPUT;
	}
	if (er_output_write(path, json->str, json->len, &error))
		return run->status;
	fprintf(stderr, "erscope analyze: %s\n", error->message);
	return ER_EXIT_OUTPUT;
}

int cmd_analyze(int argc, char **argv)
{
	g_autofree char *format = NULL;
	g_autofree char *path = NULL;
	int depth = 2, status = ER_EXIT_USAGE;
	ErCommon common = { 0 };
	const GOptionEntry own[] = {
		{ "format", 0, 0, G_OPTION_ARG_STRING, &format, "json (the only one)", "FORMAT" },
		{ "depth", 0, 0, G_OPTION_ARG_INT, &depth, "Largest cut sets worked out: 1, 2 (default) or 3", "N" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Works out flows, single points of failure and findings; writes one JSON document.", own, &common))
		;
	else if (format != NULL && strcmp(format, "json") != 0)
		fprintf(stderr, "erscope analyze: there is no format '%s'; it is json\n", format);
	else if (depth < 1 || depth > 3)
		fprintf(stderr, "erscope analyze: --depth is 1, 2 or 3\n");
	else if (common.files == NULL)
		fprintf(stderr, "erscope analyze: name at least one inventory file\n");
	else {
		ErRun run;
		er_run_start(&run, &common, (uint32_t)depth);
		status = write_document(&run, &common, path);
		er_run_end(&run);
	}
	er_cli_clear(&common);
	return status;
}
