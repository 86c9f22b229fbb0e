/*
 * difference.h: two states of an estate against each other: what was added, removed, changed, and what that does to flows and findings.
 *
 * In: two runs, before and after: findings with their flows and network. Out: parts matched with their properties, flows whose path
 * changed in sentences, cuts and findings gained and lost, the resiliency index of each gateway, and a verdict with its reasons.
 * Promise: nothing is matched by guessing: what two names could mean is listed as in doubt and stands as removed and added. What one
 * side does not say is no change: a template knows less than a deployment.
 * How parts are matched: head comment of src/model/difference_match.c; what counts as worse: of difference_verdict.c.
 */
#ifndef ERSCOPE_DIFFERENCE_H
#define ERSCOPE_DIFFERENCE_H

#include "findings.h"

typedef enum { ER_SAME, ER_ADDED, ER_REMOVED, ER_CHANGED } ErDiffState;
typedef enum { ER_MATCH_NONE, ER_MATCH_ID, ER_MATCH_NAME } ErMatch;

/* NULL: not there on that side. Secrets are never told: ingest does not keep them. */
typedef struct { const char *path, *before, *after; } ErDiffProperty;

/* A component, or a resource that is none (a subnet, a route table, a peering of a circuit …). */
typedef struct {
	ErDiffState state;
	ErMatch match;
	const char *id;             /* of the side after; of what was removed, before */
	const char *was;            /* id before; NULL: the same, or added */
	const char *name;           /* "circuit er-paris", "route table rt-gw" */
	const char *kind;           /* of the results document; of a resource that is no component its type */
	uint32_t before, after;     /* component; ER_NONE: not on that side, or none */
	const char *owner;          /* id (as here) of the part that it belongs to, "<circuit>" of "<circuit>#link-primary"; NULL: stands alone */
	bool follows;               /* comes and goes with its owner: not told by itself */
	const ErDiffProperty *properties; uint32_t n_properties;
	uint32_t n_unsaid;          /* properties that only one side says, and that may be the same */
} ErDiffPart;

/* One name, several candidates. */
typedef struct { const char *what; const char *const *before; uint32_t n_before; const char *const *after; uint32_t n_after; } ErDiffDoubt;

typedef struct { ErDiffState state; uint32_t before, after; /* groups; ER_NONE */ uint32_t n_gained, n_lost; /* members */ } ErDiffGroup;

/* Which way it goes for those who need the network. */
typedef enum { ER_TREND_NONE, ER_TREND_BETTER, ER_TREND_WORSE } ErTrend;
/* The gravest kind first: in the order in which reasons are told. ADVICE: findings of severity medium. */
typedef enum { ER_WEIGHT_DOWN, ER_WEIGHT_SINGLE, ER_WEIGHT_FINDING, ER_WEIGHT_STATE, ER_WEIGHT_CAPACITY, ER_WEIGHT_ADVICE, ER_WEIGHT_PAIRS, ER_WEIGHT_INDEX, ER_WEIGHT_PATH } ErDiffWeight;
typedef struct { ErTrend trend; ErDiffWeight weight; const char *text; } ErDiffSentence;

/* Flows of one site and direction to which the same happens. */
typedef struct {
	ErDiffState state;          /* never ER_SAME */
	ErDirection direction;
	uint32_t class_before, class_after;     /* of the first; ER_NONE */
	const uint32_t *before, *after; uint32_t n; /* flows, index by index; ER_NONE where there is none */
	const ErDiffSentence *sentences; uint32_t n_sentences;
} ErDiffFlows;

/* A cut of flows that there are on both sides. */
typedef struct {
	bool gained;                /* else lost */
	bool matters;               /* the flows fall with it, and with no part of it, on that side only */
	bool only_by_deletion;      /* redundant inside: lost only when somebody deletes it */
	uint32_t n;                 /* members */
	const char *id[3], *name[3];
	ErCertainty certainty;
	uint32_t n_flows[2];        /* by direction */
} ErDiffCut;

typedef enum { ER_DIFF_NEW, ER_DIFF_FIXED, ER_DIFF_UNCHANGED, ER_DIFF_UNDECIDED, ER_DIFF_ANSWERED } ErDiffFindingState;
/* UNDECIDED: a question that was decided before, or did not arise; ANSWERED: the reverse, without a failure. */
typedef struct { ErDiffFindingState state; uint32_t before, after; /* indices; ER_NONE */ ErTrend trend; /* of its severity, when unchanged */ } ErDiffFinding;

typedef struct { uint32_t before, after; /* gateways: components; ER_NONE */ double low[2], high[2]; } ErDiffIndex;

typedef enum { ER_VERDICT_UNCHANGED, ER_VERDICT_BETTER, ER_VERDICT_WORSE, ER_VERDICT_UNTOLD } ErVerdict;

/* One run. */
typedef struct { const ErFlows *flows; const ErFindings *findings; } ErDiffSide;

typedef struct ErDifference ErDifference;

/**
 * er_difference_build:
 * @before, @after: what they point to is borrowed and must outlive the difference; their cuts are of the same depth
 * @as_of: "YYYY-MM-DD"
 * Returns: (transfer full): free with er_difference_free()
 */
ErDifference *er_difference_build(const ErDiffSide *before, const ErDiffSide *after, const char *as_of);
void er_difference_free(ErDifference *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErDifference, er_difference_free)

const ErDiffSide *er_difference_before(const ErDifference *diff);
const ErDiffSide *er_difference_after(const ErDifference *diff);

#define ER_DIFFERENCE_ARRAY(Type, singular, plural) \
	uint32_t er_difference_n_##plural(const ErDifference *diff); \
	const Type *er_difference_##singular(const ErDifference *diff, uint32_t i);
ER_DIFFERENCE_ARRAY(ErDiffPart, part, parts)            /* by id; the same ones included */
ER_DIFFERENCE_ARRAY(ErDiffDoubt, doubt, doubts)
ER_DIFFERENCE_ARRAY(ErDiffGroup, group, groups)         /* changed ones, by id */
ER_DIFFERENCE_ARRAY(ErDiffFlows, flows, flows)          /* by site, VNet, direction of the first */
ER_DIFFERENCE_ARRAY(ErDiffCut, cut, cuts)               /* by size, gained first, by flows */
ER_DIFFERENCE_ARRAY(ErDiffFinding, finding, findings)   /* after's in their order, then those that are gone */
ER_DIFFERENCE_ARRAY(ErDiffIndex, index, indices)        /* by gateway */
ER_DIFFERENCE_ARRAY(ErDiffSentence, reason, reasons)    /* of the verdict: first those that make it, the gravest first */
uint32_t er_difference_n_notes(const ErDifference *diff);
const char *er_difference_note_at(const ErDifference *diff, uint32_t i);   /* what limits the comparison */

/* Nothing differs: no part, group, flow, cut, finding. */
bool er_difference_is_empty(const ErDifference *diff);
uint32_t er_difference_count(const ErDifference *diff, ErDiffState state);  /* parts told by themselves */
uint32_t er_difference_n_same_flows(const ErDifference *diff);
uint32_t er_difference_count_findings(const ErDifference *diff, ErDiffFindingState state);
ErVerdict er_difference_verdict(const ErDifference *diff);
/* The verdict and its gravest reasons. (transfer full): one line without a newline */
char *er_difference_headline(const ErDifference *diff);
/* Id on the side after of what @id is before, as far as it was matched; NULL when it was not. Any id of the results document. (transfer full) */
char *er_difference_id_after(const ErDifference *diff, const char *id);
/* Is the resource @id (before) left without a match? */
bool er_difference_is_removed(const ErDifference *diff, const char *id);
/* Part of that id (as in ErDiffPart); NULL when there is none. */
const ErDiffPart *er_difference_lookup(const ErDifference *diff, const char *id);

const char *er_diff_state_name(ErDiffState state);              /* "same" "added" "removed" "changed" */
const char *er_diff_finding_state_name(ErDiffFindingState state); /* "new" "fixed" "unchanged" "undecided" "answered" */
const char *er_verdict_name(ErVerdict verdict);                 /* "unchanged" "better" "worse" "cannot-tell" */
const char *er_trend_name(ErTrend trend);                       /* "" "better" "worse" */

#endif
