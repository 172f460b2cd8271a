package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// noteRow is a row of note_rows: what somebody wrote down about a day, for the
// charts over time.
type noteRow struct {
	NotedOn time.Time
	Text    string
	Segment *string // nil: it is about everybody
}

// longestNote keeps a note on one line, in characters.
const longestNote = 100

// readNotes reads the file that reports.notes names, and gives its hash. People
// write it by hand, so it is treated like the configuration: all that is wrong is
// told at once, each with file, line and column.
func (c Config) readNotes() (notes []noteRow, hash string, err error) {
	if c.Reports.Notes == "" {
		return nil, "", nil
	}
	path := c.Path(c.Reports.Notes)
	text, err := readRegular(path)
	if err != nil {
		return nil, "", fmt.Errorf("reports.notes: %w: %w", ErrNoInput, err)
	}
	sum := sha256.Sum256(text)
	p := &noteParser{path: path}
	if notes = p.parse(text); len(p.mistakes) > 0 {
		return nil, "", p.mistakes
	}
	return notes, hex.EncodeToString(sum[:]), nil
}

// noteParser reads the columns on, text and segment, in any order.
type noteParser struct {
	path     string
	reader   *csv.Reader
	columns  []string
	mistakes mistakesError
}

func (p *noteParser) parse(text []byte) []noteRow {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		p.wrong(1+bytes.Count(text[:firstInvalid(text)], []byte("\n")), 1, "must be UTF-8")
		return nil
	}
	p.reader = csv.NewReader(bytes.NewReader(text))
	p.columns, _ = p.next()
	if !p.head() {
		return nil
	}
	var notes []noteRow
	for {
		fields, ok := p.next()
		if !ok {
			return notes
		}
		var note noteRow
		for i, value := range fields {
			p.set(&note, i, value)
		}
		notes = append(notes, note)
	}
}

// next is the next record; none at the end, and when the rest cannot be told apart.
func (p *noteParser) next() (fields []string, ok bool) {
	fields, err := p.reader.Read()
	var broken *csv.ParseError
	switch {
	case err == nil:
		return fields, true
	case errors.Is(err, csv.ErrFieldCount):
		line, column := p.reader.FieldPos(0)
		p.wrong(line, column, fmt.Sprintf("must have %d columns, has %d", len(p.columns), len(fields)))
		return nil, true
	case errors.As(err, &broken):
		p.wrong(broken.Line, broken.Column, broken.Err.Error())
	case !errors.Is(err, io.EOF):
		p.wrong(1, 1, err.Error())
	}
	return nil, false
}

// head checks the names of the columns.
func (p *noteParser) head() bool {
	if p.columns == nil && p.mistakes == nil {
		p.wrong(1, 1, "must begin with the names of its columns: on, text and, if need be, segment")
	}
	for i, name := range p.columns {
		switch {
		case name != "on" && name != "text" && name != "segment":
			p.wrongField(i, "unknown column, expected on, text or segment")
		case slices.Index(p.columns, name) < i:
			p.wrongField(i, "is there twice")
		}
	}
	for _, name := range []string{"on", "text"} {
		if p.mistakes == nil && !slices.Contains(p.columns, name) {
			p.wrong(1, 1, name+": column is missing")
		}
	}
	return p.mistakes == nil
}

// set puts one value where its column says.
func (p *noteParser) set(note *noteRow, column int, value string) {
	value = strings.TrimSpace(value)
	switch p.columns[column] {
	case "on":
		day, err := time.Parse(time.DateOnly, value)
		if err != nil {
			p.wrongField(column, "must be a date like 2026-03-15, is "+quoted(value))
		}
		note.NotedOn = day
	case "text":
		if n := utf8.RuneCountInString(value); n == 0 || n > longestNote {
			p.wrongField(column, fmt.Sprintf("must have 1 to %d characters, has %d", longestNote, n))
		}
		note.Text = value
	case "segment":
		if value != "" {
			note.Segment = &value
		}
	}
}

func (p *noteParser) wrongField(i int, message string) {
	line, column := p.reader.FieldPos(i)
	p.wrong(line, column, childKey("", p.columns[i])+": "+message)
}

func (p *noteParser) wrong(line, column int, message string) {
	p.mistakes = append(p.mistakes, fmt.Sprintf("%s:%d:%d: %s", p.path, line, column, message))
}

// firstInvalid is where text stops being UTF-8.
func firstInvalid(text []byte) int {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}
