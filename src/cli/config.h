/* config.h: options from erscope.conf. Private to src/cli. */
#ifndef ER_CLI_CONFIG_H
#define ER_CLI_CONFIG_H

#include "commands.h"

/**
 * er_config_arguments:
 * @argv: of the command, its name first
 * Puts what the configuration file says before what was said on the command line. A file named by --config has to be right; of the user's own
 * file what is wrong is told and left out, since it is read by whatever version is installed.
 * Returns: (transfer full): NULL when the file that was named cannot be used, which is told on stderr
 */
char **er_config_arguments(const ErTable *table, char *const *argv);
/* Tells on stderr which file was read, and which options it gave; nothing when none was. */
void er_config_tell(void);

#endif
