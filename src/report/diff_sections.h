/* diff_sections.h: a difference as headings and lines, for every format that people read. Private to src/report. */
#ifndef ER_REPORT_DIFF_SECTIONS_H
#define ER_REPORT_DIFF_SECTIONS_H

#include <erscope/diff.h>

/*
 * '+' '-' '~' as in the picture; '!' worse, '*' better; ' ' none of these. @tone: what its colour says where that is another thing (a new finding
 * is no gain): one of the signs; 0: as the sign.
 */
typedef struct { char sign, tone; char *text; GPtrArray *details; /* of char * */ } ErDiffLine;
typedef struct { const char *title; GArray *lines; /* of ErDiffLine */ } ErDiffSection;

/* (transfer full): of ErDiffSection: those that say something, in the order of the report. Free with g_ptr_array_unref() */
GPtrArray *er_diff_sections(const ErDiffReport *report);
/* As people read it: "+", "−", "~", "worse:", "better:"; "" none of these. */
const char *er_diff_sign(char sign);
/* What becomes of a part, in short: "bandwidthInMbps: 1000 → 500". (transfer full) */
char *er_diff_property(const ErDiffProperty *property);

#endif
