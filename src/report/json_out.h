/*
 * json_out.h: writes JSON text, indented, without locale; or the same calls as XML: each field an element of its name, each item of an array an
 * element of the array's singular, null an empty element. Private to src/report.
 */
#ifndef ER_REPORT_JSON_OUT_H
#define ER_REPORT_JSON_OUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { ER_JSON_DEEPEST = 24 };

typedef struct {
	GString *out;
	const char *element[ER_JSON_DEEPEST]; /* XML: what is open; NULL stands for none */
	const char *item[ER_JSON_DEEPEST];    /* XML: the singular of each, once it is asked for */
	uint32_t depth;
	uint32_t inline_from;   /* from this depth on everything stays on one line; 0: never */
	bool first;             /* nothing written yet at this level */
	bool xml;
	bool dense;             /* no line ends and no indentation */
} ErJsonOut;

ErJsonOut er_json_out(GString *out);
ErJsonOut er_xml_out(GString *out);      /* keys outlive the writer; the first value is an element, with a key */
/* @key NULL: an item of an array. */
void er_json_open(ErJsonOut *json, const char *key, char bracket);
void er_json_open_inline(ErJsonOut *json, const char *key, char bracket); /* the whole value on one line */
void er_json_close(ErJsonOut *json, char bracket);
void er_json_string(ErJsonOut *json, const char *key, const char *utf8);  /* NULL: null */
void er_json_uint(ErJsonOut *json, const char *key, uint64_t number);
void er_json_share(ErJsonOut *json, const char *key, double number);      /* up to six decimals */
void er_json_bool(ErJsonOut *json, const char *key, bool value);
void er_json_null(ErJsonOut *json, const char *key);
/* XML only: <key attribute="name">text</key>. */
void er_xml_named(ErJsonOut *xml, const char *key, const char *attribute, const char *name, const char *text);
/* What of @text is written: what XML does not allow, and what turns the direction of text, is U+FFFD. (transfer full) */
char *er_xml_shown(const char *text);

#endif
