/*
 * From a laid-out diagram to a scene, in painting order: page and bands, containers, halos, titles, wires, flows, nodes, labels,
 * badges, foot. Every component is one group with its result id, an accessible name and the facts in words. Lines are interrupted
 * where a label stands, never covered by it, so that no text is struck in any viewer.
 */
#include "compose.h"

#include <math.h>
#include <string.h>

/* ---- small helpers ---- */

double er_compose_width(ErRole role, const char *text)
{
	ErStyle style = er_theme_style(er_theme_light(), role, 0, false);

	return er_text_width(style.font, style.size_px, text);
}

ErItem *er_compose_text(ErCompose *compose, ErRole role, double x, double y, ErAnchor anchor, double max_px, const char *text)
{
	ErStyle style = er_theme_style(er_theme_light(), role, 0, false);
	g_autofree char *fit = er_text_fit(style.font, style.size_px, text, max_px);

	return er_scene_text(compose->scene, role, (ErPoint){ x, y }, anchor, fit);
}

void er_compose_line(ErCompose *compose, ErRole role, const ErPoint *points, uint32_t n, double radius, uint8_t tint, bool assumed)
{
	ErItem *item = er_scene_polyline(compose->scene, role, points, n, radius);

	item->tint = tint;
	item->assumed = assumed;
}

/* The parts of segment a–b outside @hole, as intervals of its parameter. */
static void clip(ErPoint a, ErPoint b, const ErRect *hole, double *enter, double *leave)
{
	double dx = b.x - a.x, dy = b.y - a.y, t0 = 0, t1 = 1;
	const double p[4] = { -dx, dx, -dy, dy }, q[4] = { a.x - hole->x, hole->x + hole->w - a.x, a.y - hole->y, hole->y + hole->h - a.y };

	*enter = 1;
	*leave = 0;
	for (int i = 0; i < 4; i++) {
		if (fabs(p[i]) < 1e-9) {
			if (q[i] < 0)
				return;
		} else if (p[i] < 0) {
			t0 = MAX(t0, q[i] / p[i]);
		} else {
			t1 = MIN(t1, q[i] / p[i]);
		}
	}
	*enter = t0;
	*leave = t1;
}

static ErPoint between(ErPoint a, ErPoint b, double t)
{
	return (ErPoint){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

static void flush(ErCompose *compose, GArray *piece, ErRole role, double radius, uint8_t tint, bool assumed)
{
	if (piece->len >= 2)
		er_compose_line(compose, role, (const ErPoint *)piece->data, piece->len, radius, tint, assumed);
	g_array_set_size(piece, 0);
}

void er_compose_line_around(ErCompose *compose, ErRole role, const ErPoint *points, uint32_t n, double radius, uint8_t tint, bool assumed, const ErRect *holes, uint32_t n_holes)
{
	g_autoptr(GArray) piece = g_array_new(FALSE, FALSE, sizeof(ErPoint));

	g_array_append_val(piece, points[0]);
	for (uint32_t i = 0; i + 1 < n; i++) {
		double at = 0;
		while (at < 1) {
			double next_enter = 2, next_leave = 2;
			for (uint32_t h = 0; h < n_holes; h++) {
				double enter, leave;
				clip(points[i], points[i + 1], &holes[h], &enter, &leave);
				if (enter < leave && leave > at + 1e-6 && enter < next_enter) {
					next_enter = enter;
					next_leave = leave;
				}
			}
			if (next_enter > 1)
				break;
			ErPoint stop = between(points[i], points[i + 1], MAX(next_enter, at));
			if (next_enter > at)
				g_array_append_val(piece, stop);
			flush(compose, piece, role, radius, tint, assumed);
			ErPoint resume = between(points[i], points[i + 1], next_leave);
			if (next_leave < 1)
				g_array_append_val(piece, resume);
			at = next_leave;
		}
		if (at < 1)
			g_array_append_val(piece, points[i + 1]);
	}
	flush(compose, piece, role, radius, tint, assumed);
}

const ErComponent *er_compose_component(const ErCompose *compose, uint32_t component)
{
	return er_network_component(compose->net, component);
}

uint8_t er_compose_tint(const ErCompose *compose, uint32_t circuit)
{
	(void)compose;
	return (uint8_t)(circuit % 8 + 1);
}

ErPoint er_compose_middle(const ErBox *box)
{
	return (ErPoint){ box->rect.x + box->rect.w / 2, box->rect.y + box->rect.h / 2 };
}

static ErDiagram *diagram_of(const ErCompose *compose)
{
	return compose->view->diagram;
}

static ErBox *box_at(const ErCompose *compose, uint32_t i)
{
	return er_diagram_box(diagram_of(compose), i);
}

uint32_t er_compose_block_of(const ErCompose *compose, uint32_t circuit)
{
	const ErCircuit *record = er_network_circuit(compose->net, circuit);
	uint32_t component = record->port != ER_NONE ? er_network_port(compose->net, record->port)->self : record->self;

	return er_diagram_box_of(diagram_of(compose), component);
}

/* Opens a component's group: name and facts for readers. */
static void open_component(ErCompose *compose, ErGroupKind kind, uint32_t component, const ErRect *box, const char *facts)
{
	const ErComponent *c = er_compose_component(compose, component);
	g_autofree char *name = g_strdup_printf("%s-%s", er_kind_name(c->kind), c->name);
	g_autofree char *title = g_strdup_printf("%s %s", er_kind_name(c->kind), c->name);
	g_autoptr(GString) desc = g_string_new(er_certainty_name(c->certainty));

	if (!c->up)
		g_string_append_printf(desc, ", down: %s", c->reason);
	if (c->external)
		g_string_append(desc, ", not in the inventory");
	if (facts != NULL && *facts != '\0')
		g_string_append_printf(desc, "; %s", facts);
	er_scene_open(compose->scene, kind, name, c->id, box, title, desc->str);
}

/* ---- connection routes ---- */

/* Rank of @connection among those that leave the same circuit box (or reach the same gateway), by the height of the other end. */
static uint32_t rank_of(const ErCompose *compose, uint32_t connection, bool at_gateway, uint32_t *n)
{
	const ErConnection *own = er_network_connection(compose->net, connection);
	uint32_t rank = 0;
	double own_y = 0;

	*n = 0;
	for (uint32_t pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < er_diagram_n_wires(diagram_of(compose)); i++) {
			const ErWire *wire = er_diagram_wire(diagram_of(compose), i);
			if (wire->kind != ER_WIRE_CONNECTION)
				continue;
			const ErConnection *other = er_network_connection(compose->net, wire->ref);
			if (at_gateway ? other->gateway != own->gateway : other->circuit != own->circuit)
				continue;
			double y = er_compose_middle(box_at(compose, at_gateway ? wire->from : wire->to)).y;
			if (pass == 0 && wire->ref == connection)
				own_y = y;
			if (pass == 1) {
				(*n)++;
				rank += y < own_y - 0.5 || (fabs(y - own_y) <= 0.5 && wire->ref < connection);
			}
		}
	return rank;
}

ErRoute er_compose_route(const ErCompose *compose, uint32_t connection)
{
	const ErConnection *record = er_network_connection(compose->net, connection);
	const ErCircuit *circuit = er_network_circuit(compose->net, record->circuit);
	const ErBox *block = box_at(compose, er_compose_block_of(compose, record->circuit));
	const ErBox *from = box_at(compose, er_diagram_box_of(diagram_of(compose), circuit->self));
	const ErBox *gateway = box_at(compose, er_diagram_box_of(diagram_of(compose), er_network_gateway(compose->net, record->gateway)->self));
	const double spread = compose->view->flow_sheet ? 26 : 20;
	uint32_t n_out, n_in, out = rank_of(compose, connection, false, &n_out), in = rank_of(compose, connection, true, &n_in);
	double y0 = er_compose_middle(from).y + (out - (n_out - 1) / 2.0) * MIN(spread, 40.0 / n_out * 2);
	double y1 = er_compose_middle(gateway).y + (in - (n_in - 1) / 2.0) * MIN(spread, 100.0 / n_in);
	double x0 = block->rect.x + block->rect.w, x1 = compose->frame->corridor_right;
	double inset = compose->view->flow_sheet ? 40 : 24;

	return (ErRoute){ { { x0, y0 }, { x0 + inset, y0 }, { x1 - inset / 2, y1 }, { gateway->rect.x + 4, y1 } } };
}

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
	draw_band(compose, ER_ROLE_BAND_ONPREM, ER_ROLE_HEAD_ONPREM, ER_ROLE_T_BAND_ONPREM, at[0], at[1] - 4, "On-premises");
	draw_band(compose, ER_ROLE_BAND_PROVIDER, ER_ROLE_HEAD_PROVIDER, ER_ROLE_T_BAND_PROVIDER, at[1] + 4, at[2] - 4, "Provider and peering location");
	draw_band(compose, ER_ROLE_BAND_AZURE, ER_ROLE_HEAD_AZURE, ER_ROLE_T_BAND_AZURE, at[2] + 4, at[3], "Azure");
	er_scene_close(compose->scene);
}

/* ---- containers ---- */

static bool has_halo(const ErCompose *compose, uint32_t box, bool *high)
{
	bool found = false;

	*high = false;
	for (guint i = 0; i < compose->marks->len; i++) {
		const ErMark *mark = &g_array_index(compose->marks, ErMark, i);
		g_autoptr(GArray) boxes = er_compose_marked_boxes(compose, er_findings_at(compose->view->findings, mark->finding));
		for (guint k = 0; k < boxes->len; k++)
			if (g_array_index(boxes, uint32_t, k) == box) {
				found = true;
				*high = *high || mark->high;
			}
	}
	return found;
}

static bool is_container(ErBoxKind kind)
{
	return kind == ER_BOX_SITE || kind == ER_BOX_CIRCUIT || kind == ER_BOX_PORT || kind == ER_BOX_PROVIDER || kind == ER_BOX_LOCATION ||
	       kind == ER_BOX_REGION || kind == ER_BOX_HUB || kind == ER_BOX_SUBNET;
}

/* A title that interrupts the top border: pieces of text and a glyph, begun at @x. */
typedef struct { ErRole role; const char *text; uint8_t tint; } Piece;

static void draw_title(ErCompose *compose, const ErBox *box, uint32_t index, ErGlyph glyph, ErRole glyph_role, uint8_t tint, bool assumed, bool centred, const Piece *pieces, uint32_t n)
{
	bool high, halo = has_halo(compose, index, &high);
	double size = glyph == ER_GLYPH__COUNT ? 0 : glyph == ER_GLYPH_CIRCUIT ? 30 : 22, room = box->rect.w - 72 - size, width = size > 0 ? size + 6 : 0;
	g_autofree double *widths = g_new(double, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		widths[i] = MIN(er_compose_width(pieces[i].role, pieces[i].text), MAX(room, 0));
		room -= widths[i] + 8;
		width += widths[i] + (i > 0 ? 8 : 0);
	}
	double x = centred ? box->rect.x + (box->rect.w - width) / 2 : box->rect.x + 20, y = box->rect.y, above = halo ? 15 : 4;
	er_scene_rect(compose->scene, ER_ROLE_KNOCKOUT, (ErRect){ x - 8, y - above, width + 16, above + 4 }, 0);
	if (size > 0) {
		ErItem *item = er_scene_glyph(compose->scene, glyph_role, glyph, (ErRect){ x, y - size / 2 - (glyph == ER_GLYPH_CIRCUIT ? 3 : 0), size, size });
		item->tint = tint;
		item->assumed = assumed;
		x += size + 6;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (widths[i] < 12)
			continue;
		ErItem *item = er_compose_text(compose, pieces[i].role, x, y + 5, ER_ANCHOR_START, widths[i] + 0.5, pieces[i].text);
		item->tint = pieces[i].tint;
		item->over_lines = true;
		x += widths[i] + 8;
	}
}

static char *bandwidth(uint32_t mbps)
{
	if (mbps == 0)
		return g_strdup("bandwidth not known");
	return mbps % 1000 == 0 ? g_strdup_printf("%u Gbps", mbps / 1000) : g_strdup_printf("%u Mbps", mbps);
}

static char *circuit_facts(const ErCompose *compose, const ErCircuit *circuit)
{
	const ErComponent *self = er_compose_component(compose, circuit->self);
	g_autofree char *speed = bandwidth(circuit->bandwidth_mbps);
	GString *out = g_string_new(NULL);

	if (circuit->external)
		return g_string_free(g_string_append(out, "not in the inventory"), FALSE);
	if (!self->up)
		return g_string_free(g_string_append(out, self->reason), FALSE);
	g_string_append(out, speed);
	if (*circuit->tier != '\0')
		g_string_append_printf(out, " · %s", circuit->tier);
	if (*circuit->family != '\0')
		g_string_append_printf(out, " · %s", circuit->family);
	return g_string_free(out, FALSE);
}

static void draw_circuit_block(ErCompose *compose, uint32_t index, const ErBox *box)
{
	const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	uint8_t tint = er_compose_tint(compose, box->ref);
	g_autofree char *facts = circuit_facts(compose, circuit);
	const Piece pieces[] = { { ER_ROLE_T_CIRCUIT, self->name, tint }, { self->up ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, facts, 0 } };

	compose->used[ER_USED_CIRCUIT] = true;
	compose->used[ER_USED_EXTERNAL] = compose->used[ER_USED_EXTERNAL] || circuit->external;
	er_scene_rect(compose->scene, self->up ? ER_ROLE_CIRCUIT : ER_ROLE_DOWN, box->rect, 6)->tint = self->up ? tint : 0;
	draw_title(compose, box, index, self->up ? ER_GLYPH_CIRCUIT : ER_GLYPH_CROSS, self->up ? ER_ROLE_G_CIRCUIT : ER_ROLE_G_DOWN, tint, false, true, pieces, 2);
}

static void draw_port_block(ErCompose *compose, uint32_t index, const ErBox *box)
{
	const ErPort *port = er_network_port(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	g_autofree char *speed = bandwidth(port->bandwidth_mbps);
	g_autofree char *facts = g_strdup_printf("Direct port pair · 2 × %s%s%s", speed, *port->encapsulation != '\0' ? " · " : "", port->encapsulation);
	const Piece pieces[] = { { ER_ROLE_T_CIRCUIT, self->name, 0 }, { ER_ROLE_T_NOTE, self->external ? "Direct port pair, not in the inventory" : facts, 0 } };

	compose->used[ER_USED_PORT] = true;
	er_scene_rect(compose->scene, ER_ROLE_PORT_PAIR, box->rect, 6);
	draw_title(compose, box, index, ER_GLYPH_PORT, ER_ROLE_G_PROVIDER, 0, false, true, pieces, 2);
}

static void draw_hub(ErCompose *compose, uint32_t index, const ErBox *box)
{
	bool vnet = box->ref != ER_NONE;
	const char *name = box->component != ER_NONE ? er_compose_component(compose, box->component)->name : box->label;
	const char *prefix = vnet ? er_network_vnet(compose->net, box->ref)->prefixes : "";
	const Piece pieces[] = { { ER_ROLE_T_VNET, name, 0 } };
	bool external = box->component == ER_NONE || er_compose_component(compose, box->component)->external;

	compose->used[ER_USED_VNET] = true;
	er_scene_rect(compose->scene, external ? ER_ROLE_EXTERNAL : vnet ? ER_ROLE_VNET : ER_ROLE_HUB, box->rect, 4);
	draw_title(compose, box, index, vnet || box->component == ER_NONE ? ER_GLYPH_VNET : ER_GLYPH_HUB, ER_ROLE_G_VNET, 0, false, false, pieces, 1);
	er_compose_text(compose, ER_ROLE_T_NOTE, box->rect.x + 16, box->rect.y + 26, ER_ANCHOR_START, box->rect.w - 32, external ? "not in the inventory" : prefix);
}

static void draw_subnet(ErCompose *compose, const ErBox *box)
{
	const char *prefix = box->ref != ER_NONE ? er_network_vnet(compose->net, box->ref)->gateway_subnet : "";
	g_autofree char *text = g_strdup_printf("%s%s%s", box->label, *prefix != '\0' ? " " : "", prefix);
	uint32_t gateway = er_diagram_find(diagram_of(compose), ER_BOX_GATEWAY, ER_NONE, 0);

	compose->used[ER_USED_SUBNET] = true;
	for (; gateway != ER_NONE; gateway = er_diagram_find(diagram_of(compose), ER_BOX_GATEWAY, ER_NONE, gateway + 1)) {
		const ErBox *inside = box_at(compose, gateway);
		if (box_at(compose, inside->parent) != box || er_network_gateway(compose->net, inside->ref)->zones != ER_ZONES_ZONAL)
			continue;
		g_autofree char *zone = g_strdup_printf("all in availability zone %s", er_network_gateway(compose->net, inside->ref)->zone);
		er_compose_text(compose, ER_ROLE_T_NOTE, box->rect.x + box->rect.w / 2, box->rect.y + box->rect.h + 21, ER_ANCHOR_MIDDLE, box->rect.w, zone)->over_lines = true;
		break;
	}
	er_scene_rect(compose->scene, ER_ROLE_SUBNET, box->rect, 3);
	er_compose_text(compose, ER_ROLE_T_ASSUMED, box->rect.x + box->rect.w / 2, box->rect.y + box->rect.h - 9, ER_ANCHOR_MIDDLE, box->rect.w - 12, text);
}

static void draw_inner(ErCompose *compose, const ErBox *box)
{
	ErItem *item = er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, box->rect.x + box->rect.w / 2, box->rect.y + 22, ER_ANCHOR_MIDDLE, box->rect.w - 16, box->label);

	item->tint = 0;
}

/* The ring stands outside its box and on the fill of the one around it: painted between the two. */
static void draw_halo(ErCompose *compose, uint32_t index)
{
	bool high;

	if (!has_halo(compose, index, &high))
		return;
	er_scene_open(compose->scene, ER_GROUP_LAYER, "halo", NULL, NULL, NULL, NULL);
	er_scene_rect(compose->scene, high ? ER_ROLE_HALO_HIGH : ER_ROLE_HALO_MEDIUM, box_at(compose, index)->rect, 6);
	er_scene_close(compose->scene);
	compose->used[high ? ER_USED_HIGH : ER_USED_MEDIUM] = true;
}

static void draw_container(ErCompose *compose, uint32_t index)
{
	const ErBox *box = box_at(compose, index);
	const Piece site[] = { { ER_ROLE_T_SITE, box->label != NULL ? box->label : "", 0 }, { ER_ROLE_T_ASSUMED, "assumed", 0 } };
	const Piece region[] = { { ER_ROLE_T_REGION, box->label != NULL ? box->label : "", 0 }, { ER_ROLE_T_NOTE, "region", 0 } };

	if (box->component != ER_NONE)
		open_component(compose, ER_GROUP_CONTAINER, box->component, &box->rect, NULL);
	else
		er_scene_open(compose->scene, ER_GROUP_CONTAINER, er_box_kind_name(box->kind), NULL, &box->rect, box->label, NULL);
	switch (box->kind) {
	case ER_BOX_SITE:
		er_scene_rect(compose->scene, ER_ROLE_SITE, box->rect, 4);
		draw_title(compose, box, index, ER_GLYPH_BUILDING, ER_ROLE_G_CUSTOMER, 0, false, false, site, er_compose_component(compose, box->component)->certainty == ER_ASSUMED ? 2 : 1);
		break;
	case ER_BOX_CIRCUIT: draw_circuit_block(compose, index, box); break;
	case ER_BOX_PORT: draw_port_block(compose, index, box); break;
	case ER_BOX_PROVIDER:
		er_scene_rect(compose->scene, ER_ROLE_PROVIDER, box->rect, 4);
		draw_inner(compose, box);
		break;
	case ER_BOX_LOCATION:
		er_scene_rect(compose->scene, ER_ROLE_LOCATION, box->rect, 4);
		draw_inner(compose, box);
		break;
	case ER_BOX_REGION:
		er_scene_rect(compose->scene, ER_ROLE_REGION, box->rect, 6);
		draw_title(compose, box, index, ER_GLYPH__COUNT, ER_ROLE_PAGE, 0, false, false, region, 2);
		break;
	case ER_BOX_HUB: draw_hub(compose, index, box); break;
	case ER_BOX_SUBNET: draw_subnet(compose, box); break;
	default: break;
	}
	er_scene_close(compose->scene);
}

/* ---- nodes ---- */

static void name_router(ErCompose *compose, const ErBox *box, const char *name, const char *fact, bool assumed)
{
	double x = er_compose_middle(box).x, line = 13, room = box->kind == ER_BOX_CE ? 128 : box->kind == ER_BOX_PE ? 124 : 156;
	bool above = box->side == ER_PRIMARY;
	double out = compose->view->flow_sheet ? 7 : 0, y = above ? box->rect.y - 11 - out : box->rect.y + box->rect.h + 21 + out;

	er_compose_text(compose, ER_ROLE_T_NAME, x, y, ER_ANCHOR_MIDDLE, room, name);
	if (assumed)
		fact = "assumed";
	if (fact != NULL)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, y + (above ? -line : line), ER_ANCHOR_MIDDLE, room, fact);
}

static void draw_router(ErCompose *compose, const ErBox *box)
{
	const ErComponent *self = er_compose_component(compose, box->component);
	bool assumed = self->certainty == ER_ASSUMED;
	ErRole role = box->kind == ER_BOX_CE ? ER_ROLE_G_CUSTOMER : box->kind == ER_BOX_PE ? ER_ROLE_G_PROVIDER : ER_ROLE_G_MICROSOFT;
	ErItem *item = er_scene_glyph(compose->scene, self->up ? role : ER_ROLE_G_DOWN, ER_GLYPH_ROUTER, box->rect);

	item->assumed = assumed && self->up;
	if (box->kind == ER_BOX_PE)
		item->tint = er_compose_tint(compose, box->ref);
	compose->used[box->kind == ER_BOX_CE ? ER_USED_CE : box->kind == ER_BOX_PE ? ER_USED_PE : ER_USED_MSEE] = true;
	const char *fact = box->alias ? "same device as above" : NULL, *space = strchr(self->name, ' ');
	/* "MSEE primary exr05.ash": the router's own name goes on a second line. */
	const char *second = box->kind == ER_BOX_MSEE && space != NULL ? strchr(space + 1, ' ') : NULL;
	g_autofree char *first = second != NULL ? g_strndup(self->name, (gsize)(second - self->name)) : g_strdup(self->name);
	name_router(compose, box, first, fact != NULL ? fact : second != NULL ? second + 1 : NULL, assumed);
}

static char *instance_text(const ErGateway *gateway)
{
	return gateway->instances_known ? g_strdup_printf("%u instances", gateway->n_instances) : g_strdup_printf("%u+ instances", gateway->n_instances);
}

static void draw_gateway(ErCompose *compose, const ErBox *box)
{
	const ErGateway *gateway = er_network_gateway(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	double x = er_compose_middle(box).x, y = box->rect.y + box->rect.h, room = box_at(compose, box->parent)->rect.w - 12;
	g_autofree char *instances = instance_text(gateway);
	g_autofree char *facts = g_strdup_printf("%s%s%s", gateway->sku, *gateway->sku != '\0' ? " · " : "", instances);

	er_scene_glyph(compose->scene, ER_ROLE_G_GATEWAY, ER_GLYPH_GATEWAY, box->rect);
	er_compose_text(compose, ER_ROLE_T_NAME, x, y + 14, ER_ANCHOR_MIDDLE, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 28, ER_ANCHOR_MIDDLE, room, facts);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 41, ER_ANCHOR_MIDDLE, room, self->external ? "not in the inventory" : er_zone_verdict_name(gateway->zones));
	compose->used[ER_USED_GATEWAY] = true;
}

static void draw_circuit_node(ErCompose *compose, const ErBox *box)
{
	const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	uint8_t tint = er_compose_tint(compose, box->ref);
	g_autofree char *facts = circuit_facts(compose, circuit);

	er_scene_rect(compose->scene, self->up ? ER_ROLE_CIRCUIT : ER_ROLE_DOWN, box->rect, 6)->tint = self->up ? tint : 0;
	ErItem *glyph = er_scene_glyph(compose->scene, self->up ? ER_ROLE_G_CIRCUIT : ER_ROLE_G_DOWN, self->up ? ER_GLYPH_CIRCUIT : ER_GLYPH_CROSS, (ErRect){ box->rect.x + 8, box->rect.y + 10, 28, 28 });
	glyph->tint = tint;
	er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, box->rect.x + 44, box->rect.y + 21, ER_ANCHOR_START, box->rect.w - 52, self->name)->tint = tint;
	er_compose_text(compose, self->up ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, box->rect.x + 44, box->rect.y + 36, ER_ANCHOR_START, box->rect.w - 52, facts);
	compose->used[ER_USED_CIRCUIT] = true;
}

static const ErDestination *destination_of(const ErCompose *compose, uint32_t box)
{
	for (guint i = 0; i < compose->view->destinations->len; i++)
		if (g_array_index(compose->view->destinations, ErDestination, i).box == box)
			return &g_array_index(compose->view->destinations, ErDestination, i);
	return NULL;
}

static void draw_spoke(ErCompose *compose, uint32_t index, const ErBox *box)
{
	const ErVnet *vnet = er_network_vnet(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	const ErDestination *destination = destination_of(compose, index);
	double x = er_compose_middle(box).x, y = box->rect.y, room = box->rect.w - 20;

	er_scene_rect(compose->scene, vnet->external ? ER_ROLE_EXTERNAL : ER_ROLE_VNET, box->rect, 4);
	er_scene_glyph(compose->scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ x - 10, y + 4, 20, 20 })->assumed = vnet->external;
	er_compose_text(compose, ER_ROLE_T_VNET, x, y + 38, ER_ANCHOR_MIDDLE, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 53, ER_ANCHOR_MIDDLE, room, vnet->external ? "not in the inventory" : vnet->prefixes);
	compose->used[ER_USED_VNET] = true;
	if (destination == NULL)
		return;
	er_scene_glyph(compose->scene, ER_ROLE_G_MICROSOFT, ER_GLYPH_WORKLOAD, (ErRect){ x - 17, y + 60, 34, 34 });
	if (destination->more > 0) {
		g_autofree char *more = g_strdup_printf("stands for %u VNets", destination->more + 1);
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, y + box->rect.h - 9, ER_ANCHOR_MIDDLE, room, more);
	}
}

static void draw_stack(ErCompose *compose, const ErBox *box)
{
	double x = er_compose_middle(box).x, y = box->rect.y;

	for (int i = 2; i >= 0; i--)
		er_scene_rect(compose->scene, ER_ROLE_STACK, (ErRect){ box->rect.x + 5 * i, box->rect.y - 5 * i, box->rect.w - 10, box->rect.h }, 4);
	er_scene_glyph(compose->scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ x - 15, y + 4, 20, 20 });
	er_compose_text(compose, ER_ROLE_T_VNET, x - 5, y + 38, ER_ANCHOR_MIDDLE, box->rect.w - 24, box->label);
	er_compose_text(compose, ER_ROLE_T_ASSUMED, x - 5, y + 53, ER_ANCHOR_MIDDLE, box->rect.w - 24, "see the flow sheet");
}

static void draw_workload(ErCompose *compose, const ErBox *box)
{
	double x = er_compose_middle(box).x;

	er_scene_rect(compose->scene, ER_ROLE_SUBNET, box->rect, 3);
	er_scene_glyph(compose->scene, ER_ROLE_G_MICROSOFT, ER_GLYPH_WORKLOAD, (ErRect){ x - 17, box->rect.y + 14, 34, 34 });
	er_compose_text(compose, ER_ROLE_T_NAME, x, box->rect.y + 66, ER_ANCHOR_MIDDLE, box->rect.w - 12, "workloads in the hub");
}

static void draw_node(ErCompose *compose, uint32_t index)
{
	const ErBox *box = box_at(compose, index);

	if (is_container(box->kind))
		return;
	if (box->component != ER_NONE && !box->alias)
		open_component(compose, ER_GROUP_NODE, box->component, &box->rect, NULL);
	else
		er_scene_open(compose->scene, ER_GROUP_NODE, er_box_kind_name(box->kind), NULL, &box->rect, box->label != NULL ? box->label : er_box_kind_name(box->kind), NULL);
	switch (box->kind) {
	case ER_BOX_CORE:
		er_scene_glyph(compose->scene, ER_ROLE_G_CUSTOMER, ER_GLYPH_SWITCH, box->rect)->assumed = true;
		er_compose_text(compose, ER_ROLE_T_NAME, er_compose_middle(box).x, box->rect.y + box->rect.h + 28, ER_ANCHOR_MIDDLE, 80, "core");
		break;
	case ER_BOX_CE: case ER_BOX_PE: case ER_BOX_MSEE: draw_router(compose, box); break;
	case ER_BOX_CIRCUIT_NODE: draw_circuit_node(compose, box); break;
	case ER_BOX_GATEWAY: draw_gateway(compose, box); break;
	case ER_BOX_SPOKE: draw_spoke(compose, index, box); break;
	case ER_BOX_SPOKES: draw_stack(compose, box); break;
	case ER_BOX_WORKLOAD: draw_workload(compose, box); break;
	default: break;
	}
	er_scene_close(compose->scene);
}

/* ---- wires ---- */

static void draw_lan(ErCompose *compose, const ErWire *wire)
{
	const ErBox *core = box_at(compose, wire->from), *ce = box_at(compose, wire->to);
	ErPoint from = er_compose_middle(core), to = er_compose_middle(ce);
	double x = from.x + 56, y = from.y + (ce->side == ER_PRIMARY ? -10 : 10);
	const ErPoint points[] = { { core->rect.x + core->rect.w, y }, { x, y }, { x, to.y }, { ce->rect.x, to.y } };

	er_scene_open(compose->scene, ER_GROUP_EDGE, "lan", NULL, NULL, "LAN, assumed", NULL);
	er_compose_line(compose, ER_ROLE_LAN, points, 4, 10, 0, true);
	er_scene_close(compose->scene);
}

/* Where the vertical trunk of a CE stands: the secondary one nearer to the site, so that it crosses least. */
static double trunk_x(const ErCompose *compose, ErSide side)
{
	uint32_t site = er_diagram_find(diagram_of(compose), ER_BOX_SITE, ER_NONE, 0);
	double right = box_at(compose, site)->rect.x + box_at(compose, site)->rect.w;

	if (compose->view->flow_sheet)
		return right + (side == ER_PRIMARY ? 104 : 36);
	return right + (side == ER_PRIMARY ? 44 : 24);
}

static void draw_access(ErCompose *compose, const ErWire *wire)
{
	const ErBox *ce = box_at(compose, wire->from), *to = box_at(compose, wire->to);
	const ErCircuit *circuit = er_network_circuit(compose->net, wire->ref);
	const ErBox *block = box_at(compose, er_compose_block_of(compose, wire->ref));
	double y0 = er_compose_middle(ce).y, y1 = er_compose_middle(to).y, end = circuit->port != ER_NONE ? block->rect.x : to->rect.x;
	const ErPoint bent[] = { { ce->rect.x + ce->rect.w, y0 }, { trunk_x(compose, to->side), y0 }, { trunk_x(compose, to->side), y1 }, { end, y1 } };
	const ErPoint straight[] = { bent[0], bent[3] };
	bool assumed = er_compose_component(compose, wire->component)->certainty == ER_ASSUMED;

	open_component(compose, ER_GROUP_EDGE, wire->component, NULL, NULL);
	if (fabs(y0 - y1) < 0.5)
		er_compose_line(compose, ER_ROLE_ACCESS, straight, 2, 0, 0, assumed);
	else
		er_compose_line(compose, ER_ROLE_ACCESS, bent, 4, 10, 0, assumed);
	bool above = to->side == ER_PRIMARY;
	double x = block->rect.x - 32, lane = compose->view->flow_sheet ? 26 : 8;
	er_compose_text(compose, ER_ROLE_T_ASSUMED, x, above ? y1 - lane : y1 + lane + 8, ER_ANCHOR_MIDDLE, 62, assumed ? "access*" : "access");
	er_scene_close(compose->scene);
	compose->used[ER_USED_ACCESS] = true;
}

/* A pill in the middle of a line that it interrupts. */
static ErRect draw_pill(ErCompose *compose, double x, double y, const char *text, uint8_t tint)
{
	double w = er_compose_width(ER_ROLE_T_PILL, text) + 24;
	ErRect rect = { x - w / 2, y - 9, w, 18 };

	er_scene_rect(compose->scene, ER_ROLE_PILL, rect, 9)->tint = tint;
	er_compose_text(compose, ER_ROLE_T_PILL, x, y + 4, ER_ANCHOR_MIDDLE, w - 12, text)->over_lines = true;
	return rect;
}

static void draw_link(ErCompose *compose, uint32_t component, double from, double to, double y, const char *label, double pill_x, uint8_t tint)
{
	bool up = er_compose_component(compose, component)->up;

	open_component(compose, ER_GROUP_EDGE, component, NULL, NULL);
	ErRect hole = draw_pill(compose, pill_x, y, label, tint);
	er_compose_line_around(compose, up ? ER_ROLE_LINK : ER_ROLE_DOWN, (ErPoint[]){ { from, y }, { to, y } }, 2, 0, up ? tint : 0, false, &hole, 1);
	if (!up)
		er_scene_glyph(compose->scene, ER_ROLE_G_DOWN, ER_GLYPH_CROSS, (ErRect){ to - 34, y - 9, 18, 18 });
	er_scene_close(compose->scene);
	compose->used[ER_USED_LINK] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !up;
}

static void draw_links(ErCompose *compose, const ErWire *wire)
{
	const ErBox *from = box_at(compose, wire->from), *to = box_at(compose, wire->to);
	double y = er_compose_middle(from).y;

	draw_link(compose, wire->component, from->rect.x + from->rect.w, to->rect.x, y, to->side == ER_PRIMARY ? "Primary" : "Secondary",
	          (from->rect.x + from->rect.w + to->rect.x) / 2, er_compose_tint(compose, wire->ref));
}

/* The links of a Direct port pair run from the pair's edge to its routers. */
static void draw_port_links(ErCompose *compose, const ErBox *block, uint32_t index)
{
	const ErPort *port = er_network_port(compose->net, block->ref);
	uint32_t location = er_diagram_find(diagram_of(compose), ER_BOX_LOCATION, index, 0);

	for (uint32_t i = er_diagram_find(diagram_of(compose), ER_BOX_MSEE, location, 0); i != ER_NONE; i = er_diagram_find(diagram_of(compose), ER_BOX_MSEE, location, i + 1)) {
		const ErBox *msee = box_at(compose, i);
		const char *name = er_compose_component(compose, port->link[msee->side])->name, *space = strchr(name, ' ');
		g_autofree char *label = space != NULL ? g_strndup(name, (gsize)(space - name)) : g_strdup(name);
		draw_link(compose, port->link[msee->side], block->rect.x, msee->rect.x, er_compose_middle(msee).y, label, block->rect.x + 44, 0);
	}
}

/* Lines from an MSEE towards the connections of a circuit: they gather at the circuit's right edge. */
static void draw_gather(ErCompose *compose, const ErWire *wire)
{
	const ErBox *msee = box_at(compose, wire->from), *to = box_at(compose, wire->to);
	const ErCircuit *circuit = er_network_circuit(compose->net, wire->ref);
	bool node = to->kind == ER_BOX_CIRCUIT_NODE, up = er_compose_component(compose, circuit->self)->up;
	double y0 = er_compose_middle(msee).y, first = 1e9, last = -1e9, half = compose->view->flow_sheet && !node ? 9 : 2.6;

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram_of(compose)); i++) {
		const ErWire *other = er_diagram_wire(diagram_of(compose), i);
		if (other->kind != ER_WIRE_CONNECTION || er_network_connection(compose->net, other->ref)->circuit != wire->ref)
			continue;
		ErRoute route = er_compose_route(compose, other->ref);
		first = MIN(first, route.p[0].y);
		last = MAX(last, route.p[0].y);
	}
	if (node)
		first = last = er_compose_middle(to).y;
	if (first > last)
		return;
	bool primary = msee->side == ER_PRIMARY;
	double x0 = msee->rect.x + msee->rect.w, x2 = node ? to->rect.x : to->rect.x + to->rect.w, y2 = primary ? first - half : last + half;
	double x1 = node ? msee->rect.x + msee->rect.w + 34 : x2 - 46;
	const ErPoint points[] = { { x0, y0 }, { x1, y0 }, { x2 - 14, y2 }, { x2, y2 } };

	er_scene_open(compose->scene, ER_GROUP_EDGE, "gather", NULL, NULL, "to the connection", NULL);
	er_compose_line(compose, up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN, points, 4, 8, 0, false);
	if (!node && primary && last - first > 1)
		er_compose_line(compose, ER_ROLE_CONNECTION, (ErPoint[]){ { x2, first - half }, { x2, last + half } }, 2, 0, 0, false);
	er_scene_close(compose->scene);
}

/* A place for a connection's label: on its diagonal, near its circuit first, clear of other labels and lines. */
static bool place_is_free(const ErCompose *compose, ErRect rect, uint32_t connection)
{
	for (guint i = 0; i < compose->pills->len; i++) {
		const ErRect *other = &g_array_index(compose->pills, ErRect, i);
		if (rect.x < other->x + other->w + 6 && other->x < rect.x + rect.w + 6 && rect.y < other->y + other->h + 6 && other->y < rect.y + rect.h + 6)
			return false;
	}
	const ErRect wide = { rect.x - 5, rect.y - 5, rect.w + 10, rect.h + 10 };
	for (uint32_t i = 0; i < er_diagram_n_wires(diagram_of(compose)); i++) {
		const ErWire *wire = er_diagram_wire(diagram_of(compose), i);
		if (wire->kind != ER_WIRE_CONNECTION || wire->ref == connection)
			continue;
		ErRoute route = er_compose_route(compose, wire->ref);
		for (uint32_t k = 0; k < 3; k++) {
			double enter, leave;
			clip(route.p[k], route.p[k + 1], &wide, &enter, &leave);
			if (enter < leave)
				return false;
		}
	}
	return true;
}

static ErRect choose_place(const ErCompose *compose, const ErRoute *route, uint32_t connection, double w, double h)
{
	static const double at[] = { 0.5, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6, 0.12, 0.88 };
	static const double diagonal[] = { 0.22, 0.78, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0.5 };
	bool straight = fabs(route->p[1].y - route->p[2].y) < 24;
	/* Flow sheets have lanes at the left of the corridor: labels keep to its middle. */
	const double *t = straight || compose->view->flow_sheet ? at : diagonal;
	double shift = 0, lanes = compose->view->flow_sheet ? 24 : 0;

	for (uint32_t round = 0; round < 3; round++, shift += h / 2 + 10)
		for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
			ErPoint p = between(route->p[1], route->p[2], t[i]);
			double lowest = compose->frame->corridor_left + w / 2 + 12 + lanes, highest = compose->frame->corridor_right - w / 2 - 12;
			ErRect rect = { CLAMP(p.x, lowest, MAX(lowest, highest)) - w / 2, p.y - h / 2 + (round == 0 ? 0 : round == 1 ? shift : -shift), w, h };
			if (place_is_free(compose, rect, connection))
				return rect;
		}
	ErPoint p = between(route->p[1], route->p[2], t[0]);
	return (ErRect){ p.x - w / 2, p.y - h / 2, w, h };
}

static void draw_connection(ErCompose *compose, const ErWire *wire)
{
	const ErConnection *connection = er_network_connection(compose->net, wire->ref);
	const ErComponent *self = er_compose_component(compose, connection->self);
	const ErBox *from = box_at(compose, wire->from);
	ErRoute route = er_compose_route(compose, wire->ref);
	bool up = self->up && er_compose_component(compose, er_network_circuit(compose->net, connection->circuit)->self)->up;
	g_autofree char *weight = !self->up ? g_strdup(self->reason) : connection->weight_known ? g_strdup_printf("weight %u", connection->weight) : g_strdup("weight not known");
	g_autofree char *note = g_strdup_printf("%s%s", weight, connection->bypass ? " · FastPath on" : "");
	double w = CLAMP(MAX(er_compose_width(ER_ROLE_T_CONNECTION, self->name), er_compose_width(ER_ROLE_T_NOTE, note)) + 44, 96, compose->frame->corridor_right - compose->frame->corridor_left - 28);
	double half = compose->view->flow_sheet ? 9 : 2.6;
	ErRect pill = choose_place(compose, &route, wire->ref, w, 38);

	if (compose->view->flow_sheet && fabs(route.p[1].y - route.p[2].y) < 1)
		pill.y = route.p[1].y - 80;   /* a tube with a flow inside keeps its label above it */
	open_component(compose, ER_GROUP_EDGE, connection->self, NULL, note);
	ErRole role = up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN;
	if (from->kind == ER_BOX_CIRCUIT_NODE)
		route.p[0].x = from->rect.x + from->rect.w;
	for (int side = -1; side <= 1; side += 2) {
		ErPoint points[4];
		for (int i = 0; i < 4; i++)
			points[i] = (ErPoint){ route.p[i].x, route.p[i].y + side * half };
		er_compose_line_around(compose, role, points, 4, 10, 0, false, &pill, 1);
	}
	er_scene_rect(compose->scene, ER_ROLE_CONN_PILL, pill, 5);
	er_scene_glyph(compose->scene, up ? ER_ROLE_G_CONNECTION : ER_ROLE_G_DOWN, up ? ER_GLYPH_CONNECTION : ER_GLYPH_CROSS, (ErRect){ pill.x + 8, pill.y + 9, 20, 20 });
	er_compose_text(compose, ER_ROLE_T_CONNECTION, pill.x + 34, pill.y + 17, ER_ANCHOR_START, w - 40, self->name)->over_lines = true;
	er_compose_text(compose, self->up ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, pill.x + 34, pill.y + 31, ER_ANCHOR_START, w - 40, note)->over_lines = true;
	er_scene_close(compose->scene);
	g_array_append_val(compose->pills, pill);
	compose->used[ER_USED_CONNECTION] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !up;
}

/* From a hub's right edge to a spoke: level where the hub is tall enough, else through the channel between the columns. */
static void draw_peering(ErCompose *compose, const ErWire *wire)
{
	const ErBox *hub = box_at(compose, wire->from), *to = box_at(compose, wire->to);
	const ErAttachment *attachment = wire->ref != ER_NONE ? er_network_attachment(compose->net, wire->ref) : NULL;
	bool hubs = to->kind == ER_BOX_HUB, works = hubs || attachment == NULL || attachment->transit;
	double right = hub->rect.x + hub->rect.w, y1 = er_compose_middle(to).y, low = hub->rect.y + 14, high = hub->rect.y + hub->rect.h - 14;
	double y0 = CLAMP(y1, low, high), channel = right + 16;
	ErPoint glyph = { to->rect.x - 30, y1 };
	ErPoint points[] = { { right, y0 }, { channel, y0 }, { channel, y1 }, { to->rect.x, y1 } };

	if (hubs) {
		bool below = to->rect.y > hub->rect.y;
		points[0].y = points[1].y = below ? hub->rect.y + hub->rect.h - 18 : hub->rect.y + 18;
		points[2].y = points[3].y = below ? to->rect.y + 18 : to->rect.y + to->rect.h - 18;
		points[3].x = to->rect.x + to->rect.w;
		points[2].x = points[1].x = MAX(right, points[3].x) + 22;
		glyph = (ErPoint){ points[1].x, (points[1].y + points[2].y) / 2 };
	}
	if (wire->component != ER_NONE)
		open_component(compose, ER_GROUP_EDGE, wire->component, NULL, attachment != NULL ? attachment->reason : NULL);
	else
		er_scene_open(compose->scene, ER_GROUP_EDGE, "peerings", NULL, NULL, to->label, NULL);
	if (fabs(points[1].y - points[2].y) < 0.5)
		er_compose_line(compose, works ? ER_ROLE_PEERING : ER_ROLE_DOWN, (ErPoint[]){ points[0], points[3] }, 2, 0, 0, false);
	else
		er_compose_line(compose, works ? ER_ROLE_PEERING : ER_ROLE_DOWN, points, 4, 8, 0, false);
	er_scene_glyph(compose->scene, works ? ER_ROLE_G_VNET : ER_ROLE_G_DOWN, works ? ER_GLYPH_PEERING : ER_GLYPH_CROSS, (ErRect){ glyph.x - 10, glyph.y - 10, 20, 20 });
	if (to->kind == ER_BOX_SPOKES) {
		g_autofree char *count = g_strdup_printf("× %u", to->count);
		er_compose_text(compose, ER_ROLE_T_NOTE, glyph.x, glyph.y + 24, ER_ANCHOR_MIDDLE, 50, count);
	}
	er_scene_close(compose->scene);
	compose->used[ER_USED_PEERING] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !works;
}

/* Several circuits of one port pair have their access lines on the same strands: the first speaks for all. */
static bool seen_before(const ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(diagram_of(compose), index);

	for (uint32_t i = 0; i < index; i++) {
		const ErWire *other = er_diagram_wire(diagram_of(compose), i);
		if (other->kind == wire->kind && wire->kind == ER_WIRE_ACCESS && other->from == wire->from && other->to == wire->to)
			return true;
	}
	return false;
}

static void draw_wires(ErCompose *compose, bool connections)
{
	for (uint32_t i = 0; i < er_diagram_n_wires(diagram_of(compose)); i++) {
		const ErWire *wire = er_diagram_wire(diagram_of(compose), i);
		if ((wire->kind == ER_WIRE_CONNECTION) != connections || seen_before(compose, i))
			continue;
		switch (wire->kind) {
		case ER_WIRE_LAN: draw_lan(compose, wire); break;
		case ER_WIRE_ACCESS: draw_access(compose, wire); break;
		case ER_WIRE_LINK: draw_links(compose, wire); break;
		case ER_WIRE_GATHER: draw_gather(compose, wire); break;
		case ER_WIRE_CONNECTION: draw_connection(compose, wire); break;
		case ER_WIRE_PEERING: draw_peering(compose, wire); break;
		}
	}
	for (uint32_t i = 0; !connections && i < er_diagram_n_boxes(diagram_of(compose)); i++)
		if (box_at(compose, i)->kind == ER_BOX_PORT)
			draw_port_links(compose, box_at(compose, i), i);
}

/* What the private peering says, in the middle of its circuit. */
static void draw_peering_facts(ErCompose *compose)
{
	for (uint32_t i = 0; i < er_diagram_n_boxes(diagram_of(compose)); i++) {
		const ErBox *box = box_at(compose, i);
		if (box->kind != ER_BOX_CIRCUIT)
			continue;
		const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
		g_autofree char *as = circuit->peer_asn > 0 ? g_strdup_printf("AS %u ↔ AS 12076", circuit->peer_asn) : g_strdup("");
		g_autofree char *vlan = circuit->vlan > 0 ? g_strdup_printf("VLAN %u", circuit->vlan) : g_strdup("");
		g_autofree char *speed = circuit->bandwidth_mbps > 0 ? bandwidth(circuit->bandwidth_mbps) : g_strdup("");
		g_autofree char *third = g_strdup_printf("%s%s%s%s", vlan, *vlan != '\0' && *speed != '\0' ? " · " : "", speed, *speed != '\0' ? " each link" : "");
		uint32_t provider = er_diagram_find(diagram_of(compose), ER_BOX_PROVIDER, i, 0), location = er_diagram_find(diagram_of(compose), ER_BOX_LOCATION, i, 0);
		double left = box_at(compose, provider)->rect.x + box_at(compose, provider)->rect.w, right = box_at(compose, location)->rect.x;
		uint32_t msee = er_diagram_find(diagram_of(compose), ER_BOX_MSEE, location, 0);
		double y = (er_compose_middle(box_at(compose, msee)).y + er_compose_middle(box_at(compose, er_diagram_find(diagram_of(compose), ER_BOX_MSEE, location, msee + 1))).y) / 2;
		er_scene_open(compose->scene, ER_GROUP_LAYER, "private-peering", NULL, NULL, NULL, NULL);
		er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, (left + right) / 2, y - 3, ER_ANCHOR_MIDDLE, right - left - 8, "Private peering");
		er_compose_text(compose, ER_ROLE_T_NOTE, (left + right) / 2, y + 12, ER_ANCHOR_MIDDLE, right - left - 8, *as != '\0' ? as : circuit->peerings_known ? "" : "not in the export");
		if (compose->view->flow_sheet)
			er_compose_text(compose, ER_ROLE_T_NOTE, (left + right) / 2, y + 27, ER_ANCHOR_MIDDLE, right - left - 8, third);
		er_scene_close(compose->scene);
	}
}

/* Nothing in a band: said, not left to the reader's guess. */
static void draw_absences(ErCompose *compose)
{
	const double *at = compose->frame->band;
	bool gateways = er_diagram_find(diagram_of(compose), ER_BOX_REGION, ER_NONE, 0) != ER_NONE;
	bool circuits = er_network_n_circuits(compose->net) > 0 || er_network_n_ports(compose->net) > 0;

	er_scene_open(compose->scene, ER_GROUP_LAYER, "absences", NULL, NULL, NULL, NULL);
	if (!gateways)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, (at[2] + at[3]) / 2, 150, ER_ANCHOR_MIDDLE, at[3] - at[2] - 40, "no ExpressRoute gateway in the input");
	if (!circuits)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, (at[1] + at[2]) / 2, 150, ER_ANCHOR_MIDDLE, at[2] - at[1] - 40, "no ExpressRoute circuit in the input");
	er_scene_close(compose->scene);
}

/* ---- badges ---- */

static void draw_badges(ErCompose *compose)
{
	g_autoptr(GHashTable) on_box = g_hash_table_new(NULL, NULL);

	er_scene_open(compose->scene, ER_GROUP_LAYER, "badges", NULL, NULL, NULL, NULL);
	for (guint i = 0; i < compose->marks->len; i++) {
		const ErMark *mark = &g_array_index(compose->marks, ErMark, i);
		const ErFinding *finding = er_findings_at(compose->view->findings, mark->finding);
		g_autoptr(GArray) boxes = er_compose_marked_boxes(compose, finding);
		g_autofree char *text = g_strdup_printf("%u", mark->number);
		for (guint k = 0; k < boxes->len; k++) {
			uint32_t index = g_array_index(boxes, uint32_t, k);
			const ErBox *box = box_at(compose, index);
			uint32_t before = GPOINTER_TO_UINT(g_hash_table_lookup(on_box, GUINT_TO_POINTER(index)));
			bool left = box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT || box->kind == ER_BOX_REGION;
			double x = left ? box->rect.x + (box->kind == ER_BOX_REGION ? box->rect.w - 60 : 0) + 30.0 * before : box->rect.x + box->rect.w - 30.0 * before;
			ErRect square = { x - 13, box->rect.y - 13, 26, 26 };
			er_scene_open(compose->scene, ER_GROUP_LAYER, "badge", NULL, NULL, finding->headline, finding->rule->id);
			er_scene_rect(compose->scene, mark->high ? ER_ROLE_BADGE_HIGH : ER_ROLE_BADGE_MEDIUM, square, 0);
			er_compose_text(compose, mark->high ? ER_ROLE_T_BADGE_HIGH : ER_ROLE_T_BADGE_MEDIUM, x, box->rect.y + 5, ER_ANCHOR_MIDDLE, 24, text)->over_lines = true;
			er_scene_close(compose->scene);
			g_hash_table_insert(on_box, GUINT_TO_POINTER(index), GUINT_TO_POINTER(before + 1));
		}
	}
	er_scene_close(compose->scene);
}

static char *describe(const ErView *view)
{
	return g_strdup_printf("%s. Left to right: on-premises site, circuits with provider and peering location, connections, Azure regions with gateways and VNets. %s.", view->subtitle, view->scope);
}

ErScene *er_compose(ErView *view, const ErFrame *frame, const ErDrawOptions *options, uint32_t number, uint32_t of)
{
	g_autofree char *desc = describe(view);
	double width = MAX(frame->right + 32, 1240);
	ErCompose compose = {
		.view = view, .frame = frame, .options = options, .net = er_flows_network(view->flows), .number = number, .of = of,
		.scene = er_scene_new(view->slug, view->title, desc, width, frame->bottom + 400),
		.marks = g_array_new(FALSE, TRUE, sizeof(ErMark)), .pills = g_array_new(FALSE, TRUE, sizeof(ErRect)),
		.hops = g_array_new(FALSE, TRUE, sizeof(ErPoint)),
	};

	er_compose_find_marks(&compose);
	draw_page(&compose);
	draw_bands(&compose);
	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++)
		if (is_container(box_at(&compose, i)->kind)) {
			draw_halo(&compose, i);
			draw_container(&compose, i);
		}
	draw_wires(&compose, false);
	draw_wires(&compose, true);
	if (view->flow_sheet)
		er_compose_flows(&compose);
	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++)
		draw_node(&compose, i);
	er_compose_flow_marks(&compose);
	draw_peering_facts(&compose);
	draw_absences(&compose);
	draw_badges(&compose);
	er_scene_set_size(compose.scene, width, er_compose_foot(&compose));
	g_array_free(compose.marks, TRUE);
	g_array_free(compose.pills, TRUE);
	g_array_free(compose.hops, TRUE);
	if (compose.rows != NULL)
		g_array_free(compose.rows, TRUE);
	return compose.scene;
}
