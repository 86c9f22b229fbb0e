/*
 * All estates on one page, for the person who opens it every morning: what got worse and what could not be reported first, then how it went
 * over the last days, then every estate, the worst on top. One file: no script, no font, no picture from elsewhere. Light or dark as its
 * reader prefers; on a phone each estate is a card. Every name is data and is escaped.
 */
#include "fleet.h"

#include <erscope/lang.h>
#include <erscope/trend.h>

#include <string.h>

enum { MOST_WORSE = 50, MOST_HEADLINES = 5 };

static const char style[] =
	":root{color-scheme:light dark;--page:#FFFFFF;--ink:#1F2933;--dim:#5A6672;--rule:#D5DAE0;--card:#F6F8FA;--link:#0F5FA6;--critical:#7A0C35;--high:#B3254D;--medium:#7F5500;--good:#26734D;--bad:#FBE9EE}\n"
	"@media (prefers-color-scheme:dark){:root{--page:#161B20;--ink:#E8ECF0;--dim:#A9B4BF;--rule:#3A444E;--card:#1E252C;--link:#7CC0F5;--critical:#FF8FA9;--high:#F0738F;--medium:#E0B04A;--good:#6FCF9C;--bad:#3A1D26}}\n"
	"*{box-sizing:border-box}body{margin:0 auto;padding:20px 24px 40px;max-width:1240px;background:var(--page);color:var(--ink);font:15px/1.45 'Open Sans',system-ui,sans-serif}\n"
	"h1{font-size:24px;margin:0 0 2px}h2{font-size:17px;margin:28px 0 8px}p{margin:4px 0}a{color:var(--link)}.dim{color:var(--dim)}.nowrap{white-space:nowrap}\n"
	".tiles{display:flex;flex-wrap:wrap;gap:10px;margin:16px 0 0;padding:0;list-style:none}.tiles li{flex:1 1 120px;padding:8px 12px;border:1px solid var(--rule);border-radius:6px;background:var(--card)}.tiles b{display:block;font-size:24px;line-height:1.2}\n"
	".critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.good{color:var(--good)}td.critical,td.high,b.critical,b.high{font-weight:700}\n"
	".worse{margin:0;padding:0;list-style:none}.worse>li{padding:8px 12px;margin:0 0 8px;border-left:4px solid var(--high);background:var(--bad);border-radius:0 6px 6px 0;overflow-wrap:anywhere}.worse ul{margin:4px 0 0;padding-left:18px}\n"
	".trends{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:12px}.trends svg{width:100%;height:auto;border:1px solid var(--rule);border-radius:6px}\n"
	"table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}th{text-align:left;font-weight:600;color:var(--dim);border-bottom:2px solid var(--rule);padding:6px 8px;vertical-align:bottom}td{border-bottom:1px solid var(--rule);padding:6px 8px;vertical-align:top}.n{text-align:right}td.zero{color:var(--dim)}\n"
	"td.name{font-weight:600;overflow-wrap:anywhere;min-width:130px}td.links a{margin-right:7px;white-space:nowrap}.spark{width:72px;height:16px}.spark path{fill:none;stroke:var(--high);stroke-width:1.5}.spark circle{fill:var(--high)}tbody tr:hover{background:var(--card)}\n"
	"@media (max-width:1020px){body{padding:14px}thead{display:none}table,tbody,tr,td{display:block}tr{border:1px solid var(--rule);border-radius:6px;margin:0 0 10px;padding:6px 4px}td{border:0;padding:3px 8px;text-align:left}td[data-label]{display:inline-block}td[data-label]::before{content:attr(data-label) ' ';color:var(--dim);font-weight:400}.tiles li{flex-basis:90px}}\n"
	"@media print{body{max-width:none}tr{break-inside:avoid}}\n";

static void add_text(GString *out, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *escaped = g_markup_escape_text(valid, -1);

	g_string_append(out, escaped);
}

static bool has_file(const ErRecord *record, const char *name)
{
	for (uint32_t i = 0; record != NULL && i < record->n_files; i++)
		if (strcmp(record->files[i], name) == 0)
			return true;
	return false;
}

/* The file that its name leads to; NULL: there is none. */
static const char *main_file(const ErRecord *record)
{
	static const char *const names[] = { "report.html", "overview.svg", "check.txt", "results.json" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (has_file(record, names[i]))
			return names[i];
	return NULL;
}

static void add_name(GString *out, const ErFleetEstate *estate)
{
	const char *file = main_file(estate->record);

	if (file != NULL)
		g_string_append_printf(out, "<a href=\"%s/%s\">", estate->slug, file);
	add_text(out, estate->name);
	g_string_append(out, file != NULL ? "</a>" : "");
}

/* ---- the head ---- */

typedef struct { uint32_t failed, failing, worse, n_new, n_fixed, by_severity[ER_N_SEVERITIES], unknown, single; } Sums;

static Sums sum_up(const ErFleet *fleet)
{
	Sums sums = { 0 };

	for (uint32_t i = 0; i < fleet->n; i++) {
		const ErFleetEstate *estate = &fleet->estates[i];
		const ErRecord *record = estate->record;
		sums.failed += estate->failed_on != NULL || record == NULL;
		if (record == NULL)
			continue;
		bool today = er_fleet_is_of_today(fleet, estate);
		sums.failing += record->failing > 0;
		sums.worse += today && record->n_new > 0;
		sums.n_new += today ? record->n_new : 0;
		sums.n_fixed += today ? record->n_fixed : 0;
		for (size_t k = 0; k < ER_N_SEVERITIES; k++)
			sums.by_severity[k] += record->by_severity[k];
		sums.unknown += record->unknown;
		sums.single += record->cuts[0];
	}
	return sums;
}

static void add_tile(GString *out, const char *class, uint32_t n, const char *what)
{
	g_string_append_printf(out, "<li><b class=\"%s\">%u</b>%s</li>\n", n > 0 ? class : "dim", n, what);
}

static void add_head(GString *out, const ErFleet *fleet, const Sums *sums)
{
	const char *title = _("ExpressRoute estates");

	g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>%s, %s</title>\n<style>\n%s</style>\n</head>\n<body>\n", er_lang(), title, fleet->as_of, style);
	g_string_append_printf(out, "<h1>%s</h1>\n<p class=\"dim\">", title);
	g_string_append_printf(out, er_tr_n("As of %s. %u estate; ", "As of %s. %u estates; ", fleet->n), fleet->as_of, fleet->n);
	if (sums->failing == 0)
		g_string_append(out, _("none has a finding that counts."));
	else
		g_string_append_printf(out, er_tr_n("%u has findings that count.", "%u have findings that count.", sums->failing), sums->failing);
	g_string_append(out, "</p>\n<ul class=\"tiles\">\n");
	add_tile(out, "high", sums->worse, er_tr_n("estate got worse", "estates got worse", sums->worse));
	add_tile(out, "high", sums->failed, _("not reported"));
	add_tile(out, "critical", sums->by_severity[ER_SEV_CRITICAL], _("critical"));
	add_tile(out, "high", sums->by_severity[ER_SEV_HIGH], _("high"));
	add_tile(out, "medium", sums->by_severity[ER_SEV_MEDIUM], _("medium"));
	add_tile(out, "", sums->unknown, _("open questions"));
	add_tile(out, "good", sums->n_fixed, _("fixed"));
	g_string_append(out, "</ul>\n");
}

/* ---- what got worse ---- */

static ErSeverity severity_of(const char *name)
{
	ErSeverity severity = ER_SEV_INFO;

	er_severity_parse(name, &severity);
	return severity;
}

/* News are the worst first. */
static int by_news(const void *a, const void *b)
{
	const ErFleetEstate *x = *(const ErFleetEstate *const *)a, *y = *(const ErFleetEstate *const *)b;
	ErSeverity of_x = severity_of(x->record->news[0].severity), of_y = severity_of(y->record->news[0].severity);

	if (of_x != of_y)
		return of_x > of_y ? -1 : 1;
	return x->record->n_new != y->record->n_new ? (x->record->n_new > y->record->n_new ? -1 : 1) : strcmp(x->name, y->name);
}

static void add_worse_estate(GString *out, const ErFleetEstate *estate)
{
	const ErRecord *record = estate->record;

	g_string_append(out, "<li><b>");
	add_name(out, estate);
	g_string_append(out, "</b> <span class=\"dim\">");
	g_string_append_printf(out, er_tr_n("%u new finding since %s", "%u new findings since %s", record->n_new), record->n_new, record->since);
	g_string_append(out, "</span>\n<ul>\n");
	for (uint32_t i = 0; i < MIN(record->n_news, MOST_HEADLINES); i++) {
		const ErNews *news = &record->news[i];
		const char *severity = er_severity_name(severity_of(news->severity));
		g_string_append_printf(out, "<li><b class=\"%s\">%s</b> ", severity, _(severity));
		add_text(out, news->headline);
		g_string_append(out, " <span class=\"dim nowrap\">");
		add_text(out, news->rule);
		g_string_append(out, "</span></li>\n");
	}
	if (record->n_new > MOST_HEADLINES) {
		g_string_append(out, "<li class=\"dim\">");
		g_string_append_printf(out, _("and %u more"), record->n_new - MOST_HEADLINES);
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul></li>\n");
}

static void add_worse(GString *out, const ErFleet *fleet)
{
	g_autoptr(GPtrArray) worse = g_ptr_array_new();

	for (uint32_t i = 0; i < fleet->n; i++)
		if (er_fleet_is_of_today(fleet, &fleet->estates[i]) && fleet->estates[i].record->n_news > 0 && fleet->estates[i].record->since != NULL)
			g_ptr_array_add(worse, (void *)&fleet->estates[i]);
	g_ptr_array_sort(worse, by_news);
	g_string_append_printf(out, "<h2>%s</h2>\n", _("Worse since the report before"));
	if (worse->len == 0) {
		g_string_append_printf(out, "<p class=\"good\">%s</p>\n", _("Nothing."));
		return;
	}
	g_string_append(out, "<ul class=\"worse\">\n");
	for (guint i = 0; i < MIN(worse->len, MOST_WORSE); i++)
		add_worse_estate(out, worse->pdata[i]);
	g_string_append(out, "</ul>\n");
	if (worse->len > MOST_WORSE) {
		g_string_append(out, "<p>");
		g_string_append_printf(out, er_tr_n("%u more estate got worse; see below.", "%u more estates got worse; see below.", worse->len - MOST_WORSE), worse->len - MOST_WORSE);
		g_string_append(out, "</p>\n");
	}
}

static void add_failed(GString *out, const ErFleet *fleet, uint32_t n_failed)
{
	if (n_failed == 0)
		return;
	g_string_append_printf(out, "<h2>%s</h2>\n<ul class=\"worse\">\n", _("Not reported"));
	for (uint32_t i = 0; i < fleet->n; i++) {
		const ErFleetEstate *estate = &fleet->estates[i];
		if (estate->failed_on == NULL && estate->record != NULL)
			continue;
		g_string_append(out, "<li><b>");
		add_name(out, estate);
		g_string_append(out, "</b>: ");
		add_text(out, estate->failure != NULL ? estate->failure : _("no run has reached it yet"));
		if (estate->record != NULL) {
			g_string_append(out, " <span class=\"dim\">");
			g_string_append_printf(out, _("The reports are of %s."), estate->record->as_of);
			g_string_append(out, "</span>");
		}
		if (estate->failed_on != NULL)
			g_string_append_printf(out, " <a href=\"%s/failed.txt\">%s</a>", estate->slug, _("messages"));
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul>\n");
}

/* ---- every estate ---- */

static int by_badness(const void *a, const void *b)
{
	const ErFleetEstate *x = *(const ErFleetEstate *const *)a, *y = *(const ErFleetEstate *const *)b;

	if (x->record == NULL || y->record == NULL)
		return x->record == y->record ? strcmp(x->name, y->name) : x->record == NULL ? 1 : -1;
	for (ErSeverity severity = ER_SEV_CRITICAL + 1; severity-- > ER_SEV_MEDIUM;)
		if (x->record->by_severity[severity] != y->record->by_severity[severity])
			return x->record->by_severity[severity] > y->record->by_severity[severity] ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void add_number(GString *out, const char *class, const char *label, uint32_t n)
{
	g_string_append_printf(out, "<td class=\"n %s\" data-label=\"%s\">%u</td>", n > 0 ? class : "zero", label, n);
}

static void add_state(GString *out, const ErFleet *fleet, const ErFleetEstate *estate)
{
	const ErRecord *record = estate->record;

	g_string_append(out, "<td>");
	if (estate->failed_on != NULL || record == NULL)
		g_string_append_printf(out, "<b class=\"high\">%s</b>", _("not reported"));
	else if (record->state == ER_RECORD_INCOMPLETE)
		g_string_append_printf(out, "<b class=\"high\">%s</b>", _("incomplete"));
	else if (record->state == ER_RECORD_EMPTY)
		g_string_append_printf(out, "<span class=\"dim\">%s</span>", _("no ExpressRoute"));
	else
		g_string_append_printf(out, "<span class=\"%s\">%s</span>", record->failing > 0 ? "high" : "good", record->failing > 0 ? _("findings") : _("fine"));
	if (record != NULL && strcmp(record->as_of, fleet->as_of) != 0) {
		g_string_append(out, " <span class=\"dim nowrap\">");
		g_string_append_printf(out, estate->failed_on != NULL ? _("reports of %s") : _("unchanged since %s"), record->as_of);
		g_string_append(out, "</span>");
	}
	g_string_append(out, "</td>");
}

static void add_trend(GString *out, const ErFleet *fleet, const ErFleetEstate *estate)
{
	g_autofree double *values = er_past_high(fleet->past, estate->name);

	g_string_append_printf(out, "<td><a href=\"trends/%s.svg\" title=\"%s\">", estate->slug, _("findings, index and cuts over time"));
	er_trend_spark(values, (const int *)(const void *)fleet->past->days->data, fleet->past->days->len, _("trend of critical and high findings"), out);
	g_string_append(out, "</a></td>");
}

static void add_links(GString *out, const ErFleetEstate *estate)
{
	static const struct { const char *file, *name; } links[] = {
		{ "report.html", N_("report") }, { "overview.svg", N_("drawing") }, { "erscope.pdf", N_("PDF") }, { "check.txt", N_("findings") }, { "results.json", N_("results") }, { "messages.txt", N_("messages") },
	};

	g_string_append(out, "<td class=\"links\">");
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++)
		if (has_file(estate->record, links[i].file))
			g_string_append_printf(out, "<a href=\"%s/%s\">%s</a> ", estate->slug, links[i].file, _(links[i].name));
	g_string_append(out, "</td>");
}

static void add_row(GString *out, const ErFleet *fleet, const ErFleetEstate *estate)
{
	const ErRecord *record = estate->record;

	g_string_append(out, "<tr><td class=\"name\">");
	add_name(out, estate);
	g_string_append(out, "</td>");
	add_state(out, fleet, estate);
	if (record == NULL) {
		g_string_append(out, "<td colspan=\"8\"></td></tr>\n");
		return;
	}
	add_number(out, "critical", _("critical"), record->by_severity[ER_SEV_CRITICAL]);
	add_number(out, "high", _("high"), record->by_severity[ER_SEV_HIGH]);
	add_number(out, "medium", _("medium"), record->by_severity[ER_SEV_MEDIUM]);
	add_number(out, "", _("open questions"), record->unknown);
	add_number(out, "", _("single points"), record->cuts[0]);
	g_string_append_printf(out, "<td class=\"n nowrap\" data-label=\"%s\">", _("index"));
	if (record->index_low < 0)
		g_string_append_printf(out, "<span class=\"dim\">%s</span>", _("none"));
	else
		g_string_append_printf(out, record->index_low < record->index_high ? "%.0f–%.0f" : "%.0f", record->index_low, record->index_high);
	g_string_append(out, "</td>");
	add_trend(out, fleet, estate);
	add_links(out, estate);
	g_string_append(out, "</tr>\n");
}

static void add_table(GString *out, const ErFleet *fleet)
{
	static const struct { const char *name; bool number; } heads[] = {
		{ N_("Estate"), false }, { N_("State"), false }, { N_("Critical"), true }, { N_("High"), true }, { N_("Medium"), true }, { N_("Open questions"), true }, { N_("Single points"), true }, { N_("Index"), true },
		{ N_("Critical + high"), false }, { N_("Files"), false },
	};
	g_autoptr(GPtrArray) order = g_ptr_array_new();

	for (uint32_t i = 0; i < fleet->n; i++)
		g_ptr_array_add(order, (void *)&fleet->estates[i]);
	g_ptr_array_sort(order, by_badness);
	g_string_append_printf(out, "<h2>%s</h2>\n<table>\n<thead><tr>", _("All estates, the worst first"));
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		g_string_append_printf(out, "<th%s>%s</th>", heads[i].number ? " class=\"n\"" : "", _(heads[i].name));
	g_string_append(out, "</tr></thead>\n<tbody>\n");
	for (guint i = 0; i < order->len; i++)
		add_row(out, fleet, order->pdata[i]);
	g_string_append_printf(out, "</tbody>\n</table>\n<p class=\"dim\">%s</p>\n", _("Single points: parts and groups whose failure alone cuts a flow. Index: Microsoft’s Resiliency Index of the weakest gateway, estimated; at least and at most."));
}

GString *er_fleet_page(const ErFleet *fleet)
{
	GString *out = g_string_new(NULL);
	const Sums sums = sum_up(fleet);

	add_head(out, fleet, &sums);
	add_worse(out, fleet);
	add_failed(out, fleet, sums.failed);
	g_string_append_printf(out, "<h2>%s</h2>\n<div class=\"trends\">\n", _("Trends"));
	for (uint32_t kind = 0; kind < ER_PAST_KINDS; kind++) {
		er_past_picture(fleet->past, kind, out);
		g_string_append_c(out, '\n');
	}
	g_string_append(out, "</div>\n");
	add_table(out, fleet);
	g_string_append(out, "</body>\n</html>\n");
	return out;
}
