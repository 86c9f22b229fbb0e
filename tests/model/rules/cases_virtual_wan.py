"""Cases of Virtual WAN (ER-VWN). The estate: two hubs of a Standard WAN, each with an ExpressRoute gateway, both circuits connected to both."""
from estate import NETWORK, case, changed, circuit, find, good, put, ref, resource, vnet, without

REGIONS = {"weu": "westeurope", "frc": "francecentral"}


def hub_connection(gateway, circuit_name, **more):
    return {"name": circuit_name, "id": f"{NETWORK}/expressRouteGateways/{gateway}/expressRouteConnections/{circuit_name}", "properties": {
        "provisioningState": "Succeeded", "routingWeight": 0, "expressRouteCircuitPeering": {"id": f"{NETWORK}/expressRouteCircuits/{circuit_name}/peerings/AzurePrivatePeering"}, **more}}


def hub_vnet(hub, name):
    return {"name": name, "id": f"{NETWORK}/virtualHubs/{hub}/hubVirtualNetworkConnections/{name}", "type": "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
            "properties": {"provisioningState": "Succeeded", "remoteVirtualNetwork": ref("virtualNetworks", name)}}


def wan(circuits=("er-ams", "er-par"), mapped=False):
    estate = [circuit("er-ams", "Amsterdam", "Colt", n=1), circuit("er-par", "Paris", "Equinix", n=2),
              resource("Microsoft.Network/virtualWans", "wan", {"type": "Standard", "allowBranchToBranchTraffic": True})]
    for number, (short, region) in enumerate(REGIONS.items()):
        more = {"routingConfiguration": {"outboundRouteMap": {"id": f"{NETWORK}/virtualHubs/hub-{short}/routeMaps/out"}}} if mapped else {}
        estate += [
            resource("Microsoft.Network/virtualHubs", f"hub-{short}", {"addressPrefix": f"10.{50 + number}.0.0/23", "sku": "Standard", "hubRoutingPreference": "ASPath",
                                                                        "virtualWan": ref("virtualWans", "wan")}, region),
            resource("Microsoft.Network/expressRouteGateways", f"er-{short}", {"virtualHub": ref("virtualHubs", f"hub-{short}"), "allowNonVirtualWanTraffic": False,
                     "autoScaleConfiguration": {"bounds": {"min": 2}}, "expressRouteConnections": [hub_connection(f"er-{short}", one, **more) for one in circuits]}, region),
            vnet(f"vnet-{short}", region, f"10.{60 + number}.0.0/22", [], []),
            hub_vnet(f"hub-{short}", f"vnet-{short}"),
        ]
    return estate


def with_change(name, path, value, estate=None):
    estate = estate or wan()
    put(find(estate, name), path, value)
    return estate


def apart():
    """Each hub has a circuit of its own."""
    estate = wan()
    for short, circuit_name in (("weu", "er-ams"), ("frc", "er-par")):
        find(estate, f"er-{short}")["properties"]["expressRouteConnections"] = [hub_connection(f"er-{short}", circuit_name)]
    return estate


def with_vpn(estate):
    return estate + [resource("Microsoft.Network/vpnGateways", "vpn-weu", {"virtualHub": ref("virtualHubs", "hub-weu"), "connections": []})]


def alert(*scopes, **more):
    return resource("Microsoft.Insights/metricAlerts", "alert", {"enabled": True, "scopes": list(scopes), **more}, "global")


def ids(*names):
    return [f"{NETWORK}/{name}" for name in names]


ALL = ids("virtualHubs/hub-weu", "virtualHubs/hub-frc", "expressRouteGateways/er-weu", "expressRouteGateways/er-frc")


def many(estate, n):
    """A VNet of so many ranges behind the first hub."""
    find(estate, "vnet-weu")["properties"]["addressSpace"]["addressPrefixes"] = [f"10.{100 + i // 256}.{i % 256}.0/24" for i in range(n)]
    return estate


def made(date):
    estate = wan()
    for short in REGIONS:
        find(estate, f"er-{short}")["createdTime"] = date
    return estate


def two_gateways(flag):
    estate = good()
    for short in REGIONS:
        put(find(estate, f"ergw-{short}"), "allowRemoteVnetTraffic", flag)
        put(find(estate, f"ergw-{short}"), "allowVirtualWanTraffic", False)
    return estate


CASES = [
    case("ER-VWN-001", "fail", with_change("er-weu", "autoScaleConfiguration.bounds.min", 1)),
    case("ER-VWN-001", "pass", wan()),
    case("ER-VWN-001", "unknown", with_change("er-weu", "autoScaleConfiguration", None)),
    case("ER-VWN-001", "not_applicable", good()),
    case("ER-VWN-002", "fail", with_change("wan", "type", "basic")),
    case("ER-VWN-002", "fail", with_change("hub-weu", "sku", "Basic")),
    case("ER-VWN-002", "pass", wan()),
    case("ER-VWN-002", "pass", without(wan(), "wan")),
    case("ER-VWN-002", "unknown", with_change("hub-weu", "sku", None, with_change("hub-frc", "sku", None, with_change("wan", "type", None)))),
    case("ER-VWN-003", "fail", with_change("hub-weu", "hubRoutingPreference", "ExpressRoute")),
    case("ER-VWN-003", "pass", wan()),
    case("ER-VWN-003", "unknown", with_change("hub-weu", "hubRoutingPreference", None)),
    case("ER-VWN-003", "not_applicable", with_change("hub-weu", "hubRoutingPreference", "ExpressRoute", apart())),
    case("ER-VWN-004", "fail", with_change("er-weu", "allowNonVirtualWanTraffic", True)),
    case("ER-VWN-004", "fail", changed("ergw-weu", "allowRemoteVnetTraffic", True)),
    case("ER-VWN-004", "pass", wan()),
    case("ER-VWN-004", "pass", two_gateways(False)),
    case("ER-VWN-004", "unknown", with_change("er-weu", "allowNonVirtualWanTraffic", None)),
    case("ER-VWN-004", "not_applicable", with_change("er-weu", "allowNonVirtualWanTraffic", None, apart())),
    case("ER-VWN-005", "fail", with_change("wan", "allowBranchToBranchTraffic", False, with_vpn(wan()))),
    case("ER-VWN-005", "pass", with_vpn(wan())),
    case("ER-VWN-005", "unknown", with_change("wan", "allowBranchToBranchTraffic", None, with_vpn(wan()))),
    case("ER-VWN-005", "not_applicable", with_change("wan", "allowBranchToBranchTraffic", False)),
    case("ER-VWN-006", "fail", with_change("hub-weu", "addressPrefix", "10.50.0.0/24")),
    case("ER-VWN-006", "pass", wan()),
    case("ER-VWN-006", "unknown", with_change("hub-weu", "addressPrefix", None)),
    case("ER-VWN-007", "fail", wan() + [alert(*ALL[:3])]),
    case("ER-VWN-007", "fail", wan() + [alert(*ALL, enabled=False)]),
    case("ER-VWN-007", "fail", with_vpn(wan()) + [alert(*ALL)]),
    case("ER-VWN-007", "pass", wan() + [alert(*ALL)]),
    case("ER-VWN-007", "unknown", wan()),
    case("ER-VWN-008", "fail", many(wan(), 850)),
    case("ER-VWN-008", "pass", many(wan(), 300)),
    case("ER-VWN-008", "unknown", without(wan(), "vnet-frc") + [hub_vnet("hub-frc", "vnet-elsewhere")]),
    case("ER-VWN-008", "unknown", many(wan(mapped=True), 850)),
    case("ER-VWN-009", "fail", made("2018-01-15T08:00:00Z")),
    case("ER-VWN-009", "pass", made("2026-10-01T08:00:00Z")),
    case("ER-VWN-009", "unknown", made("2019-05-01T08:00:00Z")),
    case("ER-VWN-009", "unknown", wan()),
]
