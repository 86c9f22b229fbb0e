/*
 * A report in some form: which template, what it makes of the report as XML, and the pictures put in where the template left
 * <?erscope-picture ID?>: SVG of many sheets is not read again only to be written.
 */
#include "document_out.h"
#include "page.h"
#include "xslt.h"

#include <gio/gio.h>

#include <errno.h>
#include <string.h>

#include "schemas.h"

enum { MOST_TEMPLATE = 1024 * 1024, TEXT_COLUMNS = 80 };

static const char *const templates[] = { "html", "markdown", "text", "change-request", NULL };

const char *const *er_document_templates(void)
{
	return templates;
}

static GBytes *own_template(const char *name)
{
	g_autofree char *path = NULL;

	if (!g_strv_contains(templates, name))
		return NULL;
	path = g_strdup_printf("/erscope/templates/%s%s.xsl", strcmp(name, "change-request") == 0 ? "" : "report-", name);
	return g_resource_lookup_data(er_schemas_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static GBytes *read_template(const char *path, GError **error)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, error);
	g_autofree char *text = g_malloc(MOST_TEMPLATE + 1);
	gsize length = 0;

	if (stream == NULL || !g_input_stream_read_all(G_INPUT_STREAM(stream), text, MOST_TEMPLATE + 1, &length, NULL, error)) {
		g_prefix_error(error, "template %s: ", path);
		return NULL;
	}
	if (length > MOST_TEMPLATE) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "template %s: larger than %d KiB", path, MOST_TEMPLATE / 1024);
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&text), length);
}

/* ---- pictures ---- */

static bool add_picture(const ErDocument *document, const char *id, GString *out, GError **error)
{
	uint32_t n = document->drawing != NULL ? er_drawing_count(document->drawing) : 0;

	for (uint32_t i = 0; i < n; i++) {
		g_autoptr(GString) svg = g_string_new(NULL);
		if (strcmp(er_scene_slug(er_drawing_scene(document->drawing, i)), id) != 0)
			continue;
		if (!er_drawing_svg(document->drawing, i, svg, error))
			return false;
		const char *root = strstr(svg->str, "<svg");
		g_assert(root != NULL);
		g_string_append(out, root);
		return true;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the template wants a picture '%s', which there is not", id);
	return false;
}

/* HTML ends a processing instruction with ">", XML with "?>". In either a name cannot hold "<". */
static GString *with_pictures(const ErDocument *document, const GString *made, GError **error)
{
	static const char mark[] = "<?erscope-picture ";
	g_autoptr(GString) out = g_string_sized_new(made->len);
	const char *at = made->str, *next;

	while ((next = strstr(at, mark)) != NULL) {
		const char *end = strchr(next, '>');
		g_string_append_len(out, at, next - at);
		if (end == NULL)
			break;
		g_autofree char *id = g_strstrip(g_strndup(next + strlen(mark), (gsize)(end - next) - strlen(mark)));
		id[strcspn(id, "? \t\r\n")] = '\0';
		if (!add_picture(document, id, out, error))
			return NULL;
		at = end + 1;
	}
	g_string_append(out, at);
	return g_steal_pointer(&out);
}

/* ---- plain text ---- */

static glong columns_of(const char *text, gssize length)
{
	glong n = 0;

	for (const char *p = text; p < text + length; p = g_utf8_next_char(p))
		n += g_unichar_iszerowidth(g_utf8_get_char(p)) ? 0 : g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
	return n;
}

/* Where what continues a line stands: below the text that follows its indent, a "- ", and a label, which two blanks end. */
static gsize hanging(const char *line)
{
	gsize indent = strspn(line, " "), at = indent;

	if (g_str_has_prefix(line + at, "- "))
		return at + 2;
	const char *gap = strstr(line + at, "  ");
	if (gap == NULL || columns_of(line, gap - line) > TEXT_COLUMNS / 3)
		return indent;
	return (gsize)columns_of(line, gap + strspn(gap, " ") - line);
}

/*
 * Where @line is broken for @room columns: at the last blank that fits and lies behind @from; else behind the word, for addresses are to be
 * copied, but a word that no line holds is broken.
 */
static gsize break_at(const char *line, glong room, gsize from)
{
	const char *p = line, *blank = NULL, *full = NULL;

	for (glong n = 0; *p != '\0'; p = g_utf8_next_char(p)) {
		n += columns_of(p, 1);
		if (*p == ' ' && p >= line + from) {
			if (full != NULL)
				return (gsize)(p - line);
			blank = p;
		}
		if (n <= room)
			continue;
		if (blank != NULL)
			return (gsize)(blank - line);
		full = full != NULL ? full : p;
		if (n > TEXT_COLUMNS + room)
			return (gsize)(full - line);
	}
	return (gsize)(p - line);
}

static GString *folded(const GString *made)
{
	GString *out = g_string_sized_new(made->len);
	g_auto(GStrv) lines = g_strsplit(made->str, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		gsize hang = hanging(*line), start = strspn(*line, " "), from = hang - start;
		const char *at = g_strchomp(*line) + MIN(start, strlen(*line));
		if (line[1] == NULL && *at == '\0')
			break;
		if (*at != '\0')
			g_string_append_printf(out, "%*s", (int)start, "");
		for (glong room = TEXT_COLUMNS - (glong)start; *at != '\0'; room = TEXT_COLUMNS - (glong)hang) {
			gsize n = break_at(at, MAX(room, 20), from);
			g_string_append_len(out, at, (gssize)n);
			at += n + strspn(at + n, " ");
			from = 1;
			if (*at != '\0')
				g_string_append_printf(out, "\n%*s", (int)hang, "");
		}
		g_string_append_c(out, '\n');
	}
	return out;
}

/* ---- the whole ---- */

/* They stand in the document like any name. (transfer full) (nullable) */
static char **shown_params(const char *const *params)
{
	g_autoptr(GStrvBuilder) shown = g_strv_builder_new();

	for (; params != NULL && *params != NULL; params++) {
		g_autofree char *text = er_xml_shown(*params);
		g_strv_builder_add(shown, text);
	}
	return g_strv_builder_end(shown);
}

GString *er_document_apply(const ErDocument *document, const char *template, const char **ending, GError **error)
{
	g_autoptr(GBytes) own = own_template(template);
	g_autoptr(GBytes) text = own != NULL ? g_bytes_ref(own) : read_template(template, error);
	g_autoptr(GString) made = g_string_new(NULL);
	g_auto(GStrv) params = shown_params(document->params);
	ErXslt xslt = { .name = template, .params = (const char *const *)params };

	if (text == NULL)
		return NULL;
	g_autoptr(GString) xml = own != NULL ? er_document_xml_dense(document, strcmp(template, "html") != 0) : er_document_xml(document);
	xslt.text = g_bytes_get_data(text, &xslt.length);
	if (!(own != NULL ? er_xslt_apply_own : er_xslt_apply)(&xslt, xml, made, ending, error))
		return NULL;
	if (strcmp(template, "text") == 0)
		return folded(made);
	if (strcmp(*ending, "html") != 0 && strcmp(*ending, "xml") != 0)
		return g_steal_pointer(&made);
	g_autoptr(GString) pictured = with_pictures(document, made, error);
	if (pictured == NULL || strcmp(*ending, "xml") == 0)
		return g_steal_pointer(&pictured);
	return er_page_finish(document, pictured);
}
