/* xml.h: inventories in XML, as the values that the same objects would be in JSON. Private to src/ingest. */
#ifndef ER_INGEST_XML_H
#define ER_INGEST_XML_H

#include "xml_forms.h"

/**
 * er_xml_read:
 * @text: UTF-8, or what its declaration names; blanks and a byte order mark may stand before it
 * @arena: receives every value
 *
 * The form is told by the root element. One resource at a time is held; the time is linear. Neither network, nor DTD, nor entity but the
 * five of XML itself; depth and size of a resource are bounded. Of a text that is cut off, the items before have been given.
 *
 * Returns: false when something is wrong: result tells what
 */
bool er_xml_read(const char *text, size_t length, const ErXmlOptions *options, ErArena *arena, ErXmlResult *result);

#endif
