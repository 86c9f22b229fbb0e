/*
 * A site description to start from: the circuits, VPN gateways and VNets of an inventory, with everything that has to be filled in as
 * comments. What is not in a comment is what the inventory says; an unedited starter declares one site and where the circuits end, and
 * nothing about routers, lines or buildings.
 */
#include "site_tree.h"

#include <string.h>

enum { MOST_VNETS = 200 };

/* A name that only one resource of the kind has, else the id; written as an attribute's value. */
static char *reference(const ErInventory *inv, const ErResource *res)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		n += er_inventory_at(inv, i)->kind == res->kind && g_ascii_strcasecmp(er_inventory_at(inv, i)->name, res->name) == 0;
	return g_markup_escape_text(n == 1 ? res->name : res->id_shown, -1);
}

/* Text inside a comment: no two hyphens in a row, none at its end. */
static char *comment_text(const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_auto(GStrv) parts = g_strsplit(escaped, "--", -1);

	return g_strjoinv("- -", parts);
}

static void add_circuit(GString *out, const ErInventory *inv, const ErResource *res)
{
	bool direct = er_value_get(&res->body, "properties.expressRoutePort") != NULL;
	const char *provider = er_value_text(&res->body, "properties.serviceProviderProperties.serviceProviderName");
	const char *location = er_value_text(&res->body, "properties.serviceProviderProperties.peeringLocation");
	g_autofree char *name = reference(inv, res);
	g_autofree char *about = g_strdup_printf("%s%s%s", direct ? "ExpressRoute Direct" : provider != NULL ? provider : "provider not told", location != NULL ? ", " : "", location != NULL ? location : "");
	g_autofree char *shown = comment_text(about);

	g_string_append_printf(out, "    <!-- %s.%s -->\n    <circuit name=\"%s\"%s>\n", shown, direct ? "" : " Add model=\"cloud-exchange\", \"point-to-point\" or \"any-to-any\", and layer=\"2\" or \"3\"", name, direct ? " model=\"direct\"" : "");
	for (uint32_t side = 0; side < 2; side++)
		g_string_append_printf(out, "      <!-- <link side=\"%s\" router=\"ce%u\" access=\"line-%u\" conduit=\"…\" entry=\"…\" carrier=\"…\"%s bfd=\"true\"/> -->\n",
		                       side == 0 ? "primary" : "secondary", side + 1, side + 1, direct ? "" : " provider-edge=\"…\"");
	g_string_append(out, "    </circuit>\n");
}

/* A circuit of another subscription: all that is known is its id. */
static void add_external(GString *out, const ErExternal *external)
{
	g_autofree char *id = g_markup_escape_text(external->id_shown, -1);

	g_string_append_printf(out, "    <!-- Not in the inventory. -->\n    <circuit name=\"%s\">\n    </circuit>\n", id);
}

static bool is_vpn(const ErResource *res)
{
	const char *type = res->kind == ER_RES_GATEWAY ? er_value_text(&res->body, "properties.gatewayType") : NULL;

	return res->kind == ER_RES_VPN_GATEWAY || (type != NULL && g_ascii_strcasecmp(type, "Vpn") == 0);
}

static void add_service(GString *out, const ErInventory *inv)
{
	uint32_t n = 0;

	g_string_append(out, "  <!-- VNets that stand in for each other: the service is up while any of them is reached. Of these VNets:\n");
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_VNET || ++n > MOST_VNETS)
			continue;
		g_autofree char *name = comment_text(res->name);
		g_string_append_printf(out, "       %s\n", name);
	}
	if (n > MOST_VNETS)
		g_string_append_printf(out, "       and %u more\n", n - MOST_VNETS);
	g_string_append(out, "  <service id=\"erp\" name=\"ERP\" criticality=\"critical\"> <vnet name=\"…\"/> <vnet name=\"…\"/> </service>\n"
	                     "  <demand site=\"site-1\" service=\"erp\" to-azure-mbps=\"…\" from-azure-mbps=\"…\"/>\n"
	                     "  <accept rule=\"ER-TOP-009\" subject=\"…\" until=\"2027-12-31\" by=\"…\" reason=\"…\"/>\n"
	                     "  <availability component=\"access\" value=\"99.9\" source=\"contract …\"/>\n  -->\n");
}

GString *er_estate_starter(const ErInventory *inv)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                            "<!-- What no Azure inventory holds. Everything is optional but ids; what is missing counts as assumed or unknown.\n"
	                            "     erscope schema site prints every element and attribute. -->\n"
	                            "<estate xmlns=\"" ER_SITE_NAMESPACE "\">\n"
	                            "  <!-- One site; copy it for each place of yours, and move the circuits to where they end. -->\n"
	                            "  <site id=\"site-1\">\n"
	                            "    <!-- name=\"…\" facility=\"…\"; address ranges, so that routes can be read: <prefix>10.0.0.0/8</prefix> -->\n"
	                            "    <!-- <router id=\"ce1\" chassis=\"…\" power=\"…\"/> <router id=\"ce2\" chassis=\"…\" power=\"…\"/> -->\n");

	for (uint32_t i = 0; i < er_inventory_count(inv); i++)
		if (er_inventory_at(inv, i)->kind == ER_RES_CIRCUIT)
			add_circuit(out, inv, er_inventory_at(inv, i));
	for (uint32_t i = 0; i < er_inventory_n_externals(inv); i++)
		if (er_inventory_external(inv, i)->kind == ER_RES_CIRCUIT)
			add_external(out, er_inventory_external(inv, i));
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		g_autofree char *name = is_vpn(res) ? reference(inv, res) : NULL;
		g_autofree char *shown = name != NULL ? comment_text(name) : NULL;
		if (shown != NULL)
			g_string_append_printf(out, "    <!-- If this site uses it as backup: <vpn gateway=\"%s\" router=\"ce1\" conduit=\"…\" bandwidth-mbps=\"…\"/> -->\n", shown);
	}
	g_string_append(out, "  </site>\n  <!-- Between two sites: <wan id=\"mpls\" sites=\"site-1 site-2\" bandwidth-mbps=\"…\"/> -->\n");
	add_service(out, inv);
	g_string_append(out, "</estate>\n");
	return out;
}
