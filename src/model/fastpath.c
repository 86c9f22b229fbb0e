/*
 * FastPath, connection by connection (Microsoft Learn, "About ExpressRoute FastPath", 2025-11-05, and "ExpressRoute in Virtual WAN",
 * 2026; domain reference §5.1, §5.2). Behind a VNet gateway: the switch of the connection, a gateway size that can do it, and a
 * destination it covers: the hub VNet on every circuit, a peered spoke on ExpressRoute Direct only and in the gateway's region only, a
 * firewall by GatewaySubnet route on Direct only and in the gateway's VNet only, private endpoints on Direct by enrolment. In a virtual
 * hub: on by default for Direct circuits from five scale units on, for spokes of this hub in its region. Anything else falls back to
 * the gateway silently, so the reason is said here. The limit of addresses is not decidable from an inventory and is not guessed.
 */
#include "catalogue.h"
#include "flow_build.h"

#include <string.h>

static const char *name_of(const ErFlows *flows, uint32_t component)
{
	return er_network_component(flows->net, component)->name;
}

static ErFastPath no(ErFlows *flows, const char *name, const char *why)
{
	return (ErFastPath){ .reason = er_flows_printf(flows, "%s: FastPath is on, but %s", name, why) };
}

static ErFastPath yes(ErFlows *flows, const char *name, const char *what)
{
	return (ErFastPath){ .allowed = true, .reason = er_flows_printf(flows, "%s: FastPath, %s", name, what) };
}

bool er_fastpath_private_link_region(const ErNetwork *net, const char *name)
{
	ErRegion region;

	return er_catalogue_region(er_network_tables(net), name, &region) && region.fastpath_private_link;
}

static ErFastPath private_endpoint(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, const ErGateway *gateway, const ErCircuit *circuit, const char *name)
{
	if (!connection->private_link_bypass)
		return no(flows, name, "enablePrivateLinkFastPath is not: private endpoints are reached through the gateway");
	if (circuit->port == ER_NONE)
		return no(flows, name, er_flows_printf(flows, "%s is a provider circuit: private endpoints are reached through the gateway", name_of(flows, circuit->self)));
	if (!treatment->same_region || !er_fastpath_private_link_region(flows->net, gateway->region))
		return no(flows, name, "FastPath to private endpoints is not offered across regions or in this region");
	return yes(flows, name, "private endpoints on ExpressRoute Direct (by enrolment; only some services)");
}

static ErFastPath of_hub(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, const ErGateway *gateway, const ErCircuit *circuit, bool remote)
{
	const char *name = name_of(flows, connection->self), *circuit_name = name_of(flows, circuit->self);

	if (connection->bypass_known && !connection->bypass)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: FastPath is off", name) };
	if (circuit->external)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: whether %s is ExpressRoute Direct, and so has FastPath, is not known", name, circuit_name) };
	if (circuit->port == ER_NONE)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: no FastPath, virtual hubs offer it to ExpressRoute Direct only and %s is a provider circuit", name, circuit_name) };
	if (!gateway->fastpath)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: no FastPath, %s", name, gateway->fastpath_why) };
	if (remote)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: no FastPath to a VNet of another hub", name) };
	if (!treatment->same_region)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: no FastPath to a VNet in another region than its hub", name) };
	if (treatment->private_endpoint && treatment->in.firewall == ER_NONE)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: no FastPath to private endpoints that no firewall of the hub stands before", name) };
	return yes(flows, name, treatment->in.firewall != ER_NONE ? "by default in a virtual hub on ExpressRoute Direct, to its firewall" : "by default in a virtual hub on ExpressRoute Direct");
}

/* The firewall that GatewaySubnet routes to: honoured on Direct, and only in the gateway's own VNet. */
static ErFastPath inspected(ErFlows *flows, const ErTreatment *treatment, const ErCircuit *circuit, const char *name)
{
	const ErFirewall *firewall = er_network_firewall(flows->net, treatment->in.firewall);
	const char *firewall_name = name_of(flows, firewall->self), *circuit_name = name_of(flows, circuit->self);

	if (circuit->port == ER_NONE) {
		ErFastPath past = yes(flows, name, er_flows_printf(flows, "the VNet holds the gateway; %s is a provider circuit, where the GatewaySubnet route to %s has no effect: counted as not inspected", circuit_name, firewall_name));
		past.uninspected = true;
		return past;
	}
	if (firewall->vnet != treatment->hub_vnet)
		return no(flows, name, er_flows_printf(flows, "%s is not in the gateway's VNet", firewall_name));
	return yes(flows, name, er_flows_printf(flows, "to %s by the GatewaySubnet route, on ExpressRoute Direct", firewall_name));
}

ErFastPath er_fastpath_of(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, bool remote)
{
	const ErCircuit *circuit = er_network_circuit(flows->net, connection->circuit);
	const ErGateway *gateway = er_network_gateway(flows->net, connection->gateway);
	const char *name = name_of(flows, connection->self), *circuit_name = name_of(flows, circuit->self);

	if (gateway->hub != ER_NONE)
		return of_hub(flows, treatment, connection, gateway, circuit, remote);
	if (!connection->bypass_known)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: the export does not tell whether FastPath is on; the path through the gateway is shown", name) };
	if (!connection->bypass)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: FastPath is off", name) };
	if (!gateway->fastpath)
		return no(flows, name, gateway->fastpath_why);
	if (treatment->private_endpoint)
		return private_endpoint(flows, treatment, connection, gateway, circuit, name);
	if (treatment->attachment != ER_NONE && circuit->external)
		return (ErFastPath){ .reason = er_flows_printf(flows, "%s: FastPath is on; whether %s is ExpressRoute Direct is not known, so the spoke is shown through the gateway", name, circuit_name) };
	if (treatment->attachment != ER_NONE && circuit->port == ER_NONE)
		return no(flows, name, er_flows_printf(flows, "%s is a provider circuit: a peered spoke is reached through the gateway", circuit_name));
	if (treatment->attachment != ER_NONE && !treatment->same_region)
		return no(flows, name, "it does not cross a peering to another region");
	if (treatment->in.firewall != ER_NONE)
		return inspected(flows, treatment, circuit, name);
	return yes(flows, name, treatment->attachment == ER_NONE ? "the VNet holds the gateway" : "a peered spoke in the gateway's region on ExpressRoute Direct");
}
