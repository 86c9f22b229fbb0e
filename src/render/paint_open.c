/*
 * Opens the paint module: the file beside the program or the shared library that this is part of (as it is built), else in the folder where it is
 * installed, seen from there, so that an installed tree can be moved, and at last by its full name; nowhere else, so that no working folder
 * or environment decides what code runs. It stays open until the program ends.
 */
#include "paint.h"

#include <dlfcn.h>

#define NAME "erscope-paint.so"

static void *open_at(const char *folder, const char *below, GString *why)
{
	g_autofree char *path = g_build_filename(folder, below, NAME, NULL);
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (module == NULL)
		g_string_append_printf(why, "%s%s", why->len > 0 ? "; " : "", dlerror());
	return module;
}

/* The folder of the file that holds this code; NULL: not known. (transfer full) */
static char *own_folder(void)
{
#ifdef ER_SHARED
	static const char here;
	Dl_info info;
	g_autofree char *file = dladdr(&here, &info) != 0 && g_path_is_absolute(info.dli_fname) ? g_strdup(info.dli_fname) : NULL;
#else
	g_autofree char *file = g_file_read_link("/proc/self/exe", NULL);
#endif
	return file != NULL ? g_path_get_dirname(file) : NULL;
}

static void *open_module(GString *why)
{
	g_autofree char *folder = own_folder();
	void *module = folder != NULL ? open_at(folder, "", why) : NULL;

	if (module == NULL && folder != NULL)
		module = open_at(folder, ER_MODULES_FROM_HERE, why);
	return module != NULL ? module : open_at(ER_MODULES, "", why);
}

const ErPainter *er_painter(GError **error)
{
	static const ErPainter *paint;
	g_autoptr(GString) why = g_string_new(NULL);

	if (paint != NULL)
		return paint;
	void *module = open_module(why);
	paint = module != NULL ? dlsym(module, "er_painter_module") : NULL;
	if (paint == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "PDF, PNG, icons and fonts need erscope's module %s, which cannot be opened: %s", NAME, why->str);
	return paint;
}
