/*
 * What a difference says, as headings and lines: the verdict's reasons first, then what happens to flows, since that is what the
 * network is for; then parts, cuts, findings, the index, groups, and what is in doubt. What is long and dull is counted.
 */
#include "diff_sections.h"

#include "prose.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_PROPERTIES = 12, MOST_FLOW_NAMES = 4, MOST_GROUPS = 20, MOST_CANDIDATES = 4, MOST_LINES = 200 };

const char *er_diff_sign(char sign)
{
	return sign == '-' ? "−" : sign == '+' ? "+" : sign == '~' ? "~" : sign == '!' ? _("worse:") : sign == '*' ? _("better:") : "";
}

static void clear_line(void *data)
{
	ErDiffLine *line = data;

	g_free(line->text);
	if (line->details != NULL)
		g_ptr_array_unref(line->details);
}

static void free_section(void *data)
{
	ErDiffSection *section = data;

	g_array_free(section->lines, TRUE);
	g_free(section);
}

static ErDiffSection *new_section(const char *title)
{
	ErDiffSection *section = g_new0(ErDiffSection, 1);

	section->title = title;
	section->lines = g_array_new(FALSE, TRUE, sizeof(ErDiffLine));
	g_array_set_clear_func(section->lines, clear_line);
	return section;
}

/* @text: (transfer full) */
static ErDiffLine *add_line(ErDiffSection *section, char sign, char *text)
{
	const ErDiffLine line = { .sign = sign, .text = text };

	g_array_append_val(section->lines, line);
	return &g_array_index(section->lines, ErDiffLine, section->lines->len - 1);
}

static void add_toned(ErDiffSection *section, char sign, char tone, char *text)
{
	add_line(section, sign, text)->tone = tone;
}

/* @text: (transfer full) */
static void add_detail(ErDiffLine *line, char *text)
{
	if (line->details == NULL)
		line->details = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(line->details, text);
}

static char sign_of(ErDiffState state)
{
	return state == ER_ADDED ? '+' : state == ER_REMOVED ? '-' : state == ER_CHANGED ? '~' : ' ';
}

/* ---- reasons, flows ---- */

static void add_reasons(ErDiffSection *section, const ErDifference *diff)
{
	for (uint32_t i = 0; i < er_difference_n_reasons(diff); i++) {
		const ErDiffSentence *reason = er_difference_reason(diff, i);
		add_line(section, reason->trend == ER_TREND_WORSE ? '!' : '*', g_strdup(reason->text));
	}
}

static const ErFlow *flow_of(const ErDifference *diff, const ErDiffFlows *row, uint32_t i, const ErNetwork **net)
{
	const ErFlows *flows = row->after[i] != ER_NONE ? er_difference_after(diff)->flows : er_difference_before(diff)->flows;

	*net = er_flows_network(flows);
	return er_flows_at(flows, row->after[i] != ER_NONE ? row->after[i] : row->before[i]);
}

/* "On-premises → vnet-a, vnet-b and 3 more" */
static char *flows_name(const ErDifference *diff, const ErDiffFlows *row)
{
	const ErNetwork *net;
	g_autoptr(GString) vnets = g_string_new(NULL);
	const char *site = "";

	for (uint32_t i = 0; i < row->n; i++) {
		const ErFlow *flow = flow_of(diff, row, i, &net);
		site = er_prose_site_of(net, flow->site)->name;
		if (i < MOST_FLOW_NAMES)
			g_string_append_printf(vnets, "%s%s%s%s%s", i > 0 ? ", " : "", er_prose_vnet_of(net, flow->vnet)->name, *flow->destination != '\0' ? " (" : "", flow->destination, *flow->destination != '\0' ? ")" : "");
	}
	if (row->n > MOST_FLOW_NAMES)
		g_string_append_printf(vnets, " and %u more", row->n - MOST_FLOW_NAMES);
	return row->direction == ER_ONPREM_TO_AZURE ? g_strdup_printf("%s → %s", site, vnets->str) : g_strdup_printf("%s → %s", vnets->str, site);
}

static void add_flows(ErDiffSection *section, const ErDifference *diff)
{
	uint32_t same = er_difference_n_same_flows(diff);

	for (uint32_t i = 0; i < er_difference_n_flows(diff); i++) {
		const ErDiffFlows *row = er_difference_flows(diff, i);
		ErDiffLine *line = add_line(section, sign_of(row->state), flows_name(diff, row));
		for (uint32_t k = 0; k < row->n_sentences; k++)
			add_detail(line, g_strdup(row->sentences[k].text));
	}
	if (same > 0 && er_difference_n_flows(diff) > 0)
		add_line(section, ' ', g_strdup_printf("%u %s as before", same, er_prose_plural(same, "flow stays", "flows stay")));
}

/* ---- parts ---- */

/* Type and name of an id; other values as they are. */
static const char *short_value(const char *value)
{
	const char *end = value != NULL && g_str_has_prefix(value, "/subscriptions/") ? strrchr(value, '/') : NULL;
	const char *type = end != NULL ? g_strrstr_len(value, end - value, "/") : NULL;

	return value == NULL ? "(not there)" : type != NULL ? type + 1 : value;
}

char *er_diff_property(const ErDiffProperty *property)
{
	const char *before = short_value(property->before), *after = short_value(property->after);
	bool alike = strcmp(before, after) == 0;

	return g_strdup_printf("%s: %s → %s", property->path, alike ? property->before : before, alike ? property->after : after);
}

static void add_properties(ErDiffLine *line, const ErDiffPart *part, const char *of)
{
	for (uint32_t i = 0; i < part->n_properties && i < MOST_PROPERTIES; i++) {
		g_autofree char *text = er_diff_property(&part->properties[i]);
		add_detail(line, of != NULL ? g_strdup_printf("%s: %s", of, text) : g_steal_pointer(&text));
	}
	if (part->n_properties > MOST_PROPERTIES)
		add_detail(line, g_strdup_printf("and %u more properties", part->n_properties - MOST_PROPERTIES));
}

static void add_followers(ErDiffLine *line, const ErDifference *diff, const ErDiffPart *owner)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_difference_n_parts(diff); i++) {
		const ErDiffPart *part = er_difference_part(diff, i);
		if (!part->follows || strcmp(part->owner, owner->id) != 0)
			continue;
		n += part->state != ER_CHANGED;
		if (part->state == ER_CHANGED)
			add_properties(line, part, part->name);
	}
	if (n > 0)
		add_detail(line, g_strdup_printf(owner->state != ER_CHANGED ? "with %u %s of it" : "%u %s of it come or go", n, er_prose_plural(n, "part", "parts")));
}

static void add_parts(ErDiffSection *section, const ErDifference *diff)
{
	static const ErDiffState order[] = { ER_ADDED, ER_REMOVED, ER_CHANGED };

	for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
		for (uint32_t i = 0; i < er_difference_n_parts(diff); i++) {
			const ErDiffPart *part = er_difference_part(diff, i);
			if (part->state != order[k] || part->follows)
				continue;
			ErDiffLine *line = add_line(section, sign_of(part->state), g_strdup(part->name));
			if (part->was != NULL)
				add_detail(line, g_strdup_printf("matched by name; was %s", part->was));
			add_properties(line, part, NULL);
			add_followers(line, diff, part);
		}
}

/* ---- cuts ---- */

static const char *directions_of(const ErDiffCut *cut)
{
	return cut->n_flows[0] > 0 && cut->n_flows[1] > 0 ? "both directions" : cut->n_flows[0] > 0 ? "on-premises → Azure only" : "Azure → on-premises only";
}

static void add_cuts(ErDiffSection *section, const ErDifference *diff)
{
	uint32_t deletions[2] = { 0 }, pairs[2] = { 0 };

	for (uint32_t i = 0; i < er_difference_n_cuts(diff); i++) {
		const ErDiffCut *cut = er_difference_cut(diff, i);
		if (!cut->matters)
			continue;
		if (cut->n > 1 || cut->only_by_deletion) {
			(cut->n > 1 ? pairs : deletions)[cut->gained]++;
			continue;
		}
		uint32_t n = cut->n_flows[0] + cut->n_flows[1];
		add_toned(section, cut->gained ? '+' : '-', cut->gained ? '!' : '*', g_strdup_printf("%s %s: %s%s (%u %s, %s)", cut->gained ? "gained" : "lost", "single point of failure", cut->name[0], cut->certainty == ER_ASSUMED ? " (assumed)" : "", n, er_prose_plural(n, "flow", "flows"), directions_of(cut)));
	}
	if (deletions[0] + deletions[1] > 0)
		add_line(section, ' ', g_strdup_printf("lost only by deletion, redundant inside: %u gained, %u lost", deletions[1], deletions[0]));
	if (pairs[0] + pairs[1] > 0)
		add_line(section, ' ', g_strdup_printf("sets of two and more parts that take a flow down together, and did not on the other side: %u gained, %u lost", pairs[1], pairs[0]));
}

/* ---- findings, index ---- */

static const ErFinding *finding_of(const ErDifference *diff, const ErDiffFinding *row)
{
	return row->after != ER_NONE ? er_findings_at(er_difference_after(diff)->findings, row->after) : er_findings_at(er_difference_before(diff)->findings, row->before);
}

static void add_findings_in(ErDiffSection *section, const ErDifference *diff, ErDiffFindingState state, char sign, char tone)
{
	for (uint32_t i = 0; i < er_difference_n_findings(diff); i++) {
		const ErDiffFinding *row = er_difference_finding(diff, i);
		const ErFinding *finding = finding_of(diff, row);
		if (row->state == state)
			add_toned(section, sign, finding->severity > ER_SEV_INFO ? tone : ' ', g_strdup_printf("%s, %s: %s (%s)", er_diff_finding_state_name(state), er_severity_name(finding->severity), finding->headline, finding->rule->id));
	}
}

/* Questions by what would decide them. */
static void add_undecided(ErDiffSection *section, const ErDifference *diff)
{
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_difference_n_findings(diff); i++) {
		const ErDiffFinding *row = er_difference_finding(diff, i);
		const ErFinding *finding = finding_of(diff, row);
		if (row->state == ER_DIFF_UNDECIDED && g_hash_table_add(told, (char *)finding->rule->id))
			add_line(section, ' ', g_strdup_printf("can no longer be decided: %s (%s); missing: %s", finding->rule->title, finding->rule->id, *finding->missing != '\0' ? finding->missing : "an input"));
	}
}

static void add_findings(ErDiffSection *section, const ErDifference *diff)
{
	uint32_t same = er_difference_count_findings(diff, ER_DIFF_UNCHANGED), answered = er_difference_count_findings(diff, ER_DIFF_ANSWERED);

	add_findings_in(section, diff, ER_DIFF_NEW, '+', '!');
	add_findings_in(section, diff, ER_DIFF_FIXED, '-', '*');
	add_undecided(section, diff);
	if (answered > 0)
		add_line(section, ' ', g_strdup_printf("%u open %s no longer open", answered, er_prose_plural(answered, "question is", "questions are")));
	if (same > 0 && section->lines->len > 0)
		add_line(section, ' ', g_strdup_printf("%u unchanged", same));
}

static char *range_of(const ErDiffIndex *row, int side)
{
	return (side == 0 ? row->before : row->after) != ER_NONE ? g_strdup_printf("%.0f–%.0f", row->low[side], row->high[side]) : g_strdup("not there");
}

static void add_indices(ErDiffSection *section, const ErDifference *diff)
{
	for (uint32_t i = 0; i < er_difference_n_indices(diff); i++) {
		const ErDiffIndex *row = er_difference_index(diff, i);
		g_autofree char *was = range_of(row, 0), *is = range_of(row, 1);
		const ErNetwork *net = er_flows_network(row->after != ER_NONE ? er_difference_after(diff)->flows : er_difference_before(diff)->flows);
		const char *name = er_network_component(net, row->after != ER_NONE ? row->after : row->before)->name;
		bool both = row->before != ER_NONE && row->after != ER_NONE;
		char tone = !both ? 0 : row->low[1] < row->low[0] && row->high[1] <= row->high[0] ? '!' : row->low[1] > row->low[0] && row->high[1] >= row->high[0] ? '*' : 0;
		add_toned(section, strcmp(was, is) == 0 ? ' ' : row->before == ER_NONE ? '+' : row->after == ER_NONE ? '-' : '~', tone, strcmp(was, is) == 0 ? g_strdup_printf("%s: %s, as before", name, is) : g_strdup_printf("%s: %s → %s", name, was, is));
	}
}

/* ---- groups, doubts ---- */

static void add_groups(ErDiffSection *section, const ErDifference *diff)
{
	for (uint32_t i = 0; i < er_difference_n_groups(diff) && i < MOST_GROUPS; i++) {
		const ErDiffGroup *row = er_difference_group(diff, i);
		const ErGroup *group = row->after != ER_NONE ? er_network_group(er_flows_network(er_difference_after(diff)->flows), row->after) : er_network_group(er_flows_network(er_difference_before(diff)->flows), row->before);
		g_autofree char *kind = g_strdelimit(g_strdup(er_group_kind_name(group->kind)), "-", ' ');
		add_line(section, sign_of(row->state), row->state == ER_CHANGED ? g_strdup_printf("%s %s: members: %u more, %u fewer", kind, group->name, row->n_gained, row->n_lost) : g_strdup_printf("%s %s", kind, group->name));
	}
	if (er_difference_n_groups(diff) > MOST_GROUPS)
		add_line(section, ' ', g_strdup_printf("and %u more", er_difference_n_groups(diff) - MOST_GROUPS));
}

static void add_candidates(ErDiffLine *line, const char *label, const char *const *ids, uint32_t n)
{
	for (uint32_t i = 0; i < n && i < MOST_CANDIDATES; i++)
		add_detail(line, g_strdup_printf("%s: %s", label, ids[i]));
	if (n > MOST_CANDIDATES)
		add_detail(line, g_strdup_printf("%s: and %u more", label, n - MOST_CANDIDATES));
}

static void add_doubts(ErDiffSection *section, const ErDifference *diff)
{
	for (uint32_t i = 0; i < er_difference_n_doubts(diff); i++) {
		const ErDiffDoubt *doubt = er_difference_doubt(diff, i);
		ErDiffLine *line = add_line(section, ' ', g_strdup_printf("in doubt, not matched: %s", doubt->what));
		add_candidates(line, "before", doubt->before, doubt->n_before);
		add_candidates(line, "after", doubt->after, doubt->n_after);
	}
	for (uint32_t i = 0; i < er_difference_n_notes(diff); i++)
		add_line(section, ' ', g_strdup(er_difference_note_at(diff, i)));
}

/* ---- all of it ---- */

static void add_sides(ErDiffSection *section, const ErDifference *diff)
{
	static const char *const names[] = { "before", "after" };

	for (int side = 0; side < 2; side++) {
		const ErInventory *inv = er_network_inventory(er_flows_network(side == 0 ? er_difference_before(diff)->flows : er_difference_after(diff)->flows));
		g_autoptr(GString) files = g_string_new(NULL);
		for (uint32_t i = 0; i < er_inventory_n_sources(inv); i++) {
			g_autofree char *file = g_path_get_basename(er_inventory_source(inv, i)->file);
			g_string_append_printf(files, "%s%s (%s)", i > 0 ? ", " : "", file, er_inventory_source(inv, i)->format);
		}
		add_line(section, ' ', g_strdup_printf("%s: %s; %u resources; content sha256 %.16s…", names[side], files->str, er_inventory_count(inv), er_inventory_content(inv)));
	}
}

/* A section of thousands of lines helps nobody: what is left out is counted, and stands in the JSON. */
static void keep_short(ErDiffSection *section)
{
	uint32_t n = section->lines->len;

	if (n <= MOST_LINES)
		return;
	g_array_set_size(section->lines, MOST_LINES);
	add_line(section, ' ', g_strdup_printf("and %u more; --format json has all", n - MOST_LINES));
}

GPtrArray *er_diff_sections(const ErDiffReport *report)
{
	static const struct { const char *title; void (*add)(ErDiffSection *section, const ErDifference *diff); } all[] = {
		{ N_("Why"), add_reasons }, { N_("Flows"), add_flows }, { N_("Parts"), add_parts }, { N_("Cuts"), add_cuts }, { N_("Findings"), add_findings },
		{ N_("Resiliency Index (estimate)"), add_indices }, { N_("Shared-risk groups"), add_groups }, { N_("Limits of this comparison"), add_doubts }, { N_("Compared"), add_sides },
	};
	GPtrArray *sections = g_ptr_array_new_with_free_func(free_section);

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		ErDiffSection *section = new_section(_(all[i].title));
		all[i].add(section, report->diff);
		keep_short(section);
		if (section->lines->len > 0)
			g_ptr_array_add(sections, section);
		else
			free_section(section);
	}
	return sections;
}
