/* page.h: what makes an HTML document out of what a template made. Private to src/report. */
#ifndef ER_REPORT_PAGE_H
#define ER_REPORT_PAGE_H

#include <erscope/document.h>

/* @html: with its pictures. (transfer full): with style, script, data and policy in their places, and the links between pictures within it. */
GString *er_page_finish(const ErDocument *document, const GString *html);

#endif
