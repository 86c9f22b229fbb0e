/*
 * estate.h: seeded estates of any size, as the JSON texts that an export would hold.
 *
 * Hubs (gateways) with circuits, and spokes that hang on them, in full properties: subnets with what is in them, both halves of
 * every peering, ports with links, route tables. Some of it is broken the way estates are broken. The same parameters give the same
 * texts: no time, no address, no order of a hash table. Used by the benchmark (bench.c) and by tests of laws (tests/model/test_scale.c).
 */
#ifndef ER_TESTS_BENCH_ESTATE_H
#define ER_TESTS_BENCH_ESTATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Shares are per cent. */
typedef struct {
	uint32_t seed;
	uint32_t vnets;            /* spokes; at most 65,000 with the hubs */
	uint32_t hubs;             /* each with one ExpressRoute gateway */
	uint32_t circuits_per_hub;
	uint32_t subscriptions;
	unsigned direct;           /* circuits on an ExpressRoute Direct port pair; two of a hub share a pair */
	unsigned metro;            /* of the others: at a Metro location */
	unsigned shared_devices;   /* circuits that name an MSEE which others of their location name, too */
	unsigned bow_tie;          /* gateways connected to the first circuit of the next hub, in another region */
	unsigned virtual_hubs;     /* hubs of a Virtual WAN */
	unsigned firewalls;        /* hub VNets with a firewall: routes in their GatewaySubnet, and a default route in their spokes */
	unsigned fastpath;         /* gateways whose connections have it on */
	unsigned vpn;              /* hub VNets with a VPN gateway and an IPsec connection */
	unsigned private_endpoints;/* spokes that hold one */
	unsigned absent;           /* circuits that the export does not hold: of another tenant */
	unsigned broken;           /* spokes, circuits and connections that are down or half there */
	bool renamed;              /* every number in a name is spelt in letters of the same order */
	bool mirrored;             /* what is said of the primary side is said of the secondary one, and the reverse */
} ScaleEstate;

/* 5,000 VNets behind 40 gateways, and the same shape at other sizes. */
ScaleEstate er_scale_typical(uint32_t vnets);

/* Receives one resource; @text is lent for the call. */
typedef void (*ScaleSink)(void *data, const char *text);

void er_scale_write(const ScaleEstate *estate, ScaleSink sink, void *data);
/* The name that @estate gives to "<word>-<number>". (transfer full) */
char *er_scale_name(const ScaleEstate *estate, const char *word, uint32_t number);
/* Spells names of a renamed estate in @text as those of the one that is not. */
void er_scale_unname(GString *text);

#endif
