"""Cases of VPN beside ExpressRoute (ER-VPN). The estate: the sound one, in its first region a VPN gateway with a tunnel to a device of the site."""
from estate import NETWORK, case, circuit, find, good, put, ref, resource, site, subnet, without

ALERT, WINDOW = "Microsoft.Insights/metricAlerts", "Microsoft.Maintenance/configurationAssignments"
VPN_ID = f"{NETWORK}/virtualNetworkGateways/vpngw"


def vpn_gateway(name="vpngw", home="vnet-hub-weu", **more):
    properties = {"provisioningState": "Succeeded", "gatewayType": "Vpn", "vpnType": "RouteBased", "activeActive": True, "enableBgp": True, "sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
                  "ipConfigurations": [{"name": "default", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/{home}/subnets/GatewaySubnet"}}}]}
    properties.update(more)
    return resource("Microsoft.Network/virtualNetworkGateways", name, properties)


def device(name, address="198.51.100.7", asn=65020):
    return resource("Microsoft.Network/localNetworkGateways", name, {"gatewayIpAddress": address, "bgpSettings": {"asn": asn}, "localNetworkAddressSpace": {"addressPrefixes": []}})


def tunnel(name, local="branch", gateway="vpngw", **more):
    properties = {"provisioningState": "Succeeded", "connectionType": "IPsec", "connectionStatus": "Connected", "enableBgp": True, "useLocalAzureIpAddress": False,
                  "virtualNetworkGateway1": ref("virtualNetworkGateways", gateway), "localNetworkGateway2": ref("localNetworkGateways", local)}
    properties.update(more)
    return resource("Microsoft.Network/connections", name, properties)


def backed(*more):
    return good() + [vpn_gateway(), device("branch"), tunnel("s2s"), *more]


def backed_with(name, path, value, *more):
    estate = backed(*more)
    put(find(estate, name), path, value)
    return estate


def single(*more):
    return without(good(), "er-par", "conn-weu-par", "conn-frc-par") + list(more)


def tagged(estate, name, tags):
    find(estate, name)["tags"] = tags
    return estate


def backed_single():
    return without(single(vpn_gateway(), device("branch"), tunnel("s2s")), "ergw-frc", "conn-frc-ams", "vnet-hub-frc", "vnet-app-frc")


def alert(scope):
    return resource(ALERT, "alert", {"enabled": True, "scopes": [scope]}, "global")


def window(gateway_id):
    return {"id": f"{gateway_id}/providers/{WINDOW}/window", "name": "window", "type": WINDOW, "properties": {"resourceId": gateway_id, "maintenanceConfigurationId": "/x"}}


def route_server(**more):
    properties = {"sku": "Standard", "virtualRouterAsn": 65515, "allowBranchToBranchTraffic": True,
                  "ipConfigurations": [{"name": "one", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/vnet-hub-weu/subnets/RouteServerSubnet"}}}]}
    properties.update(more)
    return {**resource("Microsoft.Network/virtualHubs", "routes", properties), "kind": "RouteServer"}


def with_server_subnet(estate):
    find(estate, "vnet-hub-weu")["properties"]["subnets"].append(subnet("vnet-hub-weu", "RouteServerSubnet", "10.10.1.0/26"))
    return estate


def described(vpn="", link="", second="", vpn_site="dc", over=""):
    """Site dc ends er-ams; vpngw is claimed by @vpn_site."""
    claim = f'<vpn gateway="vpngw" {vpn}{over}/>'
    ends = f'<circuit name="er-ams"><link side="primary" {link}/><link side="secondary" {second or link}/></circuit>'
    other = "" if vpn_site == "dc" else f'<site id="{vpn_site}"><prefix>192.168.9.0/24</prefix>{claim}</site>'
    routers = '<router id="r1"/><router id="r2"/><router id="r3"/>'
    return site(f'<site id="dc"><prefix>192.168.0.0/21</prefix>{routers}{ends}{claim if vpn_site == "dc" else ""}</site>{other}')


def vpn_hub(links=2, site_there=True, **connection):
    """A hub with both gateways, and a VPN site with so many links."""
    hub = f"{NETWORK}/virtualHubs/hub"
    joined = {"remoteVpnSite": ref("vpnSites", "plant"), "connectionStatus": "Connected", "enableBgp": True, "useLocalAzureIpAddress": False, **connection}
    estate = [
        circuit("er-ams", "Amsterdam", "Colt", n=1),
        resource("Microsoft.Network/virtualWans", "wan", {"type": "Standard", "allowBranchToBranchTraffic": True}),
        resource("Microsoft.Network/virtualHubs", "hub", {"addressPrefix": "10.50.0.0/23", "sku": "Standard", "virtualWan": ref("virtualWans", "wan")}),
        resource("Microsoft.Network/expressRouteGateways", "hub-er", {"virtualHub": {"id": hub}, "autoScaleConfiguration": {"bounds": {"min": 2}}, "expressRouteConnections": [
            {"name": "one", "id": f"{NETWORK}/expressRouteGateways/hub-er/expressRouteConnections/one", "properties": {
                "provisioningState": "Succeeded", "routingWeight": 0, "expressRouteCircuitPeering": {"id": f"{NETWORK}/expressRouteCircuits/er-ams/peerings/AzurePrivatePeering"}}}]}),
        resource("Microsoft.Network/vpnGateways", "hub-vpn", {"virtualHub": {"id": hub}, "connections": [
            {"name": "plant", "id": f"{NETWORK}/vpnGateways/hub-vpn/vpnConnections/plant", "properties": joined}]}),
    ]
    if site_there:
        estate.append(resource("Microsoft.Network/vpnSites", "plant", {"vpnSiteLinks": [
            {"name": f"l{n}", "properties": {"ipAddress": f"198.51.100.{n + 1}"}} for n in range(links)]}))
    return estate


def microsoft(estate):
    find(estate, "er-ams")["properties"]["peerings"].append(
        {"name": "MicrosoftPeering", "id": f"{NETWORK}/expressRouteCircuits/er-ams/peerings/MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering", "state": "Enabled"}})
    return estate


def two_devices(asn):
    return good() + [vpn_gateway(), device("branch"), device("other", "198.51.100.8", asn), tunnel("s2s"), tunnel("s2s-2", "other")]


def homeless():
    estate = single()
    put(find(estate, "ergw-weu"), "ipConfigurations", None)
    return estate


APART = 'router="r3" conduit="c9" carrier="Radio"'
LINKS = ('router="r1" conduit="c1" carrier="Colt"', 'router="r2" conduit="c2" carrier="Colt"')

CASES = [
    case("ER-VPN-001", "fail", single()),
    case("ER-VPN-001", "pass", good()),
    case("ER-VPN-001", "pass", backed_single()),
    case("ER-VPN-001", "fail", without(backed_single(), "s2s")),
    case("ER-VPN-001", "unknown", homeless()),
    case("ER-VPN-001", "pass", vpn_hub()),
    case("ER-VPN-001", "unknown", without(vpn_hub(), "hub", "hub-vpn")),
    case("ER-VPN-001", "fail", without(vpn_hub(), "hub-vpn")),
    case("ER-VPN-002", "fail", tagged(backed_single(), "vnet-app-weu", {"Criticality": "Mission-Critical"})),
    case("ER-VPN-002", "pass", tagged(backed_single(), "vnet-app-weu", {"criticality": "low"})),
    case("ER-VPN-002", "pass", tagged(backed(), "vnet-app-weu", {"criticality": "critical"})),
    case("ER-VPN-002", "fail", backed_single(), site('<site id="dc"><prefix>192.168.0.0/21</prefix></site><service id="erp" criticality="critical"><vnet name="vnet-app-weu"/></service>')),
    case("ER-VPN-002", "unknown", backed_single()),
    case("ER-VPN-002", "not_applicable", single()),
    case("ER-VPN-003", "fail", backed_with("vpngw", "sku.name", "VpnGw1")),
    case("ER-VPN-003", "pass", backed()),
    case("ER-VPN-003", "unknown", backed_with("vpngw", "sku", None)),
    case("ER-VPN-003", "not_applicable", good() + [vpn_gateway(sku={"name": "VpnGw1"})]),
    case("ER-VPN-004", "fail", backed_with("vpngw", "activeActive", False)),
    case("ER-VPN-004", "pass", backed()),
    case("ER-VPN-004", "pass", vpn_hub()),
    case("ER-VPN-004", "pass", backed_with("ergw-weu", "activeActive", False)),
    case("ER-VPN-004", "unknown", backed_with("vpngw", "activeActive", None)),
    case("ER-VPN-004", "not_applicable", good() + [vpn_gateway(activeActive=False)]),
    case("ER-VPN-005", "fail", backed_with("s2s", "enableBgp", False)),
    case("ER-VPN-005", "fail", vpn_hub(vpnLinkConnections=[{"properties": {"enableBgp": True}}, {"properties": {"enableBgp": False}}])),
    case("ER-VPN-005", "pass", backed_with("ergw-weu", "enableBgp", False)),
    case("ER-VPN-005", "pass", backed()),
    case("ER-VPN-005", "unknown", backed_with("s2s", "enableBgp", None)),
    case("ER-VPN-006", "fail", backed_with("vpngw", "vpnType", "policybased")),
    case("ER-VPN-006", "fail", backed_with("vpngw", "sku.name", "Basic")),
    case("ER-VPN-006", "fail", backed_with("vpngw", "sku.name", "Standard")),
    case("ER-VPN-006", "pass", backed()),
    case("ER-VPN-006", "pass", backed_with("ergw-weu", "sku.name", "HighPerformance")),
    case("ER-VPN-006", "unknown", backed_with("vpngw", "vpnType", None)),
    case("ER-VPN-007", "fail", backed_with("s2s", "useLocalAzureIpAddress", True)),
    case("ER-VPN-007", "fail", backed_with("branch", "gatewayIpAddress", "10.200.0.4")),
    case("ER-VPN-007", "fail", backed(), described(over=' over-microsoft-peering="true"')),
    case("ER-VPN-007", "pass", backed()),
    case("ER-VPN-007", "pass", microsoft(backed()), described(over=' over-microsoft-peering="false"')),
    case("ER-VPN-007", "unknown", microsoft(backed())),
    case("ER-VPN-007", "unknown", without(backed(), "branch")),
    case("ER-VPN-008", "fail", backed()),
    case("ER-VPN-008", "pass", two_devices(65020)),
    case("ER-VPN-008", "unknown", two_devices(65021)),
    case("ER-VPN-008", "fail", vpn_hub(links=1)),
    case("ER-VPN-008", "pass", vpn_hub(links=2)),
    case("ER-VPN-008", "unknown", vpn_hub(site_there=False)),
    case("ER-VPN-009", "fail", backed(), described('conduit="c1" router="r3" carrier="Radio"', *LINKS)),
    case("ER-VPN-009", "fail", backed(), described('carrier="Colt"', *LINKS)),
    case("ER-VPN-009", "pass", backed(), described(APART, *LINKS)),
    case("ER-VPN-009", "unknown", backed(), described('router="r3"', *LINKS)),
    case("ER-VPN-009", "unknown", backed()),
    case("ER-VPN-010", "fail", backed_with("s2s", "connectionStatus", "NotConnected")),
    case("ER-VPN-010", "fail", backed(tunnel("s2s-2", connectionStatus=None, tunnelConnectionStatus=[{"connectionStatus": "NotConnected"}, {"connectionStatus": "NotConnected"}]))),
    case("ER-VPN-010", "pass", backed()),
    case("ER-VPN-010", "unknown", backed_with("s2s", "connectionStatus", None)),
    case("ER-VPN-011", "fail", backed(), described(vpn_site="plant")),
    case("ER-VPN-011", "pass", with_server_subnet(backed(route_server())), described(vpn_site="plant")),
    case("ER-VPN-011", "fail", with_server_subnet(backed(route_server(allowBranchToBranchTraffic=False))), described(vpn_site="plant")),
    case("ER-VPN-011", "unknown", with_server_subnet(backed()), described(vpn_site="plant")),
    case("ER-VPN-011", "unknown", backed()),
    case("ER-VPN-011", "not_applicable", backed(), described()),
    case("ER-VPN-012", "fail", backed(alert(f"{NETWORK}/virtualNetworkGateways/ergw-weu"))),
    case("ER-VPN-012", "fail", backed(alert(VPN_ID), window(f"{NETWORK}/virtualNetworkGateways/ergw-weu"))),
    case("ER-VPN-012", "pass", backed(alert(VPN_ID.upper()), window(VPN_ID))),
    case("ER-VPN-012", "unknown", backed(alert(VPN_ID))),
    case("ER-VPN-012", "unknown", backed()),
]
