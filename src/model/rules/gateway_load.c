/*
 * Gateways (ER-GW), what they carry and what interrupts it: virtual machines and private endpoints behind them, maintenance, name resolution.
 * Source: Microsoft Learn, "About ExpressRoute virtual network gateways", "Customer-controlled gateway maintenance"; include "expressroute-gateway-performance".
 */
#include "../catalogue.h"
#include "../limits.h"
#include "gateway.h"

#include <string.h>

/* ---- load ---- */

/* A number per VNet, summed over the VNet of each gateway and the spokes that use it. */
static uint32_t behind_gateway(const ErNetwork *net, GHashTable *of_hub, const uint32_t *per_vnet, uint32_t gateway)
{
	uint32_t vnet = er_network_gateway(net, gateway)->vnet;

	return per_vnet[vnet] + GPOINTER_TO_UINT(g_hash_table_lookup(of_hub, GUINT_TO_POINTER(vnet)));
}

/* VNet with a gateway → the sum over the spokes that use it. */
static GHashTable *sum_spokes(const ErNetwork *net, const uint32_t *per_vnet)
{
	GHashTable *of_hub = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		gpointer hub = GUINT_TO_POINTER(attachment->hub_vnet);
		if (attachment->transit && attachment->hub_vnet != ER_NONE)
			g_hash_table_insert(of_hub, hub, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(of_hub, hub)) + per_vnet[attachment->spoke]));
	}
	return of_hub;
}

/* The first bytes of a text, whatever their case. */
typedef struct { const char *text; size_t n; } Start;

static guint start_hash(gconstpointer data)
{
	const Start *start = data;
	guint hash = 5381;

	for (size_t i = 0; i < start->n; i++)
		hash = hash * 33 + ((guchar)start->text[i] | 0x20u);
	return hash;
}

static gboolean start_equal(gconstpointer a, gconstpointer b)
{
	const Start *x = a, *y = b;

	return x->n == y->n && g_ascii_strncasecmp(x->text, y->text, x->n) == 0;
}

/* Does @part stand in @text right before @end? */
static bool stands_before(const char *text, size_t end, const char *part)
{
	size_t n = strlen(part);

	return end >= n && g_ascii_strncasecmp(text + end - n, part, n) == 0;
}

/* "…/networkInterfaces/NAME/ipConfigurations/ADDRESS" without its last two parts; none of anything else, or of a private endpoint. */
static Start interface_of(const char *address)
{
	const char *last = strrchr(address, '/');
	size_t end = last != NULL ? (size_t)(last + 1 - address) : 0;

	if (!stands_before(address, end, "/ipConfigurations/") || g_ascii_strncasecmp(last + 1, "privateEndpoint", strlen("privateEndpoint")) == 0)
		return (Start){ NULL, 0 };
	size_t n = end - strlen("/ipConfigurations/"), name = n;
	while (name > 0 && address[name - 1] != '/')
		name--;
	return stands_before(address, name, "/networkInterfaces/") ? (Start){ address, n } : (Start){ NULL, 0 };
}

/* Network interfaces that a subnet lists, but those of private endpoints; one with several addresses counts once. */
static uint32_t interfaces_of(const ErResource *subnet)
{
	const ErValue *list = er_value_get(&subnet->body, "properties.ipConfigurations");
	uint32_t n = er_value_count(list, NULL);

	if (n == 0)
		return 0;
	g_autoptr(GHashTable) seen = g_hash_table_new(start_hash, start_equal);
	g_autofree Start *starts = g_new(Start, n);
	for (uint32_t i = 0; i < n; i++) {
		const char *id = er_value_text(er_value_item(list, i), "id");
		starts[i] = id != NULL ? interface_of(id) : (Start){ NULL, 0 };
		if (starts[i].n > 0)
			g_hash_table_add(seen, &starts[i]);
	}
	return g_hash_table_size(seen);
}

static uint32_t *interfaces_per_vnet(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t *per_vnet = g_new0(uint32_t, er_network_n_vnets(net) + 1);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		uint32_t n, first = er_inventory_below(inv, er_network_component(net, er_network_vnet(net, v)->self)->id, &n);
		for (uint32_t i = first; i < first + n; i++)
			if (er_inventory_at(inv, i)->kind == ER_RES_SUBNET)
				per_vnet[v] += interfaces_of(er_inventory_at(inv, i));
	}
	return per_vnet;
}

/* How many virtual machines a gateway serves by its size; 0 not known. Scale units: as far as it may grow. */
static uint32_t most_machines(const ErNetwork *net, const ErGateway *gateway, const ErResource *resource)
{
	uint64_t units = gateway->scale_units, full = er_limit(net, ER_LIMIT_GATEWAY_SCALE_FULL_UNITS);
	uint32_t most = 0;
	ErGatewaySku sku;

	if (*gateway->sku == '\0' || !er_catalogue_sku(er_network_tables(net), gateway->sku, &sku))
		return 0;
	if (!sku.per_scale_unit || sku.machines == 0)
		return sku.machines;
	if (er_value_uint(&resource->body, "properties.autoScaleConfiguration.bounds.max", &most))
		units = MAX(units, MIN(most, er_limit(net, ER_LIMIT_GATEWAY_SCALE_UNITS)));
	uint64_t machines = sku.machines * MIN(units, full) + (units > full ? er_limit(net, ER_LIMIT_GATEWAY_SCALE_MACHINES_FURTHER_UNIT) * (units - full) : 0);
	return (uint32_t)MIN(machines, UINT32_MAX);
}

/* @home: an export that tells what is in subnets lists the gateway in its own. */
static void tell_machines(ErFindings *out, const ErRule *rule, const ErNetwork *net, const ErGatewayHome *home, uint32_t machines)
{
	const ErGateway *gateway = er_network_gateway(net, home->gateway);
	const ErResource *resource = er_vnet_gateway(net, home->gateway);
	uint32_t limit = most_machines(net, gateway, resource);
	bool over = limit > 0 && machines > limit, told = home->subnet != NULL && er_value_count(&home->subnet->body, "properties.ipConfigurations") > 0;

	if (!over && told && limit > 0) {
		er_rule_pass(out, rule);
		return;
	}
	/* What is not told is the same question as what stands in the subnet. */
	ErDraft *draft = !over && !told && home->subnet != NULL ? er_gateway_home_draft(out, rule, ER_RESULT_UNKNOWN, rule->severity, home)
	                                                        : er_gateway_draft(out, rule, over ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, home->gateway);
	g_autofree char *fact = g_strdup_printf("%u network interfaces behind it; its size serves %u virtual machines", machines, limit);
	if (over)
		er_draft_fact(draft, resource->id, fact);
	if (!over && !told && home->subnet != NULL)
		er_draft_evidence(draft, home->subnet, "properties.ipConfigurations", NULL);
	er_draft_evidence(draft, resource, "properties.sku.name", *gateway->sku != '\0' ? gateway->sku : NULL);
	if (over)
		er_draft_headline(draft, "%s (%s) serves up to %u virtual machines, and %u network interfaces stand behind it", er_gateway_name(net, home->gateway), gateway->sku, limit, machines);
	else
		er_draft_headline(draft, "%s: whether its size serves the virtual machines behind it is not known", er_gateway_name(net, home->gateway));
	if (!over)
		er_draft_missing(draft, told ? "properties.sku and properties.autoScaleConfiguration of the gateway" : "properties.ipConfigurations of GatewaySubnet");
	er_draft_end(draft);
}

void er_check_gateway_machines(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *per_vnet = interfaces_per_vnet(net);
	g_autoptr(GHashTable) of_hub = sum_spokes(net, per_vnet);
	g_autoptr(GArray) connected = er_connected_gateways(net);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		if (er_vnet_gateway(net, i) == NULL || gateway->vnet == ER_NONE || !er_network_component(net, gateway->self)->up || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		ErGatewayHome home = er_gateway_home(net, i);
		tell_machines(out, rule, net, &home, behind_gateway(net, of_hub, per_vnet, i));
	}
}

/* Per gateway: does some connection lead private endpoints through it? FastPath with private link passes it by. */
static GArray *pinned_connections(const ErNetwork *net)
{
	GArray *pinned = g_array_sized_new(FALSE, TRUE, sizeof(bool), er_network_n_gateways(net));

	g_array_set_size(pinned, er_network_n_gateways(net));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		bool past = connection->bypass && connection->private_link_bypass && er_network_gateway(net, connection->gateway)->fastpath;
		if (!past)
			g_array_index(pinned, bool, connection->gateway) = true;
	}
	return pinned;
}

void er_check_gateway_private_endpoints(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree uint32_t *per_vnet = g_new0(uint32_t, er_network_n_vnets(net) + 1);
	g_autoptr(GArray) connected = er_connected_gateways(net), pinned = pinned_connections(net);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		per_vnet[v] = er_network_vnet(net, v)->n_private_endpoints;
	g_autoptr(GHashTable) of_hub = sum_spokes(net, per_vnet);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t vnet = er_network_gateway(net, i)->vnet;
		if (er_vnet_gateway(net, i) == NULL || vnet == ER_NONE || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		uint32_t n = behind_gateway(net, of_hub, per_vnet, i);
		bool unknown = n == 0 && er_network_vnet(net, vnet)->external;
		if (!unknown && (n == 0 || !g_array_index(pinned, bool, i))) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_gateway_draft(out, rule, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, i);
		g_autofree char *fact = g_strdup_printf("%u private endpoints in its VNet and the spokes that use it", n);
		er_draft_fact(draft, er_vnet_gateway(net, i)->id, unknown ? "its virtual network is not in the input" : fact);
		if (unknown)
			er_draft_headline(draft, "%s: its virtual network is not in the input, so whether private endpoints are reached through it is not known", er_gateway_name(net, i));
		else
			er_draft_headline(draft, "%s: each session to %u private endpoint%s goes through one gateway instance, both ways", er_gateway_name(net, i), n, n == 1 ? "" : "s");
		if (unknown)
			er_draft_missing(draft, "the virtual network of the gateway, with its subnets");
		er_draft_end(draft);
	}
}

/* ---- maintenance ---- */

/* Gateway id → id of its maintenance configuration. (transfer full) */
static GHashTable *maintenance_of(const ErInventory *inv)
{
	GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_MAINTENANCE_ASSIGNMENT)
			continue;
		char *of = er_id_normalise(er_value_text(&res->body, "properties.resourceId"));
		const char *mark = strstr(res->id, "/providers/microsoft.maintenance/");
		char *configuration = er_id_normalise(er_value_text(&res->body, "properties.maintenanceConfigurationId"));
		if (of == NULL && mark != NULL)
			of = g_strndup(res->id, (gsize)(mark - res->id));
		if (of != NULL)
			g_hash_table_insert(found, of, configuration != NULL ? configuration : g_strdup(""));
		else
			g_free(configuration);
	}
	return found;
}

#define ASSIGNMENTS "the Microsoft.Maintenance/configurationAssignments of the gateways"

void er_check_gateway_maintenance(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) assigned = maintenance_of(er_network_inventory(net));
	g_autoptr(GArray) connected = er_connected_gateways(net);
	bool told = g_hash_table_size(assigned) > 0;
	ErDraft *open = NULL;   /* one question for the estate */

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		if (self->external || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
		} else if (!told) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, self->id);
			er_draft_fact(open, self->id, "the input holds no configuration assignment");
			er_draft_flows_behind(open, ER_NONE, i);
		} else if (g_hash_table_contains(assigned, self->id)) {
			er_rule_pass(out, rule);
		} else {
			ErDraft *draft = er_gateway_draft(out, rule, ER_RESULT_FAIL, rule->severity, net, i);
			er_draft_fact(draft, self->id, "no configuration assignment names it");
			er_draft_headline(draft, "%s has no maintenance configuration: Microsoft chooses when its instances restart", self->name);
			er_draft_end(draft);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no maintenance configurations: whether gateways are updated at times of your choice is not known");
	er_draft_missing(open, ASSIGNMENTS);
	er_draft_end(open);
}

/* Gateways with a circuit in common: the lists of gateways per circuit, each gateway once. */
static GPtrArray *gateways_per_circuit(const ErNetwork *net)
{
	GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		g_array_append_val((GArray *)lists->pdata[connection->circuit], connection->gateway);
	}
	return lists;
}

/* Per gateway: does one of its circuits have another gateway (*peers), and one of the same configuration (*shared)? */
static void note_windows(const ErNetwork *net, GHashTable *assigned, bool *peers, bool *shared)
{
	g_autoptr(GPtrArray) lists = gateways_per_circuit(net);

	for (guint c = 0; c < lists->len; c++) {
		const GArray *list = lists->pdata[c];
		g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
		for (guint k = 0; k < list->len; k++) {
			uint32_t gateway = g_array_index(list, uint32_t, k);
			const char *configuration = g_hash_table_lookup(assigned, er_network_component(net, er_network_gateway(net, gateway)->self)->id);
			peers[gateway] = peers[gateway] || gateway != g_array_index(list, uint32_t, 0) || gateway != g_array_index(list, uint32_t, list->len - 1);
			if (configuration == NULL || *configuration == '\0')
				continue;
			uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(first, configuration));
			if (known == 0)
				g_hash_table_insert(first, (char *)configuration, GUINT_TO_POINTER(gateway + 1));
			else if (known - 1 != gateway)
				shared[gateway] = shared[known - 1] = true;
		}
	}
}

static void tell_window(ErFindings *out, const ErRule *rule, const ErNetwork *net, GHashTable *assigned, const bool *shared, const char *configuration)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *own = shared[i] ? g_hash_table_lookup(assigned, self->id) : NULL;
		if (own == NULL || strcmp(own, configuration) != 0)
			continue;
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, configuration);
		er_draft_flows_behind(draft, ER_NONE, i);
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", self->name);
	}
	er_draft_headline(draft, "%s are updated in one window (%s) and stand in for each other", names->str, strrchr(configuration, '/') != NULL ? strrchr(configuration, '/') + 1 : configuration);
	er_draft_end(draft);
}

void er_check_gateway_windows(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) assigned = maintenance_of(er_network_inventory(net)), done = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree bool *peers = g_new0(bool, er_network_n_gateways(net) + 1), *shared = g_new0(bool, er_network_n_gateways(net) + 1);
	ErDraft *open = NULL;

	note_windows(net, assigned, peers, shared);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const char *configuration = g_hash_table_lookup(assigned, self->id);
		if (!peers[i] || self->external) {
			er_rule_not_applicable(out, rule);
		} else if (g_hash_table_size(assigned) == 0) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, self->id);
			er_draft_fact(open, self->id, "the input holds no configuration assignment");
			er_draft_flows_behind(open, ER_NONE, i);
		} else if (!shared[i]) {
			er_rule_pass(out, rule);
		} else if (g_hash_table_add(done, (char *)configuration)) {
			tell_window(out, rule, net, assigned, shared, configuration);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no maintenance configurations: whether redundant gateways are updated together is not known");
	er_draft_missing(open, ASSIGNMENTS);
	er_draft_end(open);
}

/* ---- name resolution ---- */

enum { RULES_TOLD = 1, RULE_OF_ALL = 2 };

/* Rule set id → what its forwarding rules say; a rule set without rules in the input is not in it. */
static GHashTable *forwarding_rules(const ErInventory *inv)
{
	GHashTable *sets = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *domain = er_value_text(&res->body, "properties.domainName");
		if (res->kind != ER_RES_DNS_RULE || res->parent == NULL || er_text_is(er_value_text(&res->body, "properties.forwardingRuleState"), "Disabled"))
			continue;
		guint says_now = GPOINTER_TO_UINT(g_hash_table_lookup(sets, res->parent)) | RULES_TOLD | (er_text_is(domain, ".") ? RULE_OF_ALL : 0);
		g_hash_table_insert(sets, (char *)res->parent, GUINT_TO_POINTER(says_now));
	}
	return sets;
}

/* What is linked to a gateway's VNet, told per link. Returns: links met in the whole input. */
static uint32_t check_links(const ErRule *rule, const ErNetwork *net, ErFindings *out, GHashTable *gateway_of_vnet, GHashTable *told)
{
	const ErInventory *inv = er_network_inventory(net);
	g_autoptr(GHashTable) sets = forwarding_rules(inv);
	uint32_t met = 0;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_DNS_LINK)
			continue;
		met++;
		g_autofree char *vnet = er_id_reference(&res->body, "properties.virtualNetwork", ER_RES_VNET);
		uint32_t gateway = vnet != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(gateway_of_vnet, vnet)) : 0;
		guint set = res->parent != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(sets, res->parent)) : 0;
		if (gateway == 0 || set == RULES_TOLD)
			continue;
		g_hash_table_add(told, GUINT_TO_POINTER(gateway - 1));
		ErDraft *draft = er_gateway_draft(out, rule, set == 0 ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, gateway - 1);
		er_draft_subject(draft, res->id);
		er_draft_evidence(draft, res, "properties.virtualNetwork.id", vnet);
		if (set == 0)
			er_draft_headline(draft, "%s: the rules of the DNS forwarding rule set linked to its VNet are not in the input", er_gateway_name(net, gateway - 1));
		else
			er_draft_headline(draft, "%s: a DNS forwarding rule for every name (\".\") is linked to its VNet, and the gateway's management depends on it", er_gateway_name(net, gateway - 1));
		if (set == 0)
			er_draft_missing(draft, "the forwarding rules of the rule set");
		er_draft_end(draft);
	}
	return met;
}

void er_check_gateway_dns(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) gateway_of_vnet = g_hash_table_new(g_str_hash, g_str_equal), told = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) connected = er_connected_gateways(net);
	ErDraft *open = NULL;

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (er_vnet_gateway(net, i) != NULL && er_network_gateway(net, i)->vnet != ER_NONE)
			g_hash_table_insert(gateway_of_vnet, (char *)er_network_component(net, er_network_vnet(net, er_network_gateway(net, i)->vnet)->self)->id, GUINT_TO_POINTER(i + 1));
	uint32_t met = check_links(rule, net, out, gateway_of_vnet, told);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		if (er_vnet_gateway(net, i) == NULL || !g_array_index(connected, bool, i)) {
			er_rule_not_applicable(out, rule);
		} else if (met > 0) {
			if (!g_hash_table_contains(told, GUINT_TO_POINTER(i)))
				er_rule_pass(out, rule);
		} else {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
			er_draft_subject(open, er_vnet_gateway(net, i)->id);
			er_draft_fact(open, er_vnet_gateway(net, i)->id, "the input holds no link of a rule set");
			er_draft_flows_behind(open, ER_NONE, i);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "The input holds no links of DNS forwarding rule sets: whether a rule for every name reaches a gateway's VNet is not known");
	er_draft_missing(open, "the dnsForwardingRulesets with their rules and virtual network links");
	er_draft_end(open);
}
