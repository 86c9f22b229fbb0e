/* paper.h: what pages.h was told, as the paint module lays it out and paints it. Private to src/render. */
#ifndef ER_RENDER_PAPER_H
#define ER_RENDER_PAPER_H

#include "backend.h"

#include <erscope/pages.h>

/* Bytes [start, end) of a text. */
typedef struct { uint32_t start, end; ErRun run; const char *link; /* "#anchor", address; NULL */ } ErSpan;

typedef struct {
	ErSign mark;
	GString *chars;           /* clean: no control, no break, no turn of direction */
	GArray *spans;            /* of ErSpan, in order */
} ErText;

typedef enum { ER_BLOCK_HEADING, ER_BLOCK_PARAGRAPH, ER_BLOCK_TABLE, ER_BLOCK_FACTS, ER_BLOCK_FIGURE, ER_BLOCK_BREAK } ErBlockKind;

typedef struct { const char *anchor; GPtrArray *cells; /* of ErText */ } ErRow;

typedef struct {
	ErBlockKind kind;
	uint32_t level;           /* HEADING, FIGURE */
	ErParagraph paragraph;
	const char *anchor;       /* NULL: none */
	const char *number;       /* "3.1"; "" */
	ErText *text;             /* HEADING, PARAGRAPH, FIGURE */
	ErRow *heads;             /* TABLE */
	GPtrArray *rows;          /* TABLE, FACTS: of ErRow */
	const ErScene *scene;     /* FIGURE */
	const ErTheme *theme;
	const ErIcons *icons;
} ErBlock;

struct ErPages {
	GStringChunk *strings;
	ErPagesFrame frame;
	GPtrArray *facts;         /* frame.facts */
	GPtrArray *blocks;        /* of ErBlock */
	GHashTable *anchors;      /* all there are; a lookup, never an order */
	ErText *open;             /* what runs go to */
	uint32_t chapter, section;
	GBytes *logo;             /* clean; NULL: none */
	bool logo_is_svg;
	GError *error;            /* what the logo had; NULL */
};

void er_pages_add_figure(ErPages *pages, const ErScene *scene, const ErTheme *theme, const ErIcons *icons, const char *title);

#endif
