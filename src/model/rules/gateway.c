/*
 * Gateways (ER-GW): availability zones, SKU, public address and state; the other rules of the family stand in gateway_subnet.c and
 * gateway_load.c. ErGwScale counts as zone capable, and a single-zone public address is seen. Rules about the gateway's own properties
 * ask gateways of VNets only: a hub's gateway has none of them.
 * Source: Microsoft Learn, "About ExpressRoute virtual network gateways" (2026-09-05), "Reliability in virtual network gateways",
 * "Migrate to an availability zone-enabled gateway", "Resiliency Insights"; VPN gateway include "gwudr-warning" (subnet).
 */
#include "gateway.h"

#include "../catalogue.h"
#include "../limits.h"

#include <string.h>

#define ABOUT "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways"
#define MIGRATION "https://learn.microsoft.com/azure/expressroute/gateway-migration"
#define SUBNET_ROUTES "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/vpn-gateway-gwudr-warning.md"
#define MAINTENANCE "https://learn.microsoft.com/azure/expressroute/customer-controlled-gateway-maintenance"

const ErResource *er_vnet_gateway(const ErNetwork *net, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);

	return gateway->hub == ER_NONE ? er_network_component(net, gateway->self)->resource : NULL;
}

const char *er_gateway_name(const ErNetwork *net, uint32_t index)
{
	return er_network_component(net, er_network_gateway(net, index)->self)->name;
}

GArray *er_connected_gateways(const ErNetwork *net)
{
	GArray *connected = g_array_sized_new(FALSE, TRUE, sizeof(bool), er_network_n_gateways(net));

	g_array_set_size(connected, er_network_n_gateways(net));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		g_array_index(connected, bool, er_network_connection(net, i)->gateway) = true;
	return connected;
}

/* Text that a template leaves to a parameter nobody has given: "{skuName}". */
static bool is_open(const char *text)
{
	return text != NULL && *text == '{';
}

/* The input that would tell a gateway's zones. */
static const char *missing_for_zones(const ErNetwork *net, const ErGateway *gateway)
{
	ErRegion region;

	return *gateway->region == '\0' ? "location of the gateway" : !er_catalogue_region(er_network_tables(net), gateway->region, &region) ? "whether the region has availability zones" : "the public address of the gateway, with its zones";
}

ErDraft *er_gateway_draft(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErNetwork *net, uint32_t index)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, er_network_component(net, er_network_gateway(net, index)->self)->id);
	er_draft_flows_behind(draft, ER_NONE, index);
	return draft;
}

static void tell_zones(ErDraft *draft, const ErNetwork *net, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	er_draft_fact(draft, self->id, gateway->zones_reason);
	er_draft_flows_behind(draft, ER_NONE, index);
}

static void check_zone_sku(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErComponent *self = er_network_component(net, gateway->self);
		bool unknown = gateway->zones == ER_ZONES_UNKNOWN && (*gateway->sku == '\0' || !gateway->az_sku);
		if (self->external || gateway->hub != ER_NONE || gateway->zones == ER_ZONES_NO_REGION || *gateway->region == '\0') {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->az_sku) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_HIGH);
		tell_zones(draft, net, i);
		if (unknown) {
			er_draft_missing(draft, *gateway->sku == '\0' ? "properties.sku of the gateway" : !gateway->sku_known ? "whether this SKU supports availability zones" : "whether the region has availability zones");
			er_draft_headline(draft, "%s: whether it survives the loss of a zone is not known (%s)", self->name, gateway->zones_reason);
		} else {
			er_draft_headline(draft, "%s (%s) is not zone-redundant: its instances may share one zone of %s", self->name, gateway->sku, self->location);
		}
		er_draft_end(draft);
	}
}

/* The failing case comes from the zone's cut (topology.c); here are the zonal gateways without flows, and what cannot be known. */
static void check_zonal(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErComponent *self = er_network_component(net, gateway->self);
		if (self->external || !gateway->az_sku || gateway->zones == ER_ZONES_NO_REGION) {
			er_rule_not_applicable(out, rule);
		} else if (gateway->zones == ER_ZONES_REDUNDANT) {
			er_rule_pass(out, rule);
		} else if (gateway->zones == ER_ZONES_UNKNOWN) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_HIGH);
			tell_zones(draft, net, i);
			er_draft_headline(draft, "%s: whether all instances stand in one zone is not known (%s)", self->name, gateway->zones_reason);
			er_draft_missing(draft, missing_for_zones(net, gateway));
			er_draft_end(draft);
		} else if (gateway->zones == ER_ZONES_ZONAL && !er_gateway_usable(net, i, ER_NONE)) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
			tell_zones(draft, net, i);
			er_draft_headline(draft, "%s (%s) stands in zone %s of %s alone", self->name, gateway->sku, gateway->zone, self->location);
			er_draft_end(draft);
		}
	}
}

/* ---- SKU and size ---- */

bool er_text_is(const char *text, const char *word)
{
	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

static ErSeverity legacy_severity(const char *sku, bool *legacy)
{
	*legacy = true;
	if (er_text_is(sku, "Basic"))
		return ER_SEV_HIGH;
	if (er_text_is(sku, "Standard") || er_text_is(sku, "HighPerformance"))
		return ER_SEV_MEDIUM;
	*legacy = er_text_is(sku, "UltraPerformance");
	return *legacy ? ER_SEV_LOW : ER_SEV_MEDIUM;
}

static void check_legacy(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = er_vnet_gateway(net, i);
		bool legacy, told = *gateway->sku != '\0' && !is_open(gateway->sku);
		ErSeverity severity = legacy_severity(gateway->sku, &legacy);
		if (resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (told && !legacy) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_gateway_draft(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, severity, net, i);
		er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
		if (told)
			er_draft_headline(draft, "%s is of the older SKU %s", er_gateway_name(net, i), gateway->sku);
		else
			er_draft_headline(draft, "%s: the export does not tell its SKU", er_gateway_name(net, i));
		if (!told)
			er_draft_missing(draft, "properties.sku of the gateway");
		er_draft_end(draft);
	}
}

static void check_scale_units(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = er_vnet_gateway(net, i);
		uint32_t most = 0;
		if (resource == NULL || strcmp(gateway->sku, "ErGwScale") != 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->scale_units >= er_limit(net, ER_LIMIT_GATEWAY_SCALE_RESILIENT_UNITS)) {
			er_rule_pass(out, rule);
			continue;
		}
		bool known = gateway->scale_units > 0;
		bool fixed = er_value_uint(&resource->body, "properties.autoScaleConfiguration.bounds.max", &most) && most == gateway->scale_units;
		g_autofree char *units = g_strdup_printf("%u", gateway->scale_units);
		ErDraft *draft = er_gateway_draft(out, rule, known ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, "properties.autoScaleConfiguration.bounds.min", known ? units : NULL);
		if (known)
			er_draft_headline(draft, "%s starts a failover with %u scale unit%s%s", er_gateway_name(net, i), gateway->scale_units, gateway->scale_units == 1 ? "" : "s",
			                  fixed ? " and cannot grow: minimum and maximum are equal" : "; growing takes up to half an hour");
		else
			er_draft_headline(draft, "%s: the export does not tell its scale units", er_gateway_name(net, i));
		if (!known)
			er_draft_missing(draft, "properties.autoScaleConfiguration of the gateway");
		er_draft_end(draft);
	}
}

/* ---- zones ---- */

static void check_zones_proven(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = er_connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = er_vnet_gateway(net, i);
		bool unknown = gateway->zones == ER_ZONES_UNKNOWN;
		if (resource == NULL || !gateway->az_sku || gateway->zones == ER_ZONES_NO_REGION || (unknown && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (!unknown && gateway->zones_certainty == ER_OBSERVED) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_gateway_draft(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, i);
		er_draft_fact(draft, resource->id, gateway->zones_reason);
		if (gateway->address != NULL)
			er_draft_evidence(draft, gateway->address, "zones", NULL);
		er_draft_headline(draft, unknown ? "%s: which zones it stands in is not known (%s)" : "%s: no zone is exported; that it is zone-redundant follows from documentation (%s)",
		                  er_gateway_name(net, i), gateway->zones_reason);
		if (unknown)
			er_draft_missing(draft, missing_for_zones(net, gateway));
		er_draft_end(draft);
	}
}

static void check_region(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = er_connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErResource *resource = er_vnet_gateway(net, i);
		ErRegion region;
		bool known = resource != NULL && er_catalogue_region(er_network_tables(net), resource->location, &region);
		if (resource == NULL || (!known && gateway->zones != ER_ZONES_NO_REGION && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (known && gateway->zones != ER_ZONES_NO_REGION) {
			er_rule_pass(out, rule);
			continue;
		}
		bool none = gateway->zones == ER_ZONES_NO_REGION;
		ErDraft *draft = er_gateway_draft(out, rule, none ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, "location", *resource->location != '\0' ? resource->location : NULL);
		if (none)
			er_draft_headline(draft, "%s stands where zones cannot help (%s)", er_gateway_name(net, i), gateway->zones_reason);
		else
			er_draft_headline(draft, "%s: whether its region has availability zones is not known", er_gateway_name(net, i));
		if (!none)
			er_draft_missing(draft, *resource->location != '\0' ? "whether the region has availability zones" : "location of the gateway");
		er_draft_end(draft);
	}
}

/* ---- public address ---- */

typedef enum { ADDRESS_FINE, ADDRESS_BASIC, ADDRESS_NOT_KNOWN } AddressSku;

/* The worst of a gateway's public addresses. An address without a SKU is of the oldest, Basic. */
static AddressSku address_sku(const ErNetwork *net, const ErResource *gateway, const ErResource **which)
{
	const ErValue *list = er_value_get(&gateway->body, "properties.ipConfigurations");
	AddressSku worst = list != NULL ? ADDRESS_FINE : ADDRESS_NOT_KNOWN;

	*which = NULL;
	for (uint32_t i = 0; i < er_value_count(&gateway->body, "properties.ipConfigurations"); i++) {
		g_autofree char *id = er_id_reference(er_value_item(list, i), "properties.publicIPAddress", ER_RES_PUBLIC_IP);
		const ErResource *address = id != NULL ? er_inventory_lookup(er_network_inventory(net), id) : NULL;
		const char *sku = address != NULL ? er_value_text(&address->body, "sku.name") : NULL;
		if (id == NULL)
			continue;
		if (address == NULL || is_open(sku)) {
			worst = ADDRESS_NOT_KNOWN;
		} else if (sku == NULL || g_ascii_strcasecmp(sku, "Basic") == 0) {
			*which = address;
			return ADDRESS_BASIC;
		}
	}
	return worst;
}

static void check_basic_address(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErResource *resource = er_vnet_gateway(net, i), *address = NULL;
		AddressSku sku = resource != NULL ? address_sku(net, resource, &address) : ADDRESS_FINE;
		if (resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (sku == ADDRESS_FINE) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_gateway_draft(out, rule, sku == ADDRESS_BASIC ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		if (address != NULL) {
			er_draft_subject(draft, address->id);
			er_draft_evidence(draft, address, "sku.name", er_value_text(&address->body, "sku.name"));
			g_autofree char *day = er_limit_day(net, ER_LIMIT_RETIRED_PUBLIC_IP_BASIC);
			bool gone = strcmp(er_limit_date(net, ER_LIMIT_RETIRED_PUBLIC_IP_BASIC), er_findings_as_of(out)) <= 0;
			er_draft_headline(draft, "%s still has the Basic public address %s, a SKU %s on %s", er_gateway_name(net, i), address->name, gone ? "retired" : "that is retired", day);
		} else {
			er_draft_evidence(draft, resource, "properties.ipConfigurations", er_value_get(&resource->body, "properties.ipConfigurations") != NULL ? "public address not in the input" : NULL);
			er_draft_headline(draft, "%s: the SKU of its public address is not known", er_gateway_name(net, i));
			er_draft_missing(draft, "the public address of the gateway, with its zones");
		}
		er_draft_end(draft);
	}
}

/* ---- state ---- */

/* The property that says that something is under way, and its value; NULL: nothing is. *told: does the export tell the state? */
static const char *unfinished(const ErResource *gateway, const char **value, bool *told)
{
	static const char *const finished[] = { "None", "CommitSucceeded", "AbortSucceeded" };
	static const char phase[] = "properties.virtualNetworkGatewayMigrationStatus.phase", state[] = "properties.virtualNetworkGatewayMigrationStatus.state";

	*value = er_value_text(&gateway->body, "properties.provisioningState");
	*told = *value != NULL;
	if (*value != NULL && g_ascii_strcasecmp(*value, "Succeeded") != 0)
		return "properties.provisioningState";
	*value = er_value_text(&gateway->body, phase);
	bool done = *value == NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(finished) && !done; i++)
		done = g_ascii_strcasecmp(*value, finished[i]) == 0;
	if (!done)
		return phase;
	*value = er_value_text(&gateway->body, state);
	if (er_text_is(*value, "Failed") || er_text_is(*value, "InProgress"))
		return state;
	*value = er_value_text(&gateway->body, "properties.adminState");
	return er_text_is(*value, "Disabled") ? "properties.adminState" : NULL;
}

static void check_finished(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) connected = er_connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErResource *resource = er_vnet_gateway(net, i);
		const char *value = NULL;
		bool told = false;
		const char *property = resource != NULL ? unfinished(resource, &value, &told) : NULL;
		if (resource == NULL || (property == NULL && !told && !g_array_index(connected, bool, i))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (property == NULL && told) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_gateway_draft(out, rule, property != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, i);
		er_draft_evidence(draft, resource, property != NULL ? property : "properties.provisioningState", property != NULL ? value : NULL);
		if (property != NULL)
			er_draft_headline(draft, "%s: %s is %s", er_gateway_name(net, i), property + strlen("properties."), value);
		else
			er_draft_headline(draft, "%s: provisioningState is not in the export", er_gateway_name(net, i));
		if (property == NULL)
			er_draft_missing(draft, "properties.provisioningState of the gateway");
		er_draft_end(draft);
	}
}

const ErRule er_rules_gateway[] = {
	{ "ER-GW-001", ER_SEV_HIGH, "Gateway SKU without availability-zone support in a zone region", "gateway", "Guided gateway migration to an ErGw*AZ SKU or ErGwScale",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; Advisor:c9af1ef6-55bc-48af-bfe4-2c80490159f8; PSRule:AZR-000273 Azure.VNG.ERAvailabilityZoneSKU; ALZ:D06.06 2447ec66-138a-4720-8f1c-e16ed301d6e8; WAF-ER: zone-redundant / scalable gateway; WAF-ER: availability zones",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zone_sku },
	{ "ER-GW-002", ER_SEV_MEDIUM, "Legacy gateway SKU", "gateway",
	  "Migrate to ErGw*AZ or ErGwScale", "PSRule:AZR-000271 Azure.VNG.ERLegacySKU; Advisor:c9af1ef6-55bc-48af-bfe4-2c80490159f8; ALZ:D06.03 d4cd21b0-8813-47f5-b6c4-cfd3e504547c",
	  MIGRATION, check_legacy },
	{ "ER-GW-003", ER_SEV_HIGH, "AZ SKU deployed zonally (all instances in one zone)", "zone", "Migrate to a gateway with a zone-redundant or auto-assigned public address",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; APRL:c63b81fb-7afc-894c-a840-91bb8a8dcfaf; Advisor:bc45d55d-3902-4505-8e34-ef8777bc6177; PSRule:AZR-000157 Azure.PublicIP.AvailabilityZone",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zonal },
	{ "ER-GW-004", ER_SEV_INFO, "Zone placement not proven by the inventory", "gateway", "Look at the zones of the gateway in the portal",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; WAF-ER: auto-assigned public IP", "https://learn.microsoft.com/azure/reliability/reliability-virtual-network-gateway", check_zones_proven },
	{ "ER-GW-005", ER_SEV_HIGH, "ER gateway still on a Basic public IP", "gateway", "Run the gateway migration; it needs room in the GatewaySubnet (ER-GW-007)",
	  "APRL:5cea1501-6fe4-4ec4-ac8f-f72320eb18d3; PSRule:AZR-000158 Azure.PublicIP.StandardSKU", MIGRATION, check_basic_address },
	{ "ER-GW-006", ER_SEV_MEDIUM, "ErGwScale with few scale units", "gateway",
	  "Raise the minimum of scale units", "", "https://learn.microsoft.com/azure/expressroute/resiliency-insights", check_scale_units },
	{ "ER-GW-007", ER_SEV_HIGH, "GatewaySubnet too small", "subnet",
	  "Enlarge the GatewaySubnet or add a range to it", "ALZ:D09.01 f2aad7e3-bb03-4adc-8606-4123d342a917", ABOUT, er_check_gateway_size },
	{ "ER-GW-008", ER_SEV_HIGH, "NSG on GatewaySubnet", "subnet",
	  "Take the network security group off the GatewaySubnet", "PSRule:AZR-000263 Azure.VNET.UseNSGs (exempts GatewaySubnet, inverse)", SUBNET_ROUTES, er_check_gateway_nsg },
	{ "ER-GW-009", ER_SEV_CRITICAL, "GatewaySubnet route table disables BGP propagation", "subnet",
	  "Let the route table propagate gateway routes", "ALZ:D06.17 72105cc8-aaea-4ee1-8c7a-ad25977afcaf", SUBNET_ROUTES, er_check_gateway_propagation },
	{ "ER-GW-010", ER_SEV_CRITICAL, "Default route UDR on GatewaySubnet", "subnet",
	  "Replace the default route by the prefixes that are meant", "ALZ:D06.17 72105cc8-aaea-4ee1-8c7a-ad25977afcaf", SUBNET_ROUTES, er_check_gateway_default },
	{ "ER-GW-011", ER_SEV_MEDIUM, "Other resources in GatewaySubnet", "subnet",
	  "Move it to a subnet of its own", "Advisor:df989782-82d1-420d-b354-71956bd9379c", ABOUT, er_check_gateway_strangers },
	{ "ER-GW-012", ER_SEV_HIGH, "Gateway failed, or SKU migration uncommitted", "gateway", "Repair the gateway; commit or abort the migration", "", MIGRATION, check_finished },
	{ "ER-GW-013", ER_SEV_LOW, "No customer-controlled maintenance configuration", "gateway", "Assign a maintenance configuration; Microsoft's edge routers have none",
	  "APRL:3e115044-a3aa-433e-be01-ce17d67e50da; Advisor:b4af9e04-3570-41f1-b4cf-b7af07224799; PSRule:Azure.VNG.MaintenanceConfig", MAINTENANCE, er_check_gateway_maintenance },
	{ "ER-GW-014", ER_SEV_LOW, "Redundant gateways share one maintenance window", "gateway",
	  "Give each gateway a maintenance configuration with its own window", "", MAINTENANCE, er_check_gateway_windows },
	{ "ER-GW-015", ER_SEV_MEDIUM, "VM / flow scale above gateway SKU", "gateway", "Move to a larger gateway SKU, or allow more scale units", "WAF-ER: scale circuit / gateway",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", er_check_gateway_machines },
	{ "ER-GW-016", ER_SEV_MEDIUM, "DNS Private Resolver wildcard rule linked to the gateway VNet", "gateway",
	  "Unlink the rule set from the gateway's VNet, or name the domains", "", ABOUT, er_check_gateway_dns },
	{ "ER-GW-017", ER_SEV_INFO, "Region without availability zones", "gateway", "A gateway in a second region on the same circuits", "WAF-ER: availability zones",
	  "https://learn.microsoft.com/azure/reliability/reliability-virtual-network-gateway", check_region },
	{ "ER-GW-018", ER_SEV_MEDIUM, "Private endpoint flows pinned to one gateway instance", "gateway",
	  "Short TCP timeouts at the clients; count half the gateway's throughput for private endpoints",
	  "Advisor:5db013ba-e657-4b80-93f7-8c5b5f9e780a", ABOUT, er_check_gateway_private_endpoints },
	{ 0 },
};
