/*
 * pages.c: the blocks of a document on paper, as they are told. Texts are cleaned here, once; laying out and painting need cairo and are the
 * paint module's (pages_layout.c, pages_paint.c).
 */
#include "paper.h"

#include "icons.h"
#include "paint.h"
#include "utf8.h"

#include <string.h>

enum { MOST_LOGO_BYTES = 256 * 1024 };

const char *const *er_pages_papers(void)
{
	static const char *const papers[] = { "a4", "letter", NULL };

	return papers;
}

/* ---- texts ---- */

/* Characters that turn what stands around them: embeddings, overrides, isolates, marks of direction. */
static bool turns(gunichar c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

/* Ends of lines and paragraphs that er_utf8_clean() leaves, since to XML they are characters. */
static bool breaks(gunichar c)
{
	return c == 0x2028 || c == 0x2029;
}

static void append_clean(GString *out, const char *text)
{
	g_autofree char *clean = er_utf8_clean(text);

	for (const char *p = clean; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (breaks(c))
			g_string_append_c(out, ' ');
		else if (!turns(c))
			g_string_append_len(out, p, g_utf8_next_char(p) - p);
	}
}

static ErText *text_new(ErSign mark)
{
	ErText *text = g_new0(ErText, 1);

	text->mark = mark;
	text->chars = g_string_new(NULL);
	text->spans = g_array_new(FALSE, FALSE, sizeof(ErSpan));
	return text;
}

static void text_free(void *data)
{
	ErText *text = data;

	if (text == NULL)
		return;
	g_string_free(text->chars, TRUE);
	g_array_free(text->spans, TRUE);
	g_free(text);
}

static void row_free(void *data)
{
	ErRow *row = data;

	if (row == NULL)
		return;
	g_ptr_array_free(row->cells, TRUE);
	g_free(row);
}

static void block_free(void *data)
{
	ErBlock *block = data;

	text_free(block->text);
	row_free(block->heads);
	if (block->rows != NULL)
		g_ptr_array_free(block->rows, TRUE);
	g_free(block);
}

static const char *keep(ErPages *pages, const char *text)
{
	g_autoptr(GString) clean = g_string_new(NULL);

	if (text != NULL)
		append_clean(clean, text);
	return g_string_chunk_insert(pages->strings, clean->str);
}

void er_pages_run(ErPages *pages, ErRun run, const char *text, const char *link)
{
	ErText *open = pages->open;
	bool leads = link != NULL && (link[0] == '#' || g_str_has_prefix(link, "https://") || g_str_has_prefix(link, "http://"));
	ErSpan span = { .start = (uint32_t)open->chars->len, .run = run, .link = leads ? g_string_chunk_insert_const(pages->strings, link) : NULL };

	append_clean(open->chars, text);
	span.end = (uint32_t)open->chars->len;
	if (span.end > span.start)
		g_array_append_val(open->spans, span);
}

void er_pages_printf(ErPages *pages, ErRun run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	er_pages_run(pages, run, text, NULL);
}

/* ---- blocks ---- */

static const char *add_anchor(ErPages *pages, const char *anchor)
{
	if (anchor == NULL || g_hash_table_contains(pages->anchors, anchor))
		return NULL;
	const char *kept = g_string_chunk_insert(pages->strings, anchor);
	g_hash_table_add(pages->anchors, (char *)kept);
	return kept;
}

bool er_pages_has_anchor(const ErPages *pages, const char *anchor)
{
	return g_hash_table_contains(pages->anchors, anchor);
}

static ErBlock *add_block(ErPages *pages, ErBlockKind kind)
{
	ErBlock *block = g_new0(ErBlock, 1);

	block->kind = kind;
	block->number = "";
	g_ptr_array_add(pages->blocks, block);
	return block;
}

static void add_title(ErPages *pages, ErBlock *block, uint32_t level, const char *anchor, ErSign mark, const char *text)
{
	g_autofree char *number = NULL;

	if (level == 1) {
		pages->section = 0;
		number = g_strdup_printf("%u", ++pages->chapter);
	} else if (level == 2) {
		number = g_strdup_printf("%u.%u", pages->chapter, ++pages->section);
	}
	block->level = level;
	block->anchor = add_anchor(pages, anchor);
	block->number = number != NULL ? g_string_chunk_insert(pages->strings, number) : "";
	block->text = pages->open = text_new(mark);
	if (number != NULL)
		er_pages_printf(pages, ER_RUN_BOLD, "%s\302\240\302\240", number);
	er_pages_run(pages, ER_RUN_BOLD, text, NULL);
}

void er_pages_heading(ErPages *pages, uint32_t level, const char *anchor, ErSign mark, const char *text)
{
	add_title(pages, add_block(pages, ER_BLOCK_HEADING), level, anchor, mark, text);
}

void er_pages_paragraph(ErPages *pages, ErParagraph kind)
{
	ErBlock *block = add_block(pages, ER_BLOCK_PARAGRAPH);

	block->paragraph = kind;
	block->text = pages->open = text_new(ER_SIGN_NONE);
}

static ErRow *row_new(const char *anchor)
{
	ErRow *row = g_new0(ErRow, 1);

	row->anchor = anchor;
	row->cells = g_ptr_array_new_with_free_func(text_free);
	return row;
}

void er_pages_table(ErPages *pages, const char *const *heads)
{
	ErBlock *block = add_block(pages, ER_BLOCK_TABLE);

	block->rows = g_ptr_array_new_with_free_func(row_free);
	block->heads = row_new(NULL);
	for (; *heads != NULL; heads++) {
		pages->open = text_new(ER_SIGN_NONE);
		g_ptr_array_add(block->heads->cells, pages->open);
		er_pages_run(pages, ER_RUN_BOLD, *heads, NULL);
	}
}

void er_pages_facts(ErPages *pages)
{
	add_block(pages, ER_BLOCK_FACTS)->rows = g_ptr_array_new_with_free_func(row_free);
}

static ErBlock *last_block(ErPages *pages)
{
	g_assert(pages->blocks->len > 0);
	return pages->blocks->pdata[pages->blocks->len - 1];
}

void er_pages_row(ErPages *pages, const char *anchor)
{
	ErBlock *block = last_block(pages);

	g_assert(block->rows != NULL);
	g_ptr_array_add(block->rows, row_new(add_anchor(pages, anchor)));
}

void er_pages_cell(ErPages *pages, ErSign mark)
{
	ErBlock *block = last_block(pages);
	ErRow *row = block->rows->pdata[block->rows->len - 1];

	g_assert(row->cells->len < (block->heads != NULL ? block->heads->cells->len : 2));
	pages->open = text_new(mark);
	g_ptr_array_add(row->cells, pages->open);
}

void er_pages_add_figure(ErPages *pages, const ErScene *scene, const ErTheme *theme, const ErIcons *icons, const char *title)
{
	ErBlock *block = add_block(pages, ER_BLOCK_FIGURE);
	g_autofree char *anchor = g_strconcat("sheet:", er_scene_slug(scene), NULL);

	add_title(pages, block, 2, anchor, ER_SIGN_NONE, title);
	block->scene = scene;
	block->theme = theme;
	block->icons = icons;
}

void er_pages_break(ErPages *pages)
{
	add_block(pages, ER_BLOCK_BREAK);
}

/* ---- the frame ---- */

static bool take_logo(ErPages *pages, const char *uri, GError **error)
{
	static const char svg[] = "data:image/svg+xml;base64,", png[] = "data:image/png;base64,";
	gsize length;

	pages->logo_is_svg = g_str_has_prefix(uri, svg);
	if (!pages->logo_is_svg && !g_str_has_prefix(uri, png)) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is no data: URI of a PNG or SVG in base64");
		return false;
	}
	if (strlen(uri) > MOST_LOGO_BYTES * 4 / 3) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is larger than %d KiB", MOST_LOGO_BYTES / 1024);
		return false;
	}
	g_autofree guchar *data = g_base64_decode(strchr(uri, ',') + 1, &length);
	pages->logo = (pages->logo_is_svg ? er_icon_clean_svg : er_icon_clean_png)((const char *)data, length, error);
	return pages->logo != NULL;
}

ErPages *er_pages_new(const ErPagesFrame *frame)
{
	ErPages *pages = g_new0(ErPages, 1);

	pages->strings = g_string_chunk_new(4096);
	pages->blocks = g_ptr_array_new_with_free_func(block_free);
	pages->anchors = g_hash_table_new(g_str_hash, g_str_equal);
	pages->facts = g_ptr_array_new();
	pages->frame = (ErPagesFrame){
		.title = keep(pages, frame->title), .subtitle = keep(pages, frame->subtitle), .footer = keep(pages, frame->footer), .author = keep(pages, frame->author),
		.subject = keep(pages, frame->subject), .as_of = keep(pages, frame->as_of), .paper = frame->paper != NULL ? keep(pages, frame->paper) : "a4",
		.contents = keep(pages, frame->contents), .page = keep(pages, frame->page), .of = keep(pages, frame->of),
	};
	for (uint32_t i = 0; frame->facts != NULL && frame->facts[i] != NULL; i++)
		g_ptr_array_add(pages->facts, (char *)keep(pages, frame->facts[i]));
	if (frame->logo != NULL)
		take_logo(pages, frame->logo, &pages->error);
	return pages;
}

void er_pages_free(ErPages *pages)
{
	if (pages == NULL)
		return;
	g_ptr_array_free(pages->blocks, TRUE);
	g_ptr_array_free(pages->facts, TRUE);
	g_hash_table_destroy(pages->anchors);
	g_string_chunk_free(pages->strings);
	g_clear_pointer(&pages->logo, g_bytes_unref);
	g_clear_error(&pages->error);
	g_free(pages);
}

bool er_pages_finish(const ErPages *pages, GByteArray *out, GError **error)
{
	const ErPainter *paint = er_painter(error);

	if (pages->error != NULL) {
		g_clear_error(error);
		g_set_error(error, pages->error->domain, pages->error->code, "the logo cannot be used: %s", pages->error->message);
		return false;
	}
	return paint != NULL && paint->pages(pages, out, error);
}
