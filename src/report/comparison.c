/*
 * Findings against those of an earlier run. Fingerprints leave the subscription out, so that one may stand for several findings: they
 * are counted, not only looked up. First each finding takes an earlier one of the same fingerprint and result; then each that is left
 * over takes any of its fingerprint; what nobody took is fixed.
 */
#include <erscope/formats.h>

#include <string.h>

struct ErComparison {
	const ErBaseline *baseline;
	GArray *is_new;        /* per finding: bool */
	GArray *fixed;         /* indices into the baseline */
	uint32_t n_new;
};

typedef GHashTable Waiting;   /* key: GQueue of indices into the baseline + 1 */

static Waiting *waiting_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_queue_free);
}

static void wait_for(Waiting *waiting, char *key, uint32_t index)
{
	GQueue *queue = g_hash_table_lookup(waiting, key);

	if (queue == NULL) {
		queue = g_queue_new();
		g_hash_table_insert(waiting, key, queue);
	} else {
		g_free(key);
	}
	g_queue_push_tail(queue, GUINT_TO_POINTER(index + 1));
}

/* Index + 1 of an earlier finding that nobody took; 0: none. */
static uint32_t take_one(Waiting *waiting, const char *key)
{
	GQueue *queue = g_hash_table_lookup(waiting, key);

	return queue != NULL ? GPOINTER_TO_UINT(g_queue_pop_head(queue)) : 0;
}

static char *key_of(const char *fingerprint, const char *result)
{
	return g_strconcat(fingerprint, " ", result, NULL);
}

static const ErRule *rule_of(const ErFindings *findings, const char *id)
{
	for (uint32_t i = 0; i < er_findings_n_rules(findings); i++)
		if (strcmp(er_findings_rule(findings, i)->rule->id, id) == 0)
			return er_findings_rule(findings, i)->rule;
	return NULL;
}

/* Would this run tell it, if it were still there? */
static bool would_be_told(const ErFindings *findings, const ErEarlier *row, const ErSelection *selection)
{
	if (rule_of(findings, row->rule) == NULL)
		return false;
	for (uint32_t i = 0; selection != NULL && i < row->n_subjects; i++)
		if (selection->has_subject(selection->data, row->subjects[i]))
			return true;
	return selection == NULL || row->n_subjects == 0;
}

static void find_new(ErComparison *out, const ErFindings *findings, bool *taken)
{
	g_autoptr(GHashTable) waiting = waiting_new();

	for (uint32_t i = 0; i < er_baseline_count(out->baseline); i++)
		wait_for(waiting, key_of(er_baseline_at(out->baseline, i)->fingerprint, er_baseline_at(out->baseline, i)->result), i);
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		g_autofree char *key = key_of(finding->fingerprint, er_result_name(finding->result));
		uint32_t index = take_one(waiting, key);
		bool is_new = index == 0;
		if (!is_new)
			taken[index - 1] = true;
		out->n_new += is_new;
		g_array_append_val(out->is_new, is_new);
	}
}

static void find_fixed(ErComparison *out, const ErFindings *findings, const ErSelection *selection, bool *taken)
{
	g_autoptr(GHashTable) waiting = waiting_new();

	for (uint32_t i = 0; i < er_baseline_count(out->baseline); i++)
		if (!taken[i])
			wait_for(waiting, g_strdup(er_baseline_at(out->baseline, i)->fingerprint), i);
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		uint32_t index = er_comparison_is_new(out, i) ? take_one(waiting, er_findings_at(findings, i)->fingerprint) : 0;
		if (index > 0)
			taken[index - 1] = true;
	}
	for (uint32_t i = 0; i < er_baseline_count(out->baseline); i++)
		if (!taken[i] && would_be_told(findings, er_baseline_at(out->baseline, i), selection))
			g_array_append_val(out->fixed, i);
}

ErComparison *er_comparison_new(const ErFindings *findings, const ErBaseline *baseline, const ErSelection *selection)
{
	ErComparison *out = g_new0(ErComparison, 1);
	g_autofree bool *taken = g_new0(bool, er_baseline_count(baseline) + 1);

	out->baseline = baseline;
	out->is_new = g_array_new(FALSE, FALSE, sizeof(bool));
	out->fixed = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	find_new(out, findings, taken);
	find_fixed(out, findings, selection, taken);
	return out;
}

void er_comparison_free(ErComparison *comparison)
{
	if (comparison == NULL)
		return;
	g_array_free(comparison->is_new, TRUE);
	g_array_free(comparison->fixed, TRUE);
	g_free(comparison);
}

bool er_comparison_is_new(const ErComparison *comparison, uint32_t finding)
{
	g_assert(finding < comparison->is_new->len);
	return g_array_index(comparison->is_new, bool, finding);
}

uint32_t er_comparison_n_new(const ErComparison *comparison)
{
	return comparison->n_new;
}

uint32_t er_comparison_n_fixed(const ErComparison *comparison)
{
	return comparison->fixed->len;
}

const ErEarlier *er_comparison_fixed(const ErComparison *comparison, uint32_t i)
{
	g_assert(i < comparison->fixed->len);
	return er_baseline_at(comparison->baseline, g_array_index(comparison->fixed, uint32_t, i));
}

const char *er_comparison_as_of(const ErComparison *comparison)
{
	return er_baseline_as_of(comparison->baseline);
}
