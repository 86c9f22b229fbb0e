/* shapes.h: geometry the drawing back ends share. Private to src/render. */
#ifndef ER_RENDER_SHAPES_H
#define ER_RENDER_SHAPES_H

#include "backend.h"

/* A halo is a ring of this width; it begins outside half of the box's border, so the border stays visible. */
#define ER_HALO_PX 7.0
#define ER_HALO_INNER_PX 1.0
#define ER_HALO_OUTER_PX (ER_HALO_INNER_PX + ER_HALO_PX)

/* Its fill. Hatch: stripes of this width and distance, rising to the right. Dots: of this radius, on a grid of this size. */
#define ER_HATCH_STRIPE_PX 1.5
#define ER_HATCH_PITCH_PX 5.0
#define ER_DOT_RADIUS_PX 1.0
#define ER_DOT_PITCH_PX 6.0

/* What a glyph's grid measures. */
#define ER_GLYPH_GRID 48.0

/* @rect grown by @by on all sides. */
ErRect er_shape_grow(ErRect rect, double by);
/* The badge: a regular octagon with two level sides, its corners half the box's shorter side from the middle. */
void er_shape_octagon(ErRect box, ErPoint corners[8]);
/* Reads one segment of a glyph's path and moves @path behind it; false at the end and where it is no absolute M, L, C or Z. */
bool er_shape_next_seg(const char **path, ErSeg *seg);
/* The colour of a glyph's part in a palette. */
ErColour er_shape_paint(const ErStyle *style, ErPaint paint);
/* Is this part outlined with the style's stroke: the body of a hollow glyph. */
bool er_shape_outlined(const ErStyle *style, const ErGlyphPart *part);

#endif
