/*
 * Verdict, findings and flows in words. Everything is written through one wrapping writer: a label, then text with a hanging
 * indent, 100 columns. Nothing is computed here but the sums a reader would do.
 */
#include <erscope/words.h>

#include <string.h>

enum { COLUMNS = 100, LABEL = 12, MOST_NAMES = 4 };

/* ---- writing ---- */

static void put_words(GString *out, size_t indent, size_t used, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	size_t column = used;

	for (guint i = 0; words[i] != NULL; i++) {
		size_t n = (size_t)g_utf8_strlen(words[i], -1);
		if (i > 0 && column + 1 + n > COLUMNS && column > indent) {
			g_string_append_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (i > 0) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, words[i]);
		column += n;
	}
	g_string_append_c(out, '\n');
}

/* "  - text", wrapped below the text. */
static void put_item(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put_item(GString *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_string_append(out, "  - ");
	put_words(out, 4, 4, text);
}

/* "  label     text", wrapped below the text. */
static void put(GString *out, size_t indent, const char *label, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void put(GString *out, size_t indent, const char *label, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_string_append_printf(out, "%*s%-*s", (int)indent, "", *label != '\0' ? LABEL : 0, label);
	put_words(out, indent + (*label != '\0' ? LABEL : 0), indent + (*label != '\0' ? LABEL : 0), text);
}

static const char *plural(uint32_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static const char *paint(ErSeverity severity, bool colour)
{
	static const char *const codes[] = { "\033[36m", "\033[36m", "\033[33m", "\033[31m", "\033[1;31m" };

	return colour ? codes[severity] : "";
}

static const ErComponent *vnet_of(const ErNetwork *net, uint32_t vnet)
{
	return er_network_component(net, er_network_vnet(net, vnet)->self);
}

static const ErComponent *site_of(const ErNetwork *net, uint32_t site)
{
	return er_network_component(net, er_network_site(net, site)->self);
}

/* "circuit er-london", "peering-location London": a name alone does not tell what it is. */
static const char *element_words(const ErFlows *flows, const ErFlow *flow, uint32_t element, GString *buffer)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = er_network_n_components(net);

	if (component != ER_NONE)
		g_string_printf(buffer, "%s %s", er_kind_name(er_network_component(net, component)->kind), er_network_component(net, component)->name);
	else if (element >= n && element - n < er_network_n_groups(net))
		g_string_printf(buffer, "%s %s", er_group_kind_name(er_network_group(net, element - n)->kind), er_network_group(net, element - n)->name);
	else
		g_string_assign(buffer, er_element_name(flows, flow, element));
	return buffer->str;
}

/* ---- verdict ---- */

typedef struct { uint32_t flows, up, down, unserved, by[ER_SEV_CRITICAL + 1], unknown; } Sums;

static Sums sum_up(const ErFindings *findings, const ErFlows *flows)
{
	Sums sums = { 0 };

	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		const ErFlowClass *class = er_flows_class(flows, flow->flow_class);
		bool unserved = !flow->up && class->n_excluded == 0 && !class->hub_flow;
		sums.flows++;
		sums.up += flow->up;
		sums.unserved += unserved;
		sums.down += !flow->up && !unserved;
	}
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result == ER_RESULT_FAIL)
			sums.by[finding->severity]++;
		else
			sums.unknown++;
	}
	return sums;
}

static void put_verdict(GString *out, const ErFindings *findings, const ErFlows *flows, ErSeverity fail_on, bool colour)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErInventory *inv = er_network_inventory(net);
	Sums sums = sum_up(findings, flows);
	uint32_t worst = sums.by[ER_SEV_CRITICAL], high = sums.by[ER_SEV_HIGH], medium = sums.by[ER_SEV_MEDIUM];

	if (!er_network_has_expressroute(net)) {
		put(out, 0, "", "VERDICT: none. There is no ExpressRoute in the input, so there is nothing to analyse.");
	} else if (worst > 0) {
		put(out, 0, "", "%sVERDICT: broken now.%s %u critical and %u high %s, %u medium.", paint(ER_SEV_CRITICAL, colour), colour ? "\033[0m" : "", worst, high, plural(worst + high, "finding", "findings"), medium);
	} else if (high > 0) {
		put(out, 0, "", "%sVERDICT: not resilient.%s %u %s of severity high, %u medium.", paint(ER_SEV_HIGH, colour), colour ? "\033[0m" : "", high, plural(high, "finding", "findings"), medium);
	} else if (sums.up == 0) {
		put(out, 0, "", "VERDICT: none. No flow can be worked out from this input; it does not hold circuit, connection, gateway and VNet together.");
	} else if (medium > 0) {
		put(out, 0, "", "VERDICT: no single point of failure of severity high; %u of severity medium.", medium);
	} else {
		put(out, 0, "", "VERDICT: no single point of failure of severity medium or above.");
	}
	if (sums.flows > 0)
		put(out, 0, "", "%u of %u %s up (a flow is one site, one VNet, one direction)%s.", sums.up, sums.flows - sums.unserved, plural(sums.flows - sums.unserved, "flow is", "flows are"),
		    sums.down > 0 ? "; the others are told below" : "");
	if (sums.unknown > 0)
		put(out, 0, "", "%u %s not decided: the input does not tell enough.", sums.unknown, plural(sums.unknown, "question was", "questions were"));
	if (!er_inventory_complete(inv))
		put(out, 0, "", "The input is INCOMPLETE: a file could not be used, or is one page of more. This answer covers only what was read.");
	(void)fail_on;
}

/* ---- findings ---- */

static const char *directions_of(const ErFlows *flows, const ErFinding *finding)
{
	bool in = false, out = false;

	for (uint32_t i = 0; i < finding->n_flows; i++) {
		in = in || er_flows_at(flows, finding->flows[i])->direction == ER_ONPREM_TO_AZURE;
		out = out || er_flows_at(flows, finding->flows[i])->direction == ER_AZURE_TO_ONPREM;
	}
	return in && out ? "both directions" : in ? "on-premises → Azure only" : "Azure → on-premises only";
}

static void put_hits(GString *out, const ErFlows *flows, const ErFinding *finding)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) names = g_string_new(NULL);

	if (finding->n_flows == 0)
		return;
	for (uint32_t i = 0; i < finding->n_sites && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", site_of(net, finding->sites[i])->name);
	g_string_append(names, " ↔ ");
	for (uint32_t i = 0; i < finding->n_vnets && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", vnet_of(net, finding->vnets[i])->name);
	if (finding->n_vnets > MOST_NAMES)
		g_string_append_printf(names, " and %u more", finding->n_vnets - MOST_NAMES);
	put(out, 2, "hits", "%s; %s", names->str, directions_of(flows, finding));
}

static const char *short_id(const char *id)
{
	const char *slash = g_str_has_prefix(id, "/") ? strrchr(id, '/') : NULL;
	const char *circuit = strstr(id, "/expressroutecircuits/");

	/* A peering's own name says nothing: its circuit's comes before it. */
	if (circuit != NULL && strstr(circuit, "/peerings/") != NULL)
		return circuit + strlen("/expressroutecircuits/");
	return slash != NULL ? slash + 1 : id;
}

static void put_evidence(GString *out, const ErFinding *finding)
{
	for (uint32_t i = 0; i < finding->n_evidence; i++) {
		const ErEvidence *evidence = &finding->evidence[i];
		g_autofree char *place = evidence->loc.file != NULL && evidence->loc.line > 0 ? g_strdup_printf(" (%s:%u)", evidence->loc.file, evidence->loc.line) : g_strdup("");
		const char *label = i == 0 ? "because" : " ";
		if (*evidence->property != '\0')
			put(out, 2, label, "%s: %s = %s%s", short_id(evidence->id), evidence->property, evidence->value, place);
		else
			put(out, 2, label, "%s: %s", short_id(evidence->id), evidence->value);
	}
}

static void put_finding(GString *out, const ErFlows *flows, const ErFinding *finding, bool colour)
{
	g_string_append_printf(out, "%s%-9s%s ", paint(finding->severity, colour), finding->result == ER_RESULT_UNKNOWN ? "unknown" : er_severity_name(finding->severity), colour ? "\033[0m" : "");
	g_autofree char *head = g_strdup_printf("%s  %s", finding->rule->id, finding->headline);
	put_words(out, 10, 10, head);
	put_hits(out, flows, finding);
	put_evidence(out, finding);
	if (finding->result == ER_RESULT_UNKNOWN)
		put(out, 2, "missing", "%s", finding->missing);
	put(out, 2, "fix", "%s", finding->rule->remedy);
	put(out, 2, "see", "%s", finding->rule->url);
	g_string_append_c(out, '\n');
}

static bool is_deletion(const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->severity == ER_SEV_INFO && finding->element != ER_NONE;
}

static void put_deletions(GString *out, const ErFindings *findings, const ErFlows *flows)
{
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (!is_deletion(finding))
			continue;
		if (n++ < 6)
			g_string_append_printf(names, "%s%s", n > 1 ? ", " : "", er_element_name(flows, NULL, finding->element));
	}
	if (n == 0)
		return;
	if (n > 6)
		g_string_append_printf(names, " and %u more", n - 6);
	g_string_append(out, "info      ");
	g_autofree char *head = g_strdup_printf("ER-TOP-006  Lost only by deletion, %u: %s. Redundant inside; a delete lock protects each.", n, names->str);
	put_words(out, 10, 10, head);
	g_string_append_c(out, '\n');
}

static void put_findings(GString *out, const ErFindings *findings, const ErFlows *flows, ErResult result, bool colour)
{
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result == result && !is_deletion(finding))
			put_finding(out, flows, finding, colour);
	}
}

/* ---- the rest of a check ---- */

static void put_down(GString *out, const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	bool any = false;

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		if (class->n_paths > 0 || class->direction != ER_ONPREM_TO_AZURE || class->n_flows == 0 || (class->n_excluded == 0 && !class->hub_flow))
			continue;
		const ErFlow *flow = er_flows_at(flows, class->first_flow);
		if (!any)
			g_string_append(out, "DOWN, both directions\n");
		any = true;
		g_autofree char *more = class->n_flows > 1 ? g_strdup_printf(" and %u more", class->n_flows - 1) : g_strdup("");
		g_autoptr(GString) why = g_string_new(NULL);
		for (uint32_t k = 0; k < class->n_excluded; k++)
			g_string_append_printf(why, "%s%s: %s", k > 0 ? "; " : "", strcmp(class->excluded[k].via, "$attachment") == 0 ? "peering" : short_id(class->excluded[k].via), class->excluded[k].reason);
		put(out, 2, "", "%s%s: %s", vnet_of(net, flow->vnet)->name, more, why->len > 0 ? why->str : "its gateway has no connection");
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
	for (uint32_t i = 0; i < n && i < 12; i++) {
		const ErAssumption *row = er_network_assumption(net, i);
		put_item(out, "%s%s%s", row->text, *row->declare != '\0' ? ". To settle it: " : "", row->declare);
	}
	if (n > 12)
		put_item(out, "and %u more (erscope analyze lists all)", n - 12);
	g_string_append_c(out, '\n');
}

static void put_ledger(GString *out, const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	const ErLedger *ledger = er_inventory_ledger(inv);
	uint32_t ignored = ledger->resources - ledger->modelled - ledger->merged;

	put(out, 0, "", "READ: %u %s: %u modelled, %u merged (the same again), %u ignored; %u referred to and not in the input.", ledger->resources, plural(ledger->resources, "resource", "resources"),
	    ledger->modelled, ledger->merged, ignored, er_inventory_n_externals(inv));
	for (uint32_t i = 0; i < ledger->n_ignored && i < 8; i++)
		put_item(out, "ignored %u %s: %s", ledger->ignored[i].count, ledger->ignored[i].type, ledger->ignored[i].reason);
	if (ledger->n_ignored > 8)
		put_item(out, "and %u more types (erscope analyze lists all)", ledger->n_ignored - 8);
}

GString *er_words_check(const ErFindings *findings, const ErFlows *flows, const char *as_of, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	const ErNetwork *net = er_flows_network(flows);
	Sums sums = sum_up(findings, flows);

	put_verdict(out, findings, flows, fail_on, colour);
	put(out, 0, "", "As of %s, inventory %.12s.", as_of, er_inventory_content(er_network_inventory(net)));
	g_string_append_c(out, '\n');
	put_findings(out, findings, flows, ER_RESULT_FAIL, colour);
	put_deletions(out, findings, flows);
	put_findings(out, findings, flows, ER_RESULT_UNKNOWN, colour);
	put_down(out, flows);
	if (sums.unserved > 0)
		put(out, 0, "", "NOT SERVED: %u VNets that no ExpressRoute gateway could serve.\n", sums.unserved / 2);
	put_assumptions(out, net);
	put_ledger(out, net);
	return out;
}

GString *er_words_brief(const ErFindings *findings, const ErFlows *flows, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	uint32_t shown = 0, rest = 0;

	put_verdict(out, findings, flows, fail_on, colour);
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result != ER_RESULT_FAIL || finding->severity < ER_SEV_MEDIUM || shown >= 10) {
			rest++;
			continue;
		}
		shown++;
		g_string_append_printf(out, "  %s%-9s%s ", paint(finding->severity, colour), er_severity_name(finding->severity), colour ? "\033[0m" : "");
		g_autofree char *line = g_strdup_printf("%-11s %s", finding->rule->id, finding->headline);
		put_words(out, 24, 12, line);
	}
	if (rest > 0)
		put(out, 2, "", "and %u more, lower or not decided: erscope check", rest);
	return out;
}

/* ---- flows ---- */

static const char *hop_words(const ErFlows *flows, const ErFlow *flow, uint32_t element, GString *buffer)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t index = er_element_component(flows, flow, element);
	const ErComponent *hop = er_network_component(net, index);
	const char *assumed = hop->certainty == ER_ASSUMED && hop->kind != ER_KIND_SITE ? " (assumed)" : "";

	g_string_truncate(buffer, 0);
	switch (hop->kind) {
	case ER_KIND_GATEWAY: g_string_append_printf(buffer, "gateway %s (any live instance)", hop->name); break;
	case ER_KIND_VNET: g_string_append_printf(buffer, "VNet %s", hop->name); break;
	case ER_KIND_VNET_PEERING: g_string_append_printf(buffer, "peering %s", hop->name); break;
	case ER_KIND_HUB_CONNECTION: g_string_append_printf(buffer, "hub connection %s", hop->name); break;
	case ER_KIND_MSEE: g_string_append_printf(buffer, "%s%s%s", hop->name, *hop->location != '\0' ? " " : "", hop->location); break;
	case ER_KIND_LINK: g_string_append_printf(buffer, "%s", hop->name); break;
	default: g_string_append_printf(buffer, "%s%s", hop->name, assumed); break;
	}
	return buffer->str;
}

static void put_path(GString *out, const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) hop = g_string_new(NULL);
	const ErComponent *circuit = er_network_component(net, er_network_circuit(net, path->circuit)->self);
	g_autofree char *use = path->preference == 0 ? g_strdup_printf("%.0f %%", path->share * 100) : g_strdup_printf("standby %u", path->preference);
	bool crosses = false;

	for (uint32_t i = 0; i < path->n_hops; i++) {
		g_string_append_printf(line, "%s%s", i > 0 ? " → " : "", hop_words(flows, flow, path->hops[i], hop));
		uint32_t component = er_element_component(flows, flow, path->hops[i]);
		crosses = crosses || (component != ER_NONE && er_network_component(net, component)->kind == ER_KIND_GATEWAY);
	}
	put(out, 4, use, "over %s, %s link%s%s", circuit->name, er_side_name(path->side), crosses ? "" : ", past the gateway", path->share_certainty == ER_ASSUMED ? " (this share is assumed)" : "");
	put(out, 16, "", "%s", line->str);
	if (path->capacity_mbps > 0)
		put(out, 16, "", "carries %u Mbps, bound by %s", path->capacity_mbps, er_network_component(net, path->bottleneck)->name);
}

static void put_requirements(GString *out, const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) words = g_string_new(NULL);

	for (uint32_t i = 0; i < path->n_requires; i++) {
		const ErRequirement *requirement = &path->requires[i];
		if (requirement->n > 1)
			g_string_append_printf(line, "%sone of %u gateway instances", i > 0 ? ", " : "", requirement->n);
		else
			g_string_append_printf(line, "%s%s", i > 0 ? ", " : "", element_words(flows, flow, requirement->any[0], words));
	}
	if (line->len > 0)
		put(out, 4, "needs also", "%s (required so that routes are learned, not crossed)", line->str);
}

static void put_cuts(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) words = g_string_new(NULL);
	uint32_t n = 0, pairs = 0;

	for (uint32_t i = 0; i < class->n_cuts; i++) {
		pairs += class->cuts[i].n == 2;
		if (class->cuts[i].n == 1)
			g_string_append_printf(line, "%s%s%s", n++ > 0 ? ", " : "", element_words(flows, flow, class->cuts[i].element[0], words), class->cuts[i].certainty == ER_ASSUMED ? " (assumed)" : "");
	}
	put(out, 4, "fails with", "%s", n > 0 ? line->str : "no single component or group");
	if (pairs > 0)
		put(out, 4, "or with", "one of %u pairs (erscope analyze lists them)", pairs);
}

static bool is_on(const ErPath *path, uint32_t element)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == element)
			return true;
	for (uint32_t i = 0; i < path->n_requires; i++)
		if (path->requires[i].n == 1 && path->requires[i].any[0] == element)
			return true;
	return false;
}

/* The two paths that share least, and what they share: the witness for "redundant" or for "not". */
static void put_witness(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) shared = g_string_new(NULL);
	g_autoptr(GString) words = g_string_new(NULL);
	const ErPath *first = &class->paths[0], *second = NULL;

	for (uint32_t i = 1; i < class->n_paths && (second == NULL || second->circuit == first->circuit); i++)
		if (second == NULL || class->paths[i].circuit != first->circuit)
			second = &class->paths[i];
	if (second == NULL) {
		put(out, 4, "witness", "there is one path only");
		return;
	}
	for (uint32_t i = 0; i < first->n_hops + first->n_requires; i++) {
		uint32_t element = i < first->n_hops ? first->hops[i] : first->requires[i - first->n_hops].any[0];
		uint32_t component = er_element_component(flows, flow, element);
		ErKind kind = component != ER_NONE ? er_network_component(net, component)->kind : ER_KIND_SITE;
		if (kind != ER_KIND_SITE && element != ER_ELEMENT_VNET && is_on(second, element) && (i < first->n_hops || first->requires[i - first->n_hops].n == 1))
			g_string_append_printf(shared, "%s%s", shared->len > 0 ? ", " : "", element_words(flows, flow, element, words));
	}
	put(out, 4, "witness", "%s %s and %s %s share %s", er_network_component(net, er_network_circuit(net, first->circuit)->self)->name, er_side_name(first->side),
	    er_network_component(net, er_network_circuit(net, second->circuit)->self)->name, er_side_name(second->side), shared->len > 0 ? shared->str : "nothing but their ends");
}

static void put_asymmetry(GString *out, const ErFlows *flows, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		const ErAsymmetry *row = &class->asymmetry[i];
		g_autoptr(GString) names = g_string_new(NULL);
		for (uint32_t k = 0; k < row->n_devices; k++)
			g_string_append_printf(names, "%s%s", k > 0 ? ", " : "", er_network_component(net, row->devices[k])->name);
		if (row->kind == ER_ASYM_DESIGN)
			put(out, 4, "asymmetry", "by design: %s is crossed towards Azure only", names->str);
		else
			put(out, 4, "asymmetry", "by routing%s: only one direction uses %s", row->certainty == ER_ASSUMED ? " (assumed, the way in is not declared)" : "", names->str);
	}
}

static void put_class(GString *out, const ErFlows *flows, const ErFlowClass *class, const ErFlow *flow, bool alone, bool explain)
{
	const ErNetwork *net = er_flows_network(flows);
	bool in = class->direction == ER_ONPREM_TO_AZURE;
	g_autofree char *more = !alone && class->n_flows > 1 ? g_strdup_printf(" (and %u more %s alike)", class->n_flows - 1, plural(class->n_flows - 1, "VNet", "VNets")) : g_strdup("");
	const char *site = site_of(net, flow->site)->name, *vnet = vnet_of(net, flow->vnet)->name;

	put(out, 2, "", "%s → %s%s: %s", in ? site : vnet, in ? vnet : site, more, class->n_paths == 0 ? "down" : er_mode_name(class->mode));
	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		put(out, 4, "why", "%s", class->mode_reasons[i]);
	for (uint32_t i = 0; i < class->n_paths; i++)
		put_path(out, flows, flow, &class->paths[i]);
	for (uint32_t i = 0; i < class->n_excluded; i++)
		put(out, 4, "left out", "%s: %s", strcmp(class->excluded[i].via, "$attachment") == 0 ? "the peering" : short_id(class->excluded[i].via), class->excluded[i].reason);
	if (class->n_paths > 0) {
		put_requirements(out, flows, flow, &class->paths[0]);
		put_cuts(out, flows, flow, class);
		put_asymmetry(out, flows, class);
		if (explain)
			put_witness(out, flows, flow, class);
	}
	g_string_append_c(out, '\n');
}

GString *er_words_flows(const ErFlows *flows, uint32_t site, uint32_t vnet, bool explain)
{
	GString *out = g_string_new(NULL);
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		if ((site != ER_NONE && class->site != site) || class->n_flows == 0)
			continue;
		const ErFlow *flow = vnet != ER_NONE ? er_flows_lookup(flows, class->site, vnet, class->direction) : er_flows_at(flows, class->first_flow);
		if (flow == NULL || flow->flow_class != i)
			continue;
		if (class->n_paths == 0 && class->n_excluded == 0 && !class->hub_flow && vnet == ER_NONE) {
			if (class->direction == ER_ONPREM_TO_AZURE)
				put(out, 2, "", "%u %s that no ExpressRoute gateway could serve, the first is %s\n", class->n_flows, plural(class->n_flows, "VNet", "VNets"), vnet_of(net, flow->vnet)->name);
			continue;
		}
		put_class(out, flows, class, flow, vnet != ER_NONE, explain);
	}
	return out;
}
