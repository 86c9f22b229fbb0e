/*
 * rulebook.h: the rules themselves as a document: list, single rules, and the cross-reference to public catalogues.
 *
 * In: rows of the rule table, and optionally what a check of an inventory found. Out: text, Markdown or JSON; nothing here is
 * written by hand but the reasons of the public items that no rule maps.
 */
#ifndef ERSCOPE_RULEBOOK_H
#define ERSCOPE_RULEBOOK_H

#include "findings.h"

typedef enum { ER_RULEBOOK_TEXT, ER_RULEBOOK_MARKDOWN, ER_RULEBOOK_JSON } ErRulebookFormat;

/**
 * er_rulebook:
 * @rules: rows, in the order wanted
 * @full: everything about each, not one line; JSON is full always
 * @findings: (nullable): with them each rule tells what the inventory decided, and what is missing where it did not
 * Returns: (transfer full): UTF-8, ends in a newline
 */
GString *er_rulebook(const ErRule *const *rules, uint32_t n, ErRulebookFormat format, bool full, const ErFindings *findings);

/* Every public item that a rule names as equivalent, by catalogue, with its rules; then those without a rule, and why. (transfer full) */
GString *er_rulebook_cross_reference(ErRulebookFormat format);

#endif
