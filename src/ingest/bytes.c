/*
 * Every input becomes one mapped file. What cannot be mapped as it is (a pipe, gzip, UTF-16) is spooled into a file that has no name,
 * so that an estate of any size costs page cache, not memory, and the readers behind this see one stretch of text. Unpacking and
 * converting are GIO's converters. The digest is of the bytes as they came: it is what sha256sum prints for the file.
 */
#include "bytes.h"

#include "digest.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beyond this a file is refused: offsets and memory stay sane, and no inventory of one tenant comes near. */
static const uint64_t most_bytes = 1024ull * 1024 * 1024;
enum { BLOCK = 1 << 16 };

static bool refuse(ErBytesProblem *problem, ErDiagCode code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static bool refuse(ErBytesProblem *problem, ErDiagCode code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*problem = (ErBytesProblem){ code, g_strdup_vprintf(format, args) };
	va_end(args);
	return false;
}

/* ---- the spool ---- */

static int spool_open(ErBytesProblem *problem)
{
	int fd = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0) {
		g_autofree char *name = g_build_filename(g_get_tmp_dir(), "erscope-XXXXXX", NULL);
		fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0)
			unlink(name);
	}
	if (fd < 0)
		refuse(problem, ER_D_CANNOT_READ, "no temporary file in %s: %s", g_get_tmp_dir(), g_strerror(errno));
	return fd;
}

static bool spool_write(int fd, const char *data, size_t n, uint64_t *total, ErBytesProblem *problem)
{
	*total += n;
	if (*total > most_bytes)
		return refuse(problem, ER_D_LIMIT, "more than 1 GiB");
	while (n > 0) {
		ssize_t done = write(fd, data, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return refuse(problem, ER_D_CANNOT_READ, "temporary file in %s: %s", g_get_tmp_dir(), g_strerror(errno));
		data += done;
		n -= (size_t)done;
	}
	return true;
}

static bool map(int fd, ErBytes *out, ErBytesProblem *problem)
{
	g_autoptr(GError) error = NULL;
	GMappedFile *mapped = g_mapped_file_new_from_fd(fd, FALSE, &error);

	if (mapped == NULL)
		return refuse(problem, ER_D_CANNOT_READ, "%s", error->message);
	g_clear_pointer(&out->map, g_mapped_file_unref);
	out->map = mapped;
	out->length = g_mapped_file_get_length(mapped);
	out->text = out->length > 0 ? g_mapped_file_get_contents(mapped) : "";
	return true;
}

/* ---- pipes ---- */

/* A pipe opened without waiting says "again" while its writer thinks. */
static ssize_t read_some(int fd, char *block)
{
	for (;;) {
		ssize_t n = read(fd, block, BLOCK);
		if (n >= 0 || (errno != EINTR && errno != EAGAIN))
			return n;
		if (errno == EAGAIN)
			poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);
	}
}

static bool drain(int from, int to, ErBytesProblem *problem)
{
	g_autofree char *block = g_malloc(BLOCK);
	uint64_t total = 0;
	ssize_t n;

	while ((n = read_some(from, block)) > 0)
		if (!spool_write(to, block, (size_t)n, &total, problem))
			return false;
	return n == 0 || refuse(problem, ER_D_CANNOT_READ, "%s", g_strerror(errno));
}

static bool map_pipe(int fd, ErBytes *out, ErBytesProblem *problem)
{
	int spool = spool_open(problem);
	bool ok = spool >= 0 && drain(fd, spool, problem) && map(spool, out, problem);

	if (spool >= 0)
		close(spool);
	return ok;
}

/* ---- the digest ---- */

/* Another thread goes over the bytes ahead of the reader, which then finds their pages mapped. */
typedef struct ErDigesting { const uint8_t *bytes; size_t length; GMappedFile *map; GThread *thread; char hex[65]; } Digesting;

enum { ALONE = 1 << 20 };   /* shorter ones are not worth a thread */

static gpointer digest(gpointer data)
{
	Digesting *d = data;
	struct sha256_ctx sum;

	sha256_init(&sum);
	sha256_update(&sum, d->length, d->bytes);
	er_digest_hex(&sum, d->hex);
	return NULL;
}

static void start_digest(ErBytes *bytes)
{
	Digesting *d = g_new0(Digesting, 1);

	*d = (Digesting){ .bytes = (const uint8_t *)bytes->text, .length = bytes->length, .map = bytes->map != NULL ? g_mapped_file_ref(bytes->map) : NULL };
	if (d->length >= ALONE)
		d->thread = g_thread_try_new("digest", digest, d, NULL);
	if (d->thread == NULL)
		digest(d);
	bytes->digesting = d;
}

const char *er_bytes_sha256(ErBytes *bytes)
{
	Digesting *d = bytes->digesting;

	if (d->thread != NULL)
		g_thread_join(g_steal_pointer(&d->thread));
	return d->hex;
}

/* ---- what the text is wrapped in ---- */

static bool is_gzip(const char *text, size_t length)
{
	return length >= 2 && memcmp(text, "\x1F\x8B", 2) == 0;
}

/* "UTF-16LE" or "UTF-16BE"; NULL: neither. Without a mark, JSON and XML begin with ASCII, so every second byte is NUL. */
static const char *utf16(const char *text, size_t length)
{
	if (length >= 2 && memcmp(text, "\xFF\xFE", 2) == 0)
		return "UTF-16LE";
	if (length >= 2 && memcmp(text, "\xFE\xFF", 2) == 0)
		return "UTF-16BE";
	if (length < 4 || (text[0] == '\0') == (text[1] == '\0') || (text[0] == '\0') != (text[2] == '\0') || (text[1] == '\0') != (text[3] == '\0'))
		return NULL;
	return text[1] == '\0' ? "UTF-16LE" : "UTF-16BE";
}

/* Everything through @converter; one that has finished begins anew while its input goes on: members of a gzip file. */
static bool convert(GConverter *converter, const char *in, size_t length, int fd, const char *what, ErBytesProblem *problem)
{
	g_autofree char *block = g_malloc(BLOCK);
	uint64_t total = 0;

	for (;;) {
		g_autoptr(GError) error = NULL;
		gsize taken = 0, made = 0;
		GConverterResult result = g_converter_convert(converter, in, length, block, BLOCK, G_CONVERTER_INPUT_AT_END, &taken, &made, &error);
		if (result == G_CONVERTER_ERROR)
			return refuse(problem, g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ? ER_D_CUT_OFF : ER_D_NOT_INVENTORY, "%s: %s", what, error->message);
		in += taken;
		length -= taken;
		if (!spool_write(fd, block, made, &total, problem))
			return false;
		if (result == G_CONVERTER_FINISHED && (length == 0 || !is_gzip(in, length)))
			return true;
		if (result == G_CONVERTER_FINISHED)
			g_converter_reset(converter);
	}
}

static bool unwrap(GConverter *converter, ErBytes *bytes, size_t skip, const char *what, ErBytesProblem *problem)
{
	int spool = spool_open(problem);
	bool ok = spool >= 0 && convert(converter, bytes->text + skip, bytes->length - skip, spool, what, problem) && map(spool, bytes, problem);

	if (spool >= 0)
		close(spool);
	return ok;
}

static bool unwrap_gzip(ErBytes *bytes, ErBytesProblem *problem)
{
	g_autoptr(GZlibDecompressor) gzip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);

	return unwrap(G_CONVERTER(gzip), bytes, 0, "gzip", problem);
}

static bool unwrap_utf16(ErBytes *bytes, const char *charset, ErBytesProblem *problem)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GCharsetConverter) converter = g_charset_converter_new("UTF-8", charset, &error);
	bool marked = memcmp(bytes->text, "\xFF\xFE", 2) == 0 || memcmp(bytes->text, "\xFE\xFF", 2) == 0;

	if (converter == NULL)
		return refuse(problem, ER_D_NOT_INVENTORY, "%s: %s", charset, error->message);
	bytes->converted = true;
	return unwrap(G_CONVERTER(converter), bytes, marked ? 2 : 0, charset, problem);
}

static bool unwrap_all(ErBytes *bytes, ErBytesProblem *problem)
{
	if (bytes->length > most_bytes)
		return refuse(problem, ER_D_LIMIT, "more than 1 GiB");
	start_digest(bytes);
	if (is_gzip(bytes->text, bytes->length) && !unwrap_gzip(bytes, problem))
		return false;
	const char *charset = utf16(bytes->text, bytes->length);
	return charset == NULL || unwrap_utf16(bytes, charset, problem);
}

/* ---- the door ---- */

static bool map_any(int fd, ErBytes *out, ErBytesProblem *problem)
{
	struct stat info;

	if (fstat(fd, &info) != 0)
		return refuse(problem, ER_D_CANNOT_READ, "%s", g_strerror(errno));
	if (S_ISREG(info.st_mode))
		return map(fd, out, problem);
	if (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode))
		return map_pipe(fd, out, problem);
	return refuse(problem, ER_D_CANNOT_READ, S_ISDIR(info.st_mode) ? "it is a directory: name the files in it" : "neither a file nor a pipe");
}

bool er_bytes_read(const char *file, ErBytes *out, ErBytesProblem *problem)
{
	bool input = strcmp(file, "-") == 0;
	/* O_NONBLOCK: a pipe without a writer must not hang us. */
	int fd = input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	*out = (ErBytes){ .text = "" };
	if (fd < 0)
		return refuse(problem, ER_D_CANNOT_READ, "%s", g_strerror(errno));
	bool ok = map_any(fd, out, problem);
	if (!input)
		close(fd);
	if (ok && unwrap_all(out, problem))
		return true;
	er_bytes_clear(out);
	return false;
}

bool er_bytes_open(const char *bytes, size_t length, ErBytes *out, ErBytesProblem *problem)
{
	*out = (ErBytes){ .text = length > 0 ? bytes : "", .length = length };
	if (unwrap_all(out, problem))
		return true;
	er_bytes_clear(out);
	return false;
}

void er_bytes_clear(ErBytes *bytes)
{
	if (bytes->digesting != NULL) {
		er_bytes_sha256(bytes);
		g_clear_pointer(&bytes->digesting->map, g_mapped_file_unref);
		g_clear_pointer(&bytes->digesting, g_free);
	}
	g_clear_pointer(&bytes->map, g_mapped_file_unref);
	bytes->text = "";
	bytes->length = 0;
}
