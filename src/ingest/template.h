/* template.h: ARM templates, evaluated. Private to src/ingest. */
#ifndef ER_INGEST_TEMPLATE_H
#define ER_INGEST_TEMPLATE_H

#include "build.h"

/* Member of a resource whose existence hangs on a condition that is unknown: what it hangs on. */
#define ER_TEMPLATE_CONDITIONAL "$conditional"

typedef struct {
	uint32_t resources, skipped, conditional; /* emitted; condition false; of those emitted, on an unknown condition */
	uint32_t unknown;            /* properties whose value only a deployment knows: null */
	uint32_t links, link_line;   /* linked templates, which stand elsewhere; the first */
	uint32_t errors, error_line; char error[160]; /* expressions that could not be read; the first */
	bool bounded;                /* a bound on work was met: the rest is unknown */
	GPtrArray *open_parameters;  /* names without a value, each once, sorted */
	GPtrArray *functions;        /* "name, 3 times": functions that are not known, sorted */
} ErTemplateNotes;

bool er_template_is(const ErValue *root);
bool er_template_is_parameters(const ErValue *root);
/**
 * er_template_resources:
 * @parameters: (nullable): {"name": {"value": …}} of parameter files; names in any case
 * @notes: (out): free with er_template_notes_clear()
 *
 * Evaluates parameters, variables, copies, conditions and nested deployments. What a deployment alone knows stays unknown: in names and
 * ids it is "{label}", so that references meet; other properties are null. A resource on an unknown condition is there and marked.
 *
 * Returns: array of resources in the shape of ARM
 */
ErValue er_template_resources(ErArena *arena, const ErValue *root, const ErValue *parameters, ErTemplateNotes *notes);
void er_template_notes_clear(ErTemplateNotes *notes);

#endif
