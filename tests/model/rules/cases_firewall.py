"""Cases of firewalls and appliances on the way (ER-NVA). The estate: the sound one, its hubs with route tables that lead to a next hop, both ways."""
from estate import NETWORK, case, find, good, put, ref, resource, subnet, without

DECIDED = {"ER-NVA-001"}
HOP = {"weu": "10.10.1.4", "frc": "10.20.1.4"}
BASE = {"weu": "10.10", "frc": "10.20"}
REGIONS = {"weu": "westeurope", "frc": "francecentral"}


def table(name, region, *routes):
    return resource("Microsoft.Network/routeTables", name, {"disableBgpRoutePropagation": name.startswith("rt-app"), "routes": [
        {"name": f"r{n}", "properties": {"addressPrefix": prefix, "nextHopType": "VirtualAppliance", "nextHopIpAddress": address}} for n, (prefix, address) in enumerate(routes)]}, region)


def routed(*shorts, cross=True):
    """The sound estate (only the named regions), all of it over a next hop in each hub."""
    estate = good()
    for short in set(REGIONS) - set(shorts):
        estate = without(estate, f"ergw-{short}", f"conn-{short}-ams", f"conn-{short}-par", f"vnet-hub-{short}", f"vnet-app-{short}")
    for short in shorts:
        other = next(one for one in REGIONS if one != short)
        hub, spoke = find(estate, f"vnet-hub-{short}"), find(estate, f"vnet-app-{short}")
        hub["properties"]["subnets"].append(subnet(hub["name"], "AzureFirewallSubnet", f"{BASE[short]}.1.0/26"))
        if cross:
            hub["properties"]["subnets"][-1]["properties"]["routeTable"] = ref("routeTables", f"rt-firewall-{short}")
        hub["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", f"rt-gateway-{short}")
        spoke["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", f"rt-app-{short}")
        estate += [table(f"rt-gateway-{short}", REGIONS[short], (f"{BASE[short]}.4.0/22", HOP[short])), table(f"rt-app-{short}", REGIONS[short], ("0.0.0.0/0", HOP[short])),
                   table(f"rt-firewall-{short}", REGIONS[short], (f"{BASE[other]}.0.0/16", HOP[other]))]
    return estate


def configuration(short, home="AzureFirewallSubnet", **more):
    return {"name": "one", "properties": {"privateIPAddress": HOP[short], "subnet": {"id": f"{NETWORK}/virtualNetworks/vnet-hub-{short}/subnets/{home}"}}, **more}


def firewall(short, zones=("1", "2", "3"), **more):
    return resource("Microsoft.Network/azureFirewalls", f"afw-{short}", {"provisioningState": "Succeeded", "sku": {"name": "AZFW_VNet", "tier": "Standard"},
                    "ipConfigurations": [configuration(short)], **more}, REGIONS[short], zones=list(zones))


def balancer(sku="Standard", zones=("1", "2", "3"), backends=2, pool=None):
    members = [{"id": f"{NETWORK}/networkInterfaces/nic{n}/ipConfigurations/one"} for n in range(backends)]
    return resource("Microsoft.Network/loadBalancers", "lb-nva", {"frontendIPConfigurations": [configuration("weu", zones=list(zones))],
                    "backendAddressPools": [{"name": "nva", "properties": {"backendIPConfigurations": members} if pool is None else pool}]}, sku={"name": sku} if sku else {})


def interface():
    return resource("Microsoft.Network/networkInterfaces", "nic-nva", {"ipConfigurations": [configuration("weu")]})


def bow_tie(weu=(100, 50), frc=(50, 100), cross=True):
    estate = routed("weu", "frc", cross=cross) + [firewall("weu"), firewall("frc")]
    for short, weights in (("weu", weu), ("frc", frc)):
        for end, weight in zip(("ams", "par"), weights):
            put(find(estate, f"conn-{short}-{end}"), "routingWeight", weight)
    return estate


def route_server(*addresses):
    server = {**resource("Microsoft.Network/virtualHubs", "routes", {"sku": "Standard", "virtualRouterAsn": 65515, "virtualRouterIps": ["10.10.2.4", "10.10.2.5"]}), "kind": "RouteServer"}
    peers = [{"name": f"nva{n}", "id": f"{NETWORK}/virtualHubs/routes/bgpConnections/nva{n}", "type": "Microsoft.Network/virtualHubs/bgpConnections",
              "properties": {"peerIp": address, "peerAsn": 65100}} for n, address in enumerate(addresses)]
    return good() + [server, *peers]


def learned(first, second):
    row = {"network": "192.168.0.0/21", "nextHop": "10.10.1.4", "asPath": "65100", "origin": "EBgp", "sourcePeer": "10.10.1.4", "weight": 32768}
    return {"RouteServiceRole_IN_0": [row] * first, "RouteServiceRole_IN_1": [row] * second}


def planned(change, home="vnet-hub-weu"):
    """What-if results: the sound estate stays, a Route Server comes or goes."""
    server = route_server()[-1]
    if home:
        server["properties"]["ipConfigurations"] = [{"name": "one", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/{home}/subnets/RouteServerSubnet"}}}]
    changes = [{"resourceId": one["id"], "changeType": "NoChange", "before": one, "after": one} for one in good()]
    sides = {"Create": ("after",), "Delete": ("before",), "NoChange": ("before", "after")}[change]
    return {"status": "Succeeded", "properties": {"changes": changes + [{"resourceId": server["id"], "changeType": change, **{side: server for side in sides}}]}}


def hub_firewall(state):
    """Changed to one region whose firewall is being updated, or failed."""
    return routed("weu") + [firewall("weu", provisioningState=state)]


CASES = [
    case("ER-NVA-001", "fail", routed("weu") + [firewall("weu", ())]),
    case("ER-NVA-001", "fail", routed("weu") + [firewall("weu", ("1",))]),
    case("ER-NVA-001", "pass", bow_tie()),
    case("ER-NVA-002", "fail", routed("weu") + [interface()]),
    case("ER-NVA-002", "pass", routed("weu") + [balancer()]),
    case("ER-NVA-002", "unknown", routed("weu")),
    case("ER-NVA-003", "fail", routed("weu") + [balancer(sku="basic")]),
    case("ER-NVA-003", "fail", routed("weu") + [balancer(zones=("2",))]),
    case("ER-NVA-003", "fail", routed("weu") + [balancer(backends=1)]),
    case("ER-NVA-003", "pass", routed("weu") + [balancer()]),
    case("ER-NVA-003", "pass", routed("weu") + [balancer(pool={"loadBalancerBackendAddresses": [{"name": "a"}, {"name": "b"}]})]),
    case("ER-NVA-003", "unknown", routed("weu") + [balancer(pool={})]),
    case("ER-NVA-003", "unknown", routed("weu") + [balancer(sku=None)]),
    case("ER-NVA-004", "fail", route_server("10.10.1.4")),
    case("ER-NVA-004", "fail", route_server("10.10.1.4", "10.10.1.5"), captures={"nva0": learned(1, 1), "nva1": learned(1, 0)}),
    case("ER-NVA-004", "pass", route_server("10.10.1.4", "10.10.1.5"), captures={"nva0": learned(1, 1), "nva1": learned(2, 2)}),
    case("ER-NVA-004", "unknown", route_server("10.10.1.4", "10.10.1.5")),
    case("ER-NVA-004", "unknown", route_server("10.10.1.4", "10.10.1.5"), captures={"nva0": learned(0, 0), "nva1": learned(2, 2)}),
    case("ER-NVA-005", "fail", planned("Create")),
    case("ER-NVA-005", "fail", planned("Delete")),
    case("ER-NVA-005", "pass", planned("Create", "vnet-app-weu")),
    case("ER-NVA-005", "unknown", planned("Create", None)),
    case("ER-NVA-005", "not_applicable", planned("NoChange")),
    case("ER-NVA-006", "fail", bow_tie(weu=(0, 0))),
    case("ER-NVA-006", "fail", bow_tie(cross=False)),
    case("ER-NVA-006", "pass", bow_tie()),
    case("ER-NVA-006", "unknown", bow_tie(weu=(None, None))),
    case("ER-NVA-006", "not_applicable", routed("weu") + [firewall("weu")]),
    case("ER-NVA-007", "fail", hub_firewall("Failed")),
    case("ER-NVA-007", "fail", routed("weu") + [firewall("weu", ipConfigurations=[])]),
    case("ER-NVA-007", "pass", hub_firewall("Succeeded")),
    case("ER-NVA-007", "unknown", hub_firewall("Updating")),
    case("ER-NVA-007", "not_applicable", good() + [firewall("weu", provisioningState="Failed")]),
]
