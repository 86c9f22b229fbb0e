/* arm.h: what an ARM resource is made of: ids, types, children, references. Private to src/ingest. */
#ifndef ER_INGEST_ARM_H
#define ER_INGEST_ARM_H

#include <erscope/inventory.h>

/* An array inside a resource's body that holds child resources. */
typedef struct {
	ErResourceKind parent;
	const char *path;        /* of the array in the parent's body */
	const char *segment;     /* of the child's type, lower case: ".../<segment>/<name>" */
} ErChildArray;

/* A member of a resource's body that names another resource; "[]" steps into every item of an array. */
typedef struct {
	ErResourceKind from;
	const char *path;
	ErResourceKind to;       /* the reference is shortened to the ancestor of this kind ("/subnets/x" names its VNet) */
} ErReference;

/* The kinds of value a property may have, as a set of 1 << ErValueKind. */
typedef struct { ErResourceKind kind; const char *path; unsigned kinds; } ErExpected;

const ErExpected *er_arm_expected(uint32_t *n);
const ErChildArray *er_arm_children(uint32_t *n);
const ErReference *er_arm_references(uint32_t *n);

ErResourceKind er_arm_kind(const char *type);            /* lower-case type; ER_RES_OTHER when not in the table */
bool er_arm_modelled(ErResourceKind kind);
/* Does it begin like an ARM id? */
bool er_arm_is_id(const char *text);
/* Is it the id of a resource that no model reads? An odd id is not. */
bool er_arm_needless(const char *id);
const char *er_arm_ignored_reason(ErResourceKind kind);
/* (transfer full): id of the parent resource; NULL for a top-level one. */
char *er_arm_parent(const char *normalised_id);
/* (transfer full): subscription segment; "" when there is none. */
char *er_arm_subscription(const char *normalised_id);
/* Last segment of an id in its original spelling; points into @id. */
const char *er_arm_last_segment(const char *id);
bool er_arm_secret(const char *key);

#endif
