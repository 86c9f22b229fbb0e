/*
 * What each circuit carries from on-premises. In this order: captured route tables of the circuit (routes with an AS path that begins
 * with 65515 are Azure's own), captured route sets of a gateway, prefixes of the site description when every site at the circuit declares
 * some. Sorted by family, address and length, so that a prefix is found, or a wider one, by bisection.
 * Sources: Microsoft Learn, "ExpressRoute routing requirements"; REST reference, "Get Routes Information", "List Routes Table".
 */
#include "routing.h"

#include <stdlib.h>
#include <string.h>

int er_prefix_compare(const void *a, const void *b)
{
	const ErPrefix *x = a, *y = b;
	int by = memcmp(x->bytes, y->bytes, sizeof x->bytes);

	if (x->v4 != y->v4)
		return x->v4 ? -1 : 1;
	return by != 0 ? by : (int)x->length - (int)y->length;
}

bool er_routes_have(const GArray *prefixes, const ErPrefix *prefix)
{
	return prefixes->len > 0 && bsearch(prefix, prefixes->data, prefixes->len, sizeof(ErPrefix), er_prefix_compare) != NULL;
}

bool er_prefix_is_default(const ErPrefix *prefix)
{
	return prefix->length == (prefix->v4 ? 96 : 0);
}

const ErPrefix *er_routes_wider(const GArray *prefixes, const ErPrefix *prefix)
{
	ErPrefix wider = *prefix;

	while (prefixes->len > 0 && !er_prefix_is_default(&wider)) {
		wider.length--;
		wider.bytes[wider.length / 8] &= (uint8_t)(0xff00u >> (wider.length % 8));
		const ErPrefix *found = bsearch(&wider, prefixes->data, prefixes->len, sizeof wider, er_prefix_compare);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* What lies inside a prefix follows it at once in this order. */
bool er_routes_narrower(const GArray *prefixes, const ErPrefix *prefix)
{
	guint low = 0, high = prefixes->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (er_prefix_compare(&g_array_index(prefixes, ErPrefix, middle), prefix) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < prefixes->len && er_prefix_covers(prefix, &g_array_index(prefixes, ErPrefix, low));
}

uint32_t er_routes_count(const GArray *prefixes, bool v4)
{
	uint32_t n = 0;

	for (guint i = 0; i < prefixes->len; i++)
		n += g_array_index(prefixes, ErPrefix, i).v4 == v4;
	return n;
}

void er_draft_routes(ErDraft *draft, const ErNetwork *net, uint32_t circuit, const ErOnpremRoutes *routes)
{
	const ErComponent *self = er_network_component(net, er_network_circuit(net, circuit)->self);
	g_autofree char *count = routes->prefixes != NULL ? g_strdup_printf("%u on-premises prefixes", routes->prefixes->len) : NULL;
	g_autofree char *declared = g_strdup_printf("%s, by the site description", count);

	if (routes->prefixes == NULL)
		er_draft_fact(draft, self->id, "on-premises prefixes not known");
	else if (routes->of != NULL)
		er_draft_evidence(draft, routes->of, routes->property, count);
	else
		er_draft_fact(draft, self->id, declared);
}

/* ---- captures ---- */

static void add_text(GArray *prefixes, const char *text)
{
	ErPrefix prefix;

	if (text != NULL && er_prefix_parse(text, &prefix))
		g_array_append_val(prefixes, prefix);
}

static GArray *ready(ErOnpremRoutes *routes, const ErResource *of, const char *property)
{
	if (routes->prefixes == NULL)
		*routes = (ErOnpremRoutes){ g_array_new(FALSE, FALSE, sizeof(ErPrefix)), of, property };
	return routes->prefixes;
}

static bool is_azures(const ErValue *route)
{
	const char *path = er_value_text(route, "path");

	return path != NULL && g_str_has_prefix(path, "65515");
}

static void read_tables(const ErResource *res, ErOnpremRoutes *routes)
{
	static const char *const members[] = { ER_CAPTURES ".routeTable", ER_CAPTURES ".routeTablePrimary", ER_CAPTURES ".routeTableSecondary" };

	for (size_t m = 0; m < G_N_ELEMENTS(members); m++) {
		const ErValue *table = er_value_get(&res->body, members[m]);
		if (table == NULL || table->kind != ER_VALUE_ARRAY)
			continue;
		GArray *prefixes = ready(routes, res, members[m]);
		for (uint32_t i = 0; i < table->n; i++)
			if (!is_azures(&table->u.items[i]))
				add_text(prefixes, er_value_text(&table->u.items[i], "network"));
	}
}

/* Circuits by their key in a capture of route sets: "x0" → index + 1. (transfer full) */
static GHashTable *named_circuits(const ErNetwork *net, const ErValue *map, GHashTable *by_id)
{
	GHashTable *named = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; map != NULL && map->kind == ER_VALUE_OBJECT && i < map->n; i++) {
		g_autofree char *id = er_id_normalise(er_value_text(&map->u.members[i].value, "link"));
		gpointer circuit = id != NULL ? g_hash_table_lookup(by_id, id) : NULL;
		const char *name = er_value_text(&map->u.members[i].value, "name");
		for (uint32_t c = 0; circuit == NULL && name != NULL && c < er_network_n_circuits(net); c++)
			if (g_ascii_strcasecmp(er_network_component(net, er_network_circuit(net, c)->self)->name, name) == 0)
				circuit = GUINT_TO_POINTER(c + 1);
		if (circuit != NULL)
			g_hash_table_insert(named, (char *)map->u.members[i].key, circuit);
	}
	return named;
}

static void read_set(const ErValue *details, GHashTable *named, ErOnpremRoutes *routes)
{
	for (uint32_t i = 0; details != NULL && details->kind == ER_VALUE_OBJECT && i < details->n; i++) {
		const ErValue *sources = &details->u.members[i].value;
		for (uint32_t k = 0; sources->kind == ER_VALUE_ARRAY && k < sources->n; k++) {
			const char *key = er_value_text(&sources->u.items[k], "circuit");
			uint32_t circuit = key != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(named, key)) : 0;
			if (circuit > 0)
				add_text(routes[circuit - 1].prefixes, details->u.members[i].key);
		}
	}
}

/* What a gateway's route sets tell of circuits that have no table; @routes: (out): one per circuit */
static void read_sets(const ErNetwork *net, const ErResource *res, GHashTable *by_id, ErOnpremRoutes *routes)
{
	const ErValue *info = er_value_get(&res->body, ER_CAPTURES ".routesInformation"), *sets = er_value_get(info, "routeSets");
	g_autoptr(GHashTable) named = named_circuits(net, er_value_get(info, "circuitsMetadataMap"), by_id);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, named);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		ready(&routes[GPOINTER_TO_UINT(value) - 1], res, ER_CAPTURES ".routesInformation");
	for (uint32_t i = 0; i < er_value_count(info, "routeSets"); i++)
		read_set(er_value_get(er_value_item(sets, i), "details"), named, routes);
}

static void take_sets(const ErNetwork *net, GArray *all)
{
	uint32_t n = er_network_n_circuits(net);
	g_autofree ErOnpremRoutes *sets = g_new0(ErOnpremRoutes, n + 1);
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t c = 0; c < n; c++)
		g_hash_table_insert(by_id, (char *)er_network_component(net, er_network_circuit(net, c)->self)->id, GUINT_TO_POINTER(c + 1));
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErResource *res = er_network_component(net, er_network_gateway(net, g)->self)->resource;
		if (res != NULL && er_value_get(&res->body, ER_CAPTURES ".routesInformation") != NULL)
			read_sets(net, res, by_id, sets);
	}
	for (uint32_t c = 0; c < n; c++) {
		ErOnpremRoutes *routes = &g_array_index(all, ErOnpremRoutes, c);
		if (routes->prefixes == NULL)
			*routes = sets[c];
		else if (sets[c].prefixes != NULL)
			g_array_unref(sets[c].prefixes);
	}
}

/* ---- declared ---- */

static bool names(const ErSitePrefix *prefix, const ErComponent *circuit)
{
	for (uint32_t k = 0; k < prefix->n_circuits; k++)
		if (g_ascii_strcasecmp(prefix->circuits[k], circuit->name) == 0 || g_ascii_strcasecmp(prefix->circuits[k], circuit->id) == 0)
			return true;
	return false;
}

static bool wan_joins(const ErNetwork *net, uint32_t a, const bool *ends_here)
{
	for (uint32_t w = 0; w < er_network_n_wans(net); w++) {
		const ErWan *wan = er_network_wan(net, w);
		bool has = false, other = false;
		for (uint32_t i = 0; i < wan->n_sites; i++) {
			has = has || wan->sites[i] == a;
			other = other || ends_here[wan->sites[i]];
		}
		if (has && other)
			return true;
	}
	return false;
}

static void read_declared(const ErNetwork *net, uint32_t circuit, ErReach reach, ErOnpremRoutes *routes)
{
	const ErComponent *self = er_network_component(net, er_network_circuit(net, circuit)->self);
	uint32_t n_sites = er_network_n_sites(net), first = er_network_circuit(net, circuit)->first_end, n = er_network_circuit(net, circuit)->n_ends;
	g_autofree bool *ends_here = g_new0(bool, n_sites + 1);
	bool known = n > 0;

	for (uint32_t i = first; i < first + n; i++) {
		uint32_t site = er_network_end(net, i)->site;
		ends_here[site] = true;
		known = known && er_network_site(net, site)->record != NULL && er_network_site(net, site)->record->n_prefixes > 0;
	}
	for (uint32_t s = 0; known && s < n_sites; s++) {
		const ErSiteRecord *record = er_network_site(net, s)->record;
		bool reached = reach == ER_REACH_ALL || ends_here[s] || wan_joins(net, s, ends_here);
		GArray *prefixes = ready(routes, NULL, "");
		for (uint32_t i = 0; record != NULL && i < record->n_prefixes; i++)
			if (record->prefixes[i].n_circuits > 0 ? names(&record->prefixes[i], self) : reached)
				add_text(prefixes, record->prefixes[i].cidr);
	}
}

/* ---- all ---- */

static void put_in_order(GArray *prefixes)
{
	guint n = 0;

	g_array_sort(prefixes, er_prefix_compare);
	for (guint i = 0; i < prefixes->len; i++)
		if (i == 0 || er_prefix_compare(&g_array_index(prefixes, ErPrefix, i), &g_array_index(prefixes, ErPrefix, n - 1)) != 0)
			g_array_index(prefixes, ErPrefix, n++) = g_array_index(prefixes, ErPrefix, i);
	g_array_set_size(prefixes, n);
}

static void clear_routes(void *data)
{
	ErOnpremRoutes *routes = data;

	if (routes->prefixes != NULL)
		g_array_unref(routes->prefixes);
}

GArray *er_onprem_routes(const ErNetwork *net, ErReach reach)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(ErOnpremRoutes));

	g_array_set_size(all, er_network_n_circuits(net));
	g_array_set_clear_func(all, clear_routes);
	for (uint32_t c = 0; c < all->len; c++) {
		const ErResource *res = er_network_component(net, er_network_circuit(net, c)->self)->resource;
		if (res != NULL)
			read_tables(res, &g_array_index(all, ErOnpremRoutes, c));
	}
	take_sets(net, all);
	for (uint32_t c = 0; c < all->len; c++) {
		ErOnpremRoutes *routes = &g_array_index(all, ErOnpremRoutes, c);
		if (routes->prefixes == NULL)
			read_declared(net, c, reach, routes);
		if (routes->prefixes != NULL)
			put_in_order(routes->prefixes);
	}
	return all;
}
