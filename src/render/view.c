/*
 * Which components stand on a sheet, in which containers, in which order. Order is a total order on names and structure: circuits
 * by name, regions by the circuits that their gateways prefer (so that a square or bow-tie does not cross needlessly) and then by
 * name, spokes by name. Spokes of one hub beyond a limit collapse into a count; VNets that no gateway could serve are counted only.
 */
#include "view_build.h"
#include "extra.h"

#include <erscope/lang.h>

#include <string.h>

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

static const ErComponent *component_of(const ErView *view, uint32_t component)
{
	return er_network_component(net_of(view), component);
}

const char *er_view_keep(ErView *view, char *text)
{
	g_ptr_array_add(view->strings, text);
	return text;
}

ErView *er_view_new(const ErFlows *flows, const ErFindings *findings)
{
	ErView *view = g_new0(ErView, 1);

	view->diagram = er_diagram_new();
	view->flows = flows;
	view->findings = findings;
	view->site = view->gateway = view->focus = ER_NONE;
	view->destinations = g_array_new(FALSE, TRUE, sizeof(ErDestination));
	view->strings = g_ptr_array_new_with_free_func(g_free);
	return view;
}

void er_view_free(ErView *view)
{
	if (view == NULL)
		return;
	er_diagram_free(view->diagram);
	if (view->part_of == NULL)
		er_failure_free(view->failure);
	g_array_free(view->destinations, TRUE);
	g_ptr_array_free(view->strings, TRUE);
	g_free(view->circuits);
	g_free(view->gateways);
	g_free(view->sites);
	g_free(view->ports);
	g_free(view->slug);
	g_free(view->title);
	g_free(view->subtitle);
	g_free(view->scope);
	g_free(view);
}

uint32_t er_view_add(ErView *view, ErBoxKind kind, uint32_t parent, uint32_t component, uint32_t ref, ErSide side, const char *label)
{
	const ErBox box = { .kind = kind, .parent = parent, .component = component, .ref = ref, .side = side, .label = label };

	return er_diagram_add(view->diagram, &box);
}

void er_view_join(ErView *view, ErWireKind kind, uint32_t from, uint32_t to, uint32_t component, uint32_t ref)
{
	const ErWire wire = { kind, from, to, component, ref };

	if (from != ER_NONE && to != ER_NONE)
		er_diagram_join(view->diagram, &wire);
}

/* ---- on-premises ---- */

/* The side of the first link that ends at this router. */
static ErSide side_of_ce(const ErNetwork *net, uint32_t ce)
{
	for (uint32_t i = 0; i < er_network_n_ends(net); i++)
		if (er_network_end(net, i)->ce == ce)
			return er_network_end(net, i)->side;
	return ER_PRIMARY;
}

/* A flow sheet shows its own site. */
void er_view_add_site(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		g_autofree char *routers = g_strdup_printf("%s/ce:", component_of(view, er_network_site(net, i)->self)->id);
		if ((view->flow_sheet && i != view->site) || (view->sites != NULL && !view->sites[i]))
			continue;
		uint32_t site = er_view_add(view, ER_BOX_SITE, ER_NONE, er_network_site(net, i)->self, i, ER_PRIMARY, component_of(view, er_network_site(net, i)->self)->name);
		uint32_t core = er_view_add(view, ER_BOX_CORE, site, ER_NONE, ER_NONE, ER_PRIMARY, _("core"));
		for (uint32_t c = 0; c < er_network_n_components(net); c++) {
			const ErComponent *ce = er_network_component(net, c);
			if (ce->kind != ER_KIND_CE || !g_str_has_prefix(ce->id, routers))
				continue;
			uint32_t box = er_view_add(view, ER_BOX_CE, site, c, ER_NONE, side_of_ce(net, c), NULL);
			er_view_join(view, ER_WIRE_LAN, core, box, ER_NONE, ER_NONE);
		}
	}
}

/* ---- provider and peering location ---- */

typedef struct { const char *name, *id; uint32_t circuit, port; } Block;

static int by_block(const void *a, const void *b)
{
	const Block *x = a, *y = b;
	int by = g_ascii_strcasecmp(x->name, y->name);

	return by != 0 ? by : strcmp(x->id, y->id);
}

bool er_view_shows_circuit(const ErView *view, uint32_t circuit)
{
	const ErNetwork *net = net_of(view);

	if (view->circuits != NULL)
		return view->circuits[circuit];
	for (uint32_t i = 0; view->flow_sheet && i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->circuit == circuit && er_network_connection(net, i)->gateway == view->gateway)
			return true;
	return !view->flow_sheet;
}

static GArray *collect_blocks(const ErView *view)
{
	const ErNetwork *net = net_of(view);
	GArray *blocks = g_array_new(FALSE, TRUE, sizeof(Block));

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErComponent *self = component_of(view, er_network_port(net, i)->self);
		bool shown = (!view->flow_sheet && view->circuits == NULL) || (view->ports != NULL && view->ports[i]);
		for (uint32_t c = 0; c < er_network_n_circuits(net); c++)
			shown = shown || (er_network_circuit(net, c)->port == i && er_view_shows_circuit(view, c));
		Block block = { self->name, self->id, ER_NONE, i };
		if (shown)
			g_array_append_val(blocks, block);
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErComponent *self = component_of(view, er_network_circuit(net, i)->self);
		Block block = { self->name, self->id, i, ER_NONE };
		if (er_network_circuit(net, i)->port == ER_NONE && er_view_shows_circuit(view, i))
			g_array_append_val(blocks, block);
	}
	g_array_sort(blocks, by_block);
	return blocks;
}

/* The lines of one side, from the routers on this sheet to @to. */
static void join_access(ErView *view, const ErCircuit *circuit, uint32_t index, ErSide side, uint32_t to)
{
	for (uint32_t i = circuit->first_end; i < circuit->first_end + circuit->n_ends; i++) {
		const ErEnd *end = er_network_end(net_of(view), i);
		if (end->side == side)
			er_view_join(view, ER_WIRE_ACCESS, er_diagram_box_of(view->diagram, end->ce), to, end->access, index);
	}
}

/* Is the MSEE that of another circuit on this sheet? Circuits share one where the export names the same device. */
static bool is_anothers(const ErView *view, uint32_t msee, uint32_t circuit)
{
	const ErNetwork *net = net_of(view);
	uint32_t owner = er_network_owner(net, msee);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (i != circuit && er_view_shows_circuit(view, i) && er_network_circuit(net, i)->self == owner)
			return true;
	return false;
}

/* The MSEE, or a stand-in where its own circuit's block shows it. */
static uint32_t add_msee(ErView *view, uint32_t parent, uint32_t component, uint32_t circuit, ErSide side)
{
	ErBox box = { .kind = ER_BOX_MSEE, .parent = parent, .component = component, .ref = ER_NONE, .side = side };

	box.alias = er_diagram_box_of(view->diagram, component) != ER_NONE || is_anothers(view, component, circuit);
	return er_diagram_add(view->diagram, &box);
}

/* The location's name as the table has it ("London" for a port at "Equinix-London-LD5"). */
static const char *location_label(ErView *view, uint32_t msee, const char *given)
{
	uint32_t n;
	const uint32_t *groups = er_network_groups_of(net_of(view), msee, &n);

	for (uint32_t i = 0; i < n; i++)
		if (er_network_group(net_of(view), groups[i])->kind == ER_GRP_LOCATION)
			return er_view_keep(view, g_strdup_printf(_("Peering location %s"), er_network_group(net_of(view), groups[i])->name));
	return *given != '\0' ? er_view_keep(view, g_strdup_printf(_("Peering location %s"), given)) : _("Peering location not known");
}

static void add_provider_block(ErView *view, uint32_t index)
{
	const ErCircuit *circuit = er_network_circuit(net_of(view), index);
	uint32_t block = er_view_add(view, ER_BOX_CIRCUIT, ER_NONE, circuit->self, index, ER_PRIMARY, NULL);
	uint32_t provider = er_view_add(view, ER_BOX_PROVIDER, block, ER_NONE, index, ER_PRIMARY,
	                        *circuit->provider != '\0' ? er_view_keep(view, g_strdup_printf(_("Provider %s"), circuit->provider)) : _("Provider not known"));
	uint32_t location = er_view_add(view, ER_BOX_LOCATION, block, ER_NONE, index, ER_PRIMARY, location_label(view, circuit->msee[ER_PRIMARY], circuit->peering_location));

	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		uint32_t pe = er_view_add(view, ER_BOX_PE, provider, circuit->pe[side], index, side, NULL);
		uint32_t msee = add_msee(view, location, circuit->msee[side], index, side);
		join_access(view, circuit, index, side, pe);
		er_view_join(view, ER_WIRE_LINK, pe, msee, circuit->link[side], index);
		er_view_join(view, ER_WIRE_GATHER, msee, block, ER_NONE, index);
	}
}

static void add_port_block(ErView *view, uint32_t index)
{
	const ErNetwork *net = net_of(view);
	const ErPort *port = er_network_port(net, index);
	uint32_t block = er_view_add(view, ER_BOX_PORT, ER_NONE, port->self, index, ER_PRIMARY, NULL), msee[2];
	uint32_t location = er_view_add(view, ER_BOX_LOCATION, block, ER_NONE, ER_NONE, ER_PRIMARY, location_label(view, port->msee[ER_PRIMARY], port->peering_location));

	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		msee[side] = add_msee(view, location, port->msee[side], ER_NONE, side);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		if (circuit->port != index || !er_view_shows_circuit(view, i))
			continue;
		uint32_t node = er_view_add(view, ER_BOX_CIRCUIT_NODE, block, circuit->self, i, ER_PRIMARY, NULL);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
			join_access(view, circuit, i, side, msee[side]);
			er_view_join(view, ER_WIRE_GATHER, msee[side], node, ER_NONE, i);
		}
	}
}

void er_view_add_blocks(ErView *view)
{
	g_autoptr(GArray) blocks = collect_blocks(view);

	for (guint i = 0; i < blocks->len; i++) {
		const Block *block = &g_array_index(blocks, Block, i);
		if (block->port != ER_NONE)
			add_port_block(view, block->port);
		else
			add_provider_block(view, block->circuit);
	}
}

/* ---- Azure ---- */

static bool gateway_shown(const ErView *view, uint32_t gateway)
{
	return view->gateways != NULL ? view->gateways[gateway] : !view->flow_sheet || gateway == view->gateway;
}

static uint32_t block_rank(const ErView *view, uint32_t circuit)
{
	const ErCircuit *record = er_network_circuit(net_of(view), circuit);
	uint32_t box = er_diagram_box_of(view->diagram, record->port != ER_NONE ? er_network_port(net_of(view), record->port)->self : record->self);

	return box != ER_NONE ? box : er_diagram_n_boxes(view->diagram);
}

/* Where a gateway would like to stand: beside the circuits of its heaviest connections. */
static double wish_of(const ErView *view, uint32_t gateway)
{
	const ErNetwork *net = net_of(view);
	uint32_t heaviest = 0, n = 0;
	double sum = 0;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		if (er_network_connection(net, i)->gateway == gateway)
			heaviest = MAX(heaviest, er_network_connection(net, i)->weight);
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->gateway != gateway || connection->weight != heaviest)
			continue;
		sum += block_rank(view, connection->circuit);
		n++;
	}
	return n > 0 ? sum / n : 1e9;
}

static int by_home(const void *a, const void *b)
{
	const ErHome *x = a, *y = b;

	if (x->wish < y->wish || x->wish > y->wish)
		return x->wish < y->wish ? -1 : 1;
	int by = strcmp(x->region, y->region);
	if (by == 0)
		by = g_ascii_strcasecmp(x->name, y->name);
	return by != 0 ? by : strcmp(x->id, y->id);
}

static ErHome home_of(const ErView *view, uint32_t index)
{
	const ErNetwork *net = net_of(view);
	const ErGateway *gateway = er_network_gateway(net, index);
	ErHome home = { gateway->vnet, gateway->hub, gateway->region, "", component_of(view, gateway->self)->id, wish_of(view, index) };

	if (gateway->vnet != ER_NONE) {
		const ErVnet *vnet = er_network_vnet(net, gateway->vnet);
		home.region = *vnet->region != '\0' ? vnet->region : gateway->region;
		home.name = component_of(view, vnet->self)->name;
		home.id = component_of(view, vnet->self)->id;
	} else if (gateway->hub != ER_NONE) {
		home.region = er_network_hub(net, gateway->hub)->region;
		home.name = component_of(view, er_network_hub(net, gateway->hub)->self)->name;
		home.id = component_of(view, er_network_hub(net, gateway->hub)->self)->id;
	}
	return home;
}

/* Where only the VPN gateway of a site is: the whole overview shows that, too. */
static void add_vpn_homes(const ErView *view, GArray *homes)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; !view->flow_sheet && view->gateways == NULL && i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *gateway = er_network_vpn_gateway(net, i);
		bool known = gateway->site == ER_NONE || (gateway->vnet == ER_NONE && gateway->hub == ER_NONE);
		for (guint k = 0; !known && k < homes->len; k++)
			known = g_array_index(homes, ErHome, k).vnet == gateway->vnet && g_array_index(homes, ErHome, k).hub == gateway->hub;
		if (known)
			continue;
		const ErComponent *self = component_of(view, gateway->vnet != ER_NONE ? er_network_vnet(net, gateway->vnet)->self : er_network_hub(net, gateway->hub)->self);
		const char *region = gateway->vnet != ER_NONE ? er_network_vnet(net, gateway->vnet)->region : er_network_hub(net, gateway->hub)->region;
		const ErHome home = { gateway->vnet, gateway->hub, *region != '\0' ? region : gateway->region, self->name, self->id, 1e9 };
		g_array_append_val(homes, home);
	}
}

GArray *er_view_homes(const ErView *view)
{
	GArray *homes = g_array_new(FALSE, TRUE, sizeof(ErHome));

	for (uint32_t i = 0; i < er_network_n_gateways(net_of(view)); i++) {
		ErHome home = home_of(view, i);
		bool known = !gateway_shown(view, i);
		for (guint k = 0; k < homes->len; k++) {
			ErHome *other = &g_array_index(homes, ErHome, k);
			if (strcmp(other->id, home.id) == 0) {
				other->wish = MIN(other->wish, home.wish);
				known = true;
			}
		}
		if (!known)
			g_array_append_val(homes, home);
	}
	add_vpn_homes(view, homes);
	g_array_sort(homes, by_home);
	return homes;
}

bool er_view_is_at(const ErView *view, uint32_t gateway, const ErHome *home)
{
	return gateway_shown(view, gateway) && strcmp(home_of(view, gateway).id, home->id) == 0;
}

/* The region's container; @region: as the first resource there spells it. */
uint32_t er_view_region_box(ErView *view, GHashTable *regions, const char *region, const char *display)
{
	uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(regions, region));

	if (known == 0) {
		known = er_view_add(view, ER_BOX_REGION, ER_NONE, ER_NONE, ER_NONE, ER_PRIMARY, *display != '\0' ? display : _("Region not known")) + 1;
		g_hash_table_insert(regions, (char *)region, GUINT_TO_POINTER(known));
	}
	return known - 1;
}

static const char *display_of(const ErView *view, const ErHome *home, uint32_t gateway)
{
	const ErNetwork *net = net_of(view);

	if (home->vnet != ER_NONE && *component_of(view, er_network_vnet(net, home->vnet)->self)->location != '\0')
		return component_of(view, er_network_vnet(net, home->vnet)->self)->location;
	return component_of(view, er_network_gateway(net, gateway)->self)->location;
}

static void join_connections(ErView *view, uint32_t gateway, uint32_t box)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (connection->gateway == gateway)
			er_view_join(view, ER_WIRE_CONNECTION, er_diagram_box_of(view->diagram, er_network_circuit(net, connection->circuit)->self), box, connection->self, i);
	}
}

static uint32_t add_hub(ErView *view, GHashTable *regions, const ErHome *home, const char *display, bool virtual_hub, uint32_t *subnet)
{
	const ErNetwork *net = net_of(view);
	uint32_t region = er_view_region_box(view, regions, home->region, display);
	uint32_t component = home->vnet != ER_NONE ? er_network_vnet(net, home->vnet)->self : home->hub != ER_NONE ? er_network_hub(net, home->hub)->self : ER_NONE;
	uint32_t hub = er_view_add(view, ER_BOX_HUB, region, component, home->vnet, ER_PRIMARY, component != ER_NONE ? NULL : virtual_hub ? _("Virtual hub") : "VNet");

	*subnet = er_view_add(view, ER_BOX_SUBNET, hub, ER_NONE, home->vnet, ER_PRIMARY, virtual_hub ? _("hub gateway") : "GatewaySubnet");
	return hub;
}

uint32_t er_view_add_home(ErView *view, GHashTable *regions, const ErHome *home)
{
	const ErNetwork *net = net_of(view);
	uint32_t hub = ER_NONE, subnet = ER_NONE;

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		ErHome own = home_of(view, i);
		if (!gateway_shown(view, i) || strcmp(own.id, home->id) != 0)
			continue;
		if (hub == ER_NONE)
			hub = add_hub(view, regions, home, display_of(view, home, i), home->hub != ER_NONE || strstr(own.id, "/expressroutegateways/") != NULL, &subnet);
		join_connections(view, i, er_view_add(view, ER_BOX_GATEWAY, subnet, er_network_gateway(net, i)->self, i, ER_PRIMARY, NULL));
	}
	if (hub == ER_NONE)
		hub = add_hub(view, regions, home, component_of(view, er_network_lookup(net, home->id))->location, home->hub != ER_NONE, &subnet);
	er_extra_add_vpn_gateways(view, subnet, home->vnet, home->hub);
	return hub;
}

static int by_spoke(const void *a, const void *b)
{
	const ErSpoke *x = a, *y = b;
	int by = g_ascii_strcasecmp(x->name, y->name);

	return by != 0 ? by : strcmp(x->id, y->id);
}

static bool holds_gateway(const ErView *view, uint32_t vnet)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net_of(view)); i++)
		if (er_network_gateway(net_of(view), i)->vnet == vnet)
			return true;
	return false;
}

bool er_view_keeps_layout(const ErView *view)
{
	return view->flow_sheet || view->failure != NULL || view->cards || view->grid || view->continues != NULL;
}

/* Spokes of a home in one region, by name. */
GArray *er_view_spokes_of(const ErView *view, const ErHome *home, const char *region)
{
	const ErNetwork *net = net_of(view);
	GArray *spokes = g_array_new(FALSE, TRUE, sizeof(ErSpoke));

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		bool ours = (home->vnet != ER_NONE && attachment->hub_vnet == home->vnet) || (home->hub != ER_NONE && attachment->hub == home->hub);
		const ErVnet *vnet = er_network_vnet(net, attachment->spoke);
		const ErComponent *self = component_of(view, vnet->self);
		ErSpoke spoke = { i, self->name, self->id };
		if (ours && strcmp(vnet->external ? home->region : vnet->region, region) == 0 && er_view_is_chosen(view->filter, self) && !holds_gateway(view, attachment->spoke) && er_diagram_box_of(view->diagram, vnet->self) == ER_NONE)
			g_array_append_val(spokes, spoke);
	}
	g_array_sort(spokes, by_spoke);
	return spokes;
}

uint32_t er_view_add_spoke(ErView *view, uint32_t region, uint32_t hub, uint32_t attachment)
{
	const ErAttachment *record = er_network_attachment(net_of(view), attachment);
	uint32_t box = er_view_add(view, ER_BOX_SPOKE, region, er_network_vnet(net_of(view), record->spoke)->self, record->spoke, ER_PRIMARY, NULL);

	er_view_join(view, ER_WIRE_PEERING, hub, box, record->self, attachment);
	return box;
}

static void add_spokes(ErView *view, GHashTable *regions, const ErHome *home, uint32_t hub, const char *region, uint32_t most)
{
	g_autoptr(GArray) spokes = er_view_spokes_of(view, home, region);

	if (spokes->len == 0)
		return;
	const ErAttachment *first = er_network_attachment(net_of(view), g_array_index(spokes, ErSpoke, 0).attachment);
	uint32_t within = er_view_region_box(view, regions, er_network_vnet(net_of(view), first->spoke)->external ? home->region : er_network_vnet(net_of(view), first->spoke)->region,
	                             component_of(view, er_network_vnet(net_of(view), first->spoke)->self)->location);
	if (spokes->len <= most) {
		for (guint i = 0; i < spokes->len; i++)
			er_view_add_spoke(view, within, hub, g_array_index(spokes, ErSpoke, i).attachment);
		return;
	}
	ErBox stack = { .kind = ER_BOX_SPOKES, .parent = within, .component = ER_NONE, .ref = ER_NONE, .count = spokes->len, .label = er_view_keep(view, g_strdup_printf(_("%u spokes"), spokes->len)) };
	er_view_join(view, ER_WIRE_PEERING, hub, er_diagram_add(view->diagram, &stack), ER_NONE, ER_NONE);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Regions of spokes other than the home's own, by name. */
GPtrArray *er_view_spoke_regions(const ErView *view, const ErHome *home)
{
	const ErNetwork *net = net_of(view);
	GPtrArray *regions = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		const char *region = er_network_vnet(net, attachment->spoke)->region;
		bool known = strcmp(region, home->region) == 0;
		for (guint k = 0; k < regions->len; k++)
			known = known || strcmp(regions->pdata[k], region) == 0;
		if (!known)
			g_ptr_array_add(regions, (char *)region);
	}
	g_ptr_array_sort(regions, by_text);
	return regions;
}

static void add_hub_peerings(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		uint32_t other = er_diagram_box_of(view->diagram, er_network_vnet(net, attachment->spoke)->self);
		if (attachment->hub_vnet == ER_NONE || other == ER_NONE || er_diagram_box(view->diagram, other)->kind != ER_BOX_HUB)
			continue;
		er_view_join(view, ER_WIRE_PEERING, er_diagram_box_of(view->diagram, er_network_vnet(net, attachment->hub_vnet)->self), other, attachment->self, i);
	}
}

/* Global Reach joins two circuits; one that leads out of the sheet has no second end to draw. */
static void add_reaches(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_global_reaches(net); i++) {
		const ErGlobalReach *reach = er_network_global_reach(net, i);
		uint32_t ends[2];
		for (uint32_t k = 0; k < 2; k++)
			ends[k] = reach->circuit[k] != ER_NONE ? er_diagram_box_of(view->diagram, er_network_circuit(net, reach->circuit[k])->self) : ER_NONE;
		if (ends[0] != ER_NONE && ends[1] != ER_NONE)
			er_view_join(view, ER_WIRE_REACH, ends[0], ends[1], reach->self, i);
	}
}

static void count_unserved(ErView *view)
{
	g_autofree bool *unserved = g_new0(bool, er_flows_n_classes(view->flows) + 1), *seen = g_new0(bool, er_network_n_vnets(net_of(view)) + 1);

	for (uint32_t i = 0; i < er_flows_n_classes(view->flows); i++)
		unserved[i] = er_class_is_unserved(view->flows, er_flows_class(view->flows, i));
	for (uint32_t i = 0; i < er_flows_count(view->flows); i++) {
		const ErFlow *flow = er_flows_at(view->flows, i);
		if (!unserved[flow->flow_class] || seen[flow->vnet])
			continue;
		seen[flow->vnet] = true;
		view->n_unserved += er_diagram_box_of(view->diagram, er_network_vnet(net_of(view), flow->vnet)->self) == ER_NONE;
	}
}

char *er_view_plural(uint32_t n, const char *one, const char *many)
{
	return g_strdup_printf("%u %s", n, er_tr_n(one, many, n));
}

/* Draws what is shown, from left to right. */
void er_view_fill(ErView *view, uint32_t most_spokes)
{
	g_autoptr(GHashTable) regions = g_hash_table_new(g_str_hash, g_str_equal);

	er_view_add_site(view);
	er_view_add_blocks(view);
	g_autoptr(GArray) homes = er_view_homes(view);
	g_autofree uint32_t *hubs = g_new(uint32_t, homes->len + 1);
	for (guint i = 0; i < homes->len; i++) {
		hubs[i] = er_view_add_home(view, regions, &g_array_index(homes, ErHome, i));
	}
	for (guint i = 0; i < homes->len; i++) {
		const ErHome *home = &g_array_index(homes, ErHome, i);
		g_autoptr(GPtrArray) others = er_view_spoke_regions(view, home);
		add_spokes(view, regions, home, hubs[i], home->region, most_spokes > 0 ? most_spokes : ER_DEFAULT_SPOKES);
		for (guint k = 0; k < others->len; k++)
			add_spokes(view, regions, home, hubs[i], others->pdata[k], most_spokes > 0 ? most_spokes : ER_DEFAULT_SPOKES);
	}
	add_hub_peerings(view);
	add_reaches(view);
	er_extra_add(view);
}

uint32_t er_view_count(const bool *marks, uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += marks[i];
	return sum;
}

void er_view_no_marks(ErView *view)
{
	const ErNetwork *net = net_of(view);

	view->circuits = g_new0(bool, er_network_n_circuits(net) + 1);
	view->gateways = g_new0(bool, er_network_n_gateways(net) + 1);
	view->sites = g_new0(bool, er_network_n_sites(net) + 1);
}

/* A circuit that no path uses still has its customer side. */
void er_view_mark_some_site(ErView *view)
{
	uint32_t n = er_network_n_sites(net_of(view));

	for (uint32_t i = 0; er_view_count(view->sites, n) == 0 && i < n; i++)
		view->sites[i] = true;
}

/* The circuits and gateways that the user chose, and the sites that reach Azure through these circuits. */
static void mark_chosen(ErView *view)
{
	const ErNetwork *net = net_of(view);

	er_view_no_marks(view);
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		view->circuits[i] = er_view_is_chosen(view->filter, component_of(view, er_network_circuit(net, i)->self));
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		view->gateways[i] = er_view_is_chosen(view->filter, component_of(view, er_network_gateway(net, i)->self));
	for (uint32_t i = 0; i < er_flows_n_classes(view->flows); i++) {
		const ErFlowClass *class = er_flows_class(view->flows, i);
		for (uint32_t k = 0; k < class->n_paths; k++)
			view->sites[class->site] |= class->paths[k].circuit != ER_NONE && view->circuits[class->paths[k].circuit];
	}
	er_view_mark_some_site(view);
}

/* A part of the estate in words: what it is of, and how much. */
static void describe_part(ErView *view)
{
	const ErNetwork *net = net_of(view);
	uint32_t n_circuits = er_network_n_circuits(net), n_gateways = er_network_n_gateways(net);

	view->scope = g_strdup_printf(_("%u of %u circuits · %u of %u gateways"), er_view_count(view->circuits, n_circuits), n_circuits, er_view_count(view->gateways, n_gateways), n_gateways);
	view->subtitle = g_strdup_printf(_("Overview of a part · %s · %s"), view->filter->filter, view->scope);
}

static void describe_whole(ErView *view)
{
	const ErNetwork *net = net_of(view);
	g_autofree char *circuits = er_view_plural(er_network_n_circuits(net), "circuit", "circuits");
	g_autofree char *gateways = er_view_plural(er_network_n_gateways(net), "gateway", "gateways");
	g_autofree char *connections = er_view_plural(er_network_n_connections(net), "connection", "connections");
	g_autofree char *vnets = er_view_plural(er_network_n_vnets(net), "VNet", "VNets");

	view->subtitle = g_strdup_printf(_("Overview · %s · %s · %s · %s"), circuits, gateways, connections, vnets);
	view->scope = g_strdup_printf("%s · %s · %s", circuits, gateways, vnets);
}

ErView *er_view_overview(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options)
{
	ErView *view = er_view_new(flows, findings);

	if (options->shown != NULL) {
		view->filter = options;
		mark_chosen(view);
		if (er_view_count(view->circuits, er_network_n_circuits(net_of(view))) + er_view_count(view->gateways, er_network_n_gateways(net_of(view))) == 0) {
			er_view_free(view);
			return NULL;
		}
	}
	view->overview = true;
	er_view_fill(view, options->most_spokes);
	count_unserved(view);
	view->slug = g_strdup("overview");
	view->title = g_strdup(_("ExpressRoute private peering"));
	if (view->filter != NULL)
		describe_part(view);
	else
		describe_whole(view);
	return view;
}

/* ---- one of them, and what it works with ---- */

/* What shares a path, or a connection, with the component at the focus. */
static void mark_company(ErView *view, uint32_t circuit, uint32_t gateway, uint32_t site)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		view->gateways[connection->gateway] |= connection->circuit == circuit;
		view->circuits[connection->circuit] |= connection->gateway == gateway;
	}
	for (uint32_t i = 0; i < er_flows_n_classes(view->flows); i++) {
		const ErFlowClass *class = er_flows_class(view->flows, i);
		for (uint32_t k = 0; k < class->n_paths; k++) {
			const ErPath *path = &class->paths[k];
			if (path->circuit == ER_NONE || path->gateway == ER_NONE || !(path->circuit == circuit || path->gateway == gateway || class->site == site))
				continue;
			view->circuits[path->circuit] |= circuit == ER_NONE;
			view->gateways[path->gateway] |= gateway == ER_NONE;
			view->sites[class->site] = true;
		}
	}
}

/* Its index among the circuits, gateways or sites; ER_NONE. */
static uint32_t place_of(const ErNetwork *net, ErKind kind, uint32_t component)
{
	for (uint32_t i = 0; kind == ER_KIND_CIRCUIT && i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->self == component)
			return i;
	for (uint32_t i = 0; kind == ER_KIND_GATEWAY && i < er_network_n_gateways(net); i++)
		if (er_network_gateway(net, i)->self == component)
			return i;
	for (uint32_t i = 0; kind == ER_KIND_SITE && i < er_network_n_sites(net); i++)
		if (er_network_site(net, i)->self == component)
			return i;
	return ER_NONE;
}

ErView *er_view_focus(const ErFlows *flows, const ErFindings *findings, uint32_t component, uint32_t most_spokes)
{
	const ErNetwork *net = er_flows_network(flows);
	const ErComponent *self = er_network_component(net, component);
	uint32_t index = place_of(net, self->kind, component), n_circuits = er_network_n_circuits(net), n_gateways = er_network_n_gateways(net);
	const char *kind = self->kind == ER_KIND_CIRCUIT ? _("Circuit") : self->kind == ER_KIND_GATEWAY ? _("Gateway") : _("Site");

	if (index == ER_NONE)
		return NULL;
	ErView *view = er_view_new(flows, findings);
	er_view_no_marks(view);
	(self->kind == ER_KIND_CIRCUIT ? view->circuits : self->kind == ER_KIND_GATEWAY ? view->gateways : view->sites)[index] = true;
	mark_company(view, self->kind == ER_KIND_CIRCUIT ? index : ER_NONE, self->kind == ER_KIND_GATEWAY ? index : ER_NONE, self->kind == ER_KIND_SITE ? index : ER_NONE);
	/* Without a circuit there is nothing that it works with. */
	if (er_view_count(view->circuits, n_circuits) == 0) {
		er_view_free(view);
		return NULL;
	}
	er_view_mark_some_site(view);
	er_view_fill(view, most_spokes);
	g_autofree char *circuits = er_view_plural(er_view_count(view->circuits, n_circuits), "circuit", "circuits"), *gateways = er_view_plural(er_view_count(view->gateways, n_gateways), "gateway", "gateways");
	view->focus = component;
	view->slug = g_strdup_printf("%s-%s", kind, self->name);
	view->title = g_strdup_printf("%s %s", kind, self->name);
	view->subtitle = g_strdup_printf(_("%s sheet · %s · %s"), kind, circuits, gateways);
	view->scope = g_strdup_printf("%s · %s", circuits, gateways);
	return view;
}

ErView *er_view_continue(const ErView *view, uint32_t first_mark)
{
	ErView *more = er_view_new(view->flows, view->findings);

	more->continues = view;
	more->first_mark = first_mark;
	more->slug = g_strdup_printf("%s-findings", view->slug);
	more->title = g_strdup_printf(_("%s: findings"), view->title);
	more->subtitle = g_strdup_printf(_("Findings from number %u on, continued"), first_mark + 1);
	more->scope = g_strdup(view->scope);
	return more;
}
