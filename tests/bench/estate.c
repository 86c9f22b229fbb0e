/*
 * A drawing (what there is, and what of it is broken) is made first, with one random generator, in a fixed order; then it is spelt
 * out resource by resource, so that memory holds one resource and a few bytes per spoke. Both halves of a peering follow from the
 * spoke's drawing. JSON stands here with ' for ".
 */
#include "estate.h"

#include <string.h>

typedef enum {
	HANGS_WELL, HANGS_NOT, HANGS_HUB_HALF_MISSING, HANGS_SPOKE_HALF_MISSING, HANGS_NOT_CONNECTED, HANGS_NO_TRANSIT, HANGS_NO_REMOTE, HANGS__COUNT
} Hang;
typedef enum { CIRCUIT_UP, CIRCUIT_NOT_PROVISIONED, CIRCUIT_DISABLED, CIRCUIT_NO_PEERING, CIRCUIT_PEERING_DISABLED, CIRCUIT_ONE_SIDE, CIRCUIT__COUNT } CircuitState;

typedef struct { uint32_t hub, subscription, region; Hang hang; bool endpoint; } Spoke;
typedef struct { uint32_t subscription, region, sku; bool virtual, firewall, vpn, fastpath, bow_tie; } Hub;
typedef struct { uint32_t hub, place, provider, weight; uint32_t port, device; CircuitState state; bool metro, absent, connected, link_down, other_side; } Circuit;

#define NO_PORT UINT32_MAX
#define NO_DEVICE UINT32_MAX
enum {
	DIGITS = 5,        /* of a number in a name */
	HUBS_OF_WAN = 40,  /* of them some are virtual: every pair of those in a WAN is a path, so one WAN of all would grow by their square */
};

typedef struct {
	const ScaleEstate *estate;
	Hub *hubs;
	Circuit *circuits;
	Spoke *spokes;
	uint32_t **of_hub;      /* spokes of each hub */
	uint32_t *n_of_hub;
	ScaleSink sink;
	void *data;
	GString *text;
} Scale;

static const struct { const char *name, *location[2], *facility[2], *metro; } regions[] = {
	{ "uksouth", { "London", "London2" }, { "Equinix-London-LD5", "Telehouse-London-LD9" }, "Frankfurt Metro" },
	{ "westeurope", { "Amsterdam", "Amsterdam2" }, { "Equinix-Amsterdam-AM5", "Digital Realty-Amsterdam-AMS8" }, "Amsterdam Metro" },
	{ "francecentral", { "Paris", "Paris2" }, { "Digital Realty-Paris-PAR5", "Equinix-Paris-PA4" }, "Paris Metro" },
	{ "germanywestcentral", { "Frankfurt", "Frankfurt2" }, { "Digital Realty-Frankfurt-FRA11", "Equinix-Frankfurt-FR7" }, "Frankfurt Metro" },
	{ "eastus", { "Washington DC", "Washington DC2" }, { "Equinix-Ashburn-DC2", "Equinix-Ashburn-DC6" }, "Washington DC Metro" },
	{ "southeastasia", { "Singapore", "Singapore2" }, { "Equinix-Singapore-SG1", "Global Switch-Singapore-SG9" }, "Singapore Metro" },
	{ "switzerlandnorth", { "Zurich", "Zurich2" }, { "Digital Realty-Zurich-ZUR2", "Equinix-Zurich-ZH5" }, "Zurich Metro" },
	{ "ukwest", { "Newport(Wales)", "London" }, { "Next Generation Data-Newport-NGD", "Equinix-London-LD5" }, "Amsterdam Metro" },
};
static const char *const skus[] = { "ErGw1AZ", "ErGw2AZ", "ErGw3AZ", "ErGw3AZ", "ErGwScale", "HighPerformance", "UltraPerformance" };
static const char *const providers[] = { "Equinix", "Colt", "Megaport", "BT", "Orange" };
static const uint32_t weights[] = { 0, 0, 0, 10, 100 };

ScaleEstate er_scale_typical(uint32_t vnets)
{
	return (ScaleEstate){
		.seed = 1, .vnets = vnets, .hubs = MAX(vnets / 125, 1), .circuits_per_hub = 2, .subscriptions = MAX(vnets / 20, 1), .direct = 20, .metro = 10,
		.shared_devices = 20, .bow_tie = 30, .virtual_hubs = 15, .firewalls = 30, .fastpath = 20, .vpn = 20, .private_endpoints = 10, .absent = 2, .broken = 3,
	};
}

/* ---- drawing ---- */

static bool chance(GRand *rand, unsigned percent)
{
	return (unsigned)g_rand_int_range(rand, 0, 100) < percent;
}

static uint32_t below(GRand *rand, uint32_t n)
{
	return (uint32_t)g_rand_int_range(rand, 0, (gint32)MAX(n, 1));
}

static void draw_hub(const ScaleEstate *estate, GRand *rand, uint32_t i, Hub *hub)
{
	hub->region = i % G_N_ELEMENTS(regions);
	hub->subscription = i % MAX(estate->subscriptions, 1);
	hub->sku = below(rand, G_N_ELEMENTS(skus));
	hub->virtual = chance(rand, estate->virtual_hubs);
	hub->firewall = chance(rand, estate->firewalls) && !hub->virtual;
	hub->vpn = chance(rand, estate->vpn) && !hub->virtual;
	hub->fastpath = chance(rand, estate->fastpath) && !hub->virtual;
	hub->bow_tie = chance(rand, estate->bow_tie) && estate->hubs > 1;
}

static void draw_circuit(const ScaleEstate *estate, GRand *rand, uint32_t i, Circuit *circuit)
{
	circuit->hub = i / estate->circuits_per_hub;
	circuit->place = i % estate->circuits_per_hub % 2;
	circuit->provider = below(rand, G_N_ELEMENTS(providers));
	circuit->weight = weights[below(rand, G_N_ELEMENTS(weights))];
	circuit->port = chance(rand, estate->direct) ? circuit->hub : NO_PORT;
	circuit->metro = chance(rand, estate->metro) && circuit->port == NO_PORT;
	circuit->device = chance(rand, estate->shared_devices) ? below(rand, 2) : NO_DEVICE;
	circuit->state = chance(rand, estate->broken) ? (CircuitState)(1 + below(rand, CIRCUIT__COUNT - 1)) : CIRCUIT_UP;
	circuit->connected = !chance(rand, estate->broken);
	circuit->link_down = chance(rand, estate->broken);
	circuit->other_side = chance(rand, 50);
	circuit->absent = chance(rand, estate->absent) && circuit->port == NO_PORT;
}

static void draw_spoke(const ScaleEstate *estate, GRand *rand, const Hub *hubs, uint32_t i, Spoke *spoke)
{
	spoke->hub = i % estate->hubs;
	spoke->region = chance(rand, 90) ? hubs[spoke->hub].region : below(rand, G_N_ELEMENTS(regions));
	spoke->subscription = chance(rand, 20) ? hubs[spoke->hub].subscription : i % MAX(estate->subscriptions, 1);
	spoke->hang = chance(rand, estate->broken) ? (Hang)(1 + below(rand, HANGS__COUNT - 1)) : HANGS_WELL;
	spoke->endpoint = chance(rand, estate->private_endpoints);
}

static void draw(Scale *scale)
{
	const ScaleEstate *estate = scale->estate;
	uint32_t n_circuits = estate->hubs * estate->circuits_per_hub;
	GRand *rand = g_rand_new_with_seed(estate->seed);

	scale->hubs = g_new0(Hub, estate->hubs + 1);
	scale->circuits = g_new0(Circuit, n_circuits + 1);
	scale->spokes = g_new0(Spoke, estate->vnets + 1);
	for (uint32_t i = 0; i < estate->hubs; i++)
		draw_hub(estate, rand, i, &scale->hubs[i]);
	for (uint32_t i = 0; i < n_circuits; i++)
		draw_circuit(estate, rand, i, &scale->circuits[i]);
	for (uint32_t i = 0; i < estate->vnets; i++)
		draw_spoke(estate, rand, scale->hubs, i, &scale->spokes[i]);
	g_rand_free(rand);
}

/* ---- names ---- */

/* Five digits, or five letters in their place: the order is the same. */
static char *code(const ScaleEstate *estate, uint32_t number)
{
	char *digits = g_strdup_printf("%0*u", DIGITS, number);

	if (!estate->renamed)
		return digits;
	for (char *c = digits; *c != '\0'; c++)
		*c = (char)(*c - '0' + 'a');
	char *letters = g_strconcat("q", digits, NULL);
	g_free(digits);
	return letters;
}

char *er_scale_name(const ScaleEstate *estate, const char *word, uint32_t number)
{
	g_autofree char *own = code(estate, number);

	return g_strconcat(word, "-", own, NULL);
}

void er_scale_unname(GString *text)
{
	static const char letters[] = "abcdefghij";
	g_autoptr(GString) out = g_string_sized_new(text->len);

	for (const char *at = text->str; *at != '\0'; at++) {
		if (strncmp(at, "-q", 2) != 0 || strspn(at + 2, letters) < DIGITS) {
			g_string_append_c(out, *at);
			continue;
		}
		g_string_append_c(out, '-');
		for (uint32_t i = 0; i < DIGITS; i++)
			g_string_append_c(out, (char)(at[2 + i] - 'a' + '0'));
		at += 1 + DIGITS;
	}
	g_string_assign(text, out->str);
}

static char *id_of(const Scale *scale, uint32_t subscription, const char *type, const char *word, uint32_t number)
{
	g_autofree char *name = er_scale_name(scale->estate, word, number);

	return g_strdup_printf("/subscriptions/00000000-0000-4000-8000-%012u/resourceGroups/rg-network-%u/providers/Microsoft.Network/%s/%s", subscription, subscription % 7, type, name);
}

static char *hub_id(const Scale *scale, uint32_t hub)
{
	const Hub *own = &scale->hubs[hub];

	return id_of(scale, own->subscription, own->virtual ? "virtualHubs" : "virtualNetworks", "hub", hub);
}

static char *gateway_id(const Scale *scale, uint32_t hub)
{
	const Hub *own = &scale->hubs[hub];

	return id_of(scale, own->subscription, own->virtual ? "expressRouteGateways" : "virtualNetworkGateways", "ergw", hub);
}

static char *circuit_id(const Scale *scale, uint32_t circuit)
{
	return id_of(scale, scale->hubs[scale->circuits[circuit].hub].subscription, "expressRouteCircuits", "er", circuit);
}

static char *spoke_id(const Scale *scale, uint32_t spoke)
{
	return id_of(scale, scale->spokes[spoke].subscription, "virtualNetworks", "spoke", spoke);
}

/* Address spaces are distinct: one /24 of 10.0.0.0/8 each, hubs first. */
static uint32_t net_of_spoke(const Scale *scale, uint32_t spoke)
{
	return scale->estate->hubs + spoke;
}

/* ---- spelling ---- */

static void add(Scale *scale, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add(Scale *scale, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_string_append_vprintf(scale->text, format, args);
	va_end(args);
}

/* Something like a GUID that follows from what it belongs to. */
static void add_guid(Scale *scale, const char *id)
{
	guint32 a = g_str_hash(id), b = a * 2654435761u + 17;

	add(scale, "%08x-%04x-4%03x-8%03x-%08x%04x", a, b >> 16, b & 0xfff, a & 0xfff, b, a >> 16);
}

/* "{'name': …, 'id': …, 'etag': …, 'type': …, " */
static void begin(Scale *scale, const char *id, const char *type)
{
	add(scale, "{'name': '%s', 'id': '%s', 'etag': 'W/\\'", strrchr(id, '/') + 1, id);
	add_guid(scale, id);
	add(scale, "\\'', 'type': 'Microsoft.Network/%s', ", type);
}

static void begin_properties(Scale *scale, const char *id)
{
	add(scale, "'properties': {'provisioningState': 'Succeeded', 'resourceGuid': '");
	add_guid(scale, id);
	add(scale, "', ");
}

static void end_resource(Scale *scale)
{
	for (char *c = scale->text->str; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	scale->sink(scale->data, scale->text->str);
	g_string_truncate(scale->text, 0);
}

static void comma(Scale *scale, bool first)
{
	if (!first)
		add(scale, ", ");
}

/* ---- VNets ---- */

typedef struct { const char *name; uint32_t net, offset, length; char *route_table, *user; } Subnet;

static void add_subnet(Scale *scale, const char *vnet, const Subnet *subnet)
{
	g_autofree char *id = g_strdup_printf("%s/subnets/%s", vnet, subnet->name);

	begin(scale, id, "virtualNetworks/subnets");
	add(scale, "'properties': {'provisioningState': 'Succeeded', 'addressPrefix': '10.%u.%u.%u/%u', ", subnet->net >> 8, subnet->net & 255, subnet->offset, subnet->length);
	if (subnet->route_table != NULL)
		add(scale, "'routeTable': {'id': '%s'}, ", subnet->route_table);
	add(scale, "'ipConfigurations': [");
	for (uint32_t i = 0; subnet->user != NULL && i < 2; i++)
		add(scale, "%s{'id': '%s-%u/ipConfigurations/ipconfig1'}", i > 0 ? ", " : "", subnet->user, i);
	add(scale, "], 'serviceEndpoints': [], 'delegations': [], 'privateEndpointNetworkPolicies': 'Disabled', 'privateLinkServiceNetworkPolicies': 'Enabled'}}");
}

static void begin_vnet(Scale *scale, const char *id, uint32_t region, uint32_t net)
{
	begin(scale, id, "virtualNetworks");
	add(scale, "'location': '%s', 'tags': {'environment': 'production', 'costCenter': 'network'}, ", regions[region].name);
	begin_properties(scale, id);
	add(scale, "'addressSpace': {'addressPrefixes': ['10.%u.%u.0/24']}, 'dhcpOptions': {'dnsServers': ['10.0.0.4', '10.0.0.5']}, 'subnets': [", net >> 8, net & 255);
}

/* One half of the peering of a spoke with its hub. */
static void add_half(Scale *scale, uint32_t index, bool hub_half)
{
	const Spoke *spoke = &scale->spokes[index];
	g_autofree char *hub = hub_id(scale, spoke->hub), *own = spoke_id(scale, index);
	g_autofree char *name = er_scale_name(scale->estate, hub_half ? "to-spoke" : "to-hub", hub_half ? index : spoke->hub);
	g_autofree char *id = g_strdup_printf("%s/virtualNetworkPeerings/%s", hub_half ? hub : own, name);
	uint32_t remote = hub_half ? net_of_spoke(scale, index) : spoke->hub;

	begin(scale, id, "virtualNetworks/virtualNetworkPeerings");
	begin_properties(scale, id);
	add(scale, "'peeringState': '%s', 'peeringSyncLevel': 'FullyInSync', 'remoteVirtualNetwork': {'id': '%s'}, ",
	    spoke->hang != HANGS_NOT_CONNECTED ? "Connected" : hub_half ? "Initiated" : "Disconnected", hub_half ? own : hub);
	add(scale, "'allowVirtualNetworkAccess': true, 'allowForwardedTraffic': true, 'allowGatewayTransit': %s, 'useRemoteGateways': %s, 'doNotVerifyRemoteGateways': false, ",
	    hub_half && spoke->hang != HANGS_NO_TRANSIT ? "true" : "false", !hub_half && spoke->hang != HANGS_NO_REMOTE ? "true" : "false");
	add(scale, "'remoteAddressSpace': {'addressPrefixes': ['10.%u.%u.0/24']}, 'remoteVirtualNetworkAddressSpace': {'addressPrefixes': ['10.%u.%u.0/24']}}}",
	    remote >> 8, remote & 255, remote >> 8, remote & 255);
}

static void write_private_endpoint(Scale *scale, uint32_t index)
{
	const Spoke *spoke = &scale->spokes[index];
	g_autofree char *id = id_of(scale, spoke->subscription, "privateEndpoints", "pe", index), *vnet = spoke_id(scale, index);

	begin(scale, id, "privateEndpoints");
	add(scale, "'location': '%s', ", regions[spoke->region].name);
	begin_properties(scale, id);
	add(scale, "'subnet': {'id': '%s/subnets/data'}, 'privateLinkServiceConnections': [], 'customDnsConfigs': []}}", vnet);
	end_resource(scale);
}

static void write_spoke(Scale *scale, uint32_t index)
{
	static const char *const names[] = { "app", "data", "web" };
	const Spoke *spoke = &scale->spokes[index];
	const Hub *hub = &scale->hubs[spoke->hub];
	g_autofree char *id = spoke_id(scale, index), *user = id_of(scale, spoke->subscription, "networkInterfaces", "nic", index);
	g_autofree char *table = hub->firewall ? id_of(scale, hub->subscription, "routeTables", "rt-spokes", spoke->hub) : NULL;

	begin_vnet(scale, id, spoke->region, net_of_spoke(scale, index));
	for (uint32_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const Subnet subnet = { names[i], net_of_spoke(scale, index), i * 64, 26, i < 2 ? table : NULL, user };
		comma(scale, i == 0);
		add_subnet(scale, id, &subnet);
	}
	add(scale, "], 'virtualNetworkPeerings': [");
	if (!hub->virtual && spoke->hang != HANGS_NOT && spoke->hang != HANGS_SPOKE_HALF_MISSING)
		add_half(scale, index, false);
	add(scale, "], 'enableDdosProtection': false}}");
	end_resource(scale);
	if (spoke->endpoint)
		write_private_endpoint(scale, index);
}

/* ---- hubs ---- */

static void write_route_tables(Scale *scale, uint32_t index)
{
	const Hub *hub = &scale->hubs[index];
	g_autofree char *gateway_table = id_of(scale, hub->subscription, "routeTables", "rt-gateway", index);
	g_autofree char *spokes_table = id_of(scale, hub->subscription, "routeTables", "rt-spokes", index);

	begin(scale, gateway_table, "routeTables");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, gateway_table);
	add(scale, "'disableBgpRoutePropagation': false, 'routes': [");
	for (uint32_t i = 0; i < scale->n_of_hub[index]; i++) {
		uint32_t spoke = scale->of_hub[index][i], net = net_of_spoke(scale, spoke);
		g_autofree char *name = er_scale_name(scale->estate, "to-spoke", spoke);
		add(scale, "%s{'name': '%s', 'id': '%s/routes/%s', 'properties': {'provisioningState': 'Succeeded', 'addressPrefix': '10.%u.%u.0/24', "
		           "'nextHopType': 'VirtualAppliance', 'nextHopIpAddress': '10.%u.%u.68', 'hasBgpOverride': false}}",
		    i > 0 ? ", " : "", name, gateway_table, name, net >> 8, net & 255, index >> 8, index & 255);
	}
	add(scale, "]}}");
	end_resource(scale);
	begin(scale, spokes_table, "routeTables");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, spokes_table);
	add(scale, "'disableBgpRoutePropagation': true, 'routes': [{'name': 'default', 'id': '%s/routes/default', 'properties': {'provisioningState': 'Succeeded', 'addressPrefix': '0.0.0.0/0', "
	           "'nextHopType': 'VirtualAppliance', 'nextHopIpAddress': '10.%u.%u.68', 'hasBgpOverride': false}}]}}",
	    spokes_table, index >> 8, index & 255);
	end_resource(scale);
}

static void write_firewall(Scale *scale, uint32_t index)
{
	const Hub *hub = &scale->hubs[index];
	g_autofree char *id = id_of(scale, hub->subscription, "azureFirewalls", "fw", index), *vnet = hub_id(scale, index);

	begin(scale, id, "azureFirewalls");
	add(scale, "'location': '%s', 'zones': [%s], ", regions[hub->region].name, index % 3 == 0 ? "'1'" : "'1', '2', '3'");
	begin_properties(scale, id);
	add(scale, "'sku': {'name': 'AZFW_VNet', 'tier': 'Standard'}, 'ipConfigurations': [{'name': 'ipconfig', 'id': '%s/azureFirewallIpConfigurations/ipconfig', "
	           "'properties': {'privateIPAddress': '10.%u.%u.68', 'subnet': {'id': '%s/subnets/AzureFirewallSubnet'}}}]}}",
	    id, index >> 8, index & 255, vnet);
	end_resource(scale);
}

static void write_hub_vnet(Scale *scale, uint32_t index)
{
	const Hub *hub = &scale->hubs[index];
	g_autofree char *id = hub_id(scale, index), *gateway = gateway_id(scale, index);
	g_autofree char *table = hub->firewall ? id_of(scale, hub->subscription, "routeTables", "rt-gateway", index) : NULL;
	const Subnet subnets[] = { { "GatewaySubnet", index, 0, 26, table, gateway }, { "shared", index, 128, 26, NULL, gateway }, { "AzureFirewallSubnet", index, 64, 26, NULL, gateway } };
	bool first = true;

	begin_vnet(scale, id, hub->region, index);
	for (uint32_t i = 0; i < (hub->firewall ? 3u : 2u); i++) {
		comma(scale, i == 0);
		add_subnet(scale, id, &subnets[i]);
	}
	add(scale, "], 'virtualNetworkPeerings': [");
	for (uint32_t i = 0; i < scale->n_of_hub[index]; i++) {
		uint32_t spoke = scale->of_hub[index][i];
		if (scale->spokes[spoke].hang == HANGS_NOT || scale->spokes[spoke].hang == HANGS_HUB_HALF_MISSING)
			continue;
		comma(scale, first);
		first = false;
		add_half(scale, spoke, true);
	}
	add(scale, "], 'enableDdosProtection': false}}");
	end_resource(scale);
	if (hub->firewall) {
		write_route_tables(scale, index);
		write_firewall(scale, index);
	}
}

static void write_virtual_hub(Scale *scale, uint32_t index)
{
	const Hub *hub = &scale->hubs[index];
	g_autofree char *id = hub_id(scale, index), *gateway = gateway_id(scale, index), *wan = id_of(scale, 0, "virtualWans", "wan", index / HUBS_OF_WAN);

	begin(scale, id, "virtualHubs");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, id);
	add(scale, "'addressPrefix': '10.%u.%u.0/24', 'virtualWan': {'id': '%s'}, 'expressRouteGateway': {'id': '%s'}, 'sku': 'Standard', 'hubRoutingPreference': 'ExpressRoute', 'routingState': 'Provisioned'}}",
	    index >> 8, index & 255, wan, gateway);
	end_resource(scale);
	for (uint32_t i = 0; i < scale->n_of_hub[index]; i++) {
		uint32_t spoke = scale->of_hub[index][i];
		g_autofree char *name = er_scale_name(scale->estate, "to-spoke", spoke), *remote = spoke_id(scale, spoke);
		g_autofree char *connection = g_strdup_printf("%s/hubVirtualNetworkConnections/%s", id, name);
		if (scale->spokes[spoke].hang == HANGS_NOT)
			continue;
		begin(scale, connection, "virtualHubs/hubVirtualNetworkConnections");
		begin_properties(scale, connection);
		add(scale, "'remoteVirtualNetwork': {'id': '%s'}, 'enableInternetSecurity': true, 'connectivityStatus': 'Connected'}}", remote);
		end_resource(scale);
	}
}

/* ---- gateways and connections ---- */

static void write_address(Scale *scale, const char *id, const Hub *hub)
{
	begin(scale, id, "publicIPAddresses");
	add(scale, "'location': '%s', 'sku': {'name': 'Standard', 'tier': 'Regional'}, %s", regions[hub->region].name, hub->sku % 4 == 1 ? "'zones': ['2'], " : "'zones': ['1', '2', '3'], ");
	begin_properties(scale, id);
	add(scale, "'publicIPAddressVersion': 'IPv4', 'publicIPAllocationMethod': 'Static', 'idleTimeoutInMinutes': 4, 'ipTags': []}}");
	end_resource(scale);
}

static void write_gateway(Scale *scale, uint32_t index, bool vpn)
{
	const Hub *hub = &scale->hubs[index];
	const char *sku = vpn ? "VpnGw2AZ" : skus[hub->sku];
	g_autofree char *id = vpn ? id_of(scale, hub->subscription, "virtualNetworkGateways", "vpngw", index) : gateway_id(scale, index), *vnet = hub_id(scale, index);
	g_autofree char *address = id_of(scale, hub->subscription, "publicIPAddresses", vpn ? "pip-vpngw" : "pip-ergw", index);

	begin(scale, id, "virtualNetworkGateways");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, id);
	add(scale, "'ipConfigurations': [{'name': 'default', 'id': '%s/ipConfigurations/default', 'properties': {'provisioningState': 'Succeeded', 'privateIPAllocationMethod': 'Dynamic', "
	           "'publicIPAddress': {'id': '%s'}, 'subnet': {'id': '%s/subnets/GatewaySubnet'}}}], ", id, address, vnet);
	add(scale, "'sku': {'name': '%s', 'tier': '%s', 'capacity': 2}, 'gatewayType': '%s', 'vpnType': 'RouteBased', 'enableBgp': %s, 'activeActive': %s, ", sku, sku, vpn ? "Vpn" : "ExpressRoute",
	    vpn ? "true" : "false", vpn ? "true" : "false");
	add(scale, "'autoScaleConfiguration': {'bounds': {'min': %u, 'max': 10}}, 'allowRemoteVnetTraffic': false, 'allowVirtualWanTraffic': false}}", strcmp(sku, "ErGwScale") == 0 ? 1 + index % 10 : 1);
	end_resource(scale);
	write_address(scale, address, hub);
}

static void write_connection(Scale *scale, uint32_t hub, uint32_t index, uint32_t weight)
{
	const Circuit *circuit = &scale->circuits[index];
	g_autofree char *gateway = gateway_id(scale, hub), *to = circuit_id(scale, index), *word = er_scale_name(scale->estate, "conn", hub);
	g_autofree char *id = id_of(scale, scale->hubs[hub].subscription, "connections", word, index);

	begin(scale, id, "connections");
	add(scale, "'location': '%s', ", regions[scale->hubs[hub].region].name);
	begin_properties(scale, id);
	add(scale, "'virtualNetworkGateway1': {'id': '%s'}, 'connectionType': 'ExpressRoute', 'routingWeight': %u, 'enableBgp': false, 'ipsecPolicies': [], 'trafficSelectorPolicies': [], ", gateway, weight);
	add(scale, "'connectionStatus': '%s', 'peer': {'id': '%s'}, 'expressRouteGatewayBypass': %s}}", circuit->connected ? "Connected" : "NotConnected", to, scale->hubs[hub].fastpath ? "true" : "false");
	end_resource(scale);
}

static void write_hub_gateway(Scale *scale, uint32_t index)
{
	const ScaleEstate *estate = scale->estate;
	g_autofree char *id = gateway_id(scale, index), *hub = hub_id(scale, index);

	begin(scale, id, "expressRouteGateways");
	add(scale, "'location': '%s', ", regions[scale->hubs[index].region].name);
	begin_properties(scale, id);
	add(scale, "'virtualHub': {'id': '%s'}, 'autoScaleConfiguration': {'bounds': {'min': %u}}, 'expressRouteConnections': [", hub, 1 + index % 4);
	for (uint32_t i = 0; i < estate->circuits_per_hub; i++) {
		uint32_t circuit = index * estate->circuits_per_hub + i;
		g_autofree char *to = circuit_id(scale, circuit), *name = er_scale_name(estate, "conn", circuit), *own = g_strdup_printf("%s/expressRouteConnections/%s", id, name);
		comma(scale, i == 0);
		begin(scale, own, "expressRouteGateways/expressRouteConnections");
		add(scale, "'properties': {'provisioningState': 'Succeeded', 'routingWeight': %u, 'enableInternetSecurity': false, 'expressRouteCircuitPeering': {'id': '%s/peerings/AzurePrivatePeering'}}}",
		    scale->circuits[circuit].weight, to);
	}
	add(scale, "]}}");
	end_resource(scale);
}

static void write_vpn_connection(Scale *scale, uint32_t index)
{
	const Hub *hub = &scale->hubs[index];
	g_autofree char *gateway = id_of(scale, hub->subscription, "virtualNetworkGateways", "vpngw", index);
	g_autofree char *local = id_of(scale, hub->subscription, "localNetworkGateways", "lgw", index), *id = id_of(scale, hub->subscription, "connections", "ipsec", index);

	begin(scale, local, "localNetworkGateways");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, local);
	add(scale, "'localNetworkAddressSpace': {'addressPrefixes': ['192.168.0.0/16']}, 'gatewayIpAddress': '203.0.113.%u'}}", index % 250 + 1);
	end_resource(scale);
	begin(scale, id, "connections");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, id);
	add(scale, "'virtualNetworkGateway1': {'id': '%s'}, 'localNetworkGateway2': {'id': '%s'}, 'connectionType': 'IPsec', 'routingWeight': 0, 'enableBgp': true, 'connectionStatus': 'Connected'}}", gateway, local);
	end_resource(scale);
}

static void write_hub(Scale *scale, uint32_t index)
{
	const ScaleEstate *estate = scale->estate;
	const Hub *hub = &scale->hubs[index];

	if (hub->virtual) {
		write_virtual_hub(scale, index);
		write_hub_gateway(scale, index);
		return;
	}
	write_hub_vnet(scale, index);
	write_gateway(scale, index, false);
	for (uint32_t i = 0; i < estate->circuits_per_hub; i++)
		write_connection(scale, index, index * estate->circuits_per_hub + i, scale->circuits[index * estate->circuits_per_hub + i].weight);
	if (hub->bow_tie && estate->circuits_per_hub > 0)
		write_connection(scale, index, (index + 1) % estate->hubs * estate->circuits_per_hub, 0);
	if (hub->vpn) {
		write_gateway(scale, index, true);
		write_vpn_connection(scale, index);
	}
}

/* ---- circuits ---- */

/* Side @side as the drawing has it is written as side @side, or, mirrored, as the other one. */
static const char *side_word(const Scale *scale, uint32_t side)
{
	return (side == 0) != scale->estate->mirrored ? "primary" : "secondary";
}

static void add_peering(Scale *scale, const char *circuit_id_text, uint32_t index)
{
	const Circuit *circuit = &scale->circuits[index];
	g_autofree char *id = g_strdup_printf("%s/peerings/AzurePrivatePeering", circuit_id_text);
	uint32_t missing = circuit->state == CIRCUIT_ONE_SIDE ? (circuit->other_side ? 1 : 0) : UINT32_MAX;

	begin(scale, id, "expressRouteCircuits/peerings");
	add(scale, "'properties': {'provisioningState': 'Succeeded', 'peeringType': 'AzurePrivatePeering', 'azureASN': 12076, 'peerASN': %u, ", 65000 + index % 500);
	for (uint32_t side = 0; side < 2; side++) {
		if (side != missing)
			add(scale, "'%sPeerAddressPrefix': '172.%u.%u.%u/30', ", side_word(scale, side), 16 + (index >> 8), index & 255, 4 * side);
		if (circuit->port == NO_PORT && circuit->device != NO_DEVICE)
			add(scale, "'%sAzurePort': '%s-%s-CIS-%u-%s-A', ", side_word(scale, side), "EQIX", regions[scale->hubs[circuit->hub].region].name, 2 * circuit->device + side,
			    (side == 0) != scale->estate->mirrored ? "PRI" : "SEC");
	}
	add(scale, "'state': '%s', 'vlanId': %u, 'gatewayManagerEtag': '', 'lastModifiedBy': 'Customer', 'connections': [], 'peeredConnections': []}}",
	    circuit->state == CIRCUIT_PEERING_DISABLED ? "Disabled" : "Enabled", 100 + index % 3000);
}

static void write_circuit(Scale *scale, uint32_t index)
{
	const Circuit *circuit = &scale->circuits[index];
	const Hub *hub = &scale->hubs[circuit->hub];
	g_autofree char *id = circuit_id(scale, index), *port = id_of(scale, hub->subscription, "expressRoutePorts", "port", circuit->hub);

	begin(scale, id, "expressRouteCircuits");
	add(scale, "'location': '%s', 'sku': {'name': 'Standard_MeteredData', 'tier': 'Standard', 'family': 'MeteredData'}, ", regions[hub->region].name);
	begin_properties(scale, id);
	add(scale, "'peerings': [");
	if (circuit->state != CIRCUIT_NO_PEERING)
		add_peering(scale, id, index);
	add(scale, "], 'authorizations': [], ");
	if (circuit->port != NO_PORT)
		add(scale, "'expressRoutePort': {'id': '%s'}, 'bandwidthInGbps': 5, ", port);
	else
		add(scale, "'serviceProviderProperties': {'serviceProviderName': '%s', 'peeringLocation': '%s', 'bandwidthInMbps': %u}, ", providers[circuit->provider],
		    circuit->metro ? regions[hub->region].metro : regions[hub->region].location[circuit->place], index % 3 == 0 ? 2000 : 1000);
	add(scale, "'circuitProvisioningState': '%s', 'serviceProviderProvisioningState': '%s', 'allowClassicOperations': false, 'gatewayManagerEtag': '7', 'globalReachEnabled': false, 'stag': %u}}",
	    circuit->state == CIRCUIT_DISABLED ? "Disabled" : "Enabled", circuit->state == CIRCUIT_NOT_PROVISIONED ? "NotProvisioned" : "Provisioned", index % 4000);
	end_resource(scale);
}

static void write_port(Scale *scale, uint32_t index)
{
	const Circuit *circuit = &scale->circuits[index];
	const Hub *hub = &scale->hubs[circuit->hub];
	g_autofree char *id = id_of(scale, hub->subscription, "expressRoutePorts", "port", circuit->hub);
	uint32_t down = circuit->link_down ? (circuit->other_side ? 1 : 0) : UINT32_MAX;

	begin(scale, id, "expressRoutePorts");
	add(scale, "'location': '%s', ", regions[hub->region].name);
	begin_properties(scale, id);
	add(scale, "'peeringLocation': '%s', 'bandwidthInGbps': 10, 'encapsulation': 'QinQ', 'links': [", regions[hub->region].facility[circuit->place]);
	for (uint32_t side = 0; side < 2; side++) {
		g_autofree char *link = g_strdup_printf("%s/links/link%u", id, (side == 0) != scale->estate->mirrored ? 1 : 2);
		comma(scale, side == 0);
		begin(scale, link, "expressRoutePorts/links");
		add(scale, "'properties': {'provisioningState': 'Succeeded', 'adminState': '%s', 'connectorType': 'LC', 'interfaceName': 'HundredGigE15/15/%u', 'routerName': '%s-09XGMR-CIS-%u', 'rackId': 'A51 02050'}}",
		    side == down ? "Disabled" : "Enabled", side, regions[hub->region].name, side + 1);
	}
	add(scale, "], 'circuits': []}}");
	end_resource(scale);
}

/* ---- all of it ---- */

static void index_spokes(Scale *scale)
{
	const ScaleEstate *estate = scale->estate;

	scale->n_of_hub = g_new0(uint32_t, estate->hubs + 1);
	scale->of_hub = g_new0(uint32_t *, estate->hubs + 1);
	for (uint32_t i = 0; i < estate->vnets; i++)
		scale->n_of_hub[scale->spokes[i].hub]++;
	for (uint32_t i = 0; i < estate->hubs; i++) {
		scale->of_hub[i] = g_new(uint32_t, scale->n_of_hub[i] + 1);
		scale->n_of_hub[i] = 0;
	}
	for (uint32_t i = 0; i < estate->vnets; i++) {
		uint32_t hub = scale->spokes[i].hub;
		scale->of_hub[hub][scale->n_of_hub[hub]++] = i;
	}
}

static void write_wan(Scale *scale, uint32_t index)
{
	g_autofree char *id = id_of(scale, 0, "virtualWans", "wan", index);

	begin(scale, id, "virtualWans");
	add(scale, "'location': 'westeurope', ");
	begin_properties(scale, id);
	add(scale, "'disableVpnEncryption': false, 'allowBranchToBranchTraffic': true, 'type': 'Standard'}}");
	end_resource(scale);
}

void er_scale_write(const ScaleEstate *estate, ScaleSink sink, void *data)
{
	Scale scale = { .estate = estate, .sink = sink, .data = data, .text = g_string_new(NULL) };
	uint32_t last_port = NO_PORT;

	g_assert(estate->hubs > 0 && estate->vnets + estate->hubs <= 65000);
	draw(&scale);
	index_spokes(&scale);
	for (uint32_t i = 0; estate->virtual_hubs > 0 && i < estate->hubs; i += HUBS_OF_WAN)
		write_wan(&scale, i / HUBS_OF_WAN);
	for (uint32_t i = 0; i < estate->hubs * estate->circuits_per_hub; i++) {
		if (scale.circuits[i].port != NO_PORT && scale.circuits[i].port != last_port)
			write_port(&scale, i);
		last_port = scale.circuits[i].port != NO_PORT ? scale.circuits[i].port : last_port;
		if (!scale.circuits[i].absent)
			write_circuit(&scale, i);
	}
	for (uint32_t i = 0; i < estate->hubs; i++)
		write_hub(&scale, i);
	for (uint32_t i = 0; i < estate->vnets; i++)
		write_spoke(&scale, i);
	for (uint32_t i = 0; i < estate->hubs; i++)
		g_free(scale.of_hub[i]);
	g_free(scale.of_hub);
	g_free(scale.n_of_hub);
	g_free(scale.hubs);
	g_free(scale.circuits);
	g_free(scale.spokes);
	g_string_free(scale.text, TRUE);
}
