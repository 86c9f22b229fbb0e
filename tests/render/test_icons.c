/* test_icons.c: icons of the user's own: which files are taken, what hostile ones are refused for, and that every back end shows the rest. */
#include "render/backend.h"
#include "render/drawio.h"
#include "render/icons.h"

#include <cairo.h>
#include <check.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define OPEN "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 48 48\">"
#define RED OPEN "<rect width=\"48\" height=\"48\" fill=\"#FF0000\"/></svg>"

static const ErProvenance provenance = { "erscope 0.1.0", "sha256:00", "2026-11-23" };

/* ---- what an SVG may hold ---- */

static const struct { const char *svg, *why; } refused[] = {
	{ "", "no SVG" },
	{ "GIF89a", "no SVG" },
	{ "<svg/>", "root is no <svg>" },
	{ "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "root is no <svg>" },
	{ OPEN "<rect></svg>", "no SVG: line 1" },
	{ OPEN "\xFF</svg>", "UTF-8" },
	{ "<!DOCTYPE svg>" RED, "DOCTYPE" },
	{ "<!DOCTYPE svg [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>" OPEN "<g class=\"&b;\"/></svg>", "DOCTYPE" },
	{ "<?xml-stylesheet href=\"http://example.com/a.css\"?>" RED, "processing instruction" },
	{ OPEN "<g><?php x?></g></svg>", "processing instruction" },
	{ OPEN "<script>alert(1)</script></svg>", "<script>" },
	{ OPEN "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script></svg>", "<script>" },
	{ OPEN "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject></svg>", "<foreignObject>" },
	{ OPEN "<use no:href=\"http://example.com\"/></svg>", "namespaces are in disorder" },
	{ OPEN "<g xmlns:q=\"&quot;>&lt;script/>\" q:a=\"\"><path/></g></svg>", "namespaces are in disorder" },
	{ OPEN "<animate attributeName=\"href\" to=\"http://example.com\"/></svg>", "<animate>" },
	{ OPEN "<set attributeName=\"onload\" to=\"x()\"/></svg>", "<set>" },
	{ OPEN "<a href=\"http://example.com\"><path d=\"M0 0\"/></a></svg>", "<a>" },
	{ OPEN "<iframe/></svg>", "<iframe>" },
	{ OPEN "<text font-size=\"1e9\">a</text></svg>", "<text>" },
	{ OPEN "<g onclick=\"x()\"/></svg>", "script: attribute 'onclick'" },
	{ OPEN "<g ONLOAD=\"x()\"/></svg>", "script: attribute 'ONLOAD'" },
	{ OPEN "<use href=\"other.svg#a\"/></svg>", "outside itself: 'other.svg#a'" },
	{ OPEN "<use xlink:href=\" http://example.com/a.svg#b\"/></svg>", "outside itself: 'http://example.com/a.svg#b'" },
	{ OPEN "<linearGradient id=\"a\" href=\"file:///etc/passwd#x\"/></svg>", "outside itself" },
	{ OPEN "<image href=\"http://example.com/a.png\"/></svg>", "outside itself" },
	{ OPEN "<image href=\"data:text/html,x\"/></svg>", "no PNG: 'data:text/html,x'" },
	{ OPEN "<image href=\"data:image/svg+xml,x\"/></svg>", "no PNG" },
	{ OPEN "<image href=\"data:image/png;base64,R0lGODlh\"/></svg>", "of the picture inside: it is no PNG" },
	{ OPEN "<rect fill=\"url(http://example.com/a.svg#b)\"/></svg>", "outside itself" },
	{ OPEN "<rect fill=\"URL( 'a.svg#b' )\"/></svg>", "outside itself" },
	{ OPEN "<rect style=\"fill:url(&quot;//example.com/#b&quot;)\"/></svg>", "outside itself" },
	{ OPEN "<rect style=\"fill:u\\72l(a)\"/></svg>", "escape" },
	{ OPEN "<style>@import 'http://example.com/a.css';</style></svg>", "@ rule" },
	{ OPEN "<style>.a{fill:url(http://example.com/#b)}</style></svg>", "outside itself" },
	{ OPEN "<style>.a{background:image-set('http://example.com' 1x)}</style></svg>", "picture in its style" },
	{ OPEN "<style>g .a{fill:url(#b)}</style></svg>", "for more than a class: 'g .a'" },
	{ OPEN "<style>*{mask:url(#b)}</style></svg>", "for more than a class: '*'" },
	{ OPEN "<style>.a{x:\"} .z{\";fill:url(#b)}</style></svg>", "brace between quotes" },
	{ OPEN "<style>/* { */.a{fill:red}</style></svg>", "comment in its style" },
	{ OPEN "<style>.a{animation:x 1s}</style></svg>", "motion" },
	{ OPEN "<pattern id=\"p\"/></svg>", "<pattern>" },
	{ OPEN "<filter id=\"f\"/></svg>", "<filter>" },
	{ OPEN "<g style=\"filter:blur(900px)\"/></svg>", "filter" },
	{ OPEN "<style>.a{filter: url(#f) blur(900px)}</style></svg>", "filter" },
	{ OPEN "<marker id=\"m\"/></svg>", "<marker>" },
	{ OPEN "<path d=\"M0 0H900000\" stroke-dasharray=\"0.001\"/></svg>", "dashed lines" },
	{ OPEN "<path d=\"M0 0H900000\" style=\"stroke-dasharray:0.001\"/></svg>", "dashed lines" },
	{ OPEN "<g id=\"a\"><use href=\"#a\"/></g></svg>", "refers to itself" },
	{ OPEN "<mask id=\"a\"><rect mask=\"url(#b)\"/></mask><mask id=\"b\"><rect class=\"c\"/></mask><style>.c{mask:url(#a)}</style></svg>", "refers to itself" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "viewBox" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"100%\"/>", "viewBox" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 48\"/>", "viewBox" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 nan 48\"/>", "viewBox" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e99 48\"/>", "viewBox" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 1\"/>", "1 : 16" },
};

START_TEST(hostile_svg_is_refused)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) clean = er_icon_clean_svg(refused[_i].svg, strlen(refused[_i].svg), &error);

	ck_assert_msg(clean == NULL, "%s", refused[_i].svg);
	ck_assert_msg(strstr(error->message, refused[_i].why) != NULL, "%s: %s", refused[_i].svg, error->message);
}
END_TEST

/* What nested references multiply to is known before anything is drawn. */
START_TEST(references_do_not_multiply)
{
	static const char *const levels[] = {
		"<g id=\"l%u\"><use href=\"#l%u\"/><use xlink:href=\"#l%u\"/></g>",
		"<clipPath id=\"l%u\"><rect clip-path=\"url(#l%u)\"/><rect style=\"clip-path:url(#l%u)\"/></clipPath>",
		"<mask id=\"l%u\"><g mask=\"url(#l%u)\"/><g mask=\"url('#l%u')\"/></mask>",
	};
	g_autoptr(GString) svg = g_string_new(OPEN "<rect id=\"l0\" width=\"9\" height=\"9\"/>");
	g_autoptr(GError) error = NULL;

	for (unsigned i = 1; i <= 20; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		g_string_append_printf(svg, levels[_i], i, i - 1, i - 1);
#pragma GCC diagnostic pop
	}
	g_string_append(svg, "<g clip-path=\"url(#l20)\" mask=\"url(#l20)\"><use href=\"#l20\"/></g></svg>");
	ck_assert_ptr_null(er_icon_clean_svg(svg->str, svg->len, &error));
	ck_assert_msg(strstr(error->message, "too much of it to draw") != NULL, "%s", error->message);
}
END_TEST

/* @n parts under a fill, and the same group used @n times: each is its number times what it refers to. */
START_TEST(references_are_counted)
{
	for (unsigned n = 20; n <= 160; n += 140) {
		g_autoptr(GString) filled = g_string_new(OPEN "<linearGradient id=\"g\">"), used = g_string_new(OPEN "<g id=\"u\">");
		for (unsigned i = 0; i < 400; i++)
			g_string_append(filled, "<stop offset=\"0.50\" stop-color=\"#FF0000\"/>");
		g_string_append(filled, "</linearGradient><g fill=\"url(#g)\">");
		for (unsigned i = 0; i < n; i++) {
			g_string_append(filled, "<path/>");
			g_string_append(used, "<path/>");
		}
		g_string_append(used, "</g>");
		for (unsigned i = 0; i < n; i++)
			g_string_append(used, "<use href=\"#u\"/>");
		g_string_append(filled, "</g></svg>");
		g_string_append(used, "</svg>");
		g_autoptr(GError) error = NULL, other = NULL;
		g_autoptr(GBytes) a = er_icon_clean_svg(used->str, used->len, &error), b = er_icon_clean_svg(filled->str, filled->len, &other);
		ck_assert_msg((a != NULL) == (n == 20), "%s", error != NULL ? error->message : "");
		ck_assert_msg((b != NULL) == (n == 20), "%s", other != NULL ? other->message : "");
	}
}
END_TEST

/* A mask is a picture of its own each time. */
START_TEST(masks_are_few)
{
	for (unsigned n = 20; n <= 40; n += 20) {
		g_autoptr(GString) svg = g_string_new(OPEN "<mask id=\"m\"><rect width=\"9\" height=\"9\"/></mask>");
		for (unsigned i = 0; i < n; i++)
			g_string_append(svg, "<path mask=\"url(#m)\" d=\"M0 0h9v9z\"/>");
		g_string_append(svg, "</svg>");
		g_autoptr(GBytes) clean = er_icon_clean_svg(svg->str, svg->len, NULL);
		ck_assert_int_eq(clean != NULL, n == 20);
	}
}
END_TEST

START_TEST(depth_and_number_are_bounded)
{
	g_autoptr(GString) deep = g_string_new(OPEN), wide = g_string_new(OPEN);
	g_autoptr(GError) error = NULL, other = NULL;

	for (unsigned i = 0; i < 60; i++)
		g_string_append(deep, "<g>");
	for (unsigned i = 0; i < 60; i++)
		g_string_append(deep, "</g>");
	for (unsigned i = 0; i < 3000; i++)
		g_string_append(wide, "<path/>");
	g_string_append(deep, "</svg>");
	g_string_append(wide, "</svg>");
	ck_assert_ptr_null(er_icon_clean_svg(deep->str, deep->len, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "inside each other"));
	ck_assert_ptr_null(er_icon_clean_svg(wide->str, wide->len, &other));
	ck_assert_ptr_nonnull(strstr(other->message, "more than 2000 elements"));
}
END_TEST

static const struct { const char *svg, *kept, *gone; } taken[] = {
	{ RED, "fill=\"#FF0000\"", "<?xml" },
	{ "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c -->" OPEN "<!-- d --><path d=\"M0 0\"/></svg><!-- e -->", "<path d=\"M0 0\"/>", "<!--" },
	{ OPEN "<title>a</title><metadata><x xmlns=\"urn:x\">author</x></metadata><path/></svg>", "<path/>", "author" },
	{ OPEN "<g xmlns:i=\"urn:i\" i:label=\"secret\" xml:base=\"http://example.com\"><i:view/></g></svg>", "<g", "secret" },
	{ OPEN "<g xmlns:q=\"urn:q\" q:a=\"\"><path/></g></svg>", "<g><path/></g>", "urn:q" },
	{ OPEN "<style>.a, .b {fill:url(#g);font-family:'A B'}</style><linearGradient id=\"g\"><stop/></linearGradient><path class=\"a\"/></svg>", "url(#g)", "<!--" },
	{ OPEN "<clipPath id=\"c\"><use xlink:href=\"#p\"/></clipPath><path id=\"p\"/><g clip-path=\"url(#c)\" stroke-dasharray=\"none\"/></svg>", "url(#c)", "<!--" },
	{ OPEN "<path style=\"marker:none;filter : none;stroke-dasharray: none\"/></svg>", "marker:none", "<!--" },
	{ "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24px\" height=\"12\"><path/></svg>", "viewBox=\"0 0 24 12\"", "24px" },
	{ "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" viewBox=\"0,0 24,12\"><s:path/></s:svg>", "width=\"480\" height=\"240\"", "<!--" },
};

START_TEST(plain_svg_is_taken)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) clean = er_icon_clean_svg(taken[_i].svg, strlen(taken[_i].svg), &error);

	ck_assert_msg(clean != NULL, "%s: %s", taken[_i].svg, error != NULL ? error->message : "");
	g_autofree char *text = g_strndup(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean));
	ck_assert_msg(strstr(text, taken[_i].kept) != NULL, "%s", text);
	ck_assert_msg(strstr(text, taken[_i].gone) == NULL, "%s", text);
	g_autoptr(GBytes) again = er_icon_clean_svg(text, strlen(text), NULL);
	ck_assert(g_bytes_equal(clean, again));
}
END_TEST

/* ---- PNG ---- */

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* (transfer full): a picture of one colour */
static GByteArray *make_png(int width, int height, double r, double g, double b)
{
	GByteArray *out = g_byte_array_new();
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cairo_t *cr = cairo_create(surface);

	cairo_set_source_rgb(cr, r, g, b);
	cairo_paint(cr);
	ck_assert_int_eq(cairo_surface_write_to_png_stream(surface, append, out), CAIRO_STATUS_SUCCESS);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return out;
}

static void assert_no_png(const GByteArray *data, guint length, const char *why)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(er_icon_clean_png((const char *)data->data, length, &error));
	ck_assert_msg(strstr(error->message, why) != NULL, "%u: %s instead of %s", length, error->message, why);
}

START_TEST(hostile_png_is_refused)
{
	g_autoptr(GByteArray) png = make_png(32, 32, 1, 0, 0), wide = make_png(1025, 8, 1, 0, 0), thin = make_png(40, 2, 1, 0, 0);

	for (guint length = 0; length < png->len; length++)
		assert_no_png(png, length, length < 8 ? "no PNG" : "cut off");
	assert_no_png(wide, wide->len, "1025 × 8 pixels; an icon has");
	assert_no_png(thin, thin->len, "1 : 16");
	memset(png->data + 16, 0xFF, 8);
	assert_no_png(png, png->len, "4294967295 × 4294967295 pixels");
	memcpy(png->data, "GIF89a", 6);
	assert_no_png(png, png->len, "no PNG");
}
END_TEST

START_TEST(png_keeps_only_its_pixels)
{
	static const guint8 text[] = { 0, 0, 0, 4, 't', 'E', 'X', 't', 'a', 0, 'm', 'e', 0, 0, 0, 0 };
	g_autoptr(GByteArray) png = make_png(32, 32, 1, 0, 0), with = g_byte_array_new();
	guint head = 8 + 25;

	g_byte_array_append(with, png->data, head);
	g_byte_array_append(with, text, sizeof text);
	g_byte_array_append(with, png->data + head, png->len - head);
	g_byte_array_append(with, (const guint8 *)"<script>", 8);
	g_autoptr(GBytes) a = er_icon_clean_png((const char *)png->data, png->len, NULL), b = er_icon_clean_png((const char *)with->data, with->len, NULL);
	ck_assert(a != NULL && b != NULL && g_bytes_equal(a, b));
}
END_TEST

/* ---- folders ---- */

static char *folder;

static void make_folder(void)
{
	folder = g_dir_make_tmp("erscope-icons-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static void remove_folder(void)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_remove(path);
	}
	g_dir_close(dir);
	g_rmdir(folder);
	g_clear_pointer(&folder, g_free);
}

static void put(const char *name, const void *data, gssize length)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	ck_assert(g_file_set_contents(path, data, length, NULL));
}

static ErIcons *load(GString *warnings)
{
	ErIcons *icons = er_icons_load(folder, warnings, NULL);

	ck_assert_ptr_nonnull(icons);
	return icons;
}

static const ErIcon *icon_of(const ErIcons *icons, ErGlyph glyph, ErRole role)
{
	return er_icons_of(icons, &(ErItem){ .kind = ER_ITEM_GLYPH, .glyph = glyph, .role = role });
}

START_TEST(files_are_found_and_told)
{
	g_autoptr(GByteArray) png = make_png(32, 32, 0, 0, 1);
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autofree char *large = g_strnfill(256 * 1024 + 1, ' '), *pipe = g_build_filename(folder, "port.svg", NULL);
	g_autofree char *damaged = g_memdup2(png->data, png->len);

	damaged[png->len - 20] ^= 0x55;
	put("router.svg", RED, -1);
	put("router.png", png->data, (gssize)png->len);
	put("Gateway.SVG", "<svg", -1);
	put("gateway.png", png->data, (gssize)png->len);
	put("vpn-gateway.png", damaged, (gssize)png->len);
	put("vnet.svg", large, 256 * 1024 + 1);
	put("hub.png", RED, -1);
	put("cross.svg", RED, -1);
	put("notes\n.txt", "x", -1);
	put(".hidden", "x", -1);
	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	g_autoptr(ErIcons) icons = load(warnings);
	ck_assert_str_eq(warnings->str,
	                 "Gateway.SVG is not used: it is no SVG: line 1: Couldn't find end of Start Tag svg line 1\n"
	                 "port.svg is not used: it is no file\n"
	                 "vnet.svg is not used: it is larger than 256 KiB\n"
	                 "an icon in SVG has shapes, gradients and masks alone: export it plain, without effects, its texts as paths; or as PNG\n"
	                 "hub.png is not used: it is no PNG: it does not begin as one\n"
	                 "vpn-gateway.png is not used: the PNG is cut off or damaged\n"
	                 "cross.svg is no glyph's\n"
	                 "notes .txt is no glyph's\n"
	                 "icons are named NAME.svg or NAME.png, with NAME one of router, switch, building, circuit, port, connection, gateway, vpn-gateway, vnet, hub, peering, workload, firewall, external\n");
	ck_assert_uint_eq(er_icons_count(icons), 2);
	ck_assert_str_eq(icon_of(icons, ER_GLYPH_ROUTER, ER_ROLE_G_CUSTOMER)->media_type, "image/svg+xml");
	ck_assert_str_eq(icon_of(icons, ER_GLYPH_GATEWAY, ER_ROLE_G_GATEWAY)->media_type, "image/png");
	ck_assert_ptr_null(icon_of(icons, ER_GLYPH_ROUTER, ER_ROLE_G_DOWN));
	ck_assert_ptr_null(icon_of(icons, ER_GLYPH_CROSS, ER_ROLE_G_CUSTOMER));
	ck_assert_ptr_null(icon_of(icons, ER_GLYPH_VNET, ER_ROLE_G_VNET));
	ck_assert_ptr_null(icon_of(NULL, ER_GLYPH_ROUTER, ER_ROLE_G_CUSTOMER));
}
END_TEST

START_TEST(many_strangers_are_counted)
{
	g_autoptr(GString) warnings = g_string_new(NULL);

	for (unsigned i = 0; i < 30; i++) {
		g_autofree char *name = g_strdup_printf("icon%02u.svg", i);
		put(name, "x", -1);
	}
	g_autoptr(ErIcons) icons = load(warnings);
	ck_assert_uint_eq(er_icons_count(icons), 0);
	ck_assert_ptr_nonnull(strstr(warnings->str, "icon00.svg is no glyph's\n"));
	ck_assert_ptr_nonnull(strstr(warnings->str, "icon19.svg is no glyph's\nand 10 more files are no glyph's\nicons are named"));
}
END_TEST

START_TEST(no_folder_is_an_error)
{
	g_autoptr(GString) warnings = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(folder, "none", NULL);

	ck_assert_ptr_null(er_icons_load(path, warnings, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "none"));
}
END_TEST

/* ---- back ends ---- */

enum { SEEN_X = 24, GHOST_X = 74, DOWN_X = 124, PNG_X = 174, Y = 24 };

/* Routers: there, assumed, down; and a VNet. */
static ErScene *make_scene(void)
{
	ErScene *scene = er_scene_new("overview", "Icons", "Four glyphs", 200, 48);

	er_scene_open(scene, ER_GROUP_LAYER, "all", NULL, NULL, NULL, NULL);
	er_scene_rect(scene, ER_ROLE_PAGE, (ErRect){ 0, 0, 200, 48 }, 0);
	er_scene_glyph(scene, ER_ROLE_G_CUSTOMER, ER_GLYPH_ROUTER, (ErRect){ SEEN_X - 20, Y - 20, 40, 40 });
	er_scene_glyph(scene, ER_ROLE_G_MICROSOFT, ER_GLYPH_ROUTER, (ErRect){ GHOST_X - 20, Y - 20, 40, 40 })->assumed = true;
	er_scene_glyph(scene, ER_ROLE_G_DOWN, ER_GLYPH_ROUTER, (ErRect){ DOWN_X - 20, Y - 20, 40, 40 });
	er_scene_glyph(scene, ER_ROLE_G_VNET, ER_GLYPH_VNET, (ErRect){ PNG_X - 20, Y - 20, 40, 40 });
	er_scene_close(scene);
	return scene;
}

static ErIcons *make_icons(void)
{
	g_autoptr(GByteArray) png = make_png(32, 32, 0, 0, 1);
	g_autoptr(GString) warnings = g_string_new(NULL);

	put("router.svg", RED, -1);
	put("vnet.png", png->data, (gssize)png->len);
	ErIcons *icons = load(warnings);
	ck_assert_str_eq(warnings->str, "");
	return icons;
}

static uint32_t count_of(const char *text, const char *part)
{
	uint32_t n = 0;

	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		n++;
	return n;
}

START_TEST(svg_carries_each_once)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	g_autoptr(GString) svg = g_string_new(NULL);

	ck_assert(er_svg_write(scene, er_theme_light(), icons, NULL, ER_SVG_MOVING, &provenance, svg, NULL));
	ck_assert_uint_eq(count_of(svg->str, "<image "), 2);
	ck_assert_uint_eq(count_of(svg->str, " href=\"data:image/svg+xml;base64,"), 1);
	ck_assert_uint_eq(count_of(svg->str, " href=\"data:image/png;base64,"), 1);
	ck_assert_uint_eq(count_of(svg->str, "<use href=\"#overview--router-icon\" x="), 2);
	ck_assert_uint_eq(count_of(svg->str, "<use href=\"#overview--router-icon\" x=\"54\" y=\"4\" width=\"40\" height=\"40\" opacity=\"0.45\"/>"), 1);
	ck_assert_uint_eq(count_of(svg->str, "<use href=\"#overview--router-g-down\""), 1);
	ck_assert_uint_eq(count_of(svg->str, "opacity=\"0.45\""), 1);
}
END_TEST

START_TEST(office_has_them_in_place)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	g_autoptr(GString) svg = g_string_new(NULL);

	ck_assert(er_svg_write(scene, er_theme_light(), icons, NULL, ER_SVG_OFFICE, &provenance, svg, NULL));
	ck_assert_uint_eq(count_of(svg->str, "<image xmlns:xlink=\"http://www.w3.org/1999/xlink\""), 3);
	ck_assert_uint_eq(count_of(svg->str, "xlink:href=\"data:image/svg+xml;base64,"), 2);
	ck_assert_uint_eq(count_of(svg->str, "<use"), 0);
	ck_assert_uint_eq(count_of(svg->str, "opacity=\"0.45\""), 1);
}
END_TEST

/* The night's rules change colours of our glyphs alone. */
START_TEST(night_changes_none_for_icons)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = er_scene_new("overview", "Icons", "One glyph", 200, 48);
	g_autoptr(GString) with = g_string_new(NULL);
	const ErStyle page = er_theme_style(er_theme_named("auto"), ER_ROLE_PAGE, 0, false);
	g_autofree char *rule = g_strdup_printf("[fill='#%06X']", page.fill);

	er_scene_open(scene, ER_GROUP_LAYER, "all", NULL, NULL, NULL, NULL);
	er_scene_glyph(scene, ER_ROLE_G_CUSTOMER, ER_GLYPH_ROUTER, (ErRect){ 4, 4, 40, 40 });
	er_scene_close(scene);
	ck_assert(er_svg_write(scene, er_theme_named("auto"), icons, NULL, ER_SVG_STILL, &provenance, with, NULL));
	ck_assert_ptr_nonnull(strstr(with->str, "prefers-color-scheme:dark"));
	ck_assert_ptr_null(strstr(with->str, rule));
}
END_TEST

typedef struct { const guint8 *data; gsize left; } Source;

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
	Source *source = closure;

	memcpy(data, source->data, length);
	source->data += length;
	source->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

static uint32_t pixel(cairo_surface_t *image, int x, int y)
{
	return *(const uint32_t *)(const void *)(cairo_image_surface_get_data(image) + y * cairo_image_surface_get_stride(image) + x * 4) & 0xFFFFFFu;
}

START_TEST(png_shows_them)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	g_autoptr(GByteArray) png = g_byte_array_new();
	Source source;

	ck_assert(er_png_write(scene, er_theme_light(), icons, 96, png, NULL));
	source = (Source){ png->data, png->len };
	cairo_surface_t *image = cairo_image_surface_create_from_png_stream(read_some, &source);
	uint32_t ghost = pixel(image, GHOST_X, Y);
	ck_assert_uint_eq(pixel(image, SEEN_X, Y), 0xFF0000);
	ck_assert_uint_eq(pixel(image, PNG_X, Y), 0x0000FF);
	/* Red of 45 % on white. */
	ck_assert_uint_eq(ghost >> 16, 0xFF);
	ck_assert_int_le(abs((int)(ghost & 0xFF) - 140), 2);
	ck_assert_uint_ne(pixel(image, DOWN_X, Y), 0xFF0000);
	cairo_surface_destroy(image);
}
END_TEST

START_TEST(pdf_is_sound_and_the_same_twice)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	const ErScene *const scenes[] = { scene, scene };
	g_autoptr(GByteArray) pdf = g_byte_array_new(), again = g_byte_array_new(), without = g_byte_array_new();
	g_autofree char *path = g_build_filename(folder, "all.pdf", NULL);
	const char *const qpdf[] = { "qpdf", "--check", path, NULL };
	int status = -1;

	ck_assert(er_pdf_write(scenes, 2, er_theme_light(), icons, &provenance, pdf, NULL));
	ck_assert(er_pdf_write(scenes, 2, er_theme_light(), icons, &provenance, again, NULL));
	ck_assert(er_pdf_write(scenes, 2, er_theme_light(), NULL, &provenance, without, NULL));
	ck_assert_uint_eq(pdf->len, again->len);
	ck_assert_int_eq(memcmp(pdf->data, again->data, pdf->len), 0);
	ck_assert_uint_ne(pdf->len, without->len);
	put("all.pdf", pdf->data, (gssize)pdf->len);
	ck_assert(g_spawn_sync(NULL, (char **)(uintptr_t)qpdf, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL));
	ck_assert_int_eq(status, 0); /* warnings give another */
}
END_TEST

START_TEST(pdf_shows_them)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	const ErScene *const scenes[] = { scene };
	g_autoptr(GByteArray) pdf = g_byte_array_new();
	g_autofree char *path = g_build_filename(folder, "all.pdf", NULL), *root = g_build_filename(folder, "all", NULL), *png = g_build_filename(folder, "all.png", NULL);
	const char *const pdftoppm[] = { "pdftoppm", "-r", "96", "-singlefile", "-png", path, root, NULL };
	int status = -1;

	ck_assert(er_pdf_write(scenes, 1, er_theme_light(), icons, &provenance, pdf, NULL));
	put("all.pdf", pdf->data, (gssize)pdf->len);
	ck_assert(g_spawn_sync(NULL, (char **)(uintptr_t)pdftoppm, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
	ck_assert_int_eq(status, 0);
	cairo_surface_t *image = cairo_image_surface_create_from_png(png);
	ck_assert_int_eq(cairo_surface_status(image), CAIRO_STATUS_SUCCESS);
	uint32_t ghost = pixel(image, GHOST_X, Y);
	ck_assert_uint_eq(pixel(image, SEEN_X, Y), 0xFF0000);
	ck_assert_uint_eq(pixel(image, PNG_X, Y), 0x0000FF);
	ck_assert_uint_eq(ghost >> 16, 0xFF);
	ck_assert_int_le(abs((int)(ghost & 0xFF) - 140), 3);
	ck_assert_uint_ne(pixel(image, DOWN_X, Y), 0xFF0000);
	cairo_surface_destroy(image);
}
END_TEST

START_TEST(drawio_has_them_in_its_styles)
{
	g_autoptr(ErIcons) icons = make_icons();
	g_autoptr(ErScene) scene = make_scene();
	g_autoptr(ErDiagram) diagram = er_diagram_new();
	const ErSheetSource source = { scene, diagram, NULL };
	g_autoptr(GString) out = g_string_new(NULL);

	ck_assert(er_drawio_write(&source, 1, er_theme_light(), icons, &provenance, out, NULL));
	ck_assert_uint_eq(count_of(out->str, "opacity=100;image=data:image/svg+xml,"), 1);
	ck_assert_uint_eq(count_of(out->str, "opacity=45;image=data:image/svg+xml,"), 1);
	ck_assert_uint_eq(count_of(out->str, "opacity=100;image=data:image/png,"), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("icons");
	TCase *files = tcase_create("files"), *folders = tcase_create("folders");

	tcase_add_loop_test(files, hostile_svg_is_refused, 0, G_N_ELEMENTS(refused));
	tcase_add_loop_test(files, references_do_not_multiply, 0, 3);
	tcase_add_test(files, references_are_counted);
	tcase_add_test(files, masks_are_few);
	tcase_add_test(files, depth_and_number_are_bounded);
	tcase_add_loop_test(files, plain_svg_is_taken, 0, G_N_ELEMENTS(taken));
	tcase_add_test(files, hostile_png_is_refused);
	tcase_add_test(files, png_keeps_only_its_pixels);
	tcase_add_checked_fixture(folders, make_folder, remove_folder);
	tcase_add_test(folders, files_are_found_and_told);
	tcase_add_test(folders, many_strangers_are_counted);
	tcase_add_test(folders, no_folder_is_an_error);
	tcase_add_test(folders, svg_carries_each_once);
	tcase_add_test(folders, office_has_them_in_place);
	tcase_add_test(folders, night_changes_none_for_icons);
	tcase_add_test(folders, png_shows_them);
	tcase_add_test(folders, pdf_is_sound_and_the_same_twice);
	tcase_add_test(folders, pdf_shows_them);
	tcase_add_test(folders, drawio_has_them_in_its_styles);
	tcase_set_timeout(files, 60);
	tcase_set_timeout(folders, 60);
	suite_add_tcase(suite, files);
	suite_add_tcase(suite, folders);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
