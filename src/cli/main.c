/* erscope: the command line. Finds the command; everything else is the command's. */
#include "commands.h"
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static void print_usage(FILE *out)
{
	fputs("Usage: erscope COMMAND [OPTION…] INVENTORY…\n\n"
	      "Reads Azure inventories (ARM JSON or XML), works out how traffic flows over ExpressRoute private\n"
	      "peering in each direction, finds every single point of failure, and draws it.\n\nCommands:\n", out);
	for (const ErCommand *command = er_commands; command->name != NULL; command++)
		fprintf(out, "  %-8s %s\n", command->name, command->summary);
	fputs("\n'erscope COMMAND --help' tells a command's options, 'man erscope' all of them; 'erscope --version -v' what it was built with.\n"
	      "Options that you always give can stand in erscope.conf (man erscope.conf; --config FILE, --no-config).\n"
	      "Exit status: 0 fine; 1 findings at or above --fail-on, or a regression; 2 usage; 3 an input could not be\n"
	      "used, or there is nothing to draw; 4 could not write.\n", out);
}

static bool is_one_of(const char *word, const char *name, const char *letter)
{
	return strcmp(word, name) == 0 || strcmp(word, letter) == 0;
}

/* The one thing an error report needs. */
static int print_version(bool libraries)
{
	puts("erscope " ER_TOOL_VERSION);
	if (libraries)
		puts("built with " ER_LIBRARIES);
	return ER_EXIT_FINE;
}

static int run(const ErCommand *command, int argc, char **argv)
{
	int status = command->run(argc, argv);

	if (status == ER_EXIT_USAGE)
		er_config_tell();
	return status;
}

int main(int argc, char **argv)
{
	/* Texts are UTF-8; numbers stay those of the C locale, whatever the environment says. */
	setlocale(LC_CTYPE, "");
	const char *word = argc >= 2 ? argv[1] : "", *next = argc >= 3 ? argv[2] : "";
	if (is_one_of(word, "--version", "-V"))
		return print_version(is_one_of(next, "--verbose", "-v"));
	if (is_one_of(word, "--verbose", "-v") && is_one_of(next, "--version", "-V"))
		return print_version(true);
	if (is_one_of(word, "--help", "-h")) {
		print_usage(stdout);
		return ER_EXIT_FINE;
	}
	for (const ErCommand *command = er_commands; argc >= 2 && command->name != NULL; command++)
		if (strcmp(word, command->name) == 0)
			return run(command, argc - 1, argv + 1);
	if (argc >= 2)
		fprintf(stderr, "erscope: there is no command '%s'\n\n", word);
	print_usage(stderr);
	return ER_EXIT_USAGE;
}
