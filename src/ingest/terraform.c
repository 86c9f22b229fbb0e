/*
 * A Terraform document is a tree of modules with resources in it, whose attributes terraform_map.c knows in ARM's words. States tell all
 * values. A plan leaves out what only the apply will know, ids above all; what would be there stands in the plan's configuration as
 * references between addresses, without the keys that count and for_each make. They are followed here: through variables into the calling
 * module, through outputs into the called one, through attributes that are references themselves. An expression that could mean several
 * things means none. Every address is hashed; a reference costs at most MOST_STEPS look-ups, and cycles end at MOST_DEPTH.
 * Source: "JSON Output Format", developer.hashicorp.com/terraform/internals/json-format.
 */
#include "terraform.h"

#include "arm.h"
#include "terraform_map.h"

#include <string.h>

enum { MOST_STEPS = 128, MOST_DEPTH = 64 };

#define PLACEHOLDER_GROUP "{resource-group}"

/* A resource or data source. */
typedef struct {
	const char *address;         /* module.a["x"].azurerm_y.z[0] */
	const char *module, *key;    /* module.a["x"]. and [0]; "" */
	const char *type;
	const ErTerraformType *known;
	const ErValue *values, *unknown, *before, *declared;   /* each may be NULL */
	bool data;
	const char *pointer;
	const char *id;
	enum { WAITING, BUSY, READY } state;
} Thing;

typedef struct {
	ErArena *arena;
	ErTerraformNotes *notes;
	const ErValue *variables;    /* of the root module */
	GPtrArray *things;           /* in the order of the file */
	GHashTable *by_address, *by_base, *by_name;  /* → Thing; without the last key, &several; "type group name" */
	GHashTable *modules, *calls, *declared, *changes; /* → ErValue; configuration by address without keys, changes by address */
	uint32_t steps, depth;
} Walk;

/* Where an expression stands, and what it is asked for. */
typedef struct {
	const char *module, *key;
	const ErValue *declared;     /* the resource or call around it; NULL */
	const char *bare;            /* attribute that is meant when the reference names none */
	bool turn;                   /* reached through for_each: its instances are told by our key */
	bool id;                     /* an id is wanted; else a name, */
	const char *arm;             /* of this type of ARM or Terraform; NULL: any */
} Query;

/* Parallel trees: what is there, what is not known, how it was written. */
typedef struct { const ErValue *values, *unknown, *expressions; } Trees;

static Thing several;

static const char *id_of(Walk *walk, Thing *thing);
static const char *resolve(Walk *walk, const ErValue *expression, const Query *query);

/* ---- values ---- */

static const ErValue *member(const ErValue *object, const char *name, size_t n)
{
	for (uint32_t i = 0; object != NULL && object->kind == ER_VALUE_OBJECT && i < object->n; i++)
		if (strncmp(object->u.members[i].key, name, n) == 0 && object->u.members[i].key[n] == '\0')
			return &object->u.members[i].value;
	return NULL;
}

/* Null is there: Terraform knows that it is not set. @open: true was met on the way, in a tree of what is unknown. */
static const ErValue *at_open(const ErValue *value, const char *path, bool *open)
{
	while (value != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");
		if (value->kind == ER_VALUE_ARRAY)
			value = value->n > 0 ? &value->u.items[0] : NULL;
		value = member(value, path, n);
		*open = *open || (value != NULL && value->kind == ER_VALUE_TRUE);
		path += n + (path[n] == '.');
	}
	return value;
}

static const ErValue *at(const ErValue *value, const char *path)
{
	bool open = false;

	return at_open(value, path, &open);
}

static const char *text_at(const ErValue *value, const char *path)
{
	return er_value_text(at(value, path), NULL);
}

static bool is_open(const ErValue *unknown, const char *path)
{
	bool open = unknown != NULL && unknown->kind == ER_VALUE_TRUE;

	at_open(unknown, path, &open);
	return open;
}

static const char *kept(Walk *walk, const char *text)
{
	return er_arena_strndup(walk->arena, text, strlen(text));
}

static const char *keptf(Walk *walk, const char *format, ...) G_GNUC_PRINTF(2, 3);
static const char *keptf(Walk *walk, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return kept(walk, text);
}

/* Sets the member at a path of objects, which are made as needed. */
static void put(ErArena *arena, ErValue *object, const char *path, ErValue value)
{
	const ErBuildPlace place = er_build_place(object);
	size_t n = strcspn(path, ".");
	ErValue *found = (ErValue *)member(object, path, n);

	if (found == NULL) {
		g_autofree char *key = g_strndup(path, n);
		*object = er_build_copy_object(arena, object);   /* it may come from the file, with no room to grow */
		er_build_append(arena, object, key, er_build_object(&place));
		found = &object->u.members[object->n - 1].value;
	}
	if (path[n] == '.')
		put(arena, found, path + n + 1, value);
	else
		*found = value;
}

/* ---- addresses ---- */

/* Behind the bracket that opens here; quotes in it may hold brackets. */
static const char *past_bracket(const char *text)
{
	bool quoted = false;

	for (text++; *text != '\0' && (quoted || *text != ']'); text++) {
		if (*text == '\\' && text[1] != '\0')
			text++;
		else if (*text == '"')
			quoted = !quoted;
	}
	return text + (*text == ']');
}

static const char *past_segment(const char *text)
{
	while (*text != '\0' && *text != '.')
		text = *text == '[' ? past_bracket(text) : text + 1;
	return text;
}

/* (transfer full) */
static char *without_keys(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text != '\0')
		if (*text == '[')
			text = past_bracket(text);
		else
			g_string_append_c(out, *text++);
	return g_string_free(out, FALSE);
}

/* "[0]" or "[\"key\"]"; "" (transfer full) */
static char *key_text(const ErValue *index)
{
	if (index != NULL && index->kind == ER_VALUE_NUMBER)
		return g_strdup_printf("[%s]", index->u.text);
	if (index == NULL || index->kind != ER_VALUE_STRING)
		return g_strdup("");
	GString *out = g_string_new("[\"");
	for (const char *from = index->u.text; *from != '\0'; from++)
		g_string_append_printf(out, *from == '"' || *from == '\\' ? "\\%c" : "%c", *from);
	return g_string_free(g_string_append(out, "\"]"), FALSE);
}

/* Stands for a name that is not known; a slash would make it two. */
static const char *label(Walk *walk, const Thing *thing)
{
	g_autofree char *plain = g_strdelimit(g_strdup(thing->address), "/?", '-');

	return keptf(walk, "{%s}", plain);
}

/* ---- loading ---- */

static bool is_azapi(const char *type)
{
	return strcmp(type, "azapi_resource") == 0 || strcmp(type, "azapi_update_resource") == 0;
}

/* Under which a resource of a group is found by its name. (transfer full) */
static char *name_key(const char *arm, const char *group, const char *name)
{
	g_autofree char *key = g_strdup_printf("%s\n%s\n%s", arm, group, name);

	return g_ascii_strdown(key, -1);
}

static void index_thing(Walk *walk, Thing *thing, const char *base)
{
	const char *group = text_at(thing->values, "resource_group_name"), *name = text_at(thing->values, "name");

	g_ptr_array_add(walk->things, thing);
	if (!g_hash_table_contains(walk->by_address, thing->address))
		g_hash_table_insert(walk->by_address, (char *)thing->address, thing);
	g_hash_table_insert(walk->by_base, (char *)base, g_hash_table_contains(walk->by_base, base) ? &several : thing);
	if (thing->known != NULL && thing->known->parent == NULL && group != NULL && name != NULL)
		g_hash_table_insert(walk->by_name, name_key(thing->known->arm, group, name), thing);
}

/* @module: address with a dot behind it, or "". */
static void add_thing(Walk *walk, const char *module, const ErValue *resource, const ErValue *index, const ErValue *values, const char *pointer)
{
	const char *type = er_value_text(resource, "type"), *name = er_value_text(resource, "name"), *mode = er_value_text(resource, "mode");
	bool data = mode != NULL && strcmp(mode, "data") == 0;

	if (type == NULL || name == NULL) {
		Thing *none = er_arena_alloc(walk->arena, sizeof *none);
		*none = (Thing){ .type = "", .values = resource, .pointer = kept(walk, pointer) };
		g_ptr_array_add(walk->things, none);
		return;
	}
	g_autofree char *key = key_text(index), *plain = without_keys(module);
	const char *base = keptf(walk, "%s%s%s.%s", module, data ? "data." : "", type, name);
	const char *address = keptf(walk, "%s%s", base, key);
	g_autofree char *configured = g_strdup_printf("%s%s%s.%s", plain, data ? "data." : "", type, name);
	const ErValue *change = g_hash_table_lookup(walk->changes, address);
	Thing *thing = er_arena_alloc(walk->arena, sizeof *thing);

	if (data && g_hash_table_contains(walk->by_address, address))
		return;
	*thing = (Thing){
		.address = address, .module = kept(walk, module), .key = kept(walk, key), .type = type, .known = er_terraform_type(type), .values = values,
		.unknown = er_value_get(change, "after_unknown"), .before = er_value_get(change, "before"), .declared = g_hash_table_lookup(walk->declared, configured),
		.data = data, .pointer = kept(walk, pointer),
	};
	index_thing(walk, thing, base);
}

/* planned_values, values: a module and those below it. */
static void load_module(Walk *walk, const ErValue *module, const char *pointer, bool data_only, unsigned depth)
{
	const ErValue *resources = er_value_get(module, "resources"), *children = er_value_get(module, "child_modules");
	const char *address = er_value_text(module, "address");
	g_autofree char *prefix = address != NULL ? g_strconcat(address, ".", NULL) : g_strdup("");

	for (uint32_t i = 0; i < er_value_count(resources, NULL); i++) {
		const ErValue *resource = &resources->u.items[i];
		const char *mode = er_value_text(resource, "mode");
		g_autofree char *below = g_strdup_printf("%s/resources/%u", pointer, i);
		if (!data_only || (mode != NULL && strcmp(mode, "data") == 0))
			add_thing(walk, prefix, resource, er_value_get(resource, "index"), er_value_get(resource, "values"), below);
	}
	for (uint32_t i = 0; i < er_value_count(children, NULL); i++) {
		g_autofree char *below = g_strdup_printf("%s/child_modules/%u", pointer, i);
		if (depth < MOST_DEPTH)
			load_module(walk, &children->u.items[i], below, data_only, depth + 1);
		else
			walk->notes->bounded = true;
	}
}

/* @path: of the module, without keys, a dot behind it. */
static void load_configuration(Walk *walk, const ErValue *module, const char *path, unsigned depth)
{
	const ErValue *resources = er_value_get(module, "resources"), *calls = er_value_get(module, "module_calls");

	if (depth >= MOST_DEPTH) {
		walk->notes->bounded = true;
		return;
	}
	g_hash_table_insert(walk->modules, (char *)path, (ErValue *)module);
	for (uint32_t i = 0; i < er_value_count(resources, NULL); i++)
		if (er_value_text(&resources->u.items[i], "address") != NULL)
			g_hash_table_insert(walk->declared, (char *)keptf(walk, "%s%s", path, er_value_text(&resources->u.items[i], "address")), &resources->u.items[i]);
	for (uint32_t i = 0; calls != NULL && calls->kind == ER_VALUE_OBJECT && i < calls->n; i++) {
		const ErMember *call = &calls->u.members[i];
		const char *below = keptf(walk, "%smodule.%s.", path, call->key);
		g_hash_table_insert(walk->calls, (char *)below, (ErValue *)&call->value);
		load_configuration(walk, er_value_get(&call->value, "module"), below, depth + 1);
	}
}

/* Data sources that no plan has read: their arguments may still tell what they are. */
static void load_unread(Walk *walk)
{
	GHashTableIter iter;
	gpointer path, module;

	g_hash_table_iter_init(&iter, walk->modules);
	while (g_hash_table_iter_next(&iter, &path, &module)) {
		const ErValue *resources = er_value_get(module, "resources");
		for (uint32_t i = 0; i < er_value_count(resources, NULL); i++) {
			const ErValue *resource = &resources->u.items[i];
			const char *mode = er_value_text(resource, "mode"), *address = er_value_text(resource, "address");
			g_autofree char *base = g_strconcat(path, address, NULL);
			if (mode != NULL && address != NULL && strcmp(mode, "data") == 0 && !g_hash_table_contains(walk->by_base, base))
				add_thing(walk, path, resource, NULL, NULL, "");
		}
	}
}

static void load_changes(Walk *walk, const ErValue *changes, bool alone)
{
	for (uint32_t i = 0; i < er_value_count(changes, NULL); i++) {
		const ErValue *one = &changes->u.items[i], *change = er_value_get(one, "change"), *after = er_value_get(change, "after");
		const char *address = er_value_text(one, "address"), *module = er_value_text(one, "module_address");
		g_autofree char *prefix = module != NULL ? g_strconcat(module, ".", NULL) : g_strdup("");
		g_autofree char *pointer = g_strdup_printf("/resource_changes/%u", i);
		if (!alone && address != NULL && change != NULL)
			g_hash_table_insert(walk->changes, (char *)address, (ErValue *)change);
		else if (alone && after != NULL)
			add_thing(walk, prefix, one, er_value_get(one, "index"), after, pointer);
	}
}

static void load_plan(Walk *walk, const ErValue *root, bool before)
{
	const ErValue *after = er_value_get(root, "planned_values.root_module"), *prior = er_value_get(root, "prior_state.values.root_module");

	if (before) {
		load_module(walk, prior, "/prior_state/values/root_module", false, 0);
		return;
	}
	walk->variables = er_value_get(root, "variables");
	load_configuration(walk, er_value_get(root, "configuration.root_module"), "", 0);
	load_changes(walk, er_value_get(root, "resource_changes"), false);
	if (after != NULL)
		load_module(walk, after, "/planned_values/root_module", false, 0);
	else
		load_changes(walk, er_value_get(root, "resource_changes"), true);
	load_module(walk, prior, "/prior_state/values/root_module", true, 0);
	load_unread(walk);
}

static void load_raw(Walk *walk, const ErValue *resources)
{
	for (uint32_t i = 0; i < er_value_count(resources, NULL); i++) {
		const ErValue *resource = &resources->u.items[i], *instances = er_value_get(resource, "instances");
		const char *module = er_value_text(resource, "module");
		g_autofree char *prefix = module != NULL ? g_strconcat(module, ".", NULL) : g_strdup("");
		for (uint32_t k = 0; k < er_value_count(instances, NULL); k++) {
			const ErValue *instance = &instances->u.items[k];
			g_autofree char *pointer = g_strdup_printf("/resources/%u/instances/%u", i, k);
			/* A deposed object is the old one of a replacement, about to go. */
			if (er_value_get(instance, "deposed") == NULL)
				add_thing(walk, prefix, resource, er_value_get(instance, "index_key"), er_value_get(instance, "attributes"), pointer);
		}
	}
}

/* ---- references ---- */

static const char *item_text(const ErValue *list, uint32_t i)
{
	return i < er_value_count(list, NULL) ? er_value_text(&list->u.items[i], NULL) : NULL;
}

/* The first reference that begins so; NULL */
static const char *mentioned(const ErValue *references, const char *start)
{
	for (uint32_t i = 0; i < er_value_count(references, NULL) && i < MOST_STEPS; i++)
		if (item_text(references, i) != NULL && g_str_has_prefix(item_text(references, i), start))
			return item_text(references, i);
	return NULL;
}

static Thing *found(GHashTable *table, const char *address)
{
	Thing *thing = g_hash_table_lookup(table, address);

	return thing != &several ? thing : NULL;
}

/* What "each.value.<path>" is, as a key, when for_each goes over a variable of the root module; "" (transfer full) */
static char *each_key(Walk *walk, const char *path, const Query *query)
{
	const char *variable = item_text(at(query->declared, "for_each_expression.references"), 0);

	if (variable == NULL || *query->module != '\0' || !g_str_has_prefix(variable, "var.") || strlen(query->key) < strlen("[\"\"]"))
		return g_strdup("");
	g_autofree char *own = g_strndup(query->key + 2, strlen(query->key) - 4);
	const ErValue *all = at(member(walk->variables, variable + 4, strlen(variable + 4)), "value");
	return key_text(at(member(all, own, strlen(own)), path));
}

/* The key of an instance that is chosen by our own: references say "azurerm_x.y" and "each.key" apart. "" (transfer full) */
static char *chosen_key(Walk *walk, const ErValue *references, const Query *query)
{
	const char *each = mentioned(references, "each.value.");

	if (each != NULL)
		return each_key(walk, each + strlen("each.value."), query);
	return g_strdup(query->turn || mentioned(references, "each.") != NULL || mentioned(references, "count.index") != NULL ? query->key : "");
}

/* The resource that a reference names; what follows its address in @rest. */
static Thing *thing_called(Walk *walk, const char *reference, const ErValue *references, const Query *query, const char **rest)
{
	const char *type_end = past_segment(g_str_has_prefix(reference, "data.") ? reference + 5 : reference);
	const char *end = *type_end == '.' ? past_segment(type_end + 1) : type_end;
	g_autofree char *own = g_strndup(reference, (gsize)(end - reference)), *address = g_strconcat(query->module, own, NULL);
	Thing *thing = found(walk->by_address, address);

	*rest = *end == '.' ? end + 1 : end;
	if (thing == NULL) {
		g_autofree char *key = chosen_key(walk, references, query), *keyed = g_strconcat(address, key, NULL);
		thing = found(walk->by_address, keyed);
	}
	return thing != NULL ? thing : found(walk->by_base, address);
}

/* The name as the configuration or the values say it; a label of the address when neither does. */
static const char *name_of(Walk *walk, const Thing *thing)
{
	const char *attribute = thing->known != NULL && thing->known->name != NULL ? thing->known->name : "name", *name = text_at(thing->values, attribute);
	const ErValue *written = at(at(thing->declared, "expressions"), attribute);

	if (name == NULL)
		name = text_at(written, "constant_value");
	return name != NULL ? name : label(walk, thing);
}

/* An attribute that is a text, if need be by what it refers to. */
static const char *attribute(Walk *walk, Thing *thing, const char *path, const Query *asked)
{
	const ErValue *value = at(thing->values, path);
	const Query query = { .module = thing->module, .key = thing->key, .declared = thing->declared, .bare = asked->bare, .id = asked->id, .arm = asked->arm };

	if (strcmp(path, "id") == 0)
		return id_of(walk, thing);
	if (value != NULL)
		return er_value_text(value, NULL);
	if (thing->known != NULL && thing->known->name != NULL && strcmp(path, thing->known->name) == 0)
		return name_of(walk, thing);
	return resolve(walk, at(at(thing->declared, "expressions"), path), &query);
}

static bool is_named_so(const Thing *thing, const char *arm)
{
	return arm == NULL || (thing->known != NULL ? strcmp(thing->known->arm, arm) == 0 : strcmp(thing->type, arm) == 0);
}

static const char *follow_thing(Walk *walk, const char *reference, const ErValue *references, const Query *query)
{
	const char *rest;
	Thing *thing = thing_called(walk, reference, references, query, &rest);
	g_autofree char *path = without_keys(*rest != '\0' ? rest : query->bare);
	const char *bracket = strchr(rest, '[');

	if (thing == NULL || (bracket != NULL && !g_str_has_prefix(bracket, "[0]")))
		return NULL;
	/* A name made of another's ("${azurerm_resource_group.g.name}-hub") is not that other's. */
	if (!query->id && strcmp(path, "name") == 0 && !is_named_so(thing, query->arm))
		return NULL;
	return attribute(walk, thing, path, query);
}

/* "var.name.rest": the calling module says it. */
static const char *follow_variable(Walk *walk, const char *reference, const Query *query)
{
	g_autofree char *plain = without_keys(query->module);
	const ErValue *call = g_hash_table_lookup(walk->calls, plain);
	const char *name = reference + strlen("var."), *end = past_segment(name), *last = query->module;

	if (call == NULL)
		return NULL;
	/* The module around this one: less the last "module.name[key]." */
	for (const char *step = query->module; *step != '\0';) {
		last = step;
		step = past_segment(past_segment(step) + 1);
		step += *step == '.';
	}
	g_autofree char *around = g_strndup(query->module, (gsize)(last - query->module)), *own = g_strndup(last, strlen(last) - 1), *variable = g_strndup(name, strcspn(name, ".["));
	const char *key = strchr(own, '[');
	const Query outer = { .module = around, .key = key != NULL ? key : "", .declared = call, .bare = *end == '.' ? end + 1 : query->bare, .id = query->id, .arm = query->arm };
	return resolve(walk, member(at(call, "expressions"), variable, strlen(variable)), &outer);
}

/* "module.name[key].output.rest" */
static const char *follow_output(Walk *walk, const char *reference, const Query *query)
{
	const char *name = reference + strlen("module."), *name_end = past_segment(name);
	const char *output = *name_end == '.' ? name_end + 1 : name_end, *end = past_segment(output);
	g_autofree char *call = g_strndup(reference, (gsize)(name_end - reference)), *module = g_strdup_printf("%s%s.", query->module, call), *plain = without_keys(module);
	g_autofree char *wanted = g_strndup(output, strcspn(output, ".["));
	const ErValue *outputs = at(g_hash_table_lookup(walk->modules, plain), "outputs");
	const char *key = strchr(call, '[');
	const Query inner = { .module = module, .key = key != NULL ? key : "", .bare = *end == '.' ? end + 1 : query->bare, .id = query->id, .arm = query->arm };

	return resolve(walk, at(member(outputs, wanted, strlen(wanted)), "expression"), &inner);
}

/* "each.value.rest" where for_each goes over the instances of another resource: the one of our key. */
static const char *follow_each(Walk *walk, const char *reference, const Query *query)
{
	Query turn = *query;

	if (reference[strlen("each.value")] == '.')
		turn.bare = reference + strlen("each.value.");
	turn.turn = true;
	return resolve(walk, at(query->declared, "for_each_expression"), &turn);
}

static const char *follow(Walk *walk, const char *reference, const ErValue *references, const Query *query)
{
	if (g_str_has_prefix(reference, "var."))
		return follow_variable(walk, reference, query);
	if (g_str_has_prefix(reference, "module."))
		return follow_output(walk, reference, query);
	if (g_str_has_prefix(reference, "each.value"))
		return query->turn ? NULL : follow_each(walk, reference, query);
	return follow_thing(walk, reference, references, query);
}

/* The one thing that an expression can mean; of two, none. (nullable) */
static const char *resolve(Walk *walk, const ErValue *expression, const Query *query)
{
	const ErValue *references = at(expression, "references");
	const char *result = text_at(expression, "constant_value"), *before = "";

	if (result != NULL)
		return result;
	if (walk->depth >= MOST_DEPTH) {
		walk->notes->bounded = true;
		return NULL;
	}
	walk->depth++;
	for (uint32_t i = 0; i < er_value_count(references, NULL); i++) {
		const char *text = item_text(references, i);
		/* "a.b" comes behind "a.b.id" and says no more. */
		if (text == NULL || (g_str_has_prefix(before, text) && strchr(".[", before[strlen(text)]) != NULL))
			continue;
		before = text;
		if (++walk->steps > MOST_STEPS) {
			walk->notes->bounded = true;
			result = NULL;
			break;
		}
		const char *one = follow(walk, text, references, query);
		if (one == NULL || query->id != (*one == '/'))
			continue;
		if (result != NULL && g_ascii_strcasecmp(result, one) != 0) {
			result = NULL;
			break;
		}
		result = one;
	}
	walk->depth--;
	return result;
}

/* ---- ids ---- */

static const char *group_of(Walk *walk, Thing *thing)
{
	const Query query = { .bare = "name", .arm = "azurerm_resource_group" };
	const char *group = attribute(walk, thing, "resource_group_name", &query);

	return group != NULL ? group : PLACEHOLDER_GROUP;
}

/* @holder: name of every parent that the type has. */
static const char *arm_id(Walk *walk, const char *type, const char *group, const char *holder, const char *name)
{
	g_autofree char *id = g_strdup_printf("/subscriptions/{subscription}/resourceGroups/%s/providers/", group);
	g_autoptr(GString) out = g_string_new(id);
	g_auto(GStrv) segments = g_strsplit(type, "/", -1);

	for (char **segment = segments; *segment != NULL; segment++)
		g_string_append_printf(out, segment == segments ? "%s" : "/%s/%s", *segment, segment[1] == NULL ? name : holder);
	return kept(walk, out->str);
}

/* (transfer full) */
static char *parent_type(const char *type)
{
	const char *slash = strrchr(type, '/');

	return slash != NULL && strchr(type, '/') != slash ? g_strndup(type, (gsize)(slash - type)) : g_strdup(type);
}

static const char *last_segment(const char *type)
{
	const char *slash = strrchr(type, '/');

	return slash != NULL ? slash + 1 : type;
}

static const char *parent_id(Walk *walk, Thing *thing)
{
	const ErTerraformType *known = thing->known;
	bool by_id = g_str_has_suffix(known->parent, "_id");
	g_autofree char *type = known->name != NULL ? parent_type(known->arm) : g_strdup(known->arm);
	const Query query = { .bare = by_id ? "id" : "name", .id = by_id, .arm = by_id ? NULL : type };
	const char *said = attribute(walk, thing, known->parent, &query), *none = label(walk, thing);

	if (by_id)
		return said != NULL || known->name == NULL ? said : arm_id(walk, type, PLACEHOLDER_GROUP, none, none);
	const char *group = group_of(walk, thing), *name = said != NULL ? said : none;
	g_autofree char *key = name_key(type, group, name);
	Thing *parent = g_hash_table_lookup(walk->by_name, key);
	return parent != NULL ? id_of(walk, parent) : arm_id(walk, type, group, none, name);
}

/* What is replaced keeps its id as long as it keeps its group and name. */
static const char *kept_id(const Thing *thing, const char *made)
{
	const char *old = text_at(thing->before, "id"), *old_group = old != NULL ? strstr(old, "/resourceGroups/") : NULL, *group = strstr(made, "/resourceGroups/");

	return old_group != NULL && group != NULL && g_ascii_strcasecmp(old_group, group) == 0 ? old : made;
}

/* (transfer full): of azapi, "Microsoft.Network/virtualHubs@2024-05-01" */
static char *azapi_type(const Thing *thing)
{
	const char *type = text_at(thing->values, "type");

	return g_strndup(type != NULL ? type : "", type != NULL ? strcspn(type, "@") : 0);
}

static const char *azapi_id(Walk *walk, Thing *thing)
{
	const Query query = { .bare = "id", .id = true };
	g_autofree char *type = azapi_type(thing), *holder = parent_type(type);
	const char *itself = attribute(walk, thing, "resource_id", &query), *parent = attribute(walk, thing, "parent_id", &query), *name = name_of(walk, thing), *none = label(walk, thing);

	if (itself != NULL || strchr(type, '/') == NULL)
		return itself;
	if (strcmp(holder, type) == 0)
		return parent != NULL ? keptf(walk, "%s/providers/%s/%s", parent, type, name) : arm_id(walk, type, PLACEHOLDER_GROUP, none, name);
	return keptf(walk, "%s/%s/%s", parent != NULL ? parent : arm_id(walk, holder, PLACEHOLDER_GROUP, none, none), last_segment(type), name);
}

static const char *made_id(Walk *walk, Thing *thing)
{
	if (is_azapi(thing->type))
		return azapi_id(walk, thing);
	if (strcmp(thing->type, "azurerm_resource_group") == 0)
		return keptf(walk, "/subscriptions/{subscription}/resourceGroups/%s", name_of(walk, thing));
	if (thing->known == NULL)
		return NULL;
	if (thing->known->parent == NULL)
		return kept_id(thing, arm_id(walk, thing->known->arm, group_of(walk, thing), "", name_of(walk, thing)));
	const char *parent = parent_id(walk, thing);
	return thing->known->name == NULL || parent == NULL ? parent : kept_id(thing, keptf(walk, "%s/%s/%s", parent, last_segment(thing->known->arm), name_of(walk, thing)));
}

/* Once per thing; NULL for what cannot be named, or names itself by itself. */
static const char *id_of(Walk *walk, Thing *thing)
{
	const char *own = thing->known == NULL || thing->known->name != NULL ? text_at(thing->values, "id") : NULL;

	if (own != NULL)
		return own;
	if (thing->state == WAITING) {
		thing->state = BUSY;
		thing->id = made_id(walk, thing);
		thing->state = READY;
	}
	return thing->id;
}

/* ---- attributes to properties ---- */

static void map_rows(Walk *walk, const Thing *thing, const ErTerraformRow *rows, const Trees *trees, ErValue *out);

/* What a block was written as. Blocks of a set come in another order than they were written: they are told by their names. */
static const ErValue *written_block(const ErValue *blocks, const ErValue *block, uint32_t i, uint32_t n)
{
	const char *name = text_at(block, "name");

	for (uint32_t k = 0; name != NULL && k < er_value_count(blocks, NULL) && k < MOST_STEPS; k++)
		if (g_strcmp0(text_at(&blocks->u.items[k], "name.constant_value"), name) == 0)
			return &blocks->u.items[k];
	return er_value_count(blocks, NULL) == n && text_at(&blocks->u.items[i], "name.constant_value") == NULL ? &blocks->u.items[i] : NULL;
}

static void map_blocks(Walk *walk, const Thing *thing, const ErTerraformRow *row, const Trees *trees, ErValue *out)
{
	const ErValue *list = at(trees->values, row->from), *unknown = at(trees->unknown, row->from), *written = at(trees->expressions, row->from), *already = at(out, row->to);
	const ErBuildPlace place = er_build_place(out);
	ErValue blocks = already != NULL ? *already : er_build_array(&place);

	if (list == NULL || list->kind != ER_VALUE_ARRAY) {
		walk->notes->unknown += is_open(trees->unknown, row->from);
		return;
	}
	for (uint32_t i = 0; i < list->n; i++) {
		const ErBuildPlace own = er_build_place(&list->u.items[i]);
		const Trees below = { &list->u.items[i], i < er_value_count(unknown, NULL) ? &unknown->u.items[i] : NULL, written_block(written, &list->u.items[i], i, list->n) };
		ErValue block = er_build_object(&own);
		if (list->u.items[i].kind != ER_VALUE_OBJECT)
			continue;
		const char *name = text_at(below.values, "name"), *id = text_at(below.values, "id");
		er_build_append(walk->arena, &block, "name", er_build_text(walk->arena, &own, name != NULL ? name : row->from));
		if (id != NULL)
			er_build_append(walk->arena, &block, "id", er_build_text(walk->arena, &own, id));
		put(walk->arena, &block, "properties", er_build_object(&own));
		map_rows(walk, thing, row->blocks, &below, &block);
		er_build_push(walk->arena, &blocks, block);
	}
	put(walk->arena, out, row->to, blocks);
}

static void map_reference(Walk *walk, const Thing *thing, const ErTerraformRow *row, const Trees *trees, ErValue *out)
{
	const Query query = { .module = thing->module, .key = thing->key, .declared = thing->declared, .bare = "id", .id = true };
	const ErValue *value = at(trees->values, row->from);
	const ErBuildPlace place = er_build_place(value != NULL ? value : out);
	const char *text = er_value_text(value, NULL);

	walk->steps = 0;
	if (value == NULL)
		text = resolve(walk, at(trees->expressions, row->from), &query);
	if (text == NULL) {
		walk->notes->unknown += value == NULL && is_open(trees->unknown, row->from);
		return;
	}
	ErValue id = er_build_text(walk->arena, &place, text), reference = er_build_object(&place);
	er_build_append(walk->arena, &reference, "id", id);
	put(walk->arena, out, row->to, row->how == ER_TF_ID ? id : reference);
}

/* Texts, numbers and booleans, and lists of them; what Terraform prints for "not set" is not. */
static bool is_said(const ErValue *value)
{
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		if (value->u.items[i].kind >= ER_VALUE_ARRAY)
			return false;
	return value->kind != ER_VALUE_NULL && value->kind != ER_VALUE_OBJECT && (value->kind <= ER_VALUE_NUMBER || value->n > 0);
}

static void map_value(Walk *walk, const ErTerraformRow *row, const Trees *trees, ErValue *out)
{
	const ErValue *value = at(trees->values, row->from);
	const ErBuildPlace place = er_build_place(value != NULL ? value : out);
	bool is = value != NULL && value->kind == ER_VALUE_TRUE, flag = is || (value != NULL && value->kind == ER_VALUE_FALSE);
	uint32_t number = 0;

	if (row->how == ER_TF_CONSTANT)
		put(walk->arena, out, row->to, er_build_text(walk->arena, &place, row->from));
	else if (value == NULL)
		walk->notes->unknown += is_open(trees->unknown, row->from);
	else if (row->how == ER_TF_ENABLED && flag)
		put(walk->arena, out, row->to, er_build_text(walk->arena, &place, is ? "Enabled" : "Disabled"));
	else if (row->how == ER_TF_NOT && flag)
		put(walk->arena, out, row->to, er_build_bool(&place, !is));
	else if (row->how == ER_TF_POSITIVE ? er_value_uint(value, NULL, &number) && number > 0 : row->how == ER_TF_AS_IS && is_said(value))
		put(walk->arena, out, row->to, *value);
}

static void map_rows(Walk *walk, const Thing *thing, const ErTerraformRow *rows, const Trees *trees, ErValue *out)
{
	for (const ErTerraformRow *row = rows; row->from != NULL; row++)
		if (row->how == ER_TF_BLOCKS)
			map_blocks(walk, thing, row, trees, out);
		else if (row->how == ER_TF_REFERENCE || row->how == ER_TF_ID)
			map_reference(walk, thing, row, trees, out);
		else
			map_value(walk, row, trees, out);
}

/* ---- what comes out ---- */

/* The only thing of @kind that an expression refers to. (nullable) */
static const char *only_of_kind(Walk *walk, const ErValue *references, const Query *query, ErResourceKind kind)
{
	const char *only = NULL;

	for (uint32_t i = 0; i < er_value_count(references, NULL) && i < MOST_STEPS; i++) {
		const char *one = item_text(references, i) != NULL ? follow(walk, item_text(references, i), references, query) : NULL;
		g_autofree char *id = er_id_normalise(one), *of_kind = id != NULL ? er_id_ancestor(id, kind) : NULL;
		if (of_kind != NULL && only != NULL && g_ascii_strcasecmp(only, one) != 0)
			return NULL;
		only = of_kind != NULL ? one : only;
	}
	return only;
}

/* A body is one expression, which does not tell what refers where: an id in it that is not known is the only one of its kind. */
static void link_azapi(Walk *walk, const Thing *thing, const char *type, ErValue *out)
{
	const Query query = { .module = thing->module, .key = thing->key, .declared = thing->declared, .bare = "id", .id = true };
	const ErValue *references = at(thing->declared, "expressions.body.references"), *unknown = at(thing->unknown, "body");
	g_autofree char *lower = g_ascii_strdown(type, -1);
	uint32_t n;
	const ErReference *rows = er_arm_references(&n);

	for (uint32_t i = 0; unknown != NULL && unknown->kind == ER_VALUE_OBJECT && i < n; i++) {
		g_autofree char *path = g_strconcat(rows[i].path, ".id", NULL);
		if (rows[i].from != er_arm_kind(lower) || strchr(path, '[') != NULL || !is_open(unknown, path))
			continue;
		const char *id = only_of_kind(walk, references, &query, rows[i].to);
		const ErBuildPlace place = er_build_place(out);
		if (id != NULL)
			put(walk->arena, out, path, er_build_text(walk->arena, &place, id));
	}
}

/* The body is ARM already: an object, or with older providers its text. */
static void map_azapi(Walk *walk, const Thing *thing, ErValue *out)
{
	static const char *const members[] = { "properties", "sku", "zones", "kind", "extendedLocation", "location", "tags" };
	const ErValue *body = at(thing->values, "body");
	const ErJsonOptions options = { .secret = er_arm_secret, .source = body != NULL ? body->source : 0, .first_line = body != NULL ? body->line : 0 };
	ErValue parsed;
	ErJsonResult result;

	walk->notes->unknown += is_open(thing->unknown, "body");
	if (body != NULL && body->kind == ER_VALUE_STRING && er_json_parse(body->u.text, body->n, &options, walk->arena, &parsed, &result))
		body = &parsed;
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
		if (er_value_get(body, members[i]) != NULL)
			put(walk->arena, out, members[i], *er_value_get(body, members[i]));
}

static ErValue resource_of(Walk *walk, Thing *thing)
{
	static const ErTerraformRow common[] = { { "location", "location" }, { NULL } };
	const ErBuildPlace place = thing->values != NULL ? er_build_place(thing->values) : (ErBuildPlace){ 0 };
	const Trees trees = { thing->values, thing->unknown, at(thing->declared, "expressions") };
	bool azapi = is_azapi(thing->type);
	g_autofree char *type = azapi ? azapi_type(thing) : g_strdup(thing->known != NULL ? thing->known->arm : "");
	const ErValue *tags = at(thing->values, "tags");
	ErValue out = er_build_object(&place);

	walk->steps = 0;
	const char *id = azapi || thing->known != NULL ? id_of(walk, thing) : NULL;
	if (id == NULL) {
		g_free(type);
		type = g_strdup_printf("Terraform/%s", thing->type);
		id = arm_id(walk, type, PLACEHOLDER_GROUP, "", label(walk, thing));
	}
	er_build_append(walk->arena, &out, "id", er_build_text(walk->arena, &place, id));
	er_build_append(walk->arena, &out, "name", er_build_text(walk->arena, &place, last_segment(id)));
	er_build_append(walk->arena, &out, "type", er_build_text(walk->arena, &place, type));
	if (tags != NULL && tags->kind == ER_VALUE_OBJECT)
		er_build_append(walk->arena, &out, "tags", *tags);
	map_rows(walk, thing, common, &trees, &out);
	if (azapi) {
		map_azapi(walk, thing, &out);
		link_azapi(walk, thing, type, &out);
	} else
		put(walk->arena, &out, "properties", er_build_object(&place));
	if (thing->known != NULL)
		map_rows(walk, thing, thing->known->rows, &trees, &out);
	return out;
}

/* ARM keeps routes in their table: those that stand alone go there, each name once. */
static void add_routes(Walk *walk, ErValue *table, const GPtrArray *alone)
{
	const ErBuildPlace place = er_build_place(table);
	const ErValue *own = at(table, "properties.routes");
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	ErValue all = er_build_array(&place);

	for (uint32_t i = 0; i < er_value_count(own, NULL) + alone->len; i++) {
		const ErValue *route = i < er_value_count(own, NULL) ? &own->u.items[i] : alone->pdata[i - er_value_count(own, NULL)];
		const char *name = text_at(route, "name");
		if (name == NULL || g_hash_table_add(names, (char *)name))
			er_build_push(walk->arena, &all, *route);
	}
	put(walk->arena, table, "properties.routes", all);
}

static void gather_routes(Walk *walk, ErValue *list)
{
	g_autoptr(GHashTable) tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

	for (uint32_t i = 0; i < list->n; i++) {
		g_autofree char *id = er_id_normalise(text_at(&list->u.items[i], "id")), *table = id != NULL ? er_arm_parent(id) : NULL;
		if (table == NULL || g_strcmp0(text_at(&list->u.items[i], "type"), "Microsoft.Network/routeTables/routes") != 0)
			continue;
		GPtrArray *routes = g_hash_table_lookup(tables, table);
		if (routes == NULL) {
			routes = g_ptr_array_new();
			g_hash_table_insert(tables, g_steal_pointer(&table), routes);
		}
		g_ptr_array_add(routes, &list->u.items[i]);
	}
	for (uint32_t i = 0; i < list->n; i++) {
		g_autofree char *id = er_id_normalise(text_at(&list->u.items[i], "id"));
		const GPtrArray *routes = id != NULL ? g_hash_table_lookup(tables, id) : NULL;
		if (routes != NULL)
			add_routes(walk, &list->u.items[i], routes);
	}
}

bool er_terraform_is_plan(const ErValue *root)
{
	const ErValue *planned = er_value_get(root, "planned_values"), *changes = er_value_get(root, "resource_changes");

	return er_value_get(root, "format_version") != NULL && ((planned != NULL && planned->kind == ER_VALUE_OBJECT) || (changes != NULL && changes->kind == ER_VALUE_ARRAY));
}

bool er_terraform_is_state(const ErValue *root)
{
	return er_value_get(root, "format_version") != NULL && er_value_get(root, "values.root_module") != NULL;
}

bool er_terraform_is_raw_state(const ErValue *root)
{
	const ErValue *resources = er_value_get(root, "resources");
	uint32_t version = 0;

	return er_value_uint(root, "version", &version) && version == 4 && resources != NULL && resources->kind == ER_VALUE_ARRAY &&
	       (er_value_get(root, "terraform_version") != NULL || er_value_get(root, "lineage") != NULL);
}

static void open_walk(Walk *walk, ErArena *arena, ErTerraformNotes *notes)
{
	*notes = (ErTerraformNotes){ .pointers = g_ptr_array_new_with_free_func(g_free) };
	*walk = (Walk){ .arena = arena, .notes = notes, .things = g_ptr_array_new(), .by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	GHashTable **const tables[] = { &walk->by_address, &walk->by_base, &walk->modules, &walk->calls, &walk->declared, &walk->changes };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		*tables[i] = g_hash_table_new(g_str_hash, g_str_equal);
}

static void close_walk(Walk *walk)
{
	GHashTable *const tables[] = { walk->by_name, walk->by_address, walk->by_base, walk->modules, walk->calls, walk->declared, walk->changes };

	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
	g_ptr_array_unref(walk->things);
}

ErValue er_terraform_resources(ErArena *arena, const ErValue *root, bool before, ErTerraformNotes *notes)
{
	const ErBuildPlace place = er_build_place(root);
	ErValue out = er_build_array(&place);
	Walk walk;

	open_walk(&walk, arena, notes);
	if (er_terraform_is_plan(root))
		load_plan(&walk, root, before);
	else if (er_terraform_is_state(root))
		load_module(&walk, er_value_get(root, "values.root_module"), "/values/root_module", false, 0);
	else
		load_raw(&walk, er_value_get(root, "resources"));
	for (guint i = 0; i < walk.things->len; i++) {
		Thing *thing = walk.things->pdata[i];
		bool azure = g_str_has_prefix(thing->type, "azurerm_") || g_str_has_prefix(thing->type, "azapi_"), broken = *thing->type == '\0';
		notes->skipped += !azure && !broken && !thing->data;
		if (thing->data || (!azure && !broken))
			continue;
		er_build_push(arena, &out, broken ? er_build_null(&place) : resource_of(&walk, thing));
		g_ptr_array_add(notes->pointers, g_strdup(thing->pointer));
	}
	gather_routes(&walk, &out);
	close_walk(&walk);
	return out;
}

void er_terraform_notes_clear(ErTerraformNotes *notes)
{
	g_ptr_array_unref(notes->pointers);
}
