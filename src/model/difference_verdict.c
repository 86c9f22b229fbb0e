/*
 * Findings against findings, the resiliency index, and the verdict.
 *
 * A finding is the same when rule and subjects are, subjects by what they were matched to. Worse is: a flow that was up is down, a flow
 * has a single point of failure more (difference_flows.c), more failures of a rule than before, of severity medium or above (not of how an
 * estate is looked after or exported), a stateful device that now sees one direction only, less capacity, more pairs of parts that take
 * a flow down together, a lower index. Better is the reverse. Findings of severity medium, pairs and the index are minor: a second circuit
 * brings advice with it. One thing of weight that is worse makes the verdict worse, whatever else is better; else one that is better makes
 * it better; else the minor ones decide in the same manner.
 * What can no longer be decided is told and is neither. Cannot be told: nothing is worse, and something stands in the way of saying so.
 */
#include "difference.h"

#include <erscope/resiliency.h>

#include <string.h>

enum { MOST_TOLD = 3 };

/* ---- findings ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *finding_key(const ErDifference *diff, int side, const ErFinding *finding)
{
	GString *key = g_string_new(finding->rule->id);

	g_autoptr(GPtrArray) subjects = g_ptr_array_new_with_free_func(g_free);
	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		char *after = side == ER_BEFORE ? er_difference_id_after(diff, finding->subjects[i]) : NULL;
		g_ptr_array_add(subjects, after != NULL ? after : g_strdup(finding->subjects[i]));
	}
	g_ptr_array_sort(subjects, by_text);
	for (guint i = 0; i < subjects->len; i++)
		g_string_append_printf(key, "\n%s", (const char *)subjects->pdata[i]);
	return g_string_free(key, FALSE);
}

typedef struct { uint32_t index; bool taken; } Waiting;

/* (transfer full): findings before by key: GArray of Waiting */
static GHashTable *waiting_of(const ErDifference *diff)
{
	const ErFindings *findings = diff->side[ER_BEFORE].findings;
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		g_autofree char *key = finding_key(diff, ER_BEFORE, er_findings_at(findings, i));
		GArray *list = g_hash_table_lookup(out, key);
		const Waiting waiting = { i, false };
		if (list == NULL) {
			list = g_array_new(FALSE, FALSE, sizeof(Waiting));
			g_hash_table_insert(out, g_steal_pointer(&key), list);
		}
		g_array_append_val(list, waiting);
	}
	return out;
}

/* The first that nobody took, of this result when @same; ER_NONE. */
static uint32_t take(const ErDifference *diff, GArray *list, ErResult result, bool same)
{
	for (guint i = 0; list != NULL && i < list->len; i++) {
		Waiting *waiting = &g_array_index(list, Waiting, i);
		if (waiting->taken || (same && er_findings_at(diff->side[ER_BEFORE].findings, waiting->index)->result != result))
			continue;
		waiting->taken = true;
		return waiting->index;
	}
	return ER_NONE;
}

/* An open question is the same one when its rule is open on both sides: about which of the parts left is no news. */
static uint32_t take_open(const ErDifference *diff, const ErFinding *finding, const bool *taken)
{
	const ErFindings *was = diff->side[ER_BEFORE].findings;

	for (uint32_t i = 0; finding->result == ER_RESULT_UNKNOWN && i < er_findings_count(was); i++)
		if (!taken[i] && er_findings_at(was, i)->rule == finding->rule && er_findings_at(was, i)->result == ER_RESULT_UNKNOWN)
			return i;
	return ER_NONE;
}

static void judge(const ErDifference *diff, ErDiffFinding *row)
{
	const ErFinding *was = row->before != ER_NONE ? er_findings_at(diff->side[ER_BEFORE].findings, row->before) : NULL, *is = row->after != ER_NONE ? er_findings_at(diff->side[ER_AFTER].findings, row->after) : NULL;
	bool failed = was != NULL && was->result == ER_RESULT_FAIL, fails = is != NULL && is->result == ER_RESULT_FAIL;

	if (was != NULL && is != NULL && was->result == is->result) {
		row->state = ER_DIFF_UNCHANGED;
		row->trend = is->severity > was->severity ? ER_TREND_WORSE : is->severity < was->severity ? ER_TREND_BETTER : ER_TREND_NONE;
	} else {
		row->state = fails ? ER_DIFF_NEW : is != NULL ? ER_DIFF_UNDECIDED : failed ? ER_DIFF_FIXED : ER_DIFF_ANSWERED;
	}
}

static void find_findings(ErDifference *diff)
{
	const ErFindings *was = diff->side[ER_BEFORE].findings, *is = diff->side[ER_AFTER].findings;
	g_autoptr(GHashTable) waiting = waiting_of(diff);
	g_autofree bool *taken = g_new0(bool, er_findings_count(was) + 1);

	for (uint32_t i = 0; i < er_findings_count(is); i++) {
		g_autofree char *key = finding_key(diff, ER_AFTER, er_findings_at(is, i));
		const ErDiffFinding row = { .before = take(diff, g_hash_table_lookup(waiting, key), er_findings_at(is, i)->result, true), .after = i };
		g_array_append_val(diff->findings, row);
	}
	for (guint i = 0; i < diff->findings->len; i++)
		if (g_array_index(diff->findings, ErDiffFinding, i).before != ER_NONE)
			taken[g_array_index(diff->findings, ErDiffFinding, i).before] = true;
	for (guint i = 0; i < diff->findings->len; i++) {
		ErDiffFinding *row = &g_array_index(diff->findings, ErDiffFinding, i);
		g_autofree char *key = finding_key(diff, ER_AFTER, er_findings_at(is, row->after));
		if (row->before == ER_NONE)
			row->before = take(diff, g_hash_table_lookup(waiting, key), ER_RESULT_FAIL, false);
		if (row->before == ER_NONE)
			row->before = take_open(diff, er_findings_at(is, row->after), taken);
		if (row->before != ER_NONE)
			taken[row->before] = true;
		judge(diff, row);
	}
	for (uint32_t i = 0; i < er_findings_count(was); i++) {
		ErDiffFinding row = { .before = i, .after = ER_NONE };
		judge(diff, &row);
		if (!taken[i])
			g_array_append_val(diff->findings, row);
	}
}

/* ---- the index ---- */

static void find_indices(ErDifference *diff)
{
	g_autoptr(GArray) was = er_resiliency_index(diff->net[ER_BEFORE], diff->as_of), is = er_resiliency_index(diff->net[ER_AFTER], diff->as_of);
	g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);

	for (int side = ER_BEFORE; side <= ER_AFTER; side++) {
		const GArray *from = side == ER_BEFORE ? was : is;
		for (guint i = 0; i < from->len; i++) {
			const ErIndex *index = &g_array_index(from, ErIndex, i);
			uint32_t component = er_network_gateway(diff->net[side], index->gateway)->self;
			const char *key = diff->keys[side][component];
			uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(rows, key));
			const ErDiffIndex fresh = { ER_NONE, ER_NONE, { 0 }, { 0 } };
			if (known == 0) {
				g_array_append_val(diff->indices, fresh);
				known = diff->indices->len;
				g_hash_table_insert(rows, (char *)key, GUINT_TO_POINTER(known));
			}
			ErDiffIndex *row = &g_array_index(diff->indices, ErDiffIndex, known - 1);
			*(side == ER_BEFORE ? &row->before : &row->after) = component;
			row->low[side] = index->low;
			row->high[side] = index->high;
		}
	}
}

/* ---- reasons ---- */

static void add_reason(ErDifference *diff, ErTrend trend, ErDiffWeight weight, const char *text)
{
	const ErDiffSentence reason = { trend, weight, er_difference_keep(diff, text) };

	g_array_append_val(diff->reasons, reason);
}

/* Sentences of flows that go one way, each once, with the number of flows. */
static void reasons_of_flows(ErDifference *diff)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) order = g_ptr_array_new();

	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < diff->flows_rows->len; i++) {
			const ErDiffFlows *row = er_difference_flows(diff, i);
			for (uint32_t k = 0; k < row->n_sentences; k++) {
				const ErDiffSentence *sentence = &row->sentences[k];
				uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, sentence->text));
				if (sentence->trend == ER_TREND_NONE)
					continue;
				if (pass == 0) {
					g_hash_table_insert(counts, (char *)sentence->text, GUINT_TO_POINTER(n + row->n));
					continue;
				}
				if (g_ptr_array_find(order, sentence->text, NULL))
					continue;
				g_ptr_array_add(order, (char *)sentence->text);
				g_autofree char *text = g_strdup_printf("%u %s: %s", n, n == 1 ? "flow" : "flows", sentence->text);
				add_reason(diff, sentence->trend, sentence->weight, text);
			}
		}
}

static const ErFinding *finding_of(const ErDifference *diff, const ErDiffFinding *row)
{
	return row->after != ER_NONE ? er_findings_at(diff->side[ER_AFTER].findings, row->after) : er_findings_at(diff->side[ER_BEFORE].findings, row->before);
}

/* Of weight for the verdict: a failure of the network, that nobody has accepted. */
static bool counts(const ErFinding *finding)
{
	bool of_care = g_str_has_prefix(finding->rule->id, "ER-OPS-") || g_str_has_prefix(finding->rule->id, "ER-INV-");

	return finding->result == ER_RESULT_FAIL && finding->severity >= ER_SEV_MEDIUM && finding->state != ER_FINDING_ACCEPTED && !of_care;
}

/* New failures of a rule less those that are fixed: another subject in an old one's place is no change of weight. */
static void reasons_of_findings(ErDifference *diff)
{
	g_autoptr(GHashTable) balance = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < diff->findings->len; i++) {
		const ErDiffFinding *row = er_difference_finding(diff, i);
		const ErFinding *finding = finding_of(diff, row);
		int step = row->state == ER_DIFF_NEW ? 1 : row->state == ER_DIFF_FIXED ? -1 : 0;
		if (step != 0 && counts(finding))
			g_hash_table_insert(balance, (void *)finding->rule, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(balance, finding->rule)) + step));
	}
	for (guint i = 0; i < diff->findings->len; i++) {
		const ErDiffFinding *row = er_difference_finding(diff, i);
		const ErFinding *finding = finding_of(diff, row);
		int left = GPOINTER_TO_INT(g_hash_table_lookup(balance, finding->rule));
		bool told = counts(finding) && ((row->state == ER_DIFF_NEW && left > 0) || (row->state == ER_DIFF_FIXED && left < 0));
		if (told) {
			g_autofree char *text = g_strdup_printf("%s, severity %s: %s (%s)", left > 0 ? "new finding" : "finding fixed", er_severity_name(finding->severity), finding->headline, finding->rule->id);
			add_reason(diff, left > 0 ? ER_TREND_WORSE : ER_TREND_BETTER, finding->severity >= ER_SEV_HIGH ? ER_WEIGHT_FINDING : ER_WEIGHT_ADVICE, text);
			g_hash_table_insert(balance, (void *)finding->rule, GINT_TO_POINTER(left + (left > 0 ? -1 : 1)));
		}
		if (row->state == ER_DIFF_UNCHANGED && row->trend != ER_TREND_NONE && counts(row->trend == ER_TREND_WORSE ? finding : er_findings_at(diff->side[ER_BEFORE].findings, row->before))) {
			g_autofree char *text = g_strdup_printf("severity %s, was %s: %s (%s)", er_severity_name(finding->severity), er_severity_name(er_findings_at(diff->side[ER_BEFORE].findings, row->before)->severity), finding->headline, finding->rule->id);
			add_reason(diff, row->trend, ER_WEIGHT_ADVICE, text);
		}
	}
}

static ErTrend trend_of_index(const ErDiffIndex *row)
{
	double low = row->low[ER_AFTER] - row->low[ER_BEFORE], high = row->high[ER_AFTER] - row->high[ER_BEFORE];

	if (row->before == ER_NONE || row->after == ER_NONE)
		return ER_TREND_NONE;
	if (low <= 0.5 && high <= 0.5 && (low < -0.5 || high < -0.5))
		return ER_TREND_WORSE;
	return low >= -0.5 && high >= -0.5 && (low > 0.5 || high > 0.5) ? ER_TREND_BETTER : ER_TREND_NONE;
}

static void reasons_of_indices(ErDifference *diff)
{
	for (guint i = 0; i < diff->indices->len; i++) {
		const ErDiffIndex *row = er_difference_index(diff, i);
		ErTrend trend = trend_of_index(row);
		if (trend == ER_TREND_NONE)
			continue;
		g_autofree char *text = g_strdup_printf("Resiliency Index of %s: %.0f–%.0f → %.0f–%.0f", er_network_component(diff->net[ER_AFTER], row->after)->name, row->low[0], row->high[0], row->low[1], row->high[1]);
		add_reason(diff, trend, ER_WEIGHT_INDEX, text);
	}
}

/* What the reasons come to. */
static ErTrend trend_of(const ErDifference *diff)
{
	bool met[2][2] = { { false } };

	for (guint i = 0; i < diff->reasons->len; i++)
		met[er_difference_reason(diff, i)->weight > ER_WEIGHT_CAPACITY][er_difference_reason(diff, i)->trend == ER_TREND_BETTER] = true;
	for (int minor = 0; minor < 2; minor++)
		for (int better = 0; better < 2; better++)
			if (met[minor][better])
				return better ? ER_TREND_BETTER : ER_TREND_WORSE;
	return ER_TREND_NONE;
}

static int by_weight(const void *a, const void *b, void *first)
{
	const ErDiffSentence *x = a, *y = b;

	if (x->trend != y->trend)
		return x->trend == *(ErTrend *)first ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	return 0;
}

/* ---- what limits it ---- */

static bool stands_in_the_way(ErDifference *diff)
{
	static const char *const names[] = { "before", "after" };
	bool in_the_way = diff->torn;
	uint32_t joined = diff->n_same_flows, n[2] = { 0 };

	for (int side = ER_BEFORE; side <= ER_AFTER; side++) {
		if (!er_inventory_complete(er_network_inventory(diff->net[side])))
			er_difference_note(diff, "the inventory %s is not complete", names[side]);
		if (!er_network_has_expressroute(diff->net[side]))
			er_difference_note(diff, "there is no ExpressRoute in the inventory %s", names[side]);
		in_the_way = in_the_way || !er_inventory_complete(er_network_inventory(diff->net[side])) || !er_network_has_expressroute(diff->net[side]);
		n[side] = er_flows_count(diff->side[side].flows);
	}
	for (guint i = 0; i < diff->doubts->len; i++)
		in_the_way = in_the_way || er_network_lookup(diff->net[ER_BEFORE], er_difference_doubt(diff, i)->before[0]) != ER_NONE;
	for (guint i = 0; i < diff->flows_rows->len; i++)
		joined += er_difference_flows(diff, i)->state == ER_CHANGED ? er_difference_flows(diff, i)->n : 0;
	if (joined == 0 && n[0] > 0 && n[1] > 0)
		er_difference_note(diff, "no flow is there on both sides");
	return in_the_way || (joined == 0 && n[0] > 0 && n[1] > 0);
}

static void find_notes(ErDifference *diff)
{
	uint32_t by_name = 0, unsaid = 0, undecided = er_difference_count_findings(diff, ER_DIFF_UNDECIDED);

	for (guint i = 0; i < diff->parts->len; i++) {
		by_name += er_difference_part(diff, i)->match == ER_MATCH_NAME && er_difference_part(diff, i)->owner == NULL;
		unsaid += er_difference_part(diff, i)->n_unsaid;
	}
	if (by_name > 0)
		er_difference_note(diff, "%u %s matched by type and name: ids differ", by_name, by_name == 1 ? "part was" : "parts were");
	if (unsaid > 0)
		er_difference_note(diff, "%u %s said by one side only, and no change: a template knows less than a deployment", unsaid, unsaid == 1 ? "property is" : "properties are");
	if (undecided > 0)
		er_difference_note(diff, "%u %s not decided after the change: no regression by itself", undecided, undecided == 1 ? "question that was decided before, or is new, is" : "questions that were decided before, or are new, are");
	if (diff->doubts->len > 0)
		er_difference_note(diff, "%u %s several candidates of one name: in doubt, not matched", diff->doubts->len, diff->doubts->len == 1 ? "name has" : "names have");
	if ((er_network_estate(diff->net[0]) == NULL) != (er_network_estate(diff->net[1]) == NULL))
		er_difference_note(diff, "only one side has a site description");
}

void er_difference_find_verdict(ErDifference *diff)
{
	find_findings(diff);
	find_indices(diff);
	reasons_of_flows(diff);
	reasons_of_findings(diff);
	reasons_of_indices(diff);
	ErTrend first = trend_of(diff);
	g_array_sort_with_data(diff->reasons, by_weight, &first);
	find_notes(diff);
	bool in_the_way = stands_in_the_way(diff);
	diff->verdict = first == ER_TREND_WORSE ? ER_VERDICT_WORSE : in_the_way ? ER_VERDICT_UNTOLD : first == ER_TREND_BETTER ? ER_VERDICT_BETTER : ER_VERDICT_UNCHANGED;
}

ErVerdict er_difference_verdict(const ErDifference *diff)
{
	return diff->verdict;
}

char *er_difference_headline(const ErDifference *diff)
{
	static const char *const words[] = {
		[ER_VERDICT_UNCHANGED] = "Resilience is unchanged", [ER_VERDICT_BETTER] = "Resilience gets better", [ER_VERDICT_WORSE] = "Resilience gets worse", [ER_VERDICT_UNTOLD] = "Cannot tell whether resilience changes",
	};
	GString *out = g_string_new(words[diff->verdict]);
	uint32_t n = diff->verdict == ER_VERDICT_UNTOLD ? 0 : diff->reasons->len;

	uint32_t own = 0;
	while (own < n && er_difference_reason(diff, own)->trend == er_difference_reason(diff, 0)->trend)
		own++;
	for (uint32_t i = 0; i < MIN(own, MOST_TOLD); i++)
		g_string_append_printf(out, "%s%s", i == 0 ? ": " : "; ", er_difference_reason(diff, i)->text);
	if (own > MOST_TOLD)
		g_string_append_printf(out, "; and %u more", own - MOST_TOLD);
	if (n > own)
		g_string_append_printf(out, "; but %u %s %s", n - own, n - own == 1 ? "thing gets" : "things get", diff->verdict == ER_VERDICT_WORSE ? "better" : "worse");
	if (diff->verdict == ER_VERDICT_UNTOLD && diff->notes->len > 0)
		g_string_append_printf(out, ": %s", (const char *)diff->notes->pdata[diff->notes->len - 1]);
	if (diff->verdict == ER_VERDICT_UNCHANGED)
		g_string_append(out, er_difference_is_empty(diff) ? ": nothing differs" : "");
	return g_string_free(out, FALSE);
}
