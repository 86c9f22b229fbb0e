/* The inventory on paper, a table per kind of part, each row with the findings about it; then what was read, what was assumed, and how it was worked out. */
#include "pdf_out.h"
#include "prose.h"

#include <erscope/lang.h>
#include <erscope/results.h>

#include <string.h>

enum { MOST_MEMBERS = 24 };

static const ErComponent *at(const ErPaperReport *report, uint32_t component)
{
	return er_network_component(report->net, component);
}

/* Opens a row: name, with the state as a sign; the last two cells of every row follow with end_row(). */
static void start_row(ErPaperReport *report, uint32_t self)
{
	g_autofree char *anchor = g_strconcat("part:", at(report, self)->id, NULL);

	er_pages_row(report->pages, anchor);
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_pages_run(report->pages, ER_RUN_BOLD, at(report, self)->name, NULL);
	if (at(report, self)->external)
		er_pages_printf(report->pages, ER_RUN_MUTED, " (%s)", _("not in the inventory"));
}

static void end_row(ErPaperReport *report, uint32_t self)
{
	const ErComponent *component = at(report, self);

	er_pages_cell(report->pages, component->up ? ER_SIGN_UP : ER_SIGN_DOWN);
	er_paper_run(report, _(component->up ? "up" : "down"));
	if (!component->up && *component->reason != '\0')
		er_pages_printf(report->pages, ER_RUN_MUTED, ": %s", component->reason);
	if (component->certainty != ER_OBSERVED)
		er_pages_printf(report->pages, ER_RUN_MUTED, " (%s)", _(er_certainty_name(component->certainty)));
	er_pages_cell(report->pages, ER_SIGN_NONE);
	if (report->of_part->pdata[self] != NULL)
		er_paper_finding_links(report, report->of_part->pdata[self]);
	else
		er_paper_run(report, "–");
}

static void start_table(ErPaperReport *report, const char *title, const char *const *heads)
{
	const char *words[10];
	size_t n = 0;

	words[n++] = _("Name");
	for (; heads[n - 1] != NULL; n++)
		words[n] = _(heads[n - 1]);
	words[n] = _("State");
	words[n + 1] = _("Findings");
	words[n + 2] = NULL;
	er_pages_heading(report->pages, 2, NULL, ER_SIGN_NONE, _(title));
	er_pages_table(report->pages, words);
}

static void mbps_cell(ErPaperReport *report, uint32_t mbps)
{
	g_autofree char *text = mbps > 0 ? g_strdup_printf("%u Mbps", mbps) : g_strdup(_("not known"));

	er_paper_cell(report, text);
}

static void link_cell(ErPaperReport *report, uint32_t component)
{
	er_pages_cell(report->pages, ER_SIGN_NONE);
	if (component != ER_NONE)
		er_paper_part_link(report, component, at(report, component)->name);
	else
		er_paper_run(report, "–");
}

static void put_sites(ErPaperReport *report)
{
	const ErNetwork *net = report->net;

	if (er_network_n_sites(net) > 0)
		start_table(report, "Sites", (const char *const[]){ "Prefixes", "Circuits", NULL });
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		const ErSite *site = er_network_site(net, i);
		g_autoptr(GString) prefixes = g_string_new(NULL);
		uint32_t last = ER_NONE;
		for (uint32_t k = 0; site->record != NULL && k < site->record->n_prefixes; k++)
			g_string_append_printf(prefixes, "%s%s", k > 0 ? ", " : "", site->record->prefixes[k].cidr);
		start_row(report, site->self);
		er_paper_cell(report, prefixes->str);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		for (uint32_t k = 0; k < er_network_n_ends(net); k++) {
			const ErEnd *end = er_network_end(net, k);
			if (end->site != i || end->circuit == last)
				continue;
			er_paper_run(report, last != ER_NONE ? ", " : "");
			last = end->circuit;
			er_paper_part_link(report, er_network_circuit(net, last)->self, at(report, er_network_circuit(net, last)->self)->name);
		}
		end_row(report, site->self);
	}
}

static void put_circuits(ErPaperReport *report)
{
	const ErNetwork *net = report->net;

	if (er_network_n_circuits(net) > 0)
		start_table(report, "Circuits", (const char *const[]){ "Provider", "Location", "Bandwidth", "SKU", NULL });
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		g_autofree char *sku = g_strdup_printf("%s%s%s", circuit->tier, *circuit->tier != '\0' && *circuit->family != '\0' ? " " : "", circuit->family);
		start_row(report, circuit->self);
		if (circuit->port != ER_NONE)
			link_cell(report, er_network_port(net, circuit->port)->self);
		else
			er_paper_cell(report, circuit->provider);
		er_paper_cell(report, circuit->peering_location);
		mbps_cell(report, circuit->bandwidth_mbps);
		er_paper_cell(report, sku);
		end_row(report, circuit->self);
	}
	if (er_network_n_ports(net) > 0)
		start_table(report, "Port pairs", (const char *const[]){ "Location", "Bandwidth", NULL });
	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		start_row(report, port->self);
		er_paper_cell(report, port->peering_location);
		mbps_cell(report, port->bandwidth_mbps);
		end_row(report, port->self);
	}
}

static void put_gateways(ErPaperReport *report)
{
	const ErNetwork *net = report->net;

	if (er_network_n_gateways(net) > 0)
		start_table(report, "Gateways", (const char *const[]){ "Region", "SKU", "Zones", "Attached to", NULL });
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		start_row(report, gateway->self);
		er_paper_cell(report, gateway->region);
		er_paper_cell(report, gateway->sku);
		er_paper_cell(report, _(er_zone_verdict_name(gateway->zones)));
		link_cell(report, gateway->vnet != ER_NONE ? er_network_vnet(net, gateway->vnet)->self : gateway->hub != ER_NONE ? er_network_hub(net, gateway->hub)->self : ER_NONE);
		end_row(report, gateway->self);
	}
	if (er_network_n_connections(net) > 0)
		start_table(report, "Connections", (const char *const[]){ "Circuit", "Gateway", "Weight", "FastPath", NULL });
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		g_autofree char *weight = connection->weight_known ? g_strdup_printf("%u", connection->weight) : g_strdup(_("not known"));
		start_row(report, connection->self);
		link_cell(report, er_network_circuit(net, connection->circuit)->self);
		link_cell(report, er_network_gateway(net, connection->gateway)->self);
		er_paper_cell(report, weight);
		er_paper_cell(report, _(!connection->bypass_known ? "not known" : connection->bypass ? "yes" : "no"));
		end_row(report, connection->self);
	}
}

/* Per VNet the hub, or the VNet, that it hangs on: component. (transfer full) */
static uint32_t *homes_of(const ErNetwork *net)
{
	uint32_t *home = g_new(uint32_t, er_network_n_vnets(net) + 1);

	memset(home, 0xFF, (er_network_n_vnets(net) + 1) * sizeof *home);
	for (uint32_t i = er_network_n_attachments(net); i-- > 0;) {
		const ErAttachment *row = er_network_attachment(net, i);
		if (row->hub_vnet != ER_NONE || row->hub != ER_NONE)
			home[row->spoke] = row->hub != ER_NONE ? er_network_hub(net, row->hub)->self : er_network_vnet(net, row->hub_vnet)->self;
	}
	return home;
}

static void put_vnets(ErPaperReport *report)
{
	const ErNetwork *net = report->net;
	g_autofree uint32_t *home = homes_of(net);

	if (er_network_n_hubs(net) > 0)
		start_table(report, "Virtual hubs", (const char *const[]){ "Region", "Prefixes", NULL });
	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		start_row(report, er_network_hub(net, i)->self);
		er_paper_cell(report, er_network_hub(net, i)->region);
		er_paper_cell(report, er_network_hub(net, i)->prefix);
		end_row(report, er_network_hub(net, i)->self);
	}
	if (er_network_n_vnets(net) > 0)
		start_table(report, "VNets", (const char *const[]){ "Region", "Prefixes", "Attached to", NULL });
	for (uint32_t i = 0; i < er_network_n_vnets(net); i++) {
		const ErVnet *vnet = er_network_vnet(net, i);
		start_row(report, vnet->self);
		er_paper_cell(report, vnet->region);
		er_paper_cell(report, vnet->prefixes);
		link_cell(report, home[i]);
		end_row(report, vnet->self);
	}
}

static void put_groups(ErPaperReport *report)
{
	const ErNetwork *net = report->net;
	const char *const heads[] = { _("Name"), _("Kind"), _("Members"), _("Certainty"), NULL };

	if (er_network_n_groups(net) == 0)
		return;
	er_pages_heading(report->pages, 2, NULL, ER_SIGN_NONE, _("Shared-risk groups"));
	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < er_network_n_groups(net); i++) {
		const ErGroup *group = er_network_group(net, i);
		g_autofree char *kind = g_strdelimit(g_strdup(_(er_group_kind_name(group->kind))), "-", ' ');
		er_pages_row(report->pages, NULL);
		er_pages_cell(report->pages, ER_SIGN_NONE);
		er_pages_run(report->pages, ER_RUN_BOLD, group->name, NULL);
		er_paper_cell(report, kind);
		g_autoptr(GString) members = g_string_new(NULL);
		for (uint32_t k = 0; k < group->n_members && k < MOST_MEMBERS; k++) {
			g_string_append(members, k > 0 ? ", " : "");
			er_prose_add_component(members, net, group->members[k]);
		}
		if (group->n_members > MOST_MEMBERS)
			g_string_append_printf(members, " +%u", group->n_members - MOST_MEMBERS);
		er_paper_cell(report, members->str);
		er_paper_cell(report, _(er_certainty_name(group->certainty)));
	}
}

void er_paper_inventory(ErPaperReport *report)
{
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Inventory tables"));
	put_sites(report);
	put_circuits(report);
	put_gateways(report);
	put_vnets(report);
	put_groups(report);
}

/* ---- the input ---- */

static void put_assumptions(ErPaperReport *report)
{
	const char *const heads[] = { _("Assumption"), _("To settle it"), NULL };

	if (er_network_n_assumptions(report->net) == 0)
		return;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Assumptions"));
	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < er_network_n_assumptions(report->net); i++) {
		er_pages_row(report->pages, NULL);
		er_paper_cell(report, er_network_assumption(report->net, i)->text);
		er_paper_cell(report, er_network_assumption(report->net, i)->declare);
	}
}

static void count_cell(ErPaperReport *report, uint32_t n)
{
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%u", n);
}

static void put_files(ErPaperReport *report, const ErInventory *inv)
{
	const char *const heads[] = { _("File"), _("Format"), _("Resources"), _("Complete"), "SHA-256", NULL };

	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < er_inventory_n_sources(inv); i++) {
		const ErSource *source = er_inventory_source(inv, i);
		er_pages_row(report->pages, NULL);
		er_paper_cell(report, source->file);
		er_paper_cell(report, source->format);
		count_cell(report, source->resources);
		er_pages_cell(report->pages, source->complete ? ER_SIGN_UP : ER_SIGN_DOWN);
		er_paper_run(report, _(source->complete ? "yes" : "no"));
		er_pages_cell(report->pages, ER_SIGN_NONE);
		er_pages_printf(report->pages, ER_RUN_CODE, "%.16s…", source->sha256);
	}
}

static void put_ledger(ErPaperReport *report)
{
	const ErInventory *inv = er_network_inventory(report->net);
	const ErLedger *ledger = er_inventory_ledger(inv);
	const char *const heads[] = { _("Ignored"), _("Count"), _("Reason"), NULL };
	uint32_t ignored = 0;

	for (uint32_t i = 0; i < ledger->n_ignored; i++)
		ignored += ledger->ignored[i].count;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("What was read"));
	put_files(report, inv);
	er_pages_paragraph(report->pages, ER_PARAGRAPH);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s: %u = %s: %u + %s: %u + %s: %u. %s: %u.", _("Resources"), ledger->resources, _("Modelled"), ledger->modelled,
	                _("Merged (the same again)"), ledger->merged, _("Ignored"), ignored, _("Referred to, not in the input"), er_inventory_n_externals(inv));
	if (ledger->n_ignored > 0)
		er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < ledger->n_ignored; i++) {
		er_pages_row(report->pages, NULL);
		er_paper_cell(report, ledger->ignored[i].type);
		count_cell(report, ledger->ignored[i].count);
		er_paper_cell(report, ledger->ignored[i].reason);
	}
}

static void put_message(ErPaperReport *report, const ErDiag *diag)
{
	static const ErSign marks[] = { ER_SIGN_INFO, ER_SIGN_MEDIUM, ER_SIGN_HIGH };

	er_pages_row(report->pages, NULL);
	er_pages_cell(report->pages, marks[er_diag_severity(diag->code)]);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s %s", er_diag_id(diag->code), er_diag_severity_name(er_diag_severity(diag->code)));
	er_pages_cell(report->pages, ER_SIGN_NONE);
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%s%s%s (%s); %s", er_diag_met(diag->code), *diag->detail != '\0' ? ": " : "", diag->detail, er_diag_done(diag->code), er_diag_todo(diag->code));
	er_pages_cell(report->pages, ER_SIGN_NONE);
	if (diag->loc.file != NULL)
		er_pages_run(report->pages, ER_RUN_CODE, diag->loc.file, NULL);
	if (diag->loc.line > 0)
		er_pages_printf(report->pages, ER_RUN_CODE, ":%u", diag->loc.line);
}

static void put_messages(ErPaperReport *report)
{
	const ErDiags *diags = report->document->diags;
	const char *const heads[] = { _("Code"), _("Message"), _("Place"), NULL };

	if (diags == NULL || er_diags_count(diags) == 0)
		return;
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Messages about the input"));
	er_pages_table(report->pages, heads);
	for (uint32_t i = 0; i < er_diags_count(diags); i++)
		put_message(report, er_diags_at(diags, i));
}

/* How it was worked out, and from which rules. */
static void put_method(ErPaperReport *report)
{
	ErRuleCount all = { 0 };

	for (uint32_t i = 0; i < er_findings_n_rules(report->findings); i++) {
		const ErRuleCount *row = er_findings_rule(report->findings, i);
		all.fail += row->fail;
		all.unknown += row->unknown;
		all.pass += row->pass;
		all.not_applicable += row->not_applicable;
	}
	er_pages_heading(report->pages, 1, NULL, ER_SIGN_NONE, _("Method"));
	er_pages_facts(report->pages);
	er_paper_fact_text(report, _("Made by"), "erscope " ER_TOOL_VERSION);
	er_paper_fact_text(report, _("Date"), report->document->as_of);
	er_paper_fact(report, _("Inventory"));
	er_pages_run(report->pages, ER_RUN_CODE, er_inventory_content(er_network_inventory(report->net)), NULL);
	er_paper_fact(report, _("Rules"));
	er_pages_printf(report->pages, ER_RUN_PLAIN, "%u. %s: %u, %s: %u, %s: %u, %s: %u", er_findings_n_rules(report->findings), _("Failing"), all.fail, _("Unknown"), all.unknown,
	                _("Passed"), all.pass, _("Not applicable"), all.not_applicable);
	er_paper_fact_text(report, _("Flows"), _("Worked out offline from the files above and from nothing else, each direction for itself. A single point of failure is a part, or a group of parts that fail together, without which a flow has no path."));
	er_paper_fact_text(report, _("Unknown"), _("What the input does not tell is never counted as right or wrong: it is not decided, and the missing input is named."));
	er_paper_fact_text(report, _("Source"), _("Each rule leads to the page that it follows; erscope rules prints them all."));
}

void er_paper_input(ErPaperReport *report)
{
	put_assumptions(report);
	put_ledger(report);
	put_messages(report);
	put_method(report);
}
