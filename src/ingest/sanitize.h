/* sanitize.h: what the walks over an inventory and a site description share. Private to src/ingest. */
#ifndef ER_INGEST_SANITIZE_H
#define ER_INGEST_SANITIZE_H

#include "inventory.h"
#include "sanitize_map.h"
#include "site_tree.h"

#include <erscope/sanitize.h>

/* Of a resource's name; @type: the segment before it, or the list it stands in. */
const char *er_sanitize_name(ErStandIns *map, const char *type, const char *name);
/* An ARM id, without host and query; NULL when it is none. */
const char *er_sanitize_id(ErStandIns *map, const char *text);
/* A name met elsewhere, else the next of @class. */
const char *er_sanitize_text(ErStandIns *map, const char *class, const char *text);

typedef struct { ErStandIns *map; ErIsPublic is_public; const void *data; } ErSanitizeEstate;

/* An ErSiteRewrite; @data: ErSanitizeEstate. */
const char *er_sanitize_estate_text(const void *data, const char *element, const char *attribute, const char *text);

#endif
