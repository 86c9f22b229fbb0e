/* ink.h: what a scene looks like on a cairo surface. Private to the back ends of src/render that have one. */
#ifndef ER_RENDER_INK_H
#define ER_RENDER_INK_H

#include "backend.h"

#include <pango/pangocairo.h>

typedef struct {
	cairo_t *cr;
	PangoLayout *layout;
	PangoFontDescription *fonts[ER_FONT__COUNT];
	const ErTheme *theme;
	const ErIcons *icons;
} ErInk;

/* @icons: (nullable) */
void er_ink_open(ErInk *ink, cairo_surface_t *surface, const ErTheme *theme, const ErIcons *icons);
/* What went wrong first, if anything; the surface stays the caller's. */
cairo_status_t er_ink_close(ErInk *ink);
/* The whole page in its ground's colour. */
void er_ink_ground(ErInk *ink, const ErScene *scene);
void er_ink_draw(ErInk *ink, const ErScene *scene, const ErItem *item);

/* The picture of er_icons_of(), not NULL, in the middle of @square. icon_picture.c */
void er_icon_draw(const ErIcon *icon, cairo_t *cr, ErRect square, bool ghost);

#endif
