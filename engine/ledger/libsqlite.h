/*
 * What we use of SQLite, loaded when first needed (base/on_demand.h). Include this, never <sqlite3.h>.
 */
#pragma once

#include "base/on_demand.h"

#include <sqlite3.h>

#define LIBSQLITE "libsqlite3.so.0"

#define sqlite3_bind_blob64 ON_DEMAND(LIBSQLITE, sqlite3_bind_blob64)
#define sqlite3_bind_int64 ON_DEMAND(LIBSQLITE, sqlite3_bind_int64)
#define sqlite3_bind_null ON_DEMAND(LIBSQLITE, sqlite3_bind_null)
#define sqlite3_bind_text ON_DEMAND(LIBSQLITE, sqlite3_bind_text)
#define sqlite3_busy_timeout ON_DEMAND(LIBSQLITE, sqlite3_busy_timeout)
#define sqlite3_close ON_DEMAND(LIBSQLITE, sqlite3_close)
#define sqlite3_column_blob ON_DEMAND(LIBSQLITE, sqlite3_column_blob)
#define sqlite3_column_bytes ON_DEMAND(LIBSQLITE, sqlite3_column_bytes)
#define sqlite3_column_int64 ON_DEMAND(LIBSQLITE, sqlite3_column_int64)
#define sqlite3_column_text ON_DEMAND(LIBSQLITE, sqlite3_column_text)
#define sqlite3_db_config ON_DEMAND(LIBSQLITE, sqlite3_db_config)
#define sqlite3_errcode ON_DEMAND(LIBSQLITE, sqlite3_errcode)
#define sqlite3_errstr ON_DEMAND(LIBSQLITE, sqlite3_errstr)
#define sqlite3_exec ON_DEMAND(LIBSQLITE, sqlite3_exec)
#define sqlite3_extended_errcode ON_DEMAND(LIBSQLITE, sqlite3_extended_errcode)
#define sqlite3_finalize ON_DEMAND(LIBSQLITE, sqlite3_finalize)
#define sqlite3_get_autocommit ON_DEMAND(LIBSQLITE, sqlite3_get_autocommit)
#define sqlite3_open_v2 ON_DEMAND(LIBSQLITE, sqlite3_open_v2)
#define sqlite3_prepare_v2 ON_DEMAND(LIBSQLITE, sqlite3_prepare_v2)
#define sqlite3_prepare_v3 ON_DEMAND(LIBSQLITE, sqlite3_prepare_v3)
#define sqlite3_reset ON_DEMAND(LIBSQLITE, sqlite3_reset)
#define sqlite3_step ON_DEMAND(LIBSQLITE, sqlite3_step)
#define sqlite3_stmt_busy ON_DEMAND(LIBSQLITE, sqlite3_stmt_busy)
#define sqlite3_wal_checkpoint_v2 ON_DEMAND(LIBSQLITE, sqlite3_wal_checkpoint_v2)
#define sqlite3_wal_hook ON_DEMAND(LIBSQLITE, sqlite3_wal_hook)
