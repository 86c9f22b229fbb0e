/* test_theme.c: no role without a look, and every text readable on what it stands on. */
#include "render/backend.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_TINTS 8
#define N_THEMES 4

/* What the theme promises; WCAG 2.1 AA asks for 4.5. */
#define TEXT_CONTRAST 4.7
#define LINE_CONTRAST 3.0

static bool is_text(ErRole role)
{
	return g_str_has_prefix(er_role_css(role), "t-");
}

static bool is_glyph(ErRole role)
{
	return g_str_has_prefix(er_role_css(role), "g-");
}

/* Which one is tested: light but where a test says otherwise. */
static const ErTheme *theme;

static ErStyle plain(ErRole role)
{
	return er_theme_style(theme, role, 0, false);
}

static double linear(uint32_t channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
static double luminance(ErColour c)
{
	return 0.2126 * linear(c >> 16 & 0xFFu) + 0.7152 * linear(c >> 8 & 0xFFu) + 0.0722 * linear(c & 0xFFu);
}

/* https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
static double contrast(ErColour a, ErColour b)
{
	double x = luminance(a), y = luminance(b);

	return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

START_TEST(formula_known_values)
{
	ck_assert_double_eq_tol(contrast(0x000000, 0xFFFFFF), 21, 1e-9);
	ck_assert_double_eq_tol(contrast(0x777777, 0xFFFFFF), 4.48, 0.01);
}
END_TEST

START_TEST(every_role_has_a_style)
{
	ErRole role = (ErRole)_i;
	ErStyle style = plain(role);

	if (is_text(role)) {
		ck_assert_msg(style.size_px >= 9, "%s is below 9 px", er_role_css(role));
		ck_assert_msg(style.fill != ER_NO_COLOUR, "%s has no colour", er_role_css(role));
		ck_assert_int_lt(style.font, ER_FONT__COUNT);
	} else if (is_glyph(role)) {
		ck_assert_msg(style.fill != ER_NO_COLOUR && style.second != ER_NO_COLOUR && style.third != ER_NO_COLOUR,
		              "%s lacks a paint", er_role_css(role));
	} else {
		ck_assert_double_eq(style.size_px, 0);
		ck_assert_msg(style.fill != ER_NO_COLOUR || style.stroke != ER_NO_COLOUR, "%s draws nothing", er_role_css(role));
		/* a forgotten row is all zero: black fill, black stroke, no width */
		ck_assert_msg(style.fill != 0 || style.stroke != 0, "%s was forgotten", er_role_css(role));
	}
	ck_assert_msg(style.stroke == ER_NO_COLOUR || style.width_px > 0, "%s has a stroke of no width", er_role_css(role));
}
END_TEST

START_TEST(css_names_are_unique_names)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (int role = 0; role < ER_ROLE__COUNT; role++) {
		const char *css = er_role_css((ErRole)role);

		ck_assert_ptr_nonnull(css);
		ck_assert_msg(css[0] >= 'a' && css[0] <= 'z' && strspn(css, "abcdefghijklmnopqrstuvwxyz-") == strlen(css), "'%s'", css);
		ck_assert_msg(g_hash_table_add(seen, (char *)css), "'%s' twice", css);
	}
}
END_TEST

/* On which fills a text stands; ER_ROLE__COUNT ends the list. White is the page. */
#define ANY_BOX ER_ROLE_PAGE, ER_ROLE_SITE, ER_ROLE_PORT_PAIR, ER_ROLE_PROVIDER, ER_ROLE_LOCATION, ER_ROLE_REGION, ER_ROLE_VNET, \
	ER_ROLE_HUB, ER_ROLE_SUBNET, ER_ROLE_EXTERNAL, ER_ROLE_STACK, ER_ROLE_NODE, ER_ROLE__COUNT
static const struct {
	ErRole text;
	ErRole on[14];
} grounds[] = {
	{ ER_ROLE_T_TITLE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_SUBTITLE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_ONPREM, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_PROVIDER, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_AZURE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_SITE, { ER_ROLE_PAGE, ER_ROLE_SITE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CIRCUIT, { ER_ROLE_PAGE, ER_ROLE_CIRCUIT, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CIRCUIT_SMALL, { ER_ROLE_PAGE, ER_ROLE_CIRCUIT, ER_ROLE_PROVIDER, ER_ROLE_LOCATION, ER_ROLE_PORT_PAIR, ER_ROLE__COUNT } },
	{ ER_ROLE_T_REGION, { ER_ROLE_PAGE, ER_ROLE_REGION, ER_ROLE__COUNT } },
	{ ER_ROLE_T_VNET, { ER_ROLE_PAGE, ER_ROLE_REGION, ER_ROLE_VNET, ER_ROLE_HUB, ER_ROLE_STACK, ER_ROLE__COUNT } },
	{ ER_ROLE_T_NAME, { ANY_BOX } },
	{ ER_ROLE_T_NOTE, { ANY_BOX } },
	{ ER_ROLE_T_ASSUMED, { ANY_BOX } },
	{ ER_ROLE_T_CONNECTION, { ER_ROLE_PAGE, ER_ROLE_CONN_PILL, ER_ROLE_REGION, ER_ROLE__COUNT } },
	{ ER_ROLE_T_FLOW_IN, { ANY_BOX } },
	{ ER_ROLE_T_FLOW_OUT, { ANY_BOX } },
	{ ER_ROLE_T_PILL, { ER_ROLE_PAGE, ER_ROLE_PILL, ER_ROLE__COUNT } },
	{ ER_ROLE_T_HOP_IN, { ER_ROLE_HOP_IN, ER_ROLE__COUNT } },
	{ ER_ROLE_T_HOP_OUT, { ER_ROLE_HOP_OUT, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BADGE_HIGH, { ER_ROLE_BADGE_HIGH, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BADGE_MEDIUM, { ER_ROLE_BADGE_MEDIUM, ER_ROLE__COUNT } },
	{ ER_ROLE_T_DOWN, { ANY_BOX } },
	{ ER_ROLE_T_HEADING, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL, { ER_ROLE_PAGE, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_STRONG, { ER_ROLE_PAGE, ER_ROLE_BLOCK, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_HEAD, { ER_ROLE_PAGE, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_HIGH, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_LABEL, { ER_ROLE_PAGE, ER_ROLE_BLOCK, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BLOCK_TITLE, { ER_ROLE_BLOCK_HEAD, ER_ROLE__COUNT } },
};

static void assert_readable(unsigned row)
{
	for (unsigned k = 0; grounds[row].on[k] != ER_ROLE__COUNT; k++) {
		ErColour ground = plain(grounds[row].on[k]).fill;

		for (uint8_t tint = 0; tint <= N_TINTS; tint++) {
			ErStyle style = er_theme_style(theme, grounds[row].text, tint, false);

			ck_assert_msg(contrast(style.fill, ground) >= TEXT_CONTRAST, "%s: %s, tint %u, on %s: %.2f", er_theme_name(theme), er_role_css(grounds[row].text),
			              tint, er_role_css(grounds[row].on[k]), contrast(style.fill, ground));
		}
	}
}

START_TEST(text_is_readable)
{
	for (uint32_t i = 0; er_theme_at(i) != NULL; i++) {
		theme = er_theme_at(i);
		assert_readable((unsigned)_i);
	}
}
END_TEST

START_TEST(themes_have_names)
{
	for (uint32_t i = 0; i < N_THEMES; i++)
		ck_assert_ptr_eq(er_theme_named(er_theme_name(er_theme_at(i))), er_theme_at(i));
	ck_assert_ptr_null(er_theme_at(N_THEMES));
	ck_assert_ptr_null(er_theme_named("sepia"));
	ck_assert_ptr_eq(er_theme_named("Dark"), er_theme_at(1));
}
END_TEST

/* Print has no colour; dark is dark. */
START_TEST(themes_are_what_they_say)
{
	for (int role = 0; role < ER_ROLE__COUNT; role++)
		for (uint8_t tint = 0; tint <= N_TINTS; tint++) {
			ErStyle style = er_theme_style(er_theme_named("print"), (ErRole)role, tint, tint % 2 == 1);
			const ErColour colours[] = { style.fill, style.stroke, style.second, style.third };
			for (size_t i = 0; i < G_N_ELEMENTS(colours); i++)
				ck_assert(colours[i] == ER_NO_COLOUR || ((colours[i] >> 16 & 0xFF) == (colours[i] & 0xFF) && (colours[i] >> 8 & 0xFF) == (colours[i] & 0xFF)));
		}
	theme = er_theme_named("dark");
	ck_assert(luminance(plain(ER_ROLE_PAGE).fill) < 0.02 && luminance(plain(ER_ROLE_T_TITLE).fill) > 0.5);
}
END_TEST

START_TEST(no_text_role_without_grounds)
{
	for (int role = 0; role < ER_ROLE__COUNT; role++) {
		bool found = false;

		for (unsigned i = 0; i < G_N_ELEMENTS(grounds); i++)
			found |= grounds[i].text == (ErRole)role;
		ck_assert_msg(found == is_text((ErRole)role), "%s", er_role_css((ErRole)role));
	}
}
END_TEST

START_TEST(lines_are_visible)
{
	theme = er_theme_at((uint32_t)_i);
	ErColour page = plain(ER_ROLE_PAGE).fill;

	for (int role = ER_ROLE_BAND_ONPREM; role < ER_ROLE_RULE_LINE; role++) {
		for (uint8_t tint = 0; tint <= N_TINTS; tint++) {
			ErStyle style = er_theme_style(theme, (ErRole)role, tint, tint % 2 == 1);

			ck_assert_msg(contrast(style.stroke, page) >= LINE_CONTRAST, "%s", er_role_css((ErRole)role));
		}
	}
}
END_TEST

START_TEST(glyphs_are_visible)
{
	theme = er_theme_at((uint32_t)_i);
	ErColour page = plain(ER_ROLE_PAGE).fill;

	for (int role = ER_ROLE_G_CUSTOMER; role < ER_ROLE__COUNT; role++) {
		for (unsigned assumed = 0; assumed <= 1; assumed++) {
			ErStyle style = er_theme_style(theme, (ErRole)role, 0, assumed == 1);
			ErColour ink = style.stroke != ER_NO_COLOUR ? style.stroke : style.fill;

			ck_assert_msg(contrast(ink, page) >= LINE_CONTRAST, "%s %u", er_role_css((ErRole)role), assumed);
		}
	}
}
END_TEST

START_TEST(tints_are_eight_colours)
{
	ErColour seen[N_TINTS];

	for (uint8_t tint = 1; tint <= N_TINTS; tint++) {
		seen[tint - 1] = er_theme_style(theme, ER_ROLE_LINK, tint, false).stroke;
		for (uint8_t before = 1; before < tint; before++)
			ck_assert_uint_ne(seen[before - 1], seen[tint - 1]);
		ck_assert_uint_eq(er_theme_style(theme, ER_ROLE_T_CIRCUIT, tint, false).fill, seen[tint - 1]);
		ck_assert_uint_eq(er_theme_style(theme, ER_ROLE_G_CIRCUIT, tint, false).fill, seen[tint - 1]);
		ck_assert_uint_eq(er_theme_style(theme, ER_ROLE_CIRCUIT, tint, false).stroke, seen[tint - 1]);
	}
	ck_assert_uint_eq(seen[0], 0x7B2D8B);
	ck_assert_uint_eq(seen[1], 0x3F4DB8);
	/* beyond the palette: it begins again, it does not run out */
	ck_assert_uint_eq(er_theme_style(theme, ER_ROLE_LINK, N_TINTS + 1, false).stroke, seen[0]);
	ck_assert_uint_eq(er_theme_style(theme, ER_ROLE_LINK, 255, false).stroke, seen[254 % N_TINTS]);
}
END_TEST

START_TEST(tint_leaves_other_roles_alone)
{
	static const ErRole roles[] = { ER_ROLE_SITE, ER_ROLE_REGION, ER_ROLE_FLOW_IN, ER_ROLE_FLOW_OUT, ER_ROLE_T_NAME, ER_ROLE_G_MICROSOFT,
	                                ER_ROLE_CONNECTION, ER_ROLE_DOWN };

	for (unsigned i = 0; i < G_N_ELEMENTS(roles); i++) {
		ErStyle with = er_theme_style(theme, roles[i], 3, false), without = plain(roles[i]);

		ck_assert_uint_eq(with.fill, without.fill);
		ck_assert_uint_eq(with.stroke, without.stroke);
	}
}
END_TEST

static bool dashed(ErStyle style, double on, double off)
{
	return style.dash_px[0] == on && style.dash_px[1] == off && style.dash_px[2] == 0;
}

START_TEST(assumed_is_dashed_or_hollow)
{
	ErStyle box = er_theme_style(theme, ER_ROLE_PROVIDER, 0, true);
	ErStyle line = er_theme_style(theme, ER_ROLE_ACCESS, 0, true);
	ErStyle pe = er_theme_style(theme, ER_ROLE_G_PROVIDER, 2, true);
	ErStyle own = er_theme_style(theme, ER_ROLE_G_ASSUMED, 2, false);

	ck_assert(dashed(box, 4, 3));
	ck_assert_double_gt(luminance(box.stroke), luminance(plain(ER_ROLE_PROVIDER).stroke));
	ck_assert(dashed(line, 4, 3));
	ck_assert_uint_eq(pe.fill, 0xFFFFFF);
	ck_assert_uint_eq(pe.stroke, 0x3F4DB8);
	ck_assert_uint_eq(pe.second, 0x3F4DB8);
	ck_assert(dashed(pe, 5, 3));
	ck_assert_uint_eq(own.fill, pe.fill);
	ck_assert_uint_eq(own.stroke, pe.stroke);
}
END_TEST

START_TEST(directions_and_states_differ_without_colour)
{
	ck_assert(dashed(plain(ER_ROLE_FLOW_IN), 0, 0));
	ck_assert(dashed(plain(ER_ROLE_FLOW_OUT), 8.3, 4.8));
	ck_assert(dashed(plain(ER_ROLE_FLOW_STANDBY_IN), 6, 3));
	/* Dash and dot: a dotted one would look like the tie that says "routes only". */
	ck_assert_double_eq(plain(ER_ROLE_FLOW_STANDBY_OUT).dash_px[0], 9);
	ck_assert_double_eq(plain(ER_ROLE_FLOW_STANDBY_OUT).dash_px[2], 2);
	ck_assert(dashed(plain(ER_ROLE_DOWN), 7, 5));
	ck_assert(dashed(plain(ER_ROLE_CIRCUIT), 9, 5));
	ck_assert(dashed(plain(ER_ROLE_SUBNET), 6, 4));
	ck_assert_double_eq(plain(ER_ROLE_FLOW_IN).casing_px, 3);
	ck_assert_double_lt(plain(ER_ROLE_FLOW_STANDBY_IN).width_px, plain(ER_ROLE_FLOW_IN).width_px);
	/* what direction a flow has stays true where its hops are assumed */
	ck_assert(dashed(er_theme_style(theme, ER_ROLE_FLOW_IN, 0, true), 0, 0));
	/* high is filled, medium hollow */
	ck_assert_uint_eq(plain(ER_ROLE_BADGE_HIGH).fill, plain(ER_ROLE_BADGE_MEDIUM).stroke);
	ck_assert_uint_eq(plain(ER_ROLE_HOP_OUT).fill, plain(ER_ROLE_PAGE).fill);
	ck_assert_double_eq(plain(ER_ROLE_HALO_HIGH).dash_px[0], 0);
	ck_assert_double_gt(plain(ER_ROLE_HALO_MEDIUM).dash_px[0], 0);
}
END_TEST

static Suite *theme_suite(void)
{
	Suite *suite = suite_create("theme");
	TCase *tcase = tcase_create("light");

	theme = er_theme_light();
	tcase_add_test(tcase, formula_known_values);
	tcase_add_loop_test(tcase, every_role_has_a_style, 0, ER_ROLE__COUNT);
	tcase_add_test(tcase, css_names_are_unique_names);
	tcase_add_loop_test(tcase, text_is_readable, 0, (int)G_N_ELEMENTS(grounds));
	tcase_add_test(tcase, themes_have_names);
	tcase_add_test(tcase, themes_are_what_they_say);
	tcase_add_test(tcase, no_text_role_without_grounds);
	tcase_add_loop_test(tcase, lines_are_visible, 0, N_THEMES);
	tcase_add_loop_test(tcase, glyphs_are_visible, 0, N_THEMES);
	tcase_add_test(tcase, tints_are_eight_colours);
	tcase_add_test(tcase, tint_leaves_other_roles_alone);
	tcase_add_test(tcase, assumed_is_dashed_or_hollow);
	tcase_add_test(tcase, directions_and_states_differ_without_colour);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	SRunner *runner = srunner_create(theme_suite());
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
