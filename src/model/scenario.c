/*
 * What carries after an event, and what it costs to get there.
 *
 * Idea. An event marks components as dead (or MSEEs as drained); an index tells in which classes each component stands, and only
 * these pairs of classes are worked out again: a path is alive when all its hops are and each requirement has a live alternative; of
 * those alive er_class_choose() takes what each side prefers, with eight AS numbers more on drained routes. A class speaks for its
 * flows but for their own VNet and attachment, which are asked per flow. So the cost of an event is that of the classes it meets:
 * paths × hops, and nothing depends on the size of the estate.
 *
 * Lost traffic. A router that does not obey the AS path, or has static routes, goes on sending over a drained link that Azure has
 * left: the reference calls that an outage in maintenance (§9.1), so that part of the traffic counts as lost. Likewise a router with
 * static routes does not notice routes withdrawn from a session that stays up (SC-04).
 *
 * Convergence (§9.2), worst over what moves: towards Azure a part before Azure is noticed within a second where BFD is declared,
 * within the hold timer of 3 minutes otherwise, a part inside Azure within a minute; from Azure within a minute; a standby link that
 * is switched by hand: manual; what was drained before it went: nothing moves.
 */
#include "simulate.h"

#include <stdlib.h>
#include <string.h>

enum { MAINTENANCE_PREPEND = 8 };

/* ---- indices ---- */

typedef struct { uint32_t list, item; } Entry;

static int by_entry(const void *a, const void *b)
{
	const Entry *x = a, *y = b;

	return x->list != y->list ? (x->list > y->list) - (x->list < y->list) : (x->item > y->item) - (x->item < y->item);
}

static void enter(GArray *entries, const ErNetwork *net, uint32_t list, uint32_t item)
{
	const Entry entry = { list, item };

	if (list < er_network_n_components(net))
		g_array_append_val(entries, entry);
}

/* Sorted lists of lists, each item once. */
static ErIndex index_entries(GArray *entries, uint32_t n_lists)
{
	ErIndex index = { g_new0(uint32_t, (size_t)n_lists + 2), g_new(uint32_t, (size_t)entries->len + 1) };
	uint32_t n = 0;

	g_array_sort(entries, by_entry);
	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);
		if (i > 0 && by_entry(entry, entry - 1) == 0)
			continue;
		index.items[n++] = entry->item;
		index.start[entry->list + 1] = n;
	}
	for (uint32_t i = 1; i <= n_lists; i++)
		index.start[i] = MAX(index.start[i], index.start[i - 1]);
	return index;
}

static void free_index(ErIndex *index)
{
	g_free(index->start);
	g_free(index->items);
}

static void index_classes(ErSimulator *simulator)
{
	const ErNetwork *net = simulator->net;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));

	for (uint32_t c = 0; c < er_flows_n_classes(simulator->flows); c++) {
		const ErFlowClass *class = er_flows_class(simulator->flows, c);
		for (uint32_t i = 0; i < class->n_paths; i++) {
			const ErPath *path = &class->paths[i];
			for (uint32_t k = 0; k < path->n_hops; k++)
				enter(entries, net, path->hops[k], c);
			for (uint32_t k = 0; k < path->n_requires; k++)
				for (uint32_t m = 0; m < path->requires[k].n; m++)
					enter(entries, net, path->requires[k].any[m], c);
		}
	}
	simulator->classes_of = index_entries(entries, er_network_n_components(net));
}

static void index_flows(ErSimulator *simulator)
{
	const ErNetwork *net = simulator->net;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));

	for (uint32_t i = 0; i < er_flows_count(simulator->flows); i++) {
		const ErFlow *flow = er_flows_at(simulator->flows, i);
		enter(entries, net, er_network_vnet(net, flow->vnet)->self, i);
		if (flow->attachment != ER_NONE)
			enter(entries, net, er_network_attachment(net, flow->attachment)->self, i);
	}
	simulator->flows_to = index_entries(entries, er_network_n_components(net));
}

/* ---- one class ---- */

/* A class while a step is worked out: one of each per path. */
typedef struct { const ErFlowClass *class; bool *alive, *used, *before; uint32_t *longer; uint32_t n_used; } Trial;

static bool is_alive(const ErSimulator *simulator, uint32_t element)
{
	return element >= er_network_n_components(simulator->net) || !simulator->dead[element];
}

static bool meets(const ErSimulator *simulator, const ErRequirement *requirement)
{
	for (uint32_t i = 0; i < requirement->n; i++)
		if (is_alive(simulator, requirement->any[i]))
			return true;
	return false;
}

static bool path_is_alive(const ErSimulator *simulator, const ErPath *path)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (!is_alive(simulator, path->hops[i]))
			return false;
	for (uint32_t i = 0; i < path->n_requires; i++)
		if (!meets(simulator, &path->requires[i]))
			return false;
	return true;
}

/* The drained MSEE that a path crosses; ER_NONE. */
static uint32_t drained_on(const ErSimulator *simulator, const ErPath *path)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] < er_network_n_components(simulator->net) && simulator->drained[path->hops[i]])
			return path->hops[i];
	return ER_NONE;
}

static const ErSiteLink *link_of(const ErSimulator *simulator, const ErPath *path)
{
	return path->end != ER_NONE ? er_network_end(simulator->net, path->end)->record : NULL;
}

static bool is_static(const ErSimulator *simulator, const ErPath *path)
{
	const ErSiteLink *link = link_of(simulator, path);

	return link != NULL && strcmp(link->routing, "static") == 0;
}

static Trial trial_new(const ErFlowClass *class)
{
	size_t n = class->n_paths + 1;

	return (Trial){ class, g_new0(bool, n), g_new0(bool, n), g_new0(bool, n), g_new0(uint32_t, n), 0 };
}

static void trial_clear(Trial *trial)
{
	g_free(trial->alive);
	g_free(trial->used);
	g_free(trial->before);
	g_free(trial->longer);
}

static void try_class(const ErSimulator *simulator, Trial *trial, const ErOutcome *before)
{
	const ErFlowClass *class = trial->class;
	g_autofree bool *chosen_from = g_new0(bool, class->n_paths + 1);

	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		trial->alive[i] = path_is_alive(simulator, path);
		trial->longer[i] = drained_on(simulator, path) != ER_NONE ? MAINTENANCE_PREPEND : 0;
		chosen_from[i] = trial->alive[i] || (simulator->silent && class->direction == ER_ONPREM_TO_AZURE && is_static(simulator, path));
	}
	for (uint32_t i = 0; before != NULL && i < before->n_used; i++)
		trial->before[before->used[i]] = true;
	trial->n_used = er_class_choose(class, chosen_from, trial->longer, trial->used);
}

/* ---- what it costs ---- */

static bool crosses(const ErPath *path, uint32_t component)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == component)
			return true;
	return false;
}

/* Azure has left the drained MSEE of this path: nothing comes back, or from elsewhere. */
static bool azure_left(const Trial *out, uint32_t msee)
{
	if (out->n_used == 0)
		return false;
	for (uint32_t i = 0; i < out->class->n_paths; i++)
		if (out->used[i] && crosses(&out->class->paths[i], msee))
			return false;
	return true;
}

static double lost_part(const ErSimulator *simulator, const Trial *trial, const Trial *other)
{
	uint32_t lost = 0;

	for (uint32_t i = 0; i < trial->class->n_paths; i++) {
		uint32_t msee = trial->used[i] ? drained_on(simulator, &trial->class->paths[i]) : ER_NONE;
		bool into_drained = msee != ER_NONE && trial->class->direction == ER_ONPREM_TO_AZURE && azure_left(other, msee);
		lost += trial->used[i] && (!trial->alive[i] || into_drained);
	}
	return trial->n_used > 0 ? (double)lost / trial->n_used : 0;
}

static bool is_before_azure(ErKind kind)
{
	return kind == ER_KIND_SITE || kind == ER_KIND_CE || kind == ER_KIND_ACCESS || kind == ER_KIND_PE || kind == ER_KIND_LINK || kind == ER_KIND_MSEE || kind == ER_KIND_SESSION ||
	       kind == ER_KIND_CIRCUIT || kind == ER_KIND_PORT || kind == ER_KIND_WAN || kind == ER_KIND_VPN_CONNECTION;
}

/* Did a part before Azure die on this path? */
static bool died_before_azure(const ErSimulator *simulator, const ErPath *path)
{
	const ErNetwork *net = simulator->net;

	for (uint32_t i = 0; i < path->n_hops; i++)
		if (!is_alive(simulator, path->hops[i]) && is_before_azure(er_network_component(net, path->hops[i])->kind))
			return true;
	for (uint32_t i = 0; i < path->n_requires; i++)
		if (!meets(simulator, &path->requires[i]) && is_before_azure(er_network_component(net, path->requires[i].any[0])->kind))
			return true;
	return false;
}

static ErConvergence convergence_of_loss(const ErSimulator *simulator, const ErFlowClass *class, const ErPath *path)
{
	const ErSiteLink *link = link_of(simulator, path);

	if (path->tunnel != ER_NONE)
		return ER_CONVERGE_3_MIN;
	if (class->direction == ER_AZURE_TO_ONPREM || !died_before_azure(simulator, path))
		return ER_CONVERGE_1_MIN;
	return link != NULL && link->bfd == ER_TRI_YES ? ER_CONVERGE_SUB_SECOND : ER_CONVERGE_3_MIN;
}

/* Some instance that a gateway on this path had is gone: what it carried moves to the others. */
static bool loses_instances(const ErSimulator *simulator, const ErPath *path)
{
	for (uint32_t i = 0; i < path->n_requires; i++) {
		const ErRequirement *requirement = &path->requires[i];
		uint32_t owner = requirement->n > 1 ? er_network_owner(simulator->net, requirement->any[0]) : ER_NONE;
		for (uint32_t k = 0; owner != ER_NONE && crosses(path, owner) && k < requirement->n; k++)
			if (!is_alive(simulator, requirement->any[k]))
				return true;
	}
	return false;
}

static ErConvergence converge(const ErSimulator *simulator, const Trial *trial)
{
	ErConvergence worst = ER_CONVERGE_NONE;

	for (uint32_t i = 0; i < trial->class->n_paths; i++) {
		const ErPath *path = &trial->class->paths[i];
		const ErSiteLink *link = link_of(simulator, path);
		if (trial->before[i] && !trial->alive[i])
			worst = MAX(worst, convergence_of_loss(simulator, trial->class, path));
		if (trial->before[i] && trial->alive[i] && loses_instances(simulator, path))
			worst = MAX(worst, ER_CONVERGE_1_MIN);
		if (trial->used[i] && !trial->before[i] && link != NULL && strcmp(link->failover, "manual") == 0)
			worst = ER_CONVERGE_MANUAL;
	}
	return worst;
}

static ErTri symmetric(const ErSimulator *simulator, const Trial *in, const Trial *out)
{
	ErAsymmetry found[ER_MOST_ASYMMETRIES];
	const ErUse in_use = { in->class, in->used }, out_use = { out->class, out->used };
	ErTri answer = in->n_used > 0 && out->n_used > 0 ? ER_TRI_YES : ER_TRI_UNSAID;
	uint32_t n = er_compare_uses(simulator->flows, &in_use, &out_use, found);

	for (uint32_t i = 0; i < n; i++) {
		if (found[i].kind == ER_ASYM_DESIGN)
			continue;
		if (found[i].certainty != ER_ASSUMED)
			return ER_TRI_NO;
		answer = ER_TRI_UNSAID;
	}
	return answer;
}

/* Private endpoints: both directions hang on one instance, and connections break with it. */
static bool breaks_endpoints(const ErSimulator *simulator, const Trial *trial)
{
	const ErFlow *flow = er_flows_at(simulator->flows, trial->class->first_flow);

	for (uint32_t i = 0; strcmp(flow->destination, "private-endpoint") == 0 && i < trial->class->n_paths; i++)
		if (trial->before[i] && (!trial->alive[i] || loses_instances(simulator, &trial->class->paths[i])))
			return true;
	return false;
}

static bool loses_state(const ErSimulator *simulator, const Trial *trial)
{
	const ErUse before = { trial->class, trial->before }, after = { trial->class, trial->used };

	return er_state_is_lost(simulator->flows, &before, &after) || breaks_endpoints(simulator, trial);
}

/* ---- outcomes ---- */

static void *keep(GPtrArray *arrays, const void *data, size_t size)
{
	void *copy = g_memdup2(data, size);

	if (copy != NULL)
		g_ptr_array_add(arrays, copy);
	return copy;
}

static ErOutcome outcome_of(const ErSimulator *simulator, const Trial *trial, const Trial *other, GPtrArray *arrays)
{
	ErOutcome outcome = { .preference = ER_NONE, .bottleneck = ER_NONE, .n_used = trial->n_used };
	g_autofree uint32_t *used = g_new(uint32_t, trial->class->n_paths + 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < trial->class->n_paths; i++) {
		outcome.n_alive += trial->alive[i];
		outcome.moved = outcome.moved || trial->used[i] != trial->before[i];
		if (!trial->used[i])
			continue;
		used[n++] = i;
		outcome.preference = MIN(outcome.preference, trial->class->paths[i].preference);
	}
	outcome.used = keep(arrays, used, n * sizeof *used);
	outcome.lost = lost_part(simulator, trial, other);
	outcome.up = n > 0 && outcome.lost < 1;
	if (!outcome.up)
		return outcome;
	er_load_capacity(simulator, trial->class, &outcome);
	outcome.convergence = converge(simulator, trial);
	outcome.state_kept = loses_state(simulator, trial) ? ER_TRI_NO : ER_TRI_YES;
	return outcome;
}

/* Both directions of a pair, whose first class is @in. @before: NULL as the inventory stands. */
static void work_out(const ErSimulator *simulator, uint32_t in, const ErOutcome *const before[2], GPtrArray *arrays, ErOutcome after[2])
{
	Trial trial[2];

	for (uint32_t d = 0; d < 2; d++) {
		trial[d] = trial_new(er_flows_class(simulator->flows, in + d));
		try_class(simulator, &trial[d], before[d]);
	}
	for (uint32_t d = 0; d < 2; d++)
		after[d] = outcome_of(simulator, &trial[d], &trial[1 - d], arrays);
	after[0].symmetric = after[1].symmetric = symmetric(simulator, &trial[0], &trial[1]);
	trial_clear(&trial[0]);
	trial_clear(&trial[1]);
}

/* ---- the simulator ---- */

static const ErImpact no_impact = { .n_classes = 0 };

ErSimulator *er_simulator_new(const ErFlows *flows)
{
	ErSimulator *simulator = g_new0(ErSimulator, 1);
	uint32_t n_classes = er_flows_n_classes(flows);
	static const ErOutcome *const nothing[2];
	double lost[2];

	simulator->flows = flows;
	simulator->net = er_flows_network(flows);
	simulator->dead = g_new0(bool, er_network_n_components(simulator->net) + 1);
	simulator->drained = g_new0(bool, er_network_n_components(simulator->net) + 1);
	simulator->now = g_new0(const ErOutcome *, n_classes + 1);
	simulator->arrays = g_ptr_array_new_with_free_func(g_free);
	simulator->base = g_array_sized_new(FALSE, TRUE, sizeof(ErOutcome), n_classes);
	index_classes(simulator);
	index_flows(simulator);
	for (uint32_t c = 0; c < n_classes; c += 2) {
		ErOutcome after[2];
		work_out(simulator, c, nothing, simulator->arrays, after);
		after[0].moved = after[1].moved = false;
		after[0].convergence = after[1].convergence = ER_CONVERGE_NONE;
		g_array_append_vals(simulator->base, after, 2);
	}
	for (uint32_t c = 0; c < n_classes; c++)
		simulator->now[c] = er_simulator_base(simulator, c);
	simulator->base_loads = er_load_demand(simulator, &no_impact, lost);
	return simulator;
}

void er_simulator_free(ErSimulator *simulator)
{
	if (simulator == NULL)
		return;
	free_index(&simulator->classes_of);
	free_index(&simulator->flows_to);
	g_free(simulator->dead);
	g_free(simulator->drained);
	g_free(simulator->now);
	g_array_free(simulator->base, TRUE);
	g_array_free(simulator->base_loads, TRUE);
	g_ptr_array_free(simulator->arrays, TRUE);
	g_free(simulator);
}

const ErOutcome *er_simulator_base(const ErSimulator *simulator, uint32_t class)
{
	g_assert(class < simulator->base->len);
	return &g_array_index(simulator->base, ErOutcome, class);
}

const ErLoad *er_simulator_base_loads(const ErSimulator *simulator, uint32_t *n)
{
	*n = simulator->base_loads->len;
	return (const ErLoad *)(const void *)simulator->base_loads->data;
}

/* ---- a step ---- */

static void mark(const ErSimulator *simulator, uint32_t element, bool *marks, GArray *marked)
{
	uint32_t n = er_network_n_components(simulator->net);

	if (element < n) {
		marks[element] = true;
		g_array_append_val(marked, element);
		return;
	}
	const ErGroup *group = er_network_group(simulator->net, element - n);
	for (uint32_t i = 0; i < group->n_members; i++) {
		marks[group->members[i]] = true;
		g_array_append_val(marked, group->members[i]);
	}
}

static void sort_unique(GArray *indices)
{
	guint n = 0;

	g_array_sort(indices, er_compare_indices);
	for (guint i = 0; i < indices->len; i++)
		if (i == 0 || g_array_index(indices, uint32_t, i) != g_array_index(indices, uint32_t, i - 1))
			g_array_index(indices, uint32_t, n++) = g_array_index(indices, uint32_t, i);
	g_array_set_size(indices, n);
}

/* Items of the lists of all marked components. (transfer full) */
static GArray *items_of(const ErIndex *index, const GArray *marked)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < marked->len; i++) {
		uint32_t list = g_array_index(marked, uint32_t, i);
		g_array_append_vals(items, index->items + index->start[list], index->start[list + 1] - index->start[list]);
	}
	sort_unique(items);
	return items;
}

static void work_out_classes(ErSimulator *simulator, const GArray *met, ErImpacts *impacts, ErImpact *impact)
{
	ErClassImpact *rows = g_new0(ErClassImpact, 2 * (size_t)met->len + 2);
	uint32_t n = 0;

	for (guint i = 0; i < met->len; i++) {
		uint32_t in = g_array_index(met, uint32_t, i) & ~1u;
		if (n > 0 && rows[n - 1].flow_class == in + 1)
			continue;
		const ErOutcome *const before[2] = { simulator->now[in], simulator->now[in + 1] };
		ErOutcome after[2];
		work_out(simulator, in, before, impacts->arrays, after);
		for (uint32_t d = 0; d < 2; d++)
			rows[n++] = (ErClassImpact){ in + d, *before[d], after[d] };
	}
	g_ptr_array_add(impacts->arrays, rows);
	impact->classes = rows;
	impact->n_classes = n;
	for (uint32_t i = 0; i < n; i++)
		simulator->now[rows[i].flow_class] = &rows[i].after;
}

static void find_flows_lost(const ErSimulator *simulator, const GArray *dead, ErImpacts *impacts, ErImpact *impact)
{
	g_autoptr(GArray) lost = items_of(&simulator->flows_to, dead);
	guint n = 0;

	for (guint i = 0; i < lost->len; i++) {
		uint32_t flow = g_array_index(lost, uint32_t, i);
		if (er_flows_at(simulator->flows, flow)->up)
			g_array_index(lost, uint32_t, n++) = flow;
	}
	impact->n_flows_lost = n;
	impact->flows_lost = keep(impacts->arrays, lost->data, n * sizeof(uint32_t));
}

static void find_services(const ErSimulator *simulator, ErImpacts *impacts, ErImpact *impact)
{
	const ErNetwork *net = simulator->net;
	g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(ErServiceState));

	for (uint32_t i = 0; i < er_network_n_services(net); i++)
		for (uint32_t site = 0; site < er_network_n_sites(net); site++)
			for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
				const ErService *service = er_network_service(net, i);
				ErServiceState state = { i, site, direction, false };
				for (uint32_t k = 0; k < service->n_vnets && !state.up; k++) {
					const ErFlow *flow = er_flows_lookup(simulator->flows, site, service->vnets[k], direction);
					state.up = flow != NULL && er_impact_flow_up(simulator, impact, (uint32_t)(flow - er_flows_at(simulator->flows, 0)));
				}
				g_array_append_val(rows, state);
			}
	impact->n_services = rows->len;
	impact->services = keep(impacts->arrays, rows->data, rows->len * sizeof(ErServiceState));
}

static void unmark(bool *marks, const GArray *marked)
{
	for (guint i = 0; i < marked->len; i++)
		marks[g_array_index(marked, uint32_t, i)] = false;
}

static void simulate_step(ErSimulator *simulator, const ErStep *step, GArray *met, ErImpacts *impacts)
{
	g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(uint32_t)), drained = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	ErImpact impact = no_impact;

	for (uint32_t i = 0; i < step->n_removed; i++)
		mark(simulator, step->removed[i], simulator->dead, dead);
	for (uint32_t i = 0; i < step->n_drained; i++)
		mark(simulator, step->drained[i], simulator->drained, drained);
	simulator->silent = step->silent;
	g_autoptr(GArray) by_loss = items_of(&simulator->classes_of, dead), by_drain = items_of(&simulator->classes_of, drained);
	g_array_append_vals(met, by_loss->data, by_loss->len);
	g_array_append_vals(met, by_drain->data, by_drain->len);
	/* What an earlier step met may change back. */
	sort_unique(met);
	work_out_classes(simulator, met, impacts, &impact);
	find_flows_lost(simulator, dead, impacts, &impact);
	find_services(simulator, impacts, &impact);
	if (er_network_n_demands(simulator->net) > 0) {
		GArray *loads = er_load_demand(simulator, &impact, impact.demand_lost_mbps);
		impact.n_loads = loads->len;
		impact.loads = (const ErLoad *)(void *)g_array_free(loads, FALSE);
		g_ptr_array_add(impacts->arrays, (void *)impact.loads);
	}
	unmark(simulator->dead, dead);
	unmark(simulator->drained, drained);
	simulator->silent = false;
	g_array_append_val(impacts->steps, impact);
}

/* As the inventory has them, both directions of each class. */
static void stand_again(ErSimulator *simulator, const GArray *classes)
{
	for (guint i = 0; i < classes->len; i++)
		for (uint32_t d = 0; d < 2; d++) {
			uint32_t class = (g_array_index(classes, uint32_t, i) & ~1u) + d;
			simulator->now[class] = er_simulator_base(simulator, class);
		}
}

ErImpacts *er_simulate(ErSimulator *simulator, const ErEvent *event)
{
	ErImpacts *impacts = g_new(ErImpacts, 1);
	g_autoptr(GArray) met = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	*impacts = (ErImpacts){ g_array_new(FALSE, TRUE, sizeof(ErImpact)), g_ptr_array_new_with_free_func(g_free) };
	for (uint32_t i = 0; i < event->n_steps; i++)
		simulate_step(simulator, &event->steps[i], met, impacts);
	stand_again(simulator, met);
	return impacts;
}

void er_impacts_free(ErImpacts *impacts)
{
	if (impacts == NULL)
		return;
	g_array_free(impacts->steps, TRUE);
	g_ptr_array_free(impacts->arrays, TRUE);
	g_free(impacts);
}

uint32_t er_impacts_count(const ErImpacts *impacts)
{
	return impacts->steps->len;
}

const ErImpact *er_impacts_at(const ErImpacts *impacts, uint32_t step)
{
	g_assert(step < impacts->steps->len);
	return &g_array_index(impacts->steps, ErImpact, step);
}

/* ---- answers ---- */

static int by_class(const void *key, const void *row)
{
	uint32_t a = *(const uint32_t *)key, b = ((const ErClassImpact *)row)->flow_class;

	return (a > b) - (a < b);
}

const ErClassImpact *er_impact_of(const ErImpact *impact, uint32_t class)
{
	return impact->n_classes > 0 ? bsearch(&class, impact->classes, impact->n_classes, sizeof *impact->classes, by_class) : NULL;
}

bool er_impact_flow_up(const ErSimulator *simulator, const ErImpact *impact, uint32_t flow)
{
	uint32_t class = er_flows_at(simulator->flows, flow)->flow_class;
	const ErClassImpact *row = er_impact_of(impact, class);

	if (impact->n_flows_lost > 0 && bsearch(&flow, impact->flows_lost, impact->n_flows_lost, sizeof flow, er_compare_indices) != NULL)
		return false;
	return row != NULL ? row->after.up : er_simulator_base(simulator, class)->up;
}

const char *er_convergence_name(ErConvergence convergence)
{
	static const char *const names[] = { "none", "sub-second", "up-to-1-min", "up-to-3-min", "manual" };

	return names[convergence];
}
