/*
 * The pages over all estates: made anew from what stands in the estates' folders, so that it does not matter which run, or which shard of it,
 * wrote them. First the history grows by this run, then the pages are drawn from it.
 */
#include "batch.h"

#include <stdio.h>

#define HISTORY "history.jsonl"

/* About 300,000 lines: of a thousand estates the better part of a year. */
enum { MOST_HISTORY = 64 << 20 };

typedef struct {
	ErKnown *known;
	ErFleetEstate *estates;
	ErFleet fleet;
} Fleet;

static void gather(Fleet *all, const ErStore *store, const ErPlan *plan, const char *as_of)
{
	all->known = g_new0(ErKnown, plan->jobs->len + 1);
	all->estates = g_new0(ErFleetEstate, plan->jobs->len + 1);
	for (guint i = 0; i < plan->jobs->len; i++) {
		const ErJob *job = plan->jobs->pdata[i];
		ErKnown *known = &all->known[i];
		er_store_know(store, job, known);
		all->estates[i] = (ErFleetEstate){ job->name, job->slug, known->record, known->failed_on, known->failure };
	}
	all->fleet = (ErFleet){ .as_of = as_of, .estates = all->estates, .n = plan->jobs->len };
}

static void clear(Fleet *all)
{
	for (uint32_t i = 0; i < all->fleet.n; i++)
		er_known_clear(&all->known[i]);
	g_free(all->known);
	g_free(all->estates);
}

static ErHistory *read_history(const ErStore *store, GError **error)
{
	g_autofree char *path = er_store_path(store, HISTORY, NULL);

	return er_history_read(path, MOST_HISTORY, error);
}

static void tell_passed_over(const ErHistory *history)
{
	uint32_t n = er_history_n_passed_over(history);

	if (n > 0)
		fprintf(stderr, "%s: %s: %u %s could not be read and %s passed over\n", g_get_prgname(), HISTORY, n, n == 1 ? "line" : "lines", n == 1 ? "was" : "were");
}

/* Takes @text. */
static bool stage(ErStore *store, const char *name, GString *text, GError **error)
{
	bool good = er_store_stage(store, name, text, error);

	g_string_free(text, TRUE);
	return good;
}

static bool stage_all(ErStore *store, const Fleet *all, GError **error)
{
	const ErFleet *fleet = &all->fleet;
	bool good = stage(store, "index.html", er_fleet_page(fleet), error) && stage(store, "index.json", er_fleet_json(fleet), error) &&
	            stage(store, "metrics.prom", er_fleet_openmetrics(fleet), error) && stage(store, "trend.svg", er_past_trends(fleet->past, NULL), error);

	for (uint32_t i = 0; i < fleet->n && good; i++) {
		g_autofree char *name = g_strdup_printf("trends/%s.svg", fleet->estates[i].slug);
		if (fleet->estates[i].record != NULL)
			good = stage(store, name, er_past_trends(fleet->past, fleet->estates[i].name), error);
	}
	return good;
}

static bool write_pages(ErStore *store, Fleet *all, GError **error)
{
	g_autoptr(ErHistory) history = read_history(store, error);

	if (history == NULL)
		return false;
	g_autoptr(ErPast) past = er_past_new(history);
	all->fleet.past = past;
	return stage_all(store, all, error) && er_store_publish(store, error);
}

static bool write_history(ErStore *store, Fleet *all, GError **error)
{
	g_autoptr(ErHistory) history = read_history(store, error);

	if (history == NULL)
		return false;
	tell_passed_over(history);
	all->fleet.history = history;
	g_autoptr(GString) lines = er_fleet_history(&all->fleet);
	return er_store_append(store, HISTORY, lines, error);
}

bool er_publish(ErStore *store, const ErPlan *plan, const char *as_of)
{
	g_autoptr(GError) error = NULL;
	Fleet all;

	gather(&all, store, plan, as_of);
	bool good = write_history(store, &all, &error) && write_pages(store, &all, &error);
	if (!good)
		fprintf(stderr, "%s: the pages over all estates stay as they were: %s\n", g_get_prgname(), error->message);
	clear(&all);
	return good;
}
