/*
 * How to export what erscope reads, from the table of resource kinds that ingest itself goes by. Resource Graph has every top-level
 * resource with its properties, and with them the children that ARM embeds (arm.c, child arrays). Those of a virtual hub are embedded
 * nowhere: they are asked of each hub. Commands follow the reference of Azure CLI and of Az PowerShell.
 */
#include "arm.h"

#include <string.h>

/* What only the hub itself lists: kind, and the segment of its address. */
static const struct { ErResourceKind kind; const char *segment; } of_hubs[] = {
	{ ER_RES_HUB_CONNECTION, "hubVirtualNetworkConnections" },
	{ ER_RES_ROUTING_INTENT, "routingIntent" },
	{ ER_RES_HUB_BGP_CONNECTION, "bgpConnections" },
};

#define API "2024-05-01"

static bool is_top_level(ErResourceKind kind)
{
	const char *slash = strchr(er_resource_type_name(kind), '/');

	return slash != NULL && strchr(slash + 1, '/') == NULL;
}

static void add_query(GString *out)
{
	bool first = true;

	g_string_append(out, "resources\n| where type in~ (");
	for (ErResourceKind kind = 0; kind < ER_RES_OTHER; kind++)
		if (er_arm_modelled(kind) && is_top_level(kind)) {
			g_string_append_printf(out, "%s\n    '%s'", first ? "" : ",", er_resource_type_name(kind));
			first = false;
		}
	g_string_append(out, ")\n| project id, name, type, kind, location, tags, sku, zones, properties\n| order by id asc\n");
}

static void add_az(GString *out)
{
	g_string_append(out, "# Azure CLI (bash), with the extension resource-graph. A reply is one page of 1000: go on with --skip-token until there is none.\n"
	                     "az graph query --first 1000 --output json -q \"\n");
	add_query(out);
	g_string_append(out, "\" > resources.json\n"
	                     "for hub in $(az graph query --first 1000 --output tsv --query 'data[].id' -q \"resources | where type =~ 'microsoft.network/virtualhubs' | project id\"); do\n");
	for (size_t i = 0; i < G_N_ELEMENTS(of_hubs); i++)
		g_string_append_printf(out, "  az rest --method get --url \"$hub/%s?api-version=" API "\"\n", of_hubs[i].segment);
	g_string_append(out, "done > hubs.json\nerscope check resources.json hubs.json\n");
}

static void add_powershell(GString *out)
{
	g_string_append(out, "# Az PowerShell, with the module Az.ResourceGraph. A reply is one page of 1000: go on with -SkipToken until there is none.\n$query = @\"\n");
	add_query(out);
	g_string_append(out, "\"@\n(Search-AzGraph -Query $query -First 1000).Data | ConvertTo-Json -Depth 100 | Set-Content -Encoding utf8 resources.json\n"
	                     "$hubs = (Search-AzGraph -Query \"resources | where type =~ 'microsoft.network/virtualhubs' | project id\" -First 1000).Data\n"
	                     "$hubs | ForEach-Object {\n");
	for (size_t i = 0; i < G_N_ELEMENTS(of_hubs); i++)
		g_string_append_printf(out, "  (Invoke-AzRestMethod -Method GET -Path \"$($_.id)/%s?api-version=" API "\").Content\n", of_hubs[i].segment);
	g_string_append(out, "} | Set-Content -Encoding utf8 hubs.json\nerscope check resources.json hubs.json\n");
}

GString *er_export_text(ErExport what)
{
	GString *out = g_string_new(NULL);

	if (what == ER_EXPORT_QUERY)
		add_query(out);
	else if (what == ER_EXPORT_AZ)
		add_az(out);
	else
		add_powershell(out);
	return out;
}

bool er_export_has(ErResourceKind kind)
{
	uint32_t n;
	const ErChildArray *arrays = er_arm_children(&n);

	for (size_t i = 0; i < G_N_ELEMENTS(of_hubs); i++)
		if (of_hubs[i].kind == kind)
			return true;
	if (is_top_level(kind))
		return er_arm_modelled(kind);
	for (uint32_t i = 0; i < n; i++) {
		g_autofree char *type = g_strdup_printf("%s/%s", er_resource_type_name(arrays[i].parent), arrays[i].segment);
		if (strcmp(type, er_resource_type_name(kind)) == 0)
			return er_export_has(arrays[i].parent);
	}
	return false;
}
