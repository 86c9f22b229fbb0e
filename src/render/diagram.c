/*
 * The diagram as a cgraph graph: boxes that hold others are clusters, the others nodes, wires edges. Graphviz walks subgraphs by
 * id, and its default ids are addresses, so that what it prints would depend on the heap; ids here count up in the order of
 * making (our own id discipline, one table for graphs, nodes and edges). Names are ours ("b12", "cluster_b3"); nothing from the
 * input reaches a name, only label attributes, which cgraph quotes.
 */
#include "diagram.h"

#include <graphviz/cgraph.h>
#include <string.h>

/* ---- ids in order of making ---- */

/* When it writes a name, cgraph looks before the text for its own mark of an HTML string: names are strings of the graph (agstrdup), which have one. */
typedef struct {
	Agraph_t *graph;
	GHashTable *by_name;      /* name → id */
	GPtrArray *names;         /* id / 2 - 1 → name; the graph's */
	IDTYPE next;
} Ids;

static void *ids_open(Agraph_t *graph, Agdisc_t *discipline)
{
	Ids *ids = g_new0(Ids, 1);

	(void)discipline;
	ids->graph = graph;
	ids->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	ids->names = g_ptr_array_new();
	return ids;
}

static long ids_map(void *state, int type, char *name, IDTYPE *id, int create)
{
	Ids *ids = state;
	gpointer known = name != NULL ? g_hash_table_lookup(ids->by_name, name) : NULL;

	(void)type;
	if (known != NULL) {
		*id = GPOINTER_TO_SIZE(known);
		return 1;
	}
	if (!create)
		return 0;
	ids->next++;
	g_ptr_array_add(ids->names, name != NULL ? agstrdup(ids->graph, name) : NULL);
	*id = 2 * ids->next + (name == NULL);
	if (name != NULL)
		g_hash_table_insert(ids->by_name, ids->names->pdata[ids->names->len - 1], GSIZE_TO_POINTER(*id));
	return 1;
}

static long ids_alloc(void *state, int type, IDTYPE id)
{
	(void)state;
	(void)type;
	(void)id;
	return 0;
}

static void ids_free(void *state, int type, IDTYPE id)
{
	(void)state;
	(void)type;
	(void)id;
}

static char *ids_print(void *state, int type, IDTYPE id)
{
	Ids *ids = state;

	(void)type;
	return id % 2 == 0 && id / 2 >= 1 && id / 2 <= ids->names->len ? ids->names->pdata[id / 2 - 1] : NULL;
}

static void ids_close(void *state)
{
	Ids *ids = state;

	g_hash_table_destroy(ids->by_name);
	g_ptr_array_free(ids->names, TRUE);
	g_free(ids);
}

static void ids_register(void *state, int type, void *object)
{
	(void)state;
	(void)type;
	(void)object;
}

static Agiddisc_t id_discipline = { ids_open, ids_map, ids_alloc, ids_free, ids_print, ids_close, ids_register };
static Agdisc_t discipline = { &AgMemDisc, &id_discipline, &AgIoDisc };

/* ---- the diagram ---- */

struct ErDiagram {
	Agraph_t *graph;
	GPtrArray *boxes;          /* of ErBox *: addresses stay */
	GArray *wires;
	GPtrArray *objects;        /* per box: Agraph_t * of a container, Agnode_t * of a node */
	GHashTable *by_component;  /* component → box + 1 */
	GArray *by_kind[ER_BOX__COUNT]; /* of uint32_t: boxes in their order */
	GHashTable *wire_to;            /* kind and box → index of the first such wire + 1 */
};

/* cgraph's prototypes say char * where they mean const char *. */
static char *plain(const char *text)
{
	return (char *)(uintptr_t)text;
}

ErDiagram *er_diagram_new(void)
{
	ErDiagram *diagram = g_new0(ErDiagram, 1);

	diagram->graph = agopen(plain("erscope"), Agdirected, &discipline);
	agattr(diagram->graph, AGRAPH, plain("compound"), plain("true"));
	agattr(diagram->graph, AGRAPH, plain("fontsize"), plain("9"));
	agattr(diagram->graph, AGNODE, plain("fontsize"), plain("8"));
	diagram->boxes = g_ptr_array_new_with_free_func(g_free);
	diagram->wires = g_array_new(FALSE, TRUE, sizeof(ErWire));
	diagram->objects = g_ptr_array_new();
	diagram->by_component = g_hash_table_new(NULL, NULL);
	diagram->wire_to = g_hash_table_new(NULL, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(diagram->by_kind); i++)
		diagram->by_kind[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	return diagram;
}

void er_diagram_free(ErDiagram *diagram)
{
	if (diagram == NULL)
		return;
	agclose(diagram->graph);
	g_ptr_array_free(diagram->boxes, TRUE);
	g_array_free(diagram->wires, TRUE);
	g_ptr_array_free(diagram->objects, TRUE);
	g_hash_table_destroy(diagram->by_component);
	g_hash_table_destroy(diagram->wire_to);
	for (size_t i = 0; i < G_N_ELEMENTS(diagram->by_kind); i++)
		g_array_free(diagram->by_kind[i], TRUE);
	g_free(diagram);
}

uint32_t er_diagram_add(ErDiagram *diagram, const ErBox *box)
{
	uint32_t index = diagram->boxes->len;
	Agraph_t *within = box->parent != ER_NONE ? diagram->objects->pdata[box->parent] : diagram->graph;
	g_autofree char *name = g_strdup_printf(er_box_is_container(box->kind) ? "cluster_b%u" : "b%u", index);

	g_ptr_array_add(diagram->boxes, g_memdup2(box, sizeof *box));
	g_ptr_array_add(diagram->objects, er_box_is_container(box->kind) ? (void *)agsubg(within, name, 1) : (void *)agnode(within, name, 1));
	g_array_append_val(diagram->by_kind[box->kind], index);
	if (box->component != ER_NONE && !box->alias)
		g_hash_table_insert(diagram->by_component, GUINT_TO_POINTER(box->component), GUINT_TO_POINTER(index + 1));
	return index;
}

static bool is_within(const ErDiagram *diagram, uint32_t box, uint32_t container)
{
	while (box != ER_NONE && box != container)
		box = er_diagram_box(diagram, box)->parent;
	return box == container;
}

/* A node stands for a container at the end of an edge: its first MSEE, else its first node. */
static Agnode_t *node_of(const ErDiagram *diagram, uint32_t box)
{
	if (!er_box_is_container(er_diagram_box(diagram, box)->kind))
		return diagram->objects->pdata[box];
	for (uint32_t i = er_diagram_find(diagram, ER_BOX_MSEE, ER_NONE, box); i != ER_NONE; i = er_diagram_find(diagram, ER_BOX_MSEE, ER_NONE, i + 1))
		if (is_within(diagram, i, box))
			return diagram->objects->pdata[i];
	return agfstnode(diagram->objects->pdata[box]);
}

/* The edge ends at the container's border (compound=true). */
static void end_at_border(const ErDiagram *diagram, Agedge_t *edge, const char *attribute, uint32_t box)
{
	if (er_box_is_container(er_diagram_box(diagram, box)->kind))
		agsafeset(edge, plain(attribute), agnameof(diagram->objects->pdata[box]), plain(""));
}

static gpointer wire_key(ErWireKind kind, uint32_t box)
{
	return (gpointer)((uintptr_t)box << 4 | kind);
}

const ErWire *er_diagram_wire_to(const ErDiagram *diagram, ErWireKind kind, uint32_t box)
{
	uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(diagram->wire_to, wire_key(kind, box)));

	return found > 0 ? er_diagram_wire(diagram, found - 1) : NULL;
}

uint32_t er_diagram_join(ErDiagram *diagram, const ErWire *wire)
{
	uint32_t index = diagram->wires->len;
	g_autofree char *key = g_strdup_printf("w%u", index);
	Agnode_t *from = node_of(diagram, wire->from), *to = node_of(diagram, wire->to);

	g_array_append_val(diagram->wires, *wire);
	if (er_diagram_wire_to(diagram, wire->kind, wire->to) == NULL)
		g_hash_table_insert(diagram->wire_to, wire_key(wire->kind, wire->to), GUINT_TO_POINTER(index + 1));
	/* An MSEE lies inside the circuit that its lines gather at: no edge of its own. */
	if (from == NULL || to == NULL || is_within(diagram, wire->from, wire->to))
		return index;
	Agedge_t *edge = agedge(diagram->graph, from, to, key, 1);
	end_at_border(diagram, edge, "ltail", wire->from);
	end_at_border(diagram, edge, "lhead", wire->to);
	return index;
}

uint32_t er_diagram_n_boxes(const ErDiagram *diagram)
{
	return diagram->boxes->len;
}

ErBox *er_diagram_box(const ErDiagram *diagram, uint32_t i)
{
	g_assert(i < diagram->boxes->len);
	return diagram->boxes->pdata[i];
}

uint32_t er_diagram_n_wires(const ErDiagram *diagram)
{
	return diagram->wires->len;
}

const ErWire *er_diagram_wire(const ErDiagram *diagram, uint32_t i)
{
	g_assert(i < diagram->wires->len);
	return &g_array_index(diagram->wires, ErWire, i);
}

uint32_t er_diagram_find(const ErDiagram *diagram, ErBoxKind kind, uint32_t parent, uint32_t from)
{
	const GArray *boxes = diagram->by_kind[kind];
	guint low = 0, high = boxes->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(boxes, uint32_t, middle) < from)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < boxes->len; low++) {
		uint32_t index = g_array_index(boxes, uint32_t, low);
		if (parent == ER_NONE || er_diagram_box(diagram, index)->parent == parent)
			return index;
	}
	return ER_NONE;
}

uint32_t er_diagram_box_of(const ErDiagram *diagram, uint32_t component)
{
	uint32_t found = component != ER_NONE ? GPOINTER_TO_UINT(g_hash_table_lookup(diagram->by_component, GUINT_TO_POINTER(component))) : 0;

	return found > 0 ? found - 1 : ER_NONE;
}

const char *er_box_kind_name(ErBoxKind kind)
{
	static const char *const names[] = {
		"site", "core", "ce", "circuit", "port", "provider", "peering-location", "pe", "msee", "circuit", "region", "hub", "subnet", "gateway",
		"workload", "spoke", "spokes", "site", "circuit", "gateway", "vpn-gateway", "firewall",
	};

	return names[kind];
}

bool er_box_is_container(ErBoxKind kind)
{
	return kind == ER_BOX_SITE || kind == ER_BOX_CIRCUIT || kind == ER_BOX_PORT || kind == ER_BOX_PROVIDER || kind == ER_BOX_LOCATION ||
	       kind == ER_BOX_REGION || kind == ER_BOX_HUB || kind == ER_BOX_SUBNET;
}

/* ---- DOT ---- */

static int write_chunk(void *channel, const char *text)
{
	g_string_append(channel, text);
	return 0;
}

static int flush_nothing(void *channel)
{
	(void)channel;
	return 0;
}

/* Hundredths of a point, without locale. */
static void append_number(GString *out, double value)
{
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(buffer, sizeof buffer, "%.2f", value));
}

static void set_numbers(void *object, const char *attribute, const double *values, size_t n)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			g_string_append_c(text, ',');
		append_number(text, values[i]);
	}
	agsafeset(object, plain(attribute), text->str, plain(""));
}

static void set_box(const ErDiagram *diagram, const ErNetwork *net, uint32_t i, double height_px)
{
	const ErBox *box = er_diagram_box(diagram, i);
	void *object = diagram->objects->pdata[i];
	const double points = 0.75;
	const char *label = box->label != NULL ? box->label : box->component != ER_NONE ? er_network_component(net, box->component)->name : er_box_kind_name(box->kind);
	g_autofree char *text = g_strdup(label);

	agsafeset(object, plain("label"), text, plain(""));
	agsafeset(object, plain("kind"), plain(er_box_kind_name(box->kind)), plain(""));
	if (box->component != ER_NONE)
		agsafeset(object, plain("component"), plain(er_network_component(net, box->component)->id), plain(""));
	if (box->alias)
		agsafeset(object, plain("alias"), plain("true"), plain(""));
	if (er_box_is_container(box->kind)) {
		const double corners[] = { box->rect.x * points, (height_px - box->rect.y - box->rect.h) * points, (box->rect.x + box->rect.w) * points, (height_px - box->rect.y) * points };
		set_numbers(object, "bb", corners, 4);
		return;
	}
	const double centre[] = { (box->rect.x + box->rect.w / 2) * points, (height_px - box->rect.y - box->rect.h / 2) * points };
	const double width = box->rect.w / 96, height = box->rect.h / 96;
	set_numbers(object, "pos", centre, 2);
	set_numbers(object, "width", &width, 1);
	set_numbers(object, "height", &height, 1);
	agsafeset(object, plain("shape"), plain("box"), plain(""));
	agsafeset(object, plain("fixedsize"), plain("true"), plain(""));
}

void er_diagram_write_dot(const ErDiagram *diagram, const ErNetwork *net, const char *slug, double height_px, GString *out)
{
	Agiodisc_t to_string = { NULL, write_chunk, flush_nothing };
	Agiodisc_t *usual = diagram->graph->clos->disc.io;

	/* For --pin: which sheet it is, and from where its y counts, also when a Graphviz program has gone over it. */
	agsafeset(diagram->graph, plain("sheet"), plain(slug), plain(""));
	agsafeset(diagram->graph, plain("notranslate"), plain("true"), plain(""));
	set_numbers(diagram->graph, "sheet_height", &height_px, 1);
	for (uint32_t i = 0; i < diagram->boxes->len; i++)
		set_box(diagram, net, i, height_px);
	diagram->graph->clos->disc.io = &to_string;
	agwrite(diagram->graph, out);
	diagram->graph->clos->disc.io = usual;
}
