/*
 * XSLT 1.0 by libxslt, for templates that anybody may have written. A template is given the report and its parameters, and nothing else:
 * - no file and no network: every right of libxslt is refused, before the template is parsed (xsl:import) and while it runs (document(),
 *   xsl:document); EXSLT is not registered; a DOCTYPE, and with it every entity, is refused at its first character;
 * - bounded: in a process of its own (bounded.h), with so many steps of XPath, so deep a recursion, so much memory, so long an answer, so much
 *   time. Steps and memory come first, since they do not depend on the machine; they grow with the report.
 * Memory is counted where libxml2 asks for it, since a result tree grows without XPath.
 * erscope's own templates have the same rights, depth and steps, but run here and are read once: they grow with the report and end.
 */
#include "xslt.h"

#include "bounded.h"

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_DEPTH = 300, MOST_MESSAGE = 1000, MIB = 1024 * 1024 };

static const char NO_RIGHTS_LEFT[] = "libxslt does not take away its rights";

static gsize most_memory(const GString *xml) { return 256 * (gsize)MIB + 40 * xml->len; }
static gsize most_output(const GString *xml) { return 64 * (gsize)MIB + 16 * xml->len; }
static unsigned most_seconds(const GString *xml) { return 20 + (unsigned)(xml->len / MIB); }
static unsigned long most_steps(const GString *xml) { return 10000000 + 100 * xml->len; }

/* ---- one run ---- */

/* What libxml2 and libxslt say, and what the template asked for and does not get. */
typedef struct { GString *said; char *refused; bool doctype; } Talk;

/* libxslt gives its hook for rights no argument. */
static Talk *listening;

static void on_text(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void on_text(void *data, const char *format, ...)
{
	Talk *talk = data;
	va_list args;

	va_start(args, format);
	if (talk->said->len < MOST_MESSAGE)
		g_string_append_vprintf(talk->said, format, args);
	va_end(args);
}

static void on_error(void *data, xmlErrorPtr error)
{
	Talk *talk = data;

	if (talk->said->len < MOST_MESSAGE && error->message != NULL)
		g_string_append_printf(talk->said, "%s:%d: %s", error->file != NULL ? error->file : "", error->line, error->message);
}

static int refuse(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr context, const char *what)
{
	(void)prefs;
	(void)context;
	if (listening->refused == NULL)
		listening->refused = g_strdup_printf("it asks for '%.200s'; a template reads and writes no file, and reaches no network", what != NULL ? what : "");
	return 0;
}

/* A DOCTYPE ends the reading. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	listening->doctype = true;
	xmlStopParser(context);
}

static void begin_talk(Talk *talk)
{
	*talk = (Talk){ .said = g_string_new(NULL) };
	listening = talk;
	xmlSetStructuredErrorFunc(talk, on_error);
	xsltSetGenericErrorFunc(talk, on_text);
}

static void end_talk(Talk *talk)
{
	xmlSetStructuredErrorFunc(NULL, NULL);
	xsltSetGenericErrorFunc(NULL, NULL);
	listening = NULL;
	g_string_free(talk->said, TRUE);
	g_free(talk->refused);
}

/* "file x.xsl line 7 element value-of" of libxslt as "x.xsl:7: value-of"; one line; the first two messages, which tell the cause. */
static char *tidy(const char *said)
{
	g_autofree char *valid = g_utf8_make_valid(said, -1);
	g_autoptr(GRegex) place = g_regex_new("(?:(compilation|runtime) error: )?file (\\S+) line (\\d+) element (\\S+)\\s*\\n", 0, 0, NULL);
	g_autofree char *placed = g_regex_replace(place, valid, -1, 0, "\\2:\\3: \\4: ", 0, NULL);
	g_auto(GStrv) lines = g_strsplit(g_strstrip(placed), "\n", 3);

	if (lines[0] != NULL && lines[1] != NULL)
		g_clear_pointer(&lines[2], g_free);
	return g_strjoinv("; ", lines);
}

/* (transfer full) */
static char *why_of(const Talk *talk, const char *otherwise)
{
	g_autofree char *said = tidy(talk->said->str);

	return g_strdup(talk->refused != NULL ? talk->refused : talk->doctype ? "it has a DOCTYPE; entities and document types are refused" : *said != '\0' ? said : otherwise);
}

/* NULL with *@why. */
static xmlDocPtr parse(const Talk *talk, const char *text, gsize length, const char *name, bool own, char **why)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	xmlDocPtr doc = NULL;

	if (!own)
		parser->sax->internalSubset = on_doctype;
	if (length <= INT_MAX)
		doc = xmlCtxtReadMemory(parser, text, (int)length, name, "UTF-8", XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT | (own ? XML_PARSE_HUGE : 0));
	xmlFreeParserCtxt(parser);
	if (doc == NULL || talk->doctype)
		*why = length <= INT_MAX ? why_of(talk, "it is no well-formed XML") : g_strdup("the report is too large for a template");
	if (doc != NULL && talk->doctype)
		g_clear_pointer(&doc, xmlFreeDoc);
	return doc;
}

/* NULL: libxslt does not take them away. */
static xsltSecurityPrefsPtr no_rights(void)
{
	static const xsltSecurityOption rights[] = { XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK };
	xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();

	for (size_t i = 0; i < G_N_ELEMENTS(rights); i++)
		if (xsltSetSecurityPrefs(prefs, rights[i], refuse) != 0) {
			xsltFreeSecurityPrefs(prefs);
			return NULL;
		}
	return prefs;
}

/* NULL with *@why. The template has no rights while it is read, either. */
static xsltStylesheetPtr compile(const Talk *talk, const ErXslt *xslt, char **why)
{
	xmlDocPtr doc = parse(talk, xslt->text, xslt->length, xslt->name, false, why);
	xsltSecurityPrefsPtr prefs = doc != NULL ? no_rights() : NULL;

	if (prefs == NULL) {
		xmlFreeDoc(doc);
		*why = *why != NULL ? *why : g_strdup(NO_RIGHTS_LEFT);
		return NULL;
	}
	xsltSetDefaultSecurityPrefs(prefs);
	xsltStylesheetPtr style = xsltParseStylesheetDoc(doc);
	xsltSetDefaultSecurityPrefs(NULL);
	xsltFreeSecurityPrefs(prefs);
	if (style != NULL && style->errors == 0 && talk->refused == NULL)
		return style;
	if (style != NULL)
		xsltFreeStylesheet(style);   /* and @doc with it */
	else
		xmlFreeDoc(doc);
	*why = why_of(talk, "it is no XSLT 1.0 template");
	return NULL;
}

/* A parameter that the template does not have is a slip of the pen. (transfer full): why not; NULL: it has them all. */
static char *check_params(const xsltStylesheet *style, const char *const *params)
{
	for (uint32_t i = 0; params != NULL && params[i] != NULL; i += 2) {
		g_autoptr(GString) known = g_string_new(NULL);
		bool found = false;
		for (const xsltStackElem *at = style->variables; at != NULL; at = at->next) {
			if (at->comp == NULL || at->comp->type != XSLT_FUNC_PARAM)
				continue;
			found = found || strcmp((const char *)at->name, params[i]) == 0;
			g_string_append_printf(known, "%s%s", known->len > 0 ? ", " : "", (const char *)at->name);
		}
		if (!found)
			return g_strdup_printf("it has no parameter '%s'; it has %s", params[i], known->len > 0 ? known->str : "none");
	}
	return NULL;
}

static const char *ending_of(xsltStylesheetPtr style, const xmlDoc *result)
{
	const xmlChar *method = NULL, *media = NULL;

	XSLT_GET_IMPORT_PTR(method, style, method)
	XSLT_GET_IMPORT_PTR(media, style, mediaType)
	if (g_strcmp0((const char *)media, "text/markdown") == 0)
		return "md";
	if (result->type == XML_HTML_DOCUMENT_NODE || g_strcmp0((const char *)method, "html") == 0 || g_strcmp0((const char *)media, "text/html") == 0)
		return "html";
	return g_strcmp0((const char *)method, "text") == 0 ? "txt" : "xml";
}

typedef struct { const char *ending; xmlChar *text; int length; } Made;

/* (transfer full): why not; NULL: @made. */
static char *run_in(xsltTransformContextPtr context, xsltStylesheetPtr style, xmlDocPtr doc, const Talk *talk, const char *const *params, Made *made)
{
	for (uint32_t i = 0; params != NULL && params[i] != NULL; i += 2)
		if (xsltQuoteOneUserParam(context, BAD_CAST params[i], BAD_CAST params[i + 1]) != 0)
			return why_of(talk, "a parameter cannot be given to it");
	xmlDocPtr result = xsltApplyStylesheetUser(style, doc, NULL, NULL, NULL, context);
	char *why = NULL;
	if (result == NULL || context->state != XSLT_STATE_OK || talk->refused != NULL)
		why = why_of(talk, "it did not come to an end");
	else if (xsltSaveResultToString(&made->text, &made->length, result, style) != 0)
		why = why_of(talk, "its result cannot be written");
	else
		made->ending = ending_of(style, result);
	xmlFreeDoc(result);
	return why;
}

/* (transfer full): why not; NULL: @made. */
static char *transform(xsltStylesheetPtr style, const GString *xml, const Talk *talk, const char *const *params, Made *made)
{
	char *why = check_params(style, params);
	xmlDocPtr doc = why == NULL ? parse(talk, xml->str, xml->len, "report.xml", true, &why) : NULL;

	if (doc == NULL)
		return why;
	xsltSecurityPrefsPtr prefs = no_rights();
	xsltTransformContextPtr context = xsltNewTransformContext(style, doc);
	context->maxTemplateDepth = MOST_DEPTH;
	context->xpathCtxt->opLimit = most_steps(xml);
	if (prefs == NULL || xsltSetCtxtSecurityPrefs(prefs, context) != 0)
		why = g_strdup(NO_RIGHTS_LEFT);
	else
		why = run_in(context, style, doc, talk, params, made);
	xsltFreeTransformContext(context);
	xsltFreeSecurityPrefs(prefs);
	xmlFreeDoc(doc);
	return why;
}

/* ---- anybody's template: in a child ---- */

/* There is one job per process, and libxml2's hooks for memory take no argument. */
static struct { int fd; gsize used, most; } child;

static G_GNUC_NORETURN void fail(const char *why)
{
	er_bounded_write(child.fd, "!\n", 2);
	er_bounded_write(child.fd, why, strlen(why));
	_exit(0);
}

static void count(size_t size)
{
	child.used += size;
	if (child.used > child.most)
		fail("it made too much and was stopped");
}

static void *counted_malloc(size_t size)
{
	void *block = malloc(size);

	count(malloc_usable_size(block));
	return block;
}

static void counted_free(void *block)
{
	gsize size = malloc_usable_size(block);

	child.used -= MIN(size, child.used);
	free(block);
}

static void *counted_realloc(void *block, size_t size)
{
	gsize before = malloc_usable_size(block);
	void *moved = realloc(block, size);

	child.used -= MIN(before, child.used);
	count(malloc_usable_size(moved));
	return moved;
}

static char *counted_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(counted_malloc(size), text, size);
}

typedef struct { const ErXslt *xslt; const GString *xml; } Job;

static void work(int fd, void *data)
{
	const Job *job = data;
	Made made = { 0 };
	char *why = NULL;
	Talk talk;

	child.fd = fd;
	child.most = most_memory(job->xml);
	xmlMemSetup(counted_free, counted_malloc, counted_realloc, counted_strdup);
	begin_talk(&talk);
	xsltStylesheetPtr style = compile(&talk, job->xslt, &why);
	if (style != NULL)
		why = transform(style, job->xml, &talk, job->xslt->params, &made);
	if (why != NULL)
		fail(why);
	g_autofree char *head = g_strconcat(made.ending, "\n", NULL);
	er_bounded_write(fd, head, strlen(head));
	er_bounded_write(fd, made.text != NULL ? (const char *)made.text : "", (gsize)made.length);
}

/* ---- for the caller ---- */

bool er_xslt_apply(const ErXslt *xslt, const GString *xml, GString *out, const char **ending, GError **error)
{
	static const char *const endings[] = { "html", "md", "txt", "xml" };
	Job job = { xslt, xml };
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autofree char *why = NULL;

	if (!er_bounded_run(work, &job, most_seconds(xml), most_output(xml), answer, &why)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "template %s %s", xslt->name, why);
		return false;
	}
	const char *line_end = memchr(answer->str, '\n', answer->len);
	*ending = NULL;
	for (size_t i = 0; line_end != NULL && i < G_N_ELEMENTS(endings); i++)
		if (strncmp(answer->str, endings[i], (size_t)(line_end - answer->str)) == 0)
			*ending = endings[i];
	if (*ending == NULL) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "template %s: %s", xslt->name, line_end != NULL ? line_end + 1 : "gave no answer");
		return false;
	}
	g_string_append_len(out, line_end + 1, (gssize)(answer->len - (gsize)(line_end + 1 - answer->str)));
	return true;
}

/* ---- erscope's own: here ---- */

/* Compiled once. (transfer none): NULL with *@why. */
static xsltStylesheetPtr own_style(const Talk *talk, const ErXslt *xslt, char **why)
{
	static GHashTable *styles;
	xsltStylesheetPtr style;

	if (styles == NULL)
		styles = g_hash_table_new(g_str_hash, g_str_equal);
	style = g_hash_table_lookup(styles, xslt->name);
	if (style == NULL && (style = compile(talk, xslt, why)) != NULL)
		g_hash_table_insert(styles, (void *)(uintptr_t)g_intern_string(xslt->name), style);
	return style;
}

bool er_xslt_apply_own(const ErXslt *xslt, const GString *xml, GString *out, const char **ending, GError **error)
{
	Made made = { 0 };
	g_autofree char *why = NULL;
	Talk talk;

	begin_talk(&talk);
	xsltStylesheetPtr style = own_style(&talk, xslt, &why);
	if (style != NULL)
		why = transform(style, xml, &talk, xslt->params, &made);
	end_talk(&talk);
	if (why != NULL) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "template %s: %s", xslt->name, why);
		return false;
	}
	*ending = made.ending;
	g_string_append_len(out, made.text != NULL ? (const char *)made.text : "", made.length);
	xmlFree(made.text);
	return true;
}
