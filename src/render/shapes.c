/* shapes.c: octagons, glyph paths and palettes, so that SVG and PDF cannot differ in them. */
#include "shapes.h"

#include <math.h>

ErRect er_shape_grow(ErRect rect, double by)
{
	return (ErRect){ rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by };
}

void er_shape_octagon(ErRect box, ErPoint corners[8])
{
	double radius = MIN(box.w, box.h) / 2;

	for (unsigned i = 0; i < 8; i++) {
		double angle = (2 * i + 1) * G_PI / 8;

		corners[i].x = box.x + box.w / 2 + radius * cos(angle);
		corners[i].y = box.y + box.h / 2 + radius * sin(angle);
	}
}

static bool read_number(const char **at, double *value)
{
	char *end;

	*value = g_ascii_strtod(*at, &end);
	if (end == *at)
		return false;
	*at = end;
	return true;
}

static unsigned points_of(ErSegKind kind)
{
	return kind == ER_SEG_CURVE ? 3 : kind == ER_SEG_CLOSE ? 0 : 1;
}

bool er_shape_next_seg(const char **path, ErSeg *seg)
{
	const char *at = *path;

	while (*at == ' ')
		at++;
	if (*at != 'M' && *at != 'L' && *at != 'C' && *at != 'Z')
		return false;
	*seg = (ErSeg){ .kind = (ErSegKind)*at++ };
	for (unsigned i = 0; i < points_of(seg->kind); i++)
		if (!read_number(&at, &seg->p[i].x) || !read_number(&at, &seg->p[i].y))
			return false;
	*path = at;
	return true;
}

ErColour er_shape_paint(const ErStyle *style, ErPaint paint)
{
	switch (paint) {
	case ER_PAINT_MAIN:
		return style->fill;
	case ER_PAINT_SECOND:
		return style->second;
	case ER_PAINT_THIRD:
		return style->third;
	}
	return ER_NO_COLOUR;
}

bool er_shape_outlined(const ErStyle *style, const ErGlyphPart *part)
{
	return part->paint == ER_PAINT_MAIN && part->stroke_px <= 0 && style->stroke != ER_NO_COLOUR;
}
