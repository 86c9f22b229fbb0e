/* Which parts of an estate to draw: --only and --exclude. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

typedef enum { BY_NAME, BY_REGION, BY_SUBSCRIPTION, BY_TAG } Key;

typedef struct {
	Key key;
	GPatternSpec *pattern; /* in lower case */
	GPatternSpec *value;   /* of a tag; NULL: any */
	bool exclude;
} Rule;

struct ErChoice {
	GArray *rules;         /* of Rule */
	GString *text;
	uint32_t n_only;
};

static GPatternSpec *pattern_of(const char *text)
{
	g_autofree char *lower = g_utf8_strdown(text, -1);

	return g_pattern_spec_new(lower);
}

static bool add_rule(ErChoice *choice, const char *text, bool exclude)
{
	static const char *const keys[] = { [BY_NAME] = "name:", [BY_REGION] = "region:", [BY_SUBSCRIPTION] = "subscription:", [BY_TAG] = "tag:" };
	Rule rule = { .exclude = exclude };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *pattern = text + strlen(keys[i]);
		if (!g_str_has_prefix(text, keys[i]) || *pattern == '\0' || !g_utf8_validate(text, -1, NULL))
			continue;
		const char *equals = i == BY_TAG ? strchr(pattern, '=') : NULL;
		g_autofree char *name = equals != NULL ? g_strndup(pattern, (gsize)(equals - pattern)) : g_strdup(pattern);
		rule.key = (Key)i;
		rule.pattern = pattern_of(name);
		rule.value = equals != NULL ? pattern_of(equals + 1) : NULL;
		g_array_append_val(choice->rules, rule);
		choice->n_only += !exclude;
		g_string_append_printf(choice->text, "%s%s %s", choice->text->len > 0 ? ", " : "", exclude ? "not" : "only", text);
		return true;
	}
	fprintf(stderr, "erscope draw: %s '%s' is not of the form KEY:PATTERN; there are name:, region:, subscription: and tag:NAME or tag:NAME=VALUE, with * and ?\n", exclude ? "--exclude" : "--only", text);
	return false;
}

static bool add_rules(ErChoice *choice, char **texts, bool exclude)
{
	for (size_t i = 0; texts != NULL && texts[i] != NULL; i++)
		if (!add_rule(choice, texts[i], exclude))
			return false;
	return true;
}

ErChoice *er_choice_new(char **only, char **exclude)
{
	ErChoice *choice = g_new0(ErChoice, 1);

	choice->rules = g_array_new(FALSE, TRUE, sizeof(Rule));
	choice->text = g_string_new(NULL);
	if (add_rules(choice, only, false) && add_rules(choice, exclude, true))
		return choice;
	er_choice_free(choice);
	return NULL;
}

void er_choice_free(ErChoice *choice)
{
	if (choice == NULL)
		return;
	for (guint i = 0; i < choice->rules->len; i++) {
		Rule *rule = &g_array_index(choice->rules, Rule, i);
		g_pattern_spec_free(rule->pattern);
		g_clear_pointer(&rule->value, g_pattern_spec_free);
	}
	g_array_free(choice->rules, TRUE);
	g_string_free(choice->text, TRUE);
	g_free(choice);
}

static bool matches(GPatternSpec *pattern, const char *text)
{
	g_autofree char *lower = g_utf8_strdown(text != NULL ? text : "", -1);

	return g_pattern_spec_match_string(pattern, lower);
}

static bool has_tag(const Rule *rule, const ErResource *resource)
{
	const ErValue *tags = resource != NULL ? er_value_get(&resource->body, "tags") : NULL;

	for (uint32_t i = 0; tags != NULL && tags->kind == ER_VALUE_OBJECT && i < tags->n; i++) {
		const ErMember *tag = &tags->u.members[i];
		const char *value = tag->value.kind == ER_VALUE_STRING ? tag->value.u.text : "";
		if (matches(rule->pattern, tag->key) && (rule->value == NULL || matches(rule->value, value)))
			return true;
	}
	return false;
}

static bool meets(const Rule *rule, const ErComponent *component)
{
	switch (rule->key) {
	case BY_NAME:
		return matches(rule->pattern, component->name);
	case BY_REGION:
		return matches(rule->pattern, component->location) || (component->resource != NULL && matches(rule->pattern, component->resource->location));
	case BY_SUBSCRIPTION:
		return matches(rule->pattern, component->subscription);
	case BY_TAG:
		return has_tag(rule, component->resource);
	}
	return false;
}

bool er_choice_has(const void *data, const ErComponent *component)
{
	const ErChoice *choice = data;
	bool chosen = choice->n_only == 0;

	for (guint i = 0; i < choice->rules->len; i++) {
		const Rule *rule = &g_array_index(choice->rules, Rule, i);
		if (!meets(rule, component))
			continue;
		if (rule->exclude)
			return false;
		chosen = true;
	}
	return chosen;
}

const char *er_choice_text(const ErChoice *choice)
{
	return choice->text->len > 0 ? choice->text->str : NULL;
}
