/*
 * pages_layout.c: breaks a document into lines and pages: one pass, in order, so that its cost is that of setting each text once.
 *
 * A heading stands on the page of what it heads, an introduction on the page of its table; a paragraph leaves two lines at least on either
 * side; a row is split only when no page could hold it, heads of a table stand on each of its pages, and its last row is not alone there.
 * The contents hold one line per heading, so that how many pages they take is known before what they list is laid out.
 * A column is as wide as its texts ask for; where that is too much: share_out().
 */
#include "pages_layout.h"

#include <math.h>
#include <string.h>

#define BODY_PT 9.5
#define CELL_PT 8.3
#define NOTE_PT 8.0
#define LEAD_PT 11.5
#define FAMILY "Open Sans, sans-serif"
#define CODE_FAMILY "DejaVu Sans Mono, monospace"
#define CODE_SCALE 0.87
#define GAP_PT 6.0
#define LABELS_PT 118.0
#define MOST_PT 14000.0

static const ErPaperSize a4 = { 595.28, 841.89 }, a3 = { 841.89, 1190.55 }, letter = { 612, 792 }, tabloid = { 792, 1224 };

double er_paper_heading_size(uint32_t level)
{
	return level == 1 ? 18 : level == 2 ? 13 : 10.5;
}

/* ---- texts ---- */

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, const ErSpan *span)
{
	attribute->start_index = span->start;
	attribute->end_index = span->end;
	pango_attr_list_insert(list, attribute);
}

/* "er-paris", "ER-TOP-002": not broken at its hyphens. */
static bool is_short_name(const ErText *text, const ErSpan *span, double size_pt, double room)
{
	enum { SHORT = 24 };
	char name[SHORT + 1];
	uint32_t n = span->end - span->start;

	if (n > SHORT)
		return false;
	memcpy(name, text->chars->str + span->start, n);
	name[n] = '\0';
	return strchr(name, ' ') == NULL && er_text_width(ER_FONT_SEMIBOLD, size_pt, name) * 1.1 < room;
}

/* What is a link, or muted, gets a colour: pango then ends its runs where the span does. */
static PangoAttrList *attributes_of(const ErText *text, double size_pt, double room)
{
	PangoAttrList *list = pango_attr_list_new();

	for (guint i = 0; i < text->spans->len; i++) {
		const ErSpan *span = &g_array_index(text->spans, ErSpan, i);
		if (span->run == ER_RUN_BOLD)
			add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD), span);
		if (span->run == ER_RUN_CODE) {
			add_attribute(list, pango_attr_family_new(CODE_FAMILY), span);
			add_attribute(list, pango_attr_size_new_absolute((int)(size_pt * CODE_SCALE * PANGO_SCALE)), span);
		}
		if (span->link != NULL && is_short_name(text, span, size_pt, room))
			add_attribute(list, pango_attr_allow_breaks_new(FALSE), span);
		if (span->run == ER_RUN_MUTED || span->link != NULL)
			add_attribute(list, pango_attr_foreground_new(0, 0, (guint16)(i + 1)), span);
	}
	return list;
}

static void take_lines(ErSetText *set)
{
	PangoLayoutIter *iter = pango_layout_get_iter(set->layout);
	uint32_t i = 0;

	set->n_lines = (uint32_t)pango_layout_get_line_count(set->layout);
	set->lines = g_new(ErSetLine, set->n_lines);
	do {
		PangoRectangle extents;
		pango_layout_iter_get_line_extents(iter, NULL, &extents);
		set->lines[i++] = (ErSetLine){
			pango_layout_iter_get_line_readonly(iter), (double)extents.y / PANGO_SCALE, (double)(extents.y + extents.height) / PANGO_SCALE,
			(double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE,
		};
	} while (pango_layout_iter_next_line(iter) && i < set->n_lines);
	pango_layout_iter_free(iter);
	set->height = set->lines[set->n_lines - 1].bottom;
}

ErSetText er_paper_set(ErPaperLayout *layout, const ErText *text, double size_pt, bool bold, double width)
{
	ErSetText set = { .text = text, .layout = pango_layout_new(layout->context) };
	double room = width - (text->mark != ER_SIGN_NONE ? ER_PAPER_SIGN : 0);

	pango_font_description_set_absolute_size(layout->fonts[bold], size_pt * PANGO_SCALE);
	pango_layout_set_font_description(set.layout, layout->fonts[bold]);
	pango_layout_set_auto_dir(set.layout, FALSE);
	pango_layout_set_wrap(set.layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(set.layout, (int)(MAX(room, 1) * PANGO_SCALE));
	pango_layout_set_text(set.layout, text->chars->str, (int)text->chars->len);
	PangoAttrList *list = attributes_of(text, size_pt, room);
	pango_layout_set_attributes(set.layout, list);
	pango_attr_list_unref(list);
	take_lines(&set);
	return set;
}

void er_paper_set_clear(ErSetText *set)
{
	g_clear_object(&set->layout);
	g_clear_pointer(&set->lines, g_free);
}

/* ---- pages ---- */

static double body_width(const ErPaperLayout *layout)
{
	return layout->body.width - 2 * ER_PAPER_MARGIN;
}

static double bottom_of(const ErPaperLayout *layout)
{
	return layout->body.height - ER_PAPER_FOOT;
}

static void add_page(ErPaperLayout *layout, ErPaperSize size)
{
	g_array_append_val(layout->sizes, size);
	layout->y = ER_PAPER_MARGIN;
	layout->full = false;
}

static bool is_top(const ErPaperLayout *layout)
{
	return layout->y <= ER_PAPER_MARGIN;
}

/* The page has room for so much more, or a new one begins. */
static void need(ErPaperLayout *layout, double height)
{
	if (layout->full || (!is_top(layout) && layout->y + height > bottom_of(layout)))
		add_page(layout, layout->body);
}

static void put(ErPaperLayout *layout, ErPiece piece)
{
	piece.page = layout->sizes->len;
	piece.y = layout->y;
	g_array_append_val(layout->pieces, piece);
	layout->y += piece.height;
}

static ErPlace here(const ErPaperLayout *layout)
{
	return (ErPlace){ layout->sizes->len, 0, MAX(layout->y - GAP_PT, 0) };
}

static void anchor_here(ErPaperLayout *layout, const char *anchor)
{
	if (anchor == NULL)
		return;
	ErPlace *place = g_new(ErPlace, 1);
	*place = here(layout);
	g_hash_table_insert(layout->places, (char *)anchor, place);
}

/* ---- tables ---- */

/* What the texts of a column ask for. */
typedef struct { double whole, word, squares; } Ask;

/* The width of a text in one line, and of its longest word. */
static void measure(const ErText *text, bool bold, Ask *ask)
{
	ErFont font = bold ? ER_FONT_SEMIBOLD : ER_FONT_REGULAR;
	const char *p = text->chars->str;
	double start = (text->mark != ER_SIGN_NONE ? ER_PAPER_SIGN : 0) + 2 * ER_PAPER_CELL_X + 0.5;
	double width = start, longest = 0, space = er_text_width(font, CELL_PT, " ");

	while (*p != '\0') {
		size_t n = strcspn(p, " ");
		g_autofree char *one = g_strndup(p, n);
		double w = er_text_width(font, CELL_PT, one) * 1.03;
		longest = MAX(longest, w + start);
		width += w + (p[n] == ' ' ? space : 0);
		p += n + (p[n] == ' ');
	}
	ask->whole = MAX(ask->whole, width);
	ask->word = MAX(ask->word, longest);
	ask->squares += width * width;
}

/*
 * Each column has room for its longest word, a short one for all it holds; the rest goes by the root of the mean square of what its cells ask for, so
 * that one long cell does not take the room of many. No column gets more than it asks for, as long as another wants it.
 */
static void share_out(const Ask *asks, double *widths, uint32_t n, double width, uint32_t n_rows)
{
	enum { SHORT_PT = 84 };
	double left = width, weights = 1;
	g_autofree bool *done = g_new0(bool, n);

	for (uint32_t i = 0; i < n; i++) {
		widths[i] = asks[i].whole <= SHORT_PT ? asks[i].whole : MIN(asks[i].word, width * 0.28);
		left -= widths[i];
	}
	if (left < 0)
		for (uint32_t i = 0; i < n; i++)
			widths[i] *= width / (width - left);
	while (left > 0.01 && weights > 0) {
		double given = 0;
		weights = 0;
		for (uint32_t i = 0; i < n; i++)
			weights += done[i] ? 0 : sqrt(asks[i].squares / n_rows);
		for (uint32_t i = 0; i < n && weights > 0; i++) {
			double part = done[i] ? 0 : MIN(left * sqrt(asks[i].squares / n_rows) / weights, asks[i].whole - widths[i]);
			widths[i] += part;
			given += part;
			done[i] = done[i] || asks[i].whole - widths[i] < 0.01;
		}
		left -= given;
	}
	/* Everything stands in one line: the room that is left makes all columns wider. */
	for (uint32_t i = 0; i < n && left > 0.01; i++)
		widths[i] *= width / (width - left);
}

static double *columns_of(const ErPaperLayout *layout, const ErBlock *block)
{
	uint32_t n = block->heads != NULL ? block->heads->cells->len : 2;
	double *edges = g_new0(double, n + 1), width = body_width(layout);
	g_autofree double *widths = g_new0(double, n);
	g_autofree Ask *asks = g_new0(Ask, n);

	if (block->heads == NULL) {
		edges[0] = ER_PAPER_MARGIN;
		edges[1] = ER_PAPER_MARGIN + LABELS_PT;
		edges[2] = ER_PAPER_MARGIN + width;
		return edges;
	}
	for (uint32_t c = 0; c < n; c++)
		measure(block->heads->cells->pdata[c], true, &asks[c]);
	for (guint r = 0; r < block->rows->len; r++) {
		const ErRow *row = block->rows->pdata[r];
		for (uint32_t c = 0; c < row->cells->len; c++)
			measure(row->cells->pdata[c], false, &asks[c]);
	}
	share_out(asks, widths, n, width, block->rows->len + 1);
	edges[0] = ER_PAPER_MARGIN;
	for (uint32_t c = 0; c < n; c++)
		edges[c + 1] = edges[c] + widths[c];
	return edges;
}

static ErSetRow set_row(ErPaperLayout *layout, const ErRow *row, const double *edges, bool bold)
{
	ErSetRow set = { .cells = g_new0(ErSetText, row->cells->len + 1), .n = row->cells->len };

	for (uint32_t c = 0; c < set.n; c++) {
		set.cells[c] = er_paper_set(layout, row->cells->pdata[c], CELL_PT, bold, edges[c + 1] - edges[c] - 2 * ER_PAPER_CELL_X);
		set.height = MAX(set.height, set.cells[c].height);
		set.n_lines = MAX(set.n_lines, set.cells[c].n_lines);
	}
	set.height += 2 * ER_PAPER_CELL_Y;
	return set;
}

static void clear_row(ErSetRow *row)
{
	for (uint32_t c = 0; c < row->n; c++)
		er_paper_set_clear(&row->cells[c]);
	g_free(row->cells);
}

/* Height of lines [first, last) of the row. */
static double part_height(const ErSetRow *row, uint32_t first, uint32_t last)
{
	double height = 0;

	for (uint32_t c = 0; c < row->n; c++) {
		const ErSetText *cell = &row->cells[c];
		if (first < cell->n_lines)
			height = MAX(height, cell->lines[MIN(last, cell->n_lines) - 1].bottom - cell->lines[first].top);
	}
	return height + 2 * ER_PAPER_CELL_Y;
}

static void place_heads(ErPaperLayout *layout, uint32_t block)
{
	const ErSetRow *heads = &layout->blocks[block].heads;

	if (heads->n > 0)
		put(layout, (ErPiece){ .kind = ER_PIECE_HEADS, .block = block, .height = heads->height, .last = heads->n_lines });
}

static void next_page_of_table(ErPaperLayout *layout, uint32_t block)
{
	add_page(layout, layout->body);
	place_heads(layout, block);
}

/* A row that no page could hold goes on as many as it takes. */
static void place_row_in_parts(ErPaperLayout *layout, uint32_t block, uint32_t r)
{
	const ErSetRow *row = &layout->blocks[block].rows[r];
	uint32_t first = 0;

	while (first < row->n_lines) {
		uint32_t last = first + 1;
		while (last < row->n_lines && layout->y + part_height(row, first, last + 1) <= bottom_of(layout))
			last++;
		put(layout, (ErPiece){ .kind = ER_PIECE_ROW, .block = block, .row = r, .height = part_height(row, first, last), .first = first, .last = last });
		first = last;
		if (first < row->n_lines)
			next_page_of_table(layout, block);
	}
}

static void place_row(ErPaperLayout *layout, uint32_t block, uint32_t r)
{
	const ErBlock *told = layout->pages->blocks->pdata[block];
	const ErSetBlock *set = &layout->blocks[block];
	const ErSetRow *row = &set->rows[r];
	bool last_but_one = r > 0 && r + 2 == told->rows->len;
	double with_next = row->height + (last_but_one ? set->rows[r + 1].height : 0), room = bottom_of(layout) - ER_PAPER_MARGIN - set->heads.height;

	if (layout->full || layout->y + (with_next <= room ? with_next : MIN(row->height, room)) > bottom_of(layout))
		next_page_of_table(layout, block);
	anchor_here(layout, ((const ErRow *)told->rows->pdata[r])->anchor);
	if (layout->y + row->height > bottom_of(layout))
		place_row_in_parts(layout, block, r);
	else
		put(layout, (ErPiece){ .kind = ER_PIECE_ROW, .block = block, .row = r, .height = row->height, .last = row->n_lines });
}

static double table_height(const ErBlock *told, const ErSetBlock *set, uint32_t most)
{
	double height = set->heads.n > 0 ? set->heads.height : 0;

	for (guint r = 0; r < told->rows->len && r < most; r++)
		height += set->rows[r].height;
	return height;
}

/* ---- blocks ---- */

static double size_of(const ErBlock *block)
{
	if (block->kind != ER_BLOCK_PARAGRAPH)
		return er_paper_heading_size(block->level);
	switch (block->paragraph) {
	case ER_PARAGRAPH_LEAD: return LEAD_PT;
	case ER_PARAGRAPH_NOTE: return NOTE_PT;
	default: return BODY_PT;
	}
}

static void set_block(ErPaperLayout *layout, uint32_t index)
{
	const ErBlock *block = layout->pages->blocks->pdata[index];
	ErSetBlock *set = &layout->blocks[index];
	bool title = block->kind == ER_BLOCK_HEADING || block->kind == ER_BLOCK_FIGURE;

	if (block->text != NULL)
		set->text = er_paper_set(layout, block->text, size_of(block), title, body_width(layout) - (block->paragraph == ER_PARAGRAPH_ITEM ? ER_PAPER_INDENT : 0));
	if (block->rows == NULL)
		return;
	set->columns = columns_of(layout, block);
	if (block->heads != NULL)
		set->heads = set_row(layout, block->heads, set->columns, true);
	set->rows = g_new0(ErSetRow, block->rows->len + 1);
	for (guint r = 0; r < block->rows->len; r++)
		set->rows[r] = set_row(layout, block->rows->pdata[r], set->columns, false);
}

static double space_before(const ErPaperLayout *layout, const ErBlock *block)
{
	static const double before[] = { 0, 24, 17, 13 };

	if (is_top(layout))
		return 0;
	if (block->kind == ER_BLOCK_HEADING)
		return before[block->level];
	return block->paragraph == ER_PARAGRAPH_ITEM ? 2 : GAP_PT;
}

/* How much of block @i must stand on one page with what comes before it. */
static double lead_of(const ErPaperLayout *layout, uint32_t i)
{
	if (i >= layout->pages->blocks->len)
		return 0;
	const ErBlock *block = layout->pages->blocks->pdata[i];
	const ErSetBlock *set = &layout->blocks[i];
	double room = (bottom_of(layout) - ER_PAPER_MARGIN) * 0.45, height;
	bool titled;

	switch (block->kind) {
	case ER_BLOCK_HEADING:
		return set->text.height + GAP_PT * 2 + lead_of(layout, i + 1);
	case ER_BLOCK_PARAGRAPH:
		if (block->paragraph == ER_PARAGRAPH_BEFORE)
			return set->text.height + GAP_PT + lead_of(layout, i + 1);
		return set->text.n_lines > 3 ? set->text.lines[1].bottom : set->text.height;
	case ER_BLOCK_FACTS: case ER_BLOCK_TABLE:
		/* Below their heading facts are kept whole. */
		titled = i > 0 && ((const ErBlock *)layout->pages->blocks->pdata[i - 1])->kind == ER_BLOCK_HEADING;
		height = table_height(block, set, block->kind == ER_BLOCK_FACTS && titled ? UINT32_MAX : block->rows->len == 3 ? 3 : 2);
		return GAP_PT + (height <= room ? height : table_height(block, set, 1));
	case ER_BLOCK_FIGURE: case ER_BLOCK_BREAK:
		break;
	}
	return 0;
}

/* Lines of a text that go on this page: all, or so many that two stand here and two on the next; 0: none. */
static uint32_t lines_that_fit(const ErPaperLayout *layout, const ErSetText *set, uint32_t first)
{
	uint32_t last = first;

	while (last < set->n_lines && layout->y + set->lines[last].bottom - set->lines[first].top <= bottom_of(layout))
		last++;
	if (last == set->n_lines)
		return last - first;
	if (set->n_lines - last < 2)
		last = set->n_lines - MIN(2, set->n_lines);
	return last > first + 1 ? last - first : 0;
}

static void place_paragraph(ErPaperLayout *layout, uint32_t index)
{
	const ErSetText *set = &layout->blocks[index].text;
	uint32_t first = 0;

	while (first < set->n_lines) {
		uint32_t n = lines_that_fit(layout, set, first);
		if (n == 0 && is_top(layout))
			n = 1;
		if (n > 0)
			put(layout, (ErPiece){ .kind = ER_PIECE_TEXT, .block = index, .height = set->lines[first + n - 1].bottom - set->lines[first].top, .first = first, .last = first + n });
		first += n;
		if (first < set->n_lines)
			add_page(layout, layout->body);
	}
}

/* ---- figures ---- */

static double smallest_text_px(const ErScene *scene, const ErTheme *theme)
{
	double least = 100;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_TEXT)
			least = MIN(least, er_theme_style(theme, item->role, 0, false).size_px);
	}
	return least;
}

double er_paper_figure_scale(const ErScene *scene, ErPaperSize size)
{
	double w = size.width - 2 * ER_PAPER_SHEET_MARGIN, h = size.height - ER_PAPER_SHEET_TOP - ER_PAPER_FOOT * 0.75;

	return MIN(ER_PT_PER_PX, MIN(w / er_scene_width(scene), h / er_scene_height(scene)));
}

/* The smallest paper on which the smallest text can be read; larger than any where none is large enough. */
static ErPaperSize paper_of(const ErPaperLayout *layout, const ErScene *scene, const ErTheme *theme)
{
	ErPaperSize one = layout->body, two = one.width == letter.width ? tabloid : a3;
	const ErPaperSize sizes[] = { one, { one.height, one.width }, { two.height, two.width }, two };
	double enough = ER_SMALLEST_TEXT_PT / smallest_text_px(scene, theme);

	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
		if (er_paper_figure_scale(scene, sizes[i]) >= MIN(enough, ER_PT_PER_PX))
			return sizes[i];
	return (ErPaperSize){
		MIN(er_scene_width(scene) * enough + 2 * ER_PAPER_SHEET_MARGIN, MOST_PT),
		MIN(er_scene_height(scene) * enough + ER_PAPER_SHEET_TOP + ER_PAPER_FOOT, MOST_PT),
	};
}

static void place_figure(ErPaperLayout *layout, uint32_t index)
{
	const ErBlock *block = layout->pages->blocks->pdata[index];

	add_page(layout, paper_of(layout, block->scene, block->theme));
	layout->y = 0;
	anchor_here(layout, block->anchor);
	layout->blocks[index].place = here(layout);
	put(layout, (ErPiece){ .kind = ER_PIECE_FIGURE, .block = index });
	layout->full = true;
}

static void place_block(ErPaperLayout *layout, uint32_t i)
{
	const ErBlock *block = layout->pages->blocks->pdata[i];

	switch (block->kind) {
	case ER_BLOCK_HEADING:
		need(layout, space_before(layout, block) + lead_of(layout, i));
		layout->y += space_before(layout, block);
		anchor_here(layout, block->anchor);
		layout->blocks[i].place = here(layout);
		put(layout, (ErPiece){ .kind = ER_PIECE_TEXT, .block = i, .height = layout->blocks[i].text.height, .last = layout->blocks[i].text.n_lines });
		break;
	case ER_BLOCK_PARAGRAPH:
		need(layout, space_before(layout, block) + (block->paragraph == ER_PARAGRAPH_BEFORE ? lead_of(layout, i) : 0));
		layout->y += space_before(layout, block);
		place_paragraph(layout, i);
		break;
	case ER_BLOCK_TABLE: case ER_BLOCK_FACTS:
		need(layout, lead_of(layout, i));
		layout->y += is_top(layout) ? 0 : GAP_PT;
		place_heads(layout, i);
		for (guint r = 0; r < block->rows->len; r++)
			place_row(layout, i, r);
		layout->y += GAP_PT / 2;
		break;
	case ER_BLOCK_FIGURE:
		place_figure(layout, i);
		break;
	case ER_BLOCK_BREAK:
		layout->full = layout->full || !is_top(layout);
		break;
	}
}

/* ---- the document ---- */

bool er_paper_in_contents(const ErBlock *block)
{
	return block->kind == ER_BLOCK_FIGURE || (block->kind == ER_BLOCK_HEADING && block->level < 3);
}

static void place_contents(ErPaperLayout *layout)
{
	const GPtrArray *blocks = layout->pages->blocks;

	add_page(layout, layout->body);
	put(layout, (ErPiece){ .kind = ER_PIECE_CONTENTS, .height = 34 });
	for (guint i = 0; i < blocks->len; i++) {
		const ErBlock *block = blocks->pdata[i];
		if (!er_paper_in_contents(block))
			continue;
		double before = block->level == 1 ? 5 : 0;
		need(layout, before + ER_PAPER_ENTRY * (block->level == 1 ? 2 : 1));
		layout->y += is_top(layout) ? 0 : before;
		put(layout, (ErPiece){ .kind = ER_PIECE_ENTRY, .block = i, .height = ER_PAPER_ENTRY });
	}
	layout->full = true;
}

void er_paper_layout(ErPaperLayout *layout, const ErPages *pages, cairo_t *cr)
{
	*layout = (ErPaperLayout){ .pages = pages, .context = er_ink_context(cr), .body = strcmp(pages->frame.paper, "letter") == 0 ? letter : a4 };
	layout->sizes = g_array_new(FALSE, FALSE, sizeof(ErPaperSize));
	layout->pieces = g_array_new(FALSE, FALSE, sizeof(ErPiece));
	layout->places = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	layout->blocks = g_new0(ErSetBlock, pages->blocks->len + 1);
	for (int bold = 0; bold < 2; bold++) {
		layout->fonts[bold] = pango_font_description_from_string(FAMILY);
		pango_font_description_set_weight(layout->fonts[bold], bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
	}
	add_page(layout, layout->body);
	put(layout, (ErPiece){ .kind = ER_PIECE_TITLE_PAGE });
	place_contents(layout);
	for (guint i = 0; i < pages->blocks->len; i++)
		set_block(layout, i);
	for (guint i = 0; i < pages->blocks->len; i++)
		place_block(layout, i);
}

static void clear_block(const ErBlock *block, ErSetBlock *set)
{
	er_paper_set_clear(&set->text);
	if (set->heads.cells != NULL)
		clear_row(&set->heads);
	for (guint r = 0; block->rows != NULL && r < block->rows->len; r++)
		clear_row(&set->rows[r]);
	g_free(set->rows);
	g_free(set->columns);
}

void er_paper_layout_clear(ErPaperLayout *layout)
{
	for (guint i = 0; i < layout->pages->blocks->len; i++)
		clear_block(layout->pages->blocks->pdata[i], &layout->blocks[i]);
	g_free(layout->blocks);
	g_array_free(layout->sizes, TRUE);
	g_array_free(layout->pieces, TRUE);
	g_hash_table_destroy(layout->places);
	for (int i = 0; i < 2; i++)
		pango_font_description_free(layout->fonts[i]);
	g_object_unref(layout->context);
}
