/*
 * Capacity (ER-CAP): whether what is left after a failure carries what is sent, and where bandwidths do not fit each other.
 */
#include "rules.h"

const ErRule er_rules_capacity[] = {
	{ 0 },
};
