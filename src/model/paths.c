/*
 * Paths of one flow class. Each connected circuit gives one path for every end it has at the site, and for every end at a site that a
 * WAN leads to, whose session and link are up; a claimed VPN gateway gives one per tunnel; in a virtual WAN the other hubs give theirs
 * through both hubs. What is down is told in `excluded`. Hops are the data plane, requirements the control plane: without session,
 * circuit, connection, gateway and one of its instances no route is learned, bypassed or not (Microsoft Learn, "About ExpressRoute
 * FastPath"). Towards on-premises Azure sends straight to the MSEEs; to and from private endpoints both directions cross the gateway.
 * Ranks: head comment of rank.c. Cost: linear in connections × ends × hops, plus a sort.
 */
#include "flow_build.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_HOPS = 20, MOST_REQUIREMENTS = 14, MOST_PATHS = 4096, HUB_AS_NUMBERS = 2, DEFAULT_LOCAL_PREFERENCE = 100 };

typedef struct {
	ErFlows *flows;
	const ErTreatment *treatment;
	const ErSteering *steering; /* of this direction */
	ErDirection direction;
	bool in;                    /* direction is towards Azure */
	bool declared;              /* the site says something about its preference */
	bool serial;                /* multipath="false": one after the other */
	GArray *paths;              /* of ErPath */
	GArray *excluded;           /* of ErExcluded */
	GPtrArray *reasons;
	bool truncated;
} Build;

static const ErNetwork *net_of(const Build *build)
{
	return build->flows->net;
}

static const ErComponent *component_of(const Build *build, uint32_t component)
{
	return er_network_component(net_of(build), component);
}

static void exclude(Build *build, const char *via, const char *reason)
{
	ErExcluded row = { g_string_chunk_insert_const(build->flows->strings, via), g_string_chunk_insert_const(build->flows->strings, reason) };

	for (guint i = 0; i < build->excluded->len; i++) {
		const ErExcluded *known = &g_array_index(build->excluded, ErExcluded, i);
		if (strcmp(known->via, row.via) == 0 && strcmp(known->reason, row.reason) == 0)
			return;
	}
	g_array_append_val(build->excluded, row);
}

/* Is the component up? When not, it is told. */
static bool is_up(Build *build, uint32_t component)
{
	const ErComponent *part = component_of(build, component);

	if (!part->up)
		exclude(build, part->id, part->reason);
	return part->up;
}

static void add_reason(Build *build, const char *reason)
{
	for (guint i = 0; i < build->reasons->len; i++)
		if (strcmp(build->reasons->pdata[i], reason) == 0)
			return;
	g_ptr_array_add(build->reasons, (char *)reason);
}

/* Excluded part of a circuit that has no session object to name. */
static void exclude_side(Build *build, const ErCircuit *circuit, ErSide side)
{
	g_autofree char *via = g_strdup_printf("%s#session-%s", component_of(build, circuit->self)->id, er_side_name(side));
	g_autofree char *reason = g_strdup_printf("no %s peer address prefix", er_side_name(side));

	exclude(build, via, reason);
}

static bool side_is_up(Build *build, const ErCircuit *circuit, ErSide side)
{
	if (circuit->session[side] == ER_NONE) {
		exclude_side(build, circuit, side);
		return false;
	}
	return is_up(build, circuit->session[side]) && is_up(build, circuit->link[side]) && is_up(build, circuit->msee[side]);
}

/* ---- hops ---- */

typedef struct { uint32_t items[MOST_HOPS]; uint32_t n; } Hops;

static void push(Hops *hops, uint32_t element)
{
	if (element == ER_NONE)
		return;
	g_assert(hops->n < MOST_HOPS);
	hops->items[hops->n++] = element;
}

/* How one path runs, before it is spelled out. */
typedef struct {
	uint32_t connection;        /* index; ER_NONE for VPN */
	uint32_t gateway;           /* index */
	uint32_t end;               /* index; ER_NONE for VPN */
	uint32_t wan;               /* index; ER_NONE: own end */
	uint32_t tunnel, vpn;       /* indices; ER_NONE */
	uint32_t remote_hub;        /* index of the hub whose gateway it is, when not the VNet's own; ER_NONE */
	bool fastpath, uninspected;
} Way;

static uint32_t site_component(const Build *build, uint32_t site)
{
	return er_network_site(net_of(build), site)->self;
}

/* Site to MSEE, in the order of a packet towards Azure. */
static void push_outside(const Build *build, Hops *hops, const Way *way)
{
	const ErEnd *end = er_network_end(net_of(build), way->end);
	const ErCircuit *circuit = er_network_circuit(net_of(build), end->circuit);

	push(hops, site_component(build, build->treatment->site));
	if (way->wan != ER_NONE) {
		push(hops, er_network_wan(net_of(build), way->wan)->self);
		push(hops, site_component(build, end->site));
	}
	push(hops, end->ce);
	push(hops, end->access);
	push(hops, circuit->pe[end->side]);
	push(hops, circuit->link[end->side]);
	push(hops, circuit->msee[end->side]);
}

/* Site to VPN gateway likewise. */
static void push_tunnel(const Build *build, Hops *hops, const Way *way)
{
	const ErTunnel *tunnel = er_network_tunnel(net_of(build), way->tunnel);

	push(hops, site_component(build, build->treatment->site));
	push(hops, tunnel->ce);
	push(hops, tunnel->self);
	push(hops, er_network_vpn_gateway(net_of(build), way->vpn)->self);
}

static uint32_t firewall_component(const Build *build, uint32_t firewall)
{
	return firewall != ER_NONE ? er_network_firewall(net_of(build), firewall)->self : ER_NONE;
}

/* From where the packet enters a VNet or hub to the flow's VNet: firewall and peerings that it crosses. */
static void push_inside(const Build *build, Hops *hops, const ErSteering *steering, bool through_gateway)
{
	if (steering->firewall != ER_NONE) {
		push(hops, steering->peering);
		push(hops, firewall_component(build, steering->firewall));
		push(hops, steering->spoke_peering);
	} else if (through_gateway && build->treatment->attachment != ER_NONE) {
		push(hops, ER_ELEMENT_ATTACHMENT);
	}
	push(hops, ER_ELEMENT_VNET);
}

static void push_hubs(const Build *build, Hops *hops, const Way *way)
{
	const ErHub *far = er_network_hub(net_of(build), way->remote_hub), *own = er_network_hub(net_of(build), build->treatment->hub);

	push(hops, far->self);
	push(hops, firewall_component(build, far->firewall));
	push(hops, own->self);
}

static void push_in(const Build *build, Hops *hops, const Way *way)
{
	const ErSteering *steering = way->uninspected || build->treatment->private_endpoint ? &er_not_steered : &build->treatment->in;

	if (way->tunnel != ER_NONE) {
		push_tunnel(build, hops, way);
	} else {
		push_outside(build, hops, way);
		if (!way->fastpath)
			push(hops, er_network_gateway(net_of(build), way->gateway)->self);
		if (way->remote_hub != ER_NONE)
			push_hubs(build, hops, way);
	}
	push_inside(build, hops, steering, !way->fastpath);
}

/*
 * The way back, spelled from the site's side and turned round. Towards on-premises the gateway, hub and peering are passed by, unless a
 * firewall, a private endpoint, a VPN or another hub makes the packet cross them.
 */
static void push_out(const Build *build, Hops *hops, const Way *way)
{
	const ErTreatment *treatment = build->treatment;
	Hops there = { .n = 0 };
	bool endpoint = treatment->private_endpoint && !way->fastpath;

	if (way->tunnel != ER_NONE) {
		push_tunnel(build, &there, way);
	} else {
		push_outside(build, &there, way);
		if (way->remote_hub != ER_NONE)
			push_hubs(build, &there, way);
		if (endpoint)
			push(&there, er_network_gateway(net_of(build), way->gateway)->self);
	}
	if (treatment->out.firewall != ER_NONE && !treatment->private_endpoint) {
		/* A VPN gateway sends from its own VNet; the firewall may stand in another. */
		push(&there, firewall_component(build, treatment->out.firewall));
		push(&there, treatment->out.spoke_peering);
	} else if (treatment->attachment != ER_NONE && (way->tunnel != ER_NONE || endpoint || way->remote_hub != ER_NONE)) {
		push(&there, ER_ELEMENT_ATTACHMENT);
	}
	push(hops, ER_ELEMENT_VNET);
	while (there.n > 0)
		push(hops, there.items[--there.n]);
}

/* ---- requirements ---- */

typedef struct { ErRequirement items[MOST_REQUIREMENTS]; uint32_t n; } Requirements;

static bool crossed(const Hops *hops, uint32_t element)
{
	for (uint32_t i = 0; i < hops->n; i++)
		if (hops->items[i] == element)
			return true;
	return false;
}

static bool required(const Requirements *all, uint32_t element)
{
	for (uint32_t i = 0; i < all->n; i++)
		if (all->items[i].n == 1 && all->items[i].any[0] == element)
			return true;
	return false;
}

static void require(const Build *build, Requirements *all, const Hops *hops, uint32_t element)
{
	if (element == ER_NONE || crossed(hops, element) || required(all, element))
		return;
	g_assert(all->n < MOST_REQUIREMENTS);
	all->items[all->n++] = (ErRequirement){ er_flows_keep(build->flows, &element, sizeof element), 1 };
}

static void require_instances(const Build *build, Requirements *all, uint32_t first, uint32_t n)
{
	g_autofree uint32_t *instances = g_new(uint32_t, n + 1);

	for (uint32_t i = 0; i < n; i++)
		instances[i] = er_network_instance_at(net_of(build), first + i);
	g_assert(all->n < MOST_REQUIREMENTS);
	all->items[all->n++] = (ErRequirement){ er_flows_keep(build->flows, instances, n * sizeof *instances), n };
}

static void require_expressroute(const Build *build, Requirements *all, const Hops *hops, const Way *way)
{
	const ErNetwork *net = net_of(build);
	const ErEnd *end = er_network_end(net, way->end);
	const ErCircuit *circuit = er_network_circuit(net, end->circuit);
	const ErGateway *gateway = er_network_gateway(net, way->gateway);

	require(build, all, hops, circuit->session[end->side]);
	require(build, all, hops, circuit->self);
	if (circuit->port != ER_NONE)
		require(build, all, hops, er_network_port(net, circuit->port)->self);
	require(build, all, hops, er_network_connection(net, way->connection)->self);
	require(build, all, hops, gateway->self);
	require_instances(build, all, gateway->first_instance, gateway->n_instances);
}

static Requirements requirements_of(const Build *build, const Hops *hops, const Way *way)
{
	const ErNetwork *net = net_of(build);
	const ErTreatment *treatment = build->treatment;
	Requirements all = { .n = 0 };

	if (way->tunnel != ER_NONE)
		require_instances(build, &all, er_network_vpn_gateway(net, way->vpn)->first_instance, er_network_vpn_gateway(net, way->vpn)->n_instances);
	else
		require_expressroute(build, &all, hops, way);
	if (treatment->attachment != ER_NONE) {
		require(build, &all, hops, treatment->hub_vnet != ER_NONE ? er_network_vnet(net, treatment->hub_vnet)->self : er_network_hub(net, treatment->hub)->self);
		require(build, &all, hops, ER_ELEMENT_ATTACHMENT);
	}
	if (way->remote_hub != ER_NONE)
		require(build, &all, hops, er_network_hub(net, way->remote_hub)->self);
	/* A firewall lives in its VNet. */
	uint32_t firewall = build->steering->firewall;
	uint32_t home = firewall != ER_NONE && crossed(hops, firewall_component(build, firewall)) ? er_network_firewall(net, firewall)->vnet : ER_NONE;
	if (home != ER_NONE && home != treatment->vnet)
		require(build, &all, hops, er_network_vnet(net, home)->self);
	return all;
}

/* ---- certainty, capacity, rank ---- */

/* Parts that are assumed for every circuit, or for every external one: they do not weaken a path. */
static bool excepted(const Build *build, uint32_t end, uint32_t element)
{
	const ErNetwork *net = net_of(build);

	if (element >= er_network_n_components(net))
		return true;
	const ErComponent *part = er_network_component(net, element);
	return part->kind == ER_KIND_SITE || part->kind == ER_KIND_CE || part->kind == ER_KIND_ACCESS || part->kind == ER_KIND_PE ||
	       (part->kind == ER_KIND_SESSION && end != ER_NONE && er_network_circuit(net, er_network_end(net, end)->circuit)->external);
}

static ErCertainty certainty_of(const Build *build, uint32_t end, const Hops *hops, const Requirements *requirements)
{
	const ErNetwork *net = net_of(build);
	ErCertainty least = ER_OBSERVED;

	for (uint32_t i = 0; i < hops->n; i++)
		if (!excepted(build, end, hops->items[i]))
			least = MIN(least, er_network_component(net, hops->items[i])->certainty);
	for (uint32_t i = 0; i < requirements->n; i++)
		for (uint32_t k = 0; k < requirements->items[i].n; k++)
			if (!excepted(build, end, requirements->items[i].any[k]))
				least = MIN(least, er_network_component(net, requirements->items[i].any[k])->certainty);
	return least;
}

static void bound(ErPath *path, uint32_t mbps, uint32_t component)
{
	if (mbps > 0 && mbps != ER_UNSAID && (path->capacity_mbps == 0 || mbps < path->capacity_mbps)) {
		path->capacity_mbps = mbps;
		path->bottleneck = component;
	}
}

static void set_capacity(const Build *build, ErPath *path, const Way *way)
{
	const ErNetwork *net = net_of(build);

	path->bottleneck = ER_NONE;
	if (way->tunnel != ER_NONE) {
		const ErSiteVpn *record = er_network_vpn_gateway(net, way->vpn)->record;
		bound(path, record != NULL ? record->bandwidth_mbps : 0, er_network_tunnel(net, way->tunnel)->self);
		return;
	}
	const ErEnd *end = er_network_end(net, way->end);
	const ErCircuit *circuit = er_network_circuit(net, end->circuit);
	const ErGateway *gateway = er_network_gateway(net, way->gateway);
	bound(path, circuit->bandwidth_mbps, circuit->self);
	if (end->record != NULL)
		bound(path, end->record->bandwidth_mbps, end->access);
	if (way->wan != ER_NONE)
		bound(path, er_network_wan(net, way->wan)->bandwidth_mbps, er_network_wan(net, way->wan)->self);
	/* The gateway's size binds what crosses it: towards Azure, and both ways for private endpoints. */
	if (!way->fastpath && (build->in || build->treatment->private_endpoint))
		bound(path, gateway->inbound_mbps, gateway->self);
}

static uint32_t local_preference(const ErEnd *end)
{
	uint32_t said = end->circuit_record != NULL ? end->circuit_record->local_preference : ER_UNSAID;

	return said != ER_UNSAID ? said : DEFAULT_LOCAL_PREFERENCE;
}

/* On-premises → Azure: the customer's choice. */
static void rank_in(const Build *build, ErPath *path, const Way *way)
{
	if (way->tunnel != ER_NONE) {
		path->rank[0] = 1;
		path->as_path = ER_NONE;
		path->share_certainty = ER_DECLARED;
		return;
	}
	const ErEnd *end = er_network_end(net_of(build), way->end);
	bool standby = end->record != NULL && end->record->preference == ER_USE_STANDBY;
	ErTri said = end->record != NULL ? end->record->accepts_as_path : ER_TRI_UNSAID;
	bool fixed = end->record != NULL && strcmp(end->record->routing, "static") == 0;
	bool obeys = said == ER_TRI_YES || (said == ER_TRI_UNSAID && !standby && !fixed);
	uint32_t farther = way->remote_hub != ER_NONE ? HUB_AS_NUMBERS : 0;

	path->rank[1] = UINT32_MAX - local_preference(end);
	path->rank[2] = way->wan != ER_NONE;
	path->rank[3] = obeys ? 0 : standby;
	path->rank[4] = obeys ? farther : 0;
	path->rank[5] = (obeys ? standby : farther) * 65536u + (build->serial ? 1 + 2 * MIN(end->circuit, 16000u) + end->side : 0);
	path->as_path = obeys ? 4 : ER_NONE;
	path->share_certainty = build->declared && way->remote_hub == ER_NONE ? ER_DECLARED : ER_ASSUMED;
}

/* Does the VPN have a longer prefix for all that the site announces? Then longest match sends it there. */
static bool vpn_is_longer(const Build *build, const ErTunnel *tunnel, bool *partly)
{
	const ErSite *site = er_network_site(net_of(build), build->treatment->site);
	uint32_t n = 0;

	for (uint32_t i = 0; i < site->n_prefixes; i++) {
		bool inside = false;
		for (uint32_t k = 0; k < tunnel->n_prefixes; k++)
			inside = inside || (er_prefix_covers(&site->prefixes[i], &tunnel->prefixes[k]) && tunnel->prefixes[k].length > site->prefixes[i].length);
		n += inside;
	}
	*partly = n > 0 && n < site->n_prefixes;
	return n > 0 && n == site->n_prefixes;
}

/* Azure → on-premises: longest prefix, then what the hub or gateway prefers, weight, AS path. */
static void rank_out(Build *build, ErPath *path, const Way *way)
{
	const ErNetwork *net = net_of(build);
	const ErHub *hub = build->treatment->hub != ER_NONE ? er_network_hub(net, build->treatment->hub) : NULL;
	ErHubPreference prefers = hub != NULL ? hub->preference : ER_HUB_EXPRESSROUTE;
	bool vpn = way->tunnel != ER_NONE, partly = false;
	bool longer = vpn && vpn_is_longer(build, er_network_tunnel(net, way->tunnel), &partly);
	uint32_t weight = vpn ? 0 : er_network_connection(net, way->connection)->weight;
	const ErEnd *end = vpn ? NULL : er_network_end(net, way->end);
	uint32_t as_path = (end != NULL && end->record != NULL ? end->record->prepend : 0) + (way->wan != ER_NONE) + (way->remote_hub != ER_NONE ? HUB_AS_NUMBERS : 0);

	if (longer || partly)
		add_reason(build, er_flows_printf(build->flows, longer ? "%s has a longer prefix than the site announces: Azure sends there first" : "%s has a longer prefix for a part of the site: that part goes over the VPN",
		                                  component_of(build, er_network_tunnel(net, way->tunnel)->self)->name));
	path->rank[0] = !longer;
	path->rank[1] = way->remote_hub != ER_NONE;
	path->rank[2] = prefers == ER_HUB_VPN ? !vpn : vpn;
	path->rank[3] = UINT32_MAX - weight;
	path->rank[4] = as_path;
	path->as_path = 4;
	if (prefers == ER_HUB_AS_PATH) {
		path->rank[1] = as_path;
		path->rank[2] = way->remote_hub != ER_NONE;
		path->rank[3] = vpn;
		path->rank[4] = UINT32_MAX - weight;
		path->as_path = 1;
	}
	path->share_certainty = way->remote_hub != ER_NONE ? ER_ASSUMED : ER_DERIVED;
}

/* ---- taking paths ---- */

static void add_path(Build *build, const Way *way)
{
	Hops hops = { .n = 0 };
	const ErEnd *end = way->end != ER_NONE ? er_network_end(net_of(build), way->end) : NULL;

	if (build->paths->len >= MOST_PATHS) {
		build->truncated = true;
		return;
	}
	if (build->in)
		push_in(build, &hops, way);
	else
		push_out(build, &hops, way);
	Requirements requirements = requirements_of(build, &hops, way);
	ErPath path = {
		.mode = way->tunnel != ER_NONE ? ER_MODE_VPN : way->fastpath && build->in ? ER_MODE_FASTPATH : ER_MODE_DEFAULT,
		.certainty = certainty_of(build, way->end, &hops, &requirements),
		.hops = er_flows_keep(build->flows, hops.items, hops.n * sizeof *hops.items), .n_hops = hops.n,
		.requires = er_flows_keep(build->flows, requirements.items, requirements.n * sizeof *requirements.items), .n_requires = requirements.n,
		.circuit = end != NULL ? end->circuit : ER_NONE, .connection = way->connection, .gateway = way->gateway,
		.side = end != NULL ? end->side : ER_PRIMARY, .end = way->end, .tunnel = way->tunnel, .wan = way->wan,
	};
	/* What comes back across another hub, or out of a hub's firewall, is not documented. */
	if (!build->in && (way->remote_hub != ER_NONE || (build->treatment->hub != ER_NONE && build->treatment->out.firewall != ER_NONE)))
		path.certainty = ER_ASSUMED;
	if (build->steering->assumed && build->steering->firewall != ER_NONE)
		path.certainty = ER_ASSUMED;
	path.proven = path.certainty != ER_ASSUMED;
	set_capacity(build, &path, way);
	if (build->in)
		rank_in(build, &path, way);
	else
		rank_out(build, &path, way);
	g_array_append_val(build->paths, path);
}

static bool is_advertised(const Build *build, const ErCircuit *circuit)
{
	const ErSiteRecord *record = er_network_site(net_of(build), build->treatment->site)->record;
	const ErComponent *self = component_of(build, circuit->self);

	for (uint32_t i = 0; record != NULL && i < record->n_prefixes; i++) {
		const ErSitePrefix *prefix = &record->prefixes[i];
		bool named = prefix->n_circuits == 0;
		for (uint32_t k = 0; k < prefix->n_circuits; k++)
			named = named || g_ascii_strcasecmp(prefix->circuits[k], self->name) == 0 || g_ascii_strcasecmp(prefix->circuits[k], self->id) == 0;
		if (named)
			return true;
	}
	return record == NULL || record->n_prefixes == 0;
}

/* A WAN that joins the flow's site with @site; ER_NONE when there is none. */
static uint32_t wan_to(const Build *build, uint32_t site)
{
	const ErNetwork *net = net_of(build);

	for (uint32_t i = 0; i < er_network_n_wans(net); i++) {
		const ErWan *wan = er_network_wan(net, i);
		if (bsearch(&site, wan->sites, wan->n_sites, sizeof site, er_compare_indices) != NULL &&
		    bsearch(&build->treatment->site, wan->sites, wan->n_sites, sizeof site, er_compare_indices) != NULL)
			return i;
	}
	return ER_NONE;
}

static void take_end(Build *build, Way *way, uint32_t index)
{
	const ErEnd *end = er_network_end(net_of(build), index);
	const ErCircuit *circuit = er_network_circuit(net_of(build), end->circuit);

	way->end = index;
	way->wan = ER_NONE;
	if (end->site != build->treatment->site) {
		way->wan = wan_to(build, end->site);
		if (way->wan == ER_NONE)
			return;
	}
	if (!side_is_up(build, circuit, end->side))
		return;
	add_path(build, way);
}

static void tell_uninspected(Build *build, const ErComponent *connection)
{
	ErLoc loc = { 0 };

	if (connection->resource != NULL)
		loc = er_inventory_place(er_network_inventory(net_of(build)), connection->resource, NULL);
	er_diag_add(build->flows->diags, ER_D_INSPECTION, &loc, "%s", connection->id);
}

static void take_connection(Build *build, uint32_t index, uint32_t remote_hub)
{
	const ErNetwork *net = net_of(build);
	const ErConnection *connection = er_network_connection(net, index);
	const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
	Way way = { .connection = index, .gateway = connection->gateway, .tunnel = ER_NONE, .vpn = ER_NONE, .remote_hub = remote_hub };

	if (!is_up(build, connection->self) || !is_up(build, circuit->self) || !is_up(build, er_network_gateway(net, connection->gateway)->self))
		return;
	if (!build->in && !is_advertised(build, circuit)) {
		exclude(build, component_of(build, circuit->self)->id, "the site announces no prefix on this circuit");
		return;
	}
	ErFastPath fastpath = er_fastpath_of(build->flows, build->treatment, connection, remote_hub != ER_NONE);
	way.fastpath = fastpath.allowed;
	way.uninspected = fastpath.uninspected;
	guint before = build->paths->len;
	for (uint32_t i = 0; i < circuit->n_ends; i++)
		take_end(build, &way, circuit->first_end + i);
	if (build->in && build->paths->len > before) {
		add_reason(build, fastpath.reason);
		if (fastpath.uninspected)
			tell_uninspected(build, component_of(build, connection->self));
	}
}

static void take_gateway(Build *build, uint32_t gateway, uint32_t remote_hub)
{
	const ErIndex *connections = &build->flows->connections;

	for (uint32_t i = connections->start[gateway]; i < connections->start[gateway + 1]; i++)
		take_connection(build, connections->items[i], remote_hub);
}

static void take_vpn(Build *build, uint32_t index)
{
	const ErNetwork *net = net_of(build);
	const ErVpnGateway *gateway = er_network_vpn_gateway(net, index);
	const ErIndex *tunnels = &build->flows->tunnels;

	for (uint32_t i = tunnels->start[index]; gateway->site == build->treatment->site && i < tunnels->start[index + 1]; i++) {
		Way way = { .connection = ER_NONE, .gateway = ER_NONE, .end = ER_NONE, .wan = ER_NONE, .tunnel = tunnels->items[i], .vpn = index, .remote_hub = ER_NONE };
		if (is_up(build, er_network_tunnel(net, way.tunnel)->self) && is_up(build, gateway->self))
			add_path(build, &way);
	}
}

/* Gateways of the other hubs of a Standard virtual WAN. */
static void take_other_hubs(Build *build)
{
	const ErNetwork *net = net_of(build);
	uint32_t own = build->treatment->hub;
	const ErHub *hub = er_network_hub(net, own);
	const ErIndex *gateways = &build->flows->hub_gateways;

	for (uint32_t h = 0; *hub->wan != '\0' && !hub->basic && h < er_network_n_hubs(net); h++) {
		const ErHub *other = er_network_hub(net, h);
		if (h == own || other->basic || strcmp(other->wan, hub->wan) != 0)
			continue;
		for (uint32_t i = gateways->start[h]; i < gateways->start[h + 1]; i++)
			take_gateway(build, gateways->items[i], h);
	}
}

static void take_all(Build *build)
{
	const ErTreatment *treatment = build->treatment;
	const ErIndex *gateways = treatment->hub_vnet != ER_NONE ? &build->flows->vnet_gateways : &build->flows->hub_gateways;
	const ErIndex *vpns = treatment->hub_vnet != ER_NONE ? &build->flows->vnet_vpns : &build->flows->hub_vpns;
	uint32_t home = treatment->hub_vnet != ER_NONE ? treatment->hub_vnet : treatment->hub;

	for (uint32_t i = gateways->start[home]; i < gateways->start[home + 1]; i++)
		take_gateway(build, gateways->items[i], ER_NONE);
	for (uint32_t i = vpns->start[home]; i < vpns->start[home + 1]; i++)
		take_vpn(build, vpns->items[i]);
	if (treatment->hub != ER_NONE)
		take_other_hubs(build);
	if (build->paths->len + build->excluded->len > 0)
		return;
	for (uint32_t i = gateways->start[home]; i < gateways->start[home + 1]; i++) {
		bool connected = build->flows->connections.start[gateways->items[i]] < build->flows->connections.start[gateways->items[i] + 1];
		exclude(build, component_of(build, er_network_gateway(net_of(build), gateways->items[i])->self)->id,
		        connected ? "none of its circuits ends at this site, nor at one that a WAN leads to" : "no connection in the input names this gateway");
	}
}

/* ---- the whole ---- */

static ErMode mode_of(const GArray *paths)
{
	ErMode mode = ER_MODE_NONE;

	for (guint i = 0; i < paths->len; i++) {
		const ErPath *path = &g_array_index(paths, ErPath, i);
		if (path->preference > 0)
			continue;
		mode = mode == ER_MODE_NONE || mode == path->mode ? path->mode : ER_MODE_MIXED;
	}
	return mode;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_excluded(const void *a, const void *b)
{
	const ErExcluded *x = a, *y = b;
	int by = strcmp(x->via, y->via);

	return by != 0 ? by : strcmp(x->reason, y->reason);
}

/* Does the site say which of its circuits and links it prefers? */
static void read_preference(Build *build)
{
	const ErSiteRecord *record = er_network_site(net_of(build), build->treatment->site)->record;

	for (uint32_t i = 0; record != NULL && i < record->n_circuits; i++) {
		const ErSiteCircuit *circuit = &record->circuits[i];
		build->declared = build->declared || circuit->local_preference != ER_UNSAID || circuit->multipath != ER_TRI_UNSAID;
		build->serial = build->serial || circuit->multipath == ER_TRI_NO;
		for (uint32_t k = 0; k < circuit->n_links; k++)
			build->declared = build->declared || circuit->links[k].preference != ER_USE_UNSAID;
	}
}

static bool path_crosses(const ErPath *path, uint32_t component)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == component)
			return true;
	return false;
}

/* Why the paths in use run as they do. */
static void explain(Build *build)
{
	bool crosses = false, passes = false;

	for (guint i = 0; i < build->paths->len; i++) {
		const ErPath *path = &g_array_index(build->paths, ErPath, i);
		if (path->preference > 0 || path->gateway == ER_NONE)
			continue;
		crosses = crosses || path_crosses(path, er_network_gateway(net_of(build), path->gateway)->self);
		passes = passes || !path_crosses(path, er_network_gateway(net_of(build), path->gateway)->self);
	}
	if (build->treatment->private_endpoint && crosses)
		add_reason(build, "private endpoints: both directions cross one gateway instance, which keeps their state");
	else if (!build->treatment->private_endpoint && *build->steering->why != '\0')
		add_reason(build, build->steering->why);
	if (!build->in && passes)
		add_reason(build, "Azure sends straight to the MSEEs: the gateway gives the routes and is passed by");
}

void er_paths_build(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, ErFlowClass *class)
{
	g_autoptr(GArray) paths = g_array_new(FALSE, TRUE, sizeof(ErPath));
	g_autoptr(GArray) excluded = g_array_new(FALSE, TRUE, sizeof(ErExcluded));
	g_autoptr(GPtrArray) reasons = g_ptr_array_new();
	const ErSteering *steering = direction == ER_ONPREM_TO_AZURE ? &treatment->in : &treatment->out;
	Build build = { flows, treatment, steering, direction, direction == ER_ONPREM_TO_AZURE, false, false, paths, excluded, reasons, false };

	read_preference(&build);
	if (treatment->reachable && *treatment->blocked != '\0')
		exclude(&build, "$attachment", treatment->blocked);
	else if (treatment->reachable && *steering->blocked != '\0' && !treatment->private_endpoint)
		exclude(&build, "$vnet", steering->blocked);
	else if (treatment->reachable)
		take_all(&build);
	er_rank_paths(direction, paths);
	if (paths->len > 0)
		explain(&build);
	g_array_sort(excluded, by_excluded);
	g_ptr_array_sort(reasons, by_text);
	class->truncated = build.truncated;
	class->mode = mode_of(paths);
	class->n_paths = paths->len;
	class->paths = er_flows_keep(flows, paths->data, paths->len * sizeof(ErPath));
	class->n_excluded = excluded->len;
	class->excluded = er_flows_keep(flows, excluded->data, excluded->len * sizeof(ErExcluded));
	class->n_mode_reasons = reasons->len;
	class->mode_reasons = er_flows_keep(flows, reasons->pdata, reasons->len * sizeof(char *));
}
