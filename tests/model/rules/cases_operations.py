"""ER-OPS: alerts, monitors, locks, diagnostic settings, change scopes, captures."""
from estate import NETWORK, PROVIDERS, SUBSCRIPTION, case, find, good, put, ref, resource

GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-net"
CIRCUITS = [f"{NETWORK}/expressRouteCircuits/{name}" for name in ("er-ams", "er-par")]
GATEWAYS = [f"{NETWORK}/virtualNetworkGateways/{name}" for name in ("ergw-weu", "ergw-frc")]


def alert(metrics, scopes, name="alert", **more):
    criteria = {"odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", "allOf": [{"name": metric, "metricName": metric, "operator": "LessThan", "threshold": 90} for metric in metrics]}
    return resource("Microsoft.Insights/metricAlerts", name, {"enabled": True, "severity": 0, "scopes": scopes, "criteria": criteria, **more}, "global")


def log_alert(leaves, name="log", scopes=(SUBSCRIPTION,), **more):
    return resource("Microsoft.Insights/activityLogAlerts", name, {"enabled": True, "scopes": list(scopes), "condition": {"allOf": leaves}, **more}, "global")


def leaf(field, value):
    return {"field": field, "equals": value}


def extension(scope, kind, name, properties):
    return {"id": f"{scope}/providers/{kind}/{name}", "name": name, "type": kind, "properties": properties}


def lock(scope, level="CanNotDelete", name="keep"):
    return extension(scope, "Microsoft.Authorization/locks", name, {"level": level})


def diagnostics(scope):
    return extension(scope, "Microsoft.Insights/diagnosticSettings", "to-logs", {"workspaceId": f"{PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs", "logs": [{"category": "PeeringRouteLog", "enabled": True}]})


def monitor(endpoints):
    return {"id": f"{NETWORK}/networkWatchers/nw/connectionMonitors/cm", "name": "nw/cm", "type": "Microsoft.Network/networkWatchers/connectionMonitors", "location": "westeurope",
            "properties": {"provisioningState": "Succeeded", "endpoints": endpoints}}


def port_estate(*more):
    link = lambda name: {"name": name, "id": f"{NETWORK}/expressRoutePorts/port/links/{name}", "properties": {"adminState": "Enabled", "routerName": f"msee-{name}"}}
    port = resource("Microsoft.Network/expressRoutePorts", "port", {"peeringLocation": "Equinix-Amsterdam-AM5", "bandwidthInGbps": 10, "encapsulation": "Dot1Q", "links": [link("link1"), link("link2")]})
    estate = good() + [port, *more]
    put(put(find(estate, "er-ams"), "serviceProviderProperties", None), "expressRoutePort", ref("expressRoutePorts", "port"))
    return estate


def table_estate(*more):
    estate = good() + [resource("Microsoft.Network/routeTables", "rt-apps", {"disableBgpRoutePropagation": False, "routes": []}), *more]
    find(estate, "vnet-app-weu")["properties"]["subnets"][0]["properties"]["routeTable"] = ref("routeTables", "rt-apps")
    return estate


def elsewhere(name="er-par", group="rg-two"):
    """The sound estate with one circuit in a resource group of its own."""
    import json
    return json.loads(json.dumps(good()).replace(f"/resourceGroups/rg-net/providers/Microsoft.Network/expressRouteCircuits/{name}", f"/resourceGroups/{group}/providers/Microsoft.Network/expressRouteCircuits/{name}"))


BOTH = ["BgpAvailability", "ArpAvailability"]
HEALTH = leaf("category", "ServiceHealth")
SERVICE = "properties.impactedServices[*].ServiceName"
ONPREM = {"name": "dc1", "type": "MMAWorkspaceMachine", "resourceId": f"{PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs", "address": "dc1.example.com"}
VM = {"name": "vm", "type": "AzureVM", "resourceId": f"{PROVIDERS}/Microsoft.Compute/virtualMachines/vm"}
INSIGHTS = {"overallScore": "80", "scoreChange": "0", "minScoreFromRecommendations": "0", "maxScoreFromRecommendations": "20", "lastComputedTime": "2026-11-20T00:00:00Z",
            "components": [{"name": "RouteResiliency", "currentScore": "20", "maxScore": "20", "recommendations": []}]}
DECIDED = {"ER-OPS-007", "ER-OPS-011"}

CASES = [
    case("ER-OPS-001", "unknown", good()),
    case("ER-OPS-001", "pass", good() + [alert(BOTH, CIRCUITS)]),
    case("ER-OPS-001", "pass", good() + [alert(["BgpAvailability"], [GROUP], targetResourceType="microsoft.network/expressroutecircuits"), alert(["ARPAVAILABILITY"], [SUBSCRIPTION.upper().replace("SUBSCRIPTIONS", "subscriptions")], "arp", targetResourceType="Microsoft.Network/expressRouteCircuits")]),
    case("ER-OPS-001", "fail", good() + [alert(BOTH, CIRCUITS[:1])]),
    case("ER-OPS-001", "fail", good() + [alert(["BgpAvailability"], CIRCUITS)]),
    case("ER-OPS-001", "fail", good() + [alert(BOTH, CIRCUITS, enabled=False)]),
    case("ER-OPS-001", "fail", good() + [alert(["BitsInPerSecond"], GATEWAYS)]),
    # An alert in another subscription shows nothing about the export of this one.
    case("ER-OPS-001", "unknown", good() + [{**alert(BOTH, []), "id": "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/x/providers/Microsoft.Insights/metricAlerts/a"}]),
    # One whose properties did not come along may watch anything.
    case("ER-OPS-001", "unknown", good() + [alert(BOTH, CIRCUITS[:1]), {key: value for key, value in alert(BOTH, CIRCUITS, "bare").items() if key != "properties"}]),
    case("ER-OPS-002", "unknown", good()),
    case("ER-OPS-002", "pass", good() + [log_alert([HEALTH])]),
    case("ER-OPS-002", "pass", good() + [log_alert([HEALTH, {"anyOf": [leaf("properties.incidentType", "Incident"), leaf("properties.incidentType", "Maintenance")]}, {"field": SERVICE, "containsAny": ["ExpressRoute Circuits"]}])]),
    case("ER-OPS-002", "fail", good() + [log_alert([leaf("category", "Administrative")])]),
    case("ER-OPS-002", "fail", good() + [log_alert([HEALTH, {"field": SERVICE, "containsAny": ["Virtual Machines"]}])]),
    case("ER-OPS-002", "fail", good() + [log_alert([HEALTH, leaf("properties.incidentType", "Security")])]),
    case("ER-OPS-002", "fail", good() + [log_alert([HEALTH], scopes=["/subscriptions/99999999-2222-3333-4444-555555555555"])]),
    case("ER-OPS-003", "unknown", good()),
    case("ER-OPS-003", "pass", good() + [alert(["ExpressRouteGatewayCpuUtilization"], GATEWAYS)]),
    case("ER-OPS-003", "fail", good() + [alert(BOTH, CIRCUITS)]),
    case("ER-OPS-003", "fail", good() + [alert(["ExpressRouteGatewayCpuUtilization"], [GROUP], targetResourceType="Microsoft.Network/expressRouteGateways")]),
    case("ER-OPS-004", "unknown", good()),
    case("ER-OPS-004", "unknown", good() + [monitor([VM, {"name": "host", "type": "ExternalAddress", "address": "dc1.example.com"}])]),
    case("ER-OPS-004", "pass", good() + [monitor([VM, ONPREM])]),
    case("ER-OPS-004", "pass", good() + [monitor([VM, {"name": "dc1", "type": "ExternalAddress", "address": "192.168.7.9"}])]),
    case("ER-OPS-004", "fail", good() + [monitor([VM, {"name": "peer", "type": "ExternalAddress", "address": "10.10.4.9"}])]),
    case("ER-OPS-005", "unknown", port_estate()),
    case("ER-OPS-005", "not_applicable", good()),
    case("ER-OPS-005", "pass", port_estate(alert(["RxLightLevel", "LineProtocol"], [f"{NETWORK}/expressRoutePorts/port"]))),
    case("ER-OPS-005", "fail", port_estate(alert(BOTH, CIRCUITS))),
    case("ER-OPS-006", "unknown", good()),
    case("ER-OPS-006", "pass", good() + [lock(GROUP)]),
    case("ER-OPS-006", "pass", good() + [lock(SUBSCRIPTION, "readonly")]),
    case("ER-OPS-006", "fail", good() + [lock(CIRCUITS[0])]),
    case("ER-OPS-006", "fail", good() + [lock(GROUP, "NotSpecified")]),
    case("ER-OPS-006", "fail", good() + [lock(f"{SUBSCRIPTION}/resourceGroups/rg")]),
    case("ER-OPS-007", "fail", good()),
    case("ER-OPS-007", "pass", elsewhere()),
    case("ER-OPS-007", "not_applicable", [one for one in good() if not one["name"].endswith("-par")]),
    case("ER-OPS-008", "unknown", good()),
    case("ER-OPS-008", "pass", good() + [alert(["ExpressRouteGatewayCountOfRoutesLearnedFromPeer"], GATEWAYS)]),
    # The word Route is in every metric of these gateways.
    case("ER-OPS-008", "fail", good() + [alert(["ExpressRouteGatewayCpuUtilization"], GATEWAYS)]),
    case("ER-OPS-009", "unknown", table_estate()),
    case("ER-OPS-009", "not_applicable", good()),
    case("ER-OPS-009", "pass", table_estate(log_alert([leaf("category", "Administrative"), leaf("operationName", "Microsoft.Network/routeTables/write")]))),
    case("ER-OPS-009", "fail", table_estate(log_alert([HEALTH]))),
    case("ER-OPS-010", "unknown", good()),
    case("ER-OPS-010", "pass", good() + [diagnostics(scope) for scope in CIRCUITS + GATEWAYS]),
    case("ER-OPS-010", "fail", good() + [diagnostics(scope) for scope in CIRCUITS]),
    case("ER-OPS-011", "fail", good()),
    case("ER-OPS-011", "fail", good(), captures={"ergw-weu": INSIGHTS}),
    case("ER-OPS-011", "not_applicable", {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
                                          "resources": [{key: value for key, value in one.items() if key != "id"} for one in good()]}),
    # A lock of a template is where its scope says, not on the whole group.
    *(case("ER-OPS-006", want, {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
        *({key: value for key, value in one.items() if key != "id"} for one in good()),
        {"type": "Microsoft.Authorization/locks", "name": "keep", "properties": {"level": "CanNotDelete"}, **more}]})
      for want, more in (("fail", {"scope": "[resourceId('Microsoft.Network/expressRouteCircuits', 'er-ams')]"}), ("fail", {"scope": "Microsoft.Network/expressRouteCircuits/er-ams"}),
                         ("pass", {}), ("unknown", {"condition": "[not(empty(parameters('lock')))]"}))),
    case("ER-OPS-011", "pass", good(), captures={"ergw-weu": INSIGHTS, "ergw-frc": INSIGHTS}),
]
