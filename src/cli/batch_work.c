/*
 * One estate of a batch, in a worker: everything is worked out once and written in every format that was asked for. Files are
 * not synced one by one: the parent does that for many estates at once before it puts them in place. The record, estate.json, comes last.
 */
#include "batch.h"
#include "selection.h"

#include <erscope/document.h>
#include <erscope/draw.h>
#include <erscope/lang.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
	const ErJob *job;
	const char *folder;
	const ErRun *run;
	const ErReport *report;
	const ErDrawing *drawing;  /* NULL: nothing to draw */
	GPtrArray *files;          /* names of what was written */
	int status;
} Work;

/* ---- writing ---- */

static void write_bytes(Work *work, const char *name, const void *data, gsize length)
{
	if (work->status == ER_WORK_FULL)
		return;
	g_autofree char *path = g_build_filename(work->folder, name, NULL);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	bool good = fd >= 0;

	for (gsize done = 0; good && done < length;) {
		ssize_t n = write(fd, (const char *)data + done, length - done);
		good = n > 0 || (n < 0 && errno == EINTR);
		done += n > 0 ? (gsize)n : 0;
	}
	int why = errno;
	if (fd >= 0 && close(fd) != 0 && good) {
		good = false;
		why = errno;
	}
	if (!good) {
		fprintf(stderr, "cannot write %s: %s\n", name, g_strerror(why));
		work->status = ER_WORK_FULL;
	}
	g_ptr_array_add(work->files, g_strdup(name));
}

static void write_text(Work *work, const char *name, GString *text)
{
	write_bytes(work, name, text->str, text->len);
	g_string_free(text, TRUE);
}

/* A picture that cannot be made is told; the other formats are written all the same. */
static void tell(Work *work, GError *error)
{
	fprintf(stderr, "%s\n", error->message);
	g_error_free(error);
	if (work->status == ER_WORK_DONE)
		work->status = ER_EXIT_INPUT;
}

static void write_sheets(Work *work, const char *ending, bool (*append)(const ErDrawing *drawing, uint32_t i, GString *out, GError **error))
{
	for (uint32_t i = 0; work->drawing != NULL && i < er_drawing_count(work->drawing); i++) {
		g_autofree char *name = g_strconcat(er_scene_slug(er_drawing_scene(work->drawing, i)), ending, NULL);
		GString *out = g_string_new(NULL);
		GError *error = NULL;
		if (append(work->drawing, i, out, &error)) {
			write_text(work, name, out);
			continue;
		}
		g_string_free(out, TRUE);
		tell(work, error);
	}
}

static void write_svg(Work *work)
{
	write_sheets(work, ".svg", er_drawing_svg);
}

static void write_pdf(Work *work)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	GError *error = NULL;

	if (work->drawing == NULL)
		return;
	if (er_drawing_pdf(work->drawing, out, &error))
		write_bytes(work, "erscope.pdf", out->data, out->len);
	else
		tell(work, error);
}

static void write_drawio(Work *work)
{
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	if (work->drawing != NULL && er_drawing_drawio(work->drawing, out, &error)) {
		write_text(work, "erscope.drawio", out);
		return;
	}
	g_string_free(out, TRUE);
	if (error != NULL)
		tell(work, error);
}

static void write_check_text(Work *work)
{
	write_text(work, "check.txt", er_report_text(work->report, work->job->fail_on, false));
}

static void write_json(Work *work) { write_text(work, "results.json", er_report_json(work->report)); }
static void write_sarif(Work *work) { write_text(work, "check.sarif", er_report_sarif(work->report)); }
static void write_junit(Work *work) { write_text(work, "check.junit.xml", er_report_junit(work->report)); }
static void write_openmetrics(Work *work) { write_text(work, "check.prom", er_report_openmetrics(work->report)); }
static void write_csv(Work *work) { write_text(work, "check.csv", er_report_csv(work->report)); }

/* The report stands for itself: pictures are in it. */
static void write_document(Work *work, const char *template)
{
	const ErDocument document = { .flows = work->report->flows, .findings = work->report->findings, .diags = work->report->diags, .drawing = work->drawing, .as_of = work->report->as_of, .title = work->job->name };
	const char *ending = NULL;
	GError *error = NULL;
	GString *text = er_document_apply(&document, template, &ending, &error);

	if (text == NULL) {
		tell(work, error);
		return;
	}
	g_autofree char *name = g_strconcat("report.", ending, NULL);
	write_text(work, name, text);
}

static void write_html(Work *work) { write_document(work, "html"); }
static void write_markdown(Work *work) { write_document(work, "markdown"); }

typedef struct { const char *name; void (*write)(Work *work); bool drawn, by_template; } Format;

/* drawn: it needs the sheets. */
static const Format formats[] = {
	{ "svg", write_svg, true }, { "html", write_html, true, true }, { "pdf", write_pdf, true }, { "drawio", write_drawio, true }, { "markdown", write_markdown, true, true },
	{ "text", write_check_text, false }, { "json", write_json, false }, { "sarif", write_sarif, false }, { "junit", write_junit, false }, { "openmetrics", write_openmetrics, false }, { "csv", write_csv, false },
};

static bool has_template(const Format *format)
{
	return !format->by_template || g_strv_contains(er_document_templates(), format->name);
}

unsigned er_work_formats(const char *list, const char *place)
{
	g_auto(GStrv) asked = g_strsplit_set(list != NULL ? list : "svg,html,text,json", ",;", -1);
	unsigned bits = 0;

	for (char **name = asked; *name != NULL; name++) {
		unsigned bit = 0;
		for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
			bit |= strcmp(formats[i].name, g_strstrip(*name)) == 0 && has_template(&formats[i]) ? 1u << i : 0;
		if (bit == 0 && list != NULL) {
			const char *names[G_N_ELEMENTS(formats)];
			for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
				names[i] = formats[i].name;
			fputs(place, stderr);
			er_cli_tell_unknown("format", *name, names, G_N_ELEMENTS(formats));
			return 0;
		}
		bits |= bit;
	}
	return bits;
}

/* ---- what goes into it ---- */

enum { MOST_HASHED = 1 << 30 };

static void hash_text(GChecksum *sum, const char *text)
{
	g_checksum_update(sum, (const guchar *)(text != NULL ? text : "\1"), text != NULL ? (gssize)strlen(text) + 1 : 1);
}

/* Nothing that is no file, and no more of one than is read: such an estate is worked on whenever it is asked for. */
static void hash_file(GChecksum *sum, const char *path)
{
	static guchar block[1 << 16];
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	hash_text(sum, path);
	if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > MOST_HASHED) {
		hash_text(sum, NULL);
	} else {
		while ((n = read(fd, block, sizeof block)) > 0)
			g_checksum_update(sum, block, n);
		g_autofree char *length = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)about.st_size);
		hash_text(sum, length);
	}
	if (fd >= 0)
		close(fd);
}

char *er_work_key(const ErJob *job)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *settings = g_strdup_printf("%s %s %u %d %d %s", ER_TOOL_VERSION, er_lang(), job->formats, (int)job->fail_on, job->unknown_too, job->name);

	hash_text(sum, settings);
	for (int i = 0; i < ER_SET__COUNT; i++)
		if (i != ER_SET_TIMEOUT && i != ER_SET_MEMORY)
			hash_text(sum, job->settings.value[i]);
	for (char **file = job->files; file != NULL && *file != NULL; file++)
		hash_file(sum, *file);
	for (char **capture = job->captures; capture != NULL && *capture != NULL; capture++) {
		hash_text(sum, *capture);
		hash_file(sum, strchr(*capture, '=') + 1);
	}
	for (ErSetting i = 0; i < ER_SET__COUNT; i++)
		if (job->settings.value[i] != NULL && (i == ER_SET_SITE || i == ER_SET_BASELINE || i == ER_SET_PROFILE || i == ER_SET_THEME))
			hash_file(sum, job->settings.value[i]);
	for (ErTableName table = 0; job->settings.value[ER_SET_TABLES] != NULL && table < ER_TABLE__COUNT; table++) {
		g_autofree char *name = g_strconcat(er_table_name(table), ".csv", NULL), *path = g_build_filename(job->settings.value[ER_SET_TABLES], name, NULL);
		hash_file(sum, path);
	}
	return g_strdup(g_checksum_get_string(sum));
}

/* ---- the work ---- */

/* Acceptances end, and tests grow old: that is all in a report that another day alone can change. */
static bool is_dated(const ErRun *run)
{
	for (uint32_t i = 0; run->estate != NULL && i < er_estate_n_sites(run->estate); i++) {
		const ErSiteRecord *site = er_estate_site(run->estate, i);
		if (site->last_failover_test != NULL && *site->last_failover_test != '\0')
			return true;
		for (uint32_t k = 0; k < site->n_circuits; k++)
			if (site->circuits[k].last_failover_test != NULL && *site->circuits[k].last_failover_test != '\0')
				return true;
	}
	for (uint32_t i = 0; i < er_inventory_n_sources(run->inv); i++)
		if (er_inventory_source(run->inv, i)->of != NULL)
			return true;
	return run->estate != NULL && er_estate_n_accepts(run->estate) > 0;
}

/* As erscope check counts: failures at the threshold, and unknown results that could be as bad as high. */
static uint32_t count_failing(const ErJob *job, const ErReport *report)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_findings_count(report->findings); i++) {
		const ErFinding *finding = er_findings_at(report->findings, i);
		if (report->since != NULL && !er_comparison_is_new(report->since, i))
			continue;
		n += finding->result == ER_RESULT_FAIL && finding->state != ER_FINDING_ACCEPTED && finding->severity >= job->fail_on;
		n += job->unknown_too && finding->result == ER_RESULT_UNKNOWN && finding->severity >= ER_SEV_HIGH;
	}
	return n;
}

static bool wants_drawing(const ErJob *job)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (formats[i].drawn && (job->formats & 1u << i) != 0)
			return true;
	return false;
}

static bool is_theme(const char *name)
{
	for (const char *const *known = er_draw_themes(); *known != NULL; known++)
		if (strcmp(*known, name) == 0)
			return true;
	return false;
}

/* A theme of the user's own; false when it cannot be read, which is told. */
static bool find_theme(const ErJob *job, ErTheme **own)
{
	const char *theme = job->settings.value[ER_SET_THEME];
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (theme == NULL || is_theme(theme))
		return true;
	*own = er_theme_load(theme, warnings, &error);
	if (*own == NULL)
		fprintf(stderr, "theme %s: %s\n", theme, error->message);
	fputs(warnings->str, stderr);
	return *own != NULL;
}

/* Badges lead to findings only where a page tells them. */
static bool wants_page(const ErJob *job)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, "html") == 0)
			return (job->formats & 1u << i) != 0;
	return false;
}

static ErDrawing *draw(const ErJob *job, const ErRun *run, const ErCommon *common, const ErTheme *own, ErDiags *diags)
{
	g_autofree char *inventory = er_cli_inventory_name(common);
	const ErDrawOptions options = {
		.as_of = common->as_of, .content = er_inventory_content(run->inv), .inventory = inventory, .most_spokes = 4, .finding_links = wants_page(job),
		.theme = own == NULL ? job->settings.value[ER_SET_THEME] : NULL, .own_theme = own,
	};

	if (er_run_is_empty(run) || !wants_drawing(job))
		return NULL;
	return er_draw(run->flows, run->findings, &options, ER_VIEW_OVERVIEW | ER_VIEW_FLOW | ER_VIEW_SPOKES, diags);
}

static void write_all(Work *work, const char *previous_file, const char *key)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ErBaseline) before = previous_file != NULL ? er_baseline_read(previous_file, &error) : NULL;
	g_autoptr(ErComparison) previous = before != NULL ? er_comparison_new(work->report->findings, before, NULL) : NULL;
	ErRecord record = {
		.as_of = work->report->as_of, .estate = work->job->name, .failing = count_failing(work->job, work->report), .key = key, .dated = is_dated(work->run),
		.state = work->run->status != ER_EXIT_FINE ? ER_RECORD_INCOMPLETE : er_run_is_empty(work->run) ? ER_RECORD_EMPTY : ER_RECORD_OK,
	};

	if (error != NULL)
		fprintf(stderr, "the report before cannot be compared with: %s\n", error->message);
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if ((work->job->formats & 1u << i) != 0)
			formats[i].write(work);
	write_text(work, "findings.json", er_fleet_findings(work->report));
	fflush(stderr);
	g_autofree char *messages = g_build_filename(work->folder, "messages.txt", NULL);
	struct stat about;
	if (stat(messages, &about) == 0 && about.st_size > 0)
		g_ptr_array_add(work->files, g_strdup("messages.txt"));
	record.files = (const char *const *)work->files->pdata;
	record.n_files = work->files->len;
	write_text(work, "estate.json", er_fleet_record(&record, work->report, previous));
}

/* The files of an estate that was worked out. */
static int report(const ErJob *job, const ErRun *run, const ErCommon *common, const ErSelection *selection, const ErBaseline *baseline, const ErTheme *own, const char *key, const char *folder, const char *previous)
{
	g_autoptr(ErComparison) since = baseline != NULL ? er_comparison_new(run->findings, baseline, selection) : NULL;
	const ErReport report = { run->flows, run->findings, since, run->diags, common->as_of };
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErDrawing) drawing = draw(job, run, common, own, diags);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	Work work = { job, folder, run, &report, drawing, files, run->status };

	er_cli_tell_diags(diags, common);
	write_all(&work, previous, key);
	return work.status;
}

int er_work(const ErJob *job, const char *as_of, const char *key, const char *folder, const char *previous)
{
	ErCommon common = { .files = job->files, .captures = job->captures, .as_of = (char *)(uintptr_t)as_of, .site = job->settings.value[ER_SET_SITE], .tables = job->settings.value[ER_SET_TABLES], .before = g_strcmp0(job->settings.value[ER_SET_BEFORE], "true") == 0 };
	g_autoptr(GError) error = NULL;
	const char *baseline_file = job->settings.value[ER_SET_BASELINE], *profile = job->settings.value[ER_SET_PROFILE];
	g_autoptr(ErChosen) chosen = profile != NULL ? er_chosen_new(NULL, NULL, NULL, profile) : NULL;
	g_autoptr(ErBaseline) baseline = baseline_file != NULL ? er_baseline_read(baseline_file, &error) : NULL;
	ErTheme *own = NULL;
	ErRun run;

	if (error != NULL)
		fprintf(stderr, "baseline %s\n", error->message);
	if ((profile != NULL && chosen == NULL) || error != NULL || !find_theme(job, &own))
		return ER_WORK_SETTINGS;
	er_run_start(&run, &common, 2);
	int status = ER_WORK_UNUSABLE;
	if (run.status == ER_EXIT_FINE || !er_run_is_empty(&run)) {
		const ErSelection selection = chosen != NULL ? er_chosen_selection(chosen) : (ErSelection){ 0 };
		if (chosen != NULL)
			er_findings_select(run.findings, &selection);
		status = report(job, &run, &common, chosen != NULL ? &selection : NULL, baseline, own, key, folder, previous);
	}
	er_run_end(&run);
	er_theme_free(own);
	return status;
}
