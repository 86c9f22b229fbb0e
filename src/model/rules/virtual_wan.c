/*
 * Virtual WAN (ER-VWN).
 */
#include "rules.h"

const ErRule er_rules_virtual_wan[] = {
	{ 0 },
};
