/* The flows on paper: per site, like flows once, both directions after each other, every hop with its name; then what happens if something fails. */
#include "pdf_out.h"
#include "prose.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_ALIKE = 12 };

/* ---- a direction ---- */

static void put_hops(ErPaperReport *report, const ErFlow *flow, const ErFlowClass *class, const ErPath *path)
{
	g_autoptr(GString) hops = g_string_new(NULL);
	g_autoptr(GString) needs = g_string_new(NULL);

	for (uint32_t i = 0; i < path->n_hops; i++) {
		g_string_append(hops, i > 0 ? " → " : "");
		er_prose_add_hop(hops, report->flows, flow, path, path->hops[i]);
	}
	er_paper_cell(report, hops->str);
	er_prose_add_requirements(needs, report->flows, flow, class, path, false);
	if (needs->len > 0)
		er_pages_printf(report->pages, ER_RUN_MUTED, ". %s: %s", _("Needs as well"), needs->str);
}

static void put_paths(ErPaperReport *report, const ErFlow *flow, const ErFlowClass *class)
{
	const char *const heads[] = { _("Use"), _("Path"), _("Hops"), _("Capacity"), NULL };

	if (class->n_paths == 0)
		return;
	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		g_autofree char *use = er_prose_use(path), *name = er_prose_path_name(report->net, path, false);
		er_pages_row(report->pages, NULL);
		er_paper_cell(report, use);
		er_paper_cell(report, name);
		put_hops(report, flow, class, path);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		if (path->capacity_mbps == 0)
			er_paper_run(report, _("not known"));
		else
			er_pages_printf(report->pages, ER_RUN_PLAIN, "%u Mbps", path->capacity_mbps);
		if (path->capacity_mbps > 0 && path->bottleneck != ER_NONE)
			er_pages_printf(report->pages, ER_RUN_MUTED, ", %s %s", _("bound by"), er_network_component(report->net, path->bottleneck)->name);
	}
}

static void add_cut(ErPaperReport *report, GString *out, const ErFlow *flow, const ErCut *cut)
{
	g_string_append(out, out->len > 0 ? ", " : "");
	er_prose_add_element(out, report->flows, flow, cut->element[0]);
}

static void put_cuts(ErPaperReport *report, const ErFlow *flow, const ErFlowClass *class)
{
	static const struct { const char *label; ErCutWords words; } lists[] = { { "Fails with", ER_CUT_SINGLE }, { "If deleted", ER_CUT_DELETION }, { "Unverified", ER_CUT_UNVERIFIED } };
	g_autoptr(GString) unproven = g_string_new(NULL);
	g_autoptr(GPtrArray) pairs = er_prose_pairs(report->flows, flow, class);

	for (size_t k = 0; k < G_N_ELEMENTS(lists); k++) {
		g_autoptr(GString) names = g_string_new(NULL);
		for (uint32_t i = 0; i < class->n_cuts; i++)
			if (er_prose_cut_words_of(report->flows, flow, class, i) == lists[k].words)
				add_cut(report, names, flow, &class->cuts[i]);
		if (names->len == 0 && lists[k].words == ER_CUT_SINGLE)
			g_string_append(names, _("Nothing alone: no single point of failure"));
		er_paper_fact_text(report, _(lists[k].label), names->str);
	}
	for (uint32_t i = 0; i < class->n_unproven; i++)
		if (!er_prose_only_by_deletion(report->flows, flow, class->unproven[i].element[0]))
			add_cut(report, unproven, flow, &class->unproven[i]);
	er_paper_fact_text(report, _("Unproven"), unproven->str);
	for (guint i = 0; i < pairs->len; i++)
		er_paper_fact_text(report, i == 0 ? _("Fails with both") : "", pairs->pdata[i]);
}

static void put_reasons(ErPaperReport *report, const ErFlowClass *class)
{
	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		er_paper_fact_text(report, i == 0 ? _("Why") : "", class->mode_reasons[i]);
	if (class->n_paths == 0 && class->n_excluded == 0)
		er_paper_fact_text(report, _("Why"), "no ExpressRoute gateway: neither in the VNet nor in one it is peered with");
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		g_autofree char *name = er_prose_name_of_id(report->net, class->excluded[i].via);
		er_paper_fact(report, i == 0 ? _("Left out") : "");
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %s", name, class->excluded[i].reason);
	}
}

static void put_direction(ErPaperReport *report, uint32_t index)
{
	const ErFlowClass *class = er_flows_class(report->flows, index);
	const ErFlow *flow = er_flows_at(report->flows, class->first_flow);

	er_pages_paragraph(report->pages, ER_PARAGRAPH_BEFORE);
	er_pages_run(report->pages, ER_RUN_BOLD, _(class->direction == ER_ONPREM_TO_AZURE ? "On-premises → Azure" : "Azure → on-premises"), NULL);
	er_pages_printf(report->pages, ER_RUN_PLAIN, ": %s", er_prose_way_of(class, report->flows, flow));
	put_paths(report, flow, class);
	er_pages_facts(report->pages);
	put_reasons(report, class);
	if (class->n_paths == 0)
		return;
	g_autoptr(GString) needs = g_string_new(NULL);
	er_prose_add_requirements(needs, report->flows, flow, class, &class->paths[0], true);
	er_paper_fact_text(report, _("Needs as well"), needs->str);
	put_cuts(report, flow, class);
	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		g_autofree char *text = er_prose_asymmetry(report->flows, class, i);
		er_paper_fact_text(report, i == 0 ? _("Asymmetry") : "", text);
	}
	g_autofree char *redundancy = er_prose_redundancy(report->flows, flow, class);
	er_paper_fact_text(report, _("Redundancy"), redundancy);
	if (class->truncated)
		er_paper_fact_text(report, _("Incomplete"), _("A bound was met: there may be more."));
}

/* ---- both ---- */

static void put_alike(ErPaperReport *report, uint32_t index)
{
	const ErFlowClass *class = er_flows_class(report->flows, index);
	uint32_t told = 0;

	for (uint32_t i = class->first_flow; told < MIN(class->n_flows, MOST_ALIKE) && i < er_flows_count(report->flows); i++) {
		const ErFlow *flow = er_flows_at(report->flows, i);
		if (flow->flow_class != index)
			continue;
		const ErComponent *vnet = er_prose_vnet_of(report->net, flow->vnet);
		g_autofree char *name = g_strconcat(vnet->name, *flow->destination != '\0' ? " " : "", flow->destination, NULL);
		er_paper_run(report, told++ > 0 ? ", " : "");
		er_paper_part_link(report, er_network_vnet(report->net, flow->vnet)->self, name);
	}
	if (class->n_flows > told)
		er_pages_printf(report->pages, ER_RUN_PLAIN, " +%u", class->n_flows - told);
}

/* Flow sheets that show the site and a gateway of the class. */
static void put_sheets(ErPaperReport *report, const ErFlowClass *class)
{
	const char *site = er_network_component(report->net, er_network_site(report->net, class->site)->self)->id;
	bool first = true;

	for (guint i = 0; i < report->on_sheet->len; i++) {
		const ErScene *scene = er_drawing_scene(report->document->drawing, i);
		bool shows = false;
		for (uint32_t k = 0; k < class->n_paths && !shows; k++)
			shows = class->paths[k].gateway != ER_NONE &&
			        g_hash_table_contains(report->on_sheet->pdata[i], er_network_component(report->net, er_network_gateway(report->net, class->paths[k].gateway)->self)->id);
		if (!shows || !g_str_has_prefix(er_scene_slug(scene), "flow-") || !g_hash_table_contains(report->on_sheet->pdata[i], site))
			continue;
		g_autofree char *link = g_strconcat("#sheet:", er_scene_slug(scene), NULL);
		if (first)
			er_paper_fact(report, _("Diagrams"));
		else
			er_paper_run(report, ", ");
		er_pages_run(report->pages, ER_RUN_PLAIN, er_scene_title(scene), link);
		first = false;
	}
}

static void put_pair(ErPaperReport *report, uint32_t index)
{
	const ErFlowClass *class = er_flows_class(report->flows, index), *other = er_flows_class(report->flows, class->other);
	const ErFlow *flow = er_flows_at(report->flows, class->first_flow);
	bool both = class->direction == ER_ONPREM_TO_AZURE && other->n_flows > 0 && other->other == index;
	g_autofree char *title = g_strdup_printf("%s ↔ %s%s%s", er_prose_site_of(report->net, flow->site)->name, er_prose_vnet_of(report->net, flow->vnet)->name, *flow->destination != '\0' ? " " : "", flow->destination);
	g_autofree char *anchor = g_strdup_printf("flow:c%u", class->number);

	er_pages_heading(report->pages, 3, anchor, class->n_paths > 0 && (!both || other->n_paths > 0) ? ER_SIGN_UP : ER_SIGN_DOWN, title);
	er_pages_facts(report->pages);
	er_paper_fact(report, _("VNets"));
	put_alike(report, index);
	if (report->of_class->pdata[index] != NULL) {
		er_paper_fact(report, _("Findings"));
		er_paper_finding_links(report, report->of_class->pdata[index]);
	}
	put_sheets(report, class);
	put_direction(report, index);
	if (both)
		put_direction(report, class->other);
}

static void put_unserved(ErPaperReport *report)
{
	for (uint32_t i = 0; i < er_flows_n_classes(report->flows); i++) {
		const ErFlowClass *class = er_flows_class(report->flows, i);
		if (class->n_flows == 0 || class->direction != ER_ONPREM_TO_AZURE || !er_class_is_unserved(report->flows, class))
			continue;
		er_pages_paragraph(report->pages, ER_PARAGRAPH);
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%s, %s: ", er_network_component(report->net, er_network_site(report->net, class->site)->self)->name,
		                _("VNets that no ExpressRoute gateway could serve"));
		put_alike(report, i);
		er_paper_run(report, ".");
	}
}

void er_paper_flows(ErPaperReport *report)
{
	uint32_t site = ER_NONE;

	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Flows"));
	for (uint32_t i = 0; i < er_flows_n_classes(report->flows); i++) {
		const ErFlowClass *class = er_flows_class(report->flows, i);
		if (class->n_flows == 0 || er_paper_pair(report->flows, i) != i || er_class_is_unserved(report->flows, class))
			continue;
		if (class->site != site)
			er_pages_heading(report->pages, 2, NULL, ER_SIGN_NONE, er_network_component(report->net, er_network_site(report->net, class->site)->self)->name);
		site = class->site;
		put_pair(report, i);
	}
	if (site == ER_NONE) {
		er_pages_paragraph(report->pages, ER_PARAGRAPH);
		er_paper_run(report, _("None"));
	}
	put_unserved(report);
}

/* ---- what happens if ---- */

static void put_event(ErPaperReport *report, ErSimulator *simulator, const ErEvent *event)
{
	g_autoptr(ErImpacts) impacts = er_simulate(simulator, event);
	g_autofree char *target = er_prose_event_target(report->flows, event);
	uint32_t down, losing;

	er_prose_count_flows(report->flows, impacts, &down, &losing);
	er_pages_row(report->pages, NULL);
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s%s%s", event->scenario, *event->scenario != '\0' ? " " : "", event->title);
	er_paper_cell(report, target);
	er_pages_cell(report->pages, down > 0 || losing > 0 ? ER_SIGN_DOWN : ER_SIGN_UP);
	if (down > 0)
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%u %s", down, _("flows down"));
	if (losing > 0)
		er_pages_printf(report->pages, ER_RUN_PLAIN, "%s%u %s", down > 0 ? ", " : "", losing, _("flows losing a part"));
	if (down == 0 && losing == 0)
		er_paper_run(report, _("all flows up"));
}

void er_paper_scenarios(ErPaperReport *report)
{
	const ErEvents *events = report->document->events;
	const char *const heads[] = { _("Scenario"), _("What fails"), _("Outcome"), NULL };

	if (events == NULL || er_events_count(events) == 0)
		return;
	g_autoptr(ErSimulator) simulator = er_simulator_new(report->flows);
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("What happens if"));
	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < er_events_count(events); i++)
		put_event(report, simulator, er_events_at(events, i));
}
