/* flow_build.h: flows while they are being worked out. Private to src/model. */
#ifndef ER_MODEL_FLOW_BUILD_H
#define ER_MODEL_FLOW_BUILD_H

#include <erscope/flows.h>

/* A list of lists: those of @i are items[start[i]] … items[start[i + 1] - 1]. */
typedef struct { uint32_t *start, *items; } ErIndex;

struct ErFlows {
	const ErNetwork *net;
	uint32_t depth;
	GStringChunk *strings;
	GPtrArray *arrays;       /* memory of every array handed out */
	GArray *flows;           /* of ErFlow, sorted by id */
	GArray *classes;         /* of ErFlowClass */
	GArray *services;        /* of ErServiceFlow */
	uint32_t *by_pair;       /* of (site, VNet, direction): flow index + 1, 0 none; the VNet itself, not its destination classes */
	ErDiags *diags;          /* while building */
	ErIndex connections;     /* of each gateway */
	ErIndex vnet_gateways, hub_gateways;       /* gateways of each VNet, of each virtual hub */
	ErIndex vnet_vpns, hub_vpns;               /* claimed VPN gateways likewise */
	ErIndex tunnels;         /* of each VPN gateway */
};

/* How packets of one direction are steered to a firewall. */
typedef struct {
	uint32_t firewall;       /* index; ER_NONE: not steered */
	uint32_t peering;        /* on the way in: between the gateway's VNet and the firewall's, when they differ; component, ER_NONE */
	uint32_t spoke_peering;  /* between the firewall's VNet and the flow's; ER_ELEMENT_ATTACHMENT when that is the attachment; ER_NONE: same VNet */
	const char *why;         /* the route; "" */
	const char *blocked;     /* why nothing gets through; "" */
	bool assumed;            /* the site's prefixes are not declared: the route may or may not cover them */
} ErSteering;

extern const ErSteering er_not_steered;

/* What all flows of a class have in common; its text is the class key. */
typedef struct {
	uint32_t site;
	uint32_t vnet;           /* of the first flow; stands for all */
	uint32_t hub_vnet, hub;  /* where the gateways are; ER_NONE */
	uint32_t attachment;     /* of the first flow; ER_NONE: the VNet holds the gateway */
	bool reachable;          /* some gateway could serve it */
	bool same_region;        /* spoke and gateway */
	const char *blocked;     /* why the attachment does not carry; "" when it does */
	const char *destination; /* see ErFlow */
	bool private_endpoint;
	ErSteering in, out;
} ErTreatment;

/* steer.c: which firewall the routes put on the way, for a VNet or for one subnet of it (@subnet, ER_NONE: the VNet). */
void er_steer(ErFlows *flows, ErTreatment *treatment, uint32_t subnet);
/* Subnets whose treatment differs from the VNet's: indices into subnets. (transfer full) */
GArray *er_steered_apart(ErFlows *flows, const ErTreatment *treatment);

/* flows.c: after the flows are sorted. */
void er_flows_index_pairs(ErFlows *flows);

/* A copy of @n elements that lives as long as the flows. */
void *er_flows_keep(ErFlows *flows, const void *data, size_t size);

const char *er_flows_printf(ErFlows *flows, const char *format, ...) G_GNUC_PRINTF(2, 3);

enum { ER_MOST_EQUAL_CIRCUITS = 4 };

/* rank.c: order of two ranks. */
int er_rank_compare(const uint32_t *a, const uint32_t *b);
/* Preference and share of each path, from their ranks. */
void er_rank_paths(ErDirection direction, GArray *paths);

/* fastpath.c: does a packet towards Azure pass the gateway by, and is it inspected? */
typedef struct { bool allowed, uninspected; const char *reason; } ErFastPath;
ErFastPath er_fastpath_of(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, bool remote);
/* Is FastPath to private endpoints offered in this region? The limited offer of 2025-11. */
bool er_fastpath_private_link_region(const ErNetwork *net, const char *region);

/* paths.c: the paths of a treatment in one direction, with what is excluded. */
void er_paths_build(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, ErFlowClass *class);

/* cuts.c: minimal cut sets of a class. */
void er_cuts_build(ErFlows *flows, ErFlowClass *class, ErDiags *diags);

/* cuts.c: services, after the classes. */
void er_cuts_build_services(ErFlows *flows, ErDiags *diags);

/* asymmetry.c: what the two directions of a pair of classes do not share. @used: one per path: it carries. */
typedef struct { const ErFlowClass *class; const bool *used; } ErUse;
enum { ER_MOST_ASYMMETRIES = 3 };
uint32_t er_compare_uses(const ErFlows *flows, const ErUse *in, const ErUse *out, ErAsymmetry found[ER_MOST_ASYMMETRIES]);
/* Does a connection through a stateful device now go past everything that knows its state? Of one class, before and after. */
bool er_state_is_lost(const ErFlows *flows, const ErUse *before, const ErUse *after);
void er_compare_directions(ErFlows *flows, ErFlowClass *in, ErFlowClass *out);

#endif
