/*
 * Gateways (ER-GW): availability zones, SKU, public address, subnet, state, maintenance, load. ErGwScale counts as zone capable, and a
 * single-zone public address is seen. Rules about the gateway's own properties ask gateways of VNets only: a hub's gateway has none of them.
 * A question about a gateway that nothing is connected to is not asked.
 * Source: Microsoft Learn, "About ExpressRoute virtual network gateways" (2026-09-05), "Reliability in virtual network gateways",
 * "Migrate to an availability zone-enabled gateway", "Resiliency Insights"; VPN gateway include "gwudr-warning" (subnet).
 */
#include "rules.h"

#include "../catalogue.h"

#include <string.h>

#define ABOUT "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways"
#define MIGRATION "https://learn.microsoft.com/azure/expressroute/gateway-migration"
#define SUBNET_ROUTES "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/vpn-gateway-gwudr-warning.md"
#define MAINTENANCE "https://learn.microsoft.com/azure/expressroute/customer-controlled-gateway-maintenance"

/* The resource of a gateway in a VNet; NULL for a hub's, and for what is not in the input. */
static const ErResource *vnet_gateway(const ErNetwork *net, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);

	return gateway->hub == ER_NONE ? er_network_component(net, gateway->self)->resource : NULL;
}

static const char *name_of(const ErNetwork *net, uint32_t index)
{
	return er_network_component(net, er_network_gateway(net, index)->self)->name;
}

/* Does any connection name it? Per gateway. */
static GArray *connected_gateways(const ErNetwork *net)
{
	GArray *connected = g_array_sized_new(FALSE, TRUE, sizeof(bool), er_network_n_gateways(net));

	g_array_set_size(connected, er_network_n_gateways(net));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		g_array_index(connected, bool, er_network_connection(net, i)->gateway) = true;
	return connected;
}

/* Text that a template leaves to a parameter nobody has given: "{skuName}". */
static bool is_open(const char *text)
{
	return text != NULL && *text == '{';
}

/* The input that would tell a gateway's zones. */
static const char *missing_for_zones(const ErGateway *gateway)
{
	ErRegion region;

	return *gateway->region == '\0' ? "location of the gateway" : !er_catalogue_region(gateway->region, &region) ? "whether the region has availability zones" : "the public address of the gateway, with its zones";
}

static ErDraft *draft_of(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErNetwork *net, uint32_t index)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, er_network_component(net, er_network_gateway(net, index)->self)->id);
	er_draft_flows_behind(draft, ER_NONE, index);
	return draft;
}

static void tell_zones(ErDraft *draft, const ErNetwork *net, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	er_draft_fact(draft, self->id, gateway->zones_reason);
	er_draft_flows_behind(draft, ER_NONE, index);
}

static void check_zone_sku(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErComponent *self = er_network_component(net, gateway->self);
		bool unknown = gateway->zones == ER_ZONES_UNKNOWN && (*gateway->sku == '\0' || !gateway->az_sku);
		if (self->external || gateway->hub != ER_NONE || gateway->zones == ER_ZONES_NO_REGION || *gateway->region == '\0') {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->az_sku) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_HIGH);
		tell_zones(draft, net, i);
		if (unknown) {
			er_draft_missing(draft, *gateway->sku == '\0' ? "properties.sku of the gateway" : !gateway->sku_known ? "whether this SKU supports availability zones" : "whether the region has availability zones");
			er_draft_headline(draft, "%s: whether it survives the loss of a zone is not known (%s)", self->name, gateway->zones_reason);
		} else {
			er_draft_headline(draft, "%s (%s) is not zone-redundant: its instances may share one zone of %s", self->name, gateway->sku, self->location);
		}
		er_draft_end(draft);
	}
}

/* The failing case comes from the zone's cut (topology.c); here are the zonal gateways without flows, and what cannot be known. */
static void check_zonal(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErComponent *self = er_network_component(net, gateway->self);
		if (self->external || !gateway->az_sku || gateway->zones == ER_ZONES_NO_REGION) {
			er_rule_not_applicable(out, rule);
		} else if (gateway->zones == ER_ZONES_REDUNDANT) {
			er_rule_pass(out, rule);
		} else if (gateway->zones == ER_ZONES_UNKNOWN) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_HIGH);
			tell_zones(draft, net, i);
			er_draft_headline(draft, "%s: whether all instances stand in one zone is not known (%s)", self->name, gateway->zones_reason);
			er_draft_missing(draft, missing_for_zones(gateway));
			er_draft_end(draft);
		} else if (gateway->zones == ER_ZONES_ZONAL && !er_gateway_usable(net, i, ER_NONE)) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
			tell_zones(draft, net, i);
			er_draft_headline(draft, "%s (%s) stands in zone %s of %s alone", self->name, gateway->sku, gateway->zone, self->location);
			er_draft_end(draft);
		}
	}
}

/* ---- SKU and size ---- */

static bool says(const char *text, const char *word)
{
	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

static ErSeverity legacy_severity(const char *sku, bool *legacy)
{
	*legacy = true;
	if (says(sku, "Basic"))
		return ER_SEV_HIGH;
	if (says(sku, "Standard") || says(sku, "HighPerformance"))
		return ER_SEV_MEDIUM;
	*legacy = says(sku, "UltraPerformance");
	return *legacy ? ER_SEV_LOW : ER_SEV_MEDIUM;
}

static void check_legacy(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = vnet_gateway(net, i);
		bool legacy, told = *gateway->sku != '\0' && !is_open(gateway->sku);
		ErSeverity severity = legacy_severity(gateway->sku, &legacy);
		if (resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (told && !legacy) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, severity, net, i);
		er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
		if (told)
			er_draft_headline(draft, "%s is of the older SKU %s", name_of(net, i), gateway->sku);
		else
			er_draft_headline(draft, "%s: the export does not tell its SKU", name_of(net, i));
		if (!told)
			er_draft_missing(draft, "properties.sku of the gateway");
		er_draft_end(draft);
	}
}

static void check_scale_units(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	enum { ENOUGH = 3 };
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = vnet_gateway(net, i);
		uint32_t most = 0;
		if (resource == NULL || strcmp(gateway->sku, "ErGwScale") != 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->scale_units >= ENOUGH) {
			er_rule_pass(out, rule);
			continue;
		}
		bool known = gateway->scale_units > 0;
		bool fixed = er_value_uint(&resource->body, "properties.autoScaleConfiguration.bounds.max", &most) && most == gateway->scale_units;
		g_autofree char *units = g_strdup_printf("%u", gateway->scale_units);
		ErDraft *draft = draft_of(out, rule, known ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, "properties.autoScaleConfiguration.bounds.min", known ? units : NULL);
		if (known)
			er_draft_headline(draft, "%s starts a failover with %u scale unit%s%s", name_of(net, i), gateway->scale_units, gateway->scale_units == 1 ? "" : "s",
			                  fixed ? " and cannot grow: minimum and maximum are equal" : "; growing takes up to half an hour");
		else
			er_draft_headline(draft, "%s: the export does not tell its scale units", name_of(net, i));
		if (!known)
			er_draft_missing(draft, "properties.autoScaleConfiguration of the gateway");
		er_draft_end(draft);
	}
}

/* ---- zones ---- */

static void check_zones_proven(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = vnet_gateway(net, i);
		bool unknown = gateway->zones == ER_ZONES_UNKNOWN;
		if (resource == NULL || !gateway->az_sku || gateway->zones == ER_ZONES_NO_REGION || (unknown && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (!unknown && gateway->zones_certainty == ER_OBSERVED) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, i);
		er_draft_fact(draft, resource->id, gateway->zones_reason);
		if (gateway->address != NULL)
			er_draft_evidence(draft, gateway->address, "zones", NULL);
		er_draft_headline(draft, unknown ? "%s: which zones it stands in is not known (%s)" : "%s: no zone is exported; that it is zone-redundant follows from documentation (%s)",
		                  name_of(net, i), gateway->zones_reason);
		if (unknown)
			er_draft_missing(draft, missing_for_zones(gateway));
		er_draft_end(draft);
	}
}

static void check_region(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = vnet_gateway(net, i);
		ErRegion region;
		bool known = resource != NULL && er_catalogue_region(resource->location, &region);
		if (resource == NULL || (!known && gateway->zones != ER_ZONES_NO_REGION && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (known && gateway->zones != ER_ZONES_NO_REGION) {
			er_rule_pass(out, rule);
			continue;
		}
		bool none = gateway->zones == ER_ZONES_NO_REGION;
		ErDraft *draft = draft_of(out, rule, none ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, "location", *resource->location != '\0' ? resource->location : NULL);
		if (none)
			er_draft_headline(draft, "%s stands where zones cannot help (%s)", name_of(net, i), gateway->zones_reason);
		else
			er_draft_headline(draft, "%s: whether its region has availability zones is not known", name_of(net, i));
		if (!none)
			er_draft_missing(draft, *resource->location != '\0' ? "whether the region has availability zones" : "location of the gateway");
		er_draft_end(draft);
	}
}

/* ---- public address ---- */

typedef enum { ADDRESS_FINE, ADDRESS_BASIC, ADDRESS_NOT_KNOWN } AddressSku;

/* The worst of a gateway's public addresses. An address without a SKU is of the oldest, Basic. */
static AddressSku address_sku(const ErNetwork *net, const ErResource *gateway, const ErResource **which)
{
	const ErValue *list = er_value_get(&gateway->body, "properties.ipConfigurations");
	AddressSku worst = list != NULL ? ADDRESS_FINE : ADDRESS_NOT_KNOWN;

	*which = NULL;
	for (uint32_t i = 0; i < er_value_count(&gateway->body, "properties.ipConfigurations"); i++) {
		g_autofree char *id = er_id_reference(er_value_item(list, i), "properties.publicIPAddress", ER_RES_PUBLIC_IP);
		const ErResource *address = id != NULL ? er_inventory_lookup(er_network_inventory(net), id) : NULL;
		const char *sku = address != NULL ? er_value_text(&address->body, "sku.name") : NULL;
		if (id == NULL)
			continue;
		if (address == NULL || is_open(sku)) {
			worst = ADDRESS_NOT_KNOWN;
		} else if (sku == NULL || g_ascii_strcasecmp(sku, "Basic") == 0) {
			*which = address;
			return ADDRESS_BASIC;
		}
	}
	return worst;
}

static void check_basic_address(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErResource *resource = vnet_gateway(net, i), *address = NULL;
		AddressSku sku = resource != NULL ? address_sku(net, resource, &address) : ADDRESS_FINE;
		if (resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (sku == ADDRESS_FINE) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, sku == ADDRESS_BASIC ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		if (address != NULL) {
			er_draft_subject(draft, address->id);
			er_draft_evidence(draft, address, "sku.name", er_value_text(&address->body, "sku.name"));
			er_draft_headline(draft, "%s still has the Basic public address %s, a SKU retired on 30 September 2025", name_of(net, i), address->name);
		} else {
			er_draft_evidence(draft, resource, "properties.ipConfigurations", er_value_get(&resource->body, "properties.ipConfigurations") != NULL ? "public address not in the input" : NULL);
			er_draft_headline(draft, "%s: the SKU of its public address is not known", name_of(net, i));
			er_draft_missing(draft, "the public address of the gateway, with its zones");
		}
		er_draft_end(draft);
	}
}

/* ---- GatewaySubnet ---- */

typedef struct {
	uint32_t gateway, n_connections;
	const ErVnet *vnet;
	const ErResource *subnet;    /* NULL: not in the input */
	const ErResource *table;     /* its route table; NULL: none, or not in the input */
	bool table_named;
} GatewayHome;

/* What a check says of a subnet that is there. */
typedef void (*CheckHome)(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home);

static GatewayHome home_of(const ErNetwork *net, uint32_t index)
{
	const ErInventory *inv = er_network_inventory(net);
	GatewayHome home = { .gateway = index, .vnet = er_network_vnet(net, er_network_gateway(net, index)->vnet) };
	g_autofree char *id = g_strconcat(er_network_component(net, home.vnet->self)->id, "/subnets/gatewaysubnet", NULL);

	home.subnet = er_inventory_lookup(inv, id);
	g_autofree char *table = home.subnet != NULL ? er_id_reference(&home.subnet->body, "properties.routeTable", ER_RES_ROUTE_TABLE) : NULL;
	home.table_named = table != NULL;
	home.table = table != NULL ? er_inventory_lookup(inv, table) : NULL;
	return home;
}

static ErDraft *home_draft(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const GatewayHome *home)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, home->subnet->id);
	er_draft_flows_behind(draft, ER_NONE, home->gateway);
	return draft;
}

static const char *vnet_name(const ErNetwork *net, const GatewayHome *home)
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
		GatewayHome home = home_of(net, i);
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

static void check_home_size(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
{
	enum { ENOUGH = 27, FOR_16_CIRCUITS = 26, MANY = 8, NOT_TOLD = 33 };
	uint32_t length = subnet_length(home->subnet);
	bool many = home->n_connections > MANY;

	if (length <= FOR_16_CIRCUITS || (length == ENOUGH && !many)) {
		er_rule_pass(out, rule);
		return;
	}
	bool told = length != NOT_TOLD;
	ErDraft *draft = home_draft(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, length == ENOUGH ? ER_SEV_MEDIUM : ER_SEV_HIGH, home);
	er_draft_evidence(draft, home->subnet, er_value_get(&home->subnet->body, "properties.addressPrefix") != NULL ? "properties.addressPrefix" : "properties.addressPrefixes",
	                  *home->vnet->gateway_subnet != '\0' ? home->vnet->gateway_subnet : NULL);
	if (!told)
		er_draft_headline(draft, "%s: the range of its GatewaySubnet is not in the export", vnet_name(net, home));
	else if (length == ENOUGH)
		er_draft_headline(draft, "%s: a GatewaySubnet of /27 is too small for %u connections", vnet_name(net, home), home->n_connections);
	else
		er_draft_headline(draft, "%s: its GatewaySubnet is a /%u; a migration, or a VPN gateway beside it, needs /27", vnet_name(net, home), length);
	if (!told)
		er_draft_missing(draft, "properties.addressPrefix of GatewaySubnet");
	er_draft_end(draft);
}

static void check_size(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_size);
}

static void check_home_nsg(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
{
	const char *nsg = er_value_reference(&home->subnet->body, "properties.networkSecurityGroup");

	if (nsg == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = home_draft(out, rule, ER_RESULT_FAIL, rule->severity, home);
	er_draft_evidence(draft, home->subnet, "properties.networkSecurityGroup", nsg);
	er_draft_headline(draft, "%s has a network security group on its GatewaySubnet, which is not supported", vnet_name(net, home));
	er_draft_end(draft);
}

static void check_nsg(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_nsg);
}

/* The table is named and not there: an open question. Returns: whether it was told. */
static bool table_is_missing(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
{
	if (!home->table_named || home->table != NULL)
		return false;
	ErDraft *draft = home_draft(out, rule, ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_evidence(draft, home->subnet, "properties.routeTable", er_value_reference(&home->subnet->body, "properties.routeTable"));
	er_draft_headline(draft, "%s: the route table of its GatewaySubnet is not in the input", vnet_name(net, home));
	er_draft_missing(draft, "the route table of GatewaySubnet");
	er_draft_end(draft);
	return true;
}

static void check_home_propagation(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
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
	ErDraft *draft = home_draft(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_subject(draft, home->table->id);
	er_draft_evidence(draft, home->table, property, told ? "true" : er_value_text(&home->table->body, property));
	er_draft_headline(draft, told ? "%s: route table %s keeps learned routes away from the GatewaySubnet, and the gateway does not work without them"
	                              : "%s: whether route table %s lets learned routes to the GatewaySubnet is left to a parameter", vnet_name(net, home), home->table->name);
	if (!told)
		er_draft_missing(draft, property);
	er_draft_end(draft);
}

static void check_propagation(const ErRule *rule, const ErFlows *flows, ErFindings *out)
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

static void check_home_default(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
{
	if (table_is_missing(rule, net, out, home))
		return;
	const char *route = home->table != NULL ? default_route(home->table) : NULL;
	if (route == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = home_draft(out, rule, ER_RESULT_FAIL, rule->severity, home);
	er_draft_subject(draft, home->table->id);
	er_draft_evidence(draft, home->table, "properties.routes", route);
	er_draft_headline(draft, "%s: route table %s sends %s of the GatewaySubnet elsewhere, which cuts the gateway from its controllers", vnet_name(net, home), home->table->name, route);
	er_draft_end(draft);
}

static void check_default(const ErRule *rule, const ErFlows *flows, ErFindings *out)
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

static void check_home_strangers(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GatewayHome *home)
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
	ErDraft *draft = home_draft(out, rule, id != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, home);
	er_draft_evidence(draft, home->subnet, id != NULL ? property : "properties.ipConfigurations", id);
	if (id != NULL)
		er_draft_headline(draft, "%s: something other than a gateway stands in its GatewaySubnet: %s", vnet_name(net, home), id);
	else
		er_draft_headline(draft, "%s: the export does not list what stands in its GatewaySubnet", vnet_name(net, home));
	if (id == NULL)
		er_draft_missing(draft, "properties.ipConfigurations of GatewaySubnet");
	er_draft_end(draft);
}

static void check_strangers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	each_home(rule, flows, out, check_home_strangers);
}

/* ---- state ---- */

/* The property that says that something is under way, and its value; NULL: nothing is. *told: does the export tell the state? */
static const char *unfinished(const ErResource *gateway, const char **value, bool *told)
{
	static const char *const finished[] = { "None", "CommitSucceeded", "AbortSucceeded" };
	static const char phase[] = "properties.virtualNetworkGatewayMigrationStatus.phase", state[] = "properties.virtualNetworkGatewayMigrationStatus.state";

	*value = er_value_text(&gateway->body, "properties.provisioningState");
	*told = *value != NULL;
	if (*value != NULL && g_ascii_strcasecmp(*value, "Succeeded") != 0)
		return "properties.provisioningState";
	*value = er_value_text(&gateway->body, phase);
	bool done = *value == NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(finished) && !done; i++)
		done = g_ascii_strcasecmp(*value, finished[i]) == 0;
	if (!done)
		return phase;
	*value = er_value_text(&gateway->body, state);
	if (says(*value, "Failed") || says(*value, "InProgress"))
		return state;
	*value = er_value_text(&gateway->body, "properties.adminState");
	return says(*value, "Disabled") ? "properties.adminState" : NULL;
}

static void check_finished(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErResource *resource = vnet_gateway(net, i);
		const char *value = NULL;
		bool told = false;
		const char *property = resource != NULL ? unfinished(resource, &value, &told) : NULL;
		if (resource == NULL || (property == NULL && !told && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (property == NULL && told) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, property != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, property != NULL ? property : "properties.provisioningState", property != NULL ? value : NULL);
		if (property != NULL)
			er_draft_headline(draft, "%s: %s is %s", name_of(net, i), property + strlen("properties."), value);
		else
			er_draft_headline(draft, "%s: provisioningState is not in the export", name_of(net, i));
		if (property == NULL)
			er_draft_missing(draft, "properties.provisioningState of the gateway");
		er_draft_end(draft);
	}
}

/* ---- load ---- */

/* A number per VNet, summed over the VNet of each gateway and the spokes that use it. */
static uint32_t behind_gateway(const ErNetwork *net, GHashTable *of_hub, const uint32_t *per_vnet, uint32_t gateway)
{
	uint32_t vnet = er_network_gateway(net, gateway)->vnet;

	return per_vnet[vnet] + GPOINTER_TO_UINT(g_hash_table_lookup(of_hub, GUINT_TO_POINTER(vnet)));
}

/* VNet with a gateway → the sum over the spokes that use it. */
static GHashTable *sum_spokes(const ErNetwork *net, const uint32_t *per_vnet)
{
	GHashTable *of_hub = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		gpointer hub = GUINT_TO_POINTER(attachment->hub_vnet);
		if (attachment->transit && attachment->hub_vnet != ER_NONE)
			g_hash_table_insert(of_hub, hub, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(of_hub, hub)) + per_vnet[attachment->spoke]));
	}
	return of_hub;
}

/* Network interfaces that a subnet lists, but those of private endpoints; one with several addresses counts once. */
static uint32_t interfaces_of(const ErResource *subnet)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const ErValue *list = er_value_get(&subnet->body, "properties.ipConfigurations");

	for (uint32_t i = 0; i < er_value_count(&subnet->body, "properties.ipConfigurations"); i++) {
		const char *id = er_value_text(er_value_item(list, i), "id");
		char *lower = id != NULL ? g_ascii_strdown(id, -1) : NULL;
		char *address = lower != NULL ? strstr(lower, "/ipconfigurations/") : NULL;
		if (address == NULL || strstr(lower, "/networkinterfaces/") == NULL || g_str_has_prefix(address, "/ipconfigurations/privateendpoint")) {
			g_free(lower);
			continue;
		}
		*address = '\0';
		g_hash_table_add(seen, lower);
	}
	return g_hash_table_size(seen);
}

static uint32_t *interfaces_per_vnet(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t *per_vnet = g_new0(uint32_t, er_network_n_vnets(net) + 1);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		uint32_t n, first = er_inventory_below(inv, er_network_component(net, er_network_vnet(net, v)->self)->id, &n);
		for (uint32_t i = first; i < first + n; i++)
			if (er_inventory_at(inv, i)->kind == ER_RES_SUBNET)
				per_vnet[v] += interfaces_of(er_inventory_at(inv, i));
	}
	return per_vnet;
}

/* How many virtual machines a gateway serves by its size; 0 not known. Scale units: as far as it may grow. */
static uint32_t most_machines(const ErGateway *gateway, const ErResource *resource)
{
	enum { PER_UNIT = 2000, UNITS = 10, PER_FURTHER_UNIT = 1000 };
	static const struct { const char *sku; uint32_t machines; } limits[] = {
		{ "Standard", 2000 }, { "ErGw1AZ", 2000 }, { "HighPerformance", 4500 }, { "ErGw2AZ", 4500 }, { "UltraPerformance", 11000 }, { "ErGw3AZ", 11000 },
	};
	uint32_t units = gateway->scale_units, most = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
		if (g_ascii_strcasecmp(gateway->sku, limits[i].sku) == 0)
			return limits[i].machines;
	if (strcmp(gateway->sku, "ErGwScale") == 0 && er_value_uint(&resource->body, "properties.autoScaleConfiguration.bounds.max", &most))
		units = MAX(units, MIN(most, 40));
	return PER_UNIT * MIN(units, UNITS) + (units > UNITS ? PER_FURTHER_UNIT * (units - UNITS) : 0);
}

/* @home: an export that tells what is in subnets lists the gateway in its own. */
static void tell_machines(ErFindings *out, const ErRule *rule, const ErNetwork *net, const GatewayHome *home, uint32_t machines)
{
	const ErGateway *gateway = er_network_gateway(net, home->gateway);
	const ErResource *resource = vnet_gateway(net, home->gateway);
	uint32_t limit = most_machines(gateway, resource);
	bool over = limit > 0 && machines > limit, told = home->subnet != NULL && er_value_count(&home->subnet->body, "properties.ipConfigurations") > 0;

	if (!over && told && limit > 0) {
		er_rule_pass(out, rule);
		return;
	}
	/* What is not told is the same question as what stands in the subnet. */
	ErDraft *draft = !over && !told && home->subnet != NULL ? home_draft(out, rule, ER_RESULT_UNKNOWN, rule->severity, home)
	                                                        : draft_of(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, home->gateway);
	g_autofree char *fact = g_strdup_printf("%u network interfaces behind it; its size serves %u virtual machines", machines, limit);
	if (over)
		er_draft_fact(draft, resource->id, fact);
	if (!over && !told && home->subnet != NULL)
		er_draft_evidence(draft, home->subnet, "properties.ipConfigurations", NULL);
	er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	if (over)
		er_draft_headline(draft, "%s (%s) serves up to %u virtual machines, and %u network interfaces stand behind it", name_of(net, home->gateway), gateway->sku, limit, machines);
	else
		er_draft_headline(draft, "%s: whether its size serves the virtual machines behind it is not known", name_of(net, home->gateway));
	if (!over)
		er_draft_missing(draft, told ? "properties.sku and properties.autoScaleConfiguration of the gateway" : "properties.ipConfigurations of GatewaySubnet");
	er_draft_end(draft);
}

static void check_machines(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *per_vnet = interfaces_per_vnet(net);
	g_autoptr(GHashTable) of_hub = sum_spokes(net, per_vnet);
	g_autoptr(GArray) connected = connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		if (vnet_gateway(net, i) == NULL || gateway->vnet == ER_NONE || !er_network_component(net, gateway->self)->up || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		GatewayHome home = home_of(net, i);
		tell_machines(out, rule, net, &home, behind_gateway(net, of_hub, per_vnet, i));
	}
}

/* Per gateway: does some connection lead private endpoints through it? FastPath with private link passes it by. */
static GArray *pinned_connections(const ErNetwork *net)
{
	GArray *pinned = g_array_sized_new(FALSE, TRUE, sizeof(bool), er_network_n_gateways(net));

	g_array_set_size(pinned, er_network_n_gateways(net));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		bool past = connection->bypass && connection->private_link_bypass && er_network_gateway(net, connection->gateway)->fastpath;
		if (!past)
			g_array_index(pinned, bool, connection->gateway) = true;
	}
	return pinned;
}

static void check_private_endpoints(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *per_vnet = g_new0(uint32_t, er_network_n_vnets(net) + 1);
	g_autoptr(GArray) connected = connected_gateways(net), pinned = pinned_connections(net);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		per_vnet[v] = er_network_vnet(net, v)->n_private_endpoints;
	g_autoptr(GHashTable) of_hub = sum_spokes(net, per_vnet);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t vnet = er_network_gateway(net, i)->vnet;
		if (vnet_gateway(net, i) == NULL || vnet == ER_NONE || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		uint32_t n = behind_gateway(net, of_hub, per_vnet, i);
		bool unknown = n == 0 && er_network_vnet(net, vnet)->external;
		if (!unknown && (n == 0 || !g_array_index(pinned, bool, i))) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, i);
		g_autofree char *fact = g_strdup_printf("%u private endpoints in its VNet and the spokes that use it", n);
		if (!unknown)
			er_draft_fact(draft, vnet_gateway(net, i)->id, fact);
		if (unknown)
			er_draft_headline(draft, "%s: its virtual network is not in the input, so whether private endpoints are reached through it is not known", name_of(net, i));
		else
			er_draft_headline(draft, "%s: each session to %u private endpoint%s goes through one gateway instance, both ways", name_of(net, i), n, n == 1 ? "" : "s");
		if (unknown)
			er_draft_missing(draft, "the virtual network of the gateway, with its subnets");
		er_draft_end(draft);
	}
}

/* ---- maintenance ---- */

/* Gateway id → id of its maintenance configuration. (transfer full) */
static GHashTable *maintenance_of(const ErInventory *inv)
{
	GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_MAINTENANCE)
			continue;
		char *of = er_id_normalise(er_value_text(&res->body, "properties.resourceId"));
		const char *mark = strstr(res->id, "/providers/microsoft.maintenance/");
		char *configuration = er_id_normalise(er_value_text(&res->body, "properties.maintenanceConfigurationId"));
		if (of == NULL && mark != NULL)
			of = g_strndup(res->id, (gsize)(mark - res->id));
		if (of != NULL)
			g_hash_table_insert(found, of, configuration != NULL ? configuration : g_strdup(""));
		else
			g_free(configuration);
	}
	return found;
}

#define ASSIGNMENTS "the Microsoft.Maintenance/configurationAssignments of the gateways"

static void check_maintenance(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) assigned = maintenance_of(er_network_inventory(net));
	g_autoptr(GArray) connected = connected_gateways(net);
	bool told = g_hash_table_size(assigned) > 0;
	ErDraft *open = NULL;   /* one question for the estate */

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		if (self->external || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
		} else if (!told) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, self->id);
			er_draft_flows_behind(open, ER_NONE, i);
		} else if (g_hash_table_contains(assigned, self->id)) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = draft_of(out, rule, ER_RESULT_FAIL, rule->severity, net, i);
			er_draft_fact(draft, self->id, "no configuration assignment names it");
			er_draft_headline(draft, "%s has no maintenance configuration: Microsoft chooses when its instances restart", self->name);
			er_draft_end(draft);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no maintenance configurations: whether gateways are updated at times of your choice is not known");
	er_draft_missing(open, ASSIGNMENTS);
	er_draft_end(open);
}

/* Gateways with a circuit in common: the lists of gateways per circuit, each gateway once. */
static GPtrArray *gateways_per_circuit(const ErNetwork *net)
{
	GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		g_array_append_val((GArray *)lists->pdata[connection->circuit], connection->gateway);
	}
	return lists;
}

/* Per gateway: does one of its circuits have another gateway (*peers), and one of the same configuration (*shared)? */
static void note_windows(const ErNetwork *net, GHashTable *assigned, bool *peers, bool *shared)
{
	g_autoptr(GPtrArray) lists = gateways_per_circuit(net);

	for (guint c = 0; c < lists->len; c++) {
		const GArray *list = lists->pdata[c];
		g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
		for (guint k = 0; k < list->len; k++) {
			uint32_t gateway = g_array_index(list, uint32_t, k);
			const char *configuration = g_hash_table_lookup(assigned, er_network_component(net, er_network_gateway(net, gateway)->self)->id);
			peers[gateway] = peers[gateway] || gateway != g_array_index(list, uint32_t, 0) || gateway != g_array_index(list, uint32_t, list->len - 1);
			if (configuration == NULL || *configuration == '\0')
				continue;
			uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(first, configuration));
			if (known == 0)
				g_hash_table_insert(first, (char *)configuration, GUINT_TO_POINTER(gateway + 1));
			else if (known - 1 != gateway)
				shared[gateway] = shared[known - 1] = true;
		}
	}
}

static void tell_window(ErFindings *out, const ErRule *rule, const ErNetwork *net, GHashTable *assigned, const bool *shared, const char *configuration)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *own = shared[i] ? g_hash_table_lookup(assigned, self->id) : NULL;
		if (own == NULL || strcmp(own, configuration) != 0)
			continue;
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, configuration);
		er_draft_flows_behind(draft, ER_NONE, i);
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", self->name);
	}
	er_draft_headline(draft, "%s are updated in one window (%s) and stand in for each other", names->str, strrchr(configuration, '/') != NULL ? strrchr(configuration, '/') + 1 : configuration);
	er_draft_end(draft);
}

static void check_windows(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) assigned = maintenance_of(er_network_inventory(net)), done = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree bool *peers = g_new0(bool, er_network_n_gateways(net) + 1), *shared = g_new0(bool, er_network_n_gateways(net) + 1);
	ErDraft *open = NULL;

	note_windows(net, assigned, peers, shared);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *configuration = g_hash_table_lookup(assigned, self->id);
		if (!peers[i] || self->external) {
			er_rule_not_applicable(out, rule);
		} else if (g_hash_table_size(assigned) == 0) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, self->id);
			er_draft_flows_behind(open, ER_NONE, i);
		} else if (!shared[i]) {
			er_rule_pass(out, rule);
		} else if (g_hash_table_add(done, (char *)configuration)) {
			tell_window(out, rule, net, assigned, shared, configuration);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no maintenance configurations: whether redundant gateways are updated together is not known");
	er_draft_missing(open, ASSIGNMENTS);
	er_draft_end(open);
}

/* ---- name resolution ---- */

enum { RULES_TOLD = 1, RULE_OF_ALL = 2 };

/* Rule set id → what its forwarding rules say; a rule set without rules in the input is not in it. */
static GHashTable *forwarding_rules(const ErInventory *inv)
{
	GHashTable *sets = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *domain = er_value_text(&res->body, "properties.domainName");
		if (res->kind != ER_RES_DNS_RULE || res->parent == NULL || says(er_value_text(&res->body, "properties.forwardingRuleState"), "Disabled"))
			continue;
		guint says_now = GPOINTER_TO_UINT(g_hash_table_lookup(sets, res->parent)) | RULES_TOLD | (says(domain, ".") ? RULE_OF_ALL : 0);
		g_hash_table_insert(sets, (char *)res->parent, GUINT_TO_POINTER(says_now));
	}
	return sets;
}

/* What is linked to a gateway's VNet, told per link. Returns: links met in the whole input. */
static uint32_t check_links(const ErRule *rule, const ErNetwork *net, ErFindings *out, GHashTable *gateway_of_vnet, GHashTable *told)
{
	const ErInventory *inv = er_network_inventory(net);
	g_autoptr(GHashTable) sets = forwarding_rules(inv);
	uint32_t met = 0;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_DNS_LINK)
			continue;
		met++;
		g_autofree char *vnet = er_id_reference(&res->body, "properties.virtualNetwork", ER_RES_VNET);
		uint32_t gateway = vnet != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(gateway_of_vnet, vnet)) : 0;
		guint set = res->parent != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(sets, res->parent)) : 0;
		if (gateway == 0 || set == RULES_TOLD)
			continue;
		g_hash_table_add(told, GUINT_TO_POINTER(gateway - 1));
		ErDraft *draft = draft_of(out, rule, set == 0 ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, gateway - 1);
		er_draft_subject(draft, res->id);
		er_draft_evidence(draft, res, "properties.virtualNetwork.id", vnet);
		if (set == 0)
			er_draft_headline(draft, "%s: the rules of the DNS forwarding rule set linked to its VNet are not in the input", name_of(net, gateway - 1));
		else
			er_draft_headline(draft, "%s: a DNS forwarding rule for every name (\".\") is linked to its VNet, and the gateway's management depends on it", name_of(net, gateway - 1));
		if (set == 0)
			er_draft_missing(draft, "the forwarding rules of the rule set");
		er_draft_end(draft);
	}
	return met;
}

static void check_dns(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) gateway_of_vnet = g_hash_table_new(g_str_hash, g_str_equal), told = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) connected = connected_gateways(net);
	ErDraft *open = NULL;

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (vnet_gateway(net, i) != NULL && er_network_gateway(net, i)->vnet != ER_NONE)
			g_hash_table_insert(gateway_of_vnet, (char *)er_network_component(net, er_network_vnet(net, er_network_gateway(net, i)->vnet)->self)->id, GUINT_TO_POINTER(i + 1));
	uint32_t met = check_links(rule, net, out, gateway_of_vnet, told);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		if (vnet_gateway(net, i) == NULL || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
		} else if (met > 0) {
			if (!g_hash_table_contains(told, GUINT_TO_POINTER(i)))
				er_rule_pass(out, rule);
		} else {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, vnet_gateway(net, i)->id);
			er_draft_flows_behind(open, ER_NONE, i);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no links of DNS forwarding rule sets: whether a rule for every name reaches a gateway's VNet is not known");
	er_draft_missing(open, "the dnsForwardingRulesets with their rules and virtual network links");
	er_draft_end(open);
}

const ErRule er_rules_gateway[] = {
	{ "ER-GW-001", ER_SEV_HIGH, "Gateway SKU without availability-zone support in a zone region", "gateway", "Guided gateway migration to an ErGw*AZ SKU or ErGwScale",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; Advisor:c9af1ef6-55bc-48af-bfe4-2c80490159f8; PSRule:AZR-000273; ALZ:D06.06; WAF-ER: zone-redundant / scalable gateway",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zone_sku },
	{ "ER-GW-003", ER_SEV_HIGH, "AZ SKU deployed zonally (all instances in one zone)", "zone", "Migrate to a gateway with a zone-redundant or auto-assigned public address",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; APRL:c63b81fb-7afc-894c-a840-91bb8a8dcfaf; Advisor:bc45d55d-3902-4505-8e34-ef8777bc6177; PSRule:AZR-000157",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zonal },
	{ "ER-GW-002", ER_SEV_MEDIUM, "Legacy gateway SKU", "gateway", "Migrate to ErGw*AZ or ErGwScale", "PSRule:AZR-000271 Azure.VNG.ERLegacySKU; Advisor:c9af1ef6-55bc-48af-bfe4-2c80490159f8; ALZ:D06.03 d4cd21b0-8813-47f5-b6c4-cfd3e504547c",
	  MIGRATION, check_legacy },
	{ "ER-GW-004", ER_SEV_INFO, "Zone placement not proven by the inventory", "gateway", "Look at the zones of the gateway in the portal",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; WAF-ER: auto-assigned public IP", "https://learn.microsoft.com/azure/reliability/reliability-virtual-network-gateway", check_zones_proven },
	{ "ER-GW-005", ER_SEV_HIGH, "ER gateway still on a Basic public IP", "gateway", "Run the gateway migration; the GatewaySubnet must be /27 or larger",
	  "APRL:5cea1501-6fe4-4ec4-ac8f-f72320eb18d3; PSRule:AZR-000158 Azure.PublicIP.StandardSKU", MIGRATION, check_basic_address },
	{ "ER-GW-006", ER_SEV_MEDIUM, "ErGwScale with at most two scale units", "gateway", "Raise the minimum to three scale units or more", "", "https://learn.microsoft.com/azure/expressroute/resiliency-insights", check_scale_units },
	{ "ER-GW-007", ER_SEV_HIGH, "GatewaySubnet too small", "subnet", "Enlarge the GatewaySubnet or add a range to it: /27, for 16 circuits /26", "ALZ:D09.01 f2aad7e3-bb03-4adc-8606-4123d342a917", ABOUT, check_size },
	{ "ER-GW-008", ER_SEV_HIGH, "NSG on GatewaySubnet", "subnet", "Take the network security group off the GatewaySubnet", "PSRule:AZR-000263 Azure.VNET.UseNSGs (exempts GatewaySubnet; inverse)", SUBNET_ROUTES, check_nsg },
	{ "ER-GW-009", ER_SEV_CRITICAL, "GatewaySubnet route table disables BGP propagation", "subnet", "Let the route table propagate gateway routes", "ALZ:D06.17 72105cc8-aaea-4ee1-8c7a-ad25977afcaf", SUBNET_ROUTES, check_propagation },
	{ "ER-GW-010", ER_SEV_CRITICAL, "Default route UDR on GatewaySubnet", "subnet", "Replace the default route by the prefixes that are meant", "ALZ:D06.17 72105cc8-aaea-4ee1-8c7a-ad25977afcaf", SUBNET_ROUTES, check_default },
	{ "ER-GW-011", ER_SEV_MEDIUM, "Other resources in GatewaySubnet", "subnet", "Move it to a subnet of its own", "Advisor:df989782-82d1-420d-b354-71956bd9379c", ABOUT, check_strangers },
	{ "ER-GW-012", ER_SEV_HIGH, "Gateway failed, or SKU migration uncommitted", "gateway", "Repair the gateway; commit or abort the migration", "", MIGRATION, check_finished },
	{ "ER-GW-013", ER_SEV_LOW, "No customer-controlled maintenance configuration", "gateway", "Assign a maintenance configuration; Microsoft's edge routers have none",
	  "APRL:3e115044-a3aa-433e-be01-ce17d67e50da; Advisor:b4af9e04-3570-41f1-b4cf-b7af07224799; PSRule:Azure.VNG.MaintenanceConfig", MAINTENANCE, check_maintenance },
	{ "ER-GW-014", ER_SEV_LOW, "Redundant gateways share one maintenance window", "gateway", "Give each gateway a maintenance configuration with its own window", "", MAINTENANCE, check_windows },
	{ "ER-GW-015", ER_SEV_MEDIUM, "VM / flow scale above gateway SKU", "gateway", "Move to a larger gateway SKU, or allow more scale units", "WAF-ER: scale circuit / gateway",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", check_machines },
	{ "ER-GW-016", ER_SEV_MEDIUM, "DNS Private Resolver wildcard rule linked to the gateway VNet", "gateway", "Unlink the rule set from the gateway's VNet, or name the domains", "", ABOUT, check_dns },
	{ "ER-GW-017", ER_SEV_INFO, "Region without availability zones", "gateway", "A gateway in a second region on the same circuits", "WAF-ER: availability zones",
	  "https://learn.microsoft.com/azure/reliability/reliability-virtual-network-gateway", check_region },
	{ "ER-GW-018", ER_SEV_MEDIUM, "Private endpoint flows pinned to one gateway instance", "gateway", "Short TCP timeouts at the clients; count half the gateway's throughput for private endpoints",
	  "Advisor:5db013ba-e657-4b80-93f7-8c5b5f9e780a", ABOUT, check_private_endpoints },
	{ 0 },
};
