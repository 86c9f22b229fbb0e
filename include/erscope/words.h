/*
 * words.h: the flows, failures, availability and the ledger in words, for people; verdict and findings are in formats.h.
 *
 * In: what the model worked out. Out: UTF-8 text ending in a newline, lines broken for a terminal of 100 columns. The same facts
 * as the results document; colour only when asked for (the caller knows whether it is a terminal, and NO_COLOR).
 */
#ifndef ERSCOPE_WORDS_H
#define ERSCOPE_WORDS_H

#include "availability.h"
#include "findings.h"
#include "scenarios.h"

/* What was read and what became of it: the ledger, and the types that were ignored, each with the reason. (transfer full) */
GString *er_words_ledger(const ErNetwork *net);

/**
 * er_words_flows:
 * @site: index of a site, or ER_NONE for all; @vnet: likewise
 * @explain: also the two paths that share least: what they have in common, or that they prove redundancy
 * Returns: (transfer full): both directions of each flow, hop by hop with the reason, shares and what is required; one block per
 * class with the VNets it stands for, unless @vnet names one
 */
GString *er_words_flows(const ErFlows *flows, uint32_t site, uint32_t vnet, bool explain);

/**
 * er_words_availability:
 * Returns: (transfer full): how likely @flow is up, what that rests on and what it assumes, as lines of er_words_flows(); "" when
 * there is no figure for any of its parts, or it is down
 */
GString *er_words_availability(const ErAvailability *availability, const ErFlows *flows, const ErFlow *flow);

/**
 * er_words_event:
 * Returns: (transfer full): what @event does: per step the flows that are down, lose traffic or move, with what carries now
 */
GString *er_words_event(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts);
/* The same in one line: what fails, how many flows are down, the highest load. */
GString *er_words_event_line(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts);

#endif
