/* places.h: where boxes stand in a file of somebody else: DOT or draw.io. Private to src/render. */
#ifndef ER_RENDER_PLACES_H
#define ER_RENDER_PLACES_H

#include <erscope/scene.h>

/* More than this of a file or of a program's answer is not read. */
#define ER_PLACES_MOST (16u << 20)

typedef struct {
	char *name;            /* in its file: "b12", "cluster_b3"; NULL: draw.io */
	char *component;       /* result id; NULL: none */
	char *kind, *label;    /* of a box that is no component; NULL: not known */
	uint32_t parent;       /* place around it, which comes before it in the list; ER_NONE */
	bool container, alias;
	bool either;           /* the file does not tell whether it is a container */
	bool known;            /* there is a rectangle */
	ErRect rect;           /* px, y down; of a node with its own width and height */
} ErPlace;

typedef struct {
	char *sheet;           /* slug */
	GArray *places;        /* of ErPlace */
} ErPlaces;

ErPlaces *er_places_new(const char *sheet);
void er_places_free(ErPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErPlaces, er_places_free)

/**
 * er_places_read_dot:
 * @text: DOT with pos and bb, NUL at its end; a graph whose names are not ours has places without component
 * Returns: (transfer full): the one graph's places; NULL with @error when it is none, or would cost more than a sheet may. places_dot.c
 */
ErPlaces *er_places_read_dot(const char *text, gsize length, GError **error);
/* (transfer full): GPtrArray of ErPlaces, one per page of a draw.io file; NULL with @error. places_drawio.c */
GPtrArray *er_places_read_drawio(const char *text, gsize length, GError **error);

/**
 * er_run_program:
 * @argv: the program (looked up in PATH) and its arguments
 * @input: what it reads
 * @most_ms, @most_bytes: it is killed when it takes longer, or writes more
 * Returns: did it end well? If not, @why (transfer full) says in words what was the matter. program.c
 */
bool er_run_program(const char *const *argv, const GString *input, int most_ms, gsize most_bytes, GString *out, char **why);

#endif
