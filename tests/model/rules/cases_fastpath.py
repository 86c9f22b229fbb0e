"""FastPath (ER-FP): the sound estate with larger gateways and the switch on, over provider circuits or ExpressRoute Direct."""
from estate import NETWORK, SUBSCRIPTION, case, circuit, find, good, half, put, ref, resource, site, subnet, without


def port(name="erd-ams", gbps=10):
    links = [{"name": link, "properties": {"adminState": "Enabled", "provisioningState": "Succeeded", "routerName": f"{name}-{link}"}} for link in ("link1", "link2")]
    return resource("Microsoft.Network/expressRoutePorts", name, {"provisioningState": "Succeeded", "peeringLocation": "Equinix-Amsterdam-AM5", "bandwidthInGbps": gbps,
                                                                     "encapsulation": "QinQ", "links": links})


def make_direct(estate, name, gbps=1):
    one = find(estate, name)
    put(one, "serviceProviderProperties", None)
    put(one, "expressRoutePort", ref("expressRoutePorts", "erd-ams"))
    put(one, "bandwidthInGbps", gbps)
    return estate


def fast(direct=False, bypass=True, sku="ErGw3AZ"):
    """West Europe with FastPath on at both connections."""
    estate = without(good(), "ergw-frc", "vnet-hub-frc", "vnet-app-frc", "conn-frc-ams", "conn-frc-par")
    put(find(estate, "ergw-weu"), "sku", {"name": sku, "tier": sku})
    for name in ("conn-weu-ams", "conn-weu-par"):
        put(find(estate, name), "expressRouteGatewayBypass", bypass)
    if direct:
        estate.append(port())
        make_direct(estate, "er-ams")
        make_direct(estate, "er-par")
    return estate


def edit(estate, name, path, value):
    put(find(estate, name), path, value)
    return estate


def without_spoke(estate):
    estate = without(estate, "vnet-app-weu")
    return edit(estate, "vnet-hub-weu", "virtualNetworkPeerings", [])


def inspected(direct=False, table=True):
    """GatewaySubnet routes to an appliance."""
    estate = fast(direct)
    hub = find(estate, "vnet-hub-weu")
    hub["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-gateway")
    if table:
        estate.append(resource("Microsoft.Network/routeTables", "rt-gateway", {"provisioningState": "Succeeded", "disableBgpRoutePropagation": False, "routes": [
            {"name": "app", "properties": {"addressPrefix": "10.10.4.0/22", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.10.1.4"}}]}))
    return estate


def endpoint(vnet_name="vnet-app-weu", name="pe-1"):
    return resource("Microsoft.Network/privateEndpoints", name, {"provisioningState": "Succeeded", "subnet": {"id": f"{NETWORK}/virtualNetworks/{vnet_name}/subnets/apps"}})


def far_spoke(location="northeurope"):
    estate = fast(True)
    find(estate, "vnet-app-weu")["location"] = location
    return estate


def hubs(transit):
    """Two hubs peered with each other, both on one circuit."""
    estate = good()
    for short in ("weu", "frc"):
        put(find(estate, f"ergw-{short}"), "sku", {"name": "ErGw3AZ", "tier": "ErGw3AZ"})
        put(find(estate, f"conn-{short}-ams"), "expressRouteGatewayBypass", True)
    for own, other in (("weu", "frc"), ("frc", "weu")):
        one = half(f"vnet-hub-{own}", f"vnet-hub-{other}", True, useRemoteGateways=False, allowGatewayTransit=transit)
        if transit is None:
            del one["properties"]["allowGatewayTransit"]
        find(estate, f"vnet-hub-{own}")["properties"]["virtualNetworkPeerings"].append(one)
    return estate


def addresses(used, direct=False, wide=True):
    """The spoke lists so many IP configurations; wide: its range could hold more than the limit."""
    estate = fast(direct)
    prefix = "10.10.0.0/16" if not direct else "10.0.0.0/8"
    for name in ("vnet-hub-weu",) if not direct else ("vnet-hub-weu", "vnet-app-weu"):
        put(find(estate, name), "addressSpace.addressPrefixes", [prefix if wide else "10.10.0.0/24"])
    if used:
        find(estate, "vnet-hub-weu")["properties"]["subnets"].append(subnet("vnet-hub-weu", "servers", "10.10.2.0/24", ipConfigurations=[
            {"id": f"{SUBSCRIPTION}/n/{number}"} for number in range(used)]))
    return estate


def balancer(vnet_name):
    return resource("Microsoft.Network/loadBalancers", "lb", {"frontendIPConfigurations": [
        {"name": "front", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/{vnet_name}/subnets/apps"}, "privateIPAddress": "10.10.4.9"}}]}, sku={"name": "Standard"})


def delegated(service):
    estate = fast(True) + [balancer("vnet-hub-weu")]
    find(estate, "vnet-app-weu")["properties"]["subnets"][0]["properties"]["delegations"] = [{"name": "d", "properties": {"serviceName": service}}]
    return estate


def demand(mbps, target='vnet="vnet-app-weu"'):
    ends = "".join(f'<circuit name="{name}"><link side="primary" router="r1"/><link side="secondary" router="r2"/></circuit>' for name in ("er-ams", "er-par"))
    return site(f'<site id="north"><router id="r1"/><router id="r2"/>{ends}</site><demand site="north" {target} to-azure-mbps="{mbps}"/>')


def virtual_hub(units, bypass=None, direct=True):
    scale = {"bounds": {"min": units}} if units else {}
    link = {"provisioningState": "Succeeded", "routingWeight": 0, "expressRouteCircuitPeering": {"id": f"{NETWORK}/expressRouteCircuits/er-ams/peerings/AzurePrivatePeering"}}
    if bypass is not None:
        link["expressRouteGatewayBypass"] = bypass
    one = resource("Microsoft.Network/expressRouteGateways", "ergw-hub", {"provisioningState": "Succeeded", "virtualHub": ref("virtualHubs", "hub"), "autoScaleConfiguration": scale, "expressRouteConnections": [
        {"name": "conn-hub", "id": f"{NETWORK}/expressRouteGateways/ergw-hub/expressRouteConnections/conn-hub", "properties": link}]})
    estate = [resource("Microsoft.Network/virtualWans", "wan", {"type": "Standard", "provisioningState": "Succeeded"}), one,
              resource("Microsoft.Network/virtualHubs", "hub", {"provisioningState": "Succeeded", "addressPrefix": "10.50.0.0/23", "virtualWan": ref("virtualWans", "wan")}), circuit("er-ams", "Amsterdam", "Colt", n=1)]
    if direct:
        estate.append(port())
        make_direct(estate, "er-ams")
    return estate


CASES = [
    case("ER-FP-001", "fail", fast(bypass=False)),
    case("ER-FP-001", "pass", fast()),
    case("ER-FP-001", "not_applicable", good()),
    case("ER-FP-001", "unknown", fast(bypass=None)),
    case("ER-FP-001", "unknown", edit(fast(bypass=False), "ergw-weu", "sku", None)),
    case("ER-FP-002", "fail", fast(sku="ErGw1AZ")),
    case("ER-FP-002", "pass", fast()),
    case("ER-FP-002", "pass", fast(sku="ergw3az")),
    case("ER-FP-002", "unknown", edit(fast(), "ergw-weu", "sku", None)),
    case("ER-FP-003", "fail", edit(fast(), "conn-weu-par", "expressRouteGatewayBypass", False)),
    case("ER-FP-003", "pass", fast()),
    case("ER-FP-003", "not_applicable", fast(bypass=False)),
    case("ER-FP-003", "unknown", edit(fast(), "conn-weu-par", "expressRouteGatewayBypass", None)),
    case("ER-FP-004", "fail", fast()),
    case("ER-FP-004", "pass", fast(True)),
    case("ER-FP-004", "pass", without_spoke(fast())),
    case("ER-FP-004", "unknown", without(fast(True), "er-par")),
    case("ER-FP-005", "fail", inspected()),
    case("ER-FP-005", "pass", inspected(True)),
    case("ER-FP-005", "pass", fast()),
    case("ER-FP-005", "unknown", inspected(table=False)),
    case("ER-FP-005", "unknown", without(inspected(), "er-par")),
    case("ER-FP-006", "fail", fast() + [endpoint()]),
    case("ER-FP-006", "fail", fast(True) + [endpoint()]),
    case("ER-FP-006", "pass", edit(edit(fast(True) + [endpoint()], "conn-weu-ams", "enablePrivateLinkFastPath", True), "conn-weu-par", "enablePrivateLinkFastPath", True)),
    case("ER-FP-006", "not_applicable", fast()),
    case("ER-FP-006", "unknown", edit(without(fast(True), "er-par") + [endpoint()], "conn-weu-par", "enablePrivateLinkFastPath", True)),
    case("ER-FP-007", "fail", far_spoke()),
    case("ER-FP-007", "pass", fast(True)),
    case("ER-FP-007", "unknown", far_spoke("")),
    case("ER-FP-008", "fail", hubs(True)),
    case("ER-FP-008", "pass", hubs(False)),
    case("ER-FP-008", "not_applicable", good()),
    case("ER-FP-008", "unknown", hubs(None)),
    case("ER-FP-009", "fail", addresses(26000)),
    case("ER-FP-009", "fail", addresses(20500)),
    case("ER-FP-009", "pass", addresses(100)),
    case("ER-FP-009", "pass", addresses(0, wide=False)),
    case("ER-FP-009", "pass", addresses(26000, True)),
    case("ER-FP-009", "unknown", addresses(0)),
    case("ER-FP-009", "unknown", addresses(0, True)),
    case("ER-FP-010", "fail", fast(True) + [balancer("vnet-app-weu")]),
    case("ER-FP-010", "fail", delegated("Microsoft.Network/dnsResolvers")),
    case("ER-FP-010", "pass", fast(True) + [balancer("vnet-hub-weu")]),
    case("ER-FP-010", "unknown", delegated("Microsoft.Netapp/volumes")),
    case("ER-FP-010", "unknown", fast(True)),
    case("ER-FP-010", "not_applicable", fast() + [balancer("vnet-app-weu")]),
    case("ER-FP-011", "fail", fast()),
    case("ER-FP-011", "pass", fast(bypass=False)),
    case("ER-FP-011", "unknown", fast(bypass=None)),
    case("ER-FP-012", "fail", fast(True), demand(320000)),
    case("ER-FP-012", "pass", fast(True), demand(80000)),
    case("ER-FP-012", "unknown", fast(True), demand(120000)),
    case("ER-FP-012", "unknown", fast(True)),
    case("ER-FP-012", "not_applicable", good()),
    case("ER-FP-013", "fail", virtual_hub(2)),
    case("ER-FP-013", "fail", virtual_hub(5, True, False)),
    case("ER-FP-013", "pass", virtual_hub(5)),
    case("ER-FP-013", "unknown", virtual_hub(0)),
    case("ER-FP-013", "not_applicable", good()),
]
