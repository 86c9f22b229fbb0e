/*
 * icon_clean.c: what a file of an icon may hold, since it comes from anywhere and goes into drawings that are sent on.
 *
 * An SVG is parsed without a DTD and rebuilt from the elements of a list: shapes, gradients, groups, masks. Scripts, event attributes,
 * references to anything outside, motion, filters, patterns (a tile can be of any size) and texts (they need fonts) refuse it; what only an
 * editor needs is left out. What it may cost to draw is worked out before: a reference (use, mask, clip, gradient) counts as what it stands for, times the parts it may be inherited by, so that no
 * small file draws millions of parts, or itself. Dashes refuse it too: their number grows with nothing but the length of a line.
 * A PNG keeps the chunks that make its pixels; its size is known from its head before anything is unpacked.
 */
#include "icons.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <math.h>
#include <string.h>

#define SVG_NS "http://www.w3.org/2000/svg"
#define XLINK_NS "http://www.w3.org/1999/xlink"

enum { MOST_ELEMENTS = 2000, MOST_DEPTH = 48, MOST_BYTES_DRAWN = 1 << 20, MOST_PIXELS_A_SIDE = 1024, MOST_RATIO = 16, PIXELS_DRAWN = 480, PARTS_OF_MASK = 64 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)

/* What drawing an element takes: parts, and bytes of the text that describes them. */
typedef struct { uint64_t parts, bytes; bool done; } Cost;
/* A rule of a style sheet: elements of this class (".x") or id ("#x") refer to @target. */
typedef struct { char *selector, *target; } Paint;

typedef struct {
	GHashTable *ids;      /* id → xmlNode; a lookup */
	GHashTable *costs;    /* xmlNode → Cost; a lookup */
	GArray *paints;       /* of Paint */
	uint32_t n_elements;
	uint64_t pixels;      /* of all pictures inside */
	GError **error;
} Check;

G_GNUC_PRINTF(2, 3) static bool refuse(GError **error, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	g_autofree char *text = g_strdup_vprintf(format, list);
	va_end(list);
	g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, text);
	return false;
}

/* ---- PNG ---- */

static uint32_t read_u32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Chunks that make pixels and their colours; texts, dates, profiles and further frames are none. */
static bool makes_pixels(const char *type)
{
	static const char *const kept[] = { "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "sBIT" };

	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		if (memcmp(kept[i], type, 4) == 0)
			return true;
	return false;
}

static bool size_is_sane(const unsigned char *head, GError **error)
{
	uint32_t width = read_u32(head), height = read_u32(head + 4);

	if (width == 0 || height == 0 || width > MOST_PIXELS_A_SIDE || height > MOST_PIXELS_A_SIDE)
		return refuse(error, "it is %u × %u pixels; an icon has 1 × 1 to %d × %d", width, height, MOST_PIXELS_A_SIDE, MOST_PIXELS_A_SIDE);
	if (width > height * MOST_RATIO || height > width * MOST_RATIO)
		return refuse(error, "it is %u × %u pixels; an icon's sides differ by no more than 1 : %d", width, height, MOST_RATIO);
	return true;
}

GBytes *er_icon_clean_png(const char *data, size_t length, GError **error)
{
	static const char signature[] = "\x89PNG\r\n\x1A\n";
	g_autoptr(GByteArray) out = g_byte_array_new();
	size_t at = 8;

	if (length < 8 || memcmp(data, signature, 8) != 0) {
		refuse(error, "it is no PNG: it does not begin as one");
		return NULL;
	}
	g_byte_array_append(out, (const guint8 *)data, 8);
	while (length - at >= 12) {
		const unsigned char *chunk = (const unsigned char *)data + at;
		uint32_t size = read_u32(chunk);
		const char *type = data + at + 4;
		bool is_head = memcmp(type, "IHDR", 4) == 0;
		if (size > length - at - 12)
			break;
		if (is_head != (at == 8) || (is_head && size != 13)) {
			refuse(error, "it is no PNG: its head is not where it belongs");
			return NULL;
		}
		if (is_head && !size_is_sane(chunk + 8, error))
			return NULL;
		if (makes_pixels(type))
			g_byte_array_append(out, chunk, 12 + size);
		if (memcmp(type, "IEND", 4) == 0)
			return g_byte_array_free_to_bytes(g_steal_pointer(&out));
		at += 12 + (size_t)size;
	}
	refuse(error, "the PNG is cut off or damaged");
	return NULL;
}

/* ---- SVG: values ---- */

static const char *text_of(const xmlChar *text)
{
	return text != NULL ? (const char *)text : "";
}

static bool name_is(const xmlNode *node, const char *name)
{
	return strcmp(text_of(node->name), name) == 0;
}

/* Adds the ids that @css (a style, or the value of an attribute) refers to. */
static bool read_urls(const Check *check, const char *css, GPtrArray *targets)
{
	g_autofree char *lower = g_ascii_strdown(css, -1);

	for (const char *at = strstr(lower, "url("); at != NULL; at = strstr(at, "url(")) {
		at += 4;
		at += strspn(at, " \t\r\n");
		at += *at == '\'' || *at == '"';
		if (*at != '#')
			return refuse(check->error, "it refers to something outside itself: '%.40s'", css + (at - lower));
		size_t n = strcspn(at + 1, "'\") \t\r\n");
		g_ptr_array_add(targets, g_strndup(css + (at - lower) + 1, n));
	}
	return true;
}

/* No rule of @css gives @property a value but none. */
static bool is_without(const Check *check, const char *css, const char *property, const char *what)
{
	for (const char *at = strstr(css, property); at != NULL; at = strstr(at, property)) {
		at += strlen(property);
		at += strspn(at, " \t\r\n");
		if (*at != ':')
			continue;
		at += 1 + strspn(at + 1, " \t\r\n");
		if (!g_str_has_prefix(at, "none"))
			return refuse(check->error, "it has %s", what);
	}
	return true;
}

/* Ways to reach outside, to hide that, or to draw without end. */
static bool is_plain_css(const Check *check, const char *css)
{
	static const struct { const char *word, *why; } refused[] = {
		{ "\\", "an escape in its style" }, { "@", "an @ rule in its style" }, { "image(", "a picture in its style" }, { "image-set", "a picture in its style" },
		{ "src(", "a reference in its style" }, { "javascript:", "a script" }, { "expression(", "a script" },
		{ "animation", "motion" }, { "transition", "motion" }, { "/*", "a comment in its style" },
	};
	g_autofree char *lower = g_ascii_strdown(css, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
		if (strstr(lower, refused[i].word) != NULL)
			return refuse(check->error, "it has %s", refused[i].why);
	return is_without(check, lower, "stroke-dasharray", "dashed lines") && is_without(check, lower, "filter", "a filter");
}

/* A picture inside: a PNG only, and clean as one of its own. */
static bool clean_inner_picture(Check *check, xmlNode *node, xmlAttr *attr, const char *value)
{
	static const char prefix[] = "data:image/png;base64,";
	size_t length = 0;

	if (g_ascii_strncasecmp(value, prefix, strlen(prefix)) != 0)
		return refuse(check->error, g_str_has_prefix(value, "data:") ? "it holds a picture that is no PNG: '%.20s'" : "it refers to something outside itself: '%.40s'", value);
	g_autofree guchar *data = g_base64_decode(value + strlen(prefix), &length);
	g_autoptr(GBytes) clean = er_icon_clean_png((const char *)data, length, check->error);
	if (clean == NULL) {
		g_prefix_error(check->error, "of the picture inside: ");
		return false;
	}
	const unsigned char *head = g_bytes_get_data(clean, &length);
	check->pixels += (uint64_t)read_u32(head + 16) * read_u32(head + 20);
	if (check->pixels > MOST_PIXELS_A_SIDE * MOST_PIXELS_A_SIDE)
		return refuse(check->error, "the pictures inside have more pixels than %d × %d", MOST_PIXELS_A_SIDE, MOST_PIXELS_A_SIDE);
	g_autofree char *base64 = g_base64_encode(head, length);
	g_autofree char *uri = g_strconcat(prefix, base64, NULL);
	xmlSetNsProp(node, attr->ns, attr->name, BAD_CAST uri);
	return true;
}

/* ---- SVG: attributes and elements ---- */

static bool is_href(const xmlAttr *attr)
{
	return strcmp(text_of(attr->name), "href") == 0 && (attr->ns == NULL || strcmp(text_of(attr->ns->href), XLINK_NS) == 0);
}

static bool clean_attr(Check *check, xmlNode *node, xmlAttr *attr)
{
	const char *name = text_of(attr->name);
	xmlChar *content = xmlNodeListGetString(node->doc, attr->children, 1);
	g_autofree char *value = g_strdup(text_of(content));
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(g_free);

	xmlFree(content);
	g_strstrip(value);
	if (g_ascii_strncasecmp(name, "on", 2) == 0)
		return refuse(check->error, "it has a script: attribute '%.30s'", name);
	if (is_href(attr))
		return value[0] == '#' && !name_is(node, "image") ? true : clean_inner_picture(check, node, attr, value);
	if (attr->ns != NULL) {
		if (attr->ns->prefix == NULL || strcmp(text_of(attr->ns->prefix), "xml") != 0 || strcmp(name, "space") != 0)
			xmlRemoveProp(attr);
		return true;
	}
	if (strcmp(name, "stroke-dasharray") == 0 && strcmp(value, "none") != 0)
		return refuse(check->error, "it has dashed lines");
	if (strcmp(name, "filter") == 0 && strcmp(value, "none") != 0)
		return refuse(check->error, "it has a filter");
	if (strcmp(name, "id") == 0 || strcmp(name, "class") == 0)
		return true;
	return is_plain_css(check, value) && read_urls(check, value, targets);
}

static bool may_be_drawn(const xmlNode *node)
{
	static const char *const known[] = { "svg", "g", "defs", "style", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "symbol", "image",
		                             "linearGradient", "radialGradient", "stop", "clipPath", "mask" };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (name_is(node, known[i]))
			return true;
	return false;
}

static bool is_svg(const xmlNode *node)
{
	return node->ns != NULL && strcmp(text_of(node->ns->href), SVG_NS) == 0;
}

/* Draws nothing: what editors note, what readers are told of elsewhere. */
static bool is_aside(const xmlNode *node)
{
	bool is_text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;

	if (node->type == XML_COMMENT_NODE || (is_text && !name_is(node->parent, "style")))
		return true;
	if (node->type != XML_ELEMENT_NODE || name_is(node, "script"))
		return false;
	return !is_svg(node) || name_is(node, "metadata") || name_is(node, "title") || name_is(node, "desc");
}

static bool take_rule(Check *check, const char *selectors, const char *declarations)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) each = g_strsplit(selectors, ",", -1);

	if (!read_urls(check, declarations, targets))
		return false;
	for (char **selector = each; targets->len > 0 && *selector != NULL; selector++) {
		g_strstrip(*selector);
		if ((**selector != '.' && **selector != '#') || strpbrk(*selector + 1, " \t\r\n.#:[>+~*") != NULL)
			return refuse(check->error, "its style sheet refers to '#%.30s' for more than a class: '%.30s'", (char *)targets->pdata[0], *selector);
		for (guint i = 0; i < targets->len; i++) {
			const Paint paint = { g_strdup(*selector), g_strdup(targets->pdata[i]) };
			g_array_append_val(check->paints, paint);
		}
	}
	return check->paints->len <= MOST_ELEMENTS || refuse(check->error, "its style sheet has more than %d references", MOST_ELEMENTS);
}

/* Else a rule could end where none is seen. */
static bool has_quoted_brace(const char *css)
{
	char quote = '\0';

	for (; *css != '\0'; css++) {
		if (quote != '\0' && (*css == '{' || *css == '}'))
			return true;
		if (*css == '"' || *css == '\'')
			quote = quote == *css ? '\0' : quote != '\0' ? quote : *css;
	}
	return false;
}

static bool take_style_sheet(Check *check, const xmlNode *style)
{
	xmlChar *content = xmlNodeGetContent(style);
	g_autofree char *css = g_strdup(text_of(content));
	g_autoptr(GPtrArray) anywhere = g_ptr_array_new_with_free_func(g_free);

	xmlFree(content);
	if (!is_plain_css(check, css) || !read_urls(check, css, anywhere))
		return false;
	if (has_quoted_brace(css))
		return refuse(check->error, "its style sheet has a brace between quotes");
	g_auto(GStrv) rules = g_strsplit(css, "}", -1);
	for (char **rule = rules; *rule != NULL; rule++) {
		char *brace = strchr(*rule, '{');
		if (brace == NULL)
			continue;
		*brace = '\0';
		if (!take_rule(check, *rule, brace + 1))
			return false;
	}
	return true;
}

static bool clean_element(Check *check, xmlNode *node, uint32_t depth);

static bool clean_children(Check *check, xmlNode *node, uint32_t depth)
{
	for (xmlNode *child = node->children, *next; child != NULL; child = next) {
		next = child->next;
		if (is_aside(child)) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		} else if (child->type == XML_ELEMENT_NODE) {
			if (!clean_element(check, child, depth + 1))
				return false;
		} else if (child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) {
			return refuse(check->error, "it has a processing instruction: '%.30s'", text_of(child->name));
		}
	}
	return true;
}

/* libxml2 writes the names of namespaces as they are, with all that they could hold: the two that are left have none of it. */
static void drop_namespaces(xmlNode *node)
{
	for (xmlNs **at = &node->nsDef; *at != NULL;) {
		xmlNs *ns = *at;
		if (strcmp(text_of(ns->href), SVG_NS) == 0 || strcmp(text_of(ns->href), XLINK_NS) == 0) {
			at = &ns->next;
			continue;
		}
		*at = ns->next;
		ns->next = NULL;
		xmlFreeNs(ns);
	}
}

static bool clean_element(Check *check, xmlNode *node, uint32_t depth)
{
	if (!is_svg(node) || !may_be_drawn(node))
		return refuse(check->error, "it has a <%.30s>", text_of(node->name));
	if (depth > MOST_DEPTH || ++check->n_elements > MOST_ELEMENTS)
		return refuse(check->error, "it has more than %d elements, or %d inside each other", MOST_ELEMENTS, MOST_DEPTH);
	for (xmlAttr *attr = node->properties, *next; attr != NULL; attr = next) {
		next = attr->next;
		if (!clean_attr(check, node, attr))
			return false;
	}
	if (name_is(node, "style") && !take_style_sheet(check, node))
		return false;
	xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
	if (id != NULL && !g_hash_table_contains(check->ids, id))
		g_hash_table_insert(check->ids, g_strdup(text_of(id)), node);
	xmlFree(id);
	if (!clean_children(check, node, depth))
		return false;
	drop_namespaces(node);
	return true;
}

/* ---- SVG: what drawing it takes ---- */

static void add_targets_by_rule(const Check *check, char mark, const char *name, GPtrArray *targets)
{
	for (guint i = 0; i < check->paints->len; i++) {
		const Paint *paint = &g_array_index(check->paints, Paint, i);
		if (paint->selector[0] == mark && strcmp(paint->selector + 1, name) == 0)
			g_ptr_array_add(targets, g_strdup(paint->target));
	}
}

/* Adds the ids that @node refers to: @copied by href, @targets by its other attributes, class and id. Returns: the length of its own text */
static uint64_t read_targets(const Check *check, xmlNode *node, GPtrArray *copied, GPtrArray *targets)
{
	uint64_t bytes = 16;

	for (xmlAttr *attr = node->properties; attr != NULL; attr = attr->next) {
		xmlChar *content = xmlNodeListGetString(node->doc, attr->children, 1);
		g_autofree char *value = g_strstrip(g_strdup(text_of(content)));
		bytes += strlen(value);
		if (is_href(attr) && value[0] == '#') {
			g_ptr_array_add(copied, g_strdup(value + 1));
		} else if (strcmp(text_of(attr->name), "class") == 0) {
			g_auto(GStrv) classes = g_strsplit_set(value, " \t\r\n", -1);
			for (char **class = classes; *class != NULL; class++)
				add_targets_by_rule(check, '.', *class, targets);
		} else if (strcmp(text_of(attr->name), "id") == 0) {
			add_targets_by_rule(check, '#', value, targets);
		} else if (!is_href(attr)) {
			read_urls(check, value, targets);
		}
		xmlFree(content);
	}
	return bytes;
}

static uint64_t clamped(uint64_t value)
{
	return MIN(value, UINT64_C(1) << 31);
}

static const Cost *cost_of(Check *check, xmlNode *node, uint32_t depth);

static bool add_children(Check *check, xmlNode *node, uint32_t depth, Cost *cost)
{
	for (xmlNode *child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE) {
			cost->bytes += strlen(text_of(child->content));
			continue;
		}
		const Cost *inner = cost_of(check, child, depth + 1);
		if (inner == NULL)
			return false;
		cost->parts = clamped(cost->parts + inner->parts);
		cost->bytes = clamped(cost->bytes + inner->bytes);
	}
	return true;
}

/* @inherited: all parts below may take the reference over; else it stands for one copy. */
static bool add_targets(Check *check, const GPtrArray *targets, bool inherited, uint32_t depth, Cost *cost)
{
	uint64_t bytes = 0, times = inherited ? cost->parts : 1;

	for (guint i = 0; i < targets->len; i++) {
		xmlNode *target = g_hash_table_lookup(check->ids, targets->pdata[i]);
		const Cost *inner = target != NULL ? cost_of(check, target, depth + 1) : NULL;
		if (target == NULL)
			continue;
		if (inner == NULL)
			return false;
		cost->parts = clamped(cost->parts + inner->parts + (name_is(target, "mask") ? PARTS_OF_MASK : 0));
		bytes = clamped(bytes + inner->bytes);
	}
	cost->bytes = clamped(cost->bytes + clamped(bytes * times));
	return true;
}

/* NULL with the error when it refers to itself, or too deep. */
static const Cost *cost_of(Check *check, xmlNode *node, uint32_t depth)
{
	g_autoptr(GPtrArray) copied = g_ptr_array_new_with_free_func(g_free), targets = g_ptr_array_new_with_free_func(g_free);
	Cost *cost = g_hash_table_lookup(check->costs, node);

	if (cost != NULL && cost->done)
		return cost;
	if (cost != NULL || depth > MOST_DEPTH) {
		refuse(check->error, cost != NULL ? "it refers to itself in a circle" : "its references lead on and on");
		return NULL;
	}
	cost = g_new0(Cost, 1);
	g_hash_table_insert(check->costs, node, cost);
	*cost = (Cost){ .parts = 1, .bytes = read_targets(check, node, copied, targets) };
	if (!add_children(check, node, depth, cost) || !add_targets(check, copied, false, depth, cost) || !add_targets(check, targets, true, depth, cost))
		return NULL;
	cost->done = true;
	return cost;
}

static bool is_cheap(Check *check, xmlNode *root)
{
	const Cost *cost = cost_of(check, root, 0);

	if (cost == NULL)
		return false;
	if (cost->parts > MOST_ELEMENTS || cost->bytes > MOST_BYTES_DRAWN)
		return refuse(check->error, "its references make too much of it to draw: %" G_GUINT64_FORMAT " parts, %" G_GUINT64_FORMAT " bytes", cost->parts, cost->bytes);
	return true;
}

/* ---- SVG: the document ---- */

static bool read_numbers(const char *text, double *numbers, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char *rest;
		text += strspn(text, " \t\r\n,");
		numbers[i] = g_ascii_strtod(text, &rest);
		if (rest == text || !isfinite(numbers[i]) || fabs(numbers[i]) > 1e6)
			return false;
		text = rest;
	}
	text += strspn(text, " \t\r\n");
	return *text == '\0' || (n == 1 && strcmp(text, "px") == 0);
}

static bool read_size(const xmlNode *root, const char *name, double *value)
{
	xmlChar *text = xmlGetNoNsProp(root, BAD_CAST name);
	bool good = read_numbers(text_of(text), value, 1);

	xmlFree(text);
	return good;
}

static void set_number(xmlNode *node, const char *name, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	xmlSetProp(node, BAD_CAST name, BAD_CAST g_ascii_dtostr(text, sizeof text, value));
}

/*
 * Viewers disagree on pictures that say only one of viewBox and size, or say it in points: both are there afterwards. Some draw a picture in the
 * pixels of its own size before they fit it in, so that is a large one.
 */
static bool settle_size(Check *check, xmlNode *root)
{
	double box[4] = { 0 };
	xmlChar *text = xmlGetNoNsProp(root, BAD_CAST "viewBox");
	bool has_box = text != NULL, good = has_box ? read_numbers(text_of(text), box, 4) : read_size(root, "width", &box[2]) && read_size(root, "height", &box[3]);

	xmlFree(text);
	if (!good || box[2] <= 0 || box[3] <= 0)
		return refuse(check->error, "it does not tell its size: it needs a viewBox");
	if (box[2] > box[3] * MOST_RATIO || box[3] > box[2] * MOST_RATIO)
		return refuse(check->error, "its sides differ by more than 1 : %d", MOST_RATIO);
	if (!has_box) {
		char w[G_ASCII_DTOSTR_BUF_SIZE], h[G_ASCII_DTOSTR_BUF_SIZE];
		g_autofree char *view = g_strconcat("0 0 ", g_ascii_dtostr(w, sizeof w, box[2]), " ", g_ascii_dtostr(h, sizeof h, box[3]), NULL);
		xmlSetProp(root, BAD_CAST "viewBox", BAD_CAST view);
	}
	set_number(root, "width", box[2] * PIXELS_DRAWN / MAX(box[2], box[3]));
	set_number(root, "height", box[3] * PIXELS_DRAWN / MAX(box[2], box[3]));
	return true;
}

/* Encodings can hide what is looked for, so there is one. */
static xmlDoc *parse(const char *data, size_t length, GError **error)
{
	g_autoptr(xmlParserCtxt) parser = xmlNewParserCtxt();

	if (parser == NULL || memchr(data, '\0', length) != NULL || !g_utf8_validate(data, (gssize)length, NULL)) {
		refuse(error, "it is no SVG in UTF-8");
		return NULL;
	}
	if (g_strstr_len(data, (gssize)length, "<!DOCTYPE") != NULL || g_strstr_len(data, (gssize)length, "<!ENTITY") != NULL) {
		refuse(error, "it has a DOCTYPE");
		return NULL;
	}
	xmlDoc *doc = xmlCtxtReadMemory(parser, data, (int)length, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (doc == NULL) {
		const char *message = parser->lastError.message != NULL ? parser->lastError.message : "nothing in it";
		refuse(error, "it is no SVG: line %d: %.*s", parser->lastError.line, (int)strcspn(message, "\n"), message);
	}
	if (doc != NULL && !parser->nsWellFormed) {
		refuse(error, "its namespaces are in disorder: a prefix is not declared, or one is no address");
		g_clear_pointer(&doc, xmlFreeDoc);
	}
	return doc;
}

static bool clean_document(Check *check, xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc);

	for (xmlNode *node = doc->children; node != NULL; node = node->next)
		if (node != root && node->type != XML_COMMENT_NODE)
			return refuse(check->error, "it has a %s", node->type == XML_PI_NODE ? "processing instruction" : "DOCTYPE");
	if (root == NULL || !is_svg(root) || !name_is(root, "svg"))
		return refuse(check->error, "it is no SVG: its root is no <svg> of " SVG_NS);
	return settle_size(check, root) && clean_element(check, root, 0) && is_cheap(check, root);
}

static void clear_paint(void *data)
{
	Paint *paint = data;

	g_free(paint->selector);
	g_free(paint->target);
}

/* The root alone: what stands beside it are comments. */
static GBytes *write_root(xmlDoc *doc)
{
	xmlBuffer *buffer = xmlBufferCreate();
	GBytes *out = NULL;

	if (buffer != NULL && xmlNodeDump(buffer, doc, xmlDocGetRootElement(doc), 0, 0) > 0)
		out = g_bytes_new(xmlBufferContent(buffer), (gsize)xmlBufferLength(buffer));
	xmlBufferFree(buffer);
	return out;
}

GBytes *er_icon_clean_svg(const char *data, size_t length, GError **error)
{
	g_autoptr(xmlDoc) doc = parse(data, length, error);
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), costs = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_autoptr(GArray) paints = g_array_new(FALSE, FALSE, sizeof(Paint));
	Check check = { .ids = ids, .costs = costs, .paints = paints, .error = error };
	GBytes *out = NULL;

	g_array_set_clear_func(paints, clear_paint);
	if (doc == NULL || !clean_document(&check, doc))
		return NULL;
	out = write_root(doc);
	if (out == NULL)
		refuse(error, "it cannot be written again");
	return out;
}
