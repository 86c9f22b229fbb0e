/*
 * The folder that a batch writes: a folder per estate, pages over all, and .erscope, which holds locks and what is not finished.
 *
 * An estate's files are written into a folder of their own under .erscope, synced, and put in the place of the old folder by one
 * renameat2(RENAME_EXCHANGE): at every moment the old reports are there, or the new ones. A file system that cannot do that gets two
 * renames, and the next run puts back what a kill in between left behind. The lock is the kernel's (flock), so a killed run leaves none.
 */
#include "batch.h"

#include <erscope/output.h>
#include <erscope/text.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWN ".erscope"
#define OLD ".old"

enum { MOST_RECORD = 16 << 20, MOST_MESSAGES = 64 << 10 };

struct ErStore {
	char *folder, *work;
	int all, own;          /* locks: of the folder; of this shard, -1 without */
	GPtrArray *staged;     /* names of pages that wait in the work folder */
	int root;              /* the folder itself, to sync its file system */
};

static void fail(GError **error, const char *what, const char *path)
{
	int why = errno;

	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why), "%s '%s': %s", what, path, g_strerror(why));
}

char *er_store_path(const ErStore *store, const char *slug, const char *file)
{
	return g_build_filename(store->folder, slug, file, NULL);
}

/* ---- folders ---- */

static void remove_within(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && unlinkat(fd, entry->d_name, 0) != 0)
			remove_within(fd, entry->d_name);
	if (dir != NULL)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void er_store_remove(const char *folder)
{
	remove_within(AT_FDCWD, folder);
}

/* Of a killed run: an old folder whose estate has none goes back to its place, the rest away. */
static void clear_work(const ErStore *store)
{
	g_autoptr(GDir) dir = g_dir_open(store->work, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(store->work, name, NULL);
		if (g_str_has_suffix(name, OLD)) {
			g_autofree char *slug = g_strndup(name, strlen(name) - strlen(OLD)), *home = er_store_path(store, slug, NULL);
			if (access(home, F_OK) != 0 && rename(path, home) == 0)
				continue;
		}
		if (unlink(path) != 0)
			er_store_remove(path);
	}
}

/* ---- the lock ---- */

static int lock_file(const ErStore *store, const char *name, int how, GError **error)
{
	g_autofree char *path = g_build_filename(store->folder, OWN, name, NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0) {
		fail(error, "cannot write", path);
		return -1;
	}
	if (flock(fd, how | LOCK_NB) == 0) {
		g_autofree char *text = g_strdup_printf("%ld\n", (long)getpid());
		/* For people; a full disk is no reason not to hold the lock. */
		if (how == LOCK_EX && ftruncate(fd, 0) == 0 && pwrite(fd, text, strlen(text), 0) < 0)
			errno = 0;
		return fd;
	}
	char holder[32] = "";
	ssize_t n = pread(fd, holder, sizeof holder - 1, 0);
	close(fd);
	holder[n > 0 ? strcspn(holder, "\n") : 0] = '\0';
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_AGAIN, "another run%s%s%s writes into '%s'; wait for it, or give another folder", *holder != '\0' ? " (process " : "", holder, *holder != '\0' ? ")" : "", store->folder);
	return -1;
}

static bool open_locked(ErStore *store, const char *shard, GError **error)
{
	g_autofree char *own = g_build_filename(store->folder, OWN, NULL), *name = shard != NULL ? g_strdup_printf("shard-%s.lock", shard) : NULL;

	if (!er_output_folder(own, error) || (store->all = lock_file(store, "lock", shard != NULL ? LOCK_SH : LOCK_EX, error)) < 0)
		return false;
	if (name != NULL && (store->own = lock_file(store, name, LOCK_EX, error)) < 0)
		return false;
	if (!er_output_folder(store->work, error))
		return false;
	clear_work(store);
	store->root = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->root < 0)
		fail(error, "cannot open", store->folder);
	return store->root >= 0;
}

void er_store_finish(const ErStore *store, const char *as_of)
{
	g_autofree char *text = g_strdup_printf("done %s\n", as_of);

	if (ftruncate(store->own, 0) != 0 || pwrite(store->own, text, strlen(text), 0) < 0)
		fprintf(stderr, "%s: cannot write into '%s': %s; make the pages over all with --merge\n", g_get_prgname(), store->folder, g_strerror(errno));
}

bool er_store_is_finished(const char *folder, uint32_t n, const char *as_of)
{
	g_autofree char *wanted = g_strdup_printf("done %s\n", as_of);
	bool all = true;

	for (uint32_t i = 0; i < n && all; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s/shard-%u-of-%u.lock", folder, OWN, i, n), *text = NULL;
		all = g_file_get_contents(path, &text, NULL, NULL) && strcmp(text, wanted) == 0;
	}
	return all;
}

ErStore *er_store_open(const char *folder, const char *shard)
{
	ErStore *store = g_new0(ErStore, 1);
	g_autofree char *work = g_strconcat("work", shard != NULL ? "-" : "", shard, NULL);
	g_autoptr(GError) error = NULL;

	store->folder = g_strdup(folder);
	store->work = g_build_filename(folder, OWN, work, NULL);
	store->staged = g_ptr_array_new_with_free_func(g_free);
	store->all = store->own = store->root = -1;
	if (open_locked(store, shard, &error))
		return store;
	fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
	er_store_close(store);
	return NULL;
}

void er_store_leave(const ErStore *store)
{
	close(store->all);
	if (store->own >= 0)
		close(store->own);
}

void er_store_close(ErStore *store)
{
	if (store == NULL)
		return;
	if (store->root >= 0) {
		clear_work(store);
		rmdir(store->work);
		close(store->root);
	}
	if (store->own >= 0)
		close(store->own);
	if (store->all >= 0)
		close(store->all);
	g_ptr_array_unref(store->staged);
	g_free(store->folder);
	g_free(store->work);
	g_free(store);
}

/* ---- an estate's folder ---- */

char *er_store_begin(ErStore *store, const ErJob *job, uint32_t number, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s.%u", job->slug, number), *path = g_build_filename(store->work, name, NULL);

	if (mkdir(path, 0755) == 0)
		return g_steal_pointer(&path);
	fail(error, "cannot make", path);
	return NULL;
}

void er_store_sync(const ErStore *store)
{
	if (syncfs(store->root) != 0)
		sync();
}

/* A folder that somebody else filled is not ours to replace. */
static bool is_ours(const char *home)
{
	static const char *const signs[] = { "estate.json", "failed.txt" };
	g_autoptr(GDir) dir = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		g_autofree char *sign = g_build_filename(home, signs[i], NULL);
		if (access(sign, F_OK) == 0)
			return true;
	}
	dir = g_dir_open(home, 0, NULL);
	return dir != NULL && g_dir_read_name(dir) == NULL;
}

static bool in_two_steps(const ErStore *store, const ErJob *job, const char *work, const char *home)
{
	g_autofree char *name = g_strconcat(job->slug, OLD, NULL), *old = g_build_filename(store->work, name, NULL);

	if (rename(home, old) != 0)
		return false;
	if (rename(work, home) != 0) {
		int why = errno;
		if (rename(old, home) == 0)
			errno = why;
		return false;
	}
	er_store_remove(old);
	return true;
}

bool er_store_commit(ErStore *store, const ErJob *job, const char *work, GError **error)
{
	g_autofree char *home = er_store_path(store, job->slug, NULL);
	struct stat there;
	bool good;

	if (lstat(home, &there) != 0) {
		good = rename(work, home) == 0;
	} else if (!S_ISDIR(there.st_mode) || !is_ours(home)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "'%s' is not erscope's and was left alone; rename it, or the estate", home);
		return false;
	} else if (renameat2(AT_FDCWD, work, AT_FDCWD, home, RENAME_EXCHANGE) == 0) {
		er_store_remove(work);
		return true;
	} else {
		good = (errno == EINVAL || errno == ENOSYS) && in_two_steps(store, job, work, home);
	}
	if (!good)
		fail(error, "cannot write", home);
	return good;
}

bool er_store_fail(ErStore *store, const ErJob *job, const char *as_of, const char *reason, const char *messages, GError **error)
{
	g_autofree char *home = er_store_path(store, job->slug, NULL), *path = er_store_path(store, job->slug, "failed.txt");
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *said = NULL;
	gsize length = 0;

	if (g_file_test(home, G_FILE_TEST_EXISTS) && !is_ours(home)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "'%s' is not erscope's and was left alone; rename it, or the estate", home);
		return false;
	}
	g_string_append_printf(text, "%s %s\n", as_of, reason);
	if (messages != NULL && g_file_get_contents(messages, &said, &length, NULL) && length > 0) {
		g_string_append_c(text, '\n');
		g_string_append_len(text, said, (gssize)MIN(length, MOST_MESSAGES));
		g_string_append(text, length > MOST_MESSAGES ? "\n…\n" : "");
	}
	return er_output_folder(home, error) && er_output_write(path, text->str, text->len, error);
}

/* ---- pages over all ---- */

static bool is_same(const char *path, const GString *text)
{
	struct stat about;
	g_autofree char *there = NULL;
	gsize length = 0;

	return stat(path, &about) == 0 && (gsize)about.st_size == text->len && g_file_get_contents(path, &there, &length, NULL) && length == text->len && memcmp(there, text->str, length) == 0;
}

bool er_store_stage(ErStore *store, const char *name, const GString *text, GError **error)
{
	g_autofree char *home = er_store_path(store, name, NULL), *staged = g_build_filename(store->work, name, NULL), *folder = g_path_get_dirname(staged);

	if (is_same(home, text))
		return true;
	if (!er_output_folder(folder, error) || !g_file_set_contents_full(staged, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_NONE, 0644, error))
		return false;
	g_ptr_array_add(store->staged, g_strdup(name));
	return true;
}

bool er_store_publish(ErStore *store, GError **error)
{
	bool good = true;

	if (store->staged->len > 0)
		er_store_sync(store);
	for (guint i = 0; i < store->staged->len && good; i++) {
		g_autofree char *home = er_store_path(store, store->staged->pdata[i], NULL), *staged = g_build_filename(store->work, store->staged->pdata[i], NULL), *folder = g_path_get_dirname(home);
		good = er_output_folder(folder, error);
		if (good && rename(staged, home) != 0) {
			fail(error, "cannot write", home);
			good = false;
		}
	}
	g_ptr_array_set_size(store->staged, 0);
	return good;
}

/* What a killed run left of its last line goes; a whole line that lacks only its end gets it. */
static bool mend_end(int fd, off_t *length)
{
	char block[1 << 16];
	off_t from = *length > (off_t)sizeof block ? *length - (off_t)sizeof block : 0;
	ssize_t n = pread(fd, block, (size_t)(*length - from), from);

	if (n <= 0 || block[n - 1] == '\n')
		return n >= 0;
	ssize_t start = n;
	while (start > 0 && block[start - 1] != '\n')
		start--;
	if (block[n - 1] == '}') {
		if (pwrite(fd, "\n", 1, *length) != 1)
			return false;
		(*length)++;
		return true;
	}
	fprintf(stderr, "%s: the history ended in half a line, as a killed run leaves it; it was taken away\n", g_get_prgname());
	*length = from + start;
	return ftruncate(fd, *length) == 0;
}

bool er_store_append(ErStore *store, const char *name, const GString *lines, GError **error)
{
	g_autofree char *path = er_store_path(store, name, NULL);
	int fd = lines->len > 0 ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644) : -1;
	struct stat about;

	if (lines->len == 0)
		return true;
	bool good = fd >= 0 && fstat(fd, &about) == 0 && mend_end(fd, &about.st_size);
	if (good) {
		ssize_t n = pwrite(fd, lines->str, lines->len, about.st_size);
		good = n == (ssize_t)lines->len && fsync(fd) == 0;
		/* All of them or none. */
		if (!good && ftruncate(fd, about.st_size) == 0 && n >= 0 && n < (ssize_t)lines->len)
			errno = ENOSPC;
	}
	if (!good)
		fail(error, "cannot write", path);
	if (fd >= 0)
		close(fd);
	return good;
}

/* ---- what is known ---- */

static void know_failure(const ErStore *store, const ErJob *job, ErKnown *known)
{
	g_autofree char *path = er_store_path(store, job->slug, "failed.txt"), *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	text[strcspn(text, "\n")] = '\0';
	char *space = strchr(text, ' ');
	if (space == NULL || !g_utf8_validate(text, -1, NULL))
		return;
	*space = '\0';
	if (!er_text_is_date(text))
		return;
	known->failed_on = g_strdup(text);
	known->failure = g_strdup(space + 1);
}

void er_store_know(const ErStore *store, const ErJob *job, ErKnown *known)
{
	g_autofree char *path = er_store_path(store, job->slug, "estate.json");

	*known = (ErKnown){ .history = er_history_read(path, MOST_RECORD, NULL) };
	if (known->history != NULL && er_history_count(known->history) == 1 && er_history_at(known->history, 0)->key != NULL)
		known->record = er_history_at(known->history, 0);
	know_failure(store, job, known);
}

void er_known_clear(ErKnown *known)
{
	er_history_free(known->history);
	g_free(known->failed_on);
	g_free(known->failure);
}

bool er_store_is_current(const ErStore *store, const ErJob *job, const ErKnown *known, const char *key, const char *as_of)
{
	const ErRecord *record = known->record;

	if (record == NULL || known->failed_on != NULL || strcmp(record->key, key) != 0)
		return false;
	if (strcmp(record->as_of, as_of) != 0 && (record->dated || strcmp(record->as_of, as_of) > 0))
		return false;
	for (uint32_t i = 0; i < record->n_files; i++) {
		g_autofree char *path = er_store_path(store, job->slug, record->files[i]);
		if (access(path, F_OK) != 0)
			return false;
	}
	return true;
}
