/* A difference on paper, for a ticket that takes a file: the verdict and why, the merged picture, then section by section what differs. */
#include "diff_sections.h"

#include <erscope/lang.h>
#include <erscope/pages.h>
#include <erscope/results.h>

static void put_line(ErPages *pages, const ErDiffLine *line)
{
	er_pages_paragraph(pages, ER_PARAGRAPH_ITEM);
	er_pages_run(pages, ER_RUN_BOLD, er_diff_sign(line->sign), NULL);
	if (line->sign != ' ')
		er_pages_run(pages, ER_RUN_PLAIN, " ", NULL);
	er_pages_run(pages, ER_RUN_PLAIN, line->text, NULL);
	for (guint i = 0; line->details != NULL && i < line->details->len; i++)
		er_pages_printf(pages, ER_RUN_MUTED, "%s%s", i == 0 ? ": " : "; ", (const char *)line->details->pdata[i]);
}

bool er_diff_pdf(const ErDiffReport *report, const ErDrawing *drawing, GByteArray *out, GError **error)
{
	g_autofree char *headline = er_difference_headline(report->diff), *title = g_strdup_printf(_("Change: %s"), report->title);
	g_autoptr(GPtrArray) sections = er_diff_sections(report);
	const char *const facts[] = { _("Date"), report->as_of, _("Made by"), "erscope " ER_TOOL_VERSION, NULL };
	const ErPagesFrame frame = {
		.title = title, .subtitle = "", .facts = facts, .footer = title, .as_of = report->as_of, .contents = _("Contents"), .page = _("Page"), .of = _("of"),
	};
	g_autoptr(ErPages) pages = er_pages_new(&frame);

	er_pages_heading(pages, 1, NULL, ER_SIGN_NONE, _("Verdict"));
	er_pages_paragraph(pages, ER_PARAGRAPH_LEAD);
	er_pages_run(pages, ER_RUN_PLAIN, headline, NULL);
	for (guint i = 0; i < sections->len; i++) {
		const ErDiffSection *section = sections->pdata[i];
		er_pages_heading(pages, 1, NULL, ER_SIGN_NONE, section->title);
		for (guint k = 0; k < section->lines->len; k++)
			put_line(pages, &g_array_index(section->lines, ErDiffLine, k));
		for (uint32_t sheet = 0; i == 0 && drawing != NULL && sheet < er_drawing_count(drawing); sheet++)
			er_pages_figure(pages, drawing, sheet, _("What changes"));
	}
	return er_pages_finish(pages, out, error);
}
