/*
 * The spokes of one home: those that collapse into a count on other sheets, in a grid, so many on a sheet as fit. Only homes with more spokes than
 * an overview draws have such sheets.
 */
#include "view_build.h"

#include <erscope/lang.h>

enum { SPOKES_ON_A_SHEET = 48 };

/* All spokes of a home, region by region, its own first. (transfer full): of uint32_t: attachments */
static GArray *all_spokes(const ErView *view, const ErHome *home, uint32_t most, bool *collapse)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GPtrArray) regions = er_view_spoke_regions(view, home);

	g_ptr_array_insert(regions, 0, (char *)home->region);
	for (guint r = 0; r < regions->len; r++) {
		g_autoptr(GArray) spokes = er_view_spokes_of(view, home, regions->pdata[r]);
		*collapse = *collapse || spokes->len > most;
		for (guint i = 0; i < spokes->len; i++)
			g_array_append_val(all, g_array_index(spokes, ErSpoke, i).attachment);
	}
	return all;
}

static ErView *grid_view(const ErView *of, const ErHome *home, const GArray *spokes, guint first)
{
	ErView *view = er_view_new(of->flows, of->findings);
	const ErNetwork *net = er_flows_network(of->flows);
	g_autoptr(GHashTable) regions = g_hash_table_new(g_str_hash, g_str_equal);
	guint last = MIN(first + SPOKES_ON_A_SHEET, spokes->len);

	view->grid = true;
	view->filter = of->filter;
	er_view_no_marks(view);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		view->gateways[i] = er_view_is_at(of, i, home);
	uint32_t hub = er_view_add_home(view, regions, home);
	/* The grid's own container, beside the hub's region. */
	g_autofree char *label = g_strdup_printf(_("Spokes %u to %u of %u, by region and name"), first + 1, last, spokes->len);
	uint32_t grid = er_view_add(view, ER_BOX_REGION, ER_NONE, ER_NONE, ER_NONE, ER_PRIMARY, er_view_keep(view, g_steal_pointer(&label)));
	for (guint i = first; i < last; i++)
		er_view_add_spoke(view, grid, hub, g_array_index(spokes, uint32_t, i));
	view->slug = g_strdup_printf("spokes-%s%s%u", home->name, spokes->len > SPOKES_ON_A_SHEET ? "-" : "", first / SPOKES_ON_A_SHEET + 1);
	if (spokes->len <= SPOKES_ON_A_SHEET) {
		g_free(view->slug);
		view->slug = g_strdup_printf("spokes-%s", home->name);
	}
	view->title = g_strdup_printf(_("Spokes of %s"), *home->name != '\0' ? home->name : _("the gateway"));
	view->subtitle = g_strdup_printf(_("Spokes sheet · %u to %u of %u VNets"), first + 1, last, spokes->len);
	view->scope = g_strdup_printf(_("%u of %u VNets"), last - first, spokes->len);
	return view;
}

GPtrArray *er_view_grids(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options)
{
	GPtrArray *grids = g_ptr_array_new();
	ErView *all = er_view_new(flows, findings);
	const ErNetwork *net = er_flows_network(flows);

	if (options->shown != NULL)
		all->filter = options;
	er_view_no_marks(all);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t self = er_network_gateway(net, i)->self;
		all->gateways[i] = er_view_is_chosen(options, er_network_component(net, self)) && (!options->has_focus || options->focus == self);
	}
	g_autoptr(GArray) homes = er_view_homes(all);
	for (guint h = 0; h < homes->len; h++) {
		const ErHome *home = &g_array_index(homes, ErHome, h);
		bool collapse = false;
		g_autoptr(GArray) spokes = all_spokes(all, home, options->most_spokes > 0 ? options->most_spokes : ER_DEFAULT_SPOKES, &collapse);
		for (guint first = 0; collapse && first < spokes->len; first += SPOKES_ON_A_SHEET)
			g_ptr_array_add(grids, grid_view(all, home, spokes, first));
	}
	er_view_free(all);
	return grids;
}
