/*
 * fleet.h: many estates at once: what is kept of each run, and the pages over all of them.
 *
 * In: the record of each estate, what failed, and the history. Out: one HTML page, JSON, OpenMetrics, lines for the history, trends as SVG.
 * Promise: no time of day and no duration, so the same records give the same bytes, whoever made them in whatever order.
 */
#ifndef ERSCOPE_FLEET_H
#define ERSCOPE_FLEET_H

#include "formats.h"
#include "history.h"

typedef struct {
	const char *name, *slug;      /* slug: its folder */
	const ErRecord *record;       /* of the reports in its folder; NULL: there are none */
	const char *failed_on;        /* day of a run that wrote nothing new; NULL: the last run was good */
	const char *failure;          /* with failed_on: why */
} ErFleetEstate;

/* The history by day: of each estate the last record of each of the last 60 days. */
typedef struct ErPast ErPast;

/* @history: borrowed; must outlive it. (transfer full) */
ErPast *er_past_new(const ErHistory *history);
void er_past_free(ErPast *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPast, er_past_free)
/* Findings by severity, Resiliency Index, cuts of @estate as one SVG; NULL: of all estates (of the index the mean). (transfer full) */
GString *er_past_trends(const ErPast *past, const char *estate);

typedef struct {
	const char *as_of;            /* "YYYY-MM-DD": day of this run */
	const ErFleetEstate *estates; uint32_t n;
	const ErHistory *history;     /* of earlier runs */
	const ErPast *past;           /* of these and of this one; for the page alone */
} ErFleet;

/**
 * er_fleet_record:
 * @record: as_of, estate, state, failing, key, dated and files are the caller's; the numbers are worked out of @report
 * @previous: (nullable): against the results of the day before; what is new or fixed since
 * Returns: (transfer full): the record as one line of JSON, as er_history_parse() reads it
 */
GString *er_fleet_record(const ErRecord *record, const ErReport *report, const ErComparison *previous);

/* The findings alone, as er_baseline_read() reads them: what the next day is compared with. (transfer full) */
GString *er_fleet_findings(const ErReport *report);

/* Lines for the history: a record per estate, save those that it ends with already. (transfer full) */
GString *er_fleet_history(const ErFleet *fleet);
/* All estates on one page, with links into their folders; no script, nothing from outside. (transfer full) */
GString *er_fleet_page(const ErFleet *fleet);
GString *er_fleet_json(const ErFleet *fleet);          /* (transfer full) */
GString *er_fleet_openmetrics(const ErFleet *fleet);   /* (transfer full) */

#endif
