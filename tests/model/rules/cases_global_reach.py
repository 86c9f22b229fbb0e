"""Cases of ER-GR."""
from estate import case, connection, find, good, NETWORK, put, resource, site

AVS = "/subscriptions/77777777-2222-3333-4444-555555555555/resourceGroups/rg-avs/providers/Microsoft.Network/expressRouteCircuits"


def reach(name, own, other, status="Connected"):
    own = own if own.startswith("/") else f"{NETWORK}/expressRouteCircuits/{own}"
    other = other if other.startswith("/") else f"{NETWORK}/expressRouteCircuits/{other}"
    return {"name": name, "id": f"{own}/peerings/AzurePrivatePeering/connections/{name}", "type": "Microsoft.Network/expressRouteCircuits/peerings/connections", "properties": {
        "addressPrefix": "172.31.0.0/29", "circuitConnectionStatus": status, "provisioningState": "Succeeded",
        "expressRouteCircuitPeering": {"id": f"{own}/peerings/AzurePrivatePeering"}, "peerExpressRouteCircuitPeering": {"id": f"{other}/peerings/AzurePrivatePeering"}}}


def joined(status="Connected", tier="Premium", location="Paris", more=()):
    """Global Reach between er-ams and er-par."""
    estate = good() + [reach("gr", "er-ams", "er-par", status)] + list(more)
    one = find(estate, "er-par")
    one["sku"] = {"name": f"{tier}_MeteredData", "tier": tier, "family": "MeteredData"} if tier else {}
    put(one, "serviceProviderProperties.peeringLocation", location)
    return estate


def cloud(n_connected, n_reached):
    """A stretched private cloud, whose circuits are in a subscription of Microsoft's."""
    ids = [f"{AVS}/avs-{n}" for n in (1, 2)]
    estate = good() + [resource("Microsoft.AVS/privateClouds", "avs", {"availability": {"strategy": "DualZone"}, "circuit": {"expressRouteID": ids[0]}, "secondaryCircuit": {"expressRouteID": ids[1]}})]
    for n in range(n_connected):
        estate.append(connection(f"conn-avs-{n}", "ergw-weu", "", peer={"id": ids[n]}))
    for n in range(n_reached):
        estate.append(reach(f"gr-avs-{n}", "er-ams", ids[n]))
    return estate


def at(name, circuit_name, link="", prefixes=("192.168.7.0/24",)):
    ranges = "".join(f"<prefix>{one}</prefix>" for one in prefixes)
    return f'<site id="{name}">{ranges}<circuit name="{circuit_name}"><link side="primary"{link}/><link side="secondary"{link}/></circuit></site>'


TWO_SITES = at("ams", "er-ams") + at("par", "er-par", prefixes=("192.168.8.0/24",))
WAN = '<wan id="dci" sites="ams par"/>'
SITE_OF_BOTH = '<site id="ams"><circuit name="er-ams"><link side="primary"/></circuit><circuit name="er-par"><link side="primary"/></circuit></site>'

CASES = [
    case("ER-GR-001", "fail", joined(), site(TWO_SITES)),
    case("ER-GR-001", "pass", joined(), site(TWO_SITES + WAN)),
    case("ER-GR-001", "unknown", joined()),
    case("ER-GR-001", "not_applicable", good()),
    case("ER-GR-001", "not_applicable", joined(), site(SITE_OF_BOTH)),
    case("ER-GR-002", "fail", joined("Disconnected")),
    case("ER-GR-002", "pass", joined("connected")),
    case("ER-GR-002", "unknown", joined(None)),
    case("ER-GR-003", "fail", joined(tier="Standard", location="New York")),
    case("ER-GR-003", "fail", joined(tier="Local")),
    case("ER-GR-003", "fail", joined(location="amsterdam")),
    case("ER-GR-003", "pass", joined(tier="Standard")),
    case("ER-GR-003", "pass", joined(location="New York")),
    case("ER-GR-003", "unknown", joined(tier=None)),
    case("ER-GR-003", "unknown", good() + [reach("gr", "er-ams", f"{AVS}/avs-1")]),
    case("ER-GR-004", "fail", joined(), site(TWO_SITES)),
    case("ER-GR-004", "pass", joined(), site(SITE_OF_BOTH)),
    case("ER-GR-004", "pass", joined(), site(TWO_SITES + WAN)),
    case("ER-GR-004", "unknown", joined()),
    case("ER-GR-005", "fail", cloud(1, 1)),
    case("ER-GR-005", "fail", cloud(2, 1)),
    case("ER-GR-005", "pass", cloud(2, 2)),
    case("ER-GR-005", "unknown", cloud(2, 0)),
    case("ER-GR-006", "fail", joined(), site(at("ams", "er-ams", ' max-prefixes="4"') + at("par", "er-par", prefixes=("192.168.8.0/24",)))),
    case("ER-GR-006", "pass", joined(), site(at("ams", "er-ams", ' max-prefixes="5"') + at("par", "er-par", prefixes=("192.168.8.0/24",)))),
    case("ER-GR-006", "unknown", joined(), site(TWO_SITES)),
    case("ER-GR-006", "unknown", joined()),
]
