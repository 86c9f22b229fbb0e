/* xml_forms.h: elements of an XML text turned into the resources they hold, one form per writer. Private to src/ingest. */
#ifndef ER_INGEST_XML_FORMS_H
#define ER_INGEST_XML_FORMS_H

#include "build.h"

typedef enum { ER_XML_OK, ER_XML_SYNTAX, ER_XML_CUT_OFF, ER_XML_LIMIT, ER_XML_ENTITY, ER_XML_FOREIGN } ErXmlStatus;

typedef struct {
	ErXmlStatus status;
	uint32_t line;               /* where it went wrong */
	char message[200];           /* valid UTF-8 on one line, never the text of an element */
	/* "clixml", "convertto-xml", "arm-xml", "classic-network-configuration", "classic-service-management"; NULL: none of them */
	const char *form;
	bool paged;                  /* it says that more is elsewhere */
} ErXmlResult;

typedef struct {
	uint32_t source;             /* stored in every value */
	bool converted;              /* it is UTF-8 by now, whatever it declares to be */
	bool (*secret)(const char *key);     /* members whose value is replaced by ER_REDACTED */
	bool (*needless)(const char *id);    /* of arm-xml: an item of which only the id and an empty "properties" are wanted; may be NULL */
	/* Each resource as the text brings it, as ConvertTo-Json or the REST API would write it; the item is lent, its strings are the arena's. */
	void (*item)(void *data, const char *form, ErValue *item);
	void *data;
} ErXmlOptions;

/* ---- elements ---- */

/* Attributes that declare namespaces are left out. Names are local ones. */
typedef struct ErXmlNode ErXmlNode;
typedef struct { const char *name, *value; } ErXmlAttribute;
struct ErXmlNode {
	const char *name, *space, *text;     /* space: of its namespace, "" */
	ErXmlAttribute *attributes; uint32_t n_attributes;
	ErXmlNode *parent, *before;          /* before: the sibling before it */
	ErXmlNode *first, *last, *next;      /* children; the next sibling */
	uint32_t line;
	bool stub;                           /* only its id is known, and whether it has "properties" */
	ErArenaMark mark;                    /* where the arena was before it */
};

const char *er_xml_attribute(const ErXmlNode *node, const char *name);   /* NULL: it has none */

typedef struct ErXmlForming ErXmlForming;
/* NULL: the root is none of ours. */
ErXmlForming *er_xml_forming_new(const ErXmlNode *root, const ErXmlOptions *options, ErArena *arena, ErXmlResult *result);
void er_xml_forming_free(ErXmlForming *forming);
/* The element is complete; true: it was a resource, has been given, and can be forgotten. */
bool er_xml_forming_close(ErXmlForming *forming, const ErXmlNode *node);
/* A child without children is complete: is the element around it one of which no more is wanted? */
bool er_xml_forming_needless(const ErXmlForming *forming, const ErXmlNode *child);
/* What is said of a root that is none of ours; @child: NULL when it has none. */
void er_xml_refuse(const ErXmlNode *root, const char *child, ErXmlResult *result);

#endif
