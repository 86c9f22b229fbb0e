/*
 * csv.h: lines of comma-separated values, read and written. Quoted fields may hold commas; a quote in them stands twice. A field ends with its line.
 */
#ifndef ERSCOPE_CSV_H
#define ERSCOPE_CSV_H

#include <glib.h>

/* Fields of @line, without blanks around them; NULL when a quote is not closed. (transfer full) */
GPtrArray *er_csv_split(const char *line);
/* Appends the @n fields and a line feed. */
void er_csv_append(GString *out, const char *const *fields, guint n);

#endif
