/* drawio.h: sheets as a file of diagrams.net. Private to src/render. */
#ifndef ER_RENDER_DRAWIO_H
#define ER_RENDER_DRAWIO_H

#include "backend.h"
#include "diagram.h"

/* A sheet with the diagram it was made of. */
typedef struct { const ErScene *scene; const ErDiagram *diagram; const ErNetwork *net; } ErSheetSource;
/* All sheets as one file of diagrams.net, a page each. */
bool er_drawio_write(const ErSheetSource *sheets, uint32_t n, const ErTheme *theme, const ErIcons *icons, const ErProvenance *provenance, GString *out, GError **error);

#endif
