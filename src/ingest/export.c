/*
 * How to export what erscope reads, from the table of resource kinds that ingest itself goes by. Resource Graph has every top-level
 * resource with its properties, and with them the children that ARM embeds (arm.c, child arrays). Those of a virtual hub are embedded
 * nowhere: they are asked of each hub. What extends a resource (locks, diagnostic settings, maintenance) is in no table of Resource Graph
 * either: it is asked of each circuit, gateway, connection and port pair. Commands follow the reference of Azure CLI and of Az PowerShell.
 */
#include "arm.h"

#include <string.h>

/* What only the hub itself lists: kind, and the segment of its address. */
static const struct { ErResourceKind kind; const char *segment; } of_hubs[] = {
	{ ER_RES_HUB_CONNECTION, "hubVirtualNetworkConnections" },
	{ ER_RES_ROUTING_INTENT, "routingIntent" },
	{ ER_RES_ROUTE_MAP, "routeMaps" },
};

/* What only the resource that it extends lists. Locks are inherited, and a subscription lists all in it. */
static const struct { ErResourceKind kind; const char *segment, *api; bool of_subscription; } extensions[] = {
	{ ER_RES_LOCK, "Microsoft.Authorization/locks", "2020-05-01", true },
	{ ER_RES_DIAGNOSTIC_SETTING, "Microsoft.Insights/diagnosticSettings", "2021-05-01-preview", false },
	{ ER_RES_MAINTENANCE_ASSIGNMENT, "Microsoft.Maintenance/configurationAssignments", "2023-04-01", false },
};

/* Whose extensions matter, and their subscriptions, as queries with single quotes only. */
#define EXTENDED "resources | where type in~ ('microsoft.network/expressroutecircuits', 'microsoft.network/virtualnetworkgateways', 'microsoft.network/connections', " \
	"'microsoft.network/expressroutegateways', 'microsoft.network/expressrouteports')"
static const struct { bool of_subscription; const char *query; } owners[] = {
	{ true, EXTENDED " | distinct subscriptionId | project id = strcat('/subscriptions/', subscriptionId)" },
	{ false, EXTENDED " | project id" },
};

#define API "2024-05-01"

static bool is_extension(ErResourceKind kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
		if (extensions[i].kind == kind)
			return true;
	return false;
}

/* Listed by Resource Graph's table of resources: what stands alone, and the children that it has rows of. */
static bool is_in_graph(ErResourceKind kind)
{
	const char *slash = strchr(er_resource_type_name(kind), '/');

	return kind == ER_RES_CONNECTION_MONITOR || (slash != NULL && strchr(slash + 1, '/') == NULL && !is_extension(kind));
}

static void add_query(GString *out)
{
	bool first = true;

	g_string_append(out, "resources\n| where type in~ (");
	for (ErResourceKind kind = 0; kind < ER_RES_OTHER; kind++)
		if (er_arm_modelled(kind) && is_in_graph(kind)) {
			g_string_append_printf(out, "%s\n    '%s'", first ? "" : ",", er_resource_type_name(kind));
			first = false;
		}
	g_string_append(out, ")\n| project id, name, type, location, tags, sku, zones, identity, properties\n| order by id asc\n");
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
	g_string_append(out, "done > hubs.json\n");
	for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
		g_string_append_printf(out, "for id in $(az graph query --first 1000 --output tsv --query 'data[].id' -q \"%s\"); do\n", owners[i].query);
		for (size_t k = 0; k < G_N_ELEMENTS(extensions); k++)
			if (extensions[k].of_subscription == owners[i].of_subscription)
				g_string_append_printf(out, "  az rest --method get --url \"$id/providers/%s?api-version=%s\"\n", extensions[k].segment, extensions[k].api);
		g_string_append_printf(out, "done %s operations.json\n", i == 0 ? ">" : ">>");
	}
	g_string_append(out, "erscope check resources.json hubs.json operations.json\n");
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
	g_string_append(out, "} | Set-Content -Encoding utf8 hubs.json\n");
	for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
		g_string_append_printf(out, "$ids = (Search-AzGraph -Query \"%s\" -First 1000).Data\n$ids | ForEach-Object {\n", owners[i].query);
		for (size_t k = 0; k < G_N_ELEMENTS(extensions); k++)
			if (extensions[k].of_subscription == owners[i].of_subscription)
				g_string_append_printf(out, "  (Invoke-AzRestMethod -Method GET -Path \"$($_.id)/providers/%s?api-version=%s\").Content\n", extensions[k].segment, extensions[k].api);
		g_string_append_printf(out, "} | %s-Content -Encoding utf8 operations.json\n", i == 0 ? "Set" : "Add");
	}
	g_string_append(out, "erscope check resources.json hubs.json operations.json\n");
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
	if (is_extension(kind))
		return true;
	if (is_in_graph(kind))
		return er_arm_modelled(kind);
	for (uint32_t i = 0; i < n; i++) {
		g_autofree char *type = g_strdup_printf("%s/%s", er_resource_type_name(arrays[i].parent), arrays[i].segment);
		if (strcmp(type, er_resource_type_name(kind)) == 0)
			return er_export_has(arrays[i].parent);
	}
	return false;
}
