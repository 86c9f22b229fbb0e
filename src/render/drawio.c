/*
 * drawio.c: all scenes as one file of diagrams.net (draw.io), a page each, with our shapes at our places, to go on drawing in.
 *
 * Boxes are containers that take with them what stands inside; a box's parent is the smallest one around it. Glyphs, badges and arrow
 * heads are pictures of their own; lines are edges with way points, those of one stroke tied to the boxes they join. Every part keeps
 * its name, its description as a tooltip, and its id in the results document.
 * Format: the XML that draw.io itself writes, not compressed: mxfile > diagram > mxGraphModel > root > mxCell. Source:
 * https://www.drawio.com/doc/faq/diagram-source-edit and the files it saves.
 */
#include "drawio.h"

#include "shapes.h"

#include <libxml/xmlwriter.h>

#include <math.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlBuffer, xmlBufferFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextWriter, xmlFreeTextWriter)

#define ROOT "1"

/* A box that holds others, or a part that lines end at. */
typedef struct { const char *id; ErRect rect; } Holder;

typedef struct {
	xmlTextWriterPtr w;
	const ErTheme *theme;
	const ErIcons *icons;
	const ErScene *scene;
	const ErSheetSource *source;
	GArray *holders;             /* of Holder: containers and nodes, in the order of the scene */
	GHashTable *parts;           /* id in the results document → element id */
	GHashTable *ends;            /* id of a line in the results document → its ErWire */
	uint32_t n_cells;
	bool failed;
} Drawio;

/* ---- writing ---- */

static void start(Drawio *d, const char *element)
{
	d->failed |= xmlTextWriterStartElement(d->w, BAD_CAST element) < 0;
}

static void end(Drawio *d)
{
	d->failed |= xmlTextWriterEndElement(d->w) < 0;
}

static void attr(Drawio *d, const char *name, const char *value)
{
	d->failed |= xmlTextWriterWriteAttribute(d->w, BAD_CAST name, BAD_CAST value) < 0;
}

/* Hundredths, from integers: no locale. */
static void append_number(GString *out, double value)
{
	long hundredths = isfinite(value) ? lround(CLAMP(value, -1e7, 1e7) * 100) : 0, size = labs(hundredths);

	g_string_append_printf(out, "%s%ld", hundredths < 0 ? "-" : "", size / 100);
	if (size % 100 != 0)
		g_string_append_printf(out, ".%02ld", size % 100);
}

static void attr_number(Drawio *d, const char *name, double value)
{
	g_autoptr(GString) text = g_string_new(NULL);

	append_number(text, value);
	attr(d, name, text->str);
}

static void append_colour(GString *out, const char *name, ErColour colour)
{
	if (colour == ER_NO_COLOUR)
		g_string_append_printf(out, "%s=none;", name);
	else
		g_string_append_printf(out, "%s=#%06X;", name, colour);
}

static void append_stroke(GString *out, const ErStyle *style)
{
	append_colour(out, "strokeColor", style->stroke);
	if (style->stroke == ER_NO_COLOUR)
		return;
	g_string_append(out, "strokeWidth=");
	append_number(out, style->width_px);
	g_string_append_c(out, ';');
	if (style->dash_px[0] <= 0)
		return;
	g_string_append(out, "dashed=1;fixDash=1;dashPattern=");
	for (unsigned i = 0; i < G_N_ELEMENTS(style->dash_px) && style->dash_px[i] > 0; i++) {
		g_string_append(out, i > 0 ? " " : "");
		append_number(out, style->dash_px[i]);
	}
	g_string_append_c(out, ';');
}

static void point(Drawio *d, ErPoint p, const char *as)
{
	start(d, "mxPoint");
	attr_number(d, "x", p.x);
	attr_number(d, "y", p.y);
	if (as != NULL)
		attr(d, "as", as);
	end(d);
}

/* ---- cells ---- */

/* What a cell is part of: its element id, and where its own coordinates begin. */
typedef struct { const char *id; ErPoint origin; } Parent;

static char *next_id(Drawio *d)
{
	return g_strdup_printf("%s--c%u", er_scene_slug(d->scene), ++d->n_cells);
}

/* With a name it is a UserObject around the cell, which is how draw.io keeps a tooltip and properties. */
static bool start_cell(Drawio *d, const char *id, const ErItem *group, const char *value, const char *style, const Parent *parent, bool edge)
{
	bool named = group != NULL && group->title != NULL && *group->title != '\0';

	if (named) {
		g_autofree char *tooltip = g_strdup_printf("%s%s%s", group->title, group->desc != NULL && *group->desc != '\0' ? ": " : "", group->desc != NULL ? group->desc : "");
		start(d, "UserObject");
		attr(d, "label", value);
		attr(d, "tooltip", tooltip);
		if (group->data_id != NULL)
			attr(d, "erscope", group->data_id);
		attr(d, "id", id);
	}
	start(d, "mxCell");
	if (!named) {
		attr(d, "id", id);
		attr(d, "value", value);
	}
	attr(d, "style", style);
	attr(d, edge ? "edge" : "vertex", "1");
	attr(d, "parent", parent->id);
	return named;
}

static void end_cell(Drawio *d, bool named)
{
	end(d);
	if (named)
		end(d);
}

static void geometry(Drawio *d, ErRect rect, const Parent *parent)
{
	start(d, "mxGeometry");
	attr_number(d, "x", rect.x - parent->origin.x);
	attr_number(d, "y", rect.y - parent->origin.y);
	attr_number(d, "width", rect.w);
	attr_number(d, "height", rect.h);
	attr(d, "as", "geometry");
	end(d);
}

static void vertex(Drawio *d, const char *id, const ErItem *group, const char *value, const char *style, ErRect rect, const Parent *parent)
{
	bool named = start_cell(d, id, group, value, style, parent, false);

	geometry(d, rect, parent);
	end_cell(d, named);
}

static void loose_vertex(Drawio *d, const char *value, const char *style, ErRect rect, const Parent *parent)
{
	g_autofree char *id = next_id(d);

	vertex(d, id, NULL, value, style, rect, parent);
}

/* ---- pictures ---- */

static void append_paint(GString *svg, ErColour fill, ErColour stroke, double width)
{
	if (fill == ER_NO_COLOUR)
		g_string_append(svg, " fill=\"none\"");
	else
		g_string_append_printf(svg, " fill=\"#%06X\"", fill);
	if (stroke == ER_NO_COLOUR)
		return;
	g_string_append_printf(svg, " stroke=\"#%06X\" stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke-width=\"", stroke);
	append_number(svg, width);
	g_string_append_c(svg, '"');
}

/* draw.io's own way of a picture in a style: base64 right behind the comma, for a semicolon would end it. */
static void picture(Drawio *d, const GString *svg, ErRect rect, const Parent *parent)
{
	g_autofree char *data = g_base64_encode((const guchar *)svg->str, svg->len);
	g_autofree char *style = g_strdup_printf("shape=image;strokeColor=none;fillColor=none;aspect=fixed;imageAspect=0;image=data:image/svg+xml,%s;", data);

	loose_vertex(d, "", style, rect, parent);
}

static void icon(Drawio *d, const ErIcon *own, const ErItem *item, ErRect square, const Parent *parent)
{
	g_autofree char *style = g_strdup_printf("shape=image;strokeColor=none;fillColor=none;aspect=fixed;imageAspect=1;opacity=%d;image=data:%s,%s;", er_icon_is_ghost(item) ? (int)(ER_ICON_GHOST * 100) : 100, own->media_type, own->base64);

	loose_vertex(d, "", style, square, parent);
}

static void glyph(Drawio *d, const ErItem *item, const Parent *parent)
{
	const ErStyle style = er_theme_style(d->theme, item->role, item->tint, item->assumed);
	double side = MIN(item->rect.w, item->rect.h), scale = side > 0 ? ER_GLYPH_GRID / side : 1;
	const ErRect square = { item->rect.x + (item->rect.w - side) / 2, item->rect.y + (item->rect.h - side) / 2, side, side };
	g_autoptr(GString) svg = g_string_new("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\">");
	uint32_t n;
	const ErGlyphPart *parts = er_glyph_parts(item->glyph, &n);
	const ErIcon *own = er_icons_of(d->icons, item);

	if (own != NULL) {
		icon(d, own, item, square, parent);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		ErColour colour = er_shape_paint(&style, parts[i].paint);
		bool stroked = parts[i].stroke_px > 0, outlined = er_shape_outlined(&style, &parts[i]);
		g_string_append_printf(svg, "<path d=\"%s\"", parts[i].path);
		append_paint(svg, stroked ? ER_NO_COLOUR : colour, stroked ? colour : outlined ? style.stroke : ER_NO_COLOUR, stroked ? parts[i].stroke_px : style.width_px * scale);
		g_string_append(svg, "/>");
	}
	g_string_append(svg, "</svg>");
	picture(d, svg, square, parent);
}

/* A closed figure of straight sides: arrow heads, badges. */
static void polygon(Drawio *d, const ErItem *item, const ErPoint *corners, uint32_t n, const Parent *parent)
{
	const ErStyle style = er_theme_style(d->theme, item->role, item->tint, item->assumed);
	double margin = style.stroke != ER_NO_COLOUR ? style.width_px : 0, left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
	g_autoptr(GString) svg = g_string_new("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");

	for (uint32_t i = 0; i < n; i++) {
		left = MIN(left, corners[i].x - margin);
		right = MAX(right, corners[i].x + margin);
		top = MIN(top, corners[i].y - margin);
		bottom = MAX(bottom, corners[i].y + margin);
	}
	append_number(svg, right - left);
	g_string_append_c(svg, ' ');
	append_number(svg, bottom - top);
	g_string_append(svg, "\"><polygon points=\"");
	for (uint32_t i = 0; i < n; i++) {
		append_number(svg, corners[i].x - left);
		g_string_append_c(svg, ',');
		append_number(svg, corners[i].y - top);
		g_string_append_c(svg, ' ');
	}
	g_string_append_c(svg, '"');
	append_paint(svg, style.fill, style.stroke, style.width_px);
	g_string_append(svg, "/></svg>");
	picture(d, svg, (ErRect){ left, top, right - left, bottom - top }, parent);
}

/* ---- items ---- */

static void append_box_style(GString *out, const ErStyle *style, double radius, bool hollow)
{
	if (radius > 0) {
		g_string_append(out, "rounded=1;absoluteArcSize=1;arcSize=");
		append_number(out, 2 * radius);
		g_string_append_c(out, ';');
	}
	append_colour(out, "fillColor", hollow ? ER_NO_COLOUR : style->fill);
	append_stroke(out, style);
}

static void rect(Drawio *d, const ErItem *item, const Parent *parent)
{
	const ErStyle style = er_theme_style(d->theme, item->role, item->tint, item->assumed);
	bool halo = item->role == ER_ROLE_HALO_HIGH || item->role == ER_ROLE_HALO_MEDIUM;
	g_autoptr(GString) text = g_string_new(NULL);
	ErPoint corners[8];

	if (item->role == ER_ROLE_BADGE_HIGH || item->role == ER_ROLE_BADGE_MEDIUM) {
		er_shape_octagon(item->rect, corners);
		polygon(d, item, corners, G_N_ELEMENTS(corners), parent);
		return;
	}
	if (item->role == ER_ROLE_HOP_IN || item->role == ER_ROLE_HOP_OUT)
		g_string_append(text, "ellipse;shape=ellipse;perimeter=ellipsePerimeter;");
	append_box_style(text, &style, item->radius, halo);
	/* A halo is a thick rim around the box. */
	if (halo)
		g_string_append(text, "strokeWidth=7;");
	loose_vertex(d, "", text->str, halo ? er_shape_grow(item->rect, ER_HALO_INNER_PX + ER_HALO_PX / 2) : item->rect, parent);
}

static void text(Drawio *d, const ErItem *item, const Parent *parent)
{
	static const char *const aligns[] = { [ER_ANCHOR_START] = "left", [ER_ANCHOR_MIDDLE] = "center", [ER_ANCHOR_END] = "right" };
	const ErStyle style = er_theme_style(d->theme, item->role, item->tint, item->assumed);
	bool bold = style.font == ER_FONT_SEMIBOLD || style.font == ER_FONT_SEMIBOLD_ITALIC, italic = style.font == ER_FONT_ITALIC || style.font == ER_FONT_SEMIBOLD_ITALIC;
	g_autoptr(GString) out = g_string_new("text;html=0;strokeColor=none;fillColor=none;verticalAlign=middle;spacing=0;fontFamily=Open Sans;");

	if (*item->text == '\0')
		return;
	g_string_append_printf(out, "align=%s;fontStyle=%d;", aligns[item->anchor], (bold ? 1 : 0) + (italic ? 2 : 0));
	append_colour(out, "fontColor", style.fill);
	g_string_append(out, "fontSize=");
	append_number(out, style.size_px);
	g_string_append_c(out, ';');
	loose_vertex(d, item->text, out->str, item->rect, parent);
}

/* The points of a path; a rounded corner is its corner. Returns: closed? */
static bool points_of(const Drawio *d, const ErItem *item, GArray *points)
{
	const ErSeg *segs = er_scene_segs(d->scene, item);
	bool closed = false;

	for (uint32_t i = 0; i < item->n_segs; i++) {
		const ErSeg *seg = &segs[i];
		ErPoint p = seg->p[0];
		closed = closed || seg->kind == ER_SEG_CLOSE;
		if (seg->kind == ER_SEG_CLOSE)
			continue;
		if (seg->kind == ER_SEG_CURVE) {
			const ErPoint corner = { (seg->p[0].x + seg->p[1].x) / 2, (seg->p[0].y + seg->p[1].y) / 2 };
			g_array_append_val(points, corner);
			p = seg->p[2];
		}
		g_array_append_val(points, p);
	}
	return closed;
}

/* Does the group's line consist of one stroke? Of several, each would run from box to box. */
static bool is_one_stroke(const Drawio *d, const ErItem *group)
{
	uint32_t n = 0, depth = 0;

	for (uint32_t i = (uint32_t)(group - er_scene_at(d->scene, 0)); i < er_scene_count(d->scene); i++) {
		const ErItem *item = er_scene_at(d->scene, i);
		n += item->kind == ER_ITEM_PATH;
		depth += item->kind == ER_ITEM_OPEN;
		if (item->kind == ER_ITEM_CLOSE && --depth == 0)
			break;
	}
	return n == 1;
}

/* The part at one end of the line of @group, when it is on the sheet. */
static const Holder *tied(const Drawio *d, const ErItem *group, bool from)
{
	const ErWire *wire = group != NULL && group->data_id != NULL ? g_hash_table_lookup(d->ends, group->data_id) : NULL;
	const ErBox *box = wire != NULL ? er_diagram_box(d->source->diagram, from ? wire->from : wire->to) : NULL;
	const char *id = box != NULL && box->component != ER_NONE ? g_hash_table_lookup(d->parts, er_network_component(d->source->net, box->component)->id) : NULL;

	for (guint i = 0; id != NULL && i < d->holders->len; i++)
		if (strcmp(g_array_index(d->holders, Holder, i).id, id) == 0)
			return &g_array_index(d->holders, Holder, i);
	return NULL;
}

/* Where on the part the line ends, as shares of its sides: the line keeps its place there when the part is moved. */
static void append_end(GString *out, const char *which, const Holder *holder, ErPoint p)
{
	g_string_append_printf(out, "%sX=", which);
	append_number(out, holder->rect.w > 0 ? (p.x - holder->rect.x) / holder->rect.w : 0);
	g_string_append_printf(out, ";%sY=", which);
	append_number(out, holder->rect.h > 0 ? (p.y - holder->rect.y) / holder->rect.h : 0);
	g_string_append_printf(out, ";%sPerimeter=0;", which);
}

static void path(Drawio *d, const ErItem *item, const ErItem *group, const Parent *parent)
{
	g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(ErPoint));
	bool closed = points_of(d, item, points);
	const ErPoint *p = (const ErPoint *)(void *)points->data;
	const ErStyle style = er_theme_style(d->theme, item->role, item->tint, item->assumed);
	const Parent root = { ROOT, { 0, 0 } };

	if (points->len < 2)
		return;
	if (closed) {
		polygon(d, item, p, points->len, parent);
		return;
	}
	g_autofree char *id = next_id(d);
	g_autoptr(GString) text = g_string_new("endArrow=none;html=0;rounded=1;arcSize=16;");
	append_stroke(text, &style);
	const Holder *from = tied(d, group, true), *to = tied(d, group, false);
	bool ties = from != NULL && to != NULL && is_one_stroke(d, group);
	if (ties) {
		append_end(text, "exit", from, p[0]);
		append_end(text, "entry", to, p[points->len - 1]);
	}
	bool named = start_cell(d, id, group, "", text->str, &root, true);
	if (ties) {
		attr(d, "source", from->id);
		attr(d, "target", to->id);
	}
	start(d, "mxGeometry");
	attr(d, "relative", "1");
	attr(d, "as", "geometry");
	point(d, p[0], "sourcePoint");
	point(d, p[points->len - 1], "targetPoint");
	if (points->len > 2) {
		start(d, "Array");
		attr(d, "as", "points");
		for (guint i = 1; i + 1 < points->len; i++)
			point(d, p[i], NULL);
		end(d);
	}
	end(d);
	end_cell(d, named);
}

static void item_of(Drawio *d, const ErItem *item, const ErItem *group, const Parent *parent)
{
	switch (item->kind) {
	case ER_ITEM_RECT: rect(d, item, parent); break;
	case ER_ITEM_PATH: path(d, item, group, parent); break;
	case ER_ITEM_GLYPH: glyph(d, item, parent); break;
	case ER_ITEM_TEXT: text(d, item, parent); break;
	case ER_ITEM_OPEN: case ER_ITEM_CLOSE: break;
	}
}

/* ---- groups ---- */

static bool is_holder(const ErItem *item)
{
	return item->kind == ER_ITEM_OPEN && (item->group == ER_GROUP_CONTAINER || item->group == ER_GROUP_NODE) && item->id != NULL;
}

static bool holds(ErRect outer, ErRect inner)
{
	return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.w >= inner.x + inner.w && outer.y + outer.h >= inner.y + inner.h;
}

/* The smallest box around it that came before it. */
static Parent parent_of(const Drawio *d, const ErItem *group)
{
	Parent best = { ROOT, { 0, 0 } };
	double smallest = INFINITY;

	for (guint i = 0; i < d->holders->len; i++) {
		const Holder *holder = &g_array_index(d->holders, Holder, i);
		if (strcmp(holder->id, group->id) == 0)
			break;
		double area = holder->rect.w * holder->rect.h;
		if (area < smallest && holds(holder->rect, group->rect)) {
			smallest = area;
			best = (Parent){ holder->id, { holder->rect.x, holder->rect.y } };
		}
	}
	return best;
}

/* A box's own border and fill are the cell; what else stands in the group is inside it. */
static uint32_t open_holder(Drawio *d, uint32_t i)
{
	const ErItem *group = er_scene_at(d->scene, i), *next = er_scene_at(d->scene, i + 1);
	const Parent parent = parent_of(d, group);
	bool boxed = next->kind == ER_ITEM_RECT && next->role != ER_ROLE_KNOCKOUT && next->rect.w == group->rect.w && next->rect.h == group->rect.h;
	g_autoptr(GString) style = g_string_new("container=1;collapsible=0;dropTarget=0;html=0;");

	if (boxed) {
		const ErStyle own = er_theme_style(d->theme, next->role, next->tint, next->assumed);
		append_box_style(style, &own, next->radius, false);
	} else {
		g_string_append(style, "fillColor=none;strokeColor=none;");
	}
	vertex(d, group->id, group, "", style->str, group->rect, &parent);
	return boxed ? i + 1 : i;
}

/* Parts of a node or container stand in it; all else on the page. */
static void write_items(Drawio *d)
{
	g_autoptr(GPtrArray) open = g_ptr_array_new();   /* of ErItem */
	const Parent root = { ROOT, { 0, 0 } };

	for (uint32_t i = 0; i < er_scene_count(d->scene); i++) {
		const ErItem *item = er_scene_at(d->scene, i), *group = open->len > 0 ? open->pdata[open->len - 1] : NULL;
		if (item->kind == ER_ITEM_CLOSE) {
			g_ptr_array_set_size(open, (gint)open->len - 1);
		} else if (item->kind == ER_ITEM_OPEN) {
			g_ptr_array_add(open, (ErItem *)item);
			if (is_holder(item))
				i = open_holder(d, i);
		} else {
			const Parent inside = group != NULL && is_holder(group) ? (Parent){ group->id, { group->rect.x, group->rect.y } } : root;
			item_of(d, item, group, &inside);
		}
	}
}

/* ---- pages ---- */

static void collect(Drawio *d)
{
	const ErDiagram *diagram = d->source->diagram;

	for (uint32_t i = 0; i < er_scene_count(d->scene); i++) {
		const ErItem *item = er_scene_at(d->scene, i);
		if (!is_holder(item))
			continue;
		const Holder holder = { item->id, item->rect };
		g_array_append_val(d->holders, holder);
		if (item->data_id != NULL && !g_hash_table_contains(d->parts, item->data_id))
			g_hash_table_insert(d->parts, (char *)item->data_id, (char *)item->id);
	}
	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		if (wire->component != ER_NONE)
			g_hash_table_insert(d->ends, (char *)er_network_component(d->source->net, wire->component)->id, (ErWire *)wire);
	}
}

static void write_page(Drawio *d)
{
	static const char *const settings[][2] = { { "grid", "1" }, { "gridSize", "4" }, { "guides", "1" }, { "tooltips", "1" }, { "connect", "1" }, { "arrows", "1" }, { "fold", "1" }, { "page", "1" }, { "pageScale", "1" }, { "math", "0" }, { "shadow", "0" } };
	const ErStyle ground = er_theme_style(d->theme, ER_ROLE_PAGE, 0, false);
	g_autofree char *background = g_strdup_printf("#%06X", ground.fill);

	start(d, "diagram");
	attr(d, "id", er_scene_slug(d->scene));
	attr(d, "name", er_scene_title(d->scene));
	start(d, "mxGraphModel");
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		attr(d, settings[i][0], settings[i][1]);
	attr_number(d, "pageWidth", er_scene_width(d->scene));
	attr_number(d, "pageHeight", er_scene_height(d->scene));
	attr(d, "background", background);
	start(d, "root");
	start(d, "mxCell");
	attr(d, "id", "0");
	end(d);
	start(d, "mxCell");
	attr(d, "id", ROOT);
	attr(d, "parent", "0");
	end(d);
	write_items(d);
	end(d);
	end(d);
	end(d);
}

static void write_sheet(Drawio *d, const ErSheetSource *source)
{
	d->source = source;
	d->scene = source->scene;
	d->n_cells = 0;
	d->holders = g_array_new(FALSE, FALSE, sizeof(Holder));
	d->parts = g_hash_table_new(g_str_hash, g_str_equal);
	d->ends = g_hash_table_new(g_str_hash, g_str_equal);
	collect(d);
	write_page(d);
	g_array_unref(d->holders);
	g_hash_table_unref(d->parts);
	g_hash_table_unref(d->ends);
}

bool er_drawio_write(const ErSheetSource *sheets, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GString *out, GError **error)
{
	g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
	g_autoptr(xmlTextWriter) writer = buffer != NULL ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	Drawio d = { .w = writer, .theme = theme, .icons = icons };

	d.failed = writer == NULL || xmlTextWriterSetIndent(writer, 1) < 0 || xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL) < 0;
	if (!d.failed) {
		start(&d, "mxfile");
		attr(&d, "host", provenance->tool);
		attr(&d, "type", "device");
		for (uint32_t i = 0; i < n; i++)
			write_sheet(&d, &sheets[i]);
		end(&d);
		d.failed |= xmlTextWriterEndDocument(writer) < 0 || xmlTextWriterFlush(writer) < 0;
	}
	if (d.failed) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the draw.io file: the XML writer failed");
		return false;
	}
	g_string_append_len(out, (const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
	return true;
}
