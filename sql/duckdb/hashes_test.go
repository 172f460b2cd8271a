package duckdb_test

import (
	"os"
	"path/filepath"
	"testing"

	"valueshift/pipeline"
)

// FIPS 180-2, appendix B.1, and the reference implementation of BLAKE3, for the
// three bytes abc; as a header they are a column without rows.
const (
	sha256OfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	blake3OfABC = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
)

func TestHashes(t *testing.T) {
	feed := pipeline.Feed{Export: pipeline.Export{Feed: "sales", Columns: map[string]pipeline.Field{"customer_id": {From: "abc"}}},
		Contract: []pipeline.Column{{Name: "customer_id", Kind: pipeline.Text}}, Paths: []string{filepath.Join(t.TempDir(), "abc.csv")}, FirstFile: 1}
	if err := os.WriteFile(feed.Paths[0], []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "hashes", got.rows(t, "select sha256 || ' ' || blake3 from read_files"), []string{sha256OfABC + " " + blake3OfABC})
}
