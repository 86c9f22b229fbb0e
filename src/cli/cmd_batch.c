/*
 * erscope batch: every estate of a folder, list or manifest, by worker processes; a page over all; one exit status. A run that was
 * killed goes on where it ended: what is in place and unchanged is not done again.
 */
#include "batch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_JOBS = 256, MOST_SHARDS = 100000 };

typedef struct {
	char *folder, *shard;
	int n_jobs;
	gboolean merge, anew;
	ErSettings given;
	uint32_t shard_i, shard_n;
} Options;

static bool understand_shard(Options *options)
{
	unsigned i, n;
	char rest;

	options->shard_n = 1;
	if (options->shard == NULL)
		return true;
	if (sscanf(options->shard, "%u/%u%c", &i, &n, &rest) != 2 || i >= n || n > MOST_SHARDS) {
		fprintf(stderr, "erscope batch: --shard is I/N, I from 0 to N-1, not '%s'\n", options->shard);
		return false;
	}
	options->shard_i = i;
	options->shard_n = n;
	return true;
}

static bool understand(Options *options, const ErCommon *common)
{
	bool good = true;

	if (common->files == NULL)
		fprintf(stderr, "erscope batch: name a folder, a list, a manifest or inventories\n");
	else if (common->captures != NULL)
		fprintf(stderr, "erscope batch: a capture is of one estate: say capture=RESOURCE=FILE in a manifest\n");
	else if (options->n_jobs < 0 || options->n_jobs > MOST_JOBS)
		fprintf(stderr, "erscope batch: --jobs is 1 to %d, or 0 for as many as there are processors\n", MOST_JOBS);
	else {
		for (int i = 0; i < ER_SET__COUNT; i++)
			good = (options->given.value[i] == NULL || er_setting_check((ErSetting)i, options->given.value[i], "")) && good;
		return good && understand_shard(options);
	}
	return false;
}

/* ---- the summary ---- */

static void add_count(GString *out, uint32_t n, const char *what)
{
	if (n > 0)
		g_string_append_printf(out, ", %u %s", n, what);
}

static void print_summary(const Options *options, const ErPlan *plan, const ErTally *tally, gint64 begin_us)
{
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out, "%u %s: %u reported", plan->jobs->len, plan->jobs->len == 1 ? "estate" : "estates", tally->done);
	add_count(out, tally->unchanged, "unchanged");
	add_count(out, tally->incomplete, "incomplete");
	add_count(out, tally->failed, "not reported");
	g_string_append_printf(out, "; findings: %u critical, %u high, %u medium", tally->by_severity[ER_SEV_CRITICAL], tally->by_severity[ER_SEV_HIGH], tally->by_severity[ER_SEV_MEDIUM]);
	add_count(out, tally->n_new, "new");
	g_string_append_printf(out, "; %.1f s", (double)(g_get_monotonic_time() - begin_us) / G_USEC_PER_SEC);
	if (options->shard_n == 1)
		g_string_append_printf(out, "; %s/index.html", options->folder);
	puts(out->str);
}

/* ---- the run ---- */

static uint32_t jobs_of(const Options *options)
{
	return options->n_jobs > 0 ? (uint32_t)options->n_jobs : MIN(g_get_num_processors(), MOST_JOBS);
}

/* What the shards left, as one run would have found it. */
static void take_stock(const ErStore *store, const ErPlan *plan, const char *as_of, ErTally *tally)
{
	for (guint i = 0; i < plan->jobs->len; i++) {
		ErKnown known;
		er_store_know(store, plan->jobs->pdata[i], &known);
		const ErRecord *record = known.record;
		bool failed = known.failed_on != NULL || record == NULL;
		tally->failed += failed;
		tally->done += !failed;
		int status = failed || record->state == ER_RECORD_INCOMPLETE ? ER_EXIT_INPUT : record->failing > 0 ? ER_EXIT_FINDINGS : ER_EXIT_FINE;
		tally->status = MAX(tally->status, status);
		for (size_t k = 0; record != NULL && k < ER_N_SEVERITIES; k++)
			tally->by_severity[k] += record->by_severity[k];
		if (!failed) {
			tally->incomplete += record->state == ER_RECORD_INCOMPLETE;
			tally->n_new += strcmp(record->as_of, as_of) == 0 ? record->n_new : 0;
		}
		er_known_clear(&known);
	}
}

/* The pages over all; the store is closed. */
static int publish(const ErCommon *common, ErStore *store, const ErPlan *plan, int status)
{
	if (!er_publish(store, plan, common->as_of))
		status = ER_EXIT_OUTPUT;
	er_store_close(store);
	return status;
}

/* The shard that ends last makes the pages; one that finds the folder locked leaves it to the one that has it. */
static int merge_when_last(const Options *options, const ErCommon *common, int status)
{
	if (!er_store_is_finished(options->folder, options->shard_n, common->as_of))
		return status;
	g_autoptr(ErPlan) plan = er_plan_new(common->files, &options->given);
	ErStore *store = plan != NULL ? er_store_open(options->folder, NULL) : NULL;
	return store != NULL ? publish(common, store, plan, status) : status;
}

/* Status: the worst of the estates. The store is closed. */
static int work(const Options *options, const ErPlan *plan, ErStore *store, const ErCommon *common, ErTally *tally)
{
	const ErPool pool = { .plan = plan, .store = store, .as_of = common->as_of, .n_jobs = jobs_of(options), .anew = options->anew, .quiet = common->quiet, .terminal = isatty(STDERR_FILENO) == 1 };

	if (options->merge && options->shard_n == 1)
		take_stock(store, plan, common->as_of, tally);
	else
		er_pool_run(&pool, tally);
	if (tally->signal == 0 && options->shard_n == 1)
		return publish(common, store, plan, tally->status);
	if (tally->signal == 0)
		er_store_finish(store, common->as_of);
	er_store_close(store);
	return tally->signal == 0 && options->merge ? merge_when_last(options, common, tally->status) : tally->status;
}

static int batch(const Options *options, const ErCommon *common)
{
	gint64 begin_us = g_get_monotonic_time();
	g_autoptr(ErPlan) plan = er_plan_new(common->files, &options->given);
	g_autofree char *name = options->shard_n > 1 ? g_strdup_printf("%u-of-%u", options->shard_i, options->shard_n) : NULL;
	ErTally tally = { .status = ER_EXIT_FINE };

	if (plan == NULL)
		return ER_EXIT_USAGE;
	if (plan->n_passed_over > 0 && !common->quiet)
		fprintf(stderr, "erscope batch: %u %s no inventory and %s passed over\n", plan->n_passed_over, plan->n_passed_over == 1 ? "file or folder holds" : "files or folders hold", plan->n_passed_over == 1 ? "was" : "were");
	if (plan->jobs->len == 0) {
		fprintf(stderr, "erscope batch: there is no estate in what was named\n");
		return ER_EXIT_INPUT;
	}
	er_plan_shard(plan, options->shard_i, options->shard_n);
	ErStore *store = er_store_open(options->folder, name);
	if (store == NULL)
		return ER_EXIT_OUTPUT;
	int status = work(options, plan, store, common, &tally);
	if (tally.signal != 0) {
		fprintf(stderr, "erscope batch: ended by signal %d; what is reported is in place, and the next run goes on from there\n", tally.signal);
		raise(tally.signal);
	}
	print_summary(options, plan, &tally, begin_us);
	return status;
}

int cmd_batch(int argc, char **argv)
{
	Options options = { .n_jobs = 0 };
	ErCommon common = { 0 };
	char **given = options.given.value;
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder to write to, made when missing (default: out)", "FOLDER" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &options.n_jobs, "Estates at once (default: as many as there are processors)", "N" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &given[ER_SET_FORMATS], "svg, html, text and json (default), pdf, drawio, markdown, sarif, junit, openmetrics, csv", "LIST" },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &given[ER_SET_FAIL_ON], "critical, high (default), medium, low, info; unknown: high, and what could not be decided", "SEVERITY" },
		{ "timeout", 0, 0, G_OPTION_ARG_STRING, &given[ER_SET_TIMEOUT], "Seconds that one estate may take (default: 300; 0: any)", "SECONDS" },
		{ "memory", 0, 0, G_OPTION_ARG_STRING, &given[ER_SET_MEMORY], "MiB that one estate may take (default: 4096; 0: any)", "MIB" },
		{ "theme", 0, 0, G_OPTION_ARG_FILENAME, &given[ER_SET_THEME], "Theme of the drawings, as of erscope draw", "NAME|FILE" },
		{ "profile", 0, 0, G_OPTION_ARG_FILENAME, &given[ER_SET_PROFILE], "Severities and exclusions, as of erscope check", "FILE" },
		{ "shard", 0, 0, G_OPTION_ARG_STRING, &options.shard, "Only every N-th estate from the I-th on, from 0; no pages over all", "I/N" },
		{ "merge", 0, 0, G_OPTION_ARG_NONE, &options.merge, "Only the pages over all, of what shards have written; with --shard: made by the shard that ends last", NULL },
		{ "anew", 0, 0, G_OPTION_ARG_NONE, &options.anew, "Also estates that are unchanged", NULL },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Reports every estate of a folder, list, manifest or pattern, and a page over all of them; made for nightly jobs.", own, &common)) {
		given[ER_SET_SITE] = g_strdup(common.site);
		given[ER_SET_TABLES] = g_strdup(common.tables);
		given[ER_SET_BEFORE] = common.before ? g_strdup("true") : NULL;
		if (options.folder == NULL)
			options.folder = g_strdup("out");
		if (common.sanitize)
			fprintf(stderr, "erscope batch: --sanitize is not for batches, whose folders and pages are named after estates and files; run erscope report --sanitize\n");
		else if (understand(&options, &common))
			status = batch(&options, &common);
	}
	er_settings_clear(&options.given);
	g_free(options.folder);
	g_free(options.shard);
	er_cli_clear(&common);
	return status;
}
