/*
 * Which parts stand on a flow sheet: one site, one gateway and the circuits it is connected to, and one VNet for each class of flows between them.
 */
#include "extra.h"
#include "view_build.h"

#include <erscope/lang.h>

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

/* Is the gateway at home where this class's VNets hang? Through another hub of the WAN it is no sheet of theirs. */
static bool is_home(const ErView *view, const ErFlowClass *class, uint32_t gateway)
{
	const ErNetwork *net = net_of(view);
	const ErFlow *flow = er_flows_at(view->flows, class->first_flow);
	const ErGateway *record = er_network_gateway(net, gateway);

	if (*flow->destination != '\0')
		return false;
	if (flow->attachment == ER_NONE)
		return record->vnet == flow->vnet;
	const ErAttachment *attachment = er_network_attachment(net, flow->attachment);
	return attachment->hub_vnet != ER_NONE ? record->vnet == attachment->hub_vnet : record->hub == attachment->hub;
}

static bool class_uses(const ErFlowClass *class, uint32_t gateway)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (class->paths[i].gateway == gateway)
			return true;
	return false;
}

static void add_destination(ErView *view, GHashTable *regions, const ErHome *home, uint32_t hub, uint32_t class_index)
{
	const ErNetwork *net = net_of(view);
	const ErFlowClass *class = er_flows_class(view->flows, class_index);
	const ErFlow *flow = er_flows_at(view->flows, class->first_flow);
	ErDestination destination = { .in = class_index, .out = class->other, .flow = class->first_flow, .more = class->n_flows - 1 };

	if (flow->attachment == ER_NONE) {
		destination.box = er_view_add(view, ER_BOX_WORKLOAD, hub, ER_NONE, home->vnet, ER_PRIMARY, _("workload subnets"));
	} else {
		const ErVnet *vnet = er_network_vnet(net, flow->vnet);
		destination.box = er_view_add_spoke(view, er_view_region_box(view, regions, vnet->region, er_network_component(net, vnet->self)->location), hub, flow->attachment);
	}
	g_array_append_val(view->destinations, destination);
}

/* @circuits: (nullable): those that the sheet shows of the gateway's; @first, @most: of the classes that lead there */
static ErView *build(const ErFlows *flows, const ErFindings *findings, uint32_t site, uint32_t gateway, const bool *circuits, uint32_t first, uint32_t most)
{
	ErView *view = er_view_new(flows, findings);
	const ErNetwork *net = net_of(view);
	g_autoptr(GHashTable) regions = g_hash_table_new(g_str_hash, g_str_equal);
	uint32_t n = 0;

	view->flow_sheet = true;
	view->site = site;
	view->gateway = gateway;
	if (circuits != NULL)
		view->circuits = g_memdup2(circuits, er_network_n_circuits(net) * sizeof *circuits);
	er_view_add_site(view);
	er_view_add_blocks(view);
	g_autoptr(GArray) homes = er_view_homes(view);
	const ErHome *home = &g_array_index(homes, ErHome, 0); /* the gateway's: the only one shown */
	uint32_t hub = er_view_add_home(view, regions, home);
	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		if (class->direction == ER_ONPREM_TO_AZURE && class->site == site && class_uses(class, gateway) && class->n_flows > 0 && is_home(view, class, gateway) && n++ >= first && n <= first + most)
			add_destination(view, regions, home, hub, i);
	}
	if (view->destinations->len == 0) {
		er_view_free(view);
		return NULL;
	}
	er_extra_add(view);
	const char *site_name = er_network_component(net, er_network_site(net, site)->self)->name;
	const char *gateway_name = er_network_component(net, er_network_gateway(net, gateway)->self)->name;
	const ErFlow *last = er_flows_at(flows, g_array_index(view->destinations, ErDestination, view->destinations->len - 1).flow);
	const char *vnet_name = er_network_component(net, er_network_vnet(net, last->vnet)->self)->name;
	g_autofree char *slug = g_strdup_printf("flow-%s-%s", site_name, gateway_name);
	g_autofree char *destinations = er_view_plural(view->destinations->len, "flow class", "flow classes");
	view->slug = g_steal_pointer(&slug);
	view->title = view->destinations->len == 1 ? g_strdup_printf(_("%s ↔ %s through %s"), site_name, vnet_name, gateway_name) : g_strdup_printf(_("%s ↔ VNets behind %s"), site_name, gateway_name);
	view->subtitle = g_strdup_printf(_("Flow sheet · both directions · %s"), destinations);
	view->scope = g_strdup_printf(_("1 site · 1 gateway · %s"), destinations);
	return view;
}

ErView *er_view_flow(const ErFlows *flows, const ErFindings *findings, uint32_t site, uint32_t gateway)
{
	return build(flows, findings, site, gateway, NULL, 0, UINT32_MAX / 2);
}

ErView *er_view_flow_part(const ErView *whole, const bool *circuits, uint32_t first, uint32_t most)
{
	return build(whole->flows, whole->findings, whole->site, whole->gateway, circuits, first, most);
}
