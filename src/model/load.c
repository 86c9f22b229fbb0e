/*
 * Capacity and load. Traffic spreads evenly over the paths that carry (equal cost); a part of the way is full when its capacity is
 * reached by the share that crosses it, so what a flow can carry is the least of capacity / share over its parts, and that part is
 * the bottleneck. Parts: the circuit (its bandwidth once, however many of its links carry: the second link is burst, Microsoft Learn,
 * "ExpressRoute FAQ"), the access line as declared, the link of a Direct port pair, the WAN, the gateway where it is crossed (towards
 * Azure, and both ways for private endpoints; in proportion to the instances left), Azure Firewall by its tier, VPN as declared. A
 * circuit or tunnel of unknown bandwidth makes the whole unknown; what nothing is said about otherwise does not bind.
 *
 * Demand of a service goes evenly to its members that are up (assumed), that of a whole site evenly to all VNets it reaches.
 */
#include "simulate.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 10 };

typedef struct { uint32_t component; double mbps; double share; } Part;
typedef struct { Part items[MOST_PARTS]; uint32_t n; bool known; } Parts;

static void put(Parts *parts, uint32_t component, double mbps)
{
	if (mbps > 0 && mbps < ER_UNSAID && parts->n < MOST_PARTS)
		parts->items[parts->n++] = (Part){ component, mbps, 0 };
}

static bool crosses(const ErPath *path, uint32_t component)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == component)
			return true;
	return false;
}

/* Throughput of the instances that are left. */
static double gateway_mbps(const ErSimulator *simulator, const ErGateway *gateway)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < gateway->n_instances; i++)
		left += !simulator->dead[er_network_instance(simulator->net, gateway, i)];
	return gateway->n_instances > 0 ? (double)gateway->inbound_mbps * left / gateway->n_instances : gateway->inbound_mbps;
}

static void put_circuit(const ErSimulator *simulator, const ErPath *path, bool burst, Parts *parts)
{
	const ErNetwork *net = simulator->net;
	const ErEnd *end = er_network_end(net, path->end);
	const ErCircuit *circuit = er_network_circuit(net, path->circuit);
	const ErGateway *gateway = er_network_gateway(net, path->gateway);

	parts->known = circuit->bandwidth_mbps > 0;
	/* On a Direct pair the link belongs to all circuits of the port: it is no measure of this one. */
	put(parts, burst && circuit->port == ER_NONE ? circuit->link[path->side] : circuit->self, circuit->bandwidth_mbps);
	if (end->record != NULL)
		put(parts, end->access, end->record->bandwidth_mbps);
	if (circuit->port != ER_NONE)
		put(parts, circuit->link[path->side], er_network_port(net, circuit->port)->bandwidth_mbps);
	if (path->wan != ER_NONE)
		put(parts, er_network_wan(net, path->wan)->self, er_network_wan(net, path->wan)->bandwidth_mbps);
	if (crosses(path, gateway->self))
		put(parts, gateway->self, gateway_mbps(simulator, gateway));
}

static void put_tunnel(const ErSimulator *simulator, const ErPath *path, Parts *parts)
{
	const ErVpnGateway *vpn = er_network_vpn_gateway(simulator->net, er_network_tunnel(simulator->net, path->tunnel)->vpn_gateway);

	parts->known = vpn->record != NULL && vpn->record->bandwidth_mbps != ER_UNSAID;
	if (parts->known)
		put(parts, vpn->self, vpn->record->bandwidth_mbps);
}

static Parts parts_of(const ErSimulator *simulator, const ErPath *path, bool burst)
{
	const ErNetwork *net = simulator->net;
	Parts parts = { .n = 0 };

	if (path->tunnel != ER_NONE)
		put_tunnel(simulator, path, &parts);
	else
		put_circuit(simulator, path, burst, &parts);
	for (uint32_t i = 0; i < path->n_hops; i++) {
		uint32_t hop = path->hops[i];
		if (hop >= er_network_n_components(net) || er_network_component(net, hop)->kind != ER_KIND_FIREWALL)
			continue;
		for (uint32_t k = 0; k < er_network_n_firewalls(net); k++)
			if (er_network_firewall(net, k)->self == hop)
				put(&parts, hop, er_network_firewall(net, k)->throughput_mbps);
	}
	return parts;
}

/* The share of each part that some path in use crosses; false when a bandwidth is not known. */
static bool share_parts(const ErSimulator *simulator, const ErFlowClass *class, const ErOutcome *outcome, bool burst, GArray *all)
{
	for (uint32_t i = 0; i < outcome->n_used; i++) {
		Parts parts = parts_of(simulator, &class->paths[outcome->used[i]], burst);
		if (!parts.known)
			return false;
		for (uint32_t k = 0; k < parts.n; k++) {
			guint at = 0;
			while (at < all->len && g_array_index(all, Part, at).component != parts.items[k].component)
				at++;
			if (at == all->len)
				g_array_append_val(all, parts.items[k]);
			g_array_index(all, Part, at).share += 1.0 / outcome->n_used;
		}
	}
	return true;
}

static uint32_t least(const ErSimulator *simulator, const ErFlowClass *class, const ErOutcome *outcome, bool burst, uint32_t *bottleneck)
{
	g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
	double mbps = 0;

	*bottleneck = ER_NONE;
	if (!share_parts(simulator, class, outcome, burst, parts))
		return 0;
	for (guint i = 0; i < parts->len; i++) {
		const Part *part = &g_array_index(parts, Part, i);
		/* A hair less, so that rounding does not choose between equals: the first on the way stays. */
		if (*bottleneck == ER_NONE || part->mbps / part->share < mbps * (1 - 1e-9)) {
			mbps = part->mbps / part->share;
			*bottleneck = part->component;
		}
	}
	return (uint32_t)MIN(mbps + 0.5, 4e9);
}

void er_load_capacity(const ErSimulator *simulator, const ErFlowClass *class, ErOutcome *outcome)
{
	uint32_t burst_bottleneck;

	outcome->capacity_mbps = least(simulator, class, outcome, false, &outcome->bottleneck);
	outcome->burst_mbps = outcome->capacity_mbps > 0 ? least(simulator, class, outcome, true, &burst_bottleneck) : 0;
}

/* ---- demand ---- */

typedef struct {
	const ErSimulator *simulator;
	const ErImpact *impact;
	double *of_class;          /* per class: Mbps asked of it */
} Demand;

static void take_if_up(const Demand *demand, const ErFlow *flow, GArray *up, uint32_t *asked)
{
	const ErFlows *flows = demand->simulator->flows;
	uint32_t index = flow != NULL ? (uint32_t)(flow - er_flows_at(flows, 0)) : ER_NONE;

	if (flow == NULL)
		return;
	*asked += !er_class_is_unserved(flows, er_flows_class(flows, flow->flow_class));
	if (er_impact_flow_up(demand->simulator, demand->impact, index))
		g_array_append_val(up, index);
}

/* Flows that the demand may use now; @asked: (out): how many there would be. */
static GArray *flows_for(const Demand *demand, const ErDemand *row, uint32_t site, ErDirection direction, uint32_t *asked)
{
	const ErFlows *flows = demand->simulator->flows;
	const ErNetwork *net = demand->simulator->net;
	GArray *up = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const ErService *service = row->service != ER_NONE ? er_network_service(net, row->service) : NULL;

	*asked = 0;
	if (row->vnet != ER_NONE)
		take_if_up(demand, er_flows_lookup(flows, site, row->vnet, direction), up, asked);
	for (uint32_t i = 0; row->vnet == ER_NONE && service != NULL && i < service->n_vnets; i++)
		take_if_up(demand, er_flows_lookup(flows, site, service->vnets[i], direction), up, asked);
	for (uint32_t i = 0; row->vnet == ER_NONE && service == NULL && i < er_network_n_vnets(net); i++)
		take_if_up(demand, er_flows_lookup(flows, site, i, direction), up, asked);
	return up;
}

static void ask(const Demand *demand, const ErDemand *row, uint32_t site, ErDirection direction, double lost[2])
{
	uint32_t asked;

	if (row->mbps[direction] == 0 || (row->site != ER_NONE && row->site != site))
		return;
	g_autoptr(GArray) up = flows_for(demand, row, site, direction, &asked);
	if (up->len == 0 && asked > 0)
		lost[direction] += row->mbps[direction];
	for (guint i = 0; i < up->len; i++)
		demand->of_class[er_flows_at(demand->simulator->flows, g_array_index(up, uint32_t, i))->flow_class] += (double)row->mbps[direction] / up->len;
}

static void add_load(GArray *loads, GHashTable *at, uint32_t component, ErDirection direction, double mbps, double capacity)
{
	gpointer key = GUINT_TO_POINTER(component * 2 + direction + 1);
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(at, key));

	if (index == 0) {
		const ErLoad load = { component, direction, 0, (uint32_t)capacity };
		g_array_append_val(loads, load);
		index = loads->len;
		g_hash_table_insert(at, key, GUINT_TO_POINTER(index));
	}
	g_array_index(loads, ErLoad, index - 1).mbps += mbps;
}

static int by_load(const void *a, const void *b)
{
	const ErLoad *x = a, *y = b;
	double p = x->mbps / MAX(x->capacity_mbps, 1u), q = y->mbps / MAX(y->capacity_mbps, 1u);

	if (p != q)
		return p > q ? -1 : 1;
	return x->component != y->component ? (x->component > y->component) - (x->component < y->component) : (int)x->direction - (int)y->direction;
}

static const ErOutcome *outcome_of(const Demand *demand, uint32_t class)
{
	const ErClassImpact *impact = er_impact_of(demand->impact, class);

	return impact != NULL ? &impact->after : er_simulator_base(demand->simulator, class);
}

GArray *er_load_demand(const ErSimulator *simulator, const ErImpact *impact, double lost[2])
{
	const ErNetwork *net = simulator->net;
	const ErFlows *flows = simulator->flows;
	GArray *loads = g_array_new(FALSE, TRUE, sizeof(ErLoad));
	g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL);
	g_autofree double *of_class = g_new0(double, er_flows_n_classes(flows) + 1);
	const Demand demand = { simulator, impact, of_class };

	lost[0] = lost[1] = 0;
	for (uint32_t i = 0; i < er_network_n_demands(net); i++)
		for (uint32_t site = 0; site < er_network_n_sites(net); site++)
			for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++)
				ask(&demand, er_network_demand(net, i), site, direction, lost);
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		const ErOutcome *outcome = outcome_of(&demand, c);
		for (uint32_t i = 0; of_class[c] > 0 && i < outcome->n_used; i++) {
			Parts parts = parts_of(simulator, &class->paths[outcome->used[i]], false);
			for (uint32_t k = 0; k < parts.n; k++)
				add_load(loads, at, parts.items[k].component, class->direction, of_class[c] / outcome->n_used, parts.items[k].mbps);
		}
	}
	g_array_sort(loads, by_load);
	return loads;
}
