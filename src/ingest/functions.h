/* functions.h: the functions of the template language that need nothing but their arguments. Private to src/ingest. */
#ifndef ER_INGEST_FUNCTIONS_H
#define ER_INGEST_FUNCTIONS_H

#include "expression.h"

/* An ErFunctions. Source: Microsoft's reference of template functions. */
bool er_function_call(ErEval *eval, const char *name, const ErValue *args, uint32_t n, const ErBuildPlace *place, ErValue *out);

#endif
