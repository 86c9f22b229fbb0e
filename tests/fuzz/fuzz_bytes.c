/* The outer door: any bytes as an inventory, and on into the network: gzip, UTF-16, logs, every form of JSON and XML. */
#include "fuzz.h"

#include <erscope/network.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_parse((const char *)data, size, "fuzz", diags);

	fuzz_check_inventory(inv);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	g_assert(net != NULL);
	fuzz_check_diags(diags);
	return 0;
}
