/*
 * How to export what erscope reads, from the table of resource kinds that ingest itself goes by. Resource Graph has every top-level
 * resource with its properties, and with them the children that ARM embeds (arm.c, child arrays). Those of a virtual hub or a DNS
 * forwarding rule set are embedded nowhere: they are asked of each, and a file in which nothing came is not read. Maintenance has a
 * table of its own. Commands follow the reference of Azure CLI and of Az PowerShell.
 */
#include "arm.h"

#include <string.h>

/* What only the parent itself lists: kind, and the segment of its address. */
typedef struct { ErResourceKind kind; const char *segment; } Listed;
static const Listed of_hubs[] = {
	{ ER_RES_HUB_CONNECTION, "hubVirtualNetworkConnections" },
	{ ER_RES_ROUTING_INTENT, "routingIntent" },
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

static bool is_top_level(ErResourceKind kind)
{
	const char *slash = strchr(er_resource_type_name(kind), '/');

	return slash != NULL && strchr(slash + 1, '/') == NULL;
}

static void add_query(GString *out)
{
	bool first = true;

	g_string_append(out, "resources\n| union maintenanceresources\n| where type in~ (");
	for (ErResourceKind kind = 0; kind < ER_RES_OTHER; kind++)
		if (er_arm_modelled(kind) && is_top_level(kind)) {
			g_string_append_printf(out, "%s\n    '%s'", first ? "" : ",", er_resource_type_name(kind));
			first = false;
		}
	g_string_append(out, ")\n| project id, name, type, location, tags, sku, zones, properties\n| order by id asc\n");
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
	g_string_append(out, "erscope check $(find resources.json hubs.json rulesets.json -size +0)\n");
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
	g_string_append(out, "erscope check (Get-ChildItem resources.json, hubs.json, rulesets.json | Where-Object Length -gt 0).Name\n");
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
	if (is_top_level(kind))
		return er_arm_modelled(kind);
	for (uint32_t i = 0; i < n; i++) {
		g_autofree char *type = g_strdup_printf("%s/%s", er_resource_type_name(arrays[i].parent), arrays[i].segment);
		if (strcmp(type, er_resource_type_name(kind)) == 0)
			return er_export_has(arrays[i].parent);
	}
	return false;
}
