/*
 * What tools really write where JSON is meant: "az … -o jsonc" leaves colour escapes, "2>&1" puts warnings before it, "cat a b" and
 * "jq -c" give several values, templates have comments and strings over several lines, a lost connection ends it early.
 *
 * The strict reader goes first, value by value. Only where it fails is the rest tried again, each remedy at most once for the whole
 * text (colours, UTF-8, leniency) or a bounded number of times (lines of a log), so that the work stays linear.
 */
#include "text.h"

#include <string.h>

enum { MOST_LOG_STARTS = 16 };

typedef struct {
	const char *at, *end;
	uint32_t line;             /* of `at` */
	ErJsonOptions options;
	ErArena *arena;
	ErTexts *out;
	uint32_t log_starts;       /* places tried behind lines of a log */
} Reading;

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\x1E';   /* a record separator, RFC 7464 */
}

static void skip_blanks(Reading *r)
{
	for (; r->at < r->end && is_blank(*r->at); r->at++)
		r->line += *r->at == '\n';
}

/* To the next line that could begin a document: its bracket stands first. Returns whether there is one. */
static bool skip_log(Reading *r)
{
	do {
		const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
		if (r->out->noise_line == 0)
			r->out->noise_line = r->line;
		r->out->noise_lines++;
		r->at = newline != NULL ? newline + 1 : r->end;
		r->line += newline != NULL;
	} while (r->at < r->end && *r->at != '{' && *r->at != '[');
	return r->at < r->end;
}

static bool parse_one(Reading *r, bool lenient, ErValue *root, ErJsonResult *result)
{
	ErJsonOptions options = r->options;

	options.first_line = r->line;
	options.lenient = lenient;
	options.more = options.rescue = true;
	return er_json_parse(r->at, (size_t)(r->end - r->at), &options, r->arena, root, result);
}

/* Again as Azure reads templates. What the strict reader said stays where this gets no farther. */
static bool parse_lenient(Reading *r, ErValue *root, ErJsonResult *result)
{
	ErJsonResult again;
	bool ok = parse_one(r, true, root, &again);

	if (!ok && again.offset <= result->offset)
		return false;
	if (r->out->lenient_line == 0 && result->status == ER_JSON_SYNTAX)
		r->out->lenient_line = result->line;
	if (ok && r->out->duplicate_line == 0)
		r->out->duplicate_line = again.duplicate_line;
	*result = again;
	return ok;
}

/* A word, number or string with more behind it is no document: a fragment of one, or a line of a log that begins with its date. */
static bool is_fragment(const Reading *r, const ErValue *root, ErJsonResult *result)
{
	const char *rest = r->at + result->offset;

	if (root->kind == ER_VALUE_ARRAY || root->kind == ER_VALUE_OBJECT)
		return false;
	while (rest < r->end && is_blank(*rest))
		rest++;
	if (rest == r->end)
		return false;
	*result = (ErJsonResult){ .status = ER_JSON_SYNTAX, .line = r->line, .column = (uint32_t)(result->offset + 1), .message = "met more text after the value, expected its end" };
	return true;
}

/* One value, or the lines before it. False: it is over, well or not. */
static bool step(Reading *r)
{
	ErJsonResult result;
	ErValue root;

	skip_blanks(r);
	if (r->at == r->end)
		return false;
	bool could_be = *r->at == '{' || *r->at == '[' || r->out->roots->len == 0;
	bool ok = could_be && parse_one(r, false, &root, &result);
	if (could_be && !ok && (result.status == ER_JSON_DUPLICATE_KEY || (result.status == ER_JSON_SYNTAX && (result.offset > 0 || *r->at == '/'))))
		ok = parse_lenient(r, &root, &result);
	if (ok && !is_fragment(r, &root, &result)) {
		g_array_append_val(r->out->roots, root);
		r->out->cleaned = r->out->cleaned || result.cleaned;
		r->at += result.rescued ? (size_t)(r->end - r->at) : result.offset;
		r->line = result.line;
		if (result.rescued)
			r->out->result = result;
		return true;
	}
	/* No line of a log begins with a brace: what does is a resource, and it would be lost among the lines. */
	if (could_be && *r->at == '{') {
		r->out->result = result;
		return false;
	}
	/* What stands behind a log says more than the log. */
	if (could_be && (r->out->result.status == ER_JSON_OK || r->out->result.offset == 0))
		r->out->result = result;
	if (could_be && (result.status != ER_JSON_SYNTAX || r->log_starts++ >= MOST_LOG_STARTS))
		return false;
	return skip_log(r);
}

static void read_all(Reading *r)
{
	uint32_t before = 0;

	while (step(r)) {
		/* A value behind lines of a log: what went wrong in those is no matter. */
		if (r->out->roots->len > before && !r->out->result.rescued)
			r->out->result = (ErJsonResult){ .status = ER_JSON_OK };
		before = r->out->roots->len;
	}
	bool empty = r->out->roots->len == 0;
	if (empty && r->out->result.status == ER_JSON_OK)
		r->out->result = (ErJsonResult){ .status = ER_JSON_EMPTY, .line = 1, .message = "the text is empty, expected a value" };
	r->out->failed = r->out->result.status != ER_JSON_OK && !r->out->result.rescued;
}

/* ---- text that is mended before it is read again ---- */

/* ESC [ digits and semicolons m. (transfer full) */
static GString *without_colours(const char *text, size_t length)
{
	GString *out = g_string_sized_new(length);
	const char *end = text + length;

	while (text < end) {
		const char *escape = memchr(text, '\x1B', (size_t)(end - text));
		const char *stop = escape != NULL ? escape : end, *after;
		g_string_append_len(out, text, stop - text);
		if (escape == NULL)
			break;
		for (after = escape + 1; after < end && (*after == '[' || *after == ';' || g_ascii_isdigit(*after)); after++)
			continue;
		if (after == end || *after != 'm')
			g_string_append_c(out, '\x1B');
		text = after < end && *after == 'm' ? after + 1 : escape + 1;
	}
	return out;
}

static void reset(ErTexts *out)
{
	g_array_set_size(out->roots, 0);
	out->result = (ErJsonResult){ .status = ER_JSON_OK };
	out->noise_lines = out->noise_line = out->lenient_line = out->duplicate_line = 0;
}

static void read_text(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErTexts *out)
{
	size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	Reading r = { .at = text + mark, .end = text + length, .line = 1, .options = *options, .arena = arena, .out = out };

	reset(out);
	read_all(&r);
}

void er_texts_parse(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErTexts *out)
{
	*out = (ErTexts){ .roots = g_array_new(FALSE, FALSE, sizeof(ErValue)) };
	read_text(text, length, options, arena, out);
	if (out->failed && out->result.status == ER_JSON_SYNTAX && memchr(text, '\x1B', length) != NULL) {
		g_autoptr(GString) plain = without_colours(text, length);
		out->coloured = plain->len < length;
		if (out->coloured)
			read_text(plain->str, plain->len, options, arena, out);
	}
	/* Broken UTF-8 spoils a name, not the estate: it is replaced, the same way wherever the name stands. */
	if (out->failed && out->result.status == ER_JSON_UTF8) {
		g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
		out->repaired_line = out->result.line;
		out->repaired_column = out->result.column;
		read_text(valid, strlen(valid), options, arena, out);
	}
}

void er_texts_clear(ErTexts *texts)
{
	g_array_unref(texts->roots);
}
