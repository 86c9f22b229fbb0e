/*
 * The data tables: embedded rows, and those of the user's folder in their place. A row is known by its key, the first column; of a peering
 * location also its geopolitical region, since some are in the public cloud and in a national one by one name. Keys compare without
 * case. A file is at most 1 MiB, 1,000 rows come on top of what is embedded; every field of a row is checked against the kind of its column
 * before the row is taken, so nobody who reads a table need check again.
 */
#include "limits.h"
#include "network_build.h"

#include <erscope/csv.h>
#include <erscope/tables.h>
#include <erscope/text.h>

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "azure_regions.inc"
#include "gateway_skus.inc"
#include "limits.inc"
#include "peering_locations.inc"
#include "vpn_gateway_skus.inc"

enum { MOST_BYTES = 1 << 20, MOST_NEW_ROWS = 1000, LONGEST_FIELD = 1000, LONGEST_TOLD = 60 };
enum { LIMIT_VALUE = 1, LIMIT_UNIT };

/*
 * Kinds of columns, a letter each: k key, not empty; t text; s source, not empty; d date; n number; o number or empty; y yes or no;
 * u yes, no or unknown; f no, yes or a number; v value of a limit, as its unit has it; c the same as in the embedded row.
 */
static const struct { const char *name, *head, *const *columns; uint32_t n_columns; const char *kinds; uint32_t second_key; const char *const *rows; uint32_t n_rows; } shapes[ER_TABLE__COUNT] = {
#define SHAPE(name, data, kinds, second_key) { name, data##_head, data##_columns, G_N_ELEMENTS(data##_columns), kinds, second_key, &data[0][0], G_N_ELEMENTS(data) }
	[ER_TABLE_LIMITS] = SHAPE("limits", limits, "kvctsd", 0),
	[ER_TABLE_GATEWAY_SKUS] = SHAPE("gateway-skus", gateway_skus, "kynyofoosd", 0),
	[ER_TABLE_VPN_SKUS] = SHAPE("vpn-gateway-skus", vpn_gateway_skus, "koosd", 0),
	[ER_TABLE_LOCATIONS] = SHAPE("peering-locations", peering_locations, "ktkttusd", 2),
	[ER_TABLE_REGIONS] = SHAPE("azure-regions", azure_regions, "kkkytysd", 0),
#undef SHAPE
};

struct ErTables {
	GPtrArray *rows[ER_TABLE__COUNT];   /* of const char *const *; the first ones in embedded order */
	GArray *changes;                    /* of ErTableChange */
	GPtrArray *own;                     /* memory of the user's rows */
	GStringChunk *strings;
	uint32_t limits[ER_LIMIT__COUNT];
};

static const char *const *embedded_row(ErTableName table, uint32_t row)
{
	return shapes[table].rows + (size_t)row * shapes[table].n_columns;
}

/* (transfer full) */
static char *key_of(ErTableName table, const char *const *row)
{
	return shapes[table].second_key > 0 ? g_strdup_printf("%s, %s", row[0], row[shapes[table].second_key]) : g_strdup(row[0]);
}

/* ---- one field ---- */

static bool is_number(const char *text, uint32_t most)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 9 && text[n] == '\0' && g_ascii_strtoull(text, NULL, 10) >= 1 && g_ascii_strtoull(text, NULL, 10) <= most;
}

static bool is_one_of(const char *text, const char *const *words)
{
	return g_strv_contains(words, text);
}

/* What is wrong with it; NULL: nothing. @embedded: (nullable): the row that it would replace */
static const char *fault_of_limit(const char *value, const char *const *embedded)
{
	const char *unit = embedded != NULL ? embedded[LIMIT_UNIT] : "";

	if (strcmp(unit, "date") == 0)
		return er_text_is_date(value) ? NULL : "is no date of the form YYYY-MM-DD";
	if (strcmp(unit, "prefix length") == 0)
		return is_number(value, 32) ? NULL : "is no number from 1 to 32";
	if (strcmp(unit, "percent") == 0)
		return is_number(value, 100) ? NULL : "is no number from 1 to 100";
	return is_number(value, ER_TABLE_MOST) ? NULL : "is no number from 1 to 10000000";
}

static const char *fault_of_field(char kind, const char *value, uint32_t column, const char *const *embedded)
{
	static const char *const yes_no[] = { "yes", "no", NULL }, *const maybe[] = { "yes", "no", "unknown", NULL };

	switch (kind) {
	case 'k':
	case 's':
		return *value != '\0' ? NULL : "must not be empty";
	case 'd':
		return er_text_is_date(value) ? NULL : "is no date of the form YYYY-MM-DD";
	case 'o':
	case 'n':
		return (kind == 'o' && *value == '\0') || is_number(value, ER_TABLE_MOST) ? NULL : "is no number from 1 to 10000000";
	case 'y':
		return is_one_of(value, yes_no) ? NULL : "is neither yes nor no";
	case 'u':
		return is_one_of(value, maybe) ? NULL : "is none of yes, no and unknown";
	case 'f':
		return is_one_of(value, yes_no) || is_number(value, ER_TABLE_MOST) ? NULL : "is neither yes nor no nor a number";
	case 'v':
		return fault_of_limit(value, embedded);
	case 'c':
		return embedded == NULL || strcmp(value, embedded[column]) == 0 ? NULL : "is another one than the limit has";
	default:
		return NULL;
	}
}

static bool is_clean(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL) || strlen(text) > LONGEST_FIELD)
		return false;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return false;
	return true;
}

/* ---- a file of the user's ---- */

typedef struct {
	ErTables *tables;
	ErTableName table;
	GHashTable *at;           /* key in lower case → row + 1 */
	GHashTable *met;          /* keys of this file */
	ErLoc loc;
	ErDiags *diags;
} Reader;

static char *low_key(ErTableName table, const char *const *row)
{
	g_autofree char *key = key_of(table, row);

	return g_ascii_strdown(key, -1);
}

static bool row_is_good(const Reader *reader, const char *const *fields, const char *const *embedded)
{
	for (uint32_t i = 0; i < shapes[reader->table].n_columns; i++) {
		const char *fault = is_clean(fields[i]) ? fault_of_field(shapes[reader->table].kinds[i], fields[i], i, embedded) : "holds control characters or broken UTF-8, or is too long";
		if (fault == NULL)
			continue;
		er_diag_add(reader->diags, ER_D_TABLE_ROW, &reader->loc, "%s: '%.*s' %s", shapes[reader->table].columns[i], LONGEST_TOLD, fields[i], fault);
		return false;
	}
	return true;
}

/* @embedded: (nullable): the row that it replaces, whose spelling of the key stays */
static const char *const *keep_row(ErTables *tables, ErTableName table, const GPtrArray *fields, const char *const *embedded)
{
	const char **row = g_new(const char *, fields->len);

	for (guint i = 0; i < fields->len; i++)
		row[i] = embedded != NULL && (i == 0 || i == shapes[table].second_key) ? embedded[i] : g_string_chunk_insert_const(tables->strings, fields->pdata[i]);
	g_ptr_array_add(tables->own, row);
	return row;
}

static bool rows_are_equal(ErTableName table, const char *const *a, const char *const *b)
{
	for (uint32_t i = 0; i < shapes[table].n_columns; i++)
		if (strcmp(a[i], b[i]) != 0)
			return false;
	return true;
}

static void take_row(Reader *reader, const GPtrArray *fields)
{
	const char *const *given = (const char *const *)fields->pdata;
	GPtrArray *rows = reader->tables->rows[reader->table];
	g_autofree char *key = low_key(reader->table, given);
	uint32_t at = GPOINTER_TO_UINT(g_hash_table_lookup(reader->at, key));
	const char *const *embedded = at > 0 ? embedded_row(reader->table, at - 1) : NULL;

	if (!row_is_good(reader, given, embedded))
		return;
	if (at == 0 && reader->table == ER_TABLE_LIMITS) {
		er_diag_add(reader->diags, ER_D_TABLE_LIMIT, &reader->loc, "%.*s", LONGEST_TOLD, given[0]);
	} else if (!g_hash_table_add(reader->met, g_strdup(key))) {
		er_diag_add(reader->diags, ER_D_TABLE_ROW, &reader->loc, "%.*s: the file has it twice, the first one was kept", LONGEST_TOLD, given[0]);
	} else if (at == 0 && rows->len >= shapes[reader->table].n_rows + MOST_NEW_ROWS) {
		er_diag_add(reader->diags, ER_D_TABLE_ROW, &reader->loc, "%.*s: more than %d new rows", LONGEST_TOLD, given[0], MOST_NEW_ROWS);
	} else if (at == 0) {
		g_ptr_array_add(rows, (gpointer)keep_row(reader->tables, reader->table, fields, NULL));
	} else if (!rows_are_equal(reader->table, given, embedded)) {
		rows->pdata[at - 1] = (gpointer)keep_row(reader->tables, reader->table, fields, embedded);
	}
}

static bool is_header(ErTableName table, const GPtrArray *fields)
{
	bool same = fields != NULL && fields->len == shapes[table].n_columns;

	for (uint32_t i = 0; same && i < fields->len; i++)
		same = g_ascii_strcasecmp(fields->pdata[i], shapes[table].columns[i]) == 0;
	return same;
}

static void read_lines(Reader *reader, char *text)
{
	uint32_t n_columns = shapes[reader->table].n_columns;
	bool header = false;

	for (char *line = text, *next; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		reader->loc.line++;
		g_strchomp(line);
		if (*line == '\0' || *line == '#')
			continue;
		g_autoptr(GPtrArray) fields = er_csv_split(line);
		if (!header && !is_header(reader->table, fields)) {
			g_autofree char *names = g_strjoinv(",", (char **)shapes[reader->table].columns);
			er_diag_add(reader->diags, ER_D_TABLE_COLUMNS, &reader->loc, "it must begin with %s", names);
			return;
		}
		if (fields == NULL)
			er_diag_add(reader->diags, ER_D_TABLE_ROW, &reader->loc, "a quote is not closed");
		else if (fields->len != n_columns)
			er_diag_add(reader->diags, ER_D_TABLE_ROW, &reader->loc, "%u fields, %u expected", fields->len, n_columns);
		else if (header)
			take_row(reader, fields);
		header = true;
	}
}

/* (transfer full): NULL is told */
static char *read_file(const char *path, ErDiags *diags)
{
	const ErLoc loc = { .file = path };
	GStatBuf there;
	FILE *file = g_stat(path, &there) == 0 && S_ISREG(there.st_mode) ? g_fopen(path, "rbe") : NULL;

	if (file == NULL) {
		er_diag_add(diags, ER_D_TABLE_CANNOT_READ, &loc, "%s", "");
		return NULL;
	}
	char *text = g_malloc(MOST_BYTES + 2);
	size_t n = fread(text, 1, MOST_BYTES + 1, file);
	bool failed = ferror(file) != 0;
	fclose(file);
	text[n] = '\0';
	if (!failed && n <= MOST_BYTES && strlen(text) == n)
		return text;
	er_diag_add(diags, failed ? ER_D_TABLE_CANNOT_READ : ER_D_TABLE_TOO_LARGE, &loc, "%s", "");
	g_free(text);
	return NULL;
}

static void read_table(ErTables *tables, ErTableName table, const char *path, ErDiags *diags)
{
	static const char bom[] = "\xEF\xBB\xBF";
	g_autofree char *text = read_file(path, diags);
	Reader reader = { .tables = tables, .table = table, .loc = { .file = path }, .diags = diags };

	if (text == NULL)
		return;
	reader.at = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reader.met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < shapes[table].n_rows; i++)
		g_hash_table_insert(reader.at, low_key(table, embedded_row(table, i)), GUINT_TO_POINTER(i + 1));
	read_lines(&reader, g_str_has_prefix(text, bom) ? text + strlen(bom) : text);
	g_hash_table_destroy(reader.at);
	g_hash_table_destroy(reader.met);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every table that the folder has; another file that ends in .csv may be a table with its name spelt wrong, and is told. */
static void read_folder(ErTables *tables, const char *folder, ErDiags *diags)
{
	const ErLoc loc = { .file = folder };
	GDir *dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	uint32_t n = 0;

	if (dir == NULL) {
		er_diag_add(diags, ER_D_TABLE_CANNOT_READ, &loc, "%s", "");
		return;
	}
	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir))
		if (g_str_has_suffix(name, ".csv"))
			g_ptr_array_add(names, g_strdup(name));
	g_dir_close(dir);
	g_ptr_array_sort(names, by_text);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL), *name = g_strndup(names->pdata[i], strlen(names->pdata[i]) - strlen(".csv"));
		ErTableName table = 0;
		while (table < ER_TABLE__COUNT && strcmp(name, shapes[table].name) != 0)
			table++;
		if (table < ER_TABLE__COUNT) {
			read_table(tables, table, path, diags);
			n++;
		} else {
			er_diag_add(diags, ER_D_TABLE_UNKNOWN, &(ErLoc){ .file = path }, "%s", "");
		}
	}
	if (n == 0)
		er_diag_add(diags, ER_D_TABLE_UNKNOWN, &loc, "the folder has no table");
}

/* ---- all tables ---- */

static uint32_t day_number(const char *date)
{
	guint y = 0, m = 0, d = 0;

	return sscanf(date, "%u-%u-%u", &y, &m, &d) == 3 ? y * 10000 + m * 100 + d : 0;
}

static void find_changes(ErTables *tables, ErTableName table)
{
	for (guint i = 0; i < tables->rows[table]->len; i++) {
		const char *const *row = tables->rows[table]->pdata[i], *const *before = i < shapes[table].n_rows ? embedded_row(table, i) : NULL;
		g_autofree char *key = row != before ? key_of(table, row) : NULL;
		if (row == before)
			continue;
		ErTableChange change = { table, g_string_chunk_insert_const(tables->strings, key), row, before };
		g_array_append_val(tables->changes, change);
	}
}

ErTables *er_tables_read(const char *folder, ErDiags *diags)
{
	ErTables *tables = g_new0(ErTables, 1);

	tables->strings = g_string_chunk_new(1024);
	tables->own = g_ptr_array_new_with_free_func(g_free);
	tables->changes = g_array_new(FALSE, FALSE, sizeof(ErTableChange));
	for (ErTableName table = 0; table < ER_TABLE__COUNT; table++) {
		tables->rows[table] = g_ptr_array_sized_new(shapes[table].n_rows);
		for (uint32_t i = 0; i < shapes[table].n_rows; i++)
			g_ptr_array_add(tables->rows[table], (gpointer)embedded_row(table, i));
	}
	if (folder != NULL)
		read_folder(tables, folder, diags);
	for (ErTableName table = 0; table < ER_TABLE__COUNT; table++)
		find_changes(tables, table);
	for (uint32_t i = 0; i < ER_LIMIT__COUNT; i++) {
		const char *const *row = tables->rows[ER_TABLE_LIMITS]->pdata[i];
		tables->limits[i] = strcmp(row[LIMIT_UNIT], "date") == 0 ? day_number(row[LIMIT_VALUE]) : (uint32_t)g_ascii_strtoull(row[LIMIT_VALUE], NULL, 10);
	}
	return tables;
}

void er_tables_free(ErTables *tables)
{
	if (tables == NULL)
		return;
	for (ErTableName table = 0; table < ER_TABLE__COUNT; table++)
		g_ptr_array_free(tables->rows[table], TRUE);
	g_array_free(tables->changes, TRUE);
	g_ptr_array_free(tables->own, TRUE);
	g_string_chunk_free(tables->strings);
	g_free(tables);
}

uint32_t er_tables_n_rows(const ErTables *tables, ErTableName table)
{
	return tables->rows[table]->len;
}

const char *const *er_tables_row(const ErTables *tables, ErTableName table, uint32_t row)
{
	return tables->rows[table]->pdata[row];
}

uint32_t er_tables_n_changes(const ErTables *tables)
{
	return tables->changes->len;
}

const ErTableChange *er_tables_change(const ErTables *tables, uint32_t i)
{
	return &g_array_index(tables->changes, ErTableChange, i);
}

GString *er_tables_csv(const ErTables *tables, ErTableName table)
{
	GString *out = g_string_new(shapes[table].head);

	er_csv_append(out, shapes[table].columns, shapes[table].n_columns);
	for (guint i = 0; i < tables->rows[table]->len; i++)
		er_csv_append(out, tables->rows[table]->pdata[i], shapes[table].n_columns);
	return out;
}

const char *er_table_date(ErTableName table)
{
	const char *newest = "";

	for (ErTableName t = 0; t < ER_TABLE__COUNT; t++)
		for (uint32_t i = 0; (t == table || table == ER_TABLE__COUNT) && i < shapes[t].n_rows; i++)
			if (strcmp(er_table_as_of(t, embedded_row(t, i)), newest) > 0)
				newest = er_table_as_of(t, embedded_row(t, i));
	return newest;
}

const char *er_table_name(ErTableName table)
{
	return shapes[table].name;
}

const char *const *er_table_columns(ErTableName table, uint32_t *n)
{
	*n = shapes[table].n_columns;
	return shapes[table].columns;
}

const char *er_table_source(ErTableName table, const char *const *row)
{
	return row[shapes[table].n_columns - 2];
}

const char *er_table_as_of(ErTableName table, const char *const *row)
{
	return row[shapes[table].n_columns - 1];
}

/* ---- limits ---- */

uint32_t er_limit(const ErNetwork *net, ErLimit limit)
{
	return net->tables->limits[limit];
}

const char *er_limit_date(const ErNetwork *net, ErLimit limit)
{
	return er_tables_row(net->tables, ER_TABLE_LIMITS, limit)[LIMIT_VALUE];
}

char *er_limit_day(const ErNetwork *net, ErLimit limit)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
	uint32_t day = er_limit(net, limit);

	return g_strdup_printf("%u %s %u", day % 100, months[(day / 100 % 100 + 11) % 12], day / 10000);
}

bool er_limit_near(const ErNetwork *net, uint64_t n, uint64_t limit)
{
	return n * 100 >= limit * er_limit(net, ER_LIMIT_WARN_FROM);
}
