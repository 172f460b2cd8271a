package duckdb_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// state is all that a database holds, as a text to compare. It is empty when the
// database is refused, or when reading it shows that something is wrong.
func state(t *testing.T, path string) string {
	t.Helper()
	problems, err := inspected(t.Context(), path)
	if err != nil && !errors.Is(err, pipeline.ErrRefused) {
		t.Errorf("refused without a reason: %v", err)
	}
	if err != nil || len(problems) > 0 {
		return ""
	}
	return rawState(t, path)
}

// One bit that turns around anywhere in the file is seen when the database is
// opened or verified, unless nothing that is read lies there.
func TestBitFlips(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptTable(t, path, 3_000)
	keptTable(t, path, 4_000)
	want := state(t, path)
	info, err := os.Stat(path)
	if err != nil || want == "" {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	seen := 0
	for range 200 {
		damaged := filepath.Join(t.TempDir(), "night.duckdb")
		copyFile(t, path, damaged)
		bit := random.Int64N(8 * info.Size())
		flip(t, damaged, bit)
		switch state(t, damaged) {
		case "":
			seen++
		case want:
		default:
			t.Errorf("bit %d: the database is another one, and nobody says so", bit)
		}
	}
	t.Logf("%d of 200 flips in %d bytes seen, the others harmless", seen, info.Size())
	if seen == 0 {
		t.Error("no flip was seen")
	}
}

// A write-ahead log that is torn or damaged gives the database with its commit,
// the one before it, or a refusal, and never anything between. Nothing is published
// while it stands in the log alone (TestKeepLeavesNoLog).
func TestDamagedLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptInLog(t, path, 20_000)
	after := rawState(t, path)
	log, err := os.ReadFile(path + ".wal")
	if err != nil {
		t.Fatal(err)
	}
	bare := filepath.Join(t.TempDir(), "night.duckdb")
	copyFile(t, path, bare)
	before := rawState(t, bare)
	if before == after || before == "" {
		t.Fatal("the log changes nothing")
	}
	random := rand.New(rand.NewPCG(3, 4))
	counts := map[string]int{}
	for i := range 100 {
		damaged := filepath.Join(t.TempDir(), "night.duckdb")
		copyFile(t, path, damaged)
		what := fmt.Sprintf("cut %d", i)
		if i < 50 {
			write(t, damaged+".wal", log[:random.IntN(len(log))])
		} else {
			write(t, damaged+".wal", log)
			flip(t, damaged+".wal", random.Int64N(8*int64(len(log))))
			what = fmt.Sprintf("flip %d", i)
		}
		kind, _, _ := strings.Cut(what, " ")
		switch rawState(t, damaged) {
		case "":
			counts[kind+" refused"]++
		case before:
			counts[kind+" before"]++
		case after:
			counts[kind+" after"]++
		default:
			t.Errorf("%s: neither before nor after", what)
		}
	}
	t.Logf("of %d bytes: %v", len(log), counts)
}

// rawState is state for a history that was changed without being sealed.
func rawState(t *testing.T, path string) string {
	t.Helper()
	e, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, ReadOnly: true, Threads: 1})
	if errors.Is(err, pipeline.ErrRefused) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var all []string
	for _, table := range rowsOf(t, e, "select schema_name || '.' || table_name from duckdb_tables() where not internal order by all") {
		all = append(all, table+rowsOf(t, e, "select count(*), bit_xor(hash(t)), sum(hash(t)) from "+table+" as t")[0])
	}
	return strings.Join(all, "\n")
}

// When a night is kept the database needs no log any more.
func TestKeepLeavesNoLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptTable(t, path, 10)
	e := opened(t, path)
	defer e.Close()
	if _, err := e.Make(t.Context(), "things", "select 1 as a"); err != nil {
		t.Fatal(err)
	}
	if err := e.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + ".wal"); err == nil && info.Size() > 0 {
		t.Errorf("the log has %d bytes", info.Size())
	}
}
