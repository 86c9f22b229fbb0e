/*
 * lang.h: the language of frames: headings, legends, notes and headline words of diagrams and reports. What rules say stays English.
 *
 * The language is chosen by er_lang_set() alone, never by the locale of the environment, so that the same input gives the same bytes everywhere.
 * It holds for the whole process, as that of gettext does, and is set before anything is worked out. Without it texts are the English ones.
 */
#ifndef ERSCOPE_LANG_H
#define ERSCOPE_LANG_H

#include <glib.h>
#include <stdbool.h>

/**
 * er_lang_set:
 * @lang: "en", or a language with a catalogue: "de"
 * Catalogues stand beside the program as it is built, else where they are installed (LANG/LC_MESSAGES/erscope.mo).
 * Returns: false with @error, which names the languages that there are
 */
bool er_lang_set(const char *lang, GError **error);
/* "en" unless set. */
const char *er_lang(void);

/* @english in the language of the process. (transfer none) */
const char *er_tr(const char *english) G_GNUC_FORMAT(1);
/* The form for @n of a text that counts. (transfer none) */
const char *er_tr_n(const char *one, const char *many, unsigned long n) G_GNUC_FORMAT(1) G_GNUC_FORMAT(2);

#define _(english) er_tr(english)
#define N_(english) english

#endif
