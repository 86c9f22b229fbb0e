/*
 * Virtual networks and their peerings (ER-VNT).
 */
#include "rules.h"

const ErRule er_rules_vnet[] = {
	{ 0 },
};
