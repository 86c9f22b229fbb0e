/*
 * Which parts stand on a failure sheet: all of a small estate, so that the reader recognises it; of a larger one what a flow in question may use,
 * and what is gone itself.
 */
#include "view_build.h"

#include <erscope/lang.h>

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

enum { SMALL_CIRCUITS = 4, SMALL_GATEWAYS = 4, SMALL_SITES = 3 };

/* The circuit, or a part of it. */
static bool has_failed(const ErFailure *failure, const ErCircuit *circuit)
{
	bool failed = failure->failed[circuit->self];

	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		const uint32_t parts[] = { circuit->pe[side], circuit->link[side], circuit->msee[side], circuit->session[side] };
		for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
			failed = failed || (parts[i] != ER_NONE && failure->failed[parts[i]]);
	}
	return failed;
}

/* Every circuit and gateway that a flow in question may use, and what is gone itself. */
static void mark_concerned(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (guint i = 0; i < view->failure->changes->len; i++) {
		const ErFlowClass *class = er_flows_class(view->flows, g_array_index(view->failure->changes, ErChange, i).flow_class);
		view->sites[class->site] = true;
		for (uint32_t k = 0; k < class->n_paths; k++) {
			const ErPath *path = &class->paths[k];
			if (path->circuit != ER_NONE)
				view->circuits[path->circuit] = true;
			if (path->gateway != ER_NONE)
				view->gateways[path->gateway] = true;
			if (path->end != ER_NONE)
				view->sites[er_network_end(net, path->end)->site] = true;
		}
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		view->circuits[i] |= has_failed(view->failure, er_network_circuit(net, i));
	for (uint32_t i = 0; i < er_network_n_ends(net); i++)
		view->circuits[er_network_end(net, i)->circuit] |= view->failure->failed[er_network_end(net, i)->ce] || view->failure->failed[er_network_end(net, i)->access];
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		view->gateways[i] |= view->failure->failed[er_network_gateway(net, i)->self];
	for (uint32_t i = 0; i < er_network_n_sites(net); i++)
		view->sites[i] |= view->failure->failed[er_network_site(net, i)->self];
}

/* What happens to the flows, in one line. */
static char *describe_failure(const ErFailure *failure)
{
	GString *out = g_string_new(NULL);
	const struct { uint32_t n; const char *what; } parts[] = {
		{ failure->n_down, _("down") }, { failure->n_part, _("lose a part") }, { failure->n_moved, _("move to other paths") }, { failure->n_kept, _("stay as they are") },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i].n > 0)
			g_string_append_printf(out, "%s%u %s", out->len > 0 ? " · " : "", parts[i].n, parts[i].what);
	return g_string_free(out, FALSE);
}

ErView *er_view_failure(const ErFlows *flows, const ErFindings *findings, ErFailure *failure, uint32_t most_spokes)
{
	ErView *view = er_view_new(flows, findings);
	const ErNetwork *net = net_of(view);
	const ErEvent *event = failure->event;
	g_autofree char *names = er_failure_names(flows, event), *flows_text = describe_failure(failure);

	view->failure = failure;
	if (er_network_n_circuits(net) > SMALL_CIRCUITS || er_network_n_gateways(net) > SMALL_GATEWAYS || er_network_n_sites(net) > SMALL_SITES) {
		er_view_no_marks(view);
		mark_concerned(view);
		er_view_mark_some_site(view);
	}
	er_view_fill(view, most_spokes);
	view->slug = g_strdup_printf("failure-%s%s%s", event->scenario, *event->scenario != '\0' ? "-" : "", names);
	view->title = *event->scenario != '\0' ? g_strdup_printf("%s: %s", event->title, names) : g_strdup_printf(_("%c%s fails"), g_ascii_toupper(names[0]), names + 1);
	view->subtitle = g_strdup_printf(_("Failure sheet%s%s · of %u flows %s"), *event->scenario != '\0' ? _(" · scenario ") : "", event->scenario, failure->n_flows, flows_text);
	view->scope = g_strdup_printf(_("%u flows, both directions"), failure->n_flows);
	return view;
}
