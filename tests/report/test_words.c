/*
 * Verdict and flows in words: goldens of all fixtures, and what the words must and must not say.
 */
#include <check.h>
#include <erscope/formats.h>
#include <erscope/words.h>
#include <stdio.h>
#include <stdlib.h>

#include "../golden.h"

static const char *const cases[] = {
	"single-circuit", "two-circuits-one-location", "two-locations-one-gateway", "bow-tie", "direct-pair-two-circuits",
	"fastpath-provider-spoke", "fastpath-direct-spoke", "zonal-gateway", "disabled-private-peering", "external-circuit", "virtual-wan",
};

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErFindings *findings; } Run;

static void start(Run *run, const char *folder, const char *file)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), folder, file, NULL);
	g_autofree char *text = NULL;
	gsize length = 0;

	ck_assert(g_file_get_contents(path, &text, &length, NULL));
	run->diags = er_diags_new();
	run->inv = er_inventory_parse(text, length, file, run->diags);
	run->net = er_network_build(run->inv, NULL, run->diags);
	run->flows = er_flows_build(run->net, 2, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
}

/* @n hubs whose gateways have no connection, and one connection elsewhere: as many critical findings. */
static void start_broken(Run *run, uint32_t n)
{
	static const char group[] = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network";
	g_autoptr(GString) text = g_string_new("{\"value\": [");

	for (uint32_t i = 0; i < n; i++) {
		g_string_append_printf(text, "{\"id\": \"%s/virtualNetworks/vnet-%02u\", \"name\": \"vnet-%02u\", \"type\": \"Microsoft.Network/virtualNetworks\", \"location\": \"uksouth\", "
		                             "\"properties\": {\"addressSpace\": {\"addressPrefixes\": [\"10.%u.0.0/16\"]}}},\n", group, i, i, i);
		g_string_append_printf(text, "{\"id\": \"%s/virtualNetworkGateways/ergw-%02u\", \"name\": \"ergw-%02u\", \"type\": \"Microsoft.Network/virtualNetworkGateways\", \"location\": \"uksouth\", "
		                             "\"properties\": {\"gatewayType\": \"ExpressRoute\", \"sku\": {\"name\": \"ErGw1AZ\"}, \"ipConfigurations\": [{\"properties\": {\"subnet\": "
		                             "{\"id\": \"%s/virtualNetworks/vnet-%02u/subnets/GatewaySubnet\"}}}]}},\n", group, i, i, group, i);
	}
	g_string_append_printf(text, "{\"id\": \"%s/connections/conn-else\", \"name\": \"conn-else\", \"type\": \"Microsoft.Network/connections\", \"location\": \"uksouth\", "
	                             "\"properties\": {\"connectionType\": \"IPsec\"}}]}", group);
	run->diags = er_diags_new();
	run->inv = er_inventory_parse(text->str, text->len, "input.json", run->diags);
	run->net = er_network_build(run->inv, NULL, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
}

static void end(Run *run)
{
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static GString *check_of(const Run *run, ErSeverity fail_on, bool colour)
{
	const ErReport report = { .flows = run->flows, .findings = run->findings, .as_of = "2026-11-23" };

	return er_report_text(&report, fail_on, colour);
}

static void assert_no_secret(const GString *text)
{
	ck_assert_ptr_null(strstr(text->str, "secretsecret"));
	ck_assert_ptr_null(strstr(text->str, "made-up-key"));
}

static void assert_narrow(const GString *text)
{
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		ck_assert_msg(g_utf8_strlen(lines[i], -1) <= 100 || strchr(g_strstrip(lines[i]) + 10, ' ') == NULL || strstr(lines[i], "http") != NULL, "too wide: %s", lines[i]);
}

START_TEST(golden_check)
{
	Run run;

	start(&run, cases[_i], "input.json");
	g_autoptr(GString) text = check_of(&run, ER_SEV_HIGH, false);
	assert_no_secret(text);
	assert_narrow(text);
	ck_assert_ptr_null(strchr(text->str, '\033'));
	er_assert_golden(cases[_i], "check.txt", text->str);
	end(&run);
}
END_TEST

START_TEST(golden_flows)
{
	Run run;

	start(&run, cases[_i], "input.json");
	g_autoptr(GString) text = er_words_flows(run.flows, ER_NONE, ER_NONE, true);
	assert_no_secret(text);
	assert_narrow(text);
	/* The way back never crosses a gateway here, and says so. */
	ck_assert_ptr_nonnull(strstr(text->str, "link, past the gateway"));
	ck_assert_ptr_nonnull(strstr(text->str, " → On-premises"));
	ck_assert_ptr_nonnull(strstr(text->str, "On-premises → "));
	er_assert_golden(cases[_i], "flows.txt", text->str);
	end(&run);
}
END_TEST

/* Line breaks may fall anywhere in a sentence. */
static char *flatten(const GString *text)
{
	g_auto(GStrv) words = g_strsplit_set(text->str, " \n", -1);
	GString *flat = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			g_string_append_printf(flat, "%s ", words[i]);
	return g_string_free(flat, FALSE);
}

static const struct { const char *folder, *file; bool flows; const char *says, *never; } sayings[] = {
	/* the verdict: how bad, the worst by name, both directions or one */
	{ "single-circuit", "input.json", false, "VERDICT: not resilient. 3 high and 1 medium findings. Worst: London: both links end in this one peering location (both directions).", "could be of severity" },
	{ "single-circuit", "input.json", false, "6 of 6 flows are up", "One direction only" },
	{ "bow-tie", "input.json", false, "VERDICT: no single point of failure of severity high. 1 medium finding. Worst: er-amsterdam, er-paris stand in for each other and share one resource group", "high ER-TOP" },
	{ "bow-tie", "input.json", false, "Not decided for lack of input: 52 questions, 25 of them possibly of severity high or above.", NULL },
	{ "bow-tie", "input.json", false, "- local-preference of each circuit, in the site description: up to high, ER-CON-008, 2 times", NULL },
	{ "external-circuit", "input.json", false, "er-partner-london is not in the input", "high ER-TOP-002" },
	/* evidence with its place; a cut in words, without ids; nothing twice */
	{ "single-circuit", "input.json", false, "er-london: properties.serviceProviderProperties.peeringLocation = London (input.json:43)", NULL },
	{ "zonal-gateway", "input.json", false, "no path avoids UK South zone 1", "group:" },
	{ "zonal-gateway", "input.json", false, "UK South zone 1: all gateway instances", "11111111-2222-3333-4444-555555555555:" },
	{ "direct-pair-two-circuits", "input.json", false, "erport-london: properties.peeringLocation = Equinix-London-LD5 (input.json:54) no path avoids", NULL },
	{ "disabled-private-peering", "input.json", false, "er-amsterdam-b/AzurePrivatePeering: properties.state = Disabled", NULL },
	/* what is lost by deletion only is one block */
	{ "bow-tie", "input.json", false, "Lost only by deletion, 13: gateway ergw-hub-frc, VNet vnet-hub-frc,", "ER-TOP-006 ergw-hub-frc" },
	{ "bow-tie", "input.json", false, "and 7 more. A delete lock protects each.", NULL },
	{ "two-circuits-one-location", "input.json", false, "READ: 20 resources: 20 modelled.", NULL },
	{ "external-circuit", "input.json", false, "1 more referred to, but not in the input.", NULL },
	/* no verdict, and why */
	{ "bad", "empty-list.json", false, "VERDICT: none. There is no ExpressRoute in the input", "not resilient" },
	{ "bad", "names-only.json", false, "VERDICT: none. The input holds names only", "There is no ExpressRoute" },
	{ "bad", "not-json.json", false, "VERDICT: none. Nothing could be read from the input. The input is INCOMPLETE", "There is no ExpressRoute" },
	{ "bad", "paged.json", false, "VERDICT: none. No flow can be worked out from this input", "0 of 0" },
	{ "bad", "paged.json", false, "The input is INCOMPLETE", "1 VNets" },
	{ "bad", "circular.json", false, "DOWN, although a gateway could serve them - On-premises ↔ vnet-ring-a (both directions): ergw-ring-a: no connection in the input names this gateway", NULL },
	/* hops: the gateway crossed or passed, and the reason */
	{ "single-circuit", "input.json", true, "On-premises → vnet-app1 (and 1 more VNet alike): through the gateway why conn-uks-london: FastPath is off", NULL },
	{ "single-circuit", "input.json", true, "vnet-app1 → On-premises (and 1 more VNet alike): past the gateway why Azure sends straight to the MSEEs", NULL },
	{ "single-circuit", "input.json", true, "50 % er-london, primary link (share assumed): 1000 Mbps, bound by er-london", NULL },
	{ "single-circuit", "input.json", true, "→ Primary link of er-london → MSEE primary, London → gateway ergw-hub-uks (any of 2+ instances) → peering vnet-hub-uks ↔ vnet-app1 → VNet vnet-app1", NULL },
	{ "single-circuit", "input.json", true, "fails with circuit er-london (observed), peering location London (observed), provider Equinix (observed): each a single point of failure", "redundancy" },
	{ "single-circuit", "input.json", true, "traffic towards Azure crosses gateway ergw-hub-uks, traffic from Azure passes it by", NULL },
	{ "fastpath-direct-spoke", "input.json", true, "On-premises → vnet-app1: FastPath, past the gateway why conn-uks-direct: FastPath, a peered spoke in the gateway's region on ExpressRoute Direct", NULL },
	{ "fastpath-direct-spoke", "input.json", true, "does not cross a peering to another region", NULL },
	{ "fastpath-provider-spoke", "input.json", true, "er-london is a provider circuit: a peered spoke", NULL },
	{ "disabled-private-peering", "input.json", true, "left out er-amsterdam-b: private peering is Disabled", NULL },
	/* each path has its own circuit, session and connection; only the rest is common */
	{ "bow-tie", "input.json", true, "needs also: BGP session primary of er-paris, circuit er-paris, connection conn-frc-paris", "and not crossed: BGP session" },
	{ "bow-tie", "input.json", true, "standby 1 er-amsterdam, primary link, past the gateway: 2000 Mbps", NULL },
	{ "bow-tie", "input.json", true, "fails with nothing alone: no single point of failure", NULL },
	{ "bow-tie", "input.json", true, "used in one direction only: er-amsterdam (towards Azure); assumed", NULL },
	{ "bad", "circular.json", true, "On-premises → vnet-ring-a: DOWN left out ergw-ring-a: no connection in the input names this gateway", NULL },
	/* a spoke of a gateway without connections is down; only a VNet without any gateway is not served */
	{ "bad", "circular.json", true, "On-premises → vnet-ring-b: DOWN left out ergw-ring-a: no connection in the input names this gateway", "serve, the first is vnet-ring-b" },
	{ "bad", "circular.json", true, "1 VNet that no ExpressRoute gateway could serve, the first is vnet-self", NULL },
	{ "bad", "circular.json", false, "0 of 4 flows are up", "2 VNets that no ExpressRoute gateway" },
};

START_TEST(says)
{
	Run run;

	start(&run, sayings[_i].folder, sayings[_i].file);
	g_autoptr(GString) text = sayings[_i].flows ? er_words_flows(run.flows, ER_NONE, ER_NONE, false) : check_of(&run, ER_SEV_HIGH, false);
	g_autofree char *flat = flatten(text);
	ck_assert_msg(strstr(flat, sayings[_i].says) != NULL, "%s/%s does not say: %s", sayings[_i].folder, sayings[_i].file, sayings[_i].says);
	ck_assert_msg(sayings[_i].never == NULL || strstr(flat, sayings[_i].never) == NULL, "%s/%s says: %s", sayings[_i].folder, sayings[_i].file, sayings[_i].never);
	end(&run);
}
END_TEST

/* With --explain: the pair of paths that share least, or what even they share. */
START_TEST(explains)
{
	static const struct { const char *folder, *says; } rows[] = {
		{ "bow-tie", "er-paris primary and er-amsterdam secondary share nothing that can fail on its own, only what is lost by deletion: gateway" },
		{ "single-circuit", "have in common circuit er-london, peering location London, provider Equinix; lost only by deletion:" },
		{ "two-circuits-one-location", "have in common peering location London; lost only by deletion:" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Run run;
		start(&run, rows[i].folder, "input.json");
		g_autoptr(GString) text = er_words_flows(run.flows, ER_NONE, ER_NONE, true);
		g_autofree char *flat = flatten(text);
		ck_assert_msg(strstr(flat, rows[i].says) != NULL, "%s does not say: %s", rows[i].folder, rows[i].says);
		end(&run);
	}
}
END_TEST

/* A single point of failure is on every path, so even the two paths that share least share it. */
START_TEST(witness_agrees_with_cuts)
{
	Run run;

	start(&run, cases[_i], "input.json");
	for (uint32_t i = 0; i < er_network_n_vnets(run.net); i++) {
		const ErFlow *flow = er_flows_lookup(run.flows, 0, i, ER_ONPREM_TO_AZURE);
		if (flow == NULL || !flow->up)
			continue;
		g_autoptr(GString) text = er_words_flows(run.flows, 0, i, true);
		g_autofree char *flat = flatten(text);
		const char *none = strstr(flat, "nothing alone: no single point of failure"), *shared = strstr(flat, "have in common");
		ck_assert_msg(none != NULL || shared != NULL, "%s: a single point of failure, and two paths that do not share it: %s", cases[_i], text->str);
	}
	end(&run);
}
END_TEST

START_TEST(threshold_is_told)
{
	Run run;

	start(&run, "single-circuit", "input.json");
	g_autoptr(GString) medium = check_of(&run, ER_SEV_MEDIUM, false);
	g_autoptr(GString) high = check_of(&run, ER_SEV_HIGH, false);
	ck_assert_ptr_nonnull(strstr(medium->str, "Threshold medium: 4 findings reach it."));
	ck_assert_ptr_null(strstr(high->str, "Threshold"));
	end(&run);
}
END_TEST

/* Colour adds escapes and nothing else. */
START_TEST(colour_is_only_colour)
{
	Run run;

	start(&run, cases[_i], "input.json");
	g_autoptr(GString) plain = check_of(&run, ER_SEV_HIGH, false);
	g_autoptr(GString) coloured = check_of(&run, ER_SEV_HIGH, true);
	g_autoptr(GRegex) escapes = g_regex_new("\033\\[[0-9;]*m", 0, 0, NULL);
	g_autofree char *stripped = g_regex_replace_literal(escapes, coloured->str, -1, 0, "", 0, NULL);
	ck_assert_ptr_nonnull(strchr(coloured->str, '\033'));
	ck_assert_str_eq(stripped, plain->str);
	end(&run);
}
END_TEST

/* One line per finding: none is wrapped, none wider than the screen once its colours are gone. */
static void assert_brief_lines(const GString *text)
{
	g_autoptr(GRegex) escapes = g_regex_new("\033\\[[0-9;]*m", 0, 0, NULL);
	g_autofree char *plain = g_regex_replace_literal(escapes, text->str, -1, 0, "", 0, NULL);
	g_auto(GStrv) lines = g_strsplit(plain, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		ck_assert_msg(g_utf8_strlen(lines[i], -1) <= 100, "too wide: %s", lines[i]);
	ck_assert_ptr_null(strstr(plain, "  medium "));
}

START_TEST(brief_is_short)
{
	Run run;

	start(&run, cases[_i], "input.json");
	g_autoptr(GString) text = er_report_brief(&(ErReport){ .flows = run.flows, .findings = run.findings }, ER_SEV_HIGH, true);
	uint32_t lines = 0;
	for (gsize i = 0; i < text->len; i++)
		lines += text->str[i] == '\n';
	ck_assert_uint_le(lines, 12);
	assert_no_secret(text);
	assert_brief_lines(text);
	end(&run);
}
END_TEST

/* More findings than lines: the first ones, the rest counted, none lost. */
START_TEST(brief_counts_the_rest)
{
	Run run;

	start_broken(&run, 30);
	ck_assert_uint_ge(er_findings_at_least(run.findings, ER_SEV_CRITICAL), 30);
	g_autoptr(GString) text = er_report_brief(&(ErReport){ .flows = run.flows, .findings = run.findings }, ER_SEV_HIGH, false);
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	uint32_t told = 0, rest = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		told += g_str_has_prefix(lines[i], "  critical ");
		if (g_str_has_prefix(lines[i], "  and "))
			rest = (uint32_t)g_ascii_strtoull(lines[i] + strlen("  and "), NULL, 10);
	}
	ck_assert_uint_le(g_strv_length(lines), 13);     /* the last is what follows the last newline */
	ck_assert_uint_ge(told, 5);
	ck_assert_uint_eq(told + rest, 30);
	ck_assert_ptr_nonnull(strstr(text->str, "VERDICT: broken now. 30 critical"));
	end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *all = tcase_create("fixtures");

	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, golden_check, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, golden_flows, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, says, 0, G_N_ELEMENTS(sayings));
	tcase_add_test(all, explains);
	tcase_add_test(all, brief_counts_the_rest);
	tcase_add_test(all, threshold_is_told);
	tcase_add_loop_test(all, witness_agrees_with_cuts, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, colour_is_only_colour, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, brief_is_short, 0, G_N_ELEMENTS(cases));
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
