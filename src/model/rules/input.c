/*
 * What the input does not tell (ER-INV).
 */
#include "rules.h"

const ErRule er_rules_input[] = {
	{ 0 },
};
