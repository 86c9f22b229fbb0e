/*
 * erscope fail INVENTORY… WHAT…: what happens if this fails. An argument that is a file is an inventory, every other says what fails: a
 * component or shared-risk group by id or name, or a scenario (SC-01 …). Several parts fail at once; a scenario is run for each of its
 * targets, with the parts named beside it gone meanwhile.
 */
#include "cli.h"

#include <erscope/words.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char *path, *format; gboolean brief; } Options;

typedef struct {
	GPtrArray *scenarios;   /* of ErScenario */
	GPtrArray *absent;      /* those of them that have no target here */
	GArray *elements;       /* of uint32_t */
} What;

/* ---- names ---- */

static bool same(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* "er-london#msee-primary" of a long id. */
static const char *last_segment(const char *id)
{
	const char *slash = *id == '/' ? strrchr(id, '/') : NULL;

	return slash != NULL ? slash + 1 : id;
}

static bool is_kind_and_name(const char *text, const char *kind, const char *name)
{
	size_t n = strlen(kind);

	return g_ascii_strncasecmp(text, kind, n) == 0 && text[n] == ':' && same(text + n + 1, name);
}

static bool names_component(const ErComponent *component, const char *text)
{
	return same(component->name, text) || same(last_segment(component->id), text) || is_kind_and_name(text, er_kind_name(component->kind), component->name);
}

static bool names_group(const ErGroup *group, const char *text)
{
	return same(group->name, text) || same(group->id + strlen("group:"), text);
}

/* Elements that @text may mean: one whose id it is, else all that are called so. (transfer full) */
static GArray *matches(const ErNetwork *net, const char *text)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t n = er_network_n_components(net);

	for (uint32_t i = 0; i < n + er_network_n_groups(net); i++) {
		const char *id = i < n ? er_network_component(net, i)->id : er_network_group(net, i - n)->id;
		if (!same(id, text))
			continue;
		g_array_set_size(found, 0);
		g_array_append_val(found, i);
		return found;
	}
	for (uint32_t i = 0; i < n + er_network_n_groups(net); i++)
		if (i < n ? names_component(er_network_component(net, i), text) : names_group(er_network_group(net, i - n), text))
			g_array_append_val(found, i);
	return found;
}

static void tell_ambiguous(const ErFlows *flows, const char *text, const GArray *found)
{
	fprintf(stderr, "erscope fail: '%s' may be one of several; give the id, or its kind before the name:\n", text);
	for (guint i = 0; i < found->len; i++)
		fprintf(stderr, "  %s\n", er_element_id(flows, NULL, g_array_index(found, uint32_t, i)));
}

static void tell_unknown(const ErNetwork *net, const char *text)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_components(net); i++)
		g_ptr_array_add(names, (void *)last_segment(er_network_component(net, i)->id));
	for (uint32_t i = 0; i < er_network_n_groups(net); i++)
		g_ptr_array_add(names, (void *)(er_network_group(net, i)->id + strlen("group:")));
	for (uint32_t i = 0; i < er_n_scenarios(); i++)
		g_ptr_array_add(names, (void *)er_scenario(i)->id);
	er_cli_tell_unknown("file, part or scenario", text, (const char *const *)names->pdata, names->len);
}

static bool understand(const ErFlows *flows, char *const *texts, What *what)
{
	for (uint32_t i = 0; texts[i] != NULL; i++) {
		const ErScenario *scenario = er_scenario_lookup(texts[i]);
		if (scenario != NULL) {
			g_ptr_array_add(what->scenarios, (void *)scenario);
			continue;
		}
		g_autoptr(GArray) found = matches(er_flows_network(flows), texts[i]);
		if (found->len != 1) {
			if (found->len > 1)
				tell_ambiguous(flows, texts[i], found);
			else
				tell_unknown(er_flows_network(flows), texts[i]);
			return false;
		}
		g_array_append_val(what->elements, g_array_index(found, uint32_t, 0));
	}
	return true;
}

/* ---- what fails ---- */

static void add_events(ErEvents *events, const What *what)
{
	const uint32_t *elements = (const uint32_t *)(void *)what->elements->data;

	for (guint i = 0; i < what->scenarios->len; i++)
		if (er_events_add_scenario(events, what->scenarios->pdata[i], elements, what->elements->len) == 0)
			g_ptr_array_add(what->absent, what->scenarios->pdata[i]);
	if (what->scenarios->len == 0)
		er_events_add_failure(events, elements, what->elements->len);
}

static void tell_absent(GString *text, const What *what)
{
	for (guint i = 0; i < what->absent->len; i++) {
		const ErScenario *scenario = what->absent->pdata[i];
		g_string_append_printf(text, "%s %s: nothing here that it could hit; it needs %s\n\n", scenario->id, scenario->title, scenario->absent);
	}
}

/* The sweep has far too many events to tell each in full. */
static bool is_sweep(const What *what)
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

static GString *words(const ErFlows *flows, const ErEvents *events, const What *what, bool brief)
{
	GString *text = g_string_new(NULL);
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);

	for (uint32_t i = 0; i < er_events_count(events); i++) {
		const ErEvent *event = er_events_at(events, i);
		g_autoptr(ErImpacts) impacts = er_simulate(simulator, event);
		g_autoptr(GString) one = brief ? er_words_event_line(flows, event, impacts) : er_words_event(flows, event, impacts);
		g_string_append(text, one->str);
	}
	tell_absent(text, what);
	return text;
}

static int answer(const ErRun *run, const ErCommon *common, const Options *options, char *const *texts)
{
	g_autoptr(GPtrArray) scenarios = g_ptr_array_new(), absent = g_ptr_array_new();
	g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	What what = { scenarios, absent, elements };

	if (!understand(run->flows, texts, &what))
		return ER_EXIT_USAGE;
	g_autoptr(ErEvents) events = er_events_new(run->flows);
	bool json = options->format != NULL && strcmp(options->format, "json") == 0;
	if (texts[0] != NULL)
		add_events(events, &what);
	g_autoptr(GString) text = json ? er_results_json(run->flows, run->findings, events, common->as_of, run->diags)
	                        : texts[0] == NULL ? list(run->flows) : words(run->flows, events, &what, options->brief || is_sweep(&what));
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
