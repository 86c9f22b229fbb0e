/*
 * test_network.c: from resources to components, by tables: zone verdicts (domain reference §6.1), what counts as down (design page
 * of the model, §1a), locations, shared devices, instances, attachments, groups, externals and certainty.
 *
 * Estates are written with single quotes, which become double ones, and short ids. Most rows take one estate and change one place in it, so that
 * a row shows what makes the difference.
 */
#include <erscope/flows.h>
#include <erscope/findings.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SUB "@"    /* in estates, for what every id begins with */
#define LOW "/subscriptions/s1/resourcegroups/rg/providers/microsoft.network/"
#define CIRCUIT LOW "expressroutecircuits/er"
#define PORT LOW "expressrouteports/port"

/* One provider circuit, one Direct circuit, one gateway in a hub, one spoke. */
static const char base[] =
	"{'value': ["
	"{'id': '" SUB "expressRouteCircuits/ER', 'location': 'uksouth', 'properties': {'provisioningState': 'Succeeded', 'circuitProvisioningState': 'Enabled',"
	" 'serviceProviderProvisioningState': 'Provisioned', 'serviceProviderProperties': {'serviceProviderName': 'Equinix', 'peeringLocation': 'London', 'bandwidthInMbps': 1000},"
	" 'peerings': [{'id': '" SUB "expressRouteCircuits/ER/peerings/AzurePrivatePeering', 'name': 'AzurePrivatePeering', 'properties': {'peeringType': 'AzurePrivatePeering', 'state': 'Enabled',"
	" 'primaryPeerAddressPrefix': '172.16.0.0/30', 'secondaryPeerAddressPrefix': '172.16.0.4/30', 'vlanId': 100, 'peerASN': 65001}}]}},"
	"{'id': '" SUB "expressRoutePorts/Port', 'location': 'uksouth', 'properties': {'peeringLocation': 'Equinix-Amsterdam-AM5', 'bandwidthInGbps': 10, 'links': ["
	"{'name': 'link1', 'id': '" SUB "expressRoutePorts/Port/links/link1', 'properties': {'adminState': 'Enabled', 'routerName': 'AMS-1', 'interfaceName': 'Hu0/1'}},"
	"{'name': 'link2', 'id': '" SUB "expressRoutePorts/Port/links/link2', 'properties': {'adminState': 'Enabled'}}]}},"
	"{'id': '" SUB "expressRouteCircuits/ERD', 'location': 'uksouth', 'properties': {'circuitProvisioningState': 'Enabled', 'serviceProviderProvisioningState': 'NotProvisioned',"
	" 'expressRoutePort': {'id': '" SUB "expressRoutePorts/Port'}, 'bandwidthInGbps': 5, 'serviceProviderProperties': null,"
	" 'peerings': [{'id': '" SUB "expressRouteCircuits/ERD/peerings/AzurePrivatePeering', 'name': 'AzurePrivatePeering', 'properties': {'state': 'Enabled',"
	" 'ipv6PeeringConfig': {'primaryPeerAddressPrefix': 'fd00::/126', 'secondaryPeerAddressPrefix': 'fd00::4/126'}}}]}},"
	"{'id': '" SUB "virtualNetworkGateways/GW', 'location': 'uksouth', 'properties': {'gatewayType': 'ExpressRoute', 'sku': {'name': 'ErGw1Az'},"
	" 'ipConfigurations': [{'properties': {'subnet': {'id': '" SUB "virtualNetworks/Hub/subnets/GatewaySubnet'}}}]}},"
	"{'id': '" SUB "connections/Conn', 'location': 'uksouth', 'properties': {'connectionType': 'ExpressRoute', 'connectionStatus': 'Connected', 'routingWeight': 7,"
	" 'virtualNetworkGateway1': {'id': '" SUB "virtualNetworkGateways/GW'}, 'peer': {'id': '" SUB "expressRouteCircuits/ER'}}},"
	"{'id': '" SUB "connections/ConnD', 'location': 'uksouth', 'properties': {'connectionStatus': 'Unknown', 'expressRouteGatewayBypass': true,"
	" 'virtualNetworkGateway1': '" SUB "virtualNetworkGateways/gw/', 'peer': {'id': '" SUB "expressRouteCircuits/ERD'}}},"
	"{'id': '" SUB "virtualNetworks/Hub', 'location': 'UK South', 'properties': {'addressSpace': {'addressPrefixes': ['10.0.0.0/22', '10.1.0.0/22']},"
	" 'subnets': [{'name': 'GatewaySubnet', 'properties': {'addressPrefix': '10.0.0.0/26'}}], 'virtualNetworkPeerings': ["
	"{'name': 'to-spoke', 'id': '" SUB "virtualNetworks/Hub/virtualNetworkPeerings/to-spoke', 'properties': {'peeringState': 'Connected', 'allowGatewayTransit': true,"
	" 'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Spoke'}}}]}},"
	"{'id': '" SUB "virtualNetworks/Spoke', 'location': 'uksouth', 'properties': {'virtualNetworkPeerings': ["
	"{'name': 'to-hub', 'id': '" SUB "virtualNetworks/Spoke/virtualNetworkPeerings/to-hub', 'properties': {'peeringState': 'Connected', 'useRemoteGateways': true,"
	" 'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Hub'}}}]}}]}";

typedef struct { ErDiags *diags; ErInventory *inv; ErEstate *estate; ErNetwork *net; } Net;

static char *json(const char *text)
{
	g_auto(GStrv) pieces = g_strsplit(text, SUB, -1);

	return g_strdelimit(g_strjoinv("/subscriptions/S1/resourceGroups/rg/providers/Microsoft.Network/", pieces), "'", '"');
}

/* @site: (nullable): the body of a site description. */
static Net build_at(const char *text, const char *site)
{
	g_autofree char *own = json(text), *description = site != NULL ? g_strdup_printf("<estate xmlns=\"urn:erscope:estate:1\">%s</estate>", site) : NULL;
	Net out = { .diags = er_diags_new() };
	g_autoptr(ErEstate) estate = site != NULL ? er_estate_parse(description, strlen(description), "site.xml", out.diags) : NULL;

	out.inv = er_inventory_parse(own, strlen(own), "estate.json", out.diags);
	ck_assert_msg(er_inventory_complete(out.inv), "%s", own);
	out.net = er_network_build(out.inv, estate, out.diags);
	out.estate = g_steal_pointer(&estate);
	return out;
}

static Net build(const char *text)
{
	return build_at(text, NULL);
}

static void end(Net *net)
{
	er_network_free(net->net);
	er_estate_free(net->estate);
	er_inventory_free(net->inv);
	er_diags_free(net->diags);
}

/* @text with the first @find replaced. */
static char *changed(const char *text, const char *find, const char *replace)
{
	const char *at = strstr(text, find);

	ck_assert_msg(at != NULL, "nothing to change: %s", find);
	return g_strdup_printf("%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
}

static const ErComponent *component(const Net *net, const char *id)
{
	uint32_t index = er_network_lookup(net->net, id);

	return index != ER_NONE ? er_network_component(net->net, index) : NULL;
}

static const ErGroup *group(const Net *net, const char *id)
{
	for (uint32_t i = 0; i < er_network_n_groups(net->net); i++)
		if (strcmp(er_network_group(net->net, i)->id, id) == 0)
			return er_network_group(net->net, i);
	return NULL;
}

static bool assumes(const Net *net, const char *id)
{
	for (uint32_t i = 0; i < er_network_n_assumptions(net->net); i++)
		if (strcmp(er_network_assumption(net->net, i)->id, id) == 0)
			return true;
	return false;
}

/* ---- the whole of the base estate ---- */

static const struct { const char *id; ErKind kind; ErOwner owner; ErCertainty certainty; } parts[] = {
	{ LOW "connections/conn", ER_KIND_CONNECTION, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ LOW "connections/connd", ER_KIND_CONNECTION, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ CIRCUIT, ER_KIND_CIRCUIT, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ CIRCUIT "#link-primary", ER_KIND_LINK, ER_OWNER_PROVIDER, ER_DERIVED },
	{ CIRCUIT "#link-secondary", ER_KIND_LINK, ER_OWNER_PROVIDER, ER_DERIVED },
	{ CIRCUIT "#msee-primary", ER_KIND_MSEE, ER_OWNER_MICROSOFT, ER_DERIVED },
	{ CIRCUIT "#msee-secondary", ER_KIND_MSEE, ER_OWNER_MICROSOFT, ER_DERIVED },
	{ CIRCUIT "#pe-primary", ER_KIND_PE, ER_OWNER_PROVIDER, ER_ASSUMED },
	{ CIRCUIT "#pe-secondary", ER_KIND_PE, ER_OWNER_PROVIDER, ER_ASSUMED },
	{ CIRCUIT "#session-primary", ER_KIND_SESSION, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ CIRCUIT "#session-secondary", ER_KIND_SESSION, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ CIRCUIT "d", ER_KIND_CIRCUIT, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ CIRCUIT "d#session-primary", ER_KIND_SESSION, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ CIRCUIT "d#session-secondary", ER_KIND_SESSION, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ PORT, ER_KIND_PORT, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ PORT "#link-primary", ER_KIND_LINK, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ PORT "#link-secondary", ER_KIND_LINK, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ PORT "#msee-primary", ER_KIND_MSEE, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ PORT "#msee-secondary", ER_KIND_MSEE, ER_OWNER_MICROSOFT, ER_DERIVED },
	{ LOW "virtualnetworkgateways/gw", ER_KIND_GATEWAY, ER_OWNER_MICROSOFT, ER_OBSERVED },
	{ LOW "virtualnetworkgateways/gw#instance-0", ER_KIND_INSTANCE, ER_OWNER_MICROSOFT, ER_DERIVED },
	{ LOW "virtualnetworkgateways/gw#instance-1", ER_KIND_INSTANCE, ER_OWNER_MICROSOFT, ER_DERIVED },
	{ LOW "virtualnetworks/hub", ER_KIND_VNET, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ LOW "virtualnetworks/hub/virtualnetworkpeerings/to-spoke", ER_KIND_VNET_PEERING, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ LOW "virtualnetworks/spoke", ER_KIND_VNET, ER_OWNER_CUSTOMER, ER_OBSERVED },
	{ "site:on-premises", ER_KIND_SITE, ER_OWNER_CUSTOMER, ER_ASSUMED },
	{ "site:on-premises/access:er/primary", ER_KIND_ACCESS, ER_OWNER_PROVIDER, ER_ASSUMED },
	{ "site:on-premises/access:er/secondary", ER_KIND_ACCESS, ER_OWNER_PROVIDER, ER_ASSUMED },
	{ "site:on-premises/access:erd/primary", ER_KIND_ACCESS, ER_OWNER_CUSTOMER, ER_ASSUMED },
	{ "site:on-premises/access:erd/secondary", ER_KIND_ACCESS, ER_OWNER_CUSTOMER, ER_ASSUMED },
	{ "site:on-premises/ce:primary", ER_KIND_CE, ER_OWNER_CUSTOMER, ER_ASSUMED },
	{ "site:on-premises/ce:secondary", ER_KIND_CE, ER_OWNER_CUSTOMER, ER_ASSUMED },
};

START_TEST(parts_of_an_estate)
{
	Net net = build(base);

	ck_assert_uint_eq(er_network_n_components(net.net), G_N_ELEMENTS(parts));
	for (uint32_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		const ErComponent *have = er_network_component(net.net, i);
		ck_assert_str_eq(have->id, parts[i].id);
		ck_assert_msg(have->kind == parts[i].kind && have->owner == parts[i].owner && have->certainty == parts[i].certainty, "%s: %s %s %s", have->id,
		              er_kind_name(have->kind), er_owner_name(have->owner), er_certainty_name(have->certainty));
		ck_assert_msg(have->up && *have->reason == '\0' && !have->external, "%s: %s", have->id, have->reason);
		ck_assert_uint_eq(er_network_lookup(net.net, have->id), i);
	}
	ck_assert_uint_eq(er_diags_count(net.diags), 0);
	end(&net);
}
END_TEST

START_TEST(records_of_an_estate)
{
	Net net = build(base);
	const ErCircuit *provider = er_network_circuit(net.net, 0), *direct = er_network_circuit(net.net, 1);
	const ErPort *port = er_network_port(net.net, 0);
	const ErConnection *conn = er_network_connection(net.net, 0), *connd = er_network_connection(net.net, 1);
	const ErVnet *hub = er_network_vnet(net.net, 0);

	ck_assert_str_eq(er_network_component(net.net, provider->self)->name, "ER");
	ck_assert_str_eq(provider->provider, "Equinix");
	ck_assert_str_eq(provider->peering_location, "London");
	ck_assert_uint_eq(provider->bandwidth_mbps, 1000);
	ck_assert(provider->vlan == 100 && provider->peer_asn == 65001 && provider->n_connections == 1 && provider->port == ER_NONE && provider->peerings_known && !provider->metro);
	ck_assert_str_eq(direct->provider, "");
	ck_assert_str_eq(direct->peering_location, "Equinix-Amsterdam-AM5");
	ck_assert(direct->bandwidth_mbps == 5000 && direct->port == 0 && direct->pe[ER_PRIMARY] == ER_NONE && direct->pe[ER_SECONDARY] == ER_NONE);
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		ck_assert(direct->link[side] == port->link[side] && direct->msee[side] == port->msee[side] && er_network_end(net.net, direct->first_end + side)->ce == er_network_end(net.net, provider->first_end + side)->ce &&
		          er_network_end(net.net, direct->first_end + side)->access != er_network_end(net.net, provider->first_end + side)->access);
	ck_assert_uint_eq(port->bandwidth_mbps, 10000);
	ck_assert_str_eq(er_network_component(net.net, port->link[ER_PRIMARY])->name, "link1 Hu0/1");
	ck_assert(conn->weight == 7 && conn->weight_known && !conn->bypass_known && conn->circuit == 0 && conn->gateway == 0);
	ck_assert(!connd->weight_known && connd->bypass && connd->bypass_known && connd->circuit == 1 && connd->gateway == 0);
	ck_assert_str_eq(hub->prefixes, "10.0.0.0/22, 10.1.0.0/22");
	ck_assert_str_eq(hub->gateway_subnet, "10.0.0.0/26");
	ck_assert_str_eq(hub->region, "uksouth");
	ck_assert_str_eq(er_network_component(net.net, hub->self)->location, "UK South");
	ck_assert_str_eq(er_network_gateway(net.net, 0)->sku, "ErGw1AZ");
	ck_assert_uint_eq(er_network_gateway(net.net, 0)->inbound_mbps, 1000);
	end(&net);
}
END_TEST

/* ---- zones ---- */

typedef struct {
	const char *sku;        /* NULL: not told */
	const char *region;
	const char *address;    /* members of the public IP; "" none (auto-assigned), "elsewhere" not in the input */
	ErZoneVerdict verdict;
	ErCertainty certainty;
	const char *zone;
} ZoneCase;

#define ALL_ZONES "'sku': {'name': 'Standard'}, 'zones': ['1', '2', '3']"
#define ONE_ZONE "'sku': {'name': 'Standard'}, 'zones': ['2']"
#define NO_ZONE "'sku': {'name': 'Standard'}"
#define BASIC "'sku': {'name': 'Basic'}"

static const ZoneCase zone_cases[] = {
	{ "Standard", "uksouth", "", ER_ZONES_NONE, ER_OBSERVED, "" },
	{ "HighPerformance", "uksouth", ALL_ZONES, ER_ZONES_NONE, ER_OBSERVED, "" },
	{ "UltraPerformance", "westeurope", ONE_ZONE, ER_ZONES_NONE, ER_OBSERVED, "" },
	{ "Standard", "ukwest", "", ER_ZONES_NO_REGION, ER_OBSERVED, "" },
	{ "ErGw1AZ", "uksouth", "", ER_ZONES_REDUNDANT, ER_DERIVED, "" },
	{ "ErGwScale", "uksouth", "", ER_ZONES_REDUNDANT, ER_DERIVED, "" },
	{ "ErGw2AZ", "uksouth", ALL_ZONES, ER_ZONES_REDUNDANT, ER_OBSERVED, "" },
	{ "ergw3az", "UK South", "'sku': {'name': 'Standard'}, 'zones': ['1', '3']", ER_ZONES_REDUNDANT, ER_OBSERVED, "" },
	{ "ErGw1AZ", "uksouth", ONE_ZONE, ER_ZONES_ZONAL, ER_OBSERVED, "2" },
	{ "ErGwScale", "uksouth", ONE_ZONE, ER_ZONES_ZONAL, ER_OBSERVED, "2" },
	{ "ErGw1AZ", "uksouth", NO_ZONE, ER_ZONES_REDUNDANT, ER_DERIVED, "" },
	{ "ErGw1AZ", "uksouth", "'sku': {'name': 'Standard'}, 'zones': []", ER_ZONES_REDUNDANT, ER_DERIVED, "" },
	{ "ErGw1AZ", "uksouth", BASIC, ER_ZONES_NONE, ER_OBSERVED, "" },
	{ "ErGw1AZ", "ukwest", BASIC, ER_ZONES_NO_REGION, ER_OBSERVED, "" },
	{ "ErGw1AZ", "ukwest", ONE_ZONE, ER_ZONES_NO_REGION, ER_OBSERVED, "" },
	{ "ErGw1AZ", "uksouth", "elsewhere", ER_ZONES_UNKNOWN, ER_ASSUMED, "" },
	{ "ErGw1AZ", "atlantis", "", ER_ZONES_UNKNOWN, ER_ASSUMED, "" },
	{ "Standard", "atlantis", "", ER_ZONES_UNKNOWN, ER_ASSUMED, "" },
	{ NULL, "uksouth", ALL_ZONES, ER_ZONES_UNKNOWN, ER_ASSUMED, "" },
	{ "ErGw9AZ", "uksouth", ALL_ZONES, ER_ZONES_UNKNOWN, ER_ASSUMED, "" },
};

static char *zone_estate(const ZoneCase *row)
{
	GString *out = g_string_new("{'value': [");
	bool none = *row->address == '\0', elsewhere = strcmp(row->address, "elsewhere") == 0;

	g_string_append_printf(out, "{'id': '" SUB "virtualNetworks/hub', 'location': '%s', 'properties': {}}, ", row->region);
	if (!none && !elsewhere)
		g_string_append_printf(out, "{'id': '" SUB "publicIPAddresses/ip', %s, 'properties': {}}, ", row->address);
	g_string_append_printf(out, "{'id': '" SUB "virtualNetworkGateways/gw', 'location': '%s', 'properties': {'gatewayType': 'ExpressRoute', ", row->region);
	if (row->sku != NULL)
		g_string_append_printf(out, "'sku': {'name': '%s'}, ", row->sku);
	g_string_append_printf(out, "'ipConfigurations': [{'properties': {%s 'subnet': {'id': '" SUB "virtualNetworks/hub/subnets/GatewaySubnet'}}}]}}]}",
	                       none ? "" : "'publicIPAddress': {'id': '" SUB "publicIPAddresses/ip'},");
	return g_string_free(out, FALSE);
}

START_TEST(zone_verdict)
{
	const ZoneCase *row = &zone_cases[_i];
	g_autofree char *text = zone_estate(row);
	Net net = build(text);
	const ErGateway *gateway = er_network_gateway(net.net, 0);
	const ErComponent *instance = er_network_component(net.net, er_network_instance(net.net, gateway, 0));

	ck_assert_str_eq(er_zone_verdict_name(gateway->zones), er_zone_verdict_name(row->verdict));
	ck_assert_int_eq(gateway->zones_certainty, row->certainty);
	ck_assert_str_eq(gateway->zone, row->zone);
	ck_assert_str_ne(gateway->zones_reason, "");
	/* Membership: zonal in its zone, no zone support in the possible one, else none. */
	const ErGroup *zonal = group(&net, "group:zone:uksouth/2@s1");
	g_autofree char *possible_id = g_strdup_printf("group:zone:%s/unknown", row->region);
	const ErGroup *possible = group(&net, possible_id);
	ck_assert((zonal != NULL) == (row->verdict == ER_ZONES_ZONAL));
	ck_assert((possible != NULL) == (row->verdict == ER_ZONES_NONE));
	if (zonal != NULL)
		ck_assert(zonal->certainty == ER_OBSERVED && zonal->n_members == 2 && instance->n_zones == 1 && strcmp(instance->zones[0], "2") == 0);
	else
		ck_assert_uint_eq(instance->n_zones, 0);
	if (possible != NULL)
		ck_assert_int_eq(possible->certainty, ER_ASSUMED);
	ck_assert(er_diags_has(net.diags, ER_D_REGION_UNKNOWN) == (strcmp(row->region, "atlantis") == 0));
	ck_assert(er_diags_has(net.diags, ER_D_SKU_UNKNOWN) == (row->sku == NULL || strcmp(row->sku, "ErGw9AZ") == 0));
	end(&net);
}
END_TEST

/* What cannot be known is no failure: neither rule on zones may say fail. */
START_TEST(unknown_zones_do_not_fail)
{
	const ZoneCase *row = &zone_cases[_i];
	g_autofree char *text = zone_estate(row);
	Net net = build(text);
	g_autoptr(ErFlows) flows = er_flows_build(net.net, 1, net.diags);
	g_autoptr(ErFindings) findings = er_findings_check(flows, "2026-11-23");

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (strcmp(finding->rule->id, "ER-GW-001") != 0 && strcmp(finding->rule->id, "ER-GW-003") != 0)
			continue;
		bool fails = row->verdict == ER_ZONES_ZONAL || row->verdict == ER_ZONES_NONE;
		ck_assert_msg(fails || finding->result == ER_RESULT_UNKNOWN, "%s: %s", finding->rule->id, finding->headline);
		ck_assert((finding->result == ER_RESULT_UNKNOWN) == (*finding->missing != '\0'));
	}
	end(&net);
}
END_TEST

START_TEST(other_gateways)
{
	Net net = build("{'value': [{'id': '" SUB "virtualHubs/vh', 'location': 'uksouth', 'properties': {'virtualWan': {'id': '" SUB "virtualWans/w'}}},"
	                "{'id': '" SUB "expressRouteGateways/a', 'location': 'uksouth', 'properties': {'virtualHub': {'id': '" SUB "virtualHubs/vh'}, 'autoScaleConfiguration': {'bounds': {'min': 3}}}},"
	                "{'id': '" SUB "virtualNetworkGateways/b', 'location': 'uksouth', 'extendedLocation': {'name': 'losangeles'}, 'properties': {'gatewayType': 'ExpressRoute', 'sku': {'name': 'Standard'}}},"
	                "{'id': '" SUB "virtualNetworkGateways/c', 'location': 'uksouth', 'properties': {'gatewayType': 'Vpn', 'sku': {'name': 'VpnGw1'}}}]}");
	const ErGateway *hub = er_network_gateway(net.net, 0), *extended = er_network_gateway(net.net, 1);

	ck_assert_uint_eq(er_network_n_gateways(net.net), 2);
	ck_assert(hub->hub == 0 && hub->vnet == ER_NONE && hub->n_instances == 6 && hub->instances_known && hub->scale_units == 3 && hub->inbound_mbps == 6000);
	ck_assert(hub->zones == ER_ZONES_REDUNDANT && hub->zones_certainty == ER_DERIVED);
	ck_assert(extended->zones == ER_ZONES_NO_REGION && extended->vnet == ER_NONE && er_diags_has(net.diags, ER_D_GATEWAY_NO_VNET));
	ck_assert_int_eq(component(&net, LOW "virtualnetworkgateways/c")->kind, ER_KIND_VPN_GATEWAY);
	ck_assert_ptr_nonnull(component(&net, LOW "virtualnetworkgateways/c#instance-1"));
	ck_assert(assumes(&net, "vpn:" LOW "virtualnetworkgateways/c") && er_diags_has(net.diags, ER_D_VPN_UNCLAIMED));
	end(&net);
}
END_TEST

/* ---- instances, sizes, FastPath ---- */

static const struct { const char *sku, *more; uint32_t n; bool known, fastpath; uint32_t mbps; } sizes[] = {
	{ "ErGw1AZ", "", 2, false, false, 1000 },
	{ "ErGw1AZ", ", 'capacity': 2", 2, false, false, 1000 },
	{ "ErGw2AZ", ", 'capacity': 4", 4, true, false, 2000 },
	{ "ErGw3AZ", ", 'capacity': 1", 2, false, true, 10000 },
	{ "ErGw3AZ", ", 'capacity': 0", 2, false, true, 10000 },
	{ "ErGw3AZ", ", 'capacity': 4000000", 2, false, true, 10000 },
	{ "UltraPerformance", "", 2, false, true, 10000 },
	{ "HighPerformance", "", 2, false, false, 2000 },
	{ "ErGwScale", "}, 'autoScaleConfiguration': {'bounds': {'min': 1, 'max': 10}", 2, true, false, 1000 },
	{ "ErGwScale", "}, 'autoScaleConfiguration': {'bounds': {'min': 9}", 18, true, false, 9000 },
	{ "ErGwScale", "}, 'autoScaleConfiguration': {'bounds': {'min': 10}", 20, true, true, 10000 },
	{ "ErGwScale", "}, 'autoScaleConfiguration': {'bounds': {'min': 40}", 80, true, true, 40000 },
	{ "ErGwScale", "}, 'autoScaleConfiguration': {'bounds': {'min': 4000000000}", 80, true, true, 40000 },
	{ "ErGwScale", "", 2, false, false, 0 },
	{ "ErGw1AZ", "}, 'autoScaleConfiguration': {'bounds': {'min': 20}", 2, false, false, 1000 },
	{ "ErGw9AZ", "}, 'autoScaleConfiguration': {'bounds': {'min': 20}", 2, false, false, 0 },
};

START_TEST(gateway_size)
{
	g_autofree char *sku = g_strdup_printf("'sku': {'name': '%s'%s}", sizes[_i].sku, sizes[_i].more);
	g_autofree char *text = changed(base, "'sku': {'name': 'ErGw1Az'}", sku);
	Net net = build(text);
	const ErGateway *gateway = er_network_gateway(net.net, 0);

	ck_assert_uint_eq(gateway->n_instances, sizes[_i].n);
	ck_assert(gateway->instances_known == sizes[_i].known);
	ck_assert(gateway->fastpath == sizes[_i].fastpath);
	ck_assert((*gateway->fastpath_why == '\0') == gateway->fastpath);
	ck_assert_uint_eq(gateway->inbound_mbps, sizes[_i].mbps);
	for (uint32_t i = 0; i < gateway->n_instances; i++) {
		g_autofree char *id = g_strdup_printf(LOW "virtualnetworkgateways/gw#instance-%u", i);
		ck_assert_str_eq(er_network_component(net.net, er_network_instance(net.net, gateway, i))->id, id);
	}
	end(&net);
}
END_TEST

/* ---- up and down ---- */

typedef struct { const char *find, *replace, *id, *reason, *assumption; } StateCase;  /* reason "": up; "(none)": no such component */

#define ADDRESSES "'primaryPeerAddressPrefix': '172.16.0.0/30', 'secondaryPeerAddressPrefix': '172.16.0.4/30', "
#define EMBEDDED "'peerings': [{'id': '" SUB "expressRouteCircuits/ER/peerings/AzurePrivatePeering', 'name': 'AzurePrivatePeering', 'properties': {'peeringType': 'AzurePrivatePeering', 'state': 'Enabled', " \
	ADDRESSES "'vlanId': 100, 'peerASN': 65001}}]"
#define MICROSOFT "'peerings': [{'name': 'MicrosoftPeering', 'properties': {'peeringType': 'MicrosoftPeering', 'state': 'Enabled', " ADDRESSES "'vlanId': 1}}]"

static const StateCase states[] = {
	{ "'circuitProvisioningState': 'Enabled'", "'circuitProvisioningState': 'Disabled'", CIRCUIT, "circuitProvisioningState is Disabled", NULL },
	{ "'circuitProvisioningState': 'Enabled'", "'circuitProvisioningState': 'dISABLED'", CIRCUIT, "circuitProvisioningState is Disabled", NULL },
	{ "'circuitProvisioningState': 'Enabled',", "", CIRCUIT, "", "state:" CIRCUIT },
	{ "'serviceProviderProvisioningState': 'Provisioned'", "'serviceProviderProvisioningState': 'NotProvisioned'", CIRCUIT, "serviceProviderProvisioningState is NotProvisioned", NULL },
	{ "'serviceProviderProvisioningState': 'Provisioned'", "'serviceProviderProvisioningState': 'Deprovisioning'", CIRCUIT, "serviceProviderProvisioningState is Deprovisioning", NULL },
	{ "'serviceProviderProvisioningState': 'Provisioned',", "", CIRCUIT, "", "state:" CIRCUIT },
	{ "'provisioningState': 'Succeeded'", "'provisioningState': 'Failed'", CIRCUIT, "", NULL },
	{ "'state': 'Enabled', 'primary", "'state': 'Disabled', 'primary", CIRCUIT, "private peering is Disabled", NULL },
	{ "'state': 'Enabled', 'primary", "'state': 'Disabled', 'primary", CIRCUIT "#session-secondary", "private peering is Disabled", NULL },
	{ "'state': 'Enabled', 'primary", "'primary", CIRCUIT, "", "state:" CIRCUIT "/peerings/azureprivatepeering" },
	{ EMBEDDED, "'peerings': []", CIRCUIT, "no private peering", NULL },
	{ EMBEDDED, "'peerings': []", CIRCUIT "#session-primary", "(none)", NULL },
	{ EMBEDDED, MICROSOFT, CIRCUIT, "no private peering", NULL },
	{ EMBEDDED, "'allowClassicOperations': false", CIRCUIT, "", "peerings:" CIRCUIT },
	{ EMBEDDED, "'allowClassicOperations': false", CIRCUIT "#session-primary", "", "peerings:" CIRCUIT },
	{ "'primaryPeerAddressPrefix': '172.16.0.0/30', ", "", CIRCUIT "#session-primary", "(none)", NULL },
	{ "'primaryPeerAddressPrefix': '172.16.0.0/30', ", "", CIRCUIT "#session-secondary", "", NULL },
	{ "'secondaryPeerAddressPrefix': '172.16.0.4/30'", "'secondaryPeerAddressPrefix': ''", CIRCUIT "#session-secondary", "(none)", NULL },
	{ ADDRESSES, "'ipv6PeeringConfig': {'secondaryPeerAddressPrefix': 'fd00::4/126'}, ", CIRCUIT "#session-secondary", "", NULL },
	{ ADDRESSES, "'ipv6PeeringConfig': {'secondaryPeerAddressPrefix': 'fd00::4/126'}, ", CIRCUIT "#session-primary", "(none)", NULL },
	{ "", "", CIRCUIT "d", "", "carrier:" CIRCUIT "d" },  /* NotProvisioned means nothing on Direct */
	{ "'adminState': 'Enabled', 'routerName'", "'adminState': 'Disabled', 'routerName'", PORT "#link-primary", "port link adminState is Disabled", NULL },
	{ "'adminState': 'Enabled', 'routerName'", "'adminState': 'Disabled', 'routerName'", PORT "#link-secondary", "", NULL },
	{ "'adminState': 'Enabled', 'routerName'", "'routerName'", PORT "#link-primary", "", "state:" PORT "#link-primary" },
	{ "'connectionStatus': 'Connected'", "'connectionStatus': 'NotConnected'", LOW "connections/conn", "connectionStatus is NotConnected", NULL },
	{ "'connectionStatus': 'Connected'", "'connectionStatus': 'Connecting'", LOW "connections/conn", "connectionStatus is Connecting", NULL },
	{ "'connectionStatus': 'Connected'", "'connectionStatus': 'Unknown'", LOW "connections/conn", "", NULL },
	{ "'connectionStatus': 'Connected', ", "", LOW "connections/conn", "", "status:" LOW "connections/conn" },
	{ "'peeringState': 'Connected', 'allow", "'peeringState': 'Disconnected', 'allow", LOW "virtualnetworks/hub/virtualnetworkpeerings/to-spoke", "peeringState of to-spoke is Disconnected", NULL },
	{ "'peeringState': 'Connected', 'allow", "'allow", LOW "virtualnetworks/hub/virtualnetworkpeerings/to-spoke", "", "state:" LOW "virtualnetworks/hub/virtualnetworkpeerings/to-spoke" },
};

START_TEST(up_or_down)
{
	const StateCase *row = &states[_i];
	g_autofree char *text = *row->find != '\0' ? changed(base, row->find, row->replace) : g_strdup(base);
	Net net = build(text);
	const ErComponent *have = component(&net, row->id);

	if (strcmp(row->reason, "(none)") == 0) {
		ck_assert_ptr_null(have);
	} else {
		ck_assert_ptr_nonnull(have);
		ck_assert_str_eq(have->reason, row->reason);
		ck_assert(have->up == (*row->reason == '\0'));
	}
	if (row->assumption != NULL)
		ck_assert_msg(assumes(&net, row->assumption), "%s", row->assumption);
	ck_assert(assumes(&net, "on-premises") && assumes(&net, "multipath"));
	end(&net);
}
END_TEST

/* What is down is told in `excluded` of the flows it would have carried. */
static const struct { const char *find, *replace, *excluded; } exclusions[] = {
	{ "'circuitProvisioningState': 'Enabled'", "'circuitProvisioningState': 'Disabled'", CIRCUIT ": circuitProvisioningState is Disabled" },
	{ "'state': 'Enabled', 'primary", "'state': 'Disabled', 'primary", CIRCUIT ": private peering is Disabled" },
	{ EMBEDDED, "'peerings': []", CIRCUIT ": no private peering" },
	{ "'primaryPeerAddressPrefix': '172.16.0.0/30', ", "", CIRCUIT "#session-primary: no primary peer address prefix" },
	{ "'adminState': 'Enabled', 'routerName'", "'adminState': 'Disabled', 'routerName'", PORT "#link-primary: port link adminState is Disabled" },
	{ "'connectionStatus': 'Connected'", "'connectionStatus': 'NotConnected'", LOW "connections/conn: connectionStatus is NotConnected" },
	{ "'peeringState': 'Connected', 'allow", "'peeringState': 'Initiated', 'allow", "$attachment: peeringState of to-spoke is Initiated" },
};

START_TEST(excluded_with_reason)
{
	g_autofree char *text = changed(base, exclusions[_i].find, exclusions[_i].replace);
	Net net = build(text);
	g_autoptr(ErFlows) flows = er_flows_build(net.net, 1, net.diags);

	/* Spoke, both directions. */
	for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
		const ErFlow *flow = er_flows_lookup(flows, 0, 1, direction);
		const ErFlowClass *class = er_flows_class(flows, flow->flow_class);
		ck_assert_uint_eq(class->n_excluded, 1);
		g_autofree char *told = g_strdup_printf("%s: %s", class->excluded[0].via, class->excluded[0].reason);
		ck_assert_str_eq(told, exclusions[_i].excluded);
		ck_assert(flow->up == (strcmp(class->excluded[0].via, "$attachment") != 0));
	}
	end(&net);
}
END_TEST

/* ---- how spokes hang on hubs ---- */

#define HUB_HALF \
	"{'name': 'to-spoke', 'id': '" SUB "virtualNetworks/Hub/virtualNetworkPeerings/to-spoke', 'properties': {'peeringState': 'Connected', 'allowGatewayTransit': true," \
	" 'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Spoke'}}}"
#define SPOKE_HALF \
	"{'name': 'to-hub', 'id': '" SUB "virtualNetworks/Spoke/virtualNetworkPeerings/to-hub', 'properties': {'peeringState': 'Connected', 'useRemoteGateways': true," \
	" 'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Hub'}}}"
#define SPOKE_VNET "{'id': '" SUB "virtualNetworks/Spoke', 'location': 'uksouth', 'properties': {'virtualNetworkPeerings': [" SPOKE_HALF "]}}"
#define OWN_GATEWAY \
	", {'id': '" SUB "virtualNetworkGateways/own', 'location': 'uksouth', 'properties': {'gatewayType': 'ExpressRoute', 'sku': {'name': 'ErGw1AZ'}," \
	" 'ipConfigurations': [{'properties': {'subnet': {'id': '" SUB "virtualNetworks/Spoke/subnets/GatewaySubnet'}}}]}}"

static const struct { const char *find, *replace, *reason; bool global; } hangings[] = {
	{ "", "", "", false },
	{ HUB_HALF, "", "Hub has no peering half", false },
	{ SPOKE_HALF, "", "Spoke has no peering half", false },
	{ "," SPOKE_VNET, "", "the half of Spoke is not in the inventory", false },
	{ "'peeringState': 'Connected', 'allow", "'peeringState': 'Disconnected', 'allow", "peeringState of to-spoke is Disconnected", false },
	{ "'peeringState': 'Connected', 'use", "'peeringState': 'Initiated', 'use", "peeringState of to-hub is Initiated", false },
	{ "'allowGatewayTransit': true", "'allowGatewayTransit': false", "allowGatewayTransit is not set on to-spoke", false },
	{ "'allowGatewayTransit': true,", "", "allowGatewayTransit is not set on to-spoke", false },
	{ "'useRemoteGateways': true", "'useRemoteGateways': false", "useRemoteGateways is not set on to-hub", false },
	{ "'peeringState': 'Connected', 'use", "'use", "", false },
	{ "Spoke', 'location': 'uksouth'", "Spoke', 'location': 'West Europe'", "", true },
	{ "Spoke', 'location': 'uksouth'", "Spoke', 'tags': {}", "", false },
	{ SPOKE_HALF "]}}", SPOKE_HALF "]}}" OWN_GATEWAY, "both VNets have an ExpressRoute gateway of their own", false },
};

START_TEST(hanging)
{
	g_autofree char *text = *hangings[_i].find != '\0' ? changed(base, hangings[_i].find, hangings[_i].replace) : g_strdup(base);
	Net net = build(text);
	const ErAttachment *attachment = er_network_attachment(net.net, 0);

	ck_assert_uint_eq(er_network_n_attachments(net.net), 1);
	ck_assert_str_eq(attachment->reason, hangings[_i].reason);
	ck_assert(attachment->transit == (*hangings[_i].reason == '\0'));
	ck_assert(attachment->global == hangings[_i].global);
	ck_assert(attachment->hub_vnet == 0 && attachment->spoke == 1 && attachment->hub == ER_NONE);
	ck_assert_str_eq(er_network_component(net.net, attachment->self)->name, "Hub ↔ Spoke");
	end(&net);
}
END_TEST

/* A peering between VNets without gateways carries no site traffic; a VNet peered with itself is told and left out. */
START_TEST(no_attachment)
{
	g_autofree char *itself = changed(base, "'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Hub'}", "'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/Spoke'}");
	g_autofree char *vpn = changed(base, "'gatewayType': 'ExpressRoute'", "'gatewayType': 'Vpn'");
	Net net = build(itself);

	ck_assert(er_diags_has(net.diags, ER_D_SELF_REFERENCE));
	ck_assert_str_eq(er_network_attachment(net.net, 0)->reason, "Spoke has no peering half");
	end(&net);
	net = build(vpn);
	ck_assert_uint_eq(er_network_n_attachments(net.net), 0);
	ck_assert_ptr_nonnull(component(&net, LOW "virtualnetworks/hub/virtualnetworkpeerings/to-spoke"));
	end(&net);
}
END_TEST

START_TEST(hub_connections)
{
	Net net = build("{'value': [{'id': '" SUB "virtualHubs/vh', 'location': 'uksouth', 'properties': {'virtualWan': {'id': '" SUB "virtualWans/w'}, 'virtualNetworkConnections': ["
	                "{'name': 'c1', 'properties': {'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/a'}}}]}},"
	                "{'id': '" SUB "virtualHubs/vh/hubVirtualNetworkConnections/c2', 'properties': {'remoteVirtualNetwork': {'id': '" SUB "virtualNetworks/b'}}},"
	                "{'id': '" SUB "virtualHubs/rs', 'kind': 'RouteServer', 'location': 'uksouth', 'properties': {}},"
	                "{'id': '" SUB "virtualNetworks/a', 'location': 'uksouth', 'properties': {}}, {'id': '" SUB "virtualNetworks/b', 'location': 'westeurope', 'properties': {}},"
	                "{'id': '" SUB "expressRouteGateways/g', 'location': 'uksouth', 'properties': {'virtualHub': {'id': '" SUB "virtualHubs/vh'}, 'expressRouteConnections': ["
	                "{'name': 'k', 'properties': {'routingWeight': 3, 'expressRouteCircuitPeering': {'id': '" SUB "expressRouteCircuits/er/peerings/AzurePrivatePeering'}}}]}},"
	                "{'id': '" SUB "expressRouteCircuits/ER', 'properties': {'peerings': []}}]}");
	const ErAttachment *one = er_network_attachment(net.net, 0), *two = er_network_attachment(net.net, 1);

	ck_assert_uint_eq(er_network_n_attachments(net.net), 2);
	ck_assert_uint_eq(er_network_n_hubs(net.net), 1);
	ck_assert(one->hub == 0 && one->hub_vnet == ER_NONE && one->spoke == 0 && one->transit && !one->global);
	ck_assert(two->hub == 0 && two->spoke == 1 && two->transit && two->global);
	ck_assert_uint_eq(er_network_n_connections(net.net), 1);
	ck_assert_uint_eq(er_network_connection(net.net, 0)->weight, 3);
	ck_assert_int_eq(component(&net, LOW "expressroutegateways/g/expressrouteconnections/k")->kind, ER_KIND_CONNECTION);
	ck_assert_int_eq(component(&net, LOW "virtualhubs/vh/hubvirtualnetworkconnections/c1")->kind, ER_KIND_HUB_CONNECTION);
	end(&net);
}
END_TEST

/* ---- locations ---- */

/* Of a circuit or port at @text: the location group and the metro group, by name; "" none. */
static const struct { const char *text; bool direct; const char *location, *metro; bool known; } places[] = {
	{ "London", false, "London", "London", true },
	{ "london", false, "London", "London", true },
	{ "London2", false, "London2", "London", true },
	{ "Hong Kong SAR", false, "Hong Kong", "Hong Kong", true },
	{ "Hong Kong2", false, "Hong Kong2", "Hong Kong", true },
	{ "Newport(Wales)", false, "Newport(Wales)", "Newport(Wales)", true },
	{ "Newport (Wales)", false, "Newport(Wales)", "Newport(Wales)", true },
	{ "Washington DC", false, "Washington DC", "Washington DC", true },
	{ "WashingtonDC2", false, "Washington DC2", "Washington DC", true },
	{ "Silicon Valley2", false, "Silicon Valley2", "Silicon Valley", true },
	{ "Amsterdam Metro", false, "", "Amsterdam", true },
	{ "Washington DC Metro", false, "", "Washington DC", true },
	{ "Atlantis", false, "Atlantis", "", false },
	{ "Equinix-London-LD5", false, "Equinix-London-LD5", "", false },  /* a facility is no name for a circuit */
	{ "Equinix-Ashburn-DC2", true, "Washington DC", "Washington DC", true },
	{ "Equinix-Ashburn-DC6", true, "Washington DC", "Washington DC", true },
	{ "equinix-ashburn-dc2", true, "Washington DC", "Washington DC", true },
	{ "Equinix-Dallas-DA3", true, "Dallas", "Dallas", true },
	{ "Equinix-San-Jose-SV1", true, "Silicon Valley", "Silicon Valley", true },
	{ "Equinix-Seattle-SE2", true, "Seattle", "Seattle", true },
	{ "Equinix-Amsterdam-AM5", true, "Amsterdam", "Amsterdam", true },
	{ "Equinix-London-LD5", true, "London", "London", true },
	{ "Coresite-Reston-VA2", true, "Washington DC2", "Washington DC", true },
	{ "London", true, "London", "London", true },
	{ "Equinix-London-LD99", true, "Equinix-London-LD99", "", false },
	{ "Nobody-London-LD5", true, "Nobody-London-LD5", "", false },
	{ "Equinix", true, "Equinix", "", false },
	{ "-", true, "-", "", false },
};

static const char *group_name(const Net *net, ErGroupOf kind)
{
	for (uint32_t i = 0; i < er_network_n_groups(net->net); i++)
		if (er_network_group(net->net, i)->kind == kind)
			return er_network_group(net->net, i)->name;
	return "";
}

START_TEST(place)
{
	g_autofree char *text = places[_i].direct
	        ? g_strdup_printf("{'value': [{'id': '" SUB "expressRoutePorts/p', 'properties': {'peeringLocation': '%s'}}]}", places[_i].text)
	        : g_strdup_printf("{'value': [{'id': '" SUB "expressRouteCircuits/c', 'properties': {'serviceProviderProperties': {'peeringLocation': '%s'}}}]}", places[_i].text);
	Net net = build(text);
	g_autofree char *assumption = g_strdup_printf("location:%s", places[_i].text);

	ck_assert_str_eq(group_name(&net, ER_GRP_LOCATION), places[_i].location);
	ck_assert_str_eq(group_name(&net, ER_GRP_METRO), places[_i].metro);
	ck_assert(er_diags_has(net.diags, ER_D_LOCATION_UNKNOWN) != places[_i].known);
	ck_assert(assumes(&net, assumption) != places[_i].known);
	if (!places[_i].direct)
		ck_assert(er_network_circuit(net.net, 0)->metro == g_str_has_suffix(places[_i].text, "Metro"));
	end(&net);
}
END_TEST

#define AT(name, place, peering) "{'id': '" SUB "expressRouteCircuits/" name "', 'properties': {'serviceProviderProperties': {'serviceProviderName': 'Equinix', 'peeringLocation': '" place "'}, 'peerings': [" \
	"{'name': 'AzurePrivatePeering', 'properties': {'primaryPeerAddressPrefix': '10.0.0.0/30', 'secondaryPeerAddressPrefix': '10.0.0.4/30'" peering "}}]}}"

/* Two sites and a Metro circuit of one city are one metro; Metro circuits share the city's two buildings, one side each. */
START_TEST(metro_groups)
{
	Net net = build("{'value': [" AT("a", "Amsterdam", "") "," AT("b", "Amsterdam2", "") "," AT("c", "Amsterdam Metro", "") "," AT("d", "amsterdam metro", "") "]}");
	const ErGroup *metro = group(&net, "group:metro:amsterdam"), *building = group(&net, "group:facility:amsterdam metro/a");

	ck_assert(metro != NULL && metro->n_members == 8 && metro->certainty == ER_OBSERVED);
	ck_assert(building != NULL && building->n_members == 2 && building->certainty == ER_ASSUMED);
	for (uint32_t i = 0; i < 2; i++)
		ck_assert_uint_eq(building->members[i], er_network_circuit(net.net, 2 + i)->msee[ER_PRIMARY]);
	ck_assert_ptr_nonnull(group(&net, "group:facility:amsterdam metro/b"));
	ck_assert_ptr_nonnull(group(&net, "group:peering-location:amsterdam"));
	ck_assert_ptr_null(group(&net, "group:peering-location:amsterdam metro"));
	ck_assert_str_eq(metro->name, "Amsterdam");
	end(&net);
}
END_TEST

/* ---- MSEEs that circuits share ---- */

#define DEVICES(primary, secondary) ", 'primaryAzurePort': '" primary "', 'secondaryAzurePort': '" secondary "'"

START_TEST(shared_devices)
{
	Net net = build("{'value': [" AT("a", "London", DEVICES("EQIX-LON-06GMR-CIS-1-PRI-A", "EQIX-LON-06GMR-CIS-2-SEC-A")) ","
	                AT("b", "London", DEVICES("eqix-lon-06gmr-cis-1-PRI-B", "EQIX-LON-06GMR-CIS-4-SEC-B")) ","
	                AT("c", "Paris", DEVICES("EQIX-LON-06GMR-CIS-1-PRI-A", "EQIX-LON-06GMR-CIS-2-SEC-A")) "," AT("d", "London", "") "]}");
	const ErCircuit *a = er_network_circuit(net.net, 0), *b = er_network_circuit(net.net, 1), *c = er_network_circuit(net.net, 2), *d = er_network_circuit(net.net, 3);

	ck_assert_str_eq(er_network_component(net.net, a->msee[ER_PRIMARY])->id, LOW "expressroutecircuits/a#msee-primary");
	ck_assert_uint_eq(b->msee[ER_PRIMARY], a->msee[ER_PRIMARY]);
	ck_assert_uint_ne(b->msee[ER_SECONDARY], a->msee[ER_SECONDARY]);
	ck_assert(c->msee[ER_PRIMARY] != a->msee[ER_PRIMARY] && d->msee[ER_PRIMARY] != a->msee[ER_PRIMARY]);
	ck_assert_ptr_null(component(&net, LOW "expressroutecircuits/b#msee-primary"));
	ck_assert_int_eq(er_network_component(net.net, a->msee[ER_PRIMARY])->certainty, ER_OBSERVED);
	ck_assert_int_eq(er_network_component(net.net, d->msee[ER_PRIMARY])->certainty, ER_DERIVED);
	ck_assert(assumes(&net, "msee:London"));   /* d may share, nobody says so */
	ck_assert(a->link[ER_PRIMARY] != b->link[ER_PRIMARY]);
	end(&net);
}
END_TEST

/* Crossed over: one circuit's primary device is the other's secondary. */
START_TEST(shared_crosswise)
{
	Net net = build("{'value': [" AT("a", "London", DEVICES("D-1-PRI-A", "D-2-SEC-A")) "," AT("b", "London", DEVICES("D-2-PRI-A", "D-1-SEC-A")) "]}");
	const ErCircuit *a = er_network_circuit(net.net, 0), *b = er_network_circuit(net.net, 1);

	ck_assert(b->msee[ER_PRIMARY] == a->msee[ER_SECONDARY] && b->msee[ER_SECONDARY] == a->msee[ER_PRIMARY]);
	ck_assert(!assumes(&net, "msee:London"));
	end(&net);
}
END_TEST

/* ---- groups ---- */

START_TEST(equal_groups)
{
	Net net = build(base);
	const ErGroup *location = group(&net, "group:peering-location:london"), *metro = group(&net, "group:metro:london");
	const ErGroup *provider = group(&net, "group:provider:equinix"), *region = group(&net, "group:region:uksouth"), *subscription = group(&net, "group:subscription:s1");

	ck_assert(location != NULL && metro != NULL && provider != NULL && region != NULL && subscription != NULL);
	ck_assert_str_eq(er_network_group(net.net, metro->first)->id, location->id);
	ck_assert_str_eq(er_network_group(net.net, location->first)->id, location->id);
	ck_assert_uint_eq(provider->n_members, 3);
	ck_assert_uint_eq(region->n_members, 5);          /* two VNets, gateway, two instances */
	ck_assert_uint_eq(subscription->n_members, 15);   /* 2 circuits, 4 sessions, port, 2 links, 2 connections, gateway, 2 VNets, peering */
	for (uint32_t i = 0; i < er_network_n_groups(net.net); i++) {
		const ErGroup *have = er_network_group(net.net, i);
		ck_assert_uint_ge(have->n_members, 2);
		for (uint32_t k = 0; k < have->n_members; k++) {
			uint32_t n = 0;
			const uint32_t *of = er_network_groups_of(net.net, have->members[k], &n);
			bool told = false;
			for (uint32_t m = 0; m < n; m++)
				told = told || of[m] == i;
			ck_assert(told && (k == 0 || have->members[k - 1] < have->members[k]));
		}
	}
	end(&net);
}
END_TEST

/* A zone that holds all of a region's only gateway's instances, beside the region: the zone speaks first when they are equal. */
START_TEST(zone_before_region)
{
	static const ZoneCase row = { "ErGw1AZ", "uksouth", ONE_ZONE, ER_ZONES_ZONAL, ER_OBSERVED, "2" };
	g_autofree char *text = zone_estate(&row);
	Net net = build(text);
	const ErGroup *zone = group(&net, "group:zone:uksouth/2@s1"), *region = group(&net, "group:region:uksouth");

	ck_assert(zone != NULL && region != NULL && region->n_members == 4);
	ck_assert_str_eq(er_network_group(net.net, region->first)->id, region->id);
	ck_assert_str_eq(zone->name, "UK South zone 2");
	end(&net);
}
END_TEST

START_TEST(provider_spelt_twice)
{
	Net net = build("{'value': [" AT("a", "London", "") ",{'id': '" SUB "expressRouteCircuits/b', 'properties': {'serviceProviderProperties': {'serviceProviderName': 'EQUINIX', 'peeringLocation': 'Paris'}}}]}");
	const ErGroup *provider = group(&net, "group:provider:equinix");

	ck_assert(provider != NULL && provider->n_members == 6);
	ck_assert_str_eq(provider->name, "EQUINIX");
	end(&net);
}
END_TEST

/* ---- what is not in the input ---- */

START_TEST(external_ends)
{
	Net net = build("{'value': [{'id': '" SUB "connections/k', 'properties': {'connectionType': 'ExpressRoute', 'virtualNetworkGateway1': {'id': '" SUB "virtualNetworkGateways/GW'},"
	                " 'peer': {'id': '" SUB "expressRouteCircuits/Far'}}},"
	                "{'id': '" SUB "connections/v', 'properties': {'connectionType': 'IPsec', 'virtualNetworkGateway1': {'id': '" SUB "virtualNetworkGateways/vpn'}}},"
	                "{'id': '" SUB "connections/half', 'properties': {'connectionType': 'ExpressRoute', 'peer': {'id': '" SUB "expressRouteCircuits/Far'}}},"
	                "{'id': '" SUB "expressRouteCircuits/D', 'properties': {'expressRoutePort': {'id': '" SUB "expressRoutePorts/Gone'}}}]}");
	const ErComponent *circuit = component(&net, LOW "expressroutecircuits/far"), *gateway = component(&net, LOW "virtualnetworkgateways/gw"), *port = component(&net, LOW "expressrouteports/gone");
	const ErCircuit *far = er_network_circuit(net.net, 1);

	ck_assert(circuit != NULL && circuit->external && circuit->up && circuit->certainty == ER_DERIVED && circuit->resource == NULL);
	ck_assert_str_eq(circuit->name, "Far");
	ck_assert(far->external && *far->provider == '\0' && *far->peering_location == '\0' && far->bandwidth_mbps == 0);
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		ck_assert_int_eq(er_network_component(net.net, far->link[side])->certainty, ER_DERIVED);
		ck_assert_int_eq(er_network_component(net.net, far->session[side])->certainty, ER_ASSUMED);
	}
	ck_assert(gateway != NULL && gateway->external && port != NULL && port->external && er_network_n_ports(net.net) == 1);
	ck_assert_ptr_null(component(&net, LOW "virtualnetworkgateways/vpn"));   /* of a VPN's far end nothing is known */
	ck_assert_int_eq(component(&net, LOW "connections/v")->kind, ER_KIND_VPN_CONNECTION);
	ck_assert_ptr_null(component(&net, LOW "connections/half"));
	ck_assert(er_diags_has(net.diags, ER_D_CONNECTION_ENDS) && er_diags_has(net.diags, ER_D_EXTERNAL));
	for (uint32_t i = 0; i < er_network_n_groups(net.net); i++)
		ck_assert(er_network_group(net.net, i)->kind != ER_GRP_LOCATION && er_network_group(net.net, i)->kind != ER_GRP_PROVIDER);
	end(&net);
}
END_TEST

/* A gateway whose VNet is not in the input has no flows, and that is told. */
START_TEST(gateway_of_external_vnet)
{
	Net net = build("{'value': [{'id': '" SUB "virtualNetworkGateways/gw', 'location': 'uksouth', 'properties': {'gatewayType': 'ExpressRoute', 'sku': {'name': 'ErGw1AZ'},"
	                " 'ipConfigurations': [{'properties': {'subnet': {'id': '" SUB "virtualNetworks/far/subnets/GatewaySubnet'}}}]}}]}");

	ck_assert(er_network_vnet(net.net, 0)->external && er_network_gateway(net.net, 0)->vnet == 0);
	ck_assert_uint_eq(er_diags_count(net.diags), 1);
	ck_assert_int_eq(er_diags_at(net.diags, 0)->code, ER_D_EXTERNAL);
	end(&net);
}
END_TEST

/* One place is told once, however many circuits stand there. */
START_TEST(place_told_once)
{
	Net net = build("{'value': [" AT("a", "Atlantis", "") "," AT("b", "Atlantis", "") "]}");

	ck_assert_uint_eq(er_diags_count(net.diags), 1);
	ck_assert_int_eq(er_diags_at(net.diags, 0)->code, ER_D_LOCATION_UNKNOWN);
	end(&net);
}
END_TEST

START_TEST(no_expressroute)
{
	Net net = build("{'value': [{'id': '" SUB "virtualNetworks/v', 'location': 'uksouth', 'properties': {}}]}");

	ck_assert(!er_network_has_expressroute(net.net) && er_diags_has(net.diags, ER_D_NO_EXPRESSROUTE));
	ck_assert_uint_eq(er_network_n_components(net.net), 1);
	ck_assert_uint_eq(er_network_n_sites(net.net), 0);
	ck_assert_uint_eq(er_network_n_assumptions(net.net), 0);
	end(&net);
}
END_TEST

/* Circuits of one name: access lines carry the whole id. */
START_TEST(circuits_of_one_name)
{
	Net net = build("{'value': [" AT("er", "London", "") ",{'id': '/subscriptions/S2/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/ER', 'properties': {}}]}");

	ck_assert_ptr_nonnull(component(&net, "site:on-premises/access:" CIRCUIT "/primary"));
	ck_assert_ptr_nonnull(component(&net, "site:on-premises/access:/subscriptions/s2/resourcegroups/rg/providers/microsoft.network/expressroutecircuits/er/primary"));
	ck_assert_ptr_null(component(&net, "site:on-premises/access:er/primary"));
	end(&net);
}
END_TEST

/* ---- a site description that contradicts the inventory ---- */

#define TWO_OF_ONE_NAME AT("er", "London", "") ",{'id': '/subscriptions/S2/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/ER', 'properties': {}}"
static const struct { const char *resources, *site, *code, *detail; } contradictions[] = {
	{ TWO_OF_ONE_NAME, "<site id='a'><circuit name='er'/></site>", "SIT010", "er: /subscriptions/s1/" },
	{ AT("er", "London", ""), "<site id='a'><circuit name='er'><link side='primary'/></circuit></site><site id='b'><circuit name='er'><link side='primary'/></circuit></site>", "SIT011", "primary: at a and at b" },
	{ AT("er", "London", ""), "<site id='a'><circuit name='er' model='direct'/></site>", "SIT012", "er is a provider circuit" },
	{ AT("er", "London", ""), "<site id='a'><circuit name='err'/></site>", "SIT009", "err; near: er" },
};

START_TEST(contradicted)
{
	g_autofree char *text = g_strdup_printf("{'value': [%s]}", contradictions[_i].resources);
	Net net = build_at(text, contradictions[_i].site);
	bool told = false;

	for (uint32_t i = 0; i < er_diags_count(net.diags); i++) {
		const ErDiag *diag = er_diags_at(net.diags, i);
		told = told || (strcmp(er_diag_id(diag->code), contradictions[_i].code) == 0 && strstr(diag->detail, contradictions[_i].detail) != NULL && diag->loc.line == 1);
	}
	g_autofree char *first = er_diags_count(net.diags) > 0 ? er_diag_format(er_diags_at(net.diags, 0)) : g_strdup("nothing");
	ck_assert_msg(told, "%s: %s", contradictions[_i].code, first);
	end(&net);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("network");
	TCase *tcase = tcase_create("network");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, parts_of_an_estate);
	tcase_add_test(tcase, records_of_an_estate);
	tcase_add_loop_test(tcase, contradicted, 0, (int)G_N_ELEMENTS(contradictions));
	tcase_add_loop_test(tcase, zone_verdict, 0, (int)G_N_ELEMENTS(zone_cases));
	tcase_add_loop_test(tcase, unknown_zones_do_not_fail, 0, (int)G_N_ELEMENTS(zone_cases));
	tcase_add_test(tcase, other_gateways);
	tcase_add_loop_test(tcase, gateway_size, 0, (int)G_N_ELEMENTS(sizes));
	tcase_add_loop_test(tcase, up_or_down, 0, (int)G_N_ELEMENTS(states));
	tcase_add_loop_test(tcase, excluded_with_reason, 0, (int)G_N_ELEMENTS(exclusions));
	tcase_add_loop_test(tcase, hanging, 0, (int)G_N_ELEMENTS(hangings));
	tcase_add_test(tcase, no_attachment);
	tcase_add_test(tcase, hub_connections);
	tcase_add_loop_test(tcase, place, 0, (int)G_N_ELEMENTS(places));
	tcase_add_test(tcase, metro_groups);
	tcase_add_test(tcase, shared_devices);
	tcase_add_test(tcase, shared_crosswise);
	tcase_add_test(tcase, equal_groups);
	tcase_add_test(tcase, zone_before_region);
	tcase_add_test(tcase, provider_spelt_twice);
	tcase_add_test(tcase, external_ends);
	tcase_add_test(tcase, gateway_of_external_vnet);
	tcase_add_test(tcase, place_told_once);
	tcase_add_test(tcase, no_expressroute);
	tcase_add_test(tcase, circuits_of_one_name);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
