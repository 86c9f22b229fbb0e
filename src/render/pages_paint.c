/*
 * pages_paint.c: a document on paper, laid out by pages_layout.c, painted as PDF with cairo; what cairo 1.16 does not forgive: pdf.c.
 *
 * Tags: Document > H1 … H3, P, L > LI, TOC > TOCI, Table > TR > TH and TD, Figure, Link. cairo marks what is painted within tags that hold
 * no other tag: so in a text with a link all else stands in Spans, and the links of a figure stand behind it. What is painted straight
 * within the Document (grounds, rules, the foot of the page) is marked as nothing, and readers pass it by.
 * cairo 1.16 drops a link to a page that is not painted yet, unless it names a destination: so every place that links may lead to has a name,
 * made of its page and position. Which places there are is known from the layout; a link that leads nowhere is no link.
 */
#include "pages_layout.h"

#include "paint.h"
#include "pdf.h"

#include <cairo-pdf.h>
#include <string.h>

#define INK 0x1F2933u
#define MUTED 0x52606Du
#define LINK 0x0B5394u
#define RULE 0xC4CCD4u
#define HEAD 0xE6EBF0u
#define STRIPE 0xF5F7F9u
#define FOOT_PT 7.5
#define ENTRY_PT 9.5
#define FACT_PT 10.0
#define SIGN 8.0

typedef struct {
	const ErPages *pages;
	ErPaperLayout layout;
	cairo_surface_t *surface;
	cairo_t *cr;
	ErInk ink;                /* of figures; paints with the same cairo_t */
	GHashTable *elements;     /* element id of a figure → ErPlace; a lookup, never an order */
	GHashTable *names;        /* of places that are in the file; only looked up */
	int outline[4];           /* the last entry of each level */
	void *logo;
	const char *list;         /* tag that holds what is painted now: "L", "TOC", "Table"; NULL: none */
	uint32_t list_block;      /* for Table: which */
} Paint;

static void set_colour(cairo_t *cr, ErColour colour)
{
	cairo_set_source_rgb(cr, (colour >> 16 & 0xFFu) / 255.0, (colour >> 8 & 0xFFu) / 255.0, (colour & 0xFFu) / 255.0);
}

static void fill(Paint *p, ErColour colour, double x, double y, double w, double h)
{
	set_colour(p->cr, colour);
	cairo_rectangle(p->cr, x, y, w, h);
	cairo_fill(p->cr);
}

static void begin(Paint *p, const char *tag)
{
	cairo_tag_begin(p->cr, tag, NULL);
}

static void end(Paint *p, const char *tag)
{
	cairo_tag_end(p->cr, tag);
}

/* ---- signs ---- */

static void octagon(cairo_t *cr)
{
	static const double at[][2] = { { 2.4, 0 }, { 5.6, 0 }, { 8, 2.4 }, { 8, 5.6 }, { 5.6, 8 }, { 2.4, 8 }, { 0, 5.6 }, { 0, 2.4 } };

	for (size_t i = 0; i < G_N_ELEMENTS(at); i++)
		cairo_line_to(cr, at[i][0], at[i][1]);
	cairo_close_path(cr);
}

static void polygon(cairo_t *cr, const double *xy, size_t n, bool closed)
{
	for (size_t i = 0; i < n; i++)
		cairo_line_to(cr, xy[2 * i], xy[2 * i + 1]);
	if (closed)
		cairo_close_path(cr);
}

static void stroke(cairo_t *cr, ErColour colour, double width)
{
	set_colour(cr, colour);
	cairo_set_line_width(cr, width);
	cairo_stroke(cr);
}

static void cross(cairo_t *cr, ErColour colour, double inset)
{
	cairo_move_to(cr, inset, inset);
	cairo_line_to(cr, SIGN - inset, SIGN - inset);
	cairo_move_to(cr, SIGN - inset, inset);
	cairo_line_to(cr, inset, SIGN - inset);
	stroke(cr, colour, 1.3);
}

/* Each of another shape, so that it tells in black and white, too. */
static void draw_sign(cairo_t *cr, ErSign mark, double x, double y)
{
	static const double triangle[] = { 4, 0.4, 8, 7.6, 0, 7.6 }, diamond[] = { 4, 0, 8, 4, 4, 8, 0, 4 }, lower[] = { 8, 4, 4, 8, 0, 4 }, tick[] = { 0.8, 4.4, 3.2, 7, 7.4, 1.2 };

	cairo_save(cr);
	cairo_translate(cr, x, y);
	switch (mark) {
	case ER_SIGN_CRITICAL:
		octagon(cr);
		set_colour(cr, 0xB01E1E);
		cairo_fill(cr);
		cross(cr, 0xFFFFFF, 2.3);
		break;
	case ER_SIGN_HIGH:
		polygon(cr, triangle, 3, true);
		set_colour(cr, 0xC2410C);
		cairo_fill(cr);
		break;
	case ER_SIGN_MEDIUM:
		polygon(cr, lower, 3, true);
		set_colour(cr, 0x8A5A00);
		cairo_fill(cr);
		polygon(cr, diamond, 4, true);
		stroke(cr, 0x8A5A00, 1);
		break;
	case ER_SIGN_LOW:
		cairo_arc(cr, 4, 4, 3.3, 0, 2 * G_PI);
		stroke(cr, LINK, 1.2);
		break;
	case ER_SIGN_INFO:
		cairo_arc(cr, 4, 4, 1.8, 0, 2 * G_PI);
		set_colour(cr, MUTED);
		cairo_fill(cr);
		break;
	case ER_SIGN_UNKNOWN:
		cairo_rectangle(cr, 0.8, 0.8, 6.4, 6.4);
		cairo_set_dash(cr, (double[]){ 1.6, 1.2 }, 2, 0);
		stroke(cr, MUTED, 1.1);
		break;
	case ER_SIGN_UP:
		polygon(cr, tick, 3, false);
		stroke(cr, 0x1B6E3C, 1.5);
		break;
	case ER_SIGN_DOWN:
		cross(cr, 0xB01E1E, 1);
		break;
	case ER_SIGN_NONE:
		break;
	}
	cairo_restore(cr);
}

/* ---- links ---- */

static char *rect_of(double x, double y, double w, double h)
{
	return g_strdup_printf("rect=[%d %d %d %d]", er_pdf_whole(x), er_pdf_whole(y), er_pdf_whole(w), er_pdf_whole(h));
}

static char *name_of(const ErPlace *place)
{
	return g_strdup_printf("p%u-%d-%d", place->page, er_pdf_whole(place->x), er_pdf_whole(place->y));
}

static char *to_place(const ErPlace *place, double x, double y, double w, double h)
{
	g_autofree char *rect = rect_of(x, y, w, h), *name = name_of(place);

	return g_strdup_printf("dest='%s' %s", name, rect);
}

/* Links lead to it by its name, once. */
static void put_place(Paint *p, const ErPlace *place)
{
	char *name = name_of(place);

	if (g_hash_table_add(p->names, name))
		er_pdf_place(p->cr, name, place->x, place->y);
}

/* (transfer full): attributes of a link tag; NULL where there is none, or it leads nowhere. */
static char *link_to(const Paint *p, const char *link, double x, double y, double w, double h)
{
	if (link == NULL)
		return NULL;
	if (link[0] == '#') {
		const ErPlace *place = g_hash_table_lookup(p->layout.places, link + 1);
		return place != NULL ? to_place(place, x, y, w, h) : NULL;
	}
	g_autofree char *address = er_pdf_address(link), *rect = rect_of(x, y, w, h);
	return g_strdup_printf("uri='%s' %s", address, rect);
}

/* ---- texts ---- */

static const ErSpan *span_at(const ErText *text, uint32_t byte)
{
	uint32_t low = 0, high = text->spans->len;

	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (g_array_index(text->spans, ErSpan, middle).start <= byte)
			low = middle;
		else
			high = middle;
	}
	return &g_array_index(text->spans, ErSpan, low);
}

static bool has_link(const Paint *p, const ErText *text)
{
	for (guint i = 0; i < text->spans->len; i++) {
		const char *link = g_array_index(text->spans, ErSpan, i).link;
		if (link != NULL && (link[0] != '#' || g_hash_table_contains(p->layout.places, link + 1)))
			return true;
	}
	return false;
}

static void paint_run(Paint *p, const ErText *text, const ErSetLine *line, PangoGlyphItem *run, double x, double y, bool in_spans)
{
	const ErSpan *span = span_at(text, (uint32_t)run->item->offset);
	double width = (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
	g_autofree char *link = link_to(p, span->link, x, y + line->top, width, line->bottom - line->top);
	const char *tag = link != NULL ? CAIRO_TAG_LINK : "Span";

	if (in_spans)
		cairo_tag_begin(p->cr, tag, link);
	set_colour(p->cr, link != NULL ? LINK : span->run == ER_RUN_MUTED ? MUTED : INK);
	cairo_move_to(p->cr, x, y + line->baseline);
	pango_cairo_show_glyph_item(p->cr, text->chars->str, run);
	cairo_new_path(p->cr);
	if (in_spans)
		end(p, tag);
}

/* Lines [first, last) with the first one's top at @y. */
static void paint_lines(Paint *p, const ErSetText *set, uint32_t first, uint32_t last, double x, double y)
{
	bool in_spans = has_link(p, set->text);
	double up = first < set->n_lines ? set->lines[first].top : 0, mark = set->text->mark != ER_SIGN_NONE ? ER_PAPER_SIGN : 0;

	if (set->text->chars->len == 0)
		return;
	for (uint32_t i = first; i < MIN(last, set->n_lines); i++) {
		double at = x + mark;
		for (GSList *run = set->lines[i].line->runs; run != NULL; run = run->next) {
			PangoGlyphItem *item = run->data;
			paint_run(p, set->text, &set->lines[i], item, at, y - up, in_spans);
			at += (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE;
		}
	}
}

static void paint_sign(Paint *p, const ErSetText *set, uint32_t first, double x, double y)
{
	if (first == 0 && set->text->mark != ER_SIGN_NONE)
		draw_sign(p->cr, set->text->mark, x, y + (set->lines[0].bottom - set->lines[0].top - SIGN) / 2 + 0.5);
}

/* A line of the frame's own, shortened to fit. */
static double paint_word(Paint *p, const char *word, double size_pt, bool bold, ErColour colour, double x, double baseline, double most, bool from_right)
{
	g_autofree char *fit = er_text_fit(bold ? ER_FONT_SEMIBOLD : ER_FONT_REGULAR, size_pt, word, most);
	ErSpan span = { .end = (uint32_t)strlen(fit), .run = ER_RUN_PLAIN };
	ErText text = { .chars = g_string_new(fit), .spans = g_array_new(FALSE, FALSE, sizeof(ErSpan)) };
	double width = 0;

	g_array_append_val(text.spans, span);
	ErSetText set = er_paper_set(&p->layout, &text, size_pt, bold, 20000);
	for (GSList *run = set.lines[0].line->runs; run != NULL; run = run->next)
		width += (double)pango_glyph_string_get_width(((PangoGlyphItem *)run->data)->glyphs) / PANGO_SCALE;
	double at = from_right ? x - width : x;
	set_colour(p->cr, colour);
	for (GSList *run = set.lines[0].line->runs; run != NULL; run = run->next) {
		cairo_move_to(p->cr, at, baseline);
		pango_cairo_show_glyph_item(p->cr, text.chars->str, run->data);
		at += (double)pango_glyph_string_get_width(((PangoGlyphItem *)run->data)->glyphs) / PANGO_SCALE;
	}
	cairo_new_path(p->cr);
	er_paper_set_clear(&set);
	g_string_free(text.chars, TRUE);
	g_array_free(text.spans, TRUE);
	return width;
}

/* ---- the title page and the contents ---- */

static void paint_logo(Paint *p, double y)
{
	if (p->logo != NULL)
		er_picture_draw(p->logo, p->cr, (ErRect){ ER_PAPER_MARGIN, y, 72, 72 }, 1);
}

/* Lines of a text of the title page, at most so many. Returns: where they end */
static double paint_wrapped(Paint *p, const char *tag, const char *word, double size_pt, bool bold, ErColour colour, double y, uint32_t most)
{
	double width = p->layout.body.width - 2 * ER_PAPER_MARGIN, line = size_pt * 1.36;
	g_autoptr(GPtrArray) lines = er_text_wrap(bold ? ER_FONT_SEMIBOLD : ER_FONT_REGULAR, size_pt, word, width * 0.97, most);

	if (*word == '\0')
		return y;
	begin(p, tag);
	for (guint i = 0; i < lines->len; i++)
		paint_word(p, lines->pdata[i], size_pt, bold, colour, ER_PAPER_MARGIN, y + line * (i + 0.8), width, false);
	end(p, tag);
	return y + line * lines->len;
}

static void paint_title_page(Paint *p)
{
	const ErPagesFrame *frame = &p->pages->frame;
	double y = 190, width = p->layout.body.width - 2 * ER_PAPER_MARGIN;

	paint_logo(p, 84);
	y = paint_wrapped(p, "H1", frame->title, 28, true, INK, y, 4) + 6;
	y = paint_wrapped(p, "P", frame->subtitle, 13, false, MUTED, y, 3) + 22;
	fill(p, LINK, ER_PAPER_MARGIN, y, 64, 3);
	y += 30;
	for (guint i = 0; i + 1 < p->pages->facts->len && y < p->layout.body.height - 120; i += 2) {
		begin(p, "P");
		paint_word(p, p->pages->facts->pdata[i], FACT_PT, false, MUTED, ER_PAPER_MARGIN, y, 112, false);
		g_autoptr(GPtrArray) lines = er_text_wrap(ER_FONT_REGULAR, FACT_PT, p->pages->facts->pdata[i + 1], (width - 120) * 0.97, 3);
		for (guint k = 0; k < lines->len; k++, y += k < lines->len ? FACT_PT * 1.36 : 0)
			paint_word(p, lines->pdata[k], FACT_PT, false, INK, ER_PAPER_MARGIN + 120, y, width - 120, false);
		end(p, "P");
		y += FACT_PT * 1.8;
	}
}

static void paint_leader(Paint *p, double from, double to, double y)
{
	cairo_save(p->cr);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_dash(p->cr, (double[]){ 0, 4 }, 2, from);
	cairo_move_to(p->cr, from, y);
	cairo_line_to(p->cr, to, y);
	stroke(p->cr, MUTED, 0.9);
	cairo_restore(p->cr);
}

static void paint_entry(Paint *p, const ErPiece *piece)
{
	const ErBlock *block = p->pages->blocks->pdata[piece->block];
	bool bold = block->level == 1;
	double left = ER_PAPER_MARGIN + (bold ? 0 : ER_PAPER_INDENT), right = p->layout.body.width - ER_PAPER_MARGIN, baseline = piece->y + 11;
	const ErPlace *place = &p->layout.blocks[piece->block].place;
	g_autofree char *number = g_strdup_printf("%u", place->page), *link = to_place(place, left, piece->y, right - left, ER_PAPER_ENTRY);
	begin(p, "TOCI");
	cairo_tag_begin(p->cr, CAIRO_TAG_LINK, link);
	double width = paint_word(p, block->text->chars->str, ENTRY_PT, bold, INK, left, baseline, right - left - 50, false);
	double taken = paint_word(p, number, ENTRY_PT, bold, INK, right, baseline, 40, true);
	end(p, CAIRO_TAG_LINK);
	end(p, "TOCI");
	if (!bold)
		paint_leader(p, left + width + 6, right - taken - 5, baseline - 1);
}

/* ---- tables ---- */

static void paint_cells(Paint *p, const ErPiece *piece, const ErSetRow *row, const double *columns, const char *tag)
{
	for (uint32_t c = 0; c < row->n; c++)
		paint_sign(p, &row->cells[c], piece->first, columns[c] + ER_PAPER_CELL_X, piece->y + ER_PAPER_CELL_Y);
	begin(p, "TR");
	for (uint32_t c = 0; c < row->n; c++) {
		begin(p, tag);
		paint_lines(p, &row->cells[c], piece->first, piece->last, columns[c] + ER_PAPER_CELL_X, piece->y + ER_PAPER_CELL_Y);
		end(p, tag);
	}
	end(p, "TR");
}

static void paint_row(Paint *p, const ErPiece *piece)
{
	const ErBlock *block = p->pages->blocks->pdata[piece->block];
	const ErSetBlock *set = &p->layout.blocks[piece->block];
	double left = ER_PAPER_MARGIN, width = p->layout.body.width - 2 * ER_PAPER_MARGIN;

	const char *anchor = ((const ErRow *)block->rows->pdata[piece->row])->anchor;
	if (anchor != NULL && piece->first == 0)
		put_place(p, g_hash_table_lookup(p->layout.places, anchor));
	if (block->kind == ER_BLOCK_TABLE && piece->row % 2 == 1)
		fill(p, STRIPE, left, piece->y, width, piece->height);
	paint_cells(p, piece, &set->rows[piece->row], set->columns, "TD");
	if (block->kind == ER_BLOCK_TABLE)
		fill(p, RULE, left, piece->y + piece->height - 0.25, width, 0.5);
}

static void paint_heads(Paint *p, const ErPiece *piece)
{
	const ErSetBlock *set = &p->layout.blocks[piece->block];
	double width = p->layout.body.width - 2 * ER_PAPER_MARGIN;

	fill(p, HEAD, ER_PAPER_MARGIN, piece->y, width, piece->height);
	fill(p, INK, ER_PAPER_MARGIN, piece->y + piece->height - 0.5, width, 0.8);
	paint_cells(p, piece, &set->heads, set->columns, "TH");
}

/* ---- headings, paragraphs ---- */

static void add_outline(Paint *p, const ErBlock *block, uint32_t page, double y)
{
	uint32_t level = block->level;
	g_autofree char *place = g_strdup_printf("page=%u pos=[0 %d]", page, er_pdf_whole(MAX(y - 6, 0)));

	p->outline[level] = cairo_pdf_surface_add_outline(p->surface, p->outline[level - 1], block->text->chars->len > 0 ? block->text->chars->str : "–", place,
	                                                  level == 1 ? CAIRO_PDF_OUTLINE_FLAG_BOLD : 0);
	for (uint32_t deeper = level + 1; deeper < G_N_ELEMENTS(p->outline); deeper++)
		p->outline[deeper] = p->outline[level];
}

static void paint_text(Paint *p, const ErPiece *piece)
{
	static const char *const headings[] = { "P", "H1", "H2", "H3" };
	const ErBlock *block = p->pages->blocks->pdata[piece->block];
	const ErSetText *set = &p->layout.blocks[piece->block].text;
	bool item = block->kind == ER_BLOCK_PARAGRAPH && block->paragraph == ER_PARAGRAPH_ITEM;
	const char *tag = item ? "LBody" : headings[block->level];
	double x = ER_PAPER_MARGIN + (item ? ER_PAPER_INDENT : 0);

	if (block->kind == ER_BLOCK_HEADING) {
		add_outline(p, block, piece->page, piece->y);
		put_place(p, &p->layout.blocks[piece->block].place);
	}
	paint_sign(p, set, piece->first, x, piece->y);
	if (item)
		begin(p, "LI");
	if (item && piece->first == 0) {
		begin(p, "Lbl");
		paint_word(p, "•", 9.5, false, MUTED, x - 9, piece->y + set->lines[0].baseline, 20, false);
		end(p, "Lbl");
	}
	begin(p, tag);
	paint_lines(p, set, piece->first, piece->last, x, piece->y);
	end(p, tag);
	if (item)
		end(p, "LI");
}

/* ---- figures ---- */

static bool is_box(const ErItem *item)
{
	return item->kind == ER_ITEM_OPEN && (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER);
}

typedef struct { double k, x, y; } Figure;

static Figure figure_of(const Paint *p, const ErPiece *piece)
{
	const ErBlock *block = p->pages->blocks->pdata[piece->block];
	ErPaperSize size = g_array_index(p->layout.sizes, ErPaperSize, piece->page - 1);
	double k = er_paper_figure_scale(block->scene, size);

	return (Figure){ k, (size.width - er_scene_width(block->scene) * k) / 2, ER_PAPER_SHEET_TOP };
}

/* Where the boxes of all figures are, before the first is painted. */
static void collect_elements(Paint *p)
{
	for (guint i = 0; i < p->layout.pieces->len; i++) {
		const ErPiece *piece = &g_array_index(p->layout.pieces, ErPiece, i);
		if (piece->kind != ER_PIECE_FIGURE)
			continue;
		const ErScene *scene = ((const ErBlock *)p->pages->blocks->pdata[piece->block])->scene;
		Figure f = figure_of(p, piece);
		for (uint32_t k = 0; k < er_scene_count(scene); k++) {
			const ErItem *item = er_scene_at(scene, k);
			if (!is_box(item) || item->id == NULL || g_hash_table_contains(p->elements, item->id))
				continue;
			ErPlace *place = g_new(ErPlace, 1);
			*place = (ErPlace){ piece->page, f.x + item->rect.x * f.k, f.y + item->rect.y * f.k };
			g_hash_table_insert(p->elements, (char *)item->id, place);
		}
	}
}

/* (transfer full): of an item that leads somewhere: to the web, to a box of a figure, to another figure, to where its part is told. */
static char *link_of_item(const Paint *p, const ErItem *item, Figure f)
{
	double x = f.x + item->rect.x * f.k, y = f.y + item->rect.y * f.k, w = item->rect.w * f.k, h = item->rect.h * f.k;
	const ErPlace *place = NULL;

	if (item->kind == ER_ITEM_PATH || item->kind == ER_ITEM_CLOSE || item->rect.w <= 0 || item->rect.h <= 0)
		return NULL;
	if (item->link != NULL && g_str_has_prefix(item->link, "http"))
		return link_to(p, item->link, x, y, w, h);
	if (item->link != NULL && item->link[0] == '#') {
		place = g_hash_table_lookup(p->elements, item->link + 1);
	} else if (item->link != NULL && g_str_has_suffix(item->link, ".svg")) {
		g_autofree char *anchor = g_strdup_printf("sheet:%.*s", (int)strlen(item->link) - 4, item->link);
		place = g_hash_table_lookup(p->layout.places, anchor);
	}
	if (place == NULL && is_box(item) && item->data_id != NULL) {
		g_autofree char *anchor = g_strconcat("part:", item->data_id, NULL);
		place = g_hash_table_lookup(p->layout.places, anchor);
	}
	return place != NULL ? to_place(place, x, y, w, h) : NULL;
}

static void paint_figure(Paint *p, const ErPiece *piece)
{
	const ErBlock *block = p->pages->blocks->pdata[piece->block];
	const ErSetText *set = &p->layout.blocks[piece->block].text;
	Figure f = figure_of(p, piece);

	add_outline(p, block, piece->page, 0);
	put_place(p, &p->layout.blocks[piece->block].place);
	for (uint32_t i = 0; i < er_scene_count(block->scene); i++) {
		const ErItem *item = er_scene_at(block->scene, i);
		const ErPlace *place = is_box(item) && item->id != NULL ? g_hash_table_lookup(p->elements, item->id) : NULL;
		if (place != NULL && place->page == piece->page)
			put_place(p, place);
	}
	begin(p, "H2");
	paint_lines(p, set, 0, set->n_lines > 0 ? 1 : 0, ER_PAPER_SHEET_MARGIN, ER_PAPER_SHEET_MARGIN);
	end(p, "H2");
	p->ink.theme = block->theme;
	p->ink.icons = block->icons;
	begin(p, "Figure");
	cairo_save(p->cr);
	cairo_translate(p->cr, f.x, f.y);
	cairo_scale(p->cr, f.k, f.k);
	er_ink_ground(&p->ink, block->scene);
	for (uint32_t i = 0; i < er_scene_count(block->scene); i++) {
		const ErItem *item = er_scene_at(block->scene, i);
		if (item->kind != ER_ITEM_RECT || item->role != ER_ROLE_PAGE)
			er_ink_draw(&p->ink, block->scene, item);
	}
	cairo_restore(p->cr);
	end(p, "Figure");
	begin(p, "Div");
	for (uint32_t i = 0; i < er_scene_count(block->scene); i++) {
		g_autofree char *link = link_of_item(p, er_scene_at(block->scene, i), f);
		if (link == NULL)
			continue;
		cairo_tag_begin(p->cr, CAIRO_TAG_LINK, link);
		end(p, CAIRO_TAG_LINK);
	}
	end(p, "Div");
}

/* ---- pages ---- */

static void paint_foot(Paint *p, uint32_t page, double margin)
{
	const ErPagesFrame *frame = &p->pages->frame;
	ErPaperSize size = g_array_index(p->layout.sizes, ErPaperSize, page - 1);
	double y = size.height - ER_PAPER_FOOT / 2, left = margin, right = size.width - margin;
	g_autofree char *number = g_strdup_printf("%s %u %s %u", frame->page, page, frame->of, p->layout.sizes->len);

	fill(p, RULE, left, y - 11, right - left, 0.5);
	double taken = paint_word(p, number, FOOT_PT, false, MUTED, right, y, 200, true);
	paint_word(p, frame->footer, FOOT_PT, false, MUTED, left, y, right - left - taken - 20, false);
}

/* A list, the contents and a table are one element on each page that they are on. */
static void enter(Paint *p, const ErPiece *piece)
{
	const ErBlock *block = piece->kind >= ER_PIECE_ENTRY ? p->pages->blocks->pdata[piece->block] : NULL;
	bool item = piece->kind == ER_PIECE_TEXT && block->kind == ER_BLOCK_PARAGRAPH && block->paragraph == ER_PARAGRAPH_ITEM;
	const char *list = piece->kind == ER_PIECE_ENTRY ? "TOC" : piece->kind == ER_PIECE_ROW || piece->kind == ER_PIECE_HEADS ? "Table" : item ? "L" : NULL;
	bool same = g_strcmp0(list, p->list) == 0 && (list == NULL || strcmp(list, "Table") != 0 || p->list_block == piece->block);

	if (same)
		return;
	if (p->list != NULL)
		end(p, p->list);
	if (list != NULL)
		begin(p, list);
	p->list = list;
	p->list_block = piece->block;
}

static void leave(Paint *p)
{
	if (p->list != NULL)
		end(p, p->list);
	p->list = NULL;
}

static void paint_piece(Paint *p, const ErPiece *piece)
{
	enter(p, piece);
	switch (piece->kind) {
	case ER_PIECE_TITLE_PAGE: paint_title_page(p); break;
	case ER_PIECE_CONTENTS:
		begin(p, "H1");
		paint_word(p, p->pages->frame.contents, er_paper_heading_size(1), true, INK, ER_PAPER_MARGIN, piece->y + 18, 400, false);
		end(p, "H1");
		break;
	case ER_PIECE_ENTRY: paint_entry(p, piece); break;
	case ER_PIECE_TEXT: paint_text(p, piece); break;
	case ER_PIECE_HEADS: paint_heads(p, piece); break;
	case ER_PIECE_ROW: paint_row(p, piece); break;
	case ER_PIECE_FIGURE: paint_figure(p, piece); break;
	}
}

static void begin_page(Paint *p, uint32_t page, const ErPiece *first)
{
	ErPaperSize size = g_array_index(p->layout.sizes, ErPaperSize, page - 1);

	cairo_pdf_surface_set_size(p->surface, size.width, size.height);
	if (page == 1)
		begin(p, "Document");
	if (page > 1)
		paint_foot(p, page, first != NULL && first->kind == ER_PIECE_FIGURE ? ER_PAPER_SHEET_MARGIN : ER_PAPER_MARGIN);
}

static void paint_all(Paint *p)
{
	uint32_t n = p->layout.sizes->len, next = 0;

	for (uint32_t page = 1; page <= n; page++) {
		begin_page(p, page, next < p->layout.pieces->len ? &g_array_index(p->layout.pieces, ErPiece, next) : NULL);
		for (; next < p->layout.pieces->len && g_array_index(p->layout.pieces, ErPiece, next).page == page; next++)
			paint_piece(p, &g_array_index(p->layout.pieces, ErPiece, next));
		leave(p);
		if (page == n)
			end(p, "Document");
		cairo_show_page(p->cr);
	}
}

/* ---- the document ---- */

static void set_metadata(cairo_surface_t *surface, const ErPagesFrame *frame)
{
	g_autofree char *date = er_pdf_date(frame->as_of);

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, frame->title);
	if (*frame->author != '\0')
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, frame->author);
	if (*frame->subject != '\0')
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, frame->subject);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "erscope " ER_VERSION);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static cairo_status_t paint(Paint *p)
{
	er_ink_open(&p->ink, p->surface, er_theme_light(), NULL);
	p->cr = p->ink.cr;
	p->elements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	p->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	er_paper_layout(&p->layout, p->pages, p->cr);
	collect_elements(p);
	paint_all(p);
	er_paper_layout_clear(&p->layout);
	g_hash_table_destroy(p->elements);
	g_hash_table_destroy(p->names);
	return er_ink_close(&p->ink);
}

bool er_paint_pages(const ErPages *pages, GByteArray *out, GError **error)
{
	Paint p = { .pages = pages };
	guint before = out->len;

	if (pages->logo != NULL && (p.logo = er_icon_record(pages->logo, pages->logo_is_svg, error)) == NULL) {
		g_prefix_error(error, "the logo cannot be used: ");
		return false;
	}
	p.surface = cairo_pdf_surface_create_for_stream(er_pdf_append, out, 595.28, 841.89);
	set_metadata(p.surface, &pages->frame);
	cairo_status_t status = paint(&p);
	cairo_surface_finish(p.surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(p.surface);
	cairo_surface_destroy(p.surface);
	if (p.logo != NULL)
		er_icon_forget(p.logo);
	if (status == CAIRO_STATUS_SUCCESS)
		return true;
	g_byte_array_set_size(out, before);
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the PDF: %s", cairo_status_to_string(status));
	return false;
}
