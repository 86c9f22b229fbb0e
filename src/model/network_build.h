/* network_build.h: the network while it is being built. Private to src/model. */
#ifndef ER_MODEL_NETWORK_BUILD_H
#define ER_MODEL_NETWORK_BUILD_H

#include <erscope/network.h>

struct ErNetwork {
	const ErInventory *inv;
	const ErEstate *estate;       /* NULL: none given */
	GStringChunk *strings;
	GArray *components, *groups, *sites, *circuits, *ports, *gateways, *connections, *vnets, *hubs, *attachments, *assumptions,
	       *ends, *wans, *vpn_gateways, *tunnels, *firewalls, *global_reaches, *services;
	GArray *instances;            /* of uint32_t: component of each gateway instance, gateway by gateway */
	GHashTable *by_id;            /* component id → index + 1 */
	GHashTable *assumed;          /* ids of assumptions made so far */
	GPtrArray *arrays;            /* memory of zones and members, freed with the network */
	GPtrArray *groups_of;         /* per component: GArray of uint32_t */
};

/* An empty network over @inv. */
ErNetwork *er_net_new(const ErInventory *inv, const ErEstate *estate);
const char *er_net_intern(ErNetwork *net, const char *text);
const char *er_net_printf(ErNetwork *net, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Adds a component; strings are interned; a component of that id already there is returned instead. */
uint32_t er_net_add(ErNetwork *net, const ErComponent *component);
ErComponent *er_net_edit(ErNetwork *net, uint32_t component);
/* Of each @id the first is kept. Returns: whether this was it */
bool er_net_assume(ErNetwork *net, const char *id, const char *text, const char *declare);

/* circuits.c, gateways.c, in this order */
void er_net_build_ports(ErNetwork *net, ErDiags *diags);
void er_net_build_circuits(ErNetwork *net, ErDiags *diags);
void er_net_build_vnets(ErNetwork *net, ErDiags *diags);
void er_net_build_gateways(ErNetwork *net, ErDiags *diags);
void er_net_build_connections(ErNetwork *net, ErDiags *diags);
void er_net_build_attachments(ErNetwork *net, ErDiags *diags);
void er_net_build_onprem(ErNetwork *net);
/* groups.c, after components are sorted */
void er_net_build_groups(ErNetwork *net, ErDiags *diags);

/* Index of a record by its component; ER_NONE when there is none. */
uint32_t er_net_circuit_of(const ErNetwork *net, const char *id);
uint32_t er_net_vnet_of(const ErNetwork *net, const char *id);
uint32_t er_net_gateway_of(const ErNetwork *net, const char *id);
uint32_t er_net_hub_of(const ErNetwork *net, const char *id);
uint32_t er_net_port_of(const ErNetwork *net, const char *id);

#endif
