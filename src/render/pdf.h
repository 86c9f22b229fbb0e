/* pdf.h: what the two writers of PDF share. Private to the paint module. */
#ifndef ER_RENDER_PDF_H
#define ER_RENDER_PDF_H

#include "ink.h"

/* (transfer full): only what has no meaning in a PDF string, nor in cairo's attributes, as it is; the rest in per cent. */
char *er_pdf_address(const char *address);
int er_pdf_whole(double value);
/* A place on the current page, in points, that links lead to by @name; once per name. */
void er_pdf_place(cairo_t *cr, const char *name, double x_pt, double y_pt);
/* (transfer full): midnight of the day @as_of; of a fixed one where that is no date, since cairo would take the clock. */
char *er_pdf_date(const char *as_of);
/* cairo_write_func_t; @closure is a GByteArray. */
cairo_status_t er_pdf_append(void *closure, const unsigned char *data, unsigned int length);

#endif
