/* terraform_map.h: which attribute of Terraform's azurerm provider is which property of ARM. Private to src/ingest. */
#ifndef ER_INGEST_TERRAFORM_MAP_H
#define ER_INGEST_TERRAFORM_MAP_H

typedef enum {
	ER_TF_AS_IS,       /* scalars and lists; "", null and [] are absent */
	ER_TF_POSITIVE,    /* a number that is 0 where nobody gave one */
	ER_TF_REFERENCE,   /* an id: { "id": … } */
	ER_TF_ID,          /* an id that stays a text */
	ER_TF_ENABLED,     /* true: "Enabled", false: "Disabled" */
	ER_TF_NOT,         /* the boolean's opposite */
	ER_TF_BLOCKS,      /* each block an object of the list there, with its id; one without a name is called as the attribute */
	ER_TF_CONSTANT,    /* `from` itself */
} ErTerraformHow;

typedef struct ErTerraformRow ErTerraformRow;
struct ErTerraformRow {
	const char *from;      /* attribute; a dot steps into a block, of several the first. NULL ends the rows */
	const char *to;        /* path in the ARM resource, or in the block's object */
	ErTerraformHow how;
	const ErTerraformRow *blocks;
};

typedef struct {
	const char *type;      /* "azurerm_…" */
	const char *arm;       /* type in ARM */
	const char *name;      /* attribute of the name; NULL: the resource is its parent, of which it says more */
	const char *parent;    /* attribute of the parent's id ("…_id") or name ("…_name"); NULL: a resource group holds it */
	const ErTerraformRow *rows;
} ErTerraformType;

/* NULL when erscope does not read that type. */
const ErTerraformType *er_terraform_type(const char *type);

#endif
