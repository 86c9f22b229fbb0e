/*
 * Diagnostics: a table of codes and an append-only list. Texts come from the one table in diag.h; details are cleaned of
 * control characters, so that nothing from an input can steer a terminal. Per code 2,000 are kept and the first 50 in order told,
 * so that which ones are told does not depend on the order of the input; the rest is counted: a hostile file with a million odd
 * entries costs a million increments, not a million strings.
 */
#include <erscope/diag.h>

#include <stdlib.h>
#include <string.h>

enum { MOST_PER_CODE = 50, MOST_KEPT = 2000, LONGEST_DETAIL = 400, LONGEST_PLACE = 4096 };

static const struct { const char *id; ErDiagSeverity severity; const char *met, *done, *todo; } catalogue[ER_D__COUNT] = {
#define ER_DIAG_ROW(symbol, id, severity, met, done, todo) [symbol] = { id, ER_DIAG_##severity, met, done, todo },
	ER_DIAG_TABLE(ER_DIAG_ROW)
#undef ER_DIAG_ROW
};

struct ErDiags {
	GStringChunk *strings;
	GArray *list;                    /* of ErDiag */
	uint32_t met[ER_D__COUNT];
};

ErDiags *er_diags_new(void)
{
	ErDiags *diags = g_new0(ErDiags, 1);

	diags->strings = g_string_chunk_new(1024);
	diags->list = g_array_new(FALSE, TRUE, sizeof(ErDiag));
	return diags;
}

void er_diags_free(ErDiags *diags)
{
	if (diags == NULL)
		return;
	g_string_chunk_free(diags->strings);
	g_array_free(diags->list, TRUE);
	g_free(diags);
}

/* Text as a terminal and a document may show it: valid UTF-8, no control characters, bounded. */
static void append_clean(GString *out, const char *text, size_t most)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	size_t start = out->len;

	for (const char *p = valid; *p != '\0' && out->len - start < most; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		g_string_append_unichar(out, g_unichar_iscntrl(c) ? 0xFFFD : c);
	}
}

static const char *keep_clean(ErDiags *diags, const char *text, size_t most)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_clean(out, text, most);
	return g_string_chunk_insert_const(diags->strings, out->str);
}

static void append(ErDiags *diags, ErDiagCode code, const ErLoc *loc, const char *detail)
{
	ErDiag diag = { .code = code, .detail = keep_clean(diags, detail, LONGEST_DETAIL) };

	if (loc != NULL) {
		diag.loc = *loc;
		diag.loc.file = loc->file != NULL ? keep_clean(diags, loc->file, LONGEST_PLACE) : NULL;
		diag.loc.pointer = loc->pointer != NULL ? keep_clean(diags, loc->pointer, LONGEST_PLACE) : NULL;
	}
	g_array_append_val(diags->list, diag);
}

void er_diag_add(ErDiags *diags, ErDiagCode code, const ErLoc *loc, const char *format, ...)
{
	va_list args;

	if (diags == NULL || diags->met[code]++ >= MOST_KEPT)
		return;
	va_start(args, format);
	g_autofree char *detail = g_strdup_vprintf(format, args);
	va_end(args);
	append(diags, code, loc, detail);
}

static int compare(const void *a, const void *b)
{
	const ErDiag *x = a, *y = b;
	int by = (int)x->code - (int)y->code;

	if (by == 0)
		by = strcmp(x->detail, y->detail);
	if (by == 0)
		by = g_strcmp0(x->loc.file, y->loc.file);
	return by != 0 ? by : (x->loc.line > y->loc.line) - (x->loc.line < y->loc.line);
}

/* Keeps the first MOST_PER_CODE of each code of the sorted list. */
static void drop_rest(ErDiags *diags)
{
	uint32_t kept = 0, told[ER_D__COUNT] = { 0 };

	for (uint32_t i = 0; i < diags->list->len; i++) {
		const ErDiag diag = g_array_index(diags->list, ErDiag, i);
		if (told[diag.code]++ < MOST_PER_CODE)
			g_array_index(diags->list, ErDiag, kept++) = diag;
	}
	g_array_set_size(diags->list, kept);
}

void er_diags_finish(ErDiags *diags)
{
	g_array_sort(diags->list, compare);
	drop_rest(diags);
	for (ErDiagCode code = 0; code < ER_D__COUNT; code++) {
		if (diags->met[code] <= MOST_PER_CODE)
			continue;
		g_autofree char *detail = g_strdup_printf("%u more %s: %s", diags->met[code] - MOST_PER_CODE, catalogue[code].id, catalogue[code].met);
		diags->met[code] = 0;
		append(diags, ER_D_TOO_MANY, NULL, detail);
	}
	g_array_sort(diags->list, compare);
}

void er_diags_withhold(ErDiags *diags, const char *(*file)(const void *data, const char *file), const void *file_data,
                       const char *(*pointer)(const void *data, const char *pointer), const void *pointer_data)
{
	for (uint32_t i = 0; diags != NULL && i < diags->list->len; i++) {
		ErDiag *diag = &g_array_index(diags->list, ErDiag, i);
		if (diag->loc.file != NULL)
			diag->loc.file = keep_clean(diags, file(file_data, diag->loc.file), LONGEST_PLACE);
		if (diag->loc.pointer != NULL)
			diag->loc.pointer = keep_clean(diags, pointer(pointer_data, diag->loc.pointer), LONGEST_PLACE);
		if (*diag->detail != '\0')
			diag->detail = "withheld (--sanitize)";
	}
}

uint32_t er_diags_count(const ErDiags *diags)
{
	return diags->list->len;
}

const ErDiag *er_diags_at(const ErDiags *diags, uint32_t i)
{
	g_assert(i < diags->list->len);
	return &g_array_index(diags->list, ErDiag, i);
}

ErDiagSeverity er_diags_worst(const ErDiags *diags)
{
	ErDiagSeverity worst = ER_DIAG_INFO;

	for (uint32_t i = 0; i < diags->list->len; i++)
		worst = MAX(worst, catalogue[er_diags_at(diags, i)->code].severity);
	return worst;
}

bool er_diags_has(const ErDiags *diags, ErDiagCode code)
{
	for (uint32_t i = 0; i < diags->list->len; i++)
		if (er_diags_at(diags, i)->code == code)
			return true;
	return false;
}

const char *er_diag_id(ErDiagCode code)
{
	return catalogue[code].id;
}

ErDiagSeverity er_diag_severity(ErDiagCode code)
{
	return catalogue[code].severity;
}

const char *er_diag_met(ErDiagCode code)
{
	return catalogue[code].met;
}

const char *er_diag_done(ErDiagCode code)
{
	return catalogue[code].done;
}

const char *er_diag_todo(ErDiagCode code)
{
	return catalogue[code].todo;
}

const char *er_diag_severity_name(ErDiagSeverity severity)
{
	static const char *const names[] = { "info", "warning", "error" };

	return names[severity];
}

char *er_diag_format(const ErDiag *diag)
{
	GString *out = g_string_new(NULL);

	if (diag->loc.file != NULL) {
		append_clean(out, diag->loc.file, SIZE_MAX);
		if (diag->loc.line > 0)
			g_string_append_printf(out, ":%u", diag->loc.line);
		if (diag->loc.line > 0 && diag->loc.column > 0)
			g_string_append_printf(out, ":%u", diag->loc.column);
		if (diag->loc.pointer != NULL && *diag->loc.pointer != '\0')
			g_string_append_printf(out, " %s", diag->loc.pointer);
		g_string_append(out, ": ");
	}
	g_string_append_printf(out, "%s %s: %s", catalogue[diag->code].id, er_diag_severity_name(catalogue[diag->code].severity), catalogue[diag->code].met);
	if (*diag->detail != '\0')
		g_string_append_printf(out, ": %s", diag->detail);
	g_string_append_printf(out, " (%s); %s", catalogue[diag->code].done, catalogue[diag->code].todo);
	return g_string_free(out, FALSE);
}
