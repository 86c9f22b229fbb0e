/* batch.h: what the files of erscope batch share: the plan, one estate's work, what is kept, the pool of processes, the pages. */
#ifndef ER_CLI_BATCH_H
#define ER_CLI_BATCH_H

#include <erscope/fleet.h>
#include <erscope/history.h>

#include <sys/types.h>

#include "cli.h"

/* ---- the plan: batch_plan.c, batch_manifest.c ---- */

/* What may be said for all estates and for one. X(enumerator, key) */
#define ER_SETTING_TABLE(X) \
	X(ER_SET_FORMATS, "formats") X(ER_SET_FAIL_ON, "fail-on") X(ER_SET_TIMEOUT, "timeout") X(ER_SET_MEMORY, "memory") X(ER_SET_THEME, "theme") \
	X(ER_SET_PROFILE, "profile") X(ER_SET_BASELINE, "baseline") X(ER_SET_SITE, "site") X(ER_SET_TABLES, "tables") X(ER_SET_CAPTURE, "capture") X(ER_SET_BEFORE, "before") X(ER_SET_INPUTS, "inputs")
#define ER_SETTING_ENUM(symbol, key) symbol,
typedef enum { ER_SETTING_TABLE(ER_SETTING_ENUM) ER_SET__COUNT } ErSetting;
#undef ER_SETTING_ENUM

typedef struct { char *value[ER_SET__COUNT]; } ErSettings;   /* NULL: unsaid */
void er_settings_clear(ErSettings *settings);
/* Complains on stderr, after @place ("" or "FILE:7: "), about a value that is not allowed. */
bool er_setting_check(ErSetting setting, const char *value, const char *place);

typedef struct {
	char *name, *slug;
	char **files;          /* inventories; NULL at the end */
	char **captures;       /* RESOURCE=FILE; NULL: none */
	char *problem;         /* why it cannot be run; NULL: none */
	ErSettings settings;   /* its own, then those of all; the command line's before both */
	ErSeverity fail_on;
	bool unknown_too;
	unsigned formats;      /* bits of the table in batch_work.c */
	uint32_t timeout_s, memory_mb;   /* 0: none */
} ErJob;

typedef struct {
	GPtrArray *jobs;       /* of ErJob */
	uint32_t n_passed_over;/* files and folders that hold no inventory */
} ErPlan;

/**
 * er_plan_new:
 * @sources: folders, lists, manifests, inventories, patterns with * and ?
 * @given: what the command line says for all
 * Returns: (transfer full): NULL when something in them cannot be understood, which is told on stderr
 */
ErPlan *er_plan_new(char *const *sources, const ErSettings *given);
void er_plan_free(ErPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPlan, er_plan_free)
/* Keeps every @n-th estate from the @i-th on, counted from 0. */
void er_plan_shard(ErPlan *plan, uint32_t i, uint32_t n);
/* For batch_manifest.c: an estate that is yet to be finished; takes @name. */
ErJob *er_plan_add(ErPlan *plan, char *name);
/* Adds what @path holds as one estate: a folder, or a file. False: no inventory. */
bool er_plan_add_path(ErPlan *plan, const char *path);
bool er_manifest_read(ErPlan *plan, const char *file, ErSettings *defaults);
/* Files that a pattern stands for, sorted; of no pattern the text itself. */
void er_plan_expand(const char *pattern, GPtrArray *out);

/* ---- one estate: batch_work.c, in a worker ---- */

/* How it ends; ER_EXIT_* where they fit. */
enum { ER_WORK_DONE = 0, ER_WORK_UNUSABLE = 40, ER_WORK_SETTINGS = 41, ER_WORK_FULL = ER_EXIT_OUTPUT };

/* Bits of formats by name (@list NULL: the default); 0: one of them is none, which is told on stderr after @place. */
unsigned er_work_formats(const char *list, const char *place);
/**
 * er_work:
 * @folder: exists and is empty; receives every file and, last, estate.json
 * @key: of what goes into it
 * @previous: (nullable): results of the day before
 * Returns: ER_WORK_…; what there was to say is on stderr
 */
int er_work(const ErJob *job, const char *as_of, const char *key, const char *folder, const char *previous);
/* SHA-256 over the bytes of every input and every setting. (transfer full) */
char *er_work_key(const ErJob *job);

/* ---- the folder of outputs: batch_store.c ---- */

typedef struct ErStore ErStore;

/**
 * er_store_open:
 * @shard: (nullable): "0-of-4": other shards may write beside this one
 * Makes the folder, locks it, and clears away what a killed run left.
 * Returns: (transfer full): NULL when it is locked or cannot be written, which is told on stderr
 */
ErStore *er_store_open(const char *folder, const char *shard);
void er_store_close(ErStore *store);
/* A shard says that it has done its share of that day. */
void er_store_finish(const ErStore *store, const char *as_of);
/* Have all @n shards said so, and is none at work again? */
bool er_store_is_finished(const char *folder, uint32_t n, const char *as_of);
/* A child lets go of the lock, which is its parent's. */
void er_store_leave(const ErStore *store);
/* (transfer full): a new empty folder for an estate's files; NULL with @error. */
char *er_store_begin(ErStore *store, const ErJob *job, uint32_t number, GError **error);
/* Flushes what was written, in the order that a rename can rely on. */
void er_store_sync(const ErStore *store);
/* Puts @work in the place of the estate's folder; the old one goes. */
bool er_store_commit(ErStore *store, const ErJob *job, const char *work, GError **error);
/* Writes failed.txt into the estate's folder, where its reports stay as they are. */
bool er_store_fail(ErStore *store, const ErJob *job, const char *as_of, const char *reason, const char *messages, GError **error);
void er_store_remove(const char *folder);
char *er_store_path(const ErStore *store, const char *slug, const char *file);   /* (transfer full) */

/* Keeps a page back until er_store_publish(), which syncs and puts all of them in place; one that is there already stays. */
bool er_store_stage(ErStore *store, const char *name, const GString *text, GError **error);
bool er_store_publish(ErStore *store, GError **error);
/* Appends whole lines, all or none, and syncs; half a line that a killed run left is taken away first. */
bool er_store_append(ErStore *store, const char *name, const GString *lines, GError **error);

/* What is known of an estate from its folder. */
typedef struct {
	ErHistory *history;    /* holds: */
	const ErRecord *record;/* NULL: none */
	char *failed_on, *failure; /* NULL: the last run was good */
} ErKnown;
void er_store_know(const ErStore *store, const ErJob *job, ErKnown *known);
void er_known_clear(ErKnown *known);
/* Is what it says still true on @as_of, and is every file of it there? */
bool er_store_is_current(const ErStore *store, const ErJob *job, const ErKnown *known, const char *key, const char *as_of);

/* ---- many processes: batch_pool.c ---- */

typedef struct {
	uint32_t done, unchanged, failed, findings, incomplete, unwritten;
	uint32_t by_severity[ER_N_SEVERITIES], unknown, n_new;
	int status;            /* the worst */
	int signal;            /* it was told to end by that; 0: no */
} ErTally;

typedef struct {
	const ErPlan *plan;
	ErStore *store;
	const char *as_of;
	uint32_t n_jobs;       /* processes at once */
	bool anew, quiet, terminal;
} ErPool;

void er_pool_run(const ErPool *pool, ErTally *tally);

/* ---- one of these processes: batch_worker.c ---- */

typedef struct { pid_t pid; int socket; } ErWorker;   /* pid 0: none */

/* False with @error in words. */
bool er_worker_start(ErWorker *worker, const ErPool *pool, GError **error);
/* Is its limit of memory so low that another estate's leavings would count? */
bool er_worker_wants_fresh(const ErJob *job);
/**
 * er_worker_give:
 * @index: of the job in the plan; the rest as of er_work()
 * The worker is at it until it answers or ends. False with @error in words.
 */
bool er_worker_give(const ErWorker *worker, uint32_t index, const char *key, const char *folder, const char *previous, GError **error);
/* Has it answered? @status: (out): as er_work() returned; a worker that ends in place of that has it as its exit status. */
bool er_worker_answer(const ErWorker *worker, int *status);
/* Kills it and waits for it; none: nothing. */
void er_worker_stop(ErWorker *worker);
/* After it has ended and was waited for. */
void er_worker_clear(ErWorker *worker);

/* ---- pages over all: batch_publish.c ---- */

/* Index, machine outputs, trends, history; false: something could not be written, which is told on stderr. */
bool er_publish(ErStore *store, const ErPlan *plan, const char *as_of);

#endif
