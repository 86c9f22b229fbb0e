/* failure.h: what an event does, in the terms of a sheet: parts failed, lost, newly used; flow classes before and after. Private to src/render. */
#ifndef ER_RENDER_FAILURE_H
#define ER_RENDER_FAILURE_H

#include <erscope/scenarios.h>

/* A flow class that the event meets. */
typedef struct {
	uint32_t flow_class;
	const ErOutcome *before, *after;   /* as the inventory stands; after the event's last step */
	ErConvergence convergence;         /* the slowest of its steps */
} ErChange;

/* A single part whose loss after the event takes a class down that is still up, and that is no such part without the event. */
typedef struct { uint32_t element; bool down[2]; } ErNextFailure;

typedef struct {
	const ErEvent *event;
	ErImpacts *impacts;
	GArray *changes;           /* of ErChange: down first, then what loses a part, moves, keeps its paths */
	GArray *next;              /* of ErNextFailure, by element */
	bool *failed, *lost, *fresh; /* per component: removed; carried before and carries nothing now; the reverse */
	uint32_t n_down, n_part, n_moved, n_kept, n_flows; /* flows of classes with a path: down, losing a part, on other paths, as before; all */
	uint32_t n_ends;           /* flows that are down with their own VNet or its peering; also in n_down */
} ErFailure;

/**
 * er_failure_new:
 * @simulator, @event: borrowed; must outlive the failure
 * Returns: (transfer full): free with er_failure_free()
 */
ErFailure *er_failure_new(const ErFlows *flows, ErSimulator *simulator, const ErEvent *event);
void er_failure_free(ErFailure *failure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErFailure, er_failure_free)
/* (transfer full): "circuit er-paris", "peering-location Paris and 2 more" */
char *er_failure_names(const ErFlows *flows, const ErEvent *event);
/* (transfer full): "circuit er-paris", "peering location Paris" */
char *er_failure_element_name(const ErFlows *flows, uint32_t element);

#endif
