/* pages.h: what the build writes from the option tables: manual pages, and completion for shells. Private to src/cli. */
#ifndef ER_CLI_PAGES_H
#define ER_CLI_PAGES_H

#include "commands.h"

/* What an option may be given, for completion. */
typedef struct {
	const char *const *values;  /* NULL: none that are known beforehand; kept until the program ends */
	bool list;                  /* several, parted by commas */
	bool file, folder;
} ErValues;

/* The operands are the entry without a name. */
ErValues er_option_values(const char *command, const GOptionEntry *entry);

/* @template: the page, in which each line that is one word between @ is replaced by what the tables say. (transfer full) */
GString *er_manual(const char *template);

/* Scripts for the shell of that name. (transfer full) */
GString *er_completion_bash(void);
GString *er_completion_zsh(void);
GString *er_completion_fish(void);

/* That option or the next one that is not hidden; NULL: none. */
static inline const GOptionEntry *er_next_option(const GOptionEntry *entry)
{
	while (entry != NULL && entry->long_name != NULL && (!er_is_option(entry) || (entry->flags & G_OPTION_FLAG_HIDDEN) != 0))
		entry++;
	return entry != NULL && entry->long_name != NULL ? entry : NULL;
}
/* for (ER_OPTIONS(entry, table->own)): each option that is not hidden. */
#define ER_OPTIONS(entry, entries) const GOptionEntry *entry = er_next_option(entries); entry != NULL; entry = er_next_option(entry + 1)

#endif
