/*
 * Verdict, findings and flows in words. Everything is written through one wrapping writer: a label, then text with a hanging
 * indent, 100 columns. Nothing is computed here but the sums a reader would do.
 */
#include <erscope/words.h>

#include <string.h>

enum { COLUMNS = 100, LABEL = 12, MOST_NAMES = 4, MOST_DELETIONS = 6, MOST_ASSUMPTIONS = 12, MOST_IGNORED = 8, BRIEF_LINES = 12, MOST_COMPARED = 64 };

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

/* What a part without a resource of its own belongs to: its port pair, else its circuit; NULL for everything else. */
static const char *owner_of(const ErNetwork *net, uint32_t part)
{
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
			bool of_port = part == circuit->link[side] || part == circuit->msee[side];
			if (of_port && circuit->port != ER_NONE)
				return er_network_component(net, er_network_port(net, circuit->port)->self)->name;
			if (of_port || part == circuit->pe[side] || part == circuit->session[side])
				return er_network_component(net, circuit->self)->name;
		}
	}
	return NULL;
}

/* "circuit er-london", "MSEE primary of er-london": a name alone does not tell what it is. */
static void add_component(GString *out, const ErNetwork *net, uint32_t index)
{
	static const char *const words[ER_KIND__COUNT] = {
		[ER_KIND_CE] = "", [ER_KIND_ACCESS] = "", [ER_KIND_PE] = "", [ER_KIND_LINK] = "", [ER_KIND_MSEE] = "", [ER_KIND_SESSION] = "",
		[ER_KIND_PORT] = "port pair ", [ER_KIND_INSTANCE] = "instance ", [ER_KIND_HUB_CONNECTION] = "hub connection ", [ER_KIND_VNET] = "VNet ",
		[ER_KIND_VNET_PEERING] = "peering ",
	};
	const ErComponent *component = er_network_component(net, index);

	if (words[component->kind] != NULL)
		g_string_append(out, words[component->kind]);
	else
		g_string_append_printf(out, "%s ", er_kind_name(component->kind));
	g_string_append(out, component->name);
	const char *owner = words[component->kind] != NULL && *words[component->kind] == '\0' ? owner_of(net, index) : NULL;
	if (owner != NULL)
		g_string_append_printf(out, " of %s", owner);
}

/* "peering location London"; the kind is left out where the name says it ("UK South zone 1"). */
static void add_group(GString *out, const ErGroup *group)
{
	g_autofree char *kind = g_strdelimit(g_strdup(er_group_kind_name(group->kind)), "-", ' ');

	if (strstr(group->name, kind) == NULL)
		g_string_append_printf(out, "%s ", kind);
	g_string_append(out, group->name);
}

static void add_element(GString *out, const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = er_network_n_components(net);

	if (component != ER_NONE)
		add_component(out, net, component);
	else if (element >= n && element - n < er_network_n_groups(net))
		add_group(out, er_network_group(net, element - n));
	else
		g_string_append(out, er_element_name(flows, flow, element));
}

/* Lost only when somebody deletes it; redundant inside (model: severity info). */
static bool only_by_deletion(const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = er_network_n_components(net);

	if (element == ER_ELEMENT_ATTACHMENT)
		return true;
	if (component == ER_NONE)
		return element >= n && element - n < er_network_n_groups(net) && er_network_group(net, element - n)->kind == ER_GRP_SUBSCRIPTION;
	switch (er_network_component(net, component)->kind) {
	case ER_KIND_GATEWAY: case ER_KIND_CONNECTION: case ER_KIND_HUB: case ER_KIND_HUB_CONNECTION: case ER_KIND_VNET: case ER_KIND_VNET_PEERING: return true;
	default: return false;
	}
}

/* A name for an id: as the user spells it; of a child of a circuit with the circuit; of a derived part with its side. */
static char *name_of_id(const ErNetwork *net, const char *id)
{
	const ErResource *resource = er_inventory_lookup(er_network_inventory(net), id);
	uint32_t component = er_network_lookup(net, id);
	const char *shown = resource != NULL ? resource->id_shown : id, *part = strchr(id, '#');

	if (strcmp(id, "$attachment") == 0)
		return g_strdup("its peering");
	if (resource != NULL && resource->kind == ER_RES_CIRCUIT_PEERING && resource->parent != NULL) {
		g_autofree char *circuit = name_of_id(net, resource->parent);
		return g_strdup_printf("%s/%s", circuit, resource->name);
	}
	if (component != ER_NONE && er_network_component(net, component)->resource == resource && (resource != NULL || part == NULL))
		return g_strdup(er_network_component(net, component)->name);
	if (part != NULL) {
		g_autofree char *whole = g_strndup(id, (gsize)(part - id));
		g_autofree char *name = name_of_id(net, whole);
		g_autofree char *what = g_strdelimit(g_strdup(part + 1), "-", ' ');
		return g_strdup_printf("%s, %s", name, what);
	}
	const char *slash = *shown == '/' ? strrchr(shown, '/') : NULL;
	return g_strdup(slash != NULL ? slash + 1 : shown);
}

/* ---- verdict ---- */

/* Sums over the flows that a gateway could serve, per direction, and over the findings. */
typedef struct {
	uint32_t served[2], up[2], unserved_vnets;
	uint32_t by[ER_SEV_CRITICAL + 1], one_way[2];
	uint32_t unknown, unknown_high;
	bool unknown_failure;      /* one of the open questions is whether something is a single point of failure */
} Sums;

/*
 * No gateway could serve these VNets at all: nothing is wrong with them, they are counted only. A spoke of a hub whose gateway has
 * no connection is another matter: it has an attachment, and it is down.
 */
static bool is_unserved(const ErFlows *flows, const ErFlowClass *class)
{
	return class->n_flows > 0 && class->n_paths == 0 && !class->hub_flow && er_flows_at(flows, class->first_flow)->attachment == ER_NONE;
}

static bool hits_direction(const ErFlows *flows, const ErFinding *finding, ErDirection direction)
{
	for (uint32_t i = 0; i < finding->n_flows; i++)
		if (er_flows_at(flows, finding->flows[i])->direction == direction)
			return true;
	return false;
}

static void sum_flows(Sums *sums, const ErFlows *flows)
{
	uint32_t n = er_network_n_vnets(er_flows_network(flows));
	g_autofree bool *seen = g_new0(bool, n + 1), *served = g_new0(bool, n + 1);

	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		seen[flow->vnet] = true;
		if (is_unserved(flows, er_flows_class(flows, flow->flow_class)))
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
		bool in = hits_direction(flows, finding, ER_ONPREM_TO_AZURE), out = hits_direction(flows, finding, ER_AZURE_TO_ONPREM);
		if (finding->result == ER_RESULT_FAIL) {
			sums.by[finding->severity]++;
			sums.one_way[ER_ONPREM_TO_AZURE] += finding->severity >= ER_SEV_MEDIUM && in && !out;
			sums.one_way[ER_AZURE_TO_ONPREM] += finding->severity >= ER_SEV_MEDIUM && out && !in;
			continue;
		}
		bool high = finding->severity >= ER_SEV_HIGH;
		sums.unknown++;
		sums.unknown_high += high;
		/* The topology and gateway families are the ones that find single points of failure. */
		sums.unknown_failure = sums.unknown_failure || (high && (g_str_has_prefix(finding->rule->id, "ER-TOP-") || g_str_has_prefix(finding->rule->id, "ER-GW-")));
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
	g_string_append_printf(out, " %s", plural(all, "finding", "findings"));
}

static const char *directions_of(const ErFlows *flows, const ErFinding *finding)
{
	bool in = hits_direction(flows, finding, ER_ONPREM_TO_AZURE), out = hits_direction(flows, finding, ER_AZURE_TO_ONPREM);

	return in && out ? "both directions" : in ? "on-premises → Azure only" : "Azure → on-premises only";
}

/* The counts and the first finding, which is the worst. */
static void add_worst(GString *out, const ErFindings *findings, const ErFlows *flows, const Sums *sums)
{
	const ErFinding *worst = er_findings_at(findings, 0);

	add_counts(out, sums);
	g_string_append_printf(out, ". Worst: %s", worst->headline);
	if (worst->n_flows > 0)
		g_string_append_printf(out, " (%s)", directions_of(flows, worst));
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
	const char *none = no_verdict(er_flows_network(flows), sums);
	bool bad = sums->by[ER_SEV_CRITICAL] + sums->by[ER_SEV_HIGH] + sums->by[ER_SEV_MEDIUM] > 0;
	ErSeverity severity = sums->by[ER_SEV_CRITICAL] > 0 ? ER_SEV_CRITICAL : sums->by[ER_SEV_HIGH] > 0 ? ER_SEV_HIGH : ER_SEV_MEDIUM;
	g_autoptr(GString) text = g_string_new(NULL);

	if (none != NULL)
		g_string_append_printf(text, " none. %s%s", none, bad ? " Of what it holds: " : "");
	else
		g_string_append_printf(text, " %s", judge(sums));
	if (bad)
		add_worst(text, findings, flows, sums);
	g_string_append_printf(out, "%sVERDICT:%s", bad ? paint(severity, colour) : "", bad && colour ? "\033[0m" : "");
	put_words(out, 0, strlen("VERDICT:"), g_strchomp(text->str));
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
	put(out, 0, "", "%s.", text->str);
}

static void put_verdict(GString *out, const ErFindings *findings, const ErFlows *flows, ErSeverity fail_on, bool colour)
{
	Sums sums = sum_up(findings, flows);
	uint32_t reach = er_findings_at_least(findings, fail_on);

	put_judgement(out, findings, flows, &sums, colour);
	put_flow_counts(out, &sums);
	if (sums.one_way[0] + sums.one_way[1] > 0)
		put(out, 0, "", "One direction only: %u %s on-premises → Azure, %u Azure → on-premises.", sums.one_way[ER_ONPREM_TO_AZURE],
		    plural(sums.one_way[ER_ONPREM_TO_AZURE], "finding", "findings"), sums.one_way[ER_AZURE_TO_ONPREM]);
	if (sums.unknown > 0)
		put(out, 0, "", "Not decided for lack of input: %u %s, %u of them possibly of severity high or above.", sums.unknown,
		    plural(sums.unknown, "question", "questions"), sums.unknown_high);
	/* At the usual threshold the counts above say it. */
	if (fail_on != ER_SEV_HIGH)
		put(out, 0, "", "Threshold %s: %u %s it.", er_severity_name(fail_on), reach, plural(reach, "finding reaches", "findings reach"));
	if (!er_inventory_complete(er_network_inventory(er_flows_network(flows))))
		put(out, 0, "", "The input is INCOMPLETE: a file could not be used, or is one page of more. This answer covers only what was read.");
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
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", site_of(net, finding->sites[i])->name);
	add_more(names, finding->n_sites, MOST_NAMES);
	g_string_append(names, " ↔ ");
	for (uint32_t i = 0; i < finding->n_vnets && i < MOST_NAMES; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", vnet_of(net, finding->vnets[i])->name);
	add_more(names, finding->n_vnets, MOST_NAMES);
	put(out, 2, "hits", "%s; %s", names->str, directions_of(flows, finding));
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
		g_autofree char *name = name_of_id(net, evidence->id);
		if (*evidence->property != '\0') {
			put(out, 2, label, "%s: %s = %s%s", name, evidence->property, evidence->value, place);
		} else if (strcmp(evidence->id, element) == 0) {
			g_autoptr(GString) words = g_string_new(NULL);
			add_element(words, flows, NULL, finding->element);
			put(out, 2, label, "no path avoids %s (%s)", words->str, evidence->value);
		} else {
			put(out, 2, label, "%s: %s", name, evidence->value);
		}
		label = " ";
	}
}

static void put_head(GString *out, ErSeverity severity, bool unknown, bool colour, const char *text)
{
	g_string_append_printf(out, "%s%-9s%s ", paint(severity, colour), unknown ? "unknown" : er_severity_name(severity), colour ? "\033[0m" : "");
	put_words(out, 10, 10, text);
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
		put(out, 2, "missing", "%s; could be of severity %s", finding->missing, er_severity_name(finding->severity));
	else
		put(out, 2, "fix", "%s", finding->rule->remedy);
	put(out, 2, "see", "%s", finding->rule->url);
	g_string_append_c(out, '\n');
}

static bool is_deletion(const ErFlows *flows, const ErFinding *finding)
{
	return finding->result == ER_RESULT_FAIL && finding->severity == ER_SEV_INFO && finding->element != ER_NONE &&
	       strcmp(finding->rule->id, "ER-TOP-006") == 0 && only_by_deletion(flows, NULL, finding->element);
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
		add_element(names, flows, NULL, finding->element);
	}
	if (n == 0)
		return;
	add_more(names, n, MOST_DELETIONS);
	g_autofree char *head = g_strdup_printf("ER-TOP-006  Lost only by deletion, %u: %s. A delete lock protects each.", n, names->str);
	put_head(out, ER_SEV_INFO, false, colour, head);
	g_string_append_c(out, '\n');
}

static void put_findings(GString *out, const ErFindings *findings, const ErFlows *flows, ErResult result, bool colour)
{
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		if (finding->result == result && !is_deletion(flows, finding))
			put_finding(out, flows, finding, colour);
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
		g_autofree char *name = name_of_id(net, class->excluded[i].via);
		g_string_append_printf(out, "%s%s: %s", i > 0 ? "; " : "", name, class->excluded[i].reason);
	}
	if (class->n_excluded == 0)
		g_string_append(out, "its gateway has no connection");
}

/* Down although a gateway could serve them; a pair that is down in both directions is told once. */
static void put_down(GString *out, const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	bool any = false;

	for (uint32_t i = 0; i < er_flows_n_classes(flows); i++) {
		const ErFlowClass *class = er_flows_class(flows, i);
		bool told = class->direction == ER_AZURE_TO_ONPREM && er_flows_class(flows, class->other)->n_paths == 0;
		if (class->n_paths > 0 || class->n_flows == 0 || is_unserved(flows, class) || told)
			continue;
		const ErFlow *flow = er_flows_at(flows, class->first_flow);
		g_autoptr(GString) why = g_string_new(NULL);
		g_autofree char *more = class->n_flows > 1 ? g_strdup_printf(" and %u more", class->n_flows - 1) : g_strdup("");
		add_excluded(why, net, class);
		if (!any)
			g_string_append(out, "DOWN, although a gateway could serve them\n");
		any = true;
		put_item(out, "%s ↔ %s%s (%s): %s", site_of(net, flow->site)->name, vnet_of(net, flow->vnet)->name, more, down_directions(flows, class), why->str);
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
		put_item(out, "%s%s%s", row->text, *row->declare != '\0' ? ". To settle it: " : "", row->declare);
	}
	if (n > MOST_ASSUMPTIONS)
		put_item(out, "and %u more (erscope analyze lists all)", n - MOST_ASSUMPTIONS);
	g_string_append_c(out, '\n');
}

static void put_ledger(GString *out, const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	const ErLedger *ledger = er_inventory_ledger(inv);
	uint32_t ignored = ledger->resources - ledger->modelled - ledger->merged, external = er_inventory_n_externals(inv);
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "READ: %u %s: %u modelled", ledger->resources, plural(ledger->resources, "resource", "resources"), ledger->modelled);
	if (ledger->merged > 0)
		g_string_append_printf(text, ", %u merged (the same again)", ledger->merged);
	if (ignored > 0)
		g_string_append_printf(text, ", %u ignored", ignored);
	if (external > 0)
		g_string_append_printf(text, "; %u more referred to, but not in the input", external);
	put(out, 0, "", "%s.", text->str);
	for (uint32_t i = 0; i < ledger->n_ignored && i < MOST_IGNORED; i++)
		put_item(out, "ignored %u %s: %s", ledger->ignored[i].count, ledger->ignored[i].type, ledger->ignored[i].reason);
	if (ledger->n_ignored > MOST_IGNORED)
		put_item(out, "and %u more types (erscope analyze lists all)", ledger->n_ignored - MOST_IGNORED);
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
	put_deletions(out, findings, flows, colour);
	put_findings(out, findings, flows, ER_RESULT_UNKNOWN, colour);
	put_down(out, flows);
	if (sums.unserved_vnets > 0 && er_network_has_expressroute(net))
		put(out, 0, "", "NOT SERVED: %u %s that no ExpressRoute gateway could serve.\n", sums.unserved_vnets, plural(sums.unserved_vnets, "VNet", "VNets"));
	put_assumptions(out, net);
	put_ledger(out, net);
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
	glong room = COLUMNS - 12, n = g_utf8_strlen(line, -1);
	g_autofree char *start = n > room ? g_utf8_substring(line, 0, room - 1) : g_strdup(line);

	g_string_append_printf(out, "  %s%-9s%s %s%s\n", paint(finding->severity, colour), er_severity_name(finding->severity), colour ? "\033[0m" : "", start, n > room ? "…" : "");
}

GString *er_words_brief(const ErFindings *findings, const ErFlows *flows, ErSeverity fail_on, bool colour)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) rest = g_string_new(NULL);
	Sums left = sum_up(findings, flows);

	put_verdict(out, findings, flows, fail_on, colour);
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
		put(out, 2, "", "and %s: erscope check tells all", rest->str);
	return out;
}

/* ---- flows: paths ---- */

/* "any of 2+": the number of instances, "+" where it is a minimum. */
static void add_instances(GString *out, const ErGateway *gateway)
{
	g_string_append_printf(out, "%u%s", gateway->n_instances, gateway->instances_known ? "" : "+");
}

static void add_hop(GString *out, const ErFlows *flows, const ErFlow *flow, const ErPath *path, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t index = er_element_component(flows, flow, element);
	const ErComponent *hop = er_network_component(net, index);

	switch (hop->kind) {
	case ER_KIND_SITE: g_string_append(out, hop->name); return;
	case ER_KIND_GATEWAY:
		g_string_append_printf(out, "gateway %s (any of ", hop->name);
		add_instances(out, er_network_gateway(net, path->gateway));
		g_string_append(out, " instances)");
		break;
	case ER_KIND_MSEE: g_string_append_printf(out, "%s%s%s", hop->name, *hop->location != '\0' ? ", " : "", hop->location); break;
	case ER_KIND_PE: g_string_append(out, hop->name); break;
	default: add_component(out, net, index); break;
	}
	if (hop->certainty == ER_ASSUMED)
		g_string_append(out, " (assumed)");
}

static bool crosses_gateway(const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < path->n_hops; i++) {
		uint32_t component = er_element_component(flows, flow, path->hops[i]);
		if (component != ER_NONE && er_network_component(net, component)->kind == ER_KIND_GATEWAY)
			return true;
	}
	return false;
}

static bool needs(const ErPath *path, const ErRequirement *requirement)
{
	for (uint32_t i = 0; i < path->n_requires; i++)
		if (path->requires[i].n == requirement->n && memcmp(path->requires[i].any, requirement->any, requirement->n * sizeof *requirement->any) == 0)
			return true;
	return false;
}

static bool all_need(const ErFlowClass *class, const ErRequirement *requirement)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (!needs(&class->paths[i], requirement))
			return false;
	return true;
}

/* What @path needs and does not cross: that of every path (@common) or its own. */
static void add_requirements(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path, bool common)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < path->n_requires; i++) {
		const ErRequirement *requirement = &path->requires[i];
		if (all_need(class, requirement) != common)
			continue;
		g_string_append(out, out->len > 0 ? ", " : "");
		if (requirement->n == 1) {
			uint32_t component = er_element_component(flows, flow, requirement->any[0]);
			if (component != ER_NONE && er_network_component(net, component)->kind == ER_KIND_VNET)
				g_string_append(out, "hub ");
			add_element(out, flows, flow, requirement->any[0]);
		} else {
			const ErGateway *gateway = er_network_gateway(net, path->gateway);
			g_string_append(out, "one of the ");
			add_instances(out, gateway);
			g_string_append_printf(out, " instances of %s", er_network_component(net, gateway->self)->name);
		}
	}
}

static void put_path(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) own = g_string_new(NULL);
	const ErComponent *circuit = er_network_component(net, er_network_circuit(net, path->circuit)->self);
	g_autofree char *use = path->preference == 0 ? g_strdup_printf("%.0f %%", path->share * 100) : g_strdup_printf("standby %u", path->preference);
	g_autofree char *carries = path->capacity_mbps == 0 ? g_strdup("capacity not known")
	                         : path->bottleneck == ER_NONE ? g_strdup_printf("%u Mbps", path->capacity_mbps)
	                         : g_strdup_printf("%u Mbps, bound by %s", path->capacity_mbps, er_network_component(net, path->bottleneck)->name);

	put(out, 4, use, "%s, %s link%s%s: %s", circuit->name, er_side_name(path->side), crosses_gateway(flows, flow, path) ? "" : ", past the gateway",
	    path->share_certainty != ER_ASSUMED ? "" : path->preference == 0 ? " (share assumed)" : " (order assumed)", carries);
	for (uint32_t i = 0; i < path->n_hops; i++) {
		g_string_append(line, i > 0 ? " → " : "");
		add_hop(line, flows, flow, path, path->hops[i]);
	}
	put(out, 16, "", "%s", line->str);
	add_requirements(own, flows, flow, class, path, false);
	if (own->len > 0)
		put(out, 16, "", "needs also: %s", own->str);
	if (!path->proven)
		put(out, 16, "", "rests on assumptions: it proves no redundancy");
}

/* ---- flows: what takes them down ---- */

static void add_cut(GString *out, const ErFlows *flows, const ErFlow *flow, const ErCut *cut, bool certainty)
{
	g_string_append(out, out->len > 0 ? ", " : "");
	add_element(out, flows, flow, cut->element[0]);
	if (certainty)
		g_string_append_printf(out, " (%s)", er_certainty_name(cut->certainty));
}

static void put_cuts(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	g_autoptr(GString) single = g_string_new(NULL);
	g_autoptr(GString) deletion = g_string_new(NULL);
	g_autoptr(GString) assumed = g_string_new(NULL);
	g_autoptr(GString) unproven = g_string_new(NULL);
	uint32_t pairs = 0;

	for (uint32_t i = 0; i < class->n_cuts; i++) {
		const ErCut *cut = &class->cuts[i];
		pairs += cut->n == 2;
		if (cut->n != 1)
			continue;
		if (cut->certainty == ER_ASSUMED)
			add_cut(assumed, flows, flow, cut, false);
		else if (only_by_deletion(flows, flow, cut->element[0]))
			add_cut(deletion, flows, flow, cut, false);
		else
			add_cut(single, flows, flow, cut, true);
	}
	for (uint32_t i = 0; i < class->n_unproven; i++)
		if (!only_by_deletion(flows, flow, class->unproven[i].element[0]))
			add_cut(unproven, flows, flow, &class->unproven[i], false);
	put(out, 4, "fails with", "%s%s", single->len > 0 ? single->str : "nothing alone: no single point of failure", single->len > 0 ? ": each a single point of failure" : "");
	if (deletion->len > 0)
		put(out, 4, "if deleted", "%s", deletion->str);
	if (assumed->len > 0)
		put(out, 4, "unverified", "%s: assumed, so no verdict", assumed->str);
	if (unproven->len > 0)
		put(out, 4, "unproven", "%s: a single point of failure unless a path that rests on assumptions carries", unproven->str);
	if (pairs > 0)
		put(out, 4, "or with", "%u %s of other parts (erscope analyze lists them)", pairs, plural(pairs, "pair", "pairs"));
	if (class->truncated)
		put(out, 4, "incomplete", "a bound was met: there may be more");
}

/* ---- flows: the two paths that share least ---- */

static bool is_end(const ErNetwork *net, const ErFlow *flow, uint32_t component)
{
	return component == er_network_site(net, flow->site)->self || component == er_network_vnet(net, flow->vnet)->self;
}

static bool holds(const ErGroup *group, uint32_t component)
{
	for (uint32_t i = 0; i < group->n_members; i++)
		if (group->members[i] == component)
			return true;
	return false;
}

/* A group that is reported, and holds neither end of the flow nor misses one of the alternatives. */
static bool counts(const ErNetwork *net, const ErFlow *flow, uint32_t index, const ErRequirement *alternatives)
{
	const ErGroup *group = er_network_group(net, index);

	if (group->first != index || holds(group, er_network_site(net, flow->site)->self) || holds(group, er_network_vnet(net, flow->vnet)->self))
		return false;
	for (uint32_t i = 0; i < alternatives->n; i++)
		if (!holds(group, alternatives->any[i]))
			return false;
	return true;
}

/* What takes a path down by itself when these alternatives are needed: the only one, and the groups that hold them all. */
static void add_fatal(GHashTable *fatal, const ErFlows *flows, const ErFlow *flow, const ErRequirement *alternatives)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t first = er_element_component(flows, flow, alternatives->any[0]), n = 0;
	const ErRequirement resolved = { alternatives->n == 1 ? &first : alternatives->any, alternatives->n };

	if (first == ER_NONE || is_end(net, flow, first))
		return;
	if (alternatives->n == 1)
		g_hash_table_add(fatal, GUINT_TO_POINTER(first));
	const uint32_t *of = er_network_groups_of(net, first, &n);
	for (uint32_t i = 0; i < n; i++)
		if (counts(net, flow, of[i], &resolved))
			g_hash_table_add(fatal, GUINT_TO_POINTER(er_network_n_components(net) + of[i]));
}

static GHashTable *fatal_of(const ErFlows *flows, const ErFlow *flow, const ErPath *path)
{
	GHashTable *fatal = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < path->n_hops; i++)
		add_fatal(fatal, flows, flow, &(ErRequirement){ &path->hops[i], 1 });
	for (uint32_t i = 0; i < path->n_requires; i++)
		add_fatal(fatal, flows, flow, &path->requires[i]);
	return fatal;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Elements in both sets, ascending: the table's own order is none. */
static GArray *shared_by(GHashTable *a, GHashTable *b)
{
	GArray *shared = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, a);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint32_t element = GPOINTER_TO_UINT(key);
		if (g_hash_table_contains(b, key))
			g_array_append_val(shared, element);
	}
	g_array_sort(shared, by_number);
	return shared;
}

typedef struct { uint32_t a, b, cost; GArray *shared; } Pair;

/* Fewest shared parts that can fail, then fewest unproven paths, then the ones used first. */
static Pair best_pair(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	uint32_t n = MIN(class->n_paths, MOST_COMPARED);
	g_autoptr(GPtrArray) fatal = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	Pair best = { 0, 0, UINT32_MAX, NULL };

	for (uint32_t i = 0; i < n; i++)
		g_ptr_array_add(fatal, fatal_of(flows, flow, &class->paths[i]));
	for (uint32_t a = 0; a < n; a++)
		for (uint32_t b = a + 1; b < n; b++) {
			g_autoptr(GArray) shared = shared_by(fatal->pdata[a], fatal->pdata[b]);
			uint32_t cost = 0;
			for (guint i = 0; i < shared->len; i++)
				cost += !only_by_deletion(flows, flow, g_array_index(shared, uint32_t, i));
			cost = cost * 4096 + (!class->paths[a].proven + !class->paths[b].proven) * 1024 + MIN(class->paths[a].preference + class->paths[b].preference, 1023);
			if (cost < best.cost) {
				if (best.shared != NULL)
					g_array_unref(best.shared);
				best = (Pair){ a, b, cost, g_steal_pointer(&shared) };
			}
		}
	return best;
}

static char *path_name(const ErNetwork *net, const ErPath *path)
{
	return g_strdup_printf("%s %s", er_network_component(net, er_network_circuit(net, path->circuit)->self)->name, er_side_name(path->side));
}

static void put_redundancy(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GString) deletion = g_string_new(NULL);

	if (class->n_paths < 2) {
		put(out, 4, "redundancy", "none: there is one path only");
		return;
	}
	Pair pair = best_pair(flows, flow, class);
	const ErPath *a = &class->paths[pair.a], *b = &class->paths[pair.b];
	g_autofree char *first = path_name(net, a), *second = path_name(net, b);
	for (guint i = 0; i < pair.shared->len; i++) {
		uint32_t element = g_array_index(pair.shared, uint32_t, i);
		GString *list = only_by_deletion(flows, flow, element) ? deletion : real;
		g_string_append(list, list->len > 0 ? ", " : "");
		add_element(list, flows, flow, element);
		if (element < er_network_n_components(net) ? er_network_component(net, element)->certainty == ER_ASSUMED : er_network_group(net, element - er_network_n_components(net))->certainty == ER_ASSUMED)
			g_string_append(list, " (assumed)");
	}
	g_array_unref(pair.shared);
	const char *proof = a->proven && b->proven ? "" : ". One of them rests on assumptions, so this proves nothing";
	if (real->len == 0)
		put(out, 4, "redundancy", "%s and %s share nothing that can fail on its own%s%s%s", first, second, deletion->len > 0 ? ", only what is lost by deletion: " : "", deletion->str, proof);
	else
		put(out, 4, "redundancy", "not complete: even %s and %s, which share least, have in common %s%s%s%s", first, second, real->str, deletion->len > 0 ? "; lost only by deletion: " : "", deletion->str, proof);
}

/* ---- flows: asymmetry ---- */

static bool uses(const ErFlowClass *class, const ErNetwork *net, uint32_t device)
{
	for (uint32_t i = 0; i < class->n_paths; i++)
		if (class->paths[i].preference == 0 && er_network_circuit(net, class->paths[i].circuit)->self == device)
			return true;
	return false;
}

static void put_asymmetry(GString *out, const ErFlows *flows, const ErFlowClass *class)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErFlowClass *in = class->direction == ER_ONPREM_TO_AZURE ? class : er_flows_class(flows, class->other);

	for (uint32_t i = 0; i < class->n_asymmetry; i++) {
		const ErAsymmetry *row = &class->asymmetry[i];
		g_autoptr(GString) names = g_string_new(NULL);
		for (uint32_t k = 0; k < row->n_devices; k++) {
			g_string_append_printf(names, "%s%s", k > 0 ? ", " : "", er_network_component(net, row->devices[k])->name);
			if (row->kind == ER_ASYM_ROUTING)
				g_string_append(names, uses(in, net, row->devices[k]) ? " (towards Azure)" : " (from Azure)");
		}
		if (row->kind == ER_ASYM_DESIGN)
			put(out, 4, "asymmetry", "by design: traffic towards Azure crosses gateway %s, traffic from Azure passes it by", names->str);
		else if (row->kind == ER_ASYM_ROUTING)
			put(out, 4, "asymmetry", "by routing: used in one direction only: %s%s", names->str, row->certainty == ER_ASSUMED ? "; assumed, as the preference on-premises is not declared" : "");
		else
			put(out, 4, "asymmetry", "of state: these see one direction only: %s", names->str);
	}
}

/* ---- flows: classes ---- */

static const char *way_of(const ErFlowClass *class, const ErFlows *flows, const ErFlow *flow)
{
	if (class->n_paths == 0)
		return "DOWN";
	if (class->mode == ER_MODE_MIXED)
		return "partly through the gateway, partly past it";
	if (class->mode == ER_MODE_FASTPATH)
		return "FastPath, past the gateway";
	if (class->mode == ER_MODE_VPN)
		return "over VPN";
	return crosses_gateway(flows, flow, &class->paths[0]) ? "through the gateway" : "past the gateway";
}

static void put_class(GString *out, const ErFlows *flows, const ErFlowClass *class, const ErFlow *flow, bool alone, bool explain)
{
	const ErNetwork *net = er_flows_network(flows);
	bool in = class->direction == ER_ONPREM_TO_AZURE;
	g_autofree char *more = !alone && class->n_flows > 1 ? g_strdup_printf(" (and %u more %s alike)", class->n_flows - 1, plural(class->n_flows - 1, "VNet", "VNets")) : g_strdup("");
	const char *site = site_of(net, flow->site)->name, *vnet = vnet_of(net, flow->vnet)->name;
	g_autoptr(GString) common = g_string_new(NULL);

	put(out, 2, "", "%s → %s%s: %s", in ? site : vnet, in ? vnet : site, more, way_of(class, flows, flow));
	for (uint32_t i = 0; i < class->n_mode_reasons; i++)
		put(out, 4, i == 0 ? "why" : " ", "%s", class->mode_reasons[i]);
	if (class->n_paths == 0 && class->n_excluded == 0)
		put(out, 4, "why", "%s", !is_unserved(flows, class) ? "its gateway has no connection" : "no ExpressRoute gateway: neither in the VNet nor in one it is peered with");
	for (uint32_t i = 0; i < class->n_paths; i++)
		put_path(out, flows, flow, class, &class->paths[i]);
	for (uint32_t i = 0; i < class->n_excluded; i++) {
		g_autofree char *name = name_of_id(net, class->excluded[i].via);
		put(out, 4, "left out", "%s: %s", name, class->excluded[i].reason);
	}
	if (class->n_paths > 0) {
		add_requirements(common, flows, flow, class, &class->paths[0], true);
		if (common->len > 0)
			put(out, 4, "needs also", "on every path, so that routes are learned, and not crossed: %s", common->str);
		put_cuts(out, flows, flow, class);
		put_asymmetry(out, flows, class);
		if (explain)
			put_redundancy(out, flows, flow, class);
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
		if (is_unserved(flows, class) && vnet == ER_NONE) {
			if (class->direction == ER_ONPREM_TO_AZURE)
				put(out, 2, "", "%u %s that no ExpressRoute gateway could serve, the first is %s\n", class->n_flows, plural(class->n_flows, "VNet", "VNets"), vnet_of(net, flow->vnet)->name);
			continue;
		}
		put_class(out, flows, class, flow, vnet != ER_NONE, explain);
	}
	return out;
}
