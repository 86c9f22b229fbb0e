/*
 * Flows and their classes. A flow is (site, VNet, direction). Flows that are equal but for the VNet and its attachment share a
 * class, and paths and cuts are worked out once per class: 5,000 spokes behind 40 gateways are some hundred classes. The key
 * holds all that paths and cuts depend on: site, where the gateways are, how the VNet hangs on them, what blocks it, and its
 * region and subscription where something on a path may share them: the group that holds the flow's own VNet is scope, so spokes
 * in the subscription of a circuit and spokes in none have different cuts.
 *
 * Asymmetry compares the two classes of a pair at preference 0: the gateway hop only ("design"), other circuits ("routing").
 */
#include "flow_build.h"

#include <string.h>

/* ---- how a VNet hangs on its gateways ---- */

/* Attachments by spoke, and which VNets and hubs hold a gateway: made once. */
typedef struct {
	ErFlows *flows;
	GPtrArray *by_spoke;       /* per VNet: GArray of attachment indices, or NULL */
	GHashTable *gateway_vnets, *gateway_hubs;
	GHashTable *subscriptions; /* those that hold more than spokes */
	GHashTable *classes;       /* key → class index + 1 (the on-premises → Azure one) */
	GArray *treatments;        /* of ErTreatment, per pair of classes */
	GPtrArray *keys;
} Work;

static void free_indices(void *data)
{
	if (data != NULL)
		g_array_unref(data);
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
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		if (gateway->vnet != ER_NONE)
			g_hash_table_add(work->gateway_vnets, GUINT_TO_POINTER(gateway->vnet));
		if (gateway->hub != ER_NONE)
			g_hash_table_add(work->gateway_hubs, GUINT_TO_POINTER(gateway->hub));
	}
}

static void index_subscriptions(Work *work)
{
	const ErNetwork *net = work->flows->net;

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		const ErComponent *component = er_network_component(net, i);
		if (component->kind != ER_KIND_VNET && component->kind != ER_KIND_VNET_PEERING)
			g_hash_table_add(work->subscriptions, (char *)component->subscription);
	}
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		uint32_t hub = er_network_attachment(net, i)->hub_vnet;
		if (hub != ER_NONE)
			g_hash_table_add(work->subscriptions, (char *)er_network_component(net, er_network_vnet(net, hub)->self)->subscription);
	}
}

static bool leads_to_gateway(const Work *work, const ErAttachment *attachment)
{
	return (attachment->hub_vnet != ER_NONE && g_hash_table_contains(work->gateway_vnets, GUINT_TO_POINTER(attachment->hub_vnet))) ||
	       (attachment->hub != ER_NONE && g_hash_table_contains(work->gateway_hubs, GUINT_TO_POINTER(attachment->hub)));
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

static const char *region_of_hub(const ErNetwork *net, const ErTreatment *treatment)
{
	if (treatment->hub_vnet != ER_NONE)
		return er_network_vnet(net, treatment->hub_vnet)->region;
	return treatment->hub != ER_NONE ? er_network_hub(net, treatment->hub)->region : "";
}

static const ErComponent *hub_component(const ErNetwork *net, const ErTreatment *treatment)
{
	return er_network_component(net, treatment->hub_vnet != ER_NONE ? er_network_vnet(net, treatment->hub_vnet)->self : er_network_hub(net, treatment->hub)->self);
}

static ErTreatment treat(const Work *work, uint32_t site, uint32_t vnet)
{
	const ErNetwork *net = work->flows->net;
	ErTreatment treatment = { .site = site, .vnet = vnet, .hub_vnet = ER_NONE, .hub = ER_NONE, .attachment = ER_NONE, .blocked = "" };

	if (g_hash_table_contains(work->gateway_vnets, GUINT_TO_POINTER(vnet))) {
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
	treatment.same_region = *region != '\0' && strcmp(region, region_of_hub(net, &treatment)) == 0;
	return treatment;
}

/* The VNet's region where it is that of the hub or of one of its gateways; "" otherwise. */
static const char *shared_region(const ErNetwork *net, const ErTreatment *treatment)
{
	const char *region = er_network_vnet(net, treatment->vnet)->region;

	if (treatment->same_region)
		return region;
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (er_treatment_serves(treatment, er_network_gateway(net, i)) && strcmp(er_network_gateway(net, i)->region, region) == 0)
			return region;
	return "";
}

static char *key_of(const Work *work, const ErTreatment *treatment)
{
	const ErNetwork *net = work->flows->net;

	if (!treatment->reachable)
		return g_strdup_printf("%08u|~none", treatment->site);
	const char *own = er_network_component(net, er_network_vnet(net, treatment->vnet)->self)->subscription;
	return g_strdup_printf("%08u|%s|%s|%d|%s|%s|%s", treatment->site, hub_component(net, treatment)->id, treatment->attachment == ER_NONE ? "hub" : "spoke",
	                       treatment->same_region, shared_region(net, treatment), g_hash_table_contains(work->subscriptions, own) ? own : "", treatment->blocked);
}

/* ---- asymmetry ---- */

static uint32_t first_used(const ErFlowClass *class, uint32_t circuit)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (class->paths[i].preference == 0 && (circuit == ER_NONE || class->paths[i].circuit == circuit))
			return i;
	return ER_NONE;
}

/* Circuits used at preference 0 by @class and not by @other. */
static uint32_t only_here(const ErFlows *flows, const ErFlowClass *class, const ErFlowClass *other, uint32_t *devices, uint32_t n, uint32_t most)
{
	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		uint32_t self = er_network_circuit(flows->net, path->circuit)->self;
		bool told = false;
		for (uint32_t k = 0; k < n; k++)
			told = told || devices[k] == self;
		if (path->preference == 0 && !told && n < most && first_used(other, path->circuit) == ER_NONE)
			devices[n++] = self;
	}
	return n;
}

static void compare_directions(ErFlows *flows, ErFlowClass *in, ErFlowClass *out)
{
	ErAsymmetry found[2];
	uint32_t n = 0, in_path = first_used(in, ER_NONE), out_path = first_used(out, ER_NONE);

	if (in_path == ER_NONE || out_path == ER_NONE)
		return;
	if (in->mode != ER_MODE_FASTPATH) {
		uint32_t through = in_path;
		for (uint32_t i = 0; i < in->n_paths; i++)
			if (in->paths[i].preference == 0 && in->paths[i].mode == ER_MODE_DEFAULT) {
				through = i;
				break;
			}
		found[n++] = (ErAsymmetry){ .kind = ER_ASYM_DESIGN, .certainty = ER_DERIVED, .devices = { er_network_gateway(flows->net, in->paths[through].gateway)->self },
		                            .n_devices = 1, .path = through, .other_path = out_path };
	}
	ErAsymmetry routing = { .kind = ER_ASYM_ROUTING, .certainty = MIN(in->paths[in_path].share_certainty, out->paths[out_path].share_certainty), .path = in_path, .other_path = out_path };
	routing.n_devices = only_here(flows, in, out, routing.devices, 0, G_N_ELEMENTS(routing.devices));
	routing.n_devices = only_here(flows, out, in, routing.devices, routing.n_devices, G_N_ELEMENTS(routing.devices));
	if (routing.n_devices > 0)
		found[n++] = routing;
	in->n_asymmetry = out->n_asymmetry = n;
	in->asymmetry = er_flows_keep(flows, found, n * sizeof *found);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t swap = found[i].path;
		found[i].path = found[i].other_path;
		found[i].other_path = swap;
	}
	out->asymmetry = er_flows_keep(flows, found, n * sizeof *found);
}

/* ---- building ---- */

static void add_flow(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, uint32_t key)
{
	const ErNetwork *net = flows->net;
	const char *site = er_network_component(net, er_network_site(net, treatment->site)->self)->id;
	const char *vnet = er_network_component(net, er_network_vnet(net, treatment->vnet)->self)->id;
	g_autofree char *id = direction == ER_ONPREM_TO_AZURE ? g_strdup_printf("%s -> %s", site, vnet) : g_strdup_printf("%s -> %s", vnet, site);
	ErFlow flow = {
		.id = g_string_chunk_insert(flows->strings, id), .site = treatment->site, .vnet = treatment->vnet, .direction = direction,
		.flow_class = key, .attachment = treatment->attachment, .destination = "",
	};

	g_array_append_val(flows->flows, flow);
}

static int by_flow_id(const void *a, const void *b)
{
	return strcmp(((const ErFlow *)a)->id, ((const ErFlow *)b)->id);
}

static void collect(Work *work)
{
	const ErNetwork *net = work->flows->net;

	for (uint32_t site = 0; site < er_network_n_sites(net); site++)
		for (uint32_t vnet = 0; vnet < er_network_n_vnets(net); vnet++) {
			if (er_network_vnet(net, vnet)->external)
				continue;
			ErTreatment treatment = treat(work, site, vnet);
			char *key = key_of(work, &treatment);
			uint32_t pair = GPOINTER_TO_UINT(g_hash_table_lookup(work->classes, key));
			if (pair == 0) {
				g_array_append_val(work->treatments, treatment);
				g_ptr_array_add(work->keys, key);
				pair = work->keys->len;
				g_hash_table_insert(work->classes, key, GUINT_TO_POINTER(pair));
			} else {
				g_free(key);
			}
			add_flow(work->flows, &treatment, ER_ONPREM_TO_AZURE, pair - 1);
			add_flow(work->flows, &treatment, ER_AZURE_TO_ONPREM, pair - 1);
		}
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
	flows->by_pair = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	Work work = {
		flows, g_ptr_array_new_with_free_func(free_indices), g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL),
		g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(g_str_hash, g_str_equal), g_array_new(FALSE, TRUE, sizeof(ErTreatment)), g_ptr_array_new_with_free_func(g_free),
	};
	index_attachments(&work);
	index_subscriptions(&work);
	collect(&work);
	g_array_sort(flows->flows, by_flow_id);
	number_classes(&work);
	for (guint i = 0; i < flows->flows->len; i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		g_hash_table_insert(flows->by_pair, er_flows_pair_key(flow->site, flow->vnet, flow->direction), GUINT_TO_POINTER(i + 1));
	}
	for (guint i = 0; i < flows->classes->len; i++)
		er_cuts_build(flows, &g_array_index(flows->classes, ErFlowClass, i), diags);
	for (guint i = 0; i + 1 < flows->classes->len; i += 2)
		compare_directions(flows, &g_array_index(flows->classes, ErFlowClass, i), &g_array_index(flows->classes, ErFlowClass, i + 1));
	g_ptr_array_free(work.by_spoke, TRUE);
	g_hash_table_destroy(work.gateway_vnets);
	g_hash_table_destroy(work.gateway_hubs);
	g_hash_table_destroy(work.subscriptions);
	g_hash_table_destroy(work.classes);
	g_array_free(work.treatments, TRUE);
	g_ptr_array_free(work.keys, TRUE);
	return flows;
}
