/*
 * Sheets of a drawing: view → diagram → layout → scene, for the overview and for each site and gateway that a path joins; and the
 * formats, each by its back end. Slugs are file names: [a-z0-9-], "-2" on a clash.
 */
#include <erscope/draw.h>

#include "backend.h"
#include "drawio.h"
#include "extra.h"
#include "paper.h"
#include "pin.h"

#include <string.h>

typedef struct { ErView *view; ErFrame frame; ErCompose *compose; ErScene *scene; } Sheet;

struct ErDrawing {
	GArray *sheets;            /* of Sheet */
	const ErNetwork *net;
	char *content, *as_of;
	const ErTheme *theme;
	ErSvgKind svg_kind;
	GPtrArray *wholes;         /* of ErView: those whose parts are the sheets */
	GHashTable *links;         /* component + 1 to slug: the sheet that shows it best; keys only looked up */
	ErSimulator *simulator;    /* of failure sheets, whose outcomes are its own; NULL: none */
	const ErIcons *icons;
	const ErFonts *fonts;
};

static void free_view(void *view)
{
	er_view_free(view);
}

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

/* @view: (transfer full) */
static void add_sheet(ErDrawing *drawing, ErView *view, const ErFrame *frame)
{
	g_autofree char *base = slug_of(view->slug);
	g_autofree char *slug = g_strdup(base);
	Sheet sheet = { .view = view, .frame = *frame };

	for (uint32_t n = 2; slug_is_taken(drawing, slug); n++) {
		g_free(slug);
		slug = g_strdup_printf("%s-%u", base, n);
	}
	g_free(view->slug);
	view->slug = g_steal_pointer(&slug);
	g_array_append_val(drawing->sheets, sheet);
}

static void lay_out(ErDrawing *drawing, ErView *view)
{
	ErFrame frame = er_layout_tiers(view);

	add_sheet(drawing, view, &frame);
}

/* A view that does not fit one sheet becomes several: an overview of cards and its parts. @view: (transfer full) (nullable): no sheet */
static void take_view(ErDrawing *drawing, ErView *view, const ErDrawOptions *options)
{
	if (view == NULL)
		return;
	ErFrame frame = er_layout_tiers(view);
	g_autoptr(GPtrArray) parts = options->whole || er_view_fits(view, &frame) ? g_ptr_array_new() : er_view_parts(view, options->most_spokes);
	if (parts->len == 0) {
		add_sheet(drawing, view, &frame);
		return;
	}
	g_ptr_array_add(drawing->wholes, view);
	if (view->overview)
		lay_out(drawing, er_view_cards(view));
	for (guint i = 0; i < parts->len; i++)
		lay_out(drawing, parts->pdata[i]);
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

	take_view(drawing, wanted ? er_view_focus(flows, findings, component, options->most_spokes) : NULL, options);
}

static void take_views(ErDrawing *drawing, const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, unsigned views)
{
	const ErNetwork *net = er_flows_network(flows);

	if ((views & ER_VIEW_OVERVIEW) != 0)
		take_view(drawing, er_view_overview(flows, findings, options), options);
	for (uint32_t site = 0; (views & ER_VIEW_FLOW) != 0 && site < er_network_n_sites(net); site++)
		for (uint32_t gateway = 0; gateway < er_network_n_gateways(net); gateway++) {
			bool shown = in_focus(options, er_network_site(net, site)->self) || in_focus(options, er_network_gateway(net, gateway)->self);
			shown = shown && er_view_is_chosen(options, er_network_component(net, er_network_gateway(net, gateway)->self));
			take_view(drawing, shown ? er_view_flow(flows, findings, site, gateway) : NULL, options);
		}
	for (uint32_t i = 0; (views & ER_VIEW_CIRCUIT) != 0 && i < er_network_n_circuits(net); i++)
		take_focused(drawing, flows, findings, options, er_network_circuit(net, i)->self);
	for (uint32_t i = 0; (views & ER_VIEW_GATEWAY) != 0 && i < er_network_n_gateways(net); i++)
		take_focused(drawing, flows, findings, options, er_network_gateway(net, i)->self);
	for (uint32_t i = 0; (views & ER_VIEW_SITE) != 0 && i < er_network_n_sites(net); i++)
		take_focused(drawing, flows, findings, options, er_network_site(net, i)->self);
	g_autoptr(GPtrArray) grids = (views & ER_VIEW_SPOKES) != 0 ? er_view_grids(flows, findings, options) : g_ptr_array_new();
	for (guint i = 0; i < grids->len; i++)
		lay_out(drawing, grids->pdata[i]);
	if ((views & ER_VIEW_CHANGE) != 0 && options->changes != NULL)
		lay_out(drawing, er_view_change(flows, findings, options));
	for (uint32_t i = 0; options->events != NULL && i < er_events_count(options->events); i++) {
		if (drawing->simulator == NULL)
			drawing->simulator = er_simulator_new(flows);
		take_view(drawing, er_view_failure(flows, findings, er_failure_new(flows, drawing->simulator, er_events_at(options->events, i)), options->most_spokes), options);
	}
}

static void link_component(ErDrawing *drawing, uint32_t component, const char *slug)
{
	if (component != ER_NONE && !g_hash_table_contains(drawing->links, GUINT_TO_POINTER(component + 1)))
		g_hash_table_insert(drawing->links, GUINT_TO_POINTER(component + 1), (char *)slug);
}

/* Where a click leads: to a component's own sheet, else to the part of a split overview that shows it, or the sheet of spokes. */
static void link_sheets(ErDrawing *drawing)
{
	for (guint i = 0; i < drawing->sheets->len; i++)
		if (g_array_index(drawing->sheets, Sheet, i).view->focus != ER_NONE)
			link_component(drawing, g_array_index(drawing->sheets, Sheet, i).view->focus, g_array_index(drawing->sheets, Sheet, i).view->slug);
	for (guint i = 0; i < drawing->sheets->len; i++) {
		const ErView *view = g_array_index(drawing->sheets, Sheet, i).view;
		bool leads = view->grid || (view->part_of != NULL && view->part_of->overview);
		for (uint32_t k = 0; leads && k < er_diagram_n_boxes(view->diagram); k++) {
			const ErBox *box = er_diagram_box(view->diagram, k);
			if (box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT || box->kind == ER_BOX_CIRCUIT_NODE || box->kind == ER_BOX_GATEWAY || (view->grid && box->kind == ER_BOX_SPOKE))
				link_component(drawing, box->component, view->slug);
		}
	}
	bool grids = false;
	for (guint i = 0; i < drawing->sheets->len; i++)
		grids = grids || g_array_index(drawing->sheets, Sheet, i).view->grid;
	for (guint i = 0; i < drawing->sheets->len; i++) {
		g_array_index(drawing->sheets, Sheet, i).view->sheets = drawing->links;
		g_array_index(drawing->sheets, Sheet, i).view->has_grids = grids;
	}
}

enum { MOST_FAILURES = 3 };

/* @failures: (inout): how often dot failed in this drawing; a program that hangs must not be waited for once per sheet */
static void place_by_dot(Sheet *sheet, const ErDrawOptions *options, uint32_t *failures, ErDiags *diags)
{
	g_autoptr(GArray) extents = er_compose_extents(sheet->view, options);
	g_autofree char *why = NULL;

	if (*failures < MOST_FAILURES && er_layout_dot(sheet->view, extents, &sheet->frame, &why))
		return;
	(*failures)++;
	er_diag_add(diags, ER_D_LAYOUT_PROGRAM, NULL, "%s: %s", sheet->view->slug, why != NULL ? why : "not tried again");
}

static uint32_t count_complaints(const ErCompose *compose)
{
	ErLint lint = er_scene_lint(er_compose_scene(compose));
	uint32_t n = er_lint_total(&lint);

	er_lint_clear(&lint);
	return n;
}

/* Places chosen by hand: the lines of the tiers as long as they can run there and read no worse than free ones. */
static ErCompose *compose_pinned(Sheet *sheet, const ErDrawOptions *options)
{
	ErFrame tiers = sheet->frame;

	sheet->frame.free = true;
	if (!er_pins_keep_tiers(sheet->view, &tiers))
		return er_compose_body(sheet->view, &sheet->frame, options);
	ErCompose *compose = er_compose_body(sheet->view, &tiers, options);
	uint32_t complaints = count_complaints(compose);
	ErCompose *other = complaints > 0 ? er_compose_body(sheet->view, &sheet->frame, options) : NULL;
	if (other == NULL || count_complaints(other) >= complaints) {
		er_compose_drop(other);
		sheet->frame = tiers;
		return compose;
	}
	er_compose_drop(compose);
	return other;
}

static ErCompose *compose_sheet(Sheet *sheet, const ErDrawOptions *options, uint32_t *failures, ErDiags *diags)
{
	GArray *inside = er_extra_inside(sheet->view);

	if (options->layout == ER_LAYOUT_DOT && !er_view_keeps_layout(sheet->view))
		place_by_dot(sheet, options, failures, diags);
	bool pinned = options->pins != NULL && er_pins_apply(options->pins, sheet->view, options, &sheet->frame, diags) && !er_view_keeps_layout(sheet->view);
	er_extra_follow(sheet->view, inside);
	return pinned ? compose_pinned(sheet, options) : er_compose_body(sheet->view, &sheet->frame, options);
}

static void tell_strangers(const ErDrawing *drawing, const ErPins *pins, ErDiags *diags)
{
	g_autoptr(GHashTable) slugs = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < drawing->sheets->len; i++)
		g_hash_table_add(slugs, g_array_index(drawing->sheets, Sheet, i).view->slug);
	er_pins_tell_strangers(pins, slugs, diags);
}

/* Findings that find no room on a sheet go on on sheets behind the others. */
static void compose_bodies(ErDrawing *drawing, const ErDrawOptions *options, ErDiags *diags)
{
	uint32_t failures = 0;

	for (guint i = 0; i < drawing->sheets->len; i++) {
		Sheet *sheet = &g_array_index(drawing->sheets, Sheet, i);
		sheet->compose = compose_sheet(sheet, options, &failures, diags);
		uint32_t rest = er_compose_fit(sheet->compose);
		const ErView *of = sheet->view->continues != NULL ? sheet->view->continues : sheet->view;
		if (rest != ER_NONE)
			lay_out(drawing, er_view_continue(of, rest));
	}
}

ErDrawing *er_draw(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, unsigned views, ErDiags *diags)
{
	ErDrawing *drawing = g_new0(ErDrawing, 1);
	const ErNetwork *net = er_flows_network(flows);

	drawing->sheets = g_array_new(FALSE, TRUE, sizeof(Sheet));
	g_array_set_clear_func(drawing->sheets, clear_sheet);
	drawing->wholes = g_ptr_array_new_with_free_func(free_view);
	drawing->links = g_hash_table_new(NULL, NULL);
	drawing->net = net;
	drawing->content = g_strdup(options->content);
	drawing->as_of = g_strdup(options->as_of);
	drawing->theme = options->own_theme != NULL ? options->own_theme : options->theme != NULL ? er_theme_named(options->theme) : er_theme_light();
	g_assert(drawing->theme != NULL);
	drawing->icons = options->icons;
	drawing->fonts = options->fonts;
	drawing->svg_kind = options->office ? ER_SVG_OFFICE : options->still ? ER_SVG_STILL : ER_SVG_MOVING;
	if (!er_network_has_expressroute(net))
		return drawing;
	take_views(drawing, flows, findings, options, views);
	link_sheets(drawing);
	compose_bodies(drawing, options, diags);
	for (guint i = 0; i < drawing->sheets->len; i++) {
		Sheet *sheet = &g_array_index(drawing->sheets, Sheet, i);
		sheet->scene = er_compose_finish(sheet->compose, i + 1, drawing->sheets->len);
	}
	if (options->pins != NULL && drawing->sheets->len > 0)
		tell_strangers(drawing, options->pins, diags);
	return drawing;
}

void er_drawing_free(ErDrawing *drawing)
{
	if (drawing == NULL)
		return;
	g_array_free(drawing->sheets, TRUE);
	g_ptr_array_free(drawing->wholes, TRUE);
	g_hash_table_destroy(drawing->links);
	er_simulator_free(drawing->simulator);
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
		text = g_strdup_printf("%s: %u texts overlap, %u outside, %u boxes overlap, %u lines through texts, %u through nodes, %u upside down, %u twice, %u off the page, %u too small; first: %s",
		                       er_scene_slug(sheet_at(drawing, i)->scene), lint.text_overlaps, lint.text_outside, lint.box_overlaps, lint.line_through_text,
		                       lint.line_through_node, lint.upside_down, lint.duplicates, lint.off_page, lint.too_small, lint.first);
	er_lint_clear(&lint);
	return text;
}

static ErProvenance provenance_of(const ErDrawing *drawing)
{
	return (ErProvenance){ "erscope " ER_VERSION, drawing->content, drawing->as_of };
}

ErPins *er_pins_of(const ErDrawing *drawing, uint32_t i, const char *slug)
{
	g_autoptr(GString) dot = g_string_new(NULL);

	er_drawing_dot(drawing, i, dot);
	return er_pins_of_dot(dot, slug);
}

bool er_drawing_svg(const ErDrawing *drawing, uint32_t i, GString *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);

	return er_svg_write(sheet_at(drawing, i)->scene, drawing->theme, drawing->icons, drawing->fonts, drawing->svg_kind, &provenance, out, error);
}

bool er_drawing_png(const ErDrawing *drawing, uint32_t i, uint32_t dpi, GByteArray *out, GError **error)
{
	return er_png_write(sheet_at(drawing, i)->scene, drawing->theme, drawing->icons, dpi, out, error);
}

bool er_drawing_pdf(const ErDrawing *drawing, GByteArray *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);
	g_autofree const ErScene **scenes = g_new(const ErScene *, drawing->sheets->len + 1);

	for (guint i = 0; i < drawing->sheets->len; i++)
		scenes[i] = sheet_at(drawing, i)->scene;
	return er_pdf_write(scenes, drawing->sheets->len, drawing->theme, drawing->icons, &provenance, out, error);
}

void er_pages_figure(ErPages *pages, const ErDrawing *drawing, uint32_t sheet, const char *title)
{
	er_pages_add_figure(pages, sheet_at(drawing, sheet)->scene, drawing->theme, drawing->icons, title);
}

bool er_drawing_drawio(const ErDrawing *drawing, GString *out, GError **error)
{
	const ErProvenance provenance = provenance_of(drawing);
	g_autofree ErSheetSource *sources = g_new(ErSheetSource, drawing->sheets->len + 1);

	for (guint i = 0; i < drawing->sheets->len; i++)
		sources[i] = (ErSheetSource){ sheet_at(drawing, i)->scene, sheet_at(drawing, i)->view->diagram, drawing->net };
	return er_drawio_write(sources, drawing->sheets->len, drawing->theme, drawing->icons, &provenance, out, error);
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
