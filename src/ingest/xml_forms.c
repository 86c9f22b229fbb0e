/*
 * Four ways to write resources as XML, told by the root element, each turned into the objects that JSON would hold:
 * Export-Clixml ([MS-PSRP] 2.2.5: objects with references to earlier ones), ConvertTo-Xml (Property elements), ARM JSON with an element
 * per property (erscope's own reading: repeated elements, and elements that ARM knows as arrays, are arrays), and the classic model's
 * network configuration and service-management replies, which are retired and only counted.
 */
#include "xml_forms.h"

#include "arm.h"

#include <string.h>

/* References share what they name; what is read later would spell it out, so its size counts each time, and its height adds up. */
enum { MOST_VALUES = 2 * 1000 * 1000, MOST_HEIGHT = 64 };

typedef struct { ErValue value; uint64_t size; uint32_t height; } Remembered;

typedef struct ErXmlForming Forming;

typedef struct {
	const char *name;
	bool (*is)(const ErXmlNode *root);
	/* Is the element, complete by now, a resource or an entry that should be one? */
	bool (*is_item)(const ErXmlNode *node);
	void (*take)(Forming *f, const ErXmlNode *node);
} Form;

struct ErXmlForming {
	const Form *form;
	const ErXmlOptions *options;
	ErArena *arena;
	ErXmlResult *result;
	uint32_t n_given;
	GHashTable *objects;         /* CLIXML: RefId → Remembered *; NULL while it is being read */
	uint64_t n_values;           /* references spelled out */
	uint32_t height;             /* of the value read last */
};

static void give(Forming *f, ErValue value)
{
	f->n_given++;
	f->options->item(f->options->data, f->form->name, &value);
}

const char *er_xml_attribute(const ErXmlNode *node, const char *name)
{
	for (uint32_t i = 0; i < node->n_attributes; i++)
		if (g_ascii_strcasecmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

static ErBuildPlace place_of(const Forming *f, const ErXmlNode *node)
{
	return (ErBuildPlace){ 0, node->line, f->options->source };
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

	if (f->options->secret(key) && !empty)
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

	if (id != NULL) {
		id = er_arena_strndup(f->arena, id, strlen(id));
		g_hash_table_insert(f->objects, (char *)id, NULL);
	}
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

static void take_clixml(Forming *f, const ErXmlNode *node)
{
	ErValue value = clixml_value(f, node);

	/* One list piped as a whole. */
	for (uint32_t i = 0; value.kind == ER_VALUE_ARRAY && i < value.n; i++)
		give(f, value.u.items[i]);
	if (value.kind != ER_VALUE_ARRAY)
		give(f, value);
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

static void take_convertto(Forming *f, const ErXmlNode *node)
{
	give(f, convertto_value(f, node));
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

/* Said again: a further item. Every array met here was made here. */
static void add_again(Forming *f, ErValue *have, const ErXmlNode *node, const ErValue *value)
{
	const ErBuildPlace place = place_of(f, node);

	if (have->kind != ER_VALUE_ARRAY) {
		const ErValue first = *have;
		*have = er_build_array(&place);
		er_build_push(f->arena, have, first);
	}
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		er_build_push(f->arena, have, value->u.items[i]);
	if (value->kind != ER_VALUE_ARRAY)
		er_build_push(f->arena, have, *value);
}

/* @known: lower-case names of members → index + 1. */
static void add_element(Forming *f, ErValue *object, const ErXmlNode *node, GHashTable *known)
{
	const ErBuildPlace place = place_of(f, node);
	g_autofree char *name = g_ascii_strdown(node->name, -1);
	uint32_t have = GPOINTER_TO_UINT(g_hash_table_lookup(known, name));
	ErValue value = arm_value(f, node);

	if ((is_array_name(node->name) || is_marked_array(node)) && value.kind != ER_VALUE_ARRAY) {
		ErValue one = er_build_array(&place);
		if (node->first != NULL || *node->text != '\0')
			er_build_push(f->arena, &one, value);
		value = one;
	}
	if (have > 0) {
		add_again(f, &object->u.members[have - 1].value, node, &value);
		return;
	}
	add_member(f, object, node, node->name, value);
	g_hash_table_insert(known, g_steal_pointer(&name), GUINT_TO_POINTER(object->n));
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
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < node->n_attributes; i++)
		if (!is_marker(node->attributes[i].name)) {
			add_member(f, &out, node, node->attributes[i].name, text_value(f, node, node->attributes[i].value));
			g_hash_table_insert(known, g_ascii_strdown(node->attributes[i].name, -1), GUINT_TO_POINTER(out.n));
		}
	for (const ErXmlNode *at = node->first; at != NULL; at = at->next)
		add_element(f, &out, at, known);
	return out;
}

static bool has_id(const ErXmlNode *node)
{
	return child(node, "id") != NULL || er_xml_attribute(node, "id") != NULL;
}

static bool is_container_name(const ErXmlNode *node)
{
	static const char *const names[] = { "resources", "value", "inventory", "ArmResources" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (is(node, names[i]))
			return true;
	return false;
}

/* An element that holds resources: a root or { "value": […] }, as long as it has shown no id of its own. */
static bool is_container(const ErXmlNode *node)
{
	return is_container_name(node) && !has_id(node) && (node->parent == NULL || is_container(node->parent));
}

/* An element in a root that has neither children nor an id tells of the reply. */
static bool is_arm_item(const ErXmlNode *node)
{
	if (node->parent == NULL)
		return has_id(node);
	return (has_id(node) || node->parent->parent == NULL) && (node->first != NULL || node->n_attributes > 0) && is_container(node->parent) && !is_container(node);
}

/* What is left of a resource that nobody wants. */
static ErValue arm_stub(Forming *f, const ErXmlNode *node)
{
	const ErBuildPlace place = place_of(f, node);
	const char *id = er_xml_attribute(node, "id");
	ErValue out = er_build_object(&place);

	er_build_append(f->arena, &out, "id", er_build_text(f->arena, &place, id != NULL ? id : child(node, "id")->text));
	if (child(node, "properties") != NULL)
		er_build_append(f->arena, &out, "properties", er_build_object(&place));
	return out;
}

static void take_arm(Forming *f, const ErXmlNode *node)
{
	give(f, node->stub ? arm_stub(f, node) : arm_value(f, node));
}

/* ---- the classic model ---- */

static void give_classic(Forming *f, const ErXmlNode *node, const char *type, const char *name)
{
	const ErBuildPlace place = place_of(f, node);
	ErValue out = er_build_object(&place), properties = er_build_object(&place);

	er_build_append(f->arena, &out, "id", er_build_textf(f->arena, &place, "/subscriptions/classic/resourceGroups/classic/providers/Microsoft.ClassicNetwork/%s/%s", type, name));
	er_build_append(f->arena, &out, "name", er_build_text(f->arena, &place, name));
	er_build_append(f->arena, &out, "properties", properties);
	give(f, out);
}

/* NULL: nothing that is counted. */
static const char *classic_type(const ErXmlNode *node)
{
	static const struct { const char *element, *type; } rows[] = {
		{ "VirtualNetworkSite", "virtualNetworks" }, { "DedicatedCircuit", "dedicatedCircuits" }, { "AuthorizedDedicatedCircuit", "dedicatedCircuits" }, { "CrossConnection", "crossConnections" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (is(node, rows[i].element))
			return rows[i].type;
	return NULL;
}

static bool is_classic_item(const ErXmlNode *node)
{
	return classic_type(node) != NULL;
}

/* The service key is what a classic circuit goes by: its name is shown instead, or its number. */
static void take_classic(Forming *f, const ErXmlNode *node)
{
	const ErXmlNode *named = child(node, "Name") != NULL ? child(node, "Name") : child(node, "CircuitName");
	const char *name = er_xml_attribute(node, "name") != NULL ? er_xml_attribute(node, "name") : named != NULL ? named->text : "";
	g_autofree char *numbered = g_strdup_printf("number-%u", f->n_given + 1), *clean = g_strdelimit(g_strdup(name), "/", '-');

	give_classic(f, node, classic_type(node), *clean != '\0' ? clean : numbered);
}

/* ---- the door ---- */

static bool is_powershell(const ErXmlNode *root)
{
	return is(root, "Objs") && (*root->space == '\0' || strstr(root->space, "powershell/2004/04") != NULL);
}

static bool is_convertto(const ErXmlNode *root) { return is(root, "Objects"); }

static bool is_network_configuration(const ErXmlNode *root) { return is(root, "NetworkConfiguration"); }

static bool is_service_management(const ErXmlNode *root)
{
	return strstr(root->space, "schemas.microsoft.com/windowsazure") != NULL && !is(root, "Error");
}

static bool is_arm(const ErXmlNode *root)
{
	return (is(root, "resource") || is_container_name(root)) && (*root->space == '\0' || strcmp(root->space, "urn:erscope:arm:1") == 0);
}

static bool is_child_of_root(const ErXmlNode *node)
{
	return node->parent != NULL && node->parent->parent == NULL;
}

static const Form forms[] = {
	{ "clixml", is_powershell, is_child_of_root, take_clixml },
	{ "convertto-xml", is_convertto, is_child_of_root, take_convertto },
	{ "classic-network-configuration", is_network_configuration, is_classic_item, take_classic },
	{ "classic-service-management", is_service_management, is_classic_item, take_classic },
	{ "arm-xml", is_arm, is_arm_item, take_arm },
};

void er_xml_refuse(const ErXmlNode *root, const char *first, ErXmlResult *result)
{
	static const struct { const char *root, *what; } foreign[] = {
		{ "mxfile", "a draw.io drawing" }, { "mxGraphModel", "a draw.io drawing" }, { "unload", "a ServiceNow export" }, { "html", "a web page (a sign-in page?)" }, { "svg", "a drawing" },
		{ "rpc-reply", "a router's configuration" }, { "configuration", "a router's configuration" }, { "data", "a router's configuration" }, { "Error", "an error reply of the service" },
		{ "estate", "a site description: give it with --site" },
	};
	const char *what = first != NULL && g_str_has_prefix(first, "cmdb_ci") ? "a ServiceNow export" : NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(foreign) && what == NULL; i++)
		if (is(root, foreign[i].root))
			what = foreign[i].what;
	g_autofree char *space = what == NULL && *root->space != '\0' ? g_strdup_printf(" of the namespace %.60s", root->space) : g_strdup("");
	g_autofree char *message = g_strdup_printf("XML with the root element %.60s%s: %s", root->name, space, what != NULL ? what : "use Export-Clixml, or write ARM resources below <resources>");
	g_autofree char *valid = g_utf8_make_valid(message, -1);
	g_strlcpy(result->message, valid, sizeof result->message);
	result->status = ER_XML_FOREIGN;
	result->line = root->line;
}

ErXmlForming *er_xml_forming_new(const ErXmlNode *root, const ErXmlOptions *options, ErArena *arena, ErXmlResult *result)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if (forms[i].is(root)) {
			Forming *f = g_new(Forming, 1);
			*f = (Forming){ .form = &forms[i], .options = options, .arena = arena, .result = result, .objects = g_hash_table_new(g_str_hash, g_str_equal) };
			result->form = forms[i].name;
			return f;
		}
	return NULL;
}

void er_xml_forming_free(ErXmlForming *f)
{
	if (f != NULL)
		g_hash_table_destroy(f->objects);
	g_free(f);
}

bool er_xml_forming_close(ErXmlForming *f, const ErXmlNode *node)
{
	if ((is(node, "nextLink") || is(node, "skipToken")) && is_child_of_root(node) && *node->text != '\0')
		f->result->paged = true;
	if (!f->form->is_item(node))
		return false;
	f->form->take(f, node);
	return true;
}

bool er_xml_forming_needless(const ErXmlForming *f, const ErXmlNode *id)
{
	return f->form->take == take_arm && f->options->needless != NULL && is(id, "id") && id->first == NULL && id->parent->parent != NULL && is_arm_item(id->parent) && f->options->needless(id->text);
}
