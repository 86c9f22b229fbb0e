/*
 * text.h: what a user wrote: names that come near one that is not there, dates.
 *
 * In: what the user wrote, and the names there are. Out: those that differ least, for "did you mean"; verdicts.
 */
#ifndef ERSCOPE_TEXT_H
#define ERSCOPE_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * er_near_names:
 * @indices: (out): room for @most
 * Names within a third of the letters (at least two) of @text by Levenshtein's distance, without regard to case, or containing it; nearest first.
 * Returns: how many
 */
uint32_t er_near_names(const char *text, const char *const *names, uint32_t n, uint32_t *indices, uint32_t most);
/* "; near: a, b" with up to three names; "" when none comes near. (transfer full) */
char *er_near_sentence(const char *text, const char *const *names, uint32_t n);
/* Is it a date of the calendar, YYYY-MM-DD? */
bool er_text_is_date(const char *text);
/* Days from one date to a later one; each text begins with YYYY-MM-DD, a time may follow. False when one does not. */
bool er_text_days_between(const char *from, const char *to, int *days);

#endif
