/* shape.h: objects as other writers spell them, brought to the shape of ARM. Private to src/ingest. */
#ifndef ER_INGEST_SHAPE_H
#define ER_INGEST_SHAPE_H

#include "build.h"

typedef enum { ER_SHAPE_NONE, ER_SHAPE_ARM, ER_SHAPE_NAMES, ER_SHAPE_CLI, ER_SHAPE_POWERSHELL, ER_SHAPE_GET_AZRESOURCE } ErShape;

/* How the object is written; NONE: it is no resource (it has no ARM id). */
ErShape er_shape_of(const ErValue *object);

typedef struct {
	ErArena *arena;
	uint32_t n_cut, n_rescued;   /* branches that ConvertTo-Json cut off: unknown, and told by their text twins */
	uint32_t cut_line;           /* of the first that stayed unknown */
} ErShaping;

/**
 * er_shape_arm:
 * @object: of any shape but NONE
 * Returns: id, name, type, location, tags, sku, zones at the top and everything else under "properties", at every level that has an id.
 * What was cut off is null: unknown, not empty. Members are shared with @object where nothing had to change.
 */
ErValue er_shape_arm(ErShaping *shaping, const ErValue *object, ErShape shape);

#endif
