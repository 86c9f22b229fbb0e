/*
 * What becomes of the texts of a site description. References to resources get what the inventory's resources get, so that they still
 * meet; what shares a name there (a duct, a carrier) shares its stand-in here. Names of sites and services go: their ids' stand-ins do.
 */
#include "sanitize.h"

#include <string.h>

/* Attribute → the class of its stand-ins; @type: of resources the type that names go by. */
static const struct { const char *element, *attribute, *class, *type; ErCase by; } rows[] = {
	{ "site", "id", "site", NULL, ER_EXACT_CASE }, { "wan", "sites", "site", NULL, ER_EXACT_CASE }, { "demand", "site", "site", NULL, ER_EXACT_CASE },
	{ "service", "id", "service", NULL, ER_EXACT_CASE }, { "demand", "service", "service", NULL, ER_EXACT_CASE },
	{ "router", "id", "router", NULL, ER_EXACT_CASE }, { "link", "router", "router", NULL, ER_EXACT_CASE }, { "vpn", "router", "router", NULL, ER_EXACT_CASE },
	{ "wan", "id", "wan", NULL, ER_EXACT_CASE }, { "wan-edge", "id", "provider-edge", NULL, ER_ANY_CASE },
	{ "circuit", "name", NULL, "expressroutecircuits", ER_ANY_CASE }, { "site", "preferred-circuit", NULL, "expressroutecircuits", ER_ANY_CASE },
	{ "circuit", "preferred-circuit", NULL, "expressroutecircuits", ER_ANY_CASE }, { "prefix", "circuits", NULL, "expressroutecircuits", ER_ANY_CASE },
	{ "vpn", "gateway", NULL, "virtualnetworkgateways", ER_ANY_CASE }, { "vnet", "name", NULL, "virtualnetworks", ER_ANY_CASE }, { "demand", "vnet", NULL, "virtualnetworks", ER_ANY_CASE },
	{ "accept", "by", "person", NULL, ER_EXACT_CASE }, { "accept", "reason", "text", NULL, ER_EXACT_CASE }, { "availability", "source", "text", NULL, ER_EXACT_CASE },
	{ "site", "provider-sla", "text", NULL, ER_EXACT_CASE }, { "site", "provider-diversity", "text", NULL, ER_EXACT_CASE },
	{ "circuit", "provider-sla", "text", NULL, ER_EXACT_CASE }, { "circuit", "provider-diversity", "text", NULL, ER_EXACT_CASE },
};

static const char *reference(ErStandIns *map, const char *type, const char *text)
{
	const char *id = er_sanitize_id(map, text);

	return id != NULL ? id : er_sanitize_name(map, type, text);
}

static bool is_in(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (g_ascii_strcasecmp(*words, text) == 0)
			return true;
	return false;
}

/* Words that result ids and kinds are made of: kinds of components and groups (include/erscope/network.h), and parts of a resource. */
static const char *const result_words[] = {
	"site", "ce", "access", "pe", "link", "msee", "session", "circuit", "port", "connection", "gateway", "gateway-instance", "hub", "hub-connection", "vnet", "vnet-peering", "firewall",
	"vpn-gateway", "vpn-gateway-instance", "vpn-connection", "global-reach", "wan", "zone", "facility", "peering-location", "conduit", "entry", "chassis", "power", "provider-edge", "carrier", "provider",
	"metro", "region", "subscription", "group", "primary", "secondary", "unknown", "on-premises", NULL,
};

/* "#msee-primary", "#instance-1". */
static bool is_part(const char *text)
{
	static const char *const parts[] = { "#pe-", "#link-", "#msee-", "#session-", "#port-", "#instance-", "#tunnel-" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (g_str_has_prefix(text, parts[i]) && strlen(text) <= strlen(parts[i]) + strlen("secondary"))
			return is_in(text + strlen(parts[i]), result_words) || strspn(text + strlen(parts[i]), "0123456789") == strlen(text + strlen(parts[i]));
	return false;
}

static const char *result_token(ErStandIns *map, const char *token)
{
	return is_in(token, result_words) ? er_stand_ins_keep(map, token) : er_sanitize_text(map, "text", token);
}

/* Of a building that anybody knows the operator and the code, which is what rules look at; NULL: of no other one. */
static const char *building(const ErSanitizeEstate *site, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " -", -1);
	g_autofree char *ends = g_strdup_printf("%s %s", words[0], words[g_strv_length(words) - 1]);

	return site->is_public(site->data, ends) ? er_stand_ins_keep(site->map, ends) : site->is_public(site->data, text) ? text : NULL;
}

/* Of a group of a facility: one of a Metro location, "amsterdam metro/a", stays; a site's is what its attribute became. */
static const char *facility_group(const ErSanitizeEstate *site, const char *facility)
{
	const char *known = er_stand_ins_closed(site->map) ? er_stand_in_known(site->map, facility) : NULL;
	const char *open = known == NULL ? building(site, facility) : NULL, *text = er_sanitize_text(site->map, "text", facility);
	bool metro = g_str_has_suffix(facility, " metro/a") || g_str_has_suffix(facility, " metro/b");
	g_autofree char *id = g_strconcat("group:facility:", known != NULL ? known : open != NULL ? open : metro ? facility : text, NULL);

	return er_stand_ins_keep(site->map, id);
}

/* "site:london/ce:r1" or "group:conduit:north": words of erscope's, and names. Places, regions and providers in ids of groups stay. */
static const char *result_id(const ErSanitizeEstate *site, const char *text)
{
	static const char *const open_groups[] = { "group:peering-location:", "group:provider:", "group:metro:", "group:region:" };
	static const char facility[] = "group:facility:";
	ErStandIns *map = site->map;
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(open_groups); i++)
		if (g_str_has_prefix(text, open_groups[i]) && strlen(text) < 80)
			return er_stand_ins_keep(map, text);
	if (g_str_has_prefix(text, facility))
		return facility_group(site, text + strlen(facility));
	for (const char *p = text; *p != '\0';) {
		const char *id = g_str_has_prefix(p, "/subscriptions/") ? er_sanitize_id(map, p) : NULL;
		if (id != NULL) {
			g_string_append(out, id);
			break;
		}
		size_t n = strcspn(p, ":/");
		g_autofree char *token = g_strndup(p, n);
		g_string_append(out, n > 0 ? result_token(map, token) : "");
		p += n;
		if (*p != '\0' && !g_str_has_prefix(p, "/subscriptions/"))
			g_string_append_c(out, *p++);
	}
	return er_stand_ins_keep(map, out->str);
}

static const char *subject(const ErSanitizeEstate *site, const char *text)
{
	ErStandIns *map = site->map;
	const char *mark = strrchr(text, '#');
	bool part = mark != NULL && is_part(mark);
	g_autofree char *head = part ? g_strndup(text, (gsize)(mark - text)) : g_strdup(text);
	bool result = g_str_has_prefix(head, "site:") || g_str_has_prefix(head, "group:") || g_str_has_prefix(head, "wan:");
	const char *id = er_sanitize_id(map, head), *whole = id != NULL ? id : result ? result_id(site, head) : result_token(map, head);

	if (!part)
		return whole;
	g_autofree char *joined = g_strconcat(whole, mark, NULL);
	return er_stand_ins_keep(map, joined);
}

static bool is_rule(const char *text)
{
	return g_str_has_prefix(text, "ER-") && strlen(text) <= 16 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789") == strlen(text);
}

static const char *criticality(ErStandIns *map, const char *text)
{
	static const char *const words[] = { "critical", "mission-critical", "business-critical", "high", "medium", "low", "non-critical", NULL };
	g_autofree char *lower = g_ascii_strdown(text, -1);
	bool no = g_str_has_prefix(lower, "non") || g_str_has_prefix(lower, "not") || g_str_has_prefix(lower, "un");

	return is_in(text, words) ? text : er_stand_in(map, !no && strstr(lower, "critical") != NULL ? "value-critical" : "value", ER_EXACT_CASE, text);
}

/* @attribute: "prefix" of the content of one. */
static const char *stand_in(const ErSanitizeEstate *site, const char *element, const char *attribute, const char *text)
{
	ErStandIns *map = site->map;
	const char *known = strcmp(attribute, "prefix") == 0 ? er_stand_in_addresses(map, text) : strcmp(attribute, "facility") == 0 ? building(site, text) : NULL;

	if (known != NULL)
		return known;
	if (strcmp(attribute, "subject") == 0 || strcmp(attribute, "component") == 0)
		return subject(site, text);
	if (strcmp(attribute, "rule") == 0)
		return is_rule(text) ? text : er_stand_in(map, "text", ER_EXACT_CASE, text);
	if (strcmp(attribute, "criticality") == 0)
		return criticality(map, text);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].element, element) == 0 && strcmp(rows[i].attribute, attribute) == 0)
			return rows[i].type != NULL ? reference(map, rows[i].type, text) : er_stand_in(map, rows[i].class, rows[i].by, text);
	return er_stand_in(map, attribute, ER_ANY_CASE, text);
}

const char *er_sanitize_estate_text(const void *data, const char *element, const char *attribute, const char *text)
{
	const ErSanitizeEstate *site = data;
	const char *answer = *text != '\0' ? stand_in(site, element, *attribute != '\0' ? attribute : "prefix", text) : text;

	return er_stand_ins_closed(site->map) ? answer : text;
}
