/*
 * Merging by content. "Which came first" must not decide, since files come in any order; so of two contradicting values the
 * one with the greater canonical text is kept. That is a maximum under a total order, hence commutative and associative.
 * Cost: linear in the two trees, times the logarithm of the members where they are sorted.
 */
#include "merge.h"

#include <string.h>

enum { FEW_MEMBERS = 32 };   /* as many are sorted without asking for memory */

/* Members that change without the resource changing. */
static bool is_volatile(const char *key)
{
	static const char *const names[] = { "etag", "ingressBytesTransferred", "egressBytesTransferred" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(key, names[i]) == 0)
			return true;
	return false;
}

static int by_key(const void *a, const void *b)
{
	const ErMember *const *x = a, *const *y = b;
	int by = g_ascii_strcasecmp((*x)->key, (*y)->key);

	return by != 0 ? by : strcmp((*x)->key, (*y)->key);
}

static void append_lower(GString *out, const char *text)
{
	for (; *text != '\0'; text++)
		g_string_append_c(out, g_ascii_tolower(*text));
}

/* "<bytes>:<text>" in quotes, so that no text can pass for two. */
static void canonical_string(const ErValue *value, GString *out)
{
	char digits[10];
	uint32_t n = 0;

	for (uint32_t rest = value->n; rest > 0 || n == 0; rest /= 10)
		digits[n++] = (char)('0' + rest % 10);
	g_string_append_c(out, '"');
	while (n > 0)
		g_string_append_c(out, digits[--n]);
	g_string_append_c(out, ':');
	g_string_append_len(out, value->u.text, value->n);
	g_string_append_c(out, '"');
}

static void canonical_object(const ErValue *value, GString *out)
{
	const ErMember *few[FEW_MEMBERS];
	g_autofree const ErMember **many = value->n > FEW_MEMBERS ? g_new(const ErMember *, value->n) : NULL;
	const ErMember **sorted = many != NULL ? many : few;

	for (uint32_t i = 0; i < value->n; i++)
		sorted[i] = &value->u.members[i];
	if (value->n > 1)
		qsort(sorted, value->n, sizeof *sorted, by_key);
	g_string_append_c(out, '{');
	for (uint32_t i = 0; i < value->n; i++) {
		if (sorted[i]->value.kind == ER_VALUE_NULL || is_volatile(sorted[i]->key))
			continue;
		append_lower(out, sorted[i]->key);
		g_string_append_c(out, ':');
		er_value_canonical(&sorted[i]->value, out);
		g_string_append_c(out, ',');
	}
	g_string_append_c(out, '}');
}

void er_value_canonical(const ErValue *value, GString *out)
{
	switch (value->kind) {
	case ER_VALUE_NULL: g_string_append(out, "null"); break;
	case ER_VALUE_FALSE: g_string_append(out, "false"); break;
	case ER_VALUE_TRUE: g_string_append(out, "true"); break;
	case ER_VALUE_NUMBER: g_string_append(out, value->u.text); break;
	case ER_VALUE_STRING: canonical_string(value, out); break;
	case ER_VALUE_ARRAY:
		g_string_append_c(out, '[');
		for (uint32_t i = 0; i < value->n; i++) {
			er_value_canonical(&value->u.items[i], out);
			g_string_append_c(out, ',');
		}
		g_string_append_c(out, ']');
		break;
	case ER_VALUE_OBJECT: canonical_object(value, out); break;
	}
}

/* How much a value says: null nothing, then scalars, arrays by length, objects. */
static uint64_t fullness(const ErValue *value)
{
	switch (value->kind) {
	case ER_VALUE_NULL: return 0;
	case ER_VALUE_ARRAY: return 2 + (uint64_t)value->n;
	case ER_VALUE_OBJECT: return UINT64_MAX;
	case ER_VALUE_STRING: return value->n == 0 ? 1 : 2;
	default: return 2;
	}
}

static int compare_values(const ErValue *a, const ErValue *b)
{
	g_autoptr(GString) x = g_string_new(NULL);
	g_autoptr(GString) y = g_string_new(NULL);

	er_value_canonical(a, x);
	er_value_canonical(b, y);
	return strcmp(x->str, y->str);
}

/* Member index + 1 by lower-case name: a hostile resource with 100,000 members twice stays linear. */
static GHashTable *index_members(const ErValue *object)
{
	GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < object->n; i++)
		g_hash_table_insert(index, g_ascii_strdown(object->u.members[i].key, -1), GUINT_TO_POINTER(i + 1));
	return index;
}

typedef struct { ErArena *arena; ErContradiction told; void *data; } Merge;

static void merge_at(const Merge *merge, ErValue *into, const ErValue *other, const char *path);

static void merge_objects(const Merge *merge, ErValue *into, const ErValue *other, const char *path)
{
	ErMember *members = er_arena_alloc(merge->arena, ((size_t)into->n + other->n + 1) * sizeof *members);
	g_autoptr(GHashTable) index = index_members(into);
	ErValue whole = *into;

	if (into->n > 0)
		memcpy(members, into->u.members, into->n * sizeof *members);
	whole.u.members = members;
	for (uint32_t i = 0; i < other->n; i++) {
		const ErMember *member = &other->u.members[i];
		g_autofree char *key = g_ascii_strdown(member->key, -1);
		uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(index, key));
		ErMember *same = found > 0 ? &members[found - 1] : NULL;
		g_autofree char *below = *path == '\0' ? g_strdup(member->key) : g_strconcat(path, ".", member->key, NULL);
		if (same == NULL)
			members[whole.n++] = *member;
		else if (!is_volatile(member->key))
			merge_at(merge, &same->value, &member->value, below);
	}
	*into = whole;
}

static void merge_at(const Merge *merge, ErValue *into, const ErValue *other, const char *path)
{
	if (into->kind == ER_VALUE_OBJECT && other->kind == ER_VALUE_OBJECT) {
		merge_objects(merge, into, other, path);
		return;
	}
	uint64_t full = fullness(into), other_full = fullness(other);
	int by = full != other_full ? (full > other_full ? 1 : -1) : compare_values(into, other);
	ErValue dropped = by < 0 ? *into : *other;
	if (by < 0)
		*into = *other;
	bool same_but_case = into->kind == ER_VALUE_STRING && dropped.kind == ER_VALUE_STRING && g_ascii_strcasecmp(into->u.text, dropped.u.text) == 0;
	if (by != 0 && full == other_full && full > 1 && !same_but_case && merge->told != NULL)
		merge->told(merge->data, path, into, &dropped);
}

void er_value_merge(ErValue *into, const ErValue *other, ErArena *arena, ErContradiction told, void *data)
{
	const Merge merge = { arena, told, data };

	merge_at(&merge, into, other, "");
}
