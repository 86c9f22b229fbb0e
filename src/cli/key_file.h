/* key_file.h: key files, with the lines of what stands in them. Private to src/cli. */
#ifndef ER_CLI_KEY_FILE_H
#define ER_CLI_KEY_FILE_H

#include <glib.h>

/**
 * er_key_file_read:
 * @what: what the file should be, for messages: "profile"
 * @separator: of lists
 * @text: (out) (transfer full): what stands in it, for er_key_file_line()
 * Returns: (transfer full): NULL when it cannot be read, which is told on stderr
 */
GKeyFile *er_key_file_read(const char *file, const char *what, char separator, char **text);
/* The last line of that key, which is the one that counts; @key NULL: the line of the group. 0: none. */
unsigned er_key_file_line(const char *text, const char *group, const char *key);

#endif
