/*
 * The findings of all rules, seen together: one cause, one headline.
 *
 * Covered: a gateway without a usable path needs no word on its peering locations or its bandwidth; a zonal gateway is not also
 * one without zones. What a headline covers is taken out and counts as not applicable.
 * Severity: first what an estate's tags say (a workload tagged critical, an environment tagged dev or test), then a path that goes on
 * without the subject (critical becomes high), then the acceptance of the site description: accepted until a date, and one level
 * louder once that date has passed. The severity before all this is kept beside the reason.
 * Headlines: root causes of a gateway without a path, and notes to a finding about the same subject, stand under it.
 */
#include "judge.h"

#include <string.h>

typedef struct { const char *head, *other; } Pair;   /* rule ids; @other may be a family: "ER-CAP-" */

static const Pair covered_by[] = {
	{ "ER-TOP-001", "ER-TOP-002" }, { "ER-TOP-001", "ER-TOP-003" }, { "ER-TOP-001", "ER-TOP-004" }, { "ER-TOP-001", "ER-TOP-005" }, { "ER-TOP-001", "ER-TOP-009" },
	{ "ER-TOP-001", "ER-CAP-" }, { "ER-TOP-003", "ER-TOP-002" }, { "ER-GW-003", "ER-GW-001" },
};
static const Pair noted_under[] = { { "ER-GW-001", "ER-GW-002" }, { "ER-PORT-002", "ER-CAP-007" } };
static const char *const root_causes[] = { "ER-CKT-001", "ER-CKT-002", "ER-CKT-003", "ER-PEER-001", "ER-CON-001" };

static const ErFinding *at(const GArray *list, guint i)
{
	return &g_array_index(list, ErFinding, i);
}

static bool is_fail(const ErFinding *finding, const char *rule)
{
	return finding->result == ER_RESULT_FAIL && strcmp(finding->rule->id, rule) == 0;
}

static bool is_of(const ErFinding *finding, const char *rule)
{
	return g_str_has_suffix(rule, "-") ? g_str_has_prefix(finding->rule->id, rule) : strcmp(finding->rule->id, rule) == 0;
}

/* ---- covered ---- */

static bool has_flow(const ErFinding *finding, uint32_t flow)
{
	return bsearch(&flow, finding->flows, finding->n_flows, sizeof flow, er_compare_indices) != NULL;
}

static bool covers(const ErFinding *head, const ErFinding *finding)
{
	if (head->n_subjects == 1 && finding->n_subjects == 1 && strcmp(head->subjects[0], finding->subjects[0]) == 0)
		return true;
	for (uint32_t i = 0; i < finding->n_flows; i++)
		if (!has_flow(head, finding->flows[i]))
			return false;
	return finding->n_flows > 0;
}

/* Heads by each of their subjects and flows, so that a finding meets only those that could cover it. */
typedef struct { GHashTable *by_subject, *by_flow; } Heads;

static Heads index_heads(const GArray *list, const char *rule)
{
	Heads heads = { g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(NULL, NULL) };

	for (guint i = 0; i < list->len; i++) {
		const ErFinding *head = at(list, i);
		if (!is_fail(head, rule))
			continue;
		for (uint32_t k = 0; k < head->n_subjects; k++)
			g_hash_table_insert(heads.by_subject, (char *)head->subjects[k], (void *)head);
		for (uint32_t k = 0; k < head->n_flows; k++)
			g_hash_table_insert(heads.by_flow, GUINT_TO_POINTER(head->flows[k]), (void *)head);
	}
	return heads;
}

static void clear_heads(Heads *heads)
{
	g_hash_table_destroy(heads->by_subject);
	g_hash_table_destroy(heads->by_flow);
}

static const ErFinding *head_of(const Heads *heads, const ErFinding *finding)
{
	const ErFinding *head = finding->n_subjects > 0 ? g_hash_table_lookup(heads->by_subject, finding->subjects[0]) : NULL;

	if (head == NULL && finding->n_flows > 0)
		head = g_hash_table_lookup(heads->by_flow, GUINT_TO_POINTER(finding->flows[0]));
	return head != NULL && covers(head, finding) ? head : NULL;
}

GArray *er_judge_covered(const GArray *list)
{
	GArray *covered = g_array_sized_new(FALSE, TRUE, sizeof(gboolean), list->len);

	g_array_set_size(covered, list->len);
	for (size_t p = 0; p < G_N_ELEMENTS(covered_by); p++) {
		Heads heads = index_heads(list, covered_by[p].head);
		for (guint i = 0; i < list->len; i++)
			if (is_of(at(list, i), covered_by[p].other) && head_of(&heads, at(list, i)) != NULL)
				g_array_index(covered, gboolean, i) = TRUE;
		clear_heads(&heads);
	}
	return covered;
}

/* ---- severity ---- */

static const char *const critical_tags[] = { "workload", "criticality", "workload-criticality", "businesscriticality", NULL };
static const char *const critical_values[] = { "critical", "mission-critical", "business-critical", "high", NULL };
static const char *const environment_tags[] = { "environment", "env", NULL };
static const char *const test_values[] = { "dev", "development", "test", "testing", NULL };

static bool is_one_of(const char *text, size_t length, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == length && g_ascii_strncasecmp(text, *words, length) == 0)
			return true;
	return false;
}

static bool is_tagged(const ErResource *res, const char *const *names, const char *const *values)
{
	const ErValue *tags = res != NULL ? er_value_get(&res->body, "tags") : NULL;

	for (uint32_t i = 0; tags != NULL && tags->kind == ER_VALUE_OBJECT && i < tags->n; i++) {
		const ErMember *tag = &tags->u.members[i];
		if (is_one_of(tag->key, strlen(tag->key), names) && tag->value.kind == ER_VALUE_STRING && is_one_of(tag->value.u.text, strlen(tag->value.u.text), values))
			return true;
	}
	return false;
}

typedef struct { const ErFlows *flows; const ErNetwork *net; const char *as_of; GStringChunk *strings; } Judge;

static const ErResource *resource_of(const Judge *judge, const char *id)
{
	return er_inventory_lookup(er_network_inventory(judge->net), id);
}

static const ErResource *vnet_resource(const Judge *judge, uint32_t vnet)
{
	return er_network_component(judge->net, er_network_vnet(judge->net, vnet)->self)->resource;
}

static bool hits_critical_workload(const Judge *judge, const ErFinding *finding)
{
	for (uint32_t i = 0; i < finding->n_subjects; i++)
		if (is_tagged(resource_of(judge, finding->subjects[i]), critical_tags, critical_values))
			return true;
	for (uint32_t i = 0; i < finding->n_vnets; i++)
		if (is_tagged(vnet_resource(judge, finding->vnets[i]), critical_tags, critical_values))
			return true;
	return false;
}

/* All that it is about is of a test environment: its subjects, or the VNets that it hits. */
static bool is_of_test(const Judge *judge, const ErFinding *finding)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < finding->n_subjects; i++)
		n += is_tagged(resource_of(judge, finding->subjects[i]), environment_tags, test_values);
	if (n > 0 && n == finding->n_subjects)
		return true;
	for (uint32_t i = 0; i < finding->n_vnets; i++)
		if (!is_tagged(vnet_resource(judge, finding->vnets[i]), environment_tags, test_values))
			return false;
	return finding->n_vnets > 0;
}

/* Every flow that it hits goes on without its subjects. */
static bool has_other_path(const Judge *judge, const ErFinding *finding)
{
	g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		uint32_t component = er_network_lookup(judge->net, finding->subjects[i]);
		if (component == ER_NONE)
			return false;
		g_array_append_val(elements, component);
	}
	for (uint32_t i = 0; i < finding->n_flows; i++) {
		const ErFlow *flow = er_flows_at(judge->flows, finding->flows[i]);
		if (g_hash_table_add(asked, GUINT_TO_POINTER(flow->flow_class)) && !er_flow_up_without(judge->flows, flow, (const uint32_t *)elements->data, elements->len))
			return false;
	}
	return finding->n_flows > 0;
}

static void change(const Judge *judge, ErFinding *finding, int by, const char *why)
{
	g_autofree char *text = *finding->modified != '\0' ? g_strdup_printf("%s; %s", finding->modified, why) : g_strdup(why);

	finding->severity = (ErSeverity)CLAMP((int)finding->severity + by, ER_SEV_INFO, ER_SEV_CRITICAL);
	finding->modified = g_string_chunk_insert_const(judge->strings, text);
}

/* Resource name or result id, as the site description says it. */
static bool is_named(const Judge *judge, const char *id, const char *said)
{
	const char *slash = strrchr(id, '/'), *last = slash != NULL ? slash + 1 : id;
	uint32_t component = er_network_lookup(judge->net, id);

	return g_ascii_strcasecmp(id, said) == 0 || g_ascii_strcasecmp(last, said) == 0 ||
	       (component != ER_NONE && g_ascii_strcasecmp(er_network_component(judge->net, component)->name, said) == 0);
}

static const ErSiteAccept *acceptance_of(const Judge *judge, const ErFinding *finding)
{
	const ErEstate *estate = er_network_estate(judge->net);
	const ErSiteAccept *best = NULL;

	for (uint32_t i = 0; estate != NULL && i < er_estate_n_accepts(estate); i++) {
		const ErSiteAccept *accept = er_estate_accept(estate, i);
		bool named = false;
		for (uint32_t k = 0; g_ascii_strcasecmp(accept->rule, finding->rule->id) == 0 && !named && k < finding->n_subjects; k++)
			named = is_named(judge, finding->subjects[k], accept->subject);
		if (named && (best == NULL || strcmp(accept->until, best->until) > 0))
			best = accept;
	}
	return best;
}

static void judge_finding(const Judge *judge, ErFinding *finding)
{
	const char *rule = finding->rule->id;

	if (finding->severity == ER_SEV_MEDIUM && (g_str_has_prefix(rule, "ER-TOP-") || g_str_has_prefix(rule, "ER-VPN-")) && hits_critical_workload(judge, finding))
		change(judge, finding, 1, "a workload tagged critical depends on it");
	if (finding->severity > ER_SEV_INFO && is_of_test(judge, finding))
		change(judge, finding, -1, "all of it is tagged dev or test");
	if (finding->result == ER_RESULT_FAIL && finding->severity == ER_SEV_CRITICAL && finding->element == ER_NONE && has_other_path(judge, finding))
		change(judge, finding, -1, "an independent path carries every flow that it hits");
	finding->acceptance = finding->result == ER_RESULT_FAIL ? acceptance_of(judge, finding) : NULL;
	if (finding->acceptance == NULL)
		return;
	finding->state = strcmp(judge->as_of, finding->acceptance->until) > 0 ? ER_FINDING_EXPIRED : ER_FINDING_ACCEPTED;
	if (finding->state == ER_FINDING_EXPIRED && finding->severity < ER_SEV_HIGH)
		change(judge, finding, 1, "its acceptance has expired");
}

void er_judge_severity(GArray *list, const ErFlows *flows, const char *as_of, GStringChunk *strings)
{
	Judge judge = { flows, er_flows_network(flows), as_of, strings };

	for (guint i = 0; i < list->len; i++)
		judge_finding(&judge, &g_array_index(list, ErFinding, i));
}

/* ---- headlines ---- */

/* Root causes: what is wrong with a connection of the gateway, or with that connection's circuit. */
static void put_causes_under(GArray *list, const ErNetwork *net, const GArray *causes, guint head)
{
	uint32_t self = er_network_lookup(net, at(list, head)->subjects[0]);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (er_network_gateway(net, connection->gateway)->self != self)
			continue;
		const char *own = er_network_component(net, connection->self)->id, *circuit = er_network_component(net, er_network_circuit(net, connection->circuit)->self)->id;
		for (guint k = 0; k < causes->len; k++) {
			ErFinding *cause = &g_array_index(list, ErFinding, g_array_index(causes, guint, k));
			for (uint32_t s = 0; cause->under == ER_NONE && s < cause->n_subjects; s++)
				if (strcmp(cause->subjects[s], own) == 0 || g_str_has_prefix(cause->subjects[s], circuit))
					cause->under = head;
		}
	}
}

static void put_notes_under(GArray *list, const Pair *pair)
{
	g_autoptr(GHashTable) heads = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < list->len; i++)
		if (is_fail(at(list, i), pair->head) && at(list, i)->n_subjects > 0)
			g_hash_table_insert(heads, (char *)at(list, i)->subjects[0], GUINT_TO_POINTER(i + 1));
	for (guint i = 0; i < list->len; i++) {
		ErFinding *note = &g_array_index(list, ErFinding, i);
		guint head = is_fail(note, pair->other) && note->n_subjects > 0 ? GPOINTER_TO_UINT(g_hash_table_lookup(heads, note->subjects[0])) : 0;
		if (head > 0)
			note->under = head - 1;
	}
}

void er_judge_headlines(GArray *list, const ErFlows *flows)
{
	g_autoptr(GArray) causes = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < list->len; i++)
		for (size_t r = 0; r < G_N_ELEMENTS(root_causes); r++)
			if (is_fail(at(list, i), root_causes[r]))
				g_array_append_val(causes, i);
	for (guint i = 0; causes->len > 0 && i < list->len; i++)
		if (is_fail(at(list, i), "ER-TOP-001"))
			put_causes_under(list, er_flows_network(flows), causes, i);
	for (size_t p = 0; p < G_N_ELEMENTS(noted_under); p++)
		put_notes_under(list, &noted_under[p]);
}
