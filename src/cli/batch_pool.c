/*
 * Many estates at once. The parent plans, waits and puts in place; workers (batch_worker.c) take one estate after the other, and whatever
 * happens to one of them (a crash, the memory or the time that its estate may take) ends that estate alone: another worker takes its place.
 * What they wrote is synced for many estates at once, in a child as well, and then put in place.
 */
#include "batch.h"

#include <gio/gio.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICK_MS = 50, GROUP = 64, GROUP_MS = 1000 };

typedef struct {
	ErWorker worker;
	bool busy;             /* the rest is of the estate that it is at: */
	uint32_t index;        /* of the job */
	char *folder;
	gint64 since_us;
	const char *killed;    /* why the parent ended it; NULL: it did not */
	uint64_t most_mb;      /* that it had in memory, once it ended */
} Slot;

/* Done and written, not in place yet. */
typedef struct { uint32_t index; char *folder; int status; double seconds; } Waiting;

typedef struct {
	const ErPool *pool;
	ErTally *tally;
	Slot *slots;
	uint32_t next, running, n_finished;
	GArray *waiting, *syncing;   /* of Waiting */
	pid_t syncer;
	gint64 begin_us, waiting_since_us;
	int signals;
} Run;

static const ErJob *job_of(const Run *run, uint32_t index)
{
	return run->pool->plan->jobs->pdata[index];
}

/* ---- telling ---- */

static void tell_terminal(const Run *run, const char *name)
{
	uint32_t all = run->pool->plan->jobs->len;
	double spent = (double)(g_get_monotonic_time() - run->begin_us) / G_USEC_PER_SEC;
	/* Unchanged ones cost nothing, and say nothing about how long the others take. */
	uint32_t worked = run->n_finished - run->tally->unchanged;
	unsigned left = worked > 0 ? (unsigned)(spent / worked * (all - run->n_finished) + 0.5) : 0;

	fprintf(stderr, "\r\033[K[%u/%u] ", run->n_finished, all);
	if (worked > 0 && run->n_finished < all)
		fprintf(stderr, "%u:%02u left, ", left / 60, left % 60);
	if (run->tally->failed > 0)
		fprintf(stderr, "%u failed, ", run->tally->failed);
	fprintf(stderr, "%.50s", name);
	fflush(stderr);
}

static void tell(Run *run, uint32_t index, const char *what)
{
	if (run->pool->quiet)
		return;
	if (run->pool->terminal)
		tell_terminal(run, job_of(run, index)->name);
	else
		fprintf(stderr, "[%u/%u] %s: %s\n", run->n_finished, run->pool->plan->jobs->len, job_of(run, index)->name, what);
}

/* Failures are told whatever else is not. */
static void tell_failure(Run *run, uint32_t index, const char *why)
{
	if (run->pool->terminal && !run->pool->quiet)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "[%u/%u] %s: not reported: %s\n", run->n_finished, run->pool->plan->jobs->len, job_of(run, index)->name, why);
}

/* ---- the end of an estate ---- */

static void raise_status(ErTally *tally, int status)
{
	tally->status = MAX(tally->status, status);
}

static void add_record(Run *run, const ErRecord *record, bool today)
{
	ErTally *tally = run->tally;

	for (size_t i = 0; i < ER_N_SEVERITIES; i++)
		tally->by_severity[i] += record->by_severity[i];
	tally->unknown += record->unknown;
	tally->n_new += today ? record->n_new : 0;
	tally->findings += record->failing > 0;
	tally->incomplete += record->state == ER_RECORD_INCOMPLETE;
	raise_status(tally, record->state == ER_RECORD_INCOMPLETE ? ER_EXIT_INPUT : record->failing > 0 ? ER_EXIT_FINDINGS : ER_EXIT_FINE);
}

static void end_failed(Run *run, uint32_t index, const char *reason, const char *messages, int status)
{
	g_autoptr(GError) error = NULL;

	run->n_finished++;
	run->tally->failed++;
	raise_status(run->tally, status);
	tell_failure(run, index, reason);
	if (er_store_fail(run->pool->store, job_of(run, index), run->pool->as_of, reason, messages, &error))
		return;
	fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
	raise_status(run->tally, ER_EXIT_OUTPUT);
}

static char *words_of(const ErRecord *record, double seconds)
{
	GString *out = g_string_new(NULL);
	uint32_t all = 0;

	for (size_t i = 0; i < ER_N_SEVERITIES; i++)
		all += record->by_severity[i];
	if (record->state == ER_RECORD_EMPTY)
		g_string_append(out, "no ExpressRoute");
	else
		g_string_append_printf(out, "%u %s", all, all == 1 ? "finding" : "findings");
	for (ErSeverity severity = ER_SEV_CRITICAL; severity >= ER_SEV_HIGH; severity--)
		if (record->by_severity[severity] > 0)
			g_string_append_printf(out, ", %u %s", record->by_severity[severity], er_severity_name(severity));
	if (record->n_new > 0)
		g_string_append_printf(out, ", %u new since %s", record->n_new, record->since != NULL ? record->since : "");
	if (record->state == ER_RECORD_INCOMPLETE)
		g_string_append(out, ", incomplete: an input could not be used");
	g_string_append_printf(out, " (%.2f s)", seconds);
	return g_string_free(out, FALSE);
}

static void put_in_place(Run *run, const Waiting *row)
{
	const ErJob *job = job_of(run, row->index);
	g_autoptr(GError) error = NULL;
	ErKnown known;

	if (!er_store_commit(run->pool->store, job, row->folder, &error)) {
		end_failed(run, row->index, error->message, NULL, ER_EXIT_OUTPUT);
		return;
	}
	run->n_finished++;
	run->tally->done++;
	er_store_know(run->pool->store, job, &known);
	if (known.record != NULL) {
		g_autofree char *words = words_of(known.record, row->seconds);
		add_record(run, known.record, true);
		tell(run, row->index, words);
	}
	er_known_clear(&known);
}

static void clear_waiting(void *data)
{
	Waiting *row = data;

	g_free(row->folder);
}

/* ---- syncing ---- */

static void begin_sync(Run *run)
{
	GArray *none = run->syncing;

	run->syncing = run->waiting;
	run->waiting = none;
	run->syncer = fork();
	if (run->syncer == 0) {
		er_store_leave(run->pool->store);
		er_store_sync(run->pool->store);
		_exit(0);
	}
	if (run->syncer < 0)
		er_store_sync(run->pool->store);
}

static void end_sync(Run *run)
{
	run->syncer = 0;
	for (guint i = 0; i < run->syncing->len; i++)
		put_in_place(run, &g_array_index(run->syncing, Waiting, i));
	g_array_set_size(run->syncing, 0);
}

static void sync_when_due(Run *run)
{
	bool idle = run->running == 0, late = g_get_monotonic_time() - run->waiting_since_us > (gint64)GROUP_MS * 1000;

	if (run->syncer != 0 || run->waiting->len == 0 || !(idle || late || run->waiting->len >= GROUP))
		return;
	begin_sync(run);
	if (run->syncer < 0)
		end_sync(run);
}

/* ---- giving estates to workers ---- */

/* Of the last day before: findings.json, or, when today's are there already, what those were compared with. */
static char *previous_of(const Run *run, const ErJob *job, const ErKnown *known)
{
	if (known->record == NULL)
		return NULL;
	g_autofree char *path = er_store_path(run->pool->store, job->slug, strcmp(known->record->as_of, run->pool->as_of) < 0 ? "findings.json" : "previous.json");
	return access(path, R_OK) == 0 ? g_steal_pointer(&path) : NULL;
}

/* To the worker that waits, unless that has ended meanwhile or is not for this estate; else to a new one. */
static bool give(Run *run, Slot *slot, const char *key, const char *previous, GError **error)
{
	if (slot->worker.pid > 0 && !er_worker_wants_fresh(job_of(run, slot->index)) && er_worker_give(&slot->worker, slot->index, key, slot->folder, previous, NULL))
		return true;
	er_worker_stop(&slot->worker);
	if (!er_worker_start(&slot->worker, run->pool, error))
		return false;
	if (er_worker_give(&slot->worker, slot->index, key, slot->folder, previous, error))
		return true;
	if (!g_error_matches(*error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
		return false;
	g_clear_error(error);
	return true;   /* it has ended already, and will be told to have */
}

static void start(Run *run, Slot *slot, uint32_t index, const char *key, const ErKnown *known)
{
	const ErJob *job = job_of(run, index);
	g_autoptr(GError) error = NULL;
	g_autofree char *previous = previous_of(run, job, known);

	slot->index = index;
	slot->killed = NULL;
	slot->folder = er_store_begin(run->pool->store, job, index, &error);
	if (slot->folder == NULL) {
		end_failed(run, index, error->message, NULL, ER_EXIT_OUTPUT);
		return;
	}
	slot->since_us = g_get_monotonic_time();
	if (give(run, slot, key, previous, &error)) {
		slot->busy = true;
		run->running++;
		return;
	}
	end_failed(run, index, error->message, NULL, ER_EXIT_INPUT);
	er_store_remove(slot->folder);
	g_clear_pointer(&slot->folder, g_free);
}

/* The next estate: nothing to do, or a child. */
static void take_next(Run *run, Slot *slot)
{
	uint32_t index = run->next++;
	const ErJob *job = job_of(run, index);
	ErKnown known;

	if (job->problem != NULL) {
		end_failed(run, index, job->problem, NULL, ER_EXIT_INPUT);
		return;
	}
	g_autofree char *key = er_work_key(job);
	er_store_know(run->pool->store, job, &known);
	if (!run->pool->anew && er_store_is_current(run->pool->store, job, &known, key, run->pool->as_of)) {
		run->n_finished++;
		run->tally->unchanged++;
		add_record(run, known.record, strcmp(known.record->as_of, run->pool->as_of) == 0);
		tell(run, index, "unchanged");
	} else {
		start(run, slot, index, key, &known);
	}
	er_known_clear(&known);
}

/* ---- how an estate ended ---- */

/* The first line that has @word in it; @word "": the first. (transfer full) (nullable) */
static char *first_line(const char *file, const char *word)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents(file, &text, NULL, NULL))
		return NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", 100);
	for (char **line = lines; *line != NULL; line++)
		if (*g_strstrip(*line) != '\0' && strstr(*line, word) != NULL)
			return g_utf8_make_valid(*line, -1);
	return NULL;
}

/* Why nothing new was written. (transfer full) */
static char *reason_of(const ErJob *job, const Slot *slot, int status, const char *messages)
{
	g_autofree char *error = first_line(messages, " error: "), *first = first_line(messages, "");

	if (slot->killed != NULL)
		return g_strdup(slot->killed);
	if (WIFSIGNALED(status) && job->memory_mb > 0 && slot->most_mb >= job->memory_mb)
		return g_strdup_printf("it needs more memory than %u MiB", job->memory_mb);
	if (WIFSIGNALED(status))
		return g_strdup_printf("erscope ended by signal %d (%s): please report this", WTERMSIG(status), strsignal(WTERMSIG(status)));
	switch (WEXITSTATUS(status)) {
	case ER_WORK_UNUSABLE:
		return g_strdup_printf("no input could be used%s%s", error != NULL || first != NULL ? ": " : "", error != NULL ? error : first != NULL ? first : "");
	case ER_WORK_SETTINGS:
		return first != NULL ? g_strdup(first) : g_strdup("a setting cannot be used");
	case ER_WORK_FULL: {
		g_autofree char *full = first_line(messages, "cannot write");
		return full != NULL ? g_strdup(full) : g_strdup("its files could not be written");
	}
	default:
		return g_strdup_printf("erscope ended with status %d: please report this", WEXITSTATUS(status));
	}
}

/* Today's report keeps beside it what it was compared with, for another run of the same day. */
static void keep_previous(Run *run, const ErJob *job, const char *folder)
{
	ErKnown known;
	er_store_know(run->pool->store, job, &known);
	g_autofree char *from = previous_of(run, job, &known), *to = g_build_filename(folder, "previous.json", NULL);

	if (from != NULL && link(from, to) != 0) {
		g_autofree char *text = NULL;
		gsize length = 0;
		if (g_file_get_contents(from, &text, &length, NULL))
			g_file_set_contents_full(to, text, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0644, NULL);
	}
	er_known_clear(&known);
}

/* @status: as of wait(). */
static void end_estate(Run *run, Slot *slot, int status)
{
	g_autofree char *messages = g_build_filename(slot->folder, "messages.txt", NULL);
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	slot->busy = false;
	run->running--;
	if (slot->killed == NULL && (code == ER_WORK_DONE || code == ER_EXIT_INPUT)) {
		Waiting row = { slot->index, g_steal_pointer(&slot->folder), code, (double)(g_get_monotonic_time() - slot->since_us) / G_USEC_PER_SEC };
		keep_previous(run, job_of(run, row.index), row.folder);
		if (run->waiting->len == 0)
			run->waiting_since_us = g_get_monotonic_time();
		g_array_append_val(run->waiting, row);
		return;
	}
	if (run->tally->signal == 0) {
		g_autofree char *reason = reason_of(job_of(run, slot->index), slot, status, messages);
		end_failed(run, slot->index, reason, messages, code == ER_WORK_FULL ? ER_EXIT_OUTPUT : ER_EXIT_INPUT);
	}
	er_store_remove(slot->folder);
	g_clear_pointer(&slot->folder, g_free);
}

static void take_answer(Run *run, Slot *slot)
{
	int code;

	if (slot->busy && er_worker_answer(&slot->worker, &code))
		end_estate(run, slot, W_EXITCODE(code, 0));
}

static void take_answers(Run *run)
{
	for (uint32_t i = 0; i < run->pool->n_jobs; i++)
		take_answer(run, &run->slots[i]);
}

static void reap(Run *run)
{
	struct rusage used;
	pid_t pid;
	int status;

	while ((pid = wait4(-1, &status, WNOHANG, &used)) > 0) {
		if (pid == run->syncer)
			end_sync(run);
		for (uint32_t i = 0; i < run->pool->n_jobs; i++) {
			Slot *slot = &run->slots[i];
			if (slot->worker.pid != pid)
				continue;
			take_answer(run, slot);   /* it may have ended after that */
			er_worker_clear(&slot->worker);
			slot->most_mb = (uint64_t)used.ru_maxrss >> 10;
			if (slot->busy)
				end_estate(run, slot, status);
		}
	}
}

/* ---- limits ---- */

static uint64_t resident_mb(pid_t pid)
{
	char path[64], text[128] = "";
	unsigned long pages = 0;

	snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
	FILE *in = fopen(path, "re");
	if (in == NULL)
		return 0;
	if (fgets(text, sizeof text, in) != NULL)
		sscanf(text, "%*u %lu", &pages);
	fclose(in);
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE) >> 20;
}

static void enforce(Run *run)
{
	static char said[64];

	for (uint32_t i = 0; i < run->pool->n_jobs; i++) {
		Slot *slot = &run->slots[i];
		const ErJob *job = slot->busy ? job_of(run, slot->index) : NULL;
		if (job == NULL || slot->killed != NULL)
			continue;
		if (job->timeout_s > 0 && g_get_monotonic_time() - slot->since_us > (gint64)job->timeout_s * G_USEC_PER_SEC) {
			snprintf(said, sizeof said, "it took longer than %u s", job->timeout_s);
			slot->killed = g_intern_string(said);
		} else if (job->memory_mb > 0 && resident_mb(slot->worker.pid) > job->memory_mb) {
			snprintf(said, sizeof said, "it needs more memory than %u MiB", job->memory_mb);
			slot->killed = g_intern_string(said);
		}
		if (slot->killed != NULL)
			kill(slot->worker.pid, SIGKILL);
	}
}

static void take_signals(Run *run)
{
	struct signalfd_siginfo info;

	while (read(run->signals, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGCHLD || run->tally->signal != 0)
			continue;
		run->tally->signal = (int)info.ssi_signo;
		for (uint32_t i = 0; i < run->pool->n_jobs; i++)
			if (run->slots[i].busy)
				kill(run->slots[i].worker.pid, SIGKILL);
	}
}

static void wait_for_news(const Run *run)
{
	g_autofree struct pollfd *news = g_new0(struct pollfd, run->pool->n_jobs + 1);
	nfds_t n = 0;

	news[n++] = (struct pollfd){ .fd = run->signals, .events = POLLIN };
	for (uint32_t i = 0; i < run->pool->n_jobs; i++)
		if (run->slots[i].busy)
			news[n++] = (struct pollfd){ .fd = run->slots[i].worker.socket, .events = POLLIN };
	poll(news, n, TICK_MS);
}

static void loop(Run *run)
{
	const ErPool *pool = run->pool;

	for (;;) {
		for (uint32_t i = 0; i < pool->n_jobs && run->tally->signal == 0; i++)
			while (!run->slots[i].busy && run->next < pool->plan->jobs->len && run->tally->signal == 0) {
				take_next(run, &run->slots[i]);
				take_signals(run);
			}
		sync_when_due(run);
		if (run->running == 0 && run->syncer == 0 && run->waiting->len == 0)
			return;
		wait_for_news(run);
		take_signals(run);
		take_answers(run);
		reap(run);
		enforce(run);
	}
}

void er_pool_run(const ErPool *pool, ErTally *tally)
{
	Run run = { .pool = pool, .tally = tally, .slots = g_new0(Slot, pool->n_jobs), .begin_us = g_get_monotonic_time() };
	sigset_t ours, before;

	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGHUP);
	sigprocmask(SIG_BLOCK, &ours, &before);
	run.signals = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
	run.waiting = g_array_new(FALSE, FALSE, sizeof(Waiting));
	run.syncing = g_array_new(FALSE, FALSE, sizeof(Waiting));
	g_array_set_clear_func(run.waiting, clear_waiting);
	g_array_set_clear_func(run.syncing, clear_waiting);
	loop(&run);
	for (uint32_t i = 0; i < pool->n_jobs; i++)
		er_worker_stop(&run.slots[i].worker);
	if (pool->terminal && !pool->quiet)
		fputs("\r\033[K", stderr);
	close(run.signals);
	g_array_unref(run.waiting);
	g_array_unref(run.syncing);
	g_free(run.slots);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
