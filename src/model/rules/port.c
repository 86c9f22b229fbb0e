/*
 * Port pairs of ExpressRoute Direct (ER-PORT): two links on two routers, their encryption, and what was sold on them.
 * Secrets are not kept, only that they were there: which Key Vault holds the MACsec keys cannot be read.
 * Source: Microsoft Learn, "About ExpressRoute Direct" and "Configure MACsec on ExpressRoute Direct ports".
 */
#include "rules.h"

#include <string.h>

static const ErResource *link_of(const ErNetwork *net, const ErPort *port, ErSide side)
{
	return er_network_component(net, port->link[side])->resource;
}

/* Per port: its circuits in the input, as indices. (transfer full) */
static GPtrArray *circuits_of_ports(const ErNetwork *net)
{
	GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++)
		g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->port != ER_NONE)
			g_array_append_val((GArray *)lists->pdata[er_network_circuit(net, i)->port], i);
	return lists;
}

static void draft_flows(ErDraft *draft, const GArray *circuits)
{
	for (guint k = 0; k < circuits->len; k++)
		er_draft_flows_behind(draft, g_array_index(circuits, uint32_t, k), ER_NONE);
}

static bool connected(const ErNetwork *net, const GArray *circuits)
{
	for (guint k = 0; k < circuits->len; k++)
		if (er_network_circuit(net, g_array_index(circuits, uint32_t, k))->n_connections > 0)
			return true;
	return false;
}

/* What would decide is not in the input: the question stays open where a connected circuit hangs on the answer. */
static void tell_unseen(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t i, const GArray *circuits, const char *missing, const char *what)
{
	const ErComponent *self = er_network_component(net, er_network_port(net, i)->self);

	if (!connected(net, circuits)) {
		er_rule_not_applicable(out, rule);
		return;
	}
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	er_draft_subject(draft, self->id);
	er_draft_fact(draft, self->id, self->resource != NULL ? "in the input without what decides this" : "not in the input");
	er_draft_headline(draft, "%s: whether %s is not known", self->name, what);
	er_draft_missing(draft, self->resource != NULL ? missing : "the export that holds this port pair");
	draft_flows(draft, circuits);
	er_draft_end(draft);
}

/* ---- ER-PORT-001 ---- */

static void check_admin_state(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		const ErComponent *self = er_network_component(net, port->self);
		const GArray *of = circuits->pdata[i];
		const char *states[2];
		uint32_t n_down = 0, n_untold = 0;
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++) {
			const ErResource *link = link_of(net, port, side);
			states[side] = link != NULL ? er_value_text(&link->body, "properties.adminState") : NULL;
			n_untold += states[side] == NULL;
			n_down += states[side] != NULL && g_ascii_strcasecmp(states[side], "Disabled") == 0;
		}
		if (n_down == 0 && n_untold > 0) {
			tell_unseen(rule, net, out, i, of, "properties.links[].properties.adminState", "both its links are enabled");
			continue;
		}
		if (n_down == 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, of->len == 0 ? ER_SEV_LOW : n_down == 2 ? ER_SEV_CRITICAL : ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			if (link_of(net, port, side) != NULL)
				er_draft_evidence(draft, link_of(net, port, side), "properties.adminState", states[side]);
		if (of->len == 0)
			er_draft_fact(draft, self->id, "no circuit of the input uses this port pair");
		if (n_down == 2)
			er_draft_headline(draft, "%s: both links are administratively down", self->name);
		else
			er_draft_headline(draft, "%s: its link %s is administratively down", self->name,
			                  er_network_component(net, port->link[states[ER_PRIMARY] != NULL && g_ascii_strcasecmp(states[ER_PRIMARY], "Disabled") == 0 ? ER_PRIMARY : ER_SECONDARY])->name);
		draft_flows(draft, of);
		er_draft_end(draft);
	}
}

/* ---- ER-PORT-002 ---- */

static bool gigabits(const ErResource *res, const char *path, double *out)
{
	const ErValue *value = er_value_get(&res->body, path);

	if (value == NULL || (value->kind != ER_VALUE_NUMBER && value->kind != ER_VALUE_STRING))
		return false;
	char *end;
	*out = g_ascii_strtod(value->u.text, &end);
	return end != value->u.text && *end == '\0' && *out >= 0;
}

/* The bandwidth of its circuits in the input; false: that of one is not known. */
static bool sum_of_circuits(const ErNetwork *net, const GArray *circuits, double *sum)
{
	bool told = true;

	*sum = 0;
	for (guint k = 0; k < circuits->len; k++) {
		uint32_t mbps = er_network_circuit(net, g_array_index(circuits, uint32_t, k))->bandwidth_mbps;
		told &= mbps > 0;
		*sum += mbps / 1000.0;
	}
	return told;
}

static void check_oversubscribed(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_port(net, i)->self);
		const GArray *of = circuits->pdata[i];
		double port = 0, provisioned = 0, sum;
		bool complete = sum_of_circuits(net, of, &sum), port_known = self->resource != NULL && gigabits(self->resource, "properties.bandwidthInGbps", &port) && port > 0;
		bool told = self->resource != NULL && gigabits(self->resource, "properties.provisionedBandwidthInGbps", &provisioned);
		/* Without the port's own figure its list of circuits must be one that the input holds. */
		bool all = self->resource != NULL && complete && er_value_get(&self->resource->body, "properties.circuits") != NULL && er_value_count(&self->resource->body, "properties.circuits") <= of->len;
		double sold = MAX(provisioned, sum);
		if (!port_known || (sold <= port && !told && !all)) {
			tell_unseen(rule, net, out, i, of, port_known ? "properties.provisionedBandwidthInGbps" : "properties.bandwidthInGbps", "its circuits fit on one port");
			continue;
		}
		if (sold <= port) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_MEDIUM);
		char one[G_ASCII_DTOSTR_BUF_SIZE], two[G_ASCII_DTOSTR_BUF_SIZE], three[G_ASCII_DTOSTR_BUF_SIZE];
		g_ascii_formatd(one, sizeof one, "%g", port);
		g_ascii_formatd(two, sizeof two, "%g", provisioned);
		g_ascii_formatd(three, sizeof three, "%g", sum);
		g_autofree char *fact = g_strdup_printf("%u circuits in the input: %s Gbit/s", of->len, three);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.bandwidthInGbps", one);
		er_draft_evidence(draft, self->resource, "properties.provisionedBandwidthInGbps", told ? two : NULL);
		er_draft_fact(draft, self->id, fact);
		er_draft_headline(draft, "%s: circuits of %s Gbit/s are provisioned on ports of %s Gbit/s, which one port cannot carry alone", self->name, provisioned >= sum ? two : three, one);
		draft_flows(draft, of);
		er_draft_end(draft);
	}
}

/* ---- ER-PORT-003 ---- */

/* Do both links say the same there? *told: both say something. */
static bool same_on_both(const ErNetwork *net, const ErPort *port, const char *path, bool *told)
{
	const ErResource *one = link_of(net, port, ER_PRIMARY), *two = link_of(net, port, ER_SECONDARY);
	const char *a = one != NULL ? er_value_text(&one->body, path) : NULL, *b = two != NULL ? er_value_text(&two->body, path) : NULL;

	*told = a != NULL && b != NULL;
	return *told && g_ascii_strcasecmp(a, b) == 0;
}

static bool port_is_metro(const ErPort *port)
{
	g_autofree char *lower = g_ascii_strdown(port->peering_location, -1);

	return strstr(lower, "metro") != NULL;
}

/* What is shared, with the property that shows it; the worst first. */
static const struct { const char *path, *what; ErSeverity severity; bool metro; } shared[] = {
	{ "properties.routerName", "router", ER_SEV_HIGH, false },
	{ "properties.coloLocation", "building, though it is a Metro pair,", ER_SEV_HIGH, true },
	{ "properties.rackId", "rack", ER_SEV_LOW, false },
	{ "properties.patchPanelId", "patch panel", ER_SEV_LOW, false },
};

static void check_apart(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		const ErComponent *self = er_network_component(net, port->self);
		size_t worst = G_N_ELEMENTS(shared);
		bool router_told = false, told;
		for (size_t k = G_N_ELEMENTS(shared); k-- > 0;)
			if ((!shared[k].metro || port_is_metro(port)) && same_on_both(net, port, shared[k].path, &told))
				worst = k;
		same_on_both(net, port, "properties.routerName", &router_told);
		if (worst == G_N_ELEMENTS(shared)) {
			if (router_told)
				er_rule_pass(out, rule);
			else
				tell_unseen(rule, net, out, i, circuits->pdata[i], "properties.links[].properties.routerName", "its links end on two routers");
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, shared[worst].severity);
		er_draft_subject(draft, self->id);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			for (size_t k = 0; k < G_N_ELEMENTS(shared); k++)
				if ((!shared[k].metro || port_is_metro(port)) && same_on_both(net, port, shared[k].path, &told))
					er_draft_evidence(draft, link_of(net, port, side), shared[k].path, er_value_text(&link_of(net, port, side)->body, shared[k].path));
		er_draft_headline(draft, "%s: both links stand on one %s: %s", self->name, shared[worst].what, er_value_text(&link_of(net, port, ER_PRIMARY)->body, shared[worst].path));
		draft_flows(draft, circuits->pdata[i]);
		er_draft_end(draft);
	}
}

/* ---- ER-PORT-004 ---- */

static void check_rate_limit(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		bool limited = false;
		if (circuit->port == ER_NONE || ((GArray *)circuits->pdata[circuit->port])->len < 2) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		bool told = self->resource != NULL && er_value_bool(&self->resource->body, "properties.enableDirectPortRateLimit", &limited);
		if (told && limited) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
		const char *pair = er_network_component(net, er_network_port(net, circuit->port)->self)->name;
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.enableDirectPortRateLimit", told ? "false" : NULL);
		er_draft_headline(draft, told ? "%s has no rate limit and can starve the other circuits of %s" : "%s: whether it has a rate limit on %s is not in the export", self->name, pair);
		if (!told)
			er_draft_missing(draft, "properties.enableDirectPortRateLimit");
		/* Those who suffer are the others on the pair. */
		const GArray *all = circuits->pdata[circuit->port];
		for (guint k = 0; k < all->len; k++)
			if (g_array_index(all, uint32_t, k) != i)
				er_draft_flows_behind(draft, g_array_index(all, uint32_t, k), ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- MACsec: ER-PORT-005, 006 and 007 ---- */

typedef enum { MACSEC_UNTOLD, MACSEC_OFF, MACSEC_HALF, MACSEC_ON } Macsec;

static Macsec macsec_of(const ErResource *link)
{
	if (link == NULL || er_value_get(&link->body, "properties.macSecConfig") == NULL)
		return MACSEC_UNTOLD;
	bool cak = er_value_text(&link->body, "properties.macSecConfig.cakSecretIdentifier") != NULL;
	bool ckn = er_value_text(&link->body, "properties.macSecConfig.cknSecretIdentifier") != NULL;
	return cak && ckn ? MACSEC_ON : cak || ckn ? MACSEC_HALF : MACSEC_OFF;
}

static bool setting_differs(const ErResource *one, const ErResource *two, const char *path)
{
	const char *a = er_value_text(&one->body, path), *b = er_value_text(&two->body, path);

	return a != NULL && b != NULL && g_ascii_strcasecmp(a, b) != 0;
}

static void draft_macsec(ErDraft *draft, const ErResource *link)
{
	static const char *const paths[] = {
		"properties.macSecConfig.cakSecretIdentifier", "properties.macSecConfig.cknSecretIdentifier", "properties.macSecConfig.cipher", "properties.macSecConfig.sciState",
	};

	for (size_t i = 0; link != NULL && i < G_N_ELEMENTS(paths); i++)
		er_draft_evidence(draft, link, paths[i], er_value_text(&link->body, paths[i]));
}

static void check_macsec_alike(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	static const char *const settings[] = { "properties.macSecConfig.cipher", "properties.macSecConfig.sciState" };
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		const ErComponent *self = er_network_component(net, port->self);
		const ErResource *one = link_of(net, port, ER_PRIMARY), *two = link_of(net, port, ER_SECONDARY);
		Macsec a = macsec_of(one), b = macsec_of(two);
		const char *what = NULL;
		if (a == MACSEC_OFF && b == MACSEC_OFF) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (a == MACSEC_HALF || b == MACSEC_HALF)
			what = "one link has only one of its two MACsec secrets";
		else if (a == MACSEC_UNTOLD || b == MACSEC_UNTOLD) {
			tell_unseen(rule, net, out, i, circuits->pdata[i], "properties.links[].properties.macSecConfig", "MACsec is alike on both links");
			continue;
		} else if (a != b)
			what = "MACsec is set on one link only";
		for (size_t k = 0; what == NULL && k < G_N_ELEMENTS(settings); k++)
			if (setting_differs(one, two, settings[k]))
				what = k == 0 ? "the MACsec ciphers of its links differ" : "the MACsec SCI states of its links differ";
		if (what == NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
		er_draft_subject(draft, self->id);
		draft_macsec(draft, one);
		draft_macsec(draft, two);
		er_draft_headline(draft, "%s: %s", self->name, what);
		draft_flows(draft, circuits->pdata[i]);
		er_draft_end(draft);
	}
}

static bool vault_protected(const ErResource *vault, bool *told)
{
	bool soft = true, purge = false;
	bool soft_told = er_value_bool(&vault->body, "properties.enableSoftDelete", &soft);

	er_value_bool(&vault->body, "properties.enablePurgeProtection", &purge); /* absent unless it was switched on */
	*told = soft_told;
	return soft && purge;
}

/* Key Vaults of the input: how many, and how many of them lack protection. */
static void count_vaults(const ErNetwork *net, uint32_t *n, uint32_t *n_weak, const ErResource **weak)
{
	const ErInventory *inv = er_network_inventory(net);

	*n = *n_weak = 0;
	*weak = NULL;
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		bool told;
		if (res->kind != ER_RES_KEY_VAULT || res->names_only)
			continue;
		bool sound = vault_protected(res, &told);
		if (!told)
			continue;
		(*n)++;
		*n_weak += !sound;
		*weak = sound ? *weak : res;
	}
}

/* An identity that is there and empty: the ports could not read their keys. */
static bool identity_none(const ErResource *port)
{
	const ErValue *identity = er_value_member(&port->body, "identity");
	const char *type = er_value_text(&port->body, "identity.type");

	return identity != NULL && (identity->kind == ER_VALUE_NULL || (type != NULL && g_ascii_strcasecmp(type, "None") == 0));
}

static void check_keys(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);
	const ErResource *weak;
	uint32_t n, n_weak;

	count_vaults(net, &n, &n_weak, &weak);
	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		const ErComponent *self = er_network_component(net, port->self);
		bool on = macsec_of(link_of(net, port, ER_PRIMARY)) == MACSEC_ON || macsec_of(link_of(net, port, ER_SECONDARY)) == MACSEC_ON;
		if (self->resource == NULL || !on) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		bool none = identity_none(self->resource);
		if (!none && n > 0 && n_weak == 0 && er_value_get(&self->resource->body, "identity") != NULL) {
			er_rule_pass(out, rule);
			continue;
		}
		/* With one vault in the input it is the one; among several the secret's own id would tell, and that is not kept. */
		bool fails = none || (n == 1 && n_weak == 1);
		ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_MEDIUM);
		g_autofree char *fact = g_strdup_printf("Key Vaults in the input: %u, of them without soft delete or purge protection: %u", n, n_weak);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "identity.type", er_value_text(&self->resource->body, "identity.type"));
		er_draft_fact(draft, self->id, fact);
		if (weak != NULL && n == 1) {
			bool soft = false, purge = false, purge_told = er_value_bool(&weak->body, "properties.enablePurgeProtection", &purge);
			er_value_bool(&weak->body, "properties.enableSoftDelete", &soft);
			er_draft_evidence(draft, weak, "properties.enableSoftDelete", soft ? "true" : "false");
			er_draft_evidence(draft, weak, "properties.enablePurgeProtection", purge ? "true" : purge_told ? "false" : NULL);
		}
		if (none)
			er_draft_headline(draft, "%s has MACsec and no identity to read its keys with", self->name);
		else if (fails)
			er_draft_headline(draft, "%s: the keys of both links hang on Key Vault %s, which is not protected against deletion", self->name, weak->name);
		else
			er_draft_headline(draft, "%s: whether the Key Vault of its MACsec keys is protected is not known", self->name);
		if (!fails)
			er_draft_missing(draft, er_value_get(&self->resource->body, "identity") == NULL && n > 0 && n_weak == 0 ? "identity of the port pair" : "the Key Vault that holds the MACsec keys, and no other, in the input");
		draft_flows(draft, circuits->pdata[i]);
		er_draft_end(draft);
	}
}

static void check_macsec(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		const ErComponent *self = er_network_component(net, port->self);
		Macsec a = macsec_of(link_of(net, port, ER_PRIMARY)), b = macsec_of(link_of(net, port, ER_SECONDARY));
		if (a > MACSEC_OFF || b > MACSEC_OFF) {
			er_rule_pass(out, rule);
			continue;
		}
		if (self->resource == NULL) {
			er_rule_not_applicable(out, rule);   /* no matter of availability: not asked of what the input does not hold */
			continue;
		}
		if (a == MACSEC_UNTOLD || b == MACSEC_UNTOLD) {
			tell_unseen(rule, net, out, i, circuits->pdata[i], "properties.links[].properties.macSecConfig", "its links are encrypted with MACsec");
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_INFO);
		er_draft_subject(draft, self->id);
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			er_draft_evidence(draft, link_of(net, port, side), "properties.macSecConfig.cakSecretIdentifier", NULL);
		er_draft_headline(draft, "%s: MACsec is not configured on either link", self->name);   /* takes no flow down */
		er_draft_end(draft);
	}
}

/* ---- ER-PORT-008 ---- */

static void check_used(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) circuits = circuits_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErComponent *self = er_network_component(net, er_network_port(net, i)->self);
		uint32_t known = ((GArray *)circuits->pdata[i])->len;
		const ErValue *list = self->resource != NULL ? er_value_get(&self->resource->body, "properties.circuits") : NULL;
		if (known > 0 || (list != NULL && list->kind == ER_VALUE_ARRAY && list->n > 0)) {
			er_rule_pass(out, rule);
			continue;
		}
		if (self->resource == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		/* The list may be left out where it is empty; the bandwidth sold on the pair is told all the same. */
		double sold = 0;
		bool told = gigabits(self->resource, "properties.provisionedBandwidthInGbps", &sold), none = list != NULL || (told && sold <= 0);
		ErDraft *draft = er_draft_new(out, rule, none ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_LOW);
		er_draft_subject(draft, self->id);
		er_draft_evidence(draft, self->resource, "properties.circuits", list != NULL ? "none" : NULL);
		if (told && sold <= 0)
			er_draft_evidence(draft, self->resource, "properties.provisionedBandwidthInGbps", "0");
		er_draft_headline(draft, none ? "%s carries no circuit" : "%s: whether a circuit uses it is not in the export", self->name);
		if (!none)
			er_draft_missing(draft, "properties.circuits of the port pair");
		er_draft_end(draft);
	}
}

const ErRule er_rules_port[] = {
	{ "ER-PORT-001", ER_SEV_HIGH, "ER Direct link administratively down", "port pair", "Enable the link, and check light levels at both ends", "APRL:60077378-7cb1-4b35-89bb-393884d9921d",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-howto-erdirect", check_admin_state },
	{ "ER-PORT-002", ER_SEV_MEDIUM, "ER Direct oversubscribed", "port pair", "Keep the circuits of a pair within the bandwidth of one port", "APRL:0bee356b-7348-4799-8cab-0c71ffe13018",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about", check_oversubscribed },
	{ "ER-PORT-003", ER_SEV_HIGH, "Both links on one router, rack or patch panel", "port pair", "Have Microsoft and the colocation separate the two links and their cross connects",
	  "APRL:222fbb78-be76-4855-a14f-a5e17ef1ccf5", "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about", check_apart },
	{ "ER-PORT-004", ER_SEV_MEDIUM, "Rate limiting off on ER Direct circuits", "circuit", "Enable rate limiting on each circuit of the port pair", "APRL:d40c769d-2f08-4980-8d8f-a386946276e6",
	  "https://learn.microsoft.com/azure/expressroute/rate-limit", check_rate_limit },
	{ "ER-PORT-005", ER_SEV_HIGH, "MACsec set on one link only or with different cipher", "port pair", "Give both links the same MACsec settings, one link at a time",
	  "APRL:60077378-7cb1-4b35-89bb-393884d9921d", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-macsec", check_macsec_alike },
	{ "ER-PORT-006", ER_SEV_MEDIUM, "MACsec keys: single Key Vault dependency", "port pair", "Protect the vault against deletion, alert on expiry, and renew the keys of one link at a time", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-howto-macsec", check_keys },
	{ "ER-PORT-007", ER_SEV_INFO, "MACsec not configured on ER Direct", "port pair", "Where policy asks for encryption, configure MACsec, or IPsec over the private peering",
	  "ALZ:D02.01 de0d5973-cd4c-4d21-a088-137f5e6c4cfd; ALZ:D02.02 ed301d6e-872e-452e-9611-cc58b5a4b151; WAF-ER: MACsec",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-howto-macsec", check_macsec },
	{ "ER-PORT-008", ER_SEV_LOW, "ER Direct pair without circuits", "port pair", "Create a circuit on the pair, or delete the pair", "WAF-ER: delete unused circuits",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about", check_used },
	{ 0 },
};
