/*
 * Virtual networks and their peerings (ER-VNT): does a spoke reach the gateway of its hub, and what hangs on that? Asked of peerings
 * where one of the two VNets has an ExpressRoute gateway; the two halves of a peering are read apart, since each owner sets one.
 * A flag that a full resource leaves out has the service's default: no transit, no remote gateway.
 * Source: Microsoft Learn, "Virtual network peering", "Reliability in virtual network gateways".
 */
#include "../limits.h"
#include "rules.h"

#include <string.h>

#define PEERING "https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview"

static const ErComponent *vnet_component(const ErNetwork *net, uint32_t vnet)
{
	return er_network_component(net, er_network_vnet(net, vnet)->self);
}

/* ---- peerings by half ---- */

typedef struct {
	const ErNetwork *net;
	GHashTable *halves;          /* VNet and remote VNet, see pair_of() → resource */
	GHashTable *served;          /* VNets whose ExpressRoute gateway has a connection */
	GHashTable *gateways;        /* VNets with a gateway of their own, VPN included */
	GHashTable *transit;         /* spokes with transit to some hub */
} Peerings;

static void peerings_free(void *data)
{
	Peerings *peerings = data;

	g_hash_table_destroy(peerings->halves);
	g_hash_table_destroy(peerings->served);
	g_hash_table_destroy(peerings->gateways);
	g_hash_table_destroy(peerings->transit);
	g_free(peerings);
}

static guint64 pair_of(uint32_t vnet, uint32_t remote)
{
	return (guint64)vnet << 32 | remote;
}

static GHashTable *vnets_by_id(const ErNetwork *net)
{
	GHashTable *by_id = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++)
		g_hash_table_insert(by_id, (gpointer)vnet_component(net, v)->id, GUINT_TO_POINTER(v + 1));
	return by_id;
}

/* The first half of each pair of VNets that the model knows. */
static GHashTable *halves_of(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);
	GHashTable *halves = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(GHashTable) by_id = vnets_by_id(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_VNET_PEERING || res->parent == NULL)
			continue;
		g_autofree char *other = er_id_reference(&res->body, "properties.remoteVirtualNetwork", ER_RES_VNET);
		uint32_t vnet = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, res->parent)), remote = other != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(by_id, other)) : 0;
		guint64 pair = pair_of(vnet - 1, remote - 1);
		if (vnet > 0 && remote > 0 && !g_hash_table_contains(halves, &pair))
			g_hash_table_insert(halves, g_memdup2(&pair, sizeof pair), (gpointer)res);
	}
	return halves;
}

static void *peerings_build(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	Peerings all = { net, halves_of(net), g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL) };

	for (uint32_t i = 0; i < er_network_n_connections(net); i++)
		g_hash_table_add(all.served, GUINT_TO_POINTER(er_network_gateway(net, er_network_connection(net, i)->gateway)->vnet));
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		g_hash_table_add(all.gateways, GUINT_TO_POINTER(er_network_gateway(net, i)->vnet));
	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++)
		g_hash_table_add(all.gateways, GUINT_TO_POINTER(er_network_vpn_gateway(net, i)->vnet));
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++)
		if (er_network_attachment(net, i)->transit)
			g_hash_table_add(all.transit, GUINT_TO_POINTER(er_network_attachment(net, i)->spoke));
	return g_memdup2(&all, sizeof all);
}

static const Peerings *peerings_of(ErFindings *out)
{
	return er_rule_shared(out, "peerings", peerings_build, peerings_free);
}

/* The half that stands in @vnet; NULL when it is not in the input. */
static const ErResource *half_of(const Peerings *all, uint32_t vnet, uint32_t remote)
{
	guint64 pair = pair_of(vnet, remote);

	return g_hash_table_lookup(all->halves, &pair);
}

static bool has(GHashTable *set, uint32_t vnet)
{
	return g_hash_table_contains(set, GUINT_TO_POINTER(vnet));
}

static bool flag(const ErResource *half, const char *property)
{
	bool value = false;

	return er_value_bool(&half->body, property, &value) && value;
}

/* Does a parameter that nobody has given stand where the flag should? */
static bool is_open(const ErResource *half, const char *property)
{
	bool value;

	return er_value_get(&half->body, property) != NULL && !er_value_bool(&half->body, property, &value);
}

/* A flag as evidence. */
static void tell_flag(ErDraft *draft, const ErResource *half, const char *property)
{
	bool value = false, told = er_value_bool(&half->body, property, &value);

	er_draft_evidence(draft, half, property, !told ? NULL : value ? "true" : "false");
}

static const char *peering_name(const ErNetwork *net, const ErAttachment *attachment)
{
	return er_network_component(net, attachment->self)->name;
}

/* Flows to and from the spoke. */
static void add_spoke_flows(ErDraft *draft, const ErFindings *out, uint32_t spoke)
{
	const ErFlows *flows = er_findings_flows(out);
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t s = 0; s < er_network_n_sites(net); s++)
		for (ErDirection direction = ER_ONPREM_TO_AZURE; direction <= ER_AZURE_TO_ONPREM; direction++) {
			const ErFlow *flow = er_flows_lookup(flows, s, spoke, direction);
			if (flow != NULL)
				er_draft_flow(draft, (uint32_t)(flow - er_flows_at(flows, 0)));
		}
}

static ErDraft *draft_of(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErNetwork *net, const ErAttachment *attachment)
{
	ErDraft *draft = er_draft_new(out, rule, result, severity);

	er_draft_subject(draft, er_network_component(net, attachment->self)->id);
	add_spoke_flows(draft, out, attachment->spoke);
	return draft;
}

/* ---- the spoke's half ---- */

/* VNets of which the site description says that someone on-premises needs them. (transfer full) */
static GHashTable *needed_vnets(const ErNetwork *net)
{
	GHashTable *needed = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_services(net); i++)
		for (uint32_t k = 0; k < er_network_service(net, i)->n_vnets; k++)
			g_hash_table_add(needed, GUINT_TO_POINTER(er_network_service(net, i)->vnets[k]));
	for (uint32_t i = 0; i < er_network_n_demands(net); i++)
		if (er_network_demand(net, i)->vnet != ER_NONE)
			g_hash_table_add(needed, GUINT_TO_POINTER(er_network_demand(net, i)->vnet));
	return needed;
}

/* Does some subnet send what is not local to an appliance? Then routes to on-premises may be its business. */
static bool leaves_by_appliance(const ErNetwork *net, uint32_t vnet)
{
	const ErVnet *spoke = er_network_vnet(net, vnet);

	for (uint32_t i = spoke->first_subnet; i < spoke->first_subnet + spoke->n_subnets; i++) {
		uint32_t table = er_network_subnet(net, i)->table;
		for (uint32_t k = 0; table != ER_NONE && k < er_network_route_table(net, table)->n_routes; k++)
			if (er_network_route_table(net, table)->routes[k].next == ER_HOP_APPLIANCE)
				return true;
	}
	return false;
}

static void check_uses_gateway(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);
	g_autoptr(GHashTable) needed = needed_vnets(net);
	ErDraft *open = NULL;   /* one question for all spokes that are not in the input */

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		bool own = attachment->hub_vnet == ER_NONE || !has(all->served, attachment->hub_vnet) || has(all->gateways, attachment->spoke);
		const ErResource *half = own ? NULL : half_of(all, attachment->spoke, attachment->hub_vnet);
		/* A half missing in a VNet that is there is a matter of the peering's state. */
		if (own || (half == NULL && !er_network_vnet(net, attachment->spoke)->external) || (half != NULL && !flag(half, "properties.useRemoteGateways") && has(all->transit, attachment->spoke))) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (half != NULL && flag(half, "properties.useRemoteGateways")) {
			er_rule_pass(out, rule);
			continue;
		}
		if (half == NULL) {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
			er_draft_subject(open, er_network_component(net, attachment->self)->id);
			er_draft_fact(open, vnet_component(net, attachment->spoke)->id, "not in the input");
			add_spoke_flows(open, out, attachment->spoke);
			continue;
		}
		bool left = is_open(half, "properties.useRemoteGateways"), appliance = !left && leaves_by_appliance(net, attachment->spoke);
		ErSeverity severity = has(needed, attachment->spoke) ? ER_SEV_CRITICAL : appliance ? ER_SEV_INFO : ER_SEV_MEDIUM;
		ErDraft *draft = draft_of(out, rule, left ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, severity, net, attachment);
		tell_flag(draft, half, "properties.useRemoteGateways");
		if (left)
			er_draft_headline(draft, "%s: whether the spoke uses the hub's gateway is not known", peering_name(net, attachment));
		else
			er_draft_headline(draft, "%s does not use the gateway of %s%s", vnet_component(net, attachment->spoke)->name, vnet_component(net, attachment->hub_vnet)->name,
			                  appliance ? ": on-premises is reached by an appliance alone, if at all" : ": it has no routes to on-premises, nor on-premises to it");
		if (left)
			er_draft_missing(draft, "properties.useRemoteGateways of the spoke's peering");
		er_draft_end(draft);
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "Spokes are not in the input: whether they use the gateway of their hub is not known");
	er_draft_missing(open, "the spokes' virtual networks with their peerings");
	er_draft_end(open);
}

/* ---- the hub's half ---- */

static void check_allows_transit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		const ErResource *spoke = attachment->hub_vnet != ER_NONE ? half_of(all, attachment->spoke, attachment->hub_vnet) : NULL;
		const ErResource *hub = spoke != NULL ? half_of(all, attachment->hub_vnet, attachment->spoke) : NULL;
		if (spoke == NULL || !flag(spoke, "properties.useRemoteGateways") || (hub == NULL && !er_network_vnet(net, attachment->hub_vnet)->external)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (hub != NULL && flag(hub, "properties.allowGatewayTransit")) {
			er_rule_pass(out, rule);
			continue;
		}
		bool open = hub == NULL || is_open(hub, "properties.allowGatewayTransit");
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, has(all->transit, attachment->spoke) ? ER_SEV_HIGH : ER_SEV_CRITICAL, net, attachment);
		tell_flag(draft, spoke, "properties.useRemoteGateways");
		if (hub != NULL)
			tell_flag(draft, hub, "properties.allowGatewayTransit");
		if (open)
			er_draft_headline(draft, "%s: whether the hub lends its gateway is not known", peering_name(net, attachment));
		else
			er_draft_headline(draft, "%s does not lend its gateway to %s, which relies on it", vnet_component(net, attachment->hub_vnet)->name, vnet_component(net, attachment->spoke)->name);
		if (open)
			er_draft_missing(draft, "the hub's virtual network with its peerings");
		er_draft_end(draft);
	}
}

/* ---- state ---- */

/* What is wrong with one half; NULL: nothing. *told: does the export tell state and level? */
static const char *half_wrong(const ErResource *half, const char **value, bool *told)
{
	static const char state[] = "properties.peeringState", level[] = "properties.peeringSyncLevel";
	const char *sync = er_value_text(&half->body, level);

	*value = er_value_text(&half->body, state);
	*told = *told && *value != NULL && sync != NULL;
	if (*value != NULL && g_ascii_strcasecmp(*value, "Connected") != 0)
		return state;
	*value = sync;
	return sync != NULL && g_ascii_strcasecmp(sync, "FullyInSync") != 0 ? level : NULL;
}

/* A half that a VNet of the input lacks, or one that says it is not connected or not in step. Returns: whether it was told; *told: may it pass? */
static bool tell_state(ErFindings *out, const ErRule *rule, const Peerings *all, const ErAttachment *attachment, bool *told)
{
	const ErNetwork *net = all->net;
	uint32_t ends[2] = { attachment->hub_vnet, attachment->spoke };

	*told = true;
	for (uint32_t e = 0; e < 2; e++) {
		const ErResource *half = half_of(all, ends[e], ends[1 - e]);
		const ErComponent *vnet = vnet_component(net, ends[e]);
		const char *value = NULL;
		if (half == NULL && (er_network_vnet(net, ends[e])->external || vnet->resource == NULL))
			continue;   /* Connected at the other end means that this half is there */
		const char *property = half != NULL ? half_wrong(half, &value, told) : NULL;
		if (half != NULL && property == NULL)
			continue;
		bool level = property != NULL && strcmp(property, "properties.peeringSyncLevel") == 0;
		ErDraft *draft = draft_of(out, rule, ER_RESULT_FAIL, level ? ER_SEV_MEDIUM : ER_SEV_HIGH, net, attachment);
		if (half != NULL) {
			er_draft_evidence(draft, half, property, value);
			er_draft_headline(draft, "%s: %s of %s is %s", peering_name(net, attachment), property + strlen("properties."), half->name, value);
		} else {
			er_draft_evidence(draft, vnet->resource, "properties.virtualNetworkPeerings", NULL);
			er_draft_headline(draft, "%s: %s has no half of this peering", peering_name(net, attachment), vnet->name);
		}
		er_draft_end(draft);
		return true;
	}
	return false;
}

static void check_state(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);
	ErDraft *open = NULL;   /* one question for all peerings */

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		bool told = false;
		if (attachment->hub_vnet == ER_NONE) {
			er_rule_not_applicable(out, rule);
		} else if (tell_state(out, rule, all, attachment, &told)) {
			continue;
		} else if (told) {
			er_rule_pass(out, rule);
		} else if (!has(all->served, attachment->hub_vnet)) {
			er_rule_not_applicable(out, rule);
		} else {
			open = open != NULL ? open : er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
			er_draft_subject(open, er_network_component(net, attachment->self)->id);
			er_draft_fact(open, er_network_component(net, attachment->self)->id, "a half without peeringState or peeringSyncLevel");
			add_spoke_flows(open, out, attachment->spoke);
		}
	}
	if (open == NULL)
		return;
	er_draft_headline(open, "State or synchronisation of VNet peerings is not in the export");
	er_draft_missing(open, "properties.peeringState and peeringSyncLevel of the peerings");
	er_draft_end(open);
}

/* ---- what the peering lets through ---- */

static bool overlaps(const ErPrefix *a, const ErPrefix *b)
{
	return er_prefix_covers(a, b) || er_prefix_covers(b, a);
}

/* The route of the GatewaySubnet that hands traffic for the spoke to an appliance: what the spoke then gets is forwarded. NULL: none. */
static const char *inspected(const ErNetwork *net, const ErAttachment *attachment)
{
	uint32_t table = er_network_vnet(net, attachment->hub_vnet)->gateway_table;
	const ErVnet *spoke = er_network_vnet(net, attachment->spoke);

	for (uint32_t i = 0; table != ER_NONE && i < er_network_route_table(net, table)->n_routes; i++) {
		const ErUdr *route = &er_network_route_table(net, table)->routes[i];
		for (uint32_t k = 0; route->next == ER_HOP_APPLIANCE && k < spoke->n_space; k++)
			if (overlaps(&route->prefix, &spoke->space[k]))
				return route->shown;
	}
	return NULL;
}

/* The half that blocks and the property that does; NULL: none. *open: the property that is not told and matters. */
static const ErResource *blocking_half(const Peerings *all, const ErAttachment *attachment, const char **property, const char **open)
{
	static const char access[] = "properties.allowVirtualNetworkAccess", forwarded[] = "properties.allowForwardedTraffic";
	const ErResource *halves[2] = { half_of(all, attachment->hub_vnet, attachment->spoke), half_of(all, attachment->spoke, attachment->hub_vnet) };
	bool value;

	*open = NULL;
	*property = access;
	for (uint32_t i = 0; i < 2; i++)
		if (halves[i] != NULL && er_value_bool(&halves[i]->body, access, &value) && !value)
			return halves[i];
	*property = forwarded;
	if (halves[1] == NULL || inspected(all->net, attachment) == NULL)
		return NULL;
	if (!er_value_bool(&halves[1]->body, forwarded, &value))
		*open = forwarded;
	else if (!value)
		return halves[1];
	return NULL;
}

static void check_lets_through(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		const char *property, *open = NULL;
		if (attachment->hub_vnet == ER_NONE || !attachment->transit) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		const ErResource *half = blocking_half(all, attachment, &property, &open);
		if (half == NULL && open == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, half != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity, net, attachment);
		tell_flag(draft, half != NULL ? half : half_of(all, attachment->spoke, attachment->hub_vnet), property);
		if (inspected(net, attachment) != NULL && strcmp(property, "properties.allowForwardedTraffic") == 0)
			er_draft_evidence(draft, er_network_route_table(net, er_network_vnet(net, attachment->hub_vnet)->gateway_table)->resource, "properties.routes", inspected(net, attachment));
		if (half == NULL)
			er_draft_headline(draft, "%s: whether the spoke takes what the hub's appliance forwards is not in the export", peering_name(net, attachment));
		else
			er_draft_headline(draft, strcmp(property, "properties.allowForwardedTraffic") == 0 ? "%s: %s takes no forwarded traffic, and the hub's appliance forwards all that comes from on-premises"
			                                                                                     : "%s: %s lets no traffic of the other VNet through", peering_name(net, attachment), half->name);
		if (half == NULL)
			er_draft_missing(draft, "properties.allowForwardedTraffic of the spoke's peering");
		er_draft_end(draft);
	}
}

/* A peering may come without its VNet. */
static void tell_region(ErDraft *draft, const ErComponent *vnet, const char *region)
{
	if (vnet->resource != NULL)
		er_draft_evidence(draft, vnet->resource, "location", *region != '\0' ? region : NULL);
	else
		er_draft_fact(draft, vnet->id, "not in the input");
}

static void check_other_region(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_attachments(net); i++) {
		const ErAttachment *attachment = er_network_attachment(net, i);
		if (attachment->hub_vnet == ER_NONE || !attachment->transit) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		const ErVnet *hub = er_network_vnet(net, attachment->hub_vnet), *spoke = er_network_vnet(net, attachment->spoke);
		bool open = *hub->region == '\0' || *spoke->region == '\0';
		if (!open && !attachment->global) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = draft_of(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity, net, attachment);
		tell_region(draft, vnet_component(net, attachment->spoke), spoke->region);
		tell_region(draft, vnet_component(net, attachment->hub_vnet), hub->region);
		if (open)
			er_draft_headline(draft, "%s: whether both VNets are in one region is not in the export", peering_name(net, attachment));
		else
			er_draft_headline(draft, "%s (%s) hangs on the gateway of %s in %s", vnet_component(net, attachment->spoke)->name, spoke->region, vnet_component(net, attachment->hub_vnet)->name, hub->region);
		if (open)
			er_draft_missing(draft, "location of both virtual networks");
		er_draft_end(draft);
	}
}

/* ---- VNets ---- */

/* Halves in @vnet that use the remote gateway, all halves in *n_halves; the first two in @found. */
static uint32_t remote_gateways(const ErNetwork *net, uint32_t vnet, const ErResource *found[2], uint32_t *n_halves)
{
	const ErInventory *inv = er_network_inventory(net);
	uint32_t n, first = er_inventory_below(inv, vnet_component(net, vnet)->id, &n), users = 0;

	*n_halves = 0;
	for (uint32_t i = first; i < first + n; i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_VNET_PEERING)
			continue;
		(*n_halves)++;
		if (!flag(res, "properties.useRemoteGateways"))
			continue;
		if (users < 2)
			found[users] = res;
		users++;
	}
	return users;
}

static void check_one_gateway(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		const ErResource *found[2] = { NULL, NULL };
		uint32_t n_halves, users = remote_gateways(net, v, found, &n_halves);
		bool own = has(all->gateways, v);
		if (n_halves == 0) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (users == 0 || (users == 1 && !own)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);
		er_draft_subject(draft, vnet_component(net, v)->id);
		for (uint32_t i = 0; i < MIN(users, 2); i++)
			tell_flag(draft, found[i], "properties.useRemoteGateways");
		add_spoke_flows(draft, out, v);
		if (own)
			er_draft_headline(draft, "%s has a gateway of its own and expects another one by %s; only one of the two works", vnet_component(net, v)->name, found[0]->name);
		else
			er_draft_headline(draft, "%s expects the gateways of %u VNets; only one is possible", vnet_component(net, v)->name, users);
		er_draft_end(draft);
	}
}

static void check_peering_count(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	const Peerings *all = peerings_of(out);
	uint32_t many = er_limit(net, ER_LIMIT_PEERINGS_VNET_ADVISED), most = er_limit(net, ER_LIMIT_PEERINGS_VNET);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		const ErComponent *self = vnet_component(net, v);
		const ErResource *found[2];
		uint32_t n = 0;
		if (!has(all->served, v)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		remote_gateways(net, v, found, &n);
		bool open = self->resource == NULL;
		if (!open && n < MIN(many, most)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, n >= most ? ER_SEV_HIGH : ER_SEV_MEDIUM);
		g_autofree char *count = g_strdup_printf("%u peerings", n);
		er_draft_subject(draft, self->id);
		if (open) {
			er_draft_fact(draft, self->id, "not in the input");
			er_draft_headline(draft, "%s: how many peerings it has is not known", self->name);
			er_draft_missing(draft, "the virtual network of the gateway, with its subnets");
		} else {
			er_draft_evidence(draft, self->resource, "properties.virtualNetworkPeerings", count);
			er_draft_headline(draft, "%s has %u peerings; a VNet with a gateway takes %u", self->name, n, most);
		}
		er_draft_end(draft);
	}
}

/* ---- RouteServerSubnet ---- */

static void check_subnet_size(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t vnet, const ErSubnet *subnet)
{
	g_autofree char *id = g_strconcat(vnet_component(net, vnet)->id, "/subnets/routeserversubnet", NULL);
	const ErResource *resource = er_inventory_lookup(er_network_inventory(net), id);
	uint32_t length = 33;

	for (uint32_t i = 0; i < subnet->n_prefixes; i++)
		if (subnet->prefixes[i].v4)
			length = MIN(length, subnet->prefixes[i].length - 96u);
	if (length <= er_limit(net, ER_LIMIT_SUBNET_ROUTE_SERVER) || resource == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	bool open = length == 33;
	g_autofree char *prefix = open ? NULL : er_prefix_text(&subnet->prefixes[0]);
	ErDraft *draft = er_draft_new(out, rule, open ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity);
	er_draft_subject(draft, resource->id);
	er_draft_evidence(draft, resource, er_value_get(&resource->body, "properties.addressPrefixes") != NULL ? "properties.addressPrefixes" : "properties.addressPrefix", prefix);
	if (open)
		er_draft_headline(draft, "%s: the range of its RouteServerSubnet is not in the export", vnet_component(net, vnet)->name);
	else
		er_draft_headline(draft, "%s: its RouteServerSubnet is a /%u, Route Server needs /%u", vnet_component(net, vnet)->name, length, er_limit(net, ER_LIMIT_SUBNET_ROUTE_SERVER));
	if (open)
		er_draft_missing(draft, "properties.addressPrefix of RouteServerSubnet");
	er_draft_end(draft);
}

static void check_route_server_subnet(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t v = 0; v < er_network_n_vnets(net); v++) {
		const ErVnet *vnet = er_network_vnet(net, v);
		bool met = false;
		for (uint32_t i = vnet->first_subnet; i < vnet->first_subnet + vnet->n_subnets; i++)
			if (g_ascii_strcasecmp(er_network_subnet(net, i)->name, "RouteServerSubnet") == 0) {
				check_subnet_size(rule, net, out, v, er_network_subnet(net, i));
				met = true;
			}
		if (!met)
			er_rule_not_applicable(out, rule);
	}
}

const ErRule er_rules_vnet[] = {
	{ "ER-VNT-001", ER_SEV_CRITICAL, "Spoke peering does not use the remote gateway", "VNet peering", "Set useRemoteGateways on the spoke's half; the hub must allow transit", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-faqs", check_uses_gateway },
	{ "ER-VNT-002", ER_SEV_CRITICAL, "Hub peering does not allow gateway transit", "VNet peering", "Set allowGatewayTransit on the hub's half", "", PEERING, check_allows_transit },
	{ "ER-VNT-003", ER_SEV_HIGH, "Peering not connected or out of sync", "VNet peering",
	  "Create the missing half, or synchronise the peering", "PSRule:AZR-000266 Azure.VNET.PeerState", PEERING, check_state },
	{ "ER-VNT-004", ER_SEV_HIGH, "Peering blocks forwarded or VNet traffic on the ER path", "VNet peering",
	  "Allow VNet access, and on the spoke's half forwarded traffic", "ALZ:D01.13 c76cb5a2-abe2-11ed-afa1-0242ac120002",
	  "https://github.com/hsze/MultiRegion-HubSpoke-ERBowTie-ARS", check_lets_through },
	{ "ER-VNT-005", ER_SEV_MEDIUM, "Spoke uses a gateway in another region", "VNet peering",
	  "A hub with a gateway in the spoke's region", "", "https://learn.microsoft.com/azure/reliability/reliability-virtual-network-gateway", check_other_region },
	{ "ER-VNT-006", ER_SEV_MEDIUM, "VNet has its own ER gateway and expects a remote one", "VNet",
	  "Keep one of the two: its own gateway or the hub's", "", "https://learn.microsoft.com/azure/expressroute/about-fastpath", check_one_gateway },
	{ "ER-VNT-007", ER_SEV_MEDIUM, "Spoke count or peerings near hub limits", "VNet", "A second hub", "ALZ:D01.11 0e7c28ec-9366-4572-83b0-f4664b1d944a",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways", check_peering_count },
	{ "ER-VNT-008", ER_SEV_LOW, "RouteServerSubnet smaller than Route Server needs", "subnet", "Make the subnet larger", "ALZ:D01.08 91b9d7d5-91e1-4dcb-8f1f-fa7e465646cc",
	  "https://github.com/Azure/review-checklists/blob/main/checklists/alz_checklist.en.json", check_route_server_subnet },
	{ 0 },
};
