/*
 * The table of elements and attributes of a site description, with the place of each attribute in its record; the reader (site.c), the
 * XSD and the JSON Schema (site_schema.c) come from it. And the neutral tree that both syntaxes are read into; here from JSON: an
 * object is an element, an array a repeated one, a scalar an attribute.
 */
#include "site_tree.h"

#include "json.h"

#include <string.h>

#define AT(Type, field) offsetof(Type, field)

static const ErSiteAttribute estate_attributes[] = { { 0 } };

static const ErSiteAttribute site_attributes[] = {
	{ "id", ER_SITE_TEXT, true, AT(ErSiteRecord, id), "", "stands in every result id of this site" },
	{ "name", ER_SITE_TEXT, false, AT(ErSiteRecord, name), "", "for people; the id where unsaid" },
	{ "facility", ER_SITE_TEXT, false, AT(ErSiteRecord, facility), "", "building: what burns down with it" },
	{ "campus", ER_SITE_TEXT, false, AT(ErSiteRecord, campus), "", "group of buildings" },
	{ "power", ER_SITE_TEXT, false, AT(ErSiteRecord, power), "", "power feed of all its routers" },
	{ "address", ER_SITE_TEXT, false, AT(ErSiteRecord, address), "", "for people" },
	{ "preferred-circuit", ER_SITE_TEXT, false, AT(ErSiteRecord, preferred_circuit), "", "circuit that should carry" },
	{ "last-failover-test", ER_SITE_DATE, false, AT(ErSiteRecord, last_failover_test), "", "date" },
	{ "provider-sla", ER_SITE_TEXT, false, AT(ErSiteRecord, provider_sla), "", "what the contract says" },
	{ "provider-diversity", ER_SITE_TEXT, false, AT(ErSiteRecord, provider_diversity), "", "letter of diversity, and its date" },
	{ "out-of-band", ER_SITE_BOOLEAN, false, AT(ErSiteRecord, out_of_band), "", "management works without Azure" },
	{ "dns", ER_SITE_BOOLEAN, false, AT(ErSiteRecord, dns), "", "names resolve without Azure" },
	{ "aaa", ER_SITE_BOOLEAN, false, AT(ErSiteRecord, aaa), "", "people can log in without Azure" },
};

static const ErSiteAttribute prefix_attributes[] = {
	{ "circuits", ER_SITE_LIST, false, AT(ErSitePrefix, circuit_list), "", "circuits it is announced on; all where unsaid" },
};

static const ErSiteAttribute router_attributes[] = {
	{ "id", ER_SITE_TEXT, true, AT(ErSiteRouter, id), "", "unique within the site" },
	{ "role", ER_SITE_WORD, false, AT(ErSiteRouter, role), "router firewall", "a firewall is stateful unless said otherwise" },
	{ "chassis", ER_SITE_TEXT, false, AT(ErSiteRouter, chassis), "", "what fails with it" },
	{ "power", ER_SITE_TEXT, false, AT(ErSiteRouter, power), "", "power feed" },
	{ "rack", ER_SITE_TEXT, false, AT(ErSiteRouter, rack), "", "for people" },
	{ "stateful", ER_SITE_BOOLEAN, false, AT(ErSiteRouter, stateful), "", "drops packets of connections it has not seen begin" },
	{ "state-sync", ER_SITE_BOOLEAN, false, AT(ErSiteRouter, state_sync), "", "shares its state with the others of the site" },
};

static const ErSiteAttribute circuit_attributes[] = {
	{ "name", ER_SITE_TEXT, true, AT(ErSiteCircuit, name), "", "resource name, or ARM id where the name is not unique" },
	{ "model", ER_SITE_CHOICE, false, AT(ErSiteCircuit, model), "cloud-exchange point-to-point any-to-any direct", "connectivity model" },
	{ "layer", ER_SITE_UINT, false, AT(ErSiteCircuit, layer), "2 3", "3: the provider speaks BGP with Microsoft" },
	{ "local-preference", ER_SITE_UINT, false, AT(ErSiteCircuit, local_preference), "", "higher is preferred towards Azure" },
	{ "multipath", ER_SITE_BOOLEAN, false, AT(ErSiteCircuit, multipath), "", "routers spread over equal links and circuits" },
	{ "vrf", ER_SITE_TEXT, false, AT(ErSiteCircuit, vrf), "", "of any-to-any" },
	{ "preferred-circuit", ER_SITE_TEXT, false, AT(ErSiteCircuit, preferred_circuit), "", "circuit that should carry instead" },
	{ "last-failover-test", ER_SITE_DATE, false, AT(ErSiteCircuit, last_failover_test), "", "date" },
	{ "provider-sla", ER_SITE_TEXT, false, AT(ErSiteCircuit, provider_sla), "", "what the contract says" },
	{ "provider-diversity", ER_SITE_TEXT, false, AT(ErSiteCircuit, provider_diversity), "", "letter of diversity, and its date" },
};

static const ErSiteAttribute link_attributes[] = {
	{ "side", ER_SITE_SIDE, true, AT(ErSiteLink, side), "primary secondary", "which link of the circuit" },
	{ "router", ER_SITE_TEXT, false, AT(ErSiteLink, router), "", "id of a router of the site" },
	{ "port", ER_SITE_TEXT, false, AT(ErSiteLink, port), "", "for people" },
	{ "access", ER_SITE_TEXT, false, AT(ErSiteLink, access), "", "line or cross connect that carries it" },
	{ "conduit", ER_SITE_TEXT, false, AT(ErSiteLink, conduit), "", "duct: what one excavator cuts" },
	{ "entry", ER_SITE_TEXT, false, AT(ErSiteLink, entry), "", "building entry" },
	{ "carrier", ER_SITE_TEXT, false, AT(ErSiteLink, carrier), "", "company of the line" },
	{ "provider-edge", ER_SITE_TEXT, false, AT(ErSiteLink, provider_edge), "", "provider's device it ends on" },
	{ "nni", ER_SITE_TEXT, false, AT(ErSiteLink, nni), "", "provider's hand-off to Microsoft" },
	{ "mmr", ER_SITE_TEXT, false, AT(ErSiteLink, mmr), "", "meet-me room" },
	{ "routing", ER_SITE_WORD, false, AT(ErSiteLink, routing), "bgp static", "how the router learns Azure" },
	{ "failover", ER_SITE_WORD, false, AT(ErSiteLink, failover), "auto manual", "how a standby link takes over" },
	{ "bfd", ER_SITE_BOOLEAN, false, AT(ErSiteLink, bfd), "", "fast failure detection" },
	{ "accepts-as-path", ER_SITE_BOOLEAN, false, AT(ErSiteLink, accepts_as_path), "", "policy obeys the length of the AS path" },
	{ "first-hop-redundancy", ER_SITE_BOOLEAN, false, AT(ErSiteLink, first_hop_redundancy), "", "HSRP or VRRP towards Microsoft" },
	{ "mtu", ER_SITE_UINT, false, AT(ErSiteLink, mtu), "", "largest packet expected to pass, in bytes" },
	{ "mss-clamp", ER_SITE_BOOLEAN, false, AT(ErSiteLink, mss_clamp), "", "TCP segments are clamped to what passes" },
	{ "preference", ER_SITE_CHOICE, false, AT(ErSiteLink, preference), "active standby", "towards Azure" },
	{ "prepend", ER_SITE_UINT, false, AT(ErSiteLink, prepend), "", "AS numbers added to what the router announces" },
	{ "bandwidth-mbps", ER_SITE_UINT, false, AT(ErSiteLink, bandwidth_mbps), "", "of the line" },
	{ "rtt-ms", ER_SITE_UINT, false, AT(ErSiteLink, rtt_ms), "", "round trip" },
	{ "hold-time-s", ER_SITE_UINT, false, AT(ErSiteLink, hold_time_s), "", "of BGP" },
	{ "max-prefixes", ER_SITE_UINT, false, AT(ErSiteLink, max_prefixes), "", "limit on the session, towards the router" },
};

static const ErSiteAttribute wan_edge_attributes[] = {
	{ "id", ER_SITE_TEXT, true, AT(ErSiteWanEdge, id), "", "provider's edge before Microsoft" },
	{ "side", ER_SITE_SIDE, true, AT(ErSiteWanEdge, side), "primary secondary", "which link of the circuit" },
};

static const ErSiteAttribute vpn_attributes[] = {
	{ "gateway", ER_SITE_TEXT, true, AT(ErSiteVpn, gateway), "", "name or ARM id of the VPN gateway" },
	{ "router", ER_SITE_TEXT, false, AT(ErSiteVpn, router), "", "id of a router of the site" },
	{ "access", ER_SITE_TEXT, false, AT(ErSiteVpn, access), "", "line that carries it" },
	{ "conduit", ER_SITE_TEXT, false, AT(ErSiteVpn, conduit), "", "duct" },
	{ "entry", ER_SITE_TEXT, false, AT(ErSiteVpn, entry), "", "building entry" },
	{ "carrier", ER_SITE_TEXT, false, AT(ErSiteVpn, carrier), "", "company of the line" },
	{ "bandwidth-mbps", ER_SITE_UINT, false, AT(ErSiteVpn, bandwidth_mbps), "", "of one tunnel" },
	{ "over-microsoft-peering", ER_SITE_BOOLEAN, false, AT(ErSiteVpn, over_microsoft_peering), "", "it rides an ExpressRoute circuit itself" },
};

static const ErSiteAttribute wan_attributes[] = {
	{ "id", ER_SITE_TEXT, true, AT(ErSiteWan, id), "", "stands in results" },
	{ "sites", ER_SITE_LIST, true, AT(ErSiteWan, site_list), "", "ids of at least two sites" },
	{ "bandwidth-mbps", ER_SITE_UINT, false, AT(ErSiteWan, bandwidth_mbps), "", "between two sites" },
};

static const ErSiteAttribute service_attributes[] = {
	{ "id", ER_SITE_TEXT, true, AT(ErSiteService, id), "", "stands in results" },
	{ "name", ER_SITE_TEXT, false, AT(ErSiteService, name), "", "for people" },
	{ "criticality", ER_SITE_TEXT, false, AT(ErSiteService, criticality), "", "\"critical\" raises findings" },
};

static const ErSiteAttribute vnet_attributes[] = { { "name", ER_SITE_TEXT, true, 0, "", "resource name, or ARM id where the name is not unique" } };

static const ErSiteAttribute demand_attributes[] = {
	{ "site", ER_SITE_TEXT, false, AT(ErSiteDemand, site), "", "id; every site where unsaid" },
	{ "service", ER_SITE_TEXT, false, AT(ErSiteDemand, service), "", "id; the whole site where neither is said" },
	{ "vnet", ER_SITE_TEXT, false, AT(ErSiteDemand, vnet), "", "instead of a service" },
	{ "to-azure-mbps", ER_SITE_UINT, false, AT(ErSiteDemand, to_azure_mbps), "", "busy hour" },
	{ "from-azure-mbps", ER_SITE_UINT, false, AT(ErSiteDemand, from_azure_mbps), "", "busy hour" },
};

static const ErSiteAttribute accept_attributes[] = {
	{ "rule", ER_SITE_TEXT, true, AT(ErSiteAccept, rule), "", "id of the rule" },
	{ "subject", ER_SITE_TEXT, true, AT(ErSiteAccept, subject), "", "resource name or result id" },
	{ "until", ER_SITE_DATE, true, AT(ErSiteAccept, until), "", "date after which it counts again" },
	{ "by", ER_SITE_TEXT, true, AT(ErSiteAccept, by), "", "who accepts" },
	{ "reason", ER_SITE_TEXT, false, AT(ErSiteAccept, reason), "", "for people" },
};

static const ErSiteAttribute availability_attributes[] = {
	{ "component", ER_SITE_TEXT, true, AT(ErSiteAvailability, component), "", "kind of component or group, or the result id of one" },
	{ "value", ER_SITE_DECIMAL, true, AT(ErSiteAvailability, value), "", "per cent, such as 99.95" },
	{ "source", ER_SITE_TEXT, false, AT(ErSiteAvailability, source), "", "contract or measurement" },
};

static const char *const estate_children[] = { "site", "wan", "service", "demand", "accept", "availability", NULL };
static const char *const site_children[] = { "prefix", "router", "circuit", "vpn", NULL };
static const char *const circuit_children[] = { "link", "wan-edge", NULL };
static const char *const service_children[] = { "vnet", NULL };
static const char *const none[] = { NULL };

#define ROW(name, children, attributes, about) { name, children, attributes, G_N_ELEMENTS(attributes), false, about }
static const ErSiteElement elements[] = {
	{ "estate", estate_children, estate_attributes, 0, false, "what no Azure inventory holds" },
	ROW("site", site_children, site_attributes, "a place of the customer"),
	{ "prefix", none, prefix_attributes, G_N_ELEMENTS(prefix_attributes), true, "address range of the site, CIDR" },
	ROW("router", none, router_attributes, "customer edge"),
	ROW("circuit", circuit_children, circuit_attributes, "a circuit that ends at the site"),
	ROW("link", none, link_attributes, "one of its two links"),
	ROW("wan-edge", none, wan_edge_attributes, "provider's edge of an any-to-any circuit"),
	ROW("vpn", none, vpn_attributes, "the site's end of a VPN gateway"),
	ROW("wan", none, wan_attributes, "network between sites, full mesh"),
	ROW("service", service_children, service_attributes, "VNets that stand in for each other"),
	ROW("vnet", none, vnet_attributes, "one of them"),
	ROW("demand", none, demand_attributes, "traffic that has to fit"),
	ROW("accept", none, accept_attributes, "a risk somebody accepts"),
	ROW("availability", none, availability_attributes, "a figure of the user's own"),
};

const ErSiteElement *er_site_elements(uint32_t *n)
{
	*n = G_N_ELEMENTS(elements);
	return elements;
}

const ErSiteElement *er_site_element(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(elements); i++)
		if (strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return NULL;
}

/* ---- nodes ---- */

static void clear_pair(void *data)
{
	g_free(((ErSitePair *)data)->name);
	g_free(((ErSitePair *)data)->value);
}

ErSiteNode *er_site_node_new(const char *name, const char *pointer, uint32_t line)
{
	ErSiteNode *node = g_new0(ErSiteNode, 1);

	node->name = g_strdup(name);
	node->pointer = g_strdup(pointer);
	node->line = line;
	node->attributes = g_array_new(FALSE, FALSE, sizeof(ErSitePair));
	g_array_set_clear_func(node->attributes, clear_pair);
	node->children = g_ptr_array_new_with_free_func((GDestroyNotify)er_site_node_free);
	return node;
}

/* Depth is bounded by both readers. */
void er_site_node_free(ErSiteNode *node)
{
	if (node == NULL)
		return;
	g_array_unref(node->attributes);
	g_ptr_array_unref(node->children);
	if (node->counts != NULL)
		g_hash_table_unref(node->counts);
	g_free(node->name);
	g_free(node->text);
	g_free(node->pointer);
	g_free(node);
}

void er_site_node_set(ErSiteNode *node, const char *name, const char *value)
{
	ErSitePair pair = { g_strdup(name), g_strdup(value) };

	g_array_append_val(node->attributes, pair);
}

/* ---- JSON ---- */

enum { MOST_DEPTH = 16, MOST_VALUES = 2000000 };

static const char *scalar_text(const ErValue *value)
{
	switch (value->kind) {
	case ER_VALUE_TRUE: return "true";
	case ER_VALUE_FALSE: return "false";
	case ER_VALUE_STRING:
	case ER_VALUE_NUMBER: return value->u.text;
	default: return NULL;
	}
}

static ErSiteNode *node_of(const char *name, const char *pointer, const ErValue *value);

/* A member of an object: attributes are scalars; a prefix may be a string alone. */
static void take_member(ErSiteNode *node, const char *key, const char *pointer, const ErValue *value)
{
	const char *text = scalar_text(value);

	if (value->kind == ER_VALUE_NULL || *key == '$')
		return;
	if (value->kind == ER_VALUE_ARRAY) {
		for (uint32_t i = 0; i < value->n; i++) {
			g_autofree char *at = g_strdup_printf("%s/%u", pointer, i);
			g_ptr_array_add(node->children, node_of(key, at, &value->u.items[i]));
		}
	} else if (value->kind == ER_VALUE_OBJECT || strcmp(key, "prefix") == 0) {
		g_ptr_array_add(node->children, node_of(key, pointer, value));
	} else if (strcmp(node->name, "prefix") == 0 && strcmp(key, "cidr") == 0) {
		g_free(node->text);
		node->text = g_strdup(text);
	} else {
		er_site_node_set(node, key, text);
	}
}

static ErSiteNode *node_of(const char *name, const char *pointer, const ErValue *value)
{
	ErSiteNode *node = er_site_node_new(name, pointer, value->line);

	if (value->kind != ER_VALUE_OBJECT) {
		node->text = g_strdup(scalar_text(value));
		return node;
	}
	for (uint32_t i = 0; i < value->n; i++) {
		const ErMember *member = &value->u.members[i];
		g_autofree char *at = g_strdup_printf("%s/%s", pointer, member->key);
		take_member(node, member->key, at, &member->value);
	}
	return node;
}

ErSiteNode *er_site_read_json(const char *text, size_t length, const char *file, ErDiags *diags)
{
	g_autoptr(ErArena) arena = er_arena_new();
	const ErJsonOptions options = { .max_depth = MOST_DEPTH, .max_values = MOST_VALUES };
	ErJsonResult result;
	ErValue root;

	if (!er_json_parse(text, length, &options, arena, &root, &result)) {
		const ErLoc loc = { file, result.line, result.column, NULL };
		er_diag_add(diags, result.status == ER_JSON_DEPTH || result.status == ER_JSON_SIZE ? ER_D_SITE_LIMIT : ER_D_SITE_CANNOT_READ, &loc, "%s", result.message);
		return NULL;
	}
	const ErValue *inner = root.kind == ER_VALUE_OBJECT ? er_value_get(&root, "estate") : NULL;
	if ((inner != NULL ? inner : &root)->kind != ER_VALUE_OBJECT) {
		const ErLoc loc = { file, (inner != NULL ? inner : &root)->line, 0, inner != NULL ? "/estate" : NULL };
		er_diag_add(diags, ER_D_SITE_ELEMENT, &loc, "the estate is no object, expected one with the members site, wan, service and the like");
		return NULL;
	}
	return node_of("estate", inner != NULL ? "/estate" : "", inner != NULL ? inner : &root);
}
