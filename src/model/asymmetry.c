/*
 * What the two directions of a pair do not share, over the paths that carry. By design: only the gateway hop differs. By routing: the circuits
 * differ. By state: a stateful device (a firewall, a router that the site calls stateful) sees one direction of a connection only:
 * it stands on a path that is used in one direction, and on not every path that is used in the other, so that some connection goes
 * through it one way and past it the other. Routers whose state is synchronised count as one device.
 * Source: Microsoft Learn, "Asymmetric routing with multiple network paths". Linear in paths × hops, per device.
 */
#include "flow_build.h"

#include <string.h>

static uint32_t first_used(const ErUse *use)
{
	for (uint32_t i = 0; i < use->class->n_paths; i++)
		if (use->used[i])
			return i;
	return ER_NONE;
}

static bool tells(const ErAsymmetry *row, uint32_t device)
{
	for (uint32_t i = 0; i < row->n_devices; i++)
		if (row->devices[i] == device)
			return true;
	return false;
}

static void tell(ErAsymmetry *row, uint32_t device)
{
	if (row->n_devices < G_N_ELEMENTS(row->devices) && !tells(row, device))
		row->devices[row->n_devices++] = device;
}

static bool crosses(const ErPath *path, uint32_t device)
{
	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == device)
			return true;
	return false;
}

/* ---- by design ---- */

static bool by_design(const ErFlows *flows, const ErUse *in, const ErUse *out, ErAsymmetry *row)
{
	for (uint32_t i = 0; i < in->class->n_paths; i++) {
		const ErPath *path = &in->class->paths[i];
		uint32_t gateway = path->gateway != ER_NONE ? er_network_gateway(flows->net, path->gateway)->self : ER_NONE;
		uint32_t back = first_used(out);
		if (!in->used[i] || path->mode != ER_MODE_DEFAULT || crosses(&out->class->paths[back], gateway))
			continue;
		*row = (ErAsymmetry){ .kind = ER_ASYM_DESIGN, .certainty = ER_DERIVED, .devices = { gateway }, .n_devices = 1, .path = i, .other_path = back };
		return true;
	}
	return false;
}

/* ---- by routing ---- */

static bool uses(const ErFlows *flows, const ErUse *use, uint32_t carrier)
{
	for (uint32_t i = 0; i < use->class->n_paths; i++)
		if (use->used[i] && er_path_carrier(flows->net, &use->class->paths[i]) == carrier)
			return true;
	return false;
}

/* Circuits, and tunnels, used in one direction and not in the other. */
static void only_here(const ErFlows *flows, const ErUse *use, const ErUse *other, ErAsymmetry *row)
{
	for (uint32_t i = 0; i < use->class->n_paths; i++) {
		uint32_t carrier = er_path_carrier(flows->net, &use->class->paths[i]);
		if (use->used[i] && !uses(flows, other, carrier))
			tell(row, carrier);
	}
}

static bool by_routing(const ErFlows *flows, const ErUse *in, const ErUse *out, ErAsymmetry *row)
{
	uint32_t in_path = first_used(in), out_path = first_used(out);

	*row = (ErAsymmetry){ .kind = ER_ASYM_ROUTING, .certainty = MIN(in->class->paths[in_path].share_certainty, out->class->paths[out_path].share_certainty), .path = in_path, .other_path = out_path };
	only_here(flows, in, out, row);
	only_here(flows, out, in, row);
	return row->n_devices > 0;
}

/* ---- by state ---- */

static const ErSiteRouter *router_of(const ErFlows *flows, const ErPath *path, uint32_t component)
{
	uint32_t site = path->end != ER_NONE ? er_network_end(flows->net, path->end)->site : path->tunnel != ER_NONE ? er_network_vpn_gateway(flows->net, er_network_tunnel(flows->net, path->tunnel)->vpn_gateway)->site : ER_NONE;
	const ErSiteRecord *record = site != ER_NONE ? er_network_site(flows->net, site)->record : NULL;
	const char *id = er_network_component(flows->net, component)->id, *mark = strstr(id, "/ce:");

	for (uint32_t i = 0; record != NULL && mark != NULL && i < record->n_routers; i++)
		if (strcmp(record->routers[i].id, mark + strlen("/ce:")) == 0)
			return &record->routers[i];
	return NULL;
}

static bool is_stateful_router(const ErSiteRouter *router)
{
	return router != NULL && (router->stateful == ER_TRI_YES || (router->stateful == ER_TRI_UNSAID && g_ascii_strcasecmp(router->role, "firewall") == 0));
}

/* The stateful device at this hop, or nothing; @synced: it shares its state with the others of its site. */
static bool is_stateful(const ErFlows *flows, const ErPath *path, uint32_t element, bool *synced)
{
	*synced = false;
	if (element >= er_network_n_components(flows->net))
		return false;
	const ErComponent *component = er_network_component(flows->net, element);
	if (component->kind == ER_KIND_FIREWALL)
		return true;
	const ErSiteRouter *router = component->kind == ER_KIND_CE ? router_of(flows, path, element) : NULL;
	*synced = is_stateful_router(router) && router->state_sync == ER_TRI_YES;
	return is_stateful_router(router);
}

/* Does @path meet @device, or a router that knows its state? */
static bool knows_state(const ErFlows *flows, const ErPath *path, uint32_t device, bool synced)
{
	bool other_synced;

	for (uint32_t i = 0; i < path->n_hops; i++)
		if (path->hops[i] == device || (synced && is_stateful(flows, path, path->hops[i], &other_synced) && other_synced))
			return true;
	return false;
}

/* A used path past @device; ER_NONE when there is none. */
static uint32_t path_past(const ErFlows *flows, const ErUse *other, uint32_t device, bool synced)
{
	for (uint32_t i = 0; i < other->class->n_paths; i++)
		if (other->used[i] && !knows_state(flows, &other->class->paths[i], device, synced))
			return i;
	return ER_NONE;
}

/* @swap: @use is the way out. */
static void half_seen(const ErFlows *flows, const ErUse *use, const ErUse *other, bool swap, ErAsymmetry *row)
{
	for (uint32_t i = 0; i < use->class->n_paths; i++) {
		const ErPath *path = &use->class->paths[i];
		for (uint32_t k = 0; use->used[i] && k < path->n_hops; k++) {
			bool synced;
			uint32_t past = is_stateful(flows, path, path->hops[k], &synced) ? path_past(flows, other, path->hops[k], synced) : ER_NONE;
			if (past == ER_NONE)
				continue;
			if (row->n_devices == 0) {
				row->path = swap ? past : i;
				row->other_path = swap ? i : past;
			}
			ErCertainty share = MIN(path->share_certainty, other->class->paths[past].share_certainty);
			/* A firewall that every used path of one direction meets needs no guess of which path is used. */
			bool every = path_past(flows, use, path->hops[k], synced) == ER_NONE;
			row->certainty = MIN(row->certainty, every ? MIN(path->certainty, other->class->paths[past].certainty) : share);
			tell(row, path->hops[k]);
		}
	}
}

static bool by_state(const ErFlows *flows, const ErUse *in, const ErUse *out, ErAsymmetry *row)
{
	*row = (ErAsymmetry){ .kind = ER_ASYM_STATE, .certainty = ER_OBSERVED };
	half_seen(flows, in, out, false, row);
	half_seen(flows, out, in, true, row);
	return row->n_devices > 0;
}

bool er_state_is_lost(const ErFlows *flows, const ErUse *before, const ErUse *after)
{
	for (uint32_t i = 0; i < before->class->n_paths; i++) {
		const ErPath *path = &before->class->paths[i];
		for (uint32_t k = 0; before->used[i] && !after->used[i] && k < path->n_hops; k++) {
			bool synced;
			if (is_stateful(flows, path, path->hops[k], &synced) && path_past(flows, after, path->hops[k], synced) != ER_NONE)
				return true;
		}
	}
	return false;
}

uint32_t er_compare_uses(const ErFlows *flows, const ErUse *in, const ErUse *out, ErAsymmetry found[ER_MOST_ASYMMETRIES])
{
	uint32_t n = 0;

	if (first_used(in) == ER_NONE || first_used(out) == ER_NONE)
		return 0;
	n += by_design(flows, in, out, &found[n]);
	n += by_routing(flows, in, out, &found[n]);
	n += by_state(flows, in, out, &found[n]);
	return n;
}

static bool *used_now(const ErFlowClass *class)
{
	bool *used = g_new(bool, class->n_paths + 1);

	for (uint32_t i = 0; i < class->n_paths; i++)
		used[i] = class->paths[i].preference == 0;
	return used;
}

void er_compare_directions(ErFlows *flows, ErFlowClass *in, ErFlowClass *out)
{
	ErAsymmetry found[ER_MOST_ASYMMETRIES];
	g_autofree bool *in_used = used_now(in), *out_used = used_now(out);
	const ErUse in_use = { in, in_used }, out_use = { out, out_used };
	uint32_t n = er_compare_uses(flows, &in_use, &out_use, found);

	in->n_asymmetry = out->n_asymmetry = n;
	in->asymmetry = er_flows_keep(flows, found, n * sizeof *found);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t swap = found[i].path;
		found[i].path = found[i].other_path;
		found[i].other_path = swap;
	}
	out->asymmetry = er_flows_keep(flows, found, n * sizeof *found);
}
