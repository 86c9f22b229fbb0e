/*
 * VPN gateways beside ExpressRoute (ER-VPN).
 */
#include "rules.h"

const ErRule er_rules_vpn[] = {
	{ 0 },
};
