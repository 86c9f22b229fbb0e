/* Schemas that are built into the program: of the results document, of the report as XML, and of ARM resources in XML. */
#include <erscope/document.h>
#include <erscope/results.h>

#include <gio/gio.h>

#include "schemas.h"

static GString *text_of(const char *path)
{
	g_autoptr(GBytes) bytes = g_resource_lookup_data(er_schemas_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_string_new_len(data, (gssize)size);
}

GString *er_results_schema(void)
{
	return text_of("/erscope/results.schema.json");
}

GString *er_arm_xml_schema(void)
{
	return text_of("/erscope/arm-inventory.xsd");
}

GString *er_document_schema(void)
{
	return text_of("/erscope/report.xsd");
}
