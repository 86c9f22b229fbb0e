/*
 * The boxes of a sheet: containers with titles that interrupt their border, halos between a box and the one around it, routers,
 * gateways and VNets with the facts a reader looks for first.
 */
#include "compose.h"

#include <erscope/lang.h>

#include <string.h>

/* ---- containers ---- */

static bool has_halo(const ErCompose *compose, uint32_t box, bool *high)
{
	*high = compose->halos[box] == 2;
	return compose->halos[box] > 0;
}

/* A title that interrupts the top border: pieces of text and a glyph, begun at @x. */
typedef struct { ErRole role; const char *text; uint8_t tint; } Piece;

static void draw_title(ErCompose *compose, const ErBox *box, uint32_t index, ErGlyph glyph, ErRole glyph_role, uint8_t tint, bool assumed, bool centred, const Piece *pieces, uint32_t n)
{
	bool high, halo = has_halo(compose, index, &high) || er_compose_has_ring(compose, box);
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
		return g_strdup(_("bandwidth not known"));
	return er_compose_speed(mbps);
}

static char *circuit_facts(ErCompose *compose, const ErCircuit *circuit)
{
	const char *why = er_compose_why_down(compose, circuit->self);
	g_autofree char *speed = bandwidth(circuit->bandwidth_mbps);

	if (circuit->external)
		return g_strdup(_("not in the inventory"));
	if (why != NULL)
		return g_strdup(why);
	if (er_compose_is_lost(compose, circuit->self))
		return g_strdup(_("carries nothing now"));
	return g_strdup_printf("%s%s%s%s%s", speed, *circuit->tier != '\0' ? " · " : "", circuit->tier, *circuit->family != '\0' ? " · " : "", circuit->family);
}

static void draw_circuit_block(ErCompose *compose, uint32_t index, const ErBox *box)
{
	const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	uint8_t tint = er_compose_tint(box->ref);
	bool down = er_compose_why_down(compose, box->component) != NULL;
	g_autofree char *facts = circuit_facts(compose, circuit);
	const Piece pieces[] = { { ER_ROLE_T_CIRCUIT, self->name, tint }, { !down && !er_compose_is_lost(compose, box->component) ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, facts, 0 }, { ER_ROLE_T_ASSUMED, _("conditional"), 0 } };
	bool conditional = er_compose_is_conditional(compose, self);

	compose->used[ER_USED_CIRCUIT] = true;
	er_scene_rect(compose->scene, !down ? ER_ROLE_CIRCUIT : ER_ROLE_DOWN, box->rect, 6)->tint = !down ? tint : 0;
	draw_title(compose, box, index, !down ? ER_GLYPH_CIRCUIT : ER_GLYPH_CROSS, !down ? ER_ROLE_G_CIRCUIT : ER_ROLE_G_DOWN, tint, conditional, true, pieces, conditional ? 3 : 2);
}

static void draw_port_block(ErCompose *compose, uint32_t index, const ErBox *box)
{
	const ErPort *port = er_network_port(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	g_autofree char *speed = bandwidth(port->bandwidth_mbps);
	g_autofree char *facts = g_strdup_printf(_("Direct port pair · 2 × %s%s%s"), speed, *port->encapsulation != '\0' ? " · " : "", port->encapsulation);
	const Piece pieces[] = { { ER_ROLE_T_CIRCUIT, self->name, 0 }, { ER_ROLE_T_NOTE, self->external ? _("Direct port pair, not in the inventory") : facts, 0 }, { ER_ROLE_T_ASSUMED, _("conditional"), 0 } };
	bool conditional = er_compose_is_conditional(compose, self);

	compose->used[ER_USED_PORT] = true;
	er_scene_rect(compose->scene, ER_ROLE_PORT_PAIR, box->rect, 6);
	draw_title(compose, box, index, ER_GLYPH_PORT, ER_ROLE_G_PROVIDER, 0, conditional, true, pieces, conditional ? 3 : 2);
}

static void draw_hub(ErCompose *compose, uint32_t index, const ErBox *box)
{
	bool vnet = box->ref != ER_NONE;
	const char *name = box->component != ER_NONE ? er_compose_component(compose, box->component)->name : box->label;
	const char *prefix = vnet ? er_network_vnet(compose->net, box->ref)->prefixes : "";
	const Piece pieces[] = { { ER_ROLE_T_VNET, name, 0 }, { ER_ROLE_T_ASSUMED, _("conditional"), 0 } };
	bool conditional = box->component != ER_NONE && er_compose_is_conditional(compose, er_compose_component(compose, box->component));
	bool external = box->component == ER_NONE || er_compose_component(compose, box->component)->external;

	compose->used[ER_USED_VNET] = true;
	er_scene_rect(compose->scene, external ? ER_ROLE_EXTERNAL : vnet ? ER_ROLE_VNET : ER_ROLE_HUB, box->rect, 4)->assumed = conditional;
	draw_title(compose, box, index, vnet || box->component == ER_NONE ? ER_GLYPH_VNET : ER_GLYPH_HUB, ER_ROLE_G_VNET, 0, conditional, false, pieces, conditional ? 2 : 1);
	er_compose_text(compose, ER_ROLE_T_NOTE, box->rect.x + 16, box->rect.y + 26, ER_ANCHOR_START, box->rect.w - 32, external ? _("not in the inventory") : prefix);
	er_compose_vnet_note(compose, box, box->rect.x + 16, box->rect.y + 40, ER_ANCHOR_START, box->rect.w - 32);
}

static void draw_subnet(ErCompose *compose, const ErBox *box)
{
	const char *prefix = box->ref != ER_NONE ? er_network_vnet(compose->net, box->ref)->gateway_subnet : "";
	g_autofree char *text = g_strdup_printf("%s%s%s", box->label, *prefix != '\0' ? " " : "", prefix);

	er_scene_rect(compose->scene, ER_ROLE_SUBNET, box->rect, 3);
	er_compose_text(compose, ER_ROLE_T_ASSUMED, box->rect.x + box->rect.w / 2, box->rect.y + box->rect.h - 9, ER_ANCHOR_MIDDLE, box->rect.w - 12, text);
}

/* What @form, which ends in "%s", made @label of; NULL when it did not. */
static const char *behind(const char *label, const char *form)
{
	size_t n = strlen(form) - strlen("%s");

	return strncmp(label, form, n) == 0 ? label + n : NULL;
}

static void draw_inner(ErCompose *compose, const ErBox *box, bool failed)
{
	double x = box->rect.x + box->rect.w / 2, room = box->rect.w - 16;
	const char *name = behind(box->label, _("Peering location %s"));

	if (name == NULL)
		name = behind(box->label, _("Provider %s"));

	/* A name too long for one line stands on the second: what distinguishes it is at its end. */
	if (name != NULL && er_compose_width(ER_ROLE_T_CIRCUIT_SMALL, box->label) > room) {
		g_autofree char *first = g_strndup(box->label, (gsize)(name - box->label) - 1);
		er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, x, box->rect.y + 12, ER_ANCHOR_MIDDLE, room, first);
		er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, x, box->rect.y + 24.5, ER_ANCHOR_MIDDLE, room, name);
	} else {
		er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, x, box->rect.y + 22, ER_ANCHOR_MIDDLE, room, box->label);
	}
	if (!failed)
		return;
	/* Its mark interrupts the lower border. */
	double bottom = box->rect.y + box->rect.h, half = er_compose_width(ER_ROLE_T_DOWN, _("failed")) / 2 + 6;
	er_scene_rect(compose->scene, ER_ROLE_KNOCKOUT, (ErRect){ x - half, bottom - 8, 2 * half, 16 }, 0);
	er_compose_text(compose, ER_ROLE_T_DOWN, x, bottom + 4, ER_ANCHOR_MIDDLE, 2 * half, _("failed"))->over_lines = true;
}

/* The ring stands outside its box and on the fill of the one around it: painted between the two. */
static void draw_halo(ErCompose *compose, uint32_t index)
{
	bool high;

	er_compose_ring_box(compose, er_compose_box(compose, index));
	if (!has_halo(compose, index, &high))
		return;
	er_scene_open(compose->scene, ER_GROUP_LAYER, "halo", NULL, NULL, NULL, NULL);
	er_scene_rect(compose->scene, high ? ER_ROLE_HALO_HIGH : ER_ROLE_HALO_MEDIUM, er_compose_box(compose, index)->rect, 6);
	er_scene_close(compose->scene);
	compose->used[high ? ER_USED_HIGH : ER_USED_MEDIUM] = true;
}

void er_compose_container(ErCompose *compose, uint32_t index)
{
	const ErBox *box = er_compose_box(compose, index);
	const Piece site[] = { { ER_ROLE_T_SITE, box->label != NULL ? box->label : "", 0 }, { ER_ROLE_T_ASSUMED, _("assumed"), 0 } };
	bool failed = er_compose_group_failed(compose, index);
	/* The grid of a sheet of spokes stands for no region. */
	bool grid = compose->view->grid && box->kind == ER_BOX_REGION && er_diagram_find(compose->view->diagram, ER_BOX_HUB, index, 0) == ER_NONE;
	const Piece region[] = { { ER_ROLE_T_REGION, box->label != NULL ? box->label : "", 0 }, { failed ? ER_ROLE_T_DOWN : ER_ROLE_T_NOTE, failed ? _("region failed") : _("region"), 0 } };

	if (box->component != ER_NONE && er_compose_is_hidden(compose, box->component))
		return;
	draw_halo(compose, index);
	if (box->component != ER_NONE)
		er_compose_open(compose, ER_GROUP_CONTAINER, box->component, &box->rect, NULL);
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
		er_scene_rect(compose->scene, failed ? ER_ROLE_DOWN : ER_ROLE_PROVIDER, box->rect, 4);
		draw_inner(compose, box, failed);
		break;
	case ER_BOX_LOCATION:
		er_scene_rect(compose->scene, failed ? ER_ROLE_DOWN : ER_ROLE_LOCATION, box->rect, 4);
		draw_inner(compose, box, failed);
		break;
	case ER_BOX_REGION:
		er_scene_rect(compose->scene, failed ? ER_ROLE_DOWN : ER_ROLE_REGION, box->rect, 6);
		draw_title(compose, box, index, ER_GLYPH__COUNT, ER_ROLE_PAGE, 0, false, false, region, grid ? 1 : 2);
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
		fact = _("assumed");
	if (fact != NULL)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, y + (above ? -line : line), ER_ANCHOR_MIDDLE, room, fact);
}

static void draw_router(ErCompose *compose, const ErBox *box)
{
	const ErComponent *self = er_compose_component(compose, box->component);
	bool assumed = self->certainty == ER_ASSUMED, down = er_compose_why_down(compose, box->component) != NULL || er_compose_is_lost(compose, box->component);
	ErRole role = box->kind == ER_BOX_CE ? ER_ROLE_G_CUSTOMER : box->kind == ER_BOX_PE ? ER_ROLE_G_PROVIDER : ER_ROLE_G_MICROSOFT;
	ErItem *item = er_scene_glyph(compose->scene, !down ? role : ER_ROLE_G_DOWN, ER_GLYPH_ROUTER, box->rect);

	item->assumed = assumed && !down;
	if (box->kind == ER_BOX_PE)
		item->tint = er_compose_tint(box->ref);
	compose->used[box->kind == ER_BOX_CE ? ER_USED_CE : box->kind == ER_BOX_PE ? ER_USED_PE : ER_USED_MSEE] = true;
	const char *fact = box->alias ? _("same device as above") : NULL, *space = strchr(self->name, ' ');
	/* "MSEE primary exr05.ash": the router's own name goes on a second line. */
	const char *second = box->kind == ER_BOX_MSEE && space != NULL ? strchr(space + 1, ' ') : NULL;
	g_autofree char *first = second != NULL ? g_strndup(self->name, (gsize)(second - self->name)) : g_strdup(self->name);
	name_router(compose, box, first, fact != NULL ? fact : second != NULL ? second + 1 : NULL, assumed);
}

static char *instance_text(const ErGateway *gateway)
{
	return gateway->instances_known ? g_strdup_printf(_("%u instances"), gateway->n_instances) : g_strdup_printf(_("%u+ instances"), gateway->n_instances);
}

static void draw_gateway(ErCompose *compose, const ErBox *box)
{
	const ErGateway *gateway = er_network_gateway(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	double x = er_compose_middle(box).x, y = box->rect.y + box->rect.h, room = er_compose_box(compose, box->parent)->rect.w - 12;
	g_autofree char *instances = instance_text(gateway);
	g_autofree char *facts = g_strdup_printf("%s%s%s", gateway->sku, *gateway->sku != '\0' ? " · " : "", instances);

	bool conditional = er_compose_is_conditional(compose, self);
	g_autofree char *zone = gateway->zones == ER_ZONES_ZONAL ? g_strdup_printf(_("all in availability zone %s"), gateway->zone) : g_strdup(_(er_zone_verdict_name(gateway->zones)));
	g_autofree char *zones = g_strdup_printf("%s%s", self->external ? _("not in the inventory") : zone, conditional ? _(" · conditional") : "");

	er_scene_glyph(compose->scene, ER_ROLE_G_GATEWAY, ER_GLYPH_GATEWAY, box->rect)->assumed = conditional;
	er_compose_text(compose, ER_ROLE_T_NAME, x, y + 14, ER_ANCHOR_MIDDLE, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 28, ER_ANCHOR_MIDDLE, room, facts);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 41, ER_ANCHOR_MIDDLE, room, zones);
	compose->used[ER_USED_GATEWAY] = true;
}

static void draw_circuit_node(ErCompose *compose, const ErBox *box)
{
	const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	uint8_t tint = er_compose_tint(box->ref);
	bool conditional = er_compose_is_conditional(compose, self), down = er_compose_why_down(compose, box->component) != NULL;
	g_autofree char *known = circuit_facts(compose, circuit), *facts = g_strdup_printf("%s%s", conditional ? _("conditional · ") : "", known);

	er_scene_rect(compose->scene, !down ? ER_ROLE_CIRCUIT : ER_ROLE_DOWN, box->rect, 6)->tint = !down ? tint : 0;
	ErItem *glyph = er_scene_glyph(compose->scene, !down ? ER_ROLE_G_CIRCUIT : ER_ROLE_G_DOWN, !down ? ER_GLYPH_CIRCUIT : ER_GLYPH_CROSS, (ErRect){ box->rect.x + 8, box->rect.y + 10, 28, 28 });
	glyph->tint = tint;
	glyph->assumed = conditional;
	er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, box->rect.x + 44, box->rect.y + 21, ER_ANCHOR_START, box->rect.w - 52, self->name)->tint = tint;
	er_compose_text(compose, !down && !er_compose_is_lost(compose, box->component) ? ER_ROLE_T_NOTE : ER_ROLE_T_DOWN, box->rect.x + 44, box->rect.y + 36, ER_ANCHOR_START, box->rect.w - 52, facts);
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

	bool conditional = er_compose_is_conditional(compose, self);

	er_scene_rect(compose->scene, vnet->external ? ER_ROLE_EXTERNAL : ER_ROLE_VNET, box->rect, 4)->assumed = conditional;
	er_scene_glyph(compose->scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ x - 10, y + 4, 20, 20 })->assumed = vnet->external || conditional;
	er_compose_text(compose, ER_ROLE_T_VNET, x, y + 38, ER_ANCHOR_MIDDLE, room, self->name);
	er_compose_text(compose, ER_ROLE_T_NOTE, x, y + 53, ER_ANCHOR_MIDDLE, room, vnet->external ? _("not in the inventory") : vnet->prefixes);
	compose->used[ER_USED_VNET] = true;
	er_compose_inside_spoke(compose, index);
	y += er_compose_vnet_note(compose, box, x, y + 67, ER_ANCHOR_MIDDLE, room);
	if (destination == NULL)
		return;
	er_scene_glyph(compose->scene, ER_ROLE_G_MICROSOFT, ER_GLYPH_WORKLOAD, (ErRect){ x - 17, y + 60, 34, 34 });
	if (destination->more > 0) {
		g_autofree char *more = g_strdup_printf(_("stands for %u VNets"), destination->more + 1);
		er_compose_text(compose, ER_ROLE_T_ASSUMED, x, box->rect.y + box->rect.h - 9, ER_ANCHOR_MIDDLE, room, more);
	}
}

static void draw_stack(ErCompose *compose, const ErBox *box)
{
	double x = er_compose_middle(box).x, y = box->rect.y;

	for (int i = 2; i >= 0; i--)
		er_scene_rect(compose->scene, ER_ROLE_STACK, (ErRect){ box->rect.x + 5 * i, box->rect.y - 5 * i, box->rect.w - 10, box->rect.h }, 4);
	er_scene_glyph(compose->scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ x - 15, y + 4, 20, 20 });
	er_compose_text(compose, ER_ROLE_T_VNET, x - 5, y + 38, ER_ANCHOR_MIDDLE, box->rect.w - 24, box->label);
	er_compose_text(compose, ER_ROLE_T_ASSUMED, x - 5, y + 53, ER_ANCHOR_MIDDLE, box->rect.w - 24, compose->view->has_grids ? _("own sheet") : _("not drawn one by one"));
}

static void draw_workload(ErCompose *compose, const ErBox *box)
{
	double x = er_compose_middle(box).x;

	er_scene_rect(compose->scene, ER_ROLE_SUBNET, box->rect, 3);
	er_scene_glyph(compose->scene, ER_ROLE_G_MICROSOFT, ER_GLYPH_WORKLOAD, (ErRect){ x - 17, box->rect.y + 14, 34, 34 });
	er_compose_text(compose, ER_ROLE_T_NAME, x, box->rect.y + 66, ER_ANCHOR_MIDDLE, box->rect.w - 12, _("workloads in the hub"));
}

void er_compose_node(ErCompose *compose, uint32_t index)
{
	const ErBox *box = er_compose_box(compose, index);

	if ((box->kind == ER_BOX_CORE && !er_compose_shows(compose, ER_LAYER_ASSUMED)) || (box->component != ER_NONE && er_compose_is_hidden(compose, box->component)))
		return;
	if (er_box_is_container(box->kind) || er_compose_is_inside_spoke(compose, box))
		return;
	er_compose_ring_box(compose, box);
	if (box->component != ER_NONE && !box->alias)
		er_compose_open(compose, ER_GROUP_NODE, box->component, &box->rect, NULL);
	else
		er_scene_open(compose->scene, ER_GROUP_NODE, er_box_kind_name(box->kind), NULL, &box->rect, box->label != NULL ? box->label : er_box_kind_name(box->kind), NULL);
	switch (box->kind) {
	case ER_BOX_CORE:
		er_scene_glyph(compose->scene, ER_ROLE_G_CUSTOMER, ER_GLYPH_SWITCH, box->rect)->assumed = true;
		/* Flows from site to site run above and below it. */
		if (compose->view->failure != NULL && er_network_n_wans(compose->net) > 0)
			er_compose_text(compose, ER_ROLE_T_NAME, box->rect.x - 5, er_compose_middle(box).y + 4, ER_ANCHOR_END, 34, _("core"));
		else
			er_compose_text(compose, ER_ROLE_T_NAME, er_compose_middle(box).x, box->rect.y + box->rect.h + 28, ER_ANCHOR_MIDDLE, 80, _("core"));
		break;
	case ER_BOX_CE: case ER_BOX_PE: case ER_BOX_MSEE: draw_router(compose, box); break;
	case ER_BOX_CIRCUIT_NODE: draw_circuit_node(compose, box); break;
	case ER_BOX_GATEWAY: draw_gateway(compose, box); break;
	case ER_BOX_VPN_GATEWAY: er_compose_vpn_gateway(compose, box); break;
	case ER_BOX_FIREWALL: er_compose_firewall(compose, box); break;
	case ER_BOX_SPOKE: draw_spoke(compose, index, box); break;
	case ER_BOX_SPOKES: draw_stack(compose, box); break;
	case ER_BOX_WORKLOAD: draw_workload(compose, box); break;
	default: break;
	}
	er_scene_close(compose->scene);
}

ErRect er_compose_peering_place(const ErCompose *compose, uint32_t block)
{
	uint32_t provider = er_diagram_find(compose->view->diagram, ER_BOX_PROVIDER, block, 0), location = er_diagram_find(compose->view->diagram, ER_BOX_LOCATION, block, 0);
	uint32_t msee = er_diagram_find(compose->view->diagram, ER_BOX_MSEE, location, 0), other = er_diagram_find(compose->view->diagram, ER_BOX_MSEE, location, msee + 1);
	const ErRect *whole = &er_compose_box(compose, block)->rect, *from = &er_compose_box(compose, provider)->rect, *to = &er_compose_box(compose, location)->rect;
	double y = (er_compose_middle(er_compose_box(compose, msee)).y + er_compose_middle(er_compose_box(compose, other)).y) / 2;

	/* Somebody moved them together: the circuit's foot is the place that is left. */
	if (to->x - from->x - from->w < 96)
		return (ErRect){ whole->x + 12, whole->y + whole->h - 40, whole->w - 24, 36 };
	return (ErRect){ from->x + from->w, y - 20, to->x - from->x - from->w, 36 };
}

/* What the private peering says, in the middle of its circuit. */
void er_compose_peering_facts(ErCompose *compose)
{
	for (uint32_t i = 0; i < er_diagram_n_boxes(compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(compose, i);
		if (box->kind != ER_BOX_CIRCUIT)
			continue;
		const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
		g_autofree char *as = circuit->peer_asn > 0 ? g_strdup_printf("AS %u ↔ AS 12076", circuit->peer_asn) : g_strdup("");
		g_autofree char *vlan = circuit->vlan > 0 ? g_strdup_printf("VLAN %u", circuit->vlan) : g_strdup("");
		g_autofree char *speed = circuit->bandwidth_mbps > 0 ? bandwidth(circuit->bandwidth_mbps) : g_strdup("");
		g_autofree char *each = *speed != '\0' ? g_strdup_printf(_("%s each link"), speed) : g_strdup("");
		const ErRect place = er_compose_peering_place(compose, i);
		double left = place.x, right = place.x + place.w, y = place.y + 20;
		g_autofree char *state = er_compose_circuit_state(compose, box->ref);
		g_autofree char *title = g_strdup_printf(_("Private peering of %s"), er_compose_component(compose, box->component)->name);
		er_scene_open(compose->scene, ER_GROUP_LAYER, "private-peering", NULL, NULL, title, NULL);
		er_compose_text(compose, ER_ROLE_T_CIRCUIT_SMALL, (left + right) / 2, y - 3, ER_ANCHOR_MIDDLE, right - left - 8, _("Private peering"));
		if (state != NULL)
			er_compose_text(compose, ER_ROLE_T_CELL_STRONG, (left + right) / 2, y + 28, ER_ANCHOR_MIDDLE, right - left - 8, state);
		er_compose_text(compose, ER_ROLE_T_NOTE, (left + right) / 2, y + 12, ER_ANCHOR_MIDDLE, right - left - 8, *as != '\0' ? as : circuit->peerings_known ? "" : _("not in the export"));
		const char *const more[] = { vlan, each };
		double line = y + 27;
		for (size_t k = 0; compose->view->flow_sheet && k < G_N_ELEMENTS(more); k++) {
			if (*more[k] == '\0')
				continue;
			er_compose_text(compose, ER_ROLE_T_NOTE, (left + right) / 2, line, ER_ANCHOR_MIDDLE, right - left - 8, more[k]);
			line += 15;
		}
		er_scene_close(compose->scene);
	}
}

