/*
 * The door of ingest: files in, inventory out. Each file is unwrapped (bytes.c), read (text.c) and recognised by its content, never by
 * its name (forms.c); a file that cannot be used leaves an incomplete source and a diagnostic, and the others are still read.
 */
#include "arm.h"
#include "bytes.h"
#include "foreign.h"
#include "forms.h"
#include "text.h"
#include "xml.h"

#include <string.h>

static void refuse(ErInventory *inv, uint32_t source, ErDiagCode code, unsigned line, unsigned column, const char *detail, ErDiags *diags)
{
	ErSource *row = er_inventory_edit_source(inv, source);
	ErLoc loc = { .file = row->file, .line = line, .column = column };

	row->complete = false;
	er_diag_add(diags, code, &loc, "%s", detail);
}

static ErDiagCode code_of(ErJsonStatus status)
{
	switch (status) {
	case ER_JSON_EMPTY: return ER_D_EMPTY_FILE;
	case ER_JSON_CUT_OFF: return ER_D_CUT_OFF;
	case ER_JSON_DEPTH: case ER_JSON_SIZE: return ER_D_LIMIT;
	default: return ER_D_BAD_JSON;
	}
}

static void tell_texts(const ErInventory *inv, const ErTexts *texts, uint32_t source, ErDiags *diags)
{
	ErLoc loc = { .file = er_inventory_source(inv, source)->file };

	if (texts->coloured)
		er_diag_add(diags, ER_D_COLOURS, &loc, "%s", "");
	if (texts->cleaned)
		er_diag_add(diags, ER_D_BAD_TEXT, &loc, "control characters, replaced by U+FFFD");
	loc.line = texts->lenient_line;
	if (texts->lenient_line > 0)
		er_diag_add(diags, ER_D_LENIENT, &loc, "the first here");
	loc.line = texts->duplicate_line;
	if (texts->duplicate_line > 0)
		er_diag_add(diags, ER_D_NAME_TWICE, &loc, "the first here");
	loc.line = texts->noise_line;
	if (texts->noise_lines > 0)
		er_diag_add(diags, ER_D_NOISE, &loc, "%u %s, the first here", texts->noise_lines, texts->noise_lines == 1 ? "line" : "lines");
	loc.line = texts->repaired_line;
	loc.column = texts->repaired_column;
	if (texts->repaired_line > 0)
		er_diag_add(diags, ER_D_BAD_TEXT, &loc, "broken UTF-8, replaced by U+FFFD");
}

/* Not even the first word is JSON. A place farther down is worth more than a guess. */
static bool is_no_json(const ErTexts *texts, const char *text, size_t length)
{
	size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	unsigned line = 1;

	for (; at < length && g_ascii_isspace(text[at]); at++)
		line += text[at] == '\n';
	return texts->failed && texts->result.status == ER_JSON_SYNTAX && texts->result.line == line && at < length && text[at] != '{' && text[at] != '[';
}

static void take_json(ErInventory *inv, ErForms *forms, const char *text, size_t length, uint32_t source, const char *of, ErDiags *diags)
{
	const ErJsonOptions options = { .max_depth = 128, .max_values = 100 * 1000 * 1000, .secret = er_arm_secret, .needless = er_arm_needless, .source = source };
	ErTexts texts;

	er_texts_parse(text, length, &options, er_inventory_arena(inv), &texts);
	const char *foreign = is_no_json(&texts, text, length) ? er_foreign_lines(text, length) : NULL;
	if (foreign != NULL) {
		refuse(inv, source, ER_D_NOT_INVENTORY, texts.result.line, 0, foreign, diags);
	} else if (texts.failed) {
		refuse(inv, source, code_of(texts.result.status), texts.result.line, texts.result.column, texts.result.message, diags);
	} else {
		tell_texts(inv, &texts, source, diags);
		for (guint i = 0; i < texts.roots->len; i++)
			er_forms_take(forms, &g_array_index(texts.roots, ErValue, i), source, of);
		bool some = er_inventory_edit_source(inv, source)->resources > 0;
		if (texts.result.rescued)
			refuse(inv, source, some ? ER_D_CUT_OFF_PART : ER_D_CUT_OFF, texts.result.line, texts.result.column, texts.result.message, diags);
	}
	er_texts_clear(&texts);
}

static ErDiagCode code_of_xml(ErXmlStatus status, bool some)
{
	switch (status) {
	case ER_XML_LIMIT: return some ? ER_D_BAD_XML : ER_D_LIMIT;
	case ER_XML_ENTITY: return ER_D_XML_ENTITY;
	case ER_XML_FOREIGN: return ER_D_NOT_INVENTORY;
	case ER_XML_CUT_OFF: return some ? ER_D_CUT_OFF_PART : ER_D_CUT_OFF;
	default: return ER_D_BAD_XML;
	}
}

static void take_item(void *data, const char *format, ErValue *item)
{
	er_forms_items_take(data, format, item);
}

static void take_xml(ErInventory *inv, ErForms *forms, const ErBytes *bytes, uint32_t source, ErDiags *diags)
{
	ErFormsItems *items = er_forms_items_new(forms, source);
	const ErXmlOptions options = { .source = source, .converted = bytes->converted, .secret = er_arm_secret, .needless = er_arm_needless, .item = take_item, .data = items };
	uint32_t before = er_inventory_edit_source(inv, source)->resources;
	ErXmlResult result;
	bool ok = er_xml_read(bytes->text, bytes->length, &options, er_inventory_arena(inv), &result);
	bool some = er_inventory_edit_source(inv, source)->resources > before;

	er_forms_items_finish(items, ok || some ? result.form : NULL, result.paged);
	if (!ok)
		refuse(inv, source, code_of_xml(result.status, some), result.line, 0, result.message, diags);
}

static bool is_xml(const char *text, size_t length)
{
	size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < length && g_ascii_isspace(text[at]))
		at++;
	return at < length && text[at] == '<';
}

static void take_text(ErInventory *inv, ErForms *forms, const ErBytes *bytes, uint32_t source, const char *of, ErDiags *diags)
{
	const char *text = bytes->text;
	size_t length = bytes->length;
	const char *foreign = er_foreign_text(text, length);

	if (foreign != NULL)
		refuse(inv, source, ER_D_NOT_INVENTORY, 1, 0, foreign, diags);
	else if (is_xml(text, length))
		take_xml(inv, forms, bytes, source, diags);
	else
		take_json(inv, forms, text, length, source, of, diags);
}

static uint32_t new_source(ErInventory *inv, const char *name)
{
	/* A file name is any bytes; what is shown of it is UTF-8. */
	g_autofree char *shown = g_utf8_make_valid(name, -1);
	const ErSource row = { .file = shown, .format = "unreadable", .complete = true };

	return er_inventory_add_source(inv, &row);
}

/* @opened: @bytes could be had; else @problem tells why not. */
static void take_bytes(ErInventory *inv, ErForms *forms, uint32_t source, const char *of, bool opened, ErBytes *bytes, ErBytesProblem *problem, ErDiags *diags)
{
	if (!opened) {
		refuse(inv, source, problem->code, 0, 0, problem->detail, diags);
		g_free(problem->detail);
		return;
	}
	take_text(inv, forms, bytes, source, of, diags);
	g_strlcpy(er_inventory_edit_source(inv, source)->sha256, er_bytes_sha256(bytes), sizeof ((ErSource *)NULL)->sha256);
	er_bytes_clear(bytes);
}

ErInventory *er_inventory_read_inputs(const ErInput *inputs, uint32_t n, bool before, ErDiags *diags)
{
	ErInventory *inv = er_inventory_new();
	ErForms *forms = er_forms_new(inv, before, diags);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t source = new_source(inv, strcmp(inputs[i].file, "-") == 0 ? "standard input" : inputs[i].file);
		ErBytes bytes;
		ErBytesProblem problem = { 0 };
		bool opened = er_bytes_read(inputs[i].file, &bytes, &problem);
		take_bytes(inv, forms, source, inputs[i].of, opened, &bytes, &problem, diags);
	}
	er_forms_finish(forms);
	er_inventory_finish(inv, diags);
	return inv;
}

ErInventory *er_inventory_read(const char *const *files, uint32_t n_files, ErDiags *diags)
{
	g_autofree ErInput *inputs = g_new0(ErInput, n_files);

	for (uint32_t i = 0; i < n_files; i++)
		inputs[i].file = files[i];
	return er_inventory_read_inputs(inputs, n_files, false, diags);
}

ErInventory *er_inventory_parse(const char *text, size_t length, const char *name, ErDiags *diags)
{
	ErInventory *inv = er_inventory_new();
	ErForms *forms = er_forms_new(inv, false, diags);
	uint32_t source = new_source(inv, name);
	ErBytes bytes;
	ErBytesProblem problem = { 0 };
	bool opened = er_bytes_open(text, length, &bytes, &problem);

	take_bytes(inv, forms, source, NULL, opened, &bytes, &problem, diags);
	er_forms_finish(forms);
	er_inventory_finish(inv, diags);
	return inv;
}
