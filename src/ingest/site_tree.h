/* site_tree.h: a site description before it is understood, and the table of what it may hold. Private to src/ingest. */
#ifndef ER_INGEST_SITE_TREE_H
#define ER_INGEST_SITE_TREE_H

#include <erscope/site.h>

#define ER_SITE_NAMESPACE "urn:erscope:estate:1"

/* An element, whatever it was written in. */
typedef struct ErSiteNode ErSiteNode;
typedef struct { char *name, *value; } ErSitePair;
struct ErSiteNode {
	char *name, *text;       /* text: of a prefix; NULL */
	char *pointer;           /* XPath or JSON Pointer */
	uint32_t line;
	GArray *attributes;      /* of ErSitePair */
	GPtrArray *children;     /* of ErSiteNode * */
	GHashTable *counts;      /* children by name, while reading XML; NULL */
};

ErSiteNode *er_site_node_new(const char *name, const char *pointer, uint32_t line);
void er_site_node_free(ErSiteNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErSiteNode, er_site_node_free)
void er_site_node_set(ErSiteNode *node, const char *name, const char *value);

/* Each returns the root, or NULL after a diagnostic. */
ErSiteNode *er_site_read_xml(const char *text, size_t length, const char *file, ErDiags *diags);
ErSiteNode *er_site_read_json(const char *text, size_t length, const char *file, ErDiags *diags);

/* ---- the table ---- */

typedef enum {
	ER_SITE_TEXT, ER_SITE_WORD,   /* a text; one of words, kept as text */
	ER_SITE_CHOICE,               /* one of words, kept as 1, 2 …; 0 unsaid */
	ER_SITE_SIDE,                 /* primary 0, secondary 1 */
	ER_SITE_UINT, ER_SITE_DECIMAL, ER_SITE_BOOLEAN, ER_SITE_DATE,
	ER_SITE_LIST,                 /* names apart by blanks, kept as one text */
} ErSiteType;

typedef struct {
	const char *name;
	ErSiteType type;
	bool required;
	size_t offset;           /* in the element's record */
	const char *words;       /* of WORD and CHOICE, apart by blanks */
	const char *about;
} ErSiteAttribute;

typedef struct {
	const char *name;
	const char *const *children;     /* names, NULL at the end */
	const ErSiteAttribute *attributes; uint32_t n_attributes;
	bool text;               /* has text content: a prefix */
	const char *about;
} ErSiteElement;

const ErSiteElement *er_site_element(const char *name);   /* NULL when there is none */
const ErSiteElement *er_site_elements(uint32_t *n);


/* ---- for sanitizing ---- */

/* What stands in place of a text. @attribute: "" of the content. */
typedef const char *(*ErSiteRewrite)(const void *data, const char *element, const char *attribute, const char *text);
/* Asks for every text and name but those shown for sites and services; answers are copied. */
void er_estate_rewrite(ErEstate *estate, ErSiteRewrite rewrite, const void *data);
/* Every place gets @file, and the pointer that is answered; sites and services are called by their ids. */
void er_estate_rename(ErEstate *estate, const char *file, const char *(*pointer)(const void *data, const char *pointer), const void *data);

#endif
