/*
 * Circuits and Direct port pairs. Two MSEEs and two links per provider circuit are a documented fact (derived), as are the two links
 * and routers of a port pair; the pair of PEs is assumed until the site description names them (onprem.c).
 * Up or down follows the design page of the model, §1a: an absent property counts as up and adds an assumption.
 * Source: Microsoft Learn, "ExpressRoute circuits and peering" and "About ExpressRoute Direct".
 */
#include "catalogue.h"
#include "network_build.h"

#include <string.h>

/* ---- Direct ports ---- */

/* A part of @parent ("#link-primary" …), with its certainty. */
static uint32_t add_part(ErNetwork *net, const char *parent, const char *part, ErSide side, ErKind kind, ErOwner owner, ErCertainty certainty,
                         const char *location, const char *name)
{
	g_autofree char *id = g_strdup_printf("%s#%s-%s", parent, part, er_side_name(side));
	ErComponent component = { .id = id, .name = name, .kind = kind, .owner = owner, .certainty = certainty, .location = location, .up = true };

	return er_net_add(net, &component);
}

/* The two links of a port pair by name (link1, link2), else in order of id. */
static void port_links(const ErNetwork *net, const ErResource *port, const ErResource *links[2])
{
	const ErResource *others[2] = { NULL, NULL };
	uint32_t n = 0, n_below, first = er_inventory_below(net->inv, port->id, &n_below);

	for (uint32_t i = first; i < first + n_below; i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_PORT_LINK)
			continue;
		if (g_ascii_strcasecmp(res->name, "link1") == 0)
			links[ER_PRIMARY] = res;
		else if (g_ascii_strcasecmp(res->name, "link2") == 0)
			links[ER_SECONDARY] = res;
		else if (n < 2)
			others[n++] = res;
	}
	for (uint32_t i = 0; i < n; i++)
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			if (links[side] == NULL && others[i] != NULL) {
				links[side] = others[i];
				others[i] = NULL;
			}
}

static void add_port_side(ErNetwork *net, ErPort *port, const char *id, ErSide side, const ErResource *link)
{
	const char *router = link != NULL ? er_value_text(&link->body, "properties.routerName") : NULL;
	const char *interface = link != NULL ? er_value_text(&link->body, "properties.interfaceName") : NULL;
	g_autofree char *link_name = g_strdup_printf("%s%s%s", link != NULL ? link->name : side == ER_PRIMARY ? "link1" : "link2", interface != NULL ? " " : "", interface != NULL ? interface : "");
	g_autofree char *msee_name = router != NULL ? g_strdup_printf("MSEE %s %s", er_side_name(side), router) : g_strdup_printf("MSEE %s", er_side_name(side));

	port->link[side] = add_part(net, id, "link", side, ER_KIND_LINK, ER_OWNER_MICROSOFT, link != NULL ? ER_OBSERVED : ER_DERIVED, port->peering_location, link_name);
	port->msee[side] = add_part(net, id, "msee", side, ER_KIND_MSEE, ER_OWNER_MICROSOFT, router != NULL ? ER_OBSERVED : ER_DERIVED, port->peering_location, msee_name);
	ErComponent *component = er_net_edit(net, port->link[side]);
	component->resource = link;
	component->subscription = link != NULL ? link->subscription : "";
	if (link != NULL && er_value_says(&link->body, "properties.adminState", "Disabled")) {
		component->up = false;
		component->reason = "port link adminState is Disabled";
	}
	if (link == NULL || er_value_text(&link->body, "properties.adminState") == NULL)
		er_net_assume(net, er_net_printf(net, "state:%s", component->id), er_net_printf(net, "%s: adminState is not in the export; enabled is assumed", link_name),
		              "export the port pair with its links");
}

static void add_port(ErNetwork *net, const char *id, const char *name, const ErResource *res)
{
	ErPort port = { .peering_location = "", .encapsulation = "" };
	const ErResource *links[2] = { NULL, NULL };
	uint32_t gbps = 0;
	g_autofree char *subscription = NULL;

	if (res != NULL) {
		const char *location = er_value_text(&res->body, "properties.peeringLocation");
		const char *encapsulation = er_value_text(&res->body, "properties.encapsulation");
		port.peering_location = er_net_intern(net, location);
		port.encapsulation = er_net_intern(net, encapsulation);
		if (er_value_uint(&res->body, "properties.bandwidthInGbps", &gbps))
			port.bandwidth_mbps = gbps <= 100000 ? gbps * 1000 : 0;
		port_links(net, res, links);
	}
	ErComponent self = {
		.id = id, .name = name, .kind = ER_KIND_PORT, .owner = ER_OWNER_CUSTOMER, .certainty = er_net_certainty(net, name, res),
		.location = port.peering_location, .subscription = res != NULL ? res->subscription : "", .up = true, .external = res == NULL, .resource = res,
	};
	port.self = er_net_add(net, &self);
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		add_port_side(net, &port, id, side, links[side]);
	g_array_append_val(net->ports, port);
}

void er_net_build_ports(ErNetwork *net, ErDiags *diags)
{
	(void)diags;
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind == ER_RES_PORT)
			add_port(net, res->id, res->name, res);
	}
	for (uint32_t i = 0; i < er_inventory_n_externals(net->inv); i++) {
		const ErExternal *external = er_inventory_external(net->inv, i);
		if (external->kind == ER_RES_PORT)
			add_port(net, external->id, external->name, NULL);
	}
}

/* ---- circuits ---- */

/* The private peering of a circuit; NULL when the input holds none. */
static const ErResource *private_peering(const ErNetwork *net, const char *circuit)
{
	uint32_t n, first = er_inventory_below(net->inv, circuit, &n);

	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(net->inv, i);
		if (res->kind != ER_RES_CIRCUIT_PEERING)
			continue;
		const char *type = er_value_text(&res->body, "properties.peeringType");
		if (type != NULL ? g_ascii_strcasecmp(type, "AzurePrivatePeering") == 0 : g_ascii_strcasecmp(res->name, "AzurePrivatePeering") == 0)
			return res;
	}
	return NULL;
}

/* Why a circuit carries nothing, as the inventory stands; "" when it is up. */
static const char *circuit_down(ErNetwork *net, const ErCircuit *circuit, const ErResource *res, const ErResource *peering)
{
	const char *state = er_value_text(&res->body, "properties.circuitProvisioningState");
	const char *provider = er_value_text(&res->body, "properties.serviceProviderProvisioningState");

	if (state != NULL && g_ascii_strcasecmp(state, "Disabled") == 0)
		return "circuitProvisioningState is Disabled";
	if (circuit->port == ER_NONE && provider != NULL && g_ascii_strcasecmp(provider, "Provisioned") != 0)
		return er_net_printf(net, "serviceProviderProvisioningState is %s", provider);
	if (peering == NULL && circuit->peerings_known)
		return "no private peering";
	if (peering != NULL && er_value_says(&peering->body, "properties.state", "Disabled"))
		return "private peering is Disabled";
	return "";
}

static void read_properties(ErNetwork *net, ErCircuit *circuit, const ErResource *res)
{
	const ErValue *body = &res->body;
	uint32_t gbps = 0;
	g_autofree char *port = er_id_reference(body, "properties.expressRoutePort", ER_RES_PORT);

	circuit->port = er_net_port_of(net, port);
	circuit->provider = er_net_intern(net, er_value_text(body, "properties.serviceProviderProperties.serviceProviderName"));
	circuit->peering_location = er_net_intern(net, er_value_text(body, "properties.serviceProviderProperties.peeringLocation"));
	circuit->tier = er_net_intern(net, er_value_text(body, "sku.tier"));
	circuit->family = er_net_intern(net, er_value_text(body, "sku.family"));
	if (!er_value_uint(body, "properties.serviceProviderProperties.bandwidthInMbps", &circuit->bandwidth_mbps) &&
	    er_value_uint(body, "properties.bandwidthInGbps", &gbps) && gbps <= 100000)
		circuit->bandwidth_mbps = gbps * 1000;
	if (circuit->port != ER_NONE) {
		circuit->provider = "";
		circuit->peering_location = g_array_index(net->ports, ErPort, circuit->port).peering_location;
	}
}

/* The device behind an Azure port name: "EQIX-SJC-06GMR-CIS-1-PRI-A" without its last two parts. */
static const char *msee_device(ErNetwork *net, const ErResource *peering, ErSide side)
{
	const char *port = peering != NULL ? er_value_text(&peering->body, side == ER_PRIMARY ? "properties.primaryAzurePort" : "properties.secondaryAzurePort") : NULL;
	const char *mark = port != NULL ? g_strrstr(port, side == ER_PRIMARY ? "-PRI" : "-SEC") : NULL;

	if (port == NULL)
		return "";
	g_autofree char *device = mark != NULL ? g_strndup(port, (gsize)(mark - port)) : g_strdup(port);
	return er_net_intern(net, device);
}

/* One text for one place, whatever the spelling: "Newport(Wales)" is "Newport (Wales)"; "" unknown. */
static const char *place_of(ErNetwork *net, const char *text)
{
	ErLocation location;

	if (*text == '\0')
		return "";
	er_catalogue_location(net->tables, text, false, net->strings, &location);
	g_autofree char *lower = g_ascii_strdown(location.name, -1);
	return er_net_intern(net, lower);
}

/* Key of a named device at a place; NULL when it has no name or place. (transfer full) */
static char *device_key(ErNetwork *net, const ErCircuit *circuit, const char *device)
{
	const char *place = place_of(net, circuit->peering_location);
	g_autofree char *lower = g_ascii_strdown(device, -1);

	return *place != '\0' && *device != '\0' ? g_strdup_printf("%s|%s", place, lower) : NULL;
}

/* An MSEE of an earlier circuit (by id) at the same place and on the same named device; ER_NONE when there is none. */
static uint32_t shared_msee(ErNetwork *net, const ErCircuit *circuit, const char *device)
{
	g_autofree char *key = device_key(net, circuit, device);
	uint32_t found = key != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(net->devices, key)) : 0;

	return found > 0 ? found - 1 : ER_NONE;
}

/* Later circuits find the MSEEs of this one; both sides may be one device, and stay two parts of it. */
static void name_devices(ErNetwork *net, const ErCircuit *circuit, const ErResource *peering)
{
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		char *key = device_key(net, circuit, msee_device(net, peering, side));
		if (key == NULL || g_hash_table_contains(net->devices, key))
			g_free(key);
		else
			g_hash_table_insert(net->devices, key, GUINT_TO_POINTER(circuit->msee[side] + 1));
	}
}

static void add_provider_side(ErNetwork *net, ErCircuit *circuit, const char *id, ErSide side, const ErResource *peering)
{
	g_autofree char *pe = g_strdup_printf("PE %s", er_side_name(side));
	g_autofree char *link = g_strdup_printf("%s link", side == ER_PRIMARY ? "Primary" : "Secondary");
	g_autofree char *msee = g_strdup_printf("MSEE %s", er_side_name(side));
	const char *device = msee_device(net, peering, side);

	circuit->pe[side] = add_part(net, id, "pe", side, ER_KIND_PE, ER_OWNER_PROVIDER, ER_ASSUMED, circuit->peering_location, pe);
	circuit->link[side] = add_part(net, id, "link", side, ER_KIND_LINK, ER_OWNER_PROVIDER, ER_DERIVED, circuit->peering_location, link);
	circuit->msee[side] = shared_msee(net, circuit, device);
	if (circuit->msee[side] == ER_NONE)
		circuit->msee[side] = add_part(net, id, "msee", side, ER_KIND_MSEE, ER_OWNER_MICROSOFT, *device != '\0' ? ER_OBSERVED : ER_DERIVED, circuit->peering_location, msee);
}

static bool side_addressed(const ErResource *peering, ErSide side)
{
	static const char *const v4[] = { "properties.primaryPeerAddressPrefix", "properties.secondaryPeerAddressPrefix" };
	static const char *const v6[] = { "properties.ipv6PeeringConfig.primaryPeerAddressPrefix", "properties.ipv6PeeringConfig.secondaryPeerAddressPrefix" };

	return er_value_text(&peering->body, v4[side]) != NULL || er_value_text(&peering->body, v6[side]) != NULL;
}

/* A session exists where the private peering addresses its side, or where the export does not say which peerings there are. */
static void add_session(ErNetwork *net, ErCircuit *circuit, const char *id, ErSide side, const ErResource *peering)
{
	g_autofree char *name = g_strdup_printf("BGP session %s", er_side_name(side));

	circuit->session[side] = ER_NONE;
	if (peering != NULL ? !side_addressed(peering, side) : circuit->peerings_known)
		return;
	circuit->session[side] = add_part(net, id, "session", side, ER_KIND_SESSION, ER_OWNER_MICROSOFT, peering != NULL ? ER_OBSERVED : ER_ASSUMED, circuit->peering_location, name);
	ErComponent *session = er_net_edit(net, circuit->session[side]);
	session->resource = peering;
	session->subscription = peering != NULL ? peering->subscription : "";
	if (peering != NULL && er_value_says(&peering->body, "properties.state", "Disabled")) {
		session->up = false;
		session->reason = "private peering is Disabled";
	}
}

static void assume_absent(ErNetwork *net, const ErCircuit *circuit, const ErResource *res, const ErResource *peering)
{
	const char *name = er_net_edit(net, circuit->self)->name;

	if (!circuit->peerings_known)
		er_net_assume(net, er_net_printf(net, "peerings:%s", res->id), er_net_printf(net, "%s: the export does not say which peerings it has; a private peering with both sessions up is assumed", name),
		              "export the circuit with its peerings");
	if (er_value_text(&res->body, "properties.circuitProvisioningState") == NULL ||
	    (circuit->port == ER_NONE && er_value_text(&res->body, "properties.serviceProviderProvisioningState") == NULL))
		er_net_assume(net, er_net_printf(net, "state:%s", res->id), er_net_printf(net, "%s: provisioning state is not in the export; up is assumed", name),
		              "export the circuit from the running service");
	if (peering != NULL && er_value_text(&peering->body, "properties.state") == NULL)
		er_net_assume(net, er_net_printf(net, "state:%s", peering->id), er_net_printf(net, "%s: the state of the private peering is not in the export; enabled is assumed", name),
		              "export the circuit with its peerings");
	if (circuit->port != ER_NONE)
		er_net_assume(net, er_net_printf(net, "carrier:%s", res->id), er_net_printf(net, "%s: the carrier of the cross connects is not known", name),
		              "carrier of each link");
}

static void add_circuit(ErNetwork *net, const char *id, const char *name, const ErResource *res)
{
	const ErResource *peering = private_peering(net, id);
	ErCircuit circuit = {
		.port = ER_NONE, .external = res == NULL, .provider = "", .peering_location = "", .tier = "", .family = "",
		.pe = { ER_NONE, ER_NONE },
		.peerings_known = peering != NULL || (res != NULL && er_value_get(&res->body, "properties.peerings") != NULL),
	};
	ErLocation location = { 0 };

	if (res != NULL)
		read_properties(net, &circuit, res);
	if (*circuit.peering_location != '\0')
		circuit.metro = (er_catalogue_location(net->tables, circuit.peering_location, circuit.port != ER_NONE, net->strings, &location), location.metro);
	const char *down = res != NULL ? circuit_down(net, &circuit, res, peering) : "";
	ErComponent self = {
		.id = id, .name = name, .kind = ER_KIND_CIRCUIT, .owner = ER_OWNER_CUSTOMER, .certainty = er_net_certainty(net, name, res),
		.location = circuit.peering_location, .subscription = res != NULL ? res->subscription : "", .up = *down == '\0', .reason = down, .external = res == NULL, .resource = res,
	};
	circuit.self = er_net_add(net, &self);
	if (peering != NULL) {
		er_value_uint(&peering->body, "properties.peerASN", &circuit.peer_asn);
		er_value_uint(&peering->body, "properties.vlanId", &circuit.vlan);
	}
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
		if (circuit.port != ER_NONE) {
			circuit.link[side] = g_array_index(net->ports, ErPort, circuit.port).link[side];
			circuit.msee[side] = g_array_index(net->ports, ErPort, circuit.port).msee[side];
		} else {
			add_provider_side(net, &circuit, id, side, peering);
		}
		add_session(net, &circuit, id, side, peering);
	}
	if (res != NULL)
		assume_absent(net, &circuit, res, peering);
	if (res != NULL && circuit.port == ER_NONE)
		name_devices(net, &circuit, peering);
	g_array_append_val(net->circuits, circuit);
}

static void assume_shared_msees(ErNetwork *net)
{
	g_autofree const char **places = g_new(const char *, net->circuits->len + 1);

	for (uint32_t i = 0; i < net->circuits->len; i++)
		places[i] = place_of(net, g_array_index(net->circuits, ErCircuit, i).peering_location);
	for (uint32_t i = 0; i < net->circuits->len; i++) {
		const ErCircuit *a = &g_array_index(net->circuits, ErCircuit, i);
		for (uint32_t k = 0; k < i; k++) {
			const ErCircuit *b = &g_array_index(net->circuits, ErCircuit, k);
			if (places[i] != places[k] || *places[i] == '\0' || a->port != ER_NONE || b->port != ER_NONE || a->msee[0] == b->msee[0] || a->msee[0] == b->msee[1])
				continue;
			if (er_net_edit(net, a->msee[0])->certainty == ER_OBSERVED && er_net_edit(net, b->msee[0])->certainty == ER_OBSERVED)
				continue;
			er_net_assume(net, er_net_printf(net, "msee:%s", a->peering_location),
			              er_net_printf(net, "Circuits in %s may share their MSEEs: the export does not name the devices; separate ones are drawn", a->peering_location),
			              "primaryAzurePort and secondaryAzurePort of the private peerings");
			break;
		}
	}
}

void er_net_build_circuits(ErNetwork *net, ErDiags *diags)
{
	g_autoptr(GArray) found = er_net_candidates(net, ER_RES_CIRCUIT);

	for (uint32_t i = 0; i < found->len; i++) {
		const ErCandidate *candidate = &g_array_index(found, ErCandidate, i);
		add_circuit(net, candidate->id, candidate->name, candidate->res);
	}
	for (uint32_t i = 0; i < er_inventory_n_externals(net->inv); i++) {
		const ErExternal *external = er_inventory_external(net->inv, i);
		if (external->kind == ER_RES_CIRCUIT)
			er_net_tell(net, er_inventory_lookup(net->inv, external->referrer), diags, ER_D_EXTERNAL, "circuit %s, named by %s", external->id, external->referrer);
	}
	assume_shared_msees(net);
}
