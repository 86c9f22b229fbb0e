/*
 * golden.h: a text against the file that somebody read and approved: fixtures/<case>/expected/<file>.
 *
 * ER_FIXTURES names the folder of the fixtures. With ER_BLESS set the file is written instead of compared (meson compile bless):
 * read the difference before committing it. A mismatch shows the first line that differs, not two whole documents.
 */
#ifndef ER_TESTS_GOLDEN_H
#define ER_TESTS_GOLDEN_H

#include <check.h>
#include <glib.h>
#include <string.h>

/* Line number and both lines where the texts part. */
static inline char *er_golden_difference(const char *want, const char *got)
{
	unsigned line = 1;
	size_t start = 0, i = 0;

	for (; want[i] != '\0' && want[i] == got[i]; i++)
		if (want[i] == '\n') {
			line++;
			start = i + 1;
		}
	return g_strdup_printf("line %u\n  want: %.*s\n  got:  %.*s", line, (int)strcspn(want + start, "\n"), want + start,
	                       (int)strcspn(got + start, "\n"), got + start);
}

static inline void er_assert_golden(const char *name, const char *file, const char *got)
{
	g_autofree char *folder = g_build_filename(g_getenv("ER_FIXTURES"), name, "expected", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *want = NULL;

	if (g_getenv("ER_BLESS") != NULL) {
		ck_assert_msg(g_mkdir_with_parents(folder, 0777) == 0 && g_file_set_contents(path, got, -1, NULL), "cannot write %s", path);
		return;
	}
	ck_assert_msg(g_file_get_contents(path, &want, NULL, NULL), "no golden %s; run: meson compile bless", path);
	if (strcmp(want, got) != 0) {
		g_autofree char *difference = er_golden_difference(want, got);
		ck_abort_msg("%s/%s differs at %s", name, file, difference);
	}
}

#endif
