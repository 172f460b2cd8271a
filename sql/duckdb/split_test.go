package duckdb

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// accepted is a record without a reason; refused one with.
func accepted(line int64, fields int, text string) string {
	return fmt.Sprintf("%d:%d:%s", line, fields, text)
}

func refused(line int64, reason string) string { return fmt.Sprintf("%d: %s", line, reason) }

// split writes down the records of a text.
func split(t *testing.T, text string, delimiter byte) []string {
	t.Helper()
	return splitBy(t, newSplitter(strings.NewReader(text), pipeline.Format{Delimiter: string(delimiter)}))
}

func splitBy(t *testing.T, s *splitter) []string {
	t.Helper()
	var found []string
	for {
		r, err := s.next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.reason != "" {
			found = append(found, refused(r.line, r.reason))
			continue
		}
		found = append(found, accepted(r.line, r.fields, string(r.text)))
	}
}

func TestSplit(t *testing.T) {
	const bare, after, open, nul = "quote inside an unquoted field", "text after a closing quote", "quote is never closed", "holds a NUL byte"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"one line without an end", "a,b", []string{accepted(1, 2, "a,b")}},
		{"lines", "a,b\nc,d\n", []string{accepted(1, 2, "a,b"), accepted(2, 2, "c,d")}},
		{"carriage returns", "a,b\r\nc,d\r\n", []string{accepted(1, 2, "a,b"), accepted(2, 2, "c,d")}},
		{"mixed line ends", "a\r\nb\nc", []string{accepted(1, 1, "a"), accepted(2, 1, "b"), accepted(3, 1, "c")}},
		{"byte order mark", "\xef\xbb\xbfa,b\nc,d\n", []string{accepted(1, 2, "a,b"), accepted(2, 2, "c,d")}},
		{"only a byte order mark", "\xef\xbb\xbf", nil},
		{"blank lines", "a\n\n\nb\n", []string{accepted(1, 1, "a"), accepted(2, 1, ""), accepted(3, 1, ""), accepted(4, 1, "b")}},
		{"blank line with a carriage return", "a\r\n\r\nb\r\n", []string{accepted(1, 1, "a"), accepted(2, 1, ""), accepted(3, 1, "b")}},
		{"empty fields", ",,\n", []string{accepted(1, 3, ",,")}},
		{"quoted delimiter", "\"a,b\",c\n", []string{accepted(1, 2, "\"a,b\",c")}},
		{"doubled quote", "\"a \"\"b\"\" c\",d\n", []string{accepted(1, 2, "\"a \"\"b\"\" c\",d")}},
		{"quoted nothing", "\"\",\"\"\n", []string{accepted(1, 2, "\"\",\"\"")}},
		{"quoted line end", "\"a\nb\",c\nd,e\n", []string{accepted(1, 2, "\"a\nb\",c"), accepted(3, 2, "d,e")}},
		{"three lines in quotes", "x\n\"a\n\nb\"\ny\n", []string{accepted(1, 1, "x"), accepted(2, 1, "\"a\n\nb\""), accepted(5, 1, "y")}},
		{"quoted carriage return", "\"a\r\nb\"\r\nc\r\n", []string{accepted(1, 1, "\"a\r\nb\""), accepted(3, 1, "c")}},
		{"quote at the very end", "a,\"b\"", []string{accepted(1, 2, "a,\"b\"")}},
		{"bare quote", "a\"b,c\nd,e\n", []string{refused(1, bare), accepted(2, 2, "d,e")}},
		{"quote after a space", "a, \"b\"\nc,d\n", []string{refused(1, bare), accepted(2, 2, "c,d")}},
		{"text after a quote", "\"a\"b,c\nd,e\n", []string{refused(1, after), accepted(2, 2, "d,e")}},
		{"backslash is no escape", "\"a\\\"b\",c\nd,e\n", []string{refused(1, after), accepted(2, 2, "d,e")}},
		{"unterminated", "a,b\n\"c,d\ne,f\n", []string{accepted(1, 2, "a,b"), refused(2, open), accepted(3, 2, "e,f")}},
		{"unterminated twice", "\"a\nb,\"\"\n\"c\nd", []string{refused(1, after+untilQuoteEnds), accepted(2, 2, "b,\"\""), refused(3, open), accepted(4, 1, "d")}},
		{"closed behind its line and wrong", "\"a\nb\"c,d\r\ne\r\n", []string{refused(1, after+untilQuoteEnds), refused(2, bare), accepted(3, 1, "e")}},
		{"lone quote at the end", "a\n\"", []string{accepted(1, 1, "a"), refused(2, open)}},
		{"NUL", "a\x00,b\nc,d\n", []string{refused(1, nul), accepted(2, 2, "c,d")}},
		{"invalid UTF-8", "a\xff,b\nc,d\n", []string{refused(1, "is not valid utf-8, the declared encoding"), accepted(2, 2, "c,d")}},
		{"surrogate", "a\xed\xa0\x80\nb\n", []string{refused(1, "is not valid utf-8, the declared encoding"), accepted(2, 1, "b")}},
		{"replacement character", "a\ufffd\nb\n", []string{refused(1, "holds a byte that utf-8, the declared encoding, does not define"), accepted(2, 1, "b")}},
		{"lone carriage return", "a\rb\nc\n", []string{refused(1, "holds a carriage return that ends no line"), accepted(2, 1, "c")}},
		{"lone carriage return beside quotes", "\r\"a\",b\nc\n", []string{refused(1, "holds a carriage return that ends no line"), accepted(2, 1, "c")}},
		{"two bad things", "a\"b\x00\nc\n", []string{refused(1, bare), accepted(2, 1, "c")}},
	} {
		if got := split(t, test.text, ','); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// Lines that a stray quote swallows are records of their own; of a text that has
// lines they are a part.
func TestSplitStrayQuotes(t *testing.T) {
	const alike = "quote holds lines that look like records"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"swallowed", "a,b,\"c\nd,e,f\ng,h,i\nj,k,l\"\nm,n,o\n", []string{
			refused(1, alike), accepted(2, 3, "d,e,f"), accepted(3, 3, "g,h,i"), refused(4, "quote inside an unquoted field"), accepted(5, 3, "m,n,o"),
		}},
		{"swallowed in the middle", "a,\"b,c\nd,e,f\nj,k\",l\n", []string{refused(1, alike), accepted(2, 3, "d,e,f"), refused(3, "quote inside an unquoted field")}},
		{"other number of fields", "a,\"b,c\nd,e,f\ng\"\n", []string{refused(1, "has 2 fields, the header has 3"+untilQuoteEnds), accepted(2, 3, "d,e,f"), refused(3, "quote inside an unquoted field")}},
		{"text", "a,b,\"Dear Ann,\n\nthank you, Bob, and all,\nbye\"\nd,e,f\n", []string{accepted(1, 3, "a,b,\"Dear Ann,\n\nthank you, Bob, and all,\nbye\""), accepted(5, 3, "d,e,f")}},
		{"text with one such line", "a,b,\"x\nu,v,w\ny\"\n", []string{accepted(1, 3, "a,b,\"x\nu,v,w\ny\"")}},
	} {
		s := newSplitter(strings.NewReader(test.text), pipeline.Format{})
		s.columns = 3
		if got := splitBy(t, s); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestSplitOtherDelimiter(t *testing.T) {
	want := []string{accepted(1, 2, "a,b;c"), accepted(2, 2, "\"d;e\";f")}
	if got := split(t, "a,b;c\n\"d;e\";f\n", ';'); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A record beyond the limit is one refused record; the next one is read again,
// wherever the buffer ends in between.
func TestSplitLongLines(t *testing.T) {
	const tooLong = "record is longer than 1048576 bytes"
	for _, test := range []struct {
		name string
		size int
		want string
	}{
		{"at the limit", maxRecord, ""},
		{"beyond the limit", maxRecord + 1, tooLong},
		{"far beyond the limit", 3 * maxRecord, tooLong},
	} {
		s := newSplitter(strings.NewReader("a\n"+strings.Repeat("x", test.size)+"\nb,c\n"), pipeline.Format{})
		for i, want := range []record{{line: 1, fields: 1}, {line: 2, fields: 1, reason: test.want}, {line: 3, fields: 2}} {
			got, err := s.next()
			if err != nil || got.line != want.line || got.fields != want.fields || got.reason != want.reason {
				t.Errorf("%s, record %d: got line %d, %d fields, %q, %v", test.name, i+1, got.line, got.fields, got.reason, err)
			}
		}
	}
}

// A quote that is never closed swallows nothing but its line.
func TestSplitOpenQuoteEnds(t *testing.T) {
	text := "a\n\"" + strings.Repeat("line\n", maxRecord/4) + "b,c\n"
	found := split(t, text, ',')
	if len(found) < 3 || found[1] != refused(2, "quote is never closed") {
		t.Fatalf("%d records, the second %.80q", len(found), found[1])
	}
	last := accepted(int64(strings.Count(text, "\n")), 2, "b,c")
	if found[len(found)-1] != last {
		t.Errorf("the last record is %q, want %q", found[len(found)-1], last)
	}
}

// An error of the file is not the end of the file.
func TestSplitReadError(t *testing.T) {
	broken := errors.New("broken pipe")
	s := newSplitter(io.MultiReader(strings.NewReader("a,b\nc"), failing{broken}), pipeline.Format{})
	if r, err := s.next(); err != nil || r.fields != 2 {
		t.Fatalf("got %v, %v", r, err)
	}
	if _, err := s.next(); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzSplit holds the splitter against encoding/csv: what it accepts, the other
// reads as one record with as many fields; every byte of the text is in exactly
// one record, and lines are counted as an editor counts.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"a,b\nc,d\n", "\"a\nb\",c\r\n\r\nd,\"e\"\"f\"", "a\"b\nc", "\"a\"b\n\"", "\xef\xbb\xbf\"x\",\"\n", ",\x00\n\xff\r,\r\n", "\"\r\n\",\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newSplitter(strings.NewReader(text), pipeline.Format{})
		line, size := int64(1), 0
		for {
			r, err := s.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if r.line != line {
				t.Fatalf("record is said to be on line %d, is on %d", r.line, line)
			}
			line += int64(bytes.Count(s.text, []byte("\n")))
			size += len(s.text)
			if r.reason == "" && len(r.text) > 0 {
				agrees(t, r)
			}
		}
		if want := len(strings.TrimPrefix(text, "\xef\xbb\xbf")); size != want {
			t.Fatalf("%d of %d bytes are in a record", size, want)
		}
	})
}

// agrees lets encoding/csv read an accepted record.
func agrees(t *testing.T, r record) {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(r.text))
	fields, err := reader.Read()
	if err == io.EOF && bytes.Trim(r.text, "\r\n") == nil {
		return // encoding/csv passes over blank lines
	}
	if err != nil || len(fields) != r.fields {
		t.Fatalf("%q: %d fields, encoding/csv has %d (%v)", r.text, r.fields, len(fields), err)
	}
	if _, err := reader.Read(); err != io.EOF {
		t.Fatalf("%q is more than one record: %v", r.text, err)
	}
}
