/*
 * The HTML report as one file that needs nothing else: style, script and data put in where a template left <?erscope-asset NAME?>,
 * <?erscope-data?>, links between pictures made links within the page, and for <?erscope-policy?> a Content-Security-Policy that lets
 * in just the style sheets and scripts that stand in the page, by their hashes, and nothing from elsewhere. Names of an inventory never look like these
 * marks or like tags: whoever wrote them out wrote "<" as "&lt;".
 */
#include "page.h"

#include "page_data.h"

#include <string.h>

#include "schemas.h"

/* Without indentation and what is comment from the first sign of a line to the last of one. */
static void add_without_comments(const char *text, gsize length, GString *out)
{
	g_autofree char *own = g_strndup(text, length);
	g_auto(GStrv) lines = g_strsplit(own, "\n", -1);
	bool comment = false;

	for (char **line = lines; *line != NULL; line++) {
		const char *bare = g_strstrip(*line);
		bool opens = g_str_has_prefix(bare, "/*");
		if (!comment && !opens && !g_str_has_prefix(bare, "//") && *bare != '\0')
			g_string_append_printf(out, "%s\n", bare);
		comment = (comment || opens) && !g_str_has_suffix(bare, "*/");
	}
}

static bool add_asset(const char *name, GString *out)
{
	g_autofree char *path = g_strconcat("/erscope/templates/", name, NULL);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(er_schemas_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	gsize length;

	if (bytes == NULL)
		return false;
	const char *text = g_bytes_get_data(bytes, &length);
	add_without_comments(text, length, out);
	return true;
}

/* "sha256-…" of each element @tag, quoted, each once. */
static void add_hashes(const char *html, const char *tag, GString *out)
{
	g_autofree char *open = g_strdup_printf("<%s>", tag), *close = g_strdup_printf("</%s>", tag);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (const char *at = strstr(html, open), *end; at != NULL && (end = strstr(at, close)) != NULL; at = strstr(end, open)) {
		const char *text = at + strlen(open);
		char *hash = er_page_hash(text, (gsize)(end - text));
		if (!g_hash_table_contains(seen, hash))
			g_string_append_printf(out, " '%s'", hash);
		g_hash_table_add(seen, hash);
	}
}

static char *policy(const char *html)
{
	g_autoptr(GString) styles = g_string_new(NULL), scripts = g_string_new(NULL);

	add_hashes(html, "style", styles);
	add_hashes(html, "script", scripts);
	return g_strdup_printf("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src%s; script-src%s; img-src data:; font-src data:; base-uri 'none'; form-action 'none'\">",
	                       styles->len > 0 ? styles->str : " 'none'", scripts->len > 0 ? scripts->str : " 'none'");
}

/* Sheets lead to each other as files; here to the sheet in this page, or nowhere. */
static GString *with_own_links(const ErDocument *document, const GString *html)
{
	static const char mark[] = "<a href=\"";
	GString *out = g_string_sized_new(html->len);
	const char *at = html->str, *next;
	uint32_t n = document->drawing != NULL ? er_drawing_count(document->drawing) : 0;

	for (; (next = strstr(at, mark)) != NULL; at = next) {
		const char *address = next + strlen(mark), *end = strchr(address, '"');
		const ErScene *target = NULL;
		next = end + 1;
		for (uint32_t i = 0; i < n && target == NULL && end - address > 4 && memcmp(end - 4, ".svg", 4) == 0; i++) {
			const ErScene *scene = er_drawing_scene(document->drawing, i);
			if (strlen(er_scene_slug(scene)) == (size_t)(end - address - 4) && strncmp(er_scene_slug(scene), address, (size_t)(end - address - 4)) == 0)
				target = scene;
		}
		if (target == NULL) {
			g_string_append_len(out, at, next - at);
			continue;
		}
		g_autofree char *here = g_strdup_printf(" id=\"%s\"", er_scene_slug(target));
		g_string_append_len(out, at, address - strlen(mark) - at);
		if (strstr(html->str, here) != NULL)
			g_string_append_printf(out, "<a href=\"#%s\"", er_scene_slug(target));
		else
			g_string_append(out, "<a");
	}
	g_string_append(out, at);
	return out;
}

/* Fills one mark; false: it is none of ours. */
static bool fill(const ErDocument *document, const char *mark, const char *html, GString *out)
{
	if (g_str_has_prefix(mark, "asset "))
		return add_asset(mark + strlen("asset "), out);
	if (strcmp(mark, "data") == 0) {
		g_autoptr(GString) data = er_page_data(document->flows, document->findings);
		g_string_append_len(out, data->str, (gssize)data->len);
		return true;
	}
	if (html != NULL && strcmp(mark, "policy") == 0) {
		g_autofree char *meta = policy(html);
		g_string_append(out, meta);
		return true;
	}
	return false;
}

/* The policy comes last: with @whole, since it is about everything else. */
static GString *filled(const ErDocument *document, const GString *html, bool whole)
{
	static const char open[] = "<?erscope-";
	GString *out = g_string_sized_new(html->len);
	const char *at = html->str, *next, *end;

	while ((next = strstr(at, open)) != NULL && (end = strchr(next, '>')) != NULL) {
		g_autofree char *mark = g_strndup(next + strlen(open), (gsize)(end - next) - strlen(open));
		g_strchomp(mark);
		if (g_str_has_suffix(mark, "?"))
			mark[strlen(mark) - 1] = '\0';
		g_strchomp(mark);
		g_string_append_len(out, at, next - at);
		if (!fill(document, mark, whole ? html->str : NULL, out))
			g_string_append_len(out, next, end + 1 - next);
		at = end + 1;
	}
	g_string_append(out, at);
	return out;
}

GString *er_page_finish(const ErDocument *document, const GString *html)
{
	g_autoptr(GString) linked = with_own_links(document, html);
	g_autoptr(GString) parts = filled(document, linked, false);

	return filled(document, parts, true);
}
