/*
 * VPN beside ExpressRoute (ER-VPN). A VPN gateway counts as a backup when it has an IPsec connection and stands in the VNet or hub of an
 * ExpressRoute gateway, or when a site claims it; the others are somebody's branches. What a tunnel's export leaves open is one unknown per
 * gateway. Sources: Microsoft Learn, "Using S2S VPN as a backup for ExpressRoute private peering", "Highly available gateway connectivity",
 * "Configure ExpressRoute and site-to-site coexisting connections".
 */
#include "../limits.h"
#include "rules.h"

#include <string.h>

#define LEARN "https://learn.microsoft.com/azure/"
#define BACKUP LEARN "expressroute/use-s2s-vpn-as-backup-for-expressroute-privatepeering"

typedef struct {
	const ErVpnGateway *vpn;
	const ErComponent *self;
	uint32_t gateway;            /* ExpressRoute gateway beside it: index; ER_NONE */
	GArray *tunnels;             /* of const ErTunnel * */
	bool microsoft;              /* a circuit has a Microsoft peering, or may have one */
} Backup;

static void clear_backup(void *data)
{
	g_array_unref(((Backup *)data)->tunnels);
}

/* The first ExpressRoute gateway of each VNet, or of each hub: ER_NONE for those without. (transfer full) */
static uint32_t *gateways_by_home(const ErNetwork *net, bool hubs)
{
	uint32_t n = hubs ? er_network_n_hubs(net) : er_network_n_vnets(net);
	uint32_t *of = g_new(uint32_t, n + 1);

	for (uint32_t i = 0; i < n; i++)
		of[i] = ER_NONE;
	for (uint32_t i = er_network_n_gateways(net); i-- > 0;) {
		uint32_t home = hubs ? er_network_gateway(net, i)->hub : er_network_gateway(net, i)->vnet;
		if (home != ER_NONE)
			of[home] = i;
	}
	return of;
}

static bool has_microsoft_peering(const ErNetwork *net)
{
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (!er_network_circuit(net, i)->peerings_known)
			return true;
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *type = res->kind == ER_RES_CIRCUIT_PEERING ? er_value_text(&res->body, "properties.peeringType") : NULL;
		if (type != NULL && g_ascii_strcasecmp(type, "MicrosoftPeering") == 0)
			return true;
	}
	return false;
}

/* Every VPN gateway with its tunnels, in the network's order. (transfer full) */
static GArray *find_backups(const ErNetwork *net)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(Backup));
	g_autofree uint32_t *of_vnet = gateways_by_home(net, false), *of_hub = gateways_by_home(net, true);
	bool microsoft = er_network_n_vpn_gateways(net) > 0 && has_microsoft_peering(net);

	g_array_set_clear_func(all, clear_backup);
	for (uint32_t i = 0; i < er_network_n_vpn_gateways(net); i++) {
		const ErVpnGateway *vpn = er_network_vpn_gateway(net, i);
		Backup backup = { vpn, er_network_component(net, vpn->self), ER_NONE, g_array_new(FALSE, FALSE, sizeof(const ErTunnel *)), microsoft };
		backup.gateway = vpn->vnet != ER_NONE ? of_vnet[vpn->vnet] : vpn->hub != ER_NONE ? of_hub[vpn->hub] : ER_NONE;
		g_array_append_val(all, backup);
	}
	for (uint32_t i = 0; i < er_network_n_tunnels(net); i++) {
		const ErTunnel *tunnel = er_network_tunnel(net, i);
		if (tunnel->vpn_gateway != ER_NONE && er_network_component(net, tunnel->self)->resource != NULL)
			g_array_append_val(g_array_index(all, Backup, tunnel->vpn_gateway).tunnels, tunnel);
	}
	return all;
}

static bool is_backup(const Backup *backup)
{
	return backup->tunnels->len > 0 && backup->self->resource != NULL && (backup->gateway != ER_NONE || backup->vpn->site != ER_NONE);
}

static const ErResource *body_of(const Backup *backup)
{
	return backup->self->resource;
}

static bool is_hub_gateway(const Backup *backup)
{
	return body_of(backup)->kind == ER_RES_VPN_GATEWAY;
}

/* What it stands in for: the flows of the gateway beside it, else those that it has a path for. */
static void add_flows(ErDraft *draft, const ErFindings *out, const Backup *backup)
{
	const ErFlows *flows = er_findings_flows(out);

	if (backup->gateway != ER_NONE) {
		er_draft_flows_behind(draft, ER_NONE, backup->gateway);
		return;
	}
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		bool over = false;
		for (uint32_t i = 0; i < class->n_paths && !over; i++) {
			uint32_t tunnel = class->paths[i].tunnel;
			over = tunnel != ER_NONE && er_network_vpn_gateway(er_flows_network(flows), er_network_tunnel(er_flows_network(flows), tunnel)->vpn_gateway) == backup->vpn;
		}
		const GArray *of = er_findings_flows_of(out, c);
		for (guint k = 0; over && k < of->len; k++)
			er_draft_flow(draft, g_array_index(of, uint32_t, k));
	}
}

/* A draft about the VPN gateway itself. */
static ErDraft *tell(const ErRule *rule, ErFindings *out, const Backup *backup, ErResult result)
{
	ErDraft *draft = er_draft_new(out, rule, result, rule->severity);

	er_draft_subject(draft, backup->self->id);
	add_flows(draft, out, backup);
	return draft;
}

typedef void (*Judge)(const ErRule *rule, ErFindings *out, const Backup *backup);

static void each_backup(const ErRule *rule, const ErFlows *flows, ErFindings *out, Judge judge)
{
	g_autoptr(GArray) all = find_backups(er_flows_network(flows));

	for (guint i = 0; i < all->len; i++) {
		const Backup *backup = &g_array_index(all, Backup, i);
		if (is_backup(backup))
			judge(rule, out, backup);
		else
			er_rule_not_applicable(out, rule);
	}
}

/* ---- what tunnels say ---- */

/* Does it hold? With the property that tells, and its value. */
typedef struct { ErTri holds; const ErResource *res; const char *property, *value; } Answer;
typedef Answer (*Ask)(const ErNetwork *net, const Backup *backup, const ErTunnel *tunnel);
typedef struct { const char *fails, *unknown, *missing; } Words;

static const ErResource *tunnel_body(const ErNetwork *net, const ErTunnel *tunnel)
{
	return er_network_component(net, tunnel->self)->resource;
}

static void tell_tunnel(const ErRule *rule, ErFindings *out, const Backup *backup, const ErComponent *self, const Answer *answer, const Words *words)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, rule->severity);

	er_draft_subject(draft, self->id);
	er_draft_headline(draft, "%s of %s: %s", self->name, backup->self->name, words->fails);
	if (answer->res != NULL)
		er_draft_evidence(draft, answer->res, answer->property, answer->value);
	else
		er_draft_fact(draft, self->id, answer->value);
	add_flows(draft, out, backup);
	er_draft_end(draft);
}

/* A tunnel that fails is a finding, those that do not say are one unknown together. */
static void judge_tunnels(const ErRule *rule, ErFindings *out, const Backup *backup, Ask ask, const Words *words)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	ErDraft *open = NULL;

	for (guint i = 0; i < backup->tunnels->len; i++) {
		const ErTunnel *tunnel = g_array_index(backup->tunnels, const ErTunnel *, i);
		const ErComponent *self = er_network_component(net, tunnel->self);
		const Answer answer = ask(net, backup, tunnel);
		if (answer.holds == ER_TRI_YES) {
			er_rule_pass(out, rule);
		} else if (answer.holds == ER_TRI_NO) {
			tell_tunnel(rule, out, backup, self, &answer, words);
		} else {
			if (open == NULL) {
				open = tell(rule, out, backup, ER_RESULT_UNKNOWN);
				er_draft_headline(open, "%s: %s", backup->self->name, words->unknown);
				er_draft_missing(open, words->missing);
			}
			if (answer.res != NULL)
				er_draft_evidence(open, answer.res, answer.property, answer.value);
		}
	}
	if (open != NULL)
		er_draft_end(open);
}

/* A flag of the connection, or of the links of a hub's connection: NO when one link has @bad; YES when all have the other. */
static ErTri flag_of(const ErResource *res, const char *name, bool bad)
{
	const ErValue *links = er_value_get(&res->body, "properties.vpnLinkConnections");
	g_autofree char *path = g_strconcat("properties.", name, NULL);
	uint32_t n = er_value_count(&res->body, "properties.vpnLinkConnections");
	bool said, all = true;

	for (uint32_t i = 0; i < n; i++) {
		if (!er_value_bool(er_value_item(links, i), path, &said))
			all = false;
		else if (said == bad)
			return ER_TRI_NO;
	}
	if (n > 0 && all)
		return ER_TRI_YES;
	return !er_value_bool(&res->body, path, &said) ? ER_TRI_UNSAID : said == bad ? ER_TRI_NO : ER_TRI_YES;
}

/* ---- ER-VPN-001, ER-VPN-002 ---- */

/* What each gateway can use: one circuit or more, one peering location or more. */
typedef struct { uint32_t circuit; bool circuits, locations, unplaced, vpn_path, vpn, vpn_unknown; } Use;

/* The circuit of an Azure VMware Solution private cloud leads to no site: a template names it by a property of the cloud. */
static bool is_of_private_cloud(const ErNetwork *net, uint32_t circuit)
{
	return strstr(er_network_component(net, er_network_circuit(net, circuit)->self)->id, ".circuit.expressrouteid") != NULL;
}

static void note_circuit(const ErNetwork *net, Use *use, uint32_t circuit)
{
	const char *location = er_network_circuit(net, circuit)->peering_location;

	use->unplaced = use->unplaced || *location == '\0';
	if (use->circuit == ER_NONE) {
		use->circuit = circuit;
	} else if (use->circuit != circuit) {
		use->circuits = true;
		use->locations = use->locations || g_ascii_strcasecmp(er_network_circuit(net, use->circuit)->peering_location, location) != 0;
	}
}

static void note_vpn(const ErNetwork *net, Use *uses)
{
	g_autoptr(GArray) all = find_backups(net);

	for (guint i = 0; i < all->len; i++) {
		const Backup *backup = &g_array_index(all, Backup, i);
		if (backup->gateway == ER_NONE)
			continue;
		Use *use = &uses[backup->gateway];
		if (backup->tunnels->len > 0)
			use->vpn = true;
		else if (backup->self->resource == NULL || backup->self->resource->names_only ||
		         (is_hub_gateway(backup) && er_value_get(&backup->self->resource->body, "properties.connections") == NULL))
			use->vpn_unknown = true;
	}
	/* A hub that is not in the input, or names a VPN gateway which is not. */
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		uint32_t hub = er_network_gateway(net, i)->hub;
		const ErResource *res = hub != ER_NONE ? er_network_component(net, er_network_hub(net, hub)->self)->resource : NULL;
		g_autofree char *id = res != NULL ? er_id_reference(&res->body, "properties.vpnGateway", ER_RES_VPN_GATEWAY) : NULL;
		if (hub != ER_NONE && (res == NULL || res->names_only || (id != NULL && er_inventory_lookup(er_network_inventory(net), id) == NULL)))
			uses[i].vpn_unknown = true;
	}
}

/* By gateway. (transfer full) */
static Use *uses_of(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	Use *uses = g_new0(Use, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		uses[i].circuit = ER_NONE;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		if (er_connection_usable(net, connection) && !is_of_private_cloud(net, connection->circuit))
			note_circuit(net, &uses[connection->gateway], connection->circuit);
	}
	for (uint32_t c = 0; c < er_flows_n_classes(flows); c++) {
		const ErFlowClass *class = er_flows_class(flows, c);
		bool vpn = false;
		for (uint32_t i = 0; i < class->n_paths; i++)
			vpn = vpn || class->paths[i].tunnel != ER_NONE;
		for (uint32_t i = 0; vpn && i < class->n_paths; i++)
			if (class->paths[i].gateway != ER_NONE)
				uses[class->paths[i].gateway].vpn_path = true;
	}
	note_vpn(net, uses);
	return uses;
}

static void check_backup(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Use *uses = uses_of(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		const ErComponent *self = er_network_component(net, gateway->self);
		if (self->external || uses[i].circuit == ER_NONE) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (uses[i].circuits || uses[i].vpn || uses[i].vpn_path) {
			er_rule_pass(out, rule);
			continue;
		}
		bool homeless = gateway->vnet == ER_NONE && gateway->hub == ER_NONE;
		const ErComponent *circuit = er_network_component(net, er_network_circuit(net, uses[i].circuit)->self);
		ErDraft *draft = er_draft_new(out, rule, uses[i].vpn_unknown || homeless ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, rule->severity);
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, circuit->id, "the only circuit that carries traffic of this gateway");
		if (uses[i].vpn_unknown || homeless) {
			er_draft_headline(draft, "%s has the one circuit %s; whether a VPN stands in for it is not known", self->name, circuit->name);
			er_draft_missing(draft, homeless ? "properties.ipConfigurations of the gateway" : "the VPN gateway beside it, with its connections");
		} else {
			er_draft_headline(draft, "%s has the one circuit %s and no VPN to stand in for it", self->name, circuit->name);
			er_draft_fact(draft, self->id, "no VPN gateway with an IPsec connection beside it");
		}
		er_draft_flows_behind(draft, ER_NONE, i);
		er_draft_end(draft);
	}
}

/* Criticality in words, of a tag or of a service. */
static ErTri is_critical(const char *value)
{
	g_autofree char *lower = g_ascii_strdown(value, -1);

	if (*lower == '\0')
		return ER_TRI_UNSAID;
	if (g_str_has_prefix(lower, "non") || g_str_has_prefix(lower, "not") || g_str_has_prefix(lower, "un"))
		return ER_TRI_NO;
	return strstr(lower, "critical") != NULL || strcmp(lower, "true") == 0 || strcmp(lower, "yes") == 0 ? ER_TRI_YES : ER_TRI_NO;
}

/* The tag that speaks of criticality; NULL when there is none. */
static const ErMember *criticality_tag(const ErResource *res)
{
	const ErValue *tags = res != NULL ? er_value_get(&res->body, "tags") : NULL;

	for (uint32_t i = 0; tags != NULL && tags->kind == ER_VALUE_OBJECT && i < tags->n; i++) {
		g_autofree char *key = g_ascii_strdown(tags->u.members[i].key, -1);
		if (strstr(key, "critical") != NULL && tags->u.members[i].value.kind == ER_VALUE_STRING)
			return &tags->u.members[i];
	}
	return NULL;
}

/* By VNet. (transfer full) */
static ErTri *criticality(const ErNetwork *net)
{
	ErTri *of = g_new0(ErTri, er_network_n_vnets(net) + 1);

	for (uint32_t i = 0; i < er_network_n_vnets(net); i++) {
		const ErMember *tag = criticality_tag(er_network_component(net, er_network_vnet(net, i)->self)->resource);
		if (tag != NULL)
			of[i] = is_critical(tag->value.u.text);
	}
	for (uint32_t i = 0; i < er_network_n_services(net); i++) {
		const ErService *service = er_network_service(net, i);
		ErTri said = is_critical(service->criticality);
		for (uint32_t k = 0; k < service->n_vnets; k++)
			of[service->vnets[k]] = MAX(of[service->vnets[k]], said);
	}
	return of;
}

/* The most critical VNet behind each gateway; ER_TRI_UNSAID when one of several does not say. (transfer full) */
typedef struct { uint32_t vnet; bool unsaid, any; } Behind;
static Behind *vnets_behind(const ErFlows *flows)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree ErTri *critical = criticality(net);
	Behind *behind = g_new0(Behind, er_network_n_gateways(net) + 1);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++)
		behind[i].vnet = ER_NONE;
	for (uint32_t i = 0; i < er_flows_count(flows); i++) {
		const ErFlow *flow = er_flows_at(flows, i);
		const ErFlowClass *class = er_flows_class(flows, flow->flow_class);
		for (uint32_t k = 0; k < class->n_paths; k++) {
			if (class->paths[k].gateway == ER_NONE || class->paths[k].preference != 0)
				continue;
			Behind *here = &behind[class->paths[k].gateway];
			here->any = true;
			if (critical[flow->vnet] == ER_TRI_YES && here->vnet == ER_NONE)
				here->vnet = flow->vnet;
			here->unsaid = here->unsaid || (critical[flow->vnet] == ER_TRI_UNSAID && !class->hub_flow);
		}
	}
	return behind;
}

static void tell_critical(const ErRule *rule, ErFindings *out, uint32_t gateway, const Behind *behind, bool located)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	const ErComponent *self = er_network_component(net, er_network_gateway(net, gateway)->self);
	const ErComponent *vnet = behind->vnet != ER_NONE ? er_network_component(net, er_network_vnet(net, behind->vnet)->self) : NULL;
	bool sure = vnet != NULL && located;
	ErDraft *draft = er_draft_new(out, rule, sure ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	const ErMember *tag = vnet != NULL ? criticality_tag(vnet->resource) : NULL;

	er_draft_subject(draft, self->id);
	if (tag != NULL) {
		g_autofree char *property = g_strconcat("tags.", tag->key, NULL);
		er_draft_evidence(draft, vnet->resource, property, tag->value.u.text);
	} else if (vnet != NULL) {
		er_draft_fact(draft, vnet->id, "a critical service in the site description");
	}
	if (sure) {
		er_draft_headline(draft, "%s: VPN is the only backup of one peering location, and %s behind it is critical", self->name, vnet->name);
	} else {
		er_draft_headline(draft, "%s: VPN is the only backup of one peering location; whether what is behind it is critical is not known", self->name);
		er_draft_missing(draft, located ? "criticality of the services in the site description, or as a tag of the VNets" : "peering locations of the circuits");
	}
	er_draft_flows_behind(draft, ER_NONE, gateway);
	er_draft_end(draft);
}

static void check_critical(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autofree Use *uses = uses_of(flows);
	g_autofree Behind *behind = vnets_behind(flows);

	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const Use *use = &uses[i];
		bool located = !use->circuits || !use->unplaced;
		if (use->circuit == ER_NONE || (!use->vpn && !use->vpn_path) || !behind[i].any)
			er_rule_not_applicable(out, rule);
		else if ((use->locations && located) || (behind[i].vnet == ER_NONE && !behind[i].unsaid))
			er_rule_pass(out, rule);
		else
			tell_critical(rule, out, i, &behind[i], located);
	}
}

/* ---- ER-VPN-003, ER-VPN-004, ER-VPN-006 ---- */

static void judge_zones(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	const ErVpnGateway *vpn = backup->vpn;
	bool unknown = vpn->zones == ER_ZONES_UNKNOWN;

	if (vpn->zones == ER_ZONES_NO_REGION) {
		er_rule_not_applicable(out, rule);
		return;
	}
	if (vpn->zones == ER_ZONES_REDUNDANT) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = tell(rule, out, backup, unknown ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL);
	er_draft_evidence(draft, body_of(backup), "properties.sku.name", *vpn->sku != '\0' ? vpn->sku : NULL);
	if (vpn->zones == ER_ZONES_ZONAL)
		er_draft_headline(draft, "%s (%s) stands in zone %s of %s alone", backup->self->name, vpn->sku, vpn->zone, backup->self->location);
	else if (!unknown)
		er_draft_headline(draft, "%s (%s) is not zone-redundant: a zone of %s may take the backup, too", backup->self->name, vpn->sku, backup->self->location);
	else
		er_draft_headline(draft, "%s: whether the backup survives the loss of a zone is not known", backup->self->name);
	if (unknown)
		er_draft_missing(draft, *vpn->sku == '\0' ? "properties.sku of the gateway" : "the public address of the gateway, with its zones, and its region");
	er_draft_end(draft);
}

/* A hub's gateway always runs both instances. */
static void judge_active(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	bool active = false, said = is_hub_gateway(backup) || er_value_bool(&body_of(backup)->body, "properties.activeActive", &active);

	if (is_hub_gateway(backup) || (said && active)) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = tell(rule, out, backup, said ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	er_draft_evidence(draft, body_of(backup), "properties.activeActive", said ? "false" : NULL);
	er_draft_headline(draft, said ? "%s is active-standby: one instance carries the backup, the other has to take over first"
	                              : "%s: whether both instances carry the backup is not in the export", backup->self->name);
	if (!said)
		er_draft_missing(draft, "properties.activeActive of the VPN gateway");
	er_draft_end(draft);
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (g_ascii_strcasecmp(text, *words) == 0)
			return true;
	return false;
}

/* Standard, HighPerformance and UltraPerformance of VPN are retired; those of ExpressRoute are another matter. */
static void judge_coexistence(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	static const char *const unfit[] = { "Basic", "Standard", "HighPerformance", "UltraPerformance", NULL };
	const char *type = er_value_text(&body_of(backup)->body, "properties.vpnType"), *sku = er_value_text(&body_of(backup)->body, "properties.sku.name");
	bool policy = type != NULL && g_ascii_strcasecmp(type, "PolicyBased") == 0, bad_sku = sku != NULL && is_one_of(sku, unfit);

	if (is_hub_gateway(backup) || backup->gateway == ER_NONE) {
		er_rule_not_applicable(out, rule);
		return;
	}
	if (!policy && !bad_sku && type != NULL && sku != NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = tell(rule, out, backup, policy || bad_sku ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	g_autofree char *day = er_limit_day(net, ER_LIMIT_RETIRED_VPN_SKUS);
	bool gone = strcmp(er_limit_date(net, ER_LIMIT_RETIRED_VPN_SKUS), er_findings_as_of(out)) <= 0;
	if (policy || type == NULL)
		er_draft_evidence(draft, body_of(backup), "properties.vpnType", type);
	if (bad_sku || sku == NULL)
		er_draft_evidence(draft, body_of(backup), "properties.sku.name", sku);
	if (policy)
		er_draft_headline(draft, "%s is policy-based: beside an ExpressRoute gateway only route-based works", backup->self->name);
	else if (bad_sku && g_ascii_strcasecmp(sku, "Basic") == 0)
		er_draft_headline(draft, "%s has the VPN SKU %s, which is not supported beside ExpressRoute", backup->self->name, sku);
	else if (bad_sku)
		er_draft_headline(draft, "%s has the VPN SKU %s, which is retired %s %s", backup->self->name, sku, gone ? "since" : "on", day);
	else
		er_draft_headline(draft, "%s: whether it may stand beside an ExpressRoute gateway is not in the export", backup->self->name);
	if (!policy && !bad_sku)
		er_draft_missing(draft, type == NULL ? "properties.vpnType of the VPN gateway" : "properties.sku of the VPN gateway");
	er_draft_end(draft);
}

static void check_zones(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_zones); }
static void check_active(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_active); }
static void check_coexistence(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_coexistence); }

/* ---- ER-VPN-005, ER-VPN-007, ER-VPN-010 ---- */

static Answer ask_bgp(const ErNetwork *net, const Backup *backup, const ErTunnel *tunnel)
{
	const ErResource *res = tunnel_body(net, tunnel);
	ErTri bgp = flag_of(res, "enableBgp", false);
	bool links = er_value_count(&res->body, "properties.vpnLinkConnections") > 0;

	(void)backup;
	return (Answer){ bgp, res, links ? "properties.vpnLinkConnections" : "properties.enableBgp", bgp == ER_TRI_NO ? links ? "a link with enableBgp false" : "false" : NULL };
}

static void judge_bgp(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	judge_tunnels(rule, out, backup, ask_bgp, &(Words){ "no BGP: static routes do not follow failover and failback", "whether its tunnels speak BGP is not in the export", "properties.enableBgp of the connections" });
}

static bool is_private(const char *address)
{
	ErPrefix parsed;

	return er_prefix_parse(address, &parsed) && er_prefix_is_private(&parsed);
}

/* The other end of a tunnel: local network gateway or VPN site; NULL when it is not in the input. */
static const ErResource *remote_of(const ErNetwork *net, const ErResource *res)
{
	bool hub = res->kind == ER_RES_VPN_CONNECTION;
	g_autofree char *id = hub ? er_id_reference(&res->body, "properties.remoteVpnSite", ER_RES_VPN_SITE) : er_id_reference(&res->body, "properties.localNetworkGateway2", ER_RES_LOCAL_GATEWAY);

	return id != NULL ? er_inventory_lookup(er_network_inventory(net), id) : NULL;
}

/* Address of the device: where several, a private one before others; "" not known. @property: (out) */
static const char *remote_address(const ErResource *remote, const char **property)
{
	bool site = remote->kind == ER_RES_VPN_SITE;
	const ErValue *links = site ? er_value_get(&remote->body, "properties.vpnSiteLinks") : NULL;
	const char *address = er_value_text(&remote->body, site ? "properties.ipAddress" : "properties.gatewayIpAddress");

	*property = site ? "properties.ipAddress" : "properties.gatewayIpAddress";
	for (uint32_t i = 0; links != NULL && i < er_value_count(&remote->body, "properties.vpnSiteLinks"); i++) {
		const char *one = er_value_text(er_value_item(links, i), "properties.ipAddress");
		if (one != NULL && (address == NULL || is_private(one))) {
			address = one;
			*property = "properties.vpnSiteLinks";
		}
	}
	return address != NULL ? address : "";
}

/* To a private address only the private peering leads; to a public one the internet, or the Microsoft peering where there is one. */
static Answer ask_independent(const ErNetwork *net, const Backup *backup, const ErTunnel *tunnel)
{
	const ErResource *res = tunnel_body(net, tunnel), *remote = remote_of(net, res);
	const ErTri over = backup->vpn->record != NULL ? backup->vpn->record->over_microsoft_peering : ER_TRI_UNSAID;
	const char *property = "", *address = remote != NULL ? remote_address(remote, &property) : "";

	if (flag_of(res, "useLocalAzureIpAddress", true) == ER_TRI_NO)
		return (Answer){ ER_TRI_NO, res, "properties.useLocalAzureIpAddress", "true" };
	if (is_private(address))
		return (Answer){ ER_TRI_NO, remote, property, address };
	if (over == ER_TRI_YES)
		return (Answer){ ER_TRI_NO, NULL, "", "over-microsoft-peering in the site description" };
	if (*address == '\0')
		return remote != NULL ? (Answer){ ER_TRI_UNSAID, remote, property, NULL } : (Answer){ ER_TRI_UNSAID, res, "properties.localNetworkGateway2", "not in the input" };
	return (Answer){ over == ER_TRI_NO || !backup->microsoft ? ER_TRI_YES : ER_TRI_UNSAID, remote, property, address };
}

static void judge_independent(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	judge_tunnels(rule, out, backup, ask_independent, &(Words){ "the backup rides ExpressRoute itself and is lost with it", "whether its tunnels ride a Microsoft peering or the internet is not known",
		"over-microsoft-peering of the vpn in the site description, and the address of the local network gateway" });
}

static ErTri is_connected(const char *status)
{
	if (status == NULL)
		return ER_TRI_UNSAID;
	return g_ascii_strcasecmp(status, "Connected") == 0 ? ER_TRI_YES : g_ascii_strcasecmp(status, "NotConnected") == 0 ? ER_TRI_NO : ER_TRI_UNSAID;
}

/* Of a list of parts: NO when all are down, YES when one is up. */
static ErTri any_connected(const ErValue *body, const char *list_path, const char *path)
{
	const ErValue *list = er_value_get(body, list_path);
	uint32_t n = er_value_count(body, list_path), down = 0;

	for (uint32_t i = 0; i < n; i++) {
		ErTri one = is_connected(er_value_text(er_value_item(list, i), path));
		if (one == ER_TRI_YES)
			return ER_TRI_YES;
		down += one == ER_TRI_NO;
	}
	return n > 0 && down == n ? ER_TRI_NO : ER_TRI_UNSAID;
}

static Answer ask_status(const ErNetwork *net, const Backup *backup, const ErTunnel *tunnel)
{
	static const struct { const char *list, *path; } parts[] = { { "properties.tunnelConnectionStatus", "connectionStatus" }, { "properties.vpnLinkConnections", "properties.connectionStatus" } };
	const ErResource *res = tunnel_body(net, tunnel);
	const char *status = er_value_text(&res->body, "properties.connectionStatus");
	ErTri own = is_connected(status);

	(void)backup;
	for (size_t i = 0; own == ER_TRI_UNSAID && i < G_N_ELEMENTS(parts); i++) {
		ErTri all = any_connected(&res->body, parts[i].list, parts[i].path);
		if (all != ER_TRI_UNSAID)
			return (Answer){ all, res, parts[i].list, all == ER_TRI_NO ? "all NotConnected" : "Connected" };
	}
	return (Answer){ own, res, "properties.connectionStatus", status };
}

static void judge_status(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	judge_tunnels(rule, out, backup, ask_status, &(Words){ "not connected: the backup is down already", "whether its tunnels are up is not in the export", "properties.connectionStatus of the connections (a read of each, not a list)" });
}

static void check_bgp(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_bgp); }
static void check_independent(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_independent); }
static void check_status(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_status); }

/* ---- ER-VPN-008 ---- */

static bool share_a_prefix(const ErResource *a, const ErResource *b)
{
	static const char path[] = "properties.localNetworkAddressSpace.addressPrefixes";
	const ErValue *of_a = er_value_get(&a->body, path), *of_b = er_value_get(&b->body, path);

	for (uint32_t i = 0; i < er_value_count(&a->body, path); i++)
		for (uint32_t k = 0; k < er_value_count(&b->body, path); k++) {
			const ErValue *x = er_value_item(of_a, i), *y = er_value_item(of_b, k);
			if (x->kind == ER_VALUE_STRING && y->kind == ER_VALUE_STRING && strcmp(x->u.text, y->u.text) == 0)
				return true;
		}
	return false;
}

/* Two devices of one site show it by one AS number, or by the same ranges behind them. */
static bool same_site(const ErResource *a, const ErResource *b)
{
	uint32_t as_a, as_b;

	return (er_value_uint(&a->body, "properties.bgpSettings.asn", &as_a) && er_value_uint(&b->body, "properties.bgpSettings.asn", &as_b) && as_a == as_b) || share_a_prefix(a, b);
}

typedef struct { GPtrArray *devices; bool outside, paired; } Devices;

static Devices devices_of(const ErNetwork *net, const Backup *backup)
{
	Devices found = { g_ptr_array_new(), false, false };

	for (guint i = 0; i < backup->tunnels->len; i++) {
		const ErResource *remote = remote_of(net, tunnel_body(net, g_array_index(backup->tunnels, const ErTunnel *, i)));
		found.outside = found.outside || remote == NULL;
		if (remote == NULL || g_ptr_array_find(found.devices, remote, NULL))
			continue;
		/* Against the first only: a gateway has one backup site, and branches need no pair. */
		found.paired = found.paired || (found.devices->len > 0 && same_site(found.devices->pdata[0], remote));
		g_ptr_array_add(found.devices, (gpointer)remote);
	}
	return found;
}

static void judge_local_gateways(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	Devices found = devices_of(net, backup);
	g_autoptr(GPtrArray) devices = found.devices;

	if (found.paired) {
		er_rule_pass(out, rule);
		return;
	}
	bool one = devices->len == 1 && !found.outside;
	ErDraft *draft = tell(rule, out, backup, one ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	if (one) {
		const ErResource *device = devices->pdata[0];
		er_draft_evidence(draft, device, "properties.gatewayIpAddress", er_value_text(&device->body, "properties.gatewayIpAddress"));
		er_draft_headline(draft, "%s: every tunnel ends at the one device %s", backup->self->name, device->name);
	} else {
		er_draft_headline(draft, "%s: whether each site has two VPN devices is not known", backup->self->name);
		er_draft_missing(draft, found.outside ? "the local network gateways of its connections" : "which local network gateways stand at one site: the same BGP AS number or address ranges");
	}
	er_draft_end(draft);
}

/* Of a hub: the links of each VPN site. */
static Answer ask_links(const ErNetwork *net, const Backup *backup, const ErTunnel *tunnel)
{
	const ErResource *res = tunnel_body(net, tunnel), *site = remote_of(net, res);
	uint32_t n = site != NULL ? er_value_count(&site->body, "properties.vpnSiteLinks") : er_value_count(&res->body, "properties.vpnLinkConnections");

	(void)backup;
	if (site != NULL)
		return (Answer){ n == 0 ? ER_TRI_UNSAID : n == 1 ? ER_TRI_NO : ER_TRI_YES, site, "properties.vpnSiteLinks", n == 1 ? "one link" : NULL };
	return (Answer){ n > 1 ? ER_TRI_YES : ER_TRI_UNSAID, res, "properties.remoteVpnSite", "not in the input" };
}

static void judge_devices(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	if (is_hub_gateway(backup))
		judge_tunnels(rule, out, backup, ask_links, &(Words){ "its VPN site has one link to one device", "how many links its VPN sites have is not known", "the VPN sites (vpnSites) with properties.vpnSiteLinks" });
	else
		judge_local_gateways(rule, out, backup);
}

static void check_devices(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_devices); }

/* ---- ER-VPN-009 ---- */

typedef struct { const char *name, *of_vpn, *of_link; } Pair;
enum { PAIRS = 5 };

static void pairs_of(const ErSiteVpn *vpn, const ErSiteLink *link, Pair pairs[PAIRS])
{
	const Pair all[PAIRS] = {
		{ "router", vpn->router, link->router }, { "conduit", vpn->conduit, link->conduit }, { "carrier", vpn->carrier, link->carrier },
		{ "entry", vpn->entry, link->entry }, { "access", vpn->access, link->access },
	};

	memcpy(pairs, all, sizeof all);
}

/* What the line shares with the links of its site; @open: (out) a router, conduit or carrier that nobody declared. */
typedef struct { uint32_t links, sharing; const char *what, *which, *open; } Sharing;

static Sharing sharing_of(const ErNetwork *net, const Backup *backup)
{
	Sharing found = { .what = "", .which = "" };

	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		Pair pairs[PAIRS];
		bool shares = false;
		if (end->site != backup->vpn->site)
			continue;
		found.links++;
		if (end->record == NULL) {
			found.open = "link";
			continue;
		}
		pairs_of(backup->vpn->record, end->record, pairs);
		for (uint32_t k = 0; k < PAIRS; k++) {
			bool said = *pairs[k].of_vpn != '\0' && *pairs[k].of_link != '\0';
			if (k < 3 && !said && found.open == NULL)
				found.open = pairs[k].name;
			if (said && strcmp(pairs[k].of_vpn, pairs[k].of_link) == 0) {
				shares = true;
				found.what = pairs[k].name;
				found.which = pairs[k].of_vpn;
			}
		}
		found.sharing += shares;
	}
	return found;
}

static void judge_line(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	bool claimed = backup->vpn->site != ER_NONE && backup->vpn->record != NULL;
	Sharing found = claimed ? sharing_of(net, backup) : (Sharing){ .open = "vpn" };
	const char *site = claimed ? er_network_component(net, er_network_site(net, backup->vpn->site)->self)->id : NULL;

	if (claimed && found.links == 0) {
		er_rule_not_applicable(out, rule);
		return;
	}
	if (found.sharing == 0 && found.open == NULL) {
		er_rule_pass(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, found.sharing > 0 ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, found.sharing > 0 && found.sharing < found.links ? ER_SEV_MEDIUM : rule->severity);
	er_draft_subject(draft, backup->self->id);
	if (found.sharing > 0) {
		g_autofree char *fact = g_strdup_printf("%s %s: VPN line and %u of %u links", found.what, found.which, found.sharing, found.links);
		er_draft_fact(draft, site, fact);
		er_draft_headline(draft, "%s: the VPN line and %s link of ExpressRoute share %s %s", backup->self->name, found.sharing == found.links ? "every" : "a", found.what, found.which);
	} else {
		g_autofree char *missing = claimed ? g_strdup_printf("%s of the vpn and of the circuits' links, in the site description", found.open) : g_strdup("vpn with this gateway at the site that uses it, in the site description");
		er_draft_headline(draft, "%s: whether the VPN line is apart from the ExpressRoute links is not declared", backup->self->name);
		er_draft_missing(draft, missing);
	}
	add_flows(draft, out, backup);
	er_draft_end(draft);
}

static void check_line(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_line); }

/* ---- ER-VPN-011 ---- */

/* The Route Server of a VNet; NULL when none is in the input. */
static const ErResource *route_server_of(const ErNetwork *net, const char *vnet)
{
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		const char *change = res->kind == ER_RES_HUB ? er_value_text(&res->body, ER_CHANGE) : NULL;
		bool stays = res->kind == ER_RES_HUB && (change == NULL || strcmp(change, "Delete") != 0);
		const ErValue *list = stays ? er_value_get(&res->body, "properties.ipConfigurations") : NULL;
		for (uint32_t k = 0; list != NULL && k < er_value_count(&res->body, "properties.ipConfigurations"); k++) {
			g_autofree char *home = er_id_reference(er_value_item(list, k), "properties.subnet", ER_RES_VNET);
			if (home != NULL && strcmp(home, vnet) == 0)
				return res;
		}
	}
	return NULL;
}

/* A Route Server needs a subnet of that name: without it there is none. */
static bool may_have_route_server(const ErNetwork *net, const ErVnet *vnet)
{
	const ErResource *res = er_network_component(net, vnet->self)->resource;

	if (vnet->external || res == NULL || (vnet->n_subnets == 0 && *vnet->gateway_subnet == '\0'))
		return true;
	for (uint32_t i = 0; i < vnet->n_subnets; i++)
		if (g_ascii_strcasecmp(er_network_subnet(net, vnet->first_subnet + i)->name, "RouteServerSubnet") == 0)
			return true;
	return false;
}

/* Does the site that claims the VPN gateway end a circuit of the ExpressRoute gateway beside it, too? */
static bool is_same_site(const ErNetwork *net, const Backup *backup)
{
	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		for (uint32_t k = 0; end->site == backup->vpn->site && k < er_network_n_connections(net); k++)
			if (er_network_connection(net, k)->gateway == backup->gateway && er_network_connection(net, k)->circuit == end->circuit)
				return true;
	}
	return false;
}

static void judge_transit(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	const ErNetwork *net = er_flows_network(er_findings_flows(out));
	const ErVnet *vnet = backup->vpn->vnet != ER_NONE ? er_network_vnet(net, backup->vpn->vnet) : NULL;
	bool claimed = backup->vpn->site != ER_NONE, branches = false;

	if (vnet == NULL || backup->gateway == ER_NONE || (claimed && is_same_site(net, backup))) {
		er_rule_not_applicable(out, rule);
		return;
	}
	const ErComponent *home = er_network_component(net, vnet->self);
	const ErResource *server = route_server_of(net, home->id);
	bool said = server != NULL && er_value_bool(&server->body, "properties.allowBranchToBranchTraffic", &branches);
	if (said && branches) {
		er_rule_pass(out, rule);
		return;
	}
	bool open = server != NULL ? !said : may_have_route_server(net, vnet);
	ErDraft *draft = tell(rule, out, backup, claimed && !open ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	if (server != NULL)
		er_draft_evidence(draft, server, "properties.allowBranchToBranchTraffic", said ? "false" : NULL);
	else
		er_draft_fact(draft, home->id, open ? "no Route Server of this VNet in the input" : "no RouteServerSubnet in this VNet");
	if (claimed && !open) {
		er_draft_headline(draft, "%s and the ExpressRoute gateway of %s do not exchange routes: the sites behind them do not reach each other", backup->self->name, home->name);
	} else {
		er_draft_headline(draft, "%s: whether the sites behind it have to reach those behind ExpressRoute, and could, is not known", backup->self->name);
		er_draft_missing(draft, open ? "the Route Server of the VNet (virtualHubs) with properties.allowBranchToBranchTraffic" : "which site the VPN gateway serves: vpn with this gateway in the site description");
	}
	er_draft_end(draft);
}

static void check_transit(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_transit); }

/* ---- ER-VPN-012 ---- */

/* A configuration assigned to @id: below it, or naming it. @exported: (out) are there any in the input? */
static bool has_window(const ErInventory *inv, const char *id, bool *exported)
{
	bool found = false;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind != ER_RES_MAINTENANCE_ASSIGNMENT)
			continue;
		g_autofree char *named = er_id_normalise(er_value_text(&res->body, "properties.resourceId"));
		*exported = true;
		found = found || (named != NULL && strcmp(named, id) == 0) || (g_str_has_prefix(res->id, id) && res->id[strlen(id)] == '/');
	}
	return found;
}

static void judge_care(const ErRule *rule, ErFindings *out, const Backup *backup)
{
	const ErInventory *inv = er_network_inventory(er_flows_network(er_findings_flows(out)));
	bool windows = false, alerts = false;

	if (is_hub_gateway(backup)) {
		er_rule_not_applicable(out, rule);
		return;
	}
	bool window = has_window(inv, backup->self->id, &windows), alert = er_rule_has_alert(inv, body_of(backup), &alerts);
	if (window && alert) {
		er_rule_pass(out, rule);
		return;
	}
	bool no_window = windows && !window, no_alert = alerts && !alert;
	ErDraft *draft = tell(rule, out, backup, no_window || no_alert ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN);
	if (no_window)
		er_draft_fact(draft, backup->self->id, "no maintenance configuration is assigned to it");
	if (no_alert)
		er_draft_fact(draft, backup->self->id, "no metric alert has it in its scopes");
	if (no_window || no_alert) {
		er_draft_headline(draft, "%s has no %s", backup->self->name, no_window && no_alert ? "maintenance window and no alert" : no_window ? "maintenance window of its own" : "alert");
	} else {
		er_draft_headline(draft, "%s: whether it has a maintenance window and alerts is not in the input", backup->self->name);
		er_draft_missing(draft, window ? "metric alerts (microsoft.insights/metricalerts)" : alert ? "maintenance assignments (microsoft.maintenance/configurationassignments)"
		                                                                         : "maintenance assignments (microsoft.maintenance/configurationassignments) and metric alerts (microsoft.insights/metricalerts)");
	}
	er_draft_end(draft);
}

static void check_care(const ErRule *rule, const ErFlows *flows, ErFindings *out) { each_backup(rule, flows, out, judge_care); }

const ErRule er_rules_vpn[] = {
	{ "ER-VPN-001", ER_SEV_HIGH, "Single circuit and no VPN backup", "gateway", "A second circuit in another peering location; until then a site-to-site VPN",
	  "ALZ:D06.16 cf3fe65c-fec0-495a-8edc-9675200f2add; ALZ:D06.01 359c373e-7dd6-4162-9a36-4a907ecae48e; WAF-ER: S2S VPN backup; APRLv1:ERC-7", BACKUP, check_backup },
	{ "ER-VPN-002", ER_SEV_MEDIUM, "VPN is the only backup of a critical workload", "gateway", "A second circuit in another peering location",
	  "APRL:281a2713-c0e0-3c48-b596-19f590c46671; APRL:af11fc4c-c06c-4f4c-b98d-6eee6d5c4c70; WAF-ER: geo-redundant circuits", LEARN "expressroute/design-architecture-for-resiliency", check_critical },
	{ "ER-VPN-003", ER_SEV_MEDIUM, "Backup VPN gateway not zone redundant", "VPN gateway", "A VpnGw*AZ SKU with a zone-redundant Standard address",
	  "APRL:5b1933a6-90e4-f642-a01f-e58594e5aab2; APRL:4bae5a28-5cf4-40d9-bcf1-623d28f6d917; Advisor:1afa00b3-bb4c-496d-99e5-b7bda59a057c; "
	  "PSRule:AZR-000272 Azure.VNG.VPNAvailabilityZoneSKU; ALZ:D06.09 4d873974-8b66-42d6-b15f-512a65498f6d; APRL:c63b81fb-7afc-894c-a840-91bb8a8dcfaf",
	  LEARN "vpn-gateway/about-zone-redundant-vnet-gateways", check_zones },
	{ "ER-VPN-004", ER_SEV_MEDIUM, "Backup VPN not active-active", "VPN gateway", "Turn active-active on, with a second address, and a tunnel to each instance",
	  "APRL:281a2713-c0e0-3c48-b596-19f590c46671; Advisor:c249dc0e-9a17-423e-838a-d72719e8c5dd; PSRule:AZR-000270 Azure.VNG.VPNActiveActive", BACKUP, check_active },
	{ "ER-VPN-005", ER_SEV_HIGH, "Backup VPN without BGP", "VPN connection", "BGP over the tunnels, with the prefixes that ExpressRoute carries or shorter ones", "",
	  "https://github.com/MicrosoftDocs/azure-docs/issues/104925", check_bgp },
	{ "ER-VPN-006", ER_SEV_HIGH, "VPN type or SKU cannot coexist with ER", "VPN gateway", "A route-based gateway of a VpnGw*AZ SKU",
	  "PSRule:AZR-000269 Azure.VNG.VPNLegacySKU; Advisor:e070c4bf-afaf-413e-bc00-e476b89c5f3d; Advisor:96e232d0-9b01-4e96-8c24-f9160ba3535a",
	  LEARN "expressroute/expressroute-howto-coexist-resource-manager", check_coexistence },
	{ "ER-VPN-007", ER_SEV_HIGH, "VPN backup rides the same circuit", "VPN connection", "A tunnel of its own over the internet",
	  "ALZ:D02.02 ed301d6e-872e-452e-9611-cc58b5a4b151; WAF-ER: S2S VPN backup", LEARN "expressroute/expressroute-howto-coexist-resource-manager", check_independent },
	{ "ER-VPN-008", ER_SEV_MEDIUM, "One on-prem VPN device", "VPN gateway", "Two devices, each with a tunnel to both instances",
	  "APRL:af11fc4c-c06c-4f4c-b98d-6eee6d5c4c70; APRL:02bdbdb8-d138-4090-951c-23e45b8700f7; ALZ:D06.10 45866df8-cf85-4ca9-bbe2-65ec1478919e",
	  LEARN "vpn-gateway/vpn-gateway-highlyavailable", check_devices },
	{ "ER-VPN-009", ER_SEV_HIGH, "Backup internet line shares building entry, CE or ISP with ER", "VPN gateway", "A line of another carrier through another entry, or over radio, at a router of its own", "",
	  BACKUP, check_line },
	{ "ER-VPN-010", ER_SEV_HIGH, "Backup tunnel not connected", "VPN connection", "Repair the tunnel, and alert when it goes down", "APRL:9eab120e-f6d3-ee49-ba0d-766562ce7df1", BACKUP, check_status },
	{ "ER-VPN-011", ER_SEV_MEDIUM, "VPN and ER sites need transit but no Route Server", "VPN gateway", "A Route Server with branch-to-branch, or Virtual WAN", "ALZ:D01.07 ce463dbb-bc8a-4c2a-aebc-92a43da1dae2",
	  LEARN "route-server/expressroute-vpn-support", check_transit },
	{ "ER-VPN-012", ER_SEV_LOW, "VPN gateway without maintenance window or alerts", "VPN gateway", "Assign a maintenance configuration other than that of ExpressRoute; alert on tunnel state and throughput",
	  "APRL:f8c2e6d9-4b3a-45d6-b9e2-8e7f3a1c2d04; APRL:9eab120e-f6d3-ee49-ba0d-766562ce7df1; APRL:9186dae0-7ddc-8f4b-bea5-55538cea4893; PSRule:Azure.VNG.MaintenanceConfig",
	  LEARN "expressroute/customer-controlled-gateway-maintenance", check_care },
	{ 0 },
};
