/* inventory.h: the inventory while it is being filled. Private to src/ingest; readers use <erscope/inventory.h>. */
#ifndef ER_INGEST_INVENTORY_H
#define ER_INGEST_INVENTORY_H

#include "json.h"

ErInventory *er_inventory_new(void);
ErArena *er_inventory_arena(ErInventory *inv);
/* Copies the row; returns its index. */
uint32_t er_inventory_add_source(ErInventory *inv, const ErSource *source);
ErSource *er_inventory_edit_source(ErInventory *inv, uint32_t i);
ErResource *er_inventory_edit(ErInventory *inv, uint32_t i);
/* Takes one resource object (changed in place: children are taken out); @object's strings live in the inventory's arena. */
void er_inventory_add(ErInventory *inv, ErValue *object, uint32_t source, const char *pointer, ErDiags *diags);
/* Sorts, resolves, adds up. Once, after the last add. */
void er_inventory_finish(ErInventory *inv, ErDiags *diags);


/* ---- for sanitizing ---- */

struct ErStandIns;
typedef struct { GArray *resources, *externals, *sources, *ignored; } ErInventoryParts;
/* The records themselves; their texts may be changed. */
ErInventoryParts er_inventory_parts(ErInventory *inv);
/* After that: sorts, indexes and hashes anew. @stand_ins: taken; holds the texts. */
void er_inventory_take_stand_ins(ErInventory *inv, struct ErStandIns *stand_ins);

#endif
