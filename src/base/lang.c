/*
 * Catalogues of gettext. LANGUAGE decides which one only while the locale of messages is another than "C": that of UTF-8 without a country is
 * part of the C library. Both are set here, and only when a language is asked for; what the environment says of LANGUAGE is then overwritten.
 */
#include <erscope/lang.h>

#include <libintl.h>
#include <locale.h>
#include <string.h>

#ifndef ER_LOCALES
#define ER_LOCALES ""
#endif
#define DOMAIN_NAME "erscope"

static char *chosen;           /* NULL: English */

static char *catalogue_in(const char *folder, const char *lang)
{
	return g_build_filename(folder, lang, "LC_MESSAGES", DOMAIN_NAME ".mo", NULL);
}

/* Folder of catalogues that has @lang; @found: languages met on the way. (transfer full) */
static char *folder_of(const char *lang, GPtrArray *found)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL), *folder = program != NULL ? g_path_get_dirname(program) : g_strdup(".");
	g_autofree char *beside = g_build_filename(folder, "src", "po", NULL);
	const char *const folders[] = { beside, ER_LOCALES };

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *wanted = catalogue_in(folders[i], lang);
		g_autoptr(GDir) dir = g_dir_open(folders[i], 0, NULL);
		if (g_file_test(wanted, G_FILE_TEST_IS_REGULAR))
			return g_strdup(folders[i]);
		for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
			g_autofree char *other = catalogue_in(folders[i], name);
			if (g_file_test(other, G_FILE_TEST_IS_REGULAR) && !g_ptr_array_find_with_equal_func(found, name, g_str_equal, NULL))
				g_ptr_array_add(found, g_strdup(name));
		}
	}
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_name(const char *lang)
{
	return *lang != '\0' && strspn(lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@") == strlen(lang);
}

bool er_lang_set(const char *lang, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);

	g_clear_pointer(&chosen, g_free);
	if (strcmp(lang, "en") == 0)
		return true;
	g_autofree char *folder = is_name(lang) ? folder_of(lang, found) : NULL;
	if (folder == NULL) {
		g_autoptr(GString) names = g_string_new("en");
		g_ptr_array_sort(found, by_name);
		for (guint i = 0; i < found->len; i++)
			g_string_append_printf(names, ", %s", (const char *)found->pdata[i]);
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "there is no catalogue for language '%s'; there are: %s", lang, names->str);
		return false;
	}
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "language '%s' needs the locale C.UTF-8, which this machine does not have", lang);
		return false;
	}
	g_setenv("LANGUAGE", lang, TRUE);
	bindtextdomain(DOMAIN_NAME, folder);
	bind_textdomain_codeset(DOMAIN_NAME, "UTF-8");
	chosen = g_strdup(lang);
	return true;
}

const char *er_lang(void)
{
	return chosen != NULL ? chosen : "en";
}

const char *er_tr(const char *english)
{
	return chosen != NULL && *english != '\0' ? dgettext(DOMAIN_NAME, english) : english;
}

const char *er_tr_n(const char *one, const char *many, unsigned long n)
{
	return chosen != NULL ? dngettext(DOMAIN_NAME, one, many, n) : n == 1 ? one : many;
}
