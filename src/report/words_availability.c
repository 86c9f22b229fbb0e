/*
 * Availability in words: the number, what it rests on, and the assumptions, always together. Figures are shown to three digits of
 * what is missing to 100 %, since 99.99 % and 99.95 % differ by a factor of five; time is per year of 8760 hours.
 */
#include "prose.h"

#include <math.h>
#include <string.h>

enum { HOURS_A_YEAR = 8760, MOST_DECIMALS = 10 };

static void append_number(GString *out, const char *format, double number)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(text, sizeof text, format, number));
}

/* 99.949975, without zeros at the end; never 100 when something is missing. */
static void append_per_cent(GString *out, double down)
{
	const double missing = down * 100;
	const int decimals = missing > 0 ? CLAMP(4 - (int)floor(log10(missing)), 2, MOST_DECIMALS) : 0;
	g_autofree char *format = g_strdup_printf("%%.%df", decimals);
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	size_t n;

	g_ascii_formatd(text, sizeof text, format, 100 - missing);
	if (missing > 0 && g_str_has_prefix(text, "100")) {
		g_string_append(out, "more than 99.9999999999 %");
		return;
	}
	n = strlen(text);
	while (decimals > 0 && text[n - 1] == '0')
		n--;
	n -= n > 0 && text[n - 1] == '.';
	g_string_append_len(out, text, (gssize)n);
	g_string_append(out, " %");
}

static void append_time(GString *out, double down)
{
	const double hours = down * HOURS_A_YEAR;

	if (hours >= 100)
		append_number(out, "%.0f h", hours);
	else if (hours >= 1)
		append_number(out, "%.3g h", hours);
	else if (hours * 60 >= 1)
		append_number(out, "%.3g min", hours * 60);
	else
		g_string_append(out, "less than a minute");
}

static void put_value(GString *out, const ErFlowAvailability *answer)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!answer->exact)
		g_string_append(text, "between ");
	append_per_cent(text, answer->down_most);
	if (!answer->exact) {
		g_string_append(text, " and ");
		append_per_cent(text, answer->down_least);
	}
	g_string_append(text, answer->exact ? ", down " : ", down at most ");
	append_time(text, answer->down_most);
	g_string_append(text, " a year");
	if (answer->down_most * HOURS_A_YEAR * 60 < 1)
		g_string_append(text, ": not a credible number, what fails together and has no figure here dominates");
	er_prose_put(out, 4, "available", "%s", text->str);
}

static void put_parts(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowAvailability *answer)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; i < answer->n_parts; i++) {
		const ErAvailabilityPart *part = &answer->parts[i];

		g_string_append(text, i > 0 ? ", " : "");
		er_prose_add_element(text, flows, flow, part->element);
		g_string_append_c(text, ' ');
		append_per_cent(text, part->down);
		if (*part->source != '\0')
			g_string_append_printf(text, " (%s)", part->source);
	}
	er_prose_put(out, 4, "rests on", "%s", text->str);
}

GString *er_words_availability(const ErAvailability *availability, const ErFlows *flows, const ErFlow *flow)
{
	const ErFlowAvailability *answer = er_availability_of(availability, flow);
	GString *out = g_string_new(NULL);

	if (!answer->known)
		return out;
	put_value(out, answer);
	put_parts(out, flows, flow, answer);
	for (uint32_t i = 0; i < answer->n_assumptions; i++)
		er_prose_put(out, 4, i == 0 ? "provided" : " ", "%s", answer->assumptions[i]);
	return out;
}
