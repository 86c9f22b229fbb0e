/*
 * test_availability.c: the exact probability against all 2^n states of small random systems, laws of monotony, the worked examples
 * of the rules catalogue (§6), and which row of the user's table fits what. A failure names its seed.
 */
#include "model/parts.h"

#include <erscope/availability.h>
#include <erscope/words.h>

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SYSTEMS = 2000, ATOMS_MAX = 8, GROUPS_MAX = 5, PARTS_MAX = ATOMS_MAX + GROUPS_MAX, CLAUSES_MAX = 32, ENOUGH = 1 << 16 };

#define REQUIRE(condition, seed) \
	do { \
		if (!(condition)) \
			ck_abort_msg("%s, seed %u: %s", __func__, (unsigned)(seed), #condition); \
	} while (0)

/* ---- random systems ---- */

typedef struct {
	uint32_t n_atoms, n_parts, n_paths, n_clauses;
	uint32_t part[PARTS_MAX];                                    /* masks of atoms; the first n_atoms are single */
	struct { uint32_t path, atoms; } clause[CLAUSES_MAX];        /* by path */
	double fails[PARTS_MAX];
} Spec;

static uint32_t below(GRand *rand, uint32_t end)
{
	return (uint32_t)g_rand_int_range(rand, 0, (gint32)end);
}

static double random_failure(GRand *rand)
{
	static const double usual[] = { 0, 0, 0.0005, 0.001, 0.01, 0.5, 1 };
	const uint32_t pick = below(rand, 12);

	return pick < G_N_ELEMENTS(usual) ? usual[pick] : g_rand_double(rand);
}

static uint32_t random_atoms(GRand *rand, uint32_t n_atoms, uint32_t most)
{
	uint32_t atoms = 0;

	for (uint32_t i = 1 + below(rand, most); i > 0; i--)
		atoms |= 1u << below(rand, n_atoms);
	return atoms;
}

static void random_path(GRand *rand, Spec *spec)
{
	for (uint32_t i = below(rand, 12) == 0 ? 0 : 1 + below(rand, 4); i > 0; i--) {
		spec->clause[spec->n_clauses].path = spec->n_paths;
		spec->clause[spec->n_clauses++].atoms = random_atoms(rand, spec->n_atoms, below(rand, 2) == 0 ? 1 : 4);
	}
	spec->n_paths++;
}

static Spec random_spec(uint32_t seed)
{
	Spec spec = { 0 };
	GRand *rand = g_rand_new_with_seed(seed);

	spec.n_atoms = 1 + below(rand, ATOMS_MAX);
	for (; spec.n_parts < spec.n_atoms; spec.n_parts++)
		spec.part[spec.n_parts] = 1u << spec.n_parts;
	for (uint32_t i = below(rand, GROUPS_MAX + 1); i > 0; i--)
		spec.part[spec.n_parts++] = random_atoms(rand, spec.n_atoms, 5);
	for (uint32_t i = 0; i < spec.n_parts; i++)
		spec.fails[i] = random_failure(rand);
	for (uint32_t i = below(rand, 6); i > 0; i--)
		random_path(rand, &spec);
	g_rand_free(rand);
	return spec;
}

static uint32_t spell(uint32_t mask, uint32_t *atoms)
{
	uint32_t n = 0;

	for (uint32_t a = 0; a < 32; a++)
		if ((mask >> a & 1) != 0)
			atoms[n++] = a;
	return n;
}

static ErParts *parts_of_spec(const Spec *spec)
{
	ErParts *parts = er_parts_new(spec->n_atoms);
	uint32_t atoms[32];

	for (uint32_t i = 0; i < spec->n_clauses; i++)
		er_parts_add_clause(parts, spec->clause[i].path, atoms, spell(spec->clause[i].atoms, atoms));
	parts->n_paths = spec->n_paths;
	for (uint32_t i = spec->n_atoms; i < spec->n_parts; i++)
		er_parts_add(parts, i, atoms, spell(spec->part[i], atoms));
	return parts;
}

static bool is_down(const Spec *spec, uint32_t dead)
{
	for (uint32_t path = 0; path < spec->n_paths; path++) {
		bool alive = true;
		for (uint32_t i = 0; i < spec->n_clauses; i++)
			alive = alive && (spec->clause[i].path != path || (spec->clause[i].atoms & ~dead) != 0);
		if (alive)
			return false;
	}
	return true;
}

/* Over all 2^n sets of failed parts. */
static double enumerate(const Spec *spec)
{
	double down = 0;

	for (uint32_t set = 0; set < 1u << spec->n_parts; set++) {
		double mass = 1;
		uint32_t dead = 0;
		for (uint32_t i = 0; i < spec->n_parts; i++) {
			const bool failed = (set >> i & 1) != 0;
			mass *= failed ? spec->fails[i] : 1 - spec->fails[i];
			dead |= failed ? spec->part[i] : 0;
		}
		if (mass > 0 && is_down(spec, dead))
			down += mass;
	}
	return down;
}

static double down_of(const Spec *spec, uint32_t seed)
{
	g_autoptr(ErParts) parts = parts_of_spec(spec);
	double least = -1, most = -1;

	REQUIRE(er_parts_down(parts, spec->fails, ENOUGH, &least, &most), seed);
	REQUIRE(fabs(least - most) == 0, seed);
	return least;
}

START_TEST(equals_enumeration)
{
	uint32_t between = 0;

	for (uint32_t seed = 1; seed <= SYSTEMS; seed++) {
		const Spec spec = random_spec(seed);
		const double want = enumerate(&spec), got = down_of(&spec, seed);

		REQUIRE(fabs(want - got) <= 1e-12 && fabs(want - got) <= 1e-9 * want + 1e-300, seed);
		between += want > 0 && want < 1;
	}
	ck_assert_msg(between > SYSTEMS / 3, "dull systems: %u are neither surely up nor surely down", between);
}
END_TEST

/* Given too little room, the range still holds the truth; given enough, it is a point. */
START_TEST(range_holds_the_truth)
{
	uint32_t ranges = 0;

	for (uint32_t seed = 1; seed <= SYSTEMS; seed++) {
		const Spec spec = random_spec(seed);
		g_autoptr(ErParts) parts = parts_of_spec(&spec);
		const double want = enumerate(&spec);
		for (uint32_t room = 1; room <= 3; room++) {
			double least = -1, most = -1;
			const bool exact = er_parts_down(parts, spec.fails, room, &least, &most);

			REQUIRE(least >= 0 && most <= 1 && least <= want + 1e-12 && want <= most + 1e-12, seed);
			REQUIRE(exact == (fabs(most - least) == 0) || exact || most - least < 1e-12, seed);
			ranges += !exact;
		}
	}
	ck_assert_uint_gt(ranges, 100);
}
END_TEST

START_TEST(laws_of_monotony)
{
	for (uint32_t seed = 1; seed <= SYSTEMS; seed++) {
		const Spec spec = random_spec(seed);
		const double down = down_of(&spec, seed);
		GRand *rand = g_rand_new_with_seed(seed + 77);
		Spec other = spec;

		const uint32_t part = below(rand, spec.n_parts);
		other.fails[part] = spec.fails[part] + (1 - spec.fails[part]) * g_rand_double(rand);
		REQUIRE(down_of(&other, seed) >= down - 1e-12, seed); /* a worse part never helps */
		other = spec;
		other.fails[part] = 0;
		REQUIRE(down_of(&other, seed) <= down + 1e-12, seed); /* a figure left out never makes it worse */
		other = spec;
		random_path(rand, &other);
		REQUIRE(down_of(&other, seed) <= down + 1e-12, seed); /* one more path never hurts */
		other = spec;
		if (spec.n_clauses > 0) {
			other.clause[below(rand, spec.n_clauses)].atoms |= 1u << below(rand, spec.n_atoms);
			REQUIRE(down_of(&other, seed) <= down + 1e-12, seed); /* nor does one more alternative */
		}
		g_rand_free(rand);
	}
}
END_TEST

/* ---- the worked examples: rules catalogue §6 ---- */

typedef struct { const char *name; uint32_t n_atoms; double up[6]; const char *paths; const char *want; } Example; /* paths: atoms as letters */

static const Example examples[] = {
	{ "one circuit, one gateway", 2, { 99.95, 99.95 }, "ab", "99.900025" },
	{ "two circuits, one gateway", 3, { 99.95, 99.95, 99.95 }, "ac bc", "99.949975" },
	{ "one circuit and access line", 3, { 99.95, 99.95, 99.9 }, "abc", "99.8001" },
	{ "two circuits with access lines", 5, { 99.95, 99.95, 99.95, 99.9, 99.9 }, "adc bec", "99.9498" },
	{ "bow-tie of two circuits and two gateways", 4, { 99.95, 99.95, 99.95, 99.95 }, "ac ad bc bd", "99.99995" },
};

static void assert_per_cent(double down, const char *want, const char *what)
{
	const char *dot = strchr(want, '.');
	g_autofree char *got = g_strdup_printf("%.*f", (int)strlen(dot + 1), 100 - down * 100);

	ck_assert_msg(strcmp(got, want) == 0, "%s: %s instead of %s", what, got, want);
}

START_TEST(worked_example)
{
	const Example *example = &examples[_i];
	g_auto(GStrv) paths = g_strsplit(example->paths, " ", -1);
	g_autoptr(ErParts) parts = er_parts_new(example->n_atoms);
	double fails[6], least = 0, most = 0;

	for (uint32_t path = 0; paths[path] != NULL; path++)
		for (const char *c = paths[path]; *c != '\0'; c++)
			er_parts_add_clause(parts, path, &(uint32_t){ (uint32_t)(*c - 'a') }, 1);
	for (uint32_t i = 0; i < example->n_atoms; i++)
		fails[i] = (100 - example->up[i]) / 100;
	ck_assert(er_parts_down(parts, fails, ENOUGH, &least, &most));
	assert_per_cent(least, example->want, example->name);
}
END_TEST

/* ---- large ones ---- */

/* Circuits with two sides of @hops hops each, all of them on every gateway, of which any of @instances must be alive. */
static ErParts *large(uint32_t circuits, uint32_t hops, uint32_t gateways, uint32_t instances)
{
	const uint32_t sides = circuits * (1 + 2 * hops), per_gateway = 1 + instances;
	ErParts *parts = er_parts_new(sides + gateways * per_gateway);
	g_autofree uint32_t *any = g_new(uint32_t, MAX(instances, 2 * hops + 1));
	uint32_t path = 0;

	for (uint32_t c = 0; c < circuits; c++)
		for (uint32_t side = 0; side < 2; side++)
			for (uint32_t g = 0; g < gateways; g++, path++) {
				const uint32_t circuit = c * (1 + 2 * hops), gateway = sides + g * per_gateway;
				er_parts_add_clause(parts, path, &circuit, 1);
				for (uint32_t h = 0; h < hops; h++)
					er_parts_add_clause(parts, path, &(uint32_t){ circuit + 1 + side * hops + h }, 1);
				er_parts_add_clause(parts, path, &gateway, 1);
				for (uint32_t i = 0; i < instances; i++)
					any[i] = gateway + 1 + i;
				er_parts_add_clause(parts, path, any, instances);
			}
	for (uint32_t c = 0; c < circuits; c++) { /* a peering location each */
		for (uint32_t i = 0; i < 2 * hops; i++)
			any[i] = c * (1 + 2 * hops) + 1 + i;
		er_parts_add(parts, parts->parts->len, any, 2 * hops);
	}
	return parts;
}

/* By hand: circuits are alike and independent, so are gateways, and any circuit meets any gateway. */
static double large_down(uint32_t circuits, uint32_t hops, uint32_t gateways, uint32_t instances, double q)
{
	const double side = 1 - pow(1 - q, hops), circuit = 1 - (1 - q) * (1 - q) * (1 - side * side), gateway = 1 - (1 - q) * (1 - pow(q, instances));
	const double all_circuits = pow(circuit, circuits), all_gateways = pow(gateway, gateways);

	return all_circuits + all_gateways - all_circuits * all_gateways; /* 1 - (1 - x)(1 - y) would lose small ones */
}

static const uint32_t larges[][4] = { { 1, 8, 1, 2 }, { 2, 8, 2, 80 }, { 8, 8, 4, 4 }, { 16, 6, 1, 40 }, { 4, 8, 16, 2 } };

START_TEST(large_is_exact)
{
	const uint32_t *of = larges[_i];
	g_autoptr(ErParts) parts = large(of[0], of[1], of[2], of[3]);
	g_autofree double *fails = g_new(double, parts->parts->len);
	double least = 0, most = 0;

	for (uint32_t i = 0; i < parts->parts->len; i++)
		fails[i] = 0.05;
	ck_assert_msg(er_parts_down(parts, fails, 2048, &least, &most), "%u parts, %u paths: %g … %g", parts->parts->len, parts->n_paths, least, most);
	ck_assert_msg(fabs(least - large_down(of[0], of[1], of[2], of[3], 0.05)) <= 1e-9 * least, "%.17g", least);
}
END_TEST

/* Sixteen circuits on sixteen gateways: a range, narrow as parts fail rarely, and the truth is in it. */
START_TEST(too_large_is_a_range)
{
	g_autoptr(ErParts) parts = large(16, 6, 16, 2);
	g_autofree double *fails = g_new(double, parts->parts->len);
	const double want = large_down(16, 6, 16, 2, 0.001);
	double least = 0, most = 0;

	for (uint32_t i = 0; i < parts->parts->len; i++)
		fails[i] = 0.001;
	ck_assert(!er_parts_down(parts, fails, 1024, &least, &most));
	ck_assert_msg(least <= want && want <= most && most < 1e-6, "%g in %g … %g", want, least, most);
}
END_TEST

/* ---- rows on fixtures ---- */

typedef struct {
	const char *fixture, *vnet;
	ErSiteAvailability rows[6];
	uint32_t n;
	const char *want;          /* per cent, both directions; "" unknown */
	uint32_t unused;           /* bits */
} Row;

#define ID(type, name) "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-connectivity/providers/Microsoft.Network/" type "/" name
#define FIGURE(what, per_cent) { .component = what, .value = per_cent, .source = "test" }

static const Row rows[] = {
	{ "single-circuit", "vnet-hub-uks", { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95) }, 2, "99.900025", 0 },
	{ "single-circuit", "vnet-app1", { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95) }, 2, "99.900025", 0 },
	{ "two-locations-one-gateway", "vnet-app1", { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95) }, 2, "99.949975", 0 },
	/* What a provider delivers per circuit stands where the catalogue has an access line per circuit. */
	{ "single-circuit", "vnet-app1", { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95), FIGURE("provider", 99.9) }, 3, "99.8001", 0 },
	{ "two-locations-one-gateway", "vnet-app1", { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95), FIGURE("provider", 99.9) }, 3, "99.9498", 0 },
	/* Two lines of 99 % each, side by side. */
	{ "single-circuit", "vnet-app1", { FIGURE("access", 99) }, 1, "99.9900", 0 },
	/* An id before a kind, in any spelling and order; the last of equals; what fits nothing. */
	{ "single-circuit", "vnet-app1", { FIGURE(ID("expressRouteCircuits", "er-london"), 98), FIGURE("circuit", 90) }, 2, "98.00", 2 },
	{ "two-locations-one-gateway", "vnet-app1", { FIGURE("Circuit", 90), FIGURE(ID("EXPRESSROUTECIRCUITS", "er-london"), 100) }, 2, "100.00", 0 },
	{ "single-circuit", "vnet-app1", { FIGURE("gateway", 90), FIGURE("gateway", 99) }, 2, "99.00", 1 },
	{ "single-circuit", "vnet-app1", { FIGURE("gateway", 99), FIGURE("access-line", 90), FIGURE("gateway", 0), FIGURE("gateway", 101), FIGURE("site", 90) }, 5, "99.00", 30 },
	/* The metro stands behind its only location, as one part: both events count. */
	{ "single-circuit", "vnet-app1", { FIGURE("peering-location", 99), FIGURE("metro", 98) }, 2, "97.02", 0 },
	{ "two-circuits-one-location", "vnet-app1", { FIGURE("group:peering-location:LONDON", 99.5), FIGURE("circuit", 99) }, 2, "99.49005", 0 },
	{ "single-circuit", "vnet-app1", { FIGURE("firewall", 99) }, 1, "", 1 },
	{ "single-circuit", "vnet-app1", { FIGURE("gateway", 99) }, 0, "", 0 },
};

typedef struct { ErDiags *diags; ErInventory *inv; ErNetwork *net; ErFlows *flows; ErAvailability *availability; } Run;

static Run run_fixture(const char *fixture, const ErSiteAvailability *table, uint32_t n)
{
	g_autofree char *file = g_build_filename(g_getenv("ER_FIXTURES"), fixture, "input.json", NULL);
	const char *const files[] = { file };
	Run run = { .diags = er_diags_new() };

	run.inv = er_inventory_read(files, 1, run.diags);
	run.net = er_network_build(run.inv, NULL, run.diags);
	run.flows = er_flows_build(run.net, 2, run.diags);
	run.availability = er_availability_build(run.flows, table, n);
	return run;
}

static void run_end(Run *run)
{
	er_availability_free(run->availability);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

static bool is_to(const Run *run, const ErFlow *flow, const char *vnet)
{
	return strcmp(er_network_component(run->net, er_network_vnet(run->net, flow->vnet)->self)->name, vnet) == 0;
}

START_TEST(rows_fit)
{
	const Row *row = &rows[_i];
	Run run = run_fixture(row->fixture, row->rows, row->n);
	uint32_t seen = 0, unused = 0;

	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		const ErFlow *flow = er_flows_at(run.flows, i);
		const ErFlowAvailability *answer = er_availability_of(run.availability, flow);
		if (!is_to(&run, flow, row->vnet))
			continue;
		seen++;
		ck_assert_int_eq(answer->known, *row->want != '\0');
		if (!answer->known)
			continue;
		ck_assert(answer->exact);
		assert_per_cent(answer->down_least, row->want, flow->id);
		ck_assert_uint_gt(answer->n_parts, 0);
		ck_assert_uint_gt(answer->n_excluded, 0);
		ck_assert_uint_gt(answer->n_assumptions, 5);
	}
	ck_assert_uint_eq(seen, 2);
	for (uint32_t i = 0; i < er_availability_n_rows(run.availability); i++)
		unused |= er_availability_row_used(run.availability, i) ? 0 : 1u << i;
	ck_assert_uint_eq(unused, row->unused);
	run_end(&run);
}
END_TEST

/* A row for one spoke's peering is not another spoke's, although both are of one class. */
START_TEST(own_attachment)
{
	const ErSiteAvailability table[] = {
		FIGURE("vnet-peering", 99.9),
		FIGURE("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-app1/providers/Microsoft.Network/virtualNetworks/vnet-app1/virtualNetworkPeerings/peer-vnet-app1-to-vnet-hub-uks", 90),
	};
	Run run = run_fixture("single-circuit", table, G_N_ELEMENTS(table));

	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		const ErFlow *flow = er_flows_at(run.flows, i);
		const ErFlowAvailability *answer = er_availability_of(run.availability, flow);
		if (is_to(&run, flow, "vnet-hub-uks")) {
			ck_assert(!answer->known);
			continue;
		}
		assert_per_cent(answer->down_least, is_to(&run, flow, "vnet-app1") ? "90.000" : "99.900", flow->id);
		ck_assert_uint_eq(answer->n_parts, 1);
		ck_assert_uint_eq(answer->parts[0].element, ER_ELEMENT_ATTACHMENT);
	}
	run_end(&run);
}
END_TEST

/* Both the circuit and its links: said, since the one may contain the other. */
START_TEST(whole_and_part_is_told)
{
	const ErSiteAvailability table[] = { FIGURE("circuit", 99.95), FIGURE("link", 99.9) };
	Run run = run_fixture("single-circuit", table, G_N_ELEMENTS(table));
	const ErFlowAvailability *answer = er_availability_of(run.availability, er_flows_at(run.flows, 0));
	bool told = false;

	for (uint32_t i = 0; i < answer->n_assumptions; i++)
		told = told || strstr(answer->assumptions[i], "(circuit er-london and its link)") != NULL;
	ck_assert(told);
	run_end(&run);
}
END_TEST

/* The number never goes without what it rests on and assumes. */
START_TEST(in_words)
{
	static const char *const want[] = {
		"    available   99.900025 %, down 8.76 h a year\n", "    rests on    circuit er-london 99.95 % (test), gateway ergw-hub-uks 99.95 % (test)\n",
		"    provided    The parts are taken to fail independently", "Counted as always up, for want of a figure: ", "2 link", "1 peering-location (group)", "not a promise.\n",
	};
	const ErSiteAvailability table[] = { FIGURE("circuit", 99.95), FIGURE("gateway", 99.95) };
	Run run = run_fixture("single-circuit", table, G_N_ELEMENTS(table));

	for (uint32_t i = 0; i < er_flows_count(run.flows); i++) {
		g_autoptr(GString) text = er_words_availability(run.availability, run.flows, er_flows_at(run.flows, i));
		for (size_t k = 0; k < G_N_ELEMENTS(want); k++)
			ck_assert_msg(strstr(text->str, want[k]) != NULL, "'%s' is not in\n%s", want[k], text->str);
	}
	run_end(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("availability");
	TCase *systems = tcase_create("systems"), *tables = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(systems, 240);
	tcase_add_test(systems, equals_enumeration);
	tcase_add_test(systems, range_holds_the_truth);
	tcase_add_test(systems, laws_of_monotony);
	tcase_add_loop_test(systems, worked_example, 0, (int)G_N_ELEMENTS(examples));
	tcase_add_loop_test(systems, large_is_exact, 0, (int)G_N_ELEMENTS(larges));
	tcase_add_test(systems, too_large_is_a_range);
	suite_add_tcase(suite, systems);
	tcase_add_loop_test(tables, rows_fit, 0, (int)G_N_ELEMENTS(rows));
	tcase_add_test(tables, own_attachment);
	tcase_add_test(tables, whole_and_part_is_told);
	tcase_add_test(tables, in_words);
	suite_add_tcase(suite, tables);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
