/* test_lint.c: for each complaint of the lint, a scene that earns it and its neighbour that does not. */
#include "render/backend.h"

#include <check.h>
#include <stdlib.h>

static ErScene *page(void)
{
	return er_scene_new("s", "t", "d", 400, 300);
}

static void box(ErScene *scene, ErGroupKind kind, const char *data_id, double x, double y, double w, double h)
{
	er_scene_open(scene, kind, data_id, data_id, &(ErRect){ x, y, w, h }, data_id, NULL);
}

static void line(ErScene *scene, ErRole role, double x1, double y1, double x2, double y2)
{
	er_scene_polyline(scene, role, (const ErPoint[]){ { x1, y1 }, { x2, y2 } }, 2, 0);
}

static void edge(ErScene *scene, ErRole role, double x1, double y1, double x2, double y2)
{
	er_scene_open(scene, ER_GROUP_EDGE, "edge", NULL, NULL, "edge", NULL);
	line(scene, role, x1, y1, x2, y2);
	er_scene_close(scene);
}

/* Consumes the scene; @counter points into @found. */
static void assert_only(ErScene *scene, ErLint *found, const uint32_t *counter, uint32_t want, const char *first)
{
	*found = er_scene_lint(scene);
	ck_assert_msg(*counter == want && er_lint_total(found) == want, "counted %u of %u: %s", *counter, er_lint_total(found),
	              found->first != NULL ? found->first : "clean");
	if (want == 0)
		ck_assert_ptr_null(found->first);
	else
		ck_assert_str_eq(found->first, first);
	er_lint_clear(found);
	ck_assert_ptr_null(found->first);
	ck_assert_uint_eq(er_lint_total(found), 0);
	er_scene_free(scene);
}

START_TEST(texts_overlap)
{
	ErLint found;
	ErScene *scene = page();

	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 50, 50 }, ER_ANCHOR_START, "one");
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 60, 58 }, ER_ANCHOR_START, "two");
	assert_only(scene, &found, &found.text_overlaps, 1, "text 'one' overlaps text 'two'");
	scene = page();
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 50, 50 }, ER_ANCHOR_START, "one");
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 50, 63 }, ER_ANCHOR_START, "two"); /* the next line */
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 50, 50 }, ER_ANCHOR_END, "three"); /* side by side */
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 50, 50 }, ER_ANCHOR_START, "");
	assert_only(scene, &found, &found.text_overlaps, 0, NULL);
}
END_TEST

START_TEST(texts_outside)
{
	ErLint found;
	ErScene *scene = page();

	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 395, 50 }, ER_ANCHOR_START, "cut");
	assert_only(scene, &found, &found.text_outside, 1, "text 'cut' leaves the page");
	scene = page();
	box(scene, ER_GROUP_CONTAINER, "site", 100, 20, 100, 100);
	box(scene, ER_GROUP_NODE, "ce", 140, 60, 20, 20);
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 150, 56 }, ER_ANCHOR_MIDDLE, "a name that is far too long");
	er_scene_close(scene);
	er_scene_close(scene);
	assert_only(scene, &found, &found.text_outside, 1, "text 'a name that is far too long' leaves its container site");
}
END_TEST

START_TEST(texts_that_may_hang_over)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_CONTAINER, "site", 20, 20, 100, 100);
	er_scene_text(scene, ER_ROLE_T_SITE, (ErPoint){ 30, 25 }, ER_ANCHOR_START, "in border")->over_lines = true;
	er_scene_text(scene, ER_ROLE_T_BADGE_HIGH, (ErPoint){ 120, 25 }, ER_ANCHOR_MIDDLE, "1");
	box(scene, ER_GROUP_NODE, "ce", 60, 60, 20, 20);
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 70, 56 }, ER_ANCHOR_MIDDLE, "CE above");
	er_scene_close(scene);
	er_scene_close(scene);
	assert_only(scene, &found, &found.text_outside, 0, NULL);
}
END_TEST

START_TEST(boxes_overlap)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_CONTAINER, "a", 20, 20, 100, 100);
	er_scene_close(scene);
	box(scene, ER_GROUP_CONTAINER, "b", 100, 20, 100, 100);
	er_scene_close(scene);
	assert_only(scene, &found, &found.box_overlaps, 1, "box a overlaps box b");
	scene = page();
	box(scene, ER_GROUP_NODE, "a", 20, 20, 50, 50);
	er_scene_close(scene);
	box(scene, ER_GROUP_NODE, "b", 30, 30, 10, 10); /* a node holds no other node */
	er_scene_close(scene);
	assert_only(scene, &found, &found.box_overlaps, 1, "box a overlaps box b");
	scene = page();
	box(scene, ER_GROUP_CONTAINER, "outer", 20, 20, 100, 100);
	box(scene, ER_GROUP_NODE, "inner", 100, 40, 40, 20);
	er_scene_close(scene);
	er_scene_close(scene);
	assert_only(scene, &found, &found.box_overlaps, 1, "box inner leaves its container outer");
}
END_TEST

START_TEST(boxes_that_may_stand_so)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_CONTAINER, "outer", 20, 20, 100, 100);
	box(scene, ER_GROUP_CONTAINER, "inner", 20, 20, 50, 50);
	box(scene, ER_GROUP_NODE, "node", 30, 30, 20, 20);
	er_scene_close(scene);
	er_scene_close(scene);
	er_scene_close(scene);
	box(scene, ER_GROUP_CONTAINER, "beside", 120, 20, 60, 60); /* shares an edge */
	er_scene_close(scene);
	box(scene, ER_GROUP_NODE, "laid over", 130, 30, 10, 10); /* in another layer, inside all the same */
	er_scene_close(scene);
	assert_only(scene, &found, &found.box_overlaps, 0, NULL);
}
END_TEST

static const struct {
	ErRole role;
	bool over_lines;
	double y;              /* of the line; the text's baseline is at 100 */
	uint32_t want;
} crossings[] = {
	{ ER_ROLE_LINK, false, 97, 1 },
	{ ER_ROLE_FLOW_OUT, false, 97, 1 },
	{ ER_ROLE_DOWN, false, 97, 1 },
	{ ER_ROLE_LINK, true, 97, 0 },
	{ ER_ROLE_LINK, false, 103, 0 },
	{ ER_ROLE_LINK, false, 89, 0 },
	{ ER_ROLE_TIE, false, 97, 0 },
	{ ER_ROLE_RULE_LINE, false, 97, 0 },
	{ ER_ROLE_BAND_AZURE, false, 97, 0 },
};

START_TEST(line_through_text)
{
	ErLint found;
	ErScene *scene = page();
	g_autofree char *first = g_strdup_printf("a %s line runs through text 'Primary'", er_role_css(crossings[_i].role));

	line(scene, crossings[_i].role, 20, crossings[_i].y, 300, crossings[_i].y);
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 100, 100 }, ER_ANCHOR_START, "Primary")->over_lines = crossings[_i].over_lines;
	assert_only(scene, &found, &found.line_through_text, crossings[_i].want, first);
}
END_TEST

START_TEST(curve_through_text)
{
	static const ErSeg arc[] = { { ER_SEG_MOVE, { { 20, 20 } } }, { ER_SEG_CURVE, { { 20, 150 }, { 300, 150 }, { 300, 20 } } } };
	ErLint found;
	ErScene *scene = page();

	er_scene_path(scene, ER_ROLE_GLOBAL_REACH, arc, 2); /* its lowest point is 160,117.5 */
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 160, 120 }, ER_ANCHOR_MIDDLE, "Global Reach");
	assert_only(scene, &found, &found.line_through_text, 1, "a global-reach line runs through text 'Global Reach'");
}
END_TEST

START_TEST(line_through_node)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_NODE, "gw", 100, 100, 40, 40);
	er_scene_close(scene);
	edge(scene, ER_ROLE_FLOW_OUT, 20, 120, 300, 120);
	assert_only(scene, &found, &found.line_through_node, 1, "a flow-out line runs through gw");
}
END_TEST

START_TEST(lines_that_may_touch_a_node)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_NODE, "gw", 100, 100, 40, 40);
	er_scene_close(scene);
	edge(scene, ER_ROLE_CONNECTION, 20, 120, 120, 120);   /* ends in it */
	edge(scene, ER_ROLE_FLOW_IN, 150, 120, 40, 120);      /* begins 10 px beside it */
	edge(scene, ER_ROLE_FLOW_OUT, 20, 102, 300, 102);     /* grazes the border */
	edge(scene, ER_ROLE_TIE, 20, 120, 300, 120);          /* a tie is no line */
	line(scene, ER_ROLE_LINK, 20, 120, 300, 120);         /* belongs to no edge: a legend's sample */
	box(scene, ER_GROUP_CONTAINER, "region", 200, 60, 90, 120);
	er_scene_close(scene);
	assert_only(scene, &found, &found.line_through_node, 0, NULL);
}
END_TEST

static const struct {
	const char *upper, *lower;
	uint32_t want;
} pairs[] = {
	{ "msee-paris-primary", "msee-paris-secondary", 0 },
	{ "msee-paris-secondary", "msee-paris-primary", 1 },
	{ "ce:secondary", "ce:primary", 1 },
	{ "circuits/er-paris/secondary", "circuits/er-paris/primary", 1 },
	{ "ce:secondary", "msee:primary", 0 },
	{ "a-secondary", "a:primary", 0 },
	{ "secondary", "primary", 0 },
};

START_TEST(primary_is_above)
{
	ErLint found;
	ErScene *scene = page();
	g_autofree char *first = g_strdup_printf("%s is not above %s", pairs[_i].lower, pairs[_i].upper);

	box(scene, ER_GROUP_NODE, pairs[_i].upper, 50, 50, 20, 20);
	er_scene_close(scene);
	box(scene, ER_GROUP_NODE, pairs[_i].lower, 50, 150, 20, 20);
	er_scene_close(scene);
	assert_only(scene, &found, &found.upside_down, pairs[_i].want, first);
}
END_TEST

START_TEST(side_by_side_is_not_above)
{
	ErLint found;
	ErScene *scene = page();

	box(scene, ER_GROUP_NODE, "ce-primary", 50, 50, 20, 20);
	er_scene_close(scene);
	box(scene, ER_GROUP_NODE, "ce-secondary", 150, 50, 20, 20);
	er_scene_close(scene);
	assert_only(scene, &found, &found.upside_down, 1, "ce-primary is not above ce-secondary");
}
END_TEST

START_TEST(drawn_twice)
{
	ErLint found;
	ErScene *scene = page();

	for (int i = 0; i < 2; i++) {
		box(scene, i == 0 ? ER_GROUP_NODE : ER_GROUP_CONTAINER, "gw", 50 + 100 * i, 50, 20, 20);
		er_scene_close(scene);
		er_scene_open(scene, ER_GROUP_EDGE, "e", "link", NULL, NULL, NULL); /* an edge may come in pieces */
		er_scene_close(scene);
	}
	assert_only(scene, &found, &found.duplicates, 1, "gw is drawn twice");
}
END_TEST

START_TEST(off_the_page)
{
	ErLint found;
	ErScene *scene = page();

	er_scene_rect(scene, ER_ROLE_PAGE, (ErRect){ 0, 0, 400, 300 }, 0);
	line(scene, ER_ROLE_TIE, 20, 20, 20, 300.5);
	line(scene, ER_ROLE_TIE, 20, 20, 20, 310);
	er_scene_glyph(scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ -10, 5, 20, 20 });
	er_scene_rect(scene, ER_ROLE_SITE, (ErRect){ 380, 5, 30, 20 }, 0);
	assert_only(scene, &found, &found.off_page, 3, "path 'tie' leaves the page");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lint");
	TCase *tcase = tcase_create("lint");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, texts_overlap);
	tcase_add_test(tcase, texts_outside);
	tcase_add_test(tcase, texts_that_may_hang_over);
	tcase_add_test(tcase, boxes_overlap);
	tcase_add_test(tcase, boxes_that_may_stand_so);
	tcase_add_loop_test(tcase, line_through_text, 0, G_N_ELEMENTS(crossings));
	tcase_add_test(tcase, curve_through_text);
	tcase_add_test(tcase, line_through_node);
	tcase_add_test(tcase, lines_that_may_touch_a_node);
	tcase_add_loop_test(tcase, primary_is_above, 0, G_N_ELEMENTS(pairs));
	tcase_add_test(tcase, side_by_side_is_not_above);
	tcase_add_test(tcase, drawn_twice);
	tcase_add_test(tcase, off_the_page);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
