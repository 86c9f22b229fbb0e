/* The XSD and the JSON Schema of a site description, written from the table of elements, so that neither can differ from the reader. */
#include "site_tree.h"

#include <string.h>

static void add_escaped(GString *out, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);

	g_string_append(out, escaped);
}

/* ---- XSD ---- */

static void add_words(GString *out, const char *base, const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	g_string_append_printf(out, "      <xs:simpleType><xs:restriction base=\"%s\">", base);
	for (uint32_t i = 0; list[i] != NULL; i++)
		g_string_append_printf(out, "<xs:enumeration value=\"%s\"/>", list[i]);
	g_string_append(out, "</xs:restriction></xs:simpleType>\n");
}

static const char *xsd_type(ErSiteType type)
{
	switch (type) {
	case ER_SITE_UINT: return "xs:unsignedInt";
	case ER_SITE_BOOLEAN: return "xs:boolean";
	case ER_SITE_DATE: return "xs:date";
	case ER_SITE_DECIMAL: return "e:percent";
	case ER_SITE_LIST: return "e:names";
	default: return "xs:string";
	}
}

static void add_xsd_attribute(GString *out, const ErSiteAttribute *attribute)
{
	bool words = *attribute->words != '\0';

	g_string_append_printf(out, "    <xs:attribute name=\"%s\" use=\"%s\"", attribute->name, attribute->required ? "required" : "optional");
	if (!words)
		g_string_append_printf(out, " type=\"%s\"", xsd_type(attribute->type));
	g_string_append(out, ">\n      <xs:annotation><xs:documentation>");
	add_escaped(out, attribute->about);
	g_string_append(out, "</xs:documentation></xs:annotation>\n");
	if (words)
		add_words(out, attribute->type == ER_SITE_UINT ? "xs:unsignedInt" : "xs:string", attribute->words);
	g_string_append(out, "    </xs:attribute>\n");
}

static void add_xsd_element(GString *out, const ErSiteElement *element)
{
	g_string_append_printf(out, "  <xs:element name=\"%s\">\n   <xs:annotation><xs:documentation>", element->name);
	add_escaped(out, element->about);
	g_string_append_printf(out, "</xs:documentation></xs:annotation>\n   <xs:complexType%s>\n", "");
	if (element->text)
		g_string_append(out, "    <xs:simpleContent><xs:extension base=\"e:cidr\">\n");
	else if (element->children[0] != NULL) {
		g_string_append(out, "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n");
		for (uint32_t i = 0; element->children[i] != NULL; i++)
			g_string_append_printf(out, "      <xs:element ref=\"e:%s\"/>\n", element->children[i]);
		g_string_append(out, "    </xs:choice>\n");
	}
	for (uint32_t i = 0; i < element->n_attributes; i++)
		add_xsd_attribute(out, &element->attributes[i]);
	if (element->text)
		g_string_append(out, "    </xs:extension></xs:simpleContent>\n");
	g_string_append(out, "   </xs:complexType>\n  </xs:element>\n");
}

static GString *write_xsd(void)
{
	uint32_t n;
	const ErSiteElement *elements = er_site_elements(&n);
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:e=\"" ER_SITE_NAMESPACE "\"\n"
	                            "           targetNamespace=\"" ER_SITE_NAMESPACE "\" elementFormDefault=\"qualified\">\n"
	                            "  <xs:simpleType name=\"names\"><xs:list itemType=\"xs:string\"/></xs:simpleType>\n"
	                            "  <xs:simpleType name=\"percent\"><xs:restriction base=\"xs:decimal\"><xs:minExclusive value=\"0\"/><xs:maxInclusive value=\"100\"/></xs:restriction></xs:simpleType>\n"
	                            "  <xs:simpleType name=\"cidr\"><xs:restriction base=\"xs:token\"><xs:pattern value=\"[0-9a-fA-F.:]+/[0-9]{1,3}\"/></xs:restriction></xs:simpleType>\n");

	for (uint32_t i = 0; i < n; i++)
		add_xsd_element(out, &elements[i]);
	g_string_append(out, "</xs:schema>\n");
	return out;
}

/* ---- JSON Schema ---- */

static void add_json_type(GString *out, const ErSiteAttribute *attribute)
{
	static const char *const patterns[] = {
		[ER_SITE_UINT] = "^[0-9]+$", [ER_SITE_DATE] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", [ER_SITE_DECIMAL] = "^[0-9]+([.][0-9]+)?$", [ER_SITE_BOOLEAN] = "^(true|false|0|1)$",
	};
	g_auto(GStrv) words = g_strsplit(attribute->words, " ", -1);
	bool number = attribute->type == ER_SITE_UINT || attribute->type == ER_SITE_DECIMAL;

	if (words[0] != NULL && *words[0] != '\0') {
		g_string_append(out, "\"enum\": [");
		for (uint32_t i = 0; words[i] != NULL; i++)
			g_string_append_printf(out, "%s\"%s\"%s%s", i > 0 ? ", " : "", words[i], number ? ", " : "", number ? words[i] : "");
		g_string_append(out, "]");
		return;
	}
	g_string_append_printf(out, "\"type\": [\"string\"%s]", number ? ", \"number\"" : attribute->type == ER_SITE_BOOLEAN ? ", \"boolean\"" : "");
	if (attribute->type < G_N_ELEMENTS(patterns) && patterns[attribute->type] != NULL)
		g_string_append_printf(out, ", \"pattern\": \"%s\"", patterns[attribute->type]);
}

static void add_json_element(GString *out, const ErSiteElement *element, bool last)
{
	uint32_t n_required = 0;
	bool comma = false;

	g_string_append_printf(out, "    \"%s\": {\n      \"type\": [\"object\"%s], \"additionalProperties\": false, \"description\": \"%s\",\n      \"properties\": {\n", element->name, element->text ? ", \"string\"" : "", element->about);
	for (uint32_t i = 0; i < element->n_attributes; i++) {
		g_autofree char *about = g_strescape(element->attributes[i].about, NULL);
		g_string_append_printf(out, "%s        \"%s\": { ", comma ? ",\n" : "", element->attributes[i].name);
		add_json_type(out, &element->attributes[i]);
		g_string_append_printf(out, ", \"description\": \"%s\" }", about);
		comma = true;
	}
	for (uint32_t i = 0; element->children[i] != NULL; i++) {
		const char *child = element->children[i];
		g_string_append_printf(out, "%s        \"%s\": { \"anyOf\": [{ \"$ref\": \"#/$defs/%s\" }, { \"type\": \"array\", \"items\": { \"$ref\": \"#/$defs/%s\" } }] }", comma ? ",\n" : "", child, child, child);
		comma = true;
	}
	if (element->text)
		g_string_append(out, ",\n        \"cidr\": { \"type\": \"string\" }");
	g_string_append(out, "\n      },\n      \"required\": [");
	for (uint32_t i = 0; i < element->n_attributes; i++)
		if (element->attributes[i].required)
			g_string_append_printf(out, "%s\"%s\"", n_required++ > 0 ? ", " : "", element->attributes[i].name);
	g_string_append_printf(out, "]\n    }%s\n", last ? "" : ",");
}

static GString *write_json_schema(void)
{
	uint32_t n;
	const ErSiteElement *elements = er_site_elements(&n);
	GString *out = g_string_new("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"$id\": \"" ER_SITE_NAMESPACE "\",\n"
	                            "  \"anyOf\": [{ \"$ref\": \"#/$defs/estate\" }, { \"type\": \"object\", \"required\": [\"estate\"], \"properties\": { \"estate\": { \"$ref\": \"#/$defs/estate\" } } }],\n  \"$defs\": {\n");

	for (uint32_t i = 0; i < n; i++)
		add_json_element(out, &elements[i], i + 1 == n);
	g_string_append(out, "  }\n}\n");
	return out;
}

GString *er_estate_schema(bool xsd)
{
	return xsd ? write_xsd() : write_json_schema();
}
