/*
 * A template is a program; what it would deploy is worked out here. Each deployment (the root, and every nested one) is a frame: its
 * template, the values of its parameters, where it deploys to. The declared resources of a frame become entries, one per turn of a
 * copy, evaluated when somebody asks: reference() of another entry may ask before its turn comes, and one that asks for itself gets an
 * unknown. Nested templates of scope "outer" read the parameters and variables of the frame around them.
 *
 * Bounds: steps and memory (expression.h), entries, turns of a copy, frames within frames. Source: Microsoft Learn, "Understand the
 * structure and syntax of ARM templates", "Resource iteration", "Using linked and nested templates".
 */
#include "template.h"

#include "arm.h"
#include "functions.h"

#include <string.h>

enum { MOST_STEPS = 1000000, MOST_ENTRIES = 20000, MOST_TURNS = 10000, MOST_FRAMES = 16, MOST_RENDERED = 1000000, ENTRIES_PER_STEP = 2 };
static const size_t most_bytes = 256u << 20;

typedef struct Frame Frame;
typedef struct Entry Entry;

typedef struct { const char *name; uint32_t index; } Turn;

struct Entry {
	const ErValue *declared;
	const char *symbol;          /* "" without symbolic names */
	Entry *parent;               /* of a child in an embedded array */
	Turn turn; bool has_turn;
	enum { WAITING, BUSY, READY } state;
	ErTruth exists;
	const char *condition;       /* label, when unknown */
	bool existing;
	const char *type, *name, *id;
	ErValue whole;
	Frame *nested;
};

struct Frame {
	Frame *names;                /* whose parameters and variables are read: itself, or the one around it */
	const ErValue *template;
	ErValue given;               /* {"name": {"value": …}} */
	GHashTable *memo;            /* "p:name", "v:name" → ErValue *; to NULL while being worked out */
	GPtrArray *entries;
	GArray *turns;               /* of Turn: the copies around what is being evaluated */
	const char *subscription, *group, *deployment;
	uint32_t depth;
};

typedef struct {
	ErEval eval;
	ErCallee callee;
	Frame *frame;
	GPtrArray *frames;           /* all of them, to be freed */
	GHashTable *open;            /* names of parameters without a value */
	ErTemplateNotes *notes;
	uint32_t n_entries, n_rendered;
	ErValue out;
} Walk;

static ErValue eval_tree(Walk *walk, const ErValue *value);
static void settle(Walk *walk, Frame *frame, Entry *entry);

/* ---- frames ---- */

static void free_frame(void *data)
{
	Frame *frame = data;

	g_hash_table_destroy(frame->memo);
	g_ptr_array_free(frame->entries, TRUE);
	g_array_free(frame->turns, TRUE);
	g_free(frame);
}

static Frame *new_frame(Walk *walk, const ErValue *template, Frame *around, bool inner)
{
	Frame *frame = g_new0(Frame, 1);

	*frame = (Frame){
		.names = inner || around == NULL ? frame : around->names, .template = template, .memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.entries = g_ptr_array_new_with_free_func(g_free), .turns = g_array_new(FALSE, FALSE, sizeof(Turn)),
		.subscription = around != NULL ? around->subscription : "\x01subscription\x02", .group = around != NULL ? around->group : "\x01resource-group\x02",
		.deployment = "deployment", .depth = around != NULL ? around->depth + 1 : 0,
	};
	if (!inner && around != NULL)
		g_array_append_vals(frame->turns, around->turns->data, around->turns->len);
	g_ptr_array_add(walk->frames, frame);
	return frame;
}

static const char *kept(Walk *walk, const char *text)
{
	return er_arena_strndup(walk->eval.arena, text, strlen(text));
}

/* ---- parameters and variables ---- */

static bool is_secure(const ErValue *declared)
{
	const char *type = er_value_text(declared, "type");

	return type != NULL && g_ascii_strncasecmp(type, "secure", 6) == 0;
}

static ErValue parameter_value(Walk *walk, Frame *frame, const char *name, const ErBuildPlace *place)
{
	const ErValue *declared = er_value_member(er_value_get(frame->template, "parameters"), name), *given = er_value_member(&frame->given, name), *value = er_value_member(given, "value");
	const ErValue *fallback = er_value_member(declared, "defaultValue");

	if (is_secure(declared))
		return er_unknown(&walk->eval, place, name);
	if (value != NULL)
		return *value;
	if (fallback != NULL && er_value_member(given, "reference") == NULL)
		return eval_tree(walk, fallback);
	/* Bicep: a parameter that may be null and is not given is null. */
	bool nullable = false;
	if (declared != NULL && er_value_bool(declared, "nullable", &nullable) && nullable && given == NULL)
		return er_build_null(place);
	if (frame->depth == 0 && g_hash_table_add(walk->open, (char *)kept(walk, name)))
		g_ptr_array_add(walk->notes->open_parameters, g_strdup(name));
	return er_unknown(&walk->eval, place, name);
}

static ErValue copied(Walk *walk, const ErValue *copy, const char *name, const ErValue *input);

/* "variables": {"copy": [{"name": …, "count": …, "input": …}]} */
static const ErValue *copied_variable(const ErValue *variables, const char *name)
{
	const ErValue *copies = er_value_member(variables, "copy");

	for (uint32_t i = 0; i < er_value_count(copies, NULL); i++) {
		const char *own = er_value_text(&copies->u.items[i], "name");
		if (own != NULL && g_ascii_strcasecmp(own, name) == 0)
			return &copies->u.items[i];
	}
	return NULL;
}

static ErValue variable_value(Walk *walk, Frame *frame, const char *name, const ErBuildPlace *place)
{
	const ErValue *variables = er_value_get(frame->template, "variables"), *declared = er_value_member(variables, name), *copy = copied_variable(variables, name);

	if (copy != NULL)
		return copied(walk, copy, er_value_text(copy, "name"), er_value_member(copy, "input"));
	return declared != NULL ? eval_tree(walk, declared) : er_unknown(&walk->eval, place, name);
}

/* Once per frame; one that needs itself is unknown. Worked out outside of any copy, in the frame whose it is. */
static ErValue named(Walk *walk, char kind, const ErValue *name, const ErBuildPlace *place)
{
	Frame *frame = walk->frame->names, *before = walk->frame;
	gpointer memo = NULL;

	if (name->kind != ER_VALUE_STRING || er_is_unknown(name))
		return er_unknown(&walk->eval, place, kind == 'p' ? "parameters" : "variables");
	g_autofree char *lower = g_ascii_strdown(name->u.text, -1);
	g_autofree char *key = g_strdup_printf("%c:%s", kind, lower);
	if (g_hash_table_lookup_extended(frame->memo, key, NULL, &memo) && memo == NULL) {
		g_autofree char *error = g_strdup_printf("%s '%s' needs itself", kind == 'p' ? "parameter" : "variable", name->u.text);
		er_eval_note_error(&walk->eval, place->line, error);
	}
	if (g_hash_table_lookup_extended(frame->memo, key, NULL, &memo))
		return memo != NULL ? *(ErValue *)memo : er_unknown(&walk->eval, place, name->u.text);
	g_hash_table_insert(frame->memo, g_strdup(key), NULL);
	guint turns = frame->turns->len;
	walk->frame = frame;
	ErValue *value = er_arena_alloc(walk->eval.arena, sizeof *value);
	*value = kind == 'p' ? parameter_value(walk, frame, name->u.text, place) : variable_value(walk, frame, name->u.text, place);
	walk->frame = before;
	g_array_set_size(frame->turns, turns);
	g_hash_table_insert(frame->memo, g_steal_pointer(&key), value);
	return *value;
}

/* ---- copies ---- */

static uint32_t turns_of(Walk *walk, const ErValue *count)
{
	ErValue value = count != NULL ? er_expression_eval(&walk->eval, count) : (ErValue){ .kind = ER_VALUE_NULL };
	uint32_t n = 0;

	if (!er_value_uint(&value, NULL, &n))
		return 1;   /* unknown: one stands for all */
	if (n > MOST_TURNS)
		walk->notes->bounded = true;
	return MIN(n, MOST_TURNS);
}

static ErValue copied(Walk *walk, const ErValue *copy, const char *name, const ErValue *input)
{
	const ErBuildPlace place = er_build_place(copy);
	ErValue out = er_build_array(&place);
	uint32_t n = turns_of(walk, er_value_member(copy, "count"));

	for (uint32_t i = 0; input != NULL && i < n && er_eval_spend(&walk->eval, 1); i++) {
		const Turn turn = { name != NULL ? name : "", i };
		g_array_append_val(walk->frame->turns, turn);
		er_build_push(walk->eval.arena, &out, eval_tree(walk, input));
		g_array_set_size(walk->frame->turns, walk->frame->turns->len - 1);
	}
	return out;
}

static void add_copies(Walk *walk, ErValue *out, const ErValue *copies)
{
	for (uint32_t i = 0; i < copies->n; i++) {
		const ErValue *copy = &copies->u.items[i];
		const char *name = er_value_text(copy, "name");
		if (name != NULL)
			er_build_append(walk->eval.arena, out, name, copied(walk, copy, name, er_value_member(copy, "input")));
	}
}

/* Every expression in @value; a list under "copy" becomes the properties it describes. */
static ErValue eval_tree(Walk *walk, const ErValue *value)
{
	const ErBuildPlace place = er_build_place(value);
	ErValue out = *value;

	if (value->kind == ER_VALUE_STRING)
		return er_expression_eval(&walk->eval, value);
	if (walk->eval.depth > 150 || !er_eval_spend(&walk->eval, 1))
		return er_unknown(&walk->eval, &place, "too deep");
	walk->eval.depth++;
	if (value->kind == ER_VALUE_ARRAY) {
		out = er_build_array(&place);
		for (uint32_t i = 0; i < value->n; i++)
			er_build_push(walk->eval.arena, &out, eval_tree(walk, &value->u.items[i]));
	} else if (value->kind == ER_VALUE_OBJECT) {
		out = er_build_object(&place);
		for (uint32_t i = 0; i < value->n; i++) {
			const ErMember *member = &value->u.members[i];
			if (strcmp(member->key, "copy") == 0 && member->value.kind == ER_VALUE_ARRAY)
				add_copies(walk, &out, &member->value);
			else
				er_build_append(walk->eval.arena, &out, member->key, eval_tree(walk, &member->value));
		}
	}
	walk->eval.depth--;
	return out;
}

/* ---- ids ---- */

static ErValue text_value(Walk *walk, const ErBuildPlace *place, const GString *text)
{
	return er_build_text(walk->eval.arena, place, text->str);
}

/* "/Microsoft.Network/virtualNetworks/a/subnets/b" of a type and the names of its segments. */
static void add_provider(GString *id, const char *type, const char *const *names, uint32_t n)
{
	g_auto(GStrv) segments = g_strsplit(type, "/", -1);
	uint32_t at = 0;

	g_string_append_printf(id, "/providers/%s", segments[0]);
	for (char **segment = segments + (segments[0] != NULL); *segment != NULL; segment++)
		if (**segment != '\0')
			g_string_append_printf(id, "/%s/%s", *segment, at < n ? names[at++] : "");
}

static void add_names(GPtrArray *names, const char *text)
{
	g_auto(GStrv) pieces = g_strsplit(text, "/", -1);

	for (char **piece = pieces; *piece != NULL; piece++)
		g_ptr_array_add(names, g_strdup(*piece));
}

static char *id_of(const Frame *frame, const char *subscription, const char *group, const char *type, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) id = g_string_new(NULL);

	add_names(names, name);
	g_string_append_printf(id, "/subscriptions/%s", subscription != NULL ? subscription : frame->subscription);
	g_string_append_printf(id, "/resourceGroups/%s", group != NULL ? group : frame->group);
	add_provider(id, type, (const char *const *)names->pdata, names->len);
	return g_string_free(g_steal_pointer(&id), FALSE);
}

/* resourceId([subscription], [group], type, name …) and its kin: the type is the first argument with a slash in it. */
static ErValue resource_id(Walk *walk, const ErValue *args, uint32_t n, const ErBuildPlace *place, bool with_group, bool with_subscription, const char *base)
{
	uint32_t at = base != NULL ? 1 : 0, first = at;
	g_autoptr(GString) id = g_string_new(base), names = g_string_new(NULL);

	for (uint32_t i = 0; i < n; i++)
		if (args[i].kind != ER_VALUE_STRING)
			return er_unknown(&walk->eval, place, "resourceId");
	while (at < n && (er_is_unknown(&args[at]) || strchr(args[at].u.text, '/') == NULL))
		at++;
	if (at == n)
		return er_unknown(&walk->eval, place, "resourceId");
	for (uint32_t i = at + 1; i < n; i++)
		g_string_append_printf(names, "%s%s", i > at + 1 ? "/" : "", args[i].u.text);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	add_names(list, names->str);
	uint32_t before = at - first;
	if (with_subscription)
		g_string_append_printf(id, "/subscriptions/%s", before > (with_group ? 1u : 0u) ? args[0].u.text : walk->frame->subscription);
	if (with_group)
		g_string_append_printf(id, "/resourceGroups/%s", before > 0 ? args[at - 1].u.text : walk->frame->group);
	add_provider(id, args[at].u.text, (const char *const *)list->pdata, list->len);
	return text_value(walk, place, id);
}

/* ---- what the deployment is ---- */

static ErValue object_with(Walk *walk, const ErBuildPlace *place, const char *const *keys, const char *const *texts, uint32_t n)
{
	ErValue out = er_build_object(place);

	for (uint32_t i = 0; i < n; i++)
		er_build_append(walk->eval.arena, &out, keys[i], er_build_text(walk->eval.arena, place, texts[i]));
	return out;
}

static ErValue group_object(Walk *walk, const ErBuildPlace *place)
{
	g_autofree char *id = g_strdup_printf("/subscriptions/%s/resourceGroups/%s", walk->frame->subscription, walk->frame->group);

	return object_with(walk, place, (const char *const[]){ "id", "name", "location" }, (const char *const[]){ id, walk->frame->group, "\x01location\x02" }, 3);
}

static ErValue subscription_object(Walk *walk, const ErBuildPlace *place)
{
	g_autofree char *id = g_strdup_printf("/subscriptions/%s", walk->frame->subscription);

	return object_with(walk, place, (const char *const[]){ "id", "subscriptionId", "tenantId", "displayName" }, (const char *const[]){ id, walk->frame->subscription, "\x01tenant\x02", "\x01subscription name\x02" }, 4);
}

static ErValue deployment_object(Walk *walk, const ErBuildPlace *place)
{
	return object_with(walk, place, (const char *const[]){ "name", "location" }, (const char *const[]){ walk->frame->deployment, "\x01location\x02" }, 2);
}

static ErValue copy_index(const Walk *walk, ErEval *eval, const ErValue *args, uint32_t n, const ErBuildPlace *place)
{
	const GArray *turns = walk->frame->turns;
	const char *name = n > 0 && args[0].kind == ER_VALUE_STRING ? args[0].u.text : NULL;
	uint32_t offset = 0, at = turns->len;

	if (n > 0)
		er_value_uint(&args[n - 1], NULL, &offset);
	while (at > 0 && name != NULL && g_ascii_strcasecmp(g_array_index(turns, Turn, at - 1).name, name) != 0)
		at--;
	if (at == 0)
		return er_unknown(eval, place, "copyIndex");
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, (guint64)g_array_index(turns, Turn, at - 1).index + offset);
	return er_build_number(eval->arena, place, digits);
}

/* ---- reference ---- */

/* Ids of a template begin alike and differ at their end: that is looked at first. */
static bool same_name(const char *a, const char *b)
{
	size_t n = strlen(a);

	return strlen(b) == n && (n == 0 || g_ascii_tolower(a[n - 1]) == g_ascii_tolower(b[n - 1])) && g_ascii_strcasecmp(a, b) == 0;
}

static bool is_called(const Entry *entry, const char *text)
{
	if (*entry->symbol != '\0') {
		g_autofree char *indexed = entry->has_turn ? g_strdup_printf("%s[%u]", entry->symbol, entry->turn.index) : NULL;
		if (strcmp(entry->symbol, text) == 0 || (indexed != NULL && strcmp(indexed, text) == 0))
			return true;
	}
	const char *own = entry->state == READY ? entry->id : NULL, *slash = strrchr(text, '/');
	return own != NULL && (same_name(own, text) || (slash == NULL && same_name(entry->name, text)));
}

static Entry *entry_called(Walk *walk, Frame *frame, const char *text)
{
	if (!er_eval_spend(&walk->eval, frame->entries->len / ENTRIES_PER_STEP))
		return NULL;
	for (guint i = 0; i < frame->entries->len; i++)
		if (*((Entry *)frame->entries->pdata[i])->symbol != '\0' && is_called(frame->entries->pdata[i], text))
			return frame->entries->pdata[i];
	for (guint i = 0; i < frame->entries->len; i++) {
		settle(walk, frame, frame->entries->pdata[i]);
		if (is_called(frame->entries->pdata[i], text))
			return frame->entries->pdata[i];
	}
	return NULL;
}

static ErValue outputs_of(Walk *walk, Frame *nested, const ErBuildPlace *place)
{
	const ErValue *outputs = er_value_get(nested->template, "outputs");
	ErValue out = er_build_object(place), whole = er_build_object(place);
	Frame *before = walk->frame;

	walk->frame = nested;
	for (uint32_t i = 0; outputs != NULL && outputs->kind == ER_VALUE_OBJECT && i < outputs->n; i++) {
		const ErValue *declared = &outputs->u.members[i].value, *value = er_value_member(declared, "value"), *copy = er_value_member(declared, "copy");
		ErValue one = er_build_object(place);
		if (copy != NULL)
			er_build_append(walk->eval.arena, &one, "value", copied(walk, copy, "", er_value_member(copy, "input")));
		else if (value != NULL && !is_secure(declared))
			er_build_append(walk->eval.arena, &one, "value", eval_tree(walk, value));
		er_build_append(walk->eval.arena, &out, outputs->u.members[i].key, one);
	}
	walk->frame = before;
	er_build_append(walk->eval.arena, &whole, "outputs", out);
	return whole;
}

static ErValue reference(Walk *walk, const ErValue *args, uint32_t n, const ErBuildPlace *place)
{
	if (n == 0 || args[0].kind != ER_VALUE_STRING)
		return er_unknown(&walk->eval, place, "reference");
	Frame *frame = walk->frame;
	Entry *entry = entry_called(walk, frame, args[0].u.text);
	g_autofree char *shown = er_unknown_shown(args[0].u.text);
	const char *label = strrchr(shown, '/') != NULL ? strrchr(shown, '/') + 1 : shown;
	if (entry == NULL || entry->state == BUSY)
		return er_unknown(&walk->eval, place, label);
	settle(walk, frame, entry);
	if (entry->nested != NULL)
		return outputs_of(walk, entry->nested, place);
	const ErValue *properties = er_value_member(&entry->whole, "properties");
	bool full = n > 2 && args[2].kind == ER_VALUE_STRING && g_ascii_strcasecmp(args[2].u.text, "full") == 0;
	return entry->existing || properties == NULL ? er_unknown(&walk->eval, place, label) : full ? entry->whole : *properties;
}

/* ---- user-defined functions ---- */

/* "namespace.name": its parameters stand for the arguments, its output is the value. */
static bool user_function(Walk *walk, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out)
{
	const ErValue *spaces = er_value_get(walk->frame->names->template, "functions");
	const char *dot = strchr(name, '.');

	for (uint32_t i = 0; dot != NULL && i < er_value_count(spaces, NULL); i++) {
		const char *space = er_value_text(&spaces->u.items[i], "namespace");
		const ErValue *function = er_value_member(er_value_get(&spaces->u.items[i], "members"), dot + 1);
		if (space == NULL || function == NULL || strlen(space) != (size_t)(dot - name) || g_ascii_strncasecmp(space, name, strlen(space)) != 0 || walk->eval.depth > 100)
			continue;
		const ErValue *parameters = er_value_get(function, "parameters"), *value = er_value_get(function, "output.value");
		ErValue given = er_build_object(place), *template = er_arena_alloc(walk->eval.arena, sizeof *template);
		for (uint32_t k = 0; k < er_value_count(parameters, NULL) && k < n; k++) {
			ErValue one = er_build_object(place);
			er_build_append(walk->eval.arena, &one, "value", args[k]);
			if (er_value_text(&parameters->u.items[k], "name") != NULL)
				er_build_append(walk->eval.arena, &given, er_value_text(&parameters->u.items[k], "name"), one);
		}
		*template = er_build_object(place);
		Frame *before = walk->frame, *frame = new_frame(walk, template, before, true);
		frame->given = given;
		walk->frame = frame;
		*out = value != NULL ? eval_tree(walk, value) : er_unknown(&walk->eval, place, name);
		walk->frame = before;
		return true;
	}
	return false;
}

/* ---- the functions of a deployment ---- */

typedef enum {
	F_PARAMETERS, F_VARIABLES, F_COPY_INDEX, F_RESOURCE_GROUP, F_SUBSCRIPTION, F_DEPLOYMENT, F_RESOURCE_ID, F_SUBSCRIPTION_ID, F_TENANT_ID, F_EXTENSION_ID, F_REFERENCE, F_RUN_TIME
} Function;

static const struct { const char *name; Function function; } names[] = {
	{ "parameters", F_PARAMETERS }, { "variables", F_VARIABLES }, { "copyIndex", F_COPY_INDEX }, { "resourceGroup", F_RESOURCE_GROUP }, { "subscription", F_SUBSCRIPTION },
	{ "deployment", F_DEPLOYMENT }, { "resourceId", F_RESOURCE_ID }, { "subscriptionResourceId", F_SUBSCRIPTION_ID }, { "tenantResourceId", F_TENANT_ID },
	{ "extensionResourceId", F_EXTENSION_ID }, { "reference", F_REFERENCE }, { "references", F_RUN_TIME }, { "tenant", F_RUN_TIME }, { "managementGroup", F_RUN_TIME },
	{ "managementGroupResourceId", F_RUN_TIME }, { "environment", F_RUN_TIME }, { "providers", F_RUN_TIME }, { "pickZones", F_RUN_TIME }, { "getSecret", F_RUN_TIME }, { "deployer", F_RUN_TIME },
};

static bool call(void *data, ErEval *eval, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out)
{
	Walk *walk = data;
	size_t i = 0;

	while (i < G_N_ELEMENTS(names) && !er_same_word(names[i].name, name))
		i++;
	if (i == G_N_ELEMENTS(names)) {
		if (g_ascii_strncasecmp(name, "list", 4) != 0)
			return user_function(walk, name, args, n, place, out);
		*out = er_unknown(eval, place, name);   /* listKeys … */
		return true;
	}
	switch (names[i].function) {
	case F_PARAMETERS: case F_VARIABLES: *out = n == 1 ? named(walk, names[i].function == F_PARAMETERS ? 'p' : 'v', &args[0], place) : er_unknown(eval, place, name); break;
	case F_COPY_INDEX: *out = copy_index(walk, eval, args, n, place); break;
	case F_RESOURCE_GROUP: *out = group_object(walk, place); break;
	case F_SUBSCRIPTION: *out = subscription_object(walk, place); break;
	case F_DEPLOYMENT: *out = deployment_object(walk, place); break;
	case F_RESOURCE_ID: *out = resource_id(walk, args, n, place, true, true, NULL); break;
	case F_SUBSCRIPTION_ID: *out = resource_id(walk, args, n, place, false, true, NULL); break;
	case F_TENANT_ID: *out = resource_id(walk, args, n, place, false, false, NULL); break;
	case F_EXTENSION_ID: *out = n > 1 && args[0].kind == ER_VALUE_STRING ? resource_id(walk, args, n, place, false, false, args[0].u.text) : er_unknown(eval, place, name); break;
	case F_REFERENCE: *out = reference(walk, args, n, place); break;
	case F_RUN_TIME: *out = er_unknown(eval, place, name); break;
	}
	return true;
}

/* ---- entries ---- */

static void declare(Walk *walk, Frame *frame, const ErValue *declared, const char *symbol, Entry *parent);

static void declare_turn(Walk *walk, Frame *frame, const ErValue *declared, const char *symbol, Entry *parent, const Turn *turn)
{
	Entry *entry = g_new0(Entry, 1);
	const ErValue *children = er_value_get(declared, "resources");

	if (++walk->n_entries > MOST_ENTRIES) {
		walk->notes->bounded = true;
		g_free(entry);
		return;
	}
	*entry = (Entry){ .declared = declared, .symbol = symbol, .parent = parent, .has_turn = turn != NULL, .type = "", .name = "", .id = "" };
	if (turn != NULL)
		entry->turn = *turn;
	g_ptr_array_add(frame->entries, entry);
	for (uint32_t i = 0; i < er_value_count(children, NULL); i++)
		declare(walk, frame, &children->u.items[i], "", entry);
}

static void declare(Walk *walk, Frame *frame, const ErValue *declared, const char *symbol, Entry *parent)
{
	const ErValue *copy = er_value_get(declared, "copy");

	if (declared->kind != ER_VALUE_OBJECT || walk->n_entries > MOST_ENTRIES)
		return;
	if (copy == NULL) {
		declare_turn(walk, frame, declared, symbol, parent, NULL);
		return;
	}
	uint32_t n = turns_of(walk, er_value_member(copy, "count"));
	for (uint32_t i = 0; i < n; i++) {
		const Turn turn = { er_value_text(copy, "name") != NULL ? er_value_text(copy, "name") : "", i };
		declare_turn(walk, frame, declared, symbol, parent, &turn);
	}
}

static void declare_all(Walk *walk, Frame *frame)
{
	const ErValue *resources = er_value_get(frame->template, "resources");
	Frame *before = walk->frame;

	walk->frame = frame;
	for (uint32_t i = 0; i < er_value_count(resources, NULL); i++)
		declare(walk, frame, &resources->u.items[i], "", NULL);
	for (uint32_t i = 0; resources != NULL && resources->kind == ER_VALUE_OBJECT && i < resources->n; i++)
		declare(walk, frame, &resources->u.members[i].value, resources->u.members[i].key, NULL);
	walk->frame = before;
}

/* A member of the declaration as text; "" when it is none. */
static const char *declared_text(Walk *walk, const Entry *entry, const char *key)
{
	const ErValue *declared = er_value_member(entry->declared, key);
	ErValue value = declared != NULL ? er_expression_eval(&walk->eval, declared) : (ErValue){ .kind = ER_VALUE_NULL };

	return value.kind == ER_VALUE_STRING || value.kind == ER_VALUE_NUMBER ? value.u.text : "";
}

static void find_condition(Walk *walk, Entry *entry)
{
	const ErValue *declared = er_value_member(entry->declared, "condition");
	bool existing = false;

	entry->exists = ER_TRUTH_TRUE;
	entry->existing = er_value_bool(entry->declared, "existing", &existing) && existing;
	if (declared != NULL) {
		ErValue value = er_expression_eval(&walk->eval, declared);
		entry->exists = er_truth(&value);
		g_autofree char *label = value.kind == ER_VALUE_STRING ? er_unknown_shown(value.u.text) : g_strdup("condition");
		entry->condition = kept(walk, label);
	}
	if (entry->parent != NULL && entry->parent->exists != ER_TRUTH_TRUE && entry->exists != ER_TRUTH_FALSE) {
		entry->exists = entry->parent->exists;
		entry->condition = entry->parent->condition;
	}
}

/* What an extension resource (a lock, a diagnostic setting) extends: a full id, or type and name within the group. (transfer full): NULL: none, or not known */
static char *scope_of(Walk *walk, const Frame *frame, const Entry *entry)
{
	const char *scope = declared_text(walk, entry, "scope");
	g_auto(GStrv) segments = g_strsplit(scope, "/", -1);
	guint n = g_strv_length(segments);
	g_autoptr(GString) type = g_string_new(n > 0 ? segments[0] : ""), named = g_string_new(NULL);

	if (*scope == '/')
		return strlen(scope) > 1 ? g_strdup(scope) : NULL;
	if (n < 3 || n % 2 == 0 || *scope == '{')
		return NULL;
	for (guint i = 1; i + 1 < n; i += 2) {
		g_string_append_printf(type, "/%s", segments[i]);
		g_string_append_printf(named, "%s%s", i > 1 ? "/" : "", segments[i + 1]);
	}
	return id_of(frame, NULL, NULL, type->str, named->str);
}

/* Id below what it extends; of something that the template does not tell, below that very text: then it is of no resource of the input. */
static char *extension_id(Walk *walk, const Frame *frame, const Entry *entry, const char *type, const char *name)
{
	g_autofree char *scope = scope_of(walk, frame, entry);
	g_autoptr(GString) id = g_string_new(scope);
	g_auto(GStrv) named = g_strsplit(name, "/", -1);

	if (scope == NULL)
		g_string_append_printf(id, "/subscriptions/%s/resourceGroups/%s/providers/{scope}/{scope}/{scope}", frame->subscription, frame->group);
	add_provider(id, type, (const char *const *)named, g_strv_length(named));
	return g_string_free(g_steal_pointer(&id), FALSE);
}

/* Type and name: of a child in an embedded array below those of its parent, unless it has its full ones. */
static void find_id(Walk *walk, const Frame *frame, Entry *entry)
{
	const char *type = declared_text(walk, entry, "type"), *name = declared_text(walk, entry, "name");
	bool relative = entry->parent != NULL && strchr(type, '/') == NULL;
	g_autofree char *full_type = relative ? g_strdup_printf("%s/%s", entry->parent->type, type) : g_strdup(type);
	g_autofree char *full_name = relative && strchr(name, '/') == NULL ? g_strdup_printf("%s/%s", entry->parent->name, name) : g_strdup(name);
	const char *subscription = declared_text(walk, entry, "subscriptionId"), *group = declared_text(walk, entry, "resourceGroup");
	/* "Microsoft.Network/x@2023-01-01" is Terraform's and Bicep's spelling. */
	full_type[strcspn(full_type, "@")] = '\0';
	bool extends = er_value_member(entry->declared, "scope") != NULL && g_ascii_strcasecmp(full_type, "Microsoft.Resources/deployments") != 0;
	g_autofree char *id = extends ? extension_id(walk, frame, entry, full_type, full_name)
	                              : id_of(frame, *subscription != '\0' ? subscription : NULL, *group != '\0' ? group : NULL, full_type, full_name);

	entry->type = kept(walk, full_type);
	entry->name = kept(walk, full_name);
	entry->id = kept(walk, id);
}

static void open_nested(Walk *walk, Frame *frame, Entry *entry)
{
	const ErValue *properties = er_value_member(entry->declared, "properties"), *template = er_value_member(properties, "template"), *parameters = er_value_member(properties, "parameters");
	const char *scope = er_value_text(properties, "expressionEvaluationOptions.scope");
	bool inner = scope != NULL && g_ascii_strcasecmp(scope, "inner") == 0;

	if (er_value_get(properties, "templateLink") != NULL) {
		if (walk->notes->links++ == 0)
			walk->notes->link_line = entry->declared->line;
		return;
	}
	if (template == NULL || template->kind != ER_VALUE_OBJECT || frame->depth + 1 > MOST_FRAMES) {
		walk->notes->bounded = walk->notes->bounded || template != NULL;
		return;
	}
	const char *subscription = declared_text(walk, entry, "subscriptionId"), *group = declared_text(walk, entry, "resourceGroup");
	Frame *nested = new_frame(walk, template, frame, inner);
	if (*subscription != '\0')
		nested->subscription = subscription;
	if (*group != '\0')
		nested->group = group;
	nested->deployment = entry->name;
	if (inner && parameters != NULL)
		nested->given = eval_tree(walk, parameters);
	declare_all(walk, nested);
	entry->nested = nested;
}

static bool is_deployment(const Entry *entry)
{
	return g_ascii_strcasecmp(entry->type, "Microsoft.Resources/deployments") == 0;
}

/* id, name, type and the rest of what a resource is. */
static void build_whole(Walk *walk, Entry *entry)
{
	static const char *const own[] = { "condition", "copy", "dependsOn", "apiVersion", "comments", "existing", "resources", "scope", "type", "name", "subscriptionId", "resourceGroup", "metadata", "asserts" };
	const ErBuildPlace place = er_build_place(entry->declared);
	const char *slash = strrchr(entry->name, '/');
	ErValue whole = er_build_object(&place);

	er_build_append(walk->eval.arena, &whole, "id", er_build_text(walk->eval.arena, &place, entry->id));
	er_build_append(walk->eval.arena, &whole, "name", er_build_text(walk->eval.arena, &place, slash != NULL ? slash + 1 : entry->name));
	er_build_append(walk->eval.arena, &whole, "type", er_build_text(walk->eval.arena, &place, entry->type));
	for (uint32_t i = 0; i < entry->declared->n; i++) {
		const ErMember *member = &entry->declared->u.members[i];
		bool skip = false;
		for (size_t k = 0; k < G_N_ELEMENTS(own); k++)
			skip = skip || er_same_word(member->key, own[k]);
		if (!skip)
			er_build_append(walk->eval.arena, &whole, member->key, eval_tree(walk, &member->value));
	}
	if (er_value_member(&whole, "properties") == NULL)
		er_build_append(walk->eval.arena, &whole, "properties", er_build_object(&place));
	entry->whole = whole;
}

static void settle(Walk *walk, Frame *frame, Entry *entry)
{
	Frame *before = walk->frame;

	if (entry->state != WAITING)
		return;
	if (entry->parent != NULL)
		settle(walk, frame, entry->parent);
	entry->state = BUSY;
	walk->frame = frame;
	guint turns = frame->turns->len;
	if (entry->parent != NULL && entry->parent->has_turn)
		g_array_append_val(frame->turns, entry->parent->turn);
	if (entry->has_turn)
		g_array_append_val(frame->turns, entry->turn);
	find_condition(walk, entry);
	find_id(walk, frame, entry);
	if (entry->exists != ER_TRUTH_FALSE && is_deployment(entry))
		open_nested(walk, frame, entry);
	else if (entry->exists != ER_TRUTH_FALSE && !entry->existing)
		build_whole(walk, entry);
	g_array_set_size(frame->turns, turns);
	walk->frame = before;
	entry->state = READY;
}

/* ---- what comes out ---- */

/* Unknown text shows its labels where it names something; elsewhere there is no value. Shared parts are spelled out, so their number is bounded. */
static ErValue rendered(Walk *walk, const ErValue *value, const char *key, unsigned depth)
{
	const ErBuildPlace place = er_build_place(value);
	ErValue out = *value;

	if (walk->n_rendered >= MOST_RENDERED)
		walk->notes->bounded = true;
	if (er_is_lambda(value) || depth > 200 || walk->n_rendered++ >= MOST_RENDERED)
		return er_build_null(&place);
	if (value->kind == ER_VALUE_ARRAY) {
		out = er_build_array(&place);
		for (uint32_t i = 0; i < value->n; i++)
			er_build_push(walk->eval.arena, &out, rendered(walk, &value->u.items[i], "", depth + 1));
	} else if (value->kind == ER_VALUE_OBJECT) {
		out = er_build_object(&place);
		for (uint32_t i = 0; i < value->n; i++) {
			g_autofree char *shown = er_unknown_shown(value->u.members[i].key);
			er_build_append(walk->eval.arena, &out, shown, rendered(walk, &value->u.members[i].value, shown, depth + 1));
		}
	} else if (er_is_unknown(value)) {
		bool names_it = er_same_word(key, "id") || er_same_word(key, "name") || g_str_has_prefix(value->u.text, "/subscriptions/");
		g_autofree char *shown = er_unknown_shown(value->u.text);
		walk->notes->unknown += !names_it;
		out = names_it ? er_build_text(walk->eval.arena, &place, shown) : er_build_null(&place);
	}
	return out;
}

/* A reference that is unknown as a whole still names one thing: it gets an id of the type that must stand there. */
static void name_reference(Walk *walk, ErValue *value, const char *path, ErResourceKind to)
{
	const char *step = strstr(path, "[].");

	if (step != NULL) {
		g_autofree char *head = g_strndup(path, (gsize)(step - path));
		const ErValue *array = er_value_get(value, head);
		for (uint32_t i = 0; i < er_value_count(array, NULL); i++)
			name_reference(walk, &array->u.items[i], step + 3, to);
		return;
	}
	ErValue *at = (ErValue *)er_value_get(value, path);
	ErValue *id = at != NULL && at->kind == ER_VALUE_OBJECT ? (ErValue *)er_value_get(at, "id") : at;
	if (id == NULL || id->kind != ER_VALUE_STRING || id->n == 0 || id->u.text[0] != '{')
		return;
	const ErBuildPlace place = er_build_place(id);
	g_autofree char *label = g_strdelimit(g_strdup(id->u.text), "/", '-');
	*id = er_build_textf(walk->eval.arena, &place, "/subscriptions/{subscription}/resourceGroups/{resource-group}/providers/%s/%s", er_resource_type_name(to), label);
}

static void name_references(Walk *walk, ErValue *resource)
{
	g_autofree char *type = g_ascii_strdown(er_value_text(resource, "type") != NULL ? er_value_text(resource, "type") : "", -1);
	ErResourceKind kind = er_arm_kind(type);
	uint32_t n;
	const ErReference *references = er_arm_references(&n);

	for (uint32_t i = 0; i < n; i++)
		if (references[i].from == kind)
			name_reference(walk, resource, references[i].path, references[i].to);
}

static void emit(Walk *walk, Frame *frame, const char *condition)
{
	for (guint i = 0; i < frame->entries->len; i++) {
		Entry *entry = frame->entries->pdata[i];
		settle(walk, frame, entry);
		const char *open = entry->exists == ER_TRUTH_UNKNOWN ? entry->condition : condition;
		if (entry->exists == ER_TRUTH_FALSE) {
			walk->notes->skipped++;
		} else if (entry->nested != NULL) {
			emit(walk, entry->nested, open);
		} else if (!entry->existing && !is_deployment(entry)) {
			ErValue resource = rendered(walk, &entry->whole, "", 0);
			const ErBuildPlace place = er_build_place(&resource);
			name_references(walk, &resource);
			if (open != NULL)
				er_build_append(walk->eval.arena, &resource, ER_TEMPLATE_CONDITIONAL, er_build_text(walk->eval.arena, &place, open));
			walk->notes->conditional += open != NULL;
			walk->notes->resources++;
			er_build_push(walk->eval.arena, &walk->out, resource);
		}
	}
}

/* ---- the door ---- */

static bool has_schema(const ErValue *root, const char *part)
{
	const char *schema = root->kind == ER_VALUE_OBJECT ? er_value_text(root, "$schema") : NULL;
	g_autofree char *lower = schema != NULL ? g_ascii_strdown(schema, -1) : NULL;

	return lower != NULL && strstr(lower, part) != NULL;
}

bool er_template_is(const ErValue *root)
{
	return has_schema(root, "deploymenttemplate.json");
}

bool er_template_is_parameters(const ErValue *root)
{
	return has_schema(root, "deploymentparameters.json");
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void note_functions(const Walk *walk)
{
	GHashTableIter iter;
	gpointer name, count;

	g_hash_table_iter_init(&iter, walk->eval.unknown_functions);
	while (g_hash_table_iter_next(&iter, &name, &count))
		g_ptr_array_add(walk->notes->functions, g_strdup_printf("%s, %u %s", (const char *)name, GPOINTER_TO_UINT(count), GPOINTER_TO_UINT(count) == 1 ? "time" : "times"));
	g_ptr_array_sort(walk->notes->functions, by_text);
	g_ptr_array_sort(walk->notes->open_parameters, by_text);
}

ErValue er_template_resources(ErArena *arena, const ErValue *root, const ErValue *parameters, ErTemplateNotes *notes)
{
	const ErBuildPlace place = er_build_place(root);
	Walk walk = {
		.frames = g_ptr_array_new_with_free_func(free_frame), .open = g_hash_table_new(g_str_hash, g_str_equal), .notes = notes, .out = er_build_array(&place),
	};

	*notes = (ErTemplateNotes){ .open_parameters = g_ptr_array_new_with_free_func(g_free), .functions = g_ptr_array_new_with_free_func(g_free) };
	walk.callee = (ErCallee){ &walk, call };
	er_eval_init(&walk.eval, arena, &walk.callee, er_function_call, MOST_STEPS, most_bytes);
	Frame *frame = new_frame(&walk, root, NULL, true);
	if (parameters != NULL)
		frame->given = *parameters;
	walk.frame = frame;
	declare_all(&walk, frame);
	emit(&walk, frame, NULL);
	note_functions(&walk);
	notes->bounded = notes->bounded || walk.eval.steps > walk.eval.most_steps || er_arena_size(arena) > walk.eval.most_bytes;
	notes->errors = walk.eval.n_errors;
	notes->error_line = walk.eval.error_line;
	memcpy(notes->error, walk.eval.error, sizeof notes->error);
	er_eval_clear(&walk.eval);
	g_hash_table_destroy(walk.open);
	g_ptr_array_free(walk.frames, TRUE);
	return walk.out;
}

void er_template_notes_clear(ErTemplateNotes *notes)
{
	g_ptr_array_free(notes->open_parameters, TRUE);
	g_ptr_array_free(notes->functions, TRUE);
}
