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
	"path/filepath"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// manifestSuffix is what the name of a file's own manifest has behind the file's,
// and folderManifest the name of one for all files of its folder.
const (
	manifestSuffix = ".manifest.json"
	folderManifest = "manifest.json"
)

// manifest is what the sender says about one file. What it leaves out is not
// checked.
type manifest struct {
	path   string
	Rows   *int64                 `json:"rows"`   // records, the header and blank lines not counted
	SHA256 string                 `json:"sha256"` // of the delivered bytes
	Sum    map[string]json.Number `json:"sum"`    // column of the file → exact total
}

// folder is what the sender says about a whole delivery: every file that belongs to
// it, by name.
type folder struct {
	Files map[string]*manifest `json:"files"`
}

// manifestsOf reads what is said about a file: beside it, and for its folder.
func (e *Engine) manifestsOf(path string) ([]*manifest, error) {
	var said []*manifest
	own := &manifest{path: path + manifestSuffix}
	switch isThere, err := decodeManifest(own.path, own, "an object with rows, sha256 or sum"); {
	case err != nil:
		return nil, err
	case isThere && own.Rows == nil && own.SHA256 == "" && len(own.Sum) == 0:
		return nil, fmt.Errorf("%w: %s: says nothing; expected an object with rows, sha256 or sum", pipeline.ErrRefused, own.path)
	case isThere:
		said = append(said, own)
	}
	all, err := e.folderOf(filepath.Dir(path))
	if all == nil || err != nil {
		return said, err
	}
	m := all.Files[filepath.Base(path)]
	if m == nil {
		return nil, fmt.Errorf("%w: %s: is not named in %s", pipeline.ErrRefused, path, filepath.Join(filepath.Dir(path), folderManifest))
	}
	return append(said, m), nil
}

// folderOf reads the manifest of a folder, once; nil: it has none. Every file that
// it names must have arrived, whether or not a feed reads it.
func (e *Engine) folderOf(path string) (*folder, error) {
	if known, ok := e.folders[path]; ok {
		return known, nil
	}
	name := filepath.Join(path, folderManifest)
	all := &folder{}
	const expected = `an object like {"files": {"orders.csv": {"rows": 1204}}}`
	isThere, err := decodeManifest(name, all, expected)
	if err != nil {
		return nil, err
	}
	if !isThere {
		all = nil
	} else if len(all.Files) == 0 {
		return nil, fmt.Errorf("%w: %s: names no file; expected %s", pipeline.ErrRefused, name, expected)
	} else if err := all.arrived(path); err != nil {
		return nil, err
	}
	e.folders[path] = all
	return all, nil
}

// arrived looks for the files that a manifest names.
func (f *folder) arrived(path string) error {
	name := filepath.Join(path, folderManifest)
	for _, file := range slices.Sorted(maps.Keys(f.Files)) {
		if filepath.Base(file) != file || f.Files[file] == nil {
			return fmt.Errorf("%w: %s: %q: a file of this folder and an object were expected", pipeline.ErrRefused, name, file)
		}
		f.Files[file].path = name
		_, err := os.Stat(filepath.Join(path, file))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: %s: names %s, which has not arrived", pipeline.ErrRefused, name, file)
		case err != nil:
			return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
		}
	}
	return nil
}

// decodeManifest reads one JSON value strictly.
func decodeManifest(path string, into any, expected string) (isThere bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(into)
	if err == nil && decoder.Decode(new(any)) != io.EOF {
		err = errors.New("text follows the closing brace")
	}
	if err != nil {
		return false, fmt.Errorf("%w: %s: %w; expected %s", pipeline.ErrRefused, path, err, expected)
	}
	return true, nil
}

// isWhole says that the sender vouches for the end of the file.
func (m *manifest) isWhole() bool { return m.Rows != nil || m.SHA256 != "" }

// check holds what was read against rows and hash.
func (m *manifest) check(d pipeline.Delivery) error {
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
	for _, column := range slices.Sorted(maps.Keys(m.Sum)) {
		if !slices.Contains(header, column) {
			return fmt.Errorf("%w: %s: sum: column %q is missing in %s; the header has %s",
				pipeline.ErrRefused, m.path, column, d.File, quoteList(header))
		}
		text := fmt.Sprintf("nullif(cast(%s as varchar), '')", quoteName(column))
		amount := parseExact(source{text: text}, moneyFormatOf(feed, column), 6).sql
		query := fmt.Sprintf("select cast(coalesce(sum(%s), 0) = cast(%s as decimal(38, 6)) as boolean), "+
			"cast(coalesce(sum(%s), 0) as varchar) from (%s)",
			amount, quoteText(m.Sum[column].String()), amount, rows)
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
