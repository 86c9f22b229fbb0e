/*
 * scenarios.h: what happens to the flows when something fails, is maintained or is deleted.
 *
 * In: flows, and an event: components and groups that are removed, or first drained (their routes prepended) and then removed.
 * Out: per step and flow class that it meets, what carries then: paths, capacity per direction with its bottleneck, convergence,
 * symmetry, state; the flows that lose one of their own ends; services; the load of declared demand.
 * Promise: exact over the paths of the classes (no estimate of which flows are hit); what is not known (a bandwidth, a preference
 * that nobody declared) is told as unknown. Bounds are told, never silent.
 * Meaning: head comments of src/model/scenario.c (what carries), load.c (capacity) and events.c (the catalogue SC-01 … SC-35).
 */
#ifndef ERSCOPE_SCENARIOS_H
#define ERSCOPE_SCENARIOS_H

#include "flows.h"

/* ---- what happens ---- */

typedef struct {
	const uint32_t *removed; uint32_t n_removed;  /* elements: components and groups */
	const uint32_t *drained; uint32_t n_drained;  /* MSEEs: routes over them are prepended, both ways */
	bool silent;               /* the session stays up: a router with static routes does not notice */
} ErStep;

typedef struct {
	const char *scenario;      /* "SC-08"; "" for a choice of the user's */
	const char *title;
	const char *target;        /* ids of what fails, joined by " + " */
	ErStep steps[2]; uint32_t n_steps; /* one after the other: maintenance is a drain, then a removal */
} ErEvent;

typedef struct {
	const char *id, *title;
	const char *absent;        /* what the input must hold for it to have a target */
} ErScenario;

typedef struct ErEvents ErEvents;

/* Borrows @flows, which must outlive the events. */
ErEvents *er_events_new(const ErFlows *flows);
void er_events_free(ErEvents *events);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErEvents, er_events_free)

/**
 * er_events_add_scenario:
 * @scenario: a row of the catalogue
 * @also: (nullable): elements that are gone meanwhile, @n_also of them
 * Returns: how many events were added, one per target, by id of the target
 */
uint32_t er_events_add_scenario(ErEvents *events, const ErScenario *scenario, const uint32_t *also, uint32_t n_also);
/* All of @elements fail at once. */
void er_events_add_failure(ErEvents *events, const uint32_t *elements, uint32_t n);
uint32_t er_events_count(const ErEvents *events);
const ErEvent *er_events_at(const ErEvents *events, uint32_t i);

uint32_t er_n_scenarios(void);
const ErScenario *er_scenario(uint32_t i);                  /* by id */
const ErScenario *er_scenario_lookup(const char *id);       /* any case; NULL: there is none */

/* ---- what comes of it ---- */

typedef enum { ER_CONVERGE_NONE, ER_CONVERGE_SUB_SECOND, ER_CONVERGE_1_MIN, ER_CONVERGE_3_MIN, ER_CONVERGE_MANUAL } ErConvergence;

typedef struct {
	bool up;                   /* something carries, and not all of it is lost */
	bool moved;                /* other paths carry than before the step */
	double lost;               /* part of the traffic that is sent where nothing carries it, 0 … 1 */
	uint32_t preference;       /* least of the paths that carry, as without the event; ER_NONE: down */
	uint32_t n_alive;          /* paths left */
	const uint32_t *used; uint32_t n_used;    /* indices of the paths that carry, ascending */
	uint32_t capacity_mbps;    /* of what carries, as the traffic spreads; 0: unknown, or down */
	uint32_t burst_mbps;       /* likewise, with both links of a circuit at full rate */
	uint32_t bottleneck;       /* component; ER_NONE */
	ErConvergence convergence; /* of this step; NONE: nothing moves, or nothing is left */
	ErTri symmetric;           /* UNSAID: not known, or one direction is down */
	ErTri state_kept;          /* connections through stateful devices survive; UNSAID: down */
} ErOutcome;

typedef struct { uint32_t flow_class; ErOutcome before, after; } ErClassImpact;

/* Declared demand on a component, per direction. */
typedef struct { uint32_t component; ErDirection direction; double mbps; uint32_t capacity_mbps; } ErLoad;

/* A service, from one site, in one direction: up when some member is. */
typedef struct { uint32_t service, site; ErDirection direction; bool up; } ErServiceState;

typedef struct {
	const ErClassImpact *classes; uint32_t n_classes;       /* that the step meets, by index; the others stay as they are */
	const uint32_t *flows_lost; uint32_t n_flows_lost;      /* flows whose own VNet or attachment is gone, whatever their class says */
	const ErServiceState *services; uint32_t n_services;    /* all, by service, site, direction */
	const ErLoad *loads; uint32_t n_loads;                  /* highest part of the capacity first; none without demand */
	double demand_lost_mbps[2];                             /* by direction: demand that nothing carries */
} ErImpact;

typedef struct ErSimulator ErSimulator;
typedef struct ErImpacts ErImpacts;

/* Borrows @flows. */
ErSimulator *er_simulator_new(const ErFlows *flows);
void er_simulator_free(ErSimulator *simulator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErSimulator, er_simulator_free)

/**
 * er_simulate:
 * Returns: (transfer full): one impact per step of @event; free with er_impacts_free()
 */
ErImpacts *er_simulate(ErSimulator *simulator, const ErEvent *event);
void er_impacts_free(ErImpacts *impacts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErImpacts, er_impacts_free)
uint32_t er_impacts_count(const ErImpacts *impacts);
const ErImpact *er_impacts_at(const ErImpacts *impacts, uint32_t step);

/* What carries as the inventory stands; with @class, an index. */
const ErOutcome *er_simulator_base(const ErSimulator *simulator, uint32_t class);
/* Load of declared demand as the inventory stands. */
const ErLoad *er_simulator_base_loads(const ErSimulator *simulator, uint32_t *n);
/* Impact on a class; NULL when the step does not meet it. */
const ErClassImpact *er_impact_of(const ErImpact *impact, uint32_t class);
/* Is @flow up after the step, its own ends included? */
bool er_impact_flow_up(const ErSimulator *simulator, const ErImpact *impact, uint32_t flow);

const char *er_convergence_name(ErConvergence convergence); /* "none" "sub-second" "up-to-1-min" "up-to-3-min" "manual" */

#endif
