"""Cases of ER-PORT."""
from estate import case, circuit, connection, good, NETWORK, put, resource

ON = {"cakSecretIdentifier": "https://made-up.example/secrets/cak", "cknSecretIdentifier": "https://made-up.example/secrets/ckn", "cipher": "GcmAes256", "sciState": "Enabled"}
OFF = {"cipher": "GcmAes128"}


def link(n, **more):
    return {"name": f"link{n}", "id": f"{NETWORK}/expressRoutePorts/port/links/link{n}", "properties": {
        "routerName": f"msee-{n}", "rackId": f"rack-{n}", "patchPanelId": f"panel-{n}", "coloLocation": f"Building {n}", "adminState": "Enabled", "macSecConfig": ON, **more}}


def port(links=None, **more):
    properties = {"peeringLocation": "Equinix-London-LD5", "bandwidthInGbps": 10, "provisionedBandwidthInGbps": 10.0, "encapsulation": "QinQ", "links": [link(1), link(2)] if links is None else links,
                  "circuits": [{"id": f"{NETWORK}/expressRouteCircuits/er-direct-0"}]}
    properties.update(more)
    one = resource("Microsoft.Network/expressRoutePorts", "port", properties)
    one["properties"] = {name: value for name, value in properties.items() if value is not None}
    one["identity"] = {"type": "UserAssigned", "userAssignedIdentities": {}}
    return one


def estate(one=None, n=1, gbps=5, limited=True, more=()):
    """The sound estate and a port pair with @n circuits."""
    resources = good() + [one or port()] + list(more)
    for i in range(n):
        direct = circuit(f"er-direct-{i}", "", "", n=10 + i, expressRoutePort={"id": f"{NETWORK}/expressRoutePorts/port"}, bandwidthInGbps=gbps, enableDirectPortRateLimit=limited)
        put(direct, "serviceProviderProperties", None)
        put(direct, "enableDirectPortRateLimit", limited)
        resources += [direct, connection(f"conn-direct-{i}", "ergw-weu", f"er-direct-{i}")]
    return resources


def vault(name, soft=True, purge=True):
    return resource("Microsoft.KeyVault/vaults", name, {"enableSoftDelete": soft, **({"enablePurgeProtection": True} if purge else {})})


def no_identity():
    one = port()
    one["identity"] = {"type": "None"}
    return one


def metro(**more):
    return port([link(1, coloLocation="Building", **more), link(2, coloLocation="building")], peeringLocation="Amsterdam Metro")


CASES = [
    case("ER-PORT-001", "fail", estate(port([link(1), link(2, adminState="disabled")]))),
    case("ER-PORT-001", "pass", estate()),
    case("ER-PORT-001", "unknown", estate(port([]))),
    case("ER-PORT-001", "not_applicable", estate(port([]), n=0)),
    case("ER-PORT-002", "fail", estate(port(provisionedBandwidthInGbps=17))),
    case("ER-PORT-002", "fail", estate(port(provisionedBandwidthInGbps=None), n=2, gbps=10)),
    case("ER-PORT-002", "pass", estate()),
    case("ER-PORT-002", "unknown", estate(port(provisionedBandwidthInGbps=None, circuits=None))),
    case("ER-PORT-003", "fail", estate(port([link(1), link(2, routerName="MSEE-1")]))),
    case("ER-PORT-003", "fail", estate(port([link(1), link(2, rackId="rack-1")]))),
    case("ER-PORT-003", "fail", estate(metro())),
    case("ER-PORT-003", "pass", estate(port([link(1, coloLocation="Building"), link(2, coloLocation="Building")]))),
    case("ER-PORT-003", "unknown", estate(port([link(1), link(2, routerName=None)]))),
    case("ER-PORT-004", "fail", estate(n=2, limited=False)),
    case("ER-PORT-004", "pass", estate(n=2)),
    case("ER-PORT-004", "not_applicable", estate(n=1, limited=False)),
    case("ER-PORT-004", "unknown", estate(n=2, limited=None)),
    case("ER-PORT-005", "fail", estate(port([link(1), link(2, macSecConfig=OFF)]))),
    case("ER-PORT-005", "fail", estate(port([link(1), link(2, macSecConfig=dict(ON, cipher="GcmAes128"))]))),
    case("ER-PORT-005", "pass", estate(port([link(1), link(2, macSecConfig=dict(ON, cipher="gcmaes256"))]))),
    case("ER-PORT-005", "not_applicable", estate(port([link(1, macSecConfig=OFF), link(2, macSecConfig=OFF)]))),
    case("ER-PORT-005", "unknown", estate(port([link(1), link(2, macSecConfig=None)]))),
    case("ER-PORT-006", "fail", estate(no_identity())),
    case("ER-PORT-006", "fail", estate(more=[vault("kv", purge=False)])),
    case("ER-PORT-006", "pass", estate(more=[vault("kv")])),
    case("ER-PORT-006", "unknown", estate()),
    case("ER-PORT-006", "unknown", estate(more=[vault("kv"), vault("kv-other", purge=False)])),
    case("ER-PORT-007", "fail", estate(port([link(1, macSecConfig=OFF), link(2, macSecConfig=OFF)]))),
    case("ER-PORT-007", "pass", estate()),
    case("ER-PORT-007", "unknown", estate(port([link(1, macSecConfig=None), link(2, macSecConfig=None)]))),
    case("ER-PORT-008", "fail", estate(port(circuits=[]), n=0)),
    case("ER-PORT-008", "fail", estate(port(circuits=None, provisionedBandwidthInGbps=0.0), n=0)),
    case("ER-PORT-008", "pass", estate()),
    case("ER-PORT-008", "unknown", estate(port(circuits=None), n=0)),
]
