/* pipe.h: reading what another process writes, within bounds of time and size. */
#ifndef ERSCOPE_PIPE_H
#define ERSCOPE_PIPE_H

#include <glib.h>

/**
 * er_pipe_drain:
 * @until_us: of g_get_monotonic_time(): no longer than that
 * @most: bytes that @out may hold in all
 * Reads to the end and appends to @out.
 * Returns: (nullable): what stopped it, as the end of a sentence about the process
 */
const char *er_pipe_drain(int fd, gint64 until_us, gsize most, GString *out);

#endif
