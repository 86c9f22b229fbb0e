/* test_fonts.c: the font that an SVG carries along: it opens as a font, has the characters of the sheet's texts in its style, and hardly more. */
#include "render/backend.h"

#include <check.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

static const ErProvenance provenance = { "erscope 0.1.0", "sha256:00", "2026-11-23" };

/* A text of each style; the last character is in no Open Sans. */
static const struct { ErFont font; const char *css, *text; } styles[] = {
	{ ER_FONT_REGULAR, "font-weight:400;font-style:normal", "office Zürich 2 Gbps ↔" },
	{ ER_FONT_SEMIBOLD, "font-weight:600;font-style:normal", "er-paris" },
	{ ER_FONT_ITALIC, "font-weight:400;font-style:italic", "assumed" },
	{ ER_FONT_SEMIBOLD_ITALIC, "font-weight:600;font-style:italic", "Azure" },
};

static ErRole role_of(ErFont font)
{
	for (int role = 0; role < ER_ROLE__COUNT; role++) {
		ErStyle style = er_theme_style(er_theme_light(), (ErRole)role, 0, false);
		if (style.size_px > 0 && style.font == font)
			return (ErRole)role;
	}
	ck_abort_msg("no role is set in style %d", font);
	return ER_ROLE__COUNT;
}

static ErScene *make_scene(unsigned n)
{
	ErScene *scene = er_scene_new("overview", "Fonts", "Four texts", 200, 200);

	er_scene_open(scene, ER_GROUP_LAYER, "all", NULL, NULL, NULL, NULL);
	for (unsigned i = 0; i < n; i++)
		er_scene_text(scene, role_of(styles[i].font), (ErPoint){ 10, 20 + 20 * i }, ER_ANCHOR_START, styles[i].text);
	er_scene_close(scene);
	return scene;
}

static ErFonts *find(void)
{
	g_autoptr(GString) warnings = g_string_new(NULL);
	ErFonts *fonts = er_fonts_find(warnings);

	ck_assert_str_eq(warnings->str, "");
	ck_assert_ptr_nonnull(fonts);
	return fonts;
}

static char *write_svg(const ErScene *scene, const ErFonts *fonts)
{
	GString *out = g_string_new(NULL);

	ck_assert(er_svg_write(scene, er_theme_light(), NULL, fonts, ER_SVG_MOVING, &provenance, out, NULL));
	return g_string_free(out, FALSE);
}

/* (transfer full): the font in the rule of @css; NULL when there is none. */
static hb_face_t *face_of(const char *svg, const char *css)
{
	g_autofree char *start = g_strdup_printf("font-family:'overview--open-sans';%s;src:url(data:font/ttf;base64,", css);
	const char *at = strstr(svg, start);
	gsize length;

	if (at == NULL)
		return NULL;
	at += strlen(start);
	g_autofree char *base64 = g_strndup(at, strcspn(at, ")"));
	guchar *data = g_base64_decode(base64, &length);
	hb_blob_t *blob = hb_blob_create((const char *)data, (unsigned)length, HB_MEMORY_MODE_READONLY, data, g_free);
	hb_face_t *face = hb_face_create(blob, 0);
	hb_blob_destroy(blob);
	return face;
}

START_TEST(each_style_has_its_characters)
{
	g_autoptr(ErFonts) fonts = find();
	g_autoptr(ErScene) scene = make_scene(G_N_ELEMENTS(styles));
	g_autofree char *svg = write_svg(scene, fonts);
	hb_face_t *face = face_of(svg, styles[_i].css);
	hb_set_t *has = hb_set_create(), *wanted = hb_set_create();

	ck_assert_ptr_nonnull(face);
	hb_face_collect_unicodes(face, has);
	for (const char *p = styles[_i].text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_utf8_get_char(p) != 0x2194)
			hb_set_add(wanted, g_utf8_get_char(p));
	ck_assert(hb_set_is_equal(has, wanted));
	/* .notdef, parts of ü, ligatures of f and i. */
	ck_assert_uint_le(hb_face_get_glyph_count(face), hb_set_get_population(wanted) + 8);
	ck_assert_uint_eq(hb_face_get_upem(face), 2048);
	/* The letters have outlines: the second one is no empty box. */
	hb_font_t *font = hb_font_create(face);
	hb_codepoint_t glyph;
	hb_glyph_extents_t extents;
	ck_assert(hb_font_get_nominal_glyph(font, (hb_codepoint_t)styles[_i].text[1], &glyph));
	ck_assert(hb_font_get_glyph_extents(font, glyph, &extents));
	ck_assert(extents.width > 0 && extents.height < 0);
	hb_font_destroy(font);
	hb_set_destroy(has);
	hb_set_destroy(wanted);
	hb_face_destroy(face);
}
END_TEST

START_TEST(only_styles_on_the_sheet)
{
	g_autoptr(ErFonts) fonts = find();
	g_autoptr(ErScene) scene = make_scene(2);
	g_autofree char *svg = write_svg(scene, fonts);

	for (unsigned i = 0; i < G_N_ELEMENTS(styles); i++) {
		hb_face_t *face = face_of(svg, styles[i].css);
		ck_assert_int_eq(face != NULL, i < 2);
		hb_face_destroy(face);
	}
	ck_assert_ptr_nonnull(strstr(svg, "font-family=\"'overview--open-sans', 'Open Sans', sans-serif\""));
}
END_TEST

START_TEST(same_texts_same_bytes)
{
	g_autoptr(ErFonts) fonts = find(), others = find();
	g_autoptr(ErScene) scene = make_scene(G_N_ELEMENTS(styles));
	g_autofree char *one = write_svg(scene, fonts), *two = write_svg(scene, others), *none = write_svg(scene, NULL);

	ck_assert_str_eq(one, two);
	ck_assert_ptr_null(strstr(none, "@font-face"));
	ck_assert_ptr_nonnull(strstr(none, "font-family=\"'Open Sans', sans-serif\""));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fonts");
	TCase *cases = tcase_create("fonts");

	tcase_add_loop_test(cases, each_style_has_its_characters, 0, G_N_ELEMENTS(styles));
	tcase_add_test(cases, only_styles_on_the_sheet);
	tcase_add_test(cases, same_texts_same_bytes);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
