/* Calls of the paint module, as the rest of erscope makes them. */
#include "paint.h"

bool er_pdf_write(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out, GError **error)
{
	const ErPainter *paint = er_painter(error);

	return paint != NULL && paint->pdf(scenes, n, theme, icons, provenance, out, error);
}

bool er_png_write(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, uint32_t dpi, GByteArray *out, GError **error)
{
	const ErPainter *paint = er_painter(error);

	return paint != NULL && paint->png(scene, theme, icons, dpi, out, error);
}

ErFonts *er_fonts_find(GString *warnings)
{
	g_autoptr(GError) error = NULL;
	const ErPainter *paint = er_painter(&error);

	if (paint == NULL)
		g_string_append_printf(warnings, "%s\n", error->message);
	return paint != NULL ? paint->find_fonts(warnings) : NULL;
}

void er_fonts_free(ErFonts *fonts)
{
	if (fonts != NULL)
		er_painter(NULL)->free_fonts(fonts);
}

void er_fonts_embed(const ErFonts *fonts, const ErScene *scene, const ErTheme *theme, const char *family, GString *css)
{
	er_painter(NULL)->embed_fonts(fonts, scene, theme, family, css);
}
