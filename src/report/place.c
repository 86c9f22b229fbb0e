/* Where a finding stands, and what is said of it in one line: shared by the formats for other programs. */
#include "place.h"

static bool is_in_file(const ErLoc *loc)
{
	return loc->file != NULL && *loc->file != '\0';
}

/* Of a derived part ("…#msee-primary") the place of what it was derived from. */
static ErLoc place_of_subject(const ErFlows *flows, const char *id)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t index = er_network_lookup(net, id);

	if (index == ER_NONE || index >= er_network_n_components(net))
		return (ErLoc){ 0 };
	const ErComponent *component = er_network_component(net, index);
	return (ErLoc){ .file = component->file, .line = component->line, .pointer = component->pointer };
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
