/*
 * Topology (ER-TOP): what the cut sets say. One walk over the minimal cuts of size one of every flow class gathers, per component
 * or group, the flows it takes down; each becomes one finding under the rule that its kind maps to. Cuts whose certainty is
 * "assumed" are never findings. What only looks redundant because an unproven path counts is *unknown*, never fail and never pass.
 * Candidates that are no cut count as passed, so a rule's numbers tell how much was looked at.
 */
#include "../catalogue.h"
#include "rules.h"

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"

/* ---- ER-TOP-001 ---- */

static void tell_why(ErDraft *draft, const ErNetwork *net, uint32_t gateway)
{
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, connection->circuit)->self);
		const ErComponent *self = er_network_component(net, connection->self);
		if (connection->gateway != gateway)
			continue;
		if (!self->up)
			er_draft_fact(draft, self->id, self->reason);
		else if (!circuit->up)
			er_draft_fact(draft, circuit->id, circuit->reason);
		else
			er_draft_fact(draft, circuit->id, "no link with an up session");
	}
}

static uint32_t connections_of(const ErNetwork *net, uint32_t gateway)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		n += er_network_connection(net, i)->gateway == gateway;
	return n;
}

static void check_usable(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	bool exported = er_connections_exported(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		uint32_t n = connections_of(net, i);
		if (self->external) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (er_gateway_usable(net, i, ER_NONE)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, n == 0 && !exported ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_CRITICAL);
		er_draft_subject(draft, self->id);
		if (n == 0 && !exported) {
			er_draft_headline(draft, "%s: the input holds no connections, so whether it has a path is not known", self->name);
			er_draft_missing(draft, "the connections of the subscription");
		} else if (n == 0) {
			er_draft_headline(draft, "%s has no ExpressRoute connection", self->name);
			er_draft_fact(draft, self->id, "no connection names this gateway");
		} else {
			er_draft_headline(draft, "%s has no usable path: none of its %u connections carries traffic", self->name, n);
			tell_why(draft, net, i);
		}
		er_draft_flows_behind(draft, ER_NONE, i);
		er_draft_end(draft);
	}
}

/* ---- cuts ---- */

/* @flows: indices, in any order. */
typedef struct { GArray *flows; ErCertainty certainty; bool proven; } Cut;

static void free_cut(void *data)
{
	g_array_unref(((Cut *)data)->flows);
	g_free(data);
}

static void note(GHashTable *cuts, uint32_t element, uint32_t flow, ErCertainty certainty, bool proven)
{
	Cut *cut = g_hash_table_lookup(cuts, GUINT_TO_POINTER(element));

	if (cut == NULL) {
		cut = g_new(Cut, 1);
		*cut = (Cut){ g_array_new(FALSE, FALSE, sizeof(uint32_t)), certainty, proven };
		g_hash_table_insert(cuts, GUINT_TO_POINTER(element), cut);
	}
	/* Proven by one flow is proven; the flows of the weaker statement are left to it. */
	if (proven && !cut->proven) {
		g_array_set_size(cut->flows, 0);
		cut->proven = true;
	}
	if (proven == cut->proven)
		g_array_append_val(cut->flows, flow);
}

static void note_class(const ErFindings *out, GHashTable *cuts, uint32_t index, const ErCut *cut, bool proven)
{
	const ErFlows *flows = er_findings_flows(out);
	const GArray *of = er_findings_flows_of(out, index);

	for (guint i = 0; i < of->len; i++) {
		uint32_t flow = g_array_index(of, uint32_t, i);
		uint32_t component = er_element_component(flows, er_flows_at(flows, flow), cut->element[0]);
		note(cuts, component != ER_NONE ? component : cut->element[0], flow, cut->certainty, proven);
	}
}

static GHashTable *gather(const ErFindings *out)
{
	const ErFlows *flows = er_findings_flows(out);
	GHashTable *cuts = g_hash_table_new_full(NULL, NULL, NULL, free_cut);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		for (uint32_t k = 0; k < class->n_cuts && class->cuts[k].n == 1; k++)
			note_class(out, cuts, i, &class->cuts[k], true);
		for (uint32_t k = 0; k < class->n_unproven; k++)
			note_class(out, cuts, i, &class->unproven[k], false);
	}
	return cuts;
}

/* What a cut of this kind means. */
typedef struct {
	const char *rule;
	ErSeverity severity;
	const char *what;
	const char *missing;       /* input without which it cannot be decided; NULL */
} Meaning;

/* Circuits of the group that the flows of @cut use (NULL: that are connected at all). */
static uint32_t circuits_within(const ErFlows *flows, const ErGroup *group, const Cut *cut, bool *all_metro)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *classes = g_new0(bool, er_flows_n_classes(flows) + 1), *used = g_new0(bool, er_network_n_circuits(net) + 1);
	uint32_t n = 0;

	for (guint i = 0; cut != NULL && i < cut->flows->len; i++) {
		uint32_t index = er_flows_at(flows, g_array_index(cut->flows, uint32_t, i))->flow_class;
		const ErFlowClass *class = er_flows_class(flows, index);
		for (uint32_t k = 0; !classes[index] && k < class->n_paths; k++)
			if (class->paths[k].circuit != ER_NONE)
				used[class->paths[k].circuit] = true;
		classes[index] = true;
	}
	*all_metro = true;
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		if (!(cut != NULL ? used[i] : circuit->n_connections > 0) || !er_group_has(group, circuit->msee[ER_PRIMARY]))
			continue;
		n++;
		*all_metro = *all_metro && circuit->metro;
	}
	return n;
}

static Meaning meaning_of_zone(const ErNetwork *net, const ErGroup *group)
{
	bool instances = false;

	for (uint32_t i = 0; i < group->n_members; i++)
		instances = instances || er_network_component(net, group->members[i])->kind == ER_KIND_INSTANCE;
	return instances ? (Meaning){ "ER-GW-003", ER_SEV_HIGH, "all gateway instances are in this one availability zone" }
	                 : (Meaning){ "ER-NVA-001", ER_SEV_HIGH, "the firewall on every path is in this one availability zone" };
}

static Meaning meaning_of_group(const ErFlows *flows, const ErGroup *group, const Cut *cut)
{
	bool all_metro;

	switch (group->kind) {
	case ER_GRP_LOCATION:
		return circuits_within(flows, group, cut, &all_metro) > 1 ? (Meaning){ "ER-TOP-003", ER_SEV_HIGH, "every circuit ends in this one peering location" }
		                                                  : (Meaning){ "ER-TOP-002", ER_SEV_HIGH, "both links end in this one peering location" };
	case ER_GRP_ZONE: return meaning_of_zone(er_flows_network(flows), group);
	case ER_GRP_METRO:
		circuits_within(flows, group, cut, &all_metro);
		return all_metro ? (Meaning){ "ER-TOP-004", ER_SEV_MEDIUM, "only Metro circuits of this one city (High resiliency)" } : (Meaning){ "ER-TOP-005", ER_SEV_MEDIUM, "all peering locations are in this one city" };
	case ER_GRP_PROVIDER: return (Meaning){ "ER-TOP-009", ER_SEV_MEDIUM, "every path uses this one connectivity provider" };
	case ER_GRP_CARRIER: return (Meaning){ "ER-TOP-009", ER_SEV_MEDIUM, "every path uses the lines of this one carrier" };
	case ER_GRP_CHASSIS: return (Meaning){ "ER-SITE-001", ER_SEV_HIGH, "every router on the way is in this one chassis" };
	case ER_GRP_ACCESS: return (Meaning){ "ER-SITE-003", ER_SEV_HIGH, "every link runs over this one access line" };
	case ER_GRP_CONDUIT: return (Meaning){ "ER-SITE-004", ER_SEV_HIGH, "every access line runs through this one conduit" };
	case ER_GRP_ENTRY: return (Meaning){ "ER-SITE-004", ER_SEV_HIGH, "every access line enters the building here" };
	case ER_GRP_PROVIDER_EDGE: return (Meaning){ "ER-SITE-006", ER_SEV_HIGH, "every link is handed over by this one provider edge" };
	case ER_GRP_POWER: return (Meaning){ "ER-SITE-007", ER_SEV_HIGH, "every router on the way hangs on this one power feed" };
	case ER_GRP_FACILITY: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "everything needed is in this one building" };
	case ER_GRP_REGION: return (Meaning){ "ER-TOP-007", ER_SEV_MEDIUM, "every gateway on the way is in this one region" };
	default: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "everything needed is in this one subscription (deletion, policy, billing)" };
	}
}

/* An address is told by what holds it: a network interface is one appliance, a load balancer is judged by what stands behind it (firewall.c). */
static Meaning meaning_of_firewall(const ErNetwork *net, uint32_t index)
{
	const ErComponent *self = er_network_component(net, index);
	bool azure = self->owner == ER_OWNER_MICROSOFT && self->resource != NULL;

	if (er_network_firewall_is_redundant(net, index))
		return azure ? (Meaning){ "ER-TOP-006", ER_SEV_INFO, "every path crosses this firewall; redundant inside, lost by deletion or misconfiguration" }
		             : (Meaning){ "ER-TOP-006", ER_SEV_INFO, "every path crosses this load balancer; redundant inside, lost by deletion or misconfiguration" };
	if (azure)
		return (Meaning){ "ER-NVA-001", ER_SEV_HIGH, "every path crosses this one firewall, and it is not zone-redundant" };
	return self->resource == NULL ? (Meaning){ "ER-NVA-002", ER_SEV_HIGH, "every path crosses this one appliance", "what holds this address: networkInterfaces and loadBalancers" }
	                              : (Meaning){ "ER-NVA-002", ER_SEV_HIGH, "every path crosses this one appliance, by its network interface" };
}

static Meaning meaning_of_component(const ErNetwork *net, uint32_t index)
{
	switch (er_network_component(net, index)->kind) {
	case ER_KIND_PORT: return (Meaning){ "ER-TOP-011", ER_SEV_HIGH, "everything rides this one ExpressRoute Direct port pair" };
	case ER_KIND_CIRCUIT: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "single circuit" };
	case ER_KIND_LINK: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "single link" };
	case ER_KIND_MSEE: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "single Microsoft edge router" };
	case ER_KIND_SESSION: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "single BGP session" };
	case ER_KIND_GATEWAY: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "the gateway gives every route; redundant inside, lost only by deletion" };
	case ER_KIND_CONNECTION: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "single connection; lost only by deletion" };
	case ER_KIND_HUB: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "the virtual hub; lost only by deletion" };
	case ER_KIND_VNET: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "the hub VNet; lost only by deletion" };
	case ER_KIND_VNET_PEERING: case ER_KIND_HUB_CONNECTION: return (Meaning){ "ER-TOP-006", ER_SEV_INFO, "the only way from the hub; lost only by deletion" };
	case ER_KIND_INSTANCE: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "single gateway instance" };
	case ER_KIND_CE: return (Meaning){ "ER-SITE-001", ER_SEV_HIGH, "every link ends at this one customer edge router" };
	case ER_KIND_ACCESS: return (Meaning){ "ER-SITE-003", ER_SEV_HIGH, "every link runs over this one access line" };
	case ER_KIND_PE: return (Meaning){ "ER-SITE-006", ER_SEV_HIGH, "every link is handed over by this one provider edge" };
	case ER_KIND_SITE: return (Meaning){ "ER-SITE-005", ER_SEV_HIGH, "every circuit ends at this one site" };
	case ER_KIND_WAN: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "the only way to a site with ExpressRoute" };
	case ER_KIND_FIREWALL: return meaning_of_firewall(net, index);
	default: return (Meaning){ "ER-TOP-006", ER_SEV_HIGH, "single component on every path" };
	}
}

static Meaning meaning_of(const ErFlows *flows, uint32_t element, const Cut *cut)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_components(net);

	return element < n ? meaning_of_component(net, element) : meaning_of_group(flows, er_network_group(net, element - n), cut);
}

/* What puts a gateway into a zone or region group: its size, its address, its place. */
static void add_gateway_evidence(ErDraft *draft, const ErNetwork *net, const ErGroup *group, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);

	if (!er_group_has(group, er_network_instance(net, gateway, 0)) || self->resource == NULL)
		return;
	if (group->kind == ER_GRP_REGION)
		er_draft_evidence(draft, self->resource, "location", gateway->region);
	if (group->kind != ER_GRP_ZONE)
		return;
	er_draft_evidence(draft, self->resource, "properties.sku.name", gateway->sku);
	if (gateway->address != NULL) {
		g_autofree char *zones = g_strdup_printf("[%s]", gateway->zone);
		er_draft_evidence(draft, gateway->address, "zones", zones);
	}
}

static void add_evidence(ErDraft *draft, const ErNetwork *net, uint32_t element)
{
	uint32_t n = er_network_n_components(net);

	if (element < n) {
		const ErComponent *component = er_network_component(net, element);
		er_draft_fact(draft, component->id, "minimal cut set of size one");
		return;
	}
	const ErGroup *group = er_network_group(net, element - n);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		add_gateway_evidence(draft, net, group, i);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *res = er_network_component(net, circuit->self)->resource;
		bool member = er_group_has(group, circuit->msee[ER_PRIMARY]) || er_group_has(group, circuit->self);
		if (!member || res == NULL || circuit->n_connections == 0)
			continue;
		if (circuit->port != ER_NONE && er_network_component(net, er_network_port(net, circuit->port)->self)->resource != NULL)
			er_draft_evidence(draft, er_network_component(net, er_network_port(net, circuit->port)->self)->resource, "properties.peeringLocation", circuit->peering_location);
		else if (group->kind == ER_GRP_PROVIDER)
			er_draft_evidence(draft, res, "properties.serviceProviderProperties.serviceProviderName", circuit->provider);
		else if (group->kind == ER_GRP_LOCATION || group->kind == ER_GRP_METRO)
			er_draft_evidence(draft, res, "properties.serviceProviderProperties.peeringLocation", circuit->peering_location);
	}
	er_draft_fact(draft, group->id, "minimal cut set of size one");
}

/* A derived part is named with what it is a part of: "Primary link of er-london". (transfer full) */
static char *name_with_owner(const ErFlows *flows, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	const char *name = er_element_name(flows, NULL, element);
	uint32_t owner = element < er_network_n_components(net) ? er_network_owner(net, element) : ER_NONE;

	return owner != ER_NONE ? g_strdup_printf("%s of %s", name, er_network_component(net, owner)->name) : g_strdup(name);
}

static void report_cut(ErFindings *out, uint32_t element, const Cut *cut)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErNetwork *net = er_flows_network(flows);
	Meaning meaning = meaning_of(flows, element, cut);
	const ErRule *rule = er_rule_by_id(meaning.rule);

	if (cut->certainty == ER_ASSUMED || (!cut->proven && meaning.severity < ER_SEV_MEDIUM))
		return;
	ErDraft *draft = er_draft_new(out, rule, cut->proven && meaning.missing == NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, meaning.severity);
	er_draft_subject(draft, er_element_id(flows, NULL, element));
	er_draft_element(draft, element);
	g_autofree char *name = name_with_owner(flows, element);
	if (cut->proven) {
		er_draft_headline(draft, "%s: %s", name, meaning.what);
		er_draft_missing(draft, meaning.missing);
	} else {
		er_draft_headline(draft, "%s: %s, unless a path that rests on assumptions really carries", name, meaning.what);
		er_draft_missing(draft, "the properties that the assumptions list as absent from the export");
	}
	add_evidence(draft, net, element);
	for (guint i = 0; i < cut->flows->len; i++)
		er_draft_flow(draft, g_array_index(cut->flows, uint32_t, i));
	er_draft_end(draft);
}

static void add_candidate(const ErFlows *flows, const ErFlow *flow, uint32_t element, bool *candidates)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = 0;
	const uint32_t *groups = component != ER_NONE ? er_network_groups_of(net, component, &n) : NULL;

	if (component != ER_NONE)
		candidates[component] = true;
	for (uint32_t i = 0; i < n; i++)
		if (!er_group_is_scope(flows, flow, groups[i]))
			candidates[er_network_n_components(net) + groups[i]] = true;
}

/* What could have been a cut, a mark per element: components on or required by a path, and groups of them that are not the flow's own scope. (transfer full) */
static bool *find_candidates(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	bool *candidates = g_new0(bool, er_network_n_components(net) + er_network_n_groups(net) + 1);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		for (uint32_t i = 0; i < class->n_paths; i++) {
			const ErPath *path = &class->paths[i];
			const ErFlow *flow = er_flows_at(flows, class->first_flow);
			for (uint32_t k = 0; k < path->n_hops; k++)
				add_candidate(flows, flow, path->hops[k], candidates);
			for (uint32_t k = 0; k < path->n_requires; k++)
				for (uint32_t a = 0; a < path->requires[k].n; a++)
					add_candidate(flows, flow, path->requires[k].any[a], candidates);
		}
	}
	return candidates;
}

/* A candidate that is no cut has passed; what no path uses was not asked. */
static void count(ErFindings *out, GHashTable *cuts, const bool *candidates, uint32_t element, const char *rule)
{
	if (!candidates[element])
		er_rule_not_applicable(out, er_rule_by_id(rule));
	else if (!g_hash_table_contains(cuts, GUINT_TO_POINTER(element)))
		er_rule_pass(out, er_rule_by_id(rule));
}

/* Kinds whose single loss a rule asks for. */
static bool is_counted(ErKind kind)
{
	return kind == ER_KIND_CIRCUIT || kind == ER_KIND_PORT || kind == ER_KIND_CE || kind == ER_KIND_ACCESS || kind == ER_KIND_PE || kind == ER_KIND_FIREWALL;
}

static void count_passes(ErFindings *out, GHashTable *cuts)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	uint32_t n = er_network_n_components(net);
	g_autofree bool *candidates = find_candidates(er_findings_flows(out));

	for (uint32_t i = 0; i < er_network_n_groups(net); i++) {
		const ErGroup *group = er_network_group(net, i);
		if (group->first == i && group->certainty != ER_ASSUMED && group->kind != ER_GRP_SUBSCRIPTION)
			count(out, cuts, candidates, n + i, meaning_of_group(er_findings_flows(out), group, NULL).rule);
	}
	for (uint32_t i = 0; i < n; i++)
		if (er_network_component(net, i)->certainty != ER_ASSUMED && is_counted(er_network_component(net, i)->kind))
			count(out, cuts, candidates, i, meaning_of_component(net, i).rule);
}

/* A circuit of the input whose peering location nobody tells, as when the input lacks its port pair: it puts no other circuit into another place. */
static void tell_unplaced(ErFindings *out, const ErNetwork *net, uint32_t index)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	const ErComponent *self = er_network_component(net, circuit->self), *port = circuit->port != ER_NONE ? er_network_component(net, er_network_port(net, circuit->port)->self) : NULL;
	const ErRule *rule = er_rule_by_id("ER-TOP-002");

	if (circuit->external || circuit->n_connections == 0 || *circuit->peering_location != '\0')
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_subject(draft, self->id);
	if (port == NULL)
		er_draft_evidence(draft, self->resource, "properties.serviceProviderProperties.peeringLocation", NULL);
	else if (port->resource != NULL)
		er_draft_evidence(draft, port->resource, "properties.peeringLocation", NULL);
	else
		er_draft_fact(draft, port->id, "not in the input");
	er_draft_headline(draft, "%s: in which peering location it stands is not known, so whether a flow depends on one is not either", self->name);
	er_draft_missing(draft, port != NULL ? "the port pair of the circuit, with its peering location" : "the circuit's peering location");
	er_draft_flows_behind(draft, index, ER_NONE);
	er_draft_end(draft);
}

/* A circuit outside the input may stand in any location and belong to any provider: what needs these stays open. */
static void tell_externals(ErFindings *out, const ErNetwork *net)
{
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		tell_unplaced(out, net, i);
		if (er_network_circuit(net, i)->external) {
			er_tell_external(out, er_rule_by_id("ER-TOP-002"), i, "a flow depends on one peering location");
			er_tell_external(out, er_rule_by_id("ER-TOP-009"), i, "a flow depends on one provider");
		}
	}
}

static void check_cuts(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	g_autoptr(GHashTable) cuts = gather(out);
	g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	(void)rule;
	g_hash_table_iter_init(&iter, cuts);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint32_t element = GPOINTER_TO_UINT(key);
		g_array_append_val(elements, element);
	}
	g_array_sort(elements, er_compare_indices);
	for (guint i = 0; i < elements->len; i++) {
		uint32_t element = g_array_index(elements, uint32_t, i);
		report_cut(out, element, g_hash_table_lookup(cuts, GUINT_TO_POINTER(element)));
	}
	count_passes(out, cuts);
	tell_externals(out, er_flows_network(flows));
}

/* ---- ER-TOP-008, 010: what each gateway is connected to ---- */

/* Circuits that carry for a gateway, or may, being outside the input; their peering locations. */
typedef struct {
	GArray *circuits;          /* indices, ascending */
	GHashTable *locations;     /* lower case */
	uint32_t n_unknown;        /* circuits of unknown location */
	bool metro;                /* all of them are Metro circuits */
} Reach;

static void clear_reach(void *data)
{
	Reach *reach = data;

	g_array_unref(reach->circuits);
	g_hash_table_destroy(reach->locations);
}

static void note_connection(const ErNetwork *net, const ErConnection *connection, Reach *reach)
{
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	bool outside = circuit->external && er_network_component(net, connection->self)->up;

	if (!outside && !er_connection_usable(net, connection))
		return;
	for (guint i = 0; i < reach->circuits->len; i++)
		if (g_array_index(reach->circuits, uint32_t, i) == connection->circuit)
			return;
	g_array_append_val(reach->circuits, connection->circuit);
	reach->metro = reach->metro && circuit->metro;
	if (*circuit->peering_location != '\0')
		g_hash_table_add(reach->locations, g_ascii_strdown(circuit->peering_location, -1));
	else
		reach->n_unknown++;
}

/* Per gateway. (transfer full) */
static GArray *find_reaches(const ErNetwork *net)
{
	uint32_t n = er_network_n_gateways(net);
	GArray *all = g_array_sized_new(FALSE, TRUE, sizeof(Reach), n);

	g_array_set_clear_func(all, clear_reach);
	g_array_set_size(all, n);
	for (uint32_t g = 0; g < n; g++)
		g_array_index(all, Reach, g) = (Reach){ g_array_new(FALSE, FALSE, sizeof(uint32_t)), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), 0, true };
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		note_connection(net, er_network_connection(net, i), &g_array_index(all, Reach, er_network_connection(net, i)->gateway));
	for (uint32_t g = 0; g < n; g++)
		g_array_sort(g_array_index(all, Reach, g).circuits, er_compare_indices);
	return all;
}

/* Everything in one place? One circuit is, wherever it stands. */
static bool is_one_place(const Reach *reach)
{
	return reach->circuits->len == 1 || (reach->circuits->len > 1 && reach->n_unknown == 0 && g_hash_table_size(reach->locations) == 1);
}

/* Nothing known puts its circuits into two places, and of some the place is not known. */
static bool may_be_one_place(const Reach *reach)
{
	return reach->circuits->len > 1 && reach->n_unknown > 0 && g_hash_table_size(reach->locations) < 2;
}

static bool share_circuit(const Reach *one, const Reach *two)
{
	guint i = 0, k = 0;

	while (i < one->circuits->len && k < two->circuits->len) {
		uint32_t a = g_array_index(one->circuits, uint32_t, i), b = g_array_index(two->circuits, uint32_t, k);
		if (a == b)
			return true;
		i += a < b;
		k += b < a;
	}
	return false;
}

/* Hubs of one virtual WAN reach each other's circuits through Microsoft's network. */
static bool is_one_wan(const ErNetwork *net, const ErGateway *one, const ErGateway *two)
{
	const ErHub *a = one->hub != ER_NONE ? er_network_hub(net, one->hub) : NULL, *b = two->hub != ER_NONE ? er_network_hub(net, two->hub) : NULL;

	return a != NULL && b != NULL && *a->wan != '\0' && strcmp(a->wan, b->wan) == 0 && !a->basic;
}

/* The gateways of other regions that this one could borrow circuits from and does not. */
typedef struct { uint32_t region, other, other_sure; bool outside_wan; } Others;

static Others find_others(const ErNetwork *net, GArray *all, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const Reach *reach = &g_array_index(all, Reach, index);
	Others found = { 0, ER_NONE, ER_NONE, false };

	for (uint32_t g = 0; g < all->len; g++) {
		const ErGateway *other = er_network_gateway(net, g);
		const Reach *its = &g_array_index(all, Reach, g);
		if (g == index || its->circuits->len == 0 || *other->region == '\0' || strcmp(other->region, gateway->region) == 0)
			continue;
		found.region++;
		if ((!is_one_place(its) && !may_be_one_place(its)) || share_circuit(reach, its))
			continue;
		found.other = found.other != ER_NONE ? found.other : g;
		if (is_one_place(its) && found.other_sure == ER_NONE)
			found.other_sure = g;
		found.outside_wan = found.outside_wan || !is_one_wan(net, gateway, other);
	}
	return found;
}

/* "er-london", "er-london and er-london-2". (transfer full) */
static char *circuit_names(const ErNetwork *net, const Reach *reach)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < reach->circuits->len; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 < reach->circuits->len ? ", " : " and ", er_network_component(net, er_network_circuit(net, g_array_index(reach->circuits, uint32_t, i))->self)->name);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void report_uncrossed(const ErRule *rule, const ErNetwork *net, ErFindings *out, GArray *all, uint32_t index, const Others *others)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);
	const Reach *reach = &g_array_index(all, Reach, index);
	bool sure = is_one_place(reach) && others->other_sure != ER_NONE;
	uint32_t other = sure ? others->other_sure : others->other;
	const Reach *its = &g_array_index(all, Reach, other);
	g_autofree char *circuit = circuit_names(net, reach), *remote = circuit_names(net, its);
	ErDraft *draft = er_draft_new(out, rule, sure ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, others->outside_wan ? ER_SEV_HIGH : ER_SEV_MEDIUM);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "location", gateway->region);
	for (guint i = 0; i < reach->circuits->len; i++)
		er_draft_fact(draft, er_network_component(net, er_network_circuit(net, g_array_index(reach->circuits, uint32_t, i))->self)->id, "connected to this gateway, not to the other region's");
	if (sure) {
		er_draft_headline(draft, "%s (%s) is connected to %s only, not to %s of %s (%s): without its own location the region is cut off", self->name, gateway->region, circuit, remote,
		                  er_network_component(net, er_network_gateway(net, other)->self)->name, er_network_gateway(net, other)->region);
	} else {
		er_draft_headline(draft, "%s (%s) is not connected to the circuits of other regions; whether its own stand in two peering locations is not known", self->name, gateway->region);
		er_draft_missing(draft, "peering location of every circuit");
	}
	er_draft_flows_behind(draft, ER_NONE, index);
	er_draft_end(draft);
}

static void check_crossed(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = find_reaches(net);

	for (uint32_t g = 0; g < all->len; g++) {
		const Reach *reach = &g_array_index(all, Reach, g);
		bool asked = reach->circuits->len > 0 && *er_network_gateway(net, g)->region != '\0';
		Others others = asked ? find_others(net, all, g) : (Others){ 0, ER_NONE, ER_NONE, false };
		if (others.region == 0)
			er_rule_not_applicable(out, rule);
		else if (others.other == ER_NONE || (!is_one_place(reach) && !may_be_one_place(reach)))
			er_rule_pass(out, rule);
		else
			report_uncrossed(rule, net, out, all, g, &others);
	}
}

typedef enum { LEVEL_NONE, LEVEL_STANDARD, LEVEL_HIGH, LEVEL_MAXIMUM, LEVEL_UNKNOWN } Level;

static const char *level_name(Level level)
{
	static const char *const names[] = { "none", "Standard", "High", "Maximum", "unknown" };

	return names[level];
}

/* Two locations: Maximum. One: High on Metro circuits, else Standard. */
static Level level_of(const Reach *reach)
{
	uint32_t n = g_hash_table_size(reach->locations);

	if (n >= 2)
		return LEVEL_MAXIMUM;
	if (reach->n_unknown > 0)
		return LEVEL_UNKNOWN;
	return n == 0 ? LEVEL_NONE : reach->metro ? LEVEL_HIGH : LEVEL_STANDARD;
}

/* What a declared word stands for; false: not one of them. Two words say only whether there are several locations. */
static bool parse_level(const char *word, Level *least, Level *most)
{
	static const struct { const char *word; Level least, most; } words[] = {
		{ "MultiHomed", LEVEL_MAXIMUM, LEVEL_MAXIMUM }, { "SingleHomed", LEVEL_STANDARD, LEVEL_HIGH },
		{ "Standard", LEVEL_STANDARD, LEVEL_STANDARD }, { "High", LEVEL_HIGH, LEVEL_HIGH }, { "Maximum", LEVEL_MAXIMUM, LEVEL_MAXIMUM },
	};

	for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(word, words[i].word) == 0) {
			*least = words[i].least;
			*most = words[i].most;
			return true;
		}
	return false;
}

/* Where a resource declares its level; NULL: nowhere. */
static const char *declared_level(const ErResource *res, Level *least, Level *most)
{
	static const char *const paths[] = { "properties.resiliencyModel", "properties.resiliencyLevel", "tags.resiliencyLevel", "tags.resiliency" };

	for (size_t i = 0; res != NULL && i < G_N_ELEMENTS(paths); i++)
		if (parse_level(er_value_text(&res->body, paths[i]), least, most))
			return paths[i];
	return NULL;
}

/* Least level of the gateways that a circuit is connected to; a circuit says of itself no more than Standard or High. */
static Level level_of_circuit(const ErNetwork *net, GArray *all, uint32_t index, Level declared)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	Level own = *circuit->peering_location == '\0' ? LEVEL_UNKNOWN : circuit->metro ? LEVEL_HIGH : LEVEL_STANDARD, least = LEVEL_UNKNOWN;

	if (declared != LEVEL_MAXIMUM)
		return own;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->circuit != index)
			continue;
		Level of_gateway = level_of(&g_array_index(all, Reach, connection->gateway));
		least = MIN(least, of_gateway);
	}
	return least;
}

static void judge_level(const ErRule *rule, ErFindings *out, const ErComponent *self, Level level, uint32_t circuit, uint32_t gateway)
{
	Level least, most;
	const char *path = declared_level(self->resource, &least, &most);

	/* Without any path ER-TOP-001 says all there is to say. */
	if (path == NULL || level == LEVEL_NONE) {
		er_rule_not_applicable(out, rule);
		return;
	}
	if (level != LEVEL_UNKNOWN && level >= least && level <= most) {
		er_rule_pass(out, rule);
		return;
	}
	const char *word = er_value_text(&self->resource->body, path);
	ErDraft *draft = er_draft_new(out, rule, level == LEVEL_UNKNOWN ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_MEDIUM);
	er_draft_subject(draft, self->id);
	er_draft_evidence(draft, self->resource, path, word);
	if (level == LEVEL_UNKNOWN) {
		er_draft_headline(draft, "%s declares %s; what it has is not known", self->name, word);
		er_draft_missing(draft, "peering location of every circuit");
	} else {
		g_autofree char *fact = g_strdup_printf("computed resiliency: %s", level_name(level));
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s declares %s, and its circuits give %s", self->name, word, level_name(level));
	}
	er_draft_flows_behind(draft, circuit, gateway);
	er_draft_end(draft);
}

static void check_declared(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = find_reaches(net);

	for (uint32_t g = 0; g < all->len; g++)
		judge_level(rule, out, er_network_component(net, er_network_gateway(net, g)->self), level_of(&g_array_index(all, Reach, g)), ER_NONE, g);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_circuit(net, i)->self);
		Level least = LEVEL_NONE, most;
		if (er_network_circuit(net, i)->n_connections == 0 || declared_level(self->resource, &least, &most) == NULL)
			er_rule_not_applicable(out, rule);
		else
			judge_level(rule, out, self, level_of_circuit(net, all, i, least), i, ER_NONE);
	}
}

/* ---- ER-TOP-013 ---- */

/* Circuits that end at each site: the first, and whether there are more. */
typedef struct { uint32_t circuit; bool several; } Ends;

static Ends *ends_by_site(const ErNetwork *net)
{
	Ends *all = g_new(Ends, er_network_n_sites(net) + 1);

	for (uint32_t s = 0; s < er_network_n_sites(net); s++)
		all[s] = (Ends){ ER_NONE, false };
	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		Ends *at = &all[end->site];
		at->several = at->several || (at->circuit != ER_NONE && at->circuit != end->circuit);
		at->circuit = at->circuit != ER_NONE ? at->circuit : end->circuit;
	}
	return all;
}

/* Does a WAN lead to a site with another circuit? */
static bool wan_helps(const ErNetwork *net, const Ends *ends, uint32_t site)
{
	for (uint32_t w = 0; w < er_network_n_wans(net); w++) {
		const ErWan *wan = er_network_wan(net, w);
		bool own = false, other = false;
		for (uint32_t i = 0; i < wan->n_sites; i++) {
			const Ends *its = &ends[wan->sites[i]];
			own = own || wan->sites[i] == site;
			other = other || (wan->sites[i] != site && its->circuit != ER_NONE && (its->several || its->circuit != ends[site].circuit));
		}
		if (own && other)
			return true;
	}
	return false;
}

/* Global Reach from the site's circuit to one that ends elsewhere. */
static bool reach_helps(const ErNetwork *net, uint32_t circuit)
{
	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		if (reach->up && (reach->circuit[0] == circuit || reach->circuit[1] == circuit))
			return true;
	}
	return false;
}

static void report_single_homed(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t site, uint32_t circuit)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErComponent *self = er_network_component(net, er_network_site(net, site)->self), *line = er_network_component(net, er_network_circuit(net, circuit)->self);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);

	er_draft_subject(draft, self->id);
	er_draft_fact(draft, line->id, "the only circuit declared at this site; no WAN to a site with another one, no VPN");
	if (reach_helps(net, circuit))
		er_draft_fact(draft, line->id, "its Global Reach is lost with it");
	er_draft_headline(draft, "%s: %s is its only way to Azure", self->name, line->name);
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->site == site)
			er_draft_flow(draft, i);
	er_draft_end(draft);
}

static void tell_sites_undeclared(const ErRule *rule, ErFindings *out)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_HIGH);

	er_draft_headline(draft, "Whether a site hangs on one circuit is not known: sites are not declared for every connected circuit");
	er_draft_missing(draft, "sites with their circuits, in the site description");
	er_draft_end(draft);
}

static void check_single_homed(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Ends *ends = ends_by_site(net);
	bool undeclared = false;

	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		undeclared = undeclared || (er_network_site(net, end->site)->record == NULL && er_network_circuit(net, end->circuit)->n_connections > 0);
	}
	for (uint32_t s = 0; s < er_network_n_sites(net); s++) {
		const ErSiteRecord *record = er_network_site(net, s)->record;
		if (record == NULL)
			continue;
		if (ends[s].circuit == ER_NONE)
			er_rule_not_applicable(out, rule);
		else if (ends[s].several || record->n_vpns > 0 || wan_helps(net, ends, s))
			er_rule_pass(out, rule);
		else
			report_single_homed(rule, net, out, s, ends[s].circuit);
	}
	if (undeclared)
		tell_sites_undeclared(rule, out);
}

/* ---- ER-TOP-012 ---- */

static void check_residual(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	bool any = false;

	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		any = any || er_flows_at(flows, i)->up;
	if (!any) {
		er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);
	er_draft_headline(draft, "Microsoft's own network is common to every path; no ExpressRoute layout removes it");
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->up)
			er_draft_flow(draft, i);
	er_draft_end(draft);
}

const ErRule er_rules_topology[] = {
	{ "ER-TOP-001", ER_SEV_CRITICAL, "Gateway has no usable ExpressRoute path", "gateway",
	  "Create or repair a connection to a circuit that is up; delete the gateway if it is not used",
	  "APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5; APRL:9987c813-d687-4163-a511-95f31bc5e536",
	  LEARN "expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", check_usable },
	{ "ER-TOP-002", ER_SEV_HIGH, "Gateway depends on one peering location (Standard resiliency)", "peering location",
	  "Second circuit in another peering location (Maximum), or a Metro circuit (High)",
	  "APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5; APRL:9987c813-d687-4163-a511-95f31bc5e536; APRL:4d703025-dafc-f840-a183-5dc440456134; "
	  "APRL:cce3353a-f409-4559-9959-0ca0e3717114; APRL:6f573d60-be93-4f18-8016-42e923e3c05e; Advisor:8d61a7d4-5405-4f43-81e3-8c6239b844a6; "
	  "ALZ:D06.15 e0d5973c-d4cd-421b-8881-37f5e6c4cfd3; ALZ:D06.22 669b215a-ce43-4371-8f6f-11047f6490f1; WAF-ER: geo-redundant circuits; WAF-ER: site resiliency level",
	  LEARN "expressroute/design-architecture-for-resiliency", NULL },
	{ "ER-TOP-003", ER_SEV_HIGH, "Second circuit in the same peering location gives no site diversity", "peering location",
	  "Order one of the circuits anew in another peering location and migrate to it",
	  "APRL:4d703025-dafc-f840-a183-5dc440456134; APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5; ALZ:D06.15 e0d5973c-d4cd-421b-8881-37f5e6c4cfd3; Advisor:8d61a7d4-5405-4f43-81e3-8c6239b844a6",
	  LEARN "expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", NULL },
	{ "ER-TOP-004", ER_SEV_MEDIUM, "Only a Metro circuit (High resiliency): single circuit and single metro remain", "metro",
	  "Add a circuit in another metro for Maximum resiliency", "Advisor:8d61a7d4-5405-4f43-81e3-8c6239b844a6; ALZ:D06.15 e0d5973c-d4cd-421b-8881-37f5e6c4cfd3; WAF-ER: site resiliency level",
	  LEARN "expressroute/metro", NULL },
	{ "ER-TOP-005", ER_SEV_MEDIUM, "All peering locations are in the same metro", "metro",
	  "Choose a second metro if latency allows, or record the risk as accepted", "WAF-ER: geo-redundant circuits",
	  LEARN "expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", NULL },
	{ "ER-TOP-006", ER_SEV_HIGH, "Single point of failure on a flow", "component",
	  "Give the flow a second way that does not need this component; what is lost only by deletion: a delete lock", "WAF-ER: geo-redundant circuits",
	  LEARN "expressroute/designing-for-high-availability-with-expressroute", check_cuts },
	{ "ER-TOP-007", ER_SEV_MEDIUM, "All ExpressRoute gateways on the way are in one Azure region", "region",
	  "Gateway and connections in a second region", "WAF-ER: gateways in several regions; WAF-ER: availability zones; ALZ:D01.03 7bc1c396-2461-4698-b57f-30ca69525252",
	  LEARN "reliability/reliability-virtual-network-gateway", NULL },
	{ "ER-TOP-008", ER_SEV_HIGH, "Multi-region hubs without cross connections (no bow-tie)", "gateway",
	  "Connect each gateway to the other region's circuit, too, with a lower weight; mind the reach of the circuit's SKU", "APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5; WAF-ER: geo-redundant circuits",
	  LEARN "expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", check_crossed },
	{ "ER-TOP-009", ER_SEV_MEDIUM, "All paths use one connectivity provider", "provider",
	  "Take a second circuit from another provider, or ExpressRoute Direct with another carrier", "WAF-ER: different providers per circuit; WAF-ER: geo-redundant circuits",
	  LEARN "well-architected/service-guides/azure-expressroute", NULL },
	{ "ER-TOP-010", ER_SEV_MEDIUM, "Declared resiliency differs from computed resiliency", "gateway or circuit", "Correct what is declared, or the design", "WAF-ER: site resiliency level",
	  LEARN "expressroute/design-architecture-for-resiliency", check_declared },
	{ "ER-TOP-011", ER_SEV_HIGH, "All circuits ride one ExpressRoute Direct port pair", "port pair",
	  "Place a circuit on a port pair in another peering location, or take one from a provider",
	  "APRL:cce3353a-f409-4559-9959-0ca0e3717114; APRL:4d703025-dafc-f840-a183-5dc440456134", LEARN "expressroute/expressroute-erdirect-about", NULL },
	{ "ER-TOP-012", ER_SEV_INFO, "Residual common cause: Microsoft's network", "estate",
	  "Accept it in writing, or give the business process a way without Azure", "", "https://azure.status.microsoft/status/history/", check_residual },
	{ "ER-TOP-013", ER_SEV_HIGH, "Single-homed branch: on-prem site has one circuit and no WAN to another site", "site", "A WAN to another site, a second circuit, or a VPN as backup", "",
	  "https://github.com/Danieleg82/Exr-Bowtie", check_single_homed },
	{ 0 },
};
