/* bytes.h: from a file, whatever it is wrapped in, to UTF-8 text. Private to src/ingest. */
#ifndef ER_INGEST_BYTES_H
#define ER_INGEST_BYTES_H

#include <erscope/diag.h>

#include <stddef.h>

typedef struct {
	const char *text; size_t length;  /* UTF-8, save for errors in the file itself; a byte order mark may stand before it */
	bool converted;                   /* it was UTF-16 */
	GMappedFile *map;
	struct ErDigesting *digesting;
} ErBytes;

typedef struct { ErDiagCode code; char *detail; } ErBytesProblem;

/**
 * er_bytes_read:
 * @file: a path; "-" is standard input
 * @problem: (out): why not; @problem->detail is the caller's to free
 *
 * Maps a regular file; a pipe is read to its end. Gzip (several members, too) is unpacked and UTF-16, with a byte order mark or told by
 * its NUL bytes, becomes UTF-8, both into a temporary file without a name, which is mapped: no text is ever held in memory. A pipe
 * nobody writes to is empty. At most 1 GiB, before unpacking and after.
 */
bool er_bytes_read(const char *file, ErBytes *out, ErBytesProblem *problem);
/* The same for what is in memory already; @bytes must outlive @out. */
bool er_bytes_open(const char *bytes, size_t length, ErBytes *out, ErBytesProblem *problem);
/* SHA-256 in hex of the file as it came; of a long one it is worked out beside the reading, and waited for here. */
const char *er_bytes_sha256(ErBytes *bytes);
void er_bytes_clear(ErBytes *bytes);

#endif
