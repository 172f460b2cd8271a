package duckdb_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode/utf16"

	"valueshift/pipeline"
)

var noFormat pipeline.Format

func stringOf(s string, n int) string { return strings.Repeat(s, n) }

// Records that are no RFC 4180 records, or not of this file.
func TestBadStructure(t *testing.T) {
	judgeAll(t, []badInput{
		broken("short_row", "c4,2026-01-04,8.00\n", "has 3 fields, the header has 4"),
		broken("extra_column", "c4,2026-01-04,8.00,ok,more\n", "has 5 fields, the header has 4"),
		broken("trailing_comma", "c4,2026-01-04,8.00,ok,\n", "has 5 fields, the header has 4"),
		broken("thousands_bare", "c4,2026-01-04,1,234.56,ok\n", "has 5 fields, the header has 4"),
		broken("decimal_comma_bare", "c4,2026-01-04,8,00,ok\n", "has 5 fields, the header has 4"),
		broken("whitespace_line", "   \n", "has 1 fields, the header has 4"),
		broken("semicolon_row", "c4;2026-01-04;8.00;ok\n", "has 1 fields, the header has 4"),
		broken("tab_row", "c4\t2026-01-04\t8.00\tok\n", "has 1 fields, the header has 4"),
		broken("comment_line", "# exported by hand\n", "has 1 fields, the header has 4"),
		broken("rows_selected", "10 rows selected.\n", "has 1 fields, the header has 4"),
		broken("footer_total", "TOTAL,7.00\n", "has 2 fields, the header has 4"),
		{name: "lone_quote", file: amid("\"\n"), loaded: around, refused: []string{"5|||quote is never closed"}},
		broken("text_after_quote", "c4,2026-01-04,8.00,\"abc\" def\n", "text after a closing quote"),
		broken("quote_in_the_middle", "c4,2026-01-04,8.00,a\"b\n", "quote inside an unquoted field"),
		broken("backslash_escape", "c4,2026-01-04,8.00,\"a \\\"b\\\" c\"\n", "text after a closing quote"),
		broken("space_before_quote", "c4,2026-01-04,8.00, \"ok\"\n", "quote inside an unquoted field"),
		broken("nul", "c4,2026-01-04,8.00,o\x00k\n", "holds a NUL byte"),
		broken("invalid_utf8", "c4,2026-01-04,8.00,\xff\xfe\n", "is not valid utf-8, the declared encoding"),
		broken("cut_utf8", "c4,2026-01-04,8.00,\xc3\n", "is not valid utf-8, the declared encoding"),
		broken("encoded_surrogate", "c4,2026-01-04,8.00,\xed\xa0\x80\n", "is not valid utf-8, the declared encoding"),
		broken("overlong_utf8", "c4,2026-01-04,8.00,\xc0\xaf\n", "is not valid utf-8, the declared encoding"),
		broken("latin1_as_utf8", "c4,2026-01-04,8.00,caf\xe9\n", "is not valid utf-8, the declared encoding"),
		broken("bare_return", "c4,2026-01-04,8.00,o\rk\n", "holds a carriage return that ends no line"),
		broken("over_long", "c4,2026-01-04,8.00,"+stringOf("x", 1<<20)+"\n", "record is longer than 1048576 bytes"),
		{
			name: "header_repeated", file: amid(head), loaded: around,
			refused: []string{"5|day|day|is not a date written %Y-%m-%d"},
		},
		{
			name: "footer_with_fields", file: amid("TOTAL,,7.00,\n"), loaded: around, refused: []string{"5|day||is blank, and a value is required"},
		},
		{
			name: "quote_never_closed", file: head + good(3) + "c4,2026-01-04,8.00,\"open\nc5,2026-01-05,16.00,ok\n", loaded: "1 2 4 16",
			refused: []string{"5|||quote is never closed"},
		},
		{
			name: "cut_in_a_number", file: head + good(3) + "c4,2026-01-04,8888.8", loaded: "1 2 4",
			refused: []string{"5|||has 3 fields, the header has 4"},
		},
		{
			name: "cut_in_the_last_field", file: head + good(3) + "c4,2026-01-04,8.00,o", loaded: "1 2 4",
			refused: []string{"5|||the file ends before its line does, it may be cut off"},
		},
		{
			name: "no_line_end_at_the_end", file: strings.TrimSuffix(head+good(4), "\n"), loaded: "1 2 4",
			refused: []string{"5|||the file ends before its line does, it may be cut off"},
		},
		{
			name: "zero_filled_tail", file: head + good(3) + stringOf("\x00", 4096), loaded: "1 2 4",
			refused: []string{"5|||holds a NUL byte"},
		},
		{
			name: "control_z", file: head + good(3) + "\x1a", loaded: "1 2 4", refused: []string{"5|||has 1 fields, the header has 4"},
		},
		{name: "blank_lines", file: amid("\n\n"), loaded: around, blank: 2},
		{name: "blank_lines_at_the_end", file: amid("") + "\n\r\n", loaded: around, blank: 2},
		kept("doubled_quote", `c4,2026-01-04,8.00,"a ""b"" c"`),
		kept("quoted_newline", "c4,2026-01-04,8.00,\"a\nb\""),
		kept("mixed_line_ends", "c4,2026-01-04,8.00,ok\r"),
		{name: "windows_line_ends", file: strings.ReplaceAll(amid(""), "\n", "\r\n"), loaded: around},
		{name: "byte_order_mark", file: "\xef\xbb\xbf" + amid(""), loaded: around},
		{
			name: "line_number_behind_quoted_newlines", file: head + "c1,2026-01-01,1.00,\"a\n\n\nb\"\nc2,2026-01-02,x,ok\n", loaded: "1",
			refused: []string{"6|amount|x|is not a number like -1234.55 with at most 2 decimals"},
		},
		{
			name: "cp1252_undefined_byte", file: amid("c4,2026-01-04,8.00,\x81\n"), loaded: around, format: pipeline.Format{Encoding: "cp1252"},
			refused: []string{"5|||holds a byte that cp1252, the declared encoding, does not define"},
		},
		{
			name: "latin1_declared", file: amid("c4,2026-01-04,8.00,caf\xe9\n"), loaded: "1 2 4 8 512",
			format: pipeline.Format{Encoding: "latin-1"},
		},
		{
			name: "semicolons_declared", file: strings.ReplaceAll(amid(""), ",", ";"), loaded: around, format: pipeline.Format{Delimiter: ";"},
		},
	})
}

// Headers that do not go with the contract refuse the file, and say how.
func TestBadHeaders(t *testing.T) {
	with := func(header string) string { return header + "\n" + good(4) }
	judgeAll(t, []badInput{
		{name: "reordered", file: "amount,note,id,day\n1.00,ok,c1,2026-01-01\n", loaded: "1"},
		{name: "added", file: "id,day,amount,note,more\nc1,2026-01-01,1.00,ok,x\n", loaded: "1"},
		{name: "renamed", file: with("id,day,total,note"), says: []string{`column "amount" is missing`, `"total"`}},
		{name: "missing", file: "id,day,note\nc1,2026-01-01,ok\n", says: []string{`column "amount" is missing`}},
		{name: "duplicated", file: with("id,day,amount,amount"), says: []string{`:1: column "amount" stands twice`}},
		{name: "duplicated_in_other_case", file: with("id,day,amount,AMOUNT"), says: []string{`:1: column "AMOUNT" stands twice`}},
		{name: "other_case", file: with("ID,Day,Amount,Note"), says: []string{`column "id" is missing`, `"ID"`}},
		{name: "padded", file: with("id, day,amount ,note"), says: []string{`is missing`, `" day"`}},
		{name: "absent", file: good(4), says: []string{`is missing; the header has "c1"`}},
		{name: "excel_separator_line", file: "sep=,\n" + amid(""), says: []string{`"sep="`}},
		{name: "comment_before", file: "# made on Monday\n" + amid(""), says: []string{`"# made on Monday"`}},
		{name: "preamble", file: "Report,,,\n\n" + amid(""), says: []string{`"Report"`}},
		{name: "blank_line_before", file: "\n" + amid(""), says: []string{"lines.csv:1: header"}},
		{name: "other_delimiter", file: strings.ReplaceAll(amid(""), ",", ";"), says: []string{`column "id" is missing; the header has "id;day;amount;note"`}},
		{name: "tabs", file: strings.ReplaceAll(amid(""), ",", "\t"), says: []string{`the header has "id\tday\tamount\tnote"`}},
		{name: "quote_never_closed", file: "id,day,amount,\"note\n" + good(3), says: []string{":1: header quote is never closed"}},
		{name: "html_error_page", file: "<html><body>502 Bad Gateway</body></html>\n", says: []string{"Bad Gateway"}},
		{name: "utf16_little", file: utf16Of(amid(""), false), says: []string{":1: header"}},
		{name: "utf16_big", file: utf16Of(amid(""), true), says: []string{":1: header"}},
		{name: "binary", file: "\x7fELF\x02\x01\x01\x00\x00\x00", says: []string{":1: header holds a NUL byte"}},
		{name: "gzip_named_csv", file: gzipped(amid("")), says: []string{":1: header"}},
		{name: "csv_named_gzip", file: amid(""), as: "lines.csv.gz", says: []string{"is no gzip file"}},
		{name: "gzip_cut", file: gzipped(amid(""))[:40], as: "lines.csv.gz", says: []string{"gzip"}},
		{name: "gzip_flipped", file: flipped(gzipped(amid(""))), as: "lines.csv.gz", says: []string{"gzip"}},
		{name: "return_only", file: strings.ReplaceAll(amid(""), "\n", "\r"), says: []string{":1: header holds a carriage return that ends no line"}},
		{name: "one_blank_line", file: "\n", says: []string{":1: header"}},
		{name: "utf8_as_cp1252", file: amid("c4,2026-01-04,8.00,café\n"), format: pipeline.Format{Encoding: "cp1252"}, says: []string{":5: ", "declared", "UTF-8"}},
		{name: "utf8_as_latin1", file: amid("c4,2026-01-04,8.00,“ok”\n"), format: pipeline.Format{Encoding: "latin-1"}, says: []string{":5: ", "declared", "UTF-8"}},
	})
}

func utf16Of(text string, isBig bool) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		if isBig {
			b.Write([]byte{byte(unit >> 8), byte(unit)})
		} else {
			b.Write([]byte{byte(unit), byte(unit >> 8)})
		}
	}
	return b.String()
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

// flipped changes one bit of the checksum.
func flipped(text string) string {
	data := []byte(text)
	data[len(data)-6] ^= 1
	return string(data)
}
