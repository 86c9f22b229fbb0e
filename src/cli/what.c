/* What fails, by the names that a user writes: an id, the last part of one, a name, or KIND:NAME; one that may be several is told with the ids. */
#include "what.h"

#include "cli.h"

#include <stdio.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* "er-london#msee-primary" of a long id. */
static const char *last_segment(const char *id)
{
	const char *slash = *id == '/' ? strrchr(id, '/') : NULL;

	return slash != NULL ? slash + 1 : id;
}

static bool is_kind_and_name(const char *text, const char *kind, const char *name)
{
	size_t n = strlen(kind);

	return g_ascii_strncasecmp(text, kind, n) == 0 && text[n] == ':' && same(text + n + 1, name);
}

static bool names_component(const ErComponent *component, const char *text)
{
	return same(component->name, text) || same(last_segment(component->id), text) || is_kind_and_name(text, er_kind_name(component->kind), component->name);
}

static bool names_group(const ErGroup *group, const char *text)
{
	return same(group->name, text) || same(group->id + strlen("group:"), text);
}

/* Elements that @text may mean: one whose id it is, else all that are called so. (transfer full) */
static GArray *matches(const ErNetwork *net, const char *text)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t n = er_network_n_components(net);

	for (uint32_t i = 0; i < n + er_network_n_groups(net); i++) {
		const char *id = i < n ? er_network_component(net, i)->id : er_network_group(net, i - n)->id;
		if (!same(id, text))
			continue;
		g_array_set_size(found, 0);
		g_array_append_val(found, i);
		return found;
	}
	for (uint32_t i = 0; i < n + er_network_n_groups(net); i++)
		if (i < n ? names_component(er_network_component(net, i), text) : names_group(er_network_group(net, i - n), text))
			g_array_append_val(found, i);
	return found;
}

static void tell_ambiguous(const char *command, const ErFlows *flows, const char *text, const GArray *found)
{
	fprintf(stderr, "erscope %s: '%s' may be one of several; give the id, or its kind before the name:\n", command, text);
	for (guint i = 0; i < found->len; i++)
		fprintf(stderr, "  %s\n", er_element_id(flows, NULL, g_array_index(found, uint32_t, i)));
}

static void tell_unknown(const ErNetwork *net, const char *text)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_components(net); i++)
		g_ptr_array_add(names, (void *)last_segment(er_network_component(net, i)->id));
	for (uint32_t i = 0; i < er_network_n_groups(net); i++)
		g_ptr_array_add(names, (void *)(er_network_group(net, i)->id + strlen("group:")));
	for (uint32_t i = 0; i < er_n_scenarios(); i++)
		g_ptr_array_add(names, (void *)er_scenario(i)->id);
	er_cli_tell_unknown("file, part or scenario", text, (const char *const *)names->pdata, names->len);
}

static bool understand(ErWhat *what, const char *command, const ErFlows *flows, const char *text)
{
	const ErScenario *scenario = er_scenario_lookup(text);

	if (scenario != NULL) {
		g_ptr_array_add(what->scenarios, (void *)scenario);
		return true;
	}
	g_autoptr(GArray) found = matches(er_flows_network(flows), text);
	if (found->len > 1)
		tell_ambiguous(command, flows, text, found);
	else if (found->len == 0)
		tell_unknown(er_flows_network(flows), text);
	else
		g_array_append_val(what->elements, g_array_index(found, uint32_t, 0));
	return found->len == 1;
}

ErWhat *er_what_new(const char *command, const ErFlows *flows, char *const *texts)
{
	g_autoptr(ErWhat) what = g_new0(ErWhat, 1);

	what->scenarios = g_ptr_array_new();
	what->absent = g_ptr_array_new();
	what->elements = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	for (uint32_t i = 0; texts[i] != NULL; i++)
		if (!understand(what, command, flows, texts[i]))
			return NULL;
	return g_steal_pointer(&what);
}

void er_what_free(ErWhat *what)
{
	if (what == NULL)
		return;
	g_ptr_array_free(what->scenarios, TRUE);
	g_ptr_array_free(what->absent, TRUE);
	g_array_free(what->elements, TRUE);
	g_free(what);
}

void er_what_add_events(ErWhat *what, ErEvents *events)
{
	const uint32_t *elements = (const uint32_t *)(void *)what->elements->data;

	for (guint i = 0; i < what->scenarios->len; i++)
		if (er_events_add_scenario(events, what->scenarios->pdata[i], elements, what->elements->len) == 0)
			g_ptr_array_add(what->absent, what->scenarios->pdata[i]);
	if (what->scenarios->len == 0 && what->elements->len > 0)
		er_events_add_failure(events, elements, what->elements->len);
}

void er_what_tell_absent(const ErWhat *what, GString *text)
{
	for (guint i = 0; i < what->absent->len; i++) {
		const ErScenario *scenario = what->absent->pdata[i];
		g_string_append_printf(text, "%s %s: nothing here that it could hit; it needs %s\n\n", scenario->id, scenario->title, scenario->absent);
	}
}
