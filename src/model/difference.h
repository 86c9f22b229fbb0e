/* difference.h: a difference while it is worked out. Private to src/model; readers use <erscope/difference.h>. */
#ifndef ER_MODEL_DIFFERENCE_H
#define ER_MODEL_DIFFERENCE_H

#include <erscope/difference.h>

enum { ER_BEFORE, ER_AFTER };

struct ErDifference {
	ErDiffSide side[2];
	const ErNetwork *net[2];
	const char *as_of;
	GStringChunk *strings;
	GPtrArray *blocks;         /* of what the records below point to */
	GHashTable *after_of, *before_of; /* ids of resources and components that have a match */
	GHashTable *by_name;       /* ids before, matched by name */
	GHashTable *subscriptions; /* before to after, where ids differ in nothing else */
	GHashTable *part_of;       /* id to index into parts + 1 */
	const char **keys[2];      /* per element: its id, of the side after when it has a match */
	GArray *parts, *doubts, *groups, *flows_rows, *cuts, *findings, *indices, *reasons;
	GPtrArray *notes;          /* texts */
	uint32_t n_same_flows;
	bool torn;                 /* cuts of some flows are not all known */
	ErVerdict verdict;
};

const char *er_difference_keep(ErDifference *diff, const char *text);
const char *er_difference_keepf(ErDifference *diff, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A copy of @n records that lives as long as the difference. */
const void *er_difference_block(ErDifference *diff, const GArray *records);
/* "circuit er-paris", "MSEE primary of er-paris"; of a group "peering location Paris". (transfer full) */
char *er_difference_name(const ErNetwork *net, uint32_t element);
/* What limits the comparison. */
void er_difference_note(ErDifference *diff, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* ---- one file each, in this order ---- */

void er_difference_match(ErDifference *diff);
void er_difference_find_parts(ErDifference *diff);
void er_difference_find_flows(ErDifference *diff);
void er_difference_find_verdict(ErDifference *diff);
/* Is one side a declaration (template, plan, what-if) and the other a deployment? */
bool er_difference_is_declared(const ErDifference *diff);
/* Adds what differs between two resources to @rows (ErDiffProperty); returns how many only one side says. difference_properties.c */
uint32_t er_difference_add_properties(ErDifference *diff, const ErResource *before, const ErResource *after, GArray *rows);

#endif
