/*
 * erscope draw: the overview, the flow sheets, sheets of one circuit, gateway or site. SVG, PNG, DOT and trace are one file per sheet, named by its slug; the PDF holds all
 * sheets. Files are worked out first and written then, each whole or not at all; their names go to standard output.
 */
#include "cli.h"
#include "what.h"

#include <erscope/draw.h>
#include <erscope/output.h>
#include <erscope/words.h>

#include <stdio.h>
#include <string.h>

typedef struct {
	char *folder, *formats, *view, *theme, *animate, *focus, *svg, *icon_folder, *layout, *hide;
	char **only, **exclude, **fail, **pin;
	ErChoice *choice;
	ErTheme *own_theme;
	ErIcons *icons;
	ErFonts *fonts;
	ErPins *pins;
	int most_spokes, dpi;
	gboolean lint, links, whole, embed_font;
} Options;

static bool knows(const char *const *known, const char *word)
{
	for (size_t i = 0; known[i] != NULL; i++)
		if (strcmp(known[i], word) == 0)
			return true;
	return false;
}

static void tell_known(const char *what, const char *word, const char *const *known)
{
	g_autofree char *names = g_strjoinv(", ", (char **)(uintptr_t)known);

	fprintf(stderr, "erscope draw: there is no %s '%s'; there are %s\n", what, word, names);
}

static bool check_formats(char **formats)
{
	static const char *const known[] = { "svg", "pdf", "png", "drawio", "txt", "csv", "dot", "trace", NULL };

	for (size_t i = 0; formats[i] != NULL; i++)
		if (!knows(known, formats[i])) {
			tell_known("format", formats[i], known);
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

/* Views by their names; 0: one of them is none. */
static unsigned views_of(const char *names)
{
	static const struct { const char *name; unsigned view; } known[] = { { "overview", ER_VIEW_OVERVIEW }, { "flow", ER_VIEW_FLOW }, { "circuit", ER_VIEW_CIRCUIT }, { "gateway", ER_VIEW_GATEWAY }, { "site", ER_VIEW_SITE }, { "spokes", ER_VIEW_SPOKES }, { "all", 63 } };
	g_auto(GStrv) asked = g_strsplit(names, ",", -1);
	unsigned views = 0;

	for (char **name = asked; *name != NULL; name++) {
		unsigned view = 0;
		for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
			if (strcmp(known[i].name, *name) == 0)
				view = known[i].view;
		if (view == 0)
			return 0;
		views |= view;
	}
	return views;
}

/* Bits of layers by their names; told when one of them is none. */
static bool find_layers(const Options *options, unsigned *hidden)
{
	g_auto(GStrv) asked = g_strsplit(options->hide != NULL ? options->hide : "", ",", -1);
	const char *const *known = er_draw_layers();

	for (char **name = asked; *name != NULL && (options->hide != NULL); name++) {
		uint32_t i = 0;
		while (known[i] != NULL && strcmp(known[i], *name) != 0)
			i++;
		if (known[i] == NULL) {
			tell_known("layer", *name, known);
			return false;
		}
		*hidden |= 1u << i;
	}
	return true;
}

/* The circuit, gateway or site of that name or id; told when there is none. */
static bool find_focus(const ErNetwork *net, const char *text, uint32_t *component)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		const ErComponent *c = er_network_component(net, i);
		if (c->kind != ER_KIND_CIRCUIT && c->kind != ER_KIND_GATEWAY && c->kind != ER_KIND_SITE)
			continue;
		if (g_ascii_strcasecmp(c->name, text) == 0 || g_ascii_strcasecmp(c->id, text) == 0) {
			*component = i;
			return true;
		}
		g_ptr_array_add(names, (char *)c->name);
	}
	er_cli_tell_unknown("circuit, gateway or site", text, (const char *const *)names->pdata, names->len);
	return false;
}

static void tell_warnings(const char *of, const GString *warnings)
{
	g_auto(GStrv) lines = g_strsplit(warnings->str, "\n", -1);

	for (char **line = lines; *line != NULL && **line != '\0'; line++)
		fprintf(stderr, "erscope draw: warning: %s: %s\n", of, *line);
}

/* None asked for, one of ours, or a file; told when it is neither. */
static bool find_theme(Options *options)
{
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const char *const *known = er_draw_themes();

	if (options->theme == NULL || knows(known, options->theme))
		return true;
	if (!g_file_test(options->theme, G_FILE_TEST_EXISTS)) {
		tell_known("theme", options->theme, known);
		return false;
	}
	options->own_theme = er_theme_load(options->theme, warnings, &error);
	if (options->own_theme == NULL)
		fprintf(stderr, "erscope draw: %s: %s\n", options->theme, error->message);
	tell_warnings(options->theme, warnings);
	return options->own_theme != NULL;
}

/* More sheets than anybody reads: the sweep over all single parts is for erscope fail. */
enum { MOST_FAILURES = 100 };

/* A failure sheet per part, per parts joined by " + ", per target of a scenario; told when there is no such thing, or far too many. */
static bool add_failures(char *const *asked, const ErFlows *flows, ErEvents *events)
{
	for (uint32_t i = 0; asked != NULL && asked[i] != NULL; i++) {
		g_auto(GStrv) parts = g_strsplit(asked[i], " + ", -1);
		g_autoptr(ErWhat) what = er_what_new("draw", flows, parts);
		g_autoptr(GString) absent = g_string_new(NULL);
		if (what == NULL)
			return false;
		er_what_add_events(what, events);
		er_what_tell_absent(what, absent);
		if (absent->len > 0)
			fprintf(stderr, "erscope draw: %s\n", g_strchomp(absent->str));
	}
	if (er_events_count(events) > MOST_FAILURES) {
		fprintf(stderr, "erscope draw: these are %u failures, more than %d sheets; name some of the parts, or ask erscope fail\n", er_events_count(events), MOST_FAILURES);
		return false;
	}
	return true;
}

/* None asked for, or what the folder holds; told when there is no such folder. */
static bool find_icons(Options *options)
{
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (options->icon_folder == NULL)
		return true;
	options->icons = er_icons_load(options->icon_folder, warnings, &error);
	if (options->icons == NULL) {
		fprintf(stderr, "erscope draw: --icons: %s\n", error->message);
		return false;
	}
	if (er_icons_count(options->icons) == 0)
		g_string_append(warnings, "no icon in it is used; all glyphs are erscope's\n");
	tell_warnings(options->icon_folder, warnings);
	return true;
}

/* None asked for, or what of them is installed. Word processors draw without the style sheet that carries a font. */
static bool find_fonts(Options *options)
{
	g_autoptr(GString) warnings = g_string_new(NULL);

	if (!options->embed_font)
		return true;
	if (options->svg != NULL) {
		fprintf(stderr, "erscope draw: --embed-font needs a style sheet, and --svg %s has none; choose one of them\n", options->svg);
		return false;
	}
	options->fonts = er_fonts_find(warnings);
	tell_warnings("--embed-font", warnings);
	return true;
}

/* None asked for, or read; told when one cannot be. Nothing is drawn then: it might overwrite the very file that holds the places. */
static bool find_pins(Options *options)
{
	g_autoptr(GError) error = NULL;

	if (options->pin == NULL)
		return true;
	options->pins = er_pins_read((const char *const *)options->pin, &error);
	if (options->pins == NULL)
		fprintf(stderr, "erscope draw: --pin: %s; nothing was drawn\n", error->message);
	return options->pins != NULL;
}

static int draw(const Options *options, const ErCommon *common, char **formats, unsigned views)
{
	ErRun run;
	int status;
	g_autoptr(GError) error = NULL;
	g_autofree char *inventory = er_cli_inventory_name(common);

	er_run_start(&run, common, 1);
	status = run.status;
	if (er_run_is_empty(&run)) {
		fprintf(stderr, "erscope draw: there is nothing to draw: no ExpressRoute circuit, port pair or gateway with its details in the input\n");
		er_run_end(&run);
		return ER_EXIT_INPUT;
	}
	ErDrawOptions draw_options = {
		.as_of = common->as_of, .content = er_inventory_content(run.inv), .inventory = inventory, .most_spokes = (uint32_t)MAX(options->most_spokes, 0),
		.theme = options->theme, .own_theme = options->own_theme, .icons = options->icons, .fonts = options->fonts, .still = options->animate != NULL && strcmp(options->animate, "off") == 0, .has_focus = options->focus != NULL, .links = options->links, .whole = options->whole, .office = options->svg != NULL,
		.layout = options->layout != NULL && strcmp(options->layout, "dot") == 0 ? ER_LAYOUT_DOT : ER_LAYOUT_TIER, .pins = options->pins,
		.filter = er_choice_text(options->choice), .shown = er_choice_text(options->choice) != NULL ? er_choice_has : NULL, .shown_data = options->choice,
	};
	if (options->focus != NULL && !find_focus(run.net, options->focus, &draw_options.focus)) {
		er_run_end(&run);
		return ER_EXIT_USAGE;
	}
	g_autoptr(ErEvents) events = er_events_new(run.flows);
	if (!add_failures(options->fail, run.flows, events)) {
		er_run_end(&run);
		return ER_EXIT_USAGE;
	}
	draw_options.events = events;
	find_layers(options, &draw_options.hidden);
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErDrawing) drawing = er_draw(run.flows, run.findings, &draw_options, views, diags);
	if (er_drawing_count(drawing) == 0) {
		if (draw_options.shown != NULL)
			fprintf(stderr, "erscope draw: no sheet of these views: '%s' leaves no circuit and no gateway\n", draw_options.filter);
		else if (views == 0)
			fprintf(stderr, "erscope draw: no sheet: nothing here could fail so\n");
		else
			fprintf(stderr, "erscope draw: no sheet of these views: no path and no circuit has to do with '%s'\n", options->focus != NULL ? options->focus : "them");
		status = ER_EXIT_INPUT;
	}
	if (options->lint)
		print_lint(drawing);
	if (!er_output_folder(options->folder, &error)) {
		fprintf(stderr, "erscope draw: %s\n", error->message);
		status = ER_EXIT_OUTPUT;
	}
	for (size_t i = 0; formats[i] != NULL && status != ER_EXIT_OUTPUT && er_drawing_count(drawing) > 0; i++)
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
		{ "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme, "light (default), dark, print (black and white), colour-blind, auto (in SVG: dark for readers who prefer it); or a file of your own colours", "NAME|FILE" },
		{ "icons", 0, 0, G_OPTION_ARG_FILENAME, &options.icon_folder, "Folder with your own icons, SVG or PNG, named after the glyphs they replace (router.svg, gateway.png)", "DIR" },
		{ "embed-font", 0, 0, G_OPTION_ARG_NONE, &options.embed_font, "SVG carries the letters of Open Sans that it uses, and looks alike where the font is not installed", NULL },
		{ "animate", 0, 0, G_OPTION_ARG_STRING, &options.animate, "on (default) or off: whether the flows move in SVG", "on|off" },
		{ "svg", 0, 0, G_OPTION_ARG_STRING, &options.svg, "office: SVG that word processors draw alike (attributes only, still)", "office" },
		{ "view", 0, 0, G_OPTION_ARG_STRING, &options.view, "overview, flow, circuit, gateway, site, spokes, all (default: overview,flow,spokes; with --focus: all but the overview)", "LIST" },
		{ "focus", 0, 0, G_OPTION_ARG_STRING, &options.focus, "Only sheets of this circuit, gateway or site", "NAME|ID" },
		{ "fail", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.fail, "A failure sheet: what fails (er-paris, peering-location:paris, 'er-paris + er-london', SC-08 for each of its targets); may be repeated", "WHAT" },
		{ "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.only, "Draw only circuits, gateways, VNets of this name, region, subscription, tag (name:er-*, region:westeurope, tag:env=prod); may be repeated", "KEY:PATTERN" },
		{ "exclude", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.exclude, "Leave these out of the drawings", "KEY:PATTERN" },
		{ "spokes", 0, 0, G_OPTION_ARG_INT, &options.most_spokes, "More spokes of one hub collapse into a count (default: 4)", "N" },
		{ "hide", 0, 0, G_OPTION_ARG_STRING, &options.hide, "Layers to leave out: flow-in, flow-out, fastpath, standby, requirements, findings, assumed, vpn, wan, peerings, global-reach, notes", "LIST" },
		{ "whole", 0, 0, G_OPTION_ARG_NONE, &options.whole, "Never split a view into several sheets, however large it gets", NULL },
		{ "layout", 0, 0, G_OPTION_ARG_STRING, &options.layout, "tier (default), or dot: by Graphviz's program dot where it is installed; flow sheets keep the tiers", "tier|dot" },
		{ "pin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.pin, "Boxes stand where this file has them: our own .dot or .drawio, changed by hand; not on flow sheets; may be repeated", "FILE" },
		{ "links", 0, 0, G_OPTION_ARG_NONE, &options.links, "Every resource leads to its page in the Azure portal", NULL },
		{ "lint", 0, 0, G_OPTION_ARG_NONE, &options.lint, "Tell on stderr what a reader would stumble over", NULL },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Draws the overview and one flow sheet per site and gateway; on request a sheet per circuit, gateway, site.", own, &common)) {
		g_auto(GStrv) formats = g_strsplit(options.formats != NULL ? options.formats : "svg,pdf", ",", -1);
		unsigned views = views_of(options.view != NULL ? options.view : options.focus != NULL ? "flow,circuit,gateway,site,spokes" : "overview,flow,spokes");
		if (options.view == NULL && options.focus == NULL && options.fail != NULL)
			views = 0;
		if (options.folder == NULL)
			options.folder = g_strdup("out");
		if (views == 0 && options.view != NULL)
			fprintf(stderr, "erscope draw: there is no view '%s'; there are overview, flow, circuit, gateway, site, spokes, all\n", options.view);
		else if (options.animate != NULL && strcmp(options.animate, "on") != 0 && strcmp(options.animate, "off") != 0)
			fprintf(stderr, "erscope draw: --animate is on or off\n");
		else if (options.svg != NULL && strcmp(options.svg, "office") != 0)
			fprintf(stderr, "erscope draw: there is no kind of SVG '%s'; there is office\n", options.svg);
		else if (options.layout != NULL && strcmp(options.layout, "tier") != 0 && strcmp(options.layout, "dot") != 0)
			fprintf(stderr, "erscope draw: there is no layout '%s'; there are tier, dot\n", options.layout);
		else if (options.dpi < 24 || options.dpi > 1200)
			fprintf(stderr, "erscope draw: --dpi is 24 to 1200\n");
		else if (er_cli_has_files(&common) && check_formats(formats) && find_layers(&options, &(unsigned){ 0 }) && find_theme(&options) && find_icons(&options) && find_fonts(&options) && (options.choice = er_choice_new(options.only, options.exclude)) != NULL)
			status = find_pins(&options) ? draw(&options, &common, formats, views) : ER_EXIT_INPUT;
	}
	g_free(options.folder);
	g_free(options.formats);
	g_free(options.view);
	g_free(options.theme);
	g_free(options.animate);
	g_free(options.focus);
	g_free(options.svg);
	g_free(options.icon_folder);
	g_free(options.layout);
	g_free(options.hide);
	g_strfreev(options.pin);
	er_pins_free(options.pins);
	g_strfreev(options.only);
	g_strfreev(options.exclude);
	g_strfreev(options.fail);
	er_choice_free(options.choice);
	er_theme_free(options.own_theme);
	er_icons_free(options.icons);
	er_fonts_free(options.fonts);
	er_cli_clear(&common);
	return status;
}
