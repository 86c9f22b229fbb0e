/*
 * Public items about ExpressRoute and what carries it that have no rule, and why. The items that have one stand in the rows themselves.
 * Read in November 2026: Azure Landing Zone and AVS review checklists of December 2025, the ExpressRoute checklist of the
 * Well-Architected guide, PSRule for Azure.
 */
#include "rules.h"

static const ErUnmapped items[] = {
	{ "ALZ:D01.02, D01.04, D01.06, D01.10", "topology, shared services, partner guidance", "a matter of design intent that no inventory holds" },
	{ "ALZ:D01.09 cc881471-607c-41cc-a0e6-14658dd558f9", "global peering between hubs", "advice on a design; what its absence means is seen by ER-RTE-018 and the scenarios" },
	{ "ALZ:D06.04 7025b442-f6e9-4af6-b11f-c9574916016f", "unlimited data plan only where it pays", "cost, not resilience" },
	{ "ALZ:D06.07 72e52e36-11cc-458b-9a4b-1511e43a58a9", "ExpressRoute Direct above 10 Gbps", "advice on size; ER-CAP-001 and ER-CAP-004 compare demand with what is there" },
	{ "ALZ:D06.11 718cb437-b060-2589-8856-2e93a5c6633b", "Local circuits on ExpressRoute Direct", "cost; how far a Local circuit reaches is ER-CKT-004" },
	{ "ALZ:D07.08, D08.03, D08.05, D09.05", "internet egress, access to platform services, segmentation", "security, not resilience" },
	{ "ALZ:D10.01 to D10.04, D10.08, C02.04", "fit of Virtual WAN, propagation labels", "a matter of design intent that no inventory holds" },
	{ "AVS:C02.05, F03.02, G02.01, H01.02", "DDoS, Key Vault for authorization keys, MTU, dedicated gateway for storage", "intent or security; partly ER-OPS-004 and ER-PORT-006" },
	{ "AVS: implementation checklist", "planning questions", "they have no pass or fail; ER-GR, ER-CAP and ER-RTE-002 give the checks" },
	{ "PSRule:AZR-000274, AZR-000275, AZR-000276", "names of gateways, connections and virtual WANs", "naming, not resilience" },
	{ "PSRule:AZR-000314, AZR-000322", "Bastion and firewall subnets beside a gateway", "security, not resilience" },
	{ "WAF-ER checklist:e89fb4a5-9cdd-4fd5-bb8b-388dee7bc217", "circuit or Direct", "a choice of design; either can be resilient" },
	{ "WAF-ER checklist:61fced7c-71af-4061-a73a-b880e8ee4f78", "administrative accounts", "role assignments are not read; locks and owners are ER-OPS-006 and ER-OPS-007" },
	{ "WAF-ER checklist:ef702434-e1ce-4c4b-a2a6-553c1d58f881", "IPsec over ExpressRoute", "security; whether the tunnel is independent is ER-VPN-007" },
	{ "WAF-ER checklist:8ae8772a-7131-42f9-9d2f-ce2aa5bcdd2b, 18ef72cd-862c-43e8-b9ee-921fb5f079f0, 3ade6188-d99d-47de-99e7-639136d3ac36", "prices, SKU cost, budgets", "cost, not resilience" },
	{ "WAF-ER checklist:c3c5fe66-1901-4786-99ea-845944bd6ca3, 03914313-6287-41c4-9e4a-4980c2ee3aa9, 4a0e8302-106d-48a3-abc4-9e4875a48309", "review metrics and insights", "needs live metrics; that alerts exist is ER-OPS-001, ER-OPS-003 and ER-OPS-005" },
	{ "WAF-ER checklist:07fac8bb-13c5-44b8-a4e8-7e2ed1a84b48", "gateway performance test", "a measurement that no inventory holds" },
	{ 0 },
};

const ErUnmapped *er_rules_unmapped(uint32_t i)
{
	return i + 1 < G_N_ELEMENTS(items) ? &items[i] : NULL;
}
