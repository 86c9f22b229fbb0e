/* erscope flows: every hop of both directions, in words. */
#include "cli.h"

#include <erscope/words.h>

#include <stdio.h>
#include <string.h>

/* Sites and VNets by name or id: the first that matches; on none, the names there are. */
typedef struct { const char *what; ErKind kind; } Named;

static uint32_t find(const ErNetwork *net, const Named *named, const char *text)
{
	uint32_t n = named->kind == ER_KIND_SITE ? er_network_n_sites(net) : er_network_n_vnets(net);

	for (uint32_t i = 0; i < n; i++) {
		const ErComponent *component = er_network_component(net, named->kind == ER_KIND_SITE ? er_network_site(net, i)->self : er_network_vnet(net, i)->self);
		if (g_ascii_strcasecmp(component->name, text) == 0 || g_ascii_strcasecmp(component->id, text) == 0)
			return i;
	}
	fprintf(stderr, "erscope flows: there is no %s '%s'; there %s", named->what, text, n == 1 ? "is" : "are");
	for (uint32_t i = 0; i < n && i < 8; i++)
		fprintf(stderr, "%s %s", i > 0 ? "," : "", er_network_component(net, named->kind == ER_KIND_SITE ? er_network_site(net, i)->self : er_network_vnet(net, i)->self)->name);
	if (n > 8)
		fprintf(stderr, " and %u more", n - 8);
	fputc('\n', stderr);
	return ER_NONE;
}

static int print_flows(const ErRun *run, const char *from, const char *to, bool explain)
{
	static const Named site_name = { "site", ER_KIND_SITE }, vnet_name = { "VNet", ER_KIND_VNET };
	uint32_t site = from != NULL ? find(run->net, &site_name, from) : ER_NONE;
	uint32_t vnet = to != NULL ? find(run->net, &vnet_name, to) : ER_NONE;

	if ((from != NULL && site == ER_NONE) || (to != NULL && vnet == ER_NONE))
		return ER_EXIT_USAGE;
	g_autoptr(GString) text = er_words_flows(run->flows, site, vnet, explain);
	if (text->len == 0)
		g_string_append(text, "  No flow can be worked out: the input does not hold circuit, connection, gateway and VNet together.\n");
	if (fwrite(text->str, 1, text->len, stdout) != text->len || fflush(stdout) != 0)
		return ER_EXIT_OUTPUT;
	return run->status;
}

int cmd_flows(int argc, char **argv)
{
	g_autofree char *from = NULL;
	g_autofree char *to = NULL;
	gboolean explain = FALSE;
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "from", 0, 0, G_OPTION_ARG_STRING, &from, "Only this site (name or id)", "SITE" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &to, "Only this VNet (name or id)", "VNET" },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &explain, "Also which two paths prove redundancy, or what they share", NULL },
		{ 0 },
	};

	if (!er_cli_parse(&argc, &argv, "Tells every flow hop by hop, both directions, with the reason.", own, &common))
		;
	else if (common.files == NULL)
		fprintf(stderr, "erscope flows: name at least one inventory file\n");
	else {
		ErRun run;
		er_run_start(&run, &common, 2);
		if (er_run_is_empty(&run) || er_inventory_names_only(run.inv)) {
			fprintf(stderr, "erscope flows: there is nothing to report: no ExpressRoute with its details in the input\n");
			status = ER_EXIT_INPUT;
		} else {
			status = print_flows(&run, from, to, explain);
		}
		er_run_end(&run);
	}
	er_cli_clear(&common);
	return status;
}
