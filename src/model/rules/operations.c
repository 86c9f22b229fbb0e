/*
 * Operation (ER-OPS): alerts, connection monitors, locks, diagnostic settings, change scopes, Resiliency Insights. All but the last two
 * rest on resources beside the network, and an export that holds none of a type proves nothing: only where the input has one of the type
 * in the same subscription (one that hangs on no condition) does the lack of another count. What stays open is told once per rule.
 * Who covers what is looked up by the id that an alert or lock is scoped to: a resource, its group or its subscription.
 * Sources: Microsoft Learn, "Monitor Azure ExpressRoute", "Lock your resources", "Create activity log alerts on service notifications".
 */
#include "rules.h"

#include <erscope/prefix.h>

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"

/* ---- scopes ---- */

/* Id of a scope without a trailing slash, lower case; a subscription or a group is one, too. (transfer full) (nullable) */
static char *scope_id(const char *text)
{
	return text != NULL && strcmp(text, "/") == 0 ? g_strdup("") : er_id_normalise(text);
}

/* What an extension resource extends: its id up to the last provider. (transfer full) */
static char *extended_id(const ErResource *res)
{
	const char *at = g_strrstr(res->id, "/providers/");

	return g_strndup(res->id, at != NULL ? (gsize)(at - res->id) : 0);
}

/* Resources of one kind by the id they are scoped to, and the subscriptions that the input shows to be exported. */
typedef struct {
	GHashTable *by_scope;       /* id → GPtrArray of ErResource */
	GHashTable *subscriptions;
	bool blind;                 /* one came without its properties: it may cover anything */
} Index;

static void free_list(void *list)
{
	g_ptr_array_unref(list);
}

static void index_under(Index *index, const char *scope, const ErResource *res)
{
	GPtrArray *list = g_hash_table_lookup(index->by_scope, scope);

	if (list == NULL) {
		list = g_ptr_array_new();
		g_hash_table_insert(index->by_scope, g_strdup(scope), list);
	}
	g_ptr_array_add(list, (gpointer)res);
}

static void index_resource(Index *index, const ErResource *res)
{
	const ErValue *scopes = er_value_get(&res->body, "properties.scopes");
	g_autofree char *extended = extended_id(res);

	if (res->conditional == NULL)
		g_hash_table_add(index->subscriptions, (gpointer)res->subscription);
	if (res->kind == ER_RES_LOCK || res->kind == ER_RES_DIAGNOSTIC_SETTING)
		index_under(index, extended, res);
	for (uint32_t i = 0; i < er_value_count(scopes, NULL); i++) {
		const ErValue *item = er_value_item(scopes, i);
		g_autofree char *scope = item->kind == ER_VALUE_STRING ? scope_id(item->u.text) : NULL;
		if (scope != NULL)
			index_under(index, scope, res);
	}
}

/* What comes without properties is left out while reading, and counted. */
static bool is_left_out(const ErInventory *inv, ErResourceKind kind)
{
	const ErLedger *ledger = er_inventory_ledger(inv);

	for (uint32_t i = 0; i < ledger->n_ignored; i++)
		if (strcmp(ledger->ignored[i].type, er_resource_type_name(kind)) == 0)
			return true;
	return false;
}

static Index *index_new(const ErInventory *inv, ErResourceKind kind)
{
	Index *index = g_new(Index, 1);

	*index = (Index){ g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list), g_hash_table_new(g_str_hash, g_str_equal), is_left_out(inv, kind) };
	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_inventory_at(inv, i)->kind == kind)
			index_resource(index, er_inventory_at(inv, i));
	return index;
}

static void index_free(Index *index)
{
	g_hash_table_destroy(index->by_scope);
	g_hash_table_destroy(index->subscriptions);
	g_free(index);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Index, index_free)

static bool is_exported(const Index *index, const ErResource *res)
{
	return g_hash_table_contains(index->subscriptions, res->subscription) && !index->blind;
}

/* Does @res, found at @scope, answer the question about @subject? */
typedef bool (*Answers)(const ErResource *res, const ErResource *subject, bool direct, const void *data);

typedef enum { COVER_NO, COVER_MAYBE, COVER_YES } Cover;

/* Walks from the resource up to its subscription and the tenant. What hangs on a condition covers perhaps. */
static Cover covered(const Index *index, const ErResource *subject, Answers answers, const void *data)
{
	g_autofree char *id = g_strdup(subject->id);
	Cover cover = COVER_NO;

	for (bool direct = true;; direct = false) {
		const GPtrArray *list = g_hash_table_lookup(index->by_scope, id);
		for (guint i = 0; list != NULL && i < list->len; i++) {
			const ErResource *res = list->pdata[i];
			if (answers(res, subject, direct, data))
				cover = MAX(cover, res->conditional != NULL ? COVER_MAYBE : COVER_YES);
		}
		char *slash = strrchr(id, '/');
		if (cover == COVER_YES || slash == NULL)
			return cover;
		*slash = '\0';
	}
}

/* ---- what is asked about ---- */

typedef struct { const ErComponent *self; uint32_t circuit, gateway; } Subject;

static void add_subject(GArray *subjects, const ErNetwork *net, uint32_t component, uint32_t circuit, uint32_t gateway)
{
	Subject subject = { er_network_component(net, component), circuit, gateway };

	if (subject.self->resource != NULL)
		g_array_append_val(subjects, subject);
}

/* Connected circuits of the input. */
static void add_circuits(GArray *subjects, const ErNetwork *net)
{
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->n_connections > 0)
			add_subject(subjects, net, er_network_circuit(net, i)->self, i, ER_NONE);
}

/* Gateways with a connection. */
static void add_gateways(GArray *subjects, const ErNetwork *net)
{
	g_autofree bool *connected = g_new0(bool, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->gateway != ER_NONE)
			connected[er_network_connection(net, i)->gateway] = true;
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		if (connected[i])
			add_subject(subjects, net, er_network_gateway(net, i)->self, ER_NONE, i);
}

static void add_connections(GArray *subjects, const ErNetwork *net)
{
	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		add_subject(subjects, net, er_network_connection(net, i)->self, er_network_connection(net, i)->circuit, er_network_connection(net, i)->gateway);
}

/* Port pairs that a circuit rides on. */
static void add_ports(GArray *subjects, const ErNetwork *net)
{
	g_autofree bool *used = g_new0(bool, er_network_n_ports(net) + 1);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->port != ER_NONE)
			used[er_network_circuit(net, i)->port] = true;
	for (uint32_t i = 0; i < er_network_n_ports(net); i++)
		if (used[i])
			add_subject(subjects, net, er_network_port(net, i)->self, ER_NONE, ER_NONE);
}

static void add_flows_of(ErDraft *draft, const ErNetwork *net, const Subject *subject)
{
	if (subject->circuit != ER_NONE || subject->gateway != ER_NONE)
		er_draft_flows_behind(draft, subject->circuit, subject->gateway);
	for (uint32_t i = 0; subject->circuit == ER_NONE && subject->gateway == ER_NONE && i < er_network_n_circuits(net); i++) {
		uint32_t port = er_network_circuit(net, i)->port;
		if (port != ER_NONE && er_network_component(net, er_network_port(net, port)->self) == subject->self)
			er_draft_flows_behind(draft, i, ER_NONE);
	}
}

/* The one question that stays open for @n of them. */
static void tell_open(ErFindings *out, const ErRule *rule, uint32_t n, const char *what, const char *missing)
{
	const ErFlows *flows = er_findings_flows(out);

	if (n == 0)
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_headline(draft, "Whether %s is not known for %u %s: the input does not show it", what, n, n == 1 ? "resource" : "resources");
	er_draft_missing(draft, missing);
	for (uint32_t i = 0; i < er_flows_count(flows); i++)
		if (er_flows_at(flows, i)->up)
			er_draft_flow(draft, i);
	er_draft_end(draft);
}

typedef struct {
	Answers answers[2];         /* each must be answered; the second NULL: one only */
	const void *data[2];
	const char *lacks[2];       /* fact of the finding, for each */
	const char *before, *after; /* of the headline: around the name of the resource */
	const char *what;           /* "a metric alert watches its BGP and ARP availability" */
	const char *missing;
} Question;

static void tell_subject(ErFindings *out, const ErRule *rule, const Subject *subject, const Question *question, const Cover *cover)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, subject->self->id);
	er_draft_headline(draft, "%s%s%s", question->before, subject->self->name, question->after);
	for (size_t i = 0; i < G_N_ELEMENTS(question->answers); i++)
		if (question->answers[i] != NULL && cover[i] == COVER_NO)
			er_draft_fact(draft, subject->self->id, question->lacks[i]);
	add_flows_of(draft, er_flows_network(er_findings_flows(out)), subject);
	er_draft_end(draft);
}

/* Each subject against the resources of @kind. */
static void ask(ErFindings *out, const ErRule *rule, ErResourceKind kind, const GArray *subjects, const Question *question)
{
	g_autoptr(Index) index = index_new(er_network_inventory(er_flows_network(er_findings_flows(out))), kind);
	uint32_t n_open = 0;

	for (guint i = 0; i < subjects->len; i++) {
		const Subject *subject = &g_array_index(subjects, Subject, i);
		Cover cover[2] = { COVER_YES, COVER_YES };
		for (size_t k = 0; k < G_N_ELEMENTS(cover) && question->answers[k] != NULL; k++)
			cover[k] = covered(index, subject->self->resource, question->answers[k], question->data[k]);
		if (MIN(cover[0], cover[1]) == COVER_YES)
			er_rule_pass(out, rule);
		else if (MIN(cover[0], cover[1]) == COVER_MAYBE || !is_exported(index, subject->self->resource))
			n_open++;
		else
			tell_subject(out, rule, subject, question, cover);
	}
	if (subjects->len == 0)
		er_rule_not_applicable(out, rule);
	tell_open(out, rule, n_open, question->what, question->missing);
}

/* ---- metric alerts ---- */

static bool has_part(const char *text, const char *const *parts)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);

	for (; *parts != NULL; parts++)
		if (strstr(lower, *parts) != NULL)
			return true;
	return false;
}

static bool is_enabled(const ErResource *res)
{
	bool enabled = true;

	return !er_value_bool(&res->body, "properties.enabled", &enabled) || enabled;
}

/* An alert on a group or subscription names the type it watches. */
static bool watches_type(const ErResource *res, const ErResource *subject)
{
	const char *type = er_value_text(&res->body, "properties.targetResourceType");

	return type == NULL || g_ascii_strcasecmp(type, subject->type) == 0;
}

/* @data: parts of metric names in lower case, NULL at the end. */
static bool has_metric(const ErResource *res, const ErResource *subject, bool direct, const void *data)
{
	const ErValue *criteria = er_value_get(&res->body, "properties.criteria.allOf");

	if (!is_enabled(res) || (!direct && !watches_type(res, subject)))
		return false;
	for (uint32_t i = 0; i < er_value_count(criteria, NULL); i++) {
		const char *metric = er_value_text(er_value_item(criteria, i), "metricName");
		if (metric != NULL && has_part(metric, data))
			return true;
	}
	return false;
}

static const char *const bgp_metric[] = { "bgpavailability", NULL }, *const arp_metric[] = { "arpavailability", NULL };
static const char *const gateway_metrics[] = { "expressroutegateway", NULL }, *const route_metrics[] = { "countofroutes", NULL };
static const char *const port_metrics[] = { "lightlevel", "lineprotocol", NULL };

#define METRIC_ALERTS "the metric alerts of the subscription (Microsoft.Insights/metricAlerts)"

static void check_circuit_alert(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ has_metric, has_metric }, { bgp_metric, arp_metric }, { "no enabled metric alert on BgpAvailability covers it", "no enabled metric alert on ArpAvailability covers it" },
		"", ": the loss of a link would raise no alert", "metric alerts watch BGP and ARP availability", METRIC_ALERTS,
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_circuits(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_METRIC_ALERT, subjects, &question);
}

static void check_gateway_alert(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ has_metric }, { gateway_metrics }, { "no enabled metric alert on a metric of ExpressRoute gateways covers it" },
		"", ": its overload would raise no alert", "a metric alert watches the gateway", METRIC_ALERTS,
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_gateways(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_METRIC_ALERT, subjects, &question);
}

static void check_route_alert(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ has_metric }, { route_metrics }, { "no enabled metric alert on the count of learned or advertised routes covers it" },
		"", ": a route count on its way to the limit would raise no alert", "a metric alert watches the route count", METRIC_ALERTS,
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_gateways(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_METRIC_ALERT, subjects, &question);
}

static void check_port_alert(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ has_metric }, { port_metrics }, { "no enabled metric alert on light level or line protocol covers it" },
		"", ": a fading or broken link of the port pair would raise no alert", "a metric alert watches light level or line protocol", METRIC_ALERTS,
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_ports(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_METRIC_ALERT, subjects, &question);
}

/* ---- activity log alerts ---- */

static bool equals(const ErValue *leaf, const char *field, const char *value)
{
	const char *have = er_value_text(leaf, "field"), *text = er_value_text(leaf, "equals");

	return have != NULL && text != NULL && g_ascii_strcasecmp(have, field) == 0 && g_ascii_strcasecmp(text, value) == 0;
}

static bool names_expressroute(const ErValue *value)
{
	static const char *const word[] = { "expressroute", NULL };

	return value != NULL && value->kind == ER_VALUE_STRING && has_part(value->u.text, word);
}

/* A leaf that names services, or kinds of event, and lets nothing of ExpressRoute's maintenance through. */
static bool excludes_maintenance(const ErValue *leaf)
{
	const char *field = er_value_text(leaf, "field");
	const ErValue *any = er_value_get(leaf, "containsAny");

	if (field != NULL && g_ascii_strcasecmp(field, "properties.incidentType") == 0)
		return !equals(leaf, field, "Maintenance");
	if (field == NULL || g_ascii_strcasecmp(field, "properties.impactedServices[*].ServiceName") != 0)
		return false;
	for (uint32_t i = 0; i < er_value_count(any, NULL); i++)
		if (names_expressroute(er_value_item(any, i)))
			return false;
	return !names_expressroute(er_value_get(leaf, "equals"));
}

/* allOf holds leaves, and entries whose anyOf holds leaves: of these one must let it through. */
static bool entry_excludes_maintenance(const ErValue *entry)
{
	const ErValue *any = er_value_get(entry, "anyOf");

	if (any == NULL)
		return excludes_maintenance(entry);
	for (uint32_t i = 0; i < er_value_count(any, NULL); i++)
		if (!excludes_maintenance(er_value_item(any, i)))
			return false;
	return true;
}

static bool tells_maintenance(const ErResource *res, const ErResource *subject, bool direct, const void *data)
{
	const ErValue *all = er_value_get(&res->body, "properties.condition.allOf");
	bool category = false;

	(void)subject, (void)direct, (void)data;
	for (uint32_t i = 0; i < er_value_count(all, NULL); i++) {
		const ErValue *entry = er_value_item(all, i);
		category = category || equals(entry, "category", "ServiceHealth");
		if (entry_excludes_maintenance(entry))
			return false;
	}
	return category && is_enabled(res);
}

static bool is_route_table_write(const ErValue *leaf)
{
	return equals(leaf, "operationName", "Microsoft.Network/routeTables/write") || equals(leaf, "operationName", "Microsoft.Network/routeTables/routes/write");
}

/* By operation, or every administrative operation on route tables. */
static bool tells_route_tables(const ErResource *res, const ErResource *subject, bool direct, const void *data)
{
	const ErValue *all = er_value_get(&res->body, "properties.condition.allOf");
	bool category = false, type = false, operation = false, other = false;

	(void)subject, (void)direct, (void)data;
	for (uint32_t i = 0; i < er_value_count(all, NULL); i++) {
		const ErValue *entry = er_value_item(all, i), *any = er_value_get(entry, "anyOf");
		const char *field = er_value_text(entry, "field");
		bool writes = is_route_table_write(entry);
		for (uint32_t k = 0; k < er_value_count(any, NULL); k++)
			writes = writes || is_route_table_write(er_value_item(any, k));
		category = category || equals(entry, "category", "Administrative");
		type = type || equals(entry, "resourceType", "Microsoft.Network/routeTables");
		operation = operation || writes;
		other = other || (field != NULL && g_ascii_strcasecmp(field, "operationName") == 0 && !writes);
	}
	return is_enabled(res) && !other && (operation || (category && type));
}

#define LOG_ALERTS "the activity log alerts of the subscription (Microsoft.Insights/activityLogAlerts)"

/* A resource that no alert covers is told once for its subscription. */
static void check_subscriptions(ErFindings *out, const ErRule *rule, const GPtrArray *resources, const Question *question)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	g_autoptr(Index) index = index_new(er_network_inventory(net), ER_RES_ACTIVITY_LOG_ALERT);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	uint32_t n_open = 0;

	for (guint i = 0; i < resources->len; i++) {
		const ErResource *res = resources->pdata[i];
		Cover cover = covered(index, res, question->answers[0], NULL);
		if (cover == COVER_YES) {
			er_rule_pass(out, rule);
		} else if (cover == COVER_MAYBE || !is_exported(index, res)) {
			n_open++;
		} else if (g_hash_table_add(seen, (gpointer)res->subscription)) {
			g_autofree char *id = g_strdup_printf("/subscriptions/%s", res->subscription);
			ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
			er_draft_subject(draft, id);
			er_draft_headline(draft, "%s%s%s", question->before, res->name, question->after);
			er_draft_fact(draft, res->id, question->lacks[0]);
			for (uint32_t k = 0; k < er_flows_count(er_findings_flows(out)); k++)
				if (er_flows_at(er_findings_flows(out), k)->up)
					er_draft_flow(draft, k);
			er_draft_end(draft);
		}
	}
	if (resources->len == 0)
		er_rule_not_applicable(out, rule);
	tell_open(out, rule, n_open, question->what, question->missing);
}

static void check_service_health(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ tells_maintenance }, { NULL }, { "no enabled activity log alert on Service Health that lets maintenance of ExpressRoute through covers it" },
		"Planned maintenance of ", " and what else is in its subscription would raise no alert", "a Service Health alert tells of maintenance", LOG_ALERTS,
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));
	g_autoptr(GPtrArray) resources = g_ptr_array_new();

	add_circuits(subjects, er_flows_network(flows));
	add_gateways(subjects, er_flows_network(flows));
	for (guint i = 0; i < subjects->len; i++)
		g_ptr_array_add(resources, (gpointer)g_array_index(subjects, Subject, i).self->resource);
	check_subscriptions(out, rule, resources, &question);
}

/* Route tables in use. */
static void check_route_tables(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ tells_route_tables }, { NULL }, { "no enabled activity log alert on Microsoft.Network/routeTables/write covers it" },
		"A change of route table ", " or another of its subscription would raise no alert", "an activity log alert tells of changed route tables", LOG_ALERTS,
	};
	const ErNetwork *net = er_flows_network(flows);
	g_autofree bool *used = g_new0(bool, er_network_n_route_tables(net) + 1);
	g_autoptr(GPtrArray) resources = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_subnets(net); i++)
		if (er_network_subnet(net, i)->table != ER_NONE)
			used[er_network_subnet(net, i)->table] = true;
	for (uint32_t i = 0; i < er_network_n_vnets(net); i++)
		if (er_network_vnet(net, i)->gateway_table != ER_NONE)
			used[er_network_vnet(net, i)->gateway_table] = true;
	for (uint32_t i = 0; i < er_network_n_route_tables(net); i++)
		if (used[i] && er_network_route_table(net, i)->resource != NULL)
			g_ptr_array_add(resources, (gpointer)er_network_route_table(net, i)->resource);
	check_subscriptions(out, rule, resources, &question);
}

/* ---- locks and diagnostic settings ---- */

static bool forbids_deletion(const ErResource *res, const ErResource *subject, bool direct, const void *data)
{
	const char *level = er_value_text(&res->body, "properties.level");

	(void)subject, (void)direct, (void)data;
	return level != NULL && (g_ascii_strcasecmp(level, "CanNotDelete") == 0 || g_ascii_strcasecmp(level, "ReadOnly") == 0);
}

static void check_locks(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ forbids_deletion }, { NULL }, { "no lock at the resource, its group or its subscription" },
		"", " can be deleted by mistake: nothing locks it", "a lock protects from deletion", "the locks of the subscription (Microsoft.Authorization/locks)",
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_circuits(subjects, er_flows_network(flows));
	add_gateways(subjects, er_flows_network(flows));
	add_connections(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_LOCK, subjects, &question);
}

static bool is_direct(const ErResource *res, const ErResource *subject, bool direct, const void *data)
{
	(void)res, (void)subject, (void)data;
	return direct;
}

static void check_diagnostics(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const Question question = {
		{ is_direct }, { NULL }, { "no diagnostic setting" }, "", ": its logs and metrics are not kept", "logs and metrics are kept",
		"the diagnostic settings of circuits and gateways (Microsoft.Insights/diagnosticSettings)",
	};
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_circuits(subjects, er_flows_network(flows));
	add_gateways(subjects, er_flows_network(flows));
	ask(out, rule, ER_RES_DIAGNOSTIC_SETTING, subjects, &question);
}

/* ---- connection monitors ---- */

static bool in_sites(const ErNetwork *net, const ErPrefix *address)
{
	for (uint32_t s = 0; s < er_network_n_sites(net); s++)
		for (uint32_t i = 0; i < er_network_site(net, s)->n_prefixes; i++)
			if (er_prefix_covers(&er_network_site(net, s)->prefixes[i], address))
				return true;
	return false;
}

static bool in_vnets(const ErNetwork *net, const ErPrefix *address)
{
	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		for (uint32_t i = 0; i < er_network_vnet(net, v)->n_space; i++)
			if (er_prefix_covers(&er_network_vnet(net, v)->space[i], address))
				return true;
	return false;
}

/* An address outside Azure is on-premises when a site or nobody but a private network can have it; a host name tells nothing. */
static Cover address_onpremises(const ErNetwork *net, const char *text)
{
	ErPrefix address;

	if (text == NULL || strchr(text, '/') != NULL || !er_prefix_parse(text, &address))
		return COVER_MAYBE;
	if (in_sites(net, &address))
		return COVER_YES;
	return er_prefix_is_private(&address) && !in_vnets(net, &address) ? COVER_YES : COVER_NO;
}

static Cover endpoint_onpremises(const ErNetwork *net, const ErValue *endpoint)
{
	static const char *const types[] = { "MMAWorkspaceMachine", "MMAWorkspaceNetwork", "AzureArcVM", "AzureArcNetwork" };
	const char *type = er_value_text(endpoint, "type"), *address = er_value_text(endpoint, "address");

	for (size_t i = 0; type != NULL && i < G_N_ELEMENTS(types); i++)
		if (g_ascii_strcasecmp(type, types[i]) == 0)
			return COVER_YES;
	if (type != NULL ? g_ascii_strcasecmp(type, "ExternalAddress") == 0 : er_value_text(endpoint, "resourceId") == NULL && address != NULL)
		return address_onpremises(net, address);
	return COVER_NO;
}

static Cover monitor_onpremises(const ErNetwork *net, const ErResource *monitor)
{
	const ErValue *endpoints = er_value_get(&monitor->body, "properties.endpoints");
	Cover cover = endpoints == NULL || monitor->conditional != NULL ? COVER_MAYBE : COVER_NO;

	for (uint32_t i = 0; monitor->conditional == NULL && cover != COVER_YES && i < er_value_count(endpoints, NULL); i++)
		cover = MAX(cover, endpoint_onpremises(net, er_value_item(endpoints, i)));
	return cover;
}

static uint32_t count_gateways(const ErNetwork *net)
{
	g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));

	add_gateways(subjects, net);
	return subjects->len;
}

static void check_monitors(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);
	g_autoptr(GPtrArray) monitors = g_ptr_array_new();
	Cover cover = is_left_out(inv, ER_RES_CONNECTION_MONITOR) ? COVER_MAYBE : COVER_NO;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_inventory_at(inv, i)->kind == ER_RES_CONNECTION_MONITOR) {
			g_ptr_array_add(monitors, (gpointer)er_inventory_at(inv, i));
			cover = MAX(cover, monitor_onpremises(net, er_inventory_at(inv, i)));
		}
	if (count_gateways(net) == 0) {
		er_rule_not_applicable(out, rule);
	} else if (cover == COVER_YES) {
		er_rule_pass(out, rule);
	} else if (cover == COVER_MAYBE || monitors->len == 0) {
		tell_open(out, rule, count_gateways(net), "a connection monitor tries the way to on-premises",
		          "connection monitors with their endpoints (Microsoft.Network/networkWatchers/connectionMonitors)");
	} else {
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
		er_draft_headline(draft, "No connection monitor tries the way to on-premises: an outage that leaves BGP up would go unseen");
		for (guint i = 0; i < monitors->len; i++) {
			const ErResource *monitor = monitors->pdata[i];
			er_draft_subject(draft, monitor->id);
			er_draft_evidence(draft, monitor, "properties.endpoints", "no endpoint on-premises");
		}
		for (uint32_t i = 0; i < er_flows_count(flows); i++)
			if (er_flows_at(flows, i)->up)
				er_draft_flow(draft, i);
		er_draft_end(draft);
	}
}

/* ---- change scope ---- */

/* "/subscriptions/<s>/resourcegroups/<g>" of an id; NULL when it has none. (transfer full) */
static char *group_of(const char *id)
{
	const char *at = strstr(id, "/resourcegroups/"), *end = at != NULL ? strchr(at + strlen("/resourcegroups/"), '/') : NULL;

	return end != NULL ? g_strndup(id, (gsize)(end - id)) : NULL;
}

/* What the circuits of one gateway have in common. */
typedef struct { uint32_t first, n; char *group; bool differs; } Half;

static void note_circuit(Half *half, const ErNetwork *net, uint32_t circuit)
{
	g_autofree char *group = group_of(er_network_component(net, er_network_circuit(net, circuit)->self)->id);

	if (half->n == 0) {
		half->first = circuit;
		half->group = g_strdup(group);
	}
	half->differs = half->differs || group == NULL || g_strcmp0(half->group, group) != 0;
	half->n += half->n == 0 || circuit != half->first;
}

static void tell_group(ErFindings *out, const ErRule *rule, const char *group, const GHashTable *circuits)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_circuit(net, i)->self);
		if (!g_hash_table_contains((GHashTable *)circuits, GUINT_TO_POINTER(i)))
			continue;
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", self->name);
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, group);
		er_draft_flows_behind(draft, i, ER_NONE);
	}
	er_draft_headline(draft, "%s stand in for each other and share one resource group (%s): one mistake there reaches all", names->str, strrchr(group, '/') + 1);
	er_draft_end(draft);
}

/* Circuits of a gateway that has several, all in one resource group: told once per group. */
static void check_change_scope(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Half *halves = g_new0(Half, er_network_n_gateways(net) + 1);
	g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
	g_autoptr(GList) keys = NULL;
	bool any = false;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->gateway != ER_NONE && er_network_connection(net, i)->circuit != ER_NONE)
			note_circuit(&halves[er_network_connection(net, i)->gateway], net, er_network_connection(net, i)->circuit);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const Half *half = connection->gateway != ER_NONE ? &halves[connection->gateway] : NULL;
		if (half == NULL || half->n < 2 || half->differs || connection->circuit == ER_NONE)
			continue;
		if (!g_hash_table_contains(groups, half->group))
			g_hash_table_insert(groups, g_strdup(half->group), g_hash_table_new(NULL, NULL));
		g_hash_table_add(g_hash_table_lookup(groups, half->group), GUINT_TO_POINTER(connection->circuit));
	}
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		any = any || halves[i].n > 1;
		if (halves[i].n > 1 && halves[i].differs)
			er_rule_pass(out, rule);
		g_free(halves[i].group);
	}
	keys = g_list_sort(g_hash_table_get_keys(groups), (GCompareFunc)strcmp);
	for (const GList *key = keys; key != NULL; key = key->next)
		tell_group(out, rule, key->data, g_hash_table_lookup(groups, key->data));
	if (!any)
		er_rule_not_applicable(out, rule);
}

/* ---- Resiliency Insights ---- */

/* Of a template or plan there is nothing to measure yet. */
static bool is_deployed(const ErInventory *inv, const ErResource *res)
{
	static const char *const planned[] = { "template", "plan", "what-if", NULL };

	return !has_part(er_inventory_source(inv, res->source)->format, planned);
}

static void check_insights(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) gateways = g_array_new(FALSE, FALSE, sizeof(Subject));
	g_autoptr(GPtrArray) without = g_ptr_array_new();

	add_gateways(gateways, net);
	for (guint i = 0; i < gateways->len; i++) {
		const Subject *subject = &g_array_index(gateways, Subject, i);
		if (er_value_get(&subject->self->resource->body, ER_CAPTURES ".resiliencyInformation") != NULL)
			er_rule_pass(out, rule);
		else if (!is_deployed(er_network_inventory(net), subject->self->resource))
			er_rule_not_applicable(out, rule);
		else
			g_ptr_array_add(without, (gpointer)subject);
	}
	if (gateways->len == 0)
		er_rule_not_applicable(out, rule);
	if (without->len == 0)
		return;
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
	for (guint i = 0; i < without->len; i++) {
		const Subject *subject = without->pdata[i];
		er_draft_subject(draft, subject->self->id);
		er_draft_evidence(draft, subject->self->resource, ER_CAPTURES ".resiliencyInformation", NULL);
		er_draft_flows_behind(draft, ER_NONE, subject->gateway);
	}
	er_draft_headline(draft, "No captured Resiliency Insights of %s%s: what Microsoft measures is not compared", ((const Subject *)without->pdata[0])->self->name,
	                  without->len > 1 ? " and others" : "");
	er_draft_end(draft);
}

const ErRule er_rules_operations[] = {
	{ "ER-OPS-001", ER_SEV_MEDIUM, "No BGP/ARP availability alert on circuit", "circuit", "Metric alerts on BgpAvailability and ArpAvailability of the circuit",
	  "APRL:9771a435-d031-814e-9827-9b5fdafc0f87; ALZ:D06.13 b30e38c3-f298-412b-8363-cefe179b599d; WAF-ER: monitoring + alerts; Advisor:17454550-1543-4068-bdaf-f3ed7cdd3d86",
	  "https://azure.github.io/azure-monitor-baseline-alerts/services/Network/expressRouteCircuits/", check_circuit_alert },
	{ "ER-OPS-002", ER_SEV_MEDIUM, "No Service Health alert for ER maintenance", "subscription", "An activity log alert on Service Health, planned maintenance of ExpressRoute included",
	  "APRL:26cb547f-aabc-dc40-be02-d0a9b6b04b1a; APRL:9186dae0-7ddc-8f4b-bea5-55538cea4893; WAF-ER: Service Health; PSRule:AZR-000211 Azure.Monitor.ServiceHealth",
	  LEARN "expressroute/maintenance-alerts", check_service_health },
	{ "ER-OPS-003", ER_SEV_LOW, "No gateway health alert", "gateway", "Metric alerts on CPU, packets and flows of the gateway",
	  "APRL:1c34faa8-8b99-974c-adbf-71922eae943c; APRL:17e8d380-e4b4-41a1-9b37-2e4df9fd5125; ALZ:D06.23 3f79ed00-203b-4c95-9efd-691505f5a1f9; WAF-ER: monitoring + alerts",
	  LEARN "expressroute/monitor-expressroute", check_gateway_alert },
	{ "ER-OPS-004", ER_SEV_LOW, "No end-to-end Connection Monitor", "estate", "A connection monitor between each site and each region",
	  "APRL:1e28bbc1-1eb7-486f-8d7f-93943f40219c; ALZ:D06.14 5bf68dc9-325e-4873-bf88-f8214ef2e5d2; WAF-ER: Connection Monitor; AVS:B02.01 eb710a37-cbc1-4055-8dd5-a936a8bb7cf5; "
	  "AVS:B02.02 976e24f2-a7f8-426c-9253-2a92a2a7ed99",
	  LEARN "expressroute/how-to-configure-connection-monitor", check_monitors },
	{ "ER-OPS-005", ER_SEV_LOW, "No ER Direct port alerts (light level, line protocol)", "port pair", "Metric alerts on light level and line protocol of both links",
	  "APRL:55815823-d588-4cb7-a5b8-ae581837356e", "https://azure.github.io/Azure-Proactive-Resiliency-Library-v2/azure-resources/Network/expressRoutePorts", check_port_alert },
	{ "ER-OPS-006", ER_SEV_MEDIUM, "No delete lock on circuit, gateway or connection", "resource", "A CanNotDelete lock; ReadOnly can block operation", "APRLv1:ERCON-2; WAF-ER: RBAC",
	  "https://azure.github.io/Azure-Proactive-Resiliency-Library/services/networking/expressroute-connection/", check_locks },
	{ "ER-OPS-007", ER_SEV_MEDIUM, "Both redundant halves in one change scope", "circuits", "A resource group and pipeline for each half; never change both at once", "WAF-ER: RBAC",
	  "https://www.thetechnicalarchitect.com/post/expressroute-at-scale-what-happens-when-one-circuit-isn-t-enough", check_change_scope },
	{ "ER-OPS-008", ER_SEV_LOW, "No alert on route count", "gateway", "A metric alert at 80 % of the route limit", "Advisor:e3489565-d891-406e-91d1-44f476563850",
	  LEARN "expressroute/how-to-custom-route-alert", check_route_alert },
	{ "ER-OPS-009", ER_SEV_LOW, "Route-table changes not alerted", "subscription", "An activity log alert on Microsoft.Network/routeTables/write",
	  "APRL:23b2dfc7-7e5d-9443-9f62-980ca621b561; Advisor:830e326a-d280-4d4e-887a-884d7d8994ce", LEARN "advisor/advisor-reference-reliability-recommendations", check_route_tables },
	{ "ER-OPS-010", ER_SEV_INFO, "Circuit or gateway diagnostics not collected", "circuit or gateway", "A diagnostic setting that keeps logs and metrics",
	  "ALZ:D06.23 3f79ed00-203b-4c95-9efd-691505f5a1f9; WAF-ER: Network Insights / Traffic Collector", LEARN "expressroute/monitor-expressroute", check_diagnostics },
	{ "ER-OPS-011", ER_SEV_INFO, "Resiliency Insights not captured", "gateway", "Run getResiliencyInformation of the gateway and add the reply with --capture", "WAF-ER: resiliency insights",
	  LEARN "expressroute/resiliency-insights", check_insights },
	{ 0 },
};
