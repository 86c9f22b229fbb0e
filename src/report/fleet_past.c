/*
 * The history by day: of each estate and day the last record counts. An estate that failed on a day keeps the numbers it had, so that a
 * broken export does not look like a mended network; before its first record it has none. The last days only are kept.
 */
#include "fleet.h"

#include <erscope/lang.h>
#include <erscope/text.h>
#include <erscope/trend.h>

#include <math.h>
#include <string.h>

enum { MOST_DAYS = 60 };

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void take_dates(ErPast *past, const ErHistory *history)
{
	g_autoptr(GHashTable) met = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_history_count(history); i++)
		if (g_hash_table_add(met, (void *)er_history_at(history, i)->as_of))
			g_ptr_array_add(past->dates, (void *)er_history_at(history, i)->as_of);
	g_ptr_array_sort(past->dates, by_text);
	if (past->dates->len > MOST_DAYS)
		g_ptr_array_remove_range(past->dates, 0, past->dates->len - MOST_DAYS);
	for (guint i = 0; i < past->dates->len; i++) {
		int days = 0;
		er_text_days_between(past->dates->pdata[0], past->dates->pdata[i], &days);
		g_array_append_val(past->days, days);
	}
}

/* Of a day without a good record the numbers of the one before, but only where there was a run at all. */
static void carry_on(GPtrArray *row)
{
	const ErRecord *last = NULL;

	for (guint i = 0; i < row->len; i++) {
		const ErRecord *record = row->pdata[i];
		if (record != NULL && record->state == ER_RECORD_FAILED)
			row->pdata[i] = (void *)last;
		else if (record != NULL)
			last = record;
	}
}

ErPast *er_past_new(const ErHistory *history)
{
	ErPast *past = g_new0(ErPast, 1);
	g_autoptr(GHashTable) columns = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	void *row;

	past->dates = g_ptr_array_new();
	past->days = g_array_new(FALSE, TRUE, sizeof(int));
	past->rows = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	take_dates(past, history);
	for (guint i = 0; i < past->dates->len; i++)
		g_hash_table_insert(columns, past->dates->pdata[i], GUINT_TO_POINTER(i + 1));
	for (uint32_t i = 0; i < er_history_count(history); i++) {
		const ErRecord *record = er_history_at(history, i);
		guint column = GPOINTER_TO_UINT(g_hash_table_lookup(columns, record->as_of));
		GPtrArray *records = g_hash_table_lookup(past->rows, record->estate);
		if (column == 0)
			continue;
		if (records == NULL) {
			records = g_ptr_array_new();
			g_ptr_array_set_size(records, (int)past->dates->len);
			g_hash_table_insert(past->rows, (void *)record->estate, records);
		}
		records->pdata[column - 1] = (void *)record;
	}
	g_hash_table_iter_init(&iter, past->rows);
	while (g_hash_table_iter_next(&iter, NULL, &row))
		carry_on(row);
	return past;
}

void er_past_free(ErPast *past)
{
	if (past == NULL)
		return;
	g_ptr_array_unref(past->dates);
	g_array_unref(past->days);
	g_hash_table_destroy(past->rows);
	g_free(past);
}

/* ---- series ---- */

/* In thousandths: whole numbers, whose sum does not depend on the order of a table. */
typedef struct { int64_t sum; uint32_t n; } Sum;

static void add_row(const ErPast *past, const GPtrArray *row, double (*value)(const ErRecord *record), Sum *sums)
{
	for (guint i = 0; row != NULL && i < past->dates->len; i++) {
		double of = row->pdata[i] != NULL ? value(row->pdata[i]) : NAN;
		if (isnan(of))
			continue;
		sums[i].sum += llround(of * 1000);
		sums[i].n++;
	}
}

/* @estate NULL: all of them. (transfer full) */
static double *values_of(const ErPast *past, const char *estate, double (*value)(const ErRecord *record), bool mean)
{
	g_autofree Sum *sums = g_new0(Sum, past->dates->len + 1);
	double *values = g_new(double, past->dates->len + 1);
	GHashTableIter iter;
	void *row;

	if (estate != NULL)
		add_row(past, g_hash_table_lookup(past->rows, estate), value, sums);
	g_hash_table_iter_init(&iter, past->rows);
	while (estate == NULL && g_hash_table_iter_next(&iter, NULL, &row))
		add_row(past, row, value, sums);
	for (guint i = 0; i < past->dates->len; i++)
		values[i] = sums[i].n == 0 ? NAN : (double)sums[i].sum / 1000 / (mean ? sums[i].n : 1);
	return values;
}

static double of_critical(const ErRecord *record) { return record->by_severity[ER_SEV_CRITICAL]; }
static double of_high(const ErRecord *record) { return record->by_severity[ER_SEV_HIGH]; }
static double of_medium(const ErRecord *record) { return record->by_severity[ER_SEV_MEDIUM]; }
static double of_low(const ErRecord *record) { return record->index_low >= 0 ? record->index_low : NAN; }
static double of_most(const ErRecord *record) { return record->index_low >= 0 ? record->index_high : NAN; }
static double of_single(const ErRecord *record) { return record->cuts[0]; }
static double of_pairs(const ErRecord *record) { return record->cuts[1]; }

static double of_both(const ErRecord *record) { return record->by_severity[ER_SEV_CRITICAL] + record->by_severity[ER_SEV_HIGH]; }

double *er_past_high(const ErPast *past, const char *estate)
{
	return values_of(past, estate, of_both, false);
}

typedef struct {
	const char *name, *title, *title_of_all;
	bool mean;
	double least_top;
	struct { const char *name; ErHue hue; double (*value)(const ErRecord *record); } series[3];
} Kind;

static const Kind kinds[ER_PAST_KINDS] = {
	{ "findings", N_("Open findings"), N_("Open findings, all estates"), false, 0, { { N_("critical"), ER_HUE_CRITICAL, of_critical }, { N_("high"), ER_HUE_HIGH, of_high }, { N_("medium"), ER_HUE_MEDIUM, of_medium } } },
	{ "index", N_("Resiliency Index of the weakest gateway"), N_("Resiliency Index, mean over the estates"), true, 100, { { N_("at most"), ER_HUE_SECOND, of_most }, { N_("at least"), ER_HUE_MAIN, of_low } } },
	{ "cuts", N_("What alone, or with one other, cuts a flow"), N_("What alone, or with one other, cuts a flow"), false, 0, { { N_("pairs"), ER_HUE_SECOND, of_pairs }, { N_("alone"), ER_HUE_MAIN, of_single } } },
};

/* A kind's picture, and what it is made of. */
typedef struct {
	ErTrend trend;
	ErSeries series[G_N_ELEMENTS(kinds[0].series)];
	double *values[G_N_ELEMENTS(kinds[0].series)];
	char *id, *title;
} Picture;

static void picture_begin(Picture *picture, const ErPast *past, const char *estate, const Kind *kind)
{
	uint32_t n = 0;

	for (; n < G_N_ELEMENTS(kind->series) && kind->series[n].name != NULL; n++) {
		picture->values[n] = values_of(past, estate, kind->series[n].value, kind->mean);
		picture->series[n] = (ErSeries){ _(kind->series[n].name), kind->series[n].hue, picture->values[n] };
	}
	picture->id = g_strdup_printf("trend-%s", kind->name);
	picture->title = estate != NULL ? g_strdup_printf("%s: %s", estate, _(kind->title)) : g_strdup(_(kind->title_of_all));
	picture->trend = (ErTrend){ .id = picture->id, .title = picture->title, .dates = (const char *const *)past->dates->pdata, .days = (const int *)(const void *)past->days->data, .n = past->dates->len, .series = picture->series, .n_series = n, .least_top = kind->least_top };
}

static void picture_end(Picture *picture)
{
	for (uint32_t i = 0; i < picture->trend.n_series; i++)
		g_free(picture->values[i]);
	g_free(picture->id);
	g_free(picture->title);
}

void er_past_picture(const ErPast *past, uint32_t kind, GString *out)
{
	Picture picture = { .id = NULL };

	picture_begin(&picture, past, NULL, &kinds[kind]);
	er_trend_svg(&picture.trend, out);
	picture_end(&picture);
}

GString *er_past_trends(const ErPast *past, const char *estate)
{
	GString *out = g_string_new(NULL);
	Picture pictures[ER_PAST_KINDS] = { { .id = NULL } };
	ErTrend trends[ER_PAST_KINDS];

	for (uint32_t i = 0; i < ER_PAST_KINDS; i++) {
		picture_begin(&pictures[i], past, estate, &kinds[i]);
		trends[i] = pictures[i].trend;
	}
	er_trend_file(trends, ER_PAST_KINDS, out);
	for (uint32_t i = 0; i < ER_PAST_KINDS; i++)
		picture_end(&pictures[i]);
	return out;
}
