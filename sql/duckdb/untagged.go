//go:build !duckdb_arrow

package duckdb

// duckdb-go offers Arrow behind a build tag. Without it this line stops the build
// and says what to do: use make, or go build -tags=duckdb_arrow.
var _ = build_with_tags_duckdb_arrow
