/*
 * Atomic output: mkstemp in the target folder, write, fsync, rename. g_file_set_contents_full() does just that since GLib
 * 2.66, syncs with G_FILE_SET_CONTENTS_DURABLE, and cleans up after itself; it fails on a folder that cannot be written.
 */
#include <erscope/output.h>

#include <errno.h>

bool er_output_write(const char *path, const void *data, gsize length, GError **error)
{
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
