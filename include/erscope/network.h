/*
 * network.h: the topology: what can fail, and what fails together.
 *
 * In: an inventory and, if given, a site description. Out: components (things that fail, are maintained or are deleted on their own), each with owner,
 * certainty, state and origin; typed records that say how they belong together; shared-risk groups.
 * Promise on bad input: what cannot be joined gives a diagnostic and is left out; the rest is still built. Nothing is guessed as
 * fact: what nobody said is *assumed*, and listed as an assumption together with what to declare.
 * Components, groups and every record array are sorted by id: the same resources in any order give the same network.
 */
#ifndef ERSCOPE_NETWORK_H
#define ERSCOPE_NETWORK_H

#include "prefix.h"
#include "site.h"
#include "tables.h"

/* Weakest first: the certainty of a whole is the least of its parts'. */
typedef enum { ER_ASSUMED, ER_DERIVED, ER_DECLARED, ER_OBSERVED } ErCertainty;

#define ER_KIND_TABLE(X) \
	X(ER_KIND_SITE, "site") X(ER_KIND_CE, "ce") X(ER_KIND_ACCESS, "access") X(ER_KIND_PE, "pe") X(ER_KIND_LINK, "link") \
	X(ER_KIND_MSEE, "msee") X(ER_KIND_SESSION, "session") X(ER_KIND_CIRCUIT, "circuit") X(ER_KIND_PORT, "port") \
	X(ER_KIND_CONNECTION, "connection") X(ER_KIND_GATEWAY, "gateway") X(ER_KIND_INSTANCE, "gateway-instance") \
	X(ER_KIND_HUB, "hub") X(ER_KIND_HUB_CONNECTION, "hub-connection") X(ER_KIND_VNET, "vnet") X(ER_KIND_VNET_PEERING, "vnet-peering") \
	X(ER_KIND_FIREWALL, "firewall") X(ER_KIND_VPN_GATEWAY, "vpn-gateway") X(ER_KIND_VPN_INSTANCE, "vpn-gateway-instance") \
	X(ER_KIND_VPN_CONNECTION, "vpn-connection") X(ER_KIND_GLOBAL_REACH, "global-reach") X(ER_KIND_WAN, "wan")
#define ER_KIND_ENUM(symbol, name) symbol,
typedef enum { ER_KIND_TABLE(ER_KIND_ENUM) ER_KIND__COUNT } ErKind;
#undef ER_KIND_ENUM

typedef enum { ER_OWNER_CUSTOMER, ER_OWNER_PROVIDER, ER_OWNER_MICROSOFT } ErOwner;
typedef enum { ER_PRIMARY, ER_SECONDARY } ErSide;

/* In the order in which, of groups with equal members, the first is reported (model of shared-risk groups). */
#define ER_GROUP_TABLE(X) \
	X(ER_GRP_ZONE, "zone") X(ER_GRP_FACILITY, "facility") X(ER_GRP_LOCATION, "peering-location") X(ER_GRP_CONDUIT, "conduit") \
	X(ER_GRP_ENTRY, "entry") X(ER_GRP_ACCESS, "access") X(ER_GRP_CHASSIS, "chassis") X(ER_GRP_POWER, "power") \
	X(ER_GRP_PROVIDER_EDGE, "provider-edge") X(ER_GRP_CARRIER, "carrier") X(ER_GRP_PROVIDER, "provider") X(ER_GRP_METRO, "metro") \
	X(ER_GRP_REGION, "region") X(ER_GRP_SUBSCRIPTION, "subscription")
#define ER_GROUP_ENUM(symbol, name) symbol,
typedef enum { ER_GROUP_TABLE(ER_GROUP_ENUM) ER_GRP__COUNT } ErGroupOf;
#undef ER_GROUP_ENUM

/* Index of "nothing" for every record below. */
#define ER_NONE UINT32_MAX
typedef struct { uint32_t i; } ErComponentId;
typedef struct { uint32_t i; } ErGroupId;

typedef struct {
	const char *id;          /* result id */
	const char *name;        /* as spelled by the user */
	ErKind kind;
	ErOwner owner;
	ErCertainty certainty;
	const char *location;    /* region or peering location, for display; "" when none */
	const char *subscription;/* lower case; "" when it is no resource */
	const char *const *zones; uint32_t n_zones;
	bool up;                 /* as the inventory stands */
	const char *reason;      /* why it is down; "" when up */
	bool external;           /* referred to, not in the input */
	const ErResource *resource; /* borrowed from the inventory; NULL for derived parts and externals */
	const char *file; uint32_t line; const char *pointer; /* origin; "" and 0 when it has none of its own (its parent's is used) */
} ErComponent;

typedef struct {
	const char *id;          /* "group:<kind>:<name>" */
	const char *name;
	ErGroupOf kind;
	ErCertainty certainty;
	const uint32_t *members; uint32_t n_members;  /* component indices, ascending */
	uint32_t first;          /* group that is reported for this member set; itself unless another comes first */
} ErGroup;

typedef struct {
	uint32_t self;           /* component */
	uint32_t port;           /* index into ports; ER_NONE for provider circuits */
	bool external;
	bool peerings_known;     /* the export says which peerings there are */
	uint32_t pe[2], link[2], msee[2], session[2]; /* components by side; ER_NONE: none */
	const char *provider;    /* "" for Direct and external */
	const char *peering_location; /* display; "" unknown */
	bool metro;              /* a Metro circuit: one link in each of two buildings of the city */
	const char *tier, *family;   /* "Standard" "MeteredData"; "" unknown */
	uint32_t bandwidth_mbps; /* 0 unknown */
	uint32_t peer_asn, vlan; /* 0 unknown */
	uint32_t n_connections;
	ErConnectivity model;    /* declared; Direct from the inventory; ER_MODEL_UNSAID otherwise */
	ErConnectivity guess;    /* from the provider's name, an assumption; ER_MODEL_UNSAID: none */
	uint32_t first_end, n_ends; /* into ends */
} ErCircuit;

typedef struct {
	uint32_t self;
	uint32_t link[2], msee[2];
	const char *peering_location;  /* facility-style name, as given */
	uint32_t bandwidth_mbps;
	const char *encapsulation;
} ErPort;

typedef enum { ER_ZONES_UNKNOWN, ER_ZONES_NO_REGION, ER_ZONES_NONE, ER_ZONES_ZONAL, ER_ZONES_REDUNDANT } ErZoneVerdict;

typedef struct {
	uint32_t self;
	uint32_t first_instance, n_instances; /* into er_network_instance() */
	bool instances_known;    /* false: shown as "2+" */
	uint32_t vnet;           /* index into vnets; ER_NONE for a hub's gateway or when not known */
	uint32_t hub;            /* index into hubs; ER_NONE otherwise */
	const char *sku;         /* canonical spelling where the table has it; "" not told */
	bool sku_known;          /* the table has it: zones, FastPath and throughput follow from it */
	const char *region;
	ErZoneVerdict zones;
	const char *zone;        /* the one zone of a zonal gateway; "" otherwise */
	const ErResource *address; /* its public address, when that decided the zones; NULL otherwise */
	ErCertainty zones_certainty;
	const char *zones_reason;
	bool az_sku;
	bool fastpath;           /* this SKU and size can do FastPath */
	const char *fastpath_why;/* why not, in words; "" when it can */
	uint32_t scale_units;    /* minimum; 0 when it has none */
	uint32_t inbound_mbps;   /* nominal throughput on-premises to Azure; 0 unknown */
} ErGateway;

typedef struct {
	uint32_t self;
	uint32_t circuit, gateway;   /* indices */
	uint32_t weight;
	bool weight_known;
	bool bypass, bypass_known;   /* expressRouteGatewayBypass */
	bool private_link_bypass;    /* enablePrivateLinkFastPath */
} ErConnection;

typedef enum { ER_HOP_UNKNOWN, ER_HOP_VNET, ER_HOP_GATEWAY, ER_HOP_INTERNET, ER_HOP_APPLIANCE, ER_HOP_DROP } ErNextHop;
typedef struct { ErPrefix prefix; const char *shown; ErNextHop next; const char *address; } ErUdr;   /* address: of an appliance; "" */
typedef struct {
	const ErResource *resource;
	bool propagation_off;        /* what gateways learn does not reach subnets with this table */
	const ErUdr *routes; uint32_t n_routes;
} ErRouteTable;

typedef struct {
	const char *name;
	const ErPrefix *prefixes; uint32_t n_prefixes;
	uint32_t table;              /* index into route tables; ER_NONE */
	bool platform;               /* of gateways, firewalls, Bastion, Route Server: no workload */
} ErSubnet;

typedef struct {
	uint32_t self;
	bool external;
	const char *region;
	const char *prefixes;        /* "10.10.0.0/22, …" for display */
	const ErPrefix *space; uint32_t n_space;
	const char *gateway_subnet;  /* prefix; "" none */
	uint32_t gateway_table;      /* route table of GatewaySubnet; ER_NONE */
	uint32_t first_subnet, n_subnets; /* into subnets, GatewaySubnet left out; by name */
	uint32_t n_private_endpoints;
} ErVnet;

typedef enum { ER_HUB_EXPRESSROUTE, ER_HUB_VPN, ER_HUB_AS_PATH } ErHubPreference;

typedef struct {
	uint32_t self;
	const char *region, *prefix;
	const char *wan;             /* id of the virtual WAN; "" unknown */
	bool basic;                  /* that WAN is of type Basic: hubs do not reach each other */
	ErHubPreference preference;
	uint32_t firewall;           /* next hop of private traffic by routing intent: index; ER_NONE */
} ErHub;

/* A VNet peering (both halves joined) or a hub connection: how a spoke hangs on a hub. */
typedef struct {
	uint32_t self;
	uint32_t hub_vnet;           /* index into vnets; ER_NONE for a hub connection */
	uint32_t hub;                /* index into hubs; ER_NONE for a VNet peering */
	uint32_t spoke;              /* index into vnets */
	bool transit;                /* spoke uses the hub's gateway: both halves there, Connected, flags set */
	const char *reason;          /* why not; "" when transit */
	bool global;                 /* the two regions differ */
} ErAttachment;

typedef struct {
	uint32_t self;
	const ErSiteRecord *record;  /* borrowed from the estate; NULL for the assumed site */
	const ErPrefix *prefixes; uint32_t n_prefixes;
} ErSite;

/* Where one link of a circuit ends on-premises. An any-to-any circuit has one per access line and side. */
typedef struct {
	uint32_t circuit;            /* index */
	ErSide side;                 /* of the link behind it */
	uint32_t site;               /* index */
	uint32_t ce, access;         /* components */
	const ErSiteCircuit *circuit_record; /* what was declared; NULL: nothing */
	const ErSiteLink *record;    /* NULL: an assumed end */
} ErEnd;

/* A network of the customer between sites: full mesh. */
typedef struct { uint32_t self; const uint32_t *sites; uint32_t n_sites; uint32_t bandwidth_mbps; /* ER_UNSAID */ } ErWan;

typedef struct {
	uint32_t self;
	uint32_t first_instance, n_instances; /* into er_network_instance_at() */
	uint32_t vnet, hub;          /* indices; ER_NONE */
	const char *region, *sku;
	ErZoneVerdict zones; const char *zone; ErCertainty zones_certainty;
	uint32_t site;               /* that claims it; ER_NONE: left out of paths */
	const ErSiteVpn *record;
} ErVpnGateway;

/* An IPsec connection of a VPN gateway: one tunnel. */
typedef struct {
	uint32_t self, vpn_gateway;
	uint32_t ce;                 /* component where it ends; ER_NONE: no site claims the gateway */
	const ErPrefix *prefixes; uint32_t n_prefixes;  /* of the local network gateway; none with BGP only */
	bool bgp;
} ErTunnel;

/* Azure Firewall, or an appliance known by the address that routes name. */
typedef struct {
	uint32_t self;
	uint32_t vnet, hub;          /* indices; ER_NONE */
	const char *address;
	uint32_t n_zones; const char *zone;   /* zone: the only one; "" */
	bool azure;                  /* Azure Firewall; otherwise zones are not known */
	uint32_t throughput_mbps;    /* of its tier; 0 unknown */
} ErFirewall;

typedef struct { uint32_t self; uint32_t circuit[2]; bool up; } ErGlobalReach;

/* VNets that the user declares equivalent. */
typedef struct { const char *id, *name, *criticality; const uint32_t *vnets; uint32_t n_vnets; const ErSiteService *record; } ErService;

/* Traffic that the user expects. */
typedef struct {
	uint32_t site;               /* index; ER_NONE: each site */
	uint32_t service, vnet;      /* index of what it is for; both ER_NONE: all VNets together */
	uint32_t mbps[2];            /* towards Azure, and back; 0: none declared */
} ErDemand;

typedef struct { const char *id, *text, *declare; } ErAssumption;

typedef struct ErNetwork ErNetwork;

/**
 * er_network_build:
 * @inv: what ingest read; borrowed, and must outlive the network (resources are evidence)
 * @estate: (nullable): the site description; borrowed likewise
 * @diags: (inout)
 * Returns: (transfer full): never NULL; free with er_network_free()
 */
ErNetwork *er_network_build(const ErInventory *inv, const ErEstate *estate, ErDiags *diags);
/* The same with tables of the caller's, borrowed: they must outlive the network. */
ErNetwork *er_network_build_with(const ErInventory *inv, const ErEstate *estate, const ErTables *tables, ErDiags *diags);

/* A state before, for a network that shows both; @rename with @data tells what an id is now, (transfer full); NULL: gone. */
typedef struct { const ErNetwork *net; char *(*rename)(const void *data, const char *id); const void *data; } ErStateBefore;
/**
 * er_network_build_both:
 * @inv: of both states (er_inventory_overlay())
 * A firewall is known by the routes that lead to it; one that only routes of the state before lead to is added without any.
 */
ErNetwork *er_network_build_both(const ErInventory *inv, const ErEstate *estate, const ErTables *tables, const ErStateBefore *earlier, ErDiags *diags);
void er_network_free(ErNetwork *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErNetwork, er_network_free)

const ErInventory *er_network_inventory(const ErNetwork *net);
const ErTables *er_network_tables(const ErNetwork *net);
bool er_network_has_expressroute(const ErNetwork *net);  /* a circuit, a port pair or an ExpressRoute gateway, external ones included */

#define ER_NETWORK_ARRAY(Type, singular, plural) \
	uint32_t er_network_n_##plural(const ErNetwork *net); \
	const Type *er_network_##singular(const ErNetwork *net, uint32_t i);
ER_NETWORK_ARRAY(ErComponent, component, components)
ER_NETWORK_ARRAY(ErGroup, group, groups)
ER_NETWORK_ARRAY(ErSite, site, sites)
ER_NETWORK_ARRAY(ErCircuit, circuit, circuits)
ER_NETWORK_ARRAY(ErPort, port, ports)
ER_NETWORK_ARRAY(ErGateway, gateway, gateways)
ER_NETWORK_ARRAY(ErConnection, connection, connections)
ER_NETWORK_ARRAY(ErVnet, vnet, vnets)
ER_NETWORK_ARRAY(ErHub, hub, hubs)
ER_NETWORK_ARRAY(ErAttachment, attachment, attachments)
ER_NETWORK_ARRAY(ErAssumption, assumption, assumptions)
ER_NETWORK_ARRAY(ErEnd, end, ends)                  /* by circuit, side, site, access */
ER_NETWORK_ARRAY(ErWan, wan, wans)
ER_NETWORK_ARRAY(ErVpnGateway, vpn_gateway, vpn_gateways)
ER_NETWORK_ARRAY(ErTunnel, tunnel, tunnels)
ER_NETWORK_ARRAY(ErFirewall, firewall, firewalls)
ER_NETWORK_ARRAY(ErGlobalReach, global_reach, global_reaches)
ER_NETWORK_ARRAY(ErService, service, services)
ER_NETWORK_ARRAY(ErDemand, demand, demands)
ER_NETWORK_ARRAY(ErRouteTable, route_table, route_tables)
ER_NETWORK_ARRAY(ErSubnet, subnet, subnets)
/* The firewall that @address means for routes of @vnet: index; ER_NONE when no network of the input holds it. */
uint32_t er_network_firewall_for(const ErNetwork *net, uint32_t vnet, const char *address);
/*
 * Is a firewall (index of its component) redundant inside, so that only deletion or misconfiguration takes it away? An Azure Firewall in several
 * zones, in a virtual hub, or in a region without zones; an appliance whose address a load balancer holds, whatever stands behind that.
 */
bool er_network_firewall_is_redundant(const ErNetwork *net, uint32_t component);
/* The peering between two VNets, whatever its state: component; ER_NONE when there is none. */
uint32_t er_network_peering(const ErNetwork *net, uint32_t vnet, uint32_t other);
const ErEstate *er_network_estate(const ErNetwork *net);  /* NULL when none was given */
uint32_t er_network_instance_at(const ErNetwork *net, uint32_t i); /* component; see ErVpnGateway */
uint32_t er_network_instance(const ErNetwork *net, const ErGateway *gateway, uint32_t i); /* component */
/* Component index of an id; ER_NONE when there is none. */
uint32_t er_network_lookup(const ErNetwork *net, const char *id);
/* Ascending order of uint32_t indices, for qsort, bsearch and g_array_sort. */
int er_compare_indices(const void *a, const void *b);
/* The component that a derived part belongs to ("<id>#link-primary" to "<id>"); ER_NONE for what stands alone. */
uint32_t er_network_owner(const ErNetwork *net, uint32_t component);
bool er_group_has(const ErGroup *group, uint32_t component);
/* Groups a component is in: indices, ascending. */
const uint32_t *er_network_groups_of(const ErNetwork *net, uint32_t component, uint32_t *n);

const char *er_kind_name(ErKind kind);
const char *er_group_kind_name(ErGroupOf kind);
const char *er_certainty_name(ErCertainty certainty);
const char *er_owner_name(ErOwner owner);
const char *er_side_name(ErSide side);                   /* "primary" "secondary" */
const char *er_zone_verdict_name(ErZoneVerdict verdict); /* "zone-redundant" … */

#endif
