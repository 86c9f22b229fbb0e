/*
 * The foot of a sheet: the table of the findings that are marked on it, what it assumes, a legend of what is drawn and nothing
 * else, and the title block with the provenance. Rows grow with their text; what does not fit is counted, never cut silently.
 */
#include "compose.h"
#include "extra.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_ASSUMPTIONS = 5, MOST_STRANDED = 12, MOST_FALLBACKS = 6, MOST_QUESTIONS = 3 };

enum { LINE_H = ER_FOOT_LINE };

/* Where legend and title block stand: below each other at the right; on a tall sheet beside each other, so that it grows less. */
typedef struct { double table_right, legend_x, legend_w, block_x, block_w; uint32_t columns; bool beside; } Places;

/* ---- the table ---- */

typedef struct {
	uint32_t mark;            /* number; 0: none */
	bool high;
	const char *severity;
	char *cell[3];            /* finding, what fails, remedy */
} Row;

static void clear_row(void *data)
{
	Row *row = data;

	for (int i = 0; i < 3; i++)
		g_free(row->cell[i]);
}

static char *what_fails(const ErView *view, const ErFinding *finding)
{
	if (finding->n_flows == 0)
		return g_strdup(finding->headline);
	return g_strdup_printf(_("%s. Hits %u %s, %s"), finding->headline, finding->n_vnets, finding->n_vnets == 1 ? "VNet" : "VNets", _(er_finding_directions(view->flows, finding)));
}

static void add_marked_rows(ErCompose *compose, GArray *rows)
{
	for (guint i = compose->view->first_mark; i < compose->marks->len && rows->len < compose->view->n_rows; i++) {
		const ErMark *mark = &g_array_index(compose->marks, ErMark, i);
		const ErFinding *finding = er_findings_at(compose->view->findings, mark->finding);
		Row row = { mark->number, mark->high, finding->state == ER_FINDING_ACCEPTED ? "accepted" : er_severity_name(finding->severity),
		            { g_strdup_printf("%s (%s)", finding->rule->title, finding->rule->id), what_fails(compose->view, finding), g_strdup(finding->rule->remedy) } };
		g_array_append_val(rows, row);
	}
}

/* Failing findings without a mark, from low up; what is lost only by deletion is folded below. */
static void add_unmarked_rows(ErCompose *compose, GArray *rows)
{
	const ErFindings *findings = compose->view->findings;

	for (uint32_t i = 0; i < er_findings_count(findings) && rows->len < compose->view->n_rows; i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != ER_RESULT_FAIL || finding->severity < ER_SEV_LOW || er_compose_is_marked(finding) || !er_compose_concerns(compose->view, finding))
			continue;
		Row row = { 0, false, er_severity_name(finding->severity), { g_strdup_printf("%s (%s)", finding->rule->title, finding->rule->id), what_fails(compose->view, finding), g_strdup(finding->rule->remedy) } };
		g_array_append_val(rows, row);
	}
}

/* A drawing shows what is; of the open questions it names the worst, the check lists all. */
static void add_unknown_rows(ErCompose *compose, GArray *rows)
{
	const ErFindings *findings = compose->view->findings;
	guint most = MIN(compose->view->n_rows, rows->len + MOST_QUESTIONS);

	for (uint32_t i = 0; i < er_findings_count(findings) && rows->len < most; i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != ER_RESULT_UNKNOWN || !er_compose_concerns(compose->view, finding) || er_findings_first_question(findings, i) != i)
			continue;
		uint32_t more = 0;
		for (uint32_t k = i + 1; k < er_findings_count(findings); k++)
			more += er_findings_first_question(findings, k) == i;
		g_autofree char *also = more > 0 ? g_strdup_printf(_(" and %u more questions"), more) : g_strdup("");
		Row row = { 0, false, "unknown", { g_strdup_printf("%s (%s)%s", finding->rule->title, finding->rule->id, also), g_strdup(finding->headline), g_strdup_printf(_("Missing: %s"), finding->missing) } };
		g_array_append_val(rows, row);
	}
}

/* What is lost only by deletion is one row; so is everything that did not fit. */
static void add_folded_rows(ErCompose *compose, GArray *rows)
{
	const ErFindings *findings = compose->view->findings;
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t deletions = 0, all = 0;

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (!er_compose_concerns(compose->view, finding))
			continue;
		all += finding->result == ER_RESULT_FAIL ? finding->severity >= ER_SEV_LOW : er_findings_first_question(findings, i) == i;
		if (finding->result != ER_RESULT_FAIL || finding->severity != ER_SEV_INFO || finding->element == ER_NONE)
			continue;
		if (deletions++ < 4)
			g_string_append_printf(names, "%s%s", deletions > 1 ? ", " : "", er_element_name(compose->view->flows, NULL, finding->element));
	}
	if (deletions > 4)
		g_string_append_printf(names, _(" and %u more"), deletions - 4);
	if (all > rows->len) {
		bool goes_on = compose->marks->len > compose->view->n_rows;
		Row row = { 0, false, "…", { g_strdup_printf(_("%u more findings and questions"), all - rows->len), goes_on ? g_strdup_printf(_("those with a number: sheet %s-findings"), compose->view->slug) : g_strdup(_("not listed on this sheet")), g_strdup(_("erscope check lists all")) } };
		g_array_append_val(rows, row);
	}
	if (deletions > 0) {
		Row row = { 0, false, "info", { g_strdup_printf(_("Lost only by deletion (ER-TOP-006), %u"), deletions), g_string_free(g_steal_pointer(&names), FALSE), g_strdup(_("Delete locks; redundant inside, no badge")) } };
		g_array_append_val(rows, row);
	}
}

static double draw_row(ErCompose *compose, const Row *row, const double *x, double right, double y)
{
	uint32_t most_lines = er_compose_is_tight(compose) ? 2 : 5;
	double h = LINE_H;

	for (int i = 0; i < 3; i++) {
		double width = (i < 2 ? x[i + 3] : right) - x[i + 2] - 14;
		double taken = er_compose_wrap(compose, ER_ROLE_T_CELL, x[i + 2], y + 18, width, row->cell[i], most_lines);
		h = MAX(h, taken);
	}
	er_compose_text(compose, row->mark > 0 ? ER_ROLE_T_CELL_HIGH : ER_ROLE_T_CELL, x[1], y + 18, ER_ANCHOR_START, x[2] - x[1] - 6, _(row->severity));
	h = MAX(h + 12, 32);
	if (row->mark > 0) {
		g_autofree char *number = g_strdup_printf("%u", row->mark);
		er_scene_rect(compose->scene, row->high ? ER_ROLE_BADGE_HIGH : ER_ROLE_BADGE_MEDIUM, (ErRect){ x[0] - 1, y + h / 2 - 12, 24, 24 }, 0);
		er_compose_text(compose, row->high ? ER_ROLE_T_BADGE_HIGH : ER_ROLE_T_BADGE_MEDIUM, x[0] + 11, y + h / 2 + 5, ER_ANCHOR_MIDDLE, 22, number);
	}
	return h;
}

/* Of severity medium or above; the first row is the worst. */
static bool is_serious(const Row *row)
{
	ErSeverity severity;

	return row->mark > 0 || (er_severity_parse(row->severity, &severity) && severity >= ER_SEV_MEDIUM) || strcmp(row->severity, "accepted") == 0;
}

static double draw_table(ErCompose *compose, double left, double right, double y)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(Row));
	static const char *const heads[] = { "#", N_("Severity"), N_("Finding"), N_("What fails"), N_("Remedy") };
	double w = right - left;
	const double x[] = { left + 10, left + 48, left + 118, left + 118 + (w - 118) * 0.32, left + 118 + (w - 118) * 0.68 };

	g_array_set_clear_func(rows, clear_row);
	if (!er_compose_shows(compose, ER_LAYER_FINDINGS)) {
		er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, w, _("Findings are not shown on this sheet"));
		return y + 10;
	}
	add_marked_rows(compose, rows);
	if (compose->view->continues == NULL) {
		add_unmarked_rows(compose, rows);
		add_unknown_rows(compose, rows);
		add_folded_rows(compose, rows);
	}
	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, w, rows->len > 0 && is_serious(&g_array_index(rows, Row, 0)) ? _("Findings on this sheet") : _("Findings: none of severity medium or above"));
	if (rows->len == 0)
		return y + 10;
	double top_y = y + 12, at = top_y + 26;
	er_scene_rect(compose->scene, ER_ROLE_TABLE_HEAD, (ErRect){ left, top_y, w, 26 }, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		er_compose_text(compose, ER_ROLE_T_CELL_HEAD, x[i], top_y + 17, ER_ANCHOR_START, 200, _(heads[i]));
	for (guint i = 0; i < rows->len; i++) {
		if (i > 0)
			er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		at += draw_row(compose, &g_array_index(rows, Row, i), x, right, at);
	}
	er_scene_rect(compose->scene, ER_ROLE_TABLE, (ErRect){ left, top_y, w, at - top_y }, 0);
	return at;
}

/* ---- notes ---- */

static bool fastpath_is_off(const ErView *view)
{
	for (guint i = 0; i < view->destinations->len; i++) {
		const ErFlowClass *class = er_flows_class(view->flows, g_array_index(view->destinations, ErDestination, i).in);
		for (uint32_t k = 0; k < class->n_paths; k++) {
			if (class->paths[k].connection == ER_NONE)
				continue;
			const ErConnection *connection = er_network_connection(er_flows_network(view->flows), class->paths[k].connection);
			if (connection->gateway == view->gateway && (!connection->bypass_known || connection->bypass))
				return false;
		}
	}
	return true;
}

/* Why traffic takes the gateway although FastPath is on somewhere: each reason once, with the VNets it holds for. */
static double draw_fallbacks(ErCompose *compose, double left, double right, double y)
{
	const ErView *view = compose->view;
	g_autoptr(GPtrArray) reasons = g_ptr_array_new();
	uint32_t most = er_compose_is_tight(compose) ? MOST_FALLBACKS / 2 : MOST_FALLBACKS, n_classes = view->destinations->len;

	for (guint i = 0; i < n_classes; i++) {
		const ErFlowClass *class = er_flows_class(view->flows, g_array_index(view->destinations, ErDestination, i).in);
		for (uint32_t k = 0; k < class->n_mode_reasons; k++)
			if (!g_ptr_array_find_with_equal_func(reasons, class->mode_reasons[k], g_str_equal, NULL))
				g_ptr_array_add(reasons, (char *)class->mode_reasons[k]);
	}
	for (guint r = 0; r < reasons->len && r < most; r++) {
		g_autoptr(GString) names = g_string_new(NULL);
		uint32_t n = 0;
		for (guint i = 0; i < n_classes; i++) {
			const ErFlowClass *class = er_flows_class(view->flows, g_array_index(view->destinations, ErDestination, i).in);
			bool holds = false;
			for (uint32_t k = 0; k < class->n_mode_reasons; k++)
				holds = holds || strcmp(class->mode_reasons[k], reasons->pdata[r]) == 0;
			if (holds && n++ < 3)
				g_string_append_printf(names, "%s%s", n > 1 ? ", " : "", er_network_component(compose->net, er_network_vnet(compose->net, er_flows_at(view->flows, class->first_flow)->vnet)->self)->name);
		}
		if (n > 3)
			g_string_append_printf(names, _(" and %u more"), n - 3);
		g_autofree char *text = n == n_classes ? g_strdup(reasons->pdata[r]) : g_strdup_printf("%s: %s", names->str, (const char *)reasons->pdata[r]);
		y = er_compose_note(compose, r == 0 ? "FastPath" : "", text, left, right, y);
	}
	if (reasons->len > most)
		y = er_compose_note(compose, "", _("and more of these: erscope flows --explain tells each"), left, right, y);
	return y;
}

/* Which layers the user has left out. */
static double note_hidden(ErCompose *compose, double left, double right, double y)
{
	const char *const *names = er_draw_layers();
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; i < ER_LAYER__COUNT; i++)
		if (!er_compose_shows(compose, i))
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", names[i]);
	return text->len > 0 ? er_compose_note(compose, _("Left out"), text->str, left, right, y) : y;
}

static double draw_notes(ErCompose *compose, double left, double right, double y)
{
	const ErView *view = compose->view;
	uint32_t n = er_network_n_assumptions(compose->net);
	bool off = view->flow_sheet && fastpath_is_off(view);

	y += 24;
	if (view->continues != NULL)
		return y;
	y = note_hidden(compose, left, right, y);
	if (!er_compose_shows(compose, ER_LAYER_NOTES))
		return y;
	if (view->failure != NULL)
		y = er_compose_failure_notes(compose, left, right, y);
	uint32_t most = MIN(MOST_ASSUMPTIONS, view->n_rows);

	for (uint32_t i = 0; i < n && i < most; i++)
		y = er_compose_note(compose, i == 0 ? _("Assumptions") : "", er_network_assumption(compose->net, i)->text, left, right, y);
	if (n > most) {
		g_autofree char *more = g_strdup_printf(_("and %u more: erscope check lists all"), n - most);
		y = er_compose_note(compose, "", more, left, right, y);
	}
	if (off)
		y = er_compose_note(compose, "FastPath", _("off on every connection of this gateway: traffic towards Azure crosses the gateway"), left, right, y);
	if (view->flow_sheet && !off)
		y = draw_fallbacks(compose, left, right, y);
	if (view->n_unserved > 0 && !view->flow_sheet) {
		g_autofree char *text = g_strdup_printf(_("%u VNets that no ExpressRoute gateway could serve"), view->n_unserved);
		y = er_compose_note(compose, _("Not drawn"), text, left, right, y);
	}
	g_autoptr(GPtrArray) extra = er_extra_not_drawn(view);
	for (guint i = 0; i < extra->len; i++)
		y = er_compose_note(compose, i == 0 && (view->flow_sheet || view->n_unserved == 0) ? _("Not drawn") : "", extra->pdata[i], left, right, y);
	return y;
}

/* Of a sheet of spokes: those whose traffic does not reach the gateway, and why. */
static double draw_stranded(ErCompose *compose, double left, double right, double y)
{
	const ErDiagram *diagram = compose->view->diagram;
	uint32_t n = 0, spokes = 0;
	double at = y + 24;

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		const ErAttachment *attachment = wire->kind == ER_WIRE_PEERING ? er_network_attachment(compose->net, wire->ref) : NULL;
		spokes += attachment != NULL;
		if (attachment == NULL || attachment->transit || n++ >= MOST_STRANDED)
			continue;
		at = er_compose_note(compose, er_compose_component(compose, er_compose_box(compose, wire->to)->component)->name, attachment->reason, left, right, at);
	}
	g_autofree char *heading = n == 0 ? g_strdup_printf(_("All %u spokes of this sheet use the gateway"), spokes) : g_strdup_printf(_("%u of %u spokes of this sheet cannot use the gateway"), n, spokes);
	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, right - left, heading);
	if (n > MOST_STRANDED) {
		g_autofree char *more = g_strdup_printf(_("and %u more"), n - MOST_STRANDED);
		at = er_compose_note(compose, "", more, left, right, at);
	}
	return at;
}

/* ---- legend ---- */

typedef enum { SIGN_LINE, SIGN_FLOW, SIGN_GLYPH, SIGN_BADGE } Sign;

static const struct { ErUsed used; Sign sign; ErRole role; ErGlyph glyph; bool assumed; const char *text; } legend[] = {
	{ ER_USED_FLOW_IN, SIGN_FLOW, ER_ROLE_FLOW_IN, 0, false, N_("on-premises → Azure") },
	{ ER_USED_FLOW_OUT, SIGN_FLOW, ER_ROLE_FLOW_OUT, 0, false, N_("Azure → on-premises") },
	{ ER_USED_STANDBY, SIGN_LINE, ER_ROLE_FLOW_STANDBY_OUT, 0, false, N_("standby, not in use now") },
	{ ER_USED_TIE, SIGN_LINE, ER_ROLE_TIE, 0, false, N_("routes only, not crossed") },
	{ ER_USED_CONNECTION, SIGN_LINE, ER_ROLE_CONNECTION, 0, false, N_("connection, both links") },
	{ ER_USED_LINK, SIGN_LINE, ER_ROLE_LINK, 0, false, N_("circuit link") },
	{ ER_USED_ACCESS, SIGN_LINE, ER_ROLE_ACCESS, 0, true, N_("access, LAN (* assumed)") },
	{ ER_USED_REACH, SIGN_LINE, ER_ROLE_GLOBAL_REACH, 0, false, N_("Global Reach, site to site") },
	{ ER_USED_VPN, SIGN_LINE, ER_ROLE_VPN, 0, false, N_("VPN tunnel, over the internet") },
	{ ER_USED_WAN, SIGN_LINE, ER_ROLE_WAN, 0, false, N_("WAN between sites") },
	{ ER_USED_CONDITIONAL, SIGN_LINE, ER_ROLE_PEERING, 0, true, N_("conditional, left open") },
	{ ER_USED_DOWN, SIGN_LINE, ER_ROLE_DOWN, 0, false, N_("down or not usable") },
	{ ER_USED_LOST, SIGN_LINE, ER_ROLE_DOWN, 0, false, N_("carried, carries nothing now") },
	{ ER_USED_FAILED, SIGN_GLYPH, ER_ROLE_G_DOWN, ER_GLYPH_CROSS, false, N_("failed, or no way") },
	{ ER_USED_CIRCUIT, SIGN_GLYPH, ER_ROLE_G_CIRCUIT, ER_GLYPH_CIRCUIT, false, N_("circuit") },
	{ ER_USED_PORT, SIGN_GLYPH, ER_ROLE_G_PROVIDER, ER_GLYPH_PORT, false, N_("Direct port pair") },
	{ ER_USED_CE, SIGN_GLYPH, ER_ROLE_G_CUSTOMER, ER_GLYPH_ROUTER, true, N_("customer router, assumed") },
	{ ER_USED_PE, SIGN_GLYPH, ER_ROLE_G_PROVIDER, ER_GLYPH_ROUTER, true, N_("provider router, assumed") },
	{ ER_USED_MSEE, SIGN_GLYPH, ER_ROLE_G_MICROSOFT, ER_GLYPH_ROUTER, false, N_("Microsoft edge (MSEE)") },
	{ ER_USED_GATEWAY, SIGN_GLYPH, ER_ROLE_G_GATEWAY, ER_GLYPH_GATEWAY, false, N_("gateway, 2+ instances") },
	{ ER_USED_VPN_GATEWAY, SIGN_GLYPH, ER_ROLE_G_VPN, ER_GLYPH_VPN_GATEWAY, false, N_("VPN gateway") },
	{ ER_USED_FIREWALL, SIGN_GLYPH, ER_ROLE_G_MICROSOFT, ER_GLYPH_FIREWALL, false, N_("firewall or appliance") },
	{ ER_USED_VNET, SIGN_GLYPH, ER_ROLE_G_VNET, ER_GLYPH_VNET, false, N_("virtual network") },
	{ ER_USED_PEERING, SIGN_GLYPH, ER_ROLE_G_VNET, ER_GLYPH_PEERING, false, N_("VNet peering") },
	{ ER_USED_HIGH, SIGN_BADGE, ER_ROLE_BADGE_HIGH, 0, false, N_("finding, high") },
	{ ER_USED_MEDIUM, SIGN_BADGE, ER_ROLE_BADGE_MEDIUM, 0, false, N_("finding, medium") },
};

static void draw_sign(ErCompose *compose, size_t i, double x, double y)
{
	ErScene *scene = compose->scene;
	ErRole role = legend[i].role;

	switch (legend[i].sign) {
	case SIGN_FLOW:
		er_compose_line(compose, role, (ErPoint[]){ { x, y }, { x + 38, y } }, 2, 0, 0, false);
		er_scene_head(scene, role == ER_ROLE_FLOW_IN ? ER_ROLE_HEAD_IN : ER_ROLE_HEAD_OUT, (ErPoint){ x + 44, y }, 1, 0);
		break;
	case SIGN_LINE:
		if (role == ER_ROLE_CONNECTION)
			er_compose_line(compose, role, (ErPoint[]){ { x, y - 2.6 }, { x + 44, y - 2.6 } }, 2, 0, 0, false);
		er_compose_line(compose, role, (ErPoint[]){ { x, y + (role == ER_ROLE_CONNECTION ? 2.6 : 0) }, { x + 44, y + (role == ER_ROLE_CONNECTION ? 2.6 : 0) } }, 2, 0, 0, legend[i].assumed);
		break;
	case SIGN_GLYPH: er_scene_glyph(scene, role, legend[i].glyph, (ErRect){ x + 11, y - 11, 22, 22 })->assumed = legend[i].assumed; break;
	case SIGN_BADGE: er_scene_rect(scene, role, (ErRect){ x + 12, y - 10, 20, 20 }, 0); break;
	}
}

static double draw_legend(ErCompose *compose, const Places *places, double y)
{
	double left = places->legend_x, column = places->legend_w / places->columns;
	uint32_t n = 0, k = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(legend); i++)
		n += compose->used[legend[i].used];
	uint32_t rows = (n + places->columns - 1) / places->columns;
	double h = rows * 25 + 16;
	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, 200, _("Legend"));
	er_scene_rect(compose->scene, ER_ROLE_LEGEND, (ErRect){ left, y + 12, places->legend_w, h }, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(legend); i++) {
		if (!compose->used[legend[i].used])
			continue;
		double x = left + 12 + (k / rows) * column, at = y + 12 + 20 + (k % rows) * 25;
		draw_sign(compose, i, x, at);
		er_compose_text(compose, ER_ROLE_T_CELL, x + 52, at + 4, ER_ANCHOR_START, column - 62, _(legend[i].text));
		k++;
	}
	return y + 12 + h;
}

/* ---- title block ---- */

static void draw_cell(ErCompose *compose, double x, double y, double w, const char *label, const char *value)
{
	er_scene_rect(compose->scene, ER_ROLE_BLOCK, (ErRect){ x, y, w, 36 }, 0);
	er_compose_text(compose, ER_ROLE_T_LABEL, x + 8, y + 13, ER_ANCHOR_START, w - 12, label);
	er_compose_text(compose, ER_ROLE_T_CELL_STRONG, x + 8, y + 28, ER_ANCHOR_START, w - 12, value);
}

static double draw_block(ErCompose *compose, const Places *places, double y)
{
	double left = places->block_x, right_w = places->block_w;
	const ErDrawOptions *options = compose->options;
	g_autofree char *sheet = g_strdup_printf(_("%u of %u"), compose->number, compose->of);
	g_autofree char *content = g_strdup_printf("sha256 %.24s", options->content);

	y += places->beside ? 12 : 20;
	er_scene_rect(compose->scene, ER_ROLE_BLOCK_HEAD, (ErRect){ left, y, right_w, 30 }, 0);
	er_compose_text(compose, ER_ROLE_T_BLOCK_TITLE, left + 10, y + 20, ER_ANCHOR_START, right_w - 20, compose->view->title);
	draw_cell(compose, left, y + 30, right_w * 0.56, _("Scope"), compose->view->scope);
	draw_cell(compose, left + right_w * 0.56, y + 30, right_w * 0.26, _("As of"), options->as_of);
	draw_cell(compose, left + right_w * 0.82, y + 30, right_w * 0.18, _("Sheet"), sheet);
	draw_cell(compose, left, y + 66, right_w * 0.56, _("Content hash"), content);
	draw_cell(compose, left + right_w * 0.56, y + 66, right_w * 0.26, _("Inventory"), options->inventory);
	draw_cell(compose, left + right_w * 0.82, y + 66, right_w * 0.18, "erscope", ER_VERSION);
	return y + 102;
}

static Places places_of(const ErCompose *compose)
{
	double right = er_scene_width(compose->scene) - 32;

	if (compose->view->foot_beside)
		return (Places){ .table_right = right - 1004, .legend_x = right - 976, .legend_w = 588, .block_x = right - 360, .block_w = 360, .columns = 3, .beside = true };
	return (Places){ .table_right = right - 476, .legend_x = right - 448, .legend_w = 448, .block_x = right - 448, .block_w = 448, .columns = 2 };
}

double er_compose_foot(ErCompose *compose)
{
	const Places places = places_of(compose);
	double left = 32, y = compose->frame->bottom + 52;
	bool failure = compose->view->failure != NULL;

	bool grid = compose->view->grid;
	er_scene_open(compose->scene, ER_GROUP_FOOT, failure ? "changes" : grid ? "spokes" : "findings", NULL, NULL, failure ? _("What changes") : grid ? _("Spokes") : _("Findings on this sheet"), NULL);
	double bottom = grid ? draw_stranded(compose, left, places.table_right, y) : failure ? er_compose_changes(compose, left, places.table_right, y) : draw_table(compose, left, places.table_right, y);
	er_scene_close(compose->scene);
	er_scene_open(compose->scene, ER_GROUP_FOOT, "notes", NULL, NULL, _("Assumptions and notes"), NULL);
	bottom = grid ? bottom : draw_notes(compose, left, places.table_right, bottom);
	er_scene_close(compose->scene);
	er_scene_open(compose->scene, ER_GROUP_FOOT, "legend", NULL, NULL, _("Legend"), NULL);
	double side = compose->view->continues != NULL ? y : draw_legend(compose, &places, y);
	er_scene_close(compose->scene);
	er_scene_open(compose->scene, ER_GROUP_FOOT, "title-block", NULL, NULL, _("Title block"), NULL);
	double block = draw_block(compose, &places, places.beside ? y : side);
	er_scene_close(compose->scene);
	return MAX(bottom, MAX(side, block)) + 28;
}
