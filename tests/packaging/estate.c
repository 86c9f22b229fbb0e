/* A program of somebody else's: an installed liberscope, found by pkg-config. usage: estate INVENTORY PDF */
#include <erscope/draw.h>
#include <erscope/results.h>

#include <stdio.h>

int main(int argc, char **argv)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	const ErInput input = { .file = argc == 3 ? argv[1] : "" };
	g_autoptr(ErInventory) inv = er_inventory_read_inputs(&input, 1, false, diags);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	g_autoptr(ErFlows) flows = er_flows_build(net, 1, diags);
	g_autoptr(ErFindings) findings = er_findings_check(flows, "2026-11-28");
	const ErDrawOptions options = { .as_of = "2026-11-28", .content = er_inventory_content(inv), .inventory = "input.json" };
	g_autoptr(ErDrawing) drawing = er_draw(flows, findings, &options, ER_VIEW_OVERVIEW | ER_VIEW_FLOW, diags);
	g_autoptr(GByteArray) pdf = g_byte_array_new();
	g_autoptr(GError) error = NULL;

	if (argc != 3 || !er_drawing_pdf(drawing, pdf, &error) || !g_file_set_contents(argv[2], (const char *)pdf->data, (gssize)pdf->len, &error)) {
		fprintf(stderr, "%s\n", error != NULL ? error->message : "usage: estate INVENTORY PDF");
		return 1;
	}
	printf("%u flows, %u findings, %u sheets\n", er_flows_count(flows), er_findings_count(findings), er_drawing_count(drawing));
	return 0;
}
