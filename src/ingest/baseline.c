/*
 * The results document of an earlier run, read with the reader of inventories (json.h): strict, bounded, and cleaned. Only what tells
 * one finding from another is kept. Everything stands in one arena.
 */
#include <erscope/baseline.h>

#include "bytes.h"
#include "json.h"

#include <string.h>

enum { VERSION = 1 };

struct ErBaseline {
	ErArena *arena;
	GArray *list;          /* of ErEarlier */
	const char *as_of;
};

static bool refuse(const char *file, GError **error, const char *why)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", file, why);
	return false;
}

static bool add_finding(ErBaseline *baseline, const ErValue *value)
{
	const ErValue *subjects = er_value_get(value, "subjects");
	uint32_t n = er_value_count(value, "subjects");
	ErEarlier row = { er_value_text(value, "rule"), er_value_text(value, "fingerprint"), er_value_text(value, "result"), er_value_text(value, "severity"), er_value_text(value, "headline"), NULL, n };
	const char **names = er_arena_alloc(baseline->arena, (n + 1) * sizeof(char *));

	if (row.rule == NULL || row.fingerprint == NULL || row.result == NULL || row.severity == NULL || row.headline == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		const ErValue *item = er_value_item(subjects, i);
		names[i] = item->kind == ER_VALUE_STRING ? item->u.text : "";
	}
	row.subjects = names;
	g_array_append_val(baseline->list, row);
	return true;
}

static bool take(ErBaseline *baseline, const ErValue *root, const char *file, GError **error)
{
	const char *schema = er_value_text(root, "schema");
	const ErValue *findings = er_value_get(root, "findings");
	uint32_t version = 0;

	if (schema == NULL || (strcmp(schema, "erscope.results") != 0 && strcmp(schema, "erscope.findings") != 0))
		return refuse(file, error, "no results of erscope (a baseline is what 'erscope check --format json' wrote)");
	if (!er_value_uint(root, "version", &version) || version != VERSION)
		return refuse(file, error, "results of another version of erscope than this one reads");
	if (findings == NULL || findings->kind != ER_VALUE_ARRAY)
		return refuse(file, error, "results without a list of findings");
	for (uint32_t i = 0; i < findings->n; i++)
		if (!add_finding(baseline, er_value_item(findings, i)))
			return refuse(file, error, "a finding in it lacks its rule, result, severity, headline or fingerprint");
	baseline->as_of = er_value_text(root, "as_of");
	return true;
}

static bool parse(ErBaseline *baseline, const ErBytes *bytes, const char *file, GError **error)
{
	const ErJsonOptions options = { 0 };
	ErJsonResult result;
	ErValue root;

	if (er_json_parse(bytes->text, bytes->length, &options, baseline->arena, &root, &result))
		return take(baseline, &root, file, error);
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: no results of erscope: %s", file, result.line, result.message);
	return false;
}

ErBaseline *er_baseline_read(const char *file, GError **error)
{
	g_autoptr(ErBaseline) baseline = g_new0(ErBaseline, 1);
	ErBytesProblem problem = { 0 };
	ErBytes bytes = { 0 };

	baseline->arena = er_arena_new();
	baseline->list = g_array_new(FALSE, TRUE, sizeof(ErEarlier));
	if (!er_bytes_read(file, &bytes, &problem)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s: %s", file, er_diag_met(problem.code), problem.detail != NULL ? problem.detail : "");
		g_free(problem.detail);
		return NULL;
	}
	bool ours = parse(baseline, &bytes, file, error);
	er_bytes_clear(&bytes);
	return ours ? g_steal_pointer(&baseline) : NULL;
}

void er_baseline_free(ErBaseline *baseline)
{
	if (baseline == NULL)
		return;
	er_arena_free(baseline->arena);
	g_array_free(baseline->list, TRUE);
	g_free(baseline);
}

uint32_t er_baseline_count(const ErBaseline *baseline)
{
	return baseline->list->len;
}

const ErEarlier *er_baseline_at(const ErBaseline *baseline, uint32_t i)
{
	g_assert(i < baseline->list->len);
	return &g_array_index(baseline->list, ErEarlier, i);
}

const char *er_baseline_as_of(const ErBaseline *baseline)
{
	return baseline->as_of != NULL ? baseline->as_of : "";
}
