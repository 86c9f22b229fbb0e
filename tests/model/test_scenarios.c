/*
 * test_scenarios.c: what happens when something fails. Held against the definition (er_flow_up_without) for every single failure and
 * random pairs, on every fixture and on random estates; against the eight cells of the bow-tie matrix (domain reference of the
 * rules, §7), written by hand; and case by case for maintenance, convergence, capacity, state, services and demand.
 */
#include "random_estate.h"

#include <erscope/scenarios.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ESTATE(body) "<estate xmlns=\"urn:erscope:estate:1\">" body "</estate>"
#define LONDON_LINKS(circuit, primary, secondary) \
	"<site id=\"london\"><prefix>192.168.0.0/16</prefix><router id=\"ce1\"/><router id=\"ce2\"/><circuit name=\"er-london\" " circuit ">" \
	"<link side=\"primary\" router=\"ce1\" " primary "/><link side=\"secondary\" router=\"ce2\" " secondary "/></circuit></site>"
#define LONDON LONDON_LINKS("", "", "")
#define AMS "<site id=\"ams\"><prefix>192.169.0.0/16</prefix><router id=\"a1\"/><router id=\"a2\"/><circuit name=\"er-ams\">" \
	"<link side=\"primary\" router=\"a1\"/><link side=\"secondary\" router=\"a2\"/></circuit></site>"
#define WAN "<wan id=\"mpls\" sites=\"ams london\"/>"

typedef struct { ErDiags *diags; ErInventory *inv; ErEstate *estate; ErNetwork *net; ErFlows *flows; ErSimulator *simulator; } Run;

static void build(Run *run)
{
	run->net = er_network_build(run->inv, run->estate, run->diags);
	run->flows = er_flows_build(run->net, 1, run->diags);
	run->simulator = er_simulator_new(run->flows);
}

/* @site: text of a site description; NULL: none. */
static Run run_text(const char *fixture, const char *site)
{
	g_autofree char *input = g_build_filename(g_getenv("ER_FIXTURES"), fixture, "input.json", NULL);
	const char *const files[] = { input };
	Run run = { .diags = er_diags_new() };

	run.inv = er_inventory_read(files, 1, run.diags);
	run.estate = site != NULL ? er_estate_parse(site, strlen(site), "site.xml", run.diags) : NULL;
	build(&run);
	ck_assert_msg(er_diags_worst(run.diags) != ER_DIAG_ERROR, "%s: %s", fixture, site);
	return run;
}

static Run run_folder(const char *fixture)
{
	g_autofree char *file = g_build_filename(g_getenv("ER_FIXTURES"), fixture, "site.xml", NULL);
	g_autofree char *site = NULL;

	g_file_get_contents(file, &site, NULL, NULL);
	return run_text(fixture, site);
}

static void run_end(Run *run)
{
	er_simulator_free(run->simulator);
	er_flows_free(run->flows);
	er_network_free(run->net);
	er_estate_free(run->estate);
	er_inventory_free(run->inv);
	er_diags_free(run->diags);
}

/* ---- against the definition ---- */

static uint32_t n_elements(const Run *run)
{
	return er_network_n_components(run->net) + er_network_n_groups(run->net);
}

static void assert_as_defined(const Run *run, const uint32_t *elements, uint32_t n)
{
	const ErEvent event = { "", "", "", { { .removed = elements, .n_removed = n } }, 1 };
	g_autoptr(ErImpacts) impacts = er_simulate(run->simulator, &event);

	for (uint32_t i = 0; i < er_flows_count(run->flows); i++) {
		const ErFlow *flow = er_flows_at(run->flows, i);
		bool got = er_impact_flow_up(run->simulator, er_impacts_at(impacts, 0), i), want = er_flow_up_without(run->flows, flow, elements, n);
		ck_assert_msg(got == want, "%s without %s%s%s: %s", flow->id, er_element_id(run->flows, NULL, elements[0]), n > 1 ? " and " : "", n > 1 ? er_element_id(run->flows, NULL, elements[1]) : "", got ? "up" : "down");
	}
}

/* Nothing has happened: what carries is what the paths of preference 0 say. */
static void assert_base(const Run *run)
{
	for (uint32_t c = 0; c < er_flows_n_classes(run->flows); c++) {
		const ErFlowClass *class = er_flows_class(run->flows, c);
		const ErOutcome *base = er_simulator_base(run->simulator, c);
		uint32_t n = 0;
		for (uint32_t i = 0; i < class->n_paths; i++)
			if (class->paths[i].preference == 0)
				ck_assert_msg(n < base->n_used && base->used[n++] == i, "class c%u", class->number);
		ck_assert_uint_eq(n, base->n_used);
		ck_assert_uint_eq(base->n_alive, class->n_paths);
		ck_assert(base->up == (class->n_paths > 0) && base->lost == 0);
	}
}

static void assert_failures(const Run *run, GRand *rand, uint32_t n_pairs)
{
	uint32_t n = n_elements(run);

	assert_base(run);
	for (uint32_t i = 0; i < n; i++)
		assert_as_defined(run, &i, 1);
	for (uint32_t i = 0; n > 0 && i < n_pairs; i++) {
		const uint32_t pair[] = { (uint32_t)g_rand_int_range(rand, 0, (gint32)n), (uint32_t)g_rand_int_range(rand, 0, (gint32)n) };
		assert_as_defined(run, pair, 2);
	}
	/* And nothing of it is left behind. */
	assert_base(run);
}

START_TEST(as_defined_on_fixtures)
{
	g_autoptr(GDir) dir = g_dir_open(g_getenv("ER_FIXTURES"), 0, NULL);
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	uint32_t n = 0;

	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
		g_autofree char *input = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
		if (!g_file_test(input, G_FILE_TEST_EXISTS))
			continue;
		Run run = run_folder(name);
		assert_failures(&run, rand, 100);
		run_end(&run);
		n++;
	}
	ck_assert_uint_gt(n, 25);
}
END_TEST

START_TEST(as_defined_on_random_estates)
{
	for (guint32 seed = 1; seed <= 150; seed++) {
		g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
		Estate estate = er_estate_draw(seed);
		g_autoptr(GPtrArray) resources = er_estate_write(&estate, &(EstateView){ .only_spoke = ER_ESTATE_NONE });
		g_autofree char *text = er_estate_list(resources, 0, resources->len);
		g_autofree char *file = g_strdup_printf("%s/erscope-scenarios-%u.json", g_get_tmp_dir(), (unsigned)getpid());
		const char *const files[] = { file };
		Run run = { .diags = er_diags_new() };

		ck_assert(g_file_set_contents(file, text, -1, NULL));
		run.inv = er_inventory_read(files, 1, run.diags);
		unlink(file);
		build(&run);
		assert_failures(&run, rand, 40);
		run_end(&run);
	}
}
END_TEST

/* ---- cases ---- */

static uint32_t element(const Run *run, const char *name)
{
	for (uint32_t i = 0; i < n_elements(run); i++) {
		const char *id = er_element_id(run->flows, NULL, i), *last = strrchr(id, '/');
		if (strcmp(id, name) == 0 || (*id == '/' && strcmp(last + 1, name) == 0))
			return i;
	}
	ck_abort_msg("no element %s", name);
}

static uint32_t flow_class(const Run *run, const char *site, const char *vnet, const char *destination, ErDirection direction)
{
	for (uint32_t i = 0; i < er_flows_count(run->flows); i++) {
		const ErFlow *flow = er_flows_at(run->flows, i);
		if (flow->direction == direction && strcmp(er_network_component(run->net, er_network_site(run->net, flow->site)->self)->id + strlen("site:"), site) == 0 &&
		    strcmp(er_network_component(run->net, er_network_vnet(run->net, flow->vnet)->self)->name, vnet) == 0 && strcmp(flow->destination, destination) == 0)
			return flow->flow_class;
	}
	ck_abort_msg("no flow %s %s", site, vnet);
}

/* "er-ams over mpls": what carries, each once; "down". */
static char *carriers(const Run *run, const ErFlowClass *class, const ErOutcome *outcome)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; outcome->up && i < outcome->n_used; i++) {
		const ErPath *path = &class->paths[outcome->used[i]];
		g_autofree char *one = g_strdup_printf("%s%s%s", er_network_component(run->net, er_path_carrier(run->net, path))->name, path->wan != ER_NONE ? " over " : "",
		                                       path->wan != ER_NONE ? er_network_component(run->net, er_network_wan(run->net, path->wan)->self)->name : "");
		if (strstr(text->str, one) == NULL)
			g_string_append_printf(text, "%s%s", text->len > 0 ? " + " : "", one);
	}
	return g_strdup(outcome->up ? text->str : "down");
}

static const ErOutcome *outcome(const Run *run, const ErImpact *impact, uint32_t class)
{
	const ErClassImpact *row = er_impact_of(impact, class);

	return row != NULL ? &row->after : er_simulator_base(run->simulator, class);
}

typedef struct { const char *name, *fixture, *vnet, *site, *location_lost[2], *region_lost; } Cell;

#define JOINED ESTATE(LONDON AMS WAN)
#define ISOLATED ESTATE(LONDON AMS)
/* Seen from London, both directions alike: its own region and the far one when London's peering location is lost; the far one when its region is. */
static const Cell cells[] = {
	{ "hub and spoke, no bow-tie, WAN", "square-with-wan", "vnet-uks", JOINED, { "down", "er-ams over mpls" }, "er-ams over mpls" },
	{ "hub and spoke, no bow-tie, isolated", "square-with-wan", "vnet-uks", ISOLATED, { "down", "down" }, "down" },
	{ "hub and spoke, bow-tie, WAN", "bow-tie-with-wan", "vnet-uks", JOINED, { "er-ams over mpls", "er-ams over mpls" }, "er-london" },
	{ "hub and spoke, bow-tie, isolated", "bow-tie-with-wan", "vnet-uks", ISOLATED, { "down", "down" }, "er-london" },
	{ "vWAN, no bow-tie, WAN", "virtual-wan-two-hubs", "vnet-app", JOINED, { "er-ams over mpls", "er-ams over mpls" }, "er-ams over mpls" },
	{ "vWAN, no bow-tie, isolated", "virtual-wan-two-hubs", "vnet-app", ISOLATED, { "down", "down" }, "down" },
	{ "vWAN, bow-tie, WAN", "virtual-wan-bow-tie", "vnet-app", JOINED, { "er-ams over mpls", "er-ams over mpls" }, "er-london" },
	{ "vWAN, bow-tie, isolated", "virtual-wan-bow-tie", "vnet-app", ISOLATED, { "down", "down" }, "er-london" },
};

static void assert_cell(const Run *run, const Cell *cell, const char *lost, const char *vnet, const char *want, ErDirection direction, bool any_circuit)
{
	const uint32_t removed = element(run, lost), class = flow_class(run, "london", vnet, "", direction);
	const ErEvent event = { "", "", "", { { .removed = &removed, .n_removed = 1 } }, 1 };
	g_autoptr(ErImpacts) impacts = er_simulate(run->simulator, &event);
	g_autofree char *got = carriers(run, er_flows_class(run->flows, class), outcome(run, er_impacts_at(impacts, 0), class));

	/* Where Azure weighs the far circuit heavier it answers over the WAN: reachable all the same. */
	bool as_good = any_circuit && strcmp(got, "down") != 0 && strcmp(want, "down") != 0;
	ck_assert_msg(strcmp(got, want) == 0 || as_good, "%s, %s lost, %s %s: want %s, got %s", cell->name, lost, vnet, er_direction_name(direction), want, got);
}

START_TEST(bow_tie_matrix)
{
	const Cell *cell = &cells[_i];
	Run run = run_text(cell->fixture, cell->site);

	for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
		assert_cell(&run, cell, "group:peering-location:london", cell->vnet, cell->location_lost[0], direction, false);
		assert_cell(&run, cell, "group:peering-location:london", "vnet-weu", cell->location_lost[1], direction, false);
		assert_cell(&run, cell, "group:region:uksouth", "vnet-weu", cell->region_lost, direction, direction == ER_AZURE_TO_ONPREM);
	}
	/* The region's own VNet is gone with it, whatever carries. */
	const uint32_t region = element(&run, "group:region:uksouth");
	const ErEvent event = { "", "", "", { { .removed = &region, .n_removed = 1 } }, 1 };
	g_autoptr(ErImpacts) impacts = er_simulate(run.simulator, &event);
	for (uint32_t i = 0; i < er_flows_count(run.flows); i++)
		if (strcmp(er_network_component(run.net, er_network_vnet(run.net, er_flows_at(run.flows, i)->vnet)->self)->name, cell->vnet) == 0)
			ck_assert(!er_impact_flow_up(run.simulator, er_impacts_at(impacts, 0), i));
	run_end(&run);
}
END_TEST

/* One outcome: of a scenario's only event on @target, or of the failure of @target. */
typedef struct {
	const char *name, *fixture, *site, *scenario, *target;
	uint32_t step;
	const char *from, *to, *destination; ErDirection direction;
	const char *carriers; double lost; uint32_t mbps, burst; const char *bottleneck; ErConvergence convergence; ErTri symmetric, kept;
} Example;

#define IN ER_ONPREM_TO_AZURE
#define OUT ER_AZURE_TO_ONPREM
#define YES ER_TRI_YES
#define NO ER_TRI_NO
#define UNKNOWN ER_TRI_UNSAID
#define PINNED ESTATE(LONDON_LINKS("", "accepts-as-path=\"false\"", "preference=\"standby\" failover=\"manual\""))
#define STATIC ESTATE(LONDON_LINKS("", "routing=\"static\"", "routing=\"static\""))
#define BFD ESTATE(LONDON_LINKS("", "bfd=\"true\"", "bfd=\"true\""))
#define OP "on-premises"
#define VPN_SITE ESTATE("<site id=\"london\"><prefix>192.168.0.0/16</prefix><router id=\"ce1\"/><router id=\"ce2\"/><circuit name=\"er-london\"><link side=\"primary\" router=\"ce1\"/><link side=\"secondary\" router=\"ce2\"/></circuit><vpn gateway=\"vpngw\" router=\"ce2\" bandwidth-mbps=\"250\"/></site>")

static const Example examples[] = {
	{ "maintenance drains first", "vpn-backup", ESTATE(LONDON), "SC-01", "er-london#msee-primary", 0, "london", "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_NONE, YES, YES },
	{ "then nothing moves", "vpn-backup", ESTATE(LONDON), "SC-01", "er-london#msee-primary", 1, "london", "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_NONE, YES, YES },
	{ "a pinned link fails in the first step", "vpn-backup", PINNED, "SC-01", "er-london#msee-primary", 0, "london", "vnet-app", "", IN, "down", 1, 0, 0, NULL, ER_CONVERGE_NONE, YES, UNKNOWN },
	{ "Azure has left it meanwhile", "vpn-backup", PINNED, "SC-01", "er-london#msee-primary", 0, "london", "vnet-app", "", OUT, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_NONE, YES, YES },
	{ "and comes back by hand", "vpn-backup", PINNED, "SC-01", "er-london#msee-primary", 1, "london", "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_MANUAL, YES, YES },
	{ "withdrawn routes are noticed", "vpn-backup", ESTATE(LONDON), "SC-04", "er-london#msee-primary", 1, "london", "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_NONE, YES, YES },
	{ "static routes do not notice", "vpn-backup", STATIC, "SC-04", "er-london#msee-primary", 1, "london", "vnet-app", "", IN, "er-london", 0.5, 1000, 2000, "er-london", ER_CONVERGE_3_MIN, YES, YES },
	{ "without BFD: the hold timer", "single-circuit", NULL, "SC-03", "er-london#msee-primary", 0, OP, "vnet-app1", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_3_MIN, YES, YES },
	{ "with BFD: at once", "vpn-backup", BFD, "SC-03", "er-london#msee-primary", 0, "london", "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_SUB_SECOND, YES, YES },
	{ "from Azure: a minute", "vpn-backup", BFD, "SC-03", "er-london#msee-primary", 0, "london", "vnet-app", "", OUT, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_1_MIN, YES, YES },
	{ "an instance of the gateway: half its throughput", "vpn-backup", ESTATE(LONDON), "SC-05", "ergw#instance-0", 0, "london", "vnet-app", "", IN, "er-london", 0, 1000, 2000, "er-london", ER_CONVERGE_1_MIN, YES, YES },
	{ "passed by from Azure", "vpn-backup", ESTATE(LONDON), "SC-05", "ergw#instance-0", 0, "london", "vnet-app", "", OUT, "er-london", 0, 1000, 2000, "er-london", ER_CONVERGE_NONE, YES, YES },
	{ "private endpoints break with their instance", "private-endpoint", NULL, "SC-05", "ergw#instance-0", 0, OP, "vnet-app", "private-endpoint", OUT, "er-london", 0, 1000, 2000, "er-london", ER_CONVERGE_1_MIN, YES, NO },
	{ "VPN carries", "vpn-backup", VPN_SITE, "SC-08", "group:peering-location:london", 0, "london", "vnet-app", "", IN, "vpn-london", 0, 250, 250, "vpngw", ER_CONVERGE_3_MIN, YES, YES },
	{ "VPN carries, back", "vpn-backup", VPN_SITE, "SC-25", "every circuit", 0, "london", "vnet-app", "", OUT, "vpn-london", 0, 250, 250, "vpngw", ER_CONVERGE_1_MIN, YES, YES },
	{ "and fails with its gateway", "vpn-backup", VPN_SITE, "SC-26", "vpngw", 0, "london", "vnet-app", "", OUT, "down", 0, 0, 0, NULL, ER_CONVERGE_NONE, UNKNOWN, UNKNOWN },
	{ "but not with one instance", "vpn-backup", VPN_SITE, "SC-26", "vpngw#instance-1", 0, "london", "vnet-app", "", OUT, "vpn-london", 0, 250, 250, "vpngw", ER_CONVERGE_1_MIN, YES, YES },
	{ "firewall lost", "firewall-both-ways", NULL, "SC-27", "afw-hub", 0, OP, "vnet-app", "", IN, "down", 0, 0, 0, NULL, ER_CONVERGE_NONE, UNKNOWN, UNKNOWN },
	{ "one way past the firewall: asymmetric, still", "firewall-one-way", NULL, "SC-03", "er-london#msee-primary", 0, OP, "vnet-app", "", IN, "er-london", 0, 1000, 1000, "er-london", ER_CONVERGE_3_MIN, NO, YES },
	{ "a Direct link binds when the other is gone", "direct-pair-two-circuits", NULL, "SC-22", "erport-london#link-primary", 0, OP, "vnet-hub-uks", "", OUT, "erd-backup + erd-corporate", 0, 4000, 4000, "erd-backup", ER_CONVERGE_1_MIN, YES, YES },
};

/* The event of the catalogue whose target ends in @target. */
static const ErEvent *find_event(const ErEvents *events, const char *target)
{
	for (uint32_t i = 0; i < er_events_count(events); i++)
		if (g_str_has_suffix(er_events_at(events, i)->target, target))
			return er_events_at(events, i);
	ck_abort_msg("no event on %s", target);
}

START_TEST(example)
{
	const Example *want = &examples[_i];
	Run run = run_text(want->fixture, want->site);
	g_autoptr(ErEvents) events = er_events_new(run.flows);

	er_events_add_scenario(events, er_scenario_lookup(want->scenario), NULL, 0);
	g_autoptr(ErImpacts) impacts = er_simulate(run.simulator, find_event(events, want->target));
	uint32_t class = flow_class(&run, want->from, want->to, want->destination, want->direction);
	const ErOutcome *got = outcome(&run, er_impacts_at(impacts, want->step), class);
	g_autofree char *carry = carriers(&run, er_flows_class(run.flows, class), got);
	if (*want->carriers != '\0')
		ck_assert_msg(strcmp(carry, want->carriers) == 0, "%s: want %s, got %s", want->name, want->carriers, carry);
	ck_assert_msg(got->lost == want->lost, "%s: lost %f", want->name, got->lost);
	if (*want->carriers != '\0') {
		const char *bottleneck = got->bottleneck != ER_NONE ? er_network_component(run.net, got->bottleneck)->name : NULL;
		ck_assert_msg(got->capacity_mbps == want->mbps && got->burst_mbps == want->burst, "%s: %u Mbps, burst %u", want->name, got->capacity_mbps, got->burst_mbps);
		ck_assert_msg(g_strcmp0(bottleneck, want->bottleneck) == 0, "%s: bound by %s", want->name, bottleneck);
		ck_assert_msg(got->symmetric == want->symmetric, "%s: symmetric %d", want->name, got->symmetric);
	}
	ck_assert_msg(got->convergence == want->convergence, "%s: %s", want->name, er_convergence_name(got->convergence));
	ck_assert_msg(got->state_kept == want->kept, "%s: state %d", want->name, got->state_kept);
	run_end(&run);
}
END_TEST

/* ---- services and demand ---- */

#define BOTH_REGIONS "<service id=\"erp\" name=\"ERP\"><vnet name=\"vnet-uks\"/><vnet name=\"vnet-weu\"/></service>" \
	"<demand site=\"london\" service=\"erp\" to-azure-mbps=\"400\" from-azure-mbps=\"1200\"/>"

START_TEST(service_and_demand)
{
	Run run = run_text("bow-tie-with-wan", ESTATE(LONDON AMS WAN BOTH_REGIONS));
	const uint32_t gateway = element(&run, "ergw-uks"), both[] = { gateway, element(&run, "ergw-weu") };
	const ErEvent one = { "", "", "", { { .removed = &gateway, .n_removed = 1 } }, 1 }, two = { "", "", "", { { .removed = both, .n_removed = 2 } }, 1 };
	g_autoptr(ErImpacts) lost_one = er_simulate(run.simulator, &one), lost_two = er_simulate(run.simulator, &two);
	const ErImpact *impact = er_impacts_at(lost_one, 0);
	uint32_t n_base;
	const ErLoad *base = er_simulator_base_loads(run.simulator, &n_base);

	/* As it stands, half of 1200 comes back over each circuit. */
	ck_assert_uint_gt(n_base, 0);
	ck_assert(base[0].mbps == 600 && base[0].direction == ER_AZURE_TO_ONPREM);
	/* One member is left: it takes all, too much for a circuit of 1000 Mbps. */
	ck_assert_uint_eq(impact->n_services, 4);
	for (uint32_t i = 0; i < impact->n_services; i++)
		ck_assert(impact->services[i].up);
	ck_assert(impact->loads[0].mbps == 1200 && impact->loads[0].capacity_mbps == 1000 && impact->loads[0].direction == ER_AZURE_TO_ONPREM);
	ck_assert(impact->demand_lost_mbps[0] == 0 && impact->demand_lost_mbps[1] == 0);
	/* None is left. */
	impact = er_impacts_at(lost_two, 0);
	for (uint32_t i = 0; i < impact->n_services; i++)
		ck_assert(!impact->services[i].up);
	ck_assert(impact->demand_lost_mbps[0] == 400 && impact->demand_lost_mbps[1] == 1200 && impact->n_loads == 0);
	run_end(&run);
}
END_TEST

/* A cut of a service takes it down, and each member put back brings it up; nothing else does alone. */
START_TEST(service_cuts)
{
	Run run = run_folder("service-two-regions");
	g_autoptr(ErFlows) deep = er_flows_build(run.net, 2, run.diags);
	uint32_t pairs = 0;

	ck_assert_uint_eq(er_flows_n_service_flows(deep), 4);
	for (uint32_t i = 0; i < er_flows_n_service_flows(deep); i++) {
		const ErServiceFlow *row = er_flows_service_flow(deep, i);
		ck_assert(row->up && !row->truncated);
		for (uint32_t e = 0; e < n_elements(&run); e++) {
			const ErEvent event = { "", "", "", { { .removed = &e, .n_removed = 1 } }, 1 };
			g_autoptr(ErImpacts) impacts = er_simulate(run.simulator, &event);
			const ErGroup *group = e >= er_network_n_components(run.net) ? er_network_group(run.net, e - er_network_n_components(run.net)) : NULL;
			uint32_t site = er_network_site(run.net, row->site)->self;
			bool cut = false;
			for (uint32_t k = 0; k < row->n_cuts && row->cuts[k].n == 1; k++)
				cut = cut || row->cuts[k].element[0] == (group != NULL ? er_network_n_components(run.net) + group->first : e);
			if (e != site && (group == NULL || !er_group_has(group, site)))
				ck_assert_msg(er_impacts_at(impacts, 0)->services[i].up != cut, "%s", er_element_id(run.flows, NULL, e));
		}
		for (uint32_t k = 0; k < row->n_cuts; k++) {
			const ErEvent event = { "", "", "", { { .removed = row->cuts[k].element, .n_removed = row->cuts[k].n } }, 1 };
			g_autoptr(ErImpacts) impacts = er_simulate(run.simulator, &event);
			ck_assert(!er_impacts_at(impacts, 0)->services[i].up);
			pairs += row->cuts[k].n == 2;
		}
	}
	ck_assert_uint_gt(pairs, 20);
	run_end(&run);
}
END_TEST

/* ---- the catalogue ---- */

/* Each scenario meets something in some fixture, but for those that say why they never do. */
START_TEST(catalogue)
{
	g_autofree uint32_t *targets = g_new0(uint32_t, er_n_scenarios());
	g_autoptr(GDir) dir = g_dir_open(g_getenv("ER_FIXTURES"), 0, NULL);

	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
		g_autofree char *input = g_build_filename(g_getenv("ER_FIXTURES"), name, "input.json", NULL);
		if (!g_file_test(input, G_FILE_TEST_EXISTS))
			continue;
		Run run = run_folder(name);
		for (uint32_t i = 0; i < er_n_scenarios(); i++) {
			g_autoptr(ErEvents) events = er_events_new(run.flows);
			targets[i] += er_events_add_scenario(events, er_scenario(i), NULL, 0);
			for (uint32_t k = 0; k < er_events_count(events); k++) {
				g_autoptr(ErImpacts) impacts = er_simulate(run.simulator, er_events_at(events, k));
				ck_assert_uint_eq(er_impacts_count(impacts), er_events_at(events, k)->n_steps);
			}
		}
		run_end(&run);
	}
	ck_assert_uint_eq(er_n_scenarios(), 35);
	for (uint32_t i = 0; i < er_n_scenarios(); i++) {
		const char *id = er_scenario(i)->id;
		bool never = strcmp(id, "SC-28") == 0 || strcmp(id, "SC-32") == 0;
		ck_assert_msg(never == (targets[i] == 0), "%s: %u targets", id, targets[i]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scenarios");
	TCase *tcase = tcase_create("scenarios");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 240);
	tcase_add_test(tcase, as_defined_on_fixtures);
	tcase_add_test(tcase, as_defined_on_random_estates);
	tcase_add_loop_test(tcase, bow_tie_matrix, 0, (int)G_N_ELEMENTS(cells));
	tcase_add_loop_test(tcase, example, 0, (int)G_N_ELEMENTS(examples));
	tcase_add_test(tcase, service_and_demand);
	tcase_add_test(tcase, service_cuts);
	tcase_add_test(tcase, catalogue);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
