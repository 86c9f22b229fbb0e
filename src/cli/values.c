/*
 * What an option may be given, for completion. Names that the library knows come from it; the others stand here, and a test
 * (tests/cli/test_completion.py) holds them against what the commands accept and tell.
 */
#include "pages.h"

#include <erscope/draw.h>

#include <string.h>

static const char *const *rules(void)
{
	static const char **ids;

	if (ids == NULL) {
		ids = g_new0(const char *, er_rules_count() + 1);
		for (uint32_t i = 0; i < er_rules_count(); i++)
			ids[i] = er_rules_at(i)->id;
	}
	return ids;
}

static const char *const *thresholds(void)
{
	static const char *names[ER_SEV_CRITICAL + 3];

	for (int severity = ER_SEV_CRITICAL, i = 0; severity >= 0; severity--)
		names[i++] = er_severity_name((ErSeverity)severity);
	names[ER_SEV_CRITICAL + 1] = "unknown";
	return names;
}

#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }

static const struct {
	const char *command;   /* NULL: any */
	const char *option;    /* "": operands */
	const char *const *words;
	const char *const *(*from)(void);
} known[] = {
	{ "draw", "format", WORDS("svg", "pdf", "png", "drawio", "txt", "csv", "dot", "trace"), NULL },
	{ "draw", "theme", NULL, er_draw_themes },
	{ "draw", "hide", NULL, er_draw_layers },
	{ "draw", "view", WORDS("overview", "flow", "circuit", "gateway", "site", "spokes", "all"), NULL },
	{ "check", "format", WORDS("text", "json", "sarif", "junit", "openmetrics", "csv", "github", "azure"), NULL },
	{ "fail", "format", WORDS("text", "json"), NULL },
	{ "analyze", "format", WORDS("json"), NULL },
	{ "analyze", "depth", WORDS("1", "2", "3"), NULL },
	{ "rules", "format", WORDS("text", "markdown", "json"), NULL },
	{ "query", "format", WORDS("graph", "az", "powershell"), NULL },
	{ "schema", "", WORDS("site", "site-json", "arm-xml", "results"), NULL },
	{ "rules", "", NULL, rules },
	{ NULL, "rule", NULL, rules },
	{ NULL, "skip", NULL, rules },
	{ NULL, "fail-on", NULL, thresholds },
};

/* "on|off", "office": an argument word in small letters says itself what there is. NULL: it does not. */
static const char *const *words_of(const char *argument)
{
	static GPtrArray *kept;

	for (const char *at = argument; *at != '\0'; at++)
		if (!g_ascii_islower(*at) && *at != '|')
			return NULL;
	if (kept == NULL)
		kept = g_ptr_array_new();
	g_ptr_array_add(kept, g_strsplit(argument, "|", -1));
	return kept->pdata[kept->len - 1];
}

static const char *const *find(const char *command, const GOptionEntry *entry)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if ((known[i].command == NULL || strcmp(known[i].command, command) == 0) && strcmp(known[i].option, entry->long_name) == 0)
			return known[i].words != NULL ? known[i].words : known[i].from();
	return entry->arg_description != NULL && *entry->arg_description != '\0' ? words_of(entry->arg_description) : NULL;
}

ErValues er_option_values(const char *command, const GOptionEntry *entry)
{
	const char *argument = entry->arg_description != NULL ? entry->arg_description : "";
	bool path = entry->arg == G_OPTION_ARG_FILENAME || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;

	if (entry->arg == G_OPTION_ARG_NONE)
		return (ErValues){ 0 };
	ErValues values = { .values = find(command, entry), .list = strcmp(argument, "LIST") == 0 || strstr(argument, "[,") != NULL };
	values.folder = path && (strcmp(argument, "FOLDER") == 0 || strcmp(argument, "DIR") == 0);
	values.file = !values.folder && *argument != '\0' && (path ? values.values == NULL : strstr(argument, "FILE") != NULL);
	return values;
}
