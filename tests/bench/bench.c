/*
 * bench.c: how long each stage takes, and how that grows. No test: a busy machine must not fail a build.
 *
 *   bench [VNETS …]        sizes; default 1000 2000 5000 10000 20000 50000
 *
 * For each size an estate (estate.h) is written to a temporary folder, and a child process of its own measures it, so that no
 * measurement meets the heap of another. The yardstick is the reading of the same file in the same process: ratios hold on any
 * machine, milliseconds do not. Each stage is repeated and its median told; the peak of memory is that of a child that runs
 * all stages once. Growth is the slope of a straight line through (log VNets, log time) by least squares. Measure a release build.
 */
#include "estate.h"

#include <erscope/findings.h>
#include <erscope/scenarios.h>

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STAGE_READ, STAGE_MODEL, STAGE_FLOWS_1, STAGE_FLOWS_2, STAGE_SINGLES, STAGE_RULES, STAGE__COUNT };
enum { MOST_REPEATS = 15, MOST_SIZES = 16 };

typedef struct { double ms[STAGE__COUNT]; uint32_t classes, failures, down; } Measured;

/* One size, as the table tells it. */
typedef struct { uint32_t vnets; double mb, peak_mib; Measured median; } Row;

static double now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

/* ---- every single failure ---- */

/* Components that stand on some path or are required by one, and the reported groups that hold one of them: marks, one per element. */
static bool *standing_elements(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_components(net);
	bool *stands = g_new0(bool, n + er_network_n_groups(net) + 1);

	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		for (uint32_t i = 0; i < class->n_paths; i++) {
			const ErPath *path = &class->paths[i];
			for (uint32_t k = 0; k < path->n_hops; k++)
				if (path->hops[k] < n)
					stands[path->hops[k]] = true;
			for (uint32_t k = 0; k < path->n_requires; k++)
				for (uint32_t m = 0; m < path->requires[k].n; m++)
					if (path->requires[k].any[m] < n)
						stands[path->requires[k].any[m]] = true;
		}
	}
	for (uint32_t g = 0; g < er_network_n_groups(net); g++) {
		const ErGroup *group = er_network_group(net, g);
		for (uint32_t m = 0; group->first == g && m < group->n_members; m++)
			stands[n + g] = stands[n + g] || stands[group->members[m]];
	}
	return stands;
}

/* All single failures, with what carries then; *down: the classes that some failure takes down, added up. */
static void all_single_failures(const ErFlows *flows, uint32_t *failures, uint32_t *down)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t n = er_network_n_components(net) + er_network_n_groups(net);
	g_autofree bool *stands = standing_elements(flows);
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);

	*failures = *down = 0;
	for (uint32_t element = 0; element < n; element++) {
		const ErEvent event = { "", "", "", { { .removed = &element, .n_removed = 1 } }, 1 };
		if (!stands[element])
			continue;
		g_autoptr(ErImpacts) impacts = er_simulate(simulator, &event);
		const ErImpact *impact = er_impacts_at(impacts, 0);
		*failures += 1;
		for (uint32_t i = 0; i < impact->n_classes; i++)
			*down += impact->classes[i].before.up && !impact->classes[i].after.up;
	}
}

/* ---- one run over a file ---- */

static void lap(double *since, double *ms)
{
	double now = now_ms();

	*ms = now - *since;
	*since = now_ms();
}

static Measured measure_once(const char *file)
{
	Measured measured = { 0 };
	g_autoptr(ErDiags) diags = er_diags_new();
	double since = now_ms();
	g_autoptr(ErInventory) inv = er_inventory_read(&file, 1, diags);
	lap(&since, &measured.ms[STAGE_READ]);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	lap(&since, &measured.ms[STAGE_MODEL]);
	g_autoptr(ErFlows) shallow = er_flows_build(net, 1, diags);
	lap(&since, &measured.ms[STAGE_FLOWS_1]);
	g_autoptr(ErFindings) findings = er_findings_check(shallow, "2026-11-28");
	lap(&since, &measured.ms[STAGE_RULES]);
	g_clear_pointer(&findings, er_findings_free);
	g_clear_pointer(&shallow, er_flows_free);
	since = now_ms();
	g_autoptr(ErFlows) flows = er_flows_build(net, 2, diags);
	lap(&since, &measured.ms[STAGE_FLOWS_2]);
	all_single_failures(flows, &measured.failures, &measured.down);
	lap(&since, &measured.ms[STAGE_SINGLES]);
	measured.classes = er_flows_n_classes(flows);
	return measured;
}

static int by_ms(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static Measured measure_median(const char *file, uint32_t repeats)
{
	Measured runs[MOST_REPEATS];
	Measured median;

	for (uint32_t i = 0; i < repeats; i++)
		runs[i] = measure_once(file);
	median = runs[0];
	for (uint32_t stage = 0; stage < STAGE__COUNT; stage++) {
		double ms[MOST_REPEATS];
		for (uint32_t i = 0; i < repeats; i++)
			ms[i] = runs[i].ms[stage];
		qsort(ms, repeats, sizeof *ms, by_ms);
		median.ms[stage] = ms[repeats / 2];
	}
	return median;
}

/* In a process of its own; what it measured comes through a pipe. Returns: false when it could not be run */
static bool measure_apart(const char *file, uint32_t repeats, Measured *measured, double *peak_mib)
{
	int ends[2], status = 0;
	struct rusage usage;

	if (pipe(ends) != 0)
		return false;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		Measured own = measure_median(file, repeats);
		_exit(write(ends[1], &own, sizeof own) == (ssize_t)sizeof own ? 0 : 1);
	}
	close(ends[1]);
	bool complete = child > 0 && read(ends[0], measured, sizeof *measured) == (ssize_t)sizeof *measured;
	close(ends[0]);
	complete = child > 0 && wait4(child, &status, 0, &usage) == child && status == 0 && complete;
	if (complete && peak_mib != NULL)
		*peak_mib = (double)usage.ru_maxrss / 1024;
	return complete;
}

/* ---- sizes ---- */

typedef struct { FILE *out; bool any; } Writing;

static void write_resource(void *data, const char *text)
{
	Writing *writing = data;

	fprintf(writing->out, "%s\n%s", writing->any ? "," : "", text);
	writing->any = true;
}

static bool write_estate(const char *file, uint32_t vnets)
{
	const ScaleEstate estate = er_scale_typical(vnets);
	Writing writing = { fopen(file, "wb"), false };

	if (writing.out == NULL)
		return false;
	fputs("{\"value\": [", writing.out);
	er_scale_write(&estate, write_resource, &writing);
	fputs("\n]}\n", writing.out);
	return fclose(writing.out) == 0;
}

static bool measure_size(const char *folder, uint32_t vnets, Row *row)
{
	g_autofree char *file = g_build_filename(folder, "estate.json", NULL);
	uint32_t repeats = vnets <= 2000 ? 9 : vnets <= 10000 ? 5 : 3;
	GStatBuf info = { 0 };
	Measured once;

	*row = (Row){ .vnets = vnets };
	bool done = write_estate(file, vnets) && g_stat(file, &info) == 0 && measure_apart(file, repeats, &row->median, NULL) && measure_apart(file, 1, &once, &row->peak_mib);
	row->mb = (double)info.st_size / 1e6;
	g_remove(file);
	return done;
}

static double model_and_cuts(const Row *row)
{
	return row->median.ms[STAGE_MODEL] + row->median.ms[STAGE_FLOWS_2];
}

/* All rules against what they rest on. */
static double rules_ratio(const Row *row)
{
	const double *ms = row->median.ms;

	return ms[STAGE_RULES] / (ms[STAGE_READ] + ms[STAGE_MODEL] + ms[STAGE_FLOWS_1]);
}

static void print_row(const Row *row)
{
	const double *ms = row->median.ms;

	printf("%7u %8.1f %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %8u %9u %11.2f %11.2f %11.2f %9.0f\n", row->vnets, row->mb, ms[STAGE_READ], ms[STAGE_MODEL], ms[STAGE_FLOWS_1], ms[STAGE_FLOWS_2], ms[STAGE_SINGLES], ms[STAGE_RULES],
	       row->median.classes, row->median.failures, model_and_cuts(row) / ms[STAGE_READ], ms[STAGE_SINGLES] / ms[STAGE_READ], rules_ratio(row), row->peak_mib);
	fflush(stdout);
}

static double growth(const Row *rows, uint32_t n)
{
	double x = 0, y = 0, xx = 0, xy = 0;

	for (uint32_t i = 0; i < n; i++) {
		double a = log(rows[i].vnets), b = log(model_and_cuts(&rows[i]));
		x += a;
		y += b;
		xx += a * a;
		xy += a * b;
	}
	return (n * xy - x * y) / (n * xx - x * x);
}

int main(int argc, char **argv)
{
	static const uint32_t usual[] = { 1000, 2000, 5000, 10000, 20000, 50000 };
	g_autofree char *folder = g_dir_make_tmp("erscope-bench-XXXXXX", NULL);
	uint32_t n = argc > 1 ? (uint32_t)MIN(argc - 1, MOST_SIZES) : G_N_ELEMENTS(usual);
	Row rows[MOST_SIZES];
	bool done = folder != NULL;

	printf("%7s %8s %9s %9s %9s %9s %9s %9s %8s %9s %11s %11s %11s %9s\n", "VNets", "JSON MB", "read ms", "model ms", "flows1 ms", "flows2 ms", "single ms", "rules ms", "classes", "failures", "model+cuts", "singles", "rules / read", "peak MiB");
	printf("%*s %11s %11s %11s\n", 95, "", "/ read", "/ read", "+model+flows1");
	for (uint32_t i = 0; done && i < n; i++) {
		done = measure_size(folder, argc > 1 ? (uint32_t)CLAMP(atoi(argv[i + 1]), 1, 60000) : usual[i], &rows[i]);
		if (done)
			print_row(&rows[i]);
	}
	if (done && n > 1)
		printf("growth of model + flows + cuts (depth 2): exponent %.2f\n", growth(rows, n));
	if (folder != NULL)
		g_rmdir(folder);
	if (!done)
		fputs("bench: could not write or measure an estate\n", stderr);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
