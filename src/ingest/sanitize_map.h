/* sanitize_map.h: from originals to stand-ins. Private to src/ingest. */
#ifndef ER_INGEST_SANITIZE_MAP_H
#define ER_INGEST_SANITIZE_MAP_H

#include <erscope/inventory.h>

/*
 * Used in two passes: at first every question only collects, and the answer is the text itself; after er_stand_ins_close() each question
 * that was asked before is answered by the stand-in, and one that was not by "withheld".
 */
typedef struct ErStandIns ErStandIns;

/* How the names of a class are told apart, and numbered. */
typedef enum { ER_ANY_CASE, ER_EXACT_CASE } ErCase;

/* @secret: what the address permutation hangs on. */
ErStandIns *er_stand_ins_new(const char *secret);
void er_stand_ins_free(ErStandIns *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErStandIns, er_stand_ins_free)
void er_stand_ins_close(ErStandIns *map);
bool er_stand_ins_closed(const ErStandIns *map);

/* Each answer lives as long as @map. */
/* "circuit-03" of class "circuit"; of class "subscription" a GUID. Numbers follow the order of the names. */
const char *er_stand_in(ErStandIns *map, const char *class, ErCase by, const char *text);
/* That of a name met in any class but texts and tags, NULL when there is none; only after closing. */
const char *er_stand_in_known(const ErStandIns *map, const char *text);
/* Of an AS number. NULL: it is none. */
const char *er_stand_in_asn(ErStandIns *map, const char *text);
/* Of a text that is nothing but addresses and prefixes, apart by blanks, commas, semicolons or dashes. NULL: it is not. */
const char *er_stand_in_addresses(ErStandIns *map, const char *text);
const char *er_stand_ins_keep(ErStandIns *map, const char *text);
/* Replaces a hash in hex by one that only who has the original can work out. */
void er_stand_ins_hash(const ErStandIns *map, char hex[65]);
/* Was it an answer after closing? By its place in memory. */
bool er_stand_ins_made(const ErStandIns *map, const char *answer);

#endif
