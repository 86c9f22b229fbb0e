/*
 * scene.h: one sheet, fully laid out; what the back ends play.
 *
 * In: the composer (src/render/compose.c) adds items in reading and painting order. Out: every coordinate, text and role of
 * one sheet, in pixels of 1/96 inch, y down. A back end (SVG, PDF, trace) only draws: it decides no position and measures no text.
 * Styles come from the theme by role and tint; nothing here holds a colour.
 * Promise: strings are copied and clean (valid UTF-8, no control characters); same calls, same scene.
 */
#ifndef ERSCOPE_SCENE_H
#define ERSCOPE_SCENE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct { double x, y; } ErPoint;
typedef struct { double x, y, w, h; } ErRect;

/*
 * What an item is. One style row per theme and role (theme.c). X(enumerator, css class)
 * Boxes fill and stroke a rectangle, lines stroke a path, heads fill a closed path, texts carry a font.
 */
#define ER_ROLE_TABLE(X) \
	/* page */ \
	X(ER_ROLE_PAGE, "page") X(ER_ROLE_FRAME, "frame") X(ER_ROLE_KNOCKOUT, "knockout") \
	/* boxes */ \
	X(ER_ROLE_SITE, "site") X(ER_ROLE_CIRCUIT, "circuit") X(ER_ROLE_PORT_PAIR, "port-pair") X(ER_ROLE_PROVIDER, "provider") \
	X(ER_ROLE_LOCATION, "location") X(ER_ROLE_REGION, "region") X(ER_ROLE_VNET, "vnet") X(ER_ROLE_HUB, "hub") \
	X(ER_ROLE_SUBNET, "subnet") X(ER_ROLE_ZONE, "zone") X(ER_ROLE_EXTERNAL, "external") X(ER_ROLE_STACK, "stack") \
	X(ER_ROLE_PILL, "pill") X(ER_ROLE_CONN_PILL, "connection-pill") X(ER_ROLE_VPN_PILL, "vpn-pill") X(ER_ROLE_NODE, "node") \
	/* halos: a 7 px ring outside the rectangle: hatch and solid rim, dots and dashed rim */ \
	X(ER_ROLE_HALO_HIGH, "halo-high") X(ER_ROLE_HALO_MEDIUM, "halo-medium") \
	/* rings around what a change adds, removes, changes; its lines are of the same roles; the plates of the signs */ \
	X(ER_ROLE_ADDED, "added") X(ER_ROLE_REMOVED, "removed") X(ER_ROLE_CHANGED, "changed") \
	X(ER_ROLE_SIGN_ADDED, "sign-added") X(ER_ROLE_SIGN_REMOVED, "sign-removed") X(ER_ROLE_SIGN_CHANGED, "sign-changed") \
	/* badges: an octagon of 13 px radius inside the rectangle, filled or hollow */ \
	X(ER_ROLE_BADGE_HIGH, "badge-high") X(ER_ROLE_BADGE_MEDIUM, "badge-medium") \
	/* numbered hops: a circle inside the rectangle, filled or hollow */ \
	X(ER_ROLE_HOP_IN, "hop-in") X(ER_ROLE_HOP_OUT, "hop-out") \
	/* lines */ \
	X(ER_ROLE_BAND_ONPREM, "band-onprem") X(ER_ROLE_BAND_PROVIDER, "band-provider") X(ER_ROLE_BAND_AZURE, "band-azure") \
	X(ER_ROLE_LAN, "lan") X(ER_ROLE_ACCESS, "access") X(ER_ROLE_LINK, "link") X(ER_ROLE_CONNECTION, "connection") \
	X(ER_ROLE_PEERING, "peering") X(ER_ROLE_VPN, "vpn") X(ER_ROLE_WAN, "wan") X(ER_ROLE_GLOBAL_REACH, "global-reach") X(ER_ROLE_DOWN, "down") \
	X(ER_ROLE_TIE, "tie") X(ER_ROLE_FLOW_IN, "flow-in") X(ER_ROLE_FLOW_OUT, "flow-out") X(ER_ROLE_FLOW_STANDBY_IN, "flow-standby-in") \
	X(ER_ROLE_FLOW_STANDBY_OUT, "flow-standby-out") X(ER_ROLE_RULE_LINE, "rule-line") \
	/* closed shapes */ \
	X(ER_ROLE_HEAD_ONPREM, "head-onprem") X(ER_ROLE_HEAD_PROVIDER, "head-provider") X(ER_ROLE_HEAD_AZURE, "head-azure") \
	X(ER_ROLE_HEAD_IN, "head-in") X(ER_ROLE_HEAD_OUT, "head-out") \
	/* texts */ \
	X(ER_ROLE_T_TITLE, "t-title") X(ER_ROLE_T_SUBTITLE, "t-subtitle") \
	X(ER_ROLE_T_BAND_ONPREM, "t-band-onprem") X(ER_ROLE_T_BAND_PROVIDER, "t-band-provider") X(ER_ROLE_T_BAND_AZURE, "t-band-azure") \
	X(ER_ROLE_T_SITE, "t-site") X(ER_ROLE_T_CIRCUIT, "t-circuit") X(ER_ROLE_T_CIRCUIT_SMALL, "t-circuit-small") X(ER_ROLE_T_REGION, "t-region") \
	X(ER_ROLE_T_VNET, "t-vnet") X(ER_ROLE_T_NAME, "t-name") X(ER_ROLE_T_NOTE, "t-note") X(ER_ROLE_T_ASSUMED, "t-assumed") \
	X(ER_ROLE_T_CONNECTION, "t-connection") X(ER_ROLE_T_VPN, "t-vpn") X(ER_ROLE_T_FLOW_IN, "t-flow-in") X(ER_ROLE_T_FLOW_OUT, "t-flow-out") \
	X(ER_ROLE_T_PILL, "t-pill") X(ER_ROLE_T_HOP_IN, "t-hop-in") X(ER_ROLE_T_HOP_OUT, "t-hop-out") \
	X(ER_ROLE_T_BADGE_HIGH, "t-badge-high") X(ER_ROLE_T_BADGE_MEDIUM, "t-badge-medium") X(ER_ROLE_T_SIGN, "t-sign") X(ER_ROLE_T_DOWN, "t-down") \
	X(ER_ROLE_T_HEADING, "t-heading") X(ER_ROLE_T_CELL, "t-cell") X(ER_ROLE_T_CELL_STRONG, "t-cell-strong") X(ER_ROLE_T_CELL_HEAD, "t-cell-head") \
	X(ER_ROLE_T_CELL_HIGH, "t-cell-high") X(ER_ROLE_T_LABEL, "t-label") X(ER_ROLE_T_BLOCK_TITLE, "t-block-title") \
	/* foot */ \
	X(ER_ROLE_TABLE, "table") X(ER_ROLE_TABLE_HEAD, "table-head") X(ER_ROLE_LEGEND, "legend") X(ER_ROLE_BLOCK, "block") X(ER_ROLE_BLOCK_HEAD, "block-head") \
	/* glyphs are drawn with their own two or three fills; the role picks the palette */ \
	X(ER_ROLE_G_CUSTOMER, "g-customer") X(ER_ROLE_G_PROVIDER, "g-provider") X(ER_ROLE_G_MICROSOFT, "g-microsoft") X(ER_ROLE_G_ASSUMED, "g-assumed") \
	X(ER_ROLE_G_GATEWAY, "g-gateway") X(ER_ROLE_G_VPN, "g-vpn") X(ER_ROLE_G_CIRCUIT, "g-circuit") X(ER_ROLE_G_CONNECTION, "g-connection") \
	X(ER_ROLE_G_VNET, "g-vnet") X(ER_ROLE_G_DOWN, "g-down")

#define ER_ROLE_ENUM(symbol, css) symbol,
typedef enum { ER_ROLE_TABLE(ER_ROLE_ENUM) ER_ROLE__COUNT } ErRole;
#undef ER_ROLE_ENUM

/* Our own symbols, drawn on one 48 × 48 grid (glyphs.c). */
typedef enum {
	ER_GLYPH_ROUTER,       /* round, four arrows: CE, PE, MSEE */
	ER_GLYPH_SWITCH,       /* square, two arrows: the site's core */
	ER_GLYPH_BUILDING,     /* site title */
	ER_GLYPH_CIRCUIT,      /* triangle of three joined rings */
	ER_GLYPH_PORT,         /* two sockets: a Direct port pair */
	ER_GLYPH_CONNECTION,   /* ring with two facing angles */
	ER_GLYPH_GATEWAY,      /* lock with four arrows, a second one behind it (2+ instances) */
	ER_GLYPH_VPN_GATEWAY,
	ER_GLYPH_VNET,         /* <···> */
	ER_GLYPH_HUB,          /* vWAN hub: ring with spokes */
	ER_GLYPH_PEERING,      /* ring with a double arrow */
	ER_GLYPH_WORKLOAD,     /* three servers */
	ER_GLYPH_FIREWALL,     /* brick wall */
	ER_GLYPH_EXTERNAL,     /* box with an arrow out */
	ER_GLYPH_CROSS,        /* down or failed, drawn over another glyph */
	ER_GLYPH__COUNT
} ErGlyph;

typedef enum { ER_ITEM_OPEN, ER_ITEM_CLOSE, ER_ITEM_RECT, ER_ITEM_PATH, ER_ITEM_TEXT, ER_ITEM_GLYPH } ErItemKind;
typedef enum { ER_ANCHOR_START, ER_ANCHOR_MIDDLE, ER_ANCHOR_END } ErAnchor;
typedef enum { ER_SEG_MOVE = 'M', ER_SEG_LINE = 'L', ER_SEG_CURVE = 'C', ER_SEG_CLOSE = 'Z' } ErSegKind;

typedef struct {
	ErSegKind kind;
	ErPoint p[3];          /* MOVE, LINE use p[0]; CURVE uses control, control, end */
} ErSeg;

/* What a group is for lint and readers: a layer has no box; a node or container owns its rectangle; an edge joins nodes. */
typedef enum { ER_GROUP_LAYER, ER_GROUP_CONTAINER, ER_GROUP_NODE, ER_GROUP_EDGE, ER_GROUP_FOOT } ErGroupKind;

typedef struct {
	ErItemKind kind;
	ErRole role;           /* not for OPEN and CLOSE */
	uint8_t tint;          /* 0, or 1 … 8: colour of the n-th circuit, replaces the role's stroke, text and glyph colour */
	bool assumed;          /* ghosted: dashed stroke, hollow glyph */
	/* RECT, GLYPH (a square), OPEN of a node or container: its box. TEXT: the box its line takes, from the metrics. */
	ErRect rect;
	double radius;         /* RECT: corner radius */
	/* PATH */
	uint32_t first_seg, n_segs;  /* into the scene's segments; er_scene_segs() */
	/* TEXT */
	const char *text;
	ErPoint at;            /* anchor point on the baseline */
	ErAnchor anchor;
	bool over_lines;       /* TEXT, RECT: stands on a knock-out, lines may pass below it (lint) */
	ErGlyph glyph;
	/* OPEN */
	ErGroupKind group;
	const char *id;        /* "<sheet>-<slug>", unique within all sheets of a run; NULL: none */
	const char *data_id;   /* id in the results document; NULL: none */
	const char *title;     /* accessible name; NULL: none */
	const char *desc;      /* accessible description; NULL: none */
	const char *link;      /* address to open; NULL: none */
} ErItem;

typedef struct ErScene ErScene;

/**
 * er_scene_new:
 * @slug: short name of the sheet, [a-z0-9-]: file name part and prefix of element ids
 * @title: what the sheet shows; @desc: the same facts in one or two sentences
 * @width_px, @height_px: size of the page
 */
ErScene *er_scene_new(const char *slug, const char *title, const char *desc, double width_px, double height_px);
void er_scene_free(ErScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErScene, er_scene_free)

const char *er_scene_slug(const ErScene *scene);
const char *er_scene_title(const ErScene *scene);
const char *er_scene_desc(const ErScene *scene);
double er_scene_width(const ErScene *scene);
double er_scene_height(const ErScene *scene);
/* Grows or shrinks the page, and rectangles of the roles page and frame with it: the foot is composed last. */
void er_scene_set_size(ErScene *scene, double width_px, double height_px);

uint32_t er_scene_count(const ErScene *scene);
const ErItem *er_scene_at(const ErScene *scene, uint32_t i);
const ErSeg *er_scene_segs(const ErScene *scene, const ErItem *path);

/* Opens a group; @name is made into a slug and a unique id below the sheet's; box may be NULL for a layer or an edge. */
void er_scene_open(ErScene *scene, ErGroupKind kind, const char *name, const char *data_id, const ErRect *box,
                   const char *title, const char *desc);
void er_scene_close(ErScene *scene);
/* Makes the group just opened (or the item just added) open @address; copied. NULL and anything but http(s), '#' or a file beside are left out. */
void er_scene_link(ErScene *scene, const char *address);

/* Each returns the item just added, for the caller to set tint, assumed or over_lines on; valid until the next call. */
ErItem *er_scene_rect(ErScene *scene, ErRole role, ErRect rect, double radius);
ErItem *er_scene_path(ErScene *scene, ErRole role, const ErSeg *segs, uint32_t n_segs);
/* A polyline with corners rounded to @radius (less where segments are short). */
ErItem *er_scene_polyline(ErScene *scene, ErRole role, const ErPoint *points, uint32_t n, double radius);
/* Text on the baseline @at; its box comes from the role's font and the metrics table. */
ErItem *er_scene_text(ErScene *scene, ErRole role, ErPoint at, ErAnchor anchor, const char *utf8);
ErItem *er_scene_glyph(ErScene *scene, ErRole role, ErGlyph glyph, ErRect square);
/* Arrow head with its tip at @tip, pointing along (@dx, @dy); filled for HEAD_IN and bands, hollow and swept for HEAD_OUT. */
ErItem *er_scene_head(ErScene *scene, ErRole role, ErPoint tip, double dx, double dy);

#endif
