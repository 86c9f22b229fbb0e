/*
 * json.c: the strict JSON reader, from bytes to a tree of values in an arena.
 *
 * The idea: one pass over the text, without recursion. Open arrays and objects wait on a stack of frames; their finished
 * children wait on one of two scratch stacks (items, members). When a bracket closes, its children are the top of that stack,
 * are copied into the arena in their exact number, and the array or object becomes itself a finished child of the frame below.
 *
 * Grammar: RFC 8259. UTF-8: Unicode 15, table 3-7 (no overlong forms, no surrogates, nothing above U+10FFFF).
 *
 * Cost: linear in the text, but for the search for duplicate names: pairs in objects of up to 16 members; in larger ones the
 * members are sorted by (hash, length, bytes). Sorting compares any one name O(log n) times, whatever the names are, so that
 * names made to collide cannot turn it quadratic, as they could a hash table. Strings are scanned eight bytes at a time.
 *
 * Invariants: nothing is read at or past `end`; every string that leaves here is valid UTF-8 without NUL and without control
 * characters other than tab, newline, carriage return (and DEL, C1), ends in NUL, and is no longer than its source; lines
 * only break in white space and, when lenient, in strings and comments; the value of a secret member is read into an arena
 * of its own, which is thrown away at the member's end, so that neither it nor any part of it reaches the caller's.
 *
 * What options allow beyond the RFC is off by default and tells so in json.h.
 *
 * Decisions that the RFC leaves open: member names are compared as they are stored, after cleaning; a byte order mark
 * counts in offsets and not in columns; a text that ends inside a character is cut off, not badly encoded.
 */
#include "json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20, PAIRWISE_MEMBERS = 16, NAME_BITS = 9, DEFAULT_DEPTH = 128, NEEDLESS_DEPTH = 128, DEFAULT_VALUES = 100000000 };

/* ---- the arena ---- */

typedef struct Chunk Chunk;
struct Chunk { Chunk *next; };

struct ErArena {
	Chunk *chunks;
	char *low, *high;      /* free part of the newest shared chunk: records grow from below, strings, unaligned, from above */
	size_t chunk_size;     /* of the next shared chunk */
	size_t size;
};

ErArena *er_arena_new(void)
{
	ErArena *arena = g_new0(ErArena, 1);

	arena->chunk_size = CHUNK_MIN;
	return arena;
}

ErArenaMark er_arena_mark(const ErArena *arena)
{
	return (ErArenaMark){ arena->chunks, arena->low, arena->high, arena->size };
}

void er_arena_rewind(ErArena *arena, const ErArenaMark *mark)
{
	while (arena->chunks != mark->chunks) {
		Chunk *chunk = arena->chunks;

		arena->chunks = chunk->next;
		g_free(chunk);
	}
	arena->low = mark->low;
	arena->high = mark->high;
	arena->size = mark->size;
}

void er_arena_free(ErArena *arena)
{
	const ErArenaMark empty = { 0 };

	if (arena == NULL)
		return;
	er_arena_rewind(arena, &empty);
	g_free(arena);
}

static char *chunk_new(ErArena *arena, size_t size)
{
	Chunk *chunk = g_malloc(sizeof *chunk + size);

	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return (char *)(chunk + 1);
}

/*
 * Returns a chunk of its own for what would waste much of a shared one. Otherwise NULL, and the shared chunk has room; what
 * was left of the one before, less than a quarter, is given up.
 */
static char *make_room(ErArena *arena, size_t size)
{
	g_assert(size <= G_MAXSIZE / 2);
	arena->size += size;
	if ((size_t)(arena->high - arena->low) >= size)
		return NULL;
	if (size > arena->chunk_size / 4)
		return chunk_new(arena, size);
	arena->low = chunk_new(arena, arena->chunk_size);
	arena->high = arena->low + arena->chunk_size;
	arena->chunk_size = MIN(arena->chunk_size * 2, CHUNK_MAX);
	return NULL;
}

void *er_arena_alloc(ErArena *arena, size_t size)
{
	size_t rounded = size == 0 ? 8 : (MIN(size, G_MAXSIZE - 7) + 7) & ~(size_t)7;
	char *block = make_room(arena, rounded);

	if (block != NULL)
		return block;
	block = arena->low;
	arena->low += rounded;
	return block;
}

char *er_arena_strndup(ErArena *arena, const char *text, size_t n)
{
	char *copy = make_room(arena, n + 1);

	if (copy == NULL)
		copy = arena->high -= n + 1;
	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

size_t er_arena_size(const ErArena *arena)
{
	return arena->size;
}

/* ---- the reader and its complaints ---- */

typedef struct {
	ErMember member;
	const char *key_at;    /* its opening quote in the text */
	uint32_t key_n;
} Entry;

typedef struct {
	ErValue value;         /* the open array or object: its kind and place */
	Entry entry;           /* of an object: the member being read */
	guint first;           /* where its children begin on their scratch stack */
} Frame;

typedef struct { const char *text; uint32_t n; } KnownName;

typedef struct {
	const char *text, *body, *at, *end; /* body: behind the byte order mark */
	uint32_t line;
	ErJsonOptions options;
	uint64_t n_values;
	ErArena *arena;        /* where strings and children go: the caller's, or `secrets` */
	ErArena *kept, *secrets;
	guint secret_depth;    /* number of frames around the secret being read; 0 outside of secrets */
	GArray *frames;        /* of Frame */
	GArray *items;         /* of ErValue */
	GArray *members;       /* of Entry */
	GString *buffer;       /* a string whose escapes had to be decoded */
	ErJsonResult *result;
	KnownName names[1 << NAME_BITS]; /* in `kept` */
} Reader;

static Frame *top_frame(const Reader *r)
{
	return &g_array_index(r->frames, Frame, r->frames->len - 1);
}

/* Line and column are counted from the start: this happens once per text, and the reader need not carry a column along. */
static void set_place(const Reader *r, const char *at)
{
	const char *line_start = r->body, *newline;
	uint64_t line = MAX(r->options.first_line, 1);

	while ((newline = memchr(line_start, '\n', (size_t)(at - line_start))) != NULL) {
		line_start = newline + 1;
		line++;
	}
	r->result->offset = (uint64_t)(at - r->text);
	r->result->line = (uint32_t)MIN(line, UINT32_MAX);
	r->result->column = (uint32_t)MIN((uint64_t)(at - line_start) + 1, UINT32_MAX);
}

static bool fail(const Reader *r, ErJsonStatus status, const char *at, const char *format, ...) G_GNUC_PRINTF(4, 5);
static bool fail(const Reader *r, ErJsonStatus status, const char *at, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_vsnprintf(r->result->message, sizeof r->result->message, format, args);
	va_end(args);
	r->result->status = status;
	set_place(r, at);
	return false;
}

static bool cut_off(const Reader *r, const char *expected)
{
	if (r->frames->len == 0)
		return fail(r, ER_JSON_CUT_OFF, r->end, "the text ends inside a value, expected %s", expected);
	return fail(r, ER_JSON_CUT_OFF, r->end, "the text ends inside the %s opened on line %u, expected %s",
	            top_frame(r)->value.kind == ER_VALUE_OBJECT ? "object" : "array", top_frame(r)->value.line, expected);
}

/* Length of the well-formed sequence of two to four bytes at @at; 0 when it is none, -1 when the text ends in it. */
static int utf8_sequence(const char *at, const char *end, uint32_t *code)
{
	uint8_t lead = (uint8_t)at[0], low = 0x80, high = 0xBF;
	int n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	if (lead == 0xE0 || lead == 0xF0)
		low = lead == 0xE0 ? 0xA0 : 0x90;
	if (lead == 0xED || lead == 0xF4)
		high = lead == 0xED ? 0x9F : 0x8F;
	*code = lead & (0x7Fu >> n);
	for (int i = 1; i < n; i++) {
		if (at + i == end)
			return -1;
		if ((uint8_t)at[i] < low || (uint8_t)at[i] > high)
			return 0;
		*code = *code << 6 | (at[i] & 0x3F);
		low = 0x80;
		high = 0xBF;
	}
	return n;
}

static bool bad_utf8(const Reader *r, const char *at)
{
	return fail(r, ER_JSON_UTF8, at, "met byte 0x%02X, expected valid UTF-8", (uint8_t)*at);
}

/* What stands at `at` does not continue the text: its end, a character, or a byte that is no part of one. */
static bool unexpected(const Reader *r, const char *expected)
{
	uint32_t code;
	int n = 1;

	if (r->at == r->end)
		return cut_off(r, expected);
	if (g_ascii_isprint(*r->at))
		return fail(r, ER_JSON_SYNTAX, r->at, "met '%c', expected %s", *r->at, expected);
	code = (uint8_t)*r->at;
	if (code >= 0x80)
		n = utf8_sequence(r->at, r->end, &code);
	if (n == 0)
		return bad_utf8(r, r->at);
	if (n < 0)
		return cut_off(r, expected);
	return fail(r, ER_JSON_SYNTAX, r->at, "met U+%04X, expected %s", code, expected);
}

/* ---- bytes ---- */

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* The first byte becomes the lowest, whatever the machine. */
static inline uint64_t load8(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return GUINT64_FROM_LE(word);
}

static inline uint32_t load4(const char *at)
{
	uint32_t word;

	memcpy(&word, at, sizeof word);
	return GUINT32_FROM_LE(word);
}

static inline bool accept(Reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static inline void skip_blanks(Reader *r)
{
	const char *at = r->at;

	while (at < r->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) {
		r->line += *at++ == '\n';
		while (r->end - at >= 8 && load8(at) == EACH_BYTE(' '))
			at += 8;
	}
	r->at = at;
}

/* A comment at `at`; one without an end takes the rest of the text. */
static bool skip_comment(Reader *r)
{
	const char *end;

	if (r->end - r->at < 2 || r->at[0] != '/' || (r->at[1] != '/' && r->at[1] != '*'))
		return false;
	if (r->at[1] == '/')
		end = memchr(r->at, '\n', (size_t)(r->end - r->at));
	else if ((end = memmem(r->at + 2, (size_t)(r->end - r->at) - 2, "*/", 2)) != NULL)
		end += 2;
	for (end = end != NULL ? end : r->end; r->at < end; r->at++)
		r->line += *r->at == '\n';
	return true;
}

static inline void skip_space(Reader *r)
{
	skip_blanks(r);
	while (r->options.lenient && skip_comment(r))
		skip_blanks(r);
}

static inline bool is_plain(char c)
{
	return (uint8_t)c >= 0x20 && (uint8_t)c < 0x80 && c != '"' && c != '\\';
}

/*
 * The first byte that is not plain in a string. Each difference below sets a byte's high bit when the byte is smaller than
 * what is taken off; a borrow spoils only bytes above one that stops the scan anyway, so the lowest mark is always true.
 */
static inline const char *skip_plain(const char *at, const char *end)
{
	while (end - at >= 8) {
		uint64_t word = load8(at);
		uint64_t control = word - EACH_BYTE(0x20);
		uint64_t quote = (word ^ EACH_BYTE('"')) - EACH_BYTE(1);
		uint64_t backslash = (word ^ EACH_BYTE('\\')) - EACH_BYTE(1);
		uint64_t stop = (word | control | quote | backslash) & EACH_BYTE(0x80);

		if (stop != 0)
			return at + __builtin_ctzll(stop) / 8;
		at += 8;
	}
	while (at < end && is_plain(*at))
		at++;
	return at;
}

/* ---- strings ---- */

static bool is_unwanted(uint32_t code)
{
	return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0xD800 && code < 0xE000) ||
	       code == 0xFFFE || code == 0xFFFF;
}

static void append_code(Reader *r, uint32_t code)
{
	if (is_unwanted(code)) {
		r->result->cleaned = true;
		code = 0xFFFD;
	}
	g_string_append_unichar(r->buffer, code);
}

/* Reads up to four hexadecimal digits; returns how many there were. */
static int read_hex(const char *at, const char *end, uint32_t *code)
{
	int n = 0;

	*code = 0;
	for (; n < 4 && at + n < end && g_ascii_isxdigit(at[n]); n++)
		*code = *code << 4 | (uint32_t)g_ascii_xdigit_value(at[n]);
	return n;
}

/* The four digits behind \u, and a second escape when the two are a surrogate pair. */
static bool read_unicode_escape(Reader *r)
{
	uint32_t code, low;
	int n = read_hex(r->at, r->end, &code);

	r->at += n;
	if (n < 4 && r->at == r->end)
		return cut_off(r, "four hexadecimal digits");
	if (n < 4)
		return fail(r, ER_JSON_SYNTAX, r->at, "met a broken \\u escape, expected four hexadecimal digits");
	if (code >= 0xD800 && code < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u' &&
	    read_hex(r->at + 2, r->end, &low) == 4 && low >= 0xDC00 && low < 0xE000) {
		code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
		r->at += 6;
	}
	append_code(r, code);
	return true;
}

static bool read_escape(Reader *r)
{
	static const char letters[] = "\"\\/bfnrt", codes[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	r->at++;
	if (r->at == r->end)
		return cut_off(r, "the rest of an escape");
	if (accept(r, 'u'))
		return read_unicode_escape(r);
	letter = memchr(letters, *r->at, sizeof letters - 1);
	if (letter == NULL)
		return fail(r, ER_JSON_SYNTAX, r->at, "met an unknown escape in a string, expected one of \" \\ / b f n r t u after \\");
	append_code(r, (uint8_t)codes[letter - letters]);
	r->at++;
	return true;
}

/* A byte in a string that is not plain. @run: start of the bytes not yet in the buffer; moved on when they are put there. */
static bool read_special(Reader *r, const char **run)
{
	uint32_t code = 0;
	int n;

	if (*r->at == '\\') {
		g_string_append_len(r->buffer, *run, r->at - *run);
		if (!read_escape(r))
			return false;
		*run = r->at;
		return true;
	}
	if (r->options.lenient && (*r->at == '\n' || *r->at == '\r' || *r->at == '\t')) {
		r->line += *r->at++ == '\n';
		return true;
	}
	if ((uint8_t)*r->at < 0x20)
		return fail(r, ER_JSON_SYNTAX, r->at, "met a raw control character U+%04X in a string, expected an escape", (uint8_t)*r->at);
	n = utf8_sequence(r->at, r->end, &code);
	if (n == 0)
		return bad_utf8(r, r->at);
	if (n < 0)
		return cut_off(r, "the rest of a character");
	if (is_unwanted(code)) {
		g_string_append_len(r->buffer, *run, r->at - *run);
		append_code(r, code);
		*run = r->at + n;
	}
	r->at += n;
	return true;
}

/* From the opening quote to behind the closing one. *text is lent: it stands in the text when nothing had to be decoded. */
static bool read_string(Reader *r, const char **text, uint32_t *n)
{
	const char *run = ++r->at;
	size_t size;

	if (r->buffer->len > 0)
		g_string_truncate(r->buffer, 0);
	while ((r->at = skip_plain(r->at, r->end)) < r->end && *r->at != '"')
		if (!read_special(r, &run))
			return false;
	if (r->at == r->end)
		return cut_off(r, "the closing quote of a string");
	size = r->buffer->len + (size_t)(r->at - run);
	if (size > UINT32_MAX)
		return fail(r, ER_JSON_SIZE, r->at, "met a string of more than %u bytes", UINT32_MAX);
	if (r->buffer->len > 0) {
		g_string_append_len(r->buffer, run, r->at - run);
		run = r->buffer->str;
	}
	*text = run;
	*n = (uint32_t)size;
	r->at++;
	return true;
}

static bool read_string_value(Reader *r, ErValue *value)
{
	if (!read_string(r, &value->u.text, &value->n))
		return false;
	value->kind = ER_VALUE_STRING;
	value->u.text = er_arena_strndup(r->arena, value->u.text, value->n);
	return true;
}

/*
 * Member names repeat thousands of times: one that stands in the slot of its length and its first and last bytes is shared.
 * A miss, by chance or by malice, costs one copy. Names inside a secret go with it and are neither shared nor kept.
 */
static const char *keep_name(Reader *r, const char *text, uint32_t n)
{
	KnownName *known;
	uint64_t mix = n;

	if (n < 4 || n > 64 || r->arena != r->kept)
		return er_arena_strndup(r->arena, text, n);
	mix = mix << 32 ^ load4(text) ^ (uint64_t)load4(text + n - 4) << 17 ^ (uint64_t)load4(text + n / 2 - 2) << 29;
	known = &r->names[(mix * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - NAME_BITS)];
	if (known->n != n || memcmp(known->text, text, n) != 0)
		*known = (KnownName){ er_arena_strndup(r->arena, text, n), n };
	return known->text;
}

/* ---- numbers and words ---- */

static bool read_digits(Reader *r)
{
	const char *from = r->at;

	while (r->at < r->end && g_ascii_isdigit(*r->at))
		r->at++;
	return r->at > from || unexpected(r, "a digit");
}

static bool skip_number(Reader *r)
{
	accept(r, '-');
	if (accept(r, '0')) {
		if (r->at < r->end && g_ascii_isdigit(*r->at))
			return fail(r, ER_JSON_SYNTAX, r->at, "met a digit after a leading zero, expected '.', an exponent or the number's end");
	} else if (!read_digits(r)) {
		return false;
	}
	if (accept(r, '.') && !read_digits(r))
		return false;
	if (accept(r, 'e') || accept(r, 'E')) {
		if (!accept(r, '+'))
			accept(r, '-');
		if (!read_digits(r))
			return false;
	}
	return true;
}

static bool read_number(Reader *r, ErValue *value)
{
	const char *from = r->at;

	if (!skip_number(r))
		return false;
	if (r->at - from > (ptrdiff_t)UINT32_MAX)
		return fail(r, ER_JSON_SIZE, from, "met a number of more than %u digits", UINT32_MAX);
	value->kind = ER_VALUE_NUMBER;
	value->n = (uint32_t)(r->at - from);
	value->u.text = er_arena_strndup(r->arena, from, value->n);
	return true;
}

static bool skip_word(Reader *r, const char *word)
{
	for (; *word != '\0'; word++)
		if (!accept(r, *word))
			return unexpected(r, "the rest of true, false or null");
	return true;
}

static bool read_word(Reader *r, const char *word, ErValueKind kind, ErValue *value)
{
	value->kind = kind;
	return skip_word(r, word);
}

/* ---- secrets ---- */

static void secret_begin(Reader *r, const char *key)
{
	if (r->options.secret == NULL || r->secret_depth > 0 || !r->options.secret(key))
		return;
	r->secret_depth = r->frames->len;
	r->secrets = er_arena_new();
	r->arena = r->secrets;
}

/* The value is complete: that it was there is all that stays. Null and the empty string say that there was none. */
static void secret_end(Reader *r, ErValue *value)
{
	if (value->kind != ER_VALUE_NULL) {
		bool empty = value->kind == ER_VALUE_STRING && value->n == 0;

		value->kind = ER_VALUE_STRING;
		value->u.text = empty ? "" : ER_REDACTED;
		value->n = (uint32_t)strlen(value->u.text);
	}
	r->secret_depth = 0;
	r->arena = r->kept;
	g_clear_pointer(&r->secrets, er_arena_free);
}

/* ---- duplicate member names ---- */

typedef struct {
	const Entry *entry;
	uint32_t hash;
} Name;

static bool same_name(const Entry *a, const Entry *b)
{
	return a->key_n == b->key_n && (a->member.key == b->member.key || memcmp(a->member.key, b->member.key, a->key_n) == 0);
}

static int compare_names(const void *a, const void *b)
{
	const Name *x = a, *y = b;
	int order;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->entry->key_n != y->entry->key_n)
		return x->entry->key_n < y->entry->key_n ? -1 : 1;
	order = memcmp(x->entry->member.key, y->entry->member.key, x->entry->key_n);
	return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* FNV-1a. */
static uint32_t hash_name(const Entry *entry)
{
	uint32_t hash = 2166136261u;

	for (uint32_t i = 0; i < entry->key_n; i++)
		hash = (hash ^ (uint8_t)entry->member.key[i]) * 16777619u;
	return hash;
}

static const Entry *find_duplicate_sorted(const Entry *entries, guint n, const Entry **first)
{
	g_autofree Name *names = g_new(Name, n);
	const Entry *found = NULL;

	for (guint i = 0; i < n; i++)
		names[i] = (Name){ &entries[i], hash_name(&entries[i]) };
	qsort(names, n, sizeof *names, compare_names);
	for (guint i = 1; i < n; i++)
		if ((found == NULL || names[i].entry < found) && same_name(names[i - 1].entry, names[i].entry)) {
			found = names[i].entry;
			*first = names[i - 1].entry;
		}
	return found;
}

/* The earliest member whose name an earlier one, *first, has already; NULL when all differ. */
static const Entry *find_duplicate(const Entry *entries, guint n, const Entry **first)
{
	if (n > PAIRWISE_MEMBERS)
		return find_duplicate_sorted(entries, n, first);
	for (guint i = 1; i < n; i++)
		for (guint j = 0; j < i; j++)
			if (same_name(&entries[i], &entries[j])) {
				*first = &entries[j];
				return &entries[i];
			}
	return NULL;
}

/* ---- arrays and objects ---- */

static bool open_frame(Reader *r, ErValueKind kind, ErValue *value)
{
	Frame frame = { .first = kind == ER_VALUE_OBJECT ? r->members->len : r->items->len };

	if (r->frames->len >= r->options.max_depth)
		return fail(r, ER_JSON_DEPTH, r->at, "met arrays and objects nested deeper than %u", r->options.max_depth);
	value->kind = kind;
	frame.value = *value;
	g_array_append_val(r->frames, frame);
	r->at++;
	return true;
}

static void take_items(Reader *r, const Frame *frame, ErValue *value)
{
	value->n = r->items->len - frame->first;
	if (value->n == 0)
		return;
	value->u.items = er_arena_alloc(r->arena, value->n * sizeof(ErValue));
	memcpy(value->u.items, &g_array_index(r->items, ErValue, frame->first), value->n * sizeof(ErValue));
	g_array_set_size(r->items, frame->first);
}

/* Of members with one name the last stays, where it stands. */
static void drop_duplicates(Reader *r, guint first)
{
	Entry *entries = &g_array_index(r->members, Entry, first);
	guint n = r->members->len - first, kept = 0;
	g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < n; i++)
		g_hash_table_insert(last, (char *)entries[i].member.key, GUINT_TO_POINTER(i + 1));
	for (guint i = 0; i < n; i++)
		if (GPOINTER_TO_UINT(g_hash_table_lookup(last, entries[i].member.key)) == i + 1)
			entries[kept++] = entries[i];
	g_array_set_size(r->members, first + kept);
}

static bool take_members(Reader *r, const Frame *frame, ErValue *value)
{
	const Entry *entries, *again, *first = NULL;

	value->n = r->members->len - frame->first;
	if (value->n == 0)
		return true;
	entries = &g_array_index(r->members, Entry, frame->first);
	again = find_duplicate(entries, value->n, &first);
	if (again != NULL && r->options.lenient) {
		if (r->result->duplicate_line == 0)
			r->result->duplicate_line = again->member.value.line;
		drop_duplicates(r, frame->first);
		value->n = r->members->len - frame->first;
		again = NULL;
	}
	if (again != NULL)
		return fail(r, ER_JSON_DUPLICATE_KEY, again->key_at,
		            "met a member name that the object has already (value on line %u), expected every name once",
		            first->member.value.line);
	value->u.members = er_arena_alloc(r->arena, value->n * sizeof(ErMember));
	for (uint32_t i = 0; i < value->n; i++)
		value->u.members[i] = entries[i].member;
	g_array_set_size(r->members, frame->first);
	return true;
}

/* The closing bracket was read: *value becomes the finished array or object. */
static bool close_frame(Reader *r, ErValue *value)
{
	const Frame *frame = top_frame(r);

	*value = frame->value;
	if (value->kind == ER_VALUE_ARRAY)
		take_items(r, frame, value);
	else if (!take_members(r, frame, value))
		return false;
	g_array_set_size(r->frames, r->frames->len - 1);
	return true;
}

/* The name of the innermost object's next member, and the colon. */
static bool read_key(Reader *r, const char *expected)
{
	Entry *entry = &top_frame(r)->entry;

	skip_space(r);
	if (r->at == r->end || *r->at != '"')
		return unexpected(r, expected);
	entry->key_at = r->at;
	if (!read_string(r, &entry->member.key, &entry->key_n))
		return false;
	entry->member.key = keep_name(r, entry->member.key, entry->key_n);
	skip_space(r);
	if (!accept(r, ':'))
		return unexpected(r, "':'");
	secret_begin(r, entry->member.key);
	return true;
}

/* ---- objects of which only that they are there matters ---- */

/* One that is not an array or object, or the opening of one. */
static bool skip_start(Reader *r)
{
	const char *text;
	uint32_t n;

	if (r->at == r->end || ++r->n_values > r->options.max_values)
		return false;
	switch (*r->at) {
	case '{': case '[':
		r->at++;
		return true;
	case '"':
		return read_string(r, &text, &n);
	case 't':
		return skip_word(r, "true");
	case 'f':
		return skip_word(r, "false");
	case 'n':
		return skip_word(r, "null");
	default:
		return skip_number(r);
	}
}

static bool skip_key(Reader *r, const char **key, uint32_t *n)
{
	skip_space(r);
	if (r->at == r->end || *r->at != '"' || !read_string(r, key, n))
		return false;
	skip_space(r);
	return accept(r, ':');
}

/* A whole value; @depth: of what holds it. False: what stands here is not for strict readers, or not for this one. */
static bool skip_value(Reader *r, guint depth)
{
	char closing[NEEDLESS_DEPTH];   /* of what is open */
	guint open = 0, most = r->options.max_depth > depth ? MIN(r->options.max_depth - depth, NEEDLESS_DEPTH) : 0;
	const char *key;
	uint32_t n;

	do {
		skip_space(r);
		char first = r->at < r->end ? *r->at : '\0';
		bool opens = first == '{' || first == '[';
		if ((opens && open == most) || !skip_start(r))
			return false;
		if (opens) {
			closing[open++] = first == '{' ? '}' : ']';
			skip_space(r);
			if (!accept(r, closing[open - 1])) {
				if (first == '{' && !skip_key(r, &key, &n))
					return false;
				continue;
			}
			open--;
		}
		while (open > 0) {
			skip_space(r);
			if (accept(r, ',')) {
				if (closing[open - 1] == '}' && !skip_key(r, &key, &n))
					return false;
				break;
			}
			if (!accept(r, closing[--open]))
				return false;
		}
	} while (open > 0);
	return true;
}

static bool is_name(const char *key, uint32_t n, const char *name)
{
	return strlen(name) == n && g_ascii_strncasecmp(key, name, n) == 0;
}

/* What stays of a needless object. */
typedef struct { ErMember id, properties; } Stub;

/* One member of an object. False: the object is needed after all, or cannot be skipped. */
static bool skip_member(Reader *r, Stub *stub)
{
	const char *key;
	uint32_t n;

	if (!skip_key(r, &key, &n))
		return false;
	skip_space(r);
	ErMember member = { .value = { .offset = (uint64_t)(r->at - r->text), .line = r->line, .source = r->options.source } };
	char first = r->at < r->end ? *r->at : '\0';
	if (first == '{' && is_name(key, n, "properties")) {
		member.key = keep_name(r, key, n);
		member.value.kind = ER_VALUE_OBJECT;
		stub->properties = member;
	} else if (first == '"' && stub->id.key == NULL && (is_name(key, n, "id") || is_name(key, n, "ResourceId"))) {
		member.key = keep_name(r, key, n);
		r->n_values++;
		if (!read_string_value(r, &member.value))
			return false;
		stub->id = member;
		return r->options.needless(member.value.u.text);
	}
	return skip_value(r, r->frames->len + 1);
}

static bool skip_object(Reader *r, Stub *stub)
{
	r->at++;
	do
		if (!skip_member(r, stub))
			return false;
	while (skip_space(r), accept(r, ','));
	return accept(r, '}') && stub->id.key != NULL && stub->properties.key != NULL;
}

/* At the bracket of an object of which a stub may be enough. What went wrong is told by the reader that comes after. */
static bool read_needless(Reader *r, ErValue *value)
{
	const char *at = r->at;
	uint32_t line = r->line;
	uint64_t n_values = r->n_values;
	const ErJsonResult result = *r->result;
	guint depth = r->frames->len;
	Stub stub = { 0 };

	if (r->options.needless == NULL || r->secret_depth > 0 || depth == 0 || depth > 2 || top_frame(r)->value.kind != ER_VALUE_ARRAY)
		return false;
	if (skip_object(r, &stub)) {
		value->kind = ER_VALUE_OBJECT;
		value->n = 2;
		value->u.members = er_arena_alloc(r->arena, 2 * sizeof *value->u.members);
		value->u.members[0] = stub.id;
		value->u.members[1] = stub.properties;
		return true;
	}
	r->at = at;
	r->line = line;
	r->n_values = n_values;
	*r->result = result;
	return false;
}

/* ---- values ---- */

/* *complete: false when the value is an array or object that has just been opened, its first child next. */
static bool read_container(Reader *r, ErValueKind kind, ErValue *value, bool *complete)
{
	if (!open_frame(r, kind, value))
		return false;
	skip_space(r);
	*complete = accept(r, kind == ER_VALUE_OBJECT ? '}' : ']');
	if (*complete)
		return close_frame(r, value);
	if (kind == ER_VALUE_OBJECT)
		return read_key(r, "a member name in quotes or '}'");
	return true;
}

static bool read_value(Reader *r, ErValue *value, bool *complete)
{
	skip_space(r);
	if (++r->n_values > r->options.max_values)
		return fail(r, ER_JSON_SIZE, r->at, "met more than %" G_GUINT64_FORMAT " values", r->options.max_values);
	*value = (ErValue){ .offset = (uint64_t)(r->at - r->text), .line = r->line, .source = r->options.source };
	*complete = true;
	switch (r->at < r->end ? *r->at : '\0') {
	case '{':
		return read_needless(r, value) || read_container(r, ER_VALUE_OBJECT, value, complete);
	case '[':
		return read_container(r, ER_VALUE_ARRAY, value, complete);
	case '"':
		return read_string_value(r, value);
	case 't':
		return read_word(r, "true", ER_VALUE_TRUE, value);
	case 'f':
		return read_word(r, "false", ER_VALUE_FALSE, value);
	case 'n':
		return read_word(r, "null", ER_VALUE_NULL, value);
	case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
		return read_number(r, value);
	default:
		return unexpected(r, "a value");
	}
}

static void store_child(Reader *r, ErValue *value)
{
	Frame *top = top_frame(r);

	if (top->value.kind == ER_VALUE_ARRAY) {
		g_array_append_val(r->items, *value);
		return;
	}
	if (r->secret_depth == r->frames->len)
		secret_end(r, value);
	top->entry.member.value = *value;
	g_array_append_val(r->members, top->entry);
}

/* Gives a complete value to what holds it, and closes all that ends right after it. *more: another value must follow. */
static bool settle(Reader *r, ErValue *value, bool *more)
{
	while (r->frames->len > 0) {
		bool in_object = top_frame(r)->value.kind == ER_VALUE_OBJECT;

		store_child(r, value);
		skip_space(r);
		if (accept(r, ',')) {
			if (r->options.lenient)
				skip_space(r);
			*more = !r->options.lenient || r->at == r->end || *r->at != (in_object ? '}' : ']');
			if (*more)
				return !in_object || read_key(r, "a member name in quotes");
		}
		if (!accept(r, in_object ? '}' : ']'))
			return unexpected(r, in_object ? "',' or '}'" : "',' or ']'");
		if (!close_frame(r, value))
			return false;
	}
	*more = false;
	return true;
}

/* ---- what is left of a text that is cut off ---- */

/* Children of frame @k on their stack: up to where those of the next deeper frame of its kind begin. */
static void drop_unfinished(Reader *r, guint k)
{
	ErValueKind kind = g_array_index(r->frames, Frame, k).value.kind;
	GArray *stack = kind == ER_VALUE_OBJECT ? r->members : r->items;

	for (guint i = k + 1; i < r->frames->len; i++)
		if (g_array_index(r->frames, Frame, i).value.kind == kind) {
			g_array_set_size(stack, g_array_index(r->frames, Frame, i).first);
			return;
		}
}

/* The list that a list of resources can be: the root, or a member of it. An item that is not complete is left out. */
static bool rescue(Reader *r, ErValue *root)
{
	guint list = r->frames->len > 0 && g_array_index(r->frames, Frame, 0).value.kind == ER_VALUE_OBJECT ? 1 : 0;

	if (list >= r->frames->len || g_array_index(r->frames, Frame, list).value.kind != ER_VALUE_ARRAY || (r->secret_depth > 0 && r->secret_depth <= list + 1))
		return false;
	for (guint k = 0; k <= list; k++)
		drop_unfinished(r, k);
	r->arena = r->kept;
	r->secret_depth = 0;
	g_array_set_size(r->frames, list + 1);
	if (!close_frame(r, root))
		return false;
	if (list == 1) {
		store_child(r, root);
		if (!close_frame(r, root))
			return false;
	}
	r->result->rescued = true;
	return true;
}

/* ---- the whole text ---- */

static bool read_text(Reader *r, ErValue *root)
{
	ErValue value;
	bool complete, more = true;

	skip_space(r);
	if (r->at == r->end)
		return fail(r, ER_JSON_EMPTY, r->end, "the text is empty, expected a value");
	while (more) {
		if (!read_value(r, &value, &complete))
			return false;
		if (complete && !settle(r, &value, &more))
			return false;
	}
	if (r->options.more) {
		r->result->offset = (uint64_t)(r->at - r->text);
		r->result->line = r->line;
		*root = value;
		return true;
	}
	skip_space(r);
	if (r->at < r->end)
		return fail(r, ER_JSON_TRAILING, r->at, "met more text after the value, expected its end");
	*root = value;
	return true;
}

/* ---- the door ---- */

/* max_values stays below what the 32-bit counts of arrays and stacks can hold. */
static ErJsonOptions complete_options(const ErJsonOptions *given)
{
	ErJsonOptions options = given != NULL ? *given : (ErJsonOptions){ 0 };

	if (options.max_depth == 0)
		options.max_depth = DEFAULT_DEPTH;
	if (options.max_values == 0)
		options.max_values = DEFAULT_VALUES;
	options.max_values = MIN(options.max_values, UINT32_MAX - 1);
	return options;
}

bool er_json_parse(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErValue *root,
                   ErJsonResult *result)
{
	const char *start = text != NULL ? text : "";
	size_t mark = length >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	Reader r = {
		.text = start, .body = start + mark, .at = start + mark, .end = start + length,
		.options = complete_options(options), .arena = arena, .kept = arena, .result = result,
		.frames = g_array_new(FALSE, FALSE, sizeof(Frame)),
		.items = g_array_new(FALSE, FALSE, sizeof(ErValue)),
		.members = g_array_new(FALSE, FALSE, sizeof(Entry)),
		.buffer = g_string_new(NULL),
	};
	bool ok;

	*result = (ErJsonResult){ .status = ER_JSON_OK };
	r.line = MAX(r.options.first_line, 1);
	ok = read_text(&r, root) || (r.options.rescue && result->status == ER_JSON_CUT_OFF && rescue(&r, root));
	er_arena_free(r.secrets);
	g_array_unref(r.frames);
	g_array_unref(r.items);
	g_array_unref(r.members);
	g_string_free(r.buffer, TRUE);
	return ok;
}
