/*
 * What differs between two descriptions of one resource, leaf by leaf. Left out: what changes by itself (etags, counters), what names
 * the resource (its match has decided that), and what Azure writes back from other resources. Items of arrays are known by their name
 * or by what they refer to, so that their order does not matter; arrays of plain values are compared as sets. Texts are compared
 * without regard to case, references by what they were matched to. What one side does not say is no change where it says nothing by
 * nature: an absent value against false or empty, and a declaration (template, plan, what-if) against a deployment.
 */
#include "difference.h"

#include <string.h>

typedef struct {
	ErDifference *diff;
	ErResourceKind kind;
	bool unlike;               /* a declaration on one side, a deployment on the other */
	GArray *rows;              /* of ErDiffProperty */
	uint32_t n_unsaid;
} Walk;

static bool is_one_of(const char *key, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(key, names[i]) == 0)
			return true;
	return false;
}

static bool is_noise(const Walk *walk, const ErValue *object, const char *key)
{
	static const char *const own[] = { "id", "name", "type" };
	static const char *const always[] = {
		"etag", "provisioningState", "resourceGuid", "systemData", "ingressBytesTransferred", "egressBytesTransferred", "gatewayManagerEtag", "lastModifiedBy",
		"stag", "changedTime", "createdTime", "resourceNavigationLinks", "serviceAssociationLinks",
	};
	static const char *const written_back[] = { "ipConfigurations", "ipConfiguration", "privateEndpoints", "subnets", "applicationGatewayIPConfigurations" };
	bool held = walk->kind == ER_RES_SUBNET || walk->kind == ER_RES_PUBLIC_IP || walk->kind == ER_RES_ROUTE_TABLE;

	return *key == '$' || is_one_of(key, always, G_N_ELEMENTS(always)) || (held && is_one_of(key, written_back, G_N_ELEMENTS(written_back))) ||
	       (is_one_of(key, own, G_N_ELEMENTS(own)) && er_value_member(object, "properties") != NULL);
}

/* ---- values as text ---- */

static const char *scalar(const ErValue *value)
{
	switch (value->kind) {
	case ER_VALUE_STRING: case ER_VALUE_NUMBER: return value->u.text;
	case ER_VALUE_TRUE: return "true";
	case ER_VALUE_FALSE: return "false";
	default: return "";
	}
}

static bool is_scalar(const ErValue *value)
{
	return value->kind != ER_VALUE_ARRAY && value->kind != ER_VALUE_OBJECT;
}

static bool is_plain_array(const ErValue *value)
{
	bool plain = value->kind == ER_VALUE_ARRAY;

	for (uint32_t i = 0; plain && i < value->n; i++)
		plain = is_scalar(&value->u.items[i]);
	return plain;
}

static int by_text(const void *a, const void *b)
{
	return g_ascii_strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): a scalar, or the values of a plain array in order; a reference as it is spelled */
static char *shown(const ErValue *value)
{
	if (is_scalar(value))
		return g_strdup(scalar(value));
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	for (uint32_t i = 0; i < value->n; i++)
		g_ptr_array_add(texts, (char *)scalar(&value->u.items[i]));
	g_ptr_array_sort(texts, by_text);
	g_ptr_array_add(texts, NULL);
	return g_strjoinv(", ", (char **)texts->pdata);
}

static bool same_text(const Walk *walk, const char *before, const char *after)
{
	if (g_ascii_strcasecmp(before, after) == 0)
		return true;
	g_autofree char *id = *before == '/' ? er_id_normalise(before) : NULL, *other = *after == '/' ? er_id_normalise(after) : NULL;
	g_autofree char *now = id != NULL && other != NULL ? er_difference_id_after(walk->diff, id) : NULL;
	return now != NULL && strcmp(now, other) == 0;
}

static bool same_place(const char *before, const char *after)
{
	for (;; before++, after++) {
		while (*before == ' ')
			before++;
		while (*after == ' ')
			after++;
		if (g_ascii_tolower(*before) != g_ascii_tolower(*after))
			return false;
		if (*before == '\0')
			return true;
	}
}

/* Says nothing: absent, null, false, empty through and through. */
static bool is_nothing(const ErValue *value)
{
	if (value == NULL || value->kind == ER_VALUE_NULL || value->kind == ER_VALUE_FALSE)
		return true;
	if (value->kind == ER_VALUE_ARRAY)
		return value->n == 0;
	bool nothing = value->kind == ER_VALUE_OBJECT || *scalar(value) == '\0';
	for (uint32_t i = 0; nothing && value->kind == ER_VALUE_OBJECT && i < value->n; i++)
		nothing = is_nothing(&value->u.members[i].value);
	return nothing;
}

/* ---- the walk ---- */

static void compare(Walk *walk, const ErValue *before, const ErValue *after, const char *path);

static void add_row(Walk *walk, const char *path, const ErValue *before, const ErValue *after)
{
	g_autofree char *was = before != NULL && !is_nothing(before) ? shown(before) : NULL, *now = after != NULL && !is_nothing(after) ? shown(after) : NULL;
	const ErDiffProperty row = {
		er_difference_keep(walk->diff, path), was != NULL ? er_difference_keep(walk->diff, was) : before != NULL ? er_difference_keep(walk->diff, scalar(before)) : NULL,
		now != NULL ? er_difference_keep(walk->diff, now) : after != NULL ? er_difference_keep(walk->diff, scalar(after)) : NULL,
	};

	g_array_append_val(walk->rows, row);
}

static bool has_member(const ErValue *object, const char *key)
{
	return object != NULL && object->kind == ER_VALUE_OBJECT && er_value_member(object, key) != NULL;
}

static void compare_objects(Walk *walk, const ErValue *before, const ErValue *after, const char *path)
{
	for (int side = ER_BEFORE; side <= ER_AFTER; side++) {
		const ErValue *object = side == ER_BEFORE ? before : after;
		for (uint32_t i = 0; object != NULL && i < object->n; i++) {
			const char *key = object->u.members[i].key;
			if (is_noise(walk, object, key) || (side == ER_AFTER && has_member(before, key)))
				continue;
			const ErValue *other = side == ER_BEFORE && after != NULL ? er_value_member(after, key) : NULL, *own = &object->u.members[i].value;
			g_autofree char *below = *path != '\0' ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);
			compare(walk, side == ER_BEFORE ? own : NULL, side == ER_BEFORE ? other : own, below);
		}
	}
}

/* What an item of an array is known by. (transfer full) (nullable) */
static char *item_key(const ErValue *item)
{
	static const char *const members[] = { "name", "addressPrefix", "vnetName", "ipAddress", "id" };
	const char *text = NULL;

	for (size_t i = 0; text == NULL && i < G_N_ELEMENTS(members); i++)
		text = item->kind == ER_VALUE_OBJECT ? er_value_text(item, members[i]) : NULL;
	const char *slash = text != NULL && *text == '/' ? strrchr(text, '/') : NULL;
	return text != NULL ? g_ascii_strdown(slash != NULL ? slash + 1 : text, -1) : NULL;
}

static const ErValue *item_of(const ErValue *array, const char *key, uint32_t index)
{
	for (uint32_t i = 0; array != NULL && key != NULL && i < array->n; i++) {
		g_autofree char *own = item_key(&array->u.items[i]);
		if (own != NULL && strcmp(own, key) == 0)
			return &array->u.items[i];
	}
	return array != NULL && key == NULL && index < array->n ? &array->u.items[index] : NULL;
}

static void compare_arrays(Walk *walk, const ErValue *before, const ErValue *after, const char *path)
{
	for (int side = ER_BEFORE; side <= ER_AFTER; side++) {
		const ErValue *array = side == ER_BEFORE ? before : after, *against = side == ER_BEFORE ? after : before;
		for (uint32_t i = 0; array != NULL && i < array->n; i++) {
			g_autofree char *key = item_key(&array->u.items[i]);
			const ErValue *other = item_of(against, key, i);
			if (side == ER_AFTER && other != NULL)
				continue;
			g_autofree char *below = key != NULL ? g_strdup_printf("%s[%s]", path, key) : g_strdup_printf("%s[%u]", path, i);
			compare(walk, side == ER_BEFORE ? &array->u.items[i] : NULL, side == ER_BEFORE ? other : &array->u.items[i], below);
		}
	}
}

/* A label in braces stands for what only a deployment knows. */
static bool is_unknown(const Walk *walk, const char *text)
{
	return walk->unlike && strchr(text, '{') != NULL;
}

static void compare_plain(Walk *walk, const ErValue *before, const ErValue *after, const char *path)
{
	g_autofree char *was = shown(before), *now = shown(after);
	bool place = g_ascii_strcasecmp(path, "location") == 0;

	if (is_unknown(walk, was) || is_unknown(walk, now))
		walk->n_unsaid++;
	else if (!(place ? same_place(was, now) : same_text(walk, was, now)) && !(is_nothing(before) && is_nothing(after)))
		add_row(walk, path, before, after);
}

/* Recursion ends with the depth of the values, which the readers bound. */
static void compare(Walk *walk, const ErValue *before, const ErValue *after, const char *path)
{
	bool missing = before == NULL || after == NULL || before->kind == ER_VALUE_NULL || after->kind == ER_VALUE_NULL;
	const ErValue *some = before == NULL || before->kind == ER_VALUE_NULL ? after : before;

	if (missing && (some == NULL || is_nothing(some)))
		return;
	if (missing && walk->unlike) {
		walk->n_unsaid++;
		return;
	}
	if (missing ? is_scalar(some) || is_plain_array(some) : false)
		add_row(walk, path, some == before ? before : NULL, some == after ? after : NULL);
	else if (some->kind == ER_VALUE_OBJECT && (missing || after->kind == ER_VALUE_OBJECT))
		compare_objects(walk, missing && some != before ? NULL : before, missing && some != after ? NULL : after, path);
	else if (some->kind == ER_VALUE_ARRAY && !is_plain_array(some) && (missing || after->kind == ER_VALUE_ARRAY))
		compare_arrays(walk, missing && some != before ? NULL : before, missing && some != after ? NULL : after, path);
	else if ((is_scalar(before) || is_plain_array(before)) && (is_scalar(after) || is_plain_array(after)))
		compare_plain(walk, before, after, path);
	else if (before->kind == ER_VALUE_ARRAY && after->kind == ER_VALUE_ARRAY)
		compare_arrays(walk, before, after, path);
	else {
		compare(walk, before, NULL, path);
		compare(walk, NULL, after, path);
	}
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const ErDiffProperty *)a)->path, ((const ErDiffProperty *)b)->path);
}

/* Does the file say what shall be, not what is? */
static bool is_declaration(const ErNetwork *net, uint32_t source)
{
	const char *format = er_inventory_source(er_network_inventory(net), source)->format;

	return g_str_has_prefix(format, "arm-template") || g_str_has_prefix(format, "terraform") || g_str_has_prefix(format, "what-if");
}

static bool has_declaration(const ErNetwork *net)
{
	bool some = false;

	for (uint32_t i = 0; i < er_inventory_n_sources(er_network_inventory(net)); i++)
		some = some || is_declaration(net, i);
	return some;
}

bool er_difference_is_declared(const ErDifference *diff)
{
	return has_declaration(diff->net[ER_BEFORE]) != has_declaration(diff->net[ER_AFTER]);
}

uint32_t er_difference_add_properties(ErDifference *diff, const ErResource *before, const ErResource *after, GArray *rows)
{
	static const char *const parts[] = { "location", "sku", "kind", "zones", "tags", "properties" };
	Walk walk = { diff, before->kind, is_declaration(diff->net[ER_BEFORE], before->source) != is_declaration(diff->net[ER_AFTER], after->source), rows, 0 };
	guint first = rows->len;

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		compare(&walk, er_value_member(&before->body, parts[i]), er_value_member(&after->body, parts[i]), parts[i]);
	if (rows->len > first)
		qsort(&g_array_index(rows, ErDiffProperty, first), rows->len - first, sizeof(ErDiffProperty), by_path);
	return walk.n_unsaid;
}
