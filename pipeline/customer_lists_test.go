package pipeline_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"

	"valueshift/pipeline"
)

// ids are the customers of the exports.
func (p place) ids(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.exports(), "customers.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range rows[1:] {
		list = append(list, row[0])
	}
	return list
}

// published reads every file of the version that is shown, packed texts included.
func (p place) published(t *testing.T) map[string]string {
	t.Helper()
	current, err := filepath.EvalSymlinks(filepath.Join(p.out(), "current"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	err = filepath.WalkDir(current, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(current, path)
		all[filepath.ToSlash(name)] = string(text) + unpacked(t, path, text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unpacked are the parts of a workbook and the texts of a Parquet file.
func unpacked(t *testing.T, name string, content []byte) string {
	t.Helper()
	var b strings.Builder
	switch filepath.Ext(name) {
	case ".xlsx":
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			part, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&b, part); err != nil {
				t.Fatal(err)
			}
		}
	case ".parquet":
		reader, err := file.NewParquetReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		for i := range reader.MetaData().Schema.NumColumns() {
			chunk, err := reader.RowGroup(0).Column(i)
			if err != nil {
				t.Fatal(err)
			}
			if texts, ok := chunk.(*file.ByteArrayColumnChunkReader); ok {
				read := make([]parquet.ByteArray, reader.NumRows())
				_, n, _ := texts.ReadBatch(reader.NumRows(), read, make([]int16, reader.NumRows()), nil)
				for _, text := range read[:n] {
					b.WriteString(string(text) + "\n")
				}
			}
		}
	}
	return b.String()
}

// TestNoCustomerIsPublished looks for every customer id of the exports, quarantined
// ones too, in every byte of a site without lists.
func TestNoCustomerIsPublished(t *testing.T) {
	t.Parallel()
	p := backfill(t)
	ids := p.ids(t)
	for name, content := range p.published(t) {
		if name == "manifest.json" {
			continue // hashes
		}
		for _, id := range ids {
			if strings.Contains(content, id) {
				t.Errorf("%s names customer %s", name, id)
			}
		}
	}
}

// TestCustomerLists does nights with lists: under pseudonyms, in the segments'
// folders alone, the same every night, others under another key; and with the ids.
func TestCustomerLists(t *testing.T) {
	t.Parallel()
	p := backfill(t).copied(t)
	key := filepath.Join(p.dir, "key")
	use := func(secret string) {
		if err := errors.Join(os.RemoveAll(key), os.WriteFile(key, []byte(strings.Repeat(secret, 32)), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	use("a")
	flags := map[string]string{"reports.customer_lists": "true", "reports.pseudonym_key_file": key, "reports.customer_list_rows": "5"}
	p.night(t, flags)
	first, ids := p.published(t), p.ids(t)
	lists := 0
	for name, content := range first {
		isList := strings.HasSuffix(name, "/customers.csv")
		if isList {
			lists++
			checkList(t, name, content, ids)
		}
		if strings.Contains(content, strings.Repeat("a", 32)) {
			t.Errorf("%s has the key", name)
		}
		for _, id := range ids {
			if name != "manifest.json" && strings.Contains(content, id) {
				t.Errorf("%s names customer %s", name, id)
			}
		}
		if strings.Contains(content, "customer_id") && !strings.HasPrefix(name, "segments/") && name != "data/report_quarantine.csv" && name != "data/report_quarantine.parquet" && name != "quality.html" && name != "portfolio.xlsx" {
			t.Errorf("%s lists customers", name)
		}
	}
	if lists < 3 {
		t.Fatalf("%d lists", lists)
	}
	p.night(t, flags)
	for name, content := range p.published(t) {
		if strings.HasSuffix(name, "/customers.csv") && content != first[name] {
			t.Errorf("%s has other names the night after", name)
		}
	}
	use("b")
	p.night(t, flags)
	for name, content := range p.published(t) {
		if strings.HasSuffix(name, "/customers.csv") && strings.Split(content, "\n")[1] == strings.Split(first[name], "\n")[1] {
			t.Errorf("%s has the same names under another key", name)
		}
	}
	flags["reports.pseudonyms"] = "false"
	p.night(t, flags)
	for name, content := range p.published(t) {
		if strings.HasSuffix(name, "/customers.csv") && !strings.Contains(content, p.ids(t)[0][:1]) {
			t.Errorf("%s has no ids", name)
		}
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	flags["reports.pseudonyms"] = "true"
	if err := p.run(t.Context(), attempt{flags: flags}); !errors.Is(err, pipeline.ErrConfig) {
		t.Errorf("a key that all may read: %v", err)
	}
}

// checkList holds a list against what it promises: five of each end at most, the
// largest profit first, no id in the clear.
func checkList(t *testing.T, name, content string, ids []string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	gains, losses, last := 0, 0, int64(1<<62)
	for _, row := range rows[1:] {
		at := map[string]string{}
		for i, column := range rows[0] {
			at[column] = row[i]
		}
		profit, err := strconv.ParseInt(at["profit_minor"], 10, 64)
		if err != nil || profit > last || profit == 0 {
			t.Errorf("%s: profit %s after %d", name, at["profit_minor"], last)
		}
		if last = profit; profit > 0 {
			gains++
		} else {
			losses++
		}
		sum := int64(0)
		for _, column := range []string{"direct_cost_minor", "cost_to_serve_minor", "acquisition_minor", "capital_minor"} {
			cost, _ := strconv.ParseInt(at[column], 10, 64)
			sum += cost
		}
		if revenue, _ := strconv.ParseInt(at["revenue_minor"], 10, 64); revenue-sum != profit {
			t.Errorf("%s: %s is not what its lines leave", name, at["profit_minor"])
		}
		if len(at["customer_id"]) != 16 || strings.Trim(at["customer_id"], "0123456789abcdef") != "" {
			t.Errorf("%s: the pseudonym is %q", name, at["customer_id"])
		}
	}
	if gains == 0 || gains > 5 || losses > 5 {
		t.Errorf("%s: %d with a profit and %d with a loss", name, gains, losses)
	}
	for _, id := range ids {
		if strings.Contains(content, id) {
			t.Errorf("%s names customer %s", name, id)
		}
	}
}

// TestNightWithoutABrowser asks for PDFs where nothing can print them: the night is
// published all the same, file by file.
func TestNightWithoutABrowser(t *testing.T) {
	t.Parallel()
	want := backfill(t)
	p := want.copied(t)
	p.night(t, map[string]string{"reports.pdf": "true", "reports.chromium": "/nowhere/chromium"})
	samePages(t, p.pages(t), want.pages(t))
}
