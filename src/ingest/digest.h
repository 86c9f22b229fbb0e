/* digest.h: SHA-256 in hex, by nettle, which uses what the processor offers: inventories of 100 MB are hashed on every run. Private to src/ingest. */
#ifndef ER_INGEST_DIGEST_H
#define ER_INGEST_DIGEST_H

#include <nettle/sha2.h>

#include <stdio.h>

/* Ends the digest and begins it anew. */
static inline void er_digest_hex(struct sha256_ctx *sum, char hex[65])
{
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_digest(sum, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

#endif
