/*
 * test_metrics.c: text widths. The advance table is proven against the installed Open Sans through pango at 2048 px, one
 * character at a time and with no other font allowed to step in; without the font that part is skipped and says so.
 */
#include "render/backend.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define BIG_PX 2048

static const struct {
	PangoWeight weight;
	PangoStyle style;
} faces[ER_FONT__COUNT] = {
	[ER_FONT_REGULAR] = { PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
	[ER_FONT_SEMIBOLD] = { PANGO_WEIGHT_SEMIBOLD, PANGO_STYLE_NORMAL },
	[ER_FONT_ITALIC] = { PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
	[ER_FONT_SEMIBOLD_ITALIC] = { PANGO_WEIGHT_SEMIBOLD, PANGO_STYLE_ITALIC },
};

/* (transfer full): a layout in the face that pango must not leave; NULL when it is not installed. */
static PangoLayout *open_face(ErFont font)
{
	g_autoptr(GObject) owned = G_OBJECT(pango_font_map_create_context(pango_cairo_font_map_get_default()));
	PangoContext *context = PANGO_CONTEXT(owned);
	g_autoptr(PangoFontDescription) want = pango_font_description_from_string("Open Sans");
	g_autoptr(PangoFontDescription) got = NULL;
	g_autoptr(PangoFont) loaded = NULL;
	g_autoptr(PangoAttrList) attributes = pango_attr_list_new();
	PangoLayout *layout;

	pango_font_description_set_weight(want, faces[font].weight);
	pango_font_description_set_style(want, faces[font].style);
	pango_font_description_set_absolute_size(want, BIG_PX * PANGO_SCALE);
	pango_context_set_round_glyph_positions(context, FALSE);
	loaded = pango_context_load_font(context, want);
	got = loaded != NULL ? pango_font_describe(loaded) : NULL;
	if (got == NULL || strcmp(pango_font_description_get_family(got), "Open Sans") != 0 ||
	    pango_font_description_get_weight(got) != faces[font].weight || pango_font_description_get_style(got) != faces[font].style)
		return NULL;
	layout = pango_layout_new(context);
	pango_layout_set_font_description(layout, want);
	pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	return layout;
}

/* Width at BIG_PX as pango sees it. */
static double pango_width(PangoLayout *layout, const char *utf8)
{
	PangoRectangle logical;

	pango_layout_set_text(layout, utf8, -1);
	pango_layout_get_extents(layout, NULL, &logical);
	ck_assert_int_eq(pango_layout_get_unknown_glyphs_count(layout), 0);
	return (double)logical.width / PANGO_SCALE;
}

/* (transfer full): the characters the face itself has. Pango would also compose letters and replace rare hyphens. */
static PangoCoverage *characters(PangoLayout *layout)
{
	g_autoptr(PangoFont) font = pango_context_load_font(pango_layout_get_context(layout), pango_layout_get_font_description(layout));

	return pango_font_get_coverage(font, pango_language_from_string("en"));
}

static bool is_skipped(gunichar c)
{
	return !g_unichar_validate(c) || !g_unichar_isgraph(c) || g_unichar_iszerowidth(c) || g_unichar_ismark(c) || c == 0xAD ||
	       c == 0xFFFC;
}

START_TEST(table_is_the_font)
{
	g_autoptr(PangoLayout) layout = open_face((ErFont)_i);
	g_autoptr(PangoCoverage) has = NULL;
	unsigned proven = 0;

	if (layout == NULL) {
		g_print("SKIPPED table_is_the_font, face %d: Open Sans (package fonts-open-sans) is not installed here\n", _i);
		return;
	}
	has = characters(layout);
	for (gunichar c = 0x20; c <= 0xFFFF; c++) {
		char utf8[8] = { 0 };
		double want;

		if (is_skipped(c) || pango_coverage_get(has, (int)c) != PANGO_COVERAGE_EXACT)
			continue;
		g_unichar_to_utf8(c, utf8);
		want = pango_width(layout, utf8);
		ck_assert_msg(fabs(er_text_width((ErFont)_i, BIG_PX, utf8) - want) <= 0.001 * want, "U+%04X: %.3f, font says %.3f", c,
		              er_text_width((ErFont)_i, BIG_PX, utf8), want);
		proven++;
	}
	ck_assert_uint_gt(proven, 700);
}
END_TEST

START_TEST(lines_are_close_to_the_font)
{
	static const char *const lines[] = { "ErGw1AZ · zone-redundant", "Provider and peering location", "AS 65010, VLAN 100, BFD on", "er-paris" };
	g_autoptr(PangoLayout) layout = open_face((ErFont)_i);

	if (layout == NULL) {
		g_print("SKIPPED lines_are_close_to_the_font, face %d: Open Sans is not installed here\n", _i);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		double want = pango_width(layout, lines[i]);

		ck_assert_double_eq_tol(er_text_width((ErFont)_i, BIG_PX, lines[i]), want, 0.015 * want); /* kerning */
	}
}
END_TEST

static const struct {
	const char *text;
	double units;          /* of 1/2048 em, Regular */
} widths[] = {
	{ "", 0 },
	{ " ", 532 },
	{ "A", 1296 },
	{ "AA A", 3 * 1296 + 532 },
	{ "e\xCC\x81", 1149 },                 /* combining acute */
	{ "\xE2\x80\x8B\xC2\xAD\x01\x7F", 0 }, /* zero-width space, soft hyphen, controls */
	{ "\xE6\x9D\xB1\xE4\xBA\xAC", 4096 },
	{ "\xEF\xBC\xA1", 2048 },              /* fullwidth A */
	{ "\xF0\x9F\x98\x80", 2048 },          /* emoji */
	{ "\xC7\x97", 1491 },                  /* not in the font, shaped from U and its marks */
	{ "\xD7\x90", 1229 },                  /* Hebrew: not in the table */
	{ "\xE2\x86\x92", 1716 },              /* arrow: not in the font */
	{ "\xFF\xC3", 4096 },                  /* broken: two U+FFFD */
};

START_TEST(width)
{
	setlocale(LC_ALL, "de_DE.UTF-8"); /* may be missing; nothing may change when it is there */
	ck_assert_double_eq_tol(er_text_width(ER_FONT_REGULAR, 2048, widths[_i].text), widths[_i].units, 1e-9);
	ck_assert_double_eq_tol(er_text_width(ER_FONT_REGULAR, 10.5, widths[_i].text), widths[_i].units * 10.5 / 2048, 1e-9);
}
END_TEST

START_TEST(ascent_and_descent)
{
	ck_assert_double_eq_tol(er_text_ascent(10), 10.69, 0.01);
	ck_assert_double_eq_tol(er_text_descent(10), 2.93, 0.01);
}
END_TEST

static const struct {
	const char *text;
	double max_px;
	const char *fitted;
} fits[] = {
	{ "er-paris", 1000, "er-paris" },
	{ "", 0, "" },
	{ "er-paris", 30, "er-p\xE2\x80\xA6" },
	{ "er paris", 20, "er\xE2\x80\xA6" }, /* no space before the dots */
	{ "er-paris", 3, "" },
	{ "er-paris", -5, "" },
	{ "e\xCC\x81" "e\xCC\x81" "e\xCC\x81" "e\xCC\x81", 22, "e\xCC\x81" "e\xCC\x81\xE2\x80\xA6" },
};

START_TEST(fit)
{
	g_autofree char *got = er_text_fit(ER_FONT_REGULAR, 10, fits[_i].text, fits[_i].max_px);

	ck_assert_str_eq(got, fits[_i].fitted);
	ck_assert(er_text_width(ER_FONT_REGULAR, 10, got) <= MAX(fits[_i].max_px, 0) + 1e-6);
}
END_TEST

static const struct {
	const char *text;
	double max_px;
	uint32_t max_lines;
	const char *lines;     /* joined by | */
} wraps[] = {
	{ "", 50, 3, "" },
	{ "   ", 50, 3, "" },
	{ "one two three", 1000, 3, "one two three" },
	{ "one two three", 45, 3, "one two|three" },
	{ "  one   two three  ", 45, 3, "one   two|three" },
	{ "one two three four", 45, 2, "one two|three fo\xE2\x80\xA6" },
	{ "one two three", 1000, 1, "one two three" },
	{ "conn-paris-frc", 40, 3, "conn-|paris-frc" },
	{ "10.20.1.0/24", 30, 9, "10.20.|1.0/24" },
	{ "on conn_paris", 40, 9, "on|conn_|paris" },
	{ "abcdefghijklmnop", 40, 9, "abcdefg|hijklmn|op" },
	{ "abc", 1, 9, "a|b|c" },
	{ "abc", 1, 2, "a|" },
	{ "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD", 20, 9, "\xE6\x9D\xB1\xE4\xBA\xAC|\xE9\x83\xBD" },
};

START_TEST(wrap)
{
	g_autoptr(GPtrArray) lines = er_text_wrap(ER_FONT_REGULAR, 10, wraps[_i].text, wraps[_i].max_px, wraps[_i].max_lines);
	g_autofree char *got = NULL;

	ck_assert_uint_le(lines->len, wraps[_i].max_lines);
	g_ptr_array_add(lines, NULL);
	got = g_strjoinv("|", (char **)lines->pdata);
	ck_assert_str_eq(got, wraps[_i].lines);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("metrics");
	TCase *tcase = tcase_create("metrics");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60); /* the table against the font, under sanitizers */
	tcase_add_loop_test(tcase, table_is_the_font, 0, ER_FONT__COUNT);
	tcase_add_loop_test(tcase, lines_are_close_to_the_font, 0, ER_FONT__COUNT);
	tcase_add_loop_test(tcase, width, 0, G_N_ELEMENTS(widths));
	tcase_add_test(tcase, ascent_and_descent);
	tcase_add_loop_test(tcase, fit, 0, G_N_ELEMENTS(fits));
	tcase_add_loop_test(tcase, wrap, 0, G_N_ELEMENTS(wraps));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
