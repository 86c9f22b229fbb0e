/* prose.h: how the words_*.c write: wrapped lines, names with their kinds. Private to src/report. */
#ifndef ER_REPORT_PROSE_H
#define ER_REPORT_PROSE_H

#include <erscope/words.h>

enum { ER_PROSE_COLUMNS = 100 };

void er_prose_put_words(GString *out, size_t indent, size_t used, const char *text);
/* "  - text", wrapped below the text. */
void er_prose_put_item(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "  label     text", wrapped below the text. */
void er_prose_put(GString *out, size_t indent, const char *label, const char *format, ...) G_GNUC_PRINTF(4, 5);
const char *er_prose_plural(uint32_t n, const char *one, const char *many);
const char *er_prose_paint(ErSeverity severity, bool colour);
const ErComponent *er_prose_vnet_of(const ErNetwork *net, uint32_t vnet);
const ErComponent *er_prose_site_of(const ErNetwork *net, uint32_t site);
/* "circuit er-london", "MSEE primary of er-london": a name alone does not tell what it is. */
void er_prose_add_component(GString *out, const ErNetwork *net, uint32_t index);
void er_prose_add_element(GString *out, const ErFlows *flows, const ErFlow *flow, uint32_t element);
/* Lost only when somebody deletes it; redundant inside (model: severity info). */
bool er_prose_only_by_deletion(const ErFlows *flows, const ErFlow *flow, uint32_t element);
/* "er-paris, primary link", with the WAN where it enters at another site; brief: "er-paris primary". (transfer full) */
char *er_prose_path_name(const ErNetwork *net, const ErPath *path, bool brief);
/* A name for an id: as the user spells it; of a child of a circuit with the circuit; of a derived part with its side. */
char *er_prose_name_of_id(const ErNetwork *net, const char *id);
/* "or both": the cuts of size two by leg. */
void er_prose_put_pairs(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class);
/* "redundancy": the two paths that share least, and what they share. */
void er_prose_put_redundancy(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class);

#endif
