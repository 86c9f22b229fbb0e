/*
 * A site description in XML, by libxml2's streaming reader: no network, no DTD, no entity but the five of XML itself; depth, number
 * of elements and size are bounded, and what libxml2 has to say becomes a diagnostic. Linear in the text.
 */
#include "site_tree.h"

#include <libxml/xmlreader.h>

#include <string.h>

enum { MOST_DEPTH = 16, MOST_ELEMENTS = 200000, LONGEST_TEXT = 4096 };

typedef struct { const char *file; ErDiags *diags; bool told; } Errors;

static void tell(Errors *errors, ErDiagCode code, unsigned line, const char *text)
{
	const ErLoc loc = { errors->file, line, 0, NULL };
	g_autofree char *clean = g_strstrip(g_strdup(text));

	if (!errors->told)
		er_diag_add(errors->diags, code, &loc, "%s", clean);
	errors->told = true;
}

static void on_error(void *data, xmlErrorPtr error)
{
	if (error->level >= XML_ERR_ERROR)
		tell(data, ER_D_SITE_CANNOT_READ, error->line > 0 ? (unsigned)error->line : 0, error->message != NULL ? error->message : "not well-formed");
}

static const char *text_of(const xmlChar *text)
{
	return (const char *)(text != NULL ? text : (const xmlChar *)"");
}

/* Of the node that is read now: the parser itself is up to a block of bytes ahead. */
static long line_of(xmlTextReader *reader)
{
	return xmlGetLineNo(xmlTextReaderCurrentNode(reader));
}

/* "/estate/site[2]": counted among its equals. */
static char *pointer_of(ErSiteNode *parent, const char *name)
{
	if (parent == NULL)
		return g_strdup_printf("/%s", name);
	if (parent->counts == NULL)
		parent->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(parent->counts, name)) + 1;
	g_hash_table_insert(parent->counts, g_strdup(name), GUINT_TO_POINTER(n));
	return g_strdup_printf("%s/%s[%u]", parent->pointer, name, n);
}

static ErSiteNode *open_element(xmlTextReader *reader, ErSiteNode *parent)
{
	const char *name = text_of(xmlTextReaderConstLocalName(reader));
	g_autofree char *pointer = pointer_of(parent, name);
	long line = line_of(reader);
	ErSiteNode *node = er_site_node_new(name, pointer, line > 0 ? (uint32_t)line : 0);

	while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
		/* xmlns, and xsi:schemaLocation and the like, are the writer's business. */
		if (xmlTextReaderIsNamespaceDecl(reader) == 1 || xmlTextReaderConstPrefix(reader) != NULL)
			continue;
		er_site_node_set(node, text_of(xmlTextReaderConstLocalName(reader)), text_of(xmlTextReaderConstValue(reader)));
	}
	xmlTextReaderMoveToElement(reader);
	return node;
}

/* Texts are prefixes: what is much longer is none, however it goes on. */
static void add_text(ErSiteNode *node, const char *text)
{
	if (node->text != NULL && strlen(node->text) > LONGEST_TEXT)
		return;
	g_autofree char *before = node->text;

	node->text = g_strconcat(before != NULL ? before : "", text, NULL);
}

/* The namespace is asked of the root only: an element of another one below it is unknown by its name. */
static bool root_is_ours(xmlTextReader *reader, Errors *errors)
{
	const char *uri = text_of(xmlTextReaderConstNamespaceUri(reader)), *name = text_of(xmlTextReaderConstLocalName(reader));

	if (strcmp(name, "estate") == 0 && (*uri == '\0' || strcmp(uri, ER_SITE_NAMESPACE) == 0))
		return true;
	g_autofree char *what = g_strdup_printf("root element %s in namespace '%s', expected estate in " ER_SITE_NAMESPACE, name, uri);
	tell(errors, ER_D_SITE_ELEMENT, (unsigned)MAX(line_of(reader), 0), what);
	return false;
}

static bool take_node(xmlTextReader *reader, GPtrArray *open, ErSiteNode **root, uint32_t *n, Errors *errors)
{
	unsigned line = (unsigned)MAX(line_of(reader), 0);

	switch (xmlTextReaderNodeType(reader)) {
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		tell(errors, ER_D_SITE_LIMIT, line, "a DTD or an entity");
		return false;
	case XML_READER_TYPE_ELEMENT: {
		if (++*n > MOST_ELEMENTS || open->len >= MOST_DEPTH) {
			tell(errors, ER_D_SITE_LIMIT, line, "too many elements, or too deep");
			return false;
		}
		if (*root == NULL && !root_is_ours(reader, errors))
			return false;
		ErSiteNode *parent = open->len > 0 ? open->pdata[open->len - 1] : NULL;
		bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
		ErSiteNode *node = open_element(reader, parent);
		if (parent != NULL)
			g_ptr_array_add(parent->children, node);
		else
			*root = node;
		if (!empty)
			g_ptr_array_add(open, node);
		return true;
	}
	case XML_READER_TYPE_END_ELEMENT:
		g_ptr_array_set_size(open, (gint)open->len - 1);
		return true;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
		if (open->len > 0)
			add_text(open->pdata[open->len - 1], text_of(xmlTextReaderConstValue(reader)));
		return true;
	default:
		return true;
	}
}

ErSiteNode *er_site_read_xml(const char *text, size_t length, const char *file, ErDiags *diags)
{
	Errors errors = { file, diags, false };
	g_autoptr(GPtrArray) open = g_ptr_array_new();
	xmlTextReader *reader = xmlReaderForMemory(text, (int)length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_BIG_LINES);
	ErSiteNode *root = NULL;
	uint32_t n = 0;
	int read = -1;

	if (reader != NULL) {
		xmlTextReaderSetStructuredErrorHandler(reader, on_error, &errors);
		while ((read = xmlTextReaderRead(reader)) == 1)
			if (!take_node(reader, open, &root, &n, &errors))
				break;
		xmlFreeTextReader(reader);
	}
	if (read == 0 && root != NULL && !errors.told)
		return root;
	tell(&errors, ER_D_SITE_CANNOT_READ, 0, "not well-formed XML");
	er_site_node_free(root);
	return NULL;
}
