/* Sets of flows that findings hit. Hundreds of findings hit the same thousands of flows: marks are quick to set and to compare. */
#include "hits.h"

#include <string.h>

struct ErHitSets {
	const ErFlows *flows;
	GHashTable *known;         /* ErHits → itself */
};

static guint hash_of(gconstpointer data)
{
	const ErHits *hits = data;
	uint64_t hash = 0;

	for (size_t i = 0; i < hits->n_marks; i++)
		hash = (hash ^ hits->marks[i]) * UINT64_C(0x9E3779B97F4A7C15);
	return (guint)(hash >> 32);
}

static gboolean are_equal(gconstpointer a, gconstpointer b)
{
	const ErHits *x = a, *y = b;

	return memcmp(x->marks, y->marks, x->n_marks * sizeof *x->marks) == 0;
}

static void hits_free(void *data)
{
	ErHits *hits = data;

	g_free(hits->flows);
	g_free(hits->sites);
	g_free(hits->vnets);
	g_free(hits->marks);
	g_free(hits);
}

ErHitSets *er_hit_sets_new(const ErFlows *flows)
{
	ErHitSets *sets = g_new0(ErHitSets, 1);

	sets->flows = flows;
	sets->known = g_hash_table_new_full(hash_of, are_equal, NULL, hits_free);
	return sets;
}

void er_hit_sets_free(ErHitSets *sets)
{
	g_hash_table_destroy(sets->known);
	g_free(sets);
}

static size_t words_for(uint32_t n)
{
	return n / 64 + 1;
}

uint64_t *er_hit_marks_new(const ErHitSets *sets)
{
	return g_new0(uint64_t, words_for(er_flows_count(sets->flows)));
}

void er_hit_marks_add(const ErHitSets *sets, uint64_t *marks, const uint64_t *more)
{
	size_t n = words_for(er_flows_count(sets->flows));

	for (size_t i = 0; i < n; i++)
		marks[i] |= more[i];
}

/* The numbers marked, ascending. (transfer full) */
static uint32_t *numbers_of(const uint64_t *marks, size_t n_marks, uint32_t *n)
{
	uint32_t *numbers;

	*n = 0;
	for (size_t i = 0; i < n_marks; i++)
		*n += (uint32_t)__builtin_popcountll(marks[i]);
	numbers = g_new(uint32_t, *n + 1);
	*n = 0;
	for (size_t i = 0; i < n_marks; i++)
		for (uint64_t rest = marks[i]; rest != 0; rest &= rest - 1)
			numbers[(*n)++] = (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(rest);
	return numbers;
}

static void find_ends(const ErFlows *flows, ErHits *hits)
{
	const ErNetwork *net = er_flows_network(flows);
	size_t of_sites = words_for(er_network_n_sites(net)), of_vnets = words_for(er_network_n_vnets(net));
	g_autofree uint64_t *sites = g_new0(uint64_t, of_sites), *vnets = g_new0(uint64_t, of_vnets);

	for (uint32_t i = 0; i < hits->n_flows; i++) {
		const ErFlow *flow = er_flows_at(flows, hits->flows[i]);
		er_hit_mark(sites, flow->site);
		er_hit_mark(vnets, flow->vnet);
	}
	hits->sites = numbers_of(sites, of_sites, &hits->n_sites);
	hits->vnets = numbers_of(vnets, of_vnets, &hits->n_vnets);
}

const ErHits *er_hits(ErHitSets *sets, uint64_t *marks)
{
	ErHits wanted = { .marks = marks, .n_marks = words_for(er_flows_count(sets->flows)) };
	ErHits *known = g_hash_table_lookup(sets->known, &wanted);

	if (known != NULL) {
		g_free(marks);
		return known;
	}
	known = g_memdup2(&wanted, sizeof wanted);
	known->flows = numbers_of(known->marks, known->n_marks, &known->n_flows);
	find_ends(sets->flows, known);
	g_hash_table_add(sets->known, known);
	return known;
}
