/*
 * compose_free.c: the lines of a sheet whose boxes stand anywhere (laid out by dot, or by a person).
 *
 * Each line looks for its own way: straight from border to border, or with up to three bends through the gap between the two, around
 * them, or from side to side. Of these candidates the one with the least cost wins: nodes and texts in the way weigh most, then
 * containers that neither end is in, then bends, then length; of equals the first. Labels then look for a free place on their line, and
 * every line stops at every label. Connections of one circuit leave it at one point of its border, where the lines of both MSEEs gather.
 * Lines × candidates × boxes: a sheet holds some hundred of each at most (view.c).
 */
#include "compose.h"

#include "shapes.h"

#include <erscope/lang.h>

#include <math.h>
#include <string.h>

enum { MOST_POINTS = 6 };

typedef struct { ErPoint p[MOST_POINTS]; uint32_t n; } Way;

/* One end of a line: a rectangle, or a point of one (w and h 0), which the line leaves towards @out. */
typedef struct { ErRect rect; uint32_t box; ErPoint out; } End;

typedef enum { LABEL_NONE, LABEL_PILL, LABEL_CONNECTION, LABEL_GLYPH, LABEL_TEXT } LabelKind;

typedef struct {
	ErWireKind kind;
	const ErWire *wire;       /* NULL: a link of a port pair */
	uint32_t component;       /* ER_NONE: none */
	Way way;
	LabelKind label_kind;
	char *label;
	ErRect place;             /* of the label; w 0: there was no room */
} Line;

typedef struct {
	ErCompose *compose;
	GArray *extents;          /* of ErExtent, per box */
	GArray *texts;            /* of ErRect: what no line should cross */
	GArray *lines;            /* of Line */
} Free;

static const double stub = 16, text_cost = 60, node_cost = 100, block_cost = 25, bend_cost = 4, per_px = 1.0 / 150;

static double right_of(ErRect r) { return r.x + r.w; }
static double bottom_of(ErRect r) { return r.y + r.h; }
static ErPoint middle_of(ErRect r) { return (ErPoint){ r.x + r.w / 2, r.y + r.h / 2 }; }

/* ---- obstacles ---- */

static void add_text(Free *f, ErRect rect)
{
	if (rect.w > 0 && rect.h > 0)
		g_array_append_val(f->texts, rect);
}

static bool has_centred_title(ErBoxKind kind)
{
	return kind == ER_BOX_CIRCUIT || kind == ER_BOX_PORT || kind == ER_BOX_PROVIDER || kind == ER_BOX_LOCATION;
}

static void collect_texts(Free *f)
{
	for (uint32_t i = 0; i < er_diagram_n_boxes(f->compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(f->compose, i);
		const ErExtent *e = &g_array_index(f->extents, ErExtent, i);
		const ErRect r = box->rect;
		if (!er_box_is_container(box->kind)) {
			add_text(f, (ErRect){ r.x - e->left, r.y - e->top, r.w + e->left + e->right, e->top });
			add_text(f, (ErRect){ r.x - e->left, bottom_of(r), r.w + e->left + e->right, e->bottom });
			continue;
		}
		if (box->kind == ER_BOX_CIRCUIT) {
			const ErRect facts = er_compose_peering_place(f->compose, i);
			double facts_w = MIN(facts.w, 120);
			add_text(f, (ErRect){ facts.x + (facts.w - facts_w) / 2, facts.y + 4, facts_w, facts.h - 4 });
		}
		double w = MIN(e->title_w, r.w), x = has_centred_title(box->kind) || e->head <= 0 ? r.x + (r.w - w) / 2 : r.x + 12;
		add_text(f, (ErRect){ x, r.y - e->top, w, e->top + e->head });
		add_text(f, (ErRect){ x, bottom_of(r) - e->foot, w, e->foot + e->bottom });
	}
}

static bool crosses(const Way *way, ErRect rect)
{
	for (uint32_t i = 0; i + 1 < way->n; i++) {
		double enter, leave;
		er_compose_clip(way->p[i], way->p[i + 1], &rect, &enter, &leave);
		if (enter < leave)
			return true;
	}
	return false;
}

static bool is_within(const Free *f, uint32_t box, uint32_t container)
{
	while (box != ER_NONE && box != container)
		box = er_compose_box(f->compose, box)->parent;
	return box == container;
}

static bool is_block(ErBoxKind kind)
{
	return kind == ER_BOX_CIRCUIT || kind == ER_BOX_PORT || kind == ER_BOX_SITE || kind == ER_BOX_HUB;
}

static double cost_of(const Free *f, const Way *way, uint32_t from, uint32_t to, double enough)
{
	double cost = bend_cost * (way->n - 2);

	for (uint32_t i = 0; i + 1 < way->n; i++)
		cost += hypot(way->p[i + 1].x - way->p[i].x, way->p[i + 1].y - way->p[i].y) * per_px;
	for (uint32_t i = 0; cost < enough && i < er_diagram_n_boxes(f->compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(f->compose, i);
		if (er_box_is_container(box->kind)) {
			if (is_block(box->kind) && !is_within(f, from, i) && !is_within(f, to, i) && crosses(way, box->rect))
				cost += block_cost;
		} else if (crosses(way, er_shape_grow(box->rect, i == from || i == to ? -3 : 2))) {
			cost += node_cost;
		}
	}
	for (guint i = 0; cost < enough && i < f->texts->len; i++)
		if (crosses(way, g_array_index(f->texts, ErRect, i)))
			cost += text_cost;
	return cost;
}

/* ---- ways ---- */

typedef struct { const Free *f; End a, b; Way best; double cost; } Search;

/* From a point of a border a line goes away from its box, not along it. */
static bool leaves(const End *end, ErPoint at, ErPoint next)
{
	return (end->out.x == 0 && end->out.y == 0) || (next.x - at.x) * end->out.x + (next.y - at.y) * end->out.y > 0.5;
}

static void try_way(Search *search, const ErPoint *points, uint32_t n)
{
	Way way = { .n = 0 };

	for (uint32_t i = 0; i < n; i++)
		if (way.n == 0 || hypot(points[i].x - way.p[way.n - 1].x, points[i].y - way.p[way.n - 1].y) > 0.5)
			way.p[way.n++] = points[i];
	if (way.n < 2 || !leaves(&search->a, way.p[0], way.p[1]) || !leaves(&search->b, way.p[way.n - 1], way.p[way.n - 2]))
		return;
	double cost = cost_of(search->f, &way, search->a.box, search->b.box, search->cost);
	if (cost < search->cost) {
		search->cost = cost;
		search->best = way;
	}
}

/* Where the line from the middle of @rect to @to leaves it. */
static ErPoint border_point(ErRect rect, ErPoint to)
{
	double enter, leave;
	const ErPoint from = middle_of(rect);

	if (rect.w <= 0 || rect.h <= 0)
		return from;
	er_compose_clip(from, to, &rect, &enter, &leave);
	return enter < leave ? er_compose_between(from, to, leave) : from;
}

/* The place on a side for a level line: across from the other end where the two overlap, else the middle. */
static double level(double at, double length, double wish)
{
	return length > 60 ? CLAMP(wish, at + 24, at + length - 24) : at + length / 2;
}

static void try_straight(Search *search)
{
	const ErRect a = search->a.rect, b = search->b.rect;
	double ya = level(a.y, a.h, middle_of(b).y), yb = level(b.y, b.h, middle_of(a).y), xa = level(a.x, a.w, middle_of(b).x), xb = level(b.x, b.w, middle_of(a).x);

	if (fabs(ya - yb) < 0.5 && right_of(a) <= b.x)
		try_way(search, (ErPoint[]){ { right_of(a), ya }, { b.x, yb } }, 2);
	if (fabs(ya - yb) < 0.5 && right_of(b) <= a.x)
		try_way(search, (ErPoint[]){ { a.x, ya }, { right_of(b), yb } }, 2);
	if (fabs(xa - xb) < 0.5 && bottom_of(a) <= b.y)
		try_way(search, (ErPoint[]){ { xa, bottom_of(a) }, { xb, b.y } }, 2);
	if (fabs(xa - xb) < 0.5 && bottom_of(b) <= a.y)
		try_way(search, (ErPoint[]){ { xa, a.y }, { xb, bottom_of(b) } }, 2);
	try_way(search, (ErPoint[]){ border_point(a, middle_of(b)), border_point(b, middle_of(a)) }, 2);
}

/* Through the gap between the two, from side to side. */
static void try_gap(Search *search)
{
	static const double shares[] = { 0.5, 0.3, 0.7, 0.15, 0.85 };
	const ErRect a = search->a.rect, b = search->b.rect;
	const ErPoint ma = middle_of(a), mb = middle_of(b);
	bool right = b.x >= right_of(a) - 0.5, left = a.x >= right_of(b) - 0.5, below = b.y >= bottom_of(a) - 0.5, above = a.y >= bottom_of(b) - 0.5;
	double xa = right ? right_of(a) : a.x, xb = right ? b.x : right_of(b), ya = below ? bottom_of(a) : a.y, yb = below ? b.y : bottom_of(b);
	double level_a = level(a.y, a.h, mb.y), level_b = level(b.y, b.h, ma.y);

	if (right || left) {
		double out = right ? MIN(stub, (xb - xa) / 3) : -MIN(stub, (xa - xb) / 3);
		try_way(search, (ErPoint[]){ { xa, level_a }, { xa + out, level_a }, { xb - out, level_b }, { xb, level_b } }, 4);
		for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
			double x = xa + (xb - xa) * shares[i];
			try_way(search, (ErPoint[]){ { xa, level_a }, { x, level_a }, { x, level_b }, { xb, level_b } }, 4);
		}
	}
	for (size_t i = 0; (below || above) && i < G_N_ELEMENTS(shares); i++) {
		double y = ya + (yb - ya) * shares[i];
		try_way(search, (ErPoint[]){ { ma.x, ya }, { ma.x, y }, { mb.x, y }, { mb.x, yb } }, 4);
	}
	if ((right || left) && (below || above)) {
		try_way(search, (ErPoint[]){ { xa, ma.y }, { mb.x, ma.y }, { mb.x, yb } }, 3);
		try_way(search, (ErPoint[]){ { ma.x, ya }, { ma.x, mb.y }, { xb, mb.y } }, 3);
	}
}

/* Around both, on one side of them. */
static void try_around(Search *search)
{
	static const double outs[] = { 24, 48, 84 };
	const ErRect a = search->a.rect, b = search->b.rect;
	const ErPoint ma = middle_of(a), mb = middle_of(b);

	for (size_t i = 0; i < G_N_ELEMENTS(outs); i++) {
		double right = MAX(right_of(a), right_of(b)) + outs[i], left = MIN(a.x, b.x) - outs[i], top = MIN(a.y, b.y) - outs[i], bottom = MAX(bottom_of(a), bottom_of(b)) + outs[i];
		try_way(search, (ErPoint[]){ { right_of(a), ma.y }, { right, ma.y }, { right, mb.y }, { right_of(b), mb.y } }, 4);
		if (left > 20)
			try_way(search, (ErPoint[]){ { a.x, ma.y }, { left, ma.y }, { left, mb.y }, { b.x, mb.y } }, 4);
		if (top > 84)
			try_way(search, (ErPoint[]){ { ma.x, a.y }, { ma.x, top }, { mb.x, top }, { mb.x, b.y } }, 4);
		try_way(search, (ErPoint[]){ { ma.x, bottom_of(a) }, { ma.x, bottom }, { mb.x, bottom }, { mb.x, bottom_of(b) } }, 4);
	}
}

/* Sideways out of @a, over or under what stands between, and into @b. */
static void try_detour(Search *search)
{
	static const double lanes[] = { -40, 40, -80, 80, -130, 130, -190, 190, -260, 260 };
	const ErRect a = search->a.rect, b = search->b.rect;
	const ErPoint ma = middle_of(a), mb = middle_of(b);
	bool right = mb.x >= ma.x;
	double xa = right ? right_of(a) : a.x, xb = right ? b.x : right_of(b), out = right ? stub : -stub;

	if (fabs(xb - xa) < 4 * stub)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(lanes); i++) {
		double y = (lanes[i] < 0 ? MIN(ma.y, mb.y) : MAX(ma.y, mb.y)) + lanes[i];
		if (y > 84)
			try_way(search, (ErPoint[]){ { xa, ma.y }, { xa + out, ma.y }, { xa + out, y }, { xb - out, y }, { xb - out, mb.y }, { xb, mb.y } }, 6);
	}
}

static Way find_way(const Free *f, End a, End b)
{
	Search search = { .f = f, .a = a, .b = b, .cost = INFINITY };

	/* Inside each other: from middle to middle is all there is. */
	search.best = (Way){ { middle_of(a.rect), middle_of(b.rect) }, 2 };
	try_straight(&search);
	if (search.cost < block_cost)
		return search.best;
	try_gap(&search);
	try_around(&search);
	if (search.cost >= text_cost)
		try_detour(&search);
	return search.best;
}

/* ---- ends ---- */

static End end_of(const Free *f, uint32_t box)
{
	return (End){ .rect = er_compose_box(f->compose, box)->rect, .box = box };
}

/* The point of @rect's border that faces @to, at the height (or breadth) of @wish. */
static ErPoint facing(ErRect rect, ErPoint to, ErPoint wish)
{
	const double inset = MIN(MIN(rect.w, rect.h) / 2, 12);
	double x = CLAMP(wish.x, rect.x + inset, right_of(rect) - inset), y = CLAMP(wish.y, rect.y + inset, bottom_of(rect) - inset);

	if (to.x >= right_of(rect) || to.x <= rect.x)
		return (ErPoint){ to.x <= rect.x ? rect.x : right_of(rect), y };
	return (ErPoint){ x, to.y < rect.y ? rect.y : bottom_of(rect) };
}

static ErPoint outwards(ErRect rect, ErPoint border)
{
	if (fabs(border.x - rect.x) < 0.5 || fabs(border.x - right_of(rect)) < 0.5)
		return (ErPoint){ fabs(border.x - rect.x) < 0.5 ? -1 : 1, 0 };
	return (ErPoint){ 0, fabs(border.y - rect.y) < 0.5 ? -1 : 1 };
}

/* The same end for a line that comes from inside. */
static End from_inside(End end)
{
	end.out = (ErPoint){ 0, 0 };
	return end;
}

static ErPoint mean_of(const Free *f, ErWireKind kind, uint32_t circuit_box, bool far_end, ErPoint otherwise)
{
	ErPoint sum = { 0, 0 };
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_diagram_n_wires(f->compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(f->compose->view->diagram, i);
		if (wire->kind != kind || (far_end ? wire->from : wire->to) != circuit_box)
			continue;
		const ErPoint p = er_compose_middle(er_compose_box(f->compose, far_end ? wire->to : wire->from));
		sum = (ErPoint){ sum.x + p.x, sum.y + p.y };
		n++;
	}
	return n > 0 ? (ErPoint){ sum.x / n, sum.y / n } : otherwise;
}

/* Where the connections of a circuit leave its box: at the height of its MSEEs, on the side of its gateways. */
static End exit_of(const Free *f, uint32_t box)
{
	const ErRect rect = er_compose_box(f->compose, box)->rect;
	const ErPoint msees = mean_of(f, ER_WIRE_GATHER, box, false, middle_of(rect)), gateways = mean_of(f, ER_WIRE_CONNECTION, box, true, (ErPoint){ right_of(rect) + 1, msees.y });
	bool node = !er_box_is_container(er_compose_box(f->compose, box)->kind);
	const ErPoint p = facing(rect, gateways, node ? middle_of(rect) : msees);

	return (End){ { p.x, p.y, 0, 0 }, box, outwards(rect, p) };
}

/* Where the access line to an MSEE of a port pair meets the pair's box. */
static End entry_of(const Free *f, uint32_t block, uint32_t msee)
{
	const ErRect rect = er_compose_box(f->compose, block)->rect;
	const ErPoint to = er_compose_middle(er_compose_box(f->compose, msee)), from = mean_of(f, ER_WIRE_ACCESS, msee, false, (ErPoint){ rect.x - 1, to.y }), p = facing(rect, from, to);

	return (End){ { p.x, p.y, 0, 0 }, msee, outwards(rect, p) };
}

static bool is_port(const Free *f, uint32_t circuit)
{
	return er_network_circuit(f->compose->net, circuit)->port != ER_NONE;
}

static uint32_t port_block(const Free *f, uint32_t msee)
{
	return er_compose_box(f->compose, er_compose_box(f->compose, msee)->parent)->parent;
}

/* ---- lines ---- */

static void add_line(Free *f, const ErWire *wire, ErWireKind kind, uint32_t component, End a, End b, LabelKind label_kind, char *label)
{
	const Line line = { .kind = kind, .wire = wire, .component = component, .way = find_way(f, a, b), .label_kind = label_kind, .label = label };

	g_array_append_val(f->lines, line);
}

static void add_wire(Free *f, const ErWire *wire)
{
	End a = end_of(f, wire->from), b = end_of(f, wire->to);
	const ErBox *to = er_compose_box(f->compose, wire->to);
	LabelKind label = LABEL_NONE;
	char *text = NULL;

	switch (wire->kind) {
	case ER_WIRE_ACCESS:
		if (is_port(f, wire->ref))
			b = entry_of(f, port_block(f, wire->to), wire->to);
		label = LABEL_TEXT;
		text = g_strdup(er_compose_component(f->compose, wire->component)->certainty == ER_ASSUMED ? _("access*") : _("access"));
		break;
	case ER_WIRE_LINK:
		label = LABEL_PILL;
		text = g_strdup(to->side == ER_PRIMARY ? _("Primary") : _("Secondary"));
		break;
	case ER_WIRE_GATHER:
		/* Without connections nothing gathers at a circuit's border. */
		if (er_box_is_container(to->kind) && mean_of(f, ER_WIRE_CONNECTION, wire->to, true, (ErPoint){ -1, -1 }).x < 0)
			return;
		b = er_box_is_container(to->kind) ? from_inside(exit_of(f, wire->to)) : b;
		break;
	case ER_WIRE_CONNECTION:
		a = exit_of(f, wire->from);
		label = LABEL_CONNECTION;
		break;
	case ER_WIRE_PEERING:
		label = LABEL_GLYPH;
		text = to->kind == ER_BOX_SPOKES ? g_strdup_printf("× %u", to->count) : NULL;
		break;
	case ER_WIRE_REACH:
		label = LABEL_TEXT;
		text = g_strdup("Global Reach");
		break;
	case ER_WIRE_VPN:
		label = LABEL_TEXT;
		text = g_strdup_printf("IPsec %s", er_compose_component(f->compose, wire->component)->name);
		break;
	case ER_WIRE_WAN:
		label = LABEL_TEXT;
		text = g_strdup_printf("WAN %s", er_compose_component(f->compose, wire->component)->name);
		break;
	case ER_WIRE_LAN:
		break;
	}
	add_line(f, wire, wire->kind, wire->component, a, b, label, text);
}

/* Links of Direct port pairs run from the pair's border to its routers. */
static void add_port_links(Free *f)
{
	ErDiagram *diagram = f->compose->view->diagram;

	for (uint32_t i = er_diagram_find(diagram, ER_BOX_MSEE, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(diagram, ER_BOX_MSEE, ER_NONE, i + 1)) {
		const ErBox *block = er_compose_box(f->compose, port_block(f, i));
		if (block->kind != ER_BOX_PORT)
			continue;
		uint32_t link = er_network_port(f->compose->net, block->ref)->link[er_compose_box(f->compose, i)->side];
		const char *name = er_compose_component(f->compose, link)->name, *space = strchr(name, ' ');
		add_line(f, NULL, ER_WIRE_LINK, link, from_inside(entry_of(f, port_block(f, i), i)), end_of(f, i), LABEL_PILL, space != NULL ? g_strndup(name, (gsize)(space - name)) : g_strdup(name));
	}
}

/* ---- labels ---- */

static double length_of(const Way *way)
{
	double length = 0;

	for (uint32_t i = 0; i + 1 < way->n; i++)
		length += hypot(way->p[i + 1].x - way->p[i].x, way->p[i + 1].y - way->p[i].y);
	return length;
}

static ErPoint point_at(const Way *way, double share)
{
	double left = length_of(way) * share;

	for (uint32_t i = 0; i + 1 < way->n; i++) {
		double length = hypot(way->p[i + 1].x - way->p[i].x, way->p[i + 1].y - way->p[i].y);
		if (left <= length && length > 0)
			return er_compose_between(way->p[i], way->p[i + 1], left / length);
		left -= length;
	}
	return way->p[way->n - 1];
}

static bool meet(ErRect a, ErRect b)
{
	return a.x < right_of(b) && b.x < right_of(a) && a.y < bottom_of(b) && b.y < bottom_of(a);
}

static bool holds(ErRect outer, ErRect inner)
{
	return outer.x <= inner.x && outer.y <= inner.y && right_of(outer) >= right_of(inner) && bottom_of(outer) >= bottom_of(inner);
}

/* With @lines_too also clear of other lines and of borders. */
static bool is_free(const Free *f, ErRect rect, const Line *own, bool lines_too)
{
	const ErRect wide = er_shape_grow(rect, 4);

	if (rect.x < 20 || rect.y < 84)
		return false;
	for (uint32_t i = 0; i < er_diagram_n_boxes(f->compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(f->compose, i);
		if (!er_box_is_container(box->kind) ? meet(wide, box->rect) : lines_too && meet(wide, box->rect) && !holds(box->rect, wide))
			return false;
	}
	for (guint i = 0; i < f->texts->len; i++)
		if (meet(rect, g_array_index(f->texts, ErRect, i)))
			return false;
	for (guint i = 0; i < f->compose->pills->len; i++)
		if (meet(wide, g_array_index(f->compose->pills, ErRect, i)))
			return false;
	for (guint i = 0; lines_too && i < f->lines->len; i++) {
		const Line *other = &g_array_index(f->lines, Line, i);
		if (other != own && crosses(&other->way, wide))
			return false;
	}
	return true;
}

/* On the line, then beside it; at last also on the lines of others, which then stop there. w 0: nowhere */
static ErRect find_place(const Free *f, const Line *line, double w, double h)
{
	static const double along[] = { 0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82 };

	for (int round = 0; round < 14; round++)
		for (size_t i = 0; i < G_N_ELEMENTS(along); i++) {
			const ErPoint p = point_at(&line->way, line->label_kind == LABEL_GLYPH && round % 7 == 0 ? MAX(along[i], 1 - 40 / MAX(length_of(&line->way), 80)) : along[i]);
			int step = round % 7;
			double off = (step % 2 == 1 ? -1 : 1) * ((step + 1) / 2) * (h / 2 + 10);
			const ErRect rect = { p.x - w / 2, p.y - h / 2 + off, w, h };
			if (is_free(f, rect, line, round < 7))
				return rect;
		}
	return (ErRect){ 0, 0, 0, 0 };
}

/* A word beside its line, where there is room: the legend says what the line is where there is none. */
static ErRect place_text(const Free *f, const Line *line)
{
	static const double along[] = { 0.5, 0.35, 0.65, 0.2, 0.8 };
	double w = er_compose_width(line->kind == ER_WIRE_ACCESS ? ER_ROLE_T_ASSUMED : ER_ROLE_T_NOTE, line->label);

	for (size_t i = 0; i < G_N_ELEMENTS(along); i++)
		for (int side = -1; side <= 1; side += 2) {
			const ErPoint p = point_at(&line->way, along[i]);
			const ErRect rects[] = { { p.x - w / 2, p.y + (side < 0 ? -18 : 6), w, 14 }, { side < 0 ? p.x - w - 6 : p.x + 6, p.y - 7, w, 14 } };
			for (size_t k = 0; k < G_N_ELEMENTS(rects); k++)
				if (is_free(f, rects[k], NULL, true))
					return rects[k];
		}
	return (ErRect){ 0, 0, 0, 0 };
}

static void place_label(Free *f, Line *line)
{
	const ErPoint middle = point_at(&line->way, 0.5);
	double w = 20, h = 20;

	if (line->label_kind == LABEL_NONE)
		return;
	if (line->label_kind == LABEL_TEXT) {
		line->place = place_text(f, line);
		if (line->place.w > 0)
			add_text(f, line->place);
		return;
	}
	if (line->label_kind == LABEL_PILL) {
		w = er_compose_width(ER_ROLE_T_PILL, line->label) + 24;
		h = 18;
	} else if (line->label_kind == LABEL_CONNECTION) {
		g_autofree char *note = er_compose_connection_note(f->compose, line->wire->ref);
		w = CLAMP(MAX(er_compose_width(ER_ROLE_T_CONNECTION, er_compose_component(f->compose, line->component)->name), er_compose_width(ER_ROLE_T_NOTE, note)) + 44, 96, 400);
		h = 38;
	}
	line->place = find_place(f, line, w, h);
	/* A name is never left out. */
	if (line->place.w <= 0)
		line->place = (ErRect){ middle.x - w / 2, middle.y - h / 2, w, h };
	g_array_append_val(f->compose->pills, line->place);
}

/* ---- drawing ---- */

static void draw_stroke(Free *f, const Line *line, ErRole role, uint8_t tint, bool assumed)
{
	const GArray *pills = f->compose->pills;

	er_compose_line_around(f->compose, role, line->way.p, line->way.n, 10, tint, assumed, (const ErRect *)(const void *)pills->data, pills->len);
}

/* The way moved to its left by @by px; corners are mitred. */
static Way beside(const Way *way, double by)
{
	Way out = { .n = way->n };

	for (uint32_t i = 0; i < way->n; i++) {
		const ErPoint before = way->p[i > 0 ? i - 1 : i], at = way->p[i], after = way->p[i + 1 < way->n ? i + 1 : i];
		double x0 = at.x - before.x, y0 = at.y - before.y, x1 = after.x - at.x, y1 = after.y - at.y, l0 = hypot(x0, y0), l1 = hypot(x1, y1);
		ErPoint n0 = { l0 > 0 ? y0 / l0 : y1 / l1, l0 > 0 ? -x0 / l0 : -x1 / l1 }, n1 = { l1 > 0 ? y1 / l1 : n0.x, l1 > 0 ? -x1 / l1 : n0.y };
		double dot = 1 + n0.x * n1.x + n0.y * n1.y, scale = dot > 0.2 ? by / dot : by;
		out.p[i] = (ErPoint){ at.x + (n0.x + n1.x) * scale, at.y + (n0.y + n1.y) * scale };
	}
	return out;
}

static void draw_double(Free *f, const Line *line, ErRole role, bool assumed)
{
	for (int side = -1; side <= 1; side += 2) {
		const Line half = { .way = beside(&line->way, side * 2.6) };
		draw_stroke(f, &half, role, 0, assumed);
	}
}

static void draw_glyph(Free *f, const Line *line, bool works)
{
	const ErPoint p = middle_of(line->place);

	er_scene_glyph(f->compose->scene, works ? ER_ROLE_G_VNET : ER_ROLE_G_DOWN, works ? ER_GLYPH_PEERING : ER_GLYPH_CROSS, line->place);
	if (line->label != NULL)
		er_compose_text(f->compose, ER_ROLE_T_NOTE, p.x, p.y + 24, ER_ANCHOR_MIDDLE, 50, line->label);
}

static void draw_word(Free *f, const Line *line, ErRole role)
{
	if (line->place.w > 0)
		er_compose_text(f->compose, role, line->place.x, line->place.y + 11, ER_ANCHOR_START, line->place.w + 1, line->label);
}

/* Returns: does it carry? */
static bool draw_link(Free *f, const Line *line)
{
	bool up = er_compose_component(f->compose, line->component)->up;
	uint8_t tint = line->wire != NULL ? er_compose_tint(line->wire->ref) : 0;
	const ErPoint p = middle_of(line->place), last = point_at(&line->way, 0.85);

	draw_stroke(f, line, up ? ER_ROLE_LINK : ER_ROLE_DOWN, up ? tint : 0, false);
	er_compose_pill(f->compose, p.x, p.y, line->label, tint);
	if (!up)
		er_scene_glyph(f->compose->scene, ER_ROLE_G_DOWN, ER_GLYPH_CROSS, (ErRect){ last.x - 9, last.y - 9, 18, 18 });
	f->compose->used[ER_USED_LINK] = true;
	return up;
}

static bool draw_connection(Free *f, const Line *line)
{
	bool up = er_compose_connection_is_up(f->compose, line->wire->ref);

	draw_double(f, line, up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN, er_compose_is_conditional(f->compose, er_compose_component(f->compose, line->component)));
	er_compose_connection_label(f->compose, line->wire->ref, &line->place);
	f->compose->used[ER_USED_CONNECTION] = true;
	return up;
}

static bool draw_peering(Free *f, const Line *line)
{
	const ErAttachment *attachment = line->wire->ref != ER_NONE ? er_network_attachment(f->compose->net, line->wire->ref) : NULL;
	bool works = er_compose_box(f->compose, line->wire->to)->kind == ER_BOX_HUB || attachment == NULL || attachment->transit;

	draw_stroke(f, line, works ? ER_ROLE_PEERING : ER_ROLE_DOWN, 0, false);
	draw_glyph(f, line, works);
	f->compose->used[ER_USED_PEERING] = true;
	return works;
}

/* The facts that readers of the group get; those of lines that are no component say what they are. (transfer full) */
static char *facts_of(Free *f, const Line *line)
{
	if (line->kind == ER_WIRE_CONNECTION)
		return er_compose_connection_note(f->compose, line->wire->ref);
	if (line->kind == ER_WIRE_PEERING && line->wire->ref != ER_NONE)
		return g_strdup(er_network_attachment(f->compose->net, line->wire->ref)->reason);
	return line->kind == ER_WIRE_REACH ? g_strdup(_("site to site only: no part of any path to a VNet")) : NULL;
}

static void open_line(Free *f, const Line *line)
{
	g_autofree char *facts = facts_of(f, line);

	if (line->component != ER_NONE)
		er_compose_open(f->compose, ER_GROUP_EDGE, line->component, NULL, facts);
	else if (line->kind == ER_WIRE_PEERING)
		er_scene_open(f->compose->scene, ER_GROUP_EDGE, "peerings", NULL, NULL, er_compose_box(f->compose, line->wire->to)->label, NULL);
	else if (line->kind == ER_WIRE_GATHER)
		er_compose_open_gather(f->compose, er_network_circuit(f->compose->net, line->wire->ref), er_compose_box(f->compose, line->wire->from)->side);
	else
		er_scene_open(f->compose->scene, ER_GROUP_EDGE, "lan", NULL, NULL, _("LAN, assumed"), NULL);
}

static void draw_line(Free *f, const Line *line)
{
	ErCompose *compose = f->compose;
	bool up = true;

	open_line(f, line);
	switch (line->kind) {
	case ER_WIRE_LAN: draw_stroke(f, line, ER_ROLE_LAN, 0, true); break;
	case ER_WIRE_ACCESS:
		draw_stroke(f, line, ER_ROLE_ACCESS, 0, er_compose_component(compose, line->component)->certainty == ER_ASSUMED);
		draw_word(f, line, ER_ROLE_T_ASSUMED);
		compose->used[ER_USED_ACCESS] = true;
		break;
	case ER_WIRE_LINK: up = draw_link(f, line); break;
	case ER_WIRE_GATHER: draw_stroke(f, line, er_compose_component(compose, er_network_circuit(compose->net, line->wire->ref)->self)->up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN, 0, false); break;
	case ER_WIRE_CONNECTION: up = draw_connection(f, line); break;
	case ER_WIRE_PEERING: up = draw_peering(f, line); break;
	case ER_WIRE_REACH:
		up = er_network_global_reach(compose->net, line->wire->ref)->up;
		draw_stroke(f, line, up ? ER_ROLE_GLOBAL_REACH : ER_ROLE_DOWN, 0, false);
		draw_word(f, line, ER_ROLE_T_NOTE);
		compose->used[ER_USED_REACH] = true;
		break;
	case ER_WIRE_VPN:
		up = er_compose_why_down(compose, line->component) == NULL;
		draw_stroke(f, line, up ? ER_ROLE_VPN : ER_ROLE_DOWN, 0, er_compose_is_conditional(compose, er_compose_component(compose, line->component)));
		draw_word(f, line, ER_ROLE_T_VPN);
		compose->used[ER_USED_VPN] = true;
		break;
	case ER_WIRE_WAN:
		draw_stroke(f, line, ER_ROLE_WAN, 0, false);
		draw_word(f, line, ER_ROLE_T_NAME);
		compose->used[ER_USED_WAN] = true;
		break;
	}
	er_scene_close(compose->scene);
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !up;
}

static void clear_line(void *data)
{
	g_free(((Line *)data)->label);
}

void er_compose_free_wires(ErCompose *compose)
{
	g_autoptr(GArray) extents = er_compose_extents(compose->view, compose->options);
	g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(ErRect));
	g_autoptr(GArray) lines = g_array_new(FALSE, TRUE, sizeof(Line));
	Free f = { compose, extents, texts, lines };

	g_array_set_clear_func(lines, clear_line);
	collect_texts(&f);
	for (int connections = 0; connections <= 1; connections++) {
		for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
			const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
			if ((wire->kind == ER_WIRE_CONNECTION) == (connections == 1) && !er_compose_is_repeated(compose, i) && er_compose_is_wire_shown(compose, wire))
				add_wire(&f, wire);
		}
		if (connections == 0)
			add_port_links(&f);
	}
	/* Names first, then signs and pills, then words that may be missing. */
	static const LabelKind order[] = { LABEL_CONNECTION, LABEL_PILL, LABEL_GLYPH, LABEL_TEXT };
	for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
		for (guint i = 0; i < lines->len; i++)
			if (g_array_index(lines, Line, i).label_kind == order[k])
				place_label(&f, &g_array_index(lines, Line, i));
	for (guint i = 0; i < lines->len; i++)
		draw_line(&f, &g_array_index(lines, Line, i));
}
