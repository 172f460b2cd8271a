package duckdb

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"valueshift/pipeline"
)

// maxRecord is the longest record that is read, in bytes. A longer one is almost
// always a quote that was never closed.
const maxRecord = 1 << 20

// record is one logical line of a delimited text: fields may hold line breaks
// inside quotes. Its bytes are valid until the next call.
type record struct {
	line   int64  // physical line it starts on, from 1
	text   []byte // without the line end
	fields int
	ended  bool   // a line end follows
	reason string // why it is no RFC 4180 record; empty when it is one
}

// splitter cuts a text into records (RFC 4180). A quote opens a field only as its
// first byte. It never repairs: what does not fit keeps its reason. A record that
// runs over several lines and does not fit is most likely one stray quote: it is its
// first line alone, and the lines behind it are records of their own.
type splitter struct {
	in        *bufio.Reader
	delimiter byte
	encoding  string // as declared
	columns   int    // fields that a record should have; 0: that is not known yet
	line      int64
	behind    []byte // lines that were read and are still to be split
	text      []byte
	state     quoteState
	fields    int
	reason    string
	started   bool
}

type quoteState int

const (
	fieldStart quoteState = iota
	unquoted
	quoted
	quoteSeen // a quote inside a quoted field: its end, or half of a doubled one
)

func newSplitter(in io.Reader, format pipeline.Format) *splitter {
	return &splitter{in: bufio.NewReaderSize(in, 1<<20), delimiter: delimiterOf(format), encoding: cmp.Or(format.Encoding, "utf-8")}
}

// next returns the next record; io.EOF after the last one.
func (s *splitter) next() (record, error) {
	start, firstLine := s.line+1, 0
	s.text, s.state, s.fields, s.reason = s.text[:0], fieldStart, 1, ""
	for {
		atEnd, err := s.readLine()
		if err != nil {
			return record{}, err
		}
		if atEnd && len(s.text) == 0 {
			return record{}, io.EOF
		}
		if firstLine == 0 {
			firstLine = len(s.text)
		}
		if s.state != quoted || atEnd || len(s.text) > maxRecord {
			break
		}
	}
	text := trimLineEnd(s.text)
	reason := s.judge(text)
	if len(s.text) > firstLine {
		if reason = s.judgeLines(reason, s.text[firstLine:]); reason != "" {
			s.behind = append(bytes.Clone(s.text[firstLine:]), s.behind...)
			s.text, s.line = s.text[:firstLine], start
			text = trimLineEnd(s.text)
		}
	}
	return record{line: start, text: text, fields: s.fields, ended: len(text) < len(s.text), reason: reason}, nil
}

func trimLineEnd(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
}

// judgeLines says what is wrong with a record of several lines, of which more are
// the others. Those that look like records are what a stray quote has swallowed.
func (s *splitter) judgeLines(reason string, more []byte) string {
	alike, lines := 0, 0
	for line := range bytes.Lines(more) {
		if len(trimLineEnd(line)) > 0 {
			lines++
		}
		if s.columns > 1 && bytes.Count(line, []byte{s.delimiter}) == s.columns-1 {
			alike++
		}
	}
	switch {
	case s.state == quoted:
		return reason
	case reason == "" && s.columns > 0 && s.fields != s.columns:
		return s.otherFields() + untilQuoteEnds
	case reason != "":
		return reason + untilQuoteEnds
	case alike >= 2 && 2*alike > lines:
		return "quote holds lines that look like records"
	}
	return ""
}

// untilQuoteEnds says that a reason may be found behind the line that it is told of.
const untilQuoteEnds = ", read on to where its quote ends"

// otherFields is the reason of a record that has not as many fields as the header.
func (s *splitter) otherFields() string {
	return fmt.Sprintf("has %d fields, the header has %d", s.fields, s.columns)
}

// slice returns the next line, or as much of it as there is room for.
func (s *splitter) slice() ([]byte, error) {
	if len(s.behind) == 0 {
		return s.in.ReadSlice('\n')
	}
	end := bytes.IndexByte(s.behind, '\n') + 1
	if end == 0 {
		end = len(s.behind) // the last line of the text
	}
	line := s.behind[:end]
	s.behind = s.behind[end:]
	if line[end-1] != '\n' {
		return line, io.EOF
	}
	return line, nil
}

// readLine appends one physical line to the record.
func (s *splitter) readLine() (atEnd bool, err error) {
	for {
		chunk, err := s.slice()
		if !s.started {
			s.started = true
			chunk = bytes.TrimPrefix(chunk, []byte("\xef\xbb\xbf"))
		}
		// A text without a line end is one line, too long however much of it is kept.
		if len(s.text) <= maxRecord || bytes.IndexByte(s.text, '\n') >= 0 {
			s.text = append(s.text, chunk...)
		}
		s.scan(chunk)
		switch err {
		case bufio.ErrBufferFull:
			continue
		case io.EOF:
			if len(chunk) > 0 {
				s.line++
			}
			return true, nil
		case nil:
			s.line++
			return false, nil
		default:
			return false, err
		}
	}
}

// undefined is what a decoder puts in the place of bytes that mean nothing to it.
var undefined = []byte(string(utf8.RuneError))

// judge says what is wrong with a record's structure; empty is nothing.
func (s *splitter) judge(text []byte) string {
	switch {
	case s.state == quoted:
		return "quote is never closed"
	case len(text) > maxRecord:
		return "record is longer than " + strconv.Itoa(maxRecord) + " bytes"
	case s.reason != "":
		return s.reason
	case bytes.IndexByte(text, 0) >= 0:
		return "holds a NUL byte"
	case hasStrayReturn(text):
		return "holds a carriage return that ends no line"
	case !utf8.Valid(text):
		return "is not valid " + s.encoding + ", the declared encoding"
	case bytes.Contains(text, undefined):
		return "holds a byte that " + s.encoding + ", the declared encoding, does not define"
	}
	return ""
}

// hasStrayReturn finds a carriage return outside the quotes of a record.
func hasStrayReturn(text []byte) bool {
	if bytes.IndexByte(text, '\r') < 0 {
		return false
	}
	isQuoted := false
	for _, b := range text {
		if b == '"' {
			isQuoted = !isQuoted
		}
		if b == '\r' && !isQuoted {
			return true
		}
	}
	return false
}

// scan counts fields and follows the quotes of one piece of a record.
func (s *splitter) scan(chunk []byte) {
	if s.state != quoted && s.state != quoteSeen && bytes.IndexByte(chunk, '"') < 0 {
		s.fields += bytes.Count(chunk, []byte{s.delimiter})
		s.state = unquoted
		if n := len(bytes.TrimRight(chunk, "\r\n")); n > 0 && chunk[n-1] == s.delimiter {
			s.state = fieldStart
		}
		return
	}
	for _, b := range chunk {
		s.step(b)
	}
}

func (s *splitter) step(b byte) {
	switch s.state {
	case fieldStart, unquoted:
		switch {
		case b == s.delimiter:
			s.fields++
			s.state = fieldStart
		case b == '"' && s.state == fieldStart:
			s.state = quoted
		case b == '"':
			s.blame("quote inside an unquoted field")
		case b != '\r' && b != '\n':
			s.state = unquoted
		}
	case quoted:
		if b == '"' {
			s.state = quoteSeen
		}
	case quoteSeen:
		switch b {
		case '"':
			s.state = quoted
		case s.delimiter:
			s.fields++
			s.state = fieldStart
		case '\r', '\n':
		default:
			s.blame("text after a closing quote")
			s.state = unquoted
		}
	}
}

// blame keeps the first reason found.
func (s *splitter) blame(reason string) {
	if s.reason == "" {
		s.reason = reason
	}
}
