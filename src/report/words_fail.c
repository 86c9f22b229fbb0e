/*
 * What an event does, in words: what fails, then per step the flows that are down, lose part of their traffic or move, each with what
 * carries now; flows that keep their paths are counted. Services, demand and load follow where they are declared.
 */
#include "prose.h"

#include <string.h>

enum { MOST_NAMED = 4, MOST_LOADS = 5 };

static void add_elements(GString *out, const ErFlows *flows, const uint32_t *elements, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		er_prose_add_element(out, flows, NULL, elements[i]);
	}
}

char *er_prose_event_target(const ErFlows *flows, const ErEvent *event)
{
	const ErStep *last = &event->steps[event->n_steps - 1], *first = &event->steps[0];
	GString *names = g_string_new(NULL);

	if (first->n_drained > 0)
		add_elements(names, flows, first->drained, first->n_drained);
	else if (last->n_removed <= MOST_NAMED)
		add_elements(names, flows, last->removed, last->n_removed);
	else
		g_string_append_printf(names, "%s (%u parts)", event->target, last->n_removed);
	if (first->n_drained > 0 && first->n_removed > 0) {
		g_string_append(names, ", while these are gone: ");
		add_elements(names, flows, first->removed, first->n_removed);
	}
	return g_string_free(names, FALSE);
}

static void put_target(GString *out, const ErFlows *flows, const ErEvent *event)
{
	g_autofree char *names = er_prose_event_target(flows, event);

	er_prose_put(out, 0, "", "%s%s%s: %s", event->scenario, *event->scenario != '\0' ? " " : "", event->title, names);
}

static const char *step_name(const ErEvent *event, uint32_t step)
{
	if (event->n_steps == 1)
		return "";
	return step == 0 ? "drained: routes over it are prepended, so that traffic leaves it first" : event->steps[step].silent ? "then: its routes are withdrawn, the session stays up" : "then: it goes";
}

static char *way_name(const ErFlows *flows, const ErFlow *flow, uint32_t n_more)
{
	const ErNetwork *net = er_flows_network(flows);
	const char *site = er_prose_site_of(net, flow->site)->name, *vnet = er_prose_vnet_of(net, flow->vnet)->name;
	g_autofree char *end = g_strconcat(vnet, *flow->destination != '\0' ? " " : "", flow->destination, NULL);
	g_autofree char *more = n_more > 0 ? g_strdup_printf(" (and %u more %s alike)", n_more, er_prose_plural(n_more, "VNet", "VNets")) : g_strdup("");
	bool in = flow->direction == ER_ONPREM_TO_AZURE;

	return g_strdup_printf("%s → %s%s", in ? site : end, in ? end : site, more);
}

static void add_used(GString *out, const ErNetwork *net, const ErFlowClass *class, const ErOutcome *outcome)
{
	for (uint32_t i = 0; i < outcome->n_used && i < MOST_NAMED; i++) {
		g_autofree char *name = er_prose_path_name(net, &class->paths[outcome->used[i]], true);
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", name);
	}
	if (outcome->n_used > MOST_NAMED)
		g_string_append_printf(out, " and %u more", outcome->n_used - MOST_NAMED);
}

static void add_capacity(GString *out, const ErNetwork *net, const ErClassImpact *row)
{
	const ErOutcome *now = &row->after, *was = &row->before;

	if (now->capacity_mbps == 0) {
		g_string_append(out, "; capacity not known");
		return;
	}
	g_string_append_printf(out, "; %u Mbps", now->capacity_mbps);
	if (now->bottleneck != ER_NONE) {
		g_string_append(out, ", bound by ");
		er_prose_add_component(out, net, now->bottleneck);
	}
	if (was->capacity_mbps > 0 && was->capacity_mbps != now->capacity_mbps)
		g_string_append_printf(out, " (was %u)", was->capacity_mbps);
}

static void add_quality(GString *out, const ErOutcome *now)
{
	static const char *const takes[] = { "", "; moves in less than a second", "; moves within 1 minute", "; moves within 3 minutes", "; moves when somebody switches by hand" };

	g_string_append(out, takes[now->convergence]);
	if (now->symmetric == ER_TRI_NO)
		g_string_append(out, "; asymmetric");
	if (now->state_kept == ER_TRI_NO)
		g_string_append(out, "; connections through stateful devices break");
}

/* Verdict of a class, worst first; NULL: nothing of what carries changed. */
typedef enum { DOWN, LOSES, MOVES, THINNER, SAME } Verdict;

static Verdict verdict_of(const ErClassImpact *row)
{
	if (!row->after.up)
		return DOWN;
	if (row->after.lost > 0)
		return LOSES;
	if (row->after.moved || row->after.convergence != ER_CONVERGE_NONE)
		return MOVES;
	return row->after.n_alive < row->before.n_alive ? THINNER : SAME;
}

static void put_class(GString *out, const ErFlows *flows, const ErClassImpact *row, const ErFlow *flow, uint32_t n_flows)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErFlowClass *class = er_flows_class(flows, row->flow_class);
	const ErOutcome *now = &row->after;
	g_autofree char *way = way_name(flows, flow, n_flows - 1);
	g_autoptr(GString) text = g_string_new(NULL);

	if (!now->up && now->n_used == 0) {
		er_prose_put_item(out, "%s: DOWN", way);
		return;
	}
	add_used(text, net, class, now);
	if (!now->up) {
		er_prose_put_item(out, "%s: DOWN: still sent over %s, where nothing carries it", way, text->str);
		return;
	}
	g_string_append_printf(text, "; %u of %u %s left", now->n_alive, class->n_paths, er_prose_plural(class->n_paths, "path", "paths"));
	add_capacity(text, net, row);
	add_quality(text, now);
	if (now->lost > 0)
		er_prose_put_item(out, "%s: LOSES %.0f %%: a part is still sent where nothing carries it; uses %s", way, now->lost * 100, text->str);
	else
		er_prose_put_item(out, "%s: up over %s", way, text->str);
}

/* First flow of the class that keeps its own ends, and how many do. */
static const ErFlow *first_kept(const ErFlows *flows, const ErImpact *impact, const ErFlowClass *class, uint32_t index, uint32_t *n)
{
	const ErFlow *first = NULL;
	uint32_t lost = 0, next = 0;

	for (uint32_t i = 0; i < impact->n_flows_lost; i++)
		lost += er_flows_at(flows, impact->flows_lost[i])->flow_class == index;
	*n = class->n_flows - lost;
	for (uint32_t i = class->first_flow; *n > 0 && first == NULL && i < er_flows_count(flows); i++) {
		while (next < impact->n_flows_lost && impact->flows_lost[next] < i)
			next++;
		if (er_flows_at(flows, i)->flow_class == index && (next == impact->n_flows_lost || impact->flows_lost[next] != i))
			first = er_flows_at(flows, i);
	}
	return first;
}

static void put_classes(GString *out, const ErFlows *flows, const ErImpact *impact)
{
	uint32_t thinner = 0, same = 0, met = 0, all = 0, dead_before = 0;

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		all += er_flows_class(flows, i)->n_paths > 0 ? er_flows_class(flows, i)->n_flows : 0;
		dead_before += er_flows_class(flows, i)->n_paths == 0 && !er_class_is_unserved(flows, er_flows_class(flows, i)) ? er_flows_class(flows, i)->n_flows : 0;
	}
	for (Verdict verdict = DOWN; verdict <= SAME; verdict++)
		for (uint32_t i = 0; i < impact->n_classes; i++) {
			const ErClassImpact *row = &impact->classes[i];
			const ErFlowClass *class = er_flows_class(flows, row->flow_class);
			uint32_t n;
			if (class->n_paths == 0 || verdict_of(row) != verdict)
				continue;
			const ErFlow *flow = first_kept(flows, impact, class, row->flow_class, &n);
			met += class->n_flows;
			thinner += verdict == THINNER ? n : 0;
			same += verdict == SAME ? n : 0;
			if (flow != NULL && verdict < THINNER)
				put_class(out, flows, row, flow, n);
		}
	same += all - met;
	if (thinner > 0)
		er_prose_put_item(out, "%u %s what they use, with fewer paths left behind", thinner, er_prose_plural(thinner, "flow keeps", "flows keep"));
	if (same > 0)
		er_prose_put_item(out, "%u %s as they are", same, er_prose_plural(same, "flow stays", "flows stay"));
	if (dead_before > 0)
		er_prose_put_item(out, "%u %s down without it, too", dead_before, er_prose_plural(dead_before, "flow is", "flows are"));
}

static void put_flows_lost(GString *out, const ErFlows *flows, const ErImpact *impact)
{
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t last = ER_NONE, n = 0;

	for (uint32_t i = 0; i < impact->n_flows_lost; i++) {
		const ErFlow *flow = er_flows_at(flows, impact->flows_lost[i]);
		if (flow->direction != ER_ONPREM_TO_AZURE || flow->vnet == last || *flow->destination != '\0')
			continue;
		last = flow->vnet;
		if (n++ < MOST_NAMED)
			g_string_append_printf(names, "%s%s", n > 1 ? ", " : "", er_prose_vnet_of(er_flows_network(flows), flow->vnet)->name);
	}
	if (n > MOST_NAMED)
		g_string_append_printf(names, " and %u more", n - MOST_NAMED);
	if (impact->n_flows_lost > 0)
		er_prose_put_item(out, "%u %s down with the VNet itself or its peering: %s", impact->n_flows_lost, er_prose_plural(impact->n_flows_lost, "flow is", "flows are"), names->str);
}

static void put_services(GString *out, const ErNetwork *net, const ErImpact *impact)
{
	for (uint32_t i = 0; i < impact->n_services; i++) {
		const ErServiceState *state = &impact->services[i];
		if (!state->up)
			er_prose_put_item(out, "service %s: DOWN %s %s: none of its VNets is reachable", er_network_service(net, state->service)->name,
			             state->direction == ER_ONPREM_TO_AZURE ? "from" : "towards", er_prose_site_of(net, state->site)->name);
	}
}

static void put_loads(GString *out, const ErNetwork *net, const ErImpact *impact)
{
	for (uint32_t i = 0; i < impact->n_loads && i < MOST_LOADS; i++) {
		const ErLoad *load = &impact->loads[i];
		double part = load->mbps / MAX(load->capacity_mbps, 1u);
		g_autoptr(GString) name = g_string_new(NULL);
		er_prose_add_component(name, net, load->component);
		er_prose_put_item(out, "load %s: %s %.0f of %u Mbps (%.0f %%)%s", load->direction == ER_ONPREM_TO_AZURE ? "towards Azure" : "from Azure", name->str, load->mbps, load->capacity_mbps, part * 100,
		             part > 1 ? ": TOO MUCH" : "");
	}
	for (uint32_t d = 0; d < 2; d++)
		if (impact->demand_lost_mbps[d] > 0)
			er_prose_put_item(out, "demand that nothing carries %s: %.0f Mbps", d == 0 ? "towards Azure" : "from Azure", impact->demand_lost_mbps[d]);
}

/* Per step its name, where there are two, and what it does. */
static void put_steps(GString *out, const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts)
{
	for (uint32_t i = 0; i < event->n_steps; i++) {
		const ErImpact *impact = er_impacts_at(impacts, i);
		if (*step_name(event, i) != '\0')
			er_prose_put(out, 1, "", "%s", step_name(event, i));
		put_classes(out, flows, impact);
		put_flows_lost(out, flows, impact);
		put_services(out, er_flows_network(flows), impact);
		put_loads(out, er_flows_network(flows), impact);
	}
}

GString *er_words_event(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts)
{
	GString *out = g_string_new(NULL);

	put_target(out, flows, event);
	put_steps(out, flows, event, impacts);
	g_string_append_c(out, '\n');
	return out;
}

/* The lines of the text above unbroken: an item begins with "  - ", a step with one blank, what continues it with four or with one. */
GPtrArray *er_prose_event_lines(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts)
{
	g_autoptr(GString) text = g_string_new(NULL);
	GPtrArray *whole = g_ptr_array_new_with_free_func(g_free);

	put_steps(text, flows, event, impacts);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(text->str), "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (whole->len > 0 && g_str_has_prefix(*line, "    ")) {
			char *before = whole->pdata[whole->len - 1];
			whole->pdata[whole->len - 1] = g_strconcat(before, *line + 3, NULL);
			g_free(before);
		} else if (**line != '\0') {
			g_ptr_array_add(whole, g_strdup(g_str_has_prefix(*line, "  - ") ? *line + 4 : *line + 1));
		}
	}
	return whole;
}

/* The highest load of an event's steps; NULL: none. */
static const ErLoad *worst_load(const ErImpacts *impacts)
{
	const ErLoad *worst = NULL;

	for (uint32_t i = 0; i < er_impacts_count(impacts); i++) {
		const ErImpact *impact = er_impacts_at(impacts, i);
		if (impact->n_loads > 0 && (worst == NULL || impact->loads[0].mbps * worst->capacity_mbps > worst->mbps * impact->loads[0].capacity_mbps))
			worst = &impact->loads[0];
	}
	return worst;
}

void er_prose_count_flows(const ErFlows *flows, const ErImpacts *impacts, uint32_t *down, uint32_t *losing)
{
	*down = *losing = 0;
	for (uint32_t s = 0; s < er_impacts_count(impacts); s++) {
		const ErImpact *impact = er_impacts_at(impacts, s);
		uint32_t n_down = impact->n_flows_lost, n_losing = 0;
		for (uint32_t i = 0; i < impact->n_classes; i++) {
			const ErClassImpact *row = &impact->classes[i];
			uint32_t n;
			if (er_flows_class(flows, row->flow_class)->n_paths == 0 || verdict_of(row) > LOSES)
				continue;
			first_kept(flows, impact, er_flows_class(flows, row->flow_class), row->flow_class, &n);
			*(row->after.up ? &n_losing : &n_down) += n;
		}
		*down = MAX(*down, n_down);
		*losing = MAX(*losing, n_losing);
	}
}

GString *er_words_event_line(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts)
{
	GString *out = g_string_new(NULL);
	const ErLoad *load = worst_load(impacts);
	const ErStep *last = &event->steps[event->n_steps - 1];
	g_autoptr(GString) name = g_string_new(NULL);
	uint32_t down, losing;

	er_prose_count_flows(flows, impacts, &down, &losing);
	if (last->n_removed <= MOST_NAMED)
		add_elements(name, flows, last->removed, last->n_removed);
	else
		g_string_append(name, event->target);
	g_autofree char *verdict = down > 0 ? g_strdup_printf("%u down", down) : g_strdup("all up");
	if (losing > 0) {
		char *both = g_strdup_printf("%s, %u losing a part", verdict, losing);
		g_free(verdict);
		verdict = both;
	}
	if (load != NULL) {
		g_autoptr(GString) on = g_string_new(NULL);
		er_prose_add_component(on, er_flows_network(flows), load->component);
		er_prose_put(out, 2, event->scenario, "%s: %s; at most %.0f %% of %s", name->str, verdict, 100 * load->mbps / MAX(load->capacity_mbps, 1u), on->str);
	} else {
		er_prose_put(out, 2, event->scenario, "%s: %s", name->str, verdict);
	}
	return out;
}
