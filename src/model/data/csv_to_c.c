/*
 * csv_to_c NAME FILE.csv OUT.inc: turns a data table into a C array of rows of strings, in file order.
 * Lines that begin with '#' tell the origin and are skipped; the first other line names the columns. Quoted fields may hold
 * commas. Part of the build only.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

/* Splits one line; fields stay in @line. */
static GPtrArray *split(const char *line)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	GString *field = g_string_new(NULL);
	gboolean quoted = FALSE;

	for (const char *p = line;; p++) {
		if (*p == '"') {
			quoted = !quoted;
		} else if (*p == '\0' || (*p == ',' && !quoted)) {
			g_ptr_array_add(fields, g_strdup(g_strstrip(field->str)));
			g_string_truncate(field, 0);
			if (*p == '\0')
				break;
		} else {
			g_string_append_c(field, *p);
		}
	}
	g_string_free(field, TRUE);
	return fields;
}

static void write_row(FILE *out, const GPtrArray *fields, guint columns)
{
	fputs("\t{ ", out);
	for (guint i = 0; i < columns; i++) {
		g_autofree char *escaped = g_strescape(i < fields->len ? fields->pdata[i] : "", NULL);
		fprintf(out, "\"%s\", ", escaped);
	}
	fputs("},\n", out);
}

static int convert(const char *name, const char *text, FILE *out)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint columns = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		g_strchomp(lines[i]);
		if (*lines[i] == '\0' || *lines[i] == '#')
			continue;
		g_autoptr(GPtrArray) fields = split(lines[i]);
		if (columns == 0) {
			columns = fields->len;
			fprintf(out, "static const char *const %s[][%u] = {\n", name, columns);
			continue;
		}
		if (fields->len != columns) {
			fprintf(stderr, "line %u: %u fields, %u expected\n", i + 1, fields->len, columns);
			return 1;
		}
		write_row(out, fields, columns);
	}
	fputs("};\n", out);
	return columns == 0;
}

int main(int argc, char **argv)
{
	g_autofree char *text = NULL;

	if (argc != 4 || !g_file_get_contents(argv[2], &text, NULL, NULL)) {
		fprintf(stderr, "usage: csv_to_c NAME FILE.csv OUT.inc\n");
		return 2;
	}
	FILE *out = fopen(argv[3], "w");
	if (out == NULL)
		return 2;
	int status = convert(argv[1], text, out);
	return fclose(out) == 0 ? status : 2;
}
