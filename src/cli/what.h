/* what.h: names of what fails, as a user writes them: parts, shared-risk groups, scenarios. Private to src/cli. */
#ifndef ER_CLI_WHAT_H
#define ER_CLI_WHAT_H

#include <erscope/scenarios.h>

typedef struct {
	GPtrArray *scenarios;   /* of ErScenario */
	GPtrArray *absent;      /* those of them that have no target here; filled by er_what_add_events() */
	GArray *elements;       /* of uint32_t: components and groups */
} ErWhat;

/**
 * er_what_new:
 * @command: its name, for messages
 * @texts: NULL-terminated: parts or groups by id or name ("er-london", "peering-location:london"), scenarios ("SC-08")
 * Returns: (transfer full): NULL when one of them is nothing, or may be one of several: told on stderr
 */
ErWhat *er_what_new(const char *command, const ErFlows *flows, char *const *texts);
void er_what_free(ErWhat *what);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErWhat, er_what_free)
/* All its parts fail at once; each of its scenarios is run for each target, with the parts gone meanwhile. */
void er_what_add_events(ErWhat *what, ErEvents *events);
/* Appends a line for each scenario without a target here, and what it would need. */
void er_what_tell_absent(const ErWhat *what, GString *text);

#endif
