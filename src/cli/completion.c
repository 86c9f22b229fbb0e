/*
 * Completion for bash, zsh and fish. Each script offers the commands first, then options, what an option may be given, and files. Values that are
 * parted by commas are completed behind the last comma.
 */
#include "pages.h"

#include <string.h>

/* What a help text says first: the rest is for the manual page. (transfer full) */
static char *brief(const char *description)
{
	const char *end = strstr(description, "; ");

	return end != NULL ? g_strndup(description, (gsize)(end - description)) : g_strdup(description);
}

/* @text in single quotes, each of the letters @special behind a backslash, a single quote as @quote. */
static void add_escaped(GString *out, const char *text, const char *special, const char *quote)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'') {
			g_string_append(out, quote);
			continue;
		}
		if (strchr(special, *text) != NULL)
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
}

static char *joined(const char *const *words)
{
	return words != NULL ? g_strjoinv(" ", (char **)(uintptr_t)words) : g_strdup("");
}

static const GOptionEntry *operands_of(const GOptionEntry *entry)
{
	while (er_is_option(entry))
		entry++;
	return entry;
}

/* ---- bash ---- */

static void add_bash_values(GString *out, ErValues values)
{
	g_autofree char *words = joined(values.values);

	g_string_append_printf(out, "words='%s'%s%s%s", words, values.list ? " list=1" : "", values.file ? " paths=-f" : "", values.folder ? " paths=-d" : "");
}

static void add_bash_options(GString *out, const char *command, const GOptionEntry *entries)
{
	for (ER_OPTIONS(entry, entries)) {
		if (entry->arg == G_OPTION_ARG_NONE)
			continue;
		g_string_append_printf(out, "\t%s:--%s", command, entry->long_name);
		if (entry->short_name != '\0')
			g_string_append_printf(out, " | %s:-%c", command, entry->short_name);
		g_string_append(out, ") ");
		add_bash_values(out, er_option_values(command, entry));
		g_string_append(out, " ;;\n");
	}
}

static void add_names(GString *out, const GOptionEntry *entries)
{
	for (ER_OPTIONS(entry, entries)) {
		if (entry->short_name != '\0')
			g_string_append_printf(out, " -%c", entry->short_name);
		g_string_append_printf(out, " --%s", entry->long_name);
	}
}

static void add_bash_command(const ErTable *table, void *data)
{
	GString *out = data;

	add_bash_options(out, table->command, table->own);
	add_bash_options(out, table->command, table->shared);
	g_string_append_printf(out, "\t%s:*)\n\t\tif [[ $current == -* ]]; then words='", table->command);
	add_names(out, table->own);
	add_names(out, table->shared);
	g_string_append(out, " --help'\n\t\telse ");
	add_bash_values(out, er_option_values(table->command, operands_of(table->shared)));
	g_string_append(out, "\n\t\tfi ;;\n");
}

GString *er_completion_bash(void)
{
	GString *out = g_string_new("# erscope in bash. Made by the build from the option tables; do not edit.\n"
	                            "_erscope() {\n"
	                            "\tlocal current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words='' list='' paths='' head='' name IFS=$' \\t\\n'\n\n"
	                            "\tCOMPREPLY=()\n"
	                            "\t# --option=value comes as three words.\n"
	                            "\tif [[ $current == = ]]; then current=''\n"
	                            "\telif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}\n"
	                            "\tfi\n"
	                            "\t((COMP_CWORD > 1)) || before=''\n"
	                            "\tcase ${COMP_WORDS[1]}:$before in\n"
	                            "\t*:) words='");

	for (const ErCommand *command = er_commands; command->name != NULL; command++)
		g_string_append_printf(out, "%s ", command->name);
	g_string_append(out, "--help --version' ;;\n");
	er_commands_walk(add_bash_command, out);
	g_string_append(out, "\tesac\n"
	                     "\tif [[ -n $list ]]; then\n"
	                     "\t\t[[ $current == *,* ]] && head=${current%,*},\n"
	                     "\t\tcompopt -o nospace 2>/dev/null\n"
	                     "\tfi\n"
	                     "\tCOMPREPLY=($(compgen -P \"$head\" -W \"$words\" -- \"${current#\"$head\"}\"))\n"
	                     "\tif [[ -n $paths ]]; then\n"
	                     "\t\tcompopt -o filenames 2>/dev/null\n"
	                     "\t\twhile IFS= read -r name; do COMPREPLY+=(\"$name\"); done < <(compgen \"$paths\" -- \"$current\")\n"
	                     "\tfi\n"
	                     "}\n"
	                     "complete -F _erscope erscope\n");
	return out;
}

/* ---- zsh ---- */

static void add_zsh_text(GString *out, const char *text)
{
	add_escaped(out, text, "\\[]:", "'\\''");
}

static void add_zsh_values(GString *out, const char *what, ErValues values)
{
	g_autofree char *words = joined(values.values);

	g_string_append_c(out, ':');
	add_zsh_text(out, what);
	g_string_append_c(out, ':');
	if (values.list && values.values != NULL)
		g_string_append_printf(out, "_values -s , value %s", words);
	else if (values.file && values.values != NULL)
		g_string_append_printf(out, "{_alternative \"values\\:value\\:(%s)\" \"files\\:file\\:_files\"}", words);
	else if (values.values != NULL)
		g_string_append_printf(out, "(%s)", words);
	else
		g_string_append(out, values.folder ? "_files -/" : values.file ? "_files" : " ");
}

static void add_zsh_options(GString *out, const char *command, const GOptionEntry *entries)
{
	for (ER_OPTIONS(entry, entries)) {
		g_autofree char *text = brief(entry->description);
		bool many = entry->arg == G_OPTION_ARG_STRING_ARRAY || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;
		const char *value = entry->arg != G_OPTION_ARG_NONE ? "=" : "";
		g_string_append(out, "\t\t\t");
		if (entry->short_name != '\0')
			g_string_append_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", entry->short_name, entry->long_name, entry->short_name, *value != '\0' ? "+" : "", entry->long_name, value);
		else
			g_string_append_printf(out, "'%s--%s%s[", many ? "*" : "", entry->long_name, value);
		add_zsh_text(out, text);
		g_string_append_c(out, ']');
		if (*value != '\0')
			add_zsh_values(out, entry->arg_description, er_option_values(command, entry));
		g_string_append(out, "' \\\n");
	}
}

static void add_zsh_command(const ErTable *table, void *data)
{
	GString *out = data;
	const char *operands = er_command_operands(table->command);

	g_string_append_printf(out, "\t%s)\n\t\t_arguments -s \\\n", table->command);
	add_zsh_options(out, table->command, table->own);
	add_zsh_options(out, table->command, table->shared);
	g_string_append(out, "\t\t\t'(-h --help)'{-h,--help}'[The options of the command]'");
	if (*operands != '\0') {
		g_string_append(out, " \\\n\t\t\t'*");
		add_zsh_values(out, operands, er_option_values(table->command, operands_of(table->shared)));
		g_string_append_c(out, '\'');
	}
	g_string_append(out, " ;;\n");
}

GString *er_completion_zsh(void)
{
	GString *out = g_string_new("#compdef erscope\n# erscope in zsh. Made by the build from the option tables; do not edit.\n"
	                            "_erscope() {\n\tlocal -a commands=(\n");

	for (const ErCommand *command = er_commands; command->name != NULL; command++) {
		g_string_append_printf(out, "\t\t'%s:", command->name);
		add_escaped(out, command->summary, "\\", "'\\''");
		g_string_append(out, "'\n");
	}
	g_string_append(out, "\t\t'--help:what there is'\n\t\t'--version:the version'\n\t)\n\n"
	                     "\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n\t\treturn\n\tfi\n"
	                     "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $command in\n");
	er_commands_walk(add_zsh_command, out);
	g_string_append(out, "\tesac\n}\n\n_erscope \"$@\"\n");
	return out;
}

/* ---- fish ---- */

static void add_fish_values(GString *out, ErValues values)
{
	g_autofree char *words = joined(values.values);

	if (values.folder)
		g_string_append(out, " -x -a '(__fish_complete_directories)'");
	else
		g_string_append(out, values.file ? " -r -F" : " -x");
	if (values.values != NULL)
		g_string_append_printf(out, values.list ? " -a '(__fish_append , %s)'" : " -a '%s'", words);
}

static void add_fish_options(GString *out, const char *command, const GOptionEntry *entries)
{
	for (ER_OPTIONS(entry, entries)) {
		g_autofree char *text = brief(entry->description);
		g_string_append_printf(out, "complete -c erscope -n '__fish_seen_subcommand_from %s' -l %s", command, entry->long_name);
		if (entry->short_name != '\0')
			g_string_append_printf(out, " -s %c", entry->short_name);
		if (entry->arg != G_OPTION_ARG_NONE)
			add_fish_values(out, er_option_values(command, entry));
		g_string_append(out, " -d '");
		add_escaped(out, text, "\\", "\\'");
		g_string_append(out, "'\n");
	}
}

static void add_fish_command(const ErTable *table, void *data)
{
	GString *out = data;
	ErValues values = er_option_values(table->command, operands_of(table->shared));

	add_fish_options(out, table->command, table->own);
	add_fish_options(out, table->command, table->shared);
	g_string_append_printf(out, "complete -c erscope -n '__fish_seen_subcommand_from %s' -s h -l help -d 'The options of the command'\n", table->command);
	if (!values.file) {
		g_autofree char *words = joined(values.values);
		g_string_append_printf(out, "complete -c erscope -n '__fish_seen_subcommand_from %s' -f -a '%s'\n", table->command, words);
	}
}

GString *er_completion_fish(void)
{
	GString *out = g_string_new("# erscope in fish. Made by the build from the option tables; do not edit.\n");

	for (const ErCommand *command = er_commands; command->name != NULL; command++) {
		g_string_append_printf(out, "complete -c erscope -n __fish_use_subcommand -f -a %s -d '", command->name);
		add_escaped(out, command->summary, "\\", "\\'");
		g_string_append(out, "'\n");
	}
	g_string_append(out, "complete -c erscope -n __fish_use_subcommand -l help -d 'What there is'\n"
	                     "complete -c erscope -n __fish_use_subcommand -l version -d 'The version'\n");
	er_commands_walk(add_fish_command, out);
	return out;
}
