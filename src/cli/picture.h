/* picture.h: the merged picture of a difference. Private to src/cli. */
#ifndef ER_CLI_PICTURE_H
#define ER_CLI_PICTURE_H

#include "cli.h"

#include <erscope/diff.h>

typedef struct ErPicture ErPicture;

/* One network of both states, and its drawing; @report and the runs are borrowed, and outlive the picture. */
ErPicture *er_picture_new(const ErDiffReport *report, const ErRun *before, const ErRun *after, const ErCommon *common, const char *theme);
void er_picture_free(ErPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPicture, er_picture_free)
bool er_picture_is_empty(const ErPicture *picture);
/* Each (transfer full) (nullable): NULL: there is none, or it failed, which is told on stderr. */
GString *er_picture_svg(const ErPicture *picture);
/* @report on paper, with the picture. */
GString *er_picture_pdf(const ErPicture *picture, const ErDiffReport *report);
/* Both states on the same places: change-before.svg and change-after.svg in @folder. */
bool er_picture_write_states(const ErPicture *picture, const char *folder);
/* Is there a theme of this name (or NULL)? Told on stderr when not. */
bool er_picture_knows_theme(const char *name);

#endif
