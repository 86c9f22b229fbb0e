/*
 * Site (ER-SITE): customer edge, access lines and provider edges that a site description declares. Rows only: they are cuts of size
 * one, found with all others (topology.c); what nobody declared is assumed, and never a finding.
 */
#include "rules.h"

#define HIGH_AVAILABILITY "https://learn.microsoft.com/azure/expressroute/designing-for-high-availability-with-expressroute"

const ErRule er_rules_site[] = {
	{ "ER-SITE-001", ER_SEV_HIGH, "Everything ends at one customer edge router", "router", "A second router, in another chassis, for the secondary link",
	  "APRL:0e19cc41-8274-1342-b0db-0e4146eacef8; APRL:222fbb78-be76-4855-a14f-a5e17ef1ccf5; ALZ:D06.19; WAF-ER: site resiliency level; APRLv1:ERC-2", HIGH_AVAILABILITY, NULL },
	{ "ER-SITE-003", ER_SEV_HIGH, "One access line carries both links", "access line", "A second access line on its own route",
	  "APRL:0e19cc41-8274-1342-b0db-0e4146eacef8", HIGH_AVAILABILITY, NULL },
	{ "ER-SITE-004", ER_SEV_HIGH, "Access lines share a conduit or building entry", "conduit or entry", "A second entry on another side of the building; have the provider show the routes",
	  "WAF-ER: geo-redundant circuits", HIGH_AVAILABILITY, NULL },
	{ "ER-SITE-005", ER_SEV_HIGH, "All circuits end at one site", "site", "End a circuit at a second site", "WAF-ER: geo-redundant circuits",
	  "https://learn.microsoft.com/azure/expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", NULL },
	{ "ER-SITE-006", ER_SEV_MEDIUM, "Provider hands over through one edge", "provider edge", "Agree diverse provider edges in the contract",
	  "WAF-ER: different providers per circuit", HIGH_AVAILABILITY, NULL },
	{ "ER-SITE-007", ER_SEV_MEDIUM, "Customer edge routers share power", "power feed", "Separate power feeds", "", HIGH_AVAILABILITY, NULL },
	{ 0 },
};
