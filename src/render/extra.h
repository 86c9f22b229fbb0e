/* extra.h: what stands beside the ExpressRoute of an estate: VPN gateways and tunnels, firewalls, WANs, facts of VNets. Private to src/render. */
#ifndef ER_RENDER_EXTRA_H
#define ER_RENDER_EXTRA_H

#include "view.h"

/* ---- view_extra.c: which of them are on a sheet ---- */

/* The VPN gateways of a VNet or virtual hub (indices; ER_NONE), into the box of its gateway subnet. A flow sheet has none. */
void er_extra_add_vpn_gateways(ErView *view, uint32_t subnet, uint32_t vnet, uint32_t hub);
/* Tunnels, firewalls and WANs between what stands on the sheet: to be called last. */
void er_extra_add(ErView *view);
/* The firewall of the sheet's hub that a class's traffic through its gateway crosses: box; ER_NONE when it crosses none, or one that is not drawn. */
uint32_t er_extra_crossed(const ErView *view, const ErFlowClass *class);
/* How many WANs are drawn, of those before WAN @before; ER_NONE: all. */
uint32_t er_extra_wans(const ErView *view, uint32_t before);
/* The box of the VNet or virtual hub that holds a firewall. */
uint32_t er_extra_holder(const ErView *view, const ErBox *firewall);
/* (transfer full) (nullable): what a VNet holds that its box only tells: "2 private endpoints · Route Server subnet". */
char *er_extra_vnet_note(const ErView *view, uint32_t vnet);
/* (transfer full): sentences, what has to do with this sheet and is not drawn on it. Free with g_ptr_array_unref() */
GPtrArray *er_extra_not_drawn(const ErView *view);

/* ---- layout_extra.c: the room that they take; 0 where there is none of them. Pixels ---- */

double er_extra_note_room(const ErView *view, const ErBox *vnet);
/* Rows of VPN gateways in a gateway subnet. */
double er_extra_vpn_room(const ErView *view, uint32_t subnet, double row);
/* Firewalls of a hub or a spoke. */
double er_extra_firewall_room(const ErView *view, uint32_t holder);
/* Between sites that a WAN joins, and the least height of such a site. */
double er_extra_site_gap(const ErView *view);
double er_extra_site_height(const ErView *view);
/* Width of the strips in which tunnels go down and up. */
double er_extra_lanes(const ErView *view);
/* The VPN gateways from @y on below each other about @x. */
void er_extra_place_vpn(ErView *view, uint32_t subnet, double x, double y, double row);
/* The firewalls of a hub or a spoke from @y on. */
void er_extra_place_firewalls(ErView *view, uint32_t holder, double y);
/* (transfer full): where firewalls stand within their spokes, to be asked before the spokes are moved; frees it after it has put them there again. */
GArray *er_extra_inside(const ErView *view);
void er_extra_follow(ErView *view, GArray *inside);
/* When all boxes have their places: lanes below everything, and room at the left for WANs. */
void er_extra_finish(ErView *view, ErFrame *frame);

#endif
