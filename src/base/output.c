/*
 * Atomic output: mkstemp in the target folder, write, fsync, rename. g_file_set_contents_full() does just that since GLib
 * 2.66, syncs with G_FILE_SET_CONTENTS_DURABLE, and cleans up after itself; it fails on a folder that cannot be written.
 * A device or a pipe is written into instead: a rename would put a file in its place.
 */
#include <erscope/output.h>

#include <errno.h>
#include <glib/gstdio.h>

static bool write_into(const char *path, const void *data, gsize length, GError **error)
{
	FILE *file = g_fopen(path, "wbe");
	bool good = file != NULL && fwrite(data, 1, length, file) == length;
	int why = errno;

	if (file != NULL && fclose(file) != 0 && good) {
		good = false;
		why = errno;
	}
	if (!good)
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why), "cannot write to '%s': %s", path, g_strerror(why));
	return good;
}

bool er_output_write(const char *path, const void *data, gsize length, GError **error)
{
	GStatBuf there;

	if (g_stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
		return write_into(path, data, length, error);
	return g_file_set_contents_full(path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

bool er_output_folder(const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, 0755) == 0)
		return true;
	int why = errno;
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why), "cannot create folder '%s': %s", folder, g_strerror(why));
	return false;
}
