/* What the module offers. */
#include "paint.h"

const ErPainter er_painter_module = {
	.pdf = er_paint_pdf, .pages = er_paint_pages, .png = er_paint_png, .record_icon = er_icon_record, .free_icon = er_icon_forget,
	.find_fonts = er_paint_fonts_find, .free_fonts = er_paint_fonts_free, .embed_fonts = er_paint_fonts_embed,
};
