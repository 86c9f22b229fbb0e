/*
 * Routing (ER-RTE): what the site description says of each link: the router it ends on, BFD, timers, preference. One answer per site: fail
 * when one link fails, unknown when one is not told, else pass. Without a site description there is one assumed site, so one question.
 * A link whose provider speaks BGP with Microsoft (layer 3) does not end BGP on the customer's router.
 * Sources: Microsoft Learn, "Planned maintenance guidance for ExpressRoute", "Configure BFD over ExpressRoute".
 */
#include "../limits.h"
#include "rules.h"

#include <string.h>

typedef enum { SAYS_NOTHING, SAYS_GOOD, SAYS_BAD, NOT_ASKED } Says;

/* What is asked of each end; @why: (inout) what was found. */
typedef struct {
	Says (*ask)(const ErNetwork *net, const ErEnd *end, GString *why);
	const char *bad;         /* after the links: "… end on a firewall" */
	const char *question;    /* "whether …" */
	const char *attribute;   /* that would decide it */
} Question;

static void name_end(GString *text, const ErNetwork *net, const ErEnd *end, const char *why)
{
	const ErComponent *circuit = er_network_component(net, er_network_circuit(net, end->circuit)->self);

	g_string_append_printf(text, "%s%s %s%s%s%s", text->len > 0 ? ", " : "", circuit->name, er_side_name(end->side), *why != '\0' ? " (" : "", why, *why != '\0' ? ")" : "");
}

static void tell(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t site, const Question *question, const GArray *ends, const char *bad, const char *unsaid)
{
	const ErSite *record = er_network_site(net, site);
	const ErComponent *self = er_network_component(net, record->self);
	bool fails = *bad != '\0', described = record->record != NULL || er_network_estate(net) != NULL;
	g_autofree char *missing = !described ? g_strdup("a site description (erscope site makes one to fill in)") : g_strdup_printf("%s in the site description", question->attribute);
	g_autofree char *open = g_strdup_printf("not told: %s", unsaid);
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);

	er_draft_subject(draft, self->id);
	if (fails)
		er_draft_fact(draft, self->id, bad);
	if (*unsaid != '\0')
		er_draft_fact(draft, self->id, described ? open : "no site description");
	if (fails)
		er_draft_headline(draft, "%s: %s: %s", self->name, bad, question->bad);
	else if (!described)
		er_draft_headline(draft, "No site description: %s is not known", question->question);
	else
		er_draft_headline(draft, "%s: %s: %s is not known", self->name, unsaid, question->question);
	if (!fails)
		er_draft_missing(draft, missing);
	for (guint i = 0; i < ends->len; i++)
		er_draft_flows_behind(draft, g_array_index(ends, uint32_t, i), ER_NONE);
	er_draft_end(draft);
}

static void ask_site(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t site, const Question *question, const GArray *of_site)
{
	g_autoptr(GString) bad = g_string_new(NULL), unsaid = g_string_new(NULL);
	g_autoptr(GArray) failing = g_array_new(FALSE, FALSE, sizeof(uint32_t)), open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	guint asked = 0;

	for (guint i = 0; i < of_site->len; i++) {
		const ErEnd *end = er_network_end(net, g_array_index(of_site, uint32_t, i));
		g_autoptr(GString) why = g_string_new(NULL);
		Says says = er_network_circuit(net, end->circuit)->n_connections == 0 ? NOT_ASKED : question->ask(net, end, why);
		asked += says != NOT_ASKED;
		if (says == SAYS_BAD || says == SAYS_NOTHING)
			name_end(says == SAYS_BAD ? bad : unsaid, net, end, why->str);
		GArray *circuits = says == SAYS_BAD ? failing : open;
		if ((says == SAYS_BAD || says == SAYS_NOTHING) && (circuits->len == 0 || g_array_index(circuits, uint32_t, circuits->len - 1) != end->circuit))
			g_array_append_val(circuits, end->circuit);
	}
	if (asked == 0)
		er_rule_not_applicable(out, rule);
	else if (bad->len > 0 || unsaid->len > 0)
		tell(rule, out, net, site, question, bad->len > 0 ? failing : open, bad->str, unsaid->str);
	else
		er_rule_pass(out, rule);
}

static void ask_all(const ErRule *rule, const ErFlows *flows, ErFindings *out, const Question *question)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) of_sites = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t s = 0; s < er_network_n_sites(net); s++)
		g_ptr_array_add(of_sites, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t e = 0; e < er_network_n_ends(net); e++)
		g_array_append_val((GArray *)of_sites->pdata[er_network_end(net, e)->site], e);
	for (uint32_t s = 0; s < of_sites->len; s++)
		ask_site(rule, out, net, s, question, of_sites->pdata[s]);
}

/* ---- the router ---- */

static bool is_firewall(const ErSiteRouter *router)
{
	return router->stateful == ER_TRI_YES || (router->stateful == ER_TRI_UNSAID && g_ascii_strcasecmp(router->role, "firewall") == 0);
}

static Says ask_firewall(const ErNetwork *net, const ErEnd *end, GString *why)
{
	const ErSiteRouter *router = er_router_of(net, end);

	if (end->circuit_record != NULL && end->circuit_record->layer == 3)
		return NOT_ASKED;
	if (router == NULL)
		return SAYS_NOTHING;
	if (is_firewall(router)) {
		g_string_printf(why, "%s%s", router->id, router->state_sync == ER_TRI_NO ? ", state not synchronised" : "");
		return SAYS_BAD;
	}
	if (router->state_sync == ER_TRI_NO && router->stateful != ER_TRI_NO) {
		g_string_printf(why, "%s, state not synchronised", router->id);
		return SAYS_BAD;
	}
	return *router->role == '\0' && router->stateful == ER_TRI_UNSAID ? SAYS_NOTHING : SAYS_GOOD;
}

static void check_firewall(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_firewall, "BGP ends on a stateful device, whose state a change of link loses", "whether BGP ends on a firewall", "router of each link, and its role" };

	ask_all(rule, flows, out, &question);
}

/* ---- preference ---- */

/* Does the other link of the same circuit at this site have another preference? */
static bool prefers_one_link(const ErEnd *end)
{
	const ErSiteCircuit *circuit = end->circuit_record;
	bool active = false, standby = false;

	for (uint32_t i = 0; circuit != NULL && i < circuit->n_links; i++) {
		active = active || circuit->links[i].preference != ER_USE_STANDBY;
		standby = standby || circuit->links[i].preference == ER_USE_STANDBY;
	}
	return active && standby;
}

static Says ask_prepend(const ErNetwork *net, const ErEnd *end, GString *why)
{
	(void)net;
	if (end->record == NULL)
		return SAYS_NOTHING;
	if (end->record->accepts_as_path == ER_TRI_YES)
		return SAYS_GOOD;
	if (end->record->accepts_as_path == ER_TRI_NO) {
		g_string_assign(why, "accepts-as-path false");
		return SAYS_BAD;
	}
	if (prefers_one_link(end)) {
		g_string_assign(why, end->record->preference == ER_USE_STANDBY ? "standby" : "preferred");
		return SAYS_BAD;
	}
	return SAYS_NOTHING;
}

static void check_prepend(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_prepend, "a fixed choice of link outlives the longer AS path that Microsoft announces before maintenance",
		"whether on-premises obeys a longer AS path", "accepts-as-path of each link" };

	ask_all(rule, flows, out, &question);
}

/* ---- BFD, timers, static routes ---- */

static Says ask_bfd(const ErNetwork *net, const ErEnd *end, GString *why)
{
	(void)net;
	(void)why;
	if (end->record == NULL || end->record->bfd == ER_TRI_UNSAID)
		return SAYS_NOTHING;
	return end->record->bfd == ER_TRI_YES ? SAYS_GOOD : SAYS_BAD;
}

static void check_bfd(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	g_autofree char *bad = g_strdup_printf("without BFD a dead link is noticed only when BGP's hold time ends, after up to %u s", er_limit(er_flows_network(flows), ER_LIMIT_BGP_HOLD_TIME));
	const Question question = { ask_bfd, bad, "whether BFD runs", "bfd of each link" };

	ask_all(rule, flows, out, &question);
}

static Says ask_timers(const ErNetwork *net, const ErEnd *end, GString *why)
{
	if (end->record != NULL && (end->record->bfd == ER_TRI_YES || (end->record->hold_time_s != ER_UNSAID && end->record->hold_time_s >= er_limit(net, ER_LIMIT_BGP_HOLD_TIME_LEAST))))
		return SAYS_GOOD;
	if (end->record == NULL || end->record->bfd == ER_TRI_UNSAID || end->record->hold_time_s == ER_UNSAID)
		return SAYS_NOTHING;
	g_string_printf(why, "%u s", end->record->hold_time_s);
	return SAYS_BAD;
}

static void check_timers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_timers, "a hold time this short, in place of BFD, drops sessions under load", "whether short BGP timers stand in for BFD", "hold-time-s and bfd of each link" };

	ask_all(rule, flows, out, &question);
}

static Says ask_static(const ErNetwork *net, const ErEnd *end, GString *why)
{
	(void)net;
	(void)why;
	if (end->record == NULL || *end->record->routing == '\0')
		return SAYS_NOTHING;
	return g_ascii_strcasecmp(end->record->routing, "static") == 0 ? SAYS_BAD : SAYS_GOOD;
}

static void check_static(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_static, "static routes go on sending into a link that no longer delivers", "whether Azure is reached by static routes", "routing of each link" };

	ask_all(rule, flows, out, &question);
}

/* ---- latency ---- */

/* Asked once per circuit and site, of the first of its ends there. */
static Says ask_latency(const ErNetwork *net, const ErEnd *end, GString *why)
{
	const ErSiteCircuit *circuit = end->circuit_record;
	uint32_t least = ER_UNSAID, most = 0, n[2] = { 0, 0 };

	if (circuit == NULL)
		return SAYS_NOTHING;
	for (uint32_t i = 0; i < circuit->n_links; i++) {
		const ErSiteLink *link = &circuit->links[i];
		if (link->rtt_ms == ER_UNSAID)
			return SAYS_NOTHING;
		least = MIN(least, link->rtt_ms);
		most = MAX(most, link->rtt_ms);
		n[link->side]++;
	}
	if (n[ER_PRIMARY] == 0 || n[ER_SECONDARY] == 0)
		return circuit->n_links == 0 ? SAYS_NOTHING : NOT_ASKED;
	if (most - least <= er_limit(net, ER_LIMIT_LATENCY_DIFFERENCE))
		return SAYS_GOOD;
	g_string_printf(why, "%u ms", end->record != NULL ? end->record->rtt_ms : most);
	return SAYS_BAD;
}

static void check_latency(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_latency, "the two links are of very different latency, and traffic is spread over both", "how the latency of the two links differs", "rtt-ms of both links" };

	ask_all(rule, flows, out, &question);
}

/* ---- first hop and packet size ---- */

static Says ask_first_hop(const ErNetwork *net, const ErEnd *end, GString *why)
{
	(void)net;
	(void)why;
	if (end->record == NULL || end->record->first_hop_redundancy == ER_TRI_UNSAID)
		return SAYS_NOTHING;
	return end->record->first_hop_redundancy == ER_TRI_YES ? SAYS_BAD : SAYS_GOOD;
}

static void check_first_hop(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const Question question = { ask_first_hop, "HSRP or VRRP is not supported towards Microsoft, only two BGP sessions are", "whether HSRP or VRRP is meant to give redundancy", "first-hop-redundancy of each link" };

	ask_all(rule, flows, out, &question);
}

static Says ask_mtu(const ErNetwork *net, const ErEnd *end, GString *why)
{
	if (end->record != NULL && (end->record->mss_clamp == ER_TRI_YES || (end->record->mtu != ER_UNSAID && end->record->mtu <= er_limit(net, ER_LIMIT_MTU_PATH))))
		return SAYS_GOOD;
	if (end->record == NULL || end->record->mtu == ER_UNSAID || end->record->mss_clamp == ER_TRI_UNSAID)
		return SAYS_NOTHING;
	g_string_printf(why, "%u bytes", end->record->mtu);
	return SAYS_BAD;
}

static void check_mtu(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	uint32_t most = er_limit(er_flows_network(flows), ER_LIMIT_MTU_PATH);
	g_autofree char *bad = g_strdup_printf("packets above %u bytes are fragmented, and a gateway may drop fragments", most), *open = g_strdup_printf("whether packets above %u bytes are expected", most);
	const Question question = { ask_mtu, bad, open, "mtu and mss-clamp of each link" };

	ask_all(rule, flows, out, &question);
}

/* ---- one circuit there, several back ---- */

static uint32_t circuits_used(const ErFlowClass *class, uint32_t *last, ErCertainty *certainty)
{
	g_autoptr(GHashTable) circuits = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < class->n_paths; i++) {
		if (class->paths[i].preference != 0 || class->paths[i].circuit == ER_NONE)
			continue;
		g_hash_table_add(circuits, GUINT_TO_POINTER(class->paths[i].circuit));
		*last = class->paths[i].circuit;
		*certainty = MIN(*certainty, class->paths[i].share_certainty);
	}
	return g_hash_table_size(circuits);
}

/* Every end of the site on a router that is declared to keep no state. */
static bool keeps_no_state(const ErNetwork *net, uint32_t site)
{
	for (uint32_t e = 0; e < er_network_n_ends(net); e++) {
		const ErEnd *end = er_network_end(net, e);
		const ErSiteRouter *router = end->site == site ? er_router_of(net, end) : NULL;
		if (end->site == site && (router == NULL || router->stateful != ER_TRI_NO))
			return false;
	}
	return true;
}

typedef struct { GArray *bad, *open; uint32_t spread, circuit; bool same; } PerSite;   /* classes */

static void tell_prefers(const ErRule *rule, ErFindings *out, const ErNetwork *net, uint32_t s, const PerSite *per)
{
	const ErSite *site = er_network_site(net, s);
	const ErComponent *self = er_network_component(net, site->self);
	bool fails = per->bad->len > 0;
	const GArray *classes = fails ? per->bad : per->open;
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);

	er_draft_subject(draft, self->id);
	if (fails) {
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, per->circuit)->self);
		g_autofree char *fact = g_strdup_printf("%s alone towards Azure, %u circuits towards on-premises", circuit->name, per->spread);
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s sends over %s alone, Azure answers over %u circuits: a stateful device on the way would see one direction only", self->name, circuit->name, per->spread);
	} else {
		er_draft_fact(draft, self->id, "Azure spreads over several circuits of equal weight; preference on-premises not declared");
		er_draft_headline(draft, "%s: whether on-premises prefers one of the circuits that Azure uses alike is not known", self->name);
		er_draft_missing(draft, site->record == NULL ? "a site description (erscope site makes one to fill in)" : "local-preference and multipath of each circuit in the site description");
	}
	for (guint i = 0; i < classes->len; i++) {
		const GArray *of = er_findings_flows_of(out, g_array_index(classes, uint32_t, i));
		for (guint k = 0; k < of->len; k++)
			er_draft_flow(draft, g_array_index(of, uint32_t, k));
	}
	er_draft_end(draft);
}

static void look_at_class(const ErFlows *flows, uint32_t c, PerSite *per)
{
	const ErFlowClass *class = er_flows_class(flows, c);
	ErCertainty there = ER_OBSERVED, back = ER_OBSERVED;
	uint32_t last = ER_NONE, circuit = ER_NONE;
	uint32_t spread = class->direction == ER_AZURE_TO_ONPREM ? circuits_used(class, &last, &back) : 0;

	if (spread < 2)
		return;
	uint32_t n = circuits_used(er_flows_class(flows, class->other), &circuit, &there);
	bool assumed = there == ER_ASSUMED;
	if (assumed) {
		g_array_append_val(per->open, c);
	} else if (n == 1) {
		g_array_append_val(per->bad, c);
		per->spread = spread;
		per->circuit = circuit;
	} else {
		per->same = true;
	}
}

static void check_prefers(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_sites(net);
	g_autofree PerSite *sites = g_new0(PerSite, n + 1);

	for (uint32_t s = 0; s < n; s++)
		sites[s] = (PerSite){ g_array_new(FALSE, FALSE, sizeof(uint32_t)), g_array_new(FALSE, FALSE, sizeof(uint32_t)), 0, ER_NONE, false };
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++)
		look_at_class(flows, c, &sites[er_flows_class(flows, c)->site]);
	for (uint32_t s = 0; s < n; s++) {
		if (sites[s].bad->len == 0 && sites[s].open->len == 0 && !sites[s].same)
			er_rule_not_applicable(out, rule);
		else if ((sites[s].bad->len == 0 && sites[s].open->len == 0) || keeps_no_state(net, s))
			er_rule_pass(out, rule);
		else
			tell_prefers(rule, out, net, s, &sites[s]);
		g_array_unref(sites[s].bad);
		g_array_unref(sites[s].open);
	}
}

#define MAINTENANCE "https://learn.microsoft.com/azure/expressroute/planned-maintenance"
#define BFD "https://learn.microsoft.com/azure/expressroute/expressroute-bfd"

const ErRule er_rules_routing_site[] = {
	{ "ER-RTE-006", ER_SEV_HIGH, "ECMP in Azure but on-prem prefers one circuit", "site", "Prefer the same circuit both ways: connection weight in Azure, local preference on-premises",
	  "ALZ:D06.02 f29812b2-363c-4efe-879b-599de0d5973c", "https://learn.microsoft.com/azure/expressroute/expressroute-asymmetric-routing", check_prefers },
	{ "ER-RTE-007", ER_SEV_HIGH, "ER BGP terminates on, or passes, a stateful firewall", "site", "Routers before the firewalls, or a cluster that shares its state and sees both directions",
	  "ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8", MAINTENANCE, check_firewall },
	{ "ER-RTE-010", ER_SEV_HIGH, "On-prem ignores AS-path prepend", "site", "The same local preference on both links; have the provider confirm that it keeps the AS path",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8", MAINTENANCE, check_prepend },
	{ "ER-RTE-011", ER_SEV_HIGH, "BFD not configured on CE/PE", "site", "BFD on both links; an old peering may need a reset first",
	  "APRL:2a5bf650-586d-db4c-a292-d922be7d3e0e; ALZ:D06.20 fe2a1b53-6fbd-4c67-b58a-85d7c7a0afcb; WAF-ER: active-active + BFD", BFD, check_bfd },
	{ "ER-RTE-012", ER_SEV_LOW, "BGP timers aggressive instead of BFD", "site", "BFD, and the usual BGP timers", "APRL:2a5bf650-586d-db4c-a292-d922be7d3e0e", BFD, check_timers },
	{ "ER-RTE-013", ER_SEV_HIGH, "Static routing behind a live BGP session", "site", "Forward to Azure only what BGP has announced", "ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8", MAINTENANCE, check_static },
	{ "ER-RTE-021", ER_SEV_MEDIUM, "Primary and secondary links of very different latency", "site", "Both links of a circuit in one metro; a second circuit for the other city", "",
	  "https://learn.microsoft.com/azure/expressroute/designing-for-high-availability-with-expressroute", check_latency },
	{ "ER-RTE-023", ER_SEV_MEDIUM, "First-hop redundancy protocol expected by design", "site", "Two routers with a BGP session each", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_first_hop },
	{ "ER-RTE-024", ER_SEV_LOW, "MTU above what the path carries expected end to end", "site", "Clamp the TCP segment size (MSS) to what fits", "",
	  "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/expressroute-gateway-performance-include.md", check_mtu },
	{ 0 },
};
