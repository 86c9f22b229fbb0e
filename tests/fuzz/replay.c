/*
 * A main for the harnesses that needs no fuzzing engine: gcc and its sanitizers are enough.
 *
 *   fuzz_json [--seconds N | --inputs N] [--seed N] [--words FILE] [--once FOLDER] [--slow N] [--crash FILE] FILE|FOLDER…
 *
 * Every file is run as it is, then mutants of them for so many seconds or inputs: bits flipped, words of the door put in, stretches taken
 * out, doubled or spliced from another file; none are made of what --once gives, which takes long by nature. The same seed and files give the same inputs. An input that fails is left in FILE
 * ("crash-fuzz_json"), and so is one that takes more than --slow seconds of processor time. GLib's warnings and criticals are failures.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

enum { MOST_BYTES = 64 << 10, MOST_STEPS = 6 };

extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static const char *fuzz_name = "";
static struct { const uint8_t *data; size_t size; const char *crash; } now;   /* what is being run */

/* ---- what is left of a failure; called from signal handlers ---- */

static void leave_input(void)
{
	int fd = now.data != NULL ? open(now.crash, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;

	if (fd < 0 || write(fd, now.data, now.size) != (ssize_t)now.size)
		return;
	close(fd);
	now.data = NULL;
	dprintf(STDERR_FILENO, "%s: the input is left in %s\n", fuzz_name, now.crash);
}

static void on_signal(int number)
{
	if (number == SIGPROF)
		dprintf(STDERR_FILENO, "%s: slow\n", fuzz_name);
	leave_input();
	signal(SIGABRT, SIG_DFL);
	signal(number, SIG_DFL);
	/* A slow input aborts, so that a debugger shows where it was. */
	raise(number == SIGPROF ? SIGABRT : number);
}

static void watch(void)
{
	static const int signals[] = { SIGABRT, SIGPROF, SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	bool sanitized = __sanitizer_set_death_callback != NULL;

	if (sanitized)
		__sanitizer_set_death_callback(leave_input);
	/* The sanitizer's own handlers tell more. */
	for (size_t i = 0; i < (sanitized ? 2 : G_N_ELEMENTS(signals)); i++)
		signal(signals[i], on_signal);
	g_log_set_always_fatal(G_LOG_FLAG_FATAL | G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}

static void run(const uint8_t *data, size_t size, unsigned slow_s)
{
	const struct itimerval bound = { .it_value.tv_sec = (time_t)slow_s }, none = { 0 };
	/* A block of exactly its size: the sanitizer sees a byte read beyond it. */
	g_autofree uint8_t *exact = g_memdup2(data, size);

	now.data = exact != NULL ? exact : (const uint8_t *)"";
	now.size = size;
	setitimer(ITIMER_PROF, &bound, NULL);
	LLVMFuzzerTestOneInput(now.data, size);
	setitimer(ITIMER_PROF, &none, NULL);
	now.data = NULL;
}

/* ---- the corpus ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files in the order of their names, folders within; README.md is no input. */
static void collect(GPtrArray *corpus, const char *path)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(path, 0, NULL);
	char *text;
	size_t size;

	if (dir == NULL && g_file_get_contents(path, &text, &size, NULL))
		g_ptr_array_add(corpus, g_bytes_new_take(text, size));
	else if (dir == NULL)
		g_printerr("%s: cannot read %s\n", fuzz_name, path);
	if (dir == NULL)
		return;
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
		if (strcmp(name, "README.md") != 0)
			g_ptr_array_add(names, g_build_filename(path, name, NULL));
	g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++)
		collect(corpus, names->pdata[i]);
}

static void run_all(const GPtrArray *corpus, unsigned slow_s)
{
	for (guint i = 0; i < corpus->len; i++)
		run(g_bytes_get_data(corpus->pdata[i], NULL), g_bytes_get_size(corpus->pdata[i]), slow_s);
}

/* ---- mutants ---- */

static uint64_t state;

/* xorshift64*; below @n. */
static size_t any(size_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return n > 0 ? (state * 0x2545F4914F6CDD1Du >> 11) % n : 0;
}

/* libFuzzer's dictionary: a word in quotes per line, with \\ \" and \xAB in it. */
static void read_words(GPtrArray *words, const char *path)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		g_printerr("%s: cannot read %s\n", fuzz_name, path);
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		GString *word = g_string_new(NULL);
		for (const char *s = *line + 1; **line == '"' && *s != '\0' && *s != '"'; s++) {
			bool escape = *s == '\\' && s[1] != '\0', byte = escape && s[1] == 'x' && g_ascii_isxdigit(s[2]) && g_ascii_isxdigit(s[3]);
			g_string_append_c(word, byte ? (char)(g_ascii_xdigit_value(s[2]) << 4 | g_ascii_xdigit_value(s[3])) : s[escape]);
			s += byte ? 3 : escape;
		}
		g_ptr_array_add(words, g_string_free_to_bytes(word));
	}
}

/* A stretch of @from into @text, in place of one there when @over. */
static void take_over(GString *text, const char *from, size_t n, bool over)
{
	size_t at = any(n), wanted = 1 + any(any(8) == 0 ? 2048 : 48), length = MIN(wanted, n - at), to = any(text->len + 1);
	g_autofree char *piece = g_memdup2(from + at, length);

	if (over)
		g_string_erase(text, (gssize)to, (gssize)MIN(length, text->len - to));
	if (piece != NULL)
		g_string_insert_len(text, (gssize)to, piece, (gssize)length);
}

static void mutate_once(GString *text, const GPtrArray *corpus, const GPtrArray *words)
{
	size_t at = any(text->len), other_size;
	const char *other = g_bytes_get_data(corpus->pdata[any(corpus->len)], &other_size), *word;
	size_t word_size;

	switch (text->len == 0 ? 3 : any(8)) {
	case 0: text->str[at] ^= (char)(1 << any(8)); break;
	case 1: text->str[at] = (char)any(256); break;
	case 2: g_string_erase(text, (gssize)at, (gssize)(1 + any(text->len - at < 16 || any(4) == 0 ? text->len - at : 16))); break;
	case 3: case 4:
		word = g_bytes_get_data(words->pdata[any(words->len)], &word_size);
		g_string_insert_len(text, (gssize)any(text->len + 1), word != NULL ? word : "", (gssize)word_size);
		break;
	case 5: take_over(text, text->str, text->len, false); break;
	default: take_over(text, other, other_size, any(2) == 0); break;
	}
}

static void run_mutant(const GPtrArray *corpus, const GPtrArray *words, GString *text, unsigned slow_s)
{
	size_t size;
	const char *seed = g_bytes_get_data(corpus->pdata[any(corpus->len)], &size);

	g_string_truncate(text, 0);
	g_string_append_len(text, seed, (gssize)MIN(size, MOST_BYTES));
	for (size_t steps = 1 + any(MOST_STEPS); steps > 0; steps--)
		mutate_once(text, corpus, words);
	run((const uint8_t *)text->str, MIN(text->len, MOST_BYTES), slow_s);
}

int main(int argc, char **argv)
{
	int seconds = 0, inputs = 0, slow_s = 10;
	gint64 seed = 1, began = g_get_monotonic_time();
	g_autofree char *name = g_path_get_basename(argv[0]), *crash = NULL, *named = g_strconcat("crash-", name, NULL), *dict = NULL;
	g_auto(GStrv) paths = NULL, once = NULL;
	const GOptionEntry options[] = {
		{ "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "mutants for so long", "N" }, { "inputs", 0, 0, G_OPTION_ARG_INT, &inputs, "so many mutants", "N" },
		{ "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "of the mutants; 1", "N" }, { "slow", 0, 0, G_OPTION_ARG_INT, &slow_s, "most processor time of one input; 10", "SECONDS" },
		{ "once", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &once, "run, but without mutants", "FOLDER" }, { "words", 0, 0, G_OPTION_ARG_FILENAME, &dict, "put into mutants", "FILE" }, { "crash", 0, 0, G_OPTION_ARG_FILENAME, &crash, "where an input that fails is left", "FILE" }, { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL }, { 0 },
	};
	g_autoptr(GOptionContext) context = g_option_context_new("FILE|FOLDER…");
	g_autoptr(GPtrArray) corpus = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GPtrArray) heavy = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GError) error = NULL;

	fuzz_name = name;
	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("%s: %s\n", fuzz_name, error->message);
		return 2;
	}
	now.crash = crash != NULL ? crash : named;
	for (char **path = paths; path != NULL && *path != NULL; path++)
		collect(corpus, *path);
	for (char **path = once; path != NULL && *path != NULL; path++)
		collect(heavy, *path);
	read_words(words, dict != NULL ? dict : "/dev/null");
	if (corpus->len == 0) {
		g_printerr("%s: found no file to run\n", fuzz_name);
		return 1;
	}
	watch();
	run_all(corpus, (unsigned)slow_s);
	run_all(heavy, (unsigned)slow_s);
	g_autoptr(GString) text = g_string_new(NULL);
	long n = 0;
	state = (uint64_t)seed * 0x9E3779B97F4A7C15u | 1;
	for (; n < inputs || g_get_monotonic_time() - began < seconds * G_USEC_PER_SEC; n++)
		run_mutant(corpus, words, text, (unsigned)slow_s);
	printf("%s: %u files and %ld mutants, seed %" G_GINT64_FORMAT ", %.0f s, 0 failures\n", fuzz_name, corpus->len + heavy->len, n, seed, (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
	return 0;
}
