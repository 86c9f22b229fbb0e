/*
 * Findings: the rule table is walked in order; each row's check adds drafts and counts. A draft gathers subjects, evidence and
 * the flows it hits; when it ends, its blast radius and fingerprint are worked out. At the end findings are sorted: worst
 * severity first, fail before unknown, then rule and subjects, so that their order depends on the estate alone.
 *
 * Fingerprint: SHA-256 over rule id and subjects without their subscription, so that it is the same from night to night and for
 * a template and what was deployed from it.
 */
#include "hits.h"
#include "judge.h"
#include "rules/rules.h"

#include <erscope/lang.h>

#include <string.h>

struct ErFindings {
	const ErFlows *flows;
	const char *as_of;
	GStringChunk *strings;
	GPtrArray *arrays;
	GArray *list;              /* of ErFinding */
	GArray *counts;            /* of ErRuleCount, by row */
	guint last_counted;        /* see count_of() */
	GArray *first;             /* per finding: er_findings_first_question() */
	GPtrArray *flows_of;       /* per class: GArray of flow indices */
	ErHitSets *hits;
	GHashTable *behind;        /* circuit and gateway → marks, see er_draft_flows_behind() */
	GHashTable *shared;        /* see er_rule_shared() */
	uint32_t n_left_out;
};

struct ErDraft {
	ErFindings *out;
	ErFinding finding;
	GPtrArray *subjects;
	GArray *evidence;
	uint64_t *flows;           /* a bit per flow hit */
};

/* ---- the table ---- */

static const ErRule *const families[] = {
	er_rules_topology, er_rules_circuit, er_rules_peering, er_rules_connection, er_rules_gateway, er_rules_fastpath, er_rules_routing,
	er_rules_routing_bgp, er_rules_routing_azure, er_rules_routing_overlap, er_rules_routing_tables, er_rules_routing_site, er_rules_firewall, er_rules_site,
	er_rules_capacity, er_rules_port, er_rules_global_reach, er_rules_input, er_rules_operations, er_rules_vnet, er_rules_vpn, er_rules_virtual_wan,
};

const ErRule *er_rules_at(uint32_t i)
{
	for (size_t f = 0; f < G_N_ELEMENTS(families); f++)
		for (const ErRule *rule = families[f]; rule->id != NULL; rule++)
			if (i-- == 0)
				return rule;
	return NULL;
}

uint32_t er_rules_count(void)
{
	uint32_t n = 0;

	for (size_t f = 0; f < G_N_ELEMENTS(families); f++)
		for (const ErRule *rule = families[f]; rule->id != NULL; rule++)
			n++;
	return n;
}

const ErRule *er_rule_by_id(const char *id)
{
	for (size_t f = 0; f < G_N_ELEMENTS(families); f++)
		for (const ErRule *rule = families[f]; rule->id != NULL; rule++)
			if (strcmp(rule->id, id) == 0)
				return rule;
	return NULL;
}

const char *er_severity_name(ErSeverity severity)
{
	static const char *const names[] = { N_("info"), N_("low"), N_("medium"), N_("high"), N_("critical") };

	return names[severity];
}

bool er_severity_parse(const char *name, ErSeverity *out)
{
	for (ErSeverity severity = ER_SEV_INFO; severity <= ER_SEV_CRITICAL; severity++)
		if (g_ascii_strcasecmp(name, er_severity_name(severity)) == 0) {
			*out = severity;
			return true;
		}
	return false;
}

const char *er_result_name(ErResult result)
{
	return result == ER_RESULT_FAIL ? N_("fail") : N_("unknown");
}

const char *er_finding_state_name(ErFindingState state)
{
	static const char *const names[] = { N_("open"), N_("accepted"), N_("expired") };

	return names[state];
}

/* Checks run rule by rule, so that the last one found is nearly always the one asked for. */
static ErRuleCount *count_of(ErFindings *out, const ErRule *rule)
{
	for (guint i = 0; i <= out->counts->len; i++) {
		guint at = i == 0 ? MIN(out->last_counted, out->counts->len - 1) : i - 1;
		if (g_array_index(out->counts, ErRuleCount, at).rule != rule)
			continue;
		out->last_counted = at;
		return &g_array_index(out->counts, ErRuleCount, at);
	}
	g_assert_not_reached();
}

void er_rule_pass(ErFindings *out, const ErRule *rule)
{
	count_of(out, rule)->pass++;
}

void er_rule_not_applicable(ErFindings *out, const ErRule *rule)
{
	count_of(out, rule)->not_applicable++;
}

/* ---- drafts ---- */

static const char *keep(ErFindings *out, const char *text)
{
	return g_string_chunk_insert_const(out->strings, text != NULL ? text : "");
}

static void *keep_array(ErFindings *out, const void *data, size_t size)
{
	void *copy = g_memdup2(data, size);

	if (copy != NULL)
		g_ptr_array_add(out->arrays, copy);
	return copy;
}

ErDraft *er_draft_new(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity)
{
	ErDraft *draft = g_new0(ErDraft, 1);

	draft->out = out;
	draft->finding = (ErFinding){ .rule = rule, .result = result, .severity = severity, .unmodified = severity, .modified = "", .headline = "", .missing = "", .element = ER_NONE, .under = ER_NONE };
	draft->subjects = g_ptr_array_new();
	draft->evidence = g_array_new(FALSE, TRUE, sizeof(ErEvidence));
	draft->flows = er_hit_marks_new(out->hits);
	return draft;
}

void er_draft_subject(ErDraft *draft, const char *id)
{
	g_ptr_array_add(draft->subjects, (char *)keep(draft->out, id));
}

void er_draft_headline(ErDraft *draft, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	draft->finding.headline = keep(draft->out, text);
}

void er_draft_missing(ErDraft *draft, const char *input)
{
	draft->finding.missing = keep(draft->out, input);
}

void er_draft_evidence(ErDraft *draft, const ErResource *res, const char *property, const char *value)
{
	const ErInventory *inv = er_network_inventory(er_flows_network(draft->out->flows));
	ErEvidence evidence = {
		.id = keep(draft->out, res->id), .property = keep(draft->out, property), .value = keep(draft->out, value != NULL ? value : "(absent)"),
		.loc = er_inventory_place(inv, res, er_value_get(&res->body, property)),
	};

	for (guint i = 0; i < draft->evidence->len; i++) {
		const ErEvidence *known = &g_array_index(draft->evidence, ErEvidence, i);
		if (strcmp(known->id, evidence.id) == 0 && strcmp(known->property, evidence.property) == 0)
			return;
	}
	g_array_append_val(draft->evidence, evidence);
}

void er_draft_fact(ErDraft *draft, const char *id, const char *fact)
{
	ErEvidence evidence = { .id = keep(draft->out, id), .property = "", .value = keep(draft->out, fact) };

	g_array_append_val(draft->evidence, evidence);
}

void er_draft_flow(ErDraft *draft, uint32_t flow)
{
	er_hit_mark(draft->flows, flow);
}

void er_draft_element(ErDraft *draft, uint32_t element)
{
	draft->finding.element = element;
}

static bool class_is_behind(const ErFindings *out, const ErFlowClass *class, uint32_t circuit, uint32_t gateway)
{
	const ErNetwork *net = er_flows_network(out->flows);
	const char *id = circuit != ER_NONE ? er_network_component(net, er_network_circuit(net, circuit)->self)->id : NULL;

	for (uint32_t i = 0; i < class->n_paths; i++)
		if ((circuit == ER_NONE || class->paths[i].circuit == circuit) && (gateway == ER_NONE || class->paths[i].gateway == gateway))
			return true;
	for (uint32_t i = 0; id != NULL && i < class->n_excluded; i++)
		if (g_str_has_prefix(class->excluded[i].via, id))
			return true;
	const ErFlow *flow = class->n_flows > 0 ? er_flows_at(out->flows, class->first_flow) : NULL;
	return flow != NULL && gateway != ER_NONE && circuit == ER_NONE && er_network_gateway(net, gateway)->vnet != ER_NONE &&
	       (flow->vnet == er_network_gateway(net, gateway)->vnet ||
	        (flow->attachment != ER_NONE && er_network_attachment(net, flow->attachment)->hub_vnet == er_network_gateway(net, gateway)->vnet));
}

static uint64_t *mark_flows_behind(const ErFindings *out, uint32_t circuit, uint32_t gateway)
{
	uint64_t *marks = er_hit_marks_new(out->hits);

	for (uint32_t i = 0; i < er_flows_n_classes(out->flows); i++) {
		if (!class_is_behind(out, er_flows_class(out->flows, i), circuit, gateway))
			continue;
		const GArray *of = er_findings_flows_of(out, i);
		for (guint k = 0; k < of->len; k++)
			er_hit_mark(marks, g_array_index(of, uint32_t, k));
	}
	return marks;
}

/* Many rules ask this of the same circuit or gateway: worked out once. */
void er_draft_flows_behind(ErDraft *draft, uint32_t circuit, uint32_t gateway)
{
	ErFindings *out = draft->out;
	uint64_t both = (uint64_t)circuit << 32 | gateway;
	uint64_t *behind = g_hash_table_lookup(out->behind, &both);

	if (behind == NULL) {
		behind = mark_flows_behind(out, circuit, gateway);
		g_hash_table_insert(out->behind, g_memdup2(&both, sizeof both), behind);
	}
	er_hit_marks_add(out->hits, draft->flows, behind);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void set_blast_radius(ErDraft *draft)
{
	const ErHits *hits = er_hits(draft->out->hits, g_steal_pointer(&draft->flows));
	ErFinding *finding = &draft->finding;

	finding->flows = hits->flows;
	finding->n_flows = hits->n_flows;
	finding->sites = hits->sites;
	finding->n_sites = hits->n_sites;
	finding->vnets = hits->vnets;
	finding->n_vnets = hits->n_vnets;
}

/* An id without what differs between subscriptions. */
static char *without_subscription(const char *id)
{
	static const char start[] = "/subscriptions/";
	const char *at = strchr(id, '@');

	if (g_str_has_prefix(id, "group:subscription:"))
		return g_strdup("group:subscription");
	if (g_str_has_prefix(id, "group:") && at != NULL)
		return g_strndup(id, (gsize)(at - id));
	if (!g_str_has_prefix(id, start))
		return g_strdup(id);
	const char *rest = strchr(id + strlen(start), '/');
	return g_strdup(rest != NULL ? rest : id);
}

static void set_fingerprint(ErDraft *draft)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	g_checksum_update(sum, (const guchar *)draft->finding.rule->id, -1);
	for (guint i = 0; i < draft->subjects->len; i++) {
		g_autofree char *id = without_subscription(draft->subjects->pdata[i]);
		g_checksum_update(sum, (const guchar *)"\n", 1);
		g_checksum_update(sum, (const guchar *)id, -1);
	}
	g_autofree char *start = g_strndup(g_checksum_get_string(sum), 16);
	draft->finding.fingerprint = keep(draft->out, start);
}

void er_draft_end(ErDraft *draft)
{
	ErFinding *finding = &draft->finding;
	ErRuleCount *count = count_of(draft->out, finding->rule);

	g_ptr_array_sort(draft->subjects, by_text);
	finding->n_subjects = draft->subjects->len;
	finding->subjects = keep_array(draft->out, draft->subjects->pdata, draft->subjects->len * sizeof(char *));
	finding->n_evidence = draft->evidence->len;
	finding->evidence = keep_array(draft->out, draft->evidence->data, draft->evidence->len * sizeof(ErEvidence));
	set_blast_radius(draft);
	set_fingerprint(draft);
	if (finding->result == ER_RESULT_FAIL)
		count->fail++;
	else
		count->unknown++;
	g_array_append_val(draft->out->list, *finding);
	g_ptr_array_free(draft->subjects, TRUE);
	g_array_free(draft->evidence, TRUE);
	g_free(draft);
}

/* ---- shared by checks ---- */

typedef struct { void *product; GDestroyNotify free_it; } Shared;

static void shared_free(void *data)
{
	Shared *shared = data;

	shared->free_it(shared->product);
	g_free(shared);
}

const void *er_rule_shared(ErFindings *out, const char *name, void *(*build)(const ErFlows *flows), GDestroyNotify free_it)
{
	Shared *shared = g_hash_table_lookup(out->shared, name);

	if (shared == NULL) {
		shared = g_new(Shared, 1);
		*shared = (Shared){ build(out->flows), free_it };
		g_hash_table_insert(out->shared, (gpointer)name, shared);
	}
	return shared->product;
}

void er_tell_external(ErFindings *out, const ErRule *rule, uint32_t circuit, const char *what)
{
	const ErNetwork *net = er_flows_network(out->flows);
	const ErComponent *self = er_network_component(net, er_network_circuit(net, circuit)->self);

	if (er_network_circuit(net, circuit)->n_connections == 0) {
		er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_subject(draft, self->id);
	er_draft_fact(draft, self->id, "not in the input");
	er_draft_headline(draft, "%s is not in the input: whether %s is not known", self->name, what);
	er_draft_missing(draft, "the export that holds this circuit");
	er_draft_flows_behind(draft, circuit, ER_NONE);
	er_draft_end(draft);
}

const ErFlows *er_findings_flows(const ErFindings *out)
{
	return out->flows;
}

const char *er_findings_as_of(const ErFindings *out)
{
	return out->as_of;
}

const GArray *er_findings_flows_of(const ErFindings *out, uint32_t flow_class)
{
	return out->flows_of->pdata[flow_class];
}

const ErComponent *er_circuit_self(const ErNetwork *net, uint32_t circuit)
{
	return er_network_component(net, er_network_circuit(net, circuit)->self);
}

bool er_connections_exported(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_inventory_at(inv, i)->kind == ER_RES_CONNECTION || er_inventory_at(inv, i)->kind == ER_RES_HUB_ER_CONNECTION)
			return true;
	return false;
}

bool er_connection_usable(const ErNetwork *net, const ErConnection *connection)
{
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);

	if (!er_network_component(net, connection->self)->up || !er_network_component(net, circuit->self)->up)
		return false;
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		if (circuit->session[side] != ER_NONE && er_network_component(net, circuit->session[side])->up && er_network_component(net, circuit->link[side])->up)
			return true;
	return false;
}

bool er_gateway_usable(const ErNetwork *net, uint32_t gateway, uint32_t but_circuit)
{
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->gateway == gateway && connection->circuit != but_circuit && er_connection_usable(net, connection))
			return true;
	}
	return false;
}

bool er_circuit_has_alternative(const ErNetwork *net, uint32_t circuit)
{
	bool any = false;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->circuit != circuit)
			continue;
		any = true;
		if (!er_gateway_usable(net, connection->gateway, circuit))
			return false;
	}
	return any;
}

/* ---- the run ---- */

static int by_finding(const void *a, const void *b)
{
	const ErFinding *x = a, *y = b;

	if (x->result != y->result)
		return (int)x->result - (int)y->result;
	if (x->severity != y->severity)
		return (int)y->severity - (int)x->severity;
	int by = strcmp(x->rule->id, y->rule->id);
	for (uint32_t i = 0; by == 0 && i < x->n_subjects && i < y->n_subjects; i++)
		by = strcmp(x->subjects[i], y->subjects[i]);
	return by != 0 ? by : (x->n_subjects > y->n_subjects) - (x->n_subjects < y->n_subjects);
}

static void index_flows(ErFindings *out)
{
	for (uint32_t i = 0; i < er_flows_n_classes(out->flows); i++)
		g_ptr_array_add(out->flows_of, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_flows_count(out->flows); i++)
		g_array_append_val((GArray *)out->flows_of->pdata[er_flows_at(out->flows, i)->flow_class], i);
}

/* Open questions by what would decide them: missing input and subjects. */
static void find_first_questions(ErFindings *out)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < out->list->len; i++) {
		const ErFinding *finding = er_findings_at(out, i);
		GString *key = g_string_new(finding->missing);
		for (uint32_t n = 0; n < finding->n_subjects; n++)
			g_string_append_printf(key, "\n%s", finding->subjects[n]);
		uint32_t known = finding->result == ER_RESULT_UNKNOWN ? GPOINTER_TO_UINT(g_hash_table_lookup(by_key, key->str)) : 0;
		uint32_t first = known > 0 ? known - 1 : i;
		g_array_append_val(out->first, first);
		if (finding->result == ER_RESULT_UNKNOWN && known == 0)
			g_hash_table_insert(by_key, g_string_free(key, FALSE), GUINT_TO_POINTER(i + 1));
		else
			g_string_free(key, TRUE);
	}
}

static void drop_covered(ErFindings *out)
{
	g_autoptr(GArray) covered = er_judge_covered(out->list);
	guint kept = 0;

	for (guint i = 0; i < out->list->len; i++) {
		ErFinding *finding = &g_array_index(out->list, ErFinding, i);
		if (!g_array_index(covered, gboolean, i)) {
			g_array_index(out->list, ErFinding, kept++) = *finding;
			continue;
		}
		ErRuleCount *count = count_of(out, finding->rule);
		*(finding->result == ER_RESULT_FAIL ? &count->fail : &count->unknown) -= 1;
		count->not_applicable++;
	}
	g_array_set_size(out->list, kept);
}

ErFindings *er_findings_check(const ErFlows *flows, const char *as_of)
{
	ErFindings *out = g_new0(ErFindings, 1);

	out->flows = flows;
	out->as_of = as_of;
	out->strings = g_string_chunk_new(4096);
	out->arrays = g_ptr_array_new_with_free_func(g_free);
	out->list = g_array_new(FALSE, TRUE, sizeof(ErFinding));
	out->counts = g_array_new(FALSE, TRUE, sizeof(ErRuleCount));
	out->first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	out->flows_of = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	out->hits = er_hit_sets_new(flows);
	out->behind = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	out->shared = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, shared_free);
	index_flows(out);
	for (uint32_t i = 0; i < er_rules_count(); i++) {
		ErRuleCount count = { .rule = er_rules_at(i) };
		g_array_append_val(out->counts, count);
	}
	for (uint32_t i = 0; i < er_rules_count(); i++)
		if (er_rules_at(i)->check != NULL)
			er_rules_at(i)->check(er_rules_at(i), flows, out);
	g_hash_table_remove_all(out->shared);   /* it may rest on the network, which need not outlive the findings */
	drop_covered(out);
	er_judge_severity(out->list, flows, as_of, out->strings);
	g_array_sort(out->list, by_finding);
	er_judge_headlines(out->list, flows);
	find_first_questions(out);
	return out;
}

/* ---- what is asked for ---- */

static bool is_asked_for(const ErFinding *finding, const ErSelection *selection)
{
	for (uint32_t i = 0; i < finding->n_subjects; i++)
		if (selection->has_subject(selection->data, finding->subjects[i]))
			return true;
	return finding->n_subjects == 0;
}

static void leave_out(ErFindings *findings, const ErFinding *finding)
{
	ErRuleCount *count = count_of(findings, finding->rule);
	uint32_t *n = finding->result == ER_RESULT_FAIL ? &count->fail : &count->unknown;

	(*n)--;
	findings->n_left_out++;
}

void er_findings_select(ErFindings *findings, const ErSelection *selection)
{
	g_autoptr(GArray) all = findings->list, counts = findings->counts;

	findings->list = g_array_new(FALSE, TRUE, sizeof(ErFinding));
	findings->counts = g_array_new(FALSE, TRUE, sizeof(ErRuleCount));
	for (guint i = 0; i < counts->len; i++)
		if (selection->has_rule(selection->data, g_array_index(counts, ErRuleCount, i).rule))
			g_array_append_val(findings->counts, g_array_index(counts, ErRuleCount, i));
	for (guint i = 0; i < all->len; i++) {
		ErFinding *finding = &g_array_index(all, ErFinding, i);
		ErSeverity severity = selection->severity(selection->data, finding);
		if (severity != finding->severity)
			finding->modified = "the profile says so";
		finding->severity = severity;
		finding->under = ER_NONE;
		if (!selection->has_rule(selection->data, finding->rule))
			continue;
		if (is_asked_for(finding, selection))
			g_array_append_val(findings->list, *finding);
		else
			leave_out(findings, finding);
	}
	g_array_sort(findings->list, by_finding);
	er_judge_headlines(findings->list, findings->flows);
	g_array_set_size(findings->first, 0);
	find_first_questions(findings);
}

uint32_t er_findings_n_left_out(const ErFindings *findings)
{
	return findings->n_left_out;
}

void er_findings_free(ErFindings *findings)
{
	if (findings == NULL)
		return;
	g_array_free(findings->list, TRUE);
	g_array_free(findings->counts, TRUE);
	g_array_free(findings->first, TRUE);
	g_ptr_array_free(findings->flows_of, TRUE);
	er_hit_sets_free(findings->hits);
	g_hash_table_destroy(findings->behind);
	g_hash_table_destroy(findings->shared);
	g_ptr_array_free(findings->arrays, TRUE);
	g_string_chunk_free(findings->strings);
	g_free(findings);
}

uint32_t er_findings_count(const ErFindings *findings)
{
	return findings->list->len;
}

const ErFinding *er_findings_at(const ErFindings *findings, uint32_t i)
{
	g_assert(i < findings->list->len);
	return &g_array_index(findings->list, ErFinding, i);
}

uint32_t er_findings_n_rules(const ErFindings *findings)
{
	return findings->counts->len;
}

const ErRuleCount *er_findings_rule(const ErFindings *findings, uint32_t i)
{
	g_assert(i < findings->counts->len);
	return &g_array_index(findings->counts, ErRuleCount, i);
}

uint32_t er_findings_first_question(const ErFindings *findings, uint32_t i)
{
	return g_array_index(findings->first, uint32_t, i);
}

bool er_finding_hits(const ErFlows *flows, const ErFinding *finding, ErDirection direction)
{
	for (uint32_t i = 0; i < finding->n_flows; i++)
		if (er_flows_at(flows, finding->flows[i])->direction == direction)
			return true;
	return false;
}

const char *er_finding_directions(const ErFlows *flows, const ErFinding *finding)
{
	bool in = er_finding_hits(flows, finding, ER_ONPREM_TO_AZURE), out = er_finding_hits(flows, finding, ER_AZURE_TO_ONPREM);

	return in && out ? N_("both directions") : in ? N_("on-premises → Azure only") : N_("Azure → on-premises only");
}

uint32_t er_findings_at_least(const ErFindings *findings, ErSeverity severity)
{
	uint32_t n = 0;

	for (guint i = 0; i < findings->list->len; i++)
		n += er_findings_at(findings, i)->result == ER_RESULT_FAIL && er_findings_at(findings, i)->state != ER_FINDING_ACCEPTED && er_findings_at(findings, i)->severity >= severity;
	return n;
}
