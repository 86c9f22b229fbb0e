/*
 * icons.c: icons of the user's own in place of our glyphs, from a folder of files named after them.
 *
 * Every file is read within a bound, made safe (icon_clean.c), and drawn once while loading (icon_picture.c). SVG and draw.io carry the cleaned
 * file itself. The cross, and glyphs of what is down, stay ours: they are signs, not pictures of a kind of thing.
 * Files are taken in the order of their names, whatever order the folder has.
 */
#include "icons.h"

#include "paint.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 256 * 1024, MOST_FILES = 10000, MOST_TOLD = 20 };

typedef struct {
	ErIcon icon;              /* first, so that it leads back here */
	char *base64;
	void *picture;            /* recorded by the paint module; NULL: none */
} Entry;

struct ErIcons { Entry at[ER_GLYPH__COUNT]; };


/* ---- which glyph ---- */

const char *er_icons_name(uint32_t i)
{
	G_STATIC_ASSERT(ER_GLYPH_CROSS == ER_GLYPH__COUNT - 1);
	return i < ER_GLYPH_CROSS ? er_glyph_name((ErGlyph)i) : NULL;
}

const ErIcon *er_icons_of(const ErIcons *icons, const ErItem *glyph)
{
	bool sign = glyph->glyph == ER_GLYPH_CROSS || glyph->role == ER_ROLE_G_DOWN;

	return icons != NULL && !sign && icons->at[glyph->glyph].picture != NULL ? &icons->at[glyph->glyph].icon : NULL;
}

bool er_icon_is_ghost(const ErItem *glyph)
{
	return glyph->assumed || glyph->role == ER_ROLE_G_ASSUMED;
}

void *er_icon_picture(const ErIcon *icon)
{
	return ((const Entry *)(const void *)icon)->picture;
}

uint32_t er_icons_count(const ErIcons *icons)
{
	uint32_t n = 0;

	for (int i = 0; i < ER_GLYPH__COUNT; i++)
		n += icons->at[i].picture != NULL;
	return n;
}

/* ---- files ---- */

static bool set_errno(GError **error, int why)
{
	g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(why), g_strerror(why));
	return false;
}

/* No more than the bound, and only of a file: a pipe could wait for ever. */
static bool read_file(const char *path, GString *out, GError **error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat about;
	ssize_t n = 1;

	if (fd < 0)
		return set_errno(error, errno);
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
		close(fd);
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is no file");
		return false;
	}
	g_string_set_size(out, MOST_BYTES + 1);
	out->len = 0;
	while (out->len <= MOST_BYTES && (n = read(fd, out->str + out->len, MOST_BYTES + 1 - out->len)) > 0)
		out->len += (gsize)n;
	int why = errno;
	close(fd);
	g_string_set_size(out, out->len);
	if (n < 0)
		return set_errno(error, why);
	if (out->len > MOST_BYTES) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is larger than %d KiB", MOST_BYTES / 1024);
		return false;
	}
	return true;
}

static bool load(Entry *entry, const char *path, bool is_svg, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!read_file(path, text, error))
		return false;
	g_autoptr(GBytes) clean = (is_svg ? er_icon_clean_svg : er_icon_clean_png)(text->str, text->len, error);
	if (clean == NULL)
		return false;
	const ErPainter *paint = er_painter(error);

	entry->picture = paint != NULL ? paint->record_icon(clean, is_svg, error) : NULL;
	if (entry->picture == NULL)
		return false;
	entry->base64 = g_base64_encode(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean));
	entry->icon = (ErIcon){ is_svg ? "image/svg+xml" : "image/png", entry->base64 };
	return true;
}

char *er_logo_load(const char *path, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!read_file(path, text, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	bool is_png = text->len > 0 && (unsigned char)text->str[0] == 0x89;
	g_autoptr(GBytes) clean = (is_png ? er_icon_clean_png : er_icon_clean_svg)(text->str, text->len, error);
	if (clean == NULL) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	g_autofree char *base64 = g_base64_encode(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean));
	return g_strconcat("data:image/", is_png ? "png" : "svg+xml", ";base64,", base64, NULL);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* (transfer full): names of what is in @folder, sorted, but for hidden files; NULL with @error */
static GPtrArray *list(const char *folder, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	const char *name;

	if (dir == NULL)
		return NULL;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)) != NULL && names->len < MOST_FILES)
		if (name[0] != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

/* The glyph that file @name is for, in any case; ER_GLYPH__COUNT: none. */
static uint32_t glyph_of(const char *name, const char *ending)
{
	for (uint32_t i = 0; er_icons_name(i) != NULL; i++) {
		size_t n = strlen(er_icons_name(i));
		if (g_ascii_strncasecmp(name, er_icons_name(i), n) == 0 && g_ascii_strcasecmp(name + n, ending) == 0)
			return i;
	}
	return ER_GLYPH__COUNT;
}

/* The files of one ending; a glyph that has an icon already keeps it. */
static void load_all(ErIcons *icons, const char *folder, const GPtrArray *names, bool is_svg, GString *warnings)
{
	bool told = false;

	for (guint i = 0; i < names->len; i++) {
		uint32_t glyph = glyph_of(names->pdata[i], is_svg ? ".svg" : ".png");
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autoptr(GError) error = NULL;
		if (glyph == ER_GLYPH__COUNT || icons->at[glyph].picture != NULL || load(&icons->at[glyph], path, is_svg, &error))
			continue;
		g_autofree char *clean = er_utf8_clean(names->pdata[i]), *why = er_utf8_clean(error->message);
		g_string_append_printf(warnings, "%s is not used: %s\n", clean, why);
		told = true;
	}
	if (told && is_svg)
		g_string_append(warnings, "an icon in SVG has shapes, gradients and masks alone: export it plain, without effects, its texts as paths; or as PNG\n");
}

static void tell_strangers(const char *folder, const GPtrArray *names, GString *warnings)
{
	uint32_t n = 0;

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (glyph_of(name, ".svg") != ER_GLYPH__COUNT || glyph_of(name, ".png") != ER_GLYPH__COUNT || g_file_test(path, G_FILE_TEST_IS_DIR) || n++ >= MOST_TOLD)
			continue;
		g_autofree char *clean = er_utf8_clean(name);
		g_string_append_printf(warnings, "%.100s is no glyph's\n", clean);
	}
	if (n > MOST_TOLD)
		g_string_append_printf(warnings, "and %u more files are no glyph's\n", n - MOST_TOLD);
	if (n == 0)
		return;
	g_string_append(warnings, "icons are named NAME.svg or NAME.png, with NAME one of");
	for (uint32_t i = 0; er_icons_name(i) != NULL; i++)
		g_string_append_printf(warnings, "%s %s", i > 0 ? "," : "", er_icons_name(i));
	g_string_append_c(warnings, '\n');
}

ErIcons *er_icons_load(const char *folder, GString *warnings, GError **error)
{
	g_autoptr(GPtrArray) names = list(folder, error);

	if (names == NULL)
		return NULL;
	ErIcons *icons = g_new0(ErIcons, 1);
	load_all(icons, folder, names, true, warnings);
	load_all(icons, folder, names, false, warnings);
	tell_strangers(folder, names, warnings);
	return icons;
}

void er_icons_free(ErIcons *icons)
{
	if (icons == NULL)
		return;
	for (int i = 0; i < ER_GLYPH__COUNT; i++) {
		if (icons->at[i].picture != NULL)
			er_painter(NULL)->free_icon(icons->at[i].picture);
		g_free(icons->at[i].base64);
	}
	g_free(icons);
}
