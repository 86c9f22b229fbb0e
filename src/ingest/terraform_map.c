/*
 * The attributes of Terraform's azurerm provider beside the properties of ARM that they set: only what the model reads, and what tells a
 * reader which resource it is. Where an attribute changed its name, both stand here; a file has one of them. No secret has a row.
 * Source: the provider's documentation of each resource, registry.terraform.io/providers/hashicorp/azurerm.
 */
#include "terraform_map.h"

#include <glib.h>
#include <string.h>

#define ROWS (const ErTerraformRow[])
#define END { NULL, NULL, ER_TF_AS_IS, NULL }
#define NETWORK(type) "Microsoft.Network/" type

static const ErTerraformRow port_link[] = {
	{ "router_name", "properties.routerName" }, { "interface_name", "properties.interfaceName" }, { "patch_panel_id", "properties.patchPanelId" },
	{ "rack_id", "properties.rackId" }, { "connector_type", "properties.connectorType" }, { "admin_enabled", "properties.adminState", ER_TF_ENABLED }, END
};
static const ErTerraformRow ip_configuration[] = {
	{ "subnet_id", "properties.subnet", ER_TF_REFERENCE }, { "public_ip_address_id", "properties.publicIPAddress", ER_TF_REFERENCE },
	{ "private_ip_address", "properties.privateIPAddress" }, { "private_ip_address_allocation", "properties.privateIPAllocationMethod" }, { "zones", "zones" }, END
};
static const ErTerraformRow subnet[] = {
	{ "address_prefix", "properties.addressPrefix" }, { "address_prefixes", "properties.addressPrefixes" }, { "route_table_id", "properties.routeTable", ER_TF_REFERENCE },
	{ "security_group", "properties.networkSecurityGroup", ER_TF_REFERENCE }, END
};
static const ErTerraformRow route[] = {
	{ "address_prefix", "properties.addressPrefix" }, { "next_hop_type", "properties.nextHopType" }, { "next_hop_in_ip_address", "properties.nextHopIpAddress" }, END
};
static const ErTerraformRow policy[] = { { "destinations", "destinations" }, { "next_hop", "nextHop", ER_TF_ID }, END };

static const ErTerraformType types[] = {
	{ "azurerm_express_route_circuit", NETWORK("expressRouteCircuits"), "name", NULL, ROWS{
		{ "sku.tier", "sku.tier" }, { "sku.family", "sku.family" }, { "service_provider_name", "properties.serviceProviderProperties.serviceProviderName" },
		{ "peering_location", "properties.serviceProviderProperties.peeringLocation" }, { "bandwidth_in_mbps", "properties.serviceProviderProperties.bandwidthInMbps", ER_TF_POSITIVE },
		{ "express_route_port_id", "properties.expressRoutePort", ER_TF_REFERENCE }, { "bandwidth_in_gbps", "properties.bandwidthInGbps", ER_TF_POSITIVE },
		{ "service_provider_provisioning_state", "properties.serviceProviderProvisioningState" }, { "rate_limiting_enabled", "properties.enableDirectPortRateLimit" },
		{ "allow_classic_operations", "properties.allowClassicOperations" }, END } },
	{ "azurerm_express_route_circuit_peering", NETWORK("expressRouteCircuits/peerings"), "peering_type", "express_route_circuit_name", ROWS{
		{ "peering_type", "properties.peeringType" }, { "ipv4_enabled", "properties.state", ER_TF_ENABLED }, { "peer_asn", "properties.peerASN", ER_TF_POSITIVE },
		{ "azure_asn", "properties.azureASN", ER_TF_POSITIVE }, { "vlan_id", "properties.vlanId", ER_TF_POSITIVE }, { "primary_peer_address_prefix", "properties.primaryPeerAddressPrefix" },
		{ "secondary_peer_address_prefix", "properties.secondaryPeerAddressPrefix" }, { "primary_azure_port", "properties.primaryAzurePort" },
		{ "secondary_azure_port", "properties.secondaryAzurePort" }, { "ipv6.primary_peer_address_prefix", "properties.ipv6PeeringConfig.primaryPeerAddressPrefix" },
		{ "ipv6.secondary_peer_address_prefix", "properties.ipv6PeeringConfig.secondaryPeerAddressPrefix" }, { "ipv6.enabled", "properties.ipv6PeeringConfig.state", ER_TF_ENABLED }, END } },
	{ "azurerm_express_route_circuit_authorization", NETWORK("expressRouteCircuits/authorizations"), "name", "express_route_circuit_name", ROWS{
		{ "authorization_use_status", "properties.authorizationUseStatus" }, END } },
	{ "azurerm_express_route_circuit_connection", NETWORK("expressRouteCircuits/peerings/connections"), "name", "peering_id", ROWS{
		{ "peer_peering_id", "properties.peerExpressRouteCircuitPeering", ER_TF_REFERENCE }, { "address_prefix_ipv4", "properties.addressPrefix" },
		{ "address_prefix_ipv6", "properties.ipv6CircuitConnectionConfig.addressPrefix" }, END } },
	{ "azurerm_express_route_port", NETWORK("expressRoutePorts"), "name", NULL, ROWS{
		{ "peering_location", "properties.peeringLocation" }, { "bandwidth_in_gbps", "properties.bandwidthInGbps", ER_TF_POSITIVE }, { "encapsulation", "properties.encapsulation" },
		{ "billing_type", "properties.billingType" }, { "link1", "properties.links", ER_TF_BLOCKS, port_link }, { "link2", "properties.links", ER_TF_BLOCKS, port_link }, END } },
	{ "azurerm_express_route_gateway", NETWORK("expressRouteGateways"), "name", NULL, ROWS{
		{ "virtual_hub_id", "properties.virtualHub", ER_TF_REFERENCE }, { "scale_units", "properties.autoScaleConfiguration.bounds.min", ER_TF_POSITIVE },
		{ "allow_non_virtual_wan_traffic", "properties.allowNonVirtualWanTraffic" }, END } },
	{ "azurerm_express_route_connection", NETWORK("expressRouteGateways/expressRouteConnections"), "name", "express_route_gateway_id", ROWS{
		{ "express_route_circuit_peering_id", "properties.expressRouteCircuitPeering", ER_TF_REFERENCE }, { "routing_weight", "properties.routingWeight" },
		{ "express_route_gateway_bypass_enabled", "properties.expressRouteGatewayBypass" }, { "private_link_fast_path_enabled", "properties.enablePrivateLinkFastPath" },
		{ "enable_internet_security", "properties.enableInternetSecurity" }, { "internet_security_enabled", "properties.enableInternetSecurity" }, END } },
	{ "azurerm_virtual_network_gateway", NETWORK("virtualNetworkGateways"), "name", NULL, ROWS{
		{ "type", "properties.gatewayType" }, { "sku", "properties.sku.name" }, { "sku", "properties.sku.tier" }, { "vpn_type", "properties.vpnType" },
		{ "generation", "properties.vpnGatewayGeneration" }, { "active_active", "properties.activeActive" }, { "enable_bgp", "properties.enableBgp" }, { "bgp_enabled", "properties.enableBgp" },
		{ "edge_zone", "extendedLocation.name" }, { "ip_configuration", "properties.ipConfigurations", ER_TF_BLOCKS, ip_configuration }, { "bgp_settings.asn", "properties.bgpSettings.asn", ER_TF_POSITIVE },
		{ "minimum_scale_unit", "properties.autoScaleConfiguration.bounds.min", ER_TF_POSITIVE }, { "maximum_scale_unit", "properties.autoScaleConfiguration.bounds.max", ER_TF_POSITIVE },
		{ "remote_vnet_traffic_enabled", "properties.allowRemoteVnetTraffic" }, { "virtual_wan_traffic_enabled", "properties.allowVirtualWanTraffic" }, END } },
	{ "azurerm_virtual_network_gateway_connection", NETWORK("connections"), "name", NULL, ROWS{
		{ "type", "properties.connectionType" }, { "virtual_network_gateway_id", "properties.virtualNetworkGateway1", ER_TF_REFERENCE },
		{ "peer_virtual_network_gateway_id", "properties.virtualNetworkGateway2", ER_TF_REFERENCE }, { "local_network_gateway_id", "properties.localNetworkGateway2", ER_TF_REFERENCE },
		{ "express_route_circuit_id", "properties.peer", ER_TF_REFERENCE }, { "routing_weight", "properties.routingWeight" }, { "enable_bgp", "properties.enableBgp" },
		{ "bgp_enabled", "properties.enableBgp" }, { "express_route_gateway_bypass", "properties.expressRouteGatewayBypass" },
		{ "express_route_gateway_bypass_enabled", "properties.expressRouteGatewayBypass" }, { "private_link_fast_path_enabled", "properties.enablePrivateLinkFastPath" },
		{ "local_azure_ip_address_enabled", "properties.useLocalAzureIpAddress" }, END } },
	{ "azurerm_local_network_gateway", NETWORK("localNetworkGateways"), "name", NULL, ROWS{
		{ "address_space", "properties.localNetworkAddressSpace.addressPrefixes" }, { "gateway_address", "properties.gatewayIpAddress" }, { "gateway_fqdn", "properties.fqdn" },
		{ "bgp_settings.asn", "properties.bgpSettings.asn", ER_TF_POSITIVE }, END } },
	{ "azurerm_virtual_network", NETWORK("virtualNetworks"), "name", NULL, ROWS{
		{ "address_space", "properties.addressSpace.addressPrefixes" }, { "subnet", "properties.subnets", ER_TF_BLOCKS, subnet }, END } },
	{ "azurerm_virtual_network_peering", NETWORK("virtualNetworks/virtualNetworkPeerings"), "name", "virtual_network_name", ROWS{
		{ "remote_virtual_network_id", "properties.remoteVirtualNetwork", ER_TF_REFERENCE }, { "allow_virtual_network_access", "properties.allowVirtualNetworkAccess" },
		{ "allow_forwarded_traffic", "properties.allowForwardedTraffic" }, { "allow_gateway_transit", "properties.allowGatewayTransit" },
		{ "use_remote_gateways", "properties.useRemoteGateways" }, END } },
	{ "azurerm_subnet", NETWORK("virtualNetworks/subnets"), "name", "virtual_network_name", subnet },
	{ "azurerm_subnet_route_table_association", NETWORK("virtualNetworks/subnets"), NULL, "subnet_id", ROWS{
		{ "route_table_id", "properties.routeTable", ER_TF_REFERENCE }, END } },
	{ "azurerm_subnet_network_security_group_association", NETWORK("virtualNetworks/subnets"), NULL, "subnet_id", ROWS{
		{ "network_security_group_id", "properties.networkSecurityGroup", ER_TF_REFERENCE }, END } },
	{ "azurerm_route_table", NETWORK("routeTables"), "name", NULL, ROWS{
		{ "route", "properties.routes", ER_TF_BLOCKS, route }, { "disable_bgp_route_propagation", "properties.disableBgpRoutePropagation" },
		{ "bgp_route_propagation_enabled", "properties.disableBgpRoutePropagation", ER_TF_NOT }, END } },
	{ "azurerm_route", NETWORK("routeTables/routes"), "name", "route_table_name", route },
	{ "azurerm_virtual_wan", NETWORK("virtualWans"), "name", NULL, ROWS{
		{ "type", "properties.type" }, { "allow_branch_to_branch_traffic", "properties.allowBranchToBranchTraffic" }, { "disable_vpn_encryption", "properties.disableVpnEncryption" }, END } },
	{ "azurerm_virtual_hub", NETWORK("virtualHubs"), "name", NULL, ROWS{
		{ "virtual_wan_id", "properties.virtualWan", ER_TF_REFERENCE }, { "address_prefix", "properties.addressPrefix" }, { "sku", "properties.sku" },
		{ "hub_routing_preference", "properties.hubRoutingPreference" }, { "virtual_router_asn", "properties.virtualRouterAsn", ER_TF_POSITIVE }, END } },
	{ "azurerm_route_server", NETWORK("virtualHubs"), "name", NULL, ROWS{
		{ "RouteServer", "kind", ER_TF_CONSTANT }, { "sku", "properties.sku" }, { "hub_routing_preference", "properties.hubRoutingPreference" },
		{ "branch_to_branch_traffic_enabled", "properties.allowBranchToBranchTraffic" }, { "virtual_router_asn", "properties.virtualRouterAsn", ER_TF_POSITIVE }, END } },
	{ "azurerm_virtual_hub_connection", NETWORK("virtualHubs/hubVirtualNetworkConnections"), "name", "virtual_hub_id", ROWS{
		{ "remote_virtual_network_id", "properties.remoteVirtualNetwork", ER_TF_REFERENCE }, { "internet_security_enabled", "properties.enableInternetSecurity" }, END } },
	{ "azurerm_virtual_hub_routing_intent", NETWORK("virtualHubs/routingIntent"), "name", "virtual_hub_id", ROWS{
		{ "routing_policy", "properties.routingPolicies", ER_TF_BLOCKS, policy }, END } },
	{ "azurerm_vpn_gateway", NETWORK("vpnGateways"), "name", NULL, ROWS{
		{ "virtual_hub_id", "properties.virtualHub", ER_TF_REFERENCE }, { "scale_unit", "properties.vpnGatewayScaleUnit", ER_TF_POSITIVE },
		{ "bgp_settings.asn", "properties.bgpSettings.asn", ER_TF_POSITIVE }, END } },
	{ "azurerm_vpn_gateway_connection", NETWORK("vpnGateways/vpnConnections"), "name", "vpn_gateway_id", ROWS{
		{ "remote_vpn_site_id", "properties.remoteVpnSite", ER_TF_REFERENCE }, { "vpn_link.bgp_enabled", "properties.enableBgp" },
		{ "internet_security_enabled", "properties.enableInternetSecurity" }, END } },
	{ "azurerm_public_ip", NETWORK("publicIPAddresses"), "name", NULL, ROWS{
		{ "sku", "sku.name" }, { "sku_tier", "sku.tier" }, { "zones", "zones" }, { "allocation_method", "properties.publicIPAllocationMethod" },
		{ "ip_version", "properties.publicIPAddressVersion" }, { "ip_address", "properties.ipAddress" }, END } },
	{ "azurerm_firewall", NETWORK("azureFirewalls"), "name", NULL, ROWS{
		{ "zones", "zones" }, { "sku_name", "properties.sku.name" }, { "sku_tier", "properties.sku.tier" }, { "firewall_policy_id", "properties.firewallPolicy", ER_TF_REFERENCE },
		{ "ip_configuration", "properties.ipConfigurations", ER_TF_BLOCKS, ip_configuration }, { "virtual_hub.virtual_hub_id", "properties.virtualHub", ER_TF_REFERENCE },
		{ "virtual_hub.private_ip_address", "properties.hubIPAddresses.privateIPAddress" }, END } },
	{ "azurerm_lb", NETWORK("loadBalancers"), "name", NULL, ROWS{
		{ "sku", "sku.name" }, { "sku_tier", "sku.tier" }, { "frontend_ip_configuration", "properties.frontendIPConfigurations", ER_TF_BLOCKS, ip_configuration }, END } },
	{ "azurerm_network_interface", NETWORK("networkInterfaces"), "name", NULL, ROWS{
		{ "ip_configuration", "properties.ipConfigurations", ER_TF_BLOCKS, ip_configuration }, END } },
	{ "azurerm_private_endpoint", NETWORK("privateEndpoints"), "name", NULL, ROWS{ { "subnet_id", "properties.subnet", ER_TF_REFERENCE }, END } },
};

const ErTerraformType *er_terraform_type(const char *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (strcmp(types[i].type, type) == 0)
			return &types[i];
	return NULL;
}
