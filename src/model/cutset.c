/*
 * cutset.c: every minimal cut set of at most three elements, exactly.
 *
 * Idea. Choosing one atom of each clause of a path gives a row; the system is up iff some row has all its atoms alive. A cut is
 * thus a hitting set of the rows. Expanding them all would multiply ("any of 80 gateway instances" on every path), so rows are
 * made one at a time, when needed: while the failed elements leave the system up, take one row that is still alive. Whatever cut
 * holds these elements must also hold one that hits that row, so only those are tried next: a search tree as deep as the size
 * looked for (bounded search tree for d-hitting set, Downey and Fellows, Parameterized Complexity, 1999). An element tried at a
 * node is left out of the branches after it, so each cut is met once; sizes go upwards, and a set is kept when no set of one
 * element fewer is a cut, which is enough because the system is monotone.
 *
 * Marks. What an element does is a bitset of marks: one bit per path that it kills through a clause of one atom, and one bit per
 * atom it holds of clauses of several atoms. Equal clauses are stored once, with the set of paths that need them. Elements with
 * equal marks are interchangeable: the search runs on classes of them, and a cut of classes is spelt out at the end. A row is a
 * bitset of marks too, and an element hits it iff the two intersect.
 *
 * Cost. With c classes, of which b hit a row, and w words of marks and clauses: O(b^(depth-1) * (c + b) * w), and O(elements * w)
 * memory. A path of 15 hops in 10 groups has b of about 25 at most, however many paths and instances there are. Overlapping
 * groups can make b large; then WORK_MAX ends the search, and says so. Of more cuts than the limit the first in order are kept,
 * in memory proportional to the limit.
 *
 * Invariant: a returned set is a minimal cut also when the answer was truncated; only completeness is lost, largest sizes first.
 * er_system_up() and er_system_path_alive() use none of this, so that the tests can hold one against the other.
 */
#include "cutset.h"

#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 3,
	WORD_BITS = 64,
	STEP_WORK = 8,       /* a step of the search costs about as much as reading this many words */
	WORK_MAX = 1 << 27,  /* words read by one search: about a tenth of a second */
};

typedef struct { uint32_t first, n; } Span; /* a sorted set of atoms, in ErSystem.atoms */

struct ErSystem {
	uint32_t n_atoms;
	GArray *atoms;    /* of uint32_t: all sets, one behind the other */
	GPtrArray *paths; /* of GArray of Span: the clauses of a path */
	GArray *elements; /* of Span */
};

/* The system */

static void clauses_free(void *clauses)
{
	g_array_unref(clauses);
}

ErSystem *er_system_new(uint32_t n_atoms)
{
	ErSystem *system = g_new0(ErSystem, 1);

	system->n_atoms = n_atoms;
	system->atoms = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	system->paths = g_ptr_array_new_with_free_func(clauses_free);
	system->elements = g_array_new(FALSE, FALSE, sizeof(Span));
	return system;
}

void er_system_free(ErSystem *system)
{
	if (system == NULL)
		return;
	g_array_unref(system->atoms);
	g_ptr_array_unref(system->paths);
	g_array_unref(system->elements);
	g_free(system);
}

static int compare_atoms(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static const uint32_t *span_atoms(const ErSystem *system, Span span)
{
	return (const uint32_t *)(const void *)system->atoms->data + span.first;
}

/* Stores the atoms as a sorted set: a clause that names one atom twice is a clause of one atom. */
static Span store_atoms(ErSystem *system, const uint32_t *atoms, uint32_t n)
{
	Span span = { system->atoms->len, 0 };
	uint32_t *own;

	if (n == 0)
		return span;
	g_array_append_vals(system->atoms, atoms, n);
	own = &g_array_index(system->atoms, uint32_t, span.first);
	qsort(own, n, sizeof *own, compare_atoms);
	g_assert(own[n - 1] < system->n_atoms);
	for (uint32_t i = 0; i < n; i++)
		if (span.n == 0 || own[span.n - 1] != own[i])
			own[span.n++] = own[i];
	g_array_set_size(system->atoms, span.first + span.n);
	return span;
}

uint32_t er_system_add_path(ErSystem *system)
{
	g_ptr_array_add(system->paths, g_array_new(FALSE, FALSE, sizeof(Span)));
	return system->paths->len - 1;
}

void er_system_path_needs(ErSystem *system, uint32_t path, const uint32_t *atoms, uint32_t n)
{
	Span clause;

	g_assert(path < system->paths->len && n > 0);
	clause = store_atoms(system, atoms, n);
	g_array_append_val((GArray *)system->paths->pdata[path], clause);
}

uint32_t er_system_add_element(ErSystem *system, const uint32_t *atoms, uint32_t n)
{
	const Span element = store_atoms(system, atoms, n);

	g_array_append_val(system->elements, element);
	return system->elements->len - 1;
}

/* Reference evaluation */

static bool *dead_atoms(const ErSystem *system, const uint32_t *failed, uint32_t n)
{
	bool *dead = g_new0(bool, (size_t)system->n_atoms + 1);

	for (uint32_t i = 0; i < n; i++) {
		Span element;

		g_assert(failed[i] < system->elements->len);
		element = g_array_index(system->elements, Span, failed[i]);
		for (uint32_t a = 0; a < element.n; a++)
			dead[span_atoms(system, element)[a]] = true;
	}
	return dead;
}

static bool clause_holds(const ErSystem *system, Span clause, const bool *dead)
{
	for (uint32_t a = 0; a < clause.n; a++)
		if (!dead[span_atoms(system, clause)[a]])
			return true;
	return false;
}

static bool path_holds(const ErSystem *system, uint32_t path, const bool *dead)
{
	const GArray *clauses = system->paths->pdata[path];

	for (uint32_t i = 0; i < clauses->len; i++)
		if (!clause_holds(system, g_array_index(clauses, Span, i), dead))
			return false;
	return true;
}

bool er_system_up(const ErSystem *system, const uint32_t *failed, uint32_t n)
{
	g_autofree bool *dead = dead_atoms(system, failed, n);

	for (uint32_t path = 0; path < system->paths->len; path++)
		if (path_holds(system, path, dead))
			return true;
	return false;
}

bool er_system_path_alive(const ErSystem *system, uint32_t path, const uint32_t *failed, uint32_t n)
{
	g_autofree bool *dead = NULL;

	g_assert(path < system->paths->len);
	dead = dead_atoms(system, failed, n);
	return path_holds(system, path, dead);
}

/* Marks: the system as bitsets */

typedef struct {
	uint64_t *atoms; /* words over the several-atom part of the marks */
	uint64_t *paths; /* the paths that need one of them */
} Clause;

typedef struct {
	const uint64_t *marks;
	const uint32_t *members; /* element indices, ascending */
	uint32_t n;
} Class;

typedef struct {
	uint32_t n_paths;
	size_t path_words, atom_words, words; /* marks = path words, then atom words */
	uint64_t *marks;                      /* of all elements, words each */
	uint32_t *order;                      /* elements sorted by marks */
	GArray *classes;                      /* of Class; elements without marks are in none */
	GArray *clauses;                      /* of Clause: the distinct clauses of several atoms */
	uint64_t *clause_words;               /* their storage */
} Model;

static void set_bit(uint64_t *bits, size_t bit)
{
	bits[bit / WORD_BITS] |= UINT64_C(1) << (bit % WORD_BITS);
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
	return (bits[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) != 0;
}

static size_t words_for(size_t bits)
{
	return (bits + WORD_BITS - 1) / WORD_BITS;
}

/* Elements by atom: those that hold atom a are holders[start[a]] … holders[start[a + 1] - 1]. */
typedef struct { uint32_t *start, *holders; } Holders;

static Holders find_holders(const ErSystem *system)
{
	Holders found = { g_new0(uint32_t, (size_t)system->n_atoms + 2), NULL };
	uint32_t *next = found.start + 1; /* while filling, next[a] is where the next holder of a goes; in the end start[a + 1] */
	uint32_t total = 0;

	for (uint32_t e = 0; e < system->elements->len; e++) {
		const Span element = g_array_index(system->elements, Span, e);

		for (uint32_t i = 0; i < element.n; i++)
			next[span_atoms(system, element)[i]]++;
	}
	for (uint32_t a = 0; a < system->n_atoms; a++) {
		const uint32_t n = next[a];

		next[a] = total;
		total += n;
	}
	found.holders = g_new(uint32_t, (size_t)total + 1);
	for (uint32_t e = 0; e < system->elements->len; e++) {
		const Span element = g_array_index(system->elements, Span, e);

		for (uint32_t i = 0; i < element.n; i++)
			found.holders[next[span_atoms(system, element)[i]]++] = e;
	}
	return found;
}

static void mark_holders(Model *model, const Holders *holders, uint32_t atom, size_t bit)
{
	for (uint32_t i = holders->start[atom]; i < holders->start[atom + 1]; i++)
		set_bit(model->marks + holders->holders[i] * model->words, bit);
}

typedef struct { Span atoms; uint32_t path; } Need; /* a clause of several atoms, and who needs it */

static int compare_needs(const void *a, const void *b, void *data)
{
	const Need *x = a, *y = b;
	const uint32_t *xs = span_atoms(data, x->atoms), *ys = span_atoms(data, y->atoms);

	if (x->atoms.n != y->atoms.n)
		return x->atoms.n < y->atoms.n ? -1 : 1;
	for (uint32_t i = 0; i < x->atoms.n; i++)
		if (xs[i] != ys[i])
			return xs[i] < ys[i] ? -1 : 1;
	return 0;
}

static GArray *collect_needs(ErSystem *system)
{
	GArray *needs = g_array_new(FALSE, FALSE, sizeof(Need));

	for (uint32_t path = 0; path < system->paths->len; path++) {
		const GArray *clauses = system->paths->pdata[path];

		for (uint32_t i = 0; i < clauses->len; i++) {
			const Need need = { g_array_index(clauses, Span, i), path };

			if (need.atoms.n > 1)
				g_array_append_val(needs, need);
		}
	}
	g_array_sort_with_data(needs, compare_needs, system);
	return needs;
}

/* Numbers the atoms of clauses of several atoms from 1 on; returns how many there are. */
static uint32_t number_atoms(const ErSystem *system, const GArray *needs, uint32_t *number)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < needs->len; i++) {
		const Span atoms = g_array_index(needs, Need, i).atoms;

		for (uint32_t a = 0; a < atoms.n; a++)
			if (number[span_atoms(system, atoms)[a]] == 0)
				number[span_atoms(system, atoms)[a]] = ++n;
	}
	return n;
}

static void build_clauses(Model *model, ErSystem *system, const GArray *needs, const uint32_t *number)
{
	size_t distinct = 0;
	uint64_t *storage;

	for (uint32_t i = 0; i < needs->len; i++)
		distinct += i == 0 || compare_needs(&g_array_index(needs, Need, i - 1), &g_array_index(needs, Need, i), system) != 0;
	model->clauses = g_array_new(FALSE, FALSE, sizeof(Clause));
	model->clause_words = storage = g_new0(uint64_t, distinct * model->words + 1);
	for (uint32_t i = 0; i < needs->len; i++) {
		const Need *need = &g_array_index(needs, Need, i);

		if (i == 0 || compare_needs(need - 1, need, system) != 0) {
			const Clause clause = { storage + model->path_words, storage };

			for (uint32_t a = 0; a < need->atoms.n; a++)
				set_bit(clause.atoms, number[span_atoms(system, need->atoms)[a]] - 1);
			g_array_append_val(model->clauses, clause);
			storage += model->words;
		}
		set_bit(g_array_index(model->clauses, Clause, model->clauses->len - 1).paths, need->path);
	}
}

static void build_marks(Model *model, const ErSystem *system, const uint32_t *number)
{
	Holders holders = find_holders(system);

	model->marks = g_new0(uint64_t, system->elements->len * model->words + 1);
	for (uint32_t path = 0; path < system->paths->len; path++) {
		const GArray *clauses = system->paths->pdata[path];

		for (uint32_t i = 0; i < clauses->len; i++) {
			const Span clause = g_array_index(clauses, Span, i);

			if (clause.n == 1)
				mark_holders(model, &holders, span_atoms(system, clause)[0], path);
		}
	}
	for (uint32_t atom = 0; atom < system->n_atoms; atom++)
		if (number[atom] != 0)
			mark_holders(model, &holders, atom, model->path_words * WORD_BITS + number[atom] - 1);
	g_free(holders.start);
	g_free(holders.holders);
}

static int compare_marks(const Model *model, uint32_t a, uint32_t b)
{
	const uint64_t *x = model->marks + a * model->words, *y = model->marks + b * model->words;

	for (size_t w = 0; w < model->words; w++)
		if (x[w] != y[w])
			return x[w] < y[w] ? -1 : 1;
	return 0;
}

static int compare_elements(const void *a, const void *b, void *data)
{
	const int by_marks = compare_marks(data, *(const uint32_t *)a, *(const uint32_t *)b);

	return by_marks != 0 ? by_marks : compare_atoms(a, b);
}

static bool intersect(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t w = 0; w < words; w++)
		if ((a[w] & b[w]) != 0)
			return true;
	return false;
}

static void build_classes(Model *model, uint32_t n_elements)
{
	uint32_t n = 0;

	model->classes = g_array_new(FALSE, FALSE, sizeof(Class));
	model->order = g_new(uint32_t, (size_t)n_elements + 1);
	for (uint32_t e = 0; e < n_elements; e++) {
		const uint64_t *marks = model->marks + e * model->words;

		if (intersect(marks, marks, model->words))
			model->order[n++] = e;
	}
	g_qsort_with_data(model->order, (int)n, sizeof *model->order, compare_elements, model);
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || compare_marks(model, model->order[i - 1], model->order[i]) != 0) {
			const Class class = { model->marks + model->order[i] * model->words, &model->order[i], 0 };

			g_array_append_val(model->classes, class);
		}
		g_array_index(model->classes, Class, model->classes->len - 1).n++;
	}
}

static void model_build(Model *model, const ErSystem *const_system)
{
	ErSystem *system = (ErSystem *)const_system; /* for sort callbacks, whose user data is not const; nothing is written */
	g_autofree uint32_t *number = g_new0(uint32_t, (size_t)system->n_atoms + 1);
	g_autoptr(GArray) needs = collect_needs(system);

	model->n_paths = system->paths->len;
	model->path_words = words_for(model->n_paths);
	model->atom_words = words_for(number_atoms(system, needs, number));
	model->words = model->path_words + model->atom_words;
	build_clauses(model, system, needs, number);
	build_marks(model, system, number);
	build_classes(model, system->elements->len);
}

static void model_clear(Model *model)
{
	g_free(model->marks);
	g_free(model->order);
	g_free(model->clause_words);
	g_array_unref(model->classes);
	g_array_unref(model->clauses);
}

/* The search */

typedef struct {
	const Model *model;
	uint32_t size;                           /* of the cuts looked for now */
	const Class *chosen[DEPTH_MAX];
	uint64_t *failed[DEPTH_MAX + 1];         /* marks of the first n chosen together */
	uint64_t *row[DEPTH_MAX];                /* the row alive at each level of the tree */
	uint64_t *trial, *dead;                  /* scratch: marks; paths */
	uint8_t *left_out;                       /* per class: level + 1 of the node that has tried it, 0 for none */
	uint64_t work;
	bool stop;

	GArray *cuts;                            /* of ErCutSet; those before base are final */
	uint32_t base;
	size_t room;                             /* for cuts of this size */
	bool bounded;                            /* room was exceeded: only cuts before this one are of interest */
	ErCutSet bound;
	bool truncated;
} Search;

static bool covers(const uint64_t *marks, const uint64_t *atoms, size_t words)
{
	for (size_t w = 0; w < words; w++)
		if ((atoms[w] & ~marks[w]) != 0)
			return false;
	return true;
}

/* Fills s->dead; returns the first path still alive, or n_paths when the system is down. */
static uint32_t first_alive(Search *s, const uint64_t *failed)
{
	const Model *model = s->model;

	s->work += STEP_WORK + model->words + model->clauses->len * model->atom_words;
	memcpy(s->dead, failed, model->path_words * sizeof *failed);
	for (uint32_t i = 0; i < model->clauses->len; i++) {
		const Clause *clause = &g_array_index(model->clauses, Clause, i);

		if (!covers(failed + model->path_words, clause->atoms, model->atom_words))
			continue;
		for (size_t w = 0; w < model->path_words; w++)
			s->dead[w] |= clause->paths[w];
	}
	for (size_t w = 0; w < model->path_words; w++)
		if (~s->dead[w] != 0)
			return MIN((uint32_t)(w * WORD_BITS) + (uint32_t)__builtin_ctzll(~s->dead[w]), model->n_paths);
	return model->n_paths;
}

static bool is_down(Search *s, const uint64_t *failed)
{
	return first_alive(s, failed) == s->model->n_paths;
}

/* A row of @path that is alive: what kills the path at once, and the first live atom of each of its clauses of several atoms. */
static void live_row(const Model *model, uint32_t path, const uint64_t *failed, uint64_t *row)
{
	memset(row, 0, model->words * sizeof *row);
	set_bit(row, path);
	for (uint32_t i = 0; i < model->clauses->len; i++) {
		const Clause *clause = &g_array_index(model->clauses, Clause, i);
		size_t w = 0;

		if (!has_bit(clause->paths, path))
			continue;
		while ((clause->atoms[w] & ~failed[model->path_words + w]) == 0)
			w++; /* ends: the path is alive, so some atom of the clause is */
		set_bit(row + model->path_words + w, (size_t)__builtin_ctzll(clause->atoms[w] & ~failed[model->path_words + w]));
	}
}

static void add_marks(const Model *model, uint64_t *to, const uint64_t *from, const uint64_t *more)
{
	for (size_t w = 0; w < model->words; w++)
		to[w] = from[w] | more[w];
}

/* Without the last chosen the system is up: the search would not have come here. Try without each of the others. */
static bool is_minimal(Search *s)
{
	for (uint32_t without = 0; without + 1 < s->size; without++) {
		memset(s->trial, 0, s->model->words * sizeof *s->trial);
		for (uint32_t i = 0; i < s->size; i++)
			if (i != without)
				add_marks(s->model, s->trial, s->trial, s->chosen[i]->marks);
		if (is_down(s, s->trial))
			return false;
	}
	return true;
}

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

/* Sorts the cuts of this size and keeps the first ones that there is room for. */
static void settle(Search *s)
{
	const size_t n = s->cuts->len - s->base;

	if (n > 1)
		qsort(&g_array_index(s->cuts, ErCutSet, s->base), n, sizeof(ErCutSet), compare_cuts);
	if (n <= s->room)
		return;
	s->truncated = true;
	g_array_set_size(s->cuts, s->base + (guint)s->room);
	if (s->room > 0) {
		s->bounded = true;
		s->bound = g_array_index(s->cuts, ErCutSet, s->cuts->len - 1);
	}
}

/* The next choice of members: digit @at goes up, those after it start again. False after the last one. */
static bool next_choice(const Search *s, uint32_t *choice, uint32_t at)
{
	for (uint32_t i = at + 1; i < s->size; i++)
		choice[i] = 0;
	for (;;) {
		if (++choice[at] < s->chosen[at]->n)
			return true;
		choice[at] = 0;
		if (at-- == 0)
			return false;
	}
}

/*
 * Spells the chosen classes out. Larger members make a later cut, so what follows a cut that comes too late is skipped: raising
 * any digit from the last one that is not zero on can only come later still.
 */
static void add_cuts(Search *s)
{
	uint32_t choice[DEPTH_MAX] = { 0 };
	uint32_t at;

	do {
		ErCutSet cut = { .n = s->size };

		for (uint32_t i = 0; i < s->size; i++)
			cut.element[i] = s->chosen[i]->members[choice[i]];
		qsort(cut.element, cut.n, sizeof *cut.element, compare_atoms);
		at = s->size - 1;
		if (s->bounded && compare_cuts(&cut, &s->bound) > 0) {
			while (at > 0 && choice[at] == 0)
				at--;
			if (at-- == 0)
				return;
			continue;
		}
		g_array_append_val(s->cuts, cut);
		if (s->cuts->len - s->base > 2 * s->room)
			settle(s);
		s->stop |= s->room == 0;
	} while (!s->stop && next_choice(s, choice, at));
}

/* Tries every class that hits a row still alive. Calls itself to a depth of s->size, at most three. */
static void extend(Search *s, uint32_t level)
{
	const Model *model = s->model;
	uint64_t *failed = s->failed[level + 1];

	live_row(model, first_alive(s, s->failed[level]), s->failed[level], s->row[level]);
	for (uint32_t c = 0; c < model->classes->len && !s->stop; c++) {
		const Class *class = &g_array_index(model->classes, Class, c);

		s->work += STEP_WORK + model->words;
		if (s->left_out[c] != 0 || !intersect(class->marks, s->row[level], model->words))
			continue;
		s->left_out[c] = (uint8_t)(level + 1);
		s->chosen[level] = class;
		add_marks(model, failed, s->failed[level], class->marks);
		if (level + 1 == s->size) {
			if (is_down(s, failed) && is_minimal(s))
				add_cuts(s);
		} else if (!is_down(s, failed)) {
			extend(s, level + 1);
		}
		if (s->work > WORK_MAX)
			s->stop = s->truncated = true;
	}
	for (uint32_t c = 0; c < model->classes->len; c++)
		if (s->left_out[c] == level + 1)
			s->left_out[c] = 0;
}

GArray *er_system_cuts(const ErSystem *system, uint32_t depth, uint32_t limit, bool *truncated)
{
	Model model = { 0 };
	Search s = { .model = &model, .cuts = g_array_new(FALSE, FALSE, sizeof(ErCutSet)) };
	g_autofree uint64_t *scratch = NULL;

	g_assert(depth >= 1 && depth <= DEPTH_MAX && truncated != NULL);
	model_build(&model, system);
	scratch = g_new0(uint64_t, (2 * DEPTH_MAX + 3) * model.words + 1);
	for (uint32_t i = 0; i <= DEPTH_MAX; i++)
		s.failed[i] = scratch + i * model.words;
	for (uint32_t i = 0; i < DEPTH_MAX; i++)
		s.row[i] = scratch + (DEPTH_MAX + 1 + i) * model.words;
	s.trial = scratch + (2 * DEPTH_MAX + 1) * model.words;
	s.dead = scratch + (2 * DEPTH_MAX + 2) * model.words;
	s.left_out = g_new0(uint8_t, (size_t)model.classes->len + 1);

	s.stop = is_down(&s, s.failed[0]);
	for (s.size = 1; s.size <= depth && !s.stop; s.size++) {
		s.base = s.cuts->len;
		s.room = limit - s.base;
		extend(&s, 0);
		settle(&s);
		s.stop |= s.truncated;
	}
	*truncated = s.truncated;
	g_free(s.left_out);
	model_clear(&model);
	return s.cuts;
}
