"""Gateways: what each rule of the family says of the sound estate with one thing changed."""
from estate import NETWORK, SUBSCRIPTION, case, changed, find, good, put, ref, resource, without



def with_address(sku="Standard", zones=("1", "2", "3"), there=True, **more):
    """Both gateways with a public address of that SKU."""
    estate = good()
    for short in ("weu", "frc"):
        find(estate, f"ergw-{short}")["properties"]["ipConfigurations"][0]["properties"]["publicIPAddress"] = ref("publicIPAddresses", f"pip-{short}")
        if there:
            estate.append(resource("Microsoft.Network/publicIPAddresses", f"pip-{short}", {"provisioningState": "Succeeded"}, **({"sku": {"name": sku}} if sku else {}), zones=list(zones), **more))
    return estate


def gateway_subnet(path, value, both=False):
    estate = good()
    for short in ("weu", "frc") if both else ("weu",):
        put(find(estate, f"vnet-hub-{short}"), f"subnets.0.properties.{path}", value)
    return estate


def scaled(low, high):
    estate = changed("ergw-weu", "sku.name", "ErGwScale")
    put(find(estate, "ergw-weu"), "autoScaleConfiguration", {"bounds": {"min": low, "max": high}} if low else None)
    return estate


def routed(there=True, **more):
    """A route table on the GatewaySubnet of the first hub."""
    estate = gateway_subnet("routeTable", ref("routeTables", "rt-gw"))
    if there:
        properties = {"disableBgpRoutePropagation": False, "routes": [{"name": "spoke", "properties": {"addressPrefix": "10.10.4.0/22", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.10.1.4"}}]}
        properties.update(more)
        estate.append(resource("Microsoft.Network/routeTables", "rt-gw", properties))
    return estate


def default_route(prefix):
    return [{"name": "all", "properties": {"addressPrefix": prefix, "nextHopType": "Internet"}}]


def housed(*others):
    """Both GatewaySubnets list what is in them: the gateway, and in the first @others."""
    estate = good()
    for short in ("weu", "frc"):
        ids = [f"{NETWORK}/virtualNetworkGateways/ergw-{short}/ipConfigurations/default", *(others if short == "weu" else ())]
        put(find(estate, f"vnet-hub-{short}"), "subnets.0.properties.ipConfigurations", [{"id": one} for one in ids])
    return estate


def machines(n):
    """@n network interfaces in the first spoke, each with two addresses, and as many private endpoints that do not count."""
    estate = housed()
    ids = [f"{NETWORK}/networkInterfaces/nic-{i}/ipConfigurations/ipconfig{k}" for i in range(n) for k in (1, 2)]
    ids += [f"{NETWORK}/networkInterfaces/pe-{i}.nic.1/ipConfigurations/privateEndpointIpConfig.{i}" for i in range(n)]
    put(find(estate, "vnet-app-weu"), "subnets.0.properties.ipConfigurations", [{"id": one} for one in ids])
    return estate


def maintained(**configurations):
    """Assignments: short name of a gateway to the name of its configuration."""
    estate = good()
    for short, name in configurations.items():
        gateway = f"{NETWORK}/virtualNetworkGateways/ergw-{short}"
        estate.append({"id": f"{gateway}/providers/Microsoft.Maintenance/configurationAssignments/{name}-{short}", "name": f"{name}-{short}", "type": "Microsoft.Maintenance/configurationAssignments",
                       "properties": {"resourceId": gateway, "maintenanceConfigurationId": f"{SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Maintenance/maintenanceConfigurations/{name}"}})
    return estate


def resolved(domain, vnet="vnet-hub-weu"):
    estate = good()
    kind = "Microsoft.Network/dnsForwardingRulesets"
    estate.append(resource(kind, "rules", {"provisioningState": "Succeeded"}))
    base = f"{NETWORK}/dnsForwardingRulesets/rules"
    estate.append({"id": f"{base}/virtualNetworkLinks/link", "name": "link", "type": f"{kind}/virtualNetworkLinks", "properties": {"virtualNetwork": ref("virtualNetworks", vnet)}})
    if domain:
        estate.append({"id": f"{base}/forwardingRules/one", "name": "one", "type": f"{kind}/forwardingRules", "properties": {"domainName": domain, "forwardingRuleState": "Enabled", "targetDnsServers": [{"ipAddress": "10.1.0.4", "port": 53}]}})
    return estate


def moved(region):
    estate = good()
    find(estate, "ergw-weu")["location"] = region
    return estate


def endpoint(vnet="vnet-app-weu"):
    estate = good()
    estate.append(resource("Microsoft.Network/privateEndpoints", "pe", {"subnet": {"id": f"{NETWORK}/virtualNetworks/{vnet}/subnets/apps"}}))
    return estate


def past_the_gateway():
    estate = endpoint()
    for short, other in (("weu", "ams"), ("weu", "par"), ("frc", "ams"), ("frc", "par")):
        put(put(find(estate, f"conn-{short}-{other}"), "expressRouteGatewayBypass", True), "enablePrivateLinkFastPath", True)
    for short in ("weu", "frc"):
        put(find(estate, f"ergw-{short}"), "sku.name", "UltraPerformance")
    return estate


def without_the_hub():
    """The gateway's VNet is not in the input."""
    return without(good(), "vnet-hub-weu")


CASES = [
    case("ER-GW-001", "fail", changed("ergw-weu", "sku.name", "Standard")),
    case("ER-GW-001", "pass", good()),
    case("ER-GW-001", "pass", scaled(10, 20)),
    case("ER-GW-001", "unknown", changed("ergw-weu", "sku", None)),
    case("ER-GW-002", "fail", changed("ergw-weu", "sku.name", "highperformance")),
    case("ER-GW-002", "fail", changed("ergw-weu", "sku.name", "Basic")),
    case("ER-GW-002", "pass", good()),
    case("ER-GW-002", "unknown", changed("ergw-weu", "sku", None)),
    case("ER-GW-003", "fail", with_address(zones=("1",))),
    case("ER-GW-003", "pass", with_address()),
    case("ER-GW-003", "unknown", with_address(there=False)),
    case("ER-GW-004", "fail", good()),
    case("ER-GW-004", "fail", with_address(zones=())),
    case("ER-GW-004", "pass", with_address()),
    case("ER-GW-004", "pass", with_address(zones=("1",))),
    case("ER-GW-004", "unknown", with_address(there=False)),
    case("ER-GW-005", "fail", with_address("basic", ())),
    case("ER-GW-005", "fail", with_address(None, ())),
    case("ER-GW-005", "pass", with_address()),
    case("ER-GW-005", "pass", good()),
    case("ER-GW-005", "unknown", with_address(there=False)),
    case("ER-GW-006", "fail", scaled(2, 10)),
    case("ER-GW-006", "fail", scaled(1, 1)),
    case("ER-GW-006", "pass", scaled(3, 10)),
    case("ER-GW-006", "unknown", scaled(0, 0)),
    case("ER-GW-006", "not_applicable", good()),
    case("ER-GW-007", "fail", gateway_subnet("addressPrefix", "10.10.0.0/28")),
    case("ER-GW-007", "pass", gateway_subnet("addressPrefix", "10.10.0.0/27")),
    case("ER-GW-007", "pass", gateway_subnet("addressPrefixes", ["fd00::/64", "10.10.0.0/28", "10.10.0.64/26"])),
    case("ER-GW-007", "unknown", gateway_subnet("addressPrefix", None)),
    case("ER-GW-007", "unknown", without_the_hub()),
    case("ER-GW-008", "fail", gateway_subnet("networkSecurityGroup", ref("networkSecurityGroups", "nsg"))),
    case("ER-GW-008", "pass", good()),
    case("ER-GW-008", "unknown", without_the_hub()),
    case("ER-GW-009", "fail", routed(disableBgpRoutePropagation=True)),
    case("ER-GW-009", "pass", routed()),
    case("ER-GW-009", "pass", good()),
    case("ER-GW-009", "unknown", routed(there=False)),
    case("ER-GW-010", "fail", routed(routes=default_route("0.0.0.0/0"))),
    case("ER-GW-010", "fail", routed(routes=default_route("::/0"))),
    case("ER-GW-010", "pass", routed()),
    case("ER-GW-010", "unknown", routed(there=False)),
    case("ER-GW-011", "fail", housed(f"{NETWORK}/applicationGateways/agw/gatewayIPConfigurations/one")),
    case("ER-GW-011", "pass", housed(f"{NETWORK.upper()}/VIRTUALNETWORKGATEWAYS/vpngw/ipConfigurations/default")),
    case("ER-GW-011", "unknown", good()),
    case("ER-GW-012", "fail", changed("ergw-weu", "provisioningState", "Failed")),
    case("ER-GW-012", "fail", changed("ergw-weu", "virtualNetworkGatewayMigrationStatus", {"state": "Succeeded", "phase": "ExecuteSucceeded"})),
    case("ER-GW-012", "fail", changed("ergw-weu", "adminState", "Disabled")),
    case("ER-GW-012", "pass", changed("ergw-weu", "virtualNetworkGatewayMigrationStatus", {"state": "None", "phase": "None"})),
    case("ER-GW-012", "unknown", changed("ergw-weu", "provisioningState", None)),
    case("ER-GW-013", "fail", maintained(weu="nights")),
    case("ER-GW-013", "pass", maintained(weu="nights", frc="nights")),
    case("ER-GW-013", "unknown", good()),
    case("ER-GW-014", "fail", maintained(weu="nights", frc="nights")),
    case("ER-GW-014", "pass", maintained(weu="nights", frc="weekends")),
    case("ER-GW-014", "unknown", good()),
    case("ER-GW-015", "fail", machines(4501)),
    case("ER-GW-015", "pass", machines(4500)),
    case("ER-GW-015", "unknown", good()),
    case("ER-GW-016", "fail", resolved(".")),
    case("ER-GW-016", "pass", resolved("corp.example.")),
    case("ER-GW-016", "pass", resolved(".", "vnet-app-weu")),
    case("ER-GW-016", "unknown", resolved(None)),
    case("ER-GW-016", "unknown", good()),
    case("ER-GW-017", "fail", moved("ukwest")),
    case("ER-GW-017", "pass", good()),
    case("ER-GW-017", "unknown", moved("")),
    case("ER-GW-018", "fail", endpoint()),
    case("ER-GW-018", "pass", good()),
    case("ER-GW-018", "pass", past_the_gateway()),
    case("ER-GW-018", "unknown", without_the_hub()),
]
