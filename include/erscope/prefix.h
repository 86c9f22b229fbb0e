/*
 * prefix.h: address ranges.
 *
 * In: CIDR text of either family. Out: a value that compares. Text that is no range is refused, never repaired.
 */
#ifndef ERSCOPE_PREFIX_H
#define ERSCOPE_PREFIX_H

#include <stdbool.h>
#include <stdint.h>

/* IPv4 stands in the last four bytes with length + 96. */
typedef struct { uint8_t bytes[16]; uint8_t length; bool v4; } ErPrefix;

/* CIDR, or an address alone (then the whole length); host bits are cleared. False when it is neither. */
bool er_prefix_parse(const char *text, ErPrefix *out);
/* Is @inner equal to @outer, or inside it? Ranges of two families never are. */
bool er_prefix_covers(const ErPrefix *outer, const ErPrefix *inner);
bool er_prefix_equal(const ErPrefix *a, const ErPrefix *b);
/* Within the private ranges of IPv4: RFC 1918, and RFC 6598 for carriers? */
bool er_prefix_is_private(const ErPrefix *prefix);
/* As CIDR. (transfer full) */
char *er_prefix_text(const ErPrefix *prefix);

#endif
