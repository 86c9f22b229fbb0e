/*
 * Of the build: writes a manual page from its template, or completion for a shell, from the option tables of the commands.
 *
 *   make_page man TEMPLATE OUTPUT     make_page bash|zsh|fish OUTPUT
 */
#include "pages.h"

#include <stdio.h>
#include <string.h>

static GString *page_of(const char *kind, const char *template)
{
	g_autofree char *text = NULL;

	if (template != NULL)
		return strcmp(kind, "man") == 0 && g_file_get_contents(template, &text, NULL, NULL) ? er_manual(text) : NULL;
	return strcmp(kind, "bash") == 0 ? er_completion_bash() : strcmp(kind, "zsh") == 0 ? er_completion_zsh() : strcmp(kind, "fish") == 0 ? er_completion_fish() : NULL;
}

int main(int argc, char **argv)
{
	GString *page = argc == 3 || argc == 4 ? page_of(argv[1], argc == 4 ? argv[2] : NULL) : NULL;
	g_autoptr(GError) error = NULL;

	if (page == NULL)
		fprintf(stderr, "usage: make_page man TEMPLATE OUTPUT, or make_page bash|zsh|fish OUTPUT\n");
	else if (!g_file_set_contents(argv[argc - 1], page->str, (gssize)page->len, &error))
		fprintf(stderr, "make_page: %s\n", error->message);
	bool good = page != NULL && error == NULL;
	if (page != NULL)
		g_string_free(page, TRUE);
	return good ? 0 : 1;
}
