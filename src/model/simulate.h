/* simulate.h: what the scenario engine is made of. Private to src/model. */
#ifndef ER_MODEL_SIMULATE_H
#define ER_MODEL_SIMULATE_H

#include "flow_build.h"

#include <erscope/scenarios.h>

struct ErSimulator {
	const ErFlows *flows;
	const ErNetwork *net;
	ErIndex classes_of;      /* classes in which each component stands */
	ErIndex flows_to;        /* flows whose own VNet or attachment each component is */
	bool *dead, *drained;    /* one per component, while a step is worked out */
	bool silent;
	const ErOutcome **now;   /* per class, while an event is worked out */
	GArray *base;            /* of ErOutcome, per class */
	GArray *base_loads;      /* of ErLoad */
	GPtrArray *arrays;       /* memory of the base outcomes */
};

struct ErImpacts {
	GArray *steps;           /* of ErImpact */
	GPtrArray *arrays;       /* memory of every array handed out */
};

/* load.c: capacity of the paths in @used as the traffic spreads over them, written to @outcome. */
void er_load_capacity(const ErSimulator *simulator, const ErFlowClass *class, ErOutcome *outcome);
/* Declared demand over what carries now: loads (of ErLoad) and what nothing carries, by direction. */
GArray *er_load_demand(const ErSimulator *simulator, const ErImpact *impact, double lost[2]);

#endif
