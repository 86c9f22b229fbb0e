/*
 * Room for what stands beside the ExpressRoute: more rows in a gateway subnet for VPN gateways, rows below it for firewalls, a line in a
 * VNet's head for its note, strips beside sites and regions where tunnels go down and up, lanes below all circuits where they cross, a
 * margin at the left for WANs. All are 0 for a sheet without them, which keeps its places to the pixel.
 */
#include "extra.h"

#include "backend.h"

static const double note_h = 14, hub_row = 54, spoke_row = 40, lane_h = 28, lane_w = 10, wan_w = 12, claim_h = 13;

static const ErBox *box_at(const ErView *view, uint32_t i)
{
	return er_diagram_box(view->diagram, i);
}

double er_extra_note_room(const ErView *view, const ErBox *vnet)
{
	g_autofree char *note = vnet->component != ER_NONE ? er_extra_vnet_note(view, vnet->ref) : NULL;

	return note != NULL ? note_h : 0;
}

/* A gateway that no site claims says so in a line of its own. */
static double vpn_row(const ErView *view, const ErBox *box, double row)
{
	return row + (er_network_vpn_gateway(er_flows_network(view->flows), box->ref)->site == ER_NONE ? claim_h : 0);
}

double er_extra_vpn_room(const ErView *view, uint32_t subnet, double row)
{
	double h = 0;

	for (uint32_t i = er_diagram_find(view->diagram, ER_BOX_VPN_GATEWAY, subnet, 0); i != ER_NONE; i = er_diagram_find(view->diagram, ER_BOX_VPN_GATEWAY, subnet, i + 1))
		h += vpn_row(view, box_at(view, i), row);
	return h;
}

void er_extra_place_vpn(ErView *view, uint32_t subnet, double x, double y, double row)
{
	for (uint32_t i = er_diagram_find(view->diagram, ER_BOX_VPN_GATEWAY, subnet, 0); i != ER_NONE; i = er_diagram_find(view->diagram, ER_BOX_VPN_GATEWAY, subnet, i + 1)) {
		ErBox *box = er_diagram_box(view->diagram, i);
		box->rect = (ErRect){ x - 30, y + 16, 60, 60 };
		y += vpn_row(view, box, row);
	}
}

static double row_of(const ErView *view, uint32_t holder)
{
	return view->flow_sheet ? 104 : box_at(view, holder)->kind == ER_BOX_HUB ? hub_row : spoke_row;
}

double er_extra_firewall_room(const ErView *view, uint32_t holder)
{
	const ErBox *box = box_at(view, holder);

	if (box->kind == ER_BOX_SPOKES || box->count == 0)
		return 0;
	return box->count * row_of(view, holder) + (box->kind == ER_BOX_HUB ? 16 : 0);
}

void er_extra_place_firewalls(ErView *view, uint32_t holder, double y)
{
	const ErBox *within = box_at(view, holder);
	bool hub = within->kind == ER_BOX_HUB, flow = view->flow_sheet && hub;
	double size = flow ? 52 : hub ? 42 : 30;
	const ErBox *subnet = flow ? box_at(view, er_diagram_find(view->diagram, ER_BOX_SUBNET, holder, 0)) : NULL;
	double x = flow ? subnet->rect.x + subnet->rect.w / 2 - size / 2 : within->rect.x + (hub ? 30 : 12);

	y += flow ? 34 : hub ? 22 : 0;
	for (uint32_t i = within->count > 0 ? er_diagram_find(view->diagram, ER_BOX_FIREWALL, ER_NONE, 0) : ER_NONE; i != ER_NONE; i = er_diagram_find(view->diagram, ER_BOX_FIREWALL, ER_NONE, i + 1)) {
		ErBox *box = er_diagram_box(view->diagram, i);
		if (er_extra_holder(view, box) != holder)
			continue;
		box->rect = (ErRect){ x, y, size, size };
		y += row_of(view, holder);
	}
}

/* ---- lines ---- */

static uint32_t count_wires(const ErView *view, ErWireKind kind)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_diagram_n_wires(view->diagram); i++)
		n += er_diagram_wire(view->diagram, i)->kind == kind;
	return n;
}

double er_extra_lanes(const ErView *view)
{
	uint32_t n = count_wires(view, ER_WIRE_VPN);

	return n > 0 ? 18 + lane_w * n : 0;
}

/* WANs are labelled in the gap below their first site. */
double er_extra_site_gap(const ErView *view)
{
	uint32_t n = er_extra_wans(view, ER_NONE);

	return n > 0 ? 12 + 24.0 * n : 0;
}

/* The label takes its room from the gap, never from the routers: sites may reach below the circuits. */
double er_extra_site_height(const ErView *view)
{
	return er_extra_wans(view, ER_NONE) > 0 ? 160 : 0;
}

static double lowest_of(const ErView *view)
{
	double y = 0;

	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++) {
		const ErBox *box = box_at(view, i);
		if (box->kind == ER_BOX_SITE || box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT)
			y = MAX(y, box->rect.y + box->rect.h);
	}
	return y;
}

static void move_right(ErView *view, ErFrame *frame, double by)
{
	double *const places[] = { &frame->left, &frame->right, &frame->corridor_left, &frame->corridor_right, &frame->band[0], &frame->band[1], &frame->band[2], &frame->band[3] };

	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++)
		er_diagram_box(view->diagram, i)->rect.x += by;
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		*places[i] += by;
}

void er_extra_finish(ErView *view, ErFrame *frame)
{
	uint32_t tunnels = count_wires(view, ER_WIRE_VPN);

	frame->lanes = er_extra_lanes(view);
	if (tunnels > 0) {
		frame->lanes_top = lowest_of(view) + 36;
		frame->bottom = MAX(frame->bottom, frame->lanes_top + lane_h * (tunnels - 1) + 20);
	}
	if (er_extra_wans(view, ER_NONE) > 0) {
		frame->bottom = MAX(frame->bottom, lowest_of(view));
		move_right(view, frame, 12 + wan_w * er_extra_wans(view, ER_NONE));
	}
}

/* ---- firewalls that follow their spoke ---- */

typedef struct { uint32_t box, spoke; double dx, dy; } Inside;

GArray *er_extra_inside(const ErView *view)
{
	GArray *inside = g_array_new(FALSE, FALSE, sizeof(Inside));

	for (uint32_t i = er_diagram_find(view->diagram, ER_BOX_FIREWALL, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(view->diagram, ER_BOX_FIREWALL, ER_NONE, i + 1)) {
		const ErBox *box = box_at(view, i);
		uint32_t holder = er_extra_holder(view, box);
		if (holder == ER_NONE || box_at(view, holder)->kind != ER_BOX_SPOKE)
			continue;
		const Inside one = { i, holder, box->rect.x - box_at(view, holder)->rect.x, box->rect.y - box_at(view, holder)->rect.y };
		g_array_append_val(inside, one);
	}
	return inside;
}

void er_extra_follow(ErView *view, GArray *inside)
{
	for (guint i = 0; i < inside->len; i++) {
		const Inside *one = &g_array_index(inside, Inside, i);
		const ErRect *spoke = &box_at(view, one->spoke)->rect;
		ErRect *rect = &er_diagram_box(view->diagram, one->box)->rect;
		rect->x = spoke->x + one->dx;
		rect->y = spoke->y + one->dy;
	}
	g_array_free(inside, TRUE);
}
