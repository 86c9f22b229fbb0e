/*
 * The tier layout: fixed columns from left to right (site, circuits, corridor, regions with hubs, spokes), blocks stacked in the
 * view's order. What a container holds stands at fixed places below its top, primary above secondary, so that one more spoke or circuit moves
 * whole containers and only what stands behind it; a gateway stands as deep in its region as a circuit's middle in its block. The two stacks
 * share their middle. On flow sheets, which show one gateway, contents stand about the middle of their container instead, for the lanes beside
 * them. Containers are sized from what they hold, so they never overlap.
 */
#include "extra.h"

#include "backend.h"

#include <math.h>

/* Pixels. Two densities: flow sheets leave room for three lanes per row. */
typedef struct {
	double row_gap, router, block_pad, above_row, below_row, site_w, core_x, ce_x, region_top, region_bottom, hub_head, gateway_h, workload_h, spoke_h, spoke_gap, spoke_dx;
} Density;

static const Density overview_density = {
	.row_gap = 84, .router = 42, .block_pad = 20, .above_row = 82, .below_row = 66, .site_w = 264, .core_x = 60, .ce_x = 196,
	.region_top = 44, .region_bottom = 24, .hub_head = 42, .gateway_h = 142, .workload_h = 0, .spoke_h = 64, .spoke_gap = 20, .spoke_dx = 76,
};
static const Density flow_density = {
	.row_gap = 192, .router = 56, .block_pad = 36, .above_row = 96, .below_row = 96, .site_w = 288, .core_x = 64, .ce_x = 216,
	.region_top = 92, .region_bottom = 84, .hub_head = 48, .gateway_h = 156, .workload_h = 84, .spoke_h = 120, .spoke_gap = 28, .spoke_dx = 96,
};
/* Flows run beside the lines, above and below the hubs. */
static const Density failure_density = {
	.row_gap = 128, .router = 46, .block_pad = 20, .above_row = 86, .below_row = 66, .site_w = 272, .core_x = 60, .ce_x = 204,
	.region_top = 68, .region_bottom = 50, .hub_head = 42, .gateway_h = 142, .workload_h = 0, .spoke_h = 64, .spoke_gap = 20, .spoke_dx = 84,
};

static const double margin = 32, top = 136, block_w = 512;

/* Of a gateway's glyph below the top of its row. */
enum { GATEWAY_MIDDLE = 46 };

typedef struct {
	ErView *view;
	ErDiagram *diagram;
	Density d;
	double trunk_w, corridor_w, hub_w, spoke_w, unit_gap, block_gap;
	uint32_t n_blocks, n_regions;
} Layout;

static ErBox *box_at(const Layout *layout, uint32_t i)
{
	return er_diagram_box(layout->diagram, i);
}

static bool is_block(const ErBox *box)
{
	return box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT;
}

/* ---- widths ---- */

static double name_width(const Layout *layout, const ErBox *box)
{
	const ErNetwork *net = er_flows_network(layout->view->flows);
	const char *name = box->component != ER_NONE ? er_network_component(net, box->component)->name : box->label;

	return name != NULL ? er_text_width(ER_FONT_SEMIBOLD, 14, name) : 0;
}

/* A flow sheet keeps a channel at the right for the hub's own flows. */
static bool has_channel(const Layout *layout)
{
	return layout->view->flow_sheet && (er_diagram_find(layout->diagram, ER_BOX_WORKLOAD, ER_NONE, 0) != ER_NONE || er_diagram_find(layout->diagram, ER_BOX_FIREWALL, ER_NONE, 0) != ER_NONE);
}

/* One site with one router per side stands as the links do. */
static bool is_pair(const Layout *layout)
{
	uint32_t sites = 0, routers[2] = { 0, 0 };

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		const ErBox *box = er_diagram_box(layout->diagram, i);
		sites += box->kind == ER_BOX_SITE;
		if (box->kind == ER_BOX_CE)
			routers[box->side]++;
	}
	return sites == 1 && routers[ER_PRIMARY] == 1 && routers[ER_SECONDARY] == 1;
}

static void measure(Layout *layout)
{
	uint32_t connections = 0, most = 0, spokes = 0;
	bool has_lanes = layout->view->flow_sheet || layout->view->failure != NULL;

	layout->hub_w = 232;
	layout->spoke_w = 160;
	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		const ErBox *box = box_at(layout, i);
		layout->n_blocks += is_block(box);
		layout->n_regions += box->kind == ER_BOX_REGION;
		if (box->kind == ER_BOX_HUB || box->kind == ER_BOX_GATEWAY || box->kind == ER_BOX_VPN_GATEWAY || box->kind == ER_BOX_FIREWALL)
			layout->hub_w = CLAMP(name_width(layout, box) + 84, layout->hub_w, 320);
		if (box->kind == ER_BOX_SPOKE || box->kind == ER_BOX_SPOKES) {
			layout->spoke_w = CLAMP(name_width(layout, box) + 44, layout->spoke_w, 280);
			spokes++;
		}
	}
	for (uint32_t i = 0; i < er_diagram_n_wires(layout->diagram); i++)
		connections += er_diagram_wire(layout->diagram, i)->kind == ER_WIRE_CONNECTION;
	most = MAX(layout->n_blocks, layout->n_regions);
	/* Where access lines go up or down, their flows need room beside them. */
	layout->trunk_w = layout->n_blocks > 1 || (has_lanes && !is_pair(layout)) ? (has_lanes ? 132 : 48) : 0;
	layout->corridor_w = connections <= 1 ? (layout->view->flow_sheet ? 192 : 200) : most <= 1 ? 232 : MIN(264 + 12.0 * connections, 400);
	if (layout->n_blocks > 1 && layout->view->flow_sheet)
		layout->d.row_gap = 132, layout->corridor_w = MAX(layout->corridor_w, 300 + 24.0 * layout->n_blocks);
	if (!layout->view->flow_sheet)
		layout->d.region_top = layout->d.block_pad + layout->d.above_row + layout->d.row_gap / 2 - layout->d.hub_head - GATEWAY_MIDDLE;
	if (spokes == 0)
		layout->spoke_w = 0;
	if (has_channel(layout))
		layout->hub_w += 32;
}

/* ---- circuits ---- */

static uint32_t count_children(const Layout *layout, ErBoxKind kind, uint32_t parent)
{
	uint32_t n = 0;

	for (uint32_t i = er_diagram_find(layout->diagram, kind, parent, 0); i != ER_NONE; i = er_diagram_find(layout->diagram, kind, parent, i + 1))
		n++;
	return n;
}

/* Room between the rows: a port pair with many circuits needs more. */
static double row_gap_of(const Layout *layout, uint32_t block)
{
	return MAX(layout->d.row_gap, count_children(layout, ER_BOX_CIRCUIT_NODE, block) * 58.0 - (layout->view->flow_sheet ? 0 : 24) + (layout->view->flow_sheet ? 40 : 0));
}

static double block_height(const Layout *layout, uint32_t block)
{
	return 2 * layout->d.block_pad + layout->d.above_row + row_gap_of(layout, block) + layout->d.below_row;
}

/* Boxes side by side are of one height where that takes little; flow sheets draw their lanes by it. */
static double shared_height(const Layout *layout, double natural, double h)
{
	return layout->view->flow_sheet || h - natural < 48 ? h : natural;
}

static void place_rows(Layout *layout, uint32_t parent, ErBoxKind kind, double centre_x, double primary_y, double gap)
{
	double size = layout->d.router;

	for (uint32_t i = er_diagram_find(layout->diagram, kind, parent, 0); i != ER_NONE; i = er_diagram_find(layout->diagram, kind, parent, i + 1)) {
		ErBox *box = box_at(layout, i);
		double y = primary_y + (box->side == ER_SECONDARY ? gap : 0);
		box->rect = (ErRect){ centre_x - size / 2, y - size / 2, size, size };
	}
}

static void place_block(Layout *layout, uint32_t index, double x, double y, double h)
{
	ErBox *block = box_at(layout, index);
	double gap = row_gap_of(layout, index), inner_h = layout->d.above_row + gap + layout->d.below_row;
	double inner_y = y + (layout->view->flow_sheet ? (h - inner_h) / 2 : layout->d.block_pad), primary = inner_y + layout->d.above_row;
	bool direct = block->kind == ER_BOX_PORT;
	uint32_t provider = er_diagram_find(layout->diagram, ER_BOX_PROVIDER, index, 0);
	uint32_t location = er_diagram_find(layout->diagram, ER_BOX_LOCATION, index, 0);
	double n = count_children(layout, ER_BOX_CIRCUIT_NODE, index), k = 0;

	block->rect = (ErRect){ x, y, block_w, shared_height(layout, block_height(layout, index), h) };
	if (provider != ER_NONE) {
		box_at(layout, provider)->rect = (ErRect){ x + 24, inner_y, 136, inner_h };
		place_rows(layout, provider, ER_BOX_PE, x + 92, primary, gap);
	}
	box_at(layout, location)->rect = (ErRect){ x + (direct ? 88 : 320), inner_y, 168, inner_h };
	place_rows(layout, location, ER_BOX_MSEE, x + (direct ? 172 : 404), primary, gap);
	for (uint32_t i = er_diagram_find(layout->diagram, ER_BOX_CIRCUIT_NODE, index, 0); i != ER_NONE; i = er_diagram_find(layout->diagram, ER_BOX_CIRCUIT_NODE, index, i + 1))
		box_at(layout, i)->rect = (ErRect){ x + 324, primary + gap / 2 + (k++ - (n - 1) / 2) * 58 - 24, 164, 48 };
}

/* ---- Azure ---- */

static double hub_head(const Layout *layout, uint32_t hub)
{
	return layout->d.hub_head + er_extra_note_room(layout->view, box_at(layout, hub));
}

static double gateway_rows(const Layout *layout, uint32_t subnet)
{
	double vpn = er_extra_vpn_room(layout->view, subnet, layout->d.gateway_h), own = count_children(layout, ER_BOX_GATEWAY, subnet);

	return (vpn > 0 ? own : MAX(1, own)) * layout->d.gateway_h + vpn;
}

static double hub_height(const Layout *layout, uint32_t hub)
{
	uint32_t subnet = er_diagram_find(layout->diagram, ER_BOX_SUBNET, hub, 0);
	double workload = count_children(layout, ER_BOX_WORKLOAD, hub) > 0 ? layout->d.workload_h + 32 : 0;

	return hub_head(layout, hub) + gateway_rows(layout, subnet) + er_extra_firewall_room(layout->view, hub) + 20 + workload;
}

/* Spokes in @region that hang on @hub; with hub ER_NONE: on hubs of other regions. */
static bool hangs_on(const Layout *layout, uint32_t spoke, uint32_t hub, uint32_t region)
{
	const ErWire *wire = er_diagram_wire_to(layout->diagram, ER_WIRE_PEERING, spoke);

	return wire != NULL && (hub != ER_NONE ? wire->from == hub : box_at(layout, wire->from)->parent != region);
}

static bool is_spoke(const ErBox *box)
{
	return box->kind == ER_BOX_SPOKE || box->kind == ER_BOX_SPOKES;
}

static double spoke_height(const Layout *layout, uint32_t spoke)
{
	return layout->d.spoke_h + er_extra_note_room(layout->view, box_at(layout, spoke)) + er_extra_firewall_room(layout->view, spoke);
}

/* Of the spokes below each other. */
static double stack_height(const Layout *layout, uint32_t hub, uint32_t region)
{
	double h = 0;

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++)
		if (is_spoke(box_at(layout, i)) && box_at(layout, i)->parent == region && hangs_on(layout, i, hub, region))
			h += (h > 0 ? layout->d.spoke_gap : 0) + spoke_height(layout, i);
	return h;
}

/*
 * Below the hub's top: a first spoke always stands at the same height, two of them about the gateway's line, further ones below; so one more moves
 * only those behind it. On a flow sheet the stack stands about the gateway's line, however tall it is.
 */
static double first_spoke(const Layout *layout, uint32_t hub)
{
	return MAX(hub_head(layout, hub) + GATEWAY_MIDDLE - layout->d.spoke_h - layout->d.spoke_gap / 2, 0);
}

static double unit_height(const Layout *layout, uint32_t hub, uint32_t region)
{
	double spokes = stack_height(layout, hub, region);

	return MAX(hub_height(layout, hub), spokes + (layout->view->flow_sheet || spokes <= 0 ? 0 : first_spoke(layout, hub)));
}

static double region_content(const Layout *layout, uint32_t region)
{
	double h = 0;

	for (uint32_t hub = er_diagram_find(layout->diagram, ER_BOX_HUB, region, 0); hub != ER_NONE; hub = er_diagram_find(layout->diagram, ER_BOX_HUB, region, hub + 1))
		h += (h > 0 ? layout->unit_gap : 0) + unit_height(layout, hub, region);
	double others = stack_height(layout, ER_NONE, region);
	return h + (h > 0 && others > 0 ? layout->unit_gap : 0) + others;
}

static bool has_hub(const Layout *layout, uint32_t region)
{
	return er_diagram_find(layout->diagram, ER_BOX_HUB, region, 0) != ER_NONE;
}

/* Lanes of the way back run above and below the hubs: one per row beyond the first. */
static double lane_room(const Layout *layout, uint32_t region)
{
	return layout->view->flow_sheet && has_hub(layout, region) ? 24.0 * (MAX(layout->n_blocks, 1) - 1) : 0;
}

static double region_head(const Layout *layout, uint32_t region)
{
	return (has_hub(layout, region) ? layout->d.region_top : 48) + lane_room(layout, region);
}

static double region_foot(const Layout *layout, uint32_t region)
{
	return (has_hub(layout, region) ? layout->d.region_bottom : 28) + lane_room(layout, region);
}

/* Where the gateway's middle would be below the region's top, when it holds one gateway only; 0 otherwise. */
static double gateway_depth(const Layout *layout, uint32_t region)
{
	uint32_t hub = er_diagram_find(layout->diagram, ER_BOX_HUB, region, 0);

	if (hub == ER_NONE || er_diagram_find(layout->diagram, ER_BOX_HUB, region, hub + 1) != ER_NONE)
		return 0;
	if (count_children(layout, ER_BOX_GATEWAY, er_diagram_find(layout->diagram, ER_BOX_SUBNET, hub, 0)) != 1)
		return 0;
	double above = layout->view->flow_sheet ? (unit_height(layout, hub, region) - hub_height(layout, hub)) / 2 : 0;
	return region_head(layout, region) + above + hub_head(layout, hub) + GATEWAY_MIDDLE;
}

/* @mid: (out): the height at which the region's one gateway stands, else half-way: it meets the middle of what it is connected to */
static double region_height(const Layout *layout, uint32_t region, double *mid)
{
	double natural = region_head(layout, region) + region_content(layout, region) + region_foot(layout, region);
	double depth = gateway_depth(layout, region);

	*mid = depth > 0 && !layout->view->flow_sheet ? depth : natural / 2;
	return natural;
}

/* The spokes of @hub in @region, one below the other from @y on. */
static void place_spokes(Layout *layout, uint32_t hub, uint32_t region, double x, double y)
{
	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		ErBox *box = box_at(layout, i);
		if (!is_spoke(box) || box->parent != region || !hangs_on(layout, i, hub, region))
			continue;
		box->rect = (ErRect){ x, y, layout->spoke_w, spoke_height(layout, i) };
		er_extra_place_firewalls(layout->view, i, y + layout->d.spoke_h + er_extra_note_room(layout->view, box));
		y += box->rect.h + layout->d.spoke_gap;
	}
}

static void place_hub(Layout *layout, uint32_t index, double x, double y, double h)
{
	ErBox *hub = box_at(layout, index);
	uint32_t subnet = er_diagram_find(layout->diagram, ER_BOX_SUBNET, index, 0);
	uint32_t workload = er_diagram_find(layout->diagram, ER_BOX_WORKLOAD, index, 0);
	double rows = gateway_rows(layout, subnet), k = 0;
	double natural = hub_height(layout, index), inner = y + (layout->view->flow_sheet ? (h - natural) / 2 : 0) + hub_head(layout, index);

	hub->rect = (ErRect){ x, y, layout->hub_w, layout->view->flow_sheet ? h : natural };
	double inner_w = layout->hub_w - 40 - (has_channel(layout) ? 32 : 0);
	box_at(layout, subnet)->rect = (ErRect){ x + 20, inner, inner_w, rows };
	for (uint32_t i = er_diagram_find(layout->diagram, ER_BOX_GATEWAY, subnet, 0); i != ER_NONE; i = er_diagram_find(layout->diagram, ER_BOX_GATEWAY, subnet, i + 1))
		box_at(layout, i)->rect = (ErRect){ x + 20 + inner_w / 2 - 30, inner + layout->d.gateway_h * k++ + 16, 60, 60 };
	er_extra_place_vpn(layout->view, subnet, x + 20 + inner_w / 2, inner + layout->d.gateway_h * k, layout->d.gateway_h);
	er_extra_place_firewalls(layout->view, index, inner + rows);
	if (workload != ER_NONE)
		box_at(layout, workload)->rect = (ErRect){ x + 20, inner + rows + er_extra_firewall_room(layout->view, index) + 32, inner_w, layout->d.workload_h };
}

/* Where the stack of a hub's spokes begins. */
static double spokes_top(const Layout *layout, uint32_t hub, uint32_t region)
{
	if (!layout->view->flow_sheet)
		return box_at(layout, hub)->rect.y + first_spoke(layout, hub);
	uint32_t gateway = er_diagram_find(layout->diagram, ER_BOX_GATEWAY, er_diagram_find(layout->diagram, ER_BOX_SUBNET, hub, 0), 0);
	double h = stack_height(layout, hub, region);
	const ErRect *rect = &box_at(layout, hub)->rect;

	if (gateway == ER_NONE || h > hub_height(layout, hub) || count_children(layout, ER_BOX_GATEWAY, box_at(layout, gateway)->parent) != 1)
		return rect->y + (rect->h - h) / 2;
	const ErRect *glyph = &box_at(layout, gateway)->rect;
	return MAX(glyph->y + glyph->h / 2 - h / 2, rect->y);
}

static double region_width(const Layout *layout)
{
	return 24 + layout->hub_w + (layout->spoke_w > 0 ? layout->d.spoke_dx + layout->spoke_w : 0) + (layout->view->flow_sheet || layout->view->failure != NULL ? 56 : 24);
}

static void place_region(Layout *layout, uint32_t region, double x, double y, double h)
{
	double mid, at = y + region_head(layout, region) + (layout->view->flow_sheet ? (h - region_height(layout, region, &mid)) / 2 : 0);
	double spoke_x = x + 24 + layout->hub_w + layout->d.spoke_dx;

	box_at(layout, region)->rect = (ErRect){ x, y, region_width(layout), shared_height(layout, region_height(layout, region, &mid), h) };
	for (uint32_t hub = er_diagram_find(layout->diagram, ER_BOX_HUB, region, 0); hub != ER_NONE; hub = er_diagram_find(layout->diagram, ER_BOX_HUB, region, hub + 1)) {
		double unit = unit_height(layout, hub, region);
		place_hub(layout, hub, x + 24, at, unit);
		place_spokes(layout, hub, region, spoke_x, spokes_top(layout, hub, region));
		at += unit + layout->unit_gap;
	}
	place_spokes(layout, ER_NONE, region, spoke_x, at);
}

/* ---- stacks ---- */

/* mid: the height at which a gateway meets the middle of its circuit. */
typedef struct { uint32_t box; double h, mid; } Slot;

static GArray *slots_of(const Layout *layout, bool blocks)
{
	GArray *slots = g_array_new(FALSE, TRUE, sizeof(Slot));

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		const ErBox *box = box_at(layout, i);
		Slot slot = { .box = i };
		if (blocks ? !is_block(box) : box->kind != ER_BOX_REGION)
			continue;
		slot.h = blocks ? block_height(layout, i) : region_height(layout, i, &slot.mid);
		slot.mid = blocks ? layout->d.block_pad + layout->d.above_row + row_gap_of(layout, i) / 2 : slot.mid;
		g_array_append_val(slots, slot);
	}
	return slots;
}

static double total_of(const Layout *layout, const GArray *slots)
{
	double h = 0;

	for (guint i = 0; i < slots->len; i++)
		h += g_array_index(slots, Slot, i).h + (i > 0 ? layout->block_gap : 0);
	return h;
}

/* As many blocks as regions: pairs share their height and their middle. Flow sheets keep circuits as they are, and their one region spans them. */
static void level(const Layout *layout, GArray *a, GArray *b)
{
	for (guint i = 0; a->len == b->len && !layout->view->flow_sheet && i < a->len; i++) {
		Slot *x = &g_array_index(a, Slot, i), *y = &g_array_index(b, Slot, i);
		x->h = y->h = MAX(x->h, y->h);
	}
	if (layout->view->flow_sheet && b->len == 1) {
		Slot *region = &g_array_index(b, Slot, 0);
		region->h = MAX(region->h, total_of(layout, a));
		region->mid = region->h / 2;
	}
}

static void stack(Layout *layout, const GArray *slots, bool blocks, double x, double y)
{
	for (guint i = 0; i < slots->len; i++) {
		const Slot *slot = &g_array_index(slots, Slot, i);
		if (blocks)
			place_block(layout, slot->box, x, y, slot->h);
		else
			place_region(layout, slot->box, x, y, slot->h);
		y += slot->h + layout->block_gap;
	}
}

/* Where a stack wants its middle: a flow sheet's regions at the gateway, everything else half-way. */
static double anchor_of(const Layout *layout, const GArray *slots, bool blocks)
{
	if (blocks || !layout->view->flow_sheet || slots->len == 0)
		return slots->len == 1 ? g_array_index(slots, Slot, 0).mid : total_of(layout, slots) / 2;
	/* The region with the gateway comes first. */
	const Slot *first = &g_array_index(slots, Slot, 0);
	double mid;
	return gateway_depth(layout, first->box) + MAX(first->h - region_height(layout, first->box, &mid), 0) / 2;
}

/* Both stacks with their anchors on one line, the higher one at the top. Returns the height of all. */
static double align_stacks(Layout *layout, const GArray *blocks, const GArray *regions, double block_x, double region_x)
{
	double a = anchor_of(layout, blocks, true), b = anchor_of(layout, regions, false), line = top + MAX(a, b);

	stack(layout, blocks, true, block_x, line - a);
	stack(layout, regions, false, region_x, line - b);
	return MAX(line - a + total_of(layout, blocks), line - b + total_of(layout, regions)) - top;
}

static double row_of(const Layout *layout, ErSide side, bool last)
{
	double y = top + 120 + (side == ER_SECONDARY ? layout->d.row_gap : 0);

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		const ErBox *box = box_at(layout, i);
		if (box->kind != ER_BOX_MSEE || box->side != side)
			continue;
		y = box->rect.y + box->rect.h / 2;
		if (!last)
			break;
	}
	return y;
}

/* Several sites, or one with other than a pair of routers: each takes its part of the height, its routers evenly below each other. */
static void spread_sites(Layout *layout, const ErRect *whole)
{
	const double size = layout->d.router, gap = 24 + er_extra_site_gap(layout->view);
	uint32_t n_sites = 0, site_number = 0;

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++)
		n_sites += box_at(layout, i)->kind == ER_BOX_SITE;
	double each = MAX((whole->h - gap * (n_sites - 1)) / n_sites, er_extra_site_height(layout->view));
	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		ErBox *site = box_at(layout, i);
		uint32_t n = 0, number = 0;
		if (site->kind != ER_BOX_SITE)
			continue;
		site->rect = (ErRect){ whole->x, whole->y + site_number++ * (each + gap), whole->w, each };
		for (uint32_t k = 0; k < er_diagram_n_boxes(layout->diagram); k++)
			n += box_at(layout, k)->kind == ER_BOX_CE && box_at(layout, k)->parent == i;
		for (uint32_t k = 0; k < er_diagram_n_boxes(layout->diagram); k++) {
			ErBox *box = box_at(layout, k);
			if (box->parent != i)
				continue;
			if (box->kind == ER_BOX_CORE)
				box->rect = (ErRect){ margin + layout->d.core_x - 24, site->rect.y + each / 2 - 24, 48, 48 };
			else if (box->kind == ER_BOX_CE)
				box->rect = (ErRect){ margin + layout->d.ce_x - size / 2, site->rect.y + each * (++number) / (n + 1) - size / 2, size, size };
		}
	}
}

/* A router whose lines all end at one height stands at it, when that is near: lines run straight. */
static void straighten(Layout *layout)
{
	for (uint32_t i = er_diagram_find(layout->diagram, ER_BOX_CE, ER_NONE, 0); i != ER_NONE; i = er_diagram_find(layout->diagram, ER_BOX_CE, ER_NONE, i + 1)) {
		ErRect *rect = &box_at(layout, i)->rect;
		double y = -1;
		bool one = true;
		for (uint32_t k = 0; k < er_diagram_n_wires(layout->diagram); k++) {
			const ErWire *wire = er_diagram_wire(layout->diagram, k);
			if (wire->kind != ER_WIRE_ACCESS || wire->from != i)
				continue;
			const ErRect *to = &box_at(layout, wire->to)->rect;
			one = one && (y < 0 || fabs(y - to->y - to->h / 2) < 0.5);
			y = to->y + to->h / 2;
		}
		if (one && y >= 0 && fabs(rect->y + rect->h / 2 - y) < 24)
			rect->y = y - rect->h / 2;
	}
}

/* The primary CE stands on the first primary row, the secondary one on the last secondary row: fewest crossings. */
static void place_site(Layout *layout, const GArray *blocks, double height)
{
	double primary = row_of(layout, ER_PRIMARY, false), secondary = row_of(layout, ER_SECONDARY, layout->view->flow_sheet), size = layout->d.router;
	uint32_t site = er_diagram_find(layout->diagram, ER_BOX_SITE, ER_NONE, 0);

	if (site == ER_NONE)
		return;
	const ErRect *first = blocks->len > 0 ? &box_at(layout, g_array_index(blocks, Slot, 0).box)->rect : NULL;
	box_at(layout, site)->rect = first != NULL ? (ErRect){ margin, first->y, layout->d.site_w, total_of(layout, blocks) } : (ErRect){ margin, top, layout->d.site_w, height };
	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++) {
		ErBox *box = box_at(layout, i);
		double y = box->side == ER_SECONDARY ? secondary : primary;
		if (box->kind == ER_BOX_CE)
			box->rect = (ErRect){ margin + layout->d.ce_x - size / 2, y - size / 2, size, size };
		if (box->kind == ER_BOX_CORE)
			box->rect = (ErRect){ margin + layout->d.core_x - 24, (primary + secondary) / 2 - 24, 48, 48 };
	}
	ErRect whole = box_at(layout, site)->rect;
	if (!is_pair(layout)) {
		spread_sites(layout, &whole);
		straighten(layout);
	}
}

/* The home at the left, its spokes in columns beside it. */
static ErFrame layout_grid(Layout *layout)
{
	const double pitch_x = layout->spoke_w + 20, pitch_y = layout->d.spoke_h + 16;
	uint32_t hub = er_diagram_find(layout->diagram, ER_BOX_HUB, ER_NONE, 0), home = box_at(layout, hub)->parent, grid = er_diagram_find(layout->diagram, ER_BOX_REGION, ER_NONE, home + 1), n = 0;
	double x = margin + 48 + layout->hub_w + 90;
	/* As many columns as keep the sheet no wider than others. */
	const uint32_t most = (uint32_t)((2060 - x) / pitch_x);
	double home_h = layout->d.region_top + hub_height(layout, hub) + layout->d.region_bottom;

	for (uint32_t i = 0; i < er_diagram_n_boxes(layout->diagram); i++)
		if (box_at(layout, i)->parent == grid) {
			box_at(layout, i)->rect = (ErRect){ x + 28 + (n % most) * pitch_x, top + 40 + (n / most) * pitch_y, layout->spoke_w, layout->d.spoke_h };
			n++;
		}
	double columns = MIN(n, most), rows = (n + most - 1) / most, h = MAX(40 + rows * pitch_y + 12, home_h);
	box_at(layout, grid)->rect = (ErRect){ x, top, 56 + columns * pitch_x - 20, h };
	box_at(layout, home)->rect = (ErRect){ margin, top, 48 + layout->hub_w, home_h };
	place_hub(layout, hub, margin + 24, top + layout->d.region_top, hub_height(layout, hub));
	double right = x + 56 + columns * pitch_x - 20;
	return (ErFrame){ .left = margin, .right = right, .bottom = top + h, .band = { margin, margin, margin, right } };
}

ErFrame er_layout_tiers(ErView *view)
{
	Layout layout = { .view = view, .diagram = view->diagram, .d = view->flow_sheet ? flow_density : view->failure != NULL ? failure_density : overview_density, .unit_gap = view->failure != NULL ? 64 : 36, .block_gap = view->flow_sheet ? 48 : 40 };
	ErFrame frame = { .left = margin };

	/* A sheet of findings alone. */
	if (view->continues != NULL)
		return (ErFrame){ .left = margin, .right = 1560, .bottom = 64 };
	if (view->cards)
		return er_layout_cards(view);
	measure(&layout);
	if (view->grid)
		return layout_grid(&layout);
	g_autoptr(GArray) blocks = slots_of(&layout, true);
	g_autoptr(GArray) regions = slots_of(&layout, false);
	level(&layout, blocks, regions);
	double lanes = er_extra_lanes(view), block_x = margin + layout.d.site_w + 76 + layout.trunk_w + lanes;
	frame.corridor_left = block_x + block_w;
	frame.corridor_right = frame.corridor_left + layout.corridor_w;
	double height = MAX(align_stacks(&layout, blocks, regions, block_x, frame.corridor_right + lanes), 220);
	place_site(&layout, blocks, height);
	frame.right = frame.corridor_right + lanes + region_width(&layout);
	frame.bottom = top + height;
	frame.band[0] = margin;
	frame.band[1] = margin + layout.d.site_w + 28;
	frame.band[2] = frame.corridor_left + 32;
	frame.band[3] = frame.right;
	er_extra_finish(view, &frame);
	return frame;
}
