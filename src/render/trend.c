/*
 * trend.c: numbers over days as SVG.
 *
 * A line per series over a scale from 0 to a round number; the last value stands beside the end of its line, where such labels are pushed
 * apart. Days stand where the calendar has them. One day is a dot. Written with xmlTextWriter, which escapes; coordinates are whole tenths of a
 * pixel, so no locale changes them.
 */
#include <erscope/lang.h>
#include <erscope/trend.h>

#include "backend.h"
#include "utf8.h"

#include <libxml/xmlwriter.h>

#include <math.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlBuffer, xmlBufferFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextWriter, xmlFreeTextWriter)

#define FONT_PX 12.0
#define TITLE_PX 14.0
#define VIEW "0 0 460 190"

enum { WIDTH = 460, HEIGHT = 190, LEFT = 14, TOP = 40, BOTTOM = 26, GAP = 8, STEP = 15, TICKS = 4, MOST_SERIES = 6 };

typedef struct {
	xmlTextWriterPtr w;
	const ErTrend *trend;
	double left, right;    /* of the plot */
	double top;            /* of the scale */
} Plot;

typedef struct { double y; uint32_t series; } Label;

static const struct { const char *light, *dark; } hues[ER_HUE__COUNT] = {
	[ER_HUE_CRITICAL] = { "#7A0C35", "#FF8FA9" }, [ER_HUE_HIGH] = { "#B3254D", "#F0738F" }, [ER_HUE_MEDIUM] = { "#946200", "#E0B04A" },
	[ER_HUE_MAIN] = { "#0F66AE", "#6CB5F2" }, [ER_HUE_SECOND] = { "#5A6672", "#A9B4BF" },
};
/* Lines are told apart without colour, too. */
static const char *const dashes[ER_HUE__COUNT] = { [ER_HUE_HIGH] = "7 3", [ER_HUE_MEDIUM] = "2 3", [ER_HUE_SECOND] = "5 4" };

/* ---- writing ---- */

static void attribute(Plot *plot, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(plot->w, BAD_CAST name, BAD_CAST value);
}

static void append_tenths(GString *out, double value)
{
	long tenths = lround(value * 10);

	g_string_append_printf(out, "%s%ld", tenths < 0 ? "-" : "", labs(tenths) / 10);
	if (tenths % 10 != 0)
		g_string_append_printf(out, ".%ld", labs(tenths) % 10);
}

static void place(Plot *plot, const char *name, double value)
{
	g_autoptr(GString) text = g_string_new(NULL);

	append_tenths(text, value);
	attribute(plot, name, text->str);
}

static void text_element(Plot *plot, const char *name, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	for (char *p = valid; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	xmlTextWriterWriteElement(plot->w, BAD_CAST name, BAD_CAST valid);
}

static void put_text(Plot *plot, const char *class, double x, double y, const char *anchor, const char *text)
{
	xmlTextWriterStartElement(plot->w, BAD_CAST "text");
	attribute(plot, "class", class);
	place(plot, "x", x);
	place(plot, "y", y);
	if (anchor != NULL)
		attribute(plot, "text-anchor", anchor);
	xmlTextWriterWriteString(plot->w, BAD_CAST text);
	xmlTextWriterEndElement(plot->w);
}

static void write_style(Plot *plot)
{
	g_autoptr(GString) css = g_string_new(NULL);
	const char *id = plot->trend->id;

	g_string_append_printf(css, "#%s{--ink:#1F2933;--dim:#5A6672;--rule:#D5DAE0;--page:#FFFFFF", id);
	for (int hue = 0; hue < ER_HUE__COUNT; hue++)
		g_string_append_printf(css, ";--h%d:%s", hue, hues[hue].light);
	g_string_append_printf(css, "}@media (prefers-color-scheme:dark){#%s{--ink:#E8ECF0;--dim:#A9B4BF;--rule:#3A444E;--page:#161B20", id);
	for (int hue = 0; hue < ER_HUE__COUNT; hue++)
		g_string_append_printf(css, ";--h%d:%s", hue, hues[hue].dark);
	g_string_append_printf(css, "}}#%s text{font:12px 'Open Sans',sans-serif;fill:var(--ink)}#%s .title{font-weight:600;font-size:14px}#%s .dim{fill:var(--dim)}"
	                       "#%s .rule{stroke:var(--rule)}#%s .line{fill:none;stroke-width:2;stroke-linejoin:round}", id, id, id, id, id);
	xmlTextWriterWriteElement(plot->w, BAD_CAST "style", BAD_CAST css->str);
}

/* ---- numbers ---- */

static char *number_text(double value)
{
	GString *text = g_string_new(NULL);

	append_tenths(text, value);
	return g_string_free(text, FALSE);
}

/* The last value that is known; NAN: none. */
static double last_of(const ErTrend *trend, const double *values)
{
	for (uint32_t i = trend->n; i-- > 0;)
		if (!isnan(values[i]))
			return values[i];
	return NAN;
}

/* 4, 8, 12, 20, 40 …: four whole steps. */
static double round_top(const ErTrend *trend)
{
	static const double steps[] = { 1, 2, 3, 5, 10 };
	double most = MAX(trend->least_top, 1);

	for (uint32_t s = 0; s < trend->n_series; s++)
		for (uint32_t i = 0; i < trend->n; i++)
			if (!isnan(trend->series[s].values[i]))
				most = MAX(most, trend->series[s].values[i]);
	if (most <= 100 && trend->least_top >= 100)
		return 100;
	for (double power = 1;; power *= 10)
		for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
			if (TICKS * steps[i] * power >= most)
				return TICKS * steps[i] * power;
}

static double x_of(const Plot *plot, uint32_t i)
{
	const ErTrend *trend = plot->trend;
	int all = trend->days[trend->n - 1];

	return all == 0 ? plot->right : plot->left + (plot->right - plot->left) * trend->days[i] / all;
}

static double y_of(const Plot *plot, double value)
{
	return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / plot->top;
}

static char *label_text(const ErTrend *trend, const ErSeries *series)
{
	g_autofree char *value = number_text(last_of(trend, series->values));

	return g_strconcat(value, " ", series->name, NULL);
}

static void measure(Plot *plot)
{
	const ErTrend *trend = plot->trend;
	double widest = 0;

	plot->top = round_top(trend);
	g_autofree char *top = number_text(plot->top);
	plot->left = LEFT + er_text_width(ER_FONT_REGULAR, FONT_PX, top) + GAP;
	for (uint32_t s = 0; s < trend->n_series; s++) {
		g_autofree char *label = isnan(last_of(trend, trend->series[s].values)) ? NULL : label_text(trend, &trend->series[s]);
		if (label != NULL)
			widest = MAX(widest, er_text_width(ER_FONT_REGULAR, FONT_PX, label));
	}
	plot->right = WIDTH - LEFT - widest - GAP - 4;
}

/* ---- the parts ---- */

static void put_axes(Plot *plot)
{
	const ErTrend *trend = plot->trend;

	for (int tick = 0; tick <= TICKS; tick++) {
		double value = plot->top * tick / TICKS, y = y_of(plot, value);
		g_autofree char *text = number_text(value);
		xmlTextWriterStartElement(plot->w, BAD_CAST "path");
		attribute(plot, "class", "rule");
		g_autoptr(GString) path = g_string_new("M");
		append_tenths(path, plot->left);
		g_string_append_c(path, ' ');
		append_tenths(path, y);
		g_string_append(path, "H");
		append_tenths(path, plot->right);
		attribute(plot, "d", path->str);
		xmlTextWriterEndElement(plot->w);
		put_text(plot, "dim", plot->left - GAP, y + 4, "end", text);
	}
	if (trend->n > 1)
		put_text(plot, "dim", plot->left, HEIGHT - 8, NULL, trend->dates[0]);
	if (trend->n > 0)
		put_text(plot, "dim", plot->right, HEIGHT - 8, "end", trend->dates[trend->n - 1]);
}

static void put_line(Plot *plot, const ErSeries *series)
{
	g_autoptr(GString) path = g_string_new(NULL);
	g_autofree char *style = g_strdup_printf("stroke:var(--h%d)%s%s", series->hue, dashes[series->hue] != NULL ? ";stroke-dasharray:" : "", dashes[series->hue] != NULL ? dashes[series->hue] : "");
	bool on = false;

	for (uint32_t i = 0; i < plot->trend->n; i++) {
		if (isnan(series->values[i])) {
			on = false;
			continue;
		}
		g_string_append_c(path, on ? 'L' : 'M');
		append_tenths(path, x_of(plot, i));
		g_string_append_c(path, ' ');
		append_tenths(path, y_of(plot, series->values[i]));
		on = true;
	}
	xmlTextWriterStartElement(plot->w, BAD_CAST "path");
	attribute(plot, "class", "line");
	attribute(plot, "style", style);
	attribute(plot, "d", path->str);
	xmlTextWriterEndElement(plot->w);
}

static void put_dot(Plot *plot, const ErSeries *series)
{
	uint32_t i = plot->trend->n;

	while (i > 0 && isnan(series->values[i - 1]))
		i--;
	g_autofree char *style = g_strdup_printf("fill:var(--h%d)", series->hue);
	xmlTextWriterStartElement(plot->w, BAD_CAST "circle");
	attribute(plot, "style", style);
	place(plot, "cx", x_of(plot, i - 1));
	place(plot, "cy", y_of(plot, series->values[i - 1]));
	attribute(plot, "r", "3");
	xmlTextWriterEndElement(plot->w);
}

static int by_height(const void *a, const void *b)
{
	const Label *x = a, *y = b;

	return x->y != y->y ? (x->y > y->y) - (x->y < y->y) : (x->series > y->series) - (x->series < y->series);
}

/* From above downwards each gets its room; what then stands too low is pushed up again. */
static void push_apart(Label *labels, uint32_t n)
{
	double room = HEIGHT - BOTTOM + 4;

	for (uint32_t i = 1; i < n; i++)
		labels[i].y = MAX(labels[i].y, labels[i - 1].y + STEP);
	for (uint32_t i = n; i-- > 0; room = labels[i].y - STEP)
		labels[i].y = MIN(labels[i].y, room);
}

static void put_labels(Plot *plot)
{
	const ErTrend *trend = plot->trend;
	Label labels[MOST_SERIES];
	uint32_t n = 0;

	for (uint32_t s = 0; s < trend->n_series; s++)
		if (!isnan(last_of(trend, trend->series[s].values)))
			labels[n++] = (Label){ y_of(plot, last_of(trend, trend->series[s].values)) + 4, s };
	qsort(labels, n, sizeof *labels, by_height);
	push_apart(labels, n);
	for (uint32_t i = 0; i < n; i++) {
		const ErSeries *series = &trend->series[labels[i].series];
		g_autofree char *text = label_text(trend, series);
		g_autofree char *style = g_strdup_printf("fill:var(--h%d)", series->hue);
		put_dot(plot, series);
		xmlTextWriterStartElement(plot->w, BAD_CAST "text");
		attribute(plot, "style", style);
		place(plot, "x", plot->right + GAP + 2);
		place(plot, "y", labels[i].y);
		xmlTextWriterWriteString(plot->w, BAD_CAST text);
		xmlTextWriterEndElement(plot->w);
	}
}

/* For those who do not see it: first and last of each series. */
static void describe(Plot *plot)
{
	const ErTrend *trend = plot->trend;
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t s = 0; s < trend->n_series; s++) {
		double last = last_of(trend, trend->series[s].values), first = trend->n > 0 ? trend->series[s].values[0] : NAN;
		if (isnan(last))
			continue;
		g_autofree char *now = number_text(last), *then = isnan(first) ? NULL : number_text(first);
		g_string_append_printf(text, "%s%s: %s", text->len > 0 ? "; " : "", trend->series[s].name, now);
		if (trend->n > 1 && then != NULL)
			g_string_append_printf(text, _(", on %s %s"), trend->dates[0], then);
	}
	text_element(plot, "title", trend->title);
	text_element(plot, "desc", text->len > 0 ? text->str : _("nothing is known yet"));
}

static void put_plot(xmlTextWriterPtr writer, const ErTrend *trend, int row)
{
	Plot plot = { .w = writer, .trend = trend };

	g_assert(trend->n_series <= MOST_SERIES);
	measure(&plot);
	xmlTextWriterStartElement(writer, BAD_CAST "svg");
	attribute(&plot, "id", trend->id);
	attribute(&plot, "role", "img");
	attribute(&plot, "viewBox", VIEW);
	if (row >= 0) {
		place(&plot, "y", row * HEIGHT);
		place(&plot, "width", WIDTH);
		place(&plot, "height", HEIGHT);
	}
	describe(&plot);
	write_style(&plot);
	if (row >= 0)
		xmlTextWriterWriteRaw(writer, BAD_CAST "<rect width=\"100%\" height=\"100%\" style=\"fill:var(--page)\"/>");
	g_autofree char *title = er_text_fit(ER_FONT_SEMIBOLD, TITLE_PX, trend->title, WIDTH - 2 * LEFT);
	put_text(&plot, "title", LEFT, 22, NULL, title);
	put_axes(&plot);
	for (uint32_t s = 0; s < trend->n_series; s++)
		put_line(&plot, &trend->series[s]);
	put_labels(&plot);
	xmlTextWriterEndElement(writer);
}

void er_trend_svg(const ErTrend *trend, GString *out)
{
	g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
	g_autoptr(xmlTextWriter) writer = xmlNewTextWriterMemory(buffer, 0);

	put_plot(writer, trend, -1);
	xmlTextWriterFlush(writer);
	g_string_append_len(out, (const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
}

void er_trend_file(const ErTrend *trends, uint32_t n, GString *out)
{
	g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
	g_autoptr(xmlTextWriter) writer = xmlNewTextWriterMemory(buffer, 0);
	Plot plot = { .w = writer };

	xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
	xmlTextWriterStartElement(writer, BAD_CAST "svg");
	attribute(&plot, "xmlns", "http://www.w3.org/2000/svg");
	place(&plot, "width", WIDTH);
	place(&plot, "height", n * (double)HEIGHT);
	for (uint32_t i = 0; i < n; i++)
		put_plot(writer, &trends[i], (int)i);
	xmlTextWriterEndDocument(writer);
	xmlTextWriterFlush(writer);
	g_string_append_len(out, (const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
}

void er_trend_spark(const double *values, const int *days, uint32_t n, const char *label, GString *out)
{
	enum { W = 72, H = 16 };
	double most = 1;
	bool on = false;

	for (uint32_t i = 0; i < n; i++)
		most = isnan(values[i]) ? most : MAX(most, values[i]);
	g_autofree char *escaped = g_markup_escape_text(label, -1);
	g_string_append_printf(out, "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%s\"><path d=\"", W, H, escaped);
	for (uint32_t i = 0; i < n; i++) {
		if (isnan(values[i])) {
			on = false;
			continue;
		}
		g_string_append_c(out, on ? 'L' : 'M');
		append_tenths(out, days[n - 1] == 0 ? W - 3 : 2 + (W - 5.0) * days[i] / days[n - 1]);
		g_string_append_c(out, ' ');
		append_tenths(out, H - 2 - (H - 4) * values[i] / most);
		on = true;
	}
	g_string_append(out, "\"/>");
	for (uint32_t i = n; i-- > 0;)
		if (!isnan(values[i])) {
			g_string_append(out, "<circle r=\"2\" cx=\"");
			append_tenths(out, days[n - 1] == 0 ? W - 3 : 2 + (W - 5.0) * days[i] / days[n - 1]);
			g_string_append(out, "\" cy=\"");
			append_tenths(out, H - 2 - (H - 4) * values[i] / most);
			g_string_append(out, "\"/>");
			break;
		}
	g_string_append(out, "</svg>");
}
