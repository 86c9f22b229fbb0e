/*
 * test_json.c: the JSON reader against tables of RFC 8259 cases, against its promises (places, limits, secrets, duplicates,
 * cleaning), against every prefix and many mutations of sample texts, and against jansson as a second opinion.
 *
 * Every text is parsed from a block of exactly its size, so that the address sanitizer sees any byte read beyond it.
 */
#include "ingest/json.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED true
#else
#define SANITIZED false
#endif

#define T(text) text, sizeof (text) - 1

enum { OK = ER_JSON_OK, SYNTAX = ER_JSON_SYNTAX, CUT = ER_JSON_CUT_OFF, DEEP = ER_JSON_DEPTH, SIZE = ER_JSON_SIZE,
       TWICE = ER_JSON_DUPLICATE_KEY, UTF8 = ER_JSON_UTF8, MORE = ER_JSON_TRAILING, EMPTY = ER_JSON_EMPTY };

typedef struct {
	ErArena *arena;
	ErValue root;
	ErJsonResult result;
} Parsed;

static Parsed parse_with(const char *text, size_t n, const ErJsonOptions *options)
{
	g_autofree char *exact = g_memdup2(text, n);
	Parsed p = { .arena = er_arena_new() };
	bool ok = er_json_parse(exact, n, options, p.arena, &p.root, &p.result);

	ck_assert_msg(ok == (p.result.status == ER_JSON_OK), "status %d", (int)p.result.status);
	ck_assert_msg(ok == (p.result.message[0] == '\0'), "%s", p.result.message);
	ck_assert_uint_le(p.result.offset, n);
	return p;
}

static Parsed parse(const char *text, size_t n)
{
	return parse_with(text, n, NULL);
}

static ErJsonStatus status_of(const char *text, size_t n)
{
	Parsed p = parse(text, n);

	er_arena_free(p.arena);
	return p.result.status;
}

/* ---- accept and reject ---- */

static const struct { const char *text; size_t n; int status; } cases[] = {
	/* nothing */
	{ T(""), EMPTY }, { T(" "), EMPTY }, { T("\n\r\t "), EMPTY }, { T("\xEF\xBB\xBF"), EMPTY }, { T("\xEF\xBB\xBF \n"), EMPTY },
	{ T("          \n          \n"), EMPTY },
	/* words */
	{ T("true"), OK }, { T("false"), OK }, { T("null"), OK }, { T(" true "), OK }, { T("\xEF\xBB\xBFtrue"), OK },
	{ T("\r\ntrue\r\n"), OK }, { T("t"), CUT }, { T("tru"), CUT }, { T("f"), CUT }, { T("fals"), CUT }, { T("n"), CUT },
	{ T("nul"), CUT }, { T("tru "), SYNTAX }, { T("tru]"), SYNTAX }, { T("True"), SYNTAX }, { T("TRUE"), SYNTAX },
	{ T("nill"), SYNTAX }, { T("nan"), SYNTAX }, { T("NaN"), SYNTAX }, { T("Infinity"), SYNTAX }, { T("-Infinity"), SYNTAX },
	{ T("undefined"), SYNTAX }, { T("truex"), MORE }, { T("true false"), MORE }, { T("[truex]"), SYNTAX }, { T("[tru]"), SYNTAX },
	{ T("[nul"), CUT }, { T("[fals,1]"), SYNTAX }, { T("tr\0e"), SYNTAX }, { T("True]"), SYNTAX }, { T("None"), SYNTAX },
	/* numbers */
	{ T("0"), OK }, { T("-0"), OK }, { T("1"), OK }, { T("-1"), OK }, { T("10"), OK }, { T("1234567890"), OK },
	{ T("0.0"), OK }, { T("-0.0"), OK }, { T("0.10"), OK }, { T("1.5"), OK }, { T("0e0"), OK }, { T("0E0"), OK },
	{ T("0e+1"), OK }, { T("0e-1"), OK }, { T("1e1"), OK }, { T("1E1"), OK }, { T("1e+01"), OK }, { T("1e-00"), OK },
	{ T("1.25E-3"), OK }, { T("-1.5e300"), OK }, { T("1e9999"), OK }, { T("1e-9999"), OK }, { T("123456789012345678901234567890"), OK },
	{ T("-123456789012345678901234567890"), OK }, { T("0.123456789012345678901234567890"), OK }, { T(" 1 "), OK }, { T("[0]"), OK },
	{ T("[-0,0.5]"), OK }, { T("-"), CUT }, { T("1."), CUT }, { T("1e"), CUT }, { T("1e+"), CUT }, { T("1e-"), CUT },
	{ T("-0."), CUT }, { T("1.0e"), CUT }, { T("[-"), CUT }, { T("[1"), CUT }, { T("[1."), CUT }, { T("[1e"), CUT },
	{ T("01"), SYNTAX }, { T("00"), SYNTAX }, { T("-01"), SYNTAX }, { T("-00.1"), SYNTAX }, { T("+1"), SYNTAX }, { T(".5"), SYNTAX },
	{ T("-.5"), SYNTAX }, { T("1.e1"), SYNTAX }, { T("1. "), SYNTAX }, { T("[1.]"), SYNTAX }, { T("--1"), SYNTAX }, { T("-+1"), SYNTAX },
	{ T("- 1"), SYNTAX }, { T("1e1.5"), MORE }, { T("1e]"), SYNTAX }, { T("1ee1"), SYNTAX }, { T("1e+-1"), SYNTAX }, { T("1.2.3"), MORE },
	{ T("1 2"), MORE }, { T("1,2"), MORE }, { T("0x10"), MORE }, { T("[0x10]"), SYNTAX }, { T("1_000"), MORE }, { T("[1 2]"), SYNTAX },
	{ T("1a"), MORE }, { T("[1a]"), SYNTAX }, { T("-a"), SYNTAX }, { T("1\0"), MORE }, { T("[1,\0]"), SYNTAX }, { T("0 1"), MORE },
	{ T("[012]"), SYNTAX }, { T("[1+1]"), SYNTAX }, { T("\xEF\xBC\x91"), SYNTAX },
	/* strings */
	{ T("\"\""), OK }, { T("\"a\""), OK }, { T("\"abcdefgh\""), OK }, { T("\"abcdefghi\""), OK }, { T("\"1234567\""), OK },
	{ T("\"12345678901234567890\""), OK }, { T("\" \""), OK }, { T("\"/\""), OK }, { T("\"'\""), OK }, { T("\"\x7F\""), OK },
	{ T("\"\\\"\""), OK }, { T("\"\\\\\""), OK }, { T("\"\\/\""), OK }, { T("\"\\b\\f\\n\\r\\t\""), OK }, { T("\"\\u0041\""), OK },
	{ T("\"\\u00e9\\u00E9\""), OK }, { T("\"\\u0000\""), OK }, { T("\"\\u001f\""), OK }, { T("\"\\ud83d\\ude00\""), OK },
	{ T("\"\\uD800\""), OK }, { T("\"\\uDC00\""), OK }, { T("\"\\uD800\\uD800\""), OK }, { T("\"\\uD800x\""), OK }, { T("\"\\uD800\\n\""), OK },
	{ T("\"\\uFFFE\\uFFFF\""), OK }, { T("\"{[,]}:\""), OK }, { T("\"// no comment\""), OK },
	{ T("\""), CUT }, { T("\"a"), CUT }, { T("\"abcdefghijkl"), CUT }, { T("\"\\"), CUT }, { T("\"\\\""), CUT }, { T("\"\\u"), CUT },
	{ T("\"\\u1"), CUT }, { T("\"\\u123"), CUT }, { T("\"\\u1234"), CUT }, { T("\"\\uD800\\"), CUT }, { T("\"\\uD800\\u"), CUT },
	{ T("\"\\uD800\\uDC"), CUT }, { T("[\"a"), CUT }, { T("\"a\\\\\\\""), CUT },
	{ T("\"\\a\""), SYNTAX }, { T("\"\\x41\""), SYNTAX }, { T("\"\\'\""), SYNTAX }, { T("\"\\0\""), SYNTAX }, { T("\"\\U0041\""), SYNTAX },
	{ T("\"\\N\""), SYNTAX }, { T("\"\\ \""), SYNTAX }, { T("\"\\\n\""), SYNTAX }, { T("\"\\\0\""), SYNTAX }, { T("\"\\u\""), SYNTAX },
	{ T("\"\\u12\""), SYNTAX }, { T("\"\\u123\""), SYNTAX }, { T("\"\\u123g\""), SYNTAX }, { T("\"\\u 123\""), SYNTAX },
	{ T("\"\\u+123\""), SYNTAX }, { T("\"\\u{41}\""), SYNTAX }, { T("\"\\uD800\\uD8\""), SYNTAX }, { T("\"\\uD800\\x\""), SYNTAX },
	{ T("\"a\nb\""), SYNTAX }, { T("\"a\tb\""), SYNTAX }, { T("\"a\rb\""), SYNTAX }, { T("\"\0\""), SYNTAX }, { T("\"\x01\""), SYNTAX },
	{ T("\"\x1F\""), SYNTAX }, { T("\"abcdefgh\x1F\""), SYNTAX }, { T("\"abcdefghijk\n\""), SYNTAX }, { T("'a'"), SYNTAX }, { T("a"), SYNTAX },
	{ T("`a`"), SYNTAX }, { T("\"a\"b"), MORE }, { T("\"a\"\"b\""), MORE }, { T("[\"a\"\"b\"]"), SYNTAX }, { T("\\u0041"), SYNTAX },
	{ T("\xE2\x80\x9C""a\xE2\x80\x9D"), SYNTAX },
	/* UTF-8 */
	{ T("\"\xC2\x80\""), OK }, { T("\"\xDF\xBF\""), OK }, { T("\"\xE0\xA0\x80\""), OK }, { T("\"\xE0\xBF\xBF\""), OK },
	{ T("\"\xE1\x80\x80\""), OK }, { T("\"\xED\x9F\xBF\""), OK }, { T("\"\xEE\x80\x80\""), OK }, { T("\"\xEF\xBF\xBD\""), OK },
	{ T("\"\xEF\xBF\xBE\""), OK }, { T("\"\xEF\xBF\xBF\""), OK }, { T("\"\xF0\x90\x80\x80\""), OK }, { T("\"\xF3\xBF\xBF\xBF\""), OK },
	{ T("\"\xF4\x8F\xBF\xBF\""), OK }, { T("\"\xEF\xBB\xBF\""), OK }, { T("\"abcdefgh\xC3\xA9\""), OK }, { T("\"\xE6\xBC\xA2\xE5\xAD\x97\""), OK },
	{ T("\"\x80\""), UTF8 }, { T("\"\xBF\""), UTF8 }, { T("\"\xC0\x80\""), UTF8 }, { T("\"\xC0\xAF\""), UTF8 }, { T("\"\xC1\xBF\""), UTF8 },
	{ T("\"\xC2\""), UTF8 }, { T("\"\xC2 \""), UTF8 }, { T("\"\xC2\xC2\x80\""), UTF8 }, { T("\"\xE0\x80\x80\""), UTF8 },
	{ T("\"\xE0\x9F\xBF\""), UTF8 }, { T("\"\xE1\x80\""), UTF8 }, { T("\"\xED\xA0\x80\""), UTF8 }, { T("\"\xED\xBF\xBF\""), UTF8 },
	{ T("\"\xF0\x80\x80\x80\""), UTF8 }, { T("\"\xF0\x8F\xBF\xBF\""), UTF8 }, { T("\"\xF1\x80\x80\""), UTF8 }, { T("\"\xF4\x90\x80\x80\""), UTF8 },
	{ T("\"\xF5\x80\x80\x80\""), UTF8 }, { T("\"\xF8\x88\x80\x80\x80\""), UTF8 }, { T("\"\xFE\""), UTF8 }, { T("\"\xFF\""), UTF8 },
	{ T("\"abcdefgh\xE9\""), UTF8 }, { T("{\"\xFF\":1}"), UTF8 }, { T("\xFF"), UTF8 }, { T("[\xE9]"), UTF8 }, { T("\xFF\xFE\"\0"), UTF8 },
	{ T("\xFE\xFF\0\""), UTF8 }, { T("\"\xC3"), CUT }, { T("\"\xE2\x82"), CUT }, { T("\"\xF0\x9F\x98"), CUT }, { T("\xEF\xBB"), CUT },
	{ T("[\xC3"), CUT }, { T("\xC3\xA9"), SYNTAX }, { T("[1,\xC2\xA0""2]"), SYNTAX }, { T(" \xEF\xBB\xBF""1"), SYNTAX },
	{ T("\xEF\xBB\xBF\xEF\xBB\xBF""1"), SYNTAX }, { T("\xE2\x80\xA8""1"), SYNTAX },
	/* arrays */
	{ T("[]"), OK }, { T("[ ]"), OK }, { T("[\n]"), OK }, { T("[1]"), OK }, { T("[1,2]"), OK }, { T(" [ 1 , 2 ] "), OK }, { T("[[]]"), OK },
	{ T("[[],[]]"), OK }, { T("[{}]"), OK }, { T("[null,true,false,1,\"\",[],{}]"), OK }, { T("[1]\n"), OK }, { T("[[[[[[[[[[]]]]]]]]]]"), OK },
	{ T("["), CUT }, { T("[ "), CUT }, { T("[1,"), CUT }, { T("[1, "), CUT }, { T("[1 "), CUT }, { T("[["), CUT }, { T("[[]"), CUT }, { T("[[],"), CUT },
	{ T("]"), SYNTAX }, { T("[,]"), SYNTAX }, { T("[1,]"), SYNTAX }, { T("[,1]"), SYNTAX }, { T("[1,,2]"), SYNTAX }, { T("[1;2]"), SYNTAX },
	{ T("[1:2]"), SYNTAX }, { T("[1}"), SYNTAX }, { T("[}"), SYNTAX }, { T("[1]]"), MORE }, { T("[1],"), MORE }, { T("[][]"), MORE },
	{ T("[]\n[]"), MORE }, { T("[1]x"), MORE }, { T("[1]\0"), MORE }, { T("[1]\xFF"), MORE }, { T("[\"a\",\n4\n,1,"), CUT }, { T("[\f]"), SYNTAX },
	{ T("[\v1]"), SYNTAX }, { T("[*]"), SYNTAX }, { T("[1,#x\n2]"), SYNTAX }, { T("[1,/*x*/2]"), SYNTAX }, { T("[1]//x"), MORE }, { T("//x\n[1]"), SYNTAX },
	{ T("(1)"), SYNTAX }, { T("<a/>"), SYNTAX },
	/* objects */
	{ T("{}"), OK }, { T("{ }"), OK }, { T("{\n}"), OK }, { T("{\"a\":1}"), OK }, { T("{\"a\":1,\"b\":2}"), OK }, { T(" { \"a\" : 1 , \"b\" : 2 } "), OK },
	{ T("{\"a\":{\"a\":{\"a\":[]}}}"), OK }, { T("{\"\":0}"), OK }, { T("{\"a\":1,\"A\":2}"), OK }, { T("{\"a\":{\"b\":1},\"b\":1}"), OK },
	{ T("{\"\\u0061\":1,\"b\":2}"), OK }, { T("[{\"a\":1},{\"a\":1}]"), OK }, { T("{\"a\":1,\"a \":2}"), OK }, { T("{\"a.b\":null}"), OK },
	{ T("{"), CUT }, { T("{ "), CUT }, { T("{\""), CUT }, { T("{\"a"), CUT }, { T("{\"a\""), CUT }, { T("{\"a\" "), CUT }, { T("{\"a\":"), CUT },
	{ T("{\"a\": "), CUT }, { T("{\"a\":1"), CUT }, { T("{\"a\":1,"), CUT }, { T("{\"a\":1, "), CUT }, { T("{\"a\":1,\"b"), CUT }, { T("{\"a\":{}"), CUT },
	{ T("}"), SYNTAX }, { T("{,}"), SYNTAX }, { T("{\"a\"}"), SYNTAX }, { T("{\"a\",1}"), SYNTAX }, { T("{\"a\":}"), SYNTAX }, { T("{\"a\":1,}"), SYNTAX },
	{ T("{,\"a\":1}"), SYNTAX }, { T("{\"a\":1,,\"b\":2}"), SYNTAX }, { T("{a:1}"), SYNTAX }, { T("{'a':1}"), SYNTAX }, { T("{1:1}"), SYNTAX },
	{ T("{null:1}"), SYNTAX }, { T("{[]:1}"), SYNTAX }, { T("{\"a\" 1}"), SYNTAX }, { T("{\"a\"::1}"), SYNTAX }, { T("{\"a\"=1}"), SYNTAX },
	{ T("{\"a\":1 \"b\":2}"), SYNTAX }, { T("{\"a\":1;\"b\":2}"), SYNTAX }, { T("{\"a\":1]"), SYNTAX }, { T("{]"), SYNTAX }, { T("{\"a\":1 2}"), SYNTAX },
	{ T("{\"a\":1}}"), MORE }, { T("{\"a\":1}{\"b\":2}"), MORE }, { T("{}\n{}"), MORE }, { T("{\"a\":/**/1}"), SYNTAX }, { T("{\"a\":1 //\n}"), SYNTAX },
	{ T("{\"a\nb\":1}"), SYNTAX }, { T("{\"a\":\"b\":1}"), SYNTAX }, { T("{:1}"), SYNTAX }, { T("{\"a\":a}"), SYNTAX }, { T("{\"a\":1}#"), MORE },
	/* duplicate names */
	{ T("{\"a\":1,\"a\":1}"), TWICE }, { T("{\"a\":1,\"b\":2,\"a\":3}"), TWICE }, { T("{\"\":1,\"\":2}"), TWICE }, { T("{\"a\":1,\"\\u0061\":2}"), TWICE },
	{ T("[{\"x\":{\"a\":1,\"a\":1}}]"), TWICE }, { T("{\"\xC3\xA9\":1,\"\\u00e9\":2}"), TWICE }, { T("{\"\\/\":1,\"/\":2}"), TWICE },
	{ T("{\"\\u0001\":1,\"\\u0002\":2}"), TWICE },
	{ T("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0}"), OK },
	{ T("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"a\":0}"), TWICE },
	{ T("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"q\":0}"), OK },
	{ T("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"h\":0}"), TWICE },
};

START_TEST(case_has_status)
{
	Parsed p = parse(cases[_i].text, cases[_i].n);

	ck_assert_msg((int)p.result.status == cases[_i].status, "'%s': status %d, not %d: %s", cases[_i].text, (int)p.result.status,
	              cases[_i].status, p.result.message);
	er_arena_free(p.arena);
}
END_TEST

START_TEST(null_text_is_empty)
{
	g_autoptr(ErArena) arena = er_arena_new();
	ErJsonResult result;
	ErValue root;

	ck_assert(!er_json_parse(NULL, 0, NULL, arena, &root, &result));
	ck_assert_int_eq(result.status, ER_JSON_EMPTY);
}
END_TEST

/* ---- places and messages ---- */

static const struct { const char *text; size_t n; int status; uint64_t offset; uint32_t line, column; const char *message; } places[] = {
	{ T(""), EMPTY, 0, 1, 1, "the text is empty, expected a value" },
	{ T("\n\n "), EMPTY, 3, 3, 2, "the text is empty, expected a value" },
	{ T("\xEF\xBB\xBF"), EMPTY, 3, 1, 1, "the text is empty, expected a value" },
	{ T("?"), SYNTAX, 0, 1, 1, "met '?', expected a value" },
	{ T("\xEF\xBB\xBF?"), SYNTAX, 3, 1, 1, "met '?', expected a value" },
	{ T("[1,\n 2,\n  ]"), SYNTAX, 10, 3, 3, "met ']', expected a value" },
	{ T("[1,\r\n2,\r\n]"), SYNTAX, 9, 3, 1, "met ']', expected a value" },
	{ T("{\n\t\"a\": x\n}"), SYNTAX, 8, 2, 7, "met 'x', expected a value" },
	{ T("{\"a\" 1}"), SYNTAX, 5, 1, 6, "met '1', expected ':'" },
	{ T("{1"), SYNTAX, 1, 1, 2, "met '1', expected a member name in quotes or '}'" },
	{ T("{\"a\":1,}"), SYNTAX, 7, 1, 8, "met '}', expected a member name in quotes" },
	{ T("{\"a\":1]"), SYNTAX, 6, 1, 7, "met ']', expected ',' or '}'" },
	{ T("[1}"), SYNTAX, 2, 1, 3, "met '}', expected ',' or ']'" },
	{ T("[\xC3\xA9]"), SYNTAX, 1, 1, 2, "met U+00E9, expected a value" },
	{ T("[\0]"), SYNTAX, 1, 1, 2, "met U+0000, expected a value" },
	{ T("[1, 012]"), SYNTAX, 5, 1, 6, "met a digit after a leading zero, expected '.', an exponent or the number's end" },
	{ T("[1, -x]"), SYNTAX, 5, 1, 6, "met 'x', expected a digit" },
	{ T("[trve]"), SYNTAX, 3, 1, 4, "met 'v', expected the rest of true, false or null" },
	{ T("[\"ab\ncd\"]"), SYNTAX, 4, 1, 5, "met a raw control character U+000A in a string, expected an escape" },
	{ T("[\"ab\\qd\"]"), SYNTAX, 5, 1, 6, "met an unknown escape in a string, expected one of \" \\ / b f n r t u after \\" },
	{ T("[\"\\u12x4\"]"), SYNTAX, 6, 1, 7, "met a broken \\u escape, expected four hexadecimal digits" },
	{ T("\n[\"abc\xFF\"]"), UTF8, 6, 2, 6, "met byte 0xFF, expected valid UTF-8" },
	{ T("[\xFF]"), UTF8, 1, 1, 2, "met byte 0xFF, expected valid UTF-8" },
	{ T("[1]\n [2]"), MORE, 5, 2, 2, "met more text after the value, expected its end" },
	{ T("\"abc"), CUT, 4, 1, 5, "the text ends inside a value, expected the closing quote of a string" },
	{ T("\n{\"a\":\n[1"), CUT, 9, 3, 3, "the text ends inside the array opened on line 3, expected ',' or ']'" },
	{ T("{\"a\":\n"), CUT, 6, 2, 1, "the text ends inside the object opened on line 1, expected a value" },
	{ T("{\"a\": 1,\n \"b\": 2,\n \"a\": 3}"), TWICE, 19, 3, 2,
	  "met a member name that the object has already (value on line 1), expected every name once" },
	{ T("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0,"
	    "\n\"h\":0,\"b\":0,\"a\":0}"), TWICE, 98, 2, 1,
	  "met a member name that the object has already (value on line 1), expected every name once" },
};

START_TEST(place_is_told)
{
	Parsed p = parse(places[_i].text, places[_i].n);

	ck_assert_int_eq((int)p.result.status, places[_i].status);
	ck_assert_uint_eq(p.result.offset, places[_i].offset);
	ck_assert_uint_eq(p.result.line, places[_i].line);
	ck_assert_uint_eq(p.result.column, places[_i].column);
	ck_assert_str_eq(p.result.message, places[_i].message);
	er_arena_free(p.arena);
}
END_TEST

static void assert_place(const ErValue *value, uint64_t offset, uint32_t line)
{
	ck_assert_ptr_nonnull(value);
	ck_assert_uint_eq(value->offset, offset);
	ck_assert_uint_eq(value->line, line);
	ck_assert_uint_eq(value->source, 7);
}

START_TEST(values_know_their_place)
{
	static const char text[] = "\xEF\xBB\xBF\n{\n  \"a\": [1,\r\n           true],\n\"b\":\n\n\n{\"c\": \"x\"} }\n";
	ErJsonOptions options = { .source = 7 };
	Parsed p = parse_with(T(text), &options);
	const ErValue *a = er_value_get(&p.root, "a"), *b = er_value_get(&p.root, "b");

	ck_assert_int_eq(p.result.status, ER_JSON_OK);
	assert_place(&p.root, 4, 2);
	assert_place(a, 13, 3);
	assert_place(er_value_item(a, 0), 14, 3);
	assert_place(er_value_item(a, 1), 29, 4);
	assert_place(b, (uint64_t)(strstr(text, "{\"c\"") - text), 8);
	assert_place(er_value_get(b, "c"), (uint64_t)(strstr(text, "\"x\"") - text), 8);
	er_arena_free(p.arena);
}
END_TEST

/* ---- what is stored ---- */

static const struct { const char *text; size_t n; const char *stored; size_t n_stored; bool cleaned; } strings[] = {
	{ T("\"\""), T(""), false },
	{ T("\"plain\""), T("plain"), false },
	{ T("\"exactly8\""), T("exactly8"), false },
	{ T("\"\\\"\\\\\\/\\n\\r\\t\""), T("\"\\/\n\r\t"), false },
	{ T("\"a\\u0041b\""), T("aAb"), false },
	{ T("\"\\u00e9\xC3\xA9\\u20AC\""), T("\xC3\xA9\xC3\xA9\xE2\x82\xAC"), false },
	{ T("\"\\ud83d\\ude00\""), T("\xF0\x9F\x98\x80"), false },
	{ T("\"\\uDBFF\\uDFFF\""), T("\xF4\x8F\xBF\xBF"), false },
	{ T("\"\\uD800\\uDC00\""), T("\xF0\x90\x80\x80"), false },
	{ T("\"\x7F\\u007f\\u0080\""), T("\x7F\x7F\xC2\x80"), false },
	{ T("\"a\\u0000b\""), T("a\xEF\xBF\xBD""b"), true },
	{ T("\"\\b\\f\\u001b\""), T("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), true },
	{ T("\"\\uD800\""), T("\xEF\xBF\xBD"), true },
	{ T("\"\\uDC00\\uD800\""), T("\xEF\xBF\xBD\xEF\xBF\xBD"), true },
	{ T("\"\\uD800\\uD83D\\uDE00\""), T("\xEF\xBF\xBD\xF0\x9F\x98\x80"), true },
	{ T("\"\\uD800\\n\""), T("\xEF\xBF\xBD\n"), true },
	{ T("\"\\uD800\\u0041\""), T("\xEF\xBF\xBD""A"), true },
	{ T("\"\\uFFFE\\uFFFF\\uFFFD\""), T("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), true },
	{ T("\"a\xEF\xBF\xBE""b\xEF\xBF\xBF""c\""), T("a\xEF\xBF\xBD""b\xEF\xBF\xBD""c"), true },
	{ T("\"\\uFFFD\xEF\xBF\xBD\""), T("\xEF\xBF\xBD\xEF\xBF\xBD"), false },
};

START_TEST(string_is_decoded)
{
	Parsed p = parse(strings[_i].text, strings[_i].n);

	ck_assert_msg(p.result.status == ER_JSON_OK, "%s", p.result.message);
	ck_assert_int_eq(p.root.kind, ER_VALUE_STRING);
	ck_assert_uint_eq(p.root.n, strings[_i].n_stored);
	ck_assert_mem_eq(p.root.u.text, strings[_i].stored, strings[_i].n_stored + 1);
	ck_assert_int_eq(p.result.cleaned, strings[_i].cleaned);
	er_arena_free(p.arena);
}
END_TEST

static const char *const numbers[] = { "0", "-0", "9007199254740993", "18446744073709551615", "-9223372036854775808", "1.10", "1E+2",
	"123456789012345678901234567890.0e-000", "65000", "4294967295" };

START_TEST(number_keeps_its_text)
{
	g_autofree char *text = g_strdup_printf("[%s]", numbers[_i]);
	Parsed p = parse(text, strlen(text));
	const ErValue *number = er_value_item(&p.root, 0);

	ck_assert_int_eq(number->kind, ER_VALUE_NUMBER);
	ck_assert_str_eq(number->u.text, numbers[_i]);
	ck_assert_uint_eq(number->n, strlen(numbers[_i]));
	er_arena_free(p.arena);
}
END_TEST

START_TEST(order_and_kinds_are_kept)
{
	static const ErValueKind kinds[] = { ER_VALUE_NULL, ER_VALUE_FALSE, ER_VALUE_TRUE, ER_VALUE_NUMBER, ER_VALUE_STRING, ER_VALUE_ARRAY, ER_VALUE_OBJECT };
	Parsed p = parse(T("{\"z\":null,\"y\":false,\"x\":true,\"w\":1,\"v\":\"\",\"u\":[],\"t\":{}}"));

	ck_assert_uint_eq(p.root.n, G_N_ELEMENTS(kinds));
	for (uint32_t i = 0; i < p.root.n; i++) {
		ck_assert_int_eq(p.root.u.members[i].key[0], 'z' - (char)i);
		ck_assert_int_eq(p.root.u.members[i].value.kind, kinds[i]);
	}
	er_arena_free(p.arena);
}
END_TEST

/* ---- limits ---- */

static GString *nested(char bracket, uint32_t depth)
{
	GString *text = g_string_new(NULL);

	for (uint32_t i = 0; i < depth; i++)
		g_string_append(text, bracket == '[' ? "[" : "{\"k\":");
	if (bracket == '{')
		g_string_append_c(text, '0');
	for (uint32_t i = 0; i < depth; i++)
		g_string_append_c(text, bracket == '[' ? ']' : '}');
	return text;
}

static const struct { char bracket; uint32_t max, depth; int status; } depths[] = {
	{ '[', 0, 128, OK }, { '[', 0, 129, DEEP }, { '{', 0, 128, OK }, { '{', 0, 129, DEEP }, { '[', 1, 1, OK }, { '[', 1, 2, DEEP },
	{ '{', 3, 3, OK }, { '{', 3, 4, DEEP }, { '[', 0, 100000, DEEP }, { '{', 0, 100000, DEEP }, { '[', 100000, 100000, OK },
	{ '{', 100000, 100000, OK }, { '[', 99999, 100000, DEEP },
};

START_TEST(depth_is_bounded)
{
	GString *text = nested(depths[_i].bracket, depths[_i].depth);
	ErJsonOptions options = { .max_depth = depths[_i].max };
	Parsed p = parse_with(text->str, text->len, &options);
	uint64_t max = depths[_i].max > 0 ? depths[_i].max : 128;

	ck_assert_int_eq((int)p.result.status, depths[_i].status);
	if (p.result.status == ER_JSON_DEPTH)
		ck_assert_uint_eq(p.result.offset, max * (depths[_i].bracket == '[' ? 1 : 5));
	er_arena_free(p.arena);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(values_are_bounded)
{
	ErJsonOptions options = { .max_values = 4 };
	Parsed enough = parse_with(T("[1,2,{}]"), &options);
	Parsed many = parse_with(T("[1,2,{\"a\":3}]"), &options);

	ck_assert_int_eq(enough.result.status, ER_JSON_OK);
	ck_assert_int_eq(many.result.status, ER_JSON_SIZE);
	ck_assert_uint_eq(many.result.offset, 10);
	er_arena_free(enough.arena);
	er_arena_free(many.arena);
}
END_TEST

/* A block of the letter a, mapped again and again, makes a string of more than 4 GiB that needs little memory. */
START_TEST(string_of_4_gib_is_refused)
{
	const size_t block = (size_t)1 << 24, blocks = 257;
	char *area = mmap(NULL, block * blocks, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	FILE *letters = tmpfile();
	int file = letters != NULL ? fileno(letters) : -1;
	g_autoptr(ErArena) arena = er_arena_new();
	ErJsonResult result;
	ErValue root;

	if (sizeof(size_t) < 8 || area == MAP_FAILED || file < 0 || ftruncate(file, (off_t)block) != 0)
		return;
	for (size_t i = 0; i < blocks; i++)
		ck_assert(mmap(area + i * block, block, PROT_READ | PROT_WRITE, (i == 0 || i == blocks - 1 ? MAP_PRIVATE : MAP_SHARED) | MAP_FIXED,
		               file, 0) != MAP_FAILED);
	memset(area + block, 'a', block);
	area[0] = '"';
	area[block * blocks - 1] = '"';
	ck_assert(!er_json_parse(area, block * blocks, NULL, arena, &root, &result));
	ck_assert_int_eq(result.status, ER_JSON_SIZE);
	ck_assert_uint_eq(er_arena_size(arena), 0);
	munmap(area, block * blocks);
	fclose(letters);
}
END_TEST

/* ---- duplicate names in large objects ---- */

static GString *many_members(uint32_t n, const char *prefix, const char *last)
{
	GString *text = g_string_new("{");

	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(text, "\"%s%u\":%u,", prefix, i, i);
	g_string_append_printf(text, "\"%s\":-1}", last);
	return text;
}

static const struct { uint32_t n; const char *prefix, *last; int status; } members[] = {
	{ 100000, "", "last", OK }, { 100000, "", "0", TWICE }, { 100000, "", "99999", TWICE }, { 100000, "", "50000", TWICE },
	{ 20000, "a long beginning that all the names share, so that comparing two of them is dear ", "last", OK },
	{ 15, "", "14", TWICE }, { 15, "", "15", OK }, { 16, "", "15", TWICE }, { 16, "", "16", OK }, { 17, "", "0", TWICE },
};

START_TEST(large_object)
{
	GString *text = many_members(members[_i].n, members[_i].prefix, members[_i].last);
	Parsed p = parse(text->str, text->len);

	ck_assert_int_eq((int)p.result.status, members[_i].status);
	if (p.result.status == ER_JSON_OK) {
		ck_assert_uint_eq(p.root.n, members[_i].n + 1);
		for (uint32_t i = 0; i < members[_i].n; i++)
			ck_assert_uint_eq(strtoul(p.root.u.members[i].value.u.text, NULL, 10), i);
	} else {
		ck_assert_uint_eq(p.result.offset, text->len - strlen("\"\":-1}") - strlen(members[_i].last));
	}
	er_arena_free(p.arena);
	g_string_free(text, TRUE);
}
END_TEST

/* ---- secrets ---- */

static bool is_secret(const char *key)
{
	return g_ascii_strcasecmp(key, "sharedKey") == 0;
}

static const struct { const char *value; int status; ErValueKind kind; const char *stored; } secrets[] = {
	{ "\"QQQQQQQQ\"", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "\"QQ\\u0041QQ\"", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "\"\"", OK, ER_VALUE_STRING, "" },
	{ "null", OK, ER_VALUE_NULL, NULL },
	{ "true", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "false", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "4711", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "[]", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "[\"QQQQ\", {\"QQ\": \"QQ\"}]", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "{}", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "{\"value\": \"QQQQ\", \"sharedKey\": {\"sharedKey\": \"QQQQ\"}}", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "{\"sharedKey\": null}", OK, ER_VALUE_STRING, ER_REDACTED },
	{ "{\"QQ\": 1, \"QQ\": 2}", TWICE, ER_VALUE_NULL, NULL },
	{ "\"QQQQ\\q\"", SYNTAX, ER_VALUE_NULL, NULL },
	{ "[\"QQQQ\", 01]", SYNTAX, ER_VALUE_NULL, NULL },
	{ "\"QQQQ", CUT, ER_VALUE_NULL, NULL },
	{ "[[\"QQQQ\",", CUT, ER_VALUE_NULL, NULL },
};

START_TEST(secret_is_not_stored)
{
	g_autofree char *text = g_strdup_printf("{\"a\": \"first\", \"SharedKey\": %s, \"z\": [\"last\"], \"y\": \"QUIET\"}", secrets[_i].value);
	size_t n = secrets[_i].status == CUT ? (size_t)(strstr(text, ", \"z\"") - text) : strlen(text);
	ErJsonOptions options = { .secret = is_secret };
	Parsed p = parse_with(text, n, &options);

	ck_assert_int_eq((int)p.result.status, secrets[_i].status);
	ck_assert_ptr_null(strstr(p.result.message, "QQ"));
	if (p.result.status == ER_JSON_OK) {
		const ErValue *value = &p.root.u.members[1].value;

		ck_assert_int_eq(value->kind, secrets[_i].kind);
		ck_assert_uint_eq(value->offset, (uint64_t)(strstr(text, secrets[_i].value) - text));
		if (value->kind == ER_VALUE_STRING) {
			ck_assert_str_eq(value->u.text, secrets[_i].stored);
			ck_assert_uint_eq(value->n, strlen(secrets[_i].stored));
		}
		ck_assert_str_eq(er_value_text(&p.root, "a"), "first");
		ck_assert_str_eq(er_value_text(er_value_item(er_value_get(&p.root, "z"), 0), ""), "last");
		ck_assert_str_eq(er_value_text(&p.root, "y"), "QUIET");
	}
	er_arena_free(p.arena);
}
END_TEST

/* What the arena handed out does not grow with the secret. */
START_TEST(secret_leaves_no_trace)
{
	ErJsonOptions options = { .secret = is_secret };
	g_autofree char *filler = g_strnfill(100000, 'Q');
	g_autofree char *text = g_strdup_printf("[{\"sharedKey\":[\"%s\",{\"%s\":1}]}]", filler, filler);
	Parsed p = parse_with(text, strlen(text), &options);

	ck_assert_int_eq(p.result.status, ER_JSON_OK);
	ck_assert_str_eq(er_value_text(er_value_item(&p.root, 0), "sharedKey"), ER_REDACTED);
	ck_assert_uint_lt(er_arena_size(p.arena), 500);
	er_arena_free(p.arena);
}
END_TEST

START_TEST(secret_inside_secret_ends_with_the_outer)
{
	ErJsonOptions options = { .secret = is_secret };
	Parsed p = parse_with(T("{\"sharedKey\":{\"sharedKey\":1,\"k\":2},\"k\":{\"k\":3,\"sharedKey\":4}}"), &options);

	ck_assert_int_eq(p.result.status, ER_JSON_OK);
	ck_assert_uint_eq(p.root.n, 2);
	ck_assert_str_eq(er_value_text(&p.root, "sharedKey"), ER_REDACTED);
	ck_assert_str_eq(er_value_get(&p.root, "k.k")->u.text, "3");
	ck_assert_str_eq(er_value_text(&p.root, "k.sharedKey"), ER_REDACTED);
	er_arena_free(p.arena);
}
END_TEST

/* ---- the arena ---- */

START_TEST(arena_keeps_what_it_gave)
{
	g_autoptr(ErArena) arena = er_arena_new();
	enum { N = 3000 };
	char *texts[N];
	uint64_t *words[N];
	size_t asked = 0;

	for (size_t i = 0; i < N; i++) {
		size_t n = (i * 7919) % (i % 100 == 0 ? 300000 : 60);
		g_autofree char *text = g_strnfill(n, (char)('a' + i % 26));

		texts[i] = er_arena_strndup(arena, text, n);
		words[i] = er_arena_alloc(arena, 8 * (1 + i % 5));
		ck_assert_uint_eq((uintptr_t)words[i] % 8, 0);
		*words[i] = i;
		asked += n + 1 + 8 * (1 + i % 5);
	}
	for (size_t i = 0; i < N; i++) {
		ck_assert_uint_eq(*words[i], i);
		ck_assert_uint_eq(strlen(texts[i]), (i * 7919) % (i % 100 == 0 ? 300000 : 60));
		ck_assert(texts[i][0] == '\0' || texts[i][0] == (char)('a' + i % 26));
	}
	ck_assert_uint_eq(er_arena_size(arena), asked);
	ck_assert_ptr_nonnull(er_arena_alloc(arena, 0));
	er_arena_free(NULL);
}
END_TEST

/* ---- prefixes, mutations and a second opinion ---- */

static const char *const samples[] = {
	"{\"value\": [{\"id\": \"/subscriptions/QQQQ/circuits/a\", \"name\": \"a\", \"zones\": [\"1\", \"2\"],\n"
	"  \"properties\": {\"bandwidthInMbps\": 1000, \"globalReachEnabled\": false, \"stag\": null,\r\n"
	"\t\"serviceProviderProperties\": {\"peeringLocation\": \"Amsterdam\"}, \"ratio\": -12.5e-3}}], \"nextLink\": null}",
	"{\"QQ\\u00e9\\n\\\"\\\\\\/\": \"\\ud83d\\ude00 \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\", \"\": [[], {}, [[]], {\"a\": {}}], \"n\": [0, -0, 0.0, 1E5, 9223372036854775807]}",
	"[\"QQQQQQQQ\", \"QQ\\t\", \"\", true, false, null, {\"a\": 1, \"b\": 2, \"c\": [3, {\"d\": 4}]}, 1e-2, \"\xEF\xBF\xBD\"]\n",
	"{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"q\":0,\"r\":0,\"s\":{\"a\":\"QQ\"}}",
};

/* No proper prefix of an array or object is wrong: it is cut off, wherever the cut falls. */
START_TEST(prefix_is_cut_off)
{
	size_t length = strlen(samples[_i]);
	size_t closed = (size_t)(MAX(strrchr(samples[_i], '}'), strrchr(samples[_i], ']')) - samples[_i]);

	for (size_t n = 0; n <= length; n++) {
		Parsed p = parse(samples[_i], n);

		ck_assert_int_eq((int)p.result.status, n == 0 ? EMPTY : n <= closed ? CUT : OK);
		ck_assert_ptr_null(strstr(p.result.message, "QQ"));
		ck_assert_uint_eq(p.result.offset, p.result.status == ER_JSON_OK ? 0 : n);
		er_arena_free(p.arena);
	}
}
END_TEST

/* xorshift64*: the same numbers in every run. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)((*state * UINT64_C(2685821657736338717)) >> 33) % below;
}

static void mutate_once(GString *text, uint64_t *state)
{
	static const char *const pieces[] = { "\"", "\\", "{", "}", "[", "]", ",", ":", "-", "0", "1", ".", "e", "+", " ", "\n", "\t", "true", "null", "\x01",
		"\x1F", "\x7F", "\x80", "\xC3", "\xE2\x82\xAC", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xEF\xBF\xBF", "\xEF\xBB\xBF", "\\u", "\\u0000",
		"\\ud800", "\\udc00", "\\ud83d\\ude00", "\\u0041", "\\b", "\\x", "\"a\":1,", "\"a\":", "9223372036854775808", "1e999", "[]", "{}", "u", "a" };
	size_t at = draw(state, (uint32_t)text->len + 1), n = draw(state, 8);

	switch (draw(state, 6)) {
	case 0:
		g_string_insert(text, (gssize)at, pieces[draw(state, G_N_ELEMENTS(pieces))]);
		break;
	case 1:
		g_string_erase(text, (gssize)at, (gssize)MIN(n, text->len - at));
		break;
	case 2:
		g_string_truncate(text, draw(state, 4) == 0 ? at : text->len);
		break;
	case 3:
		g_string_insert_len(text, (gssize)at, draw(state, 2) ? "\0" : "\"", 1);
		break;
	case 4: {
		g_autofree char *slice = g_strndup(text->str + at, MIN(n, text->len - at));

		g_string_insert(text, (gssize)draw(state, (uint32_t)text->len + 1), slice);
		break;
	}
	default:
		if (at < text->len)
			text->str[at] = draw(state, 2) ? (char)draw(state, 256) : *pieces[draw(state, G_N_ELEMENTS(pieces))];
	}
}

static void assert_same_value(const ErValue *ours, const json_t *theirs, bool cleaned);

static void assert_same_members(const ErValue *ours, json_t *theirs, bool cleaned)
{
	uint32_t i = 0;

	ck_assert_uint_eq(ours->n, json_object_size(theirs));
	for (void *iter = json_object_iter(theirs); iter != NULL; iter = json_object_iter_next(theirs, iter), i++) {
		if (!cleaned)
			ck_assert_str_eq(ours->u.members[i].key, json_object_iter_key(iter));
		assert_same_value(&ours->u.members[i].value, json_object_iter_value(iter), cleaned);
	}
}

/* Integers are compared exactly, reals as jansson reads them, strings unless something in the text was cleaned. */
static void assert_same_value(const ErValue *ours, const json_t *theirs, bool cleaned)
{
	static const ErValueKind kinds[] = { [JSON_OBJECT] = ER_VALUE_OBJECT, [JSON_ARRAY] = ER_VALUE_ARRAY, [JSON_STRING] = ER_VALUE_STRING,
		[JSON_INTEGER] = ER_VALUE_NUMBER, [JSON_REAL] = ER_VALUE_NUMBER, [JSON_TRUE] = ER_VALUE_TRUE, [JSON_FALSE] = ER_VALUE_FALSE, [JSON_NULL] = ER_VALUE_NULL };

	ck_assert_int_eq(ours->kind, kinds[json_typeof(theirs)]);
	if (json_is_object(theirs))
		assert_same_members(ours, (json_t *)theirs, cleaned);
	if (json_is_array(theirs))
		ck_assert_uint_eq(ours->n, json_array_size(theirs));
	for (uint32_t i = 0; json_is_array(theirs) && i < ours->n; i++)
		assert_same_value(&ours->u.items[i], json_array_get(theirs, i), cleaned);
	if (json_is_integer(theirs))
		ck_assert_int_eq(g_ascii_strtoll(ours->u.text, NULL, 10), json_integer_value(theirs));
	if (json_is_real(theirs))
		ck_assert_double_eq(g_ascii_strtod(ours->u.text, NULL), json_real_value(theirs));
	if (json_is_string(theirs) && !cleaned) {
		ck_assert_uint_eq(ours->n, json_string_length(theirs));
		ck_assert_mem_eq(ours->u.text, json_string_value(theirs), ours->n);
	}
}

/* What we read and jansson does not: lone surrogates, a byte order mark, integers beyond 63 bits, reals beyond a double, NUL in a name. */
static bool jansson_may_refuse(const char *text, const json_error_t *error, const ErJsonResult *ours)
{
	return g_str_has_prefix(text, "\xEF\xBB\xBF") || json_error_code(error) == json_error_numeric_overflow ||
	       (ours->cleaned && json_error_code(error) == json_error_null_byte_in_key) ||
	       (ours->cleaned && strstr(error->text, "invalid Unicode") != NULL);
}

/* What jansson reads and we do not: names that differ only in what is cleaned, and NUL after a value, which jansson loses. */
static bool jansson_may_accept(const GString *text, const ErJsonResult *ours)
{
	return (ours->status == ER_JSON_DUPLICATE_KEY && ours->cleaned) || (ours->offset < text->len && text->str[ours->offset] == '\0');
}

static void compare_with_jansson(const GString *text)
{
	Parsed p = parse(text->str, text->len);
	json_error_t error;
	json_t *theirs = json_loadb(text->str, text->len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

	ck_assert_ptr_null(strstr(p.result.message, "QQ"));
	if (p.result.status == ER_JSON_OK && theirs != NULL)
		assert_same_value(&p.root, theirs, p.result.cleaned);
	else if (p.result.status == ER_JSON_OK)
		ck_assert_msg(jansson_may_refuse(text->str, &error, &p.result), "jansson: %s in: %s", error.text, text->str);
	else if (theirs != NULL)
		ck_assert_msg(jansson_may_accept(text, &p.result), "ours: %s in: %s", p.result.message, text->str);
	json_decref(theirs);
	er_arena_free(p.arena);
}

/* ER_MUTATIONS: how many, over all samples; a person gives a million. */
static uint32_t mutations(void)
{
	const char *asked = g_getenv("ER_MUTATIONS");

	return asked != NULL ? (uint32_t)g_ascii_strtoull(asked, NULL, 10) : 40000;
}

START_TEST(mutation_agrees_with_jansson)
{
	uint64_t state = UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)_i;

	for (uint32_t round = 0; round < mutations() / G_N_ELEMENTS(samples); round++) {
		GString *text = g_string_new(samples[_i]);

		for (uint32_t edits = 1 + draw(&state, 3); edits > 0; edits--)
			mutate_once(text, &state);
		compare_with_jansson(text);
		g_string_free(text, TRUE);
	}
}
END_TEST

/* Short texts of the bytes that matter most: more of them are valid than of any long text's mutations. */
START_TEST(short_text_agrees_with_jansson)
{
	static const char letters[] = "[]{}:,\"\"ab01-.e \\u";
	uint64_t state = 42;

	for (uint32_t round = 0; round < 50000; round++) {
		GString *text = g_string_new(NULL);

		for (uint32_t n = draw(&state, 9); n > 0; n--)
			g_string_append_c(text, letters[draw(&state, sizeof letters - 1)]);
		compare_with_jansson(text);
		g_string_free(text, TRUE);
	}
}
END_TEST

START_TEST(case_agrees_with_jansson)
{
	GString *text = g_string_new_len(cases[_i].text, (gssize)cases[_i].n);

	if (status_of(text->str, text->len) != ER_JSON_EMPTY)
		compare_with_jansson(text);
	g_string_free(text, TRUE);
}
END_TEST

static void compare_files(const char *path, uint32_t *n)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *bytes = NULL;
	size_t length = 0;
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *below = g_build_filename(path, name, NULL);
		compare_files(below, n);
	}
	if (folder != NULL || !g_str_has_suffix(path, ".json") || !g_file_get_contents(path, &bytes, &length, NULL))
		return;
	g_string_append_len(text, bytes, (gssize)length);
	compare_with_jansson(text);
	++*n;
}

START_TEST(corpus_agrees_with_jansson)
{
	uint32_t n = 0;

	if (g_getenv("ERSCOPE_CORPUS") == NULL) {
		fprintf(stderr, "test_json: ERSCOPE_CORPUS is not set: real inventories were not compared\n");
		return;
	}
	compare_files(g_getenv("ERSCOPE_CORPUS"), &n);
	ck_assert_uint_gt(n, 0);
}
END_TEST

/* ---- objects of which only that they are there matters ---- */

static bool names_b(const char *id)
{
	return strchr(id, 'b') != NULL;
}

static const ErJsonOptions without_b = { .needless = names_b };

static const struct { const char *text; const char *left; } needless[] = {
	{ "[{\"id\":\"b\",\"x\":[1,{\"y\":{}}],\"properties\":{\"z\":[]}},{\"id\":\"a\",\"properties\":{\"z\":1}}]", "[{\"id\":\"b\",\"properties\":{}},{\"id\":\"a\",\"properties\":{\"z\":1}}]" },
	{ "{\"value\":[ { \"properties\" : { \"z\" : 1 } , \"ID\" : \"\\u0062\" } ]}", "{\"value\":[{\"ID\":\"b\",\"properties\":{}}]}" },
	{ "[{\"ResourceId\":\"b\",\"Properties\":{\"serviceKey\":\"s\"}}]", "[{\"ResourceId\":\"b\",\"Properties\":{}}]" },
	{ "[{\"id\":\"b\",\"properties\":{\"z\":1,\"z\":2}}]", "[{\"id\":\"b\",\"properties\":{}}]" },
	/* Without an object of properties, deeper down, or no item of a list: whole. */
	{ "[{\"id\":\"b\",\"z\":1}]", "[{\"id\":\"b\",\"z\":1}]" },
	{ "[{\"id\":\"b\",\"properties\":\"z\"}]", "[{\"id\":\"b\",\"properties\":\"z\"}]" },
	{ "{\"v\":{\"w\":[{\"id\":\"b\",\"properties\":{\"z\":1}}]}}", "{\"v\":{\"w\":[{\"id\":\"b\",\"properties\":{\"z\":1}}]}}" },
	{ "{\"id\":\"b\",\"properties\":{\"z\":1}}", "{\"id\":\"b\",\"properties\":{\"z\":1}}" },
};

/* As compact JSON; strings of these tests need no escapes. */
static void spell(const ErValue *value, GString *out)
{
	bool object = value->kind == ER_VALUE_OBJECT;

	if (value->kind == ER_VALUE_NUMBER)
		g_string_append(out, value->u.text);
	else if (value->kind == ER_VALUE_STRING)
		g_string_append_printf(out, "\"%s\"", value->u.text);
	else
		g_string_append_c(out, object ? '{' : '[');
	for (uint32_t i = 0; value->kind >= ER_VALUE_ARRAY && i < value->n; i++) {
		g_string_append(out, i > 0 ? "," : "");
		if (object)
			g_string_append_printf(out, "\"%s\":", value->u.members[i].key);
		spell(object ? &value->u.members[i].value : &value->u.items[i], out);
	}
	if (value->kind >= ER_VALUE_ARRAY)
		g_string_append_c(out, object ? '}' : ']');
}

START_TEST(needless_object_is_a_stub)
{
	Parsed p = parse_with(needless[_i].text, strlen(needless[_i].text), &without_b);
	g_autoptr(GString) left = g_string_new(NULL);

	ck_assert_int_eq((int)p.result.status, OK);
	spell(&p.root, left);
	ck_assert_str_eq(left->str, needless[_i].left);
	er_arena_free(p.arena);
}
END_TEST

/* Leaving out changes neither what is accepted, save for names that come twice, nor what is said of the rest. */
START_TEST(needless_object_is_read_strictly)
{
	static const char *const sample = "{\"value\": [{\"id\": \"b\", \"tags\": {\"\\u00e9\": \"QQ\"}, \"n\": [1, -2.5e3, true, null],\n \"properties\": {\"a\": [[], {}]}}, {\"id\": \"a\"}], \"nextLink\": 7}";
	uint64_t state = 7;

	for (uint32_t round = 0; round < mutations(); round++) {
		g_autoptr(GString) text = g_string_new(sample);
		for (uint32_t edits = draw(&state, 3); edits > 0; edits--)
			mutate_once(text, &state);
		Parsed whole = parse(text->str, text->len), left = parse_with(text->str, text->len, &without_b);
		if (whole.result.status == ER_JSON_DUPLICATE_KEY && left.result.status != ER_JSON_DUPLICATE_KEY) {
			ck_assert_uint_ge(left.result.offset == 0 ? text->len : left.result.offset, whole.result.offset);
		} else {
			ck_assert_int_eq((int)left.result.status, (int)whole.result.status);
			ck_assert_uint_eq(left.result.offset, whole.result.offset);
			ck_assert_str_eq(left.result.message, whole.result.message);
		}
		const ErValue *link = whole.result.status == ER_JSON_OK ? er_value_get(&whole.root, "nextLink") : NULL;
		if (link != NULL)
			ck_assert_uint_eq(er_value_get(&left.root, "nextLink")->line, link->line);
		er_arena_free(whole.arena);
		er_arena_free(left.arena);
	}
}
END_TEST

static TCase *grammar(void)
{
	TCase *tcase = tcase_create("grammar");

	tcase_add_loop_test(tcase, case_has_status, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tcase, null_text_is_empty);
	tcase_add_loop_test(tcase, place_is_told, 0, G_N_ELEMENTS(places));
	tcase_add_test(tcase, values_know_their_place);
	tcase_add_loop_test(tcase, string_is_decoded, 0, G_N_ELEMENTS(strings));
	tcase_add_loop_test(tcase, number_keeps_its_text, 0, G_N_ELEMENTS(numbers));
	tcase_add_test(tcase, order_and_kinds_are_kept);
	return tcase;
}

static TCase *promises(void)
{
	TCase *tcase = tcase_create("promises");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, depth_is_bounded, 0, G_N_ELEMENTS(depths));
	tcase_add_test(tcase, values_are_bounded);
	if (!SANITIZED) /* a second without the address sanitizer, ten with it */
		tcase_add_test(tcase, string_of_4_gib_is_refused);
	tcase_add_loop_test(tcase, large_object, 0, G_N_ELEMENTS(members));
	tcase_add_loop_test(tcase, secret_is_not_stored, 0, G_N_ELEMENTS(secrets));
	tcase_add_test(tcase, secret_leaves_no_trace);
	tcase_add_test(tcase, secret_inside_secret_ends_with_the_outer);
	tcase_add_test(tcase, arena_keeps_what_it_gave);
	return tcase;
}

static TCase *hostile(void)
{
	TCase *tcase = tcase_create("hostile");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, prefix_is_cut_off, 0, G_N_ELEMENTS(samples));
	tcase_add_loop_test(tcase, mutation_agrees_with_jansson, 0, G_N_ELEMENTS(samples));
	tcase_add_test(tcase, short_text_agrees_with_jansson);
	tcase_add_loop_test(tcase, case_agrees_with_jansson, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tcase, corpus_agrees_with_jansson);
	tcase_add_loop_test(tcase, needless_object_is_a_stub, 0, G_N_ELEMENTS(needless));
	tcase_add_test(tcase, needless_object_is_read_strictly);
	return tcase;
}

int main(void)
{
	Suite *suite = suite_create("json");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, grammar());
	suite_add_tcase(suite, promises());
	suite_add_tcase(suite, hostile());
	runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK); /* a process for each row would take longer than all the rows */
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
