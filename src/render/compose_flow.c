/*
 * The flows of a sheet, drawn beside the topology. Three lanes per row of a circuit: topology in the middle, towards Azure on the
 * inner side (solid, filled head, numbers), back on the outer side (dashed, hollow head, letters). The way back leaves each VNet
 * at its right edge, runs above and below hub and gateway inside the region, and falls to "its" MSEE in the corridor: upper rows
 * over the top lanes, lower rows over the bottom lanes, the outermost lane to the outermost row, so that lanes do not cross. What crosses the
 * hub's firewall enters it at its right, towards Azure above, back below; the way back leaves it at its left.
 */
#include "compose.h"
#include "extra.h"

#include <erscope/lang.h>

#include <math.h>

static const double lane = 12, head_gap = 7, lane_step = 24;

typedef struct {
	ErCompose *compose;
	const ErDiagram *diagram;
	GArray *rows;              /* of ErFlowRow, from top to bottom */
	const ErBox *core, *gateway, *hub, *region;
} Flows;

static double inner(ErSide side)
{
	return side == ER_PRIMARY ? lane : -lane;
}

static ErRole in_role(bool now)
{
	return now ? ER_ROLE_FLOW_IN : ER_ROLE_FLOW_STANDBY_IN;
}

static ErRole out_role(bool now)
{
	return now ? ER_ROLE_FLOW_OUT : ER_ROLE_FLOW_STANDBY_OUT;
}

/* ---- rows ---- */

ErFlowRow *er_compose_row_of(ErCompose *compose, GArray *rows, const ErPath *path)
{
	const ErNetwork *net = compose->net;
	const ErCircuit *circuit = er_network_circuit(net, path->circuit);

	for (guint i = 0; i < rows->len; i++) {
		ErFlowRow *row = &g_array_index(rows, ErFlowRow, i);
		if (row->circuit == path->circuit && row->side == path->side && row->end == path->end)
			return row;
	}
	uint32_t block = er_compose_block_of(compose, path->circuit);
	ErFlowRow row = { .circuit = path->circuit, .side = path->side, .end = path->end, .connection = path->connection, .in_certainty = path->share_certainty,
	                  .ce = er_compose_box_of(compose, er_network_end(net, path->end)->ce), .msee = er_compose_box_of(compose, circuit->msee[path->side]), .block = block != ER_NONE ? er_compose_box(compose, block) : NULL };
	row.pe = circuit->pe[path->side] != ER_NONE ? er_compose_box_of(compose, circuit->pe[path->side]) : NULL;
	row.node = circuit->port != ER_NONE ? er_compose_box_of(compose, circuit->self) : NULL;
	if (row.ce == NULL || row.msee == NULL || row.block == NULL || (circuit->port != ER_NONE && row.node == NULL))
		return NULL;
	row.ce_box = er_diagram_box_of(compose->view->diagram, er_network_end(net, path->end)->ce);
	row.core = er_compose_box(compose, er_diagram_find(compose->view->diagram, ER_BOX_CORE, row.ce->parent, 0));
	row.y = er_compose_middle(row.pe != NULL ? row.pe : row.msee).y;
	g_array_append_val(rows, row);
	return &g_array_index(rows, ErFlowRow, rows->len - 1);
}

static void take_class(Flows *flows, const ErFlowClass *class)
{
	bool in = class->direction == ER_ONPREM_TO_AZURE;

	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		/* Another gateway of the same VNet has a sheet of its own. */
		ErFlowRow *row = path->circuit != ER_NONE && path->gateway == flows->compose->view->gateway ? er_compose_row_of(flows->compose, flows->rows, path) : NULL;
		if (row == NULL)
			continue;
		row->in = row->in || in;
		row->out = row->out || !in;
		row->in_now = row->in_now || (in && path->preference == 0);
		row->out_now = row->out_now || (!in && path->preference == 0);
		if (in && row->in_share < path->share)
			row->in_share = path->share;
		if (!in && row->out_share < path->share)
			row->out_share = path->share;
	}
}

/* Circuits of one port pair share its links: the first row of a router speaks for what happens outside. */
static bool shares_router(const Flows *flows, guint index)
{
	for (guint i = 0; i < index; i++)
		if (g_array_index(flows->rows, ErFlowRow, i).msee == g_array_index(flows->rows, ErFlowRow, index).msee)
			return true;
	return false;
}

static double share_of_router(const Flows *flows, const ErFlowRow *row, bool in)
{
	double share = 0;

	for (guint i = 0; i < flows->rows->len; i++) {
		const ErFlowRow *other = &g_array_index(flows->rows, ErFlowRow, i);
		if (other->msee == row->msee)
			share += in ? other->in_share : other->out_share;
	}
	return share;
}

static int by_height(const void *a, const void *b)
{
	const ErFlowRow *x = a, *y = b;

	if (fabs(x->y - y->y) > 0.5)
		return x->y < y->y ? -1 : 1;
	return (x->circuit > y->circuit) - (x->circuit < y->circuit);
}

/* ---- marks on the way ---- */

static void mark(ErCompose *compose, bool in, double x, double y, const char *text)
{
	/* Hops are numbered where the findings table speaks of them: on flow sheets. */
	if (compose->view->failure != NULL || !er_compose_shows(compose, in ? ER_LAYER_FLOW_IN : ER_LAYER_FLOW_OUT))
		return;
	/* Rows of several circuits meet at the same CE: each number once. */
	for (guint i = 0; i < compose->hops->len; i++) {
		const ErPoint *known = &g_array_index(compose->hops, ErPoint, i);
		if (fabs(known->x - x) < 1 && fabs(known->y - y) < 1)
			return;
	}
	const ErPoint at = { x, y };
	g_array_append_val(compose->hops, at);
	er_scene_rect(compose->scene, in ? ER_ROLE_HOP_IN : ER_ROLE_HOP_OUT, (ErRect){ x - 8, y - 8, 16, 16 }, 0);
	er_compose_text(compose, in ? ER_ROLE_T_HOP_IN : ER_ROLE_T_HOP_OUT, x, y + 3.6, ER_ANCHOR_MIDDLE, 15, text)->over_lines = true;
}

static void mark_number(ErCompose *compose, double x, double y, uint32_t n)
{
	g_autofree char *text = g_strdup_printf("%u", n);

	mark(compose, true, x, y, text);
}

static void mark_letter(ErCompose *compose, double x, double y, uint32_t n)
{
	const char text[2] = { (char)('a' + n), '\0' };

	mark(compose, false, x, y, text);
}

void er_compose_stretch(ErCompose *compose, bool in, bool now, const ErPoint *points, uint32_t n, bool head, const ErRect *holes, uint32_t n_holes)
{
	ErPoint own[8];
	ErPoint tip = points[n - 1], before = points[n - 2];
	double length = hypot(tip.x - before.x, tip.y - before.y), dx = (tip.x - before.x) / length, dy = (tip.y - before.y) / length;

	g_assert(n <= G_N_ELEMENTS(own));
	if (!er_compose_shows(compose, in ? ER_LAYER_FLOW_IN : ER_LAYER_FLOW_OUT) || (!now && !er_compose_shows(compose, ER_LAYER_STANDBY)))
		return;
	for (uint32_t i = 0; i < n; i++)
		own[i] = points[i];
	if (head && length > head_gap)
		own[n - 1] = (ErPoint){ tip.x - dx * head_gap, tip.y - dy * head_gap };
	er_compose_line_around(compose, in ? in_role(now) : out_role(now), own, n, 12, 0, false, holes, n_holes);
	if (head)
		er_scene_head(compose->scene, in ? ER_ROLE_HEAD_IN : ER_ROLE_HEAD_OUT, tip, dx, dy);
}

static void stretch(ErCompose *compose, bool in, bool now, const ErPoint *points, uint32_t n, bool head, const ErRect *hole)
{
	er_compose_stretch(compose, in, now, points, n, head, hole, hole != NULL && compose->view->failure == NULL);
}

static void open_flow(ErCompose *compose, const ErFlowRow *row, bool in)
{
	const ErComponent *circuit = er_compose_component(compose, er_network_circuit(compose->net, row->circuit)->self);
	g_autofree char *title = g_strdup_printf(_("Flow %s over %s, %s link"), in ? _("on-premises to Azure") : _("Azure to on-premises"), circuit->name, _(er_side_name(row->side)));
	g_autofree char *desc = g_strdup_printf(_("%s, %.0f percent of the traffic now"), (in ? row->in_now : row->out_now) ? _("in use") : _("standby"), (in ? row->in_share : row->out_share) * 100);

	er_scene_open(compose->scene, ER_GROUP_EDGE, in ? "flow-in" : "flow-out", NULL, NULL, title, desc);
}

/* ---- towards Azure ---- */

static double trunk_lane(const ErCompose *compose, const ErFlowRow *row, bool in)
{
	return er_compose_trunk_x(compose, row->ce_box, row->side) + (in ? -lane : lane);
}

static void draw_core_in(ErCompose *compose, const ErFlowRow *row)
{
	ErPoint core = er_compose_middle(row->core);
	double y = er_compose_middle(row->ce).y + inner(row->side), x = core.x + 74;
	const ErPoint points[] = { { er_compose_right(row->core), core.y }, { x, core.y }, { x, y }, { row->ce->rect.x, y } };

	stretch(compose, true, row->in_now, points, 4, true, NULL);
}

static void draw_outside_in(ErCompose *compose, const ErFlowRow *row)
{
	double y = row->y + inner(row->side), ce_y = er_compose_middle(row->ce).y + inner(row->side), x = trunk_lane(compose, row, true);
	const ErBox *next = row->pe != NULL ? row->pe : row->msee;
	double middle = row->block->rect.x - 32;
	ErRect hole = { middle - 9, y - 9, 18, 18 };
	const ErPoint bent[] = { { er_compose_right(row->ce), ce_y }, { x, ce_y }, { x, y }, { next->rect.x, y } };
	const ErPoint straight[] = { bent[0], bent[3] };

	if (fabs(ce_y - y) < 0.5)
		stretch(compose, true, row->in_now, straight, 2, true, &hole);
	else
		stretch(compose, true, row->in_now, bent, 4, true, &hole);
	mark_number(compose, middle, y, 3);
	if (row->pe == NULL)
		return;
	double link = row->pe->rect.x + row->pe->rect.w + (row->msee->rect.x - er_compose_right(row->pe)) * 0.2;
	ErRect gap = { link - 9, y - 9, 18, 18 };
	stretch(compose, true, row->in_now, (ErPoint[]){ { er_compose_right(row->pe), y }, { row->msee->rect.x, y } }, 2, true, &gap);
	mark_number(compose, link, y, 5);
}

/* MSEE to where the circuit's lines gather; through the circuit's own box on Direct. */
void er_compose_gather(ErCompose *compose, const ErFlowRow *row, const ErRoute *route)
{
	double y = row->y + inner(row->side), x0 = er_compose_right(row->msee);

	if (row->node != NULL) {
		ErPoint node = er_compose_middle(row->node);
		double at = node.y + (row->side == ER_PRIMARY ? -6 : 6);
		stretch(compose, true, row->in_now, (ErPoint[]){ { x0, y }, { x0 + 34, y }, { row->node->rect.x - 16, at }, { row->node->rect.x, at } }, 4, true, NULL);
		stretch(compose, true, row->in_now, (ErPoint[]){ { er_compose_right(row->node), route->p[0].y }, { er_compose_right(row->block) + 2, route->p[0].y } }, 2, false, NULL);
		return;
	}
	stretch(compose, true, row->in_now, (ErPoint[]){ { x0, y }, { er_compose_right(row->block) - 46, y }, { er_compose_right(row->block) - 14, route->p[0].y }, { er_compose_right(row->block) + 2, route->p[0].y } }, 4, false, NULL);
}

static bool destination_mode(const Flows *flows, const ErDestination *destination, const ErFlowRow *row, ErMode mode)
{
	const ErFlowClass *class = er_flows_class(flows->compose->view->flows, destination->in);

	for (uint32_t k = 0; k < class->n_paths; k++)
		if (class->paths[k].connection == row->connection && class->paths[k].mode == mode)
			return true;
	return false;
}

static bool any_mode(const Flows *flows, const ErFlowRow *row, ErMode mode)
{
	const GArray *destinations = flows->compose->view->destinations;

	for (guint i = 0; i < destinations->len; i++)
		if (destination_mode(flows, &g_array_index(destinations, ErDestination, i), row, mode))
			return true;
	return false;
}

/* The firewall of this hub that the flow crosses; NULL: none. */
static const ErBox *firewall_of(const Flows *flows, uint32_t class)
{
	uint32_t box = er_extra_crossed(flows->compose->view, er_flows_class(flows->compose->view->flows, class));

	return box != ER_NONE ? er_diagram_box(flows->diagram, box) : NULL;
}

static bool any_firewall(const Flows *flows)
{
	return er_diagram_find(flows->diagram, ER_BOX_FIREWALL, ER_NONE, 0) != ER_NONE;
}

/* FastPath: from the connection past the gateway, below the hub to a spoke, to the hub's own workloads or to the firewall before them. */
static void draw_fastpath(Flows *flows, const ErFlowRow *row, const ErRoute *route, const ErDestination *destination)
{
	const ErBox *to = er_diagram_box(flows->diagram, destination->box), *firewall = firewall_of(flows, destination->in);
	double x0 = route->p[1].x, x = flows->region->rect.x - 24, y = er_compose_middle(to).y, under = flows->hub->rect.y + flows->hub->rect.h + 24;

	if (firewall != NULL) {
		stretch(flows->compose, true, row->in_now, (ErPoint[]){ { x0 - 30, route->p[0].y }, { x, route->p[0].y }, { x, firewall->rect.y + 14 }, { firewall->rect.x, firewall->rect.y + 14 } }, 4, true, NULL);
		return;
	}
	if (to->kind == ER_BOX_WORKLOAD) {
		stretch(flows->compose, true, row->in_now, (ErPoint[]){ { x0 - 30, route->p[0].y }, { x, route->p[0].y }, { x, y }, { to->rect.x, y } }, 4, true, NULL);
		return;
	}
	double in_y = y + 26, turn = to->rect.x - 52;
	stretch(flows->compose, true, row->in_now, (ErPoint[]){ { x0 - 30, route->p[0].y }, { x, route->p[0].y }, { x, under }, { turn, under }, { turn, in_y }, { to->rect.x, in_y } }, 6, true, NULL);
}

static void draw_connection_in(Flows *flows, const ErFlowRow *row)
{
	ErCompose *compose = flows->compose;
	ErRoute route = er_compose_route(compose, row->connection);
	const ErView *view = compose->view;

	er_compose_gather(compose, row, &route);
	if (any_mode(flows, row, ER_MODE_DEFAULT)) {
		route.p[3].x = flows->gateway->rect.x;
		er_compose_stretch(compose, true, row->in_now, route.p, 4, true, (const ErRect *)compose->pills->data, compose->pills->len);
	}
	for (guint i = 0; i < view->destinations->len; i++) {
		const ErDestination *destination = &g_array_index(view->destinations, ErDestination, i);
		if (er_compose_shows(compose, ER_LAYER_FASTPATH) && destination_mode(flows, destination, row, ER_MODE_FASTPATH))
			draw_fastpath(flows, row, &route, destination);
	}
}

static void draw_in(Flows *flows, const ErFlowRow *row, guint index)
{
	if (!row->in || !er_compose_shows(flows->compose, ER_LAYER_FLOW_IN) || (!row->in_now && !er_compose_shows(flows->compose, ER_LAYER_STANDBY)))
		return;
	open_flow(flows->compose, row, true);
	if (!shares_router(flows, index)) {
		er_compose_outside(flows->compose, row, true);
	}
	draw_connection_in(flows, row);
	er_scene_close(flows->compose->scene);
	flows->compose->used[row->in_now ? ER_USED_FLOW_IN : ER_USED_STANDBY] = true;
}

/* Down to the firewall beside the gateway subnet. */
static void draw_into_firewall(Flows *flows, const ErBox *firewall)
{
	double from = er_compose_middle(flows->gateway).y + 24, x = er_compose_right(er_diagram_box(flows->diagram, flows->gateway->parent)) + 9, in = firewall->rect.y + 10;

	stretch(flows->compose, true, true, (ErPoint[]){ { er_compose_right(flows->gateway), from }, { x, from }, { x, in }, { er_compose_right(firewall), in } }, 4, true, NULL);
}

/* On to the spoke or to the hub's own workloads. */
static void draw_out_of_firewall(Flows *flows, const ErBox *firewall, const ErBox *to)
{
	double y = er_compose_middle(to).y, x = er_compose_right(er_diagram_box(flows->diagram, flows->gateway->parent)) + 9, out = firewall->rect.y + 26, turn = er_compose_right(flows->hub) + 16;
	ErRect hole = { to->rect.x - 41, y - 11, 22, 22 };

	if (to->kind == ER_BOX_WORKLOAD)
		stretch(flows->compose, true, true, (ErPoint[]){ { er_compose_right(firewall), out }, { x, out }, { x, to->rect.y + 24 }, { er_compose_right(to), to->rect.y + 24 } }, 4, true, NULL);
	else
		stretch(flows->compose, true, true, (ErPoint[]){ { er_compose_right(firewall), out }, { turn, out }, { turn, y }, { to->rect.x, y } }, 4, true, &hole);
}

/* From the gateway on, once per destination that is reached through it. */
static void draw_behind_gateway(Flows *flows, const ErDestination *destination)
{
	const ErBox *firewall = firewall_of(flows, destination->in);
	ErCompose *compose = flows->compose;
	const ErBox *to = er_diagram_box(flows->diagram, destination->box);
	const ErFlowClass *class = er_flows_class(compose->view->flows, destination->in);
	ErPoint gateway = er_compose_middle(flows->gateway);
	double right = er_compose_right(flows->gateway), y = er_compose_middle(to).y;

	if (!er_compose_shows(compose, ER_LAYER_FLOW_IN))
		return;
	if (class->mode == ER_MODE_FASTPATH && firewall == NULL)
		return;
	er_scene_open(compose->scene, ER_GROUP_EDGE, "flow-in", NULL, NULL, class->mode == ER_MODE_FASTPATH ? _("Flow on-premises to Azure, behind the firewall") : _("Flow on-premises to Azure, behind the gateway"), NULL);
	if (firewall != NULL) {
		if (class->mode != ER_MODE_FASTPATH)
			draw_into_firewall(flows, firewall);
		draw_out_of_firewall(flows, firewall, to);
	} else if (to->kind == ER_BOX_WORKLOAD) {
		double x = er_compose_right(to) + (any_firewall(flows) ? 23 : 14), leave = gateway.y + (any_firewall(flows) ? 11 : 20);
		stretch(compose, true, true, (ErPoint[]){ { right, leave }, { x, leave }, { x, to->rect.y + 24 }, { er_compose_right(to), to->rect.y + 24 } }, 4, true, NULL);
	} else {
		double turn = er_compose_right(flows->hub) + 16;
		ErRect hole = { to->rect.x - 41, y - 11, 22, 22 };
		if (fabs(gateway.y - y) < 0.5)
			stretch(compose, true, true, (ErPoint[]){ { right, y }, { to->rect.x, y } }, 2, true, &hole);
		else
			stretch(compose, true, true, (ErPoint[]){ { right, gateway.y }, { turn, gateway.y }, { turn, y }, { to->rect.x, y } }, 4, true, &hole);
	}
	er_scene_close(compose->scene);
}

/* ---- back ---- */

/* The lane of a row: its height in the region and where it falls in the corridor. */
static void lane_of(const Flows *flows, guint index, double *y, double *drop, bool *top)
{
	guint n = 0, own = 0, from_edge;

	for (guint i = 0; i < flows->rows->len; i++) {
		bool shared = shares_router(flows, i);
		own += i < index && !shared;
		n += !shared;
	}
	index = own;
	*top = index < (n + 1) / 2;
	from_edge = *top ? index : n - 1 - index;
	*y = *top ? flows->region->rect.y + 40 + lane_step * from_edge : flows->region->rect.y + flows->region->rect.h - 30 - lane_step * from_edge;
	*drop = flows->compose->frame->corridor_left + 22 + 16 * from_edge;
}

/* Inside the hub's right edge, where its own workloads join the lanes. */
static double hub_channel(const Flows *flows)
{
	return er_compose_right(flows->hub) - 16;
}

static double channel_x(const Flows *flows)
{
	return er_compose_right(flows->region) - 26;
}

/* Does the class come back over this router, past this sheet's gateway? @now: (out): and now */
static bool comes_back(const Flows *flows, uint32_t class_index, const ErFlowRow *row, bool *now)
{
	const ErFlowClass *class = er_flows_class(flows->compose->view->flows, class_index);
	bool found = false;

	*now = false;
	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		if (path->circuit == ER_NONE || path->gateway != flows->compose->view->gateway || er_compose_box_of(flows->compose, er_network_circuit(flows->compose->net, path->circuit)->msee[path->side]) != row->msee)
			continue;
		found = true;
		*now = *now || path->preference == 0;
	}
	return found;
}

static void draw_back_azure(Flows *flows, const ErFlowRow *row, guint index)
{
	ErCompose *compose = flows->compose;
	const GArray *destinations = compose->view->destinations;
	double y, drop, row_y = row->y - inner(row->side);
	bool top, first = true, now;

	lane_of(flows, index, &y, &drop, &top);
	for (guint i = 0; i < destinations->len; i++) {
		if (!comes_back(flows, g_array_index(destinations, ErDestination, i).out, row, &now))
			continue;
		/* The first one draws what all of them share. */
		bool whole = first;
		first = false;
		const ErBox *from = er_diagram_box(flows->diagram, g_array_index(destinations, ErDestination, i).box);
		const ErBox *firewall = firewall_of(flows, g_array_index(destinations, ErDestination, i).out);
		if (firewall != NULL) {
			double side = flows->hub->rect.x + 7, level = er_compose_middle(firewall).y + 12;
			const ErPoint points[] = { { firewall->rect.x - 8.5, level }, { side, level }, { side, y }, { drop, y }, { drop, row_y }, { er_compose_right(row->msee), row_y } };
			stretch(compose, false, whole ? row->out_now : now, points, whole ? 6 : 4, whole, NULL);
			continue;
		}
		bool inside = from->kind == ER_BOX_WORKLOAD;
		double x = inside ? hub_channel(flows) : channel_x(flows), start = inside ? from->rect.y + 60 : er_compose_middle(from).y;
		const ErPoint points[] = { { er_compose_right(from) + 8.5, start }, { x, start }, { x, y }, { drop, y }, { drop, row_y }, { er_compose_right(row->msee), row_y } };
		stretch(compose, false, whole ? row->out_now : now, points, whole ? 6 : 4, whole, NULL);
	}
}

/* One more letter where the way back of any destination crosses a firewall. */
static uint32_t letters_before_msee(const Flows *flows)
{
	const GArray *destinations = flows->compose->view->destinations;

	for (guint i = 0; i < destinations->len; i++)
		if (firewall_of(flows, g_array_index(destinations, ErDestination, i).out) != NULL)
			return 2;
	return 1;
}

/* FastPath enters a spoke below its middle. */
static bool enters_low(const Flows *flows, const ErDestination *destination)
{
	return er_flows_class(flows->compose->view->flows, destination->in)->mode == ER_MODE_FASTPATH && firewall_of(flows, destination->in) == NULL;
}

/* Where the way back leaves a spoke towards the firewall: clear of what comes in. */
static double leaves_at(const Flows *flows, const ErDestination *destination)
{
	return er_compose_middle(er_diagram_box(flows->diagram, destination->box)).y + (enters_low(flows, destination) ? -26 : 26);
}

/* What crosses the firewall on its way back goes there first, below what comes in. */
static void draw_to_firewall(Flows *flows, const ErDestination *destination)
{
	const ErBox *from = er_diagram_box(flows->diagram, destination->box), *firewall = firewall_of(flows, destination->out);

	if (firewall == NULL || !er_compose_shows(flows->compose, ER_LAYER_FLOW_OUT))
		return;
	double level = firewall->rect.y + firewall->rect.h - 9, y = leaves_at(flows, destination), turn = er_compose_right(flows->hub) + 34;
	er_scene_open(flows->compose->scene, ER_GROUP_EDGE, "flow-out", NULL, NULL, _("Flow Azure to on-premises, to the firewall"), NULL);
	if (from->kind == ER_BOX_WORKLOAD)
		stretch(flows->compose, false, true, (ErPoint[]){ { er_compose_right(from) + 8.5, from->rect.y + 60 }, { hub_channel(flows), from->rect.y + 60 }, { hub_channel(flows), level }, { er_compose_right(firewall), level } }, 4, true, NULL);
	else
		stretch(flows->compose, false, true, (ErPoint[]){ { from->rect.x - 8.5, y }, { turn, y }, { turn, level }, { er_compose_right(firewall), level } }, 4, true, NULL);
	er_scene_close(flows->compose->scene);
}

static void draw_back_outside(ErCompose *compose, const ErFlowRow *row)
{
	double y = row->y - inner(row->side), ce_y = er_compose_middle(row->ce).y - inner(row->side), x = trunk_lane(compose, row, false);
	const ErBox *next = row->pe != NULL ? row->pe : row->msee;
	double middle = row->block->rect.x - 32;
	ErRect hole = { middle - 9, y - 9, 18, 18 };
	const ErPoint bent[] = { { next->rect.x, y }, { x, y }, { x, ce_y }, { er_compose_right(row->ce), ce_y } };
	const ErPoint straight[] = { bent[0], bent[3] };
	ErPoint core = er_compose_middle(row->core);

	if (row->pe != NULL) {
		double link = er_compose_right(row->pe) + (row->msee->rect.x - er_compose_right(row->pe)) * 0.8;
		ErRect gap = { link - 9, y - 9, 18, 18 };
		stretch(compose, false, row->out_now, (ErPoint[]){ { row->msee->rect.x, y }, { er_compose_right(row->pe), y } }, 2, true, &gap);
		mark_letter(compose, link, y, row->msee_letter + 1);
	}
	if (fabs(ce_y - y) < 0.5)
		stretch(compose, false, row->out_now, straight, 2, true, &hole);
	else
		stretch(compose, false, row->out_now, bent, 4, true, &hole);
	mark_letter(compose, middle, y, row->msee_letter + (row->pe != NULL ? 3 : 2));
	double turn = core.x + 38, core_y = core.y + (row->side == ER_PRIMARY ? -20 : 20);
	stretch(compose, false, row->out_now, (ErPoint[]){ { row->ce->rect.x, ce_y }, { turn, ce_y }, { turn, core_y }, { er_compose_right(row->core), core_y } }, 4, true, NULL);
}

void er_compose_outside(ErCompose *compose, const ErFlowRow *row, bool in)
{
	if (in) {
		draw_core_in(compose, row);
		draw_outside_in(compose, row);
	} else {
		draw_back_outside(compose, row);
	}
}

static void say_share(Flows *flows, const ErFlowRow *row, guint index)
{
	double y, drop;
	bool top;
	const ErComponent *circuit = er_compose_component(flows->compose, er_network_circuit(flows->compose->net, row->circuit)->self);
	bool one = flows->rows->len <= 2 || row->node != NULL;
	g_autofree char *where = one ? g_strdup_printf(_("MSEE %s"), _(er_side_name(row->side))) : g_strdup_printf("%s %s", circuit->name, _(er_side_name(row->side)));
	g_autofree char *use = row->out_now ? g_strdup_printf("%.0f %% → %s", share_of_router(flows, row, false) * 100, where) : g_strdup_printf(_("standby → %s"), where);
	g_autofree char *whole = g_strconcat(use, _(", past the gateway"), NULL);
	double room = hub_channel(flows) - flows->region->rect.x - 22;
	const char *text = row->out_now && er_compose_width(ER_ROLE_T_FLOW_OUT, whole) <= room ? whole : use;

	/* Above the top lanes and below the bottom ones, left of the channel in which the hub's own flows join. */
	lane_of(flows, index, &y, &drop, &top);
	er_compose_text(flows->compose, ER_ROLE_T_FLOW_OUT, flows->region->rect.x + 14, top ? y - 7 : y + 15, ER_ANCHOR_START, room, text);
}

static void draw_out(Flows *flows, const ErFlowRow *row, guint index)
{
	if (!row->out || shares_router(flows, index) || !er_compose_shows(flows->compose, ER_LAYER_FLOW_OUT) || (!row->out_now && !er_compose_shows(flows->compose, ER_LAYER_STANDBY)))
		return;
	open_flow(flows->compose, row, false);
	draw_back_azure(flows, row, index);
	er_compose_outside(flows->compose, row, false);
	say_share(flows, row, index);
	er_scene_close(flows->compose->scene);
	flows->compose->used[row->out_now ? ER_USED_FLOW_OUT : ER_USED_STANDBY] = true;
}

/* ---- ties and marks that belong to boxes ---- */

static void draw_tie(Flows *flows, double x, double from, double to)
{
	er_compose_line(flows->compose, ER_ROLE_TIE, (ErPoint[]){ { x, from }, { x, to } }, 2, 0, 0, false);
	er_compose_text(flows->compose, ER_ROLE_T_ASSUMED, x + 8, (from + to) / 2 + 4, ER_ANCHOR_START, 80, _("routes only"));
	flows->compose->used[ER_USED_TIE] = true;
}

static void draw_ties(Flows *flows)
{
	double innermost = 0, y, drop;
	bool top;

	for (guint i = 0; i < flows->rows->len; i++) {
		lane_of(flows, i, &y, &drop, &top);
		if (top)
			innermost = MAX(innermost, y);
	}

	er_scene_open(flows->compose->scene, ER_GROUP_EDGE, "ties", NULL, NULL, _("Required, not crossed: without the gateway no route is learned"), NULL);
	/* A long name of the hub stands on its border there. */
	const char *name = flows->hub->component != ER_NONE ? er_compose_component(flows->compose, flows->hub->component)->name : flows->hub->label;
	bool on_title = flows->hub->rect.x + 60 + er_compose_width(ER_ROLE_T_VNET, name) > er_compose_right(flows->gateway) - 16;
	double gap = on_title ? 13 : 2;
	draw_tie(flows, er_compose_right(flows->gateway) - 8, innermost + 4, flows->hub->rect.y - gap);
	er_compose_line(flows->compose, ER_ROLE_TIE, (ErPoint[]){ { er_compose_right(flows->gateway) - 8, flows->hub->rect.y + gap }, { er_compose_right(flows->gateway) - 8, flows->gateway->rect.y + 4 } }, 2, 0, 0, false);
	er_scene_close(flows->compose->scene);
}

static void mark_row(Flows *flows, const ErFlowRow *row)
{
	ErCompose *compose = flows->compose;
	uint32_t letter = letters_before_msee(flows);
	double r = row->msee->rect.w / 2, in = row->side == ER_PRIMARY ? r : -r;
	bool direct = row->pe == NULL;
	uint32_t msee = direct ? 4 : 6;

	if (row->in_now) {
		mark_number(compose, er_compose_middle(row->ce).x, er_compose_middle(row->ce).y + in, 2);
		if (!direct)
			mark_number(compose, er_compose_middle(row->pe).x, row->y + in, 4);
		mark_number(compose, er_compose_middle(row->msee).x, er_compose_middle(row->msee).y + in, msee);
	}
	if (row->out_now) {
		mark_letter(compose, er_compose_middle(row->msee).x, er_compose_middle(row->msee).y - in, letter);
		if (!direct)
			mark_letter(compose, er_compose_middle(row->pe).x, row->y - in, letter + 2);
		mark_letter(compose, er_compose_middle(row->ce).x, er_compose_middle(row->ce).y - in, letter + (direct ? 3 : 4));
	}
}

/* Traffic arrives and none returns: nothing is drawn towards on-premises, so it is said. */
static void say_no_way_back(ErCompose *compose, const ErDestination *destination, const ErBox *from)
{
	double y = from->kind == ER_BOX_WORKLOAD ? from->rect.y + 60 : er_compose_middle(from).y;

	er_compose_cross(compose, (ErPoint){ er_compose_right(from), y });
	er_compose_text(compose, ER_ROLE_T_DOWN, er_compose_middle(from).x, from->rect.y + from->rect.h - (destination->more > 0 ? 22 : 7), ER_ANCHOR_MIDDLE, from->rect.w - 24, _("no way back"));
	compose->used[ER_USED_FAILED] = true;
}

static void mark_azure(Flows *flows)
{
	ErCompose *compose = flows->compose;
	const GArray *destinations = compose->view->destinations;
	const ErFlowRow *first = &g_array_index(flows->rows, ErFlowRow, 0);
	uint32_t number = first->pe == NULL ? 4 : 6;
	bool gateway = false;

	for (guint i = 0; i < destinations->len; i++) {
		const ErDestination *destination = &g_array_index(destinations, ErDestination, i);
		const ErBox *to = er_diagram_box(flows->diagram, destination->box);
		bool fastpath = enters_low(flows, destination), bypass = er_flows_class(compose->view->flows, destination->in)->mode == ER_MODE_FASTPATH, spoke = to->kind == ER_BOX_SPOKE;
		const ErBox *wall = firewall_of(flows, destination->in), *back = firewall_of(flows, destination->out);
		double y = er_compose_middle(to).y;
		uint32_t crossed = (wall != NULL) - (uint32_t)(wall != NULL && bypass), last = number + (fastpath ? 1 : spoke ? 3 : 2) + crossed;
		if (wall != NULL)
			mark_number(compose, bypass ? wall->rect.x + 2 : er_compose_right(wall) - 2, wall->rect.y, number + 1 + crossed);
		if (back != NULL)
			mark_letter(compose, back->rect.x, er_compose_middle(back).y + 12, 1);
		if (!bypass)
			gateway = true;
		if (spoke && !fastpath)
			mark_number(compose, to->rect.x - 30, y + 17, number + 2 + crossed);
		if (spoke)
			mark_number(compose, to->rect.x, fastpath ? y + 44 : y - 18, last);
		else
			mark_number(compose, fastpath ? to->rect.x : er_compose_right(to), fastpath ? y - 18 : to->rect.y + 7, last);
		if (er_flows_class(compose->view->flows, destination->out)->n_paths == 0)
			say_no_way_back(compose, destination, to);
		else if (back != NULL && spoke)
			mark_letter(compose, to->rect.x, leaves_at(flows, destination), 0);
		else
			mark_letter(compose, er_compose_right(to), to->kind == ER_BOX_WORKLOAD ? to->rect.y + 60 : y, 0);
	}
	/* Lines of several circuits reach it up to where its number stands otherwise. */
	if (gateway && flows->rows->len <= 2)
		mark_number(compose, flows->gateway->rect.x + 4, flows->gateway->rect.y + 8, number + 1);
	else if (gateway)
		mark_number(compose, flows->gateway->rect.x + 14, flows->gateway->rect.y - 8, number + 1);
	ErPoint core = er_compose_middle(flows->core);
	mark_number(compose, core.x, flows->core->rect.y, 1);
	mark_letter(compose, core.x, flows->core->rect.y + flows->core->rect.h, letters_before_msee(flows) + (first->pe == NULL ? 4 : 5));
}

/* Where the customer splits: share per CE, assumed until declared. */
static void say_split(Flows *flows)
{
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		const ErBox *ce = NULL;
		double share = 0;
		for (guint i = 0; i < flows->rows->len; i++) {
			const ErFlowRow *row = &g_array_index(flows->rows, ErFlowRow, i);
			if (row->side == side && row->in_now) {
				ce = row->ce;
				share += row->in_share;
			}
		}
		if (ce == NULL)
			continue;
		double y = er_compose_middle(ce).y + inner(side), x = er_compose_middle(flows->core).x + 84;
		g_autofree char *text = g_strdup_printf("%.0f %%", share * 100);
		er_compose_text(flows->compose, ER_ROLE_T_FLOW_IN, x, side == ER_PRIMARY ? y + 22 : y - 26, ER_ANCHOR_START, 60, text);
		er_compose_text(flows->compose, ER_ROLE_T_ASSUMED, x, side == ER_PRIMARY ? y + 36 : y - 12, ER_ANCHOR_START, 76, _("assumed"));
	}
}

static void find_places(Flows *flows)
{
	uint32_t core = er_diagram_find(flows->diagram, ER_BOX_CORE, ER_NONE, 0), gateway = er_diagram_find(flows->diagram, ER_BOX_GATEWAY, ER_NONE, 0);

	flows->core = er_diagram_box(flows->diagram, core);
	flows->gateway = er_diagram_box(flows->diagram, gateway);
	flows->hub = er_diagram_box(flows->diagram, er_diagram_box(flows->diagram, flows->gateway->parent)->parent);
	flows->region = er_diagram_box(flows->diagram, flows->hub->parent);
}

void er_compose_flows(ErCompose *compose)
{
	Flows flows = { .compose = compose, .diagram = compose->view->diagram, .rows = g_array_new(FALSE, TRUE, sizeof(ErFlowRow)) };
	const ErView *view = compose->view;

	find_places(&flows);
	for (guint i = 0; i < view->destinations->len; i++) {
		const ErDestination *destination = &g_array_index(view->destinations, ErDestination, i);
		take_class(&flows, er_flows_class(view->flows, destination->in));
		take_class(&flows, er_flows_class(view->flows, destination->out));
	}
	g_array_sort(flows.rows, by_height);
	for (guint i = 0; i < flows.rows->len; i++)
		g_array_index(flows.rows, ErFlowRow, i).msee_letter = letters_before_msee(&flows);
	compose->rows = flows.rows;
	/* All over a WAN: what happens at the other site is not on this sheet, and the foot says so. */
	if (flows.rows->len == 0)
		return;
	if (er_compose_shows(compose, ER_LAYER_REQUIREMENTS))
		draw_ties(&flows);
	for (guint i = 0; i < flows.rows->len; i++)
		draw_out(&flows, &g_array_index(flows.rows, ErFlowRow, i), i);
	for (guint i = 0; i < flows.rows->len; i++)
		draw_in(&flows, &g_array_index(flows.rows, ErFlowRow, i), i);
	for (guint i = 0; i < view->destinations->len; i++) {
		draw_to_firewall(&flows, &g_array_index(view->destinations, ErDestination, i));
		draw_behind_gateway(&flows, &g_array_index(view->destinations, ErDestination, i));
	}
}

/* Numbers, letters and shares stand on the nodes: painted after them. */
void er_compose_flow_marks(ErCompose *compose)
{
	Flows flows = { .compose = compose, .diagram = compose->view->diagram, .rows = compose->rows };

	if (compose->rows == NULL || compose->rows->len == 0)
		return;
	find_places(&flows);
	er_scene_open(compose->scene, ER_GROUP_LAYER, "hops", NULL, NULL, NULL, NULL);
	for (guint i = 0; i < flows.rows->len; i++)
		if (!shares_router(&flows, i))
			mark_row(&flows, &g_array_index(flows.rows, ErFlowRow, i));
	mark_azure(&flows);
	if (er_compose_shows(compose, ER_LAYER_FLOW_IN))
		say_split(&flows);
	er_scene_close(compose->scene);
}
