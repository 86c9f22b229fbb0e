/*
 * Two inventories as one: all of the first, and of the second what the caller asks for. Values are copied, and references in what comes
 * from the second are changed to what the caller says that they mean in the first. Linear in what is copied.
 */
#include "build.h"
#include "inventory.h"

#include <string.h>

typedef struct {
	ErInventory *into;
	const ErOverlay *how;      /* NULL: nothing is renamed */
	uint32_t first_source;
} Copy;

static const char *kept(const Copy *copy, const char *text, uint32_t n)
{
	return er_arena_strndup(er_inventory_arena(copy->into), text, n);
}

static void copy_text(const Copy *copy, ErValue *value)
{
	g_autofree char *id = copy->how != NULL && *value->u.text == '/' ? er_id_normalise(value->u.text) : NULL;
	g_autofree char *other = id != NULL ? copy->how->rename(copy->how->data, id) : NULL;
	bool renamed = other != NULL && strcmp(other, id) != 0;

	value->u.text = kept(copy, renamed ? other : value->u.text, renamed ? (uint32_t)strlen(other) : value->n);
	value->n = renamed ? (uint32_t)strlen(other) : value->n;
}

/* Recursion ends with the depth of the values, which the readers bound. */
static ErValue copied(const Copy *copy, const ErValue *value)
{
	ErArena *arena = er_inventory_arena(copy->into);
	ErValue out = *value;

	out.source += copy->first_source;
	if (value->kind == ER_VALUE_STRING)
		copy_text(copy, &out);
	else if (value->kind == ER_VALUE_NUMBER)
		out.u.text = kept(copy, value->u.text, value->n);
	else if (value->kind == ER_VALUE_ARRAY)
		out.u.items = value->n > 0 ? er_arena_alloc(arena, value->n * sizeof *out.u.items) : NULL;
	else if (value->kind == ER_VALUE_OBJECT)
		out.u.members = value->n > 0 ? er_arena_alloc(arena, value->n * sizeof *out.u.members) : NULL;
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		out.u.items[i] = copied(copy, &value->u.items[i]);
	for (uint32_t i = 0; value->kind == ER_VALUE_OBJECT && i < value->n; i++)
		out.u.members[i] = (ErMember){ kept(copy, value->u.members[i].key, (uint32_t)strlen(value->u.members[i].key)), copied(copy, &value->u.members[i].value) };
	return out;
}

static void add_resource(const Copy *copy, const ErResource *resource, ErDiags *diags)
{
	ErValue body = copied(copy, &resource->body);
	const ErBuildPlace place = er_build_place(&body);
	g_autofree char *other = copy->how != NULL ? copy->how->rename(copy->how->data, resource->id) : NULL;
	ErArena *arena = er_inventory_arena(copy->into);

	/* A child of an array has its id from there. */
	er_build_set(arena, &body, "id", er_build_text(arena, &place, other != NULL && strcmp(other, resource->id) != 0 ? other : resource->id_shown));
	er_inventory_add(copy->into, &body, resource->source + copy->first_source, resource->pointer, diags);
}

static void add_sources(Copy *copy, const ErInventory *from)
{
	copy->first_source = er_inventory_n_sources(copy->into);
	for (uint32_t i = 0; i < er_inventory_n_sources(from); i++) {
		ErSource source = *er_inventory_source(from, i);
		source.resources = 0;
		er_inventory_add_source(copy->into, &source);
	}
}

ErInventory *er_inventory_overlay(const ErInventory *top, const ErInventory *base, const ErOverlay *how, ErDiags *diags)
{
	ErInventory *into = er_inventory_new();
	Copy copy = { .into = into };

	add_sources(&copy, top);
	for (uint32_t i = 0; i < er_inventory_count(top); i++)
		add_resource(&copy, er_inventory_at(top, i), diags);
	copy.how = how;
	add_sources(&copy, base);
	for (uint32_t i = 0; i < er_inventory_count(base); i++)
		if (how->takes(how->data, er_inventory_at(base, i)))
			add_resource(&copy, er_inventory_at(base, i), diags);
	er_inventory_finish(into, diags);
	return into;
}
