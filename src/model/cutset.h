/* cutset.h: minimal cut sets of a small monotone system. Private to src/model; knows atoms, not networks. */
#ifndef ER_MODEL_CUTSET_H
#define ER_MODEL_CUTSET_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A system is up iff some path is alive. A path is alive iff every clause of it holds; a clause is a set of atoms of which at
 * least one must be alive (a hop: one atom; "any gateway instance": several). An element is what can fail: it removes a set of
 * atoms at once (a component: itself; a shared-risk group: its members). A cut is a set of elements whose failure takes the
 * system down; minimal: no proper subset is a cut.
 */
typedef struct ErSystem ErSystem;

ErSystem *er_system_new(uint32_t n_atoms);
void er_system_free(ErSystem *system);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErSystem, er_system_free)

/* Returns the new path's index. A path without clauses is always alive. */
uint32_t er_system_add_path(ErSystem *system);
/* @atoms: @n > 0 atoms, at least one of which must be alive for @path. */
void er_system_path_needs(ErSystem *system, uint32_t path, const uint32_t *atoms, uint32_t n);
/* Returns the new element's index. @atoms may hold atoms that no path uses. */
uint32_t er_system_add_element(ErSystem *system, const uint32_t *atoms, uint32_t n);

/* Is the system up after the @n elements @failed failed? No paths: never up. Reference evaluation, straight from the definition. */
bool er_system_up(const ErSystem *system, const uint32_t *failed, uint32_t n);
/* Is @path alive after they failed? */
bool er_system_path_alive(const ErSystem *system, uint32_t path, const uint32_t *failed, uint32_t n);

typedef struct { uint32_t element[3]; uint32_t n; } ErCutSet;   /* element indices, ascending; n = 1 … 3 */

/**
 * er_system_cuts:
 * @depth: largest size looked for, 1 … 3
 * @limit: most cuts returned
 * @truncated: (out): set when a bound was met (cuts, or rows of the expansion), so that the answer is incomplete; never silently
 *
 * Returns: (transfer full): GArray of ErCutSet: every minimal cut set of at most @depth elements, sorted by size and then by
 * elements. A system that is down with nothing failed has none.
 */
GArray *er_system_cuts(const ErSystem *system, uint32_t depth, uint32_t limit, bool *truncated);

#endif
