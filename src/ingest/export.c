/*
 * How to export what erscope reads, from the table of resource kinds that ingest itself goes by. Resource Graph has every top-level
 * resource with its properties, and with them the children that ARM embeds (arm.c, child arrays). Those of a virtual hub or a DNS
 * forwarding rule set are embedded nowhere: they are asked of each. What extends a resource (locks, diagnostic settings, maintenance) is in
 * no table of that query either: it is asked of each circuit, gateway, connection and port pair, and a file in which nothing came is not
 * read. Commands follow the reference of Azure CLI and of Az PowerShell.
 */
#include "arm.h"

#include <string.h>

/* What only the parent itself lists: kind, and the segment of its address. */
typedef struct { ErResourceKind kind; const char *segment; } Listed;
static const Listed of_hubs[] = {
	{ ER_RES_HUB_CONNECTION, "hubVirtualNetworkConnections" },
	{ ER_RES_ROUTING_INTENT, "routingIntent" },
	{ ER_RES_HUB_BGP_CONNECTION, "bgpConnections" },
	{ ER_RES_ROUTE_MAP, "routeMaps" },
	{ 0 },
};
static const Listed of_rulesets[] = {
	{ ER_RES_DNS_RULE, "forwardingRules" },
	{ ER_RES_DNS_LINK, "virtualNetworkLinks" },
	{ 0 },
};
/* Their parents; @file: what the commands write. */
static const struct { ErResourceKind parent; const char *variable, *file, *api; const Listed *listed; } lists[] = {
	{ ER_RES_HUB, "hub", "hubs.json", "2024-05-01", of_hubs },
	{ ER_RES_DNS_RULESET, "ruleset", "rulesets.json", "2022-07-01", of_rulesets },
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
	g_string_append(out, ")\n| project id, name, type, kind, location, tags, sku, zones, identity, properties\n| order by id asc\n");
}

static void add_az(GString *out)
{
	g_string_append(out, "# Azure CLI (bash), with the extension resource-graph. A reply is one page of 1000: go on with --skip-token until there is none.\n"
	                     "az graph query --first 1000 --output json -q \"\n");
	add_query(out);
	g_string_append(out, "\" > resources.json\n");
	for (size_t l = 0; l < G_N_ELEMENTS(lists); l++) {
		g_string_append_printf(out, "for %s in $(az graph query --first 1000 --output tsv --query 'data[].id' -q \"resources | where type =~ '%s' | project id\"); do\n", lists[l].variable,
		                       er_resource_type_name(lists[l].parent));
		for (const Listed *row = lists[l].listed; row->segment != NULL; row++)
			g_string_append_printf(out, "  az rest --method get --url \"$%s/%s?api-version=%s\"\n", lists[l].variable, row->segment, lists[l].api);
		g_string_append_printf(out, "done > %s\n", lists[l].file);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
		g_string_append_printf(out, "for id in $(az graph query --first 1000 --output tsv --query 'data[].id' -q \"%s\"); do\n", owners[i].query);
		for (size_t k = 0; k < G_N_ELEMENTS(extensions); k++)
			if (extensions[k].of_subscription == owners[i].of_subscription)
				g_string_append_printf(out, "  az rest --method get --url \"$id/providers/%s?api-version=%s\"\n", extensions[k].segment, extensions[k].api);
		g_string_append_printf(out, "done %s operations.json\n", i == 0 ? ">" : ">>");
	}
	g_string_append(out, "erscope check $(find resources.json hubs.json rulesets.json operations.json -size +0)\n");
}

static void add_powershell(GString *out)
{
	g_string_append(out, "# Az PowerShell, with the module Az.ResourceGraph. A reply is one page of 1000: go on with -SkipToken until there is none.\n$query = @\"\n");
	add_query(out);
	g_string_append(out, "\"@\n(Search-AzGraph -Query $query -First 1000).Data | ConvertTo-Json -Depth 100 | Set-Content -Encoding utf8 resources.json\n");
	for (size_t l = 0; l < G_N_ELEMENTS(lists); l++) {
		g_string_append_printf(out, "$%ss = (Search-AzGraph -Query \"resources | where type =~ '%s' | project id\" -First 1000).Data\n$%ss | ForEach-Object {\n", lists[l].variable,
		                       er_resource_type_name(lists[l].parent), lists[l].variable);
		for (const Listed *row = lists[l].listed; row->segment != NULL; row++)
			g_string_append_printf(out, "  (Invoke-AzRestMethod -Method GET -Path \"$($_.id)/%s?api-version=%s\").Content\n", row->segment, lists[l].api);
		g_string_append_printf(out, "} | Set-Content -Encoding utf8 %s\n", lists[l].file);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
		g_string_append_printf(out, "$ids = (Search-AzGraph -Query \"%s\" -First 1000).Data\n$ids | ForEach-Object {\n", owners[i].query);
		for (size_t k = 0; k < G_N_ELEMENTS(extensions); k++)
			if (extensions[k].of_subscription == owners[i].of_subscription)
				g_string_append_printf(out, "  (Invoke-AzRestMethod -Method GET -Path \"$($_.id)/providers/%s?api-version=%s\").Content\n", extensions[k].segment, extensions[k].api);
		g_string_append_printf(out, "} | %s-Content -Encoding utf8 operations.json\n", i == 0 ? "Set" : "Add");
	}
	g_string_append(out, "erscope check (Get-ChildItem resources.json, hubs.json, rulesets.json, operations.json | Where-Object Length -gt 0).Name\n");
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

	for (size_t l = 0; l < G_N_ELEMENTS(lists); l++)
		for (const Listed *row = lists[l].listed; row->segment != NULL; row++)
			if (row->kind == kind)
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
