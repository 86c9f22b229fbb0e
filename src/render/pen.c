/*
 * What every composer of a sheet draws with: text that fits, lines that stop where a label stands, and the places that several
 * parts of a sheet must agree on (a connection runs where its flow runs).
 */
#include "compose.h"

#include <erscope/lang.h>

#include <string.h>

#include <math.h>

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
	bool changing = compose->changing != ER_MARK_NONE;
	ErItem *item = er_scene_polyline(compose->scene, changing ? er_compose_change_role(compose->changing) : role, points, n, radius);

	item->tint = changing ? 0 : tint;
	item->assumed = assumed && !changing;
}

void er_compose_clip(ErPoint a, ErPoint b, const ErRect *hole, double *enter, double *leave)
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

ErPoint er_compose_between(ErPoint a, ErPoint b, double t)
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
				er_compose_clip(points[i], points[i + 1], &holes[h], &enter, &leave);
				if (enter < leave && leave > at + 1e-6 && enter < next_enter) {
					next_enter = enter;
					next_leave = leave;
				}
			}
			if (next_enter > 1)
				break;
			ErPoint stop = er_compose_between(points[i], points[i + 1], MAX(next_enter, at));
			if (next_enter > at)
				g_array_append_val(piece, stop);
			flush(compose, piece, role, radius, tint, assumed);
			ErPoint resume = er_compose_between(points[i], points[i + 1], next_leave);
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

const char *er_compose_why_down(const ErCompose *compose, uint32_t component)
{
	const ErComponent *self = er_compose_component(compose, component);

	if (!self->up)
		return self->reason;
	return compose->view->failure != NULL && compose->view->failure->failed[component] ? _("failed") : NULL;
}

bool er_compose_is_lost(ErCompose *compose, uint32_t component)
{
	bool lost = compose->view->failure != NULL && compose->view->failure->lost[component];

	compose->used[ER_USED_LOST] = compose->used[ER_USED_LOST] || lost;
	return lost;
}

bool er_compose_is_conditional(ErCompose *compose, const ErComponent *self)
{
	bool conditional = self->resource != NULL && self->certainty == ER_ASSUMED;

	compose->used[ER_USED_CONDITIONAL] = compose->used[ER_USED_CONDITIONAL] || conditional;
	return conditional;
}

bool er_compose_shows(const ErCompose *compose, ErLayer layer)
{
	return (compose->options->hidden >> layer & 1) == 0;
}

bool er_compose_is_hidden(const ErCompose *compose, uint32_t component)
{
	const ErComponent *self = er_compose_component(compose, component);

	/* What an input leaves open is a resource, and no assumption of ours. */
	return !er_compose_shows(compose, ER_LAYER_ASSUMED) && self->certainty == ER_ASSUMED && self->resource == NULL;
}

uint8_t er_compose_tint(uint32_t circuit)
{
	return (uint8_t)(circuit % 8 + 1);
}

ErBox *er_compose_box(const ErCompose *compose, uint32_t i)
{
	return er_diagram_box(compose->view->diagram, i);
}

const ErBox *er_compose_box_of(const ErCompose *compose, uint32_t component)
{
	uint32_t box = er_diagram_box_of(compose->view->diagram, component);

	return box != ER_NONE ? er_compose_box(compose, box) : NULL;
}

double er_compose_right(const ErBox *box)
{
	return box->rect.x + box->rect.w;
}

ErPoint er_compose_middle(const ErBox *box)
{
	return (ErPoint){ box->rect.x + box->rect.w / 2, box->rect.y + box->rect.h / 2 };
}

uint32_t er_compose_block_of(const ErCompose *compose, uint32_t circuit)
{
	const ErCircuit *record = er_network_circuit(compose->net, circuit);
	uint32_t component = record->port != ER_NONE ? er_network_port(compose->net, record->port)->self : record->self;

	return er_diagram_box_of(compose->view->diagram, component);
}

/* The resource's page in the Azure portal; nothing for parts that are no resources, or whose subscription nobody has said. */
static void link_to_portal(ErCompose *compose, const ErComponent *c)
{
	if (!compose->options->links || !g_str_has_prefix(c->id, "/subscriptions/") || strpbrk(c->id, "#{") != NULL)
		return;
	g_autofree char *address = g_strconcat("https://portal.azure.com/#@/resource", c->id, NULL);
	er_scene_link(compose->scene, address);
}

/* The sheet that shows it best, as a file beside this one. */
static void link_to_sheet(ErCompose *compose, uint32_t component)
{
	const char *slug = compose->view->sheets != NULL ? g_hash_table_lookup((GHashTable *)(uintptr_t)compose->view->sheets, GUINT_TO_POINTER(component + 1)) : NULL;

	if (slug == NULL || strcmp(slug, compose->view->slug) == 0)
		return;
	g_autofree char *file = g_strconcat(slug, ".svg", NULL);
	er_scene_link(compose->scene, file);
}

/* Opens a component's group: name and facts for readers. */
void er_compose_open(ErCompose *compose, ErGroupKind kind, uint32_t component, const ErRect *box, const char *facts)
{
	const ErComponent *c = er_compose_component(compose, component);
	g_autofree char *name = g_strdup_printf("%s-%s", er_kind_name(c->kind), c->name);
	g_autofree char *title = c->kind == ER_KIND_SESSION ? g_strdup(c->name) : g_strdup_printf("%s %s", _(er_kind_name(c->kind)), c->name);
	g_autoptr(GString) desc = g_string_new(_(er_certainty_name(c->certainty)));

	if (er_compose_why_down(compose, component) != NULL)
		g_string_append_printf(desc, _(", down: %s"), er_compose_why_down(compose, component));
	else if (compose->view->failure != NULL && compose->view->failure->lost[component])
		g_string_append(desc, _(", carries nothing now"));
	else if (compose->view->failure != NULL && compose->view->failure->fresh[component])
		g_string_append(desc, _(", carries now and did not before"));
	compose->changing = er_compose_change_of(compose, component);
	if (compose->changing != ER_MARK_NONE)
		g_string_append_printf(desc, ", %s", _(er_compose_change_word(compose->changing)));
	if (c->external)
		g_string_append(desc, _(", not in the inventory"));
	if (facts != NULL && *facts != '\0')
		g_string_append_printf(desc, "; %s", facts);
	er_scene_open(compose->scene, kind, name, c->id, box, title, desc->str);
	link_to_sheet(compose, component);
	link_to_portal(compose, c);
}

void er_compose_open_gather(ErCompose *compose, const ErCircuit *circuit, ErSide side)
{
	if (circuit->session[side] != ER_NONE)
		er_compose_open(compose, ER_GROUP_EDGE, circuit->session[side], NULL, er_compose_component(compose, circuit->self)->name);
	else
		er_scene_open(compose->scene, ER_GROUP_EDGE, "gather", NULL, NULL, _("to the connection"), NULL);
}

void er_compose_cross(ErCompose *compose, ErPoint at)
{
	er_scene_glyph(compose->scene, ER_ROLE_G_DOWN, ER_GLYPH_CROSS, (ErRect){ at.x - 9, at.y - 9, 18, 18 });
}

double er_compose_tube(const ErCompose *compose)
{
	return compose->view->flow_sheet ? 9 : compose->view->failure != NULL ? 6 : 2.6;
}

/* ---- texts of the foot ---- */

/* On a tall drawing the foot gives way: fewer rows, and each of two lines. */
bool er_compose_is_tight(const ErCompose *compose)
{
	return compose->view->n_rows <= 4 && compose->view->continues == NULL;
}

double er_compose_wrap(ErCompose *compose, ErRole role, double x, double y, double width, const char *text, uint32_t most_lines)
{
	ErStyle style = er_theme_style(er_theme_light(), role, 0, false);
	g_autoptr(GPtrArray) lines = er_text_wrap(style.font, style.size_px, text, width, most_lines);

	for (guint i = 0; i < lines->len; i++)
		er_scene_text(compose->scene, role, (ErPoint){ x, y + ER_FOOT_LINE * i }, ER_ANCHOR_START, lines->pdata[i]);
	return ER_FOOT_LINE * MAX(lines->len, 1);
}

double er_compose_note(ErCompose *compose, const char *label, const char *text, double left, double right, double y)
{
	er_compose_text(compose, ER_ROLE_T_CELL_STRONG, left, y, ER_ANCHOR_START, 96, label);
	return y + er_compose_wrap(compose, ER_ROLE_T_NOTE, left + 104, y, right - left - 104, text, er_compose_is_tight(compose) ? 1 : 4) + 3;
}

char *er_compose_speed(uint32_t mbps)
{
	return mbps % 1000 == 0 ? g_strdup_printf("%u Gbps", mbps / 1000) : mbps > 1000 ? g_strdup_printf("%.1f Gbps", mbps / 1000.0) : g_strdup_printf("%u Mbps", mbps);
}

/* ---- routes ---- */

/* A bundle of access lines of one router and side that go up or down together. */
typedef struct { uint32_t ce; ErSide side; double y; } Trunk;

/* The lowest router nearest to the sites, so that its lines do not cross those from above; then the secondary side. */
static int by_trunk(const void *a, const void *b)
{
	const Trunk *x = a, *y = b;

	if (fabs(x->y - y->y) > 0.5)
		return x->y > y->y ? -1 : 1;
	return x->side != y->side ? (x->side == ER_PRIMARY) - (y->side == ER_PRIMARY) : (x->ce > y->ce) - (x->ce < y->ce);
}

static GArray *collect_trunks(const ErCompose *compose)
{
	const ErDiagram *diagram = compose->view->diagram;
	GArray *trunks = g_array_new(FALSE, FALSE, sizeof(Trunk));

	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++) {
		const ErWire *wire = er_diagram_wire(diagram, i);
		if (wire->kind != ER_WIRE_ACCESS)
			continue;
		const ErBox *ce = er_compose_box(compose, wire->from), *to = er_compose_box(compose, wire->to);
		Trunk trunk = { wire->from, to->side, er_compose_middle(ce).y };
		bool known = fabs(trunk.y - er_compose_middle(to).y) < 0.5;
		for (guint k = 0; !known && k < trunks->len; k++)
			known = g_array_index(trunks, Trunk, k).ce == trunk.ce && g_array_index(trunks, Trunk, k).side == trunk.side;
		if (!known)
			g_array_append_val(trunks, trunk);
	}
	g_array_sort(trunks, by_trunk);
	return trunks;
}

/* Each has a height of its own to go up and down at, as far from each other as there is room. */
static void find_trunks(ErCompose *compose)
{
	g_autoptr(GArray) trunks = collect_trunks(compose);
	bool lanes = compose->view->flow_sheet || compose->view->failure != NULL;
	uint32_t site = er_diagram_find(compose->view->diagram, ER_BOX_SITE, ER_NONE, 0);
	double first = lanes ? 36 : 24, room = lanes ? 68 : 76, step = lanes ? 68 : 20;

	compose->trunks = g_new0(double, 2 * (size_t)er_diagram_n_boxes(compose->view->diagram) + 2);
	if (site == ER_NONE)
		return;
	double right = er_compose_box(compose, site)->rect.x + er_compose_box(compose, site)->rect.w + (lanes ? 0 : compose->frame->lanes);
	if (trunks->len > 1)
		step = MIN(step, room / (trunks->len - 1));
	for (guint i = 0; i < trunks->len; i++)
		compose->trunks[2 * g_array_index(trunks, Trunk, i).ce + g_array_index(trunks, Trunk, i).side] = right + first + step * i;
}

double er_compose_trunk_x(const ErCompose *compose, uint32_t ce, ErSide side)
{
	return compose->trunks[2 * (size_t)ce + side];
}

/* A connection's line at one of its ends: among those that share the end, it stands by the height of the other end. */
typedef struct { uint32_t end, connection; double y; uint32_t rank, of; } Port;

static int by_port(const void *a, const void *b)
{
	const Port *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (fabs(x->y - y->y) > 0.5)
		return x->y < y->y ? -1 : 1;
	return (x->connection > y->connection) - (x->connection < y->connection);
}

/* (transfer full): one per connection of the sheet, by connection */
static GHashTable *rank_ports(const ErCompose *compose, bool at_gateway, GArray *ports)
{
	GHashTable *of_connection = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_diagram_n_wires(compose->view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(compose->view->diagram, i);
		if (wire->kind != ER_WIRE_CONNECTION)
			continue;
		const ErConnection *connection = er_network_connection(compose->net, wire->ref);
		const Port port = { at_gateway ? connection->gateway : connection->circuit, wire->ref, er_compose_middle(er_compose_box(compose, at_gateway ? wire->from : wire->to)).y, 0, 0 };
		g_array_append_val(ports, port);
	}
	g_array_sort(ports, by_port);
	for (guint i = 0, first = 0; i < ports->len; i++) {
		Port *port = &g_array_index(ports, Port, i);
		if (port->end != g_array_index(ports, Port, first).end)
			first = i;
		port->rank = i - first;
	}
	for (guint i = ports->len; i-- > 0;) {
		bool last = i + 1 == ports->len || g_array_index(ports, Port, i + 1).end != g_array_index(ports, Port, i).end;
		g_array_index(ports, Port, i).of = last ? g_array_index(ports, Port, i).rank + 1 : g_array_index(ports, Port, i + 1).of;
	}
	for (guint i = 0; i < ports->len; i++)
		g_hash_table_insert(of_connection, GUINT_TO_POINTER(g_array_index(ports, Port, i).connection), &g_array_index(ports, Port, i));
	return of_connection;
}

/* Where the lines of a circuit gather: between its two MSEEs; a circuit of a port pair has a box of its own. */
static double exit_of(const ErCompose *compose, uint32_t from)
{
	const ErDiagram *diagram = compose->view->diagram;
	uint32_t location = er_diagram_find(diagram, ER_BOX_LOCATION, from, 0), msee = location != ER_NONE ? er_diagram_find(diagram, ER_BOX_MSEE, location, 0) : ER_NONE;
	uint32_t other = msee != ER_NONE ? er_diagram_find(diagram, ER_BOX_MSEE, location, msee + 1) : ER_NONE;

	if (er_compose_box(compose, from)->kind != ER_BOX_CIRCUIT || other == ER_NONE)
		return er_compose_middle(er_compose_box(compose, from)).y;
	return (er_compose_middle(er_compose_box(compose, msee)).y + er_compose_middle(er_compose_box(compose, other)).y) / 2;
}

static ErRoute route_of(const ErCompose *compose, const Port *out, const Port *in)
{
	const ErConnection *record = er_network_connection(compose->net, out->connection);
	const ErCircuit *circuit = er_network_circuit(compose->net, record->circuit);
	const ErBox *block = er_compose_box(compose, er_compose_block_of(compose, record->circuit));
	const ErBox *gateway = er_compose_box(compose, er_diagram_box_of(compose->view->diagram, er_network_gateway(compose->net, record->gateway)->self));
	const double spread = compose->view->flow_sheet ? 26 : 20;
	double y0 = exit_of(compose, er_diagram_box_of(compose->view->diagram, circuit->self)) + (out->rank - (out->of - 1) / 2.0) * MIN(spread, 40.0 / out->of * 2);
	double y1 = er_compose_middle(gateway).y + (in->rank - (in->of - 1) / 2.0) * MIN(spread, 100.0 / in->of);
	double x0 = block->rect.x + block->rect.w, x1 = compose->frame->corridor_right;
	double inset = compose->view->flow_sheet ? 40 : 24;

	return (ErRoute){ { { x0, y0 }, { x0 + inset, y0 }, { x1 - inset / 2, y1 }, { gateway->rect.x + 4, y1 } } };
}

void er_compose_find_routes(ErCompose *compose)
{
	find_trunks(compose);
	g_autoptr(GArray) out = g_array_new(FALSE, TRUE, sizeof(Port)), in = g_array_new(FALSE, TRUE, sizeof(Port));
	g_autoptr(GHashTable) outs = rank_ports(compose, false, out), ins = rank_ports(compose, true, in);

	compose->routes = g_new0(ErRoute, er_network_n_connections(compose->net) + 1);
	for (guint i = 0; i < out->len; i++) {
		const Port *port = &g_array_index(out, Port, i);
		compose->routes[port->connection] = route_of(compose, port, g_hash_table_lookup(ins, GUINT_TO_POINTER(port->connection)));
	}
}

ErRoute er_compose_route(const ErCompose *compose, uint32_t connection)
{
	return compose->routes[connection];
}
