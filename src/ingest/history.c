/*
 * Records of nightly runs: a JSON object per line, read with the reader of inventories (json.h). Of a long file the end is read, from
 * the first whole line on. Everything stands in one arena.
 */
#include <erscope/history.h>
#include <erscope/text.h>

#include "json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

struct ErHistory {
	ErArena *arena;
	GArray *records;       /* of ErRecord */
	uint32_t n_passed_over;
};

static const char *const states[] = { [ER_RECORD_OK] = "ok", [ER_RECORD_INCOMPLETE] = "incomplete", [ER_RECORD_EMPTY] = "empty", [ER_RECORD_FAILED] = "failed" };

const char *er_record_state_name(ErRecordState state)
{
	return states[state];
}

static bool read_state(const ErValue *value, ErRecordState *out)
{
	const char *name = er_value_text(value, "state");

	for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
		if (g_strcmp0(name, states[i]) == 0) {
			*out = (ErRecordState)i;
			return true;
		}
	return false;
}

static uint32_t number(const ErValue *value, const char *path)
{
	uint32_t out = 0;

	return er_value_uint(value, path, &out) ? out : 0;
}

static double points(const ErValue *value, const char *path)
{
	const ErValue *found = er_value_get(value, path);

	return found != NULL && found->kind == ER_VALUE_NUMBER ? g_ascii_strtod(found->u.text, NULL) : -1;
}

static void read_news(ErHistory *history, const ErValue *value, ErRecord *record)
{
	const ErValue *list = er_value_get(value, "news");
	uint32_t n = er_value_count(value, "news");
	ErNews *news = er_arena_alloc(history->arena, (n + 1) * sizeof *news);

	for (uint32_t i = 0; i < n; i++) {
		const ErValue *item = er_value_item(list, i);
		news[i] = (ErNews){ er_value_text(item, "rule"), er_value_text(item, "severity"), er_value_text(item, "headline") };
		if (news[i].rule != NULL && news[i].severity != NULL && news[i].headline != NULL)
			news[record->n_news++] = news[i];
	}
	record->news = news;
}

static void read_files(ErHistory *history, const ErValue *value, ErRecord *record)
{
	const ErValue *list = er_value_get(value, "files");
	uint32_t n = er_value_count(value, "files");
	const char **files = er_arena_alloc(history->arena, (n + 1) * sizeof *files);

	for (uint32_t i = 0; i < n; i++)
		if ((files[record->n_files] = er_value_text(er_value_item(list, i), NULL)) != NULL)
			record->n_files++;
	record->files = files;
}

static bool take(ErHistory *history, const ErValue *value)
{
	static const char *const severities[ER_N_SEVERITIES] = { "info", "low", "medium", "high", "critical" };
	ErRecord record = {
		.as_of = er_value_text(value, "as_of"), .estate = er_value_text(value, "estate"),
		.unknown = number(value, "unknown"), .accepted = number(value, "accepted"), .failing = number(value, "failing"),
		.cuts = { number(value, "single_points"), number(value, "pairs") }, .flows = number(value, "flows"), .flows_up = number(value, "flows_up"),
		.index_low = points(value, "index.low"), .index_high = points(value, "index.high"),
		.key = er_value_text(value, "key"), .since = er_value_text(value, "since"), .n_new = number(value, "new"), .n_fixed = number(value, "fixed"),
	};

	if (record.as_of == NULL || !er_text_is_date(record.as_of) || record.estate == NULL || !read_state(value, &record.state))
		return false;
	for (size_t i = 0; i < ER_N_SEVERITIES; i++)
		record.by_severity[i] = number(er_value_get(value, "findings"), severities[i]);
	if (!er_value_bool(value, "dated", &record.dated))
		record.dated = true;
	read_news(history, value, &record);
	read_files(history, value, &record);
	g_array_append_val(history->records, record);
	return true;
}

static void read_line(ErHistory *history, const char *line, size_t length)
{
	ErJsonResult result;
	ErValue root;

	if (!er_json_parse(line, length, NULL, history->arena, &root, &result) || !take(history, &root))
		history->n_passed_over++;
}

static ErHistory *history_new(void)
{
	ErHistory *history = g_new0(ErHistory, 1);

	history->arena = er_arena_new();
	history->records = g_array_new(FALSE, TRUE, sizeof(ErRecord));
	return history;
}

ErHistory *er_history_parse(const char *text, size_t length)
{
	ErHistory *history = history_new();

	for (const char *line = text, *end = text + length; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		stop = stop != NULL ? stop : end;
		if (stop > line)
			read_line(history, line, (size_t)(stop - line));
		line = stop + 1;
	}
	return history;
}

static ErHistory *read_end(FILE *file, uint64_t most)
{
	bool cut = fseeko(file, 0, SEEK_END) == 0 && (uint64_t)ftello(file) > most;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	uint8_t block[65536];
	size_t n;

	if (fseeko(file, cut ? -(off_t)most : 0, cut ? SEEK_END : SEEK_SET) != 0)
		return NULL;
	while ((n = fread(block, 1, sizeof block, file)) > 0 && bytes->len + n <= most)
		g_byte_array_append(bytes, block, (guint)n);
	if (ferror(file))
		return NULL;
	const char *text = (const char *)bytes->data, *first = cut ? memchr(text, '\n', bytes->len) : NULL;
	return first == NULL ? er_history_parse(text, bytes->len) : er_history_parse(first, (size_t)(text + bytes->len - first));
}

ErHistory *er_history_read(const char *file, uint64_t most, GError **error)
{
	FILE *in = g_fopen(file, "rbe");

	if (in == NULL && errno == ENOENT)
		return history_new();
	ErHistory *history = in != NULL ? read_end(in, most) : NULL;
	if (history == NULL)
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "cannot read '%s': %s", file, g_strerror(errno));
	if (in != NULL)
		fclose(in);
	return history;
}

void er_history_free(ErHistory *history)
{
	if (history == NULL)
		return;
	er_arena_free(history->arena);
	g_array_free(history->records, TRUE);
	g_free(history);
}

uint32_t er_history_count(const ErHistory *history)
{
	return history->records->len;
}

const ErRecord *er_history_at(const ErHistory *history, uint32_t i)
{
	g_assert(i < history->records->len);
	return &g_array_index(history->records, ErRecord, i);
}

uint32_t er_history_n_passed_over(const ErHistory *history)
{
	return history->n_passed_over;
}
