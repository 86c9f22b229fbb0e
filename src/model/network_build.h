/* network_build.h: the network while it is being built. Private to src/model. */
#ifndef ER_MODEL_NETWORK_BUILD_H
#define ER_MODEL_NETWORK_BUILD_H

#include <erscope/network.h>

struct ErNetwork {
	const ErTables *tables;       /* the embedded ones are the network's own */
	ErTables *own_tables;         /* NULL: tables of the caller's are in use */
	const ErInventory *inv;
	const ErEstate *estate;       /* NULL: none given */
	GStringChunk *strings;
	GArray *components, *groups, *sites, *circuits, *ports, *gateways, *connections, *vnets, *hubs, *attachments, *assumptions,
	       *subnets, *route_tables, *ends, *wans, *vpn_gateways, *tunnels, *firewalls, *global_reaches, *services, *demands;
	GArray *instances;            /* of uint32_t: component of each gateway instance, gateway by gateway */
	GHashTable *by_id;            /* component id → index + 1 */
	GHashTable *assumed;          /* ids of assumptions made so far */
	GPtrArray *arrays;            /* memory of zones and members, freed with the network */
	GPtrArray *groups_of;         /* per component: GArray of uint32_t */
	GArray *peerings;             /* of ErVnetPair: every VNet peering, by its two VNets */
	GHashTable *devices;          /* "place|device" → MSEE + 1 */
	GHashTable *next_hops;        /* "vnet address" → firewall index + 1 */
	GHashTable *table_of;         /* route table id → index + 1 */
};

/* Two VNets, low < high, and the peering that joins them. */
typedef struct { uint32_t low, high, self; } ErVnetPair;

/* A resource of some kind, or something of that kind that is referred to (res NULL), first by @referrer. */
typedef struct { const char *id, *name; const ErResource *res; const char *referrer; } ErCandidate;

int er_candidate_compare(const void *a, const void *b);

/* An empty network over @inv. */
ErNetwork *er_net_new(const ErInventory *inv, const ErEstate *estate);
const char *er_net_intern(ErNetwork *net, const char *text);
const char *er_net_printf(ErNetwork *net, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Adds a component; strings are interned; a component of that id already there is returned instead. */
uint32_t er_net_add(ErNetwork *net, const ErComponent *component);
ErComponent *er_net_edit(ErNetwork *net, uint32_t component);
/* A diagnostic at the place of @res; (nullable): without one. */
void er_net_tell(const ErNetwork *net, const ErResource *res, ErDiags *diags, ErDiagCode code, const char *format, ...) G_GNUC_PRINTF(5, 6);
/* Of each @id the first is kept. Returns: whether this was it */
bool er_net_assume(ErNetwork *net, const char *id, const char *text, const char *declare);

/* Memory that lives as long as the network. */
void *er_net_keep(ErNetwork *net, const void *data, size_t size);
/* Resources of @kind and what is referred to of that kind, by id. (transfer full): of ErCandidate */
GArray *er_net_candidates(const ErNetwork *net, ErResourceKind kind);
/* How sure it is that a resource is there; what a template leaves open is assumed, and told. @res: (nullable): only referred to */
ErCertainty er_net_certainty(ErNetwork *net, const char *name, const ErResource *res);
/* The component of a resource, or of what stands for one. */
ErComponent er_net_resource_component(ErNetwork *net, const ErCandidate *candidate, ErKind kind, ErOwner owner);
/* Ranges of the array of strings at @path; what is no range is left out. @n: (out) */
const ErPrefix *er_net_prefixes(ErNetwork *net, const ErValue *body, const char *path, uint32_t *n);
bool er_value_flag(const ErValue *body, const char *path);

/* circuits.c, vnets.c, gateways.c, vpn.c, attachments.c, routes.c, onprem.c, in this order */
void er_net_build_ports(ErNetwork *net, ErDiags *diags);
void er_net_build_circuits(ErNetwork *net, ErDiags *diags);
void er_net_build_vnets(ErNetwork *net);
void er_net_build_gateways(ErNetwork *net, ErDiags *diags);
void er_net_build_connections(ErNetwork *net, ErDiags *diags);
void er_net_build_global_reach(ErNetwork *net);
void er_net_build_vpn(ErNetwork *net, ErDiags *diags);
void er_net_build_attachments(ErNetwork *net, ErDiags *diags);
void er_net_build_routes(ErNetwork *net, const ErStateBefore *earlier, ErDiags *diags);   /* @earlier: (nullable) */
void er_net_build_onprem(ErNetwork *net, ErDiags *diags);
/* gateways.c: zone verdict of @gateway by SKU, address and region; the number of its instances, made as components. */
void er_net_decide_zones(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErDiags *diags);
/* The VNet of a gateway's subnet: index; ER_NONE when it names none. */
uint32_t er_net_gateway_home(const ErNetwork *net, const ErResource *res);
/* What connectionStatus says of a connection of either kind. */
void er_net_read_status(ErNetwork *net, ErComponent *component, const ErResource *res);
void er_net_add_instances(ErNetwork *net, ErGateway *gateway, const ErResource *res, ErKind kind);
/* groups.c, after components are sorted */
void er_net_build_groups(ErNetwork *net, ErDiags *diags);

/* Index of a record by its component; ER_NONE when there is none. */
uint32_t er_net_circuit_of(const ErNetwork *net, const char *id);
uint32_t er_net_vnet_of(const ErNetwork *net, const char *id);
uint32_t er_net_gateway_of(const ErNetwork *net, const char *id);
uint32_t er_net_vpn_gateway_of(const ErNetwork *net, const char *id);
uint32_t er_net_firewall_of(const ErNetwork *net, const char *id);
uint32_t er_net_hub_of(const ErNetwork *net, const char *id);
uint32_t er_net_port_of(const ErNetwork *net, const char *id);

#endif
