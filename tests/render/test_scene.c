/* test_scene.c: the display list and its trace: ids, clean strings, text boxes, rounded corners, heads, links, misuse. */
#include "render/backend.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static ErScene *sheet(void)
{
	return er_scene_new("flow-paris", "Paris", "All of it", 400, 300);
}

static const ErItem *last(const ErScene *scene)
{
	return er_scene_at(scene, er_scene_count(scene) - 1);
}

static const struct {
	const char *name, *id;
} names[] = {
	{ "MSEE primary", "flow-paris-msee-primary" },
	{ "  --Zürich / Genève--  ", "flow-paris-zurich-geneve" },
	{ "er_paris.1", "flow-paris-er-paris-1" },
	{ "", "flow-paris-x" },
	{ "\xE6\x9D\xB1\xE4\xBA\xAC", "flow-paris-x" },
	{ "<&\">\x01\xFF", "flow-paris-x" },
	{ "CE:PRIMARY", "flow-paris-ce-primary" },
};

START_TEST(id_is_a_slug)
{
	g_autoptr(ErScene) scene = sheet();

	er_scene_open(scene, ER_GROUP_LAYER, names[_i].name, NULL, NULL, NULL, NULL);
	ck_assert_str_eq(last(scene)->id, names[_i].id);
}
END_TEST

START_TEST(ids_never_clash)
{
	static const char *const given[] = { "ce", "CE", "ce-2", "ce", "ce 2", "ce" };
	g_autoptr(ErScene) scene = sheet();
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < G_N_ELEMENTS(given); i++) {
		er_scene_open(scene, ER_GROUP_LAYER, given[i], NULL, NULL, NULL, NULL);
		ck_assert_msg(g_hash_table_add(seen, (char *)last(scene)->id), "%s twice", last(scene)->id);
	}
	ck_assert_str_eq(er_scene_at(scene, 0)->id, "flow-paris-ce");
	ck_assert_str_eq(er_scene_at(scene, 1)->id, "flow-paris-ce-2");
	ck_assert_str_eq(er_scene_at(scene, 2)->id, "flow-paris-ce-2-2");
	ck_assert_str_eq(er_scene_at(scene, 3)->id, "flow-paris-ce-3");
}
END_TEST

START_TEST(many_equal_names_stay_quick)
{
	g_autoptr(ErScene) scene = sheet();

	for (int i = 0; i < 20000; i++)
		er_scene_open(scene, ER_GROUP_LAYER, "spoke", NULL, NULL, NULL, NULL);
	ck_assert_str_eq(last(scene)->id, "flow-paris-spoke-20000");
}
END_TEST

START_TEST(long_name_is_cut)
{
	g_autoptr(ErScene) scene = sheet();
	g_autofree char *name = g_strnfill(5000, 'a');

	er_scene_open(scene, ER_GROUP_LAYER, name, NULL, NULL, NULL, NULL);
	ck_assert_uint_lt(strlen(last(scene)->id), 120);
}
END_TEST

START_TEST(sheet_slug_is_a_selector)
{
	g_autoptr(ErScene) scene = er_scene_new("2 Sites", "t", "d", 10, 10);

	ck_assert_str_eq(er_scene_slug(scene), "sheet-2-sites");
}
END_TEST

static const struct {
	const char *given, *kept;
} texts[] = {
	{ "plain", "plain" },
	{ "a\tb\nc", "a b c" },
	{ "a\r\nb\x01\x7F\x1B[31mc", "a b[31mc" },
	{ "\xC2\x85\xC2\x9Fx", "x" },                               /* C1 controls */
	{ "\xFFx\xC3", "\xEF\xBF\xBDx\xEF\xBF\xBD" },               /* no UTF-8 */
	{ "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" }, /* a surrogate, byte by byte */
	{ "\xEF\xBF\xBE|\xEF\xBF\xBF", "\xEF\xBF\xBD|\xEF\xBF\xBD" },
	{ "\xF0\x9F\xBF\xBF", "\xEF\xBF\xBD" },                     /* U+1FFFF */
	{ "<b>&amp;\"'", "<b>&amp;\"'" },
	{ "M\xC3\xBCnchen \xF0\x9F\x98\x80", "M\xC3\xBCnchen \xF0\x9F\x98\x80" },
	{ "", "" },
};

START_TEST(strings_are_clean)
{
	g_autoptr(ErScene) scene = er_scene_new("s", texts[_i].given, texts[_i].given, 10, 10);
	g_autofree char *copy = g_strdup(texts[_i].given);
	const ErItem *item;

	ck_assert_str_eq(er_scene_title(scene), texts[_i].kept);
	ck_assert_str_eq(er_scene_desc(scene), texts[_i].kept);
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 0, 0 }, ER_ANCHOR_START, copy);
	memset(copy, '?', strlen(copy)); /* the scene has its own copy */
	ck_assert_str_eq(last(scene)->text, texts[_i].kept);
	er_scene_open(scene, ER_GROUP_LAYER, NULL, texts[_i].given, NULL, texts[_i].given, texts[_i].given);
	item = last(scene);
	ck_assert_ptr_null(item->id);
	ck_assert_str_eq(item->data_id, texts[_i].kept);
	ck_assert_str_eq(item->title, texts[_i].kept);
	ck_assert_str_eq(item->desc, texts[_i].kept);
}
END_TEST

START_TEST(text_box_follows_anchor)
{
	static const double shares[] = { [ER_ANCHOR_START] = 0, [ER_ANCHOR_MIDDLE] = 0.5, [ER_ANCHOR_END] = 1 };
	g_autoptr(ErScene) scene = sheet();
	ErStyle style = er_theme_style(er_theme_light(), ER_ROLE_T_TITLE, 0, false);
	const ErItem *item = er_scene_text(scene, ER_ROLE_T_TITLE, (ErPoint){ 100, 50 }, (ErAnchor)_i, "Paris DC");
	double w = er_text_width(style.font, style.size_px, "Paris DC");

	ck_assert_double_eq_tol(item->rect.w, w, 1e-9);
	ck_assert_double_eq_tol(item->rect.x, 100 - shares[_i] * w, 1e-9);
	ck_assert_double_eq_tol(item->rect.y, 50 - er_text_ascent(style.size_px), 1e-9);
	ck_assert_double_eq_tol(item->rect.h, er_text_ascent(style.size_px) + er_text_descent(style.size_px), 1e-9);
}
END_TEST

START_TEST(corner_is_rounded)
{
	static const ErPoint points[] = { { 0, 0 }, { 100, 0 }, { 100, 8 }, { 100, 8 }, { 200, 8 } };
	g_autoptr(ErScene) scene = sheet();
	const ErItem *item = er_scene_polyline(scene, ER_ROLE_LAN, points, G_N_ELEMENTS(points), 10);
	const ErSeg *segs = er_scene_segs(scene, item);

	ck_assert_uint_eq(item->n_segs, 6);
	ck_assert_int_eq(segs[1].kind, ER_SEG_LINE); /* radius 4: half of the short segment */
	ck_assert_double_eq_tol(segs[1].p[0].x, 96, 1e-9);
	ck_assert_int_eq(segs[2].kind, ER_SEG_CURVE);
	ck_assert_double_eq_tol(segs[2].p[0].x, 96 + 4 * 2.0 / 3, 1e-9);
	ck_assert_double_eq_tol(segs[2].p[1].y, 4 - 4 * 2.0 / 3, 1e-9);
	ck_assert_double_eq_tol(segs[2].p[2].x, 100, 1e-9);
	ck_assert_double_eq_tol(segs[2].p[2].y, 4, 1e-9);
	ck_assert_double_eq_tol(segs[5].p[0].x, 200, 1e-9);
}
END_TEST

START_TEST(straight_on_is_not_rounded)
{
	static const ErPoint points[] = { { 0, 0 }, { 50, 0 }, { 100, 0 } };
	static const ErPoint corner[] = { { 0, 0 }, { 50, 0 }, { 50, 50 } };
	static const ErPoint same[] = { { 5, 5 }, { 5, 5 } };
	g_autoptr(ErScene) scene = sheet();

	er_scene_polyline(scene, ER_ROLE_LAN, points, 3, 10);
	ck_assert_uint_eq(last(scene)->n_segs, 3);
	er_scene_polyline(scene, ER_ROLE_LAN, corner, 3, 0);
	ck_assert_uint_eq(last(scene)->n_segs, 3);
	er_scene_polyline(scene, ER_ROLE_LAN, same, 2, 10);
	ck_assert_uint_eq(last(scene)->n_segs, 2);
}
END_TEST

START_TEST(heads)
{
	g_autoptr(ErScene) scene = sheet();
	const ErItem *in = er_scene_head(scene, ER_ROLE_HEAD_IN, (ErPoint){ 100, 50 }, 7, 0);
	const ErSeg *segs = er_scene_segs(scene, in);

	ck_assert_uint_eq(in->n_segs, 4);
	ck_assert_double_eq_tol(segs[1].p[0].x, 89, 1e-9);
	ck_assert_double_eq_tol(fabs(segs[1].p[0].y - segs[2].p[0].y), 11, 1e-9);
	ck_assert_int_eq(segs[3].kind, ER_SEG_CLOSE);
	segs = er_scene_segs(scene, er_scene_head(scene, ER_ROLE_HEAD_OUT, (ErPoint){ 100, 50 }, 0, -3));
	ck_assert_uint_eq(last(scene)->n_segs, 5);
	ck_assert_double_eq_tol(segs[0].p[0].y, 50, 1e-9);
	ck_assert_double_eq_tol(segs[1].p[0].y, 61, 1e-9);
	ck_assert_double_eq_tol(segs[2].p[0].y, 57, 1e-9); /* swept */
	er_scene_head(scene, ER_ROLE_HEAD_IN, (ErPoint){ 1, 1 }, 0, 0);
	ck_assert_double_eq_tol(er_scene_segs(scene, last(scene))[1].p[0].x, -10, 1e-9);
}
END_TEST

static const struct {
	const char *address;
	bool kept;
} addresses[] = {
	{ "https://portal.azure.com/#@/resource/subscriptions/0", true },
	{ "http://wiki/er", true },
	{ "#flow-paris-ce", true },
	{ "flow-paris.svg", true },
	{ "sub/flow.svg#a:b", true },
	{ "javascript:alert(1)", false },
	{ "java\x01script:alert(1)", false },
	{ " javascript:alert(1)//", false },
	{ "data:text/html,x", false },
	{ "", false },
	{ NULL, false },
};

START_TEST(link_is_checked)
{
	g_autoptr(ErScene) scene = sheet();

	er_scene_open(scene, ER_GROUP_NODE, "n", NULL, &(ErRect){ 0, 0, 9, 9 }, "n", NULL);
	er_scene_link(scene, addresses[_i].address);
	if (addresses[_i].kept)
		ck_assert_str_eq(last(scene)->link, addresses[_i].address);
	else
		ck_assert_ptr_null(last(scene)->link);
}
END_TEST

/* Every kind of item, with what can be set on it. */
static ErScene *all_kinds(void)
{
	static const ErPoint points[] = { { 10, 10.25 }, { 60, 10.25 }, { 60, 90 } };
	ErScene *scene = sheet();

	er_scene_rect(scene, ER_ROLE_PAGE, (ErRect){ 0, 0, 400, 300 }, 0);
	er_scene_open(scene, ER_GROUP_CONTAINER, "Site", "site:paris", &(ErRect){ 8, 8, 200, 200 }, "Site \"Paris\"", "one CE");
	er_scene_rect(scene, ER_ROLE_SITE, (ErRect){ 8, 8, 200, 200 }, 4);
	er_scene_open(scene, ER_GROUP_NODE, "CE", "ce:primary", &(ErRect){ 80, 80, 56, 56 }, "CE", NULL);
	er_scene_link(scene, "https://example.com/");
	er_scene_glyph(scene, ER_ROLE_G_CUSTOMER, ER_GLYPH_ROUTER, (ErRect){ 80, 80, 56, 56 })->assumed = true;
	er_scene_text(scene, ER_ROLE_T_NAME, (ErPoint){ 108, 76 }, ER_ANCHOR_MIDDLE, "CE-PAR-1")->over_lines = true;
	er_scene_close(scene);
	er_scene_close(scene);
	er_scene_polyline(scene, ER_ROLE_LINK, points, 3, 0)->tint = 2;
	return scene;
}

static const char *const all_kinds_trace =
	"scene flow-paris 400x300 title=\"Paris\" desc=\"All of it\"\n"
	"rect page 0,0 400x300\n"
	"open container #flow-paris-site 8,8 200x200 data=\"site:paris\" title=\"Site \\\"Paris\\\"\" desc=\"one CE\"\n"
	"\trect site 8,8 200x200 r=4\n"
	"\topen node #flow-paris-ce 80,80 56x56 data=\"ce:primary\" title=\"CE\" link=\"https://example.com/\"\n"
	"\t\tglyph g-customer assumed router 80,80 56x56\n"
	"\t\ttext t-name 108,76 middle w=49.7 \"CE-PAR-1\" over-lines\n"
	"\tclose\n"
	"close\n"
	"path link t2 M 10,10.3 L 60,10.3 L 60,90\n";

START_TEST(trace_says_all)
{
	g_autoptr(ErScene) scene = all_kinds();
	g_autoptr(GString) got = g_string_new(NULL);

	setlocale(LC_ALL, "de_DE.UTF-8"); /* may be missing; nothing may change when it is there */
	er_trace_write(scene, got);
	ck_assert_str_eq(got->str, all_kinds_trace);
}
END_TEST

START_TEST(size_can_change)
{
	g_autoptr(ErScene) scene = sheet();

	er_scene_set_size(scene, 800, 640.5);
	ck_assert_double_eq_tol(er_scene_width(scene), 800, 1e-9);
	ck_assert_double_eq_tol(er_scene_height(scene), 640.5, 1e-9);
}
END_TEST

START_TEST(close_without_open_aborts)
{
	g_autoptr(ErScene) scene = sheet();

	er_scene_close(scene);
}
END_TEST

START_TEST(open_without_close_aborts)
{
	g_autoptr(ErScene) scene = sheet();
	g_autoptr(GString) out = g_string_new(NULL);

	er_scene_open(scene, ER_GROUP_LAYER, "l", NULL, NULL, NULL, NULL);
	er_trace_write(scene, out);
}
END_TEST

START_TEST(node_without_box_aborts)
{
	g_autoptr(ErScene) scene = sheet();

	er_scene_open(scene, ER_GROUP_NODE, "n", NULL, NULL, NULL, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scene");
	TCase *tcase = tcase_create("scene");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, id_is_a_slug, 0, G_N_ELEMENTS(names));
	tcase_add_test(tcase, ids_never_clash);
	tcase_add_test(tcase, many_equal_names_stay_quick);
	tcase_add_test(tcase, long_name_is_cut);
	tcase_add_test(tcase, sheet_slug_is_a_selector);
	tcase_add_loop_test(tcase, strings_are_clean, 0, G_N_ELEMENTS(texts));
	tcase_add_loop_test(tcase, text_box_follows_anchor, ER_ANCHOR_START, ER_ANCHOR_END + 1);
	tcase_add_test(tcase, corner_is_rounded);
	tcase_add_test(tcase, straight_on_is_not_rounded);
	tcase_add_test(tcase, heads);
	tcase_add_loop_test(tcase, link_is_checked, 0, G_N_ELEMENTS(addresses));
	tcase_add_test(tcase, trace_says_all);
	tcase_add_test(tcase, size_can_change);
	if (srunner_fork_status(runner) == CK_FORK) {
		tcase_add_test_raise_signal(tcase, close_without_open_aborts, SIGABRT);
		tcase_add_test_raise_signal(tcase, open_without_close_aborts, SIGABRT);
		tcase_add_test_raise_signal(tcase, node_without_box_aborts, SIGABRT);
	}
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
