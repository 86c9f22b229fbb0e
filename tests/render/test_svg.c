/* test_svg.c: the SVG back end: well-formed whatever the names are, scoped, small, accessible, the same bytes under any locale. */
#include "render/backend.h"

#include <check.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const ErProvenance provenance = { "erscope 0.1.0", "sha256:00\x01", "2026-11-23" };

static const char *const hostile[] = {
	"<script>alert(1)</script>",
	"]]> -- <!-- & &lt; \"'",
	"\x01\x02\x1F\x7F",
	"\xFF\xFE\xC0\x80\xED\xA0\x80",
	"\xEF\xBF\xBE\xEF\xBF\xBF",
	"line\nbreak\ttab\r",
	"",
	"\xF0\x9F\x98\x80 \xE6\x9D\xB1\xE4\xBA\xAC \xD7\xA9",
};

static char *write_svg(const ErScene *scene)
{
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	ck_assert(er_svg_write(scene, er_theme_light(), NULL, NULL, ER_SVG_MOVING, &provenance, out, &error));
	ck_assert_ptr_null(error);
	return g_string_free(out, FALSE);
}

static xmlDoc *parse(const char *svg)
{
	xmlDoc *doc = xmlReadMemory(svg, (int)strlen(svg), "sheet.svg", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	ck_assert_msg(doc != NULL, "not well-formed:\n%s", svg);
	return doc;
}

/* How many nodes @path finds; the prefix s is SVG. */
static int count(xmlDoc *doc, const char *path)
{
	xmlXPathContext *context = xmlXPathNewContext(doc);
	xmlXPathObject *object;
	int n;

	xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
	object = xmlXPathEvalExpression(BAD_CAST path, context);
	ck_assert_msg(object != NULL && object->type == XPATH_NODESET, "%s", path);
	n = object->nodesetval != NULL ? object->nodesetval->nodeNr : 0;
	xmlXPathFreeObject(object);
	xmlXPathFreeContext(context);
	return n;
}

static void add_all(ErScene *scene, const char *name)
{
	static const ErPoint way[] = { { 10, 10 }, { 100.125, 10 }, { 100.125, 80 } };

	er_scene_open(scene, ER_GROUP_CONTAINER, name, name, &(ErRect){ 8, 8, 300, 300 }, name, name);
	for (int role = 0; role < ER_ROLE__COUNT; role++) {
		er_scene_rect(scene, (ErRole)role, (ErRect){ 10, 10.5, 26, 26 }, 4);
		er_scene_polyline(scene, (ErRole)role, way, 3, 8)->tint = (uint8_t)(role % 9);
		er_scene_text(scene, (ErRole)role, (ErPoint){ 20, 20 }, ER_ANCHOR_MIDDLE, name)->assumed = role % 2 == 0;
	}
	for (int glyph = 0; glyph < ER_GLYPH__COUNT; glyph++) {
		er_scene_open(scene, ER_GROUP_NODE, name, name, &(ErRect){ 50, 50, 48, 48 }, name, name);
		er_scene_link(scene, "https://example.com/?a=1&b=\"<>");
		er_scene_glyph(scene, ER_ROLE_G_MICROSOFT, (ErGlyph)glyph, (ErRect){ 50, 50, 48, 48 })->assumed = glyph % 2 == 0;
		er_scene_close(scene);
	}
	er_scene_close(scene);
}

START_TEST(hostile_names_stay_well_formed)
{
	g_autoptr(ErScene) scene = er_scene_new(hostile[_i], hostile[_i], hostile[_i], 400, 300);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	add_all(scene, hostile[_i]);
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "//s:script"), 0);
	ck_assert_int_eq(count(doc, "//s:g"), 1 + ER_GLYPH__COUNT);
	ck_assert_int_eq(count(doc, "//s:a/s:g[@role='graphics-symbol']"), ER_GLYPH__COUNT);
	ck_assert_int_eq(count(doc, "//@id[. = preceding::*/@id]"), 0);
	xmlFreeDoc(doc);
}
END_TEST

START_TEST(structure)
{
	g_autoptr(ErScene) scene = er_scene_new("flow-paris", "Paris", "Left to right", 1600, 1000.5);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	add_all(scene, "er-paris");
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "/s:svg[@id='flow-paris'][@role='graphics-document'][@width='1600'][@height='1000.5']"
	                            "[@viewBox='0 0 1600 1000.5'][@aria-labelledby='flow-paris--title flow-paris--desc']"
	                            "[@data-tool='erscope 0.1.0'][@data-content='sha256:00'][@data-as-of='2026-11-23']"), 1);
	ck_assert_int_eq(count(doc, "/s:svg/*[1][self::s:title][@id='flow-paris--title'][.='Paris']"), 1);
	ck_assert_int_eq(count(doc, "/s:svg/*[2][self::s:desc][@id='flow-paris--desc'][.='Left to right']"), 1);
	ck_assert_int_eq(count(doc, "//s:g[@role='graphics-object'][@id='flow-paris-er-paris'][@data-id='er-paris']"
	                            "[*[1][self::s:title]][*[2][self::s:desc]]"), 1);
	ck_assert_int_eq(count(doc, "//s:symbol"), ER_GLYPH__COUNT);
	ck_assert_int_eq(count(doc, "//s:use[not(substring(@href, 2) = //s:symbol/@id)]"), 0);
	ck_assert_int_eq(count(doc, "//s:pattern"), 2);
	ck_assert_int_eq(count(doc, "//comment()"), 0);
	xmlFreeDoc(doc);
}
END_TEST

/* The value of attribute @name of the one element @path finds. */
static void assert_attribute(xmlDoc *doc, const char *path, const char *name, const char *value)
{
	g_autofree char *full = g_strdup_printf("%s[@%s='%s']", path, name, value);

	ck_assert_msg(count(doc, full) == 1, "%s", full);
}

START_TEST(only_what_is_used)
{
	static const ErPoint way[] = { { 0.004, -0.5 }, { 12.3456, 7 } };
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 100, 100);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	er_scene_rect(scene, ER_ROLE_SITE, (ErRect){ 1.5, 2.25, 3.999, -1 }, 4);
	er_scene_polyline(scene, ER_ROLE_FLOW_IN, way, 2, 0);
	er_scene_polyline(scene, ER_ROLE_LINK, way, 2, 0)->tint = 3;
	er_scene_text(scene, ER_ROLE_T_TITLE, (ErPoint){ 5, 6 }, ER_ANCHOR_END, "A  <b>");
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "//s:defs"), 0);
	assert_attribute(doc, "//s:rect[@class='site'][@x='1.5'][@y='2.25'][@width='4'][@height='0']", "rx", "4");
	assert_attribute(doc, "//s:path[@class='casing']", "stroke-width", "6.2");
	assert_attribute(doc, "//s:path[@class='flow-in']", "d", "M0,-0.5L12.35,7");
	assert_attribute(doc, "//s:path[@class='link t3']", "d", "M0,-0.5L12.35,7");
	assert_attribute(doc, "//s:text[@class='t-title'][@x='5'][@y='6'][.='A  <b>']", "text-anchor", "end");
	ck_assert_ptr_nonnull(strstr(svg, "#s .link.t3{"));
	ck_assert_ptr_nonnull(strstr(svg, "#s .t-title{fill:#1F2933;font-size:22px;font-weight:600}"));
	ck_assert_ptr_null(strstr(svg, "#s .link{"));
	ck_assert_ptr_null(strstr(svg, "vnet"));
	xmlFreeDoc(doc);
}
END_TEST

START_TEST(shapes_of_marks)
{
	static const ErRect square = { 10, 10, 26, 26 };
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 100, 100);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	er_scene_rect(scene, ER_ROLE_BADGE_HIGH, square, 0);
	er_scene_rect(scene, ER_ROLE_HOP_OUT, square, 0);
	er_scene_rect(scene, ER_ROLE_HALO_MEDIUM, square, 4);
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "//s:polygon[@class='badge-high'][starts-with(@points, '35.01,27.97 27.97,35.01 ')]"), 1);
	ck_assert_int_eq(count(doc, "//s:circle[@class='hop-out'][@cx='23'][@cy='23'][@r='13']"), 1);
	ck_assert_int_eq(count(doc, "//s:rect[@stroke='url(#s--halo-medium)'][@x='5.5'][@width='35'][@stroke-width='7']"), 1);
	ck_assert_int_eq(count(doc, "//s:rect[@class='halo-medium'][@x='2'][@width='42'][@rx='11']"), 1);
	ck_assert_int_eq(count(doc, "//s:pattern[@id='s--halo-medium']"), 1);
	xmlFreeDoc(doc);
}
END_TEST

START_TEST(one_symbol_per_palette)
{
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 100, 100);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	for (int i = 0; i < 6; i++) {
		ErItem *item = er_scene_glyph(scene, ER_ROLE_G_PROVIDER, ER_GLYPH_ROUTER, (ErRect){ 0, 0, 56 - i % 2 * 32, 56 - i % 2 * 32 });

		item->tint = i < 4 ? 0 : 2;
		item->assumed = i >= 2 && i < 4;
	}
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "//s:use"), 6);
	ck_assert_int_eq(count(doc, "//s:symbol"), 4); /* plain, tinted, and hollow in two sizes: its outline is in page pixels */
	ck_assert_int_eq(count(doc, "//s:symbol[@id='s--router-g-provider-t2']"), 1);
	xmlFreeDoc(doc);
}
END_TEST

START_TEST(groups_tell_parts_from_wholes)
{
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 100, 100);
	g_autofree char *svg = NULL;
	xmlDoc *doc;

	er_scene_open(scene, ER_GROUP_LAYER, "layer", NULL, NULL, "Topology", NULL);
	er_scene_open(scene, ER_GROUP_CONTAINER, "site", NULL, &(ErRect){ 0, 0, 9, 9 }, "Site", NULL);
	er_scene_rect(scene, ER_ROLE_SITE, (ErRect){ 0, 0, 9, 9 }, 0);
	er_scene_open(scene, ER_GROUP_NODE, "ce", NULL, &(ErRect){ 0, 0, 9, 9 }, "CE", NULL);
	er_scene_close(scene);
	er_scene_close(scene);
	er_scene_open(scene, ER_GROUP_CONTAINER, "empty", NULL, &(ErRect){ 0, 0, 9, 9 }, "Empty", NULL);
	er_scene_close(scene);
	er_scene_open(scene, ER_GROUP_EDGE, "edge", NULL, NULL, "Link", NULL);
	er_scene_close(scene);
	er_scene_close(scene);
	svg = write_svg(scene);
	doc = parse(svg);
	ck_assert_int_eq(count(doc, "//s:g[@id='s-layer'][@role='group'][@aria-label='Topology']"), 1);
	ck_assert_int_eq(count(doc, "//s:g[@id='s-site'][@role='graphics-object']"), 1);
	ck_assert_int_eq(count(doc, "//s:g[@id='s-ce' or @id='s-empty' or @id='s-edge'][@role='graphics-symbol']"), 3);
	xmlFreeDoc(doc);
}
END_TEST

START_TEST(locale_changes_nothing)
{
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 400.25, 300);
	g_autofree char *before = NULL, *after = NULL;

	add_all(scene, "1.5");
	before = write_svg(scene);
	if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
		g_print("locale_changes_nothing: no German or French locale here, compared under the default one\n");
	after = write_svg(scene);
	setlocale(LC_ALL, "C");
	ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(open_without_close_aborts)
{
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 10, 10);

	er_scene_open(scene, ER_GROUP_LAYER, "l", NULL, NULL, NULL, NULL);
	g_free(write_svg(scene));
}
END_TEST

/* Beads run where a flow is, unless the reader or the user wants them still; standby flows do not run. */
START_TEST(flows_move)
{
	static const ErPoint way[] = { { 10, 10 }, { 90, 10 } };
	g_autoptr(ErScene) scene = er_scene_new("s", "t", "d", 100, 100);

	er_scene_polyline(scene, ER_ROLE_FLOW_IN, way, 2, 0);
	er_scene_polyline(scene, ER_ROLE_FLOW_STANDBY_OUT, way, 2, 0);
	g_autofree char *moving = write_svg(scene);
	g_autoptr(GString) still = g_string_new(NULL);
	ck_assert(er_svg_write(scene, er_theme_light(), NULL, NULL, ER_SVG_STILL, &provenance, still, NULL));
	xmlDoc *doc = parse(moving);
	ck_assert_int_eq(count(doc, "//s:path[contains(@class, 'run')]"), 1);
	xmlFreeDoc(doc);
	ck_assert_ptr_nonnull(strstr(moving, "@keyframes s--run"));
	ck_assert_ptr_nonnull(strstr(moving, "prefers-reduced-motion:reduce"));
	ck_assert_ptr_null(strstr(still->str, "run-"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("svg");
	TCase *tcase = tcase_create("svg");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, hostile_names_stay_well_formed, 0, G_N_ELEMENTS(hostile));
	tcase_add_test(tcase, structure);
	tcase_add_test(tcase, flows_move);
	tcase_add_test(tcase, only_what_is_used);
	tcase_add_test(tcase, shapes_of_marks);
	tcase_add_test(tcase, one_symbol_per_palette);
	tcase_add_test(tcase, groups_tell_parts_from_wholes);
	tcase_add_test(tcase, locale_changes_nothing);
	if (srunner_fork_status(runner) == CK_FORK)
		tcase_add_test_raise_signal(tcase, open_without_close_aborts, SIGABRT);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	xmlCleanupParser();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
