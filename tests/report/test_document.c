/*
 * The report as Markdown and text: goldens of two fixtures, the same bytes twice, and what may and may not stand in them.
 */
#include <check.h>
#include <erscope/document.h>
#include <stdlib.h>

#include "../golden.h"

static const char *const cases[] = { "single-circuit", "bow-tie" };

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErEvents *events; ErDrawing *drawing; char **pictures; } Run;

static void start(Run *run, const char *folder)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), folder, "input.json", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();
	gsize length = 0;

	ck_assert(g_file_get_contents(path, &text, &length, NULL));
	run->diags = er_diags_new();
	run->inv = er_inventory_parse(text, length, "input.json", run->diags);
	run->net = er_network_build(run->inv, NULL, run->diags);
	run->flows = er_flows_build(run->net, 2, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
	run->events = er_events_new(run->flows);
	er_events_add_scenario(run->events, er_scenario_lookup("SC-08"), NULL, 0);
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run->inv), .inventory = "input.json" };
	run->drawing = er_draw(run->flows, run->findings, &options, ER_VIEW_OVERVIEW, run->diags);
	er_diags_finish(run->diags);
	for (uint32_t i = 0; i < er_drawing_count(run->drawing); i++) {
		g_autofree char *name = g_strdup_printf("%s.svg", er_scene_slug(er_drawing_scene(run->drawing, i)));
		g_strv_builder_add(names, name);
	}
	run->pictures = g_strv_builder_end(names);
}

static void end(Run *run)
{
	g_strfreev(run->pictures);
	er_drawing_free(run->drawing);
	er_events_free(run->events);
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static ErDocument document_of(const Run *run)
{
	return (ErDocument){ .flows = run->flows, .findings = run->findings, .events = run->events, .diags = run->diags, .drawing = run->drawing, .as_of = "2026-11-23",
		.picture_files = (const char *const *)run->pictures, .title = "ExpressRoute, reviewed", .author = "Network team", .version = "2", .confidentiality = "Confidential" };
}

static GString *made(const ErDocument *document, const char *template, const char *want_ending)
{
	g_autoptr(GError) error = NULL;
	const char *ending = NULL;
	GString *text = er_document_apply(document, template, &ending, &error);

	ck_assert_msg(text != NULL, "%s", error != NULL ? error->message : "");
	ck_assert_str_eq(ending, want_ending);
	return text;
}

START_TEST(goldens)
{
	Run run;

	start(&run, cases[_i]);
	const ErDocument document = document_of(&run);
	g_autoptr(GString) markdown = made(&document, "markdown", "md");
	g_autoptr(GString) again = made(&document, "markdown", "md");
	g_autoptr(GString) text = made(&document, "text", "txt");
	ck_assert_str_eq(markdown->str, again->str);
	er_assert_golden(cases[_i], "report.md", markdown->str);
	er_assert_golden(cases[_i], "report.txt", text->str);
	end(&run);
}
END_TEST

/* A line is longer than 80 columns only when a single word is. */
START_TEST(text_is_folded)
{
	Run run;

	start(&run, "single-circuit");
	const ErDocument document = document_of(&run);
	g_autoptr(GString) text = made(&document, "text", "txt");
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		ck_assert_msg(g_utf8_strlen(*line, -1) <= 80 || strchr(g_strstrip(*line), ' ') == NULL, "%s", *line);
	end(&run);
}
END_TEST

/* Where the template left the instruction stands the drawing, once, without a second XML declaration. */
START_TEST(picture_in_place)
{
	Run run;

	start(&run, "single-circuit");
	ErDocument document = document_of(&run);
	document.picture_files = NULL;
	g_autoptr(GString) form = made(&document, "change-request", "html");
	ck_assert(strstr(form->str, "<svg ") != NULL);
	ck_assert(strstr(form->str, "erscope-picture") == NULL);
	ck_assert(strstr(form->str, "<?xml") == NULL);
	document.drawing = NULL;
	g_autoptr(GString) without = made(&document, "change-request", "html");
	ck_assert(strstr(without->str, "<svg ") == NULL);
	end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("document");
	TCase *all = tcase_create("document");
	SRunner *runner = srunner_create(suite);

	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, goldens, 0, G_N_ELEMENTS(cases));
	tcase_add_test(all, text_is_folded);
	tcase_add_test(all, picture_in_place);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
