/* merge.h: two descriptions of one resource become one. Private to src/ingest. */
#ifndef ER_INGEST_MERGE_H
#define ER_INGEST_MERGE_H

#include "json.h"

/* Called for each pair of values that contradict each other; @path: dotted path below the resource. */
typedef void (*ErContradiction)(void *data, const char *path, const ErValue *kept, const ErValue *dropped);

/**
 * er_value_merge:
 * @into: (inout): takes what it lacks from @other
 * The fuller value wins: something over null, an object over a scalar, the longer array; of two equally full ones that differ,
 * the one whose canonical text sorts last (and @told is called). Commutative and associative, so the order of the input
 * does not matter. Recursion is bounded by the depth the reader allowed.
 */
void er_value_merge(ErValue *into, const ErValue *other, ErArena *arena, ErContradiction told, void *data);

/* Appends the canonical text of @value: members sorted by lower-case name, without null members and etags. */
void er_value_canonical(const ErValue *value, GString *out);

#endif
