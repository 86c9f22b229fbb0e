/*
 * test_scale.c: laws over estates of some forty VNets behind four gateways, as tests/bench/estate.h draws them: too large for brute
 * force over all subsets, large enough that classes, regions and subscriptions are shared and hubs meet in a bow-tie.
 *
 * Each cut that is told takes its flow down, and putting any one member back brings it up; each component and group that takes a
 * flow down alone is told; the order of the input changes nothing; other names of the same order change nothing but names; an
 * estate in the mirror (primary for secondary everywhere) has the cuts in the mirror. A failure names its seed.
 */
#include "document.h"
#include "bench/estate.h"

#include <erscope/results.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 6 };

static const ScaleEstate shapes[] = {
	{ .vnets = 40, .hubs = 4, .circuits_per_hub = 2, .subscriptions = 5, .direct = 25, .metro = 20, .shared_devices = 50, .bow_tie = 50, .firewalls = 30, .fastpath = 40, .vpn = 30, .private_endpoints = 10, .absent = 10, .broken = 20 },
	{ .vnets = 24, .hubs = 3, .circuits_per_hub = 3, .subscriptions = 1, .direct = 60, .metro = 10, .shared_devices = 30, .bow_tie = 100, .virtual_hubs = 50, .fastpath = 60, .absent = 20, .broken = 30 },
	{ .vnets = 40, .hubs = 9, .circuits_per_hub = 1, .subscriptions = 12, .direct = 10, .metro = 60, .shared_devices = 100, .bow_tie = 80, .virtual_hubs = 20, .firewalls = 50, .broken = 0 },
};
enum { CASES = SEEDS * (int)G_N_ELEMENTS(shapes) };

/* Check writes a note per ck_assert; the laws ask many questions, so only an unwanted answer is told. */
#define REQUIRE(condition, number, what) \
	do { \
		if (!(condition)) \
			ck_abort_msg("%s, case %d: %s (%s)", __func__, number, #condition, what); \
	} while (0)

/* ---- one run ---- */

typedef struct {
	ErDiags *diags;
	ErInventory *inv;
	ErNetwork *net;
	ErFlows *flows;
} Run;

static void keep_text(void *data, const char *text)
{
	g_ptr_array_add(data, g_strdup(text));
}

static void shuffle(GPtrArray *texts, guint32 seed)
{
	GRand *rand = g_rand_new_with_seed(seed);

	for (guint i = texts->len; i > 1; i--) {
		guint k = (guint)g_rand_int_range(rand, 0, (gint32)i);
		gpointer swap = texts->pdata[i - 1];
		texts->pdata[i - 1] = texts->pdata[k];
		texts->pdata[k] = swap;
	}
	g_rand_free(rand);
}

/* @order: 0 as written, otherwise the seed of another order. */
static Run run_estate(const ScaleEstate *estate, guint32 order)
{
	Run run = { .diags = er_diags_new() };
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) file = g_string_new("{\"value\": [");

	er_scale_write(estate, keep_text, texts);
	if (order != 0)
		shuffle(texts, order);
	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(file, "%s%s", i > 0 ? ",\n" : "\n", (const char *)texts->pdata[i]);
	g_string_append(file, "\n]}\n");
	run.inv = er_inventory_parse(file->str, file->len, "estate.json", run.diags);
	run.net = er_network_build(run.inv, NULL, run.diags);
	run.flows = er_flows_build(run.net, 2, run.diags);
	return run;
}

static void run_end(Run *run)
{
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static ScaleEstate estate_of(int number)
{
	ScaleEstate estate = shapes[number / SEEDS];

	estate.seed = (uint32_t)number + 1;
	return estate;
}

/* ---- cuts against the definition ---- */

static void assert_minimal(const Run *run, const ErFlow *flow, int number)
{
	const ErFlowClass *class = er_flows_class(run->flows, flow->flow_class);

	for (uint32_t i = 0; i < class->n_cuts; i++) {
		const ErCut *cut = &class->cuts[i];
		REQUIRE(!er_flow_up_without(run->flows, flow, cut->element, cut->n), number, flow->id);
		REQUIRE(cut->n > 1 || er_flow_up_without(run->flows, flow, NULL, 0), number, flow->id);
		for (uint32_t k = 0; cut->n == 2 && k < 2; k++)
			REQUIRE(er_flow_up_without(run->flows, flow, &cut->element[k], 1), number, flow->id);
	}
}

/* Is @element (a component or a group, by number) told as a single point of failure of @flow? */
static bool is_told(const Run *run, const ErFlow *flow, uint32_t element)
{
	const ErFlowClass *class = er_flows_class(run->flows, flow->flow_class);

	for (uint32_t i = 0; i < class->n_cuts && class->cuts[i].n == 1; i++) {
		uint32_t own = class->cuts[i].element[0], component = er_element_component(run->flows, flow, own);
		if ((component != ER_NONE ? component : own) == element)
			return true;
	}
	return false;
}

static bool is_end(const Run *run, const ErFlow *flow, uint32_t component)
{
	return component == er_network_site(run->net, flow->site)->self || component == er_network_vnet(run->net, flow->vnet)->self;
}

static void assert_complete(const Run *run, const ErFlow *flow, int number)
{
	uint32_t n = er_network_n_components(run->net);

	for (uint32_t i = 0; flow->up && i < n; i++)
		if (!is_end(run, flow, i))
			REQUIRE(er_flow_up_without(run->flows, flow, &i, 1) == !is_told(run, flow, i), number, er_network_component(run->net, i)->id);
	for (uint32_t i = 0; flow->up && i < er_network_n_groups(run->net); i++) {
		const uint32_t element = n + i;
		if (er_network_group(run->net, i)->first == i && !er_group_is_scope(run->flows, flow, i))
			REQUIRE(er_flow_up_without(run->flows, flow, &element, 1) == !is_told(run, flow, element), number, er_network_group(run->net, i)->id);
	}
}

START_TEST(cuts_are_those_of_the_definition)
{
	const ScaleEstate estate = estate_of(_i);
	Run run = run_estate(&estate, 0);
	uint32_t up = 0;

	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		const ErFlow *flow = er_flows_at(run.flows, i);
		REQUIRE(!er_flows_class(run.flows, flow->flow_class)->truncated, _i, flow->id);
		REQUIRE(flow->up == er_flow_up_without(run.flows, flow, NULL, 0), _i, flow->id);
		assert_minimal(&run, flow, _i);
		assert_complete(&run, flow, _i);
		up += flow->up;
	}
	ck_assert_msg(up > 0, "case %d: nothing is up, nothing was asked", _i);
	run_end(&run);
}
END_TEST

/* ---- documents of other estates made from one ---- */

START_TEST(order_changes_nothing)
{
	const ScaleEstate estate = estate_of(_i);
	Run run = run_estate(&estate, 0), shuffled = run_estate(&estate, (guint32)_i + 1);
	g_autoptr(GString) want = document_of(run.flows, run.diags);
	g_autoptr(GString) got = document_of(shuffled.flows, shuffled.diags);

	document_assert_same(want->str, got->str, (unsigned)_i, "the order of the input changes");
	run_end(&run);
	run_end(&shuffled);
}
END_TEST

START_TEST(names_change_only_names)
{
	const ScaleEstate estate = estate_of(_i);
	ScaleEstate other = estate;
	other.renamed = true;
	Run run = run_estate(&estate, 0), renamed = run_estate(&other, 0);
	g_autoptr(GString) want = document_of(run.flows, run.diags);
	g_autoptr(GString) got = document_of(renamed.flows, renamed.diags);

	er_scale_unname(got);
	GString *texts[] = { want, got };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {   /* hashes over names */
		document_cut_out(texts[i], "\"content\": \"", "\"");
		document_cut_out(texts[i], "\"fingerprint\": \"", "\"");
		document_cut_out(texts[i], "\"under\": \"", "\"");
	}
	document_assert_same(want->str, got->str, (unsigned)_i, "other names of the same order change");
	run_end(&run);
	run_end(&renamed);
}
END_TEST

/* ---- the mirror ---- */

static const struct { const char *word, *mirrored; } mirror[] = { { "primary", "secondary" }, { "secondary", "primary" }, { "metro/a", "metro/b" }, { "metro/b", "metro/a" } };

static char *in_the_mirror(const char *id)
{
	GString *out = g_string_new(NULL);

	while (*id != '\0') {
		size_t i = 0;
		while (i < G_N_ELEMENTS(mirror) && !g_str_has_prefix(id, mirror[i].word))
			i++;
		if (i < G_N_ELEMENTS(mirror)) {
			g_string_append(out, mirror[i].mirrored);
			id += strlen(mirror[i].word);
		} else {
			g_string_append_c(out, *id++);
		}
	}
	return g_string_free(out, FALSE);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One cut as text, in the order of its texts. */
static char *cut_text(const Run *run, const ErFlow *flow, const ErCut *cut, bool mirrored)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < cut->n; i++) {
		const char *id = er_element_id(run->flows, flow, cut->element[i]);
		g_ptr_array_add(ids, mirrored ? in_the_mirror(id) : g_strdup(id));
	}
	g_ptr_array_sort(ids, by_text);
	g_ptr_array_add(ids, NULL);
	g_autofree char *joined = g_strjoinv(" + ", (char **)ids->pdata);
	return g_strdup_printf("%s (%s)", joined, er_certainty_name(cut->certainty));
}

/* How the flow stands, with its cuts, as one text that does not depend on order. */
static char *flow_text(const Run *run, const ErFlow *flow, bool mirrored)
{
	const ErFlowClass *class = er_flows_class(run->flows, flow->flow_class);
	g_autoptr(GPtrArray) cuts = g_ptr_array_new_with_free_func(g_free);
	uint32_t used = 0;

	for (uint32_t i = 0; i < class->n_paths; i++)
		used += class->paths[i].preference == 0;
	for (uint32_t i = 0; i < class->n_cuts; i++)
		g_ptr_array_add(cuts, cut_text(run, flow, &class->cuts[i], mirrored));
	g_ptr_array_sort(cuts, by_text);
	g_ptr_array_add(cuts, NULL);
	g_autofree char *joined = g_strjoinv("\n", (char **)cuts->pdata);
	return g_strdup_printf("%s %s: %u paths, %u used\n%s", flow->id, er_mode_name(class->mode), class->n_paths, used, joined);
}

START_TEST(mirrored_estates_have_mirrored_cuts)
{
	const ScaleEstate estate = estate_of(_i);
	ScaleEstate other = estate;
	other.mirrored = true;
	Run run = run_estate(&estate, 0), mirrored = run_estate(&other, 0);

	ck_assert_uint_eq(er_flows_count(run.flows), er_flows_count(mirrored.flows));
	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		g_autofree char *want = flow_text(&run, er_flows_at(run.flows, i), true);
		g_autofree char *got = flow_text(&mirrored, er_flows_at(mirrored.flows, i), false);
		document_assert_same(want, got, (unsigned)_i, "the mirror changes");
	}
	run_end(&run);
	run_end(&mirrored);
}
END_TEST

/* What the generator must have made, or the laws were asked of nothing. */
START_TEST(estates_are_varied)
{
	uint32_t down = 0, fastpath = 0, shared = 0, pairs = 0, standby = 0, hubs = 0, ports = 0, metro = 0;

	for (int number = 0; number < CASES; number++) {
		const ScaleEstate estate = estate_of(number);
		Run run = run_estate(&estate, 0);
		for (uint32_t i = 0; i < er_flows_n_classes(run.flows); i++) {
			const ErFlowClass *class = er_flows_class(run.flows, i);
			down += class->n_paths == 0;
			fastpath += class->mode == ER_MODE_FASTPATH || class->mode == ER_MODE_MIXED;
			shared += class->n_flows > 1 && class->n_paths > 0;
			pairs += class->n_cuts > 0 && class->cuts[class->n_cuts - 1].n == 2;
			standby += class->n_paths > 0 && class->paths[class->n_paths - 1].preference > 0;
		}
		for (uint32_t i = 0; i < er_network_n_circuits(run.net); i++) {
			ports += er_network_circuit(run.net, i)->port != ER_NONE;
			metro += er_network_circuit(run.net, i)->metro;
		}
		hubs += er_network_n_hubs(run.net);
		run_end(&run);
	}
	ck_assert_msg(down > 20 && fastpath > 5 && shared > 50 && pairs > 50 && standby > 20 && hubs > 5 && ports > 10 && metro > 10,
	              "down %u, fastpath %u, shared %u, pairs %u, standby %u, hubs %u, ports %u, metro %u", down, fastpath, shared, pairs, standby, hubs, ports, metro);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scale");
	TCase *laws = tcase_create("laws");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(laws, 120);
	tcase_add_test(laws, estates_are_varied);
	tcase_add_loop_test(laws, cuts_are_those_of_the_definition, 0, CASES);
	tcase_add_loop_test(laws, order_changes_nothing, 0, CASES);
	tcase_add_loop_test(laws, names_change_only_names, 0, CASES);
	tcase_add_loop_test(laws, mirrored_estates_have_mirrored_cuts, 0, CASES);
	suite_add_tcase(suite, laws);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
