/* erscope site: a starter site description; erscope schema: what it may hold. */
#include "cli.h"

#include <erscope/diff.h>
#include <erscope/document.h>
#include <erscope/results.h>

#include <stdio.h>
#include <string.h>

static int write_starter(const ErCommon *common, const char *path)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_cli_read(common, NULL, NULL, diags);
	g_autoptr(GString) text = er_estate_starter(inv);

	er_diags_finish(diags);
	er_cli_tell_diags(diags, common);
	if (!er_cli_write(path, text))
		return ER_EXIT_OUTPUT;
	return er_diags_worst(diags) == ER_DIAG_ERROR || er_inventory_names_only(inv) ? ER_EXIT_INPUT : ER_EXIT_FINE;
}

int cmd_site(int argc, char **argv)
{
	g_auto(GStrv) from = NULL;
	g_autofree char *path = NULL;
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const GOptionEntry own[] = {
		{ "from", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &from, "Inventory to start from; further files may follow", "INVENTORY" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Writes a commented site description for exactly the circuits found, to be filled in.", own, &common)) {
		g_autoptr(GStrvBuilder) all = g_strv_builder_new();
		if (from != NULL)
			g_strv_builder_addv(all, (const char **)from);
		if (common.files != NULL)
			g_strv_builder_addv(all, (const char **)common.files);
		g_strfreev(common.files);
		common.files = g_strv_builder_end(all);
		if (common.files[0] == NULL)
			fprintf(stderr, "erscope site: name an inventory: erscope site --from INVENTORY\n");
		else
			status = write_starter(&common, path);
	}
	er_cli_clear(&common);
	return status;
}

static GString *site_xsd(void) { return er_estate_schema(true); }
static GString *site_json(void) { return er_estate_schema(false); }

static const struct { const char *name, *about; GString *(*text)(void); } schemas[] = {
	{ "site", "site description in XML (XSD)", site_xsd },
	{ "site-json", "site description in JSON (JSON Schema)", site_json },
	{ "arm-xml", "inventory in XML, an element per property (XSD)", er_arm_xml_schema },
	{ "results", "results document (JSON Schema)", er_results_schema },
	{ "report", "report as templates read it (XSD)", er_document_schema },
	{ "diff", "what erscope diff --format json writes (JSON Schema)", er_diff_schema },
};

int cmd_schema(int argc, char **argv)
{
	g_autofree char *path = NULL;
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const char *names[G_N_ELEMENTS(schemas)];
	const GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Prints a schema; without a name, which ones there are.", own, &common)) {
		g_autoptr(GString) text = g_string_new(NULL);
		for (size_t i = 0; i < G_N_ELEMENTS(schemas); i++) {
			names[i] = schemas[i].name;
			if (common.files == NULL) {
				g_string_append_printf(text, "%-10s %s\n", schemas[i].name, schemas[i].about);
			} else if (strcmp(common.files[0], schemas[i].name) == 0) {
				g_autoptr(GString) schema = schemas[i].text();
				g_string_append_len(text, schema->str, (gssize)schema->len);
			}
		}
		if (text->len > 0)
			status = er_cli_write(path, text) ? ER_EXIT_FINE : ER_EXIT_OUTPUT;
		else
			er_cli_tell_unknown("schema", common.files[0], names, G_N_ELEMENTS(schemas));
	}
	er_cli_clear(&common);
	return status;
}
