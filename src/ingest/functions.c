/*
 * The functions of ARM templates that need nothing but their arguments (Microsoft Learn, "ARM template functions": array, CIDR,
 * comparison, lambda, logical, numeric, object and string functions). One table: name, least and most arguments, what it does, and
 * whether it can make something of an argument that is unknown; all others give an unknown then. A wrong argument gives an unknown.
 */
#include "functions.h"

#include "arm.h"

#include <erscope/prefix.h>

#include <string.h>

enum { MOST_TEXT = 1 << 20, MOST_RANGE = 10000, MOST_DEPTH = 200, BYTES_PER_STEP = 256 };

typedef struct { ErEval *eval; const char *name; const ErValue *args; uint32_t n; const ErBuildPlace *place; } Call;

static ErValue unknown(const Call *c)
{
	return er_unknown(c->eval, c->place, c->name);
}

static ErValue truth(const Call *c, bool value)
{
	return er_build_bool(c->place, value);
}

static ErValue text(const Call *c, const char *value)
{
	return er_build_text(c->eval->arena, c->place, value);
}

static ErValue number(const Call *c, int64_t value)
{
	g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, value);

	return er_build_number(c->eval->arena, c->place, digits);
}

static const char *str(const Call *c, uint32_t i)
{
	return i < c->n && c->args[i].kind == ER_VALUE_STRING && !er_is_lambda(&c->args[i]) ? c->args[i].u.text : NULL;
}

static bool integer(const ErValue *value, int64_t *out)
{
	char *end;

	if ((value->kind != ER_VALUE_NUMBER && value->kind != ER_VALUE_STRING) || er_is_unknown(value) || value->n == 0)
		return false;
	*out = g_ascii_strtoll(value->u.text, &end, 10);
	return *end == '\0' || (*end == '.' && strspn(end + 1, "0") == strlen(end + 1));
}

static void push(const Call *c, ErValue *array, ErValue item)
{
	er_build_push(c->eval->arena, array, item);
}

/* ---- values as text ---- */

static void add_quoted(GString *out, const char *s)
{
	g_string_append_c(out, '"');
	for (; *s != '\0'; s++) {
		const char *escaped = strchr("\n\r\t\"\\", *s);
		if (escaped != NULL)
			g_string_append_c(out, '\\');
		g_string_append_c(out, *s == '\n' ? 'n' : *s == '\r' ? 'r' : *s == '\t' ? 't' : *s);
	}
	g_string_append_c(out, '"');
}

/* A value may share its parts and be deeper than any text: what lies too deep is unknown. */
static void add_json(GString *out, const ErValue *value, unsigned depth)
{
	if (depth > MOST_DEPTH) {
		g_string_append_printf(out, "%ctoo deep%c", ER_UNKNOWN_OPEN, ER_UNKNOWN_CLOSE);
		return;
	}
	switch (value->kind) {
	case ER_VALUE_NULL: g_string_append(out, "null"); break;
	case ER_VALUE_FALSE: g_string_append(out, "false"); break;
	case ER_VALUE_TRUE: g_string_append(out, "true"); break;
	case ER_VALUE_NUMBER: g_string_append(out, value->u.text); break;
	case ER_VALUE_STRING: add_quoted(out, value->u.text); break;
	case ER_VALUE_ARRAY:
		for (uint32_t i = 0; i < value->n && out->len < MOST_TEXT; i++) {
			g_string_append_c(out, i > 0 ? ',' : '[');
			add_json(out, &value->u.items[i], depth + 1);
		}
		g_string_append(out, value->n > 0 ? "]" : "[]");
		break;
	case ER_VALUE_OBJECT:
		for (uint32_t i = 0; i < value->n && out->len < MOST_TEXT; i++) {
			g_string_append_c(out, i > 0 ? ',' : '{');
			add_quoted(out, value->u.members[i].key);
			g_string_append_c(out, ':');
			add_json(out, &value->u.members[i].value, depth + 1);
		}
		g_string_append(out, value->n > 0 ? "}" : "{}");
		break;
	}
}

static void add_text(GString *out, const ErValue *value)
{
	if (value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_NUMBER)
		g_string_append(out, value->u.text);
	else if (value->kind == ER_VALUE_TRUE || value->kind == ER_VALUE_FALSE)
		g_string_append(out, value->kind == ER_VALUE_TRUE ? "True" : "False");
	else if (value->kind != ER_VALUE_NULL)
		add_json(out, value, 0);
}

static ErValue done(const Call *c, const GString *out)
{
	return out->len > MOST_TEXT ? unknown(c) : text(c, out->str);
}

/* ---- comparison ---- */

/* Values may share their parts, so that walking them takes more steps than making them: these count, and what is beyond them is unknown. */
static bool holds_unknown(const Call *c, const ErValue *value, unsigned depth)
{
	bool found = er_is_unknown(value) || depth > MOST_DEPTH || !er_eval_spend(c->eval, 1);

	for (uint32_t i = 0; !found && value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		found = holds_unknown(c, &value->u.items[i], depth + 1);
	for (uint32_t i = 0; !found && value->kind == ER_VALUE_OBJECT && i < value->n; i++)
		found = holds_unknown(c, &value->u.members[i].value, depth + 1);
	return found;
}

/* equals() is particular about the case of strings, and 1 is no "1". */
static bool same(const Call *c, const ErValue *a, const ErValue *b, unsigned depth)
{
	int64_t x, y;

	if (depth > MOST_DEPTH || !er_eval_spend(c->eval, 1))
		return false;
	if (a->kind == ER_VALUE_NUMBER && b->kind == ER_VALUE_NUMBER && integer(a, &x) && integer(b, &y))
		return x == y;
	if (a->kind != b->kind || a->n != b->n)
		return false;
	if (a->kind == ER_VALUE_STRING || a->kind == ER_VALUE_NUMBER)
		return memcmp(a->u.text, b->u.text, a->n) == 0;
	for (uint32_t i = 0; a->kind == ER_VALUE_ARRAY && i < a->n; i++)
		if (!same(c, &a->u.items[i], &b->u.items[i], depth + 1))
			return false;
	for (uint32_t i = 0; a->kind == ER_VALUE_OBJECT && i < a->n; i++) {
		const ErValue *other = er_value_member(b, a->u.members[i].key);
		if (other == NULL || !same(c, &a->u.members[i].value, other, depth + 1))
			return false;
	}
	return true;
}

static ErValue f_equals(const Call *c)
{
	if (same(c, &c->args[0], &c->args[1], 0))
		return truth(c, true);
	return holds_unknown(c, &c->args[0], 0) || holds_unknown(c, &c->args[1], 0) ? unknown(c) : truth(c, false);
}

static ErValue compare(const Call *c, int least, int most)
{
	int64_t a, b;
	int by;

	if (integer(&c->args[0], &a) && integer(&c->args[1], &b))
		by = (a > b) - (a < b);
	else if (str(c, 0) != NULL && str(c, 1) != NULL)
		by = strcmp(str(c, 0), str(c, 1));
	else
		return unknown(c);
	by = (by > 0) - (by < 0);
	return truth(c, by >= least && by <= most);
}

static ErValue f_less(const Call *c) { return compare(c, -1, -1); }
static ErValue f_less_or_equals(const Call *c) { return compare(c, -1, 0); }
static ErValue f_greater(const Call *c) { return compare(c, 1, 1); }
static ErValue f_greater_or_equals(const Call *c) { return compare(c, 0, 1); }

/* ---- logic ---- */

static ErValue f_true(const Call *c) { return truth(c, true); }
static ErValue f_false(const Call *c) { return truth(c, false); }
static ErValue f_null(const Call *c) { return er_build_null(c->place); }

static ErValue f_not(const Call *c)
{
	ErTruth is = er_truth(&c->args[0]);

	return is == ER_TRUTH_UNKNOWN ? unknown(c) : truth(c, is == ER_TRUTH_FALSE);
}

/* Known as soon as one argument decides it. */
static ErValue fold(const Call *c, ErTruth decides)
{
	bool open = false;

	for (uint32_t i = 0; i < c->n; i++) {
		ErTruth is = er_truth(&c->args[i]);
		if (is == decides)
			return truth(c, decides == ER_TRUTH_TRUE);
		open = open || is == ER_TRUTH_UNKNOWN;
	}
	return open ? unknown(c) : truth(c, decides != ER_TRUTH_TRUE);
}

static ErValue f_and(const Call *c) { return fold(c, ER_TRUTH_FALSE); }
static ErValue f_or(const Call *c) { return fold(c, ER_TRUTH_TRUE); }

static ErValue f_bool(const Call *c)
{
	int64_t n;

	if (integer(&c->args[0], &n))
		return truth(c, n != 0);
	ErTruth is = er_truth(&c->args[0]);
	return is == ER_TRUTH_UNKNOWN ? unknown(c) : truth(c, is == ER_TRUTH_TRUE);
}

static bool is_empty(const ErValue *value)
{
	return value->kind == ER_VALUE_NULL || ((value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_ARRAY || value->kind == ER_VALUE_OBJECT) && value->n == 0);
}

static ErValue f_empty(const Call *c) { return truth(c, is_empty(&c->args[0])); }

static ErValue f_coalesce(const Call *c)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->args[i].kind != ER_VALUE_NULL)
			return c->args[i];
	return er_build_null(c->place);
}

/* ---- strings ---- */

static ErValue f_concat(const Call *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (c->n > 0 && c->args[0].kind == ER_VALUE_ARRAY) {
		ErValue all = er_build_array(c->place);
		for (uint32_t i = 0; i < c->n; i++) {
			if (c->args[i].kind != ER_VALUE_ARRAY)
				return unknown(c);
			for (uint32_t k = 0; k < c->args[i].n; k++)
				push(c, &all, c->args[i].u.items[k]);
		}
		return all;
	}
	for (uint32_t i = 0; i < c->n && out->len <= MOST_TEXT; i++)
		add_text(out, &c->args[i]);
	return done(c, out);
}

/* "{0}-{1:D2}": of the formats only D and 0 with a width, which names use. */
static ErValue f_format(const Call *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *s = str(c, 0); s != NULL && *s != '\0' && out->len <= MOST_TEXT; s++) {
		if ((s[0] == '{' && s[1] == '{') || (s[0] == '}' && s[1] == '}')) {
			g_string_append_c(out, *s++);
			continue;
		}
		if (*s != '{') {
			g_string_append_c(out, *s);
			continue;
		}
		char *end;
		guint64 index = g_ascii_strtoull(s + 1, &end, 10);
		int64_t value, width = *end == ':' && (end[1] == 'D' || end[1] == 'd' || end[1] == '0') ? (end[1] == '0' ? (int64_t)strspn(end + 1, "0") : g_ascii_strtoll(end + 2, NULL, 10)) : 0;
		end = strchr(end, '}');
		if (end == NULL || index + 1 >= c->n)
			return unknown(c);
		if (width > 0 && width < 100 && integer(&c->args[index + 1], &value))
			g_string_append_printf(out, "%0*" G_GINT64_FORMAT, (int)width, value);
		else
			add_text(out, &c->args[index + 1]);
		s = end;
	}
	return str(c, 0) != NULL ? done(c, out) : unknown(c);
}

static ErValue f_string(const Call *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	add_text(out, &c->args[0]);
	return done(c, out);
}

static ErValue map_case(const Call *c, char *(*change)(const char *, gssize))
{
	g_autofree char *out = str(c, 0) != NULL ? change(str(c, 0), -1) : NULL;

	return out != NULL ? text(c, out) : unknown(c);
}

static ErValue f_to_lower(const Call *c) { return map_case(c, g_utf8_strdown); }
static ErValue f_to_upper(const Call *c) { return map_case(c, g_utf8_strup); }

static ErValue f_trim(const Call *c)
{
	g_autofree char *out = str(c, 0) != NULL ? g_strstrip(g_strdup(str(c, 0))) : NULL;

	return out != NULL ? text(c, out) : unknown(c);
}

static ErValue f_replace(const Call *c)
{
	if (str(c, 0) == NULL || str(c, 1) == NULL || str(c, 2) == NULL || *str(c, 1) == '\0')
		return unknown(c);
	g_autoptr(GString) out = g_string_new(NULL);
	size_t n = strlen(str(c, 1));
	for (const char *s = str(c, 0); *s != '\0' && out->len <= MOST_TEXT;)
		if (strncmp(s, str(c, 1), n) == 0) {
			g_string_append(out, str(c, 2));
			s += n;
		} else {
			g_string_append_c(out, *s++);
		}
	return done(c, out);
}

/* The delimiter is a string or a list of strings. */
static ErValue f_split(const Call *c)
{
	const ErValue one = c->args[1], *all = one.kind == ER_VALUE_ARRAY ? one.u.items : &one;
	uint32_t n = one.kind == ER_VALUE_ARRAY ? one.n : 1;
	ErValue out = er_build_array(c->place);
	g_autoptr(GString) piece = g_string_new(NULL);

	for (const char *s = str(c, 0); s != NULL && *s != '\0';) {
		size_t skip = 0;
		for (uint32_t i = 0; i < n && skip == 0; i++)
			if (all[i].kind == ER_VALUE_STRING && all[i].n > 0 && strncmp(s, all[i].u.text, all[i].n) == 0)
				skip = all[i].n;
		if (skip > 0) {
			push(c, &out, text(c, piece->str));
			g_string_truncate(piece, 0);
			s += skip;
		} else {
			g_string_append_c(piece, *s++);
		}
	}
	if (str(c, 0) == NULL)
		return unknown(c);
	push(c, &out, text(c, piece->str));
	return out;
}

static ErValue f_join(const Call *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (c->args[0].kind != ER_VALUE_ARRAY || str(c, 1) == NULL)
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n && out->len <= MOST_TEXT; i++) {
		g_string_append(out, i > 0 ? str(c, 1) : "");
		add_text(out, &c->args[0].u.items[i]);
	}
	return done(c, out);
}

static ErValue slice(const Call *c, int64_t from, int64_t n)
{
	const ErValue *whole = &c->args[0];
	ErValue out = er_build_array(c->place);

	if (str(c, 0) != NULL) {
		int64_t length = g_utf8_strlen(str(c, 0), -1);
		from = CLAMP(from, 0, length);
		n = CLAMP(n, 0, length - from);
		g_autofree char *piece = g_utf8_substring(str(c, 0), from, from + n);
		return text(c, piece);
	}
	if (whole->kind != ER_VALUE_ARRAY)
		return unknown(c);
	for (int64_t i = MAX(from, 0); i < (int64_t)whole->n && i - MAX(from, 0) < n; i++)
		push(c, &out, whole->u.items[i]);
	return out;
}

static ErValue f_take(const Call *c)
{
	int64_t n;

	return integer(&c->args[1], &n) ? slice(c, 0, n) : unknown(c);
}

static ErValue f_skip(const Call *c)
{
	int64_t n;

	return integer(&c->args[1], &n) ? slice(c, MAX(n, 0), G_MAXINT32) : unknown(c);
}

static ErValue f_substring(const Call *c)
{
	int64_t from = 0, n = G_MAXINT32;

	if (!integer(&c->args[1], &from) || (c->n > 2 && !integer(&c->args[2], &n)))
		return unknown(c);
	return slice(c, from, n);
}

static ErValue f_pad_left(const Call *c)
{
	int64_t width;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!integer(&c->args[1], &width) || width > 1000)
		return unknown(c);
	const char *pad = c->n > 2 && str(c, 2) != NULL && *str(c, 2) != '\0' ? str(c, 2) : " ";
	add_text(out, &c->args[0]);
	for (width -= g_utf8_strlen(out->str, -1); width > 0; width--)
		g_string_prepend_len(out, pad, g_utf8_next_char(pad) - pad);
	return done(c, out);
}

static ErValue f_starts_with(const Call *c)
{
	return str(c, 0) != NULL && str(c, 1) != NULL ? truth(c, g_ascii_strncasecmp(str(c, 0), str(c, 1), strlen(str(c, 1))) == 0) : unknown(c);
}

static ErValue f_ends_with(const Call *c)
{
	if (str(c, 0) == NULL || str(c, 1) == NULL)
		return unknown(c);
	size_t n = strlen(str(c, 0)), m = strlen(str(c, 1));
	return truth(c, m <= n && g_ascii_strcasecmp(str(c, 0) + n - m, str(c, 1)) == 0);
}

static ErValue find(const Call *c, bool last)
{
	const ErValue *whole = &c->args[0];
	int64_t found = -1;

	for (uint32_t i = 0; whole->kind == ER_VALUE_ARRAY && i < whole->n; i++)
		if (same(c, &whole->u.items[i], &c->args[1], 0) && (last || found < 0))
			found = i;
	if (whole->kind == ER_VALUE_ARRAY)
		return number(c, found);
	if (str(c, 0) == NULL || str(c, 1) == NULL)
		return unknown(c);
	g_autofree char *a = g_ascii_strdown(str(c, 0), -1), *b = g_ascii_strdown(str(c, 1), -1);
	const char *at = last ? g_strrstr(a, b) : strstr(a, b);
	return number(c, at != NULL ? g_utf8_pointer_to_offset(a, at) : -1);
}

static ErValue f_index_of(const Call *c) { return find(c, false); }
static ErValue f_last_index_of(const Call *c) { return find(c, true); }

static ErValue f_json(const Call *c)
{
	const ErJsonOptions options = { .source = c->place->source, .first_line = c->place->line, .secret = er_arm_secret };
	ErJsonResult result;
	ErValue value;

	return str(c, 0) != NULL && er_json_parse(str(c, 0), strlen(str(c, 0)), &options, c->eval->arena, &value, &result) ? value : unknown(c);
}

/* Names of deployments and storage: what they are exactly does not matter, only that the same is the same. */
static ErValue f_opaque(const Call *c)
{
	g_autoptr(GString) all = g_string_new(c->name);

	for (uint32_t i = 0; i < c->n; i++)
		add_text(all, &c->args[i]);
	g_autofree char *label = g_strdup_printf("%s-%08x", c->name, g_str_hash(all->str));
	return er_unknown(c->eval, c->place, label);
}

/* ---- numbers ---- */

static ErValue arithmetic(const Call *c, char op)
{
	int64_t a, b, out = 0;
	bool bad = !integer(&c->args[0], &a) || !integer(&c->args[1], &b);

	if (bad || ((op == '/' || op == '%') && (b == 0 || b == -1)))
		return unknown(c);
	switch (op) {
	case '+': bad = __builtin_add_overflow(a, b, &out); break;
	case '-': bad = __builtin_sub_overflow(a, b, &out); break;
	case '*': bad = __builtin_mul_overflow(a, b, &out); break;
	case '/': out = a / b; break;
	default: out = a % b; break;
	}
	return bad ? unknown(c) : number(c, out);
}

static ErValue f_add(const Call *c) { return arithmetic(c, '+'); }
static ErValue f_sub(const Call *c) { return arithmetic(c, '-'); }
static ErValue f_mul(const Call *c) { return arithmetic(c, '*'); }
static ErValue f_div(const Call *c) { return arithmetic(c, '/'); }
static ErValue f_mod(const Call *c) { return arithmetic(c, '%'); }

static ErValue f_int(const Call *c)
{
	int64_t n;

	return integer(&c->args[0], &n) ? number(c, n) : unknown(c);
}

static ErValue extreme(const Call *c, bool most)
{
	bool list = c->n == 1 && c->args[0].kind == ER_VALUE_ARRAY;
	const ErValue *all = list ? c->args[0].u.items : c->args;
	uint32_t n = list ? c->args[0].n : c->n;
	int64_t best = 0, value;

	for (uint32_t i = 0; i < n; i++) {
		if (!integer(&all[i], &value))
			return unknown(c);
		best = i == 0 ? value : most ? MAX(best, value) : MIN(best, value);
	}
	return n > 0 ? number(c, best) : unknown(c);
}

static ErValue f_min(const Call *c) { return extreme(c, false); }
static ErValue f_max(const Call *c) { return extreme(c, true); }

/* ---- arrays and objects ---- */

static ErValue f_length(const Call *c)
{
	const ErValue *value = &c->args[0];

	if (value->kind == ER_VALUE_STRING)
		return number(c, g_utf8_strlen(value->u.text, -1));
	return value->kind == ER_VALUE_ARRAY || value->kind == ER_VALUE_OBJECT ? number(c, value->n) : unknown(c);
}

static ErValue f_create_array(const Call *c)
{
	ErValue out = er_build_array(c->place);

	for (uint32_t i = 0; i < c->n; i++)
		push(c, &out, c->args[i]);
	return out;
}

static ErValue f_array(const Call *c)
{
	return c->args[0].kind == ER_VALUE_ARRAY ? c->args[0] : f_create_array(c);
}

static ErValue f_create_object(const Call *c)
{
	ErValue out = er_build_object(c->place);

	for (uint32_t i = 0; i + 1 < c->n; i += 2)
		if (str(c, i) != NULL)
			er_build_set(c->eval->arena, &out, str(c, i), c->args[i + 1]);
	return out;
}

static ErValue end_of(const Call *c, bool last)
{
	const ErValue *whole = &c->args[0];

	if (whole->kind == ER_VALUE_ARRAY)
		return whole->n > 0 ? whole->u.items[last ? whole->n - 1 : 0] : er_build_null(c->place);
	return str(c, 0) != NULL ? slice(c, last ? g_utf8_strlen(str(c, 0), -1) - 1 : 0, 1) : unknown(c);
}

static ErValue f_first(const Call *c) { return end_of(c, false); }
static ErValue f_last(const Call *c) { return end_of(c, true); }

static ErValue f_contains(const Call *c)
{
	const ErValue *whole = &c->args[0], *part = &c->args[1];

	if (whole->kind == ER_VALUE_ARRAY) {
		for (uint32_t i = 0; i < whole->n; i++)
			if (same(c, &whole->u.items[i], part, 0))
				return truth(c, true);
		return holds_unknown(c, whole, 0) || holds_unknown(c, part, 0) ? unknown(c) : truth(c, false);
	}
	if (er_is_unknown(whole) || er_is_unknown(part))
		return unknown(c);
	if (whole->kind == ER_VALUE_OBJECT && str(c, 1) != NULL)
		return truth(c, er_value_member(whole, str(c, 1)) != NULL);
	g_autoptr(GString) needle = g_string_new(NULL);
	add_text(needle, part);
	return whole->kind == ER_VALUE_STRING ? truth(c, strstr(whole->u.text, needle->str) != NULL) : truth(c, false);
}

static void merge(const Call *c, ErValue *into, const ErValue *other, bool deep, unsigned depth)
{
	for (uint32_t i = 0; i < other->n; i++) {
		const ErMember *from = &other->u.members[i];
		const ErValue *have = er_value_member(into, from->key);
		if (deep && depth < 32 && have != NULL && have->kind == ER_VALUE_OBJECT && from->value.kind == ER_VALUE_OBJECT) {
			ErValue both = er_build_copy_object(c->eval->arena, have);
			merge(c, &both, &from->value, true, depth + 1);
			er_build_set(c->eval->arena, into, from->key, both);
		} else {
			er_build_set(c->eval->arena, into, from->key, from->value);
		}
	}
}

static bool has_item(const Call *c, const ErValue *array, const ErValue *item)
{
	for (uint32_t i = 0; i < array->n && er_eval_spend(c->eval, 0); i++)
		if (same(c, &array->u.items[i], item, 0))
			return true;
	return false;
}

static ErValue f_union(const Call *c)
{
	ErValue out = c->args[0].kind == ER_VALUE_ARRAY ? er_build_array(c->place) : er_build_object(c->place);

	for (uint32_t i = 0; i < c->n; i++) {
		if (c->args[i].kind != c->args[0].kind || (c->args[i].kind != ER_VALUE_ARRAY && c->args[i].kind != ER_VALUE_OBJECT))
			return unknown(c);
		for (uint32_t k = 0; c->args[i].kind == ER_VALUE_ARRAY && k < c->args[i].n; k++)
			if (!has_item(c, &out, &c->args[i].u.items[k]))
				push(c, &out, c->args[i].u.items[k]);
		if (c->args[i].kind == ER_VALUE_OBJECT)
			merge(c, &out, &c->args[i], true, 0);
	}
	return er_eval_spend(c->eval, 0) ? out : unknown(c);
}

static ErValue f_shallow_merge(const Call *c)
{
	ErValue out = er_build_object(c->place);

	if (c->args[0].kind != ER_VALUE_ARRAY)
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++)
		if (c->args[0].u.items[i].kind == ER_VALUE_OBJECT)
			merge(c, &out, &c->args[0].u.items[i], false, 0);
	return out;
}

static ErValue f_intersection(const Call *c)
{
	ErValue out = c->args[0].kind == ER_VALUE_OBJECT ? er_build_object(c->place) : er_build_array(c->place);

	for (uint32_t k = 0; k < c->args[0].n && (c->args[0].kind == ER_VALUE_ARRAY || c->args[0].kind == ER_VALUE_OBJECT); k++) {
		bool everywhere = true, list = c->args[0].kind == ER_VALUE_ARRAY;
		for (uint32_t i = 1; i < c->n && everywhere; i++) {
			const ErValue *other = list ? NULL : er_value_member(&c->args[i], c->args[0].u.members[k].key);
			everywhere = list ? c->args[i].kind == ER_VALUE_ARRAY && has_item(c, &c->args[i], &c->args[0].u.items[k]) : other != NULL && same(c, other, &c->args[0].u.members[k].value, 0);
		}
		if (everywhere && list)
			push(c, &out, c->args[0].u.items[k]);
		else if (everywhere)
			er_build_append(c->eval->arena, &out, c->args[0].u.members[k].key, c->args[0].u.members[k].value);
	}
	return er_eval_spend(c->eval, 0) ? out : unknown(c);
}

static ErValue f_range(const Call *c)
{
	int64_t from, n;
	ErValue out = er_build_array(c->place);

	if (!integer(&c->args[0], &from) || !integer(&c->args[1], &n) || n < 0 || n > MOST_RANGE || from > G_MAXINT64 - n || !er_eval_spend(c->eval, (uint64_t)n))
		return unknown(c);
	for (int64_t i = 0; i < n; i++)
		push(c, &out, number(c, from + i));
	return out;
}

static ErValue f_flatten(const Call *c)
{
	ErValue out = er_build_array(c->place);

	for (uint32_t i = 0; i < er_value_count(&c->args[0], NULL); i++) {
		const ErValue *inner = &c->args[0].u.items[i];
		for (uint32_t k = 0; k < er_value_count(inner, NULL); k++)
			push(c, &out, inner->u.items[k]);
	}
	return c->args[0].kind == ER_VALUE_ARRAY ? out : unknown(c);
}

static ErValue f_object_keys(const Call *c)
{
	ErValue out = er_build_array(c->place);

	for (uint32_t i = 0; c->args[0].kind == ER_VALUE_OBJECT && i < c->args[0].n; i++)
		push(c, &out, text(c, c->args[0].u.members[i].key));
	return c->args[0].kind == ER_VALUE_OBJECT ? out : unknown(c);
}

static int by_key(const void *a, const void *b)
{
	return g_ascii_strcasecmp(((const ErMember *)a)->key, ((const ErMember *)b)->key);
}

/* Sorted by key, as documented. */
static ErValue f_items(const Call *c)
{
	ErValue out = er_build_array(c->place), sorted;

	if (c->args[0].kind != ER_VALUE_OBJECT)
		return unknown(c);
	sorted = er_build_copy_object(c->eval->arena, &c->args[0]);
	if (sorted.n > 1)
		qsort(sorted.u.members, sorted.n, sizeof *sorted.u.members, by_key);
	for (uint32_t i = 0; i < sorted.n; i++) {
		ErValue item = er_build_object(c->place);
		er_build_append(c->eval->arena, &item, "key", text(c, sorted.u.members[i].key));
		er_build_append(c->eval->arena, &item, "value", sorted.u.members[i].value);
		push(c, &out, item);
	}
	return out;
}

/* Bicep's ?. : null where a step is not there. */
static ErValue f_try_get(const Call *c)
{
	ErValue at = c->args[0];

	for (uint32_t i = 1; i < c->n; i++) {
		uint32_t index = 0;
		const ErValue *next = NULL;
		if (er_is_unknown(&at) || er_is_unknown(&c->args[i]))
			return unknown(c);
		if (str(c, i) != NULL)
			next = er_value_member(&at, str(c, i));
		else if (at.kind == ER_VALUE_ARRAY && er_value_uint(&c->args[i], NULL, &index) && index < at.n)
			next = &at.u.items[index];
		if (next == NULL)
			return er_build_null(c->place);
		at = *next;
	}
	return at;
}

static ErValue f_index_from_end(const Call *c)
{
	uint32_t i = 0;
	const ErValue *whole = &c->args[0];

	return whole->kind == ER_VALUE_ARRAY && er_value_uint(&c->args[1], NULL, &i) && i > 0 && i <= whole->n ? whole->u.items[whole->n - i] : unknown(c);
}

/* ---- lambdas ---- */

static ErValue apply(const Call *c, uint32_t lambda, const ErValue *item, uint32_t index)
{
	const ErValue values[] = { *item, number(c, index) };

	return er_lambda_apply(c->eval, &c->args[lambda], values, 2);
}

static ErValue f_map(const Call *c)
{
	ErValue out = er_build_array(c->place);

	if (c->args[0].kind != ER_VALUE_ARRAY || !er_is_lambda(&c->args[1]))
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++)
		push(c, &out, apply(c, 1, &c->args[0].u.items[i], i));
	return out;
}

static ErValue f_filter(const Call *c)
{
	ErValue out = er_build_array(c->place);

	if (c->args[0].kind != ER_VALUE_ARRAY || !er_is_lambda(&c->args[1]))
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++) {
		ErValue keep = apply(c, 1, &c->args[0].u.items[i], i);
		if (er_truth(&keep) == ER_TRUTH_UNKNOWN)
			return unknown(c);
		if (er_truth(&keep) == ER_TRUTH_TRUE)
			push(c, &out, c->args[0].u.items[i]);
	}
	return out;
}

static ErValue f_reduce(const Call *c)
{
	ErValue sum = c->args[1];

	if (c->args[0].kind != ER_VALUE_ARRAY || !er_is_lambda(&c->args[2]))
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++) {
		const ErValue values[] = { sum, c->args[0].u.items[i], number(c, i) };
		sum = er_lambda_apply(c->eval, &c->args[2], values, 3);
	}
	return sum;
}

static ErValue f_map_values(const Call *c)
{
	ErValue out = er_build_object(c->place);

	if (c->args[0].kind != ER_VALUE_OBJECT || !er_is_lambda(&c->args[1]))
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++)
		er_build_append(c->eval->arena, &out, c->args[0].u.members[i].key, apply(c, 1, &c->args[0].u.members[i].value, i));
	return out;
}

static ErValue f_to_object(const Call *c)
{
	ErValue out = er_build_object(c->place);

	if (c->args[0].kind != ER_VALUE_ARRAY || !er_is_lambda(&c->args[1]))
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++) {
		ErValue key = apply(c, 1, &c->args[0].u.items[i], i);
		if (key.kind == ER_VALUE_STRING)
			er_build_set(c->eval->arena, &out, key.u.text, c->n > 2 && er_is_lambda(&c->args[2]) ? apply(c, 2, &c->args[0].u.items[i], i) : c->args[0].u.items[i]);
	}
	return out;
}

/* Insertion: the lambda says whether a comes before b. Lists in templates are short; long ones are left as they are. */
static ErValue f_sort(const Call *c)
{
	ErValue out = er_build_array(c->place);

	if (c->args[0].kind != ER_VALUE_ARRAY || !er_is_lambda(&c->args[1]) || c->args[0].n > 1000)
		return unknown(c);
	for (uint32_t i = 0; i < c->args[0].n; i++) {
		push(c, &out, c->args[0].u.items[i]);
		for (uint32_t k = i; k > 0; k--) {
			const ErValue pair[] = { out.u.items[k], out.u.items[k - 1] };
			ErValue before = er_lambda_apply(c->eval, &c->args[1], pair, 2);
			if (er_truth(&before) != ER_TRUTH_TRUE)
				break;
			out.u.items[k - 1] = pair[0];
			out.u.items[k] = pair[1];
		}
	}
	return out;
}

/* ---- CIDR, IPv4 ---- */

static bool network_of(const char *text, uint32_t *address, uint32_t *length)
{
	ErPrefix prefix;

	if (text == NULL || strchr(text, '/') == NULL || !er_prefix_parse(text, &prefix) || !prefix.v4)
		return false;
	memcpy(address, prefix.bytes + 12, sizeof *address);
	*address = GUINT32_FROM_BE(*address);
	*length = prefix.length - 96u;
	return true;
}

static ErValue address_text(const Call *c, uint32_t address, int length)
{
	g_autofree char *out = g_strdup_printf(length >= 0 ? "%u.%u.%u.%u/%d" : "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255, length);

	return text(c, out);
}

static ErValue f_cidr_subnet(const Call *c)
{
	uint32_t address, length;
	int64_t bits, index;

	if (!network_of(str(c, 0), &address, &length) || !integer(&c->args[1], &bits) || !integer(&c->args[2], &index) || bits < length || bits > 32 || index < 0 || index >= (int64_t)1 << (bits - length))
		return unknown(c);
	return address_text(c, bits == 0 ? 0 : address + (uint32_t)((uint64_t)index << (32 - bits)), (int)bits);
}

/* Usable hosts, counted from 0: the first is the network's address plus one. */
static ErValue f_cidr_host(const Call *c)
{
	uint32_t address, length;
	int64_t index;

	if (!network_of(str(c, 0), &address, &length) || !integer(&c->args[1], &index) || index < 0 || index + 1 >= (int64_t)1 << (32 - length))
		return unknown(c);
	return address_text(c, address + (uint32_t)index + 1, -1);
}

static ErValue f_parse_cidr(const Call *c)
{
	uint32_t address, length;
	ErValue out = er_build_object(c->place);

	if (!network_of(str(c, 0), &address, &length))
		return unknown(c);
	uint32_t mask = length == 0 ? 0 : ~0u << (32 - length);
	er_build_append(c->eval->arena, &out, "network", address_text(c, address, -1));
	er_build_append(c->eval->arena, &out, "netmask", address_text(c, mask, -1));
	er_build_append(c->eval->arena, &out, "broadcast", address_text(c, address | ~mask, -1));
	er_build_append(c->eval->arena, &out, "firstUsable", address_text(c, address + 1, -1));
	er_build_append(c->eval->arena, &out, "lastUsable", address_text(c, (address | ~mask) - 1, -1));
	er_build_append(c->eval->arena, &out, "cidr", number(c, length));
	return out;
}

/* ---- the table ---- */

static const struct { const char *name; uint32_t least, most; ErValue (*does)(const Call *c); bool takes_unknown; } functions[] = {
	{ "add", 2, 2, f_add, false }, { "and", 1, UINT32_MAX, f_and, true }, { "array", 1, 1, f_array, true }, { "base64", 1, 1, f_opaque, true }, { "base64ToString", 1, 1, f_opaque, true },
	{ "bool", 1, 1, f_bool, true }, { "cidrHost", 2, 2, f_cidr_host, false }, { "cidrSubnet", 3, 3, f_cidr_subnet, false }, { "coalesce", 1, UINT32_MAX, f_coalesce, true },
	{ "concat", 1, UINT32_MAX, f_concat, true }, { "contains", 2, 2, f_contains, true }, { "createArray", 0, UINT32_MAX, f_create_array, true },
	{ "createObject", 0, UINT32_MAX, f_create_object, true }, { "dateTimeAdd", 2, 3, f_opaque, true }, { "div", 2, 2, f_div, false }, { "empty", 1, 1, f_empty, false },
	{ "endsWith", 2, 2, f_ends_with, false }, { "equals", 2, 2, f_equals, true }, { "false", 0, 0, f_false, true }, { "filter", 2, 2, f_filter, false }, { "first", 1, 1, f_first, false },
	{ "flatten", 1, 1, f_flatten, false }, { "format", 1, UINT32_MAX, f_format, true }, { "greater", 2, 2, f_greater, false }, { "greaterOrEquals", 2, 2, f_greater_or_equals, false },
	{ "guid", 1, UINT32_MAX, f_opaque, true }, { "indexFromEnd", 2, 2, f_index_from_end, false }, { "indexOf", 2, 2, f_index_of, false }, { "int", 1, 1, f_int, false },
	{ "intersection", 2, UINT32_MAX, f_intersection, false }, { "items", 1, 1, f_items, false }, { "join", 2, 2, f_join, true }, { "json", 1, 1, f_json, false },
	{ "last", 1, 1, f_last, false }, { "lastIndexOf", 2, 2, f_last_index_of, false }, { "length", 1, 1, f_length, false }, { "less", 2, 2, f_less, false },
	{ "lessOrEquals", 2, 2, f_less_or_equals, false }, { "map", 2, 2, f_map, true }, { "mapValues", 2, 2, f_map_values, true }, { "max", 1, UINT32_MAX, f_max, false },
	{ "min", 1, UINT32_MAX, f_min, false }, { "mod", 2, 2, f_mod, false }, { "mul", 2, 2, f_mul, false }, { "newGuid", 0, 0, f_opaque, true }, { "not", 1, 1, f_not, true },
	{ "null", 0, 0, f_null, true }, { "objectKeys", 1, 1, f_object_keys, false }, { "or", 1, UINT32_MAX, f_or, true }, { "padLeft", 2, 3, f_pad_left, true },
	{ "parseCidr", 1, 1, f_parse_cidr, false }, { "range", 2, 2, f_range, false }, { "reduce", 3, 3, f_reduce, true }, { "replace", 3, 3, f_replace, true },
	{ "shallowMerge", 1, 1, f_shallow_merge, false }, { "skip", 2, 2, f_skip, false }, { "sort", 2, 2, f_sort, true }, { "split", 2, 2, f_split, false },
	{ "startsWith", 2, 2, f_starts_with, false }, { "string", 1, 1, f_string, true }, { "sub", 2, 2, f_sub, false }, { "substring", 2, 3, f_substring, false },
	{ "take", 2, 2, f_take, false }, { "toLower", 1, 1, f_to_lower, true }, { "toObject", 2, 3, f_to_object, true }, { "toUpper", 1, 1, f_to_upper, true }, { "trim", 1, 1, f_trim, true },
	{ "true", 0, 0, f_true, true }, { "tryGet", 2, UINT32_MAX, f_try_get, true }, { "tryIndexFromEnd", 2, 2, f_index_from_end, false }, { "union", 1, UINT32_MAX, f_union, true },
	{ "uniqueString", 1, UINT32_MAX, f_opaque, true }, { "uri", 2, 2, f_opaque, true }, { "uriComponent", 1, 1, f_opaque, true }, { "utcNow", 0, 1, f_opaque, true },
};

bool er_function_call(ErEval *eval, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++) {
		if (!er_same_word(functions[i].name, name))
			continue;
		const Call call = { eval, functions[i].name, args, n, place };
		bool open = n < functions[i].least || n > functions[i].most;
		for (uint32_t k = 0; k < n; k++)
			open = open || (args[k].kind == ER_VALUE_STRING && !er_eval_spend(eval, args[k].n / BYTES_PER_STEP));
		for (uint32_t k = 0; k < n && !functions[i].takes_unknown; k++)
			open = open || er_is_unknown(&args[k]);
		*out = open ? unknown(&call) : functions[i].does(&call);
		return true;
	}
	return false;
}
