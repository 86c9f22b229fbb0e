/* parts.h: what of one flow can fail, in small numbers. Private to src/model. */
#ifndef ER_MODEL_PARTS_H
#define ER_MODEL_PARTS_H

#include <erscope/flows.h>

typedef struct { uint32_t first, n; } ErSpan;                 /* atoms, in ErParts.numbers, ascending */
typedef struct { uint32_t path; ErSpan atoms; } ErClause;     /* of these atoms at least one must be alive, or the path is dead */
typedef struct { uint32_t element; ErSpan atoms; } ErPart;    /* what fails at once; element: as in ErCut */

/* The flow is down iff every path has a clause of which all atoms are dead. An atom is dead iff a part that holds it failed. */
typedef struct {
	GArray *atoms;      /* of uint32_t: component of each atom, ascending */
	GArray *numbers;    /* of uint32_t */
	GArray *clauses;    /* of ErClause, by path */
	GArray *parts;      /* of ErPart: each component alone, in the order of the atoms, then groups, ascending */
	uint32_t n_paths;
} ErParts;

/**
 * er_parts_of:
 * Returns: (transfer full): the parts of @flow; free with er_parts_free()
 */
ErParts *er_parts_of(const ErFlows *flows, const ErFlow *flow);

/* Without a network: @n_atoms atoms, each a part of its own, numbered as an element. */
ErParts *er_parts_new(uint32_t n_atoms);
/* @atoms: ascending, no two equal; paths are numbered from 0 by whoever adds, clauses come in the order of their paths. */
void er_parts_add_clause(ErParts *parts, uint32_t path, const uint32_t *atoms, uint32_t n);
void er_parts_add(ErParts *parts, uint32_t element, const uint32_t *atoms, uint32_t n);
void er_parts_free(ErParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErParts, er_parts_free)

static inline const uint32_t *er_parts_atoms(const ErParts *parts, ErSpan span)
{
	return (const uint32_t *)(const void *)parts->numbers->data + span.first;
}

/**
 * er_parts_down:
 * @fails: one per part: the probability that it has failed, 0 … 1; parts fail independently of each other
 * @most_states: 1 or more: how many situations are told apart at a time
 * @least, @most: (out): the probability that the flow is down; equal but for rounding when @most_states were enough
 * Returns: were they enough?
 */
bool er_parts_down(const ErParts *parts, const double *fails, uint32_t most_states, double *least, double *most);

#endif
