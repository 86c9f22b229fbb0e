/*
 * The flows of a failure sheet, as they run after the event, beside the lines of the topology: towards Azure on the inner side of each row, through the
 * connection to the gateway and on to the VNets; back from the VNets in lanes above (primary links) and below (secondary links) the hub, past
 * the gateway, to the outer side of the row. Only flows that the event meets are drawn. Then crosses on what failed.
 */
#include "compose.h"

#include <erscope/lang.h>

#include <math.h>

enum { LANE_ABOVE = 24, LANE_BELOW = 22, FASTPATH_BELOW = 36, CHANNEL = 20 };

typedef struct { uint32_t gateway, connection; bool fastpath, to_gateway; } Entry;          /* a connection that carries towards Azure */
typedef struct { const ErBox *gateway, *to; bool in, out, fastpath; } Leg;                  /* behind a gateway */
typedef struct { uint32_t wire; bool in, out; } Tunnel;
typedef struct { const ErBox *from, *to; bool in, out; uint32_t wan; } Crossing;            /* cores of two sites */

typedef struct {
	ErCompose *compose;
	GArray *rows;              /* of ErFlowRow */
	GArray *entries, *legs, *crossings, *tunnels;
	GArray *backs;             /* of Back */
} After;

/* What leaves the home of a gateway towards one MSEE. */
typedef struct { const ErBox *gateway; uint32_t row; } Back;

static const ErBox *hub_of(const ErCompose *compose, const ErBox *gateway)
{
	return er_compose_box(compose, er_compose_box(compose, gateway->parent)->parent);
}

/* Below the hub and the spokes beside it: lanes run under both. */
static double bottom_of(const ErCompose *compose, const ErBox *hub)
{
	const ErDiagram *diagram = compose->view->diagram;
	double bottom = hub->rect.y + hub->rect.h;

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		const ErBox *to = er_compose_box(compose, wire->to);
		if (wire->kind == ER_WIRE_PEERING && er_compose_box(compose, wire->from) == hub && to->kind != ER_BOX_HUB && to->parent == hub->parent)
			bottom = MAX(bottom, to->rect.y + to->rect.h);
	}
	return bottom;
}

/* ---- what runs ---- */

static Entry *entry_of(After *after, uint32_t gateway, uint32_t connection)
{
	Entry entry = { .gateway = gateway, .connection = connection };

	for (guint i = 0; i < after->entries->len; i++)
		if (g_array_index(after->entries, Entry, i).connection == connection)
			return &g_array_index(after->entries, Entry, i);
	g_array_append_val(after->entries, entry);
	return &g_array_index(after->entries, Entry, after->entries->len - 1);
}

static void take_back(After *after, const ErBox *gateway, uint32_t row)
{
	const Back back = { gateway, row };

	for (guint i = 0; i < after->backs->len; i++)
		if (g_array_index(after->backs, Back, i).gateway == gateway && g_array_index(after->backs, Back, i).row == row)
			return;
	g_array_append_val(after->backs, back);
}

/* From one site to another over the customer's own network. */
static void take_crossing(After *after, const ErFlowClass *class, const ErPath *path, const ErFlowRow *row)
{
	const ErBox *site = er_compose_box_of(after->compose, er_network_site(after->compose->net, class->site)->self);
	Crossing crossing = { .to = row->core, .wan = path->wan };

	if (path->wan == ER_NONE || site == NULL)
		return;
	crossing.from = er_compose_box(after->compose, er_diagram_find(after->compose->view->diagram, ER_BOX_CORE, er_diagram_box_of(after->compose->view->diagram, site->component), 0));
	crossing.in = class->direction == ER_ONPREM_TO_AZURE;
	crossing.out = !crossing.in;
	for (guint i = 0; i < after->crossings->len; i++) {
		Crossing *known = &g_array_index(after->crossings, Crossing, i);
		if (known->from != crossing.from || known->to != crossing.to)
			continue;
		known->in |= crossing.in;
		known->out |= crossing.out;
		return;
	}
	g_array_append_val(after->crossings, crossing);
}

static void take_tunnel(After *after, const ErFlowClass *class, const ErPath *path)
{
	const ErDiagram *diagram = after->compose->view->diagram;
	bool in = class->direction == ER_ONPREM_TO_AZURE;
	Tunnel tunnel = { ER_NONE, in, !in };

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++)
		if (er_diagram_wire(diagram, i)->kind == ER_WIRE_VPN && er_diagram_wire(diagram, i)->ref == path->tunnel)
			tunnel.wire = i;
	for (guint i = 0; i < after->tunnels->len; i++) {
		Tunnel *known = &g_array_index(after->tunnels, Tunnel, i);
		if (known->wire != tunnel.wire)
			continue;
		known->in |= tunnel.in;
		known->out |= tunnel.out;
		return;
	}
	if (tunnel.wire != ER_NONE)
		g_array_append_val(after->tunnels, tunnel);
}

static void take_path(After *after, const ErFlowClass *class, const ErPath *path)
{
	if (path->tunnel != ER_NONE)
		take_tunnel(after, class, path);
	const ErBox *gateway = path->gateway != ER_NONE ? er_compose_box_of(after->compose, er_network_gateway(after->compose->net, path->gateway)->self) : NULL;
	ErFlowRow *row = path->circuit != ER_NONE && gateway != NULL ? er_compose_row_of(after->compose, after->rows, path) : NULL;
	bool in = class->direction == ER_ONPREM_TO_AZURE;

	if (row == NULL)
		return;
	row->in = row->in_now = row->in || in;
	row->out = row->out_now = row->out || !in;
	take_crossing(after, class, path, row);
	if (in) {
		Entry *entry = entry_of(after, path->gateway, path->connection);
		*(path->mode == ER_MODE_FASTPATH ? &entry->fastpath : &entry->to_gateway) = true;
	} else {
		take_back(after, gateway, (uint32_t)(row - &g_array_index(after->rows, ErFlowRow, 0)));
	}
}

/* Where the flow's VNet stands: its own box, the stack that counts it, or the hub. */
static const ErBox *destination_box(const ErCompose *compose, const ErFlow *flow, const ErBox *hub)
{
	const ErDiagram *diagram = compose->view->diagram;
	const ErBox *own = er_compose_box_of(compose, er_network_vnet(compose->net, flow->vnet)->self);

	if (own != NULL)
		return own;
	for (uint32_t i = er_diagram_find(diagram, ER_BOX_SPOKES, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(diagram, ER_BOX_SPOKES, ER_NONE, i + 1)) {
		const ErWire *wire = er_diagram_wire_to(diagram, ER_WIRE_PEERING, i);
		if (wire != NULL && er_compose_box(compose, wire->from) == hub)
			return er_compose_box(compose, i);
	}
	return NULL;
}

static void take_leg(After *after, const ErFlow *flow, const ErFlowClass *class, const ErPath *path)
{
	const ErNetwork *net = after->compose->net;
	const ErBox *gateway = path->gateway != ER_NONE ? er_compose_box_of(after->compose, er_network_gateway(net, path->gateway)->self)
	                     : path->tunnel != ER_NONE ? er_compose_box_of(after->compose, er_network_vpn_gateway(net, er_network_tunnel(net, path->tunnel)->vpn_gateway)->self) : NULL;
	Leg leg = { .gateway = gateway, .in = class->direction == ER_ONPREM_TO_AZURE, .fastpath = path->mode == ER_MODE_FASTPATH };

	leg.to = gateway != NULL ? destination_box(after->compose, flow, hub_of(after->compose, gateway)) : NULL;
	leg.out = !leg.in;
	leg.fastpath = leg.fastpath && leg.in;
	if (leg.to == NULL)
		return;
	for (guint i = 0; i < after->legs->len; i++) {
		Leg *known = &g_array_index(after->legs, Leg, i);
		if (known->gateway != leg.gateway || known->to != leg.to)
			continue;
		known->in |= leg.in;
		known->out |= leg.out;
		known->fastpath |= leg.fastpath;
		return;
	}
	g_array_append_val(after->legs, leg);
}

static void take_changes(After *after)
{
	const ErFlows *flows = after->compose->view->flows;
	const ErFailure *failure = after->compose->view->failure;
	g_autofree const ErChange **change_of = g_new0(const ErChange *, er_flows_n_classes(flows) + 1);

	for (guint i = 0; i < failure->changes->len; i++) {
		const ErChange *change = &g_array_index(failure->changes, ErChange, i);
		const ErFlowClass *class = er_flows_class(flows, change->flow_class);
		if (!change->after->up)
			continue;
		change_of[change->flow_class] = change;
		for (uint32_t k = 0; k < change->after->n_used; k++)
			take_path(after, class, &class->paths[change->after->used[k]]);
	}
	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		const ErChange *change = change_of[flow->flow_class];
		bool gone = failure->failed[er_network_vnet(after->compose->net, flow->vnet)->self] ||
		            (flow->attachment != ER_NONE && failure->failed[er_network_attachment(after->compose->net, flow->attachment)->self]);
		for (uint32_t k = 0; change != NULL && !gone && k < change->after->n_used; k++)
			take_leg(after, flow, er_flows_class(flows, flow->flow_class), &er_flows_class(flows, flow->flow_class)->paths[change->after->used[k]]);
	}
}

/* ---- drawing ---- */

static void stretch(After *after, bool in, const ErPoint *points, uint32_t n, bool head)
{
	er_compose_stretch(after->compose, in, true, points, n, head, (const ErRect *)after->compose->pills->data, after->compose->pills->len);
}

static void open_flow(After *after, bool in)
{
	er_scene_open(after->compose->scene, ER_GROUP_EDGE, in ? "flow-in" : "flow-out", NULL, NULL, in ? _("Flow on-premises to Azure after the failure") : _("Flow Azure to on-premises after the failure"), NULL);
	after->compose->used[in ? ER_USED_FLOW_IN : ER_USED_FLOW_OUT] = true;
}

/* Where the title of a site stands on its border. */
static ErRect title_of(const ErCompose *compose, const ErBox *core)
{
	const ErBox *site = er_compose_box(compose, core->parent);

	return (ErRect){ site->rect.x + 12, site->rect.y - 13, er_compose_width(ER_ROLE_T_SITE, site->label) + 48, 26 };
}

static void draw_crossing(After *after, const Crossing *crossing)
{
	const ErRect titles[] = { title_of(after->compose, crossing->from), title_of(after->compose, crossing->to) };
	g_autoptr(GArray) holes = er_compose_wan_pills(after->compose);
	bool down = crossing->to->rect.y > crossing->from->rect.y;
	double from = down ? crossing->from->rect.y + crossing->from->rect.h : crossing->from->rect.y, to = down ? crossing->to->rect.y : crossing->to->rect.y + crossing->to->rect.h, x = er_compose_middle(crossing->from).x;

	g_array_append_vals(holes, titles, 2);
	if (crossing->in)
		er_compose_stretch(after->compose, true, true, (ErPoint[]){ { x - 8, from }, { x - 8, to } }, 2, true, (const ErRect *)(void *)holes->data, holes->len);
	if (crossing->out)
		er_compose_stretch(after->compose, false, true, (ErPoint[]){ { x + 8, to }, { x + 8, from } }, 2, true, (const ErRect *)(void *)holes->data, holes->len);
}

/* Along the tunnel, towards Azure on its outer side, back on its inner side. */
static void draw_tunnel(After *after, const Tunnel *tunnel, bool in)
{
	ErCompose *compose = after->compose;
	const ErBox *ce = er_compose_box(compose, er_diagram_wire(compose->view->diagram, tunnel->wire)->from);
	const ErBox *core = er_compose_box(compose, er_diagram_find(compose->view->diagram, ER_BOX_CORE, ce->parent, 0));
	double d = in ? 5 : -5, core_y = er_compose_middle(core).y, ce_y = er_compose_middle(ce).y + d, x = core->rect.x + core->rect.w + (in ? 48 : 20);
	ErPoint p[6], back[6];

	er_compose_tunnel_way(compose, tunnel->wire, p);
	const double dx[] = { 0, -d, -d, d, d, 0 };
	for (int i = 0; i < 6; i++)
		p[i] = (ErPoint){ p[i].x + dx[i], p[i].y + d };
	for (int i = 0; i < 6; i++)
		back[i] = p[5 - i];
	ErRect pill = er_compose_tunnel_pill(compose, tunnel->wire);
	er_compose_stretch(compose, in, true, in ? p : back, 6, true, &pill, 1);
	if (in)
		stretch(after, true, (ErPoint[]){ { core->rect.x + core->rect.w, core_y }, { x, core_y }, { x, ce_y }, { ce->rect.x, ce_y } }, 4, true);
	else
		stretch(after, false, (ErPoint[]){ { ce->rect.x, ce_y }, { x, ce_y }, { x, core_y + 16 }, { core->rect.x + core->rect.w, core_y + 16 } }, 4, true);
}

/* To the gateway; FastPath ends at the edge of the region, where its leg goes on. */
static void draw_entry(After *after, const Entry *entry)
{
	ErCompose *compose = after->compose;
	ErRoute route = er_compose_route(compose, entry->connection);
	const ErBox *gateway = er_compose_box_of(compose, er_network_gateway(compose->net, entry->gateway)->self);

	for (guint i = 0; i < after->rows->len; i++) {
		const ErFlowRow *row = &g_array_index(after->rows, ErFlowRow, i);
		if (row->in && row->circuit == er_network_connection(compose->net, entry->connection)->circuit)
			er_compose_gather(compose, row, &route);
	}
	route.p[3].x = gateway->rect.x;
	if (entry->to_gateway)
		stretch(after, true, route.p, 4, true);
	if (entry->fastpath && er_compose_shows(compose, ER_LAYER_FASTPATH)) {
		const ErBox *hub = hub_of(compose, gateway);
		double x = er_compose_box(compose, hub->parent)->rect.x - 14, y = bottom_of(compose, hub) + FASTPATH_BELOW;
		stretch(after, true, (ErPoint[]){ route.p[0], route.p[1], { x - 30, route.p[2].y }, { x, y }, { hub->rect.x, y } }, 5, false);
	}
}

/* What comes back through a VPN gateway goes through it: beside the way in. */
static void draw_behind(After *after, const Leg *leg, bool in)
{
	const ErBox *hub = hub_of(after->compose, leg->gateway);
	ErPoint gateway = er_compose_middle(leg->gateway), to = er_compose_middle(leg->to);
	double turn = er_compose_right(hub) + (in ? 16 : 28), off = in ? 0 : 12;
	/* The glyph of the peering stands on the line. */
	ErRect holes[] = { { leg->to->rect.x - 41, to.y - 11, 22, 22 } };
	const ErPoint bent[] = { { er_compose_right(leg->gateway), gateway.y + off }, { turn, gateway.y + off }, { turn, to.y + off }, { leg->to->rect.x, to.y + off } };
	const ErPoint back[] = { bent[3], bent[2], bent[1], bent[0] }, straight[] = { in ? bent[0] : bent[3], in ? bent[3] : bent[0] };
	bool level = fabs(gateway.y - to.y) < 0.5;
	er_compose_stretch(after->compose, in, true, level ? straight : in ? bent : back, level ? 2 : 4, true, holes, 1);
}

static void draw_leg_in(After *after, const Leg *leg)
{
	const ErBox *hub = hub_of(after->compose, leg->gateway);
	ErPoint to = er_compose_middle(leg->to);
	double turn = er_compose_right(hub) + 16, under = bottom_of(after->compose, hub) + FASTPATH_BELOW;

	if (leg->fastpath && !er_compose_shows(after->compose, ER_LAYER_FASTPATH))
		return;
	if (leg->fastpath) {
		if (leg->to == hub)
			stretch(after, true, (ErPoint[]){ { hub->rect.x, under }, { er_compose_right(hub) - 42, under }, { er_compose_right(hub) - 42, hub->rect.y + hub->rect.h } }, 3, true);
		else
			stretch(after, true, (ErPoint[]){ { hub->rect.x, under }, { turn + 16, under }, { turn + 16, to.y + 12 }, { leg->to->rect.x, to.y + 12 } }, 4, true);
		return;
	}
	if (leg->to == hub)
		return;
	draw_behind(after, leg, true);
}

static double lane_y(const ErCompose *compose, const ErBox *hub, ErSide side)
{
	return side == ER_PRIMARY ? hub->rect.y - LANE_ABOVE : bottom_of(compose, hub) + LANE_BELOW;
}

/* Which lanes does the home of @gateway use? */
static bool uses_lane(const After *after, const ErBox *gateway, ErSide side)
{
	for (guint i = 0; i < after->backs->len; i++) {
		const Back *back = &g_array_index(after->backs, Back, i);
		if (back->gateway == gateway && g_array_index(after->rows, ErFlowRow, back->row).side == side)
			return true;
	}
	return false;
}

static void draw_leg_out(After *after, const Leg *leg)
{
	const ErBox *hub = hub_of(after->compose, leg->gateway), *region = er_compose_box(after->compose, hub->parent);
	if (leg->gateway->kind == ER_BOX_VPN_GATEWAY) {
		if (leg->to != hub)
			draw_behind(after, leg, false);
		return;
	}
	double x = leg->to == hub ? er_compose_right(hub) - 24 : er_compose_right(region) - CHANNEL, y = er_compose_middle(leg->to).y;

	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		double lane = lane_y(after->compose, hub, side), end = after->compose->frame->corridor_right - 12;
		if (!uses_lane(after, leg->gateway, side))
			continue;
		if (leg->to == hub)
			stretch(after, false, (ErPoint[]){ { x, side == ER_PRIMARY ? hub->rect.y : hub->rect.y + hub->rect.h }, { x, lane }, { end, lane } }, 3, false);
		else
			stretch(after, false, (ErPoint[]){ { er_compose_right(leg->to) + (leg->to->kind == ER_BOX_SPOKES ? 8 : 2), y }, { x, y }, { x, lane }, { end, lane } }, 4, false);
	}
}

static void draw_back(After *after, const Back *back)
{
	const ErFlowRow *row = &g_array_index(after->rows, ErFlowRow, back->row);
	const ErBox *hub = hub_of(after->compose, back->gateway);
	double lane = lane_y(after->compose, hub, row->side), y = row->y + (row->side == ER_PRIMARY ? -12 : 12), end = after->compose->frame->corridor_right - 12;
	const char *name = er_compose_component(after->compose, back->gateway->component)->name;
	bool several = false;

	stretch(after, false, (ErPoint[]){ { end, lane }, { end - 20, lane }, { after->compose->frame->corridor_left + 26, y }, { er_compose_right(row->msee), y } }, 4, true);
	for (guint i = 0; i < after->backs->len; i++) {
		const Back *other = &g_array_index(after->backs, Back, i);
		bool same = hub_of(after->compose, other->gateway) == hub && g_array_index(after->rows, ErFlowRow, other->row).side == row->side;
		/* The first of a lane speaks for all. */
		if (same && other < back)
			return;
		several = several || (same && other->gateway != back->gateway);
	}
	double left = er_compose_box(after->compose, hub->parent)->rect.x + 12;
	g_autofree char *text = g_strdup_printf(_("past %s"), several ? _("the gateways") : name);
	er_compose_text(after->compose, ER_ROLE_T_FLOW_OUT, left, lane - 5, ER_ANCHOR_START, er_compose_right(hub) - 50 - left, text);
}

static void draw_back_rows(After *after)
{
	if (!er_compose_shows(after->compose, ER_LAYER_FLOW_OUT))
		return;
	open_flow(after, false);
	for (guint i = 0; i < after->legs->len; i++)
		if (g_array_index(after->legs, Leg, i).out)
			draw_leg_out(after, &g_array_index(after->legs, Leg, i));
	for (guint i = 0; i < after->backs->len; i++)
		draw_back(after, &g_array_index(after->backs, Back, i));
	for (guint i = 0; i < after->rows->len; i++)
		if (g_array_index(after->rows, ErFlowRow, i).out)
			er_compose_outside(after->compose, &g_array_index(after->rows, ErFlowRow, i), false);
	for (guint i = 0; i < after->tunnels->len; i++)
		if (g_array_index(after->tunnels, Tunnel, i).out)
			draw_tunnel(after, &g_array_index(after->tunnels, Tunnel, i), false);
	er_scene_close(after->compose->scene);
}

static void draw_in_rows(After *after)
{
	if (!er_compose_shows(after->compose, ER_LAYER_FLOW_IN))
		return;
	open_flow(after, true);
	for (guint i = 0; i < after->rows->len; i++)
		if (g_array_index(after->rows, ErFlowRow, i).in)
			er_compose_outside(after->compose, &g_array_index(after->rows, ErFlowRow, i), true);
	for (guint i = 0; i < after->entries->len; i++)
		draw_entry(after, &g_array_index(after->entries, Entry, i));
	for (guint i = 0; i < after->legs->len; i++)
		if (g_array_index(after->legs, Leg, i).in)
			draw_leg_in(after, &g_array_index(after->legs, Leg, i));
	for (guint i = 0; i < after->tunnels->len; i++)
		if (g_array_index(after->tunnels, Tunnel, i).in)
			draw_tunnel(after, &g_array_index(after->tunnels, Tunnel, i), true);
	for (guint i = 0; i < after->crossings->len; i++)
		draw_crossing(after, &g_array_index(after->crossings, Crossing, i));
	er_scene_close(after->compose->scene);
}

void er_compose_failure(ErCompose *compose)
{
	After after = {
		.compose = compose, .rows = g_array_new(FALSE, TRUE, sizeof(ErFlowRow)), .entries = g_array_new(FALSE, TRUE, sizeof(Entry)),
		.legs = g_array_new(FALSE, TRUE, sizeof(Leg)), .crossings = g_array_new(FALSE, TRUE, sizeof(Crossing)), .backs = g_array_new(FALSE, TRUE, sizeof(Back)), .tunnels = g_array_new(FALSE, TRUE, sizeof(Tunnel)),
	};

	take_changes(&after);
	if (after.rows->len + after.tunnels->len > 0) {
		draw_back_rows(&after);
		draw_in_rows(&after);
	}
	g_array_free(after.rows, TRUE);
	g_array_free(after.entries, TRUE);
	g_array_free(after.legs, TRUE);
	g_array_free(after.crossings, TRUE);
	g_array_free(after.backs, TRUE);
	g_array_free(after.tunnels, TRUE);
}

/* ---- crosses ---- */

static uint32_t instances_gone(const ErCompose *compose, const ErGateway *gateway)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < gateway->n_instances; i++)
		n += compose->view->failure->failed[er_network_instance(compose->net, gateway, i)];
	return n;
}

static void cross_box(ErCompose *compose, const ErBox *box)
{
	double size = er_box_is_container(box->kind) ? 26 : MIN(box->rect.w, box->rect.h) * 0.8;
	ErPoint at = er_box_is_container(box->kind) ? (ErPoint){ er_compose_right(box) - 24, box->rect.y } : er_compose_middle(box);

	er_scene_glyph(compose->scene, ER_ROLE_G_DOWN, ER_GLYPH_CROSS, (ErRect){ at.x - size / 2, at.y - size / 2, size, size });
	compose->used[ER_USED_FAILED] = true;
}

static void cross_gateway(ErCompose *compose, const ErBox *box)
{
	const ErGateway *gateway = er_network_gateway(compose->net, box->ref);
	uint32_t gone = instances_gone(compose, gateway);

	if (compose->view->failure->failed[gateway->self] || gone == gateway->n_instances) {
		cross_box(compose, box);
	} else if (gone > 0) {
		g_autofree char *text = g_strdup_printf(_("%u of %u%s instances failed"), gone, gateway->n_instances, gateway->instances_known ? "" : "+");
		er_compose_text(compose, ER_ROLE_T_DOWN, er_compose_middle(box).x, box->rect.y - 4, ER_ANCHOR_MIDDLE, 150, text);
	}
}

void er_compose_crosses(ErCompose *compose)
{
	g_autofree char *names = er_failure_names(compose->view->flows, compose->view->failure->event);

	er_scene_open(compose->scene, ER_GROUP_LAYER, "failed", NULL, NULL, _("Failed"), names);
	for (uint32_t i = 0; i < er_diagram_n_boxes(compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(compose, i);
		if (box->kind == ER_BOX_GATEWAY)
			cross_gateway(compose, box);
		else if (box->component != ER_NONE && compose->view->failure->failed[box->component] && box->kind != ER_BOX_CIRCUIT && box->kind != ER_BOX_CIRCUIT_NODE)
			cross_box(compose, box);
	}
	er_scene_close(compose->scene);
}

/* ---- what is left ---- */

static bool uses_circuit(const ErFlowClass *class, const ErOutcome *outcome, uint32_t circuit)
{
	for (uint32_t i = 0; i < outcome->n_used; i++)
		if (class->paths[outcome->used[i]].circuit == circuit)
			return true;
	return false;
}

char *er_compose_circuit_state(const ErCompose *compose, uint32_t circuit)
{
	const ErFailure *failure = compose->view->failure;

	for (guint i = 0; failure != NULL && i < failure->changes->len; i++) {
		const ErChange *change = &g_array_index(failure->changes, ErChange, i);
		const ErFlowClass *class = er_flows_class(compose->view->flows, change->flow_class);
		if (!change->after->up || change->after->capacity_mbps == 0 || !uses_circuit(class, change->after, circuit))
			continue;
		g_autofree char *now = er_compose_speed(change->after->capacity_mbps), *was = er_compose_speed(change->before->capacity_mbps);
		return change->before->capacity_mbps <= change->after->capacity_mbps ? g_strdup_printf(_("carries %s"), now) : g_strdup_printf(_("%s left of %s"), now, was);
	}
	return NULL;
}
