/*
 * Gateways (ER-GW), the subnet they stand in: its range, what is attached to it, what else is in it. A VNet with two gateways (migration) is asked once.
 * Source: Microsoft Learn, "About ExpressRoute virtual network gateways"; VPN gateway include "gwudr-warning".
 */
#include "../limits.h"
#include "gateway.h"

#include <string.h>

/* What a check says of a subnet that is there. */
typedef void (*CheckHome)(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home);

ErGatewayHome er_gateway_home(const ErNetwork *net, uint32_t index)
{
	const ErInventory *inv = er_network_inventory(net);
	ErGatewayHome home = { .gateway = index, .vnet = er_network_vnet(net, er_network_gateway(net, index)->vnet) };
	g_autofree char *id = g_strconcat(er_network_component(net, home.vnet->self)->id, "/subnets/gatewaysubnet", NULL);

	home.subnet = er_inventory_lookup(inv, id);
	g_autofree char *table = home.subnet != NULL ? er_id_reference(&home.subnet->body, "properties.routeTable", ER_RES_ROUTE_TABLE) : NULL;
	home.table_named = table != NULL;
	home.table = table != NULL ? er_inventory_lookup(inv, table) : NULL;
	return home;
}

ErDraft *er_gateway_home_draft(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErGatewayHome *home)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, home->subnet->id);
	er_draft_flows_behind(draft, ER_NONE, home->gateway);
	return draft;
}

static const char *vnet_name(const ErNetwork *net, const ErGatewayHome *home)
{
	return er_network_component(net, home->vnet->self)->name;
}

/* Every VNet with a gateway once: during a migration two gateways share a subnet. */
static void each_home(const ErRule *rule, const ErFlows *flows, ErFindings *out, CheckHome check)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) connections = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		gpointer vnet = GUINT_TO_POINTER(er_network_gateway(net, er_network_connection(net, i)->gateway)->vnet);
		g_hash_table_insert(connections, vnet, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(connections, vnet)) + 1));
	}
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t vnet = er_network_gateway(net, i)->vnet;
		if (vnet == ER_NONE || !g_hash_table_add(seen, GUINT_TO_POINTER(vnet))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		ErGatewayHome home = er_gateway_home(net, i);
		home.n_connections = GPOINTER_TO_UINT(g_hash_table_lookup(connections, GUINT_TO_POINTER(vnet)));
		if (home.subnet != NULL) {
			check(rule, net, out, &home);
		} else if (home.n_connections == 0) {
			er_rule_not_applicable(out, rule);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(draft, er_network_component(net, home.vnet->self)->id);
			er_draft_fact(draft, er_network_component(net, home.vnet->self)->id, "its GatewaySubnet is not in the input");
			er_draft_headline(draft, "%s: its GatewaySubnet is not in the input", vnet_name(net, &home));
			er_draft_missing(draft, "the virtual network of the gateway, with its subnets");
			er_draft_flows_behind(draft, ER_NONE, i);
			er_draft_end(draft);
		}
	}
}

static void take_length(const char *text, uint32_t *shortest)
{
	ErPrefix prefix;

	if (text != NULL && er_prefix_parse(text, &prefix) && prefix.v4)
		*shortest = MIN(*shortest, prefix.length - 96u);
}

/* Length of the largest IPv4 range; 33 when none is told. */
static uint32_t subnet_length(const ErResource *subnet)
{
	const ErValue *list = er_value_get(&subnet->body, "properties.addressPrefixes");
	uint32_t shortest = 33;

	take_length(er_value_text(&subnet->body, "properties.addressPrefix"), &shortest);
	for (uint32_t i = 0; i < er_value_count(&subnet->body, "properties.addressPrefixes"); i++)
		if (er_value_item(list, i)->kind == ER_VALUE_STRING)
			take_length(er_value_item(list, i)->u.text, &shortest);
	return shortest;
}

static void check_home_size(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	enum { NOT_TOLD = 33 };
	uint32_t length = subnet_length(home->subnet), enough = er_limit(net, ER_LIMIT_SUBNET_GATEWAY), for_many = MIN(er_limit(net, ER_LIMIT_SUBNET_GATEWAY_MANY_CIRCUITS), enough);
	bool many = home->n_connections > er_limit(net, ER_LIMIT_SUBNET_GATEWAY_FEW_CIRCUITS);

	if (length <= for_many || (length <= enough && !many)) {
		er_rule_pass(out, rule);
		return;
	}
	bool told = length != NOT_TOLD;
	ErDraft *draft = er_gateway_home_draft(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, length <= enough ? ER_SEV_MEDIUM : ER_SEV_HIGH, home);
	er_draft_evidence(draft, home->subnet, er_value_get(&home->subnet->body, "properties.addressPrefix") != NULL ? "properties.addressPrefix" : "properties.addressPrefixes",
	                  *home->vnet->gateway_subnet != '\0' ? home->vnet->gateway_subnet : NULL);
	if (!told)
		er_draft_headline(draft, "%s: the range of its GatewaySubnet is not in the export", vnet_name(net, home));
	else if (length <= enough)
		er_draft_headline(draft, "%s: a GatewaySubnet of /%u is too small for %u connections", vnet_name(net, home), length, home->n_connections);
	else
		er_draft_headline(draft, "%s: its GatewaySubnet is a /%u; a migration, or a VPN gateway beside it, needs /%u", vnet_name(net, home), length, enough);
	if (!told)
		er_draft_missing(draft, "properties.addressPrefix of GatewaySubnet");
	er_draft_end(draft);
}

void er_check_gateway_size(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_size);
}

static void check_home_nsg(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	const char *nsg = er_value_reference(&home->subnet->body, "properties.networkSecurityGroup");

	if (nsg == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_gateway_home_draft(out, rule, ER_RESULT_FAIL, rule->severity, home);
	er_draft_evidence(draft, home->subnet, "properties.networkSecurityGroup", nsg);
	er_draft_headline(draft, "%s has a network security group on its GatewaySubnet, which is not supported", vnet_name(net, home));
	er_draft_end(draft);
}

void er_check_gateway_nsg(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_nsg);
}

/* The table is named and not there: an open question. Returns: whether it was told. */
static bool table_is_missing(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	if (!home->table_named || home->table != NULL)
		return false;
	ErDraft *draft = er_gateway_home_draft(out, rule, ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_evidence(draft, home->subnet, "properties.routeTable", er_value_reference(&home->subnet->body, "properties.routeTable"));
	er_draft_headline(draft, "%s: the route table of its GatewaySubnet is not in the input", vnet_name(net, home));
	er_draft_missing(draft, "the route table of GatewaySubnet");
	er_draft_end(draft);
	return true;
}

static void check_home_propagation(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	static const char property[] = "properties.disableBgpRoutePropagation";
	bool off = false;

	if (table_is_missing(rule, net, out, home))
		return;
	/* Absent is off: the service's default lets routes through. A parameter is neither. */
	bool told = home->table == NULL || er_value_bool(&home->table->body, property, &off) || er_value_get(&home->table->body, property) == NULL;
	if (told && !off) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_gateway_home_draft(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_subject(draft, home->table->id);
	er_draft_evidence(draft, home->table, property, told ? "true" : er_value_text(&home->table->body, property));
	er_draft_headline(draft, told ? "%s: route table %s keeps learned routes away from the GatewaySubnet, and the gateway does not work without them"
	                              : "%s: whether route table %s lets learned routes to the GatewaySubnet is left to a parameter", vnet_name(net, home), home->table->name);
	if (!told)
		er_draft_missing(draft, property);
	er_draft_end(draft);
}

void er_check_gateway_propagation(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_propagation);
}

/* Text of the default route of a table; NULL when it has none. */
static const char *default_route(const ErResource *table)
{
	const ErValue *list = er_value_get(&table->body, "properties.routes");

	for (uint32_t i = 0; i < er_value_count(&table->body, "properties.routes"); i++) {
		const char *text = er_value_text(er_value_item(list, i), "properties.addressPrefix");
		ErPrefix prefix;
		if (text != NULL && er_prefix_parse(text, &prefix) && prefix.length == (prefix.v4 ? 96 : 0))
			return text;
	}
	return NULL;
}

static void check_home_default(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	if (table_is_missing(rule, net, out, home))
		return;
	const char *route = home->table != NULL ? default_route(home->table) : NULL;
	if (route == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_gateway_home_draft(out, rule, ER_RESULT_FAIL, rule->severity, home);
	er_draft_subject(draft, home->table->id);
	er_draft_evidence(draft, home->table, "properties.routes", route);
	er_draft_headline(draft, "%s: route table %s sends %s of the GatewaySubnet elsewhere, which cuts the gateway from its controllers", vnet_name(net, home), home->table->name, route);
	er_draft_end(draft);
}

void er_check_gateway_default(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_default);
}

/* Ids compare without regard to case. */
static bool id_has(const char *id, const char *part)
{
	g_autofree char *lower = g_ascii_strdown(id, -1);

	return strstr(lower, part) != NULL;
}

/* First resource in the subnet that belongs to no gateway; *told: does the export list what is in it? */
static const char *stranger(const ErResource *subnet, const char **property, bool *told)
{
	const ErValue *list = er_value_get(&subnet->body, "properties.ipConfigurations");
	const ErValue *endpoints = er_value_get(&subnet->body, "properties.privateEndpoints");

	*told = list != NULL;
	*property = "properties.ipConfigurations";
	for (uint32_t i = 0; i < er_value_count(&subnet->body, "properties.ipConfigurations"); i++) {
		const char *id = er_value_text(er_value_item(list, i), "id");
		if (id != NULL && !id_has(id, "/virtualnetworkgateways/"))
			return id;
	}
	*property = "properties.privateEndpoints";
	return er_value_count(&subnet->body, *property) > 0 ? er_value_text(er_value_item(endpoints, 0), "id") : NULL;
}

static void check_home_strangers(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErGatewayHome *home)
{
	const char *property;
	bool told;
	const char *id = stranger(home->subnet, &property, &told);

	if (id == NULL && told) {
		er_rule_pass(out, rule);
		return;
	}
	if (id == NULL && home->n_connections == 0) {
		er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_gateway_home_draft(out, rule, id != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_evidence(draft, home->subnet, id != NULL ? property : "properties.ipConfigurations", id);
	if (id != NULL)
		er_draft_headline(draft, "%s: something other than a gateway stands in its GatewaySubnet: %s", vnet_name(net, home), id);
	else
		er_draft_headline(draft, "%s: the export does not list what stands in its GatewaySubnet", vnet_name(net, home));
	if (id == NULL)
		er_draft_missing(draft, "properties.ipConfigurations of GatewaySubnet");
	er_draft_end(draft);
}

void er_check_gateway_strangers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_strangers);
}
