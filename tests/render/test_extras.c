/*
 * What stands beside the ExpressRoute on a sheet: VPN gateways and tunnels, firewalls, WANs, facts of VNets. Each is drawn where it
 * belongs, once, in every format; what a sheet leaves out is told in its foot; and no sheet of any fixture has a lint complaint.
 */
#include <check.h>
#include <erscope/draw.h>
#include <stdlib.h>

#include "../golden.h"

typedef struct { ErDiags *diags; ErInventory *inv; ErEstate *estate; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErDrawing *drawing; } Run;

static const unsigned all_views = ER_VIEW_OVERVIEW | ER_VIEW_FLOW | ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE;

static void finish(Run *run, const char *name, bool with_site, unsigned views)
{
	g_autofree char *site = g_build_filename(g_getenv("ER_FIXTURES"), name, "site.xml", NULL);

	run->estate = with_site && g_file_test(site, G_FILE_TEST_EXISTS) ? er_estate_read(site, run->diags) : NULL;
	run->net = er_network_build(run->inv, run->estate, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run->inv), .inventory = "input.json" };
	run->drawing = er_draw(run->flows, run->findings, &options, views, run->diags);
}

static Run start(const char *name, bool with_site, unsigned views)
{
	Run run = { .diags = er_diags_new() };
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
	const char *const files[] = { path };

	run.inv = er_inventory_read(files, 1, run.diags);
	finish(&run, name, with_site, views);
	return run;
}

static void end(Run *run)
{
	er_drawing_free(run->drawing);
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_estate_free(run->estate);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static void assert_clean(const ErDrawing *drawing, const char *name)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autofree char *complaint = er_drawing_lint(drawing, i);
		ck_assert_msg(complaint == NULL, "%s: %s", name, complaint);
	}
}

static uint32_t times_drawn(const ErScene *scene, const char *id)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		n += item->kind == ER_ITEM_OPEN && item->data_id != NULL && strcmp(item->data_id, id) == 0;
	}
	return n;
}

static bool shows(const ErScene *scene, const char *text)
{
	for (uint32_t i = 0; i < er_scene_count(scene); i++)
		if (er_scene_at(scene, i)->kind == ER_ITEM_TEXT && strcmp(er_scene_at(scene, i)->text, text) == 0)
			return true;
	return false;
}

/* Every component of the kind is on the overview once; legend: what explains it. */
static const struct { const char *fixture; ErKind kind; const char *legend; } drawn[] = {
	{ "vpn-backup", ER_KIND_VPN_GATEWAY, "VPN gateway" }, { "vpn-backup", ER_KIND_VPN_CONNECTION, "VPN tunnel, over the internet" },
	{ "vpn-active-standby", ER_KIND_VPN_CONNECTION, "VPN tunnel, over the internet" }, { "vpn-longer-prefix", ER_KIND_VPN_CONNECTION, "VPN tunnel, over the internet" },
	{ "virtual-wan-prefers-vpn", ER_KIND_VPN_GATEWAY, "VPN gateway" }, { "virtual-wan-prefers-vpn", ER_KIND_VPN_CONNECTION, "VPN tunnel, over the internet" },
	{ "firewall-both-ways", ER_KIND_FIREWALL, "firewall or appliance" }, { "firewall-one-way", ER_KIND_FIREWALL, "firewall or appliance" },
	{ "fastpath-firewall-direct", ER_KIND_FIREWALL, "firewall or appliance" }, { "fastpath-firewall-elsewhere", ER_KIND_FIREWALL, "firewall or appliance" },
	{ "virtual-wan-intent", ER_KIND_FIREWALL, "firewall or appliance" }, { "square-with-wan", ER_KIND_WAN, "WAN between sites" },
	{ "bow-tie-with-wan", ER_KIND_WAN, "WAN between sites" },
};

START_TEST(drawn_once_in_every_format)
{
	Run run = start(drawn[_i].fixture, true, ER_VIEW_OVERVIEW);
	const ErScene *scene = er_drawing_scene(run.drawing, 0);
	g_autoptr(GString) csv = g_string_new(NULL), words = g_string_new(NULL), drawio = g_string_new(NULL), dot = g_string_new(NULL), svg = g_string_new(NULL);
	uint32_t n = 0;

	er_drawing_csv(run.drawing, 0, csv);
	er_drawing_text(run.drawing, 0, words);
	er_drawing_dot(run.drawing, 0, dot);
	ck_assert(er_drawing_drawio(run.drawing, drawio, NULL) && er_drawing_svg(run.drawing, 0, svg, NULL));
	for (uint32_t i = 0; i < er_network_n_components(run.net); i++) {
		const ErComponent *component = er_network_component(run.net, i);
		bool line = component->kind == ER_KIND_VPN_CONNECTION || component->kind == ER_KIND_WAN;
		if (component->kind != drawn[_i].kind)
			continue;
		n++;
		ck_assert_msg(times_drawn(scene, component->id) == 1, "%s: %u times", component->id, times_drawn(scene, component->id));
		ck_assert_ptr_nonnull(strstr(csv->str, component->id));
		ck_assert_ptr_nonnull(strstr(words->str, component->name));
		ck_assert_ptr_nonnull(strstr(drawio->str, component->id));
		ck_assert_ptr_nonnull(strstr(svg->str, component->id));
		ck_assert(line || strstr(dot->str, component->id) != NULL);
	}
	ck_assert_uint_ge(n, 1);
	ck_assert(shows(scene, drawn[_i].legend));
	end(&run);
}
END_TEST

/* What is not there has no line in the legend. */
START_TEST(legend_tells_of_nothing_else)
{
	Run run = start("single-circuit", true, all_views);

	for (uint32_t sheet = 0; sheet < er_drawing_count(run.drawing); sheet++)
		for (size_t i = 0; i < G_N_ELEMENTS(drawn); i++)
			ck_assert(!shows(er_drawing_scene(run.drawing, sheet), drawn[i].legend));
	end(&run);
}
END_TEST

static const struct { const char *fixture; bool site; const char *sheet, *text; } said[] = {
	{ "vpn-backup", true, "overview", "over the internet, backup" },
	{ "virtual-wan-prefers-vpn", true, "overview", "over the internet, in use now" },
	{ "vpn-backup", false, "overview", "no site claims it" },
	{ "firewall-both-ways", true, "overview", "Azure Firewall, zones 1, 2, 3" },
	{ "square-with-wan", true, "overview", "WAN mpls · 500 Mbps" },
	{ "private-endpoint", true, "overview", "1 private endpoint" },
	{ "fastpath-private-link", true, "overview", "1 private endpoint" },
	{ "route-server", true, "overview", "Route Server subnet" },
	{ "vpn-backup", true, "flow-london-dc-ergw", "paths over VPN vpn-london (standby): see the overview" },
	{ "square-with-wan", true, "flow-amsterdam-dc-ergw-uks", "paths from this site over WAN mpls (in use): see the overview" },
	{ "square-with-wan", true, "site-london-dc", "WAN mpls: its other sites are not on this sheet" },
	{ "private-endpoint", true, "flow-on-premises-ergw", "flows of a class of their own, to private endpoints in vnet-app" },
	{ "firewall-one-subnet", true, "flow-on-premises-ergw", "flows of a class of their own, to subnet batch of vnet-app" },
	{ "fastpath-firewall-elsewhere", true, "flow-on-premises-ergw", "paths of this sheet also cross firewall afw: not drawn as a hop here" },
	{ "virtual-wan-intent", true, "flow-on-premises-ergw-uks", "paths through gateway ergw-weu (standby): on a sheet of its own, or through another hub" },
};

START_TEST(sheets_say_it)
{
	Run run = start(said[_i].fixture, said[_i].site, all_views);
	bool found = false;

	for (uint32_t i = 0; i < er_drawing_count(run.drawing); i++)
		if (strcmp(er_scene_slug(er_drawing_scene(run.drawing, i)), said[_i].sheet) == 0) {
			ck_assert_msg(shows(er_drawing_scene(run.drawing, i), said[_i].text), "%s %s: no '%s'", said[_i].fixture, said[_i].sheet, said[_i].text);
			found = true;
		}
	ck_assert_msg(found, "%s has no sheet %s", said[_i].fixture, said[_i].sheet);
	end(&run);
}
END_TEST

/* A firewall of the hub is a hop: the flow towards Azure comes to it and goes on from it, with a number. */
START_TEST(flows_cross_the_firewall)
{
	static const char *const fixtures[] = { "firewall-both-ways", "firewall-one-way", "fastpath-firewall-direct", "virtual-wan-intent" };
	Run run = start(fixtures[_i], true, ER_VIEW_FLOW);
	const ErFirewall *firewall = er_network_firewall(run.net, 0);
	const char *id = er_network_component(run.net, firewall->self)->id;
	uint32_t sheets = 0;

	for (uint32_t sheet = 0; sheet < er_drawing_count(run.drawing); sheet++) {
		const ErScene *scene = er_drawing_scene(run.drawing, sheet);
		const ErItem *box = NULL;
		uint32_t heads = 0, hops = 0;
		for (uint32_t i = 0; i < er_scene_count(scene); i++)
			if (er_scene_at(scene, i)->kind == ER_ITEM_OPEN && er_scene_at(scene, i)->data_id != NULL && strcmp(er_scene_at(scene, i)->data_id, id) == 0)
				box = er_scene_at(scene, i);
		for (uint32_t i = 0; box != NULL && i < er_scene_count(scene); i++) {
			const ErItem *item = er_scene_at(scene, i);
			double x = item->rect.x + item->rect.w / 2, y = item->rect.y + item->rect.h / 2;
			bool near = x > box->rect.x - 12 && x < box->rect.x + box->rect.w + 12 && y > box->rect.y - 12 && y < box->rect.y + box->rect.h + 12;
			hops += item->kind == ER_ITEM_RECT && item->role == ER_ROLE_HOP_IN && near;
			if (item->kind == ER_ITEM_PATH && item->role == ER_ROLE_HEAD_IN) {
				ErPoint tip = er_scene_segs(scene, item)->p[0];
				heads += (tip.x == box->rect.x || tip.x == box->rect.x + box->rect.w) && tip.y > box->rect.y && tip.y < box->rect.y + box->rect.h;
			}
		}
		ck_assert(box == NULL || (heads >= 1 && hops == 1));
		sheets += box != NULL;
	}
	ck_assert_uint_eq(sheets, 1);
	end(&run);
}
END_TEST

/* A tunnel runs below all circuits. */
START_TEST(tunnels_run_below)
{
	Run run = start("vpn-backup", true, ER_VIEW_OVERVIEW);
	const ErScene *scene = er_drawing_scene(run.drawing, 0);
	double circuits = 0, tunnel = 0;

	/* The foot comes last, with a sample of the line in its legend. */
	for (uint32_t i = 0; i < er_scene_count(scene) && !(er_scene_at(scene, i)->kind == ER_ITEM_OPEN && er_scene_at(scene, i)->group == ER_GROUP_FOOT); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_RECT && item->role == ER_ROLE_CIRCUIT)
			circuits = MAX(circuits, item->rect.y + item->rect.h);
		for (uint32_t k = 0; item->kind == ER_ITEM_PATH && item->role == ER_ROLE_VPN && k < item->n_segs; k++)
			tunnel = MAX(tunnel, er_scene_segs(scene, item)[k].p[0].y);
	}
	ck_assert_double_gt(circuits, 0);
	ck_assert_double_gt(tunnel, circuits + 10);
	end(&run);
}
END_TEST

/* (transfer full): @text, an inventory, with @n more tunnels to its VPN gateway; every third is down. */
static char *with_more_tunnels(const char *text, uint32_t n)
{
	g_autoptr(GString) more = g_string_new(text);

	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(more, "\n{\"id\":\"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-net/providers/Microsoft.Network/connections/a-tunnel-with-a-rather-long-name-%u\","
		                       "\"name\":\"a-tunnel-with-a-rather-long-name-%u\",\"type\":\"Microsoft.Network/connections\",\"location\":\"uksouth\",\"properties\":{\"connectionType\":\"IPsec\",%s"
		                       "\"virtualNetworkGateway1\":{\"id\":\"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworkGateways/vpngw\"}}}",
		                       i, i, i % 3 == 2 ? "\"connectionStatus\":\"NotConnected\"," : "");
	return g_string_free(g_steal_pointer(&more), FALSE);
}

/* However many tunnels: those drawn do not touch, the others are told. */
START_TEST(many_tunnels)
{
	static const uint32_t counts[] = { 1, 2, 5, 7, 8, 30 };
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), "vpn-backup", "input.json", NULL), *text = NULL;
	Run run = { .diags = er_diags_new() };

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_autofree char *more = with_more_tunnels(text, counts[_i]);
	run.inv = er_inventory_parse(more, strlen(more), "input.json", run.diags);
	finish(&run, "vpn-backup", true, all_views);
	ck_assert_uint_eq(er_network_n_tunnels(run.net), counts[_i] + 1);
	assert_clean(run.drawing, "vpn-backup with more tunnels");
	uint32_t lines = 0;
	for (uint32_t i = 0; i < er_network_n_tunnels(run.net); i++)
		lines += times_drawn(er_drawing_scene(run.drawing, 0), er_network_component(run.net, er_network_tunnel(run.net, i)->self)->id);
	ck_assert_uint_eq(lines, MIN(counts[_i] + 1, 8));
	g_autoptr(GString) words = g_string_new(NULL);
	er_drawing_text(run.drawing, 0, words);
	ck_assert((strstr(words->str, "or there is no room") != NULL) == (counts[_i] + 1 > 8));
	end(&run);
}
END_TEST

/* Every fixture with its site description, and those with one also without it. */
START_TEST(no_complaint_anywhere)
{
	g_autoptr(GDir) dir = g_dir_open(g_getenv("ER_FIXTURES"), 0, NULL);
	uint32_t sheets = 0;
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
		for (int site = 0; site < 2 && g_file_test(path, G_FILE_TEST_EXISTS); site++) {
			Run run = start(name, site == 1, all_views);
			assert_clean(run.drawing, name);
			sheets += er_drawing_count(run.drawing);
			end(&run);
		}
	}
	ck_assert_uint_ge(sheets, 300);
}
END_TEST

START_TEST(golden_trace)
{
	static const char *const fixtures[] = { "vpn-backup", "firewall-both-ways", "fastpath-firewall-direct", "fastpath-firewall-elsewhere", "square-with-wan", "private-endpoint" };
	Run run = start(fixtures[_i], true, ER_VIEW_OVERVIEW | ER_VIEW_FLOW);

	for (uint32_t i = 0; i < er_drawing_count(run.drawing); i++) {
		g_autoptr(GString) trace = g_string_new(NULL);
		g_autofree char *file = g_strdup_printf("%s.trace", er_scene_slug(er_drawing_scene(run.drawing, i)));
		er_drawing_trace(run.drawing, i, trace);
		er_assert_golden(fixtures[_i], file, trace->str);
	}
	end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("extras");
	TCase *tcase = tcase_create("extras");

	tcase_set_timeout(tcase, 240);
	tcase_add_loop_test(tcase, drawn_once_in_every_format, 0, G_N_ELEMENTS(drawn));
	tcase_add_test(tcase, legend_tells_of_nothing_else);
	tcase_add_loop_test(tcase, sheets_say_it, 0, G_N_ELEMENTS(said));
	tcase_add_loop_test(tcase, flows_cross_the_firewall, 0, 4);
	tcase_add_test(tcase, tunnels_run_below);
	tcase_add_loop_test(tcase, many_tunnels, 0, 6);
	tcase_add_test(tcase, no_complaint_anywhere);
	tcase_add_loop_test(tcase, golden_trace, 0, 6);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
