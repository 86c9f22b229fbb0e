/* prefix.h: address ranges. Private to src/model. */
#ifndef ER_MODEL_PREFIX_H
#define ER_MODEL_PREFIX_H

#include <erscope/network.h>

/* CIDR, or an address alone (then the whole length); host bits are cleared. False when it is neither. */
bool er_prefix_parse(const char *text, ErPrefix *out);
/* Is @inner equal to @outer, or inside it? Ranges of two families never are. */
bool er_prefix_covers(const ErPrefix *outer, const ErPrefix *inner);
bool er_prefix_equal(const ErPrefix *a, const ErPrefix *b);

#endif
