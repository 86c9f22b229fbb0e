/* xslt.h: an XSLT template over a text of XML, bounded. Private to src/report. */
#ifndef ER_REPORT_XSLT_H
#define ER_REPORT_XSLT_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *name;            /* of the template, for messages */
	const char *text; gsize length;
	const char *const *params;   /* NAME, VALUE, …; NULL at the end; NULL: none */
} ErXslt;

/**
 * er_xslt_apply:
 * @out: (inout): what the template makes of @xml is appended
 * @ending: (out): for a file's name, by the template's output method and media type: "html", "md", "txt", "xml"
 * Returns: false with @error (G_IO_ERROR) in words, which names the template and where it stands, and what was refused
 */
bool er_xslt_apply(const ErXslt *xslt, const GString *xml, GString *out, const char **ending, GError **error);
/* The same with a template of erscope's own, which is compiled once by its name and runs in this process; from one thread only. */
bool er_xslt_apply_own(const ErXslt *xslt, const GString *xml, GString *out, const char **ending, GError **error);

#endif
