/*
 * Sheets of a drawing: view → diagram → layout → scene, for the overview and for each site and gateway that a path joins; and the
 * formats, each by its back end. Slugs are file names: [a-z0-9-], "-2" on a clash.
 */
#include <erscope/draw.h>

#include "backend.h"
#include "drawio.h"
#include "pin.h"

#include <string.h>

typedef struct { ErView *view; ErFrame frame; ErScene *scene; } Sheet;

struct ErDrawing {
	GArray *sheets;            /* of Sheet */
	const ErNetwork *net;
	char *content, *as_of;
	const ErTheme *theme;
	ErSvgKind svg_kind;
};

static void clear_sheet(void *data)
{
	Sheet *sheet = data;

	er_scene_free(sheet->scene);
	er_view_free(sheet->view);
}

static char *slug_of(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0' && out->len < 100; text++) {
		char c = g_ascii_tolower(*text);
		if (g_ascii_isalnum(c))
			g_string_append_c(out, c);
		else if (out->len > 0 && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	if (out->len > 0 && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

static bool slug_is_taken(const ErDrawing *drawing, const char *slug)
{
	for (guint i = 0; i < drawing->sheets->len; i++)
		if (strcmp(g_array_index(drawing->sheets, Sheet, i).view->slug, slug) == 0)
			return true;
	return false;
}

/* @view: (transfer full) (nullable): no sheet */
static void take_view(ErDrawing *drawing, ErView *view)
{
	if (view == NULL)
		return;
	g_autofree char *base = slug_of(view->slug);
	g_autofree char *slug = g_strdup(base);
	Sheet sheet = { .view = view };

	for (uint32_t n = 2; slug_is_taken(drawing, slug); n++) {
		g_free(slug);
		slug = g_strdup_printf("%s-%u", base, n);
	}
	g_free(view->slug);
	view->slug = g_steal_pointer(&slug);
	g_array_append_val(drawing->sheets, sheet);
}

const char *const *er_draw_themes(void)
{
	static const char *names[8];

	for (uint32_t i = 0; i + 1 < G_N_ELEMENTS(names) && er_theme_at(i) != NULL; i++)
		names[i] = er_theme_name(er_theme_at(i));
	return names;
}

static bool in_focus(const ErDrawOptions *options, uint32_t component)
{
	return !options->has_focus || options->focus == component;
}

static void take_focused(ErDrawing *drawing, const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, uint32_t component)
{
	bool wanted = in_focus(options, component) && er_view_is_chosen(options, er_network_component(er_flows_network(flows), component));

	take_view(drawing, wanted ? er_view_focus(flows, findings, component, options->most_spokes) : NULL);
}

static void take_views(ErDrawing *drawing, const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, unsigned views)
{
	const ErNetwork *net = er_flows_network(flows);

	if ((views & ER_VIEW_OVERVIEW) != 0)
		take_view(drawing, er_view_overview(flows, findings, options));
	for (uint32_t site = 0; (views & ER_VIEW_FLOW) != 0 && site < er_network_n_sites(net); site++)
		for (uint32_t gateway = 0; gateway < er_network_n_gateways(net); gateway++) {
			bool shown = in_focus(options, er_network_site(net, site)->self) || in_focus(options, er_network_gateway(net, gateway)->self);
			shown = shown && er_view_is_chosen(options, er_network_component(net, er_network_gateway(net, gateway)->self));
			take_view(drawing, shown ? er_view_flow(flows, findings, site, gateway) : NULL);
		}
	for (uint32_t i = 0; (views & ER_VIEW_CIRCUIT) != 0 && i < er_network_n_circuits(net); i++)
		take_focused(drawing, flows, findings, options, er_network_circuit(net, i)->self);
	for (uint32_t i = 0; (views & ER_VIEW_GATEWAY) != 0 && i < er_network_n_gateways(net); i++)
		take_focused(drawing, flows, findings, options, er_network_gateway(net, i)->self);
	for (uint32_t i = 0; (views & ER_VIEW_SITE) != 0 && i < er_network_n_sites(net); i++)
		take_focused(drawing, flows, findings, options, er_network_site(net, i)->self);
}

enum { MOST_FAILURES = 3 };

/* @failures: (inout): how often dot failed in this drawing; a program that hangs must not be waited for once per sheet */
static void lay_out(Sheet *sheet, const ErDrawOptions *options, uint32_t *failures, ErDiags *diags)
{
	ErView *view = sheet->view;

	sheet->frame = er_layout_tiers(view);
	if (options->layout == ER_LAYOUT_DOT && !view->flow_sheet) {
		g_autoptr(GArray) extents = er_compose_extents(view, options);
		g_autofree char *why = NULL;
		if (*failures < MOST_FAILURES && er_layout_dot(view, extents, &sheet->frame, &why))
			return;
		(*failures)++;
		er_diag_add(diags, ER_D_LAYOUT_PROGRAM, NULL, "%s: %s", view->slug, why != NULL ? why : "not tried again");
	}
}

static uint32_t count_complaints(const ErScene *scene)
{
	ErLint lint = er_scene_lint(scene);
	uint32_t n = er_lint_total(&lint);

	er_lint_clear(&lint);
	return n;
}

/* Places chosen by hand: the lines of the tiers as long as they can run there and read no worse than free ones. */
static ErScene *compose_pinned(Sheet *sheet, const ErDrawOptions *options, uint32_t number, uint32_t of)
{
	ErFrame tiers = sheet->frame;

	sheet->frame.free = true;
	if (!er_pins_keep_tiers(sheet->view, &tiers))
		return er_compose(sheet->view, &sheet->frame, options, number, of);
	ErScene *scene = er_compose(sheet->view, &tiers, options, number, of);
	uint32_t complaints = count_complaints(scene);
	ErScene *other = complaints > 0 ? er_compose(sheet->view, &sheet->frame, options, number, of) : NULL;
	if (other == NULL || count_complaints(other) >= complaints) {
		er_scene_free(other);
		sheet->frame = tiers;
		return scene;
	}
	er_scene_free(scene);
	return other;
}

static void draw_sheet(Sheet *sheet, const ErDrawOptions *options, uint32_t number, uint32_t of, uint32_t *failures, ErDiags *diags)
{
	lay_out(sheet, options, failures, diags);
	bool pinned = options->pins != NULL && er_pins_apply(options->pins, sheet->view, options, &sheet->frame, diags);
	sheet->scene = pinned ? compose_pinned(sheet, options, number, of) : er_compose(sheet->view, &sheet->frame, options, number, of);
	if (sheet->view->n_left_out > 0)
		er_diag_add(diags, ER_D_LAYOUT_LIMIT, NULL, "%s: %u left out", sheet->view->slug, sheet->view->n_left_out);
}

static void tell_strangers(const ErDrawing *drawing, const ErPins *pins, ErDiags *diags)
{
	g_autoptr(GHashTable) slugs = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < drawing->sheets->len; i++)
		g_hash_table_add(slugs, g_array_index(drawing->sheets, Sheet, i).view->slug);
	er_pins_tell_strangers(pins, slugs, diags);
}

ErDrawing *er_draw(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, unsigned views, ErDiags *diags)
{
	ErDrawing *drawing = g_new0(ErDrawing, 1);
	const ErNetwork *net = er_flows_network(flows);
	uint32_t failures = 0;

	drawing->sheets = g_array_new(FALSE, TRUE, sizeof(Sheet));
	g_array_set_clear_func(drawing->sheets, clear_sheet);
	drawing->net = net;
	drawing->content = g_strdup(options->content);
	drawing->as_of = g_strdup(options->as_of);
	drawing->theme = options->own_theme != NULL ? options->own_theme : options->theme != NULL ? er_theme_named(options->theme) : er_theme_light();
	g_assert(drawing->theme != NULL);
	drawing->svg_kind = options->office ? ER_SVG_OFFICE : options->still ? ER_SVG_STILL : ER_SVG_MOVING;
	if (!er_network_has_expressroute(net))
		return drawing;
	take_views(drawing, flows, findings, options, views);
	for (guint i = 0; i < drawing->sheets->len; i++)
		draw_sheet(&g_array_index(drawing->sheets, Sheet, i), options, i + 1, drawing->sheets->len, &failures, diags);
	if (options->pins != NULL && drawing->sheets->len > 0)
		tell_strangers(drawing, options->pins, diags);
	return drawing;
}

void er_drawing_free(ErDrawing *drawing)
{
	if (drawing == NULL)
		return;
	g_array_free(drawing->sheets, TRUE);
	g_free(drawing->content);
	g_free(drawing->as_of);
	g_free(drawing);
}

uint32_t er_drawing_count(const ErDrawing *drawing)
{
	return drawing->sheets->len;
}

static const Sheet *sheet_at(const ErDrawing *drawing, uint32_t i)
{
	g_assert(i < drawing->sheets->len);
	return &g_array_index(drawing->sheets, Sheet, i);
}

const ErScene *er_drawing_scene(const ErDrawing *drawing, uint32_t i)
{
	return sheet_at(drawing, i)->scene;
}

char *er_drawing_lint(const ErDrawing *drawing, uint32_t i)
{
	ErLint lint = er_scene_lint(sheet_at(drawing, i)->scene);
	char *text = NULL;

	if (er_lint_total(&lint) > 0)
		text = g_strdup_printf("%s: %u texts overlap, %u outside, %u boxes overlap, %u lines through texts, %u through nodes, %u upside down, %u twice, %u off the page; first: %s",
		                       er_scene_slug(sheet_at(drawing, i)->scene), lint.text_overlaps, lint.text_outside, lint.box_overlaps, lint.line_through_text,
		                       lint.line_through_node, lint.upside_down, lint.duplicates, lint.off_page, lint.first);
	er_lint_clear(&lint);
	return text;
}

static ErProvenance provenance_of(const ErDrawing *drawing)
{
	return (ErProvenance){ "erscope " ER_VERSION, drawing->content, drawing->as_of };
}

bool er_drawing_svg(const ErDrawing *drawing, uint32_t i, GString *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);

	return er_svg_write(sheet_at(drawing, i)->scene, drawing->theme, drawing->svg_kind, &provenance, out, error);
}

bool er_drawing_png(const ErDrawing *drawing, uint32_t i, uint32_t dpi, GByteArray *out, GError **error)
{
	return er_png_write(sheet_at(drawing, i)->scene, drawing->theme, dpi, out, error);
}

bool er_drawing_pdf(const ErDrawing *drawing, GByteArray *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);
	g_autofree const ErScene **scenes = g_new(const ErScene *, drawing->sheets->len + 1);

	for (guint i = 0; i < drawing->sheets->len; i++)
		scenes[i] = sheet_at(drawing, i)->scene;
	return er_pdf_write(scenes, drawing->sheets->len, drawing->theme, &provenance, out, error);
}

bool er_drawing_drawio(const ErDrawing *drawing, GString *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);
	g_autofree ErSheetSource *sources = g_new(ErSheetSource, drawing->sheets->len + 1);

	for (guint i = 0; i < drawing->sheets->len; i++)
		sources[i] = (ErSheetSource){ sheet_at(drawing, i)->scene, sheet_at(drawing, i)->view->diagram, drawing->net };
	return er_drawio_write(sources, drawing->sheets->len, drawing->theme, &provenance, out, error);
}

void er_drawing_dot(const ErDrawing *drawing, uint32_t i, GString *out)
{
	er_diagram_write_dot(sheet_at(drawing, i)->view->diagram, drawing->net, er_scene_slug(er_drawing_scene(drawing, i)), er_scene_height(sheet_at(drawing, i)->scene), out);
}

void er_drawing_trace(const ErDrawing *drawing, uint32_t i, GString *out)
{
	er_trace_write(sheet_at(drawing, i)->scene, out);
}

void er_drawing_text(const ErDrawing *drawing, uint32_t i, GString *out)
{
	er_twin_write(sheet_at(drawing, i)->scene, out);
}

void er_drawing_csv(const ErDrawing *drawing, uint32_t i, GString *out)
{
	er_diagram_write_csv(sheet_at(drawing, i)->view->diagram, drawing->net, out);
}
