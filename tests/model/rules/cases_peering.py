"""Cases of ER-PEER."""
from estate import case, changed, circuit, connection, find, good, NETWORK, put, resource, site, without

DECIDED = {"ER-PEER-002"}
PEERING = "peerings.0.properties."


def on_port(vlans, encapsulation="Dot1Q"):
    """A port pair with one circuit per VLAN."""
    estate = good() + [resource("Microsoft.Network/expressRoutePorts", "port", {"peeringLocation": "Equinix-London-LD5", "bandwidthInGbps": 10, "encapsulation": encapsulation, "links": []})]
    for n, vlan in enumerate(vlans):
        one = circuit(f"er-direct-{n}", "", "", n=10 + n, serviceProviderProperties=None, expressRoutePort={"id": f"{NETWORK}/expressRoutePorts/port"}, bandwidthInGbps=5)
        put(one, PEERING + "vlanId", vlan)
        estate += [one, connection(f"conn-direct-{n}", "ergw-weu", f"er-direct-{n}")]
    return estate


def on_both(path, value):
    estate = good()
    for name in ("er-ams", "er-par"):
        put(find(estate, name), PEERING + path, value)
    return estate


def ports(primary, secondary):
    estate = good()
    put(find(estate, "er-ams"), PEERING + "primaryAzurePort", primary)
    put(find(estate, "er-ams"), PEERING + "secondaryAzurePort", secondary)
    return estate


V6 = {"primaryPeerAddressPrefix": "fd00:1::/126", "secondaryPeerAddressPrefix": "fd00:1::4/126"}
SITE = '<site id="lon"><prefix>{}</prefix><circuit name="er-ams"><link side="primary"/></circuit></site>'
ROUTES = {"value": [{"network": "10.0.0.0/8", "nextHop": "172.16.1.1", "locPrf": "", "weight": 0, "path": "65010"}]}
FEWER = {"value": [{"network": "10.1.0.0/16", "nextHop": "172.16.1.5", "locPrf": "", "weight": 0, "path": "65010"}]}

CASES = [
    case("ER-PEER-001", "fail", changed("er-ams", PEERING + "state", "Disabled")),
    case("ER-PEER-001", "pass", good()),
    case("ER-PEER-001", "unknown", changed("er-ams", PEERING + "state", None)),
    case("ER-PEER-002", "fail", changed("er-ams", PEERING + "secondaryPeerAddressPrefix", "")),
    case("ER-PEER-002", "pass", good()),
    case("ER-PEER-003", "fail", changed("er-ams", PEERING + "secondaryPeerAddressPrefix", "172.16.1.0/30")),
    case("ER-PEER-003", "fail", changed("er-ams", PEERING + "secondaryPeerAddressPrefix", "172.16.1.8/29")),
    case("ER-PEER-003", "fail", changed("er-ams", PEERING + "ipv6PeeringConfig", dict(V6, secondaryPeerAddressPrefix="fd00:1::/64"))),
    case("ER-PEER-003", "pass", changed("er-ams", PEERING + "ipv6PeeringConfig", V6)),
    case("ER-PEER-003", "unknown", changed("er-ams", PEERING + "secondaryPeerAddressPrefix", "to be told")),
    case("ER-PEER-003", "unknown", without(good(), "er-ams")),
    case("ER-PEER-004", "fail", changed("vnet-app-weu", "addressSpace.addressPrefixes", ["172.16.0.0/22"])),
    case("ER-PEER-004", "fail", changed("er-ams", PEERING + "primaryPeerAddressPrefix", "172.16.2.0/30")),
    case("ER-PEER-004", "fail", good(), site(SITE.format("172.16.1.0/24"))),
    case("ER-PEER-004", "pass", good(), site(SITE.format("172.16.0.0/12"))),
    case("ER-PEER-004", "unknown", without(good(), "er-ams")),
    case("ER-PEER-005", "fail", changed("er-ams", PEERING + "ipv6PeeringConfig", V6)),
    case("ER-PEER-005", "pass", on_both("ipv6PeeringConfig", V6)),
    case("ER-PEER-005", "not_applicable", good()),
    case("ER-PEER-005", "unknown", without(changed("er-ams", PEERING + "ipv6PeeringConfig", V6), "er-par")),
    case("ER-PEER-006", "fail", changed("er-ams", PEERING + "peerASN", 65515)),
    case("ER-PEER-006", "fail", changed("er-ams", PEERING + "peerASN", 0)),
    case("ER-PEER-006", "pass", good()),
    case("ER-PEER-006", "pass", changed("er-ams", PEERING + "peerASN", 4200000001)),
    case("ER-PEER-006", "unknown", changed("er-ams", PEERING + "peerASN", None)),
    case("ER-PEER-007", "fail", on_port([100, 100])),
    case("ER-PEER-007", "pass", on_port([100, 101])),
    case("ER-PEER-007", "not_applicable", on_port([100, 100], "QinQ")),
    case("ER-PEER-007", "unknown", on_port([100, 100], None)),
    case("ER-PEER-007", "unknown", on_port([100, None])),
    case("ER-PEER-008", "fail", ports("LON-1", "lon-1")),
    case("ER-PEER-008", "fail", ports("EQIX-LD5-06GMR-CIS-1-PRI-A", "EQIX-LD5-06GMR-CIS-1-SEC-A")),
    case("ER-PEER-008", "pass", ports("EQIX-LD5-06GMR-CIS-1-PRI-A", "EQIX-LD5-06GMR-CIS-2-SEC-A")),
    case("ER-PEER-008", "not_applicable", ports("", "")),
    case("ER-PEER-008", "unknown", ports("EQIX-LD5-06GMR-CIS-1-PRI-A", "")),
    case("ER-PEER-009", "fail", good(), captures={"er-ams/primary": ROUTES, "er-ams/secondary": FEWER}),
    case("ER-PEER-009", "pass", good(), captures={"er-ams/primary": ROUTES, "er-ams/secondary": ROUTES}),
    case("ER-PEER-009", "unknown", good(), captures={"er-ams/primary": ROUTES}),
    case("ER-PEER-010", "fail", changed("er-ams", PEERING + "sharedKey", "made up")),
    case("ER-PEER-010", "pass", on_both("sharedKey", "made up")),
    case("ER-PEER-010", "unknown", good()),
]
