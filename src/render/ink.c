/*
 * ink.c: the items of a scene, painted with cairo and pango, for every back end that has a cairo surface.
 *
 * The text is real text, shaped by pango and set at the scene's anchors, so what the scene measured only has to be near. No hinting: a
 * glyph has the same shape at every size and on every surface.
 */
#include "ink.h"

#include "shapes.h"

#include <math.h>
#include <string.h>

#define FAMILY "Open Sans, sans-serif"

/* ---- cairo's pen ---- */

static void set_colour(cairo_t *cr, ErColour colour)
{
	cairo_set_source_rgb(cr, (colour >> 16 & 0xFFu) / 255.0, (colour >> 8 & 0xFFu) / 255.0, (colour & 0xFFu) / 255.0);
}

static void set_pen(cairo_t *cr, const ErStyle *style, double scale)
{
	double dash[4];
	int n = 0;

	while (n < 4 && style->dash_px[n] > 0) {
		dash[n] = style->dash_px[n] * scale;
		n++;
	}
	cairo_set_dash(cr, dash, n, 0);
	cairo_set_line_width(cr, style->width_px * scale);
	cairo_set_line_cap(cr, style->round_cap ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
	set_colour(cr, style->stroke);
}

/* Fills and strokes the current path as the style says, and forgets it. @scale: user units per pixel of the page. */
static void paint_path(cairo_t *cr, const ErStyle *style, double scale)
{
	if (style->fill != ER_NO_COLOUR) {
		set_colour(cr, style->fill);
		cairo_fill_preserve(cr);
	}
	if (style->stroke != ER_NO_COLOUR && style->width_px > 0) {
		set_pen(cr, style, scale);
		cairo_stroke_preserve(cr);
	}
	cairo_new_path(cr);
}

static void add_round_rect(cairo_t *cr, ErRect r, double radius)
{
	double k = MIN(MAX(radius, 0), MIN(r.w, r.h) / 2);

	if (k <= 0) {
		cairo_rectangle(cr, r.x, r.y, r.w, r.h);
		return;
	}
	cairo_new_sub_path(cr);
	cairo_arc(cr, r.x + r.w - k, r.y + k, k, -G_PI / 2, 0);
	cairo_arc(cr, r.x + r.w - k, r.y + r.h - k, k, 0, G_PI / 2);
	cairo_arc(cr, r.x + k, r.y + r.h - k, k, G_PI / 2, G_PI);
	cairo_arc(cr, r.x + k, r.y + k, k, G_PI, 3 * G_PI / 2);
	cairo_close_path(cr);
}

static void add_seg(cairo_t *cr, const ErSeg *seg)
{
	switch (seg->kind) {
	case ER_SEG_MOVE:
		cairo_move_to(cr, seg->p[0].x, seg->p[0].y);
		break;
	case ER_SEG_LINE:
		cairo_line_to(cr, seg->p[0].x, seg->p[0].y);
		break;
	case ER_SEG_CURVE:
		cairo_curve_to(cr, seg->p[0].x, seg->p[0].y, seg->p[1].x, seg->p[1].y, seg->p[2].x, seg->p[2].y);
		break;
	case ER_SEG_CLOSE:
		cairo_close_path(cr);
		break;
	}
}

/* ---- boxes, halos, badges, hops ---- */

static void add_ring(cairo_t *cr, const ErItem *item)
{
	add_round_rect(cr, er_shape_grow(item->rect, ER_HALO_OUTER_PX), item->radius + ER_HALO_PX);
	add_round_rect(cr, er_shape_grow(item->rect, ER_HALO_INNER_PX), item->radius);
}

/* Stripes from lower left to upper right, on lines x + y = constant of the whole page, so that neighbouring halos agree. */
static void hatch(cairo_t *cr, ErRect r)
{
	double step = ER_HATCH_PITCH_PX * G_SQRT2;
	double first = floor((r.x + r.y) / step) * step + ER_HATCH_STRIPE_PX / 2 * G_SQRT2;

	for (double sum = first; sum < r.x + r.w + r.y + r.h; sum += step) {
		cairo_move_to(cr, sum - r.y, r.y);
		cairo_line_to(cr, sum - r.y - r.h, r.y + r.h);
	}
	cairo_set_dash(cr, NULL, 0, 0);
	cairo_set_line_width(cr, ER_HATCH_STRIPE_PX);
	cairo_stroke(cr);
}

static bool deep_inside(ErRect r, double x, double y)
{
	double m = ER_HALO_OUTER_PX + ER_DOT_PITCH_PX;

	return x > r.x + m && x < r.x + r.w - m && y > r.y + m && y < r.y + r.h - m;
}

/* @r: where to put them; @ring: outer edge of the ring, which has no use for those in its middle */
static void dots(cairo_t *cr, ErRect r, ErRect ring)
{
	double left = floor(r.x / ER_DOT_PITCH_PX) * ER_DOT_PITCH_PX + ER_DOT_PITCH_PX / 2;
	double top = floor(r.y / ER_DOT_PITCH_PX) * ER_DOT_PITCH_PX + ER_DOT_PITCH_PX / 2;

	for (double y = top; y < r.y + r.h + ER_DOT_PITCH_PX; y += ER_DOT_PITCH_PX) {
		for (double x = left; x < r.x + r.w + ER_DOT_PITCH_PX; x += ER_DOT_PITCH_PX) {
			if (deep_inside(ring, x, y))
				continue;
			cairo_new_sub_path(cr);
			cairo_arc(cr, x, y, ER_DOT_RADIUS_PX, 0, 2 * G_PI);
		}
	}
	cairo_fill(cr);
}

/* What of @r can be seen: no stripe or dot is spent on the rest. */
static ErRect on_page(const ErScene *scene, ErRect r)
{
	double left = MAX(r.x, 0), top = MAX(r.y, 0);

	return (ErRect){ left, top, MIN(r.x + r.w, er_scene_width(scene)) - left, MIN(r.y + r.h, er_scene_height(scene)) - top };
}

static void draw_halo(cairo_t *cr, const ErScene *scene, const ErItem *item, const ErStyle *style)
{
	ErRect outer = er_shape_grow(item->rect, ER_HALO_OUTER_PX);
	ErStyle rim = *style;

	cairo_save(cr);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	add_ring(cr, item);
	cairo_clip_preserve(cr);
	set_colour(cr, style->fill);
	cairo_fill(cr);
	set_colour(cr, style->second);
	if (item->role == ER_ROLE_HALO_HIGH)
		hatch(cr, on_page(scene, outer));
	else
		dots(cr, on_page(scene, outer), outer);
	cairo_restore(cr);
	rim.fill = ER_NO_COLOUR;
	add_round_rect(cr, outer, item->radius + ER_HALO_PX);
	paint_path(cr, &rim, 1);
}

static void draw_badge(cairo_t *cr, const ErItem *item, const ErStyle *style)
{
	ErPoint corners[8];

	er_shape_octagon(item->rect, corners);
	for (unsigned i = 0; i < 8; i++)
		cairo_line_to(cr, corners[i].x, corners[i].y);
	cairo_close_path(cr);
	paint_path(cr, style, 1);
}

static void draw_hop(cairo_t *cr, const ErItem *item, const ErStyle *style)
{
	ErRect r = item->rect;

	cairo_new_sub_path(cr);
	cairo_arc(cr, r.x + r.w / 2, r.y + r.h / 2, MIN(r.w, r.h) / 2, 0, 2 * G_PI);
	cairo_close_path(cr);
	paint_path(cr, style, 1);
}

static void draw_rect(ErInk *ink, const ErScene *scene, const ErItem *item, const ErStyle *style)
{
	switch (item->role) {
	case ER_ROLE_HALO_HIGH:
	case ER_ROLE_HALO_MEDIUM:
		draw_halo(ink->cr, scene, item, style);
		break;
	case ER_ROLE_BADGE_HIGH:
	case ER_ROLE_BADGE_MEDIUM:
		draw_badge(ink->cr, item, style);
		break;
	case ER_ROLE_HOP_IN:
	case ER_ROLE_HOP_OUT:
		draw_hop(ink->cr, item, style);
		break;
	default:
		add_round_rect(ink->cr, item->rect, item->radius);
		paint_path(ink->cr, style, 1);
		break;
	}
}

/* ---- lines, glyphs, texts ---- */

static void draw_path(ErInk *ink, const ErScene *scene, const ErItem *item, const ErStyle *style)
{
	const ErSeg *segs = er_scene_segs(scene, item);

	for (uint32_t i = 0; i < item->n_segs; i++)
		add_seg(ink->cr, &segs[i]);
	cairo_set_line_join(ink->cr, CAIRO_LINE_JOIN_ROUND);
	if (style->casing_px > 0) {
		ErStyle casing = {
			.fill = ER_NO_COLOUR,
			.stroke = er_theme_style(ink->theme, ER_ROLE_PAGE, 0, false).fill,
			.width_px = style->width_px + style->casing_px,
		};

		set_pen(ink->cr, &casing, 1);
		cairo_stroke_preserve(ink->cr);
	}
	paint_path(ink->cr, style, 1);
	cairo_set_line_join(ink->cr, CAIRO_LINE_JOIN_MITER);
}

static void draw_part(cairo_t *cr, const ErGlyphPart *part, const ErStyle *style, double scale)
{
	ErColour colour = er_shape_paint(style, part->paint);
	ErStyle pen = { .fill = ER_NO_COLOUR, .stroke = ER_NO_COLOUR, .round_cap = part->stroke_px > 0 };
	const char *path = part->path;
	ErSeg seg;

	while (er_shape_next_seg(&path, &seg))
		add_seg(cr, &seg);
	if (part->stroke_px > 0) {
		pen.stroke = colour;
		pen.width_px = part->stroke_px / scale;
		cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	} else {
		pen.fill = colour;
	}
	if (er_shape_outlined(style, part)) {
		pen.stroke = style->stroke;
		pen.width_px = style->width_px;
		memcpy(pen.dash_px, style->dash_px, sizeof pen.dash_px);
	}
	paint_path(cr, &pen, scale);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
}

static void draw_glyph(ErInk *ink, const ErItem *item, const ErStyle *style)
{
	double side = MIN(item->rect.w, item->rect.h);
	uint32_t n;
	const ErGlyphPart *parts = er_glyph_parts(item->glyph, &n);
	const ErIcon *icon = er_icons_of(ink->icons, item);

	if (!(side > 0) || !isfinite(side) || !isfinite(item->rect.x) || !isfinite(item->rect.y))
		return; /* cairo would refuse the whole file for a matrix it cannot invert */
	if (icon != NULL) {
		er_icon_draw(icon, ink->cr, (ErRect){ item->rect.x + (item->rect.w - side) / 2, item->rect.y + (item->rect.h - side) / 2, side, side }, er_icon_is_ghost(item));
		return;
	}
	cairo_save(ink->cr);
	cairo_translate(ink->cr, item->rect.x + (item->rect.w - side) / 2, item->rect.y + (item->rect.h - side) / 2);
	cairo_scale(ink->cr, side / ER_GLYPH_GRID, side / ER_GLYPH_GRID);
	for (uint32_t i = 0; i < n; i++)
		draw_part(ink->cr, &parts[i], style, ER_GLYPH_GRID / side);
	cairo_restore(ink->cr);
}

static double shift_of(ErAnchor anchor, double width)
{
	switch (anchor) {
	case ER_ANCHOR_MIDDLE:
		return -width / 2;
	case ER_ANCHOR_END:
		return -width;
	case ER_ANCHOR_START:
		break;
	}
	return 0;
}

static void draw_text(ErInk *ink, const ErItem *item, const ErStyle *style)
{
	PangoFontDescription *font = ink->fonts[style->font];
	PangoRectangle extents;
	PangoLayoutLine *line;

	if (style->fill == ER_NO_COLOUR || item->text[0] == '\0')
		return;
	pango_font_description_set_absolute_size(font, style->size_px * PANGO_SCALE);
	pango_layout_set_font_description(ink->layout, font);
	pango_layout_set_text(ink->layout, item->text, -1);
	line = pango_layout_get_line_readonly(ink->layout, 0);
	pango_layout_line_get_extents(line, NULL, &extents);
	set_colour(ink->cr, style->fill);
	cairo_move_to(ink->cr, item->at.x + shift_of(item->anchor, (double)extents.width / PANGO_SCALE), item->at.y);
	pango_cairo_show_layout_line(ink->cr, line);
	cairo_new_path(ink->cr);
}

void er_ink_draw(ErInk *ink, const ErScene *scene, const ErItem *item)
{
	ErStyle style = er_theme_style(ink->theme, item->role, item->tint, item->assumed);

	switch (item->kind) {
	case ER_ITEM_RECT:
		draw_rect(ink, scene, item, &style);
		break;
	case ER_ITEM_PATH:
		draw_path(ink, scene, item, &style);
		break;
	case ER_ITEM_GLYPH:
		draw_glyph(ink, item, &style);
		break;
	case ER_ITEM_TEXT:
		draw_text(ink, item, &style);
		break;
	case ER_ITEM_OPEN:
	case ER_ITEM_CLOSE:
		break;
	}
}

void er_ink_ground(ErInk *ink, const ErScene *scene)
{
	ErStyle ground = er_theme_style(ink->theme, ER_ROLE_PAGE, 0, false);

	cairo_rectangle(ink->cr, 0, 0, er_scene_width(scene), er_scene_height(scene));
	paint_path(ink->cr, &ground, 1);
}

/* ---- fonts ---- */

PangoContext *er_ink_context(cairo_t *cr)
{
	PangoContext *context = pango_cairo_create_context(cr);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	/* Not the user's: the language picks among fonts and shapes. */
	pango_context_set_language(context, pango_language_from_string("en"));
	return context;
}

static void make_layout(ErInk *ink)
{
	PangoContext *context = er_ink_context(ink->cr);

	ink->layout = pango_layout_new(context);
	g_object_unref(context);
	pango_layout_set_single_paragraph_mode(ink->layout, TRUE);
	for (unsigned i = 0; i < ER_FONT__COUNT; i++) {
		bool semibold = i == ER_FONT_SEMIBOLD || i == ER_FONT_SEMIBOLD_ITALIC;
		bool italic = i == ER_FONT_ITALIC || i == ER_FONT_SEMIBOLD_ITALIC;

		ink->fonts[i] = pango_font_description_from_string(FAMILY);
		pango_font_description_set_weight(ink->fonts[i], semibold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
		pango_font_description_set_style(ink->fonts[i], italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	}
}

void er_ink_open(ErInk *ink, cairo_surface_t *surface, const ErTheme *theme, const ErIcons *icons)
{
	*ink = (ErInk){ .cr = cairo_create(surface), .theme = theme, .icons = icons };
	make_layout(ink);
}

cairo_status_t er_ink_close(ErInk *ink)
{
	cairo_status_t status = cairo_status(ink->cr);

	g_object_unref(ink->layout);
	for (unsigned i = 0; i < ER_FONT__COUNT; i++)
		pango_font_description_free(ink->fonts[i]);
	cairo_destroy(ink->cr);
	return status;
}
