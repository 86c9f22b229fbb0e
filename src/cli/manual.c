/*
 * Manual pages, of the man macros. Texts go out in ASCII, other characters as groff's \[uXXXX], so that neither the locale of the build nor that of
 * the reader's groff changes a byte. The only date is SOURCE_DATE_EPOCH's; without it the page carries none.
 */
#include "pages.h"

#include <string.h>

static void add_text(GString *out, const char *text)
{
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (at == text && (c == '.' || c == '\''))
			g_string_append(out, "\\&");
		if (c == '\\')
			g_string_append(out, "\\e");
		else if (c == '-')
			g_string_append(out, "\\-");
		else if (c < 0x80)
			g_string_append_c(out, (char)c);
		else
			g_string_append_printf(out, "\\[u%04X]", c);
	}
}

static void add_in(GString *out, char font, const char *text)
{
	g_string_append_printf(out, "\\f%c", font);
	add_text(out, text);
	g_string_append(out, "\\fR");
}

static void add_heading(GString *out, const GOptionEntry *entry)
{
	g_autofree char *name = g_strconcat("--", entry->long_name, NULL);

	g_string_append(out, ".TP\n");
	if (entry->short_name != '\0') {
		char letter[] = { '-', entry->short_name, '\0' };
		add_in(out, 'B', letter);
		g_string_append(out, ", ");
	}
	add_in(out, 'B', name);
	if (entry->arg_description != NULL) {
		g_string_append_c(out, ' ');
		add_in(out, 'I', entry->arg_description);
	}
	g_string_append_c(out, '\n');
}

static void add_options(GString *out, const GOptionEntry *entries)
{
	for (ER_OPTIONS(entry, entries)) {
		add_heading(out, entry);
		add_text(out, entry->description);
		g_string_append(out, ".\n");
	}
}

/* ---- what stands for a word of the template ---- */

static void add_synopsis(const ErTable *table, void *data)
{
	GString *out = data;
	const char *operands = er_command_operands(table->command);

	add_in(out, 'B', "erscope ");
	add_in(out, 'B', table->command);
	g_string_append(out, " [\\fIOPTION\\fR\\[u2026]]");
	if (*operands != '\0') {
		g_string_append_c(out, ' ');
		add_in(out, 'I', operands);
	}
	g_string_append(out, "\n.br\n");
}

static void add_command(const ErTable *table, void *data)
{
	GString *out = data;
	g_autofree char *summary = g_strdelimit(g_strdup(table->summary), "\n", ' ');
	const char *operands = er_command_operands(table->command);

	g_string_append_printf(out, ".SS \"erscope %s%s", table->command, *operands != '\0' ? " " : "");
	add_text(out, operands);
	g_string_append(out, "\"\n");
	add_text(out, summary);
	g_string_append_c(out, '\n');
	add_options(out, table->own);
}

static void add_shared(const ErTable *table, void *data)
{
	if (strcmp(table->command, er_commands[0].name) == 0)
		add_options(data, table->shared);
}

static void add_key(GString *out, const GOptionEntry *entry)
{
	bool many = entry->arg == G_OPTION_ARG_STRING_ARRAY || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;

	g_string_append(out, ".TP\n");
	add_in(out, 'B', entry->long_name);
	g_string_append_c(out, '=');
	add_in(out, 'I', entry->arg == G_OPTION_ARG_NONE ? "true|false" : entry->arg_description);
	if (many) {
		g_string_append(out, "[;");
		add_in(out, 'I', entry->arg_description);
		g_string_append(out, "\\[u2026]]");
	}
	g_string_append_c(out, '\n');
	add_text(out, entry->description);
	g_string_append(out, ".\n");
}

static void add_keys(GString *out, const char *group, const GOptionEntry *entries)
{
	g_string_append_printf(out, ".SS [%s]\n", group);
	for (ER_OPTIONS(entry, entries))
		if (strcmp(entry->long_name, "config") != 0 && strcmp(entry->long_name, "no-config") != 0)
			add_key(out, entry);
}

static void add_group(const ErTable *table, void *data)
{
	if (strcmp(table->command, er_commands[0].name) == 0)
		add_keys(data, "erscope", table->shared);
	if (er_next_option(table->own) != NULL)
		add_keys(data, table->command, table->own);
}

static void add_title(GString *out, const char *page)
{
	const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
	g_autoptr(GDateTime) time = epoch != NULL ? g_date_time_new_from_unix_utc(g_ascii_strtoll(epoch, NULL, 10)) : NULL;
	g_autofree char *date = time != NULL ? g_date_time_format(time, "%Y-%m-%d") : g_strdup("");

	g_string_append_printf(out, ".TH %s \"%s\" \"erscope " ER_VERSION "\" \"erscope\"\n", page, date);
}

GString *er_manual(const char *template)
{
	static const struct { const char *word; ErTableTaker take; } parts[] = {
		{ "@SYNOPSIS@", add_synopsis }, { "@COMMANDS@", add_command }, { "@SHARED@", add_shared }, { "@KEYS@", add_group },
	};
	g_auto(GStrv) lines = g_strsplit(template, "\n", -1);
	GString *out = g_string_new(".\\\" Made by the build from the option tables; do not edit.\n");

	for (char **line = lines; *line != NULL && (line[1] != NULL || **line != '\0'); line++) {
		size_t i = 0;
		while (i < G_N_ELEMENTS(parts) && strcmp(parts[i].word, *line) != 0)
			i++;
		if (i < G_N_ELEMENTS(parts))
			er_commands_walk(parts[i].take, out);
		else if (g_str_has_prefix(*line, "@TITLE@ "))
			add_title(out, *line + strlen("@TITLE@ "));
		else
			g_string_append_printf(out, "%s\n", *line);
	}
	return out;
}
