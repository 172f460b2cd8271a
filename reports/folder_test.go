package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/file"
)

// marked is a night of a few segments, each with a name, an owner and words that
// occur nowhere else, and with every table for download.
func marked() Book {
	b := fixture()
	for i := range b.Scopes[1:] {
		s := &b.Scopes[i+1]
		s.Name, s.Owner = fmt.Sprintf("Canary%dname", s.ScopeID), fmt.Sprintf("Canary%downer", s.ScopeID)
		b.Warnings = append(b.Warnings, Warning{Topic: "intents", Text: fmt.Sprintf("Canary%dwarning", s.ScopeID), ScopeID: new(s.ScopeID)})
	}
	b.Warnings = append(b.Warnings, Warning{Topic: "data", Text: "Canary0warning", ScopeID: new(0)})
	for i := range b.Intents {
		b.Intents[i].Reason = fmt.Sprintf("Canary%dreason", b.Intents[i].ScopeID)
	}
	for i := range b.Overrides {
		o := &b.Overrides[i]
		id := 0
		if o.ScopeID != nil {
			id = *o.ScopeID
		}
		o.Scope, o.Owner, o.Reason = fmt.Sprintf("Canary%dscope", id), fmt.Sprintf("Canary%dboss", id), fmt.Sprintf("Canary%dwhy", id)
	}
	for i := range b.SegmentRestatements {
		b.SegmentRestatements[i].Segment = "Canary0segment"
	}
	for i := range b.Deliveries {
		b.Deliveries[i].File = "Canary0file"
	}
	for i := range b.Quarantine {
		b.Quarantine[i].File, b.Quarantine[i].ExampleValue = "Canary0file", "Canary0customer"
	}
	b.OverrideRates = []OverrideRate{{Owner: "Canary1owner", Groups: 2}, {Owner: "Canary2owner", Groups: 3}}
	b.Tables = tablesOf(b)
	type customer struct {
		ScopeID     int
		CustomerID  string
		ProfitMinor int64
	}
	var list []customer
	for _, s := range b.Scopes[1:] {
		for i := range 3 {
			list = append(list, customer{s.ScopeID, fmt.Sprintf("Canary%dcustomer%d", s.ScopeID, i), int64(1_000 - i)})
		}
	}
	b.CustomerLists = batchOf(reflect.ValueOf(list), nil)
	return b
}

// alone is the same night with one segment, and with all that is told of the whole
// changed.
func alone(b Book, scope int) Book {
	fields := reflect.ValueOf(&b).Elem()
	for i := range fields.NumField() {
		rows := fields.Field(i)
		// The rules are everybody's.
		if rows.Kind() != reflect.Slice || slices.Contains([]string{"TargetMonths", "Tables", "Rules"}, fields.Type().Field(i).Name) {
			continue
		}
		kept := reflect.MakeSlice(rows.Type(), 0, rows.Len())
		for r := range rows.Len() {
			row := reflect.New(rows.Type().Elem()).Elem()
			row.Set(rows.Index(r))
			id := row.FieldByName("ScopeID")
			switch {
			case !id.IsValid():
				spoil(row)
			case id.Kind() == reflect.Pointer && id.IsNil():
			case reflect.Indirect(id).Int() == 0:
				spoil(row)
			case reflect.Indirect(id).Int() != int64(scope):
				continue
			}
			kept = reflect.Append(kept, row)
		}
		rows.Set(kept)
	}
	own := map[int]bool{}
	for _, t := range b.Targets {
		own[t.TargetNo] = t.ScopeID == scope
	}
	paths := b.TargetMonths
	b.TargetMonths = nil
	for _, p := range paths {
		if own[p.TargetNo] {
			b.TargetMonths = append(b.TargetMonths, p)
		}
	}
	b.Tables = tablesOf(b)
	return b
}

// spoil changes every amount and text of a row that is not what it is about.
func spoil(row reflect.Value) {
	for i := range row.NumField() {
		name := row.Type().Field(i).Name
		switch f := reflect.Indirect(row.Field(i)); {
		case name == "TargetNo" || name == "ScopeID" || name == "Topic" || name == "Comparison" || name == "Class" || strings.HasPrefix(name, "Is"):
		case !f.IsValid() || !f.CanSet():
		case f.Kind() == reflect.Int64 && strings.HasSuffix(name, "Minor"):
			f.SetInt(3 * f.Int())
		case f.Kind() == reflect.String && f.String() != "":
			f.SetString("another " + f.String())
		}
	}
}

// TestFolderIsItsSegmentsAlone writes the same segment among others and without
// them: to the byte, its folder does not know the difference.
func TestFolderIsItsSegmentsAlone(t *testing.T) {
	whole := site(t, marked(), 2)
	sound(t, whole)
	all := files(t, whole)
	for _, s := range marked().Scopes[1:] {
		folder := "segments/" + Slug(s.Name) + "/"
		one := files(t, site(t, alone(marked(), s.ScopeID), 2))
		found := 0
		for name, content := range all {
			if !strings.HasPrefix(name, folder) {
				continue
			}
			found++
			if one[name] != content {
				t.Errorf("%s is another file when the others are gone: %s", name, firstDifference(lines(content), lines(one[name])))
			}
		}
		if found < 20 {
			t.Errorf("%s has %d files", folder, found)
		}
	}
}

// TestFolderHasNoForeignMark looks for the marks of the others in every byte, in
// the parts of the workbook and in the values of Parquet files.
func TestFolderHasNoForeignMark(t *testing.T) {
	all := files(t, site(t, marked(), 2))
	scopes := marked().Scopes
	for _, s := range scopes[1:] {
		folder := "segments/" + Slug(s.Name) + "/"
		own := 0
		for name, content := range all {
			if !strings.HasPrefix(name, folder) {
				continue
			}
			content = opened(t, name, content)
			own += strings.Count(content, fmt.Sprintf("Canary%d", s.ScopeID))
			for _, other := range scopes {
				if mark := fmt.Sprintf("Canary%d", other.ScopeID); other.ScopeID != s.ScopeID && strings.Contains(content, mark) {
					t.Errorf("%s has %s", name, mark)
				}
			}
		}
		if own < 50 {
			t.Errorf("%s has its own mark %d times: this test looks into nothing", folder, own)
		}
	}
}

// TestCustomersAreInFoldersAlone: a list is in its segment's folder, as a file and as
// a sheet of the workbook, and nowhere else.
func TestCustomersAreInFoldersAlone(t *testing.T) {
	all := files(t, site(t, marked(), 2))
	for name, content := range all {
		isOwn := strings.HasPrefix(name, "segments/") && (path.Base(name) == customerListFile || path.Ext(name) == ".xlsx")
		if has := strings.Contains(opened(t, name, content), "customer1"); has != isOwn {
			t.Errorf("%s: lists customers is %t", name, has)
		}
	}
}

// opened is a file's bytes and, behind them, all that is packed into them.
func opened(t *testing.T, name, content string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(content)
	switch path.Ext(name) {
	case ".xlsx":
		archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			b.WriteString(f.Name)
			part, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&b, part); err != nil {
				t.Fatal(err)
			}
		}
	case ".parquet":
		reader, err := file.NewParquetReader(bytes.NewReader([]byte(content)))
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		for i := range reader.MetaData().Schema.NumColumns() {
			chunk, err := reader.RowGroup(0).Column(i)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(strings.Join(columnTexts(t, chunk, reader.NumRows()), "\n"))
		}
	}
	return b.String()
}

var leadingOut = regexp.MustCompile(`(?:href|src)="(\.\.[^"]*)"`)

// TestOneLinkLeadsOut: all other links of a segment's page stay in its folder.
func TestOneLinkLeadsOut(t *testing.T) {
	all := files(t, site(t, marked(), 2))
	for name, text := range all {
		if !strings.HasPrefix(name, "segments/") || !strings.HasSuffix(name, ".html") {
			continue
		}
		out := 0
		for _, href := range leadingOut.FindAllStringSubmatch(text, -1) {
			out++
			if href[1] != "../../index.html" {
				t.Errorf("%s leads to %s", name, href[1])
			}
		}
		if out != 1 {
			t.Errorf("%s: %d links lead out, want 1", name, out)
		}
	}
}
