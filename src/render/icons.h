/* icons.h: files of icons, made safe to carry in our own output. Private to src/render. */
#ifndef ER_RENDER_ICONS_H
#define ER_RENDER_ICONS_H

#include <glib.h>
#include <stdbool.h>

/*
 * Each (transfer full): the picture with all taken out that draws nothing (comments, data of editors, names of authors); NULL with @error in
 * words for the file's owner when it holds what an icon must not. icon_clean.c
 */
GBytes *er_icon_clean_svg(const char *data, size_t length, GError **error);
GBytes *er_icon_clean_png(const char *data, size_t length, GError **error);

#endif
