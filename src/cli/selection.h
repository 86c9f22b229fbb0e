/* selection.h: which rules and subjects check reports, and with which severity: --rule, --skip, --family, --profile. */
#ifndef ER_CLI_SELECTION_H
#define ER_CLI_SELECTION_H

#include <erscope/findings.h>

typedef struct {
	GHashTable *rows;      /* of the rule table: index by ErRule */
	bool *left_out;        /* per row of the rule table */
	int *severity;         /* per row; below 0: the finding's own */
	GPtrArray *subjects;   /* of GPatternSpec, in lower case: left out */
} ErChosen;

/**
 * er_chosen_new:
 * @rules, @families, @skip: (nullable): lists of ids, each item itself a list parted by commas; without @rules and @families all rules
 * @profile: (nullable): a key file
 * Returns: (transfer full): NULL when something in them is unknown, or no rule is left, which is told on stderr
 */
ErChosen *er_chosen_new(char **rules, char **families, char **skip, const char *profile);
void er_chosen_free(ErChosen *chosen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErChosen, er_chosen_free)
/* For er_findings_select(); lends @chosen. */
ErSelection er_chosen_selection(const ErChosen *chosen);

/* Row of the rule table by id, in any case; -1, told on stderr with the ids that come near, when there is none. */
int er_chosen_rule(const char *id);
/* Takes what the profile says into @chosen; false when it cannot, which is told on stderr with its line. */
bool er_profile_read(const char *file, ErChosen *chosen);

#endif
