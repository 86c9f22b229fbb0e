/*
 * From a laid-out diagram to a scene, in painting order: page and bands, containers, halos, titles, wires, flows, nodes, labels,
 * badges, foot. Every component is one group with its result id, an accessible name and the facts in words. Lines are interrupted
 * where a label stands, never covered by it, so that no text is struck in any viewer.
 */
#include "compose.h"

#include <erscope/lang.h>

/* ---- page ---- */

static void draw_page(ErCompose *compose)
{
	ErScene *scene = compose->scene;
	double width = er_scene_width(scene), height = er_scene_height(scene);

	er_scene_open(scene, ER_GROUP_LAYER, "page", NULL, NULL, NULL, NULL);
	er_scene_rect(scene, ER_ROLE_PAGE, (ErRect){ 0, 0, width, height }, 0);
	er_scene_rect(scene, ER_ROLE_FRAME, (ErRect){ 12, 12, width - 24, height - 24 }, 0);
	er_compose_text(compose, ER_ROLE_T_TITLE, 32, 46, ER_ANCHOR_START, width - 64, compose->view->title);
	er_compose_text(compose, ER_ROLE_T_SUBTITLE, 32, 66, ER_ANCHOR_START, width - 64, compose->view->subtitle);
	er_scene_close(scene);
}

static void draw_band(ErCompose *compose, ErRole line, ErRole head, ErRole text, double left, double right, const char *label)
{
	double middle = (left + right) / 2, half = er_compose_width(text, label) / 2 + 10, y = 96;

	if (right - left < 80)
		return;
	er_compose_text(compose, text, middle, y + 5, ER_ANCHOR_MIDDLE, right - left - 40, label);
	er_compose_line(compose, line, (ErPoint[]){ { left + 6, y }, { MAX(middle - half, left + 12), y } }, 2, 0, 0, false);
	er_compose_line(compose, line, (ErPoint[]){ { MIN(middle + half, right - 12), y }, { right - 6, y } }, 2, 0, 0, false);
	er_scene_head(compose->scene, head, (ErPoint){ left, y }, -1, 0);
	er_scene_head(compose->scene, head, (ErPoint){ right, y }, 1, 0);
}

static void draw_bands(ErCompose *compose)
{
	const double *at = compose->frame->band;

	er_scene_open(compose->scene, ER_GROUP_LAYER, "bands", NULL, NULL, NULL, NULL);
	draw_band(compose, ER_ROLE_BAND_ONPREM, ER_ROLE_HEAD_ONPREM, ER_ROLE_T_BAND_ONPREM, at[0], at[1] - 4, _("On-premises"));
	draw_band(compose, ER_ROLE_BAND_PROVIDER, ER_ROLE_HEAD_PROVIDER, ER_ROLE_T_BAND_PROVIDER, at[1] + 4, at[2] - 4, _("Provider and peering location"));
	draw_band(compose, ER_ROLE_BAND_AZURE, ER_ROLE_HEAD_AZURE, ER_ROLE_T_BAND_AZURE, at[2] + 4, at[3], "Azure");
	er_scene_close(compose->scene);
}

/* Nothing in a band: said, not left to the reader's guess. */
static void draw_absences(ErCompose *compose)
{
	const double *at = compose->frame->band;
	bool gateways = er_diagram_find(compose->view->diagram, ER_BOX_REGION, ER_NONE, 0) != ER_NONE;
	/* A sheet of spokes tells of these alone. */
	if (compose->view->grid)
		return;
	bool circuits = er_network_n_circuits(compose->net) > 0 || er_network_n_ports(compose->net) > 0;

	if (gateways && circuits)
		return;
	er_scene_open(compose->scene, ER_GROUP_LAYER, "absences", NULL, NULL, _("What the input does not hold"), NULL);
	if (compose->frame->free)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, 32, 88, ER_ANCHOR_START, 600, gateways ? _("no ExpressRoute circuit in the input") : circuits ? _("no ExpressRoute gateway in the input") : _("no ExpressRoute circuit and no gateway in the input"));
	else if (!gateways)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, (at[2] + at[3]) / 2, 150, ER_ANCHOR_MIDDLE, at[3] - at[2] - 40, _("no ExpressRoute gateway in the input"));
	if (!compose->frame->free && !circuits)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, (at[1] + at[2]) / 2, 150, ER_ANCHOR_MIDDLE, at[2] - at[1] - 40, _("no ExpressRoute circuit in the input"));
	er_scene_close(compose->scene);
}

/* ---- badges ---- */

/* On the corner of a container or card, in rows as wide as it is; beside a router, clear of its name and its lanes. */
static ErPoint badge_place(const ErBox *box, uint32_t before)
{
	const ErRect *rect = &box->rect;
	uint32_t columns = MAX((uint32_t)(rect->w / 30), 1), column = before % columns;
	double y = rect->y + 28.0 * (before / columns);

	if (box->kind == ER_BOX_REGION)
		return (ErPoint){ rect->x + rect->w - (before == 0 ? 60 : before == 1 ? 30 : 30.0 * (column + 1)), y };
	if (box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT || box->kind == ER_BOX_FIREWALL)
		return (ErPoint){ rect->x + (before == 1 ? 30 : 0), rect->y + (before > 1 ? 28.0 * (before - 1) : 0) };   /* its title is near: down the edge */
	if (er_box_is_container(box->kind) || box->kind == ER_BOX_SPOKE || box->kind == ER_BOX_SPOKES || box->kind == ER_BOX_WORKLOAD || box->kind == ER_BOX_CIRCUIT_NODE || box->kind == ER_BOX_CIRCUIT_CARD || box->kind == ER_BOX_HOME_CARD || box->kind == ER_BOX_SITE_CARD)
		return (ErPoint){ rect->x + rect->w - 30.0 * column, y };
	double out = rect->w / 2 + 40 + 28.0 * (before / 2);
	return (ErPoint){ rect->x + rect->w / 2 + (before % 2 == 0 ? out : -out), box->side == ER_SECONDARY ? rect->y + rect->h + 8 : rect->y - 8 };
}

void er_compose_badge(ErCompose *compose, const ErMark *mark, ErPoint at)
{
	const ErFinding *finding = er_findings_at(compose->view->findings, mark->finding);
	g_autofree char *text = g_strdup_printf("%u", mark->number), *link = g_strconcat("#f-", finding->fingerprint, NULL);

	er_scene_open(compose->scene, ER_GROUP_LAYER, "badge", NULL, NULL, finding->headline, finding->rule->id);
	if (compose->options->finding_links)
		er_scene_link(compose->scene, link);
	er_scene_rect(compose->scene, mark->high ? ER_ROLE_BADGE_HIGH : ER_ROLE_BADGE_MEDIUM, (ErRect){ at.x - 13, at.y - 13, 26, 26 }, 0);
	er_compose_text(compose, mark->high ? ER_ROLE_T_BADGE_HIGH : ER_ROLE_T_BADGE_MEDIUM, at.x, at.y + 5, ER_ANCHOR_MIDDLE, 24, text)->over_lines = true;
	er_scene_close(compose->scene);
}

static void draw_badges(ErCompose *compose)
{
	g_autoptr(GHashTable) on_box = g_hash_table_new(NULL, NULL);

	er_scene_open(compose->scene, ER_GROUP_LAYER, "badges", NULL, NULL, NULL, NULL);
	for (guint i = 0; i < compose->marks->len; i++) {
		const ErMark *mark = &g_array_index(compose->marks, ErMark, i);
		for (guint k = 0; k < mark->boxes->len; k++) {
			uint32_t index = g_array_index(mark->boxes, uint32_t, k);
			const ErBox *box = er_compose_box(compose, index);
			uint32_t before = GPOINTER_TO_UINT(g_hash_table_lookup(on_box, GUINT_TO_POINTER(index)));
			ErPoint at = badge_place(box, before);
			er_compose_badge(compose, mark, at);
			g_hash_table_insert(on_box, GUINT_TO_POINTER(index), GUINT_TO_POINTER(before + 1));
		}
	}
	er_scene_close(compose->scene);
}

static char *describe(const ErView *view)
{
	return g_strdup_printf(_("%s. Left to right: on-premises site, circuits with provider and peering location, connections, Azure regions with gateways and VNets. %s."), view->subtitle, view->scope);
}

/* Pixels of a page whose smallest text (11 px) prints in 6 pt on A3 landscape, with some room left. */
enum { MOST_HEIGHT = 1536, LEAST_WIDTH = 1240, LEAST_BESIDE = 1700, MOST_ROWS = 9, LEAST_ROWS = 2, MOST_CONTINUED = 40 };

ErCompose *er_compose_body(ErView *view, const ErFrame *frame, const ErDrawOptions *options)
{
	g_autofree char *desc = describe(view);
	ErCompose *compose = g_new0(ErCompose, 1);

	compose->view = view;
	compose->frame = g_memdup2(frame, sizeof *frame);
	compose->options = options;
	compose->net = er_flows_network(view->flows);
	compose->scene = er_scene_new(view->slug, view->title, desc, MAX(frame->right + 32, LEAST_WIDTH), frame->bottom + 400);
	compose->pills = g_array_new(FALSE, TRUE, sizeof(ErRect));
	compose->hops = g_array_new(FALSE, TRUE, sizeof(ErPoint));
	er_compose_find_marks(compose);
	draw_page(compose);
	if (view->continues != NULL)
		return compose;
	if (!frame->free)
		draw_bands(compose);
	if (view->cards) {
		er_compose_cards(compose);
		draw_badges(compose);
		return compose;
	}
	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++)
		if (er_box_is_container(er_compose_box(compose, i)->kind))
			er_compose_container(compose, i);
	er_compose_find_routes(compose);
	if (frame->free) {
		er_compose_free_wires(compose);
	} else {
		er_compose_wires(compose, false);
		er_compose_wires(compose, true);
	}
	if (view->flow_sheet)
		er_compose_flows(compose);
	if (view->failure != NULL)
		er_compose_failure(compose);
	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++)
		er_compose_node(compose, i);
	er_compose_flow_marks(compose);
	if (view->failure != NULL)
		er_compose_crosses(compose);
	er_compose_peering_facts(compose);
	draw_absences(compose);
	draw_badges(compose);
	return compose;
}

/* The bottom of the sheet as it would be. */
static double try_foot(const ErCompose *compose)
{
	ErCompose trial = *compose;

	trial.scene = er_scene_new("trial", "", "", er_scene_width(compose->scene), er_scene_height(compose->scene));
	double bottom = er_compose_foot(&trial);
	er_scene_free(trial.scene);
	return bottom;
}

uint32_t er_compose_fit(ErCompose *compose)
{
	ErView *view = compose->view;
	uint32_t least = view->continues != NULL ? 1 : LEAST_ROWS;

	/* A drawing that is taller than the sheet already has a foot as others have. */
	if (compose->frame->bottom > MOST_HEIGHT) {
		view->n_rows = MOST_ROWS;
		return MOST_ROWS < compose->marks->len ? MOST_ROWS : ER_NONE;
	}
	for (view->n_rows = view->continues != NULL ? MOST_CONTINUED : MOST_ROWS;; view->n_rows--) {
		view->foot_beside = false;
		if (try_foot(compose) <= MOST_HEIGHT)
			break;
		view->foot_beside = view->continues == NULL && er_scene_width(compose->scene) > LEAST_BESIDE;
		if ((view->foot_beside && try_foot(compose) <= MOST_HEIGHT) || view->n_rows == least)
			break;
	}
	return view->first_mark + view->n_rows < compose->marks->len ? view->first_mark + view->n_rows : ER_NONE;
}

const ErScene *er_compose_scene(const ErCompose *compose)
{
	return compose->scene;
}

/* Leaves the scene. */
static void close_compose(ErCompose *compose)
{
	er_compose_free_marks(compose);
	g_array_free(compose->pills, TRUE);
	g_array_free(compose->hops, TRUE);
	if (compose->rows != NULL)
		g_array_free(compose->rows, TRUE);
	g_free(compose->frame);
	g_free(compose->routes);
	g_free(compose->trunks);
	g_free(compose);
}

void er_compose_drop(ErCompose *compose)
{
	if (compose == NULL)
		return;
	er_scene_free(compose->scene);
	close_compose(compose);
}

ErScene *er_compose_finish(ErCompose *compose, uint32_t number, uint32_t of)
{
	ErScene *scene = compose->scene;

	compose->number = number;
	compose->of = of;
	er_scene_set_size(scene, er_scene_width(scene), er_compose_foot(compose));
	close_compose(compose);
	return scene;
}
