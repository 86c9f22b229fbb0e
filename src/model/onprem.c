/*
 * Everything on-premises of the circuits. What the site description declares is taken from it; a circuit that it does not mention
 * ends at one assumed site "On-premises", and an undeclared link of a declared circuit at an assumed CE of its site, unless another
 * site declares that side. A link of a layer-2 circuit ends once; the lines of an any-to-any circuit reach both of the provider's
 * edges, so each of them gives an end on both sides. Which of the four connectivity models a provider circuit is, no inventory tells: from
 * the provider's name it is guessed, and that is an assumption on which nothing rests.
 * Source: Microsoft Learn, "ExpressRoute connectivity models".
 */
#include <erscope/text.h>

#include "network_build.h"

#include <string.h>

typedef struct {
	ErNetwork *net;
	ErDiags *diags;
	uint32_t assumed_site;      /* index; ER_NONE until one is needed */
} Work;

static ErComponent *edit(Work *work, uint32_t component)
{
	return er_net_edit(work->net, component);
}

static const char *name_of(const Work *work, uint32_t component)
{
	return er_network_component(work->net, component)->name;
}

static ErSite *site_at(const Work *work, uint32_t site)
{
	return &g_array_index(work->net->sites, ErSite, site);
}

static const char *site_id(const Work *work, uint32_t site)
{
	return er_network_component(work->net, site_at(work, site)->self)->id;
}

static uint32_t add(Work *work, const char *id, const char *name, ErKind kind, ErOwner owner, ErCertainty certainty, const ErLoc *loc)
{
	ErComponent component = { .id = id, .name = name, .kind = kind, .owner = owner, .certainty = certainty, .up = true };

	if (loc != NULL) {
		component.file = loc->file;
		component.line = loc->line;
		component.pointer = loc->pointer;
	}
	return er_net_add(work->net, &component);
}

/* ---- names of the site description ---- */

typedef struct { const char *what; uint32_t n; uint32_t (*component)(const ErNetwork *net, uint32_t i); } Names;

static uint32_t circuit_component(const ErNetwork *net, uint32_t i) { return g_array_index(net->circuits, ErCircuit, i).self; }
static uint32_t vnet_component(const ErNetwork *net, uint32_t i) { return g_array_index(net->vnets, ErVnet, i).self; }
static uint32_t vpn_component(const ErNetwork *net, uint32_t i) { return g_array_index(net->vpn_gateways, ErVpnGateway, i).self; }

static void tell_ambiguous(Work *work, const Names *names, const char *text, const ErLoc *loc)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (uint32_t i = 0; i < names->n; i++) {
		const ErComponent *component = er_network_component(work->net, names->component(work->net, i));
		if (g_ascii_strcasecmp(component->name, text) == 0)
			g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", component->id);
	}
	er_diag_add(work->diags, ER_D_SITE_AMBIGUOUS, loc, "%s %s: %s", names->what, text, list->str);
}

static void tell_unknown(Work *work, const Names *names, const char *text, const ErLoc *loc)
{
	g_autofree const char **all = g_new(const char *, names->n + 1);

	for (uint32_t i = 0; i < names->n; i++)
		all[i] = er_network_component(work->net, names->component(work->net, i))->name;
	g_autofree char *near = er_near_sentence(text, all, names->n);
	er_diag_add(work->diags, ER_D_SITE_UNKNOWN, loc, "%s %s%s", names->what, text, near);
}

/* Record of that name or ARM id; ER_NONE, and told, when there is none or several. */
static uint32_t find(Work *work, const Names *names, const char *text, const ErLoc *loc)
{
	g_autofree char *id = er_id_normalise(text);
	uint32_t found = ER_NONE, matches = 0;

	for (uint32_t i = 0; i < names->n; i++) {
		const ErComponent *component = er_network_component(work->net, names->component(work->net, i));
		if (id != NULL && strcmp(component->id, id) == 0)
			return i;
		if (id == NULL && g_ascii_strcasecmp(component->name, text) == 0) {
			found = i;
			matches++;
		}
	}
	if (matches > 1)
		tell_ambiguous(work, names, text, loc);
	else if (matches == 0)
		tell_unknown(work, names, text, loc);
	return matches == 1 ? found : ER_NONE;
}

/* ---- sites and routers ---- */

static void add_site(Work *work, const ErSiteRecord *record)
{
	ErNetwork *net = work->net;
	g_autofree char *id = g_strdup_printf("site:%s", record->id);
	g_autoptr(GArray) prefixes = g_array_new(FALSE, FALSE, sizeof(ErPrefix));
	ErSite site = { .self = add(work, id, record->name, ER_KIND_SITE, ER_OWNER_CUSTOMER, ER_DECLARED, &record->loc), .record = record };

	for (uint32_t i = 0; i < record->n_prefixes; i++) {
		ErPrefix prefix;
		if (er_prefix_parse(record->prefixes[i].cidr, &prefix))
			g_array_append_val(prefixes, prefix);
	}
	site.n_prefixes = prefixes->len;
	site.prefixes = er_net_keep(net, prefixes->data, prefixes->len * sizeof(ErPrefix));
	g_array_append_val(net->sites, site);
	for (uint32_t i = 0; i < record->n_routers; i++) {
		g_autofree char *router = g_strdup_printf("%s/ce:%s", id, record->routers[i].id);
		add(work, router, record->routers[i].id, ER_KIND_CE, ER_OWNER_CUSTOMER, ER_DECLARED, &record->routers[i].loc);
	}
}

static uint32_t assumed_site(Work *work)
{
	if (work->assumed_site == ER_NONE) {
		/* A declared site may have that very id. */
		bool taken = er_network_lookup(work->net, "site:on-premises") != ER_NONE;
		ErSite site = { .self = add(work, taken ? "site:on-premises-assumed" : "site:on-premises", "On-premises", ER_KIND_SITE, ER_OWNER_CUSTOMER, ER_ASSUMED, NULL) };
		g_array_append_val(work->net->sites, site);
		work->assumed_site = work->net->sites->len - 1;
	}
	return work->assumed_site;
}

/* A router that nobody declared, beside whatever routers of that name were. */
static uint32_t assumed_ce(Work *work, uint32_t site, const char *word)
{
	g_autofree char *id = g_strdup_printf("%s/ce:%s", site_id(work, site), word);
	g_autofree char *name = g_strdup_printf("CE %s", word);
	uint32_t known = er_network_lookup(work->net, id);

	if (known != ER_NONE && er_network_component(work->net, known)->certainty == ER_DECLARED) {
		g_autofree char *other = g_strdup_printf("%s-assumed", word);
		return assumed_ce(work, site, other);
	}
	return add(work, id, name, ER_KIND_CE, ER_OWNER_CUSTOMER, ER_ASSUMED, NULL);
}

static uint32_t ce_of(Work *work, uint32_t site, const char *router, const char *word)
{
	g_autofree char *id = g_strdup_printf("%s/ce:%s", site_id(work, site), router);
	uint32_t known = *router != '\0' ? er_network_lookup(work->net, id) : ER_NONE;

	return known != ER_NONE ? known : assumed_ce(work, site, word);
}

/* ---- ends of circuits ---- */

/* One circuit element of a site, and which circuit of the inventory it means. */
typedef struct { uint32_t site, circuit; const ErSiteCircuit *record; } Mention;

static bool name_is_unique(const ErNetwork *net, const char *name)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < net->circuits->len; i++)
		n += g_ascii_strcasecmp(er_network_component(net, g_array_index(net->circuits, ErCircuit, i).self)->name, name) == 0;
	return n == 1;
}

/* The line of one side; @number tells lines of the same side of an any-to-any circuit apart. */
static uint32_t add_access(Work *work, uint32_t site, const ErCircuit *circuit, ErSide side, uint32_t number, const ErSiteLink *link)
{
	const ErComponent *self = er_network_component(work->net, circuit->self);
	g_autofree char *lower = g_ascii_strdown(self->name, -1);
	const char *key = name_is_unique(work->net, self->name) ? lower : self->id;
	g_autofree char *more = number > 0 ? g_strdup_printf("-%u", number + 1) : g_strdup("");
	g_autofree char *id = g_strdup_printf("%s/access:%s/%s%s", site_id(work, site), key, er_side_name(side), more);
	g_autofree char *name = g_strdup_printf("access %s %s%s", self->name, er_side_name(side), more);

	return add(work, id, name, ER_KIND_ACCESS, circuit->port != ER_NONE ? ER_OWNER_CUSTOMER : ER_OWNER_PROVIDER, link != NULL ? ER_DECLARED : ER_ASSUMED, link != NULL ? &link->loc : NULL);
}

static void add_end(Work *work, const Mention *mention, uint32_t circuit, uint32_t site, ErSide side, uint32_t ce, uint32_t access, const ErSiteLink *link)
{
	ErEnd end = { .circuit = circuit, .side = side, .site = site, .ce = ce, .access = access, .circuit_record = mention != NULL ? mention->record : NULL, .record = link };

	g_array_append_val(work->net->ends, end);
}

/* The provider's edge that a link or a WAN edge names is no longer an assumption. */
static void declare_pe(Work *work, const ErCircuit *circuit, ErSide side, const char *name, const ErLoc *loc)
{
	if (*name == '\0' || circuit->pe[side] == ER_NONE)
		return;
	ErComponent *pe = edit(work, circuit->pe[side]);
	pe->certainty = ER_DECLARED;
	pe->name = er_net_intern(work->net, name);
	pe->file = er_net_intern(work->net, loc->file);
	pe->line = loc->line;
	pe->pointer = er_net_intern(work->net, loc->pointer);
}

static void assume_end(Work *work, const ErCircuit *circuit, uint32_t site, ErSide side)
{
	const ErComponent *self = er_network_component(work->net, circuit->self);

	if (site_at(work, site)->record != NULL)
		er_net_assume(work->net, er_net_printf(work->net, "end:%s/%s", self->id, er_side_name(side)),
		              er_net_printf(work->net, "%s: its %s link is not declared; it is drawn to an assumed router of %s", self->name, er_side_name(side), name_of(work, site_at(work, site)->self)),
		              "link of that side, with router, access, conduit and carrier");
}

/* A side of a layer-2 circuit: where it is declared first (sites are in order of id), else at an assumed CE of @fallback. */
static void end_side(Work *work, const GArray *mentions, uint32_t index, ErSide side, uint32_t fallback)
{
	ErCircuit *circuit = &g_array_index(work->net->circuits, ErCircuit, index);
	const Mention *home = NULL, *fallback_mention = NULL;
	const ErSiteLink *found = NULL;

	for (guint m = 0; m < mentions->len; m++) {
		const Mention *mention = &g_array_index(mentions, Mention, m);
		if (mention->circuit != index)
			continue;
		if (mention->site == fallback)
			fallback_mention = mention;
		for (uint32_t i = 0; i < mention->record->n_links; i++) {
			const ErSiteLink *link = &mention->record->links[i];
			if (link->side != (uint32_t)side)
				continue;
			if (found != NULL)
				er_diag_add(work->diags, ER_D_SITE_SIDE_TWICE, &link->loc, "%s %s: at %s and at %s", name_of(work, circuit->self), er_side_name(side),
				            name_of(work, site_at(work, home->site)->self), name_of(work, site_at(work, mention->site)->self));
			else {
				found = link;
				home = mention;
			}
		}
	}
	uint32_t site = found != NULL ? home->site : fallback;
	uint32_t ce = found != NULL ? ce_of(work, site, found->router, er_side_name(side)) : assumed_ce(work, site, er_side_name(side));
	uint32_t access = add_access(work, site, circuit, side, 0, found);
	add_end(work, found != NULL ? home : fallback_mention, index, site, side, ce, access, found);
	if (found != NULL)
		declare_pe(work, circuit, side, found->provider_edge, &found->loc);
	else
		assume_end(work, circuit, site, side);
}

/* One line of an any-to-any circuit: it reaches both of the provider's edges. */
static void end_line(Work *work, const Mention *mention, ErSide side, uint32_t number, const ErSiteLink *link)
{
	ErCircuit *circuit = &g_array_index(work->net->circuits, ErCircuit, mention->circuit);
	uint32_t ce = link != NULL ? ce_of(work, mention->site, link->router, er_side_name(side)) : assumed_ce(work, mention->site, er_side_name(side));
	uint32_t access = add_access(work, mention->site, circuit, side, number, link);

	for (ErSide edge = ER_PRIMARY; edge <= ER_SECONDARY; edge++)
		add_end(work, mention, mention->circuit, mention->site, edge, ce, access, link);
	if (link != NULL)
		declare_pe(work, circuit, side, link->provider_edge, &link->loc);
	else
		assume_end(work, circuit, mention->site, side);
}

static void end_any_to_any(Work *work, const Mention *mention)
{
	const ErSiteCircuit *record = mention->record;
	const ErCircuit *circuit = &g_array_index(work->net->circuits, ErCircuit, mention->circuit);
	uint32_t of_side[2] = { 0, 0 };

	for (uint32_t i = 0; i < record->n_links; i++) {
		ErSide side = (ErSide)record->links[i].side;
		end_line(work, mention, side, of_side[side]++, &record->links[i]);
	}
	for (ErSide side = ER_PRIMARY; record->n_links == 0 && side <= ER_SECONDARY; side++)
		end_line(work, mention, side, 0, NULL);
	for (uint32_t i = 0; i < record->n_wan_edges; i++)
		declare_pe(work, circuit, (ErSide)record->wan_edges[i].side, record->wan_edges[i].id, &record->wan_edges[i].loc);
}

/* ---- connectivity models ---- */

/* Exchange-type providers by "ExpressRoute connectivity models"; they sell other models, too. */
static bool is_exchange(const char *provider)
{
	static const char *const names[] = {
		"Cologix", "CoreSite", "DE-CIX", "Equinix", "Digital Realty", "Interxion", "NextDC", "NEXTDC", "Megaport", "Momentum Telecom", "PacketFabric", "Teraco",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strncasecmp(provider, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void set_model(Work *work, ErCircuit *circuit, const ErSiteCircuit *record)
{
	ErNetwork *net = work->net;
	const ErComponent *self = er_network_component(net, circuit->self);
	ErConnectivity said = record != NULL ? record->model : ER_MODEL_UNSAID;

	if (said != ER_MODEL_UNSAID && !circuit->external && (said == ER_MODEL_DIRECT) != (circuit->port != ER_NONE)) {
		er_diag_add(work->diags, ER_D_SITE_MODEL, &record->loc, "%s is %s", self->name, circuit->port != ER_NONE ? "on an ExpressRoute Direct port pair" : "a provider circuit");
		said = ER_MODEL_UNSAID;
	}
	circuit->model = circuit->port != ER_NONE ? ER_MODEL_DIRECT : said;
	if (circuit->model != ER_MODEL_UNSAID || circuit->external)
		return;
	circuit->guess = is_exchange(circuit->provider) ? ER_MODEL_CLOUD_EXCHANGE : ER_MODEL_UNSAID;
}

/* Which circuits are of a model that nobody declared: told once for those whose provider suggests one, once for the others. */
static void assume_models(Work *work, ErConnectivity guess, const char *id, const char *text)
{
	enum { MOST_NAMED = 3 };
	g_autoptr(GString) names = g_string_new(NULL);
	uint32_t n = 0;

	for (uint32_t i = 0; i < work->net->circuits->len; i++) {
		const ErCircuit *circuit = &g_array_index(work->net->circuits, ErCircuit, i);
		if (circuit->model != ER_MODEL_UNSAID || circuit->external || circuit->guess != guess)
			continue;
		if (n++ < MOST_NAMED)
			g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", name_of(work, circuit->self));
	}
	if (n > MOST_NAMED)
		g_string_append_printf(names, " and %u more", n - MOST_NAMED);
	if (n > 0)
		er_net_assume(work->net, id, er_net_printf(work->net, "%s: %s", names->str, text), "model of each circuit");
}

static void end_circuit(Work *work, const GArray *mentions, uint32_t index)
{
	ErNetwork *net = work->net;
	const Mention *first = NULL;

	for (guint m = 0; m < mentions->len && first == NULL; m++)
		if (g_array_index(mentions, Mention, m).circuit == index)
			first = &g_array_index(mentions, Mention, m);
	ErCircuit *circuit = &g_array_index(net->circuits, ErCircuit, index);
	circuit->first_end = net->ends->len;
	set_model(work, circuit, first != NULL ? first->record : NULL);
	if (circuit->model == ER_MODEL_ANY_TO_ANY) {
		for (guint m = 0; m < mentions->len; m++)
			if (g_array_index(mentions, Mention, m).circuit == index)
				end_any_to_any(work, &g_array_index(mentions, Mention, m));
	} else {
		uint32_t fallback = first != NULL ? first->site : assumed_site(work);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			end_side(work, mentions, index, side, fallback);
	}
	circuit = &g_array_index(net->circuits, ErCircuit, index);
	circuit->n_ends = net->ends->len - circuit->first_end;
}

/* ---- WANs, VPN, services ---- */

static uint32_t site_of(const Work *work, const char *id)
{
	for (uint32_t i = 0; i < work->net->sites->len; i++)
		if (site_at(work, i)->record != NULL && strcmp(site_at(work, i)->record->id, id) == 0)
			return i;
	return ER_NONE;
}

static void add_wan(Work *work, const ErSiteWan *record)
{
	g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autofree char *id = g_strdup_printf("wan:%s", record->id);

	for (uint32_t i = 0; i < record->n_sites; i++) {
		uint32_t site = site_of(work, record->sites[i]);
		if (site != ER_NONE)
			g_array_append_val(sites, site);
	}
	g_array_sort(sites, er_compare_indices);
	ErWan wan = { .self = add(work, id, record->id, ER_KIND_WAN, ER_OWNER_CUSTOMER, ER_DECLARED, &record->loc), .n_sites = sites->len, .bandwidth_mbps = record->bandwidth_mbps };
	wan.sites = er_net_keep(work->net, sites->data, sites->len * sizeof(uint32_t));
	g_array_append_val(work->net->wans, wan);
}

static void claim_vpn(Work *work, uint32_t site, const ErSiteVpn *record)
{
	ErNetwork *net = work->net;
	const Names names = { "VPN gateway", net->vpn_gateways->len, vpn_component };
	uint32_t index = find(work, &names, record->gateway, &record->loc);

	if (index == ER_NONE)
		return;
	ErVpnGateway *gateway = &g_array_index(net->vpn_gateways, ErVpnGateway, index);
	if (gateway->site != ER_NONE) {
		er_diag_add(work->diags, ER_D_SITE_DUPLICATE, &record->loc, "VPN gateway %s is claimed by %s, too", record->gateway, name_of(work, site_at(work, gateway->site)->self));
		return;
	}
	gateway->site = site;
	gateway->record = record;
	for (uint32_t i = 0; i < net->tunnels->len; i++) {
		ErTunnel *tunnel = &g_array_index(net->tunnels, ErTunnel, i);
		if (tunnel->vpn_gateway == index)
			tunnel->ce = ce_of(work, site, record->router, "vpn");
	}
}

static void tell_unclaimed(Work *work)
{
	for (uint32_t i = 0; i < work->net->vpn_gateways->len; i++) {
		const ErVpnGateway *gateway = &g_array_index(work->net->vpn_gateways, ErVpnGateway, i);
		const ErComponent *self = er_network_component(work->net, gateway->self);
		if (gateway->site != ER_NONE)
			continue;
		er_net_tell(work->net, self->resource, work->diags, ER_D_VPN_UNCLAIMED, "%s", self->id);
		er_net_assume(work->net, er_net_printf(work->net, "vpn:%s", self->id), er_net_printf(work->net, "%s: no site claims this VPN gateway; it may serve branches and is left out of paths: declare it to count it", self->name),
		              "vpn with this gateway at the site that uses it as backup");
	}
}

static void add_service(Work *work, const ErSiteService *record)
{
	ErNetwork *net = work->net;
	const Names names = { "VNet", net->vnets->len, vnet_component };
	g_autoptr(GArray) vnets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	ErService service = { .id = er_net_printf(net, "service:%s", record->id), .name = er_net_intern(net, *record->name != '\0' ? record->name : record->id),
	                      .criticality = er_net_intern(net, record->criticality), .record = record };

	for (uint32_t i = 0; i < record->n_vnets; i++) {
		uint32_t vnet = find(work, &names, record->vnets[i], &record->vnet_locs[i]);
		if (vnet != ER_NONE)
			g_array_append_val(vnets, vnet);
	}
	g_array_sort(vnets, er_compare_indices);
	service.n_vnets = vnets->len;
	service.vnets = er_net_keep(net, vnets->data, vnets->len * sizeof(uint32_t));
	g_array_append_val(net->services, service);
}

static void add_demand(Work *work, const ErSiteDemand *record)
{
	ErNetwork *net = work->net;
	const Names names = { "VNet", net->vnets->len, vnet_component };
	ErDemand demand = { .site = *record->site != '\0' ? site_of(work, record->site) : ER_NONE, .service = ER_NONE, .vnet = ER_NONE };

	for (uint32_t i = 0; i < net->services->len; i++)
		if (strcmp(g_array_index(net->services, ErService, i).record->id, record->service) == 0)
			demand.service = i;
	if (*record->vnet != '\0') {
		demand.vnet = find(work, &names, record->vnet, &record->loc);
		if (demand.vnet == ER_NONE)
			return;
	}
	demand.mbps[0] = record->to_azure_mbps != ER_UNSAID ? record->to_azure_mbps : 0;
	demand.mbps[1] = record->from_azure_mbps != ER_UNSAID ? record->from_azure_mbps : 0;
	g_array_append_val(net->demands, demand);
}

/* ---- the whole ---- */

static GArray *collect_mentions(Work *work)
{
	const ErNetwork *net = work->net;
	const Names names = { "circuit", net->circuits->len, circuit_component };
	GArray *mentions = g_array_new(FALSE, FALSE, sizeof(Mention));

	for (uint32_t s = 0; s < net->sites->len; s++) {
		const ErSiteRecord *record = site_at(work, s)->record;
		for (uint32_t i = 0; record != NULL && i < record->n_circuits; i++) {
			Mention mention = { s, find(work, &names, record->circuits[i].name, &record->circuits[i].loc), &record->circuits[i] };
			if (mention.circuit != ER_NONE)
				g_array_append_val(mentions, mention);
		}
	}
	return mentions;
}

static bool any_preference(const Work *work)
{
	for (uint32_t i = 0; i < work->net->ends->len; i++) {
		const ErEnd *end = &g_array_index(work->net->ends, ErEnd, i);
		if (end->circuit_record != NULL && (end->circuit_record->local_preference != ER_UNSAID || end->circuit_record->multipath != ER_TRI_UNSAID))
			return true;
	}
	return false;
}

static void assume_onprem(Work *work)
{
	ErNetwork *net = work->net;

	assume_models(work, ER_MODEL_CLOUD_EXCHANGE, "model:cloud-exchange", "connectivity model not declared; the provider is known as an exchange, so a cloud exchange is a guess");
	assume_models(work, ER_MODEL_UNSAID, "model:unknown", "connectivity model not declared: who owns the devices before the MSEEs is not known");

	if (work->assumed_site != ER_NONE)
		er_net_assume(net, "on-premises", net->estate == NULL
		              ? "No site description: one site with a pair of CE routers, an access line per link and a pair of PEs per provider circuit is drawn; they prove nothing"
		              : "Circuits that the site description does not mention end at one assumed site with a pair of CE routers and an access line per link; they prove nothing",
		              "sites, routers, links with access, conduit, entry and carrier");
	if (net->ends->len > 0 && !any_preference(work))
		er_net_assume(net, "multipath", "On-premises preference is not declared: equal use of all links and circuits towards Azure is assumed", "local-preference and multipath of each circuit");
}

void er_net_build_onprem(ErNetwork *net, ErDiags *diags)
{
	Work work = { net, diags, ER_NONE };
	const ErEstate *estate = net->estate;

	for (uint32_t i = 0; i < net->tunnels->len; i++)
		g_array_index(net->tunnels, ErTunnel, i).ce = ER_NONE;
	for (uint32_t i = 0; estate != NULL && i < er_estate_n_sites(estate); i++)
		add_site(&work, er_estate_site(estate, i));
	g_autoptr(GArray) mentions = collect_mentions(&work);
	for (uint32_t i = 0; i < net->circuits->len; i++)
		end_circuit(&work, mentions, i);
	for (uint32_t i = 0; estate != NULL && i < er_estate_n_wans(estate); i++)
		add_wan(&work, er_estate_wan(estate, i));
	for (uint32_t s = 0; s < net->sites->len; s++)
		for (uint32_t i = 0; site_at(&work, s)->record != NULL && i < site_at(&work, s)->record->n_vpns; i++)
			claim_vpn(&work, s, &site_at(&work, s)->record->vpns[i]);
	tell_unclaimed(&work);
	for (uint32_t i = 0; estate != NULL && i < er_estate_n_services(estate); i++)
		add_service(&work, er_estate_service(estate, i));
	for (uint32_t i = 0; estate != NULL && i < er_estate_n_demands(estate); i++)
		add_demand(&work, er_estate_demand(estate, i));
	assume_onprem(&work);
}
