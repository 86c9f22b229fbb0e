/*
 * trace.c: plays a scene as text, one line per item, for golden tests and for reading when a picture looks wrong.
 *
 * A line is: kind, role (or kind of group), tint and state where set, coordinates rounded to 0.1 px, strings in quotes. Groups
 * indent what they hold. Widths come from the built-in table and numbers from integers, so machine and locale change nothing.
 */
#include "backend.h"

#include <math.h>
#include <stdlib.h>

static const char *const group_names[] = {
	[ER_GROUP_LAYER] = "layer", [ER_GROUP_CONTAINER] = "container", [ER_GROUP_NODE] = "node",
	[ER_GROUP_EDGE] = "edge",   [ER_GROUP_FOOT] = "foot",
};

static void number(GString *out, double value)
{
	long tenths = isfinite(value) ? lround(CLAMP(value, -1e7, 1e7) * 10) : 0;

	g_string_append_printf(out, "%s%ld", tenths < 0 ? "-" : "", labs(tenths) / 10);
	if (tenths % 10 != 0)
		g_string_append_printf(out, ".%ld", labs(tenths) % 10);
}

static void point(GString *out, ErPoint p)
{
	g_string_append_c(out, ' ');
	number(out, p.x);
	g_string_append_c(out, ',');
	number(out, p.y);
}

static void box(GString *out, ErRect rect)
{
	point(out, (ErPoint){ rect.x, rect.y });
	g_string_append_c(out, ' ');
	number(out, rect.w);
	g_string_append_c(out, 'x');
	number(out, rect.h);
}

static void quoted(GString *out, const char *name, const char *text)
{
	if (text == NULL)
		return;
	g_string_append_printf(out, " %s\"", name);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void role(GString *out, const char *kind, const ErItem *item)
{
	g_string_append_printf(out, "%s %s", kind, er_role_css(item->role));
	if (item->tint > 0)
		g_string_append_printf(out, " t%u", item->tint);
	if (item->assumed)
		g_string_append(out, " assumed");
}

static void trace_open(GString *out, const ErItem *item)
{
	g_string_append_printf(out, "open %s", group_names[item->group]);
	if (item->id != NULL)
		g_string_append_printf(out, " #%s", item->id);
	if (item->rect.w > 0 || item->rect.h > 0)
		box(out, item->rect);
	quoted(out, "data=", item->data_id);
	quoted(out, "title=", item->title);
	quoted(out, "desc=", item->desc);
}

static void trace_rect(GString *out, const ErItem *item)
{
	role(out, "rect", item);
	box(out, item->rect);
	if (item->radius > 0) {
		g_string_append(out, " r=");
		number(out, item->radius);
	}
}

static void trace_path(GString *out, const ErScene *scene, const ErItem *item)
{
	const ErSeg *segs = er_scene_segs(scene, item);

	role(out, "path", item);
	for (uint32_t i = 0; i < item->n_segs; i++) {
		unsigned points = segs[i].kind == ER_SEG_CURVE ? 3 : segs[i].kind == ER_SEG_CLOSE ? 0 : 1;

		g_string_append_printf(out, " %c", (char)segs[i].kind);
		for (unsigned k = 0; k < points; k++)
			point(out, segs[i].p[k]);
	}
}

static void trace_text(GString *out, const ErItem *item)
{
	static const char *const anchors[] = { [ER_ANCHOR_START] = "", [ER_ANCHOR_MIDDLE] = " middle", [ER_ANCHOR_END] = " end" };

	role(out, "text", item);
	point(out, item->at);
	g_string_append_printf(out, "%s w=", anchors[item->anchor]);
	number(out, item->rect.w);
	quoted(out, "", item->text);
}

static void trace_item(GString *out, const ErScene *scene, const ErItem *item)
{
	switch (item->kind) {
	case ER_ITEM_OPEN:
		trace_open(out, item);
		break;
	case ER_ITEM_CLOSE:
		g_string_append(out, "close");
		break;
	case ER_ITEM_RECT:
		trace_rect(out, item);
		break;
	case ER_ITEM_PATH:
		trace_path(out, scene, item);
		break;
	case ER_ITEM_TEXT:
		trace_text(out, item);
		break;
	case ER_ITEM_GLYPH:
		role(out, "glyph", item);
		g_string_append_printf(out, " %s", er_glyph_name(item->glyph));
		box(out, item->rect);
		break;
	}
	if (item->over_lines)
		g_string_append(out, " over-lines");
	quoted(out, "link=", item->link);
	g_string_append_c(out, '\n');
}

void er_trace_write(const ErScene *scene, GString *out)
{
	unsigned depth = 0;

	g_string_append_printf(out, "scene %s ", er_scene_slug(scene));
	number(out, er_scene_width(scene));
	g_string_append_c(out, 'x');
	number(out, er_scene_height(scene));
	quoted(out, "title=", er_scene_title(scene));
	quoted(out, "desc=", er_scene_desc(scene));
	g_string_append_c(out, '\n');
	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);

		if (item->kind == ER_ITEM_CLOSE)
			depth--;
		for (unsigned tab = 0; tab < depth; tab++)
			g_string_append_c(out, '\t');
		trace_item(out, scene, item);
		if (item->kind == ER_ITEM_OPEN)
			depth++;
	}
	g_assert(depth == 0); /* a group without its close */
}
