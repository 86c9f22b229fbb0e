"""Cases of routing (ER-RTE)."""
from estate import NETWORK, case, changed, circuit, find, gateway, good, half, put, ref, resource, site, subnet, without


def routes(*prefixes, path="65010"):
    return [{"network": prefix, "nextHop": "172.16.1.1", "locPrf": "100", "weight": 0, "path": path} for prefix in prefixes]


def many(n, first=0):
    return [f"10.{100 + i // 256}.{i % 256}.0/24" for i in range(first, first + n)]


def tables(ams, par):
    return {"er-ams/primary": routes(*ams), "er-par/primary": routes(*par)}


def links(circuit_name, attributes="", primary="", secondary="", more=""):
    return (f'<circuit name="{circuit_name}" {more}><link side="primary" router="ce1" {attributes} {primary}/>'
            f'<link side="secondary" router="ce2" {attributes} {secondary}/></circuit>')


def one_site(attributes="", primary="", secondary="", prefixes="<prefix>192.168.0.0/16</prefix>", role='role="router"', ams="", par=""):
    return site(f'<site id="dc">{prefixes}<router id="ce1" {role}/><router id="ce2" {role}/>{links("er-ams", attributes, primary, secondary, ams)}'
                f'{links("er-par", attributes, primary, secondary, par)}</site>')


def route(name, prefix, hop="VirtualAppliance", address="10.10.1.4"):
    properties = {"addressPrefix": prefix, "nextHopType": hop}
    if hop == "VirtualAppliance":
        properties["nextHopIpAddress"] = address
    return {"name": name, "properties": properties}


def table(name, routes_of=(), off=False):
    return resource("Microsoft.Network/routeTables", name, {"provisioningState": "Succeeded", "disableBgpRoutePropagation": off, "routes": list(routes_of)})


def with_table(vnet_name, index, one):
    """The sound estate with a route table on one subnet."""
    estate = good()
    find(estate, vnet_name)["properties"]["subnets"][index]["properties"]["routeTable"] = ref("routeTables", one if isinstance(one, str) else one["name"])
    return estate if isinstance(one, str) else estate + [one]


def default_everywhere():
    """Every spoke has a default route to a firewall: what on-premises announces is not followed."""
    estate = good() + [table("rt-all", [route("all", "0.0.0.0/0")])]
    for name in ("vnet-app-weu", "vnet-app-frc"):
        find(estate, name)["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-all")
    return estate


def both_ways():
    """The firewall of the hub stands on the way in and on the way out of its spoke."""
    estate = with_table("vnet-app-weu", 0, table("rt-app", [route("all", "0.0.0.0/0")], off=True)) + [table("rt-gateway", [route("app", "10.10.4.0/22")])]
    find(estate, "vnet-hub-weu")["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-gateway")
    return estate


def open_table():
    """A table whose routes are what a shallow export leaves of them."""
    one = table("rt")
    one["properties"]["routes"] = "System.Object[]"
    return good() + [one]


def with_space(name, *prefixes):
    return changed(name, "addressSpace.addressPrefixes", list(prefixes))


def with_server(configurations, branch=None):
    estate = good()
    one = subnet("vnet-hub-weu", "RouteServerSubnet", "10.10.2.0/26")
    if configurations:
        one["properties"]["ipConfigurations"] = [{"id": f"{NETWORK}/virtualHubs/rs-weu/ipConfigurations/rs"}]
        estate.append(resource("Microsoft.Network/virtualHubs", "rs-weu", {"provisioningState": "Succeeded", "allowBranchToBranchTraffic": bool(branch)}) | {"kind": "RouteServer"})
    find(estate, "vnet-hub-weu")["properties"]["subnets"].append(one)
    return estate


def with_vpn(prefixes, bgp=False):
    estate = good()
    vpn = gateway("vpngw-weu", "vnet-hub-weu", "westeurope", "VpnGw2AZ", gatewayType="Vpn", vpnType="RouteBased", enableBgp=bgp)
    lng = resource("Microsoft.Network/localNetworkGateways", "lng-dc", {"gatewayIpAddress": "203.0.113.1", "localNetworkAddressSpace": {"addressPrefixes": prefixes}})
    conn = resource("Microsoft.Network/connections", "conn-vpn", {"provisioningState": "Succeeded", "connectionType": "IPsec", "enableBgp": bgp,
                                                                  "virtualNetworkGateway1": ref("virtualNetworkGateways", "vpngw-weu"), "localNetworkGateway2": ref("localNetworkGateways", "lng-dc")})
    return estate + [vpn, lng, conn]


def flags(weu, frc):
    estate = good()
    put(find(estate, "ergw-weu"), "allowRemoteVnetTraffic", weu)
    put(find(estate, "ergw-frc"), "allowRemoteVnetTraffic", frc)
    return estate


def peered_hubs():
    estate = flags(True, True)
    find(estate, "vnet-hub-weu")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-weu", "vnet-hub-frc", True))
    find(estate, "vnet-hub-frc")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-frc", "vnet-hub-weu", True))
    return estate


def hub(asn=None, mapped=True):
    """A virtual hub whose connection announces through a route map."""
    routing = {"outboundRouteMap": {"id": f"{NETWORK}/virtualHubs/hub-weu/routeMaps/longer"}} if mapped else {}
    connection_id = f"{NETWORK}/expressRouteGateways/ergw-hub/expressRouteConnections/conn-hub"
    estate = [
        circuit("er-ams", "Amsterdam", "Colt", n=1),
        resource("Microsoft.Network/virtualWans", "wan", {"provisioningState": "Succeeded", "type": "Standard"}),
        resource("Microsoft.Network/virtualHubs", "hub-weu", {"provisioningState": "Succeeded", "addressPrefix": "10.200.0.0/23", "virtualWan": ref("virtualWans", "wan")}),
        resource("Microsoft.Network/expressRouteGateways", "ergw-hub", {
            "provisioningState": "Succeeded", "virtualHub": ref("virtualHubs", "hub-weu"), "autoScaleConfiguration": {"bounds": {"min": 1}},
            "expressRouteConnections": [{"id": connection_id, "name": "conn-hub", "properties": {
                "provisioningState": "Succeeded", "routingConfiguration": routing,
                "expressRouteCircuitPeering": {"id": f"{NETWORK}/expressRouteCircuits/er-ams/peerings/AzurePrivatePeering"}}}]}),
    ]
    if asn is not None:
        estate.append({"id": f"{NETWORK}/virtualHubs/hub-weu/routeMaps/longer", "name": "longer", "type": "Microsoft.Network/virtualHubs/routeMaps", "properties": {
            "provisioningState": "Succeeded", "rules": [{"name": "r", "actions": [{"type": "Add", "parameters": [{"asPath": [asn, asn]}]}]}]}})
    return estate


EQUAL_WEIGHTS = good()
for _one in EQUAL_WEIGHTS:
    if _one["name"].startswith("conn-"):
        _one["properties"]["routingWeight"] = 0
STATELESS = 'role="router" stateful="false"'
ROUTE_SETS = {"lastComputedTime": "2026-11-01T00:00:00Z", "routeSets": [{"name": "Set-1", "locations": ["Amsterdam", "Paris"], "details": {
    "10.50.0.0/16": [{"circuit": "x0", "pri": "1", "sec": "1"}, {"circuit": "x1", "pri": "1", "sec": "1"}], "10.51.0.0/16": [{"circuit": "x0", "pri": "1", "sec": "1"}]}}],
    "circuitsMetadataMap": {"x0": {"name": "er-ams", "link": f"{NETWORK}/expressRouteCircuits/er-ams"}, "x1": {"name": "er-par", "link": f"{NETWORK}/expressRouteCircuits/er-par"}}}
LEARNED = [{"network": prefix, "nextHop": "10.10.0.4", "sourcePeer": "10.10.0.4", "localAddress": "10.10.0.13", "origin": "EBgp", "asPath": "12076-65010", "weight": 32769} for prefix in many(4500)]
STANDARD = good()
find(STANDARD, "er-ams")["sku"] = {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"}
UNTOLD = good()
del find(UNTOLD, "er-ams")["sku"]
SMALL_GATEWAY = changed("ergw-weu", "sku", {"name": "ErGw1AZ", "tier": "ErGw1AZ"})
SUMMED = with_space("vnet-app-weu", *many(900))
put(find(SUMMED, "vnet-hub-weu"), "summarizedGatewayPrefixes", {"addressPrefixes": ["10.100.0.0/14"]})

ONE_CIRCUIT_TOLD = site('<site id="dc"><router id="ce1"/><router id="ce2"/>' + links("er-ams", 'bfd="true"') + "</site>")

CASES = [
    case("ER-RTE-001", "fail", STANDARD, captures=tables(many(4200), many(10))),
    case("ER-RTE-001", "fail", good(), captures=tables([f"2001:db8:{i:x}::/48" for i in range(120)], many(10))),
    case("ER-RTE-001", "pass", good(), captures=tables(many(4200), many(10))),
    case("ER-RTE-001", "pass", STANDARD, one_site()),
    case("ER-RTE-001", "pass", STANDARD, captures={"er-ams/primary": routes(*many(4200), path="65515"), "er-par/primary": routes(*many(10))}),
    case("ER-RTE-001", "unknown", good()),
    case("ER-RTE-001", "unknown", UNTOLD, captures=tables(many(4200), many(10))),
    case("ER-RTE-002", "fail", with_space("vnet-app-weu", *many(1050))),
    case("ER-RTE-002", "fail", with_space("vnet-app-weu", *many(850))),
    case("ER-RTE-002", "pass", SUMMED),
    case("ER-RTE-002", "pass", good()),
    case("ER-RTE-002", "pass", with_server(True, False)),
    case("ER-RTE-002", "unknown", with_server(True, True)),
    case("ER-RTE-002", "unknown", changed("vnet-app-weu", "addressSpace", None)),
    case("ER-RTE-003", "fail", SMALL_GATEWAY, captures={"ergw-weu": LEARNED}),
    case("ER-RTE-003", "fail", good(), captures=tables(many(6000), many(6000))),
    case("ER-RTE-003", "pass", good(), captures=tables(many(4500), many(4500))),
    case("ER-RTE-003", "unknown", good(), captures={"ergw-weu": LEARNED}),
    case("ER-RTE-004", "fail", good(), captures=tables(["10.50.0.0/16", "10.51.0.0/16"], ["10.50.0.0/16"])),
    case("ER-RTE-004", "fail", good(), captures={"ergw-weu": ROUTE_SETS}),
    case("ER-RTE-004", "fail", good(), one_site(prefixes='<prefix>192.168.0.0/16</prefix><prefix circuits="er-ams">192.169.0.0/16</prefix>')),
    case("ER-RTE-004", "pass", good(), one_site()),
    case("ER-RTE-004", "pass", good(), captures=tables(["10.50.0.0/16"], ["10.0.0.0/8"])),
    case("ER-RTE-004", "unknown", good()),
    case("ER-RTE-004", "not_applicable", without(good(), "conn-weu-par", "conn-frc-par")),
    case("ER-RTE-005", "fail", good(), captures=tables(["10.50.0.0/25", "10.50.0.128/25"], ["10.50.0.0/24"])),
    case("ER-RTE-005", "pass", good(), captures=tables(["10.50.0.0/24"], ["10.50.0.0/24"])),
    case("ER-RTE-005", "unknown", good()),
    case("ER-RTE-006", "fail", EQUAL_WEIGHTS, one_site(ams='local-preference="200"', par='local-preference="100"')),
    case("ER-RTE-006", "pass", EQUAL_WEIGHTS, one_site(ams='local-preference="200"', par='local-preference="100"', role=STATELESS)),
    case("ER-RTE-006", "pass", EQUAL_WEIGHTS, one_site(ams='local-preference="100" multipath="true"', par='local-preference="100" multipath="true"')),
    case("ER-RTE-006", "unknown", EQUAL_WEIGHTS),
    case("ER-RTE-007", "fail", good(), one_site(role='role="firewall"')),
    case("ER-RTE-007", "fail", good(), one_site(role='state-sync="false"')),
    case("ER-RTE-007", "pass", good(), one_site()),
    case("ER-RTE-007", "unknown", good(), one_site(role="")),
    case("ER-RTE-007", "unknown", good()),
    case("ER-RTE-007", "not_applicable", good(), one_site(ams='layer="3"', par='layer="3"', role='role="firewall"')),
    case("ER-RTE-008", "fail", with_space("vnet-app-frc", "10.10.4.0/24")),
    case("ER-RTE-008", "fail", with_space("vnet-app-frc", "10.10.4.0/22")),
    case("ER-RTE-008", "fail", good(), one_site(prefixes="<prefix>10.20.5.0/24</prefix>")),
    case("ER-RTE-008", "pass", good(), one_site(prefixes="<prefix>10.0.0.0/8</prefix>")),
    case("ER-RTE-008", "unknown", good()),
    case("ER-RTE-009", "fail", good(), one_site(prefixes='<prefix>192.168.0.0/16</prefix><prefix circuits="er-ams">0.0.0.0/0</prefix>')),
    case("ER-RTE-009", "pass", good(), one_site(prefixes="<prefix>0.0.0.0/0</prefix>")),
    case("ER-RTE-009", "not_applicable", good(), one_site()),
    case("ER-RTE-009", "unknown", good()),
    case("ER-RTE-010", "fail", good(), one_site('accepts-as-path="false"')),
    case("ER-RTE-010", "fail", good(), one_site(secondary='preference="standby"')),
    case("ER-RTE-010", "pass", good(), one_site('accepts-as-path="true"')),
    case("ER-RTE-010", "unknown", good(), one_site()),
    case("ER-RTE-011", "fail", good(), one_site(primary='bfd="true"', secondary='bfd="false"')),
    case("ER-RTE-011", "pass", good(), one_site('bfd="true"')),
    case("ER-RTE-011", "unknown", good(), one_site()),
    case("ER-RTE-011", "unknown", good(), ONE_CIRCUIT_TOLD),
    case("ER-RTE-012", "fail", good(), one_site('bfd="false" hold-time-s="10"')),
    case("ER-RTE-012", "pass", good(), one_site('bfd="true" hold-time-s="10"')),
    case("ER-RTE-012", "pass", good(), one_site('hold-time-s="180"')),
    case("ER-RTE-012", "unknown", good(), one_site('hold-time-s="10"')),
    case("ER-RTE-013", "fail", good(), one_site('routing="static"')),
    case("ER-RTE-013", "pass", good(), one_site('routing="bgp"')),
    case("ER-RTE-013", "unknown", good(), one_site()),
    case("ER-RTE-014", "fail", with_table("vnet-app-weu", 0, table("rt", off=True))),
    case("ER-RTE-014", "fail", with_table("vnet-app-weu", 0, table("rt", [route("out", "0.0.0.0/0", "Internet")], off=True))),
    case("ER-RTE-014", "fail", with_table("vnet-app-weu", 0, table("rt", [route("dc", "10.99.0.0/16")], off=True)), one_site()),
    case("ER-RTE-014", "pass", with_table("vnet-app-weu", 0, table("rt", [route("all", "0.0.0.0/0")], off=True))),
    case("ER-RTE-014", "pass", with_table("vnet-app-weu", 0, table("rt", [route("dc", "192.168.0.0/16")], off=True)), one_site()),
    case("ER-RTE-014", "pass", with_table("vnet-app-weu", 0, table("rt"))),
    case("ER-RTE-014", "unknown", with_table("vnet-app-weu", 0, table("rt", [route("dc", "192.168.0.0/16")], off=True))),
    case("ER-RTE-014", "unknown", with_table("vnet-app-weu", 0, "rt-elsewhere")),
    case("ER-RTE-015", "fail", with_table("vnet-app-weu", 0, table("rt", [route("all", "0.0.0.0/0")], off=True))),
    case("ER-RTE-015", "pass", both_ways()),
    case("ER-RTE-015", "unknown", with_table("vnet-app-weu", 0, table("rt", [route("dc", "192.168.0.0/16")], off=True))),
    case("ER-RTE-016", "fail", with_table("vnet-hub-weu", 0, table("rt", [route("spokes", "10.0.0.0/8")]))),
    case("ER-RTE-016", "pass", with_table("vnet-hub-weu", 0, table("rt", [route("spokes", "10.0.0.0/8"), route("app", "10.10.4.0/22")]))),
    case("ER-RTE-016", "not_applicable", with_table("vnet-hub-weu", 0, table("rt", [route("other", "192.168.0.0/16", "None")]))),
    case("ER-RTE-016", "unknown", with_table("vnet-hub-weu", 0, "rt-elsewhere")),
    case("ER-RTE-017", "fail", with_vpn(["10.51.0.0/16"]), one_site(prefixes="<prefix>10.48.0.0/12</prefix>")),
    case("ER-RTE-017", "pass", with_vpn(["10.48.0.0/12"]), one_site(prefixes="<prefix>10.48.0.0/12</prefix>")),
    case("ER-RTE-017", "unknown", with_vpn(["10.51.0.0/16"])),
    case("ER-RTE-017", "unknown", with_vpn(["10.48.0.7/32"], bgp=True), one_site(prefixes="<prefix>10.48.0.0/12</prefix>")),
    case("ER-RTE-018", "fail", flags(True, True)),
    case("ER-RTE-018", "pass", flags(True, False)),
    case("ER-RTE-018", "pass", peered_hubs()),
    case("ER-RTE-018", "unknown", good()),
    case("ER-RTE-019", "fail", good() + [table("rt", [route(f"r{i}", prefix) for i, prefix in enumerate(many(320))])]),
    case("ER-RTE-019", "pass", good() + [table("rt", [route("r", "10.99.0.0/16")])]),
    case("ER-RTE-019", "unknown", open_table()),
    case("ER-RTE-020", "fail", hub("64512")),
    case("ER-RTE-020", "pass", hub("3356")),
    case("ER-RTE-020", "not_applicable", hub(mapped=False)),
    case("ER-RTE-020", "unknown", hub()),
    case("ER-RTE-021", "fail", good(), one_site(primary='rtt-ms="2"', secondary='rtt-ms="18"')),
    case("ER-RTE-021", "pass", good(), one_site(primary='rtt-ms="2"', secondary='rtt-ms="3"')),
    case("ER-RTE-021", "unknown", good(), one_site(primary='rtt-ms="2"')),
    case("ER-RTE-022", "fail", with_server(True)),
    case("ER-RTE-022", "pass", good()),
    case("ER-RTE-022", "unknown", with_server(False)),
    case("ER-RTE-023", "fail", good(), one_site('first-hop-redundancy="true"')),
    case("ER-RTE-023", "pass", good(), one_site('first-hop-redundancy="false"')),
    case("ER-RTE-023", "unknown", good(), one_site()),
    case("ER-RTE-024", "fail", good(), one_site('mtu="1500" mss-clamp="false"')),
    case("ER-RTE-024", "pass", good(), one_site('mtu="1500" mss-clamp="true"')),
    case("ER-RTE-024", "pass", good(), one_site('mtu="1400"')),
    case("ER-RTE-024", "unknown", good(), one_site('mtu="1500"')),
    case("ER-RTE-025", "fail", with_table("vnet-app-weu", 0, table("rt", [route("all", "0.0.0.0/0", "VirtualNetworkGateway")]))),
    case("ER-RTE-025", "fail", good(), one_site(prefixes="<prefix>0.0.0.0/0</prefix>")),
    case("ER-RTE-025", "pass", default_everywhere(), one_site(prefixes="<prefix>0.0.0.0/0</prefix>")),
    case("ER-RTE-025", "pass", default_everywhere()),
    case("ER-RTE-025", "unknown", good()),
]
