/* The results document's JSON Schema, built into the program. */
#include <erscope/results.h>

#include <gio/gio.h>

#include "schemas.h"

GString *er_results_schema(void)
{
	g_autoptr(GBytes) bytes = g_resource_lookup_data(er_schemas_get_resource(), "/erscope/results.schema.json", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_string_new_len(data, (gssize)size);
}
