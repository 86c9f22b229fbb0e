/*
 * Verdict, findings and flows in words. Everything is written through one wrapping writer: a label, then text with a hanging
 * indent, 100 columns. Nothing is computed here but the sums a reader would do.
 */
#include "prose.h"

#include <string.h>

enum { MOST_NAMES = 4, MOST_DELETIONS = 6, MOST_ASSUMPTIONS = 12, MOST_IGNORED = 8, BRIEF_LINES = 12 };

/* ---- verdict ---- */

/* Sums over the flows that a gateway could serve, per direction, and over the findings. */
typedef struct {
	uint32_t served[2], up[2], unserved_vnets;
	uint32_t by[ER_SEV_CRITICAL + 1], one_way[2];
	uint32_t unknown, unknown_high;
	bool unknown_failure;      /* one of the open questions is whether something is a single point of failure */
} Sums;

static void sum_flows(Sums *sums, const ErFlows *flows)
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

static Sums sum_up(const ErFindings *findings, const ErFlows *flows)
{
	Sums sums = { 0 };

	sum_flows(&sums, flows);
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		bool in = er_finding_hits(flows, finding, ER_ONPREM_TO_AZURE), out = er_finding_hits(flows, finding, ER_AZURE_TO_ONPREM);
		if (finding->result == ER_RESULT_FAIL) {
			sums.by[finding->severity]++;
			sums.one_way[ER_ONPREM_TO_AZURE] += finding->severity >= ER_SEV_MEDIUM && in && !out;
			sums.one_way[ER_AZURE_TO_ONPREM] += finding->severity >= ER_SEV_MEDIUM && out && !in;
			continue;
		}
		bool high = finding->severity >= ER_SEV_HIGH;
		sums.unknown++;
		sums.unknown_high += high;
		/* The topology and gateway families are the ones that find single points of failure; of sites (ER-TOP-013) the inventory is not asked. */
		sums.unknown_failure = sums.unknown_failure || (high && strcmp(finding->rule->id, "ER-TOP-013") != 0 && (g_str_has_prefix(finding->rule->id, "ER-TOP-") || g_str_has_prefix(finding->rule->id, "ER-GW-")));
	}
	return sums;
}

/* "1 critical, 2 high and 1 medium findings": what there is from medium up. */
static void add_counts(GString *out, const Sums *sums)
{
	uint32_t kinds = 0, told = 0, all = 0;

	for (ErSeverity severity = ER_SEV_MEDIUM; severity <= ER_SEV_CRITICAL; severity++)
		kinds += sums->by[severity] > 0;
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_MEDIUM; severity--) {
		if (sums->by[severity] == 0)
			continue;
		g_string_append_printf(out, "%s%u %s", told == 0 ? "" : told + 1 == kinds ? " and " : ", ", sums->by[severity], er_severity_name((ErSeverity)severity));
		all += sums->by[severity];
		told++;
	}
	g_string_append_printf(out, " %s", er_prose_plural(all, "finding", "findings"));
}

/* The counts and the first finding, which is the worst. */
static void add_worst(GString *out, const ErFindings *findings, const ErFlows *flows, const Sums *sums)
{
	const ErFinding *worst = er_findings_at(findings, 0);

	add_counts(out, sums);
	g_string_append_printf(out, ". Worst: %s", worst->headline);
	if (worst->n_flows > 0)
		g_string_append_printf(out, " (%s)", er_finding_directions(flows, worst));
	g_string_append_c(out, '.');
}

/* Why there is no verdict; NULL when there is one. */
static const char *no_verdict(const ErNetwork *net, const Sums *sums)
{
	const ErInventory *inv = er_network_inventory(net);

	if (er_inventory_names_only(inv))
		return "The input holds names only: no resource has its properties. Export full resources.";
	if (!er_network_has_expressroute(net) && !er_inventory_complete(inv) && er_inventory_ledger(inv)->resources == 0)
		return "Nothing could be read from the input.";
	if (!er_network_has_expressroute(net))
		return "There is no ExpressRoute in the input, so there is nothing to analyse.";
	if (sums->served[0] + sums->served[1] == 0)
		return "No flow can be worked out from this input; it does not hold circuit, connection, gateway and VNet together.";
	return NULL;
}

static const char *judge(const Sums *sums)
{
	if (sums->by[ER_SEV_CRITICAL] > 0)
		return "broken now. ";
	if (sums->up[0] + sums->up[1] == 0)
		return "down. No flow is up. ";
	if (sums->by[ER_SEV_HIGH] > 0)
		return "not resilient. ";
	if (sums->unknown_failure)
		return "not decided. No single point of failure of severity high was found, but the input does not tell enough to rule one out. ";
	return sums->by[ER_SEV_MEDIUM] > 0 ? "no single point of failure of severity high. " : "no single point of failure of severity medium or above.";
}

static void put_judgement(GString *out, const ErFindings *findings, const ErFlows *flows, const Sums *sums, bool colour)
{
	/* What is broken is broken, also where the input holds too little for a flow. */
	const char *none = sums->by[ER_SEV_CRITICAL] > 0 ? NULL : no_verdict(er_flows_network(flows), sums);
	bool bad = sums->by[ER_SEV_CRITICAL] + sums->by[ER_SEV_HIGH] + sums->by[ER_SEV_MEDIUM] > 0;
	ErSeverity severity = sums->by[ER_SEV_CRITICAL] > 0 ? ER_SEV_CRITICAL : sums->by[ER_SEV_HIGH] > 0 ? ER_SEV_HIGH : ER_SEV_MEDIUM;
	g_autoptr(GString) text = g_string_new(NULL);

	if (none != NULL)
		g_string_append_printf(text, " none. %s%s", none, bad ? " Of what it holds: " : "");
	else
		g_string_append_printf(text, " %s", judge(sums));
	if (bad)
		add_worst(text, findings, flows, sums);
	g_string_append_printf(out, "%sVERDICT:%s", bad ? er_prose_paint(severity, colour) : "", bad && colour ? "\033[0m" : "");
	er_prose_put_words(out, 0, strlen("VERDICT:"), g_strchomp(text->str));
}

static void put_flow_counts(GString *out, const Sums *sums)
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

static void put_verdict(GString *out, const ErFindings *findings, const ErFlows *flows, const Sums *sums, ErSeverity fail_on, bool colour)
{
	uint32_t reach = er_findings_at_least(findings, fail_on);

	put_judgement(out, findings, flows, sums, colour);
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

static void put_hits(GString *out, const ErFlows *flows, const ErFinding *finding)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) names = g_string_new(NULL);

	if (finding->n_flows == 0)
		return;
	for (uint32_t i = 0; i < finding->n_sites && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_prose_site_of(net, finding->sites[i])->name);
	add_more(names, finding->n_sites, MOST_NAMES);
	g_string_append(names, " ↔ ");
	for (uint32_t i = 0; i < finding->n_vnets && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_prose_vnet_of(net, finding->vnets[i])->name);
	add_more(names, finding->n_vnets, MOST_NAMES);
	er_prose_put(out, 2, "hits", "%s; %s", names->str, er_finding_directions(flows, finding));
}

static bool is_same_evidence(const ErEvidence *a, const ErEvidence *b)
{
	return strcmp(a->id, b->id) == 0 && strcmp(a->property, b->property) == 0 && strcmp(a->value, b->value) == 0;
}

static void put_evidence(GString *out, const ErFlows *flows, const ErFinding *finding)
{
	const ErNetwork *net = er_flows_network(flows);
	const char *element = finding->element != ER_NONE ? er_element_id(flows, NULL, finding->element) : "";
	const char *label = "because";

	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		if (i > 0 && is_same_evidence(evidence, evidence - 1))
			continue;
		g_autofree char *place = evidence->loc.file != NULL && evidence->loc.line > 0 ? g_strdup_printf(" (%s:%u)", evidence->loc.file, evidence->loc.line) : g_strdup("");
		g_autofree char *name = er_prose_name_of_id(net, evidence->id);
		if (*evidence->property != '\0') {
			er_prose_put(out, 2, label, "%s: %s = %s%s", name, evidence->property, evidence->value, place);
		} else if (strcmp(evidence->id, element) == 0) {
			g_autoptr(GString) words = g_string_new(NULL);
			er_prose_add_element(words, flows, NULL, finding->element);
			er_prose_put(out, 2, label, "no path avoids %s (%s)", words->str, evidence->value);
		} else {
			er_prose_put(out, 2, label, "%s: %s", name, evidence->value);
		}
		label = " ";
	}
}

static void put_head(GString *out, ErSeverity severity, bool unknown, bool colour, const char *text)
{
	g_string_append_printf(out, "%s%-9s%s ", er_prose_paint(severity, colour), unknown ? "unknown" : er_severity_name(severity), colour ? "\033[0m" : "");
	er_prose_put_words(out, 10, 10, text);
}

/* What is not known to be wrong needs no remedy, but the input that would decide it. */
static void put_finding(GString *out, const ErFlows *flows, const ErFinding *finding, bool colour)
{
	bool unknown = finding->result == ER_RESULT_UNKNOWN;
	g_autofree char *head = g_strdup_printf("%s  %s", finding->rule->id, finding->headline);

	put_head(out, finding->severity, unknown, colour, head);
	put_hits(out, flows, finding);
	put_evidence(out, flows, finding);
	if (unknown)
		er_prose_put(out, 2, "missing", "%s; could be of severity %s", finding->missing, er_severity_name(finding->severity));
	else
		er_prose_put(out, 2, "fix", "%s", finding->rule->remedy);
	er_prose_put(out, 2, "see", "%s", finding->rule->url);
}

static bool is_deletion(const ErFlows *flows, const ErFinding *finding)
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
		if (!is_deletion(flows, finding) || n++ >= MOST_DELETIONS)
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

static void put_findings(GString *out, const ErFindings *findings, const ErFlows *flows, ErResult result, bool colour)
{
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != result || is_deletion(flows, finding) || er_findings_first_question(findings, i) != i)
			continue;
		put_finding(out, flows, finding, colour);
		put_same_question(out, findings, i);
		g_string_append_c(out, '\n');
	}
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

/* What Microsoft's Resiliency Insights said of a gateway when somebody asked. */
static void put_captured_scores(GString *out, const ErNetwork *net)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_gateway(net, i)->self);
		const ErValue *body = self->resource != NULL ? &self->resource->body : NULL;
		const ErValue *score = er_value_get(body, ER_CAPTURES ".resiliencyInformation.overallScore");
		const char *when = er_value_text(body, ER_CAPTURES ".resiliencyInformation.lastComputedTime");
		if (score != NULL && (score->kind == ER_VALUE_STRING || score->kind == ER_VALUE_NUMBER))
			er_prose_put(out, 0, "", "Resiliency Insights, as captured: %s of 100 for %s%s%s.", score->u.text, self->name, when != NULL ? ", computed " : "", when != NULL ? when : "");
	}
}

GString *er_words_check(const ErFindings *findings, const ErFlows *flows, const char *as_of, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	const ErNetwork *net = er_flows_network(flows);
	Sums sums = sum_up(findings, flows);

	put_verdict(out, findings, flows, &sums, fail_on, colour);
	er_prose_put(out, 0, "", "As of %s, inventory %.12s.", as_of, er_inventory_content(er_network_inventory(net)));
	put_captured_scores(out, net);
	g_string_append_c(out, '\n');
	put_findings(out, findings, flows, ER_RESULT_FAIL, colour);
	put_deletions(out, findings, flows, colour);
	put_findings(out, findings, flows, ER_RESULT_UNKNOWN, colour);
	put_down(out, flows);
	if (sums.unserved_vnets > 0 && er_network_has_expressroute(net))
		er_prose_put(out, 0, "", "NOT SERVED: %u %s that no ExpressRoute gateway could serve.\n", sums.unserved_vnets, er_prose_plural(sums.unserved_vnets, "VNet", "VNets"));
	put_assumptions(out, net);
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

GString *er_words_brief(const ErFindings *findings, const ErFlows *flows, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) rest = g_string_new(NULL);
	Sums left = sum_up(findings, flows);

	put_verdict(out, findings, flows, &left, fail_on, colour);
	for (uint32_t i = 0; i < er_findings_count(findings) && lines_of(out) < BRIEF_LINES - 1; i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != ER_RESULT_FAIL || finding->severity < ER_SEV_HIGH)
			break;
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
