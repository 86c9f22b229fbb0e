/* Files with places, DOT or draw.io by the first character: parents come before their children, rectangles are finite, refusals say why. */
#include "fuzz.h"

#include <math.h>

#include "render/places.h"

static void check_places(const ErPlaces *places)
{
	g_assert(places->sheet != NULL);
	for (guint i = 0; i < places->places->len; i++) {
		const ErPlace *place = &g_array_index(places->places, ErPlace, i);
		g_assert(place->parent == UINT32_MAX || place->parent < i);
		g_assert(!place->known || (isfinite(place->rect.x) && isfinite(place->rect.y) && place->rect.w >= 0 && place->rect.h >= 0));
	}
}

static void check_dot(const char *text, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ErPlaces) places = er_places_read_dot(text, size, &error);

	g_assert((places == NULL) == (error != NULL));
	g_assert(error == NULL || g_utf8_validate(error->message, -1, NULL));
	if (places != NULL)
		check_places(places);
}

static void check_drawio(const char *text, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) pages = er_places_read_drawio(text, size, &error);

	g_assert((pages == NULL) == (error != NULL));
	g_assert(error == NULL || g_utf8_validate(error->message, -1, NULL));
	for (guint i = 0; pages != NULL && i < pages->len; i++) {
		check_places(pages->pdata[i]);
		er_places_free(pages->pdata[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_malloc(size + 1);

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (*text == '<')
		check_drawio(text, size);
	else
		check_dot(text, size);
	return 0;
}
