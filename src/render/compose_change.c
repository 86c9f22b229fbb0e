/*
 * The marks of a merged picture: a ring around what was added (solid), removed (dashed), changed (dotted), its lines in the same manner, and
 * a badge with the sign and the number of its row in the table below. What is part of something with the same mark has no ring of its own.
 */
#include "compose.h"

#include <math.h>

static const struct { ErRole ring, sign; const char *text, *word; ErUsed used; } manners[] = {
	[ER_MARK_ADDED] = { ER_ROLE_ADDED, ER_ROLE_SIGN_ADDED, "+", "added", ER_USED_ADDED },
	[ER_MARK_REMOVED] = { ER_ROLE_REMOVED, ER_ROLE_SIGN_REMOVED, "−", "removed", ER_USED_REMOVED },
	[ER_MARK_CHANGED] = { ER_ROLE_CHANGED, ER_ROLE_SIGN_CHANGED, "~", "changed", ER_USED_CHANGED },
};

static const double ring_gap = 5;

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

void er_compose_ring(ErCompose *compose, uint32_t component, ErRect rect, double radius)
{
	ErChangeMark mark = er_compose_change_of(compose, component);

	if (mark == ER_MARK_NONE)
		return;
	er_scene_open(compose->scene, ER_GROUP_LAYER, manners[mark].word, NULL, NULL, NULL, NULL);
	er_scene_rect(compose->scene, manners[mark].ring, (ErRect){ rect.x - ring_gap, rect.y - ring_gap, rect.w + 2 * ring_gap, rect.h + 2 * ring_gap }, radius);
	er_scene_close(compose->scene);
	compose->used[manners[mark].used] = true;
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

void er_compose_ring_box(ErCompose *compose, const ErBox *box)
{
	if (er_compose_change_of(compose, box->component) != ER_MARK_NONE && !box->alias && !is_inside_same(compose, box))
		er_compose_ring(compose, box->component, box->rect, er_box_is_container(box->kind) ? 8 : MIN(box->rect.w, box->rect.h) < 60 ? 14 : 6);
}

void er_compose_sign(ErCompose *compose, ErChangeMark mark, uint32_t row, ErPoint at)
{
	g_autofree char *text = row > 0 ? g_strdup_printf("%s%u", manners[mark].text, row) : g_strdup(manners[mark].text);
	double w = MAX(er_compose_width(ER_ROLE_T_SIGN, text) + 12, 26);

	er_scene_rect(compose->scene, manners[mark].sign, (ErRect){ at.x - w / 2, at.y - 11, w, 22 }, 5)->over_lines = true;
	er_compose_text(compose, ER_ROLE_T_SIGN, at.x, at.y + 5, ER_ANCHOR_MIDDLE, w, text)->over_lines = true;
}

bool er_compose_change_badge(ErCompose *compose, uint32_t component, ErPoint at)
{
	ErChangeMark mark = er_compose_change_of(compose, component);
	uint32_t row = mark != ER_MARK_NONE ? compose->view->changes->rows_of[component] : 0;

	if (row == 0)
		return false;
	const ErDrawChange *change = &compose->view->changes->rows[row - 1];
	er_scene_open(compose->scene, ER_GROUP_LAYER, "change", NULL, NULL, change->what, change->detail);
	er_compose_sign(compose, mark, row, at);
	er_scene_close(compose->scene);
	compose->used[manners[mark].used] = true;
	return true;
}

/* ---- the table ---- */

static double draw_row(ErCompose *compose, uint32_t index, const double *x, double right, double y)
{
	const ErDrawChange *row = &compose->view->changes->rows[index];
	double what = er_compose_wrap(compose, ER_ROLE_T_CELL_STRONG, x[2], y + 18, x[3] - x[2] - 14, row->what, 3), detail = er_compose_wrap(compose, ER_ROLE_T_CELL, x[3], y + 18, right - x[3] - 14, row->detail, 4);
	double h = MAX(MAX(what, detail) + 12, 32);

	er_compose_sign(compose, row->mark, index + 1, (ErPoint){ x[0] + 14, y + h / 2 });
	er_compose_text(compose, ER_ROLE_T_CELL, x[1], y + 18, ER_ANCHOR_START, x[2] - x[1] - 6, manners[row->mark].word);
	return h;
}

double er_compose_change_table(ErCompose *compose, double left, double right, double y)
{
	static const char *const heads[] = { "#", "Change", "Part", "What changes" };
	const ErDrawChanges *changes = compose->view->changes;
	uint32_t most = MIN(compose->view->n_rows + 3, changes->n_rows);
	double w = right - left, top_y = y + 12, at = top_y + 26;
	const double x[] = { left + 10, left + 60, left + 130, left + 130 + (w - 130) * 0.36 };

	er_compose_text(compose, ER_ROLE_T_HEADING, left, y, ER_ANCHOR_START, w, changes->n_rows > 0 ? "What changes" : "Nothing differs between the two states");
	if (changes->n_rows == 0)
		return y + 10;
	er_scene_rect(compose->scene, ER_ROLE_TABLE_HEAD, (ErRect){ left, top_y, w, 26 }, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		er_compose_text(compose, ER_ROLE_T_CELL_HEAD, x[i], top_y + 17, ER_ANCHOR_START, 200, heads[i]);
	for (uint32_t i = 0; i < most; i++) {
		if (i > 0)
			er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		at += draw_row(compose, i, x, right, at);
	}
	if (changes->n_rows > most) {
		g_autofree char *more = g_strdup_printf("and %u more: the report tells all", changes->n_rows - most);
		er_compose_line(compose, ER_ROLE_RULE_LINE, (ErPoint[]){ { left, at }, { right, at } }, 2, 0, 0, false);
		er_compose_text(compose, ER_ROLE_T_CELL, x[0], at + 20, ER_ANCHOR_START, w - 20, more);
		at += 32;
	}
	er_scene_rect(compose->scene, ER_ROLE_TABLE, (ErRect){ left, top_y, w, at - top_y }, 0);
	return at;
}
