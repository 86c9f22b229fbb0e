/* fleet.h: what the files of the fleet share. Private to src/report. */
#ifndef ER_REPORT_FLEET_H
#define ER_REPORT_FLEET_H

#include <erscope/fleet.h>

struct ErPast {
	GPtrArray *dates;      /* of const char *; ascending */
	GArray *days;          /* of int: days since the first of them */
	GHashTable *rows;      /* estate → GPtrArray of const ErRecord *, one per date; NULL: no run */
};

/* Values of critical and high findings of an estate over the dates, NAN where nothing is known. (transfer full) */
double *er_past_high(const ErPast *past, const char *estate);
enum { ER_PAST_KINDS = 3 };
/* Appends picture @kind over all estates, to stand in a page. */
void er_past_picture(const ErPast *past, uint32_t kind, GString *out);

/* The last run wrote its reports: what is new in them is new since yesterday. */
bool er_fleet_is_of_today(const ErFleet *fleet, const ErFleetEstate *estate);

#endif
