"""Remembers: schema, idempotent writes, reads, checks, publishing, parquet, the archive of captures."""
