"""Cases of ER-CKT."""
from estate import case, changed, circuit, connection, find, gateway, good, NETWORK, put, subnet, vnet, without



def with_far_gateway(tier, location="Amsterdam"):
    """A gateway in another geopolitical region on er-ams, whose tier and location are @tier and @location."""
    estate = good() + [
        gateway("ergw-eus", "vnet-hub-eus", "eastus"),
        vnet("vnet-hub-eus", "eastus", "10.90.0.0/22", [subnet("vnet-hub-eus", "GatewaySubnet", "10.90.0.0/26")], []),
        connection("conn-eus-ams", "ergw-eus", "er-ams", region="eastus"),
    ]
    return with_tier(estate, tier, location)


def with_tier(estate, tier, location="Amsterdam"):
    one = find(estate, "er-ams")
    one["sku"] = {"name": f"{tier}_MeteredData", "tier": tier, "family": "MeteredData"} if tier else {}
    put(one, "serviceProviderProperties.peeringLocation", location)
    return estate


def national_cloud(tier):
    """Chicago is in the public cloud and in that of the US Government."""
    estate = without(with_tier(good(), tier, "Chicago"), "conn-frc-ams")
    find(estate, "ergw-weu")["location"] = find(estate, "vnet-hub-weu")["location"] = "usgovvirginia"
    return estate


def authorization(name, state):
    return {"name": name, "id": f"{NETWORK}/expressRouteCircuits/er-ams/authorizations/{name}", "properties": {"authorizationUseStatus": state, "provisioningState": "Succeeded"}}


def redeemed():
    """One authorization in use, by a connection of another subscription that the input holds."""
    estate = changed("er-ams", "authorizations", [authorization("partner", "InUse")])
    one = connection("conn-partner", "ergw-weu", "er-ams")
    one["id"] = one["id"].replace("11111111", "99999999")
    return estate + [one]


def named_consumer(name):
    """One authorization in use, whose consumer the export names."""
    one = authorization("own", "InUse")
    one["properties"]["connectionResourceUri"] = f"{NETWORK}/connections/{name}"
    return changed("er-ams", "authorizations", [one])


def spokes(n, mbps=1000, tier="Standard"):
    """@n gateways on er-ams."""
    estate = with_tier(good(), tier)
    put(find(estate, "er-ams"), "serviceProviderProperties.bandwidthInMbps", mbps)
    for i in range(n - 2):
        name = f"vnet-more-{i}"
        estate += [gateway(f"ergw-more-{i}", name, "westeurope"), vnet(name, "westeurope", f"10.{100 + i}.0.0/22", [subnet(name, "GatewaySubnet", f"10.{100 + i}.0.0/26")], []),
                   connection(f"conn-more-{i}", f"ergw-more-{i}", "er-ams")]
    return estate


def local_only():
    estate = with_tier(good(), "Local")
    return without(estate, "conn-frc-ams")


def microsoft_only():
    estate = good() + [circuit("er-ms", "London", "Colt", n=3)]
    put(find(estate, "er-ms"), "peerings", [{"name": "MicrosoftPeering", "id": f"{NETWORK}/expressRouteCircuits/er-ms/peerings/MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering"}}])
    return [one for one in estate if one["name"] in ("er-ms",)] + [connection("conn-x", "ergw-x", "er-x")]


def idle(more=()):
    return good() + [circuit("er-idle", "London", "Colt", n=3)] + list(more)


def idle_alone():
    return [circuit("er-idle", "London", "Colt", n=3)]


CASES = [
    case("ER-CKT-001", "fail", changed("er-ams", "circuitProvisioningState", "Disabled")),
    case("ER-CKT-001", "pass", good()),
    case("ER-CKT-001", "unknown", changed("er-ams", "circuitProvisioningState", None)),
    case("ER-CKT-002", "fail", changed("er-ams", "serviceProviderProvisioningState", "NotProvisioned")),
    case("ER-CKT-002", "pass", good()),
    case("ER-CKT-002", "unknown", changed("er-ams", "serviceProviderProvisioningState", None)),
    case("ER-CKT-003", "fail", changed("er-ams", "peerings", [])),
    case("ER-CKT-003", "pass", good()),
    case("ER-CKT-003", "unknown", changed("er-ams", "peerings", None)),
    case("ER-CKT-004", "fail", with_tier(good(), "Local")),
    case("ER-CKT-004", "fail", with_tier(good(), "lOCAL")),
    case("ER-CKT-004", "pass", local_only()),
    case("ER-CKT-004", "unknown", with_tier(good(), "Local", "Nowhere")),
    case("ER-CKT-004", "not_applicable", good()),
    case("ER-CKT-005", "fail", with_far_gateway("Standard")),
    case("ER-CKT-005", "pass", with_tier(good(), "Standard")),
    case("ER-CKT-005", "not_applicable", with_far_gateway("Premium")),
    case("ER-CKT-005", "pass", national_cloud("Standard")),
    case("ER-CKT-005", "unknown", with_far_gateway("Standard", "Nowhere")),
    case("ER-CKT-005", "unknown", with_tier(good(), None)),
    case("ER-CKT-005", "unknown", without(good(), "er-ams")),
    case("ER-CKT-006", "fail", with_tier(good(), "Standard")),
    case("ER-CKT-006", "pass", good()),
    case("ER-CKT-006", "unknown", with_tier(good(), None)),
    case("ER-CKT-006", "not_applicable", without(good(), "conn-weu-par", "conn-frc-par")),
    case("ER-CKT-007", "fail", spokes(8)),
    case("ER-CKT-007", "fail", spokes(17, 50, "Premium")),
    case("ER-CKT-007", "pass", spokes(7)),
    case("ER-CKT-007", "pass", spokes(17, 1000, "Premium")),
    case("ER-CKT-007", "unknown", spokes(8, 1000, None)),
    case("ER-CKT-008", "fail", changed("er-ams", "authorizations", [authorization("spare", "Available")])),
    case("ER-CKT-008", "pass", redeemed()),
    case("ER-CKT-008", "unknown", changed("er-ams", "authorizations", None)),
    case("ER-CKT-009", "fail", changed("er-ams", "authorizations", [authorization("partner", "InUse")])),
    case("ER-CKT-009", "pass", redeemed()),
    case("ER-CKT-009", "pass", named_consumer("conn-weu-ams")),
    case("ER-CKT-009", "fail", named_consumer("conn-elsewhere")),
    case("ER-CKT-009", "unknown", changed("er-ams", "authorizations", None)),
    case("ER-CKT-010", "fail", idle()),
    case("ER-CKT-010", "pass", good()),
    case("ER-CKT-010", "unknown", idle_alone()),
    case("ER-CKT-010", "not_applicable", microsoft_only()),
    case("ER-CKT-011", "fail", changed("er-ams", "provisioningState", "Failed")),
    case("ER-CKT-011", "fail", changed("er-ams", "peerings.0.properties.provisioningState", "Updating")),
    case("ER-CKT-011", "pass", good()),
    case("ER-CKT-011", "unknown", changed("er-ams", "provisioningState", None)),
    case("ER-CKT-012", "fail", changed("er-ams", "allowClassicOperations", True)),
    case("ER-CKT-012", "pass", good()),
    case("ER-CKT-012", "unknown", changed("er-ams", "allowClassicOperations", None)),
]
