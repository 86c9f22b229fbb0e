/*
 * What a reader knows of a sheet stays when the estate grows by one: the overview of an estate is held against that of the same
 * estate with one VNet or one circuit more, whose name stands in the middle of the others'.
 *
 * Laws, for every box that is on both: it keeps its column (what was left of it is left of it), its order among its like in one
 * container, its container, and its height if it is a node; but one circuit more may change the order of regions, hubs and their
 * spokes. Measured and printed: pictures where it does; boxes that stand elsewhere in their container, measured from its upper
 * left corner; containers in which any box does.
 * Estates: random ones (ER_ESTATES=N takes N seeds, default 300) and generated larger ones, each with three VNets and circuits.
 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../bench/estate.h"
#include "../model/random_estate.h"
#include "drawn.h"

enum { RANDOM = 300, LARGE = 12, MANY_SPOKES = 100000 };

/* A box moved when it is this far from where it was. */
static const double moved_px = 0.05;

static guint32 n_random = RANDOM;

/* ---- one resource more ---- */

/* Behind @name and before the next: "Spoke-1" → "Spoke-1b". */
static char *next_name(const char *name)
{
	return g_strconcat(name, "b", NULL);
}

static int by_name(const void *a, const void *b)
{
	const ErComponent *const *x = a, *const *y = b;
	int by = g_ascii_strcasecmp((*x)->name, (*y)->name);

	return by != 0 ? by : strcmp((*x)->id, (*y)->id);
}

/* Name of the one in the middle; @otherwise when there is none. */
static const char *middle_name(GPtrArray *components, const char *otherwise)
{
	g_ptr_array_sort(components, by_name);
	return components->len > 0 ? ((const ErComponent *)components->pdata[(components->len - 1) / 2])->name : otherwise;
}

static char *member_id(const char *type, const char *name)
{
	return g_strdup_printf("/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/new/providers/Microsoft.Network/%s/%s", type, name);
}

/* A VNet that hangs on the gateway's VNet or virtual hub, in its region. NULL: the export does not tell where the gateway lives. */
static char *one_vnet_more(const ErNetwork *net, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	g_autoptr(GPtrArray) siblings = g_ptr_array_new();

	if (gateway->vnet == ER_NONE && gateway->hub == ER_NONE)
		return NULL;
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *at = er_network_attachment(net, i);
		if (gateway->vnet != ER_NONE ? at->hub_vnet == gateway->vnet : at->hub == gateway->hub)
			g_ptr_array_add(siblings, (void *)er_network_component(net, er_network_vnet(net, at->spoke)->self));
	}
	g_autofree char *name = next_name(middle_name(siblings, "spoke")), *vnet = member_id("virtualNetworks", name);
	const char *hub = er_network_component(net, gateway->vnet != ER_NONE ? er_network_vnet(net, gateway->vnet)->self : er_network_hub(net, gateway->hub)->self)->id;
	const char *region = gateway->vnet != ER_NONE ? er_network_vnet(net, gateway->vnet)->region : er_network_hub(net, gateway->hub)->region;
	g_autoptr(GPtrArray) halves = g_ptr_array_new_with_free_func(g_free), texts = g_ptr_array_new_with_free_func(g_free);
	if (gateway->vnet != ER_NONE) {
		g_ptr_array_add(halves, estate_half(vnet, hub, HANGS_WELL, false, 77));
		g_ptr_array_add(texts, estate_half(hub, vnet, HANGS_WELL, true, 77));
	} else {
		g_ptr_array_add(texts, g_strdup_printf("{\"id\": \"%s/hubVirtualNetworkConnections/c-77\", \"name\": \"c-77\", \"properties\": {\"remoteVirtualNetwork\": {\"id\": \"%s\"}}}", hub, vnet));
	}
	estate_write_vnet(texts, vnet, region, halves, "");
	g_ptr_array_add(texts, NULL);
	return g_strjoinv(",\n", (char **)texts->pdata);
}

/* A circuit in London with a connection to each gateway that the @index-th by name has one to. NULL: there is no such. */
static char *one_circuit_more(const ErNetwork *net, uint32_t index)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new(), texts = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		g_ptr_array_add(all, (void *)er_network_component(net, er_network_circuit(net, i)->self));
	g_ptr_array_sort(all, by_name);
	if (index >= all->len)
		return NULL;
	const ErComponent *before = all->pdata[index];
	g_autofree char *name = next_name(before->name), *id = member_id("expressRouteCircuits", name);
	const EstateCircuit circuit = { .port = ER_ESTATE_NONE, .provider = "Equinix", .location = "London", .state = "Enabled", .provider_state = "Provisioned", .device = { ER_ESTATE_NONE, ER_ESTATE_NONE } };
	estate_write_circuit(&circuit, id, 1000, texts);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const char *gateway = er_network_component(net, er_network_gateway(net, connection->gateway)->self)->id;
		if (er_network_circuit(net, connection->circuit)->self != er_network_lookup(net, before->id))
			continue;
		g_autofree char *own = g_strdup_printf("connection-%s-%u", name, i), *connection_id = member_id("connections", own);
		if (strstr(gateway, "/expressroutegateways/") != NULL)
			g_ptr_array_add(texts, g_strdup_printf("{\"id\": \"%s/expressRouteConnections/%s\", \"name\": \"%s\", \"properties\": {\"expressRouteCircuitPeering\": {\"id\": \"%s/peerings/AzurePrivatePeering\"}}}", gateway, own, own, id));
		else
			g_ptr_array_add(texts, g_strdup_printf("{\"id\": \"%s\", \"name\": \"%s\", \"location\": \"uksouth\", \"properties\": {\"connectionType\": \"ExpressRoute\", \"connectionStatus\": \"Connected\", \"virtualNetworkGateway1\": {\"id\": \"%s\"}, \"peer\": {\"id\": \"%s\"}}}", connection_id, own, gateway, id));
	}
	g_ptr_array_add(texts, NULL);
	return g_strjoinv(",\n", (char **)texts->pdata);
}

/* ---- two overviews ---- */

/* A box that is on both: its index on either. */
typedef struct { uint32_t old, new; } Pair;

typedef struct { uint32_t boxes, held, moved, resized, columns, orders, azure, homes, containers, disturbed; } Change;

static GArray *pairs_of(const GArray *old, const GArray *new)
{
	GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < new->len; i++)
		g_hash_table_insert(known, er_drawn_box(new, i)->identity, GUINT_TO_POINTER(i + 1));
	for (uint32_t i = 0; i < old->len; i++) {
		const Pair pair = { i, GPOINTER_TO_UINT(g_hash_table_lookup(known, er_drawn_box(old, i)->identity)) - 1 };
		if (pair.new != UINT32_MAX)
			g_array_append_val(pairs, pair);
	}
	return pairs;
}

static const ErRect *rect_of(const GArray *boxes, uint32_t i)
{
	return &er_drawn_box(boxes, i)->open->rect;
}

static bool is_left_of(const ErRect *a, const ErRect *b)
{
	return a->x + a->w <= b->x + 0.5;
}

static bool is_above(const ErRect *a, const ErRect *b)
{
	return a->y + a->h <= b->y + 0.5;
}

static ErPoint place_in(const GArray *boxes, uint32_t i)
{
	const ErRect *own = rect_of(boxes, i), *around = rect_of(boxes, er_drawn_box(boxes, i)->parent);

	return (ErPoint){ own->x - around->x, own->y - around->y };
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static const char *parent_identity(const GArray *boxes, uint32_t i)
{
	return er_drawn_box(boxes, i)->parent != DRAWN_ALONE ? er_drawn_box(boxes, er_drawn_box(boxes, i)->parent)->identity : "";
}

/* Regions and their hubs stand in the order of the circuits that they prefer, so that lines do not cross: a circuit may change it. */
static bool is_in_azure(const DrawnBox *box)
{
	static const char *const kinds[] = { "region", "hub", "vnet", "spokes" };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (same_text(box->kind, kinds[i]))
			return true;
	return false;
}

/* Does either stand above the other, and not beside it? */
static bool share_a_column(const ErRect *a, const ErRect *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w;
}

/* Pairs of pairs: who is left of whom, and, within one container and column, who is above whom. */
static void compare_order(const GArray *old, const GArray *new, const GArray *pairs, Change *change, char **first)
{
	for (uint32_t i = 0; i < pairs->len; i++) {
		bool column = false, order = false;
		const Pair *a = &g_array_index(pairs, Pair, i);
		for (uint32_t k = 0; k < pairs->len; k++) {
			const Pair *b = &g_array_index(pairs, Pair, k);
			bool siblings = same_text(parent_identity(old, a->old), parent_identity(old, b->old)) && same_text(er_drawn_box(old, a->old)->kind, er_drawn_box(old, b->old)->kind) && share_a_column(rect_of(old, a->old), rect_of(old, b->old));
			column = column || is_left_of(rect_of(old, a->old), rect_of(old, b->old)) != is_left_of(rect_of(new, a->new), rect_of(new, b->new));
			order = order || (siblings && is_above(rect_of(old, a->old), rect_of(old, b->old)) != is_above(rect_of(new, a->new), rect_of(new, b->new)));
		}
		bool azure = order && is_in_azure(er_drawn_box(old, a->old));
		change->columns += column;
		change->orders += order && !azure;
		change->azure += azure;
		if ((column || (order && !azure)) && *first == NULL)
			*first = g_strdup_printf("%s of %s", column ? "column" : "order", er_drawn_box(old, a->old)->identity);
	}
}

static void compare_places(const GArray *old, const GArray *new, const GArray *pairs, Change *change, char **first)
{
	g_autofree bool *holds = g_new0(bool, old->len + 1), *disturbed = g_new0(bool, old->len + 1);

	for (uint32_t i = 0; i < pairs->len; i++) {
		const Pair *pair = &g_array_index(pairs, Pair, i);
		const DrawnBox *box = er_drawn_box(old, pair->old);
		const ErRect *a = rect_of(old, pair->old), *b = rect_of(new, pair->new);
		bool at_home = same_text(parent_identity(old, pair->old), parent_identity(new, pair->new));
		change->homes += !at_home;
		if (!at_home && *first == NULL)
			*first = g_strdup_printf("container of %s", box->identity);
		change->resized += box->open->group == ER_GROUP_NODE && fabs(a->h - b->h) > moved_px;
		if (!at_home || box->parent == DRAWN_ALONE)
			continue;
		ErPoint before = place_in(old, pair->old), after = place_in(new, pair->new);
		bool moved = fabs(before.x - after.x) > moved_px || fabs(before.y - after.y) > moved_px;
		change->held++;
		change->moved += moved;
		holds[box->parent] = true;
		disturbed[box->parent] = disturbed[box->parent] || moved;
	}
	for (uint32_t i = 0; i < old->len; i++) {
		change->containers += holds[i];
		change->disturbed += disturbed[i];
	}
}

static Change compare(const ErScene *before, const ErScene *after, char **first)
{
	g_autoptr(GArray) old = er_drawn_boxes(before), new = er_drawn_boxes(after), pairs = pairs_of(old, new);
	Change change = { .boxes = pairs->len };

	compare_order(old, new, pairs, &change, first);
	compare_places(old, new, pairs, &change, first);
	return change;
}

/* ---- the table ---- */

typedef struct { double share; uint32_t moved, held; guint32 seed; } Share;

/* What is grown, and how. */
typedef struct {
	const char *name;
	GArray *shares;           /* of Share */
	uint32_t boxes, columns, orders, homes, resized, containers, disturbed, swapped;
	guint32 broken_seed, swapped_seed;
	char *broken;             /* the first law broken, in words; NULL */
} Row;

static void row_add(Row *row, const Change *change, guint32 seed, char *first)
{
	const Share share = { change->held > 0 ? (double)change->moved / change->held : 0, change->moved, change->held, seed };

	g_array_append_val(row->shares, share);
	row->boxes += change->boxes;
	row->columns += change->columns;
	row->orders += change->orders;
	row->homes += change->homes;
	row->resized += change->resized;
	row->containers += change->containers;
	row->disturbed += change->disturbed;
	if (change->azure > 0 && row->swapped++ == 0)
		row->swapped_seed = seed;
	if (first != NULL && row->broken == NULL) {
		row->broken = g_strdup(first);
		row->broken_seed = seed;
	}
}

static int by_share(const void *a, const void *b)
{
	const Share *x = a, *y = b;

	return (x->share > y->share) - (x->share < y->share);
}

static void row_print(const Row *row)
{
	uint32_t above = 0;

	g_array_sort(row->shares, by_share);
	for (uint32_t i = 0; i < row->shares->len; i++)
		above += g_array_index(row->shares, Share, i).share > 0.05;
	const Share *median = &g_array_index(row->shares, Share, row->shares->len / 2), *worst = &g_array_index(row->shares, Share, row->shares->len - 1);
	printf("test_stability: %-22s %4u pictures %6u boxes; column %u order %u container %u height %u changed; moved in their container: median %.1f %%, worst %.1f %% (%u of %u, seed %u), "
	       "above 5 %% in %u pictures; %u of %u containers disturbed; the order in Azure changes in %u pictures (first: seed %u)\n",
	       row->name, row->shares->len, row->boxes, row->columns, row->orders, row->homes, row->resized, 100 * median->share, 100 * worst->share, worst->moved, worst->held, worst->seed, above, row->disturbed, row->containers, row->swapped, row->swapped_seed);
}

/* @most: share of the boxes that may change their place in their container, at the worst */
static void row_finish(Row *row, bool vnet, double most)
{
	const Share *worst = &g_array_index(row->shares, Share, row->shares->len - 1);
	ck_assert_msg(worst->share <= most, "%s, seed %u: %.1f %% of the boxes move in their container", row->name, worst->seed, 100 * worst->share);
	ck_assert_msg(!vnet || row->swapped == 0, "%s, seed %u: the order in Azure changes", row->name, row->swapped_seed);
	ck_assert_uint_eq(row->resized, 0);
	ck_assert_uint_gt(row->shares->len, 0);
	ck_assert_uint_gt(row->boxes, 10 * row->shares->len);
	g_array_free(row->shares, TRUE);
	ck_assert_msg(row->broken == NULL, "%s, seed %u: %s", row->name, row->broken_seed, row->broken);
	g_free(row->broken);
}

static Row row_new(const char *name)
{
	return (Row){ .name = name, .shares = g_array_new(FALSE, FALSE, sizeof(Share)) };
}

/* ---- growing ---- */

/* @more: (transfer full) (nullable): resources beside those of @text */
static void grow(Row *row, const GString *text, const Drawn *before, char *more, uint32_t most_spokes, guint32 seed)
{
	g_autofree char *first = NULL, *own = more;

	if (own == NULL)
		return;
	g_autofree char *both = g_strdup_printf("{\"value\": [\n%s,\n%s\n]}\n", text->str, own);
	Drawn after = er_drawn_start(both, ER_VIEW_OVERVIEW, most_spokes, true);
	ck_assert_uint_ge(er_drawing_count(after.drawing), 1); /* findings may go on on further sheets */
	ck_assert_uint_gt(er_network_n_components(after.net), er_network_n_components(before->net));
	const Change change = compare(er_drawing_scene(before->drawing, 0), er_drawing_scene(after.drawing, 0), &first);
	row_add(row, &change, seed, first);
	er_drawn_end(&after);
}

static Drawn draw(const GString *text, uint32_t most_spokes)
{
	g_autofree char *whole = g_strdup_printf("{\"value\": [\n%s\n]}\n", text->str);

	return er_drawn_start(whole, ER_VIEW_OVERVIEW, most_spokes, true);
}

static void take_resource(void *data, const char *text)
{
	GString *out = data;

	g_string_append_printf(out, "%s%s", out->len > 0 ? ",\n" : "", text);
}

static GString *random_text(guint32 seed)
{
	const Estate estate = er_estate_draw(seed);
	const EstateView whole = { .only_spoke = ER_ESTATE_NONE };
	g_autoptr(GPtrArray) resources = er_estate_write(&estate, &whole);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < resources->len; i++)
		take_resource(text, resources->pdata[i]);
	return text;
}

/* 2 to 10 hubs with 2 to 20 spokes each. */
static GString *large_text(guint32 seed)
{
	ScaleEstate estate = er_scale_typical(20 + 15 * seed);
	GString *text = g_string_new(NULL);

	estate.seed = seed + 1;
	estate.hubs = 2 + seed % 9;
	estate.circuits_per_hub = 1 + seed % 2;
	er_scale_write(&estate, take_resource, text);
	return text;
}

START_TEST(random_estates_grow)
{
	Row vnet = row_new("random, VNet added"), circuit = row_new("random, circuit added");

	for (guint32 seed = 0; seed < n_random; seed++) {
		g_autoptr(GString) text = random_text(seed);
		Drawn before = draw(text, 0);
		grow(&vnet, text, &before, one_vnet_more(before.net, 0), 0, seed);
		grow(&circuit, text, &before, one_circuit_more(before.net, (er_network_n_circuits(before.net) - 1) / 2), 0, seed);
		er_drawn_end(&before);
	}
	row_print(&vnet);
	row_print(&circuit);
	row_finish(&vnet, true, 0.25);
	row_finish(&circuit, false, 0.4);
}
END_TEST

START_TEST(large_estates_grow)
{
	Row vnet = row_new("large, VNet added"), circuit = row_new("large, circuit added");

	for (guint32 seed = 0; seed < LARGE; seed++) {
		g_autoptr(GString) text = large_text(seed);
		Drawn before = draw(text, MANY_SPOKES);
		uint32_t gateways = er_network_n_gateways(before.net), circuits = er_network_n_circuits(before.net);
		for (uint32_t i = 0; i < 3; i++) {
			grow(&vnet, text, &before, one_vnet_more(before.net, (gateways - 1) * i / 2), MANY_SPOKES, seed);
			grow(&circuit, text, &before, one_circuit_more(before.net, (circuits - 1) * i / 2), MANY_SPOKES, seed);
		}
		er_drawn_end(&before);
	}
	row_print(&vnet);
	row_print(&circuit);
	row_finish(&vnet, true, 0.25); /* a stack without end: those behind the new one move down */
	row_finish(&circuit, false, 0.05);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stability");
	TCase *all = tcase_create("one more");

	if (g_getenv("ER_ESTATES") != NULL)
		n_random = (guint32)CLAMP(g_ascii_strtoull(g_getenv("ER_ESTATES"), NULL, 10), 1, 10000000);
	tcase_add_test(all, random_estates_grow);
	tcase_add_test(all, large_estates_grow);
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
