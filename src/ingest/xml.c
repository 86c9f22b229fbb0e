/*
 * XML by libxml2's SAX2 interface. Open elements and what is complete below them are held in an arena of their own; when an element turns
 * out to be a resource, it is given on and the arena goes back to where the element began, so that one resource at a time is held.
 * Of a resource that nobody wants the rest is passed over as soon as its id is known.
 *
 * Nothing is fetched and nothing declared: a DOCTYPE ends the reading, and without one no entity but XML's own five can be known. What
 * libxml2 has to say, and its converters of encodings, becomes a message. A text is cut off when the first error comes with the parser
 * at the very end of it.
 */
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <string.h>

enum { MOST_DEPTH = 200, MOST_ELEMENTS = 5 * 1000 * 1000 };

typedef struct {
	const char *begin, *at, *end; /* at: not yet handed to libxml2 */
	uint32_t first_line;         /* line ends before the text */
	const ErXmlOptions *options;
	ErArena *values, *nodes;
	ErXmlResult *result;
	xmlParserCtxt *parser;
	ErXmlForming *forming;
	ErXmlNode *root, *top;       /* the innermost open element, those passed over left out */
	GString *text;               /* of the innermost open element, so far */
	uint32_t depth, held, passed; /* open elements; elements in the arena; of the open ones, those passed over */
} Reading;

static uint32_t line_of(const Reading *r)
{
	const xmlParserInput *input = r->parser != NULL ? r->parser->input : NULL;

	return r->first_line + (input != NULL ? (uint32_t)MAX(input->line, 1) : 1);
}

/* The first thing that goes wrong is what is told. libxml2 cannot bear to be stopped while it reports an error of its own: it stops by itself. */
static void note(Reading *r, ErXmlStatus status, const char *message)
{
	ErXmlResult *result = r->result;

	if (result->status != ER_XML_OK)
		return;
	result->status = status;
	result->line = line_of(r);
	g_autofree char *valid = g_utf8_make_valid(message, -1);
	g_strlcpy(result->message, valid, sizeof result->message);
	/* Behind the first line libxml2 shows bytes of the text, which may be those of a secret. */
	result->message[strcspn(result->message, "\n\r")] = '\0';
}

/* ---- elements ---- */

static ErXmlNode *new_node(Reading *r, const char *name, const char *space)
{
	const ErArenaMark mark = er_arena_mark(r->nodes);
	ErXmlNode *node = er_arena_alloc(r->nodes, sizeof *node);

	*node = (ErXmlNode){ .name = name, .space = space, .text = "", .line = line_of(r), .mark = mark, .parent = r->top };
	if (r->top != NULL) {
		node->before = r->top->last;
		*(r->top->last != NULL ? &r->top->last->next : &r->top->first) = node;
		r->top->last = node;
	}
	r->held++;
	return node;
}

/* Five pointers each: local name, prefix, namespace, begin and end of the value. */
static void set_attributes(Reading *r, ErXmlNode *node, uint32_t n, const xmlChar **given)
{
	node->attributes = er_arena_alloc(r->nodes, n * sizeof *node->attributes);
	for (; node->n_attributes < n; given += 5)
		node->attributes[node->n_attributes++] = (ErXmlAttribute){ (const char *)given[0], er_arena_strndup(r->nodes, (const char *)given[3], (size_t)(given[4] - given[3])) };
}

/* Of a resource passed over only that there are properties is noted. */
static void pass_over(Reading *r, const char *name)
{
	if (r->passed++ > 0 || g_ascii_strcasecmp(name, "properties") != 0)
		return;
	new_node(r, "properties", "");
}

static void on_open(void *data, const xmlChar *name, G_GNUC_UNUSED const xmlChar *prefix, const xmlChar *space, G_GNUC_UNUSED int n_namespaces,
                    G_GNUC_UNUSED const xmlChar **namespaces, int n, G_GNUC_UNUSED int n_defaulted, const xmlChar **attributes)
{
	Reading *r = data;

	if (r->result->status != ER_XML_OK)
		return;
	if (r->depth++ >= MOST_DEPTH || r->held >= MOST_ELEMENTS) {
		note(r, ER_XML_LIMIT, r->held >= MOST_ELEMENTS ? "too many elements in one resource" : "elements nested deeper than 200");
		xmlStopParser(r->parser);
		return;
	}
	if (r->top != NULL && r->top->stub) {
		pass_over(r, (const char *)name);
		return;
	}
	if (r->root != NULL && r->forming == NULL) {
		er_xml_refuse(r->root, (const char *)name, r->result);
		xmlStopParser(r->parser);
		return;
	}
	ErXmlNode *node = new_node(r, (const char *)name, space != NULL ? (const char *)space : "");
	if (n > 0)
		set_attributes(r, node, (uint32_t)n, attributes);
	if (r->root == NULL) {
		r->root = node;
		r->forming = er_xml_forming_new(node, r->options, r->values, r->result);
	}
	g_string_truncate(r->text, 0);
	r->top = node;
}

/* Takes the last child of what is around it away again, and all that was made since it began. */
static void forget(Reading *r, ErXmlNode *node)
{
	ErXmlNode *parent = node->parent;
	const ErArenaMark mark = node->mark;

	parent->last = node->before;
	*(parent->last != NULL ? &parent->last->next : &parent->first) = NULL;
	er_arena_rewind(r->nodes, &mark);
	r->held = 0;
}

/* Text between child elements is layout: only that of elements without children counts. */
static void close_top(Reading *r)
{
	ErXmlNode *node = r->top, *parent = node->parent;

	if (node->first == NULL && !node->stub)
		node->text = er_arena_strndup(r->nodes, r->text->str, r->text->len);
	g_string_truncate(r->text, 0);
	r->top = parent;
	if (er_xml_forming_close(r->forming, node) && parent != NULL)
		forget(r, node);
	else if (parent != NULL && er_xml_forming_needless(r->forming, node))
		parent->stub = true;
}

static void on_close(void *data, G_GNUC_UNUSED const xmlChar *name, G_GNUC_UNUSED const xmlChar *prefix, G_GNUC_UNUSED const xmlChar *space)
{
	Reading *r = data;

	if (r->result->status != ER_XML_OK || r->top == NULL)
		return;
	r->depth--;
	if (r->passed > 0)
		r->passed--;
	else if (r->forming == NULL)
		er_xml_refuse(r->root, NULL, r->result);
	else
		close_top(r);
}

static void on_text(void *data, const xmlChar *text, int n)
{
	Reading *r = data;

	if (r->passed == 0 && r->top != NULL && n > 0 && r->top->first == NULL)
		g_string_append_len(r->text, (const char *)text, n);
}

/* ---- what is not read ---- */

static void on_doctype(void *data, const xmlChar *name, G_GNUC_UNUSED const xmlChar *public_id, G_GNUC_UNUSED const xmlChar *system_id)
{
	Reading *r = data;
	const ErXmlNode root = { .name = name != NULL ? (const char *)name : "", .space = "", .line = line_of(r) };

	if (r->result->status != ER_XML_OK)
		return;
	if (g_ascii_strcasecmp(root.name, "html") == 0)
		er_xml_refuse(&root, NULL, r->result);
	note(r, ER_XML_ENTITY, "a DTD (<!DOCTYPE …>): documents that declare entities are not read");
	xmlStopParser(r->parser);
}

/* At the end, or in the last tag or character, which it cuts. */
static bool at_end(const Reading *r, int code)
{
	const xmlParserInput *input = r->parser != NULL ? r->parser->input : NULL;
	ptrdiff_t left = input != NULL ? input->end - input->cur : 0;
	const char *tag = memrchr(r->begin, '<', (size_t)(r->end - r->begin));
	bool half = tag != NULL && memchr(tag, '>', (size_t)(r->end - tag)) == NULL && r->end - tag >= left;

	if (r->at < r->end || (r->depth == 0 && r->root != NULL) || (code == XML_ERR_TAG_NAME_MISMATCH && !half))
		return false;
	return half || left <= 0 || (left < 4 && *input->cur >= 0x80);
}

static ErXmlStatus status_of(const Reading *r, int code)
{
	switch (code) {
	case XML_ERR_UNDECLARED_ENTITY: case XML_WAR_UNDECLARED_ENTITY: case XML_ERR_ENTITY_LOOP:
		return ER_XML_ENTITY;
	case XML_ERR_INTERNAL_ERROR: case XML_ERR_NAME_TOO_LONG:   /* libxml2's own limits */
		return at_end(r, code) ? ER_XML_CUT_OFF : ER_XML_LIMIT;
	default:
		return at_end(r, code) ? ER_XML_CUT_OFF : ER_XML_SYNTAX;
	}
}

/* Only what is fatal by XML's rules, and encodings: an undeclared prefix, say, is nobody's loss. */
static void on_error(void *data, xmlErrorPtr error)
{
	Reading *r = data;

	if (error->level >= XML_ERR_FATAL || error->domain == XML_FROM_I18N || error->code == XML_ERR_UNSUPPORTED_ENCODING)
		note(r, status_of(r, error->code), error->message != NULL ? error->message : "not well-formed");
}

/* ---- the text ---- */

static int on_read(void *data, char *buffer, int room)
{
	Reading *r = data;
	size_t n = MIN((size_t)room, (size_t)(r->end - r->at));

	memcpy(buffer, r->at, n);
	r->at += n;
	return (int)n;
}

/* Byte order mark and blanks before the declaration, which XML forbids and people paste. */
static void skip_blanks(Reading *r)
{
	if (r->end - r->at >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0)
		r->at += 3;
	for (; r->at < r->end && g_ascii_isspace(*r->at); r->at++)
		r->first_line += *r->at == '\n';
}

/* Does the declaration say something that is not UTF-8 by another name? "utf-16" stands in texts that have been converted since. */
static bool is_other_encoding(const Reading *r)
{
	const char *end = g_strstr_len(r->at, MIN(r->end - r->at, 200), "?>");
	const char *encoding = end != NULL ? g_strstr_len(r->at, end - r->at, "encoding") : NULL;

	if (encoding == NULL || r->options->converted || r->at > r->end)
		return false;
	for (encoding += strlen("encoding"); encoding < end && (*encoding == '=' || *encoding == '"' || *encoding == '\'' || g_ascii_isspace(*encoding)); encoding++)
		continue;
	return end - encoding > 3 && g_ascii_strncasecmp(encoding, "utf", 3) != 0;
}

static void parse(Reading *r)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC, .startElementNs = on_open, .endElementNs = on_close, .characters = on_text, .ignorableWhitespace = on_text, .cdataBlock = on_text,
		.internalSubset = on_doctype, .serror = on_error,
	};
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_data = xmlStructuredErrorContext;
	int other = is_other_encoding(r) ? 0 : XML_PARSE_IGNORE_ENC;

	r->parser = xmlCreateIOParserCtxt(&sax, r, on_read, NULL, r, other != 0 ? XML_CHAR_ENCODING_UTF8 : XML_CHAR_ENCODING_NONE);
	if (r->parser == NULL)
		g_error("out of memory");
	xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_BIG_LINES | other);
	xmlSetStructuredErrorFunc(r, on_error);
	xmlParseDocument(r->parser);
	if (r->result->status == ER_XML_OK && (r->root == NULL || r->depth > 0))
		note(r, ER_XML_CUT_OFF, "the text ends early");
	xmlSetStructuredErrorFunc(before_data, before);
	/* Texts of names belong to the parser: what is left of the elements must not be asked for them any more. */
	er_xml_forming_free(r->forming);
	xmlFreeDoc(r->parser->myDoc);
	xmlFreeParserCtxt(r->parser);
}

bool er_xml_read(const char *text, size_t length, const ErXmlOptions *options, ErArena *arena, ErXmlResult *result)
{
	Reading r = { .at = text, .end = text + length, .options = options, .values = arena, .nodes = er_arena_new(), .result = result, .text = g_string_new(NULL) };

	*result = (ErXmlResult){ .status = ER_XML_OK };
	skip_blanks(&r);
	r.begin = r.at;
	parse(&r);
	er_arena_free(r.nodes);
	g_string_free(r.text, TRUE);
	return result->status == ER_XML_OK;
}
