/* test_theme.c: no role without a look, and every text readable on what it stands on. */
#include "render/backend.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define N_TINTS 8
#define N_THEMES 5

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

START_TEST(formula_known_values)
{
	ck_assert_double_eq_tol(er_contrast(0x000000, 0xFFFFFF), 21, 1e-9);
	ck_assert_double_eq_tol(er_contrast(0x777777, 0xFFFFFF), 4.48, 0.01);
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

static void assert_readable(unsigned row)
{
	uint32_t n;
	const ErTextGrounds *grounds = er_text_grounds(&n);

	for (unsigned k = 0; grounds[row].on[k] != ER_ROLE__COUNT; k++) {
		ErColour ground = plain(grounds[row].on[k]).fill;

		for (uint8_t tint = 0; tint <= N_TINTS; tint++) {
			ErStyle style = er_theme_style(theme, grounds[row].text, tint, false);

			ck_assert_msg(er_contrast(style.fill, ground) >= TEXT_CONTRAST, "%s: %s, tint %u, on %s: %.2f", er_theme_name(theme), er_role_css(grounds[row].text),
			              tint, er_role_css(grounds[row].on[k]), er_contrast(style.fill, ground));
		}
	}
}

START_TEST(text_is_readable)
{
	uint32_t n;

	er_text_grounds(&n);
	theme = er_theme_at((uint32_t)_i);
	for (uint32_t row = 0; row < n; row++)
		assert_readable(row);
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
	ck_assert(er_luminance(plain(ER_ROLE_PAGE).fill) < 0.02 && er_luminance(plain(ER_ROLE_T_TITLE).fill) > 0.5);
}
END_TEST

/* No colour of a role is left behind: each is one of the palette's, or hangs on none. Replaced by themselves, nothing changes. */
START_TEST(own_colours_replace)
{
	g_autoptr(ErTheme) own = er_theme_new(er_theme_at((uint32_t)_i));

	for (int role = 0; role < ER_ROLE__COUNT; role++)
		for (uint8_t tint = 0; tint <= N_TINTS; tint++)
			for (int assumed = 0; assumed < 2; assumed++) {
				ErStyle a = er_theme_style(own, (ErRole)role, tint, assumed == 1), b = er_theme_style(er_theme_at((uint32_t)_i), (ErRole)role, tint, assumed == 1);
				ck_assert(a.fill == b.fill && a.stroke == b.stroke && a.second == b.second && a.third == b.third);
			}
	ck_assert(!er_theme_set(own, "PROVIDER", 0));
	ck_assert(!er_theme_set(own, "beige", 0));
}
END_TEST

START_TEST(own_colours_are_seen)
{
	g_autoptr(ErTheme) own = er_theme_new(er_theme_light());

	ck_assert(er_theme_set(own, "provider", 0x00558C));
	ck_assert(er_theme_set(own, "page", 0xFFF8E7));
	theme = own;
	ck_assert_uint_eq(plain(ER_ROLE_LINK).stroke, 0x00558C);
	ck_assert_uint_eq(plain(ER_ROLE_T_CIRCUIT).fill, 0x00558C);
	ck_assert_uint_eq(plain(ER_ROLE_PAGE).fill, 0xFFF8E7);
	/* 5 of 100 of the colour on the page; 45 of 100 of an assumed glyph's second instance */
	ck_assert_uint_eq(plain(ER_ROLE_PROVIDER).fill, 0xF2F0E2);
	ck_assert_uint_eq(er_theme_style(own, ER_ROLE_G_PROVIDER, 0, true).fill, 0xFFF8E7);
	ck_assert_uint_eq(plain(ER_ROLE_PEERING).stroke, er_theme_style(er_theme_light(), ER_ROLE_PEERING, 0, false).stroke);
	theme = er_theme_light();
	for (uint32_t i = 0; er_theme_colour(i) != NULL; i++) {
		uint32_t changed = 0;
		g_autoptr(ErTheme) one = er_theme_new(er_theme_light());
		ck_assert(er_theme_set(one, er_theme_colour(i), 0xFF00FF));
		for (int role = 0; role < ER_ROLE__COUNT; role++) {
			ErStyle a = er_theme_style(one, (ErRole)role, 0, false);
			changed += a.fill == 0xFF00FF || a.stroke == 0xFF00FF;
		}
		ck_assert_msg(changed > 0, "%s", er_theme_colour(i));
	}
}
END_TEST

static void assert_file(const char *text, const char *error_part, const char *warning_part)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) warnings = g_string_new(NULL);
	int fd = g_file_open_tmp("erscope-theme-XXXXXX", &path, NULL);

	ck_assert_int_ge(fd, 0);
	ck_assert(g_close(fd, NULL) && g_file_set_contents(path, text, -1, NULL));
	g_autoptr(ErTheme) own = er_theme_load(path, warnings, &error);
	ck_assert_int_eq(g_remove(path), 0);
	ck_assert_msg((own == NULL) == (*error_part != '\0'), "%s: %s", text, error != NULL ? error->message : "no error");
	ck_assert_msg(own != NULL || strstr(error->message, error_part) != NULL, "%s", error != NULL ? error->message : "");
	ck_assert_msg((*warning_part == '\0') == (warnings->len == 0) && strstr(warnings->str, warning_part) != NULL, "%s", warnings->str);
}

START_TEST(theme_files)
{
	assert_file("", "", "");
	assert_file("[theme]\nbase=dark\n", "", "");
	assert_file("[colours]\nprovider = #00558C\n", "", "");
	assert_file("[colours]\nprovider=#FFFF00\n", "", "contrast of 1.1 : 1");
	assert_file("[colours]\nprovider=blue\n", "'blue' is no colour of the form #RRGGBB", "");
	assert_file("[colours]\nprovider=#00558G\n", "#RRGGBB", "");
	assert_file("[colours]\nbeige=#000000\n", "no colour 'beige'; there are page, text", "");
	assert_file("[theme]\nbase=sepia\n", "'sepia' is not one of", "");
	assert_file("[theme]\nbase=auto\n", "'auto' is not one of", "");
	assert_file("[theme]\nfont=Arial\n", "[theme] has no 'font'", "");
	assert_file("[colors]\npage=#FFFFFF\n", "no group [colors]", "");
	assert_file("provider=#00558C\n", "group", "");
	assert_file("[colours]\nprovider=\xFF\xFE\n", "UTF-8", "");
}
END_TEST

START_TEST(no_text_role_without_grounds)
{
	uint32_t n;
	const ErTextGrounds *grounds = er_text_grounds(&n);

	for (int role = 0; role < ER_ROLE__COUNT; role++) {
		bool found = false;

		for (unsigned i = 0; i < n; i++)
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

			ck_assert_msg(er_contrast(style.stroke, page) >= LINE_CONTRAST, "%s", er_role_css((ErRole)role));
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

			ck_assert_msg(er_contrast(ink, page) >= LINE_CONTRAST, "%s %u", er_role_css((ErRole)role), assumed);
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
	ck_assert_double_gt(er_luminance(box.stroke), er_luminance(plain(ER_ROLE_PROVIDER).stroke));
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
	tcase_add_loop_test(tcase, text_is_readable, 0, N_THEMES);
	tcase_add_test(tcase, themes_have_names);
	tcase_add_loop_test(tcase, own_colours_replace, 0, N_THEMES);
	tcase_add_test(tcase, own_colours_are_seen);
	tcase_add_test(tcase, theme_files);
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
