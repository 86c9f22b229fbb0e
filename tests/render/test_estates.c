/*
 * Sheets of 1,000 random estates, broken the ways estates are broken: in every view nothing that the lint complains of and no label
 * of a node beyond its container, and on the overview every component that belongs there exactly once. ER_ESTATES=N takes N
 * estates instead, ER_ESTATES=FIRST-LAST those seeds, ER_ESTATES=SEED- one alone. What is no law yet is measured and printed: the
 * size of the smallest text when a sheet is fitted to paper, findings in the table without a badge in the drawing, labels on
 * halos, peerings of spokes that already hang on another hub.
 */
#include "render/backend.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "../model/random_estate.h"
#include "drawn.h"

enum { ESTATES = 1000, ALL_VIEWS = 63 };

static const double least_pt = 6;
static const struct { const char *name; double w_pt, h_pt; } papers[] = { { "A4", 841.89, 595.28 }, { "A3", 1190.55, 841.89 } };

/* Seeds from @first to before @end. */
static struct { guint32 first, end; } seeds = { 0, ESTATES };

static struct { uint32_t estates, sheets, small[G_N_ELEMENTS(papers)], labels, twice_peered, findings, unmarked, unmarked_sheets, pills, pills_on_halos; double smallest_pt[G_N_ELEMENTS(papers)]; guint32 smallest_seed[G_N_ELEMENTS(papers)]; } measured;

/* ---- every component of the overview exactly once ---- */

static GHashTable *count_ids(const ErScene *scene)
{
	GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_OPEN && item->data_id != NULL)
			g_hash_table_insert(counts, (char *)item->data_id, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(counts, item->data_id)) + 1));
	}
	return counts;
}

/* A hub VNet, a virtual hub, or a spoke that hangs on one. */
static bool is_served(const ErNetwork *net, uint32_t component)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		if ((gateway->vnet != ER_NONE && er_network_vnet(net, gateway->vnet)->self == component) || (gateway->hub != ER_NONE && er_network_hub(net, gateway->hub)->self == component))
			return true;
		for (uint32_t k = 0; k < er_network_n_attachments(net); k++) {
			const ErAttachment *at = er_network_attachment(net, k);
			bool here = (gateway->vnet != ER_NONE && at->hub_vnet == gateway->vnet) || (gateway->hub != ER_NONE && at->hub == gateway->hub);
			if (here && er_network_vnet(net, at->spoke)->self == component)
				return true;
		}
	}
	return false;
}

static bool belongs_on_overview(const ErNetwork *net, uint32_t component)
{
	switch (er_network_component(net, component)->kind) {
	case ER_KIND_SITE: case ER_KIND_CE: case ER_KIND_PE: case ER_KIND_LINK: case ER_KIND_MSEE: case ER_KIND_CIRCUIT: case ER_KIND_PORT: case ER_KIND_CONNECTION: case ER_KIND_GATEWAY:
		return true;
	case ER_KIND_HUB: case ER_KIND_VNET:
		return is_served(net, component);
	default:
		return false;
	}
}

static void assert_complete(const Drawn *drawn, guint32 seed)
{
	g_autoptr(GHashTable) counts = count_ids(er_drawing_scene(drawn->drawing, 0));

	for (uint32_t i = 0; i < er_network_n_components(drawn->net); i++) {
		const ErComponent *component = er_network_component(drawn->net, i);
		uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, component->id));
		ck_assert_msg(n == 1 || (n == 0 && !belongs_on_overview(drawn->net, i)), "seed %u: overview: %s is drawn %u times", seed, component->id, n);
		/* A spoke of two hubs stands once and has one of its lines. */
		measured.twice_peered += n == 0 && (component->kind == ER_KIND_VNET_PEERING || component->kind == ER_KIND_HUB_CONNECTION);
	}
}

/* ---- measured ---- */

static void measure_text(const ErScene *scene, guint32 seed)
{
	double least_px = 1e9;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_TEXT)
			least_px = MIN(least_px, er_theme_style(er_theme_light(), item->role, item->tint, item->assumed).size_px);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
		double pt = least_px * MIN(papers[i].w_pt / er_scene_width(scene), papers[i].h_pt / er_scene_height(scene));
		measured.small[i] += pt < least_pt;
		if (measured.sheets > 1 && pt >= measured.smallest_pt[i])
			continue;
		measured.smallest_pt[i] = pt;
		measured.smallest_seed[i] = seed;
	}
}

/* Texts of nodes stay within the container around the node; the lint knows only containers that are around it in painting order. */
static void assert_labels(const ErScene *scene, guint32 seed)
{
	g_autoptr(GArray) boxes = er_drawn_boxes(scene);

	for (uint32_t i = 0; i < boxes->len; i++) {
		const DrawnBox *box = er_drawn_box(boxes, i);
		if (box->open->group != ER_GROUP_NODE || box->parent == DRAWN_ALONE)
			continue;
		const ErItem around = *er_drawn_box(boxes, box->parent)->open;
		for (uint32_t k = box->item + 1; er_scene_at(scene, k)->kind != ER_ITEM_CLOSE; k++) {
			const ErItem *item = er_scene_at(scene, k);
			if (item->kind != ER_ITEM_TEXT)
				continue;
			ck_assert_msg(er_drawn_holds(&around, item), "seed %u: %s: '%s' leaves %s", seed, er_scene_slug(scene), item->text, around.title);
			measured.labels++;
		}
	}
}

/* Numbers of findings in the table at the foot that no badge of the drawing carries. */
static void measure_badges(const ErScene *scene)
{
	g_autoptr(GHashTable) badges = g_hash_table_new(g_str_hash, g_str_equal), rows = g_hash_table_new(g_str_hash, g_str_equal);
	uint32_t unmarked = 0, depth = 0, foot = 0; /* foot: the depth at which one begins; 0: outside */

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (item->kind == ER_ITEM_OPEN && ++depth > 0 && foot == 0 && item->group == ER_GROUP_FOOT)
			foot = depth;
		if (item->kind == ER_ITEM_CLOSE && depth-- == foot)
			foot = 0;
		if (item->kind == ER_ITEM_TEXT && (item->role == ER_ROLE_T_BADGE_HIGH || item->role == ER_ROLE_T_BADGE_MEDIUM))
			g_hash_table_add(foot > 0 ? rows : badges, (char *)item->text);
	}
	g_autofree gpointer *numbers = g_hash_table_get_keys_as_array(rows, NULL);
	for (gpointer *number = numbers; *number != NULL; number++)
		unmarked += !g_hash_table_contains(badges, *number);
	measured.findings += g_hash_table_size(rows);
	measured.unmarked += unmarked;
	measured.unmarked_sheets += unmarked > 0;
}

/* Labels of connections that stand on the ring around a point of failure. */
static void measure_halos(const ErScene *scene)
{
	const double ring_px = 8;

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *pill = er_scene_at(scene, i);
		bool on_halo = false;
		if (pill->kind != ER_ITEM_RECT || pill->role != ER_ROLE_CONN_PILL)
			continue;
		for (uint32_t k = 0; k < er_scene_count(scene); k++) {
			const ErItem *halo = er_scene_at(scene, k);
			const ErRect *a = &pill->rect, *b = &halo->rect;
			if (halo->kind == ER_ITEM_RECT && (halo->role == ER_ROLE_HALO_HIGH || halo->role == ER_ROLE_HALO_MEDIUM))
				on_halo = on_halo || (a->x < b->x + b->w + ring_px && b->x < a->x + a->w + ring_px && a->y < b->y + b->h + ring_px && b->y < a->y + a->h + ring_px);
		}
		measured.pills++;
		measured.pills_on_halos += on_halo;
	}
}

static void print_measured(void)
{
	printf("test_estates: %u estates, %u sheets, %u labels of nodes; %u peerings with a further hub not on the overview\n", measured.estates, measured.sheets, measured.labels, measured.twice_peered);
	printf("test_estates: %u of %u numbered findings without a badge, on %u sheets; %u of %u labels of connections on a halo\n", measured.unmarked, measured.findings, measured.unmarked_sheets,
	       measured.pills_on_halos, measured.pills);
	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
		printf("test_estates: fitted to %s landscape: %u of %u sheets hold text below %g pt, the smallest is %.1f pt (seed %u)\n", papers[i].name, measured.small[i], measured.sheets, least_pt,
		       measured.smallest_pt[i], measured.smallest_seed[i]);
}

/* ---- the estates ---- */

static void check_estate(guint32 seed)
{
	const Estate estate = er_estate_draw(seed);
	const EstateView whole = { .only_spoke = ER_ESTATE_NONE };
	g_autoptr(GPtrArray) resources = er_estate_write(&estate, &whole);
	g_autofree char *text = er_estate_list(resources, 0, resources->len);
	Drawn drawn = er_drawn_start(text, ALL_VIEWS, 0, false), one = er_drawn_start(text, ER_VIEW_OVERVIEW, 0, true);

	ck_assert_msg(er_drawing_count(drawn.drawing) >= 1, "seed %u: nothing was drawn", seed);
	ck_assert_str_eq(er_scene_slug(er_drawing_scene(drawn.drawing, 0)), "overview");
	measured.estates++;
	for (uint32_t i = 0; i < er_drawing_count(drawn.drawing); i++) {
		g_autofree char *complaint = er_drawing_lint(drawn.drawing, i);
		ck_assert_msg(complaint == NULL, "seed %u: %s", seed, complaint);
		measured.sheets++;
		measure_text(er_drawing_scene(drawn.drawing, i), seed);
		measure_badges(er_drawing_scene(drawn.drawing, i));
		measure_halos(er_drawing_scene(drawn.drawing, i));
		assert_labels(er_drawing_scene(drawn.drawing, i), seed);
	}
	assert_complete(&one, seed);
	er_drawn_end(&one);
	er_drawn_end(&drawn);
}

START_TEST(estates_are_clean)
{
	for (guint32 seed = seeds.first; seed < seeds.end; seed++)
		check_estate(seed);
	ck_assert_uint_eq(measured.estates, seeds.end - seeds.first);
	ck_assert_uint_ge(measured.sheets, measured.estates);
	ck_assert_uint_ge(measured.labels, measured.sheets);
}
END_TEST

/* "2000", "500-599", "17-"; false: none of these. */
static bool read_seeds(const char *text)
{
	enum { MOST = 10000000 };
	char *end = NULL;
	guint64 first = g_ascii_strtoull(text, &end, 10), last = first;

	if (end == text || first > MOST)
		return false;
	if (*end == '\0') {
		seeds.end = (guint32)first;
		return first > 0;
	}
	if (*end++ != '-')
		return false;
	if (*end != '\0')
		last = g_ascii_strtoull(end, &end, 10);
	seeds.first = (guint32)first;
	seeds.end = (guint32)last + 1;
	return *end == '\0' && last >= first && last <= MOST;
}

int main(void)
{
	if (g_getenv("ER_ESTATES") != NULL && !read_seeds(g_getenv("ER_ESTATES"))) {
		fprintf(stderr, "test_estates: ER_ESTATES is a count, FIRST-LAST, or one SEED-\n");
		return EXIT_FAILURE;
	}
	Suite *suite = suite_create("estates");
	TCase *all = tcase_create("random estates");
	tcase_add_test(all, estates_are_clean);
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	print_measured();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
