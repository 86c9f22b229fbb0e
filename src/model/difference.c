/*
 * A difference is worked out in four steps, each in a file of its own: what matches (difference_match.c), which parts are there and what
 * differs in them (difference_parts.c, difference_properties.c), what becomes of flows and cuts (difference_flows.c), and of findings,
 * with the verdict (difference_verdict.c). This file owns the product.
 */
#include "difference.h"

#include <string.h>

/* ---- memory ---- */

const char *er_difference_keep(ErDifference *diff, const char *text)
{
	return g_string_chunk_insert_const(diff->strings, text);
}

const char *er_difference_keepf(ErDifference *diff, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return er_difference_keep(diff, text);
}

const void *er_difference_block(ErDifference *diff, const GArray *records)
{
	void *copy = g_memdup2(records->data, (gsize)records->len * g_array_get_element_size((GArray *)records));

	if (copy != NULL)
		g_ptr_array_add(diff->blocks, copy);
	return copy;
}

void er_difference_note(ErDifference *diff, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(diff->notes, (char *)er_difference_keep(diff, text));
}

ErDifference *er_difference_build(const ErDiffSide *before, const ErDiffSide *after, const char *as_of)
{
	ErDifference *diff = g_new0(ErDifference, 1);

	diff->side[ER_BEFORE] = *before;
	diff->side[ER_AFTER] = *after;
	diff->as_of = as_of;
	diff->strings = g_string_chunk_new(4096);
	diff->blocks = g_ptr_array_new_with_free_func(g_free);
	diff->after_of = g_hash_table_new(g_str_hash, g_str_equal);
	diff->before_of = g_hash_table_new(g_str_hash, g_str_equal);
	diff->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	diff->subscriptions = g_hash_table_new(g_str_hash, g_str_equal);
	diff->part_of = g_hash_table_new(g_str_hash, g_str_equal);
	GArray **const arrays[] = { &diff->parts, &diff->doubts, &diff->groups, &diff->flows_rows, &diff->cuts, &diff->findings, &diff->indices, &diff->reasons };
	const guint sizes[] = { sizeof(ErDiffPart), sizeof(ErDiffDoubt), sizeof(ErDiffGroup), sizeof(ErDiffFlows), sizeof(ErDiffCut), sizeof(ErDiffFinding), sizeof(ErDiffIndex), sizeof(ErDiffSentence) };
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		*arrays[i] = g_array_new(FALSE, TRUE, sizes[i]);
	diff->notes = g_ptr_array_new();
	for (int side = ER_BEFORE; side <= ER_AFTER; side++)
		diff->net[side] = er_flows_network(diff->side[side].flows);
	er_difference_match(diff);
	er_difference_find_parts(diff);
	er_difference_find_flows(diff);
	er_difference_find_verdict(diff);
	return diff;
}

void er_difference_free(ErDifference *diff)
{
	if (diff == NULL)
		return;
	GArray *const arrays[] = { diff->parts, diff->doubts, diff->groups, diff->flows_rows, diff->cuts, diff->findings, diff->indices, diff->reasons };
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_free(arrays[i], TRUE);
	GHashTable *const tables[] = { diff->after_of, diff->before_of, diff->by_name, diff->subscriptions, diff->part_of };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_destroy(tables[i]);
	g_ptr_array_unref(diff->notes);
	g_ptr_array_unref(diff->blocks);
	g_string_chunk_free(diff->strings);
	g_free(diff->keys[ER_BEFORE]);
	g_free(diff->keys[ER_AFTER]);
	g_free(diff);
}

/* ---- names ---- */

static char *group_name(const ErGroup *group)
{
	g_autofree char *kind = g_strdelimit(g_strdup(er_group_kind_name(group->kind)), "-", ' ');

	return strstr(group->name, kind) != NULL ? g_strdup(group->name) : g_strdup_printf("%s %s", kind, group->name);
}

char *er_difference_name(const ErNetwork *net, uint32_t element)
{
	uint32_t n = er_network_n_components(net);

	if (element >= n)
		return group_name(er_network_group(net, element - n));
	const ErComponent *component = er_network_component(net, element);
	uint32_t owner = er_network_owner(net, element);
	switch (component->kind) {
	case ER_KIND_INSTANCE: case ER_KIND_VPN_INSTANCE: case ER_KIND_CE: case ER_KIND_ACCESS:
		return g_strdup(component->name);
	case ER_KIND_PE: case ER_KIND_LINK: case ER_KIND_MSEE: case ER_KIND_SESSION:
		return owner != ER_NONE ? g_strdup_printf("%s of %s", component->name, er_network_component(net, owner)->name) : g_strdup(component->name);
	case ER_KIND_VNET: return g_strdup_printf("VNet %s", component->name);
	case ER_KIND_VNET_PEERING: return g_strdup_printf("peering %s", component->name);
	case ER_KIND_VPN_GATEWAY: return g_strdup_printf("VPN gateway %s", component->name);
	case ER_KIND_VPN_CONNECTION: return g_strdup_printf("VPN connection %s", component->name);
	case ER_KIND_WAN: return g_strdup_printf("WAN %s", component->name);
	case ER_KIND_PORT: return g_strdup_printf("port pair %s", component->name);
	default: break;
	}
	g_autofree char *kind = g_strdelimit(g_strdup(er_kind_name(component->kind)), "-", ' ');
	return g_strdup_printf("%s %s", kind, component->name);
}

const char *er_diff_state_name(ErDiffState state)
{
	static const char *const names[] = { [ER_SAME] = "same", [ER_ADDED] = "added", [ER_REMOVED] = "removed", [ER_CHANGED] = "changed" };

	return names[state];
}

const char *er_diff_finding_state_name(ErDiffFindingState state)
{
	static const char *const names[] = { [ER_DIFF_NEW] = "new", [ER_DIFF_FIXED] = "fixed", [ER_DIFF_UNCHANGED] = "unchanged", [ER_DIFF_UNDECIDED] = "undecided", [ER_DIFF_ANSWERED] = "answered" };

	return names[state];
}

const char *er_verdict_name(ErVerdict verdict)
{
	static const char *const names[] = { [ER_VERDICT_UNCHANGED] = "unchanged", [ER_VERDICT_BETTER] = "better", [ER_VERDICT_WORSE] = "worse", [ER_VERDICT_UNTOLD] = "cannot-tell" };

	return names[verdict];
}

const char *er_trend_name(ErTrend trend)
{
	return trend == ER_TREND_BETTER ? "better" : trend == ER_TREND_WORSE ? "worse" : "";
}

/* ---- reading ---- */

const ErDiffSide *er_difference_before(const ErDifference *diff)
{
	return &diff->side[ER_BEFORE];
}

const ErDiffSide *er_difference_after(const ErDifference *diff)
{
	return &diff->side[ER_AFTER];
}

#define ARRAY(Type, singular, plural, member) \
	uint32_t er_difference_n_##plural(const ErDifference *diff) { return diff->member->len; } \
	const Type *er_difference_##singular(const ErDifference *diff, uint32_t i) \
	{ \
		g_assert(i < diff->member->len); \
		return &g_array_index(diff->member, Type, i); \
	}
ARRAY(ErDiffPart, part, parts, parts)
ARRAY(ErDiffDoubt, doubt, doubts, doubts)
ARRAY(ErDiffGroup, group, groups, groups)
ARRAY(ErDiffFlows, flows, flows, flows_rows)
ARRAY(ErDiffCut, cut, cuts, cuts)
ARRAY(ErDiffFinding, finding, findings, findings)
ARRAY(ErDiffIndex, index, indices, indices)
ARRAY(ErDiffSentence, reason, reasons, reasons)

uint32_t er_difference_n_notes(const ErDifference *diff)
{
	return diff->notes->len;
}

const char *er_difference_note_at(const ErDifference *diff, uint32_t i)
{
	g_assert(i < diff->notes->len);
	return diff->notes->pdata[i];
}

uint32_t er_difference_count(const ErDifference *diff, ErDiffState state)
{
	uint32_t n = 0;

	for (guint i = 0; i < diff->parts->len; i++)
		n += er_difference_part(diff, i)->state == state && !er_difference_part(diff, i)->follows;
	return n;
}

uint32_t er_difference_n_same_flows(const ErDifference *diff)
{
	return diff->n_same_flows;
}

uint32_t er_difference_count_findings(const ErDifference *diff, ErDiffFindingState state)
{
	uint32_t n = 0;

	for (guint i = 0; i < diff->findings->len; i++)
		n += er_difference_finding(diff, i)->state == state;
	return n;
}

bool er_difference_is_empty(const ErDifference *diff)
{
	bool same = diff->groups->len == 0 && diff->flows_rows->len == 0 && diff->cuts->len == 0;

	for (guint i = 0; same && i < diff->parts->len; i++)
		same = er_difference_part(diff, i)->state == ER_SAME;
	return same && er_difference_count_findings(diff, ER_DIFF_UNCHANGED) == diff->findings->len;
}

bool er_difference_is_removed(const ErDifference *diff, const char *id)
{
	return !g_hash_table_contains(diff->after_of, id);
}

const ErDiffPart *er_difference_lookup(const ErDifference *diff, const char *id)
{
	uint32_t index = GPOINTER_TO_UINT(g_hash_table_lookup(diff->part_of, id));

	return index > 0 ? er_difference_part(diff, index - 1) : NULL;
}
