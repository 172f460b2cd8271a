// Package duckdb is the embedded engine: it reads the exports into DuckDB and
// makes the night's tables there. Everything that only DuckDB understands lives
// here. It refuses to know what a statement means.
package duckdb
