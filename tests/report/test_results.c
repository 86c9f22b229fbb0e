/*
 * test_results.c: the whole results document of every fixture, byte for byte, and what must hold of any document: it names no
 * secret, and it is the same twice. Whether it follows its schema is asked by check_schema.py.
 */
#include "golden.h"

#include <erscope/results.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const cases[] = {
	"bow-tie", "direct-pair-two-circuits", "disabled-private-peering", "external-circuit", "virtual-wan", "fastpath-direct-spoke",
	"fastpath-provider-spoke", "single-circuit", "two-circuits-one-location", "two-locations-one-gateway", "zonal-gateway", "conditional",
};

static GString *document(const char *const *files, uint32_t n)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_read(files, n, diags);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	g_autoptr(ErFlows) flows = er_flows_build(net, 2, diags);
	g_autoptr(ErFindings) findings = er_findings_check(flows, "2026-11-23");

	er_diags_finish(diags);
	return er_results_json(flows, findings, NULL, "2026-11-23", diags);
}

/* The file is named as a user would who stands beside it, so that no golden holds a path. */
static GString *document_of(const char *fixture)
{
	static const char *const files[] = { "input.json" };
	g_autofree char *folder = g_build_filename(g_getenv("ER_FIXTURES"), fixture, NULL);

	ck_assert_int_eq(chdir(folder), 0);
	return document(files, 1);
}

START_TEST(golden_of_fixture)
{
	g_autoptr(GString) got = document_of(cases[_i]);

	er_assert_golden(cases[_i], "results.json", got->str);
}
END_TEST

START_TEST(the_same_twice)
{
	g_autoptr(GString) one = document_of(cases[_i]);
	g_autoptr(GString) two = document_of(cases[_i]);

	ck_assert_str_eq(one->str, two->str);
	ck_assert(g_utf8_validate(one->str, (gssize)one->len, NULL));
	ck_assert_uint_eq(one->str[one->len - 1], '\n');
}
END_TEST

/* Every text under a secret property of a fixture, and whether it turns up. */
START_TEST(no_secret)
{
	g_autoptr(GString) got = document_of(cases[_i]);
	g_autofree char *input = NULL;
	g_autoptr(GRegex) regex = g_regex_new("\"(serviceKey|authorizationKey|sharedKey)\"\\s*:\\s*\"([^\"]+)\"", G_REGEX_CASELESS, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	ck_assert(g_file_get_contents("input.json", &input, NULL, NULL));
	for (g_regex_match(regex, input, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *secret = g_match_info_fetch(match, 2);
		ck_assert_msg(strstr(got->str, secret) == NULL, "%s: %s", cases[_i], secret);
	}
}
END_TEST

/* Shapes do not depend on counts: nothing in, every member there. */
START_TEST(empty_estate)
{
	static const char *const members[] = {
		"\"schema\"", "\"version\"", "\"tool\"", "\"as_of\"", "\"content\"", "\"inputs\"", "\"ledger\"", "\"components\"", "\"groups\"", "\"flow_classes\"",
		"\"flows\"", "\"services\"", "\"scenarios\"", "\"findings\"", "\"rules\"", "\"assumptions\"", "\"diagnostics\"",
	};
	g_autoptr(GString) got = document(NULL, 0);
	const char *at = got->str;

	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		at = strstr(at, members[i]);
		ck_assert_msg(at != NULL, "%s is missing or out of order", members[i]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("results");
	TCase *tcase = tcase_create("results");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, golden_of_fixture, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(tcase, the_same_twice, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(tcase, no_secret, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_test(tcase, empty_estate);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
