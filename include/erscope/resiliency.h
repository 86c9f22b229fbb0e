/*
 * resiliency.h: an estimate of Microsoft's Resiliency Index, item by item.
 *
 * In: network. Out: per ExpressRoute gateway of a VNet a score from 0 to 100 as a range, its five terms with what each rests on, and
 * what each improvement would add. A gateway of a virtual hub has none. Only what the inputs tell narrows a range.
 * Source: learn.microsoft.com/azure/expressroute/resiliency-insights (text of 4 November 2025): score = routes × validation × tested
 * + zones + advisor. The deductions of the advisor term are not published, so that it is a range always.
 */
#ifndef ERSCOPE_RESILIENCY_H
#define ERSCOPE_RESILIENCY_H

#include "network.h"

typedef enum { ER_TERM_ROUTES, ER_TERM_VALIDATION, ER_TERM_TESTED, ER_TERM_ZONES, ER_TERM_ADVISOR, ER_TERM__COUNT } ErTerm;

typedef struct { double low, high; char *because; } ErTermValue;
typedef struct { const char *what; double low, high; } ErGain;   /* points that this fix alone would add */

typedef struct {
	uint32_t gateway;            /* index */
	ErTermValue term[ER_TERM__COUNT];
	double low, high;            /* the score */
	const char *captured;        /* Microsoft's own score as captured, as written; NULL without a capture */
	const char *computed;        /* when that was, as written; NULL unknown */
	ErGain gain[4]; uint32_t n_gains;  /* the largest first */
} ErIndex;

/**
 * er_resiliency_index:
 * @as_of: "YYYY-MM-DD": the day that the age of a failover test is measured from
 * Returns: (transfer full) (element-type ErIndex): in order of the gateways; free with g_array_unref()
 */
GArray *er_resiliency_index(const ErNetwork *net, const char *as_of);

const char *er_term_name(ErTerm term);   /* "routes" "validation" "tested" "zones" "advisor" */

#endif
