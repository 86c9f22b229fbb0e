/* The door of icons: what is taken is taken again as it is, and holds nothing that acts or reaches outside. */
#include "fuzz.h"

#include "render/icons.h"

static void check(GBytes *clean, bool is_svg)
{
	size_t size;
	const char *data = g_bytes_get_data(clean, &size);
	g_autoptr(GBytes) again = (is_svg ? er_icon_clean_svg : er_icon_clean_png)(data, size, NULL);
	static const char *const refused[] = { "<script", ":script>", "<foreignObject", "<!", "<?", " href=\"h", ":href=\"h", " onload=\"" };

	g_assert(again != NULL && g_bytes_equal(clean, again));
	for (size_t i = 0; is_svg && i < G_N_ELEMENTS(refused); i++)
		g_assert(g_strstr_len(data, (gssize)size, refused[i]) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) svg_error = NULL, png_error = NULL;
	g_autoptr(GBytes) svg = er_icon_clean_svg((const char *)data, size, &svg_error), png = er_icon_clean_png((const char *)data, size, &png_error);

	g_assert((svg != NULL) != (svg_error != NULL) && (png != NULL) != (png_error != NULL));
	if (svg != NULL)
		check(svg, true);
	if (png != NULL)
		check(png, false);
	return 0;
}
