/*
 * pdf.c: all scenes as one PDF, a page each, through cairo and pango.
 *
 * A page is its scene at 0.75 pt per pixel, shrunk where it would be larger than A3 landscape; it keeps the scene's proportions.
 * The text is real text, shaped by pango and set at the scene's anchors, so what the scene measured only has to be near. The file
 * is tagged: Document > Sect per scene > H1, H2, P, Link; its outline lists the sheets and, below each, what has an id.
 *
 * What cairo 1.16 does not forgive, each of it measured:
 *  - a link outside a structure tag, or cairo_paint() once a tag is open, damages the file: grounds are rectangles, filled;
 *  - it stamps the clock unless both dates are given, so they always are;
 *  - it writes the address of a link into the file as it is, so here only characters without a meaning to PDF pass;
 *  - it does not transform the rectangle of a link, so that is in points of the page, whatever the scale;
 *  - it reads the numbers of tag attributes in its own way: they are whole, so no locale matters.
 */
#include "backend.h"
#include "shapes.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define PT_PER_PX 0.75
#define A3_WIDTH_PT 1190.55
#define A3_HEIGHT_PT 841.89

#define FAMILY "Open Sans, sans-serif"

typedef struct {
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoLayout *layout;
	PangoFontDescription *fonts[ER_FONT__COUNT];
	const ErTheme *theme;
	GHashTable *targets;   /* element id → Target, for links within the document; a lookup, never an order */
	double scale;          /* points per pixel of the current page */
} Pdf;

typedef struct {
	uint32_t page;         /* from 1 */
	double x_pt, y_pt;
} Target;

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

static void draw_rect(Pdf *pdf, const ErScene *scene, const ErItem *item, const ErStyle *style)
{
	switch (item->role) {
	case ER_ROLE_HALO_HIGH:
	case ER_ROLE_HALO_MEDIUM:
		draw_halo(pdf->cr, scene, item, style);
		break;
	case ER_ROLE_BADGE_HIGH:
	case ER_ROLE_BADGE_MEDIUM:
		draw_badge(pdf->cr, item, style);
		break;
	case ER_ROLE_HOP_IN:
	case ER_ROLE_HOP_OUT:
		draw_hop(pdf->cr, item, style);
		break;
	default:
		add_round_rect(pdf->cr, item->rect, item->radius);
		paint_path(pdf->cr, style, 1);
		break;
	}
}

/* ---- lines, glyphs, texts ---- */

static void draw_path(Pdf *pdf, const ErScene *scene, const ErItem *item, const ErStyle *style)
{
	const ErSeg *segs = er_scene_segs(scene, item);

	for (uint32_t i = 0; i < item->n_segs; i++)
		add_seg(pdf->cr, &segs[i]);
	cairo_set_line_join(pdf->cr, CAIRO_LINE_JOIN_ROUND);
	if (style->casing_px > 0) {
		ErStyle casing = {
			.fill = ER_NO_COLOUR,
			.stroke = er_theme_style(pdf->theme, ER_ROLE_PAGE, 0, false).fill,
			.width_px = style->width_px + style->casing_px,
		};

		set_pen(pdf->cr, &casing, 1);
		cairo_stroke_preserve(pdf->cr);
	}
	paint_path(pdf->cr, style, 1);
	cairo_set_line_join(pdf->cr, CAIRO_LINE_JOIN_MITER);
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

static void draw_glyph(Pdf *pdf, const ErItem *item, const ErStyle *style)
{
	double side = MIN(item->rect.w, item->rect.h);
	uint32_t n;
	const ErGlyphPart *parts = er_glyph_parts(item->glyph, &n);

	if (!(side > 0) || !isfinite(side) || !isfinite(item->rect.x) || !isfinite(item->rect.y))
		return; /* cairo would refuse the whole file for a matrix it cannot invert */
	cairo_save(pdf->cr);
	cairo_translate(pdf->cr, item->rect.x + (item->rect.w - side) / 2, item->rect.y + (item->rect.h - side) / 2);
	cairo_scale(pdf->cr, side / ER_GLYPH_GRID, side / ER_GLYPH_GRID);
	for (uint32_t i = 0; i < n; i++)
		draw_part(pdf->cr, &parts[i], style, ER_GLYPH_GRID / side);
	cairo_restore(pdf->cr);
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

static void draw_text(Pdf *pdf, const ErItem *item, const ErStyle *style)
{
	PangoFontDescription *font = pdf->fonts[style->font];
	PangoRectangle extents;
	PangoLayoutLine *line;

	if (style->fill == ER_NO_COLOUR || item->text[0] == '\0')
		return;
	pango_font_description_set_absolute_size(font, style->size_px * PANGO_SCALE);
	pango_layout_set_font_description(pdf->layout, font);
	pango_layout_set_text(pdf->layout, item->text, -1);
	line = pango_layout_get_line_readonly(pdf->layout, 0);
	pango_layout_line_get_extents(line, NULL, &extents);
	set_colour(pdf->cr, style->fill);
	cairo_move_to(pdf->cr, item->at.x + shift_of(item->anchor, (double)extents.width / PANGO_SCALE), item->at.y);
	pango_cairo_show_layout_line(pdf->cr, line);
	cairo_new_path(pdf->cr);
}

/* ---- links and tags ---- */

/* Only what has no meaning in a PDF string, nor in cairo's attributes, stays; a '%' may be part of an escape already. */
static char *plain_address(const char *address)
{
	static const char kept[] = "-._~:/?#[]@!$&*+,;=%";
	GString *out = g_string_new(NULL);

	for (const char *p = address; *p != '\0'; p++) {
		if (g_ascii_isalnum(*p) || strchr(kept, *p) != NULL)
			g_string_append_c(out, *p);
		else
			g_string_append_printf(out, "%%%02X", (unsigned char)*p);
	}
	return g_string_free(out, FALSE);
}

static int whole(double value)
{
	return isfinite(value) ? (int)lround(CLAMP(value, -1e6, 1e6)) : 0;
}

/* (transfer full): attributes of a link tag; NULL where an inner address leads nowhere. */
static char *link_attributes(const Pdf *pdf, const ErItem *item)
{
	g_autofree char *address = plain_address(item->link);
	double k = pdf->scale;
	g_autofree char *rect = g_strdup_printf("rect=[%d %d %d %d]", whole(item->rect.x * k), whole(item->rect.y * k),
	                                        whole(item->rect.w * k), whole(item->rect.h * k));
	const Target *target;

	if (item->link[0] != '#')
		return g_strdup_printf("uri='%s' %s", address, rect);
	target = g_hash_table_lookup(pdf->targets, item->link + 1);
	if (target == NULL)
		return NULL;
	return g_strdup_printf("page=%u pos=[%d %d] %s", target->page, whole(target->x_pt), whole(target->y_pt), rect);
}

static const char *tag_of_text(ErRole role)
{
	return role == ER_ROLE_T_TITLE ? "H1" : role == ER_ROLE_T_HEADING ? "H2" : "P";
}

static void draw_ink(Pdf *pdf, const ErScene *scene, const ErItem *item)
{
	ErStyle style = er_theme_style(pdf->theme, item->role, item->tint, item->assumed);

	switch (item->kind) {
	case ER_ITEM_RECT:
		draw_rect(pdf, scene, item, &style);
		break;
	case ER_ITEM_PATH:
		draw_path(pdf, scene, item, &style);
		break;
	case ER_ITEM_GLYPH:
		draw_glyph(pdf, item, &style);
		break;
	case ER_ITEM_TEXT:
		draw_text(pdf, item, &style);
		break;
	case ER_ITEM_OPEN:
	case ER_ITEM_CLOSE:
		break;
	}
}

static void draw_item(Pdf *pdf, const ErScene *scene, const ErItem *item)
{
	const char *tag = item->kind == ER_ITEM_TEXT && item->text[0] != '\0' ? tag_of_text(item->role) : NULL;
	bool has_place = item->kind != ER_ITEM_PATH && item->kind != ER_ITEM_CLOSE && item->rect.w > 0 && item->rect.h > 0;
	g_autofree char *link = item->link != NULL && has_place ? link_attributes(pdf, item) : NULL;

	/* The ground is painted before the first tag: an opaque page inside a tag makes cairo 1.16 drop the tag's beginning and fail. */
	if (item->kind == ER_ITEM_RECT && item->role == ER_ROLE_PAGE)
		return;
	if (tag != NULL)
		cairo_tag_begin(pdf->cr, tag, NULL);
	if (link != NULL)
		cairo_tag_begin(pdf->cr, CAIRO_TAG_LINK, link);
	draw_ink(pdf, scene, item);
	if (link != NULL)
		cairo_tag_end(pdf->cr, CAIRO_TAG_LINK);
	if (tag != NULL)
		cairo_tag_end(pdf->cr, tag);
}

/* ---- pages ---- */

/* Points per pixel of a scene. */
static double page_scale(const ErScene *scene)
{
	double w = er_scene_width(scene) * PT_PER_PX, h = er_scene_height(scene) * PT_PER_PX;

	return PT_PER_PX * MIN(1, MIN(A3_WIDTH_PT / w, A3_HEIGHT_PT / h));
}

static bool is_target(const ErItem *item)
{
	return item->kind == ER_ITEM_OPEN && item->id != NULL && (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER);
}

static void collect_targets(Pdf *pdf, const ErScene *scene, uint32_t page)
{
	double scale = page_scale(scene);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		Target *target;

		if (!is_target(item) || g_hash_table_contains(pdf->targets, item->id))
			continue;
		target = g_new(Target, 1);
		*target = (Target){ page, item->rect.x * scale, item->rect.y * scale };
		g_hash_table_insert(pdf->targets, (char *)item->id, target);
	}
}

static int add_outline(Pdf *pdf, int parent, const char *name, uint32_t page, double x_pt, double y_pt)
{
	g_autofree char *place = g_strdup_printf("page=%u pos=[%d %d]", page, whole(x_pt), whole(y_pt));

	return cairo_pdf_surface_add_outline(pdf->surface, parent, name, place, parent == CAIRO_PDF_OUTLINE_ROOT ? CAIRO_PDF_OUTLINE_FLAG_BOLD : 0);
}

static const char *name_of(const char *name, const char *otherwise)
{
	return name != NULL && name[0] != '\0' ? name : otherwise;
}

static void outline_page(Pdf *pdf, const ErScene *scene, uint32_t page)
{
	double scale = page_scale(scene);
	int sheet = add_outline(pdf, CAIRO_PDF_OUTLINE_ROOT, name_of(er_scene_title(scene), er_scene_slug(scene)), page, 0, 0);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);

		if (item->kind == ER_ITEM_OPEN && item->data_id != NULL && item->data_id[0] != '\0' &&
		    (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER))
			add_outline(pdf, sheet, name_of(item->title, item->data_id), page, item->rect.x * scale, item->rect.y * scale);
	}
}

static void fill_ground(Pdf *pdf, const ErScene *scene)
{
	ErStyle ground = er_theme_style(pdf->theme, ER_ROLE_PAGE, 0, false);

	cairo_rectangle(pdf->cr, 0, 0, er_scene_width(scene), er_scene_height(scene));
	paint_path(pdf->cr, &ground, 1);
}

static void draw_page(Pdf *pdf, const ErScene *scene, uint32_t page)
{
	double scale = page_scale(scene);

	pdf->scale = scale;
	cairo_pdf_surface_set_size(pdf->surface, er_scene_width(scene) * scale, er_scene_height(scene) * scale);
	cairo_pdf_surface_set_page_label(pdf->surface, er_scene_slug(scene));
	cairo_save(pdf->cr);
	cairo_scale(pdf->cr, scale, scale);
	pango_cairo_update_layout(pdf->cr, pdf->layout);
	fill_ground(pdf, scene);
	if (page == 1)
		cairo_tag_begin(pdf->cr, "Document", NULL);
	cairo_tag_begin(pdf->cr, "Sect", NULL);
	for (uint32_t i = 0; i < er_scene_count(scene); i++)
		draw_item(pdf, scene, er_scene_at(scene, i));
	cairo_tag_end(pdf->cr, "Sect");
	outline_page(pdf, scene, page);
	cairo_restore(pdf->cr);
}

/* ---- the document ---- */

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* (transfer full): midnight of the inventory's day; of a fixed one where that is no date, since cairo would take the clock. */
static char *fixed_date(const char *as_of)
{
	static const char shape[] = "dddd-dd-dd";
	bool good = as_of != NULL && strlen(as_of) >= sizeof shape - 1;

	for (size_t i = 0; good && shape[i] != '\0'; i++)
		good = shape[i] == 'd' ? g_ascii_isdigit(as_of[i]) : as_of[i] == shape[i];
	return g_strdup_printf("%.10sT00:00:00Z", good ? as_of : "1970-01-01");
}

static void set_metadata(cairo_surface_t *surface, const char *title, const ErProvenance *given)
{
	static const ErProvenance nothing;
	const ErProvenance *provenance = given != NULL ? given : &nothing;
	g_autofree char *date = fixed_date(provenance->as_of);
	g_autofree char *subject = g_strdup_printf("Inventory %s, as of %s", name_of(provenance->content, "unknown"),
	                                           name_of(provenance->as_of, "unknown"));

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, name_of(provenance->tool, "erscope"));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void make_layout(Pdf *pdf)
{
	PangoContext *context = pango_cairo_create_context(pdf->cr);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	/* Not the user's: the language picks among fonts and shapes. */
	pango_context_set_language(context, pango_language_from_string("en"));
	pdf->layout = pango_layout_new(context);
	g_object_unref(context);
	pango_layout_set_single_paragraph_mode(pdf->layout, TRUE);
	for (unsigned i = 0; i < ER_FONT__COUNT; i++) {
		bool semibold = i == ER_FONT_SEMIBOLD || i == ER_FONT_SEMIBOLD_ITALIC;
		bool italic = i == ER_FONT_ITALIC || i == ER_FONT_SEMIBOLD_ITALIC;

		pdf->fonts[i] = pango_font_description_from_string(FAMILY);
		pango_font_description_set_weight(pdf->fonts[i], semibold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
		pango_font_description_set_style(pdf->fonts[i], italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	}
}

static void open_document(Pdf *pdf, const ErScene *first, const ErProvenance *provenance, GByteArray *out)
{
	double scale = page_scale(first);

	pdf->surface = cairo_pdf_surface_create_for_stream(append, out, er_scene_width(first) * scale, er_scene_height(first) * scale);
	set_metadata(pdf->surface, name_of(er_scene_title(first), er_scene_slug(first)), provenance);
	pdf->cr = cairo_create(pdf->surface);
	pdf->targets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	make_layout(pdf);
}

/* Ends the document; what went wrong first is what is reported. */
static cairo_status_t close_document(Pdf *pdf)
{
	cairo_status_t status = cairo_status(pdf->cr);

	g_object_unref(pdf->layout);
	for (unsigned i = 0; i < ER_FONT__COUNT; i++)
		pango_font_description_free(pdf->fonts[i]);
	g_hash_table_unref(pdf->targets);
	cairo_destroy(pdf->cr);
	cairo_surface_finish(pdf->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf->surface);
	cairo_surface_destroy(pdf->surface);
	return status;
}

bool er_pdf_write(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErProvenance *provenance, GByteArray *out, GError **error)
{
	Pdf pdf = { .theme = theme };
	guint before = out->len;
	cairo_status_t status;

	if (n == 0) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "cannot write a PDF of no sheets");
		return false;
	}
	open_document(&pdf, scenes[0], provenance, out);
	for (uint32_t i = 0; i < n; i++)
		collect_targets(&pdf, scenes[i], i + 1);
	for (uint32_t i = 0; i < n; i++) {
		draw_page(&pdf, scenes[i], i + 1);
		if (i + 1 == n)
			cairo_tag_end(pdf.cr, "Document");
		cairo_show_page(pdf.cr);
	}
	status = close_document(&pdf);
	if (status == CAIRO_STATUS_SUCCESS)
		return true;
	g_byte_array_set_size(out, before);
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the PDF: %s", cairo_status_to_string(status));
	return false;
}
