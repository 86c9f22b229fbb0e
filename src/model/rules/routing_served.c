/* Who serves whom: circuits of gateways, the gateway of each VNet, flows of each VNet. Each linear in what it reads. */
#include "routing.h"

#include <string.h>

GPtrArray *er_circuits_of_gateways(const ErNetwork *net)
{
	GPtrArray *sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		g_ptr_array_add(sets, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->gateway == ER_NONE || connection->circuit == ER_NONE)
			continue;
		GArray *set = sets->pdata[connection->gateway];
		bool known = false;
		for (guint k = 0; k < set->len; k++)
			known = known || g_array_index(set, uint32_t, k) == connection->circuit;
		if (!known)
			g_array_append_val(set, connection->circuit);
	}
	for (guint g = 0; g < sets->len; g++)
		g_array_sort(sets->pdata[g], er_compare_indices);
	return sets;
}

/* ---- VNets ---- */

uint32_t *er_serving_gateways(const ErNetwork *net)
{
	uint32_t n_vnets = er_network_n_vnets(net), n_hubs = er_network_n_hubs(net);
	uint32_t *serving = g_new(uint32_t, n_vnets + 1);
	g_autofree uint32_t *own = g_new(uint32_t, n_vnets + 1), *of_hub = g_new(uint32_t, n_hubs + 1);
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(net);

	memset(own, 0xff, (n_vnets + 1) * sizeof *own);
	memset(of_hub, 0xff, (n_hubs + 1) * sizeof *of_hub);
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		if (((const GArray *)circuits->pdata[g])->len == 0)
			continue;
		if (gateway->vnet != ER_NONE)
			own[gateway->vnet] = g;
		else if (gateway->hub != ER_NONE)
			of_hub[gateway->hub] = g;
	}
	memcpy(serving, own, (n_vnets + 1) * sizeof *own);
	for (uint32_t a = 0; a < er_network_n_attachments(net); a++) {
		const ErAttachment *attachment = er_network_attachment(net, a);
		if (attachment->transit && serving[attachment->spoke] == ER_NONE)
			serving[attachment->spoke] = attachment->hub_vnet != ER_NONE ? own[attachment->hub_vnet] : attachment->hub != ER_NONE ? of_hub[attachment->hub] : ER_NONE;
	}
	return serving;
}

static void free_list(void *data)
{
	if (data != NULL)
		g_array_unref(data);
}

GPtrArray *er_flows_of_vnets(const ErFlows *flows)
{
	GPtrArray *of_vnets = g_ptr_array_new_with_free_func(free_list);

	g_ptr_array_set_size(of_vnets, (gint)er_network_n_vnets(er_flows_network(flows)));
	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		gpointer *slot = &of_vnets->pdata[er_flows_at(flows, i)->vnet];
		if (*slot == NULL)
			*slot = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_array_append_val((GArray *)*slot, i);
	}
	return of_vnets;
}

void er_draft_flows_of_vnet(ErDraft *draft, const GPtrArray *of_vnets, uint32_t vnet)
{
	const GArray *of = of_vnets->pdata[vnet];

	for (guint i = 0; of != NULL && i < of->len; i++)
		er_draft_flow(draft, g_array_index(of, uint32_t, i));
}
