/* Flows in words: each path hop by hop, what it requires and does not cross, and what takes the flow down. */
#include "prose.h"

#include <string.h>

/* ---- paths ---- */

/* "any of 2+": the number of instances, "+" where it is a minimum. */
static void add_instances(GString *out, const ErGateway *gateway)
{
	g_string_append_printf(out, "%u%s", gateway->n_instances, gateway->instances_known ? "" : "+");
}

void er_prose_add_hop(GString *out, const ErFlows *flows, const ErFlow *flow, const ErPath *path, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t index = er_element_component(flows, flow, element);
	const ErComponent *hop = er_network_component(net, index);

	switch (hop->kind) {
	case ER_KIND_SITE: g_string_append(out, hop->name); return;
	case ER_KIND_GATEWAY:
		g_string_append_printf(out, "gateway %s (any of ", hop->name);
		add_instances(out, er_network_gateway(net, path->gateway));
		g_string_append(out, " instances)");
		break;
	case ER_KIND_VPN_GATEWAY: g_string_append_printf(out, "VPN gateway %s (any live instance)", hop->name); break;
	case ER_KIND_FIREWALL: g_string_append_printf(out, "firewall %s", hop->name); break;
	case ER_KIND_MSEE: g_string_append_printf(out, "%s%s%s", hop->name, *hop->location != '\0' ? ", " : "", hop->location); break;
	case ER_KIND_PE: g_string_append(out, hop->name); break;
	default: er_prose_add_component(out, net, index); break;
	}
	if (hop->certainty == ER_ASSUMED)
		g_string_append(out, " (assumed)");
}

bool er_prose_crosses_gateway(const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < path->n_hops; i++) {
		uint32_t component = er_element_component(flows, flow, path->hops[i]);
		if (component != ER_NONE && er_network_component(net, component)->kind == ER_KIND_GATEWAY)
			return true;
	}
	return false;
}

static bool needs(const ErPath *path, const ErRequirement *requirement)
{
	for (uint32_t i = 0; i < path->n_requires; i++)
		if (path->requires[i].n == requirement->n && memcmp(path->requires[i].any, requirement->any, requirement->n * sizeof *requirement->any) == 0)
			return true;
	return false;
}

static bool all_need(const ErFlowClass *class, const ErRequirement *requirement)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (!needs(&class->paths[i], requirement))
			return false;
	return true;
}

/* What @path needs and does not cross: that of every path (@common) or its own. */
void er_prose_add_requirements(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path, bool common)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < path->n_requires; i++) {
		const ErRequirement *requirement = &path->requires[i];
		if (all_need(class, requirement) != common)
			continue;
		g_string_append(out, out->len > 0 ? ", " : "");
		if (requirement->n == 1) {
			uint32_t component = er_element_component(flows, flow, requirement->any[0]);
			if (component != ER_NONE && er_network_component(net, component)->kind == ER_KIND_VNET)
				g_string_append(out, "hub ");
			er_prose_add_element(out, flows, flow, requirement->any[0]);
		} else {
			uint32_t owner = er_network_owner(net, requirement->any[0]);
			g_string_append(out, "one of the ");
			if (path->gateway != ER_NONE)
				add_instances(out, er_network_gateway(net, path->gateway));
			g_string_append_printf(out, "%sinstances of %s", path->gateway != ER_NONE ? " " : "", er_network_component(net, owner)->name);
		}
	}
}

char *er_prose_use(const ErPath *path)
{
	return path->preference == 0 ? g_strdup_printf("%.0f %%", path->share * 100) : g_strdup_printf("standby %u", path->preference);
}

static void put_path(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) own = g_string_new(NULL);
	g_autofree char *name = er_prose_path_name(net, path, false);
	g_autofree char *use = er_prose_use(path);
	g_autofree char *carries = path->capacity_mbps == 0 ? g_strdup("capacity not known")
	                         : path->bottleneck == ER_NONE ? g_strdup_printf("%u Mbps", path->capacity_mbps)
	                         : g_strdup_printf("%u Mbps, bound by %s", path->capacity_mbps, er_network_component(net, path->bottleneck)->name);

	er_prose_put(out, 4, use, "%s%s%s: %s", name, path->tunnel != ER_NONE || er_prose_crosses_gateway(flows, flow, path) ? "" : ", past the gateway",
	    path->share_certainty != ER_ASSUMED ? "" : path->preference == 0 ? " (share assumed)" : " (order assumed)", carries);
	for (uint32_t i = 0; i < path->n_hops; i++) {
		g_string_append(line, i > 0 ? " → " : "");
		er_prose_add_hop(line, flows, flow, path, path->hops[i]);
	}
	er_prose_put(out, 16, "", "%s", line->str);
	er_prose_add_requirements(own, flows, flow, class, path, false);
	if (own->len > 0)
		er_prose_put(out, 16, "", "needs also: %s", own->str);
	if (!path->proven)
		er_prose_put(out, 16, "", "rests on assumptions: it proves no redundancy");
}

/* ---- what takes them down ---- */

static void add_cut(GString *out, const ErFlows *flows, const ErFlow *flow, const ErCut *cut, bool certainty)
{
	g_string_append(out, out->len > 0 ? ", " : "");
	er_prose_add_element(out, flows, flow, cut->element[0]);
	if (certainty)
		g_string_append_printf(out, " (%s)", er_certainty_name(cut->certainty));
}

ErCutWords er_prose_cut_words_of(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, uint32_t i)
{
	const ErCut *cut = &class->cuts[i];

	if (cut->n != 1)
		return ER_CUT_PAIR;
	if (cut->certainty == ER_ASSUMED)
		return ER_CUT_UNVERIFIED;
	return er_prose_only_by_deletion(flows, flow, cut->element[0]) ? ER_CUT_DELETION : ER_CUT_SINGLE;
}

static void put_pairs(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	g_autoptr(GPtrArray) pairs = er_prose_pairs(flows, flow, class);

	for (guint i = 0; i < pairs->len; i++)
		er_prose_put(out, 4, i == 0 ? "or both" : " ", "%s", (const char *)pairs->pdata[i]);
}

static void put_cuts(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, bool explain)
{
	g_autoptr(GString) single = g_string_new(NULL);
	g_autoptr(GString) deletion = g_string_new(NULL);
	g_autoptr(GString) assumed = g_string_new(NULL);
	g_autoptr(GString) unproven = g_string_new(NULL);
	uint32_t pairs = 0;

	for (uint32_t i = 0; i < class->n_cuts; i++)
		switch (er_prose_cut_words_of(flows, flow, class, i)) {
		case ER_CUT_PAIR: pairs += class->cuts[i].n == 2; break;
		case ER_CUT_UNVERIFIED: add_cut(assumed, flows, flow, &class->cuts[i], false); break;
		case ER_CUT_DELETION: add_cut(deletion, flows, flow, &class->cuts[i], false); break;
		case ER_CUT_SINGLE: add_cut(single, flows, flow, &class->cuts[i], true); break;
		}
	for (uint32_t i = 0; i < class->n_unproven; i++)
		if (!er_prose_only_by_deletion(flows, flow, class->unproven[i].element[0]))
			add_cut(unproven, flows, flow, &class->unproven[i], false);
	er_prose_put(out, 4, "fails with", "%s%s", single->len > 0 ? single->str : "nothing alone: no single point of failure", single->len > 0 ? ": each a single point of failure" : "");
	if (deletion->len > 0)
		er_prose_put(out, 4, "if deleted", "%s", deletion->str);
	if (assumed->len > 0)
		er_prose_put(out, 4, "unverified", "%s: assumed, so no verdict", assumed->str);
	if (unproven->len > 0)
		er_prose_put(out, 4, "unproven", "%s: a single point of failure unless a path that rests on assumptions carries", unproven->str);
	if (pairs > 0 && explain)
		put_pairs(out, flows, flow, class);
	else if (pairs > 0)
		er_prose_put(out, 4, "or with", "%u %s of other parts (--explain tells them by leg)", pairs, er_prose_plural(pairs, "pair", "pairs"));
	if (class->truncated)
		er_prose_put(out, 4, "incomplete", "a bound was met: there may be more");
}

/* ---- asymmetry ---- */

static bool uses(const ErFlowClass *class, const ErNetwork *net, uint32_t device)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (class->paths[i].preference == 0 && er_path_carrier(net, &class->paths[i]) == device)
			return true;
	return false;
}

char *er_prose_asymmetry(const ErFlows *flows, const ErFlowClass *class, uint32_t i)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErFlowClass *in = class->direction == ER_ONPREM_TO_AZURE ? class : er_flows_class(flows, class->other);
	const ErAsymmetry *row = &class->asymmetry[i];
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t k = 0; k < row->n_devices; k++) {
		g_string_append_printf(names, "%s%s", k > 0 ? ", " : "", er_network_component(net, row->devices[k])->name);
		if (row->kind == ER_ASYM_ROUTING)
			g_string_append(names, uses(in, net, row->devices[k]) ? " (towards Azure)" : " (from Azure)");
	}
	if (row->kind == ER_ASYM_DESIGN)
		return g_strdup_printf("by design: traffic towards Azure crosses gateway %s, traffic from Azure passes it by", names->str);
	if (row->kind == ER_ASYM_ROUTING)
		return g_strdup_printf("by routing: used in one direction only: %s%s", names->str, row->certainty == ER_ASSUMED ? "; assumed, as the preference on-premises is not declared" : "");
	return g_strdup_printf("of state: these see one direction only: %s", names->str);
}

static void put_asymmetry(GString *out, const ErFlows *flows, const ErFlowClass *class)
{
	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		g_autofree char *text = er_prose_asymmetry(flows, class, i);
		er_prose_put(out, 4, "asymmetry", "%s", text);
	}
}

/* ---- classes ---- */

const char *er_prose_way_of(const ErFlowClass *class, const ErFlows *flows, const ErFlow *flow)
{
	if (class->n_paths == 0)
		return "DOWN";
	if (class->mode == ER_MODE_MIXED)
		return "partly through the gateway, partly past it";
	if (class->mode == ER_MODE_FASTPATH)
		return "FastPath, past the gateway";
	if (class->mode == ER_MODE_VPN)
		return "over VPN";
	return er_prose_crosses_gateway(flows, flow, &class->paths[0]) ? "through the gateway" : "past the gateway";
}

static void put_class(GString *out, const ErFlows *flows, const ErFlowClass *class, const ErFlow *flow, bool alone, bool explain)
{
	const ErNetwork *net = er_flows_network(flows);
	bool in = class->direction == ER_ONPREM_TO_AZURE;
	g_autofree char *more = !alone && class->n_flows > 1 ? g_strdup_printf(" (and %u more %s alike)", class->n_flows - 1, er_prose_plural(class->n_flows - 1, "VNet", "VNets")) : g_strdup("");
	const char *site = er_prose_site_of(net, flow->site)->name;
	g_autofree char *vnet = g_strconcat(er_prose_vnet_of(net, flow->vnet)->name, *flow->destination != '\0' ? " " : "", flow->destination, NULL);
	g_autoptr(GString) common = g_string_new(NULL);

	er_prose_put(out, 2, "", "%s → %s%s: %s", in ? site : vnet, in ? vnet : site, more, er_prose_way_of(class, flows, flow));
	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		er_prose_put(out, 4, i == 0 ? "why" : " ", "%s", class->mode_reasons[i]);
	if (class->n_paths == 0 && class->n_excluded == 0)
		er_prose_put(out, 4, "why", "no ExpressRoute gateway: neither in the VNet nor in one it is peered with");
	for (uint32_t i = 0; i < class->n_paths; i++)
		put_path(out, flows, flow, class, &class->paths[i]);
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		g_autofree char *name = er_prose_name_of_id(net, class->excluded[i].via);
		er_prose_put(out, 4, "left out", "%s: %s", name, class->excluded[i].reason);
	}
	if (class->n_paths > 0) {
		er_prose_add_requirements(common, flows, flow, class, &class->paths[0], true);
		if (common->len > 0)
			er_prose_put(out, 4, "needs also", "on every path, so that routes are learned, and not crossed: %s", common->str);
		put_cuts(out, flows, flow, class, explain);
		put_asymmetry(out, flows, class);
		if (explain) {
			g_autofree char *redundancy = er_prose_redundancy(flows, flow, class);
			er_prose_put(out, 4, "redundancy", "%s", redundancy);
		}
	}
	g_string_append_c(out, '\n');
}

/* The flow of @class to this VNet, the VNet itself before a part of it; NULL when there is none. */
static const ErFlow *flow_in(const ErFlows *flows, uint32_t class, uint32_t vnet)
{
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->flow_class == class && er_flows_at(flows, i)->vnet == vnet)
			return er_flows_at(flows, i);
	return NULL;
}

GString *er_words_flows(const ErFlows *flows, uint32_t site, uint32_t vnet, bool explain)
{
	GString *out = g_string_new(NULL);
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		if ((site != ER_NONE && class->site != site) || class->n_flows == 0)
			continue;
		const ErFlow *flow = vnet != ER_NONE ? flow_in(flows, i, vnet) : er_flows_at(flows, class->first_flow);
		if (flow == NULL || flow->flow_class != i)
			continue;
		if (er_class_is_unserved(flows, class) && vnet == ER_NONE) {
			if (class->direction == ER_ONPREM_TO_AZURE)
				er_prose_put(out, 2, "", "%u %s that no ExpressRoute gateway could serve, the first is %s\n", class->n_flows, er_prose_plural(class->n_flows, "VNet", "VNets"), er_prose_vnet_of(net, flow->vnet)->name);
			continue;
		}
		put_class(out, flows, class, flow, vnet != ER_NONE, explain);
	}
	return out;
}
