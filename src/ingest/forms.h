/* forms.h: which writer's document a value is, and the resources in it. Private to src/ingest. */
#ifndef ER_INGEST_FORMS_H
#define ER_INGEST_FORMS_H

#include "inventory.h"

/* Documents that need others: templates wait until the parameter files of all inputs are known. */
typedef struct ErForms ErForms;

/* @before: of a what-if result the state before the change instead of after. */
ErForms *er_forms_new(ErInventory *inv, bool before, ErDiags *diags);
/**
 * er_forms_take:
 * @root: a document of any form; changed in place
 * @of: (nullable): name or id of the resource that a live capture is of; anything else is refused then
 *
 * Adds the resources of the document to the inventory and names the form in the source's row. What is no inventory is told, with what it
 * is as far as that can be seen, and makes the source incomplete.
 */
void er_forms_take(ErForms *forms, ErValue *root, uint32_t source, const char *of);
/* The same for resources that come one by one. */
typedef struct ErFormsItems ErFormsItems;
ErFormsItems *er_forms_items_new(ErForms *forms, uint32_t source);
void er_forms_items_take(ErFormsItems *items, const char *format, ErValue *item);
/* @format: of a document that may have held none; NULL: unknown. Frees @items. */
void er_forms_items_finish(ErFormsItems *items, const char *format, bool paged);
/* Evaluates the templates with the parameter files met, attaches the live captures, and frees @forms. */
void er_forms_finish(ErForms *forms);

#endif
