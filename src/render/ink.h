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
/* Texts as a scene has them: no hinting, points as units. (transfer full) */
PangoContext *er_ink_context(cairo_t *cr);
/* The whole page in its ground's colour. */
void er_ink_ground(ErInk *ink, const ErScene *scene);
void er_ink_draw(ErInk *ink, const ErScene *scene, const ErItem *item);

/* What er_icon_record() made, in the middle of @square; or that of er_icons_of(), not NULL. icon_picture.c */
void er_picture_draw(void *picture, cairo_t *cr, ErRect square, double alpha);
void er_icon_draw(const ErIcon *icon, cairo_t *cr, ErRect square, bool ghost);

#endif
