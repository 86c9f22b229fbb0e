/* The JSON reader: strict, as Azure reads templates, and as tools really write it; each must agree with the stricter one before it. */
#include "fuzz.h"

#include "ingest/arm.h"
#include "ingest/text.h"

static void add(GString *out, const ErValue *value)
{
	bool list = value->kind == ER_VALUE_ARRAY;

	g_string_append_printf(out, "%d %u:", (int)value->kind, value->line);
	if (value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_NUMBER)
		g_string_append_len(out, value->u.text, value->n + 1);
	for (uint32_t i = 0; (list || value->kind == ER_VALUE_OBJECT) && i < value->n; i++) {
		g_string_append_printf(out, ",%s", list ? "" : value->u.members[i].key);
		add(out, list ? &value->u.items[i] : &value->u.members[i].value);
	}
	g_string_append_c(out, ';');
}

static void check_same(const ErValue *a, const ErValue *b)
{
	g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);

	add(x, a);
	add(y, b);
	g_assert(g_string_equal(x, y));
}

/* The place of each value is that of its first byte. */
static void check_places(const ErValue *value, const char *text, size_t size)
{
	static const char *const first[] = { "n", "f", "t", "-0123456789", "\"", "[", "{" };

	g_assert(value->offset < size && strchr(first[value->kind], text[value->offset]) != NULL && text[value->offset] != '\0');
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		check_places(&value->u.items[i], text, size);
	for (uint32_t i = 0; value->kind == ER_VALUE_OBJECT && i < value->n; i++)
		check_places(&value->u.members[i].value, text, size);
}

static void check_secrets(const ErValue *value)
{
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		check_secrets(&value->u.items[i]);
	for (uint32_t i = 0; value->kind == ER_VALUE_OBJECT && i < value->n; i++) {
		const ErValue *one = &value->u.members[i].value;
		if (!er_arm_secret(value->u.members[i].key))
			check_secrets(one);
		else
			g_assert(one->kind == ER_VALUE_NULL || (one->kind == ER_VALUE_STRING && (one->n == 0 || strcmp(one->u.text, ER_REDACTED) == 0)));
	}
}

static void check_result(bool ok, const ErJsonResult *result, size_t size, uint32_t lines)
{
	g_assert(ok == (result->status == ER_JSON_OK || result->rescued));
	g_assert(result->offset <= size && result->line <= lines && strlen(result->message) < sizeof result->message);
	g_assert(ok || (result->message[0] != '\0' && result->line > 0 && result->column > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const ErJsonOptions azure = { .lenient = true }, tools = { .secret = er_arm_secret };
	g_autoptr(ErArena) arena = er_arena_new();
	ErValue strict = { 0 }, lenient = { 0 };
	ErJsonResult result, again;
	ErTexts texts;
	uint32_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	bool ok = er_json_parse(text, size, NULL, arena, &strict, &result), well = er_json_parse(text, size, &azure, arena, &lenient, &again);
	check_result(ok, &result, size, lines);
	check_result(well, &again, size, lines);
	g_assert(well || !ok);
	if (well) {
		fuzz_check_value(&lenient, lines, 130);
		check_places(&lenient, text, size);
	}
	if (ok) {
		check_same(&strict, &lenient);
		ok = er_json_parse(text, size, &tools, arena, &strict, &result);
		g_assert(ok);
		check_secrets(&strict);
	}
	er_texts_parse(text, size, &tools, arena, &texts);
	g_assert(texts.failed || texts.roots->len > 0);
	g_assert(!ok || (!texts.failed && texts.roots->len == 1 && texts.lenient_line == 0 && texts.noise_lines == 0 && !texts.coloured));
	for (guint i = 0; !texts.failed && i < texts.roots->len; i++) {
		fuzz_check_value(&g_array_index(texts.roots, ErValue, i), lines, 130);
		check_secrets(&g_array_index(texts.roots, ErValue, i));
	}
	if (ok)
		check_same(&strict, &g_array_index(texts.roots, ErValue, 0));
	er_texts_clear(&texts);
	return 0;
}
