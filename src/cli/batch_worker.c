/*
 * A worker takes one estate after the other, so that what is loaded, compiled and measured for one is there for the next, and memory is touched
 * once. It starts from the parent's memory in a millisecond, dies with the parent, and is not kept beyond what can be trusted: it ends with an
 * estate that failed, and with one that has left it much larger.
 */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__
enum { LIMITS_ADDRESSES = false, MOST_GROWTH_MB = 2048 };   /* the sanitizer reserves terabytes, and keeps what was freed */
#else
enum { LIMITS_ADDRESSES = true, MOST_GROWTH_MB = 32 };
#endif

/* Below this limit an estate starts in a worker of its own, whose memory holds nothing of others. */
enum { ROOMY_MB = 16 * 32, SPARE_MB = 256, MOST_MESSAGE = 3 * PATH_MAX, KEPT_BYTES = 64 << 20 };

bool er_worker_wants_fresh(const ErJob *job)
{
	return job->memory_mb > 0 && job->memory_mb < ROOMY_MB;
}

/* ---- in the worker ---- */

/* What it says goes into the estate's folder; where that is full, nowhere. */
static void redirect(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "messages.txt", NULL);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (fd < 0)
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

/* The parent looks at what is really in memory; this stops what grows faster than it looks. */
static void limit(const ErJob *job, rlim_t hard)
{
	rlim_t most = job->memory_mb > 0 ? ((rlim_t)job->memory_mb * 2 + SPARE_MB) << 20 : hard;

	if (LIMITS_ADDRESSES)
		setrlimit(RLIMIT_AS, &(struct rlimit){ MIN(most, hard), hard });
}

static int do_estate(const ErPool *pool, const ErJob *job, const char *key, const char *folder, const char *previous)
{
	struct stat about;

	redirect(folder);
	int status = er_work(job, pool->as_of, key, folder, *previous != '\0' ? previous : NULL);
	fflush(NULL);
	/* An empty file says nothing. */
	g_autofree char *messages = g_build_filename(folder, "messages.txt", NULL);
	if (stat(messages, &about) == 0 && about.st_size == 0)
		unlink(messages);
	return status;
}

static uint64_t most_mb_yet(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (uint64_t)used.ru_maxrss >> 10;
}

static void prepare(const ErPool *pool, pid_t parent)
{
	sigset_t none;
	int nothing;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(ER_WORK_FULL);
	er_store_leave(pool->store);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	/* What one estate gave back serves the next. */
	mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

static G_GNUC_NORETURN void be_worker(const ErPool *pool, int socket, pid_t parent)
{
	static char message[MOST_MESSAGE];
	struct rlimit addresses;
	ssize_t n;

	prepare(pool, parent);
	getrlimit(RLIMIT_AS, &addresses);
	for (uint64_t begin_mb = most_mb_yet(); (n = recv(socket, message, sizeof message, 0)) > 0;) {
		const char *index = message, *key = index + strlen(index) + 1, *folder = key + strlen(key) + 1, *previous = folder + strlen(folder) + 1;
		const ErJob *job = pool->plan->jobs->pdata[strtoul(index, NULL, 10)];
		limit(job, addresses.rlim_max);
		int status = do_estate(pool, job, key, folder, previous);
		if ((status != ER_WORK_DONE && status != ER_EXIT_INPUT) || most_mb_yet() > begin_mb + MOST_GROWTH_MB)
			_exit(status);
		if (send(socket, &status, sizeof status, MSG_NOSIGNAL) != sizeof status)
			break;
	}
	_exit(ER_WORK_DONE);
}

/* ---- for the parent ---- */

static bool cannot(const char *what, GError **error)
{
	int why = errno;

	g_set_error(error, G_IO_ERROR, g_io_error_from_errno(why), "%s: %s", what, g_strerror(why));
	return false;
}

bool er_worker_start(ErWorker *worker, const ErPool *pool, GError **error)
{
	static const char what[] = "no process could be started";
	pid_t parent = getpid();
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return cannot(what, error);
	fflush(NULL);
	worker->pid = fork();
	if (worker->pid == 0)
		be_worker(pool, ends[1], parent);
	close(ends[1]);
	worker->socket = ends[0];
	if (worker->pid > 0)
		return true;
	cannot(what, error);
	er_worker_clear(worker);
	return false;
}

bool er_worker_give(const ErWorker *worker, uint32_t index, const char *key, const char *folder, const char *previous, GError **error)
{
	g_autoptr(GString) message = g_string_new(NULL);

	g_string_append_printf(message, "%u%c%s%c%s%c%s", index, '\0', key, '\0', folder, '\0', previous != NULL ? previous : "");
	if (message->len + 1 > MOST_MESSAGE)
		errno = ENAMETOOLONG;
	else if (send(worker->socket, message->str, message->len + 1, MSG_NOSIGNAL) == (ssize_t)message->len + 1)
		return true;
	return cannot("the estate could not be given to a process", error);
}

bool er_worker_answer(const ErWorker *worker, int *status)
{
	return recv(worker->socket, status, sizeof *status, MSG_DONTWAIT) == sizeof *status;
}

void er_worker_clear(ErWorker *worker)
{
	close(worker->socket);
	*worker = (ErWorker){ 0 };
}

void er_worker_stop(ErWorker *worker)
{
	if (worker->pid <= 0)
		return;
	kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	er_worker_clear(worker);
}
