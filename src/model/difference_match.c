/*
 * What is the same on both sides. Resources and what they refer to are matched by id. What is left is matched by type and name, since
 * a template, or an estate that moved to another subscription or resource group, has other ids: only where one candidate is left on
 * either side; if several are, first within the same resource group, then within the same subscription. What still has several candidates
 * is in doubt: told, and left without a match. Children follow their parents. Derived parts, groups and sites have ids made of others
 * and of names, and are matched by these. Sorts apart, linear in the ids.
 */
#include "difference.h"

#include <string.h>

/* ---- ids ---- */

static const char *provider_part(const char *id)
{
	const char *part = strstr(id, "/providers/");

	return part != NULL ? part : id;
}

/* The resource around a child; NULL for others. (transfer full) */
static char *parent_of(const char *id)
{
	const char *part = provider_part(id);
	uint32_t slashes = 0;

	for (const char *p = part; *p != '\0'; p++)
		slashes += *p == '/';
	const char *end = strrchr(id, '/');
	for (end--; slashes > 4 && end > id && *end != '/'; end--);
	return slashes > 4 && end > id ? g_strndup(id, (gsize)(end - id)) : NULL;
}

/* What two ids must have in common: type and names, and of the rest nothing, the resource group, or the subscription. */
typedef enum { BY_NAME, BY_GROUP, BY_SUBSCRIPTION } Level;

static char *key_of(const char *id, Level level)
{
	static const char *const marks[] = { [BY_GROUP] = "/resourcegroups/", [BY_SUBSCRIPTION] = "/subscriptions/" };
	const char *at = level != BY_NAME ? strstr(id, marks[level]) : NULL;
	const char *end = at != NULL ? strchr(at + strlen(marks[level]), '/') : NULL;

	if (level == BY_NAME)
		return g_strdup(provider_part(id));
	return g_strdup_printf("%.*s%s", end != NULL ? (int)(end - at) : 0, at != NULL ? at : "", provider_part(id));
}

static char *replaced(const ErDifference *diff, const char *id, const char *from, const char *to)
{
	g_autofree char *inner = g_strndup(from, (gsize)(to - from));
	const char *other = g_hash_table_lookup(diff->after_of, inner);

	return other != NULL ? g_strdup_printf("%.*s%s%s", (int)(from - id), id, other, to) : NULL;
}

/* "group:zone:uksouth/1@<subscription>", "group:subscription:<subscription>" */
static char *group_after(const ErDifference *diff, const char *id)
{
	const char *at = strrchr(id, '@'), *name = at != NULL ? at + 1 : g_str_has_prefix(id, "group:subscription:") ? id + strlen("group:subscription:") : NULL;
	const char *other = name != NULL ? g_hash_table_lookup(diff->subscriptions, name) : NULL;

	return other != NULL ? g_strdup_printf("%.*s%s", (int)(name - id), id, other) : g_strdup(id);
}

char *er_difference_id_after(const ErDifference *diff, const char *id)
{
	const char *known = g_hash_table_lookup(diff->after_of, id), *part = strchr(id, '#'), *inner = strstr(id, "/subscriptions/");

	if (known != NULL)
		return g_strdup(known);
	if (part != NULL && inner == id)
		return replaced(diff, id, id, part);
	if (inner != NULL && inner > id)
		return replaced(diff, id, inner, strrchr(id, '/'));
	if (inner == id) {
		/* Gone; where what it was in is still there, it is told by that. */
		g_autofree char *parent = parent_of(id), *above = parent != NULL ? er_difference_id_after(diff, parent) : NULL;
		return above != NULL ? g_strconcat(above, id + strlen(parent), NULL) : NULL;
	}
	return g_str_has_prefix(id, "group:") ? group_after(diff, id) : g_strdup(id);
}

/* ---- resources ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ids of resources, and of what is referred to, in order. (transfer full) */
static GPtrArray *ids_of(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	GPtrArray *ids = g_ptr_array_new();

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		g_ptr_array_add(ids, (char *)er_inventory_at(inv, i)->id);
	for (uint32_t i = 0; i < er_inventory_n_externals(inv); i++)
		g_ptr_array_add(ids, (char *)er_inventory_external(inv, i)->id);
	g_ptr_array_sort(ids, by_text);
	return ids;
}

static void tie(ErDifference *diff, const char *before, const char *after, bool by_name)
{
	g_hash_table_insert(diff->after_of, (char *)before, (char *)after);
	g_hash_table_insert(diff->before_of, (char *)after, (char *)before);
	if (by_name)
		g_hash_table_add(diff->by_name, (char *)before);
}

static void match_ids(ErDifference *diff, GPtrArray *const *ids)
{
	g_autoptr(GHashTable) after = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < ids[ER_AFTER]->len; i++)
		g_hash_table_add(after, ids[ER_AFTER]->pdata[i]);
	for (guint i = 0; i < ids[ER_BEFORE]->len; i++) {
		const char *same = g_hash_table_lookup(after, ids[ER_BEFORE]->pdata[i]);
		if (same != NULL)
			tie(diff, ids[ER_BEFORE]->pdata[i], same, false);
	}
}

static bool is_open(const ErDifference *diff, int side, const char *id)
{
	return !g_hash_table_contains(side == ER_BEFORE ? diff->after_of : diff->before_of, id);
}

typedef struct { GPtrArray *ids[2]; } Candidates;

static void free_candidates(void *data)
{
	Candidates *candidates = data;

	g_ptr_array_unref(candidates->ids[ER_BEFORE]);
	g_ptr_array_unref(candidates->ids[ER_AFTER]);
	g_free(candidates);
}

/* Of resources that are no child and have no match: by key, in the order of @keys. */
static GHashTable *candidates_of(const ErDifference *diff, GPtrArray *const *ids, Level level, GPtrArray *keys)
{
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_candidates);

	for (int side = ER_BEFORE; side <= ER_AFTER; side++)
		for (guint i = 0; i < ids[side]->len; i++) {
			g_autofree char *parent = parent_of(ids[side]->pdata[i]);
			if (parent != NULL || !is_open(diff, side, ids[side]->pdata[i]))
				continue;
			char *key = key_of(ids[side]->pdata[i], level);
			Candidates *candidates = g_hash_table_lookup(out, key);
			if (candidates == NULL) {
				candidates = g_new0(Candidates, 1);
				candidates->ids[ER_BEFORE] = g_ptr_array_new();
				candidates->ids[ER_AFTER] = g_ptr_array_new();
				g_hash_table_insert(out, key, candidates);
				g_ptr_array_add(keys, key);
			} else {
				g_free(key);
			}
			g_ptr_array_add(candidates->ids[side], ids[side]->pdata[i]);
		}
	g_ptr_array_sort(keys, by_text);
	return out;
}

static const char *const *copied(ErDifference *diff, const GPtrArray *ids)
{
	g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(char *));

	g_array_append_vals(out, ids->pdata, ids->len);
	return er_difference_block(diff, out);
}

static void add_doubt(ErDifference *diff, const char *key, const Candidates *candidates)
{
	const ErDiffDoubt doubt = {
		er_difference_keep(diff, g_str_has_prefix(key, "/providers/") ? key + strlen("/providers/") : key),
		copied(diff, candidates->ids[ER_BEFORE]), candidates->ids[ER_BEFORE]->len, copied(diff, candidates->ids[ER_AFTER]), candidates->ids[ER_AFTER]->len,
	};

	g_array_append_val(diff->doubts, doubt);
}

/* @tell: what is left with several candidates is in doubt. */
static void match_names(ErDifference *diff, GPtrArray *const *ids, Level level, bool tell)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) candidates = candidates_of(diff, ids, level, keys);

	for (guint i = 0; i < keys->len; i++) {
		const Candidates *row = g_hash_table_lookup(candidates, keys->pdata[i]);
		if (row->ids[ER_BEFORE]->len == 1 && row->ids[ER_AFTER]->len == 1)
			tie(diff, row->ids[ER_BEFORE]->pdata[0], row->ids[ER_AFTER]->pdata[0], true);
		else if (tell && row->ids[ER_BEFORE]->len > 0 && row->ids[ER_AFTER]->len > 0)
			add_doubt(diff, keys->pdata[i], row);
	}
}

static void match_children(ErDifference *diff, GPtrArray *const *ids)
{
	g_autoptr(GHashTable) after = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < ids[ER_AFTER]->len; i++)
		g_hash_table_add(after, ids[ER_AFTER]->pdata[i]);
	for (guint i = 0; i < ids[ER_BEFORE]->len; i++) {
		const char *id = ids[ER_BEFORE]->pdata[i];
		g_autofree char *parent = parent_of(id);
		const char *other = parent != NULL && is_open(diff, ER_BEFORE, id) ? g_hash_table_lookup(diff->after_of, parent) : NULL;
		g_autofree char *wanted = other != NULL ? g_strconcat(other, id + strlen(parent), NULL) : NULL;
		const char *child = wanted != NULL ? g_hash_table_lookup(after, wanted) : NULL;
		if (child != NULL && is_open(diff, ER_AFTER, child))
			tie(diff, id, child, true);
	}
}

/* Of "/subscriptions/<this>/…". (transfer full) */
static char *subscription_of(const char *id)
{
	const char *begin = id + strlen("/subscriptions/"), *end = g_str_has_prefix(id, "/subscriptions/") ? strchr(begin, '/') : NULL;

	return end != NULL ? g_strndup(begin, (gsize)(end - begin)) : NULL;
}

/* One subscription became another when all matches say so. */
static void match_subscriptions(ErDifference *diff, const GPtrArray *ids)
{
	g_autoptr(GHashTable) torn = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer key;

	for (guint i = 0; i < ids->len; i++) {
		const char *other = g_hash_table_lookup(diff->after_of, ids->pdata[i]);
		g_autofree char *from = other != NULL ? subscription_of(ids->pdata[i]) : NULL, *to = other != NULL ? subscription_of(other) : NULL;
		if (from == NULL || to == NULL)
			continue;
		const char *known = g_hash_table_lookup(diff->subscriptions, from);
		if (known == NULL)
			g_hash_table_insert(diff->subscriptions, (char *)er_difference_keep(diff, from), (char *)er_difference_keep(diff, to));
		else if (strcmp(known, to) != 0)
			g_hash_table_add(torn, g_steal_pointer(&from));
	}
	g_hash_table_iter_init(&iter, torn);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_hash_table_remove(diff->subscriptions, key);
}

/* ---- components and groups ---- */

/* The VNet of the other side that @vnet of @side is; ER_NONE. */
static uint32_t vnet_across(const ErDifference *diff, int side, uint32_t vnet)
{
	const ErNetwork *net = diff->net[side], *other = diff->net[!side];
	const char *id = vnet != ER_NONE ? g_hash_table_lookup(side == ER_BEFORE ? diff->after_of : diff->before_of, er_network_component(net, er_network_vnet(net, vnet)->self)->id) : NULL;
	uint32_t component = id != NULL ? er_network_lookup(other, id) : ER_NONE;

	for (uint32_t i = 0; component != ER_NONE && i < er_network_n_vnets(other); i++)
		if (er_network_vnet(other, i)->self == component)
			return i;
	return ER_NONE;
}

/* A VNet peering goes by the id of one of its halves, and other ids, or the loss of a half, may make it the other one. */
static void match_peerings(ErDifference *diff, int side)
{
	const ErNetwork *net = diff->net[side], *other = diff->net[!side];

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		const char *id = er_network_component(net, attachment->self)->id;
		const char *now = g_hash_table_lookup(side == ER_BEFORE ? diff->after_of : diff->before_of, id);
		if (attachment->hub_vnet == ER_NONE || (now != NULL && er_network_lookup(other, now) != ER_NONE))
			continue;
		uint32_t hub = vnet_across(diff, side, attachment->hub_vnet), spoke = vnet_across(diff, side, attachment->spoke);
		uint32_t peering = hub != ER_NONE && spoke != ER_NONE ? er_network_peering(other, hub, spoke) : ER_NONE;
		const char *across = peering != ER_NONE ? er_network_component(other, peering)->id : NULL;
		if (across != NULL)
			tie(diff, side == ER_BEFORE ? id : across, side == ER_BEFORE ? across : id, true);
	}
}

static const char *id_of_element(const ErNetwork *net, uint32_t element)
{
	uint32_t n = er_network_n_components(net);

	return element < n ? er_network_component(net, element)->id : er_network_group(net, element - n)->id;
}

static void make_keys(ErDifference *diff, int side)
{
	const ErNetwork *net = diff->net[side];
	uint32_t n = er_network_n_components(net) + er_network_n_groups(net);

	diff->keys[side] = g_new0(const char *, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const char *id = id_of_element(net, i);
		g_autofree char *after = side == ER_BEFORE ? er_difference_id_after(diff, id) : NULL;
		diff->keys[side][i] = er_difference_keep(diff, after != NULL ? after : id);
	}
}

void er_difference_match(ErDifference *diff)
{
	GPtrArray *const ids[] = { ids_of(diff->net[ER_BEFORE]), ids_of(diff->net[ER_AFTER]) };

	match_ids(diff, ids);
	match_names(diff, ids, BY_NAME, false);
	match_names(diff, ids, BY_GROUP, false);
	match_names(diff, ids, BY_SUBSCRIPTION, false);
	match_names(diff, ids, BY_NAME, true);
	match_children(diff, ids);
	match_subscriptions(diff, ids[ER_BEFORE]);
	match_peerings(diff, ER_BEFORE);
	match_peerings(diff, ER_AFTER);
	for (int side = ER_BEFORE; side <= ER_AFTER; side++) {
		make_keys(diff, side);
		g_ptr_array_unref(ids[side]);
	}
}
