/*
 * inventory.h: what ingest read: ARM resources in one shape, whatever format they came in.
 *
 * In: files (JSON today; the door is src/ingest/ingest.c). Out: one ErInventory: every resource once, sorted by id, its
 * properties as a tree of values with their places, what it refers to beyond the input, and the ledger that accounts for all.
 * Promise on bad input: an unreadable file gives diagnostics and an incomplete source, never a missing inventory; no value
 * of a secret property (serviceKey, authorizationKey, sharedKey, MACsec secrets, passwords of private clouds) is ever stored: only that it was there.
 * Ids are normalised once here: lower case, no trailing slash, no host, no query; the first spelling is kept for display.
 */
#ifndef ERSCOPE_INVENTORY_H
#define ERSCOPE_INVENTORY_H

#include "diag.h"

/* ---- values ---- */

typedef enum { ER_VALUE_NULL, ER_VALUE_FALSE, ER_VALUE_TRUE, ER_VALUE_NUMBER, ER_VALUE_STRING, ER_VALUE_ARRAY, ER_VALUE_OBJECT } ErValueKind;

typedef struct ErValue ErValue;
typedef struct ErMember ErMember;

struct ErValue {
	uint64_t offset;       /* of the value's first byte in its file */
	union {
		const char *text;      /* STRING: decoded UTF-8 without NUL; NUMBER: as written, so that integers stay exact */
		ErValue *items;        /* ARRAY */
		ErMember *members;     /* OBJECT, in file order */
	} u;
	uint32_t line;         /* 1-based */
	uint32_t n;            /* bytes, items or members */
	ErValueKind kind;
	uint32_t source;       /* index of the file; set by ingest */
};

struct ErMember { const char *key; ErValue value; };

/*
 * Member of a resource's body that holds its live captures, in the words of the REST API: "resiliencyInformation", "routesInformation",
 * "failoverTests", "failoverTest", "learnedRoutes"; of a circuit "routeTable" (of an unsaid link), "routeTablePrimary", "routeTableSecondary"; of a Route Server's BGP connection "peerRoutes".
 */
#define ER_CAPTURES "$captures"

/*
 * Member of a Route Server's body when what-if results say that it comes or goes: "Create", "Delete". What is deleted is no part of the state
 * after the change; a Route Server is read all the same, since its coming and going is an outage of the gateways beside it.
 */
#define ER_CHANGE "$change"

/* The text a secret is replaced by, so that its presence can still be seen. */
#define ER_REDACTED "(redacted)"

/**
 * er_value_get:
 * @value: (nullable)
 * @path: member names joined by '.', compared without regard to case
 * Returns: the value there, or NULL when any step is absent or JSON null
 */
const ErValue *er_value_get(const ErValue *value, const char *path);
/* The member of that name (it may hold dots), in any case, JSON null included; NULL when absent, or when @object is NULL or no object. */
const ErValue *er_value_member(const ErValue *object, const char *name);
/* The string there, or NULL when absent, empty or no string. */
const char *er_value_text(const ErValue *value, const char *path);
/* Is it this text, without regard to case? */
bool er_value_says(const ErValue *value, const char *path, const char *word);
/* True when a boolean (or the string true/false) is there; stored in *out. */
bool er_value_bool(const ErValue *value, const char *path, bool *out);
/* True when a non-negative integral number (also 100.0, or a string of digits) up to UINT32_MAX is there. */
bool er_value_uint(const ErValue *value, const char *path, uint32_t *out);
/* Items of the array there; 0 when absent or no array. */
uint32_t er_value_count(const ErValue *value, const char *path);
const ErValue *er_value_item(const ErValue *array, uint32_t i);

/* ---- resources ---- */

/* X(kind, type in lower case, modelled, reason when it is not modelled) */
#define ER_RESOURCE_TABLE(X) \
	X(ER_RES_CIRCUIT, "microsoft.network/expressroutecircuits", true, "") \
	X(ER_RES_CIRCUIT_PEERING, "microsoft.network/expressroutecircuits/peerings", true, "") \
	X(ER_RES_GLOBAL_REACH, "microsoft.network/expressroutecircuits/peerings/connections", true, "") \
	X(ER_RES_PEERED_CONNECTION, "microsoft.network/expressroutecircuits/peerings/peerconnections", false, "other half of a Global Reach connection") \
	X(ER_RES_AUTHORIZATION, "microsoft.network/expressroutecircuits/authorizations", true, "") \
	X(ER_RES_PORT, "microsoft.network/expressrouteports", true, "") \
	X(ER_RES_PORT_LINK, "microsoft.network/expressrouteports/links", true, "") \
	X(ER_RES_GATEWAY, "microsoft.network/virtualnetworkgateways", true, "") \
	X(ER_RES_CONNECTION, "microsoft.network/connections", true, "") \
	X(ER_RES_VNET, "microsoft.network/virtualnetworks", true, "") \
	X(ER_RES_SUBNET, "microsoft.network/virtualnetworks/subnets", true, "") \
	X(ER_RES_VNET_PEERING, "microsoft.network/virtualnetworks/virtualnetworkpeerings", true, "") \
	X(ER_RES_PUBLIC_IP, "microsoft.network/publicipaddresses", true, "") \
	X(ER_RES_ROUTE_TABLE, "microsoft.network/routetables", true, "") \
	X(ER_RES_PRIVATE_ENDPOINT, "microsoft.network/privateendpoints", true, "") \
	X(ER_RES_VWAN, "microsoft.network/virtualwans", true, "") \
	X(ER_RES_HUB, "microsoft.network/virtualhubs", true, "") \
	X(ER_RES_HUB_CONNECTION, "microsoft.network/virtualhubs/hubvirtualnetworkconnections", true, "") \
	X(ER_RES_ROUTING_INTENT, "microsoft.network/virtualhubs/routingintent", true, "") \
	X(ER_RES_ROUTE_MAP, "microsoft.network/virtualhubs/routemaps", true, "") \
	X(ER_RES_HUB_GATEWAY, "microsoft.network/expressroutegateways", true, "") \
	X(ER_RES_HUB_ER_CONNECTION, "microsoft.network/expressroutegateways/expressrouteconnections", true, "") \
	X(ER_RES_CROSS_CONNECTION, "microsoft.network/expressroutecrossconnections", false, "the provider's view of a circuit, not a circuit") \
	X(ER_RES_LOCAL_GATEWAY, "microsoft.network/localnetworkgateways", true, "") \
	X(ER_RES_VPN_GATEWAY, "microsoft.network/vpngateways", true, "") \
	X(ER_RES_VPN_CONNECTION, "microsoft.network/vpngateways/vpnconnections", true, "") \
	X(ER_RES_FIREWALL, "microsoft.network/azurefirewalls", true, "") \
	X(ER_RES_LOAD_BALANCER, "microsoft.network/loadbalancers", true, "") \
	X(ER_RES_NETWORK_INTERFACE, "microsoft.network/networkinterfaces", true, "") \
	X(ER_RES_VPN_SITE, "microsoft.network/vpnsites", true, "") \
	X(ER_RES_HUB_BGP_CONNECTION, "microsoft.network/virtualhubs/bgpconnections", true, "") \
	X(ER_RES_METRIC_ALERT, "microsoft.insights/metricalerts", true, "") \
	X(ER_RES_ACTIVITY_LOG_ALERT, "microsoft.insights/activitylogalerts", true, "") \
	X(ER_RES_CONNECTION_MONITOR, "microsoft.network/networkwatchers/connectionmonitors", true, "") \
	X(ER_RES_DIAGNOSTIC_SETTING, "microsoft.insights/diagnosticsettings", true, "") \
	X(ER_RES_MAINTENANCE_ASSIGNMENT, "microsoft.maintenance/configurationassignments", true, "") \
	X(ER_RES_LOCK, "microsoft.authorization/locks", true, "") \
	X(ER_RES_PRIVATE_CLOUD, "microsoft.avs/privateclouds", true, "") \
	X(ER_RES_KEY_VAULT, "microsoft.keyvault/vaults", true, "") \
	X(ER_RES_DNS_RULESET, "microsoft.network/dnsforwardingrulesets", true, "") \
	X(ER_RES_DNS_RULE, "microsoft.network/dnsforwardingrulesets/forwardingrules", true, "") \
	X(ER_RES_DNS_LINK, "microsoft.network/dnsforwardingrulesets/virtualnetworklinks", true, "") \
	X(ER_RES_CLASSIC_NETWORK, "microsoft.classicnetwork/virtualnetworks", false, "classic deployment model, retired") \
	X(ER_RES_CLASSIC_CIRCUIT, "microsoft.classicnetwork/dedicatedcircuits", false, "classic deployment model, retired") \
	X(ER_RES_OTHER, "", false, "no part in ExpressRoute paths")

#define ER_RESOURCE_ENUM(symbol, type, modelled, reason) symbol,
typedef enum { ER_RESOURCE_TABLE(ER_RESOURCE_ENUM) ER_RES__COUNT } ErResourceKind;
#undef ER_RESOURCE_ENUM

typedef struct {
	const char *id;        /* normalised: see above */
	const char *id_shown;  /* as first spelled */
	const char *name;      /* last name segment, as spelled */
	const char *type;      /* lower case */
	ErResourceKind kind;
	const char *parent;    /* id of the parent resource; NULL for top-level ones */
	const char *subscription; /* from the id, lower case; "" when none */
	const char *location;  /* region name without spaces, lower case; "" when absent */
	ErValue body;          /* the resource, children taken out, duplicates merged */
	const char *conditional; /* of a template: what its existence hangs on and nobody has said; NULL: it is there */
	bool names_only;       /* came without properties: details absent */
	uint32_t source;       /* index of the file that held it first */
	uint32_t line;
	const char *pointer;   /* JSON Pointer in that file */
} ErResource;

/* Something that resources refer to and the input does not hold. */
typedef struct {
	const char *id;        /* normalised */
	const char *id_shown;
	const char *name;
	ErResourceKind kind;   /* from the id's type */
	const char *referrer;  /* id of the first resource, by id order, that names it */
} ErExternal;

typedef struct {
	const char *file;      /* as the user typed it */
	const char *format;    /* of the results schema, such as "arm-rest-list"; "unreadable" */
	char sha256[65];       /* of the file's bytes; "" when it could not be read */
	uint32_t resources;
	const char *of;        /* of a live capture: id of the resource it was attached to; else NULL */
	bool complete;         /* false: unreadable, cut off, one page of more, or a live capture of nobody knows what */
} ErSource;

/* ---- the ledger: resources = modelled + merged + ignored ---- */

typedef struct { const char *type, *reason; uint32_t count; } ErIgnored;

typedef struct {
	uint32_t resources;    /* every resource met, embedded children included */
	uint32_t modelled;     /* distinct ids of kinds that the model reads */
	uint32_t merged;       /* the same id again */
	uint32_t n_ignored;    /* rows */
	const ErIgnored *ignored; /* sorted by type and reason */
} ErLedger;

typedef struct ErInventory ErInventory;

/**
 * er_inventory_read:
 * @files: @n_files paths as the user typed them
 * @diags: (inout)
 *
 * Reads all files into one inventory: children embedded or separate or both are merged by id, the fuller value wins.
 * The order of files and of resources in them does not change the result, origins aside.
 *
 * Returns: (transfer full): never NULL; free with er_inventory_free()
 */
ErInventory *er_inventory_read(const char *const *files, uint32_t n_files, ErDiags *diags);
/* A file; @of: (nullable): id or name of the resource that a live capture in it is of. */
typedef struct { const char *file, *of; } ErInput;
/* The same for files that include live captures. @before: of what-if results and Terraform plans the state before the change, not after it. */
ErInventory *er_inventory_read_inputs(const ErInput *inputs, uint32_t n, bool before, ErDiags *diags);
/* The same for one text in memory, named @name in messages. */
ErInventory *er_inventory_parse(const char *text, size_t length, const char *name, ErDiags *diags);
/* Which resources of an inventory to take, and what ids in them mean (transfer full; NULL: themselves). Both are given @data. */
typedef struct {
	bool (*takes)(const void *data, const ErResource *resource);
	char *(*rename)(const void *data, const char *normalised_id);
	const void *data;
} ErOverlay;
/* (transfer full): all of @top, and of @base what @how takes and @top does not have. Both are borrowed for the call only. */
ErInventory *er_inventory_overlay(const ErInventory *top, const ErInventory *base, const ErOverlay *how, ErDiags *diags);
void er_inventory_free(ErInventory *inv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErInventory, er_inventory_free)

uint32_t er_inventory_count(const ErInventory *inv);            /* modelled kinds only, sorted by id */
const ErResource *er_inventory_at(const ErInventory *inv, uint32_t i);
const ErResource *er_inventory_lookup(const ErInventory *inv, const char *id); /* normalised id; NULL when absent */
/* Resources below @id ("<id>/…"), which stand together in id order: the index of the first; their number in *n. */
uint32_t er_inventory_below(const ErInventory *inv, const char *id, uint32_t *n);
uint32_t er_inventory_n_externals(const ErInventory *inv);      /* sorted by id */
const ErExternal *er_inventory_external(const ErInventory *inv, uint32_t i);
uint32_t er_inventory_n_sources(const ErInventory *inv);        /* in the order given */
const ErSource *er_inventory_source(const ErInventory *inv, uint32_t i);
const ErLedger *er_inventory_ledger(const ErInventory *inv);
bool er_inventory_complete(const ErInventory *inv);             /* every source is */
bool er_inventory_names_only(const ErInventory *inv);           /* resources were met, none of them had properties */
/* SHA-256 in hex over the normalised resources sorted by id; the same for any order and any file. */
const char *er_inventory_content(const ErInventory *inv);
/* Place of a value of a resource, for evidence; @pointer is given by the caller. */
ErLoc er_inventory_place(const ErInventory *inv, const ErResource *res, const ErValue *value);

/**
 * er_id_normalise:
 * @text: (nullable): an ARM id as met: any case, trailing slashes, host, query, blanks
 * Returns: (transfer full) (nullable): lower case from "/subscriptions" or "/providers" on; NULL when it is no ARM id
 */
char *er_id_normalise(const char *text);
/* The type an id spells out, in lower case; NULL when it names no provider. (transfer full) */
char *er_id_type(const char *normalised_id);
/* The ancestor of @normalised_id (or itself) whose type is that of @kind; NULL when there is none. (transfer full) */
char *er_id_ancestor(const char *normalised_id, ErResourceKind kind);
/* A reference as met at @path: { "id": … }, an embedded object, or a bare string; NULL when absent. */
const char *er_value_reference(const ErValue *value, const char *path);
/* The reference at @path, normalised and shortened to the resource of @kind it names; NULL when absent. (transfer full) */
char *er_id_reference(const ErValue *value, const char *path, ErResourceKind kind);
const char *er_resource_type_name(ErResourceKind kind);

/* How to export what is read: the Resource Graph query, or the commands around it. (transfer full) */
typedef enum { ER_EXPORT_QUERY, ER_EXPORT_AZ, ER_EXPORT_POWERSHELL } ErExport;
GString *er_export_text(ErExport what);
/* Do these commands export resources of @kind, by themselves or inside others? */
bool er_export_has(ErResourceKind kind);

#endif
