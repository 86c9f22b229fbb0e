/*
 * fonts.c: Open Sans carried along in an SVG, so that it looks alike where the font is not installed.
 *
 * fontconfig finds the files, one per style; what it offers instead of Open Sans is not taken. HarfBuzz cuts from each what a sheet needs:
 * the characters of its texts in that style, with kerning and ligatures, without hints. Same texts and same font file, same bytes. Variable
 * fonts are left alone: a browser would show them in one weight only.
 */
#include "paint.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb-subset.h>

#include <string.h>

#define FAMILY "Open Sans"

struct ErFonts { hb_face_t *faces[ER_FONT__COUNT]; };

static const struct { const char *name; int weight, slant; const char *css; } styles[ER_FONT__COUNT] = {
	[ER_FONT_REGULAR] = { "regular", FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, "font-weight:400;font-style:normal" },
	[ER_FONT_SEMIBOLD] = { "semibold", FC_WEIGHT_DEMIBOLD, FC_SLANT_ROMAN, "font-weight:600;font-style:normal" },
	[ER_FONT_ITALIC] = { "italic", FC_WEIGHT_REGULAR, FC_SLANT_ITALIC, "font-weight:400;font-style:italic" },
	[ER_FONT_SEMIBOLD_ITALIC] = { "semibold italic", FC_WEIGHT_DEMIBOLD, FC_SLANT_ITALIC, "font-weight:600;font-style:italic" },
};

/* ---- finding them ---- */

static FcPattern *match(unsigned style)
{
	FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, FAMILY, FC_WEIGHT, FcTypeInteger, styles[style].weight, FC_SLANT, FcTypeInteger, styles[style].slant,
	                                   FC_WIDTH, FcTypeInteger, FC_WIDTH_NORMAL, FC_SCALABLE, FcTypeBool, FcTrue, (char *)NULL);
	FcResult result;

	FcConfigSubstitute(NULL, wanted, FcMatchPattern);
	FcDefaultSubstitute(wanted);
	FcPattern *found = FcFontMatch(NULL, wanted, &result);
	FcPatternDestroy(wanted);
	return found;
}

static bool is_family(const FcPattern *found)
{
	FcChar8 *family;

	for (int i = 0; FcPatternGetString(found, FC_FAMILY, i, &family) == FcResultMatch; i++)
		if (g_ascii_strcasecmp((const char *)family, FAMILY) == 0)
			return true;
	return false;
}

static bool is_style(const FcPattern *found, unsigned style)
{
	int weight, slant;

	return FcPatternGetInteger(found, FC_WEIGHT, 0, &weight) == FcResultMatch && weight == styles[style].weight &&
	       FcPatternGetInteger(found, FC_SLANT, 0, &slant) == FcResultMatch && (slant == FC_SLANT_ROMAN) == (styles[style].slant == FC_SLANT_ROMAN);
}

static bool has_table(const hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	bool has = hb_blob_get_length(table) > 0;

	hb_blob_destroy(table);
	return has;
}

/* (transfer full): NULL, and @why, when it cannot be carried along */
static hb_face_t *open_face(const FcPattern *found, unsigned style, const char **why)
{
	FcChar8 *file;
	int index = 0;

	*why = "is not installed";
	if (found == NULL || !is_family(found) || !is_style(found, style) || FcPatternGetString(found, FC_FILE, 0, &file) != FcResultMatch)
		return NULL;
	*why = "cannot be read";
	FcPatternGetInteger(found, FC_INDEX, 0, &index);
	hb_blob_t *blob = hb_blob_create_from_file_or_fail((const char *)file);
	if (blob == NULL)
		return NULL;
	hb_face_t *face = hb_face_create(blob, (unsigned)index & 0xFFFFu);
	hb_blob_destroy(blob);
	*why = "is a variable font";
	if (!hb_ot_var_has_data(face)) {
		*why = "has no TrueType outlines";
		if (has_table(face, HB_TAG('g', 'l', 'y', 'f')))
			return face;
	}
	hb_face_destroy(face);
	return NULL;
}

ErFonts *er_paint_fonts_find(GString *warnings)
{
	ErFonts *fonts = g_new0(ErFonts, 1);
	unsigned n = 0;

	for (unsigned i = 0; i < ER_FONT__COUNT; i++) {
		FcPattern *found = match(i);
		const char *why;
		fonts->faces[i] = open_face(found, i, &why);
		if (fonts->faces[i] != NULL)
			n++;
		else
			g_string_append_printf(warnings, "%s %s %s: SVG is written without it\n", FAMILY, styles[i].name, why);
		if (found != NULL)
			FcPatternDestroy(found);
	}
	if (n > 0)
		return fonts;
	er_paint_fonts_free(fonts);
	return NULL;
}

void er_paint_fonts_free(ErFonts *fonts)
{
	if (fonts == NULL)
		return;
	for (unsigned i = 0; i < ER_FONT__COUNT; i++)
		hb_face_destroy(fonts->faces[i]);
	g_free(fonts);
}

/* ---- cutting them ---- */

/* The characters of texts in style @font. */
static void collect(const ErScene *scene, const ErTheme *theme, unsigned font, hb_set_t *characters)
{
	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind != ER_ITEM_TEXT || er_theme_style(theme, item->role, item->tint, item->assumed).font != font)
			continue;
		for (const char *p = item->text; *p != '\0'; p = g_utf8_next_char(p))
			hb_set_add(characters, g_utf8_get_char(p));
	}
}

/* What browsers apply unasked. */
static void keep_features(hb_set_t *features)
{
	static const char tags[][5] = { "ccmp", "locl", "mark", "mkmk", "rlig", "clig", "calt", "liga", "kern" };

	hb_set_clear(features);
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
		hb_set_add(features, hb_tag_from_string(tags[i], 4));
}

/* (transfer full) (nullable) */
static hb_blob_t *cut(hb_face_t *face, const hb_set_t *characters)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();

	if (input == NULL)
		return NULL;
	hb_set_union(hb_subset_input_unicode_set(input), characters);
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	keep_features(hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
	hb_face_t *part = hb_subset_or_fail(face, input);
	hb_subset_input_destroy(input);
	hb_blob_t *blob = part != NULL ? hb_face_reference_blob(part) : NULL;
	hb_face_destroy(part);
	return blob;
}

static void append_face(const ErFonts *fonts, unsigned font, const hb_set_t *characters, const char *family, GString *css)
{
	hb_blob_t *blob = cut(fonts->faces[font], characters);
	unsigned length = 0;
	const char *data = blob != NULL ? hb_blob_get_data(blob, &length) : NULL;

	if (length > 0) {
		g_autofree char *base64 = g_base64_encode((const guchar *)data, length);
		g_string_append_printf(css, "@font-face{/* part of %s, whose licence allows it */font-family:'%s';%s;src:url(data:font/ttf;base64,%s) format('truetype')}\n", FAMILY, family, styles[font].css, base64);
	}
	hb_blob_destroy(blob);
}

void er_paint_fonts_embed(const ErFonts *fonts, const ErScene *scene, const ErTheme *theme, const char *family, GString *css)
{
	for (unsigned font = 0; font < ER_FONT__COUNT; font++) {
		hb_set_t *characters = hb_set_create();
		collect(scene, theme, font, characters);
		if (fonts->faces[font] != NULL && !hb_set_is_empty(characters))
			append_face(fonts, font, characters, family, css);
		hb_set_destroy(characters);
	}
}
