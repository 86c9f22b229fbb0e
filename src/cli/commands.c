/* The commands there are, and the way through their option tables, which the manual page, completion and erscope.conf follow, too. */
#include "commands.h"

#include <string.h>

const ErCommand er_commands[] = {
	{ "draw", cmd_draw, "draw the overview, flow sheets, a sheet per circuit, gateway, site" },
	{ "check", cmd_check, "verdict and findings, in words and for other programs (SARIF, JUnit, CSV …)" },
	{ "flows", cmd_flows, "every hop of both directions, in words" },
	{ "fail", cmd_fail, "what happens if this fails: a part, a group, several at once, a scenario", "INVENTORY… [WHAT…]" },
	{ "diff", cmd_diff, "two states of an estate: what changes, for a change request, with one merged picture", "BEFORE AFTER" },
	{ "report", cmd_report, "one document: HTML, PDF, Markdown, text, or a form of your own (XSLT)" },
	{ "analyze", cmd_analyze, "the results document (JSON)" },
	{ "rules", cmd_rules, "the rules that check applies", "[ID…]" },
	{ "tables", cmd_tables, "the published figures it measures against, with sources and dates", "[NAME]" },
	{ "site", cmd_site, "a starter site description for an inventory", "[INVENTORY…]" },
	{ "batch", cmd_batch, "all reports of many estates, and a page over them: for nightly jobs", "FOLDER|LIST|MANIFEST|GLOB…" },
	{ "query", cmd_query, "how to export from Azure what erscope reads", "" },
	{ "schema", cmd_schema, "schemas: site description, XML inventory, results, report, diff", "[NAME]" },
	{ NULL },
};

const char *er_command_operands(const char *name)
{
	for (const ErCommand *command = er_commands; command->name != NULL; command++)
		if (strcmp(command->name, name) == 0 && command->operands != NULL)
			return command->operands;
	return "INVENTORY…";
}

/* Who asked for tables; a command then parses nothing. */
static struct { ErTableTaker take; void *data; } walk;

void er_commands_walk(ErTableTaker take, void *data)
{
	walk.take = take;
	walk.data = data;
	for (const ErCommand *command = er_commands; command->name != NULL; command++) {
		char *argv[] = { (char *)(uintptr_t)command->name, NULL };
		command->run(1, argv);
	}
	walk.take = NULL;
}

bool er_commands_show(const ErTable *table)
{
	if (walk.take == NULL)
		return false;
	walk.take(table, walk.data);
	return true;
}
