/*
 * Opens the paint module: the file beside the program (as it is built), else in the folder where it is installed; nowhere else, so that no working
 * folder or environment decides what code runs. It stays open until the program ends.
 */
#include "paint.h"

#include <dlfcn.h>

#define NAME "erscope-paint.so"

static void *open_at(const char *folder, GString *why)
{
	g_autofree char *path = g_build_filename(folder, NAME, NULL);
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (module == NULL)
		g_string_append_printf(why, "%s%s", why->len > 0 ? "; " : "", dlerror());
	return module;
}

const ErPainter *er_painter(GError **error)
{
	static const ErPainter *paint;
	g_autoptr(GString) why = g_string_new(NULL);

	if (paint != NULL)
		return paint;
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL), *beside = program != NULL ? g_path_get_dirname(program) : NULL;
	void *module = beside != NULL ? open_at(beside, why) : NULL;
	if (module == NULL)
		module = open_at(ER_MODULES, why);
	paint = module != NULL ? dlsym(module, "er_painter_module") : NULL;
	if (paint == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "PDF, PNG, icons and fonts need erscope's module %s, which cannot be opened: %s", NAME, why->str);
	return paint;
}
