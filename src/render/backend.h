/* backend.h: what a back end of a scene offers. Private to src/render. */
#ifndef ER_RENDER_BACKEND_H
#define ER_RENDER_BACKEND_H

#include <erscope/draw.h>

/* A colour as 0xRRGGBB; ER_NO_COLOUR draws nothing. */
typedef uint32_t ErColour;
#define ER_NO_COLOUR 0xFF000000u

typedef enum { ER_FONT_REGULAR, ER_FONT_SEMIBOLD, ER_FONT_ITALIC, ER_FONT_SEMIBOLD_ITALIC, ER_FONT__COUNT } ErFont;

typedef struct {
	ErColour fill, stroke;
	double width_px;        /* stroke */
	double dash_px[4];      /* 0-terminated unless all four are used */
	bool round_cap;
	double casing_px;       /* a stroke of the page's colour this much wider below the line; 0: none */
	ErFont font;            /* texts: fill is the text's colour */
	double size_px;
	ErColour second, third; /* glyphs: further fills of the palette (light part, marks) */
} ErStyle;

/* The style of a role; @tint (1 … 8) replaces stroke and text colour of tinted roles. theme.c */
const ErTheme *er_theme_light(void);
const ErTheme *er_theme_named(const char *name);   /* in any case; NULL when there is none */
const ErTheme *er_theme_at(uint32_t i);             /* light first; NULL behind the last */
const char *er_theme_name(const ErTheme *theme);
/* The theme for readers who prefer dark, in formats that can follow them (SVG); NULL: this one for everybody. */
const ErTheme *er_theme_by_night(const ErTheme *theme);
ErStyle er_theme_style(const ErTheme *theme, ErRole role, uint8_t tint, bool assumed);
const char *er_role_css(ErRole role);
/*
 * (transfer full): a theme of the user's own: @base with some of its colours replaced. A colour's pale relatives (fills, second parts of glyphs)
 * follow it. What @base then does to its colours (dark, print) it does to these, too.
 */
ErTheme *er_theme_new(const ErTheme *base);
const char *er_theme_colour(uint32_t i);            /* "page", "provider" …; NULL behind the last */
/* Returns: false when there is no colour of that name */
bool er_theme_set(ErTheme *theme, const char *name, ErColour colour);

/* Of WCAG 2.1: 0 … 1, and 1 … 21. contrast.c */
double er_luminance(ErColour c);
double er_contrast(ErColour a, ErColour b);
/* On which fills a text stands; ER_ROLE__COUNT ends the list. */
typedef struct { ErRole text, on[14]; } ErTextGrounds;
const ErTextGrounds *er_text_grounds(uint32_t *n);

/* Advance of a line of text in Open Sans, from the built-in table: the same on every machine. metrics.c */
double er_text_width(ErFont font, double size_px, const char *utf8);
double er_text_ascent(double size_px);
double er_text_descent(double size_px);
/* (transfer full): @utf8 shortened with an ellipsis so that it fits @max_px; the whole when it fits. */
char *er_text_fit(ErFont font, double size_px, const char *utf8, double max_px);
/* (transfer full): GPtrArray of lines broken at spaces (a longer word is broken anywhere) to @max_px, at most @max_lines, the last one shortened. */
GPtrArray *er_text_wrap(ErFont font, double size_px, const char *utf8, double max_px, uint32_t max_lines);

/* One painted part of a glyph: an SVG path in the 48 × 48 grid (absolute M L C Z only) and which paint it takes. glyphs.c */
typedef enum { ER_PAINT_MAIN, ER_PAINT_SECOND, ER_PAINT_THIRD } ErPaint;
typedef struct { ErPaint paint; double stroke_px; /* 0: filled */ const char *path; } ErGlyphPart;
const ErGlyphPart *er_glyph_parts(ErGlyph glyph, uint32_t *n);
const char *er_glyph_name(ErGlyph glyph);   /* "router" … */

/* A picture of the user's own in place of a glyph: base64 of what an image of @media_type holds. icons.c */
typedef struct { const char *media_type, *base64; } ErIcon;
/* An assumed component's picture is this opaque. */
#define ER_ICON_GHOST 0.45
/* (nullable): the icon to draw @glyph with; NULL: our glyph. @icons may be NULL. */
const ErIcon *er_icons_of(const ErIcons *icons, const ErItem *glyph);
/* What the paint module recorded of it; not NULL. */
void *er_icon_picture(const ErIcon *icon);
bool er_icon_is_ghost(const ErItem *glyph);

/* Appends to @css a rule @font-face of @family for each font style that texts of @scene are set in, with no more than their characters. fonts.c */
void er_fonts_embed(const ErFonts *fonts, const ErScene *scene, const ErTheme *theme, const char *family, GString *css);

/* Provenance written into every output: nothing else is (no clock, no path). */
typedef struct {
	const char *tool;      /* "erscope 0.1.0" */
	const char *content;   /* content hash of the inventory */
	const char *as_of;     /* "2026-11-23" */
} ErProvenance;

/* One file per format. Several scenes: one SVG or trace each; one PDF holds all as pages with an outline. */
/*
 * MOVING: beads run along the flows where the reader has not asked for stillness (CSS; prefers-reduced-motion). OFFICE: what word processors draw,
 * too: every shape carries its own attributes; no style sheet, symbol, pattern, motion.
 */
typedef enum { ER_SVG_MOVING, ER_SVG_STILL, ER_SVG_OFFICE } ErSvgKind;
/* @icons (nullable): of the user's own; @fonts (nullable): to carry along, not with OFFICE. */
bool er_svg_write(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, const ErFonts *fonts, ErSvgKind kind, const ErProvenance *provenance, GString *out, GError **error);
bool er_pdf_write(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out, GError **error);
/* @dpi: 96 is the scene's own pixels */
bool er_png_write(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, uint32_t dpi, GByteArray *out, GError **error);
void er_trace_write(const ErScene *scene, GString *out);
/* The scene in words: twin.c. */
void er_twin_write(const ErScene *scene, GString *out);

/* A sheet is made to be printed: it is shrunk where it is larger than A3 landscape, so far that its smallest text is of 6 pt still. */
#define ER_PT_PER_PX 0.75
#define ER_SHEET_WIDTH_PT 1190.55
#define ER_SHEET_HEIGHT_PT 841.89
#define ER_SMALLEST_TEXT_PT 6.0
/* Points per pixel of the printed scene. scene.c */
double er_sheet_scale(const ErScene *scene);

/* Lint: what a reader would stumble over. lint.c */
typedef struct {
	uint32_t text_overlaps, text_outside, box_overlaps, line_through_text, line_through_node, upside_down, duplicates, off_page, too_small;
	char *first;           /* the first complaint in words; NULL when clean; g_free() */
} ErLint;
ErLint er_scene_lint(const ErScene *scene);
uint32_t er_lint_total(const ErLint *lint);
void er_lint_clear(ErLint *lint);

#endif
