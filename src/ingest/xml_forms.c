/*
 * Four ways to write resources as XML, told by the root element, each turned into the objects that JSON would hold:
 * Export-Clixml ([MS-PSRP] 2.2.5: objects with references to earlier ones), ConvertTo-Xml (Property elements), ARM JSON with an element
 * per property (erscope's own reading: repeated elements, and elements that ARM knows as arrays, are arrays), and the classic model's
 * network configuration and service-management replies, which are retired and only counted.
 */
#include "xml.h"

#include "arm.h"

#include <string.h>

/* References share what they name; what is read later would spell it out, so its size counts each time, and its height adds up. */
enum { MOST_VALUES = 2 * 1000 * 1000, MOST_HEIGHT = 64 };

typedef struct { ErValue value; uint64_t size; uint32_t height; } Remembered;

typedef struct {
	ErArena *arena;
	uint32_t source;
	bool (*secret)(const char *key);
	GHashTable *objects;         /* CLIXML: RefId → Remembered *; NULL while it is being read */
	uint64_t n_values;           /* references spelled out */
	uint32_t height;             /* of the value read last */
} Forming;

static ErBuildPlace place_of(const Forming *f, const ErXmlNode *node)
{
	return (ErBuildPlace){ 0, node->line, f->source };
}

static bool is(const ErXmlNode *node, const char *name)
{
	return g_ascii_strcasecmp(node->name, name) == 0;
}

static const ErXmlNode *child(const ErXmlNode *node, const char *name)
{
	for (const ErXmlNode *at = node->first; at != NULL; at = at->next)
		if (is(at, name))
			return at;
	return NULL;
}

/* A secret's presence is all that is kept of it; that it is empty, too. */
static void add_member(Forming *f, ErValue *object, const ErXmlNode *node, const char *key, ErValue value)
{
	const ErBuildPlace place = place_of(f, node);
	bool empty = value.kind == ER_VALUE_NULL || (value.kind == ER_VALUE_STRING && value.n == 0);

	if (f->secret != NULL && f->secret(key) && !empty)
		value = er_build_text(f->arena, &place, ER_REDACTED);
	er_build_append(f->arena, object, key, value);
}

static ErValue text_value(Forming *f, const ErXmlNode *node, const char *text)
{
	const ErBuildPlace place = place_of(f, node);

	return er_build_text(f->arena, &place, text);
}

static bool is_number(const char *text)
{
	const char *digits = text + (*text == '-');

	return g_ascii_isdigit(*digits) && strspn(digits, "0123456789.") == strlen(digits) && digits[strlen(digits) - 1] != '.' && (strchr(digits, '.') == NULL || strchr(strchr(digits, '.') + 1, '.') == NULL);
}

/* ---- CLIXML ---- */

/* _x000D_ and the like; surrogates in pairs. What XML cannot hold becomes U+FFFD. */
static ErValue escaped_text(Forming *f, const ErXmlNode *node)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gunichar high = 0;

	for (const char *s = node->text; *s != '\0';) {
		bool escape = s[0] == '_' && s[1] == 'x' && g_ascii_isxdigit(s[2]) && g_ascii_isxdigit(s[3]) && g_ascii_isxdigit(s[4]) && g_ascii_isxdigit(s[5]) && s[6] == '_';
		if (!escape) {
			g_string_append_c(out, *s++);
			continue;
		}
		gunichar code = (gunichar)g_ascii_strtoull((char[]){ s[2], s[3], s[4], s[5], '\0' }, NULL, 16);
		s += 7;
		if (code >= 0xD800 && code < 0xDC00) {
			high = code;
			continue;
		}
		if (code >= 0xDC00 && code < 0xE000)
			code = high != 0 ? 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) : 0xFFFD;
		high = 0;
		g_string_append_unichar(out, (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code > 0x10FFFF ? 0xFFFD : code);
	}
	return text_value(f, node, out->str);
}

static ErValue clixml_value(Forming *f, const ErXmlNode *node);

static bool is_list(const ErXmlNode *node)
{
	return is(node, "LST") || is(node, "IE") || is(node, "STK") || is(node, "QUE");
}

static ErValue clixml_list(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_array(&place);

	uint32_t height = 0;

	for (const ErXmlNode *at = node->first; at != NULL; at = at->next) {
		er_build_push(f->arena, &out, clixml_value(f, at));
		height = MAX(height, f->height);
	}
	f->height = height + 1;
	return out;
}

static void add_dictionary(Forming *f, ErValue *object, const ErXmlNode *node, uint32_t *height)
{
	for (const ErXmlNode *entry = node->first; entry != NULL; entry = entry->next) {
		const ErXmlNode *key = NULL, *value = NULL;
		for (const ErXmlNode *at = entry->first; at != NULL; at = at->next) {
			const char *name = er_xml_attribute(at, "N");
			if (name != NULL && strcmp(name, "Key") == 0)
				key = at;
			else if (name != NULL && strcmp(name, "Value") == 0)
				value = at;
		}
		if (key != NULL && value != NULL && *key->text != '\0')
			add_member(f, object, value, key->text, clixml_value(f, value));
		*height = MAX(*height, f->height);
	}
}

static ErValue clixml_object(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_object(&place);
	const ErXmlNode *told = child(node, "ToString");
	uint32_t height = 0;

	f->height = 0;
	for (const ErXmlNode *part = node->first; part != NULL; part = part->next) {
		if (is_list(part))
			return clixml_list(f, part);
		if (is(part, "DCT"))
			add_dictionary(f, &out, part, &height);
		for (const ErXmlNode *at = is(part, "Props") || is(part, "MS") ? part->first : NULL; at != NULL; at = at->next)
			if (er_xml_attribute(at, "N") != NULL) {
				add_member(f, &out, at, er_xml_attribute(at, "N"), clixml_value(f, at));
				height = MAX(height, f->height);
			}
	}
	f->height = height + 1;
	/* An enumeration, or what lies beyond the depth: its text is all there is. */
	return out.n == 0 && told != NULL ? escaped_text(f, told) : out;
}

/* An object is remembered by its RefId; one that is asked for while it is being read holds itself: null. */
static ErValue clixml_remembered(Forming *f, const ErXmlNode *node)
{
	const char *id = er_xml_attribute(node, "RefId");

	uint64_t before = f->n_values;

	if (id != NULL)
		g_hash_table_insert(f->objects, (char *)id, NULL);
	ErValue value = clixml_object(f, node);
	if (id != NULL) {
		Remembered *kept = er_arena_alloc(f->arena, sizeof *kept);
		*kept = (Remembered){ value, f->n_values - before, f->height };
		g_hash_table_insert(f->objects, (char *)id, kept);
	}
	return value;
}

static ErValue clixml_ref(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	const char *id = er_xml_attribute(node, "RefId");
	const Remembered *known = id != NULL ? g_hash_table_lookup(f->objects, id) : NULL;

	if (known == NULL || known->height > MOST_HEIGHT || f->n_values + known->size > MOST_VALUES)
		return er_build_null(&place);
	f->n_values += known->size;
	f->height = known->height;
	return known->value;
}

static ErValue clixml_value(Forming *f, const ErXmlNode *node)
{
	static const char *const numbers[] = { "I32", "I64", "I16", "U32", "U64", "U16", "By", "SB", "Db", "D", "Sg" };
	const ErBuildPlace place = place_of(f, node);

	f->n_values++;
	if (is(node, "Obj"))
		return clixml_remembered(f, node);
	f->height = 0;
	if (is(node, "Ref"))
		return clixml_ref(f, node);
	if (is(node, "Nil"))
		return er_build_null(&place);
	if (is(node, "B"))
		return er_build_bool(&place, g_ascii_strcasecmp(node->text, "true") == 0);
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (is(node, numbers[i]) && is_number(node->text))
			return er_build_number(f->arena, &place, node->text);
	return escaped_text(f, node);
}

static void take_clixml(Forming *f, const ErXmlNode *root, ErValue *list)
{
	f->objects = g_hash_table_new(g_str_hash, g_str_equal);
	for (const ErXmlNode *at = root->first; at != NULL; at = at->next) {
		ErValue value = clixml_value(f, at);
		/* One list piped as a whole. */
		for (uint32_t i = 0; value.kind == ER_VALUE_ARRAY && i < value.n; i++)
			er_build_push(f->arena, list, value.u.items[i]);
		if (value.kind != ER_VALUE_ARRAY)
			er_build_push(f->arena, list, value);
	}
	g_hash_table_destroy(f->objects);
}

/* ---- ConvertTo-Xml ---- */

static ErValue convertto_value(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	const char *type = er_xml_attribute(node, "Type");
	bool named = node->first != NULL && er_xml_attribute(node->first, "Name") != NULL;
	ErValue out = named ? er_build_object(&place) : er_build_array(&place);

	if (node->first == NULL && type != NULL && strcmp(type, "System.Boolean") == 0)
		return er_build_bool(&place, g_ascii_strcasecmp(node->text, "true") == 0);
	if (node->first == NULL && type != NULL && (g_str_has_prefix(type, "System.Int") || g_str_has_prefix(type, "System.UInt") || strcmp(type, "System.Double") == 0) && is_number(node->text))
		return er_build_number(f->arena, &place, node->text);
	if (node->first == NULL)
		return text_value(f, node, node->text);
	for (const ErXmlNode *at = node->first; at != NULL; at = at->next) {
		const char *name = er_xml_attribute(at, "Name");
		if (named && name != NULL)
			add_member(f, &out, at, name, convertto_value(f, at));
		else if (!named)
			er_build_push(f->arena, &out, convertto_value(f, at));
	}
	return out;
}

static void take_convertto(Forming *f, const ErXmlNode *root, ErValue *list)
{
	for (const ErXmlNode *at = root->first; at != NULL; at = at->next)
		er_build_push(f->arena, list, convertto_value(f, at));
}

/* ---- ARM, an element per property ---- */

/* What ARM has as arrays: an element of such a name is one, even alone. */
static bool is_array_name(const char *name)
{
	static const char *const arrays[] = {
		"peerings", "authorizations", "links", "subnets", "virtualNetworkPeerings", "ipConfigurations", "addressPrefixes", "zones", "routes", "connections", "expressRouteConnections",
		"virtualNetworkConnections", "routingPolicies", "peeredConnections", "advertisedPublicPrefixes", "privateEndpointConnections", "frontendIPConfigurations", "backendAddressPools",
		"vpnClientConnections", "circuits", "destinations", "vpnLinkConnections", "vpnSiteLinks", "customDnsServers",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		if (g_ascii_strcasecmp(arrays[i], name) == 0)
			return true;
	return false;
}

static bool is_marked_array(const ErXmlNode *node)
{
	const char *array = er_xml_attribute(node, "array"), *type = er_xml_attribute(node, "type");

	return (array != NULL && g_ascii_strcasecmp(array, "true") == 0) || (type != NULL && g_ascii_strcasecmp(type, "array") == 0);
}

static bool is_marker(const char *name)
{
	return g_ascii_strcasecmp(name, "array") == 0;
}

/* <peerings><peering/>…</peerings>, <zones><item/></zones>: children that are the items. */
static bool wraps_items(const ErXmlNode *node)
{
	size_t n = strlen(node->name);

	for (const ErXmlNode *at = node->first; at != NULL; at = at->next) {
		size_t m = strlen(at->name);
		bool singular = n > 1 && g_ascii_strncasecmp(at->name, node->name, m) == 0 && (m == n - 1 || (m == n - 2 && g_str_has_suffix(node->name, "es")));
		if (!is(at, "item") && !(singular && is_array_name(node->name)))
			return false;
	}
	return node->first != NULL;
}

static ErValue arm_value(Forming *f, const ErXmlNode *node);

static ErValue arm_items(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_array(&place);

	for (const ErXmlNode *at = node->first; at != NULL; at = at->next)
		er_build_push(f->arena, &out, arm_value(f, at));
	return out;
}

static ErValue *member_of(ErValue *object, const char *key)
{
	for (uint32_t i = 0; i < object->n; i++)
		if (g_ascii_strcasecmp(object->u.members[i].key, key) == 0)
			return &object->u.members[i].value;
	return NULL;
}

static void add_element(Forming *f, ErValue *object, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue *have = member_of(object, node->name), value = arm_value(f, node);
	bool list = is_array_name(node->name) || is_marked_array(node);

	if (list && value.kind != ER_VALUE_ARRAY) {
		ErValue one = er_build_array(&place);
		if (node->first != NULL || *node->text != '\0')
			er_build_push(f->arena, &one, value);
		value = one;
	}
	if (have == NULL) {
		add_member(f, object, node, node->name, value);
		return;
	}
	/* Said again: a further item. */
	ErValue all = er_build_array(&place);
	for (uint32_t i = 0; have->kind == ER_VALUE_ARRAY && i < have->n; i++)
		er_build_push(f->arena, &all, have->u.items[i]);
	if (have->kind != ER_VALUE_ARRAY)
		er_build_push(f->arena, &all, *have);
	for (uint32_t i = 0; value.kind == ER_VALUE_ARRAY && i < value.n; i++)
		er_build_push(f->arena, &all, value.u.items[i]);
	if (value.kind != ER_VALUE_ARRAY)
		er_build_push(f->arena, &all, value);
	*have = all;
}

static ErValue arm_value(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_object(&place);
	uint32_t own = 0;

	for (uint32_t i = 0; i < node->n_attributes; i++)
		own += !is_marker(node->attributes[i].name) && !(is_marked_array(node) && g_ascii_strcasecmp(node->attributes[i].name, "type") == 0);
	if (node->first == NULL && own == 0)
		return text_value(f, node, node->text);
	if (wraps_items(node) && own == 0)
		return arm_items(f, node);
	for (uint32_t i = 0; i < node->n_attributes; i++)
		if (!is_marker(node->attributes[i].name))
			add_member(f, &out, node, node->attributes[i].name, text_value(f, node, node->attributes[i].value));
	for (const ErXmlNode *at = node->first; at != NULL; at = at->next)
		add_element(f, &out, at);
	return out;
}

static void take_arm(Forming *f, const ErXmlNode *root, ErValue *list)
{
	if (child(root, "id") != NULL || er_xml_attribute(root, "id") != NULL) {
		er_build_push(f->arena, list, arm_value(f, root));
		return;
	}
	for (const ErXmlNode *at = root->first; at != NULL; at = at->next)
		/* { "value": […] } written element by element. */
		if (is(at, "value") && child(at, "id") == NULL && er_xml_attribute(at, "id") == NULL)
			take_arm(f, at, list);
		else if (!is(at, "nextLink"))
			er_build_push(f->arena, list, arm_value(f, at));
}

/* ---- the classic model ---- */

static void add_classic(Forming *f, ErValue *list, const ErXmlNode *node, const char *type, const char *name)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_object(&place), properties = er_build_object(&place);

	er_build_append(f->arena, &out, "id", er_build_textf(f->arena, &place, "/subscriptions/classic/resourceGroups/classic/providers/Microsoft.ClassicNetwork/%s/%s", type, name));
	er_build_append(f->arena, &out, "name", er_build_text(f->arena, &place, name));
	er_build_append(f->arena, &out, "properties", properties);
	er_build_push(f->arena, list, out);
}

/* The service key is what a classic circuit goes by: its name is shown instead, or its number. */
static void take_classic(Forming *f, const ErXmlNode *node, ErValue *list)
{
	static const struct { const char *element, *type; } rows[] = {
		{ "VirtualNetworkSite", "virtualNetworks" }, { "DedicatedCircuit", "dedicatedCircuits" }, { "AuthorizedDedicatedCircuit", "dedicatedCircuits" }, { "CrossConnection", "crossConnections" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!is(node, rows[i].element))
			continue;
		const ErXmlNode *named = child(node, "Name") != NULL ? child(node, "Name") : child(node, "CircuitName");
		const char *name = er_xml_attribute(node, "name") != NULL ? er_xml_attribute(node, "name") : named != NULL ? named->text : "";
		g_autofree char *numbered = g_strdup_printf("number-%u", list->n + 1), *clean = g_strdelimit(g_strdup(name), "/", '-');
		add_classic(f, list, node, rows[i].type, *clean != '\0' ? clean : numbered);
		return;
	}
	for (const ErXmlNode *at = node->first; at != NULL; at = at->next)
		take_classic(f, at, list);
}

/* ---- the door ---- */

static bool is_powershell(const ErXmlNode *root) { return is(root, "Objs"); }

static bool is_convertto(const ErXmlNode *root)
{
	return is(root, "Objects") && (root->first == NULL || is(root->first, "Object"));
}

static bool is_network_configuration(const ErXmlNode *root) { return is(root, "NetworkConfiguration"); }

static bool is_service_management(const ErXmlNode *root)
{
	return strstr(root->space, "schemas.microsoft.com/windowsazure") != NULL && !is(root, "Error");
}

static bool is_arm(const ErXmlNode *root)
{
	static const char *const names[] = { "resources", "resource", "value", "inventory", "ArmResources" };
	bool named = false;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		named = named || is(root, names[i]);
	return named && (*root->space == '\0' || strcmp(root->space, "urn:erscope:arm:1") == 0);
}

static const struct { bool (*is)(const ErXmlNode *root); void (*take)(Forming *f, const ErXmlNode *root, ErValue *list); const char *form; } known[] = {
	{ is_powershell, take_clixml, "clixml" },
	{ is_convertto, take_convertto, "convertto-xml" },
	{ is_network_configuration, take_classic, "classic-network-configuration" },
	{ is_service_management, take_classic, "classic-service-management" },
	{ is_arm, take_arm, "arm-xml" },
};

static const struct { const char *root, *what; } foreign[] = {
	{ "mxfile", "a draw.io drawing" }, { "mxGraphModel", "a draw.io drawing" }, { "unload", "a ServiceNow export" }, { "html", "a web page (a sign-in page?)" }, { "svg", "a drawing" },
	{ "rpc-reply", "a router's configuration" }, { "configuration", "a router's configuration" }, { "Error", "an error reply of the service" }, { "estate", "a site description: give it with --site" },
};

static bool refuse(const ErXmlNode *root, ErXmlResult *result)
{
	const char *what = root->first != NULL && g_str_has_prefix(root->first->name, "cmdb_ci") ? "a ServiceNow export" : NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(foreign) && what == NULL; i++)
		if (is(root, foreign[i].root))
			what = foreign[i].what;
	g_snprintf(result->message, sizeof result->message, "XML with the root element %.60s: %s", root->name, what != NULL ? what : "use Export-Clixml, or write ARM resources below <resources>");
	result->status = ER_XML_FOREIGN;
	result->line = root->line;
	return false;
}

bool er_xml_value(const ErXmlNode *root, uint32_t source, bool (*secret)(const char *key), ErArena *arena, ErValue *value, ErXmlResult *result)
{
	Forming f = { .arena = arena, .source = source, .secret = secret };
	const ErBuildPlace place = place_of(&f, root);

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (known[i].is(root)) {
			*value = er_build_array(&place);
			known[i].take(&f, root, value);
			result->form = known[i].form;
			return true;
		}
	return refuse(root, result);
}
