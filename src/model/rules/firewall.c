/* Firewalls and appliances on the way (ER-NVA). Rows only: they are cuts of size one, found with all others (topology.c). */
#include "rules.h"

const ErRule er_rules_firewall[] = {
	{ "ER-NVA-001", ER_SEV_HIGH, "Azure Firewall on the way is not zone-redundant", "firewall", "Deploy it again over several zones",
	  "APRL:c72b7fee-1fa0-5b4b-98e5-54bcae95bb74; Advisor:e82f5b61-b0f8-48e7-8e18-5aa1f57bff81; PSRule:Azure.Firewall.AvailabilityZone",
	  "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Firewall.AvailabilityZone/", NULL },
	{ "ER-NVA-002", ER_SEV_HIGH, "Next hop is a single appliance", "route table", "An internal Standard load balancer before several appliances, or Azure Firewall",
	  "ALZ:D01.15; Advisor:5b132ebc-bd86-46fc-b2ee-95bc3e2d3017", "https://blog.cloudtrooper.net/2020/11/28/dont-let-your-azure-routes-bite-you/", NULL },
	{ 0 },
};
