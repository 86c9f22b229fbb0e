/*
 * OpenMetrics text (1.0), the part of it that the textfile collector of node_exporter reads, too: gauges without timestamps, and every
 * series there also when it is 0, so that an alert sees it fall. Flows are those that a gateway could serve, as in the verdict.
 */
#include <erscope/formats.h>
#include <erscope/results.h>

#include <string.h>

static void begin(GString *out, const char *name, const char *help)
{
	g_string_append_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Reverse solidus, quotation mark and line feed, as a label's value has them. */
static void add_label(GString *out, const char *name, const char *value)
{
	g_string_append_printf(out, "%s=\"", name);
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '\n')
			g_string_append(out, "\\n");
		else if (*p == '\\' || *p == '"')
			g_string_append_printf(out, "\\%c", *p);
		else
			g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}

static void add_row(GString *out, const char *name, const char *label, const char *value, const char *result, uint32_t n)
{
	g_string_append_printf(out, "%s{", name);
	add_label(out, label, value);
	g_string_append_c(out, ',');
	add_label(out, "result", result);
	g_string_append_printf(out, "} %u\n", n);
}

static uint32_t count(const ErFindings *findings, ErSeverity severity, ErResult result)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(findings); i++)
		n += er_findings_at(findings, i)->severity == severity && er_findings_at(findings, i)->result == result;
	return n;
}

static void add_findings(GString *out, const ErFindings *findings)
{
	begin(out, "erscope_findings", "Findings by severity; of an open question the severity that it could be of.");
	for (ErSeverity severity = ER_SEV_INFO; severity <= ER_SEV_CRITICAL; severity++)
		for (ErResult result = ER_RESULT_FAIL; result <= ER_RESULT_UNKNOWN; result++)
			add_row(out, "erscope_findings", "severity", er_severity_name(severity), er_result_name(result), count(findings, severity, result));
}

static void add_rules(GString *out, const ErFindings *findings)
{
	begin(out, "erscope_rule_results", "Subjects of each rule by result.");
	for (uint32_t i = 0; i < er_findings_n_rules(findings); i++) {
		const ErRuleCount *row = er_findings_rule(findings, i);
		add_row(out, "erscope_rule_results", "rule", row->rule->id, "fail", row->fail);
		add_row(out, "erscope_rule_results", "rule", row->rule->id, "unknown", row->unknown);
		add_row(out, "erscope_rule_results", "rule", row->rule->id, "pass", row->pass);
		add_row(out, "erscope_rule_results", "rule", row->rule->id, "not_applicable", row->not_applicable);
	}
}

static void add_flows(GString *out, const ErFlows *flows)
{
	uint32_t up = 0, served = 0;

	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		if (er_class_is_unserved(flows, er_flows_class(flows, flow->flow_class)))
			continue;
		served++;
		up += flow->up;
	}
	begin(out, "erscope_flows", "Flows that an ExpressRoute gateway could serve: one site, one VNet, one direction.");
	g_string_append_printf(out, "erscope_flows %u\n", served);
	begin(out, "erscope_flows_up", "Of these, flows that are up.");
	g_string_append_printf(out, "erscope_flows_up %u\n", up);
}

static void add_since(GString *out, const ErComparison *since)
{
	begin(out, "erscope_findings_new", "Findings that the baseline does not have.");
	g_string_append_printf(out, "erscope_findings_new %u\n", er_comparison_n_new(since));
	begin(out, "erscope_findings_fixed", "Findings of the baseline that are gone.");
	g_string_append_printf(out, "erscope_findings_fixed %u\n", er_comparison_n_fixed(since));
}

GString *er_report_openmetrics(const ErReport *report)
{
	GString *out = g_string_new(NULL);

	add_findings(out, report->findings);
	add_rules(out, report->findings);
	add_flows(out, report->flows);
	if (report->since != NULL)
		add_since(out, report->since);
	begin(out, "erscope_input_complete", "1 when every file could be used and none was one page of more.");
	g_string_append_printf(out, "erscope_input_complete %d\n", er_inventory_complete(er_network_inventory(er_flows_network(report->flows))));
	g_string_append(out, "# EOF\n");
	return out;
}
