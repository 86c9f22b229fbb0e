/*
 * places_dot.c: places of boxes from DOT: pos of nodes, bb of clusters. Of files that a person or a Graphviz program changed, and of
 * what the program dot answers.
 *
 * The text is read by cgraph. Its parser is not bounded: an edge between two groups is one edge per pair of their nodes, a default
 * attribute is set on every node, a node is in each of the groups around it. So a scanner goes over the text first, with cgraph's own
 * lexical rules, and refuses what would cost more than a sheet may: names × attributes, depth, edges between groups. cgraph's messages
 * are caught, not printed. Subgraphs are walked by name, since cgraph orders them by address.
 */
#include "places.h"

#include <erscope/network.h>

#include <graphviz/cgraph.h>
#include <math.h>
#include <string.h>

enum { MOST_WORDS = 50000, MOST_ATTRIBUTES = 200, MOST_DEPTH = 16, LONGEST_MESSAGE = 200 };

static const double points = 0.75;

/* ---- the scanner ---- */

typedef enum { TOKEN_END, TOKEN_WORD, TOKEN_EDGE, TOKEN_MARK, TOKEN_BROKEN } TokenKind;
typedef struct { TokenKind kind; const char *start; gsize length; } Token;

static const char *after_line(const char *p)
{
	return p + strcspn(p, "\r\n");
}

static const char *skip_blank(const char *text, const char *p)
{
	for (;;) {
		if (g_ascii_isspace(*p))
			p++;
		else if (p[0] == '/' && p[1] == '/')
			p = after_line(p);
		else if (p[0] == '/' && p[1] == '*')
			p = strstr(p + 2, "*/") != NULL ? strstr(p + 2, "*/") + 2 : p + strlen(p);
		else if (*p == '#' && (p == text || p[-1] == '\n'))
			p = after_line(p);
		else
			return p;
	}
}

/* Behind the string that begins at @p; NULL when it does not end. */
static const char *after_quoted(const char *p)
{
	for (p++; *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '\0')
			return NULL;
	}
	return p + 1;
}

static const char *after_html(const char *p)
{
	unsigned depth = 0;

	do {
		depth += *p == '<';
		depth -= *p == '>';
		if (*p++ == '\0')
			return NULL;
	} while (depth > 0);
	return p;
}

static bool in_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '.' || (c & 0x80) != 0;
}

static Token next_token(const char *text, const char **at)
{
	const char *p = skip_blank(text, *at), *end = p + 1;
	Token token = { TOKEN_MARK, p, 0 };

	if (*p == '\0')
		return (Token){ TOKEN_END, p, 0 };
	if (*p == '"' || *p == '<') {
		end = *p == '"' ? after_quoted(p) : after_html(p);
		token.kind = end != NULL ? TOKEN_WORD : TOKEN_BROKEN;
	} else if (*p == '-' && (p[1] == '-' || p[1] == '>')) {
		end = p + 2;
		token.kind = TOKEN_EDGE;
	} else if (in_word(*p) || *p == '-') {
		while (in_word(*end))
			end++;
		token.kind = TOKEN_WORD;
	}
	*at = end != NULL ? end : p + strlen(p);
	token.length = (gsize)(*at - p);
	return token;
}

static bool is_mark(const Token *token, char mark)
{
	return token->kind == TOKEN_MARK && *token->start == mark;
}

static bool opens_group(const Token *token)
{
	return is_mark(token, '{') || (token->kind == TOKEN_WORD && token->length == 8 && g_ascii_strncasecmp(token->start, "subgraph", 8) == 0);
}

/* What the text would cost. Returns: (nullable): why it is refused */
static const char *refusal_of(const char *text)
{
	g_autoptr(GHashTable) attributes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Token before = { TOKEN_MARK, "", 0 }, token;
	uint32_t words = 0, depth = 0;
	bool in_list = false;

	for (const char *at = text; (token = next_token(text, &at)).kind != TOKEN_END; before = token) {
		if (token.kind == TOKEN_BROKEN)
			return "a string does not end";
		if ((before.kind == TOKEN_EDGE && opens_group(&token)) || (token.kind == TOKEN_EDGE && is_mark(&before, '}')))
			return "edges between groups are not read";
		if (is_mark(&token, '{') && ++depth > MOST_DEPTH)
			return "groups are nested too deep";
		if (is_mark(&token, '}') && depth > 0)
			depth--;
		in_list = is_mark(&token, '[') || (in_list && !is_mark(&token, ']'));
		if (token.kind == TOKEN_WORD && !in_list && ++words > MOST_WORDS)
			return "it holds more nodes and edges than a sheet can";
		if (is_mark(&token, '=') && before.kind == TOKEN_WORD)
			g_hash_table_add(attributes, g_strndup(before.start, before.length));
		if (g_hash_table_size(attributes) > MOST_ATTRIBUTES)
			return "it has more kinds of attributes than Graphviz knows";
	}
	return NULL;
}

/* ---- messages of cgraph ---- */

static GString *messages;   /* while a text is parsed */

static int keep_message(char *text)
{
	if (messages->len < LONGEST_MESSAGE)
		g_string_append(messages, text);
	return 0;
}

/* cgraph's prototypes say char * where they mean const char *. */
static char *plain(const char *text)
{
	return (char *)(uintptr_t)text;
}

static Agraph_t *parse(const char *text, GError **error)
{
	g_autoptr(GString) said = g_string_new(NULL);

	messages = said;
	agseterrf(keep_message);
	Agraph_t *graph = agmemread(text);
	agseterrf(NULL);
	messages = NULL;
	for (gsize i = 0; i < said->len; i++)
		if (g_ascii_iscntrl(said->str[i]) || (said->str[i] & 0x80) != 0)
			said->str[i] = ' ';
	const char *what = g_str_has_prefix(said->str, "Error: ") ? said->str + 7 : said->str;
	if (g_str_has_prefix(what, "<unknown>: "))
		what += 11;
	if (graph == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "not a graph in DOT: %.*s", LONGEST_MESSAGE, *what != '\0' ? g_strchomp(plain(what)) : "nothing in it");
	return graph;
}

/* ---- the graph ---- */

ErPlaces *er_places_new(const char *sheet)
{
	ErPlaces *places = g_new0(ErPlaces, 1);

	places->sheet = g_strdup(sheet);
	places->places = g_array_new(FALSE, TRUE, sizeof(ErPlace));
	return places;
}

void er_places_free(ErPlaces *places)
{
	if (places == NULL)
		return;
	for (guint i = 0; i < places->places->len; i++) {
		ErPlace *place = &g_array_index(places->places, ErPlace, i);
		g_free(place->name);
		g_free(place->component);
		g_free(place->kind);
		g_free(place->label);
	}
	g_array_free(places->places, TRUE);
	g_free(places->sheet);
	g_free(places);
}

static const char *attribute(void *object, const char *name)
{
	const char *text = agget(object, plain(name));

	return text != NULL ? text : "";
}

/* @n numbers between commas or blanks; false when they are not there, or are no places. */
static bool read_numbers(const char *text, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *end;
		while (*text == ',' || *text == ' ')
			text++;
		out[i] = g_ascii_strtod(text, &end);
		if (end == text || !isfinite(out[i]) || fabs(out[i]) > 1e5)
			return false;
		text = end;
	}
	return true;
}

/* Hundredths of a px: what a point's hundredths can tell. */
static double px(double value)
{
	return round(value / points * 100) / 100;
}

static char *dup_attribute(void *object, const char *name)
{
	const char *text = attribute(object, name);

	return *text != '\0' ? g_strdup(text) : NULL;
}

static ErPlace place_of(void *object, bool container, uint32_t parent, double height_px)
{
	ErPlace place = {
		.name = g_strdup(agnameof(object)), .component = dup_attribute(object, "component"), .kind = dup_attribute(object, "kind"), .label = dup_attribute(object, "label"),
		.parent = parent, .container = container, .alias = strcmp(attribute(object, "alias"), "true") == 0,
	};
	double v[4], size[2] = { 0, 0 };

	/* A cluster without bb shows that of the graph, by inheritance. */
	bool own = strcmp(attribute(object, "bb"), attribute(agroot(object), "bb")) != 0;
	if (container && own && read_numbers(attribute(object, "bb"), v, 4)) {
		place.rect = (ErRect){ px(v[0]), height_px - px(v[3]), px(v[2]) - px(v[0]), px(v[3]) - px(v[1]) };
		place.known = place.rect.w > 0 && place.rect.h > 0;
	} else if (!container && read_numbers(attribute(object, "pos"), v, 2)) {
		place.known = true;
		if (!read_numbers(attribute(object, "width"), &size[0], 1) || !read_numbers(attribute(object, "height"), &size[1], 1))
			size[0] = size[1] = 0;
		place.rect = (ErRect){ px(v[0]) - size[0] * 48, height_px - px(v[1]) - size[1] * 48, size[0] * 96, size[1] * 96 };
	}
	return place;
}

static int by_name(const void *a, const void *b)
{
	const char *x = agnameof(*(Agraph_t *const *)a), *y = agnameof(*(Agraph_t *const *)b);
	size_t n = strlen(x), m = strlen(y);

	/* cluster_b9 before cluster_b10 */
	return n != m ? (n < m ? -1 : 1) : strcmp(x, y);
}

/* In DOT a cluster has what the clusters around it say, too: a component is that of the outermost one that says it. */
static void drop_inherited(ErPlace *place, const GArray *places)
{
	for (uint32_t around = place->parent; place->component != NULL && around != ER_NONE; around = g_array_index(places, ErPlace, around).parent)
		if (g_strcmp0(place->component, g_array_index(places, ErPlace, around).component) == 0)
			g_clear_pointer(&place->component, g_free);
}

/* Clusters below @graph, outer ones first; @within: node name → cluster + 1, the innermost that holds it. */
static void walk(Agraph_t *graph, uint32_t parent, double height_px, GHashTable *within, GArray *out)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new();

	for (Agraph_t *part = agfstsubg(graph); part != NULL; part = agnxtsubg(part))
		g_ptr_array_add(parts, part);
	g_ptr_array_sort(parts, by_name);
	for (guint i = 0; i < parts->len; i++) {
		Agraph_t *part = parts->pdata[i];
		uint32_t self = parent;
		if (g_str_has_prefix(agnameof(part), "cluster")) {
			ErPlace place = place_of(part, true, parent, height_px);
			drop_inherited(&place, out);
			self = out->len;
			g_array_append_val(out, place);
			for (Agnode_t *node = agfstnode(part); node != NULL; node = agnxtnode(part, node))
				g_hash_table_insert(within, agnameof(node), GUINT_TO_POINTER(self + 1));
		}
		walk(part, self, height_px, within, out);
	}
}

ErPlaces *er_places_read_dot(const char *text, gsize length, GError **error)
{
	const char *refusal = length > ER_PLACES_MOST ? "it is larger than 16 MiB" : strlen(text) != length ? "it holds zero bytes" : refusal_of(text);
	double height_px = 0, bb[4];

	if (refusal != NULL) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "not DOT as erscope reads it: %s", refusal);
		return NULL;
	}
	Agraph_t *graph = parse(text, error);
	if (graph == NULL)
		return NULL;
	if (!read_numbers(attribute(graph, "sheet_height"), &height_px, 1) && read_numbers(attribute(graph, "bb"), bb, 4))
		height_px = px(bb[3]);
	ErPlaces *places = er_places_new(*attribute(graph, "sheet") != '\0' ? attribute(graph, "sheet") : agnameof(graph));
	g_autoptr(GHashTable) within = g_hash_table_new(g_str_hash, g_str_equal);
	walk(graph, ER_NONE, height_px, within, places->places);
	for (Agnode_t *node = agfstnode(graph); node != NULL; node = agnxtnode(graph, node)) {
		uint32_t cluster = GPOINTER_TO_UINT(g_hash_table_lookup(within, agnameof(node)));
		ErPlace place = place_of(node, false, cluster > 0 ? cluster - 1 : ER_NONE, height_px);
		g_array_append_val(places->places, place);
	}
	agclose(graph);
	return places;
}
