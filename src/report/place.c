/* Where a finding stands, and what is said of it in one line: shared by the formats for other programs. */
#include "place.h"

#include <string.h>

static bool is_in_file(const ErLoc *loc)
{
	return loc->file != NULL && *loc->file != '\0';
}

/* What is not in the input stands where it is first referred to. Externals are sorted by id. */
static ErLoc place_of_external(const ErInventory *inv, const char *id)
{
	uint32_t low = 0, high = er_inventory_n_externals(inv);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(er_inventory_external(inv, middle)->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < er_inventory_n_externals(inv) && strcmp(er_inventory_external(inv, low)->id, id) == 0;
	const ErResource *referrer = found ? er_inventory_lookup(inv, er_inventory_external(inv, low)->referrer) : NULL;
	return referrer != NULL ? er_inventory_place(inv, referrer, NULL) : (ErLoc){ 0 };
}

static ErLoc place_of_component(const ErNetwork *net, uint32_t index)
{
	const ErComponent *component = er_network_component(net, index);
	ErLoc loc = { .file = component->file, .line = component->line, .pointer = component->pointer };

	uint32_t owner = er_network_owner(net, index);

	if (is_in_file(&loc))
		return loc;
	return place_of_external(er_network_inventory(net), owner != ER_NONE ? er_network_component(net, owner)->id : component->id);
}

/* A group stands where its first member does. */
static ErLoc place_of_group(const ErNetwork *net, const char *id)
{
	for (uint32_t i = 0; g_str_has_prefix(id, "group:") && i < er_network_n_groups(net); i++)
		if (strcmp(er_network_group(net, i)->id, id) == 0 && er_network_group(net, i)->n_members > 0)
			return place_of_component(net, er_network_group(net, i)->members[0]);
	return (ErLoc){ 0 };
}

static ErLoc place_of_subject(const ErFlows *flows, const char *id)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErResource *resource = er_inventory_lookup(er_network_inventory(net), id);
	uint32_t index = er_network_lookup(net, id);

	if (resource != NULL)
		return er_inventory_place(er_network_inventory(net), resource, NULL);
	return index != ER_NONE ? place_of_component(net, index) : place_of_group(net, id);
}

ErLoc er_place_of(const ErFlows *flows, const ErFinding *finding)
{
	for (uint32_t i = 0; i < finding->n_evidence; i++)
		if (is_in_file(&finding->evidence[i].loc))
			return finding->evidence[i].loc;
	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		ErLoc loc = place_of_subject(flows, finding->subjects[i]);
		if (is_in_file(&loc))
			return loc;
	}
	return (ErLoc){ 0 };
}

char *er_place_subjects(const char *const *subjects, uint32_t n, const char *separator)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? separator : "", subjects[i]);
	return g_string_free(out, FALSE);
}

char *er_place_message(const ErFinding *finding)
{
	if (finding->result == ER_RESULT_UNKNOWN)
		return g_strdup_printf("%s. Not decided; missing: %s", finding->headline, finding->missing);
	return g_strdup_printf("%s. %s", finding->headline, finding->rule->remedy);
}
