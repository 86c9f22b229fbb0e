/*
 * erscope diff: two states of an estate against each other, for change requests. A state is a file, a folder, or several files; or both
 * come from what-if results or a Terraform plan, which know the state before and after. With --what-if and files beside it, the state
 * before is the files, and the state after is what the what-if says on top of them.
 */
#include "cli.h"
#include "picture.h"

#include <erscope/diff.h>
#include <erscope/output.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	char *path, *format, *site_after, *theme;
	char **after, **what_if, **captures_after;
	gboolean brief, fail_on_regression;
} Options;

typedef enum { TEXT, JSON, MARKDOWN, HTML, SVG, PDF, N_FORMATS } Format;
static const struct { const char *name, *ending; } formats[N_FORMATS] = {
	[TEXT] = { "text", "txt" }, [JSON] = { "json", "json" }, [MARKDOWN] = { "markdown", "md" }, [HTML] = { "html", "html" }, [SVG] = { "svg", "svg" }, [PDF] = { "pdf", "pdf" },
};

/* ---- which files ---- */

static bool is_inventory_name(const char *name)
{
	static const char *const endings[] = { ".json", ".xml", ".json.gz", ".xml.gz", ".tfstate" };
	bool fits = false;

	for (size_t i = 0; *name != '.' && i < G_N_ELEMENTS(endings); i++)
		fits = fits || g_str_has_suffix(name, endings[i]);
	return fits;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The inventories of a folder, by name. Returns: false when there is none, told on stderr */
static bool add_folder(GPtrArray *files, const char *folder)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL; name = g_dir_read_name(dir))
		if (is_inventory_name(name))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_text);
	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(files, g_build_filename(folder, names->pdata[i], NULL));
	if (names->len == 0)
		fprintf(stderr, "erscope diff: %s: %s\n", folder, error != NULL ? error->message : "no file of the folder ends in .json, .xml, .tfstate (or .gz behind these)");
	return names->len > 0;
}

/* (transfer full) (nullable): the files that @paths stand for; NULL: told on stderr */
static char **files_of(char *const *paths)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; paths[i] != NULL; i++) {
		if (!g_file_test(paths[i], G_FILE_TEST_IS_DIR))
			g_ptr_array_add(files, g_strdup(paths[i]));
		else if (!add_folder(files, paths[i]))
			return NULL;
	}
	g_ptr_array_add(files, NULL);
	return (char **)g_ptr_array_steal(files, NULL);
}

/* ---- the two states ---- */

typedef struct { ErCommon before, after; } Sides;

/* What is in @common's files, in two. Returns: false on a usage error, told on stderr */
static bool split(const ErCommon *common, const Options *options, Sides *sides)
{
	uint32_t n = common->files != NULL ? g_strv_length(common->files) : 0;
	const char *alone[] = { n == 2 ? common->files[0] : NULL, NULL }, *other[] = { n == 2 ? common->files[1] : NULL, NULL };
	char *const *before = options->what_if != NULL && n == 0 ? options->what_if : n > 0 && (options->after != NULL || options->what_if != NULL) ? common->files : (char *const *)alone;
	char *const *after = options->what_if != NULL ? options->what_if : options->after != NULL ? options->after : (char *const *)other;

	if (common->sanitize) {
		fprintf(stderr, "erscope diff: --sanitize gives the two states stand-ins that do not match each other; leave it out\n");
		return false;
	}
	if (options->what_if != NULL && options->after != NULL) {
		fprintf(stderr, "erscope diff: --what-if knows the state after; leave --after out\n");
		return false;
	}
	if (before[0] == NULL || after[0] == NULL) {
		fprintf(stderr, "erscope diff: name two states: BEFORE AFTER, each a file or a folder; or BEFORE… --after FILE…; or --what-if FILE\n");
		return false;
	}
	sides->before = sides->after = *common;
	sides->before.files = files_of(before);
	sides->after.files = files_of(after);
	sides->before.before = options->what_if != NULL && n == 0;
	sides->after.captures = options->captures_after;
	sides->after.site = options->site_after != NULL ? options->site_after : common->site;
	return sides->before.files != NULL && sides->after.files != NULL;
}

typedef struct { const ErInventory *was, *is; } WhatIf;

/* What the what-if knows and leaves out goes away; all else stays. */
static bool stays(const void *data, const ErResource *resource)
{
	const WhatIf *what_if = data;

	return er_inventory_lookup(what_if->is, resource->id) == NULL && er_inventory_lookup(what_if->was, resource->id) == NULL;
}

static char *as_it_is(const void *data, const char *id)
{
	(void)data;
	return g_strdup(id);
}

/* (transfer full): the export with the what-if on top */
static ErInventory *on_top(const Sides *sides, const ErInventory *export, ErDiags *diags)
{
	ErCommon earlier = sides->after;
	g_autoptr(ErDiags) told = er_diags_new();

	earlier.before = TRUE;
	g_autoptr(ErInventory) is = er_cli_read(&sides->after, NULL, NULL, diags), was = er_cli_read(&earlier, NULL, NULL, told);
	const WhatIf what_if = { was, is };
	return er_inventory_overlay(is, export, &(const ErOverlay){ stays, as_it_is, &what_if }, diags);
}

static void start_after(ErRun *run, const Sides *sides, const Options *options, const ErRun *before)
{
	ErDiags *diags = er_diags_new();
	bool plain = options->what_if == NULL || sides->before.before;
	ErInventory *inv = plain ? er_cli_read(&sides->after, NULL, NULL, diags) : on_top(sides, before->inv, diags);

	er_run_go_on(run, inv, diags, &sides->after, NULL, 2);
}

/* ---- output ---- */

/* @folder: also the folder it is in, where the name alone does not tell the two apart */
static char *title_of(const ErRun *run, bool folder)
{
	uint32_t n = er_inventory_n_sources(run->inv);
	g_autofree char *first = n > 0 ? g_path_get_basename(er_inventory_source(run->inv, 0)->file) : g_strdup("nothing");
	g_autofree char *dir = n > 0 ? g_path_get_dirname(er_inventory_source(run->inv, 0)->file) : g_strdup("."), *last = g_path_get_basename(dir);

	if (folder && strcmp(last, ".") != 0 && strcmp(last, "/") != 0) {
		char *both = g_strdup_printf("%s/%s", last, first);
		g_free(first);
		first = both;
	}
	return n > 1 ? g_strdup_printf("%s and %u more", first, n - 1) : g_steal_pointer(&first);
}

/* "old/export.json → new/export.json", "export.json with what-if.json"; of a what-if alone its name. */
static char *title_of_both(const ErRun *before, const ErRun *after, const Sides *sides, char *const *what_if)
{
	g_autofree char *was = title_of(before, false), *is = title_of(after, false);
	g_autofree char *file = what_if != NULL ? g_path_get_basename(what_if[0]) : NULL;

	if (sides->before.before)
		return g_steal_pointer(&is);
	if (what_if != NULL)
		return g_strdup_printf("%s with %s", was, file);
	if (strcmp(was, is) != 0)
		return g_strdup_printf("%s → %s", was, is);
	g_autofree char *old = title_of(before, true), *new = title_of(after, true);
	return g_strdup_printf("%s → %s", old, new);
}

static bool wants_colour(const char *path)
{
	const char *no = g_getenv("NO_COLOR");

	return (path == NULL || strcmp(path, "-") == 0) && (no == NULL || *no == '\0') && isatty(STDOUT_FILENO) == 1;
}

/* (transfer full) (nullable): NULL: told on stderr */
static GString *write_format(Format format, const ErDiffReport *report, const Options *options, ErPicture *picture, bool colour)
{
	g_autoptr(GString) svg = (format == HTML || format == SVG) ? er_picture_svg(picture) : NULL;

	switch (format) {
	case TEXT: return options->brief ? er_diff_brief(report) : er_diff_text(report, colour);
	case JSON: return er_diff_json(report);
	case MARKDOWN: return er_diff_markdown(report);
	case HTML: return er_diff_html(report, svg);
	case SVG: return g_steal_pointer(&svg);
	case PDF: return er_picture_pdf(picture, report);
	default: return NULL;
	}
}

static bool write_folder(const Options *options, unsigned wanted, const ErDiffReport *report, ErPicture *picture)
{
	g_autoptr(GError) error = NULL;

	if (!er_output_folder(options->path, &error)) {
		fprintf(stderr, "erscope diff: %s\n", error->message);
		return false;
	}
	for (Format format = TEXT; format < N_FORMATS; format++) {
		g_autofree char *name = g_strdup_printf("change.%s", formats[format].ending), *path = g_build_filename(options->path, name, NULL);
		g_autoptr(GString) text = (wanted >> format & 1) != 0 ? write_format(format, report, options, picture, false) : NULL;
		if (text != NULL && !er_cli_write(path, text))
			return false;
	}
	return (wanted >> SVG & 1) == 0 || er_picture_write_states(picture, options->path);
}

static bool write_all(const Options *options, unsigned wanted, const ErDiffReport *report, ErPicture *picture)
{
	bool folder = (wanted & (wanted - 1)) != 0 || (options->path != NULL && (g_str_has_suffix(options->path, "/") || g_file_test(options->path, G_FILE_TEST_IS_DIR)));

	if (folder)
		return write_folder(options, wanted, report, picture);
	for (Format format = TEXT; format < N_FORMATS; format++) {
		g_autoptr(GString) text = (wanted >> format & 1) != 0 ? write_format(format, report, options, picture, wants_colour(options->path)) : NULL;
		if (text != NULL)
			return er_cli_write(options->path, text);
	}
	return true;
}

/* Was there anything to compare? A state that could not be read is no state without parts. */
static bool is_readable(const ErRun *run, const char *state)
{
	if (run->status == ER_EXIT_FINE || !er_run_is_empty(run))
		return true;
	fprintf(stderr, "erscope diff: nothing can be said about the state %s, of which no input could be used; repair what is named above, or name other files\n", state);
	return false;
}

static int compare(const Sides *sides, const Options *options, unsigned wanted, const ErRun *before, const ErRun *after)
{
	g_autoptr(ErDifference) difference = er_difference_build(&(const ErDiffSide){ before->flows, before->findings }, &(const ErDiffSide){ after->flows, after->findings }, sides->after.as_of);
	g_autofree char *title = title_of_both(before, after, sides, options->what_if);
	const ErDiffReport report = { difference, title, sides->after.as_of };
	bool drawn = (wanted & (1u << HTML | 1u << SVG | 1u << PDF)) != 0;
	g_autoptr(ErPicture) picture = drawn ? er_picture_new(&report, before, after, &sides->after, options->theme) : NULL;
	int status = before->status != ER_EXIT_FINE ? before->status : after->status;

	if (drawn && er_picture_is_empty(picture)) {
		fprintf(stderr, "erscope diff: there is nothing to draw: no ExpressRoute in the input\n");
		status = ER_EXIT_INPUT;
	}
	if (!write_all(options, wanted, &report, picture))
		status = ER_EXIT_OUTPUT;
	else if (options->fail_on_regression && status == ER_EXIT_FINE && er_difference_verdict(difference) == ER_VERDICT_WORSE) {
		g_autofree char *headline = er_difference_headline(difference);
		fprintf(stderr, "erscope diff: regression: %s\n", headline);
		status = ER_EXIT_FINDINGS;
	}
	return status;
}

static int diff(const Sides *sides, const Options *options, unsigned wanted)
{
	ErRun before, after;

	er_run_start(&before, &sides->before, 2);
	start_after(&after, sides, options, &before);
	bool readable = is_readable(&before, "before"), both = is_readable(&after, "after") && readable;
	int status = both ? compare(sides, options, wanted, &before, &after) : ER_EXIT_INPUT;
	er_run_end(&before);
	er_run_end(&after);
	return status;
}

/* ---- options ---- */

static bool understand_format(const Options *options, unsigned *wanted)
{
	g_auto(GStrv) names = g_strsplit(options->format != NULL ? options->format : "text", ",", -1);
	const char *all[N_FORMATS];

	for (Format format = TEXT; format < N_FORMATS; format++)
		all[format] = formats[format].name;
	for (uint32_t i = 0; names[i] != NULL; i++) {
		unsigned found = 0;
		for (Format format = TEXT; format < N_FORMATS; format++)
			if (strcmp(names[i], formats[format].name) == 0 || strcmp(names[i], formats[format].ending) == 0)
				found = 1u << format;
		*wanted |= found;
		if (found == 0) {
			er_cli_tell_unknown("format", names[i], all, N_FORMATS);
			return false;
		}
	}
	if ((*wanted & (*wanted - 1)) != 0 && options->path == NULL) {
		fprintf(stderr, "erscope diff: several formats need a folder: -o FOLDER\n");
		return false;
	}
	if (options->brief && *wanted != 1u << TEXT) {
		fprintf(stderr, "erscope diff: --brief is of the format text\n");
		return false;
	}
	return er_picture_knows_theme(options->theme);
}

static void clear(Options *options)
{
	g_free(options->path);
	g_free(options->format);
	g_free(options->site_after);
	g_free(options->theme);
	g_strfreev(options->after);
	g_strfreev(options->what_if);
	g_strfreev(options->captures_after);
}

int cmd_diff(int argc, char **argv)
{
	Options options = { 0 };
	ErCommon common = { 0 };
	Sides sides = { 0 };
	unsigned wanted = 0;
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "after", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.after, "A file or folder of the state after; may be repeated. All others are the state before", "FILE" },
		{ "what-if", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.what_if, "What-if results or a Terraform plan: both states; with INVENTORY… the state after is these with the what-if on top", "FILE" },
		{ "site-after", 0, 0, G_OPTION_ARG_FILENAME, &options.site_after, "Site description of the state after (default: that of --site)", "FILE" },
		{ "capture-after", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.captures_after, "A live capture of the state after, as --capture of the state before", "RESOURCE=FILE" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default), json, markdown, html, svg, pdf; several with commas", "FORMAT[,FORMAT…]" },
		{ "brief", 0, 0, G_OPTION_ARG_NONE, &options.brief, "The verdict in one line", NULL },
		{ "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme, "light (default), dark, print, colour-blind, auto", "NAME" },
		{ "fail-on-regression", 0, 0, G_OPTION_ARG_NONE, &options.fail_on_regression, "Exit status 1 when resilience gets worse", NULL },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.path, "Write to FILE; to FOLDER/change.* with several formats; SVG there also as change-before and change-after", "FILE|FOLDER" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Compares two states of an estate: what changes, and whether resilience gets worse.\nBEFORE and AFTER are each a file or a folder; or BEFORE… --after FILE…; or --what-if FILE.", own, &common) &&
	    understand_format(&options, &wanted) && split(&common, &options, &sides))
		status = diff(&sides, &options, wanted);
	g_strfreev(sides.before.files);
	g_strfreev(sides.after.files);
	clear(&options);
	er_cli_clear(&common);
	return status;
}
