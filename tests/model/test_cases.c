/*
 * Every documented case of a flow: one fixture each, with the path that is used first in each direction, how many paths stand at which
 * preference, and which asymmetry follows. The section is that of the domain reference the case comes from; expected paths were
 * written by hand. The devices of one link (CE, access, PE, link, MSEE) stand together as "circuit/side".
 */
#include <erscope/findings.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	const char *fixture, *section, *site, *vnet, *destination;
	const char *in, *in_preferences, *out, *out_preferences, *asymmetry;
} Case;

#define P "on-premises"
static const Case cases[] = {
	{ "single-circuit", "4.1 default, hub VNet", P, "vnet-hub-uks", "", P " > er-london/primary > ergw-hub-uks > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "fastpath-direct-spoke", "4.3 peered spoke, global peering", P, "vnet-app2-neu", "", P " > erd-london/primary > ergw-hub-uks > $attachment > $vnet", "0:2", "$vnet > erd-london/primary > " P, "0:2", "design" },
	{ "firewall-both-ways", "4.4 UDR on both sides", P, "vnet-app", "", P " > er-london/primary > ergw > afw-hub > $attachment > $vnet", "0:2", "$vnet > $attachment > afw-hub > er-london/primary > " P, "0:2", "design" },
	{ "firewall-one-way", "4.4 UDR on one side", P, "vnet-app", "", P " > er-london/primary > ergw > afw-hub > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design state" },
	{ "firewall-one-subnet", "4.4 one subnet steered", P, "vnet-app", "subnet:batch", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "firewall-one-subnet", "4.4 one subnet steered", P, "vnet-app", "", P " > er-london/primary > ergw > afw-hub > $attachment > $vnet", "0:2", "$vnet > $attachment > afw-hub > er-london/primary > " P, "0:2", "design" },
	{ "no-way-back", "4.4 propagation off, no route", P, "vnet-app", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "", "", "" },
	{ "fastpath-firewall-direct", "4.2 FastPath and UDR on Direct", P, "vnet-app", "", P " > er-london/primary > afw-hub > $attachment > $vnet", "0:2", "$vnet > $attachment > afw-hub > er-london/primary > " P, "0:2", "" },
	{ "fastpath-firewall-provider", "4.2 FastPath and UDR on a provider circuit, hub", P, "vnet-hub", "", P " > er-london/primary > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "" },
	{ "fastpath-firewall-provider", "5.1 FastPath to a spoke of a provider circuit", P, "vnet-app", "", P " > er-london/primary > ergw > afw-hub > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design state" },
	{ "private-endpoint", "4.6 private endpoint", P, "vnet-app", "private-endpoint", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > $attachment > ergw > er-london/primary > " P, "0:2", "" },
	{ "vpn-backup", "4.7 ExpressRoute wins over VPN", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:2 1:1", "$vnet > er-london/primary > london", "0:2 1:1", "design" },
	{ "vpn-longer-prefix", "4.7 a longer prefix wins", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:2 1:1", "$vnet > $attachment > vpngw > vpn-london > ce2 > london", "0:1 1:2", "design routing" },
	{ "square-without-wan", "4.9 square, no WAN, far region", "london", "vnet-weu", "", "", "", "", "", "" },
	{ "square-with-wan", "4.9 square over the WAN", "london", "vnet-weu", "", "london > mpls > ams > er-ams/primary > ergw-weu > $vnet", "0:2", "$vnet > er-ams/primary > ams > mpls > london", "0:2", "design" },
	{ "bow-tie-without-wan", "4.9 bow-tie, no WAN, far region", "london", "vnet-weu", "", "london > er-london/primary > ergw-weu > $vnet", "0:2", "$vnet > er-london/primary > london", "0:2", "design" },
	{ "bow-tie-with-wan", "4.9 bow-tie: the heavier far connection wins in Azure", "london", "vnet-weu", "", "london > er-london/primary > ergw-weu > $vnet", "0:2 1:2", "$vnet > er-ams/primary > ams > mpls > london", "0:2 1:2", "design routing" },
	{ "virtual-wan-two-hubs", "4.5 vWAN, same hub and other hub", P, "vnet-app", "", P " > er-london/primary > ergw-uks > $attachment > $vnet", "0:2 1:2", "$vnet > er-london/primary > " P, "0:2 1:2", "design" },
	{ "virtual-wan-intent", "4.5 vWAN with routing intent", P, "vnet-app", "", P " > er-london/primary > ergw-uks > afw-uks > $attachment > $vnet", "0:2 1:2", "$vnet > $attachment > afw-uks > er-london/primary > " P, "0:2 1:2", "design" },
	{ "virtual-wan-bow-tie", "4.9 vWAN and bow-tie", "london", "vnet-app", "", "london > er-london/primary > ergw-uks > $attachment > $vnet", "0:2 1:2 2:2 3:2", "$vnet > er-london/primary > london", "0:2 1:2 2:2 3:2", "design" },
	{ "migration", "6 two gateways in one VNet", P, "vnet-app", "", P " > er-london/primary > ergw-new > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "any-to-any", "3 any-to-any: one line, two WAN edges", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > london", "0:2", "design" },
	{ "standby-link", "4.8 standby link, prepended", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:1 1:1", "$vnet > er-london/primary > london", "0:1 1:1", "design" },
	{ "local-preference", "4.8 local preference against equal weights", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:2 1:2", "$vnet > er-ams/primary > london", "0:4", "design routing" },
	{ "transit-flags", "4.3 transit flags on both sides", P, "vnet-both", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "transit-flags", "4.3 on the hub's side only", P, "vnet-hub-only", "", "", "", "", "", "" },
	{ "transit-flags", "4.3 on the spoke's side only", P, "vnet-spoke-only", "", "", "", "", "", "" },
	{ "transit-flags", "4.3 on neither side", P, "vnet-none", "", "", "", "", "", "" },
	{ "fastpath-fallbacks", "5.1 FastPath to the hub", P, "vnet-hub", "", P " > er-london/primary > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "" },
	{ "fastpath-fallbacks", "5.1 FastPath to a spoke on Direct", P, "vnet-app", "", P " > er-london/primary > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "" },
	{ "fastpath-fallbacks", "5.1 never to a spoke in another region", P, "vnet-far", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "fastpath-fallbacks", "5.1 not to private endpoints unless enabled", P, "vnet-app", "private-endpoint", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > $attachment > ergw > er-london/primary > " P, "0:2", "" },
	{ "fastpath-small-gateway", "5.1 gateway too small", P, "vnet-app", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "fastpath-firewall-elsewhere", "5.1 firewall outside the gateway's VNet", P, "vnet-app", "", P " > er-london/primary > ergw > vnet-hub ↔ vnet-fw > afw > vnet-fw ↔ vnet-app > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design state" },
	{ "fastpath-private-link", "5.1 FastPath to private endpoints", P, "vnet-app", "private-endpoint", P " > er-london/primary > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "" },
	{ "fastpath-private-link-provider", "5.1 not on a provider circuit", P, "vnet-app", "private-endpoint", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > $attachment > ergw > er-london/primary > " P, "0:2", "" },
	{ "fastpath-unknown", "5.1 not told whether it is on", P, "vnet-app", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "global-reach", "4.9 Global Reach is no part of a path", P, "vnet-app", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "metro", "8 a Metro circuit", P, "vnet-app", "", P " > er-metro/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-metro/primary > " P, "0:2", "design" },
	{ "vpn-active-standby", "4.7 active-standby VPN gateway", "london", "vnet-app", "", "london > er-london/primary > ergw > $attachment > $vnet", "0:2 1:1", "$vnet > er-london/primary > london", "0:2 1:1", "design" },
	{ "virtual-wan-prefers-vpn", "4.5 hubRoutingPreference VpnGateway", "london", "vnet-app", "", "london > er-london/primary > ergw-uks > $attachment > $vnet", "0:2 1:1", "$vnet > $attachment > vpngw > vpn-london > ce2 > london", "0:1 1:2", "design routing" },
	{ "virtual-wan-prefers-as-path", "4.5 hubRoutingPreference ASPath", "london", "vnet-app", "", "london > er-london/primary > ergw-uks > $attachment > $vnet", "0:2 1:1", "$vnet > $attachment > vpngw > vpn-london > ce2 > london", "0:1 1:2", "design routing" },
	{ "route-server", "4.4 Route Server stands on no path", P, "vnet-app", "", P " > er-london/primary > ergw > $attachment > $vnet", "0:2", "$vnet > er-london/primary > " P, "0:2", "design" },
	{ "declared-groups", "3 two circuits at one site", "london", "vnet-app", "", "london > er-ams/primary > ergw > $attachment > $vnet", "0:4", "$vnet > er-ams/primary > london", "0:4", "design" },
	{ "external-circuit", "2.5 a foreign circuit", P, "vnet-app1", "", P " > er-partner-london/primary > ergw-hub-uks > $attachment > $vnet", "0:2", "$vnet > er-partner-london/primary > " P, "0:2", "design" },
};

typedef struct { ErDiags *diags; ErInventory *inv; ErEstate *estate; ErNetwork *net; ErFlows *flows; } Run;

static Run run_fixture(const char *fixture)
{
	g_autofree char *input = g_build_filename(g_getenv("ER_FIXTURES"), fixture, "input.json", NULL);
	g_autofree char *site = g_build_filename(g_getenv("ER_FIXTURES"), fixture, "site.xml", NULL);
	const char *const files[] = { input };
	Run run = { .diags = er_diags_new() };

	run.inv = er_inventory_read(files, 1, run.diags);
	run.estate = g_file_test(site, G_FILE_TEST_EXISTS) ? er_estate_read(site, run.diags) : NULL;
	run.net = er_network_build(run.inv, run.estate, run.diags);
	run.flows = er_flows_build(run.net, 2, run.diags);
	return run;
}

static void run_end(Run *run)
{
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_estate_free(run->estate);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static const ErFlow *find_flow(const Run *run, const Case *want, ErDirection direction)
{
	for (uint32_t i = 0; i < er_flows_count(run->flows); i++) {
		const ErFlow *flow = er_flows_at(run->flows, i);
		const char *site = er_network_component(run->net, er_network_site(run->net, flow->site)->self)->id;
		const char *vnet = er_network_component(run->net, er_network_vnet(run->net, flow->vnet)->self)->name;
		if (flow->direction == direction && strcmp(site + strlen("site:"), want->site) == 0 && strcmp(vnet, want->vnet) == 0 && strcmp(flow->destination, want->destination) == 0)
			return flow;
	}
	return NULL;
}

static char *path_text(const Run *run, const ErPath *path)
{
	g_autoptr(GString) out = g_string_new(NULL);
	bool linked = false;

	for (uint32_t i = 0; i < path->n_hops; i++) {
		const ErComponent *hop = path->hops[i] < er_network_n_components(run->net) ? er_network_component(run->net, path->hops[i]) : NULL;
		bool of_link = hop != NULL && path->circuit != ER_NONE && (hop->kind == ER_KIND_CE || hop->kind == ER_KIND_ACCESS || hop->kind == ER_KIND_PE || hop->kind == ER_KIND_LINK || hop->kind == ER_KIND_MSEE);
		if (of_link && linked)
			continue;
		linked = of_link;
		g_string_append(out, out->len > 0 ? " > " : "");
		if (of_link)
			g_string_append_printf(out, "%s/%s", er_network_component(run->net, er_network_circuit(run->net, path->circuit)->self)->name, er_side_name(path->side));
		else
			g_string_append(out, hop == NULL ? er_element_id(run->flows, NULL, path->hops[i]) : hop->kind == ER_KIND_SITE ? hop->id + strlen("site:") : hop->name);
	}
	return g_strdup(out->str);
}

static char *preferences_text(const ErFlowClass *class)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (uint32_t i = 0, n = 1; i < class->n_paths; i++, n++)
		if (i + 1 == class->n_paths || class->paths[i + 1].preference != class->paths[i].preference) {
			g_string_append_printf(out, "%s%u:%u", out->len > 0 ? " " : "", class->paths[i].preference, n);
			n = 0;
		}
	return g_strdup(out->str);
}

static void assert_direction(const Run *run, const Case *want, ErDirection direction, const char *path, const char *preferences)
{
	const ErFlow *flow = find_flow(run, want, direction);
	ck_assert_msg(flow != NULL, "%s: no flow %s %s", want->fixture, want->vnet, want->destination);
	const ErFlowClass *class = er_flows_class(run->flows, flow->flow_class);
	g_autofree char *got = class->n_paths > 0 ? path_text(run, &class->paths[0]) : g_strdup("");
	g_autofree char *got_preferences = preferences_text(class);

	ck_assert_msg(strcmp(got, path) == 0, "%s (%s), %s\n  want %s\n  got  %s", want->fixture, want->section, er_direction_name(direction), path, got);
	ck_assert_msg(strcmp(got_preferences, preferences) == 0, "%s (%s), %s: want %s, got %s", want->fixture, want->section, er_direction_name(direction), preferences, got_preferences);
}

START_TEST(flow_case)
{
	const Case *want = &cases[_i];
	Run run = run_fixture(want->fixture);
	g_autoptr(GString) kinds = g_string_new(NULL);

	ck_assert_msg(er_diags_worst(run.diags) != ER_DIAG_ERROR, "%s", want->fixture);
	assert_direction(&run, want, ER_ONPREM_TO_AZURE, want->in, want->in_preferences);
	assert_direction(&run, want, ER_AZURE_TO_ONPREM, want->out, want->out_preferences);
	const ErFlowClass *class = er_flows_class(run.flows, find_flow(&run, want, ER_ONPREM_TO_AZURE)->flow_class);
	for (uint32_t i = 0; i < class->n_asymmetry; i++)
		g_string_append_printf(kinds, "%s%s", i > 0 ? " " : "", er_asymmetry_name(class->asymmetry[i].kind));
	ck_assert_msg(strcmp(kinds->str, want->asymmetry) == 0, "%s (%s): asymmetry want %s, got %s", want->fixture, want->section, want->asymmetry, kinds->str);
	run_end(&run);
}
END_TEST

/* Why a flow towards Azure runs as it does, or not at all. */
static const struct { const char *fixture, *vnet, *destination, *reason; } reasons[] = {
	{ "transit-flags", "vnet-hub-only", "", "useRemoteGateways is not set on to-vnet-hub" },
	{ "transit-flags", "vnet-spoke-only", "", "allowGatewayTransit is not set on to-vnet-spoke-only" },
	{ "fastpath-fallbacks", "vnet-hub", "", "FastPath, the VNet holds the gateway" },
	{ "fastpath-fallbacks", "vnet-app", "", "FastPath, a peered spoke in the gateway's region on ExpressRoute Direct" },
	{ "fastpath-fallbacks", "vnet-far", "", "it does not cross a peering to another region" },
	{ "fastpath-fallbacks", "vnet-app", "private-endpoint", "enablePrivateLinkFastPath is not" },
	{ "fastpath-small-gateway", "vnet-app", "", "gateway SKU ErGw1AZ does not support FastPath" },
	{ "fastpath-firewall-elsewhere", "vnet-app", "", "afw is not in the gateway's VNet" },
	{ "fastpath-private-link", "vnet-app", "private-endpoint", "by enrolment" },
	{ "fastpath-private-link-provider", "vnet-app", "private-endpoint", "er-london is a provider circuit: private endpoints" },
	{ "fastpath-provider-spoke", "vnet-app1", "", "is a provider circuit: a peered spoke is reached through the gateway" },
	{ "fastpath-firewall-provider", "vnet-hub", "", "counted as not inspected" },
	{ "fastpath-unknown", "vnet-app", "", "does not tell whether FastPath is on" },
	{ "virtual-wan-two-hubs", "vnet-app", "", "virtual hubs offer it to ExpressRoute Direct only" },
};

START_TEST(reason_of_case)
{
	const Case want = { .fixture = reasons[_i].fixture, .site = P, .vnet = reasons[_i].vnet, .destination = reasons[_i].destination };
	Run run = run_fixture(want.fixture);
	const ErFlow *flow = find_flow(&run, &want, ER_ONPREM_TO_AZURE);
	ck_assert_msg(flow != NULL, "%s: no flow to %s", want.fixture, want.vnet);
	const ErFlowClass *class = er_flows_class(run.flows, flow->flow_class);
	g_autoptr(GString) all = g_string_new(NULL);

	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		g_string_append_printf(all, "%s\n", class->mode_reasons[i]);
	for (uint32_t i = 0; i < class->n_excluded; i++)
		g_string_append_printf(all, "%s\n", class->excluded[i].reason);
	ck_assert_msg(strstr(all->str, reasons[_i].reason) != NULL, "%s, %s: want %s, got %s", want.fixture, want.vnet, reasons[_i].reason, all->str);
	run_end(&run);
}
END_TEST

/* Groups that the site description declares, with how many members, and the reported one of equal sets. */
static const struct { const char *id, *first; uint32_t members; } groups[] = {
	{ "group:access:line-1", "group:access:line-1", 2 }, { "group:carrier:colt", "group:entry:mmr-1", 3 }, { "group:chassis:rack-7", "group:chassis:rack-7", 2 },
	{ "group:conduit:north", "group:conduit:north", 3 }, { "group:entry:mmr-1", "group:entry:mmr-1", 3 }, { "group:facility:building-1", "group:facility:building-1", 3 },
	{ "group:power:feed-a", "group:chassis:rack-7", 2 }, { "group:power:grid-1", "group:chassis:rack-7", 2 }, { "group:provider-edge:pe-1", "group:provider-edge:pe-1", 2 },
	{ "group:metro:london", "group:peering-location:london", 2 }, { "group:provider:colt", "group:provider:colt", 3 },
};

static const ErGroup *group_called(const Run *run, const char *id)
{
	for (uint32_t i = 0; i < er_network_n_groups(run->net); i++)
		if (strcmp(er_network_group(run->net, i)->id, id) == 0)
			return er_network_group(run->net, i);
	return NULL;
}

static bool is_single_cut(const Run *run, const ErFlowClass *class, const char *id)
{
	for (uint32_t i = 0; i < class->n_cuts; i++)
		if (class->cuts[i].n == 1 && strcmp(er_element_id(run->flows, NULL, class->cuts[i].element[0]), id) == 0)
			return true;
	return false;
}

START_TEST(declared_groups)
{
	const Case want = { .site = "london", .vnet = "vnet-app", .destination = "" };
	Run run = run_fixture("declared-groups");
	const ErFlowClass *class = er_flows_class(run.flows, find_flow(&run, &want, ER_ONPREM_TO_AZURE)->flow_class);

	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		const ErGroup *group = group_called(&run, groups[i].id);
		ck_assert_msg(group != NULL && group->n_members == groups[i].members, "%s", groups[i].id);
		ck_assert_msg(strcmp(er_network_group(run.net, group->first)->id, groups[i].first) == 0, "%s stands for %s", er_network_group(run.net, group->first)->id, groups[i].id);
	}
	/* The rack with both routers takes the site off; one line, conduit or carrier does not; the building is the site itself: scope. */
	ck_assert(is_single_cut(&run, class, "group:chassis:rack-7"));
	ck_assert(!is_single_cut(&run, class, "group:access:line-1") && !is_single_cut(&run, class, "group:conduit:north") && !is_single_cut(&run, class, "group:facility:building-1"));
	run_end(&run);
}
END_TEST

/* Each reported cut takes the flow down, and putting any one member back brings it up: on every flow of every case. */
START_TEST(cuts_of_case)
{
	Run run = run_fixture(cases[_i].fixture);

	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		const ErFlow *flow = er_flows_at(run.flows, i);
		const ErFlowClass *class = er_flows_class(run.flows, flow->flow_class);
		for (uint32_t k = 0; k < class->n_cuts; k++) {
			const ErCut *cut = &class->cuts[k];
			ck_assert_msg(!er_flow_up_without(run.flows, flow, cut->element, cut->n), "%s", flow->id);
			for (uint32_t m = 0; m < cut->n; m++)
				for (uint32_t p = 0; p < class->n_paths; p++)
					ck_assert_int_eq(er_path_falls_with(run.flows, flow, &class->paths[p], cut->element[m]), !er_path_alive_without(run.flows, flow, &class->paths[p], &cut->element[m], 1));
			for (uint32_t m = 0; cut->n == 2 && m < 2; m++)
				ck_assert_msg(er_flow_up_without(run.flows, flow, &cut->element[m], 1), "%s", flow->id);
		}
	}
	run_end(&run);
}
END_TEST

/* What single cuts and asymmetries of state become: rule, result, and how its subject ends; no result: the rule is silent. */
static const struct { const char *fixture, *rule, *result, *subject; } verdicts[] = {
	{ "firewall-one-way", "ER-RTE-015", "fail", "/afw-hub" },
	{ "firewall-both-ways", "ER-RTE-015", "", "" },
	{ "firewall-both-ways", "ER-NVA-001", "", "" },
	{ "fastpath-firewall-provider", "ER-RTE-015", "fail", "/afw-hub" },
	{ "fastpath-firewall-elsewhere", "ER-RTE-015", "fail", "/afw" },
	{ "any-to-any", "ER-SITE-001", "fail", "ce1" },
	{ "any-to-any", "ER-SITE-003", "fail", "/primary" },
	{ "declared-groups", "ER-SITE-001", "fail", "group:chassis:rack-7" },
	{ "square-with-wan", "ER-SITE-005", "fail", "site:london" },
	{ "single-circuit", "ER-SITE-001", "unknown", "" },
};

START_TEST(verdict_of_case)
{
	Run run = run_fixture(verdicts[_i].fixture);
	g_autoptr(ErFindings) findings = er_findings_check(run.flows, "2026-11-23");
	bool met = *verdicts[_i].result == '\0';

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (strcmp(finding->rule->id, verdicts[_i].rule) != 0)
			continue;
		ck_assert_msg(*verdicts[_i].result != '\0', "%s: %s", verdicts[_i].fixture, finding->headline);
		met = met || (strcmp(er_result_name(finding->result), verdicts[_i].result) == 0 && g_str_has_suffix(finding->n_subjects > 0 ? finding->subjects[0] : "", verdicts[_i].subject));
	}
	ck_assert_msg(met, "%s: no %s on %s", verdicts[_i].fixture, verdicts[_i].rule, verdicts[_i].subject);
	run_end(&run);
}
END_TEST

/* Route tables captured of both links: prefixes that only one of them has. */
static const struct { const char *primary, *secondary, *result, *headline; } tables[] = {
	{ "primary.json", "secondary.json", "fail", "only the primary has 10.60.0.0/16; only the secondary has 10.70.0.0/16" },
	{ "primary.json", "primary.json", "", "" },
	{ "primary.json", NULL, "unknown", "for 1 connected circuit" },
};

START_TEST(captured_route_tables)
{
	g_autofree char *folder = g_build_filename(g_getenv("ER_FIXTURES"), "captures", NULL);
	g_autofree char *input = g_build_filename(folder, "input.json", NULL), *primary = g_build_filename(folder, tables[_i].primary, NULL);
	g_autofree char *secondary = g_build_filename(folder, tables[_i].secondary, NULL);
	const ErInput inputs[] = { { input, NULL }, { primary, "er-london/primary" }, { secondary, "er-london/secondary" } };
	Run run = { .diags = er_diags_new() };

	run.inv = er_inventory_read_inputs(inputs, tables[_i].secondary != NULL ? 3 : 2, false, run.diags);
	run.net = er_network_build(run.inv, NULL, run.diags);
	run.flows = er_flows_build(run.net, 2, run.diags);
	g_autoptr(ErFindings) findings = er_findings_check(run.flows, "2026-11-23");
	bool met = false;
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (strcmp(finding->rule->id, "ER-PEER-009") != 0)
			continue;
		ck_assert_str_eq(er_result_name(finding->result), tables[_i].result);
		ck_assert_msg(strstr(finding->headline, tables[_i].headline) != NULL, "%s", finding->headline);
		met = true;
	}
	ck_assert(met == (*tables[_i].result != '\0'));
	run_end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cases");
	TCase *tcase = tcase_create("cases");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, flow_case, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(tcase, reason_of_case, 0, (int)G_N_ELEMENTS(reasons));
	tcase_add_test(tcase, declared_groups);
	tcase_add_loop_test(tcase, verdict_of_case, 0, (int)G_N_ELEMENTS(verdicts));
	tcase_add_loop_test(tcase, captured_route_tables, 0, (int)G_N_ELEMENTS(tables));
	tcase_add_loop_test(tcase, cuts_of_case, 0, (int)G_N_ELEMENTS(cases));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
