/*
 * The data tables and how names are matched to them. Location names are free text in ARM, so they compare without case, blanks,
 * dots and brackets; Direct ports carry facility names such as "Equinix-Ashburn-DC2", which are matched by operator (first part)
 * and trailing code against the facility column. Tables have some 150 rows: they are searched straight through.
 */
#include "catalogue.h"

#include <string.h>

#include "azure_regions.inc"
#include "gateway_skus.inc"
#include "peering_locations.inc"

enum { LOCATION_NAME, LOCATION_FACILITY, LOCATION_GEO, LOCATION_LOCAL };
enum { REGION_NAME, REGION_DISPLAY, REGION_GEO, REGION_ZONES };
enum { SKU_NAME, SKU_ZONES, SKU_MBPS, SKU_PER_UNIT, SKU_CIRCUITS, SKU_FASTPATH };

/* Letters and digits only, lower case: "Newport (Wales)" and "Newport(Wales)" are one place. */
static char *plain(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text++)
		if (strchr(" .()", *text) == NULL)
			g_string_append_c(out, g_ascii_tolower(*text));
	return g_string_free(out, FALSE);
}

static bool national_cloud(size_t row)
{
	const char *geo = peering_locations[row][LOCATION_GEO];

	return strstr(geo, "Government cloud") != NULL || g_str_has_prefix(geo, "China");
}

static bool find_location(const char *text, size_t *row)
{
	g_autofree char *want = plain(text);
	bool found = false;

	if (strcmp(want, "hongkongsar") == 0)
		strcpy(want, "hongkong");
	for (size_t i = 0; i < G_N_ELEMENTS(peering_locations); i++) {
		g_autofree char *have = plain(peering_locations[i][LOCATION_NAME]);
		if (strcmp(have, want) != 0 || (found && national_cloud(i)))
			continue;
		*row = i;
		if (!national_cloud(i))
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

static bool find_facility(const char *text, size_t *row)
{
	g_auto(GStrv) parts = g_strsplit(text, "-", -1);
	guint n = g_strv_length(parts);
	bool found = false;

	if (n < 2 || *parts[0] == '\0' || *parts[n - 1] == '\0')
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(peering_locations); i++) {
		bool metro = has_suffix_nocase(peering_locations[i][LOCATION_NAME], " metro");
		if (metro || (found && national_cloud(i)) || !facility_matches(peering_locations[i][LOCATION_FACILITY], parts[0], parts[n - 1]))
			continue;
		*row = i;
		if (!national_cloud(i))
			return true;
		found = true;
	}
	return found;
}

/* The city: without " Metro" or trailing digits, when that name is a location itself; "" otherwise. */
static const char *city_of(const char *name, GStringChunk *strings)
{
	g_autofree char *city = g_strdup(name);
	size_t row, n = strlen(city);

	if (has_suffix_nocase(city, " metro"))
		city[n - strlen(" metro")] = '\0';
	for (n = strlen(city); n > 0 && g_ascii_isdigit(city[n - 1]); n--)
		city[n - 1] = '\0';
	return find_location(city, &row) ? g_string_chunk_insert_const(strings, peering_locations[row][LOCATION_NAME]) : "";
}

bool er_catalogue_location(const char *text, bool direct, GStringChunk *strings, ErLocation *out)
{
	size_t row;
	bool found = find_location(text, &row) || (direct && find_facility(text, &row));

	out->name = found ? peering_locations[row][LOCATION_NAME] : g_string_chunk_insert_const(strings, text);
	out->metro = has_suffix_nocase(out->name, "metro");
	out->city = found ? city_of(out->name, strings) : "";
	return found;
}

/*
 * Some places are in the public cloud and in a national one, by one name: whoever asks about a region or geopolitical region means the
 * row that has it. Calls @holds for each row of that name (or facility) until one holds; *found: there is one at all.
 */
static bool any_row(const char *text, bool direct, bool (*holds)(size_t row, const char *what), const char *what, bool *found)
{
	size_t first;

	*found = find_location(text, &first) || (direct && find_facility(text, &first));
	if (!*found)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(peering_locations); i++) {
		bool same = i == first || strcmp(peering_locations[i][LOCATION_NAME], peering_locations[first][LOCATION_NAME]) == 0;
		if (same && holds(i, what))
			return true;
	}
	return false;
}

static bool row_in_geo(size_t row, const char *geo)
{
	return strcmp(peering_locations[row][LOCATION_GEO], geo) == 0;
}

static bool row_local_to(size_t row, const char *region)
{
	g_auto(GStrv) names = g_strsplit(peering_locations[row][LOCATION_LOCAL], ";", -1);

	for (guint i = 0; names[i] != NULL; i++) {
		g_autofree char *name = plain(names[i]);
		if (g_ascii_strcasecmp(name, region) == 0)
			return true;
	}
	return false;
}

static bool row_has_local(size_t row, const char *nothing)
{
	(void)nothing;
	return *peering_locations[row][LOCATION_LOCAL] != '\0';
}

static ErTri tri(bool known, bool yes)
{
	return !known ? ER_TRI_UNSAID : yes ? ER_TRI_YES : ER_TRI_NO;
}

ErTri er_catalogue_in_geo(const char *location, bool direct, const char *geo)
{
	bool found, yes = any_row(location, direct, row_in_geo, geo, &found);

	return tri(found, yes);
}

ErTri er_catalogue_local_to(const char *location, bool direct, const char *region)
{
	bool found, has = any_row(location, direct, row_has_local, NULL, &found);

	return tri(has, has && any_row(location, direct, row_local_to, region, &found));
}

const char *er_catalogue_location_geo(const char *location, bool direct)
{
	size_t row;

	return find_location(location, &row) || (direct && find_facility(location, &row)) ? peering_locations[row][LOCATION_GEO] : NULL;
}

const char *er_catalogue_region_geo(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(azure_regions); i++)
		if (g_ascii_strcasecmp(azure_regions[i][REGION_NAME], name) == 0)
			return azure_regions[i][REGION_GEO];
	return NULL;
}

int er_catalogue_in_facility(const char *text, bool direct, const char *facility)
{
	g_auto(GStrv) words = g_strsplit_set(facility, " -", -1);
	guint n = g_strv_length(words);
	size_t row;

	if (!find_location(text, &row) && !(direct && find_facility(text, &row)))
		return -1;
	if (has_suffix_nocase(peering_locations[row][LOCATION_NAME], " metro"))
		return 0;
	if (*peering_locations[row][LOCATION_FACILITY] == '\0' || *facility == '\0')
		return -1;
	if (g_ascii_strcasecmp(peering_locations[row][LOCATION_FACILITY], facility) == 0)
		return 1;
	return n > 1 && *words[0] != '\0' && *words[n - 1] != '\0' && facility_matches(peering_locations[row][LOCATION_FACILITY], words[0], words[n - 1]) ? 1 : 0;
}

bool er_catalogue_region(const char *name, ErRegion *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(azure_regions); i++) {
		if (g_ascii_strcasecmp(azure_regions[i][REGION_NAME], name) != 0)
			continue;
		*out = (ErRegion){ azure_regions[i][REGION_NAME], azure_regions[i][REGION_DISPLAY], strcmp(azure_regions[i][REGION_ZONES], "yes") == 0 };
		return true;
	}
	return false;
}

uint32_t er_catalogue_distance(const char *location, const char *region)
{
	size_t row;
	const char *const *found = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(azure_regions) && found == NULL; i++)
		if (g_ascii_strcasecmp(azure_regions[i][REGION_NAME], region) == 0)
			found = azure_regions[i];
	if (found == NULL || !find_location(location, &row))
		return 3;
	g_auto(GStrv) local = g_strsplit(peering_locations[row][LOCATION_LOCAL], ";", -1);
	for (guint i = 0; local[i] != NULL; i++)
		if (g_ascii_strcasecmp(g_strstrip(local[i]), found[REGION_DISPLAY]) == 0)
			return 0;
	return strcmp(peering_locations[row][LOCATION_GEO], found[REGION_GEO]) == 0 ? 1 : 2;
}

static uint32_t number(const char *text)
{
	return (uint32_t)g_ascii_strtoull(text, NULL, 10);
}

bool er_catalogue_sku(const char *name, ErGatewaySku *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(gateway_skus); i++) {
		const char *const *row = gateway_skus[i];
		if (g_ascii_strcasecmp(row[SKU_NAME], name) != 0)
			continue;
		*out = (ErGatewaySku){
			.name = row[SKU_NAME], .zones = strcmp(row[SKU_ZONES], "yes") == 0, .per_scale_unit = strcmp(row[SKU_PER_UNIT], "yes") == 0,
			.inbound_mbps = number(row[SKU_MBPS]), .max_circuits = number(row[SKU_CIRCUITS]),
			.fastpath_units = strcmp(row[SKU_FASTPATH], "no") == 0 ? UINT32_MAX : number(row[SKU_FASTPATH]),
		};
		return true;
	}
	return false;
}
