/* output.h: output files that appear whole or not at all. */
#ifndef ERSCOPE_OUTPUT_H
#define ERSCOPE_OUTPUT_H

#include <glib.h>
#include <stdbool.h>

/**
 * er_output_write:
 * @path: file to write; its folder must exist
 * Writes to a temporary file beside it, syncs, renames: a reader sees the old or the new file, never half. On failure
 * nothing is left behind and @error (G_FILE_ERROR) names the file and why.
 */
bool er_output_write(const char *path, const void *data, gsize length, GError **error);
/* Creates @folder and its parents when missing. */
bool er_output_folder(const char *folder, GError **error);

#endif
