/*
 * draw.h: diagrams of an estate: which sheets there are, and what they look like in a file format.
 *
 * In: flows and findings. Out: sheets, each a laid-out scene: the overview, one flow sheet per site and gateway that has a path, one
 * sheet per circuit, gateway, site, one per failure. Then a format: one file per sheet, or one for all (PDF, draw.io).
 * Promise: same input, same bytes: coordinates come from a built-in table of text widths, not from the fonts of the machine.
 */
#ifndef ERSCOPE_DRAW_H
#define ERSCOPE_DRAW_H

#include "findings.h"
#include "scenarios.h"
#include "scene.h"

typedef struct ErTheme ErTheme;

/**
 * er_theme_load:
 * @path: key file: group theme with base (light, dark, print, colour-blind), group colours with NAME=#RRGGBB
 * @warnings: (inout): a line for each text that the colours make hard to read (WCAG 2.1 AA)
 * Returns: (transfer full): NULL with @error when it cannot be read, or names what there is not
 */
ErTheme *er_theme_load(const char *path, GString *warnings, GError **error);
void er_theme_free(ErTheme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErTheme, er_theme_free)

/* Icons of the user's own, each in place of one of our glyphs. */
typedef struct ErIcons ErIcons;

/**
 * er_icons_load:
 * @folder: holds files named after glyphs (er_icons_name()): NAME.svg, or NAME.png where that is missing or cannot be used; any of them
 * @warnings: (inout): a line for each file that is no glyph's, or cannot be used, and why: too large, not what its ending says, or an SVG that
 *            reaches outside itself or acts (rules: icon_clean.c)
 * Returns: (transfer full): NULL with @error when there is no such folder
 */
ErIcons *er_icons_load(const char *folder, GString *warnings, GError **error);
void er_icons_free(ErIcons *icons);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErIcons, er_icons_free)
/* Names of glyphs that an icon may stand for; NULL behind the last. */
const char *er_icons_name(uint32_t i);
/* How many glyphs have one. */
uint32_t er_icons_count(const ErIcons *icons);

/**
 * er_logo_load:
 * @path: PNG or SVG of up to 256 KiB, by the rules of icons: what is taken is safe to carry in a document
 * Returns: (transfer full): a data: URI; NULL with @error
 */
char *er_logo_load(const char *path, GError **error);

/* The fonts that drawings are set in, to be carried along in SVG. */
typedef struct ErFonts ErFonts;

/**
 * er_fonts_find:
 * @warnings: (inout): a line for each style of Open Sans that this machine does not have, or not with TrueType outlines
 * Returns: (transfer full) (nullable): NULL when there is none of them
 */
ErFonts *er_fonts_find(GString *warnings);
void er_fonts_free(ErFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErFonts, er_fonts_free)
typedef struct ErPins ErPins;

/**
 * er_pins_read:
 * @paths: our own DOT or draw.io files, with boxes moved by hand; NULL at the end. Of two that hold a sheet of one name the later counts
 * Returns: (transfer full): where a person wants boxes to stand; NULL with @error, which names the file, when one cannot be read
 */
ErPins *er_pins_read(const char *const *paths, GError **error);
void er_pins_free(ErPins *pins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPins, er_pins_free)

/* DOT: by the program dot of Graphviz, where it is installed; flow sheets keep the tiers, whose lanes they need. */
typedef enum { ER_LAYOUT_TIER, ER_LAYOUT_DOT } ErLayout;

/* What lies on top of the circuits, gateways and VNets, and may be left out. X(enumerator, name) */
#define ER_LAYER_TABLE(X) \
	X(ER_LAYER_FLOW_IN, "flow-in") X(ER_LAYER_FLOW_OUT, "flow-out") X(ER_LAYER_FASTPATH, "fastpath") X(ER_LAYER_STANDBY, "standby") \
	X(ER_LAYER_REQUIREMENTS, "requirements") X(ER_LAYER_FINDINGS, "findings") X(ER_LAYER_ASSUMED, "assumed") X(ER_LAYER_VPN, "vpn") \
	X(ER_LAYER_WAN, "wan") X(ER_LAYER_PEERINGS, "peerings") X(ER_LAYER_GLOBAL_REACH, "global-reach") X(ER_LAYER_NOTES, "notes")
#define ER_LAYER_ENUM(symbol, name) symbol,
typedef enum { ER_LAYER_TABLE(ER_LAYER_ENUM) ER_LAYER__COUNT } ErLayer;
#undef ER_LAYER_ENUM

typedef struct {
	const char *as_of;        /* "YYYY-MM-DD" */
	const char *content;      /* content hash of the inventory */
	const char *inventory;    /* name of the input, for the title block; no folder */
	uint32_t most_spokes;     /* more spokes of one hub collapse into a count; 0: the default */
	/*
	 * Which circuits, gateways and VNets are chosen; NULL: all. The overview shows these alone, flow sheets are of chosen gateways, other sheets of
	 * chosen circuits and gateways with all that they work with. Findings, flows and numbers are of the whole estate.
	 */
	bool (*shown)(const void *data, const ErComponent *component);
	const void *shown_data;
	const char *filter;       /* with shown: the choice in words, for the overview */
	uint32_t focus;           /* with has_focus: the component (circuit, gateway, site) that sheets must show */
	bool has_focus;
	const ErEvents *events;   /* a failure sheet for each, after the other sheets; borrowed, and outlives the drawing; NULL: none */
	const char *theme;        /* of er_draw_themes(); NULL: light */
	const ErTheme *own_theme; /* instead; borrowed, and outlives the drawing; NULL: theme */
	unsigned hidden;          /* layers that are left out: bit 1 << ErLayer; the sheet says which */
	bool whole;               /* no view is split into several sheets, however large it is */
	const ErIcons *icons;     /* borrowed, and outlive the drawing; NULL: our glyphs alone */
	const ErFonts *fonts;     /* borrowed, and outlive the drawing; carried along in SVG (not with office); NULL: none */
	bool still;               /* no motion in SVG */
	bool office;              /* SVG for word processors: attributes only, no style sheet, symbols, patterns, motion */
	ErLayout layout;          /* of all sheets but flow sheets */
	const ErPins *pins;       /* places for boxes of all sheets but flow sheets; borrowed for the call; NULL: none */
	bool links;               /* every resource leads to its page in the Azure portal */
	bool finding_links;       /* every badge leads to "#f-<fingerprint>" of its finding, for a page that holds both */
} ErDrawOptions;

/* Names of themes, NULL at the end: light, dark, print (black and white), colour-blind, auto (light; in SVG dark for readers who prefer it). */
const char *const *er_draw_themes(void);

/* Names of layers, in the order of ErLayer, NULL at the end. */
const char *const *er_draw_layers(void);

typedef struct ErDrawing ErDrawing;

/* Views: the whole; one sheet per site and gateway with a path, both directions; one per circuit, gateway, site with what it works with; the spokes of a home that are only counted elsewhere. */
typedef enum { ER_VIEW_OVERVIEW = 1, ER_VIEW_FLOW = 2, ER_VIEW_CIRCUIT = 4, ER_VIEW_GATEWAY = 8, ER_VIEW_SITE = 16, ER_VIEW_SPOKES = 32 } ErViewKind;

/**
 * er_draw:
 * @flows, @findings: of one run; borrowed for the call
 * @views: of ErViewKind, or'ed; 0: none but the failure sheets of @options
 * Returns: (transfer full): the sheets in that order; none when there is no ExpressRoute. Free with er_drawing_free()
 */
ErDrawing *er_draw(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options, unsigned views, ErDiags *diags);
void er_drawing_free(ErDrawing *drawing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErDrawing, er_drawing_free)

uint32_t er_drawing_count(const ErDrawing *drawing);
const ErScene *er_drawing_scene(const ErDrawing *drawing, uint32_t i);
/* (transfer full): what a reader would stumble over in sheet @i, in words; NULL when it is clean. */
char *er_drawing_lint(const ErDrawing *drawing, uint32_t i);

/* Each appends to @out. */
bool er_drawing_svg(const ErDrawing *drawing, uint32_t i, GString *out, GError **error);
/* @dpi: dots per inch, 24 to 1200 */
bool er_drawing_png(const ErDrawing *drawing, uint32_t i, uint32_t dpi, GByteArray *out, GError **error);
/* All sheets as one file for diagrams.net (draw.io), a page each, to go on drawing in. */
bool er_drawing_drawio(const ErDrawing *drawing, GString *out, GError **error);
bool er_drawing_pdf(const ErDrawing *drawing, GByteArray *out, GError **error);
void er_drawing_dot(const ErDrawing *drawing, uint32_t i, GString *out);
/* The sheet in words, with the same facts. */
void er_drawing_text(const ErDrawing *drawing, uint32_t i, GString *out);
/* Its boxes and lines as comma-separated values. */
void er_drawing_csv(const ErDrawing *drawing, uint32_t i, GString *out);
void er_drawing_trace(const ErDrawing *drawing, uint32_t i, GString *out);

#endif
