/*
 * Gateways (ER-GW): availability zones. ErGwScale counts as zone capable, and a single-zone public address is seen.
 * Source: Microsoft Learn, "About ExpressRoute virtual network gateways" (2026-09-05), "Reliability in virtual network gateways".
 */
#include "rules.h"

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
			er_draft_missing(draft, "the public address of the gateway, with its zones");
			er_draft_end(draft);
		} else if (gateway->zones == ER_ZONES_ZONAL && !er_gateway_usable(net, i, ER_NONE)) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
			tell_zones(draft, net, i);
			er_draft_headline(draft, "%s (%s) stands in zone %s of %s alone", self->name, gateway->sku, gateway->zone, self->location);
			er_draft_end(draft);
		}
	}
}

const ErRule er_rules_gateway[] = {
	{ "ER-GW-001", ER_SEV_HIGH, "Gateway SKU without availability-zone support in a zone region", "gateway", "Guided gateway migration to an ErGw*AZ SKU or ErGwScale",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; Advisor:c9af1ef6-55bc-48af-bfe4-2c80490159f8; PSRule:AZR-000273; ALZ:D06.06; WAF-ER: zone-redundant / scalable gateway",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zone_sku },
	{ "ER-GW-003", ER_SEV_HIGH, "AZ SKU deployed zonally (all instances in one zone)", "zone", "Migrate to a gateway with a zone-redundant or auto-assigned public address",
	  "APRL:bbe668b7-eb5c-c746-8b82-70afdedf0cae; APRL:c63b81fb-7afc-894c-a840-91bb8a8dcfaf; Advisor:bc45d55d-3902-4505-8e34-ef8777bc6177; PSRule:AZR-000157",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_zonal },
	{ 0 },
};
