/*
 * Routing (ER-RTE): address ranges and VNets that meet: overlaps, VPN routes narrower than ExpressRoute's, VNets that reach each other
 * only over a circuit. Overlaps: all prefixes in order, so that what covers one stands below it on a stack; a pair counts when both are
 * announced to one circuit. An on-premises aggregate over a VNet is how summaries look and no overlap: only an equal or a narrower
 * prefix takes the VNet's traffic. Linear after sorting but for gateways that share a circuit, which are compared in pairs.
 * Sources: Microsoft Learn, "VNet connectivity using ExpressRoute", "Using S2S VPN as a backup for ExpressRoute private peering".
 */
#include "routing.h"

#include <stdlib.h>
#include <string.h>

/* ---- overlaps ---- */

typedef struct { ErPrefix prefix; uint32_t vnet, circuit; } Range;   /* circuit: of an on-premises prefix; ER_NONE for a VNet's */

static int by_prefix(const void *a, const void *b)
{
	const Range *x = a, *y = b;
	int by = er_prefix_compare(&x->prefix, &y->prefix);

	/* VNets first: an equal on-premises prefix then finds them below it. */
	if (by == 0 && (x->circuit == ER_NONE) != (y->circuit == ER_NONE))
		return x->circuit == ER_NONE ? -1 : 1;
	return by != 0 ? by : x->vnet != y->vnet ? (x->vnet > y->vnet) - (x->vnet < y->vnet) : (x->circuit > y->circuit) - (x->circuit < y->circuit);
}

static bool has(const GArray *circuits, uint32_t circuit)
{
	return circuits->len > 0 && bsearch(&circuit, circuits->data, circuits->len, sizeof circuit, er_compare_indices) != NULL;
}

typedef struct {
	const ErNetwork *net;
	uint32_t *serving;
	GPtrArray *circuits, *flows;
	GHashTable *told;        /* pairs told already */
	bool *met;               /* per VNet */
} Overlaps;

static bool meet(const Overlaps *work, const Range *a, const Range *b)
{
	const GArray *of_a = work->circuits->pdata[work->serving[a->vnet]];

	if (b->circuit != ER_NONE)
		return has(of_a, b->circuit);
	if (a->vnet == b->vnet)
		return false;
	const GArray *of_b = work->circuits->pdata[work->serving[b->vnet]];
	for (guint i = 0; i < of_a->len; i++)
		if (has(of_b, g_array_index(of_a, uint32_t, i)))
			return true;
	return false;
}

static void tell_overlap(const ErRule *rule, ErFindings *out, Overlaps *work, const Range *outer, const Range *inner)
{
	const ErComponent *vnet = er_network_component(work->net, er_network_vnet(work->net, outer->vnet)->self);
	const ErComponent *other = er_network_component(work->net, inner->circuit != ER_NONE ? er_network_circuit(work->net, inner->circuit)->self : er_network_vnet(work->net, inner->vnet)->self);
	char *key = g_strdup_printf("%s %s", vnet->id, other->id);
	bool equal = er_prefix_equal(&outer->prefix, &inner->prefix);
	g_autofree char *wide = er_prefix_text(&outer->prefix), *narrow = er_prefix_text(&inner->prefix);

	if (!g_hash_table_add(work->told, key))
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, equal ? ER_SEV_CRITICAL : rule->severity);
	er_draft_subject(draft, vnet->id);
	er_draft_subject(draft, other->id);
	if (vnet->resource != NULL)
		er_draft_evidence(draft, vnet->resource, "properties.addressSpace.addressPrefixes", wide);
	if (inner->circuit != ER_NONE)
		er_draft_fact(draft, other->id, narrow);
	else if (other->resource != NULL)
		er_draft_evidence(draft, other->resource, "properties.addressSpace.addressPrefixes", narrow);
	er_draft_headline(draft, inner->circuit != ER_NONE ? "%s (%s) and what on-premises announces over %s (%s) overlap" : "%s (%s) and %s (%s) overlap, and both are announced to one circuit", vnet->name, wide, other->name, narrow);
	er_draft_flows_of_vnet(draft, work->flows, outer->vnet);
	if (inner->circuit == ER_NONE)
		er_draft_flows_of_vnet(draft, work->flows, inner->vnet);
	er_draft_end(draft);
}

/* @stack: of Range: what covers @range. The nearest that shares a circuit with it is told. */
static void climb(const ErRule *rule, ErFindings *out, Overlaps *work, GArray *stack, const Range *range)
{
	while (stack->len > 0 && !er_prefix_covers(&g_array_index(stack, Range, stack->len - 1).prefix, &range->prefix))
		g_array_set_size(stack, stack->len - 1);
	for (guint i = stack->len; i-- > 0;) {
		const Range *outer = &g_array_index(stack, Range, i);
		if (!meet(work, outer, range))
			continue;
		tell_overlap(rule, out, work, outer, range);
		work->met[outer->vnet] = true;
		if (range->circuit == ER_NONE)
			work->met[range->vnet] = true;
		break;
	}
	if (range->circuit == ER_NONE)
		g_array_append_val(stack, *range);
}

static GArray *ranges_of(const Overlaps *work, const GArray *all, uint32_t *blind, uint32_t *untold)
{
	GArray *ranges = g_array_new(FALSE, FALSE, sizeof(Range));

	for (uint32_t v = 0; v < er_network_n_vnets(work->net); v++) {
		const ErVnet *vnet = er_network_vnet(work->net, v);
		*blind += work->serving[v] != ER_NONE && vnet->n_space == 0;
		for (uint32_t i = 0; work->serving[v] != ER_NONE && i < vnet->n_space; i++)
			g_array_append_vals(ranges, &(Range){ vnet->space[i], v, ER_NONE }, 1);
	}
	for (uint32_t c = 0; c < all->len; c++) {
		const GArray *prefixes = g_array_index(all, ErOnpremRoutes, c).prefixes;
		*untold += prefixes == NULL && er_network_circuit(work->net, c)->n_connections > 0;
		for (guint i = 0; prefixes != NULL && i < prefixes->len; i++)
			g_array_append_vals(ranges, &(Range){ g_array_index(prefixes, ErPrefix, i), 0, c }, 1);
	}
	g_array_sort(ranges, by_prefix);
	return ranges;
}

static void tell_blind(const ErRule *rule, ErFindings *out, const Overlaps *work, uint32_t blind, uint32_t untold)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);

	for (uint32_t c = 0; untold > 0 && c < er_network_n_circuits(work->net); c++)
		if (er_network_circuit(work->net, c)->n_connections > 0)
			er_draft_subject(draft, er_network_component(work->net, er_network_circuit(work->net, c)->self)->id);
	for (uint32_t v = 0; untold == 0 && v < er_network_n_vnets(work->net); v++)
		if (work->serving[v] != ER_NONE && er_network_vnet(work->net, v)->n_space == 0)
			er_draft_subject(draft, er_network_component(work->net, er_network_vnet(work->net, v)->self)->id);
	if (untold > 0)
		er_draft_headline(draft, "Whether on-premises prefixes of %u %s overlap with VNets is not known", untold, untold == 1 ? "circuit" : "circuits");
	else
		er_draft_headline(draft, "Whether %u %s with others is not known: no address space in the input", blind, blind == 1 ? "VNet overlaps" : "VNets overlap");
	er_draft_missing(draft, untold > 0 ? ER_ROUTES_MISSING : "the export that holds these VNets");
	er_draft_end(draft);
}

static void check_overlaps(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *serving = er_serving_gateways(net);
	g_autofree bool *met = g_new0(bool, er_network_n_vnets(net) + 1);
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(net), of_vnets = er_flows_of_vnets(flows);
	g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_SITE), stack = g_array_new(FALSE, FALSE, sizeof(Range));
	Overlaps work = { net, serving, circuits, of_vnets, told, met };
	uint32_t blind = 0, untold = 0, served = 0;
	g_autoptr(GArray) ranges = ranges_of(&work, all, &blind, &untold);

	for (guint i = 0; i < ranges->len; i++)
		climb(rule, out, &work, stack, &g_array_index(ranges, Range, i));
	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		served += serving[v] != ER_NONE;
		if (serving[v] == ER_NONE)
			er_rule_not_applicable(out, rule);
		else if (!met[v] && er_network_vnet(net, v)->n_space > 0)
			er_rule_pass(out, rule);
	}
	if (served > 0 && (blind > 0 || untold > 0))
		tell_blind(rule, out, &work, blind, untold);
}

/* ---- a VPN that is more specific ---- */

typedef struct { GString *bad; uint32_t n_bad, n_tunnels; bool bgp_only; } Narrow;

static bool on_some_circuit(const GArray *circuits, const GArray *all, const ErPrefix *prefix, bool *wider, bool *untold)
{
	bool same = false;

	for (guint i = 0; i < circuits->len; i++) {
		const GArray *prefixes = g_array_index(all, ErOnpremRoutes, g_array_index(circuits, uint32_t, i)).prefixes;
		*untold = *untold || prefixes == NULL;
		same = same || (prefixes != NULL && er_routes_have(prefixes, prefix));
		*wider = *wider || (prefixes != NULL && er_routes_wider(prefixes, prefix) != NULL);
	}
	return same;
}

/* A host route beside BGP is the peer's own address. */
static void look_at_tunnel(const ErTunnel *tunnel, const GArray *circuits, const GArray *all, Narrow *narrow, bool *untold)
{
	narrow->n_tunnels++;
	narrow->bgp_only = narrow->bgp_only || tunnel->bgp || tunnel->n_prefixes == 0;
	for (uint32_t i = 0; i < tunnel->n_prefixes; i++) {
		bool wider = false;
		if (tunnel->bgp && tunnel->prefixes[i].length == 128)
			continue;
		if (on_some_circuit(circuits, all, &tunnel->prefixes[i], &wider, untold) || !wider)
			continue;
		g_autofree char *text = er_prefix_text(&tunnel->prefixes[i]);
		if (narrow->n_bad++ < 3)
			g_string_append_printf(narrow->bad, "%s%s", narrow->n_bad > 1 ? ", " : "", text);
	}
}

static uint32_t partner_of(const ErNetwork *net, const ErVpnGateway *vpn)
{
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		if ((vpn->vnet != ER_NONE && gateway->vnet == vpn->vnet) || (vpn->hub != ER_NONE && gateway->hub == vpn->hub))
			return g;
	}
	return ER_NONE;
}

static void tell_narrow(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t i, uint32_t g, const Narrow *narrow, bool untold)
{
	const ErComponent *self = er_network_component(net, er_network_vpn_gateway(net, i)->self);
	ErDraft *draft = er_draft_new(out, rule, narrow->n_bad > 0 ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);

	er_draft_subject(draft, self->id);
	for (uint32_t t = 0; t < er_network_n_tunnels(net); t++)
		if (er_network_tunnel(net, t)->vpn_gateway == i)
			er_draft_fact(draft, er_network_component(net, er_network_tunnel(net, t)->self)->id, narrow->n_bad > 0 ? narrow->bad->str : "prefixes compared with those of ExpressRoute");
	if (narrow->n_bad > 0) {
		er_draft_headline(draft, "%s has narrower routes (%s) than ExpressRoute: they go over the VPN while ExpressRoute is up", self->name, narrow->bad->str);
	} else {
		er_draft_headline(draft, "%s: whether its VPN has narrower routes than ExpressRoute is not known", self->name);
		er_draft_missing(draft, untold ? ER_ROUTES_MISSING : "prefixes that the VPN's peer announces by BGP");
	}
	er_draft_flows_behind(draft, ER_NONE, g);
	er_draft_end(draft);
}

static void check_narrow_vpn(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = er_onprem_routes(net, ER_REACH_SITE);
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(net);

	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++) {
		uint32_t g = partner_of(net, er_network_vpn_gateway(net, i));
		const GArray *of = g != ER_NONE ? circuits->pdata[g] : NULL;
		g_autoptr(GString) bad = g_string_new(NULL);
		Narrow narrow = { bad, 0, 0, false };
		bool untold = false;
		for (uint32_t t = 0; of != NULL && of->len > 0 && t < er_network_n_tunnels(net); t++)
			if (er_network_tunnel(net, t)->vpn_gateway == i)
				look_at_tunnel(er_network_tunnel(net, t), of, all, &narrow, &untold);
		if (narrow.n_tunnels == 0)
			er_rule_not_applicable(out, rule);
		else if (narrow.n_bad > 0 || untold || narrow.bgp_only)
			tell_narrow(rule, out, net, i, g, &narrow, untold);
		else
			er_rule_pass(out, rule);
	}
}

/* ---- from VNet to VNet over a circuit ---- */

/* VNets that a VNet is peered with, from its own halves: id → itself. (transfer full) */
static GHashTable *peers_of(const ErNetwork *net, uint32_t v)
{
	const ErInventory *inv = er_network_inventory(net);
	GHashTable *peers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	uint32_t n, first = er_inventory_below(inv, er_network_component(net, er_network_vnet(net, v)->self)->id, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		char *id = res->kind == ER_RES_VNET_PEERING ? er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET) : NULL;
		if (id != NULL)
			g_hash_table_add(peers, id);
	}
	return peers;
}

typedef struct { uint32_t gateway; GHashTable *peers; bool accepts, told; GString *bad, *open; uint32_t n_bad, n_open; } Hairpin;

/* Peered, or both peered with a third VNet, where traffic may pass. */
static bool are_joined(const ErNetwork *net, const Hairpin *a, const Hairpin *b)
{
	uint32_t x = er_network_gateway(net, a->gateway)->vnet, y = er_network_gateway(net, b->gateway)->vnet;
	GHashTableIter iter;
	gpointer key;

	if (x == y || er_network_peering(net, x, y) != ER_NONE)
		return true;
	g_hash_table_iter_init(&iter, a->peers);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (g_hash_table_contains(b->peers, key))
			return true;
	return false;
}

static bool share_circuit(const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len; i++)
		if (has(b, g_array_index(a, uint32_t, i)))
			return true;
	return false;
}

static void pair(const ErNetwork *net, Hairpin *a, const Hairpin *b)
{
	const char *name = er_network_component(net, er_network_gateway(net, b->gateway)->self)->name;
	bool closed = (a->told && !a->accepts) || (b->told && !b->accepts), sure = a->told && b->told;

	if (closed || are_joined(net, a, b))
		return;
	GString *text = sure ? a->bad : a->open;
	uint32_t *n = sure ? &a->n_bad : &a->n_open;
	if ((*n)++ < 3)
		g_string_append_printf(text, "%s%s", *n > 1 ? ", " : "", name);
}

static GArray *hairpins_of(const ErNetwork *net, const GPtrArray *circuits)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(Hairpin));

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		const ErResource *res = er_network_component(net, gateway->self)->resource;
		Hairpin hairpin = { .gateway = g };
		if (gateway->vnet == ER_NONE || ((const GArray *)circuits->pdata[g])->len == 0)
			continue;
		hairpin.told = res != NULL && er_value_bool(&res->body, "properties.allowRemoteVnetTraffic", &hairpin.accepts);
		hairpin.peers = peers_of(net, gateway->vnet);
		hairpin.bad = g_string_new(NULL);
		hairpin.open = g_string_new(NULL);
		g_array_append_val(list, hairpin);
	}
	return list;
}

static void tell_hairpin(const ErRule *rule, ErFindings *out, const ErNetwork *net, const Hairpin *hairpin)
{
	const ErComponent *self = er_network_component(net, er_network_gateway(net, hairpin->gateway)->self);
	bool fails = hairpin->n_bad > 0;
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	g_autofree char *more = (fails ? hairpin->n_bad : hairpin->n_open) > 3 ? g_strdup_printf(" and %u more", (fails ? hairpin->n_bad : hairpin->n_open) - 3) : g_strdup("");

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.allowRemoteVnetTraffic", hairpin->told ? (hairpin->accepts ? "true" : "false") : NULL);
	if (fails) {
		er_draft_headline(draft, "VNets of %s and of %s%s reach each other only over a circuit: no peering joins them", self->name, hairpin->bad->str, more);
	} else {
		er_draft_headline(draft, "Whether VNets of %s and of %s%s reach each other over a circuit is not known: no peering joins them", self->name, hairpin->open->str, more);
		er_draft_missing(draft, "properties.allowRemoteVnetTraffic of the gateways");
		er_draft_fact(draft, self->id, ER_REMOTE_VNET_UNSAID);
	}
	er_draft_end(draft);
}

static void check_hairpin(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = er_circuits_of_gateways(net);
	g_autoptr(GArray) list = hairpins_of(net, circuits);

	for (guint a = 0; a < list->len; a++) {
		Hairpin *one = &g_array_index(list, Hairpin, a);
		bool shares = false;
		for (guint b = 0; b < list->len; b++) {
			const Hairpin *other = &g_array_index(list, Hairpin, b);
			if (a == b || !share_circuit(circuits->pdata[one->gateway], circuits->pdata[other->gateway]))
				continue;
			shares = true;
			pair(net, one, other);
		}
		if (one->n_bad > 0 || one->n_open > 0)
			tell_hairpin(rule, out, net, one);
		else if (shares)
			er_rule_pass(out, rule);
		else
			er_rule_not_applicable(out, rule);
	}
	for (guint a = 0; a < list->len; a++) {
		g_hash_table_unref(g_array_index(list, Hairpin, a).peers);
		g_string_free(g_array_index(list, Hairpin, a).bad, TRUE);
		g_string_free(g_array_index(list, Hairpin, a).open, TRUE);
	}
}

const ErRule er_rules_routing_overlap[] = {
	{ "ER-RTE-008", ER_SEV_HIGH, "Overlapping prefixes between VNets, sites and circuits", "VNets, or VNet and circuit", "Other addresses, or address translation", "ALZ:D03.01 558fd772-49b8-4211-82df-27ee412e7f98",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_overlaps },
	{ "ER-RTE-017", ER_SEV_MEDIUM, "VPN advertises more specifics than ER", "VPN gateway", "The same or wider prefixes on the VPN", "",
	  "https://learn.microsoft.com/azure/expressroute/use-s2s-vpn-as-backup-for-expressroute-privatepeering", check_narrow_vpn },
	{ "ER-RTE-018", ER_SEV_MEDIUM, "VNet-to-VNet traffic hairpins at the MSEE", "gateway", "Peer the VNets, directly or by a firewall, or use Virtual WAN",
	  "APRL:194c14ac-0d7a-5a48-ae32-75fa450ee564; APRL:560a76a7-8f64-4ce3-ad27-d174468861a1; ALZ:D06.24 5234c93f-b651-41dd-80c1-234177b91ced",
	  "https://learn.microsoft.com/azure/expressroute/virtual-network-connectivity-guidance", check_hairpin },
	{ 0 },
};
