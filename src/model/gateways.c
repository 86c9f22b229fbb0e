/*
 * Gateways with their instances and zone verdict, and connections.
 * Zone verdict: by SKU, public address and region (Microsoft Learn, "About ExpressRoute virtual network gateways", 2026-09-05;
 * the table of the domain reference §6.1). Where a VNet has two gateways (migration), adminState tells which one serves.
 */
#include "catalogue.h"
#include "limits.h"
#include "network_build.h"

#include <string.h>

enum { MOST_INSTANCES = 80 };   /* a bound: ErGwScale has 40 units of two */

/* ---- gateways ---- */

typedef struct { bool any, basic, outside; uint32_t most_zones; const char *zone; const ErResource *first; } Addresses;

static Addresses public_addresses(ErNetwork *net, const ErResource *res)
{
	Addresses found = { .zone = "" };
	const ErValue *list = er_value_get(&res->body, "properties.ipConfigurations");

	for (uint32_t i = 0; i < er_value_count(&res->body, "properties.ipConfigurations"); i++) {
		g_autofree char *id = er_id_reference(er_value_item(list, i), "properties.publicIPAddress", ER_RES_PUBLIC_IP);
		if (id == NULL)
			continue;
		const ErResource *ip = er_inventory_lookup(net->inv, id);
		found.any = true;
		found.outside = found.outside || ip == NULL;
		if (ip == NULL)
			continue;
		if (found.first == NULL)
			found.first = ip;
		found.basic = found.basic || er_value_says(&ip->body, "sku.name", "Basic");
		uint32_t n = er_value_count(&ip->body, "zones");
		if (n == 1 && er_value_item(er_value_get(&ip->body, "zones"), 0)->kind == ER_VALUE_STRING)
			found.zone = er_net_intern(net, er_value_item(er_value_get(&ip->body, "zones"), 0)->u.text);
		found.most_zones = MAX(found.most_zones, n);
	}
	return found;
}

static void zones_are(ErGateway *gateway, ErZoneVerdict verdict, ErCertainty certainty, const char *reason)
{
	gateway->zones = verdict;
	gateway->zones_certainty = certainty;
	gateway->zones_reason = reason;
}

/* The decision table of reference §6.1, top to bottom. */
void er_net_decide_zones(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErDiags *diags)
{
	ErRegion region;
	Addresses addresses = public_addresses(net, res);
	bool known_region = er_catalogue_region(net->tables, res->location, &region);

	gateway->address = addresses.first;
	if (er_value_get(&res->body, "extendedLocation") != NULL)
		zones_are(gateway, ER_ZONES_NO_REGION, ER_OBSERVED, "Extended Zone: no availability zones there");
	else if (!known_region) {
		zones_are(gateway, ER_ZONES_UNKNOWN, ER_ASSUMED, "the region is not in erscope's table");
		if (er_net_assume(net, er_net_printf(net, "region:%s", res->location), er_net_printf(net, "Region %s is not in the table of Azure regions: whether it has availability zones is not known", res->location), "check the spelling") &&
		    *res->location != '\0')
			er_net_tell(net, res, diags, ER_D_REGION_UNKNOWN, "%s", res->location);
	} else if (!region.zones)
		zones_are(gateway, ER_ZONES_NO_REGION, ER_OBSERVED, "the region has no availability zones");
	else if (gateway->hub != ER_NONE)
		zones_are(gateway, ER_ZONES_REDUNDANT, ER_DERIVED, "a hub's gateway is spread over the zones by the platform");
	else if (*gateway->sku == '\0')
		zones_are(gateway, ER_ZONES_UNKNOWN, ER_ASSUMED, "the export does not tell the SKU");
	else if (!gateway->sku_known)
		zones_are(gateway, ER_ZONES_UNKNOWN, ER_ASSUMED, "the SKU is not in erscope's table");
	else if (!gateway->az_sku)
		zones_are(gateway, ER_ZONES_NONE, ER_OBSERVED, "the SKU has no zone support: its instances may share one zone");
	else if (addresses.basic)
		zones_are(gateway, ER_ZONES_NONE, ER_OBSERVED, "its public address is of the Basic SKU: regional, not zone-redundant");
	else if (!addresses.any)
		zones_are(gateway, ER_ZONES_REDUNDANT, ER_DERIVED, "auto-assigned address: zone-redundant by documentation");
	else if (addresses.outside)
		zones_are(gateway, ER_ZONES_UNKNOWN, ER_ASSUMED, "its public address is not in the inventory");
	else if (addresses.most_zones >= 2)
		zones_are(gateway, ER_ZONES_REDUNDANT, ER_OBSERVED, "its public address spans several zones");
	else if (addresses.most_zones == 1) {
		zones_are(gateway, ER_ZONES_ZONAL, ER_OBSERVED, "its public address is in one zone, and so are all instances");
		gateway->zone = addresses.zone;
	} else
		zones_are(gateway, ER_ZONES_REDUNDANT, ER_DERIVED, "address without a zone: spread over three by documentation");
}

/* Instances: what the export counts, else two per scale unit, else two ("2+"). */
static uint32_t count_instances(ErGateway *gateway, const ErResource *res)
{
	uint32_t capacity = 0;

	if (gateway->scale_units > 0) {
		gateway->instances_known = true;
		return MIN(2 * gateway->scale_units, MOST_INSTANCES);
	}
	if (res != NULL && er_value_uint(&res->body, "properties.sku.capacity", &capacity) && capacity >= 2 && capacity <= MOST_INSTANCES) {
		gateway->instances_known = capacity > 2;
		return capacity;
	}
	return 2;
}

void er_net_add_instances(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErKind kind)
{
	const ErComponent self = *er_net_edit(net, gateway->self);
	uint32_t n = count_instances(gateway, res);

	gateway->first_instance = net->instances->len;
	gateway->n_instances = n;
	for (uint32_t i = 0; i < n; i++) {
		g_autofree char *id = g_strdup_printf("%s#instance-%u", self.id, i);
		g_autofree char *name = g_strdup_printf("%s instance %u", self.name, i);
		ErComponent instance = {
			.id = id, .name = name, .kind = kind, .owner = ER_OWNER_MICROSOFT, .certainty = ER_DERIVED,
			.location = self.location, .up = true,
		};
		if (*gateway->zone != '\0') {
			const char **zones = g_new(const char *, 1);
			zones[0] = gateway->zone;
			g_ptr_array_add(net->arrays, zones);
			instance.zones = zones;
			instance.n_zones = 1;
		}
		uint32_t component = er_net_add(net, &instance);
		g_array_append_val(net->instances, component);
	}
}

static void read_size(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErDiags *diags)
{
	ErGatewaySku sku = { 0 };
	const char *name = er_value_text(&res->body, "properties.sku.name");
	bool hub = gateway->hub != ER_NONE;
	bool known = !hub && name != NULL && er_catalogue_sku(net->tables, name, &sku);

	er_value_uint(&res->body, "properties.autoScaleConfiguration.bounds.min", &gateway->scale_units);
	gateway->scale_units = MIN(gateway->scale_units, MOST_INSTANCES / 2);
	if (hub) {
		gateway->sku = gateway->scale_units > 0 ? er_net_printf(net, "%u scale units", gateway->scale_units) : "hub gateway";
		gateway->inbound_mbps = gateway->scale_units * er_limit(net, ER_LIMIT_GATEWAY_HUB_UNIT_MBPS);
		gateway->fastpath = gateway->scale_units >= er_limit(net, ER_LIMIT_GATEWAY_HUB_FASTPATH_UNITS);
		gateway->fastpath_why = gateway->fastpath ? "" : gateway->scale_units == 0 ? "the export does not tell the gateway's scale units"
		                      : er_net_printf(net, "FastPath of a virtual hub needs %u scale units, this gateway has %u", er_limit(net, ER_LIMIT_GATEWAY_HUB_FASTPATH_UNITS), gateway->scale_units);
		return;
	}
	gateway->sku = known ? sku.name : er_net_intern(net, name);
	gateway->sku_known = known;
	if (!known) {
		gateway->scale_units = 0;
		gateway->fastpath_why = name == NULL ? "the export does not tell the gateway SKU" : er_net_printf(net, "gateway SKU %s is not in erscope's table", name);
		er_net_tell(net, res, diags, ER_D_SKU_UNKNOWN, "%s: %s", res->id, name != NULL ? name : "no sku");
		return;
	}
	if (!sku.per_scale_unit)
		gateway->scale_units = 0;
	gateway->az_sku = sku.zones;
	gateway->inbound_mbps = sku.inbound_mbps * (sku.per_scale_unit ? gateway->scale_units : 1);
	gateway->fastpath = sku.fastpath_units != UINT32_MAX && (sku.fastpath_units == 0 || gateway->scale_units >= sku.fastpath_units);
	if (sku.per_scale_unit && gateway->scale_units == 0)
		gateway->fastpath_why = "the export does not tell the gateway's scale units";
	else if (!gateway->fastpath)
		gateway->fastpath_why = sku.fastpath_units == UINT32_MAX ? er_net_printf(net, "gateway SKU %s does not support FastPath", sku.name)
		                                                        : er_net_printf(net, "FastPath needs a minimum of %u scale units, this gateway has %u", sku.fastpath_units, gateway->scale_units);
}

uint32_t er_net_gateway_home(const ErNetwork *net, const ErResource *res)
{
	const ErValue *list = er_value_get(&res->body, "properties.ipConfigurations");

	for (uint32_t i = 0; i < er_value_count(&res->body, "properties.ipConfigurations"); i++) {
		g_autofree char *id = er_id_reference(er_value_item(list, i), "properties.subnet", ER_RES_VNET);
		if (id != NULL)
			return er_net_vnet_of(net, id);
	}
	return ER_NONE;
}

static void add_gateway(ErNetwork *net, const ErCandidate *candidate, ErDiags *diags)
{
	const ErResource *res = candidate->res;
	ErComponent component = er_net_resource_component(net, candidate, ER_KIND_GATEWAY, ER_OWNER_MICROSOFT);
	ErGateway gateway = { .vnet = ER_NONE, .hub = ER_NONE, .sku = "", .region = "", .zone = "", .zones_reason = "not in the inventory", .fastpath_why = "" };

	gateway.self = er_net_add(net, &component);
	if (res != NULL) {
		gateway.region = er_net_intern(net, res->location);
		if (er_value_says(&res->body, "properties.adminState", "Disabled")) {
			er_net_edit(net, gateway.self)->up = false;
			er_net_edit(net, gateway.self)->reason = "adminState is Disabled: it does not serve (migration)";
		}
		if (res->kind == ER_RES_HUB_GATEWAY) {
			g_autofree char *hub = er_id_reference(&res->body, "properties.virtualHub", ER_RES_HUB);
			gateway.hub = er_net_hub_of(net, hub);
		} else {
			gateway.vnet = er_net_gateway_home(net, res);
		}
		if (gateway.vnet == ER_NONE && gateway.hub == ER_NONE)
			er_net_tell(net, res, diags, ER_D_GATEWAY_NO_VNET, "%s", res->id);
		if (gateway.vnet != ER_NONE && g_array_index(net->vnets, ErVnet, gateway.vnet).external)
			er_net_tell(net, res, diags, ER_D_EXTERNAL, "virtual network %s, named by %s", er_net_edit(net, g_array_index(net->vnets, ErVnet, gateway.vnet).self)->id, res->id);
		read_size(net, &gateway, res, diags);
		er_net_decide_zones(net, &gateway, res, diags);
	}
	er_net_add_instances(net, &gateway, res, ER_KIND_INSTANCE);
	g_array_append_val(net->gateways, gateway);
}

static bool is_expressroute_connection(const ErResource *res)
{
	if (res->kind == ER_RES_HUB_ER_CONNECTION)
		return true;
	if (res->kind != ER_RES_CONNECTION)
		return false;
	const char *type = er_value_text(&res->body, "properties.connectionType");
	return type != NULL ? g_ascii_strcasecmp(type, "ExpressRoute") == 0 : er_value_get(&res->body, "properties.peer") != NULL;
}

/* Gateways that an ExpressRoute connection names: of another external gateway (a VPN's remote end) we know nothing. */
static GHashTable *named_by_expressroute(const ErNetwork *net)
{
	GHashTable *named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_CONNECTION || !is_expressroute_connection(res))
			continue;
		char *gateway = er_id_reference(&res->body, "properties.virtualNetworkGateway1", ER_RES_GATEWAY);
		if (gateway != NULL)
			g_hash_table_add(named, gateway);
	}
	return named;
}

static bool is_expressroute_gateway(const ErCandidate *candidate, GHashTable *named)
{
	if (candidate->res == NULL)
		return strstr(candidate->id, "/expressroutegateways/") != NULL || g_hash_table_contains(named, candidate->id);
	return candidate->res->kind == ER_RES_HUB_GATEWAY || er_value_says(&candidate->res->body, "properties.gatewayType", "ExpressRoute");
}

void er_net_build_gateways(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) found = er_net_candidates(net, ER_RES_GATEWAY);
	g_autoptr(GArray) hub_gateways = er_net_candidates(net, ER_RES_HUB_GATEWAY);
	g_autoptr(GHashTable) named = named_by_expressroute(net);

	g_array_append_vals(found, hub_gateways->data, hub_gateways->len);
	g_array_sort(found, er_candidate_compare);
	for (uint32_t i = 0; i < found->len; i++) {
		const ErCandidate *candidate = &g_array_index(found, ErCandidate, i);
		if (!is_expressroute_gateway(candidate, named))
			continue;
		if (candidate->res == NULL)
			er_net_tell(net, er_inventory_lookup(net->inv, candidate->referrer), diags, ER_D_EXTERNAL, "gateway %s, named by %s", candidate->id, candidate->referrer);
		add_gateway(net, candidate, diags);
	}
}

/* ---- connections ---- */

void er_net_read_status(ErNetwork *net, ErComponent *component, const ErResource *res)
{
	const char *status = er_value_text(&res->body, "properties.connectionStatus");

	if (status != NULL && (g_ascii_strcasecmp(status, "NotConnected") == 0 || g_ascii_strcasecmp(status, "Connecting") == 0)) {
		component->up = false;
		component->reason = er_net_printf(net, "connectionStatus is %s", status);
	}
}

static void add_connection(ErNetwork *net, const ErResource *res, ErDiags *diags)
{
	bool hub = res->kind == ER_RES_HUB_ER_CONNECTION;
	g_autofree char *circuit = er_id_reference(&res->body, hub ? "properties.expressRouteCircuitPeering" : "properties.peer", ER_RES_CIRCUIT);
	g_autofree char *gateway = hub ? g_strdup(res->parent) : er_id_reference(&res->body, "properties.virtualNetworkGateway1", ER_RES_GATEWAY);
	const ErCandidate candidate = { res->id, res->name, res };
	ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_CONNECTION, ER_OWNER_CUSTOMER);
	ErConnection connection = { .circuit = er_net_circuit_of(net, circuit), .gateway = er_net_gateway_of(net, gateway) };

	er_net_read_status(net, &component, res);
	if (connection.circuit == ER_NONE || connection.gateway == ER_NONE) {
		ErLoc loc = er_inventory_place(net->inv, res, NULL);
		er_diag_add(diags, ER_D_CONNECTION_ENDS, &loc, "%s (%s)", res->id, connection.circuit == ER_NONE ? "no circuit" : "no gateway");
		return;
	}
	connection.self = er_net_add(net, &component);
	connection.weight_known = er_value_uint(&res->body, "properties.routingWeight", &connection.weight);
	connection.private_link_bypass = er_value_flag(&res->body, "properties.enablePrivateLinkFastPath");
	connection.bypass_known = er_value_bool(&res->body, "properties.expressRouteGatewayBypass", &connection.bypass);
	g_array_index(net->circuits, ErCircuit, connection.circuit).n_connections++;
	g_array_append_val(net->connections, connection);
	if (er_value_text(&res->body, "properties.connectionStatus") == NULL && !hub)
		er_net_assume(net, er_net_printf(net, "status:%s", res->id), er_net_printf(net, "%s: connectionStatus is not in the export; connected is assumed", res->name), "export the connection from the running service");
}

void er_net_build_connections(ErNetwork *net, ErDiags *diags)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++)
		if (is_expressroute_connection(er_inventory_at(net->inv, i)))
			add_connection(net, er_inventory_at(net->inv, i), diags);
}
