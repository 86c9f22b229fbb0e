/* json.h: the strict JSON reader of ingest (RFC 8259). Private to src/ingest. */
#ifndef ER_INGEST_JSON_H
#define ER_INGEST_JSON_H

#include <erscope/inventory.h>

/* An arena: everything a parse makes, freed at once. Never moves what it handed out. */
typedef struct ErArena ErArena;
ErArena *er_arena_new(void);
void er_arena_free(ErArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErArena, er_arena_free)
void *er_arena_alloc(ErArena *arena, size_t size);                 /* 8-byte aligned, not cleared */
char *er_arena_strndup(ErArena *arena, const char *text, size_t n);
size_t er_arena_size(const ErArena *arena);                        /* bytes handed out */
/* What was handed out since a mark is given back; marks nest. */
typedef struct { void *chunks; char *low, *high; size_t size; } ErArenaMark;
ErArenaMark er_arena_mark(const ErArena *arena);
void er_arena_rewind(ErArena *arena, const ErArenaMark *mark);

typedef struct {
	uint32_t max_depth;      /* nesting of arrays and objects; default 128 */
	uint64_t max_values;     /* values in one text; default 100 million */
	/* Members whose string (or any) value must not be stored; replaced by the string ER_REDACTED. May be NULL. */
	bool (*secret)(const char *key);
	uint32_t source;         /* stored in every value */
	uint32_t first_line;     /* line that the text begins on; 0: 1 */
	bool lenient;            /* as Azure reads templates: comments, strings over several lines, a comma before a closing bracket; of a name twice the last */
	bool more;               /* text after the value is no error: result->offset tells where it begins */
	/*
	 * Of an object in a list (the root, or a member of it) that has an "id" (or "ResourceId") of which this is true and an object
	 * "properties", only the two are kept, the latter empty. It is read as strictly as all else, save that names may come twice. May be NULL.
	 */
	bool (*needless)(const char *id);
	bool rescue;             /* of a text that is cut off inside a list, at the top or one object below, the complete items are kept */
} ErJsonOptions;

typedef enum {
	ER_JSON_OK, ER_JSON_SYNTAX, ER_JSON_CUT_OFF, ER_JSON_DEPTH, ER_JSON_SIZE, ER_JSON_DUPLICATE_KEY, ER_JSON_UTF8, ER_JSON_TRAILING, ER_JSON_EMPTY
} ErJsonStatus;

typedef struct {
	ErJsonStatus status;
	uint64_t offset;         /* byte where it went wrong; with `more`, where the value ended */
	uint32_t line, column;   /* 1-based; column in bytes */
	char message[160];       /* what was met and expected; shows at most one character of the input, never a string */
	bool rescued;            /* cut off, yet there is a value */
	uint32_t duplicate_line; /* first member whose name came twice, when lenient; 0: none */
	bool cleaned;            /* a string held control characters, U+FFFE/U+FFFF, lone surrogates or \u0000: replaced by U+FFFD */
} ErJsonResult;

/**
 * er_json_parse:
 * @text: @length bytes; need not end in NUL; a UTF-8 byte order mark is skipped
 * @options: (nullable): defaults for all
 * @arena: receives every string, array and object
 * @root: (out): the value; only set on success
 * @result: (out)
 *
 * Strict: no comments, no trailing commas, no NaN, no leading zeros, nothing after the value but white space, valid UTF-8,
 * no duplicate member names (compared exactly; found by hashing, so that 100,000 members stay linear), valid surrogate pairs
 * (a lone one is replaced and told); options say what else may be read. Numbers keep their text. Time and memory are linear in the text, and recursion is
 * bounded by max_depth (or there is none).
 */
bool er_json_parse(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErValue *root, ErJsonResult *result);

#endif
