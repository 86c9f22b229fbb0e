#!/usr/bin/env python3
"""What erscope says of bad input, word for word: inputs built here, one golden file of exit statuses and lines of standard error.

Each case is written into a folder of its own and read from there by a relative name, so that no message depends on the machine.
Independent of the golden: the status and the codes that a case names; the form of every line; no control character; no secret; a case
for every code of ingest, site description and model. diagnostics.golden.txt is written anew when ER_BLESS is set: read the difference.
Arguments: erscope, the golden file.
"""
import concurrent.futures
import copy
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ERSCOPE, GOLDEN = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
FINE, FINDINGS, INPUT = 0, 1, 3
SECRET = "5ecre7-a15d-4f0c-never-shown"
# Secrets are looked for by their beginning: a cut-off one counts, too.
SECRET_MARK = SECRET[:6]
CHECK = ["check", "--brief", "--verbose", "--fail-on", "critical", "--as-of", "2026-11-23"]
ANALYZE = ["analyze", "--verbose", "--depth", "1", "--as-of", "2026-11-23"]
# Told of the whole input, not of a place in it: what they are about stands in their detail.
NO_PLACE = {"ING011", "ING012", "MOD001", "MOD008", "DRW001"}
# Codes that no file of a sensible size provokes, with the reason.
NOT_PROVOKED = {}
CASES = []


def case(name, files, status, codes, arguments=None, names=None):
    """@files: name → bytes, text or anything JSON; @codes: exactly those told; @names: the files on the command line, all in order."""
    CASES.append((name, files, status, set(codes.split()), arguments or CHECK, list(files) if names is None else names))


def text_of(value):
    return value if isinstance(value, (str, bytes)) else json.dumps(value, indent=1)


def bytes_of(value):
    text = text_of(value)
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def one(name, value, status, codes, file="in.json", arguments=None):
    case(name, {file: value}, status, codes, arguments)


# ---- estates ----

BASE = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg"
NETWORK = BASE + "/providers/Microsoft.Network"


def resource(kind, name, properties, **more):
    return {"id": f"{NETWORK}/{kind}/{name}", "name": name, "type": f"Microsoft.Network/{kind}", "location": "uksouth", **more, "properties": properties}


def reference(kind, name):
    return {"id": f"{NETWORK}/{kind}/{name}"}


def circuit(name="er-london", location="London", **more):
    peering = {"peeringType": "AzurePrivatePeering", "state": "Enabled", "primaryPeerAddressPrefix": "172.16.0.0/30", "secondaryPeerAddressPrefix": "172.16.0.4/30", "vlanId": 100, "peerASN": 65001}
    return resource("expressRouteCircuits", name, {
        "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "serviceKey": SECRET,
        "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": location, "bandwidthInMbps": 1000},
        "peerings": [{"id": f"{NETWORK}/expressRouteCircuits/{name}/peerings/AzurePrivatePeering", "name": "AzurePrivatePeering", "properties": peering}], **more,
    }, sku={"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"})


def gateway(name="ergw", subnet=f"{NETWORK}/virtualNetworks/hub/subnets/GatewaySubnet", kind="ExpressRoute", **more):
    return resource("virtualNetworkGateways", name, {"gatewayType": kind, "sku": {"name": "ErGw3AZ", "tier": "ErGw3AZ"}, "ipConfigurations": [{"properties": {"subnet": {"id": subnet}}}], **more})


def connection(name="conn", to="er-london", at="ergw", **more):
    return resource("connections", name, {"connectionType": "ExpressRoute", "virtualNetworkGateway1": reference("virtualNetworkGateways", at), "peer": reference("expressRouteCircuits", to), "routingWeight": 0, "connectionStatus": "Connected", **more})


def vnet(name="hub", prefix="10.1.0.0/16", subnets=("GatewaySubnet",), table=None, **more):
    return resource("virtualNetworks", name, {"addressSpace": {"addressPrefixes": [prefix]}, "subnets": [
        {"id": f"{NETWORK}/virtualNetworks/{name}/subnets/{subnet}", "name": subnet, "properties": {"addressPrefix": prefix.replace(".0.0/16", f".{i}.0/26"), **({"routeTable": reference("routeTables", table)} if table and i == 0 else {})}}
        for i, subnet in enumerate(subnets)], **more})


def estate(*more):
    return [circuit(), gateway(), connection(), vnet(), *more]


def listed(*resources, **more):
    return {"value": list(resources), **more}


def changed(value, path, new):
    """A copy of @value with what stands at @path, a list of steps, replaced."""
    out = copy.deepcopy(value)
    at = out
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = new
    return out


GOOD = listed(*estate())
GOOD_TEXT = text_of(GOOD)
LINES = "".join(json.dumps(row) + "\n" for row in estate())
WRONG = [circuit(), gateway(), connection(), vnet()]


# ---- bytes ----

one("an empty file", b"", INPUT, "ING002")
one("nothing but a byte order mark", b"\xef\xbb\xbf", INPUT, "ING002")
one("nothing but blanks", b" \t\r\n\n  ", INPUT, "ING002")
one("NULs", b"\0" * 64, INPUT, "ING003")
one("UTF-16 of odd length", b"\xff\xfe" + GOOD_TEXT.encode("utf-16-le")[:-1], INPUT, "ING004")
one("UTF-16 with half a surrogate pair", b"\xff\xfe" + GOOD_TEXT.replace("Equinix", "Equi\ud800nix").encode("utf-16-le", "surrogatepass"), INPUT, "ING006")
one("UTF-16 of nothing", b"\xfe\xff", INPUT, "ING002")
one("UTF-16 that is cut off", b"\xff\xfe" + GOOD_TEXT.encode("utf-16-le")[:2400], INPUT, "ING016")
one("UTF-32", GOOD_TEXT.encode("utf-32"), INPUT, "ING003")
one("gzip that is cut off", gzip.compress(GOOD_TEXT.encode(), mtime=0)[:300], INPUT, "ING004", "in.json.gz")
one("gzip with garbage inside", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"garbage" * 20, INPUT, "ING006", "in.json.gz")
one("gzip with a wrong sum", gzip.compress(GOOD_TEXT.encode(), mtime=0)[:-8] + b"\0" * 8, INPUT, "ING006", "in.json.gz")
one("gzip of gzip", gzip.compress(gzip.compress(GOOD_TEXT.encode(), mtime=0), mtime=0), INPUT, "ING006", "in.json.gz")
one("gzip of nothing", gzip.compress(b"", mtime=0), INPUT, "ING002", "in.json.gz")
one("two bytes of gzip", b"\x1f\x8b", INPUT, "ING004", "in.json.gz")
case("a directory", {"folder/in.json": GOOD}, INPUT, "ING001", names=["folder"])
case("a missing file", {}, INPUT, "ING001", names=["missing.json"])
case("a link to itself", {}, INPUT, "ING001", names=["loop.json"])
case("a file used as a folder", {"in.json": GOOD}, INPUT, "ING001", names=["in.json/in.json"])
case("a device", {}, INPUT, "ING001", names=["/dev/null"])
one("a file name with an escape", b"", INPUT, "ING002", "in\x1b[31m.json")
one("binary junk", bytes((i * 89 + 200) % 256 for i in range(400)), INPUT, "ING003")
one("a PNG picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0", INPUT, "ING006", "in.png")
one("a ZIP archive", b"PK\3\4\x14\0\0\0\x08\0" + bytes(20) + b"in.json", INPUT, "ING006", "in.zip")
one("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", INPUT, "ING006", "in.pdf")

# ---- JSON ----

one("cut off in the list", GOOD_TEXT[:GOOD_TEXT.index('"name": "conn"')], INPUT, "ING016 MOD002")
one("cut off in a string", GOOD_TEXT[:GOOD_TEXT.index("ErGw3AZ") + 4], INPUT, "ING016")
one("cut off in a secret", GOOD_TEXT[:GOOD_TEXT.index(SECRET) + 12], INPUT, "ING004")
one("cut off before the first resource", '{"value": [', INPUT, "ING004")
one("cut off in a word", '{"value": [], "more": tru', INPUT, "ING004")
one("cut off in an escape", '{"value": [{"name": "\\u00', INPUT, "ING004")
one("cut off after a comma", '{"value": [],', INPUT, "ING004")
one("text behind the value", GOOD_TEXT + "\nDone in 3 s.\n", FINE, "ING018")
one("a bracket too many", GOOD_TEXT + "]", FINE, "ING018")
one("NaN", GOOD_TEXT.replace("1000", "NaN"), INPUT, "ING003")
one("Infinity", GOOD_TEXT.replace("1000", "-Infinity"), INPUT, "ING003")
one("single quotes", "{'value': [{'id': '/subscriptions/s'}]}", INPUT, "ING003")
one("Python's spelling", GOOD_TEXT.replace("1000", "None"), INPUT, "ING003")
one("names without quotes", "{value: []}", INPUT, "ING003")
one("comments", "// exported by hand\n" + GOOD_TEXT.replace('"peerings"', '/* one */ "peerings"'), FINE, "ING017")
one("a comment without an end", '{"value": [] /* to be', INPUT, "ING004")
one("a comma before a bracket", '{"value": [\n' + json.dumps(circuit()) + ",\n]}", FINE, "ING017")
one("two commas", '{"value": [{},,{}]}', INPUT, "ING003")
one("no comma", '{"value": [{} {}]}', INPUT, "ING003")
one("no colon", '{"value" []}', INPUT, "ING003")
one("a wrong bracket", '{"value": [{"name": "a"]}', INPUT, "ING003")
one("a string over two lines", GOOD_TEXT.replace("Equinix", "Equi\nnix"), FINE, "ING017")
one("an unknown escape", '{"value": [{"name": "C:\\Users"}]}', INPUT, "ING003")
one("a number with a leading zero", '{"value": [{"n": 007}]}', INPUT, "ING003")
one("a number too long to be one", GOOD_TEXT.replace("1000", "1" + "0" * 400), FINE, "")
one("a name twice", GOOD_TEXT.replace('"state": "Enabled"', '"state": "Enabled", "state": "Enabled"'), FINE, "ING021")
one("a secret twice", '{"value": [' + text_of(circuit()).replace('"serviceKey"', '"serviceKey": "5ecre7-other", "serviceKey"') + "]}", FINE, "ING021")
one("too deep", '{"value": ' + "[" * 200 + "]" * 200 + "}", INPUT, "ING005")
one("half of a surrogate pair", GOOD_TEXT.replace("Equinix", "Equi\\ud800nix"), FINE, "ING013")
one("broken UTF-8", GOOD_TEXT.encode().replace(b"Equinix", b"Equi\xff\xfenix"), FINE, "ING013")
one("UTF-8 that is too long", GOOD_TEXT.encode().replace(b"Equinix", b"Equi\xc0\xafnix"), FINE, "ING013")
one("Latin-1", GOOD_TEXT.replace("er-london", "er-z\u00fcrich").encode("latin-1"), FINE, "ING013")
one("a control character as an escape", GOOD_TEXT.replace("Equinix", "\\u001b[31mEquinix"), FINE, "ING013")
one("a raw control character", GOOD_TEXT.replace("Equinix", "Equi\x01nix"), INPUT, "ING003")
one("colours", GOOD_TEXT.replace('"peerings"', '\x1b[34;1m"peerings"\x1b[39;49;00m'), FINE, "ING019")
one("colours around a secret", GOOD_TEXT.replace(f'"{SECRET}"', f'\x1b[33m"{SECRET}"\x1b[0m'), FINE, "ING019")
one("colours, and cut off", "\x1b[34m" + GOOD_TEXT[:900], INPUT, "ING004 ING019")
one("warnings before the JSON", "WARNING: Command group is in preview.\nWARNING: [once more]\n" + GOOD_TEXT, FINE, "ING018")
one("warnings before JSON that is cut off", "WARNING: in preview\n" + GOOD_TEXT[:GOOD_TEXT.index('"name": "conn"')], INPUT, "ING016 ING018 MOD002")
one("two values", GOOD_TEXT + "\n" + text_of(listed(circuit("er-paris", "Paris"))), FINE, "")
one("two values, the second broken", GOOD_TEXT + '\n{"value": [}\n', INPUT, "ING003")
one("a resource per line, one broken", LINES.replace('"name": "ergw",', '"name": "ergw"'), INPUT, "ING003")
one("a word", "hello", INPUT, "ING003")
one("a number", "42", INPUT, "ING006")
one("null", "null", INPUT, "ING006")
one("a text in quotes", '"hello"', INPUT, "ING006")
one("numbers in quotes", GOOD_TEXT.replace("1000", '"1000"').replace("65001", '"65001"'), FINE, "")
one("wrong kinds everywhere", listed(
    changed(circuit(), ["properties"], {"circuitProvisioningState": 7, "serviceProviderProvisioningState": [], "serviceProviderProperties": "none", "peerings": {"a": 1}, "serviceKey": [SECRET]}),
    changed(gateway(), ["properties"], {"gatewayType": True, "sku": "ErGw3AZ", "ipConfigurations": "none"}),
    changed(connection(), ["properties"], {"connectionType": {}, "peer": 5, "virtualNetworkGateway1": [], "routingWeight": {}, "expressRouteGatewayBypass": 1}),
    changed(vnet(), ["properties"], {"addressSpace": ["10.0.0.0/8"], "subnets": "none", "virtualNetworkPeerings": 3})), FINE, "ING014 MOD003")
one("entries that are no resources", listed(circuit(), 5, None, "text", [], {}, {"name": "no id"}), FINE, "ING008")
one("properties that are a list", listed(changed(circuit(), ["properties"], [1])), FINE, "ING014")
one("children that are no resources", listed(changed(circuit(), ["properties", "peerings"], [5, {}, {"properties": {}}])), FINE, "ING008")
one("more than can be told", listed(*({"name": f"no id {i}"} for i in range(60)), circuit()), FINE, "ING008 ING012")

# ---- documents ----

one("a parameter file alone", {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {"sharedKey": {"value": SECRET}}}, INPUT, "ING006")
one("a what-if result as text", "Note: The result may contain false positive predictions (noise).\n\nResource and property changes are indicated with these symbols:\n  + Create\n  ~ Modify\n\nScope: /subscriptions/s/resourceGroups/rg\n", INPUT, "ING006", "in.txt")
one("YAML", f"- id: {NETWORK}/expressRouteCircuits/er-london\n  name: er-london\n  serviceKey: {SECRET}\n", INPUT, "ING006", "in.yaml")
one("YAML of another order", f"- allowClassicOperations: false\n  bandwidthInGbps: null\n  id: {NETWORK}/expressRouteCircuits/er-london\n  serviceKey: {SECRET}\n", INPUT, "ING006", "in.yaml")
one("YAML of one resource", f"allowClassicOperations: false\nid: {NETWORK}/expressRouteCircuits/er-london\nserviceKey: {SECRET}\n", INPUT, "ING006", "in.yaml")
one("tab-separated values", f"False\tEnabled\t{NETWORK}/expressRouteCircuits/er-london\tuksouth\t{SECRET}\n", INPUT, "ING006", "in.tsv")
one("a table", "Name       ResourceGroup    Location    Provider\n---------  ---------------  ----------  ----------\ner-london  rg               uksouth     Equinix\n", INPUT, "ING006", "in.txt")
one("a table that begins with another column", "Bandwidth    Name       ServiceKey\n-----------  ---------  ------------------------------------\n1000         er-london  " + SECRET + "\n", INPUT, "ING006", "in.txt")
one("PowerShell's screen", f"\r\nName                             : er-london\r\nResourceGroupName                : rg\r\nServiceKey                       : {SECRET}\r\n", INPUT, "ING006", "in.txt")
one("PowerShell's table", "\nName      ResourceGroupName Location\n----      ----------------- --------\ner-london rg                uksouth\n", INPUT, "ING006", "in.txt")
POWERSHELL = {"Name": "er-london", "Id": f"{NETWORK}/expressRouteCircuits/er-london", "Location": "uksouth", "ServiceKey": SECRET, "ProvisioningState": "Succeeded", "CircuitProvisioningState": "Enabled", "ServiceProviderProvisioningState": "Provisioned"}
one("ConvertTo-Json without its depth", [{**POWERSHELL, "Peerings": ["Microsoft.Azure.Commands.Network.Models.PSPeering"], "Sku": "Microsoft.Azure.Commands.Network.Models.PSExpressRouteCircuitSku"}], FINE, "ING020")
one("ConvertTo-Json that wrote hash tables as text", [{**POWERSHELL, "Peerings": "@{Name=AzurePrivatePeering; VlanId=100}", "ServiceProviderProperties": "System.Object[]"}], FINE, "ING020")
one("a text copy that is no JSON", [{**POWERSHELL, "Peerings": ["Microsoft.Azure.Commands.Network.Models.PSPeering"], "PeeringsText": "[{\"SharedKey\": \"" + SECRET}], FINE, "ING020")
one("properties as text that is no JSON", [{"id": f"{NETWORK}/expressRouteCircuits/er-london", "name": "er-london", "properties": "{\"serviceKey\": \"" + SECRET}], INPUT, "ING011 ING020")
NAMES = [{key: row[key] for key in ("id", "name", "type", "location")} for row in estate()]
one("names only", listed(*NAMES), INPUT, "ING011")
one("names only beside full resources", listed(*NAMES[:2], connection(), vnet()), FINE, "ING011 MOD002")
one("a single resource, name only", NAMES[0], INPUT, "ING006")
one("a page of more", listed(*estate(), nextLink="https://management.azure.com/next?sig=" + SECRET), FINE, "ING007")
one("a truncated reply of Resource Graph", {"data": estate(), "count": 4, "totalRecords": 900, "resultTruncated": "true", "$skipToken": SECRET}, FINE, "ING007")
one("a table of Resource Graph without ids", {"data": {"columns": [{"name": "name", "type": "string"}], "rows": [["er-london"], ["ergw"]]}, "count": 2}, INPUT, "ING006")
one("a table of Resource Graph with short rows", {"data": {"columns": [{"name": "id", "type": "string"}, {"name": "properties", "type": "object"}], "rows": [[circuit()["id"]], [vnet()["id"], vnet()["properties"]], []]}, "count": 3}, FINE, "ING008 ING011 MOD001")
one("an empty list", {"value": []}, FINE, "MOD001")
one("an empty array", [], FINE, "MOD001")
one("an empty object", {}, INPUT, "ING006")
one("a list without ids", listed({"name": "er-london", "properties": {}}), INPUT, "ING006")
one("a list of texts", ["er-london", "er-paris"], INPUT, "ING006")
one("no ExpressRoute", listed(vnet()), FINE, "MOD001")
one("a topology of Network Watcher", {"createdDateTime": "2026-01-01T00:00:00Z", "resources": [{"name": "hub", "id": vnet()["id"], "associations": []}]}, INPUT, "ING011")
one("a drawing in JSON", {"type": "excalidraw", "version": 2, "elements": []}, INPUT, "ING006")
one("a policy", {"mode": "All", "policyRule": {"if": {"field": "type", "equals": "Microsoft.Network/expressRouteCircuits"}, "then": {"effect": "deny"}}, "parameters": {}}, INPUT, "ING006")
one("a workbook", {"version": "Notebook/1.0", "items": [{"type": 1, "content": {"json": "## ExpressRoute"}}], "fallbackResourceIds": ["Azure Monitor"]}, INPUT, "ING006")
one("a plan of Terraform without types", {"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "azurerm_express_route_circuit.a", "values": {"service_key": SECRET}}]}}}, INPUT, "ING008")
one("a plan of Terraform", {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
    {"address": "azurerm_express_route_circuit.a", "mode": "managed", "type": "azurerm_express_route_circuit", "name": "a", "values": {"name": "er-london", "resource_group_name": "network", "service_key": SECRET}},
    {"address": "random_id.a", "mode": "managed", "type": "random_id", "name": "a", "values": {}}]}},
    "resource_changes": [{"address": "azurerm_express_route_circuit.a", "change": {"actions": ["create"], "after_unknown": {"peering_location": True}}}]}, FINE, "ING030 ING031")
one("Terraform's language", f'resource "azurerm_express_route_circuit" "london" {{\n  name       = "er-london"\n  shared_key = "{SECRET}"\n}}\n', INPUT, "ING006", "in.tf")
one("Bicep", f"param location string = 'uksouth'\nresource er 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {{\n  name: 'er-london'\n  key: '{SECRET}'\n}}\n", INPUT, "ING006", "in.bicep")
one("comma-separated values", f'"NAME","SERVICE KEY","LOCATION"\n"er-london","{SECRET}","uksouth"\n', INPUT, "ING006", "in.csv")
one("comma-separated values without quotes", f"Name,ServiceKey,Location\ner-london,{SECRET},uksouth\n", INPUT, "ING006", "in.csv")
one("members without their braces", '"id": "' + circuit()["id"] + '",\n"name": "er-london",\n', INPUT, "ING003", "in.txt")
one("a sign-in page", "<!DOCTYPE html>\n<html><head><title>Sign in to your account</title></head><body><br>&nbsp;</body></html>\n", INPUT, "ING006", "in.json")
one("an error reply", {"error": {"code": "AuthorizationFailed", "message": f"The client '{SECRET}' does not have authorization"}}, INPUT, "ING006")
one("an error of Azure CLI", "ERROR: Please run 'az login' to setup account.\n", INPUT, "ING006")
one("an error of PowerShell", "Get-AzExpressRouteCircuit : Run Connect-AzAccount to login.\nAt line:1 char:1\n", INPUT, "ING006")
one("output of kubectl", {"apiVersion": "v1", "items": [], "kind": "List", "metadata": {"resourceVersion": ""}}, INPUT, "ING006")
one("a results document of erscope", {"schema": "erscope.results", "version": 1, "inputs": []}, INPUT, "ING006")
one("a site description in place of an inventory", {"estate": {"site": [{"id": "london"}]}}, INPUT, "ING006")
one("an object with resources of another tool", {"resources": [{"kind": "vm"}]}, INPUT, "ING006")
case("a good file beside a bad and a missing one", {"good.json": GOOD, "bad.json": "{"}, INPUT, "ING001 ING004", names=["good.json", "bad.json", "missing.json"])

# ---- ids ----

one("ids that are none", listed(circuit(), *({**circuit(), "id": bad} for bad in ("er-london", "/", "12", "https://portal.azure.com", "/tenants/x/y"))), FINE, "ING009")
one("ids that end early", listed(circuit(), *({**circuit(), "id": bad} for bad in ("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits", "/subscriptions/", "/providers/"))), FINE, "ING009")
one("an id that is a number", listed(circuit(), {**circuit("er-2"), "id": 5}), FINE, "ING008")
one("an id with an escape", listed(circuit(), {**circuit("er-2"), "id": "er\x1b[31m-2"}), FINE, "ING009 ING013")
one("a child that is its parent", listed(changed(circuit(), ["properties", "peerings", 0, "id"], circuit()["id"])), FINE, "ING015")
one("a peering with its own network", listed(*estate(), resource("virtualNetworks/hub/virtualNetworkPeerings", "self", {"remoteVirtualNetwork": reference("virtualNetworks", "hub")})), FINE, "ING015")
one("a peering with nothing", listed(*estate(), resource("virtualNetworks/hub/virtualNetworkPeerings", "nothing", {"peeringState": "Connected"})), FINE, "ING014")
one("references to what is not there", listed(gateway(), connection()), FINE, "MOD002")
one("a connection without its ends", listed(circuit(), vnet(), gateway(), connection(peer=None), connection("conn-2", virtualNetworkGateway1={"id": ""}), connection("conn-3", peer={"id": gateway()["id"]})), FINDINGS, "MOD003")
one("one resource twice in one file", listed(circuit(), changed(circuit(), ["properties", "serviceProviderProperties", "peeringLocation"], "Paris"), gateway(), connection(), vnet()), FINE, "ING010")
case("one resource twice in two files", {"a.json": GOOD, "b.json": listed(changed(circuit(), ["properties", "circuitProvisioningState"], "Disabled"))}, FINDINGS, "ING010")
case("one resource with two secrets", {"a.json": GOOD, "b.json": listed(changed(circuit(), ["properties", "serviceKey"], SECRET + "-another"))}, FINE, "")
case("one resource with two trees", {"a.json": GOOD, "b.json": listed(changed(circuit(), ["properties", "serviceProviderProperties"], "none"))}, FINE, "")

# ---- templates ----


def template(*resources, **more):
    return {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", **more, "resources": list(resources)}


def declared(**more):
    body = {**circuit(), "apiVersion": "2024-05-01", **more}
    del body["id"], body["properties"]["peerings"][0]["id"]
    return body


one("a template without resources", {"$schema": template()["$schema"]}, FINE, "MOD001")
one("a template whose resources are a text", {**template(), "resources": "none"}, FINE, "MOD001")
one("a function that is unknown", template(declared(location="[frobnicate('uksouth')]")), FINE, "ING022 ING024")
one("an expression without its bracket", template(declared(location="[concat('uk', ")), FINE, "")
one("expressions of every fault", template(declared(location="[concat('a]"), declared(name="[parameters(]"), declared(tags={"a": "[1 + 2]", "b": "[]", "c": "['a'.b]", "d": "[" + "not(" * 100 + ")" * 100 + "]"})), FINE, "ING022 ING026")
one("a parameter without a value", template(declared(name="[parameters('name')]"), parameters={"name": {"type": "string"}}), FINE, "ING022")
one("a parameter that is not declared", template(declared(name="[parameters('nmae')]"), parameters={"name": {"type": "string", "defaultValue": "er"}}), FINE, "ING022")
one("a secret as a parameter's default", template(declared(tags={"key": "[parameters('key')]"}), parameters={"key": {"type": "secureString", "defaultValue": SECRET}}), FINE, "ING022")
one("a condition that nobody decides", template(declared(condition="[parameters('deploy')]"), parameters={"deploy": {"type": "bool"}}), FINE, "ING022 ING023")
one("a condition that is false", template(declared(), declared(name="er-paris", condition=False)), FINE, "ING028")
one("variables that need each other", template(declared(name="[variables('a')]"), variables={"a": "[variables('b')]", "b": "[variables('a')]"}), FINE, "ING026")
one("a parameter that needs itself", template(declared(name="[parameters('a')]"), parameters={"a": {"type": "string", "defaultValue": "[parameters('a')]"}}), FINE, "ING026")
one("resources that need each other", template(declared(name="[reference('b').name]"), declared(name="[reference('er-london').name]")), FINE, "")
one("a copy too large", template({"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01", "name": "[concat('rt-', copyIndex())]", "copy": {"name": "many", "count": 1000000000}, "properties": {}}), FINE, "ING027 MOD001")
one("copies within copies", template(declared(), variables={"copy": [{"name": "a", "count": 10000, "input": "[range(0, 10000)]"}]}, outputs={}) | {"resources": [declared(tags={"n": "[length(variables('a'))]"})]}, FINE, "ING027")
one("a copy of a negative count", template(declared(copy={"name": "c", "count": -5})), FINE, "")
one("linked templates only", template({"type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": "link", "properties": {"mode": "Incremental", "templateLink": {"uri": "https://example.invalid/a.json?sig=" + SECRET}}}), FINE, "ING025 MOD001")
case("two templates and one parameter file of neither", {"a.json": template(declared()), "p.json": {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {"nothing": {"value": 1}}}}, FINE, "")


def nested(depth):
    inner = template(declared())
    for i in range(depth):
        inner = template({"type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": f"d{i}", "properties": {"mode": "Incremental", "template": inner}})
    return inner


one("deployments in deployments", nested(20), FINE, "ING027 MOD001")

# ---- XML ----

ARM_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<resources>\n <resource>\n  <id>' + circuit()["id"] + "</id>\n  <name>er-london</name>\n  <properties>\n   <serviceKey>" + SECRET + "</serviceKey>\n  </properties>\n </resource>\n</resources>\n"
CLIXML = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n%s\n</Objs>\n'
one("XML that is cut off", ARM_XML[:ARM_XML.index("</serviceKey>") - 6], INPUT, "ING004", "in.xml")
one("XML with a wrong end tag", ARM_XML.replace("</name>", "</nmae>"), INPUT, "ING029", "in.xml")
one("XML with two roots", ARM_XML + "<resources/>\n", INPUT, "ING029", "in.xml")
one("XML with a name that is no entity", ARM_XML.replace("er-london</name>", "a&nbsp;b</name>"), INPUT, "ING032", "in.xml")
one("XML with a bare ampersand", ARM_XML.replace("er-london</name>", "R & D</name>"), INPUT, "ING029", "in.xml")
one("XML with a control character", ARM_XML.replace("er-london</name>", "a\x01b</name>"), INPUT, "ING029", "in.xml")
one("XML with broken UTF-8", ARM_XML.encode().replace(b"er-london</name>", b"er-\xff</name>"), INPUT, "ING029", "in.xml")
one("XML with a DTD", ARM_XML.replace("<resources>", "<!DOCTYPE resources SYSTEM \"file:///nonexistent/secret\">\n<resources>", 1), INPUT, "ING032", "in.xml")
one("a bomb of entities", '<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + "&a;" * 10 + '"><!ENTITY c "' + "&b;" * 10 + '">]>\n<resources><resource><id>&c;</id></resource></resources>\n', INPUT, "ING032", "in.xml")
one("an entity that is a file", '<!DOCTYPE r [<!ENTITY x SYSTEM "in.xml">]>\n<resources>&x;</resources>\n', INPUT, "ING032", "in.xml")
one("XML that is too deep", "<resources>" + "<a>" * 300 + "</a>" * 300 + "</resources>", INPUT, "ING005", "in.xml")
one("XML with an unknown root", "<?xml version='1.0'?>\n<inventories><circuit name='er-london'/></inventories>\n", INPUT, "ING006", "in.xml")
one("XHTML", "<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", INPUT, "ING006", "in.xml")
one("SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>", INPUT, "ING006", "in.svg")
one("a ServiceNow export", f"<?xml version='1.0'?>\n<unload unload_date='2026-01-01'>\n <cmdb_ci_network action='INSERT_OR_UPDATE'><u_key>{SECRET}</u_key></cmdb_ci_network>\n</unload>\n", INPUT, "ING006", "in.xml")
one("a ServiceNow list", "<xml><cmdb_ci_ip_router><name>r1</name></cmdb_ci_ip_router></xml>", INPUT, "ING006", "in.xml")
one("a drawing of draw.io", "<mxfile host='app.diagrams.net'><diagram name='Page-1'>zVpb</diagram></mxfile>", INPUT, "ING006", "in.drawio")
one("a router's configuration", "<rpc-reply xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><data/></rpc-reply>", INPUT, "ING006", "in.xml")
one("an error reply in XML", "<Error xmlns='http://schemas.microsoft.com/windowsazure'><Code>AuthenticationFailed</Code></Error>", INPUT, "ING006", "in.xml")
one("a site description in XML in place of an inventory", "<estate xmlns='urn:erscope:estate:1'/>", INPUT, "ING006", "in.xml")
one("ARM resources in a wrong namespace", ARM_XML.replace("<resources>", "<resources xmlns='urn:example'>"), INPUT, "ING006", "in.xml")
one("ARM resources without any", "<resources/>", FINE, "MOD001", "in.xml")
one("ARM resources without ids", "<resources><resource><name>er-london</name><properties/></resource></resources>", INPUT, "ING006 ING008", "in.xml")
one("CLIXML with a reference to nothing", CLIXML % f'<Obj RefId="0"><Props><S N="Id">{circuit()["id"]}</S><S N="Name">er-london</S><S N="ServiceKey">{SECRET}</S><Ref N="Peerings" RefId="99"/></Props></Obj>', FINE, "", "in.xml")
one("CLIXML with a reference to itself", CLIXML % f'<Obj RefId="0"><Props><S N="Id">{circuit()["id"]}</S><S N="Name">er-london</S><S N="ProvisioningState">Succeeded</S><Ref N="Peerings" RefId="0"/></Props></Obj>', FINE, "", "in.xml")
one("CLIXML of a wrong namespace", (CLIXML % "<S>text</S>").replace("2004/04", "2044/04"), INPUT, "ING006", "in.xml")
one("CLIXML of numbers", CLIXML % "<I32>1</I32><I32>2</I32>", INPUT, "ING006 ING008", "in.xml")
one("CLIXML without its depth", CLIXML % f'<Obj RefId="0"><Props><S N="Id">{circuit()["id"]}</S><S N="Name">er-london</S><S N="ServiceKey">{SECRET}</S><S N="Peerings">System.Collections.Generic.List`1[PSPeering]</S></Props></Obj>', FINE, "ING020", "in.xml")
one("ConvertTo-Xml without its depth", f'<Objects><Object Type="PSExpressRouteCircuit"><Property Name="Id" Type="System.String">{circuit()["id"]}</Property><Property Name="Name" Type="System.String">er-london</Property><Property Name="ServiceKey" Type="System.String">{SECRET}</Property><Property Name="Peerings" Type="X">Microsoft.Azure.Commands.Network.Models.PSPeering</Property></Object></Objects>', FINE, "ING020", "in.xml")
one("XML that says ISO-8859-1 and is", ARM_XML.replace("UTF-8", "ISO-8859-1").replace("er-london</name>", "er-z\u00fcrich</name>").encode("latin-1"), FINE, "", "in.xml")
one("XML that says ISO-8859-1 and is UTF-8", ARM_XML.replace("UTF-8", "ISO-8859-1").replace("er-london</name>", "er-z\u00fcrich</name>"), FINE, "", "in.xml")  # both are valid: nobody can tell
one("XML that says UTF-16 and is UTF-8", ARM_XML.replace("UTF-8", "UTF-16"), FINE, "", "in.xml")
one("XML of an encoding that there is not", ARM_XML.replace("UTF-8", "KLINGON-8"), INPUT, "ING029", "in.xml")
one("the classic model", "<NetworkConfiguration xmlns='http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration'><VirtualNetworkConfiguration><VirtualNetworkSites><VirtualNetworkSite name='old'/></VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>", FINE, "MOD001", "in.netcfg")

# ---- what the model misses ----

one("a peering location that there is not", listed(circuit(location="Atlantis"), gateway(), connection(), vnet()), FINE, "MOD004")
one("a region that there is not", changed(GOOD, ["value", 1, "location"], "atlantis"), FINE, "MOD005")
one("a gateway without its network", listed(circuit(), changed(gateway(), ["properties", "ipConfigurations"], []), connection(), vnet()), FINE, "MOD006")
one("a gateway of an unknown size", changed(GOOD, ["value", 1, "properties", "sku", "name"], "ErGw9XL"), FINE, "MOD010")
one("a gateway without its size", listed(circuit(), {**gateway(), "properties": {key: value for key, value in gateway()["properties"].items() if key != "sku"}}, connection(), vnet()), FINE, "MOD010")
VPN = [gateway("vpngw", kind="Vpn"), resource("localNetworkGateways", "lng", {"gatewayIpAddress": "203.0.113.9", "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]}}),
       resource("connections", "vpn", {"connectionType": "IPsec", "sharedKey": SECRET, "virtualNetworkGateway1": reference("virtualNetworkGateways", "vpngw"), "localNetworkGateway2": reference("localNetworkGateways", "lng"), "connectionStatus": "Connected"})]
one("a VPN gateway that no site claims", listed(*estate(*VPN)), FINE, "MOD009")


def routed(prefix, hop):
    return resource("routeTables", "rt", {"disableBgpRoutePropagation": False, "routes": [{"name": "r", "properties": {"addressPrefix": prefix, "nextHopType": "VirtualAppliance", "nextHopIpAddress": hop}}]})


FIREWALLED = vnet(subnets=("GatewaySubnet", "AzureFirewallSubnet", "app"), table="rt")
one("a next hop outside", listed(circuit(), gateway(), connection(), FIREWALLED, routed("10.1.0.0/16", "10.99.0.4")), FINE, "MOD012")
one("FastPath past a firewall", listed(circuit(), gateway(), connection(expressRouteGatewayBypass=True), FIREWALLED, routed("10.1.0.0/16", "10.1.1.4")), FINE, "MOD011")

# ---- site descriptions ----


def site(name, text, status, codes, file="site.xml", inventory=GOOD, arguments=None):
    case(name, {"in.json": inventory, file: text}, status, codes, [*(arguments or CHECK), "--site", file], names=["in.json"])


def estate_of(inner, attributes=""):
    return f'<?xml version="1.0"?>\n<estate xmlns="urn:erscope:estate:1"{attributes}>\n{inner}\n</estate>\n'


# ---- live captures ----

TABLE = listed({"network": "10.0.0.0/8", "nextHop": "10.1.0.1", "path": "65000", "weight": 0})
case("a route table of nobody knows which circuit", {"in.json": GOOD, "table.json": TABLE, "more.json": listed(circuit("er-paris"))}, FINE, "ING033", [*CHECK])
case("a route table of the only circuit", {"in.json": GOOD, "table.json": TABLE}, FINE, "ING034", [*CHECK, "--verbose"])
case("a route table of a circuit that is not there", {"in.json": GOOD, "table.json": TABLE}, FINE, "ING033", [*CHECK, "--capture", "er-nowhere/primary=table.json"], names=["in.json"])
case("an inventory as a live capture", {"in.json": GOOD, "more.json": GOOD}, INPUT, "ING006", [*CHECK, "--capture", "er-london=more.json"], names=["in.json"])
case("a live capture that is not there", {"in.json": GOOD}, INPUT, "ING001", [*CHECK, "--capture", "er-london=missing.json"])

# ---- site descriptions ----

case("a missing site description", {"in.json": GOOD}, INPUT, "SIT001", [*CHECK, "--site", "missing.xml"])
case("a directory as a site description", {"in.json": GOOD, "folder/site.xml": ""}, INPUT, "SIT001", [*CHECK, "--site", "folder"], names=["in.json"])
site("an empty site description", "", INPUT, "SIT001")
site("a site description of blanks", " \n", INPUT, "SIT001")
site("a site description that is no XML", "<estate><site id='london'></estate>", INPUT, "SIT001")
site("a site description that is cut off", "<estate>\n<site id='lon", INPUT, "SIT001")
site("a site description that is no JSON", '{"site": [}', INPUT, "SIT001", "site.json")
site("a site description that is YAML", "site:\n  - id: london\n", INPUT, "SIT001", "site.yaml")
site("a site description in UTF-16", estate_of("<site id='london'/>").encode("utf-16"), INPUT, "SIT001")
site("a list as a site description", '[{"id": "london"}]', INPUT, "SIT002", "site.json")
site("a text as a site description", '"london"', INPUT, "SIT002", "site.json")
site("an inventory as a site description", GOOD, INPUT, "SIT002", "site.json")
site("another root", "<estates/>", INPUT, "SIT002")
site("a wrong namespace", "<estate xmlns='urn:erscope:estate:2'/>", INPUT, "SIT002")
site("an element that there is not", estate_of("<site id='london'><rooter id='ce1'/></site>\n<foo/>"), INPUT, "SIT002")
site("attributes that there are not", estate_of("<site id='london' nmae='x'/>", " version='1'"), INPUT, "SIT003")
site("what is required is missing", estate_of("<site/>\n<site id=''/>\n<site id='london'><circuit><link/></circuit></site>"), INPUT, "SIT004")
site("values that are not allowed", estate_of("<site id='london' dns='maybe' last-failover-test='2026-02-30'>\n<prefix>10.0.0.0</prefix>\n<prefix>10.0.0.1/8</prefix>\n<circuit name='er-london' model='tube' layer='4' local-preference='-1'><link side='left'/></circuit></site>\n<availability component='gateway' value='101'/>"), INPUT, "SIT004 SIT005")
site("wrong kinds", {"site": [{"id": ["london"], "prefix": [5, {}]}, 7, None], "availability": {"component": "gateway", "value": True}}, INPUT, "SIT002 SIT004 SIT005", "site.json")
site("said twice", estate_of("<site id='london'><router id='ce1'/><router id='ce1'/><circuit name='er-london'><link side='primary' router='ce1'/><link side='primary'/></circuit><circuit name='er-london'/></site>\n<site id='london'/>"), INPUT, "SIT006")
site("references to what is not declared", estate_of("<site id='london'><circuit name='er-london'><link side='primary' router='ce9'/></circuit></site>\n<wan id='w' sites='london pairs'/>\n<demand site='londn' to-azure-mbps='5'/>\n<demand service='crm'/>"), INPUT, "SIT005 SIT007")
site("a DTD in a site description", "<!DOCTYPE estate [<!ENTITY a 'b'>]>\n" + estate_of("<site id='&a;'/>").split("\n", 1)[1], INPUT, "SIT008")
site("a site description that is too deep", "<estate>" + "<site>" * 40 + "</site>" * 40 + "</estate>", INPUT, "SIT008")
site("a site description in JSON that is too deep", '{"site": ' + "[" * 40 + "]" * 40 + "}", INPUT, "SIT008", "site.json")
site("names that the inventory does not hold", estate_of("<site id='london'><circuit name='er-lodnon'/><vpn gateway='vpngw'/></site>\n<service id='crm'><vnet name='hubb'/></service>\n<demand vnet='nothing'/>"), INPUT, "SIT009")
TWIN = changed(circuit(), ["id"], circuit()["id"].replace("/rg/", "/rg-2/"))
TWIN["properties"]["peerings"] = []
site("a name that two resources bear", estate_of("<site id='london'><circuit name='er-london'/></site>"), INPUT, "SIT010", inventory=listed(*estate(TWIN)))
site("one link at two sites", estate_of("<site id='london'><circuit name='er-london'><link side='primary'/></circuit></site>\n<site id='paris'><circuit name='er-london'><link side='primary'/></circuit></site>"), INPUT, "SIT011")
site("a model that contradicts", estate_of("<site id='london'><circuit name='er-london' model='direct'/></site>"), INPUT, "SIT012")
site("a VPN gateway claimed twice", estate_of("<site id='london'><vpn gateway='vpngw'/></site>\n<site id='paris'><vpn gateway='vpngw'/></site>"), INPUT, "SIT006", inventory=listed(*estate(*VPN)))
site("more paths than are looked at", estate_of("<site id='london'>" + "".join(f"<router id='ce{i}'/>" for i in range(2100)) + "<circuit name='er-london' model='any-to-any' layer='3'>" + "".join(f"<link side='primary' router='ce{i}'/>" for i in range(2100)) + "</circuit></site>"), FINE, "MOD008")

# ---- other commands ----

one("a starter from what is cut off", GOOD_TEXT[:GOOD_TEXT.index('"name": "conn"')], INPUT, "ING016", arguments=["site", "--verbose"])
one("a starter from names only", listed(*NAMES), INPUT, "ING011", arguments=["site", "--verbose"])
one("a drawing of nothing", listed(vnet()), INPUT, "MOD001", arguments=["draw", "--verbose"])
one("a drawing of what cannot be read", "{", INPUT, "ING004", arguments=["draw", "--verbose"])


def pinned(name, places, status, codes, sheet="overview", view="overview"):
    """Draws the good estate with boxes where @places has them: component → pos."""
    text = places if isinstance(places, (str, bytes)) else "digraph g { sheet=\"%s\"; sheet_height=1000; %s }" % (sheet, " ".join(f'n{i} [component="{component}" pos="{pos}" width=1 height=1]' for i, (component, pos) in enumerate(places.items())))
    case(name, {"in.json": GOOD, "places": text}, status, codes, ["draw", "--verbose", "--format", "trace", "--view", view, "--pin", "places"], names=["in.json"])


CIRCUIT_ID = f"{NETWORK}/expressRouteCircuits/er-london".lower()
one("a layout program that is not installed", GOOD, FINE, "DRW001", arguments=["draw", "--verbose", "--format", "trace", "--view", "overview", "--layout", "dot"])


# ---- tables of the user's ----

LIMITS = "name,value,unit,what,source,as_of\n"


def own(name, files, status, codes):
    case(name, {"in.json": GOOD, **{f"own/{file}": value for file, value in files.items()}}, status, codes, [*CHECK, "--tables", "own"], ["in.json"])


own("a folder of tables that is not there", {}, INPUT, "TAB001")
own("a table that is no text", {"limits.csv": LIMITS + "routes.table\0"}, INPUT, "TAB002")
own("a table with other columns", {"limits.csv": "name;value\nroutes.table;300\n"}, INPUT, "TAB003")
own("a table with rows that cannot be used", {"limits.csv": LIMITS + "routes.table,many,routes,x,y,2026-01-01\nmtu.path,1350\n"}, INPUT, "TAB004")
own("a limit that does not exist", {"limits.csv": LIMITS + "routes.tabel,300,routes,x,y,2026-01-01\n"}, FINE, "TAB005")
own("a table that does not exist", {"limit.csv": LIMITS}, FINE, "TAB006")
pinned("places of what is gone", {CIRCUIT_ID + "-old": "100,100", CIRCUIT_ID + "#msee-primary": "600,500"}, FINE, "DRW002")
pinned("places on each other", {CIRCUIT_ID + "#msee-primary": "600,400", CIRCUIT_ID + "#msee-secondary": "610,400"}, FINE, "DRW003")
pinned("places on a flow sheet", {CIRCUIT_ID + "#msee-primary": "600,400"}, FINE, "DRW004", sheet="flow-on-premises-ergw", view="flow")
pinned("places of a sheet that is not drawn", {CIRCUIT_ID + "#msee-primary": "600,400"}, FINE, "DRW005", sheet="circuit-er-paris")
pinned("places that are no graph", "digraph { a [pos= }", INPUT, "")
pinned("places that are a picture", "<svg/>", INPUT, "")
pinned("places in a page that cannot be unpacked", "<mxfile><diagram id='overview'>zzzz</diagram></mxfile>", INPUT, "")
pinned("places with entities", "<!DOCTYPE a [<!ENTITY b 'c'>]><mxfile/>", INPUT, "")


# ---- the run ----

def prepare(folder, files):
    (folder / "loop.json").symlink_to("loop.json")
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes_of(value))


def run(folder, arguments):
    # No program of the machine is found: whether Graphviz is installed must not decide what is told.
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC", "PATH": folder}
    return subprocess.run([ERSCOPE, *arguments], cwd=folder, env=environment, capture_output=True, timeout=300, stdin=subprocess.DEVNULL)


CODE = r"(?P<code>[A-Z]{3}[0-9]{3}) (?:info|warning|error): "


def line_complaints(line, table):
    """place: CODE severity: what was met[: detail] (what was done); what to do"""
    if re.match(r"erscope \w+: \S|READ: ", line):
        return []
    match = re.fullmatch(r"(?:(?P<place>[^\n]*?): )?" + CODE + r"(?P<rest>.+)", line)
    if not match:
        return [f"is no diagnostic: {line}"]
    code, row = match["code"], table.get(match["code"])
    if not row:
        return [f"{code} is not in the table: {line}"]
    end = f" ({row['done']}); {row['todo']}"
    complaints = []
    if not match["rest"].startswith(row["met"]) or not match["rest"].endswith(end):
        complaints.append(f"does not tell what was met, what was done and what to do: {line}")
    if not match["place"] and code not in NO_PLACE:
        complaints.append(f"has no place: {line}")
    return complaints


def complaints_of(row, results, table):
    name, _, status, codes, _, _ = row
    told = results[0].stderr.decode("utf-8", "replace")
    found = set(re.findall(r"(?:^|: )" + CODE, told, re.MULTILINE))
    complaints = [complaint for line in told.splitlines() for complaint in line_complaints(line, table)]
    if results[0].returncode != status:
        complaints.append(f"exit status {results[0].returncode}, not {status}")
    if found != codes:
        complaints.append(f"told {' '.join(sorted(found)) or 'nothing'}, not {' '.join(sorted(codes)) or 'nothing'}: {told[-600:]}")
    for result in results:
        shown = (result.stdout + result.stderr).decode("utf-8", "replace")
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown):
            complaints.append("a control character is shown")
        if re.search(r"AddressSanitizer|LeakSanitizer|runtime error|ssertion|CRITICAL|GLib", shown):
            complaints.append(f"an error of the program: {shown[-600:]}")
        if SECRET_MARK in shown:
            complaints.append(f"a secret is shown: {shown[max(0, shown.index(SECRET_MARK) - 200):][:400]}")
        if result.returncode not in (0, 1, 2, 3, 4):
            complaints.append(f"ended with {result.returncode}")
    return [f"{name}: {complaint}" for complaint in complaints]


def golden_of(row, result):
    return f"=== {row[0]}\nstatus {result.returncode}\n" + result.stderr.decode("utf-8", "replace")


def try_case(row):
    """The case's own command, and the results document of the same files: nothing secret may stand in either."""
    _, files, _, _, arguments, names = row
    with tempfile.TemporaryDirectory(prefix="erscope-") as folder:
        prepare(pathlib.Path(folder), files)
        results = [run(folder, [*arguments, *names])]
        secret = any(SECRET_MARK.encode() in bytes_of(value) for value in files.values())
        return results + ([run(folder, [*ANALYZE, *names])] if secret and arguments[0] == "check" else [])


def table_of():
    """code → what was met, done, and what to do, as `erscope rules --diagnostics` prints them."""
    out = subprocess.run([ERSCOPE, "rules", "--diagnostics"], capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^([A-Z]{3}[0-9]{3})  (\w+) +(.+)\n +what was done: (.+)\n +what to do: (.+)$", out, re.MULTILINE)
    return {code: {"met": met, "done": done, "todo": todo} for code, _, met, done, todo in rows}


def main():
    table, complaints, checks, lines = table_of(), [], 0, []
    if len({row[0] for row in CASES}) != len(CASES):
        complaints.append("two cases have one name")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for row, results in zip(CASES, pool.map(try_case, CASES)):
            found = complaints_of(row, results, table)
            complaints += found
            checks += 1
            lines.append(golden_of(row, results[0]))
    provoked = set().union(*(row[3] for row in CASES))
    for code in sorted(code for code in table if code[:3] in ("ING", "SIT", "MOD", "DRW", "TAB")):
        checks += 1
        if (code in provoked) == (code in NOT_PROVOKED):
            complaints.append(f"{code}: " + ("no case provokes it" if code not in provoked else "a case provokes what NOT_PROVOKED lists"))
    got = "\n".join(lines)
    if os.environ.get("ER_BLESS"):
        GOLDEN.write_text(got, encoding="utf-8")
    want = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    wanted = {part.split("\n", 1)[0]: part.rstrip("\n") for part in want.split("=== ")[1:]}
    for part in got.split("=== ")[1:]:
        name = part.split("\n", 1)[0]
        checks += 1
        if wanted.pop(name, "") != part.rstrip("\n"):
            complaints.append(f"{name}: not as in {GOLDEN.name}; got:\n{part}")
    complaints += [f"{name}: in {GOLDEN.name}, but there is no such case" for name in wanted]
    print("\n".join(complaints), end="\n" if complaints else "")
    print(f"diagnostics: {checks - min(len(complaints), checks)} passed, {len(complaints)} failed")
    return bool(complaints)


sys.exit(main())
