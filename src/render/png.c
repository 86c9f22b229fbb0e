/*
 * png.c: a scene as a picture of pixels, through cairo. 96 dots per inch are the scene's own pixels; a picture has no links, no tags and
 * no date. What cairo cannot hold (32,767 pixels a side) is refused with the resolution that fits.
 */
#include "ink.h"
#include "paint.h"

#include <math.h>

enum { MOST_PIXELS = 32767, DPI_OF_SCENE = 96 };

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t paint(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, double scale, GByteArray *out)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(er_scene_width(scene) * scale), (int)ceil(er_scene_height(scene) * scale));
	ErInk ink;

	er_ink_open(&ink, surface, theme, icons);
	cairo_scale(ink.cr, scale, scale);
	pango_cairo_update_layout(ink.cr, ink.layout);
	er_ink_ground(&ink, scene);
	for (uint32_t i = 0; i < er_scene_count(scene); i++)
		er_ink_draw(&ink, scene, er_scene_at(scene, i));
	cairo_status_t status = er_ink_close(&ink);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(surface, append, out);
	cairo_surface_destroy(surface);
	return status;
}

bool er_paint_png(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, uint32_t dpi, GByteArray *out, GError **error)
{
	double longest = MAX(er_scene_width(scene), er_scene_height(scene)), scale = (double)dpi / DPI_OF_SCENE;
	guint before = out->len;

	if (longest * scale > MOST_PIXELS) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: a PNG of %u dpi would be larger than %d pixels; %u dpi fit", er_scene_slug(scene), dpi, MOST_PIXELS, (unsigned)(MOST_PIXELS / longest * DPI_OF_SCENE));
		return false;
	}
	cairo_status_t status = paint(scene, theme, icons, scale, out);
	if (status == CAIRO_STATUS_SUCCESS)
		return true;
	g_byte_array_set_size(out, before);
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the PNG: %s", cairo_status_to_string(status));
	return false;
}
