/*
 * parts_down.c: the exact probability that a flow is down when its parts fail independently of each other.
 *
 * Idea. Decide the parts one after another, failed or not. What is known after the first k decisions is a state: the set of paths
 * that are dead, and of clauses of several atoms still undecided the atoms that are dead. States that agree in these have the same
 * future, whatever led there, so their probabilities are added up: Shannon's decomposition, done breadth first with equal
 * subproblems merged (as in Carlier and Lucet, A decomposition algorithm for network reliability evaluation, Discrete Applied
 * Mathematics 65, 1996). A state in which some path can no longer die, or all paths are dead, is done: its probability joins "up"
 * or "down". What no longer matters is forgotten, so that more states are equal: the atoms of a clause that can no longer be all
 * dead, and of a clause that only dead paths need.
 *
 * Order. Path by path, a part of many atoms before one of few: then a path is soon dead or safe, and the state of what comes
 * before it is small. Where many gateways stand behind few circuits that is bad, and what most paths need is better decided first:
 * this order is tried when the first one was not enough.
 *
 * Cost: O(parts * states * (log states + clauses) * words). Disjoint or nested paths keep to a few hundred states; n circuits that
 * each meet n gateways need about 2^n. When there are more than @most_states, the least likely states are given up and their
 * probability is in doubt: down lies between what is surely down and that plus the doubt. As parts fail rarely, what is given up
 * weighs little. Both orders give a range then, and the truth lies in both.
 *
 * Invariant: the probabilities of states, up, down and doubt add up to one, but for rounding. Down is a sum of products of
 * non-negative numbers, so that its relative error stays near the machine's, however small it is.
 */
#include "parts.h"

#include <string.h>

enum { WORD_BITS = 64 };
typedef enum { UNDECIDED, DONE_UP, DONE_DOWN } Done;

typedef struct {
	const uint64_t *atoms, *paths;   /* which atoms, over atom_words; which paths need it, over path_words */
} Wide;                              /* a clause of several atoms; equal ones are stored once */

typedef struct {
	size_t path_words, atom_words, words, stride; /* a state: dead paths, then dead atoms; stride: with its probability before */
	uint32_t n_paths;
	GArray *order;                   /* of uint32_t: parts that can fail and matter, as they are decided */
	uint64_t *kills;                 /* per place in the order: path_words + atom_words of what its failure does at once */
	uint32_t *path_last, *atom_last; /* places in the order of the last part that kills it at once; 0: none, else place + 1 */
	GArray *wides;                   /* of Wide */
	uint64_t *storage;               /* their words */
	uint64_t *open;                  /* scratch: paths that a clause may still kill, and the atoms of these clauses */
} Search;

static void set_bit(uint64_t *bits, size_t bit)
{
	bits[bit / WORD_BITS] |= UINT64_C(1) << bit % WORD_BITS;
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
	return (bits[bit / WORD_BITS] >> bit % WORD_BITS & 1) != 0;
}

static void add_bits(uint64_t *to, const uint64_t *from, size_t words)
{
	for (size_t w = 0; w < words; w++)
		to[w] |= from[w];
}

static size_t words_for(size_t bits)
{
	return bits / WORD_BITS + 1;
}

/* ---- the order ---- */

typedef struct { uint32_t part, path, n, reach; } Place;

static int by_path(const void *a, const void *b)
{
	const Place *x = a, *y = b;

	if (x->path != y->path)
		return x->path < y->path ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return er_compare_indices(&x->part, &y->part);
}

static int by_reach(const void *a, const void *b)
{
	const Place *x = a, *y = b;

	return x->reach != y->reach ? (x->reach > y->reach ? -1 : 1) : by_path(a, b);
}

static GArray *order_parts(const ErParts *parts, const double *fails, GCompareFunc compare)
{
	g_autofree uint32_t *first = g_new(uint32_t, parts->atoms->len + 1), *reach = g_new0(uint32_t, parts->atoms->len + 1);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
	GArray *order = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t atom = 0; atom < parts->atoms->len; atom++)
		first[atom] = ER_NONE;
	for (uint32_t i = 0; i < parts->clauses->len; i++) {
		const ErClause *clause = &g_array_index(parts->clauses, ErClause, i);

		for (uint32_t k = 0; k < clause->atoms.n; k++) {
			const uint32_t atom = er_parts_atoms(parts, clause->atoms)[k];
			first[atom] = MIN(first[atom], clause->path);
			reach[atom]++;
		}
	}
	for (uint32_t i = 0; i < parts->parts->len; i++) {
		const ErSpan atoms = g_array_index(parts->parts, ErPart, i).atoms;
		Place place = { i, ER_NONE, atoms.n, 0 };

		for (uint32_t k = 0; k < atoms.n; k++) {
			place.path = MIN(place.path, first[er_parts_atoms(parts, atoms)[k]]);
			place.reach += reach[er_parts_atoms(parts, atoms)[k]];
		}
		if (fails[i] > 0 && place.path != ER_NONE)
			g_array_append_val(places, place);
	}
	g_array_sort(places, compare);
	for (guint i = 0; i < places->len; i++)
		g_array_append_val(order, g_array_index(places, Place, i).part);
	return order;
}

/* ---- what is fixed ---- */

/* A clause of several atoms, found among those before or added. */
static Wide *wide_of(Search *search, const uint64_t *atoms)
{
	uint64_t *room;

	for (guint i = 0; i < search->wides->len; i++) {
		Wide *wide = &g_array_index(search->wides, Wide, i);
		if (memcmp(wide->atoms, atoms, search->atom_words * sizeof *atoms) == 0)
			return wide;
	}
	room = search->storage + search->wides->len * search->words;
	memcpy(room + search->path_words, atoms, search->atom_words * sizeof *atoms);
	const Wide wide = { room + search->path_words, room };
	g_array_append_val(search->wides, wide);
	return &g_array_index(search->wides, Wide, search->wides->len - 1);
}

static void take_wides(Search *search, const ErParts *parts)
{
	g_autofree uint64_t *atoms = g_new(uint64_t, search->atom_words);

	for (uint32_t i = 0; i < parts->clauses->len; i++) {
		const ErClause *clause = &g_array_index(parts->clauses, ErClause, i);

		if (clause->atoms.n == 1)
			continue;
		memset(atoms, 0, search->atom_words * sizeof *atoms);
		for (uint32_t k = 0; k < clause->atoms.n; k++)
			set_bit(atoms, er_parts_atoms(parts, clause->atoms)[k]);
		set_bit((uint64_t *)wide_of(search, atoms)->paths, clause->path);
	}
}

/* What the failure of each part does, and which decision about a path or an atom is the last. */
static void take_kills(Search *search, const ErParts *parts)
{
	for (uint32_t place = 0; place < search->order->len; place++) {
		const ErSpan atoms = g_array_index(parts->parts, ErPart, g_array_index(search->order, uint32_t, place)).atoms;

		for (uint32_t k = 0; k < atoms.n; k++) {
			set_bit(search->kills + place * search->words + search->path_words, er_parts_atoms(parts, atoms)[k]);
			search->atom_last[er_parts_atoms(parts, atoms)[k]] = place + 1;
		}
	}
	for (uint32_t i = 0; i < parts->clauses->len; i++) {
		const ErClause *clause = &g_array_index(parts->clauses, ErClause, i);

		for (uint32_t place = 0; clause->atoms.n == 1 && place < search->order->len; place++) {
			uint64_t *kills = search->kills + place * search->words;
			if (!has_bit(kills + search->path_words, er_parts_atoms(parts, clause->atoms)[0]))
				continue;
			set_bit(kills, clause->path);
			search->path_last[clause->path] = MAX(search->path_last[clause->path], place + 1);
		}
	}
}

static void search_start(Search *search, const ErParts *parts, const double *fails, GCompareFunc compare)
{
	search->n_paths = parts->n_paths;
	search->path_words = words_for(parts->n_paths);
	search->atom_words = words_for(parts->atoms->len);
	search->words = search->path_words + search->atom_words;
	search->stride = search->words + 1;
	search->order = order_parts(parts, fails, compare);
	search->kills = g_new0(uint64_t, search->order->len * search->words + 1);
	search->path_last = g_new0(uint32_t, parts->n_paths + 1);
	search->atom_last = g_new0(uint32_t, parts->atoms->len + 1);
	search->wides = g_array_new(FALSE, FALSE, sizeof(Wide));
	search->storage = g_new0(uint64_t, parts->clauses->len * search->words + 1);
	search->open = g_new0(uint64_t, search->words);
	take_wides(search, parts);
	take_kills(search, parts);
}

static void search_end(Search *search)
{
	g_array_unref(search->order);
	g_array_unref(search->wides);
	g_free(search->kills);
	g_free(search->path_last);
	g_free(search->atom_last);
	g_free(search->storage);
	g_free(search->open);
}

/* ---- one state ---- */

static bool inside(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t w = 0; w < words; w++)
		if ((a[w] & ~b[w]) != 0)
			return false;
	return true;
}

/* Some atom of the clause is alive, and nothing that is still to be decided can kill it. */
static bool is_safe(const Search *search, const Wide *wide, const uint64_t *dead, uint32_t decided)
{
	for (size_t w = 0; w < search->atom_words; w++)
		for (uint64_t left = wide->atoms[w] & ~dead[w]; left != 0; left &= left - 1)
			if (search->atom_last[w * WORD_BITS + (size_t)__builtin_ctzll(left)] <= decided)
				return true;
	return false;
}

/*
 * Brings the state after @decided decisions into its one form: paths of dead clauses are dead, and only atoms of clauses that may
 * still kill a path alive are kept. Returns whether it is done.
 */
static Done settle(Search *search, uint64_t *state, uint32_t decided)
{
	uint64_t *paths = state, *atoms = state + search->path_words;
	bool all_dead = true;

	for (guint i = 0; i < search->wides->len; i++) {
		const Wide *wide = &g_array_index(search->wides, Wide, i);
		if (inside(wide->atoms, atoms, search->atom_words))
			add_bits(paths, wide->paths, search->path_words);
	}
	memset(search->open, 0, search->words * sizeof *search->open);
	for (guint i = 0; i < search->wides->len; i++) {
		const Wide *wide = &g_array_index(search->wides, Wide, i);
		if (!inside(wide->paths, paths, search->path_words) && !is_safe(search, wide, atoms, decided)) {
			add_bits(search->open, wide->paths, search->path_words);
			add_bits(search->open + search->path_words, wide->atoms, search->atom_words);
		}
	}
	for (size_t w = 0; w < search->atom_words; w++)
		atoms[w] &= search->open[search->path_words + w];
	for (uint32_t path = 0; path < search->n_paths; path++) {
		if (has_bit(paths, path))
			continue;
		all_dead = false;
		if (search->path_last[path] <= decided && !has_bit(search->open, path))
			return DONE_UP;
	}
	return all_dead ? DONE_DOWN : UNDECIDED;
}

/* ---- all states ---- */

typedef struct {
	GArray *states;      /* of uint64_t: stride each: probability, then the state */
	double up, down, doubt;
} Front;

static double mass_of(const uint64_t *record)
{
	double mass;

	memcpy(&mass, record, sizeof mass);
	return mass;
}

static void add_state(Search *search, Front *front, const uint64_t *record, const uint64_t *kills, double mass, uint32_t decided)
{
	const guint at = front->states->len;

	if (!(mass > 0))
		return;
	g_array_append_vals(front->states, record, (guint)search->stride);
	uint64_t *own = &g_array_index(front->states, uint64_t, at);
	memcpy(own, &mass, sizeof mass);
	if (kills != NULL)
		add_bits(own + 1, kills, search->words);
	const Done done = settle(search, own + 1, decided);
	if (done == UNDECIDED)
		return;
	*(done == DONE_UP ? &front->up : &front->down) += mass;
	g_array_set_size(front->states, at);
}

static int by_state(const void *a, const void *b, void *data)
{
	const Search *search = data;

	return memcmp((const uint64_t *)a + 1, (const uint64_t *)b + 1, search->words * sizeof(uint64_t));
}

static int by_mass(const void *a, const void *b, void *data)
{
	const double x = mass_of(a), y = mass_of(b);

	return x != y ? (x < y ? 1 : -1) : by_state(a, b, data);
}

/* Adds equal states up, and gives the least likely ones up when there are too many. The sort is stable: the same sums each time. */
static void merge(Search *search, Front *front, uint32_t most_states)
{
	uint64_t *all = (uint64_t *)(void *)front->states->data;
	const size_t bytes = search->stride * sizeof *all;
	size_t n = front->states->len / search->stride, kept = 0;

	if (n == 0)
		return;
	g_qsort_with_data(all, (int)n, bytes, by_state, search);
	for (size_t i = 0; i < n; i++) {
		uint64_t *own = all + i * search->stride, *last = all + (kept > 0 ? kept - 1 : 0) * search->stride;

		if (kept > 0 && by_state(own, last, search) == 0) {
			const double sum = mass_of(last) + mass_of(own);
			memcpy(last, &sum, sizeof sum);
		} else {
			memmove(all + kept++ * search->stride, own, bytes);
		}
	}
	if (kept > most_states) {
		g_qsort_with_data(all, (int)kept, bytes, by_mass, search);
		for (; kept > most_states; kept--)
			front->doubt += mass_of(all + (kept - 1) * search->stride);
	}
	g_array_set_size(front->states, (guint)(kept * search->stride));
}

static Front decide(const ErParts *parts, const double *fails, uint32_t most_states, GCompareFunc compare)
{
	Search search = { 0 };
	Front front = { g_array_new(FALSE, TRUE, sizeof(uint64_t)), 0, 0, 0 };

	search_start(&search, parts, fails, compare);
	g_autofree uint64_t *start = g_new0(uint64_t, search.stride);
	add_state(&search, &front, start, NULL, 1, 0);
	for (uint32_t place = 0; place < search.order->len; place++) {
		g_autoptr(GArray) before = front.states;
		const double failed = fails[g_array_index(search.order, uint32_t, place)];

		front.states = g_array_sized_new(FALSE, TRUE, sizeof(uint64_t), before->len * 2);
		for (guint i = 0; i < before->len; i += (guint)search.stride) {
			const uint64_t *record = &g_array_index(before, uint64_t, i);
			add_state(&search, &front, record, NULL, mass_of(record) * (1 - failed), place + 1);
			add_state(&search, &front, record, search.kills + place * search.words, mass_of(record) * failed, place + 1);
		}
		merge(&search, &front, most_states);
	}
	g_assert(front.states->len == 0); /* with everything decided each path is dead or safe */
	g_clear_pointer(&front.states, g_array_unref);
	search_end(&search);
	return front;
}

bool er_parts_down(const ErParts *parts, const double *fails, uint32_t most_states, double *least, double *most)
{
	g_assert(most_states > 0);
	Front front = decide(parts, fails, most_states, by_path);
	*least = MIN(front.down, 1);
	*most = MIN(front.down + front.doubt, 1);
	if (!(front.doubt > 0))
		return true;
	front = decide(parts, fails, most_states, by_reach);
	if (!(front.doubt > 0))
		*least = *most = MIN(front.down, 1);
	*least = MAX(*least, MIN(front.down, 1));
	*most = MAX(*least, MIN(*most, front.down + front.doubt));
	return !(front.doubt > 0);
}
