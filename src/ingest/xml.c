/*
 * XML by libxml2's streaming reader, into elements in an arena: no network, no DTD, no entity but the five of XML itself; depth and
 * number of elements are bounded, and what libxml2 has to say becomes a message. Linear in the text.
 */
#include "xml.h"

#include <libxml/xmlreader.h>

#include <string.h>

enum { MOST_DEPTH = 200, MOST_ELEMENTS = 20 * 1000 * 1000 };

typedef struct {
	xmlTextReader *reader;
	ErArena *arena;
	ErXmlResult *result;
	GPtrArray *open;             /* of ErXmlNode */
	GString *text;               /* of the innermost open element, so far */
	ErXmlNode *root;
	uint32_t n;
} Reading;

static bool fail(ErXmlResult *result, ErXmlStatus status, int line, const char *message)
{
	if (result->status != ER_XML_OK)
		return false;
	result->status = status;
	result->line = line > 0 ? (uint32_t)line : 0;
	g_strlcpy(result->message, message, sizeof result->message);
	g_strdelimit(g_strchomp(result->message), "\n\r", ' ');
	return false;
}

static void on_error(void *data, xmlErrorPtr error)
{
	if (error->level >= XML_ERR_ERROR)
		fail(data, ER_XML_SYNTAX, error->line, error->message != NULL ? error->message : "not well-formed");
}

/* XML 1.0 has no control characters but tab and line ends: libxml2 has refused them. */
static const char *kept(Reading *r, const xmlChar *text)
{
	const char *own = text != NULL ? (const char *)text : "";

	return er_arena_strndup(r->arena, own, strlen(own));
}

static void read_attributes(Reading *r, ErXmlNode *node)
{
	int n = xmlTextReaderAttributeCount(r->reader);

	if (n <= 0)
		return;
	node->attributes = er_arena_alloc(r->arena, (size_t)n * sizeof *node->attributes);
	while (xmlTextReaderMoveToNextAttribute(r->reader) == 1)
		if (xmlTextReaderIsNamespaceDecl(r->reader) != 1 && node->n_attributes < (uint32_t)n)
			node->attributes[node->n_attributes++] = (ErXmlAttribute){ kept(r, xmlTextReaderConstLocalName(r->reader)), kept(r, xmlTextReaderConstValue(r->reader)) };
	xmlTextReaderMoveToElement(r->reader);
}

/* Text between child elements is layout: only that of elements without children counts. */
static void close_element(Reading *r)
{
	ErXmlNode *node = r->open->pdata[r->open->len - 1];

	node->text = node->first == NULL ? er_arena_strndup(r->arena, r->text->str, r->text->len) : "";
	g_string_truncate(r->text, 0);
	g_ptr_array_set_size(r->open, (gint)r->open->len - 1);
}

static bool open_element(Reading *r)
{
	int line = xmlTextReaderGetParserLineNumber(r->reader);
	ErXmlNode *parent = r->open->len > 0 ? r->open->pdata[r->open->len - 1] : NULL, *node;
	bool empty = xmlTextReaderIsEmptyElement(r->reader) == 1;

	if (++r->n > MOST_ELEMENTS || r->open->len >= MOST_DEPTH)
		return fail(r->result, ER_XML_LIMIT, line, r->n > MOST_ELEMENTS ? "too many elements" : "elements nested deeper than 200");
	node = er_arena_alloc(r->arena, sizeof *node);
	*node = (ErXmlNode){ .name = kept(r, xmlTextReaderConstLocalName(r->reader)), .space = kept(r, xmlTextReaderConstNamespaceUri(r->reader)), .text = "", .line = (uint32_t)MAX(line, 0) };
	read_attributes(r, node);
	if (parent == NULL)
		r->root = node;
	else if (parent->last != NULL)
		parent->last = parent->last->next = node;
	else
		parent->first = parent->last = node;
	g_string_truncate(r->text, 0);
	g_ptr_array_add(r->open, node);
	if (empty)
		close_element(r);
	return true;
}

static bool take(Reading *r)
{
	switch (xmlTextReaderNodeType(r->reader)) {
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return fail(r->result, ER_XML_ENTITY, xmlTextReaderGetParserLineNumber(r->reader), "a DTD or an entity: none is read");
	case XML_READER_TYPE_ELEMENT:
		return open_element(r);
	case XML_READER_TYPE_END_ELEMENT:
		close_element(r);
		return true;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		g_string_append(r->text, (const char *)xmlTextReaderConstValue(r->reader));
		return true;
	default:
		return true;
	}
}

ErXmlNode *er_xml_read(const char *text, size_t length, ErArena *arena, ErXmlResult *result)
{
	Reading r = { .arena = arena, .result = result, .open = g_ptr_array_new(), .text = g_string_new(NULL) };
	int read = -1;

	*result = (ErXmlResult){ .status = ER_XML_OK };
	/* What the declaration says of the encoding is overruled: it is UTF-8 by now. */
	r.reader = xmlReaderForMemory(text, (int)MIN(length, G_MAXINT), NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_HUGE);
	if (r.reader != NULL) {
		xmlTextReaderSetStructuredErrorHandler(r.reader, on_error, result);
		while ((read = xmlTextReaderRead(r.reader)) == 1 && take(&r))
			continue;
		xmlFreeTextReader(r.reader);
	}
	if (read != 0 || r.root == NULL)
		fail(result, ER_XML_SYNTAX, 0, "not well-formed XML");
	g_ptr_array_free(r.open, TRUE);
	g_string_free(r.text, TRUE);
	return result->status == ER_XML_OK ? r.root : NULL;
}

const char *er_xml_attribute(const ErXmlNode *node, const char *name)
{
	for (uint32_t i = 0; i < node->n_attributes; i++)
		if (g_ascii_strcasecmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}
