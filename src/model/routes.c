/*
 * Firewalls on the way: what routes of gateway VNets, of their spokes and of routing intent name as next hop. An address is looked for
 * in the VNet whose subnet has the route, then in the VNets peered with it, then anywhere: address spaces repeat between estates. At
 * that address an Azure Firewall, a load balancer's front end (appliances behind it), or an appliance known by nothing else.
 * Source: Microsoft Learn, "Virtual network traffic routing", "How to configure Virtual WAN Hub routing intent". Linear in routes.
 */
#include "limits.h"
#include "network_build.h"

#include <string.h>

/* What stands at a private address: "<vnet index> <address>" → resource. */
typedef struct {
	ErNetwork *net;
	GHashTable *azure, *balancers, *interfaces;
	GPtrArray *peers;            /* per VNet: GArray of VNet indices, or NULL */
	ErDiags *diags;
} Work;

static void free_peers(void *data)
{
	if (data != NULL)
		g_array_unref(data);
}

static void add_peer(Work *work, uint32_t vnet, uint32_t other)
{
	gpointer *slot = &work->peers->pdata[vnet];

	if (*slot == NULL)
		*slot = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_val((GArray *)*slot, other);
}

/* Addresses of a resource's IP configurations, by the VNet of their subnet. */
static void index_addresses(Work *work, GHashTable *table, const ErResource *res, const char *list_path)
{
	const ErValue *list = er_value_get(&res->body, list_path);

	for (uint32_t i = 0; i < er_value_count(&res->body, list_path); i++) {
		const ErValue *item = er_value_item(list, i);
		const char *address = er_value_text(item, "properties.privateIPAddress");
		g_autofree char *vnet = er_id_reference(item, "properties.subnet", ER_RES_VNET);
		uint32_t index = er_net_vnet_of(work->net, vnet);
		if (address != NULL && index != ER_NONE)
			g_hash_table_insert(table, g_strdup_printf("%u %s", index, address), (gpointer)res);
	}
}

static void index_resources(Work *work)
{
	const ErInventory *inv = work->net->inv;

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind == ER_RES_FIREWALL)
			index_addresses(work, work->azure, res, "properties.ipConfigurations");
		else if (res->kind == ER_RES_LOAD_BALANCER)
			index_addresses(work, work->balancers, res, "properties.frontendIPConfigurations");
		else if (res->kind == ER_RES_NETWORK_INTERFACE)
			index_addresses(work, work->interfaces, res, "properties.ipConfigurations");
	}
	g_ptr_array_set_size(work->peers, (gint)work->net->vnets->len);
	for (uint32_t i = 0; i < work->net->peerings->len; i++) {
		const ErVnetPair *pair = &g_array_index(work->net->peerings, ErVnetPair, i);
		add_peer(work, pair->low, pair->high);
		add_peer(work, pair->high, pair->low);
	}
}

static bool holds(const ErNetwork *net, uint32_t vnet, const ErPrefix *address)
{
	const ErVnet *record = &g_array_index(net->vnets, ErVnet, vnet);

	for (uint32_t i = 0; i < record->n_space; i++)
		if (er_prefix_covers(&record->space[i], address))
			return true;
	return false;
}

/* The VNet that @address lies in, seen from @vnet; ER_NONE when there is none. */
static uint32_t vnet_of_address(const Work *work, uint32_t vnet, const char *address)
{
	const GArray *peers = work->peers->pdata[vnet];
	ErPrefix parsed;

	if (!er_prefix_parse(address, &parsed))
		return ER_NONE;
	if (holds(work->net, vnet, &parsed))
		return vnet;
	for (guint i = 0; peers != NULL && i < peers->len; i++)
		if (holds(work->net, g_array_index(peers, uint32_t, i), &parsed))
			return g_array_index(peers, uint32_t, i);
	for (uint32_t i = 0; i < work->net->vnets->len; i++)
		if (holds(work->net, i, &parsed))
			return i;
	return ER_NONE;
}

/* ---- firewalls ---- */

static void read_zones(ErNetwork *net, ErFirewall *firewall, ErComponent *component, const ErResource *res)
{
	const ErValue *list = er_value_get(&res->body, "zones");
	uint32_t n = er_value_count(&res->body, "zones");
	g_autoptr(GPtrArray) zones = g_ptr_array_new();

	for (uint32_t i = 0; i < n; i++)
		if (er_value_item(list, i)->kind == ER_VALUE_STRING)
			g_ptr_array_add(zones, (char *)er_net_intern(net, er_value_item(list, i)->u.text));
	firewall->n_zones = zones->len;
	firewall->zone = zones->len == 1 ? zones->pdata[0] : "";
	component->zones = er_net_keep(net, zones->pdata, zones->len * sizeof(char *));
	component->n_zones = zones->len;
}

static uint32_t throughput_of(const ErNetwork *net, const ErResource *res)
{
	static const struct { const char *tier; ErLimit mbps; } tiers[] = {
		{ "Basic", ER_LIMIT_FIREWALL_BASIC_MBPS }, { "Standard", ER_LIMIT_FIREWALL_STANDARD_MBPS }, { "Premium", ER_LIMIT_FIREWALL_PREMIUM_MBPS },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(tiers); i++)
		if (er_value_says(&res->body, "properties.sku.tier", tiers[i].tier))
			return er_limit(net, tiers[i].mbps);
	return 0;
}

static uint32_t add_azure_firewall(ErNetwork *net, const ErResource *res, uint32_t vnet, uint32_t hub, const char *address)
{
	const ErCandidate candidate = { res->id, res->name, res };
	ErComponent component = er_net_resource_component(net, &candidate, ER_KIND_FIREWALL, ER_OWNER_MICROSOFT);
	ErFirewall firewall = { .vnet = vnet, .hub = hub, .address = er_net_intern(net, address), .zone = "", .azure = true, .throughput_mbps = throughput_of(net, res) };

	read_zones(net, &firewall, &component, res);
	firewall.self = er_net_add(net, &component);
	uint32_t known = er_net_firewall_of(net, er_network_component(net, firewall.self)->id);
	if (known == ER_NONE)
		g_array_append_val(net->firewalls, firewall);
	return known != ER_NONE ? known : net->firewalls->len - 1;
}

/* An appliance at an address: named by the load balancer or the network interface that has it, where the input tells. */
static uint32_t add_appliance(const Work *work, uint32_t vnet, const char *address)
{
	ErNetwork *net = work->net;
	const ErComponent *home = er_network_component(net, g_array_index(net->vnets, ErVnet, vnet).self);
	g_autofree char *key = g_strdup_printf("%u %s", vnet, address);
	const ErResource *balancer = g_hash_table_lookup(work->balancers, key), *holder = balancer != NULL ? balancer : g_hash_table_lookup(work->interfaces, key);
	g_autofree char *id = g_strdup_printf("nva:%s/%s", home->id, address);
	g_autofree char *name = holder != NULL ? g_strdup_printf("%s (%s)", holder->name, address) : g_strdup_printf("appliance %s", address);
	ErComponent component = { .id = id, .name = name, .kind = ER_KIND_FIREWALL, .owner = ER_OWNER_CUSTOMER, .certainty = ER_OBSERVED,
	                          .location = home->location, .subscription = holder != NULL ? holder->subscription : home->subscription, .up = true, .resource = holder };
	ErFirewall firewall = { .self = er_net_add(net, &component), .vnet = vnet, .hub = ER_NONE, .address = er_net_intern(net, address), .zone = "" };
	uint32_t known = er_net_firewall_of(net, er_network_component(net, firewall.self)->id);

	if (known != ER_NONE)
		return known;
	g_array_append_val(net->firewalls, firewall);
	if (holder != NULL && holder != balancer)
		return net->firewalls->len - 1;
	er_net_assume(net, er_net_printf(net, "appliance:%s", id), er_net_printf(net, "%s: what stands at this address, in how many instances and zones, is not in the input; it counts as one stateful appliance", name), "");
	return net->firewalls->len - 1;
}

static uint32_t find_firewall(const Work *work, uint32_t vnet, const char *address)
{
	uint32_t home = vnet_of_address(work, vnet, address);

	if (home == ER_NONE) {
		const ErComponent *self = er_network_component(work->net, g_array_index(work->net->vnets, ErVnet, vnet).self);
		er_net_tell(work->net, self->resource, work->diags, ER_D_NEXT_HOP, "%s, from %s", address, self->id);
		return ER_NONE;
	}
	g_autofree char *key = g_strdup_printf("%u %s", home, address);
	const ErResource *azure = g_hash_table_lookup(work->azure, key);
	return azure != NULL ? add_azure_firewall(work->net, azure, home, ER_NONE, address) : add_appliance(work, home, address);
}

static void resolve_table(const Work *work, uint32_t vnet, uint32_t table)
{
	const ErRouteTable *routes = table != ER_NONE ? &g_array_index(work->net->route_tables, ErRouteTable, table) : NULL;

	for (uint32_t i = 0; routes != NULL && i < routes->n_routes; i++) {
		const ErUdr *route = &routes->routes[i];
		if (route->next != ER_HOP_APPLIANCE || *route->address == '\0')
			continue;
		char *key = g_strdup_printf("%u %s", vnet, route->address);
		if (g_hash_table_contains(work->net->next_hops, key)) {
			g_free(key);
			continue;
		}
		uint32_t firewall = find_firewall(work, vnet, route->address);
		g_hash_table_insert(work->net->next_hops, key, GUINT_TO_POINTER(firewall == ER_NONE ? 0 : firewall + 1));
	}
}

static void resolve_vnet(const Work *work, uint32_t vnet)
{
	const ErVnet *record = &g_array_index(work->net->vnets, ErVnet, vnet);
	uint32_t last = ER_NONE;

	resolve_table(work, vnet, record->gateway_table);
	for (uint32_t i = 0; i < record->n_subnets; i++) {
		uint32_t table = g_array_index(work->net->subnets, ErSubnet, record->first_subnet + i).table;
		if (table != last)
			resolve_table(work, vnet, table);
		last = table;
	}
}

/* ---- routing intent ---- */

static bool names_private_traffic(const ErValue *policy)
{
	const ErValue *list = er_value_get(policy, "destinations");

	for (uint32_t i = 0; i < er_value_count(policy, "destinations"); i++)
		if (er_value_item(list, i)->kind == ER_VALUE_STRING && g_ascii_strcasecmp(er_value_item(list, i)->u.text, "PrivateTraffic") == 0)
			return true;
	return false;
}

/* The next hop of a policy: the hub's Azure Firewall, or an appliance in the hub. */
static uint32_t intent_firewall(ErNetwork *net, uint32_t hub, const char *next_hop)
{
	g_autofree char *id = er_id_normalise(next_hop);
	const ErResource *res = id != NULL ? er_inventory_lookup(net->inv, id) : NULL;
	const ErComponent *home = er_network_component(net, g_array_index(net->hubs, ErHub, hub).self);

	if (id == NULL)
		return ER_NONE;
	if (res != NULL && res->kind == ER_RES_FIREWALL)
		return add_azure_firewall(net, res, ER_NONE, hub, er_value_text(&res->body, "properties.hubIPAddresses.privateIPAddress"));
	bool azure = strstr(id, "/azurefirewalls/") != NULL;
	const char *slash = strrchr(next_hop, '/');
	ErComponent component = { .id = id, .name = slash != NULL ? slash + 1 : next_hop, .kind = ER_KIND_FIREWALL, .owner = azure ? ER_OWNER_MICROSOFT : ER_OWNER_CUSTOMER, .certainty = ER_DERIVED,
	                          .location = home->location, .subscription = home->subscription, .up = true, .external = true };
	ErFirewall firewall = { .self = er_net_add(net, &component), .vnet = ER_NONE, .hub = hub, .address = "", .zone = "" };
	g_array_append_val(net->firewalls, firewall);
	return net->firewalls->len - 1;
}

static void read_intent(ErNetwork *net, const ErResource *res)
{
	const ErValue *list = er_value_get(&res->body, "properties.routingPolicies");
	uint32_t hub = er_net_hub_of(net, res->parent);

	for (uint32_t i = 0; hub != ER_NONE && i < er_value_count(&res->body, "properties.routingPolicies"); i++) {
		const ErValue *policy = er_value_item(list, i);
		const char *next_hop = er_value_text(policy, "nextHop");
		if (next_hop != NULL && names_private_traffic(policy))
			g_array_index(net->hubs, ErHub, hub).firewall = intent_firewall(net, hub, next_hop);
	}
}

/* ---- of a state before ---- */

/* What @component of it is called now. (transfer full) */
static char *id_now(const ErStateBefore *earlier, uint32_t component)
{
	const char *id = er_network_component(earlier->net, component)->id;
	char *now = earlier->rename(earlier->data, id);

	return now != NULL ? now : g_strdup(id);
}

static void add_earlier(const Work *work, const ErStateBefore *earlier, const ErFirewall *was)
{
	g_autofree char *id = id_now(earlier, was->self);
	g_autofree char *vnet_id = was->vnet != ER_NONE ? id_now(earlier, er_network_vnet(earlier->net, was->vnet)->self) : NULL;
	g_autofree char *hub_id = was->hub != ER_NONE ? id_now(earlier, er_network_hub(earlier->net, was->hub)->self) : NULL;
	uint32_t vnet = vnet_id != NULL ? er_net_vnet_of(work->net, vnet_id) : ER_NONE, hub = hub_id != NULL ? er_net_hub_of(work->net, hub_id) : ER_NONE;
	const ErResource *res = er_inventory_lookup(work->net->inv, id);

	if (er_net_firewall_of(work->net, id) != ER_NONE || (vnet == ER_NONE && hub == ER_NONE))
		return;
	if (res != NULL && res->kind == ER_RES_FIREWALL)
		add_azure_firewall(work->net, res, vnet, hub, was->address);
	else if (vnet != ER_NONE)
		add_appliance(work, vnet, was->address);
}

static int by_firewall(const void *a, const void *b, void *data)
{
	const ErNetwork *net = data;
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return strcmp(er_network_component(net, g_array_index(net->firewalls, ErFirewall, x).self)->id, er_network_component(net, g_array_index(net->firewalls, ErFirewall, y).self)->id);
}

/* By id, whatever met them first; and what points at them follows. */
static void sort_firewalls(ErNetwork *net)
{
	uint32_t n = net->firewalls->len;
	g_autofree uint32_t *order = g_new(uint32_t, n + 1), *now = g_new(uint32_t, n + 1);
	GArray *sorted = g_array_sized_new(FALSE, TRUE, sizeof(ErFirewall), n);
	GHashTableIter iter;
	gpointer value;

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)n, sizeof *order, by_firewall, net);
	for (uint32_t i = 0; i < n; i++) {
		now[order[i]] = i;
		g_array_append_val(sorted, g_array_index(net->firewalls, ErFirewall, order[i]));
	}
	g_array_free(net->firewalls, TRUE);
	net->firewalls = sorted;
	g_hash_table_iter_init(&iter, net->next_hops);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (GPOINTER_TO_UINT(value) > 0)
			g_hash_table_iter_replace(&iter, GUINT_TO_POINTER(now[GPOINTER_TO_UINT(value) - 1] + 1));
	for (uint32_t i = 0; i < net->hubs->len; i++) {
		ErHub *hub = &g_array_index(net->hubs, ErHub, i);
		hub->firewall = hub->firewall != ER_NONE ? now[hub->firewall] : ER_NONE;
	}
}

void er_net_build_routes(ErNetwork *net, const ErStateBefore *earlier, ErDiags *diags)
{
	Work work = {
		net, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_ptr_array_new_with_free_func(free_peers), diags,
	};

	index_resources(&work);
	for (uint32_t i = 0; i < net->gateways->len; i++)
		if (g_array_index(net->gateways, ErGateway, i).vnet != ER_NONE)
			resolve_vnet(&work, g_array_index(net->gateways, ErGateway, i).vnet);
	for (uint32_t i = 0; i < net->attachments->len; i++)
		if (g_array_index(net->attachments, ErAttachment, i).transit)
			resolve_vnet(&work, g_array_index(net->attachments, ErAttachment, i).spoke);
	for (uint32_t i = 0; i < er_inventory_count(net->inv); i++)
		if (er_inventory_at(net->inv, i)->kind == ER_RES_ROUTING_INTENT)
			read_intent(net, er_inventory_at(net->inv, i));
	for (uint32_t i = 0; earlier != NULL && i < er_network_n_firewalls(earlier->net); i++)
		add_earlier(&work, earlier, er_network_firewall(earlier->net, i));
	sort_firewalls(net);
	g_hash_table_destroy(work.azure);
	g_hash_table_destroy(work.balancers);
	g_hash_table_destroy(work.interfaces);
	g_ptr_array_free(work.peers, TRUE);
}
