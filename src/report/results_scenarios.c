/* The parts of the results document that tell what happens when something fails: scenarios, step by step. */
#include "results_out.h"

static void write_mbps(ErJsonOut *json, const char *key, uint32_t mbps)
{
	if (mbps > 0)
		er_json_uint(json, key, mbps);
	else
		er_json_null(json, key);
}

static void write_tri(ErJsonOut *json, const char *key, ErTri value)
{
	if (value == ER_TRI_UNSAID)
		er_json_null(json, key);
	else
		er_json_bool(json, key, value == ER_TRI_YES);
}

static void write_outcome(ErJsonOut *json, const ErNetwork *net, const ErFlowClass *class, const ErOutcome *now)
{
	g_autofree char *id = g_strdup_printf("c%u", class->number);

	er_json_open_inline(json, NULL, '{');
	er_json_string(json, "class", id);
	er_json_bool(json, "up", now->up);
	er_json_share(json, "lost", now->lost);
	er_json_bool(json, "moved", now->moved);
	if (now->preference != ER_NONE)
		er_json_uint(json, "preference", now->preference);
	else
		er_json_null(json, "preference");
	er_json_uint(json, "paths_left", now->n_alive);
	er_json_open(json, "used", '[');
	for (uint32_t i = 0; i < now->n_used; i++)
		er_json_uint(json, NULL, now->used[i]);
	er_json_close(json, ']');
	write_mbps(json, "capacity_mbps", now->capacity_mbps);
	write_mbps(json, "burst_mbps", now->burst_mbps);
	er_json_string(json, "bottleneck", now->bottleneck != ER_NONE ? er_network_component(net, now->bottleneck)->id : NULL);
	write_tri(json, "symmetric", now->symmetric);
	write_tri(json, "state_kept", now->state_kept);
	er_json_string(json, "convergence", er_convergence_name(now->convergence));
	er_json_close(json, '}');
}

static void write_services(ErJsonOut *json, const ErNetwork *net, const ErImpact *impact)
{
	er_json_open(json, "services", '[');
	for (uint32_t i = 0; i < impact->n_services; i++) {
		const ErServiceState *state = &impact->services[i];
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "id", er_network_service(net, state->service)->id);
		er_json_string(json, "site", er_network_component(net, er_network_site(net, state->site)->self)->id);
		er_json_string(json, "direction", er_direction_name(state->direction));
		er_json_bool(json, "up", state->up);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
}

static void write_loads(ErJsonOut *json, const ErNetwork *net, const ErImpact *impact)
{
	er_json_open(json, "loads", '[');
	for (uint32_t i = 0; i < impact->n_loads; i++) {
		const ErLoad *load = &impact->loads[i];
		er_json_open_inline(json, NULL, '{');
		er_json_string(json, "id", er_network_component(net, load->component)->id);
		er_json_string(json, "direction", er_direction_name(load->direction));
		er_json_uint(json, "load_mbps", (uint64_t)(load->mbps + 0.5));
		er_json_uint(json, "capacity_mbps", load->capacity_mbps);
		er_json_close(json, '}');
	}
	er_json_close(json, ']');
	er_json_open_inline(json, "demand_lost_mbps", '{');
	er_json_uint(json, er_direction_name(ER_ONPREM_TO_AZURE), (uint64_t)(impact->demand_lost_mbps[ER_ONPREM_TO_AZURE] + 0.5));
	er_json_uint(json, er_direction_name(ER_AZURE_TO_ONPREM), (uint64_t)(impact->demand_lost_mbps[ER_AZURE_TO_ONPREM] + 0.5));
	er_json_close(json, '}');
}

static const char *step_name(const ErStep *step)
{
	return step->n_drained > 0 ? "drain" : step->silent ? "withdrawal" : "removal";
}

static void write_step(ErJsonOut *json, const ErFlows *flows, const ErEvent *event, uint32_t step, const ErImpact *impact)
{
	const ErNetwork *net = er_flows_network(flows);

	er_json_open(json, NULL, '{');
	er_json_string(json, "id", event->scenario);
	er_json_string(json, "title", event->title);
	er_json_string(json, "target", event->target);
	er_json_uint(json, "step", step + 1);
	er_json_string(json, "change", step_name(&event->steps[step]));
	er_json_open(json, "classes", '[');
	for (uint32_t i = 0; i < impact->n_classes; i++)
		write_outcome(json, net, er_flows_class(flows, impact->classes[i].flow_class), &impact->classes[i].after);
	er_json_close(json, ']');
	er_json_open(json, "flows_lost", '[');
	for (uint32_t i = 0; i < impact->n_flows_lost; i++)
		er_json_string(json, NULL, er_flows_at(flows, impact->flows_lost[i])->id);
	er_json_close(json, ']');
	write_services(json, net, impact);
	write_loads(json, net, impact);
	er_json_close(json, '}');
}

void er_results_scenarios(ErJsonOut *json, const ErFlows *flows, const ErEvents *events)
{
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);

	er_json_open(json, "scenarios", '[');
	for (uint32_t i = 0; events != NULL && i < er_events_count(events); i++) {
		const ErEvent *event = er_events_at(events, i);
		g_autoptr(ErImpacts) impacts = er_simulate(simulator, event);
		for (uint32_t step = 0; step < event->n_steps; step++)
			write_step(json, flows, event, step, er_impacts_at(impacts, step));
	}
	er_json_close(json, ']');
}
