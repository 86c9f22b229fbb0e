/*
 * Global Reach (ER-GR): two circuits joined, so that sites reach each other over them. It leans on the circuits it joins, which makes it
 * no backup of either. Which site stands behind a circuit only the site description tells; without it the questions stay open.
 * Source: Microsoft Learn, "ExpressRoute Global Reach".
 */
#include "rules.h"

#include "../catalogue.h"

#include <string.h>

static const ErCircuit *end_of(const ErNetwork *net, const ErGlobalReach *reach, int i)
{
	return er_network_circuit(net, reach->circuit[i]);
}

static const char *circuit_name(const ErNetwork *net, uint32_t circuit)
{
	return er_network_component(net, er_network_circuit(net, circuit)->self)->name;
}

/* The other circuit may have the same name, in another subscription or resource group. (transfer full) */
static char *end_name(const ErNetwork *net, const ErGlobalReach *reach, int i)
{
	bool external = er_network_component(net, end_of(net, reach, i)->self)->external;

	return g_strconcat(circuit_name(net, reach->circuit[i]), external ? " (not in the input)" : "", NULL);
}

static void draft_ends(ErDraft *draft, const ErNetwork *net, const ErGlobalReach *reach)
{
	for (int i = 0; i < 2; i++) {
		const ErComponent *self = er_network_component(net, end_of(net, reach, i)->self);
		er_draft_fact(draft, self->id, self->external ? "not in the input" : "joined by Global Reach");
		er_draft_flows_behind(draft, reach->circuit[i], ER_NONE);
	}
}

/* ---- sites behind circuits ---- */

/* Is it declared that @circuit ends at @site (ER_NONE: at any)? */
static bool ends_at(const ErNetwork *net, uint32_t circuit, uint32_t site)
{
	const ErCircuit *record = er_network_circuit(net, circuit);

	for (uint32_t i = record->first_end; i < record->first_end + record->n_ends; i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->circuit_record != NULL && (site == ER_NONE || end->site == site))
			return true;
	}
	return false;
}

static bool wan_holds(const ErWan *wan, uint32_t site)
{
	for (uint32_t i = 0; i < wan->n_sites; i++)
		if (wan->sites[i] == site)
			return true;
	return false;
}

/* Does one WAN reach a site of each circuit? */
static bool wan_joins(const ErNetwork *net, const ErGlobalReach *reach)
{
	for (uint32_t w = 0; w < er_network_n_wans(net); w++) {
		const ErWan *wan = er_network_wan(net, w);
		bool found[2] = { false };
		for (uint32_t s = 0; s < wan->n_sites; s++)
			for (int i = 0; i < 2; i++)
				found[i] |= ends_at(net, reach->circuit[i], wan->sites[s]);
		if (found[0] && found[1])
			return true;
	}
	return false;
}

static bool sites_meet(const ErNetwork *net, uint32_t circuit, uint32_t other)
{
	const ErCircuit *record = er_network_circuit(net, circuit);

	for (uint32_t i = record->first_end; i < record->first_end + record->n_ends; i++)
		if (er_network_end(net, i)->circuit_record != NULL && ends_at(net, other, er_network_end(net, i)->site))
			return true;
	return false;
}

/* Another connected Global Reach between the same sites, over two other circuits. */
static bool second_pair(const ErNetwork *net, const ErGlobalReach *reach)
{
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *other = er_network_global_reach(net, i);
		bool apart = true;
		for (int k = 0; k < 4; k++)
			apart &= reach->circuit[k / 2] != other->circuit[k % 2];
		if (!apart || !other->up)
			continue;
		if ((sites_meet(net, reach->circuit[0], other->circuit[0]) && sites_meet(net, reach->circuit[1], other->circuit[1])) ||
		    (sites_meet(net, reach->circuit[0], other->circuit[1]) && sites_meet(net, reach->circuit[1], other->circuit[0])))
			return true;
	}
	return false;
}

static void check_hidden(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		const ErComponent *self = er_network_component(net, reach->self);
		g_autofree char *one = end_name(net, reach, 0), *two = end_name(net, reach, 1);
		bool declared = ends_at(net, reach->circuit[0], ER_NONE) && ends_at(net, reach->circuit[1], ER_NONE);
		if (declared && (wan_joins(net, reach) || second_pair(net, reach))) {
			er_rule_pass(out, rule);
			continue;
		}
		if (declared && sites_meet(net, reach->circuit[0], reach->circuit[1])) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, declared ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
		er_draft_subject(draft, self->id);
		draft_ends(draft, net, reach);
		er_draft_headline(draft, declared ? "Sites behind %s and %s reach each other by Global Reach %s alone: losing either circuit cuts them off from each other as well"
		                                  : "%s and %s are joined by Global Reach %s; whether their sites have another way is not known",
		                  one, two, self->name);
		if (!declared)
			er_draft_missing(draft, "the sites of both circuits and the WANs between them, in the site description");
		er_draft_end(draft);
	}
	if (er_network_n_global_reaches(net) == 0)
		er_rule_not_applicable(out, rule);
}

/* ---- ER-GR-002 ---- */

static void check_connected(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		const ErComponent *self = er_network_component(net, reach->self);
		g_autofree char *one = end_name(net, reach, 0), *two = end_name(net, reach, 1);
		const char *status = self->resource != NULL ? er_value_text(&self->resource->body, "properties.circuitConnectionStatus") : NULL;
		if (status != NULL && g_ascii_strcasecmp(status, "Connected") == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, status != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
		er_draft_subject(draft, self->id);
		if (self->resource != NULL)
			er_draft_evidence(draft, self->resource, "properties.circuitConnectionStatus", status);
		er_draft_headline(draft, "Global Reach %s between %s and %s: its status is %s", self->name, one, two, status != NULL ? status : "not in the export");
		if (status == NULL)
			er_draft_missing(draft, "properties.circuitConnectionStatus");
		er_draft_end(draft);
	}
	if (er_network_n_global_reaches(net) == 0)
		er_rule_not_applicable(out, rule);
}

/* ---- ER-GR-003 ---- */

/* Why Microsoft does not allow it; NULL: it does, or it cannot be told (*missing names what would tell). (transfer full) */
static char *not_permitted(const ErNetwork *net, const ErGlobalReach *reach, const char **missing)
{
	const ErCircuit *circuit[2] = { end_of(net, reach, 0), end_of(net, reach, 1) };
	const char *geo[2];
	bool premium = true, told = true;

	for (int i = 0; i < 2; i++) {
		geo[i] = *circuit[i]->peering_location != '\0' ? er_catalogue_location_geo(er_network_tables(net), circuit[i]->peering_location, circuit[i]->port != ER_NONE) : NULL;
		told &= *circuit[i]->tier != '\0';
		premium &= g_ascii_strcasecmp(circuit[i]->tier, "Premium") == 0;
		if (g_ascii_strcasecmp(circuit[i]->tier, "Local") == 0)
			return g_strdup_printf("%s is of tier Local", circuit_name(net, reach->circuit[i]));
	}
	if (*circuit[0]->peering_location != '\0' && g_ascii_strcasecmp(circuit[0]->peering_location, circuit[1]->peering_location) == 0)
		return g_strdup_printf("both circuits are in %s", circuit[0]->peering_location);
	bool apart = geo[0] != NULL && geo[1] != NULL;
	for (int i = 0; i < 2 && apart; i++)
		apart = er_catalogue_in_geo(er_network_tables(net), circuit[i]->peering_location, circuit[i]->port != ER_NONE, geo[1 - i]) != ER_TRI_YES;
	if (apart)
		for (int i = 0; i < 2; i++)
			if (*circuit[i]->tier != '\0' && g_ascii_strcasecmp(circuit[i]->tier, "Premium") != 0)
				return g_strdup_printf("%s is of tier %s, and %s and %s are in two geopolitical regions", circuit_name(net, reach->circuit[i]), circuit[i]->tier,
				                       circuit[0]->peering_location, circuit[1]->peering_location);
	if (circuit[0]->external || circuit[1]->external)
		*missing = "the export that holds both circuits";
	else if (!told)
		*missing = "sku.tier of both circuits";
	else if (*circuit[0]->peering_location == '\0' || *circuit[1]->peering_location == '\0')
		*missing = "peering location of both circuits";
	else if (!premium && (geo[0] == NULL || geo[1] == NULL))
		*missing = "peering locations that the published list holds";
	return NULL;
}

static void check_permitted(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		const ErComponent *self = er_network_component(net, reach->self);
		const char *missing = NULL;
		g_autofree char *one = end_name(net, reach, 0), *two = end_name(net, reach, 1);
		g_autofree char *why = not_permitted(net, reach, &missing);
		if (why == NULL && missing == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, why != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		for (int k = 0; k < 2; k++) {
			const ErCircuit *circuit = end_of(net, reach, k);
			const ErComponent *component = er_network_component(net, circuit->self);
			g_autofree char *place = g_strdup_printf("peering location: %s", *circuit->peering_location != '\0' ? circuit->peering_location : "not known");
			if (component->resource != NULL)
				er_draft_evidence(draft, component->resource, "sku.tier", *circuit->tier != '\0' ? circuit->tier : NULL);
			er_draft_fact(draft, component->id, place);
		}
		if (why != NULL)
			er_draft_headline(draft, "Global Reach %s is not supported: %s", self->name, why);
		else
			er_draft_headline(draft, "Global Reach %s between %s and %s: whether tiers and locations allow it is not known", self->name, one, two);
		if (why == NULL)
			er_draft_missing(draft, missing);
		er_draft_end(draft);
	}
	if (er_network_n_global_reaches(net) == 0)
		er_rule_not_applicable(out, rule);
}

/* ---- ER-GR-004 and 006: by declared site ---- */

static bool reached(const ErNetwork *net, uint32_t circuit)
{
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++)
		if (er_network_global_reach(net, i)->circuit[0] == circuit || er_network_global_reach(net, i)->circuit[1] == circuit)
			return true;
	return false;
}

/* Circuits that are declared to end at a site: how many, how many with Global Reach, and one of those. */
static uint32_t circuits_at(const ErNetwork *net, uint32_t site, uint32_t *n_reached, uint32_t *with_reach)
{
	uint32_t n = 0;

	*n_reached = 0;
	*with_reach = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		if (!ends_at(net, i, site))
			continue;
		n++;
		if (reached(net, i)) {
			(*n_reached)++;
			*with_reach = i;
		}
	}
	return n;
}

static bool other_way(const ErNetwork *net, uint32_t site)
{
	for (uint32_t w = 0; w < er_network_n_wans(net); w++)
		if (wan_holds(er_network_wan(net, w), site))
			return true;
	for (uint32_t v = 0; v < er_network_n_vpn_gateways(net); v++)
		if (er_network_vpn_gateway(net, v)->site == site)
			return true;
	return false;
}

/* One open question for the whole estate: subjects are the Global Reach connections. */
static void tell_open(const ErRule *rule, const ErNetwork *net, ErFindings *out, const char *headline, const char *missing)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_global_reach(net, i)->self);
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, "joins two circuits");
	}
	er_draft_headline(draft, "%s", headline);
	er_draft_missing(draft, missing);
	er_draft_end(draft);
}

static void check_backup(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n_asked = 0;

	if (er_network_n_global_reaches(net) == 0) {
		er_rule_not_applicable(out, rule);
		return;
	}
	for (uint32_t s = 0; s < er_network_n_sites(net); s++) {
		const ErComponent *self = er_network_component(net, er_network_site(net, s)->self);
		uint32_t n_reached, circuit, n = circuits_at(net, s, &n_reached, &circuit);
		if (n_reached == 0)
			continue;
		n_asked++;
		if (n > 1 || other_way(net, s)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
		g_autofree char *fact = g_strdup_printf("its only circuit is %s, which carries Global Reach; no WAN and no VPN is declared", circuit_name(net, circuit));
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s has one circuit, %s, and what Global Reach offers it goes down with that circuit", self->name, circuit_name(net, circuit));
		er_draft_flows_behind(draft, circuit, ER_NONE);
		er_draft_end(draft);
	}
	if (n_asked == 0)
		tell_open(rule, net, out, "Whether a site leans on Global Reach as the backup of its only circuit is not known: no site is declared behind a circuit that carries it",
		          "the circuits of each site, in the site description");
}

/* VNet prefixes that the flows of each site reach; by site. (transfer full) */
static uint64_t *azure_prefixes(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	uint64_t *n = g_new0(uint64_t, er_network_n_sites(net) + 1);

	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		if (flow->direction == ER_ONPREM_TO_AZURE && *flow->destination == '\0' && er_flows_class(flows, flow->flow_class)->n_paths > 0)
			n[flow->site] += er_network_vnet(net, flow->vnet)->n_space;
	}
	return n;
}

/* Prefixes of the sites that Global Reach adds to @site; *told: each of their circuits has a declared site with prefixes. */
static uint64_t remote_prefixes(const ErNetwork *net, uint32_t site, bool *told)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	uint64_t n = 0;

	*told = true;
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		for (int k = 0; k < 2; k++) {
			if (!ends_at(net, reach->circuit[k], site))
				continue;
			const ErCircuit *far = end_of(net, reach, 1 - k);
			bool any = false;
			for (uint32_t e = far->first_end; e < far->first_end + far->n_ends; e++) {
				const ErEnd *end = er_network_end(net, e);
				any |= end->circuit_record != NULL && er_network_site(net, end->site)->n_prefixes > 0;
				if (end->circuit_record != NULL && end->site != site && g_hash_table_add(seen, GUINT_TO_POINTER(end->site)))
					n += er_network_site(net, end->site)->n_prefixes;
			}
			*told &= any;
		}
	}
	return n;
}

/* The smallest declared limit of the links of @site whose circuits carry Global Reach; ER_UNSAID: none is declared. */
static uint32_t least_limit(const ErNetwork *net, uint32_t site, const ErSiteLink **link, uint32_t *circuit)
{
	uint32_t least = ER_UNSAID;

	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->site == site && end->record != NULL && end->record->max_prefixes < least && reached(net, end->circuit)) {
			least = end->record->max_prefixes;
			*link = end->record;
			*circuit = end->circuit;
		}
	}
	return least;
}

static void check_limit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint64_t *azure = azure_prefixes(flows);
	uint32_t n_decided = 0;

	for (uint32_t s = 0; s < er_network_n_sites(net) && er_network_n_global_reaches(net) > 0; s++) {
		const ErComponent *self = er_network_component(net, er_network_site(net, s)->self);
		const ErSiteLink *link = NULL;
		uint32_t circuit = ER_NONE, limit = least_limit(net, s, &link, &circuit);
		bool told;
		uint64_t remote = remote_prefixes(net, s, &told), expected = azure[s] + remote;
		if (limit == ER_UNSAID || (expected <= limit && !told))
			continue;
		n_decided++;
		if (expected <= limit) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_LOW);
		g_autofree char *fact = g_strdup_printf("expected: %" G_GUINT64_FORMAT " prefixes of VNets and %" G_GUINT64_FORMAT " of remote sites; max-prefixes: %u", azure[s], remote, limit);
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s takes %u prefixes on %s, and with Global Reach %" G_GUINT64_FORMAT " are expected", self->name, limit, circuit_name(net, circuit), expected);
		er_draft_flows_behind(draft, circuit, ER_NONE);
		er_draft_end(draft);
	}
	if (er_network_n_global_reaches(net) == 0)
		er_rule_not_applicable(out, rule);
	else if (n_decided == 0)
		tell_open(rule, net, out, "Whether the routers take the prefixes that Global Reach adds is not known", "max-prefixes of the links and prefixes of the sites that Global Reach joins, in the site description");
}

/* ---- ER-GR-005 ---- */

/* Ids of circuits that a connection names, and of those that Global Reach joins. */
static void circuits_in_use(const ErNetwork *net, GHashTable *connected, GHashTable *joined)
{
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		g_hash_table_add(connected, (char *)er_network_component(net, er_network_circuit(net, er_network_connection(net, i)->circuit)->self)->id);
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++)
		for (int k = 0; k < 2; k++)
			g_hash_table_add(joined, (char *)er_network_component(net, end_of(net, er_network_global_reach(net, i), k)->self)->id);
}

static void tell_cloud(const ErRule *rule, ErFindings *out, const ErResource *cloud, char *const ids[2], uint32_t n_connected, uint32_t n_joined, const char *missing)
{
	ErDraft *draft = er_draft_new(out, rule, missing == NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
	g_autofree char *fact = g_strdup_printf("of its two circuits %u have a connection and %u have Global Reach, in the input", n_connected, n_joined);

	er_draft_subject(draft, cloud->id);
	er_draft_evidence(draft, cloud, "properties.circuit.expressRouteID", ids[0]);
	er_draft_evidence(draft, cloud, "properties.secondaryCircuit.expressRouteID", ids[1]);
	er_draft_fact(draft, cloud->id, fact);
	if (missing != NULL) {
		er_draft_headline(draft, "%s is stretched over two zones; whether both its circuits are connected and in Global Reach is not known", cloud->name);
		er_draft_missing(draft, missing);
	} else if (n_connected < 2) {
		er_draft_headline(draft, "%s is stretched over two zones, and only %u of its two circuits has a connection", cloud->name, n_connected);
	} else {
		er_draft_headline(draft, "%s is stretched over two zones, and only one of its two circuits is in Global Reach", cloud->name);
	}
	er_draft_end(draft);
}

static void check_stretched(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);
	g_autoptr(GHashTable) connected = g_hash_table_new(g_str_hash, g_str_equal), joined = g_hash_table_new(g_str_hash, g_str_equal);

	circuits_in_use(net, connected, joined);
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *cloud = er_inventory_at(inv, i);
		uint32_t n_connected = 0, n_joined = 0;
		if (cloud->kind != ER_RES_PRIVATE_CLOUD)
			continue;
		g_autofree char *one = er_id_normalise(er_value_text(&cloud->body, "properties.circuit.expressRouteID"));
		g_autofree char *two = er_id_normalise(er_value_text(&cloud->body, "properties.secondaryCircuit.expressRouteID"));
		char *const ids[2] = { one, two };
		const char *strategy = er_value_text(&cloud->body, "properties.availability.strategy");
		bool stretched = two != NULL || (strategy != NULL && g_ascii_strcasecmp(strategy, "DualZone") == 0);
		for (int k = 0; k < 2; k++) {
			n_connected += ids[k] != NULL && g_hash_table_contains(connected, ids[k]);
			n_joined += ids[k] != NULL && g_hash_table_contains(joined, ids[k]);
		}
		if (!stretched)
			er_rule_not_applicable(out, rule);
		else if (one == NULL || two == NULL)
			tell_cloud(rule, out, cloud, ids, n_connected, n_joined, "both circuits of the private cloud");
		else if (n_connected == 2 && n_joined == 2)
			er_rule_pass(out, rule);
		else if (er_network_n_connections(net) == 0)
			tell_cloud(rule, out, cloud, ids, n_connected, n_joined, "the connections of the subscription");
		/* Global Reach made from the private cloud's side stands in a resource of the cloud. */
		else if (n_connected == 2 && n_joined == 0)
			tell_cloud(rule, out, cloud, ids, n_connected, n_joined, "Global Reach connections of the private cloud's circuits");
		else
			tell_cloud(rule, out, cloud, ids, n_connected, n_joined, NULL);
	}
}

const ErRule er_rules_global_reach[] = {
	{ "ER-GR-001", ER_SEV_MEDIUM, "Global Reach is a hidden dependency", "Global Reach connection", "Join the sites by a WAN, or by a second pair of circuits",
	  "WAF-ER: Global Reach; AVS:E02.06 d1d79a9b-2460-4448-aa8f-42d78e78cb6a", "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach", check_hidden },
	{ "ER-GR-002", ER_SEV_MEDIUM, "Global Reach link not connected", "Global Reach connection", "Check the authorization, and create the connection again", "WAF-ER: Global Reach",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach", check_connected },
	{ "ER-GR-003", ER_SEV_HIGH, "Global Reach link not permitted by SKU or location", "Global Reach connection", "Make both circuits Premium, in two peering locations",
	  "WAF-ER: Global Reach; WAF-ER: circuit SKU scope", "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach", check_permitted },
	{ "ER-GR-004", ER_SEV_HIGH, "Global Reach offered as backup for its own circuit", "site", "Give the site a path that does not hang on this circuit", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach", check_backup },
	{ "ER-GR-005", ER_SEV_HIGH, "AVS stretched cluster: both circuits not connected or not in Global Reach", "private cloud", "Connect both circuits to the hub, and both to Global Reach",
	  "AVS:I01.03 9579d66b-896d-471f-a6ca-7be9955d04c3; AVS:I01.04 c49d987c-b3d1-4325-aa12-4b6e4d0685ed; APRL:6f573d60-be93-4f18-8016-42e923e3c05e",
	  "https://github.com/Azure/review-checklists/blob/main/checklists/avs_checklist.en.json", check_stretched },
	{ "ER-GR-006", ER_SEV_LOW, "Global Reach adds remote prefixes to the CE", "site", "Raise the limit of prefixes on the routers' sessions", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach", check_limit },
	{ 0 },
};
