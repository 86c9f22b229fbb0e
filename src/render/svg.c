/*
 * svg.c: plays a scene as SVG.
 *
 * One pass over the items finds what is used: which role in which tint and state (one CSS class each), which glyph in which
 * palette (one <symbol> each), which halo pattern. A second pass writes. Everything is scoped by the sheet's slug (the id of the
 * root, "<slug>--…" for our own ids), so several sheets can stand in one page without colouring each other. Structure follows
 * SVG 2 and the WAI-ARIA Graphics Module 1.0: graphics-document, graphics-object for what has parts, graphics-symbol for the rest;
 * title and desc come first in their element. Text stays text.
 * Invariant: same scene, same bytes. Coordinates are 1/100 px, written from integers, so no locale changes them; nothing walks
 * a hash table. xmlTextWriter escapes but does not check characters: the scene's strings are clean already, and provenance is
 * cleaned here.
 */
#include "backend.h"
#include "shapes.h"
#include "utf8.h"

#include <libxml/xmlwriter.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlBuffer, xmlBufferFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextWriter, xmlFreeTextWriter)

/* One look of a role. */
typedef struct {
	ErRole role;
	uint8_t tint;
	bool assumed;
} Look;

/* One glyph in one look. The outline of a hollow glyph is in page pixels, so there the size matters too; else it is 0. */
typedef struct {
	Look look;
	ErGlyph glyph;
	int32_t size_px100;
	const ErIcon *icon;    /* of the user's own, in no look: one for all; NULL: our glyph */
} Symbol;

/* A font that is carried along goes by the sheet's own name, so that none that is installed or of another sheet is taken for it. */
#define FAMILY_OF_OWN "open-sans"

typedef struct {
	xmlTextWriterPtr w;
	const ErScene *scene;
	const ErTheme *theme;
	const ErIcons *icons;
	const ErFonts *fonts;
	GArray *looks;         /* of Look, sorted, each once */
	GArray *symbols;       /* of Symbol, sorted, each once */
	GArray *links;         /* of bool: whether the open groups stand in an <a> */
	bool halo_high, halo_medium, casing;
	ErSvgKind kind;
	bool failed;
} Svg;

/* ---- numbers and attributes ---- */

static int32_t to_px100(double value)
{
	if (!isfinite(value))
		return 0;
	return (int32_t)lround(CLAMP(value, -1e7, 1e7) * 100);
}

static void append_px100(GString *out, int32_t px100)
{
	char text[16], *at = text + sizeof text;
	int32_t size = abs(px100), rest = size % 100;

	/* From the last digit to the first: half of a sheet is numbers. */
	if (rest % 10 != 0)
		*--at = (char)('0' + rest % 10);
	if (rest != 0) {
		*--at = (char)('0' + rest / 10);
		*--at = '.';
	}
	for (size /= 100; size > 9; size /= 10)
		*--at = (char)('0' + size % 10);
	*--at = (char)('0' + size);
	if (px100 < 0)
		*--at = '-';
	g_string_append_len(out, at, text + sizeof text - at);
}

static void append_number(GString *out, double value)
{
	append_px100(out, to_px100(value));
}

static void append_point(GString *out, ErPoint p)
{
	append_number(out, p.x);
	g_string_append_c(out, ',');
	append_number(out, p.y);
}

static void append_colour(GString *out, ErColour colour)
{
	if (colour == ER_NO_COLOUR)
		g_string_append(out, "none");
	else
		g_string_append_printf(out, "#%06X", colour);
}

static void start(Svg *svg, const char *element)
{
	svg->failed |= xmlTextWriterStartElement(svg->w, BAD_CAST element) < 0;
}

static void end(Svg *svg)
{
	svg->failed |= xmlTextWriterEndElement(svg->w) < 0;
}

static void attr(Svg *svg, const char *name, const char *value)
{
	svg->failed |= xmlTextWriterWriteAttribute(svg->w, BAD_CAST name, BAD_CAST value) < 0;
}

static void attr_number(Svg *svg, const char *name, double value)
{
	g_autoptr(GString) text = g_string_new(NULL);

	append_number(text, value);
	attr(svg, name, text->str);
}

static void attr_colour(Svg *svg, const char *name, ErColour colour)
{
	g_autoptr(GString) text = g_string_new(NULL);

	append_colour(text, colour);
	attr(svg, name, text->str);
}

static void text_element(Svg *svg, const char *element, const char *id, const char *text)
{
	start(svg, element);
	if (id != NULL)
		attr(svg, "id", id);
	svg->failed |= xmlTextWriterWriteString(svg->w, BAD_CAST text) < 0;
	end(svg);
}

static char *own_id(const Svg *svg, const char *name)
{
	return g_strdup_printf("%s--%s", er_scene_slug(svg->scene), name);
}

/* ---- what is used ---- */

static int compare_looks(const void *a, const void *b)
{
	const Look *x = a, *y = b;

	if (x->role != y->role)
		return x->role < y->role ? -1 : 1;
	if (x->tint != y->tint)
		return x->tint < y->tint ? -1 : 1;
	return (int)x->assumed - (int)y->assumed;
}

static int compare_symbols(const void *a, const void *b)
{
	const Symbol *x = a, *y = b;

	if (x->glyph != y->glyph)
		return x->glyph < y->glyph ? -1 : 1;
	if (x->icon != y->icon)
		return x->icon != NULL ? -1 : 1;
	if (x->size_px100 != y->size_px100)
		return x->size_px100 < y->size_px100 ? -1 : 1;
	return compare_looks(&x->look, &y->look);
}

static void sort_unique(GArray *array, int (*compare)(const void *, const void *))
{
	guint size = g_array_get_element_size(array), kept = 0;

	g_array_sort(array, compare);
	for (guint i = 0; i < array->len; i++) {
		char *this = array->data + i * size;

		if (kept > 0 && compare(array->data + (kept - 1) * size, this) == 0)
			continue;
		memmove(array->data + kept * size, this, size);
		kept++;
	}
	g_array_set_size(array, kept);
}

static ErStyle style_of(const Svg *svg, Look look)
{
	return er_theme_style(svg->theme, look.role, look.tint, look.assumed);
}

static bool same_style(const ErStyle *a, const ErStyle *b)
{
	for (size_t i = 0; i < G_N_ELEMENTS(a->dash_px); i++)
		if (a->dash_px[i] != b->dash_px[i])
			return false;
	return a->fill == b->fill && a->stroke == b->stroke && a->second == b->second && a->third == b->third &&
	       a->width_px == b->width_px && a->round_cap == b->round_cap && a->casing_px == b->casing_px && a->font == b->font &&
	       a->size_px == b->size_px;
}

/* The plainest look that looks the same: a role that knows no tint needs no class for it. */
static Look look_of(const Svg *svg, const ErItem *item)
{
	Look look = { .role = item->role, .tint = item->tint, .assumed = item->assumed };
	const Look plainer[] = { { item->role, 0, false }, { item->role, 0, item->assumed }, { item->role, item->tint, false } };
	ErStyle style = style_of(svg, look);

	for (size_t i = 0; i < G_N_ELEMENTS(plainer); i++) {
		ErStyle other = style_of(svg, plainer[i]);

		if (same_style(&style, &other))
			return plainer[i];
	}
	return look;
}

/* A glyph keeps its proportions: the largest square in the middle of its rectangle. */
static ErRect glyph_square(ErRect rect)
{
	double side = MIN(rect.w, rect.h);

	return (ErRect){ rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side };
}

static Symbol symbol_of(const Svg *svg, const ErItem *item)
{
	Symbol symbol = { .look = look_of(svg, item), .glyph = item->glyph, .icon = er_icons_of(svg->icons, item) };

	if (symbol.icon != NULL)
		symbol.look = (Look){ 0 };
	else if (style_of(svg, symbol.look).stroke != ER_NO_COLOUR)
		symbol.size_px100 = to_px100(glyph_square(item->rect).w);
	return symbol;
}

static void collect_item(Svg *svg, const ErItem *item)
{
	Look look = look_of(svg, item);
	Symbol symbol;

	switch (item->kind) {
	case ER_ITEM_GLYPH:
		symbol = symbol_of(svg, item);
		g_array_append_val(svg->symbols, symbol);
		break;
	case ER_ITEM_RECT:
	case ER_ITEM_PATH:
	case ER_ITEM_TEXT:
		g_array_append_val(svg->looks, look);
		svg->halo_high |= look.role == ER_ROLE_HALO_HIGH;
		svg->halo_medium |= look.role == ER_ROLE_HALO_MEDIUM;
		svg->casing |= item->kind == ER_ITEM_PATH && style_of(svg, look).casing_px > 0;
		break;
	case ER_ITEM_OPEN:
	case ER_ITEM_CLOSE:
		break;
	}
}

static void collect(Svg *svg)
{
	for (uint32_t i = 0; i < er_scene_count(svg->scene); i++)
		collect_item(svg, er_scene_at(svg->scene, i));
	sort_unique(svg->looks, compare_looks);
	sort_unique(svg->symbols, compare_symbols);
}

/* ---- styles ---- */

/* "circuit", "circuit t2", "circuit t2 assumed"; with @dots as a selector. */
static char *look_name(Look look, bool dots)
{
	const char *between = dots ? "." : " ";
	GString *name = g_string_new(er_role_css(look.role));

	if (look.tint > 0)
		g_string_append_printf(name, "%st%u", between, look.tint);
	if (look.assumed)
		g_string_append_printf(name, "%sassumed", between);
	return g_string_free(name, FALSE);
}

static void append_dash(GString *out, const ErStyle *style, double scale)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(style->dash_px) && style->dash_px[i] > 0; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		append_number(out, style->dash_px[i] * scale);
	}
}

static bool is_halo(ErRole role)
{
	return role == ER_ROLE_HALO_HIGH || role == ER_ROLE_HALO_MEDIUM;
}

static bool is_line_or_head(ErRole role)
{
	return role >= ER_ROLE_BAND_ONPREM && role <= ER_ROLE_HEAD_OUT;
}

static void append_text_rule(GString *css, const ErStyle *style)
{
	bool semibold = style->font == ER_FONT_SEMIBOLD || style->font == ER_FONT_SEMIBOLD_ITALIC;
	bool italic = style->font == ER_FONT_ITALIC || style->font == ER_FONT_SEMIBOLD_ITALIC;

	g_string_append(css, "fill:");
	append_colour(css, style->fill);
	g_string_append(css, ";font-size:");
	append_number(css, style->size_px);
	g_string_append_printf(css, "px%s%s", semibold ? ";font-weight:600" : "", italic ? ";font-style:italic" : "");
}

static void append_shape_rule(GString *css, const ErStyle *style, Look look)
{
	g_string_append(css, "fill:");
	append_colour(css, is_halo(look.role) ? ER_NO_COLOUR : style->fill);
	g_string_append(css, ";stroke:");
	append_colour(css, style->stroke);
	if (style->stroke == ER_NO_COLOUR)
		return;
	g_string_append(css, ";stroke-width:");
	append_number(css, style->width_px);
	if (style->dash_px[0] > 0) {
		g_string_append(css, ";stroke-dasharray:");
		append_dash(css, style, 1);
	} else if (look.tint > 0 || look.assumed) {
		g_string_append(css, ";stroke-dasharray:none");
	}
	if (style->round_cap)
		g_string_append(css, ";stroke-linecap:round");
	if (is_line_or_head(look.role))
		g_string_append(css, ";stroke-linejoin:round");
}

/* Its declarations, "fill:#FFFFFF;stroke:none". */
static void append_rule(const Svg *svg, GString *css, Look look)
{
	ErStyle style = style_of(svg, look);

	if (style.size_px > 0)
		append_text_rule(css, &style);
	else
		append_shape_rule(css, &style, look);
}

static ErColour page_colour(const Svg *svg)
{
	return er_theme_style(svg->theme, ER_ROLE_PAGE, 0, false).fill;
}

/* Beads along the flows are a dash of no length with round ends, moved on by its own distance. Where nothing moves, none is seen. */
enum { BEAD_PX = 7, BEADS_APART_PX = 48 };

static bool is_running(const Svg *svg, ErRole role)
{
	return svg->kind == ER_SVG_MOVING && (role == ER_ROLE_FLOW_IN || role == ER_ROLE_FLOW_OUT);
}

/* Returns: whether there are any */
static bool append_beads(const Svg *svg, GString *css)
{
	bool any = false;

	for (guint i = 0; i < svg->looks->len; i++) {
		const Look *look = &g_array_index(svg->looks, Look, i);
		if (!is_running(svg, look->role) || look->tint > 0 || look->assumed)
			continue;
		any = true;
		g_string_append_printf(css, "#%s .run-%s{stroke:", er_scene_slug(svg->scene), er_role_css(look->role));
		append_colour(css, style_of(svg, *look).stroke);
		g_string_append(css, "}\n");
	}
	return any;
}

static void append_motion(const Svg *svg, GString *css)
{
	const char *slug = er_scene_slug(svg->scene);

	g_string_append_printf(css, "@keyframes %s--run{from{stroke-dashoffset:%d;opacity:1}to{stroke-dashoffset:0;opacity:1}}\n", slug, BEADS_APART_PX);
	g_string_append_printf(css, "#%s .run{fill:none;stroke-width:%d;stroke-linecap:round;stroke-dasharray:0 %d;opacity:0;animation:%s--run 1.2s linear infinite}\n", slug, BEAD_PX, BEADS_APART_PX, slug);
	g_string_append_printf(css, "@media (prefers-reduced-motion:reduce){#%s .run{animation:none}}\n@media print{#%s .run{animation:none}}\n", slug, slug);
}

static bool append_rules(const Svg *svg, GString *css)
{
	const char *slug = er_scene_slug(svg->scene);

	if (svg->casing) {
		g_string_append_printf(css, "#%s .casing{fill:none;stroke-linejoin:round;stroke:", slug);
		append_colour(css, page_colour(svg));
		g_string_append(css, "}\n");
	}
	for (guint i = 0; i < svg->looks->len; i++) {
		Look look = g_array_index(svg->looks, Look, i);
		g_autofree char *name = look_name(look, true);

		g_string_append_printf(css, "#%s .%s{", slug, name);
		append_rule(svg, css, look);
		g_string_append(css, "}\n");
	}
	return append_beads(svg, css);
}

static int compare_colours(const void *a, const void *b)
{
	const ErColour *x = a, *y = b;

	return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* Of a look drawn with attributes (a glyph, a pattern): its colours and what they become. */
static void add_changes(const Svg *svg, const Svg *night, Look look, GArray *changes)
{
	const ErStyle from = style_of(svg, look), to = style_of(night, look);
	const ErColour pairs[][2] = { { from.fill, to.fill }, { from.stroke, to.stroke }, { from.second, to.second }, { from.third, to.third } };

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
		if (pairs[i][0] != ER_NO_COLOUR)
			g_array_append_val(changes, pairs[i]);
}

/* The same sheet for readers who prefer dark. Rules win over attributes, also in what <use> copies, where only the id of the symbol is known. */
static void append_night(const Svg *svg, GString *css)
{
	Svg night = *svg;
	g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, 2 * sizeof(ErColour));

	night.theme = er_theme_by_night(svg->theme);
	if (night.theme == NULL)
		return;
	g_string_append(css, "@media (prefers-color-scheme:dark){\n");
	append_rules(&night, css);
	for (guint i = 0; i < svg->symbols->len; i++)
		if (g_array_index(svg->symbols, Symbol, i).icon == NULL)
			add_changes(svg, &night, g_array_index(svg->symbols, Symbol, i).look, changes);
	add_changes(svg, &night, (Look){ .role = ER_ROLE_HALO_HIGH }, changes);
	add_changes(svg, &night, (Look){ .role = ER_ROLE_HALO_MEDIUM }, changes);
	sort_unique(changes, compare_colours);
	for (guint i = 0; i < changes->len; i++) {
		const ErColour *change = (const ErColour *)(const void *)(changes->data + i * 2 * sizeof(ErColour));
		for (int k = 0; k < 2; k++) {
			const char *property = k == 0 ? "fill" : "stroke";
			g_string_append_printf(css, "[id^='%s--'] [%s='#%06X']{%s:#%06X}\n", er_scene_slug(svg->scene), property, change[0], property, change[1]);
		}
	}
	g_string_append(css, "}\n");
}

static void write_style(Svg *svg)
{
	g_autoptr(GString) css = g_string_new("\n");
	g_autofree char *family = own_id(svg, FAMILY_OF_OWN);

	if (svg->fonts != NULL)
		er_fonts_embed(svg->fonts, svg->scene, svg->theme, family, css);
	if (append_rules(svg, css))
		append_motion(svg, css);
	append_night(svg, css);
	text_element(svg, "style", NULL, css->str);
}

/* ---- defs ---- */

static char *symbol_id(const Svg *svg, const Symbol *symbol)
{
	GString *id = g_string_new(NULL);

	if (symbol->icon != NULL) {
		g_string_printf(id, "%s--%s-icon", er_scene_slug(svg->scene), er_glyph_name(symbol->glyph));
		return g_string_free(id, FALSE);
	}
	g_string_printf(id, "%s--%s-%s", er_scene_slug(svg->scene), er_glyph_name(symbol->glyph), er_role_css(symbol->look.role));
	if (symbol->look.tint > 0)
		g_string_append_printf(id, "-t%u", symbol->look.tint);
	if (symbol->look.assumed)
		g_string_append(id, "-assumed");
	if (symbol->size_px100 != 0)
		g_string_append_printf(id, "-%d", symbol->size_px100);
	return g_string_free(id, FALSE);
}

/* Outline of a hollow glyph: @scale turns page pixels into grid units. */
static void write_outline(Svg *svg, const ErStyle *style, double scale)
{
	g_autoptr(GString) dash = g_string_new(NULL);

	attr_colour(svg, "stroke", style->stroke);
	attr_number(svg, "stroke-width", style->width_px * scale);
	append_dash(dash, style, scale);
	if (dash->len > 0)
		attr(svg, "stroke-dasharray", dash->str);
}

static void write_glyph_part(Svg *svg, const ErGlyphPart *part, const ErStyle *style, double scale)
{
	ErColour colour = er_shape_paint(style, part->paint);
	bool outlined = er_shape_outlined(style, part);

	if (colour == ER_NO_COLOUR && !outlined)
		return;
	start(svg, "path");
	attr(svg, "d", part->path);
	if (part->stroke_px > 0) {
		attr(svg, "fill", "none");
		attr_colour(svg, "stroke", colour);
		attr_number(svg, "stroke-width", part->stroke_px);
		attr(svg, "stroke-linecap", "round");
		attr(svg, "stroke-linejoin", "round");
	} else {
		attr_colour(svg, "fill", colour);
		if (outlined)
			write_outline(svg, style, scale);
	}
	end(svg);
}

static void attr_box(Svg *svg, ErRect rect, double radius);

/* What word processors read is the older way to name a picture. */
static void write_icon(Svg *svg, const ErIcon *icon, ErRect square, bool ghost)
{
	g_autofree char *uri = g_strdup_printf("data:%s;base64,%s", icon->media_type, icon->base64);

	start(svg, "image");
	if (svg->kind == ER_SVG_OFFICE)
		attr(svg, "xmlns:xlink", "http://www.w3.org/1999/xlink");
	attr_box(svg, square, 0);
	if (ghost)
		attr_number(svg, "opacity", ER_ICON_GHOST);
	attr(svg, svg->kind == ER_SVG_OFFICE ? "xlink:href" : "href", uri);
	end(svg);
}

static void write_glyph_parts(Svg *svg, const Symbol *symbol)
{
	ErStyle style = style_of(svg, symbol->look);
	uint32_t n;
	const ErGlyphPart *parts = er_glyph_parts(symbol->glyph, &n);
	double scale = symbol->size_px100 > 0 ? ER_GLYPH_GRID * 100 / symbol->size_px100 : 1;

	for (uint32_t i = 0; i < n; i++)
		write_glyph_part(svg, &parts[i], &style, scale);
}

static void write_symbol(Svg *svg, const Symbol *symbol)
{
	g_autofree char *id = symbol_id(svg, symbol);

	start(svg, "symbol");
	attr(svg, "id", id);
	attr(svg, "viewBox", "0 0 48 48");
	attr(svg, "overflow", "visible");
	if (symbol->icon != NULL) {
		write_icon(svg, symbol->icon, (ErRect){ 0, 0, ER_GLYPH_GRID, ER_GLYPH_GRID }, false);
	} else {
		write_glyph_parts(svg, symbol);
	}
	end(svg);
}

static void start_pattern(Svg *svg, const char *name, double side, const char *transform, ErColour ground)
{
	g_autofree char *id = own_id(svg, name);

	start(svg, "pattern");
	attr(svg, "id", id);
	attr_number(svg, "width", side);
	attr_number(svg, "height", side);
	attr(svg, "patternUnits", "userSpaceOnUse");
	if (transform != NULL)
		attr(svg, "patternTransform", transform);
	start(svg, "rect");
	attr_number(svg, "width", side);
	attr_number(svg, "height", side);
	attr_colour(svg, "fill", ground);
	end(svg);
}

static void write_hatch(Svg *svg)
{
	ErStyle style = er_theme_style(svg->theme, ER_ROLE_HALO_HIGH, 0, false);

	start_pattern(svg, "halo-high", ER_HATCH_PITCH_PX, "rotate(45)", style.fill);
	start(svg, "rect");
	attr_number(svg, "width", ER_HATCH_STRIPE_PX);
	attr_number(svg, "height", ER_HATCH_PITCH_PX);
	attr_colour(svg, "fill", style.second);
	end(svg);
	end(svg);
}

static void write_dots(Svg *svg)
{
	ErStyle style = er_theme_style(svg->theme, ER_ROLE_HALO_MEDIUM, 0, false);

	start_pattern(svg, "halo-medium", ER_DOT_PITCH_PX, NULL, style.fill);
	start(svg, "circle");
	attr_number(svg, "cx", ER_DOT_PITCH_PX / 2);
	attr_number(svg, "cy", ER_DOT_PITCH_PX / 2);
	attr_number(svg, "r", ER_DOT_RADIUS_PX);
	attr_colour(svg, "fill", style.second);
	end(svg);
	end(svg);
}

static void write_defs(Svg *svg)
{
	if (!svg->halo_high && !svg->halo_medium && svg->symbols->len == 0)
		return;
	start(svg, "defs");
	if (svg->halo_high)
		write_hatch(svg);
	if (svg->halo_medium)
		write_dots(svg);
	for (guint i = 0; i < svg->symbols->len; i++)
		write_symbol(svg, &g_array_index(svg->symbols, Symbol, i));
	end(svg);
}

/* ---- groups ---- */

static void open_link(Svg *svg, const ErItem *item)
{
	if (item->link == NULL)
		return;
	start(svg, "a");
	attr(svg, "href", item->link);
}

static void close_link(Svg *svg, const ErItem *item)
{
	if (item->link != NULL)
		end(svg);
}

/* Whether groups stand inside the one that item @i opens: whether the next item about groups opens one too. */
static bool has_parts(const ErScene *scene, uint32_t i)
{
	while (++i < er_scene_count(scene)) {
		ErItemKind kind = er_scene_at(scene, i)->kind;

		if (kind == ER_ITEM_OPEN || kind == ER_ITEM_CLOSE)
			return kind == ER_ITEM_OPEN;
	}
	return false;
}

static const char *group_role(const ErScene *scene, uint32_t i)
{
	switch (er_scene_at(scene, i)->group) {
	case ER_GROUP_CONTAINER:
	case ER_GROUP_NODE:
	case ER_GROUP_EDGE:
		return has_parts(scene, i) ? "graphics-object" : "graphics-symbol";
	case ER_GROUP_LAYER:
	case ER_GROUP_FOOT:
		return "group";
	}
	g_assert_not_reached();
}

static void write_open(Svg *svg, uint32_t i)
{
	const ErItem *item = er_scene_at(svg->scene, i);
	bool linked = item->link != NULL;

	g_array_append_val(svg->links, linked);
	open_link(svg, item);
	start(svg, "g");
	if (item->id != NULL)
		attr(svg, "id", item->id);
	if (item->data_id != NULL)
		attr(svg, "data-id", item->data_id);
	if (item->title != NULL) {
		attr(svg, "role", group_role(svg->scene, i));
		attr(svg, "aria-label", item->title);
		text_element(svg, "title", NULL, item->title);
	}
	if (item->desc != NULL)
		text_element(svg, "desc", NULL, item->desc);
}

static void write_close(Svg *svg)
{
	bool linked;

	g_assert(svg->links->len > 0);
	linked = g_array_index(svg->links, bool, svg->links->len - 1);
	g_array_set_size(svg->links, svg->links->len - 1);
	end(svg);
	if (linked)
		end(svg);
}

/* ---- shapes ---- */

static void attr_class(Svg *svg, const ErItem *item)
{
	Look look = look_of(svg, item);
	g_autofree char *name = look_name(look, false);
	g_autoptr(GString) rule = g_string_new(NULL);

	if (svg->kind != ER_SVG_OFFICE) {
		attr(svg, "class", name);
		return;
	}
	append_rule(svg, rule, look);
	g_auto(GStrv) declarations = g_strsplit(rule->str, ";", -1);
	for (char **declaration = declarations; *declaration != NULL; declaration++) {
		char *value = strchr(*declaration, ':');
		*value = '\0';
		attr(svg, *declaration, value + 1);
	}
}

static void attr_box(Svg *svg, ErRect rect, double radius)
{
	attr_number(svg, "x", rect.x);
	attr_number(svg, "y", rect.y);
	attr_number(svg, "width", MAX(rect.w, 0));
	attr_number(svg, "height", MAX(rect.h, 0));
	if (radius > 0)
		attr_number(svg, "rx", radius);
}

static void write_halo(Svg *svg, const ErItem *item)
{
	bool high = item->role == ER_ROLE_HALO_HIGH;
	g_autofree char *id = own_id(svg, high ? "halo-high" : "halo-medium");
	g_autofree char *paint = g_strdup_printf("url(#%s)", id);

	start(svg, "rect");
	attr_box(svg, er_shape_grow(item->rect, ER_HALO_INNER_PX + ER_HALO_PX / 2), item->radius + ER_HALO_PX / 2);
	attr(svg, "fill", "none");
	if (svg->kind == ER_SVG_OFFICE)
		attr_colour(svg, "stroke", style_of(svg, (Look){ .role = item->role }).fill);
	else
		attr(svg, "stroke", paint);
	attr_number(svg, "stroke-width", ER_HALO_PX);
	end(svg);
	start(svg, "rect");
	attr_class(svg, item);
	attr_box(svg, er_shape_grow(item->rect, ER_HALO_OUTER_PX), item->radius + ER_HALO_PX);
	end(svg);
}

static void write_octagon(Svg *svg, const ErItem *item)
{
	g_autoptr(GString) points = g_string_new(NULL);
	ErPoint corners[8];

	er_shape_octagon(item->rect, corners);
	for (unsigned i = 0; i < G_N_ELEMENTS(corners); i++) {
		if (i > 0)
			g_string_append_c(points, ' ');
		append_point(points, corners[i]);
	}
	start(svg, "polygon");
	attr_class(svg, item);
	attr(svg, "points", points->str);
	end(svg);
}

static void write_circle(Svg *svg, const ErItem *item)
{
	start(svg, "circle");
	attr_class(svg, item);
	attr_number(svg, "cx", item->rect.x + item->rect.w / 2);
	attr_number(svg, "cy", item->rect.y + item->rect.h / 2);
	attr_number(svg, "r", MIN(item->rect.w, item->rect.h) / 2);
	end(svg);
}

static void write_rect(Svg *svg, const ErItem *item)
{
	switch (item->role) {
	case ER_ROLE_HALO_HIGH:
	case ER_ROLE_HALO_MEDIUM:
		write_halo(svg, item);
		break;
	case ER_ROLE_BADGE_HIGH:
	case ER_ROLE_BADGE_MEDIUM:
		write_octagon(svg, item);
		break;
	case ER_ROLE_HOP_IN:
	case ER_ROLE_HOP_OUT:
		write_circle(svg, item);
		break;
	default:
		start(svg, "rect");
		attr_class(svg, item);
		attr_box(svg, item->rect, item->radius);
		end(svg);
	}
}

static char *path_data(const ErScene *scene, const ErItem *item)
{
	GString *d = g_string_new(NULL);
	const ErSeg *segs = er_scene_segs(scene, item);

	for (uint32_t i = 0; i < item->n_segs; i++) {
		unsigned points = segs[i].kind == ER_SEG_CURVE ? 3 : segs[i].kind == ER_SEG_CLOSE ? 0 : 1;

		g_string_append_c(d, (char)segs[i].kind);
		for (unsigned k = 0; k < points; k++) {
			if (k > 0)
				g_string_append_c(d, ' ');
			append_point(d, segs[i].p[k]);
		}
	}
	return g_string_free(d, FALSE);
}

static void write_path(Svg *svg, const ErItem *item)
{
	g_autofree char *d = path_data(svg->scene, item);
	ErStyle style = style_of(svg, look_of(svg, item));

	if (style.casing_px > 0) {
		start(svg, "path");
		if (svg->kind == ER_SVG_OFFICE) {
			attr(svg, "fill", "none");
			attr_colour(svg, "stroke", page_colour(svg));
			attr(svg, "stroke-linejoin", "round");
		} else {
			attr(svg, "class", "casing");
		}
		attr_number(svg, "stroke-width", style.width_px + style.casing_px);
		attr(svg, "d", d);
		end(svg);
	}
	start(svg, "path");
	attr_class(svg, item);
	attr(svg, "d", d);
	end(svg);
	if (is_running(svg, item->role)) {
		g_autofree char *run = g_strdup_printf("run run-%s", er_role_css(item->role));
		start(svg, "path");
		attr(svg, "class", run);
		attr(svg, "d", d);
		end(svg);
	}
}

static void write_text(Svg *svg, const ErItem *item)
{
	if (item->text[0] == '\0')
		return;
	start(svg, "text");
	attr_class(svg, item);
	attr_number(svg, "x", item->at.x);
	attr_number(svg, "y", item->at.y);
	if (item->anchor != ER_ANCHOR_START)
		attr(svg, "text-anchor", item->anchor == ER_ANCHOR_MIDDLE ? "middle" : "end");
	svg->failed |= xmlTextWriterWriteString(svg->w, BAD_CAST item->text) < 0;
	end(svg);
}

static void write_glyph(Svg *svg, const ErItem *item)
{
	Symbol symbol = symbol_of(svg, item);
	g_autofree char *id = symbol_id(svg, &symbol);
	g_autofree char *href = g_strdup_printf("#%s", id);

	if (svg->kind == ER_SVG_OFFICE && symbol.icon != NULL) {
		write_icon(svg, symbol.icon, glyph_square(item->rect), er_icon_is_ghost(item));
		return;
	}
	if (svg->kind == ER_SVG_OFFICE) {
		ErRect square = glyph_square(item->rect);
		g_autoptr(GString) transform = g_string_new("translate(");
		append_point(transform, (ErPoint){ square.x, square.y });
		/* Hundredths, as elsewhere, are too coarse for a factor. */
		long factor = lround(square.w / ER_GLYPH_GRID * 100000);
		g_string_append_printf(transform, ") scale(%ld.%05ld)", factor / 100000, factor % 100000);
		start(svg, "g");
		attr(svg, "transform", transform->str);
		write_glyph_parts(svg, &symbol);
		end(svg);
		return;
	}
	start(svg, "use");
	attr(svg, "href", href);
	attr_box(svg, glyph_square(item->rect), 0);
	if (symbol.icon != NULL && er_icon_is_ghost(item))
		attr_number(svg, "opacity", ER_ICON_GHOST);
	end(svg);
}

static void write_item(Svg *svg, uint32_t i)
{
	static void (*const writers[])(Svg *, const ErItem *) = {
		[ER_ITEM_RECT] = write_rect, [ER_ITEM_PATH] = write_path, [ER_ITEM_TEXT] = write_text, [ER_ITEM_GLYPH] = write_glyph,
	};
	const ErItem *item = er_scene_at(svg->scene, i);

	if (item->kind == ER_ITEM_OPEN) {
		write_open(svg, i);
	} else if (item->kind == ER_ITEM_CLOSE) {
		write_close(svg);
	} else {
		open_link(svg, item);
		writers[item->kind](svg, item);
		close_link(svg, item);
	}
}

/* ---- the document ---- */

static void attr_clean(Svg *svg, const char *name, const char *value)
{
	g_autofree char *clean = NULL;

	if (value == NULL)
		return;
	clean = er_utf8_clean(value);
	attr(svg, name, clean);
}

static void write_root(Svg *svg, const ErProvenance *provenance, const char *labelledby)
{
	double w = er_scene_width(svg->scene), h = er_scene_height(svg->scene);
	g_autoptr(GString) view = g_string_new("0 0 "), family = g_string_new("'Open Sans', sans-serif");

	if (svg->fonts != NULL && svg->kind != ER_SVG_OFFICE) {
		g_autofree char *own = own_id(svg, FAMILY_OF_OWN);
		g_string_printf(family, "'%s', 'Open Sans', sans-serif", own);
	}
	append_number(view, w);
	g_string_append_c(view, ' ');
	append_number(view, h);
	start(svg, "svg");
	attr(svg, "xmlns", "http://www.w3.org/2000/svg");
	attr(svg, "id", er_scene_slug(svg->scene));
	attr_number(svg, "width", w);
	attr_number(svg, "height", h);
	attr(svg, "viewBox", view->str);
	attr(svg, "role", "graphics-document");
	attr(svg, "aria-labelledby", labelledby);
	attr(svg, "font-family", family->str);
	if (provenance != NULL) {
		attr_clean(svg, "data-tool", provenance->tool);
		attr_clean(svg, "data-content", provenance->content);
		attr_clean(svg, "data-as-of", provenance->as_of);
	}
}

static void write_document(Svg *svg, const ErProvenance *provenance)
{
	g_autofree char *title_id = own_id(svg, "title");
	g_autofree char *desc_id = own_id(svg, "desc");
	g_autofree char *both = g_strdup_printf("%s %s", title_id, desc_id);

	svg->failed |= xmlTextWriterStartDocument(svg->w, "1.0", "UTF-8", NULL) < 0;
	write_root(svg, provenance, both);
	text_element(svg, "title", title_id, er_scene_title(svg->scene));
	text_element(svg, "desc", desc_id, er_scene_desc(svg->scene));
	if (svg->kind != ER_SVG_OFFICE) {
		write_style(svg);
		write_defs(svg);
	}
	for (uint32_t i = 0; i < er_scene_count(svg->scene); i++)
		write_item(svg, i);
	g_assert(svg->links->len == 0); /* a group without its close */
	end(svg);
	svg->failed |= xmlTextWriterEndDocument(svg->w) < 0;
}

bool er_svg_write(const ErScene *scene, const ErTheme *theme, const ErIcons *icons, const ErFonts *fonts, ErSvgKind kind, const ErProvenance *provenance, GString *out, GError **error)
{
	g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
	g_autoptr(xmlTextWriter) writer = buffer != NULL ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	g_autoptr(GArray) looks = g_array_new(FALSE, FALSE, sizeof(Look));
	g_autoptr(GArray) symbols = g_array_new(FALSE, FALSE, sizeof(Symbol));
	g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(bool));
	Svg svg = { .w = writer, .scene = scene, .theme = theme, .icons = icons, .fonts = fonts, .kind = kind, .looks = looks, .symbols = symbols, .links = links };

	svg.failed = writer == NULL || xmlTextWriterSetIndent(writer, 1) < 0 || xmlTextWriterSetIndentString(writer, BAD_CAST "") < 0;
	if (!svg.failed) {
		collect(&svg);
		write_document(&svg, provenance);
		svg.failed |= xmlTextWriterFlush(writer) < 0;
	}
	if (svg.failed) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the SVG of sheet '%s': the XML writer failed",
		            er_scene_slug(scene));
		return false;
	}
	g_string_append_len(out, (const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
	return true;
}
