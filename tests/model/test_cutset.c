/*
 * test_cutset.c: minimal cut sets, by tables and by laws.
 *
 * Tables are written in letters: atoms a, b, c …; "a bc; a d" is two paths, the first needs a, and b or c. Elements are sets of
 * letters, "-" is one without atoms; cuts are element numbers, "0;12" is {0} and {1, 2}. The laws run over seeded random systems
 * held as bit masks, and evaluated as such here, so that both the search and er_system_up() have something to be measured by.
 * A failure names its seed.
 */
#include "model/cutset.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNKS = 16, CHUNK = 1000, ATOMS_MAX = 12, PATHS_MAX = 9, CLAUSES_MAX = 5, ELEMENTS_MAX = 10, NO_LIMIT = 1 << 20 };

/* Check writes a note per ck_assert; the laws ask millions of questions, so only an unwanted answer is told. */
#define REQUIRE(condition, seed) \
	do { \
		if (!(condition)) \
			ck_abort_msg("%s, seed %u: %s", __func__, (unsigned)(seed), #condition); \
	} while (0)

static int compare_cuts(const void *a, const void *b)
{
	const ErCutSet *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	for (uint32_t i = 0; i < x->n; i++)
		if (x->element[i] != y->element[i])
			return x->element[i] < y->element[i] ? -1 : 1;
	return 0;
}

/* Tables */

typedef struct {
	const char *name;
	const char *paths; /* NULL: none; " " is one path without clauses */
	const char *elements;
	const char *cuts;
} Case;

static const Case cases[] = {
	{ "series: each hop is a single point of failure", "a b c", "a;b;c", "0;1;2" },
	{ "parallel: one from each leg", "a b; c d", "a;b;c;d", "02;03;12;13" },
	{ "parallel behind a shared hop", "a b; a c", "a;b;c", "0;12" },
	{ "three legs", "a; b; c", "a;b;c", "012" },
	{ "four legs survive any three", "a; b; c; d", "a;b;c;d", "" },
	{ "2-of-any clause: both instances", "ab", "a;b", "01" },
	{ "2-of-any clause beside a hop", "a bc", "a;b;c", "0;12" },
	{ "3-of-any clause", "abc", "a;b;c", "012" },
	{ "4-of-any clause holds for three losses", "abcd", "a;b;c;d", "" },
	{ "4-of-any clause and a pair that fails as one", "abcd", "a;b;c;d;ab", "234" },
	{ "one clause shared by both paths", "a cd; b cd", "a;b;c;d", "01;23" },
	{ "crossed clauses", "ab c; bc d", "a;b;c;d", "12;23;013" },
	{ "clauses of one path share an atom", "ab ac", "a;b;c", "01;02" },
	{ "clause that names an atom twice is a clause of one", "aa b", "a;b", "0;1" },
	{ "the same clause twice", "ab ab", "a;b", "01" },
	{ "the same path twice", "a b; a b", "a;b", "0;1" },
	{ "a path that contains another adds nothing", "a; a b", "a;b", "0" },
	{ "group: takes both legs", "a b; c d", "ac;a;c", "0;12" },
	{ "groups that overlap", "a; b; c", "ab;bc;ac", "01;02;12" },
	{ "group inside a group", "a; b; c", "a;ab;c;abc", "3;12" },
	{ "group equal to a component: both are told", "a", "a;a", "0;1" },
	{ "equal groups on two legs", "a; b", "a;b;a;b", "01;03;12;23" },
	{ "group with atoms that no path uses", "a; b", "ac;bd;cd", "01" },
	{ "group covers a clause alone", "abc d", "abc;d;ab;c", "0;1;23" },
	{ "element order is the order of the answer", "a; b", "b;a", "01" },
	{ "empty system: down, so no cuts", NULL, "a;b", "" },
	{ "no elements", "a b", NULL, "" },
	{ "path without clauses is always alive", " ", "a", "" },
	{ "always alive beside a path that can die", "a; ", "a", "" },
	{ "element without atoms is in no cut", "a; b", "-;a;-;b", "13" },
	{ "only elements without atoms", "a", "-;-", "" },
	{ "an atom that nothing can take", "a; b", "a", "" },
};

static uint32_t letters(const char *text, uint32_t *atoms)
{
	uint32_t n = 0;

	for (; *text >= 'a' && *text <= 'z'; text++)
		atoms[n++] = (uint32_t)(*text - 'a');
	return n;
}

static ErSystem *system_from_text(const char *paths, const char *elements)
{
	ErSystem *system = er_system_new(26);
	g_auto(GStrv) path = g_strsplit(paths != NULL ? paths : "", ";", -1);
	g_auto(GStrv) element = g_strsplit(elements != NULL ? elements : "", ";", -1);
	uint32_t atoms[26];

	for (uint32_t p = 0; path[p] != NULL; p++) {
		g_auto(GStrv) clause = g_strsplit(path[p], " ", -1);

		ck_assert_uint_eq(er_system_add_path(system), p);
		for (uint32_t i = 0; clause[i] != NULL; i++)
			if (letters(clause[i], atoms) > 0)
				er_system_path_needs(system, p, atoms, letters(clause[i], atoms));
	}
	for (uint32_t e = 0; element[e] != NULL; e++)
		ck_assert_uint_eq(er_system_add_element(system, atoms, letters(element[e], atoms)), e);
	return system;
}

static char *cuts_text(const GArray *cuts)
{
	GString *text = g_string_new(NULL);

	for (uint32_t i = 0; i < cuts->len; i++) {
		const ErCutSet *cut = &g_array_index(cuts, ErCutSet, i);

		g_string_append(text, i > 0 ? ";" : "");
		for (uint32_t e = 0; e < cut->n; e++)
			g_string_append_printf(text, "%u", cut->element[e]);
	}
	return g_string_free(text, FALSE);
}

START_TEST(cuts_of_table)
{
	const Case *c = &cases[_i];
	g_autoptr(ErSystem) system = system_from_text(c->paths, c->elements);
	bool truncated = true;
	g_autoptr(GArray) cuts = er_system_cuts(system, 3, NO_LIMIT, &truncated);
	g_autofree char *got = cuts_text(cuts);

	ck_assert_msg(strcmp(got, c->cuts) == 0, "%s: want '%s', got '%s'", c->name, c->cuts, got);
	ck_assert_msg(!truncated, "%s: truncated", c->name);
}
END_TEST

static const struct {
	const char *paths, *elements, *failed; /* failed: element numbers */
	const char *alive;                     /* paths */
} states[] = {
	{ NULL, "a", "", "" },
	{ " ", "a", "0", "0" },
	{ "a b", "a;b", "", "0" },
	{ "a b", "a;b", "1", "" },
	{ "a b; c", "a;b;c", "1", "1" },
	{ "a b; c", "a;b;c", "2", "0" },
	{ "a b; c", "a;b;c", "02", "" },
	{ "ab; bc", "a;b;c", "0", "01" },
	{ "ab; bc", "a;b;c", "01", "1" },
	{ "ab; bc", "a;b;c", "1", "01" },
	{ "ab c", "ab;c;ac", "0", "" },
	{ "ab; c", "ac;-", "0", "0" },
	{ "ab; c", "ac;-", "11", "01" },
	{ "aa", "a", "00", "" },
};

START_TEST(state_of_table)
{
	g_autoptr(ErSystem) system = system_from_text(states[_i].paths, states[_i].elements);
	g_autoptr(GString) alive = g_string_new(NULL);
	uint32_t failed[4], n = 0;

	for (const char *f = states[_i].failed; *f != '\0'; f++)
		failed[n++] = (uint32_t)(*f - '0');
	for (uint32_t p = 0; states[_i].paths != NULL && (p == 0 || strchr(states[_i].paths, ';') != NULL) && p < 2; p++)
		if (er_system_path_alive(system, p, failed, n))
			g_string_append_printf(alive, "%u", p);
	ck_assert_str_eq(alive->str, states[_i].alive);
	ck_assert(er_system_up(system, failed, n) == (alive->len > 0));
}
END_TEST

static const struct {
	uint32_t depth, limit;
	const char *cuts;
	bool truncated;
} limits[] = { /* of "x a b; x c d" with elements x;a;b;c;d: 0;13;14;23;24 */
	{ 3, 5, "0;13;14;23;24", false },
	{ 3, 4, "0;13;14;23", true },
	{ 3, 2, "0;13", true },
	{ 3, 1, "0", true },
	{ 3, 0, "", true },
	{ 2, 5, "0;13;14;23;24", false },
	{ 1, 1, "0", false },
	{ 1, 0, "", true },
};

START_TEST(limit_is_told)
{
	g_autoptr(ErSystem) system = system_from_text("x a b; x c d", "x;a;b;c;d");
	bool truncated = !limits[_i].truncated;
	g_autoptr(GArray) cuts = er_system_cuts(system, limits[_i].depth, limits[_i].limit, &truncated);
	g_autofree char *got = cuts_text(cuts);

	ck_assert_str_eq(got, limits[_i].cuts);
	ck_assert(truncated == limits[_i].truncated);
}
END_TEST

START_TEST(nothing_to_truncate)
{
	g_autoptr(ErSystem) system = system_from_text("a; b; c; d", "a;b;c;d");
	bool truncated = true;
	g_autoptr(GArray) cuts = er_system_cuts(system, 3, 0, &truncated);

	ck_assert_uint_eq(cuts->len, 0);
	ck_assert(!truncated);
	er_system_free(NULL);
}
END_TEST

/* 64 circuits of two legs, each path through any of 80 instances of each of three gateways: 512,000 rows a path if expanded. */
START_TEST(wide_clauses_do_not_multiply)
{
	enum { LEGS = 128, INSTANCES = 80, GATEWAYS = 3, ATOMS = LEGS + INSTANCES * GATEWAYS };
	g_autoptr(ErSystem) system = er_system_new(ATOMS);
	uint32_t half[LEGS / 2];
	bool truncated = true;
	g_autoptr(GArray) cuts = NULL;
	g_autofree char *got = NULL;

	for (uint32_t leg = 0; leg < LEGS; leg++) {
		er_system_path_needs(system, er_system_add_path(system), &leg, 1);
		for (uint32_t g = 0; g < GATEWAYS; g++) {
			uint32_t instances[INSTANCES];

			for (uint32_t i = 0; i < INSTANCES; i++)
				instances[i] = LEGS + g * INSTANCES + i;
			er_system_path_needs(system, leg, instances, INSTANCES);
		}
	}
	for (uint32_t part = 0; part < 2; part++) { /* elements 0 and 1: the even legs, the odd legs */
		for (uint32_t i = 0; i < LEGS / 2; i++)
			half[i] = 2 * i + part;
		er_system_add_element(system, half, LEGS / 2);
	}
	for (uint32_t third = 0; third < 3; third++) { /* elements 2 to 4: the three zones of the second gateway */
		uint32_t zone[INSTANCES], n = 0;

		for (uint32_t i = third; i < INSTANCES; i += 3)
			zone[n++] = LEGS + INSTANCES + i;
		er_system_add_element(system, zone, n);
	}
	for (uint32_t atom = 0; atom < ATOMS; atom++) /* from element 5 on: each atom */
		er_system_add_element(system, &atom, 1);
	cuts = er_system_cuts(system, 3, NO_LIMIT, &truncated);
	got = cuts_text(cuts);
	ck_assert_str_eq(got, "01;234");
	ck_assert(!truncated);
}
END_TEST

/* 700 equal components on each of three legs: 343,000,000 cuts, of which the first thousand are wanted. */
START_TEST(many_cuts_in_little_room)
{
	enum { EACH = 700, LIMIT = 1000 };
	g_autoptr(ErSystem) system = er_system_new(3);
	bool truncated = false;
	g_autoptr(GArray) cuts = NULL;

	for (uint32_t atom = 0; atom < 3; atom++)
		er_system_path_needs(system, er_system_add_path(system), &atom, 1);
	for (uint32_t i = 0; i < EACH * 3; i++)
		er_system_add_element(system, &(uint32_t){ i % 3 }, 1);
	cuts = er_system_cuts(system, 3, LIMIT, &truncated);
	ck_assert(truncated);
	ck_assert_uint_eq(cuts->len, LIMIT);
	for (uint32_t b = 1, i = 0; i < LIMIT; b++) /* 0 with each b and c of the two other legs, in order */
		for (uint32_t c = b + 1; c < EACH * 3 && i < LIMIT; c++) {
			const ErCutSet want = { { 0, b, c }, 3 };

			if (b % 3 != 0 && c % 3 != 0 && b % 3 != c % 3)
				ck_assert_int_eq(compare_cuts(&g_array_index(cuts, ErCutSet, i++), &want), 0);
		}
}
END_TEST

/* Random systems */

typedef struct { uint32_t state; } Random;

static uint32_t random_below(Random *random, uint32_t n) /* xorshift32, Marsaglia 2003 */
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 17;
	random->state ^= random->state << 5;
	return random->state % n;
}

static Random random_from(uint32_t seed)
{
	Random random = { seed * 2654435761u | 1u };

	for (uint32_t i = 0; i < 8; i++)
		random_below(&random, 2);
	return random;
}

typedef struct {
	uint32_t n_atoms, n_paths, n_elements;
	uint32_t n_clauses[PATHS_MAX];
	uint32_t clause[PATHS_MAX][CLAUSES_MAX]; /* masks of atoms */
	uint32_t element[ELEMENTS_MAX];
} Spec;

static uint32_t random_mask(Random *random, uint32_t n_atoms, uint32_t draws)
{
	uint32_t mask = 0;

	while (draws-- > 0)
		mask |= 1u << random_below(random, n_atoms);
	return mask;
}

static void random_path(Random *random, Spec *spec)
{
	const uint32_t p = spec->n_paths++;
	const bool wide = random_below(random, 2) == 0;

	spec->n_clauses[p] = random_below(random, 40) == 0 ? 0 : 1 + random_below(random, CLAUSES_MAX);
	for (uint32_t i = 0; i < spec->n_clauses[p]; i++)
		spec->clause[p][i] = random_below(random, 4) == 0 && p > 0 && spec->n_clauses[p - 1] > 0
			? spec->clause[p - 1][random_below(random, spec->n_clauses[p - 1])]
			: random_mask(random, spec->n_atoms, wide ? 1 + random_below(random, 4) : 1);
}

static Spec random_spec(Random *random)
{
	Spec spec = { .n_atoms = 2 + random_below(random, ATOMS_MAX - 1), .n_elements = random_below(random, ELEMENTS_MAX + 1) };
	const uint32_t n_paths = random_below(random, PATHS_MAX); /* one place is left, for the law of the parallel path */

	while (spec.n_paths < n_paths)
		random_path(random, &spec);
	for (uint32_t e = 0; e < spec.n_elements; e++)
		spec.element[e] = random_below(random, 2) == 0 ? 1u << random_below(random, spec.n_atoms)
		                                               : random_mask(random, spec.n_atoms, random_below(random, 7));
	return spec;
}

static void shuffle(Random *random, uint32_t *list, uint32_t n)
{
	for (uint32_t i = n; i > 1; i--) {
		const uint32_t j = random_below(random, i), kept = list[i - 1];

		list[i - 1] = list[j];
		list[j] = kept;
	}
}

static void identity(uint32_t *list, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		list[i] = i;
}

/* The atoms of a mask under their names; in random order, one of them twice, when @random is given. */
static uint32_t mask_atoms(uint32_t mask, const uint32_t *names, Random *random, uint32_t *atoms)
{
	uint32_t n = 0;

	for (uint32_t a = 0; a < ATOMS_MAX; a++)
		if ((mask >> a & 1) != 0)
			atoms[n++] = names[a];
	if (random != NULL && n > 0) {
		atoms[n++] = atoms[0];
		shuffle(random, atoms, n);
	}
	return n;
}

/* With @random, everything is given in another order; then new element i is element_at[i] of the spec. */
static ErSystem *system_from_spec(const Spec *spec, Random *random, uint32_t *element_at)
{
	ErSystem *system = er_system_new(spec->n_atoms);
	uint32_t names[ATOMS_MAX], paths[PATHS_MAX], clauses[CLAUSES_MAX], atoms[ATOMS_MAX + 1];

	identity(names, spec->n_atoms);
	identity(paths, spec->n_paths);
	identity(element_at, spec->n_elements);
	if (random != NULL) {
		shuffle(random, names, spec->n_atoms);
		shuffle(random, paths, spec->n_paths);
		shuffle(random, element_at, spec->n_elements);
	}
	for (uint32_t p = 0; p < spec->n_paths; p++) {
		const uint32_t n_clauses = spec->n_clauses[paths[p]], added = er_system_add_path(system);

		identity(clauses, n_clauses);
		if (random != NULL)
			shuffle(random, clauses, n_clauses);
		for (uint32_t i = 0; i < n_clauses; i++) {
			const uint32_t n = mask_atoms(spec->clause[paths[p]][clauses[i]], names, random, atoms);

			er_system_path_needs(system, added, atoms, n);
		}
	}
	for (uint32_t e = 0; e < spec->n_elements; e++)
		er_system_add_element(system, atoms, mask_atoms(spec->element[element_at[e]], names, random, atoms));
	return system;
}

static bool spec_path_alive(const Spec *spec, uint32_t path, uint32_t dead)
{
	for (uint32_t i = 0; i < spec->n_clauses[path]; i++)
		if ((spec->clause[path][i] & ~dead) == 0)
			return false;
	return true;
}

static bool equal_cuts(const GArray *a, const GArray *b, uint32_t n)
{
	for (uint32_t i = 0; i < n && i < a->len && i < b->len; i++)
		if (compare_cuts(&g_array_index(a, ErCutSet, i), &g_array_index(b, ErCutSet, i)) != 0)
			return false;
	return MIN(n, a->len) == MIN(n, b->len);
}

static bool contains(const ErCutSet *whole, const ErCutSet *part)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < whole->n; i++)
		for (uint32_t j = 0; j < part->n; j++)
			found += whole->element[i] == part->element[j];
	return found == part->n;
}

static void try_cut(const ErSystem *system, ErCutSet cut, GArray *cuts)
{
	for (uint32_t i = 0; i < cuts->len; i++)
		if (contains(&cut, &g_array_index(cuts, ErCutSet, i)))
			return;
	if (!er_system_up(system, cut.element, cut.n))
		g_array_append_val(cuts, cut);
}

/* By the definition: every set of up to three elements, small ones first; minimal if it contains none found before. */
static GArray *brute_force(const ErSystem *system, uint32_t n_elements)
{
	GArray *cuts = g_array_new(FALSE, FALSE, sizeof(ErCutSet));

	if (!er_system_up(system, NULL, 0))
		return cuts;
	for (uint32_t a = 0; a < n_elements; a++)
		try_cut(system, (ErCutSet){ { a }, 1 }, cuts);
	for (uint32_t a = 0; a < n_elements; a++)
		for (uint32_t b = a + 1; b < n_elements; b++)
			try_cut(system, (ErCutSet){ { a, b }, 2 }, cuts);
	for (uint32_t a = 0; a < n_elements; a++)
		for (uint32_t b = a + 1; b < n_elements; b++)
			for (uint32_t c = b + 1; c < n_elements; c++)
				try_cut(system, (ErCutSet){ { a, b, c }, 3 }, cuts);
	return cuts;
}

static GArray *all_cuts(const ErSystem *system, uint32_t depth, uint32_t seed)
{
	bool truncated = true;
	GArray *cuts = er_system_cuts(system, depth, NO_LIMIT, &truncated);

	REQUIRE(!truncated, seed);
	return cuts;
}

typedef struct {
	uint32_t seed;
	Random random;
	Spec spec;
	uint32_t element_at[ELEMENTS_MAX];
	ErSystem *system;
	GArray *cuts;
} Sample;

static void law_evaluation(Sample *s)
{
	for (uint32_t set = 0; set < 1u << s->spec.n_elements; set += 1 + random_below(&s->random, 64)) {
		uint32_t failed[ELEMENTS_MAX], n = 0, dead = 0;
		bool up = false;

		for (uint32_t e = 0; e < s->spec.n_elements; e++)
			if ((set >> e & 1) != 0) {
				failed[n++] = e;
				dead |= s->spec.element[e];
			}
		for (uint32_t p = 0; p < s->spec.n_paths; p++) {
			const bool alive = spec_path_alive(&s->spec, p, dead);

			REQUIRE(er_system_path_alive(s->system, p, failed, n) == alive, s->seed);
			up |= alive;
		}
		REQUIRE(er_system_up(s->system, failed, n) == up, s->seed);
	}
}

static void law_brute_force(Sample *s)
{
	g_autoptr(GArray) want = brute_force(s->system, s->spec.n_elements);

	REQUIRE(want->len == s->cuts->len, s->seed);
	REQUIRE(equal_cuts(want, s->cuts, want->len), s->seed);
}

static void law_remove_and_put_back(Sample *s)
{
	for (uint32_t i = 0; i < s->cuts->len; i++) {
		const ErCutSet *cut = &g_array_index(s->cuts, ErCutSet, i);

		REQUIRE(!er_system_up(s->system, cut->element, cut->n), s->seed);
		for (uint32_t back = 0; back < cut->n; back++) {
			uint32_t rest[3], n = 0;

			for (uint32_t e = 0; e < cut->n; e++)
				if (e != back)
					rest[n++] = cut->element[e];
			REQUIRE(er_system_up(s->system, rest, n), s->seed);
		}
	}
}

static void law_parallel_path(Sample *s)
{
	Spec larger = s->spec;
	uint32_t element_at[ELEMENTS_MAX];
	g_autoptr(ErSystem) system = NULL;
	g_autoptr(GArray) cuts = NULL;

	random_path(&s->random, &larger);
	system = system_from_spec(&larger, NULL, element_at);
	cuts = all_cuts(system, 3, s->seed);
	if (!er_system_up(s->system, NULL, 0))
		return; /* it was down to begin with, and the empty cut is in every cut */
	for (uint32_t i = 0; i < cuts->len; i++) {
		bool found = false;

		for (uint32_t j = 0; j < s->cuts->len && !found; j++)
			found = contains(&g_array_index(cuts, ErCutSet, i), &g_array_index(s->cuts, ErCutSet, j));
		REQUIRE(found, s->seed);
	}
}

static void law_order_of_input(Sample *s)
{
	uint32_t element_at[ELEMENTS_MAX];
	g_autoptr(ErSystem) system = system_from_spec(&s->spec, &s->random, element_at);
	g_autoptr(GArray) cuts = all_cuts(system, 3, s->seed);

	for (uint32_t i = 0; i < cuts->len; i++) {
		ErCutSet *cut = &g_array_index(cuts, ErCutSet, i);

		for (uint32_t e = 0; e < cut->n; e++)
			cut->element[e] = element_at[cut->element[e]];
		for (uint32_t e = 1; e < cut->n; e++)
			for (uint32_t f = e; f > 0 && cut->element[f - 1] > cut->element[f]; f--) {
				const uint32_t kept = cut->element[f];

				cut->element[f] = cut->element[f - 1];
				cut->element[f - 1] = kept;
			}
	}
	g_array_sort(cuts, compare_cuts);
	REQUIRE(cuts->len == s->cuts->len, s->seed);
	REQUIRE(equal_cuts(cuts, s->cuts, cuts->len), s->seed);
}

static void law_depth_filters(Sample *s)
{
	for (uint32_t depth = 1; depth < 3; depth++) {
		g_autoptr(GArray) cuts = all_cuts(s->system, depth, s->seed);
		uint32_t n = 0;

		while (n < s->cuts->len && g_array_index(s->cuts, ErCutSet, n).n <= depth)
			n++;
		REQUIRE(cuts->len == n, s->seed);
		REQUIRE(equal_cuts(cuts, s->cuts, n), s->seed);
	}
}

static void law_limit_keeps_the_first(Sample *s)
{
	const uint32_t limit = random_below(&s->random, s->cuts->len + 2);
	bool truncated = limit >= s->cuts->len;
	g_autoptr(GArray) cuts = er_system_cuts(s->system, 3, limit, &truncated);

	REQUIRE(truncated == (limit < s->cuts->len), s->seed);
	REQUIRE(cuts->len == MIN(limit, s->cuts->len), s->seed);
	REQUIRE(equal_cuts(cuts, s->cuts, limit), s->seed);
}

START_TEST(laws_hold)
{
	uint32_t seen[4] = { 0 };

	for (uint32_t seed = (uint32_t)_i * CHUNK + 1; seed <= ((uint32_t)_i + 1) * CHUNK; seed++) {
		Sample s = { .seed = seed, .random = random_from(seed) };

		s.spec = random_spec(&s.random);
		s.system = system_from_spec(&s.spec, NULL, s.element_at);
		s.cuts = all_cuts(s.system, 3, seed);
		law_evaluation(&s);
		law_brute_force(&s);
		law_remove_and_put_back(&s);
		law_parallel_path(&s);
		law_order_of_input(&s);
		law_depth_filters(&s);
		law_limit_keeps_the_first(&s);
		for (uint32_t i = 0; i < s.cuts->len; i++)
			seen[g_array_index(s.cuts, ErCutSet, i).n]++;
		g_array_unref(s.cuts);
		er_system_free(s.system);
	}
	ck_assert_msg(seen[1] > CHUNK / 4 && seen[2] > CHUNK / 4 && seen[3] > CHUNK / 8,
	              "dull systems: %u cuts of one, %u of two, %u of three", seen[1], seen[2], seen[3]);
}
END_TEST

static uint32_t random_atoms(Random *random, uint32_t first, uint32_t end, uint32_t percent, uint32_t *atoms)
{
	uint32_t n = 0;

	for (uint32_t a = first; a < end; a++)
		if (random_below(random, 100) < percent)
			atoms[n++] = a;
	return n;
}

/* More paths and more alternatives than a word has bits, and elements large enough to matter. */
START_TEST(wider_than_a_word)
{
	enum { SYSTEMS = 24, ATOMS = 220, ELEMENTS = 18 };
	uint32_t seen[4] = { 0 };

	for (uint32_t seed = 1; seed <= SYSTEMS; seed++) {
		Random random = random_from(seed);
		g_autoptr(ErSystem) system = er_system_new(ATOMS);
		g_autoptr(GArray) cuts = NULL, want = NULL;
		uint32_t atoms[ATOMS];

		for (uint32_t p = 0; p < 115 + seed; p++) { /* 128 among them */
			er_system_add_path(system);
			for (uint32_t i = 1 + random_below(&random, 4); i > 0; i--) {
				const uint32_t n = 1 + random_below(&random, 4);

				for (uint32_t a = 0; a < n; a++)
					atoms[a] = random_below(&random, ATOMS);
				er_system_path_needs(system, p, atoms, n);
			}
		}
		for (uint32_t e = 0; e < ELEMENTS; e++)
			er_system_add_element(system, atoms, random_atoms(&random, 0, ATOMS, 40 + random_below(&random, 58), atoms));
		cuts = all_cuts(system, 3, seed);
		want = brute_force(system, ELEMENTS);
		REQUIRE(cuts->len == want->len, seed);
		REQUIRE(equal_cuts(cuts, want, want->len), seed);
		for (uint32_t i = 0; i < cuts->len; i++)
			seen[g_array_index(cuts, ErCutSet, i).n]++;
	}
	ck_assert_msg(seen[1] > 0 && seen[2] > SYSTEMS && seen[3] > SYSTEMS,
	              "dull systems: %u cuts of one, %u of two, %u of three", seen[1], seen[2], seen[3]);
}
END_TEST

/* So many overlapping groups that the search gives up: it says so, and what it gives is still true. */
START_TEST(work_bound_is_told)
{
	enum { PATHS = 64, ELEMENTS = 1200 };
	g_autoptr(ErSystem) system = er_system_new(PATHS);
	Random random = random_from(7);
	bool truncated = false;
	g_autoptr(GArray) cuts = NULL;
	uint32_t atoms[PATHS];

	for (uint32_t p = 0; p < PATHS; p++)
		er_system_path_needs(system, er_system_add_path(system), &p, 1);
	for (uint32_t e = 0; e < ELEMENTS; e++)
		er_system_add_element(system, atoms, random_atoms(&random, 0, PATHS, 50, atoms));
	cuts = er_system_cuts(system, 3, NO_LIMIT, &truncated);
	ck_assert(truncated);
	ck_assert_uint_gt(cuts->len, 0);
	for (uint32_t i = 0; i < cuts->len; i++) {
		const ErCutSet *cut = &g_array_index(cuts, ErCutSet, i);

		REQUIRE(!er_system_up(system, cut->element, cut->n), 7);
		REQUIRE(i == 0 || compare_cuts(cut - 1, cut) < 0, 7);
	}
	g_array_unref(g_steal_pointer(&cuts));
	cuts = er_system_cuts(system, 2, NO_LIMIT, &truncated);
	ck_assert(!truncated);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cutset");
	TCase *tables = tcase_create("tables"), *properties = tcase_create("laws");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tables, cuts_of_table, 0, (int)G_N_ELEMENTS(cases));
	tcase_add_loop_test(tables, state_of_table, 0, (int)G_N_ELEMENTS(states));
	tcase_add_loop_test(tables, limit_is_told, 0, (int)G_N_ELEMENTS(limits));
	tcase_add_test(tables, nothing_to_truncate);
	tcase_add_test(tables, wide_clauses_do_not_multiply);
	tcase_add_test(tables, many_cuts_in_little_room);
	suite_add_tcase(suite, tables);
	tcase_set_timeout(properties, 120);
	tcase_add_loop_test(properties, laws_hold, 0, CHUNKS);
	tcase_add_test(properties, wider_than_a_word);
	tcase_add_test(properties, work_bound_is_told);
	suite_add_tcase(suite, properties);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
