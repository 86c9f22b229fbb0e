/*
 * scram_trees.c: random estates as fault trees, beside the cuts that erscope finds in them; test_scram.py has SCRAM find them too.
 *
 * usage: scram_trees FOLDER FIRST_SEED SEEDS DEPTH
 * For each seed of random_estate.h with a flow that is up, <seed>.xml holds one fault tree per flow class that is up (its first
 * flow), and <seed>.cuts the cuts: a line "flow_<n>" followed by one line per minimal cut of at most DEPTH elements, their ids with
 * a tab between them. The last line on standard output counts seeds, trees and cuts.
 */
#include "random_estate.h"

#include <erscope/flows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { uint32_t trees, cuts; } Written;

static void append_cuts(const ErFlows *flows, const ErFlow *flow, GString *out)
{
	const ErFlowClass *class = er_flows_class(flows, flow->flow_class);

	for (uint32_t i = 0; i < class->n_cuts; i++)
		for (uint32_t k = 0; k < class->cuts[i].n; k++)
			g_string_append_printf(out, "%s%c", er_element_id(flows, flow, class->cuts[i].element[k]), k + 1 < class->cuts[i].n ? '\t' : '\n');
}

static bool write_text(const char *folder, uint32_t seed, const char *ending, const GString *text)
{
	g_autofree char *name = g_strdup_printf("%u.%s", seed, ending), *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;

	if (!g_file_set_contents(path, text->str, (gssize)text->len, &error))
		fprintf(stderr, "scram_trees: %s\n", error->message);
	return error == NULL;
}

static bool write_flows(const char *folder, uint32_t seed, const ErFlows *flows, Written *written)
{
	g_autoptr(GPtrArray) which = g_ptr_array_new();
	g_autoptr(GString) cuts = g_string_new(NULL);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		const ErFlow *flow = er_flows_at(flows, class->first_flow);

		if (!flow->up)
			continue;
		g_assert(!class->truncated);
		g_ptr_array_add(which, (void *)flow);
		g_string_append_printf(cuts, "flow_%u\n", which->len);
		append_cuts(flows, flow, cuts);
		written->cuts += class->n_cuts;
	}
	written->trees += which->len;
	if (which->len == 0)
		return true;
	g_autoptr(GString) trees = er_flows_fault_trees(flows, (const ErFlow *const *)which->pdata, which->len);
	return write_text(folder, seed, "xml", trees) && write_text(folder, seed, "cuts", cuts);
}

static bool write_estate(const char *folder, uint32_t seed, uint32_t depth, Written *written)
{
	const Estate estate = er_estate_draw(seed);
	const EstateView view = { .only_spoke = ER_ESTATE_NONE };
	g_autoptr(GPtrArray) resources = er_estate_write(&estate, &view);
	g_autofree char *text = er_estate_list(resources, 0, resources->len);
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_parse(text, strlen(text), "estate.json", diags);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	g_autoptr(ErFlows) flows = er_flows_build(net, depth, diags);

	return write_flows(folder, seed, flows, written);
}

int main(int argc, char **argv)
{
	Written written = { 0 };

	if (argc != 5) {
		fprintf(stderr, "usage: scram_trees FOLDER FIRST_SEED SEEDS DEPTH\n");
		return EXIT_FAILURE;
	}
	const uint32_t first = (uint32_t)atoi(argv[2]), n = (uint32_t)atoi(argv[3]), depth = (uint32_t)atoi(argv[4]);
	for (uint32_t seed = first; seed < first + n; seed++)
		if (!write_estate(argv[1], seed, depth, &written))
			return EXIT_FAILURE;
	printf("seeds %u, trees %u, cuts %u\n", n, written.trees, written.cuts);
	return EXIT_SUCCESS;
}
