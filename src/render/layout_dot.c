/*
 * layout_dot.c: a sheet laid out by the installed program dot of Graphviz, instead of the tiers.
 *
 * dot is given sizes and names of ours (b12, cluster_b3), nothing of the input: a node is as large as what its composer draws, texts
 * included (extent.c); a container's title and a line's label are tables of fixed size, so that no font of the machine decides. Flat
 * invisible edges keep primary above secondary. Its answer is read like any foreign DOT (places_dot.c), and taken only when it has a place
 * for every box; else all boxes stay where they were and the caller is told why.
 */
#include "compose.h"
#include "places.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_PX 0.75
#define NODE_FORMAT "b%u"
#define CLUSTER_FORMAT "cluster_b%u"

enum { MOST_MS = 20000 };

static const double margin_left = 32, margin_top = 104, link_w = 132, link_h = 24;

typedef struct { ErView *view; const GArray *extents; GString *out; } Feed;

static ErBox *box_at(const Feed *feed, uint32_t i)
{
	return er_diagram_box(feed->view->diagram, i);
}

static const ErExtent *extent_at(const Feed *feed, uint32_t i)
{
	return &g_array_index(feed->extents, ErExtent, i);
}

/* Without locale. */
static void add_number(GString *out, double value)
{
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(buffer, sizeof buffer, "%.4f", value));
}

/* A label of that size in px that needs no font. */
static void add_label(GString *out, double w, double h)
{
	g_string_append_printf(out, "label=<<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"><TR><TD></TD></TR></TABLE>>", (int)ceil(MAX(w, 1) * POINTS_PER_PX), (int)ceil(MAX(h, 1) * POINTS_PER_PX));
}

static void add_node(const Feed *feed, uint32_t i)
{
	const ErRect whole = er_extent_around(extent_at(feed, i), box_at(feed, i)->rect);

	g_string_append_printf(feed->out, NODE_FORMAT " [width=", i);
	add_number(feed->out, whole.w / 96);
	g_string_append(feed->out, " height=");
	add_number(feed->out, whole.h / 96);
	g_string_append(feed->out, "]\n");
}

/* Routers of one container: primary above secondary. */
static void add_order(const Feed *feed, uint32_t parent)
{
	static const ErBoxKind kinds[] = { ER_BOX_CE, ER_BOX_PE, ER_BOX_MSEE };

	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		uint32_t before = ER_NONE;
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			for (uint32_t i = er_diagram_find(feed->view->diagram, kinds[k], parent, 0); i != ER_NONE; i = er_diagram_find(feed->view->diagram, kinds[k], parent, i + 1)) {
				if (box_at(feed, i)->side != side)
					continue;
				if (before != ER_NONE)
					g_string_append_printf(feed->out, "{ rank=same " NODE_FORMAT " -> " NODE_FORMAT " [style=invis] }\n", i, before);
				before = i;
			}
	}
}

/* An invisible node where there is none: dot drops an empty cluster. */
static void add_boxes(const Feed *feed, uint32_t parent)
{
	bool empty = true;

	for (uint32_t i = 0; i < er_diagram_n_boxes(feed->view->diagram); i++) {
		const ErExtent *extent = extent_at(feed, i);
		bool foot = extent->foot > 0 && extent->head <= 0;
		if (box_at(feed, i)->parent != parent)
			continue;
		empty = false;
		if (!er_box_is_container(box_at(feed, i)->kind)) {
			add_node(feed, i);
			continue;
		}
		g_string_append_printf(feed->out, "subgraph " CLUSTER_FORMAT " { graph [margin=12 labelloc=%s ", i, foot ? "b" : "t");
		add_label(feed->out, extent->title_w + 64, foot ? extent->foot + extent->bottom : extent->top + extent->head + extent->bottom);
		g_string_append(feed->out, "]\n");
		add_boxes(feed, i);
		g_string_append(feed->out, "}\n");
	}
	if (empty)
		g_string_append_printf(feed->out, "e%u [width=1 height=0.5 style=invis]\n", parent);
	else if (parent != ER_NONE)
		add_order(feed, parent);
}

static bool is_within(const Feed *feed, uint32_t box, uint32_t container)
{
	while (box != ER_NONE && box != container)
		box = box_at(feed, box)->parent;
	return box == container;
}

/* Which node stands for a container at the end of a line: of a circuit its first MSEE, else the first there is. */
static uint32_t node_for(const Feed *feed, uint32_t box)
{
	static const ErBoxKind first[] = { ER_BOX_MSEE, ER_BOX_GATEWAY, ER_BOX_CIRCUIT_NODE };

	if (!er_box_is_container(box_at(feed, box)->kind))
		return box;
	for (size_t k = 0; k < G_N_ELEMENTS(first); k++)
		for (uint32_t i = er_diagram_find(feed->view->diagram, first[k], ER_NONE, box); i != ER_NONE; i = er_diagram_find(feed->view->diagram, first[k], ER_NONE, i + 1))
			if (is_within(feed, i, box))
				return i;
	return ER_NONE;
}

/* Room for the name of a connection, and for the word on a link. */
static void add_wire_label(const Feed *feed, const ErWire *wire)
{
	const ErNetwork *net = er_flows_network(feed->view->flows);

	if (wire->kind == ER_WIRE_LINK) {
		add_label(feed->out, link_w, link_h);
	} else if (wire->kind == ER_WIRE_CONNECTION) {
		const char *name = er_network_component(net, er_network_connection(net, wire->ref)->self)->name;
		add_label(feed->out, CLAMP(er_compose_width(ER_ROLE_T_CONNECTION, name) + 56, 150, 360), 50);
	}
}

static void add_wires(const Feed *feed)
{
	static const int weights[] = { [ER_WIRE_LAN] = 4, [ER_WIRE_ACCESS] = 4, [ER_WIRE_LINK] = 12, [ER_WIRE_GATHER] = 4, [ER_WIRE_CONNECTION] = 3, [ER_WIRE_PEERING] = 4, [ER_WIRE_REACH] = 0 };

	for (uint32_t i = 0; i < er_diagram_n_wires(feed->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(feed->view->diagram, i);
		uint32_t from = node_for(feed, wire->from), to = node_for(feed, wire->to);
		/* Lines among equals put neither before the other. */
		bool side = wire->kind == ER_WIRE_REACH || box_at(feed, wire->to)->kind == ER_BOX_HUB;
		if (from == ER_NONE || to == ER_NONE || from == to || is_within(feed, wire->from, wire->to))
			continue;
		g_string_append_printf(feed->out, NODE_FORMAT " -> " NODE_FORMAT " [weight=%d%s ", from, to, weights[wire->kind], side ? " constraint=false" : "");
		add_wire_label(feed, wire);
		g_string_append(feed->out, "]\n");
	}
}

static GString *feed_of(ErView *view, const GArray *extents)
{
	const Feed feed = { view, extents, g_string_new("digraph erscope { graph [rankdir=LR nodesep=0.35 ranksep=0.55]\nnode [shape=box fixedsize=true label=\"\"]\nedge [arrowhead=none]\n") };

	add_boxes(&feed, ER_NONE);
	add_wires(&feed);
	g_string_append(feed.out, "}\n");
	return feed.out;
}

/* The places of all boxes, by their names; NULL when one is missing. (transfer full) */
static ErRect *rects_of(const ErView *view, const ErPlaces *places)
{
	uint32_t n = er_diagram_n_boxes(view->diagram), found = 0;
	g_autofree ErRect *rects = g_new0(ErRect, n + 1);
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < places->places->len; i++) {
		const ErPlace *place = &g_array_index(places->places, ErPlace, i);
		if (place->known)
			g_hash_table_insert(by_name, place->name, (ErPlace *)place);
	}
	for (uint32_t i = 0; i < n; i++) {
		bool container = er_box_is_container(er_diagram_box(view->diagram, i)->kind);
		g_autofree char *name = g_strdup_printf(container ? CLUSTER_FORMAT : NODE_FORMAT, i);
		const ErPlace *place = g_hash_table_lookup(by_name, name);
		found += place != NULL && place->container == container;
		if (place != NULL)
			rects[i] = place->rect;
	}
	return found == n ? g_steal_pointer(&rects) : NULL;
}

static void swap_middles(ErRect *a, ErRect *b)
{
	const ErRect old = *a;

	a->x = b->x + (b->w - a->w) / 2;
	a->y = b->y + (b->h - a->h) / 2;
	b->x = old.x + (old.w - b->w) / 2;
	b->y = old.y + (old.h - b->h) / 2;
}

/* The few that dot put upside down change places: texts stand above primary and below secondary ones. */
static void turn_pairs(const ErView *view, ErRect *rects)
{
	static const ErBoxKind kinds[] = { ER_BOX_CE, ER_BOX_PE, ER_BOX_MSEE };

	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
		for (uint32_t i = er_diagram_find(view->diagram, kinds[k], ER_NONE, 0); i != ER_NONE; i = er_diagram_find(view->diagram, kinds[k], ER_NONE, i + 1)) {
			const ErBox *box = er_diagram_box(view->diagram, i);
			for (uint32_t j = er_diagram_find(view->diagram, kinds[k], box->parent, 0); j != ER_NONE && box->side == ER_PRIMARY; j = er_diagram_find(view->diagram, kinds[k], box->parent, j + 1))
				if (er_diagram_box(view->diagram, j)->side == ER_SECONDARY && rects[j].y + rects[j].h / 2 < rects[i].y + rects[i].h / 2)
					swap_middles(&rects[i], &rects[j]);
		}
}

/* From what dot laid out to the box itself: texts stand around a node and below or above a container. */
static void take_rects(ErView *view, const GArray *extents, const ErRect *rects, ErFrame *frame)
{
	double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
	uint32_t n = er_diagram_n_boxes(view->diagram);

	for (uint32_t i = 0; i < n; i++) {
		left = MIN(left, rects[i].x);
		top = MIN(top, rects[i].y);
		right = MAX(right, rects[i].x + rects[i].w);
		bottom = MAX(bottom, rects[i].y + rects[i].h);
	}
	for (uint32_t i = 0; i < n; i++) {
		ErBox *box = er_diagram_box(view->diagram, i);
		const ErExtent *extent = &g_array_index(extents, ErExtent, i);
		const ErRect at = { round(rects[i].x - left + margin_left), round(rects[i].y - top + margin_top), round(rects[i].w), round(rects[i].h) };
		if (er_box_is_container(box->kind))
			box->rect = (ErRect){ at.x, at.y + extent->top, at.w, at.h - extent->top - extent->bottom };
		else
			box->rect = (ErRect){ at.x + extent->left, at.y + extent->top, box->rect.w, box->rect.h };
	}
	frame->free = true;
	frame->left = margin_left;
	frame->right = right - left + margin_left;
	frame->bottom = bottom - top + margin_top;
}

bool er_layout_dot(ErView *view, const GArray *extents, ErFrame *frame, char **why)
{
	static const char *const argv[] = { "dot", "-Tdot", NULL };
	g_autoptr(GString) feed = feed_of(view, extents), answer = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *trouble = NULL;

	*why = NULL;
	if (!er_run_program(argv, feed, MOST_MS, ER_PLACES_MOST, answer, &trouble)) {
		*why = g_strdup_printf("dot %s", trouble);
		return false;
	}
	g_autoptr(ErPlaces) places = er_places_read_dot(answer->str, answer->len, &error);
	g_autofree ErRect *rects = places != NULL ? rects_of(view, places) : NULL;
	if (rects == NULL) {
		*why = g_strdup_printf("dot's answer: %s", error != NULL ? error->message : "a box has no place");
		return false;
	}
	turn_pairs(view, rects);
	take_rects(view, extents, rects, frame);
	return true;
}
