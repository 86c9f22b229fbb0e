/*
 * A difference as text, Markdown and HTML: the same headings and lines. In Markdown every character of a name that could begin a markup
 * is escaped with a reverse solidus or an entity, and line breaks cannot occur (ingest cleaned the names); in HTML the five of XML are.
 */
#include "diff_sections.h"

#include "prose.h"

#include <erscope/lang.h>

#include <string.h>

/* ---- text ---- */

static char tone_of(const ErDiffLine *line)
{
	return line->tone != 0 ? line->tone : line->sign;
}

static const char *paint(char sign, bool colour)
{
	if (!colour)
		return "";
	return sign == '+' ? "\033[32m" : sign == '-' || sign == '!' ? "\033[31m" : sign == '~' ? "\033[33m" : sign == '*' ? "\033[32m" : "";
}

static const char *sign_text(char sign)
{
	return sign != ' ' ? er_diff_sign(sign) : "·";
}

GString *er_diff_text(const ErDiffReport *report, bool colour)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GPtrArray) sections = er_diff_sections(report);
	g_autofree char *headline = er_difference_headline(report->diff);

	er_prose_put_words(out, 0, 0, headline);
	for (guint i = 0; i < sections->len; i++) {
		const ErDiffSection *section = sections->pdata[i];
		g_string_append_printf(out, "\n%s\n", section->title);
		for (guint k = 0; k < section->lines->len; k++) {
			const ErDiffLine *line = &g_array_index(section->lines, ErDiffLine, k);
			g_string_append_printf(out, "  %s%s%s ", paint(tone_of(line), colour), sign_text(line->sign), *paint(tone_of(line), colour) != '\0' ? "\033[0m" : "");
			er_prose_put_words(out, 4, 4, line->text);
			for (guint d = 0; line->details != NULL && d < line->details->len; d++) {
				g_string_append(out, "      ");
				er_prose_put_words(out, 8, 6, line->details->pdata[d]);
			}
		}
	}
	return out;
}

GString *er_diff_brief(const ErDiffReport *report)
{
	g_autofree char *headline = er_difference_headline(report->diff);
	GString *out = g_string_new(headline);

	g_string_append_c(out, '\n');
	return out;
}

/* ---- Markdown ---- */

enum { MOST_MARK = 10 };   /* digits of a list's number; Markdown takes nine */

/* A sign that begins a list, a heading or a number where a text begins, and what would become a link or an emoji by itself. */
static bool acts_here(const char *text, size_t at)
{
	const char c = text[at];

	if (c == ':')
		return text[at + 1] == '/' || g_ascii_isalnum(text[at + 1]);
	if (c == '.')
		return (at >= 3 && g_ascii_strncasecmp(text + at - 3, "www", 3) == 0) || (at < MOST_MARK && strspn(text, "0123456789") == at);
	return at < MOST_MARK && strspn(text, "#+-=0123456789") >= at && strchr("#+-=)", c) != NULL;
}

static void put_markdown(GString *out, const char *text)
{
	for (size_t i = 0; text[i] != '\0'; i++) {
		if (strchr("<>&@", text[i]) != NULL)
			g_string_append_printf(out, "&#%d;", text[i]);
		else if (strchr("\\`*_[]|~$", text[i]) != NULL || acts_here(text, i))
			g_string_append_printf(out, "\\%c", text[i]);
		else
			g_string_append_c(out, text[i]);
	}
}

GString *er_diff_markdown(const ErDiffReport *report)
{
	GString *out = g_string_new("**");
	g_autoptr(GPtrArray) sections = er_diff_sections(report);
	g_autofree char *headline = er_difference_headline(report->diff);

	put_markdown(out, headline);
	g_string_append(out, "**\n\n");
	put_markdown(out, report->title);
	g_string_append_printf(out, _(", as of %s\n"), report->as_of);
	for (guint i = 0; i < sections->len; i++) {
		const ErDiffSection *section = sections->pdata[i];
		g_string_append_printf(out, "\n### %s\n\n", section->title);
		for (guint k = 0; k < section->lines->len; k++) {
			const ErDiffLine *line = &g_array_index(section->lines, ErDiffLine, k);
			g_string_append(out, "- ");
			if (line->sign != ' ')
				g_string_append_printf(out, "**%s** ", er_diff_sign(line->sign));
			put_markdown(out, line->text);
			g_string_append_c(out, '\n');
			for (guint d = 0; line->details != NULL && d < line->details->len; d++) {
				g_string_append(out, "  - ");
				put_markdown(out, line->details->pdata[d]);
				g_string_append_c(out, '\n');
			}
		}
	}
	return out;
}

/* ---- HTML ---- */

static void put_html(GString *out, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);

	g_string_append(out, escaped);
}

static const char *const style =
	"body{font:15px/1.5 'Open Sans',system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:1500px;margin:24px auto;padding:0 20px}"
	"h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:24px 0 6px;border-bottom:1px solid #ccc}"
	".verdict{font-weight:600;padding:10px 14px;border-left:6px solid #5c5c5c;background:#f3f3f3}"
	".worse{border-color:#b3261e}.better{border-color:#107c10}.cannot-tell{border-color:#8a5a00}"
	"ul{list-style:none;padding-left:0}li{padding:2px 0 2px 2em;text-indent:-2em}li ul{text-indent:0}li li{text-indent:0;padding-left:0;color:#444;overflow-wrap:anywhere}"
	"b{display:inline-block;min-width:1.6em;text-indent:0}.p b{color:#0b6a0b}.m b{color:#b3261e}.c b{color:#8a5a00}figure{margin:16px 0;overflow-x:auto}svg{width:100%;min-width:760px;height:auto}";

static void put_html_line(GString *out, const ErDiffLine *line)
{
	const char tone = tone_of(line), *class = tone == '+' || tone == '*' ? "p" : tone == '-' || tone == '!' ? "m" : tone == '~' ? "c" : "n";

	g_string_append_printf(out, "<li class=\"%s\"><b>%s</b> ", class, sign_text(line->sign));
	put_html(out, line->text);
	for (guint d = 0; line->details != NULL && d < line->details->len; d++) {
		g_string_append(out, d == 0 ? "<ul><li>" : "<li>");
		put_html(out, line->details->pdata[d]);
		g_string_append(out, d + 1 == line->details->len ? "</li></ul>" : "</li>");
	}
	g_string_append(out, "</li>\n");
}

/* The picture stands within the page: without its declaration. */
static const char *element_of(const GString *svg)
{
	const char *begin = strstr(svg->str, "<svg");

	return begin != NULL ? begin : "";
}

GString *er_diff_html(const ErDiffReport *report, const GString *svg)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GPtrArray) sections = er_diff_sections(report);
	g_autofree char *headline = er_difference_headline(report->diff), *title = g_strdup_printf(_("Change: %s"), report->title), *as_of = g_strdup_printf(_("As of %s"), report->as_of);

	g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>", er_lang());
	put_html(out, title);
	g_string_append_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
	put_html(out, title);
	g_string_append_printf(out, "</h1>\n<p>%s</p>\n<p class=\"verdict %s\">", as_of, er_verdict_name(er_difference_verdict(report->diff)));
	put_html(out, headline);
	g_string_append(out, "</p>\n");
	if (svg != NULL)
		g_string_append_printf(out, "<figure>\n%s</figure>\n", element_of(svg));
	for (guint i = 0; i < sections->len; i++) {
		const ErDiffSection *section = sections->pdata[i];
		g_string_append_printf(out, "<h2>%s</h2>\n<ul>\n", section->title);
		for (guint k = 0; k < section->lines->len; k++)
			put_html_line(out, &g_array_index(section->lines, ErDiffLine, k));
		g_string_append(out, "</ul>\n");
	}
	g_string_append(out, "</body>\n</html>\n");
	return out;
}
