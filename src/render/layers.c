/* Names of the layers. */
#include <erscope/draw.h>

const char *const *er_draw_layers(void)
{
#define ER_LAYER_NAME(symbol, name) name,
	static const char *const names[] = { ER_LAYER_TABLE(ER_LAYER_NAME) NULL };
#undef ER_LAYER_NAME

	return names;
}
