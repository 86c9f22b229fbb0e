#!/usr/bin/env python3
"""How fast inventories are read, against jq and xmllint on the same file, and how much memory that takes. No test: machines are noisy.

  reading.py ERSCOPE [json|xml|gzip|pipe] [MEGABYTES …]

Writes an inventory of which 3 % of the resources are network resources (made for this project: machines, disks, network interfaces
and security groups as the Resource Manager describes them), then runs `erscope check` and the yardstick on it by turns, five times
each, and tells the medians and their ratio. Memory is the largest RssAnon seen, asked every millisecond: mapped pages of the file do not
count. Measure a release build. The last lines tell how time grows with size: the slope of log time against log size.
"""
import gzip
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from xml.sax.saxutils import escape

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-{:012d}/resourceGroups/rg-{}/providers"


def machine(n, base):
    name = f"vm-application-{n:06d}"
    return {
        "id": f"{base}/Microsoft.Compute/virtualMachines/{name}", "name": name, "type": "Microsoft.Compute/virtualMachines", "location": "westeurope",
        "tags": {"costCenter": f"{n % 997}", "owner": "team-infrastructure@example.org"},
        "zones": [str(n % 3 + 1)],
        "properties": {
            "vmId": f"{n:08x}-9c1d-4f7e-8a55-0123456789ab", "provisioningState": "Succeeded", "timeCreated": "2024-03-14T09:26:53.5897932+00:00",
            "hardwareProfile": {"vmSize": "Standard_D8ds_v5"},
            "storageProfile": {
                "imageReference": {"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer", "sku": "2022-datacenter-azure-edition", "version": "latest"},
                "osDisk": {"osType": "Windows", "name": f"{name}_OsDisk_1", "createOption": "FromImage", "caching": "ReadWrite", "managedDisk": {"storageAccountType": "Premium_LRS", "id": f"{base}/Microsoft.Compute/disks/{name}_OsDisk_1"}, "deleteOption": "Detach", "diskSizeGB": 127},
                "dataDisks": [{"lun": lun, "name": f"{name}_data_{lun}", "createOption": "Attach", "caching": "None", "managedDisk": {"id": f"{base}/Microsoft.Compute/disks/{name}_data_{lun}"}, "toBeDetached": False} for lun in range(n % 2)],
            },
            "osProfile": {"computerName": f"VM{n:06d}", "adminUsername": "localadministrator", "allowExtensionOperations": True},
            "networkProfile": {"networkInterfaces": [{"id": f"{base}/Microsoft.Network/networkInterfaces/nic-{name}", "properties": {"primary": True}}]},
            "diagnosticsProfile": {"bootDiagnostics": {"enabled": True, "storageUri": f"https://diagnostics{n % 97}.blob.core.windows.net/"}},
        },
    }


def interface(n, base):
    name = f"nic-vm-application-{n:06d}"
    own = f"{base}/Microsoft.Network/networkInterfaces/{name}"
    return {
        "id": own, "name": name, "type": "Microsoft.Network/networkInterfaces", "location": "westeurope", "etag": f'W/"{n:08x}-1111-2222-3333-444455556666"',
        "properties": {
            "provisioningState": "Succeeded", "resourceGuid": f"{n:08x}-1111-2222-3333-444455556666",
            "ipConfigurations": [{"name": "ipconfig1", "id": f"{own}/ipConfigurations/ipconfig1", "type": "Microsoft.Network/networkInterfaces/ipConfigurations", "properties": {"provisioningState": "Succeeded", "privateIPAddress": f"10.{n % 250}.{n // 250 % 250}.4", "privateIPAllocationMethod": "Dynamic", "subnet": {"id": f"{base}/Microsoft.Network/virtualNetworks/vnet-{n % 700}/subnets/default"}, "primary": True, "privateIPAddressVersion": "IPv4"}}],
            "dnsSettings": {"dnsServers": ["10.0.0.4", "10.0.0.5"], "appliedDnsServers": [], "internalDomainNameSuffix": "abcdefghijklmnopqrstuvwxyz.ax.internal.cloudapp.net"},
            "macAddress": "00-0D-3A-" + f"{n % 256:02X}-{n // 256 % 256:02X}-01", "enableAcceleratedNetworking": True, "enableIPForwarding": False, "nicType": "Standard", "auxiliaryMode": "None", "hostedWorkloads": [], "tapConfigurations": [],
            "networkSecurityGroup": {"id": f"{base}/Microsoft.Network/networkSecurityGroups/nsg-{n % 50}"}, "virtualMachine": {"id": f"{base}/Microsoft.Compute/virtualMachines/vm-application-{n:06d}"},
        },
    }


def security_group(n, base):
    name = f"nsg-{n:06d}"
    own = f"{base}/Microsoft.Network/networkSecurityGroups/{name}"
    return {
        "id": own, "name": name, "type": "Microsoft.Network/networkSecurityGroups", "location": "northeurope",
        "properties": {"provisioningState": "Succeeded", "securityRules": [{"name": f"allow-{port}", "id": f"{own}/securityRules/allow-{port}", "properties": {"description": f"Allow “{port}” from the jump hosts, see change 12345", "protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": str(port), "sourceAddressPrefix": "10.0.0.0/8", "destinationAddressPrefix": "VirtualNetwork", "access": "Allow", "priority": port, "direction": "Inbound"}} for port in (1022, 3389)]},
    }


def network(n, base):
    name = f"vnet-{n:06d}"
    own = f"{base}/Microsoft.Network/virtualNetworks/{name}"
    return {
        "id": own, "name": name, "type": "Microsoft.Network/virtualNetworks", "location": "westeurope",
        "properties": {
            "provisioningState": "Succeeded", "addressSpace": {"addressPrefixes": [f"10.{n % 250}.{n // 250 % 250}.0/24"]},
            "subnets": [{"name": f"subnet-{i}", "id": f"{own}/subnets/subnet-{i}", "properties": {"addressPrefix": f"10.{n % 250}.{n // 250 % 250}.{i * 64}/26", "provisioningState": "Succeeded"}} for i in range(3)],
            "virtualNetworkPeerings": [], "enableDdosProtection": False,
        },
    }


def resources(count):
    others = (machine, interface, security_group)
    for n in range(count):
        base = SUBSCRIPTION.format(n % 40, n % 400)
        yield network(n, base) if n % 100 < 3 else others[n % 3](n, base)


def write_json(file, count):
    file.write('{\n  "value": [\n')
    for n, resource in enumerate(resources(count)):
        text = json.dumps(resource, indent=2, ensure_ascii=False)
        file.write((",\n" if n else "") + "    " + text.replace("\n", "\n    "))
    file.write("\n  ]\n}\n")


def element(out, name, value, indent):
    if isinstance(value, list):
        for item in value:
            element(out, name, item, indent)
    elif isinstance(value, dict):
        out.append(f"{indent}<{name}>\n")
        for key, inner in value.items():
            element(out, key, inner, indent + "  ")
        out.append(f"{indent}</{name}>\n")
    else:
        out.append(f"{indent}<{name}>{escape(str(value).lower() if isinstance(value, bool) else str(value))}</{name}>\n")


def write_xml(file, count):
    file.write('<?xml version="1.0" encoding="utf-8"?>\n<resources>\n')
    for resource in resources(count):
        out = []
        element(out, "resource", resource, "  ")
        file.write("".join(out))
    file.write("</resources>\n")


def generate(path, megabytes, writer):
    """As many resources as make up the size."""
    with open(path, "w", encoding="utf-8") as file:
        writer(file, 1000)
    count = int(megabytes * 1e6 / path.stat().st_size * 1000)
    with open(path, "w", encoding="utf-8") as file:
        writer(file, count)
    return count


def anonymous_kib(pid):
    try:
        for line in open(f"/proc/{pid}/status", encoding="ascii"):
            if line.startswith("RssAnon:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(command, stdin=None):
    """Seconds and the largest anonymous memory in MiB."""
    peak = 0
    begin = time.monotonic()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = threading.Event()

    def watch():
        nonlocal peak
        while not done.is_set():
            peak = max(peak, anonymous_kib(process.pid))
            time.sleep(0.001)
    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    seconds = time.monotonic() - begin
    done.set()
    watcher.join()
    return seconds, peak / 1024


def run_piped(erscope, path):
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as source:
        return run([erscope, "check", "-"], source.stdout)


def measure(erscope, kind, path):
    yardstick = ["xmllint", "--noout", path] if kind == "xml" else ["jq", "length", path]
    ours, theirs = [], []
    peak = 0
    for _ in range(5):
        if kind == "pipe":
            seconds, mib = run_piped(erscope, path)
        else:
            seconds, mib = run([erscope, "check", str(path) + (".gz" if kind == "gzip" else "")])
        ours.append(seconds)
        peak = max(peak, mib)
        theirs.append(run(yardstick)[0])
    return statistics.median(ours), statistics.median(theirs), peak


def slope(rows):
    xs, ys = [math.log(size) for size, _ in rows], [math.log(seconds) for _, seconds in rows]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)


def main():
    erscope, kind, sizes = sys.argv[1], (sys.argv[2:] or ["json"])[0], [float(size) for size in sys.argv[3:]] or [140]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = pathlib.Path(folder) / "inventory"
            count = generate(path, size, write_xml if kind == "xml" else write_json)
            if kind == "gzip":
                with open(path, "rb") as plain, gzip.open(str(path) + ".gz", "wb", 6) as packed:
                    packed.write(plain.read())
            ours, theirs, peak = measure(erscope, kind, path)
            rows.append((size, ours))
            print(f"{kind} {size:g} MB, {count} resources: erscope check {ours:.3f} s, {'xmllint --noout' if kind == 'xml' else 'jq length'} {theirs:.3f} s: {theirs / ours:.1f} times faster; anonymous memory {peak:.0f} MiB", flush=True)
    if len(rows) > 1:
        print(f"growth: time ~ size^{slope(rows):.2f}")


if __name__ == "__main__":
    main()
