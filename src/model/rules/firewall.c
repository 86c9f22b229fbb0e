/*
 * Firewalls and appliances on the way (ER-NVA). What is a cut of size one is found with all others (topology.c): a firewall in one zone, a
 * network interface as next hop. Here: what stands behind load balancers, Route Servers, and firewalls that do not run.
 * Sources: Microsoft Learn, "Route Server FAQ" (peer with both instances), "Azure Firewall FAQ" (a deallocated firewall has no IP
 * configuration), "Load Balancer and availability zones".
 */
#include "rules.h"

#include <string.h>

/* Classes with a path over @component: their flows go into @draft (nullable). Returns: are there any? */
static bool add_crossing(ErDraft *draft, const ErFindings *out, uint32_t component)
{
	const ErFlows *flows = er_findings_flows(out);
	bool any = false;

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		bool over = false;
		for (uint32_t i = 0; i < class->n_paths && !over; i++)
			for (uint32_t k = 0; k < class->paths[i].n_hops && !over; k++)
				over = class->paths[i].hops[k] == component;
		const GArray *of = er_findings_flows_of(out, c);
		for (guint k = 0; over && draft != NULL && k < of->len; k++)
			er_draft_flow(draft, g_array_index(of, uint32_t, k));
		any = any || over;
	}
	return any;
}

/* ---- ER-NVA-001 to ER-NVA-003 ---- */

/* Over several zones: passed. Those in one zone or in none come from the cuts. */
static void check_zones(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		if (!firewall->azure || firewall->n_zones < 2)
			continue;
		if (add_crossing(NULL, out, firewall->self))
			er_rule_pass(out, rule);
		else
			er_rule_not_applicable(out, rule);
	}
}

static const ErResource *balancer_of(const ErNetwork *net, uint32_t firewall)
{
	const ErResource *res = er_network_component(net, er_network_firewall(net, firewall)->self)->resource;

	return res != NULL && res->kind == ER_RES_LOAD_BALANCER ? res : NULL;
}

/* A load balancer is no single appliance; the rest comes from the cuts. */
static void check_single(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++)
		if (balancer_of(net, i) != NULL)
			er_rule_pass(out, rule);
}

/* Zones of the front end that has @address: their number. */
static uint32_t frontend_zones(const ErResource *balancer, const char *address)
{
	const ErValue *list = er_value_get(&balancer->body, "properties.frontendIPConfigurations");

	for (uint32_t i = 0; i < er_value_count(&balancer->body, "properties.frontendIPConfigurations"); i++) {
		const char *own = er_value_text(er_value_item(list, i), "properties.privateIPAddress");
		if (own != NULL && strcmp(own, address) == 0)
			return er_value_count(er_value_item(list, i), "zones");
	}
	return 0;
}

/* Members of the smallest back-end pool; false when a pool does not tell. */
static bool count_backends(const ErResource *balancer, uint32_t *fewest)
{
	static const char *const members[] = { "properties.backendIPConfigurations", "properties.loadBalancerBackendAddresses" };
	const ErValue *pools = er_value_get(&balancer->body, "properties.backendAddressPools");
	uint32_t n = er_value_count(&balancer->body, "properties.backendAddressPools");

	*fewest = UINT32_MAX;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t here = 0;
		bool said = false;
		for (size_t k = 0; k < G_N_ELEMENTS(members); k++) {
			said = said || er_value_get(er_value_item(pools, i), members[k]) != NULL;
			here = MAX(here, er_value_count(er_value_item(pools, i), members[k]));
		}
		if (!said)
			return false;
		*fewest = MIN(*fewest, here);
	}
	return n > 0;
}

static void judge_balancer(const ErRule *rule, ErFindings *out, const ErFirewall *firewall, const ErResource *res)
{
	const ErComponent *self = er_network_component(er_flows_network(er_findings_flows(out)), firewall->self);
	const char *sku = er_value_text(&res->body, "sku.name");
	uint32_t fewest = 0;
	bool basic = er_value_says(&res->body, "sku.name", "Basic"), zonal = frontend_zones(res, firewall->address) == 1;
	bool counted = count_backends(res, &fewest), few = counted && fewest < 2, fails = basic || zonal || few;

	if (!fails && sku != NULL && counted) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	g_autofree char *members = g_strdup_printf("%u in the smallest pool", fewest);
	er_draft_subject(draft, res->id);
	if (basic || sku == NULL)
		er_draft_evidence(draft, res, "sku.name", sku);
	if (zonal)
		er_draft_evidence(draft, res, "properties.frontendIPConfigurations", "front end in one zone");
	if (few || !counted)
		er_draft_evidence(draft, res, "properties.backendAddressPools", few ? members : NULL);
	if (fails) {
		er_draft_headline(draft, "%s before the appliances %s", self->name, few ? "has fewer than two back ends" : basic ? "is of the Basic SKU" : "has its front end in one zone");
	} else {
		er_draft_headline(draft, "%s: how many appliances stand behind it is not in the export", self->name);
		er_draft_missing(draft, !counted ? "properties.backendAddressPools of the load balancer, with their members" : "sku of the load balancer");
	}
	add_crossing(draft, out, firewall->self);
	er_draft_end(draft);
}

static void check_balancer(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErResource *res = balancer_of(net, i);
		if (res != NULL && add_crossing(NULL, out, er_network_firewall(net, i)->self))
			judge_balancer(rule, out, er_network_firewall(net, i), res);
		else if (res != NULL)
			er_rule_not_applicable(out, rule);
	}
}

/* ---- ER-NVA-004 ---- */

/* What both instances learned from an appliance: NO when one of them learned nothing and the other did. */
static ErTri peers_with_both(const ErResource *peer)
{
	const ErValue *captures = er_value_member(&peer->body, ER_CAPTURES);
	const ErValue *routes = captures != NULL ? er_value_get(captures, "peerRoutes") : NULL;
	uint32_t first = er_value_count(routes, "RouteServiceRole_IN_0"), second = er_value_count(routes, "RouteServiceRole_IN_1");

	return routes == NULL || first + second == 0 ? ER_TRI_UNSAID : first > 0 && second > 0 ? ER_TRI_YES : ER_TRI_NO;
}

/* The BGP connections of a Route Server; the number of appliances behind them in *appliances. (transfer full): of const ErResource * */
static GPtrArray *peers_of(const ErInventory *inv, const ErResource *server, uint32_t *appliances)
{
	uint32_t n = 0, first = er_inventory_below(inv, server->id, &n);
	GPtrArray *peers = g_ptr_array_new();
	g_autoptr(GHashTable) addresses = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *peer = er_inventory_at(inv, i);
		const char *address = er_value_text(&peer->body, "properties.peerIp");
		if (peer->kind != ER_RES_HUB_BGP_CONNECTION)
			continue;
		g_ptr_array_add(peers, (gpointer)peer);
		g_hash_table_add(addresses, (char *)(address != NULL ? address : peer->id));
	}
	*appliances = g_hash_table_size(addresses);
	return peers;
}

static void tell_single(const ErRule *rule, ErFindings *out, const ErResource *server, const ErResource *peer)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, server->id);
	er_draft_evidence(draft, peer, "properties.peerIp", er_value_text(&peer->body, "properties.peerIp"));
	er_draft_headline(draft, "%s has one appliance to peer with: its routes go with it", server->name);
	er_draft_end(draft);
}

static void tell_peer(const ErRule *rule, ErFindings *out, const ErResource *server, const ErResource *peer)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, peer->id);
	er_draft_evidence(draft, peer, ER_CAPTURES ".peerRoutes", "routes at one instance only");
	er_draft_headline(draft, "%s peers with one instance of the Route Server %s only: maintenance of that instance takes its routes away", peer->name, server->name);
	er_draft_end(draft);
}

/* What no capture tells is one unknown per Route Server. */
static void judge_peers(const ErRule *rule, ErFindings *out, const ErResource *server, const GPtrArray *peers)
{
	ErDraft *open = NULL;

	for (guint i = 0; i < peers->len; i++) {
		const ErResource *peer = peers->pdata[i];
		ErTri both = peers_with_both(peer);
		if (both == ER_TRI_YES) {
			er_rule_pass(out, rule);
		} else if (both == ER_TRI_NO) {
			tell_peer(rule, out, server, peer);
		} else {
			if (open == NULL)
				open = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, peer->id);
		}
	}
	if (open != NULL) {
		er_draft_headline(open, "%s: whether its appliances peer with both instances is not in an inventory", server->name);
		er_draft_missing(open, "the routes that both instances learn from each appliance, as captures of the BGP connections");
		er_draft_end(open);
	}
}

static void judge_server(const ErRule *rule, ErFindings *out, const ErResource *server)
{
	uint32_t appliances;
	g_autoptr(GPtrArray) peers = peers_of(er_network_inventory(er_flows_network(er_findings_flows(out))), server, &appliances);

	if (peers->len == 0)
		er_rule_not_applicable(out, rule);
	else if (appliances == 1)
		tell_single(rule, out, server, peers->pdata[0]);
	else
		judge_peers(rule, out, server, peers);
}

static void check_peers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErInventory *inv = er_network_inventory(er_flows_network(flows));

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_is_route_server(er_inventory_at(inv, i)) && !er_value_says(&er_inventory_at(inv, i)->body, ER_CHANGE, "Delete"))
			judge_server(rule, out, er_inventory_at(inv, i));
}

/* ---- ER-NVA-005 ---- */

/* The VNet that a Route Server stands in: index; ER_NONE when it does not tell, or the input does not hold it. */
static uint32_t home_of(const ErNetwork *net, const ErResource *server)
{
	const ErValue *list = er_value_get(&server->body, "properties.ipConfigurations");
	g_autofree char *id = er_value_count(&server->body, "properties.ipConfigurations") > 0 ? er_id_reference(er_value_item(list, 0), "properties.subnet", ER_RES_VNET) : NULL;
	uint32_t component = id != NULL ? er_network_lookup(net, id) : ER_NONE;

	for (uint32_t i = 0; component != ER_NONE && i < er_network_n_vnets(net); i++)
		if (er_network_vnet(net, i)->self == component)
			return i;
	return ER_NONE;
}

static void judge_change(const ErRule *rule, ErFindings *out, const ErResource *server, const char *change)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	uint32_t home = home_of(net, server), gateway = ER_NONE;

	for (uint32_t i = 0; home != ER_NONE && i < er_network_n_gateways(net); i++)
		if (er_network_gateway(net, i)->vnet == home)
			gateway = i;
	if (home != ER_NONE && gateway == ER_NONE) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, home != ER_NONE ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	const char *verb = g_ascii_strcasecmp(change, "Create") == 0 ? "made" : "deleted";
	er_draft_subject(draft, server->id);
	er_draft_evidence(draft, server, ER_CHANGE, change);
	if (home != ER_NONE) {
		er_draft_headline(draft, "%s is to be %s beside %s: the gateways of that VNet are down for about ten minutes", server->name, verb, er_network_component(net, er_network_gateway(net, gateway)->self)->name);
		er_draft_flows_behind(draft, ER_NONE, gateway);
	} else {
		er_draft_headline(draft, "%s is to be %s; whether its VNet has gateways is not known", server->name, verb);
		er_draft_missing(draft, "properties.ipConfigurations of the Route Server, and its VNet");
	}
	er_draft_end(draft);
}

/* Only what-if results tell what comes and goes. */
static void check_change(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *change = res->kind == ER_RES_HUB ? er_value_text(&res->body, ER_CHANGE) : NULL;
		if (change != NULL && er_network_n_gateways(net) > 0)
			judge_change(rule, out, res, change);
		else if (er_is_route_server(res))
			er_rule_not_applicable(out, rule);
	}
}

/* ---- ER-NVA-006 ---- */

/* An ExpressRoute gateway with a firewall in its VNet, and how its circuits are weighted. */
typedef struct { uint32_t gateway, firewall, first, second, weight; bool bow, equal, unsaid; } Inspected;

static GArray *find_inspected(const ErNetwork *net)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(Inspected));
	g_autofree uint32_t *firewall_of = g_new(uint32_t, er_network_n_vnets(net) + 1), *row_of = g_new0(uint32_t, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_vnets(net); i++)
		firewall_of[i] = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++)
		if (er_network_firewall(net, i)->vnet != ER_NONE)
			firewall_of[er_network_firewall(net, i)->vnet] = i;
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t vnet = er_network_gateway(net, i)->vnet;
		Inspected one = { .gateway = i, .firewall = vnet != ER_NONE ? firewall_of[vnet] : ER_NONE, .first = ER_NONE, .second = ER_NONE };
		if (one.firewall == ER_NONE)
			continue;
		g_array_append_val(all, one);
		row_of[i] = all->len;
	}
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		Inspected *one = row_of[connection->gateway] > 0 ? &g_array_index(all, Inspected, row_of[connection->gateway] - 1) : NULL;
		if (one == NULL || !er_connection_usable(net, connection))
			continue;
		one->unsaid = one->unsaid || !connection->weight_known;
		if (one->first == ER_NONE) {
			one->first = connection->circuit;
			one->weight = connection->weight;
		} else if (connection->circuit != one->first && one->second == ER_NONE) {
			one->second = connection->circuit;
			one->equal = connection->weight == one->weight;
		}
	}
	return all;
}

/* Do routes of @vnet lead to @address? */
static bool routes_to(const ErNetwork *net, uint32_t vnet, const char *address)
{
	const ErVnet *record = er_network_vnet(net, vnet);

	for (uint32_t i = 0; i <= record->n_subnets; i++) {
		uint32_t table = i < record->n_subnets ? er_network_subnet(net, record->first_subnet + i)->table : record->gateway_table;
		const ErRouteTable *routes = table != ER_NONE ? er_network_route_table(net, table) : NULL;
		for (uint32_t k = 0; routes != NULL && k < routes->n_routes; k++)
			if (routes->routes[k].next == ER_HOP_APPLIANCE && strcmp(routes->routes[k].address, address) == 0)
				return true;
	}
	return false;
}

static bool crosses(const Inspected *a, const Inspected *b)
{
	return a->second != ER_NONE && b->second != ER_NONE && ((a->first == b->first && a->second == b->second) || (a->first == b->second && a->second == b->first));
}

static void judge_pair(const ErRule *rule, ErFindings *out, const Inspected *a, const Inspected *b)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	const ErFirewall *at_a = er_network_firewall(net, a->firewall), *at_b = er_network_firewall(net, b->firewall);
	const ErComponent *name_a = er_network_component(net, at_a->self), *name_b = er_network_component(net, at_b->self);
	bool equal = (!a->unsaid && a->equal) || (!b->unsaid && b->equal), unsaid = a->unsaid || b->unsaid;
	bool routed = routes_to(net, at_a->vnet, at_b->address) && routes_to(net, at_b->vnet, at_a->address);

	if (!equal && !unsaid && routed) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, equal || !routed ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	er_draft_subject(draft, er_network_component(net, er_network_gateway(net, a->gateway)->self)->id);
	er_draft_subject(draft, er_network_component(net, er_network_gateway(net, b->gateway)->self)->id);
	er_draft_fact(draft, name_a->id, equal ? "equal weights of the local and the remote circuit" : unsaid ? "weights not in the export" : "weights differ");
	er_draft_fact(draft, name_b->id, routed ? "each hub has a route to the other's firewall" : "no route of a hub leads to the other's firewall");
	if (equal || !routed) {
		er_draft_headline(draft, "%s and %s inspect a bow-tie %s: a flow that enters by the other region meets a firewall that does not know it", name_a->name, name_b->name,
		                  equal ? "with equal weights" : "without routes from one to the other");
	} else {
		er_draft_headline(draft, "%s and %s inspect a bow-tie; whether weights keep flows in their region is not in the export", name_a->name, name_b->name);
		er_draft_missing(draft, "properties.routingWeight of the connections");
	}
	er_draft_flows_behind(draft, ER_NONE, a->gateway);
	er_draft_flows_behind(draft, ER_NONE, b->gateway);
	er_draft_end(draft);
}

/* Each gateway is held against the first before it with the same two circuits: one row per pair of circuits. */
static void check_symmetry(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = find_inspected(net);
	g_autoptr(GHashTable) first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < all->len; i++) {
		Inspected *one = &g_array_index(all, Inspected, i);
		char *key = g_strdup_printf("%u %u", MIN(one->first, one->second), MAX(one->first, one->second));
		const Inspected *other = one->second != ER_NONE ? g_hash_table_lookup(first, key) : NULL;
		if (other != NULL && crosses(one, other) && one->firewall != other->firewall)
			judge_pair(rule, out, other, one);
		else
			er_rule_not_applicable(out, rule);
		if (one->second != ER_NONE && other == NULL)
			g_hash_table_insert(first, key, one);
		else
			g_free(key);
	}
}

/* ---- ER-NVA-007 ---- */

/* In which state does it carry nothing? "" none; NULL: not known. @property: (out) */
static const char *fault_of(const ErResource *res, const char **property)
{
	const char *state = er_value_text(&res->body, "properties.provisioningState");
	const ErValue *addresses = er_value_get(&res->body, "properties.ipConfigurations");
	bool hub = er_value_reference(&res->body, "properties.virtualHub") != NULL || er_value_says(&res->body, "properties.sku.name", "AZFW_Hub");

	*property = "properties.ipConfigurations";
	if (!hub && addresses != NULL && addresses->kind == ER_VALUE_ARRAY && addresses->n == 0)
		return "stopped (no IP configuration)";
	if (!hub && addresses == NULL)
		return NULL;
	*property = "properties.provisioningState";
	if (state == NULL || g_ascii_strcasecmp(state, "Updating") == 0)
		return NULL;
	return g_ascii_strcasecmp(state, "Succeeded") == 0 ? "" : state;
}

/* A stopped firewall has no address, so that no route can be told to lead to it: it counts whatever crosses it. */
static void check_running(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *property, *fault = res->kind == ER_RES_FIREWALL ? fault_of(res, &property) : NULL;
		uint32_t component = res->kind == ER_RES_FIREWALL ? er_network_lookup(net, res->id) : ER_NONE;
		if (res->kind != ER_RES_FIREWALL)
			continue;
		bool crossed = component != ER_NONE && add_crossing(NULL, out, component);
		bool stopped = fault != NULL && strcmp(property, "properties.ipConfigurations") == 0;
		if (!crossed && !stopped) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (fault != NULL && *fault == '\0') {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, fault != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
		er_draft_subject(draft, res->id);
		er_draft_evidence(draft, res, property, stopped ? "[]" : er_value_text(&res->body, property));
		if (fault != NULL)
			er_draft_headline(draft, "%s is %s: what is routed to it is lost", res->name, fault);
		else
			er_draft_headline(draft, "%s: whether it runs is not in the export", res->name);
		if (fault == NULL)
			er_draft_missing(draft, "properties.provisioningState of the firewall, when it is not being updated");
		if (component != ER_NONE)
			add_crossing(draft, out, component);
		er_draft_end(draft);
	}
}

const ErRule er_rules_firewall[] = {
	{ "ER-NVA-001", ER_SEV_HIGH, "Azure Firewall on the way is not zone-redundant", "firewall", "Deploy it again over several zones",
	  "APRL:c72b7fee-1fa0-5b4b-98e5-54bcae95bb74; Advisor:e82f5b61-b0f8-48e7-8e18-5aa1f57bff81; PSRule:Azure.Firewall.AvailabilityZone",
	  "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Firewall.AvailabilityZone/", check_zones },
	{ "ER-NVA-002", ER_SEV_HIGH, "Next hop is a single appliance", "route table", "An internal Standard load balancer before several appliances, or Azure Firewall",
	  "ALZ:D01.15 48682fb1-1e86-4458-a686-518ebd47393d; Advisor:5b132ebc-bd86-46fc-b2ee-95bc3e2d3017", "https://blog.cloudtrooper.net/2020/11/28/dont-let-your-azure-routes-bite-you/", check_single },
	{ "ER-NVA-003", ER_SEV_HIGH, "NVA load balancer Basic, zonal or with one backend", "load balancer", "A Standard load balancer over several zones with two back ends or more",
	  "ALZ:D01.14 9dcd6250-9c4a-4382-aa9b-5b84c64fc1fe; ALZ:D01.15 48682fb1-1e86-4458-a686-518ebd47393d; PSRule:AZR-000127 Azure.LB.AvailabilityZone; PSRule:AZR-000128 Azure.LB.StandardSKU; "
	  "Advisor:796b9be0-487d-4daa-8771-f08e4d7c9c0c; Advisor:5b132ebc-bd86-46fc-b2ee-95bc3e2d3017",
	  "https://github.com/Azure/review-checklists/blob/main/checklists/alz_checklist.en.json", check_balancer },
	{ "ER-NVA-004", ER_SEV_HIGH, "NVA peers with only one Route Server instance", "Route Server", "Two appliances, each with a session to both instances", "",
	  "https://learn.microsoft.com/azure/route-server/route-server-faq", check_peers },
	{ "ER-NVA-005", ER_SEV_HIGH, "Route Server creation or deletion planned in a gateway VNet", "Route Server", "Schedule it as an outage", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_change },
	{ "ER-NVA-006", ER_SEV_HIGH, "Inspected bow-tie without cross-region symmetry", "pair of gateways", "A higher weight for the local circuit, and routes to the remote firewall for the remote prefixes; or routing intent",
	  "ALZ:D06.02 f29812b2-363c-4efe-879b-599de0d5973c", "https://github.com/hsze/MultiRegion-HubSpoke-ERBowTie-ARS", check_symmetry },
	{ "ER-NVA-007", ER_SEV_CRITICAL, "Firewall failed or stopped", "firewall", "Start or repair it", "", "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Firewall.AvailabilityZone/", check_running },
	{ 0 },
};
