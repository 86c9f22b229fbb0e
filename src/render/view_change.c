/*
 * What stands on the merged picture of a change: all of a small estate, so that the reader recognises it; of a larger one what the change
 * touches, and what works with that.
 */
#include "view_build.h"

#include <erscope/lang.h>

enum { SMALL_CIRCUITS = 6, SMALL_GATEWAYS = 6, SMALL_SITES = 3 };

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

static bool is_marked(const ErView *view, uint32_t component)
{
	return component != ER_NONE && view->changes->marks[component] != ER_MARK_NONE;
}

static bool circuit_is_marked(const ErView *view, const ErCircuit *circuit)
{
	bool marked = is_marked(view, circuit->self) || (circuit->port != ER_NONE && is_marked(view, er_network_port(net_of(view), circuit->port)->self));

	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		marked = marked || is_marked(view, circuit->link[side]) || is_marked(view, circuit->msee[side]) || is_marked(view, circuit->session[side]) || is_marked(view, circuit->pe[side]);
	return marked;
}

/* Gateways that a VNet is reached through. */
static void mark_home(ErView *view, uint32_t vnet, uint32_t hub)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net_of(view)); i++) {
		const ErGateway *gateway = er_network_gateway(net_of(view), i);
		view->gateways[i] |= (vnet != ER_NONE && gateway->vnet == vnet) || (hub != ER_NONE && gateway->hub == hub);
	}
}

static void mark_changed(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		view->circuits[i] |= circuit_is_marked(view, er_network_circuit(net, i));
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		view->gateways[i] |= is_marked(view, er_network_gateway(net, i)->self);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		view->circuits[connection->circuit] |= is_marked(view, connection->self);
		view->gateways[connection->gateway] |= is_marked(view, connection->self);
	}
	for (uint32_t i = 0; i < er_network_n_vnets(net); i++)
		if (is_marked(view, er_network_vnet(net, i)->self))
			mark_home(view, i, ER_NONE);
	for (uint32_t i = 0; i < er_network_n_hubs(net); i++)
		if (is_marked(view, er_network_hub(net, i)->self))
			mark_home(view, ER_NONE, i);
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		if (is_marked(view, attachment->self) || is_marked(view, er_network_vnet(net, attachment->spoke)->self))
			mark_home(view, attachment->hub_vnet, attachment->hub);
	}
	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		view->circuits[end->circuit] |= is_marked(view, end->ce) || is_marked(view, end->access);
	}
}

/* The other ends of connections, and the sites behind circuits. */
static void mark_company(ErView *view)
{
	const ErNetwork *net = net_of(view);
	g_autofree bool *circuits = g_memdup2(view->circuits, er_network_n_circuits(net) * sizeof(bool)), *gateways = g_memdup2(view->gateways, er_network_n_gateways(net) * sizeof(bool));

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		view->gateways[connection->gateway] |= circuits[connection->circuit];
		view->circuits[connection->circuit] |= gateways[connection->gateway];
	}
	for (uint32_t i = 0; i < er_network_n_ends(net); i++)
		view->sites[er_network_end(net, i)->site] |= view->circuits[er_network_end(net, i)->circuit];
	for (uint32_t i = 0; i < er_network_n_sites(net); i++)
		view->sites[i] |= is_marked(view, er_network_site(net, i)->self);
}

static char *describe_change(const ErDrawChanges *changes)
{
	static const char *const words[] = { [ER_MARK_ADDED] = N_("added"), [ER_MARK_REMOVED] = N_("removed"), [ER_MARK_CHANGED] = N_("changed") };
	uint32_t n[ER_MARK_CHANGED + 1] = { 0 };
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < changes->n_rows; i++)
		n[changes->rows[i].mark]++;
	for (int mark = ER_MARK_ADDED; mark <= ER_MARK_CHANGED; mark++)
		if (n[mark] > 0)
			g_string_append_printf(out, "%s%u %s", out->len > 0 ? " · " : "", n[mark], _(words[mark]));
	if (out->len == 0)
		g_string_append(out, _("nothing differs"));
	return g_string_free(out, FALSE);
}

/* Spokes that come or go are drawn one by one where the others were. */
static uint32_t most_spokes(const ErView *view, uint32_t wanted)
{
	uint32_t most = wanted > 0 ? wanted : ER_DEFAULT_SPOKES;

	for (uint32_t i = 0; i < er_network_n_vnets(net_of(view)); i++) {
		ErChangeMark mark = view->changes->marks[er_network_vnet(net_of(view), i)->self];
		most += mark == ER_MARK_ADDED || mark == ER_MARK_REMOVED;
	}
	return most;
}

ErView *er_view_change(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options)
{
	ErView *view = er_view_new(flows, findings);
	const ErNetwork *net = net_of(view);

	view->changes = options->changes;
	if (options->changes->n_rows > 0 && (er_network_n_circuits(net) > SMALL_CIRCUITS || er_network_n_gateways(net) > SMALL_GATEWAYS || er_network_n_sites(net) > SMALL_SITES)) {
		er_view_no_marks(view);
		mark_changed(view);
		mark_company(view);
		er_view_mark_some_site(view);
	}
	er_view_fill(view, most_spokes(view, options->most_spokes));
	view->slug = g_strdup("change");
	view->title = g_strdup_printf(_("Change: %s"), options->changes->title);
	view->subtitle = g_strdup(options->changes->verdict);
	view->scope = describe_change(options->changes);
	return view;
}
