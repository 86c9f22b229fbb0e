/* A pipe is waited for a second at a time, so that an interrupted wait is no end. */
#include <erscope/pipe.h>

#include <errno.h>
#include <poll.h>
#include <unistd.h>

const char *er_pipe_drain(int fd, gint64 until_us, gsize most, GString *out)
{
	char block[65536];

	for (;;) {
		gint64 left = (until_us - g_get_monotonic_time()) / 1000;
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
		if (out->len + (gsize)got > most)
			return "wrote too much and was stopped";
		g_string_append_len(out, block, got);
	}
}
