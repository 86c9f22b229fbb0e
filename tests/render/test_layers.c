/* Layers: what is left out is not drawn, the legend does not know it, and the sheet says so. */
#include <check.h>
#include <erscope/draw.h>
#include <stdlib.h>
#include <string.h>

static ErDrawing *draw(const char *name, unsigned hidden, ErDiags *diags, ErInventory **inv, ErNetwork **net, ErFlows **flows, ErFindings **findings)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
	const char *input = path;

	*inv = er_inventory_read(&input, 1, diags);
	*net = er_network_build(*inv, NULL, diags);
	*flows = er_flows_build(*net, 1, diags);
	*findings = er_findings_check(*flows, "2026-11-23");
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(*inv), .inventory = "input.json", .hidden = hidden };
	return er_draw(*flows, *findings, &options, ER_VIEW_OVERVIEW | ER_VIEW_FLOW, diags);
}

static uint32_t count_role(const ErDrawing *drawing, ErRole role)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_drawing_count(drawing); i++)
		for (uint32_t k = 0; k < er_scene_count(er_drawing_scene(drawing, i)); k++) {
			const ErItem *item = er_scene_at(er_drawing_scene(drawing, i), k);
			n += (item->kind == ER_ITEM_RECT || item->kind == ER_ITEM_PATH || item->kind == ER_ITEM_TEXT || item->kind == ER_ITEM_GLYPH) && item->role == role;
		}
	return n;
}

static bool says(const ErDrawing *drawing, const char *text)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autoptr(GString) words = g_string_new(NULL);
		er_drawing_text(drawing, i, words);
		if (strstr(words->str, text) == NULL)
			return false;
	}
	return true;
}

/* Roles that belong to a layer alone, and a fixture that shows them. */
static const struct { ErLayer layer; const char *name, *fixture; ErRole role[3]; } cases[] = {
	{ ER_LAYER_FLOW_IN, "flow-in", "bow-tie", { ER_ROLE_FLOW_IN, ER_ROLE_HEAD_IN, ER_ROLE_HOP_IN } },
	{ ER_LAYER_FLOW_OUT, "flow-out", "bow-tie", { ER_ROLE_FLOW_OUT, ER_ROLE_HEAD_OUT, ER_ROLE_HOP_OUT } },
	{ ER_LAYER_STANDBY, "standby", "bow-tie", { ER_ROLE_FLOW_STANDBY_OUT, ER_ROLE_FLOW_STANDBY_OUT, ER_ROLE_FLOW_STANDBY_OUT } },
	{ ER_LAYER_REQUIREMENTS, "requirements", "bow-tie", { ER_ROLE_TIE, ER_ROLE_TIE, ER_ROLE_TIE } },
	{ ER_LAYER_FINDINGS, "findings", "single-circuit", { ER_ROLE_HALO_HIGH, ER_ROLE_BADGE_HIGH, ER_ROLE_BADGE_MEDIUM } },
	{ ER_LAYER_ASSUMED, "assumed", "bow-tie", { ER_ROLE_ACCESS, ER_ROLE_LAN, ER_ROLE_G_CUSTOMER } },
	{ ER_LAYER_PEERINGS, "peerings", "single-circuit", { ER_ROLE_PEERING, ER_ROLE_PEERING, ER_ROLE_PEERING } },
};

START_TEST(left_out)
{
	for (int hidden = 0; hidden <= 1; hidden++) {
		ErDiags *diags = er_diags_new();
		ErInventory *inv;
		ErNetwork *net;
		ErFlows *flows;
		ErFindings *findings;
		ErDrawing *drawing = draw(cases[_i].fixture, hidden ? 1u << cases[_i].layer : 0, diags, &inv, &net, &flows, &findings);
		g_autofree char *note = g_strdup_printf("Left out | %s\n", cases[_i].name);
		for (size_t k = 0; k < G_N_ELEMENTS(cases[_i].role); k++)
			ck_assert_msg((count_role(drawing, cases[_i].role[k]) == 0) == (hidden == 1), "%s: %s is drawn %u times", cases[_i].name, hidden ? "hidden" : "shown", count_role(drawing, cases[_i].role[k]));
		ck_assert_msg(says(drawing, note) == (hidden == 1), "%s", cases[_i].name);
		for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
			g_autofree char *complaint = er_drawing_lint(drawing, i);
			ck_assert_msg(complaint == NULL, "%s: %s", cases[_i].name, complaint);
		}
		er_drawing_free(drawing);
		er_findings_free(findings);
		er_flows_free(flows);
		er_network_free(net);
		er_inventory_free(inv);
		er_diags_free(diags);
	}
}
END_TEST

START_TEST(names_are_in_order)
{
	const char *const *names = er_draw_layers();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_str_eq(names[cases[i].layer], cases[i].name);
	ck_assert_ptr_null(names[ER_LAYER__COUNT]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("layers");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, left_out, 0, G_N_ELEMENTS(cases));
	tcase_add_test(all, names_are_in_order);
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
