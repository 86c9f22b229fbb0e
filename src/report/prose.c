/*
 * The writing of words: a label, then text with a hanging indent, 100 columns; and names that say what they name ("circuit
 * er-london"), since a name alone does not.
 */
#include "prose.h"

#include <string.h>

enum { LABEL = 12 };

void er_prose_put_words(GString *out, size_t indent, size_t used, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	size_t column = used;

	for (guint i = 0; words[i] != NULL; i++) {
		size_t n = (size_t)g_utf8_strlen(words[i], -1);
		if (i > 0 && column + 1 + n > ER_PROSE_COLUMNS && column > indent) {
			g_string_append_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (i > 0) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, words[i]);
		column += n;
	}
	g_string_append_c(out, '\n');
}

/* "  - text", wrapped below the text. */
void er_prose_put_item(GString *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_string_append(out, "  - ");
	er_prose_put_words(out, 4, 4, text);
}

/* "  label     text", wrapped below the text. */
void er_prose_put(GString *out, size_t indent, const char *label, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_string_append_printf(out, "%*s%-*s", (int)indent, "", *label != '\0' ? LABEL : 0, label);
	er_prose_put_words(out, indent + (*label != '\0' ? LABEL : 0), indent + (*label != '\0' ? LABEL : 0), text);
}

const char *er_prose_plural(uint32_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

const char *er_prose_paint(ErSeverity severity, bool colour)
{
	static const char *const codes[] = { "\033[36m", "\033[36m", "\033[33m", "\033[31m", "\033[1;31m" };

	return colour ? codes[severity] : "";
}

const ErComponent *er_prose_vnet_of(const ErNetwork *net, uint32_t vnet)
{
	return er_network_component(net, er_network_vnet(net, vnet)->self);
}

const ErComponent *er_prose_site_of(const ErNetwork *net, uint32_t site)
{
	return er_network_component(net, er_network_site(net, site)->self);
}

/* "circuit er-london", "MSEE primary of er-london": a name alone does not tell what it is. */
void er_prose_add_component(GString *out, const ErNetwork *net, uint32_t index)
{
	static const char *const words[ER_KIND__COUNT] = {
		[ER_KIND_CE] = "", [ER_KIND_ACCESS] = "", [ER_KIND_PE] = "", [ER_KIND_LINK] = "", [ER_KIND_MSEE] = "", [ER_KIND_SESSION] = "",
		[ER_KIND_PORT] = "port pair ", [ER_KIND_INSTANCE] = "", [ER_KIND_HUB_CONNECTION] = "hub connection ", [ER_KIND_VNET] = "VNet ",
		[ER_KIND_VNET_PEERING] = "peering ",
	};
	const ErComponent *component = er_network_component(net, index);

	if (words[component->kind] != NULL)
		g_string_append(out, words[component->kind]);
	else
		g_string_append_printf(out, "%s ", er_kind_name(component->kind));
	g_string_append(out, component->name);
	/* The name of an instance holds its gateway's. */
	uint32_t owner = component->kind != ER_KIND_INSTANCE && words[component->kind] != NULL && *words[component->kind] == '\0' ? er_network_owner(net, index) : ER_NONE;
	if (owner != ER_NONE)
		g_string_append_printf(out, " of %s", er_network_component(net, owner)->name);
}

/* "peering location London"; the kind is left out where the name says it ("UK South zone 1"). */
static void add_group(GString *out, const ErGroup *group)
{
	g_autofree char *kind = g_strdelimit(g_strdup(er_group_kind_name(group->kind)), "-", ' ');

	if (strstr(group->name, kind) == NULL)
		g_string_append_printf(out, "%s ", kind);
	g_string_append(out, group->name);
}

void er_prose_add_element(GString *out, const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = er_network_n_components(net);

	if (component != ER_NONE)
		er_prose_add_component(out, net, component);
	else if (element >= n && element - n < er_network_n_groups(net))
		add_group(out, er_network_group(net, element - n));
	else
		g_string_append(out, er_element_name(flows, flow, element));
}

/* Lost only when somebody deletes it; redundant inside (model: severity info). */
bool er_prose_only_by_deletion(const ErFlows *flows, const ErFlow *flow, uint32_t element)
{
	const ErNetwork *net = er_flows_network(flows);
	uint32_t component = er_element_component(flows, flow, element), n = er_network_n_components(net);

	if (element == ER_ELEMENT_ATTACHMENT)
		return true;
	if (component == ER_NONE)
		return element >= n && element - n < er_network_n_groups(net) && er_network_group(net, element - n)->kind == ER_GRP_SUBSCRIPTION;
	switch (er_network_component(net, component)->kind) {
	case ER_KIND_GATEWAY: case ER_KIND_CONNECTION: case ER_KIND_HUB: case ER_KIND_HUB_CONNECTION: case ER_KIND_VNET: case ER_KIND_VNET_PEERING: return true;
	default: return false;
	}
}

/* A name for an id: as the user spells it; of a child of a circuit with the circuit; of a derived part with its side. */
char *er_prose_name_of_id(const ErNetwork *net, const char *id)
{
	const ErResource *resource = er_inventory_lookup(er_network_inventory(net), id);
	uint32_t component = er_network_lookup(net, id);
	const char *shown = resource != NULL ? resource->id_shown : id, *part = strrchr(id, '#');

	if (strcmp(id, "$attachment") == 0)
		return g_strdup("its peering");
	if (strcmp(id, "$vnet") == 0)
		return g_strdup("the VNet");
	if (resource != NULL && resource->kind == ER_RES_CIRCUIT_PEERING && resource->parent != NULL) {
		g_autofree char *circuit = er_prose_name_of_id(net, resource->parent);
		return g_strdup_printf("%s/%s", circuit, resource->name);
	}
	if (component != ER_NONE && er_network_component(net, component)->resource == resource && (resource != NULL || part == NULL))
		return g_strdup(er_network_component(net, component)->name);
	if (part != NULL) {
		g_autofree char *whole = g_strndup(id, (gsize)(part - id));
		g_autofree char *name = er_prose_name_of_id(net, whole);
		g_autofree char *what = g_strdelimit(g_strdup(part + 1), "-", ' ');
		return g_strdup_printf("%s, %s", name, what);
	}
	const char *slash = *shown == '/' ? strrchr(shown, '/') : NULL;
	return g_strdup(slash != NULL ? slash + 1 : shown);
}

char *er_prose_path_name(const ErNetwork *net, const ErPath *path, bool brief)
{
	if (path->tunnel != ER_NONE)
		return g_strdup_printf("VPN %s", er_network_component(net, er_network_tunnel(net, path->tunnel)->self)->name);
	return g_strdup_printf(brief ? "%s %s%s%s" : "%s, %s link%s%s", er_network_component(net, er_network_circuit(net, path->circuit)->self)->name, er_side_name(path->side),
	                       path->wan != ER_NONE ? " over " : "", path->wan != ER_NONE ? er_network_component(net, er_network_wan(net, path->wan)->self)->name : "");
}
