/* Comma-separated values, line by line; csv.h says which form. The build's generator of tables is linked with this file, too. */
#include <erscope/csv.h>

#include <string.h>

GPtrArray *er_csv_split(const char *line)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) field = g_string_new(NULL);
	gboolean quoted = FALSE;

	for (const char *p = line;; p++) {
		if (*p == '"' && quoted && p[1] == '"') {
			g_string_append_c(field, *p++);
		} else if (*p == '"') {
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
	if (!quoted)
		return fields;
	g_ptr_array_free(fields, TRUE);
	return NULL;
}

void er_csv_append(GString *out, const char *const *fields, guint n)
{
	for (guint i = 0; i < n; i++) {
		g_auto(GStrv) parts = g_strsplit(fields[i], "\"", -1);
		g_autofree char *doubled = g_strjoinv("\"\"", parts);
		g_string_append(out, i > 0 ? "," : "");
		g_string_append_printf(out, strpbrk(fields[i], ",\"") != NULL ? "\"%s\"" : "%s", doubled);
	}
	g_string_append_c(out, '\n');
}
