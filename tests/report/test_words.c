/*
 * Verdict and flows in words: goldens of all fixtures, and what the words must and must not say.
 */
#include <check.h>
#include <erscope/words.h>
#include <stdio.h>
#include <stdlib.h>

#include "../golden.h"

static const char *const cases[] = {
	"single-circuit", "two-circuits-one-location", "two-locations-one-gateway", "bow-tie", "direct-pair-two-circuits",
	"fastpath-provider-spoke", "fastpath-direct-spoke", "zonal-gateway", "disabled-private-peering", "external-circuit",
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
	run->net = er_network_build(run->inv, run->diags);
	run->flows = er_flows_build(run->net, 2, run->diags);
	run->findings = er_findings_check(run->flows);
}

static void end(Run *run)
{
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
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
	g_autoptr(GString) text = er_words_check(run.findings, run.flows, "2026-11-23", ER_SEV_HIGH, false);
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
	/* The way back never crosses a gateway here, and says so. */
	ck_assert_ptr_nonnull(strstr(text->str, "link, past the gateway"));
	er_assert_golden(cases[_i], "flows.txt", text->str);
	end(&run);
}
END_TEST

static const struct { const char *folder, *file; bool flows; const char *says, *never; } sayings[] = {
	{ "single-circuit", "input.json", false, "VERDICT: not resilient.", "unknown" },
	{ "bow-tie", "input.json", false, "VERDICT: no single point of failure of severity medium or above.", "high      ER-TOP" },
	{ "fastpath-provider-spoke", "input.json", true, "er-london is a provider circuit: a peered spoke", NULL },
	{ "fastpath-direct-spoke", "input.json", true, "does not cross a peering to another region", NULL },
	{ "disabled-private-peering", "input.json", true, "er-amsterdam-b: private peering is Disabled", NULL },
	{ "external-circuit", "input.json", false, "is not in the input", "ER-TOP-002  er-london" },
	{ "bad", "empty-list.json", false, "There is no ExpressRoute in the input", "not resilient" },
	{ "bad", "cut-off.json", false, "INCOMPLETE", "not resilient" },
};

START_TEST(says)
{
	Run run;

	start(&run, sayings[_i].folder, sayings[_i].file);
	g_autoptr(GString) text = sayings[_i].flows ? er_words_flows(run.flows, ER_NONE, ER_NONE, false) : er_words_check(run.findings, run.flows, "2026-11-23", ER_SEV_HIGH, false);
	/* Line breaks may fall anywhere in a sentence. */
	g_auto(GStrv) words = g_strsplit_set(text->str, " \n", -1);
	g_autoptr(GString) flat = g_string_new(NULL);
	for (guint i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			g_string_append_printf(flat, "%s ", words[i]);
	ck_assert_msg(strstr(flat->str, sayings[_i].says) != NULL, "%s/%s does not say: %s", sayings[_i].folder, sayings[_i].file, sayings[_i].says);
	ck_assert(sayings[_i].never == NULL || strstr(text->str, sayings[_i].never) == NULL);
	end(&run);
}
END_TEST

START_TEST(brief_is_short)
{
	Run run;

	start(&run, cases[_i], "input.json");
	g_autoptr(GString) text = er_words_brief(run.findings, run.flows, ER_SEV_HIGH, true);
	uint32_t lines = 0;
	for (gsize i = 0; i < text->len; i++)
		lines += text->str[i] == '\n';
	ck_assert_uint_le(lines, 24);
	assert_no_secret(text);
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
	tcase_add_loop_test(all, brief_is_short, 0, G_N_ELEMENTS(cases));
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
