/* catalogue.h: what Microsoft publishes about locations, regions and gateway sizes, as tables. Private to src/model. */
#ifndef ER_MODEL_CATALOGUE_H
#define ER_MODEL_CATALOGUE_H

#include <erscope/network.h>

typedef struct {
	const char *name;          /* circuit-style: "London", "Amsterdam Metro" */
	const char *city;          /* metro name: "Amsterdam" for Amsterdam, Amsterdam2 and Amsterdam Metro */
	bool metro;                /* a Metro location: two buildings */
} ErLocation;

/**
 * er_catalogue_location:
 * @text: peeringLocation as given, circuit-style ("London2") or facility-style as Direct ports have it ("Equinix-London-LD5")
 * @direct: resolve facility-style names by operator and trailing code
 * Returns: false when the table has no such place; then @out has the text as name, no city, and metro only from its spelling
 */
bool er_catalogue_location(const ErTables *tables, const char *text, bool direct, GStringChunk *strings, ErLocation *out);

/* Geopolitical region of a peering location ("Europe"), as Microsoft draws them for ExpressRoute; NULL when the table has no such place. */
const char *er_catalogue_location_geo(const ErTables *tables, const char *location, bool direct);
/* Is the place in @geo, in whichever cloud has it? ER_TRI_UNSAID: the table has no such place. */
ErTri er_catalogue_in_geo(const ErTables *tables, const char *location, bool direct, const char *geo);
/* Is @region ("uksouth") one of its local regions? ER_TRI_UNSAID: the table has none for it. */
ErTri er_catalogue_local_to(const ErTables *tables, const char *location, bool direct, const char *region);
/* Geopolitical region of an Azure region; NULL when the table has no such region. */
const char *er_catalogue_region_geo(const ErTables *tables, const char *name);
/* Does the building @facility ("Equinix AM5") hold the peering location @text? Returns: 1 yes, 0 no, -1 the table does not tell; of Metro, which stands in two buildings, 0. */
int er_catalogue_in_facility(const ErTables *tables, const char *text, bool direct, const char *facility);

typedef struct { const char *name, *display; bool zones, fastpath_private_link; const char *as_of; } ErRegion;
/* @name: programmatic ("uksouth"); false when the table has no such region. */
bool er_catalogue_region(const ErTables *tables, const char *name, ErRegion *out);

/* How near a peering location (name of the table) is to a region: 0 it is local to it, 1 in the same geography, 2 in another one, 3 not known. */
uint32_t er_catalogue_distance(const ErTables *tables, const char *location, const char *region);

typedef struct {
	const char *name;
	bool zones, per_scale_unit;
	uint32_t inbound_mbps, max_circuits;   /* 0 unknown */
	uint32_t fastpath_units;               /* scale units from which FastPath works; 0: any size; UINT32_MAX: never */
	uint32_t machines, learned_routes;     /* virtual machines it serves, routes it learns; 0 unknown */
} ErGatewaySku;
bool er_catalogue_sku(const ErTables *tables, const char *name, ErGatewaySku *out);
/* Circuits and routes that every size takes whose row tells; 0 none does. */
ErGatewaySku er_catalogue_least_sku(const ErTables *tables);
/* Mbps of a VPN gateway over all tunnels, IPsec as recommended; @second: of the second generation; 0 unknown */
uint32_t er_catalogue_vpn_mbps(const ErTables *tables, const char *sku, bool second);

#endif
