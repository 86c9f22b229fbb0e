/* erscope tables: the data tables with their sources and dates, or one of them as a file that --tables takes back. */
#include "cli.h"

#include <erscope/tables.h>

#include <string.h>

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each source once per date, oldest first, with the number of rows it stands for. */
static void add_sources(GString *out, const ErTables *tables, ErTableName table)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	uint32_t n = er_tables_n_rows(tables, table);

	for (uint32_t i = 0; i < n; i++) {
		const char *const *row = er_tables_row(tables, table, i);
		g_ptr_array_add(lines, g_strdup_printf("%s  %s", er_table_as_of(table, row), er_table_source(table, row)));
	}
	g_ptr_array_sort(lines, by_text);
	for (uint32_t i = 0, rows = 1; i < n; i++, rows++) {
		if (i + 1 < n && strcmp(lines->pdata[i], lines->pdata[i + 1]) == 0)
			continue;
		g_string_append_printf(out, "  %s (%u)\n", (const char *)lines->pdata[i], rows);
		rows = 0;
	}
}

static void add_changes(GString *out, const ErTables *tables, ErTableName table)
{
	for (uint32_t i = 0; i < er_tables_n_changes(tables); i++) {
		const ErTableChange *change = er_tables_change(tables, i);
		if (change->table == table)
			g_string_append_printf(out, "  %s: %s\n", change->before != NULL ? "replaced" : "added", change->key);
	}
}

static void add_list(GString *out, const ErTables *tables)
{
	for (ErTableName table = 0; table < ER_TABLE__COUNT; table++) {
		g_string_append_printf(out, "%s%s: %u rows, the newest of %s\n", table > 0 ? "\n" : "", er_table_name(table), er_tables_n_rows(tables, table), er_table_date(table));
		add_sources(out, tables, table);
		add_changes(out, tables, table);
	}
}

int cmd_tables(int argc, char **argv)
{
	g_autofree char *path = NULL;
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const char *names[ER_TABLE__COUNT];
	const GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Lists the tables of published figures with their sources and dates; prints the one named as CSV, to be edited and given back with --tables.", own, &common)) {
		g_autoptr(ErDiags) diags = er_diags_new();
		g_autoptr(ErTables) tables = er_tables_read(common.tables, diags);
		g_autoptr(GString) text = g_string_new(NULL);
		er_diags_finish(diags);
		er_cli_tell_diags(diags, &common);
		for (ErTableName table = 0; table < ER_TABLE__COUNT; table++) {
			names[table] = er_table_name(table);
			if (common.files != NULL && strcmp(common.files[0], names[table]) == 0) {
				g_autoptr(GString) csv = er_tables_csv(tables, table);
				g_string_append_len(text, csv->str, (gssize)csv->len);
			}
		}
		if (common.files == NULL)
			add_list(text, tables);
		if (text->len == 0)
			er_cli_tell_unknown("table", common.files[0], names, ER_TABLE__COUNT);
		else if (!er_cli_write(path, text))
			status = ER_EXIT_OUTPUT;
		else
			status = er_diags_worst(diags) == ER_DIAG_ERROR ? ER_EXIT_INPUT : ER_EXIT_FINE;
	}
	er_cli_clear(&common);
	return status;
}
