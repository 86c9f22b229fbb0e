/*
 * A child that does one piece of work and sends its answer through a pipe. It dies with us, after its time (the processor's, so that a busy machine changes nothing, and the clock's), and when it sends too much; whatever
 * it does to its memory is not ours. It must not touch what other threads may hold locked: here, that is only malloc, which glibc keeps usable
 * after a fork.
 */
#include "bounded.h"

#include <erscope/pipe.h>

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

bool er_bounded_run(void (*work)(int fd, void *data), void *data, unsigned most_s, gsize most_bytes, GString *out, char **why)
{
	const gint64 until = g_get_monotonic_time() + 4 * most_s * (gint64)G_USEC_PER_SEC;
	const struct rlimit processor = { most_s, most_s };
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
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || setrlimit(RLIMIT_CPU, &processor) != 0)
			_exit(1);
		work(ends[1], data);
		_exit(0);
	}
	close(ends[1]);
	const char *trouble = er_pipe_drain(ends[0], until, most_bytes, out);
	close(ends[0]);
	if (trouble != NULL)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (trouble != NULL)
		*why = g_strdup(trouble);
	else if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		*why = g_strdup("took too long and was stopped");
	else if (WIFSIGNALED(status))
		*why = g_strdup_printf("was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		*why = g_strdup("ended without an answer");
	return *why == NULL;
}
