/*
 * The catalogue of failures (domain reference of the rules, §7): for each scenario, which events this estate can meet. An event is
 * one target: an MSEE, a gateway, a peering location … Order: by scenario, then by id of the target. Maintenance of an MSEE is two
 * steps: routes over it are prepended, then it goes. Pairs (SC-34) are taken only where some flow could use both circuits, since
 * circuits that share no flow do not back each other up.
 *
 * No target is no error: `absent` says what the input would have to hold. Two scenarios have none by their nature: Route Server
 * (SC-28) stands on no path (what gateways learn stays in the VNets), and whether a default route is announced (SC-32) is in no
 * inventory. The capacity sweep (SC-33) is every other scenario in turn, read by its loads.
 */
#include "simulate.h"

#include <string.h>

struct ErEvents {
	const ErFlows *flows;
	const ErNetwork *net;
	GArray *events;          /* of ErEvent */
	GStringChunk *strings;
	GPtrArray *arrays;
};

/* A scenario being spelled out. */
typedef struct {
	ErEvents *events;
	const ErScenario *row;
	const uint32_t *also; uint32_t n_also;
} Out;

ErEvents *er_events_new(const ErFlows *flows)
{
	ErEvents *events = g_new(ErEvents, 1);

	*events = (ErEvents){ flows, er_flows_network(flows), g_array_new(FALSE, TRUE, sizeof(ErEvent)), g_string_chunk_new(1024), g_ptr_array_new_with_free_func(g_free) };
	return events;
}

void er_events_free(ErEvents *events)
{
	if (events == NULL)
		return;
	g_array_free(events->events, TRUE);
	g_string_chunk_free(events->strings);
	g_ptr_array_free(events->arrays, TRUE);
	g_free(events);
}

uint32_t er_events_count(const ErEvents *events)
{
	return events->events->len;
}

const ErEvent *er_events_at(const ErEvents *events, uint32_t i)
{
	g_assert(i < events->events->len);
	return &g_array_index(events->events, ErEvent, i);
}

/* ---- writing events ---- */

static uint32_t group_element(const ErNetwork *net, uint32_t group)
{
	return er_network_n_components(net) + group;
}

static const uint32_t *keep(ErEvents *events, const GArray *elements)
{
	uint32_t *copy = g_memdup2(elements->data, elements->len * sizeof(uint32_t));

	if (copy != NULL)
		g_ptr_array_add(events->arrays, copy);
	return copy;
}

static const char *target_text(ErEvents *events, const uint32_t *elements, uint32_t n, const char *alias)
{
	g_autoptr(GString) text = g_string_new(alias);

	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(text, "%s%s", text->len > 0 ? " + " : "", er_element_id(events->flows, NULL, elements[i]));
	return g_string_chunk_insert_const(events->strings, text->str);
}

/* @elements and what is gone besides. (transfer full) */
static GArray *with_also(const Out *out, const uint32_t *elements, uint32_t n)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	g_array_append_vals(all, elements, n);
	g_array_append_vals(all, out->also, out->n_also);
	return all;
}

/* @alias: what many elements are called together; NULL: by their ids. */
static void add_loss(const Out *out, const char *alias, const uint32_t *elements, uint32_t n)
{
	ErEvents *events = out->events;
	g_autoptr(GArray) all = with_also(out, elements, n);
	ErEvent event = { out->row->id, out->row->title, "", .n_steps = 1 };

	event.target = alias != NULL ? target_text(events, out->also, out->n_also, alias) : target_text(events, (const uint32_t *)(void *)all->data, all->len, NULL);
	event.steps[0] = (ErStep){ .removed = keep(events, all), .n_removed = all->len };
	g_array_append_val(events->events, event);
}

static void add_one(const Out *out, uint32_t element)
{
	if (element != ER_NONE)
		add_loss(out, NULL, &element, 1);
}

/* First the routes over @msee are prepended, then @gone goes; @also is gone all the while. */
static void add_maintenance(const Out *out, uint32_t msee, const GArray *gone, bool silent)
{
	ErEvents *events = out->events;
	g_autoptr(GArray) before = with_also(out, NULL, 0), after = with_also(out, (const uint32_t *)(void *)gone->data, gone->len), target = with_also(out, &msee, 1);
	g_autoptr(GArray) drained = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	ErEvent event = { out->row->id, out->row->title, target_text(events, (const uint32_t *)(void *)target->data, target->len, NULL), .n_steps = 2 };

	g_array_append_val(drained, msee);
	event.steps[0] = (ErStep){ keep(events, before), before->len, keep(events, drained), 1, false };
	event.steps[1] = (ErStep){ .removed = keep(events, after), .n_removed = after->len, .silent = silent };
	g_array_append_val(events->events, event);
}

/* ---- targets ---- */

static void each_component(const Out *out, ErKind kind)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_components(net); i++)
		if (er_network_component(net, i)->kind == kind)
			add_one(out, i);
}

static void each_group(const Out *out, ErGroupOf kind)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_groups(net); i++)
		if (er_network_group(net, i)->kind == kind)
			add_one(out, group_element(net, i));
}

/* Side of an MSEE or Direct link, by the circuit or port it is part of. */
static bool is_of_side(const ErNetwork *net, uint32_t component, ErSide side)
{
	return g_str_has_suffix(er_network_component(net, component)->id, side == ER_PRIMARY ? "-primary" : "-secondary");
}

static GArray *sessions_of(const ErNetwork *net, uint32_t msee)
{
	GArray *sessions = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			if (er_network_circuit(net, i)->msee[side] == msee && er_network_circuit(net, i)->session[side] != ER_NONE)
				g_array_append_val(sessions, er_network_circuit(net, i)->session[side]);
	return sessions;
}

static void each_msee_maintained(const Out *out, ErSide side)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		if (er_network_component(net, i)->kind != ER_KIND_MSEE || !is_of_side(net, i, side))
			continue;
		g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_array_append_val(gone, i);
		add_maintenance(out, i, gone, false);
	}
}

static void maintenance_primary(const Out *out) { each_msee_maintained(out, ER_PRIMARY); }
static void maintenance_secondary(const Out *out) { each_msee_maintained(out, ER_SECONDARY); }
static void msee_failure(const Out *out) { each_component(out, ER_KIND_MSEE); }

static void core_fault(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_components(net); i++) {
		if (er_network_component(net, i)->kind != ER_KIND_MSEE)
			continue;
		g_autoptr(GArray) sessions = sessions_of(net, i);
		if (sessions->len > 0)
			add_maintenance(out, i, sessions, true);
	}
}

static void instance_upgrade(const Out *out) { each_component(out, ER_KIND_INSTANCE); }
static void zone_failure(const Out *out) { each_group(out, ER_GRP_ZONE); }
static void gateway_loss(const Out *out) { each_component(out, ER_KIND_GATEWAY); }
static void location_loss(const Out *out) { each_group(out, ER_GRP_LOCATION); }

/* MSEEs of one side of all Metro circuits at a location. Which side stands in which building is not known: both are tried. */
static void metro_building_loss(const Out *out, const char *location, ErSide side)
{
	const ErNetwork *net = out->events->net;
	g_autoptr(GArray) msees = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->metro && g_ascii_strcasecmp(er_network_circuit(net, i)->peering_location, location) == 0)
			g_array_append_val(msees, er_network_circuit(net, i)->msee[side]);
	g_autofree char *alias = g_strdup_printf("facility %s/%c", location, side == ER_PRIMARY ? 'a' : 'b');
	add_loss(out, alias, (const uint32_t *)(void *)msees->data, msees->len);
}

static void metro_facility_loss(const Out *out)
{
	const ErNetwork *net = out->events->net;
	g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		if (!circuit->metro || !g_hash_table_add(done, g_string_chunk_insert_const(out->events->strings, circuit->peering_location)))
			continue;
		metro_building_loss(out, circuit->peering_location, ER_PRIMARY);
		metro_building_loss(out, circuit->peering_location, ER_SECONDARY);
	}
}

static void provider_loss(const Out *out)
{
	each_group(out, ER_GRP_PROVIDER);
	each_group(out, ER_GRP_CARRIER);
}

static void edge_or_access_loss(const Out *out)
{
	each_component(out, ER_KIND_PE);
	each_component(out, ER_KIND_ACCESS);
	each_group(out, ER_GRP_PROVIDER_EDGE);
}

static void router_loss(const Out *out)
{
	each_component(out, ER_KIND_CE);
	each_group(out, ER_GRP_CHASSIS);
}

static void conduit_cut(const Out *out)
{
	each_group(out, ER_GRP_CONDUIT);
	each_group(out, ER_GRP_ENTRY);
	each_group(out, ER_GRP_ACCESS);
}

static void site_loss(const Out *out)
{
	each_component(out, ER_KIND_SITE);
	each_group(out, ER_GRP_POWER);
	for (uint32_t i = 0; i < er_network_n_groups(out->events->net); i++) {
		const ErGroup *group = er_network_group(out->events->net, i);
		if (group->kind == ER_GRP_FACILITY && er_network_component(out->events->net, group->members[0])->kind != ER_KIND_MSEE)
			add_one(out, group_element(out->events->net, i));
	}
}

static void wan_loss(const Out *out)
{
	const ErNetwork *net = out->events->net;

	each_component(out, ER_KIND_WAN);
	for (uint32_t i = 0; i < er_network_n_wans(net); i++)
		for (uint32_t k = 0; k < er_network_n_groups(net); k++) {
			const uint32_t both[] = { er_network_wan(net, i)->self, group_element(net, k) };
			if (er_network_group(net, k)->kind == ER_GRP_LOCATION)
				add_loss(out, NULL, both, 2);
		}
}

static void region_loss(const Out *out) { each_group(out, ER_GRP_REGION); }
static void circuit_loss(const Out *out) { each_component(out, ER_KIND_CIRCUIT); }

/* Sessions of the circuits in @circuits. */
static void add_sessions(const Out *out, GArray *sessions, uint32_t circuit)
{
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		if (er_network_circuit(out->events->net, circuit)->session[side] != ER_NONE)
			g_array_append_val(sessions, er_network_circuit(out->events->net, circuit)->session[side]);
}

static void peering_disabled(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		g_autoptr(GArray) sessions = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		add_sessions(out, sessions, i);
		if (sessions->len > 0)
			add_loss(out, NULL, (const uint32_t *)(void *)sessions->data, sessions->len);
	}
}

static void connection_loss(const Out *out) { each_component(out, ER_KIND_CONNECTION); }

static bool ends_at(const ErNetwork *net, uint32_t circuit, uint32_t site)
{
	const ErCircuit *row = er_network_circuit(net, circuit);

	for (uint32_t i = 0; i < row->n_ends; i++)
		if (er_network_end(net, row->first_end + i)->site == site)
			return true;
	return false;
}

/* Every circuit that hears the site's routes loses its sessions. */
static void site_prefix_limit(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t site = 0; site < er_network_n_sites(net); site++) {
		g_autoptr(GArray) sessions = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
			if (ends_at(net, i, site))
				add_sessions(out, sessions, i);
		g_autofree char *alias = g_strdup_printf("sessions of %s", er_network_component(net, er_network_site(net, site)->self)->id);
		if (sessions->len > 0)
			add_loss(out, alias, (const uint32_t *)(void *)sessions->data, sessions->len);
	}
}

static void gateway_prefix_limit(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t g = 0; g < er_network_n_gateways(net); g++) {
		g_autoptr(GArray) connections = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		for (uint32_t i = 0; i < er_network_n_connections(net); i++)
			if (er_network_connection(net, i)->gateway == g)
				g_array_append_val(connections, er_network_connection(net, i)->self);
		g_autofree char *alias = g_strdup_printf("connections of %s", er_network_component(net, er_network_gateway(net, g)->self)->id);
		if (connections->len > 0)
			add_loss(out, alias, (const uint32_t *)(void *)connections->data, connections->len);
	}
}

static void port_link_down(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_ports(net); i++)
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			add_one(out, er_network_port(net, i)->link[side]);
}

static void port_loss(const Out *out) { each_component(out, ER_KIND_PORT); }

static void macsec_mismatch(const Out *out)
{
	port_link_down(out);
	for (uint32_t i = 0; i < er_network_n_ports(out->events->net); i++)
		add_loss(out, NULL, er_network_port(out->events->net, i)->link, 2);
}

/* (transfer full) */
static GArray *all_circuits(const ErNetwork *net)
{
	GArray *circuits = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		g_array_append_val(circuits, er_network_circuit(net, i)->self);
	return circuits;
}

static void all_down_and(const Out *out, uint32_t component)
{
	const ErNetwork *net = out->events->net;
	g_autoptr(GArray) gone = all_circuits(net);
	g_autofree char *alias = component == ER_NONE ? g_strdup("every circuit") : g_strdup_printf("every circuit + %s", er_network_component(net, component)->id);

	if (gone->len == 0)
		return;
	if (component != ER_NONE)
		g_array_append_val(gone, component);
	add_loss(out, alias, (const uint32_t *)(void *)gone->data, gone->len);
}

static void vpn_carries(const Out *out)
{
	if (er_network_n_vpn_gateways(out->events->net) > 0)
		all_down_and(out, ER_NONE);
}

static void vpn_fails_too(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *vpn = er_network_vpn_gateway(net, i);
		all_down_and(out, vpn->self);
		for (uint32_t k = 0; k < vpn->n_instances; k++)
			all_down_and(out, er_network_instance_at(net, vpn->first_instance + k));
	}
}

static void firewall_loss(const Out *out) { each_component(out, ER_KIND_FIREWALL); }

static void attachment_loss(const Out *out)
{
	each_component(out, ER_KIND_VNET_PEERING);
	each_component(out, ER_KIND_HUB_CONNECTION);
}

static void global_reach_loss(const Out *out) { each_component(out, ER_KIND_GLOBAL_REACH); }

/* Are both ids of one subscription? Those of what is not in the input tell it, too. */
static bool same_subscription(const char *a, const char *b)
{
	const char *end = strstr(a, "/resourcegroups/");
	size_t n = end != NULL ? (size_t)(end - a) + 1 : 0;

	return strncmp(a, b, n) == 0;
}

static void foreign_circuit_removed(const Out *out)
{
	const ErNetwork *net = out->events->net;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const char *circuit = er_network_component(net, er_network_circuit(net, connection->circuit)->self)->id;
		const char *gateway = er_network_component(net, er_network_gateway(net, connection->gateway)->self)->id;
		if (!same_subscription(circuit, gateway))
			add_one(out, connection->self);
	}
}

static void microsoft_wan(const Out *out)
{
	const ErNetwork *net = out->events->net;
	g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_components(net); i++)
		if (er_network_component(net, i)->kind == ER_KIND_MSEE)
			g_array_append_val(gone, i);
	if (gone->len > 0)
		add_loss(out, "every MSEE", (const uint32_t *)(void *)gone->data, gone->len);
}

static void nothing(const Out *out)
{
	(void)out;
}

/* ---- pairs ---- */

/* Circuits that some flow could use, both of them: bits of @meets, one row per circuit. */
static void find_mates(const ErFlows *flows, uint32_t n, bool *mates)
{
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		for (uint32_t i = 0; i < class->n_paths; i++)
			for (uint32_t k = 0; class->paths[i].circuit != ER_NONE && k < class->n_paths; k++)
				if (class->paths[k].circuit != ER_NONE)
					mates[(size_t)class->paths[i].circuit * n + class->paths[k].circuit] = true;
	}
}

/* The location group of a circuit; ER_NONE. */
static uint32_t location_of(const ErNetwork *net, uint32_t circuit)
{
	uint32_t n = 0;
	const uint32_t *groups = er_network_groups_of(net, er_network_circuit(net, circuit)->msee[ER_PRIMARY], &n);

	for (uint32_t i = 0; i < n; i++)
		if (er_network_group(net, groups[i])->kind == ER_GRP_LOCATION)
			return groups[i];
	return ER_NONE;
}

static void maintenance_and_location(const Out *out)
{
	const ErNetwork *net = out->events->net;
	uint32_t n = er_network_n_circuits(net);
	g_autofree bool *mates = g_new0(bool, (size_t)n * n + 1), *taken = g_new(bool, er_network_n_groups(net) + 1);

	find_mates(out->events->flows, n, mates);
	for (uint32_t a = 0; a < n; a++) {
		uint32_t own = location_of(net, a), msee = er_network_circuit(net, a)->msee[ER_PRIMARY];
		memset(taken, 0, er_network_n_groups(net));
		for (uint32_t b = 0; b < n; b++) {
			uint32_t location = location_of(net, b);
			if (!mates[(size_t)a * n + b] || location == ER_NONE || location == own || taken[location])
				continue;
			taken[location] = true;
			g_autoptr(GArray) meanwhile = with_also(out, &(uint32_t){ group_element(net, location) }, 1), gone = g_array_new(FALSE, FALSE, sizeof(uint32_t));
			const Out both = { out->events, out->row, (const uint32_t *)(void *)meanwhile->data, meanwhile->len };
			g_array_append_val(gone, msee);
			add_maintenance(&both, msee, gone, false);
		}
	}
}

/* ---- the catalogue ---- */

static void sweep(const Out *out);

static const struct { ErScenario row; void (*spell)(const Out *out); } catalogue[] = {
	{ { "SC-01", "Maintenance of a primary MSEE", "a circuit" }, maintenance_primary },
	{ { "SC-02", "Maintenance of a secondary MSEE", "a circuit" }, maintenance_secondary },
	{ { "SC-03", "Failure of an MSEE", "a circuit" }, msee_failure },
	{ { "SC-04", "Fault between an MSEE and Microsoft's core, session stays up", "a circuit with private peering" }, core_fault },
	{ { "SC-05", "Upgrade of a gateway instance", "an ExpressRoute gateway" }, instance_upgrade },
	{ { "SC-06", "Failure of an availability zone", "a zonal gateway, firewall or VPN gateway" }, zone_failure },
	{ { "SC-07", "Loss of a gateway", "an ExpressRoute gateway" }, gateway_loss },
	{ { "SC-08", "Loss of a peering location", "a circuit with its peering location, not Metro" }, location_loss },
	{ { "SC-09", "Loss of one facility of a Metro location", "a Metro circuit" }, metro_facility_loss },
	{ { "SC-10", "Loss of a provider or carrier", "a provider circuit" }, provider_loss },
	{ { "SC-11", "Loss of a provider edge or access line", "a circuit" }, edge_or_access_loss },
	{ { "SC-12", "Loss of a customer edge router", "a circuit" }, router_loss },
	{ { "SC-13", "Cut of a conduit, entry or shared access line", "conduit, entry or access at several links in the site description" }, conduit_cut },
	{ { "SC-14", "Loss of a site, its building or its power", "a circuit" }, site_loss },
	{ { "SC-15", "Loss of the WAN between sites, alone and with a peering location", "a wan in the site description" }, wan_loss },
	{ { "SC-16", "Loss of an Azure region", "two parts in one region" }, region_loss },
	{ { "SC-17", "Circuit deprovisioned or deleted", "a circuit" }, circuit_loss },
	{ { "SC-18", "Private peering disabled", "a circuit with private peering" }, peering_disabled },
	{ { "SC-19", "Connection deleted", "a connection" }, connection_loss },
	{ { "SC-20", "On-premises announces more prefixes than allowed", "a circuit with private peering" }, site_prefix_limit },
	{ { "SC-21", "Azure announces more prefixes than allowed", "a connection" }, gateway_prefix_limit },
	{ { "SC-22", "Link of a Direct port pair down", "an ExpressRoute Direct port pair" }, port_link_down },
	{ { "SC-23", "Loss of a Direct port pair", "an ExpressRoute Direct port pair" }, port_loss },
	{ { "SC-24", "MACsec keys do not match, on one link or both", "an ExpressRoute Direct port pair" }, macsec_mismatch },
	{ { "SC-25", "All ExpressRoute down, VPN carries", "a VPN gateway" }, vpn_carries },
	{ { "SC-26", "VPN gateway fails while ExpressRoute is down", "a VPN gateway" }, vpn_fails_too },
	{ { "SC-27", "Loss of a firewall", "a firewall or appliance that routes lead to" }, firewall_loss },
	{ { "SC-28", "Loss of Route Server", "a Route Server on a path; none can be: what the gateways learn stays in the VNets, and routes that an appliance injects through it are in no inventory" }, nothing },
	{ { "SC-29", "Loss of a VNet peering or hub connection", "a spoke" }, attachment_loss },
	{ { "SC-30", "Loss of Global Reach", "a Global Reach connection" }, global_reach_loss },
	{ { "SC-31", "Circuit of another subscription or its authorization removed", "a connection to a circuit of another subscription" }, foreign_circuit_removed },
	{ { "SC-32", "Default route withdrawn", "learned routes, which no inventory holds: whether 0.0.0.0/0 is announced is not known" }, nothing },
	{ { "SC-33", "Capacity with any one of the above gone", "a circuit" }, sweep },
	{ { "SC-34", "Maintenance of one circuit while another's location is lost", "a flow with circuits in two locations" }, maintenance_and_location },
	{ { "SC-35", "Event in Microsoft's backbone: every MSEE", "a circuit" }, microsoft_wan },
};

/* All others; each keeps its own id, so that a line of the sweep says what to ask for next. */
static void sweep(const Out *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(catalogue); i++) {
		const Out own = { out->events, &catalogue[i].row, out->also, out->n_also };
		if (catalogue[i].spell != sweep)
			catalogue[i].spell(&own);
	}
}

uint32_t er_n_scenarios(void)
{
	return G_N_ELEMENTS(catalogue);
}

const ErScenario *er_scenario(uint32_t i)
{
	g_assert(i < G_N_ELEMENTS(catalogue));
	return &catalogue[i].row;
}

const ErScenario *er_scenario_lookup(const char *id)
{
	for (size_t i = 0; i < G_N_ELEMENTS(catalogue); i++)
		if (g_ascii_strcasecmp(catalogue[i].row.id, id) == 0)
			return &catalogue[i].row;
	return NULL;
}

uint32_t er_events_add_scenario(ErEvents *events, const ErScenario *scenario, const uint32_t *also, uint32_t n_also)
{
	uint32_t before = events->events->len;
	const Out out = { events, scenario, also, n_also };

	for (size_t i = 0; i < G_N_ELEMENTS(catalogue); i++)
		if (&catalogue[i].row == scenario)
			catalogue[i].spell(&out);
	return events->events->len - before;
}

void er_events_add_failure(ErEvents *events, const uint32_t *elements, uint32_t n)
{
	static const ErScenario chosen = { "", "Failure", "" };
	const Out out = { events, &chosen, NULL, 0 };

	add_loss(&out, NULL, elements, n);
}
