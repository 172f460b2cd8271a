package duckdb

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// manifestSuffix is what the name of a manifest has behind its file's name.
const manifestSuffix = ".manifest.json"

// manifest is what the sender says about one file. What it leaves out is not
// checked.
type manifest struct {
	path   string
	Rows   *int64                 `json:"rows"`   // records, the header and blank lines not counted
	SHA256 string                 `json:"sha256"` // of the delivered bytes
	Sum    map[string]json.Number `json:"sum"`    // column of the file → exact total
}

// readManifest reads the manifest beside a file; without one it returns nil.
func readManifest(path string) (*manifest, error) {
	m := &manifest{path: path + manifestSuffix}
	text, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(m)
	if err == nil && decoder.Decode(new(any)) != io.EOF {
		err = errors.New("text follows the closing brace")
	}
	if err == nil && m.Rows == nil && m.SHA256 == "" && len(m.Sum) == 0 {
		err = errors.New("says nothing")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w; expected an object with rows, sha256 or sum", pipeline.ErrRefused, m.path, err)
	}
	return m, nil
}

// isWhole says that the sender vouches for the end of the file.
func (m *manifest) isWhole() bool { return m != nil && (m.Rows != nil || m.SHA256 != "") }

// check holds what was read against rows and hash.
func (m *manifest) check(d pipeline.Delivery) error {
	if m == nil {
		return nil
	}
	if m.SHA256 != "" && !strings.EqualFold(m.SHA256, d.SHA256) {
		return m.mismatch(d.File, "sha256", m.SHA256, d.SHA256)
	}
	if rows := d.Records - d.Blank; m.Rows != nil && *m.Rows != rows {
		return m.mismatch(d.File, "rows", fmt.Sprint(*m.Rows), fmt.Sprint(rows))
	}
	return nil
}

func (m *manifest) mismatch(file, what, expected, found string) error {
	return fmt.Errorf("%w: %s: %s is %s, but %s says %s", pipeline.ErrRefused, file, what, found, m.path, expected)
}

// checkSums adds up columns of one file as it was delivered: a row that will be
// quarantined counts, because the sender counted it. rows selects the file's rows
// as they were delivered.
func (e *Engine) checkSums(ctx context.Context, m *manifest, feed pipeline.Feed, d pipeline.Delivery, header []string, rows string) error {
	if m == nil {
		return nil
	}
	for _, column := range slices.Sorted(maps.Keys(m.Sum)) {
		if !slices.Contains(header, column) {
			return fmt.Errorf("%w: %s: sum: column %q is missing in %s; the header has %s",
				pipeline.ErrRefused, m.path, column, d.File, quoteList(header))
		}
		text := fmt.Sprintf("nullif(cast(%s as varchar), '')", quoteName(column))
		amount := parseExact(source{text: text}, moneyFormatOf(feed, column), 6).sql
		query := fmt.Sprintf("select cast(coalesce(sum(%s), 0) = cast(%s as decimal(38, 6)) as boolean), "+
			"cast(coalesce(sum(%s), 0) as varchar) from (%s) where "+quoteName(fileColumn)+" = %d",
			amount, quoteText(m.Sum[column].String()), amount, rows, d.FileNo)
		var isEqual bool
		var found string
		if err := e.conn.QueryRowContext(ctx, query).Scan(&isEqual, &found); err != nil {
			return fmt.Errorf("%w: %s: sum of %q: %w", pipeline.ErrRefused, m.path, column, err)
		}
		if !isEqual {
			return m.mismatch(d.File, fmt.Sprintf("the sum of %q", column), m.Sum[column].String(), trimZeros(found))
		}
	}
	return nil
}

// moneyFormatOf finds how the mapping says the amounts of a column are written.
func moneyFormatOf(feed pipeline.Feed, column string) *pipeline.MoneyFormat {
	for _, fields := range []map[string]pipeline.Field{feed.Fields, feed.Columns} {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if f := fields[name]; f.From == column && f.Money != nil {
				return f.Money
			}
		}
	}
	return nil
}

func trimZeros(decimal string) string {
	if !strings.Contains(decimal, ".") {
		return decimal
	}
	return strings.TrimRight(strings.TrimRight(decimal, "0"), ".")
}
