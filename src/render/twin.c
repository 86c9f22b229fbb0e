/*
 * twin.c: a scene in words, for who cannot see it and for who wants to search it: its parts, lines and flows in reading order with what
 * is written at each, the findings row by row, the assumptions, the title block. What only explains marks of the picture is left out.
 *
 * Rows of a table are told by the rules between them, cells by where their texts begin; a text that its group's name says already is
 * not said again.
 */
#include "backend.h"

#include <string.h>

typedef struct { const ErScene *scene; GString *out; } Twin;

/* The item that closes the group opened at @i. */
static uint32_t closing(const ErScene *scene, uint32_t i)
{
	uint32_t depth = 0;

	for (;; i++) {
		const ErItem *item = er_scene_at(scene, i);
		depth += item->kind == ER_ITEM_OPEN;
		if (item->kind == ER_ITEM_CLOSE && --depth == 0)
			return i;
	}
}

static bool says(const char *whole, const char *text)
{
	return whole != NULL && strstr(whole, text) != NULL;
}

/* Numbers of hops and badges stand in the picture only. */
static bool is_mark(ErRole role)
{
	return role == ER_ROLE_T_HOP_IN || role == ER_ROLE_T_HOP_OUT || role == ER_ROLE_T_PILL;
}

static void add_group(Twin *twin, uint32_t i)
{
	const ErItem *group = er_scene_at(twin->scene, i);
	uint32_t end = closing(twin->scene, i), n = 0;

	g_string_append_printf(twin->out, "- %s", group->title);
	if (group->desc != NULL && *group->desc != '\0')
		g_string_append_printf(twin->out, " (%s)", group->desc);
	for (uint32_t k = i + 1; k < end; k++) {
		const ErItem *item = er_scene_at(twin->scene, k);
		if (item->kind == ER_ITEM_TEXT && *item->text != '\0' && !is_mark(item->role) && !says(group->title, item->text) && !says(group->desc, item->text))
			g_string_append_printf(twin->out, "%s%s", n++ == 0 ? ": " : " · ", item->text);
	}
	g_string_append_c(twin->out, '\n');
}

static bool is_flow(const ErItem *group)
{
	return group->group == ER_GROUP_EDGE && g_str_has_prefix(group->title, "Flow ");
}

typedef enum { PARTS, LINES, FLOWS, MARKED } Section;

static bool belongs(const ErItem *group, Section section)
{
	switch (section) {
	case PARTS: return group->group == ER_GROUP_CONTAINER || group->group == ER_GROUP_NODE;
	case LINES: return (group->group == ER_GROUP_EDGE && !is_flow(group)) || (group->group == ER_GROUP_LAYER && group->desc == NULL);
	case FLOWS: return is_flow(group);
	case MARKED: return group->group == ER_GROUP_LAYER && group->desc != NULL;
	}
	return false;
}

static void add_section(Twin *twin, const char *heading, Section section)
{
	bool any = false;

	for (uint32_t i = 0; i < er_scene_count(twin->scene); i++) {
		const ErItem *group = er_scene_at(twin->scene, i);
		if (group->kind != ER_ITEM_OPEN || group->title == NULL || *group->title == '\0' || !belongs(group, section))
			continue;
		if (!any)
			g_string_append_printf(twin->out, "\n%s\n", heading);
		any = true;
		add_group(twin, i);
	}
}

/* ---- tables of the foot ---- */

typedef struct { double x; GString *text; } Cell;

static void clear_cell(void *data)
{
	g_string_free(((Cell *)data)->text, TRUE);
}

static int by_x(const void *a, const void *b)
{
	const Cell *x = a, *y = b;

	return (x->x > y->x) - (x->x < y->x);
}

static void flush_row(Twin *twin, GArray *cells)
{
	g_array_sort(cells, by_x);
	for (guint i = 0; i < cells->len; i++)
		g_string_append_printf(twin->out, "%s%s", i == 0 ? "- " : " | ", g_array_index(cells, Cell, i).text->str);
	if (cells->len > 0)
		g_string_append_c(twin->out, '\n');
	g_array_set_size(cells, 0);
}

static void add_to_cell(GArray *cells, const ErItem *item)
{
	for (guint i = 0; i < cells->len; i++) {
		Cell *cell = &g_array_index(cells, Cell, i);
		if (cell->x == item->at.x) {
			g_string_append_printf(cell->text, " %s", item->text);
			return;
		}
	}
	const Cell cell = { item->at.x, g_string_new(item->text) };
	g_array_append_val(cells, cell);
}

/* Does this item begin a row? Rules part the findings, heads stand over them; notes and the title block begin with their label. */
static bool begins_row(const ErItem *item, bool heads)
{
	if (item->kind == ER_ITEM_PATH)
		return item->role == ER_ROLE_RULE_LINE;
	return item->role == ER_ROLE_T_CELL_STRONG || item->role == ER_ROLE_T_LABEL || (heads && item->role != ER_ROLE_T_CELL_HEAD);
}

static void add_table(Twin *twin, uint32_t i)
{
	uint32_t end = closing(twin->scene, i);
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Cell));
	bool heads = false, block = strcmp(er_scene_at(twin->scene, i)->title, "Title block") == 0;

	const ErItem *first = er_scene_at(twin->scene, i + 1);
	bool headed = first->kind == ER_ITEM_TEXT && first->role == ER_ROLE_T_HEADING;

	g_array_set_clear_func(cells, clear_cell);
	g_string_append_printf(twin->out, "\n%s\n", headed ? first->text : er_scene_at(twin->scene, i)->title);
	for (uint32_t k = i + 1; k < end; k++) {
		const ErItem *item = er_scene_at(twin->scene, k);
		bool text = item->kind == ER_ITEM_TEXT, label = text && item->role == ER_ROLE_T_LABEL;
		/* The values of the title block are strong, and stand below their labels. */
		if ((text || item->kind == ER_ITEM_PATH) && (block ? label : begins_row(item, heads)))
			flush_row(twin, cells);
		heads = text ? item->role == ER_ROLE_T_CELL_HEAD : heads;
		if (text && *item->text != '\0' && item->role != ER_ROLE_T_HEADING && item->role != ER_ROLE_T_BLOCK_TITLE)
			add_to_cell(cells, item);
	}
	flush_row(twin, cells);
}

void er_twin_write(const ErScene *scene, GString *out)
{
	Twin twin = { scene, out };
	const char *title = er_scene_title(scene), *desc = er_scene_desc(scene);

	g_string_append_printf(out, "%s\n", title);
	for (glong n = g_utf8_strlen(title, -1); n > 0; n--)
		g_string_append_c(out, '=');
	g_string_append_printf(out, "\n%s\n", desc != NULL ? desc : "");
	add_section(&twin, "Parts", PARTS);
	add_section(&twin, "Lines", LINES);
	add_section(&twin, "Flows", FLOWS);
	add_section(&twin, "Points of failure marked in the picture", MARKED);
	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *group = er_scene_at(scene, i);
		if (group->kind == ER_ITEM_OPEN && group->group == ER_GROUP_FOOT && group->title != NULL && strcmp(group->title, "Legend") != 0)
			add_table(&twin, i);
	}
}
