/*
 * An event, prepared for its sheet: which components are gone, which carried and do not any more, which carry for the first time; the
 * flow classes that it meets, worst first, each from how it stands without the event to how it stands after the last step; and which
 * single part would come next to take a class down, as the definition of a cut says.
 */
#include "failure.h"

#include <erscope/lang.h>

#include <string.h>

/* ---- what is gone ---- */

static void mark_removed(ErFailure *failure, const ErNetwork *net, const ErStep *step)
{
	uint32_t n = er_network_n_components(net);

	for (uint32_t i = 0; i < step->n_removed; i++) {
		uint32_t element = step->removed[i];
		if (element < n) {
			failure->failed[element] = true;
			continue;
		}
		const ErGroup *group = er_network_group(net, element - n);
		for (uint32_t k = 0; k < group->n_members; k++)
			failure->failed[group->members[k]] = true;
	}
}

/* ---- what carries ---- */

static void mark_used(bool *marks, const ErNetwork *net, const ErFlowClass *class, const ErOutcome *outcome)
{
	for (uint32_t i = 0; i < outcome->n_used; i++) {
		const ErPath *path = &class->paths[outcome->used[i]];
		for (uint32_t k = 0; k < path->n_hops; k++)
			if (path->hops[k] < er_network_n_components(net))
				marks[path->hops[k]] = true;
		/* Needed, though not crossed in both directions: the sheet draws flows along them. */
		if (path->circuit != ER_NONE)
			marks[er_network_circuit(net, path->circuit)->self] = true;
		if (path->connection != ER_NONE)
			marks[er_network_connection(net, path->connection)->self] = true;
	}
}

static void mark_use(ErFailure *failure, const ErFlows *flows, const ErSimulator *simulator, const ErChange *const *change_of)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *before = g_new0(bool, er_network_n_components(net) + 1), *after = g_new0(bool, er_network_n_components(net) + 1);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		mark_used(before, net, class, er_simulator_base(simulator, i));
		mark_used(after, net, class, change_of[i] != NULL ? change_of[i]->after : er_simulator_base(simulator, i));
	}
	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		failure->lost[i] = before[i] && !after[i];
		failure->fresh[i] = after[i] && !before[i];
	}
}

/* ---- classes ---- */

static int badness(const ErChange *change)
{
	return !change->after->up ? 0 : change->after->lost > 0 ? 1 : change->after->moved || change->convergence != ER_CONVERGE_NONE ? 2 : 3;
}

static int by_badness(const void *a, const void *b)
{
	const ErChange *x = a, *y = b;
	int by = badness(x) - badness(y);

	return by != 0 ? by : (x->flow_class > y->flow_class) - (x->flow_class < y->flow_class);
}

static bool same_paths(const ErOutcome *a, const ErOutcome *b)
{
	return a->n_used == b->n_used && (a->n_used == 0 || memcmp(a->used, b->used, a->n_used * sizeof *a->used) == 0);
}

/* The last step that meets the class speaks; what moved in any step has moved. */
static void collect_changes(ErFailure *failure, const ErFlows *flows, const ErSimulator *simulator)
{
	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		ErChange change = { i, er_simulator_base(simulator, i), NULL, ER_CONVERGE_NONE };
		for (uint32_t s = 0; s < er_impacts_count(failure->impacts); s++) {
			const ErClassImpact *row = er_impact_of(er_impacts_at(failure->impacts, s), i);
			if (row == NULL)
				continue;
			change.after = &row->after;
			change.convergence = MAX(change.convergence, row->after.convergence);
		}
		if (change.after != NULL && er_flows_class(flows, i)->n_paths > 0)
			g_array_append_val(failure->changes, change);
	}
}

static void count_flows(ErFailure *failure, const ErFlows *flows)
{
	const ErImpact *last = er_impacts_at(failure->impacts, er_impacts_count(failure->impacts) - 1);
	g_autofree uint32_t *ends = g_new0(uint32_t, er_flows_n_classes(flows) + 1);

	for (uint32_t i = 0; i < last->n_flows_lost; i++) {
		uint32_t class = er_flows_at(flows, last->flows_lost[i])->flow_class;
		ends[class] += er_flows_class(flows, class)->n_paths > 0;
	}
	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		failure->n_flows += class->n_paths > 0 ? class->n_flows : 0;
		failure->n_ends += ends[i];
	}
	failure->n_down = failure->n_ends;
	failure->n_kept = failure->n_flows - failure->n_down;
	for (guint i = 0; i < failure->changes->len; i++) {
		const ErChange *change = &g_array_index(failure->changes, ErChange, i);
		uint32_t n = er_flows_class(flows, change->flow_class)->n_flows - ends[change->flow_class];
		bool moved = change->after->up && (change->convergence != ER_CONVERGE_NONE || !same_paths(change->before, change->after));
		uint32_t *count = !change->after->up ? &failure->n_down : change->after->lost > 0 ? &failure->n_part : moved ? &failure->n_moved : NULL;
		if (count == NULL)
			continue;
		*count += n;
		failure->n_kept -= n;
	}
}

/* ---- what would come next ---- */

enum { MOST_ASKED = 64 };  /* classes: a sheet names a handful of parts */

static void add_next(ErFailure *failure, uint32_t element, ErDirection direction)
{
	ErNextFailure next = { element, { direction == ER_ONPREM_TO_AZURE, direction == ER_AZURE_TO_ONPREM } };

	for (guint i = 0; i < failure->next->len; i++) {
		ErNextFailure *known = &g_array_index(failure->next, ErNextFailure, i);
		if (known->element == element) {
			known->down[direction] = true;
			return;
		}
	}
	g_array_append_val(failure->next, next);
}

/* A class that is asked what would come next, and what is gone already, with room for one more. */
typedef struct { ErFailure *failure; const ErFlows *flows; const ErFlowClass *class; const ErFlow *flow; uint32_t *gone; uint32_t n_gone; } Asked;

static void try_element(const Asked *asked, uint32_t element)
{
	asked->gone[asked->n_gone] = element;
	if (!er_flow_up_without(asked->flows, asked->flow, asked->gone, asked->n_gone + 1) && er_flow_up_without(asked->flows, asked->flow, &element, 1))
		add_next(asked->failure, element, asked->class->direction);
}

/* The component, unless it is assumed or the flow's own end, and the groups it is in. */
static void try_part(const Asked *asked, uint32_t component)
{
	const ErNetwork *net = er_flows_network(asked->flows);
	uint32_t n_components = er_network_n_components(net), n;

	if (component >= n_components)
		return;
	const uint32_t *groups = er_network_groups_of(net, component, &n);
	bool own = component == er_network_vnet(net, asked->flow->vnet)->self || component == er_network_site(net, asked->flow->site)->self;
	if (!own && er_network_component(net, component)->certainty != ER_ASSUMED)
		try_element(asked, component);
	for (uint32_t k = 0; k < n; k++)
		if (er_network_group(net, groups[k])->first == groups[k] && !er_group_is_scope(asked->flows, asked->flow, groups[k]))
			try_element(asked, n_components + groups[k]);
}

/* What takes all paths down that are left takes the first of them down: it is on it, or required by it. */
static void find_next(ErFailure *failure, const ErFlows *flows, const ErChange *change, uint32_t *gone)
{
	const ErStep *last = &failure->event->steps[failure->event->n_steps - 1];
	const ErFlowClass *class = er_flows_class(flows, change->flow_class);
	const Asked asked = { failure, flows, class, er_flows_at(flows, class->first_flow), gone, last->n_removed };
	const ErPath *first = NULL;

	if (!er_flow_up_without(flows, asked.flow, gone, last->n_removed))
		return;
	for (uint32_t i = 0; first == NULL && i < class->n_paths; i++)
		if (er_path_alive_without(flows, asked.flow, &class->paths[i], gone, last->n_removed))
			first = &class->paths[i];
	for (uint32_t i = 0; first != NULL && i < first->n_hops; i++)
		try_part(&asked, first->hops[i]);
	for (uint32_t i = 0; first != NULL && i < first->n_requires; i++)
		for (uint32_t k = 0; k < first->requires[i].n; k++)
			try_part(&asked, first->requires[i].any[k]);
}

static void find_all_next(ErFailure *failure, const ErFlows *flows)
{
	const ErStep *last = &failure->event->steps[failure->event->n_steps - 1];
	g_autofree uint32_t *gone = g_new(uint32_t, last->n_removed + 1);

	for (uint32_t i = 0; i < last->n_removed; i++)
		gone[i] = last->removed[i];
	for (guint i = 0; i < failure->changes->len && i < MOST_ASKED; i++)
		if (g_array_index(failure->changes, ErChange, i).after->up)
			find_next(failure, flows, &g_array_index(failure->changes, ErChange, i), gone);
}

static int by_element(const void *a, const void *b)
{
	return er_compare_indices(&((const ErNextFailure *)a)->element, &((const ErNextFailure *)b)->element);
}

/* ---- all of it ---- */

ErFailure *er_failure_new(const ErFlows *flows, ErSimulator *simulator, const ErEvent *event)
{
	const ErNetwork *net = er_flows_network(flows);
	ErFailure *failure = g_new0(ErFailure, 1);
	g_autofree const ErChange **change_of = g_new0(const ErChange *, er_flows_n_classes(flows) + 1);

	failure->event = event;
	failure->impacts = er_simulate(simulator, event);
	failure->changes = g_array_new(FALSE, TRUE, sizeof(ErChange));
	failure->next = g_array_new(FALSE, TRUE, sizeof(ErNextFailure));
	failure->failed = g_new0(bool, er_network_n_components(net) + 1);
	failure->lost = g_new0(bool, er_network_n_components(net) + 1);
	failure->fresh = g_new0(bool, er_network_n_components(net) + 1);
	mark_removed(failure, net, &event->steps[event->n_steps - 1]);
	collect_changes(failure, flows, simulator);
	count_flows(failure, flows);
	for (guint i = 0; i < failure->changes->len; i++)
		change_of[g_array_index(failure->changes, ErChange, i).flow_class] = &g_array_index(failure->changes, ErChange, i);
	mark_use(failure, flows, simulator, change_of);
	find_all_next(failure, flows);
	g_array_sort(failure->changes, by_badness);
	g_array_sort(failure->next, by_element);
	return failure;
}

void er_failure_free(ErFailure *failure)
{
	if (failure == NULL)
		return;
	er_impacts_free(failure->impacts);
	g_array_free(failure->changes, TRUE);
	g_array_free(failure->next, TRUE);
	g_free(failure->failed);
	g_free(failure->lost);
	g_free(failure->fresh);
	g_free(failure);
}

char *er_failure_element_name(const ErFlows *flows, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_components(net), owner = element < n ? er_network_owner(net, element) : ER_NONE;
	const char *kind = element < n ? er_kind_name(er_network_component(net, element)->kind) : er_group_kind_name(er_network_group(net, element - n)->kind);
	const char *name = er_element_name(flows, NULL, element), *whose = owner != ER_NONE ? er_network_component(net, owner)->name : "";
	g_autofree char *words = g_strdelimit(g_strdup(_(kind)), "-", ' ');
	/* "MSEE primary" says its kind, "ergw#instance-0" whose it is. */
	bool says_kind = g_ascii_strncasecmp(name, words, strlen(words)) == 0, says_whose = *whose == '\0' || strstr(name, whose) != NULL;

	return g_strdup_printf("%s%s%s%s%s", says_kind ? "" : words, says_kind ? "" : " ", name, says_whose ? "" : _(" of "), says_whose ? "" : whose);
}

char *er_failure_names(const ErFlows *flows, const ErEvent *event)
{
	const ErStep *last = &event->steps[event->n_steps - 1];
	const uint32_t *elements = last->n_removed > 0 ? last->removed : event->steps[0].drained;
	uint32_t n = last->n_removed > 0 ? last->n_removed : event->steps[0].n_drained;
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < n && i < 3; i++) {
		g_autofree char *name = er_failure_element_name(flows, elements[i]);
		g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 == n ? _(" and ") : ", ", name);
	}
	if (n > 3)
		g_string_append_printf(out, _(" and %u more"), n - 3);
	return g_string_free(out, FALSE);
}
