/*
 * diff.h: a difference for people, tickets and programs, and as marks for a picture.
 *
 * In: a difference. Out: UTF-8 text, the same bytes for the same input. Names are data in every format: in Markdown and HTML none
 * can begin a list, a link or an element.
 */
#ifndef ERSCOPE_DIFF_H
#define ERSCOPE_DIFF_H

#include "difference.h"
#include "draw.h"

typedef struct {
	const ErDifference *diff;
	const char *title;          /* "before.json → after.json" */
	const char *as_of;          /* "YYYY-MM-DD" */
} ErDiffReport;

/* All but the JSON are: the verdict and its reasons, flows, parts, cuts, findings, index, groups, what is in doubt; sides. (transfer full) */
GString *er_diff_text(const ErDiffReport *report, bool colour);
/* One line: the verdict and its gravest reasons. */
GString *er_diff_brief(const ErDiffReport *report);
/* Markdown (GitHub, Azure DevOps, GitLab): the verdict on the first line. */
GString *er_diff_markdown(const ErDiffReport *report);
/* A page that needs no other file. @svg: (nullable): the merged picture */
GString *er_diff_html(const ErDiffReport *report, const GString *svg);
/**
 * er_diff_pdf: verdict, sections, the merged picture; with contents and outline. Appends to @out.
 * @drawing: (nullable): the merged picture
 */
bool er_diff_pdf(const ErDiffReport *report, const ErDrawing *drawing, GByteArray *out, GError **error);
/* One document, version 1, after src/report/diff.schema.json. */
GString *er_diff_json(const ErDiffReport *report);
/* That schema. (transfer full) */
GString *er_diff_schema(void);

/**
 * er_diff_marks:
 * @net: the network that is drawn: all of the side after, and what was removed, in ids of the side after
 * Returns: (transfer full): what of it is marked and why; borrows from the difference. Free with er_draw_changes_free()
 */
ErDrawChanges *er_diff_marks(const ErDiffReport *report, const ErNetwork *net);
void er_draw_changes_free(ErDrawChanges *changes);

#endif
