/* forms.h: which writer's document a value is, and the resources in it. Private to src/ingest. */
#ifndef ER_INGEST_FORMS_H
#define ER_INGEST_FORMS_H

#include "inventory.h"

/**
 * er_forms_take:
 * @root: a document of any form; changed in place
 * @before: of a what-if result the state before the change instead of after
 *
 * Adds the resources of the document to @inv and names the form in the source's row. What is no inventory is told, with what it is as
 * far as that can be seen, and makes the source incomplete.
 */
void er_forms_take(ErInventory *inv, ErValue *root, uint32_t source, bool before, ErDiags *diags);

#endif
