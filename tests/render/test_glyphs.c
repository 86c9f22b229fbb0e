/* test_glyphs.c: every symbol is drawn, inside its grid, from paths both back ends can read. */
#include "render/shapes.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct { double left, top, right, bottom; } Extent;

static void include_point(Extent *extent, ErPoint p, double margin)
{
	extent->left = MIN(extent->left, p.x - margin);
	extent->top = MIN(extent->top, p.y - margin);
	extent->right = MAX(extent->right, p.x + margin);
	extent->bottom = MAX(extent->bottom, p.y + margin);
}

/* Reads the whole path; fails the test where it is not one. Returns how many outlines it has, and whether all are closed. */
static unsigned read_path(const char *name, const ErGlyphPart *part, Extent *extent, bool *closed)
{
	const char *path = part->path;
	unsigned outlines = 0;
	bool open = false;
	ErSeg seg;

	*closed = true;
	while (er_shape_next_seg(&path, &seg)) {
		unsigned n = seg.kind == ER_SEG_CURVE ? 3 : seg.kind == ER_SEG_CLOSE ? 0 : 1;

		if (seg.kind == ER_SEG_MOVE) {
			*closed &= !open;
			outlines++;
		} else {
			ck_assert_msg(open, "%s: a segment outside an outline near '%.20s'", name, path);
		}
		open = seg.kind != ER_SEG_CLOSE;
		for (unsigned i = 0; i < n; i++)
			include_point(extent, seg.p[i], part->stroke_px / 2);
	}
	*closed &= !open;
	ck_assert_msg(path[strspn(path, " ")] == '\0', "%s: cannot read '%.20s'", name, path);
	return outlines;
}

START_TEST(parts_stay_in_the_grid)
{
	ErGlyph glyph = (ErGlyph)_i;
	const char *name = er_glyph_name(glyph);
	Extent extent = { 99, 99, -99, -99 };
	uint32_t n = 0;
	const ErGlyphPart *parts = er_glyph_parts(glyph, &n);

	ck_assert_uint_gt(n, 0);
	for (uint32_t i = 0; i < n; i++) {
		bool closed;

		ck_assert_uint_gt(read_path(name, &parts[i], &extent, &closed), 0);
		ck_assert_msg(closed || parts[i].stroke_px > 0, "%s: part %u is filled but open", name, i);
		ck_assert_int_le(parts[i].paint, ER_PAINT_THIRD);
	}
	ck_assert_msg(extent.left >= 0 && extent.top >= 0 && extent.right <= ER_GLYPH_GRID && extent.bottom <= ER_GLYPH_GRID,
	              "%s: %g %g %g %g", name, extent.left, extent.top, extent.right, extent.bottom);
	/* one optical size: a glyph fills its grid in at least one direction and stands in its middle */
	ck_assert_msg(MAX(extent.right - extent.left, extent.bottom - extent.top) >= 40, "%s is small", name);
	ck_assert_double_eq_tol(extent.left + extent.right, ER_GLYPH_GRID, 3);
	ck_assert_double_eq_tol(extent.top + extent.bottom, ER_GLYPH_GRID, 3);
}
END_TEST

/* The body can be outlined, which is how an assumed component is drawn. Only the cross has none: it lies on another glyph. */
START_TEST(body_is_filled)
{
	uint32_t n, bodies = 0;
	const ErGlyphPart *parts = er_glyph_parts((ErGlyph)_i, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (parts[i].paint != ER_PAINT_MAIN)
			continue;
		bodies++;
		ck_assert_double_eq(parts[i].stroke_px, 0);
	}
	ck_assert((bodies > 0) == (_i != ER_GLYPH_CROSS));
}
END_TEST

START_TEST(names_are_unique)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (int glyph = 0; glyph < ER_GLYPH__COUNT; glyph++) {
		const char *name = er_glyph_name((ErGlyph)glyph);

		ck_assert_ptr_nonnull(name);
		ck_assert_msg(strlen(name) > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz-") == strlen(name), "'%s'", name);
		ck_assert(g_hash_table_add(seen, (char *)name));
	}
	ck_assert_str_eq(er_glyph_name(ER_GLYPH_ROUTER), "router");
	ck_assert_str_eq(er_glyph_name(ER_GLYPH_VPN_GATEWAY), "vpn-gateway");
}
END_TEST

START_TEST(shapes_differ)
{
	for (int a = 0; a < ER_GLYPH__COUNT; a++) {
		for (int b = 0; b < a; b++) {
			g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);
			uint32_t n, m;
			const ErGlyphPart *p = er_glyph_parts((ErGlyph)a, &n), *q = er_glyph_parts((ErGlyph)b, &m);

			for (uint32_t i = 0; i < n; i++)
				g_string_append(x, p[i].path);
			for (uint32_t i = 0; i < m; i++)
				g_string_append(y, q[i].path);
			ck_assert_str_ne(x->str, y->str);
		}
	}
}
END_TEST

static const struct {
	const char *path;
	unsigned n;            /* segments before it stops */
	const char *rest;
} paths[] = {
	{ "", 0, "" },
	{ "M1 2 L3.5 -4 C1 2 3 4 5 6 Z", 4, "" },
	{ "M1 2Z", 2, "" },
	{ "M1", 0, "M1" },
	{ "M1 2 Q1 2 3 4", 1, " Q1 2 3 4" },
	{ "M1 2 m1 2", 1, " m1 2" },
	{ "M1 2 C1 2 3 4 5", 1, " C1 2 3 4 5" },
	{ "M1 2 A1 1 0 0 1 2 2", 1, " A1 1 0 0 1 2 2" },
};

START_TEST(path_reader)
{
	const char *path = paths[_i].path;
	unsigned n = 0;
	ErSeg seg;

	while (er_shape_next_seg(&path, &seg))
		n++;
	ck_assert_uint_eq(n, paths[_i].n);
	ck_assert_str_eq(path, paths[_i].rest);
}
END_TEST

START_TEST(octagon_stands_in_its_box)
{
	ErPoint p[8];

	er_shape_octagon((ErRect){ 10, 20, 26, 26 }, p);
	for (unsigned i = 0; i < 8; i++) {
		ck_assert_double_eq_tol(hypot(p[i].x - 23, p[i].y - 33), 13, 1e-9);
		ck_assert_double_eq_tol(hypot(p[i].x - p[(i + 1) % 8].x, p[i].y - p[(i + 1) % 8].y), 26 * sin(G_PI / 8), 1e-9);
	}
	ck_assert_double_eq_tol(p[1].y, p[2].y, 1e-9);
}
END_TEST

static Suite *glyph_suite(void)
{
	Suite *suite = suite_create("glyphs");
	TCase *tcase = tcase_create("glyphs");

	tcase_add_loop_test(tcase, parts_stay_in_the_grid, 0, ER_GLYPH__COUNT);
	tcase_add_loop_test(tcase, body_is_filled, 0, ER_GLYPH__COUNT);
	tcase_add_test(tcase, names_are_unique);
	tcase_add_test(tcase, shapes_differ);
	tcase_add_loop_test(tcase, path_reader, 0, (int)G_N_ELEMENTS(paths));
	tcase_add_test(tcase, octagon_stands_in_its_box);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	SRunner *runner = srunner_create(glyph_suite());
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
