/*
 * Values made by hand. An array or object grows by doubling: its room is the least power of two that holds it, so a full one is
 * told by its length alone and no room needs to be stored. What it outgrew stays in the arena.
 */
#include "build.h"

#include <stdarg.h>
#include <string.h>

ErBuildPlace er_build_place(const ErValue *of)
{
	return (ErBuildPlace){ of->offset, of->line, of->source };
}

static ErValue made(const ErBuildPlace *place, ErValueKind kind)
{
	return (ErValue){ .offset = place->offset, .line = place->line, .source = place->source, .kind = kind };
}

ErValue er_build_null(const ErBuildPlace *place)
{
	return made(place, ER_VALUE_NULL);
}

ErValue er_build_bool(const ErBuildPlace *place, bool value)
{
	return made(place, value ? ER_VALUE_TRUE : ER_VALUE_FALSE);
}

static ErValue made_text(ErArena *arena, const ErBuildPlace *place, ErValueKind kind, const char *text)
{
	ErValue value = made(place, kind);
	size_t n = strlen(text);

	value.n = (uint32_t)MIN(n, UINT32_MAX);
	value.u.text = er_arena_strndup(arena, text, value.n);
	return value;
}

ErValue er_build_text(ErArena *arena, const ErBuildPlace *place, const char *text)
{
	return made_text(arena, place, ER_VALUE_STRING, text);
}

ErValue er_build_textf(ErArena *arena, const ErBuildPlace *place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return er_build_text(arena, place, text);
}

ErValue er_build_number(ErArena *arena, const ErBuildPlace *place, const char *number)
{
	return made_text(arena, place, ER_VALUE_NUMBER, number);
}

ErValue er_build_array(const ErBuildPlace *place)
{
	return made(place, ER_VALUE_ARRAY);
}

ErValue er_build_object(const ErBuildPlace *place)
{
	return made(place, ER_VALUE_OBJECT);
}

/* @n records of @size at @from; room for one more. */
static void *grown(ErArena *arena, void *from, uint32_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return from;
	void *room = er_arena_alloc(arena, (n == 0 ? 1 : (size_t)n * 2) * size);
	if (n > 0)
		memcpy(room, from, n * size);
	return room;
}

void er_build_push(ErArena *arena, ErValue *array, ErValue item)
{
	array->u.items = grown(arena, array->u.items, array->n, sizeof *array->u.items);
	array->u.items[array->n++] = item;
}

void er_build_append(ErArena *arena, ErValue *object, const char *key, ErValue value)
{
	object->u.members = grown(arena, object->u.members, object->n, sizeof *object->u.members);
	object->u.members[object->n++] = (ErMember){ er_arena_strndup(arena, key, strlen(key)), value };
}

void er_build_set(ErArena *arena, ErValue *object, const char *key, ErValue value)
{
	for (uint32_t i = 0; i < object->n; i++)
		if (g_ascii_strcasecmp(object->u.members[i].key, key) == 0) {
			object->u.members[i].value = value;
			return;
		}
	*object = er_build_copy_object(arena, object);
	er_build_append(arena, object, key, value);
}

ErValue er_build_copy_object(ErArena *arena, const ErValue *object)
{
	ErValue copy = *object;
	size_t room = 1;

	while (room < object->n)
		room *= 2;
	copy.u.members = er_arena_alloc(arena, room * sizeof *copy.u.members);
	if (object->n > 0)
		memcpy(copy.u.members, object->u.members, object->n * sizeof *copy.u.members);
	return copy;
}
