/*
 * The marks of a merged picture: a ring around what was added (solid), removed (dashed), changed (dotted), its lines in the same manner, and
 * a badge with the sign and the number of its row in the table below. What is part of something with the same mark has no ring of its own.
 */
#include "compose.h"

#include <erscope/lang.h>

#include <math.h>

static const struct { ErRole ring, sign; const char *text, *word; ErUsed used; } manners[] = {
	[ER_MARK_ADDED] = { ER_ROLE_ADDED, ER_ROLE_SIGN_ADDED, "+", N_("added"), ER_USED_ADDED },
	[ER_MARK_REMOVED] = { ER_ROLE_REMOVED, ER_ROLE_SIGN_REMOVED, "−", N_("removed"), ER_USED_REMOVED },
	[ER_MARK_CHANGED] = { ER_ROLE_CHANGED, ER_ROLE_SIGN_CHANGED, "~", N_("changed"), ER_USED_CHANGED },
};

static const double ring_gap = 5;

enum { MOST_SIGNS = 3 };

ErChangeMark er_compose_change_of(const ErCompose *compose, uint32_t component)
{
	return compose->view->changes != NULL && component != ER_NONE ? compose->view->changes->marks[component] : ER_MARK_NONE;
}

ErRole er_compose_change_role(ErChangeMark mark)
{
	return manners[mark].ring;
}

const char *er_compose_change_word(ErChangeMark mark)
{
	return mark != ER_MARK_NONE ? manners[mark].word : "";
}

static void draw_ring(ErCompose *compose, ErChangeMark mark, ErRect rect, double radius)
{
	er_scene_open(compose->scene, ER_GROUP_LAYER, manners[mark].word, NULL, NULL, NULL, NULL);
	er_scene_rect(compose->scene, manners[mark].ring, rect, radius);
	er_scene_close(compose->scene);
	compose->used[manners[mark].used] = true;
}

void er_compose_ring(ErCompose *compose, uint32_t component, ErRect rect, double radius)
{
	ErChangeMark mark = er_compose_change_of(compose, component);

	if (mark != ER_MARK_NONE)
		draw_ring(compose, mark, (ErRect){ rect.x - ring_gap, rect.y - ring_gap, rect.w + 2 * ring_gap, rect.h + 2 * ring_gap }, radius);
}

/* Has the box around it, at whatever distance, the same mark? */
static bool is_inside_same(const ErCompose *compose, const ErBox *box)
{
	ErChangeMark mark = er_compose_change_of(compose, box->component);

	for (uint32_t at = box->parent; at != ER_NONE; at = er_diagram_box(compose->view->diagram, at)->parent)
		if (er_compose_change_of(compose, er_diagram_box(compose->view->diagram, at)->component) == mark)
			return true;
	return false;
}

bool er_compose_has_ring(const ErCompose *compose, const ErBox *box)
{
	return er_compose_change_of(compose, box->component) != ER_MARK_NONE && !box->alias && !is_inside_same(compose, box);
}

void er_compose_ring_box(ErCompose *compose, const ErBox *box)
{
	/* The name of a glyph stands right below it. */
	bool gateway = box->kind == ER_BOX_GATEWAY || box->kind == ER_BOX_VPN_GATEWAY, named_below = gateway || (!er_box_is_container(box->kind) && MIN(box->rect.w, box->rect.h) < 60);
	double below = gateway ? 1 : -2;

	if (!er_compose_has_ring(compose, box))
		return;
	if (named_below)
		draw_ring(compose, er_compose_change_of(compose, box->component), (ErRect){ box->rect.x - ring_gap, box->rect.y - ring_gap, box->rect.w + 2 * ring_gap, box->rect.h + ring_gap + below }, 8);
	else
		er_compose_ring(compose, box->component, box->rect, 8);
}

void er_compose_sign(ErCompose *compose, ErChangeMark mark, uint32_t row, ErPoint at)
{
	g_autofree char *text = row > 0 ? g_strdup_printf("%s%u", manners[mark].text, row) : g_strdup(manners[mark].text);
	double w = MAX(er_compose_width(ER_ROLE_T_SIGN, text) + 12, 26);

	er_scene_rect(compose->scene, manners[mark].sign, (ErRect){ at.x - w / 2, at.y - 11, w, 22 }, 5)->over_lines = true;
	er_compose_text(compose, ER_ROLE_T_SIGN, at.x, at.y + 5, ER_ANCHOR_MIDDLE, w, text)->over_lines = true;
}

void er_compose_sign_line(ErCompose *compose, uint32_t component, ErPoint at)
{
	const ErTip sign = { component, at };

	if (er_compose_change_of(compose, component) != ER_MARK_NONE)
		g_array_append_val(compose->signs, sign);
}

static void draw_sign(ErCompose *compose, uint32_t row, ErPoint at)
{
	const ErDrawChange *change = &compose->view->changes->rows[row];

	er_scene_open(compose->scene, ER_GROUP_LAYER, "sign", NULL, NULL, change->what, change->detail);
	er_compose_sign(compose, change->mark, row + 1, at);
	er_scene_close(compose->scene);
	compose->used[manners[change->mark].used] = true;
}

/* The box that carries the signs of a component: a gateway's stand at the corner of its subnet. ER_NONE: it has no box here. */
static uint32_t box_of(const ErCompose *compose, uint32_t component)
{
	uint32_t index = er_diagram_box_of(compose->view->diagram, component);
	const ErBox *box = index != ER_NONE ? er_compose_box(compose, index) : NULL;
	bool inside = box != NULL && (box->kind == ER_BOX_GATEWAY || box->kind == ER_BOX_VPN_GATEWAY) && box->parent != ER_NONE && er_compose_box(compose, box->parent)->kind == ER_BOX_SUBNET;

	return inside ? box->parent : index;
}

static const ErTip *sign_of(const ErCompose *compose, uint32_t component)
{
	for (guint i = 0; i < compose->signs->len; i++)
		if (g_array_index(compose->signs, ErTip, i).component == component)
			return &g_array_index(compose->signs, ErTip, i);
	return NULL;
}

/* As badges, but for their width. */
static ErPoint sign_place(const ErBox *box, uint32_t before)
{
	ErPoint first = er_compose_badge_place(box, 0), at = er_compose_badge_place(box, before);

	return (ErPoint){ first.x + (at.x - first.x) * 4 / 3, at.y };
}

void er_compose_signs(ErCompose *compose)
{
	const ErDrawChanges *changes = compose->view->changes;
	g_autoptr(GHashTable) before = g_hash_table_new(NULL, NULL);

	er_scene_open(compose->scene, ER_GROUP_LAYER, "signs", NULL, NULL, NULL, NULL);
	for (uint32_t i = 0; i < changes->n_rows; i++) {
		uint32_t component = changes->rows[i].component, box = component != ER_NONE ? box_of(compose, component) : ER_NONE;
		const ErTip *line = component != ER_NONE ? sign_of(compose, component) : NULL;
		void *key = GUINT_TO_POINTER(box != ER_NONE ? box * 2 + 1 : component * 2 + 2);
		uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(before, key));
		/* What is a matter of the component, and not itself: a few, or they cover it. */
		if (component == ER_NONE || (n >= MOST_SIGNS && changes->marks[component] != changes->rows[i].mark))
			continue;
		if (box != ER_NONE)
			draw_sign(compose, i, sign_place(er_compose_box(compose, box), n));
		else if (line != NULL)
			draw_sign(compose, i, (ErPoint){ line->at.x - 32 * n, line->at.y });
		g_hash_table_insert(before, key, GUINT_TO_POINTER(n + 1));
	}
	er_scene_close(compose->scene);
}

/* ---- the table ---- */

enum { COMPACT_FROM = 7, COMPACT_PX = 26 };

static double draw_row(ErCompose *compose, uint32_t index, const double *x, double right, double y)
{
	const ErDrawChange *row = &compose->view->changes->rows[index];
	double what = er_compose_wrap(compose, ER_ROLE_T_CELL_STRONG, x[1], y + 18, x[2] - x[1] - 14, row->what, 3), detail = er_compose_wrap(compose, ER_ROLE_T_CELL, x[2], y + 18, right - x[2] - 14, row->detail, 4);
	double h = MAX(MAX(what, detail) + 12, 32);

	er_compose_sign(compose, row->mark, index + 1, (ErPoint){ x[0] + 14, y + h / 2 });
	return h;
}

/* One line each, in two columns. */
static double draw_compact(ErCompose *compose, uint32_t n, double left, double w, double y)
{
	uint32_t rows = (n + 1) / 2;

	for (uint32_t i = 0; i < n; i++) {
		const ErDrawChange *row = &compose->view->changes->rows[i];
		double x = left + 8 + (i / rows) * w / 2, at = y + (i % rows) * COMPACT_PX, room = w / 2 - 66, name = MIN(er_compose_width(ER_ROLE_T_CELL_STRONG, row->what) + 1, room);
		er_compose_sign(compose, row->mark, i + 1, (ErPoint){ x + 17, at + COMPACT_PX / 2 });
		er_compose_text(compose, ER_ROLE_T_CELL_STRONG, x + 42, at + 17, ER_ANCHOR_START, name, row->what);
		if (room - name > 60)
			er_compose_text(compose, ER_ROLE_T_CELL, x + 52 + name, at + 17, ER_ANCHOR_START, room - name - 10, row->detail);
	}
	return y + rows * COMPACT_PX;
}

static double draw_full(ErCompose *compose, uint32_t n, const double *x, double left, double right, double y)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0)
			er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, y }, { right, y } }, 2, 0, 0, false);
		y += draw_row(compose, i, x, right, y);
	}
	return y;
}

double er_compose_change_table(ErCompose *compose, double left, double right, double y)
{
	static const char *const heads[] = { "#", N_("Part"), N_("What changes") };
	const ErDrawChanges *changes = compose->view->changes;
	bool compact = changes->n_rows >= COMPACT_FROM;
	uint32_t most = MIN(compact ? 6 * compose->view->n_rows : compose->view->n_rows, changes->n_rows);
	double w = right - left, top_y = y + 12, at = top_y + 26;
	const double x[] = { left + 10, left + 60, left + 60 + (w - 60) * 0.36 };

	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, w, changes->n_rows > 0 ? _("What changes") : _("Nothing differs between the two states"));
	if (changes->n_rows == 0)
		return y + 10;
	er_scene_rect(compose->scene, ER_ROLE_TABLE_HEAD, (ErRect){ left, top_y, w, 26 }, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (i < 2 || !compact)
			er_compose_text(compose, ER_ROLE_T_CELL_HEAD, x[i], top_y + 17, ER_ANCHOR_START, 200, _(heads[i]));
	at = compact ? draw_compact(compose, most, left, w, at) : draw_full(compose, most, x, left, right, at);
	if (changes->n_rows > most) {
		g_autofree char *more = g_strdup_printf(_("and %u more: the report tells all"), changes->n_rows - most);
		er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		er_compose_text(compose, ER_ROLE_T_CELL, x[0], at + 20, ER_ANCHOR_START, w - 20, more);
		at += 32;
	}
	er_scene_rect(compose->scene, ER_ROLE_TABLE, (ErRect){ left, top_y, w, at - top_y }, 0);
	return at;
}
