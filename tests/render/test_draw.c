/*
 * Whole pictures: every sheet of every fixture against its golden trace, without a lint complaint, as well-formed SVG and as a
 * PDF that qpdf accepts; and, where ERSCOPE_CORPUS names real inventories, the lint over every one that can be drawn.
 */
#include <check.h>
#include <erscope/draw.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <math.h>
#include <stdlib.h>

#include "../golden.h"

static const char *const cases[] = {
	"single-circuit", "two-circuits-one-location", "two-locations-one-gateway", "bow-tie", "direct-pair-two-circuits",
	"fastpath-provider-spoke", "fastpath-direct-spoke", "zonal-gateway", "disabled-private-peering", "external-circuit", "virtual-wan", "conditional",
};

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErFindings *findings; ErDrawing *drawing; } Run;

/* The views that goldens are kept of; tests of laws take all. */
static unsigned views = ER_VIEW_OVERVIEW | ER_VIEW_FLOW;

/* Sheets but for those that continue a table of findings. */
static uint32_t count_pictures(const ErDrawing *drawing)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_drawing_count(drawing); i++)
		n += !g_str_has_suffix(er_scene_slug(er_drawing_scene(drawing, i)), "-findings");
	return n;
}

static void finish(Run *run)
{
	run->net = er_network_build(run->inv, NULL, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->findings = er_findings_check(run->flows, "2026-11-23");
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run->inv), .inventory = "input.json" };
	run->drawing = er_draw(run->flows, run->findings, &options, views, run->diags);
}

static void start(Run *run, const char *path)
{
	run->diags = er_diags_new();
	run->inv = er_inventory_read(&path, 1, run->diags);
	finish(run);
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

static void start_case(Run *run, const char *name)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);

	start(run, path);
	ck_assert_uint_ge(er_drawing_count(run->drawing), 2);
}

static void assert_clean(const ErDrawing *drawing, const char *name)
{
	for (uint32_t i = 0; i < er_drawing_count(drawing); i++) {
		g_autofree char *complaint = er_drawing_lint(drawing, i);
		ck_assert_msg(complaint == NULL, "%s: %s", name, complaint);
	}
}

START_TEST(golden_trace)
{
	Run run;

	start_case(&run, cases[_i]);
	assert_clean(run.drawing, cases[_i]);
	for (uint32_t i = 0; i < er_drawing_count(run.drawing); i++) {
		g_autoptr(GString) trace = g_string_new(NULL);
		g_autofree char *file = g_strdup_printf("%s.trace", er_scene_slug(er_drawing_scene(run.drawing, i)));
		er_drawing_trace(run.drawing, i, trace);
		er_assert_golden(cases[_i], file, trace->str);
	}
	end(&run);
}
END_TEST

/* The picture that README.md opens with. */
START_TEST(readme_picture)
{
	Run run;
	g_autoptr(GString) svg = g_string_new(NULL);

	start_case(&run, "single-circuit");
	ck_assert(er_drawing_svg(run.drawing, 1, svg, NULL));
	er_assert_golden("single-circuit", "flow-on-premises-ergw-hub-uks.svg", svg->str);
	end(&run);
}
END_TEST

/* The picture shows what the model found: each component of a size-one cut with a mark, each circuit and gateway once. */
START_TEST(every_component_once)
{
	Run run;

	start_case(&run, cases[_i]);
	const ErScene *overview = er_drawing_scene(run.drawing, 0);
	for (uint32_t c = 0; c < er_network_n_components(run.net); c++) {
		const ErComponent *component = er_network_component(run.net, c);
		uint32_t seen = 0;
		if (component->kind != ER_KIND_CIRCUIT && component->kind != ER_KIND_GATEWAY && component->kind != ER_KIND_MSEE && component->kind != ER_KIND_CE &&
		    component->kind != ER_KIND_PORT && component->kind != ER_KIND_CONNECTION && component->kind != ER_KIND_LINK)
			continue;
		for (uint32_t i = 0; i < er_scene_count(overview); i++) {
			const ErItem *item = er_scene_at(overview, i);
			seen += item->kind == ER_ITEM_OPEN && item->data_id != NULL && strcmp(item->data_id, component->id) == 0;
		}
		ck_assert_msg(seen == 1, "%s: %s is drawn %u times", cases[_i], component->id, seen);
	}
	end(&run);
}
END_TEST

START_TEST(svg_is_well_formed)
{
	Run run;

	start_case(&run, cases[_i]);
	for (uint32_t i = 0; i < er_drawing_count(run.drawing); i++) {
		g_autoptr(GString) svg = g_string_new(NULL);
		ck_assert(er_drawing_svg(run.drawing, i, svg, NULL));
		xmlDoc *doc = xmlReadMemory(svg->str, (int)svg->len, "sheet.svg", NULL, XML_PARSE_NONET);
		ck_assert_ptr_nonnull(doc);
		xmlFreeDoc(doc);
		ck_assert_ptr_null(strstr(svg->str, "secretsecret"));
		ck_assert_ptr_null(strstr(svg->str, "made-up-key"));
	}
	end(&run);
}
END_TEST

START_TEST(pdf_is_sound)
{
	Run run;
	g_autoptr(GByteArray) pdf = g_byte_array_new();
	g_autofree char *path = g_strdup_printf("%s/erscope-test-%d-%d.pdf", g_get_tmp_dir(), (int)getpid(), _i);
	g_autofree char *tool = g_find_program_in_path("qpdf");
	int status = 0;

	start_case(&run, cases[_i]);
	ck_assert(er_drawing_pdf(run.drawing, pdf, NULL));
	ck_assert(g_file_set_contents(path, (const char *)pdf->data, pdf->len, NULL));
	if (tool == NULL)
		fprintf(stderr, "test_draw: qpdf is not installed: the PDF was not checked\n");
	else {
		const char *argv[] = { tool, "--check", path, NULL };
		ck_assert(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL));
		ck_assert_int_eq(status, 0);
	}
	remove(path);
	end(&run);
}
END_TEST

/* The twin in words holds what is written in the picture: all names, and all texts but those that explain or number its marks. */
START_TEST(twin_tells_all)
{
	Run run;

	views = ER_VIEW_OVERVIEW | ER_VIEW_FLOW | ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE | ER_VIEW_SPOKES;
	start_case(&run, cases[_i]);
	for (uint32_t sheet = 0; sheet < er_drawing_count(run.drawing); sheet++) {
		const ErScene *scene = er_drawing_scene(run.drawing, sheet);
		g_autoptr(GString) words = g_string_new(NULL);
		bool legend = false;
		er_drawing_text(run.drawing, sheet, words);
		for (uint32_t i = 0; i < er_scene_count(scene); i++) {
			const ErItem *item = er_scene_at(scene, i);
			bool band = item->role >= ER_ROLE_T_BAND_ONPREM && item->role <= ER_ROLE_T_BAND_AZURE, mark = item->role == ER_ROLE_T_HOP_IN || item->role == ER_ROLE_T_HOP_OUT || item->role == ER_ROLE_T_PILL;
			/* "50 %" where a flow splits: the flow itself says it in words. */
			mark = mark || (item->kind == ER_ITEM_TEXT && g_str_has_suffix(item->text, " %"));
			if (item->kind == ER_ITEM_OPEN)
				legend = g_strcmp0(item->title, "Legend") == 0;
			if (item->kind == ER_ITEM_OPEN && item->title != NULL && item->group != ER_GROUP_FOOT && !legend)
				ck_assert_msg(strstr(words->str, item->title) != NULL, "%s: %s", er_scene_slug(scene), item->title);
			if (item->kind == ER_ITEM_TEXT && !legend && !band && !mark && item->role != ER_ROLE_T_BLOCK_TITLE)
				ck_assert_msg(strstr(words->str, item->text) != NULL, "%s: %s", er_scene_slug(scene), item->text);
		}
	}
	end(&run);
}
END_TEST

/* CSV: as many rows as boxes and lines, twelve cells each; names that would be formulas or break the row are quoted. */
START_TEST(csv_has_its_cells)
{
	Run run;

	start_case(&run, cases[_i]);
	for (uint32_t sheet = 0; sheet < er_drawing_count(run.drawing); sheet++) {
		g_autoptr(GString) csv = g_string_new(NULL);
		er_drawing_csv(run.drawing, sheet, csv);
		g_auto(GStrv) lines = g_strsplit(csv->str, "\r\n", -1);
		ck_assert_str_eq(lines[0], "what,kind,name,id,certainty,inside,from,to,x,y,width,height");
		for (uint32_t i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
			uint32_t commas = 0;
			for (const char *c = lines[i]; *c != '\0'; c++)
				commas += *c == ',';
			ck_assert_msg(commas == 11 || strchr(lines[i], '"') != NULL, "%s", lines[i]);
			ck_assert_msg(i == 0 || g_str_has_prefix(lines[i], "box,") || g_str_has_prefix(lines[i], "line,"), "%s", lines[i]);
		}
	}
	end(&run);
}
END_TEST

static char *attribute(xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, BAD_CAST name);
	char *copy = g_strdup((const char *)value);

	xmlFree(value);
	return copy;
}

/* The cell is an mxCell; one with a name stands in a UserObject, which has the id then. */
static void visit_cells(xmlNode *root, void (*visit)(GHashTable *ids, xmlNode *cell, const char *id), GHashTable *ids)
{
	for (xmlNode *node = xmlFirstElementChild(root); node != NULL; node = xmlNextElementSibling(node)) {
		bool object = strcmp((const char *)node->name, "UserObject") == 0;
		g_autofree char *id = attribute(node, "id");
		ck_assert_ptr_nonnull(id);
		visit(ids, object ? xmlFirstElementChild(node) : node, id);
	}
}

static void take_id(GHashTable *ids, xmlNode *cell, const char *id)
{
	ck_assert_str_eq((const char *)cell->name, "mxCell");
	ck_assert_msg(g_hash_table_add(ids, g_strdup(id)), "%s twice", id);
}

static void follow_ids(GHashTable *ids, xmlNode *cell, const char *id)
{
	static const char *const names[] = { "parent", "source", "target" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *other = attribute(cell, names[i]);
		ck_assert_msg(other == NULL || (g_hash_table_contains(ids, other) && strcmp(other, id) != 0), "%s of %s: %s", names[i], id, other);
	}
}

/* One sheet per circuit, gateway and site that has to do with any; each without a complaint, and with focus only what it names. */
START_TEST(every_part_has_its_sheet)
{
	Run run;
	unsigned kept = views;

	views = ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE;
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), cases[_i], "input.json", NULL);
	start(&run, path);
	views = kept;
	assert_clean(run.drawing, cases[_i]);
	ck_assert_uint_ge(er_drawing_count(run.drawing), er_network_n_circuits(run.net));
	ck_assert_uint_le(count_pictures(run.drawing), er_network_n_circuits(run.net) + er_network_n_gateways(run.net) + er_network_n_sites(run.net));
	for (uint32_t i = 0; i < er_network_n_circuits(run.net); i++) {
		const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run.inv), .inventory = "input.json", .focus = er_network_circuit(run.net, i)->self, .has_focus = true };
		g_autoptr(ErDrawing) one = er_draw(run.flows, run.findings, &options, ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE, run.diags);
		ck_assert_uint_eq(count_pictures(one), 1);
		ck_assert(g_str_has_prefix(er_scene_slug(er_drawing_scene(one, 0)), "circuit-"));
	}
	end(&run);
}
END_TEST

static GString *svg_in(const Run *run, const char *theme, bool office)
{
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run->inv), .inventory = "input.json", .theme = theme, .office = office };
	g_autoptr(ErDrawing) drawing = er_draw(run->flows, run->findings, &options, ER_VIEW_OVERVIEW, run->diags);
	GString *text = g_string_new(NULL);

	ck_assert(er_drawing_svg(drawing, 0, text, NULL));
	return text;
}

/* The next colour that stands in an attribute; NULL: no more. */
static const char *next_colour(const char *from)
{
	const char *fill = strstr(from, "fill=\"#"), *stroke = strstr(from, "stroke=\"#");

	return fill == NULL || (stroke != NULL && stroke < fill) ? stroke : fill;
}

/* "auto" is the light sheet, and for readers who prefer dark the colours of the dark one, in rules and in attributes. */
START_TEST(auto_is_light_and_dark)
{
	static const char head[] = "@media (prefers-color-scheme:dark){\n";
	Run run;

	start_case(&run, cases[_i]);
	g_autoptr(GString) both = svg_in(&run, "auto", false), light = svg_in(&run, "light", false), dark = svg_in(&run, "dark", false);
	const char *night = strstr(both->str, head);
	ck_assert_ptr_nonnull(night);
	const char *behind = strstr(night, "\n}\n");
	g_autofree char *block = g_strndup(night, (gsize)(behind + 3 - night));
	g_string_erase(both, night - both->str, (gssize)strlen(block));
	ck_assert_str_eq(both->str, light->str);

	const char *rules = strstr(dark->str, "<style>\n") + strlen("<style>\n");
	g_autofree char *dark_rules = g_strndup(rules, strcspn(rules, "@<"));
	ck_assert(g_str_has_prefix(block + strlen(head), dark_rules));
	const char *a = next_colour(light->str), *b = next_colour(dark->str);
	for (; a != NULL && b != NULL; a = next_colour(a + 1), b = next_colour(b + 1)) {
		gsize name = strcspn(a, "=");
		g_autofree char *rule = g_strdup_printf(" [%.*s='%.7s']{%.*s:%.7s}", (int)name, a, a + name + 2, (int)name, a, b + name + 2);
		ck_assert_msg(strstr(block, rule) != NULL, "%s", rule);
	}
	ck_assert(a == NULL && b == NULL);
	end(&run);
}
END_TEST

static uint32_t count_of(const char *text, const char *part)
{
	uint32_t n = 0;

	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		n++;
	return n;
}

/* For word processors: the same texts and shapes, and nothing that needs a style sheet or a reference. */
START_TEST(office_needs_no_style_sheet)
{
	static const char *const foreign[] = { "class=", "<style", "<use", "<symbol", "<pattern", "<defs", "url(", "@", "href=" };
	Run run;

	start_case(&run, cases[_i]);
	g_autoptr(GString) own = svg_in(&run, "light", false), office = svg_in(&run, "light", true), follows = svg_in(&run, "auto", true);
	for (size_t i = 0; i < G_N_ELEMENTS(foreign); i++)
		ck_assert_msg(strstr(office->str, foreign[i]) == NULL, "%s", foreign[i]);
	ck_assert_str_eq(office->str, follows->str);
	ck_assert_uint_gt(count_of(own->str, "<text "), 20);
	ck_assert_uint_eq(count_of(office->str, "<text "), count_of(own->str, "<text "));
	ck_assert_uint_eq(count_of(office->str, "<rect "), count_of(own->str, "<rect ") - count_of(own->str, "<pattern ") - count_of(own->str, "--halo-high\" width"));
	ck_assert_uint_eq(count_of(office->str, "<g transform="), count_of(own->str, "<use "));
	ck_assert_uint_ge(count_of(office->str, "fill=\""), count_of(office->str, "<text ") + count_of(office->str, "<rect "));
	ck_assert_uint_ge(count_of(office->str, "font-size=\""), count_of(office->str, "<text "));
	xmlDoc *doc = xmlReadMemory(office->str, (int)office->len, "office.svg", NULL, XML_PARSE_NONET);
	ck_assert_ptr_nonnull(doc);
	xmlFreeDoc(doc);
	end(&run);
}
END_TEST

/* Links only when asked for, and only from resources. */
START_TEST(links_lead_to_resources)
{
	Run run;

	start_case(&run, cases[_i]);
	const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run.inv), .inventory = "input.json", .links = true };
	g_autoptr(ErDrawing) linked = er_draw(run.flows, run.findings, &options, views, run.diags);
	for (uint32_t sheet = 0; sheet < er_drawing_count(linked); sheet++)
		for (uint32_t i = 0; i < er_scene_count(er_drawing_scene(linked, sheet)); i++) {
			const ErItem *item = er_scene_at(er_drawing_scene(linked, sheet), i);
			bool resource = item->kind == ER_ITEM_OPEN && item->data_id != NULL && g_str_has_prefix(item->data_id, "/subscriptions/") && strpbrk(item->data_id, "#{") == NULL;
			ck_assert((item->link != NULL) == resource);
			ck_assert(!resource || g_str_has_suffix(item->link, item->data_id));
			if (sheet < er_drawing_count(run.drawing))
				ck_assert_ptr_null(er_scene_at(er_drawing_scene(run.drawing, sheet), i)->link);
		}
	end(&run);
}
END_TEST

static bool is_no_circuit_but(const void *data, const ErComponent *component)
{
	return component->kind != ER_KIND_CIRCUIT || strcmp(component->id, data) == 0;
}

static bool chooses_none(const void *data, const ErComponent *component)
{
	(void)data;
	(void)component;
	return false;
}

/* Of a part: nothing of what was not chosen, all of what was; nothing chosen, no sheet. */
START_TEST(a_part_shows_what_was_chosen)
{
	Run run;

	start_case(&run, cases[_i]);
	for (uint32_t chosen = 0; chosen < er_network_n_circuits(run.net); chosen++) {
		const char *id = er_network_component(run.net, er_network_circuit(run.net, chosen)->self)->id;
		const ErDrawOptions options = { .as_of = "2026-11-23", .content = er_inventory_content(run.inv), .inventory = "input.json", .shown = is_no_circuit_but, .shown_data = id, .filter = "one circuit" };
		g_autoptr(ErDrawing) part = er_draw(run.flows, run.findings, &options, ER_VIEW_OVERVIEW | ER_VIEW_CIRCUIT, run.diags);
		ck_assert_uint_ge(er_drawing_count(part), 1);
		ck_assert_uint_le(count_pictures(part), 2);
		assert_clean(part, cases[_i]);
		uint32_t n = 0;
		for (uint32_t i = 0; i < er_scene_count(er_drawing_scene(part, 0)); i++) {
			const ErItem *item = er_scene_at(er_drawing_scene(part, 0), i);
			for (uint32_t k = 0; item->kind == ER_ITEM_OPEN && item->data_id != NULL && k < er_network_n_circuits(run.net); k++)
				if (strcmp(item->data_id, er_network_component(run.net, er_network_circuit(run.net, k)->self)->id) == 0) {
					ck_assert_uint_eq(k, chosen);
					n++;
				}
		}
		ck_assert_uint_ge(n, 1);
	}
	const ErDrawOptions nothing = { .as_of = "2026-11-23", .content = er_inventory_content(run.inv), .inventory = "input.json", .shown = chooses_none, .filter = "nothing" };
	g_autoptr(ErDrawing) none = er_draw(run.flows, run.findings, &nothing, views | ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE, run.diags);
	ck_assert_uint_eq(er_drawing_count(none), 0);
	end(&run);
}
END_TEST

/* draw.io: a page per sheet; on each every id once, and no cell whose parent or ends are not there. */
START_TEST(drawio_holds_together)
{
	Run run;
	g_autoptr(GString) text = g_string_new(NULL);
	uint32_t pages = 0;

	start_case(&run, cases[_i]);
	ck_assert(er_drawing_drawio(run.drawing, text, NULL));
	xmlDoc *doc = xmlReadMemory(text->str, (int)text->len, "sheets.drawio", NULL, XML_PARSE_NONET);
	ck_assert_ptr_nonnull(doc);
	for (xmlNode *page = xmlFirstElementChild(xmlDocGetRootElement(doc)); page != NULL; page = xmlNextElementSibling(page)) {
		g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		xmlNode *root = xmlFirstElementChild(xmlFirstElementChild(page));
		visit_cells(root, take_id, ids);
		visit_cells(root, follow_ids, ids);
		pages++;
	}
	ck_assert_uint_eq(pages, er_drawing_count(run.drawing));
	xmlFreeDoc(doc);
	end(&run);
}
END_TEST

static uint32_t big_endian(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* PNG: as many pixels as the resolution says, no clock in it, and refused where cairo could not hold it. */
START_TEST(png_has_its_size)
{
	static const uint32_t dpis[] = { 24, 96, 144 };
	Run run;

	start_case(&run, cases[0]);
	const ErScene *scene = er_drawing_scene(run.drawing, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(dpis); i++) {
		g_autoptr(GByteArray) png = g_byte_array_new();
		ck_assert(er_drawing_png(run.drawing, 0, dpis[i], png, NULL));
		ck_assert_mem_eq(png->data, "\x89PNG\r\n\x1A\n", 8);
		ck_assert_uint_eq(big_endian(png->data + 16), (uint32_t)ceil(er_scene_width(scene) * dpis[i] / 96));
		ck_assert_uint_eq(big_endian(png->data + 20), (uint32_t)ceil(er_scene_height(scene) * dpis[i] / 96));
		ck_assert_ptr_null(memmem(png->data, png->len, "tIME", 4));
	}
	g_autoptr(GByteArray) huge = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	ck_assert(!er_drawing_png(run.drawing, 0, 100000, huge, &error));
	ck_assert_uint_eq(huge->len, 0);
	ck_assert_ptr_nonnull(strstr(error->message, "dpi fit"));
	end(&run);
}
END_TEST

/* What lies around new memory is no zeros: a reader that looks before or behind a text sees all bits set. */
static void litter_heap(void)
{
	gpointer kept[64];

	for (size_t size = 16; size <= 256; size += 16) {
		for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
			memset(kept[i] = g_malloc(size), 0xFF, size);
		for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
			g_free(kept[i]);
	}
}

/* DOT of the diagram: parsed and laid out anywhere, and the same bytes however often it was written. */
START_TEST(dot_is_stable)
{
	Run run;
	g_autoptr(GString) first = g_string_new(NULL);
	g_autoptr(GString) second = g_string_new(NULL);

	litter_heap();
	start_case(&run, cases[_i]);
	er_drawing_dot(run.drawing, 0, first);
	litter_heap();
	er_drawing_dot(run.drawing, 0, second);
	ck_assert_msg(strcmp(first->str, second->str) == 0, "written twice, it differs");
	ck_assert(g_str_has_prefix(first->str, "digraph erscope {\n"));
	ck_assert_ptr_null(strstr(first->str, "\t<"));
	ck_assert_ptr_nonnull(strstr(first->str, "subgraph cluster_b0"));
	ck_assert_ptr_nonnull(strstr(first->str, "pos="));
	end(&run);
}
END_TEST

static void lint_folder(const char *folder, uint32_t *drawn)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			lint_folder(path, drawn);
			continue;
		}
		Run run;
		views = ER_VIEW_OVERVIEW | ER_VIEW_FLOW | ER_VIEW_CIRCUIT | ER_VIEW_GATEWAY | ER_VIEW_SITE | ER_VIEW_SPOKES;
		start(&run, path);
		assert_clean(run.drawing, name);
		*drawn += er_drawing_count(run.drawing) > 0;
		end(&run);
	}
}

START_TEST(real_inventories)
{
	uint32_t drawn = 0;

	if (g_getenv("ERSCOPE_CORPUS") == NULL) {
		fprintf(stderr, "test_draw: ERSCOPE_CORPUS is not set: real inventories were not drawn\n");
		return;
	}
	lint_folder(g_getenv("ERSCOPE_CORPUS"), &drawn);
	ck_assert_uint_ge(drawn, 10);
}
END_TEST

/* Odd estates: nothing overlaps, whatever the names. */
START_TEST(bad_inputs)
{
	uint32_t drawn = 0;
	g_autofree char *folder = g_build_filename(g_getenv("ER_FIXTURES"), "bad", NULL);

	lint_folder(folder, &drawn);
	ck_assert_uint_ge(drawn, 5);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("draw");
	TCase *all = tcase_create("fixtures");
	TCase *odd = tcase_create("odd");

	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, golden_trace, 0, G_N_ELEMENTS(cases));
	tcase_add_test(all, readme_picture);
	tcase_add_loop_test(all, every_component_once, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, svg_is_well_formed, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, pdf_is_sound, 0, G_N_ELEMENTS(cases));
	tcase_add_test(all, png_has_its_size);
	tcase_add_loop_test(all, links_lead_to_resources, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, office_needs_no_style_sheet, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, auto_is_light_and_dark, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, a_part_shows_what_was_chosen, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, every_part_has_its_sheet, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, drawio_holds_together, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, csv_has_its_cells, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, twin_tells_all, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(all, dot_is_stable, 0, G_N_ELEMENTS(cases));
	suite_add_tcase(suite, all);
	tcase_set_timeout(odd, 240);
	tcase_add_test(odd, real_inventories);
	tcase_add_test(odd, bad_inputs);
	suite_add_tcase(suite, odd);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
