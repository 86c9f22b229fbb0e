/*
 * table.c: the boxes and lines of a diagram as comma-separated values (RFC 4180), for spreadsheets and diffs: what each is, its id in the
 * results document, what holds it, where it stands on the sheet (pixels of 1/96 inch), and of a line what it joins.
 *
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front: names come from inputs that anybody may have written.
 */
#include "diagram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const wire_names[] = {
	[ER_WIRE_LAN] = "lan", [ER_WIRE_ACCESS] = "access", [ER_WIRE_LINK] = "link", [ER_WIRE_GATHER] = "gather", [ER_WIRE_CONNECTION] = "connection", [ER_WIRE_PEERING] = "vnet-peering", [ER_WIRE_REACH] = "global-reach", [ER_WIRE_VPN] = "vpn-connection", [ER_WIRE_WAN] = "wan",
};

static void cell(GString *out, const char *text)
{
	bool formula = *text != '\0' && strchr("=+-@", *text) != NULL;

	if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
		g_string_append(out, text);
		return;
	}
	g_string_append(out, formula ? "\"'" : "\"");
	for (; *text != '\0'; text++)
		g_string_append_printf(out, *text == '"' ? "\"%c" : "%c", *text);
	g_string_append_c(out, '"');
}

static void row(GString *out, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_string_append(out, i > 0 ? "," : "");
		cell(out, cells[i]);
	}
	g_string_append(out, "\r\n");
}

/* Boxes that are no component go by their kind and label. */
static const char *name_of(const ErNetwork *net, const ErBox *box)
{
	return box->component != ER_NONE ? er_network_component(net, box->component)->name : box->label != NULL ? box->label : er_box_kind_name(box->kind);
}

static const char *id_of(const ErNetwork *net, uint32_t component)
{
	return component != ER_NONE ? er_network_component(net, component)->id : "";
}

static const char *certainty_of(const ErNetwork *net, uint32_t component)
{
	return component != ER_NONE ? er_certainty_name(er_network_component(net, component)->certainty) : "";
}

static void add_box(const ErDiagram *diagram, const ErNetwork *net, const ErBox *box, GString *out)
{
	const ErBox *parent = box->parent != ER_NONE ? er_diagram_box(diagram, box->parent) : NULL;
	const double place[] = { box->rect.x, box->rect.y, box->rect.w, box->rect.h };
	char *numbers[G_N_ELEMENTS(place)];

	for (size_t i = 0; i < G_N_ELEMENTS(place); i++)
		numbers[i] = g_strdup_printf("%ld", lround(place[i]));
	const char *const cells[] = { "box", er_box_kind_name(box->kind), name_of(net, box), id_of(net, box->component), certainty_of(net, box->component), parent != NULL ? name_of(net, parent) : "", "", "", numbers[0], numbers[1], numbers[2], numbers[3] };
	row(out, cells, G_N_ELEMENTS(cells));
	for (size_t i = 0; i < G_N_ELEMENTS(place); i++)
		g_free(numbers[i]);
}

static void add_wire(const ErDiagram *diagram, const ErNetwork *net, const ErWire *wire, GString *out)
{
	const char *name = wire->component != ER_NONE ? er_network_component(net, wire->component)->name : wire_names[wire->kind];
	const char *const cells[] = { "line", wire_names[wire->kind], name, id_of(net, wire->component), certainty_of(net, wire->component), "", name_of(net, er_diagram_box(diagram, wire->from)), name_of(net, er_diagram_box(diagram, wire->to)), "", "", "", "" };

	row(out, cells, G_N_ELEMENTS(cells));
}

void er_diagram_write_csv(const ErDiagram *diagram, const ErNetwork *net, GString *out)
{
	static const char *const heads[] = { "what", "kind", "name", "id", "certainty", "inside", "from", "to", "x", "y", "width", "height" };

	row(out, heads, G_N_ELEMENTS(heads));
	for (uint32_t i = 0; i < er_diagram_n_boxes(diagram); i++)
		add_box(diagram, net, er_diagram_box(diagram, i), out);
	for (uint32_t i = 0; i < er_diagram_n_wires(diagram); i++)
		add_wire(diagram, net, er_diagram_wire(diagram, i), out);
}
