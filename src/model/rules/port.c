/*
 * Port pairs of ExpressRoute Direct (ER-PORT).
 */
#include "rules.h"

const ErRule er_rules_port[] = {
	{ 0 },
};
