/* erscope: the command line. Finds the command; everything else is the command's. */
#include "cli.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{ "draw", cmd_draw, "draw the overview, flow sheets, a sheet per circuit, gateway, site" },
	{ "check", cmd_check, "verdict and findings, in words and for other programs (SARIF, JUnit, CSV …)" },
	{ "flows", cmd_flows, "every hop of both directions, in words" },
	{ "fail", cmd_fail, "what happens if this fails: a part, a group, several at once, a scenario" },
	{ "report", cmd_report, "one document: Markdown, text, or a form of your own (XSLT)" },
	{ "analyze", cmd_analyze, "the results document (JSON)" },
	{ "rules", cmd_rules, "the rules that check applies" },
	{ "site", cmd_site, "a starter site description for an inventory" },
	{ "query", cmd_query, "how to export from Azure what erscope reads" },
	{ "schema", cmd_schema, "schemas: site description, XML inventory, results, report" },
};

static void print_usage(FILE *out)
{
	fputs("Usage: erscope COMMAND [OPTION…] INVENTORY…\n\n"
	      "Reads Azure inventories (ARM JSON or XML), works out how traffic flows over ExpressRoute private\n"
	      "peering in each direction, finds every single point of failure, and draws it.\n\nCommands:\n", out);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fputs("\n'erscope COMMAND --help' tells a command's options.\n"
	      "Exit status: 0 fine; 1 findings at or above --fail-on; 2 usage; 3 an input could not be used, or there is\n"
	      "nothing to draw; 4 could not write.\n", out);
}

int main(int argc, char **argv)
{
	/* Texts are UTF-8; numbers stay those of the C locale, whatever the environment says. */
	setlocale(LC_CTYPE, "");
	if (argc >= 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
		puts("erscope " ER_TOOL_VERSION);
		return ER_EXIT_FINE;
	}
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		print_usage(stdout);
		return ER_EXIT_FINE;
	}
	for (size_t i = 0; argc >= 2 && i < G_N_ELEMENTS(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (argc >= 2)
		fprintf(stderr, "erscope: there is no command '%s'\n\n", argv[1]);
	print_usage(stderr);
	return ER_EXIT_USAGE;
}
