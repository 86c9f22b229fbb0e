/* erscope query: how to export from Azure what erscope reads. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static const struct { const char *name; ErExport what; } forms[] = { { "graph", ER_EXPORT_QUERY }, { "az", ER_EXPORT_AZ }, { "powershell", ER_EXPORT_POWERSHELL } };

static GString *everything(void)
{
	GString *all = g_string_new("# The Resource Graph query by itself:\n\n");

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autoptr(GString) one = er_export_text(forms[i].what);
		g_string_append_printf(all, "%s%s", i > 0 ? "\n" : "", one->str);
	}
	return all;
}

int cmd_query(int argc, char **argv)
{
	g_autofree char *path = NULL, *format = NULL;
	ErCommon common = { 0 };
	int status = ER_EXIT_USAGE;
	const char *names[G_N_ELEMENTS(forms)];
	const GOptionEntry own[] = {
		{ "format", 0, 0, G_OPTION_ARG_STRING, &format, "graph, az or powershell; without it all three", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE instead of standard output", "FILE" },
		{ 0 },
	};

	if (er_cli_parse(&argc, &argv, "Prints the Resource Graph query and the commands that export from Azure what erscope reads. Nothing is sent anywhere.", own, &common)) {
		g_autoptr(GString) text = format == NULL ? everything() : NULL;
		for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
			names[i] = forms[i].name;
			if (format != NULL && strcmp(format, forms[i].name) == 0)
				text = er_export_text(forms[i].what);
		}
		if (common.files != NULL)
			fprintf(stderr, "erscope query: it reads no file; '%s' is too much\n", common.files[0]);
		else if (text == NULL)
			er_cli_tell_unknown("format", format, names, G_N_ELEMENTS(forms));
		else
			status = er_cli_write(path, text) ? ER_EXIT_FINE : ER_EXIT_OUTPUT;
	}
	er_cli_clear(&common);
	return status;
}
