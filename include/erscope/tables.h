/*
 * tables.h: what Microsoft publishes, as tables: limits, gateway sizes, peering locations, regions. Each row has its source and date.
 *
 * In: the tables of src/model/data, embedded by the build, and a folder with tables of the user's (NAME.csv, same columns). Out: one set
 * of tables: rows of the user's stand in place of embedded ones with the same key, others come after them.
 * Promise on bad input: a row that cannot be used is told with file and line, and the embedded row stays.
 */
#ifndef ERSCOPE_TABLES_H
#define ERSCOPE_TABLES_H

#include "diag.h"

/* In the order in which they are listed; ER_TABLE_LIMITS: rows in the order of ErLimit (src/model/limits.h). */
typedef enum { ER_TABLE_LIMITS, ER_TABLE_GATEWAY_SKUS, ER_TABLE_VPN_SKUS, ER_TABLE_LOCATIONS, ER_TABLE_REGIONS, ER_TABLE__COUNT } ErTableName;

typedef struct ErTables ErTables;

/* A row that is not as it is embedded. */
typedef struct {
	ErTableName table;
	const char *key;             /* "routes.table"; of a peering location with its geopolitical region: "Dallas, North America" */
	const char *const *fields, *const *before;  /* before NULL: a row that is not embedded */
} ErTableChange;

/**
 * er_tables_read:
 * @folder: (nullable): the user's; NULL: the embedded tables alone
 * @diags: (inout): what could not be taken from it
 * Returns: (transfer full): never NULL; free with er_tables_free()
 */
ErTables *er_tables_read(const char *folder, ErDiags *diags);
void er_tables_free(ErTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErTables, er_tables_free)

uint32_t er_tables_n_rows(const ErTables *tables, ErTableName table);
/* Fields of a row, in the order of er_table_columns(). */
const char *const *er_tables_row(const ErTables *tables, ErTableName table, uint32_t row);
uint32_t er_tables_n_changes(const ErTables *tables);
const ErTableChange *er_tables_change(const ErTables *tables, uint32_t i);   /* by table, then in order of its rows */

/* Does a peering location stand in this building, by its name or by operator and code ("Equinix LD5")? */
bool er_tables_have_facility(const ErTables *tables, const char *text);
/* The table as a file that er_tables_read() takes. (transfer full) */
GString *er_tables_csv(const ErTables *tables, ErTableName table);
/* Date of the newest source of an embedded table; ER_TABLE__COUNT: of all of them. */
const char *er_table_date(ErTableName table);
const char *er_table_name(ErTableName table);                            /* "gateway-skus" */
const char *const *er_table_columns(ErTableName table, uint32_t *n);
/* Its two last columns are source and as_of, of the row. */
const char *er_table_source(ErTableName table, const char *const *row);
const char *er_table_as_of(ErTableName table, const char *const *row);

#endif
