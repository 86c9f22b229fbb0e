/*
 * A JSON writer for our own documents: the caller opens and closes, commas and indentation are done here. Strings are escaped
 * by RFC 8259 (quotation mark, reverse solidus, control characters); they are valid UTF-8 already (ingest cleaned them).
 */
#include "json_out.h"

#include <math.h>

ErJsonOut er_json_out(GString *out)
{
	return (ErJsonOut){ .out = out, .first = true };
}

static bool on_one_line(const ErJsonOut *json)
{
	return json->inline_from > 0 && json->depth >= json->inline_from;
}

static void escape(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_printf(out, "\\%c", *p);
		else if (*p < 0x20)
			g_string_append_printf(out, "\\u%04x", *p);
		else
			g_string_append_c(out, (char)*p);
	}
	g_string_append_c(out, '"');
}

static void new_line(const ErJsonOut *json)
{
	g_string_append_c(json->out, '\n');
	for (uint32_t i = 0; i < json->depth; i++)
		g_string_append_c(json->out, ' ');
}

static void begin(ErJsonOut *json, const char *key)
{
	if (!json->first)
		g_string_append(json->out, on_one_line(json) ? ", " : ",");
	if (json->depth > 0 && !on_one_line(json))
		new_line(json);
	json->first = false;
	if (key != NULL) {
		escape(json->out, key);
		g_string_append(json->out, ": ");
	}
}

void er_json_open(ErJsonOut *json, const char *key, char bracket)
{
	begin(json, key);
	g_string_append_c(json->out, bracket);
	json->depth++;
	json->first = true;
}

void er_json_open_inline(ErJsonOut *json, const char *key, char bracket)
{
	er_json_open(json, key, bracket);
	if (json->inline_from == 0)
		json->inline_from = json->depth;
}

void er_json_close(ErJsonOut *json, char bracket)
{
	bool one_line = on_one_line(json);

	if (json->depth == json->inline_from)
		json->inline_from = 0;
	json->depth--;
	if (!json->first && !one_line)
		new_line(json);
	g_string_append_c(json->out, bracket);
	json->first = false;
}

void er_json_string(ErJsonOut *json, const char *key, const char *utf8)
{
	begin(json, key);
	if (utf8 != NULL)
		escape(json->out, utf8);
	else
		g_string_append(json->out, "null");
}

void er_json_uint(ErJsonOut *json, const char *key, uint64_t number)
{
	begin(json, key);
	g_string_append_printf(json->out, "%" G_GUINT64_FORMAT, number);
}

void er_json_share(ErJsonOut *json, const char *key, double number)
{
	uint64_t millionths = (uint64_t)llround(number * 1e6);
	uint64_t rest = millionths % 1000000;

	begin(json, key);
	g_string_append_printf(json->out, "%" G_GUINT64_FORMAT, millionths / 1000000);
	if (rest == 0)
		return;
	g_string_append_printf(json->out, ".%06" G_GUINT64_FORMAT, rest);
	while (json->out->str[json->out->len - 1] == '0')
		g_string_truncate(json->out, json->out->len - 1);
}

void er_json_bool(ErJsonOut *json, const char *key, bool value)
{
	begin(json, key);
	g_string_append(json->out, value ? "true" : "false");
}

void er_json_null(ErJsonOut *json, const char *key)
{
	er_json_string(json, key, NULL);
}
