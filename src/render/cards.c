/*
 * The overview as cards: sites, circuits and homes of gateways in three columns, each about the middle of the tallest; a line between two cards
 * leaves and arrives at a place of its own, in the order of the cards at its other end, so that lines cross only where the cards' order does.
 */
#include "compose.h"

#include <erscope/lang.h>

#include <math.h>

typedef struct { double x, w, h; } Column;

static const double top = 136, gap = 14, inset = 22;
static const Column sites = { 32, 220, 52 }, circuits = { 402, 290, 54 }, homes = { 1132, 360, 68 };

static const Column *column_of(ErBoxKind kind)
{
	return kind == ER_BOX_SITE_CARD ? &sites : kind == ER_BOX_CIRCUIT_CARD ? &circuits : &homes;
}

/* ---- places ---- */

static double height_of(const ErDiagram *diagram, ErBoxKind kind)
{
	uint32_t n = 0;

	for (uint32_t i = er_diagram_find(diagram, kind, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(diagram, kind, ER_NONE, i + 1))
		n++;
	return n > 0 ? n * column_of(kind)->h + (n - 1) * gap : 0;
}

static void place(ErDiagram *diagram, ErBoxKind kind, double height)
{
	const Column *column = column_of(kind);
	double y = top + (height - height_of(diagram, kind)) / 2;

	for (uint32_t i = er_diagram_find(diagram, kind, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(diagram, kind, ER_NONE, i + 1)) {
		er_diagram_box(diagram, i)->rect = (ErRect){ column->x, y, column->w, column->h };
		y += column->h + gap;
	}
}

ErFrame er_layout_cards(ErView *view)
{
	ErFrame frame = { .left = sites.x, .right = homes.x + homes.w, .corridor_left = circuits.x + circuits.w, .corridor_right = homes.x };
	double height = 0;

	for (ErBoxKind kind = ER_BOX_SITE_CARD; kind <= ER_BOX_HOME_CARD; kind++)
		height = MAX(height, height_of(view->diagram, kind));
	for (ErBoxKind kind = ER_BOX_SITE_CARD; kind <= ER_BOX_HOME_CARD; kind++)
		place(view->diagram, kind, height);
	frame.bottom = top + height;
	frame.band[0] = sites.x;
	frame.band[1] = sites.x + sites.w + 40;
	frame.band[2] = circuits.x + circuits.w + 40;
	frame.band[3] = frame.right;
	return frame;
}

/* ---- lines ---- */

/* Where wire @index meets its box at one end: by the place of its other end among the wires of that box and kind. */
static double port_y(const ErCompose *compose, uint32_t index, bool at_to)
{
	const ErDiagram *diagram = compose->view->diagram;
	const ErWire *own = er_diagram_wire(diagram, index);
	const ErRect *rect = &er_compose_box(compose, at_to ? own->to : own->from)->rect;
	double own_y = er_compose_box(compose, at_to ? own->from : own->to)->rect.y;
	uint32_t n = 0, rank = 0;

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		if (wire->kind != own->kind || (at_to ? wire->to != own->to : wire->from != own->from))
			continue;
		double y = er_compose_box(compose, at_to ? wire->from : wire->to)->rect.y;
		n++;
		rank += y < own_y || (y <= own_y && i < index);
	}
	return rect->y + rect->h * (rank + 1) / (n + 1);
}

static void draw_wire(ErCompose *compose, uint32_t index)
{
	const ErWire *wire = er_diagram_wire(compose->view->diagram, index);
	const ErBox *from = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
	double x0 = from->rect.x + from->rect.w, y0 = port_y(compose, index, false), x1 = to->rect.x, y1 = port_y(compose, index, true);
	bool connection = wire->kind == ER_WIRE_CONNECTION, down = er_compose_why_down(compose, wire->component) != NULL;
	bool assumed = !connection && er_compose_component(compose, wire->component)->certainty == ER_ASSUMED;

	er_compose_open(compose, ER_GROUP_EDGE, wire->component, NULL, NULL);
	for (int side = connection ? -1 : 1; side <= 1; side += 2) {
		double off = connection ? side * 2.0 : 0;
		er_compose_line(compose, down ? ER_ROLE_DOWN : connection ? ER_ROLE_CONNECTION : ER_ROLE_ACCESS,
		                (ErPoint[]){ { x0, y0 + off }, { x0 + inset, y0 + off }, { x1 - inset, y1 + off }, { x1, y1 + off } }, 4, 8, 0, assumed);
	}
	er_scene_close(compose->scene);
	compose->used[connection ? ER_USED_CONNECTION : ER_USED_ACCESS] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || down;
}

/* ---- cards ---- */

/* Two or three lines beside a glyph. */
static void draw_card(ErCompose *compose, const ErBox *box, ErRole role, ErRole glyph_role, ErGlyph glyph, uint8_t tint, ErRole name_role, const char *const *lines, uint32_t n_lines)
{
	double x = box->rect.x + 46, room = box->rect.w - 56, y = box->rect.y + box->rect.h / 2 - (n_lines - 1) * 8 + 4;

	er_scene_rect(compose->scene, role, box->rect, 5)->tint = tint;
	er_scene_glyph(compose->scene, glyph_role, glyph, (ErRect){ box->rect.x + 10, box->rect.y + box->rect.h / 2 - 14, 28, 28 })->tint = tint;
	for (uint32_t i = 0; i < n_lines; i++)
		er_compose_text(compose, i == 0 ? name_role : ER_ROLE_T_NOTE, x, y + 16 * i, ER_ANCHOR_START, room, lines[i])->tint = i == 0 ? tint : 0;
}

static void draw_site(ErCompose *compose, const ErBox *box)
{
	const ErComponent *self = er_compose_component(compose, box->component);
	const char *const lines[] = { box->label != NULL ? box->label : self->name, _(er_certainty_name(self->certainty)) };

	draw_card(compose, box, ER_ROLE_SITE, ER_ROLE_G_CUSTOMER, ER_GLYPH_BUILDING, 0, ER_ROLE_T_SITE, lines, 2);
}

static void draw_circuit(ErCompose *compose, const ErBox *box)
{
	const char *group[] = { box->label, _("their own sheets show them") };

	compose->used[ER_USED_CIRCUIT] = true;
	compose->used[ER_USED_DOWN] = compose->used[ER_USED_DOWN] || (box->component != ER_NONE && er_compose_why_down(compose, box->component) != NULL);
	if (box->component == ER_NONE) {
		draw_card(compose, box, ER_ROLE_STACK, ER_ROLE_G_CIRCUIT, ER_GLYPH_CIRCUIT, 0, ER_ROLE_T_NAME, group, 2);
		return;
	}
	const ErCircuit *circuit = er_network_circuit(compose->net, box->ref);
	const char *why = er_compose_why_down(compose, box->component);
	g_autofree char *rate = circuit->bandwidth_mbps > 0 ? er_compose_speed(circuit->bandwidth_mbps) : g_strdup(""), *speed = g_strdup_printf("%s%s", *rate != '\0' ? " · " : "", rate);
	const char *place = circuit->external ? _("not in the inventory") : *circuit->peering_location != '\0' ? circuit->peering_location : _("location not known");
	g_autofree char *facts = why != NULL ? g_strdup(why) : g_strdup_printf("%s%s%s%s", place, *circuit->provider != '\0' ? " · " : "", circuit->provider, speed);
	const char *const lines[] = { er_compose_component(compose, box->component)->name, facts };

	draw_card(compose, box, why != NULL ? ER_ROLE_DOWN : ER_ROLE_CIRCUIT, why != NULL ? ER_ROLE_G_DOWN : ER_ROLE_G_CIRCUIT, why != NULL ? ER_GLYPH_CROSS : ER_GLYPH_CIRCUIT,
	          why != NULL ? 0 : er_compose_tint(box->ref), ER_ROLE_T_NAME, lines, 2);
}

/* VNets that hang on the gateway's home. */
static uint32_t count_vnets(const ErCompose *compose, const ErGateway *gateway)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_attachments(compose->net); i++) {
		const ErAttachment *attachment = er_network_attachment(compose->net, i);
		n += (gateway->vnet != ER_NONE && attachment->hub_vnet == gateway->vnet) || (gateway->hub != ER_NONE && attachment->hub == gateway->hub);
	}
	return n;
}

static uint32_t count_gateways(const ErCompose *compose, const ErGateway *gateway)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_gateways(compose->net); i++) {
		const ErGateway *other = er_network_gateway(compose->net, i);
		n += other == gateway || (gateway->vnet != ER_NONE && other->vnet == gateway->vnet) || (gateway->hub != ER_NONE && other->hub == gateway->hub);
	}
	return n;
}

static void draw_home(ErCompose *compose, const ErBox *box)
{
	const char *group[] = { box->label, _("their own sheets show them") };

	compose->used[ER_USED_GATEWAY] = true;
	if (box->component == ER_NONE) {
		draw_card(compose, box, ER_ROLE_STACK, ER_ROLE_G_GATEWAY, ER_GLYPH_GATEWAY, 0, ER_ROLE_T_NAME, group, 2);
		return;
	}
	const ErGateway *gateway = er_network_gateway(compose->net, box->ref);
	const ErComponent *self = er_compose_component(compose, box->component);
	uint32_t n_vnets = count_vnets(compose, gateway), n_gateways = count_gateways(compose, gateway);
	g_autofree char *facts = n_gateways > 1 ? g_strdup_printf(_("%s and %u more gateways"), self->name, n_gateways - 1)
	                                        : g_strdup_printf("%s%s%s · %s", self->name, *gateway->sku != '\0' ? " · " : "", gateway->sku, self->external ? _("not in the inventory") : _(er_zone_verdict_name(gateway->zones)));
	g_autofree char *place = g_strdup_printf("%s · %u %s", *self->location != '\0' ? self->location : _("region not known"), n_vnets, n_vnets == 1 ? "VNet" : "VNets");
	const char *const lines[] = { *box->label != '\0' ? box->label : self->name, facts, place };

	draw_card(compose, box, self->external ? ER_ROLE_EXTERNAL : ER_ROLE_VNET, ER_ROLE_G_GATEWAY, ER_GLYPH_GATEWAY, 0, ER_ROLE_T_VNET, lines, 3);
}

/* A column without a card: said, not left to the reader's guess. */
static void say_absent(ErCompose *compose, ErBoxKind kind, const char *text)
{
	const Column *column = column_of(kind);

	if (er_diagram_find(compose->view->diagram, kind, ER_NONE, 0) == ER_NONE)
		er_compose_text(compose, ER_ROLE_T_ASSUMED, column->x + column->w / 2, top + 30, ER_ANCHOR_MIDDLE, column->w, text);
}

void er_compose_cards(ErCompose *compose)
{
	er_scene_open(compose->scene, ER_GROUP_LAYER, "absences", NULL, NULL, _("What the input does not hold"), NULL);
	say_absent(compose, ER_BOX_CIRCUIT_CARD, _("no ExpressRoute circuit in the input"));
	say_absent(compose, ER_BOX_HOME_CARD, _("no ExpressRoute gateway in the input"));
	er_scene_close(compose->scene);
	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++)
		draw_wire(compose, i);
	for (uint32_t i = 0; i < er_diagram_n_boxes(compose->view->diagram); i++) {
		const ErBox *box = er_compose_box(compose, i);
		if (box->component != ER_NONE)
			er_compose_open(compose, ER_GROUP_NODE, box->component, &box->rect, NULL);
		else
			er_scene_open(compose->scene, ER_GROUP_NODE, er_box_kind_name(box->kind), NULL, &box->rect, box->label, NULL);
		if (box->kind == ER_BOX_SITE_CARD)
			draw_site(compose, box);
		else if (box->kind == ER_BOX_CIRCUIT_CARD)
			draw_circuit(compose, box);
		else
			draw_home(compose, box);
		er_scene_close(compose->scene);
	}
}
