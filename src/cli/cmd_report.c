/*
 * erscope report: one document about the estate, in the forms asked for: report.html, report.pdf, report.md with its pictures beside it, report.txt,
 * report.xml, and what a template of the user's own makes. All is worked out before the first file is written.
 */
#include "cli.h"

#include <erscope/document.h>
#include <erscope/output.h>

#include <stdio.h>
#include <string.h>

/* More events than anybody reads: the sweep over all single parts is for erscope fail. */
enum { MOST_EVENTS = 400 };

typedef struct {
	char *folder, *formats, *template, *title, *author, *version, *confidentiality, *logo, *fail_on, *theme, *view;
	char **params;
} Options;

/* What the options say, once they are understood. */
typedef struct {
	const Options *options;
	char **formats;
	char *logo;            /* data: URI; NULL: none */
	char **params;         /* NAME, VALUE, … */
	ErSeverity fail_on;
	bool unknown_too;
	unsigned views;
	ErTheme *theme;        /* NULL: one of ours */
} Report;

typedef struct { char *name; GString *text; } File;

static void free_file(void *data)
{
	File *file = data;

	g_free(file->name);
	g_string_free(file->text, TRUE);
	g_free(file);
}

static void take_file(GPtrArray *files, char *name, GString *text)
{
	File *file = g_new(File, 1);

	*file = (File){ name, text };
	g_ptr_array_add(files, file);
}

static const struct { const char *format, *template; bool pictures_beside; } forms[] = {
	{ "html", "html", false }, { "md", "markdown", true }, { "txt", "text", false },
};

/* "report-overview.svg" per sheet; NULL at the end. (transfer full) */
static char **picture_names(const ErDrawing *drawing)
{
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();

	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autofree char *name = g_strdup_printf("report-%s.svg", er_scene_slug(er_drawing_scene(drawing, i)));
		g_strv_builder_add(names, name);
	}
	return g_strv_builder_end(names);
}

static bool make_pictures(const ErDrawing *drawing, char *const *names, GPtrArray *files, GError **error)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		GString *svg = g_string_new(NULL);
		take_file(files, g_strdup(names[i]), svg);
		if (!er_drawing_svg(drawing, i, svg, error))
			return false;
	}
	return true;
}

static bool make_form(const ErDocument *document, const char *template, const char *name, GPtrArray *files, GError **error)
{
	const char *ending;
	GString *text = er_document_apply(document, template, &ending, error);

	if (text != NULL)
		take_file(files, g_strdup_printf("%s.%s", name, ending), text);
	return text != NULL;
}

/* "cab-form" of "forms/cab-form.xsl". (transfer full) */
static char *form_name(const char *template)
{
	char *name = g_path_get_basename(template), *dot = strrchr(name, '.');

	if (dot != NULL && dot != name)
		*dot = '\0';
	return name;
}

static bool make_pdf(const Report *report, const ErDocument *given, GPtrArray *files, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	ErDocument document = *given;

	document.params = (const char *const *)report->params;
	if (!er_document_pdf(&document, bytes, error))
		return false;
	take_file(files, g_strdup("report.pdf"), g_string_new_len((const char *)bytes->data, bytes->len));
	return true;
}

static bool make_files(const Report *report, const ErDocument *given, GPtrArray *files, GError **error)
{
	ErDocument document = *given;
	g_auto(GStrv) names = picture_names(given->drawing);

	for (char **format = report->formats; *format != NULL; format++) {
		if (strcmp(*format, "xml") == 0)
			take_file(files, g_strdup("report.xml"), er_document_xml(&document));
		if (strcmp(*format, "pdf") == 0 && !make_pdf(report, given, files, error))
			return false;
		for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
			if (strcmp(forms[i].format, *format) != 0)
				continue;
			document.picture_files = forms[i].pictures_beside ? (const char *const *)names : NULL;
			if (!make_form(&document, forms[i].template, "report", files, error) || (forms[i].pictures_beside && !make_pictures(given->drawing, names, files, error)))
				return false;
			document.picture_files = NULL;
		}
	}
	if (report->options->template == NULL)
		return true;
	g_autofree char *name = form_name(report->options->template);
	document.params = (const char *const *)report->params;
	return make_form(&document, report->options->template, name, files, error);
}

static bool write_files(const char *folder, const GPtrArray *files)
{
	g_autoptr(GError) error = NULL;
	bool fine = er_output_folder(folder, &error);

	for (guint i = 0; fine && i < files->len; i++) {
		const File *file = files->pdata[i];
		g_autofree char *path = g_build_filename(folder, file->name, NULL);
		fine = er_output_write(path, file->text->str, file->text->len, &error);
		if (fine)
			puts(path);
	}
	if (!fine)
		fprintf(stderr, "erscope report: %s\n", error->message);
	return fine;
}

/* The catalogue, as far as a reader follows; told when there is more. */
static void add_events(ErEvents *events)
{
	for (uint32_t i = 0; i < er_n_scenarios(); i++) {
		if (strcmp(er_scenario(i)->id, "SC-33") == 0)   /* the sweep is the others once more */
			continue;
		if (er_events_count(events) >= MOST_EVENTS) {
			fprintf(stderr, "erscope report: the report tells %u failures; scenarios from %s on are left out (erscope fail tells them)\n", er_events_count(events), er_scenario(i)->id);
			return;
		}
		er_events_add_scenario(events, er_scenario(i), NULL, 0);
	}
}

static int status_of(const Report *report, const ErRun *run)
{
	uint32_t reached = er_findings_at_least(run->findings, report->fail_on);

	for (uint32_t i = 0; report->unknown_too && i < er_findings_count(run->findings); i++)
		reached += er_findings_at(run->findings, i)->result == ER_RESULT_UNKNOWN && er_findings_at(run->findings, i)->severity >= ER_SEV_HIGH;
	return run->status != ER_EXIT_FINE ? run->status : reached > 0 ? ER_EXIT_FINDINGS : ER_EXIT_FINE;
}

static int write_report(const Report *report, const ErCommon *common, const ErRun *run)
{
	const Options *options = report->options;
	g_autofree char *inventory = er_cli_inventory_name(common);
	const ErDrawOptions drawn = { .as_of = common->as_of, .content = er_inventory_content(run->inv), .inventory = inventory, .finding_links = g_strv_contains((const char *const *)report->formats, "html"), .theme = report->theme == NULL ? options->theme : NULL, .own_theme = report->theme };
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErDrawing) drawing = er_draw(run->flows, run->findings, &drawn, report->views, diags);
	g_autoptr(ErEvents) events = er_events_new(run->flows);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
	g_autoptr(GError) error = NULL;

	er_cli_tell_diags(diags, common);
	add_events(events);
	const ErDocument document = {
		.flows = run->flows, .findings = run->findings, .events = events, .diags = run->diags, .drawing = drawing, .as_of = common->as_of,
		.title = options->title, .author = options->author, .version = options->version, .confidentiality = options->confidentiality, .logo = report->logo,
	};
	if (!make_files(report, &document, files, &error)) {
		fprintf(stderr, "erscope report: %s\n", error->message);
		return ER_EXIT_USAGE;
	}
	return write_files(options->folder != NULL ? options->folder : "out", files) ? status_of(report, run) : ER_EXIT_OUTPUT;
}

static int run_report(const Report *report, const ErCommon *common)
{
	ErRun run;
	int status = ER_EXIT_INPUT;

	er_run_start(&run, common, 2);
	if (er_run_is_empty(&run))
		fprintf(stderr, "erscope report: there is nothing to report: no ExpressRoute circuit, port pair or gateway with its details in the input\n");
	else
		status = write_report(report, common, &run);
	er_run_end(&run);
	return status;
}

/* ---- options ---- */

static bool has_form(size_t i)
{
	return g_strv_contains(er_document_templates(), forms[i].template);
}

static bool understand_formats(Report *report)
{
	const char *names[G_N_ELEMENTS(forms) + 2];
	uint32_t n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if (has_form(i))
			names[n++] = forms[i].format;
	names[n++] = "pdf";
	names[n++] = "xml";
	report->formats = g_strsplit(report->options->formats != NULL ? report->options->formats : report->options->template != NULL ? "" : "html,pdf,md,txt", ",", -1);
	for (char **format = report->formats; *format != NULL; format++) {
		bool known = false;
		for (uint32_t i = 0; i < n; i++)
			known = known || strcmp(names[i], *format) == 0;
		if (!known) {
			er_cli_tell_unknown("format", *format, names, n);
			return false;
		}
	}
	return true;
}

static bool understand_params(Report *report)
{
	g_autoptr(GStrvBuilder) pairs = g_strv_builder_new();
	char *const *given = report->options->params;

	for (; given != NULL && *given != NULL; given++) {
		const char *sign = strchr(*given, '=');
		g_autofree char *name = sign != NULL ? g_strndup(*given, (gsize)(sign - *given)) : NULL;
		if (name == NULL || *name == '\0' || !g_utf8_validate(*given, -1, NULL)) {
			fprintf(stderr, "erscope report: --param '%s' is not of the form NAME=VALUE\n", *given);
			return false;
		}
		g_strv_builder_add(pairs, name);
		g_strv_builder_add(pairs, sign + 1);
	}
	report->params = g_strv_builder_end(pairs);
	for (char **name = report->params; report->options->template == NULL && *name != NULL; name += 2)
		if (strcmp(*name, "paper") != 0 || !g_strv_contains((const char *const *)report->formats, "pdf")) {
			fprintf(stderr, "erscope report: --param is for --template, and paper for --format pdf; nothing takes '%s'\n", *name);
			return false;
		}
	return true;
}

static bool understand_views(Report *report)
{
	static const struct { const char *name; unsigned view; } known[] = { { "overview", ER_VIEW_OVERVIEW }, { "flow", ER_VIEW_FLOW }, { "circuit", ER_VIEW_CIRCUIT }, { "gateway", ER_VIEW_GATEWAY }, { "site", ER_VIEW_SITE }, { "spokes", ER_VIEW_SPOKES }, { "all", 63 } };
	const char *names[G_N_ELEMENTS(known)];
	g_auto(GStrv) asked = g_strsplit(report->options->view != NULL ? report->options->view : "overview,flow,spokes", ",", -1);

	for (char **name = asked; *name != NULL; name++) {
		unsigned view = 0;
		for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
			names[i] = known[i].name;
			view |= strcmp(known[i].name, *name) == 0 ? known[i].view : 0;
		}
		if (view == 0) {
			er_cli_tell_unknown("view", *name, names, G_N_ELEMENTS(known));
			return false;
		}
		report->views |= view;
	}
	return true;
}

static bool understand_theme(Report *report)
{
	const char *name = report->options->theme;
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (name == NULL || g_strv_contains(er_draw_themes(), name))
		return true;
	if (!g_file_test(name, G_FILE_TEST_EXISTS)) {
		er_cli_tell_unknown("theme", name, er_draw_themes(), g_strv_length((char **)(uintptr_t)er_draw_themes()));
		return false;
	}
	report->theme = er_theme_load(name, warnings, &error);
	if (report->theme == NULL)
		fprintf(stderr, "erscope report: %s: %s\n", name, error->message);
	else if (warnings->len > 0)
		fprintf(stderr, "erscope report: warning: %s: %s", name, warnings->str);
	return report->theme != NULL;
}

static bool understand_threshold(Report *report)
{
	const char *text = report->options->fail_on;

	report->unknown_too = g_strcmp0(text, "unknown") == 0;
	if (text == NULL || report->unknown_too || er_severity_parse(text, &report->fail_on))
		return true;
	fprintf(stderr, "erscope report: --fail-on is critical, high, medium, low, info or unknown, not '%s'\n", text);
	return false;
}

/* What stands in the document is text: it must be UTF-8. */
static bool understand_frame(Report *report)
{
	const struct { const char *option, *text; } texts[] = {
		{ "--title", report->options->title }, { "--author", report->options->author }, { "--version-label", report->options->version }, { "--confidentiality", report->options->confidentiality },
	};
	g_autoptr(GError) error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (texts[i].text != NULL && !g_utf8_validate(texts[i].text, -1, NULL)) {
			fprintf(stderr, "erscope report: %s is not UTF-8\n", texts[i].option);
			return false;
		}
	if (report->options->logo == NULL)
		return true;
	report->logo = er_logo_load(report->options->logo, &error);
	if (report->logo == NULL)
		fprintf(stderr, "erscope report: --logo: %s\n", error->message);
	return report->logo != NULL;
}

static void clear(Options *options, Report *report)
{
	g_free(options->folder);
	g_free(options->formats);
	g_free(options->template);
	g_free(options->title);
	g_free(options->author);
	g_free(options->version);
	g_free(options->confidentiality);
	g_free(options->logo);
	g_free(options->fail_on);
	g_free(options->theme);
	g_free(options->view);
	g_strfreev(options->params);
	g_strfreev(report->formats);
	g_strfreev(report->params);
	g_free(report->logo);
	er_theme_free(report->theme);
}

int cmd_report(int argc, char **argv)
{
	Options options = { 0 };
	Report report = { .options = &options, .fail_on = ER_SEV_HIGH };
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder to write to, made when missing (default: out)", "FOLDER" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.formats, "html (one file), pdf, md with its pictures beside it, txt (default: these four), xml: what templates read", "LIST" },
		{ "template", 0, 0, G_OPTION_ARG_FILENAME, &options.template, "A form: change-request, or an XSLT 1.0 file of your own (erscope schema report); it reads no file and reaches no network", "NAME|FILE.xsl" },
		{ "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.params, "A field of the template; of pdf: paper=a4 (default) or letter; may be repeated", "NAME=VALUE" },
		{ "title", 0, 0, G_OPTION_ARG_STRING, &options.title, "Title (default: from the names of the files)", "TEXT" },
		{ "author", 0, 0, G_OPTION_ARG_STRING, &options.author, "Who answers for the document", "TEXT" },
		{ "version-label", 0, 0, G_OPTION_ARG_STRING, &options.version, "Version of the document", "TEXT" },
		{ "confidentiality", 0, 0, G_OPTION_ARG_STRING, &options.confidentiality, "A line such as 'Confidential'", "TEXT" },
		{ "logo", 0, 0, G_OPTION_ARG_FILENAME, &options.logo, "PNG or SVG of up to 256 KiB, by the rules of draw --icons", "FILE" },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on, "critical, high (default), medium, low, info; unknown: high, and what could not be decided", "SEVERITY" },
		{ "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme, "Of the pictures, as of draw", "NAME|FILE" },
		{ "view", 0, 0, G_OPTION_ARG_STRING, &options.view, "Pictures: overview, flow, circuit, gateway, site, spokes, all (default: overview,flow,spokes)", "LIST" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Writes one document about an inventory: verdict, pictures, findings, flows, tables, what happens if.", own, &common) && er_cli_has_files(&common)
	    && understand_threshold(&report) && understand_formats(&report) && understand_params(&report) && understand_views(&report) && understand_theme(&report) && understand_frame(&report))
		status = run_report(&report, &common);
	clear(&options, &report);
	er_cli_clear(&common);
	return status;
}
