/*
 * Places chosen by hand, and the layout by dot: what is drawn is drawn again from its own files to the same places; what a person moved has
 * moved and nothing else; what an estate gained leaves pinned boxes alone. Foreign files are refused with a reason, foreign programs
 * are bounded. Needs no program but those of the shell; where dot is missing its layout is not tested, and that is told.
 */
#include <check.h>
#include <erscope/draw.h>
#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/places.h"

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErDrawing *drawing; } Run;

static const char *const cases[] = { "bow-tie", "single-circuit", "direct-pair-two-circuits", "two-circuits-one-location", "virtual-wan", "zonal-gateway", "external-circuit", "global-reach" };

static void start_text(Run *run, const char *text, const ErDrawOptions *wish, unsigned views)
{
	ErDrawOptions options = *wish;

	run->diags = er_diags_new();
	run->inv = er_inventory_parse(text, strlen(text), "input.json", run->diags);
	run->net = er_network_build(run->inv, NULL, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
	options.as_of = "2026-11-23";
	options.content = er_inventory_content(run->inv);
	options.inventory = "input.json";
	g_autoptr(ErDiags) own = er_diags_new();
	run->drawing = er_draw(run->flows, run->findings, &options, views, own);
	er_diags_free(run->diags);
	run->diags = g_steal_pointer(&own);
	er_diags_finish(run->diags);
}

static char *text_of(const char *name)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
	char *text = NULL;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void start(Run *run, const char *name, const ErDrawOptions *wish)
{
	g_autofree char *text = text_of(name);

	start_text(run, text, wish, ER_VIEW_OVERVIEW);
}

static void end(Run *run)
{
	er_drawing_free(run->drawing);
	er_findings_free(run->findings);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static char *dot_of(const Run *run)
{
	g_autoptr(GString) out = g_string_new(NULL);

	er_drawing_dot(run->drawing, 0, out);
	return g_strdup(out->str);
}

static char *drawio_of(const Run *run)
{
	g_autoptr(GString) out = g_string_new(NULL);

	ck_assert(er_drawing_drawio(run->drawing, out, NULL));
	return g_strdup(out->str);
}

static char *trace_of(const Run *run)
{
	g_autoptr(GString) out = g_string_new(NULL);

	er_drawing_trace(run->drawing, 0, out);
	return g_strdup(out->str);
}

static ErPins *pins_of(const char *text, GError **error)
{
	g_autofree char *path = g_strdup_printf("%s/erscope-pins-%d", g_get_tmp_dir(), (int)getpid());
	const char *const paths[] = { path, NULL };

	ck_assert(g_file_set_contents(path, text, -1, NULL));
	ErPins *pins = er_pins_read(paths, error);
	remove(path);
	return pins;
}

static void start_pinned(Run *run, const char *name, const char *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ErPins) pins = pins_of(file, &error);

	ck_assert_msg(pins != NULL, "%s", error != NULL ? error->message : "");
	const ErDrawOptions options = { .pins = pins };
	start(run, name, &options);
}

/* The box of the component whose id ends so. */
static ErRect rect_of(const Run *run, const char *ending)
{
	const ErScene *scene = er_drawing_scene(run->drawing, 0);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_OPEN && (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER) && item->data_id != NULL && g_str_has_suffix(item->data_id, ending))
			return item->rect;
	}
	ck_abort_msg("no box of %s", ending);
	return (ErRect){ 0, 0, 0, 0 };
}

static bool same_rect(ErRect a, ErRect b)
{
	return fabs(a.x - b.x) < 0.03 && fabs(a.y - b.y) < 0.03 && fabs(a.w - b.w) < 0.03 && fabs(a.h - b.h) < 0.03;
}

/* Every box of @before is in @after where it was, but those whose ids end with one of @moved. */
static void assert_others_stay(const Run *before, const Run *after, const char *const *moved)
{
	const ErScene *scene = er_drawing_scene(before->drawing, 0);
	uint32_t compared = 0;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		bool skip = item->kind != ER_ITEM_OPEN || (item->group != ER_GROUP_NODE && item->group != ER_GROUP_CONTAINER) || item->data_id == NULL;
		for (size_t k = 0; !skip && moved[k] != NULL; k++)
			skip = g_str_has_suffix(item->data_id, moved[k]);
		if (skip)
			continue;
		ck_assert_msg(same_rect(item->rect, rect_of(after, item->data_id)), "%s moved", item->data_id);
		compared++;
	}
	ck_assert_uint_ge(compared, 5);
}

/* @text with the numbers that @pattern finds (two groups: what comes before, the number) moved by @by. */
static char *edit(const char *text, const char *pattern, double by)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	int from, to;
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	ck_assert_msg(g_regex_match(regex, text, 0, &match), "%s is not in the file", pattern);
	ck_assert(g_match_info_fetch_pos(match, 1, &from, &to));
	g_ascii_formatd(number, sizeof number, "%.2f", g_ascii_strtod(text + from, NULL) + by);
	return g_strdup_printf("%.*s%s%s", from, text, number, text + to);
}

/* ---- round trips ---- */

static void assert_round_trip(const char *name, bool drawio)
{
	Run first, second;

	start(&first, name, &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = drawio ? drawio_of(&first) : dot_of(&first), *before = trace_of(&first);
	start_pinned(&second, name, file);
	g_autofree char *after = trace_of(&second);
	ck_assert_msg(strcmp(before, after) == 0, "%s: not the same picture", name);
	ck_assert_uint_eq(er_diags_count(second.diags), 0);
	end(&first);
	end(&second);
}

START_TEST(round_trip)
{
	assert_round_trip(cases[_i], false);
	assert_round_trip(cases[_i], true);
}
END_TEST

START_TEST(moved_in_dot)
{
	Run first, second;
	static const char *const moved[] = { "vnet-weu-app2", NULL };

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = dot_of(&first);
	/* y counts upwards, in points: 30 of them are 40 px */
	g_autofree char *edited = edit(file, "label=\"vnet-weu-app2\",\\s*pos=\"[0-9.]+,([0-9.]+)\"", -30);
	start_pinned(&second, "bow-tie", edited);
	const ErRect was = rect_of(&first, moved[0]), is = rect_of(&second, moved[0]);
	ck_assert(same_rect((ErRect){ was.x, was.y + 40, was.w, was.h }, is));
	assert_others_stay(&first, &second, moved);
	ck_assert_uint_eq(er_diags_count(second.diags), 0);
	end(&first);
	end(&second);
}
END_TEST

START_TEST(moved_in_drawio)
{
	Run first, second;
	static const char *const moved[] = { "vnet-weu-app2", NULL };

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = drawio_of(&first);
	g_autofree char *edited = edit(file, "erscope=\"[^\"]*/vnet-weu-app2\"[^>]*>\\s*<mxCell[^>]*>\\s*<mxGeometry x=\"[0-9.]+\" y=\"([0-9.]+)\"", 40);
	start_pinned(&second, "bow-tie", edited);
	const ErRect was = rect_of(&first, moved[0]), is = rect_of(&second, moved[0]);
	ck_assert(same_rect((ErRect){ was.x, was.y + 40, was.w, was.h }, is));
	assert_others_stay(&first, &second, moved);
	end(&first);
	end(&second);
}
END_TEST

/* A region is no component: it is known by its name; all that stands in it goes with it. */
START_TEST(container_takes_its_children)
{
	Run first, second;
	static const char *const inside[] = { "vnet-hub-frc", "ergw-hub-frc", NULL };

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = drawio_of(&first);
	g_autofree char *right = edit(file, "tooltip=\"France Central\"[^>]*>\\s*<mxCell[^>]*>\\s*<mxGeometry x=\"([0-9.]+)\"", 120);
	g_autofree char *edited = edit(right, "tooltip=\"France Central\"[^>]*>\\s*<mxCell[^>]*>\\s*<mxGeometry x=\"[0-9.]+\" y=\"([0-9.]+)\"", 60);
	start_pinned(&second, "bow-tie", edited);
	for (size_t i = 0; inside[i] != NULL; i++) {
		const ErRect was = rect_of(&first, inside[i]), is = rect_of(&second, inside[i]);
		ck_assert(same_rect((ErRect){ was.x + 120, was.y + 60, was.w, was.h }, is));
	}
	assert_others_stay(&first, &second, inside);
	g_autofree char *complaint = er_drawing_lint(second.drawing, 0);
	ck_assert_msg(complaint == NULL, "%s", complaint);
	end(&first);
	end(&second);
}
END_TEST

/* A child moved out of its container: the container grows around it. */
START_TEST(container_grows)
{
	Run first, second;

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = dot_of(&first);
	g_autofree char *edited = edit(file, "label=\"ergw-hub-weu\",\\s*pos=\"([0-9.]+),", -120);
	start_pinned(&second, "bow-tie", edited);
	const ErRect hub = rect_of(&second, "vnet-hub-weu"), gateway = rect_of(&second, "ergw-hub-weu"), was = rect_of(&first, "ergw-hub-weu"), old = rect_of(&first, "vnet-hub-weu");
	ck_assert(same_rect(gateway, (ErRect){ was.x - 160, was.y, was.w, was.h }));
	ck_assert(hub.x < gateway.x && hub.x < old.x && fabs(hub.x + hub.w - old.x - old.w) < 0.03);
	end(&first);
	end(&second);
}
END_TEST

/* Another VNet in the estate: what is pinned stays, and the new one stands on nothing. */
START_TEST(estate_grows)
{
	Run first, second, plain;
	g_autofree char *text = text_of("bow-tie");
	g_autoptr(GError) error = NULL;
	static const char *const nothing[] = { NULL };

	start_text(&first, text, &(ErDrawOptions){ .layout = ER_LAYOUT_TIER }, ER_VIEW_OVERVIEW);
	g_autofree char *file = dot_of(&first);
	/* vnet-weu-app2 once more, under another name; its peering comes with it */
	const char *name = strstr(text, "/virtualNetworks/vnet-weu-app2\"");
	ck_assert_ptr_nonnull(name);
	g_autoptr(GRegex) regex = g_regex_new("\\n(    |  |\\t+)\\{\\n(?:(?!\\n\\1\\}).)*?\"name\": \"vnet-weu-app2\".*?\\n\\1\\},?", G_REGEX_DOTALL, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	ck_assert(g_regex_match(regex, text, 0, &match));
	g_autofree char *one = g_match_info_fetch(match, 0);
	g_auto(GStrv) parts = g_strsplit(one, "weu-app2", -1);
	g_autofree char *copy = g_strjoinv("weu-app0", parts);
	g_auto(GStrv) around = g_strsplit(text, "[", 2);
	g_autofree char *grown = g_strconcat(around[0], "[", copy, g_str_has_suffix(copy, ",") ? "" : ",", around[1], NULL);
	g_autoptr(ErPins) pins = pins_of(file, &error);
	ck_assert_ptr_nonnull(pins);
	start_text(&plain, grown, &(ErDrawOptions){ .layout = ER_LAYOUT_TIER }, ER_VIEW_OVERVIEW);
	start_text(&second, grown, &(ErDrawOptions){ .pins = pins }, ER_VIEW_OVERVIEW);
	const ErRect new = rect_of(&second, "vnet-weu-app0"), other = rect_of(&second, "vnet-weu-app2");
	ck_assert(new.y >= other.y + other.h || new.y + new.h <= other.y || new.x >= other.x + other.w);
	/* Without pins it would have pushed others away: the test can fail. */
	ck_assert(!same_rect(rect_of(&plain, "vnet-weu-app2"), rect_of(&first, "vnet-weu-app2")));
	assert_others_stay(&first, &second, nothing);
	g_autofree char *complaint = er_drawing_lint(second.drawing, 0);
	ck_assert_msg(complaint == NULL, "%s", complaint);
	end(&first);
	end(&second);
	end(&plain);
}
END_TEST

/* ---- what is told ---- */

START_TEST(gone_and_overlapping)
{
	Run first, second, third;

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = dot_of(&first);
	start_pinned(&second, "single-circuit", file);
	ck_assert(er_diags_has(second.diags, ER_D_PIN_UNKNOWN));
	ck_assert_ptr_nonnull(strstr(er_diags_at(second.diags, 0)->detail, "er-paris"));
	g_autofree char *edited = edit(file, "label=\"vnet-weu-app2\",\\s*pos=\"[0-9.]+,([0-9.]+)\"", 40);
	start_pinned(&third, "bow-tie", edited);
	ck_assert_uint_eq(er_diags_count(third.diags), 1);
	ck_assert_int_eq(er_diags_at(third.diags, 0)->code, ER_D_PIN_OVERLAP);
	ck_assert_str_eq(er_diags_at(third.diags, 0)->detail, "overview: vnet-weu-app1 and vnet-weu-app2");
	end(&first);
	end(&second);
	end(&third);
}
END_TEST

START_TEST(sheet_not_drawn)
{
	Run run;

	start_pinned(&run, "bow-tie", "digraph other { b0 [component=x pos=\"1,2\"] }");
	ck_assert_uint_eq(er_diags_count(run.diags), 1);
	ck_assert_int_eq(er_diags_at(run.diags, 0)->code, ER_D_PIN_SHEET);
	ck_assert_str_eq(er_diags_at(run.diags, 0)->detail, "'other'");
	end(&run);
}
END_TEST

/* Far off the page: the whole sheet moves until it is on it, and lines find their way. */
START_TEST(off_the_page)
{
	Run run, first;

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = dot_of(&first);
	g_autofree char *left = edit(file, "label=\"vnet-weu-app2\",\\s*pos=\"([0-9.]+),", -1400);
	start_pinned(&run, "bow-tie", left);
	g_autofree char *complaint = er_drawing_lint(run.drawing, 0);
	ck_assert(complaint == NULL || strstr(complaint, " 0 off the page") != NULL);
	ck_assert(rect_of(&run, "vnet-weu-app2").x >= 12);
	end(&first);
	end(&run);
}
END_TEST

/* ---- files ---- */

static const struct { const char *file, *why; } refused[] = {
	{ "", "nothing in it" },
	{ "digraph {", "syntax error" },
	{ "graph \"never ends", "a string does not end" },
	{ "digraph { {a b} -> {c d} }", "edges between groups" },
	{ "digraph { a -> subgraph x { b } }", "edges between groups" },
	{ "digraph { {{{{{{{{{{{{{{{{{ }}}}}}}}}}}}}}}}} }", "nested too deep" },
	{ "<mxfile><diagram id=\"overview\">", "no well-formed XML" },
	{ "<!DOCTYPE mxfile [<!ENTITY a \"b\">]><mxfile/>", "without a DTD" },
	{ "<svg/>", "its root is not mxfile" },
	{ "<mxfile><diagram id=\"overview\">not packed</diagram></mxfile>", "turn off Compressed" },
};

START_TEST(refuses)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ErPins) pins = pins_of(refused[_i].file, &error);

	ck_assert_ptr_null(pins);
	ck_assert_msg(strstr(error->message, refused[_i].why) != NULL, "%s", error->message);
}
END_TEST

/* Small files that would cost much: refused before they are parsed. */
START_TEST(refuses_costly)
{
	g_autoptr(GString) names = g_string_new("digraph {"), kinds = g_string_new("digraph { node [");
	g_autoptr(GError) first = NULL, second = NULL;
	gint64 start_us = g_get_monotonic_time();

	for (uint32_t i = 0; i < 60000; i++)
		g_string_append_printf(names, "n%u ", i);
	for (uint32_t i = 0; i < 1000; i++)
		g_string_append_printf(kinds, "a%u=1 ", i);
	g_string_append(names, "}");
	g_string_append(kinds, "] }");
	ck_assert_ptr_null(pins_of(names->str, &first));
	ck_assert_ptr_nonnull(strstr(first->message, "more nodes and edges"));
	ck_assert_ptr_null(pins_of(kinds->str, &second));
	ck_assert_ptr_nonnull(strstr(second->message, "attributes"));
	ck_assert_int_lt(g_get_monotonic_time() - start_us, 5 * G_USEC_PER_SEC);
}
END_TEST

/* What diagrams.net writes when it compresses a page. */
static char *pack(const char *file)
{
	const char *from = strstr(file, "<mxGraphModel"), *to = strstr(file, "</mxGraphModel>") + strlen("</mxGraphModel>");
	g_autofree char *model = g_strndup(from, (gsize)(to - from)), *escaped = g_uri_escape_string(model, NULL, FALSE);
	g_autoptr(GConverter) converter = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW, 9));
	gsize most = strlen(escaped) + 1000, took, gave;
	g_autofree guchar *out = g_malloc(most);

	ck_assert_int_eq(g_converter_convert(converter, escaped, strlen(escaped), out, most, G_CONVERTER_INPUT_AT_END, &took, &gave, NULL), G_CONVERTER_FINISHED);
	g_autofree char *packed = g_base64_encode(out, gave);
	return g_strdup_printf("%.*s%s%s", (int)(from - file), file, packed, to);
}

START_TEST(reads_compressed)
{
	Run first, second;

	start(&first, "bow-tie", &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	g_autofree char *file = drawio_of(&first);
	g_autofree char *edited = edit(file, "erscope=\"[^\"]*/vnet-weu-app2\"[^>]*>\\s*<mxCell[^>]*>\\s*<mxGeometry x=\"[0-9.]+\" y=\"([0-9.]+)\"", 40);
	g_autofree char *packed = pack(edited);
	ck_assert_ptr_null(strstr(packed, "mxCell"));
	start_pinned(&second, "bow-tie", packed);
	ck_assert(fabs(rect_of(&second, "vnet-weu-app2").y - rect_of(&first, "vnet-weu-app2").y - 40) < 0.03);
	end(&first);
	end(&second);
}
END_TEST

/* Cells around each other in a ring end at a depth. */
START_TEST(ring_of_cells)
{
	static const char file[] = "<mxfile><diagram id=\"overview\"><mxGraphModel><root><UserObject erscope=\"a\" id=\"x\"><mxCell style=\"container=1\" parent=\"y\"><mxGeometry x=\"1\" width=\"2\" height=\"3\"/></mxCell></UserObject>"
	                           "<mxCell id=\"y\" parent=\"x\"><mxGeometry x=\"5\"/></mxCell></root></mxGraphModel></diagram></mxfile>";
	g_autoptr(GPtrArray) pages = er_places_read_drawio(file, strlen(file), NULL);

	ck_assert_ptr_nonnull(pages);
	ck_assert_uint_eq(pages->len, 1);
	g_autoptr(ErPlaces) places = pages->pdata[0];
	ck_assert_uint_eq(places->places->len, 1);
}
END_TEST

/* ---- programs ---- */

static const struct { const char *argv[4]; const char *why; } programs[] = {
	{ { "sh", "-c", "cat", NULL }, NULL },
	{ { "sh", "-c", "exec sleep 30", NULL }, "took too long and was stopped" },
	{ { "sh", "-c", "exec >&-; exec sleep 30", NULL }, "took too long and was stopped" },
	{ { "sh", "-c", "exec yes", NULL }, "wrote too much and was stopped" },
	{ { "sh", "-c", "exit 3", NULL }, "ended with status 3" },
	{ { "sh", "-c", "kill -9 $$", NULL }, "was ended by signal 9" },
	{ { "no-program-of-this-name", NULL }, "is not installed" },
};

START_TEST(bounded_program)
{
	g_autoptr(GString) in = g_string_new(NULL), out = g_string_new(NULL);
	g_autofree char *why = NULL;
	gint64 start_us = g_get_monotonic_time();

	for (uint32_t i = 0; i < 20000; i++)
		g_string_append(in, "more than a pipe holds ");
	bool fine = er_run_program(programs[_i].argv, in, _i == 1 || _i == 2 ? 300 : 20000, 1u << 20, out, &why);
	ck_assert_int_eq(fine, programs[_i].why == NULL);
	ck_assert_ptr_null(fine ? why : NULL);
	if (fine)
		ck_assert_str_eq(in->str, out->str);
	else
		ck_assert_str_eq(why, programs[_i].why);
	ck_assert_int_lt(g_get_monotonic_time() - start_us, 15 * G_USEC_PER_SEC);
}
END_TEST

/* ---- dot ---- */

START_TEST(layout_by_dot)
{
	Run tier, run, again;
	g_autofree char *program = g_find_program_in_path("dot");

	if (program == NULL) {
		fprintf(stderr, "test_pins: dot is not installed: its layout was not tested\n");
		return;
	}
	start(&tier, cases[_i], &(ErDrawOptions){ .layout = ER_LAYOUT_TIER });
	start(&run, cases[_i], &(ErDrawOptions){ .layout = ER_LAYOUT_DOT });
	start(&again, cases[_i], &(ErDrawOptions){ .layout = ER_LAYOUT_DOT });
	ck_assert_uint_eq(er_diags_count(run.diags), 0);
	g_autofree char *before = trace_of(&run), *after = trace_of(&again), *other = trace_of(&tier), *complaint = er_drawing_lint(run.drawing, 0);
	ck_assert_str_eq(before, after);
	ck_assert(strcmp(before, other) != 0);
	/* What dot has laid out is not split into sheets: it may be too large to print in 6 pt. */
	ck_assert_msg(complaint == NULL || strstr(complaint, "0 texts overlap, 0 outside, 0 boxes overlap, 0 lines through texts, 0 through nodes, 0 upside down, 0 twice, 0 off the page") != NULL, "%s: %s", cases[_i], complaint);
	/* As many parts as in the tiers: none is lost. */
	const ErScene *a = er_drawing_scene(tier.drawing, 0), *b = er_drawing_scene(run.drawing, 0);
	uint32_t n[2] = { 0, 0 };
	for (uint32_t i = 0; i < er_scene_count(a); i++)
		n[0] += er_scene_at(a, i)->kind == ER_ITEM_OPEN && er_scene_at(a, i)->data_id != NULL;
	for (uint32_t i = 0; i < er_scene_count(b); i++)
		n[1] += er_scene_at(b, i)->kind == ER_ITEM_OPEN && er_scene_at(b, i)->data_id != NULL;
	ck_assert_uint_eq(n[0], n[1]);
	end(&tier);
	end(&run);
	end(&again);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pins");
	TCase *all = tcase_create("pins");

	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, round_trip, 0, G_N_ELEMENTS(cases));
	tcase_add_test(all, moved_in_dot);
	tcase_add_test(all, moved_in_drawio);
	tcase_add_test(all, container_takes_its_children);
	tcase_add_test(all, container_grows);
	tcase_add_test(all, estate_grows);
	tcase_add_test(all, gone_and_overlapping);
	tcase_add_test(all, sheet_not_drawn);
	tcase_add_test(all, off_the_page);
	tcase_add_loop_test(all, refuses, 0, G_N_ELEMENTS(refused));
	tcase_add_test(all, refuses_costly);
	tcase_add_test(all, reads_compressed);
	tcase_add_test(all, ring_of_cells);
	tcase_add_loop_test(all, bounded_program, 0, G_N_ELEMENTS(programs));
	tcase_add_loop_test(all, layout_by_dot, 0, G_N_ELEMENTS(cases));
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
