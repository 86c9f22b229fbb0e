/*
 * Witnesses in words. For the pairs of parts that take a flow down together: by leg, that is by the paths which each part blocks on
 * its own. Parts that block the same paths stand for each other in every pair, so a leg against another tells all their pairs at
 * once. For "redundant": the two paths that share least, and what they share.
 */
#include "prose.h"

#include <string.h>

enum { MOST_COMPARED = 64, MOST_NAMED = 4 };

/* ---- pairs, by leg ---- */

/* Parts that block the same paths, and what such parts are together with: of two legs, or of two parts that only block as a pair. */
typedef struct { char *paths[2]; GArray *elements[2]; } Legs;

static void legs_free(void *data)
{
	Legs *legs = data;

	for (uint32_t i = 0; i < 2; i++) {
		g_free(legs->paths[i]);
		g_array_unref(legs->elements[i]);
	}
	g_free(legs);
}

/* One '#' or '.' per path. (transfer full) */
static char *blocked_by(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, uint32_t element)
{
	char *paths = g_malloc(class->n_paths + 1);

	for (uint32_t i = 0; i < class->n_paths; i++)
		paths[i] = er_path_falls_with(flows, flow, &class->paths[i], element) ? '#' : '.';
	paths[class->n_paths] = '\0';
	return paths;
}

/* Do the two between them, each on its own, block every path? If not, some path falls only when both are gone: the pair stands alone. */
static bool cover_all(const char *a, const char *b)
{
	for (; *a != '\0'; a++, b++)
		if (*a == '.' && *b == '.')
			return false;
	return true;
}

static void add_once(GArray *elements, uint32_t element)
{
	for (guint i = 0; i < elements->len; i++)
		if (g_array_index(elements, uint32_t, i) == element)
			return;
	g_array_append_val(elements, element);
}

static void add_pair(GPtrArray *all, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErCut *cut)
{
	g_autofree char *first = blocked_by(flows, flow, class, cut->element[0]), *second = blocked_by(flows, flow, class, cut->element[1]);
	uint32_t a = strcmp(first, second) <= 0 ? 0 : 1;
	const char *paths[] = { a == 0 ? first : second, a == 0 ? second : first };
	bool alone = !cover_all(first, second);
	Legs *legs = NULL;

	for (guint i = 0; i < all->len && legs == NULL && !alone; i++) {
		Legs *other = all->pdata[i];
		if (strcmp(other->paths[0], paths[0]) == 0 && strcmp(other->paths[1], paths[1]) == 0)
			legs = other;
	}
	if (legs == NULL) {
		legs = g_new0(Legs, 1);
		for (uint32_t i = 0; i < 2; i++) {
			legs->paths[i] = g_strdup(paths[i]);
			legs->elements[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		}
		g_ptr_array_add(all, legs);
	}
	add_once(legs->elements[0], cut->element[a]);
	add_once(legs->elements[1], cut->element[1 - a]);
}

static void add_elements(GString *out, const ErFlows *flows, const ErFlow *flow, const GArray *elements)
{
	g_string_append(out, elements->len > 1 ? "any of " : "");
	for (guint i = 0; i < elements->len; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		er_prose_add_element(out, flows, flow, g_array_index(elements, uint32_t, i));
	}
}

static void add_paths(GString *out, const ErFlows *flows, const ErFlowClass *class, const char *paths)
{
	uint32_t n = 0, named = 0;

	for (uint32_t i = 0; i < class->n_paths; i++)
		n += paths[i] == '#';
	if (n == 0)
		return;
	g_string_append(out, " (blocks ");
	if (n > MOST_NAMED)
		g_string_append_printf(out, "%u of %u paths", n, class->n_paths);
	for (uint32_t i = 0; i < class->n_paths && n <= MOST_NAMED; i++)
		if (paths[i] == '#') {
			g_autofree char *name = er_prose_path_name(er_flows_network(flows), &class->paths[i], true);
			g_string_append_printf(out, "%s%s", named++ > 0 ? ", " : "", name);
		}
	g_string_append_c(out, ')');
}

GPtrArray *er_prose_pairs(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(legs_free);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < class->n_cuts; i++)
		if (class->cuts[i].n == 2)
			add_pair(all, flows, flow, class, &class->cuts[i]);
	for (guint i = 0; i < all->len; i++) {
		const Legs *legs = all->pdata[i];
		GString *text = g_string_new(NULL);
		add_elements(text, flows, flow, legs->elements[0]);
		add_paths(text, flows, class, legs->paths[0]);
		g_string_append(text, " with ");
		add_elements(text, flows, flow, legs->elements[1]);
		add_paths(text, flows, class, legs->paths[1]);
		if (!cover_all(legs->paths[0], legs->paths[1]))
			g_string_append(text, ": some path falls only without both");
		g_ptr_array_add(texts, g_string_free(text, FALSE));
	}
	return texts;
}

/* ---- the two paths that share least ---- */

static bool is_end(const ErNetwork *net, const ErFlow *flow, uint32_t component)
{
	return component == er_network_site(net, flow->site)->self || component == er_network_vnet(net, flow->vnet)->self;
}

/* A group that is reported, and holds neither end of the flow nor misses one of the alternatives. */
static bool counts(const ErFlows *flows, const ErFlow *flow, uint32_t index, const ErRequirement *alternatives)
{
	const ErGroup *group = er_network_group(er_flows_network(flows), index);

	if (group->first != index || er_group_is_scope(flows, flow, index))
		return false;
	for (uint32_t i = 0; i < alternatives->n; i++)
		if (!er_group_has(group, alternatives->any[i]))
			return false;
	return true;
}

/* What takes a path down by itself when these alternatives are needed: the only one, and the groups that hold them all. */
static void add_fatal(GHashTable *fatal, const ErFlows *flows, const ErFlow *flow, const ErRequirement *alternatives)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t first = er_element_component(flows, flow, alternatives->any[0]), n = 0;
	const ErRequirement resolved = { alternatives->n == 1 ? &first : alternatives->any, alternatives->n };

	if (first == ER_NONE || is_end(net, flow, first))
		return;
	if (alternatives->n == 1)
		g_hash_table_add(fatal, GUINT_TO_POINTER(first));
	const uint32_t *of = er_network_groups_of(net, first, &n);
	for (uint32_t i = 0; i < n; i++)
		if (counts(flows, flow, of[i], &resolved))
			g_hash_table_add(fatal, GUINT_TO_POINTER(er_network_n_components(net) + of[i]));
}

static GHashTable *fatal_of(const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	GHashTable *fatal = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < path->n_hops; i++)
		add_fatal(fatal, flows, flow, &(ErRequirement){ &path->hops[i], 1 });
	for (uint32_t i = 0; i < path->n_requires; i++)
		add_fatal(fatal, flows, flow, &path->requires[i]);
	return fatal;
}

/* Elements in both sets, ascending: the table's own order is none. */
static GArray *shared_by(GHashTable *a, GHashTable *b)
{
	GArray *shared = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, a);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint32_t element = GPOINTER_TO_UINT(key);
		if (g_hash_table_contains(b, key))
			g_array_append_val(shared, element);
	}
	g_array_sort(shared, er_compare_indices);
	return shared;
}

typedef struct { uint32_t a, b, cost; GArray *shared; } Pair;

/* Fewest shared parts that can fail, then fewest unproven paths, then the ones used first. */
static Pair best_pair(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	uint32_t n = MIN(class->n_paths, MOST_COMPARED);
	g_autoptr(GPtrArray) fatal = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	Pair best = { 0, 0, UINT32_MAX, NULL };

	for (uint32_t i = 0; i < n; i++)
		g_ptr_array_add(fatal, fatal_of(flows, flow, &class->paths[i]));
	for (uint32_t a = 0; a < n; a++)
		for (uint32_t b = a + 1; b < n; b++) {
			g_autoptr(GArray) shared = shared_by(fatal->pdata[a], fatal->pdata[b]);
			uint32_t cost = 0;
			for (guint i = 0; i < shared->len; i++)
				cost += !er_prose_only_by_deletion(flows, flow, g_array_index(shared, uint32_t, i));
			cost = cost * 4096 + (!class->paths[a].proven + !class->paths[b].proven) * 1024 + MIN(class->paths[a].preference + class->paths[b].preference, 1023);
			if (cost < best.cost) {
				if (best.shared != NULL)
					g_array_unref(best.shared);
				best = (Pair){ a, b, cost, g_steal_pointer(&shared) };
			}
		}
	return best;
}

char *er_prose_redundancy(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GString) deletion = g_string_new(NULL);

	if (class->n_paths < 2)
		return g_strdup("none: there is one path only");
	Pair pair = best_pair(flows, flow, class);
	const ErPath *a = &class->paths[pair.a], *b = &class->paths[pair.b];
	g_autofree char *first = er_prose_path_name(net, a, true), *second = er_prose_path_name(net, b, true);
	for (guint i = 0; i < pair.shared->len; i++) {
		uint32_t element = g_array_index(pair.shared, uint32_t, i);
		GString *list = er_prose_only_by_deletion(flows, flow, element) ? deletion : real;
		g_string_append(list, list->len > 0 ? ", " : "");
		er_prose_add_element(list, flows, flow, element);
		if (element < er_network_n_components(net) ? er_network_component(net, element)->certainty == ER_ASSUMED : er_network_group(net, element - er_network_n_components(net))->certainty == ER_ASSUMED)
			g_string_append(list, " (assumed)");
	}
	g_array_unref(pair.shared);
	const char *proof = a->proven && b->proven ? "" : ". One of them rests on assumptions, so this proves nothing";
	if (real->len == 0)
		return g_strdup_printf("%s and %s share nothing that can fail on its own%s%s%s", first, second, deletion->len > 0 ? ", only what is lost by deletion: " : "", deletion->str, proof);
	return g_strdup_printf("not complete: even %s and %s, which share least, have in common %s%s%s%s", first, second, real->str, deletion->len > 0 ? "; lost only by deletion: " : "", deletion->str, proof);
}
