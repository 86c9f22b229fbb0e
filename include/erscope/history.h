/*
 * history.h: what nightly runs leave behind: a record per estate and run, read back from JSON Lines.
 *
 * In: a file that erscope batch wrote (history.jsonl, or one estate's estate.json). Out: its records in file order. Writing them is
 * report's (fleet.h).
 * Promise on bad input: a line that is no record, or the torn end of a file whose writer was killed, is counted and passed over; bounded memory.
 */
#ifndef ERSCOPE_HISTORY_H
#define ERSCOPE_HISTORY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define ER_N_SEVERITIES 5   /* info … critical, in the order of ErSeverity */

/* INCOMPLETE: an input could not be used, the rest was; EMPTY: no ExpressRoute in it; FAILED: nothing new was written. */
typedef enum { ER_RECORD_OK, ER_RECORD_INCOMPLETE, ER_RECORD_EMPTY, ER_RECORD_FAILED } ErRecordState;

typedef struct { const char *rule, *severity, *headline; } ErNews;

typedef struct {
	const char *as_of;           /* "YYYY-MM-DD": the day of the report */
	const char *estate;
	ErRecordState state;
	uint32_t by_severity[ER_N_SEVERITIES];  /* failures that nobody accepted */
	uint32_t unknown, accepted;
	uint32_t failing;            /* those that count for --fail-on */
	uint32_t cuts[2];            /* distinct minimal cut sets of one and of two parts */
	uint32_t flows, flows_up;
	double index_low, index_high; /* Resiliency Index of the weakest gateway; below 0: none */
	/* Of an estate's own record only; else NULL and 0. */
	const char *key;             /* of what went into it */
	bool dated;                  /* another day alone may change what it says */
	const char *since;           /* day of the report before; NULL: none */
	uint32_t n_new, n_fixed;     /* failures against that report, of severity low or above */
	const ErNews *news; uint32_t n_news;     /* the worst of the new ones */
	const char *const *files; uint32_t n_files;
} ErRecord;

typedef struct ErHistory ErHistory;

/**
 * er_history_read:
 * @file: may be absent: an empty history
 * @most: bytes that are read, from the end
 * Returns: (transfer full): NULL with @error when it is there and cannot be read
 */
ErHistory *er_history_read(const char *file, uint64_t most, GError **error);
/* The same of a text. */
ErHistory *er_history_parse(const char *text, size_t length);
void er_history_free(ErHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErHistory, er_history_free)
uint32_t er_history_count(const ErHistory *history);
const ErRecord *er_history_at(const ErHistory *history, uint32_t i);
uint32_t er_history_n_passed_over(const ErHistory *history);   /* lines that are no record */

const char *er_record_state_name(ErRecordState state);   /* "ok" "incomplete" "empty" "failed" */

#endif
