/*
 * Azure CLI and Az PowerShell write a resource without its "properties": they stand beside id and name, at the top and in every
 * child. What ARM keeps at the top is a short list, so the rest goes back under "properties". PowerShell spells members in PascalCase,
 * which nobody has to undo, since names are compared without regard to case; a few it names otherwise (table below).
 *
 * ConvertTo-Json writes what lies beyond its depth as text: the name of a .NET type, or "@{…}". Such a branch is unknown. Network
 * objects carry each nested property a second time as JSON in a string ("PeeringsText"); where the real one was cut off, this twin
 * is read, as far as it is JSON. Twins never stay: they may hold keys. Source of shapes: the public source of both tools.
 */
#include "shape.h"

#include "arm.h"

#include <string.h>

enum { MOST_DEPTH = 64 };

static bool is_one_of(const char *key, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(key, names[i]) == 0)
			return true;
	return false;
}

/* What ARM keeps beside "properties". */
static bool is_top(const char *key)
{
	static const char *const top[] = { "id", "name", "type", "kind", "location", "tags", "sku", "plan", "identity", "managedBy", "zones", "extendedLocation", "etag", "apiVersion", "systemData" };

	return is_one_of(key, top, G_N_ELEMENTS(top));
}

/* What tools add of their own to any resource. */
static bool is_added(const char *key)
{
	static const char *const added[] = { "resourceGroup", "resourceGroupName", "subscriptionId", "tenantId", "createdTime", "changedTime", "provisioningState", "resourceName", "resourceType", "resourceId", "properties" };

	return is_one_of(key, added, G_N_ELEMENTS(added));
}

static const char *id_text(const ErValue *object)
{
	const char *text = er_value_text(object, "id");

	return text != NULL ? text : er_value_text(object, "ResourceId");
}

static bool has_arm_id(const ErValue *object)
{
	return object->kind == ER_VALUE_OBJECT && er_arm_is_id(id_text(object));
}

static bool is_pascal(const ErValue *object)
{
	for (uint32_t i = 0; i < object->n; i++)
		if (strcmp(object->u.members[i].key, "Id") == 0 || strcmp(object->u.members[i].key, "Name") == 0)
			return true;
	return false;
}

static bool has_flat_members(const ErValue *object)
{
	for (uint32_t i = 0; i < object->n; i++)
		if (!is_top(object->u.members[i].key) && !is_added(object->u.members[i].key))
			return true;
	return false;
}

ErShape er_shape_of(const ErValue *object)
{
	if (!has_arm_id(object))
		return ER_SHAPE_NONE;
	const ErValue *properties = er_value_get(object, "properties");
	if (properties != NULL && (properties->kind == ER_VALUE_OBJECT || properties->kind == ER_VALUE_STRING))
		return er_value_text(object, "id") == NULL || er_value_get(object, "ResourceId") != NULL ? ER_SHAPE_GET_AZRESOURCE : ER_SHAPE_ARM;
	if (has_flat_members(object))
		return is_pascal(object) ? ER_SHAPE_POWERSHELL : ER_SHAPE_CLI;
	return ER_SHAPE_NAMES;
}

/* ---- what ConvertTo-Json cut off ---- */

static bool is_cut_text(const ErValue *value)
{
	static const char *const begins[] = { "Microsoft.Azure.Commands.", "Microsoft.Azure.Management.", "System.Object", "System.Collections.", "System.String[]", "@{" };

	for (size_t i = 0; value->kind == ER_VALUE_STRING && i < G_N_ELEMENTS(begins); i++)
		if (g_str_has_prefix(value->u.text, begins[i]))
			return true;
	return false;
}

/* A string that tells of an object, or a list of nothing but such. */
static bool is_cut(const ErValue *value)
{
	if (value->kind == ER_VALUE_ARRAY)
		return value->n > 0 && is_cut_text(&value->u.items[0]);
	return is_cut_text(value);
}

/* "PeeringsText": JSON in a string, beside "Peerings". */
static bool is_twin(const ErMember *member)
{
	const char *text = member->value.kind == ER_VALUE_STRING ? member->value.u.text : "";

	while (g_ascii_isspace(*text))
		text++;
	return g_str_has_suffix(member->key, "Text") && (*text == '{' || *text == '[' || *text == '"' || strcmp(text, "null") == 0);
}

static const ErMember *twin_of(const ErValue *object, const char *key)
{
	size_t n = strlen(key);

	for (uint32_t i = 0; i < object->n; i++) {
		const ErMember *member = &object->u.members[i];
		if (g_ascii_strncasecmp(member->key, key, n) == 0 && strcmp(member->key + n, "Text") == 0 && is_twin(member))
			return member;
	}
	return NULL;
}

/* What the twin holds, with the places of the string that it is. */
static bool read_twin(const ErShaping *shaping, const ErMember *twin, ErValue *out)
{
	const ErJsonOptions options = { .secret = er_arm_secret, .source = twin->value.source, .first_line = twin->value.line };
	ErJsonResult result;

	return er_json_parse(twin->value.u.text, twin->value.n, &options, shaping->arena, out, &result) && !is_cut(out);
}

static void note_cut(ErShaping *shaping, const ErValue *value)
{
	if (shaping->n_cut++ == 0)
		shaping->cut_line = value->line;
}

/* ---- flattened objects ---- */

/* What Az PowerShell calls otherwise. A subnet's AddressPrefix is a list there. */
static const struct { const char *met; ErValueKind kind; const char *arm; } renamed[] = {
	{ "Tag", ER_VALUE_OBJECT, "tags" },
	{ "AddressPrefix", ER_VALUE_ARRAY, "addressPrefixes" },
	{ "ExpressRouteCircuitPeeringId", ER_VALUE_OBJECT, "expressRouteCircuitPeering" },
	{ "ResourceGuid", ER_VALUE_STRING, NULL },
};

static const char *arm_name(const ErMember *member)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renamed); i++)
		if (member->value.kind == renamed[i].kind && g_ascii_strcasecmp(member->key, renamed[i].met) == 0)
			return renamed[i].arm;
	return member->key;
}

static ErValue unflatten(ErShaping *shaping, const ErValue *object, bool top, unsigned depth);

static ErValue unflatten_value(ErShaping *shaping, const ErValue *value, unsigned depth)
{
	if (depth > MOST_DEPTH || (value->kind != ER_VALUE_ARRAY && value->kind != ER_VALUE_OBJECT))
		return *value;
	if (value->kind == ER_VALUE_OBJECT)
		return unflatten(shaping, value, false, depth + 1);
	const ErBuildPlace place = er_build_place(value);
	ErValue out = er_build_array(&place);
	for (uint32_t i = 0; i < value->n; i++)
		er_build_push(shaping->arena, &out, unflatten_value(shaping, &value->u.items[i], depth + 1));
	return out;
}

/* The member's value, or what its twin says where it was cut off; null: unknown. */
static ErValue member_value(ErShaping *shaping, const ErValue *object, const ErMember *member, unsigned depth)
{
	const ErMember *twin = is_cut(&member->value) ? twin_of(object, member->key) : NULL;
	const ErBuildPlace place = er_build_place(&member->value);
	ErValue told;

	if (!is_cut(&member->value))
		return unflatten_value(shaping, &member->value, depth);
	if (twin != NULL && read_twin(shaping, twin, &told)) {
		shaping->n_rescued++;
		return unflatten_value(shaping, &told, depth);
	}
	note_cut(shaping, &member->value);
	return er_build_null(&place);
}

/* Has it an id and more than a reference would have? Then its own members are properties. */
static bool is_wrapped(const ErValue *object, bool top)
{
	return er_value_get(object, "properties") == NULL && (top || (has_arm_id(object) && has_flat_members(object)));
}

static ErValue unflatten(ErShaping *shaping, const ErValue *object, bool top, unsigned depth)
{
	const ErBuildPlace place = er_build_place(object);
	bool wrap = is_wrapped(object, top);
	ErValue out = er_build_object(&place), properties = er_build_object(&place);

	for (uint32_t i = 0; i < object->n; i++) {
		const ErMember *member = &object->u.members[i];
		const char *key = arm_name(member);
		/* The tools repeat the resource group beside every id. */
		bool repeats = (g_ascii_strcasecmp(member->key, "resourceGroup") == 0 || g_ascii_strcasecmp(member->key, "ResourceGroupName") == 0) && has_arm_id(object);
		if (key == NULL || is_twin(member) || repeats)
			continue;
		ErValue value = member_value(shaping, object, member, depth);
		bool stays = !wrap || is_top(key);
		er_build_append(shaping->arena, stays ? &out : &properties, key, value);
		/* Circuits have their SKU at the top, gateways and firewalls under properties. */
		if (wrap && g_ascii_strcasecmp(key, "sku") == 0)
			er_build_append(shaping->arena, &properties, key, value);
	}
	if (wrap)
		er_build_append(shaping->arena, &out, "properties", properties);
	return out;
}

/* ---- Get-AzResource ---- */

/* Nested as ARM has it, but with names of its own outside; the type may be left out, the properties a string. */
static ErValue from_get_azresource(ErShaping *shaping, const ErValue *object)
{
	ErValue out = unflatten(shaping, object, true, 0);
	const char *id = er_value_text(&out, "id") != NULL ? er_value_text(&out, "id") : er_value_text(&out, "ResourceId");
	const ErBuildPlace place = er_build_place(object);

	er_build_set(shaping->arena, &out, "id", er_build_text(shaping->arena, &place, id));
	return out;
}

/* Properties as text: what a table that holds one cell per property makes of them. */
static void parse_properties(ErShaping *shaping, ErValue *object)
{
	const ErValue *properties = er_value_get(object, "properties");
	const ErMember text = { "properties", properties != NULL ? *properties : (ErValue){ .kind = ER_VALUE_NULL } };
	const ErBuildPlace place = er_build_place(object);
	ErValue told;

	if (properties == NULL || properties->kind != ER_VALUE_STRING)
		return;
	if (properties->n == 0)
		told = er_build_object(&place);   /* <properties/> */
	else if (!read_twin(shaping, &text, &told) || told.kind != ER_VALUE_OBJECT) {
		note_cut(shaping, properties);
		told = er_build_null(&place);
	}
	er_build_set(shaping->arena, object, "properties", told);
}

ErValue er_shape_arm(ErShaping *shaping, const ErValue *object, ErShape shape)
{
	ErValue out = *object;

	if (shape == ER_SHAPE_CLI || shape == ER_SHAPE_POWERSHELL)
		out = unflatten(shaping, object, true, 0);
	else if (shape == ER_SHAPE_GET_AZRESOURCE)
		out = from_get_azresource(shaping, object);
	parse_properties(shaping, &out);
	return out;
}
