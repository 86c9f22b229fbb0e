/*
 * drawn.h: from the text of an export to sheets, and from a sheet to its boxes.
 *
 * A scene paints containers before what stands in them, so groups are not nested as boxes are: what holds a box is the smallest
 * container around its rectangle. A box is known by its result id; one without (a provider's part, a region, a subnet) by its
 * title, what holds it, and which of several such it is, so that the same box is found again on another drawing.
 */
#ifndef ER_TESTS_DRAWN_H
#define ER_TESTS_DRAWN_H

#include <erscope/draw.h>
#include <string.h>

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErDrawing *drawing; } Drawn;

/* @text: one export, lent for the call; @most_spokes: 0 for the default; @whole: on one sheet, however large. Free with er_drawn_end() */
static inline Drawn er_drawn_start(const char *text, unsigned views, uint32_t most_spokes, bool whole)
{
	Drawn drawn = { .diags = er_diags_new() };

	drawn.inv = er_inventory_parse(text, strlen(text), "input.json", drawn.diags);
	drawn.net = er_network_build(drawn.inv, NULL, drawn.diags);
	drawn.flows = er_flows_build(drawn.net, 1, drawn.diags);
	drawn.findings = er_findings_check(drawn.flows, "2026-11-23");
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(drawn.inv), .inventory = "input.json", .most_spokes = most_spokes, .whole = whole };
	drawn.drawing = er_draw(drawn.flows, drawn.findings, &options, views, drawn.diags);
	return drawn;
}

static inline void er_drawn_end(Drawn *drawn)
{
	er_drawing_free(drawn->drawing);
	er_findings_free(drawn->findings);
	er_flows_free(drawn->flows);
	er_network_free(drawn->net);
	er_inventory_free(drawn->inv);
	er_diags_free(drawn->diags);
}

enum { DRAWN_ALONE = UINT32_MAX };  /* parent of what no container holds */

typedef struct {
	const ErItem *open;
	uint32_t item;         /* index of @open in the scene */
	uint32_t parent;       /* index among the boxes; DRAWN_ALONE */
	char *kind;            /* "circuit", "region", "vnet" … */
	char *identity;
} DrawnBox;

static inline void er_drawn_clear_box(void *data)
{
	DrawnBox *box = data;

	g_free(box->kind);
	g_free(box->identity);
}

static inline const DrawnBox *er_drawn_box(const GArray *boxes, uint32_t i)
{
	return &g_array_index(boxes, DrawnBox, i);
}

static inline bool er_drawn_holds(const ErItem *outer, const ErItem *inner)
{
	const ErRect *o = &outer->rect, *i = &inner->rect;

	return outer != inner && outer->group == ER_GROUP_CONTAINER && i->x >= o->x - 1 && i->y >= o->y - 1 && i->x + i->w <= o->x + o->w + 1 && i->y + i->h <= o->y + o->h + 1 &&
	       o->w * o->h > i->w * i->h;
}

/* The smallest container around it. */
static inline uint32_t er_drawn_parent(const GArray *boxes, uint32_t of)
{
	uint32_t found = DRAWN_ALONE;

	for (uint32_t i = 0; i < boxes->len; i++) {
		const ErItem *open = er_drawn_box(boxes, i)->open;
		if (er_drawn_holds(open, er_drawn_box(boxes, of)->open) && (found == DRAWN_ALONE || open->rect.w * open->rect.h < er_drawn_box(boxes, found)->open->rect.w * er_drawn_box(boxes, found)->open->rect.h))
			found = i;
	}
	return found;
}

/* "circuit ER-1" → "circuit"; a box without result id has its kind in its element id: "overview-peering-location-2". */
static inline char *er_drawn_kind(const ErScene *scene, const ErItem *open)
{
	if (open->data_id != NULL)
		return g_strndup(open->title, strcspn(open->title, " "));
	const char *slug = open->id + strlen(er_scene_slug(scene)) + 1;
	size_t length = strlen(slug);

	while (length > 0 && (g_ascii_isdigit(slug[length - 1]) || slug[length - 1] == '-'))
		length--;
	return g_strndup(slug, length);
}

/* A count in front ("12 spokes") is no part of a name. */
static inline char *er_drawn_identity(const GArray *boxes, GHashTable *taken, const DrawnBox *box)
{
	if (box->open->data_id != NULL)
		return g_strdup(box->open->data_id);
	const char *title = box->open->title != NULL ? box->open->title : "";
	const char *within = box->parent != DRAWN_ALONE ? er_drawn_box(boxes, box->parent)->identity : "";
	g_autofree char *base = g_strdup_printf("%s in %s", title + strspn(title, "0123456789 "), within);

	for (uint32_t n = 1;; n++) {
		char *identity = g_strdup_printf("%s, %u", base, n);
		if (!g_hash_table_contains(taken, identity))
			return identity;
		g_free(identity);
	}
}

/* Containers and nodes of a sheet, outer before inner. (transfer full): GArray of DrawnBox; @scene must outlive it */
static inline GArray *er_drawn_boxes(const ErScene *scene)
{
	GArray *boxes = g_array_new(FALSE, TRUE, sizeof(DrawnBox));
	g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

	g_array_set_clear_func(boxes, er_drawn_clear_box);
	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		DrawnBox box = { .open = item, .item = i };
		if (item->kind == ER_ITEM_OPEN && (item->group == ER_GROUP_CONTAINER || item->group == ER_GROUP_NODE))
			g_array_append_val(boxes, box);
	}
	for (uint32_t i = 0; i < boxes->len; i++) {
		DrawnBox *box = &g_array_index(boxes, DrawnBox, i);
		box->parent = er_drawn_parent(boxes, i);
		g_assert(box->parent == DRAWN_ALONE || box->parent < i); /* painted before what it holds */
		box->kind = er_drawn_kind(scene, box->open);
		box->identity = er_drawn_identity(boxes, taken, box);
		g_hash_table_add(taken, box->identity);
	}
	return boxes;
}

#endif
