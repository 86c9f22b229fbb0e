/* value_text.h: a value as short text for assertions: {name:'text',list:[1,true,null]}. */
#ifndef ER_TESTS_VALUE_TEXT_H
#define ER_TESTS_VALUE_TEXT_H

#include <erscope/inventory.h>

static inline void value_text_add(GString *out, const ErValue *value)
{
	static const char *const words[] = { [ER_VALUE_NULL] = "null", [ER_VALUE_FALSE] = "false", [ER_VALUE_TRUE] = "true" };
	bool list = value->kind == ER_VALUE_ARRAY, object = value->kind == ER_VALUE_OBJECT;

	if (value->kind == ER_VALUE_STRING || value->kind == ER_VALUE_NUMBER)
		g_string_append_printf(out, value->kind == ER_VALUE_STRING ? "'%s'" : "%s", value->u.text);
	else
		g_string_append(out, list ? "[" : object ? "{" : words[value->kind]);
	for (uint32_t i = 0; (list || object) && i < value->n; i++) {
		g_string_append(out, i > 0 ? "," : "");
		if (object)
			g_string_append_printf(out, "%s:", value->u.members[i].key);
		value_text_add(out, list ? &value->u.items[i] : &value->u.members[i].value);
	}
	g_string_append(out, list ? "]" : object ? "}" : "");
}

#endif
