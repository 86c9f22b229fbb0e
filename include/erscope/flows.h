/*
 * flows.h: how traffic runs between each site and each VNet, per direction, and what takes it down.
 *
 * In: a network. Out: flow classes with their paths (hops apart from requirements), what is excluded and why, minimal cut
 * sets, asymmetry; and the flows, each pointing at its class.
 * Promise: the two directions are never merged; cuts are exact for the sizes asked for, or the class says it is incomplete.
 * Meaning of path, requirement, preference, share and cut: head comments of src/model/flow.c and cutset.c.
 */
#ifndef ERSCOPE_FLOWS_H
#define ERSCOPE_FLOWS_H

#include "network.h"

typedef enum { ER_ONPREM_TO_AZURE, ER_AZURE_TO_ONPREM } ErDirection;
typedef enum { ER_MODE_NONE, ER_MODE_DEFAULT, ER_MODE_FASTPATH, ER_MODE_VPN, ER_MODE_MIXED } ErMode;

/*
 * An element is a component, a group (number of components + group index), or what stands for the flow's own VNet and
 * attachment in a class that many flows share.
 */
#define ER_ELEMENT_VNET       (UINT32_MAX - 1)
#define ER_ELEMENT_ATTACHMENT (UINT32_MAX - 2)

enum { ER_RANKS = 6 };

typedef struct { const uint32_t *any; uint32_t n; } ErRequirement;  /* at least one of these must be alive */

typedef struct {
	uint32_t preference;       /* 0: used now; higher: standby, in that order */
	double share;              /* part of the flow's traffic now; the shares of preference 0 add up to 1 */
	ErCertainty certainty;     /* least of its hops and requirements, the assumed parts that every circuit has excepted */
	ErCertainty share_certainty; /* of what decided preference and share */
	bool proven;               /* counts as redundancy: nothing assumed in it but what every circuit has */
	ErMode mode;
	const uint32_t *hops; uint32_t n_hops;            /* elements in the order the packet meets them */
	const ErRequirement *requires; uint32_t n_requires; /* must be alive, is not crossed */
	uint32_t capacity_mbps;    /* 0 unknown */
	uint32_t bottleneck;       /* component that sets it; ER_NONE unknown */
	uint32_t circuit, connection, gateway; /* indices in the network; ER_NONE for a VPN path */
	ErSide side;
	uint32_t end;              /* index into ends; ER_NONE for a VPN path */
	uint32_t tunnel;           /* index into tunnels; ER_NONE otherwise */
	uint32_t wan;              /* index into wans when another site's end is used; ER_NONE otherwise */
	uint32_t rank[ER_RANKS];   /* what preference follows from, compared number by number, less is better; head comment of rank.c */
	uint32_t as_path;          /* which of them is the length of the AS path; ER_NONE: whoever decides ignores it */
} ErPath;

typedef struct { const char *via; const char *reason; } ErExcluded;  /* via: id, or "$attachment" */

typedef struct {
	uint32_t element[3]; uint32_t n;
	ErCertainty certainty;
} ErCut;

typedef enum { ER_ASYM_DESIGN, ER_ASYM_ROUTING, ER_ASYM_STATE } ErAsymmetryKind;
typedef struct {
	ErAsymmetryKind kind;
	ErCertainty certainty;
	uint32_t devices[8]; uint32_t n_devices;  /* components in one direction only */
	uint32_t path, other_path;                /* witness: index in this class and in the class of the other direction */
} ErAsymmetry;

typedef struct {
	uint32_t number;           /* "c<number>", from 1, in order of site, key, direction */
	uint32_t site;             /* index into sites */
	ErDirection direction;
	ErMode mode;               /* of preference 0 */
	bool hub_flow;             /* the VNet holds the gateway: no attachment */
	const char *const *mode_reasons; uint32_t n_mode_reasons;
	const ErPath *paths; uint32_t n_paths;
	const ErExcluded *excluded; uint32_t n_excluded;
	const ErCut *cuts; uint32_t n_cuts;       /* minimal, by size, then elements */
	const ErCut *unproven; uint32_t n_unproven; /* size one, cut only the proven paths: redundancy that nobody has shown */
	const ErAsymmetry *asymmetry; uint32_t n_asymmetry;
	bool truncated;
	uint32_t other;            /* class of the other direction */
	uint32_t first_flow;       /* a flow of this class, the first by id */
	uint32_t n_flows;
} ErFlowClass;

typedef struct {
	const char *id;            /* "<site id> -> <vnet id>" or the reverse */
	uint32_t site, vnet;       /* indices */
	ErDirection direction;
	bool up;
	uint32_t flow_class;       /* index */
	uint32_t attachment;       /* index into attachments; ER_NONE for a hub's own VNet */
	const char *destination;   /* "" the VNet; "private-endpoint", "subnet:<name>": a destination class of its own */
} ErFlow;

/* A service from one site in one direction: up when one of its VNets is reachable. One VNet of several is a part that can fail. */
typedef struct {
	uint32_t service, site;    /* indices */
	ErDirection direction;
	bool up;
	const ErCut *cuts; uint32_t n_cuts;       /* as in a class, over the paths to all its VNets */
	bool truncated;
} ErServiceFlow;

typedef struct ErFlows ErFlows;

/**
 * er_flows_build:
 * @net: borrowed; must outlive the flows
 * @depth: largest cut size worked out, 1 … 3
 * Returns: (transfer full): never NULL; free with er_flows_free()
 */
ErFlows *er_flows_build(const ErNetwork *net, uint32_t depth, ErDiags *diags);
void er_flows_free(ErFlows *flows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErFlows, er_flows_free)

const ErNetwork *er_flows_network(const ErFlows *flows);
uint32_t er_flows_depth(const ErFlows *flows);
uint32_t er_flows_count(const ErFlows *flows);              /* sorted by id */
const ErFlow *er_flows_at(const ErFlows *flows, uint32_t i);
uint32_t er_flows_n_classes(const ErFlows *flows);
const ErFlowClass *er_flows_class(const ErFlows *flows, uint32_t i);
uint32_t er_flows_n_service_flows(const ErFlows *flows);    /* by service, site, direction */
const ErServiceFlow *er_flows_service_flow(const ErFlows *flows, uint32_t i);
/* Flow of (site, vnet, direction); NULL when there is none. */
const ErFlow *er_flows_lookup(const ErFlows *flows, uint32_t site, uint32_t vnet, ErDirection direction);

/* Id of an element, "$vnet" and "$attachment" included; with a flow these become the flow's own. */
const char *er_element_id(const ErFlows *flows, const ErFlow *flow, uint32_t element);
const char *er_element_name(const ErFlows *flows, const ErFlow *flow, uint32_t element);
/* The component an element stands for in @flow; ER_NONE for a group. */
uint32_t er_element_component(const ErFlows *flows, const ErFlow *flow, uint32_t element);
/*
 * No gateway could serve these VNets at all: nothing is wrong with them, they are counted only. A spoke of a hub whose gateway has
 * no connection is another matter: it has an attachment, and it is down.
 */
bool er_class_is_unserved(const ErFlows *flows, const ErFlowClass *class);
/* Does the group hold the flow's own site or VNet? Then its loss is scope, never a cut. */
bool er_group_is_scope(const ErFlows *flows, const ErFlow *flow, uint32_t group);
/**
 * er_class_choose:
 * @alive: one per path: can it carry?
 * @longer: (nullable): one per path: AS numbers that maintenance has prepended to its routes
 * @used: (out): one per path: does it carry now?
 * Returns: how many carry: the best of those alive, towards on-premises over at most four circuits
 */
uint32_t er_class_choose(const ErFlowClass *class, const bool *alive, const uint32_t *longer, bool *used);
/* What carries a path: its circuit, or its tunnel: component. */
uint32_t er_path_carrier(const ErNetwork *net, const ErPath *path);
/* Is the path alive when the @n elements failed? */
bool er_path_alive_without(const ErFlows *flows, const ErFlow *flow, const ErPath *path, const uint32_t *elements, uint32_t n);
/*
 * Does @element, lost alone, take the path down? Of several alternatives it must be the only one, or a group that holds them all.
 * A path of a cut for which no member does is taken down by its members together. er_path_alive_without() says the same of a set of one;
 * this asks from the path's side, so that a region of thousands costs what the path holds, not what the region does.
 */
bool er_path_falls_with(const ErFlows *flows, const ErFlow *flow, const ErPath *path, uint32_t element);
/* Would @flow be up after the @n elements failed? Straight from the definition. */
bool er_flow_up_without(const ErFlows *flows, const ErFlow *flow, const uint32_t *elements, uint32_t n);

/**
 * er_flow_fault_tree:
 * Returns: (transfer full): XML (Open-PSA Model Exchange Format): "this flow is down" as a fault tree over the same components and
 * reported groups as its cuts; labels hold their ids. A flow without a path is down whatever happens.
 */
GString *er_flow_fault_tree(const ErFlows *flows, const ErFlow *flow);
/* Likewise for @n flows in one text: fault trees "flow_1" …, over the same basic events. */
GString *er_flows_fault_trees(const ErFlows *flows, const ErFlow *const *which, uint32_t n);

const char *er_direction_name(ErDirection direction);       /* "onprem-to-azure" "azure-to-onprem" */
const char *er_mode_name(ErMode mode);
const char *er_asymmetry_name(ErAsymmetryKind kind);

#endif
