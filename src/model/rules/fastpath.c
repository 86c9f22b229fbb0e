/*
 * FastPath (ER-FP): a switch that cannot work, destinations that it silently leaves to the gateway, and what it does not change.
 * Behind VNet gateways the switch of the connection decides; virtual hubs do it by themselves (ER-FP-013). A rule asks only where the
 * switch is on and the gateway can do it, but for the two that say it is off (001) or cannot work (002).
 * Source: Microsoft Learn, "About ExpressRoute FastPath" (2025-11-05), "ExpressRoute in Virtual WAN" (2026).
 */
#include "../limits.h"
#include "rules.h"

#include "../flow_build.h"

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/expressroute/about-fastpath"

enum { NAMES_SHOWN = 5, ZONES = 3 };

/* One connection with what it joins. */
typedef struct {
	const ErConnection *connection;
	const ErComponent *self;
	const ErCircuit *circuit;
	const ErComponent *circuit_self;
	const ErGateway *gateway;
	const ErComponent *gateway_self;
} Way;

static Way way_of(const ErNetwork *net, uint32_t i)
{
	const ErConnection *connection = er_network_connection(net, i);
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	const ErGateway *gateway = er_network_gateway(net, connection->gateway);

	return (Way){ connection, er_network_component(net, connection->self), circuit, er_network_component(net, circuit->self), gateway, er_network_component(net, gateway->self) };
}

/* Is the switch on at a VNet gateway that can do it? */
static bool is_on(const Way *way)
{
	return way->connection->bypass && way->gateway->hub == ER_NONE && way->gateway->fastpath;
}

/* May the circuit be ExpressRoute Direct? One outside the input says nothing. */
static bool is_provider(const Way *way)
{
	return way->circuit->port == ER_NONE && !way->circuit->external;
}

static ErDraft *begin(const ErRule *rule, ErFindings *out, const Way *way, ErResult result, ErSeverity severity)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, way->self->id);
	er_draft_evidence(draft, way->self->resource, "properties.expressRouteGatewayBypass", way->connection->bypass_known ? way->connection->bypass ? "true" : "false" : NULL);
	return draft;
}

static void begin_kind_of_circuit(ErDraft *draft, const Way *way)
{
	if (way->circuit_self->resource != NULL)
		er_draft_evidence(draft, way->circuit_self->resource, "properties.expressRoutePort", way->circuit->port != ER_NONE ? "ExpressRoute Direct" : NULL);
}

static void end_behind(ErDraft *draft, const Way *way)
{
	er_draft_flows_behind(draft, way->connection->circuit, way->connection->gateway);
	er_draft_end(draft);
}

/* The circuit is not in the input, and whether it is ExpressRoute Direct decides. */
static void tell_unknown_circuit(const ErRule *rule, ErFindings *out, const Way *way, const char *what)
{
	ErDraft *draft = begin(rule, out, way, ER_RESULT_UNKNOWN, rule->severity);

	er_draft_fact(draft, way->circuit_self->id, "not in the input");
	er_draft_headline(draft, "%s: whether %s is ExpressRoute Direct is not known, and so whether %s", way->self->name, way->circuit_self->name, what);
	er_draft_missing(draft, "the export that holds this circuit");
	end_behind(draft, way);
}

/* ---- spokes ---- */

/* What hangs on a hub VNet by gateway transit. */
typedef struct { uint32_t n, n_global, n_unknown; GArray *spokes; } Spokes;

static void clear_spokes(void *data)
{
	g_array_unref(((Spokes *)data)->spokes);
}

/* By VNet. */
static GArray *spokes_by_hub(const ErNetwork *net)
{
	uint32_t n = er_network_n_vnets(net);
	GArray *all = g_array_sized_new(FALSE, TRUE, sizeof(Spokes), n);

	g_array_set_clear_func(all, clear_spokes);
	g_array_set_size(all, n);
	for (uint32_t i = 0; i < n; i++)
		g_array_index(all, Spokes, i).spokes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		if (!attachment->transit || attachment->hub_vnet == ER_NONE)
			continue;
		Spokes *hub = &g_array_index(all, Spokes, attachment->hub_vnet);
		hub->n++;
		hub->n_global += attachment->global;
		hub->n_unknown += *er_network_vnet(net, attachment->spoke)->region == '\0';
		g_array_append_val(hub->spokes, i);
	}
	return all;
}

static const Spokes *spokes_of(GArray *all, const Way *way)
{
	static const Spokes none = { 0 };

	return way->gateway->vnet != ER_NONE ? &g_array_index(all, Spokes, way->gateway->vnet) : &none;
}

/* Names of spokes, the first five; @global: of those in another region only. (transfer full) */
static char *spoke_names(const ErNetwork *net, const Spokes *spokes, bool global)
{
	g_autoptr(GString) out = g_string_new(NULL);
	uint32_t n = 0;

	for (guint i = 0; spokes->spokes != NULL && i < spokes->spokes->len; i++) {
		const ErAttachment *attachment = er_network_attachment(net, g_array_index(spokes->spokes, uint32_t, i));
		if ((!global || attachment->global) && n++ < NAMES_SHOWN)
			g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", er_network_component(net, er_network_vnet(net, attachment->spoke)->self)->name);
	}
	if (n > NAMES_SHOWN)
		g_string_append_printf(out, " and %u more", n - NAMES_SHOWN);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Flows to the spokes behind a connection, towards Azure; @global: to those in another region only. */
static void add_spoke_flows(ErDraft *draft, const ErFindings *out, const Way *way, bool global)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		bool behind = false;
		for (uint32_t i = 0; i < class->n_paths && !behind && class->direction == ER_ONPREM_TO_AZURE && !class->hub_flow; i++)
			behind = class->paths[i].circuit == way->connection->circuit && class->paths[i].gateway == way->connection->gateway;
		const GArray *of = er_findings_flows_of(out, c);
		for (guint i = 0; behind && i < of->len; i++) {
			uint32_t flow = g_array_index(of, uint32_t, i), attachment = er_flows_at(flows, flow)->attachment;
			if (attachment != ER_NONE && (!global || er_network_attachment(net, attachment)->global))
				er_draft_flow(draft, flow);
		}
	}
}

/* ---- ER-FP-001, 002 ---- */

static void check_off(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		bool sku_unknown = *way.gateway->sku == '\0' || (strcmp(way.gateway->sku, "ErGwScale") == 0 && way.gateway->scale_units == 0);
		if (way.gateway_self->external || way.gateway->hub != ER_NONE || (!way.gateway->fastpath && !sku_unknown)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (way.connection->bypass) {
			er_rule_pass(out, rule);
			continue;
		}
		bool decided = way.connection->bypass_known && way.gateway->fastpath;
		ErDraft *draft = begin(rule, out, &way, decided ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_INFO);
		er_draft_evidence(draft, way.gateway_self->resource, "properties.sku.name", *way.gateway->sku != '\0' ? way.gateway->sku : NULL);
		if (decided)
			er_draft_headline(draft, "%s: %s (%s) could do FastPath, and it is off", way.self->name, way.gateway_self->name, way.gateway->sku);
		else
			er_draft_headline(draft, "%s: whether FastPath is available and left off is not known", way.self->name);
		if (!decided)
			er_draft_missing(draft, !way.connection->bypass_known ? "properties.expressRouteGatewayBypass" : *way.gateway->sku == '\0' ? "properties.sku of the gateway" : "properties.autoScaleConfiguration of the gateway");
		end_behind(draft, &way);
	}
}

static void check_sku(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErGateway *gateway = er_network_gateway(net, connection->gateway);
		const ErComponent *self = er_network_component(net, connection->self);
		const ErResource *resource = er_network_component(net, gateway->self)->resource;
		if (!connection->bypass || gateway->hub != ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (gateway->fastpath) {
			er_rule_pass(out, rule);
			continue;
		}
		bool small = strcmp(gateway->sku, "ErGwScale") == 0;
		bool unknown = resource == NULL || !gateway->sku_known || (small && gateway->scale_units == 0);
		ErDraft *draft = er_draft_new(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, small ? ER_SEV_MEDIUM : ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.expressRouteGatewayBypass", "true");
		if (resource != NULL)
			er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
		er_draft_headline(draft, "%s: FastPath is on, but %s", self->name, resource == NULL ? "the gateway's SKU is not known" : gateway->fastpath_why);
		if (unknown)
			er_draft_missing(draft, *gateway->sku == '\0' ? "properties.sku of the gateway" : small ? "properties.autoScaleConfiguration of the gateway" : "whether this SKU supports FastPath");
		er_draft_flows_behind(draft, connection->circuit, connection->gateway);
		er_draft_end(draft);
	}
}

/* ---- ER-FP-003 ---- */

typedef struct { uint32_t on, off, unsaid; } Switches;

static void report_mixed(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t gateway, const Switches *switches)
{
	const ErComponent *self = er_network_component(net, er_network_gateway(net, gateway)->self);
	bool sure = switches->off > 0;
	ErDraft *draft = er_draft_new(out, rule, sure ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);

	er_draft_subject(draft, self->id);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		if (way.connection->gateway == gateway)
			er_draft_evidence(draft, way.self->resource, "properties.expressRouteGatewayBypass", way.connection->bypass_known ? way.connection->bypass ? "true" : "false" : NULL);
	}
	if (sure) {
		er_draft_headline(draft, "%s: FastPath is on at %u of its connections and off at %u: what carries after a failure goes through the gateway", self->name, switches->on, switches->off);
	} else {
		er_draft_headline(draft, "%s: FastPath is on at %u of its connections; of %u the export does not tell", self->name, switches->on, switches->unsaid);
		er_draft_missing(draft, "properties.expressRouteGatewayBypass");
	}
	er_draft_flows_behind(draft, ER_NONE, gateway);
	er_draft_end(draft);
}

static void check_mixed(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Switches *all = g_new0(Switches, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		Switches *at = &all[connection->gateway];
		at->on += connection->bypass;
		at->off += connection->bypass_known && !connection->bypass;
		at->unsaid += !connection->bypass_known;
	}
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		const ErGateway *gateway = er_network_gateway(net, g);
		if (gateway->hub != ER_NONE || !gateway->fastpath || all[g].on == 0 || all[g].on + all[g].off + all[g].unsaid < 2)
			er_rule_not_applicable(out, rule);
		else if (all[g].off + all[g].unsaid == 0)
			er_rule_pass(out, rule);
		else
			report_mixed(rule, net, out, g, &all[g]);
	}
}

/* ---- ER-FP-004, 007: spokes ---- */

static void check_provider_spokes(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = spokes_by_hub(net);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		const Spokes *spokes = spokes_of(all, &way);
		if (!is_on(&way)) {
			er_rule_not_applicable(out, rule);
		} else if (spokes->n == 0 || way.circuit->port != ER_NONE) {
			er_rule_pass(out, rule);
		} else if (!is_provider(&way)) {
			tell_unknown_circuit(rule, out, &way, "its spokes have FastPath");
		} else {
			g_autofree char *names = spoke_names(net, spokes, false);
			ErDraft *draft = begin(rule, out, &way, ER_RESULT_FAIL, ER_SEV_MEDIUM);
			begin_kind_of_circuit(draft, &way);
			er_draft_headline(draft, "%s: %s is a provider circuit, so FastPath covers the gateway's VNet only; through the gateway go: %s", way.self->name, way.circuit_self->name, names);
			add_spoke_flows(draft, out, &way, false);
			er_draft_end(draft);
		}
	}
}

static void check_global_spokes(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = spokes_by_hub(net);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		const Spokes *spokes = spokes_of(all, &way);
		if (!is_on(&way) || spokes->n == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (spokes->n_global + spokes->n_unknown == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		g_autofree char *names = spoke_names(net, spokes, true);
		ErDraft *draft = begin(rule, out, &way, spokes->n_global > 0 ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
		er_draft_evidence(draft, way.gateway_self->resource, "location", way.gateway->region);
		for (guint k = 0; k < MIN(spokes->spokes->len, 20); k++) {
			const ErAttachment *attachment = er_network_attachment(net, g_array_index(spokes->spokes, uint32_t, k));
			const ErVnet *spoke = er_network_vnet(net, attachment->spoke);
			if (attachment->global)
				er_draft_evidence(draft, er_network_component(net, spoke->self)->resource, "location", spoke->region);
		}
		if (spokes->n_global > 0) {
			er_draft_headline(draft, "%s: FastPath does not cross a peering to another region; through the gateway go: %s", way.self->name, names);
			add_spoke_flows(draft, out, &way, true);
		} else {
			er_draft_headline(draft, "%s: of %u spokes behind FastPath the region is not known", way.self->name, spokes->n_unknown);
			er_draft_missing(draft, "location of the spokes");
			add_spoke_flows(draft, out, &way, false);
		}
		er_draft_end(draft);
	}
}

/* ---- ER-FP-005 ---- */

static const ErResource *gateway_subnet_of(const ErNetwork *net, const ErVnet *vnet)
{
	g_autofree char *id = g_strconcat(er_network_component(net, vnet->self)->id, "/subnets/gatewaysubnet", NULL);

	return er_inventory_lookup(er_network_inventory(net), id);
}

static const ErUdr *inspecting_route(const ErNetwork *net, const ErVnet *vnet)
{
	const ErRouteTable *table = vnet->gateway_table != ER_NONE ? er_network_route_table(net, vnet->gateway_table) : NULL;

	for (uint32_t i = 0; table != NULL && i < table->n_routes; i++)
		if (table->routes[i].next == ER_HOP_APPLIANCE)
			return &table->routes[i];
	return NULL;
}

static void tell_unknown_table(const ErRule *rule, ErFindings *out, const Way *way, const char *missing)
{
	ErDraft *draft = begin(rule, out, way, ER_RESULT_UNKNOWN, rule->severity);

	er_draft_headline(draft, "%s: FastPath is on; whether routes of GatewaySubnet lead to an appliance is not known", way->self->name);
	er_draft_missing(draft, missing);
	end_behind(draft, way);
}

static void report_inspection(const ErRule *rule, const ErNetwork *net, ErFindings *out, const Way *way, const ErVnet *vnet, const ErUdr *route)
{
	g_autofree char *found = g_strdup_printf("%s to %s", route->shown, *route->address != '\0' ? route->address : "an appliance");
	ErDraft *draft = begin(rule, out, way, ER_RESULT_FAIL, ER_SEV_HIGH);

	begin_kind_of_circuit(draft, way);
	er_draft_evidence(draft, er_network_route_table(net, vnet->gateway_table)->resource, "properties.routes", found);
	er_draft_headline(draft, "%s: FastPath on the provider circuit %s may pass by the appliance that GatewaySubnet routes to (%s): not documented, test it", way->self->name, way->circuit_self->name, found);
	end_behind(draft, way);
}

static void check_inspection(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		const ErVnet *vnet = way.gateway->vnet != ER_NONE ? er_network_vnet(net, way.gateway->vnet) : NULL;
		if (!is_on(&way)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (way.circuit->port != ER_NONE) {
			er_rule_pass(out, rule);
			continue;
		}
		const ErResource *subnet = vnet != NULL ? gateway_subnet_of(net, vnet) : NULL;
		const ErUdr *route = vnet != NULL ? inspecting_route(net, vnet) : NULL;
		if (subnet == NULL)
			tell_unknown_table(rule, out, &way, "the VNet with its GatewaySubnet");
		else if (vnet->gateway_table == ER_NONE && er_value_reference(&subnet->body, "properties.routeTable") != NULL)
			tell_unknown_table(rule, out, &way, "the route table of GatewaySubnet");
		else if (route == NULL)
			er_rule_pass(out, rule);
		else if (!is_provider(&way))
			tell_unknown_circuit(rule, out, &way, "FastPath keeps to the routes of GatewaySubnet");
		else
			report_inspection(rule, net, out, &way, vnet, route);
	}
}

/* ---- ER-FP-006 ---- */

static uint32_t endpoints_behind(const ErNetwork *net, const Way *way, const Spokes *spokes)
{
	uint32_t n = way->gateway->vnet != ER_NONE ? er_network_vnet(net, way->gateway->vnet)->n_private_endpoints : 0;

	for (guint i = 0; spokes->spokes != NULL && i < spokes->spokes->len; i++)
		n += er_network_vnet(net, er_network_attachment(net, g_array_index(spokes->spokes, uint32_t, i))->spoke)->n_private_endpoints;
	return n;
}

/* Flows to private endpoints behind the connection. */
static void add_endpoint_flows(ErDraft *draft, const ErFindings *out, const Way *way)
{
	const ErFlows *flows = er_findings_flows(out);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		bool behind = false;
		for (uint32_t i = 0; i < class->n_paths && !behind; i++)
			behind = class->paths[i].circuit == way->connection->circuit && class->paths[i].gateway == way->connection->gateway;
		const GArray *of = er_findings_flows_of(out, c);
		for (guint i = 0; behind && i < of->len; i++)
			if (strcmp(er_flows_at(flows, g_array_index(of, uint32_t, i))->destination, "private-endpoint") == 0)
				er_draft_flow(draft, g_array_index(of, uint32_t, i));
	}
}

static void check_endpoints(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = spokes_by_hub(net);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		uint32_t n = is_on(&way) ? endpoints_behind(net, &way, spokes_of(all, &way)) : 0;
		bool offered = er_fastpath_private_link_region(net, way.gateway->region), enrolled = way.connection->private_link_bypass;
		if (n == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (way.circuit->port != ER_NONE && enrolled && offered) {
			er_rule_pass(out, rule);
			continue;
		}
		if (way.circuit->external && enrolled && offered) {
			tell_unknown_circuit(rule, out, &way, "private endpoints have FastPath");
			continue;
		}
		ErDraft *draft = begin(rule, out, &way, ER_RESULT_FAIL, ER_SEV_MEDIUM);
		begin_kind_of_circuit(draft, &way);
		er_draft_evidence(draft, way.self->resource, "properties.enablePrivateLinkFastPath", enrolled ? "true" : er_value_get(&way.self->resource->body, "properties.enablePrivateLinkFastPath") != NULL ? "false" : NULL);
		er_draft_evidence(draft, way.gateway_self->resource, "location", way.gateway->region);
		er_draft_headline(draft, "%s: %u private %s on the gateway: %s", way.self->name, n, n == 1 ? "endpoint stays" : "endpoints stay",
		                  is_provider(&way) ? "the circuit is not ExpressRoute Direct" : !enrolled ? "enablePrivateLinkFastPath is not on" : "FastPath to them is not offered in this region");
		add_endpoint_flows(draft, out, &way);
		er_draft_end(draft);
	}
}

/* ---- ER-FP-008: two hubs on one circuit ---- */

/* The half of the peering that @own holds towards @other; NULL: not in the input. */
static const ErResource *half_of(const ErNetwork *net, uint32_t own, uint32_t other)
{
	const ErInventory *inv = er_network_inventory(net);
	const char *id = er_network_component(net, er_network_vnet(net, own)->self)->id, *remote = er_network_component(net, er_network_vnet(net, other)->self)->id;
	uint32_t n, first = er_inventory_below(inv, id, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		g_autofree char *to = res->kind == ER_RES_VNET_PEERING ? er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET) : NULL;
		if (to != NULL && strcmp(to, remote) == 0)
			return res;
	}
	return NULL;
}

/* A circuit that both VNets' gateways are connected to, one of them with FastPath: index; ER_NONE. */
static uint32_t shared_circuit(const ErNetwork *net, uint32_t one, uint32_t two)
{
	g_autoptr(GHashTable) first = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		if (way.gateway->vnet == one)
			g_hash_table_insert(first, GUINT_TO_POINTER(way.connection->circuit), GUINT_TO_POINTER(1 + (is_on(&way) || GPOINTER_TO_UINT(g_hash_table_lookup(first, GUINT_TO_POINTER(way.connection->circuit))) > 1)));
	}
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		guint mark = GPOINTER_TO_UINT(g_hash_table_lookup(first, GUINT_TO_POINTER(way.connection->circuit)));
		if (way.gateway->vnet == two && mark > 0 && (mark > 1 || is_on(&way)))
			return way.connection->circuit;
	}
	return ER_NONE;
}

static void judge_hubs(const ErRule *rule, const ErNetwork *net, ErFindings *out, const ErAttachment *attachment, uint32_t circuit)
{
	const ErComponent *self = er_network_component(net, attachment->self), *circuit_self = er_network_component(net, er_network_circuit(net, circuit)->self);
	const ErResource *halves[2] = { half_of(net, attachment->hub_vnet, attachment->spoke), half_of(net, attachment->spoke, attachment->hub_vnet) };
	bool on = false, unknown = false;

	for (uint32_t i = 0; i < 2; i++) {
		bool transit = false;
		bool said = halves[i] != NULL && er_value_bool(&halves[i]->body, "properties.allowGatewayTransit", &transit);
		on = on || transit;
		unknown = unknown || !said;
	}
	if (!on && !unknown) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, on ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);
	er_draft_subject(draft, self->id);
	for (uint32_t i = 0; i < 2; i++) {
		bool transit = false;
		bool said = halves[i] != NULL && er_value_bool(&halves[i]->body, "properties.allowGatewayTransit", &transit);
		if (halves[i] != NULL)
			er_draft_evidence(draft, halves[i], "properties.allowGatewayTransit", said ? transit ? "true" : "false" : NULL);
	}
	er_draft_fact(draft, circuit_self->id, "both hubs are connected to it, with FastPath");
	er_draft_headline(draft, on ? "%s: two hubs on %s with FastPath are peered with allowGatewayTransit: connectivity problems are documented" : "%s: two hubs on %s with FastPath are peered; whether with allowGatewayTransit is not known", self->name, circuit_self->name);
	if (!on)
		er_draft_missing(draft, "properties.allowGatewayTransit of both halves of the peering");
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		if (er_network_gateway(net, g)->vnet == attachment->hub_vnet || er_network_gateway(net, g)->vnet == attachment->spoke)
			er_draft_flows_behind(draft, circuit, g);
	er_draft_end(draft);
}

static void check_hubs(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *has_gateway = g_new0(bool, er_network_n_vnets(net) + 1);

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		if (er_network_gateway(net, g)->vnet != ER_NONE)
			has_gateway[er_network_gateway(net, g)->vnet] = true;
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		bool hubs = attachment->hub_vnet != ER_NONE && has_gateway[attachment->hub_vnet] && has_gateway[attachment->spoke] && er_network_component(net, attachment->self)->up;
		uint32_t circuit = hubs ? shared_circuit(net, attachment->hub_vnet, attachment->spoke) : ER_NONE;
		if (circuit == ER_NONE)
			er_rule_not_applicable(out, rule);
		else
			judge_hubs(rule, net, out, attachment, circuit);
	}
}

/* ---- ER-FP-009: addresses ---- */

/* Addresses of VNets: in use as the subnets list them, and as many as their ranges could hold. */
typedef struct { uint64_t used, room; bool listed, ranges_known; } Addresses;

static void add_addresses(const ErNetwork *net, uint32_t vnet, Addresses *sum)
{
	const ErInventory *inv = er_network_inventory(net);
	const ErVnet *record = er_network_vnet(net, vnet);
	uint32_t n, first = er_inventory_below(inv, er_network_component(net, record->self)->id, &n);

	for (uint32_t i = first; i < first + n; i++) {
		uint32_t used = er_inventory_at(inv, i)->kind == ER_RES_SUBNET ? er_value_count(&er_inventory_at(inv, i)->body, "properties.ipConfigurations") : 0;
		sum->used += used;
		sum->listed = sum->listed || used > 0;
	}
	sum->ranges_known = sum->ranges_known && record->n_space > 0;
	for (uint32_t i = 0; i < record->n_space; i++)
		if (record->space[i].v4)
			sum->room += UINT64_C(1) << (128 - record->space[i].length);
}

static Addresses addresses_of(const ErNetwork *net, const Way *way, const Spokes *spokes)
{
	Addresses sum = { .ranges_known = true };

	if (way->gateway->vnet == ER_NONE)
		return (Addresses){ 0 };
	add_addresses(net, way->gateway->vnet, &sum);
	for (guint i = 0; !is_provider(way) && spokes->spokes != NULL && i < spokes->spokes->len; i++) {
		const ErAttachment *attachment = er_network_attachment(net, g_array_index(spokes->spokes, uint32_t, i));
		if (!attachment->global)
			add_addresses(net, attachment->spoke, &sum);
	}
	return sum;
}

static bool is_over(const ErNetwork *net, uint64_t n, uint64_t limit)
{
	return n * 100 > limit * er_limit(net, ER_LIMIT_WARN_FROM);
}

/* Pass only when the ranges hold no more, or the subnets list what is in use. */
static bool is_within(const ErNetwork *net, const Addresses *sum, uint64_t limit)
{
	return (sum->ranges_known && !is_over(net, sum->room, limit)) || (sum->listed && !is_over(net, sum->used, limit));
}

/* @limit: the least that may hold; @most: the limit for certain. */
static void judge_addresses(const ErRule *rule, ErFindings *out, const ErComponent *self, const Addresses *sum, uint64_t limit, uint64_t most, ErDraft **draft)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	bool over = is_over(net, sum->used, most);

	*draft = NULL;
	if (!over && is_within(net, sum, limit)) {
		er_rule_pass(out, rule);
		return;
	}
	g_autofree char *fact = g_strdup_printf("%" G_GUINT64_FORMAT " IP configurations listed by the subnets, limit %" G_GUINT64_FORMAT, sum->used, limit);
	*draft = er_draft_new(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
	er_draft_subject(*draft, self->id);
	er_draft_fact(*draft, self->id, fact);
	if (over) {
		er_draft_headline(*draft, "%s: %" G_GUINT64_FORMAT " addresses behind FastPath, %s its limit of %" G_GUINT64_FORMAT ": those beyond it go through the gateway", self->name, sum->used, sum->used > limit ? "above" : "close to", limit);
	} else {
		er_draft_headline(*draft, "%s: how many addresses are in use behind FastPath (limit %" G_GUINT64_FORMAT ") is not known", self->name, limit);
		er_draft_missing(*draft, "ipConfigurations of the subnets, or the gateway's FastPath route count");
	}
}

static void add_sums(Addresses *to, const Addresses *from)
{
	to->used += from->used;
	to->room += from->room;
	to->listed = to->listed || from->listed;
	to->ranges_known = to->ranges_known && from->ranges_known;
}

static void judge_ports(const ErRule *rule, const ErNetwork *net, ErFindings *out, GArray *all)
{
	uint32_t n = er_network_n_ports(net);
	g_autofree Addresses *sums = g_new0(Addresses, n + 1);
	g_autofree bool *used = g_new0(bool, n + 1);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		uint64_t key = (uint64_t)way.circuit->port << 32 | way.connection->gateway;
		if (!is_on(&way) || way.circuit->port == ER_NONE || !g_hash_table_add(seen, g_memdup2(&key, sizeof key)))
			continue;
		Addresses sum = addresses_of(net, &way, spokes_of(all, &way));
		if (!used[way.circuit->port])
			sums[way.circuit->port].ranges_known = true;
		used[way.circuit->port] = true;
		add_sums(&sums[way.circuit->port], &sum);
	}
	for (uint32_t i = 0; i < n; i++) {
		ErDraft *draft;
		if (!used[i])
			continue;
		uint32_t mbps = er_network_port(net, i)->bandwidth_mbps;
		ErLimit limit = mbps >= 100000 ? ER_LIMIT_FASTPATH_ADDRESSES_DIRECT_100G : ER_LIMIT_FASTPATH_ADDRESSES_DIRECT_10G, most = mbps == 0 ? ER_LIMIT_FASTPATH_ADDRESSES_DIRECT_100G : limit;
		judge_addresses(rule, out, er_network_component(net, er_network_port(net, i)->self), &sums[i], er_limit(net, limit), er_limit(net, most), &draft);
		for (uint32_t c = 0; draft != NULL && c < er_network_n_circuits(net); c++)
			if (er_network_circuit(net, c)->port == i)
				er_draft_flows_behind(draft, c, ER_NONE);
		if (draft != NULL)
			er_draft_end(draft);
	}
}

static void check_addresses(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) all = spokes_by_hub(net);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		ErDraft *draft;
		if (!is_on(&way)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (way.circuit->port != ER_NONE)
			continue;
		Addresses sum = addresses_of(net, &way, spokes_of(all, &way));
		judge_addresses(rule, out, way.self, &sum, er_limit(net, ER_LIMIT_FASTPATH_ADDRESSES_PROVIDER),
		                er_limit(net, is_provider(&way) ? ER_LIMIT_FASTPATH_ADDRESSES_PROVIDER : ER_LIMIT_FASTPATH_ADDRESSES_DIRECT_100G), &draft);
		if (draft != NULL)
			end_behind(draft, &way);
	}
	judge_ports(rule, net, out, all);
}

/* ---- ER-FP-010: what stays on the gateway in spokes ---- */

typedef struct { uint32_t n_balancers, n_resolvers, n_volumes; } Excluded;

static bool is_internal(const ErValue *frontend)
{
	return er_value_reference(frontend, "properties.subnet") != NULL;
}

/* Number of internal load balancers by id of their VNet. */
static GHashTable *balancers_by_vnet(const ErInventory *inv, bool *any)
{
	GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const ErValue *list = res->kind == ER_RES_LOAD_BALANCER ? er_value_get(&res->body, "properties.frontendIPConfigurations") : NULL;
		*any = *any || res->kind == ER_RES_LOAD_BALANCER;
		if (list == NULL || list->kind != ER_VALUE_ARRAY || list->n == 0 || !is_internal(er_value_item(list, 0)))
			continue;
		char *vnet = er_id_reference(er_value_item(list, 0), "properties.subnet", ER_RES_VNET);
		if (vnet != NULL)
			g_hash_table_insert(found, vnet, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(found, vnet)) + 1));
	}
	return found;
}

/* A load balancer that a subnet lists as holder of one of its addresses. */
static bool lists_balancer(const ErResource *subnet, bool *listed)
{
	const ErValue *list = er_value_get(&subnet->body, "properties.ipConfigurations");

	for (uint32_t i = 0; i < er_value_count(&subnet->body, "properties.ipConfigurations"); i++) {
		const char *id = er_value_text(er_value_item(list, i), "id");
		g_autofree char *lower = id != NULL ? g_ascii_strdown(id, -1) : NULL;
		*listed = true;
		if (lower != NULL && strstr(lower, "/loadbalancers/") != NULL)
			return true;
	}
	return false;
}

static void look_into(const ErNetwork *net, uint32_t spoke, GHashTable *balancers, Excluded *found, bool *listed)
{
	const ErInventory *inv = er_network_inventory(net);
	const char *id = er_network_component(net, er_network_vnet(net, spoke)->self)->id;
	uint32_t n, first = er_inventory_below(inv, id, &n), own = GPOINTER_TO_UINT(g_hash_table_lookup(balancers, id));

	found->n_balancers += own;
	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const ErValue *delegations = res->kind == ER_RES_SUBNET ? er_value_get(&res->body, "properties.delegations") : NULL;
		if (res->kind == ER_RES_SUBNET && lists_balancer(res, listed) && own == 0)
			found->n_balancers++;
		for (uint32_t k = 0; delegations != NULL && k < er_value_count(&res->body, "properties.delegations"); k++) {
			const char *service = er_value_text(er_value_item(delegations, k), "properties.serviceName");
			found->n_resolvers += service != NULL && g_ascii_strcasecmp(service, "Microsoft.Network/dnsResolvers") == 0;
			found->n_volumes += service != NULL && g_ascii_strcasecmp(service, "Microsoft.Netapp/volumes") == 0;
		}
	}
}

static void judge_excluded(const ErRule *rule, ErFindings *out, const Way *way, const Excluded *found, bool told)
{
	bool fails = found->n_balancers + found->n_resolvers > 0;

	if (!fails && found->n_volumes == 0 && told) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = begin(rule, out, way, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_LOW);
	g_autofree char *fact = g_strdup_printf("in its spokes: %u internal load balancers, %u subnets of DNS resolvers, %u subnets of NetApp volumes", found->n_balancers, found->n_resolvers, found->n_volumes);
	er_draft_fact(draft, way->gateway_self->id, fact);
	if (fails) {
		er_draft_headline(draft, "%s: FastPath does not reach %s in spokes; these stay on the gateway", way->self->name,
		                  found->n_balancers > 0 && found->n_resolvers > 0 ? "internal load balancers and DNS resolvers" : found->n_balancers > 0 ? "internal load balancers" : "DNS resolvers");
	} else if (found->n_volumes > 0) {
		er_draft_headline(draft, "%s: whether NetApp volumes in its spokes have Basic network features, which FastPath does not reach, is not known", way->self->name);
		er_draft_missing(draft, "networkFeatures of the NetApp volumes");
	} else {
		er_draft_headline(draft, "%s: whether its spokes hold internal load balancers, which FastPath does not reach, is not known", way->self->name);
		er_draft_missing(draft, "loadBalancers, or ipConfigurations of the subnets");
	}
	add_spoke_flows(draft, out, way, false);
	er_draft_end(draft);
}

/* On a provider circuit no spoke has FastPath at all: ER-FP-004 says so. */
static void check_excluded(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	bool any = false;
	g_autoptr(GHashTable) balancers = balancers_by_vnet(er_network_inventory(net), &any);
	g_autoptr(GArray) all = spokes_by_hub(net);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		const Spokes *spokes = spokes_of(all, &way);
		Excluded found = { 0 };
		bool told = any;
		if (!is_on(&way) || way.circuit->port == ER_NONE || spokes->n == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		for (guint k = 0; k < spokes->spokes->len; k++)
			look_into(net, er_network_attachment(net, g_array_index(spokes->spokes, uint32_t, k))->spoke, balancers, &found, &told);
		judge_excluded(rule, out, &way, &found, told);
	}
}

/* ---- ER-FP-011 ---- */

static void check_dependency(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		if (way.gateway->hub != ER_NONE || !way.gateway->fastpath) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (way.connection->bypass_known && !way.connection->bypass) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = begin(rule, out, &way, way.connection->bypass ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_INFO);
		if (way.connection->bypass) {
			er_draft_headline(draft, "%s: FastPath passes by %s for packets only; without the gateway its routes are withdrawn", way.self->name, way.gateway_self->name);
		} else {
			er_draft_headline(draft, "%s: whether traffic relies on FastPath is not known", way.self->name);
			er_draft_missing(draft, "properties.expressRouteGatewayBypass");
		}
		end_behind(draft, &way);
	}
}

/* ---- ER-FP-012: one zone ---- */

/* Region of all members of a service; NULL: they are in several, or it is not known. */
static const char *region_of_service(const ErNetwork *net, const ErService *service)
{
	const char *region = service->n_vnets > 0 ? er_network_vnet(net, service->vnets[0])->region : "";

	for (uint32_t i = 1; i < service->n_vnets; i++)
		if (strcmp(er_network_vnet(net, service->vnets[i])->region, region) != 0)
			return NULL;
	return *region != '\0' ? region : NULL;
}

/* Demand towards Azure that surely ends in @region, and in *open what may. A demand of each site counts once per site. */
static uint64_t demand_of(const ErNetwork *net, const char *region, uint64_t *open)
{
	uint64_t sure = 0;

	*open = 0;
	for (uint32_t i = 0; i < er_network_n_demands(net); i++) {
		const ErDemand *demand = er_network_demand(net, i);
		const char *at = demand->vnet != ER_NONE ? er_network_vnet(net, demand->vnet)->region : demand->service != ER_NONE ? region_of_service(net, er_network_service(net, demand->service)) : NULL;
		uint64_t mbps = (uint64_t)demand->mbps[ER_ONPREM_TO_AZURE] * (demand->site == ER_NONE ? er_network_n_sites(net) : 1);
		if (at == NULL || *at == '\0')
			*open += mbps;
		else if (strcmp(at, region) == 0)
			sure += mbps;
	}
	return sure;
}

static void judge_zone(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	const ErComponent *self = er_network_component(net, gateway->self);
	uint32_t limit = er_limit(net, ER_LIMIT_FASTPATH_ZONE_MBPS);
	uint64_t open, sure = demand_of(net, gateway->region, &open), most = (uint64_t)limit * (gateway->zones == ER_ZONES_NO_REGION ? 1 : ZONES);

	if (sure + open <= limit) {
		er_rule_pass(out, rule);
		return;
	}
	g_autofree char *fact = g_strdup_printf("%" G_GUINT64_FORMAT " Mbps declared towards %s, %" G_GUINT64_FORMAT " Mbps towards no one region", sure, gateway->region, open);
	ErDraft *draft = er_draft_new(out, rule, sure > most ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_INFO);
	er_draft_subject(draft, self->id);
	er_draft_fact(draft, self->id, fact);
	if (sure > most) {
		er_draft_headline(draft, "%s: more than %g Gbps are declared towards a zone of %s, however they spread; FastPath carries no more to one", self->name, limit / 1000.0, gateway->region);
	} else {
		er_draft_headline(draft, "%s: whether more than %g Gbps go to one zone of %s is not known", self->name, limit / 1000.0, gateway->region);
		er_draft_missing(draft, "demand by VNet in the site description, and the zones where it ends");
	}
	er_draft_flows_behind(draft, ER_NONE, index);
	er_draft_end(draft);
}

static void check_zone(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *on = g_new0(bool, er_network_n_gateways(net) + 1);
	bool any = false;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		on[way.connection->gateway] = on[way.connection->gateway] || is_on(&way);
		any = any || is_on(&way);
	}
	if (any && er_network_n_demands(net) == 0) {
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_INFO);
		er_draft_headline(draft, "Whether FastPath would have to carry more than %g Gbps to one zone is not known: no demand is declared", er_limit(net, ER_LIMIT_FASTPATH_ZONE_MBPS) / 1000.0);
		er_draft_missing(draft, "demand, in the site description");
		er_draft_end(draft);
		return;
	}
	for (uint32_t g = 0; g < er_network_n_gateways(net); g++)
		if (on[g])
			judge_zone(rule, net, out, g);
		else
			er_rule_not_applicable(out, rule);
}

/* ---- ER-FP-013: virtual hubs ---- */

static void report_units(const ErRule *rule, ErFindings *out, const Way *way)
{
	bool unknown = way->gateway->scale_units == 0;
	ErDraft *draft = er_draft_new(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, ER_SEV_INFO);

	er_draft_subject(draft, way->gateway_self->id);
	if (way->gateway_self->resource != NULL) {
		g_autofree char *units = g_strdup_printf("%u", way->gateway->scale_units);
		er_draft_evidence(draft, way->gateway_self->resource, "properties.autoScaleConfiguration.bounds.min", unknown ? NULL : units);
	}
	begin_kind_of_circuit(draft, way);
	er_draft_headline(draft, "%s: no FastPath for %s on ExpressRoute Direct: %s", way->gateway_self->name, way->circuit_self->name, way->gateway->fastpath_why);
	if (unknown)
		er_draft_missing(draft, "properties.autoScaleConfiguration of the gateway");
	er_draft_flows_behind(draft, ER_NONE, way->connection->gateway);
	er_draft_end(draft);
}

static void report_provider_in_hub(const ErRule *rule, ErFindings *out, const Way *way)
{
	ErDraft *draft = begin(rule, out, way, ER_RESULT_FAIL, ER_SEV_MEDIUM);

	begin_kind_of_circuit(draft, way);
	er_draft_headline(draft, "%s: FastPath is on, but virtual hubs offer it to ExpressRoute Direct only and %s is a provider circuit", way->self->name, way->circuit_self->name);
	end_behind(draft, way);
}

static void check_hub_gateways(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *judged = g_new0(bool, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		Way way = way_of(net, i);
		bool hub = way.gateway->hub != ER_NONE && !way.gateway_self->external, *done = &judged[way.connection->gateway];
		if (hub && way.circuit->external && way.connection->bypass)
			tell_unknown_circuit(rule, out, &way, "the hub has FastPath for it");
		else if (hub && is_provider(&way) && way.connection->bypass)
			report_provider_in_hub(rule, out, &way);
		else if (!hub || way.circuit->port == ER_NONE || *done)
			er_rule_not_applicable(out, rule);
		else if (way.gateway->fastpath)
			er_rule_pass(out, rule);
		else
			report_units(rule, out, &way);
		*done = *done || (hub && way.circuit->port != ER_NONE);
	}
}

const ErRule er_rules_fastpath[] = {
	{ "ER-FP-001", ER_SEV_INFO, "FastPath available but not enabled", "connection", "Turn FastPath on where the gateway's throughput is the limit",
	  "APRL:f6a14b32-a727-4ace-b5fa-7b1c6bdff402; ALZ:D06.08 c2299c4d-7b57-4d0c-9555-62f2b3e4563a; WAF-ER: FastPath; AVS:H01.03 3649906e-bad3-48ea-b53c-c7de1d8aaab3", LEARN, check_off },
	{ "ER-FP-002", ER_SEV_HIGH, "FastPath flag on an unsupported gateway SKU", "connection", "Resize the gateway to a SKU and number of units that has FastPath, or clear the flag", "",
	  LEARN, check_sku },
	{ "ER-FP-003", ER_SEV_MEDIUM, "FastPath asymmetric between redundant connections", "gateway", "Set the same on all connections of the gateway", "",
	  LEARN, check_mixed },
	{ "ER-FP-004", ER_SEV_MEDIUM, "FastPath on provider circuit with spoke VNets", "connection", "Take ExpressRoute Direct for these spokes, or size the gateway for them", "", LEARN, check_provider_spokes },
	{ "ER-FP-005", ER_SEV_HIGH, "FastPath with UDR-based inspection on GatewaySubnet", "connection", "Take ExpressRoute Direct, or turn FastPath off where traffic is inspected", "", LEARN, check_inspection },
	{ "ER-FP-006", ER_SEV_MEDIUM, "FastPath and private endpoints outside supported scope", "connection", "Size the gateway for the private endpoints' traffic",
	  "APRL:f6a14b32-a727-4ace-b5fa-7b1c6bdff402", LEARN, check_endpoints },
	{ "ER-FP-007", ER_SEV_MEDIUM, "Globally peered spokes with FastPath", "connection", "Give the other region a hub of its own", "", LEARN, check_global_spokes },
	{ "ER-FP-008", ER_SEV_HIGH, "Two peered hubs on one circuit with gateway transit and FastPath", "VNet peering", "Set allowGatewayTransit to false between the hubs", "", LEARN, check_hubs },
	{ "ER-FP-009", ER_SEV_MEDIUM, "FastPath IP count above limit", "connection or port pair", "Split the VNets over gateways, and alert on the FastPath route count", "", LEARN, check_addresses },
	{ "ER-FP-010", ER_SEV_LOW, "FastPath exclusions: spoke internal load balancers, spoke DNS resolver, NetApp Basic network features", "connection", "Move them to the hub VNet, or accept the gateway on their way", "",
	  LEARN, check_excluded },
	{ "ER-FP-011", ER_SEV_INFO, "FastPath does not remove the gateway as a dependency", "connection", "Keep the gateway zone-redundant", "",
	  "https://learn.microsoft.com/azure/expressroute/resiliency-validation", check_dependency },
	{ "ER-FP-012", ER_SEV_INFO, "More than FastPath carries to one zone expected", "gateway", "Spread the workload over zones", "", LEARN, check_zone },
	{ "ER-FP-013", ER_SEV_INFO, "Virtual WAN FastPath preconditions not met", "hub gateway", "Raise the minimum to five scale units", "",
	  "https://learn.microsoft.com/azure/virtual-wan/virtual-wan-expressroute-about", check_hub_gateways },
	{ 0 },
};
