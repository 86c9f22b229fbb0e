/* expression.h: the expression language of ARM templates. Private to src/ingest. */
#ifndef ER_INGEST_EXPRESSION_H
#define ER_INGEST_EXPRESSION_H

#include "build.h"

/*
 * What cannot be known is text in a string, between these two bytes, which no string of an input can hold (json.h): "[parameters('a')]"
 * without a value is ER_UNKNOWN_OPEN "a" ER_UNKNOWN_CLOSE. It goes through concat() and resourceId() as it is, so that names and ids
 * built from it still meet; it equals itself, and whether it equals anything else is unknown.
 */
#define ER_UNKNOWN_OPEN '\x01'
#define ER_UNKNOWN_CLOSE '\x02'

typedef struct ErEval ErEval;
typedef struct ErNode ErNode;

/* What a function with state of the template (parameters, copyIndex, reference …) asks; @args are evaluated. */
typedef struct {
	void *data;
	/* False: not one of these; the function is looked for among the pure ones then. */
	bool (*call)(void *data, ErEval *eval, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out);
} ErCallee;

/* The functions that need nothing but their arguments. False: there is none of that name. */
typedef bool (*ErFunctions)(ErEval *eval, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out);

struct ErEval {
	ErArena *arena;
	const ErCallee *callee;
	ErFunctions pure;
	GHashTable *unknown_functions; /* name → count */
	uint32_t steps, most_steps;    /* evaluated nodes, over all expressions of a template */
	uint32_t depth;
	size_t most_bytes;             /* the arena may not grow beyond it */
	GArray *locals;                /* of variables of lambdas: see expression.c */
	uint32_t n_errors; uint32_t error_line; char error[160]; /* expressions that could not be read; the first of them */
};

void er_eval_init(ErEval *eval, ErArena *arena, const ErCallee *callee, ErFunctions functions, uint32_t most_steps, size_t most_bytes);
void er_eval_clear(ErEval *eval);
/* Counts an expression that gives nothing; of the first one the words are kept. */
void er_eval_note_error(ErEval *eval, uint32_t line, const char *error);
/* Counts work that is no evaluated node (values compared, text gone through). False: a bound is met, what is left stays unknown. */
bool er_eval_spend(ErEval *eval, uint64_t steps);
/* A whole string of a template: "[…]" is an expression, "[[" an escaped bracket, all else itself. */
ErValue er_expression_eval(ErEval *eval, const ErValue *text);

/* Slashes in @label become dashes: in a name or an id it is one segment. */
ErValue er_unknown(ErEval *eval, const ErBuildPlace *place, const char *label);
/* Is anything in this string unknown? */
bool er_is_unknown(const ErValue *value);
/* The same word in any case; most others are told by their first letter, without a call. */
static inline bool er_same_word(const char *a, const char *b)
{
	return ((*a ^ *b) & ~0x20) == 0 && g_ascii_strcasecmp(a, b) == 0;
}

/* Three-valued: true, false, unknown. */
typedef enum { ER_TRUTH_FALSE, ER_TRUTH_TRUE, ER_TRUTH_UNKNOWN } ErTruth;
ErTruth er_truth(const ErValue *value);
/* The text with "{label}" for what is unknown. (transfer full) */
char *er_unknown_shown(const char *text);

/* For map, filter, reduce, sort, toObject …: the body of a lambda with values for its variables. */
ErValue er_lambda_apply(ErEval *eval, const ErValue *lambda, const ErValue *values, uint32_t n);
bool er_is_lambda(const ErValue *value);

#endif
