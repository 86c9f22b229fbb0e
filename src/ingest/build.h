/* build.h: making values as a parse makes them, for readers of formats that are not ARM JSON. Private to src/ingest. */
#ifndef ER_INGEST_BUILD_H
#define ER_INGEST_BUILD_H

#include "json.h"

/* Where the thing stood that the value is made from: copied into what is built. */
typedef struct { uint64_t offset; uint32_t line, source; } ErBuildPlace;

ErBuildPlace er_build_place(const ErValue *of);
ErValue er_build_null(const ErBuildPlace *place);
ErValue er_build_bool(const ErBuildPlace *place, bool value);
/* @text is copied into the arena. */
ErValue er_build_text(ErArena *arena, const ErBuildPlace *place, const char *text);
ErValue er_build_textf(ErArena *arena, const ErBuildPlace *place, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* @number: as JSON would write it; copied. */
ErValue er_build_number(ErArena *arena, const ErBuildPlace *place, const char *number);
ErValue er_build_array(const ErBuildPlace *place);
ErValue er_build_object(const ErBuildPlace *place);
/* Appends to an array made here; amortised constant. */
void er_build_push(ErArena *arena, ErValue *array, ErValue item);
/* Appends a member to an object made here without looking for another of that name; @key is copied. Amortised constant. */
void er_build_append(ErArena *arena, ErValue *object, const char *key, ErValue value);
/* Replaces the member of that name (any case), or appends it. Linear in the members. Works on parsed objects, too. */
void er_build_set(ErArena *arena, ErValue *object, const char *key, ErValue value);
/* An object that may be appended to, with the members of @object. */
ErValue er_build_copy_object(ErArena *arena, const ErValue *object);

#endif
