/*
 * paint.h: what needs cairo, pango, librsvg, HarfBuzz and fontconfig. Private to src/render.
 *
 * Loading these libraries takes longer than drawing a small estate as SVG. So they stand in a module of their own (erscope-paint), which is opened
 * when a format or an option asks for it; the rest of erscope reaches it through this table alone.
 */
#ifndef ER_RENDER_PAINT_H
#define ER_RENDER_PAINT_H

#include "backend.h"

#include <erscope/pages.h>

typedef struct {
	bool (*pdf)(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out, GError **error);
	bool (*pages)(const ErPages *pages, GByteArray *out, GError **error);
	bool (*png)(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, uint32_t dpi, GByteArray *out, GError **error);
	void *(*record_icon)(GBytes *bytes, bool is_svg, GError **error);  /* NULL with @error when it cannot be drawn */
	void (*free_icon)(void *picture);
	ErFonts *(*find_fonts)(GString *warnings);
	void (*free_fonts)(ErFonts *fonts);
	void (*embed_fonts)(const ErFonts *fonts, const ErScene *scene, const ErTheme *theme, const char *family, GString *css);
} ErPainter;

/* The module, opened when it is asked for first: NULL with @error when it is not there. paint_open.c; in tests linked in: paint_linked.c */
const ErPainter *er_painter(GError **error);

/* ---- in the module ---- */

extern const ErPainter er_painter_module;
bool er_paint_pdf(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out, GError **error);
bool er_paint_pages(const ErPages *pages, GByteArray *out, GError **error);
bool er_paint_png(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, uint32_t dpi, GByteArray *out, GError **error);
void *er_icon_record(GBytes *bytes, bool is_svg, GError **error);
void er_icon_forget(void *picture);
ErFonts *er_paint_fonts_find(GString *warnings);
void er_paint_fonts_free(ErFonts *fonts);
void er_paint_fonts_embed(const ErFonts *fonts, const ErScene *scene, const ErTheme *theme, const char *family, GString *css);

#endif
