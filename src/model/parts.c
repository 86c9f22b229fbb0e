/*
 * parts.c: a flow as clauses over atoms, for the fault tree and for availability.
 *
 * Idea. Read straight from the definition of a flow (design page of the model, §2 and §3): a path is dead when a hop is dead, or
 * all alternatives of a requirement are; a component is dead when it failed itself, or a reported shared-risk group that holds it
 * did. The flow's own site and VNet never fail, and neither do groups that hold one of them. cuts.c says the same for a whole
 * class and shares no line with this, so that the fault trees given to another program (tests/model/test_scram.py) hold both.
 *
 * Cost: O(hops and requirements of all paths, each with its groups), times a logarithm for sorting.
 *
 * Invariant: atoms, and the atoms of every clause and part, are ascending without repetition; every part holds at least one atom.
 */
#include "parts.h"

#include <stdlib.h>

ErParts *er_parts_new(uint32_t n_atoms)
{
	ErParts *parts = g_new0(ErParts, 1);

	parts->atoms = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	parts->numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	parts->clauses = g_array_new(FALSE, FALSE, sizeof(ErClause));
	parts->parts = g_array_new(FALSE, FALSE, sizeof(ErPart));
	for (uint32_t atom = 0; atom < n_atoms; atom++) {
		g_array_append_val(parts->atoms, atom);
		er_parts_add(parts, atom, &atom, 1);
	}
	return parts;
}

void er_parts_free(ErParts *parts)
{
	if (parts == NULL)
		return;
	g_array_unref(parts->atoms);
	g_array_unref(parts->numbers);
	g_array_unref(parts->clauses);
	g_array_unref(parts->parts);
	g_free(parts);
}

static ErSpan add_numbers(ErParts *parts, const uint32_t *atoms, uint32_t n)
{
	const ErSpan span = { parts->numbers->len, n };

	g_array_append_vals(parts->numbers, atoms, n);
	return span;
}

void er_parts_add_clause(ErParts *parts, uint32_t path, const uint32_t *atoms, uint32_t n)
{
	const ErClause clause = { path, add_numbers(parts, atoms, n) };

	parts->n_paths = MAX(parts->n_paths, path + 1);
	g_array_append_val(parts->clauses, clause);
}

void er_parts_add(ErParts *parts, uint32_t element, const uint32_t *atoms, uint32_t n)
{
	const ErPart part = { element, add_numbers(parts, atoms, n) };

	g_array_append_val(parts->parts, part);
}

static void sort_unique(GArray *numbers)
{
	guint n = 0;

	g_array_sort(numbers, er_compare_indices);
	for (guint i = 0; i < numbers->len; i++)
		if (i == 0 || g_array_index(numbers, uint32_t, i) != g_array_index(numbers, uint32_t, n - 1))
			g_array_index(numbers, uint32_t, n++) = g_array_index(numbers, uint32_t, i);
	g_array_set_size(numbers, n);
}

/* Components that an alternative stands for, for one hop or requirement; false when one of them never fails. */
static bool alternatives(const ErFlows *flows, const ErFlow *flow, const uint32_t *elements, uint32_t n, GArray *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const uint32_t site = er_network_site(net, flow->site)->self, vnet = er_network_vnet(net, flow->vnet)->self;

	g_array_set_size(out, 0);
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t component = er_element_component(flows, flow, elements[i]);

		if (component == site || component == vnet)
			return false;
		g_array_append_val(out, component);
	}
	sort_unique(out);
	return true;
}

typedef void (*Take)(ErParts *parts, uint32_t path, GArray *components);

static void take_atoms(ErParts *parts, uint32_t path, GArray *components)
{
	(void)path;
	g_array_append_vals(parts->atoms, components->data, components->len);
}

static uint32_t atom_of(const ErParts *parts, uint32_t component)
{
	const uint32_t *atoms = (const uint32_t *)(const void *)parts->atoms->data;
	const uint32_t *found = parts->atoms->len > 0 ? bsearch(&component, atoms, parts->atoms->len, sizeof *atoms, er_compare_indices) : NULL;

	return found != NULL ? (uint32_t)(found - atoms) : ER_NONE;
}

/* Components ascend as their atoms do, so the order stays. */
static void take_clause(ErParts *parts, uint32_t path, GArray *components)
{
	for (guint i = 0; i < components->len; i++)
		g_array_index(components, uint32_t, i) = atom_of(parts, g_array_index(components, uint32_t, i));
	er_parts_add_clause(parts, path, (const uint32_t *)(const void *)components->data, components->len);
}

static void walk(const ErFlows *flows, const ErFlow *flow, ErParts *parts, Take take)
{
	const ErFlowClass *class = er_flows_class(flows, flow->flow_class);
	g_autoptr(GArray) components = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t path = 0; path < class->n_paths; path++) {
		const ErPath *at = &class->paths[path];

		for (uint32_t i = 0; i < at->n_hops; i++)
			if (alternatives(flows, flow, &at->hops[i], 1, components))
				take(parts, path, components);
		for (uint32_t i = 0; i < at->n_requires; i++)
			if (alternatives(flows, flow, at->requires[i].any, at->requires[i].n, components))
				take(parts, path, components);
	}
}

/* Reported groups with a member among the atoms. */
static GArray *groups_of(const ErFlows *flows, const ErFlow *flow, const ErParts *parts)
{
	const ErNetwork *net = er_flows_network(flows);
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint atom = 0; atom < parts->atoms->len; atom++) {
		uint32_t n = 0;
		const uint32_t *of = er_network_groups_of(net, g_array_index(parts->atoms, uint32_t, atom), &n);

		for (uint32_t i = 0; i < n; i++)
			if (er_network_group(net, of[i])->first == of[i] && !er_group_is_scope(flows, flow, of[i]))
				g_array_append_val(groups, of[i]);
	}
	sort_unique(groups);
	return groups;
}

static void add_group(ErParts *parts, const ErNetwork *net, uint32_t index)
{
	const ErGroup *group = er_network_group(net, index);
	g_autoptr(GArray) atoms = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < group->n_members; i++) {
		const uint32_t atom = atom_of(parts, group->members[i]);

		if (atom != ER_NONE)
			g_array_append_val(atoms, atom);
	}
	er_parts_add(parts, er_network_n_components(net) + index, (const uint32_t *)(const void *)atoms->data, atoms->len);
}

ErParts *er_parts_of(const ErFlows *flows, const ErFlow *flow)
{
	ErParts *parts = er_parts_new(0);

	walk(flows, flow, parts, take_atoms);
	sort_unique(parts->atoms);
	for (uint32_t atom = 0; atom < parts->atoms->len; atom++)
		er_parts_add(parts, g_array_index(parts->atoms, uint32_t, atom), &atom, 1);
	walk(flows, flow, parts, take_clause);
	parts->n_paths = er_flows_class(flows, flow->flow_class)->n_paths; /* also one that nothing can kill */
	g_autoptr(GArray) groups = groups_of(flows, flow, parts);
	for (guint i = 0; i < groups->len; i++)
		add_group(parts, er_flows_network(flows), g_array_index(groups, uint32_t, i));
	return parts;
}
