/* erscope flows: every hop of both directions, in words. */
#include "cli.h"

#include <erscope/words.h>

#include <stdio.h>
#include <string.h>

static const ErComponent *component_at(const ErNetwork *net, ErKind kind, uint32_t i)
{
	return er_network_component(net, kind == ER_KIND_SITE ? er_network_site(net, i)->self : er_network_vnet(net, i)->self);
}

/* The ids behind a name that several carry: the user has to choose. */
static void tell_ambiguous(const ErNetwork *net, ErKind kind, const char *what, const char *text, uint32_t n)
{
	fprintf(stderr, "erscope flows: more than one %s is called '%s'; give its id:\n", what, text);
	for (uint32_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(component_at(net, kind, i)->name, text) == 0)
			fprintf(stderr, "  %s\n", component_at(net, kind, i)->id);
}

/* A site or VNet by name or id; ER_NONE when none or several match, which is told. */
static uint32_t find(const ErNetwork *net, ErKind kind, const char *text)
{
	const char *what = kind == ER_KIND_SITE ? "site" : "VNet";
	uint32_t n = kind == ER_KIND_SITE ? er_network_n_sites(net) : er_network_n_vnets(net), found = ER_NONE, matches = 0;
	g_autofree const char **names = g_new(const char *, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		const ErComponent *component = component_at(net, kind, i);
		names[i] = component->name;
		/* A site's id as its description has it is enough. */
		if (g_ascii_strcasecmp(component->id, text) == 0 || (kind == ER_KIND_SITE && g_ascii_strcasecmp(component->id + strlen("site:"), text) == 0))
			return i;
		if (g_ascii_strcasecmp(component->name, text) == 0) {
			found = i;
			matches++;
		}
	}
	if (matches > 1)
		tell_ambiguous(net, kind, what, text, n);
	else if (matches == 0)
		er_cli_tell_unknown(what, text, names, n);
	return matches == 1 ? found : ER_NONE;
}

typedef struct { char *from, *to, *path; gboolean explain, fault_tree; } Options;

/* Every flow between the two, both directions. */
static GString *fault_trees(const ErFlows *flows, uint32_t site, uint32_t vnet)
{
	g_autoptr(GPtrArray) which = g_ptr_array_new();

	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->site == site && er_flows_at(flows, i)->vnet == vnet)
			g_ptr_array_add(which, (void *)er_flows_at(flows, i));
	return which->len > 0 ? er_flows_fault_trees(flows, (const ErFlow *const *)which->pdata, which->len) : g_string_new(NULL);
}

/* A figure that fits no part of any flow is likely a slip of the pen. */
static void tell_unused(const ErAvailability *availability, const ErEstate *estate)
{
	for (uint32_t i = 0; i < er_availability_n_rows(availability); i++) {
		const ErSiteAvailability *row = er_estate_availability(estate, i);
		if (!er_availability_row_used(availability, i))
			fprintf(stderr, "erscope flows: %s:%u: the availability of '%s' fits no part of any flow\n", row->loc.file, row->loc.line, row->component);
	}
}

/* How likely each flow is up, where the site description has figures: one flow per class, or those to @vnet. */
static void add_availability(GString *text, const ErRun *run, uint32_t site, uint32_t vnet)
{
	uint32_t n = run->estate != NULL ? er_estate_n_availabilities(run->estate) : 0;

	if (n == 0)
		return;
	g_autoptr(ErAvailability) availability = er_availability_build(run->flows, er_estate_availability(run->estate, 0), n);
	for (uint32_t i = 0; i < er_flows_count(run->flows); i++) {
		const ErFlow *flow = er_flows_at(run->flows, i);
		bool asked = vnet != ER_NONE ? flow->vnet == vnet : er_flows_class(run->flows, flow->flow_class)->first_flow == i;
		if (!asked || !flow->up || (site != ER_NONE && flow->site != site))
			continue;
		g_autoptr(GString) words = er_words_availability(availability, run->flows, flow);
		g_string_append_printf(text, "  Availability of %s\n%s\n", flow->id, words->str);
	}
	tell_unused(availability, run->estate);
}

static int tell(const ErRun *run, const Options *options)
{
	uint32_t site = options->from != NULL ? find(run->net, ER_KIND_SITE, options->from) : ER_NONE;
	uint32_t vnet = options->to != NULL ? find(run->net, ER_KIND_VNET, options->to) : ER_NONE;

	if ((options->from != NULL && site == ER_NONE) || (options->to != NULL && vnet == ER_NONE))
		return ER_EXIT_USAGE;
	g_autoptr(GString) text = options->fault_tree ? fault_trees(run->flows, site, vnet) : er_words_flows(run->flows, site, vnet, options->explain);
	if (options->explain && !options->fault_tree)
		add_availability(text, run, site, vnet);
	if (text->len == 0 && options->fault_tree) {
		fprintf(stderr, "erscope flows: no flow can be worked out between '%s' and '%s', so there is no fault tree\n", options->from, options->to);
		return ER_EXIT_INPUT;
	}
	if (text->len == 0 && vnet != ER_NONE && er_network_vnet(run->net, vnet)->external)
		g_string_append_printf(text, "No flow can be worked out: %s is referred to, but not in the input.\n", component_at(run->net, ER_KIND_VNET, vnet)->name);
	else if (text->len == 0)
		g_string_append(text, "No flow can be worked out: the input does not hold circuit, connection, gateway and VNet together.\n");
	if (!options->fault_tree)
		er_cli_add_ledger(text, run);
	return er_cli_write(options->path, text) ? run->status : ER_EXIT_OUTPUT;
}

static int flows(const ErCommon *common, const Options *options)
{
	ErRun run;
	int status = ER_EXIT_INPUT;

	er_run_start(&run, common, 2);
	if (er_run_is_empty(&run))
		fprintf(stderr, "erscope flows: there is nothing to report: no ExpressRoute with its details in the input\n");
	else
		status = tell(&run, options);
	er_run_end(&run);
	return status;
}

int cmd_flows(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Only this site (name or id)", "SITE" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "Only this VNet (name or id)", "VNET" },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &options.explain, "Also which two paths prove redundancy, or what they share", NULL },
		{ "fault-tree", 0, 0, G_OPTION_ARG_NONE, &options.fault_tree, "Instead of words: when are they down, as Open-PSA XML (with --from and --to)", NULL },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Tells every flow hop by hop, both directions, with the reason.", own, &common) || !er_cli_has_files(&common))
		status = ER_EXIT_USAGE;
	else if (options.fault_tree && (options.from == NULL || options.to == NULL))
		fprintf(stderr, "erscope flows: --fault-tree is for one site and one VNet: give --from and --to\n");
	else
		status = flows(&common, &options);
	g_free(options.from);
	g_free(options.to);
	g_free(options.path);
	er_cli_clear(&common);
	return status;
}
