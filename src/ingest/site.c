/*
 * From the neutral tree to records: each attribute goes where the table says, after its value is checked; then what must be unique and
 * what refers to something is checked over the whole. What is wrong is told with its place and left out. Linear but for the names
 * that come near, which are looked for only when something is wrong.
 */
#include "site_tree.h"

#include <erscope/prefix.h>
#include <erscope/text.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 16 * 1024 * 1024 };

struct ErEstate {
	GStringChunk *strings;
	GPtrArray *memory;
	GArray *sites, *wans, *services, *demands, *accepts, *availabilities;
};

typedef struct { ErEstate *estate; const char *file; ErDiags *diags; } Reader;

static const char *keep(Reader *reader, const char *text)
{
	return g_string_chunk_insert_const(reader->estate->strings, text != NULL ? text : "");
}

static const void *keep_array(Reader *reader, GArray *array, size_t size, uint32_t *n)
{
	void *copy = g_memdup2(array->data, array->len * size);

	*n = array->len;
	if (copy != NULL)
		g_ptr_array_add(reader->estate->memory, copy);
	return copy;
}

static ErLoc place(Reader *reader, const ErSiteNode *node)
{
	return (ErLoc){ keep(reader, reader->file), node->line, 0, keep(reader, node->pointer) };
}

static void tell(Reader *reader, ErDiagCode code, const ErSiteNode *node, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void tell(Reader *reader, ErDiagCode code, const ErSiteNode *node, const char *format, ...)
{
	ErLoc loc = place(reader, node);
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	er_diag_add(reader->diags, code, &loc, "%s", text);
}

/* ---- values ---- */

/* Number of @word among @words, from 1; 0 when it is none of them. */
static uint32_t word_number(const char *words, const char *word)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	for (uint32_t i = 0; list[i] != NULL; i++)
		if (strcmp(list[i], word) == 0)
			return i + 1;
	return 0;
}

static bool parse_uint(const char *text, uint32_t *out)
{
	guint64 number;

	if (!g_ascii_string_to_unsigned(text, 10, 0, UINT32_MAX - 1, &number, NULL))
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool parse_percent(const char *text, double *out)
{
	char *end;
	double number = g_ascii_strtod(text, &end);

	if (end == text || *end != '\0' || !isfinite(number) || number <= 0 || number > 100)
		return false;
	*out = number;
	return true;
}

/* Puts @text into the record; false, with what is allowed in *allowed, when the type does not take it. */
static bool store(Reader *reader, const ErSiteAttribute *attribute, const char *text, void *record, const char **allowed)
{
	void *at = (char *)record + attribute->offset;
	uint32_t number = *attribute->words != '\0' ? word_number(attribute->words, text) : 1;

	*allowed = attribute->words;
	if (number == 0)
		return false;
	switch (attribute->type) {
	case ER_SITE_TEXT:
	case ER_SITE_LIST:
	case ER_SITE_WORD: *(const char **)at = keep(reader, text); return true;
	case ER_SITE_CHOICE: *(uint32_t *)at = number; return true;
	case ER_SITE_SIDE: *(uint32_t *)at = number - 1; return true;
	case ER_SITE_UINT: *allowed = *attribute->words != '\0' ? attribute->words : "a whole number"; return parse_uint(text, at);
	case ER_SITE_DECIMAL: *allowed = "per cent, greater than 0 and at most 100"; return parse_percent(text, at);
	case ER_SITE_DATE:
		*allowed = "a date YYYY-MM-DD";
		*(const char **)at = er_text_is_date(text) ? keep(reader, text) : "";
		return er_text_is_date(text);
	case ER_SITE_BOOLEAN:
		*allowed = "true false";
		number = word_number("false true 0 1", text);
		*(ErTri *)at = number == 0 ? ER_TRI_UNSAID : number % 2 == 0 ? ER_TRI_YES : ER_TRI_NO;
		return number > 0;
	}
	return false;
}

static void set_unsaid(const ErSiteElement *element, void *record)
{
	for (uint32_t i = 0; i < element->n_attributes; i++) {
		void *at = (char *)record + element->attributes[i].offset;
		switch (element->attributes[i].type) {
		case ER_SITE_UINT: *(uint32_t *)at = ER_UNSAID; break;
		case ER_SITE_TEXT:
		case ER_SITE_WORD:
		case ER_SITE_LIST:
		case ER_SITE_DATE: *(const char **)at = ""; break;
		default: break;
		}
	}
}

static char *near_attribute(const ErSiteElement *element, const char *name)
{
	g_autofree const char **names = g_new(const char *, element->n_attributes + 1);

	for (uint32_t i = 0; i < element->n_attributes; i++)
		names[i] = element->attributes[i].name;
	return er_near_sentence(name, names, element->n_attributes);
}

static char *near_child(const ErSiteElement *element, const char *name)
{
	return er_near_sentence(name, element->children, g_strv_length((char **)element->children));
}

/* Fills @record from @node; false when something required is missing: then the element is left out. */
static bool read_attributes(Reader *reader, const ErSiteElement *element, const ErSiteNode *node, void *record)
{
	g_autofree bool *seen = g_new0(bool, element->n_attributes + 1);
	bool complete = true;

	set_unsaid(element, record);
	for (guint i = 0; i < node->attributes->len; i++) {
		const ErSitePair *pair = &g_array_index(node->attributes, ErSitePair, i);
		uint32_t k = 0;
		const char *allowed = "";
		while (k < element->n_attributes && strcmp(element->attributes[k].name, pair->name) != 0)
			k++;
		if (k == element->n_attributes) {
			g_autofree char *near = near_attribute(element, pair->name);
			tell(reader, ER_D_SITE_ATTRIBUTE, node, "%s of %s%s", pair->name, element->name, near);
			continue;
		}
		seen[k] = pair->value != NULL && *pair->value != '\0' && store(reader, &element->attributes[k], pair->value, record, &allowed);
		if (!seen[k] && pair->value != NULL && *pair->value != '\0')
			tell(reader, ER_D_SITE_VALUE, node, "%s=\"%s\" of %s; allowed: %s", pair->name, pair->value, element->name, allowed);
	}
	for (uint32_t k = 0; k < element->n_attributes; k++)
		if (element->attributes[k].required && !seen[k]) {
			tell(reader, ER_D_SITE_MISSING, node, "%s of %s", element->attributes[k].name, element->name);
			complete = false;
		}
	return complete;
}

/* Children that the element cannot hold. */
static void check_children(Reader *reader, const ErSiteElement *element, const ErSiteNode *node)
{
	for (guint i = 0; i < node->children->len; i++) {
		const ErSiteNode *child = node->children->pdata[i];
		if (g_strv_contains(element->children, child->name))
			continue;
		g_autofree char *near = near_child(element, child->name);
		tell(reader, ER_D_SITE_ELEMENT, child, "%s in %s%s", child->name, element->name, near);
	}
}

/* ---- elements ---- */

typedef bool (*ReadElement)(Reader *reader, const ErSiteNode *node, void *record);

/* All children of that name, as an array of records of @size. */
static GArray *read_all(Reader *reader, const ErSiteNode *node, const char *name, size_t size, ReadElement read)
{
	GArray *array = g_array_new(FALSE, TRUE, (guint)size);
	g_autofree char *record = g_malloc0(size);

	for (guint i = 0; i < node->children->len; i++) {
		const ErSiteNode *child = node->children->pdata[i];
		if (strcmp(child->name, name) != 0)
			continue;
		memset(record, 0, size);
		*(ErLoc *)(void *)record = place(reader, child);
		bool complete = read_attributes(reader, er_site_element(name), child, record);
		check_children(reader, er_site_element(name), child);
		if (complete && (read == NULL || read(reader, child, record)))
			g_array_append_vals(array, record, 1);
	}
	return array;
}

static const char *const *split(Reader *reader, const char *text, uint32_t *n)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(char *));

	for (uint32_t i = 0; words[i] != NULL; i++) {
		const char *word = keep(reader, words[i]);
		if (*word != '\0')
			g_array_append_val(found, word);
	}
	return keep_array(reader, found, sizeof(char *), n);
}

/* Why @cidr is no range with clear host bits; NULL when it is one. */
static char *cidr_trouble(const char *cidr)
{
	const char *slash = strchr(cidr, '/');
	g_autofree char *alone = slash != NULL ? g_strndup(cidr, (gsize)(slash - cidr)) : NULL;
	ErPrefix range, address;

	if (alone == NULL || !er_prefix_parse(cidr, &range) || !er_prefix_parse(alone, &address))
		return g_strdup("allowed: an address range such as 10.0.0.0/8");
	if (memcmp(range.bytes, address.bytes, sizeof range.bytes) == 0)
		return NULL;
	g_autofree char *shown = er_prefix_text(&range);
	return g_strdup_printf("host bits are set; the range is %s", shown);
}

static bool read_prefix(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSitePrefix *prefix = data;
	g_autofree char *text = g_strstrip(g_strdup(node->text != NULL ? node->text : ""));
	g_autofree char *trouble = cidr_trouble(text);

	prefix->cidr = keep(reader, text);
	prefix->circuits = split(reader, prefix->circuit_list, &prefix->n_circuits);
	if (trouble != NULL)
		tell(reader, ER_D_SITE_VALUE, node, "prefix %s; %s", text, trouble);
	return trouble == NULL;
}

static bool read_link(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteLink *link = data;

	(void)reader;
	(void)node;
	if (link->prepend == ER_UNSAID)
		link->prepend = 0;
	return true;
}

static bool read_circuit(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteCircuit *circuit = data;
	g_autoptr(GArray) links = read_all(reader, node, "link", sizeof(ErSiteLink), read_link);
	g_autoptr(GArray) edges = read_all(reader, node, "wan-edge", sizeof(ErSiteWanEdge), NULL);
	bool taken[2] = { false, false };

	for (guint i = 0; i < links->len && circuit->model != ER_MODEL_ANY_TO_ANY;) {
		const ErSiteLink *link = &g_array_index(links, ErSiteLink, i);
		if (taken[link->side]) {
			er_diag_add(reader->diags, ER_D_SITE_DUPLICATE, &link->loc, "%s link of circuit %s", link->side == 0 ? "primary" : "secondary", circuit->name);
			g_array_remove_index(links, i);
			continue;
		}
		taken[link->side] = true;
		i++;
	}
	circuit->links = keep_array(reader, links, sizeof(ErSiteLink), &circuit->n_links);
	circuit->wan_edges = keep_array(reader, edges, sizeof(ErSiteWanEdge), &circuit->n_wan_edges);
	return true;
}

/* Drops the later ones of equal key; the key is a string at @offset. */
static void drop_twice(Reader *reader, GArray *array, size_t size, size_t offset, const char *what)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < array->len;) {
		char *record = array->data + i * size;
		const char *key = *(const char **)(void *)(record + offset);
		if (g_hash_table_add(seen, (char *)key)) {
			i++;
			continue;
		}
		er_diag_add(reader->diags, ER_D_SITE_DUPLICATE, (const ErLoc *)(void *)record, "%s %s", what, key);
		g_array_remove_index(array, i);
	}
}

/* A router that the site does not declare is not said. */
static void check_router(Reader *reader, const ErSiteRecord *site, const char **router, const ErLoc *loc)
{
	g_autofree const char **names = g_new(const char *, site->n_routers + 1);

	for (uint32_t i = 0; i < site->n_routers; i++) {
		names[i] = site->routers[i].id;
		if (strcmp(names[i], *router) == 0)
			return;
	}
	if (**router == '\0')
		return;
	g_autofree char *near = er_near_sentence(*router, names, site->n_routers);
	er_diag_add(reader->diags, ER_D_SITE_REFERENCE, loc, "router %s of site %s%s", *router, site->id, near);
	*router = "";
}

static bool read_site(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteRecord *site = data;
	g_autoptr(GArray) prefixes = read_all(reader, node, "prefix", sizeof(ErSitePrefix), read_prefix);
	g_autoptr(GArray) routers = read_all(reader, node, "router", sizeof(ErSiteRouter), NULL);
	g_autoptr(GArray) circuits = read_all(reader, node, "circuit", sizeof(ErSiteCircuit), read_circuit);
	g_autoptr(GArray) vpns = read_all(reader, node, "vpn", sizeof(ErSiteVpn), NULL);

	if (*site->name == '\0')
		site->name = site->id;
	drop_twice(reader, routers, sizeof(ErSiteRouter), offsetof(ErSiteRouter, id), "router");
	drop_twice(reader, circuits, sizeof(ErSiteCircuit), offsetof(ErSiteCircuit, name), "circuit");
	site->prefixes = keep_array(reader, prefixes, sizeof(ErSitePrefix), &site->n_prefixes);
	site->routers = keep_array(reader, routers, sizeof(ErSiteRouter), &site->n_routers);
	for (guint i = 0; i < circuits->len; i++) {
		const ErSiteCircuit *circuit = &g_array_index(circuits, ErSiteCircuit, i);
		for (uint32_t k = 0; k < circuit->n_links; k++) {
			ErSiteLink *link = (ErSiteLink *)&circuit->links[k]; /* still ours */
			check_router(reader, site, &link->router, &link->loc);
		}
	}
	for (guint i = 0; i < vpns->len; i++)
		check_router(reader, site, &g_array_index(vpns, ErSiteVpn, i).router, &g_array_index(vpns, ErSiteVpn, i).loc);
	site->circuits = keep_array(reader, circuits, sizeof(ErSiteCircuit), &site->n_circuits);
	site->vpns = keep_array(reader, vpns, sizeof(ErSiteVpn), &site->n_vpns);
	return true;
}

static bool knows(const GArray *records, size_t size, size_t offset, const char *id)
{
	for (guint i = 0; i < records->len; i++)
		if (strcmp(*(const char **)(void *)(records->data + i * size + offset), id) == 0)
			return true;
	return false;
}

/* Tells an id that is not among @records; true when it is. */
static bool refers(Reader *reader, const GArray *records, size_t size, size_t offset, const char *what, const char *id, const ErLoc *loc)
{
	g_autofree const char **names = g_new(const char *, records->len + 1);

	if (knows(records, size, offset, id))
		return true;
	for (guint i = 0; i < records->len; i++)
		names[i] = *(const char **)(void *)(records->data + i * size + offset);
	g_autofree char *near = er_near_sentence(id, names, records->len);
	er_diag_add(reader->diags, ER_D_SITE_REFERENCE, loc, "%s %s%s", what, id, near);
	return false;
}

static bool read_wan(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteWan *wan = data;
	uint32_t n;
	const char *const *all = split(reader, wan->site_list, &n);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(char *));

	for (uint32_t i = 0; i < n; i++)
		if (refers(reader, reader->estate->sites, sizeof(ErSiteRecord), offsetof(ErSiteRecord, id), "site", all[i], &wan->loc))
			g_array_append_val(found, all[i]);
	wan->sites = keep_array(reader, found, sizeof(char *), &wan->n_sites);
	if (wan->n_sites < 2)
		tell(reader, ER_D_SITE_VALUE, node, "sites=\"%s\" of wan; allowed: at least two declared sites", wan->site_list);
	return wan->n_sites >= 2;
}

static bool read_service(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteService *service = data;
	g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(char *));
	g_autoptr(GArray) locs = g_array_new(FALSE, FALSE, sizeof(ErLoc));
	uint32_t n;

	for (guint i = 0; i < node->children->len; i++) {
		const ErSiteNode *child = node->children->pdata[i];
		const char *name = "";
		ErLoc loc = place(reader, child);
		if (strcmp(child->name, "vnet") != 0 || !read_attributes(reader, er_site_element("vnet"), child, &name))
			continue;
		g_array_append_val(names, name);
		g_array_append_val(locs, loc);
	}
	service->vnets = keep_array(reader, names, sizeof(char *), &service->n_vnets);
	service->vnet_locs = keep_array(reader, locs, sizeof(ErLoc), &n);
	return true;
}

static bool read_demand(Reader *reader, const ErSiteNode *node, void *data)
{
	ErSiteDemand *demand = data;

	(void)node;
	return (*demand->site == '\0' || refers(reader, reader->estate->sites, sizeof(ErSiteRecord), offsetof(ErSiteRecord, id), "site", demand->site, &demand->loc)) &&
	       (*demand->service == '\0' || refers(reader, reader->estate->services, sizeof(ErSiteService), offsetof(ErSiteService, id), "service", demand->service, &demand->loc));
}

/* Sites, WANs and services begin with their place and then their id. */
static int by_id(const void *a, const void *b)
{
	G_STATIC_ASSERT(offsetof(ErSiteRecord, id) == offsetof(ErSiteWan, id) && offsetof(ErSiteWan, id) == offsetof(ErSiteService, id));

	return strcmp(((const ErSiteWan *)a)->id, ((const ErSiteWan *)b)->id);
}

static void read_tree(Reader *reader, const ErSiteNode *root)
{
	ErEstate *estate = reader->estate;

	check_children(reader, er_site_element("estate"), root);
	for (guint i = 0; i < root->attributes->len; i++)
		tell(reader, ER_D_SITE_ATTRIBUTE, root, "%s of estate", g_array_index(root->attributes, ErSitePair, i).name);
	g_array_unref(estate->sites);
	estate->sites = read_all(reader, root, "site", sizeof(ErSiteRecord), read_site);
	drop_twice(reader, estate->sites, sizeof(ErSiteRecord), offsetof(ErSiteRecord, id), "site");
	g_array_unref(estate->wans);
	estate->wans = read_all(reader, root, "wan", sizeof(ErSiteWan), read_wan);
	drop_twice(reader, estate->wans, sizeof(ErSiteWan), offsetof(ErSiteWan, id), "wan");
	g_array_unref(estate->services);
	estate->services = read_all(reader, root, "service", sizeof(ErSiteService), read_service);
	drop_twice(reader, estate->services, sizeof(ErSiteService), offsetof(ErSiteService, id), "service");
	g_array_unref(estate->demands);
	estate->demands = read_all(reader, root, "demand", sizeof(ErSiteDemand), read_demand);
	g_array_unref(estate->accepts);
	estate->accepts = read_all(reader, root, "accept", sizeof(ErSiteAccept), NULL);
	g_array_unref(estate->availabilities);
	estate->availabilities = read_all(reader, root, "availability", sizeof(ErSiteAvailability), NULL);
	g_array_sort(estate->sites, by_id);
	g_array_sort(estate->wans, by_id);
	g_array_sort(estate->services, by_id);
}

/* ---- the whole ---- */

static ErEstate *estate_new(void)
{
	ErEstate *estate = g_new0(ErEstate, 1);

	estate->strings = g_string_chunk_new(1024);
	estate->memory = g_ptr_array_new_with_free_func(g_free);
	estate->sites = g_array_new(FALSE, FALSE, sizeof(ErSiteRecord));
	estate->wans = g_array_new(FALSE, FALSE, sizeof(ErSiteWan));
	estate->services = g_array_new(FALSE, FALSE, sizeof(ErSiteService));
	estate->demands = g_array_new(FALSE, FALSE, sizeof(ErSiteDemand));
	estate->accepts = g_array_new(FALSE, FALSE, sizeof(ErSiteAccept));
	estate->availabilities = g_array_new(FALSE, FALSE, sizeof(ErSiteAvailability));
	return estate;
}

void er_estate_free(ErEstate *estate)
{
	if (estate == NULL)
		return;
	GArray *arrays[] = { estate->sites, estate->wans, estate->services, estate->demands, estate->accepts, estate->availabilities };
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_unref(arrays[i]);
	g_ptr_array_unref(estate->memory);
	g_string_chunk_free(estate->strings);
	g_free(estate);
}

ErEstate *er_estate_parse(const char *text, size_t length, const char *name, ErDiags *diags)
{
	ErEstate *estate = estate_new();
	Reader reader = { estate, name, diags };
	size_t i = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const ErLoc loc = { name, 0, 0, NULL };

	while (i < length && g_ascii_isspace(text[i]))
		i++;
	if (length > MOST_BYTES) {
		er_diag_add(diags, ER_D_SITE_LIMIT, &loc, "more than 16 MiB");
		return estate;
	}
	if (i == length) {
		er_diag_add(diags, ER_D_SITE_CANNOT_READ, &loc, "the file is empty");
		return estate;
	}
	g_autoptr(ErSiteNode) root = text[i] == '<' ? er_site_read_xml(text, length, name, diags) : er_site_read_json(text, length, name, diags);
	if (root != NULL)
		read_tree(&reader, root);
	return estate;
}

ErEstate *er_estate_read(const char *file, ErDiags *diags)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;

	if (!g_file_test(file, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents(file, &text, &length, &error)) {
		const ErLoc loc = { file, 0, 0, NULL };
		er_diag_add(diags, ER_D_SITE_CANNOT_READ, &loc, "%s", error != NULL ? error->message : g_file_test(file, G_FILE_TEST_EXISTS) ? "it is no regular file" : "no such file");
		return estate_new();
	}
	return er_estate_parse(text, length, file, diags);
}

#define ESTATE_ARRAY(Type, singular, plural) \
	uint32_t er_estate_n_##plural(const ErEstate *estate) { return estate->plural->len; } \
	const Type *er_estate_##singular(const ErEstate *estate, uint32_t i) \
	{ \
		g_assert(i < estate->plural->len); \
		return &g_array_index(estate->plural, Type, i); \
	}
ESTATE_ARRAY(ErSiteRecord, site, sites)
ESTATE_ARRAY(ErSiteWan, wan, wans)
ESTATE_ARRAY(ErSiteService, service, services)
ESTATE_ARRAY(ErSiteDemand, demand, demands)
ESTATE_ARRAY(ErSiteAccept, accept, accepts)
ESTATE_ARRAY(ErSiteAvailability, availability, availabilities)

/* ---- two states ---- */

static bool describes(const ErEstate *estate, const char *circuit)
{
	for (uint32_t i = 0; i < er_estate_n_sites(estate); i++)
		for (uint32_t k = 0; k < er_estate_site(estate, i)->n_circuits; k++)
			if (g_ascii_strcasecmp(er_estate_site(estate, i)->circuits[k].name, circuit) == 0)
				return true;
	return false;
}

static bool has_vpn(const ErSiteRecord *site, const char *gateway)
{
	for (uint32_t i = 0; i < site->n_vpns; i++)
		if (g_ascii_strcasecmp(site->vpns[i].gateway, gateway) == 0)
			return true;
	return false;
}

static bool has_router(const ErSiteRecord *site, const char *id)
{
	for (uint32_t i = 0; i < site->n_routers; i++)
		if (strcmp(site->routers[i].id, id) == 0)
			return true;
	return false;
}

/* What ended at @was and ends nowhere @now, with the routers that it ended on. */
static void add_ends(ErEstate *estate, const ErEstate *now, ErSiteRecord *site, const ErSiteRecord *was)
{
	Reader reader = { estate, NULL, NULL };
	g_autoptr(GArray) circuits = g_array_new(FALSE, FALSE, sizeof(ErSiteCircuit)), vpns = g_array_new(FALSE, FALSE, sizeof(ErSiteVpn)), routers = g_array_new(FALSE, FALSE, sizeof(ErSiteRouter));

	g_array_append_vals(circuits, site->circuits, site->n_circuits);
	g_array_append_vals(vpns, site->vpns, site->n_vpns);
	g_array_append_vals(routers, site->routers, site->n_routers);
	for (uint32_t i = 0; i < was->n_circuits; i++)
		if (!describes(now, was->circuits[i].name))
			g_array_append_val(circuits, was->circuits[i]);
	for (uint32_t i = 0; i < was->n_vpns; i++)
		if (!has_vpn(site, was->vpns[i].gateway))
			g_array_append_val(vpns, was->vpns[i]);
	for (uint32_t i = 0; i < was->n_routers; i++)
		if (!has_router(site, was->routers[i].id))
			g_array_append_val(routers, was->routers[i]);
	site->circuits = keep_array(&reader, circuits, sizeof(ErSiteCircuit), &site->n_circuits);
	site->vpns = keep_array(&reader, vpns, sizeof(ErSiteVpn), &site->n_vpns);
	site->routers = keep_array(&reader, routers, sizeof(ErSiteRouter), &site->n_routers);
}

static ErSiteRecord *site_of(const ErEstate *estate, const char *id)
{
	for (guint i = 0; i < estate->sites->len; i++)
		if (strcmp(er_estate_site(estate, i)->id, id) == 0)
			return &g_array_index(estate->sites, ErSiteRecord, i);
	return NULL;
}

static bool has_wan(const ErEstate *estate, const char *id)
{
	for (guint i = 0; i < estate->wans->len; i++)
		if (strcmp(er_estate_wan(estate, i)->id, id) == 0)
			return true;
	return false;
}

static void add_all(GArray *into, const GArray *rows)
{
	g_array_append_vals(into, rows->data, rows->len);
}

ErEstate *er_estate_both(const ErEstate *now, const ErEstate *before)
{
	ErEstate *estate = estate_new();

	add_all(estate->sites, now->sites);
	add_all(estate->wans, now->wans);
	add_all(estate->services, now->services);
	add_all(estate->demands, now->demands);
	add_all(estate->accepts, now->accepts);
	add_all(estate->availabilities, now->availabilities);
	for (uint32_t i = 0; i < er_estate_n_sites(before); i++) {
		const ErSiteRecord *was = er_estate_site(before, i);
		if (site_of(now, was->id) == NULL) {
			ErSiteRecord site = *was;
			site.n_circuits = site.n_vpns = site.n_routers = 0;
			g_array_append_val(estate->sites, site);
		}
		add_ends(estate, now, site_of(estate, was->id), was);
	}
	for (uint32_t i = 0; i < er_estate_n_wans(before); i++)
		if (!has_wan(now, er_estate_wan(before, i)->id))
			g_array_append_vals(estate->wans, er_estate_wan(before, i), 1);
	g_array_sort(estate->sites, by_id);
	g_array_sort(estate->wans, by_id);
	return estate;
}

/* ---- every text, and every place, of an estate ---- */

typedef struct {
	ErEstate *estate;
	ErSiteRewrite rewrite;                  /* NULL: only places */
	const char *file;
	const char *(*pointer)(const void *data, const char *pointer);
	const void *data;
} Visit;

static const char *own(const Visit *visit, const char *text)
{
	return text != NULL ? g_string_chunk_insert_const(visit->estate->strings, text) : NULL;
}

static void visit_text(const Visit *visit, const char *element, const char *attribute, const char **text)
{
	if (visit->rewrite != NULL)
		*text = own(visit, visit->rewrite(visit->data, element, attribute, *text));
}

static void visit_names(const Visit *visit, const char *element, const char *attribute, const char *const *names, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		visit_text(visit, element, attribute, (const char **)(uintptr_t)&names[i]);   /* still ours */
}

static void visit_place(const Visit *visit, const ErLoc *loc)
{
	ErLoc *place = (ErLoc *)(uintptr_t)loc;                                               /* still ours */

	if (visit->file == NULL)
		return;
	place->file = own(visit, visit->file);
	place->pointer = own(visit, visit->pointer(visit->data, place->pointer));
}

/* A list as written is not told: what it was split into is rewritten. */
static void visit_record(const Visit *visit, const char *name, const void *record)
{
	const ErSiteElement *element = er_site_element(name);

	visit_place(visit, record);
	for (uint32_t i = 0; i < element->n_attributes; i++) {
		const ErSiteAttribute *attribute = &element->attributes[i];
		const char **at = (const char **)((uintptr_t)record + attribute->offset);
		bool shown = strcmp(attribute->name, "name") == 0 && (strcmp(name, "site") == 0 || strcmp(name, "service") == 0);
		if (attribute->type == ER_SITE_TEXT && !shown)
			visit_text(visit, name, attribute->name, at);
	}
}

#define VISIT_ALL(visit, name, records, n) \
	for (uint32_t k_ = 0; k_ < (n); k_++) \
		visit_record(visit, name, &(records)[k_])

static void visit_circuit(const Visit *visit, const ErSiteCircuit *circuit)
{
	visit_record(visit, "circuit", circuit);
	VISIT_ALL(visit, "link", circuit->links, circuit->n_links);
	VISIT_ALL(visit, "wan-edge", circuit->wan_edges, circuit->n_wan_edges);
}

static void visit_site(const Visit *visit, ErSiteRecord *site)
{
	visit_record(visit, "site", site);
	for (uint32_t i = 0; i < site->n_prefixes; i++) {
		visit_record(visit, "prefix", &site->prefixes[i]);
		visit_text(visit, "prefix", "", (const char **)(uintptr_t)&site->prefixes[i].cidr);
		visit_names(visit, "prefix", "circuits", site->prefixes[i].circuits, site->prefixes[i].n_circuits);
	}
	VISIT_ALL(visit, "router", site->routers, site->n_routers);
	for (uint32_t i = 0; i < site->n_circuits; i++)
		visit_circuit(visit, &site->circuits[i]);
	VISIT_ALL(visit, "vpn", site->vpns, site->n_vpns);
}

static void visit_estate(const Visit *visit)
{
	ErEstate *estate = visit->estate;

	for (guint i = 0; i < estate->sites->len; i++)
		visit_site(visit, &g_array_index(estate->sites, ErSiteRecord, i));
	for (guint i = 0; i < estate->wans->len; i++) {
		const ErSiteWan *wan = &g_array_index(estate->wans, ErSiteWan, i);
		visit_record(visit, "wan", wan);
		visit_names(visit, "wan", "sites", wan->sites, wan->n_sites);
	}
	for (guint i = 0; i < estate->services->len; i++) {
		const ErSiteService *service = &g_array_index(estate->services, ErSiteService, i);
		visit_record(visit, "service", service);
		visit_names(visit, "vnet", "name", service->vnets, service->n_vnets);
		for (uint32_t k = 0; k < service->n_vnets; k++)
			visit_place(visit, &service->vnet_locs[k]);
	}
	VISIT_ALL(visit, "demand", (const ErSiteDemand *)(const void *)estate->demands->data, estate->demands->len);
	VISIT_ALL(visit, "accept", (const ErSiteAccept *)(const void *)estate->accepts->data, estate->accepts->len);
	VISIT_ALL(visit, "availability", (const ErSiteAvailability *)(const void *)estate->availabilities->data, estate->availabilities->len);
}

static void name_by_id(ErEstate *estate)
{
	for (guint i = 0; i < estate->sites->len; i++)
		g_array_index(estate->sites, ErSiteRecord, i).name = g_array_index(estate->sites, ErSiteRecord, i).id;
	for (guint i = 0; i < estate->services->len; i++) {
		ErSiteService *service = &g_array_index(estate->services, ErSiteService, i);
		service->name = *service->name != '\0' ? service->id : "";
	}
}

void er_estate_rewrite(ErEstate *estate, ErSiteRewrite rewrite, const void *data)
{
	const Visit visit = { .estate = estate, .rewrite = rewrite, .data = data };

	visit_estate(&visit);
	g_array_sort(estate->sites, by_id);
	g_array_sort(estate->wans, by_id);
	g_array_sort(estate->services, by_id);
}

void er_estate_rename(ErEstate *estate, const char *file, const char *(*pointer)(const void *data, const char *pointer), const void *data)
{
	const Visit visit = { .estate = estate, .file = file, .pointer = pointer, .data = data };

	visit_estate(&visit);
	name_by_id(estate);
}
