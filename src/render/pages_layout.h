/* pages_layout.h: where everything of a document on paper stands. Private to the paint module. */
#ifndef ER_RENDER_PAGES_LAYOUT_H
#define ER_RENDER_PAGES_LAYOUT_H

#include "ink.h"
#include "paper.h"

/* All in points. */
#define ER_PAPER_MARGIN 54.0
#define ER_PAPER_FOOT 60.0         /* of this the footer's baseline is in the middle */
#define ER_PAPER_SHEET_MARGIN 34.0 /* of pages with a figure */
#define ER_PAPER_SHEET_TOP 60.0    /* where a figure begins, below its title */
#define ER_PAPER_CELL_X 4.0
#define ER_PAPER_CELL_Y 2.5
#define ER_PAPER_SIGN 12.0         /* room that a sign takes before its text */
#define ER_PAPER_ENTRY 15.5        /* height of an entry of the contents */
#define ER_PAPER_INDENT 14.0       /* of items, and of entries of level 2 */

typedef struct {
	PangoLayoutLine *line;     /* the layout's */
	double top, bottom, baseline;
} ErSetLine;

typedef struct { uint32_t page; double x, y; } ErPlace;

/* A text broken into lines. */
typedef struct {
	const ErText *text;
	PangoLayout *layout;
	ErSetLine *lines; uint32_t n_lines;
	double height;
} ErSetText;

/* Of a table also the heads, as row 0. */
typedef struct { ErSetText *cells; uint32_t n; double height; uint32_t n_lines; } ErSetRow;

typedef struct {
	ErSetText text;            /* HEADING, PARAGRAPH, FIGURE */
	ErSetRow heads;
	ErSetRow *rows;
	ErPlace place;             /* HEADING, FIGURE: where it begins */
	double *columns;           /* their left edges, and the right edge of the last */
} ErSetBlock;

typedef enum { ER_PIECE_TITLE_PAGE, ER_PIECE_CONTENTS, ER_PIECE_ENTRY, ER_PIECE_TEXT, ER_PIECE_HEADS, ER_PIECE_ROW, ER_PIECE_FIGURE } ErPieceKind;

/* What stands on a page, in the order of the document. */
typedef struct {
	ErPieceKind kind;
	uint32_t page;             /* from 1 */
	double y, height;
	uint32_t block, row;
	uint32_t first, last;      /* lines [first, last); of a row, of each of its cells */
} ErPiece;

typedef struct { double width, height; } ErPaperSize;
typedef struct {
	const ErPages *pages;
	PangoContext *context;
	PangoFontDescription *fonts[2];  /* regular, bold */
	ErPaperSize body;
	GArray *sizes;             /* of ErPaperSize, per page */
	GArray *pieces;            /* of ErPiece */
	ErSetBlock *blocks;
	GHashTable *places;        /* anchor → ErPlace; a lookup, never an order */
	double y;                  /* where the page is filled to */
	bool full;                 /* nothing more goes on this page */
} ErPaperLayout;

/* @cr: of the surface that is painted on. */
void er_paper_layout(ErPaperLayout *layout, const ErPages *pages, cairo_t *cr);
void er_paper_layout_clear(ErPaperLayout *layout);
ErSetText er_paper_set(ErPaperLayout *layout, const ErText *text, double size_pt, bool bold, double width);
void er_paper_set_clear(ErSetText *set);
/* Points per pixel of a figure that is drawn on a page of its own of @size. */
double er_paper_figure_scale(const ErScene *scene, ErPaperSize size);
bool er_paper_in_contents(const ErBlock *block);
double er_paper_heading_size(uint32_t level);

#endif
