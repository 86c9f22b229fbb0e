/*
 * csv_to_c NAME FILE.csv OUT.inc: turns a data table into C: its opening comment (NAME_head), its columns (NAME_columns) and its rows, arrays of
 * strings in file order (NAME). csv_to_c --names PREFIX FILE.csv OUT.inc: turns the first column into enumerators instead.
 * Lines that begin with '#' are the comment; the first other line names the columns. Part of the build only.
 */
#include <erscope/csv.h>

#include <stdio.h>
#include <string.h>

static void write_row(FILE *out, const char *before, const GPtrArray *fields, const char *after)
{
	fputs(before, out);
	for (guint i = 0; i < fields->len; i++) {
		g_autofree char *escaped = g_strescape(fields->pdata[i], NULL);
		fprintf(out, "\"%s\", ", escaped);
	}
	fputs(after, out);
}

/* "routes.hub.announced" to ER_LIMIT_ROUTES_HUB_ANNOUNCED. */
static void write_name(FILE *out, const char *prefix, const char *name)
{
	g_autofree char *upper = g_ascii_strup(name, -1);

	fprintf(out, "\t%s_%s,\n", prefix, g_strdelimit(upper, ".-", '_'));
}

static void write_head(FILE *out, const char *name, char **lines)
{
	fprintf(out, "static const char %s_head[] =\n", name);
	for (guint i = 0; lines[i] != NULL && *lines[i] == '#'; i++) {
		g_autofree char *escaped = g_strescape(g_strchomp(lines[i]), NULL);
		fprintf(out, "\t\"%s\\n\"\n", escaped);
	}
	fputs("\t\"\";\n", out);
}

static int convert(const char *name, const char *prefix, const char *text, FILE *out)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint columns = 0;

	if (prefix == NULL)
		write_head(out, name, lines);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_strchomp(lines[i]);
		if (*lines[i] == '\0' || *lines[i] == '#')
			continue;
		g_autoptr(GPtrArray) fields = er_csv_split(lines[i]);
		if (fields == NULL || (columns > 0 && fields->len != columns)) {
			fprintf(stderr, "line %u: a quote that is not closed, or not %u fields\n", i + 1, columns);
			return 1;
		}
		if (columns == 0 && prefix == NULL) {
			g_autofree char *before = g_strdup_printf("static const char *const %s_columns[] = { ", name);
			write_row(out, before, fields, "};\n");
			fprintf(out, "static const char *const %s[][%u] = {\n", name, fields->len);
		} else if (columns > 0 && prefix == NULL) {
			write_row(out, "\t{ ", fields, "},\n");
		} else if (columns > 0) {
			write_name(out, prefix, fields->pdata[0]);
		}
		columns = fields->len;
	}
	fputs(prefix == NULL ? "};\n" : "", out);
	return columns == 0;
}

int main(int argc, char **argv)
{
	g_autofree char *text = NULL;
	gboolean names = argc == 5 && strcmp(argv[1], "--names") == 0;

	if ((argc != 4 && !names) || !g_file_get_contents(argv[argc - 2], &text, NULL, NULL)) {
		fprintf(stderr, "usage: csv_to_c NAME|--names PREFIX FILE.csv OUT.inc\n");
		return 2;
	}
	FILE *out = fopen(argv[argc - 1], "w");
	if (out == NULL)
		return 2;
	int status = convert(argv[1], names ? argv[2] : NULL, text, out);
	return fclose(out) == 0 ? status : 2;
}
