/* limits.h: the figures of limits.csv, for whoever measures against them. A name that the table does not have does not compile. Private to src/model. */
#ifndef ER_MODEL_LIMITS_H
#define ER_MODEL_LIMITS_H

#include <erscope/network.h>

/* "routes.hub.announced" is ER_LIMIT_ROUTES_HUB_ANNOUNCED; in order of the table. */
typedef enum {
#include "limit_names.inc"
	ER_LIMIT__COUNT
} ErLimit;

/* Largest number that any table holds: products with a few of them stay within 64 bits, and those with 40 scale units within 32. */
enum { ER_TABLE_MOST = 10000000 };

/* Of a date the day, as 20250930. */
uint32_t er_limit(const ErNetwork *net, ErLimit limit);
/* A date, "YYYY-MM-DD". */
const char *er_limit_date(const ErNetwork *net, ErLimit limit);
/* A date in words, "30 September 2025". (transfer full) */
char *er_limit_day(const ErNetwork *net, ErLimit limit);
/* Is @n so near to @limit that it is told? True also beyond it. */
bool er_limit_near(const ErNetwork *net, uint64_t n, uint64_t limit);

#endif
