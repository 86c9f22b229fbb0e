/* cli.h: what the commands share. A command parses its options, calls the library, writes, and returns a status. */
#ifndef ER_CLI_H
#define ER_CLI_H

#include <erscope/results.h>

/* The same for every format and command. */
enum { ER_EXIT_FINE = 0, ER_EXIT_FINDINGS = 1, ER_EXIT_USAGE = 2, ER_EXIT_INPUT = 3, ER_EXIT_OUTPUT = 4 };

/* Options every command has. */
typedef struct {
	char **files;          /* INVENTORY… */
	char **captures;       /* RESOURCE=FILE…; NULL: none */
	char *as_of;           /* --as-of; checked, defaulted */
	char *site;            /* --site; NULL: none */
	char *tables;          /* --tables; NULL: none */
	gboolean quiet, verbose, before, sanitize;
} ErCommon;

/* One run of the whole pipe. */
typedef struct {
	ErDiags *diags;
	ErInventory *inv;
	ErEstate *estate;      /* NULL: no site description */
	ErEstate *now;         /* of two states: what @estate was made of; NULL: one state */
	ErTables *tables;
	ErNetwork *net;
	ErFlows *flows;
	ErFindings *findings;
	int status;            /* ER_EXIT_FINE or ER_EXIT_INPUT so far */
} ErRun;

/**
 * er_cli_parse:
 * Parses @own options and the common ones, after those of the configuration file. Returns: false on a usage error (told on stderr); @common is
 * freed by the caller with er_cli_clear(). Every command calls it first, and does nothing when it returns false: that is how the option
 * tables are walked (commands.h).
 */
bool er_cli_parse(int *argc, char ***argv, const char *summary, const GOptionEntry *own, ErCommon *common);
void er_cli_clear(ErCommon *common);

/* Reads and works everything out; diagnostics go to stderr. */
void er_run_start(ErRun *run, const ErCommon *common, uint32_t depth);
/* The same from an inventory that was read already, of both states where @earlier is not NULL. @inv, @diags: (transfer full) */
void er_run_go_on(ErRun *run, ErInventory *inv, ErDiags *diags, const ErCommon *common, const ErStateBefore *earlier, uint32_t depth);
void er_run_end(ErRun *run);
/* Nothing that a picture or verdict could rest on: names only, nothing readable. */
bool er_run_is_empty(const ErRun *run);
/* Reads the files, at the moment that is asked for; with --sanitize it and @estate (nullable) hold stand-ins, buildings of @tables aside. (transfer full) */
ErInventory *er_cli_read(const ErCommon *common, ErEstate *estate, const ErTables *tables, ErDiags *diags);
/* The one input's name, or how many there were: no folder, so that no picture depends on where it lay. (transfer full) */
char *er_cli_inventory_name(const ErCommon *common);
/* Tells the diagnostics that --quiet and --verbose let through, on stderr. */
void er_cli_tell_diags(const ErDiags *diags, const ErCommon *common);
/* Appends the ledger to a report, after an empty line. */
void er_cli_add_ledger(GString *text, const ErRun *run);
/* Was an inventory file named? Told on stderr when not. */
bool er_cli_has_files(const ErCommon *common);

/**
 * er_cli_write:
 * @path: (nullable): NULL and "-" are standard output
 * Returns: false when it could not be written, which is told on stderr
 */
bool er_cli_write(const char *path, const GString *text);
/**
 * er_cli_tell_unknown:
 * @what: "site", "rule" …
 * Tells on stderr that no @what is called @text, and up to five of the @n names that come near; of none, which names there are.
 */
void er_cli_tell_unknown(const char *what, const char *text, const char *const *names, uint32_t n);

typedef struct ErChoice ErChoice;

/**
 * er_choice_new:
 * @only, @exclude: (nullable): KEY:PATTERN…; keys are name, region (for circuits and port pairs also the peering location), subscription,
 *   and tag (PATTERN is NAME or NAME=VALUE); patterns with * and ?, compared without regard to case
 * Returns: (transfer full): NULL when one of them is of no such form, which is told on stderr
 */
ErChoice *er_choice_new(char **only, char **exclude);
void er_choice_free(ErChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErChoice, er_choice_free)
/* One of @only (or there is none), and none of @exclude. */
bool er_choice_has(const void *choice, const ErComponent *component);
/* The choice as it was asked for, "only region:westeurope, not name:test*"; NULL when all are chosen. */
const char *er_choice_text(const ErChoice *choice);

int cmd_draw(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_flows(int argc, char **argv);
int cmd_fail(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_analyze(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_site(int argc, char **argv);
int cmd_schema(int argc, char **argv);
int cmd_tables(int argc, char **argv);
int cmd_query(int argc, char **argv);
int cmd_batch(int argc, char **argv);

#endif
