/*
 * Global Reach (ER-GR): site to site over two circuits.
 */
#include "rules.h"

const ErRule er_rules_global_reach[] = {
	{ 0 },
};
