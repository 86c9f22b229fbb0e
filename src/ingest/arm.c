/*
 * ARM ids and the shape of the resources that erscope reads. An id is "/subscriptions/<s>/resourceGroups/<g>/providers/<ns>"
 * followed by alternating type and name segments; ids compare without regard to case, and the wild holds trailing slashes,
 * hosts, queries and placeholders such as "<subscriptionID>" (measured over some 4,000 ids of public files), so anything goes as
 * a subscription or group. All functions are linear in the id.
 */
#include "arm.h"

#include <string.h>

static const struct { const char *type; size_t n; bool modelled; const char *reason; } kinds[ER_RES__COUNT] = {
#define ER_RESOURCE_ROW(symbol, type, modelled, reason) [symbol] = { type, sizeof type - 1, modelled, reason },
	ER_RESOURCE_TABLE(ER_RESOURCE_ROW)
#undef ER_RESOURCE_ROW
};

static const ErChildArray child_arrays[] = {
	{ ER_RES_CIRCUIT, "properties.peerings", "peerings" },
	{ ER_RES_CIRCUIT, "properties.authorizations", "authorizations" },
	{ ER_RES_CIRCUIT_PEERING, "properties.connections", "connections" },
	{ ER_RES_CIRCUIT_PEERING, "properties.peeredConnections", "peerconnections" },
	{ ER_RES_PORT, "properties.links", "links" },
	{ ER_RES_VNET, "properties.subnets", "subnets" },
	{ ER_RES_VNET, "properties.virtualNetworkPeerings", "virtualnetworkpeerings" },
	{ ER_RES_HUB, "properties.virtualNetworkConnections", "hubvirtualnetworkconnections" },
	{ ER_RES_HUB_GATEWAY, "properties.expressRouteConnections", "expressrouteconnections" },
	{ ER_RES_VPN_GATEWAY, "properties.connections", "vpnconnections" },
};

static const ErReference references[] = {
	{ ER_RES_CIRCUIT, "properties.expressRoutePort", ER_RES_PORT },
	{ ER_RES_GATEWAY, "properties.ipConfigurations[].properties.subnet", ER_RES_VNET },
	{ ER_RES_GATEWAY, "properties.ipConfigurations[].properties.publicIPAddress", ER_RES_PUBLIC_IP },
	{ ER_RES_CONNECTION, "properties.peer", ER_RES_CIRCUIT },
	{ ER_RES_CONNECTION, "properties.virtualNetworkGateway1", ER_RES_GATEWAY },
	{ ER_RES_CONNECTION, "properties.virtualNetworkGateway2", ER_RES_GATEWAY },
	{ ER_RES_CONNECTION, "properties.localNetworkGateway2", ER_RES_LOCAL_GATEWAY },
	{ ER_RES_VNET_PEERING, "properties.remoteVirtualNetwork", ER_RES_VNET },
	{ ER_RES_SUBNET, "properties.routeTable", ER_RES_ROUTE_TABLE },
	{ ER_RES_PRIVATE_ENDPOINT, "properties.subnet", ER_RES_VNET },
	{ ER_RES_HUB, "properties.virtualWan", ER_RES_VWAN },
	{ ER_RES_HUB, "properties.expressRouteGateway", ER_RES_HUB_GATEWAY },
	{ ER_RES_HUB_CONNECTION, "properties.remoteVirtualNetwork", ER_RES_VNET },
	{ ER_RES_HUB_GATEWAY, "properties.virtualHub", ER_RES_HUB },
	{ ER_RES_HUB_ER_CONNECTION, "properties.expressRouteCircuitPeering", ER_RES_CIRCUIT },
	{ ER_RES_GLOBAL_REACH, "properties.peerExpressRouteCircuitPeering", ER_RES_CIRCUIT },
	{ ER_RES_VPN_GATEWAY, "properties.virtualHub", ER_RES_HUB },
	{ ER_RES_FIREWALL, "properties.virtualHub", ER_RES_HUB },
	{ ER_RES_FIREWALL, "properties.ipConfigurations[].properties.subnet", ER_RES_VNET },
};

#define TEXT (1u << ER_VALUE_STRING)
#define NUMBER (1u << ER_VALUE_NUMBER | TEXT)   /* some writers quote numbers and booleans */
#define FLAG (1u << ER_VALUE_TRUE | 1u << ER_VALUE_FALSE | TEXT)
#define LIST (1u << ER_VALUE_ARRAY)
#define OBJECT (1u << ER_VALUE_OBJECT)
#define REFERENCE (OBJECT | TEXT)

/* Kinds as the API models of Microsoft.Network give them; only what the model reads. */
static const ErExpected expected[] = {
	{ ER_RES_CIRCUIT, "sku", OBJECT }, { ER_RES_CIRCUIT, "location", TEXT },
	{ ER_RES_CIRCUIT, "properties.circuitProvisioningState", TEXT }, { ER_RES_CIRCUIT, "properties.serviceProviderProvisioningState", TEXT },
	{ ER_RES_CIRCUIT, "properties.serviceProviderProperties", OBJECT }, { ER_RES_CIRCUIT, "properties.serviceProviderProperties.peeringLocation", TEXT },
	{ ER_RES_CIRCUIT, "properties.serviceProviderProperties.serviceProviderName", TEXT }, { ER_RES_CIRCUIT, "properties.serviceProviderProperties.bandwidthInMbps", NUMBER },
	{ ER_RES_CIRCUIT, "properties.bandwidthInGbps", NUMBER }, { ER_RES_CIRCUIT, "properties.expressRoutePort", REFERENCE }, { ER_RES_CIRCUIT, "properties.peerings", LIST },
	{ ER_RES_CIRCUIT_PEERING, "properties.peeringType", TEXT }, { ER_RES_CIRCUIT_PEERING, "properties.state", TEXT }, { ER_RES_CIRCUIT_PEERING, "properties.peerASN", NUMBER },
	{ ER_RES_CIRCUIT_PEERING, "properties.vlanId", NUMBER }, { ER_RES_CIRCUIT_PEERING, "properties.primaryPeerAddressPrefix", TEXT },
	{ ER_RES_CIRCUIT_PEERING, "properties.secondaryPeerAddressPrefix", TEXT }, { ER_RES_CIRCUIT_PEERING, "properties.ipv6PeeringConfig", OBJECT },
	{ ER_RES_PORT, "properties.peeringLocation", TEXT }, { ER_RES_PORT, "properties.bandwidthInGbps", NUMBER }, { ER_RES_PORT, "properties.links", LIST },
	{ ER_RES_PORT_LINK, "properties.adminState", TEXT }, { ER_RES_PORT_LINK, "properties.routerName", TEXT },
	{ ER_RES_GATEWAY, "location", TEXT }, { ER_RES_GATEWAY, "properties.gatewayType", TEXT }, { ER_RES_GATEWAY, "properties.sku", OBJECT },
	{ ER_RES_GATEWAY, "properties.sku.name", TEXT }, { ER_RES_GATEWAY, "properties.ipConfigurations", LIST }, { ER_RES_GATEWAY, "properties.autoScaleConfiguration", OBJECT },
	{ ER_RES_CONNECTION, "properties.connectionType", TEXT }, { ER_RES_CONNECTION, "properties.peer", REFERENCE }, { ER_RES_CONNECTION, "properties.virtualNetworkGateway1", REFERENCE },
	{ ER_RES_CONNECTION, "properties.routingWeight", NUMBER }, { ER_RES_CONNECTION, "properties.expressRouteGatewayBypass", FLAG }, { ER_RES_CONNECTION, "properties.connectionStatus", TEXT },
	{ ER_RES_VNET, "location", TEXT }, { ER_RES_VNET, "properties.addressSpace", OBJECT }, { ER_RES_VNET, "properties.addressSpace.addressPrefixes", LIST },
	{ ER_RES_VNET, "properties.subnets", LIST }, { ER_RES_VNET, "properties.virtualNetworkPeerings", LIST },
	{ ER_RES_SUBNET, "properties.addressPrefix", TEXT }, { ER_RES_SUBNET, "properties.addressPrefixes", LIST }, { ER_RES_SUBNET, "properties.routeTable", REFERENCE },
	{ ER_RES_VNET_PEERING, "properties.remoteVirtualNetwork", REFERENCE }, { ER_RES_VNET_PEERING, "properties.peeringState", TEXT },
	{ ER_RES_VNET_PEERING, "properties.allowGatewayTransit", FLAG }, { ER_RES_VNET_PEERING, "properties.useRemoteGateways", FLAG },
	{ ER_RES_ROUTE_TABLE, "properties.routes", LIST }, { ER_RES_ROUTE_TABLE, "properties.disableBgpRoutePropagation", FLAG },
	{ ER_RES_FIREWALL, "zones", LIST }, { ER_RES_FIREWALL, "properties.ipConfigurations", LIST }, { ER_RES_ROUTING_INTENT, "properties.routingPolicies", LIST },
	{ ER_RES_LOCAL_GATEWAY, "properties.localNetworkAddressSpace", OBJECT },
	{ ER_RES_PUBLIC_IP, "zones", LIST }, { ER_RES_PUBLIC_IP, "sku", OBJECT },
	{ ER_RES_HUB_GATEWAY, "properties.virtualHub", REFERENCE }, { ER_RES_HUB_CONNECTION, "properties.remoteVirtualNetwork", REFERENCE },
	{ ER_RES_HUB_ER_CONNECTION, "properties.expressRouteCircuitPeering", REFERENCE }, { ER_RES_HUB_ER_CONNECTION, "properties.routingWeight", NUMBER },
};

const ErExpected *er_arm_expected(uint32_t *n)
{
	*n = G_N_ELEMENTS(expected);
	return expected;
}

const ErChildArray *er_arm_children(uint32_t *n)
{
	*n = G_N_ELEMENTS(child_arrays);
	return child_arrays;
}

const ErReference *er_arm_references(uint32_t *n)
{
	*n = G_N_ELEMENTS(references);
	return references;
}

ErResourceKind er_arm_kind(const char *type)
{
	size_t n = strlen(type);

	for (ErResourceKind kind = 0; kind < ER_RES_OTHER; kind++)
		if (kinds[kind].n == n && memcmp(kinds[kind].type, type, n) == 0)
			return kind;
	return ER_RES_OTHER;
}

bool er_arm_modelled(ErResourceKind kind)
{
	return kinds[kind].modelled;
}

const char *er_arm_ignored_reason(ErResourceKind kind)
{
	return kinds[kind].reason;
}

const char *er_resource_type_name(ErResourceKind kind)
{
	return kinds[kind].type;
}

/* Where "/subscriptions" or "/providers" begins; NULL when it does not. */
static const char *id_begin(const char *text)
{
	static const char *const starts[] = { "subscriptions/", "providers/" };
	while (g_ascii_isspace(*text))
		text++;
	const char *host = *text != '/' ? strstr(text, "://") : NULL;
	if (host != NULL) {
		text = strchr(host + 3, '/');
		if (text == NULL)
			return NULL;
	}
	while (*text == '/')
		text++;
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_ascii_strncasecmp(text, starts[i], strlen(starts[i])) == 0)
			return text;
	return NULL;
}

bool er_arm_is_id(const char *text)
{
	return text != NULL && id_begin(text) != NULL;
}

char *er_id_normalise(const char *text)
{
	const char *begin = text != NULL ? id_begin(text) : NULL;

	if (begin == NULL)
		return NULL;
	size_t n = strcspn(begin, "?");
	while (n > 0 && (begin[n - 1] == '/' || g_ascii_isspace(begin[n - 1])))
		n--;
	char *id = g_malloc(n + 2);
	id[0] = '/';
	for (size_t i = 0; i < n; i++)
		id[1 + i] = begin[i] >= 'A' && begin[i] <= 'Z' ? (char)(begin[i] | 0x20) : begin[i];
	id[1 + n] = '\0';
	return id;
}

/* The part after the last "/providers/": "<namespace>/<type>/<name>…"; NULL when there is none. */
static const char *provider_part(const char *id)
{
	const char *found = NULL;

	for (const char *p = strstr(id, "/providers/"); p != NULL; p = strstr(p + 1, "/providers/"))
		found = p + strlen("/providers/");
	return found;
}

char *er_id_type(const char *normalised_id)
{
	const char *part = provider_part(normalised_id);

	if (part == NULL)
		return NULL;
	char *type = g_malloc(strlen(part) + 1), *to = type;
	uint32_t segments = 0;
	for (const char *from = part;; from++) {
		size_t n = strcspn(from, "/");
		if (segments == 0 || segments % 2 == 1) {   /* the namespace, and every type between the names */
			if (segments > 0)
				*to++ = '/';
			memcpy(to, from, n);
			to += n;
		}
		segments++;
		from += n;
		if (*from == '\0')
			break;
	}
	*to = '\0';
	if (segments < 3 || segments % 2 == 0 || *part == '/')
		g_clear_pointer(&type, g_free);
	return type;
}

bool er_arm_needless(const char *id)
{
	g_autofree char *normalised = er_id_normalise(id);
	g_autofree char *type = normalised != NULL ? er_id_type(normalised) : NULL;

	return type != NULL && !er_arm_modelled(er_arm_kind(type));
}

char *er_arm_parent(const char *normalised_id)
{
	const char *part = provider_part(normalised_id);
	uint32_t slashes = 0;

	for (const char *p = part; p != NULL && *p != '\0'; p++)
		slashes += *p == '/';
	if (slashes < 4)
		return NULL;
	const char *name = strrchr(normalised_id, '/');
	const char *end = g_strrstr_len(normalised_id, name - normalised_id, "/");
	return g_strndup(normalised_id, (gsize)(end - normalised_id));
}

char *er_id_ancestor(const char *normalised_id, ErResourceKind kind)
{
	char *id = g_strdup(normalised_id);

	while (id != NULL) {
		g_autofree char *type = er_id_type(id);
		if (type != NULL && er_arm_kind(type) == kind)
			return id;
		char *parent = er_arm_parent(id);
		g_free(id);
		id = parent;
	}
	return NULL;
}

const char *er_value_reference(const ErValue *value, const char *path)
{
	g_autofree char *id_path = g_strconcat(path, ".id", NULL);
	const char *text = er_value_text(value, id_path);

	return text != NULL ? text : er_value_text(value, path);
}

char *er_id_reference(const ErValue *value, const char *path, ErResourceKind kind)
{
	g_autofree char *id = er_id_normalise(er_value_reference(value, path));

	return id != NULL ? er_id_ancestor(id, kind) : NULL;
}

char *er_arm_subscription(const char *normalised_id)
{
	static const char start[] = "/subscriptions/";

	if (!g_str_has_prefix(normalised_id, start))
		return g_strdup("");
	const char *begin = normalised_id + strlen(start);
	return g_strndup(begin, strcspn(begin, "/"));
}

const char *er_arm_last_segment(const char *id)
{
	const char *slash = strrchr(id, '/');

	return slash != NULL ? slash + 1 : id;
}

bool er_arm_secret(const char *key)
{
	static const char *const secrets[] = {
		"serviceKey", "authorizationKey", "sharedKey", "cakSecretIdentifier", "cknSecretIdentifier", "radiusServerSecret",
		"vcenterPassword", "nsxtPassword", "expressRouteAuthorizationKey", "webHookProperties",
		/* Terraform's names of them */
		"service_key", "authorization_key", "shared_key", "macsec_cak_keyvault_secret_id", "macsec_ckn_keyvault_secret_id", "radius_server_secret",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(secrets); i++)
		if (g_ascii_strcasecmp(key, secrets[i]) == 0)
			return true;
	return false;
}
