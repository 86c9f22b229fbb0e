/*
 * Verdict, findings and flows in words. Everything is written through one wrapping writer: a label, then text with a hanging
 * indent, 100 columns. Nothing is computed here but the sums a reader would do.
 */
#include "prose.h"

#include <erscope/formats.h>
#include <erscope/lang.h>
#include <erscope/resiliency.h>

#include <string.h>

enum { MOST_NAMES = 4, MOST_DELETIONS = 6, MOST_ASSUMPTIONS = 12, MOST_TABLE_ROWS = 8, MOST_IGNORED = 8, MOST_INDICES = 8, BRIEF_LINES = 12 };

/* ---- verdict ---- */

static void sum_flows(ErSums *sums, const ErFlows *flows)
{
	uint32_t n = er_network_n_vnets(er_flows_network(flows));
	g_autofree bool *seen = g_new0(bool, n + 1), *served = g_new0(bool, n + 1);

	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		seen[flow->vnet] = true;
		if (er_class_is_unserved(flows, er_flows_class(flows, flow->flow_class)))
			continue;
		served[flow->vnet] = true;
		sums->served[flow->direction]++;
		sums->up[flow->direction] += flow->up;
	}
	for (uint32_t i = 0; i < n; i++)
		sums->unserved_vnets += seen[i] && !served[i];
}

/* The topology family and the zones of gateways are what finds single points of failure; of sites (ER-TOP-013) the inventory is not asked. */
static bool is_about_failure(const ErRule *rule)
{
	return (g_str_has_prefix(rule->id, "ER-TOP-") && strcmp(rule->id, "ER-TOP-013") != 0) || strcmp(rule->id, "ER-GW-001") == 0 || strcmp(rule->id, "ER-GW-003") == 0;
}

bool er_prose_is_headline(const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->state != ER_FINDING_ACCEPTED && finding->under == ER_NONE;
}

ErSums er_prose_sums(const ErFindings *findings, const ErFlows *flows)
{
	ErSums sums = { 0 };

	sum_flows(&sums, flows);
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		bool in = er_finding_hits(flows, finding, ER_ONPREM_TO_AZURE), out = er_finding_hits(flows, finding, ER_AZURE_TO_ONPREM);
		if (finding->result == ER_RESULT_FAIL && !er_prose_is_headline(finding)) {
			sums.accepted[finding->severity] += finding->state == ER_FINDING_ACCEPTED && finding->under == ER_NONE;
			continue;
		}
		if (finding->result == ER_RESULT_FAIL) {
			sums.by[finding->severity]++;
			sums.one_way[ER_ONPREM_TO_AZURE] += finding->severity >= ER_SEV_MEDIUM && in && !out;
			sums.one_way[ER_AZURE_TO_ONPREM] += finding->severity >= ER_SEV_MEDIUM && out && !in;
			continue;
		}
		bool high = finding->severity >= ER_SEV_HIGH;
		sums.unknown++;
		sums.unknown_high += high;
		sums.unknown_failure = sums.unknown_failure || (high && is_about_failure(finding->rule));
	}
	return sums;
}

/* "1 critical, 2 high and 1 medium findings": what there is from medium up. */
static void add_counts(GString *out, const ErSums *sums)
{
	g_autoptr(GString) counts = g_string_new(NULL);
	uint32_t kinds = 0, told = 0, all = 0;

	for (ErSeverity severity = ER_SEV_MEDIUM; severity <= ER_SEV_CRITICAL; severity++)
		kinds += sums->by[severity] > 0;
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_MEDIUM; severity--) {
		if (sums->by[severity] == 0)
			continue;
		g_string_append_printf(counts, "%s%u %s", told == 0 ? "" : told + 1 == kinds ? _(" and ") : ", ", sums->by[severity], _(er_severity_name((ErSeverity)severity)));
		all += sums->by[severity];
		told++;
	}
	g_string_append_printf(out, er_tr_n("%s finding", "%s findings", all), counts->str);
}

/* The counts and the first finding, which is the worst. */
static void add_worst(GString *out, const ErFindings *findings, const ErFlows *flows, const ErSums *sums)
{
	uint32_t first = 0;

	while (!er_prose_is_headline(er_findings_at(findings, first)))
		first++;
	const ErFinding *worst = er_findings_at(findings, first);
	add_counts(out, sums);
	g_string_append_printf(out, _(". Worst: %s"), worst->headline);
	if (worst->n_flows > 0)
		g_string_append_printf(out, " (%s)", _(er_finding_directions(flows, worst)));
	g_string_append_c(out, '.');
}

/* Why there is no verdict; NULL when there is one. */
static const char *no_verdict(const ErNetwork *net, const ErSums *sums)
{
	const ErInventory *inv = er_network_inventory(net);

	if (er_inventory_names_only(inv))
		return _("The input holds names only: no resource has its properties. Export full resources.");
	if (!er_network_has_expressroute(net) && !er_inventory_complete(inv) && er_inventory_ledger(inv)->resources == 0)
		return _("Nothing could be read from the input.");
	if (!er_network_has_expressroute(net))
		return _("There is no ExpressRoute in the input, so there is nothing to analyse.");
	if (sums->served[0] + sums->served[1] == 0)
		return _("No flow can be worked out from this input; it does not hold circuit, connection, gateway and VNet together.");
	return NULL;
}

/* Without all rules and subjects nothing is said of what was not looked at. */
static bool is_partial(const ErFindings *findings)
{
	return er_findings_n_rules(findings) < er_rules_count() || er_findings_n_left_out(findings) > 0;
}

static const char *judge(const ErSums *sums, bool partial)
{
	if (sums->by[ER_SEV_CRITICAL] > 0)
		return _("broken now. ");
	if (sums->up[0] + sums->up[1] == 0)
		return _("down. No flow is up. ");
	if (sums->by[ER_SEV_HIGH] > 0)
		return _("not resilient. ");
	if (sums->unknown_failure)
		return _("not decided. No single point of failure of severity high was found, but the input does not tell enough to rule one out. ");
	if (partial)
		return sums->by[ER_SEV_MEDIUM] > 0 ? _("nothing of severity high in what was asked for. ") : _("nothing of severity medium or above in what was asked for.");
	return sums->by[ER_SEV_MEDIUM] > 0 ? _("no single point of failure of severity high. ") : _("no single point of failure of severity medium or above.");
}

static bool is_bad(const ErSums *sums)
{
	return sums->by[ER_SEV_CRITICAL] + sums->by[ER_SEV_HIGH] + sums->by[ER_SEV_MEDIUM] > 0;
}

char *er_prose_verdict(const ErFindings *findings, const ErFlows *flows, const ErSums *sums)
{
	/* What is broken is broken, also where the input holds too little for a flow. */
	const char *none = sums->by[ER_SEV_CRITICAL] > 0 ? NULL : no_verdict(er_flows_network(flows), sums);
	GString *text = g_string_new(NULL);

	if (none != NULL)
		g_string_append_printf(text, _("none. %s%s"), none, is_bad(sums) ? _(" Of what it holds: ") : "");
	else
		g_string_append(text, judge(sums, is_partial(findings)));
	if (is_bad(sums))
		add_worst(text, findings, flows, sums);
	return g_strchomp(g_string_free(text, FALSE));
}

char *er_prose_statement(const ErFindings *findings, const ErFlows *flows, const ErSums *sums)
{
	char *verdict = er_prose_verdict(findings, flows, sums);

	verdict[0] = g_ascii_toupper(verdict[0]);
	return verdict;
}

static void put_judgement(GString *out, const ErFindings *findings, const ErFlows *flows, const ErSums *sums, bool colour)
{
	bool bad = is_bad(sums);
	ErSeverity severity = sums->by[ER_SEV_CRITICAL] > 0 ? ER_SEV_CRITICAL : sums->by[ER_SEV_HIGH] > 0 ? ER_SEV_HIGH : ER_SEV_MEDIUM;
	g_autofree char *verdict = er_prose_verdict(findings, flows, sums);
	g_autofree char *text = g_strconcat(" ", verdict, NULL);

	g_string_append_printf(out, "%sVERDICT:%s", bad ? er_prose_paint(severity, colour) : "", bad && colour ? "\033[0m" : "");
	er_prose_put_words(out, 0, strlen("VERDICT:"), text);
}

static void put_flow_counts(GString *out, const ErSums *sums)
{
	uint32_t served = sums->served[0] + sums->served[1], up = sums->up[0] + sums->up[1];
	g_autoptr(GString) text = g_string_new(NULL);

	if (served == 0)
		return;
	g_string_append_printf(text, "%u of %u flows are up (a flow is one site, one VNet, one direction)", up, served);
	if (sums->up[0] != sums->up[1])
		g_string_append_printf(text, ": on-premises → Azure %u of %u, Azure → on-premises %u of %u", sums->up[ER_ONPREM_TO_AZURE], sums->served[ER_ONPREM_TO_AZURE],
		                       sums->up[ER_AZURE_TO_ONPREM], sums->served[ER_AZURE_TO_ONPREM]);
	er_prose_put(out, 0, "", "%s.", text->str);
}

/* What the verdict does not speak of, since it was not asked for. */
static void put_selection(GString *out, const ErFindings *findings)
{
	uint32_t n_rules = er_findings_n_rules(findings), left_out = er_findings_n_left_out(findings);

	if (n_rules < er_rules_count())
		er_prose_put(out, 0, "", "This is the answer of %u of %u rules; the others were not asked for.", n_rules, er_rules_count());
	if (left_out > 0)
		er_prose_put(out, 0, "", "Left out for their subjects: %u %s.", left_out, er_prose_plural(left_out, "finding", "findings"));
}

static void put_since(GString *out, const ErReport *report)
{
	uint32_t n_new = report->since != NULL ? er_comparison_n_new(report->since) : 0;

	if (report->since != NULL)
		er_prose_put(out, 0, "", "Against the baseline of %s: %u new, %u unchanged, %u fixed.", er_comparison_as_of(report->since), n_new, er_findings_count(report->findings) - n_new,
		             er_comparison_n_fixed(report->since));
}

static void put_verdict(GString *out, const ErReport *report, const ErSums *sums, ErSeverity fail_on, bool colour)
{
	const ErFindings *findings = report->findings;
	const ErFlows *flows = report->flows;
	uint32_t reach = er_findings_at_least(findings, fail_on);

	put_judgement(out, findings, flows, sums, colour);
	put_selection(out, findings);
	put_since(out, report);
	put_flow_counts(out, sums);
	if (sums->one_way[0] + sums->one_way[1] > 0)
		er_prose_put(out, 0, "", "One direction only: %u %s on-premises → Azure, %u Azure → on-premises.", sums->one_way[ER_ONPREM_TO_AZURE],
		    er_prose_plural(sums->one_way[ER_ONPREM_TO_AZURE], "finding", "findings"), sums->one_way[ER_AZURE_TO_ONPREM]);
	if (sums->unknown > 0)
		er_prose_put(out, 0, "", "Not decided for lack of input: %u %s, %u of them possibly of severity high or above.", sums->unknown,
		    er_prose_plural(sums->unknown, "question", "questions"), sums->unknown_high);
	/* At the usual threshold the counts above say it. */
	if (fail_on != ER_SEV_HIGH)
		er_prose_put(out, 0, "", "Threshold %s: %u %s it.", er_severity_name(fail_on), reach, er_prose_plural(reach, "finding reaches", "findings reach"));
	if (!er_inventory_complete(er_network_inventory(er_flows_network(flows))))
		er_prose_put(out, 0, "", "The input is INCOMPLETE: a file could not be used, or is one page of more. This answer covers only what was read.");
}

/* ---- findings ---- */

static void add_more(GString *names, uint32_t n, uint32_t most)
{
	if (n > most)
		g_string_append_printf(names, " and %u more", n - most);
}

char *er_prose_hits(const ErFlows *flows, const ErFinding *finding)
{
	const ErNetwork *net = er_flows_network(flows);
	GString *names = g_string_new(NULL);

	if (finding->n_flows == 0)
		return g_string_free(names, FALSE);
	for (uint32_t i = 0; i < finding->n_sites && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_prose_site_of(net, finding->sites[i])->name);
	add_more(names, finding->n_sites, MOST_NAMES);
	g_string_append(names, " ↔ ");
	for (uint32_t i = 0; i < finding->n_vnets && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_prose_vnet_of(net, finding->vnets[i])->name);
	add_more(names, finding->n_vnets, MOST_NAMES);
	g_string_append_printf(names, "; %s", er_finding_directions(flows, finding));
	return g_string_free(names, FALSE);
}

static void put_hits(GString *out, const ErFlows *flows, const ErFinding *finding)
{
	g_autofree char *hits = er_prose_hits(flows, finding);

	if (*hits != '\0')
		er_prose_put(out, 2, "hits", "%s", hits);
}

static bool is_same_evidence(const ErEvidence *a, const ErEvidence *b)
{
	return strcmp(a->id, b->id) == 0 && strcmp(a->property, b->property) == 0 && strcmp(a->value, b->value) == 0;
}

static char *evidence_text(const ErFlows *flows, const ErFinding *finding, const ErEvidence *evidence)
{
	const char *element = finding->element != ER_NONE ? er_element_id(flows, NULL, finding->element) : "";
	g_autofree char *place = evidence->loc.file != NULL && evidence->loc.line > 0 ? g_strdup_printf(" (%s:%u)", evidence->loc.file, evidence->loc.line) : g_strdup("");
	g_autofree char *name = er_prose_name_of_id(er_flows_network(flows), evidence->id);

	if (*evidence->property != '\0')
		return g_strdup_printf("%s: %s = %s%s", name, evidence->property, evidence->value, place);
	if (strcmp(evidence->id, element) != 0)
		return g_strdup_printf("%s: %s", name, evidence->value);
	g_autoptr(GString) words = g_string_new(NULL);
	er_prose_add_element(words, flows, NULL, finding->element);
	return g_strdup_printf("no path avoids %s (%s)", words->str, evidence->value);
}

GPtrArray *er_prose_evidence(const ErFlows *flows, const ErFinding *finding)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < finding->n_evidence; i++)
		if (i == 0 || !is_same_evidence(&finding->evidence[i], &finding->evidence[i - 1]))
			g_ptr_array_add(texts, evidence_text(flows, finding, &finding->evidence[i]));
	return texts;
}

static void put_evidence(GString *out, const ErFlows *flows, const ErFinding *finding)
{
	g_autoptr(GPtrArray) texts = er_prose_evidence(flows, finding);

	for (guint i = 0; i < texts->len; i++)
		er_prose_put(out, 2, i == 0 ? "because" : " ", "%s", (const char *)texts->pdata[i]);
}

static void put_head(GString *out, ErSeverity severity, bool unknown, bool colour, const char *text)
{
	g_string_append_printf(out, "%s%-9s%s ", er_prose_paint(severity, colour), unknown ? "unknown" : er_severity_name(severity), colour ? "\033[0m" : "");
	er_prose_put_words(out, 10, 10, text);
}

static void put_judgement_of(GString *out, const ErFinding *finding)
{
	const ErSiteAccept *accept = finding->acceptance;

	if (*finding->modified != '\0')
		er_prose_put(out, 2, "was", "%s: %s", er_severity_name(finding->unmodified), finding->modified);
	if (accept != NULL)
		er_prose_put(out, 2, finding->state == ER_FINDING_EXPIRED ? "expired" : "accepted", "%s %s by %s%s%s", finding->state == ER_FINDING_EXPIRED ? "on" : "until", accept->until,
		             accept->by, accept->reason != NULL && *accept->reason != '\0' ? ": " : "", accept->reason != NULL ? accept->reason : "");
}

/* What is not known to be wrong needs no remedy, but the input that would decide it. */
static void put_finding(GString *out, const ErReport *report, uint32_t index, bool colour)
{
	const ErFlows *flows = report->flows;
	const ErFinding *finding = er_findings_at(report->findings, index);
	bool unknown = finding->result == ER_RESULT_UNKNOWN, is_new = report->since != NULL && er_comparison_is_new(report->since, index);
	const char *mark = finding->state == ER_FINDING_ACCEPTED ? " (accepted)" : finding->state == ER_FINDING_EXPIRED ? " (its acceptance has expired)" : finding->under != ER_NONE ? " (part of the above)" : "";
	g_autofree char *head = g_strdup_printf("%s%s  %s%s", finding->rule->id, is_new ? " (new)" : "", finding->headline, mark);

	put_head(out, finding->severity, unknown, colour, head);
	put_hits(out, flows, finding);
	put_evidence(out, flows, finding);
	if (unknown)
		er_prose_put(out, 2, "missing", "%s; could be of severity %s", finding->missing, er_severity_name(finding->severity));
	else
		er_prose_put(out, 2, "fix", "%s", finding->rule->remedy);
	put_judgement_of(out, finding);
	er_prose_put(out, 2, "see", "%s", finding->rule->url);
}

/* Root causes and notes of the @head-th. */
static void put_parts(GString *out, const ErReport *report, uint32_t head, bool colour)
{
	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		if (er_findings_at(report->findings, i)->under == head)
			put_finding(out, report, i, colour);
}

bool er_prose_is_deletion(const ErFlows *flows, const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->severity == ER_SEV_INFO && finding->element != ER_NONE &&
	       strcmp(finding->rule->id, "ER-TOP-006") == 0 && er_prose_only_by_deletion(flows, NULL, finding->element);
}

static void put_deletions(GString *out, const ErFindings *findings, const ErFlows *flows, bool colour)
{
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (!er_prose_is_deletion(flows, finding) || n++ >= MOST_DELETIONS)
			continue;
		g_string_append(names, n > 1 ? ", " : "");
		er_prose_add_element(names, flows, NULL, finding->element);
	}
	if (n == 0)
		return;
	add_more(names, n, MOST_DELETIONS);
	g_autofree char *head = g_strdup_printf("ER-TOP-006  Lost only by deletion, %u: %s. A delete lock protects each.", n, names->str);
	put_head(out, ER_SEV_INFO, false, colour, head);
	g_string_append_c(out, '\n');
}

/* Rules that the same missing input would decide, too. */
static void put_same_question(GString *out, const ErFindings *findings, uint32_t first)
{
	g_autoptr(GString) ids = g_string_new(NULL);

	for (uint32_t i = first + 1; i < er_findings_count(findings); i++)
		if (er_findings_first_question(findings, i) == first)
			g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", er_findings_at(findings, i)->rule->id);
	if (ids->len > 0)
		er_prose_put(out, 2, "so too", "%s", ids->str);
}

bool er_prose_is_minor_question(const ErFinding *finding)
{
	const char *id = finding->rule->id;
	bool works = g_str_has_prefix(id, "ER-CKT-") || g_str_has_prefix(id, "ER-PEER-") || g_str_has_prefix(id, "ER-CON-");

	return finding->result == ER_RESULT_UNKNOWN && !(works && finding->severity == ER_SEV_CRITICAL) && !(is_about_failure(finding->rule) && finding->severity >= ER_SEV_HIGH);
}

typedef struct { const char *missing; GPtrArray *rules; uint32_t n; ErSeverity worst; } Question;

static void clear_question(void *data)
{
	g_ptr_array_free(((Question *)data)->rules, TRUE);
}

static void ask(GArray *questions, GHashTable *by_missing, const ErFinding *finding)
{
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(by_missing, finding->missing));

	if (known == 0) {
		Question question = { .missing = finding->missing, .rules = g_ptr_array_new() };
		g_array_append_val(questions, question);
		known = questions->len;
		g_hash_table_insert(by_missing, (char *)finding->missing, GUINT_TO_POINTER(known));
	}
	Question *question = &g_array_index(questions, Question, known - 1);
	question->n++;
	question->worst = MAX(question->worst, finding->severity);
	if (!g_ptr_array_find(question->rules, finding->rule->id, NULL))
		g_ptr_array_add(question->rules, (char *)finding->rule->id);
}

/* "ER-SITE-001, 002, ER-TOP-013": the family once. */
static void add_rule_id(GString *out, const char *id, const char *before)
{
	size_t family = (size_t)(strrchr(id, '-') - id) + 1;
	bool same = before != NULL && strncmp(id, before, family) == 0;

	g_string_append_printf(out, "%s%s", before != NULL ? ", " : "", same ? id + family : id);
}

static void put_minor_questions(GString *out, const ErFindings *findings)
{
	g_autoptr(GArray) questions = g_array_new(FALSE, TRUE, sizeof(Question));
	g_autoptr(GHashTable) by_missing = g_hash_table_new(g_str_hash, g_str_equal);

	g_array_set_clear_func(questions, clear_question);
	for (uint32_t i = 0; i < er_findings_count(findings); i++)
		if (er_prose_is_minor_question(er_findings_at(findings, i)) && er_prose_is_minor_question(er_findings_at(findings, er_findings_first_question(findings, i))))
			ask(questions, by_missing, er_findings_at(findings, i));
	if (questions->len == 0)
		return;
	g_string_append(out, "By what would decide them:\n");
	for (guint i = 0; i < questions->len; i++) {
		const Question *question = &g_array_index(questions, Question, i);
		g_autoptr(GString) rules = g_string_new(NULL);
		for (guint k = 0; k < question->rules->len; k++)
			add_rule_id(rules, question->rules->pdata[k], k > 0 ? question->rules->pdata[k - 1] : NULL);
		if (question->n > question->rules->len)
			g_string_append_printf(rules, ", %u times", question->n);
		er_prose_put_item(out, "%s: up to %s, %s", question->missing, er_severity_name(question->worst), rules->str);
	}
	g_string_append_c(out, '\n');
}

/* "HIGH, 2 findings": of open questions as many as are told. */
static void put_group(GString *out, const ErFinding *finding, const ErSums *sums)
{
	bool unknown = finding->result == ER_RESULT_UNKNOWN;
	uint32_t n = unknown ? sums->unknown : sums->by[finding->severity], accepted = unknown ? 0 : sums->accepted[finding->severity];
	g_autofree char *name = g_ascii_strup(unknown ? "not decided" : er_severity_name(finding->severity), -1);

	g_string_append_printf(out, "%s: %u %s", name, n, unknown ? er_prose_plural(n, "question", "questions") : er_prose_plural(n, "finding", "findings"));
	if (accepted > 0)
		g_string_append_printf(out, ", %u accepted", accepted);
	g_string_append(out, "\n\n");
}

/* By severity, as they are sorted; the open questions are one group. */
static void put_findings(GString *out, const ErReport *report, const ErSums *sums, ErResult result, bool colour)
{
	const ErFinding *last = NULL;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (finding->result != result)
			continue;
		if (last == NULL || (last->severity != finding->severity && result == ER_RESULT_FAIL))
			put_group(out, finding, sums);
		last = finding;
		if (er_prose_is_deletion(report->flows, finding) || er_findings_first_question(report->findings, i) != i || finding->under != ER_NONE || er_prose_is_minor_question(finding))
			continue;
		put_finding(out, report, i, colour);
		put_parts(out, report, i, colour);
		put_same_question(out, report->findings, i);
		g_string_append_c(out, '\n');
	}
}

/* What the baseline has and is no more. */
static void put_fixed(GString *out, const ErComparison *since)
{
	if (since == NULL || er_comparison_n_fixed(since) == 0)
		return;
	g_string_append(out, "FIXED since the baseline\n");
	for (uint32_t i = 0; i < er_comparison_n_fixed(since); i++) {
		const ErEarlier *row = er_comparison_fixed(since, i);
		er_prose_put_item(out, "%s  %s", row->rule, row->headline);
	}
	g_string_append_c(out, '\n');
}

/* ---- the rest of a check ---- */

static const char *down_directions(const ErFlows *flows, const ErFlowClass *class)
{
	if (er_flows_class(flows, class->other)->n_paths == 0)
		return "both directions";
	return class->direction == ER_ONPREM_TO_AZURE ? "on-premises → Azure only" : "Azure → on-premises only";
}

static void add_excluded(GString *out, const ErNetwork *net, const ErFlowClass *class)
{
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		g_autofree char *name = er_prose_name_of_id(net, class->excluded[i].via);
		g_string_append_printf(out, "%s%s: %s", i > 0 ? "; " : "", name, class->excluded[i].reason);
	}
}

/* Down although a gateway could serve them; a pair that is down in both directions is told once. */
static void put_down(GString *out, const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	bool any = false;

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		bool told = class->direction == ER_AZURE_TO_ONPREM && er_flows_class(flows, class->other)->n_paths == 0;
		if (class->n_paths > 0 || class->n_flows == 0 || er_class_is_unserved(flows, class) || told)
			continue;
		const ErFlow *flow = er_flows_at(flows, class->first_flow);
		g_autoptr(GString) why = g_string_new(NULL);
		g_autofree char *more = class->n_flows > 1 ? g_strdup_printf(" and %u more", class->n_flows - 1) : g_strdup("");
		add_excluded(why, net, class);
		if (!any)
			g_string_append(out, "DOWN, although a gateway could serve them\n");
		any = true;
		er_prose_put_item(out, "%s ↔ %s%s (%s): %s", er_prose_site_of(net, flow->site)->name, er_prose_vnet_of(net, flow->vnet)->name, more, down_directions(flows, class), why->str);
	}
	if (any)
		g_string_append_c(out, '\n');
}

static void put_assumptions(GString *out, const ErNetwork *net)
{
	uint32_t n = er_network_n_assumptions(net);

	if (n == 0)
		return;
	g_string_append(out, "ASSUMED\n");
	for (uint32_t i = 0; i < n && i < MOST_ASSUMPTIONS; i++) {
		const ErAssumption *row = er_network_assumption(net, i);
		er_prose_put_item(out, "%s%s%s", row->text, *row->declare != '\0' ? ". To settle it: " : "", row->declare);
	}
	if (n > MOST_ASSUMPTIONS)
		er_prose_put_item(out, "and %u more (erscope analyze lists all)", n - MOST_ASSUMPTIONS);
	g_string_append_c(out, '\n');
}

GString *er_words_ledger(const ErNetwork *net)
{
	GString *out = g_string_new(NULL);
	const ErInventory *inv = er_network_inventory(net);
	const ErLedger *ledger = er_inventory_ledger(inv);
	uint32_t ignored = ledger->resources - ledger->modelled - ledger->merged, external = er_inventory_n_externals(inv);
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "READ: %u %s: %u modelled", ledger->resources, er_prose_plural(ledger->resources, "resource", "resources"), ledger->modelled);
	if (ledger->merged > 0)
		g_string_append_printf(text, ", %u merged (the same again)", ledger->merged);
	if (ignored > 0)
		g_string_append_printf(text, ", %u ignored", ignored);
	if (external > 0)
		g_string_append_printf(text, "; %u more referred to, but not in the input", external);
	er_prose_put(out, 0, "", "%s.", text->str);
	for (uint32_t i = 0; i < ledger->n_ignored && i < MOST_IGNORED; i++)
		er_prose_put_item(out, "ignored %u %s: %s", ledger->ignored[i].count, ledger->ignored[i].type, ledger->ignored[i].reason);
	if (ledger->n_ignored > MOST_IGNORED)
		er_prose_put_item(out, "and %u more types (erscope analyze lists all)", ledger->n_ignored - MOST_IGNORED);
	return out;
}

/* ---- Resiliency Index ---- */

static char *show_points(double low, double high)
{
	return low == high ? g_strdup_printf("%g", low) : g_strdup_printf("%g to %g", low, high);
}

/* Microsoft's own score, and how far ours is from it. */
static void put_captured(GString *out, const ErIndex *index)
{
	char *end = NULL;
	double theirs = index->captured != NULL ? g_ascii_strtod(index->captured, &end) : 0;

	if (index->captured == NULL)
		return;
	g_autofree char *apart = end == index->captured || *end != '\0' ? g_strdup("")
	                         : theirs < index->low                 ? g_strdup_printf("; %g below this estimate", index->low - theirs)
	                         : theirs > index->high                ? g_strdup_printf("; %g above this estimate", theirs - index->high)
	                                                               : g_strdup("; within this estimate");
	er_prose_put(out, 2, "captured", "Resiliency Insights said %s of 100%s%s%s", index->captured, index->computed != NULL ? ", computed " : "", index->computed != NULL ? index->computed : "", apart);
}

static void put_index(GString *out, const ErNetwork *net, const ErIndex *index)
{
	static const struct { const char *label, *before, *after; } shown[] = { { "routes", "", " of 20" }, { "tests", "× ", " (1 to 4)" }, { "tests", "× ", " (1, or a half)" }, { "zones", "+ ", " of 10" }, { "advisor", "+ ", " of 10" } };
	g_autofree char *score = show_points(index->low, index->high);

	er_prose_put(out, 0, "", "%s: estimated index %s of 100", er_network_component(net, er_network_gateway(net, index->gateway)->self)->name, score);
	put_captured(out, index);
	for (ErTerm term = 0; term < ER_TERM__COUNT; term++) {
		g_autofree char *points = show_points(index->term[term].low, index->term[term].high);
		if (term == ER_TERM_TESTED && index->term[term].low == 1)
			continue;
		er_prose_put(out, 2, shown[term].label, "%s%s%s: %s", shown[term].before, points, shown[term].after, index->term[term].because);
	}
	for (uint32_t i = 0; i < index->n_gains; i++) {
		g_autofree char *points = show_points(index->gain[i].low, index->gain[i].high);
		er_prose_put(out, 2, "gain", "%s: +%s", index->gain[i].what, points);
	}
}

/* Gateways that nothing is connected to are told by their findings. */
static void put_indices(GString *out, const ErNetwork *net, const char *as_of)
{
	g_autoptr(GArray) indices = er_resiliency_index(net, as_of);

	if (indices->len == 0)
		return;
	g_string_append(out, "RESILIENCY INDEX, estimated (learn.microsoft.com/azure/expressroute/resiliency-insights)\n");
	for (guint i = 0; i < indices->len && i < MOST_INDICES; i++)
		put_index(out, net, &g_array_index(indices, ErIndex, i));
	if (indices->len > MOST_INDICES)
		er_prose_put(out, 0, "", "and %u more gateways (erscope analyze lists all)", indices->len - MOST_INDICES);
	g_string_append_c(out, '\n');
}

/* Date of the published figures, and which of them are the user's. */
static void put_tables(GString *out, const ErTables *tables)
{
	uint32_t n = er_tables_n_changes(tables);
	g_autoptr(GString) own = g_string_new(NULL);

	for (uint32_t i = 0; i < n && i < MOST_TABLE_ROWS; i++)
		g_string_append_printf(own, "%s%s %s", i > 0 ? ", " : "", er_table_name(er_tables_change(tables, i)->table), er_tables_change(tables, i)->key);
	if (n > MOST_TABLE_ROWS)
		g_string_append_printf(own, " and %u more", n - MOST_TABLE_ROWS);
	er_prose_put(out, 0, "", "TABLES of published figures: %s%s%s.\n", er_table_date(ER_TABLE__COUNT), n > 0 ? "; rows of your own: " : "", own->str);
}

GString *er_report_text(const ErReport *report, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	const ErFlows *flows = report->flows;
	const ErNetwork *net = er_flows_network(flows);
	ErSums sums = er_prose_sums(report->findings, flows);

	put_verdict(out, report, &sums, fail_on, colour);
	er_prose_put(out, 0, "", "As of %s, inventory %.12s.", report->as_of, er_inventory_content(er_network_inventory(net)));
	g_string_append_c(out, '\n');
	put_findings(out, report, &sums, ER_RESULT_FAIL, colour);
	put_deletions(out, report->findings, flows, colour);
	put_findings(out, report, &sums, ER_RESULT_UNKNOWN, colour);
	put_minor_questions(out, report->findings);
	put_fixed(out, report->since);
	put_down(out, flows);
	if (sums.unserved_vnets > 0 && er_network_has_expressroute(net))
		er_prose_put(out, 0, "", "NOT SERVED: %u %s that no ExpressRoute gateway could serve.\n", sums.unserved_vnets, er_prose_plural(sums.unserved_vnets, "VNet", "VNets"));
	put_indices(out, net, report->as_of);
	put_assumptions(out, net);
	put_tables(out, er_network_tables(net));
	g_autoptr(GString) ledger = er_words_ledger(net);
	g_string_append(out, ledger->str);
	return out;
}

/* ---- brief ---- */

static uint32_t lines_of(const GString *text)
{
	uint32_t n = 0;

	for (gsize i = 0; i < text->len; i++)
		n += text->str[i] == '\n';
	return n;
}

static void put_one_line(GString *out, const ErFinding *finding, bool colour)
{
	g_autofree char *line = g_strdup_printf("%-11s %s", finding->rule->id, finding->headline);
	glong room = ER_PROSE_COLUMNS - 12, n = g_utf8_strlen(line, -1);
	g_autofree char *start = n > room ? g_utf8_substring(line, 0, room - 1) : g_strdup(line);

	g_string_append_printf(out, "  %s%-9s%s %s%s\n", er_prose_paint(finding->severity, colour), er_severity_name(finding->severity), colour ? "\033[0m" : "", start, n > room ? "…" : "");
}

GString *er_report_brief(const ErReport *report, ErSeverity fail_on, bool colour)
{
	const ErFindings *findings = report->findings;
	GString *out = g_string_new(NULL);
	g_autoptr(GString) rest = g_string_new(NULL);
	ErSums left = er_prose_sums(findings, report->flows);

	put_verdict(out, report, &left, fail_on, colour);
	for (uint32_t i = 0; i < er_findings_count(findings) && lines_of(out) < BRIEF_LINES - 1; i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != ER_RESULT_FAIL || finding->severity < ER_SEV_HIGH)
			break;
		if (!er_prose_is_headline(finding))
			continue;
		put_one_line(out, finding, colour);
		left.by[finding->severity]--;
	}
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_INFO; severity--)
		if (left.by[severity] > 0)
			g_string_append_printf(rest, "%s%u %s", rest->len > 0 ? ", " : "", left.by[severity], er_severity_name((ErSeverity)severity));
	if (left.unknown > 0)
		g_string_append_printf(rest, "%s%u not decided", rest->len > 0 ? ", " : "", left.unknown);
	if (rest->len > 0)
		er_prose_put(out, 2, "", "and %s: erscope check tells all", rest->str);
	return out;
}
