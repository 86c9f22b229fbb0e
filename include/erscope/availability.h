/*
 * availability.h: how likely each flow is up, from the user's own figures and from nothing else.
 *
 * In: flows, and rows of the user's table: a kind ("gateway", "peering-location") or the id of one component or group, with a value
 * in per cent. Out: per flow the probability that it is down, exactly, or a range where that would take too long; what it rests on,
 * what is left out, and the assumptions that make it a calculation and not a promise.
 * Promise: no figure is built in. A part without a figure counts as always up and is named; a row that fits nothing is told.
 */
#ifndef ERSCOPE_AVAILABILITY_H
#define ERSCOPE_AVAILABILITY_H

#include "flows.h"

typedef struct {
	uint32_t element;          /* as in ErCut */
	double down;               /* probability that it has failed */
	const char *source;        /* of the last row that counted; "" */
} ErAvailabilityPart;

typedef struct {
	bool known;                /* the flow is up as the inventory stands, and at least one of its parts has a figure */
	bool exact;                /* false: a range */
	double down_least, down_most; /* probability that the flow is down: kept so, since 1 - x loses what matters; equal when exact */
	const ErAvailabilityPart *parts; uint32_t n_parts;  /* what it rests on, components before groups */
	const uint32_t *excluded; uint32_t n_excluded;      /* elements without a figure, components before groups: counted as always up */
	const char *const *assumptions; uint32_t n_assumptions; /* sentences; go wherever the number goes */
} ErFlowAvailability;

typedef struct ErAvailability ErAvailability;

/**
 * er_availability_build:
 * @flows: borrowed; must outlive the result
 * @rows: (array length=n): the user's table; borrowed for the call only. A value that is not above 0 and at most 100 fits nothing.
 *
 * An id goes before a kind, the last of several rows for the same thing counts. Which row fits what: head comment of
 * src/model/availability.c.
 *
 * Returns: (transfer full): never NULL; free with er_availability_free()
 */
ErAvailability *er_availability_build(const ErFlows *flows, const ErSiteAvailability *rows, uint32_t n);
void er_availability_free(ErAvailability *availability);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErAvailability, er_availability_free)

/* Of a flow of the flows it was built on. */
const ErFlowAvailability *er_availability_of(const ErAvailability *availability, const ErFlow *flow);
/* Did row @i count for some flow? A row that did not is likely a slip of the pen: tell the user. */
bool er_availability_row_used(const ErAvailability *availability, uint32_t i);
uint32_t er_availability_n_rows(const ErAvailability *availability);

#endif
