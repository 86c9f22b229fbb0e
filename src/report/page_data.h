/* page_data.h: what the script of the HTML report works with. Private to src/report. */
#ifndef ER_REPORT_PAGE_DATA_H
#define ER_REPORT_PAGE_DATA_H

#include <erscope/findings.h>

/* JSON on one line that may stand in an HTML script element as it is: `<`, `>`, `&` and the line ends of ECMAScript are escaped. (transfer full) */
GString *er_page_data(const ErFlows *flows, const ErFindings *findings);

/* Hash of a text for a Content-Security-Policy: "sha256-…". (transfer full) */
char *er_page_hash(const char *text, gsize length);

#endif
