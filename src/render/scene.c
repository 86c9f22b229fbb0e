/*
 * scene.c: the display list of one sheet.
 *
 * Items lie in one array in painting order, path segments in a second, strings in a chunk that lives as long as the scene.
 * A group is an OPEN and its CLOSE, so the list is also the tree that back ends write; `open` is the stack of groups that still
 * wait for their CLOSE. Element ids are "<sheet slug>-<slug of name>"; a name met again gets "-2", "-3" …. A slug never holds
 * "--", so back ends are free to use "<sheet slug>--…" for ids of their own.
 * Invariant: every string in an item is clean, every text has its box, and whoever calls in the same order gets the same scene.
 */
#include <erscope/scene.h>

#include "backend.h"
#include "utf8.h"

#include <math.h>
#include <string.h>

/* Longest slug of a name; what is cut off is told apart by the number behind it. */
#define SLUG_MAX 80

/* Arrow heads: length and width of the filled one; the swept one is notched this deep. */
#define HEAD_PX 11.0
#define HEAD_NOTCH_PX 4.0

struct ErScene {
	GStringChunk *strings;
	GHashTable *ids;       /* id → how often its name was met; a lookup, never an order */
	GArray *items;         /* of ErItem */
	GArray *segs;          /* of ErSeg */
	GArray *open;          /* of uint32_t: OPEN items without their CLOSE */
	const char *slug, *title, *desc;
	double width_px, height_px;
};

static const char *keep(ErScene *scene, const char *text)
{
	g_autofree char *clean = NULL;

	if (text == NULL)
		return NULL;
	clean = er_utf8_clean(text);
	return g_string_chunk_insert_const(scene->strings, clean);
}

/* Latin letters lose their accents; everything else that is no letter or digit becomes one '-'. */
static char *slugify(const char *name)
{
	g_autofree char *clean = er_utf8_clean(name);
	g_autofree char *ascii = g_str_to_ascii(clean, "C");
	GString *out = g_string_new(NULL);

	for (const char *p = ascii; *p != '\0' && out->len < SLUG_MAX; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(out, g_ascii_tolower(*p));
		else if (out->len > 0 && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	if (out->len > 0 && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
	if (out->len == 0)
		g_string_append_c(out, 'x');
	return g_string_free(out, FALSE);
}

static const char *unique_id(ErScene *scene, const char *name)
{
	g_autofree char *slug = slugify(name);
	g_autofree char *base = g_strdup_printf("%s-%s", scene->slug, slug);
	g_autofree char *id = g_strdup(base);
	unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(scene->ids, base));
	const char *kept;

	while (g_hash_table_contains(scene->ids, id)) {
		g_free(id);
		id = g_strdup_printf("%s-%u", base, ++n);
	}
	kept = g_string_chunk_insert_const(scene->strings, id);
	if (n > 0)
		g_hash_table_replace(scene->ids, (char *)g_string_chunk_insert_const(scene->strings, base), GUINT_TO_POINTER(n));
	g_hash_table_replace(scene->ids, (char *)kept, GUINT_TO_POINTER(1));
	return kept;
}

static ErItem *add(ErScene *scene, ErItem item)
{
	g_array_append_val(scene->items, item);
	return &g_array_index(scene->items, ErItem, scene->items->len - 1);
}

ErScene *er_scene_new(const char *slug, const char *title, const char *desc, double width_px, double height_px)
{
	ErScene *scene = g_new0(ErScene, 1);
	g_autofree char *clean_slug = slugify(slug);
	g_autofree char *sheet = g_strconcat(g_ascii_isdigit(clean_slug[0]) ? "sheet-" : "", clean_slug, NULL); /* "#1" is no selector */

	scene->strings = g_string_chunk_new(4096);
	scene->ids = g_hash_table_new(g_str_hash, g_str_equal);
	scene->items = g_array_new(FALSE, FALSE, sizeof(ErItem));
	scene->segs = g_array_new(FALSE, FALSE, sizeof(ErSeg));
	scene->open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	scene->slug = keep(scene, sheet);
	scene->title = keep(scene, title != NULL ? title : "");
	scene->desc = keep(scene, desc != NULL ? desc : "");
	er_scene_set_size(scene, width_px, height_px);
	return scene;
}

void er_scene_free(ErScene *scene)
{
	if (scene == NULL)
		return;
	g_array_unref(scene->open);
	g_array_unref(scene->segs);
	g_array_unref(scene->items);
	g_hash_table_unref(scene->ids);
	g_string_chunk_free(scene->strings);
	g_free(scene);
}

const char *er_scene_slug(const ErScene *scene) { return scene->slug; }
const char *er_scene_title(const ErScene *scene) { return scene->title; }
const char *er_scene_desc(const ErScene *scene) { return scene->desc; }
double er_scene_width(const ErScene *scene) { return scene->width_px; }
double er_scene_height(const ErScene *scene) { return scene->height_px; }
uint32_t er_scene_count(const ErScene *scene) { return scene->items->len; }

void er_scene_set_size(ErScene *scene, double width_px, double height_px)
{
	g_assert(width_px > 0 && height_px > 0);
	scene->width_px = width_px;
	scene->height_px = height_px;
	/* The page and its frame are painted first and know their size last. */
	for (guint i = 0; i < scene->items->len; i++) {
		ErItem *item = &g_array_index(scene->items, ErItem, i);
		if (item->kind == ER_ITEM_RECT && item->role == ER_ROLE_PAGE)
			item->rect = (ErRect){ 0, 0, width_px, height_px };
		if (item->kind == ER_ITEM_RECT && item->role == ER_ROLE_FRAME)
			item->rect = (ErRect){ 12, 12, width_px - 24, height_px - 24 };
	}
}

const ErItem *er_scene_at(const ErScene *scene, uint32_t i)
{
	g_assert(i < scene->items->len);
	return &g_array_index(scene->items, ErItem, i);
}

const ErSeg *er_scene_segs(const ErScene *scene, const ErItem *path)
{
	g_assert(path->kind == ER_ITEM_PATH);
	g_assert(path->n_segs > 0 && path->first_seg + path->n_segs <= scene->segs->len);
	return &g_array_index(scene->segs, ErSeg, path->first_seg);
}

void er_scene_open(ErScene *scene, ErGroupKind kind, const char *name, const char *data_id, const ErRect *box,
                   const char *title, const char *desc)
{
	uint32_t index = scene->items->len;

	g_assert(box != NULL || (kind != ER_GROUP_NODE && kind != ER_GROUP_CONTAINER));
	add(scene, (ErItem){
		.kind = ER_ITEM_OPEN,
		.group = kind,
		.rect = box != NULL ? *box : (ErRect){ 0 },
		.id = name != NULL ? unique_id(scene, name) : NULL,
		.data_id = keep(scene, data_id),
		.title = keep(scene, title),
		.desc = keep(scene, desc),
	});
	g_array_append_val(scene->open, index);
}

void er_scene_close(ErScene *scene)
{
	g_assert(scene->open->len > 0);
	g_array_set_size(scene->open, scene->open->len - 1);
	add(scene, (ErItem){ .kind = ER_ITEM_CLOSE });
}

/* An address comes from the input: only what opens a page or a place in this document, never a script. */
static bool may_open(const char *address)
{
	return g_str_has_prefix(address, "https://") || g_str_has_prefix(address, "http://") || address[0] == '#' ||
	       strcspn(address, ":") >= strcspn(address, "/?#");
}

void er_scene_link(ErScene *scene, const char *address)
{
	g_assert(scene->items->len > 0);
	if (address != NULL && address[0] != '\0' && may_open(address))
		g_array_index(scene->items, ErItem, scene->items->len - 1).link = keep(scene, address);
}

ErItem *er_scene_rect(ErScene *scene, ErRole role, ErRect rect, double radius)
{
	return add(scene, (ErItem){ .kind = ER_ITEM_RECT, .role = role, .rect = rect, .radius = radius });
}

ErItem *er_scene_glyph(ErScene *scene, ErRole role, ErGlyph glyph, ErRect square)
{
	g_assert(glyph < ER_GLYPH__COUNT);
	return add(scene, (ErItem){ .kind = ER_ITEM_GLYPH, .role = role, .glyph = glyph, .rect = square });
}

ErItem *er_scene_path(ErScene *scene, ErRole role, const ErSeg *segs, uint32_t n_segs)
{
	uint32_t first = scene->segs->len;

	g_assert(n_segs > 0 && segs[0].kind == ER_SEG_MOVE);
	g_array_append_vals(scene->segs, segs, n_segs);
	return add(scene, (ErItem){ .kind = ER_ITEM_PATH, .role = role, .first_seg = first, .n_segs = n_segs });
}

static ErRect text_box(ErRole role, ErPoint at, ErAnchor anchor, const char *text)
{
	ErStyle style = er_theme_style(er_theme_light(), role, 0, false);
	double w = er_text_width(style.font, style.size_px, text);
	double ascent = er_text_ascent(style.size_px);
	double left = anchor == ER_ANCHOR_START ? 0 : anchor == ER_ANCHOR_MIDDLE ? w / 2 : w;

	return (ErRect){ at.x - left, at.y - ascent, w, ascent + er_text_descent(style.size_px) };
}

ErItem *er_scene_text(ErScene *scene, ErRole role, ErPoint at, ErAnchor anchor, const char *utf8)
{
	const char *text = keep(scene, utf8 != NULL ? utf8 : "");

	return add(scene, (ErItem){
		.kind = ER_ITEM_TEXT,
		.role = role,
		.rect = text_box(role, at, anchor, text),
		.text = text,
		.at = at,
		.anchor = anchor,
	});
}

static ErPoint towards(ErPoint from, ErPoint to, double share)
{
	return (ErPoint){ from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share };
}

static void seg_to(GArray *segs, ErSegKind kind, ErPoint p)
{
	ErSeg seg = { .kind = kind, .p = { p } };

	g_array_append_val(segs, seg);
}

/* A quadratic curve with its control in the corner, written as the cubic that is the same curve. */
static void round_corner(GArray *segs, ErPoint before, ErPoint corner, ErPoint after, double radius)
{
	double in = hypot(corner.x - before.x, corner.y - before.y), out = hypot(after.x - corner.x, after.y - corner.y);
	double r = MIN(radius, MIN(in, out) / 2);
	double turn = (corner.x - before.x) * (after.y - corner.y) - (corner.y - before.y) * (after.x - corner.x);
	ErPoint start, end;

	if (r <= 0 || fabs(turn) < 1e-6 * in * out) {
		seg_to(segs, ER_SEG_LINE, corner);
		return;
	}
	start = towards(corner, before, r / in);
	end = towards(corner, after, r / out);
	seg_to(segs, ER_SEG_LINE, start);
	seg_to(segs, ER_SEG_CURVE, towards(start, corner, 2.0 / 3));
	g_array_index(segs, ErSeg, segs->len - 1).p[1] = towards(end, corner, 2.0 / 3);
	g_array_index(segs, ErSeg, segs->len - 1).p[2] = end;
}

/* The points without those that repeat the one before: a segment of no length has no direction. */
static GArray *distinct(const ErPoint *points, uint32_t n)
{
	GArray *kept = g_array_sized_new(FALSE, FALSE, sizeof(ErPoint), n);

	for (uint32_t i = 0; i < n; i++) {
		const ErPoint *last = kept->len > 0 ? &g_array_index(kept, ErPoint, kept->len - 1) : NULL;

		if (last == NULL || hypot(points[i].x - last->x, points[i].y - last->y) > 1e-6)
			g_array_append_val(kept, points[i]);
	}
	return kept;
}

ErItem *er_scene_polyline(ErScene *scene, ErRole role, const ErPoint *points, uint32_t n, double radius)
{
	g_autoptr(GArray) way = NULL;
	g_autoptr(GArray) segs = g_array_new(FALSE, FALSE, sizeof(ErSeg));
	const ErPoint *p;

	g_assert(n >= 2);
	way = distinct(points, n);
	p = &g_array_index(way, ErPoint, 0);
	seg_to(segs, ER_SEG_MOVE, p[0]);
	for (uint32_t i = 1; i + 1 < way->len; i++)
		round_corner(segs, p[i - 1], p[i], p[i + 1], radius);
	seg_to(segs, ER_SEG_LINE, p[way->len - 1]);
	return er_scene_path(scene, role, &g_array_index(segs, ErSeg, 0), segs->len);
}

ErItem *er_scene_head(ErScene *scene, ErRole role, ErPoint tip, double dx, double dy)
{
	double length = hypot(dx, dy);
	double ux = length > 0 ? dx / length : 1, uy = length > 0 ? dy / length : 0;
	ErPoint base = { tip.x - ux * HEAD_PX, tip.y - uy * HEAD_PX };
	double nx = -uy * HEAD_PX / 2, ny = ux * HEAD_PX / 2;
	const ErSeg segs[] = {
		{ ER_SEG_MOVE, { tip } },
		{ ER_SEG_LINE, { { base.x + nx, base.y + ny } } },
		{ ER_SEG_LINE, { { base.x + ux * HEAD_NOTCH_PX, base.y + uy * HEAD_NOTCH_PX } } },
		{ ER_SEG_LINE, { { base.x - nx, base.y - ny } } },
		{ ER_SEG_CLOSE, { { 0, 0 } } },
	};
	const ErSeg filled[] = { segs[0], segs[1], segs[3], segs[4] };

	if (role == ER_ROLE_HEAD_OUT)
		return er_scene_path(scene, role, segs, G_N_ELEMENTS(segs));
	return er_scene_path(scene, role, filled, G_N_ELEMENTS(filled));
}

double er_sheet_scale(const ErScene *scene)
{
	double w = er_scene_width(scene) * ER_PT_PER_PX, h = er_scene_height(scene) * ER_PT_PER_PX;

	return ER_PT_PER_PX * MIN(1, MIN(ER_SHEET_WIDTH_PT / w, ER_SHEET_HEIGHT_PT / h));
}
