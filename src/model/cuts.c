/*
 * From a flow class to a system of paths and elements, and back (cutset.c does the search). Elements are the components on or
 * required by some path, and every reported shared-risk group with such a member. The flow's own site and VNet are scope: they
 * are no elements, and neither are groups that hold one of them. Groups with equal members are one element; the others stand in
 * `also` when results are written.
 *
 * Why the class may speak for all its flows: region and subscription groups that hold a flow's VNet are scope, and which of those
 * with members on a path do is part of the class key (flow.c); a VNet peering or hub connection is a child of the spoke (then its
 * subscription group is scope) or of the hub (then that group also holds the hub, which every path requires).
 */
#include "cutset.h"
#include "flow_build.h"

#include <string.h>

enum { MOST_CUTS = 20000 };

typedef struct {
	const ErFlows *flows;
	const ErFlow *which;       /* the one that stands for its class; of a service, any of its flows */
	uint32_t n_members;        /* of the service; 0: no service */
	GHashTable *atoms;         /* element + 1 → atom + 1 */
	GArray *elements;          /* of uint32_t: network element of each system element */
} Local;

static uint32_t atom_of(Local *local, uint32_t element)
{
	gpointer key = GUINT_TO_POINTER(element);
	uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(local->atoms, key));

	if (known == 0) {
		known = g_hash_table_size(local->atoms) + 1;
		g_hash_table_insert(local->atoms, key, GUINT_TO_POINTER(known));
	}
	return known - 1;
}

/* Of several members of a service each has its own VNet and attachment; of a class they stand for whichever flow it is. */
static uint32_t element_in(const Local *local, const ErFlow *flow, uint32_t element)
{
	return local->n_members > 0 ? er_element_component(local->flows, flow, element) : element;
}

/* The flow's ends: trivially cuts, never findings. One VNet of several is no end of a service. */
static bool is_scope(const Local *local, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = local->flows->net;

	return element == ER_ELEMENT_VNET || element == er_network_site(net, flow->site)->self || (local->n_members <= 1 && element == er_network_vnet(net, flow->vnet)->self);
}

static bool group_is_scope(const Local *local, uint32_t group)
{
	const ErFlow *flow = local->which;

	return local->n_members <= 1 ? er_group_is_scope(local->flows, flow, group) : er_group_has(er_network_group(local->flows->net, group), er_network_site(local->flows->net, flow->site)->self);
}

static void add_path(Local *local, ErSystem *system, const ErFlow *flow, const ErPath *path)
{
	uint32_t index = er_system_add_path(system);

	for (uint32_t i = 0; i < path->n_hops; i++) {
		uint32_t element = element_in(local, flow, path->hops[i]);
		if (is_scope(local, flow, element))
			continue;
		uint32_t atom = atom_of(local, element);
		er_system_path_needs(system, index, &atom, 1);
	}
	for (uint32_t i = 0; i < path->n_requires; i++) {
		const ErRequirement *requirement = &path->requires[i];
		g_autofree uint32_t *any = g_new(uint32_t, requirement->n + 1);
		for (uint32_t k = 0; k < requirement->n; k++)
			any[k] = element_in(local, flow, requirement->any[k]);
		if (requirement->n == 1 && is_scope(local, flow, any[0]))
			continue;
		for (uint32_t k = 0; k < requirement->n; k++)
			any[k] = atom_of(local, any[k]);
		er_system_path_needs(system, index, any, requirement->n);
	}
}

/* A member of a group that stands on some path. */
typedef struct { uint32_t group, member; } Membership;

static int by_membership(const void *a, const void *b)
{
	const Membership *x = a, *y = b;

	return x->group != y->group ? (x->group > y->group) - (x->group < y->group) : (x->member > y->member) - (x->member < y->member);
}

/* Elements that some path uses, ascending. */
static GArray *used_elements(const Local *local)
{
	GArray *used = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, local->atoms);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint32_t element = GPOINTER_TO_UINT(key);
		g_array_append_val(used, element);
	}
	g_array_sort(used, er_compare_indices);
	return used;
}

/* The reported groups of the used elements: asked from the member's side, since a region may hold thousands that no path uses. */
static GArray *memberships(const Local *local, const GArray *used)
{
	const ErNetwork *net = local->flows->net;
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Membership));

	for (guint i = 0; i < used->len; i++) {
		uint32_t n = 0, element = g_array_index(used, uint32_t, i);
		const uint32_t *of = element < er_network_n_components(net) ? er_network_groups_of(net, element, &n) : NULL;
		for (uint32_t k = 0; k < n; k++) {
			const Membership membership = { of[k], element };
			if (er_network_group(net, of[k])->first == of[k])
				g_array_append_val(found, membership);
		}
	}
	g_array_sort(found, by_membership);
	return found;
}

static void add_element(Local *local, ErSystem *system, uint32_t element, const uint32_t *atoms, uint32_t n)
{
	er_system_add_element(system, atoms, n);
	g_array_append_val(local->elements, element);
}

/* Components first, in order, then groups: the order of element numbers. */
static void add_elements(Local *local, ErSystem *system)
{
	g_autoptr(GArray) used = used_elements(local);
	g_autoptr(GArray) found = memberships(local, used);
	g_autofree uint32_t *atoms = g_new(uint32_t, used->len + 1);

	for (guint i = 0; i < used->len; i++) {
		uint32_t element = g_array_index(used, uint32_t, i), atom = atom_of(local, element);
		add_element(local, system, element, &atom, 1);
	}
	for (guint i = 0; i < found->len;) {
		uint32_t n = 0, group = g_array_index(found, Membership, i).group;
		for (; i < found->len && g_array_index(found, Membership, i).group == group; i++)
			atoms[n++] = atom_of(local, g_array_index(found, Membership, i).member);
		if (!group_is_scope(local, group))
			add_element(local, system, er_network_n_components(local->flows->net) + group, atoms, n);
	}
}

static ErCertainty element_certainty(const ErFlows *flows, uint32_t element)
{
	uint32_t n = er_network_n_components(flows->net);

	if (element == ER_ELEMENT_ATTACHMENT || element == ER_ELEMENT_VNET)
		return ER_OBSERVED;
	return element < n ? er_network_component(flows->net, element)->certainty : er_network_group(flows->net, element - n)->certainty;
}

/* Elements of one cut: components before groups, the attachment between them. */
static uint64_t cut_order(const ErFlows *flows, uint32_t element)
{
	uint32_t n = er_network_n_components(flows->net);

	if (element == ER_ELEMENT_ATTACHMENT)
		return n;
	return element < n ? element : (uint64_t)element + 1;
}

static int by_cut(const void *a, const void *b, void *data)
{
	const ErCut *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	for (uint32_t i = 0; i < x->n; i++) {
		uint64_t p = cut_order(data, x->element[i]), q = cut_order(data, y->element[i]);
		if (p != q)
			return p < q ? -1 : 1;
	}
	return 0;
}

static void sort_elements(const ErFlows *flows, ErCut *cut)
{
	for (uint32_t i = 1; i < cut->n; i++)
		for (uint32_t k = i; k > 0 && cut_order(flows, cut->element[k - 1]) > cut_order(flows, cut->element[k]); k--) {
			uint32_t swap = cut->element[k];
			cut->element[k] = cut->element[k - 1];
			cut->element[k - 1] = swap;
		}
}

static uint32_t most_atoms(const ErFlowClass *class)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < class->n_paths; i++) {
		n += class->paths[i].n_hops;
		for (uint32_t k = 0; k < class->paths[i].n_requires; k++)
			n += class->paths[i].requires[k].n;
	}
	return n;
}

/* Minimal cuts of the paths of @n flows: one for its class, or those of a service of @n_members; of the proven ones only when @proven. */
static GArray *search(ErFlows *flows, const ErFlow *const *which, uint32_t n, uint32_t n_members, bool proven, uint32_t depth, bool *truncated)
{
	Local local = { flows, which[0], n_members, g_hash_table_new(NULL, NULL), g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
	GArray *cuts = g_array_new(FALSE, TRUE, sizeof(ErCut));
	uint32_t n_atoms = 1;

	for (uint32_t i = 0; i < n; i++)
		n_atoms += most_atoms(er_flows_class(flows, which[i]->flow_class));
	g_autoptr(ErSystem) system = er_system_new(n_atoms);
	for (uint32_t i = 0; i < n; i++) {
		const ErFlowClass *class = er_flows_class(flows, which[i]->flow_class);
		for (uint32_t k = 0; k < class->n_paths; k++)
			if (!proven || class->paths[k].proven)
				add_path(&local, system, which[i], &class->paths[k]);
	}
	add_elements(&local, system);
	g_autoptr(GArray) found = er_system_cuts(system, depth, MOST_CUTS, truncated);
	for (guint i = 0; i < found->len; i++) {
		const ErCutSet *set = &g_array_index(found, ErCutSet, i);
		ErCut cut = { .n = set->n, .certainty = ER_OBSERVED };
		for (uint32_t k = 0; k < set->n; k++) {
			cut.element[k] = g_array_index(local.elements, uint32_t, set->element[k]);
			cut.certainty = MIN(cut.certainty, element_certainty(flows, cut.element[k]));
		}
		sort_elements(flows, &cut);
		g_array_append_val(cuts, cut);
	}
	g_array_sort_with_data(cuts, by_cut, flows);
	g_hash_table_destroy(local.atoms);
	g_array_free(local.elements, TRUE);
	return cuts;
}

static bool is_single_cut(const ErFlowClass *class, uint32_t element)
{
	for (uint32_t i = 0; i < class->n_cuts && class->cuts[i].n == 1; i++)
		if (class->cuts[i].element[0] == element)
			return true;
	return false;
}

/* What would be a single point of failure if only proven paths counted: redundancy that nobody has shown. */
static void find_unproven(ErFlows *flows, ErFlowClass *class)
{
	uint32_t proven = 0;
	bool truncated = false;

	for (uint32_t i = 0; i < class->n_paths; i++)
		proven += class->paths[i].proven;
	if (proven == 0 || proven == class->n_paths)
		return;
	const ErFlow *flow = er_flows_at(flows, class->first_flow);
	g_autoptr(GArray) cuts = search(flows, &flow, 1, 0, true, 1, &truncated);
	g_autoptr(GArray) kept = g_array_new(FALSE, TRUE, sizeof(ErCut));
	for (guint i = 0; i < cuts->len; i++)
		if (!is_single_cut(class, g_array_index(cuts, ErCut, i).element[0]))
			g_array_append_val(kept, g_array_index(cuts, ErCut, i));
	class->n_unproven = kept->len;
	class->unproven = er_flows_keep(flows, kept->data, kept->len * sizeof(ErCut));
}

void er_cuts_build(ErFlows *flows, ErFlowClass *class, ErDiags *diags)
{
	bool truncated = false;

	if (class->n_paths == 0)
		return;
	const ErFlow *flow = er_flows_at(flows, class->first_flow);
	g_autoptr(GArray) cuts = search(flows, &flow, 1, 0, false, flows->depth, &truncated);
	class->n_cuts = cuts->len;
	class->cuts = er_flows_keep(flows, cuts->data, cuts->len * sizeof(ErCut));
	class->truncated = class->truncated || truncated;
	if (class->truncated)
		er_diag_add(diags, ER_D_BOUND_MET, NULL, "flow class c%u: %s", class->number, truncated ? "more cuts than are looked for" : "more paths than are looked at");
	find_unproven(flows, class);
}

static void build_service(ErFlows *flows, ErServiceFlow *row, ErDiags *diags)
{
	const ErService *service = er_network_service(flows->net, row->service);
	g_autoptr(GPtrArray) which = g_ptr_array_new();
	bool truncated = false;

	for (uint32_t i = 0; i < service->n_vnets; i++) {
		const ErFlow *flow = er_flows_lookup(flows, row->site, service->vnets[i], row->direction);
		if (flow != NULL && flow->up)
			g_ptr_array_add(which, (void *)flow);
	}
	row->up = which->len > 0;
	if (!row->up)
		return;
	g_autoptr(GArray) cuts = search(flows, (const ErFlow *const *)which->pdata, which->len, service->n_vnets, false, flows->depth, &truncated);
	row->n_cuts = cuts->len;
	row->cuts = er_flows_keep(flows, cuts->data, cuts->len * sizeof(ErCut));
	row->truncated = truncated;
	if (truncated)
		er_diag_add(diags, ER_D_BOUND_MET, NULL, "%s: more cuts than are looked for", service->id);
}

void er_cuts_build_services(ErFlows *flows, ErDiags *diags)
{
	for (uint32_t i = 0; i < er_network_n_services(flows->net); i++)
		for (uint32_t site = 0; site < er_network_n_sites(flows->net); site++)
			for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
				ErServiceFlow row = { .service = i, .site = site, .direction = direction };
				build_service(flows, &row, diags);
				g_array_append_val(flows->services, row);
			}
}
