/*
 * erscope draw: the overview and the flow sheets. SVG, PNG, DOT and trace are one file per sheet, named by its slug; the PDF holds all
 * sheets. Files are worked out first and written then, each whole or not at all; their names go to standard output.
 */
#include "cli.h"

#include <erscope/draw.h>
#include <erscope/output.h>
#include <erscope/words.h>

#include <stdio.h>
#include <string.h>

typedef struct {
	char *folder, *formats, *view, *theme, *animate;
	int most_spokes, dpi;
	gboolean lint;
} Options;

static bool knows(const char *const *known, const char *word)
{
	for (size_t i = 0; known[i] != NULL; i++)
		if (strcmp(known[i], word) == 0)
			return true;
	return false;
}

static bool check_formats(char **formats)
{
	static const char *const known[] = { "svg", "pdf", "png", "drawio", "txt", "csv", "dot", "trace", NULL };

	for (size_t i = 0; formats[i] != NULL; i++)
		if (!knows(known, formats[i])) {
			fprintf(stderr, "erscope draw: there is no format '%s'; there are svg, pdf, png, drawio, txt, csv, dot, trace\n", formats[i]);
			return false;
		}
	return formats[0] != NULL;
}

static bool write_file(const char *folder, const char *name, const char *ending, const void *data, gsize length)
{
	g_autofree char *base = g_strdup_printf("%s.%s", name, ending);
	g_autofree char *path = g_build_filename(folder, base, NULL);
	g_autoptr(GError) error = NULL;

	if (!er_output_write(path, data, length, &error)) {
		fprintf(stderr, "erscope draw: %s\n", error->message);
		return false;
	}
	puts(path);
	return true;
}

static bool write_pngs(const ErDrawing *drawing, int dpi, const char *folder)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autoptr(GByteArray) out = g_byte_array_new();
		g_autoptr(GError) error = NULL;
		if (!er_drawing_png(drawing, i, (uint32_t)dpi, out, &error)) {
			fprintf(stderr, "erscope draw: %s\n", error->message);
			return false;
		}
		if (!write_file(folder, er_scene_slug(er_drawing_scene(drawing, i)), "png", out->data, out->len))
			return false;
	}
	return true;
}

static bool write_sheets(const ErDrawing *drawing, const char *format, const char *folder)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		if (strcmp(format, "dot") == 0)
			er_drawing_dot(drawing, i, out);
		else if (strcmp(format, "csv") == 0)
			er_drawing_csv(drawing, i, out);
		else if (strcmp(format, "txt") == 0)
			er_drawing_text(drawing, i, out);
		else if (strcmp(format, "trace") == 0)
			er_drawing_trace(drawing, i, out);
		else if (!er_drawing_svg(drawing, i, out, &error)) {
			fprintf(stderr, "erscope draw: %s\n", error->message);
			return false;
		}
		if (!write_file(folder, er_scene_slug(er_drawing_scene(drawing, i)), format, out->str, out->len))
			return false;
	}
	return true;
}

static bool write_pdf(const ErDrawing *drawing, const char *folder)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GError) error = NULL;

	if (!er_drawing_pdf(drawing, out, &error)) {
		fprintf(stderr, "erscope draw: %s\n", error->message);
		return false;
	}
	return write_file(folder, "erscope", "pdf", out->data, out->len);
}

static bool write_drawio(const ErDrawing *drawing, const char *folder)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (!er_drawing_drawio(drawing, out, &error)) {
		fprintf(stderr, "erscope draw: %s\n", error->message);
		return false;
	}
	return write_file(folder, "erscope", "drawio", out->str, out->len);
}

static bool write_format(const ErDrawing *drawing, const char *format, const Options *options)
{
	if (strcmp(format, "pdf") == 0)
		return write_pdf(drawing, options->folder);
	if (strcmp(format, "drawio") == 0)
		return write_drawio(drawing, options->folder);
	if (strcmp(format, "png") == 0)
		return write_pngs(drawing, options->dpi, options->folder);
	return write_sheets(drawing, format, options->folder);
}

static void print_lint(const ErDrawing *drawing)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autofree char *text = er_drawing_lint(drawing, i);
		fprintf(stderr, "lint: %s\n", text != NULL ? text : er_scene_slug(er_drawing_scene(drawing, i)));
	}
}

/* The one input's name, or how many there were: no folder, so that the picture does not depend on where it lay. */
static char *inventory_name(const ErCommon *common)
{
	guint n = g_strv_length(common->files);

	return n == 1 ? g_path_get_basename(common->files[0]) : g_strdup_printf("%u files", n);
}

static int draw(const Options *options, const ErCommon *common, char **formats, bool overview, bool flow_sheets)
{
	ErRun run;
	int status;
	g_autoptr(GError) error = NULL;
	g_autofree char *inventory = inventory_name(common);

	er_run_start(&run, common, 1);
	status = run.status;
	if (er_run_is_empty(&run)) {
		fprintf(stderr, "erscope draw: there is nothing to draw: no ExpressRoute circuit, port pair or gateway with its details in the input\n");
		er_run_end(&run);
		return ER_EXIT_INPUT;
	}
	const ErDrawOptions draw_options = { common->as_of, er_inventory_content(run.inv), inventory, (uint32_t)MAX(options->most_spokes, 0), options->theme, options->animate != NULL && strcmp(options->animate, "off") == 0 };
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErDrawing) drawing = er_draw(run.flows, run.findings, &draw_options, overview, flow_sheets, diags);
	if (options->lint)
		print_lint(drawing);
	if (!er_output_folder(options->folder, &error)) {
		fprintf(stderr, "erscope draw: %s\n", error->message);
		status = ER_EXIT_OUTPUT;
	}
	for (size_t i = 0; formats[i] != NULL && status != ER_EXIT_OUTPUT; i++)
		if (!write_format(drawing, formats[i], options))
			status = ER_EXIT_OUTPUT;
	er_cli_tell_diags(diags, common);
	g_autoptr(GString) ledger = er_words_ledger(run.net);
	if (!common->quiet)
		fputs(ledger->str, stderr);
	er_run_end(&run);
	return status;
}

int cmd_draw(int argc, char **argv)
{
	Options options = { .dpi = 144 };
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder to write to, made when missing (default: out)", "FOLDER" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &options.formats, "svg,pdf (default), png, drawio, txt, csv, dot, trace", "LIST" },
		{ "dpi", 0, 0, G_OPTION_ARG_INT, &options.dpi, "Of PNG: dots per inch, 24 to 1200 (default: 144)", "N" },
		{ "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme, "light (default), dark, print (black and white), colour-blind", "NAME" },
		{ "animate", 0, 0, G_OPTION_ARG_STRING, &options.animate, "on (default) or off: whether the flows move in SVG", "on|off" },
		{ "view", 0, 0, G_OPTION_ARG_STRING, &options.view, "overview or flow (default: both)", "VIEW" },
		{ "spokes", 0, 0, G_OPTION_ARG_INT, &options.most_spokes, "More spokes of one hub collapse into a count (default: 4)", "N" },
		{ "lint", 0, 0, G_OPTION_ARG_NONE, &options.lint, "Tell on stderr what a reader would stumble over", NULL },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Draws the overview and one flow sheet per site and gateway.", own, &common)) {
		g_auto(GStrv) formats = g_strsplit(options.formats != NULL ? options.formats : "svg,pdf", ",", -1);
		bool overview = options.view == NULL || strcmp(options.view, "overview") == 0, flows = options.view == NULL || strcmp(options.view, "flow") == 0;
		if (options.folder == NULL)
			options.folder = g_strdup("out");
		if (!overview && !flows)
			fprintf(stderr, "erscope draw: there is no view '%s'; there are overview and flow\n", options.view);
		else if (options.animate != NULL && strcmp(options.animate, "on") != 0 && strcmp(options.animate, "off") != 0)
			fprintf(stderr, "erscope draw: --animate is on or off\n");
		else if (options.theme != NULL && !knows(er_draw_themes(), options.theme))
			fprintf(stderr, "erscope draw: there is no theme '%s'; there are light, dark, print, colour-blind\n", options.theme);
		else if (options.dpi < 24 || options.dpi > 1200)
			fprintf(stderr, "erscope draw: --dpi is 24 to 1200\n");
		else if (er_cli_has_files(&common) && check_formats(formats))
			status = draw(&options, &common, formats, overview, flows);
	}
	g_free(options.folder);
	g_free(options.formats);
	g_free(options.view);
	g_free(options.theme);
	g_free(options.animate);
	er_cli_clear(&common);
	return status;
}
