/*
 * Capacity (ER-CAP): whether what is left after a failure carries what is sent, and where bandwidths do not fit each other. What is
 * sent is the demand of the site description, spread as the paths spread it (load.c); without it the answer is unknown, once per
 * estate, and never a comparison that only looks like one. A circuit counts with its bandwidth once: the second link is redundancy.
 * Source: Microsoft Learn, "ExpressRoute FAQ", "About ExpressRoute virtual network gateways", "Use S2S VPN as a backup".
 */
#include "../catalogue.h"
#include "../limits.h"
#include "rules.h"

#include <erscope/scenarios.h>

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"
#define NO_DEMAND "demand, in the site description"


/* The property that tells a circuit's bandwidth. */
static const char *bandwidth_property(const ErCircuit *circuit)
{
	return circuit->port != ER_NONE ? "properties.bandwidthInGbps" : "properties.serviceProviderProperties.bandwidthInMbps";
}

static void add_bandwidth(ErDraft *draft, const ErNetwork *net, uint32_t index)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	const ErComponent *self = er_circuit_self(net, index);
	g_autofree char *mbps = g_strdup_printf("%u Mbps", circuit->bandwidth_mbps);

	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, bandwidth_property(circuit), circuit->bandwidth_mbps > 0 ? mbps : NULL);
	else
		er_draft_fact(draft, self->id, "not in the input: bandwidth not known");
}

/* Without demand: one open question for the whole estate. */
static void tell_no_demand(const ErRule *rule, ErFindings *out, const char *question)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);

	er_draft_headline(draft, "%s is not known: no demand is declared", question);
	er_draft_missing(draft, NO_DEMAND);
	er_draft_end(draft);
}

/* Does it carry, or may it, being outside the input? */
static bool may_carry(const ErNetwork *net, const ErConnection *connection)
{
	return er_connection_usable(net, connection) || (er_network_circuit(net, connection->circuit)->external && er_network_component(net, connection->self)->up);
}

/* Highest load of a component over both directions; NULL: nothing crosses it. */
static const ErLoad *load_of(const ErLoad *loads, uint32_t n, uint32_t component)
{
	const ErLoad *found = NULL;

	for (uint32_t i = 0; i < n; i++)
		if (loads[i].component == component && (found == NULL || loads[i].mbps > found->mbps))
			found = &loads[i];
	return found;
}

/* ---- which circuits stand in for each other ---- */

/* Per circuit: does a path use it, does another circuit share a class with it, and is the bandwidth of one of those unknown? */
typedef struct { bool used, shared, partner_unknown; } Use;

static void note_class(const ErNetwork *net, const ErFlowClass *class, Use *uses)
{
	uint32_t first = ER_NONE;
	bool several = false, unknown = false;

	for (uint32_t i = 0; i < class->n_paths; i++) {
		uint32_t circuit = class->paths[i].circuit;
		if (circuit == ER_NONE)
			continue;
		uses[circuit].used = true;
		unknown = unknown || er_network_circuit(net, circuit)->bandwidth_mbps == 0;
		several = several || (first != ER_NONE && circuit != first);
		first = circuit;
	}
	for (uint32_t i = 0; several && i < class->n_paths; i++)
		if (class->paths[i].circuit != ER_NONE) {
			uses[class->paths[i].circuit].shared = true;
			uses[class->paths[i].circuit].partner_unknown = uses[class->paths[i].circuit].partner_unknown || unknown;
		}
}

static Use *find_uses(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	Use *uses = g_new0(Use, er_network_n_circuits(net) + 1);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++)
		note_class(net, er_flows_class(flows, c), uses);
	return uses;
}

/* ---- ER-CAP-001 ---- */

/* The circuit that is overloaded most, and more than before, once another is lost; NULL: none. */
static const ErLoad *overloaded(const ErFlows *flows, const ErSimulator *simulator, const ErImpact *impact)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n;
	const ErLoad *base = er_simulator_base_loads(simulator, &n);

	for (uint32_t i = 0; i < impact->n_loads; i++) {
		const ErLoad *load = &impact->loads[i];
		const ErLoad *before = load_of(base, n, load->component);
		if (er_network_component(net, load->component)->kind == ER_KIND_CIRCUIT && load->mbps > load->capacity_mbps && (before == NULL || load->mbps > before->mbps))
			return load;
	}
	return NULL;
}

static void judge_loss(const ErRule *rule, ErSimulator *simulator, ErFindings *out, uint32_t index, const ErEvent *event, bool unknown)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErNetwork *net = er_flows_network(flows);
	const ErComponent *self = er_circuit_self(net, index);
	ErImpacts *impacts = er_simulate(simulator, event);
	const ErLoad *load = overloaded(flows, simulator, er_impacts_at(impacts, 0));

	if (load == NULL && !unknown) {
		er_rule_pass(out, rule);
	} else {
		ErDraft *draft = er_draft_new(out, rule, load != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		if (load != NULL) {
			const ErComponent *survivor = er_network_component(net, load->component);
			g_autofree char *fact = g_strdup_printf("%.0f Mbps of declared demand %s", load->mbps, load->direction == ER_ONPREM_TO_AZURE ? "towards Azure" : "from Azure");
			er_draft_headline(draft, "Without %s, %s (%u Mbps) would have to carry %.0f Mbps", self->name, survivor->name, load->capacity_mbps, load->mbps);
			for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
				if (er_network_circuit(net, i)->self == load->component)
					add_bandwidth(draft, net, i);
			er_draft_fact(draft, survivor->id, fact);
		} else {
			er_draft_headline(draft, "%s: whether the circuits left without it carry the demand is not known", self->name);
			er_draft_missing(draft, "bandwidth of every circuit");
		}
		er_draft_flows_behind(draft, index, ER_NONE);
		er_draft_end(draft);
	}
	er_impacts_free(impacts);
}

static void check_loss(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Use *uses = find_uses(flows);
	g_autoptr(ErEvents) events = er_events_new(flows);
	g_autoptr(GArray) lost = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (uses[i].shared)
			g_array_append_val(lost, i);
		else
			er_rule_not_applicable(out, rule);
	if (lost->len > 0 && er_network_n_demands(net) == 0)
		tell_no_demand(rule, out, "Whether the circuits left after the loss of one carry what is sent");
	if (lost->len == 0 || er_network_n_demands(net) == 0)
		return;
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);
	for (guint i = 0; i < lost->len; i++) {
		uint32_t index = g_array_index(lost, uint32_t, i);
		er_events_add_failure(events, &er_network_circuit(net, index)->self, 1);
		judge_loss(rule, simulator, out, index, er_events_at(events, i), uses[index].partner_unknown);
	}
}

/* ---- ER-CAP-002 ---- */

static GArray *circuits_of(const ErNetwork *net, const GArray *connections)
{
	GArray *circuits = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < connections->len; i++) {
		const ErConnection *connection = er_network_connection(net, g_array_index(connections, uint32_t, i));
		bool known = !may_carry(net, connection);
		for (guint k = 0; k < circuits->len && !known; k++)
			known = g_array_index(circuits, uint32_t, k) == connection->circuit;
		if (!known)
			g_array_append_val(circuits, connection->circuit);
	}
	g_array_sort(circuits, er_compare_indices);
	return circuits;
}

/* Connections of each gateway. (transfer full) */
static GPtrArray *connections_by_gateway(const ErNetwork *net)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		g_ptr_array_add(all, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		g_array_append_val((GArray *)all->pdata[er_network_connection(net, i)->gateway], i);
	return all;
}

static void judge_set(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GArray *circuits)
{
	uint32_t least = UINT32_MAX, most = 0;
	bool unknown = false;

	for (guint i = 0; i < circuits->len; i++) {
		uint32_t mbps = er_network_circuit(net, g_array_index(circuits, uint32_t, i))->bandwidth_mbps;
		unknown = unknown || mbps == 0;
		least = mbps > 0 ? MIN(least, mbps) : least;
		most = MAX(most, mbps);
	}
	bool differ = most > 0 && least < most;
	if (!differ && !unknown) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, differ ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, differ && least * 2.0 < most ? ER_SEV_HIGH : ER_SEV_MEDIUM);
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < circuits->len; i++) {
		uint32_t index = g_array_index(circuits, uint32_t, i), mbps = er_network_circuit(net, index)->bandwidth_mbps;
		er_draft_subject(draft, er_circuit_self(net, index)->id);
		add_bandwidth(draft, net, index);
		er_draft_flows_behind(draft, index, ER_NONE);
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_circuit_self(net, index)->name);
		if (mbps > 0)
			g_string_append_printf(names, " (%u Mbps)", mbps);
	}
	if (differ) {
		er_draft_headline(draft, "Circuits that stand in for each other differ in bandwidth: %s", names->str);
	} else {
		er_draft_headline(draft, "Whether circuits that stand in for each other have the same bandwidth is not known: %s", names->str);
		er_draft_missing(draft, "bandwidth of every circuit");
	}
	er_draft_end(draft);
}

static void check_unequal(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) connections = connections_by_gateway(net);
	g_autoptr(GHashTable) judged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		g_autoptr(GArray) circuits = circuits_of(net, connections->pdata[g]);
		GString *key = g_string_new(NULL);
		for (guint i = 0; i < circuits->len; i++)
			g_string_append_printf(key, "%u ", g_array_index(circuits, uint32_t, i));
		bool fresh = g_hash_table_add(judged, g_string_free(key, FALSE));
		if (circuits->len < 2)
			er_rule_not_applicable(out, rule);
		else if (fresh)
			judge_set(rule, net, out, circuits);
	}
}

/* ---- ER-CAP-003 ---- */

static void judge_peak(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index, const ErLoad *load)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	const ErComponent *self = er_circuit_self(net, index);
	bool over = load != NULL && load->mbps > circuit->bandwidth_mbps;

	if (circuit->bandwidth_mbps > 0 && !over) {
		if (load != NULL)
			er_rule_pass(out, rule);
		else
			er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
	er_draft_subject(draft, self->id);
	add_bandwidth(draft, net, index);
	if (over) {
		g_autofree char *fact = g_strdup_printf("%.0f Mbps of declared demand %s", load->mbps, load->direction == ER_ONPREM_TO_AZURE ? "towards Azure" : "from Azure");
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s (%u Mbps) has to carry %.0f Mbps: that needs both links, and one failing leaves too little", self->name, circuit->bandwidth_mbps, load->mbps);
	} else {
		er_draft_headline(draft, "%s: whether its demand fits one link is not known", self->name);
		er_draft_missing(draft, "bandwidth of the circuit");
	}
	er_draft_flows_behind(draft, index, ER_NONE);
	er_draft_end(draft);
}

static void check_peak(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Use *uses = find_uses(flows);
	bool any = false;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		any = any || uses[i].used;
	if (any && er_network_n_demands(net) == 0)
		tell_no_demand(rule, out, "Whether any circuit carries more than one of its links could");
	g_autoptr(ErSimulator) simulator = any && er_network_n_demands(net) > 0 ? er_simulator_new(flows) : NULL;
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		uint32_t n = 0;
		const ErLoad *loads = simulator != NULL ? er_simulator_base_loads(simulator, &n) : NULL;
		if (!uses[i].used)
			er_rule_not_applicable(out, rule);
		else if (simulator != NULL)
			judge_peak(rule, net, out, i, load_of(loads, n, er_network_circuit(net, i)->self));
	}
}

/* ---- ER-CAP-004 ---- */

/* VNets with spokes that use their gateway. */
static bool *hubs_with_spokes(const ErNetwork *net)
{
	bool *spokes = g_new0(bool, er_network_n_vnets(net) + 1);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		if (attachment->transit && attachment->hub_vnet != ER_NONE)
			spokes[attachment->hub_vnet] = true;
	}
	return spokes;
}

/* Does FastPath take all of this connection's traffic past the gateway? On a provider circuit it covers the gateway's VNet only. */
static bool is_past_gateway(const ErNetwork *net, const ErConnection *connection, const bool *spokes)
{
	const ErGateway *gateway = er_network_gateway(net, connection->gateway);
	bool direct = er_network_circuit(net, connection->circuit)->port != ER_NONE;

	if (gateway->hub != ER_NONE)
		return direct && gateway->fastpath && (!connection->bypass_known || connection->bypass);
	return connection->bypass && gateway->fastpath && (direct || gateway->vnet == ER_NONE || !spokes[gateway->vnet]);
}

typedef struct { uint64_t sum; uint32_t most, circuit; bool unknown; uint32_t n; } Attached;

static Attached attached_to(const ErNetwork *net, const GArray *connections, const bool *spokes)
{
	Attached all = { .circuit = ER_NONE };
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < connections->len; i++) {
		const ErConnection *connection = er_network_connection(net, g_array_index(connections, uint32_t, i));
		uint32_t mbps = er_network_circuit(net, connection->circuit)->bandwidth_mbps;
		if (!may_carry(net, connection) || is_past_gateway(net, connection, spokes) || !g_hash_table_add(seen, GUINT_TO_POINTER(connection->circuit)))
			continue;
		all.n++;
		all.unknown = all.unknown || mbps == 0;
		all.sum += mbps;
		if (mbps > all.most) {
			all.most = mbps;
			all.circuit = connection->circuit;
		}
	}
	return all;
}

static void tell_gateway_size(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index, const GArray *connections, const Attached *all)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);
	bool single = gateway->inbound_mbps > 0 && gateway->inbound_mbps < all->most, sum = gateway->inbound_mbps > 0 && gateway->inbound_mbps < all->sum;
	ErDraft *draft = er_draft_new(out, rule, single || sum ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, sum && !single ? ER_SEV_LOW : ER_SEV_MEDIUM);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, gateway->hub != ER_NONE ? "properties.autoScaleConfiguration.bounds.min" : "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	for (guint i = 0; i < connections->len; i++)
		add_bandwidth(draft, net, er_network_connection(net, g_array_index(connections, uint32_t, i))->circuit);
	if (single)
		er_draft_headline(draft, "%s (%s) takes %u Mbps towards Azure, %s gives %u", self->name, gateway->sku, gateway->inbound_mbps, er_circuit_self(net, all->circuit)->name, all->most);
	else if (sum)
		er_draft_headline(draft, "%s (%s) takes %u Mbps towards Azure, its circuits give %" G_GUINT64_FORMAT " together", self->name, gateway->sku, gateway->inbound_mbps, all->sum);
	else
		er_draft_headline(draft, "%s: whether it takes what its circuits give is not known", self->name);
	if (!single && !sum)
		er_draft_missing(draft, gateway->inbound_mbps > 0 ? "bandwidth of every circuit" : *gateway->sku == '\0' ? "properties.sku of the gateway" : gateway->sku_known || gateway->hub != ER_NONE ? "properties.autoScaleConfiguration of the gateway" : "throughput of this gateway SKU");
	er_draft_flows_behind(draft, ER_NONE, index);
	er_draft_end(draft);
}

static void check_gateway_size(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) connections = connections_by_gateway(net);
	g_autofree bool *spokes = hubs_with_spokes(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		Attached all = attached_to(net, connections->pdata[g], spokes);
		if (er_network_component(net, gateway->self)->external || all.n == 0)
			er_rule_not_applicable(out, rule);
		else if (gateway->inbound_mbps > 0 && !all.unknown && gateway->inbound_mbps >= all.sum)
			er_rule_pass(out, rule);
		else
			tell_gateway_size(rule, net, out, g, connections->pdata[g], &all);
	}
}

/* ---- ER-CAP-005 ---- */

/* What is left of @gateway while one instance restarts, for @n instances. */
static double left_of(const ErGateway *gateway, uint32_t n)
{
	return gateway->inbound_mbps * (double)(n - 1) / n;
}

static void judge_headroom(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index, const ErLoad *load)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);
	uint32_t instances = MAX(gateway->n_instances, 2u);
	double least = left_of(gateway, instances);
	/* Three are documented for zone-redundant gateways: more than that leaves nobody gives. */
	bool over = load->mbps > (gateway->instances_known ? least : left_of(gateway, 3));

	if (load->mbps <= least) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
	g_autofree char *fact = g_strdup_printf("%.0f Mbps of declared demand, %u Mbps with all instances, %.0f with one of %u restarting", load->mbps, gateway->inbound_mbps, least, instances);
	er_draft_subject(draft, self->id);
	er_draft_fact(draft, self->id, fact);
	if (over) {
		er_draft_headline(draft, "%s (%s) has to carry %.0f Mbps: too much while one of its instances restarts", self->name, gateway->sku, load->mbps);
	} else {
		er_draft_headline(draft, "%s (%s): whether %.0f Mbps fit while one of its instances restarts depends on their number", self->name, gateway->sku, load->mbps);
		er_draft_missing(draft, "how many instances the gateway runs");
	}
	er_draft_flows_behind(draft, ER_NONE, index);
	er_draft_end(draft);
}

static void tell_size_unknown(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErComponent *self = er_network_component(net, er_network_gateway(net, index)->self);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);

	er_draft_subject(draft, self->id);
	er_draft_headline(draft, "%s: whether it carries the demand while an instance restarts is not known, its throughput being unknown", self->name);
	er_draft_missing(draft, self->external ? "the export that holds this gateway" : "size of the gateway");
	er_draft_flows_behind(draft, ER_NONE, index);
	er_draft_end(draft);
}

static void check_headroom(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = 0;
	bool any = false;

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		any = any || (!er_network_component(net, er_network_gateway(net, g)->self)->external && er_gateway_usable(net, g, ER_NONE));
	if (any && er_network_n_demands(net) == 0) {
		tell_no_demand(rule, out, "Whether the gateways carry what is sent while an instance restarts");
		return;
	}
	g_autoptr(ErSimulator) simulator = any ? er_simulator_new(flows) : NULL;
	const ErLoad *loads = simulator != NULL ? er_simulator_base_loads(simulator, &n) : NULL;
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErLoad *load = load_of(loads, n, er_network_gateway(net, g)->self);
		if (load == NULL && er_network_gateway(net, g)->inbound_mbps == 0 && er_gateway_usable(net, g, ER_NONE))
			tell_size_unknown(rule, net, out, g);
		else if (load == NULL)
			er_rule_not_applicable(out, rule);
		else
			judge_headroom(rule, net, out, g, load);
	}
}

/* ---- ER-CAP-006 ---- */

/* Mbps over all tunnels; 0 unknown. */
static uint32_t vpn_mbps(const ErNetwork *net, const ErVpnGateway *vpn)
{
	const ErResource *res = er_network_component(net, vpn->self)->resource;
	const char *generation = res != NULL ? er_value_text(&res->body, "properties.vpnGatewayGeneration") : NULL;
	uint32_t units = 0;

	if (vpn->hub != ER_NONE)
		return res != NULL && er_value_uint(&res->body, "properties.vpnGatewayScaleUnit", &units) ? MIN(units, 100u) * er_limit(net, ER_LIMIT_VPN_HUB_UNIT_MBPS) : 0;
	return er_catalogue_vpn_mbps(er_network_tables(net), vpn->sku, generation != NULL && g_ascii_strcasecmp(generation, "Generation2") == 0);
}

/* The largest circuit of the ExpressRoute gateways beside it; ER_NONE: none carries. */
static uint32_t circuit_beside(const ErNetwork *net, const ErVpnGateway *vpn, bool *unknown)
{
	uint32_t found = ER_NONE;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErGateway *gateway = er_network_gateway(net, connection->gateway);
		const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
		bool beside = vpn->hub != ER_NONE ? gateway->hub == vpn->hub : vpn->vnet != ER_NONE && gateway->vnet == vpn->vnet;
		if (!beside || !may_carry(net, connection))
			continue;
		*unknown = *unknown || circuit->bandwidth_mbps == 0;
		if (found == ER_NONE || circuit->bandwidth_mbps > er_network_circuit(net, found)->bandwidth_mbps)
			found = connection->circuit;
	}
	return found;
}

/* Demand of the site that claims the gateway, in the busier direction; 0: none declared. */
static uint64_t demand_of_site(const ErNetwork *net, uint32_t site)
{
	uint64_t mbps[2] = { 0, 0 };

	for (uint32_t i = 0; site != ER_NONE && i < er_network_n_demands(net); i++) {
		const ErDemand *demand = er_network_demand(net, i);
		for (uint32_t k = 0; k < 2; k++)
			if (demand->site == ER_NONE || demand->site == site)
				mbps[k] += demand->mbps[k];
	}
	return MAX(mbps[0], mbps[1]);
}

static bool has_tunnel(const ErNetwork *net, uint32_t vpn)
{
	for (uint32_t i = 0; i < er_network_n_tunnels(net); i++)
		if (er_network_tunnel(net, i)->vpn_gateway == vpn)
			return true;
	return false;
}

typedef struct { uint32_t circuit, mbps; uint64_t need; bool demand, unknown; } Backup;

static void tell_backup(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErVpnGateway *vpn, const Backup *backup)
{
	const ErComponent *self = er_network_component(net, vpn->self), *circuit = er_circuit_self(net, backup->circuit);
	bool slower = backup->mbps > 0 && backup->mbps < backup->need, claimed = vpn->site != ER_NONE;
	ErDraft *draft = er_draft_new(out, rule, slower && claimed ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, vpn->hub != ER_NONE ? "properties.vpnGatewayScaleUnit" : "properties.sku.name", *vpn->sku != '\0' ? vpn->sku : NULL);
	add_bandwidth(draft, net, backup->circuit);
	if (slower && claimed && backup->demand)
		er_draft_headline(draft, "%s (%u Mbps) as backup of ExpressRoute would have to carry %" G_GUINT64_FORMAT " Mbps of declared demand", self->name, backup->mbps, backup->need);
	else if (slower && claimed)
		er_draft_headline(draft, "%s (%u Mbps) is slower than %s (%" G_GUINT64_FORMAT " Mbps), which it backs up", self->name, backup->mbps, circuit->name, backup->need);
	else if (slower)
		er_draft_headline(draft, "%s (%u Mbps) is slower than %s (%" G_GUINT64_FORMAT " Mbps); whether it is its backup is not declared", self->name, backup->mbps, circuit->name, backup->need);
	else
		er_draft_headline(draft, "%s: whether it carries what %s does is not known", self->name, circuit->name);
	if (!slower || !claimed)
		er_draft_missing(draft, slower ? "vpn with this gateway, in the site description" : backup->mbps == 0 ? "throughput of the VPN gateway" : "bandwidth of every circuit");
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		if (vpn->hub != ER_NONE ? er_network_gateway(net, g)->hub == vpn->hub : er_network_gateway(net, g)->vnet == vpn->vnet)
			er_draft_flows_behind(draft, ER_NONE, g);
	er_draft_end(draft);
}

static void check_backup(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *vpn = er_network_vpn_gateway(net, i);
		Backup backup = { .circuit = ER_NONE };
		backup.circuit = circuit_beside(net, vpn, &backup.unknown);
		if (backup.circuit == ER_NONE || !has_tunnel(net, i)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		uint32_t declared = vpn->record != NULL && vpn->record->bandwidth_mbps != ER_UNSAID ? vpn->record->bandwidth_mbps : 0, size = vpn_mbps(net, vpn);
		uint64_t demand = demand_of_site(net, vpn->site);
		backup.mbps = declared > 0 && size > 0 ? MIN(declared, size) : MAX(declared, size);
		backup.demand = demand > 0;
		backup.unknown = backup.unknown && !backup.demand;
		backup.need = backup.demand ? demand : er_network_circuit(net, backup.circuit)->bandwidth_mbps;
		if (backup.mbps > 0 && !backup.unknown && backup.mbps >= backup.need)
			er_rule_pass(out, rule);
		else
			tell_backup(rule, net, out, vpn, &backup);
	}
}

/* ---- ER-CAP-007 ---- */

typedef struct { uint64_t nominal; double peak[2]; bool unknown; uint32_t n; } Riders;

static Riders riders_of(const ErNetwork *net, uint32_t port, const ErLoad *loads, uint32_t n_loads)
{
	Riders riders = { 0 };

	for (uint32_t c = 0; c < er_network_n_circuits(net); c++) {
		const ErCircuit *circuit = er_network_circuit(net, c);
		if (circuit->port != port || circuit->n_connections == 0)
			continue;
		riders.n++;
		riders.nominal += circuit->bandwidth_mbps;
		riders.unknown = riders.unknown || circuit->bandwidth_mbps == 0;
		for (uint32_t i = 0; i < n_loads; i++)
			if (loads[i].component == circuit->self)
				riders.peak[loads[i].direction] += loads[i].mbps;
	}
	return riders;
}

static void tell_port(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index, const Riders *riders, bool demand)
{
	const ErPort *port = er_network_port(net, index);
	const ErComponent *self = er_network_component(net, port->self);
	double peak = MAX(riders->peak[0], riders->peak[1]);
	bool over = demand && port->bandwidth_mbps > 0 && peak > port->bandwidth_mbps;
	ErDraft *draft = er_draft_new(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
	g_autofree char *mbps = g_strdup_printf("%u Mbps", port->bandwidth_mbps);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.bandwidthInGbps", port->bandwidth_mbps > 0 ? mbps : NULL);
	for (uint32_t c = 0; c < er_network_n_circuits(net); c++)
		if (er_network_circuit(net, c)->port == index && er_network_circuit(net, c)->n_connections > 0) {
			add_bandwidth(draft, net, c);
			er_draft_flows_behind(draft, c, ER_NONE);
		}
	if (over) {
		er_draft_headline(draft, "%s: its circuits have to carry %.0f Mbps, one port takes %u", self->name, peak, port->bandwidth_mbps);
	} else if (port->bandwidth_mbps == 0 || riders->unknown) {
		er_draft_headline(draft, "%s: whether one port takes what its circuits carry is not known", self->name);
		er_draft_missing(draft, port->bandwidth_mbps == 0 ? "properties.bandwidthInGbps of the port pair" : "bandwidth of every circuit");
	} else {
		er_draft_headline(draft, "%s: its circuits add up to %" G_GUINT64_FORMAT " Mbps, one port takes %u; whether they are ever full is not declared", self->name, riders->nominal, port->bandwidth_mbps);
		er_draft_missing(draft, NO_DEMAND);
	}
	er_draft_end(draft);
}

static void check_port(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	bool demand = er_network_n_demands(net) > 0;
	uint32_t n = 0;
	g_autoptr(ErSimulator) simulator = demand && er_network_n_ports(net) > 0 ? er_simulator_new(flows) : NULL;
	const ErLoad *loads = simulator != NULL ? er_simulator_base_loads(simulator, &n) : NULL;

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		Riders riders = riders_of(net, i, loads, n);
		bool known = port->bandwidth_mbps > 0 && !riders.unknown;
		if (er_network_component(net, port->self)->external || riders.n == 0)
			er_rule_not_applicable(out, rule);
		else if (known && (riders.nominal <= port->bandwidth_mbps || (demand && MAX(riders.peak[0], riders.peak[1]) <= port->bandwidth_mbps)))
			er_rule_pass(out, rule);
		else
			tell_port(rule, net, out, i, &riders, demand);
	}
}

/* ---- ER-CAP-008 ---- */

/* Access lines behind one side of a circuit: several on an any-to-any circuit. */
typedef struct { uint64_t mbps; uint32_t n, n_unsaid; } Access;

static void sum_access(const ErNetwork *net, const ErCircuit *circuit, Access sides[2])
{
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErEnd *end = er_network_end(net, i);
		Access *side = &sides[end->side];
		bool said = end->record != NULL && end->record->bandwidth_mbps != ER_UNSAID;
		side->n++;
		side->n_unsaid += !said;
		side->mbps += said ? end->record->bandwidth_mbps : 0;
	}
}

static void judge_access(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index, const Access sides[2])
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	const ErComponent *self = er_circuit_self(net, index);
	bool narrow[2], unknown = circuit->bandwidth_mbps == 0;

	for (uint32_t s = 0; s < 2; s++)
		narrow[s] = circuit->bandwidth_mbps > 0 && sides[s].n > 0 && sides[s].n_unsaid == 0 && sides[s].mbps < circuit->bandwidth_mbps;
	if (!narrow[0] && !narrow[1] && !unknown) {
		er_rule_pass(out, rule);
		return;
	}
	ErSide side = narrow[ER_PRIMARY] && (!narrow[ER_SECONDARY] || sides[0].mbps <= sides[1].mbps) ? ER_PRIMARY : ER_SECONDARY;
	ErDraft *draft = er_draft_new(out, rule, narrow[side] ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
	er_draft_subject(draft, self->id);
	add_bandwidth(draft, net, index);
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->record == NULL || end->record->bandwidth_mbps == ER_UNSAID)
			continue;
		g_autofree char *fact = g_strdup_printf("%s line: %u Mbps declared", er_side_name(end->side), end->record->bandwidth_mbps);
		er_draft_fact(draft, er_network_component(net, end->access)->id, fact);
	}
	if (narrow[side]) {
		er_draft_headline(draft, "%s gives %u Mbps, its %s access line %" G_GUINT64_FORMAT, self->name, circuit->bandwidth_mbps, er_side_name(side), sides[side].mbps);
	} else {
		er_draft_headline(draft, "%s: whether its access lines give what the circuit does is not known", self->name);
		er_draft_missing(draft, "bandwidth of the circuit");
	}
	er_draft_flows_behind(draft, index, ER_NONE);
	er_draft_end(draft);
}

static void check_access(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t unsaid = 0;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		Access sides[2] = { 0 };
		sum_access(net, circuit, sides);
		bool said = sides[0].n_unsaid + sides[1].n_unsaid == 0 && sides[0].n + sides[1].n > 0;
		bool narrow = circuit->bandwidth_mbps > 0 && ((sides[0].n > 0 && sides[0].n_unsaid == 0 && sides[0].mbps < circuit->bandwidth_mbps) || (sides[1].n > 0 && sides[1].n_unsaid == 0 && sides[1].mbps < circuit->bandwidth_mbps));
		if (circuit->n_connections == 0 || sides[0].n + sides[1].n == 0)
			er_rule_not_applicable(out, rule);
		else if (said || narrow)
			judge_access(rule, net, out, i, sides);
		else
			unsaid++;
	}
	if (unsaid == 0)
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
	er_draft_headline(draft, "Whether access lines give what their circuits do is not known: for %u %s no bandwidth is declared", unsaid, unsaid == 1 ? "circuit" : "circuits");
	er_draft_missing(draft, "bandwidth-mbps of each link, in the site description");
	er_draft_end(draft);
}

/* ---- ER-CAP-009 ---- */

/* Value of the tag that tells the environment; NULL: none. */
static const char *environment_tag(const ErComponent *component)
{
	static const char *const keys[] = { "environment", "env" };

	for (size_t i = 0; component->resource != NULL && i < G_N_ELEMENTS(keys); i++) {
		const ErValue *value = er_value_member(er_value_get(&component->resource->body, "tags"), keys[i]);
		if (value != NULL && value->kind == ER_VALUE_STRING && *value->u.text != '\0')
			return value->u.text;
	}
	return NULL;
}

/* Of the connection, else of its gateway, else of the VNet with the gateway. */
static const char *environment_of(const ErNetwork *net, const ErConnection *connection, const ErComponent **bearer)
{
	const ErGateway *gateway = er_network_gateway(net, connection->gateway);
	const ErComponent *where[3] = { er_network_component(net, connection->self), er_network_component(net, gateway->self),
	                                gateway->vnet != ER_NONE ? er_network_component(net, er_network_vnet(net, gateway->vnet)->self) : NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(where); i++) {
		const char *tag = where[i] != NULL ? environment_tag(where[i]) : NULL;
		if (tag != NULL) {
			*bearer = where[i];
			return tag;
		}
	}
	return NULL;
}

static bool is_production(const char *tag)
{
	static const char *const words[] = { "prod", "production", "prd", "live" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(tag, words[i]) == 0)
			return true;
	return false;
}

typedef struct { uint32_t n, production, other, untagged; } Environments;

static Environments *count_environments(const ErNetwork *net)
{
	Environments *all = g_new0(Environments, er_network_n_circuits(net) + 1);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *bearer = NULL;
		const char *tag = environment_of(net, connection, &bearer);
		Environments *at = &all[connection->circuit];
		at->n++;
		at->untagged += tag == NULL;
		at->production += tag != NULL && is_production(tag);
		at->other += tag != NULL && !is_production(tag);
	}
	return all;
}

static void report_environments(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErComponent *self = er_circuit_self(net, index);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_LOW);
	const char *other = "";

	er_draft_subject(draft, self->id);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *bearer = NULL;
		const char *tag = connection->circuit == index ? environment_of(net, connection, &bearer) : NULL;
		if (tag == NULL)
			continue;
		if (!is_production(tag))
			other = tag;
		er_draft_evidence(draft, bearer->resource, er_value_get(&bearer->resource->body, "tags.environment") != NULL ? "tags.environment" : "tags.env", tag);
	}
	er_draft_headline(draft, "%s carries production and %s: nothing keeps one from taking the other's bandwidth", self->name, other);
	er_draft_flows_behind(draft, index, ER_NONE);
	er_draft_end(draft);
}

static void check_environments(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Environments *all = count_environments(net);
	uint32_t untagged = 0;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		if (all[i].n < 2)
			er_rule_not_applicable(out, rule);
		else if (all[i].production > 0 && all[i].other > 0)
			report_environments(rule, net, out, i);
		else if (all[i].untagged == 0)
			er_rule_pass(out, rule);
		else
			untagged++;
	}
	if (untagged == 0)
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_LOW);
	er_draft_headline(draft, "Whether production and other environments share a circuit is not known: of %u %s with several connections not all are tagged", untagged, untagged == 1 ? "circuit" : "circuits");
	er_draft_missing(draft, "the tag environment of connections, gateways or VNets");
	er_draft_end(draft);
}

/* ---- ER-CAP-010 ---- */

/* Per component: bandwidth of all circuits of the widest class that crosses it; in *unknown: one of them is not known. */
static uint64_t *widest_class(const ErFlows *flows, bool **unknown)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_components(net);
	uint64_t *most = g_new0(uint64_t, n + 1);

	*unknown = g_new0(bool, n + 1);
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
		uint64_t sum = 0;
		bool open = false;
		for (uint32_t i = 0; i < class->n_paths; i++) {
			uint32_t circuit = class->paths[i].circuit;
			if (circuit == ER_NONE || !g_hash_table_add(seen, GUINT_TO_POINTER(circuit)))
				continue;
			sum += er_network_circuit(net, circuit)->bandwidth_mbps;
			open = open || er_network_circuit(net, circuit)->bandwidth_mbps == 0;
		}
		for (uint32_t i = 0; i < class->n_paths; i++)
			for (uint32_t k = 0; k < class->paths[i].n_hops; k++)
				if (class->paths[i].hops[k] < n) {
					most[class->paths[i].hops[k]] = MAX(most[class->paths[i].hops[k]], MAX(sum, 1u));
					(*unknown)[class->paths[i].hops[k]] |= open;
				}
	}
	return most;
}

static void add_flows_over(ErDraft *draft, const ErFindings *out, uint32_t component)
{
	const ErFlows *flows = er_findings_flows(out);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		const GArray *of = er_findings_flows_of(out, c);
		bool over = false;
		for (uint32_t i = 0; i < class->n_paths && !over; i++)
			for (uint32_t k = 0; k < class->paths[i].n_hops && !over; k++)
				over = class->paths[i].hops[k] == component;
		for (guint i = 0; over && i < of->len; i++)
			er_draft_flow(draft, g_array_index(of, uint32_t, i));
	}
}

static void tell_device(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErFirewall *firewall, const ErLoad *load, bool demand)
{
	const ErComponent *self = er_network_component(net, firewall->self);
	bool over = load != NULL && load->mbps > firewall->throughput_mbps && firewall->throughput_mbps > 0;
	ErDraft *draft = er_draft_new(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.sku.tier", er_value_text(&self->resource->body, "properties.sku.tier"));
	if (over) {
		er_draft_headline(draft, "%s takes %u Mbps, and %.0f Mbps of declared demand cross it", self->name, firewall->throughput_mbps, load->mbps);
	} else {
		er_draft_headline(draft, "%s: whether it takes what crosses it is not known", self->name);
		er_draft_missing(draft, firewall->throughput_mbps > 0 && !demand ? NO_DEMAND : firewall->azure ? "properties.sku.tier of the firewall" : "throughput of the appliance");
	}
	add_flows_over(draft, out, firewall->self);
	er_draft_end(draft);
}

static void check_device(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	bool demand = er_network_n_demands(net) > 0, *unknown_room = NULL;
	uint32_t n = 0;
	g_autoptr(ErSimulator) simulator = demand && er_network_n_firewalls(net) > 0 ? er_simulator_new(flows) : NULL;
	const ErLoad *loads = simulator != NULL ? er_simulator_base_loads(simulator, &n) : NULL;
	g_autofree uint64_t *crossing = widest_class(flows, &unknown_room);
	g_autofree bool *unknown = unknown_room;

	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		const ErLoad *load = load_of(loads, n, firewall->self);
		bool wide = !unknown[firewall->self] && firewall->throughput_mbps >= crossing[firewall->self];
		bool enough = demand && (load == NULL || load->mbps <= firewall->throughput_mbps);
		if (crossing[firewall->self] == 0)
			er_rule_not_applicable(out, rule);
		else if (firewall->throughput_mbps > 0 && (demand ? enough : wide))
			er_rule_pass(out, rule);
		else
			tell_device(rule, net, out, firewall, load, demand);
	}
}

const ErRule er_rules_capacity[] = {
	{ "ER-CAP-001", ER_SEV_HIGH, "N-1 circuit shortage", "circuit", "Raise the bandwidth of the circuits that are left, or agree what is shed", "WAF-ER: scale circuit / gateway",
	  LEARN "expressroute/expressroute-faqs", check_loss },
	{ "ER-CAP-002", ER_SEV_MEDIUM, "Redundant circuits of unequal bandwidth", "circuits of a gateway", "Give them the same bandwidth, or agree what is shed", "WAF-ER: scale circuit / gateway",
	  LEARN "expressroute/resiliency-validation", check_unequal },
	{ "ER-CAP-003", ER_SEV_HIGH, "Circuit run above one link's rate", "circuit", "Raise the circuit's bandwidth: the second link is redundancy",
	  "Advisor(Performance): circuit above 90 % of bandwidth (id unverified); APRL:9771a435-d031-814e-9827-9b5fdafc0f87", LEARN "expressroute/expressroute-faqs", check_peak },
	{ "ER-CAP-004", ER_SEV_MEDIUM, "Gateway slower than attached circuits", "gateway", "A larger gateway, or FastPath", "WAF-ER: scale circuit / gateway; ALZ:D06.03 d4cd21b0-8813-47f5-b6c4-cfd3e504547c",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", check_gateway_size },
	{ "ER-CAP-005", ER_SEV_MEDIUM, "No gateway headroom during instance upgrade", "gateway", "A gateway with twice the throughput that is needed", "APRL:3e115044-a3aa-433e-be01-ce17d67e50da",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", check_headroom },
	{ "ER-CAP-006", ER_SEV_HIGH, "VPN backup slower than the circuit it replaces", "VPN gateway", "A second circuit, or a larger VPN gateway and a list of what goes first", "ALZ:D06.16 cf3fe65c-fec0-495a-8edc-9675200f2add",
	  LEARN "expressroute/use-s2s-vpn-as-backup-for-expressroute-privatepeering", check_backup },
	{ "ER-CAP-007", ER_SEV_MEDIUM, "ER Direct: circuits exceed one port in N-1", "port pair", "Move a circuit to another port pair", "APRL:0bee356b-7348-4799-8cab-0c71ffe13018",
	  LEARN "expressroute/expressroute-erdirect-about", check_port },
	{ "ER-CAP-008", ER_SEV_MEDIUM, "Access link smaller than circuit", "circuit", "Have the provider raise the access line", "", LEARN "expressroute/expressroute-faqs", check_access },
	{ "ER-CAP-009", ER_SEV_LOW, "Production and non-production share one circuit", "circuit", "Separate circuits, or circuits of ExpressRoute Direct with rate limiting", "ALZ:D06.12 8042d88e-79d1-47b7-9b22-a5a67e7a8ed4",
	  "https://github.com/Azure/review-checklists/blob/main/checklists/alz_checklist.en.json", check_environments },
	{ "ER-CAP-010", ER_SEV_MEDIUM, "Inspection device slower than the ER path", "firewall", "Scale the firewall", "",
	  "https://blog.cloudtrooper.net/2020/11/28/dont-let-your-azure-routes-bite-you/", check_device },
	{ 0 },
};
