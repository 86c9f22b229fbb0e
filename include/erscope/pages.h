/*
 * pages.h: a document on paper: headings, paragraphs, tables and sheets of a drawing, in order; then one PDF.
 *
 * In: texts and drawings. Out: a title page, contents with page numbers, the pages, an outline; tagged, with links that lead somewhere.
 * What is added goes below what was added before; where a page ends, and how wide a column is, is worked out here.
 * Promise: strings are copied and may hold anything: what is no character is replaced, what would turn the direction of other texts is
 * taken out, what is longer than its place is broken, and nothing is taken for markup. Same calls, same bytes.
 */
#ifndef ERSCOPE_PAGES_H
#define ERSCOPE_PAGES_H

#include "draw.h"

typedef struct {
	const char *title;
	const char *subtitle;             /* "" none */
	const char *const *facts;         /* of the title page: LABEL, VALUE, …; NULL at the end */
	const char *logo;                 /* data: URI of a PNG or SVG; NULL: none */
	const char *footer;               /* at the left of the foot of every page but the first */
	const char *author, *subject;     /* for those who look at the file, not into it; NULL: none */
	const char *as_of;                /* "YYYY-MM-DD": the file's date */
	const char *paper;                /* of er_pages_papers(); NULL: a4 */
	const char *contents, *page, *of; /* words of the frame: "Contents", "Page", "of" */
} ErPagesFrame;

/* What a paper may be called; NULL behind the last. */
const char *const *er_pages_papers(void);

typedef struct ErPages ErPages;

/* Everything is copied. (transfer full) */
ErPages *er_pages_new(const ErPagesFrame *frame);
void er_pages_free(ErPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPages, er_pages_free)

typedef enum { ER_RUN_PLAIN, ER_RUN_BOLD, ER_RUN_CODE, ER_RUN_MUTED } ErRun;
/* LEAD is larger; BEFORE stands on the page of what follows it; ITEM has a bullet; NOTE is small. */
typedef enum { ER_PARAGRAPH, ER_PARAGRAPH_LEAD, ER_PARAGRAPH_BEFORE, ER_PARAGRAPH_ITEM, ER_PARAGRAPH_NOTE } ErParagraph;
/* A sign beside a text, each of another shape: colour alone never tells. */
typedef enum { ER_SIGN_NONE, ER_SIGN_CRITICAL, ER_SIGN_HIGH, ER_SIGN_MEDIUM, ER_SIGN_LOW, ER_SIGN_INFO, ER_SIGN_UNKNOWN, ER_SIGN_UP, ER_SIGN_DOWN } ErSign;

/**
 * er_pages_heading:
 * @level: 1 and 2 are numbered and stand in the contents; 3 is in the outline alone
 * @anchor: (nullable): name that links lead to; the first of a name counts
 */
void er_pages_heading(ErPages *pages, uint32_t level, const char *anchor, ErSign mark, const char *text);
/* Opens a paragraph, which er_pages_run() writes into. */
void er_pages_paragraph(ErPages *pages, ErParagraph kind);
/**
 * er_pages_run:
 * @link: (nullable): "#anchor", or a web address (http, https); a link that leads nowhere is text alone
 * Adds to the paragraph or cell that was opened last.
 */
void er_pages_run(ErPages *pages, ErRun run, const char *text, const char *link);
void er_pages_printf(ErPages *pages, ErRun run, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* @heads: one per column, NULL at the end: the row that stands on top on every page. */
void er_pages_table(ErPages *pages, const char *const *heads);
/* Two columns, labels and what they say, without heads and rules; a page holds it whole where it is short. */
void er_pages_facts(ErPages *pages);
void er_pages_row(ErPages *pages, const char *anchor);
/* Opens the next cell of the row. */
void er_pages_cell(ErPages *pages, ErSign mark);

/**
 * er_pages_figure:
 * @title: heading of level 2 on the figure's page, at the anchor "sheet:SLUG"
 * A page of its own, as large as its smallest text needs; drawings live until er_pages_finish(). Boxes whose id I is said by an anchor "part:I" lead there.
 */
void er_pages_figure(ErPages *pages, const ErDrawing *drawing, uint32_t sheet, const char *title);
/* What follows begins a page. */
void er_pages_break(ErPages *pages);
bool er_pages_has_anchor(const ErPages *pages, const char *anchor);

/* Appends the PDF to @out. */
bool er_pages_finish(const ErPages *pages, GByteArray *out, GError **error);

#endif
