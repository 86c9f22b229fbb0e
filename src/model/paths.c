/*
 * Paths of one flow class. Each connected circuit gives one path per side whose session and link are up; what is down is told in
 * `excluded`. Hops are the data plane, requirements the control plane: without session, circuit, connection, gateway and one
 * of its instances no route is learned, bypassed or not (Microsoft Learn, "About ExpressRoute FastPath").
 *
 * Preference, Azure → on-premises: connection routingWeight (higher first), then equal cost over both links of at most four
 * circuits ("Optimize ExpressRoute routing"); further equal circuits are the next preference, assumed. On-premises → Azure is
 * the customer's choice: equal use of everything, assumed, until a site description says otherwise.
 * Cost: linear in connections × hops, plus a sort of the weights.
 */
#include "flow_build.h"

#include <string.h>

enum { MOST_HOPS = 12, MOST_REQUIREMENTS = 10 };

typedef struct {
	ErFlows *flows;
	const ErTreatment *treatment;
	ErDirection direction;
	GArray *paths;          /* of ErPath */
	GArray *excluded;       /* of ErExcluded */
	GPtrArray *reasons;
} Build;

static void exclude(Build *build, const char *via, const char *reason)
{
	ErExcluded row = { g_string_chunk_insert_const(build->flows->strings, via), g_string_chunk_insert_const(build->flows->strings, reason) };

	for (guint i = 0; i < build->excluded->len; i++) {
		const ErExcluded *known = &g_array_index(build->excluded, ErExcluded, i);
		if (strcmp(known->via, row.via) == 0 && strcmp(known->reason, row.reason) == 0)
			return;
	}
	g_array_append_val(build->excluded, row);
}

static void exclude_component(Build *build, uint32_t component)
{
	const ErComponent *down = er_network_component(build->flows->net, component);

	exclude(build, down->id, down->reason);
}

/* Excluded parts of a circuit that has no session object to name. */
static void exclude_side(Build *build, const ErCircuit *circuit, ErSide side)
{
	const ErComponent *self = er_network_component(build->flows->net, circuit->self);
	g_autofree char *via = g_strdup_printf("%s#session-%s", self->id, er_side_name(side));
	g_autofree char *reason = g_strdup_printf("no %s peer address prefix", er_side_name(side));

	exclude(build, via, reason);
}

static bool side_is_up(Build *build, const ErCircuit *circuit, ErSide side)
{
	const ErNetwork *net = build->flows->net;

	if (circuit->session[side] == ER_NONE) {
		exclude_side(build, circuit, side);
		return false;
	}
	const uint32_t parts[] = { circuit->session[side], circuit->link[side], circuit->msee[side] };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!er_network_component(net, parts[i])->up) {
			exclude_component(build, parts[i]);
			return false;
		}
	return true;
}

typedef struct { uint32_t items[MOST_HOPS]; uint32_t n; } Hops;

static void push(Hops *hops, uint32_t element)
{
	g_assert(hops->n < MOST_HOPS);
	if (element != ER_NONE)
		hops->items[hops->n++] = element;
}

/* Site to MSEE, in the order of a packet towards Azure. */
static void push_outside(Hops *hops, const ErCircuit *circuit, uint32_t site, ErSide side)
{
	push(hops, site);
	push(hops, circuit->ce[side]);
	push(hops, circuit->access[side]);
	push(hops, circuit->pe[side]);
	push(hops, circuit->link[side]);
	push(hops, circuit->msee[side]);
}

static Hops hops_of(const Build *build, const ErCircuit *circuit, const ErGateway *gateway, ErSide side, bool fastpath)
{
	Hops hops = { .n = 0 };
	uint32_t site = er_network_site(build->flows->net, build->treatment->site)->self;

	push_outside(&hops, circuit, site, side);
	if (build->direction == ER_ONPREM_TO_AZURE) {
		if (!fastpath)
			push(&hops, gateway->self);
		if (!fastpath && build->treatment->attachment != ER_NONE)
			push(&hops, ER_ELEMENT_ATTACHMENT);
		push(&hops, ER_ELEMENT_VNET);
		return hops;
	}
	Hops back = { .n = 0 };
	push(&back, ER_ELEMENT_VNET);
	while (hops.n > 0)
		push(&back, hops.items[--hops.n]);
	return back;
}

static bool crossed(const Hops *hops, uint32_t element)
{
	for (uint32_t i = 0; i < hops->n; i++)
		if (hops->items[i] == element)
			return true;
	return false;
}

typedef struct { ErRequirement items[MOST_REQUIREMENTS]; uint32_t n; } Requirements;

static void require(ErFlows *flows, Requirements *requirements, const Hops *hops, uint32_t element)
{
	if (element == ER_NONE || crossed(hops, element))
		return;
	g_assert(requirements->n < MOST_REQUIREMENTS);
	requirements->items[requirements->n++] = (ErRequirement){ er_flows_keep(flows, &element, sizeof element), 1 };
}

static void require_instances(ErFlows *flows, Requirements *requirements, const ErGateway *gateway)
{
	g_autofree uint32_t *instances = g_new(uint32_t, gateway->n_instances + 1);

	for (uint32_t i = 0; i < gateway->n_instances; i++)
		instances[i] = er_network_instance(flows->net, gateway, i);
	requirements->items[requirements->n++] = (ErRequirement){ er_flows_keep(flows, instances, gateway->n_instances * sizeof *instances), gateway->n_instances };
}

static Requirements requirements_of(const Build *build, const ErConnection *connection, const Hops *hops, ErSide side)
{
	const ErNetwork *net = build->flows->net;
	const ErTreatment *treatment = build->treatment;
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	const ErGateway *gateway = er_network_gateway(net, connection->gateway);
	Requirements all = { .n = 0 };

	require(build->flows, &all, hops, circuit->session[side]);
	require(build->flows, &all, hops, circuit->self);
	if (circuit->port != ER_NONE)
		require(build->flows, &all, hops, er_network_port(net, circuit->port)->self);
	require(build->flows, &all, hops, connection->self);
	require(build->flows, &all, hops, gateway->self);
	require_instances(build->flows, &all, gateway);
	if (treatment->attachment != ER_NONE) {
		require(build->flows, &all, hops, treatment->hub_vnet != ER_NONE ? er_network_vnet(net, treatment->hub_vnet)->self : er_network_hub(net, treatment->hub)->self);
		require(build->flows, &all, hops, ER_ELEMENT_ATTACHMENT);
	}
	return all;
}

/* Parts that are assumed for every circuit, or for every external one: they do not weaken a path. */
static bool excepted(const ErNetwork *net, const ErCircuit *circuit, uint32_t element)
{
	if (element >= er_network_n_components(net))
		return true;
	const ErComponent *part = er_network_component(net, element);
	return part->kind == ER_KIND_SITE || part->kind == ER_KIND_CE || part->kind == ER_KIND_ACCESS || part->kind == ER_KIND_PE ||
	       (part->kind == ER_KIND_SESSION && circuit->external);
}

static ErCertainty certainty_of(const ErNetwork *net, const ErCircuit *circuit, const Hops *hops, const Requirements *requirements)
{
	ErCertainty least = ER_OBSERVED;

	for (uint32_t i = 0; i < hops->n; i++)
		if (!excepted(net, circuit, hops->items[i]))
			least = MIN(least, er_network_component(net, hops->items[i])->certainty);
	for (uint32_t i = 0; i < requirements->n; i++)
		for (uint32_t k = 0; k < requirements->items[i].n; k++)
			if (!excepted(net, circuit, requirements->items[i].any[k]))
				least = MIN(least, er_network_component(net, requirements->items[i].any[k])->certainty);
	return least;
}

static void set_capacity(const Build *build, ErPath *path, const ErCircuit *circuit, const ErGateway *gateway)
{
	path->capacity_mbps = circuit->bandwidth_mbps;
	path->bottleneck = circuit->bandwidth_mbps > 0 ? circuit->self : ER_NONE;
	bool through_gateway = build->direction == ER_ONPREM_TO_AZURE && path->mode == ER_MODE_DEFAULT;
	if (through_gateway && gateway->inbound_mbps > 0 && (path->capacity_mbps == 0 || gateway->inbound_mbps < path->capacity_mbps)) {
		path->capacity_mbps = gateway->inbound_mbps;
		path->bottleneck = gateway->self;
	}
}

static void add_path(Build *build, uint32_t index, const ErConnection *connection, ErSide side, bool fastpath)
{
	const ErNetwork *net = build->flows->net;
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	const ErGateway *gateway = er_network_gateway(net, connection->gateway);
	Hops hops = hops_of(build, circuit, gateway, side, fastpath);
	Requirements requirements = requirements_of(build, connection, &hops, side);
	ErPath path = {
		.mode = fastpath ? ER_MODE_FASTPATH : ER_MODE_DEFAULT, .certainty = certainty_of(net, circuit, &hops, &requirements),
		.share_certainty = build->direction == ER_ONPREM_TO_AZURE ? ER_ASSUMED : ER_DERIVED,
		.hops = er_flows_keep(build->flows, hops.items, hops.n * sizeof *hops.items), .n_hops = hops.n,
		.requires = er_flows_keep(build->flows, requirements.items, requirements.n * sizeof *requirements.items), .n_requires = requirements.n,
		.circuit = connection->circuit, .connection = index, .gateway = connection->gateway, .side = side,
		.end = circuit->first_end + side, .tunnel = ER_NONE, .wan = ER_NONE, .as_path = 4,
		.rank = { 0, 0, 0, build->direction == ER_AZURE_TO_ONPREM ? UINT32_MAX - connection->weight : 0, 0, 0 },
	};

	path.proven = path.certainty != ER_ASSUMED;
	set_capacity(build, &path, circuit, gateway);
	g_array_append_val(build->paths, path);
}

static void add_reason(Build *build, const char *reason)
{
	for (guint i = 0; i < build->reasons->len; i++)
		if (strcmp(build->reasons->pdata[i], reason) == 0)
			return;
	g_ptr_array_add(build->reasons, (char *)reason);
}

static void take_connection(Build *build, uint32_t index)
{
	const ErNetwork *net = build->flows->net;
	const ErConnection *connection = er_network_connection(net, index);
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	const char *reason = "";
	bool fastpath = build->direction == ER_ONPREM_TO_AZURE && er_fastpath_allowed(build->flows, build->treatment, connection, &reason);

	if (!er_network_component(net, connection->self)->up) {
		exclude_component(build, connection->self);
		return;
	}
	if (!er_network_component(net, circuit->self)->up) {
		exclude_component(build, circuit->self);
		return;
	}
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		if (!side_is_up(build, circuit, side))
			continue;
		add_path(build, index, connection, side, fastpath);
		if (*reason != '\0')
			add_reason(build, reason);
	}
}

/* ---- preference and share ---- */

typedef struct { uint32_t path, weight, circuit; } Rank;

static int by_rank(const void *a, const void *b)
{
	const Rank *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->circuit != y->circuit ? (x->circuit > y->circuit) - (x->circuit < y->circuit) : (x->path > y->path) - (x->path < y->path);
}

static void prefer_by_weight(Build *build)
{
	guint n = build->paths->len;
	g_autofree Rank *ranks = g_new(Rank, n + 1);
	uint32_t preference = 0, circuits = 0;

	for (guint i = 0; i < n; i++) {
		const ErPath *path = &g_array_index(build->paths, ErPath, i);
		ranks[i] = (Rank){ i, er_network_connection(build->flows->net, path->connection)->weight, path->circuit };
	}
	qsort(ranks, n, sizeof *ranks, by_rank);
	for (guint i = 0; i < n; i++) {
		bool new_weight = i > 0 && ranks[i].weight != ranks[i - 1].weight;
		bool new_circuit = i == 0 || new_weight || ranks[i].circuit != ranks[i - 1].circuit;
		if (new_weight) {
			preference += circuits > ER_MOST_EQUAL_CIRCUITS ? 2 : 1;
			circuits = 0;
		}
		circuits += new_circuit;
		ErPath *path = &g_array_index(build->paths, ErPath, ranks[i].path);
		path->preference = preference + (circuits > ER_MOST_EQUAL_CIRCUITS);
		if (circuits > ER_MOST_EQUAL_CIRCUITS)
			path->share_certainty = ER_ASSUMED;
	}
}

static int by_preference(const void *a, const void *b)
{
	const ErPath *x = a, *y = b;

	if (x->preference != y->preference)
		return x->preference < y->preference ? -1 : 1;
	if (x->circuit != y->circuit)
		return x->circuit < y->circuit ? -1 : 1;
	return x->connection != y->connection ? (x->connection > y->connection) - (x->connection < y->connection) : (int)x->side - (int)y->side;
}

static void set_shares(Build *build)
{
	uint32_t used = 0;

	for (guint i = 0; i < build->paths->len; i++)
		used += g_array_index(build->paths, ErPath, i).preference == 0;
	for (guint i = 0; i < build->paths->len; i++) {
		ErPath *path = &g_array_index(build->paths, ErPath, i);
		path->share = path->preference == 0 ? 1.0 / used : 0.0;
	}
}

static ErMode mode_of(const GArray *paths)
{
	ErMode mode = ER_MODE_NONE;

	for (guint i = 0; i < paths->len; i++) {
		const ErPath *path = &g_array_index(paths, ErPath, i);
		if (path->preference > 0)
			continue;
		mode = mode == ER_MODE_NONE || mode == path->mode ? path->mode : ER_MODE_MIXED;
	}
	return mode;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_excluded(const void *a, const void *b)
{
	const ErExcluded *x = a, *y = b;
	int by = strcmp(x->via, y->via);

	return by != 0 ? by : strcmp(x->reason, y->reason);
}

void er_paths_build(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, ErFlowClass *class)
{
	g_autoptr(GArray) paths = g_array_new(FALSE, TRUE, sizeof(ErPath));
	g_autoptr(GArray) excluded = g_array_new(FALSE, TRUE, sizeof(ErExcluded));
	g_autoptr(GPtrArray) reasons = g_ptr_array_new();
	Build build = { flows, treatment, direction, paths, excluded, reasons };

	if (treatment->reachable && *treatment->blocked != '\0') {
		exclude(&build, "$attachment", treatment->blocked);
	} else if (treatment->reachable) {
		for (uint32_t i = 0; i < er_network_n_connections(flows->net); i++)
			if (er_treatment_serves(treatment, er_network_gateway(flows->net, er_network_connection(flows->net, i)->gateway)))
				take_connection(&build, i);
	}
	for (uint32_t i = 0; treatment->reachable && paths->len + excluded->len == 0 && i < er_network_n_gateways(flows->net); i++)
		if (er_treatment_serves(treatment, er_network_gateway(flows->net, i)))
			exclude(&build, er_network_component(flows->net, er_network_gateway(flows->net, i)->self)->id, "no connection in the input names this gateway");
	if (direction == ER_AZURE_TO_ONPREM && paths->len > 0) {
		prefer_by_weight(&build);
		add_reason(&build, "Azure sends straight to the MSEEs: the gateway gives the routes and is passed by");
	}
	g_array_sort(paths, by_preference);
	g_array_sort(excluded, by_excluded);
	g_ptr_array_sort(reasons, by_text);
	set_shares(&build);
	class->mode = mode_of(paths);
	class->n_paths = paths->len;
	class->paths = er_flows_keep(flows, paths->data, paths->len * sizeof(ErPath));
	class->n_excluded = excluded->len;
	class->excluded = er_flows_keep(flows, excluded->data, excluded->len * sizeof(ErExcluded));
	class->n_mode_reasons = reasons->len;
	class->mode_reasons = er_flows_keep(flows, reasons->pdata, reasons->len * sizeof(char *));
}
