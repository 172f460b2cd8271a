# duckdb-go offers its Arrow interface behind a build tag; everything is built
# with it.
export GOFLAGS += -tags=duckdb_arrow

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Nights that are killed at points which only this build has.
FAULT := go test -tags=duckdb_arrow,fault -run=TestFault -timeout=30m ./cmd/valueshift

# Nights on invented companies, measured from outside.
NIGHTS := go test -count=1 -tags=duckdb_arrow,bench -run=TestBench -timeout=6h -v ./cmd/valueshift

.PHONY: build demo test soak lint bench bench-small bench-growth bench-go browser

build:
	go build -trimpath -ldflags='-s -w' -o bin/valueshift ./cmd/valueshift

# A dashboard from invented exports, in ./site.
demo: build
	./bin/valueshift demo

test: browser
	go test -timeout=30m ./...
	$(FAULT)

# Every fault and every pair of them; takes an hour or two.
soak:
	SOAK=1 $(FAULT) -v -timeout=6h

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt would change these files"; exit 1; }
	go vet ./...
	go vet -tags=duckdb_arrow,fault,bench ./cmd/valueshift ./pipeline/fault
	go run $(STATICCHECK) ./...
	go mod tidy -diff
	go test -count=1 -run 'Rules|HasItsCases' ./sql

# Up to ten million customers and a hundred million lines. The exports are made
# once, in the user's cache folder, about 3 GB of them; takes a quarter of an
# hour to an hour.
bench:
	$(NIGHTS)

bench-small:
	BENCH=small $(NIGHTS)

# How nights grow from a million lines to ten.
bench-growth:
	BENCH=growth $(NIGHTS)

# Functions and tables by themselves.
bench-go:
	go test -run '^$$' -bench . -benchmem ./...

# The pages are tested in a real browser. Where none can be installed, those
# tests skip and say so; with CI=true that is a failure.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || \
	echo "no browser found and none installed: browser tests will skip"
