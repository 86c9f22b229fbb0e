/* place.h: where a finding stands in the user's files. Private to src/report. */
#ifndef ER_REPORT_PLACE_H
#define ER_REPORT_PLACE_H

#include <erscope/findings.h>

/* The first piece of evidence with a file, else the file of a subject; file NULL when there is none. */
ErLoc er_place_of(const ErFlows *flows, const ErFinding *finding);
/* Subjects, by @separator. (transfer full) */
char *er_place_subjects(const char *const *subjects, uint32_t n, const char *separator);
/* "headline", of an open question with the input that would decide it. (transfer full) */
char *er_place_message(const ErFinding *finding);

#endif
