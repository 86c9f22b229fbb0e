/*
 * What stands beside the ExpressRoute on a sheet. VPN gateways stand in the gateway subnet of their hub, tunnels lead there from the router
 * that the site description names (from nowhere: no site claims the gateway), firewalls stand in the VNet or hub that holds them, WANs join
 * sites. All in the order of the network's records, which is by id. What has to do with the sheet and is not drawn on it is told in words,
 * so that no reader takes a sheet for complete that is not: other hubs, destination classes of their own, paths over VPN and WAN.
 */
#include "extra.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_TUNNELS = 8, MOST_FIREWALLS = 4, MOST_WANS = 4, MOST_NAMES = 3 };

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

static const char *name_of(const ErView *view, uint32_t component)
{
	return er_network_component(net_of(view), component)->name;
}

static bool is_chosen(const ErView *view, uint32_t component)
{
	return er_view_is_chosen(view->filter, er_network_component(net_of(view), component));
}

/* ---- what is drawn ---- */

void er_extra_add_vpn_gateways(ErView *view, uint32_t subnet, uint32_t vnet, uint32_t hub)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; !view->flow_sheet && i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *gateway = er_network_vpn_gateway(net, i);
		const ErBox box = { .kind = ER_BOX_VPN_GATEWAY, .parent = subnet, .component = gateway->self, .ref = i };
		bool here = (vnet != ER_NONE && gateway->vnet == vnet) || (hub != ER_NONE && gateway->hub == hub);
		if (here && is_chosen(view, gateway->self))
			er_diagram_add(view->diagram, &box);
	}
}

static void add_tunnels(ErView *view)
{
	const ErNetwork *net = net_of(view);
	uint32_t drawn = 0;

	for (uint32_t i = 0; i < er_network_n_tunnels(net); i++) {
		const ErTunnel *tunnel = er_network_tunnel(net, i);
		if (tunnel->vpn_gateway == ER_NONE || tunnel->ce == ER_NONE)
			continue;
		const ErWire wire = { ER_WIRE_VPN, er_diagram_box_of(view->diagram, tunnel->ce), er_diagram_box_of(view->diagram, er_network_vpn_gateway(net, tunnel->vpn_gateway)->self), tunnel->self, i };
		if (wire.from != ER_NONE && wire.to != ER_NONE && drawn++ < MOST_TUNNELS)
			er_diagram_join(view->diagram, &wire);
	}
}

/* The box that holds it: a hub or a spoke; ER_NONE when that is not on the sheet. */
static uint32_t holder_of(const ErView *view, const ErFirewall *firewall)
{
	const ErNetwork *net = net_of(view);

	if (firewall->vnet != ER_NONE)
		return er_diagram_box_of(view->diagram, er_network_vnet(net, firewall->vnet)->self);
	return firewall->hub != ER_NONE ? er_diagram_box_of(view->diagram, er_network_hub(net, firewall->hub)->self) : ER_NONE;
}

uint32_t er_extra_holder(const ErView *view, const ErBox *firewall)
{
	return holder_of(view, er_network_firewall(net_of(view), firewall->ref));
}

/* The first firewall that the class's traffic through the sheet's gateway crosses: component; ER_NONE. */
static uint32_t first_firewall(const ErView *view, const ErFlowClass *class)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		for (uint32_t k = 0; path->gateway == view->gateway && k < path->n_hops; k++)
			if (path->hops[k] < er_network_n_components(net) && er_network_component(net, path->hops[k])->kind == ER_KIND_FIREWALL)
				return path->hops[k];
	}
	return ER_NONE;
}

uint32_t er_extra_crossed(const ErView *view, const ErFlowClass *class)
{
	return er_diagram_box_of(view->diagram, first_firewall(view, class));
}

/* A flow sheet shows the first firewall of its hub that a flow of the sheet crosses: there is room for one. */
static uint32_t firewall_of_sheet(const ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (guint i = 0; i < view->destinations->len; i++) {
		const ErDestination *destination = &g_array_index(view->destinations, ErDestination, i);
		const uint32_t classes[] = { destination->in, destination->out };
		for (size_t k = 0; k < G_N_ELEMENTS(classes); k++) {
			uint32_t component = first_firewall(view, er_flows_class(view->flows, classes[k]));
			for (uint32_t f = 0; component != ER_NONE && f < er_network_n_firewalls(net); f++) {
				uint32_t holder = holder_of(view, er_network_firewall(net, f));
				if (er_network_firewall(net, f)->self == component && holder != ER_NONE && er_diagram_box(view->diagram, holder)->kind == ER_BOX_HUB)
					return f;
			}
		}
	}
	return ER_NONE;
}

static void add_firewalls(ErView *view)
{
	const ErNetwork *net = net_of(view);
	uint32_t only = view->flow_sheet ? firewall_of_sheet(view) : ER_NONE;

	for (uint32_t i = 0; i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		uint32_t holder = holder_of(view, firewall);
		if (holder == ER_NONE || (view->flow_sheet && i != only) || !is_chosen(view, firewall->self))
			continue;
		ErBox *box = er_diagram_box(view->diagram, holder);
		/* A spoke is no container of the graph: its firewall stands in its region, at its place. */
		const ErBox own = { .kind = ER_BOX_FIREWALL, .parent = er_box_is_container(box->kind) ? holder : box->parent, .component = firewall->self, .ref = i };
		if (box->count == MOST_FIREWALLS)
			continue;
		box->count++;
		er_diagram_add(view->diagram, &own);
	}
}

uint32_t er_extra_wans(const ErView *view, uint32_t before)
{
	uint32_t n = 0, last = ER_NONE;

	for (uint32_t i = 0; i < er_diagram_n_wires(view->diagram); i++) {
		const ErWire *wire = er_diagram_wire(view->diagram, i);
		n += wire->kind == ER_WIRE_WAN && wire->ref != last && wire->ref < before;
		last = wire->kind == ER_WIRE_WAN ? wire->ref : last;
	}
	return n;
}

/* A WAN is a full mesh; it is drawn as a line along its sites, from each on the sheet to the next one. */
static void add_wans(ErView *view)
{
	const ErNetwork *net = net_of(view);

	for (uint32_t i = 0; i < er_network_n_wans(net) && er_extra_wans(view, ER_NONE) < MOST_WANS; i++) {
		const ErWan *wan = er_network_wan(net, i);
		uint32_t last = ER_NONE;
		for (uint32_t b = er_diagram_find(view->diagram, ER_BOX_SITE, ER_NONE, 0); b != ER_NONE; b = er_diagram_find(view->diagram, ER_BOX_SITE, ER_NONE, b + 1)) {
			bool member = false;
			for (uint32_t k = 0; k < wan->n_sites; k++)
				member = member || wan->sites[k] == er_diagram_box(view->diagram, b)->ref;
			if (!member)
				continue;
			const ErWire wire = { ER_WIRE_WAN, last, b, wan->self, i };
			if (last != ER_NONE)
				er_diagram_join(view->diagram, &wire);
			last = b;
		}
	}
}

void er_extra_add(ErView *view)
{
	add_firewalls(view);
	add_tunnels(view);
	add_wans(view);
}

/* ---- what is told ---- */

char *er_extra_vnet_note(const ErView *view, uint32_t index)
{
	const ErNetwork *net = net_of(view);
	const ErVnet *vnet = index != ER_NONE ? er_network_vnet(net, index) : NULL;
	bool server = false;

	for (uint32_t i = 0; vnet != NULL && i < vnet->n_subnets; i++)
		server = server || g_ascii_strcasecmp(er_network_subnet(net, vnet->first_subnet + i)->name, "RouteServerSubnet") == 0;
	if (vnet == NULL || (vnet->n_private_endpoints == 0 && !server))
		return NULL;
	if (vnet->n_private_endpoints == 0)
		return g_strdup(_("Route Server subnet"));
	return g_strdup_printf(er_tr_n("%u private endpoint%s", "%u private endpoints%s", vnet->n_private_endpoints), vnet->n_private_endpoints, server ? _(" · Route Server subnet") : "");
}

/* "a, b, c and 4 more" */
typedef struct { GString *text; uint32_t n; } Names;

static void add_name(Names *names, const char *name)
{
	if (names->text == NULL)
		names->text = g_string_new(NULL);
	if (names->n++ < MOST_NAMES)
		g_string_append_printf(names->text, "%s%s", names->n > 1 ? ", " : "", name);
}

/* Appends "@before a, b and 2 more@after"; nothing without names. Ends @names. */
static void tell(GPtrArray *out, Names *names, const char *before, const char *after)
{
	if (names->n == 0)
		return;
	if (names->n > MOST_NAMES)
		g_string_append_printf(names->text, _(" and %u more"), names->n - MOST_NAMES);
	g_ptr_array_add(out, g_strdup_printf("%s %s%s", before, names->text->str, after));
	g_string_free(names->text, TRUE);
	*names = (Names){ NULL, 0 };
}

static bool is_drawn(const ErView *view, uint32_t component)
{
	return er_diagram_box_of(view->diagram, component) != ER_NONE;
}

/* A part of the estate tells nothing of what the user has not chosen. */
static bool tells_of(const ErView *view, uint32_t component, uint32_t vnet, uint32_t hub)
{
	const ErNetwork *net = net_of(view);
	uint32_t holder = vnet != ER_NONE ? er_network_vnet(net, vnet)->self : hub != ER_NONE ? er_network_hub(net, hub)->self : ER_NONE;
	bool whole = view->circuits == NULL && !view->flow_sheet;

	return !is_drawn(view, component) && (whole || (holder != ER_NONE && is_drawn(view, holder)));
}

static void tell_missing(const ErView *view, GPtrArray *out)
{
	const ErNetwork *net = net_of(view);
	Names gateways = { NULL, 0 }, firewalls = { NULL, 0 };

	for (uint32_t i = 0; !view->flow_sheet && i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *gateway = er_network_vpn_gateway(net, i);
		if (tells_of(view, gateway->self, gateway->vnet, gateway->hub))
			add_name(&gateways, name_of(view, gateway->self));
	}
	for (uint32_t i = 0; !view->flow_sheet && i < er_network_n_firewalls(net); i++) {
		const ErFirewall *firewall = er_network_firewall(net, i);
		if (tells_of(view, firewall->self, firewall->vnet, firewall->hub))
			add_name(&firewalls, name_of(view, firewall->self));
	}
	tell(out, &gateways, _("VPN gateway"), _(": not where an ExpressRoute gateway of this sheet is"));
	tell(out, &firewalls, _("firewall"), _(": where there is no room, or in a VNet that is not drawn"));
}

static bool has_wire(const ErView *view, ErWireKind kind, uint32_t component)
{
	for (uint32_t i = 0; i < er_diagram_n_wires(view->diagram); i++)
		if (er_diagram_wire(view->diagram, i)->kind == kind && er_diagram_wire(view->diagram, i)->component == component)
			return true;
	return false;
}

/* Lines of which one end is on the sheet. */
static void tell_loose_ends(const ErView *view, GPtrArray *out)
{
	const ErNetwork *net = net_of(view);
	Names tunnels = { NULL, 0 }, wans = { NULL, 0 };

	for (uint32_t i = 0; !view->flow_sheet && i < er_network_n_tunnels(net); i++) {
		const ErTunnel *tunnel = er_network_tunnel(net, i);
		bool here = tunnel->vpn_gateway != ER_NONE && tunnel->ce != ER_NONE && (is_drawn(view, tunnel->ce) || is_drawn(view, er_network_vpn_gateway(net, tunnel->vpn_gateway)->self));
		if (here && !has_wire(view, ER_WIRE_VPN, tunnel->self))
			add_name(&tunnels, name_of(view, tunnel->self));
	}
	for (uint32_t i = 0; !view->flow_sheet && i < er_network_n_wans(net); i++) {
		const ErWan *wan = er_network_wan(net, i);
		bool here = false;
		for (uint32_t k = 0; k < wan->n_sites; k++)
			here = here || is_drawn(view, er_network_site(net, wan->sites[k])->self);
		if (here && !has_wire(view, ER_WIRE_WAN, wan->self))
			add_name(&wans, name_of(view, wan->self));
	}
	tell(out, &tunnels, _("VPN tunnel"), _(": one end is not on this sheet, or there is no room"));
	tell(out, &wans, "WAN", _(": its other sites are not on this sheet"));
}

/* ---- what a flow sheet leaves out ---- */

typedef struct { Names vpn, wan, hubs, firewalls; } Missing;

static void add_once(Names *names, GHashTable *seen, uint32_t component, const char *name)
{
	if (g_hash_table_add(seen, GUINT_TO_POINTER(component)))
		add_name(names, name);
}

static void look_at_path(const ErView *view, const ErPath *path, Missing *missing, GHashTable *seen)
{
	const ErNetwork *net = net_of(view);

	if (path->tunnel != ER_NONE) {
		const ErComponent *tunnel = er_network_component(net, er_network_tunnel(net, path->tunnel)->self);
		g_autofree char *text = g_strdup_printf("%s (%s)", tunnel->name, path->preference == 0 ? _("in use") : _("standby"));
		add_once(&missing->vpn, seen, er_network_tunnel(net, path->tunnel)->self, text);
		return;
	}
	if (path->gateway != ER_NONE && path->gateway != view->gateway) {
		uint32_t gateway = er_network_gateway(net, path->gateway)->self;
		g_autofree char *text = g_strdup_printf("%s (%s)", name_of(view, gateway), path->preference == 0 ? _("in use") : _("standby"));
		add_once(&missing->hubs, seen, gateway, text);
		return;
	}
	if (path->wan != ER_NONE && !is_drawn(view, er_network_end(net, path->end)->ce)) {
		uint32_t wan = er_network_wan(net, path->wan)->self;
		g_autofree char *text = g_strdup_printf("%s (%s)", name_of(view, wan), path->preference == 0 ? _("in use") : _("standby"));
		add_once(&missing->wan, seen, wan, text);
	}
	for (uint32_t k = 0; k < path->n_hops; k++) {
		uint32_t hop = path->hops[k];
		if (hop < er_network_n_components(net) && er_network_component(net, hop)->kind == ER_KIND_FIREWALL && !is_drawn(view, hop))
			add_once(&missing->firewalls, seen, hop, name_of(view, hop));
	}
}

static void tell_other_paths(const ErView *view, GPtrArray *out)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	Missing missing = { 0 };

	for (guint i = 0; i < view->destinations->len; i++) {
		const ErDestination *destination = &g_array_index(view->destinations, ErDestination, i);
		const uint32_t classes[] = { destination->in, destination->out };
		for (size_t k = 0; k < G_N_ELEMENTS(classes); k++) {
			const ErFlowClass *class = er_flows_class(view->flows, classes[k]);
			for (uint32_t p = 0; p < class->n_paths; p++)
				look_at_path(view, &class->paths[p], &missing, seen);
		}
	}
	tell(out, &missing.firewalls, _("paths of this sheet also cross firewall"), _(": not drawn as a hop here"));
	tell(out, &missing.vpn, _("paths over VPN"), _(": see the overview"));
	tell(out, &missing.wan, _("paths from this site over WAN"), _(": see the overview"));
	tell(out, &missing.hubs, _("paths through gateway"), _(": on a sheet of its own, or through another hub"));
}

/* Traffic of the same site and gateway that has a class of its own: private endpoints, single subnets, VNets of other hubs. */
static void tell_other_classes(const ErView *view, GPtrArray *out)
{
	const ErNetwork *net = net_of(view);
	Names names = { NULL, 0 };

	for (uint32_t i = 0; i < er_flows_n_classes(view->flows); i++) {
		const ErFlowClass *class = er_flows_class(view->flows, i);
		bool ours = class->site == view->site && class->direction == ER_ONPREM_TO_AZURE && class->n_flows > 0, uses = false, drawn = false;
		for (uint32_t k = 0; ours && k < class->n_paths; k++)
			uses = uses || class->paths[k].gateway == view->gateway;
		for (guint k = 0; uses && k < view->destinations->len; k++)
			drawn = drawn || g_array_index(view->destinations, ErDestination, k).in == i;
		if (!uses || drawn)
			continue;
		const ErFlow *flow = er_flows_at(view->flows, class->first_flow);
		const char *vnet = name_of(view, er_network_vnet(net, flow->vnet)->self), *to = flow->destination;
		const char *subnet = g_str_has_prefix(to, "subnet:") ? to + strlen("subnet:") : NULL;
		g_autofree char *text = subnet != NULL ? g_strdup_printf(_("subnet %s of %s"), subnet, vnet) : *to != '\0' ? g_strdup_printf(_("private endpoints in %s"), vnet) : g_strdup(vnet);
		add_name(&names, text);
	}
	tell(out, &names, _("flows of a class of their own, to"), "");
}

GPtrArray *er_extra_not_drawn(const ErView *view)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	tell_missing(view, out);
	tell_loose_ends(view, out);
	if (view->flow_sheet) {
		tell_other_paths(view, out);
		tell_other_classes(view, out);
	}
	return out;
}
