/*
 * Connections (ER-CON): are they there and working, does every gateway have the circuits its siblings have, which circuit each direction takes.
 * Peering locations compare by place, whatever the spelling, Direct ports included. A weight that is not exported is not taken for 0.
 * Source: Microsoft Learn, "Asymmetric routing with multiple network paths", "Designing for disaster recovery", "Optimize routing",
 * "About ExpressRoute virtual network gateways" (limits, 2026-09-05).
 */
#include "rules.h"

#include "../catalogue.h"
#include "../limits.h"

#include <string.h>

#define LINK_VNET "https://learn.microsoft.com/azure/expressroute/expressroute-howto-linkvnet-arm"
#define RECOVERY "https://learn.microsoft.com/azure/expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering"
#define OPTIMIZE "https://learn.microsoft.com/azure/expressroute/expressroute-optimize-routing"
#define ABOUT_GATEWAYS "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways"

/* ---- what a connection joins ---- */

static const char *component_id(const ErNetwork *net, uint32_t component)
{
	return er_network_component(net, component)->id;
}

static bool in_input(const ErNetwork *net, const ErConnection *connection)
{
	return er_network_component(net, connection->self)->resource != NULL;
}

static ErDraft *draft_of(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const char *subject, uint32_t circuit, uint32_t gateway)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, subject);
	er_draft_flows_behind(draft, circuit, gateway);
	return draft;
}

/* State as exported; a hub's connection may say "Provisioned" (examples of the API). "Connected" proves as much as "Succeeded" where only one of the two is told; "Unknown" says nothing. */
static void check_succeeded(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *self = er_network_component(net, connection->self);
		const char *state = self->resource != NULL ? er_value_text(&self->resource->body, "properties.provisioningState") : NULL;
		const char *status = self->resource != NULL ? er_value_text(&self->resource->body, "properties.connectionStatus") : NULL;
		bool failed = state != NULL && g_ascii_strcasecmp(state, "Succeeded") != 0 && g_ascii_strcasecmp(state, "Provisioned") != 0, apart = status != NULL && (g_ascii_strcasecmp(status, "NotConnected") == 0 || g_ascii_strcasecmp(status, "Connecting") == 0);
		if (self->resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (!failed && !apart && (state != NULL || (status != NULL && g_ascii_strcasecmp(status, "Connected") == 0))) {
			er_rule_pass(out, rule);
			continue;
		}
		bool open = !failed && !apart, only = !self->up && !er_gateway_usable(net, connection->gateway, connection->circuit);
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, only ? ER_SEV_CRITICAL : ER_SEV_HIGH, self->id, connection->circuit, connection->gateway);
		er_draft_evidence(draft, self->resource, apart && !failed ? "properties.connectionStatus" : "properties.provisioningState", apart && !failed ? status : state);
		if (open)
			er_draft_headline(draft, "%s: provisioningState is not in the export", self->name);
		else
			er_draft_headline(draft, "%s: %s is %s%s", self->name, failed ? "provisioningState" : "connectionStatus", failed ? state : status, only ? ", and the gateway has no other path" : "");
		if (open)
			er_draft_missing(draft, "properties.provisioningState of the connection");
		er_draft_end(draft);
	}
}

/* "/subscriptions/<s>/resourcegroups/<g>" of an id. (transfer full) */
static char *group_of(const char *id)
{
	const char *end = strstr(id, "/providers/");

	return end != NULL ? g_strndup(id, (gsize)(end - id)) : g_strdup(id);
}

/* Resource groups from which the input holds a circuit, or a gateway of a VNet: of these another one should be there too. (transfer full) */
static GHashTable *groups_with(const ErNetwork *net, ErResourceKind kind)
{
	const ErInventory *inv = er_network_inventory(net);
	GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_inventory_at(inv, i)->kind == kind)
			g_hash_table_add(groups, group_of(er_inventory_at(inv, i)->id));
	return groups;
}

/* Was it read from a running service? A template or plan may well name what is there already. */
static bool is_live(const ErNetwork *net, const ErResource *res)
{
	const char *format = er_inventory_source(er_network_inventory(net), res->source)->format;

	return strstr(format, "template") == NULL && strstr(format, "terraform") == NULL && strstr(format, "what-if") == NULL && strstr(format, "plan") == NULL;
}

static void tell_end(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErConnection *connection, uint32_t end, GHashTable *groups, const char *property)
{
	const ErComponent *self = er_network_component(net, connection->self), *target = er_network_component(net, end);
	g_autofree char *group = group_of(target->id);
	bool dangling = is_live(net, self->resource) && er_inventory_complete(er_network_inventory(net)) && g_hash_table_contains(groups, group);
	ErDraft *draft = draft_of(out, rule, dangling ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH, dangling ? self->id : target->id, connection->circuit, connection->gateway);

	er_draft_evidence(draft, self->resource, property, target->id);
	if (dangling)
		er_draft_headline(draft, "%s points to %s, which is not among the exported resources of its group", self->name, target->name);
	else
		er_draft_headline(draft, "%s, named by %s, is not in the input: whether it is still there is not known", target->name, self->name);
	if (!dangling)
		er_draft_missing(draft, target->kind == ER_KIND_CIRCUIT ? "the export that holds this circuit" : "the export that holds this gateway");
	er_draft_end(draft);
}

static void check_ends(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) circuits = groups_with(net, ER_RES_CIRCUIT), gateways = groups_with(net, ER_RES_GATEWAY), asked = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		uint32_t circuit = er_network_circuit(net, connection->circuit)->self, gateway = er_network_gateway(net, connection->gateway)->self;
		bool lost_circuit = er_network_component(net, circuit)->external, lost_gateway = er_network_component(net, gateway)->external;
		if (!in_input(net, connection)) {
			er_rule_not_applicable(out, rule);
		} else if (!lost_circuit && !lost_gateway) {
			er_rule_pass(out, rule);
		} else {
			/* One question about each end, whatever the number of connections to it. */
			if (lost_circuit && g_hash_table_add(asked, GUINT_TO_POINTER(circuit)))
				tell_end(rule, net, out, connection, circuit, circuits, er_network_gateway(net, connection->gateway)->hub != ER_NONE ? "properties.expressRouteCircuitPeering.id" : "properties.peer.id");
			if (lost_gateway && g_hash_table_add(asked, GUINT_TO_POINTER(gateway)))
				tell_end(rule, net, out, connection, gateway, gateways, "properties.virtualNetworkGateway1.id");
		}
	}
}

/* "/subscriptions/<s>" of an id; "" where none is told, or a template leaves it open ("{subscription}"). (transfer full) */
static char *subscription_of(const char *id)
{
	static const char start[] = "/subscriptions/";
	const char *end = g_str_has_prefix(id, start) ? strchr(id + strlen(start), '/') : NULL;

	return end != NULL && id[strlen(start)] != '{' && id[strlen(start)] != '<' ? g_strndup(id, (gsize)(end - id)) : g_strdup("");
}

static void check_owner(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErComponent *self = er_network_component(net, connection->self);
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, connection->circuit)->self);
		g_autofree char *own = subscription_of(self->id), *other = subscription_of(circuit->id);
		if (self->resource == NULL || *own == '\0' || *other == '\0') {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (strcmp(own, other) == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, ER_RESULT_FAIL, rule->severity, self->id, connection->circuit, connection->gateway);
		er_draft_evidence(draft, self->resource, er_network_gateway(net, connection->gateway)->hub != ER_NONE ? "properties.expressRouteCircuitPeering.id" : "properties.peer.id", circuit->id);
		if (er_value_get(&self->resource->body, "properties.authorizationKey") != NULL)
			er_draft_evidence(draft, self->resource, "properties.authorizationKey", ER_REDACTED);
		er_draft_headline(draft, "%s and its circuit %s belong to different subscriptions: whoever owns the circuit can cut the path", self->name, circuit->name);
		er_draft_end(draft);
	}
}

/* ---- the circuits of each gateway ---- */

/* The peering location of a circuit, one index whatever the spelling; ER_NONE not known. */
static uint32_t place_of(const ErNetwork *net, uint32_t circuit)
{
	uint32_t n, msee = er_network_circuit(net, circuit)->msee[ER_PRIMARY];
	const uint32_t *groups = msee != ER_NONE ? er_network_groups_of(net, msee, &n) : NULL;

	for (uint32_t i = 0; groups != NULL && i < n; i++)
		if (er_network_group(net, groups[i])->kind == ER_GRP_LOCATION)
			return groups[i];
	return ER_NONE;
}

typedef struct {
	GArray *connections;          /* indices */
	GHashTable *circuits;
	GHashTable *places;           /* place → circuits there; known ones only */
	uint32_t n_placeless;         /* circuits whose place is not known */
	bool weight_missing;          /* of one of its connections */
	uint32_t most, least;         /* weights */
	uint32_t n_most;              /* circuits of that weight */
} Wiring;

static void free_wiring(void *data)
{
	Wiring *wiring = data;

	g_array_free(wiring->connections, TRUE);
	g_hash_table_destroy(wiring->circuits);
	g_hash_table_destroy(wiring->places);
	g_free(wiring);
}

static void take_connection(const ErNetwork *net, Wiring *wiring, uint32_t index)
{
	const ErConnection *connection = er_network_connection(net, index);
	uint32_t place = place_of(net, connection->circuit);
	gpointer key = GUINT_TO_POINTER(place);

	g_array_append_val(wiring->connections, index);
	if (!g_hash_table_add(wiring->circuits, GUINT_TO_POINTER(connection->circuit)))
		return;
	if (place != ER_NONE)
		g_hash_table_insert(wiring->places, key, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(wiring->places, key)) + 1));
	wiring->n_placeless += place == ER_NONE;
	wiring->weight_missing = wiring->weight_missing || !connection->weight_known;
	if (connection->weight > wiring->most || wiring->n_most == 0)
		wiring->n_most = 0;
	wiring->n_most += wiring->n_most == 0 || connection->weight == wiring->most;
	wiring->most = MAX(wiring->most, connection->weight);
	wiring->least = MIN(wiring->least, connection->weight);
}

/* Per gateway. (transfer full): of Wiring */
static GPtrArray *wire(const ErNetwork *net)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(free_wiring);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		Wiring *wiring = g_new0(Wiring, 1);
		*wiring = (Wiring){ .connections = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .circuits = g_hash_table_new(NULL, NULL), .places = g_hash_table_new(NULL, NULL), .least = UINT32_MAX };
		g_ptr_array_add(all, wiring);
	}
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		take_connection(net, all->pdata[er_network_connection(net, i)->gateway], i);
	return all;
}

static const ErConnection *connection_of(const ErNetwork *net, const Wiring *wiring, guint i)
{
	return er_network_connection(net, g_array_index(wiring->connections, uint32_t, i));
}

static void tell_weights(ErDraft *draft, const ErNetwork *net, const Wiring *wiring)
{
	for (guint i = 0; i < wiring->connections->len; i++) {
		const ErConnection *connection = connection_of(net, wiring, i);
		g_autofree char *weight = g_strdup_printf("%u", connection->weight);
		if (in_input(net, connection))
			er_draft_evidence(draft, er_network_component(net, connection->self)->resource, "properties.routingWeight", connection->weight_known ? weight : NULL);
	}
}

/* Names of @circuits, but those of @but (NULL: none left out), in order of the network. (transfer full) */
static char *circuit_names(const ErNetwork *net, GHashTable *circuits, GHashTable *but)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (g_hash_table_contains(circuits, GUINT_TO_POINTER(i)) && (but == NULL || !g_hash_table_contains(but, GUINT_TO_POINTER(i))))
			g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", er_network_component(net, er_network_circuit(net, i)->self)->name);
	return g_string_free(g_steal_pointer(&names), FALSE);
}

/* Has @a more peering locations than @b, or as many known ones and more that are not known? */
static bool reaches_more(const Wiring *a, const Wiring *b)
{
	guint x = g_hash_table_size(a->places), y = g_hash_table_size(b->places);

	return x != y ? x > y : a->n_placeless > b->n_placeless;
}

/* Of each circuit the gateway with the most peering locations, serving ones only; ER_NONE: none. (transfer full) */
static uint32_t *best_wired(const ErNetwork *net, const GPtrArray *wirings)
{
	uint32_t *best = g_new(uint32_t, er_network_n_circuits(net) + 1);

	memset(best, 0xff, sizeof(uint32_t) * (er_network_n_circuits(net) + 1));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		uint32_t *at = &best[connection->circuit];
		if (er_network_component(net, er_network_gateway(net, connection->gateway)->self)->up &&
		    (*at == ER_NONE || reaches_more(wirings->pdata[connection->gateway], wirings->pdata[*at])))
			*at = connection->gateway;
	}
	return best;
}

static uint32_t sibling_of(const ErNetwork *net, const GPtrArray *wirings, const uint32_t *best, uint32_t gateway)
{
	const Wiring *own = wirings->pdata[gateway];
	uint32_t found = ER_NONE;

	for (guint i = 0; i < own->connections->len; i++) {
		uint32_t other = best[connection_of(net, own, i)->circuit];
		if (other != ER_NONE && other != gateway && (found == ER_NONE || reaches_more(wirings->pdata[other], wirings->pdata[found])))
			found = other;
	}
	return found;
}

static void check_sibling(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) wirings = wire(net);
	g_autofree uint32_t *best = best_wired(net, wirings);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
		const Wiring *own = wirings->pdata[g];
		uint32_t sibling = self->external || !self->up ? ER_NONE : sibling_of(net, wirings, best, g);
		if (sibling == ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		const Wiring *other = wirings->pdata[sibling];
		const char *other_name = er_network_component(net, er_network_gateway(net, sibling)->self)->name;
		g_autofree char *lacking = circuit_names(net, other->circuits, own->circuits), *have = circuit_names(net, own->circuits, NULL);
		if (*lacking == '\0' || g_hash_table_size(own->places) >= g_hash_table_size(other->places) + other->n_placeless) {
			er_rule_pass(out, rule);
			continue;
		}
		bool open = own->n_placeless > 0 || g_hash_table_size(own->places) >= g_hash_table_size(other->places);
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, self->id, ER_NONE, g);
		g_autofree char *fact = g_strdup_printf("connected to %s; %s has %s besides", have, other_name, lacking);
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, open ? "%s has no connection to %s, which %s has; whether that is another peering location is not known" : "%s has no connection to %s, which %s has", self->name, lacking, other_name);
		if (open)
			er_draft_missing(draft, "the peering location of each connected circuit");
		er_draft_end(draft);
	}
}

/* ---- weights ---- */

typedef struct { bool any, steered, spread; } Declared;

/* What the site description says of the circuits of a gateway: anything, a steering (prepend, prefixes on some circuits only), equal use wanted? */
static Declared declared_of(const ErNetwork *net, const Wiring *wiring)
{
	Declared said = { 0 };

	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->circuit_record == NULL || !g_hash_table_contains(wiring->circuits, GUINT_TO_POINTER(end->circuit)))
			continue;
		const ErSiteRecord *site = er_network_site(net, end->site)->record;
		said.any = true;
		said.spread = said.spread || end->circuit_record->multipath == ER_TRI_YES;
		said.steered = said.steered || (end->record != NULL && end->record->prepend > 0);
		for (uint32_t p = 0; site != NULL && p < site->n_prefixes; p++)
			said.steered = said.steered || site->prefixes[p].n_circuits > 0;
	}
	return said;
}

static void check_equal(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) wirings = wire(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const Wiring *wiring = wirings->pdata[g];
		const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
		if (g_hash_table_size(wiring->places) < 2) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		Declared said = declared_of(net, wiring);
		if (said.steered || (!wiring->weight_missing && wiring->most != wiring->least)) {
			er_rule_pass(out, rule);
			continue;
		}
		bool open = wiring->weight_missing || !said.any;
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, said.spread ? ER_SEV_INFO : rule->severity, self->id, ER_NONE, g);
		tell_weights(draft, net, wiring);
		if (open)
			er_draft_headline(draft, wiring->weight_missing ? "%s: the weights of its connections to several peering locations are not in the export"
			                                                : "%s: connections to several peering locations have one weight; whether prepending or prefixes steer is not declared", self->name);
		else
			er_draft_headline(draft, said.spread ? "%s spreads its flows over several peering locations, as declared" : "%s spreads its flows over several peering locations: nothing steers them", self->name);
		if (open)
			er_draft_missing(draft, wiring->weight_missing ? "properties.routingWeight of each connection" : "prepend or prefixes of each circuit, in the site description");
		er_draft_end(draft);
	}
}

static const ErAsymmetry *routing_of(const ErFlowClass *class)
{
	for (uint32_t i = 0; i < class->n_asymmetry; i++)
		if (class->asymmetry[i].kind == ER_ASYM_ROUTING)
			return &class->asymmetry[i];
	return NULL;
}

/* Weights decide Azure's way out; the way in is the customer's: where the site description does not declare it, unknown, never fail. */
static void check_mirrored(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) wirings = wire(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const Wiring *wiring = wirings->pdata[g];
		bool carries = false;
		ErDraft *draft = NULL;
		for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
			const ErFlowClass *class = er_flows_class(flows, i);
			bool mine = class->n_paths > 0 && class->paths[0].gateway == g && class->direction == ER_ONPREM_TO_AZURE;
			const ErAsymmetry *routing = mine ? routing_of(class) : NULL;
			carries = carries || mine;
			if (routing == NULL)
				continue;
			if (draft == NULL) {
				const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
				bool declared = routing->certainty != ER_ASSUMED;
				draft = er_draft_new(out, rule, declared ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
				er_draft_subject(draft, self->id);
				if (!declared)
					er_draft_missing(draft, "local-preference of each circuit, in the site description");
				er_draft_headline(draft, declared ? "%s: the declared preference on-premises and the connection weights choose different circuits"
				                                  : "%s: connection weights choose the way out of Azure; whether the way in mirrors it is not declared", self->name);
				tell_weights(draft, net, wiring);
			}
			const GArray *of = er_findings_flows_of(out, i);
			for (guint k = 0; k < of->len; k++)
				er_draft_flow(draft, g_array_index(of, uint32_t, k));
			of = er_findings_flows_of(out, class->other);
			for (guint k = 0; k < of->len; k++)
				er_draft_flow(draft, g_array_index(of, uint32_t, k));
		}
		if (draft != NULL)
			er_draft_end(draft);
		else if (carries && !wiring->weight_missing && g_hash_table_size(wiring->circuits) > 1 && wiring->most != wiring->least)
			er_rule_pass(out, rule);
		else
			er_rule_not_applicable(out, rule);
	}
}

/* How near a circuit ends to a region: 0 at the same place, 1 in the same part of the world, 2 elsewhere; 3 not known. */
static uint32_t distance_of(const ErNetwork *net, uint32_t circuit, const char *region)
{
	uint32_t place = place_of(net, circuit);

	return place != ER_NONE ? er_catalogue_distance(er_network_tables(net), er_network_group(net, place)->name, region) : 3;
}

static void check_remote(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	enum { LOCAL, UNKNOWN = 3 };
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) wirings = wire(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const Wiring *wiring = wirings->pdata[g];
		const ErGateway *gateway = er_network_gateway(net, g);
		const ErComponent *self = er_network_component(net, gateway->self);
		if (g_hash_table_size(wiring->circuits) < 2 || (wiring->most == wiring->least && !wiring->weight_missing) || self->external) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		uint32_t top = UNKNOWN, others = UNKNOWN, near = ER_NONE, far = ER_NONE;
		bool missing = wiring->weight_missing;
		for (guint i = 0; i < wiring->connections->len; i++) {
			const ErConnection *connection = connection_of(net, wiring, i);
			uint32_t distance = distance_of(net, connection->circuit, gateway->region);
			bool preferred = connection->weight == wiring->most;
			missing = missing || distance == UNKNOWN;
			if (preferred && (far == ER_NONE || distance < top)) {
				top = distance;
				far = connection->circuit;
			} else if (!preferred && (near == ER_NONE || distance < others)) {
				others = distance;
				near = connection->circuit;
			}
		}
		bool undecided = missing || (top == others && top != LOCAL);
		if (!undecided && top <= others) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, undecided ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, self->id, ER_NONE, g);
		tell_weights(draft, net, wiring);
		for (guint i = 0; i < wiring->connections->len; i++) {
			const ErCircuit *circuit = er_network_circuit(net, connection_of(net, wiring, i)->circuit);
			g_autofree char *where = g_strdup_printf("peering location %s, gateway in %s", *circuit->peering_location != '\0' ? circuit->peering_location : "not known", gateway->region);
			er_draft_fact(draft, component_id(net, circuit->self), where);
		}
		if (undecided)
			er_draft_headline(draft, "%s: whether its weights prefer the nearer circuit is not known", self->name);
		else
			er_draft_headline(draft, "%s (%s) prefers %s, though %s ends nearer", self->name, gateway->region, er_network_component(net, er_network_circuit(net, far)->self)->name,
			                  er_network_component(net, er_network_circuit(net, near)->self)->name);
		if (undecided)
			er_draft_missing(draft, wiring->weight_missing ? "properties.routingWeight of each connection" : missing ? "the peering location of each connected circuit" : "which peering location is nearer to the region");
		er_draft_end(draft);
	}
}

static void check_many(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t used = er_limit(net, ER_LIMIT_CIRCUITS_SPREAD);
	g_autoptr(GPtrArray) wirings = wire(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const Wiring *wiring = wirings->pdata[g];
		const ErComponent *self = er_network_component(net, er_network_gateway(net, g)->self);
		if (wiring->connections->len == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (g_hash_table_size(wiring->circuits) <= used || (!wiring->weight_missing && wiring->n_most <= used)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, wiring->weight_missing ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, self->id, ER_NONE, g);
		tell_weights(draft, net, wiring);
		if (wiring->weight_missing)
			er_draft_headline(draft, "%s: how many of its %u circuits have the highest weight is not known", self->name, g_hash_table_size(wiring->circuits));
		else
			er_draft_headline(draft, "%s: %u circuits have the highest weight, and Azure spreads over %u", self->name, wiring->n_most, used);
		if (wiring->weight_missing)
			er_draft_missing(draft, "properties.routingWeight of each connection");
		er_draft_end(draft);
	}
}

/* ---- limits ---- */

/* How many circuits a gateway takes; 0 not known. ErGwScale by its smallest size. */
static uint32_t circuit_limit(const ErNetwork *net, const ErGateway *gateway)
{
	ErGatewaySku sku;

	if (gateway->hub != ER_NONE)
		return er_limit(net, ER_LIMIT_CIRCUITS_GATEWAY_HUB);
	if (*gateway->sku == '\0' || !er_catalogue_sku(er_network_tables(net), gateway->sku, &sku))
		return 0;
	if (!sku.per_scale_unit)
		return sku.max_circuits;
	if (gateway->scale_units == 0 || gateway->scale_units >= er_limit(net, ER_LIMIT_GATEWAY_SCALE_FULL_UNITS))
		return gateway->scale_units == 0 ? 0 : sku.max_circuits;
	return er_limit(net, gateway->scale_units == 1 ? ER_LIMIT_GATEWAY_SCALE_CIRCUITS_ONE_UNIT : ER_LIMIT_GATEWAY_SCALE_CIRCUITS_FEW_UNITS);
}

/* A place with as many circuits of the gateway as one place may have; ER_NONE none. */
static uint32_t full_place(const ErNetwork *net, const Wiring *wiring)
{
	uint32_t found = ER_NONE;
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, wiring->places);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (GPOINTER_TO_UINT(value) >= er_limit(net, ER_LIMIT_CIRCUITS_GATEWAY_PER_LOCATION))
			found = MIN(found, GPOINTER_TO_UINT(key));
	return found;
}

static void check_limit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) wirings = wire(net);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const Wiring *wiring = wirings->pdata[g];
		const ErGateway *gateway = er_network_gateway(net, g);
		const ErComponent *self = er_network_component(net, gateway->self);
		uint32_t least = MIN(er_catalogue_least_sku(er_network_tables(net)).max_circuits, er_limit(net, ER_LIMIT_GATEWAY_SCALE_CIRCUITS_ONE_UNIT));
		uint32_t limit = circuit_limit(net, gateway), n = g_hash_table_size(wiring->circuits), place = full_place(net, wiring);
		if (self->external || n == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		bool full = limit > 0 && n >= limit;
		if (!full && place == ER_NONE && (limit > 0 || n < least)) {
			er_rule_pass(out, rule);
			continue;
		}
		bool open = !full && place == ER_NONE;
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, self->id, ER_NONE, g);
		g_autofree char *names = circuit_names(net, wiring->circuits, NULL);
		if (gateway->hub == ER_NONE)
			er_draft_evidence(draft, self->resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
		er_draft_fact(draft, self->id, names);
		if (open)
			er_draft_headline(draft, "%s: whether it can take more than its %u circuits is not known", self->name, n);
		else if (full)
			er_draft_headline(draft, "%s (%s) takes %u circuits and has %u: none can be added", self->name, gateway->sku, limit, n);
		else
			er_draft_headline(draft, "%s has as many circuits of %s as one peering location may have (%u)", self->name, er_network_group(net, place)->name, er_limit(net, ER_LIMIT_CIRCUITS_GATEWAY_PER_LOCATION));
		if (open)
			er_draft_missing(draft, *gateway->sku == '\0' ? "properties.sku of the gateway" : strcmp(gateway->sku, "ErGwScale") == 0 ? "properties.autoScaleConfiguration of the gateway" : "how many circuits this SKU takes");
		er_draft_end(draft);
	}
}

/* ---- links ---- */

/* Standby declared of a link that announces as the other one does: a weight works per circuit, so Azure goes on using both links. */
static void check_link_weight(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *weighted = g_new0(bool, er_network_n_circuits(net) + 1), *declared = g_new0(bool, er_network_n_circuits(net) + 1);
	ErDraft *open = NULL;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->weight > 0)
			weighted[er_network_connection(net, i)->circuit] = true;
	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		if (end->record == NULL)
			continue;
		declared[end->circuit] = true;
		if (end->record->preference != ER_USE_STANDBY || end->record->prepend > 0) {
			er_rule_pass(out, rule);
			continue;
		}
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, end->circuit)->self);
		ErDraft *draft = draft_of(out, rule, ER_RESULT_FAIL, rule->severity, circuit->id, end->circuit, ER_NONE);
		g_autofree char *fact = g_strdup_printf("site description: the %s link is standby and prepends nothing", er_side_name(end->side));
		er_draft_fact(draft, circuit->id, fact);
		er_draft_headline(draft, "%s: its %s link is declared standby, but out of Azure both links are used: a weight works per circuit, not per link", circuit->name, er_side_name(end->side));
		er_draft_end(draft);
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		if (weighted[i] && !declared[i]) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, component_id(net, er_network_circuit(net, i)->self));
			er_draft_fact(open, component_id(net, er_network_circuit(net, i)->self), "a connection to it has a weight; its links are not declared");
		} else if (!declared[i]) {
			er_rule_not_applicable(out, rule);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "Connection weights are set; whether one link of a circuit is meant to be standby is not declared");
	er_draft_missing(open, "preference of each link, in the site description");
	er_draft_end(open);
}

const ErRule er_rules_connection[] = {
	{ "ER-CON-001", ER_SEV_HIGH, "Connection not in Succeeded state", "connection",
	  "Read its error, check the authorization, create the connection again", "", LINK_VNET, check_succeeded },
	{ "ER-CON-002", ER_SEV_HIGH, "Connection points to a missing circuit or gateway", "connection",
	  "Delete the connection, or export what it points to as well", "", LINK_VNET, check_ends },
	{ "ER-CON-003", ER_SEV_HIGH, "A sibling gateway lacks the second circuit connection", "gateway", "Connect the gateway to the missing circuit",
	  "APRL:d37db635-157f-584d-9bce-4f6fc8c65ce5; ALZ:D06.22 669b215a-ce43-4371-8f6f-11047f6490f1", RECOVERY, check_sibling },
	{ "ER-CON-004", ER_SEV_MEDIUM, "Equal weights over circuits of different sites (unmanaged ECMP)", "gateway",
	  "Steer by weight, longer prefixes or prepending, and mirror it on-premises",
	  "ALZ:D06.02 f29812b2-363c-4efe-879b-599de0d5973c", RECOVERY, check_equal },
	{ "ER-CON-005", ER_SEV_MEDIUM, "Remote circuit preferred over local circuit", "gateway",
	  "Give the nearer circuit the higher weight", "ALZ:D06.02 f29812b2-363c-4efe-879b-599de0d5973c", OPTIMIZE, check_remote },
	{ "ER-CON-006", ER_SEV_HIGH, "Gateway connection count at SKU limit", "gateway",
	  "A larger gateway SKU, or fewer and larger circuits", "WAF-ER: scale circuit / gateway", ABOUT_GATEWAYS, check_limit },
	{ "ER-CON-007", ER_SEV_MEDIUM, "Connection owned by another subscription or tenant than the circuit", "connection",
	  "Write down both owners, lock both sides, alert on deleted authorizations", "WAF-ER: RBAC",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-faqs", check_owner },
	{ "ER-CON-008", ER_SEV_HIGH, "Weight set but on-premises preference not mirrored", "gateway",
	  "Set local preference on-premises so that both directions take the same circuit", "ALZ:D06.02 f29812b2-363c-4efe-879b-599de0d5973c",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-asymmetric-routing", check_mirrored },
	{ "ER-CON-009", ER_SEV_INFO, "Weight used to steer primary vs secondary link", "circuit", "Prepend AS numbers on the link that is to stand by", "", OPTIMIZE, check_link_weight },
	{ "ER-CON-010", ER_SEV_INFO, "More equal circuits on one gateway than Azure spreads over", "gateway",
	  "Weights in tiers, or fewer and larger circuits", "", "https://learn.microsoft.com/azure/expressroute/expressroute-faqs", check_many },
	{ 0 },
};
