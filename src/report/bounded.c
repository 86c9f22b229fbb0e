/*
 * A child that does one piece of work and sends its answer through a pipe. It dies with us, after its time, and when it sends too much; whatever
 * it does to its memory is not ours. It must not touch what other threads may hold locked: here, that is only malloc, which glibc keeps usable
 * after a fork.
 */
#include "bounded.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void er_bounded_write(int fd, const void *data, gsize length)
{
	const char *at = data;

	while (length > 0) {
		ssize_t n = write(fd, at, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(1);
		at += n;
		length -= (gsize)n;
	}
}

/* Reads to the end. Returns: (nullable): what stopped it */
static const char *drain(int fd, gint64 until, gsize most, GString *out)
{
	char block[65536];

	for (;;) {
		gint64 left = (until - g_get_monotonic_time()) / 1000;
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		if (left <= 0)
			return "took too long and was stopped";
		int n = poll(&ready, 1, (int)MIN(left, 1000));
		if (n == 0 || (n < 0 && errno == EINTR))
			continue;
		ssize_t got = n > 0 ? read(fd, block, sizeof block) : -1;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return "could not be read from";
		if (got == 0)
			return NULL;
		if ((gsize)got > most)
			return "made too much and was stopped";
		most -= (gsize)got;
		g_string_append_len(out, block, got);
	}
}

bool er_bounded_run(void (*work)(int fd, void *data), void *data, int most_ms, gsize most_bytes, GString *out, char **why)
{
	const gint64 until = g_get_monotonic_time() + most_ms * (gint64)1000;
	int ends[2], status = 0;
	pid_t parent = getpid(), child;

	*why = NULL;
	if (pipe(ends) != 0 || (child = fork()) < 0) {
		*why = g_strdup("could not be started");
		return false;
	}
	if (child == 0) {
		close(ends[0]);
		signal(SIGPIPE, SIG_DFL);
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
			_exit(1);
		work(ends[1], data);
		_exit(0);
	}
	close(ends[1]);
	const char *trouble = drain(ends[0], until, most_bytes, out);
	close(ends[0]);
	if (trouble != NULL)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (trouble != NULL)
		*why = g_strdup(trouble);
	else if (WIFSIGNALED(status))
		*why = g_strdup_printf("was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		*why = g_strdup("ended without an answer");
	return *why == NULL;
}
