/* commands.h: the commands, and a way through all their option tables. Private to src/cli. */
#ifndef ER_CLI_COMMANDS_H
#define ER_CLI_COMMANDS_H

#include "cli.h"

typedef struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
	const char *operands;  /* NULL: INVENTORY… */
} ErCommand;

/* The last one's name is NULL. */
extern const ErCommand er_commands[];
const char *er_command_operands(const char *name);

/* What a command hands to er_cli_parse(). */
typedef struct {
	const char *command, *summary;
	const GOptionEntry *own, *shared;  /* @own may be NULL */
} ErTable;

typedef void (*ErTableTaker)(const ErTable *table, void *data);

/**
 * er_commands_walk:
 * Calls @take with the table of each command, in their order. A table lives in its command's own function, so every command is called and
 * comes no further than er_cli_parse(), which hands its table over and returns false.
 */
void er_commands_walk(ErTableTaker take, void *data);
/* For er_cli_parse(): true when somebody walks, and took the table. */
bool er_commands_show(const ErTable *table);
/* Is it an option, and not the operands? */
static inline bool er_is_option(const GOptionEntry *entry) { return *entry->long_name != '\0'; }

#endif
