/* utf8.h: walks and cleans text whose UTF-8 may be broken. Private to src/render. */
#ifndef ER_RENDER_UTF8_H
#define ER_RENDER_UTF8_H

#include <glib.h>

#define ER_REPLACEMENT 0xFFFDu

/* The character at @p, U+FFFD for a byte that starts none; @next receives where the following one begins. @p is not at the end. */
static inline gunichar er_utf8_next(const char *p, const char **next)
{
	gunichar c = g_utf8_get_char_validated(p, -1);

	if (c == (gunichar)-1 || c == (gunichar)-2) {
		*next = p + 1;
		return ER_REPLACEMENT;
	}
	*next = g_utf8_next_char(p);
	return c;
}

/* (transfer full): @text fit for XML: tab and newline become spaces, other control characters go, what is broken becomes U+FFFD. */
static inline char *er_utf8_clean(const char *text)
{
	GString *out = g_string_new(NULL);
	const char *plain = text;

	while (*plain >= 0x20 && *plain < 0x7F)
		plain++;
	g_string_append_len(out, text, plain - text);
	for (text = plain; *text != '\0';) {
		gunichar c = er_utf8_next(text, &text);

		if (c == '\t' || c == '\n')
			g_string_append_c(out, ' ');
		else if ((c & 0xFFFEu) == 0xFFFEu) /* U+FFFE, U+FFFF and their like on the other planes */
			g_string_append_unichar(out, ER_REPLACEMENT);
		else if (c >= 0x20 && (c < 0x7F || c > 0x9F))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

#endif
