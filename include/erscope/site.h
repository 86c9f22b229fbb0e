/*
 * site.h: the site description: what no Azure inventory holds.
 *
 * In: one file that the user wrote, XML (namespace urn:erscope:estate:1) or JSON of the same shape: an element is an object, a
 * repeated element an array, an attribute a string (numbers and booleans are taken too). Out: one ErEstate: sites with routers, ends
 * of circuits and VPN ends, WANs between sites, services, demand, accepted risks, availability.
 * Promise on bad input: what is not understood is an error with its place and the nearest names, and is left out; the rest is still
 * read, so the result is never missing. Whether a circuit or VNet of that name exists is asked later, against the inventory (model).
 * Text is "" and numbers are ER_UNSAID where the user said nothing: unsaid is assumed or unknown, never fine.
 * Elements and attributes are rows of one table (src/ingest/site_tree.c); the reader, the XSD and the JSON Schema come from it.
 */
#ifndef ERSCOPE_SITE_H
#define ERSCOPE_SITE_H

#include "inventory.h"

#define ER_UNSAID UINT32_MAX
typedef enum { ER_TRI_UNSAID, ER_TRI_NO, ER_TRI_YES } ErTri;

typedef enum { ER_MODEL_UNSAID, ER_MODEL_CLOUD_EXCHANGE, ER_MODEL_POINT_TO_POINT, ER_MODEL_ANY_TO_ANY, ER_MODEL_DIRECT } ErConnectivity;
typedef enum { ER_USE_UNSAID, ER_USE_ACTIVE, ER_USE_STANDBY } ErLinkUse;

/* Every record begins with its place in the file. */
typedef struct {
	ErLoc loc;
	const char *cidr;            /* as written; checked, host bits clear */
	const char *circuit_list;    /* as written; split into: */
	const char *const *circuits; uint32_t n_circuits;  /* names; none: on all */
} ErSitePrefix;

typedef struct {
	ErLoc loc;
	const char *id, *role;       /* "router", "firewall"; "" */
	const char *chassis, *power, *rack;
	ErTri stateful, state_sync;
} ErSiteRouter;

typedef struct {
	ErLoc loc;
	uint32_t side;               /* 0 primary, 1 secondary */
	const char *router;          /* id of a router of the site; checked; "" */
	const char *port, *access, *conduit, *entry, *carrier, *provider_edge, *nni, *mmr;
	const char *routing;         /* "bgp", "static"; "" */
	const char *failover;        /* of a standby link: "auto", "manual"; "" */
	ErTri bfd, accepts_as_path, first_hop_redundancy, mss_clamp;
	ErLinkUse preference;
	uint32_t prepend;            /* AS numbers added to what the CE advertises; 0 */
	uint32_t bandwidth_mbps, rtt_ms, hold_time_s, mtu;
	uint32_t max_prefixes;       /* that the router takes from Azure's side before it resets the session */
} ErSiteLink;

typedef struct { ErLoc loc; const char *id; uint32_t side; } ErSiteWanEdge;

typedef struct {
	ErLoc loc;
	const char *name;            /* resource name or ARM id, as written */
	ErConnectivity model;
	uint32_t layer;              /* 2, 3; ER_UNSAID */
	uint32_t local_preference;
	ErTri multipath;
	const char *vrf, *preferred_circuit, *last_failover_test, *provider_sla, *provider_diversity;
	const ErSiteLink *links; uint32_t n_links;          /* at most one per side, any-to-any any number; in file order */
	const ErSiteWanEdge *wan_edges; uint32_t n_wan_edges;
} ErSiteCircuit;

typedef struct {
	ErLoc loc;
	const char *gateway;         /* name or ARM id, as written */
	const char *router;          /* checked; "" */
	const char *access, *conduit, *entry, *carrier;
	ErTri over_microsoft_peering;
	uint32_t bandwidth_mbps;
} ErSiteVpn;

typedef struct {
	ErLoc loc;
	const char *id, *name;       /* name: the id where unsaid */
	const char *facility, *campus, *power, *address, *preferred_circuit, *last_failover_test, *provider_sla, *provider_diversity;
	ErTri out_of_band, dns, aaa; /* does it keep working without Azure? */
	const ErSitePrefix *prefixes; uint32_t n_prefixes;
	const ErSiteRouter *routers; uint32_t n_routers;    /* ids unique within the site */
	const ErSiteCircuit *circuits; uint32_t n_circuits; /* names unique within the site */
	const ErSiteVpn *vpns; uint32_t n_vpns;
} ErSiteRecord;

typedef struct {
	ErLoc loc;
	const char *id;
	const char *site_list;       /* as written; split into: */
	const char *const *sites; uint32_t n_sites;         /* at least two, declared, checked */
	uint32_t bandwidth_mbps;
} ErSiteWan;

typedef struct {
	ErLoc loc;
	const char *id, *name, *criticality;
	const char *const *vnets; const ErLoc *vnet_locs; uint32_t n_vnets;  /* names or ARM ids, as written */
} ErSiteService;

typedef struct {
	ErLoc loc;
	const char *site, *service;  /* checked; site "": every site; service "": the whole site */
	const char *vnet;            /* name or ARM id, instead of a service; "" */
	uint32_t to_azure_mbps, from_azure_mbps;
} ErSiteDemand;

typedef struct {
	ErLoc loc;
	const char *rule, *subject, *until, *by, *reason;   /* until: YYYY-MM-DD, checked */
} ErSiteAccept;

typedef struct {
	ErLoc loc;
	const char *component;       /* kind ("gateway", "access" …), group kind, or the id of one component */
	double value;                /* per cent, as written: 99.95; greater than 0, at most 100 */
	const char *source;
} ErSiteAvailability;

typedef struct ErEstate ErEstate;

/**
 * er_estate_read:
 * @file: path as the user typed it
 * @diags: (inout): SIT001 … SIT008
 * Returns: (transfer full): never NULL; free with er_estate_free()
 */
ErEstate *er_estate_read(const char *file, ErDiags *diags);
/* The same for one text in memory, XML or JSON by its first character, named @name in messages. */
ErEstate *er_estate_parse(const char *text, size_t length, const char *name, ErDiags *diags);
/**
 * er_estate_both:
 * Everything of @now, and what of @before is gone: sites, WANs, and ends of circuits and VPNs that no site has @now.
 * Returns: (transfer full): its records are those of both, which must outlive it
 */
ErEstate *er_estate_both(const ErEstate *now, const ErEstate *before);
void er_estate_free(ErEstate *estate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErEstate, er_estate_free)

/* Everything in the order of the file, but for sites, WANs and services, which are sorted by id. */
#define ER_ESTATE_ARRAY(Type, singular, plural) \
	uint32_t er_estate_n_##plural(const ErEstate *estate); \
	const Type *er_estate_##singular(const ErEstate *estate, uint32_t i);
ER_ESTATE_ARRAY(ErSiteRecord, site, sites)
ER_ESTATE_ARRAY(ErSiteWan, wan, wans)
ER_ESTATE_ARRAY(ErSiteService, service, services)
ER_ESTATE_ARRAY(ErSiteDemand, demand, demands)
ER_ESTATE_ARRAY(ErSiteAccept, accept, accepts)
ER_ESTATE_ARRAY(ErSiteAvailability, availability, availabilities)


/* The XSD (true) or JSON Schema, draft 2020-12 (false) of the site description, made from the table of elements. (transfer full) */
GString *er_estate_schema(bool xsd);

/**
 * er_estate_starter:
 * @inv: an inventory
 * Returns: (transfer full): a commented XML file for exactly the circuits, VPN gateways and VNets found, valid as it stands
 */
GString *er_estate_starter(const ErInventory *inv);

#endif
