/*
 * The report as XML: what a template reads. One rule for all of it: each field is an element of its name, each list holds elements of its
 * singular, what is absent is empty (json_out.h). <results> is the results document itself, written by the same calls as the JSON; around it
 * stands what people read: names in place of ids, sentences in place of codes. Schema: report.xsd beside this file.
 */
#include "document_out.h"
#include "prose.h"
#include "results_out.h"

#include <erscope/lang.h>
#include <erscope/results.h>

#include <string.h>

/* With more events than that the results leave them out, as without --scenarios: each would tell every flow it meets once more. */
enum { MOST_WORST = 10, MOST_EVENTS_TWICE = 400 };

void er_document_texts(ErJsonOut *xml, const char *key, const GPtrArray *texts)
{
	er_json_open(xml, key, '[');
	for (guint i = 0; i < texts->len; i++)
		er_json_string(xml, NULL, texts->pdata[i]);
	er_json_close(xml, ']');
}

/* ---- frame ---- */

char *er_document_title(const ErDocument *document)
{
	const ErInventory *inv = er_network_inventory(er_flows_network(document->flows));
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t n = er_inventory_n_sources(inv);

	if (document->title != NULL)
		return g_strdup(document->title);
	for (uint32_t i = 0; i < n && i < 3; i++) {
		g_autofree char *base = g_path_get_basename(er_inventory_source(inv, i)->file);
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", base);
	}
	if (n > 3)
		g_string_append_printf(names, " (+%u)", n - 3);
	return g_strdup_printf("%s: %s", _("ExpressRoute report"), names->str);
}

static void write_frame(ErJsonOut *xml, const ErDocument *document)
{
	const ErNetwork *net = er_flows_network(document->flows);
	g_autofree char *title = er_document_title(document);

	er_json_open(xml, "frame", '{');
	er_json_string(xml, "title", title);
	er_json_string(xml, "author", document->author);
	er_json_string(xml, "version", document->version);
	er_json_string(xml, "confidentiality", document->confidentiality);
	er_json_string(xml, "logo", document->logo);
	er_json_string(xml, "language", er_lang());
	er_json_string(xml, "as_of", document->as_of);
	er_json_string(xml, "tool", ER_TOOL_VERSION);
	er_json_string(xml, "content", er_inventory_content(er_network_inventory(net)));
	er_json_close(xml, '}');
	er_json_open(xml, "words", '[');
	for (uint32_t i = 0; er_frame_word(i) != NULL; i++)
		er_xml_named(xml, "word", "id", er_frame_word(i)->id, _(er_frame_word(i)->english));
	er_json_close(xml, ']');
}

/* ---- summary ---- */

static void write_severities(ErJsonOut *xml, const ErFindings *findings, const ErSums *sums)
{
	uint32_t unknown[ER_SEV_CRITICAL + 1] = { 0 };

	for (uint32_t i = 0; i < er_findings_count(findings); i++)
		unknown[er_findings_at(findings, i)->severity] += er_findings_at(findings, i)->result == ER_RESULT_UNKNOWN;
	er_json_open(xml, "by_severity", '[');
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_INFO; severity--) {
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "name", er_severity_name((ErSeverity)severity));
		er_json_uint(xml, "open", sums->by[severity]);
		er_json_uint(xml, "accepted", sums->accepted[severity]);
		er_json_uint(xml, "unknown", unknown[severity]);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_rule_counts(ErJsonOut *xml, const ErFindings *findings)
{
	ErRuleCount all = { 0 };

	for (uint32_t i = 0; i < er_findings_n_rules(findings); i++) {
		const ErRuleCount *row = er_findings_rule(findings, i);
		all.fail += row->fail;
		all.unknown += row->unknown;
		all.pass += row->pass;
		all.not_applicable += row->not_applicable;
	}
	er_json_open(xml, "checks", '{');
	er_json_uint(xml, "rules", er_findings_n_rules(findings));
	er_json_uint(xml, "fail", all.fail);
	er_json_uint(xml, "unknown", all.unknown);
	er_json_uint(xml, "pass", all.pass);
	er_json_uint(xml, "not_applicable", all.not_applicable);
	er_json_close(xml, '}');
}

static void write_estate(ErJsonOut *xml, const ErNetwork *net, const ErSums *sums)
{
	er_json_open(xml, "estate", '{');
	er_json_uint(xml, "sites", er_network_n_sites(net));
	er_json_uint(xml, "circuits", er_network_n_circuits(net));
	er_json_uint(xml, "ports", er_network_n_ports(net));
	er_json_uint(xml, "gateways", er_network_n_gateways(net));
	er_json_uint(xml, "connections", er_network_n_connections(net));
	er_json_uint(xml, "hubs", er_network_n_hubs(net));
	er_json_uint(xml, "vnets", er_network_n_vnets(net));
	er_json_uint(xml, "unserved_vnets", sums->unserved_vnets);
	er_json_uint(xml, "flows", sums->served[0] + sums->served[1]);
	er_json_uint(xml, "flows_up", sums->up[0] + sums->up[1]);
	er_json_open(xml, "directions", '[');
	for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "name", er_direction_name(direction));
		er_json_uint(xml, "flows", sums->served[direction]);
		er_json_uint(xml, "up", sums->up[direction]);
		er_json_uint(xml, "findings_of_this_only", sums->one_way[direction]);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_close(xml, '}');
}

static void write_worst(ErJsonOut *xml, const ErDocument *document)
{
	uint32_t n = 0;

	er_json_open(xml, "worst", '[');
	for (uint32_t i = 0; i < er_findings_count(document->findings) && n < MOST_WORST; i++) {
		const ErFinding *finding = er_findings_at(document->findings, i);
		if (!er_prose_is_headline(finding) || finding->severity < ER_SEV_MEDIUM)
			continue;
		n++;
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "fingerprint", finding->fingerprint);
		er_json_string(xml, "rule", finding->rule->id);
		er_json_string(xml, "severity", er_severity_name(finding->severity));
		er_json_string(xml, "headline", finding->headline);
		er_json_string(xml, "directions", finding->n_flows > 0 ? _(er_finding_directions(document->flows, finding)) : NULL);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_index(ErJsonOut *xml, const ErNetwork *net, const ErIndex *index)
{
	er_json_open(xml, NULL, '{');
	er_json_string(xml, "gateway", er_network_component(net, er_network_gateway(net, index->gateway)->self)->name);
	er_json_share(xml, "low", index->low);
	er_json_share(xml, "high", index->high);
	er_json_string(xml, "captured", index->captured);
	er_json_open(xml, "items", '[');
	for (ErTerm term = 0; term < ER_TERM__COUNT; term++) {
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "name", er_term_name(term));
		er_json_share(xml, "low", index->term[term].low);
		er_json_share(xml, "high", index->term[term].high);
		er_json_string(xml, "because", index->term[term].because);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_open(xml, "gains", '[');
	for (uint32_t i = 0; i < index->n_gains; i++) {
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "fix", index->gain[i].what);
		er_json_share(xml, "low", index->gain[i].low);
		er_json_share(xml, "high", index->gain[i].high);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_close(xml, '}');
}

static void write_summary(ErJsonOut *xml, const ErDocument *document)
{
	const ErNetwork *net = er_flows_network(document->flows);
	const ErSums sums = er_prose_sums(document->findings, document->flows);
	g_autofree char *verdict = er_prose_statement(document->findings, document->flows, &sums);
	g_autoptr(GArray) indices = er_resiliency_index(net, document->as_of);
	int worst = ER_SEV_CRITICAL;

	while (worst >= ER_SEV_INFO && sums.by[worst] == 0)
		worst--;
	er_json_open(xml, "summary", '{');
	er_json_string(xml, "verdict", verdict);
	er_json_string(xml, "worst_severity", worst >= ER_SEV_INFO ? er_severity_name((ErSeverity)worst) : "none");
	er_json_bool(xml, "complete", er_inventory_complete(er_network_inventory(net)));
	er_json_uint(xml, "questions", sums.unknown);
	er_json_uint(xml, "questions_of_high", sums.unknown_high);
	write_severities(xml, document->findings, &sums);
	write_rule_counts(xml, document->findings);
	write_estate(xml, net, &sums);
	write_worst(xml, document);
	er_json_open(xml, "resiliency_index", '[');
	for (guint i = 0; i < indices->len; i++)
		write_index(xml, net, &g_array_index(indices, ErIndex, i));
	er_json_close(xml, ']');
	er_json_close(xml, '}');
}

/* ---- pictures ---- */

/* "flow" of "flow-london-ergw". (transfer full) */
static char *view_of(const char *slug)
{
	return g_strndup(slug, strcspn(slug, "-"));
}

static void write_pictures(ErJsonOut *xml, const ErDocument *document)
{
	uint32_t n = document->drawing != NULL ? er_drawing_count(document->drawing) : 0;

	er_json_open(xml, "pictures", '[');
	for (uint32_t i = 0; i < n; i++) {
		const ErScene *scene = er_drawing_scene(document->drawing, i);
		g_autofree char *view = view_of(er_scene_slug(scene));
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "id", er_scene_slug(scene));
		er_json_string(xml, "title", er_scene_title(scene));
		er_json_string(xml, "description", er_scene_desc(scene));
		er_json_string(xml, "view", view);
		er_json_uint(xml, "width", (uint64_t)(er_scene_width(scene) + 0.5));
		er_json_uint(xml, "height", (uint64_t)(er_scene_height(scene) + 0.5));
		er_json_string(xml, "file", document->picture_files != NULL ? document->picture_files[i] : NULL);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

/* ---- the whole ---- */

static GString *write_all(const ErDocument *document, bool whole, bool dense)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	ErJsonOut xml = er_xml_out(out);
	xml.dense = dense;
	const ErReport results = { .flows = document->flows, .findings = document->findings, .diags = document->diags, .as_of = document->as_of };

	er_json_open(&xml, "report", '{');
	er_json_string(&xml, "schema", "erscope.report");
	er_json_uint(&xml, "schema_version", 1);
	write_frame(&xml, document);
	write_summary(&xml, document);
	er_document_findings(&xml, document);
	er_document_flows(&xml, document);
	write_pictures(&xml, document);
	er_document_inventory(&xml, document);
	er_document_scenarios(&xml, document);
	if (whole)
		er_results_write(&xml, "results", &results, document->events != NULL && er_events_count(document->events) <= MOST_EVENTS_TWICE ? document->events : NULL);
	else
		er_results_write_frame(&xml, "results", &results);
	er_json_close(&xml, '}');
	g_string_append_c(out, '\n');
	return out;
}

GString *er_document_xml(const ErDocument *document)
{
	return write_all(document, true, false);
}

GString *er_document_xml_dense(const ErDocument *document, bool whole)
{
	return write_all(document, whole, true);
}
