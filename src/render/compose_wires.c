/*
 * The lines of a sheet: LAN and access, links, the bundle from a circuit to its gateways, peerings, Global Reach. A label interrupts its line;
 * a connection's label looks for a place on its own line that no other line or label takes.
 */
#include "compose.h"

#include <erscope/lang.h>

#include <math.h>
#include <string.h>

/* ---- wires ---- */

static void draw_lan(ErCompose *compose, const ErWire *wire)
{
	const ErBox *core = er_compose_box(compose, wire->from), *ce = er_compose_box(compose, wire->to);
	ErPoint from = er_compose_middle(core), to = er_compose_middle(ce);
	double x = from.x + 56, y = from.y + (ce->side == ER_PRIMARY ? -10 : 10);
	const ErPoint points[] = { { core->rect.x + core->rect.w, y }, { x, y }, { x, to.y }, { ce->rect.x, to.y } };

	er_scene_open(compose->scene, ER_GROUP_EDGE, "lan", NULL, NULL, _("LAN, assumed"), NULL);
	er_compose_line(compose, ER_ROLE_LAN, points, 4, 10, 0, true);
	er_scene_close(compose->scene);
}

/* Does no access line go up or down through a label of this width there? */
static bool no_trunk_at(const ErCompose *compose, double x, double y, double width)
{
	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		if (wire->kind != ER_WIRE_ACCESS)
			continue;
		const ErBox *to = er_compose_box(compose, wire->to);
		double y0 = er_compose_middle(er_compose_box(compose, wire->from)).y, y1 = er_compose_middle(to).y;
		if (fabs(y0 - y1) >= 0.5 && fabs(er_compose_trunk_x(compose, wire->from, to->side) - x) < width / 2 && y + 4 > MIN(y0, y1) && y - 10 < MAX(y0, y1))
			return false;
	}
	return true;
}

static void draw_access(ErCompose *compose, const ErWire *wire)
{
	const ErBox *ce = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
	const ErCircuit *circuit = er_network_circuit(compose->net, wire->ref);
	const ErBox *block = er_compose_box(compose, er_compose_block_of(compose, wire->ref));
	double y0 = er_compose_middle(ce).y, y1 = er_compose_middle(to).y, end = circuit->port != ER_NONE ? block->rect.x : to->rect.x;
	const ErPoint bent[] = { { ce->rect.x + ce->rect.w, y0 }, { er_compose_trunk_x(compose, wire->from, to->side), y0 }, { er_compose_trunk_x(compose, wire->from, to->side), y1 }, { end, y1 } };
	const ErPoint straight[] = { bent[0], bent[3] };
	bool assumed = er_compose_component(compose, wire->component)->certainty == ER_ASSUMED;

	bool down = er_compose_why_down(compose, wire->component) != NULL;
	ErRole role = down || er_compose_is_lost(compose, wire->component) ? ER_ROLE_DOWN : ER_ROLE_ACCESS;

	er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, NULL);
	if (fabs(y0 - y1) < 0.5)
		er_compose_line(compose, role, straight, 2, 0, 0, assumed);
	else
		er_compose_line(compose, role, bent, 4, 10, 0, assumed);
	if (down)
		er_compose_cross(compose, (ErPoint){ end - 16, y1 });
	bool above = to->side == ER_PRIMARY;
	double x = block->rect.x - 32, lane = compose->view->flow_sheet || compose->view->failure != NULL ? 26 : 8, y = above ? y1 - lane : y1 + lane + 8;
	const char *label = assumed ? _("access*") : _("access");
	/* The legend says what the line is where there is no room for the word. */
	if (no_trunk_at(compose, x, y, er_compose_width(ER_ROLE_T_ASSUMED, label)))
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, y, ER_ANCHOR_MIDDLE, 62, label);
	er_scene_close(compose->scene);
	compose->used[ER_USED_ACCESS] = true;
}

/* A pill in the middle of a line that it interrupts. */
ErRect er_compose_pill(ErCompose *compose, double x, double y, const char *text, uint8_t tint)
{
	double w = er_compose_width(ER_ROLE_T_PILL, text) + 24;
	ErRect rect = { x - w / 2, y - 9, w, 18 };

	er_scene_rect(compose->scene, ER_ROLE_PILL, rect, 9)->tint = tint;
	er_compose_text(compose, ER_ROLE_T_PILL, x, y + 4, ER_ANCHOR_MIDDLE, w - 12, text)->over_lines = true;
	return rect;
}

/* @silent: no BGP session runs over it, so that it carries nothing */
static void draw_link(ErCompose *compose, uint32_t component, bool silent, double from, double to, double y, const char *label, double pill_x, uint8_t tint)
{
	bool down = er_compose_why_down(compose, component) != NULL || silent, up = !down && !er_compose_is_lost(compose, component);

	er_compose_open(compose, ER_GROUP_EDGE, component, NULL, NULL);
	ErRect hole = er_compose_pill(compose, pill_x, y, label, up ? tint : 0);
	er_compose_line_around(compose, up ? ER_ROLE_LINK : ER_ROLE_DOWN, (ErPoint[]){ { from, y }, { to, y } }, 2, 0, up ? tint : 0, false, &hole, 1);
	if (down)
		er_compose_cross(compose, (ErPoint){ to - 25, y });
	er_scene_close(compose->scene);
	compose->used[ER_USED_LINK] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || down;
}

/* The session of this link is down, or has no addresses while the other one has. */
static bool is_silent(const ErCompose *compose, const ErCircuit *circuit, ErSide side)
{
	uint32_t own = circuit->session[side], other = circuit->session[side == ER_PRIMARY ? ER_SECONDARY : ER_PRIMARY];

	return own != ER_NONE ? er_compose_why_down(compose, own) != NULL : other != ER_NONE;
}

static void draw_links(ErCompose *compose, const ErWire *wire)
{
	const ErBox *from = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
	double y = er_compose_middle(from).y;

	draw_link(compose, wire->component, is_silent(compose, er_network_circuit(compose->net, wire->ref), to->side), from->rect.x + from->rect.w, to->rect.x, y, to->side == ER_PRIMARY ? _("Primary") : _("Secondary"),
	          (from->rect.x + from->rect.w + to->rect.x) / 2, er_compose_tint(wire->ref));
}

/* The links of a Direct port pair run from the pair's edge to its routers. */
static void draw_port_links(ErCompose *compose, const ErBox *block, uint32_t index)
{
	const ErPort *port = er_network_port(compose->net, block->ref);
	uint32_t location = er_diagram_find(compose->view->diagram, ER_BOX_LOCATION, index, 0);

	for (uint32_t i = er_diagram_find(compose->view->diagram, ER_BOX_MSEE, location, 0); i != ER_NONE; i = er_diagram_find(compose->view->diagram, ER_BOX_MSEE, location, i + 1)) {
		const ErBox *msee = er_compose_box(compose, i);
		const char *name = er_compose_component(compose, port->link[msee->side])->name, *space = strchr(name, ' ');
		g_autofree char *label = space != NULL ? g_strndup(name, (gsize)(space - name)) : g_strdup(name);
		draw_link(compose, port->link[msee->side], false, block->rect.x, msee->rect.x, er_compose_middle(msee).y, label, block->rect.x + 44, 0);
	}
}

/* Lines from an MSEE towards the connections of a circuit: they gather at the circuit's right edge. */
static void draw_gather(ErCompose *compose, const ErWire *wire)
{
	const ErBox *msee = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
	const ErCircuit *circuit = er_network_circuit(compose->net, wire->ref);
	bool node = to->kind == ER_BOX_CIRCUIT_NODE;
	bool up = er_compose_why_down(compose, circuit->self) == NULL && (msee->alias || !er_compose_is_lost(compose, msee->component)) && !er_compose_is_lost(compose, circuit->self);
	double y0 = er_compose_middle(msee).y, first = 1e9, last = -1e9, half = node ? 2.6 : er_compose_tube(compose);

	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *other = er_diagram_wire(compose->view->diagram, i);
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

	er_compose_open_gather(compose, circuit, msee->side);
	compose->changing = er_compose_change_of(compose, circuit->self) == ER_MARK_CHANGED ? ER_MARK_NONE : er_compose_change_of(compose, circuit->self);
	er_compose_line(compose, up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN, points, 4, 8, 0, false);
	if (!node && primary && last - first > 1)
		er_compose_line(compose, ER_ROLE_CONNECTION, (ErPoint[]){ { x2, first - half }, { x2, last + half } }, 2, 0, 0, false);
	er_scene_close(compose->scene);
}

/* A place for a connection's label: on its diagonal, near its circuit first, clear of other labels and lines. */
static bool place_is_free(const ErCompose *compose, ErRect rect, uint32_t connection, bool lines_too)
{
	for (guint i = 0; i < compose->pills->len; i++) {
		const ErRect *other = &g_array_index(compose->pills, ErRect, i);
		if (rect.x < other->x + other->w + 6 && other->x < rect.x + rect.w + 6 && rect.y < other->y + other->h + 6 && other->y < rect.y + rect.h + 6)
			return false;
	}
	if (!lines_too)
		return true;
	const ErRect wide = { rect.x - 5, rect.y - 5, rect.w + 10, rect.h + 10 };
	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		if (wire->kind != ER_WIRE_CONNECTION || wire->ref == connection)
			continue;
		ErRoute route = er_compose_route(compose, wire->ref);
		for (uint32_t k = 0; k < 3; k++) {
			double enter, leave;
			er_compose_clip(route.p[k], route.p[k + 1], &wide, &enter, &leave);
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
	double lanes = compose->view->flow_sheet ? 24 : 0;

	/* On the line first, then above and below it, farther each time; at last also on the lines of others, which then stop there. */
	for (int round = 0; round < 24; round++)
		for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
			ErPoint p = er_compose_between(route->p[1], route->p[2], t[i]);
			double lowest = compose->frame->corridor_left + w / 2 + 12 + lanes, highest = compose->frame->corridor_right - w / 2 - 12;
			int step = round % 12;
			ErRect rect = { CLAMP(p.x, lowest, MAX(lowest, highest)) - w / 2, p.y - h / 2 + (step % 2 == 1 ? 1 : -1) * ((step + 1) / 2) * (h / 2 + 10), w, h };
			if (rect.y > 112 && place_is_free(compose, rect, connection, round < 12))
				return rect;
		}
	ErPoint p = er_compose_between(route->p[1], route->p[2], t[0]);
	return (ErRect){ p.x - w / 2, p.y - h / 2, w, h };
}

char *er_compose_connection_note(ErCompose *compose, uint32_t index)
{
	const ErConnection *connection = er_network_connection(compose->net, index);
	const ErComponent *self = er_compose_component(compose, connection->self);
	const char *why = er_compose_why_down(compose, connection->self);
	const ErFailure *failure = compose->view->failure;

	if (failure != NULL && why == NULL && failure->lost[connection->self])
		return g_strdup(_("carries nothing now"));
	g_autofree char *weight = why != NULL ? g_strdup(why) : connection->weight_known ? g_strdup_printf(_("weight %u"), connection->weight) : g_strdup(_("weight not known"));

	return g_strdup_printf("%s%s%s%s", er_compose_is_conditional(compose, self) ? _("conditional · ") : "", weight, connection->bypass ? _(" · FastPath on") : "",
	                       failure != NULL && failure->fresh[connection->self] ? _(" · carries now") : "");
}

/* All labels find their places before any line is drawn, so that every line can stop at every label. */
static void place_labels(ErCompose *compose)
{
	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		if (wire->kind != ER_WIRE_CONNECTION)
			continue;
		ErRoute route = er_compose_route(compose, wire->ref);
		g_autofree char *note = er_compose_connection_note(compose, wire->ref);
		const char *name = er_compose_component(compose, er_network_connection(compose->net, wire->ref)->self)->name;
		double w = CLAMP(MAX(er_compose_width(ER_ROLE_T_CONNECTION, name), er_compose_width(ER_ROLE_T_NOTE, note)) + 44, 96, compose->frame->corridor_right - compose->frame->corridor_left - 28);
		ErRect pill = choose_place(compose, &route, wire->ref, w, 38);
		/* A tube with a flow inside keeps its label above it. */
		ErRect above = { pill.x, route.p[1].y - 80, pill.w, pill.h };
		if (compose->view->flow_sheet && fabs(route.p[1].y - route.p[2].y) < 1 && place_is_free(compose, above, wire->ref, true))
			pill = above;
		g_array_append_val(compose->pills, pill);
	}
}

bool er_compose_connection_is_up(const ErCompose *compose, uint32_t index)
{
	const ErConnection *connection = er_network_connection(compose->net, index);
	bool lost = compose->view->failure != NULL && compose->view->failure->lost[connection->self];

	return !lost && er_compose_why_down(compose, connection->self) == NULL && er_compose_why_down(compose, er_network_circuit(compose->net, connection->circuit)->self) == NULL &&
	       er_compose_why_down(compose, er_network_gateway(compose->net, connection->gateway)->self) == NULL;
}

void er_compose_connection_label(ErCompose *compose, uint32_t index, const ErRect *pill)
{
	const ErComponent *self = er_compose_component(compose, er_network_connection(compose->net, index)->self);
	bool up = er_compose_connection_is_up(compose, index), silent = er_compose_why_down(compose, er_network_connection(compose->net, index)->self) != NULL || er_compose_is_lost(compose, er_network_connection(compose->net, index)->self);
	g_autofree char *note = er_compose_connection_note(compose, index);

	er_compose_ring(compose, er_network_connection(compose->net, index)->self, *pill, 7);
	er_scene_rect(compose->scene, up ? ER_ROLE_CONN_PILL : ER_ROLE_DOWN, *pill, 5);
	er_scene_glyph(compose->scene, up ? ER_ROLE_G_CONNECTION : ER_ROLE_G_DOWN, up ? ER_GLYPH_CONNECTION : ER_GLYPH_CROSS, (ErRect){ pill->x + 8, pill->y + 9, 20, 20 });
	er_compose_text(compose, up ? ER_ROLE_T_CONNECTION : ER_ROLE_T_NAME, pill->x + 34, pill->y + 17, ER_ANCHOR_START, pill->w - 40, self->name)->over_lines = true;
	er_compose_text(compose, silent ? ER_ROLE_T_DOWN : ER_ROLE_T_NOTE, pill->x + 34, pill->y + 31, ER_ANCHOR_START, pill->w - 40, note)->over_lines = true;
	er_compose_mark_line(compose, er_network_connection(compose->net, index)->self, (ErPoint){ pill->x + pill->w, pill->y });
}

static void draw_connection(ErCompose *compose, const ErWire *wire, const ErRect *pill)
{
	const ErConnection *connection = er_network_connection(compose->net, wire->ref);
	const ErComponent *self = er_compose_component(compose, connection->self);
	const ErBox *from = er_compose_box(compose, wire->from);
	ErRoute route = er_compose_route(compose, wire->ref);
	bool up = er_compose_connection_is_up(compose, wire->ref), lost = er_compose_is_lost(compose, connection->self);
	g_autofree char *note = er_compose_connection_note(compose, wire->ref);
	double half = er_compose_tube(compose);

	er_compose_open(compose, ER_GROUP_EDGE, connection->self, NULL, lost ? NULL : note);
	ErRole role = up ? ER_ROLE_CONNECTION : ER_ROLE_DOWN;
	if (from->kind == ER_BOX_CIRCUIT_NODE)
		route.p[0].x = from->rect.x + from->rect.w;
	for (int side = -1; side <= 1; side += 2) {
		ErPoint points[4];
		for (int i = 0; i < 4; i++)
			points[i] = (ErPoint){ route.p[i].x, route.p[i].y + side * half };
		er_compose_line_around(compose, role, points, 4, 10, 0, er_compose_is_conditional(compose, self), (const ErRect *)compose->pills->data, compose->pills->len);
	}
	er_compose_connection_label(compose, wire->ref, pill);
	er_scene_close(compose->scene);
	compose->used[ER_USED_CONNECTION] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !up;
}

/* From a hub's right edge to a spoke: level where the hub is tall enough, else through the channel between the columns. */
static void draw_peering(ErCompose *compose, const ErWire *wire)
{
	const ErBox *hub = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
	const ErAttachment *attachment = wire->ref != ER_NONE ? er_network_attachment(compose->net, wire->ref) : NULL;
	bool hubs = to->kind == ER_BOX_HUB, works = (hubs || attachment == NULL || attachment->transit) && (wire->component == ER_NONE || er_compose_why_down(compose, wire->component) == NULL);
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
		er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, attachment != NULL ? attachment->reason : NULL);
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
	if (wire->component != ER_NONE)
		er_compose_sign_line(compose, wire->component, (ErPoint){ glyph.x, glyph.y - 23 });
	compose->used[ER_USED_PEERING] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !works;
}

/* Of a sheet of spokes: one bundle from the hub to them all; what a peering of its own says stands at its spoke. */
static void draw_bundle(ErCompose *compose)
{
	const ErDiagram *diagram = compose->view->diagram;
	const ErBox *hub = er_compose_box(compose, er_diagram_find(diagram, ER_BOX_HUB, ER_NONE, 0)), *grid = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		if (wire->kind != ER_WIRE_PEERING)
			continue;
		const ErBox *spoke = er_compose_box(compose, wire->to);
		bool works = er_network_attachment(compose->net, wire->ref)->transit;
		grid = er_compose_box(compose, spoke->parent);
		n++;
		er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, er_network_attachment(compose->net, wire->ref)->reason);
		er_scene_glyph(compose->scene, works ? ER_ROLE_G_VNET : ER_ROLE_G_DOWN, works ? ER_GLYPH_PEERING : ER_GLYPH_CROSS, (ErRect){ spoke->rect.x - 19, er_compose_middle(spoke).y - 8, 16, 16 });
		er_scene_close(compose->scene);
		compose->used[works ? ER_USED_PEERING : ER_USED_DOWN] = true;
	}
	if (grid == NULL)
		return;
	double y = er_compose_middle(hub).y, x = (hub->rect.x + hub->rect.w + grid->rect.x) / 2;
	g_autofree char *count = g_strdup_printf("× %u", n);
	er_scene_open(compose->scene, ER_GROUP_EDGE, "peerings", NULL, NULL, _("VNet peerings or hub connections, one for each spoke"), NULL);
	er_compose_line(compose, ER_ROLE_PEERING, (ErPoint[]){ { hub->rect.x + hub->rect.w, y }, { grid->rect.x, y } }, 2, 0, 0, false);
	er_compose_text(compose, ER_ROLE_T_NOTE, x + 10, y - 8, ER_ANCHOR_MIDDLE, 60, count);
	er_scene_close(compose->scene);
}

/* Does another block stand between the two? */
static bool are_neighbours(const ErCompose *compose, const ErBox *upper, const ErBox *lower)
{
	for (uint32_t i = 0; i < er_diagram_n_boxes(compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(compose, i);
		if ((box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT) && box->rect.y > upper->rect.y && box->rect.y < lower->rect.y)
			return false;
	}
	return upper->kind == ER_BOX_CIRCUIT && lower->kind == ER_BOX_CIRCUIT;
}

/* From circuit to circuit: straight through the gap between neighbours, else around on their right. */
static void draw_reach(ErCompose *compose, const ErWire *wire)
{
	const ErGlobalReach *reach = er_network_global_reach(compose->net, wire->ref);
	const ErBox *a = er_compose_box(compose, wire->from), *b = er_compose_box(compose, wire->to);
	const ErBox *upper = a->rect.y <= b->rect.y ? a : b, *lower = upper == a ? b : a;
	ErRole role = reach->up ? ER_ROLE_GLOBAL_REACH : ER_ROLE_DOWN;
	double bottom = upper->rect.y + upper->rect.h, right = MAX(upper->rect.x + upper->rect.w, lower->rect.x + lower->rect.w);

	er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, _("site to site only: no part of any path to a VNet"));
	if (are_neighbours(compose, upper, lower)) {
		double x = right - 70;
		er_compose_line(compose, role, (ErPoint[]){ { x, bottom }, { x, lower->rect.y } }, 2, 0, 0, false);
		er_compose_text(compose, ER_ROLE_T_NOTE, x - 8, (bottom + lower->rect.y) / 2 + 4, ER_ANCHOR_END, 90, "Global Reach");
	} else {
		double x = right + 10 + 5 * (wire->ref % 3), y0 = upper->rect.y + 16, y1 = lower->rect.y + 16;
		er_compose_line(compose, role, (ErPoint[]){ { upper->rect.x + upper->rect.w, y0 }, { x, y0 }, { x, y1 }, { lower->rect.x + lower->rect.w, y1 } }, 4, 6, 0, false);
	}
	er_scene_close(compose->scene);
	compose->used[ER_USED_REACH] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !reach->up;
}

/* Several circuits of one port pair have their access lines on the same strands: the first speaks for all. */
bool er_compose_is_repeated(const ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);

	for (uint32_t i = 0; wire->kind == ER_WIRE_ACCESS && i < index; i++) {
		const ErWire *other = er_diagram_wire(compose->view->diagram, i);
		if (other->kind == ER_WIRE_ACCESS && other->from == wire->from && other->to == wire->to)
			return true;
	}
	return false;
}

bool er_compose_is_wire_shown(const ErCompose *compose, const ErWire *wire)
{
	switch (wire->kind) {
	case ER_WIRE_LAN: return er_compose_shows(compose, ER_LAYER_ASSUMED);
	case ER_WIRE_ACCESS: return !er_compose_is_hidden(compose, wire->component);
	case ER_WIRE_PEERING: return er_compose_shows(compose, ER_LAYER_PEERINGS);
	case ER_WIRE_REACH: return er_compose_shows(compose, ER_LAYER_GLOBAL_REACH);
	case ER_WIRE_VPN: return er_compose_shows(compose, ER_LAYER_VPN);
	case ER_WIRE_WAN: return er_compose_shows(compose, ER_LAYER_WAN);
	default: return true;
	}
}

void er_compose_wires(ErCompose *compose, bool connections)
{
	uint32_t labels = 0;

	if (compose->view->grid) {
		if (!connections)
			draw_bundle(compose);
		return;
	}
	if (connections)
		place_labels(compose);
	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		compose->changing = ER_MARK_NONE;
		if ((wire->kind == ER_WIRE_CONNECTION) != connections || er_compose_is_repeated(compose, i) || !er_compose_is_wire_shown(compose, wire))
			continue;
		switch (wire->kind) {
		case ER_WIRE_LAN: draw_lan(compose, wire); break;
		case ER_WIRE_ACCESS: draw_access(compose, wire); break;
		case ER_WIRE_LINK: draw_links(compose, wire); break;
		case ER_WIRE_GATHER: draw_gather(compose, wire); break;
		case ER_WIRE_CONNECTION: draw_connection(compose, wire, &g_array_index(compose->pills, ErRect, labels++)); break;
		case ER_WIRE_PEERING: draw_peering(compose, wire); break;
		case ER_WIRE_REACH: draw_reach(compose, wire); break;
		case ER_WIRE_VPN: er_compose_tunnel(compose, i); break;
		case ER_WIRE_WAN: er_compose_wan(compose, i); break;
		}
	}
	for (uint32_t i = 0; !connections && i < er_diagram_n_boxes(compose->view->diagram); i++)
		if (er_compose_box(compose, i)->kind == ER_BOX_PORT)
			draw_port_links(compose, er_compose_box(compose, i), i);
}

