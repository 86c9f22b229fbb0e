/* view_build.h: what the files that make views share. Private to src/render. */
#ifndef ER_RENDER_VIEW_BUILD_H
#define ER_RENDER_VIEW_BUILD_H

#include "view.h"

enum { ER_DEFAULT_SPOKES = 4 };

/* Where gateways live: a VNet, a virtual hub, or a place that the export does not tell. */
typedef struct { uint32_t vnet, hub; const char *region, *name, *id; double wish; } ErHome;
typedef struct { uint32_t attachment; const char *name, *id; } ErSpoke;

ErView *er_view_new(const ErFlows *flows, const ErFindings *findings);
/* Keeps a text that the view made. @text: (transfer full) */
const char *er_view_keep(ErView *view, char *text);
uint32_t er_view_add(ErView *view, ErBoxKind kind, uint32_t parent, uint32_t component, uint32_t ref, ErSide side, const char *label);
/* Nothing when one of the boxes is ER_NONE. */
void er_view_join(ErView *view, ErWireKind kind, uint32_t from, uint32_t to, uint32_t component, uint32_t ref);
bool er_view_shows_circuit(const ErView *view, uint32_t circuit);
/* Is the gateway shown, and at home there? */
bool er_view_is_at(const ErView *view, uint32_t gateway, const ErHome *home);
/* Sites with their routers; circuits and port pairs with theirs. */
void er_view_add_site(ErView *view);
void er_view_add_blocks(ErView *view);
/* Makes marks of which none is set: from now on the view shows what is marked. */
void er_view_no_marks(ErView *view);
/* A circuit that no path uses still has its customer side. */
void er_view_mark_some_site(ErView *view);
uint32_t er_view_count(const bool *marks, uint32_t n);
/* Draws what is shown, from left to right; more than @most_spokes of a home collapse (0: the default). */
void er_view_fill(ErView *view, uint32_t most_spokes);
/* (transfer full): of ErHome that are shown, each once, by where they would like to stand, then by name. */
GArray *er_view_homes(const ErView *view);
/* The region's container, made when it is new; @regions: name to box. */
uint32_t er_view_region_box(ErView *view, GHashTable *regions, const char *region, const char *display);
uint32_t er_view_add_home(ErView *view, GHashTable *regions, const ErHome *home);
/* (transfer full): regions of spokes other than the home's own, by name. */
GPtrArray *er_view_spoke_regions(const ErView *view, const ErHome *home);
/* (transfer full): of ErSpoke: those of a home in one region, by name, that stand on no sheet of this view yet. */
GArray *er_view_spokes_of(const ErView *view, const ErHome *home, const char *region);
uint32_t er_view_add_spoke(ErView *view, uint32_t region, uint32_t hub, uint32_t attachment);
/* Of a flow sheet: only these circuits, and at most @most destinations from @first on. NULL when no destination is left. */
ErView *er_view_flow_part(const ErView *whole, const bool *circuits, uint32_t first, uint32_t most);
/* (transfer full): "1 circuit", "2 circuits" */
char *er_view_plural(uint32_t n, const char *one, const char *many);

#endif
