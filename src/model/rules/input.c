/*
 * What the input does not tell (ER-INV): resources that others name and no file holds, properties that an export left out, what no
 * export can hold. Said once for what belongs together, so that a large estate does not drown in it: every other rule that needs
 * the missing part names it again in its own answer.
 */
#include "rules.h"

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"

enum { MOST_FACTS = 20, SECONDS_PER_DAY = 86400 };

/* ---- ER-INV-001 ---- */

/* The subscription that an id stands in; "" when in none. (transfer full) */
static char *subscription_of(const char *id)
{
	static const char start[] = "/subscriptions/";
	const char *rest = g_str_has_prefix(id, start) ? id + strlen(start) : "";

	return g_strndup(rest, strcspn(rest, "/"));
}

/* Components of the paths that are named and not held, by subscription. (transfer full) */
static GHashTable *externals_by_subscription(const ErNetwork *net)
{
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		const ErComponent *component = er_network_component(net, i);
		if (!component->external || er_network_owner(net, i) != ER_NONE)
			continue;
		g_autofree char *subscription = subscription_of(component->id);
		GArray *list = g_hash_table_lookup(all, subscription);
		if (list == NULL) {
			list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
			g_hash_table_insert(all, g_steal_pointer(&subscription), list);
		}
		g_array_append_val(list, i);
	}
	return all;
}

static void report_subscription(const ErRule *rule, const ErNetwork *net, ErFindings *out, const char *subscription, const GArray *list)
{
	const ErComponent *first = er_network_component(net, g_array_index(list, uint32_t, 0));
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);

	for (guint i = 0; i < list->len; i++) {
		const ErComponent *component = er_network_component(net, g_array_index(list, uint32_t, i));
		g_autofree char *fact = g_strdup_printf("%s, named and not in the input", er_kind_name(component->kind));
		er_draft_subject(draft, component->id);
		if (i < MOST_FACTS)
			er_draft_fact(draft, component->id, fact);
	}
	if (list->len == 1)
		er_draft_headline(draft, "%s is named and not in the input: what depends on it stays open", first->name);
	else
		er_draft_headline(draft, "%s and %u more%s%s are named and not in the input: what depends on them stays open", first->name, list->len - 1, *subscription != '\0' ? " of subscription " : "", subscription);
	er_draft_end(draft);
}

static void check_outside(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GHashTable) all = externals_by_subscription(net);
	g_autoptr(GList) subscriptions = g_list_sort(g_hash_table_get_keys(all), (GCompareFunc)strcmp);

	if (!er_network_has_expressroute(net)) {
		er_rule_not_applicable(out, rule);
		return;
	}
	if (subscriptions == NULL)
		er_rule_pass(out, rule);
	for (const GList *at = subscriptions; at != NULL; at = at->next)
		report_subscription(rule, net, out, at->data, g_hash_table_lookup(all, at->data));
}

/* ---- ER-INV-002 ---- */

/* One resource with the properties that other rules need of it: those that are absent are noted. */
typedef struct { const ErComponent *self; const char *absent[8]; uint32_t n; } Needs;

static void need(Needs *needs, bool told, const char *property)
{
	if (!told && needs->n < G_N_ELEMENTS(needs->absent))
		needs->absent[needs->n++] = property;
}

static bool has(const Needs *needs, const char *property)
{
	return er_value_get(&needs->self->resource->body, property) != NULL;
}

static void judge_needs(const ErRule *rule, ErFindings *out, const Needs *needs, uint32_t circuit, uint32_t gateway)
{
	g_autoptr(GString) list = g_string_new(NULL);

	if (needs->n == 0) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);
	er_draft_subject(draft, needs->self->id);
	for (uint32_t i = 0; i < needs->n; i++) {
		er_draft_evidence(draft, needs->self->resource, needs->absent[i], NULL);
		g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", needs->absent[i]);
	}
	er_draft_headline(draft, "%s: the export leaves out %s", needs->self->name, list->str);
	er_draft_flows_behind(draft, circuit, gateway);
	er_draft_end(draft);
}

static void need_of_circuit(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErCircuit *circuit = er_network_circuit(net, index);
	Needs needs = { .self = er_network_component(net, circuit->self) };

	if (needs.self->resource == NULL) {
		er_rule_not_applicable(out, rule);
		return;
	}
	need(&needs, circuit->peerings_known, "properties.peerings");
	need(&needs, circuit->bandwidth_mbps > 0, circuit->port != ER_NONE ? "properties.bandwidthInGbps" : "properties.serviceProviderProperties.bandwidthInMbps");
	need(&needs, circuit->port != ER_NONE || *circuit->peering_location != '\0', "properties.serviceProviderProperties.peeringLocation");
	need(&needs, has(&needs, "properties.circuitProvisioningState"), "properties.circuitProvisioningState");
	need(&needs, circuit->port != ER_NONE || has(&needs, "properties.serviceProviderProvisioningState"), "properties.serviceProviderProvisioningState");
	need(&needs, *circuit->tier != '\0', "sku");
	judge_needs(rule, out, &needs, index, ER_NONE);
}

static void need_of_gateway(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErGateway *gateway = er_network_gateway(net, index);
	Needs needs = { .self = er_network_component(net, gateway->self) };
	bool scaled = gateway->hub != ER_NONE || g_ascii_strcasecmp(gateway->sku, "ErGwScale") == 0;

	if (needs.self->resource == NULL) {
		er_rule_not_applicable(out, rule);
		return;
	}
	need(&needs, *gateway->region != '\0', "location");
	need(&needs, gateway->hub != ER_NONE || *gateway->sku != '\0', "properties.sku.name");
	need(&needs, !scaled || gateway->scale_units > 0, "properties.autoScaleConfiguration.bounds.min");
	need(&needs, gateway->hub != ER_NONE || has(&needs, "properties.ipConfigurations"), "properties.ipConfigurations");
	judge_needs(rule, out, &needs, ER_NONE, index);
}

static void need_of_connection(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t index)
{
	const ErConnection *connection = er_network_connection(net, index);
	Needs needs = { .self = er_network_component(net, connection->self) };
	bool hub = needs.self->resource != NULL && needs.self->resource->kind == ER_RES_HUB_ER_CONNECTION;

	if (needs.self->resource == NULL) {
		er_rule_not_applicable(out, rule);
		return;
	}
	need(&needs, connection->weight_known, "properties.routingWeight");
	need(&needs, hub || connection->bypass_known, "properties.expressRouteGatewayBypass");
	need(&needs, hub || has(&needs, "properties.connectionStatus"), "properties.connectionStatus");
	judge_needs(rule, out, &needs, connection->circuit, connection->gateway);
}

static void check_absent(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		need_of_circuit(rule, net, out, i);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		need_of_gateway(rule, net, out, i);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		need_of_connection(rule, net, out, i);
}

/* ---- ER-INV-003 ---- */

#define COMPUTED ER_CAPTURES ".resiliencyInformation.lastComputedTime"

/* The earliest and latest captures that carry a date of their own. */
typedef struct { const ErResource *first, *last; gint64 from, to; } Dates;

static Dates dates_of(const ErInventory *inv)
{
	Dates dates = { NULL, NULL, 0, 0 };

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *text = er_value_text(&res->body, COMPUTED);
		g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
		g_autoptr(GDateTime) when = text != NULL ? g_date_time_new_from_iso8601(text, utc) : NULL;
		gint64 at = when != NULL ? g_date_time_to_unix(when) : 0;
		if (when == NULL)
			continue;
		if (dates.first == NULL || at < dates.from) {
			dates.first = res;
			dates.from = at;
		}
		if (dates.last == NULL || at > dates.to) {
			dates.last = res;
			dates.to = at;
		}
	}
	return dates;
}

static void report_dates(const ErRule *rule, ErFindings *out, const Dates *dates)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);
	const ErResource *both[2] = { dates->first, dates->last };

	for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
		er_draft_subject(draft, both[i]->id);
		er_draft_evidence(draft, both[i], COMPUTED, er_value_text(&both[i]->body, COMPUTED));
	}
	er_draft_headline(draft, "Captures of %s and %s are %d days apart", dates->first->name, dates->last->name, (int)((dates->to - dates->from) / SECONDS_PER_DAY));
	er_draft_end(draft);
}

/*
 * Captures of resiliency carry a date. Nothing else that is read does, a file's own date is that of its last copy, and how many files an
 * estate came in is no property of it: without two dates there is nothing to compare.
 */
static void check_dates(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	Dates dates = dates_of(er_network_inventory(net));

	if (!er_network_has_expressroute(net) || dates.first == NULL || dates.first == dates.last)
		er_rule_not_applicable(out, rule);
	else if (dates.to - dates.from > SECONDS_PER_DAY)
		report_dates(rule, out, &dates);
	else
		er_rule_pass(out, rule);
}

/* ---- ER-INV-004 ---- */

static void check_sites(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *undeclared = g_new0(bool, er_network_n_circuits(net) + 1);
	uint32_t n = 0, first = ER_NONE;

	for (uint32_t i = 0; i < er_network_n_ends(net); i++)
		if (er_network_end(net, i)->circuit_record == NULL)
			undeclared[er_network_end(net, i)->circuit] = true;
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		if (er_network_circuit(net, i)->n_connections == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (!undeclared[i])
			er_rule_pass(out, rule);
		n += undeclared[i];
		first = undeclared[i] && first == ER_NONE ? i : first;
	}
	if (n == 0)
		return;
	const char *name = er_network_component(net, er_network_circuit(net, first)->self)->name;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);
	for (uint32_t i = first; i < er_network_n_circuits(net); i++)
		if (undeclared[i] && er_network_circuit(net, i)->n_connections > 0) {
			er_draft_subject(draft, er_network_component(net, er_network_circuit(net, i)->self)->id);
			er_draft_flows_behind(draft, i, ER_NONE);
		}
	er_draft_fact(draft, er_network_component(net, er_network_circuit(net, first)->self)->id, "needed by ER-TOP-013, ER-CAP-001, ER-CAP-003, ER-CAP-005, ER-CAP-008, ER-CON-008 and all of ER-SITE");
	if (n == 1)
		er_draft_headline(draft, "%s: where it ends on-premises is not declared", name);
	else
		er_draft_headline(draft, "%s and %u more %s: where they end on-premises is not declared", name, n - 1, n == 2 ? "circuit" : "circuits");
	er_draft_end(draft);
}

const ErRule er_rules_input[] = {
	{ "ER-INV-001", ER_SEV_INFO, "Referenced resource outside the inventory", "subscription", "Add the export of that subscription", "", LEARN "expressroute/expressroute-howto-linkvnet-arm", check_outside },
	{ "ER-INV-002", ER_SEV_INFO, "Property absent from export", "circuit, gateway or connection", "Export the full resources: erscope query prints how", "", LEARN "expressroute/expressroute-howto-circuit-arm", check_absent },
	{ "ER-INV-003", ER_SEV_INFO, "Inventory stale or mixed dates", "estate", "Export everything anew, at one time", "", LEARN "governance/resource-graph/overview", check_dates },
	{ "ER-INV-004", ER_SEV_INFO, "No site description", "circuit", "Describe the sites: erscope site starts a file", "WAF-ER: site resiliency level", LEARN "well-architected/service-guides/azure-expressroute", check_sites },
	{ 0 },
};
