/* Files that are neither JSON nor XML, told in words the user knows. */
#ifndef ER_INGEST_FOREIGN_H
#define ER_INGEST_FOREIGN_H

#include <stddef.h>

/* What the first bytes or words of @text say that it is, before anybody reads it; NULL when they say nothing. */
const char *er_foreign_text(const char *text, size_t length);
/* What a text that is no JSON seems to be, by its first two lines; NULL when they could be anything. */
const char *er_foreign_lines(const char *text, size_t length);

#endif
