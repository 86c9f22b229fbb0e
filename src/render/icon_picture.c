/*
 * A user's icon as a picture: drawn once while loading, as a recording of cairo's in vectors, which PNG and PDF replay; what cannot be drawn is told
 * then, not in the middle of a sheet.
 */
#include "ink.h"
#include "paint.h"

#include <librsvg/rsvg.h>

#include <string.h>

/* Side of a recording: masks inside an SVG become pixels of this grid. */
#define SIDE 480.0

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RsvgHandle, g_object_unref)

/* The largest place of the picture's proportions in the middle of the square. */
static ErRect fitted(double width, double height)
{
	double scale = SIDE / MAX(width, height);

	return (ErRect){ (SIDE - width * scale) / 2, (SIDE - height * scale) / 2, width * scale, height * scale };
}

static bool draw_svg(cairo_t *cr, GBytes *bytes, GError **error)
{
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);
	g_autoptr(RsvgHandle) handle = rsvg_handle_new_from_data(data, length, error);
	double width, height;

	if (handle == NULL)
		return false;
	if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height)) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it does not tell its size");
		return false;
	}
	ErRect place = fitted(width, height);
	return rsvg_handle_render_document(handle, cr, &(RsvgRectangle){ place.x, place.y, place.w, place.h }, error);
}

typedef struct { const guint8 *data; gsize left; } Source;

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
	Source *source = closure;

	if (length > source->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, source->data, length);
	source->data += length;
	source->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

static bool draw_png(cairo_t *cr, GBytes *bytes, GError **error)
{
	Source source;
	source.data = g_bytes_get_data(bytes, &source.left);
	g_autoptr(cairo_surface_t) image = cairo_image_surface_create_from_png_stream(read_some, &source);

	if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the PNG is cut off or damaged");
		return false;
	}
	ErRect place = fitted(cairo_image_surface_get_width(image), cairo_image_surface_get_height(image));
	cairo_translate(cr, place.x, place.y);
	cairo_scale(cr, place.w / cairo_image_surface_get_width(image), place.h / cairo_image_surface_get_height(image));
	cairo_set_source_surface(cr, image, 0, 0);
	cairo_paint(cr);
	return true;
}

/* What a recording holds is only known to be drawable once it was drawn. */
static bool can_be_replayed(cairo_surface_t *recording)
{
	g_autoptr(cairo_surface_t) image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)SIDE, (int)SIDE);
	g_autoptr(cairo_t) cr = cairo_create(image);

	cairo_set_source_surface(cr, recording, 0, 0);
	cairo_paint(cr);
	return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

/* (transfer full): NULL with @error */
void *er_icon_record(GBytes *bytes, bool is_svg, GError **error)
{
	g_autoptr(cairo_surface_t) surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &(cairo_rectangle_t){ 0, 0, SIDE, SIDE });
	g_autoptr(cairo_t) cr = cairo_create(surface);

	if (!(is_svg ? draw_svg : draw_png)(cr, bytes, error))
		return NULL;
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS || !can_be_replayed(surface)) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it cannot be drawn");
		return NULL;
	}
	return g_steal_pointer(&surface);
}

/*
 * Of cairo 1.16's PDF: an opaque picture without a clip is taken for a new ground, which drops the tags before it; a picture used twice is twice
 * in the page's list of resources, which readers complain of, so each use stands in a group of its own, and the picture itself is still there once.
 */
void er_picture_draw(void *picture, cairo_t *cr, ErRect square, double alpha)
{
	bool grouped = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF;

	cairo_save(cr);
	cairo_translate(cr, square.x, square.y);
	cairo_scale(cr, square.w / SIDE, square.h / SIDE);
	cairo_rectangle(cr, 0, 0, SIDE, SIDE);
	cairo_clip(cr);
	if (grouped)
		cairo_push_group(cr);
	cairo_set_source_surface(cr, picture, 0, 0);
	if (grouped) {
		cairo_paint(cr);
		cairo_pop_group_to_source(cr);
	}
	cairo_paint_with_alpha(cr, alpha);
	cairo_restore(cr);
}

void er_icon_draw(const ErIcon *icon, cairo_t *cr, ErRect square, bool ghost)
{
	er_picture_draw(er_icon_picture(icon), cr, square, ghost ? ER_ICON_GHOST : 1);
}

void er_icon_forget(void *picture)
{
	cairo_surface_destroy(picture);
}
