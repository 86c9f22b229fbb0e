"""Capacity (ER-CAP): the sound estate with declared demand, other bandwidths, a VPN beside it, a port pair, a firewall on the way."""
from estate import NETWORK, case, circuit, connection, find, good, put, ref, resource, site, subnet, without

FRANCE = ("ergw-frc", "vnet-hub-frc", "vnet-app-frc", "conn-frc-ams", "conn-frc-par")


def weu():
    return without(good(), *FRANCE)


def edit(estate, name, path, value):
    put(find(estate, name), path, value)
    return estate


def sized(ams, par, gateway_sku="ErGw2AZ"):
    estate = weu()
    put(find(estate, "ergw-weu"), "sku", {"name": gateway_sku, "tier": gateway_sku})
    put(find(estate, "er-ams"), "serviceProviderProperties.bandwidthInMbps", ams)
    put(find(estate, "er-par"), "serviceProviderProperties.bandwidthInMbps", par)
    return estate


def sites(mbps=0, circuits=("er-ams", "er-par"), access=None, more="", back=0):
    """One site; @mbps of demand towards the spoke; @access: bandwidth of each line."""
    line = f' bandwidth-mbps="{access}"' if access else ""
    ends = "".join(f'<circuit name="{name}"><link side="primary" router="r1" access="{name}-1"{line}/><link side="secondary" router="r2" access="{name}-2"{line}/></circuit>' for name in circuits)
    asked = f'<demand site="north" vnet="vnet-app-weu" to-azure-mbps="{mbps}" from-azure-mbps="{back or mbps}"/>' if mbps else ""
    return site(f'<site id="north"><router id="r1"/><router id="r2"/>{ends}{more}</site>{asked}')


def backed_up(vpn_sku="VpnGw1AZ", mbps=1000, generation="Generation1"):
    """A VPN gateway with one tunnel beside the ExpressRoute gateway."""
    configuration = {"name": "default", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/vnet-hub-weu/subnets/GatewaySubnet"}}}
    return without(sized(mbps, mbps), "er-par", "conn-weu-par") + [
        resource("Microsoft.Network/virtualNetworkGateways", "vpngw", {"provisioningState": "Succeeded", "gatewayType": "Vpn", "vpnType": "RouteBased", "vpnGatewayGeneration": generation,
                                                                        "sku": {"name": vpn_sku, "tier": vpn_sku}, "ipConfigurations": [configuration]}),
        resource("Microsoft.Network/localNetworkGateways", "lng", {"provisioningState": "Succeeded", "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]}}),
        resource("Microsoft.Network/connections", "tunnel", {"provisioningState": "Succeeded", "connectionType": "IPsec", "connectionStatus": "Connected", "enableBgp": True,
                                                              "virtualNetworkGateway1": ref("virtualNetworkGateways", "vpngw"), "localNetworkGateway2": ref("localNetworkGateways", "lng")})]


VPN = '<vpn gateway="vpngw" router="r1"/>'


def direct(*gbps):
    """Circuits on one port pair of 10 Gbps."""
    estate = without(weu(), "er-ams", "er-par", "conn-weu-ams", "conn-weu-par")
    links = [{"name": link, "properties": {"adminState": "Enabled", "provisioningState": "Succeeded", "routerName": link}} for link in ("link1", "link2")]
    estate.append(resource("Microsoft.Network/expressRoutePorts", "erd", {"provisioningState": "Succeeded", "peeringLocation": "Equinix-Amsterdam-AM5", "bandwidthInGbps": 10, "encapsulation": "QinQ", "links": links}))
    for number, rate in enumerate(gbps):
        one = circuit(f"er-{number}", "", "", n=number + 1)
        put(one, "serviceProviderProperties", None)
        put(one, "expressRoutePort", ref("expressRoutePorts", "erd"))
        put(one, "bandwidthInGbps", rate)
        estate += [one, connection(f"conn-{number}", "ergw-weu", f"er-{number}")]
    put(find(estate, "ergw-weu"), "sku", {"name": "UltraPerformance", "tier": "UltraPerformance"})
    return estate


def tagged(weu_tag, frc_tag):
    estate = good()
    for name, tag in (("conn-weu-ams", weu_tag), ("conn-weu-par", weu_tag), ("ergw-frc", frc_tag)):
        if tag:
            find(estate, name)["tags"] = {"Environment": tag}
    return estate


def inspected(tier="Standard", ams=1000):
    """An Azure Firewall in the hub, on the way in and out."""
    estate = sized(ams, ams, "ErGw3AZ")
    hub, spoke = find(estate, "vnet-hub-weu"), find(estate, "vnet-app-weu")
    hub["properties"]["subnets"].append(subnet("vnet-hub-weu", "AzureFirewallSubnet", "10.10.1.0/26"))
    hub["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-gateway")
    spoke["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-app")
    for name, prefix in (("rt-gateway", "10.10.4.0/22"), ("rt-app", "0.0.0.0/0")):
        estate.append(resource("Microsoft.Network/routeTables", name, {"disableBgpRoutePropagation": name == "rt-app", "routes": [
            {"name": "r", "properties": {"addressPrefix": prefix, "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.10.1.4"}}]}))
    if tier != "appliance":
        estate.append(resource("Microsoft.Network/azureFirewalls", "afw", {"provisioningState": "Succeeded", "sku": {"name": "AZFW_VNet", "tier": tier} if tier else None, "ipConfigurations": [
            {"name": "f", "properties": {"privateIPAddress": "10.10.1.4", "subnet": {"id": f"{NETWORK}/virtualNetworks/vnet-hub-weu/subnets/AzureFirewallSubnet"}}}]}, zones=["1", "2", "3"]))
    return estate


CASES = [
    case("ER-CAP-001", "fail", weu(), sites(1400)),
    case("ER-CAP-001", "pass", sized(2000, 2000), sites(1400)),
    case("ER-CAP-001", "unknown", weu()),
    case("ER-CAP-001", "unknown", edit(weu(), "er-par", "serviceProviderProperties.bandwidthInMbps", None), sites(800)),
    case("ER-CAP-001", "not_applicable", without(weu(), "er-par", "conn-weu-par"), sites(400, ("er-ams",))),
    case("ER-CAP-002", "fail", sized(2000, 500)),
    case("ER-CAP-002", "pass", good()),
    case("ER-CAP-002", "unknown", without(weu(), "er-par")),
    case("ER-CAP-003", "fail", without(weu(), "er-par", "conn-weu-par"), sites(1500, ("er-ams",))),
    case("ER-CAP-003", "pass", weu(), sites(600)),
    case("ER-CAP-003", "unknown", weu()),
    case("ER-CAP-003", "unknown", edit(weu(), "er-par", "serviceProviderProperties.bandwidthInMbps", None), sites(600)),
    case("ER-CAP-004", "fail", sized(2000, 2000, "ErGw1AZ")),
    case("ER-CAP-004", "fail", sized(1000, 1000, "ErGw1AZ")),
    case("ER-CAP-004", "pass", sized(2000, 2000, "ErGw3AZ")),
    case("ER-CAP-004", "unknown", edit(weu(), "ergw-weu", "sku", None)),
    case("ER-CAP-004", "unknown", without(weu(), "er-par")),
    case("ER-CAP-005", "fail", sized(1000, 1000, "ErGw1AZ"), sites(900)),
    case("ER-CAP-005", "pass", weu(), sites(900)),
    case("ER-CAP-005", "unknown", sized(1000, 1000, "ErGw1AZ"), sites(600)),
    case("ER-CAP-005", "unknown", weu()),
    case("ER-CAP-006", "fail", backed_up(), sites(0, ("er-ams",), more=VPN)),
    case("ER-CAP-006", "fail", backed_up(mbps=500), sites(700, ("er-ams",), more=VPN)),
    case("ER-CAP-006", "pass", backed_up(mbps=500), sites(0, ("er-ams",), more=VPN)),
    case("ER-CAP-006", "pass", backed_up("VpnGw2", generation="Generation2"), sites(0, ("er-ams",), more=VPN)),
    case("ER-CAP-006", "unknown", backed_up()),
    case("ER-CAP-006", "unknown", backed_up("SomethingNew"), sites(0, ("er-ams",), more=VPN)),
    case("ER-CAP-006", "not_applicable", without(backed_up(), "tunnel"), sites(0, ("er-ams",), more=VPN)),
    case("ER-CAP-007", "fail", direct(10, 5), sites(12000, ("er-0", "er-1"))),
    case("ER-CAP-007", "pass", direct(10, 5), sites(7000, ("er-0", "er-1"))),
    case("ER-CAP-007", "pass", direct(5, 5)),
    case("ER-CAP-007", "unknown", direct(10, 5)),
    case("ER-CAP-008", "fail", weu(), sites(access=500)),
    case("ER-CAP-008", "pass", weu(), sites(access=1000)),
    case("ER-CAP-008", "unknown", weu()),
    case("ER-CAP-008", "unknown", edit(weu(), "er-par", "serviceProviderProperties.bandwidthInMbps", None), sites(access=1000)),
    case("ER-CAP-009", "fail", tagged("Prod", "dev")),
    case("ER-CAP-009", "pass", tagged("prod", "production")),
    case("ER-CAP-009", "pass", tagged("dev", "test")),
    case("ER-CAP-009", "unknown", good()),
    case("ER-CAP-009", "not_applicable", weu()),
    case("ER-CAP-010", "fail", inspected("Basic"), sites(400)),
    case("ER-CAP-010", "pass", inspected("Basic"), sites(200)),
    case("ER-CAP-010", "pass", inspected()),
    case("ER-CAP-010", "unknown", inspected("Basic")),
    case("ER-CAP-010", "unknown", inspected(None), sites(200)),
    case("ER-CAP-010", "unknown", inspected("appliance"), sites(200)),
]
