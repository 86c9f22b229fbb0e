/*
 * sanitize.h: an inventory and a site description made fit for outsiders.
 *
 * In: what ingest read, finished, before any model is built. Out: the same records with stand-ins for subscriptions, resource groups,
 * names, addresses, AS numbers, tags and all free text; equal things stay equal, an address stays inside the ranges it was inside, and
 * ids keep their order, so that verdicts do not change. Kinds, locations, SKUs, states, providers, dates and plain numbers stay.
 * Promise on bad input: what is not known to be harmless is replaced; a diagnostic keeps its code, file stand-in and line, not its detail.
 * How each kind of text is treated: head comment of src/ingest/sanitize.c.
 */
#ifndef ERSCOPE_SANITIZE_H
#define ERSCOPE_SANITIZE_H

#include "site.h"

/* Is it a name that anybody may know, such as the building of a peering location? */
typedef bool (*ErIsPublic)(const void *data, const char *text);

/**
 * er_sanitize:
 * @inv: (inout)
 * @estate: (inout) (nullable)
 * @is_public: of facilities of sites; called with @data
 * @diags: (inout): loses every detail told so far
 *
 * Stand-ins depend on the content alone: neither on the order of the input nor on the names of the files. Once per inventory.
 */
void er_sanitize(ErInventory *inv, ErEstate *estate, ErIsPublic is_public, const void *data, ErDiags *diags);

#endif
