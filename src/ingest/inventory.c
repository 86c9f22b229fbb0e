/*
 * The inventory under construction and as handed out. Each resource object met is one *occurrence*; its children (embedded
 * arrays of the child table) are taken out and become occurrences of their own; occurrences of one id are merged. Finishing
 * sorts by id, follows the reference table to find what is not in the input (externals), adds up the ledger and hashes the
 * canonical texts. Linear in the input but for the sorts.
 *
 * Invariant, asserted when finished: resources = modelled + merged + ignored.
 */
#include "inventory.h"

#include "arm.h"
#include "digest.h"
#include "merge.h"
#include "sanitize_map.h"
#include "template.h"

#include <string.h>

struct ErInventory {
	ErArena *arena;
	GStringChunk *strings;
	GArray *resources;         /* of ErResource; sorted when finished */
	GHashTable *by_id;         /* id → index + 1 while building; id → ErResource * when finished */
	GHashTable *ignored_ids;   /* ids met of kinds that are not modelled */
	GHashTable *ignored;       /* "type\nreason" → count */
	GHashTable *contradictions; /* "id\npath" → Contradiction */
	GArray *externals, *sources, *ignored_rows;
	ErLedger ledger;
	uint32_t with_properties;
	char content[65];
	struct ErStandIns *stand_ins; /* NULL: not sanitized */
};

/* Values met for one property of one resource, told when all are known: which pair met first depends on the order of the files. */
typedef struct { const char *id, *path; GArray *values; } Contradiction;
/* One of them, and the first place it stands at, in the order of file names. */
typedef struct { const char *text, *file; uint32_t line; } Met;

enum { MOST_CONTRADICTIONS = 2000 };

static void free_contradiction(void *data)
{
	Contradiction *row = data;

	g_array_free(row->values, TRUE);
	g_free(row);
}

ErInventory *er_inventory_new(void)
{
	ErInventory *inv = g_new0(ErInventory, 1);

	inv->arena = er_arena_new();
	inv->strings = g_string_chunk_new(4096);
	inv->resources = g_array_new(FALSE, TRUE, sizeof(ErResource));
	inv->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	inv->ignored_ids = g_hash_table_new(g_str_hash, g_str_equal);
	inv->ignored = g_hash_table_new(g_str_hash, g_str_equal);
	inv->contradictions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_contradiction);
	inv->externals = g_array_new(FALSE, TRUE, sizeof(ErExternal));
	inv->sources = g_array_new(FALSE, TRUE, sizeof(ErSource));
	inv->ignored_rows = g_array_new(FALSE, TRUE, sizeof(ErIgnored));
	return inv;
}

void er_inventory_free(ErInventory *inv)
{
	if (inv == NULL)
		return;
	g_hash_table_destroy(inv->by_id);
	g_hash_table_destroy(inv->ignored_ids);
	g_hash_table_destroy(inv->ignored);
	g_hash_table_destroy(inv->contradictions);
	g_array_free(inv->resources, TRUE);
	g_array_free(inv->externals, TRUE);
	g_array_free(inv->sources, TRUE);
	g_array_free(inv->ignored_rows, TRUE);
	g_string_chunk_free(inv->strings);
	er_arena_free(inv->arena);
	er_stand_ins_free(inv->stand_ins);
	g_free(inv);
}

ErArena *er_inventory_arena(ErInventory *inv)
{
	return inv->arena;
}

static const char *intern(ErInventory *inv, const char *text)
{
	return g_string_chunk_insert_const(inv->strings, text);
}

/* A text that hardly ever comes again: not worth a place among those looked for. */
static const char *keep(ErInventory *inv, const char *text)
{
	return g_string_chunk_insert(inv->strings, text);
}

uint32_t er_inventory_add_source(ErInventory *inv, const ErSource *source)
{
	ErSource own = *source;

	own.file = intern(inv, source->file);
	own.format = intern(inv, source->format);
	g_array_append_val(inv->sources, own);
	return inv->sources->len - 1;
}

ErSource *er_inventory_edit_source(ErInventory *inv, uint32_t i)
{
	return &g_array_index(inv->sources, ErSource, i);
}

ErResource *er_inventory_edit(ErInventory *inv, uint32_t i)
{
	return &g_array_index(inv->resources, ErResource, i);
}

static void count_ignored(ErInventory *inv, const char *type, const char *reason)
{
	g_autofree char *key = g_strconcat(type, "\n", reason, NULL);
	gpointer known = NULL, n = NULL;

	g_hash_table_lookup_extended(inv->ignored, key, &known, &n);
	g_hash_table_insert(inv->ignored, known != NULL ? known : (char *)keep(inv, key), GUINT_TO_POINTER(GPOINTER_TO_UINT(n) + 1));
}

static void count_occurrence(ErInventory *inv, uint32_t source)
{
	inv->ledger.resources++;
	er_inventory_edit_source(inv, source)->resources++;
}

/* Where an occurrence stands. */
typedef struct {
	uint32_t source;
	const char *pointer;
	ErDiags *diags;
} Place;

static ErLoc loc_of(const ErInventory *inv, const Place *place, const ErValue *value)
{
	return (ErLoc){ .file = g_array_index(inv->sources, ErSource, place->source).file, .line = value->line, .pointer = place->pointer };
}

static void note_value(ErInventory *inv, Contradiction *row, const ErValue *value)
{
	/* Scalars are shown, trees are not; secrets are equal by now. */
	bool scalar = value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_NUMBER;
	const char *text = scalar ? value->u.text : value->kind == ER_VALUE_TRUE ? "true" : value->kind == ER_VALUE_FALSE ? "false" : "(list or object)";
	const Met met = { intern(inv, text), g_array_index(inv->sources, ErSource, value->source).file, value->line };

	for (guint i = 0; i < row->values->len; i++) {
		Met *known = &g_array_index(row->values, Met, i);
		if (strcmp(known->text, met.text) != 0)
			continue;
		int order = strcmp(met.file, known->file);
		if (order < 0 || (order == 0 && met.line < known->line))
			*known = met;
		return;
	}
	if (row->values->len < 8)
		g_array_append_val(row->values, met);
}

typedef struct { ErInventory *inv; const char *id; } Telling;

static void note_contradiction(void *data, const char *path, const ErValue *kept, const ErValue *dropped)
{
	const Telling *telling = data;
	ErInventory *inv = telling->inv;
	g_autofree char *key = g_strconcat(telling->id, "\n", path, NULL);
	Contradiction *row = g_hash_table_lookup(inv->contradictions, key);

	if (row == NULL && g_hash_table_size(inv->contradictions) >= MOST_CONTRADICTIONS)
		return;
	if (row == NULL) {
		row = g_new0(Contradiction, 1);
		row->id = telling->id;
		row->path = intern(inv, path);
		row->values = g_array_new(FALSE, FALSE, sizeof(Met));
		g_hash_table_insert(inv->contradictions, g_steal_pointer(&key), row);
	}
	note_value(inv, row, kept);
	note_value(inv, row, dropped);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(((const Met *)a)->text, ((const Met *)b)->text);
}

static void tell_contradictions(const ErInventory *inv, ErDiags *diags)
{
	GHashTableIter iter;
	gpointer data;

	g_hash_table_iter_init(&iter, inv->contradictions);
	while (g_hash_table_iter_next(&iter, NULL, &data)) {
		Contradiction *row = data;
		const ErResource *res = er_inventory_lookup(inv, row->id);
		const ErValue *kept = res != NULL ? er_value_get(&res->body, row->path) : NULL;
		g_autoptr(GString) values = g_string_new(NULL);
		g_array_sort(row->values, by_text);
		for (guint i = 0; i < row->values->len; i++)
			g_string_append_printf(values, "%s'%s'", i > 0 ? ", " : "", g_array_index(row->values, Met, i).text);
		if (kept != NULL && (kept->kind == ER_VALUE_STRING || kept->kind == ER_VALUE_NUMBER))
			g_string_append_printf(values, "; kept: '%s'", kept->u.text);
		/* Each value at its place. Details hold no file: they are the same in any order of the input. */
		for (guint i = 0; i < row->values->len; i++) {
			const Met *met = &g_array_index(row->values, Met, i);
			const ErLoc loc = { .file = met->file, .line = met->line };
			er_diag_add(diags, ER_D_CONTRADICTION, &loc, "%s: %s: '%s' here, of %s", row->id, row->path, met->text, values->str);
		}
	}
}

static char *region_name(const ErValue *body)
{
	const char *text = er_value_text(body, "location");
	GString *out = g_string_new(NULL);

	for (; text != NULL && *text != '\0'; text++)
		if (!g_ascii_isspace(*text))
			g_string_append_c(out, g_ascii_tolower(*text));
	return g_string_free(out, FALSE);
}

static void add_new(ErInventory *inv, const char *id, const char *shown, ErResourceKind kind, const ErValue *body, const Place *place)
{
	g_autofree char *parent = er_arm_parent(id);
	g_autofree char *subscription = er_arm_subscription(id);
	g_autofree char *region = region_name(body);
	ErResource res = {
		.id = keep(inv, id), .id_shown = keep(inv, shown), .type = er_resource_type_name(kind), .kind = kind,
		.parent = parent != NULL ? intern(inv, parent) : NULL, .subscription = intern(inv, subscription),
		.location = intern(inv, region), .body = *body, .conditional = er_value_text(body, ER_TEMPLATE_CONDITIONAL), .names_only = er_value_get(body, "properties") == NULL,
		.source = place->source, .line = body->line, .pointer = keep(inv, place->pointer),
	};

	g_array_append_val(inv->resources, res);
	g_hash_table_insert(inv->by_id, (char *)res.id, GUINT_TO_POINTER(inv->resources->len));
}

static void merge_into(ErInventory *inv, ErResource *res, const char *shown, const ErValue *body)
{
	Telling telling = { inv, res->id };
	g_autofree char *region = region_name(body);

	inv->ledger.merged++;
	er_value_merge(&res->body, body, inv->arena, note_contradiction, &telling);
	/* What one input has for certain is there. */
	if (er_value_text(body, ER_TEMPLATE_CONDITIONAL) == NULL)
		res->conditional = NULL;
	res->names_only = res->names_only && er_value_get(body, "properties") == NULL;
	if (strcmp(shown, res->id_shown) < 0)
		res->id_shown = intern(inv, shown);
	if (*res->location == '\0')
		res->location = intern(inv, region);
}

static void take_children(ErInventory *inv, const char *id, ErResourceKind kind, ErValue *body, const Place *place);

static void add_occurrence(ErInventory *inv, const char *id, const char *shown, ErValue *body, const Place *place)
{
	g_autofree char *type = er_id_type(id);
	ErResourceKind kind = type != NULL ? er_arm_kind(type) : ER_RES_OTHER;

	count_occurrence(inv, place->source);
	if (er_value_get(body, "properties") != NULL)
		inv->with_properties++;
	/* A subscription or a resource group has no type; an id that goes on behind its provider should have one. */
	if (type == NULL && strstr(id, "/providers/") != NULL) {
		ErLoc loc = loc_of(inv, place, body);
		er_diag_add(place->diags, ER_D_BAD_ID, &loc, "%s", shown);
	}
	if (!er_arm_modelled(kind)) {
		if (!g_hash_table_add(inv->ignored_ids, (char *)keep(inv, id))) {
			inv->ledger.merged++;
			return;
		}
		count_ignored(inv, type != NULL ? type : "(no type)", er_arm_ignored_reason(kind));
		return;
	}
	take_children(inv, id, kind, body, place);
	uint32_t index = GPOINTER_TO_UINT(g_hash_table_lookup(inv->by_id, id));
	if (index > 0)
		merge_into(inv, &g_array_index(inv->resources, ErResource, index - 1), shown, body);
	else
		add_new(inv, id, shown, kind, body, place);
}

/* A child's id: its own, else below its parent by name. NULL when it has neither. */
static char *child_id(const char *parent, const ErChildArray *array, const ErValue *item)
{
	const char *own = er_value_text(item, "id");
	const char *name = er_value_text(item, "name");
	g_autofree char *normalised = er_id_normalise(own);

	if (normalised != NULL)
		return g_strdup(own);
	return name != NULL ? g_strdup_printf("%s/%s/%s", parent, array->segment, name) : NULL;
}

static void take_child(ErInventory *inv, const char *parent, const ErChildArray *array, ErValue *item, const Place *place)
{
	g_autofree char *shown = child_id(parent, array, item);
	g_autofree char *id = er_id_normalise(shown);
	ErLoc loc = loc_of(inv, place, item);

	if (item->kind != ER_VALUE_OBJECT || id == NULL) {
		count_occurrence(inv, place->source);
		count_ignored(inv, "(entry)", "neither id nor name");
		er_diag_add(place->diags, ER_D_BAD_RESOURCE, &loc, "neither id nor name, in %s of %s", array->path, parent);
		return;
	}
	if (strcmp(id, parent) == 0) {
		count_occurrence(inv, place->source);
		count_ignored(inv, "(entry)", "refers to itself");
		er_diag_add(place->diags, ER_D_SELF_REFERENCE, &loc, "%s", id);
		return;
	}
	/* A bare { "id": … } is a reference, no resource: nothing is known of it here. */
	if (er_value_get(item, "properties") == NULL && er_value_get(item, "name") == NULL)
		return;
	add_occurrence(inv, id, shown, item, place);
}

/* Recursion ends: each step goes into a smaller value, and the reader bounds the depth. */
static void take_children(ErInventory *inv, const char *id, ErResourceKind kind, ErValue *body, const Place *place)
{
	uint32_t n;
	const ErChildArray *arrays = er_arm_children(&n);

	for (uint32_t i = 0; i < n; i++) {
		ErValue *array = arrays[i].parent == kind ? (ErValue *)er_value_get(body, arrays[i].path) : NULL;
		if (array == NULL || array->kind != ER_VALUE_ARRAY)
			continue;
		for (uint32_t k = 0; k < array->n; k++) {
			g_autofree char *dotted = g_strdup(arrays[i].path);
			g_autofree char *pointer = g_strdup_printf("%s/%s/%u", place->pointer, g_strdelimit(dotted, ".", '/'), k);
			Place below = { place->source, pointer, place->diags };
			take_child(inv, id, &arrays[i], &array->u.items[k], &below);
		}
		array->n = 0;   /* that the array is there still tells that its contents were exported */
	}
}

void er_inventory_add(ErInventory *inv, ErValue *object, uint32_t source, const char *pointer, ErDiags *diags)
{
	const Place place = { source, pointer, diags };
	const char *shown = er_value_text(object, "id");
	g_autofree char *id = er_id_normalise(shown);
	ErLoc loc = loc_of(inv, &place, object);

	if (object->kind != ER_VALUE_OBJECT || id == NULL) {
		count_occurrence(inv, source);
		count_ignored(inv, "(entry)", object->kind != ER_VALUE_OBJECT ? "not an object" : shown == NULL ? "no id" : "id not understood");
		er_diag_add(diags, shown == NULL ? ER_D_BAD_RESOURCE : ER_D_BAD_ID, &loc, "%s", object->kind != ER_VALUE_OBJECT ? "not an object" : shown == NULL ? "no id" : shown);
		return;
	}
	add_occurrence(inv, id, shown, object, &place);
}

/* ---- finishing ---- */

static int by_id(const void *a, const void *b)
{
	return strcmp(((const ErResource *)a)->id, ((const ErResource *)b)->id);
}

static int by_external_id(const void *a, const void *b)
{
	return strcmp(((const ErExternal *)a)->id, ((const ErExternal *)b)->id);
}

/* Resources that came by name only are no ground for a verdict: they leave the model and stay in the ledger. */
static void drop_names_only(ErInventory *inv, ErDiags *diags)
{
	uint32_t kept = 0, dropped = 0;

	for (uint32_t i = 0; i < inv->resources->len; i++) {
		ErResource res = g_array_index(inv->resources, ErResource, i);
		if (res.names_only) {
			dropped++;
			count_ignored(inv, res.type, "no properties (details absent)");
			continue;
		}
		res.name = er_arm_last_segment(res.id_shown);
		g_array_index(inv->resources, ErResource, kept++) = res;
	}
	g_array_set_size(inv->resources, kept);
	if (dropped > 0)
		er_diag_add(diags, ER_D_DETAILS_ABSENT, NULL, "%u %s that could matter", dropped, dropped == 1 ? "resource" : "resources");
}

static void add_external(ErInventory *inv, const char *text, ErResourceKind kind, const ErResource *referrer, GHashTable *known)
{
	g_autofree char *full = er_id_normalise(text);
	const ErResource *named = er_inventory_lookup(inv, full);

	if (named != NULL && named->kind == kind)
		return;
	g_autofree char *id = full != NULL ? er_id_ancestor(full, kind) : NULL;
	if (id == NULL || g_hash_table_contains(inv->by_id, id) || g_hash_table_contains(inv->ignored_ids, id) || g_hash_table_contains(known, id))
		return;
	/* The spelling of the last segment, as far as the reference itself names the resource. */
	g_autofree char *shown = strcmp(id, full) == 0 ? g_strdup(text) : g_strdup(id);
	while (g_str_has_suffix(shown, "/"))
		shown[strlen(shown) - 1] = '\0';
	ErExternal external = { .id = intern(inv, id), .id_shown = intern(inv, shown), .kind = kind, .referrer = referrer->id };
	external.name = er_arm_last_segment(external.id_shown);
	g_hash_table_add(known, (char *)external.id);
	g_array_append_val(inv->externals, external);
}

/* A reference is { "id": … }, an embedded object, or a bare string. */
static void follow(ErInventory *inv, const ErValue *value, const char *path, ErResourceKind kind, const ErResource *referrer, GHashTable *known)
{
	const char *step = strstr(path, "[].");

	if (step != NULL) {
		g_autofree char *head = g_strndup(path, (gsize)(step - path));
		const ErValue *array = er_value_get(value, head);
		for (uint32_t i = 0; i < er_value_count(value, head); i++)
			follow(inv, er_value_item(array, i), step + 3, kind, referrer, known);
		return;
	}
	const char *text = er_value_reference(value, path);
	if (text != NULL)
		add_external(inv, text, kind, referrer, known);
}

static void find_externals(ErInventory *inv)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	uint32_t n;
	const ErReference *references = er_arm_references(&n);

	for (uint32_t i = 0; i < inv->resources->len; i++) {
		const ErResource *res = &g_array_index(inv->resources, ErResource, i);
		for (uint32_t k = 0; k < n; k++)
			if (references[k].from == res->kind)
				follow(inv, &res->body, references[k].path, references[k].to, res, known);
		if (res->parent != NULL && er_inventory_lookup(inv, res->parent) == NULL) {
			g_autofree char *type = er_id_type(res->parent);
			ErResourceKind kind = type != NULL ? er_arm_kind(type) : ER_RES_OTHER;
			if (kind != ER_RES_OTHER)
				add_external(inv, res->parent, kind, res, known);
		}
	}
	g_array_sort(inv->externals, by_external_id);
}

static int by_type(const void *a, const void *b)
{
	const ErIgnored *x = a, *y = b;
	int by = strcmp(x->type, y->type);

	return by != 0 ? by : strcmp(x->reason, y->reason);
}

static void close_ledger(ErInventory *inv)
{
	GHashTableIter iter;
	gpointer key, value;
	uint32_t ignored = 0;

	g_hash_table_iter_init(&iter, inv->ignored);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const char *reason = strchr(key, '\n');
		g_autofree char *type = g_strndup(key, (gsize)(reason - (const char *)key));
		ErIgnored row = { .type = intern(inv, type), .reason = reason + 1, .count = GPOINTER_TO_UINT(value) };
		ignored += row.count;
		g_array_append_val(inv->ignored_rows, row);
	}
	g_array_sort(inv->ignored_rows, by_type);
	inv->ledger.modelled = inv->resources->len;
	inv->ledger.n_ignored = inv->ignored_rows->len;
	inv->ledger.ignored = (const ErIgnored *)inv->ignored_rows->data;
	g_assert(inv->ledger.resources == inv->ledger.modelled + inv->ledger.merged + ignored);
}

static void hash_content(ErInventory *inv)
{
	struct sha256_ctx sum;
	g_autoptr(GString) text = g_string_new(NULL);

	sha256_init(&sum);
	for (uint32_t i = 0; i < inv->resources->len; i++) {
		const ErResource *res = &g_array_index(inv->resources, ErResource, i);
		g_string_printf(text, "%s\n", res->id);
		const ErValue *properties = er_value_get(&res->body, "properties");
		const char *const parts[] = { "location", "sku", "zones", "tags" };
		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++) {
			const ErValue *part = er_value_get(&res->body, parts[k]);
			if (part != NULL)
				er_value_canonical(part, text);
			g_string_append_c(text, '\n');
		}
		er_value_canonical(properties, text);
		g_string_append_c(text, '\n');
		if (er_value_get(&res->body, ER_CAPTURES) != NULL)
			er_value_canonical(er_value_get(&res->body, ER_CAPTURES), text);
		sha256_update(&sum, text->len, (const uint8_t *)text->str);
	}
	er_digest_hex(&sum, inv->content);
}

/* Properties that the model reads and that have another kind than Azure gives them. */
static void check_kinds(const ErInventory *inv, ErDiags *diags)
{
	uint32_t n;
	const ErExpected *expected = er_arm_expected(&n);

	for (uint32_t i = 0; i < inv->resources->len; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const ErValue *properties = er_value_get(&res->body, "properties");
		if (properties != NULL && properties->kind != ER_VALUE_OBJECT) {
			ErLoc loc = er_inventory_place(inv, res, properties);
			er_diag_add(diags, ER_D_BAD_VALUE, &loc, "%s: properties", res->id);
		}
		for (uint32_t k = 0; k < n; k++) {
			const ErValue *value = expected[k].kind == res->kind ? er_value_get(&res->body, expected[k].path) : NULL;
			if (value == NULL || (expected[k].kinds & 1u << value->kind) != 0)
				continue;
			ErLoc loc = er_inventory_place(inv, res, value);
			er_diag_add(diags, ER_D_BAD_VALUE, &loc, "%s: %s", res->id, expected[k].path);
		}
	}
}

static void sort_resources(ErInventory *inv)
{
	g_array_sort(inv->resources, by_id);
	g_hash_table_remove_all(inv->by_id);
	for (uint32_t i = 0; i < inv->resources->len; i++) {
		ErResource *res = &g_array_index(inv->resources, ErResource, i);
		g_hash_table_insert(inv->by_id, (char *)res->id, res);
	}
}

void er_inventory_finish(ErInventory *inv, ErDiags *diags)
{
	drop_names_only(inv, diags);
	sort_resources(inv);
	tell_contradictions(inv, diags);
	check_kinds(inv, diags);
	find_externals(inv);
	close_ledger(inv);
	hash_content(inv);
}

/* ---- sanitizing ---- */

ErInventoryParts er_inventory_parts(ErInventory *inv)
{
	return (ErInventoryParts){ inv->resources, inv->externals, inv->sources, inv->ignored_rows };
}

void er_inventory_take_stand_ins(ErInventory *inv, struct ErStandIns *stand_ins)
{
	inv->stand_ins = stand_ins;
	sort_resources(inv);
	g_array_sort(inv->externals, by_external_id);
	g_array_sort(inv->ignored_rows, by_type);
	hash_content(inv);
}

/* ---- reading ---- */

uint32_t er_inventory_count(const ErInventory *inv)
{
	return inv->resources->len;
}

const ErResource *er_inventory_at(const ErInventory *inv, uint32_t i)
{
	g_assert(i < inv->resources->len);
	return &g_array_index(inv->resources, ErResource, i);
}

const ErResource *er_inventory_lookup(const ErInventory *inv, const char *id)
{
	return id != NULL ? g_hash_table_lookup(inv->by_id, id) : NULL;
}

uint32_t er_inventory_below(const ErInventory *inv, const char *id, uint32_t *n)
{
	g_autofree char *prefix = g_strconcat(id, "/", NULL);
	uint32_t low = 0, high = inv->resources->len;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(er_inventory_at(inv, middle)->id, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < inv->resources->len && g_str_has_prefix(er_inventory_at(inv, high)->id, prefix);)
		high++;
	*n = high - low;
	return low;
}

uint32_t er_inventory_n_externals(const ErInventory *inv)
{
	return inv->externals->len;
}

const ErExternal *er_inventory_external(const ErInventory *inv, uint32_t i)
{
	g_assert(i < inv->externals->len);
	return &g_array_index(inv->externals, ErExternal, i);
}

uint32_t er_inventory_n_sources(const ErInventory *inv)
{
	return inv->sources->len;
}

const ErSource *er_inventory_source(const ErInventory *inv, uint32_t i)
{
	g_assert(i < inv->sources->len);
	return &g_array_index(inv->sources, ErSource, i);
}

const ErLedger *er_inventory_ledger(const ErInventory *inv)
{
	return &inv->ledger;
}

bool er_inventory_complete(const ErInventory *inv)
{
	for (uint32_t i = 0; i < inv->sources->len; i++)
		if (!er_inventory_source(inv, i)->complete)
			return false;
	return true;
}

bool er_inventory_names_only(const ErInventory *inv)
{
	return inv->ledger.resources > 0 && inv->with_properties == 0;
}

const char *er_inventory_content(const ErInventory *inv)
{
	return inv->content;
}

ErLoc er_inventory_place(const ErInventory *inv, const ErResource *res, const ErValue *value)
{
	uint32_t source = value != NULL ? value->source : res->source;

	return (ErLoc){
		.file = er_inventory_source(inv, source)->file, .line = value != NULL ? value->line : res->line,
		.pointer = value == NULL || value->source == res->source ? res->pointer : NULL,
	};
}
