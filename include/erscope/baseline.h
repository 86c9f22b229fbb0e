/*
 * baseline.h: the findings of an earlier run, read back from its results document.
 *
 * In: a file that check --format json (or analyze) wrote, or findings.json of a batch. Out: its findings, in order, as far as a comparison needs them.
 * Promise on bad input: a file that is no results document, or one of another version, gives an error that names the file and says
 * what is wrong; never a baseline with part of the findings.
 */
#ifndef ERSCOPE_BASELINE_H
#define ERSCOPE_BASELINE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
	const char *rule, *fingerprint, *result, *severity, *headline;
	const char *const *subjects; uint32_t n_subjects;
} ErEarlier;

typedef struct ErBaseline ErBaseline;

/* @file: "-" is standard input. Returns: (transfer full): NULL with @error set when it cannot be read or is none of ours. */
ErBaseline *er_baseline_read(const char *file, GError **error);
void er_baseline_free(ErBaseline *baseline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErBaseline, er_baseline_free)

uint32_t er_baseline_count(const ErBaseline *baseline);
const ErEarlier *er_baseline_at(const ErBaseline *baseline, uint32_t i);
const char *er_baseline_as_of(const ErBaseline *baseline);   /* date of the earlier report */

#endif
