/*
 * The report on paper (pages.h): title page, summary, diagrams; findings, flows, inventory and input stand in the other pdf_*.c.
 * The same facts and sentences as the report as XML (document_xml.c). What is new are the references: findings have numbers, and finding,
 * diagram, flow and row of the inventory lead to each other.
 */
#include "pdf_out.h"
#include "prose.h"

#include <erscope/lang.h>
#include <erscope/resiliency.h>
#include <erscope/results.h>

#include <string.h>

enum { MOST_WORST = 10 };

/* ---- shared ---- */

uint32_t er_paper_pair(const ErFlows *flows, uint32_t class)
{
	const ErFlowClass *row = er_flows_class(flows, class), *other = er_flows_class(flows, row->other);

	return row->direction == ER_AZURE_TO_ONPREM && other->n_flows > 0 && other->other == class ? row->other : class;
}

uint32_t er_paper_part(const ErNetwork *net, uint32_t component)
{
	uint32_t owner = er_network_owner(net, component);

	return owner != ER_NONE ? owner : component;
}

void er_paper_run(ErPaperReport *report, const char *text)
{
	er_pages_run(report->pages, ER_RUN_PLAIN, text, NULL);
}

void er_paper_part_link(ErPaperReport *report, uint32_t component, const char *text)
{
	g_autofree char *link = g_strconcat("#part:", er_network_component(report->net, er_paper_part(report->net, component))->id, NULL);

	er_pages_run(report->pages, ER_RUN_PLAIN, text, link);
}

void er_paper_finding_links(ErPaperReport *report, const GArray *numbers)
{
	enum { MOST = 8 };

	for (guint i = 0; numbers != NULL && i < numbers->len && i < MOST; i++) {
		g_autofree char *name = g_strdup_printf("F%u", g_array_index(numbers, uint32_t, i)), *link = g_strconcat("#", name, NULL);
		er_pages_run(report->pages, ER_RUN_PLAIN, i > 0 ? ", " : "", NULL);
		er_pages_run(report->pages, ER_RUN_PLAIN, name, link);
	}
	if (numbers != NULL && numbers->len > MOST)
		er_pages_printf(report->pages, ER_RUN_PLAIN, " +%u", numbers->len - MOST);
}

void er_paper_fact(ErPaperReport *report, const char *label)
{
	er_pages_row(report->pages, NULL);
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_pages_run(report->pages, ER_RUN_MUTED, label, NULL);
	er_pages_cell(report->pages, ER_SIGN_NONE);
}

void er_paper_fact_text(ErPaperReport *report, const char *label, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	er_paper_fact(report, label);
	er_paper_run(report, text);
}

void er_paper_cell(ErPaperReport *report, const char *text)
{
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_paper_run(report, text != NULL && *text != '\0' ? text : "–");
}

const char *er_paper_severity_word(ErSeverity severity)
{
	static const char *const words[] = { "Info", "Low", "Medium", "High", "Critical" };

	return _(words[severity]);
}

ErSign er_paper_severity_sign(ErSeverity severity)
{
	static const ErSign signs[] = { ER_SIGN_INFO, ER_SIGN_LOW, ER_SIGN_MEDIUM, ER_SIGN_HIGH, ER_SIGN_CRITICAL };

	return signs[severity];
}

void er_paper_severity_cell(ErPaperReport *report, ErSeverity severity)
{
	er_pages_cell(report->pages, er_paper_severity_sign(severity));
	er_paper_run(report, er_paper_severity_word(severity));
}

/* ---- references ---- */

static void add_number(GPtrArray *lists, uint32_t i, uint32_t number)
{
	GArray *list = lists->pdata[i];

	if (list == NULL)
		lists->pdata[i] = list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (list->len == 0 || g_array_index(list, uint32_t, list->len - 1) != number)
		g_array_append_val(list, number);
}

static void free_list(void *list)
{
	if (list != NULL)
		g_array_free(list, TRUE);
}

static GPtrArray *lists_new(uint32_t n)
{
	GPtrArray *lists = g_ptr_array_new_with_free_func(free_list);

	g_ptr_array_set_size(lists, (int)n);
	return lists;
}

/* What is told on its own gets a number: no part of another finding, no deletion, no open question. */
static bool is_numbered(const ErPaperReport *report, const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->under == ER_NONE && !er_prose_is_deletion(report->flows, finding);
}

static void number_findings(ErPaperReport *report)
{
	uint32_t next = 0, n = er_findings_count(report->findings);

	report->numbers = g_new0(uint32_t, n + 1);
	for (int accepted = 0; accepted < 2; accepted++)
		for (uint32_t i = 0; i < n; i++) {
			const ErFinding *finding = er_findings_at(report->findings, i);
			if (!is_numbered(report, finding) || (finding->state == ER_FINDING_ACCEPTED) != (accepted == 1))
				continue;
			report->numbers[i] = ++next;
			for (uint32_t k = 0; k < finding->n_subjects; k++) {
				uint32_t component = er_network_lookup(report->net, finding->subjects[k]);
				if (component != ER_NONE)
					add_number(report->of_part, er_paper_part(report->net, component), next);
			}
			for (uint32_t k = 0; k < finding->n_flows; k++)
				add_number(report->of_class, er_paper_pair(report->flows, er_flows_at(report->flows, finding->flows[k])->flow_class), next);
		}
}

static void index_sheets(ErPaperReport *report)
{
	uint32_t n = report->document->drawing != NULL ? er_drawing_count(report->document->drawing) : 0;

	report->on_sheet = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_destroy);
	for (uint32_t i = 0; i < n; i++) {
		const ErScene *scene = er_drawing_scene(report->document->drawing, i);
		GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
		for (uint32_t k = 0; k < er_scene_count(scene); k++)
			if (er_scene_at(scene, k)->kind == ER_ITEM_OPEN && er_scene_at(scene, k)->data_id != NULL)
				g_hash_table_add(ids, (char *)er_scene_at(scene, k)->data_id);
		g_ptr_array_add(report->on_sheet, ids);
	}
}

/* ---- the frame ---- */

static const char *parameter(const ErDocument *document, const char *name)
{
	for (uint32_t i = 0; document->params != NULL && document->params[i] != NULL && document->params[i + 1] != NULL; i += 2)
		if (strcmp(document->params[i], name) == 0)
			return document->params[i + 1];
	return NULL;
}

static char *footer_of(const ErDocument *document, const char *title)
{
	GString *text = g_string_new(title);

	if (document->version != NULL && *document->version != '\0')
		g_string_append_printf(text, " · %s", document->version);
	if (document->confidentiality != NULL && *document->confidentiality != '\0')
		g_string_append_printf(text, " · %s", document->confidentiality);
	return g_string_free(text, FALSE);
}

static ErPages *pages_of(const ErPaperReport *report, const char *paper)
{
	const ErDocument *document = report->document;
	g_autofree char *title = er_document_title(document), *footer = footer_of(document, title);
	const char *content = er_inventory_content(er_network_inventory(report->net));
	g_autofree char *hash = g_strdup_printf("%.12s", content), *subject = g_strdup_printf("Inventory %s, as of %s", content, document->as_of);
	const char *const rows[][2] = {
		{ _("Author"), document->author }, { _("Version"), document->version }, { _("Date"), document->as_of },
		{ _("Confidentiality"), document->confidentiality }, { _("Inventory"), hash }, { _("Made by"), "erscope " ER_TOOL_VERSION },
	};
	const char *facts[2 * G_N_ELEMENTS(rows) + 1];
	size_t n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i][1] != NULL && *rows[i][1] != '\0') {
			facts[n++] = rows[i][0];
			facts[n++] = rows[i][1];
		}
	facts[n] = NULL;
	return er_pages_new(&(ErPagesFrame){
		.title = title, .subtitle = document->title != NULL ? _("ExpressRoute report") : "", .facts = facts, .logo = document->logo, .footer = footer, .author = document->author,
		.subject = subject, .as_of = document->as_of, .paper = paper, .contents = _("Contents"), .page = _("Page"), .of = _("of"),
	});
}

/* ---- summary ---- */

static void put_severities(ErPaperReport *report, const ErSums *sums)
{
	uint32_t unknown[ER_SEV_CRITICAL + 1] = { 0 };
	const char *const heads[] = { _("Severity"), _("Open"), _("Accepted risks"), _("Not decided"), NULL };

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++)
		unknown[er_findings_at(report->findings, i)->severity] += er_findings_at(report->findings, i)->result == ER_RESULT_UNKNOWN;
	er_pages_table(report->pages, heads);
	for (int severity = ER_SEV_CRITICAL; severity >= ER_SEV_INFO; severity--) {
		er_pages_row(report->pages, NULL);
		er_paper_severity_cell(report, (ErSeverity)severity);
		const uint32_t counts[] = { sums->by[severity], sums->accepted[severity], unknown[severity] };
		for (size_t k = 0; k < G_N_ELEMENTS(counts); k++) {
			er_pages_cell(report->pages, ER_SIGN_NONE);
			er_pages_printf(report->pages, ER_RUN_PLAIN, "%u", counts[k]);
		}
	}
}

static void put_worst(ErPaperReport *report)
{
	const char *const heads[] = { _("Severity"), "", _("Worst findings"), _("Rule"), NULL };
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings) && n < MOST_WORST; i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (!er_prose_is_headline(finding) || finding->severity < ER_SEV_MEDIUM || report->numbers[i] == 0)
			continue;
		if (n++ == 0)
			er_pages_table(report->pages, heads);
		g_autofree char *name = g_strdup_printf("F%u", report->numbers[i]), *link = g_strconcat("#", name, NULL);
		er_pages_row(report->pages, NULL);
		er_paper_severity_cell(report, finding->severity);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		er_pages_run(report->pages, ER_RUN_PLAIN, name, link);
		er_paper_cell(report, finding->headline);
		er_paper_cell(report, finding->rule->id);
	}
}

static char *points(double low, double high)
{
	return high - low < 0.5 ? g_strdup_printf("%.0f", low) : g_strdup_printf("%.0f–%.0f", low, high);
}

static void put_indices(ErPaperReport *report)
{
	g_autoptr(GArray) indices = er_resiliency_index(report->net, report->document->as_of);
	const char *const heads[] = { _("Gateway"), _("Score"), _("Captured"), _("Gain in points"), NULL };

	if (indices->len == 0)
		return;
	er_pages_heading(report->pages, 2, NULL, ER_SIGN_NONE, _("Resiliency Index, estimated"));
	er_pages_table(report->pages, heads);
	for (guint i = 0; i < indices->len; i++) {
		const ErIndex *index = &g_array_index(indices, ErIndex, i);
		uint32_t self = er_network_gateway(report->net, index->gateway)->self;
		g_autofree char *score = points(index->low, index->high);
		er_pages_row(report->pages, NULL);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		er_paper_part_link(report, self, er_network_component(report->net, self)->name);
		er_paper_cell(report, score);
		er_paper_cell(report, index->captured);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		for (uint32_t k = 0; k < index->n_gains; k++) {
			g_autofree char *gain = points(index->gain[k].low, index->gain[k].high);
			er_pages_printf(report->pages, ER_RUN_PLAIN, "%s%s: %s", k > 0 ? "; " : "", gain, index->gain[k].what);
		}
	}
}

static void put_estate(ErPaperReport *report, const ErSums *sums)
{
	const struct { const char *word; uint32_t n; } counts[] = {
		{ "Sites", er_network_n_sites(report->net) }, { "Circuits", er_network_n_circuits(report->net) }, { "Port pairs", er_network_n_ports(report->net) },
		{ "Gateways", er_network_n_gateways(report->net) }, { "Connections", er_network_n_connections(report->net) }, { "Virtual hubs", er_network_n_hubs(report->net) }, { "VNets", er_network_n_vnets(report->net) },
	};

	er_pages_paragraph(report->pages, ER_PARAGRAPH);
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		if (counts[i].n > 0)
			er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %u; ", _(counts[i].word), counts[i].n);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %u; %s: %u.", _("Flows"), sums->served[0] + sums->served[1], _("up"), sums->up[0] + sums->up[1]);
	if (sums->up[0] == sums->up[1])
		return;
	er_pages_paragraph(report->pages, ER_PARAGRAPH);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %u %s %u %s. %s: %u %s %u %s.", _("On-premises → Azure"), sums->up[0], _("of"), sums->served[0], _("up"),
	                _("Azure → on-premises"), sums->up[1], _("of"), sums->served[1], _("up"));
}

static void put_summary(ErPaperReport *report)
{
	const ErSums sums = er_prose_sums(report->findings, report->flows);
	g_autofree char *verdict = er_prose_statement(report->findings, report->flows, &sums);

	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Summary"));
	er_pages_paragraph(report->pages, ER_PARAGRAPH_LEAD);
	er_pages_printf(report->pages, ER_RUN_BOLD, "%s: ", _("Verdict"));
	er_paper_run(report, verdict);
	if (!er_inventory_complete(er_network_inventory(report->net))) {
		er_pages_paragraph(report->pages, ER_PARAGRAPH);
		er_pages_run(report->pages, ER_RUN_BOLD, _("The input is incomplete: a file could not be used, or is one page of more. This report covers only what was read."), NULL);
	}
	put_estate(report, &sums);
	put_severities(report, &sums);
	put_worst(report);
	put_indices(report);
}

/* ---- diagrams ---- */

static void put_diagrams(ErPaperReport *report)
{
	const ErDrawing *drawing = report->document->drawing;
	uint32_t n = drawing != NULL ? er_drawing_count(drawing) : 0;

	if (n == 0)
		return;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Diagrams"));
	for (uint32_t i = 0; i < n; i++) {
		const ErScene *scene = er_drawing_scene(drawing, i);
		g_autofree char *link = g_strconcat("#sheet:", er_scene_slug(scene), NULL);
		er_pages_paragraph(report->pages, ER_PARAGRAPH_ITEM);
		er_pages_run(report->pages, ER_RUN_PLAIN, er_scene_title(scene), link);
	}
	for (uint32_t i = 0; i < n; i++)
		er_pages_figure(report->pages, drawing, i, er_scene_title(er_drawing_scene(drawing, i)));
}

/* ---- the whole ---- */

static void open_report(ErPaperReport *report, const ErDocument *document)
{
	*report = (ErPaperReport){ .document = document, .flows = document->flows, .net = er_flows_network(document->flows), .findings = document->findings };
	report->of_part = lists_new(er_network_n_components(report->net));
	report->of_class = lists_new(er_flows_n_classes(report->flows));
	number_findings(report);
	index_sheets(report);
}

static void close_report(ErPaperReport *report)
{
	er_pages_free(report->pages);
	g_free(report->numbers);
	g_ptr_array_free(report->of_part, TRUE);
	g_ptr_array_free(report->of_class, TRUE);
	g_ptr_array_free(report->on_sheet, TRUE);
}

static bool knows_paper(const char *paper, GError **error)
{
	for (uint32_t i = 0; er_pages_papers()[i] != NULL; i++)
		if (paper == NULL || strcmp(paper, er_pages_papers()[i]) == 0)
			return true;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "there is no paper '%s'; there are a4, letter", paper);
	return false;
}

bool er_document_pdf(const ErDocument *document, GByteArray *out, GError **error)
{
	const char *paper = parameter(document, "paper");
	ErPaperReport report;

	if (!knows_paper(paper, error))
		return false;
	open_report(&report, document);
	report.pages = pages_of(&report, paper);
	put_summary(&report);
	put_diagrams(&report);
	er_paper_findings(&report);
	er_paper_flows(&report);
	er_paper_scenarios(&report);
	er_paper_inventory(&report);
	er_paper_input(&report);
	bool done = er_pages_finish(report.pages, out, error);
	close_report(&report);
	return done;
}
