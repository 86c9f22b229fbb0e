/*
 * trend.h: numbers over days, as a small picture.
 *
 * In: a few series over the same days. Out: SVG of one size, light or dark as its reader prefers, with a title and a description that hold
 * the numbers. Promise: same input, same bytes; no text overlaps another (widths from the built-in table); a name may hold anything.
 */
#ifndef ERSCOPE_TREND_H
#define ERSCOPE_TREND_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Colours of series, in light and dark. */
typedef enum { ER_HUE_CRITICAL, ER_HUE_HIGH, ER_HUE_MEDIUM, ER_HUE_MAIN, ER_HUE_SECOND, ER_HUE__COUNT } ErHue;

typedef struct {
	const char *name;
	ErHue hue;
	const double *values;      /* one per day; NAN: not known */
} ErSeries;

typedef struct {
	const char *id;            /* letters, digits and hyphens: scope of its style where several stand in one page */
	const char *title;
	const char *const *dates;  /* "YYYY-MM-DD", ascending */
	const int *days;           /* of each date: days since the first one */
	uint32_t n;
	const ErSeries *series; uint32_t n_series;   /* at most 6 */
	double least_top;          /* the scale reaches at least this far */
} ErTrend;

/* Appends the picture, to stand in a page. */
void er_trend_svg(const ErTrend *trend, GString *out);
/* Appends a file of @n pictures, one below the other. */
void er_trend_file(const ErTrend *trends, uint32_t n, GString *out);
/* Appends a line without words, as high as a line of text, to stand in a table; @label: what it says, for those who do not see it. */
void er_trend_spark(const double *values, const int *days, uint32_t n, const char *label, GString *out);

#endif
