/*
 * A manifest: a key file in the syntax of desktop entries that says which estates there are:
 *
 *   [defaults]
 *   formats=svg,html,sarif
 *   fail-on=high
 *   [estate Contoso production]
 *   inputs=contoso/export-?.json;shared/ports.json
 *   site=contoso/site.xml
 *   baseline=contoso/accepted.json
 *   capture=ergw-weu=contoso/resiliency.json
 *
 * Paths are of the manifest's folder. An estate may say whatever the defaults say. A mistake in it is told with its line and stops the run
 * before it begins: it is the administrator's, not an estate's. A file that is missing is that estate's matter alone.
 */
#include "batch.h"

#include <stdio.h>
#include <string.h>

#define SETTING_KEY(symbol, key) [symbol] = key,
static const char *const keys[] = { ER_SETTING_TABLE(SETTING_KEY) };
#undef SETTING_KEY

enum { MOST_BYTES = 16 << 20 };

typedef struct {
	const char *file;
	char *folder;          /* "" for the current one */
	ErPlan *plan;
	ErJob *job;            /* whose group we are in; NULL: the defaults */
	ErSettings *defaults;
	bool inside, good;
	GHashTable *names;
} Manifest;

static void complain(Manifest *manifest, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void complain(Manifest *manifest, unsigned line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	fprintf(stderr, "%s: %s:%u: %s\n", g_get_prgname(), manifest->file, line, text);
	manifest->good = false;
}

static char *path_of(const Manifest *manifest, const char *path)
{
	return *path == '/' || *manifest->folder == '\0' ? g_strdup(path) : g_build_filename(manifest->folder, path, NULL);
}

/* ---- an estate, once all its keys are known ---- */

static void expand_inputs(const Manifest *manifest, ErJob *job)
{
	g_auto(GStrv) patterns = g_strsplit(job->settings.value[ER_SET_INPUTS], ";", -1);
	GPtrArray *files = g_ptr_array_new();

	for (char **pattern = patterns; *pattern != NULL; pattern++) {
		if (*g_strstrip(*pattern) == '\0')
			continue;
		g_autofree char *path = path_of(manifest, *pattern);
		guint before = files->len;
		er_plan_expand(path, files);
		if (files->len == before && job->problem == NULL)
			job->problem = g_strdup_printf("no file is named like '%s'", path);
	}
	if (files->len == 0 && job->problem == NULL)
		job->problem = g_strdup("inputs= names no file");
	g_ptr_array_add(files, NULL);
	job->files = (char **)g_ptr_array_free(files, FALSE);
}

static void split_captures(const Manifest *manifest, ErJob *job)
{
	GPtrArray *captures = g_ptr_array_new();
	g_auto(GStrv) items = g_strsplit(job->settings.value[ER_SET_CAPTURE] != NULL ? job->settings.value[ER_SET_CAPTURE] : "", ";", -1);

	for (char **item = items; *item != NULL; item++) {
		char *sign = strchr(g_strstrip(*item), '=');
		if (sign == NULL || sign == *item) {
			if (**item != '\0' && job->problem == NULL)
				job->problem = g_strdup_printf("capture '%s' is not of the form RESOURCE=FILE", *item);
			continue;
		}
		*sign = '\0';
		g_autofree char *path = path_of(manifest, sign + 1);
		g_ptr_array_add(captures, g_strdup_printf("%s=%s", *item, path));
	}
	g_ptr_array_add(captures, NULL);
	job->captures = (char **)g_ptr_array_free(captures, FALSE);
}

/* ---- lines ---- */

static void begin_group(Manifest *manifest, unsigned line, char *text)
{
	char *end = strchr(text, ']');

	manifest->inside = false;
	if (end == NULL) {
		complain(manifest, line, "a group ends in ']'");
		return;
	}
	*end = '\0';
	if (strcmp(text + 1, "defaults") == 0) {
		manifest->job = NULL;
		manifest->inside = true;
		return;
	}
	const char *name = g_str_has_prefix(text + 1, "estate ") ? g_strstrip(text + strlen("[estate ")) : "";
	if (*name == '\0')
		complain(manifest, line, "a manifest has [defaults] and [estate NAME], not [%s]", text + 1);
	else if (!g_hash_table_add(manifest->names, g_strdup(name)))
		complain(manifest, line, "there are two estates '%s'", name);
	else {
		manifest->job = er_plan_add(manifest->plan, g_strdup(name));
		manifest->inside = true;
	}
}

static bool is_of_one(ErSetting setting)
{
	return setting == ER_SET_INPUTS || setting == ER_SET_CAPTURE;
}

static char *known_keys(bool of_one)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; i < ER_SET__COUNT; i++)
		if (of_one || !is_of_one((ErSetting)i))
			g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", keys[i]);
	return g_string_free(out, FALSE);
}

/* A theme is one of ours by its name, else a file. */
static bool is_path(ErSetting setting, const char *value)
{
	return setting == ER_SET_SITE || setting == ER_SET_TABLES || setting == ER_SET_BASELINE || setting == ER_SET_PROFILE || (setting == ER_SET_THEME && strpbrk(value, "./") != NULL);
}

static void take_key(Manifest *manifest, unsigned line, char *text)
{
	char *sign = strchr(text, '=');
	ErSettings *settings = manifest->job != NULL ? &manifest->job->settings : manifest->defaults;

	if (sign == NULL) {
		complain(manifest, line, "this is no KEY=VALUE");
		return;
	}
	*sign = '\0';
	const char *key = g_strchomp(text), *value = g_strchug(sign + 1);
	for (int i = 0; i < ER_SET__COUNT; i++) {
		g_autofree char *place = g_strdup_printf("%s:%u: ", manifest->file, line);
		if (strcmp(keys[i], key) != 0 || (manifest->job == NULL && is_of_one((ErSetting)i)))
			continue;
		manifest->good = er_setting_check((ErSetting)i, value, place) && manifest->good;
		g_free(settings->value[i]);
		settings->value[i] = is_path((ErSetting)i, value) ? path_of(manifest, value) : g_strdup(value);
		return;
	}
	g_autofree char *known = known_keys(manifest->job != NULL);
	complain(manifest, line, "there is no key '%s' here; there are %s", key, known);
}

static void read_lines(Manifest *manifest, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (unsigned i = 0; lines[i] != NULL; i++) {
		char *line = g_strstrip(lines[i]);
		if (*line == '\0' || *line == '#')
			continue;
		if (*line == '[')
			begin_group(manifest, i + 1, line);
		else if (manifest->inside)
			take_key(manifest, i + 1, line);
		else if (manifest->good)
			complain(manifest, i + 1, "this stands in no group");
	}
}

bool er_manifest_read(ErPlan *plan, const char *file, ErSettings *defaults)
{
	g_autofree char *text = NULL, *folder = g_path_get_dirname(file);
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GError) error = NULL;
	Manifest manifest = { .file = file, .folder = strcmp(folder, ".") == 0 && *file != '.' ? folder + 1 : folder, .plan = plan, .defaults = defaults, .good = true, .names = names };
	guint first = plan->jobs->len;
	gsize length = 0;

	if (!g_file_get_contents(file, &text, &length, &error) || length > MOST_BYTES || strlen(text) != length || !g_utf8_validate(text, -1, NULL)) {
		fprintf(stderr, "%s: %s%s\n", g_get_prgname(), error != NULL ? error->message : file, error != NULL ? "" : " is no manifest: it is no text, or too long");
		return false;
	}
	read_lines(&manifest, text);
	for (guint i = first; i < plan->jobs->len; i++) {
		ErJob *job = plan->jobs->pdata[i];
		if (job->settings.value[ER_SET_INPUTS] == NULL) {
			fprintf(stderr, "%s: %s: estate '%s' says no inputs=\n", g_get_prgname(), file, job->name);
			manifest.good = false;
			continue;
		}
		expand_inputs(&manifest, job);
		split_captures(&manifest, job);
	}
	return manifest.good;
}
