/*
 * What a merged picture marks: each part told by itself is a row of its table, in the order of the report, and every component of it
 * carries its mark. A change of a resource that is no component is marked at the component that it is a matter of.
 */
#include "diff_sections.h"

#include <string.h>

enum { MOST_DETAILS = 4 };

typedef struct {
	ErDrawChanges changes;     /* first: what is handed out */
	ErChangeMark *marks;
	GArray *rows;              /* of ErDrawChange */
	GStringChunk *strings;
} Marks;

static ErChangeMark mark_of(ErDiffState state)
{
	return state == ER_ADDED ? ER_MARK_ADDED : state == ER_REMOVED ? ER_MARK_REMOVED : state == ER_CHANGED ? ER_MARK_CHANGED : ER_MARK_NONE;
}

/* The last word of a path says what it is: "bypass", of "properties.…". */
static const char *short_path(const char *path)
{
	return g_str_has_prefix(path, "properties.") ? path + strlen("properties.") : path;
}

static char *detail_of(const ErDifference *diff, const ErDiffPart *part)
{
	GString *out = g_string_new(NULL);
	uint32_t followers = 0;

	for (uint32_t i = 0; i < part->n_properties && i < MOST_DETAILS; i++) {
		g_autofree char *text = er_diff_property(&part->properties[i]);
		g_string_append_printf(out, "%s%s", i > 0 ? "; " : "", short_path(text));
	}
	if (part->n_properties > MOST_DETAILS)
		g_string_append_printf(out, "; and %u more", part->n_properties - MOST_DETAILS);
	for (uint32_t i = 0; i < er_difference_n_parts(diff); i++)
		followers += er_difference_part(diff, i)->follows && strcmp(er_difference_part(diff, i)->owner, part->id) == 0;
	if (out->len == 0 && part->state != ER_CHANGED)
		g_string_append(out, er_diff_state_name(part->state));
	else if (out->len == 0)
		g_string_append(out, "parts of it change");
	if (followers > 0 && part->state != ER_CHANGED)
		g_string_append_printf(out, ", with %u %s of it", followers, followers == 1 ? "part" : "parts");
	return g_string_free(out, FALSE);
}

/* The component of the network drawn that a part is marked at; ER_NONE. */
static uint32_t place_of(const ErDifference *diff, const ErNetwork *net, const ErDiffPart *part)
{
	for (uint32_t step = 0; part != NULL && step < 4; step++) {
		uint32_t component = er_network_lookup(net, part->id);
		if (component != ER_NONE)
			return component;
		part = part->owner != NULL ? er_difference_lookup(diff, part->owner) : NULL;
	}
	return ER_NONE;
}

static void add_row(Marks *marks, const ErDifference *diff, const ErNetwork *net, const ErDiffPart *part)
{
	g_autofree char *detail = detail_of(diff, part);
	uint32_t place = place_of(diff, net, part);
	const ErDrawChange row = { mark_of(part->state), part->name, g_string_chunk_insert(marks->strings, detail), place };

	g_array_append_val(marks->rows, row);
	if (place == ER_NONE)
		return;
	bool own = strcmp(er_network_component(net, place)->id, part->id) == 0;
	if (own || marks->marks[place] == ER_MARK_NONE)
		marks->marks[place] = own ? row.mark : ER_MARK_CHANGED;
}

/* What follows a part has its mark, and no row. */
static void mark_followers(Marks *marks, const ErDifference *diff, const ErNetwork *net)
{
	for (uint32_t i = 0; i < er_difference_n_parts(diff); i++) {
		const ErDiffPart *part = er_difference_part(diff, i);
		uint32_t component = part->follows ? er_network_lookup(net, part->id) : ER_NONE;
		if (component != ER_NONE)
			marks->marks[component] = mark_of(part->state);
	}
}

ErDrawChanges *er_diff_marks(const ErDiffReport *report, const ErNetwork *net)
{
	static const ErDiffState order[] = { ER_ADDED, ER_REMOVED, ER_CHANGED };
	Marks *marks = g_new0(Marks, 1);
	g_autofree char *verdict = er_difference_headline(report->diff);

	marks->marks = g_new0(ErChangeMark, er_network_n_components(net) + 1);
	marks->rows = g_array_new(FALSE, FALSE, sizeof(ErDrawChange));
	marks->strings = g_string_chunk_new(1024);
	mark_followers(marks, report->diff, net);
	/* Components first: a resource that is none is marked where nothing stands yet. */
	for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
		for (uint32_t i = 0; i < er_difference_n_parts(report->diff); i++)
			if (er_difference_part(report->diff, i)->state == order[k] && !er_difference_part(report->diff, i)->follows)
				add_row(marks, report->diff, net, er_difference_part(report->diff, i));
	marks->changes = (ErDrawChanges){
		g_string_chunk_insert(marks->strings, report->title), g_string_chunk_insert(marks->strings, verdict), marks->marks, (const ErDrawChange *)(const void *)marks->rows->data, marks->rows->len,
	};
	return &marks->changes;
}

void er_draw_changes_free(ErDrawChanges *changes)
{
	Marks *marks = (Marks *)changes;

	if (marks == NULL)
		return;
	g_free(marks->marks);
	g_array_free(marks->rows, TRUE);
	g_string_chunk_free(marks->strings);
	g_free(marks);
}
