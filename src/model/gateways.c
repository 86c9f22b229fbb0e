/*
 * The Azure side: VNets, virtual hubs, gateways with their instances and zone verdict, connections, and how spokes hang on hubs.
 * Zone verdict: by SKU, public address and region (Microsoft Learn, "About ExpressRoute virtual network gateways", 2026-09-05;
 * the table of the domain reference §6.1). A spoke uses a hub's gateway when both peering halves are there and Connected, the hub
 * half allows gateway transit and the spoke half uses remote gateways ("Configure VPN gateway transit for virtual network peering").
 */
#include "catalogue.h"
#include "network_build.h"

#include <string.h>

enum { MOST_INSTANCES = 80 };   /* ErGwScale: 40 units of two */

static bool says(const ErValue *body, const char *path, const char *word)
{
	const char *text = er_value_text(body, path);

	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

static bool flag(const ErValue *body, const char *path)
{
	bool on = false;

	return er_value_bool(body, path, &on) && on;
}

typedef struct { const char *id, *name; const ErResource *res; } Candidate;

static int by_candidate(const void *a, const void *b)
{
	return strcmp(((const Candidate *)a)->id, ((const Candidate *)b)->id);
}

/* Resources of a kind and what is referred to of that kind, in order of id. */
static GArray *candidates(const ErNetwork *net, ErResourceKind kind)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Candidate));

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		Candidate candidate = { res->id, res->name, res };
		if (res->kind == kind)
			g_array_append_val(found, candidate);
	}
	for (uint32_t i = 0; i < er_inventory_n_externals(net->inv); i++) {
		const ErExternal *external = er_inventory_external(net->inv, i);
		Candidate candidate = { external->id, external->name, NULL };
		if (external->kind == kind)
			g_array_append_val(found, candidate);
	}
	g_array_sort(found, by_candidate);
	return found;
}

/* Region as people write it: "UK South"; as given when the table has no such region. */
static const char *region_display(ErNetwork *net, const char *name)
{
	ErRegion region;

	return er_catalogue_region(name, &region) ? region.display : er_net_intern(net, name);
}

static ErComponent resource_component(ErNetwork *net, const Candidate *candidate, ErKind kind, ErOwner owner)
{
	const ErResource *res = candidate->res;

	return (ErComponent){
		.id = candidate->id, .name = candidate->name, .kind = kind, .owner = owner, .certainty = res != NULL ? ER_OBSERVED : ER_DERIVED,
		.location = res != NULL ? region_display(net, res->location) : "", .subscription = res != NULL ? res->subscription : "",
		.up = true, .external = res == NULL, .resource = res,
	};
}

/* ---- VNets and hubs ---- */

static const char *prefix_list(ErNetwork *net, const ErValue *body, const char *path)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const ErValue *list = er_value_get(body, path);

	for (uint32_t i = 0; i < er_value_count(body, path); i++) {
		const ErValue *item = er_value_item(list, i);
		if (item->kind == ER_VALUE_STRING)
			g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", item->u.text);
	}
	return er_net_intern(net, out->str);
}

static bool routes_to_appliance(const ErNetwork *net, const ErResource *subnet)
{
	g_autofree char *id = er_id_reference(&subnet->body, "properties.routeTable", ER_RES_ROUTE_TABLE);
	const ErResource *table = er_inventory_lookup(net->inv, id);
	const ErValue *routes = table != NULL ? er_value_get(&table->body, "properties.routes") : NULL;

	for (uint32_t i = 0; routes != NULL && i < er_value_count(&table->body, "properties.routes"); i++)
		if (says(er_value_item(routes, i), "properties.nextHopType", "VirtualAppliance"))
			return true;
	return false;
}

static void read_subnets(ErNetwork *net, ErVnet *vnet, const ErResource *res)
{
	uint32_t n, first = er_inventory_below(net->inv, res->id, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *subnet = er_inventory_at(net->inv, i);
		if (subnet->kind != ER_RES_SUBNET || g_ascii_strcasecmp(subnet->name, "GatewaySubnet") != 0)
			continue;
		const char *prefix = er_value_text(&subnet->body, "properties.addressPrefix");
		vnet->gateway_subnet = prefix != NULL ? er_net_intern(net, prefix) : prefix_list(net, &subnet->body, "properties.addressPrefixes");
		vnet->gateway_routes = routes_to_appliance(net, subnet);
	}
}

static void count_private_endpoints(ErNetwork *net)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_PRIVATE_ENDPOINT)
			continue;
		g_autofree char *id = er_id_reference(&res->body, "properties.subnet", ER_RES_VNET);
		uint32_t vnet = er_net_vnet_of(net, id);
		if (vnet != ER_NONE)
			g_array_index(net->vnets, ErVnet, vnet).n_private_endpoints++;
	}
}

void er_net_build_vnets(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) vnets = candidates(net, ER_RES_VNET);
	g_autoptr(GArray) hubs = candidates(net, ER_RES_HUB);

	(void)diags;
	for (uint32_t i = 0; i < vnets->len; i++) {
		const Candidate *candidate = &g_array_index(vnets, Candidate, i);
		ErComponent component = resource_component(net, candidate, ER_KIND_VNET, ER_OWNER_CUSTOMER);
		ErVnet vnet = { .external = candidate->res == NULL, .region = "", .prefixes = "", .gateway_subnet = "" };
		vnet.self = er_net_add(net, &component);
		if (candidate->res != NULL) {
			vnet.region = er_net_intern(net, candidate->res->location);
			vnet.prefixes = prefix_list(net, &candidate->res->body, "properties.addressSpace.addressPrefixes");
			read_subnets(net, &vnet, candidate->res);
		}
		g_array_append_val(net->vnets, vnet);
	}
	for (uint32_t i = 0; i < hubs->len; i++) {
		const Candidate *candidate = &g_array_index(hubs, Candidate, i);
		/* A Route Server has the same type and no WAN: it forwards nothing. */
		if (candidate->res != NULL && er_value_get(&candidate->res->body, "properties.virtualWan") == NULL && says(&candidate->res->body, "kind", "RouteServer"))
			continue;
		ErComponent component = resource_component(net, candidate, ER_KIND_HUB, ER_OWNER_MICROSOFT);
		ErHub hub = { .region = "", .prefix = "" };
		hub.self = er_net_add(net, &component);
		if (candidate->res != NULL) {
			hub.region = er_net_intern(net, candidate->res->location);
			hub.prefix = er_net_intern(net, er_value_text(&candidate->res->body, "properties.addressPrefix"));
		}
		g_array_append_val(net->hubs, hub);
	}
	count_private_endpoints(net);
}

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
		found.basic = found.basic || says(&ip->body, "sku.name", "Basic");
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
static void decide_zones(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErDiags *diags)
{
	ErRegion region;
	Addresses addresses = public_addresses(net, res);
	bool known_region = er_catalogue_region(res->location, &region);

	gateway->address = addresses.first;
	if (er_value_get(&res->body, "extendedLocation") != NULL)
		zones_are(gateway, ER_ZONES_NO_REGION, ER_OBSERVED, "Extended Zone: no availability zones there");
	else if (!known_region) {
		zones_are(gateway, ER_ZONES_UNKNOWN, ER_ASSUMED, "the region is not in erscope's table");
		if (er_net_assume(net, er_net_printf(net, "region:%s", res->location), er_net_printf(net, "Region %s is not in the table of Azure regions: whether it has availability zones is not known", res->location), "check the spelling") &&
		    *res->location != '\0')
			er_diag_add(diags, ER_D_REGION_UNKNOWN, NULL, "%s", res->location);
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

static void add_instances(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErKind kind)
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
	bool known = !hub && name != NULL && er_catalogue_sku(name, &sku);

	er_value_uint(&res->body, "properties.autoScaleConfiguration.bounds.min", &gateway->scale_units);
	gateway->scale_units = MIN(gateway->scale_units, MOST_INSTANCES / 2);
	if (hub) {
		gateway->sku = gateway->scale_units > 0 ? er_net_printf(net, "%u scale units", gateway->scale_units) : "hub gateway";
		gateway->inbound_mbps = gateway->scale_units * 2000;
		gateway->fastpath_why = "FastPath of a virtual hub is not worked out by this version";
		return;
	}
	gateway->sku = known ? sku.name : er_net_intern(net, name);
	gateway->sku_known = known;
	if (!known) {
		gateway->scale_units = 0;
		gateway->fastpath_why = name == NULL ? "the export does not tell the gateway SKU" : er_net_printf(net, "gateway SKU %s is not in erscope's table", name);
		er_diag_add(diags, ER_D_SKU_UNKNOWN, NULL, "%s: %s", res->id, name != NULL ? name : "no sku");
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

static uint32_t gateway_vnet(const ErNetwork *net, const ErResource *res)
{
	const ErValue *list = er_value_get(&res->body, "properties.ipConfigurations");

	for (uint32_t i = 0; i < er_value_count(&res->body, "properties.ipConfigurations"); i++) {
		g_autofree char *id = er_id_reference(er_value_item(list, i), "properties.subnet", ER_RES_VNET);
		if (id != NULL)
			return er_net_vnet_of(net, id);
	}
	return ER_NONE;
}

static void add_gateway(ErNetwork *net, const Candidate *candidate, ErDiags *diags)
{
	const ErResource *res = candidate->res;
	ErComponent component = resource_component(net, candidate, ER_KIND_GATEWAY, ER_OWNER_MICROSOFT);
	ErGateway gateway = { .vnet = ER_NONE, .hub = ER_NONE, .sku = "", .region = "", .zone = "", .zones_reason = "not in the inventory", .fastpath_why = "" };

	gateway.self = er_net_add(net, &component);
	if (res != NULL) {
		gateway.region = er_net_intern(net, res->location);
		if (res->kind == ER_RES_HUB_GATEWAY) {
			g_autofree char *hub = er_id_reference(&res->body, "properties.virtualHub", ER_RES_HUB);
			gateway.hub = er_net_hub_of(net, hub);
		} else {
			gateway.vnet = gateway_vnet(net, res);
		}
		if (gateway.vnet == ER_NONE && gateway.hub == ER_NONE)
			er_diag_add(diags, ER_D_GATEWAY_NO_VNET, NULL, "%s", res->id);
		if (gateway.vnet != ER_NONE && g_array_index(net->vnets, ErVnet, gateway.vnet).external)
			er_diag_add(diags, ER_D_EXTERNAL, NULL, "virtual network %s, named by %s", er_net_edit(net, g_array_index(net->vnets, ErVnet, gateway.vnet).self)->id, res->id);
		read_size(net, &gateway, res, diags);
		decide_zones(net, &gateway, res, diags);
	}
	add_instances(net, &gateway, res, ER_KIND_INSTANCE);
	if (gateway.vnet != ER_NONE && g_array_index(net->vnets, ErVnet, gateway.vnet).gateway_routes)
		er_diag_add(diags, ER_D_NOT_EVALUATED, NULL, "GatewaySubnet of %s routes to an appliance", er_net_edit(net, g_array_index(net->vnets, ErVnet, gateway.vnet).self)->id);
	g_array_append_val(net->gateways, gateway);
}

/* VPN gateways are drawn; they carry nothing until a site claims them. */
static void add_vpn_gateway(ErNetwork *net, const Candidate *candidate, ErDiags *diags)
{
	ErComponent component = resource_component(net, candidate, ER_KIND_VPN_GATEWAY, ER_OWNER_MICROSOFT);
	ErGateway unused = { .zone = "" };

	unused.self = er_net_add(net, &component);
	add_instances(net, &unused, NULL, ER_KIND_VPN_INSTANCE);
	er_diag_add(diags, ER_D_VPN_UNCLAIMED, NULL, "%s", candidate->id);
	er_net_assume(net, er_net_printf(net, "vpn:%s", candidate->id), er_net_printf(net, "%s: no site claims this VPN gateway; it may serve branches and is left out of paths", candidate->name),
	              "vpn with this gateway at the site that uses it as backup");
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

/* Is an external gateway named by an ExpressRoute connection? Of a VPN's remote end we know nothing. */
static bool named_by_expressroute(const ErNetwork *net, const char *id)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (!is_expressroute_connection(res) || res->kind != ER_RES_CONNECTION)
			continue;
		g_autofree char *gateway = er_id_reference(&res->body, "properties.virtualNetworkGateway1", ER_RES_GATEWAY);
		if (g_strcmp0(gateway, id) == 0)
			return true;
	}
	return false;
}

void er_net_build_gateways(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) found = candidates(net, ER_RES_GATEWAY);
	g_autoptr(GArray) hub_gateways = candidates(net, ER_RES_HUB_GATEWAY);
	g_autoptr(GArray) vpn_gateways = candidates(net, ER_RES_VPN_GATEWAY);

	g_array_append_vals(found, hub_gateways->data, hub_gateways->len);
	g_array_sort(found, by_candidate);
	for (uint32_t i = 0; i < found->len; i++) {
		const Candidate *candidate = &g_array_index(found, Candidate, i);
		const ErResource *res = candidate->res;
		const char *type = res != NULL ? er_value_text(&res->body, "properties.gatewayType") : NULL;
		bool expressroute = res == NULL ? strstr(candidate->id, "/expressroutegateways/") != NULL || named_by_expressroute(net, candidate->id)
		                                : res->kind == ER_RES_HUB_GATEWAY || (type != NULL && g_ascii_strcasecmp(type, "ExpressRoute") == 0);
		if (expressroute) {
			if (res == NULL)
				er_diag_add(diags, ER_D_EXTERNAL, NULL, "gateway %s", candidate->id);
			add_gateway(net, candidate, diags);
		} else if (type != NULL && g_ascii_strcasecmp(type, "Vpn") == 0) {
			add_vpn_gateway(net, candidate, diags);
		}
	}
	for (uint32_t i = 0; i < vpn_gateways->len; i++)
		if (g_array_index(vpn_gateways, Candidate, i).res != NULL)
			add_vpn_gateway(net, &g_array_index(vpn_gateways, Candidate, i), diags);
}

/* ---- connections ---- */

static void add_connection(ErNetwork *net, const ErResource *res, ErDiags *diags)
{
	bool hub = res->kind == ER_RES_HUB_ER_CONNECTION;
	g_autofree char *circuit = er_id_reference(&res->body, hub ? "properties.expressRouteCircuitPeering" : "properties.peer", ER_RES_CIRCUIT);
	g_autofree char *gateway = hub ? g_strdup(res->parent) : er_id_reference(&res->body, "properties.virtualNetworkGateway1", ER_RES_GATEWAY);
	const char *status = er_value_text(&res->body, "properties.connectionStatus");
	const Candidate candidate = { res->id, res->name, res };
	ErComponent component = resource_component(net, &candidate, ER_KIND_CONNECTION, ER_OWNER_CUSTOMER);
	ErConnection connection = { .circuit = er_net_circuit_of(net, circuit), .gateway = er_net_gateway_of(net, gateway) };

	if (status != NULL && (g_ascii_strcasecmp(status, "NotConnected") == 0 || g_ascii_strcasecmp(status, "Connecting") == 0)) {
		component.up = false;
		component.reason = er_net_printf(net, "connectionStatus is %s", status);
	}
	if (connection.circuit == ER_NONE || connection.gateway == ER_NONE) {
		ErLoc loc = er_inventory_place(net->inv, res, NULL);
		er_diag_add(diags, ER_D_CONNECTION_ENDS, &loc, "%s (%s)", res->id, connection.circuit == ER_NONE ? "no circuit" : "no gateway");
		return;
	}
	connection.self = er_net_add(net, &component);
	connection.weight_known = er_value_uint(&res->body, "properties.routingWeight", &connection.weight);
	connection.bypass_known = er_value_bool(&res->body, "properties.expressRouteGatewayBypass", &connection.bypass);
	g_array_index(net->circuits, ErCircuit, connection.circuit).n_connections++;
	g_array_append_val(net->connections, connection);
	if (status == NULL && !hub)
		er_net_assume(net, er_net_printf(net, "status:%s", res->id), er_net_printf(net, "%s: connectionStatus is not in the export; connected is assumed", res->name), "export the connection from the running service");
}

static void add_vpn_connection(ErNetwork *net, const ErResource *res)
{
	const Candidate candidate = { res->id, res->name, res };
	ErComponent component = resource_component(net, &candidate, ER_KIND_VPN_CONNECTION, ER_OWNER_CUSTOMER);

	er_net_add(net, &component);
}

void er_net_build_connections(ErNetwork *net, ErDiags *diags)
{
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (is_expressroute_connection(res))
			add_connection(net, res, diags);
		else if (res->kind == ER_RES_CONNECTION && says(&res->body, "properties.connectionType", "IPsec"))
			add_vpn_connection(net, res);
	}
}

/* ---- attachments ---- */

/* The two halves of one VNet peering: half[0] stands in the VNet of smaller index. */
typedef struct { uint32_t vnet[2]; const ErResource *half[2]; } Pair;

static bool half_connected(const ErResource *half)
{
	const char *state = er_value_text(&half->body, "properties.peeringState");

	return state == NULL || g_ascii_strcasecmp(state, "Connected") == 0;
}

static const char *pair_down(ErNetwork *net, const Pair *pair)
{
	for (uint32_t i = 0; i < 2; i++) {
		const ErVnet *vnet = &g_array_index(net->vnets, ErVnet, pair->vnet[i]);
		if (pair->half[i] == NULL)
			return vnet->external ? er_net_printf(net, "the half of %s is not in the inventory", er_net_edit(net, vnet->self)->name)
			                      : er_net_printf(net, "%s has no peering half", er_net_edit(net, vnet->self)->name);
		if (!half_connected(pair->half[i]))
			return er_net_printf(net, "peeringState of %s is %s", pair->half[i]->name, er_value_text(&pair->half[i]->body, "properties.peeringState"));
	}
	return "";
}

/* Why a spoke cannot use the hub's gateway through this peering; "" when it can. */
static const char *no_transit(ErNetwork *net, const Pair *pair, uint32_t hub)
{
	const char *down = pair_down(net, pair);

	if (*down != '\0')
		return down;
	if (!flag(&pair->half[hub]->body, "properties.allowGatewayTransit"))
		return er_net_printf(net, "allowGatewayTransit is not set on %s", pair->half[hub]->name);
	if (!flag(&pair->half[1 - hub]->body, "properties.useRemoteGateways"))
		return er_net_printf(net, "useRemoteGateways is not set on %s", pair->half[1 - hub]->name);
	return "";
}

static bool has_gateway(const ErNetwork *net, uint32_t vnet)
{
	for (uint32_t i = 0; i < net->gateways->len; i++)
		if (g_array_index(net->gateways, ErGateway, i).vnet == vnet)
			return true;
	return false;
}

static void assume_connected(ErNetwork *net, const Pair *pair)
{
	for (uint32_t i = 0; i < 2; i++)
		if (pair->half[i] != NULL && er_value_text(&pair->half[i]->body, "properties.peeringState") == NULL)
			er_net_assume(net, er_net_printf(net, "state:%s", pair->half[i]->id), er_net_printf(net, "%s: peeringState is not in the export; connected is assumed", pair->half[i]->name),
			              "export the VNet from the running service");
}

static void add_pair(ErNetwork *net, const Pair *pair)
{
	const ErResource *first = pair->half[0] == NULL ? pair->half[1] : pair->half[1] == NULL || strcmp(pair->half[0]->id, pair->half[1]->id) < 0 ? pair->half[0] : pair->half[1];
	bool gateway[2] = { has_gateway(net, pair->vnet[0]), has_gateway(net, pair->vnet[1]) };
	const ErVnet *vnets[2] = { &g_array_index(net->vnets, ErVnet, pair->vnet[0]), &g_array_index(net->vnets, ErVnet, pair->vnet[1]) };
	uint32_t hub = gateway[0] ? 0 : 1;
	const char *down = pair_down(net, pair);
	const Candidate candidate = { first->id, "", first };
	ErComponent component = resource_component(net, &candidate, ER_KIND_VNET_PEERING, ER_OWNER_CUSTOMER);

	component.name = er_net_printf(net, "%s ↔ %s", er_net_edit(net, vnets[hub]->self)->name, er_net_edit(net, vnets[1 - hub]->self)->name);
	component.location = "";
	component.up = *down == '\0';
	component.reason = down;
	ErAttachment attachment = { .self = er_net_add(net, &component), .hub_vnet = pair->vnet[hub], .hub = ER_NONE, .spoke = pair->vnet[1 - hub] };
	if (!gateway[0] && !gateway[1])
		return;
	assume_connected(net, pair);
	attachment.reason = gateway[0] && gateway[1] ? "both VNets have an ExpressRoute gateway of their own" : no_transit(net, pair, hub);
	attachment.transit = *attachment.reason == '\0';
	attachment.global = *vnets[0]->region != '\0' && *vnets[1]->region != '\0' && strcmp(vnets[0]->region, vnets[1]->region) != 0;
	g_array_append_val(net->attachments, attachment);
}

static void join_half(ErNetwork *net, GArray *pairs, GHashTable *by_key, const ErResource *res, ErDiags *diags)
{
	g_autofree char *remote = er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET);
	uint32_t own = er_net_vnet_of(net, res->parent), other = er_net_vnet_of(net, remote);

	if (own == ER_NONE || other == ER_NONE || own == other) {
		ErLoc loc = er_inventory_place(net->inv, res, NULL);
		er_diag_add(diags, own == other && own != ER_NONE ? ER_D_SELF_REFERENCE : ER_D_BAD_VALUE, &loc, "%s: remoteVirtualNetwork", res->id);
		return;
	}
	Pair fresh = { .vnet = { MIN(own, other), MAX(own, other) } };
	g_autofree char *key = g_strdup_printf("%u %u", fresh.vnet[0], fresh.vnet[1]);
	uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(by_key, key));
	if (known == 0) {
		g_array_append_val(pairs, fresh);
		known = pairs->len;
		g_hash_table_insert(by_key, g_steal_pointer(&key), GUINT_TO_POINTER(known));
	}
	Pair *pair = &g_array_index(pairs, Pair, known - 1);
	uint32_t half = own == pair->vnet[0] ? 0 : 1;
	if (pair->half[half] == NULL)
		pair->half[half] = res;
}

static void add_hub_connection(ErNetwork *net, const ErResource *res)
{
	g_autofree char *remote = er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET);
	uint32_t spoke = er_net_vnet_of(net, remote), hub = er_net_hub_of(net, res->parent);
	const Candidate candidate = { res->id, res->name, res };
	ErComponent component = resource_component(net, &candidate, ER_KIND_HUB_CONNECTION, ER_OWNER_CUSTOMER);

	component.location = "";
	ErAttachment attachment = { .self = er_net_add(net, &component), .hub_vnet = ER_NONE, .hub = hub, .spoke = spoke, .transit = true, .reason = "" };
	if (spoke == ER_NONE || hub == ER_NONE)
		return;
	const char *region = g_array_index(net->vnets, ErVnet, spoke).region;
	const char *hub_region = g_array_index(net->hubs, ErHub, hub).region;
	attachment.global = *region != '\0' && *hub_region != '\0' && strcmp(region, hub_region) != 0;
	g_array_append_val(net->attachments, attachment);
}

static int by_component_id(const void *a, const void *b, void *data)
{
	const ErNetwork *net = data;

	return strcmp(er_network_component(net, ((const ErAttachment *)a)->self)->id, er_network_component(net, ((const ErAttachment *)b)->self)->id);
}

void er_net_build_attachments(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) pairs = g_array_new(FALSE, TRUE, sizeof(Pair));
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind == ER_RES_VNET_PEERING)
			join_half(net, pairs, by_key, res, diags);
		else if (res->kind == ER_RES_HUB_CONNECTION)
			add_hub_connection(net, res);
		else if (res->kind == ER_RES_ROUTING_INTENT)
			er_diag_add(diags, ER_D_NOT_EVALUATED, NULL, "routing intent of %s", res->parent);
	}
	for (uint32_t i = 0; i < pairs->len; i++)
		add_pair(net, &g_array_index(pairs, Pair, i));
	g_array_sort_with_data(net->attachments, by_component_id, net);
	for (uint32_t i = 0; i < net->vnets->len; i++) {
		const ErVnet *vnet = &g_array_index(net->vnets, ErVnet, i);
		const ErComponent *self = er_network_component(net, vnet->self);
		if (vnet->n_private_endpoints > 0)
			er_net_assume(net, er_net_printf(net, "private-endpoint:%s", self->id),
			              er_net_printf(net, "%s holds %u private endpoints: their traffic crosses one gateway instance both ways, unlike the flow shown", self->name, vnet->n_private_endpoints), "");
	}
}
