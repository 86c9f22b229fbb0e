/* terraform.h: plans and states of Terraform. Private to src/ingest. */
#ifndef ER_INGEST_TERRAFORM_H
#define ER_INGEST_TERRAFORM_H

#include "build.h"

typedef struct {
	uint32_t skipped;        /* resources of other providers than Azure's */
	uint32_t unknown;        /* properties known only after the apply, less the references that could be followed */
	bool bounded;            /* a bound on work was met: references beyond it are unknown */
	GPtrArray *pointers;     /* JSON Pointer of each resource handed out */
} ErTerraformNotes;

bool er_terraform_is_plan(const ErValue *root);       /* of `terraform show -json PLAN` */
bool er_terraform_is_state(const ErValue *root);      /* of `terraform show -json` */
bool er_terraform_is_raw_state(const ErValue *root);  /* terraform.tfstate, version 4 */
/**
 * er_terraform_resources:
 * @root: a document of one of the three forms
 * @before: of a plan, the state before it instead of after
 * @notes: (out): free with er_terraform_notes_clear()
 *
 * What the document says will be, or is, in Azure; data sources are elsewhere and no part of it. What only the apply will know is
 * absent, but for ids: those are made of type, group and name below the placeholders that templates use, so that references meet.
 *
 * Returns: array of resources in the shape of ARM; null for an entry without type or name
 */
ErValue er_terraform_resources(ErArena *arena, const ErValue *root, bool before, ErTerraformNotes *notes);
void er_terraform_notes_clear(ErTerraformNotes *notes);

#endif
