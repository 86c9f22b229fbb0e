/*
 * What becomes of each text when an inventory is made fit for outsiders. Everything is walked twice: first to collect what there is, then
 * to put stand-ins in its place (sanitize_map.c), since the number of a stand-in hangs on all names of its class.
 *
 * A text is, in this order: part of a tag; an AS number, by the name of its property; an ARM id, rewritten segment by segment, types
 * kept; addresses and prefixes; a word that may be known, when its property is one of those that hold kinds, places, states and the like;
 * a harmless form (date, duration, truth, small number, type of Microsoft's); the name of something in a list, by the list; a name met
 * elsewhere; else a text that nobody but its owner can read. What a rule only compares stays equal or different that way.
 */
#include "sanitize.h"

#include "arm.h"
#include "template.h"

#include <string.h>

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (g_ascii_strcasecmp(text, *words) == 0)
			return true;
	return false;
}

/* ---- ARM ids ---- */

/* Names that Azure gives, and that the model or its readers know by. */
static const char *const azure_names[] = {
	"GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet", "AzureBastionSubnet", "AzurePrivatePeering", "AzurePublicPeering",
	"MicrosoftPeering", "default", "HubVirtualNetwork", "link1", "link2", "defaultRouteTable", "noneRouteTable", NULL,
};

static bool is_word(const char *text, const char *more, size_t most)
{
	size_t n = 0;

	for (; text[n] != '\0'; n++)
		if (n >= most || (!g_ascii_isalnum(text[n]) && strchr(more, text[n]) == NULL))
			return false;
	return n > 0;
}

/* "Microsoft.Network", "microsoft.network/virtualnetworks/write". */
static bool is_microsofts(const char *text)
{
	return g_ascii_strncasecmp(text, "microsoft.", 10) == 0 && is_word(text, "./", 120);
}

/* The word that resources of this type are called by: "circuit", "routetable". (transfer full) */
static char *class_of_type(const char *type)
{
	static const struct { const char *type, *class; } own[] = {
		{ "expressroutecircuits", "circuit" }, { "expressrouteports", "port" }, { "virtualnetworkgateways", "gateway" }, { "vpngateways", "gateway" }, { "expressroutegateways", "gateway" },
		{ "virtualnetworks", "vnet" }, { "virtualhubs", "hub" }, { "virtualwans", "vwan" }, { "publicipaddresses", "publicip" }, { "azurefirewalls", "firewall" },
		{ "tags", "item" }, { "texts", "item" }, { "values", "item" }, { "subscriptions", "item" },
	};
	g_autofree char *lower = g_ascii_strdown(type, -1);
	size_t n = strlen(lower);

	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		if (strcmp(lower, own[i].type) == 0)
			return g_strdup(own[i].class);
	if (!is_word(lower, "", 40))
		return g_strdup("item");
	if (g_str_has_suffix(lower, "ies"))
		return g_strdup_printf("%.*sy", (int)(n - 3), lower);
	return g_str_has_suffix(lower, "s") ? g_strndup(lower, n - 1) : g_steal_pointer(&lower);
}

/* What a template or a plan leaves open, "{gatewayName}": rules know it by the bracket. */
static const char *rewrite_open(ErStandIns *map, const char *text)
{
	if (strcmp(text, "{subscription}") == 0 || strcmp(text, "{resource-group}") == 0)
		return er_stand_ins_keep(map, text);
	g_autofree char *bracketed = g_strdup_printf("{%s}", er_stand_in(map, "parameter", ER_ANY_CASE, text));
	return er_stand_ins_keep(map, bracketed);
}

static bool is_left_open(const char *text)
{
	return *text == '{' || *text == '<';
}

const char *er_sanitize_name(ErStandIns *map, const char *type, const char *name)
{
	static const char endpoint[] = "privateEndpoint", cloud[] = ".circuit.expressrouteid";

	if (*name == '\0' || is_one_of(name, azure_names))
		return er_stand_ins_keep(map, name);
	g_autofree char *class = class_of_type(type);
	/* What a private endpoint puts on its interface begins so. */
	if (strcmp(class, "ipconfiguration") == 0 && g_ascii_strncasecmp(name, endpoint, strlen(endpoint)) == 0)
		return er_stand_in(map, endpoint, ER_ANY_CASE, name);
	/* A template names the circuit of a private cloud by a property of the cloud. */
	if (strcasestr(name, cloud) != NULL) {
		g_autofree char *marked = g_strconcat(er_stand_in(map, class, ER_ANY_CASE, name), cloud, NULL);
		return er_stand_ins_keep(map, marked);
	}
	return er_stand_in(map, class, ER_ANY_CASE, name);
}

/* A subscription or a resource group. */
static const char *rewrite_container(ErStandIns *map, const char *class, const char *name)
{
	return is_left_open(name) ? rewrite_open(map, name) : er_stand_in(map, class, ER_ANY_CASE, name);
}

/* What the segments of an id are; a pair is a type and a name. */
typedef enum { AT_TYPE, AT_NAMESPACE, AT_NAME } Step;
typedef enum { NO_PROVIDER, MICROSOFTS, ANOTHERS } Provider;

/* Types of Microsoft's may be told; before a provider only those that hold resources. */
static bool is_open_type(Provider provider, const char *segment)
{
	static const char *const containers[] = { "subscriptions", "resourceGroups", "locations", "tenants", NULL };

	return *segment == '\0' || (provider == MICROSOFTS ? is_word(segment, "", 60) : provider == NO_PROVIDER && is_one_of(segment, containers));
}

static void append_segment(ErStandIns *map, GString *out, const char *segment, Step *step, char **type, Provider *provider)
{
	if (*step == AT_NAMESPACE) {
		*provider = is_microsofts(segment) ? MICROSOFTS : ANOTHERS;
		g_string_append(out, *provider == MICROSOFTS || *segment == '\0' ? segment : er_stand_in(map, "provider", ER_ANY_CASE, segment));
		*step = AT_TYPE;
	} else if (*step == AT_NAME) {
		bool subscription = *provider == NO_PROVIDER && g_ascii_strcasecmp(*type, "subscriptions") == 0, group = *provider == NO_PROVIDER && g_ascii_strcasecmp(*type, "resourcegroups") == 0;
		g_string_append(out, *segment == '\0' ? "" : subscription ? rewrite_container(map, "subscription", segment) : group ? rewrite_container(map, "rg", segment) : er_sanitize_name(map, *type, segment));
		*step = AT_TYPE;
	} else if (g_ascii_strcasecmp(segment, "providers") == 0) {
		g_string_append(out, segment);
		*step = AT_NAMESPACE;
	} else {
		bool open = is_open_type(*provider, segment);
		g_string_append(out, open ? segment : er_stand_in(map, "type", ER_ANY_CASE, segment));
		g_free(*type);
		/* Names of a type that is not told are items. */
		*type = g_strdup(open ? segment : "");
		*step = AT_NAME;
	}
}

const char *er_sanitize_id(ErStandIns *map, const char *text)
{
	g_autofree char *normalised = er_id_normalise(text);
	g_autofree char *type = g_strdup("");
	g_autoptr(GString) out = g_string_new(NULL);
	Step step = AT_TYPE;
	Provider provider = NO_PROVIDER;

	if (normalised == NULL)
		return NULL;
	/* The same part as spelled: nothing before or behind it tells anything. */
	size_t n = strlen(normalised) - 1;
	const char *begin = text;
	while (g_ascii_strncasecmp(begin, normalised + 1, n) != 0)
		begin++;
	g_autofree char *path = g_strndup(begin, n);
	g_auto(GStrv) segments = g_strsplit(path, "/", -1);
	for (char **segment = segments; *segment != NULL; segment++) {
		g_string_append_c(out, '/');
		append_segment(map, out, *segment, &step, &type, &provider);
	}
	return er_stand_ins_keep(map, out->str);
}

/* "microsoft.network/virtualnetworks" of the ledger. */
static const char *rewrite_type(ErStandIns *map, const char *type)
{
	if (*type == '(' || is_microsofts(type))
		return type;
	g_auto(GStrv) parts = g_strsplit(type, "/", -1);
	for (char **part = parts; *part != NULL; part++) {
		char *stand_in = g_strdup(er_stand_in(map, part == parts ? "provider" : "type", ER_ANY_CASE, *part));
		g_free(*part);
		*part = stand_in;
	}
	g_autofree char *joined = g_strjoinv("/", parts);
	return er_stand_ins_keep(map, joined);
}

/* ---- texts of properties ---- */

/* Properties whose values are words of Azure's. */
static const char *const open_keys[] = {
	"$change", "actionOnUnmanage", "adminState", "apiVersion", "authorizationUseStatus", "billingType", "changeType", "cipher", "circuitConnectionStatus", "circuitProvisioningState",
	"category", "connectionMode", "connectionProtocol", "connectionStatus", "connectionType", "criterionType", "encapsulation", "family", "forwardingRuleState", "gatewayType",
	"hubRoutingPreference", "kind", "level", "location", "locPrf", "metricName", "metricNamespace", "mode", "nextHopType", "odata.type", "operator", "origin", "peeringLocation",
	"peeringState", "peeringSyncLevel", "peeringType", "phase", "privateIPAddressVersion", "privateIPAllocationMethod", "protocol", "provisioningState",
	"publicIPAddressVersion", "publicIPAllocationMethod", "resiliencyLevel", "resiliencyModel", "sciState", "serviceProviderName", "serviceProviderProvisioningState", "size",
	"sku", "state", "status", "strategy", "targetResourceType", "testType", "tier", "timeAggregation", "tunnelConnectionStatus", "type", "vpnGatewayGeneration", "vpnType", "weight",
	"zones", "bandwidthInMbps", "bandwidthInGbps", "overallScore", "scoreChange", "currentScore", "maxScore", "routingState", "allocationMethod", "resourceType", "roles",
	"availabilityZone", "secondaryAvailabilityZone", NULL,
};
/* Of properties that hold anything, these words are Azure's. */
static const char *const open_words[] = {
	".", "true", "false", "yes", "no", "none", "null", "enabled", "disabled", "succeeded", "failed", "standard", "basic", "premium", "PrivateTraffic", "Internet", "ServiceHealth", "Administrative",
	"Maintenance", "Incident", "Informational", "ActionRequired", "Security", "category", "operationName", "resourceType", "status", "level", "properties.incidentType",
	"properties.impactedServices[*].ServiceName", "properties.impactedServices[*].ImpactedRegions[*].RegionName", "Customer", "*", "?", "i", "e", ER_REDACTED, NULL,
};
static const char *const asn_keys[] = { "asn", "peerASN", "azureASN", "customerASN", "virtualRouterAsn", "asPath", "path", "peerAsn", "localAsn", "remoteAsn", NULL };

static bool has_guid(const char *text)
{
	unsigned run = 0, dashes = 0;

	for (; *text != '\0'; text++) {
		if (*text == '-')
			dashes++;
		else if (!g_ascii_isxdigit(*text)) {
			run = dashes = 0;
			continue;
		}
		if (++run >= 36 && dashes >= 4)
			return true;
	}
	return false;
}

/* May a word of an open property be told? Nobody's address, no id, no sentence. */
static bool is_tellable(const char *text)
{
	return strlen(text) <= 80 && strpbrk(text, "@{}<>\n") == NULL && strstr(text, "//") == NULL && !has_guid(text);
}

/* A date with or without time, a duration, a small number. */
static bool is_plain(const char *text)
{
	size_t n = strlen(text);

	if (n >= 10 && n <= 35 && strspn(text, "0123456789-") == 10 && strspn(text + 10, "T0123456789:.+-Z ") == n - 10)
		return true;
	if (*text == 'P' && n >= 3 && n <= 16 && strspn(text + 1, "0123456789YMDTHS.") == n - 1)
		return true;
	return n <= 5 && strspn(text, "0123456789.") == n;
}

/* AS numbers apart by blanks, dashes or commas, as in "65515-12076 65010"; other words of an AS path stay when they are Azure's. NULL: something else. */
static const char *rewrite_asns(ErStandIns *map, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = text; *p != '\0';) {
		size_t n = strcspn(p, " ,-;()");
		g_autofree char *word = g_strndup(p, n);
		const char *asn = n > 0 ? er_stand_in_asn(map, word) : word;
		if (asn == NULL && !is_one_of(word, open_words))
			return NULL;
		g_string_append(out, asn != NULL ? asn : word);
		p += n;
		n = strspn(p, " ,-;()");
		g_string_append_len(out, p, (gssize)n);
		p += n;
	}
	return er_stand_ins_keep(map, out->str);
}

const char *er_sanitize_text(ErStandIns *map, const char *class, const char *text)
{
	const char *known = er_stand_ins_closed(map) ? er_stand_in_known(map, text) : NULL;
	const char *stand_in = er_stand_in(map, class, ER_EXACT_CASE, text);

	return known != NULL ? er_stand_ins_keep(map, known) : stand_in;
}

/* What a text stands in: the property's name, the object's, and the list's. */
typedef struct { const char *key, *object, *list; } Where;

static bool is_open(const Where *where, const char *text)
{
	if (is_one_of(text, open_words) || is_plain(text) || is_microsofts(text))
		return true;
	if (strcmp(where->object, "sku") == 0 || is_one_of(where->key, open_keys))
		return is_tellable(text);
	return false;
}

static const char *rewrite_string(ErStandIns *map, const Where *where, const char *text)
{
	const char *answer = NULL;

	if (*text == '\0')
		return text;
	if (is_one_of(where->key, asn_keys))
		answer = rewrite_asns(map, text);
	if (answer == NULL)
		answer = er_sanitize_id(map, text);
	if (answer == NULL)
		answer = er_stand_in_addresses(map, text);
	if (answer != NULL)
		return answer;
	if (is_open(where, text))
		return text;
	/* Alerts name services of Azure. */
	if (is_one_of(where->key, (const char *const[]){ "equals", "containsAny", NULL }) && strcasestr(text, "expressroute") != NULL)
		return "ExpressRoute";
	if (g_ascii_strcasecmp(where->key, ER_TEMPLATE_CONDITIONAL) == 0)
		return er_stand_in(map, "condition", ER_EXACT_CASE, text);
	/* In a capture of route sets circuits go by keys of its own. */
	if (g_ascii_strcasecmp(where->key, "circuit") == 0)
		return er_stand_in(map, "alias", ER_EXACT_CASE, text);
	if (g_ascii_strcasecmp(where->key, "name") == 0 && *where->list != '\0')
		return er_sanitize_name(map, where->list, text);
	return is_left_open(text) ? rewrite_open(map, text) : er_sanitize_text(map, "text", text);
}

/* ---- tags ---- */

/* Tags that rules read, and what they read of them (src/model/judge.c, rules/vpn.c, rules/capacity.c). */
static const char *const tag_keys[] = { "workload", "criticality", "workload-criticality", "businesscriticality", "environment", "env", NULL };
static const char *const tag_values[] = {
	"critical", "mission-critical", "business-critical", "high", "medium", "low", "non-critical", "true", "false", "yes", "no", "dev", "development", "test", "testing", "prod", "production", "prd",
	"live", "staging", "stage", "preprod", "uat", "qa", "sandbox", NULL,
};

static const char *rewrite_tag_key(ErStandIns *map, const char *key)
{
	if (is_one_of(key, tag_keys))
		return key;
	return er_stand_in(map, strcasestr(key, "critical") != NULL ? "tag-critical" : "tag", ER_EXACT_CASE, key);
}

/* Of criticality its sense stays, of all else only which are equal. */
static const char *rewrite_tag_value(ErStandIns *map, const char *key, const char *value)
{
	g_autofree char *lower = g_ascii_strdown(value, -1);
	bool read = is_one_of(key, tag_keys) || strcasestr(key, "critical") != NULL;
	bool no = g_str_has_prefix(lower, "non") || g_str_has_prefix(lower, "not") || g_str_has_prefix(lower, "un");

	if (*value == '\0' || (read && is_one_of(value, tag_values)))
		return value;
	return er_stand_in(map, read && !no && strstr(lower, "critical") != NULL ? "value-critical" : "value", ER_EXACT_CASE, value);
}

/* ---- trees ---- */

static void put_text(ErStandIns *map, ErValue *value, const char *text)
{
	if (!er_stand_ins_closed(map) || text == value->u.text)
		return;
	value->u.text = er_stand_ins_keep(map, text);
	value->n = (uint32_t)strlen(text);
}

static void walk_tags(ErStandIns *map, ErValue *tags)
{
	for (uint32_t i = 0; i < tags->n; i++) {
		ErMember *tag = &tags->u.members[i];
		if (er_stand_ins_made(map, tag->key) || er_stand_ins_made(map, tag->value.u.text))
			continue;
		if (er_stand_ins_closed(map) && (tag->value.kind == ER_VALUE_OBJECT || tag->value.kind == ER_VALUE_ARRAY))
			tag->value.kind = ER_VALUE_NULL;
		const char *value = tag->value.kind == ER_VALUE_STRING || tag->value.kind == ER_VALUE_NUMBER ? rewrite_tag_value(map, tag->key, tag->value.u.text) : NULL;
		const char *key = rewrite_tag_key(map, tag->key);
		if (value != NULL) {
			/* A number may be anybody's cost centre. */
			if (er_stand_ins_closed(map) && value != tag->value.u.text)
				tag->value.kind = ER_VALUE_STRING;
			put_text(map, &tag->value, value);
		}
		if (er_stand_ins_closed(map))
			tag->key = key;
	}
}

/* Names of members are Azure's, but where a map has ids, addresses or names as keys. */
static const char *rewrite_key(ErStandIns *map, const char *object, const char *key)
{
	const char *answer = strchr(key, '/') != NULL ? er_sanitize_id(map, key) : NULL;

	if (answer == NULL)
		answer = er_stand_in_addresses(map, key);
	if (answer != NULL)
		return answer;
	if (g_ascii_strcasecmp(object, "circuitsMetadataMap") == 0)
		return er_stand_in(map, "alias", ER_EXACT_CASE, key);
	return is_word(key, "$_@.", 80) ? key : er_stand_in(map, "key", ER_EXACT_CASE, key);
}

static void walk_value(ErStandIns *map, ErValue *value, const Where *where);

static void walk_object(ErStandIns *map, ErValue *object, const Where *where)
{
	if (g_ascii_strcasecmp(where->key, "tags") == 0) {
		walk_tags(map, object);
		return;
	}
	for (uint32_t i = 0; i < object->n; i++) {
		ErMember *member = &object->u.members[i];
		const Where below = { member->key, where->key, where->list };
		walk_value(map, &member->value, &below);
		const char *key = er_stand_ins_made(map, member->key) ? member->key : rewrite_key(map, where->key, member->key);
		if (er_stand_ins_closed(map))
			member->key = key;
	}
}

/* Recursion ends: the reader bounds the depth. A tree that two resources share is rewritten once: what is an answer is not asked for again. */
static void walk_value(ErStandIns *map, ErValue *value, const Where *where)
{
	switch (value->kind) {
	case ER_VALUE_OBJECT:
		walk_object(map, value, where);
		break;
	case ER_VALUE_ARRAY:
		for (uint32_t i = 0; i < value->n; i++)
			walk_value(map, &value->u.items[i], &(Where){ where->key, where->object, where->key });
		break;
	case ER_VALUE_STRING:
		if (!er_stand_ins_made(map, value->u.text))
			put_text(map, value, rewrite_string(map, where, value->u.text));
		break;
	case ER_VALUE_NUMBER:
		if (is_one_of(where->key, asn_keys) && !er_stand_ins_made(map, value->u.text)) {
			const char *asn = er_stand_in_asn(map, value->u.text);
			if (asn != NULL)
				put_text(map, value, asn);
		}
		break;
	default:
		break;
	}
}

/* ---- records ---- */

/* "/resources/4/properties/subnets/0": names of members that a file's author made up are left out. */
static const char *rewrite_pointer(ErStandIns *map, const char *pointer)
{
	static const char *const steps[] = {
		"value", "values", "data", "rows", "resources", "properties", "items", "responses", "body", "root_module", "child_modules", "planned_values", "prior_state", "resource_changes", "change", "before",
		"after", "changes", "instances", "attributes", "template", "outputResources", "peerings", "subnets", "virtualNetworkPeerings", "links", "authorizations", "connections", "estate", "site", "prefix",
		"router", "circuit", "link", "wan-edge", "vpn", "wan", "service", "vnet", "demand", "accept", "availability", NULL,
	};
	g_auto(GStrv) parts = g_strsplit(pointer != NULL ? pointer : "", "/", -1);

	for (char **part = parts; *part != NULL; part++) {
		size_t n = strcspn(*part, "[");
		g_autofree char *word = g_strndup(*part, n);
		bool index = (*part)[n] == '\0' || (strspn(*part + n, "[]0123456789") == strlen(*part + n));
		if (index && (n == 0 || strspn(word, "0123456789") == n || is_one_of(word, steps)))
			continue;
		g_free(*part);
		*part = g_strdup("-");
	}
	g_autofree char *joined = g_strjoinv("/", parts);
	return pointer != NULL ? er_stand_ins_keep(map, joined) : NULL;
}

static void walk_resource(ErStandIns *map, ErResource *res)
{
	const char *id = er_sanitize_id(map, res->id), *shown = er_sanitize_id(map, res->id_shown), *parent = res->parent != NULL ? er_sanitize_id(map, res->parent) : NULL;
	const char *conditional = res->conditional != NULL ? er_stand_in(map, "condition", ER_EXACT_CASE, res->conditional) : NULL;
	const char *subscription = *res->subscription != '\0' ? rewrite_container(map, "subscription", res->subscription) : "";

	/* Its id and name are set here, from the id: a name may be spelled "parent/child". */
	for (uint32_t i = 0; i < res->body.n; i++) {
		ErMember *member = &res->body.u.members[i];
		if (g_ascii_strcasecmp(member->key, "name") == 0 && member->value.kind == ER_VALUE_STRING)
			put_text(map, &member->value, er_arm_last_segment(shown));
		else
			walk_value(map, &member->value, &(Where){ member->key, "", "" });
	}
	if (!er_stand_ins_closed(map))
		return;
	res->id = id;
	res->id_shown = shown;
	res->name = er_arm_last_segment(shown);
	res->parent = parent;
	res->subscription = subscription;
	res->conditional = conditional;
	res->location = is_tellable(res->location) ? res->location : "withheld";
	res->pointer = rewrite_pointer(map, res->pointer);
}

static void walk_external(ErStandIns *map, ErExternal *external)
{
	const char *id = er_sanitize_id(map, external->id), *shown = er_sanitize_id(map, external->id_shown), *referrer = er_sanitize_id(map, external->referrer);

	if (!er_stand_ins_closed(map))
		return;
	external->id = id;
	external->id_shown = shown != NULL ? shown : id;
	external->name = er_arm_last_segment(external->id_shown);
	external->referrer = referrer;
}

static void walk_inventory(ErStandIns *map, const ErInventoryParts *parts)
{
	bool closed = er_stand_ins_closed(map);

	for (guint i = 0; i < parts->resources->len; i++)
		walk_resource(map, &g_array_index(parts->resources, ErResource, i));
	for (guint i = 0; i < parts->externals->len; i++)
		walk_external(map, &g_array_index(parts->externals, ErExternal, i));
	for (guint i = 0; i < parts->sources->len; i++) {
		ErSource *source = &g_array_index(parts->sources, ErSource, i);
		const char *of = source->of != NULL ? er_sanitize_id(map, source->of) : NULL;
		source->of = closed ? of : source->of;
	}
	for (guint i = 0; i < parts->ignored->len; i++) {
		ErIgnored *row = &g_array_index(parts->ignored, ErIgnored, i);
		const char *type = rewrite_type(map, row->type);
		row->type = closed ? type : row->type;
	}
}

/* ---- the whole ---- */

static int by_sha256(const void *a, const void *b)
{
	return strcmp((*(const ErSource *const *)a)->sha256, (*(const ErSource *const *)b)->sha256);
}

/* Numbers hang on what the files hold, so that their order does not show; the hash of a file would let it be recognised. */
static GHashTable *rename_sources(ErStandIns *map, GArray *sources)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();

	for (guint i = 0; i < sources->len; i++)
		g_ptr_array_add(sorted, &g_array_index(sources, ErSource, i));
	g_ptr_array_sort(sorted, by_sha256);
	for (guint i = 0; i < sorted->len; i++) {
		ErSource *source = sorted->pdata[i];
		g_autofree char *name = g_strdup_printf("input-%u.%s", i + 1, strstr(source->format, "xml") != NULL ? "xml" : "json");
		const char *own = er_stand_ins_keep(map, name);
		if (!g_hash_table_contains(names, source->file))
			g_hash_table_insert(names, (char *)source->file, (char *)own);
		source->file = own;
		if (*source->sha256 != '\0')
			er_stand_ins_hash(map, source->sha256);
	}
	return names;
}

static const char *file_stand_in(const void *data, const char *file)
{
	const char *known = g_hash_table_lookup((GHashTable *)(uintptr_t)data, file);

	return known != NULL ? known : "file";
}

static const char *pointer_stand_in(const void *data, const char *pointer)
{
	return rewrite_pointer((ErStandIns *)(uintptr_t)data, pointer);
}

void er_sanitize(ErInventory *inv, ErEstate *estate, ErIsPublic is_public, const void *data, ErDiags *diags)
{
	ErStandIns *map = er_stand_ins_new(er_inventory_content(inv));
	const ErInventoryParts parts = er_inventory_parts(inv);
	const ErSanitizeEstate site = { map, is_public, data };

	for (int pass = 0; pass < 2; pass++) {
		walk_inventory(map, &parts);
		if (estate != NULL)
			er_estate_rewrite(estate, er_sanitize_estate_text, &site);
		if (pass == 0)
			er_stand_ins_close(map);
	}
	GHashTable *names = rename_sources(map, parts.sources);
	if (estate != NULL)
		er_estate_rename(estate, "site-description", pointer_stand_in, map);
	er_diags_withhold(diags, file_stand_in, names, pointer_stand_in, map);
	g_hash_table_destroy(names);
	er_inventory_take_stand_ins(inv, map);
}
