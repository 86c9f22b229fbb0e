/*
 * pdf.c: all scenes as one PDF, a page each, through cairo and pango.
 *
 * A page is its scene at 0.75 pt per pixel, shrunk where it would be larger than A3 landscape; it keeps the scene's proportions.
 * ink.c paints. The file is tagged: Document > Sect per scene > H1, H2, P, Link; its outline lists the sheets and, below each, what has an id.
 *
 * What cairo 1.16 does not forgive, each of it measured:
 *  - a link outside a structure tag, or cairo_paint() once a tag is open, damages the file: grounds are rectangles, filled;
 *  - it stamps the clock unless both dates are given, so they always are;
 *  - it writes the address of a link into the file as it is, so here only characters without a meaning to PDF pass;
 *  - it does not transform the rectangle of a link, so that is in points of the page, whatever the scale;
 *  - it reads the numbers of tag attributes in its own way: they are whole, so no locale matters.
 */
#include "pdf.h"

#include "paint.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

typedef struct {
	cairo_surface_t *surface;
	ErInk ink;
	GHashTable *pages;     /* "<slug>.svg", as one sheet links to another, → page from 1; a lookup, never an order */
	GHashTable *ids, *wanted;  /* of elements on all pages; those among them that a link leads to and that are not met yet. Lookups, never an order */
	double scale;          /* points per pixel of the current page */
} Pdf;

/* ---- links and tags ---- */

/* A '%' may be part of an escape already. */
char *er_pdf_address(const char *address)
{
	static const char kept[] = "-._~:/?#[]@!$&*+,;=%";
	GString *out = g_string_new(NULL);

	for (const char *p = address; *p != '\0'; p++) {
		if (g_ascii_isalnum(*p) || strchr(kept, *p) != NULL)
			g_string_append_c(out, *p);
		else
			g_string_append_printf(out, "%%%02X", (unsigned char)*p);
	}
	return g_string_free(out, FALSE);
}

int er_pdf_whole(double value)
{
	return isfinite(value) ? (int)lround(CLAMP(value, -1e6, 1e6)) : 0;
}

/* (transfer full): attributes of a link tag; NULL where an inner address leads nowhere. */
static char *link_attributes(const Pdf *pdf, const ErItem *item)
{
	g_autofree char *address = er_pdf_address(item->link);
	double k = pdf->scale;
	g_autofree char *rect = g_strdup_printf("rect=[%d %d %d %d]", er_pdf_whole(item->rect.x * k), er_pdf_whole(item->rect.y * k),
	                                        er_pdf_whole(item->rect.w * k), er_pdf_whole(item->rect.h * k));
	gpointer page = g_hash_table_lookup(pdf->pages, item->link);

	/* By name: cairo 1.16 leaves out where a link leads when it gives a page that is yet to come. */
	if (page != NULL)
		return g_strdup_printf("dest='sheet-%u' %s", GPOINTER_TO_UINT(page), rect);
	if (item->link[0] != '#')
		return g_strdup_printf("uri='%s' %s", address, rect);
	return g_hash_table_contains(pdf->ids, item->link + 1) ? g_strdup_printf("dest='%s' %s", item->link + 1, rect) : NULL;
}

void er_pdf_place(cairo_t *cr, const char *name, double x_pt, double y_pt)
{
	g_autofree char *attributes = g_strdup_printf("name='%s' x=%d y=%d", name, er_pdf_whole(x_pt), er_pdf_whole(y_pt));

	cairo_tag_begin(cr, CAIRO_TAG_DEST, attributes);
	cairo_tag_end(cr, CAIRO_TAG_DEST);
}

static const char *tag_of_text(ErRole role)
{
	return role == ER_ROLE_T_TITLE ? "H1" : role == ER_ROLE_T_HEADING ? "H2" : "P";
}

static bool is_target(const ErItem *item)
{
	return item->kind == ER_ITEM_OPEN && item->id != NULL && (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER);
}

static void draw_item(Pdf *pdf, const ErScene *scene, const ErItem *item)
{
	const char *tag = item->kind == ER_ITEM_TEXT && item->text[0] != '\0' ? tag_of_text(item->role) : NULL;
	bool has_place = item->kind != ER_ITEM_PATH && item->kind != ER_ITEM_CLOSE && item->rect.w > 0 && item->rect.h > 0;
	g_autofree char *link = item->link != NULL && has_place ? link_attributes(pdf, item) : NULL;

	/* The ground is painted before the first tag: an opaque page inside a tag makes cairo 1.16 drop the tag's beginning and fail. */
	if (item->kind == ER_ITEM_RECT && item->role == ER_ROLE_PAGE)
		return;
	if (is_target(item) && g_hash_table_remove(pdf->wanted, item->id))
		er_pdf_place(pdf->ink.cr, item->id, item->rect.x * pdf->scale, item->rect.y * pdf->scale);
	if (tag != NULL)
		cairo_tag_begin(pdf->ink.cr, tag, NULL);
	if (link != NULL)
		cairo_tag_begin(pdf->ink.cr, CAIRO_TAG_LINK, link);
	er_ink_draw(&pdf->ink, scene, item);
	if (link != NULL)
		cairo_tag_end(pdf->ink.cr, CAIRO_TAG_LINK);
	if (tag != NULL)
		cairo_tag_end(pdf->ink.cr, tag);
}

/* ---- pages ---- */

static void collect_targets(Pdf *pdf, const ErScene *scene)
{
	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);
		if (is_target(item))
			g_hash_table_add(pdf->ids, (char *)item->id);
		if (item->link != NULL && item->link[0] == '#')
			g_hash_table_add(pdf->wanted, (char *)item->link + 1);
	}
}

static int add_outline(Pdf *pdf, int parent, const char *name, uint32_t page, double x_pt, double y_pt)
{
	g_autofree char *place = g_strdup_printf("page=%u pos=[%d %d]", page, er_pdf_whole(x_pt), er_pdf_whole(y_pt));

	return cairo_pdf_surface_add_outline(pdf->surface, parent, name, place, parent == CAIRO_PDF_OUTLINE_ROOT ? CAIRO_PDF_OUTLINE_FLAG_BOLD : 0);
}

static const char *name_of(const char *name, const char *otherwise)
{
	return name != NULL && name[0] != '\0' ? name : otherwise;
}

static void outline_page(Pdf *pdf, const ErScene *scene, uint32_t page)
{
	double scale = er_sheet_scale(scene);
	int sheet = add_outline(pdf, CAIRO_PDF_OUTLINE_ROOT, name_of(er_scene_title(scene), er_scene_slug(scene)), page, 0, 0);

	for (uint32_t i = 0; i < er_scene_count(scene); i++) {
		const ErItem *item = er_scene_at(scene, i);

		if (item->kind == ER_ITEM_OPEN && item->data_id != NULL && item->data_id[0] != '\0' &&
		    (item->group == ER_GROUP_NODE || item->group == ER_GROUP_CONTAINER))
			add_outline(pdf, sheet, name_of(item->title, item->data_id), page, item->rect.x * scale, item->rect.y * scale);
	}
}

static void draw_page(Pdf *pdf, const ErScene *scene, uint32_t page)
{
	double scale = er_sheet_scale(scene);
	g_autofree char *name = g_strdup_printf("sheet-%u", page);

	pdf->scale = scale;
	cairo_pdf_surface_set_size(pdf->surface, er_scene_width(scene) * scale, er_scene_height(scene) * scale);
	cairo_pdf_surface_set_page_label(pdf->surface, er_scene_slug(scene));
	cairo_save(pdf->ink.cr);
	cairo_scale(pdf->ink.cr, scale, scale);
	pango_cairo_update_layout(pdf->ink.cr, pdf->ink.layout);
	er_ink_ground(&pdf->ink, scene);
	if (page == 1)
		cairo_tag_begin(pdf->ink.cr, "Document", NULL);
	cairo_tag_begin(pdf->ink.cr, "Sect", NULL);
	er_pdf_place(pdf->ink.cr, name, 0, 0);
	for (uint32_t i = 0; i < er_scene_count(scene); i++)
		draw_item(pdf, scene, er_scene_at(scene, i));
	cairo_tag_end(pdf->ink.cr, "Sect");
	outline_page(pdf, scene, page);
	cairo_restore(pdf->ink.cr);
}

/* ---- the document ---- */

cairo_status_t er_pdf_append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

char *er_pdf_date(const char *as_of)
{
	static const char shape[] = "dddd-dd-dd";
	bool good = as_of != NULL && strlen(as_of) >= sizeof shape - 1;

	for (size_t i = 0; good && shape[i] != '\0'; i++)
		good = shape[i] == 'd' ? g_ascii_isdigit(as_of[i]) : as_of[i] == shape[i];
	return g_strdup_printf("%.10sT00:00:00Z", good ? as_of : "1970-01-01");
}

static void set_metadata(cairo_surface_t *surface, const char *title, const ErProvenance *given)
{
	static const ErProvenance nothing;
	const ErProvenance *provenance = given != NULL ? given : &nothing;
	g_autofree char *date = er_pdf_date(provenance->as_of);
	g_autofree char *subject = g_strdup_printf("Inventory %s, as of %s", name_of(provenance->content, "unknown"),
	                                           name_of(provenance->as_of, "unknown"));

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, name_of(provenance->tool, "erscope"));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void open_document(Pdf *pdf, const ErScene *first, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out)
{
	double scale = er_sheet_scale(first);

	pdf->surface = cairo_pdf_surface_create_for_stream(er_pdf_append, out, er_scene_width(first) * scale, er_scene_height(first) * scale);
	set_metadata(pdf->surface, name_of(er_scene_title(first), er_scene_slug(first)), provenance);
	er_ink_open(&pdf->ink, pdf->surface, theme, icons);
	pdf->ids = g_hash_table_new(g_str_hash, g_str_equal);
	pdf->wanted = g_hash_table_new(g_str_hash, g_str_equal);
	pdf->pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Ends the document; what went wrong first is what is reported. */
static cairo_status_t close_document(Pdf *pdf)
{
	cairo_status_t status = er_ink_close(&pdf->ink);

	g_hash_table_unref(pdf->ids);
	g_hash_table_unref(pdf->wanted);
	g_hash_table_unref(pdf->pages);
	cairo_surface_finish(pdf->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf->surface);
	cairo_surface_destroy(pdf->surface);
	return status;
}

bool er_paint_pdf(const ErScene *const *scenes, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GByteArray *out, GError **error)
{
	Pdf pdf = { 0 };
	guint before = out->len;
	cairo_status_t status;

	if (n == 0) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "cannot write a PDF of no sheets");
		return false;
	}
	open_document(&pdf, scenes[0], theme, icons, provenance, out);
	for (uint32_t i = 0; i < n; i++) {
		collect_targets(&pdf, scenes[i]);
		g_hash_table_insert(pdf.pages, g_strconcat(er_scene_slug(scenes[i]), ".svg", NULL), GUINT_TO_POINTER(i + 1));
	}
	for (uint32_t i = 0; i < n; i++) {
		draw_page(&pdf, scenes[i], i + 1);
		if (i + 1 == n)
			cairo_tag_end(pdf.ink.cr, "Document");
		cairo_show_page(pdf.ink.cr);
	}
	status = close_document(&pdf);
	if (status == CAIRO_STATUS_SUCCESS)
		return true;
	g_byte_array_set_size(out, before);
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write the PDF: %s", cairo_status_to_string(status));
	return false;
}
