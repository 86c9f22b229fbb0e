"""Connections: what each rule of the family says of the sound estate with one thing changed."""
from estate import SUBSCRIPTION, case, changed, circuit, connection, find, good, put, ref, resource, site, without

DECIDED = {"ER-CON-007"}  # both subscriptions stand in the ids
OTHER = SUBSCRIPTION.replace("1111", "9999")


def weights(**by_name):
    estate = good()
    for name, weight in by_name.items():
        put(find(estate, name.replace("_", "-")), "routingWeight", weight)
    return estate


def equal(weight=0):
    return weights(conn_weu_ams=weight, conn_weu_par=weight, conn_frc_ams=weight, conn_frc_par=weight)


def sites(ams="", par="", links=""):
    """One site with both circuits declared."""
    return site('<site id="hq"><router id="r1"/><router id="r2"/>'
                f'<circuit name="er-ams" {ams}><link side="primary" router="r1" {links}/><link side="secondary" router="r2"/></circuit>'
                f'<circuit name="er-par" {par}><link side="primary" router="r1"/><link side="secondary" router="r2"/></circuit></site>')


def circuits(n, sku="ErGw3AZ", weight=0, places=("Amsterdam", "Paris", "London", "Dublin", "Frankfurt", "Madrid")):
    """@n circuits on the first gateway, spread over @places."""
    estate = without(good(), "er-ams", "er-par", "conn-weu-ams", "conn-weu-par", "conn-frc-ams", "conn-frc-par")
    put(find(estate, "ergw-weu"), "sku.name", sku)
    for i in range(n):
        estate += [circuit(f"er-{i}", places[i % len(places)], "Colt", n=i), connection(f"conn-{i}", "ergw-weu", f"er-{i}", weight)]
    return estate


def direct(estate, name):
    """A circuit becomes one of a Direct port pair in the same building as "Amsterdam"."""
    one = find(estate, name)["properties"]
    del one["serviceProviderProperties"]
    one["expressRoutePort"] = ref("expressRoutePorts", "port-ams")
    one["bandwidthInGbps"] = 10
    if not any(other["name"] == "port-ams" for other in estate):
        estate.append(resource("Microsoft.Network/expressRoutePorts", "port-ams", {"peeringLocation": "Equinix-Amsterdam-AM5", "bandwidthInGbps": 100, "encapsulation": "Dot1Q", "links": []}))
    return estate


def one_building():
    """Four circuits at one place, two of them Direct and spelled as Direct ports spell it."""
    return direct(direct(circuits(4, places=("Amsterdam",)), "er-0"), "er-1")


def elsewhere(name, properties):
    """The circuit stands in another subscription."""
    estate = good()
    one = find(estate, name)
    for other in estate:
        peer = other["properties"].get("peer")
        if peer and peer["id"] == one["id"]:
            peer["id"] = peer["id"].replace(SUBSCRIPTION, OTHER)
            other["properties"].update(properties)
    one["id"] = one["id"].replace(SUBSCRIPTION, OTHER)
    for peering in one["properties"]["peerings"]:
        peering["id"] = peering["id"].replace(SUBSCRIPTION, OTHER)
    return estate


def placeless():
    """A gateway with one circuit whose location is not told."""
    estate = without(good(), "conn-frc-par")
    find(estate, "er-ams")["properties"]["serviceProviderProperties"]["peeringLocation"] = None
    return estate + [circuit("er-lon", "London", "Colt", n=3), connection("conn-weu-lon", "ergw-weu", "er-lon", 10)]


CASES = [
    case("ER-CON-001", "fail", changed("conn-weu-ams", "provisioningState", "Failed")),
    case("ER-CON-001", "fail", changed("conn-weu-ams", "connectionStatus", "notconnected")),
    case("ER-CON-001", "pass", changed("conn-weu-ams", "connectionStatus", "Unknown")),
    case("ER-CON-001", "unknown", [put(one, "connectionStatus", None) if one["name"] == "conn-weu-ams" else one for one in changed("conn-weu-ams", "provisioningState", None)]),
    case("ER-CON-002", "fail", without(good(), "er-par")),
    case("ER-CON-002", "pass", good()),
    case("ER-CON-002", "unknown", without(elsewhere("er-par", {}), "er-par")),
    case("ER-CON-003", "fail", without(good(), "conn-frc-par")),
    case("ER-CON-003", "pass", good()),
    case("ER-CON-003", "pass", without(good(), "er-ams", "er-par")),
    case("ER-CON-003", "unknown", placeless()),
    case("ER-CON-003", "unknown", without(good(), "er-par", "conn-frc-par")),
    case("ER-CON-004", "fail", equal(), sites()),
    case("ER-CON-004", "fail", equal(), sites('multipath="true"', 'multipath="true"')),
    case("ER-CON-004", "not_applicable", changed("er-par", "serviceProviderProperties.peeringLocation", "AMSTERDAM")),
    case("ER-CON-004", "pass", equal(), sites(links='prepend="3"')),
    case("ER-CON-004", "pass", good()),
    case("ER-CON-004", "unknown", equal()),
    case("ER-CON-004", "unknown", changed("conn-weu-ams", "routingWeight", None), sites()),
    case("ER-CON-005", "fail", weights(conn_weu_ams=0, conn_weu_par=100)),
    case("ER-CON-005", "pass", good()),
    case("ER-CON-005", "not_applicable", equal()),
    case("ER-CON-005", "unknown", changed("er-par", "serviceProviderProperties.peeringLocation", "Atlantis")),
    case("ER-CON-006", "fail", circuits(4, "ErGw1AZ")),
    case("ER-CON-006", "fail", circuits(4, places=("Amsterdam",))),
    case("ER-CON-006", "fail", one_building()),
    case("ER-CON-006", "pass", circuits(4, "ErGw2AZ")),
    case("ER-CON-006", "pass", circuits(3, "")),
    case("ER-CON-006", "unknown", circuits(4, "")),
    case("ER-CON-007", "fail", elsewhere("er-par", {"authorizationKey": "x"})),
    case("ER-CON-007", "pass", good()),
    case("ER-CON-008", "fail", good(), sites('local-preference="100"', 'local-preference="200"')),
    case("ER-CON-008", "pass", weights(conn_frc_ams=100, conn_frc_par=50), sites('local-preference="200"', 'local-preference="100"')),
    case("ER-CON-008", "unknown", good()),
    case("ER-CON-009", "fail", good(), sites(links='preference="standby"')),
    case("ER-CON-009", "pass", good(), sites(links='preference="standby" prepend="3"')),
    case("ER-CON-009", "unknown", good()),
    case("ER-CON-010", "fail", circuits(5)),
    case("ER-CON-010", "pass", circuits(4)),
    case("ER-CON-010", "unknown", circuits(5, weight=None)),
]
