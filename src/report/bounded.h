/* bounded.h: work that may not end, or not well, in a process of its own. Private to src/report. */
#ifndef ER_REPORT_BOUNDED_H
#define ER_REPORT_BOUNDED_H

#include <glib.h>
#include <stdbool.h>

/**
 * er_bounded_run:
 * @work: runs in a child with a copy of all that there is, and writes its answer with er_bounded_write(); what it leaves in memory is lost
 * @most_ms, @most_bytes: it is killed when its time is over or its answer is longer
 * @out: (inout): its answer is appended
 * Returns: false with *@why in words (transfer full)
 */
bool er_bounded_run(void (*work)(int fd, void *data), void *data, int most_ms, gsize most_bytes, GString *out, char **why);
/* The child's: writes all or ends the child. */
void er_bounded_write(int fd, const void *data, gsize length);

#endif
