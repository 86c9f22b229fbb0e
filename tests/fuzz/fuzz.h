/*
 * fuzz.h: what every harness shares: what must hold of anything that came through a door.
 *
 * A harness is LLVMFuzzerTestOneInput(): an input that breaks a promise ends in g_assert(), a sanitizer's report or the time bound of
 * replay.c. Two ways to run them: replay.c is a main for any compiler; meson setup -Dfuzz=true with clang links libFuzzer instead, which
 * is guided by coverage and the better one for long runs.
 */
#ifndef ER_TESTS_FUZZ_H
#define ER_TESTS_FUZZ_H

#include "ingest/json.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Valid UTF-8 of @n bytes with a NUL behind it and no control characters but white space. */
static inline void fuzz_check_text(const char *text, size_t n)
{
	g_assert(text[n] == '\0' && strlen(text) == n);
	g_assert(g_utf8_validate(text, (gssize)n, NULL));
	for (size_t i = 0; i < n; i++)
		g_assert((uint8_t)text[i] >= 0x20 || text[i] == '\t' || text[i] == '\n' || text[i] == '\r');
}

/* @depth: what is left of it. */
static inline void fuzz_check_value(const ErValue *value, uint32_t lines, uint32_t depth)
{
	g_assert(value->kind <= ER_VALUE_OBJECT && value->line <= lines && depth > 0);
	if (value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_NUMBER)
		fuzz_check_text(value->u.text, value->n);
	for (uint32_t i = 0; value->kind == ER_VALUE_ARRAY && i < value->n; i++)
		fuzz_check_value(&value->u.items[i], lines, depth - 1);
	for (uint32_t i = 0; value->kind == ER_VALUE_OBJECT && i < value->n; i++) {
		fuzz_check_text(value->u.members[i].key, strlen(value->u.members[i].key));
		fuzz_check_value(&value->u.members[i].value, lines, depth - 1);
	}
}

static inline void fuzz_check_diags(ErDiags *diags)
{
	er_diags_finish(diags);
	for (uint32_t i = 0; i < er_diags_count(diags); i++) {
		g_autofree char *line = er_diag_format(er_diags_at(diags, i));
		fuzz_check_text(line, strlen(line));
		g_assert(strchr(line, '\n') == NULL);
	}
}

/* Sorted, found by its ids, every value clean, and the ledger accounts for all. */
static inline void fuzz_check_inventory(const ErInventory *inv)
{
	const ErLedger *ledger = er_inventory_ledger(inv);
	uint64_t counted = (uint64_t)ledger->modelled + ledger->merged;

	for (uint32_t i = 0; i < ledger->n_ignored; i++)
		counted += ledger->ignored[i].count;
	g_assert(counted == ledger->resources && ledger->modelled == er_inventory_count(inv));
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		g_assert(er_inventory_lookup(inv, res->id) == res);
		g_assert(i == 0 || strcmp(er_inventory_at(inv, i - 1)->id, res->id) < 0);
		fuzz_check_text(res->id, strlen(res->id));
		fuzz_check_text(res->id_shown, strlen(res->id_shown));
		fuzz_check_text(res->name, strlen(res->name));
		fuzz_check_text(res->pointer, strlen(res->pointer));
		fuzz_check_value(&res->body, UINT32_MAX, 1000);
	}
	for (uint32_t i = 0; i < er_inventory_n_externals(inv); i++)
		fuzz_check_text(er_inventory_external(inv, i)->id, strlen(er_inventory_external(inv, i)->id));
	g_assert(strlen(er_inventory_content(inv)) == 64);
}

#endif
