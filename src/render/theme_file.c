/* theme_file.c: a theme of the user's own, from a key file ([theme] base, [colours] NAME=#RRGGBB). */
#include "backend.h"
#include "utf8.h"

#include <string.h>

#define READABLE 4.5   /* WCAG 2.1 AA */
enum { MOST_TOLD = 5 };

static bool read_colour(const char *text, ErColour *colour)
{
	if (strlen(text) != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	*colour = (ErColour)g_ascii_strtoull(text + 1, NULL, 16);
	return true;
}

static char *known_colours(void)
{
	GString *names = g_string_new(NULL);

	for (uint32_t i = 0; er_theme_colour(i) != NULL; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", er_theme_colour(i));
	return g_string_free(names, FALSE);
}

static bool set_colour(ErTheme *theme, GKeyFile *file, const char *name, GError **error)
{
	g_autofree char *text = g_key_file_get_string(file, "colours", name, error);
	ErColour colour;

	if (text == NULL)
		return false;
	g_strstrip(text);
	if (!read_colour(text, &colour)) {
		g_autofree char *clean = er_utf8_clean(text);
		g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[colours] %s: '%.40s' is no colour of the form #RRGGBB", name, clean);
		return false;
	}
	if (!er_theme_set(theme, name, colour)) {
		g_autofree char *known = known_colours();
		g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[colours] there is no colour '%s'; there are %s", name, known);
		return false;
	}
	return true;
}

/* The theme to start from; NULL with @error when the file names none that there is, or holds what no theme has. */
static const ErTheme *read_base(GKeyFile *file, GError **error)
{
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL), keys = g_key_file_has_group(file, "theme") ? g_key_file_get_keys(file, "theme", NULL, NULL) : NULL;
	g_autofree char *name = g_key_file_get_string(file, "theme", "base", NULL);
	const ErTheme *base = name != NULL ? er_theme_named(g_strstrip(name)) : er_theme_light();

	for (char **group = groups; *group != NULL; group++)
		if (strcmp(*group, "theme") != 0 && strcmp(*group, "colours") != 0) {
			g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "there is no group [%.40s]; there are [theme] and [colours]", *group);
			return NULL;
		}
	for (char **key = keys; key != NULL && *key != NULL; key++)
		if (strcmp(*key, "base") != 0) {
			g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[theme] has no '%.40s'; it has base", *key);
			return NULL;
		}
	if (base == NULL || er_theme_by_night(base) != NULL) {
		g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[theme] base: '%.40s' is not one of light, dark, print, colour-blind", name);
		return NULL;
	}
	return base;
}

static void tell_unreadable(const ErTheme *theme, GString *warnings)
{
	uint32_t n, told = 0;
	const ErTextGrounds *grounds = er_text_grounds(&n);

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; grounds[i].on[k] != ER_ROLE__COUNT; k++) {
			ErColour text = er_theme_style(theme, grounds[i].text, 0, false).fill, on = er_theme_style(theme, grounds[i].on[k], 0, false).fill;
			if (er_contrast(text, on) < READABLE && told++ < MOST_TOLD)
				g_string_append_printf(warnings, "text '%s' #%06X on '%s' #%06X has a contrast of %.1f : 1, below the %.1f : 1 of WCAG AA\n", er_role_css(grounds[i].text) + 2,
				                       text, er_role_css(grounds[i].on[k]), on, er_contrast(text, on), READABLE);
		}
	if (told > MOST_TOLD)
		g_string_append_printf(warnings, "and %u more pairs of text and ground\n", told - MOST_TOLD);
}

ErTheme *er_theme_load(const char *path, GString *warnings, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, error))
		return NULL;
	const ErTheme *base = read_base(file, error);
	if (base == NULL)
		return NULL;
	g_autoptr(ErTheme) theme = er_theme_new(base);
	g_auto(GStrv) names = g_key_file_has_group(file, "colours") ? g_key_file_get_keys(file, "colours", NULL, NULL) : NULL;
	for (char **name = names; name != NULL && *name != NULL; name++)
		if (!set_colour(theme, file, *name, error))
			return NULL;
	tell_unreadable(theme, warnings);
	return g_steal_pointer(&theme);
}
