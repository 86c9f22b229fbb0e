/*
 * Operation (ER-OPS): locks, alerts, maintenance, tests.
 */
#include "rules.h"

const ErRule er_rules_operations[] = {
	{ 0 },
};
