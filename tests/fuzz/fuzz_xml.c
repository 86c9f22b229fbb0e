/* The XML door: whatever comes begins with '<'. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	bool begun = size > 0 && data[0] == '<';
	g_autofree char *text = g_malloc(size + 1);

	text[0] = '<';
	if (size > 0)
		memcpy(text + !begun, data, size);
	g_autoptr(ErInventory) inv = er_inventory_parse(text, size + !begun, "fuzz", diags);
	fuzz_check_inventory(inv);
	fuzz_check_diags(diags);
	return 0;
}
