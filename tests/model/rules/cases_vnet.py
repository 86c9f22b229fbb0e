"""Virtual networks: what each rule of the family says of the sound estate with one thing changed."""
from estate import case, find, good, half, put, ref, resource, site, subnet, without

DECIDED = {"ER-VNT-006"}  # an absent flag is the service's default, false


def peering(name, path, value, index=0):
    estate = good()
    put(find(estate, name), f"virtualNetworkPeerings.{index}.properties.{path}", value)
    return estate


def in_sync(level="FullyInSync"):
    """Every half says how far it is in step; the first hub's @level."""
    estate = good()
    for name in ("vnet-hub-weu", "vnet-app-weu", "vnet-hub-frc", "vnet-app-frc"):
        put(find(estate, name), "virtualNetworkPeerings.0.properties.peeringSyncLevel", level if name == "vnet-hub-weu" else "FullyInSync")
    return estate


def inspected(value):
    """A firewall in the first hub gets what comes from on-premises for the spoke."""
    estate = peering("vnet-app-weu", "allowForwardedTraffic", value)
    put(find(estate, "vnet-hub-weu"), "subnets.0.properties.routeTable", ref("routeTables", "rt-gw"))
    return estate + [resource("Microsoft.Network/routeTables", "rt-gw", {"disableBgpRoutePropagation": False, "routes": [
        {"name": "spoke", "properties": {"addressPrefix": "10.10.4.0/22", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.10.1.4"}}]})]


def moved(region):
    estate = good()
    find(estate, "vnet-app-weu")["location"] = region
    return estate


def without_spoke():
    """The spoke's half of the peering came on its own."""
    estate = good()
    alone = find(estate, "vnet-app-weu")["properties"]["virtualNetworkPeerings"][0]
    return without(estate, "vnet-app-weu") + [{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", **alone}]


def half_gone():
    estate = good()
    find(estate, "vnet-app-weu")["properties"]["virtualNetworkPeerings"] = []
    return estate


def two_hubs():
    estate = good()
    find(estate, "vnet-hub-frc")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-frc", "vnet-app-weu", True))
    find(estate, "vnet-app-weu")["properties"]["virtualNetworkPeerings"].append(half("vnet-app-weu", "vnet-hub-frc", False))
    return estate


def own_gateway():
    """The first hub expects the gateway of the second."""
    estate = good()
    find(estate, "vnet-hub-weu")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-weu", "vnet-hub-frc", False))
    find(estate, "vnet-hub-frc")["properties"]["virtualNetworkPeerings"].append(half("vnet-hub-frc", "vnet-hub-weu", True))
    return estate


def crowded(n):
    estate = good()
    find(estate, "vnet-hub-weu")["properties"]["virtualNetworkPeerings"] += [half("vnet-hub-weu", f"vnet-{i}", True) for i in range(n - 1)]
    return estate


def route_server(prefix):
    estate = good()
    one = subnet("vnet-hub-weu", "routeserversubnet", prefix)
    if prefix is None:
        del one["properties"]["addressPrefix"]
    find(estate, "vnet-hub-weu")["properties"]["subnets"].append(one)
    return estate


NEEDED = site('<service id="erp"><vnet name="vnet-app-weu"/></service>')

CASES = [
    case("ER-VNT-001", "fail", peering("vnet-app-weu", "useRemoteGateways", False)),
    case("ER-VNT-001", "fail", peering("vnet-app-weu", "useRemoteGateways", False), NEEDED),
    case("ER-VNT-001", "pass", good()),
    case("ER-VNT-001", "unknown", without(good(), "vnet-app-weu")),
    case("ER-VNT-002", "fail", peering("vnet-hub-weu", "allowGatewayTransit", False)),
    case("ER-VNT-002", "pass", good()),
    case("ER-VNT-002", "unknown", without(good(), "vnet-hub-weu")),
    case("ER-VNT-003", "fail", peering("vnet-hub-weu", "peeringState", "Disconnected")),
    case("ER-VNT-003", "fail", in_sync("RemoteNotInSync")),
    case("ER-VNT-003", "fail", half_gone()),
    case("ER-VNT-003", "pass", in_sync()),
    case("ER-VNT-003", "unknown", peering("vnet-hub-weu", "peeringState", None)),
    case("ER-VNT-004", "fail", inspected(False)),
    case("ER-VNT-004", "fail", peering("vnet-hub-weu", "allowVirtualNetworkAccess", False)),
    case("ER-VNT-004", "pass", inspected(True)),
    case("ER-VNT-004", "pass", peering("vnet-app-weu", "allowForwardedTraffic", False)),
    case("ER-VNT-004", "unknown", inspected(None)),
    case("ER-VNT-005", "fail", moved("francecentral")),
    case("ER-VNT-005", "pass", good()),
    case("ER-VNT-005", "unknown", moved("")),
    case("ER-VNT-005", "unknown", without_spoke()),
    case("ER-VNT-006", "fail", own_gateway()),
    case("ER-VNT-006", "fail", two_hubs()),
    case("ER-VNT-006", "pass", good()),
    case("ER-VNT-007", "fail", crowded(400)),
    case("ER-VNT-007", "pass", crowded(399)),
    case("ER-VNT-007", "unknown", without(good(), "vnet-hub-weu")),
    case("ER-VNT-008", "fail", route_server("10.10.1.0/28")),
    case("ER-VNT-008", "pass", route_server("10.10.1.0/27")),
    case("ER-VNT-008", "unknown", route_server(None)),
]
