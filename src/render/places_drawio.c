/*
 * places_drawio.c: places of boxes from a draw.io file of ours that was changed in diagrams.net.
 *
 * A page is a <diagram> whose id is the sheet's slug; a box is a cell with geometry, wrapped in a UserObject that keeps our attribute
 * erscope (the result id) or, of a box that is no component, an id that begins with the sheet's slug and the box's kind, and its name as the
 * tooltip. Coordinates count from the cell around it. A page may be compressed, as diagrams.net does on request: base64, deflate
 * without head, percent-encoding. Source: https://www.drawio.com/doc/faq/diagram-source-edit and the files it saves.
 * Hostile files: bounded in size, also after unpacking; no DTD, no entities, no network; chains of parents are cut at a depth.
 */
#include "places.h"

#include <erscope/network.h>

#include "diagram.h"
#include "utf8.h"

#include <gio/gio.h>
#include <libxml/parser.h>
#include <math.h>
#include <string.h>

enum { MOST_CELLS = 200000, MOST_PAGES = 500, MOST_DEPTH = 32 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

#define NOT_READ "not a draw.io file as erscope reads it: "

/* A cell with its geometry, as it stands in the file. */
typedef struct {
	char *id, *parent;
	ErPlace place;         /* rect: relative to the parent */
	bool ours;
} Cell;

static char *attr(xmlNode *node, const char *name)
{
	g_autoptr(GString) out = NULL;
	xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);

	if (value == NULL)
		return NULL;
	out = g_string_new((const char *)value);
	xmlFree(value);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *child(xmlNode *node, const char *name)
{
	for (xmlNode *at = node->children; at != NULL; at = at->next)
		if (is_element(at, name))
			return at;
	return NULL;
}

/* @otherwise when it is not there; NAN when it is no place. */
static double number(xmlNode *node, const char *name, double otherwise)
{
	g_autofree char *text = attr(node, name);
	char *end;

	if (text == NULL)
		return otherwise;
	double value = g_ascii_strtod(text, &end);
	return end != text && isfinite(value) && fabs(value) < 1e5 ? value : NAN;
}

/* ---- compressed pages ---- */

static GByteArray *inflate_raw(const guchar *data, gsize length, GError **error)
{
	g_autoptr(GConverter) converter = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW));
	g_autoptr(GByteArray) out = g_byte_array_new();
	gsize used = 0;

	for (;;) {
		guchar block[16384];
		gsize took, gave;
		GConverterResult result = g_converter_convert(converter, data + used, length - used, block, sizeof block, G_CONVERTER_INPUT_AT_END, &took, &gave, error);
		if (result == G_CONVERTER_ERROR)
			return NULL;
		used += took;
		g_byte_array_append(out, block, (guint)gave);
		if (out->len > ER_PLACES_MOST) {
			g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is larger than 16 MiB when unpacked");
			return NULL;
		}
		if (result == G_CONVERTER_FINISHED)
			return g_steal_pointer(&out);
	}
}

static xmlDoc *parse(const char *text, gsize length)
{
	/* Before parsing, so that no entity is ever declared; what another encoding hides is refused by the tree. */
	if (length > ER_PLACES_MOST || g_strstr_len(text, (gssize)length, "<!DOCTYPE") != NULL)
		return NULL;
	xmlDoc *doc = xmlReadMemory(text, (int)length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
	if (doc != NULL && (doc->intSubset != NULL || xmlDocGetRootElement(doc) == NULL)) {
		xmlFreeDoc(doc);
		return NULL;
	}
	return doc;
}

/* (transfer full): the page's model, unpacked */
static xmlDoc *unpack(xmlNode *diagram, const char *sheet, GError **error)
{
	xmlChar *content = xmlNodeGetContent(diagram);
	g_autofree char *text = g_strdup(content != NULL ? (const char *)content : "");
	g_autoptr(GError) trouble = NULL;
	g_autofree char *page = er_utf8_clean(sheet);
	gsize length = 0;

	xmlFree(content);
	g_strstrip(text);
	g_autofree guchar *packed = g_base64_decode(text, &length);
	g_autoptr(GByteArray) raw = length > 0 ? inflate_raw(packed, length, &trouble) : NULL;
	g_autofree char *plain = raw != NULL ? g_uri_unescape_segment((const char *)raw->data, (const char *)raw->data + raw->len, NULL) : NULL;
	xmlDoc *doc = plain != NULL ? parse(plain, strlen(plain)) : NULL;
	if (doc == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, NOT_READ "page '%s' is compressed in a way that cannot be unpacked%s%s; in diagrams.net turn off Compressed in File, Properties and save again",
		            page, trouble != NULL ? ": " : "", trouble != NULL ? trouble->message : "");
	return doc;
}

/* ---- cells ---- */

static void clear_cell(void *data)
{
	Cell *cell = data;

	g_free(cell->id);
	g_free(cell->parent);
	g_free(cell->place.component);
	g_free(cell->place.kind);
	g_free(cell->place.label);
}

/* The kind of a box of ours that is no component, by its id "<sheet>-<kind>[-<n>]"; NULL when it is none. */
static const char *kind_of(const char *sheet, const char *id)
{
	size_t n = strlen(sheet);

	if (id == NULL || strncmp(id, sheet, n) != 0 || id[n] != '-')
		return NULL;
	for (ErBoxKind kind = 0; kind < ER_BOX__COUNT; kind++) {
		const char *name = er_box_kind_name(kind), *rest = id + n + 1;
		if (!g_str_has_prefix(rest, name))
			continue;
		rest += strlen(name);
		if (*rest == '\0' || (*rest == '-' && rest[1] != '\0' && strspn(rest + 1, "0123456789") == strlen(rest + 1)))
			return name;
	}
	return NULL;
}

static bool is_container_style(const char *style)
{
	return style != NULL && strstr(style, "container=1") != NULL;
}

static void add_cell(GArray *cells, const char *sheet, xmlNode *outer, xmlNode *inner)
{
	g_autofree char *edge = attr(inner, "edge"), *style = attr(inner, "style");
	xmlNode *geometry = child(inner, "mxGeometry");
	Cell cell = { .id = attr(outer, "id"), .parent = attr(inner, "parent") };

	if (cell.id == NULL || cells->len >= MOST_CELLS || g_strcmp0(edge, "1") == 0) {
		clear_cell(&cell);
		return;
	}
	if (geometry != NULL)
		cell.place.rect = (ErRect){ number(geometry, "x", 0), number(geometry, "y", 0), number(geometry, "width", 0), number(geometry, "height", 0) };
	if (outer != inner) {
		cell.place.component = attr(outer, "erscope");
		cell.place.label = attr(outer, "tooltip");
	}
	if (cell.place.component == NULL)
		cell.place.kind = g_strdup(kind_of(sheet, cell.id));
	cell.ours = geometry != NULL && is_container_style(style) && (cell.place.component != NULL || cell.place.kind != NULL);
	g_array_append_val(cells, cell);
}

static GArray *cells_of(xmlNode *model, const char *sheet)
{
	GArray *cells = g_array_new(FALSE, TRUE, sizeof(Cell));
	xmlNode *root = child(model, "root");

	g_array_set_clear_func(cells, clear_cell);
	for (xmlNode *at = root != NULL ? root->children : NULL; at != NULL; at = at->next) {
		if (is_element(at, "mxCell"))
			add_cell(cells, sheet, at, at);
		else if ((is_element(at, "UserObject") || is_element(at, "object")) && child(at, "mxCell") != NULL)
			add_cell(cells, sheet, at, child(at, "mxCell"));
	}
	return cells;
}

/* Where the cell's own coordinates begin, and the nearest place around it. */
static ErPoint origin_of(const GArray *cells, GHashTable *by_id, GHashTable *placed, uint32_t index, uint32_t *around)
{
	ErPoint origin = { 0, 0 };
	const Cell *cell = &g_array_index(cells, Cell, index);

	*around = ER_NONE;
	for (unsigned depth = 0; depth < MOST_DEPTH && cell->parent != NULL; depth++) {
		uint32_t parent = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, cell->parent));
		if (parent == 0)
			break;
		uint32_t place = GPOINTER_TO_UINT(g_hash_table_lookup(placed, GUINT_TO_POINTER(parent)));
		if (*around == ER_NONE && place > 0)
			*around = place - 1;
		cell = &g_array_index(cells, Cell, parent - 1);
		origin.x += cell->place.rect.x;
		origin.y += cell->place.rect.y;
	}
	return origin;
}

/* How many cells are around it; they may come in any order: bringing one to the front moves it to the end. */
static unsigned depth_of(const GArray *cells, GHashTable *by_id, uint32_t index)
{
	const Cell *cell = &g_array_index(cells, Cell, index);
	unsigned depth = 0;

	for (; depth < MOST_DEPTH && cell->parent != NULL; depth++) {
		uint32_t parent = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, cell->parent));
		if (parent == 0)
			break;
		cell = &g_array_index(cells, Cell, parent - 1);
	}
	return depth;
}

static void add_place(ErPlaces *places, const GArray *cells, GHashTable *by_id, GHashTable *placed, uint32_t index)
{
	const Cell *cell = &g_array_index(cells, Cell, index);
	ErPlace place = { .rect = cell->place.rect, .either = true };
	const ErPoint origin = origin_of(cells, by_id, placed, index, &place.parent);

	place.component = g_strdup(cell->place.component);
	place.kind = g_strdup(cell->place.kind);
	place.label = place.component == NULL ? g_strdup(cell->place.label) : NULL;
	place.rect.x += origin.x;
	place.rect.y += origin.y;
	place.known = isfinite(place.rect.x + place.rect.y) && fabs(place.rect.x) < 1e5 && fabs(place.rect.y) < 1e5 && place.rect.w > 0 && place.rect.h > 0;
	g_hash_table_insert(placed, GUINT_TO_POINTER(index + 1), GUINT_TO_POINTER(places->places->len + 1));
	g_array_append_val(places->places, place);
}

/* Outer ones first. */
static ErPlaces *places_of(const GArray *cells, const char *sheet)
{
	ErPlaces *places = er_places_new(sheet);
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) placed = g_hash_table_new(NULL, NULL);
	g_autofree unsigned *depths = g_new(unsigned, cells->len + 1);

	for (uint32_t i = 0; i < cells->len; i++)
		g_hash_table_insert(by_id, g_array_index(cells, Cell, i).id, GUINT_TO_POINTER(i + 1));
	for (uint32_t i = 0; i < cells->len; i++)
		depths[i] = depth_of(cells, by_id, i);
	for (unsigned depth = 0; depth <= MOST_DEPTH; depth++)
		for (uint32_t i = 0; i < cells->len; i++)
			if (depths[i] == depth && g_array_index(cells, Cell, i).ours)
				add_place(places, cells, by_id, placed, i);
	return places;
}

static bool add_page(GPtrArray *pages, xmlNode *diagram, GError **error)
{
	g_autofree char *sheet = attr(diagram, "id");
	xmlNode *model = child(diagram, "mxGraphModel");
	g_autoptr(xmlDoc) unpacked = NULL;

	if (model == NULL) {
		unpacked = unpack(diagram, sheet != NULL ? sheet : "", error);
		if (unpacked == NULL)
			return false;
		model = xmlDocGetRootElement(unpacked);
	}
	g_autoptr(GArray) cells = cells_of(model, sheet != NULL ? sheet : "");
	g_ptr_array_add(pages, places_of(cells, sheet != NULL ? sheet : ""));
	return true;
}

GPtrArray *er_places_read_drawio(const char *text, gsize length, GError **error)
{
	g_autoptr(xmlDoc) doc = parse(text, length);
	xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)er_places_free);

	if (root == NULL || !is_element(root, "mxfile")) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, root != NULL ? NOT_READ "its root is not mxfile; save it as .drawio" : NOT_READ "no well-formed XML without a DTD");
		return NULL;
	}
	for (xmlNode *at = root->children; at != NULL; at = at->next)
		if (is_element(at, "diagram") && pages->len < MOST_PAGES && !add_page(pages, at, error))
			return NULL;
	g_ptr_array_set_free_func(pages, NULL);
	return g_steal_pointer(&pages);
}
