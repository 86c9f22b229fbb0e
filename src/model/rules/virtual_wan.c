/*
 * Virtual WAN (ER-VWN): hubs, their gateways and what they let through. A Route Server has the type of a hub and is none of them.
 * Sources: Microsoft Learn, "About ExpressRoute connections in Virtual WAN", "Upgrade a virtual WAN from Basic to Standard",
 * "Virtual network connectivity over ExpressRoute"; 1,000 prefixes per connection: "Azure Advisor reliability recommendations".
 */
#include "../catalogue.h"
#include "../limits.h"
#include "rules.h"

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"
#define ALZ "https://github.com/Azure/review-checklists/blob/main/checklists/alz_checklist.en.json"
#define APRL "https://azure.github.io/Azure-Proactive-Resiliency-Library-v2/azure-resources/Network/"


static const ErComponent *hub_self(const ErNetwork *net, uint32_t hub)
{
	return er_network_component(net, er_network_hub(net, hub)->self);
}

bool er_is_route_server(const ErResource *res)
{
	return res->kind == ER_RES_HUB && (er_value_says(&res->body, "kind", "RouteServer") || (er_value_reference(&res->body, "properties.virtualWan") == NULL && er_value_get(&res->body, "properties.virtualRouterAsn") != NULL));
}

/* The ExpressRoute gateway of each hub: index; ER_NONE. (transfer full) */
static uint32_t *gateways_of_hubs(const ErNetwork *net)
{
	uint32_t n = er_network_n_hubs(net);
	uint32_t *of = g_new(uint32_t, n + 1);

	for (uint32_t i = 0; i < n; i++)
		of[i] = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (er_network_gateway(net, i)->hub != ER_NONE)
			of[er_network_gateway(net, i)->hub] = i;
	return of;
}

static ErDraft *tell(const ErRule *rule, ErFindings *out, const char *id, ErResult result, uint32_t gateway)
{
	ErDraft *draft = er_draft_new(out, rule, result, rule->severity);

	er_draft_subject(draft, id);
	if (gateway != ER_NONE)
		er_draft_flows_behind(draft, ER_NONE, gateway);
	return draft;
}

/* ---- ER-VWN-001 ---- */

static void check_units(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char path[] = "properties.autoScaleConfiguration.bounds.min";
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		uint32_t units = 0;
		if (self->resource == NULL || self->resource->kind != ER_RES_HUB_GATEWAY) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		bool said = er_value_uint(&self->resource->body, path, &units) && units > 0;
		if (said && units > 1) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = tell(rule, out, self->id, said ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, i);
		er_draft_evidence(draft, self->resource, path, said ? "1" : NULL);
		if (said)
			er_draft_headline(draft, "%s has one scale unit (%g Gbit/s): an upgrade takes part of its throughput", self->name, er_limit(net, ER_LIMIT_GATEWAY_HUB_UNIT_MBPS) / 1000.0);
		else
			er_draft_headline(draft, "%s: the export does not tell its scale units", self->name);
		if (!said)
			er_draft_missing(draft, path);
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-002 ---- */

typedef struct { const char *id; const ErResource *wan; uint32_t gateway; const ErResource *basic, *standard; bool has_gateway; } Wan;

/* WANs with their hubs, by id; a hub whose WAN nobody names stands alone. (transfer full): of Wan */
static GArray *find_wans(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	GArray *wans = g_array_new(FALSE, TRUE, sizeof(Wan));
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree uint32_t *gateway_of = gateways_of_hubs(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_VWAN)
			continue;
		Wan wan = { .id = res->id, .wan = res, .gateway = ER_NONE };
		g_array_append_val(wans, wan);
		g_hash_table_insert(by_id, (char *)res->id, GUINT_TO_POINTER(wans->len));
	}
	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		const ErHub *hub = er_network_hub(net, i);
		const ErResource *res = hub_self(net, i)->resource;
		const char *id = *hub->wan != '\0' ? hub->wan : hub_self(net, i)->id;
		if (res == NULL || er_is_route_server(res))
			continue;
		uint32_t at = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, id));
		if (at == 0) {
			Wan wan = { .id = id, .gateway = ER_NONE };
			g_array_append_val(wans, wan);
			at = wans->len;
			g_hash_table_insert(by_id, (char *)id, GUINT_TO_POINTER(at));
		}
		Wan *wan = &g_array_index(wans, Wan, at - 1);
		if (er_value_says(&res->body, "properties.sku", "Basic"))
			wan->basic = res;
		else if (er_value_text(&res->body, "properties.sku") != NULL)
			wan->standard = res;
		if (gateway_of[i] != ER_NONE)
			wan->gateway = gateway_of[i];
	}
	return wans;
}

static void check_basic(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	g_autoptr(GArray) wans = find_wans(er_flows_network(flows));

	for (guint i = 0; i < wans->len; i++) {
		const Wan *wan = &g_array_index(wans, Wan, i);
		const char *type = wan->wan != NULL ? er_value_text(&wan->wan->body, "properties.type") : NULL, *slash = strrchr(wan->id, '/');
		const char *name = wan->wan != NULL ? wan->wan->name : slash != NULL ? slash + 1 : wan->id;
		bool basic = wan->basic != NULL || (wan->wan != NULL && er_value_says(&wan->wan->body, "properties.type", "Basic"));
		if (!basic && (type != NULL || wan->standard != NULL)) {
			er_rule_pass(out, rule);
			continue;
		}
		if (!basic && wan->gateway == ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		ErDraft *draft = tell(rule, out, wan->id, basic ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, wan->gateway);
		if (wan->wan != NULL)
			er_draft_evidence(draft, wan->wan, "properties.type", type);
		if (wan->basic != NULL)
			er_draft_evidence(draft, wan->basic, "properties.sku", "Basic");
		if (basic) {
			er_draft_headline(draft, "%s is a Basic virtual WAN: no ExpressRoute, and its hubs do not reach each other", name);
		} else {
			er_draft_headline(draft, "%s: whether this virtual WAN is Basic or Standard is not known", name);
			er_draft_missing(draft, wan->wan != NULL ? "properties.type of the virtual WAN" : "the virtual WAN (virtualWans), or properties.sku of its hubs");
		}
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-003 ---- */

/* Does each hub share a circuit with another hub? The circuit: index; ER_NONE. (transfer full) */
static uint32_t *shared_circuits(const ErNetwork *net)
{
	uint32_t n = er_network_n_hubs(net), circuits = er_network_n_circuits(net);
	g_autofree uint32_t *first = g_new(uint32_t, circuits + 1);
	uint32_t *shared = g_new(uint32_t, n + 1);

	for (uint32_t i = 0; i < n; i++)
		shared[i] = ER_NONE;
	for (uint32_t i = 0; i < circuits; i++)
		first[i] = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		uint32_t hub = er_network_gateway(net, connection->gateway)->hub, circuit = connection->circuit;
		if (hub == ER_NONE)
			continue;
		if (first[circuit] == ER_NONE)
			first[circuit] = hub;
		if (first[circuit] != hub)
			shared[hub] = shared[first[circuit]] = circuit;
	}
	return shared;
}

static void check_preference(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char path[] = "properties.hubRoutingPreference";
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *shared = shared_circuits(net), *gateway_of = gateways_of_hubs(net);

	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		const ErComponent *self = hub_self(net, i);
		const char *preference = self->resource != NULL ? er_value_text(&self->resource->body, path) : NULL;
		if (shared[i] == ER_NONE || self->resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (preference != NULL && g_ascii_strcasecmp(preference, "ExpressRoute") != 0) {
			er_rule_pass(out, rule);
			continue;
		}
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, shared[i])->self);
		ErDraft *draft = tell(rule, out, self->id, preference != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, gateway_of[i]);
		er_draft_evidence(draft, self->resource, path, preference);
		er_draft_fact(draft, circuit->id, "connected to other hubs, too");
		er_draft_headline(draft, preference != NULL ? "%s prefers ExpressRoute and shares %s with other hubs: traffic between hubs may turn round at the peering location"
		                                            : "%s shares %s with other hubs; its routing preference is not in the export", self->name, circuit->name);
		if (preference == NULL)
			er_draft_missing(draft, path);
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-004 ---- */

/* Gateways whose circuits reach another gateway: there the flags matter. (transfer full) */
static bool *gateways_that_share(const ErNetwork *net)
{
	uint32_t circuits = er_network_n_circuits(net);
	g_autofree uint32_t *first = g_new(uint32_t, circuits + 1);
	bool *shares = g_new0(bool, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < circuits; i++)
		first[i] = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		uint32_t *before = &first[connection->circuit];
		if (*before == ER_NONE)
			*before = connection->gateway;
		if (*before != connection->gateway)
			shares[*before] = shares[connection->gateway] = true;
	}
	return shares;
}

typedef struct { const char *allowed, *unsaid; } Flags;

static Flags read_flags(const ErResource *res)
{
	static const char *const of_hub[] = { "properties.allowNonVirtualWanTraffic", NULL };
	static const char *const of_vnet[] = { "properties.allowRemoteVnetTraffic", "properties.allowVirtualWanTraffic", NULL };
	Flags found = { NULL, NULL };
	bool on;

	for (const char *const *path = res->kind == ER_RES_HUB_GATEWAY ? of_hub : of_vnet; *path != NULL; path++)
		if (!er_value_bool(&res->body, *path, &on))
			found.unsaid = *path;
		else if (on)
			found.allowed = *path;
	return found;
}

static void check_transit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *shares = gateways_that_share(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		Flags flags = self->resource != NULL ? read_flags(self->resource) : (Flags){ NULL, NULL };
		if (self->resource == NULL || (flags.allowed == NULL && flags.unsaid != NULL && !shares[i])) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (flags.allowed == NULL && flags.unsaid == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		const char *property = flags.allowed != NULL ? flags.allowed : flags.unsaid;
		ErDraft *draft = tell(rule, out, self->id, flags.allowed != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, i);
		er_draft_evidence(draft, self->resource, property, flags.allowed != NULL ? "true" : NULL);
		if (flags.allowed != NULL) {
			er_draft_headline(draft, "%s lets traffic of other networks in Azure through over ExpressRoute: it is lost with the circuit", self->name);
		} else {
			er_draft_headline(draft, "%s shares a circuit with other gateways; whether traffic between their networks may go over it is not in the export", self->name);
			er_draft_missing(draft, property);
			if (self->resource->kind != ER_RES_HUB_GATEWAY && er_value_get(&self->resource->body, "properties.allowRemoteVnetTraffic") == NULL)
				er_draft_fact(draft, self->id, ER_REMOTE_VNET_UNSAID);
		}
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-005 ---- */

/* Of each WAN: its last VPN gateway and ExpressRoute gateway. */
typedef struct { bool vpn; uint32_t gateway; } Branches;

static GHashTable *branches_of(const ErNetwork *net)
{
	GHashTable *of = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (uint32_t i = 0; i < er_network_n_hubs(net); i++)
		if (!g_hash_table_contains(of, er_network_hub(net, i)->wan)) {
			Branches *none = g_new0(Branches, 1);
			none->gateway = ER_NONE;
			g_hash_table_insert(of, (char *)er_network_hub(net, i)->wan, none);
		}
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (er_network_gateway(net, i)->hub != ER_NONE)
			((Branches *)g_hash_table_lookup(of, er_network_hub(net, er_network_gateway(net, i)->hub)->wan))->gateway = i;
	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++)
		if (er_network_vpn_gateway(net, i)->hub != ER_NONE)
			((Branches *)g_hash_table_lookup(of, er_network_hub(net, er_network_vpn_gateway(net, i)->hub)->wan))->vpn = true;
	return of;
}

static void check_branches(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char path[] = "properties.allowBranchToBranchTraffic";
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);
	g_autoptr(GHashTable) of = branches_of(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const Branches *branches = res->kind == ER_RES_VWAN ? g_hash_table_lookup(of, res->id) : NULL;
		bool allowed = false, said = res->kind == ER_RES_VWAN && er_value_bool(&res->body, path, &allowed);
		if (res->kind != ER_RES_VWAN)
			continue;
		if (branches == NULL || !branches->vpn || branches->gateway == ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (said && allowed) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = tell(rule, out, res->id, said ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, branches->gateway);
		er_draft_evidence(draft, res, path, said ? "false" : NULL);
		er_draft_headline(draft, said ? "%s keeps VPN and ExpressRoute branches apart: sites that fell back to VPN do not reach those on ExpressRoute"
		                              : "%s has VPN and ExpressRoute gateways; whether their branches reach each other is not in the export", res->name);
		if (!said)
			er_draft_missing(draft, path);
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-006 ---- */

static void check_space(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *gateway_of = gateways_of_hubs(net);

	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		const ErComponent *self = hub_self(net, i);
		const char *text = er_network_hub(net, i)->prefix;
		ErPrefix prefix;
		bool said = *text != '\0' && er_prefix_parse(text, &prefix);
		if (self->resource == NULL || er_is_route_server(self->resource) || (!said && gateway_of[i] == ER_NONE)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (said && prefix.length - (prefix.v4 ? 96u : 0u) <= er_limit(net, ER_LIMIT_SUBNET_HUB)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = tell(rule, out, self->id, said ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, gateway_of[i]);
		er_draft_evidence(draft, self->resource, "properties.addressPrefix", said ? text : NULL);
		if (said)
			er_draft_headline(draft, "%s has %s: less than a /%u, so gateways and firewalls of the hub cannot all grow", self->name, text, er_limit(net, ER_LIMIT_SUBNET_HUB));
		else
			er_draft_headline(draft, "%s: its address space is not in the export", self->name);
		if (!said)
			er_draft_missing(draft, "properties.addressPrefix");
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-007 ---- */

/* A scope is the resource itself, or what holds it (group, subscription) together with the type that is meant. */
static bool is_in_scope(const ErResource *alert, const ErResource *res)
{
	const ErValue *scopes = er_value_get(&alert->body, "properties.scopes");

	for (uint32_t i = 0; i < er_value_count(&alert->body, "properties.scopes"); i++) {
		const ErValue *item = er_value_item(scopes, i);
		g_autofree char *scope = item->kind == ER_VALUE_STRING ? er_id_normalise(item->u.text) : NULL;
		if (scope == NULL || !g_str_has_prefix(res->id, scope))
			continue;
		char next = res->id[strlen(scope)];
		if (next == '\0' || (next == '/' && er_value_says(&alert->body, "properties.targetResourceType", res->type)))
			return true;
	}
	return false;
}

bool er_rule_has_alert(const ErInventory *inv, const ErResource *res, bool *exported)
{
	bool found = false, enabled;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *alert = er_inventory_at(inv, i);
		if (alert->kind != ER_RES_METRIC_ALERT)
			continue;
		*exported = true;
		found = found || (is_in_scope(alert, res) && !(er_value_bool(&alert->body, "properties.enabled", &enabled) && !enabled));
	}
	return found;
}

/* Hubs with an ExpressRoute gateway, and the gateways in them: component, ExpressRoute gateway. */
typedef struct { const ErComponent *self; uint32_t gateway; } Watched;

static GArray *find_watched(const ErNetwork *net)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(Watched));
	g_autofree uint32_t *gateway_of = gateways_of_hubs(net);

	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		Watched hub = { hub_self(net, i), gateway_of[i] };
		if (gateway_of[i] == ER_NONE)
			continue;
		Watched gateway = { er_network_component(net, er_network_gateway(net, gateway_of[i])->self), gateway_of[i] };
		g_array_append_val(all, hub);
		g_array_append_val(all, gateway);
	}
	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *vpn = er_network_vpn_gateway(net, i);
		Watched gateway = { er_network_component(net, vpn->self), vpn->hub != ER_NONE ? gateway_of[vpn->hub] : ER_NONE };
		if (gateway.gateway != ER_NONE)
			g_array_append_val(all, gateway);
	}
	return all;
}

static void check_alerts(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = find_watched(net);
	ErDraft *open = NULL;

	for (guint i = 0; i < all->len; i++) {
		const Watched *watched = &g_array_index(all, Watched, i);
		bool exported = false, has = watched->self->resource != NULL && er_rule_has_alert(er_network_inventory(net), watched->self->resource, &exported);
		if (watched->self->resource == NULL) {
			er_rule_not_applicable(out, rule);
		} else if (has) {
			er_rule_pass(out, rule);
		} else if (exported) {
			ErDraft *draft = tell(rule, out, watched->self->id, ER_RESULT_FAIL, watched->gateway);
			er_draft_fact(draft, watched->self->id, "no enabled metric alert has it in its scopes");
			er_draft_headline(draft, "%s has no metric alert: flapping sessions and overload go unseen", watched->self->name);
			er_draft_end(draft);
		} else {
			if (open == NULL)
				open = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, watched->self->id);
		}
	}
	if (open != NULL) {
		er_draft_headline(open, "The input holds no metric alerts: whether the hubs and their gateways have any is not known");
		er_draft_missing(open, "metric alerts (microsoft.insights/metricalerts)");
		er_draft_end(open);
	}
}

/* ---- ER-VWN-008 ---- */

typedef struct { uint32_t prefixes; bool unsure; } Prefixes;

static Prefixes *prefixes_for(GHashTable *by_wan, const ErNetwork *net, uint32_t hub)
{
	const ErHub *record = er_network_hub(net, hub);
	const char *key = *record->wan != '\0' && !record->basic ? record->wan : hub_self(net, hub)->id;
	Prefixes *found = g_hash_table_lookup(by_wan, key);

	if (found == NULL) {
		found = g_new0(Prefixes, 1);
		g_hash_table_insert(by_wan, (char *)key, found);
	}
	return found;
}

/* A hub sends its own range, those of its VNets, and what the other hubs of the WAN have. What branches add is not in an inventory. (transfer full) */
static GHashTable *count_prefixes(const ErNetwork *net)
{
	GHashTable *by_wan = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (uint32_t i = 0; i < er_network_n_hubs(net); i++)
		prefixes_for(by_wan, net, i)->prefixes++;
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		const ErVnet *vnet = er_network_vnet(net, attachment->spoke);
		if (attachment->hub == ER_NONE)
			continue;
		Prefixes *of = prefixes_for(by_wan, net, attachment->hub);
		for (uint32_t k = 0; k < vnet->n_space; k++)
			of->prefixes += vnet->space[k].v4;
		of->unsure = of->unsure || vnet->external || vnet->n_space == 0;
	}
	return by_wan;
}

/* Gateways with a usable connection, and those of them with a route map on the way out. (transfer full) */
static void read_connections(const ErNetwork *net, bool *usable, bool *mapped)
{
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErResource *res = er_network_component(net, connection->self)->resource;
		if (!er_connection_usable(net, connection))
			continue;
		usable[connection->gateway] = true;
		if (res != NULL && er_value_reference(&res->body, "properties.routingConfiguration.outboundRouteMap") != NULL)
			mapped[connection->gateway] = true;
	}
}

static void check_routes(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) by_wan = count_prefixes(net);
	g_autofree uint32_t *gateway_of = gateways_of_hubs(net);
	g_autofree bool *usable = g_new0(bool, er_network_n_gateways(net) + 1), *mapped = g_new0(bool, er_network_n_gateways(net) + 1);
	uint32_t most = er_limit(net, ER_LIMIT_ROUTES_HUB_ANNOUNCED);

	read_connections(net, usable, mapped);
	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		uint32_t gateway = gateway_of[i];
		const Prefixes *count = prefixes_for(by_wan, net, i);
		const ErComponent *self = hub_self(net, i);
		bool near = er_limit_near(net, count->prefixes, most);
		if (gateway == ER_NONE || !usable[gateway]) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (!near && !count->unsure) {
			er_rule_pass(out, rule);
			continue;
		}
		bool fails = near && !mapped[gateway];
		g_autofree char *fact = g_strdup_printf("%s%u prefixes towards each circuit, of %u", count->unsure ? "at least " : "", count->prefixes, most);
		ErDraft *draft = tell(rule, out, self->id, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, gateway);
		er_draft_fact(draft, self->id, fact);
		if (fails) {
			er_draft_headline(draft, "%s sends %u prefixes to its circuits, near the limit of %u: beyond it connectivity breaks", self->name, count->prefixes, most);
		} else {
			er_draft_headline(draft, "%s: how many prefixes it sends to its circuits is not known", self->name);
			er_draft_missing(draft, near ? "what the route map of its ExpressRoute connection leaves of them" : "the VNets connected to the hubs, with properties.addressSpace");
		}
		er_draft_end(draft);
	}
}

/* ---- ER-VWN-009 ---- */

/* Not in the resource as Microsoft.Network gives it; a list of resources can be asked for it. */
static const char *created(const ErResource *res, const char **property)
{
	static const char *const paths[] = { "createdTime", "systemData.createdAt" };

	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		const char *text = er_value_text(&res->body, paths[i]);
		*property = paths[i];
		if (text != NULL)
			return text;
	}
	*property = paths[0];
	return NULL;
}

static void tell_age(const ErRule *rule, ErFindings *out, uint32_t gateway, const char *property, const char *date)
{
	const ErComponent *self = er_network_component(er_flows_network(er_findings_flows(out)), er_network_gateway(er_flows_network(er_findings_flows(out)), gateway)->self);
	ErDraft *draft = tell(rule, out, self->id, ER_RESULT_FAIL, gateway);

	er_draft_evidence(draft, self->resource, property, date);
	er_draft_headline(draft, "%s was made before any region had availability zones: it is not spread over them", self->name);
	er_draft_end(draft);
}

/*
 * When each region got its zones is in no table of Microsoft's. Made before the first region had them: older for certain; made after the
 * date of the region's row in erscope's table, in which it has them: younger for certain. Any other is asked about, all in one finding.
 */
static void check_age(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	ErDraft *open = NULL;

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *property = "", *date = self->resource != NULL ? created(self->resource, &property) : NULL;
		ErRegion region;
		if (self->resource == NULL || self->resource->kind != ER_RES_HUB_GATEWAY || !er_catalogue_region(er_network_tables(net), self->resource->location, &region) || !region.zones) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (date != NULL && strcmp(date, region.as_of) > 0) {
			er_rule_pass(out, rule);
			continue;
		}
		if (date != NULL && strcmp(date, er_limit_date(net, ER_LIMIT_ZONES_FIRST_REGION)) < 0) {
			tell_age(rule, out, i, property, date);
			continue;
		}
		if (open == NULL) {
			open = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_headline(open, "Whether the hub gateways are younger than the zones of their regions is not known: an older one is not spread over them");
			er_draft_missing(open, "the date each hub gateway was made, and that of its region's zones: ask Microsoft support");
		}
		er_draft_subject(open, self->id);
		er_draft_evidence(open, self->resource, property, date);
		er_draft_flows_behind(open, ER_NONE, i);
	}
	if (open != NULL)
		er_draft_end(open);
}

const ErRule er_rules_virtual_wan[] = {
	{ "ER-VWN-001", ER_SEV_LOW, "Hub ER gateway with one scale unit", "hub gateway", "At least two scale units", "WAF-ER: scale circuit / gateway", LEARN "virtual-wan/virtual-wan-expressroute-about", check_units },
	{ "ER-VWN-002", ER_SEV_HIGH, "Basic Virtual WAN", "virtual WAN", "Upgrade it to Standard", "APRL:f29e56a1-6a80-4295-a663-1cce0ea2b10a", LEARN "virtual-wan/upgrade-virtual-wan", check_basic },
	{ "ER-VWN-003", ER_SEV_MEDIUM, "Hub routing preference forces ExpressRoute with cross connections", "hub", "Routing preference AS path", "ALZ:D10.07 d49ac006-6670-4bc9-9948-d3e0a3a94f4d", ALZ, check_preference },
	{ "ER-VWN-004", ER_SEV_MEDIUM, "VNet-to-VNet or non-vWAN traffic allowed over ER", "gateway", "Turn it off; join the networks by peering or by Virtual WAN",
	  "APRL:560a76a7-8f64-4ce3-ad27-d174468861a1; APRL:194c14ac-0d7a-5a48-ae32-75fa450ee564; ALZ:D06.24 5234c93f-b651-41dd-80c1-234177b91ced",
	  LEARN "expressroute/virtual-network-connectivity-guidance", check_transit },
	{ "ER-VWN-005", ER_SEV_MEDIUM, "Branch-to-branch disabled although VPN/ER transit is expected", "virtual WAN", "Turn it on, unless it is off on purpose", "ALZ:D10.06 727c77e1-b9aa-4a37-a024-129d042422c1", ALZ, check_branches },
	{ "ER-VWN-006", ER_SEV_LOW, "Hub address space too small", "hub", "A larger range when the hub is made; it cannot be changed later", "ALZ:D10.09 9c75dfef-573c-461c-a698-68598595581a", ALZ, check_space },
	{ "ER-VWN-007", ER_SEV_MEDIUM, "Hub or hub gateway without alerts", "hub or gateway", "Metric alerts on BGP peer status, routes and throughput",
	  "APRL:30ec8a5e-46de-4323-87e9-a7c56b72813b; APRL:17e8d380-e4b4-41a1-9b37-2e4df9fd5125; APRL:f0d4f766-ac19-48c4-b228-4601cc038baa; ALZ:D10.05 261623a7-65a9-417e-8f34-8ef254c27d42",
	  APRL "virtualHubs", check_alerts },
	{ "ER-VWN-008", ER_SEV_HIGH, "Hub routes near ER route limit", "hub", "Summarise with a route map on the ExpressRoute connections", "Advisor:e3489565-d891-406e-91d1-44f476563850",
	  LEARN "advisor/advisor-reference-reliability-recommendations", check_routes },
	{ "ER-VWN-009", ER_SEV_INFO, "Hub ER gateway older than zone support of its region", "hub gateway", "Ask support; make an older gateway anew", "", LEARN "virtual-wan/virtual-wan-expressroute-about", check_age },
	{ 0 },
};
