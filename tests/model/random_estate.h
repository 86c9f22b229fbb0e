/*
 * random_estate.h: small seeded estates, as the JSON texts that an export would hold.
 *
 * er_estate_draw() draws what there is: 1–3 circuits (by a provider, on a Direct port, or not in the input), 1–2 gateways in
 * VNets or virtual hubs, connections, 0–3 spokes, some of it broken the way estates are broken. er_estate_write() spells it out,
 * one text per resource, so that a test can leave a spoke out, add a circuit, shuffle the texts, or split them over files.
 * The same seed gives the same estate.
 */
#ifndef ER_TESTS_RANDOM_ESTATE_H
#define ER_TESTS_RANDOM_ESTATE_H

#include <glib.h>
#include <stdbool.h>

enum { ER_ESTATE_CIRCUITS = 3, ER_ESTATE_PORTS = 2, ER_ESTATE_GATEWAYS = 2, ER_ESTATE_SPOKES = 3, ER_ESTATE_NONE = -1 };

typedef enum { PEERING_ENABLED, PEERING_DISABLED, PEERING_MISSING, PEERING_UNTOLD, PEERING_ONE_SIDE, PEERING_V6, PEERING_NO_PREFIX, PEERING_STATELESS } EstatePeering;
typedef enum { ADDRESS_AUTO, ADDRESS_ZONES, ADDRESS_ONE_ZONE, ADDRESS_NO_ZONE, ADDRESS_BASIC, ADDRESS_ELSEWHERE } EstateAddress;
typedef enum { HANGS_WELL, HANGS_HUB_HALF_MISSING, HANGS_SPOKE_HALF_MISSING, HANGS_NOT_CONNECTED, HANGS_NO_TRANSIT, HANGS_NO_REMOTE, HANGS_STATELESS, HANGS_NOT } EstateHang;

typedef struct {
	unsigned subscription, mbps;
	int port;                      /* ER_ESTATE_NONE: of a provider */
	bool external, separate, twice; /* not in the input; peering apart; given twice with two bandwidths */
	const char *provider, *location, *state, *provider_state; /* NULL: absent */
	EstatePeering peering;
	int device[2];                 /* ER_ESTATE_NONE: no port name */
} EstateCircuit;

typedef struct { const char *location, *admin[2]; bool router, separate, external; } EstatePort;

typedef struct {
	bool virtual_hub, same_vnet;   /* same_vnet: beside gateway 0, as in a migration */
	const char *region, *sku;
	unsigned subscription, units, capacity;
	EstateAddress address;
	bool endpoint, routes;         /* a private endpoint in the hub; routes to an appliance in its GatewaySubnet */
	struct { bool there; int weight; const char *bypass, *status; } connection[ER_ESTATE_CIRCUITS];
} EstateGateway;

typedef struct { const char *region; unsigned subscription; bool embedded; EstateHang hang[ER_ESTATE_GATEWAYS]; } EstateSpoke;

typedef struct {
	unsigned n_circuits, n_ports, n_gateways, n_spokes;
	EstateCircuit circuit[ER_ESTATE_CIRCUITS];
	EstatePort port[ER_ESTATE_PORTS];
	EstateGateway gateway[ER_ESTATE_GATEWAYS];
	EstateSpoke spoke[ER_ESTATE_SPOKES];
	bool hubs_peered;
} Estate;

/* Left out or added when the estate is written. */
typedef struct {
	int only_spoke;                /* ER_ESTATE_NONE: all */
	bool no_spokes;
	bool parallel;                 /* one circuit more, of another provider, elsewhere, in a subscription of its own */
} EstateView;

static inline bool estate_chance(GRand *rand, unsigned percent)
{
	return (unsigned)g_rand_int_range(rand, 0, 100) < percent;
}

#define ESTATE_PICK(rand, table) ((table)[g_rand_int_range((rand), 0, (gint32)G_N_ELEMENTS(table))])

static inline void estate_draw_circuit(Estate *estate, GRand *rand, EstateCircuit *circuit)
{
	static const char *const locations[] = { "London", "London", "London2", "london metro", "Amsterdam", "Amsterdam Metro", "Amsterdam2", "Atlantis" };
	static const char *const providers[] = { "Equinix", "Colt", "equinix" };
	static const char *const states[] = { "Enabled", "Enabled", "Enabled", "Enabled", "Enabled", "Enabled", "Enabled", "Disabled", NULL };
	static const char *const provisioning[] = { "Provisioned", "Provisioned", "Provisioned", "Provisioned", "Provisioned", "Provisioned", "NotProvisioned", NULL };
	static const EstatePeering peerings[] = {
		PEERING_ENABLED, PEERING_ENABLED, PEERING_ENABLED, PEERING_ENABLED, PEERING_ENABLED, PEERING_ENABLED, PEERING_DISABLED, PEERING_MISSING,
		PEERING_UNTOLD, PEERING_UNTOLD, PEERING_ONE_SIDE, PEERING_V6, PEERING_NO_PREFIX, PEERING_STATELESS,
	};

	circuit->subscription = estate_chance(rand, 30) ? 2 : 1;
	circuit->mbps = estate_chance(rand, 50) ? 1000 : 500;
	circuit->port = estate->n_ports > 0 && estate_chance(rand, 50) ? g_rand_int_range(rand, 0, (gint32)estate->n_ports) : ER_ESTATE_NONE;
	circuit->external = estate_chance(rand, 8);
	circuit->separate = estate_chance(rand, 40);
	circuit->twice = estate_chance(rand, 8);
	circuit->location = ESTATE_PICK(rand, locations);
	circuit->provider = ESTATE_PICK(rand, providers);
	circuit->state = ESTATE_PICK(rand, states);
	circuit->provider_state = ESTATE_PICK(rand, provisioning);
	circuit->peering = ESTATE_PICK(rand, peerings);
	for (int side = 0; side < 2; side++)
		circuit->device[side] = estate_chance(rand, 30) ? g_rand_int_range(rand, 0, 2) : ER_ESTATE_NONE;
}

static inline void estate_draw_gateway(const Estate *estate, GRand *rand, EstateGateway *gateway)
{
	static const char *const skus[] = { "Standard", "HighPerformance", "UltraPerformance", "ErGw1AZ", "ErGw2AZ", "ErGw3AZ", "ErGwScale", "ErGwFuture", NULL };
	static const char *const regions[] = { "uksouth", "uksouth", "westeurope", "ukwest", "atlantis" };
	static const char *const bypass[] = { "true", "true", "false", NULL };
	static const char *const statuses[] = { "Connected", "Connected", "Connected", "Connected", "Unknown", "NotConnected", "Connecting", NULL };
	static const int weights[] = { ER_ESTATE_NONE, 0, 0, 10, 100 };

	gateway->virtual_hub = estate_chance(rand, 15);
	gateway->region = ESTATE_PICK(rand, regions);
	gateway->sku = ESTATE_PICK(rand, skus);
	gateway->subscription = estate_chance(rand, 30) ? 2 : 1;
	gateway->units = estate_chance(rand, 25) ? 10 : (unsigned)g_rand_int_range(rand, 1, 3);
	gateway->capacity = (unsigned)g_rand_int_range(rand, 0, 5);
	gateway->address = (EstateAddress)g_rand_int_range(rand, 0, ADDRESS_ELSEWHERE + 1);
	gateway->endpoint = estate_chance(rand, 10);
	gateway->routes = estate_chance(rand, 10);
	for (unsigned i = 0; i < estate->n_circuits; i++) {
		gateway->connection[i].there = estate_chance(rand, 80);
		gateway->connection[i].weight = ESTATE_PICK(rand, weights);
		gateway->connection[i].bypass = ESTATE_PICK(rand, bypass);
		gateway->connection[i].status = ESTATE_PICK(rand, statuses);
	}
}

static inline void estate_draw_spoke(const Estate *estate, GRand *rand, EstateSpoke *spoke)
{
	static const char *const regions[] = { "uksouth", "uksouth", "westeurope", "northeurope", "" };
	int home = g_rand_int_range(rand, 0, (gint32)estate->n_gateways);

	spoke->region = estate_chance(rand, 50) ? estate->gateway[home].region : ESTATE_PICK(rand, regions);
	spoke->subscription = (unsigned)g_rand_int_range(rand, 1, 4);
	spoke->embedded = estate_chance(rand, 50);
	for (unsigned i = 0; i < ER_ESTATE_GATEWAYS; i++) {
		bool hangs = i < estate->n_gateways && (i == (unsigned)home ? estate_chance(rand, 92) : estate_chance(rand, 25));
		spoke->hang[i] = !hangs ? HANGS_NOT : estate_chance(rand, 75) ? HANGS_WELL : (EstateHang)g_rand_int_range(rand, 0, HANGS_NOT);
	}
}

static inline Estate er_estate_draw(guint32 seed)
{
	static const char *const facilities[] = { "Equinix-London-LD5", "Equinix-Amsterdam-AM5", "Amsterdam Metro", "Nowhere-X1" };
	static const char *const admin[] = { "Enabled", "Enabled", "Enabled", "Enabled", "Disabled", NULL };
	Estate estate = { 0 };
	GRand *rand = g_rand_new_with_seed(seed);

	estate.n_circuits = (unsigned)g_rand_int_range(rand, 1, ER_ESTATE_CIRCUITS + 1);
	estate.n_ports = estate_chance(rand, 40) ? (unsigned)g_rand_int_range(rand, 1, ER_ESTATE_PORTS + 1) : 0;
	estate.n_gateways = (unsigned)g_rand_int_range(rand, 1, ER_ESTATE_GATEWAYS + 1);
	estate.n_spokes = (unsigned)g_rand_int_range(rand, 0, ER_ESTATE_SPOKES + 1);
	estate.hubs_peered = estate_chance(rand, 40);
	for (unsigned i = 0; i < estate.n_ports; i++) {
		estate.port[i] = (EstatePort){ .location = ESTATE_PICK(rand, facilities), .router = estate_chance(rand, 50), .separate = estate_chance(rand, 30), .external = estate_chance(rand, 8) };
		estate.port[i].admin[0] = ESTATE_PICK(rand, admin);
		estate.port[i].admin[1] = ESTATE_PICK(rand, admin);
	}
	for (unsigned i = 0; i < estate.n_circuits; i++)
		estate_draw_circuit(&estate, rand, &estate.circuit[i]);
	for (unsigned i = 0; i < estate.n_gateways; i++)
		estate_draw_gateway(&estate, rand, &estate.gateway[i]);
	estate.gateway[1].same_vnet = estate.n_gateways == 2 && !estate.gateway[0].virtual_hub && estate_chance(rand, 15);
	if (estate.gateway[1].same_vnet) {
		estate.gateway[1].virtual_hub = false;
		estate.gateway[1].subscription = estate.gateway[0].subscription;
		estate.gateway[1].region = estate.gateway[0].region;
	}
	for (unsigned i = 0; i < estate.n_spokes; i++)
		estate_draw_spoke(&estate, rand, &estate.spoke[i]);
	g_rand_free(rand);
	return estate;
}

/* ---- writing ---- */

static inline char *estate_id(unsigned subscription, const char *type, const char *name)
{
	return g_strdup_printf("/subscriptions/00000000-0000-0000-0000-00000000000%u/resourceGroups/rg/providers/Microsoft.Network/%s/%s", subscription, type, name);
}

/* VNet or virtual hub of a gateway. */
static inline char *estate_hub_id(const Estate *estate, unsigned gateway)
{
	const EstateGateway *of = &estate->gateway[gateway];
	unsigned home = of->same_vnet ? 0 : gateway;
	g_autofree char *name = g_strdup_printf(of->virtual_hub ? "vhub-%u" : "hub-%u", home);

	return estate_id(of->subscription, of->virtual_hub ? "virtualHubs" : "virtualNetworks", name);
}

static inline char *estate_spoke_id(const Estate *estate, unsigned spoke)
{
	g_autofree char *name = g_strdup_printf("Spoke-%u", spoke);

	return estate_id(estate->spoke[spoke].subscription, "virtualNetworks", name);
}

static inline char *estate_circuit_id(const Estate *estate, unsigned circuit)
{
	g_autofree char *name = g_strdup_printf("ER-%u", circuit);

	return estate_id(estate->circuit[circuit].subscription, "expressRouteCircuits", name);
}

static inline void estate_take(GPtrArray *out, GString *text)
{
	g_ptr_array_add(out, g_string_free(text, FALSE));
}

/* A member that may be absent; always followed by another. */
static inline void estate_optional(GString *out, const char *member, const char *value)
{
	if (value != NULL)
		g_string_append_printf(out, "\"%s\": \"%s\", ", member, value);
}

static inline void estate_write_port(const Estate *estate, unsigned index, GPtrArray *out)
{
	const EstatePort *port = &estate->port[index];
	g_autofree char *name = g_strdup_printf("port-%u", index);
	g_autofree char *id = estate_id(1, "expressRoutePorts", name);
	GString *text = g_string_new(NULL);
	GString *links[2];

	if (port->external) {
		g_string_free(text, TRUE);
		return;
	}
	for (unsigned side = 0; side < 2; side++) {
		links[side] = g_string_new(NULL);
		g_string_append_printf(links[side], "{\"id\": \"%s/links/link%u\", \"name\": \"link%u\", \"properties\": {", id, side + 1, side + 1);
		estate_optional(links[side], "adminState", port->admin[side]);
		if (port->router)
			g_string_append_printf(links[side], "\"routerName\": \"%u-MSEE-%u\", ", index, side);
		g_string_append(links[side], "\"connectorType\": \"LC\"}}");
	}
	g_string_append_printf(text, "{\"id\": \"%s\", \"location\": \"uksouth\", \"properties\": {\"peeringLocation\": \"%s\", \"bandwidthInGbps\": 10", id, port->location);
	if (!port->separate)
		g_string_append_printf(text, ", \"links\": [%s, %s]", links[0]->str, links[1]->str);
	g_string_append(text, "}}");
	estate_take(out, text);
	for (unsigned side = 0; side < 2; side++) {
		if (port->separate)
			estate_take(out, links[side]);
		else
			g_string_free(links[side], TRUE);
	}
}

static inline GString *estate_peering(const EstateCircuit *circuit, const char *circuit_id)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "{\"id\": \"%s/peerings/AzurePrivatePeering\", \"name\": \"AzurePrivatePeering\", \"properties\": {\"peeringType\": \"AzurePrivatePeering\"", circuit_id);
	if (circuit->peering != PEERING_STATELESS)
		g_string_append_printf(out, ", \"state\": \"%s\"", circuit->peering == PEERING_DISABLED ? "Disabled" : "Enabled");
	if (circuit->peering == PEERING_V6)
		g_string_append(out, ", \"ipv6PeeringConfig\": {\"primaryPeerAddressPrefix\": \"fd00::/126\", \"secondaryPeerAddressPrefix\": \"fd00::4/126\"}");
	else if (circuit->peering != PEERING_NO_PREFIX)
		g_string_append(out, ", \"primaryPeerAddressPrefix\": \"172.16.0.0/30\"");
	if (circuit->peering != PEERING_V6 && circuit->peering != PEERING_NO_PREFIX && circuit->peering != PEERING_ONE_SIDE)
		g_string_append(out, ", \"secondaryPeerAddressPrefix\": \"172.16.0.4/30\"");
	if (circuit->device[0] != ER_ESTATE_NONE)
		g_string_append_printf(out, ", \"primaryAzurePort\": \"DEV-%d-PRI-A\"", circuit->device[0]);
	if (circuit->device[1] != ER_ESTATE_NONE)
		g_string_append_printf(out, ", \"secondaryAzurePort\": \"DEV-%d-SEC-A\"", circuit->device[1]);
	g_string_append(out, "}}");
	return out;
}

static inline void estate_write_circuit(const EstateCircuit *circuit, const char *id, unsigned mbps, GPtrArray *out)
{
	GString *text = g_string_new(NULL);
	g_autofree char *port_name = g_strdup_printf("port-%d", circuit->port);
	g_autofree char *port = estate_id(1, "expressRoutePorts", port_name);
	bool has_peering = circuit->peering != PEERING_MISSING && circuit->peering != PEERING_UNTOLD;
	GString *peering = estate_peering(circuit, id);

	g_string_append_printf(text, "{\"id\": \"%s\", \"location\": \"uksouth\", \"sku\": {\"tier\": \"Standard\", \"family\": \"MeteredData\"}, \"properties\": {", id);
	estate_optional(text, "circuitProvisioningState", circuit->state);
	estate_optional(text, "serviceProviderProvisioningState", circuit->provider_state);
	if (has_peering && !circuit->separate)
		g_string_append_printf(text, "\"peerings\": [%s], ", peering->str);
	else if (circuit->peering == PEERING_MISSING)
		g_string_append(text, "\"peerings\": [], ");
	if (circuit->port != ER_ESTATE_NONE)
		g_string_append_printf(text, "\"expressRoutePort\": {\"id\": \"%s\"}, \"bandwidthInGbps\": %u}}", port, mbps / 500);
	else
		g_string_append_printf(text, "\"serviceProviderProperties\": {\"serviceProviderName\": \"%s\", \"peeringLocation\": \"%s\", \"bandwidthInMbps\": %u}}}", circuit->provider, circuit->location, mbps);
	estate_take(out, text);
	if (has_peering && circuit->separate)
		estate_take(out, peering);
	else
		g_string_free(peering, TRUE);
}

/* One half of a VNet peering; @hub_half says whose. */
static inline char *estate_half(const char *own, const char *remote, EstateHang hang, bool hub_half, unsigned number)
{
	bool transit = hang != (hub_half ? HANGS_NO_TRANSIT : HANGS_NO_REMOTE);
	const char *state = hang == HANGS_NOT_CONNECTED && !hub_half ? "\"Initiated\"" : hang == HANGS_STATELESS ? "null" : "\"Connected\"";

	return g_strdup_printf("{\"id\": \"%s/virtualNetworkPeerings/p-%u\", \"name\": \"p-%u\", \"properties\": {\"remoteVirtualNetwork\": {\"id\": \"%s\"}, \"peeringState\": %s, "
	                       "\"allowGatewayTransit\": %s, \"useRemoteGateways\": %s}}",
	                       own, number, number, remote, state, hub_half && transit ? "true" : "false", !hub_half && transit ? "true" : "false");
}

static inline void estate_write_vnet(GPtrArray *out, const char *id, const char *region, GPtrArray *halves, const char *subnets)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "{\"id\": \"%s\", ", id);
	if (*region != '\0')
		g_string_append_printf(text, "\"location\": \"%s\", ", region);
	g_string_append_printf(text, "\"properties\": {\"addressSpace\": {\"addressPrefixes\": [\"10.0.0.0/16\"]}, \"subnets\": [%s], \"virtualNetworkPeerings\": [", subnets);
	for (guint i = 0; i < halves->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)halves->pdata[i]);
	g_string_append(text, "]}}");
	estate_take(out, text);
}

static inline bool estate_shows(const EstateView *view, unsigned spoke)
{
	return !view->no_spokes && (view->only_spoke == ER_ESTATE_NONE || view->only_spoke == (int)spoke);
}

/* The hub VNet of a gateway, with its halves of the spokes' peerings; the spokes' halves go to @spokes. */
static inline void estate_write_hub_vnet(const Estate *estate, unsigned index, const EstateView *view, GPtrArray *out)
{
	const EstateGateway *gateway = &estate->gateway[index];
	g_autofree char *id = estate_hub_id(estate, index);
	g_autoptr(GPtrArray) halves = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *table = estate_id(gateway->subscription, "routeTables", "rt");
	g_autofree char *subnets = g_strdup_printf("{\"id\": \"%s/subnets/GatewaySubnet\", \"name\": \"GatewaySubnet\", \"properties\": {\"addressPrefix\": \"10.0.0.0/26\"%s%s%s}}", id,
	                                           gateway->routes ? ", \"routeTable\": {\"id\": \"" : "", gateway->routes ? table : "", gateway->routes ? "\"}" : "");

	for (unsigned i = 0; i < estate->n_spokes; i++) {
		const EstateSpoke *spoke = &estate->spoke[i];
		if (spoke->hang[index] == HANGS_NOT || spoke->hang[index] == HANGS_HUB_HALF_MISSING || !estate_shows(view, i))
			continue;
		g_autofree char *remote = estate_spoke_id(estate, i);
		char *half = estate_half(id, remote, spoke->hang[index], true, i);
		g_ptr_array_add(spoke->embedded ? halves : out, half);
	}
	if (estate->hubs_peered && estate->n_gateways == 2 && !estate->gateway[0].virtual_hub && !estate->gateway[1].virtual_hub && !estate->gateway[1].same_vnet) {
		g_autofree char *remote = estate_hub_id(estate, 1 - index);
		g_ptr_array_add(halves, estate_half(id, remote, HANGS_NO_TRANSIT, true, 9));
	}
	estate_write_vnet(out, id, gateway->region, halves, subnets);
	if (gateway->routes)
		g_ptr_array_add(out, g_strdup_printf("{\"id\": \"%s\", \"properties\": {\"routes\": [{\"properties\": {\"addressPrefix\": \"10.1.0.0/16\", \"nextHopType\": \"VirtualAppliance\"}}]}}", table));
	if (gateway->endpoint) {
		g_autofree char *name = g_strdup_printf("pe-%u", index);
		g_autofree char *endpoint = estate_id(gateway->subscription, "privateEndpoints", name);
		g_ptr_array_add(out, g_strdup_printf("{\"id\": \"%s\", \"properties\": {\"subnet\": {\"id\": \"%s/subnets/endpoints\"}}}", endpoint, id));
	}
}

static inline void estate_write_virtual_hub(const Estate *estate, unsigned index, const EstateView *view, GPtrArray *out)
{
	const EstateGateway *gateway = &estate->gateway[index];
	g_autofree char *id = estate_hub_id(estate, index);
	g_autofree char *wan = estate_id(gateway->subscription, "virtualWans", "wan");

	g_ptr_array_add(out, g_strdup_printf("{\"id\": \"%s\", \"location\": \"%s\", \"properties\": {\"addressPrefix\": \"10.9.0.0/23\", \"virtualWan\": {\"id\": \"%s\"}}}", id, gateway->region, wan));
	for (unsigned i = 0; i < estate->n_spokes; i++) {
		if (estate->spoke[i].hang[index] == HANGS_NOT || !estate_shows(view, i))
			continue;
		g_autofree char *spoke = estate_spoke_id(estate, i);
		g_ptr_array_add(out, g_strdup_printf("{\"id\": \"%s/hubVirtualNetworkConnections/c-%u\", \"name\": \"c-%u\", \"properties\": {\"remoteVirtualNetwork\": {\"id\": \"%s\"}}}", id, i, i, spoke));
	}
}

static inline void estate_write_address(const EstateGateway *gateway, const char *id, GPtrArray *out)
{
	static const char *const zones[] = { [ADDRESS_ZONES] = ", \"zones\": [\"1\", \"2\", \"3\"]", [ADDRESS_ONE_ZONE] = ", \"zones\": [\"2\"]", [ADDRESS_NO_ZONE] = "", [ADDRESS_BASIC] = "" };

	if (gateway->address != ADDRESS_AUTO && gateway->address != ADDRESS_ELSEWHERE)
		g_ptr_array_add(out, g_strdup_printf("{\"id\": \"%s\", \"location\": \"%s\", \"sku\": {\"name\": \"%s\"}%s, \"properties\": {}}", id, gateway->region,
		                                     gateway->address == ADDRESS_BASIC ? "Basic" : "Standard", zones[gateway->address]));
}

static inline char *estate_gateway_id(const Estate *estate, unsigned index)
{
	const EstateGateway *gateway = &estate->gateway[index];
	g_autofree char *name = g_strdup_printf("gw-%u", index);

	return estate_id(gateway->subscription, gateway->virtual_hub ? "expressRouteGateways" : "virtualNetworkGateways", name);
}

static inline void estate_write_gateway(const Estate *estate, unsigned index, GPtrArray *out)
{
	const EstateGateway *gateway = &estate->gateway[index];
	g_autofree char *id = estate_gateway_id(estate, index), *hub = estate_hub_id(estate, index);
	g_autofree char *ip_name = g_strdup_printf("ip-%u", index);
	g_autofree char *ip = estate_id(gateway->subscription, "publicIPAddresses", ip_name);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "{\"id\": \"%s\", \"location\": \"%s\", \"properties\": {", id, gateway->region);
	if (gateway->virtual_hub) {
		g_string_append_printf(text, "\"virtualHub\": {\"id\": \"%s\"}, \"autoScaleConfiguration\": {\"bounds\": {\"min\": %u}}}}", hub, gateway->units);
		estate_take(out, text);
		return;
	}
	if (gateway->sku != NULL)
		g_string_append_printf(text, "\"sku\": {\"name\": \"%s\", \"capacity\": %u}, ", gateway->sku, gateway->capacity);
	g_string_append_printf(text, "\"gatewayType\": \"ExpressRoute\", \"autoScaleConfiguration\": {\"bounds\": {\"min\": %u}}, \"ipConfigurations\": [{\"properties\": {", gateway->units);
	if (gateway->address != ADDRESS_AUTO)
		g_string_append_printf(text, "\"publicIPAddress\": {\"id\": \"%s\"}, ", ip);
	g_string_append_printf(text, "\"subnet\": {\"id\": \"%s/subnets/GatewaySubnet\"}}}]}}", hub);
	estate_take(out, text);
	estate_write_address(gateway, ip, out);
}

static inline void estate_write_connection(const Estate *estate, unsigned index, const char *circuit, const char *name, unsigned subscription, int weight, const char *bypass, const char *status, GPtrArray *out)
{
	g_autofree char *gateway = estate_gateway_id(estate, index);
	bool hub = estate->gateway[index].virtual_hub;
	g_autofree char *id = hub ? g_strdup_printf("%s/expressRouteConnections/%s", gateway, name) : estate_id(subscription, "connections", name);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "{\"id\": \"%s\", \"name\": \"%s\", \"location\": \"uksouth\", \"properties\": {", id, name);
	if (weight != ER_ESTATE_NONE)
		g_string_append_printf(text, "\"routingWeight\": %d, ", weight);
	if (bypass != NULL)
		g_string_append_printf(text, "\"expressRouteGatewayBypass\": %s, ", bypass);
	estate_optional(text, "connectionStatus", status);
	if (hub)
		g_string_append_printf(text, "\"expressRouteCircuitPeering\": {\"id\": \"%s/peerings/AzurePrivatePeering\"}}}", circuit);
	else
		g_string_append_printf(text, "\"connectionType\": \"ExpressRoute\", \"virtualNetworkGateway1\": {\"id\": \"%s\"}, \"peer\": {\"id\": \"%s\"}}}", gateway, circuit);
	estate_take(out, text);
}

static inline void estate_write_spoke(const Estate *estate, unsigned index, GPtrArray *out)
{
	const EstateSpoke *spoke = &estate->spoke[index];
	g_autofree char *id = estate_spoke_id(estate, index);
	g_autoptr(GPtrArray) halves = g_ptr_array_new_with_free_func(g_free);

	for (unsigned i = 0; i < estate->n_gateways; i++) {
		if (spoke->hang[i] == HANGS_NOT || spoke->hang[i] == HANGS_SPOKE_HALF_MISSING || estate->gateway[i].virtual_hub || estate->gateway[i].same_vnet)
			continue;
		g_autofree char *hub = estate_hub_id(estate, i);
		g_ptr_array_add(spoke->embedded ? halves : out, estate_half(id, hub, spoke->hang[i], false, i));
	}
	estate_write_vnet(out, id, spoke->region, halves, "");
}

static inline void estate_write_parallel(const Estate *estate, GPtrArray *out)
{
	const EstateCircuit circuit = { .subscription = 8, .port = ER_ESTATE_NONE, .provider = "Newcomer", .location = "Tokyo", .state = "Enabled", .provider_state = "Provisioned", .device = { ER_ESTATE_NONE, ER_ESTATE_NONE } };
	g_autofree char *id = estate_id(8, "expressRouteCircuits", "AA-parallel");

	estate_write_circuit(&circuit, id, 1000, out);
	for (unsigned i = 0; i < estate->n_gateways; i++) {
		g_autofree char *name = g_strdup_printf("parallel-%u", i);
		estate_write_connection(estate, i, id, name, 8, 0, "false", "Connected", out);
	}
}

/* One text per resource; free with g_ptr_array_unref(). */
static inline GPtrArray *er_estate_write(const Estate *estate, const EstateView *view)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (unsigned i = 0; i < estate->n_ports; i++)
		estate_write_port(estate, i, out);
	for (unsigned i = 0; i < estate->n_circuits; i++) {
		g_autofree char *id = estate_circuit_id(estate, i);
		if (estate->circuit[i].external)
			continue;
		estate_write_circuit(&estate->circuit[i], id, estate->circuit[i].mbps, out);
		if (estate->circuit[i].twice)
			estate_write_circuit(&estate->circuit[i], id, 2000, out);
	}
	for (unsigned i = 0; i < estate->n_gateways; i++) {
		if (estate->gateway[i].virtual_hub)
			estate_write_virtual_hub(estate, i, view, out);
		else if (!estate->gateway[i].same_vnet)
			estate_write_hub_vnet(estate, i, view, out);
		estate_write_gateway(estate, i, out);
		for (unsigned k = 0; k < estate->n_circuits; k++) {
			g_autofree char *circuit = estate_circuit_id(estate, k);
			g_autofree char *name = g_strdup_printf("Conn-%u-%u", i, k);
			if (estate->gateway[i].connection[k].there)
				estate_write_connection(estate, i, circuit, name, estate->gateway[i].subscription, estate->gateway[i].connection[k].weight, estate->gateway[i].connection[k].bypass,
				                        estate->gateway[i].connection[k].status, out);
		}
	}
	for (unsigned i = 0; i < estate->n_spokes; i++)
		if (estate_shows(view, i))
			estate_write_spoke(estate, i, out);
	if (view->parallel)
		estate_write_parallel(estate, out);
	return out;
}

/* The resources from @from to before @to as one export. (transfer full) */
static inline char *er_estate_list(const GPtrArray *resources, guint from, guint to)
{
	GString *out = g_string_new("{\"value\": [");

	for (guint i = from; i < to; i++)
		g_string_append_printf(out, "%s%s", i > from ? ",\n" : "\n", (const char *)resources->pdata[i]);
	g_string_append(out, "\n]}\n");
	return g_string_free(out, FALSE);
}

static inline void er_estate_shuffle(GPtrArray *resources, guint32 seed)
{
	GRand *rand = g_rand_new_with_seed(seed);

	for (guint i = resources->len; i > 1; i--) {
		guint k = (guint)g_rand_int_range(rand, 0, (gint32)i);
		gpointer swap = resources->pdata[i - 1];
		resources->pdata[i - 1] = resources->pdata[k];
		resources->pdata[k] = swap;
	}
	g_rand_free(rand);
}

#endif
