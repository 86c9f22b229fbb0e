/*
 * The template language: lines of the input stand in a small template: a property, two variables (the second is a copy), the default
 * of a parameter, name, condition and count of a resource, count and input of a copy in it, parameter and output of a nested deployment.
 */
#include "fuzz.h"

#include "ingest/template.h"

/* Each %s is one line of the input, quoted. */
static const char template[] =
	"{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\","
	"\"parameters\":{\"open\":{\"type\":\"string\"},\"list\":{\"defaultValue\":[3,1,2]},\"object\":{\"defaultValue\":{\"a\":{\"b\":1}}},\"secret\":{\"type\":\"securestring\",\"defaultValue\":\"s\"},\"p\":{\"defaultValue\":%s}},"
	"\"functions\":[{\"namespace\":\"own\",\"members\":{\"double\":{\"parameters\":[{\"name\":\"n\"}],\"output\":{\"value\":\"[mul(parameters('n'),2)]\"}}}}],"
	"\"variables\":{\"v\":%s,\"copy\":[{\"name\":\"w\",\"count\":3,\"input\":%s}],\"loop\":\"[variables('loop')]\"},"
	"\"resources\":[{\"type\":\"Microsoft.Network/virtualNetworks\",\"name\":\"first\",\"location\":\"x\",\"properties\":{\"id\":%s,\"deep\":[{\"value\":%s}],\"all\":[\"[variables('v')]\",\"[variables('w')]\",\"[parameters('p')]\"]}},"
	"{\"type\":\"Microsoft.Network/expressRouteCircuits\",\"name\":%s,\"condition\":%s,\"copy\":{\"name\":\"r\",\"count\":%s},\"properties\":{\"index\":\"[copyIndex()]\"},"
	"\"resources\":[{\"type\":\"peerings\",\"name\":\"AzurePrivatePeering\",\"properties\":{\"copy\":[{\"name\":\"prefixes\",\"count\":%s,\"input\":%s}]}}]},"
	"{\"type\":\"Microsoft.Resources/deployments\",\"name\":\"n\",\"properties\":{\"expressionEvaluationOptions\":{\"scope\":\"inner\"},\"parameters\":{\"p\":{\"value\":%s}},"
	"\"template\":{\"parameters\":{\"p\":{}},\"resources\":[],\"outputs\":{\"o\":{\"value\":%s}}}}}]}";

/* As a JSON string; brackets are put around what has none. (transfer full) */
static char *quoted(const char *line)
{
	bool bare = *line != '[' && *line != '\0';
	GString *out = g_string_new(bare ? "\"[" : "\"");

	for (; *line != '\0'; line++)
		if ((uint8_t)*line < 0x20)
			g_string_append_printf(out, "\\u%04x", (unsigned)(uint8_t)*line);
		else
			g_string_append_printf(out, *line == '"' || *line == '\\' ? "\\%c" : "%c", *line);
	g_string_append(out, bare ? "]\"" : "\"");
	return g_string_free(out, FALSE);
}

/* The template with the lines in it; their order begins with the property. (transfer full) */
static char *filled(char **lines)
{
	static const uint32_t which[] = { 3, 1, 2, 0, 0, 4, 5, 6, 7, 8, 9, 10 };
	uint32_t n = g_strv_length(lines), k = 0;
	GString *out = g_string_new(NULL);
	g_auto(GStrv) pieces = g_strsplit(template, "%s", -1);

	for (char **piece = pieces; *piece != NULL; piece++) {
		g_string_append(out, *piece);
		if (k < G_N_ELEMENTS(which)) {
			g_autofree char *line = quoted(which[k] < n ? lines[which[k]] : "");
			g_string_append(out, line);
			k++;
		}
	}
	return g_string_free(out, FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = size > 0 ? g_utf8_make_valid((const char *)data, (gssize)size) : g_strdup("");
	g_auto(GStrv) lines = g_strsplit(text, "\n", 12);
	g_autofree char *whole = filled(lines);
	g_autoptr(ErArena) arena = er_arena_new();
	ErJsonResult result;
	ErTemplateNotes notes;
	ErValue root;

	bool ok = er_json_parse(whole, strlen(whole), NULL, arena, &root, &result);
	g_assert(ok && er_template_is(&root));
	ErValue list = er_template_resources(arena, &root, NULL, &notes);
	g_assert(list.kind == ER_VALUE_ARRAY && list.n == notes.resources && list.n <= 20000);
	g_assert(er_arena_size(arena) < (size_t)1 << 30);
	fuzz_check_value(&list, 1, 210);
	er_template_notes_clear(&notes);
	return 0;
}
