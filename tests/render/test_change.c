/*
 * The merged picture of 300 random changes: an estate loses some resources, and another one with a circuit more loses others. Nothing the
 * lint complains of; every part that was added or removed and has a box is told by one sign and stands within one ring; both states
 * by themselves stand on the places of the merged picture, exactly; back and forth gives the same parts. ER_CHANGES=N takes N changes instead.
 */
#include <check.h>
#include <erscope/diff.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../model/random_estate.h"
#include "drawn.h"

enum { CHANGES = 300 };

static const char clean[] = ": 0 texts overlap, 0 outside, 0 boxes overlap, 0 lines through texts, 0 through nodes, 0 upside down, 0 twice, 0 off the page,";

static uint32_t n_changes = CHANGES;
static uint32_t n_rings, n_boxes_compared, n_containers_apart, n_complaints, n_small;

/* One text of an export, with about a tenth of its resources left out. */
static char *text_of(guint32 seed, bool more, guint32 without)
{
	const Estate estate = er_estate_draw(seed);
	const EstateView view = { .only_spoke = ER_ESTATE_NONE, .parallel = more };
	g_autoptr(GPtrArray) resources = er_estate_write(&estate, &view);
	g_autoptr(GRand) rand = g_rand_new_with_seed(without);
	GString *out = g_string_new("[");

	for (guint i = 0; i < resources->len; i++)
		if (!estate_chance(rand, 10))
			g_string_append_printf(out, "%s%s", out->len > 1 ? "," : "", (const char *)resources->pdata[i]);
	g_string_append_c(out, ']');
	return g_string_free(out, FALSE);
}

static bool is_removed(const void *data, const ErResource *resource)
{
	return er_difference_is_removed(data, resource->id);
}

static char *id_after(const void *data, const char *id)
{
	return er_difference_id_after(data, id);
}

/* Boxes by result id. */
static GHashTable *boxes_of(const ErScene *scene)
{
	GHashTable *boxes = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_OPEN && item->data_id != NULL && (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER))
			g_hash_table_insert(boxes, (char *)item->data_id, (void *)item);
	}
	return boxes;
}

static bool same(const ErRect *a, const ErRect *b)
{
	return fabs(a->x - b->x) < 0.1 && fabs(a->y - b->y) < 0.1 && fabs(a->w - b->w) < 0.1 && fabs(a->h - b->h) < 0.1;
}

static void check_places(guint32 seed, const Drawn *state, const ErDrawing *merged, const ErDifference *diff, const ErDrawOptions *wish)
{
	g_autoptr(ErPins) pins = er_pins_of(merged, 0, "overview");
	ErDrawOptions options = *wish;
	g_autoptr(ErDiags) diags = er_diags_new();

	options.changes = NULL;
	options.pins = pins;
	options.whole = true;
	options.most_spokes = 12;
	g_autoptr(ErDrawing) drawing = er_draw(state->flows, state->findings, &options, ER_VIEW_OVERVIEW, diags);
	if (er_drawing_count(drawing) == 0)
		return;
	g_autoptr(GHashTable) own = boxes_of(er_drawing_scene(drawing, 0)), all = boxes_of(er_drawing_scene(merged, 0));
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, own);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const ErItem *box = value, *other = g_hash_table_lookup(all, key);
		const ErDiffPart *part = er_difference_lookup(diff, key);
		/* A VNet that holds a gateway in one state only is a hub here and a spoke there. */
		if (other == NULL || part == NULL || part->state != ER_SAME || box->group != other->group)
			continue;
		n_boxes_compared++;
		if (same(&box->rect, &other->rect))
			continue;
		/* A container may have to hold, in one state, what is elsewhere in the other. */
		n_containers_apart += box->group == ER_GROUP_CONTAINER;
		ck_assert_msg(box->group == ER_GROUP_CONTAINER, "seed %u: %s stands at %.1f %.1f %.1f %.1f, in the merged picture at %.1f %.1f %.1f %.1f", seed, (const char *)key,
		              box->rect.x, box->rect.y, box->rect.w, box->rect.h, other->rect.x, other->rect.y, other->rect.w, other->rect.h);
	}
}

/* How many rings of the role stand around the box? */
static uint32_t rings_around(const ErScene *scene, const ErRect *box, ErRole role)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		n += item->kind == ER_ITEM_RECT && item->role == role && fabs(item->rect.x - box->x) < 8 && fabs(item->rect.y - box->y) < 8 && fabs(item->rect.w - box->w) < 14 && fabs(item->rect.h - box->h) < 14;
	}
	return n;
}

static uint32_t signs_of(const ErScene *scene, const char *what, const char *detail)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		n += item->kind == ER_ITEM_OPEN && item->group == ER_GROUP_LAYER && g_strcmp0(item->title, what) == 0 && g_strcmp0(item->desc, detail) == 0;
	}
	return n;
}

static void check_signs(guint32 seed, const ErScene *scene, const ErNetwork *net, const ErDrawChanges *changes)
{
	g_autoptr(GHashTable) boxes = boxes_of(scene);

	for (uint32_t i = 0; i < changes->n_rows; i++) {
		const ErDrawChange *row = &changes->rows[i];
		const ErItem *item = row->component != ER_NONE ? g_hash_table_lookup(boxes, er_network_component(net, row->component)->id) : NULL;
		const ErRect *box = item != NULL ? &item->rect : NULL;
		if (box == NULL || changes->marks[row->component] != row->mark)
			continue;
		uint32_t rings = rings_around(scene, box, row->mark == ER_MARK_ADDED ? ER_ROLE_ADDED : row->mark == ER_MARK_REMOVED ? ER_ROLE_REMOVED : ER_ROLE_CHANGED), signs = signs_of(scene, row->what, row->detail);
		n_rings += rings;
		ck_assert_msg(signs >= 1, "seed %u: %s has no sign", seed, row->what);
		ck_assert_msg(rings <= 1, "seed %u: %s has %u rings", seed, row->what, rings);
	}
}

static uint32_t count_of(const ErDifference *diff, ErDiffState state)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_difference_n_parts(diff); i++)
		n += er_difference_part(diff, i)->state == state;
	return n;
}

START_TEST(random_changes)
{
	for (guint32 seed = 0; seed < n_changes; seed++) {
		g_autofree char *was = text_of(seed, seed % 3 == 1, seed * 2 + 1), *is = text_of(seed, seed % 3 == 0, seed * 2 + 2);
		Drawn before = er_drawn_start(was, 0, 0, true), after = er_drawn_start(is, 0, 0, true);
		const ErDiffSide sides[] = { { before.flows, before.findings }, { after.flows, after.findings } };
		g_autoptr(ErDifference) diff = er_difference_build(&sides[0], &sides[1], "2026-11-23"), back = er_difference_build(&sides[1], &sides[0], "2026-11-23");
		const ErDiffReport report = { diff, "before → after", "2026-11-23" };
		Drawn merged = { .diags = er_diags_new() };

		ck_assert_msg(count_of(diff, ER_ADDED) == count_of(back, ER_REMOVED) && count_of(diff, ER_REMOVED) == count_of(back, ER_ADDED) && count_of(diff, ER_CHANGED) == count_of(back, ER_CHANGED), "seed %u: there and back differ: %u %u %u, %u %u %u", seed,
		              count_of(diff, ER_ADDED), count_of(diff, ER_REMOVED), count_of(diff, ER_CHANGED), count_of(back, ER_ADDED), count_of(back, ER_REMOVED), count_of(back, ER_CHANGED));
		merged.inv = er_inventory_overlay(after.inv, before.inv, &(const ErOverlay){ is_removed, id_after, diff }, merged.diags);
		merged.net = er_network_build(merged.inv, NULL, merged.diags);
		merged.flows = er_flows_build(merged.net, 1, merged.diags);
		merged.findings = er_findings_check(merged.flows, "2026-11-23");
		ErDrawChanges *changes = er_diff_marks(&report, merged.net);
		const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(merged.inv), .inventory = "input.json", .changes = changes, .most_spokes = 8 };
		merged.drawing = er_draw(merged.flows, merged.findings, &options, ER_VIEW_CHANGE, merged.diags);
		if (er_drawing_count(merged.drawing) > 0) {
			g_autofree char *complaint = er_drawing_lint(merged.drawing, 0);
			/* One sheet, whatever is on it: how large it prints is measured. */
			bool small = complaint != NULL && strstr(complaint, clean) != NULL;
			n_small += small;
			n_complaints += complaint != NULL && !small;
			if (complaint != NULL && !small)
				printf("seed %u: %s\n", seed, complaint);
			check_signs(seed, er_drawing_scene(merged.drawing, 0), merged.net, changes);
			check_places(seed, &before, merged.drawing, diff, &options);
			check_places(seed, &after, merged.drawing, diff, &options);
		}
		er_drawn_end(&merged);
		er_draw_changes_free(changes);
		er_drawn_end(&before);
		er_drawn_end(&after);
	}
	printf("%u changes: %u rings, %u boxes compared, %u containers that hold more on one side; %u sheets with texts below 6 pt on A3, %u with complaints\n", n_changes, n_rings, n_boxes_compared, n_containers_apart, n_small, n_complaints);
	ck_assert_uint_gt(n_rings, n_changes / 3);
	ck_assert_uint_gt(n_boxes_compared, n_changes);
	ck_assert_uint_le(n_containers_apart * 500, n_boxes_compared);
	ck_assert_uint_eq(n_complaints, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("change");
	TCase *tests = tcase_create("change");
	SRunner *runner = srunner_create(suite);

	if (g_getenv("ER_CHANGES") != NULL)
		n_changes = (uint32_t)g_ascii_strtoull(g_getenv("ER_CHANGES"), NULL, 10);
	tcase_set_timeout(tests, 280);
	tcase_add_test(tests, random_changes);
	suite_add_tcase(suite, tests);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
