/*
 * Flows as a value: storage, lookups, and what an element of a cut stands for. er_flow_up_without() evaluates a flow straight from
 * the definition (some path with all hops alive and all requirements met) and shares nothing with the search for cuts: tests hold
 * the one against the other.
 */
#include "flow_build.h"

#include <string.h>

static size_t pair_of(const ErFlows *flows, uint32_t site, uint32_t vnet, ErDirection direction)
{
	return ((size_t)site * er_network_n_vnets(flows->net) + vnet) * 2 + (size_t)direction;
}

void er_flows_index_pairs(ErFlows *flows)
{
	flows->by_pair = g_new0(uint32_t, pair_of(flows, er_network_n_sites(flows->net), 0, ER_ONPREM_TO_AZURE) + 1);
	for (guint i = 0; i < flows->flows->len; i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		if (*flow->destination == '\0')
			flows->by_pair[pair_of(flows, flow->site, flow->vnet, flow->direction)] = i + 1;
	}
}

void *er_flows_keep(ErFlows *flows, const void *data, size_t size)
{
	void *copy = g_memdup2(data, size);

	if (copy != NULL)
		g_ptr_array_add(flows->arrays, copy);
	return copy;
}

const char *er_flows_printf(ErFlows *flows, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return g_string_chunk_insert_const(flows->strings, text);
}

const char *er_direction_name(ErDirection direction)
{
	return direction == ER_ONPREM_TO_AZURE ? "onprem-to-azure" : "azure-to-onprem";
}

const char *er_mode_name(ErMode mode)
{
	static const char *const names[] = { "none", "default", "fastpath", "vpn", "mixed" };

	return names[mode];
}

const char *er_asymmetry_name(ErAsymmetryKind kind)
{
	static const char *const names[] = { "design", "routing", "state" };

	return names[kind];
}

void er_flows_free(ErFlows *flows)
{
	if (flows == NULL)
		return;
	g_free(flows->by_pair);
	g_array_free(flows->flows, TRUE);
	g_array_free(flows->classes, TRUE);
	g_array_free(flows->services, TRUE);
	g_ptr_array_free(flows->arrays, TRUE);
	g_string_chunk_free(flows->strings);
	g_free(flows);
}

const ErNetwork *er_flows_network(const ErFlows *flows)
{
	return flows->net;
}

uint32_t er_flows_depth(const ErFlows *flows)
{
	return flows->depth;
}

uint32_t er_flows_count(const ErFlows *flows)
{
	return flows->flows->len;
}

const ErFlow *er_flows_at(const ErFlows *flows, uint32_t i)
{
	g_assert(i < flows->flows->len);
	return &g_array_index(flows->flows, ErFlow, i);
}

uint32_t er_flows_n_classes(const ErFlows *flows)
{
	return flows->classes->len;
}

const ErFlowClass *er_flows_class(const ErFlows *flows, uint32_t i)
{
	g_assert(i < flows->classes->len);
	return &g_array_index(flows->classes, ErFlowClass, i);
}

const ErFlow *er_flows_lookup(const ErFlows *flows, uint32_t site, uint32_t vnet, ErDirection direction)
{
	uint32_t found = flows->by_pair[pair_of(flows, site, vnet, direction)];

	return found > 0 ? er_flows_at(flows, found - 1) : NULL;
}

uint32_t er_flows_n_service_flows(const ErFlows *flows)
{
	return flows->services->len;
}

const ErServiceFlow *er_flows_service_flow(const ErFlows *flows, uint32_t i)
{
	g_assert(i < flows->services->len);
	return &g_array_index(flows->services, ErServiceFlow, i);
}

bool er_class_is_unserved(const ErFlows *flows, const ErFlowClass *class)
{
	return class->n_flows > 0 && class->n_paths == 0 && !class->hub_flow && er_flows_at(flows, class->first_flow)->attachment == ER_NONE;
}

/* ---- elements ---- */

uint32_t er_element_component(const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = flows->net;

	if (element == ER_ELEMENT_VNET)
		return flow != NULL ? er_network_vnet(net, flow->vnet)->self : ER_NONE;
	if (element == ER_ELEMENT_ATTACHMENT)
		return flow != NULL && flow->attachment != ER_NONE ? er_network_attachment(net, flow->attachment)->self : ER_NONE;
	return element < er_network_n_components(net) ? element : ER_NONE;
}

const char *er_element_id(const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	uint32_t n = er_network_n_components(flows->net), component = er_element_component(flows, flow, element);

	if (component != ER_NONE)
		return er_network_component(flows->net, component)->id;
	if (element == ER_ELEMENT_VNET)
		return "$vnet";
	return element == ER_ELEMENT_ATTACHMENT ? "$attachment" : er_network_group(flows->net, element - n)->id;
}

const char *er_element_name(const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	uint32_t n = er_network_n_components(flows->net), component = er_element_component(flows, flow, element);

	if (component != ER_NONE)
		return er_network_component(flows->net, component)->name;
	if (element == ER_ELEMENT_VNET)
		return "the VNet";
	return element == ER_ELEMENT_ATTACHMENT ? "the VNet's peering" : er_network_group(flows->net, element - n)->name;
}

bool er_group_is_scope(const ErFlows *flows, const ErFlow *flow, uint32_t group)
{
	const ErGroup *members = er_network_group(flows->net, group);

	return er_group_has(members, er_network_vnet(flows->net, flow->vnet)->self) || er_group_has(members, er_network_site(flows->net, flow->site)->self);
}

static void fail(const ErFlows *flows, const ErFlow *flow, uint32_t element, GHashTable *dead)
{
	uint32_t n = er_network_n_components(flows->net), component = er_element_component(flows, flow, element);

	if (component != ER_NONE) {
		g_hash_table_add(dead, GUINT_TO_POINTER(component));
		return;
	}
	if (element < n || element - n >= er_network_n_groups(flows->net))
		return;
	const ErGroup *group = er_network_group(flows->net, element - n);
	for (uint32_t i = 0; i < group->n_members; i++)
		g_hash_table_add(dead, GUINT_TO_POINTER(group->members[i]));
}

static bool alive(const ErFlows *flows, const ErFlow *flow, const ErPath *path, GHashTable *dead)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (g_hash_table_contains(dead, GUINT_TO_POINTER(er_element_component(flows, flow, path->hops[i]))))
			return false;
	for (uint32_t i = 0; i < path->n_requires; i++) {
		bool met = false;
		for (uint32_t k = 0; k < path->requires[i].n; k++)
			met = met || !g_hash_table_contains(dead, GUINT_TO_POINTER(er_element_component(flows, flow, path->requires[i].any[k])));
		if (!met)
			return false;
	}
	return true;
}

uint32_t er_path_carrier(const ErNetwork *net, const ErPath *path)
{
	return path->circuit != ER_NONE ? er_network_circuit(net, path->circuit)->self : er_network_tunnel(net, path->tunnel)->self;
}

bool er_path_alive_without(const ErFlows *flows, const ErFlow *flow, const ErPath *path, const uint32_t *elements, uint32_t n)
{
	g_autoptr(GHashTable) dead = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < n; i++)
		fail(flows, flow, elements[i], dead);
	return alive(flows, flow, path, dead);
}

static bool is_lost_with(const ErFlows *flows, const ErFlow *flow, uint32_t hop, uint32_t element)
{
	uint32_t n = er_network_n_components(flows->net), lost = er_element_component(flows, flow, element), component = er_element_component(flows, flow, hop);

	if (hop == element || (lost != ER_NONE && component == lost))
		return true;
	return component != ER_NONE && element >= n && element - n < er_network_n_groups(flows->net) && er_group_has(er_network_group(flows->net, element - n), component);
}

bool er_path_falls_with(const ErFlows *flows, const ErFlow *flow, const ErPath *path, uint32_t element)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (is_lost_with(flows, flow, path->hops[i], element))
			return true;
	for (uint32_t i = 0; i < path->n_requires; i++) {
		bool all = true;
		for (uint32_t k = 0; k < path->requires[i].n; k++)
			all = all && is_lost_with(flows, flow, path->requires[i].any[k], element);
		if (all)
			return true;
	}
	return false;
}

bool er_flow_up_without(const ErFlows *flows, const ErFlow *flow, const uint32_t *elements, uint32_t n)
{
	const ErFlowClass *class = er_flows_class(flows, flow->flow_class);
	g_autoptr(GHashTable) dead = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < n; i++)
		fail(flows, flow, elements[i], dead);
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (alive(flows, flow, &class->paths[i], dead))
			return true;
	return false;
}
