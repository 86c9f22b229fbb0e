/* Of programs that the module is linked into: tests. */
#include "paint.h"

const ErPainter *er_painter(GError **error)
{
	(void)error;
	return &er_painter_module;
}
