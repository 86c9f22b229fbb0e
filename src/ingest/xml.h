/* xml.h: inventories in XML, as the values that the same objects would be in JSON. Private to src/ingest. */
#ifndef ER_INGEST_XML_H
#define ER_INGEST_XML_H

#include "build.h"

typedef enum { ER_XML_OK, ER_XML_SYNTAX, ER_XML_LIMIT, ER_XML_ENTITY, ER_XML_FOREIGN } ErXmlStatus;
typedef struct { ErXmlStatus status; uint32_t line; char message[200]; const char *form; } ErXmlResult;

/* An element in the arena; attributes that declare namespaces are left out. Names are local ones. */
typedef struct ErXmlNode ErXmlNode;
typedef struct { const char *name, *value; } ErXmlAttribute;
struct ErXmlNode {
	const char *name, *space, *text;     /* space: of its namespace, "" */
	ErXmlAttribute *attributes; uint32_t n_attributes;
	ErXmlNode *first, *last, *next;      /* children; the next sibling */
	uint32_t line;
};

/* xml.c: well-formed XML without DTD and entities, bounded in depth and number of elements. NULL: result tells why. */
ErXmlNode *er_xml_read(const char *text, size_t length, ErArena *arena, ErXmlResult *result);
const char *er_xml_attribute(const ErXmlNode *node, const char *name);   /* NULL: it has none */

/**
 * er_xml_value:
 * @root: borrowed
 * @secret: members whose value is replaced by ER_REDACTED
 * @value: (out): a list of objects, as ConvertTo-Json or the REST API would write them
 * @result: (out): form "clixml", "convertto-xml", "arm-xml", "classic-network-configuration" or "classic-service-management"
 * Returns: false when the root is none of ours; the message names it and what it looks like
 */
bool er_xml_value(const ErXmlNode *root, uint32_t source, bool (*secret)(const char *key), ErArena *arena, ErValue *value, ErXmlResult *result);

#endif
