/*
 * A writer for our own documents: the caller opens and closes, commas and indentation are done here. In JSON strings are escaped
 * by RFC 8259 (quotation mark, reverse solidus, control characters); they are valid UTF-8 already (ingest cleaned them). In XML the same
 * calls make elements, so that what a template reads can not differ from what a program reads.
 */
#include "json_out.h"

#include <math.h>

#include <string.h>

ErJsonOut er_json_out(GString *out)
{
	return (ErJsonOut){ .out = out, .first = true };
}

ErJsonOut er_xml_out(GString *out)
{
	return (ErJsonOut){ .out = out, .first = true, .xml = true };
}

/* ---- XML ---- */

/* Items of an array are named by its singular; these are not its name without the last letter. */
static const struct { const char *array, *item; } singulars[] = {
	{ "also", "group" }, { "asymmetry", "case" }, { "because", "line" }, { "classes", "class" }, { "evidence", "item" }, { "excluded", "way" }, { "external", "id" },
	{ "fixed", "finding" }, { "flow_classes", "flow_class" }, { "flows_lost", "flow" }, { "ignored", "row" }, { "mode_reasons", "reason" }, { "questions", "finding" }, { "minor_questions", "finding" }, { "accepted_findings", "finding" }, { "parts", "finding" },
	{ "requires", "requirement" }, { "requirement", "any" }, { "resiliency_index", "index" }, { "same_as", "item" }, { "unproven", "cut" }, { "used", "path" },
	{ "worst", "finding" }, { "why", "reason" }, { "deletions", "finding" }, { "also_decides", "rule" }, { "left_out", "way" }, { "not_proven", "part" }, { "needs", "need" },
	{ "fails_with", "part" }, { "if_deleted", "part" }, { "unverified", "part" }, { "by_severity", "severity" },
};

/* Of "paths" "path"; in a table's own memory, so that it lasts. */
static const char *singular(const char *array)
{
	for (size_t i = 0; i < G_N_ELEMENTS(singulars); i++)
		if (strcmp(singulars[i].array, array) == 0)
			return singulars[i].item;
	g_autofree char *shorter = g_strndup(array, strlen(array) - 1);
	g_assert(g_str_has_suffix(array, "s"));
	return g_intern_string(shorter);
}

static const char *element_name(ErJsonOut *json, const char *key)
{
	const char **item;

	if (key != NULL)
		return key;
	item = &json->item[json->depth - 1];
	if (*item == NULL)
		*item = singular(json->element[json->depth - 1]);
	return *item;
}

/*
 * What XML 1.0 does not allow is U+FFFD, and so is what turns the direction of the text around it: a name must not change how the words beside
 * it read.
 */
static bool is_shown(gunichar c)
{
	bool allowed = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
	bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;

	return allowed && !turns;
}

/* From @text on: how much is ASCII that is written as it stands. */
static gsize plain_run(const char *text)
{
	const char *p = text;

	while ((*p >= 0x20 || *p == '\n' || *p == '\t') && *p != '<' && *p != '>' && *p != '&' && *p != '"')
		p++;
	return (gsize)(p - text);
}

static void escape_xml(GString *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gsize plain = plain_run(p);
		g_string_append_len(out, p, (gssize)plain);
		p += plain;
		gunichar c = g_utf8_get_char(p);
		switch (c) {
		case 0: return;
		case '<': g_string_append(out, "&lt;"); break;
		case '>': g_string_append(out, "&gt;"); break;
		case '&': g_string_append(out, "&amp;"); break;
		case '"': g_string_append(out, "&quot;"); break;
		case '\r': g_string_append(out, "&#13;"); break;
		default: g_string_append_unichar(out, is_shown(c) ? c : 0xFFFD);
		}
	}
}

char *er_xml_shown(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		g_string_append_unichar(out, is_shown(g_utf8_get_char(p)) ? g_utf8_get_char(p) : 0xFFFD);
	return g_string_free(out, FALSE);
}

static void new_line(const ErJsonOut *json);

static void xml_begin(ErJsonOut *json, const char *name)
{
	if (json->depth > 0)
		new_line(json);
	g_string_append_c(json->out, '<');
	g_string_append(json->out, name);
	g_string_append_c(json->out, '>');
	json->first = false;
}

static void xml_end(const ErJsonOut *json, const char *name)
{
	g_string_append(json->out, "</");
	g_string_append(json->out, name);
	g_string_append_c(json->out, '>');
}

void er_xml_named(ErJsonOut *xml, const char *key, const char *attribute, const char *name, const char *text)
{
	new_line(xml);
	g_string_append_printf(xml->out, "<%s %s=\"", key, attribute);
	escape_xml(xml->out, name);
	g_string_append(xml->out, "\">");
	escape_xml(xml->out, text);
	xml_end(xml, key);
	xml->first = false;
}

/* ---- JSON ---- */

static bool on_one_line(const ErJsonOut *json)
{
	return !json->xml && json->inline_from > 0 && json->depth >= json->inline_from;
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
	if (json->dense)
		return;
	g_string_append_c(json->out, '\n');
	for (uint32_t i = 0; i < json->depth; i++)
		g_string_append_c(json->out, ' ');
}

static void begin(ErJsonOut *json, const char *key)
{
	if (json->xml) {
		xml_begin(json, element_name(json, key));
		return;
	}
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

static void end(ErJsonOut *json, const char *key)
{
	if (json->xml)
		xml_end(json, element_name(json, key));
}

void er_json_open(ErJsonOut *json, const char *key, char bracket)
{
	begin(json, key);
	if (json->xml) {
		g_assert(json->depth < ER_JSON_DEEPEST);
		json->element[json->depth] = element_name(json, key);
		json->item[json->depth] = NULL;
	} else {
		g_string_append_c(json->out, bracket);
	}
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
	if (json->xml)
		xml_end(json, json->element[json->depth]);
	else
		g_string_append_c(json->out, bracket);
	json->first = false;
}

void er_json_string(ErJsonOut *json, const char *key, const char *utf8)
{
	begin(json, key);
	if (json->xml)
		escape_xml(json->out, utf8 != NULL ? utf8 : "");
	else if (utf8 != NULL)
		escape(json->out, utf8);
	else
		g_string_append(json->out, "null");
	end(json, key);
}

void er_json_uint(ErJsonOut *json, const char *key, uint64_t number)
{
	begin(json, key);
	g_string_append_printf(json->out, "%" G_GUINT64_FORMAT, number);
	end(json, key);
}

void er_json_share(ErJsonOut *json, const char *key, double number)
{
	uint64_t millionths = (uint64_t)llround(number * 1e6);
	uint64_t rest = millionths % 1000000;

	begin(json, key);
	g_string_append_printf(json->out, "%" G_GUINT64_FORMAT, millionths / 1000000);
	if (rest > 0)
		g_string_append_printf(json->out, ".%06" G_GUINT64_FORMAT, rest);
	while (rest > 0 && json->out->str[json->out->len - 1] == '0')
		g_string_truncate(json->out, json->out->len - 1);
	end(json, key);
}

void er_json_bool(ErJsonOut *json, const char *key, bool value)
{
	begin(json, key);
	g_string_append(json->out, value ? "true" : "false");
	end(json, key);
}

void er_json_null(ErJsonOut *json, const char *key)
{
	er_json_string(json, key, NULL);
}
