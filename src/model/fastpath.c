/*
 * FastPath of a VNet gateway, connection by connection (Microsoft Learn, "About ExpressRoute FastPath", 2025-11-05; domain
 * reference §5.1): the switch of the connection, a gateway size that can do it, and a destination it covers. The hub VNet is
 * covered on every circuit; a peered spoke only on ExpressRoute Direct and only in the gateway's region. Anything else falls back
 * to the gateway silently, so the reason is said here. The IP limit is not decidable from an inventory and is not guessed.
 */
#include "flow_build.h"

static const char *name_of(const ErFlows *flows, uint32_t component)
{
	return er_network_component(flows->net, component)->name;
}

bool er_fastpath_allowed(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, const char **reason)
{
	const ErCircuit *circuit = er_network_circuit(flows->net, connection->circuit);
	const ErGateway *gateway = er_network_gateway(flows->net, connection->gateway);
	const char *name = name_of(flows, connection->self);

	if (!connection->bypass_known)
		*reason = er_flows_printf(flows, "%s: the export does not tell whether FastPath is on; the path through the gateway is shown", name);
	else if (!connection->bypass)
		*reason = er_flows_printf(flows, "%s: FastPath is off", name);
	else if (!gateway->fastpath)
		*reason = er_flows_printf(flows, "%s: FastPath is on, but %s", name, gateway->fastpath_why);
	else if (treatment->attachment == ER_NONE)
		return *reason = er_flows_printf(flows, "%s: FastPath, the VNet holds the gateway", name), true;
	else if (circuit->external)
		*reason = er_flows_printf(flows, "%s: FastPath is on; whether %s is ExpressRoute Direct is not known, so the spoke is shown through the gateway", name, name_of(flows, circuit->self));
	else if (circuit->port == ER_NONE)
		*reason = er_flows_printf(flows, "%s: FastPath is on, but %s is a provider circuit: a peered spoke is reached through the gateway", name, name_of(flows, circuit->self));
	else if (!treatment->same_region)
		*reason = er_flows_printf(flows, "%s: FastPath is on, but it does not cross a peering to another region", name);
	else
		return *reason = er_flows_printf(flows, "%s: FastPath, a peered spoke in the gateway's region on ExpressRoute Direct", name), true;
	return false;
}
