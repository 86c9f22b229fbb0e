/*
 * The merged picture: one network of both states (all of the state after, and what was removed), drawn with marks. Both states by
 * themselves are drawn on the same places, so that a reader can go back and forth between the three and nothing moves.
 */
#include "picture.h"

#include <erscope/output.h>

#include <stdio.h>
#include <string.h>

struct ErPicture {
	const ErRun *before, *after;
	ErRun merged;
	ErDrawChanges *changes;
	ErDrawing *drawing;
	ErDrawOptions options;
	char *content, *inventory;
};

static bool is_removed(const void *data, const ErResource *resource)
{
	return er_difference_is_removed(data, resource->id);
}

static char *id_after(const void *data, const char *id)
{
	return er_difference_id_after(data, id);
}

bool er_picture_knows_theme(const char *name)
{
	const char *const *names = er_draw_themes();
	uint32_t n = 0;

	for (; names[n] != NULL; n++)
		if (name == NULL || strcmp(names[n], name) == 0)
			return true;
	er_cli_tell_unknown("theme", name, names, n);
	return false;
}

ErPicture *er_picture_new(const ErDiffReport *report, const ErRun *before, const ErRun *after, const ErCommon *common, const char *theme)
{
	ErPicture *picture = g_new0(ErPicture, 1);
	ErDiags *diags = er_diags_new();
	const ErStateBefore earlier = { before->net, id_after, report->diff };
	ErCommon silent = *common;

	silent.quiet = TRUE;
	picture->before = before;
	picture->after = after;
	er_run_go_on(&picture->merged, er_inventory_overlay(after->inv, before->inv, &(const ErOverlay){ is_removed, id_after, report->diff }, diags), diags, &silent, &earlier, 1);
	picture->changes = er_diff_marks(report, picture->merged.net);
	picture->content = g_strdup(er_inventory_content(after->inv));
	picture->inventory = g_strdup(report->title);
	picture->options = (ErDrawOptions){ .as_of = common->as_of, .content = picture->content, .inventory = picture->inventory, .theme = theme, .changes = picture->changes, .still = true };
	picture->drawing = er_draw(picture->merged.flows, picture->merged.findings, &picture->options, ER_VIEW_CHANGE, diags);
	return picture;
}

void er_picture_free(ErPicture *picture)
{
	if (picture == NULL)
		return;
	er_drawing_free(picture->drawing);
	er_draw_changes_free(picture->changes);
	er_run_end(&picture->merged);
	g_free(picture->content);
	g_free(picture->inventory);
	g_free(picture);
}

bool er_picture_is_empty(const ErPicture *picture)
{
	return er_drawing_count(picture->drawing) == 0;
}

static GString *told(GString *text, GError *error)
{
	if (error == NULL)
		return text;
	fprintf(stderr, "erscope diff: %s\n", error->message);
	g_error_free(error);
	g_string_free(text, TRUE);
	return NULL;
}

GString *er_picture_svg(const ErPicture *picture)
{
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	if (er_picture_is_empty(picture)) {
		g_string_free(out, TRUE);
		return NULL;
	}
	er_drawing_svg(picture->drawing, 0, out, &error);
	return told(out, error);
}

GString *er_picture_pdf(const ErPicture *picture, const ErDiffReport *report)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	GError *error = NULL;

	er_diff_pdf(report, picture->drawing, bytes, &error);
	g_string_append_len(out, (const char *)bytes->data, (gssize)bytes->len);
	return told(out, error);
}

/* As many spokes one by one as the merged picture has. */
static uint32_t most_spokes(const ErPicture *picture)
{
	uint32_t most = 4;   /* draw.h: the default */

	for (uint32_t i = 0; i < er_network_n_vnets(picture->merged.net); i++) {
		ErChangeMark mark = picture->changes->marks[er_network_vnet(picture->merged.net, i)->self];
		most += mark == ER_MARK_ADDED || mark == ER_MARK_REMOVED;
	}
	return most;
}

static bool write_state(const ErPicture *picture, const ErRun *run, const ErPins *pins, const char *folder, const char *name)
{
	ErDrawOptions options = picture->options;
	g_autofree char *path = g_build_filename(folder, name, NULL);

	options.changes = NULL;
	options.pins = pins;
	options.whole = true;
	options.most_spokes = most_spokes(picture);
	options.content = er_inventory_content(run->inv);
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErDrawing) drawing = er_draw(run->flows, run->findings, &options, ER_VIEW_OVERVIEW, diags);
	GError *error = NULL;
	if (er_drawing_count(drawing) == 0)
		return true;
	g_autoptr(GString) text = g_string_new(NULL);
	er_drawing_svg(drawing, 0, text, &error);
	if (error == NULL)
		return er_cli_write(path, text);
	fprintf(stderr, "erscope diff: %s\n", error->message);
	g_error_free(error);
	return false;
}

bool er_picture_write_states(const ErPicture *picture, const char *folder)
{
	if (er_picture_is_empty(picture))
		return true;
	g_autoptr(ErPins) pins = er_pins_of(picture->drawing, 0, "overview");
	return write_state(picture, picture->before, pins, folder, "change-before.svg") && write_state(picture, picture->after, pins, folder, "change-after.svg");
}
