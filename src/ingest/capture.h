/* capture.h: live captures: replies of calls that tell how things stand at one moment. None names the resource it is of. Private to src/ingest. */
#ifndef ER_INGEST_CAPTURE_H
#define ER_INGEST_CAPTURE_H

#include "inventory.h"

/* The format of a source that holds one, such as "capture-routes-information"; NULL: @root is no live capture. */
const char *er_capture_format(const ErValue *root);
/**
 * er_capture_attach:
 * @root: a live capture, which the resource takes over (ER_CAPTURES)
 * @of: (nullable): id or name of the resource; of a circuit's route table "/primary" or "/secondary" may follow
 *
 * Once all inventories are read. Without @of, the only resource it can be of is taken, which is told; where there are several or none,
 * or @of names none, that is told and makes the source incomplete.
 */
void er_capture_attach(ErInventory *inv, const ErValue *root, const char *of, uint32_t source, ErDiags *diags);

#endif
