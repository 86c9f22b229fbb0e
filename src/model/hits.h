/* hits.h: sets of flows that findings hit, with their sites and VNets; each set is kept once, however many findings hit it. Private to src/model. */
#ifndef ER_MODEL_HITS_H
#define ER_MODEL_HITS_H

#include <erscope/flows.h>

/* Indices, ascending. */
typedef struct {
	uint32_t *flows, *sites, *vnets;
	uint32_t n_flows, n_sites, n_vnets;
	uint64_t *marks;           /* a bit per flow */
	size_t n_marks;            /* words of 64 bits */
} ErHits;

typedef struct ErHitSets ErHitSets;
ErHitSets *er_hit_sets_new(const ErFlows *flows);
void er_hit_sets_free(ErHitSets *sets);
/* A bit per flow, none set. (transfer full) */
uint64_t *er_hit_marks_new(const ErHitSets *sets);
static inline void er_hit_mark(uint64_t *marks, uint32_t flow) { marks[flow / 64] |= UINT64_C(1) << flow % 64; }
/* Sets in @marks what @more has. */
void er_hit_marks_add(const ErHitSets *sets, uint64_t *marks, const uint64_t *more);
/* The set of @marks (transfer full); lent, as long as @sets. */
const ErHits *er_hits(ErHitSets *sets, uint64_t *marks);

#endif
