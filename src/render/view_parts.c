/*
 * A view that is too large for one sheet, split into several: by the homes of its gateways, each with the circuits that it is connected to, as many
 * as fit together; a home with more circuits than fit stands on several sheets, each with a part of them; then the circuits that no gateway is
 * connected to, and port pairs without a circuit. Every connection of the whole stands on one sheet. Whether a part fits is not guessed: it is laid out.
 */
#include "view_build.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_BOXES = 60, MOST_BOTTOM = 1166, MOST_FLOW_BOTTOM = 1110, MOST_RIGHT = 2120, MOST_TOGETHER = 4 };

typedef struct { const ErView *whole; uint32_t most_spokes; GPtrArray *parts; bool *circuits, *gateways; bool any; } Split;

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

bool er_view_fits(const ErView *view, const ErFrame *frame)
{
	return er_diagram_n_boxes(view->diagram) <= MOST_BOXES && frame->bottom <= (view->flow_sheet ? MOST_FLOW_BOTTOM : MOST_BOTTOM) && frame->right <= MOST_RIGHT;
}

/* ---- by homes ---- */

/* The sites of the whole that reach Azure over a circuit of the part. */
static void mark_sites(ErView *view, const ErView *whole)
{
	for (uint32_t i = 0; i < er_flows_n_classes(view->flows); i++) {
		const ErFlowClass *class = er_flows_class(view->flows, i);
		for (uint32_t k = 0; k < class->n_paths && (whole->sites == NULL || whole->sites[class->site]); k++)
			view->sites[class->site] |= class->paths[k].circuit != ER_NONE && view->circuits[class->paths[k].circuit];
	}
	er_view_mark_some_site(view);
}

static ErView *part_with(const Split *split, const bool *circuits, const bool *gateways)
{
	const ErView *whole = split->whole;
	ErView *view = er_view_new(whole->flows, whole->findings);
	const ErNetwork *net = net_of(whole);

	view->part_of = whole;
	view->failure = whole->failure;
	view->filter = whole->filter;
	er_view_no_marks(view);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		view->circuits[i] = circuits[i];
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		view->gateways[i] = gateways[i];
	mark_sites(view, whole);
	er_view_fill(view, split->most_spokes);
	return view;
}

static bool fits(const Split *split, const bool *circuits, const bool *gateways)
{
	ErView *view = part_with(split, circuits, gateways);
	ErFrame frame = er_layout_tiers(view);
	bool fit = er_view_fits(view, &frame);

	er_view_free(view);
	return fit;
}

static void flush(Split *split)
{
	const ErNetwork *net = net_of(split->whole);

	if (split->any)
		g_ptr_array_add(split->parts, part_with(split, split->circuits, split->gateways));
	split->any = false;
	memset(split->circuits, 0, er_network_n_circuits(net) * sizeof *split->circuits);
	memset(split->gateways, 0, er_network_n_gateways(net) * sizeof *split->gateways);
}

/* Adds to the sheet that is being filled; to a new one when it would not fit. */
static void put(Split *split, const bool *circuits, const bool *gateways)
{
	const ErNetwork *net = net_of(split->whole);
	uint32_t n_circuits = er_network_n_circuits(net), n_gateways = er_network_n_gateways(net);
	g_autofree bool *more_circuits = g_new0(bool, n_circuits + 1), *more_gateways = g_new0(bool, n_gateways + 1);

	for (uint32_t i = 0; i < n_circuits; i++)
		more_circuits[i] = split->circuits[i] || circuits[i];
	for (uint32_t i = 0; i < n_gateways; i++)
		more_gateways[i] = split->gateways[i] || gateways[i];
	if (split->any && !fits(split, more_circuits, more_gateways)) {
		flush(split);
		memcpy(split->circuits, circuits, n_circuits * sizeof *circuits);
		memcpy(split->gateways, gateways, n_gateways * sizeof *gateways);
	} else {
		memcpy(split->circuits, more_circuits, n_circuits * sizeof *circuits);
		memcpy(split->gateways, more_gateways, n_gateways * sizeof *gateways);
	}
	split->any = true;
}

/* The circuits in pieces of at most @most, in their order. */
static void put_in_pieces(Split *split, const bool *circuits, const bool *gateways, uint32_t most)
{
	uint32_t n_circuits = er_network_n_circuits(net_of(split->whole)), n = 0;
	g_autofree bool *piece = g_new0(bool, n_circuits + 1);

	for (uint32_t i = 0; i < n_circuits; i++) {
		if (!circuits[i])
			continue;
		piece[i] = true;
		if (++n < most)
			continue;
		put(split, piece, gateways);
		memset(piece, 0, n_circuits * sizeof *piece);
		n = 0;
	}
	if (n > 0)
		put(split, piece, gateways);
}

static void put_home(Split *split, const ErHome *home, bool *served)
{
	const ErNetwork *net = net_of(split->whole);
	uint32_t n_circuits = er_network_n_circuits(net), n_gateways = er_network_n_gateways(net), most = MOST_TOGETHER;
	g_autofree bool *circuits = g_new0(bool, n_circuits + 1), *gateways = g_new0(bool, n_gateways + 1);

	for (uint32_t i = 0; i < n_gateways; i++)
		gateways[i] = er_view_is_at(split->whole, i, home);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (gateways[connection->gateway] && er_view_shows_circuit(split->whole, connection->circuit))
			circuits[connection->circuit] = served[connection->circuit] = true;
	}
	if (er_view_count(circuits, n_circuits) <= 1 || fits(split, circuits, gateways)) {
		put(split, circuits, gateways);
		return;
	}
	/* The largest pieces of which the first fits. */
	for (bool fit = false; !fit && most > 1; most -= !fit) {
		g_autofree bool *first = g_new0(bool, n_circuits + 1);
		for (uint32_t i = 0, n = 0; i < n_circuits && n < most; i++) {
			first[i] = circuits[i];
			n += circuits[i];
		}
		fit = fits(split, first, gateways);
	}
	put_in_pieces(split, circuits, gateways, most);
}

static void split_by_homes(Split *split)
{
	const ErNetwork *net = net_of(split->whole);
	uint32_t n_circuits = er_network_n_circuits(net);
	g_autofree bool *served = g_new0(bool, n_circuits + 1), *rest = g_new0(bool, n_circuits + 1), *none = g_new0(bool, er_network_n_gateways(net) + 1);
	g_autoptr(GArray) homes = er_view_homes(split->whole);

	for (guint i = 0; i < homes->len; i++)
		put_home(split, &g_array_index(homes, ErHome, i), served);
	for (uint32_t i = 0; i < n_circuits; i++)
		rest[i] = !served[i] && er_view_shows_circuit(split->whole, i);
	put_in_pieces(split, rest, none, 1);
	flush(split);
}

/* Port pairs of the whole estate that no circuit uses: on sheets of their own. */
static void split_ports(Split *split)
{
	const ErNetwork *net = net_of(split->whole);
	uint32_t n_ports = er_network_n_ports(net), n = 0;
	ErView *view = NULL;

	for (uint32_t i = 0; split->whole->circuits == NULL && i < n_ports; i++) {
		bool used = false;
		for (uint32_t c = 0; c < er_network_n_circuits(net); c++)
			used = used || er_network_circuit(net, c)->port == i;
		if (used)
			continue;
		if (n++ % 3 == 0) {
			view = er_view_new(split->whole->flows, split->whole->findings);
			view->part_of = split->whole;
			view->failure = split->whole->failure;
			er_view_no_marks(view);
			er_view_mark_some_site(view);
			view->ports = g_new0(bool, n_ports);
			g_ptr_array_add(split->parts, view);
		}
		view->ports[i] = true;
	}
	for (guint i = 0; i < split->parts->len; i++) {
		view = split->parts->pdata[i];
		if (view->ports != NULL)
			er_view_fill(view, split->most_spokes);
	}
}

/* ---- flow sheets ---- */

/* The circuits that lead from the site to the gateway, in pieces; of each the destinations, in pieces. */
static void split_flow(Split *split)
{
	const ErView *whole = split->whole;
	const ErNetwork *net = net_of(whole);
	uint32_t n_circuits = er_network_n_circuits(net), n_classes = whole->destinations->len;
	g_autofree bool *all = g_new0(bool, n_circuits + 1);

	for (uint32_t i = 0; i < n_circuits; i++)
		all[i] = er_view_shows_circuit(whole, i);
	for (uint32_t most = er_view_count(all, n_circuits), classes = n_classes; split->parts->len == 0;) {
		g_autofree bool *piece = g_new0(bool, n_circuits + 1);
		bool fit = true;
		for (uint32_t i = 0, n = 0; i < n_circuits; i++) {
			n += piece[i] = all[i];
			if (n == 0 || (n < most && i + 1 < n_circuits))
				continue;
			for (uint32_t first = 0; first < n_classes; first += classes) {
				ErView *view = er_view_flow_part(whole, piece, first, classes);
				ErFrame frame = er_layout_tiers(view);
				fit = fit && er_view_fits(view, &frame);
				g_ptr_array_add(split->parts, view);
			}
			memset(piece, 0, n_circuits * sizeof *piece);
			n = 0;
		}
		if (fit || (most <= 1 && classes <= 1))
			break;
		g_ptr_array_set_size(split->parts, 0);
		/* First fewer circuits: their rows are taller than a destination. */
		if (most > 2 || (classes <= 2 && most > 1))
			most--;
		else
			classes = (classes + 1) / 2;
	}
}

/* ---- both ---- */

static void free_view(void *view)
{
	er_view_free(view);
}

/* Part 2 of 3: what of the whole stands on it. */
static void name_part(ErView *view, const ErView *whole, guint number, guint of)
{
	const ErNetwork *net = net_of(whole);
	uint32_t n_circuits = er_network_n_circuits(net), shown = 0;
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < n_circuits; i++)
		if (view->circuits[i] && shown++ < MOST_TOGETHER)
			g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", er_network_component(net, er_network_circuit(net, i)->self)->name);
	if (shown > MOST_TOGETHER)
		g_string_append_printf(names, _(" and %u more"), shown - MOST_TOGETHER);
	g_free(view->slug);
	g_free(view->title);
	g_free(view->subtitle);
	g_free(view->scope);
	view->slug = g_strdup_printf("%s-part-%u", whole->slug, number);
	view->title = g_strdup_printf(_("%s, part %u of %u"), whole->title, number, of);
	view->subtitle = g_strdup_printf(_("%s · this part: %s"), whole->subtitle, shown > 0 ? names->str : _("without a circuit"));
	view->scope = g_strdup_printf(_("part %u of %u · %s"), number, of, whole->scope);
}

GPtrArray *er_view_parts(const ErView *whole, uint32_t most_spokes)
{
	const ErNetwork *net = net_of(whole);
	g_autofree bool *circuits = g_new0(bool, er_network_n_circuits(net) + 1), *gateways = g_new0(bool, er_network_n_gateways(net) + 1);
	Split split = { whole, most_spokes, g_ptr_array_new_with_free_func(free_view), circuits, gateways, false };

	if (whole->flow_sheet) {
		split_flow(&split);
	} else {
		split_by_homes(&split);
		split_ports(&split);
	}
	if (split.parts->len <= 1)
		g_ptr_array_set_size(split.parts, 0);
	for (guint i = 0; i < split.parts->len; i++)
		name_part(split.parts->pdata[i], whole, i + 1, split.parts->len);
	g_ptr_array_set_free_func(split.parts, NULL);
	return split.parts;
}
