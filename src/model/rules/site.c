/*
 * Site (ER-SITE): what a site description declares of customer edge, access lines, provider edges and of people's care. What takes flows
 * down alone is a cut of size one, found with all others (topology.c); the checks here add the circuits whose two links share something
 * although another circuit keeps the flows up, and what no cut can tell. What nobody declared is a question, told once per rule with the
 * circuits or sites it is about; without a site description it is one question for all rules.
 * Sources: Microsoft Learn, "Designing for high availability with ExpressRoute", "Designing for disaster recovery with ExpressRoute
 * private peering", "Resiliency validation".
 */
#include "rules.h"

#include "../catalogue.h"
#include "../limits.h"

#include <erscope/text.h>

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/expressroute/"
#define HIGH_AVAILABILITY LEARN "designing-for-high-availability-with-expressroute"
#define DISASTER_RECOVERY LEARN "designing-for-disaster-recovery-with-expressroute-privatepeering"

enum { MOST_KEYS = 3 };

/* ---- open questions ---- */

typedef struct {
	ErFindings *out;
	const ErRule *rule;
	GPtrArray *ids;             /* what it is open for */
	const char *what;           /* "the links of a circuit end at one router" */
	const char *missing;
} Open;

static Open open_new(ErFindings *out, const ErRule *rule, const char *what, const char *missing)
{
	return (Open){ out, rule, g_ptr_array_new(), what, missing };
}

static void add_up_flows(ErDraft *draft, const ErFlows *flows)
{
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->up)
			er_draft_flow(draft, i);
}

static void open_end(Open *open)
{
	const ErFlows *flows = er_findings_flows(open->out);

	if (open->ids->len > 0) {
		ErDraft *draft = er_draft_new(open->out, open->rule, ER_RESULT_UNKNOWN, open->rule->severity);
		for (guint i = 0; i < open->ids->len; i++)
			er_draft_subject(draft, open->ids->pdata[i]);
		er_draft_headline(draft, "Whether %s is not known: the input does not tell", open->what);
		er_draft_missing(draft, open->missing);
		add_up_flows(draft, flows);
		er_draft_end(draft);
	}
	g_ptr_array_unref(open->ids);
}

static uint32_t count_connected(const ErNetwork *net)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		n += er_network_circuit(net, i)->n_connections > 0;
	return n;
}

static uint32_t count_declared_sites(const ErNetwork *net)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_sites(net); i++)
		n += er_network_site(net, i)->record != NULL;
	return n;
}

/* Nothing connected: not applicable. No site described: the question is open as a whole. True when the check may go on. */
static bool has_site(ErFindings *out, const ErRule *rule, const char *what)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErNetwork *net = er_flows_network(flows);

	if (count_connected(net) == 0) {
		er_rule_not_applicable(out, rule);
		return false;
	}
	if (count_declared_sites(net) > 0)
		return true;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_headline(draft, "Whether %s is not known: no site is described", what);
	er_draft_missing(draft, "a site description (erscope site makes one to fill in)");
	add_up_flows(draft, flows);
	er_draft_end(draft);
	return false;
}

/* ---- what the links of a circuit share ---- */

/* What a link declares of one thing, told apart from those of other sites where it is the site's own. (transfer full) (nullable): unsaid */
typedef char *(*Key)(const ErNetwork *net, const ErEnd *end);

typedef struct {
	const char *words[MOST_KEYS];   /* "router": as the site description has it */
	Key keys[MOST_KEYS];            /* the first must be said, the others may */
	const char *what, *missing;
} Shared;

static char *said(const char *text)
{
	return *text != '\0' ? g_strdup(text) : NULL;
}

static char *of_site(const ErNetwork *net, const ErEnd *end, const char *text)
{
	return *text != '\0' ? g_strdup_printf("%s/%s", er_network_component(net, er_network_site(net, end->site)->self)->id, text) : NULL;
}

const ErSiteRouter *er_router_of(const ErNetwork *net, const ErEnd *end)
{
	const ErSiteRecord *site = er_network_site(net, end->site)->record;

	for (uint32_t i = 0; site != NULL && end->record != NULL && *end->record->router != '\0' && i < site->n_routers; i++)
		if (strcmp(site->routers[i].id, end->record->router) == 0)
			return &site->routers[i];
	return NULL;
}

static char *router_key(const ErNetwork *net, const ErEnd *end)
{
	const ErSiteRouter *router = er_router_of(net, end);

	return router == NULL ? NULL : *router->chassis != '\0' ? g_strdup_printf("chassis %s", router->chassis) : of_site(net, end, router->id);
}

/* Sub-interfaces ("0/0.10") are one port. */
static char *port_key(const ErNetwork *net, const ErEnd *end)
{
	g_autofree char *port = g_strdup(end->record->port);
	char *dot = strrchr(port, '.');
	g_autofree char *router = of_site(net, end, end->record->router);

	if (dot != NULL && dot[1] != '\0' && strspn(dot + 1, "0123456789") == strlen(dot + 1))
		*dot = '\0';
	return router != NULL && *port != '\0' ? g_strdup_printf("%s %s", router, port) : NULL;
}

static char *access_key(const ErNetwork *net, const ErEnd *end)
{
	(void)net;
	return said(end->record->access);
}

static char *conduit_key(const ErNetwork *net, const ErEnd *end)
{
	(void)net;
	return said(end->record->conduit);
}

static char *entry_key(const ErNetwork *net, const ErEnd *end)
{
	return of_site(net, end, end->record->entry);
}

static char *edge_key(const ErNetwork *net, const ErEnd *end)
{
	(void)net;
	return said(end->record->provider_edge);
}

static char *nni_key(const ErNetwork *net, const ErEnd *end)
{
	(void)net;
	return said(end->record->nni);
}

static char *mmr_key(const ErNetwork *net, const ErEnd *end)
{
	(void)net;
	return said(end->record->mmr);
}

static char *power_key(const ErNetwork *net, const ErEnd *end)
{
	const ErSiteRouter *router = er_router_of(net, end);
	const ErSiteRecord *site = er_network_site(net, end->site)->record;
	const char *power = router != NULL && *router->power != '\0' ? router->power : site != NULL ? site->power : "";

	return said(power);
}

static char *rack_key(const ErNetwork *net, const ErEnd *end)
{
	const ErSiteRouter *router = er_router_of(net, end);

	return router != NULL ? of_site(net, end, router->rack) : NULL;
}

typedef enum { SHARE_UNSAID, SHARE_SAME, SHARE_DIFFERENT } Share;

/* Links are told apart by their records: a line of an any-to-any circuit has two ends and is one link. */
static Share share_of(const ErNetwork *net, const ErCircuit *circuit, Key key)
{
	const ErSiteLink *first_link = NULL;
	g_autofree char *first = NULL;
	bool several = false, unsaid = false, different = false;

	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErEnd *end = er_network_end(net, i);
		g_autofree char *have = end->record != NULL ? key(net, end) : NULL;
		unsaid = unsaid || have == NULL;
		several = several || (first_link != NULL && end->record != NULL && end->record != first_link);
		first_link = first_link != NULL ? first_link : end->record;
		different = different || (first != NULL && have != NULL && g_ascii_strcasecmp(first, have) != 0);
		if (first == NULL)
			first = g_steal_pointer(&have);
	}
	return different ? SHARE_DIFFERENT : unsaid || !several ? SHARE_UNSAID : SHARE_SAME;
}

static bool covers(const ErNetwork *net, uint32_t element, uint32_t component)
{
	uint32_t n = er_network_n_components(net);

	if (component == ER_NONE || element == ER_NONE)
		return false;
	return element < n ? element == component : er_group_has(er_network_group(net, element - n), component);
}

/* Is there a cut among the rule's findings that holds a part of this circuit already? */
static bool told_as_cut(const ErFindings *out, const ErRule *rule, const ErCircuit *circuit)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));

	for (uint32_t f = 0; f < er_findings_count(out); f++) {
		const ErFinding *finding = er_findings_at(out, f);
		if (finding->rule != rule || finding->result != ER_RESULT_FAIL || finding->element == ER_NONE)
			continue;
		for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
			const ErEnd *end = er_network_end(net, i);
			if (covers(net, finding->element, end->ce) || covers(net, finding->element, end->access) || covers(net, finding->element, circuit->pe[end->side]))
				return true;
		}
	}
	return false;
}

static void tell_shared(ErFindings *out, const ErRule *rule, uint32_t index, const Shared *shared, const Share *share)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	const ErCircuit *circuit = er_network_circuit(net, index);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
	g_autoptr(GString) list = g_string_new(NULL);

	er_draft_subject(draft, er_circuit_self(net, index)->id);
	for (size_t k = 0; k < MOST_KEYS && shared->keys[k] != NULL; k++) {
		if (share[k] != SHARE_SAME)
			continue;
		g_autofree char *value = shared->keys[k](net, er_network_end(net, circuit->first_end));
		const char *site = er_network_component(net, er_network_site(net, er_network_end(net, circuit->first_end)->site)->self)->id;
		const char *shown = g_str_has_prefix(value, site) && value[strlen(site)] == '/' ? value + strlen(site) + 1 : value;
		g_autofree char *fact = g_strdup_printf("%s: %s", shared->words[k], shown);
		g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", fact);
		for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++)
			er_draft_fact(draft, er_network_component(net, er_network_end(net, i)->access)->id, fact);
	}
	er_draft_headline(draft, "%s: its links share what should be apart (%s)", er_circuit_self(net, index)->name, list->str);
	er_draft_flows_behind(draft, index, ER_NONE);
	er_draft_end(draft);
}

static void check_shared(ErFindings *out, const ErRule *rule, const Shared *shared)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));

	if (!has_site(out, rule, shared->what))
		return;
	Open open = open_new(out, rule, shared->what, shared->missing);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		Share share[MOST_KEYS] = { SHARE_UNSAID };
		bool same = false;
		if (circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		for (size_t k = 0; k < MOST_KEYS && shared->keys[k] != NULL; k++) {
			share[k] = share_of(net, circuit, shared->keys[k]);
			same = same || share[k] == SHARE_SAME;
		}
		if (told_as_cut(out, rule, circuit))
			continue;
		if (same)
			tell_shared(out, rule, i, shared, share);
		else if (share[0] == SHARE_DIFFERENT)
			er_rule_pass(out, rule);
		else
			g_ptr_array_add(open.ids, (gpointer)er_circuit_self(net, i)->id);
	}
	open_end(&open);
}

static void check_router(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "router" }, { router_key }, "both links of a circuit end at one router", "router of each link (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

static void check_port(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "port" }, { port_key }, "both links of a circuit end at one port", "router and port of each link (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

static void check_access(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "access" }, { access_key }, "one line carries both links of a circuit", "access of each link (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

static void check_conduit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "conduit", "entry" }, { conduit_key, entry_key }, "both lines of a circuit run through one conduit", "conduit and entry of each link (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

static void check_edge(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "provider-edge", "nni", "mmr" }, { edge_key, nni_key, mmr_key }, "the provider hands both links of a circuit over at one edge",
		                    "provider-edge, nni and mmr of each link (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

static void check_power(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Shared shared = { { "power", "rack" }, { power_key, rack_key }, "the routers of a circuit hang on one power feed", "power and rack of each router (site description)" };

	(void)flows;
	check_shared(out, rule, &shared);
}

/* ---- sites ---- */

/* Is an end of this circuit declared at @site (ER_NONE: at any)? */
static bool is_declared_at(const ErNetwork *net, const ErCircuit *circuit, uint32_t site)
{
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++)
		if (er_network_end(net, i)->circuit_record != NULL && (site == ER_NONE || er_network_end(net, i)->site == site))
			return true;
	return false;
}

static bool has_failed(const ErFindings *out, const ErRule *rule)
{
	for (uint32_t f = 0; f < er_findings_count(out); f++)
		if (er_findings_at(out, f)->rule == rule && er_findings_at(out, f)->result == ER_RESULT_FAIL)
			return true;
	return false;
}

static void tell_one_site(ErFindings *out, const ErRule *rule, uint32_t site)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErComponent *self = er_network_component(er_flows_network(flows), er_network_site(er_flows_network(flows), site)->self);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, self->id);
	er_draft_headline(draft, "%s: every circuit ends at this one site, and there are others", self->name);
	er_draft_fact(draft, self->id, "all declared ends of connected circuits");
	add_up_flows(draft, flows);
	er_draft_end(draft);
}

static void check_one_site(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "all circuits end at one site";
	const ErNetwork *net = er_flows_network(flows);
	uint32_t first = ER_NONE;
	bool several = false;

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "the site where each circuit ends (site description)");
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		if (circuit->n_connections > 0 && !is_declared_at(net, circuit, ER_NONE))
			g_ptr_array_add(open.ids, (gpointer)er_circuit_self(net, i)->id);
		for (uint32_t k = circuit->first_end; circuit->n_connections > 0 && k < circuit->first_end + circuit->n_ends; k++) {
			const ErEnd *end = er_network_end(net, k);
			several = several || (end->circuit_record != NULL && first != ER_NONE && first != end->site);
			first = end->circuit_record != NULL ? end->site : first;
		}
	}
	bool decided = several || count_declared_sites(net) < 2 || has_failed(out, rule);
	if (several)
		er_rule_pass(out, rule);
	else if (count_declared_sites(net) < 2)
		er_rule_not_applicable(out, rule);
	else if (!decided && open.ids->len == 0)
		tell_one_site(out, rule, first);
	if (decided)
		g_ptr_array_set_size(open.ids, 0);
	open_end(&open);
}

static bool is_direct(const ErNetwork *net, uint32_t circuit)
{
	return er_network_circuit(net, circuit)->port != ER_NONE;
}

/* Sites whose building is the one where a circuit of theirs meets Microsoft. */
static void check_building(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "a site stands in the building of its peering location";
	const ErNetwork *net = er_flows_network(flows);

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "facility of each site (site description), and a peering location of known building");
	for (uint32_t s = 0; s < er_network_n_sites(net); s++) {
		const ErSite *site = er_network_site(net, s);
		const ErComponent *self = er_network_component(net, site->self);
		bool ends_here = false, unknown = false, failed = false;
		for (uint32_t i = 0; site->record != NULL && i < er_network_n_circuits(net); i++) {
			const ErCircuit *circuit = er_network_circuit(net, i);
			if (circuit->n_connections == 0 || !is_declared_at(net, circuit, s))
				continue;
			int inside = *site->record->facility != '\0' ? er_catalogue_in_facility(er_network_tables(net), circuit->peering_location, is_direct(net, i), site->record->facility) : -1;
			ends_here = true;
			unknown = unknown || inside < 0;
			failed = failed || inside > 0;
			if (inside <= 0)
				continue;
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, self->id);
			er_draft_subject(draft, er_circuit_self(net, i)->id);
			er_draft_headline(draft, "%s stands in the building where %s meets Microsoft (%s): one event takes both", self->name, er_circuit_self(net, i)->name, circuit->peering_location);
			er_draft_fact(draft, self->id, site->record->facility);
			er_draft_flows_behind(draft, i, ER_NONE);
			er_draft_end(draft);
		}
		if (!ends_here)
			er_rule_not_applicable(out, rule);
		else if (unknown)
			g_ptr_array_add(open.ids, (gpointer)self->id);
		else if (!failed)
			er_rule_pass(out, rule);
	}
	open_end(&open);
}

/* ---- campus of peering locations ---- */

static uint32_t group_of_circuit(const ErNetwork *net, const ErCircuit *circuit, ErGroupOf kind)
{
	uint32_t n = 0;
	const uint32_t *groups = circuit->msee[ER_PRIMARY] != ER_NONE ? er_network_groups_of(net, circuit->msee[ER_PRIMARY], &n) : NULL;

	for (uint32_t i = 0; i < n; i++)
		if (er_network_group(net, groups[i])->kind == kind)
			return groups[i];
	return ER_NONE;
}

/* Declared by a site that stands in the building of the circuit's peering location; NULL: nobody did. */
static const char *campus_of(const ErNetwork *net, uint32_t circuit)
{
	for (uint32_t s = 0; s < er_network_n_sites(net); s++) {
		const ErSiteRecord *record = er_network_site(net, s)->record;
		if (record != NULL && *record->campus != '\0' && *record->facility != '\0' &&
		    er_catalogue_in_facility(er_network_tables(net), er_network_circuit(net, circuit)->peering_location, is_direct(net, circuit), record->facility) > 0)
			return record->campus;
	}
	return NULL;
}

/* The circuits of one gateway: in how many places are they? */
typedef struct { uint32_t first, other, location, city; bool locations, cities, nowhere; } Places;

static void note_place(Places *places, const ErNetwork *net, uint32_t index)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	uint32_t location = group_of_circuit(net, circuit, ER_GRP_LOCATION), city = group_of_circuit(net, circuit, ER_GRP_METRO);

	places->nowhere = places->nowhere || city == ER_NONE || location == ER_NONE;
	if (places->first == ER_NONE) {
		*places = (Places){ index, ER_NONE, location, city, false, false, places->nowhere };
		return;
	}
	places->cities = places->cities || (city != places->city && city != ER_NONE && places->city != ER_NONE);
	if (location != places->location) {
		places->locations = true;
		places->other = index;
	}
}

static void check_campus(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "two peering locations of one city stand on one campus";
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Places *places = g_new0(Places, er_network_n_gateways(net) + 1);
	Open open = open_new(out, rule, what, "sites with facility and campus in the buildings of both peering locations (site description)");

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		places[i].first = places[i].other = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->gateway != ER_NONE && er_network_connection(net, i)->circuit != ER_NONE)
			note_place(&places[er_network_connection(net, i)->gateway], net, er_network_connection(net, i)->circuit);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *a = places[i].other != ER_NONE ? campus_of(net, places[i].first) : NULL, *b = a != NULL ? campus_of(net, places[i].other) : NULL;
		if (!places[i].locations) {
			er_rule_not_applicable(out, rule);
		} else if (places[i].cities || (b != NULL && g_ascii_strcasecmp(a, b) != 0)) {
			er_rule_pass(out, rule);
		} else if (b == NULL || places[i].nowhere) {
			g_ptr_array_add(open.ids, (gpointer)self->id);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, self->id);
			er_draft_headline(draft, "%s: %s and %s meet Microsoft on one campus (%s)", self->name, er_circuit_self(net, places[i].first)->name, er_circuit_self(net, places[i].other)->name, a);
			er_draft_fact(draft, er_circuit_self(net, places[i].first)->id, er_network_circuit(net, places[i].first)->peering_location);
			er_draft_fact(draft, er_circuit_self(net, places[i].other)->id, er_network_circuit(net, places[i].other)->peering_location);
			er_draft_flows_behind(draft, ER_NONE, i);
			er_draft_end(draft);
		}
	}
	open_end(&open);
}

/* ---- WAN between sites ---- */

/* Sites joined by WANs have one root. */
static uint32_t root_of(uint32_t *roots, uint32_t site)
{
	while (roots[site] != site)
		site = roots[site] = roots[roots[site]];
	return site;
}

static uint32_t *join_sites(const ErNetwork *net)
{
	uint32_t *roots = g_new(uint32_t, er_network_n_sites(net) + 1);

	for (uint32_t i = 0; i < er_network_n_sites(net); i++)
		roots[i] = i;
	for (uint32_t w = 0; w < er_network_n_wans(net); w++) {
		const ErWan *wan = er_network_wan(net, w);
		for (uint32_t i = 1; i < wan->n_sites; i++)
			roots[root_of(roots, wan->sites[i])] = root_of(roots, wan->sites[0]);
	}
	return roots;
}

/* Connected circuits with a declared end, by site. */
static uint32_t *count_circuits(const ErNetwork *net)
{
	uint32_t *counts = g_new0(uint32_t, er_network_n_sites(net) + 1);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		uint32_t last = ER_NONE;
		for (uint32_t k = circuit->first_end; circuit->n_connections > 0 && k < circuit->first_end + circuit->n_ends; k++) {
			const ErEnd *end = er_network_end(net, k);
			if (end->circuit_record != NULL && end->site != last)
				counts[end->site]++;
			last = end->site;
		}
	}
	return counts;
}

static void add_flows_of_site(ErDraft *draft, const ErFlows *flows, uint32_t site)
{
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->site == site)
			er_draft_flow(draft, i);
}

static void check_wan(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *counts = count_circuits(net), *roots = join_sites(net), *joined = g_new0(uint32_t, er_network_n_sites(net) + 1);
	uint32_t sites = 0;

	if (!has_site(out, rule, "a site reaches the circuit of another when its own is lost"))
		return;
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		sites += counts[i] > 0;
		joined[root_of(roots, i)] += counts[i] > 0;
	}
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_site(net, i)->self);
		if (counts[i] == 0 || sites < 2) {
			er_rule_not_applicable(out, rule);
		} else if (counts[i] > 1 || joined[root_of(roots, i)] > 1) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, self->id);
			er_draft_headline(draft, "%s has one circuit and no declared WAN to a site with another: when it is lost, the others do not help", self->name);
			er_draft_fact(draft, self->id, "no way to another site with a circuit over the declared WANs");
			add_flows_of_site(draft, flows, i);
			er_draft_end(draft);
		}
	}
}

/* Demand of a site in its busier direction, Mbit/s. */
static uint64_t demand_of(const ErNetwork *net, uint32_t site)
{
	uint64_t to = 0, from = 0;

	for (uint32_t i = 0; i < er_network_n_demands(net); i++) {
		const ErDemand *demand = er_network_demand(net, i);
		if (demand->site != ER_NONE && demand->site != site)
			continue;
		to += demand->mbps[ER_ONPREM_TO_AZURE];
		from += demand->mbps[ER_AZURE_TO_ONPREM];
	}
	return MAX(to, from);
}

/* Bandwidth of all WANs of a site; ER_UNSAID when one does not tell. */
static uint64_t wan_of(const ErNetwork *net, uint32_t site, bool *any)
{
	uint64_t sum = 0;

	*any = false;
	for (uint32_t w = 0; w < er_network_n_wans(net); w++) {
		const ErWan *wan = er_network_wan(net, w);
		bool member = false;
		for (uint32_t i = 0; i < wan->n_sites; i++)
			member = member || wan->sites[i] == site;
		if (!member)
			continue;
		*any = true;
		sum = wan->bandwidth_mbps == ER_UNSAID || sum == ER_UNSAID ? ER_UNSAID : MIN(sum + wan->bandwidth_mbps, ER_UNSAID - 1);
	}
	return sum;
}

static void check_wan_bandwidth(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "the WAN carries what a site needs when its circuits are lost";
	const ErNetwork *net = er_flows_network(flows);

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "demand of the site and bandwidth-mbps of its WANs (site description)");
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_site(net, i)->self);
		bool any;
		uint64_t bandwidth = wan_of(net, i, &any), demand = demand_of(net, i);
		if (!any) {
			er_rule_not_applicable(out, rule);
		} else if (bandwidth == ER_UNSAID || demand == 0) {
			g_ptr_array_add(open.ids, (gpointer)self->id);
		} else if (bandwidth >= demand) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			g_autofree char *fact = g_strdup_printf("WAN %" G_GUINT64_FORMAT " Mbit/s, demand %" G_GUINT64_FORMAT " Mbit/s", bandwidth, demand);
			er_draft_subject(draft, self->id);
			er_draft_headline(draft, "%s: its WAN has %" G_GUINT64_FORMAT " Mbit/s for a demand of %" G_GUINT64_FORMAT " Mbit/s when its circuits are lost", self->name, bandwidth, demand);
			er_draft_fact(draft, self->id, fact);
			add_flows_of_site(draft, flows, i);
			er_draft_end(draft);
		}
	}
	open_end(&open);
}

/* ---- care ---- */

/* Which of them need Azure, in words; "" none. */
static char *needing_azure(const ErSiteRecord *record)
{
	GString *list = g_string_new(NULL);

	if (record->out_of_band == ER_TRI_NO)
		g_string_append(list, "management");
	if (record->dns == ER_TRI_NO)
		g_string_append(list, list->len > 0 ? ", DNS" : "DNS");
	if (record->aaa == ER_TRI_NO)
		g_string_append(list, list->len > 0 ? ", sign-in" : "sign-in");
	return g_string_free(list, FALSE);
}

static void check_recovery(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "management, DNS and sign-in work without Azure";
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *counts = count_circuits(net);

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "out-of-band, dns and aaa of each site with a circuit (site description)");
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		const ErSiteRecord *record = er_network_site(net, i)->record;
		const ErComponent *self = er_network_component(net, er_network_site(net, i)->self);
		g_autofree char *list = record != NULL ? needing_azure(record) : NULL;
		if (record == NULL || counts[i] == 0) {
			er_rule_not_applicable(out, rule);
		} else if (*list != '\0') {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, self->id);
			er_draft_headline(draft, "%s: %s need Azure, so they are gone when its circuits are", self->name, list);
			er_draft_fact(draft, self->id, list);
			add_flows_of_site(draft, flows, i);
			er_draft_end(draft);
		} else if (record->out_of_band == ER_TRI_YES && record->dns == ER_TRI_YES && record->aaa == ER_TRI_YES) {
			er_rule_pass(out, rule);
		} else {
			g_ptr_array_add(open.ids, (gpointer)self->id);
		}
	}
	open_end(&open);
}

/* ---- failover tests ---- */

#define WHICH_TEST "last-failover-test (site description), or a capture of the gateway's failover tests"

/* Tests of one circuit: the last one up to the day of the report, and the last one after it, which proves nothing yet. */
typedef struct { char *latest, *later; bool captured; } Tests;

/* The later of two dates; what is none does not count. */
static void take_date(Tests *tests, const char *text, const char *as_of)
{
	g_autofree char *date = text != NULL ? g_strndup(text, 10) : NULL;
	char **at = date != NULL && strcmp(date, as_of) > 0 ? &tests->later : &tests->latest;

	if (date == NULL || !er_text_is_date(date) || (*at != NULL && strcmp(*at, date) >= 0))
		return;
	g_free(*at);
	*at = g_steal_pointer(&date);
}

static bool same_place(const char *a, const char *b)
{
	g_auto(GStrv) x = g_strsplit(a, " ", -1), y = g_strsplit(b, " ", -1);
	g_autofree char *p = g_strjoinv("", x), *q = g_strjoinv("", y);

	return g_ascii_strcasecmp(p, q) == 0;
}

/* Tests that a gateway's capture lists for the circuit's peering location. True: there is such a capture, so no test there is none at all. */
static bool take_captured(Tests *of, const ErNetwork *net, const ErCircuit *circuit, uint32_t gateway, const char *as_of)
{
	const ErResource *res = er_network_component(net, er_network_gateway(net, gateway)->self)->resource;
	const ErValue *tests = res != NULL ? er_value_get(&res->body, ER_CAPTURES ".failoverTests") : NULL;

	for (uint32_t i = 0; i < er_value_count(tests, NULL); i++) {
		const ErValue *test = er_value_item(tests, i);
		const char *place = er_value_text(test, "peeringLocation"), *status = er_value_text(test, "status");
		bool done = status == NULL || g_ascii_strcasecmp(status, "Completed") == 0 || g_ascii_strcasecmp(status, "Succeeded") == 0 || g_ascii_strcasecmp(status, "Success") == 0;
		if (done && place != NULL && same_place(place, circuit->peering_location))
			take_date(of, er_value_text(test, "endTime"), as_of);
	}
	return tests != NULL;
}

static void take_declared(Tests *of, const ErNetwork *net, const ErCircuit *circuit, const char *as_of)
{
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->circuit_record == NULL)
			continue;
		take_date(of, end->circuit_record->last_failover_test, as_of);
		take_date(of, er_network_site(net, end->site)->record != NULL ? er_network_site(net, end->site)->record->last_failover_test : NULL, as_of);
	}
}

static void tell_test(ErFindings *out, const ErRule *rule, uint32_t circuit, const Tests *tests, int days)
{
	const ErComponent *self = er_circuit_self(er_flows_network(er_findings_flows(out)), circuit);
	bool open = tests->latest == NULL && !tests->captured;
	ErDraft *draft = er_draft_new(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, self->id);
	if (tests->latest != NULL)
		er_draft_headline(draft, "%s: the last failover test was on %s, %d days ago", self->name, tests->latest, days);
	else if (tests->later != NULL)
		er_draft_headline(draft, "%s: its failover test of %s is after the day of this report, so it does not count", self->name, tests->later);
	else
		er_draft_headline(draft, "%s: no failover test of its peering location is on record", self->name);
	er_draft_fact(draft, self->id, tests->latest != NULL ? tests->latest : tests->later != NULL ? tests->later : "no finished test among the captured ones");
	if (open)
		er_draft_missing(draft, WHICH_TEST);
	er_draft_flows_behind(draft, circuit, ER_NONE);
	er_draft_end(draft);
}

static void check_tests(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const char *as_of = er_findings_as_of(out);
	uint32_t most = er_limit(net, ER_LIMIT_FAILOVER_TEST_AGE);
	g_autofree char *what = g_strdup_printf("failover was tested within %u days", most);
	bool any = false;
	g_autofree Tests *all = g_new0(Tests, er_network_n_circuits(net) + 1);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->circuit == ER_NONE)
			continue;
		Tests *tests = &all[connection->circuit];
		if (connection->gateway != ER_NONE)
			tests->captured |= take_captured(tests, net, er_network_circuit(net, connection->circuit), connection->gateway, as_of);
		any = any || tests->captured;
	}
	if (!any && !has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, WHICH_TEST);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		Tests *tests = &all[i];
		int days = 0;
		take_declared(tests, net, er_network_circuit(net, i), as_of);
		bool dated = tests->latest != NULL && er_text_days_between(tests->latest, as_of, &days);
		if (er_network_circuit(net, i)->n_connections == 0)
			er_rule_not_applicable(out, rule);
		else if (dated && days <= (int)most)
			er_rule_pass(out, rule);
		else if (dated || tests->later != NULL || tests->captured)
			tell_test(out, rule, i, tests, days);
		else
			g_ptr_array_add(open.ids, (gpointer)er_circuit_self(net, i)->id);
		g_free(tests->latest);
		g_free(tests->later);
	}
	open_end(&open);
}

/* ---- contracts ---- */

static bool says(const ErNetwork *net, const ErCircuit *circuit, bool sla)
{
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErSiteCircuit *record = er_network_end(net, i)->circuit_record;
		const ErSiteRecord *site = er_network_site(net, er_network_end(net, i)->site)->record;
		if (record != NULL && *(sla ? record->provider_sla : record->provider_diversity) != '\0')
			return true;
		if (record != NULL && site != NULL && *(sla ? site->provider_sla : site->provider_diversity) != '\0')
			return true;
	}
	return false;
}

static void check_contract(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "contract and evidence of diversity are on record";
	const ErNetwork *net = er_flows_network(flows);

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "the circuit in the site description, with provider-sla and provider-diversity");
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		bool sla = says(net, circuit, true), diversity = says(net, circuit, false);
		if (circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
		} else if (sla && diversity) {
			er_rule_pass(out, rule);
		} else if (!is_declared_at(net, circuit, ER_NONE)) {
			g_ptr_array_add(open.ids, (gpointer)er_circuit_self(net, i)->id);
		} else {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, er_circuit_self(net, i)->id);
			er_draft_headline(draft, "%s: %s on record", er_circuit_self(net, i)->name,
			                  sla ? "no evidence that the provider's ways are diverse is" : diversity ? "no SLA of the provider is" : "neither the provider's SLA nor evidence of diverse ways is");
			er_draft_fact(draft, er_circuit_self(net, i)->id, sla ? "provider-diversity unsaid" : diversity ? "provider-sla unsaid" : "provider-sla and provider-diversity unsaid");
			er_draft_flows_behind(draft, i, ER_NONE);
			er_draft_end(draft);
		}
	}
	open_end(&open);
}

/* ---- standby links ---- */

static bool is_manual(const ErSiteLink *link)
{
	return link != NULL && g_ascii_strcasecmp(link->failover, "manual") == 0;
}

static bool takes_over(const ErSiteLink *link)
{
	return link != NULL && (link->preference == ER_USE_ACTIVE || g_ascii_strcasecmp(link->failover, "auto") == 0);
}

static void check_standby(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char what[] = "every link takes over by itself";
	const ErNetwork *net = er_flows_network(flows);

	if (!has_site(out, rule, what))
		return;
	Open open = open_new(out, rule, what, "preference and failover of each link (site description)");
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErEnd *manual = NULL;
		bool all = true;
		for (uint32_t k = circuit->first_end; k < circuit->first_end + circuit->n_ends; k++) {
			manual = is_manual(er_network_end(net, k)->record) ? er_network_end(net, k) : manual;
			all = all && takes_over(er_network_end(net, k)->record);
		}
		if (circuit->n_connections == 0) {
			er_rule_not_applicable(out, rule);
		} else if (manual != NULL) {
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, er_circuit_self(net, i)->id);
			er_draft_headline(draft, "%s: its %s link takes over by hand only", er_circuit_self(net, i)->name, er_side_name(manual->side));
			er_draft_fact(draft, er_network_component(net, manual->access)->id, "failover: manual");
			er_draft_flows_behind(draft, i, ER_NONE);
			er_draft_end(draft);
		} else if (all) {
			er_rule_pass(out, rule);
		} else {
			g_ptr_array_add(open.ids, (gpointer)er_circuit_self(net, i)->id);
		}
	}
	open_end(&open);
}

const ErRule er_rules_site[] = {
	{ "ER-SITE-001", ER_SEV_HIGH, "Both links of a circuit on one CE router", "router or circuit", "A second router, in another chassis, for the secondary link",
	  "APRL:0e19cc41-8274-1342-b0db-0e4146eacef8; APRL:222fbb78-be76-4855-a14f-a5e17ef1ccf5; ALZ:D06.19 b258f058-b9f6-46cd-b28d-990106f0c3f8; WAF-ER: site resiliency level; APRLv1:ERC-2",
	  HIGH_AVAILABILITY, check_router },
	{ "ER-SITE-002", ER_SEV_HIGH, "Both links on one CE port or trunk", "circuit", "Two ports, on two routers",
	  "APRL:0e19cc41-8274-1342-b0db-0e4146eacef8; APRL:222fbb78-be76-4855-a14f-a5e17ef1ccf5; ALZ:D06.19 b258f058-b9f6-46cd-b28d-990106f0c3f8", HIGH_AVAILABILITY, check_port },
	{ "ER-SITE-003", ER_SEV_HIGH, "Single physical hand-off carrying both virtual circuits", "access line or circuit", "A second access line on its own route",
	  "APRL:0e19cc41-8274-1342-b0db-0e4146eacef8", LEARN "expressroute-faqs", check_access },
	{ "ER-SITE-004", ER_SEV_HIGH, "Last miles share conduit or building entry", "conduit, entry or circuit", "A second entry on another side of the building; have the provider show the routes",
	  "WAF-ER: geo-redundant circuits", HIGH_AVAILABILITY, check_conduit },
	{ "ER-SITE-005", ER_SEV_HIGH, "All circuits terminate at one on-prem site", "site", "End a circuit at a second site", "WAF-ER: geo-redundant circuits", DISASTER_RECOVERY, check_one_site },
	{ "ER-SITE-006", ER_SEV_MEDIUM, "Provider hand-off through one PE, NNI or meet-me room", "provider edge or circuit", "Agree diverse provider edges in the contract",
	  "WAF-ER: different providers per circuit", HIGH_AVAILABILITY, check_edge },
	{ "ER-SITE-007", ER_SEV_MEDIUM, "CE routers share power, rack or cooling", "power feed or circuit", "Separate power feeds and racks", "", HIGH_AVAILABILITY, check_power },
	{ "ER-SITE-008", ER_SEV_MEDIUM, "On-prem DC is the peering-location building", "site and circuit", "A second circuit at a peering location elsewhere", "", DISASTER_RECOVERY, check_building },
	{ "ER-SITE-009", ER_SEV_MEDIUM, "Two peering locations on one campus or power domain", "gateway", "Move one circuit to another campus or city", "WAF-ER: geo-redundant circuits",
	  "http://datacenterknowledge.com/uptime/equinix-power-outage-one-reason-behind-aws-cloud-disruption", check_campus },
	{ "ER-SITE-010", ER_SEV_HIGH, "No inter-site WAN to reach the surviving circuit", "site", "A WAN between the sites, or a second circuit at each", "",
	  "https://github.com/Danieleg82/Exr-Bowtie", check_wan },
	{ "ER-SITE-011", ER_SEV_MEDIUM, "WAN or DCI capacity below rerouted demand", "site", "More bandwidth between the sites", "WAF-ER: scale circuit / gateway",
	  "https://github.com/Danieleg82/Exr-Bowtie", check_wan_bandwidth },
	{ "ER-SITE-012", ER_SEV_HIGH, "Management, DNS or identity reachable only over ER", "site", "An out-of-band line, and name resolution and sign-in that work on-premises", "",
	  "https://cloud-recon.github.io/Azure-Blog/expressroute-high-availability", check_recovery },
	{ "ER-SITE-013", ER_SEV_MEDIUM, "Failover never tested, or too long ago", "circuit", "Test the failover of each peering location and of each link, and note the date",
	  "WAF-ER: reliability testing; WAF-ER: resiliency insights", LEARN "resiliency-validation", check_tests },
	{ "ER-SITE-014", ER_SEV_INFO, "No provider diversity evidence or contract SLA recorded", "circuit", "Ask the provider for both and note them in the site description",
	  "WAF-ER: different providers per circuit", "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", check_contract },
	{ "ER-SITE-015", ER_SEV_HIGH, "Passive or manually switched link", "circuit", "Run BGP on both links all the time",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; APRL:859886df-3996-4eab-8439-c1a38c416e0e; ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8; WAF-ER: active-active + BFD",
	  HIGH_AVAILABILITY, check_standby },
	{ 0 },
};
