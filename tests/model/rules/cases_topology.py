"""Topology (ER-TOP). What only looks redundant is made of a template whose condition nobody decides: it is drawn and proves nothing."""
from estate import NETWORK, case, circuit, connection, find, gateway, good, put, site, without

# Where a VNet's hub stands is told; Microsoft's network is common to whatever is up.
DECIDED = {"ER-TOP-007"}
CONSTANT = {"ER-TOP-012"}


def expression(value):
    """Ids of the estate as a template spells them; ids of children are left out."""
    if isinstance(value, dict):
        return {key: expression(item) for key, item in value.items() if not (key == "id" and "name" in value)}
    if isinstance(value, list):
        return [expression(item) for item in value]
    if isinstance(value, str) and value.startswith(NETWORK + "/"):
        steps = value[len(NETWORK) + 1:].split("/")
        kind, names = "/".join(steps[0::2]), ", ".join(f"'{name}'" for name in steps[1::2])
        return f"[resourceId('Microsoft.Network/{kind}', {names})]"
    return value


def template(resources, *conditional):
    """A template of the resources; those named hang on a parameter without a value."""
    out = []
    for one in resources:
        one = expression(one)
        one["apiVersion"] = "2024-05-01"
        if one["name"] in conditional:
            one["condition"] = "[parameters('more')]"
        out.append(one)
    return {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": {"more": {"type": "bool"}}, "resources": out}


def weu(estate):
    """The half of the sound estate in West Europe."""
    return without(estate, "ergw-frc", "vnet-hub-frc", "vnet-app-frc", "conn-frc-ams", "conn-frc-par")


def located(*where, providers=("Colt", "Equinix", "Orange")):
    """One gateway; a circuit in each peering location."""
    estate = without(weu(good()), "er-ams", "er-par", "conn-weu-ams", "conn-weu-par")
    for number, location in enumerate(where):
        estate += [circuit(f"er-{number}", location, providers[number], n=number + 1), connection(f"conn-{number}", "ergw-weu", f"er-{number}", 10)]
    return estate


def direct(*ports):
    """One gateway; a circuit on each port pair, two port pairs in two locations."""
    estate = without(weu(good()), "er-ams", "er-par", "conn-weu-ams", "conn-weu-par")
    for name, location in (("erd-ams", "Equinix-Amsterdam-AM5"), ("erd-lon", "Equinix-London-LD5")):
        links = [{"name": link, "properties": {"adminState": "Enabled", "provisioningState": "Succeeded", "routerName": f"{name}-{link}"}} for link in ("link1", "link2")]
        estate.append({"id": f"{NETWORK}/expressRoutePorts/{name}", "name": name, "type": "Microsoft.Network/expressRoutePorts", "location": "westeurope", "properties": {
            "provisioningState": "Succeeded", "peeringLocation": location, "bandwidthInGbps": 10, "encapsulation": "QinQ", "links": links}})
    for number, port in enumerate(ports):
        one = circuit(f"er-{number}", "", "", n=number + 1)
        put(one, "serviceProviderProperties", None)
        put(one, "expressRoutePort", {"id": f"{NETWORK}/expressRoutePorts/{port}"})
        put(one, "bandwidthInGbps", 1)
        estate += [one, connection(f"conn-{number}", "ergw-weu", f"er-{number}", 10)]
    return estate


def without_peerings():
    """One circuit of the sound estate is in no file."""
    return without(good(), "er-par")


def square(*more):
    """Each gateway at its own circuit only."""
    return without(good(), "conn-weu-par", "conn-frc-ams", *more)


def declares(word, *circuits_out):
    estate = without(good(), *circuits_out)
    put(find(estate, "ergw-weu"), "resiliencyModel", word)
    return estate


def declared_circuit(level):
    estate = without(good(), "conn-weu-par")
    put(find(estate, "er-ams"), "resiliencyLevel", level)
    return estate


def two_gateways():
    """A VNet alone with two gateways, as while one is replaced: no part of it is needed by every path."""
    hub = find(weu(good()), "vnet-hub-weu")
    put(hub, "virtualNetworkPeerings", [])
    return [hub, gateway("ergw-weu", "vnet-hub-weu", "westeurope"), gateway("ergw-new", "vnet-hub-weu", "westeurope"), find(good(), "er-ams"), find(good(), "er-par")] + [
        connection(f"conn-{number}", gateway_name, circuit_name) for number, (gateway_name, circuit_name) in enumerate(
            (one, two) for one in ("ergw-weu", "ergw-new") for two in ("er-ams", "er-par"))]


ROUTERS = '<router id="r1"/><router id="r2"/>'
ENDS = '<circuit name="%s"><link side="primary" router="r1"/><link side="secondary" router="r2"/></circuit>'
TWO_SITES = f'<site id="north">{ROUTERS}{ENDS % "er-ams"}</site><site id="south">{ROUTERS}{ENDS % "er-par"}</site>'

CASES = [
    case("ER-TOP-001", "fail", without(good(), "conn-weu-ams", "conn-weu-par")),
    case("ER-TOP-001", "pass", good()),
    case("ER-TOP-001", "unknown", without(good(), "conn-weu-ams", "conn-weu-par", "conn-frc-ams", "conn-frc-par")),
    case("ER-TOP-002", "fail", located("Amsterdam")),
    case("ER-TOP-002", "pass", good()),
    case("ER-TOP-002", "unknown", without_peerings()),
    case("ER-TOP-003", "fail", located("Amsterdam", "Amsterdam")),
    case("ER-TOP-003", "pass", located("Amsterdam", "Amsterdam", "Paris")),
    case("ER-TOP-003", "unknown", template(located("Amsterdam", "Amsterdam", "Paris"), "er-2", "conn-2")),
    case("ER-TOP-004", "fail", located("Amsterdam Metro")),
    case("ER-TOP-004", "pass", located("Amsterdam Metro", "London Metro")),
    case("ER-TOP-004", "unknown", template(located("Amsterdam Metro", "London Metro"), "er-1", "conn-1")),
    case("ER-TOP-005", "fail", located("Amsterdam", "Amsterdam2")),
    case("ER-TOP-005", "pass", located("Amsterdam", "Amsterdam2", "London")),
    case("ER-TOP-005", "unknown", template(located("Amsterdam", "Amsterdam2", "London"), "er-2", "conn-2")),
    case("ER-TOP-006", "fail", good()),
    case("ER-TOP-006", "pass", two_gateways()),
    {"rule": "ER-TOP-006", "want": "unknown", "fixture": "conditional"},
    {"rule": "ER-TOP-007", "want": "fail", "fixture": "fastpath-direct-spoke"},
    {"rule": "ER-TOP-007", "want": "pass", "fixture": "virtual-wan-bow-tie"},
    case("ER-TOP-008", "fail", square()),
    case("ER-TOP-008", "pass", good()),
    case("ER-TOP-008", "not_applicable", weu(good())),
    case("ER-TOP-008", "unknown", without(square(), "er-par") + [connection("conn-frc-more", "ergw-frc", "er-elsewhere", region="francecentral")]),
    case("ER-TOP-009", "fail", located("Amsterdam", "London", providers=("Colt", "Colt"))),
    case("ER-TOP-009", "pass", good()),
    case("ER-TOP-009", "unknown", without_peerings()),
    case("ER-TOP-010", "fail", declares("MultiHomed", "conn-weu-par")),
    case("ER-TOP-010", "pass", declares("MultiHomed")),
    case("ER-TOP-010", "unknown", declares("MultiHomed", "er-par")),
    case("ER-TOP-010", "not_applicable", good()),
    case("ER-TOP-010", "fail", declared_circuit("Maximum")),
    case("ER-TOP-010", "fail", declared_circuit("High")),
    case("ER-TOP-010", "pass", declared_circuit("standard")),
    case("ER-TOP-011", "fail", direct("erd-ams", "erd-ams")),
    case("ER-TOP-011", "pass", direct("erd-ams", "erd-lon")),
    case("ER-TOP-011", "unknown", template(direct("erd-ams", "erd-lon"), "er-1", "conn-1", "erd-lon")),
    case("ER-TOP-012", "fail", good()),
    case("ER-TOP-013", "fail", good(), site(TWO_SITES)),
    case("ER-TOP-013", "pass", good(), site(TWO_SITES + '<wan id="mpls" sites="north south"/>')),
    case("ER-TOP-013", "pass", good(), site(f'<site id="north">{ROUTERS}{ENDS % "er-ams"}{ENDS % "er-par"}</site>')),
    case("ER-TOP-013", "unknown", good()),
]
