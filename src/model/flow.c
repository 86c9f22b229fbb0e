/*
 * Flows and their classes. A flow is (site, VNet, direction), or a destination class in the VNet: its private endpoints, a subnet that
 * is routed differently. Flows that are equal but for the VNet and its attachment share a class, and paths and cuts are worked out
 * once per class: 5,000 spokes behind 40 gateways are some hundred classes. The key holds all that paths and cuts depend on: site, where
 * the gateways are, how the VNet hangs on them, what blocks it, what routes put on the way, and its region and subscription where
 * something on a path may share them: the group that holds the flow's own VNet is scope, so spokes in the subscription of a circuit and
 * spokes in none have different cuts.
 */
#include "flow_build.h"

#include <string.h>

/* ---- how a VNet hangs on its gateways ---- */

typedef struct {
	ErFlows *flows;
	GPtrArray *by_spoke;       /* per VNet: GArray of attachment indices, or NULL */
	GPtrArray *scopes;         /* per VNet, then per hub: set of the subscriptions and regions that its paths may meet, or NULL */
	GHashTable *classes;       /* key → class index + 1 (the on-premises → Azure one) */
	GArray *treatments;        /* of ErTreatment, per pair of classes */
	GPtrArray *keys;
} Work;

static void free_indices(void *data)
{
	if (data != NULL)
		g_array_unref(data);
}

static void free_set(void *data)
{
	if (data != NULL)
		g_hash_table_destroy(data);
}

static void index_attachments(Work *work)
{
	const ErNetwork *net = work->flows->net;

	g_ptr_array_set_size(work->by_spoke, (gint)er_network_n_vnets(net));
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		gpointer *slot = &work->by_spoke->pdata[er_network_attachment(net, i)->spoke];
		if (*slot == NULL)
			*slot = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_array_append_val((GArray *)*slot, i);
	}
}

/* Lists of lists: @of gives the list that item i belongs to; ER_NONE: to none. */
static ErIndex index_by(ErFlows *flows, uint32_t n_lists, uint32_t n_items, uint32_t (*of)(const ErNetwork *net, uint32_t i))
{
	g_autofree uint32_t *start = g_new0(uint32_t, (size_t)n_lists + 2);
	g_autofree uint32_t *items = g_new(uint32_t, (size_t)n_items + 1);

	for (uint32_t i = 0; i < n_items; i++)
		if (of(flows->net, i) != ER_NONE)
			start[of(flows->net, i) + 2]++;
	for (uint32_t i = 2; i < n_lists + 2; i++)
		start[i] += start[i - 1];
	for (uint32_t i = 0; i < n_items; i++)
		if (of(flows->net, i) != ER_NONE)
			items[start[of(flows->net, i) + 1]++] = i;
	return (ErIndex){ er_flows_keep(flows, start, ((size_t)n_lists + 2) * sizeof *start), er_flows_keep(flows, items, ((size_t)n_items + 1) * sizeof *items) };
}

static uint32_t connection_gateway(const ErNetwork *net, uint32_t i) { return er_network_connection(net, i)->gateway; }
static uint32_t gateway_vnet(const ErNetwork *net, uint32_t i) { return er_network_gateway(net, i)->vnet; }
static uint32_t gateway_hub(const ErNetwork *net, uint32_t i) { return er_network_gateway(net, i)->hub; }
static uint32_t tunnel_gateway(const ErNetwork *net, uint32_t i) { return er_network_tunnel(net, i)->vpn_gateway; }
static uint32_t vpn_vnet(const ErNetwork *net, uint32_t i) { return er_network_vpn_gateway(net, i)->site != ER_NONE ? er_network_vpn_gateway(net, i)->vnet : ER_NONE; }
static uint32_t vpn_hub(const ErNetwork *net, uint32_t i) { return er_network_vpn_gateway(net, i)->site != ER_NONE ? er_network_vpn_gateway(net, i)->hub : ER_NONE; }

static void index_gateways(ErFlows *flows)
{
	const ErNetwork *net = flows->net;

	flows->connections = index_by(flows, er_network_n_gateways(net), er_network_n_connections(net), connection_gateway);
	flows->vnet_gateways = index_by(flows, er_network_n_vnets(net), er_network_n_gateways(net), gateway_vnet);
	flows->hub_gateways = index_by(flows, er_network_n_hubs(net), er_network_n_gateways(net), gateway_hub);
	flows->tunnels = index_by(flows, er_network_n_vpn_gateways(net), er_network_n_tunnels(net), tunnel_gateway);
	flows->vnet_vpns = index_by(flows, er_network_n_vnets(net), er_network_n_vpn_gateways(net), vpn_vnet);
	flows->hub_vpns = index_by(flows, er_network_n_hubs(net), er_network_n_vpn_gateways(net), vpn_hub);
}

static bool holds_gateway(const ErIndex *index, uint32_t home)
{
	return index->start[home] < index->start[home + 1];
}

static bool same_wan(const ErHub *a, const ErHub *b)
{
	return *a->wan != '\0' && !a->basic && !b->basic && strcmp(a->wan, b->wan) == 0;
}

static bool hub_is_served(const ErFlows *flows, uint32_t index)
{
	const ErHub *hub = er_network_hub(flows->net, index);

	if (holds_gateway(&flows->hub_gateways, index))
		return true;
	for (uint32_t i = 0; i < er_network_n_hubs(flows->net); i++)
		if (same_wan(hub, er_network_hub(flows->net, i)) && holds_gateway(&flows->hub_gateways, i))
			return true;
	return false;
}

static bool leads_to_gateway(const Work *work, const ErAttachment *attachment)
{
	/* A hub without a gateway of its own is reached through the other hubs of its WAN. */
	return (attachment->hub_vnet != ER_NONE && holds_gateway(&work->flows->vnet_gateways, attachment->hub_vnet)) || (attachment->hub != ER_NONE && hub_is_served(work->flows, attachment->hub));
}

/* The attachment a VNet uses: the first with transit, else the first that could; ER_NONE when there is none. */
static uint32_t choose_attachment(const Work *work, uint32_t vnet)
{
	const GArray *indices = work->by_spoke->pdata[vnet];
	uint32_t blocked = ER_NONE;

	for (guint i = 0; indices != NULL && i < indices->len; i++) {
		uint32_t index = g_array_index(indices, uint32_t, i);
		const ErAttachment *attachment = er_network_attachment(work->flows->net, index);
		if (!leads_to_gateway(work, attachment))
			continue;
		if (attachment->transit)
			return index;
		if (blocked == ER_NONE)
			blocked = index;
	}
	return blocked;
}

static const ErComponent *hub_component(const ErNetwork *net, const ErTreatment *treatment)
{
	return er_network_component(net, treatment->hub_vnet != ER_NONE ? er_network_vnet(net, treatment->hub_vnet)->self : er_network_hub(net, treatment->hub)->self);
}

static ErTreatment treat(const Work *work, uint32_t site, uint32_t vnet)
{
	const ErNetwork *net = work->flows->net;
	ErTreatment treatment = { .site = site, .vnet = vnet, .hub_vnet = ER_NONE, .hub = ER_NONE, .attachment = ER_NONE, .blocked = "", .destination = "" };

	if (holds_gateway(&work->flows->vnet_gateways, vnet)) {
		treatment.hub_vnet = vnet;
		treatment.reachable = treatment.same_region = true;
		return treatment;
	}
	treatment.attachment = choose_attachment(work, vnet);
	if (treatment.attachment == ER_NONE)
		return treatment;
	const ErAttachment *attachment = er_network_attachment(net, treatment.attachment);
	treatment.reachable = true;
	treatment.hub_vnet = attachment->hub_vnet;
	treatment.hub = attachment->hub;
	treatment.blocked = attachment->reason;
	const char *region = er_network_vnet(net, vnet)->region;
	const char *hub_region = treatment.hub_vnet != ER_NONE ? er_network_vnet(net, treatment.hub_vnet)->region : er_network_hub(net, treatment.hub)->region;
	treatment.same_region = *region != '\0' && strcmp(region, hub_region) == 0;
	return treatment;
}

/* ---- which groups may be scope ---- */

static void add_scope(GHashTable *scope, const ErNetwork *net, uint32_t component)
{
	g_hash_table_add(scope, (char *)er_network_component(net, component)->subscription);
	g_hash_table_add(scope, (char *)er_network_component(net, component)->location);
}

static void add_connection_scope(GHashTable *scope, const ErNetwork *net, const ErConnection *connection)
{
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);

	add_scope(scope, net, connection->self);
	add_scope(scope, net, circuit->self);
	if (circuit->port != ER_NONE)
		add_scope(scope, net, er_network_port(net, circuit->port)->self);
}

/* What stands at a VNet or hub and what it is connected to: @gateways and @vpns of home number @home. */
static void add_home_scope(GHashTable *scope, const ErFlows *flows, const ErIndex *gateways, const ErIndex *vpns, uint32_t home)
{
	const ErNetwork *net = flows->net;

	for (uint32_t i = gateways->start[home]; i < gateways->start[home + 1]; i++) {
		const uint32_t gateway = gateways->items[i];
		add_scope(scope, net, er_network_gateway(net, gateway)->self);
		for (uint32_t k = flows->connections.start[gateway]; k < flows->connections.start[gateway + 1]; k++)
			add_connection_scope(scope, net, er_network_connection(net, flows->connections.items[k]));
	}
	for (uint32_t i = vpns->start[home]; i < vpns->start[home + 1]; i++) {
		const uint32_t vpn = vpns->items[i];
		add_scope(scope, net, er_network_vpn_gateway(net, vpn)->self);
		for (uint32_t k = flows->tunnels.start[vpn]; k < flows->tunnels.start[vpn + 1]; k++)
			add_scope(scope, net, er_network_tunnel(net, flows->tunnels.items[k])->self);
	}
}

static void add_hub_scope(GHashTable *scope, const ErFlows *flows, uint32_t own)
{
	for (uint32_t i = 0; i < er_network_n_hubs(flows->net); i++) {
		const ErHub *hub = er_network_hub(flows->net, i);
		if (i != own && !same_wan(er_network_hub(flows->net, own), hub))
			continue;
		add_scope(scope, flows->net, hub->self);
		if (hub->firewall != ER_NONE)
			add_scope(scope, flows->net, er_network_firewall(flows->net, hub->firewall)->self);
		add_home_scope(scope, flows, &flows->hub_gateways, &flows->hub_vpns, i);
	}
}

static GHashTable *scope_of(const Work *work, const ErTreatment *treatment)
{
	const ErFlows *flows = work->flows;
	gpointer *slot = &work->scopes->pdata[treatment->hub_vnet != ER_NONE ? treatment->hub_vnet : er_network_n_vnets(flows->net) + treatment->hub];

	if (*slot == NULL) {
		*slot = g_hash_table_new(g_str_hash, g_str_equal);
		if (treatment->hub_vnet != ER_NONE) {
			add_scope(*slot, flows->net, er_network_vnet(flows->net, treatment->hub_vnet)->self);
			add_home_scope(*slot, flows, &flows->vnet_gateways, &flows->vnet_vpns, treatment->hub_vnet);
		} else {
			add_hub_scope(*slot, flows, treatment->hub);
		}
	}
	return *slot;
}

static bool is_of_component(const ErNetwork *net, uint32_t component, const char *name)
{
	return strcmp(er_network_component(net, component)->subscription, name) == 0 || strcmp(er_network_component(net, component)->location, name) == 0;
}

static bool is_of_firewall(const ErNetwork *net, const ErSteering *steering, const char *name)
{
	const ErFirewall *firewall = steering->firewall != ER_NONE ? er_network_firewall(net, steering->firewall) : NULL;

	return firewall != NULL && (is_of_component(net, firewall->self, name) || (firewall->vnet != ER_NONE && is_of_component(net, er_network_vnet(net, firewall->vnet)->self, name)));
}

/* The subscription or region of the flow's own VNet, where something on a path may be in it too: then its group is scope. */
static const char *shared_scope(const Work *work, const ErTreatment *treatment, const char *name)
{
	const ErNetwork *net = work->flows->net;

	return g_hash_table_contains(scope_of(work, treatment), name) || is_of_firewall(net, &treatment->in, name) || is_of_firewall(net, &treatment->out, name) ? name : "";
}

static void add_steering_key(GString *key, const ErNetwork *net, const ErSteering *steering)
{
	const uint32_t parts[] = { steering->firewall != ER_NONE ? er_network_firewall(net, steering->firewall)->self : ER_NONE, steering->peering, steering->spoke_peering };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		g_string_append_printf(key, "|%s", parts[i] == ER_NONE ? "" : parts[i] == ER_ELEMENT_ATTACHMENT ? "$" : er_network_component(net, parts[i])->id);
	g_string_append_printf(key, "|%s|%s|%d", steering->why, steering->blocked, steering->assumed);
}

static char *key_of(const Work *work, const ErTreatment *treatment)
{
	const ErNetwork *net = work->flows->net;

	if (!treatment->reachable)
		return g_strdup_printf("%08u|~none", treatment->site);
	const ErComponent *own = er_network_component(net, er_network_vnet(net, treatment->vnet)->self);
	GString *key = g_string_new(NULL);
	const char *kind = treatment->private_endpoint ? "endpoint" : *treatment->destination != '\0' ? "subnet" : "";
	g_string_append_printf(key, "%08u|%s|%s|%d|%s|%s|%s|%s", treatment->site, hub_component(net, treatment)->id, treatment->attachment == ER_NONE ? "hub" : "spoke", treatment->same_region,
	                       shared_scope(work, treatment, own->location), shared_scope(work, treatment, own->subscription), treatment->blocked, kind);
	add_steering_key(key, net, &treatment->in);
	add_steering_key(key, net, &treatment->out);
	return g_string_free(key, FALSE);
}

/* ---- building ---- */

static void add_flow(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, uint32_t key)
{
	const ErNetwork *net = flows->net;
	const char *site = er_network_component(net, er_network_site(net, treatment->site)->self)->id;
	const char *vnet = er_network_component(net, er_network_vnet(net, treatment->vnet)->self)->id;
	g_autofree char *end = g_strconcat(vnet, *treatment->destination != '\0' ? "#" : "", treatment->destination, NULL);
	g_autofree char *id = direction == ER_ONPREM_TO_AZURE ? g_strconcat(site, " -> ", end, NULL) : g_strconcat(end, " -> ", site, NULL);
	ErFlow flow = {
		.id = g_string_chunk_insert(flows->strings, id), .site = treatment->site, .vnet = treatment->vnet, .direction = direction,
		.flow_class = key, .attachment = treatment->attachment, .destination = treatment->destination,
	};

	g_array_append_val(flows->flows, flow);
}

static int by_flow_id(const void *a, const void *b)
{
	return strcmp(((const ErFlow *)a)->id, ((const ErFlow *)b)->id);
}

/* Both flows of a treatment, in the pair of classes of its key. */
static void take_treatment(Work *work, const ErTreatment *treatment)
{
	char *key = key_of(work, treatment);
	uint32_t pair = GPOINTER_TO_UINT(g_hash_table_lookup(work->classes, key));

	if (pair == 0) {
		g_array_append_val(work->treatments, *treatment);
		g_ptr_array_add(work->keys, key);
		pair = work->keys->len;
		g_hash_table_insert(work->classes, key, GUINT_TO_POINTER(pair));
	} else {
		g_free(key);
	}
	add_flow(work->flows, treatment, ER_ONPREM_TO_AZURE, pair - 1);
	add_flow(work->flows, treatment, ER_AZURE_TO_ONPREM, pair - 1);
}

static void collect_vnet(Work *work, uint32_t site, uint32_t vnet)
{
	const ErNetwork *net = work->flows->net;
	ErTreatment treatment = treat(work, site, vnet);

	if (!treatment.reachable) {
		take_treatment(work, &treatment);
		return;
	}
	er_steer(work->flows, &treatment, ER_NONE);
	take_treatment(work, &treatment);
	g_autoptr(GArray) apart = er_steered_apart(work->flows, &treatment);
	for (guint i = 0; i < apart->len; i++) {
		ErTreatment own = treatment;
		uint32_t subnet = g_array_index(apart, uint32_t, i);
		own.destination = er_flows_printf(work->flows, "subnet:%s", er_network_subnet(net, subnet)->name);
		er_steer(work->flows, &own, subnet);
		take_treatment(work, &own);
	}
	if (er_network_vnet(net, vnet)->n_private_endpoints > 0) {
		treatment.destination = "private-endpoint";
		treatment.private_endpoint = true;
		take_treatment(work, &treatment);
	}
}

static void collect(Work *work)
{
	const ErNetwork *net = work->flows->net;

	for (uint32_t site = 0; site < er_network_n_sites(net); site++)
		for (uint32_t vnet = 0; vnet < er_network_n_vnets(net); vnet++)
			if (!er_network_vnet(net, vnet)->external)
				collect_vnet(work, site, vnet);
}

static int by_key_text(const void *a, const void *b, void *data)
{
	const GPtrArray *keys = data;

	return strcmp(keys->pdata[*(const uint32_t *)a], keys->pdata[*(const uint32_t *)b]);
}

/* Flows point at pairs in order of meeting; now at classes in order of key: 2 × rank + direction. */
static void number_classes(Work *work)
{
	ErFlows *flows = work->flows;
	uint32_t n = work->keys->len;
	g_autofree uint32_t *order = g_new(uint32_t, n + 1);
	g_autofree uint32_t *rank = g_new(uint32_t, n + 1);

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)n, sizeof *order, by_key_text, work->keys);
	for (uint32_t i = 0; i < n; i++) {
		rank[order[i]] = i;
		for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
			const ErTreatment *treatment = &g_array_index(work->treatments, ErTreatment, order[i]);
			ErFlowClass class = {
				.number = 2 * i + direction + 1, .site = treatment->site, .direction = direction, .first_flow = ER_NONE,
				.hub_flow = treatment->reachable && treatment->attachment == ER_NONE, .other = 2 * i + (direction == ER_ONPREM_TO_AZURE ? 1 : 0),
			};
			er_paths_build(flows, treatment, direction, &class);
			g_array_append_val(flows->classes, class);
		}
	}
	for (guint i = 0; i < flows->flows->len; i++) {
		ErFlow *flow = &g_array_index(flows->flows, ErFlow, i);
		flow->flow_class = 2 * rank[flow->flow_class] + flow->direction;
		ErFlowClass *class = &g_array_index(flows->classes, ErFlowClass, flow->flow_class);
		flow->up = class->n_paths > 0;
		class->n_flows++;
		if (class->first_flow == ER_NONE)
			class->first_flow = i;
	}
}

ErFlows *er_flows_build(const ErNetwork *net, uint32_t depth, ErDiags *diags)
{
	ErFlows *flows = g_new0(ErFlows, 1);

	flows->net = net;
	flows->depth = CLAMP(depth, 1, 3);
	flows->strings = g_string_chunk_new(4096);
	flows->arrays = g_ptr_array_new_with_free_func(g_free);
	flows->flows = g_array_new(FALSE, TRUE, sizeof(ErFlow));
	flows->classes = g_array_new(FALSE, TRUE, sizeof(ErFlowClass));
	flows->services = g_array_new(FALSE, TRUE, sizeof(ErServiceFlow));
	flows->diags = diags;

	Work work = {
		flows, g_ptr_array_new_with_free_func(free_indices), g_ptr_array_new_with_free_func(free_set),
		g_hash_table_new(g_str_hash, g_str_equal), g_array_new(FALSE, TRUE, sizeof(ErTreatment)), g_ptr_array_new_with_free_func(g_free),
	};
	index_gateways(flows);
	index_attachments(&work);
	g_ptr_array_set_size(work.scopes, (gint)(er_network_n_vnets(net) + er_network_n_hubs(net)));
	collect(&work);
	g_array_sort(flows->flows, by_flow_id);
	number_classes(&work);
	er_flows_index_pairs(flows);
	for (guint i = 0; i < flows->classes->len; i++)
		er_cuts_build(flows, &g_array_index(flows->classes, ErFlowClass, i), diags);
	for (guint i = 0; i + 1 < flows->classes->len; i += 2)
		er_compare_directions(flows, &g_array_index(flows->classes, ErFlowClass, i), &g_array_index(flows->classes, ErFlowClass, i + 1));
	er_cuts_build_services(flows, diags);
	flows->diags = NULL;
	g_ptr_array_free(work.by_spoke, TRUE);
	g_ptr_array_free(work.scopes, TRUE);
	g_hash_table_destroy(work.classes);
	g_array_free(work.treatments, TRUE);
	g_ptr_array_free(work.keys, TRUE);
	return flows;
}
