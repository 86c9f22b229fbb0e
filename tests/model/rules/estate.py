"""A sound estate to break: two circuits of two providers in two peering locations, each connected to two zone-redundant gateways in two
regions, a hub and a spoke VNet in each. Every function returns a new resource, so that a case changes its own copy. Made for this project."""
import copy

SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555"
PROVIDERS = f"{SUBSCRIPTION}/resourceGroups/rg-net/providers"
NETWORK = f"{PROVIDERS}/Microsoft.Network"


def resource(kind, name, properties, location="westeurope", **more):
    """Any resource: kind as in "Microsoft.Network/virtualNetworks"."""
    return {"id": f"{PROVIDERS}/{kind}/{name}", "name": name, "type": kind, "location": location, "properties": properties, **more}


def ref(kind, name):
    return {"id": f"{NETWORK}/{kind}/{name}"}


def peering(circuit, n=0, **more):
    return {"name": "AzurePrivatePeering", "id": f"{NETWORK}/expressRouteCircuits/{circuit}/peerings/AzurePrivatePeering", "properties": {
        "peeringType": "AzurePrivatePeering", "state": "Enabled", "provisioningState": "Succeeded", "peerASN": 65010, "azureASN": 12076, "vlanId": 100 + n,
        "primaryPeerAddressPrefix": f"172.16.{n}.0/30", "secondaryPeerAddressPrefix": f"172.16.{n}.4/30", "connections": [], **more}}


def circuit(name, location, provider, mbps=1000, n=0, **more):
    properties = {"provisioningState": "Succeeded", "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "allowClassicOperations": False,
                  "serviceProviderProperties": {"serviceProviderName": provider, "peeringLocation": location, "bandwidthInMbps": mbps},
                  "peerings": [peering(name, n)], "authorizations": []}
    properties.update(more)
    return resource("Microsoft.Network/expressRouteCircuits", name, properties, sku={"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"})


def gateway(name, vnet, region, sku="ErGw2AZ", **more):
    properties = {"provisioningState": "Succeeded", "gatewayType": "ExpressRoute", "sku": {"name": sku, "tier": sku},
                  "ipConfigurations": [{"name": "default", "properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/{vnet}/subnets/GatewaySubnet"}}}]}
    properties.update(more)
    return resource("Microsoft.Network/virtualNetworkGateways", name, properties, region)


def connection(name, gateway_name, circuit_name, weight=0, region="westeurope", **more):
    properties = {"provisioningState": "Succeeded", "connectionType": "ExpressRoute", "connectionStatus": "Connected", "routingWeight": weight, "expressRouteGatewayBypass": False,
                  "virtualNetworkGateway1": ref("virtualNetworkGateways", gateway_name), "peer": ref("expressRouteCircuits", circuit_name)}
    properties.update(more)
    return resource("Microsoft.Network/connections", name, properties, region)


def half(vnet, remote, hub, name=None, **more):
    properties = {"remoteVirtualNetwork": ref("virtualNetworks", remote), "peeringState": "Connected", "provisioningState": "Succeeded", "allowVirtualNetworkAccess": True,
                  "allowForwardedTraffic": True, "allowGatewayTransit": hub, "useRemoteGateways": not hub}
    properties.update(more)
    return {"name": name or f"to-{remote}", "id": f"{NETWORK}/virtualNetworks/{vnet}/virtualNetworkPeerings/{name or 'to-' + remote}", "properties": properties}


def subnet(vnet, name, prefix, **more):
    return {"name": name, "id": f"{NETWORK}/virtualNetworks/{vnet}/subnets/{name}", "properties": {"addressPrefix": prefix, **more}}


def vnet(name, region, prefix, subnets, halves):
    return resource("Microsoft.Network/virtualNetworks", name, {"provisioningState": "Succeeded", "addressSpace": {"addressPrefixes": [prefix]}, "subnets": subnets,
                                                                 "virtualNetworkPeerings": halves}, region)


def good():
    """The sound estate, as a list of resources."""
    estate = [circuit("er-ams", "Amsterdam", "Colt", n=1), circuit("er-par", "Paris", "Equinix", n=2)]
    for number, (region, short) in enumerate((("westeurope", "weu"), ("francecentral", "frc"))):
        hub, spoke, name = f"vnet-hub-{short}", f"vnet-app-{short}", f"ergw-{short}"
        base = f"10.{10 * (number + 1)}"
        estate += [
            gateway(name, hub, region),
            vnet(hub, region, f"{base}.0.0/22", [subnet(hub, "GatewaySubnet", f"{base}.0.0/26")], [half(hub, spoke, True)]),
            vnet(spoke, region, f"{base}.4.0/22", [subnet(spoke, "apps", f"{base}.4.0/24")], [half(spoke, hub, False)]),
            connection(f"conn-{short}-ams", name, "er-ams", 100 if short == "weu" else 50, region),
            connection(f"conn-{short}-par", name, "er-par", 50 if short == "weu" else 100, region),
        ]
    return copy.deepcopy(estate)


def find(estate, name):
    """The resource of that name, to be changed in place."""
    return next(one for one in estate if one["name"] == name)


def without(estate, *names):
    return [one for one in estate if one["name"] not in names]


def put(one, path, value):
    """Sets properties.<path> ("sku.name"; a number steps into a list); value None takes the member out. Returns the resource."""
    at = one["properties"]
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
    if value is None:
        at.pop(last, None)
    else:
        at[int(last) if isinstance(at, list) else last] = value
    return one


def changed(name, path, value):
    """The sound estate with one property of one resource changed."""
    estate = good()
    put(find(estate, name), path, value)
    return estate


def site(body=""):
    """A site description with two sites; @body: more elements."""
    return f'<estate xmlns="urn:erscope:estate:1">{body}</estate>'


def case(rule, want, resources, description=None, captures=None):
    """want: fail, pass, unknown, not_applicable. description: a site description (XML); captures: resource name -> JSON value."""
    return {"rule": rule, "want": want, "resources": resources, "site": description, "captures": captures or {}}
