/* json_out.h: writes JSON text, indented, without locale. Private to src/report. */
#ifndef ER_REPORT_JSON_OUT_H
#define ER_REPORT_JSON_OUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
	GString *out;
	uint32_t depth;
	uint32_t inline_from;   /* from this depth on everything stays on one line; 0: never */
	bool first;             /* nothing written yet at this level */
} ErJsonOut;

ErJsonOut er_json_out(GString *out);
/* @key NULL: an item of an array. */
void er_json_open(ErJsonOut *json, const char *key, char bracket);
void er_json_open_inline(ErJsonOut *json, const char *key, char bracket); /* the whole value on one line */
void er_json_close(ErJsonOut *json, char bracket);
void er_json_string(ErJsonOut *json, const char *key, const char *utf8);  /* NULL: null */
void er_json_uint(ErJsonOut *json, const char *key, uint64_t number);
void er_json_share(ErJsonOut *json, const char *key, double number);      /* up to six decimals */
void er_json_bool(ErJsonOut *json, const char *key, bool value);
void er_json_null(ErJsonOut *json, const char *key);

#endif
