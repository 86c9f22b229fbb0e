/*
 * Failure sheets: over every fixture and every scenario that has a target in it, the sheet has no lint complaint, its counts are those of the
 * flows one by one, and what it calls the next failure is exactly what the definition of a cut says.
 */
#include <check.h>
#include <erscope/draw.h>
#include <stdlib.h>

#include "../golden.h"
#include "render/failure.h"

enum { MOST_TARGETS = 3, PARTS = 8 };

typedef struct { ErDiags *diags; ErInventory *inv; ErEstate *estate; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErEvents *events; } Run;

/* Returns: false when @name is no estate. */
static bool start(Run *run, const char *name)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL), *site = g_build_filename(g_getenv("ER_FIXTURES"), name, "site.xml", NULL);
	const char *input = path;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return false;
	run->diags = er_diags_new();
	run->inv = er_inventory_read(&input, 1, run->diags);
	run->estate = g_file_test(site, G_FILE_TEST_EXISTS) ? er_estate_read(site, run->diags) : NULL;
	run->net = er_network_build(run->inv, run->estate, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
	run->events = er_events_new(run->flows);
	return true;
}

static void end(Run *run)
{
	er_events_free(run->events);
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_estate_free(run->estate);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

/* A few targets of each scenario: the first ones by id. */
static void add_events(Run *run)
{
	for (uint32_t i = 0; i < er_n_scenarios(); i++) {
		g_autoptr(ErEvents) all = er_events_new(run->flows);
		uint32_t n = er_events_add_scenario(all, er_scenario(i), NULL, 0);
		if (n <= MOST_TARGETS) {
			er_events_add_scenario(run->events, er_scenario(i), NULL, 0);
			continue;
		}
		for (uint32_t k = 0; k < MOST_TARGETS; k++) {
			const ErStep *last = &er_events_at(all, k)->steps[er_events_at(all, k)->n_steps - 1];
			if (last->n_removed > 0)
				er_events_add_failure(run->events, last->removed, last->n_removed);
		}
	}
}

static ErDrawing *draw(const Run *run)
{
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run->inv), .inventory = "input.json", .events = run->events };

	return er_draw(run->flows, run->findings, &options, 0, run->diags);
}

static void assert_counts(const Run *run, const ErSimulator *simulator, const ErFailure *failure)
{
	const ErImpact *last = er_impacts_at(failure->impacts, er_impacts_count(failure->impacts) - 1);
	uint32_t down = 0, all = 0;

	for (uint32_t i = 0; i < er_flows_count(run->flows); i++) {
		if (er_flows_class(run->flows, er_flows_at(run->flows, i)->flow_class)->n_paths == 0)
			continue;
		all++;
		down += !er_impact_flow_up(simulator, last, i);
	}
	ck_assert_uint_eq(failure->n_flows, all);
	ck_assert_uint_eq(failure->n_down, down);
	ck_assert_uint_eq(failure->n_down + failure->n_part + failure->n_moved + failure->n_kept, all);
}

static bool is_next(const ErFailure *failure, uint32_t element, ErDirection direction)
{
	for (guint i = 0; i < failure->next->len; i++)
		if (g_array_index(failure->next, ErNextFailure, i).element == element)
			return g_array_index(failure->next, ErNextFailure, i).down[direction];
	return false;
}

/* Straight from the definition, over every element: down with the event and this one, up with either alone. */
static void assert_next(const Run *run, const ErFailure *failure)
{
	uint32_t n = er_network_n_components(run->net), n_all = n + er_network_n_groups(run->net);
	const ErStep *last = &failure->event->steps[failure->event->n_steps - 1];
	g_autofree uint32_t *both = g_new(uint32_t, last->n_removed + 1);

	for (uint32_t i = 0; i < last->n_removed; i++)
		both[i] = last->removed[i];
	for (uint32_t element = 0; element < n_all; element++)
		for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
			bool want = false;
			for (guint i = 0; i < failure->changes->len; i++) {
				const ErChange *change = &g_array_index(failure->changes, ErChange, i);
				const ErFlowClass *class = er_flows_class(run->flows, change->flow_class);
				const ErFlow *flow = er_flows_at(run->flows, class->first_flow);
				bool counts = element < n ? er_network_component(run->net, element)->certainty != ER_ASSUMED && element != er_network_vnet(run->net, flow->vnet)->self && element != er_network_site(run->net, flow->site)->self &&
				                                (flow->attachment == ER_NONE || element != er_network_attachment(run->net, flow->attachment)->self)
				                          : er_network_group(run->net, element - n)->first == element - n && !er_group_is_scope(run->flows, flow, element - n);
				if (class->direction != direction || !change->after->up || !counts)
					continue;
				both[last->n_removed] = element;
				want = want || (er_flow_up_without(run->flows, flow, last->removed, last->n_removed) && er_flow_up_without(run->flows, flow, &element, 1) && !er_flow_up_without(run->flows, flow, both, last->n_removed + 1));
			}
			ck_assert_msg(is_next(failure, element, direction) == want, "%s, then %s, %s: %s expected", failure->event->target, er_element_id(run->flows, NULL, element), er_direction_name(direction), want ? "down" : "up");
		}
}

static int by_text(const void *a, const void *b)
{
	return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* Every eighth fixture. */
START_TEST(over_all_fixtures)
{
	g_autoptr(GDir) dir = g_dir_open(g_getenv("ER_FIXTURES"), 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	uint32_t sheets = 0;

	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_text);
	for (guint i = (guint)_i; i < names->len; i += PARTS) {
		Run run;
		if (!start(&run, names->pdata[i]))
			continue;
		add_events(&run);
		g_autoptr(ErDrawing) drawing = draw(&run);
		g_autoptr(ErSimulator) simulator = er_simulator_new(run.flows);
		ck_assert_uint_ge(er_drawing_count(drawing), er_events_count(run.events));
		for (uint32_t k = 0; k < er_drawing_count(drawing); k++) {
			g_autofree char *complaint = er_drawing_lint(drawing, k);
			ck_assert_msg(complaint == NULL, "%s: %s", (const char *)names->pdata[i], complaint);
		}
		for (uint32_t k = 0; k < er_events_count(run.events); k++) {
			g_autoptr(ErFailure) failure = er_failure_new(run.flows, simulator, er_events_at(run.events, k));
			assert_counts(&run, simulator, failure);
			assert_next(&run, failure);
		}
		sheets += er_drawing_count(drawing);
		drawing = (er_drawing_free(drawing), NULL);
		end(&run);
	}
	ck_assert_uint_ge(sheets, 20);
}
END_TEST

static uint32_t find(const Run *run, const char *name)
{
	for (uint32_t i = 0; i < er_network_n_components(run->net); i++)
		if (g_str_equal(er_network_component(run->net, i)->name, name))
			return i;
	ck_abort_msg("no component %s", name);
	return ER_NONE;
}

static GString *words_of(const Run *run)
{
	g_autoptr(ErDrawing) drawing = draw(run);
	GString *out = g_string_new(NULL);

	er_drawing_text(drawing, 0, out);
	return out;
}

/* A bow-tie survives the loss of a circuit: what moved, what is left, and what must not fail next; and not the loss of both. */
START_TEST(bow_tie)
{
	Run run;

	ck_assert(start(&run, "bow-tie"));
	const uint32_t paris = find(&run, "er-paris"), both[] = { paris, find(&run, "er-amsterdam") };
	er_events_add_failure(run.events, &paris, 1);
	g_autoptr(GString) one = words_of(&run);
	er_assert_golden("bow-tie", "failure-circuit-er-paris.txt", one->str);
	ck_assert_ptr_nonnull(strstr(one->str, "er-amsterdam, past ergw-hub-frc"));
	ck_assert_ptr_nonnull(strstr(one->str, "circuit er-amsterdam"));
	ck_assert_ptr_null(strstr(one->str, "DOWN"));
	er_events_free(run.events);
	run.events = er_events_new(run.flows);
	er_events_add_failure(run.events, both, 2);
	g_autoptr(GString) two = words_of(&run);
	ck_assert_ptr_nonnull(strstr(two->str, "of 20 flows 20 down"));
	ck_assert_ptr_nonnull(strstr(two->str, "DOWN"));
	end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("failure");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 240);
	tcase_add_loop_test(all, over_all_fixtures, 0, PARTS);
	tcase_add_test(all, bow_tie);
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
