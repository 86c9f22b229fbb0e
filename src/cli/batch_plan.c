/*
 * Which estates a batch works on. A source is a folder (each sub-folder and each inventory in it is an estate), a pattern, a manifest, a list
 * with a path per line, or an inventory. Order is that of the sources; within a folder or pattern that of the names. Names are made unique, and
 * so are the folders made of them.
 */
#include "batch.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LIST = 16 << 20, DEFAULT_TIMEOUT = 300, DEFAULT_MEMORY = 4096 };

#define SETTING_KEY(symbol, key) [symbol] = key,
static const char *const keys[] = { ER_SETTING_TABLE(SETTING_KEY) };
#undef SETTING_KEY

/* ---- settings ---- */

void er_settings_clear(ErSettings *settings)
{
	for (int i = 0; i < ER_SET__COUNT; i++)
		g_clear_pointer(&settings->value[i], g_free);
}

static bool read_whole(const char *text, uint32_t *out)
{
	guint64 number = 0;

	if (!g_ascii_string_to_unsigned(text, 10, 0, 1000000, &number, NULL))
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool read_threshold(const char *text, ErSeverity *severity, bool *unknown_too)
{
	*unknown_too = strcmp(text, "unknown") == 0;
	return *unknown_too || er_severity_parse(text, severity);
}

bool er_setting_check(ErSetting setting, const char *value, const char *place)
{
	uint32_t number;
	ErSeverity severity;
	bool flag;

	if (setting == ER_SET_FORMATS)
		return er_work_formats(value, place) != 0;
	if ((setting == ER_SET_TIMEOUT || setting == ER_SET_MEMORY) && !read_whole(value, &number)) {
		fprintf(stderr, "%s: %s%s is a whole number of %s, 0 for no limit, not '%s'\n", g_get_prgname(), place, keys[setting], setting == ER_SET_TIMEOUT ? "seconds" : "MiB", value);
		return false;
	}
	if (setting == ER_SET_FAIL_ON && !read_threshold(value, &severity, &flag)) {
		fprintf(stderr, "%s: %sfail-on is critical, high, medium, low, info or unknown, not '%s'\n", g_get_prgname(), place, value);
		return false;
	}
	if (setting == ER_SET_BEFORE && strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
		fprintf(stderr, "%s: %sbefore is true or false, not '%s'\n", g_get_prgname(), place, value);
		return false;
	}
	return true;
}

/* What was not said by @settings itself is said by @others. */
static void fill(ErSettings *settings, const ErSettings *others, bool before_own)
{
	for (int i = 0; i < ER_SET__COUNT; i++) {
		if (others->value[i] == NULL || (settings->value[i] != NULL && !before_own))
			continue;
		g_free(settings->value[i]);
		settings->value[i] = g_strdup(others->value[i]);
	}
}

static void understand(ErJob *job)
{
	const char *const *value = (const char *const *)job->settings.value;

	job->formats = er_work_formats(value[ER_SET_FORMATS], "");
	job->fail_on = ER_SEV_HIGH;
	job->timeout_s = DEFAULT_TIMEOUT;
	job->memory_mb = DEFAULT_MEMORY;
	if (value[ER_SET_FAIL_ON] != NULL)
		read_threshold(value[ER_SET_FAIL_ON], &job->fail_on, &job->unknown_too);
	if (value[ER_SET_TIMEOUT] != NULL)
		read_whole(value[ER_SET_TIMEOUT], &job->timeout_s);
	if (value[ER_SET_MEMORY] != NULL)
		read_whole(value[ER_SET_MEMORY], &job->memory_mb);
}

/* ---- estates ---- */

ErJob *er_plan_add(ErPlan *plan, char *name)
{
	ErJob *job = g_new0(ErJob, 1);

	job->name = name;
	g_ptr_array_add(plan->jobs, job);
	return job;
}

static void job_free(void *data)
{
	ErJob *job = data;

	g_free(job->name);
	g_free(job->slug);
	g_strfreev(job->files);
	g_strfreev(job->captures);
	g_free(job->problem);
	er_settings_clear(&job->settings);
	g_free(job);
}

static bool is_inventory_name(const char *name)
{
	static const char *const endings[] = { ".json", ".jsonl", ".xml", ".clixml", ".tfstate", ".gz" };
	static const char *const others[] = { "site.xml", "site.json", "baseline.json" };

	if (*name == '.' || g_str_has_suffix(name, ".site.xml") || g_str_has_suffix(name, ".site.json"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(name, others[i]) == 0)
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i]))
			return true;
	return false;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted; NULL: it cannot be read. */
static GPtrArray *names_in(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	const char *name;

	if (dir == NULL) {
		fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
		g_ptr_array_unref(names);
		return NULL;
	}
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_text);
	return names;
}

/* @folder/@name when there is such a file; else NULL. (transfer full) */
static char *beside(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&path) : NULL;
}

static void take_site(ErJob *job, const char *folder, const char *stem)
{
	g_autofree char *xml = g_strconcat(stem, "site.xml", NULL), *json = g_strconcat(stem, "site.json", NULL);

	job->settings.value[ER_SET_SITE] = beside(folder, xml);
	if (job->settings.value[ER_SET_SITE] == NULL)
		job->settings.value[ER_SET_SITE] = beside(folder, json);
}

static char **take_all(GPtrArray *paths)
{
	g_ptr_array_add(paths, NULL);
	return (char **)g_ptr_array_free(paths, FALSE);
}

static bool add_folder(ErPlan *plan, const char *folder)
{
	g_autoptr(GPtrArray) names = names_in(folder);
	GPtrArray *files = g_ptr_array_new();

	for (guint i = 0; names != NULL && i < names->len; i++) {
		g_autofree char *path = is_inventory_name(names->pdata[i]) ? beside(folder, names->pdata[i]) : NULL;
		if (path != NULL)
			g_ptr_array_add(files, g_steal_pointer(&path));
	}
	if (files->len == 0) {
		g_ptr_array_free(files, TRUE);
		return false;
	}
	ErJob *job = er_plan_add(plan, g_path_get_basename(folder));
	job->files = take_all(files);
	take_site(job, folder, "");
	job->settings.value[ER_SET_BASELINE] = beside(folder, "baseline.json");
	job->settings.value[ER_SET_PROFILE] = beside(folder, "profile.conf");
	return true;
}

static void add_file(ErPlan *plan, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	char *name = g_path_get_basename(path);

	for (char *dot = strrchr(name, '.'); dot != NULL && dot > name && is_inventory_name(name); dot = strrchr(name, '.'))
		*dot = '\0';
	ErJob *job = er_plan_add(plan, name);
	g_autofree char *stem = g_strconcat(name, ".", NULL);
	GPtrArray *files = g_ptr_array_new();
	g_ptr_array_add(files, g_strdup(path));
	job->files = take_all(files);
	take_site(job, strchr(path, '/') != NULL ? folder : "", stem);
}

bool er_plan_add_path(ErPlan *plan, const char *path)
{
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return add_folder(plan, path);
	add_file(plan, path);
	return true;
}

void er_plan_expand(const char *pattern, GPtrArray *out)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	glob_t paths;

	if (strpbrk(pattern, "*?[") == NULL) {
		g_ptr_array_add(out, g_strdup(pattern));
		return;
	}
	if (glob(pattern, GLOB_NOSORT, NULL, &paths) != 0)
		return;
	for (size_t i = 0; i < paths.gl_pathc; i++)
		g_ptr_array_add(found, paths.gl_pathv[i]);
	g_ptr_array_sort(found, by_text);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(out, g_strdup(found->pdata[i]));
	globfree(&paths);
}

/* ---- sources ---- */

/* Each sub-folder and each inventory in it; not a folder of ours with outputs. */
static bool add_tree(ErPlan *plan, const char *folder)
{
	g_autoptr(GPtrArray) names = names_in(folder);

	if (names == NULL)
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autofree char *ours = g_build_filename(path, ".erscope", NULL);
		if (*(const char *)names->pdata[i] == '.' || g_str_has_suffix(path, "site.xml") || g_str_has_suffix(path, "site.json"))
			continue;
		bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
		if (is_folder ? g_file_test(ours, G_FILE_TEST_EXISTS) || !add_folder(plan, path) : !is_inventory_name(names->pdata[i]))
			plan->n_passed_over++;
		else if (!is_folder)
			add_file(plan, path);
	}
	return true;
}

/* A path or a pattern per line; relative ones are of the list's folder. */
static bool add_list(ErPlan *plan, const char *file)
{
	g_autofree char *text = NULL, *folder = g_path_get_dirname(file);
	g_autoptr(GError) error = NULL;
	gsize length = 0;

	if (!g_file_get_contents(file, &text, &length, &error) || length > MOST_LIST || strlen(text) != length || !g_utf8_validate(text, -1, NULL)) {
		fprintf(stderr, "%s: %s\n", g_get_prgname(), error != NULL ? error->message : "the list is too long, or no text");
		return false;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (*g_strstrip(*line) == '\0' || **line == '#')
			continue;
		g_autofree char *pattern = **line == '/' || strcmp(folder, ".") == 0 ? g_strdup(*line) : g_build_filename(folder, *line, NULL);
		g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
		er_plan_expand(pattern, paths);
		if (paths->len == 0)
			g_ptr_array_add(paths, g_strdup(pattern));
		for (guint i = 0; i < paths->len; i++)
			if (!er_plan_add_path(plan, paths->pdata[i]))
				er_plan_add(plan, g_path_get_basename(paths->pdata[i]))->problem = g_strdup_printf("there is no inventory in '%s'", (const char *)paths->pdata[i]);
	}
	return true;
}

static bool is_manifest(const char *file)
{
	FILE *in = fopen(file, "rbe");
	char line[256];
	bool found = false;

	while (in != NULL && !found && fgets(line, sizeof line, in) != NULL) {
		g_strstrip(line);
		if (*line != '\0' && *line != '#') {
			found = *line == '[';
			break;
		}
	}
	if (in != NULL)
		fclose(in);
	return found;
}

static bool add_source(ErPlan *plan, const char *source, ErSettings *defaults)
{
	g_autofree char *manifest = g_build_filename(source, "erscope-batch.conf", NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	if (g_file_test(source, G_FILE_TEST_IS_DIR))
		return g_file_test(manifest, G_FILE_TEST_IS_REGULAR) ? er_manifest_read(plan, manifest, defaults) : add_tree(plan, source);
	if (g_file_test(source, G_FILE_TEST_EXISTS)) {
		g_autofree char *name = g_path_get_basename(source);
		if (is_inventory_name(name))
			return er_plan_add_path(plan, source);
		return is_manifest(source) ? er_manifest_read(plan, source, defaults) : add_list(plan, source);
	}
	er_plan_expand(source, paths);
	if (paths->len == 0 || strcmp(paths->pdata[0], source) == 0) {
		fprintf(stderr, "%s: there is no folder, list, manifest or inventory '%s'\n", g_get_prgname(), source);
		return false;
	}
	for (guint i = 0; i < paths->len; i++)
		plan->n_passed_over += !er_plan_add_path(plan, paths->pdata[i]);
	return true;
}

/* ---- names ---- */

/* [a-z0-9-], as the names of sheets. */
static char *slug_of(const char *name)
{
	g_autofree char *ascii = g_str_to_ascii(name, "C");
	GString *slug = g_string_new(NULL);

	for (const char *p = ascii; *p != '\0' && slug->len < 100; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(slug, g_ascii_tolower(*p));
		else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
			g_string_append_c(slug, '-');
	}
	if (slug->len > 0 && slug->str[slug->len - 1] == '-')
		g_string_truncate(slug, slug->len - 1);
	if (slug->len == 0)
		g_string_append(slug, "estate");
	return g_string_free(slug, FALSE);
}

/* @wish, or @wish-2 and so on; what was handed out is taken. (transfer full) */
static char *unique(GHashTable *taken, const char *wish, const char *between)
{
	char *name = g_strdup(wish);

	for (unsigned i = 2; g_hash_table_contains(taken, name); i++) {
		g_free(name);
		name = g_strdup_printf("%s%s%u", wish, between, i);
	}
	g_hash_table_add(taken, name);
	return name;
}

static void finish(ErPlan *plan, const ErSettings *given, const ErSettings *defaults)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal), slugs = g_hash_table_new(g_str_hash, g_str_equal);

	g_hash_table_add(slugs, (char *)"trends");
	for (guint i = 0; i < plan->jobs->len; i++) {
		ErJob *job = plan->jobs->pdata[i];
		g_autofree char *valid = g_utf8_make_valid(job->name, -1), *slug = slug_of(job->name);
		g_free(job->name);
		job->name = unique(names, valid, " ");
		job->slug = unique(slugs, slug, "-");
		fill(&job->settings, defaults, false);
		fill(&job->settings, given, true);
		understand(job);
	}
}

ErPlan *er_plan_new(char *const *sources, const ErSettings *given)
{
	g_autoptr(ErPlan) plan = g_new0(ErPlan, 1);
	ErSettings defaults = { .value = { NULL } };
	bool good = true;

	plan->jobs = g_ptr_array_new_with_free_func(job_free);
	for (char *const *source = sources; *source != NULL; source++)
		good = add_source(plan, *source, &defaults) && good;
	if (good)
		finish(plan, given, &defaults);
	er_settings_clear(&defaults);
	return good ? g_steal_pointer(&plan) : NULL;
}

void er_plan_free(ErPlan *plan)
{
	if (plan == NULL)
		return;
	g_ptr_array_free(plan->jobs, TRUE);
	g_free(plan);
}

void er_plan_shard(ErPlan *plan, uint32_t i, uint32_t n)
{
	GPtrArray *kept = g_ptr_array_new_with_free_func(job_free);

	for (guint k = 0; k < plan->jobs->len; k++)
		if (k % n == i)
			g_ptr_array_add(kept, g_steal_pointer(&plan->jobs->pdata[k]));
	g_ptr_array_set_free_func(plan->jobs, NULL);
	for (guint k = 0; k < plan->jobs->len; k++)
		if (plan->jobs->pdata[k] != NULL)
			job_free(plan->jobs->pdata[k]);
	g_ptr_array_free(plan->jobs, TRUE);
	plan->jobs = kept;
}
