/* routing.h: what each circuit carries from on-premises, and which gateway serves each VNet, for the rules on routes. Private to src/model/rules. */
#ifndef ER_MODEL_ROUTING_H
#define ER_MODEL_ROUTING_H

#include "rules.h"

#include <erscope/prefix.h>

typedef struct {
	GArray *prefixes;        /* of ErPrefix, in order, each once; NULL: nobody has told */
	const ErResource *of;    /* whose capture told them; NULL: the site description */
	const char *property;
} ErOnpremRoutes;

/* How far a declared prefix goes that names no circuit: to all circuits, or to those its site reaches (its own ends, and over a WAN). */
typedef enum { ER_REACH_ALL, ER_REACH_SITE } ErReach;

/* Per circuit, by index. (transfer full): of ErOnpremRoutes */
GArray *er_onprem_routes(const ErNetwork *net, ErReach reach);
int er_prefix_compare(const void *a, const void *b);
bool er_routes_have(const GArray *prefixes, const ErPrefix *prefix);
/* The longest prefix among @prefixes that is wider than @prefix; NULL when there is none. */
const ErPrefix *er_routes_wider(const GArray *prefixes, const ErPrefix *prefix);
/* Is one of @prefixes inside @prefix and narrower? */
bool er_routes_narrower(const GArray *prefixes, const ErPrefix *prefix);
bool er_prefix_is_default(const ErPrefix *prefix);
uint32_t er_routes_count(const GArray *prefixes, bool v4);
/* Where the routes of @circuit come from, as evidence. */
void er_draft_routes(ErDraft *draft, const ErNetwork *net, uint32_t circuit, const ErOnpremRoutes *routes);

/* Circuits of each gateway, ascending, each once. (transfer full): of GArray */
GPtrArray *er_circuits_of_gateways(const ErNetwork *net);
/* Per VNet the ExpressRoute gateway with a connection that serves it, its own or over a peering or hub; ER_NONE. (transfer full) */
uint32_t *er_serving_gateways(const ErNetwork *net);
/* Flows of each VNet: indices. (transfer full): of GArray, by VNet; NULL where there are none */
GPtrArray *er_flows_of_vnets(const ErFlows *flows);
void er_draft_flows_of_vnet(ErDraft *draft, const GPtrArray *of_vnets, uint32_t vnet);

#define ER_ROUTES_MISSING "captured route tables of the circuits, or prefixes in the site description"

#endif
