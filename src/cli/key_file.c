/* Key files (the desktop entry syntax, GKeyFile). GKeyFile tells no lines: they are looked for again when there is something to tell. */
#include "key_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* "[name]" of a line, without what follows. */
static bool is_group(const char *line, const char *group)
{
	size_t n = strlen(group);

	return line[0] == '[' && strncmp(line + 1, group, n) == 0 && line[n + 1] == ']';
}

static bool is_key(const char *line, const char *key)
{
	const char *sign = strchr(line, '=');
	g_autofree char *name = sign != NULL ? g_strchomp(g_strndup(line, (gsize)(sign - line))) : NULL;

	return g_strcmp0(name, key) == 0;
}

unsigned er_key_file_line(const char *text, const char *group, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool inside = false;
	unsigned found = 0;

	for (unsigned i = 0; lines[i] != NULL; i++) {
		const char *line = g_strstrip(lines[i]);
		if (*line == '[')
			inside = is_group(line, group);
		if (inside && (key == NULL ? *line == '[' : is_key(line, key)))
			found = i + 1;
	}
	return found;
}

GKeyFile *er_key_file_read(const char *file, const char *what, char separator, char **text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GKeyFile) keys = g_key_file_new();
	gsize length = 0;

	g_key_file_set_list_separator(keys, separator);
	if (!g_file_get_contents(file, text, &length, &error))
		fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
	else if (strlen(*text) != length)
		fprintf(stderr, "%s: %s is no %s: it is no text\n", g_get_prgname(), file, what);
	else if (!g_key_file_load_from_data(keys, *text, length, G_KEY_FILE_NONE, &error))
		fprintf(stderr, "%s: %s is no %s: %s\n", g_get_prgname(), file, what, error->message);
	else
		return g_steal_pointer(&keys);
	return NULL;
}
