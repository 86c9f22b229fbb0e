/* The flows of a report: like flows once, both directions beside each other, every hop with its name, and what takes them down in words. */
#include "document_out.h"
#include "prose.h"

static void write_hops(ErJsonOut *xml, const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);

	er_json_open(xml, "hops", '[');
	for (uint32_t i = 0; i < path->n_hops; i++) {
		const ErComponent *hop = er_network_component(net, er_element_component(flows, flow, path->hops[i]));
		g_autoptr(GString) words = g_string_new(NULL);
		er_prose_add_hop(words, flows, flow, path, path->hops[i]);
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "id", hop->id);
		er_json_string(xml, "name", hop->name);
		er_json_string(xml, "words", words->str);
		er_json_string(xml, "kind", er_kind_name(hop->kind));
		er_json_string(xml, "owner", er_owner_name(hop->owner));
		er_json_string(xml, "location", hop->location);
		er_json_string(xml, "certainty", er_certainty_name(hop->certainty));
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_path(ErJsonOut *xml, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree char *name = er_prose_path_name(net, path, false), *use = er_prose_use(path);
	g_autoptr(GString) needs = g_string_new(NULL);

	er_prose_add_requirements(needs, flows, flow, class, path, false);
	er_json_open(xml, NULL, '{');
	er_json_string(xml, "name", name);
	er_json_string(xml, "use", use);
	er_json_uint(xml, "preference", path->preference);
	er_json_share(xml, "share", path->share);
	er_json_string(xml, "share_certainty", er_certainty_name(path->share_certainty));
	er_json_string(xml, "mode", er_mode_name(path->mode));
	er_json_bool(xml, "through_gateway", er_prose_crosses_gateway(flows, flow, path));
	er_json_bool(xml, "proven", path->proven);
	if (path->capacity_mbps > 0)
		er_json_uint(xml, "capacity_mbps", path->capacity_mbps);
	else
		er_json_null(xml, "capacity_mbps");
	er_json_string(xml, "bottleneck", path->bottleneck != ER_NONE ? er_network_component(net, path->bottleneck)->name : NULL);
	write_hops(xml, flows, flow, path);
	er_json_string(xml, "needs_also", needs->str);
	er_json_close(xml, '}');
}

static void write_cut(ErJsonOut *xml, const ErFlows *flows, const ErFlow *flow, const ErCut *cut)
{
	g_autoptr(GString) words = g_string_new(NULL);

	er_prose_add_element(words, flows, flow, cut->element[0]);
	er_json_open(xml, NULL, '{');
	er_json_string(xml, "name", words->str);
	er_json_string(xml, "certainty", er_certainty_name(cut->certainty));
	er_json_close(xml, '}');
}

static void write_cuts(ErJsonOut *xml, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	static const struct { const char *key; ErCutWords words; } lists[] = { { "fails_with", ER_CUT_SINGLE }, { "if_deleted", ER_CUT_DELETION }, { "unverified", ER_CUT_UNVERIFIED } };

	for (size_t k = 0; k < G_N_ELEMENTS(lists); k++) {
		er_json_open(xml, lists[k].key, '[');
		for (uint32_t i = 0; i < class->n_cuts; i++)
			if (er_prose_cut_words_of(flows, flow, class, i) == lists[k].words)
				write_cut(xml, flows, flow, &class->cuts[i]);
		er_json_close(xml, ']');
	}
	er_json_open(xml, "not_proven", '[');
	for (uint32_t i = 0; i < class->n_unproven; i++)
		if (!er_prose_only_by_deletion(flows, flow, class->unproven[i].element[0]))
			write_cut(xml, flows, flow, &class->unproven[i]);
	er_json_close(xml, ']');
	g_autoptr(GPtrArray) pairs = er_prose_pairs(flows, flow, class);
	er_document_texts(xml, "pairs", pairs);
}

static void write_reasons(ErJsonOut *xml, const ErNetwork *net, const ErFlowClass *class)
{
	er_json_open(xml, "why", '[');
	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		er_json_string(xml, NULL, class->mode_reasons[i]);
	if (class->n_paths == 0 && class->n_excluded == 0)
		er_json_string(xml, NULL, "no ExpressRoute gateway: neither in the VNet nor in one it is peered with");
	er_json_close(xml, ']');
	er_json_open(xml, "left_out", '[');
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		g_autofree char *name = er_prose_name_of_id(net, class->excluded[i].via);
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "name", name);
		er_json_string(xml, "reason", class->excluded[i].reason);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_asymmetry(ErJsonOut *xml, const ErFlows *flows, const ErFlowClass *class)
{
	er_json_open(xml, "asymmetry", '[');
	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		g_autofree char *text = er_prose_asymmetry(flows, class, i);
		er_json_string(xml, NULL, text);
	}
	er_json_close(xml, ']');
}

static void write_direction(ErJsonOut *xml, const ErFlows *flows, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErFlow *flow = er_flows_at(flows, class->first_flow);
	bool in = class->direction == ER_ONPREM_TO_AZURE, up = class->n_paths > 0;
	const char *site = er_prose_site_of(net, flow->site)->name, *vnet = er_prose_vnet_of(net, flow->vnet)->name;
	g_autofree char *id = g_strdup_printf("c%u", class->number), *redundancy = up ? er_prose_redundancy(flows, flow, class) : NULL;
	g_autoptr(GString) needs = g_string_new(NULL);

	if (up)
		er_prose_add_requirements(needs, flows, flow, class, &class->paths[0], true);
	er_json_open(xml, NULL, '{');
	er_json_string(xml, "class", id);
	er_json_string(xml, "name", er_direction_name(class->direction));
	er_json_string(xml, "from", in ? site : vnet);
	er_json_string(xml, "to", in ? vnet : site);
	er_json_uint(xml, "flows", class->n_flows);
	er_json_bool(xml, "up", up);
	er_json_string(xml, "way", er_prose_way_of(class, flows, flow));
	er_json_string(xml, "mode", er_mode_name(class->mode));
	write_reasons(xml, net, class);
	er_json_open(xml, "paths", '[');
	for (uint32_t i = 0; i < class->n_paths; i++)
		write_path(xml, flows, flow, class, &class->paths[i]);
	er_json_close(xml, ']');
	er_json_string(xml, "needs_also", needs->str);
	write_cuts(xml, flows, flow, class);
	write_asymmetry(xml, flows, class);
	er_json_string(xml, "redundancy", redundancy);
	er_json_bool(xml, "complete", !class->truncated);
	er_json_close(xml, '}');
}

/* Names of the VNets of like flows. */
static void write_vnets(ErJsonOut *xml, const ErFlows *flows, uint32_t class)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t left = er_flows_class(flows, class)->n_flows;

	er_json_open(xml, "vnets", '[');
	for (uint32_t i = er_flows_class(flows, class)->first_flow; left > 0 && i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		if (flow->flow_class != class)
			continue;
		left--;
		er_json_string(xml, NULL, er_prose_vnet_of(net, flow->vnet)->name);
	}
	er_json_close(xml, ']');
}

/* Each pair of classes once: with that towards Azure, or alone when that has no flow. */
void er_document_flows(ErJsonOut *xml, const ErDocument *document)
{
	const ErFlows *flows = document->flows;
	const ErNetwork *net = er_flows_network(flows);

	er_json_open(xml, "flows", '[');
	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i), *other = er_flows_class(flows, class->other);
		bool second = class->direction == ER_AZURE_TO_ONPREM && other->n_flows > 0 && other->other == i;
		if (class->n_flows == 0 || second)
			continue;
		const ErFlow *flow = er_flows_at(flows, class->first_flow);
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "site", er_prose_site_of(net, flow->site)->name);
		er_json_string(xml, "vnet", er_prose_vnet_of(net, flow->vnet)->name);
		er_json_string(xml, "destination", flow->destination);
		er_json_bool(xml, "served", !er_class_is_unserved(flows, class));
		write_vnets(xml, flows, i);
		er_json_open(xml, "directions", '[');
		write_direction(xml, flows, class);
		if (class->direction == ER_ONPREM_TO_AZURE && other->n_flows > 0 && other->other == i)
			write_direction(xml, flows, other);
		er_json_close(xml, ']');
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}
