/*
 * availability.c: the user's figures put on the parts of each flow, and what may be said about the result.
 *
 * Which row fits what. A part is a component, or a reported shared-risk group; parts.c says which ones a flow has. A row fits the
 * component or group of that id, compared without case; else all of that kind. An id goes before a kind; of several rows for the
 * same thing the last counts. Groups with equal members are one part, and each of them may have a figure: the part is up when none
 * of these events happened. "access" is both a kind of component and of group: lines that share one declared access line are that
 * one line, so the kind's figure is the group's, once, and not its members'.
 *
 * Composition. Shared parts stand outside the parallel bracket by themselves, because the probability is worked out on the whole
 * flow (parts_down.c), bow-ties included, and not put together from figures of its paths. Parts without a figure never fail here,
 * and nor do the flow's own ends and groups that hold one of them.
 *
 * Cost: one calculation per flow class; and one per flow whose own VNet peering or hub connection has a row by its id.
 */
#include "parts.h"

#include <erscope/availability.h>

#include <string.h>

enum { MOST_STATES = 2048 };

struct ErAvailability {
	const ErFlows *flows;
	GStringChunk *strings;
	GPtrArray *arrays;       /* memory of every array handed out */
	GArray *answers;         /* of ErFlowAvailability */
	GArray *answer_of;       /* of uint32_t: per flow */
	GArray *used;            /* of bool: per row */
};

typedef struct {
	ErAvailability *out;
	const ErFlows *flows;
	const ErNetwork *net;
	const ErSiteAvailability *rows;
	uint32_t n;
} Table;

void er_availability_free(ErAvailability *availability)
{
	if (availability == NULL)
		return;
	g_string_chunk_free(availability->strings);
	g_ptr_array_free(availability->arrays, TRUE);
	g_array_unref(availability->answers);
	g_array_unref(availability->answer_of);
	g_array_unref(availability->used);
	g_free(availability);
}

static void *keep(ErAvailability *out, const GArray *array, size_t size)
{
	void *copy = g_memdup2(array->data, array->len * size);

	if (copy != NULL)
		g_ptr_array_add(out->arrays, copy);
	return copy;
}

/* ---- rows ---- */

static bool is_valid(const ErSiteAvailability *row)
{
	return row->value > 0 && row->value <= 100;
}

/* The last row for @id, else the last for @kind ("" for none); ER_NONE when there is none. */
static uint32_t row_of(const Table *table, const char *id, const char *kind)
{
	uint32_t by_kind = ER_NONE;

	for (uint32_t i = table->n; i-- > 0;) {
		if (!is_valid(&table->rows[i]))
			continue;
		if (g_ascii_strcasecmp(table->rows[i].component, id) == 0)
			return i;
		if (by_kind == ER_NONE && *kind != '\0' && g_ascii_strcasecmp(table->rows[i].component, kind) == 0)
			by_kind = i;
	}
	return by_kind;
}

/* Is the component one of several that a group of the same name stands for ("access")? */
static bool is_carried(const ErNetwork *net, uint32_t component)
{
	uint32_t n = 0;
	const uint32_t *groups = er_network_groups_of(net, component, &n);

	for (uint32_t i = 0; i < n; i++)
		if (strcmp(er_group_kind_name(er_network_group(net, groups[i])->kind), er_kind_name(er_network_component(net, component)->kind)) == 0)
			return true;
	return false;
}

/* Adds the row's event to what takes the part down; false when there is no row. */
static bool take_row(const Table *table, uint32_t row, ErAvailabilityPart *part)
{
	if (row == ER_NONE)
		return false;
	const double fails = (100 - table->rows[row].value) / 100;
	part->down += fails - part->down * fails;
	part->source = g_string_chunk_insert_const(table->out->strings, table->rows[row].source != NULL ? table->rows[row].source : "");
	g_array_index(table->out->used, bool, row) = true;
	return true;
}

static bool take_component(const Table *table, uint32_t component, ErAvailabilityPart *part)
{
	const ErComponent *at = er_network_component(table->net, component);

	return take_row(table, row_of(table, at->id, is_carried(table->net, component) ? "" : er_kind_name(at->kind)), part);
}

/* The group, and those with equal members that it stands for. */
static bool take_group(const Table *table, uint32_t index, ErAvailabilityPart *part)
{
	bool found = false;

	for (uint32_t i = 0; i < er_network_n_groups(table->net); i++) {
		const ErGroup *group = er_network_group(table->net, i);
		if (group->first == index)
			found |= take_row(table, row_of(table, group->id, er_group_kind_name(group->kind)), part);
	}
	return found;
}

/* ---- what has to be said with the number ---- */

static void add_sentence(ErAvailability *out, GArray *sentences, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void add_sentence(ErAvailability *out, GArray *sentences, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	const char *kept = g_string_chunk_insert_const(out->strings, text);
	g_array_append_val(sentences, kept);
}

static const char *kind_of(const Table *table, uint32_t element)
{
	const uint32_t n = er_network_n_components(table->net);

	if (element == ER_ELEMENT_ATTACHMENT)
		return "VNet peering or hub connection";
	if (element < n)
		return er_kind_name(er_network_component(table->net, element)->kind);
	return er_group_kind_name(er_network_group(table->net, element - n)->kind);
}

/* "2 ce, 1 connection, 1 provider (group)", in the order in which they first stand there. */
static char *count_kinds(const Table *table, const GArray *elements)
{
	GString *out = g_string_new(NULL);
	g_autofree bool *counted = g_new0(bool, elements->len + 1);

	for (guint i = 0; i < elements->len; i++) {
		const uint32_t element = g_array_index(elements, uint32_t, i);
		const bool group = element != ER_ELEMENT_ATTACHMENT && element >= er_network_n_components(table->net);
		uint32_t n = 0;

		for (guint k = i; k < elements->len; k++) {
			const uint32_t other = g_array_index(elements, uint32_t, k);
			const bool other_group = other != ER_ELEMENT_ATTACHMENT && other >= er_network_n_components(table->net);
			if (counted[k] || group != other_group || strcmp(kind_of(table, element), kind_of(table, other)) != 0)
				continue;
			counted[k] = true;
			n++;
		}
		if (n > 0)
			g_string_append_printf(out, "%s%u %s%s", out->len > 0 ? ", " : "", n, kind_of(table, element), group ? " (group)" : "");
	}
	return g_string_free(out, FALSE);
}

/* A part whose whole has a figure too ("link-primary" of a circuit); ER_NONE when there is none. */
static uint32_t counted_twice(const Table *table, const GArray *parts)
{
	for (guint i = 0; i < parts->len; i++) {
		const uint32_t part = g_array_index(parts, ErAvailabilityPart, i).element;
		const uint32_t whole = part < er_network_n_components(table->net) ? er_network_owner(table->net, part) : ER_NONE;

		for (guint k = 0; whole != ER_NONE && k < parts->len; k++)
			if (g_array_index(parts, ErAvailabilityPart, k).element == whole)
				return part;
	}
	return ER_NONE;
}

static void say(const Table *table, ErFlowAvailability *answer, const GArray *parts, const GArray *excluded)
{
	ErAvailability *out = table->out;
	g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(const char *));
	const uint32_t twice = counted_twice(table, parts);

	add_sentence(out, sentences, "The parts are taken to fail independently of each other; what fails together is in it only where its shared-risk group has a figure.");
	if (excluded->len > 0) {
		g_autofree char *kinds = count_kinds(table, excluded);
		add_sentence(out, sentences, "Counted as always up, for want of a figure: %s.", kinds);
	}
	add_sentence(out, sentences, "The site, the VNet and the groups that hold one of them are the flow's own ends and do not fail here.");
	if (twice != ER_NONE) {
		const uint32_t whole = er_network_owner(table->net, twice);
		add_sentence(out, sentences, "A whole and its parts both have figures (%s %s and its %s): both count, although the whole's may already contain the parts'.",
		             er_kind_name(er_network_component(table->net, whole)->kind), er_network_component(table->net, whole)->name, er_kind_name(er_network_component(table->net, twice)->kind));
	}
	if (!answer->exact)
		add_sentence(out, sentences, "Too many parts share too many paths for an exact value: it lies in the range given.");
	add_sentence(out, sentences, "Any path that is alive counts, whatever its capacity.");
	add_sentence(out, sentences, "Convergence time, planned maintenance windows and mistakes are not in it.");
	add_sentence(out, sentences, "An SLA is a threshold for a refund and no measurement; this is a calculation from the figures given, not a promise.");
	answer->assumptions = keep(out, sentences, sizeof(const char *));
	answer->n_assumptions = sentences->len;
}

/* ---- flows ---- */

/* Takes the flow's parts apart into those with a figure and those without; @fails: (out) one per part. */
static void take_parts(const Table *table, const ErFlow *flow, const ErParts *parts, double *fails, GArray *with, GArray *without)
{
	const uint32_t n = er_network_n_components(table->net), own = er_element_component(table->flows, flow, ER_ELEMENT_ATTACHMENT);

	for (uint32_t i = 0; i < parts->parts->len; i++) {
		const uint32_t element = g_array_index(parts->parts, ErPart, i).element;
		ErAvailabilityPart part = { .element = element == own ? ER_ELEMENT_ATTACHMENT : element, .source = "" };
		const bool found = element < n ? take_component(table, element, &part) : take_group(table, element - n, &part);

		fails[i] = part.down;
		if (found)
			g_array_append_val(with, part);
		else
			g_array_append_val(without, part.element);
	}
}

static ErFlowAvailability answer_for(const Table *table, const ErFlow *flow)
{
	ErFlowAvailability answer = { .down_most = 1 };
	g_autoptr(ErParts) parts = er_parts_of(table->flows, flow);
	g_autofree double *fails = g_new0(double, parts->parts->len + 1);
	g_autoptr(GArray) with = g_array_new(FALSE, FALSE, sizeof(ErAvailabilityPart)), without = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	take_parts(table, flow, parts, fails, with, without);
	answer.parts = keep(table->out, with, sizeof(ErAvailabilityPart));
	answer.n_parts = with->len;
	answer.excluded = keep(table->out, without, sizeof(uint32_t));
	answer.n_excluded = without->len;
	answer.known = flow->up && with->len > 0;
	if (answer.known) {
		answer.exact = er_parts_down(parts, fails, MOST_STATES, &answer.down_least, &answer.down_most);
		say(table, &answer, with, without);
	}
	return answer;
}

/* Is there a row for the flow's own attachment, so that the class cannot speak for it? */
static bool stands_apart(const Table *table, const ErFlow *flow)
{
	const uint32_t own = er_element_component(table->flows, flow, ER_ELEMENT_ATTACHMENT);

	return own != ER_NONE && row_of(table, er_network_component(table->net, own)->id, "") != ER_NONE;
}

ErAvailability *er_availability_build(const ErFlows *flows, const ErSiteAvailability *rows, uint32_t n)
{
	ErAvailability *out = g_new0(ErAvailability, 1);
	const Table table = { out, flows, er_flows_network(flows), rows, n };
	g_autofree uint32_t *answer_of_class = g_new0(uint32_t, er_flows_n_classes(flows) + 1); /* index + 1; 0 not yet */

	out->flows = flows;
	out->strings = g_string_chunk_new(1024);
	out->arrays = g_ptr_array_new_with_free_func(g_free);
	out->answers = g_array_new(FALSE, FALSE, sizeof(ErFlowAvailability));
	out->answer_of = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	out->used = g_array_new(FALSE, TRUE, sizeof(bool));
	g_array_set_size(out->used, n);
	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		const bool apart = stands_apart(&table, flow);
		uint32_t index = apart ? 0 : answer_of_class[flow->flow_class];

		if (index == 0) {
			const ErFlowAvailability answer = answer_for(&table, flow);
			g_array_append_val(out->answers, answer);
			index = out->answers->len;
			if (!apart)
				answer_of_class[flow->flow_class] = index;
		}
		index--;
		g_array_append_val(out->answer_of, index);
	}
	return out;
}

const ErFlowAvailability *er_availability_of(const ErAvailability *availability, const ErFlow *flow)
{
	const size_t at = (size_t)(flow - er_flows_at(availability->flows, 0));

	g_assert(at < availability->answer_of->len);
	return &g_array_index(availability->answers, ErFlowAvailability, g_array_index(availability->answer_of, uint32_t, at));
}

uint32_t er_availability_n_rows(const ErAvailability *availability)
{
	return availability->used->len;
}

bool er_availability_row_used(const ErAvailability *availability, uint32_t i)
{
	g_assert(i < availability->used->len);
	return g_array_index(availability->used, bool, i);
}
