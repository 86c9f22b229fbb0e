/*
 * Which paths carry: the best of those alive. A rank is a row of numbers compared one by one, less is better. It is made with the
 * path (paths.c) from what decides in its direction; the length of the AS path is one of them, so that maintenance, which
 * prepends, is the same question asked with longer AS paths.
 *   Azure → on-premises: longer prefix of a VPN, ExpressRoute before VPN, own hub before another (hubRoutingPreference may put the
 *   AS path first), connection weight, AS path; then equal cost over at most four circuits, by order of id
 *   ("Optimize ExpressRoute routing"; "Virtual hub routing preference").
 *   On-premises → Azure: ExpressRoute before VPN, local preference, own ends before a WAN, AS path and links declared standby; then
 *   all that is equal, or one after the other where the site says multipath="false".
 */
#include "flow_build.h"

#include <stdlib.h>
#include <string.h>

int er_rank_compare(const uint32_t *a, const uint32_t *b)
{
	for (uint32_t i = 0; i < ER_RANKS; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static void rank_now(const ErPath *path, uint32_t longer, uint32_t rank[ER_RANKS])
{
	memcpy(rank, path->rank, sizeof path->rank);
	if (path->as_path != ER_NONE)
		rank[path->as_path] += longer;
}

/* Paths are in order of preference, then circuit: the first four circuits met are those of smallest index. */
static bool takes_circuit(uint32_t *circuits, uint32_t *n, uint32_t circuit)
{
	for (uint32_t i = 0; i < *n; i++)
		if (circuits[i] == circuit)
			return true;
	if (*n == ER_MOST_EQUAL_CIRCUITS)
		return false;
	circuits[(*n)++] = circuit;
	return true;
}

static int by_circuit(const void *a, const void *b, void *data)
{
	const ErFlowClass *class = data;
	const uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
	const uint32_t x = class->paths[i].circuit, y = class->paths[k].circuit;

	return x != y ? (x > y) - (x < y) : (i > k) - (i < k);
}

uint32_t er_class_choose(const ErFlowClass *class, const bool *alive, const uint32_t *longer, bool *used)
{
	uint32_t best[ER_RANKS], n_best = 0, n = 0, n_circuits = 0, circuits[ER_MOST_EQUAL_CIRCUITS];
	g_autofree uint32_t *order = g_new(uint32_t, class->n_paths + 1);
	ErFlowClass copy = *class; /* user data of the sort is not const; nothing is written */

	for (uint32_t i = 0; i < class->n_paths; i++) {
		uint32_t rank[ER_RANKS];
		used[i] = false;
		if (!alive[i])
			continue;
		rank_now(&class->paths[i], longer != NULL ? longer[i] : 0, rank);
		int by = n_best > 0 ? er_rank_compare(rank, best) : -1;
		if (by < 0) {
			memcpy(best, rank, sizeof best);
			n_best = 0;
		}
		if (by <= 0)
			order[n_best++] = i;
	}
	g_qsort_with_data(order, (gint)n_best, sizeof *order, by_circuit, &copy);
	for (uint32_t i = 0; i < n_best; i++) {
		uint32_t circuit = class->paths[order[i]].circuit;
		if (class->direction == ER_AZURE_TO_ONPREM && circuit != ER_NONE && !takes_circuit(circuits, &n_circuits, circuit))
			continue;
		used[order[i]] = true;
		n++;
	}
	return n;
}

/* ---- preference and share ---- */

static int by_rank(const void *a, const void *b)
{
	const ErPath *x = a, *y = b;
	int by = er_rank_compare(x->rank, y->rank);

	if (by != 0)
		return by;
	if (x->circuit != y->circuit)
		return x->circuit < y->circuit ? -1 : 1;
	if (x->connection != y->connection)
		return x->connection < y->connection ? -1 : 1;
	if (x->side != y->side)
		return (int)x->side - (int)y->side;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (x->tunnel > y->tunnel) - (x->tunnel < y->tunnel);
}

/* Equal up to the AS path, and one of them comes back over a WAN: that Azure sees that as longer is assumed. */
static void doubt_wan(GArray *paths)
{
	for (guint i = 0; i < paths->len; i++)
		for (guint k = 0; k < paths->len; k++) {
			ErPath *x = &g_array_index(paths, ErPath, i), *y = &g_array_index(paths, ErPath, k);
			if (x->wan == ER_NONE || y->wan != ER_NONE || x->as_path != y->as_path || x->as_path == ER_NONE || memcmp(x->rank, y->rank, x->as_path * sizeof *x->rank) != 0)
				continue;
			x->share_certainty = y->share_certainty = ER_ASSUMED;
		}
}

void er_rank_paths(ErDirection direction, GArray *paths)
{
	uint32_t preference = 0, n_circuits = 0, used = 0, circuits[ER_MOST_EQUAL_CIRCUITS];
	bool spare = false;

	if (direction == ER_AZURE_TO_ONPREM)
		doubt_wan(paths);
	g_array_sort(paths, by_rank);
	for (guint i = 0; i < paths->len; i++) {
		ErPath *path = &g_array_index(paths, ErPath, i);
		if (i > 0 && er_rank_compare(path->rank, g_array_index(paths, ErPath, i - 1).rank) != 0) {
			preference += spare ? 2 : 1;
			n_circuits = 0;
			spare = false;
		}
		path->preference = preference;
		if (direction == ER_AZURE_TO_ONPREM && path->circuit != ER_NONE && !takes_circuit(circuits, &n_circuits, path->circuit)) {
			spare = true;
			path->preference = preference + 1;
			path->share_certainty = ER_ASSUMED;
		}
	}
	for (guint i = 0; i < paths->len; i++)
		used += g_array_index(paths, ErPath, i).preference == 0;
	for (guint i = 0; i < paths->len; i++) {
		ErPath *path = &g_array_index(paths, ErPath, i);
		path->share = path->preference == 0 ? 1.0 / used : 0.0;
	}
}
