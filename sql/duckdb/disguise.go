package duckdb

import (
	"fmt"
	"unicode/utf8"

	"valueshift/pipeline"
)

// disguise watches the bytes of a file that is declared cp1252 or latin-1. In
// these every byte means something, so UTF-8 would be read without an error, and
// every é as Ã©. A text in which all bytes beyond ASCII happen to form UTF-8 is
// UTF-8.
type disguise struct {
	line   int64
	first  int64 // line of the first character beyond ASCII
	sample rune
	isReal bool   // it is no UTF-8
	rest   []byte // of a character that a later piece ends
}

func (d *disguise) Write(piece []byte) (int, error) {
	if d.isReal {
		return len(piece), nil
	}
	text := piece
	if len(d.rest) > 0 {
		text = append(d.rest, piece...)
		d.rest = nil
	}
	for i := 0; i < len(text); {
		if b := text[i]; b < utf8.RuneSelf {
			if b == '\n' {
				d.line++
			}
			i++
			continue
		}
		if !utf8.FullRune(text[i:]) {
			d.rest = append(d.rest, text[i:]...)
			break
		}
		r, size := utf8.DecodeRune(text[i:])
		if size == 1 {
			d.isReal = true
			break
		}
		if d.first == 0 {
			d.first, d.sample = d.line+1, r
		}
		i += size
	}
	return len(piece), nil
}

// check refuses a file that was UTF-8 from the first byte to the last.
func (d *disguise) check(path, encoding string) error {
	if d == nil || d.isReal || len(d.rest) > 0 || d.first == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s:%d: holds %q in UTF-8, like all of the file, and is declared %s",
		pipeline.ErrRefused, path, d.first, string(d.sample), encoding)
}
