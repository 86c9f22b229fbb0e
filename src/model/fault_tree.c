/*
 * fault_tree.c: "this flow is down" as an Open-PSA fault tree, for other programs of reliability analysis (SCRAM, XFTA …).
 *
 * Idea. The top event is "all paths are dead"; a path is dead when a hop is lost or all alternatives of a requirement are lost; a
 * component is lost when its own basic event happens, or that of a shared-risk group that holds it (parts.c). Minimal cut sets of
 * this tree are erscope's cuts, of any size: tests/model/test_scram.py has the program SCRAM find them, and compares.
 * Format: Open-PSA Model Exchange Format 2.0d, https://open-psa.github.io/mef/; several flows are several fault trees with the
 * same basic events.
 *
 * Names. The format wants identifiers, and ids hold slashes and spaces: a basic event is called "<kind>_<index in the network>" or
 * "group_<kind>_<index>", a gate begins with "flow_<n>", and the id stands in the label. Both lists are sorted by id, so the same
 * inventory gives the same names.
 *
 * Cost: linear in the paths; requirements that many paths share are one gate.
 */
#include "parts.h"

#include <string.h>

typedef struct {
	const ErFlows *flows;
	const ErFlow *flow;
	const ErParts *parts;
	uint32_t number;           /* of the flow, from 1 */
	GPtrArray *names;          /* of each part's basic event */
	GPtrArray *holders;        /* of each atom: GArray of uint32_t, the groups among the parts */
	GHashTable *gates;         /* atoms of a requirement in words → its number */
	GString *out;
} Tree;

/* What XML 1.0 does not allow becomes a replacement character; the rest is escaped. */
static void append_text(GString *out, const char *text)
{
	g_autoptr(GString) clean = g_string_new(NULL);

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);
		const bool allowed = c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';

		g_string_append_unichar(clean, allowed ? c : 0xFFFD);
	}
	g_autofree char *escaped = g_markup_escape_text(clean->str, (gssize)clean->len);
	g_string_append(out, escaped);
}

static char *event_name(const ErFlows *flows, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	const uint32_t n = er_network_n_components(net);
	char *name = element < n ? g_strdup_printf("%s_%u", er_kind_name(er_network_component(net, element)->kind), element)
	                         : g_strdup_printf("group_%s_%u", er_group_kind_name(er_network_group(net, element - n)->kind), element - n);

	return g_strdelimit(name, "-", '_');
}

static const ErPart *part_at(const Tree *tree, uint32_t i)
{
	return &g_array_index(tree->parts->parts, ErPart, i);
}

/* An atom where a formula wants it: the gate over its groups, or just its basic event. The part of atom n is part n. */
static void append_atom(Tree *tree, uint32_t atom)
{
	const char *name = tree->names->pdata[atom];

	if (((const GArray *)tree->holders->pdata[atom])->len > 0)
		g_string_append_printf(tree->out, "<gate name=\"flow_%u_lost_%s\"/>", tree->number, name);
	else
		g_string_append_printf(tree->out, "<basic-event name=\"%s\"/>", name);
}

static void open_gate(Tree *tree, const char *what, const char *connective)
{
	g_string_append_printf(tree->out, "\t\t<define-gate name=\"flow_%u_%s\"><%s>", tree->number, what, connective);
}

static void close_gate(Tree *tree, const char *connective)
{
	g_string_append_printf(tree->out, "</%s></define-gate>\n", connective);
}

/* A gate over what @append writes for each of @n; connectives want two arguments or more, so one stands alone, and none is false. */
static void write_gate(Tree *tree, const char *what, const char *connective, const uint32_t *items, uint32_t n, void (*append)(Tree *, uint32_t))
{
	if (n >= 2)
		open_gate(tree, what, connective);
	else
		g_string_append_printf(tree->out, "\t\t<define-gate name=\"flow_%u_%s\">", tree->number, what);
	for (uint32_t i = 0; i < n; i++)
		append(tree, items[i]);
	if (n == 0)
		g_string_append(tree->out, "<constant value=\"false\"/>");
	if (n >= 2)
		close_gate(tree, connective);
	else
		g_string_append(tree->out, "</define-gate>\n");
}

static char *atoms_key(const Tree *tree, ErSpan span)
{
	GString *key = g_string_new(NULL);

	for (uint32_t i = 0; i < span.n; i++)
		g_string_append_printf(key, "%u ", er_parts_atoms(tree->parts, span)[i]);
	return g_string_free(key, FALSE);
}

static void append_path(Tree *tree, uint32_t path)
{
	g_string_append_printf(tree->out, "<gate name=\"flow_%u_path_%u\"/>", tree->number, path + 1);
}

static void append_clause(Tree *tree, uint32_t clause)
{
	const ErSpan atoms = g_array_index(tree->parts->clauses, ErClause, clause).atoms;

	if (atoms.n == 1) {
		append_atom(tree, er_parts_atoms(tree->parts, atoms)[0]);
		return;
	}
	g_autofree char *key = atoms_key(tree, atoms);
	g_string_append_printf(tree->out, "<gate name=\"flow_%u_none_of_%u\"/>", tree->number, GPOINTER_TO_UINT(g_hash_table_lookup(tree->gates, key)));
}

/* The distinct clauses of each path; a hop that is required as well would be there twice. */
static void write_path(Tree *tree, uint32_t path, uint32_t *next)
{
	const GArray *clauses = tree->parts->clauses;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autofree char *what = g_strdup_printf("path_%u", path + 1);

	for (; *next < clauses->len && g_array_index(clauses, ErClause, *next).path == path; ++*next)
		if (g_hash_table_add(seen, atoms_key(tree, g_array_index(clauses, ErClause, *next).atoms)))
			g_array_append_val(own, *next);
	write_gate(tree, what, "or", (const uint32_t *)(const void *)own->data, own->len, append_clause);
}

static void write_requirements(Tree *tree)
{
	for (guint i = 0; i < tree->parts->clauses->len; i++) {
		const ErSpan atoms = g_array_index(tree->parts->clauses, ErClause, i).atoms;
		const guint number = g_hash_table_size(tree->gates) + 1;
		g_autofree char *what = g_strdup_printf("none_of_%u", number);
		char *key = atoms_key(tree, atoms);

		if (atoms.n == 1 || g_hash_table_contains(tree->gates, key)) {
			g_free(key);
			continue;
		}
		g_hash_table_insert(tree->gates, key, GUINT_TO_POINTER(number));
		write_gate(tree, what, "and", er_parts_atoms(tree->parts, atoms), atoms.n, append_atom);
	}
}

static void write_components(Tree *tree)
{
	for (guint atom = 0; atom < tree->parts->atoms->len; atom++) {
		const GArray *groups = tree->holders->pdata[atom];
		g_autofree char *what = g_strdup_printf("lost_%s", (const char *)tree->names->pdata[atom]);

		if (groups->len == 0)
			continue;
		open_gate(tree, what, "or");
		g_string_append_printf(tree->out, "<basic-event name=\"%s\"/>", (const char *)tree->names->pdata[atom]);
		for (guint i = 0; i < groups->len; i++)
			g_string_append_printf(tree->out, "<basic-event name=\"%s\"/>", (const char *)tree->names->pdata[g_array_index(groups, uint32_t, i)]);
		close_gate(tree, "or");
	}
}

static void free_array(void *array)
{
	g_array_unref(array);
}

static void find_holders(Tree *tree)
{
	for (guint atom = 0; atom < tree->parts->atoms->len; atom++)
		g_ptr_array_add(tree->holders, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < tree->parts->parts->len; i++) {
		g_ptr_array_add(tree->names, event_name(tree->flows, part_at(tree, i)->element));
		for (uint32_t k = 0; i >= tree->parts->atoms->len && k < part_at(tree, i)->atoms.n; k++)
			g_array_append_val((GArray *)tree->holders->pdata[er_parts_atoms(tree->parts, part_at(tree, i)->atoms)[k]], i);
	}
}

static void write_tree(Tree *tree)
{
	g_autoptr(GArray) paths = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t next = 0;

	find_holders(tree);
	g_string_append_printf(tree->out, "\t<define-fault-tree name=\"flow_%u\">\n\t\t<label>", tree->number);
	append_text(tree->out, tree->flow->id);
	g_string_append(tree->out, "</label>\n");
	for (uint32_t path = 0; path < tree->parts->n_paths; path++)
		g_array_append_val(paths, path);
	if (paths->len > 0)
		write_gate(tree, "down", "and", (const uint32_t *)(const void *)paths->data, paths->len, append_path);
	else
		g_string_append_printf(tree->out, "\t\t<define-gate name=\"flow_%u_down\"><constant value=\"true\"/></define-gate>\n", tree->number);
	write_requirements(tree);
	for (uint32_t path = 0; path < tree->parts->n_paths; path++)
		write_path(tree, path, &next);
	write_components(tree);
	g_string_append(tree->out, "\t</define-fault-tree>\n");
}

/* Basic events of all trees, each once, by element. */
static void write_events(GString *out, const ErFlows *flows, GArray *elements)
{
	g_array_sort(elements, er_compare_indices);
	g_string_append(out, "\t<model-data>\n");
	for (guint i = 0; i < elements->len; i++) {
		const uint32_t element = g_array_index(elements, uint32_t, i);
		g_autofree char *name = event_name(flows, element);

		if (i > 0 && element == g_array_index(elements, uint32_t, i - 1))
			continue;
		g_string_append_printf(out, "\t\t<define-basic-event name=\"%s\"><label>", name);
		append_text(out, er_element_id(flows, NULL, element));
		g_string_append(out, "</label></define-basic-event>\n");
	}
	g_string_append(out, "\t</model-data>\n");
}

GString *er_flows_fault_trees(const ErFlows *flows, const ErFlow *const *which, uint32_t n)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n");
	g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < n; i++) {
		g_autoptr(ErParts) parts = er_parts_of(flows, which[i]);
		g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free), holders = g_ptr_array_new_with_free_func(free_array);
		g_autoptr(GHashTable) gates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		Tree tree = { flows, which[i], parts, i + 1, names, holders, gates, out };

		write_tree(&tree);
		for (guint k = 0; k < parts->parts->len; k++)
			g_array_append_val(elements, g_array_index(parts->parts, ErPart, k).element);
	}
	write_events(out, flows, elements);
	g_string_append(out, "</opsa-mef>\n");
	return out;
}

GString *er_flow_fault_tree(const ErFlows *flows, const ErFlow *flow)
{
	return er_flows_fault_trees(flows, &flow, 1);
}
