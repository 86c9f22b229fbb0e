/*
 * What stands beside the ExpressRoute, drawn: VPN gateways like their neighbours, tunnels below everything (from the router out of the site,
 * down, below all circuits, and up again beside the regions), firewalls with their zones, WANs at the left of the sites. A tunnel's lanes are
 * nested so that no two cross: the one that leaves the lowest router runs nearest to the site, deepest, and nearest to the region.
 */
#include "compose.h"
#include "extra.h"

#include <erscope/lang.h>

#include <string.h>

/* ---- gateways, firewalls, notes ---- */

void er_compose_vpn_gateway(ErCompose *compose, const ErBox *box)
{
	const ErVpnGateway *gateway = er_network_vpn_gateway(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	double x = er_compose_middle(box).x, y = box->rect.y + box->rect.h, room = er_compose_box(compose, box->parent)->rect.w - 12;
	bool conditional = er_compose_is_conditional(compose, self);
	g_autofree char *facts = g_strdup_printf(er_tr_n("%s%s%u instance", "%s%s%u instances", gateway->n_instances), gateway->sku, *gateway->sku != '\0' ? " · " : "", gateway->n_instances);
	g_autofree char *zones = g_strdup_printf("%s%s", self->external ? _("not in the inventory") : _(er_zone_verdict_name(gateway->zones)), conditional ? _(" · conditional") : "");

	er_scene_glyph(compose->scene, self->up ? ER_ROLE_G_VPN : ER_ROLE_G_DOWN, ER_GLYPH_VPN_GATEWAY, box->rect)->assumed = conditional;
	er_compose_text(compose, ER_ROLE_T_NAME, x, y + 14, ER_ANCHOR_MIDDLE, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 28, ER_ANCHOR_MIDDLE, room, facts);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 41, ER_ANCHOR_MIDDLE, room, zones);
	if (gateway->site == ER_NONE)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, y + 54, ER_ANCHOR_MIDDLE, room, _("no site claims it"));
	compose->used[ER_USED_VPN_GATEWAY] = true;
}

/* @brief: in a spoke there is room for the zones alone. */
static char *zones_of(const ErFirewall *firewall, const ErComponent *self, bool brief)
{
	g_autoptr(GString) text = g_string_new(brief ? "" : firewall->azure ? _("Azure Firewall, ") : _("appliance, "));

	if (self->external)
		return g_strdup(_("not in the inventory"));
	g_string_append(text, !firewall->azure ? _("zones not known") : firewall->n_zones == 0 ? _("no zones") : firewall->n_zones == 1 ? _("zone ") : _("zones "));
	for (uint32_t i = 0; i < self->n_zones && firewall->azure; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", self->zones[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void er_compose_firewall(ErCompose *compose, const ErBox *box)
{
	const ErFirewall *firewall = er_network_firewall(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	const ErBox *holder = er_compose_box(compose, er_extra_holder(compose->view, box));
	bool conditional = er_compose_is_conditional(compose, self), centred = compose->view->flow_sheet;
	g_autofree char *facts = zones_of(firewall, self, holder->kind == ER_BOX_SPOKE);
	double x = box->rect.x + box->rect.w + 10, y = er_compose_middle(box).y, room = holder->rect.x + holder->rect.w - x - 8;

	er_scene_glyph(compose->scene, !self->up ? ER_ROLE_G_DOWN : firewall->azure ? ER_ROLE_G_MICROSOFT : ER_ROLE_G_CUSTOMER, ER_GLYPH_FIREWALL, box->rect)->assumed = conditional;
	if (centred) {
		x = er_compose_middle(box).x;
		y = box->rect.y + box->rect.h + 18;
		room = 2 * MIN(x - holder->rect.x, holder->rect.x + holder->rect.w - x) - 16;
	}
	er_compose_text(compose, ER_ROLE_T_NAME, x, y - 2, centred ? ER_ANCHOR_MIDDLE : ER_ANCHOR_START, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 12, centred ? ER_ANCHOR_MIDDLE : ER_ANCHOR_START, room, facts);
	compose->used[ER_USED_FIREWALL] = true;
}

bool er_compose_is_inside_spoke(const ErCompose *compose, const ErBox *box)
{
	return box->kind == ER_BOX_FIREWALL && er_compose_box(compose, er_extra_holder(compose->view, box))->kind == ER_BOX_SPOKE;
}

void er_compose_inside_spoke(ErCompose *compose, uint32_t spoke)
{
	const ErDiagram *diagram = compose->view->diagram;

	for (uint32_t i = er_diagram_box(diagram, spoke)->count > 0 ? er_diagram_find(diagram, ER_BOX_FIREWALL, ER_NONE, 0) : ER_NONE; i != ER_NONE; i = er_diagram_find(diagram, ER_BOX_FIREWALL, ER_NONE, i + 1)) {
		const ErBox *box = er_diagram_box(diagram, i);
		if (er_extra_holder(compose->view, box) != spoke)
			continue;
		er_compose_open(compose, ER_GROUP_NODE, box->component, &box->rect, NULL);
		er_compose_firewall(compose, box);
		er_scene_close(compose->scene);
	}
}

double er_compose_vnet_note(ErCompose *compose, const ErBox *box, double x, double y, ErAnchor anchor, double room)
{
	g_autofree char *note = box->component != ER_NONE ? er_extra_vnet_note(compose->view, box->ref) : NULL;

	if (note == NULL)
		return 0;
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y, anchor, room, note);
	return er_extra_note_room(compose->view, box);
}

/* ---- findings on lines ---- */

void er_compose_mark_line(ErCompose *compose, uint32_t component, ErPoint at)
{
	/* On the corner of the ring around the label, clear of the name in it. */
	er_compose_sign_line(compose, component, (ErPoint){ at.x + 5, at.y - 6 });
	for (guint i = 0; i < compose->marks->len; i++) {
		const ErMark *mark = &g_array_index(compose->marks, ErMark, i);
		const ErFinding *finding = er_findings_at(compose->view->findings, mark->finding);
		if (finding->element != component)
			continue;
		er_compose_badge(compose, mark, at);
		compose->used[mark->high ? ER_USED_HIGH : ER_USED_MEDIUM] = true;
		at.x += 30;
	}
}

/* ---- tunnels ---- */

typedef struct { uint32_t wire; double from, to; } Lane;

/* The lowest router first, then the lowest gateway. */
static int by_depth(const void *a, const void *b)
{
	const Lane *x = a, *y = b;

	if (x->from < y->from || x->from > y->from)
		return x->from > y->from ? -1 : 1;
	if (x->to < y->to || x->to > y->to)
		return x->to > y->to ? -1 : 1;
	return (x->wire > y->wire) - (x->wire < y->wire);
}

/* Of all tunnels, the deepest first. */
static GArray *lanes_of(const ErCompose *compose)
{
	GArray *lanes = g_array_new(FALSE, TRUE, sizeof(Lane));

	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		if (wire->kind != ER_WIRE_VPN)
			continue;
		const Lane lane = { i, er_compose_middle(er_compose_box(compose, wire->from)).y, er_compose_middle(er_compose_box(compose, wire->to)).y };
		g_array_append_val(lanes, lane);
	}
	g_array_sort(lanes, by_depth);
	return lanes;
}

/* Lanes before @index that have an end in common with it, and how many have in all. */
static uint32_t rank_at(const ErCompose *compose, const GArray *lanes, guint index, bool at_router, uint32_t *n)
{
	const ErWire *own = er_diagram_wire(compose->view->diagram, g_array_index(lanes, Lane, index).wire);
	uint32_t rank = 0;

	*n = 0;
	for (guint i = 0; i < lanes->len; i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, g_array_index(lanes, Lane, i).wire);
		bool same = at_router ? wire->from == own->from : wire->to == own->to;
		rank += same && i < index;
		*n += same;
	}
	return rank;
}

/* What a tunnel does now: the least preference of its paths. */
static const char *use_of(const ErCompose *compose, uint32_t tunnel)
{
	const ErFlows *flows = compose->view->flows;
	const char *use = _("carries no flow");

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		for (uint32_t k = 0; k < class->n_paths; k++) {
			if (class->paths[k].tunnel != tunnel)
				continue;
			if (class->paths[k].preference == 0)
				return _("in use now");
			use = _("backup");
		}
	}
	return use;
}

void er_compose_tunnel_way(const ErCompose *compose, uint32_t index, ErPoint points[6])
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);
	const ErBox *ce = er_compose_box(compose, wire->from), *gateway = er_compose_box(compose, wire->to), *site = er_compose_box(compose, ce->parent);
	g_autoptr(GArray) lanes = lanes_of(compose);
	guint k = 0;
	uint32_t n_out, n_in;

	while (g_array_index(lanes, Lane, k).wire != index)
		k++;
	double out = rank_at(compose, lanes, k, true, &n_out), in = rank_at(compose, lanes, k, false, &n_in);
	double y0 = er_compose_middle(ce).y + 15 - out * MIN(6, 9.0 / n_out), y1 = er_compose_middle(gateway).y + ((n_in - 1) / 2.0 - in) * MIN(9, 40.0 / n_in);
	double left = site->rect.x + site->rect.w + 16 + 10.0 * k, right = compose->frame->corridor_right + compose->frame->lanes - 14 - 10.0 * k, y = compose->frame->lanes_top + 28.0 * (lanes->len - 1 - k);
	const ErPoint way[] = { { ce->rect.x + ce->rect.w, y0 }, { left, y0 }, { left, y }, { right, y }, { right, y1 }, { gateway->rect.x + 4, y1 } };

	memcpy(points, way, sizeof way);
}

static char *tunnel_note(const ErCompose *compose, const ErWire *wire)
{
	const char *why = er_compose_why_down(compose, wire->component);
	const ErFailure *failure = compose->view->failure;

	if (why != NULL)
		return g_strdup_printf(_("down: %s"), why);
	if (failure != NULL && (failure->lost[wire->component] || failure->fresh[wire->component]))
		return g_strdup(failure->lost[wire->component] ? _("carries nothing now") : _("over the internet, carries now"));
	return g_strdup_printf(_("over the internet, %s"), use_of(compose, wire->ref));
}

ErRect er_compose_tunnel_pill(const ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);
	g_autofree char *name = g_strdup_printf("IPsec %s", er_compose_component(compose, wire->component)->name), *note = tunnel_note(compose, wire);
	ErPoint points[6];

	er_compose_tunnel_way(compose, index, points);
	double most = points[3].x - points[2].x - 60, name_w = MIN(er_compose_width(ER_ROLE_T_VPN, name), most / 2), note_w = MIN(MAX(er_compose_width(ER_ROLE_T_NOTE, note), er_compose_width(ER_ROLE_T_DOWN, note)), most - name_w), w = name_w + note_w + 34;
	return (ErRect){ (points[2].x + points[3].x - w) / 2, points[2].y - 10, w, 20 };
}

void er_compose_tunnel(ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);
	const ErComponent *self = er_compose_component(compose, wire->component);
	bool up = er_compose_why_down(compose, wire->component) == NULL && !er_compose_is_lost(compose, wire->component);
	g_autofree char *name = g_strdup_printf("IPsec %s", self->name), *note = tunnel_note(compose, wire);
	ErPoint points[6];

	er_compose_tunnel_way(compose, index, points);
	ErRect pill = er_compose_tunnel_pill(compose, index);
	double y = points[2].y, most = points[3].x - points[2].x - 60, name_w = MIN(er_compose_width(ER_ROLE_T_VPN, name), most / 2), note_w = pill.w - 34 - name_w;

	er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, note);
	er_compose_line_around(compose, up ? ER_ROLE_VPN : ER_ROLE_DOWN, points, 6, 10, 0, er_compose_is_conditional(compose, self), &pill, 1);
	er_scene_rect(compose->scene, ER_ROLE_VPN_PILL, pill, 10);
	er_compose_text(compose, ER_ROLE_T_VPN, pill.x + 13, y + 4, ER_ANCHOR_START, name_w + 0.5, name)->over_lines = true;
	er_compose_text(compose, up ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, pill.x + name_w + 21, y + 4, ER_ANCHOR_START, note_w + 0.5, note)->over_lines = true;
	er_compose_mark_line(compose, wire->component, (ErPoint){ pill.x + pill.w, y });
	er_scene_close(compose->scene);
	compose->used[ER_USED_VPN] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || !up;
}

/* ---- WANs ---- */

static char *wan_label(const ErCompose *compose, uint32_t index)
{
	const ErWan *wan = er_network_wan(compose->net, index);
	const char *name = er_compose_component(compose, wan->self)->name;

	if (wan->bandwidth_mbps == 0 || wan->bandwidth_mbps == ER_UNSAID)
		return g_strdup_printf("WAN %s", name);
	g_autofree char *speed = er_compose_speed(wan->bandwidth_mbps);
	return g_strdup_printf("WAN %s · %s", name, speed);
}

static double wan_x(const ErCompose *compose, const ErBox *site, uint32_t wan)
{
	return site->rect.x - 20 - 12.0 * er_extra_wans(compose->view, wan);
}

/* In the gap below the WAN's first site. */
static ErRect wan_pill(const ErCompose *compose, const ErWire *first)
{
	const ErBox *site = er_compose_box(compose, first->from);
	g_autofree char *label = wan_label(compose, first->ref);
	double x = wan_x(compose, site, first->ref) - 8, w = MIN(er_compose_width(ER_ROLE_T_NAME, label) + 24, site->rect.w);

	return (ErRect){ x, site->rect.y + site->rect.h + 12 + 24.0 * er_extra_wans(compose->view, first->ref), w, 20 };
}

static bool is_first_of(const ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index), *before = index > 0 ? er_diagram_wire(compose->view->diagram, index - 1) : NULL;

	return before == NULL || before->kind != ER_WIRE_WAN || before->ref != wire->ref;
}

GArray *er_compose_wan_pills(const ErCompose *compose)
{
	GArray *pills = g_array_new(FALSE, FALSE, sizeof(ErRect));

	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		if (er_diagram_wire(compose->view->diagram, i)->kind != ER_WIRE_WAN || !is_first_of(compose, i))
			continue;
		ErRect pill = wan_pill(compose, er_diagram_wire(compose->view->diagram, i));
		g_array_append_val(pills, pill);
	}
	return pills;
}

void er_compose_wan(ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);
	const ErBox *upper = er_compose_box(compose, wire->from), *lower = er_compose_box(compose, wire->to);
	double x = wan_x(compose, upper, wire->ref), down = 16.0 * er_extra_wans(compose->view, wire->ref);
	/* The outer one begins above the inner one and ends below it: they do not cross. */
	double y0 = er_compose_middle(upper).y - down, y1 = er_compose_middle(lower).y + down;
	const ErPoint points[] = { { upper->rect.x, y0 }, { x, y0 }, { x, y1 }, { lower->rect.x, y1 } };
	g_autoptr(GArray) pills = er_compose_wan_pills(compose);

	er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, NULL);
	er_compose_line_around(compose, ER_ROLE_WAN, points, 4, 10, 0, false, (const ErRect *)(void *)pills->data, pills->len);
	if (is_first_of(compose, index)) {
		ErRect pill = wan_pill(compose, wire);
		g_autofree char *label = wan_label(compose, wire->ref);
		er_scene_rect(compose->scene, ER_ROLE_NODE, pill, 10);
		er_compose_text(compose, ER_ROLE_T_NAME, pill.x + 12, pill.y + 14, ER_ANCHOR_START, pill.w - 20, label)->over_lines = true;
		er_compose_mark_line(compose, wire->component, (ErPoint){ pill.x + pill.w + 2, pill.y + 10 });
	}
	er_scene_close(compose->scene);
	compose->used[ER_USED_WAN] = true;
}
