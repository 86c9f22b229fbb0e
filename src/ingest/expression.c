/*
 * Expressions are parsed into nodes and the nodes evaluated at once. Grammar (Microsoft Learn, "Syntax and expressions in ARM
 * templates"): a call name(…) with . and [ ] behind it, a string in single quotes ('' is one quote), an integer. Anything that goes
 * wrong gives an unknown value and is counted: one odd output must not cost an estate. Nothing runs away: steps, depth and the memory
 * of results are bounded, and there are no loops but over lists that exist.
 */
#include "expression.h"

#include <string.h>

typedef enum { NODE_TEXT, NODE_NUMBER, NODE_CALL, NODE_MEMBER } NodeKind;

struct ErNode {
	NodeKind kind;
	const char *text;            /* of literals; name of a call, any case */
	ErNode **args; uint32_t n;   /* of a call; of a member: what it is in, and which */
};

enum { MOST_NESTED = 64, MOST_DEPTH = 200 };

/* A value that stands for a lambda: its node and variables. Kept as a string that is unknown as soon as it is part of another. */
typedef struct { const ErNode *body; const char *const *names; uint32_t n; } Lambda;
static const char lambda_mark[] = "\x01lambda\x02";

typedef struct { const char *name; ErValue value; } Local;

/* ---- unknown ---- */

ErValue er_unknown(ErEval *eval, const ErBuildPlace *place, const char *label)
{
	g_autofree char *segment = g_strdelimit(g_strdup(label), "/", '-');

	return er_build_textf(eval->arena, place, "%c%s%c", ER_UNKNOWN_OPEN, segment, ER_UNKNOWN_CLOSE);
}

bool er_is_unknown(const ErValue *value)
{
	return value->kind == ER_VALUE_STRING && !er_is_lambda(value) && memchr(value->u.text, ER_UNKNOWN_OPEN, value->n) != NULL;
}

ErTruth er_truth(const ErValue *value)
{
	bool is = false;

	if (!er_is_unknown(value) && er_value_bool(value, NULL, &is))
		return is ? ER_TRUTH_TRUE : ER_TRUTH_FALSE;
	return ER_TRUTH_UNKNOWN;
}

char *er_unknown_shown(const char *text)
{
	char *shown = g_strdup(text);

	for (char *p = shown; *p != '\0'; p++)
		*p = *p == ER_UNKNOWN_OPEN ? '{' : *p == ER_UNKNOWN_CLOSE ? '}' : *p;
	return shown;
}

/* ---- parsing ---- */

typedef struct { ErEval *eval; const char *at; uint32_t nested; const char *error; } Parser;

static ErNode *parse(Parser *p);

static void skip(Parser *p)
{
	while (g_ascii_isspace(*p->at))
		p->at++;
}

static ErNode *fail(Parser *p, const char *error)
{
	if (p->error == NULL)
		p->error = error;
	return NULL;
}

static ErNode *new_node(Parser *p, NodeKind kind, const char *text, size_t n)
{
	ErNode *node = er_arena_alloc(p->eval->arena, sizeof *node);

	*node = (ErNode){ .kind = kind, .text = er_arena_strndup(p->eval->arena, text, n) };
	return node;
}

static ErNode *parse_text(Parser *p)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (p->at++; *p->at != '\0'; p->at++) {
		if (*p->at == '\'' && *++p->at != '\'')
			return new_node(p, NODE_TEXT, text->str, text->len);
		g_string_append_c(text, *p->at);
	}
	return fail(p, "a string without its closing quote");
}

static ErNode *parse_number(Parser *p)
{
	const char *from = p->at;

	p->at += *p->at == '-' || *p->at == '+';
	while (g_ascii_isdigit(*p->at))
		p->at++;
	return p->at == from + (*from == '-' || *from == '+') ? fail(p, "a sign without a number") : new_node(p, NODE_NUMBER, from + (*from == '+'), (size_t)(p->at - from) - (*from == '+'));
}

static bool is_name(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$';
}

static void add_arg(Parser *p, ErNode *node, ErNode *arg)
{
	if ((node->n & (node->n - 1)) == 0) {
		ErNode **grown = er_arena_alloc(p->eval->arena, (node->n == 0 ? 1 : (size_t)node->n * 2) * sizeof(ErNode *));
		if (node->n > 0)
			memcpy(grown, node->args, node->n * sizeof(ErNode *));
		node->args = grown;
	}
	node->args[node->n++] = arg;
}

/* A name, dotted when it is a user's function, and its arguments. */
static ErNode *parse_call(Parser *p)
{
	const char *from = p->at;

	while (is_name(*p->at) || (*p->at == '.' && is_name(p->at[1])))
		p->at++;
	ErNode *node = new_node(p, NODE_CALL, from, (size_t)(p->at - from));
	skip(p);
	if (p->at == from || *p->at != '(')
		return fail(p, "a function without ( )");
	p->at++;
	for (skip(p); *p->at != ')'; skip(p)) {
		if (node->n > 0 && *p->at != ',')
			return fail(p, "arguments without a comma between them");
		p->at += node->n > 0;
		ErNode *arg = parse(p);
		if (arg == NULL)
			return NULL;
		add_arg(p, node, arg);
	}
	p->at++;
	return node;
}

static ErNode *parse_behind(Parser *p, ErNode *node)
{
	uint32_t length = 0;

	for (skip(p); node != NULL && (*p->at == '.' || *p->at == '['); skip(p)) {
		if (++length > MOST_DEPTH)
			return fail(p, "an expression nested too deep");
		bool index = *p->at++ == '[';
		ErNode *member = new_node(p, NODE_MEMBER, "", 0), *which = NULL;
		if (!index) {
			const char *from = p->at;
			while (is_name(*p->at) || *p->at == '-')
				p->at++;
			which = new_node(p, NODE_TEXT, from, (size_t)(p->at - from));
		} else if ((which = parse(p)) != NULL) {
			skip(p);
			if (*p->at != ']')
				return fail(p, "an index without ]");
			p->at++;
		}
		if (which == NULL)
			return NULL;
		add_arg(p, member, node);
		add_arg(p, member, which);
		node = member;
	}
	return node;
}

static ErNode *parse(Parser *p)
{
	ErNode *node;

	if (++p->nested > MOST_NESTED)
		return fail(p, "an expression nested too deep");
	skip(p);
	if (*p->at == '\'')
		node = parse_text(p);
	else if (g_ascii_isdigit(*p->at) || *p->at == '-' || *p->at == '+')
		node = parse_number(p);
	else
		node = parse_call(p);
	node = node != NULL ? parse_behind(p, node) : NULL;
	p->nested--;
	return node;
}

/* ---- evaluating ---- */

static ErValue eval_node(ErEval *eval, const ErNode *node, const ErBuildPlace *place);

/* What the expression spells, for the label of an unknown. (transfer full) */
static char *spelled(const ErNode *node)
{
	if (node->kind == NODE_MEMBER) {
		g_autofree char *base = spelled(node->args[0]), *key = spelled(node->args[1]);
		return g_strconcat(base, ".", key, NULL);
	}
	if (node->kind == NODE_CALL && node->n == 1 && node->args[0]->kind == NODE_TEXT)
		return g_strdup(node->args[0]->text);
	return g_strdup(node->text);
}

static ErValue eval_member(ErEval *eval, const ErNode *node, const ErBuildPlace *place)
{
	ErValue base = eval_node(eval, node->args[0], place), key = eval_node(eval, node->args[1], place);
	uint32_t index = 0;

	if (base.kind == ER_VALUE_OBJECT && key.kind == ER_VALUE_STRING && !er_is_unknown(&key)) {
		const ErValue *found = er_value_member(&base, key.u.text);
		if (found != NULL)
			return *found;
	} else if (base.kind == ER_VALUE_ARRAY && er_value_uint(&key, NULL, &index) && index < base.n) {
		return base.u.items[index];
	} else if (er_is_unknown(&base)) {
		g_autofree char *inner = g_strdup(base.u.text);
		g_autofree char *which = key.kind == ER_VALUE_STRING || key.kind == ER_VALUE_NUMBER ? g_strdup(key.u.text) : g_strdup("?");
		g_strdelimit(inner, "\x01\x02", ' ');
		g_strdelimit(which, "\x01\x02", ' ');
		g_autofree char *label = g_strconcat(g_strstrip(inner), ".", g_strstrip(which), NULL);
		return er_unknown(eval, place, label);
	}
	g_autofree char *label = spelled(node);
	return er_unknown(eval, place, label);
}

/* lambda('x', body): the body waits. */
static ErValue make_lambda(ErEval *eval, const ErNode *node, const ErBuildPlace *place)
{
	Lambda *lambda = er_arena_alloc(eval->arena, sizeof *lambda);
	const char **names = er_arena_alloc(eval->arena, (node->n + 1) * sizeof *names);
	ErValue value = er_build_array(place);

	for (uint32_t i = 0; i + 1 < node->n; i++)
		names[i] = node->args[i]->text;
	*lambda = (Lambda){ node->args[node->n - 1], names, node->n - 1 };
	value.kind = ER_VALUE_STRING;
	value.u.text = lambda_mark;
	value.n = sizeof lambda_mark - 1;
	value.offset = (uint64_t)(uintptr_t)lambda;
	return value;
}

bool er_is_lambda(const ErValue *value)
{
	return value->kind == ER_VALUE_STRING && value->u.text == lambda_mark;
}

ErValue er_lambda_apply(ErEval *eval, const ErValue *value, const ErValue *values, uint32_t n)
{
	const Lambda *lambda = (const Lambda *)(uintptr_t)value->offset;
	const ErBuildPlace place = { 0, value->line, value->source };
	guint before = eval->locals->len;

	for (uint32_t i = 0; i < lambda->n && i < n; i++) {
		const Local local = { lambda->names[i], values[i] };
		g_array_append_val(eval->locals, local);
	}
	ErValue out = eval_node(eval, lambda->body, &place);
	g_array_set_size(eval->locals, before);
	return out;
}

static ErValue lambda_variable(ErEval *eval, const ErValue *name, const ErBuildPlace *place)
{
	for (guint i = eval->locals->len; name->kind == ER_VALUE_STRING && i > 0; i--)
		if (g_ascii_strcasecmp(g_array_index(eval->locals, Local, i - 1).name, name->u.text) == 0)
			return g_array_index(eval->locals, Local, i - 1).value;
	return er_unknown(eval, place, "variable of a lambda");
}

static void count_unknown(ErEval *eval, const char *name)
{
	g_autofree char *key = g_ascii_strdown(name, -1);
	uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(eval->unknown_functions, key));

	g_hash_table_insert(eval->unknown_functions, g_steal_pointer(&key), GUINT_TO_POINTER(n + 1));
}

/* Only the branch that counts, so that the other may be what is not there. */
static ErValue eval_if(ErEval *eval, const ErNode *node, const ErBuildPlace *place)
{
	ErValue condition = eval_node(eval, node->args[0], place);
	ErTruth truth = er_truth(&condition);

	if (truth != ER_TRUTH_UNKNOWN)
		return eval_node(eval, node->args[truth == ER_TRUTH_TRUE ? 1 : 2], place);
	ErValue yes = eval_node(eval, node->args[1], place), no = eval_node(eval, node->args[2], place);
	if (yes.kind == no.kind && yes.kind == ER_VALUE_STRING && yes.n == no.n && memcmp(yes.u.text, no.u.text, yes.n) == 0)
		return yes;
	g_autofree char *label = spelled(node->args[0]);
	return er_unknown(eval, place, label);
}

static ErValue eval_call(ErEval *eval, const ErNode *node, const ErBuildPlace *place)
{
	ErValue out;

	if (er_same_word(node->text, "if") && node->n == 3)
		return eval_if(eval, node, place);
	if (er_same_word(node->text, "lambda") && node->n > 0)
		return make_lambda(eval, node, place);
	ErValue *args = er_arena_alloc(eval->arena, (node->n + 1) * sizeof *args);
	for (uint32_t i = 0; i < node->n; i++)
		args[i] = eval_node(eval, node->args[i], place);
	if (er_same_word(node->text, "lambdaVariables") && node->n == 1)
		return lambda_variable(eval, &args[0], place);
	if (eval->callee != NULL && eval->callee->call(eval->callee->data, eval, node->text, args, node->n, place, &out))
		return out;
	if (eval->pure(eval, node->text, args, node->n, place, &out))
		return out;
	count_unknown(eval, node->text);
	g_autofree char *label = spelled(node);
	return er_unknown(eval, place, label);
}

bool er_eval_spend(ErEval *eval, uint64_t steps)
{
	eval->steps = (uint32_t)MIN(eval->steps + steps, (uint64_t)eval->most_steps + 1);
	return eval->steps <= eval->most_steps && er_arena_size(eval->arena) <= eval->most_bytes;
}

static ErValue eval_node(ErEval *eval, const ErNode *node, const ErBuildPlace *place)
{
	if (!er_eval_spend(eval, 1) || eval->depth > MOST_DEPTH)
		return er_unknown(eval, place, "too much to evaluate");
	eval->depth++;
	ErValue out = node->kind == NODE_TEXT ? er_build_text(eval->arena, place, node->text)
	            : node->kind == NODE_NUMBER ? er_build_number(eval->arena, place, node->text)
	            : node->kind == NODE_CALL ? eval_call(eval, node, place) : eval_member(eval, node, place);
	eval->depth--;
	return out;
}

/* ---- whole strings ---- */

void er_eval_note_error(ErEval *eval, uint32_t line, const char *error)
{
	if (eval->n_errors++ > 0)
		return;
	eval->error_line = line;
	g_strlcpy(eval->error, error, sizeof eval->error);
}

ErValue er_expression_eval(ErEval *eval, const ErValue *text)
{
	const ErBuildPlace place = er_build_place(text);
	const char *s = text->kind == ER_VALUE_STRING ? text->u.text : "";

	if (*s != '[' || text->n < 2 || s[text->n - 1] != ']')
		return *text;
	if (s[1] == '[')
		return er_build_text(eval->arena, &place, s + 1);
	const char *body = er_arena_strndup(eval->arena, s + 1, text->n - 2);
	Parser p = { .eval = eval, .at = body };
	ErNode *node = parse(&p);
	skip(&p);
	if (node == NULL || *p.at != '\0') {
		er_eval_note_error(eval, text->line, p.error != NULL ? p.error : "more text after the expression");
		return er_unknown(eval, &place, "expression");
	}
	return eval_node(eval, node, &place);
}

void er_eval_init(ErEval *eval, ErArena *arena, const ErCallee *callee, ErFunctions functions, uint32_t most_steps, size_t most_bytes)
{
	*eval = (ErEval){
		.arena = arena, .callee = callee, .pure = functions, .unknown_functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), .most_steps = most_steps,
		.most_bytes = er_arena_size(arena) + most_bytes, .locals = g_array_new(FALSE, FALSE, sizeof(Local)),
	};
}

void er_eval_clear(ErEval *eval)
{
	g_hash_table_destroy(eval->unknown_functions);
	g_array_unref(eval->locals);
}
