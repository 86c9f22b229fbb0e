/*
 * erscope.conf: a key file with a key for each long option. [erscope] holds options that all commands have, [draw], [check] … what one command
 * has. What it says becomes arguments before those of the command line, so that it means the same and is checked the same; an option
 * that was given on the command line is not taken from the file at all, so that lists are replaced, not grown.
 *
 * The command line is looked through twice: first for what was given (all options are callbacks then), later by er_cli_parse().
 */
#include "config.h"

#include "key_file.h"

#include <erscope/text.h>

#include <stdio.h>
#include <string.h>

#define COMMON "erscope"

/* What the command line says of itself. */
typedef struct {
	const ErTable *table;
	GHashTable *options;   /* long names given */
	char *file;
	bool none, help;
} Given;

typedef struct {
	const ErTable *table;
	const char *file;
	char *text;
	GKeyFile *keys;
	bool good;
} Config;

/* For er_config_tell(): the file, and the arguments made of it. */
static struct { char *file; GString *arguments; } last;

/* ---- what was given ---- */

static const GOptionEntry *find_entry(const GOptionEntry *entries, const char *option)
{
	for (; entries != NULL && entries->long_name != NULL; entries++)
		if (g_str_has_prefix(option, "--") ? strcmp(entries->long_name, option + 2) == 0 : option[0] == '-' && entries->short_name == option[1])
			return entries;
	return NULL;
}

static gboolean note(const char *option, const char *value, void *data, GError **error)
{
	Given *given = data;
	const GOptionEntry *entry = find_entry(given->table->own, option);

	(void)error;
	entry = entry != NULL ? entry : find_entry(given->table->shared, option);
	if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
		given->help = true;
	} else if (entry != NULL) {
		g_hash_table_add(given->options, (char *)(uintptr_t)entry->long_name);
		given->none = given->none || strcmp(entry->long_name, "no-config") == 0;
		if (strcmp(entry->long_name, "config") == 0) {
			g_free(given->file);
			given->file = g_strdup(value);
		}
	}
	return TRUE;
}

static bool is_path(const GOptionEntry *entry)
{
	return entry->arg == G_OPTION_ARG_FILENAME || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;
}

static void add_notes(GArray *notes, const GOptionEntry *entries)
{
	for (; entries != NULL && entries->long_name != NULL; entries++) {
		GOptionEntry entry = *entries;
		entry.flags = entry.arg == G_OPTION_ARG_NONE ? G_OPTION_FLAG_NO_ARG : is_path(entries) ? G_OPTION_FLAG_FILENAME : 0;
		entry.arg = G_OPTION_ARG_CALLBACK;
		entry.arg_data = (void *)(uintptr_t)note;
		g_array_append_val(notes, entry);
	}
}

/* What is wrong with the arguments er_cli_parse() tells. */
static void look_through(Given *given, char *const *argv)
{
	static const GOptionEntry help = { "help", 'h', 0, G_OPTION_ARG_NONE, NULL, NULL, NULL };
	const GOptionEntry helps[] = { help, { 0 } };
	g_autoptr(GArray) notes = g_array_new(TRUE, FALSE, sizeof(GOptionEntry));
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	GOptionGroup *group = g_option_group_new("all", "", "", given, NULL);
	g_auto(GStrv) copy = g_strdupv((char **)(uintptr_t)argv);

	add_notes(notes, given->table->own);
	add_notes(notes, given->table->shared);
	add_notes(notes, helps);
	g_option_group_add_entries(group, (const GOptionEntry *)(void *)notes->data);
	g_option_context_set_main_group(context, group);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_ignore_unknown_options(context, TRUE);
	g_option_context_parse_strv(context, &copy, NULL);
}

/* ---- what the file holds ---- */

/* "erscope draw: FILE:7: ", to be gone on with. */
static void tell_place(Config *config, const char *group, const char *key)
{
	fprintf(stderr, "%s: %s:%u: ", g_get_prgname(), config->file, er_key_file_line(config->text, group, key));
	config->good = false;
}

static void add_names(GPtrArray *names, const GOptionEntry *entries)
{
	for (; entries != NULL && entries->long_name != NULL; entries++)
		if (er_is_option(entries) && strcmp(entries->long_name, "config") != 0 && strcmp(entries->long_name, "no-config") != 0)
			g_ptr_array_add(names, (char *)(uintptr_t)entries->long_name);
}

static bool has_name(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (strcmp(names->pdata[i], name) == 0)
			return true;
	return false;
}

/* "; near: theme", else all there are. (transfer full) */
static char *what_there_is(const GPtrArray *names, const char *text)
{
	g_autofree char *near = er_near_sentence(text, (const char *const *)names->pdata, names->len);
	g_autoptr(GString) all = g_string_new("; there are ");

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
	return *near != '\0' ? g_steal_pointer(&near) : g_string_free(g_steal_pointer(&all), FALSE);
}

static void check_keys(Config *config, const char *group, const GPtrArray *names)
{
	g_auto(GStrv) keys = g_key_file_get_keys(config->keys, group, NULL, NULL);

	for (char **key = keys; key != NULL && *key != NULL; key++)
		if (!has_name(names, *key)) {
			g_autofree char *there = what_there_is(names, *key);
			tell_place(config, group, *key);
			fprintf(stderr, "[%s] has no key '%s'%s\n", group, *key, there);
		}
}

static void check_table(const ErTable *table, void *data)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	add_names(names, table->own);
	add_names(names, table->shared);
	check_keys(data, table->command, names);
}

/* Every group, also those of other commands: a slip should not wait for the night that runs them. */
static void check(Config *config)
{
	g_autoptr(GPtrArray) groups = g_ptr_array_new(), names = g_ptr_array_new();
	g_auto(GStrv) there = g_key_file_get_groups(config->keys, NULL);

	g_ptr_array_add(groups, (char *)(uintptr_t)COMMON);
	for (const ErCommand *command = er_commands; command->name != NULL; command++)
		g_ptr_array_add(groups, (char *)(uintptr_t)command->name);
	for (char **group = there; *group != NULL; group++)
		if (!has_name(groups, *group)) {
			g_autofree char *which = what_there_is(groups, *group);
			tell_place(config, *group, NULL);
			fprintf(stderr, "there is no group [%s]%s\n", *group, which);
		}
	add_names(names, config->table->shared);
	check_keys(config, COMMON, names);
	er_commands_walk(check_table, config);
}

static void add_argument(GPtrArray *arguments, char *argument)
{
	g_string_append_printf(last.arguments, " %s", argument);
	g_ptr_array_add(arguments, argument);
}

/* A switch has true or false, an option that may be repeated a list. */
static void add_entry(Config *config, const char *group, const GOptionEntry *entry, GPtrArray *arguments)
{
	const char *key = entry->long_name;
	g_autoptr(GError) error = NULL;

	if (entry->arg == G_OPTION_ARG_NONE) {
		if (g_key_file_get_boolean(config->keys, group, key, &error))
			add_argument(arguments, g_strdup_printf("--%s", key));
	} else if (entry->arg == G_OPTION_ARG_STRING_ARRAY || entry->arg == G_OPTION_ARG_FILENAME_ARRAY) {
		g_auto(GStrv) items = g_key_file_get_string_list(config->keys, group, key, NULL, &error);
		for (char **item = items; item != NULL && *item != NULL; item++)
			add_argument(arguments, g_strdup_printf("--%s=%s", key, *item));
	} else {
		g_autofree char *value = g_key_file_get_string(config->keys, group, key, &error);
		if (value != NULL)
			add_argument(arguments, g_strdup_printf("--%s=%s", key, value));
	}
	if (error != NULL) {
		tell_place(config, group, key);
		fprintf(stderr, entry->arg == G_OPTION_ARG_NONE ? "%s is true or false\n" : "%s has no text that can be read (a backslash is written twice)\n", key);
	}
}

static void add_group(Config *config, const Given *given, const char *group, const GOptionEntry *entries, GPtrArray *arguments)
{
	const char *command = config->table->command;

	for (; entries != NULL && entries->long_name != NULL; entries++)
		if (er_is_option(entries) && !g_hash_table_contains(given->options, entries->long_name) && g_key_file_has_key(config->keys, group, entries->long_name, NULL) &&
		    (strcmp(group, command) == 0 || !g_key_file_has_key(config->keys, command, entries->long_name, NULL)))
			add_entry(config, group, entries, arguments);
}

/* Returns: can it be used? */
static bool read_config(const Given *given, const char *file, GPtrArray *arguments)
{
	g_autofree char *text = NULL;
	g_autoptr(GKeyFile) keys = er_key_file_read(file, "configuration", ';', &text);
	Config config = { .table = given->table, .file = file, .text = text, .keys = keys, .good = true };

	if (keys == NULL)
		return false;
	g_free(last.file);
	last.file = g_strdup(file);
	check(&config);
	add_group(&config, given, COMMON, given->table->shared, arguments);
	add_group(&config, given, given->table->command, given->table->shared, arguments);
	add_group(&config, given, given->table->command, given->table->own, arguments);
	return config.good;
}

static bool take_config(const Given *given, GPtrArray *arguments)
{
	g_autofree char *own = g_build_filename(g_get_user_config_dir(), "erscope", "erscope.conf", NULL);

	if (given->none && given->file != NULL) {
		fprintf(stderr, "%s: --config or --no-config, not both\n", g_get_prgname());
		return false;
	}
	if (given->help || given->none)
		return true;
	if (given->file != NULL)
		return read_config(given, given->file, arguments);
	if (g_file_test(own, G_FILE_TEST_EXISTS) && !read_config(given, own, arguments))
		fprintf(stderr, "%s: %s: what is wrong in it was left out\n", g_get_prgname(), own);
	return true;
}

char **er_config_arguments(const ErTable *table, char *const *argv)
{
	g_autoptr(GHashTable) options = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
	Given given = { .table = table, .options = options };

	if (last.arguments == NULL)
		last.arguments = g_string_new(NULL);
	g_ptr_array_add(arguments, g_strdup(argv[0]));
	look_through(&given, argv);
	bool good = take_config(&given, arguments);
	for (uint32_t i = 1; argv[i] != NULL; i++)
		g_ptr_array_add(arguments, g_strdup(argv[i]));
	g_ptr_array_add(arguments, NULL);
	g_free(given.file);
	if (!good)
		g_clear_pointer(&last.file, g_free);
	return good ? (char **)g_ptr_array_steal(arguments, NULL) : NULL;
}

void er_config_tell(void)
{
	if (last.file != NULL)
		fprintf(stderr, "%s: options from %s:%s\n", g_get_prgname(), last.file, last.arguments->len > 0 ? last.arguments->str : " none for this command");
}
