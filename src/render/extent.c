/*
 * extent.c: what each box of a view takes beyond its rectangle, for layouts that have to leave room for it.
 *
 * Nothing is estimated: every box is drawn by its own composer on a scratch sheet, alone and with room for all its texts, and the
 * rectangles of what was drawn are read back. So a change of what a box shows changes the room it gets. Linear in the boxes.
 */
#include "compose.h"

/* A container that is wider than any title, so that none is shortened; a subnet that shows its gateway's facts whole. */
static const double wide_w = 900, wide_h = 400;

static void add_item(ErRect *all, bool *first, ErRect rect)
{
	double right = MAX(all->x + all->w, rect.x + rect.w), bottom = MAX(all->y + all->h, rect.y + rect.h);

	if (*first) {
		*all = rect;
	} else {
		all->x = MIN(all->x, rect.x);
		all->y = MIN(all->y, rect.y);
		all->w = right - all->x;
		all->h = bottom - all->y;
	}
	*first = false;
}

static ErExtent node_extent(ErCompose *compose, uint32_t index)
{
	ErBox *box = er_compose_box(compose, index), *parent = box->parent != ER_NONE ? er_compose_box(compose, box->parent) : NULL;
	const ErRect own = box->rect, around = parent != NULL ? parent->rect : own;
	uint32_t start = er_scene_count(compose->scene);
	ErRect all = { 0 };
	bool first = true;

	box->rect = (ErRect){ 0, 0, own.w, own.h };
	if (parent != NULL)
		parent->rect = (ErRect){ 0, 0, 320, wide_h };
	er_compose_node(compose, index);
	add_item(&all, &first, box->rect);
	for (uint32_t i = start; i < er_scene_count(compose->scene); i++) {
		const ErItem *item = er_scene_at(compose->scene, i);
		if (item->kind == ER_ITEM_RECT || item->kind == ER_ITEM_TEXT || item->kind == ER_ITEM_GLYPH)
			add_item(&all, &first, item->rect);
	}
	if (parent != NULL)
		parent->rect = around;
	box->rect = own;
	return (ErExtent){ .left = -all.x, .top = -all.y, .right = all.x + all.w - own.w, .bottom = all.y + all.h - own.h };
}

static ErExtent container_extent(ErCompose *compose, uint32_t index)
{
	ErBox *box = er_compose_box(compose, index);
	const ErRect own = box->rect;
	uint32_t start = er_scene_count(compose->scene);
	double left = wide_w, right = 0;
	ErExtent extent = { 0 };

	box->rect = (ErRect){ 0, 0, wide_w, wide_h };
	er_compose_container(compose, index);
	for (uint32_t i = start; i < er_scene_count(compose->scene); i++) {
		const ErItem *item = er_scene_at(compose->scene, i);
		if (item->kind != ER_ITEM_TEXT && item->kind != ER_ITEM_GLYPH)
			continue;
		left = MIN(left, item->rect.x);
		right = MAX(right, item->rect.x + item->rect.w);
		extent.top = MAX(extent.top, -item->rect.y);
		extent.bottom = MAX(extent.bottom, item->rect.y + item->rect.h - wide_h);
		if (item->rect.y < wide_h / 2)
			extent.head = MAX(extent.head, item->rect.y + item->rect.h);
		else
			extent.foot = MAX(extent.foot, MIN(wide_h - item->rect.y, wide_h));
	}
	extent.title_w = MAX(right - left, 0);
	box->rect = own;
	return extent;
}

GArray *er_compose_extents(ErView *view, const ErDrawOptions *options)
{
	GArray *extents = g_array_new(FALSE, TRUE, sizeof(ErExtent));
	g_autoptr(ErScene) scratch = er_scene_new("extent", "", "", wide_w, wide_h);
	g_autoptr(GArray) marks = g_array_new(FALSE, TRUE, sizeof(ErMark));
	g_autofree uint8_t *halos = g_new0(uint8_t, er_diagram_n_boxes(view->diagram) + 1);
	ErFrame frame = { 0 };
	ErCompose compose = { .view = view, .frame = &frame, .options = options, .net = er_flows_network(view->flows), .scene = scratch, .marks = marks, .halos = halos };

	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++) {
		bool container = er_box_is_container(er_compose_box(&compose, i)->kind);
		ErExtent extent = container ? container_extent(&compose, i) : node_extent(&compose, i);
		g_array_append_val(extents, extent);
	}
	return extents;
}

ErRect er_extent_around(const ErExtent *extent, ErRect rect)
{
	return (ErRect){ rect.x - extent->left, rect.y - extent->top, rect.w + extent->left + extent->right, rect.h + extent->top + extent->bottom };
}
