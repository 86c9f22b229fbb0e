/*
 * lint.c: what a reader of the sheet would stumble over, counted.
 *
 * Reads only the scene: boxes are the rectangles of groups that are nodes or containers, texts carry their box from the metrics,
 * lines are sampled every 2 px (curves by their polynomial). Texts against texts and boxes against boxes are compared pair by
 * pair, lines against both after a test of bounding boxes: quadratic, and a sheet holds some hundred of each. The tests of texts
 * and lines are those a browser-based judge makes on the finished picture, so a clean scene stays clean there.
 * Complaints are counted in painting order and the first is kept in words.
 */
#include "backend.h"
#include "shapes.h"

#include <math.h>
#include <string.h>

#define SAMPLE_PX 2.0
#define TOLERANCE_PX 1.0       /* rounding of coordinates, half a border */
#define TEXT_SHARE 0.25        /* of the smaller height: less is a descender over an ascender */
#define NODE_DEPTH_PX 3.0      /* a line may touch a box this deep */
#define NODE_REACH_PX 14.0     /* a line that ends this near to a node ends at it */
#define NONE UINT32_MAX

/* A group that owns a rectangle. */
typedef struct {
	const ErItem *open;
	uint32_t parent;       /* index of the nearest box around it, or NONE */
} Box;

typedef struct {
	const ErItem *item;
	uint32_t owner;        /* index of the nearest box, or NONE */
} Text;

/* One stroke from MOVE to the next MOVE, as points. */
typedef struct {
	const ErItem *item;
	bool in_edge;
	uint32_t first, n;     /* into points */
	ErRect bounds;
} Stroke;

typedef struct {
	const ErItem *open;
	uint32_t box;          /* the nearest box: its own or the one around */
	bool in_edge;
} Level;

typedef struct {
	const ErScene *scene;
	GArray *boxes, *texts, *strokes, *points, *levels;
	ErRect page;
	ErLint found;
} Lint;

static void complain(Lint *lint, uint32_t *counter, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void complain(Lint *lint, uint32_t *counter, const char *format, ...)
{
	va_list args;

	(*counter)++;
	if (lint->found.first != NULL)
		return;
	va_start(args, format);
	lint->found.first = g_strdup_vprintf(format, args);
	va_end(args);
}

/* ---- rectangles ---- */

static double overlap_x(ErRect a, ErRect b)
{
	return MIN(a.x + a.w, b.x + b.w) - MAX(a.x, b.x);
}

static double overlap_y(ErRect a, ErRect b)
{
	return MIN(a.y + a.h, b.y + b.h) - MAX(a.y, b.y);
}

static bool contains(ErRect outer, ErRect inner)
{
	return inner.x >= outer.x - TOLERANCE_PX && inner.y >= outer.y - TOLERANCE_PX &&
	       inner.x + inner.w <= outer.x + outer.w + TOLERANCE_PX && inner.y + inner.h <= outer.y + outer.h + TOLERANCE_PX;
}

static bool holds_point(ErRect rect, ErPoint p)
{
	return p.x > rect.x && p.x < rect.x + rect.w && p.y > rect.y && p.y < rect.y + rect.h;
}

static const char *box_name(const ErItem *open)
{
	return open->data_id != NULL ? open->data_id : open->title != NULL ? open->title : open->id != NULL ? open->id : "box";
}

/* ---- collecting ---- */

/* Lines that stand for something traffic or routes need; ties, rules and bands are marks on the sheet. */
static bool is_route(ErRole role)
{
	switch (role) {
	case ER_ROLE_LAN:
	case ER_ROLE_ACCESS:
	case ER_ROLE_LINK:
	case ER_ROLE_CONNECTION:
	case ER_ROLE_PEERING:
	case ER_ROLE_VPN:
	case ER_ROLE_WAN:
	case ER_ROLE_GLOBAL_REACH:
	case ER_ROLE_DOWN:
	case ER_ROLE_FLOW_IN:
	case ER_ROLE_FLOW_OUT:
	case ER_ROLE_FLOW_STANDBY_IN:
	case ER_ROLE_FLOW_STANDBY_OUT:
		return true;
	default:
		return false;
	}
}

static void add_point(Lint *lint, Stroke *stroke, ErPoint p)
{
	ErRect *b = &stroke->bounds;

	if (stroke->n++ == 0) {
		*b = (ErRect){ p.x, p.y, 0, 0 };
	} else {
		double right = MAX(b->x + b->w, p.x), bottom = MAX(b->y + b->h, p.y);

		b->x = MIN(b->x, p.x);
		b->y = MIN(b->y, p.y);
		b->w = right - b->x;
		b->h = bottom - b->y;
	}
	g_array_append_val(lint->points, p);
}

static ErPoint on_cubic(ErPoint from, const ErPoint p[3], double t)
{
	double s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;

	return (ErPoint){ a * from.x + b * p[0].x + c * p[1].x + d * p[2].x, a * from.y + b * p[0].y + c * p[1].y + d * p[2].y };
}

static void sample(Lint *lint, Stroke *stroke, ErPoint from, const ErPoint p[3])
{
	double length = hypot(p[0].x - from.x, p[0].y - from.y) + hypot(p[1].x - p[0].x, p[1].y - p[0].y) +
	                hypot(p[2].x - p[1].x, p[2].y - p[1].y);
	uint32_t steps = isfinite(length) ? (uint32_t)CLAMP(ceil(length / SAMPLE_PX), 1, 20000) : 1;

	for (uint32_t i = 1; i <= steps; i++)
		add_point(lint, stroke, on_cubic(from, p, (double)i / steps));
}

static void sample_line(Lint *lint, Stroke *stroke, ErPoint from, ErPoint to)
{
	const ErPoint dx = { (to.x - from.x) / 3, (to.y - from.y) / 3 };
	const ErPoint p[3] = { { from.x + dx.x, from.y + dx.y }, { to.x - dx.x, to.y - dx.y }, to };

	sample(lint, stroke, from, p);
}

static void keep_stroke(Lint *lint, Stroke *stroke)
{
	if (stroke->n > 1)
		g_array_append_val(lint->strokes, *stroke);
	stroke->first = lint->points->len;
	stroke->n = 0;
}

static void collect_path(Lint *lint, const ErItem *item, bool in_edge)
{
	const ErSeg *segs = er_scene_segs(lint->scene, item);
	Stroke stroke = { .item = item, .in_edge = in_edge, .first = lint->points->len };
	ErPoint at = { 0, 0 }, begin = { 0, 0 };

	for (uint32_t i = 0; i < item->n_segs; i++) {
		switch (segs[i].kind) {
		case ER_SEG_MOVE:
			keep_stroke(lint, &stroke);
			at = begin = segs[i].p[0];
			add_point(lint, &stroke, at);
			break;
		case ER_SEG_LINE:
			sample_line(lint, &stroke, at, segs[i].p[0]);
			at = segs[i].p[0];
			break;
		case ER_SEG_CURVE:
			sample(lint, &stroke, at, segs[i].p);
			at = segs[i].p[2];
			break;
		case ER_SEG_CLOSE:
			sample_line(lint, &stroke, at, begin);
			at = begin;
			break;
		}
	}
	keep_stroke(lint, &stroke);
}

static Level top_level(const Lint *lint)
{
	if (lint->levels->len == 0)
		return (Level){ .box = NONE };
	return g_array_index(lint->levels, Level, lint->levels->len - 1);
}

static void collect_open(Lint *lint, const ErItem *item)
{
	Level level = top_level(lint);

	level.open = item;
	level.in_edge |= item->group == ER_GROUP_EDGE;
	if (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER) {
		Box box = { .open = item, .parent = level.box };

		level.box = lint->boxes->len;
		g_array_append_val(lint->boxes, box);
	}
	g_array_append_val(lint->levels, level);
}

static void collect(Lint *lint)
{
	for (uint32_t i = 0; i < er_scene_count(lint->scene); i++) {
		const ErItem *item = er_scene_at(lint->scene, i);
		Level level = top_level(lint);
		Text text = { .item = item, .owner = level.box };

		if (item->kind == ER_ITEM_OPEN) {
			collect_open(lint, item);
		} else if (item->kind == ER_ITEM_CLOSE) {
			g_assert(lint->levels->len > 0);
			g_array_set_size(lint->levels, lint->levels->len - 1);
		} else if (item->kind == ER_ITEM_TEXT && item->text[0] != '\0') {
			g_array_append_val(lint->texts, text);
		} else if (item->kind == ER_ITEM_PATH && is_route(item->role)) {
			collect_path(lint, item, level.in_edge);
		}
	}
	g_assert(lint->levels->len == 0); /* a group without its close */
}

static const Box *box_at(const Lint *lint, uint32_t i)
{
	return &g_array_index(lint->boxes, Box, i);
}

static const Text *text_at(const Lint *lint, uint32_t i)
{
	return &g_array_index(lint->texts, Text, i);
}

/* ---- texts ---- */

static void check_text_pairs(Lint *lint)
{
	for (uint32_t i = 0; i < lint->texts->len; i++) {
		const ErItem *a = text_at(lint, i)->item;

		for (uint32_t k = i + 1; k < lint->texts->len; k++) {
			const ErItem *b = text_at(lint, k)->item;

			if (overlap_x(a->rect, b->rect) > TOLERANCE_PX &&
			    overlap_y(a->rect, b->rect) > TEXT_SHARE * MIN(a->rect.h, b->rect.h))
				complain(lint, &lint->found.text_overlaps, "text '%s' overlaps text '%s'", a->text, b->text);
		}
	}
}

/* The container a text must not leave: the nearest one around it, however many nodes stand between. */
static const ErItem *container_of(const Lint *lint, uint32_t box)
{
	while (box != NONE && box_at(lint, box)->open->group != ER_GROUP_CONTAINER)
		box = box_at(lint, box)->parent;
	return box != NONE ? box_at(lint, box)->open : NULL;
}

/* Marks sit on a corner or a rim and may hang over; so may what stands on its own knock-out, like a title in the border. */
static bool may_hang_over(const ErItem *text)
{
	return text->over_lines || text->role == ER_ROLE_T_BADGE_HIGH || text->role == ER_ROLE_T_BADGE_MEDIUM ||
	       text->role == ER_ROLE_T_HOP_IN || text->role == ER_ROLE_T_HOP_OUT;
}

static void check_text_places(Lint *lint)
{
	for (uint32_t i = 0; i < lint->texts->len; i++) {
		const Text *text = text_at(lint, i);
		const ErItem *container = container_of(lint, text->owner);

		if (!contains(lint->page, text->item->rect))
			complain(lint, &lint->found.text_outside, "text '%s' leaves the page", text->item->text);
		else if (container != NULL && !may_hang_over(text->item) && !contains(container->rect, text->item->rect))
			complain(lint, &lint->found.text_outside, "text '%s' leaves its container %s", text->item->text,
			         box_name(container));
	}
}

/* ---- boxes ---- */

static bool is_around(const Lint *lint, uint32_t outer, uint32_t inner)
{
	while (inner != NONE && inner != outer)
		inner = box_at(lint, inner)->parent;
	return inner == outer;
}

static void check_box_pair(Lint *lint, uint32_t i, uint32_t k)
{
	const ErItem *a = box_at(lint, i)->open, *b = box_at(lint, k)->open;
	bool nodes = a->group == ER_GROUP_NODE && b->group == ER_GROUP_NODE;

	if (overlap_x(a->rect, b->rect) <= TOLERANCE_PX || overlap_y(a->rect, b->rect) <= TOLERANCE_PX)
		return;
	if (is_around(lint, i, k))
		return; /* judged by check_nesting() */
	if (nodes || (!contains(a->rect, b->rect) && !contains(b->rect, a->rect)))
		complain(lint, &lint->found.box_overlaps, "box %s overlaps box %s", box_name(a), box_name(b));
}

static void check_nesting(Lint *lint, uint32_t i)
{
	const Box *box = box_at(lint, i);

	if (box->parent != NONE && !contains(box_at(lint, box->parent)->open->rect, box->open->rect))
		complain(lint, &lint->found.box_overlaps, "box %s leaves its container %s", box_name(box->open),
		         box_name(box_at(lint, box->parent)->open));
}

static void check_boxes(Lint *lint)
{
	for (uint32_t i = 0; i < lint->boxes->len; i++) {
		check_nesting(lint, i);
		for (uint32_t k = i + 1; k < lint->boxes->len; k++)
			check_box_pair(lint, i, k);
	}
}

/* Length of @id without its ending @word; 0 when it does not end so, or the word does not stand alone. */
static size_t stem(const char *id, const char *word)
{
	size_t n = strlen(id), w = strlen(word);

	return n > w && strcmp(id + n - w, word) == 0 && strchr("-:/", id[n - w - 1]) != NULL ? n - w : 0;
}

static double middle_y(const ErItem *open)
{
	return open->rect.y + open->rect.h / 2;
}

static void check_identities(Lint *lint, const ErItem *a, const ErItem *b)
{
	const ErItem *primary = stem(a->data_id, "primary") > 0 ? a : b, *secondary = primary == a ? b : a;
	size_t n = stem(primary->data_id, "primary");

	if (strcmp(a->data_id, b->data_id) == 0)
		complain(lint, &lint->found.duplicates, "%s is drawn twice", a->data_id);
	if (n > 0 && n == stem(secondary->data_id, "secondary") && strncmp(primary->data_id, secondary->data_id, n) == 0 &&
	    middle_y(primary) >= middle_y(secondary))
		complain(lint, &lint->found.upside_down, "%s is not above %s", primary->data_id, secondary->data_id);
}

static void check_pairs_of_ids(Lint *lint)
{
	for (uint32_t i = 0; i < lint->boxes->len; i++)
		for (uint32_t k = i + 1; k < lint->boxes->len; k++) {
			const ErItem *a = box_at(lint, i)->open, *b = box_at(lint, k)->open;

			if (a->data_id != NULL && b->data_id != NULL)
				check_identities(lint, a, b);
		}
}

/* ---- lines ---- */

static bool enters(const Lint *lint, const Stroke *stroke, ErRect area)
{
	const ErPoint *p = &g_array_index(lint->points, ErPoint, stroke->first);

	if (area.w <= 0 || area.h <= 0 || overlap_x(stroke->bounds, area) < 0 || overlap_y(stroke->bounds, area) < 0)
		return false;
	for (uint32_t i = 0; i < stroke->n; i++)
		if (holds_point(area, p[i]))
			return true;
	return false;
}

/* The body of the letters: what a line would make hard to read. */
static ErRect letters(ErRect text)
{
	return (ErRect){ text.x + 2, text.y + 0.3 * text.h, text.w - 4, 0.45 * text.h };
}

static void check_stroke_texts(Lint *lint, const Stroke *stroke)
{
	for (uint32_t i = 0; i < lint->texts->len; i++) {
		const ErItem *text = text_at(lint, i)->item;

		if (!text->over_lines && enters(lint, stroke, letters(text->rect)))
			complain(lint, &lint->found.line_through_text, "a %s line runs through text '%s'", er_role_css(stroke->item->role),
			         text->text);
	}
}

static bool ends_at(const Lint *lint, const Stroke *stroke, ErRect node)
{
	ErRect reach = er_shape_grow(node, NODE_REACH_PX);

	return holds_point(reach, g_array_index(lint->points, ErPoint, stroke->first)) ||
	       holds_point(reach, g_array_index(lint->points, ErPoint, stroke->first + stroke->n - 1));
}

static void check_stroke_nodes(Lint *lint, const Stroke *stroke)
{
	for (uint32_t i = 0; i < lint->boxes->len; i++) {
		const ErItem *node = box_at(lint, i)->open;

		if (node->group == ER_GROUP_NODE && !ends_at(lint, stroke, node->rect) &&
		    enters(lint, stroke, er_shape_grow(node->rect, -NODE_DEPTH_PX)))
			complain(lint, &lint->found.line_through_node, "a %s line runs through %s", er_role_css(stroke->item->role),
			         box_name(node));
	}
}

static void check_strokes(Lint *lint)
{
	for (uint32_t i = 0; i < lint->strokes->len; i++) {
		const Stroke *stroke = &g_array_index(lint->strokes, Stroke, i);

		check_stroke_texts(lint, stroke);
		if (stroke->in_edge)
			check_stroke_nodes(lint, stroke);
	}
}

/* ---- the page ---- */

static bool path_leaves(const Lint *lint, const ErItem *item)
{
	const ErSeg *segs = er_scene_segs(lint->scene, item);

	for (uint32_t i = 0; i < item->n_segs; i++) {
		unsigned points = segs[i].kind == ER_SEG_CURVE ? 3 : segs[i].kind == ER_SEG_CLOSE ? 0 : 1;

		for (unsigned k = 0; k < points; k++)
			if (!contains(lint->page, (ErRect){ segs[i].p[k].x, segs[i].p[k].y, 0, 0 }))
				return true;
	}
	return false;
}

static void check_page(Lint *lint)
{
	for (uint32_t i = 0; i < er_scene_count(lint->scene); i++) {
		const ErItem *item = er_scene_at(lint->scene, i);
		bool shape = item->kind == ER_ITEM_RECT || item->kind == ER_ITEM_GLYPH;

		if ((shape && !contains(lint->page, item->rect)) || (item->kind == ER_ITEM_PATH && path_leaves(lint, item)))
			complain(lint, &lint->found.off_page, "%s '%s' leaves the page", item->kind == ER_ITEM_PATH ? "path" : "shape",
			         er_role_css(item->role));
	}
}

/* Texts below the smallest size that prints legibly: each size once, since a large page makes all of a size too small. */
static void check_sizes(Lint *lint)
{
	double scale = er_sheet_scale(lint->scene), told = 0;

	for (guint i = 0; i < lint->texts->len; i++) {
		const ErItem *item = g_array_index(lint->texts, Text, i).item;
		double size = er_theme_style(er_theme_light(), item->role, 0, false).size_px * scale;
		if (item->text[0] == '\0' || size >= ER_SMALLEST_TEXT_PT - 0.005 || fabs(size - told) < 0.005)
			continue;
		told = size;
		complain(lint, &lint->found.too_small, "text '%s' would print in %.1f pt", item->text, size);
	}
}

ErLint er_scene_lint(const ErScene *scene)
{
	g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(Text));
	g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(Stroke));
	g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(ErPoint));
	g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(Level));
	Lint lint = {
		.scene = scene,
		.boxes = boxes, .texts = texts, .strokes = strokes, .points = points, .levels = levels,
		.page = { 0, 0, er_scene_width(scene), er_scene_height(scene) },
	};

	collect(&lint);
	check_page(&lint);
	check_boxes(&lint);
	check_pairs_of_ids(&lint);
	check_text_pairs(&lint);
	check_text_places(&lint);
	check_strokes(&lint);
	check_sizes(&lint);
	return lint.found;
}

uint32_t er_lint_total(const ErLint *lint)
{
	return lint->text_overlaps + lint->text_outside + lint->box_overlaps + lint->line_through_text + lint->line_through_node +
	       lint->upside_down + lint->duplicates + lint->off_page + lint->too_small;
}

void er_lint_clear(ErLint *lint)
{
	g_free(lint->first);
	*lint = (ErLint){ 0 };
}
