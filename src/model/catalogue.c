/*
 * The data tables and how names are matched to them. Location names are free text in ARM, so they compare without case, blanks,
 * dots and brackets; Direct ports carry facility names such as "Equinix-Ashburn-DC2", which are matched by operator (first part)
 * and trailing code against the facility column. Tables have some 150 rows: they are searched straight through.
 */
#include "catalogue.h"

#include <string.h>

enum { LOCATION_NAME, LOCATION_FACILITY, LOCATION_GEO, LOCATION_LOCAL };
enum { REGION_NAME, REGION_DISPLAY, REGION_GEO, REGION_ZONES, REGION_PAIR, REGION_PRIVATE_LINK };
enum { SKU_NAME, SKU_ZONES, SKU_MBPS, SKU_PER_UNIT, SKU_CIRCUITS, SKU_FASTPATH, SKU_MACHINES, SKU_ROUTES };
enum { VPN_NAME, VPN_FIRST, VPN_SECOND };

typedef const char *const *Row;

static uint32_t n_locations(const ErTables *tables)
{
	return er_tables_n_rows(tables, ER_TABLE_LOCATIONS);
}

static Row location_row(const ErTables *tables, uint32_t row)
{
	return er_tables_row(tables, ER_TABLE_LOCATIONS, row);
}

/* The row whose first field is @name, whatever its case; NULL: none. */
static Row row_of(const ErTables *tables, ErTableName table, const char *name)
{
	for (uint32_t i = 0; i < er_tables_n_rows(tables, table); i++)
		if (g_ascii_strcasecmp(er_tables_row(tables, table, i)[0], name) == 0)
			return er_tables_row(tables, table, i);
	return NULL;
}

/* Letters and digits only, lower case: "Newport (Wales)" and "Newport(Wales)" are one place. */
static char *plain(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text++)
		if (strchr(" .()", *text) == NULL)
			g_string_append_c(out, g_ascii_tolower(*text));
	return g_string_free(out, FALSE);
}

static bool national_cloud(const ErTables *tables, uint32_t row)
{
	const char *geo = location_row(tables, row)[LOCATION_GEO];

	return strstr(geo, "Government cloud") != NULL || g_str_has_prefix(geo, "China");
}

static bool find_location(const ErTables *tables, const char *text, uint32_t *row)
{
	g_autofree char *want = plain(text);
	bool found = false;

	if (strcmp(want, "hongkongsar") == 0)
		strcpy(want, "hongkong");
	for (uint32_t i = 0; i < n_locations(tables); i++) {
		g_autofree char *have = plain(location_row(tables, i)[LOCATION_NAME]);
		if (strcmp(have, want) != 0 || (found && national_cloud(tables, i)))
			continue;
		*row = i;
		if (!national_cloud(tables, i))
			return true;
		found = true;
	}
	return found;
}

static bool has_suffix_nocase(const char *text, const char *suffix)
{
	size_t n = strlen(text), m = strlen(suffix);

	return n >= m && g_ascii_strcasecmp(text + n - m, suffix) == 0;
}

static bool contains_nocase(const char *text, const char *part)
{
	g_autofree char *a = g_ascii_strdown(text, -1);
	g_autofree char *b = g_ascii_strdown(part, -1);

	return strstr(a, b) != NULL;
}

/* Does one of the facilities of a row carry this operator and end in this code? */
static bool facility_matches(const char *facilities, const char *operator, const char *code)
{
	g_auto(GStrv) list = g_strsplit(facilities, ";", -1);

	for (guint i = 0; list[i] != NULL; i++) {
		g_strstrip(list[i]);
		g_autofree char *ending = g_strconcat(" ", code, NULL);
		if (has_suffix_nocase(list[i], ending) && contains_nocase(list[i], operator))
			return true;
	}
	return false;
}

static bool find_facility(const ErTables *tables, const char *text, uint32_t *row)
{
	g_auto(GStrv) parts = g_strsplit(text, "-", -1);
	guint n = g_strv_length(parts);
	bool found = false;

	if (n < 2 || *parts[0] == '\0' || *parts[n - 1] == '\0')
		return false;
	for (uint32_t i = 0; i < n_locations(tables); i++) {
		bool metro = has_suffix_nocase(location_row(tables, i)[LOCATION_NAME], " metro");
		if (metro || (found && national_cloud(tables, i)) || !facility_matches(location_row(tables, i)[LOCATION_FACILITY], parts[0], parts[n - 1]))
			continue;
		*row = i;
		if (!national_cloud(tables, i))
			return true;
		found = true;
	}
	return found;
}

/* The city: without " Metro" or trailing digits, when that name is a location itself; "" otherwise. */
static const char *city_of(const ErTables *tables, const char *name, GStringChunk *strings)
{
	g_autofree char *city = g_strdup(name);
	uint32_t row;
	size_t n = strlen(city);

	if (has_suffix_nocase(city, " metro"))
		city[n - strlen(" metro")] = '\0';
	for (n = strlen(city); n > 0 && g_ascii_isdigit(city[n - 1]); n--)
		city[n - 1] = '\0';
	return find_location(tables, city, &row) ? g_string_chunk_insert_const(strings, location_row(tables, row)[LOCATION_NAME]) : "";
}

bool er_catalogue_location(const ErTables *tables, const char *text, bool direct, GStringChunk *strings, ErLocation *out)
{
	uint32_t row;
	bool found = find_location(tables, text, &row) || (direct && find_facility(tables, text, &row));

	out->name = found ? location_row(tables, row)[LOCATION_NAME] : g_string_chunk_insert_const(strings, text);
	out->metro = has_suffix_nocase(out->name, "metro");
	out->city = found ? city_of(tables, out->name, strings) : "";
	return found;
}

/*
 * Some places are in the public cloud and in a national one, by one name: whoever asks about a region or geopolitical region means the
 * row that has it. Calls @holds for each row of that name (or facility) until one holds; *found: there is one at all.
 */
static bool any_row(const ErTables *tables, const char *text, bool direct, bool (*holds)(const ErTables *tables, uint32_t row, const char *what), const char *what, bool *found)
{
	uint32_t first;

	*found = find_location(tables, text, &first) || (direct && find_facility(tables, text, &first));
	if (!*found)
		return false;
	for (uint32_t i = 0; i < n_locations(tables); i++) {
		bool same = i == first || strcmp(location_row(tables, i)[LOCATION_NAME], location_row(tables, first)[LOCATION_NAME]) == 0;
		if (same && holds(tables, i, what))
			return true;
	}
	return false;
}

static bool row_in_geo(const ErTables *tables, uint32_t row, const char *geo)
{
	return strcmp(location_row(tables, row)[LOCATION_GEO], geo) == 0;
}

static bool row_local_to(const ErTables *tables, uint32_t row, const char *region)
{
	g_auto(GStrv) names = g_strsplit(location_row(tables, row)[LOCATION_LOCAL], ";", -1);

	for (guint i = 0; names[i] != NULL; i++) {
		g_autofree char *name = plain(names[i]);
		if (g_ascii_strcasecmp(name, region) == 0)
			return true;
	}
	return false;
}

static bool row_has_local(const ErTables *tables, uint32_t row, const char *nothing)
{
	(void)nothing;
	return *location_row(tables, row)[LOCATION_LOCAL] != '\0';
}

static ErTri tri(bool known, bool yes)
{
	return !known ? ER_TRI_UNSAID : yes ? ER_TRI_YES : ER_TRI_NO;
}

ErTri er_catalogue_in_geo(const ErTables *tables, const char *location, bool direct, const char *geo)
{
	bool found, yes = any_row(tables, location, direct, row_in_geo, geo, &found);

	return tri(found, yes);
}

ErTri er_catalogue_local_to(const ErTables *tables, const char *location, bool direct, const char *region)
{
	bool found, has = any_row(tables, location, direct, row_has_local, NULL, &found);

	return tri(has, has && any_row(tables, location, direct, row_local_to, region, &found));
}

const char *er_catalogue_location_geo(const ErTables *tables, const char *location, bool direct)
{
	uint32_t row;

	return find_location(tables, location, &row) || (direct && find_facility(tables, location, &row)) ? location_row(tables, row)[LOCATION_GEO] : NULL;
}

const char *er_catalogue_region_geo(const ErTables *tables, const char *name)
{
	Row row = row_of(tables, ER_TABLE_REGIONS, name);

	return row != NULL ? row[REGION_GEO] : NULL;
}

int er_catalogue_in_facility(const ErTables *tables, const char *text, bool direct, const char *facility)
{
	g_auto(GStrv) words = g_strsplit_set(facility, " -", -1);
	guint n = g_strv_length(words);
	uint32_t row;

	if (!find_location(tables, text, &row) && !(direct && find_facility(tables, text, &row)))
		return -1;
	if (has_suffix_nocase(location_row(tables, row)[LOCATION_NAME], " metro"))
		return 0;
	if (*location_row(tables, row)[LOCATION_FACILITY] == '\0' || *facility == '\0')
		return -1;
	if (g_ascii_strcasecmp(location_row(tables, row)[LOCATION_FACILITY], facility) == 0)
		return 1;
	return n > 1 && *words[0] != '\0' && *words[n - 1] != '\0' && facility_matches(location_row(tables, row)[LOCATION_FACILITY], words[0], words[n - 1]) ? 1 : 0;
}

bool er_tables_have_facility(const ErTables *tables, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " -", -1);
	guint n = g_strv_length(words);

	for (uint32_t i = 0; i < n_locations(tables); i++) {
		const char *facilities = location_row(tables, i)[LOCATION_FACILITY];
		if (*facilities != '\0' && (g_ascii_strcasecmp(facilities, text) == 0 || (n > 1 && *words[0] != '\0' && *words[n - 1] != '\0' && facility_matches(facilities, words[0], words[n - 1]))))
			return true;
	}
	return false;
}

bool er_catalogue_region(const ErTables *tables, const char *name, ErRegion *out)
{
	Row row = row_of(tables, ER_TABLE_REGIONS, name);

	if (row == NULL)
		return false;
	*out = (ErRegion){
		.name = row[REGION_NAME], .display = row[REGION_DISPLAY], .zones = strcmp(row[REGION_ZONES], "yes") == 0,
		.fastpath_private_link = strcmp(row[REGION_PRIVATE_LINK], "yes") == 0, .as_of = er_table_as_of(ER_TABLE_REGIONS, row),
	};
	return true;
}

uint32_t er_catalogue_distance(const ErTables *tables, const char *location, const char *region)
{
	Row found = row_of(tables, ER_TABLE_REGIONS, region);
	uint32_t row;

	if (found == NULL || !find_location(tables, location, &row))
		return 3;
	g_auto(GStrv) local = g_strsplit(location_row(tables, row)[LOCATION_LOCAL], ";", -1);
	for (guint i = 0; local[i] != NULL; i++)
		if (g_ascii_strcasecmp(g_strstrip(local[i]), found[REGION_DISPLAY]) == 0)
			return 0;
	return strcmp(location_row(tables, row)[LOCATION_GEO], found[REGION_GEO]) == 0 ? 1 : 2;
}

static uint32_t number(const char *text)
{
	return (uint32_t)g_ascii_strtoull(text, NULL, 10);
}

bool er_catalogue_sku(const ErTables *tables, const char *name, ErGatewaySku *out)
{
	Row row = row_of(tables, ER_TABLE_GATEWAY_SKUS, name);

	if (row == NULL)
		return false;
	*out = (ErGatewaySku){
		.name = row[SKU_NAME], .zones = strcmp(row[SKU_ZONES], "yes") == 0, .per_scale_unit = strcmp(row[SKU_PER_UNIT], "yes") == 0,
		.inbound_mbps = number(row[SKU_MBPS]), .max_circuits = number(row[SKU_CIRCUITS]),
		.fastpath_units = strcmp(row[SKU_FASTPATH], "no") == 0 ? UINT32_MAX : number(row[SKU_FASTPATH]),
		.machines = number(row[SKU_MACHINES]), .learned_routes = number(row[SKU_ROUTES]),
	};
	return true;
}

ErGatewaySku er_catalogue_least_sku(const ErTables *tables)
{
	ErGatewaySku least = { .max_circuits = UINT32_MAX, .learned_routes = UINT32_MAX }, sku;

	for (uint32_t i = 0; i < er_tables_n_rows(tables, ER_TABLE_GATEWAY_SKUS); i++) {
		er_catalogue_sku(tables, er_tables_row(tables, ER_TABLE_GATEWAY_SKUS, i)[SKU_NAME], &sku);
		least.max_circuits = sku.max_circuits > 0 ? MIN(least.max_circuits, sku.max_circuits) : least.max_circuits;
		least.learned_routes = sku.learned_routes > 0 ? MIN(least.learned_routes, sku.learned_routes) : least.learned_routes;
	}
	least.max_circuits = least.max_circuits == UINT32_MAX ? 0 : least.max_circuits;
	least.learned_routes = least.learned_routes == UINT32_MAX ? 0 : least.learned_routes;
	return least;
}

uint32_t er_catalogue_vpn_mbps(const ErTables *tables, const char *sku, bool second)
{
	bool az = has_suffix_nocase(sku, "AZ");
	g_autofree char *name = az ? g_strndup(sku, strlen(sku) - strlen("AZ")) : NULL;
	Row row = row_of(tables, ER_TABLE_VPN_SKUS, sku);

	if (row == NULL && az)
		row = row_of(tables, ER_TABLE_VPN_SKUS, name);
	if (row == NULL)
		return 0;
	uint32_t mbps = number(row[second ? VPN_SECOND : VPN_FIRST]);
	return mbps > 0 ? mbps : number(row[second ? VPN_FIRST : VPN_SECOND]);
}
