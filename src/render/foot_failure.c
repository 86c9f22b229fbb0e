/*
 * The foot of a failure sheet: per flow class what carried before, what carries now, how much, and how long it takes to get there; then what would
 * come next, what is down with its own VNet, services, and how the event runs. What does not fit is counted.
 */
#include "compose.h"

#include <erscope/lang.h>

enum { MOST_NAMED = 4 };

static const char *name_of(const ErCompose *compose, uint32_t component)
{
	return er_compose_component(compose, component)->name;
}

/* ---- one class in words ---- */

static char *way_of(const ErCompose *compose, const ErFlowClass *class)
{
	const ErFlow *flow = er_flows_at(compose->view->flows, class->first_flow);
	const char *site = name_of(compose, er_network_site(compose->net, class->site)->self), *vnet = name_of(compose, er_network_vnet(compose->net, flow->vnet)->self);
	g_autofree char *more = class->n_flows > 1 ? g_strdup_printf(_(" and %u more"), class->n_flows - 1) : g_strdup("");
	g_autofree char *end = g_strdup_printf("%s%s%s%s", vnet, *flow->destination != '\0' ? " " : "", flow->destination, more);
	bool in = class->direction == ER_ONPREM_TO_AZURE;

	return g_strdup_printf("%s → %s", in ? site : end, in ? end : site);
}

/* Where a path leads: its circuit or tunnel, over which WAN, through or past which gateway. */
static char *path_of(const ErCompose *compose, const ErFlowClass *class, const ErPath *path)
{
	const char *wan = path->wan != ER_NONE ? name_of(compose, er_network_wan(compose->net, path->wan)->self) : NULL;
	const char *gateway = path->gateway != ER_NONE ? name_of(compose, er_network_gateway(compose->net, path->gateway)->self) : NULL;
	bool past = class->direction == ER_AZURE_TO_ONPREM || path->mode == ER_MODE_FASTPATH;

	return g_strdup_printf("%s%s%s%s%s", name_of(compose, er_path_carrier(compose->net, path)), wan != NULL ? _(" and ") : "", wan != NULL ? wan : "",
	                       gateway == NULL ? "" : past ? _(", past ") : _(", through "), gateway != NULL ? gateway : "");
}

/* Each way once, with the number of its links when a circuit has lost one of them. */
static char *used_of(const ErCompose *compose, const ErFlowClass *class, const ErOutcome *outcome)
{
	g_autoptr(GPtrArray) ways = g_ptr_array_new_with_free_func(g_free);
	GString *out = g_string_new(NULL);

	if (outcome->n_used == 0)
		return g_string_free(g_string_assign(out, _("nothing")), FALSE);
	for (uint32_t i = 0; i < outcome->n_used; i++) {
		const ErPath *path = &class->paths[outcome->used[i]];
		g_autofree char *way = path_of(compose, class, path);
		bool other_side = path->circuit == ER_NONE;
		for (uint32_t k = 0; k < outcome->n_used; k++)
			other_side = other_side || (class->paths[outcome->used[k]].circuit == path->circuit && class->paths[outcome->used[k]].side != path->side);
		char *whole = other_side ? g_strdup(way) : g_strdup_printf(_("%s (%s link only)"), way, _(er_side_name(path->side)));
		if (g_ptr_array_find_with_equal_func(ways, whole, g_str_equal, NULL))
			g_free(whole);
		else
			g_ptr_array_add(ways, whole);
	}
	for (guint i = 0; i < ways->len && i < MOST_NAMED; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? "; " : "", (const char *)ways->pdata[i]);
	if (ways->len > MOST_NAMED)
		g_string_append_printf(out, _(" and %u more"), ways->len - MOST_NAMED);
	return g_string_free(out, FALSE);
}

static char *now_of(const ErCompose *compose, const ErFlowClass *class, const ErChange *change)
{
	g_autofree char *used = used_of(compose, class, change->after), *was = used_of(compose, class, change->before);

	if (!change->after->up)
		return change->after->n_used > 0 ? g_strdup_printf(_("DOWN: still sent over %s, where nothing carries it"), used) : g_strdup(_("DOWN"));
	if (change->after->lost > 0)
		return g_strdup_printf(_("%s; %.0f %% is still sent where nothing carries it"), used, change->after->lost * 100);
	return g_str_equal(used, was) ? g_strdup(_("unchanged")) : g_steal_pointer(&used);
}

static char *capacity_of(const ErChange *change)
{
	if (!change->after->up)
		return g_strdup(_("none"));
	if (change->after->capacity_mbps == 0)
		return g_strdup(_("not known"));
	g_autofree char *now = er_compose_speed(change->after->capacity_mbps), *was = er_compose_speed(change->before->capacity_mbps);
	return change->before->capacity_mbps == change->after->capacity_mbps || change->before->capacity_mbps == 0 ? g_strdup(now) : g_strdup_printf(_("%s of %s"), now, was);
}

static const char *convergence_of(const ErChange *change)
{
	static const char *const names[] = { N_("nothing moves"), N_("below 1 s"), N_("up to 1 minute"), N_("up to 3 minutes"), N_("by hand") };

	return change->after->up ? _(names[change->convergence]) : "–";
}

/* ---- the table ---- */

static double draw_change(ErCompose *compose, const ErChange *change, const double *x, double right, double y)
{
	const ErFlowClass *class = er_flows_class(compose->view->flows, change->flow_class);
	bool in = class->direction == ER_ONPREM_TO_AZURE;
	g_autofree char *way = way_of(compose, class), *before = used_of(compose, class, change->before), *now = now_of(compose, class, change), *capacity = capacity_of(change);
	const struct { ErRole role; const char *text; } cells[] = {
		{ in ? ER_ROLE_T_FLOW_IN : ER_ROLE_T_FLOW_OUT, way }, { ER_ROLE_T_CELL, before }, { change->after->up && change->after->lost <= 0 ? ER_ROLE_T_CELL : ER_ROLE_T_CELL_HIGH, now },
		{ ER_ROLE_T_CELL, capacity }, { ER_ROLE_T_CELL, convergence_of(change) },
	};
	double h = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
		double end = i + 1 < G_N_ELEMENTS(cells) ? x[i + 1] : right, taken = er_compose_wrap(compose, cells[i].role, x[i], y + 18, end - x[i] - 12, cells[i].text, 4);
		h = MAX(h, taken);
	}
	return MAX(h + 12, 32);
}

double er_compose_changes(ErCompose *compose, double left, double right, double y)
{
	static const char *const heads[] = { N_("Flow"), N_("Before"), N_("Now"), N_("Capacity"), N_("Takes") };
	const GArray *changes = compose->view->failure->changes;
	uint32_t most = compose->view->n_rows;
	double w = right - left, top_y = y + 12, at = top_y + 26;
	const double x[] = { left + 10, left + 10 + w * 0.25, left + 10 + w * 0.46, left + 10 + w * 0.74, left + 10 + w * 0.87 };

	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, w, changes->len > 0 ? _("What changes") : _("Nothing changes: no flow uses or needs what failed"));
	if (changes->len == 0)
		return y + 10;
	er_scene_rect(compose->scene, ER_ROLE_TABLE_HEAD, (ErRect){ left, top_y, w, 26 }, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		er_compose_text(compose, ER_ROLE_T_CELL_HEAD, x[i], top_y + 17, ER_ANCHOR_START, 120, _(heads[i]));
	for (guint i = 0; i < changes->len && i < most; i++) {
		if (i > 0)
			er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		at += draw_change(compose, &g_array_index(changes, ErChange, i), x, right, at);
	}
	if (changes->len > most) {
		g_autofree char *more = g_strdup_printf(_("%u more classes of flows, none of them worse: erscope fail tells all"), changes->len - most);
		er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		er_compose_text(compose, ER_ROLE_T_CELL, x[0], at + 20, ER_ANCHOR_START, w - 20, more);
		at += 32;
	}
	er_scene_rect(compose->scene, ER_ROLE_TABLE, (ErRect){ left, top_y, w, at - top_y }, 0);
	return at;
}

/* ---- notes ---- */

static const char *legs_of(const ErNextFailure *next)
{
	return next->down[0] && next->down[1] ? "" : next->down[0] ? _(" (towards Azure)") : _(" (from Azure)");
}

static double note_next(ErCompose *compose, double left, double right, double y)
{
	const GArray *next = compose->view->failure->next;
	g_autoptr(GString) text = g_string_new(_("single points that were none before: "));

	for (guint i = 0; i < next->len && i < 8; i++) {
		const ErNextFailure *one = &g_array_index(next, ErNextFailure, i);
		g_autofree char *name = er_failure_element_name(compose->view->flows, one->element);
		g_string_append_printf(text, "%s%s%s", i > 0 ? ", " : "", name, legs_of(one));
	}
	if (next->len > 8)
		g_string_append_printf(text, _(" and %u more"), next->len - 8);
	return next->len > 0 ? er_compose_note(compose, _("Next failure"), text->str, left, right, y) : y;
}

static double note_steps(ErCompose *compose, double left, double right, double y)
{
	const ErEvent *event = compose->view->failure->event;
	const ErStep *last = &event->steps[event->n_steps - 1];

	if (event->n_steps > 1)
		y = er_compose_note(compose, _("In two steps"), last->silent ? _("routes are withdrawn, the session stays up") : _("first drained: routes over it are prepended, so that traffic leaves it; then it goes. The sheet shows the second"), left, right, y);
	if (event->steps[0].n_drained > 0 && event->steps[0].n_removed > 0)
		y = er_compose_note(compose, _("Meanwhile"), _("other parts are gone before it begins"), left, right, y);
	return y;
}

static double note_services(ErCompose *compose, const ErImpact *impact, double left, double right, double y)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; i < impact->n_services; i++) {
		const ErServiceState *state = &impact->services[i];
		if (!state->up)
			g_string_append_printf(text, _("%s%s %s %s is DOWN"), text->len > 0 ? ", " : "", er_network_service(compose->net, state->service)->name,
			                       state->direction == ER_ONPREM_TO_AZURE ? _("from") : _("towards"), name_of(compose, er_network_site(compose->net, state->site)->self));
	}
	if (text->len == 0 && impact->n_services > 0)
		g_string_append(text, _("all up"));
	return text->len > 0 ? er_compose_note(compose, _("Services"), text->str, left, right, y) : y;
}

static double note_demand(ErCompose *compose, const ErImpact *impact, double left, double right, double y)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (impact->n_loads > 0) {
		const ErLoad *load = &impact->loads[0];
		double part = load->mbps / MAX(load->capacity_mbps, 1u);
		g_string_append_printf(text, _("%s carries %.0f of %u Mbps (%.0f %%)%s"), name_of(compose, load->component), load->mbps, load->capacity_mbps, part * 100, part > 1 ? _(": TOO MUCH") : "");
	}
	for (uint32_t d = 0; d < 2; d++)
		if (impact->demand_lost_mbps[d] > 0)
			g_string_append_printf(text, _("%snothing carries %.0f Mbps %s"), text->len > 0 ? "; " : "", impact->demand_lost_mbps[d], d == 0 ? _("towards Azure") : _("from Azure"));
	return text->len > 0 ? er_compose_note(compose, _("Demand"), text->str, left, right, y) : y;
}

static double note_state(ErCompose *compose, double left, double right, double y)
{
	uint32_t uneven = 0, broken = 0;

	for (guint i = 0; i < compose->view->failure->changes->len; i++) {
		const ErChange *change = &g_array_index(compose->view->failure->changes, ErChange, i);
		uint32_t n = er_flows_class(compose->view->flows, change->flow_class)->n_flows;
		uneven += change->after->up && change->after->symmetric == ER_TRI_NO && change->before->symmetric != ER_TRI_NO ? n : 0;
		broken += change->after->up && change->after->state_kept == ER_TRI_NO ? n : 0;
	}
	if (uneven > 0) {
		g_autofree char *text = g_strdup_printf(_("%u flows take other circuits one way than the other, which they did not before"), uneven);
		y = er_compose_note(compose, _("Asymmetry"), text, left, right, y);
	}
	if (broken > 0) {
		g_autofree char *text = g_strdup_printf(_("%u flows: connections through stateful devices break when they move"), broken);
		y = er_compose_note(compose, _("State"), text, left, right, y);
	}
	return y;
}

double er_compose_failure_notes(ErCompose *compose, double left, double right, double y)
{
	const ErFailure *failure = compose->view->failure;
	const ErImpact *last = er_impacts_at(failure->impacts, er_impacts_count(failure->impacts) - 1);

	y = note_steps(compose, left, right, y);
	if (failure->n_ends > 0) {
		g_autofree char *text = g_strdup_printf(_("%u flows are down with their own VNet or its peering"), failure->n_ends);
		y = er_compose_note(compose, _("Own ends"), text, left, right, y);
	}
	y = note_services(compose, last, left, right, y);
	y = note_demand(compose, last, left, right, y);
	y = note_state(compose, left, right, y);
	return note_next(compose, left, right, y);
}
