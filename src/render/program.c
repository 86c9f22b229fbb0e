/*
 * program.c: another program as a filter, bounded in time and in what it may write.
 *
 * Its input is a file in memory, so that only its output needs waiting for, and a program that does not read its input cannot stop us
 * (or send us SIGPIPE). Its messages are dropped. It is killed when its time is over or it writes more than it may.
 */
#include "places.h"

#include <erscope/pipe.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int file_of(const GString *text)
{
	int fd = memfd_create("erscope", MFD_CLOEXEC);
	gsize done = 0;

	while (fd >= 0 && done < text->len) {
		ssize_t n = write(fd, text->str + done, text->len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			close(fd);
			return -1;
		}
		done += (gsize)n;
	}
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Waits for its end, which the end of its output need not be. Returns: (transfer full) (nullable): what was the matter */
static char *reap(GPid pid, gint64 until, const char *trouble)
{
	int status = 0;
	pid_t ended = 0;

	while (trouble == NULL && (ended = waitpid(pid, &status, WNOHANG)) == 0) {
		if (g_get_monotonic_time() >= until)
			trouble = "took too long and was stopped";
		else
			g_usleep(1000);
	}
	if (trouble != NULL) {
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
		return g_strdup(trouble);
	}
	if (ended < 0)
		return g_strdup("was lost");
	if (WIFSIGNALED(status))
		return g_strdup_printf("was ended by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status) != 0 ? g_strdup_printf("ended with status %d", WEXITSTATUS(status)) : NULL;
}

bool er_run_program(const char *const *argv, const GString *input, int most_ms, gsize most_bytes, GString *out, char **why)
{
	const gint64 until = g_get_monotonic_time() + most_ms * (gint64)1000;
	int in = file_of(input), from = -1;
	GPid pid = 0;
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_find_program_in_path(argv[0]);

	*why = NULL;
	if (in < 0 || path == NULL) {
		*why = g_strdup(path == NULL ? "is not installed" : "could not be given its input");
	} else if (!g_spawn_async_with_pipes_and_fds(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
	                                             in, -1, -1, NULL, NULL, 0, &pid, NULL, &from, NULL, &error)) {
		*why = g_strdup("could not be started");
	} else {
		*why = reap(pid, until, er_pipe_drain(from, until, most_bytes, out));
		close(from);
		g_spawn_close_pid(pid);
	}
	if (in >= 0)
		close(in);
	return *why == NULL;
}
