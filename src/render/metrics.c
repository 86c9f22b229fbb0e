/*
 * metrics.c: how wide a line of text is.
 *
 * Layout needs widths that are the same on every machine and must not start pango, so the advances of the four faces are a
 * sorted table in the program (metrics_table.inc), searched by halving. A width is the plain sum of advances: no kerning, no
 * ligatures, which keeps it within about one percent of what a viewer draws. What the font lacks: a letter with marks is as wide
 * as the letter (a viewer composes it), a wide character takes 1 em, a combining or invisible one nothing, an arrow or a
 * mathematical sign what DejaVu Sans, the usual stand-in, gives it, and any other 0.6 em.
 */
#include "backend.h"
#include "utf8.h"

#include <string.h>

#define UNITS_PER_EM 2048.0

/* Ascender and descender of the font's hhea table, the same for all four faces. */
#define ASCENT_UNITS 2189.0
#define DESCENT_UNITS 600.0

#define WIDE_UNITS 2048
#define ARROW_UNITS 1716
#define UNKNOWN_UNITS 1229

#define ELLIPSIS "\xE2\x80\xA6"

typedef struct {
	uint16_t c;
	uint16_t units[ER_FONT__COUNT];
} Advance;

static const Advance advances[] = {
#include "metrics_table.inc"
};

static const Advance *find_advance(gunichar c)
{
	size_t low = 0, high = G_N_ELEMENTS(advances);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (advances[mid].c == c)
			return &advances[mid];
		if (advances[mid].c < c)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool takes_no_room(gunichar c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || g_unichar_iszerowidth(c);
}

static unsigned char_units(ErFont font, gunichar c)
{
	const Advance *known;
	gunichar letter, mark;

	if (takes_no_room(c))
		return 0;
	known = find_advance(c);
	if (known != NULL)
		return known->units[font];
	if (g_unichar_decompose(c, &letter, &mark) && takes_no_room(mark))
		return char_units(font, letter);
	if (g_unichar_iswide(c))
		return WIDE_UNITS;
	return c >= 0x2190 && c <= 0x22FF ? ARROW_UNITS : UNKNOWN_UNITS;
}

static double px(double units, double size_px)
{
	return units * size_px / UNITS_PER_EM;
}

/* Sum over [text, end), or to the end of the string when @end is NULL. */
static uint64_t span_units(ErFont font, const char *text, const char *end)
{
	uint64_t sum = 0;

	while (*text != '\0' && (end == NULL || text < end))
		sum += char_units(font, er_utf8_next(text, &text));
	return sum;
}

double er_text_width(ErFont font, double size_px, const char *utf8)
{
	g_assert(font < ER_FONT__COUNT);
	return px((double)span_units(font, utf8, NULL), size_px);
}

double er_text_ascent(double size_px)
{
	return px(ASCENT_UNITS, size_px);
}

double er_text_descent(double size_px)
{
	return px(DESCENT_UNITS, size_px);
}

/* Where the longest part of @text ends that is at most @max_units wide; marks stay with their letter. */
static const char *longest_fit(ErFont font, const char *text, double max_units)
{
	double sum = 0;

	while (*text != '\0') {
		const char *next;

		sum += char_units(font, er_utf8_next(text, &next));
		if (sum > max_units)
			break;
		text = next;
	}
	return text;
}

char *er_text_fit(ErFont font, double size_px, const char *utf8, double max_px)
{
	double max_units = max_px * UNITS_PER_EM / size_px + 1e-6;
	double dots = (double)span_units(font, ELLIPSIS, NULL);
	const char *end;

	g_assert(font < ER_FONT__COUNT && size_px > 0);
	if (*longest_fit(font, utf8, max_units) == '\0')
		return g_strdup(utf8);
	if (dots > max_units)
		return g_strdup("");
	end = longest_fit(font, utf8, max_units - dots);
	while (end > utf8 && end[-1] == ' ')
		end--;
	return g_strdup_printf("%.*s%s", (int)(end - utf8), utf8, ELLIPSIS);
}

/* Where a word too long for its line is cut: behind the last '-', '.', '/' or '_', else anywhere, but after one character at least. */
static const char *cut_word(const char *word, const char *end)
{
	const char *first;

	for (const char *p = end; p > word + 1; p--)
		if (strchr("-./_", p[-1]) != NULL)
			return p;
	er_utf8_next(word, &first);
	return MAX(end, first);
}

/* Where the line that starts at @text ends: before a space, or inside a word that has the line for itself. */
static const char *line_end(ErFont font, const char *text, double max_units)
{
	const char *end = longest_fit(font, text, max_units);

	if (*end == '\0' || *end == ' ')
		return end;
	for (const char *p = end; p > text; p--)
		if (p[-1] == ' ')
			return p - 1;
	return cut_word(text, end);
}

static const char *skip_spaces(const char *p)
{
	return p + strspn(p, " ");
}

static char *without_end_spaces(const char *text, size_t length)
{
	while (length > 0 && text[length - 1] == ' ')
		length--;
	return g_strndup(text, length);
}

GPtrArray *er_text_wrap(ErFont font, double size_px, const char *utf8, double max_px, uint32_t max_lines)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	double max_units = max_px * UNITS_PER_EM / size_px + 1e-6;
	const char *rest = skip_spaces(utf8);

	g_assert(font < ER_FONT__COUNT && size_px > 0 && max_lines > 0);
	while (*rest != '\0' && lines->len + 1 < max_lines) {
		const char *end = line_end(font, rest, max_units);

		g_ptr_array_add(lines, without_end_spaces(rest, (size_t)(end - rest)));
		rest = skip_spaces(end);
	}
	if (*rest != '\0' || lines->len == 0) {
		g_autofree char *last = without_end_spaces(rest, strlen(rest));

		g_ptr_array_add(lines, er_text_fit(font, size_px, last, max_px));
	}
	return lines;
}
