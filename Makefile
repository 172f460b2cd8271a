# duckdb-go offers its Arrow interface behind a build tag; everything is built with it.
export GOFLAGS := -tags=duckdb_arrow

build:
	go build -o bin/valueshift ./cmd/valueshift
