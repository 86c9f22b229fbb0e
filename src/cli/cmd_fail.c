/*
 * erscope fail INVENTORY… WHAT…: what happens if this fails. An argument that is a file is an inventory, every other says what fails: a
 * component or shared-risk group by id or name, or a scenario (SC-01 …). Several parts fail at once; a scenario is run for each of its
 * targets, with the parts named beside it gone meanwhile.
 */
#include "cli.h"
#include "what.h"

#include <erscope/words.h>

#include <stdio.h>
#include <string.h>

typedef struct { char *path, *format; gboolean brief; } Options;

/* The sweep has far too many events to tell each in full. */
static bool is_sweep(const ErWhat *what)
{
	for (guint i = 0; i < what->scenarios->len; i++)
		if (strcmp(((const ErScenario *)what->scenarios->pdata[i])->id, "SC-33") == 0)
			return true;
	return false;
}

/* The catalogue, with what of it this estate could meet. */
static GString *list(const ErFlows *flows)
{
	GString *text = g_string_new("Scenarios, and how many targets they have here:\n");

	for (uint32_t i = 0; i < er_n_scenarios(); i++) {
		const ErScenario *scenario = er_scenario(i);
		g_autoptr(ErEvents) events = er_events_new(flows);
		uint32_t n = er_events_add_scenario(events, scenario, NULL, 0);
		if (n > 0)
			g_string_append_printf(text, "  %s  %4u  %s\n", scenario->id, n, scenario->title);
		else
			g_string_append_printf(text, "  %s     -  %s\n               needs %s\n", scenario->id, scenario->title, scenario->absent);
	}
	return text;
}

static GString *words(const ErFlows *flows, const ErEvents *events, const ErWhat *what, bool brief)
{
	GString *text = g_string_new(NULL);
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);

	for (uint32_t i = 0; i < er_events_count(events); i++) {
		const ErEvent *event = er_events_at(events, i);
		g_autoptr(ErImpacts) impacts = er_simulate(simulator, event);
		g_autoptr(GString) one = brief ? er_words_event_line(flows, event, impacts) : er_words_event(flows, event, impacts);
		g_string_append(text, one->str);
	}
	er_what_tell_absent(what, text);
	return text;
}

static int answer(const ErRun *run, const ErCommon *common, const Options *options, char *const *texts)
{
	g_autoptr(ErWhat) what = er_what_new("fail", run->flows, texts);

	if (what == NULL)
		return ER_EXIT_USAGE;
	g_autoptr(ErEvents) events = er_events_new(run->flows);
	bool json = options->format != NULL && strcmp(options->format, "json") == 0;
	er_what_add_events(what, events);
	g_autoptr(GString) text = json ? er_results_json(run->flows, run->findings, events, common->as_of, run->diags)
	                        : texts[0] == NULL ? list(run->flows) : words(run->flows, events, what, options->brief || is_sweep(what));
	if (!json && !options->brief)
		er_cli_add_ledger(text, run);
	return er_cli_write(options->path, text) ? run->status : ER_EXIT_OUTPUT;
}

/* ---- the command ---- */

/* Takes what is no file out of @common's files. (transfer full) */
static char **split_what(ErCommon *common)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new(), what = g_ptr_array_new();

	for (uint32_t i = 0; common->files != NULL && common->files[i] != NULL; i++) {
		bool file = strcmp(common->files[i], "-") == 0 || g_file_test(common->files[i], G_FILE_TEST_EXISTS);
		g_ptr_array_add(file ? files : what, common->files[i]);
	}
	bool any = files->len > 0;
	g_ptr_array_add(files, NULL);
	g_ptr_array_add(what, NULL);
	g_free(common->files);
	common->files = any ? (char **)g_ptr_array_steal(files, NULL) : NULL;
	return (char **)g_ptr_array_steal(what, NULL);
}

static int fail(const ErCommon *common, const Options *options, char *const *what)
{
	ErRun run;
	int status = ER_EXIT_INPUT;

	er_run_start(&run, common, 1);
	if (er_run_is_empty(&run))
		fprintf(stderr, "erscope fail: there is nothing that could fail: no ExpressRoute with its details in the input\n");
	else
		status = answer(&run, common, options, what);
	er_run_end(&run);
	return status;
}

int cmd_fail(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	g_auto(GStrv) what = NULL;
	const GOptionEntry own[] = {
		{ "brief", 0, 0, G_OPTION_ARG_NONE, &options.brief, "One line per event", NULL },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default), or json: the results document with these scenarios", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv,
	                 "Tells what happens if WHAT fails: a part or shared-risk group by id or name, several at once, or a scenario (SC-01 …);\n"
	                 "an argument that is no file is WHAT. Without WHAT: the scenarios and their targets here.", own, &common)) {
		what = split_what(&common);
		if (options.format != NULL && strcmp(options.format, "json") != 0 && strcmp(options.format, "text") != 0)
			fprintf(stderr, "erscope fail: there is no format '%s'; it is text or json\n", options.format);
		else if (common.files == NULL && what[0] != NULL)
			fprintf(stderr, "erscope fail: name at least one inventory file; '%s' is none\n", what[0]);
		else if (er_cli_has_files(&common))
			status = fail(&common, &options, what);
	}
	g_free(options.path);
	g_free(options.format);
	er_cli_clear(&common);
	return status;
}
