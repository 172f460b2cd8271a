package demo

import (
	"io"
	"strconv"
)

// sheet writes comma-separated lines. The first error stays and is returned by
// flush; what is appended after it is lost.
type sheet struct {
	w   io.Writer
	buf []byte
	err error
}

const sheetSize = 64 << 10

func newSheet(w io.Writer, header string) *sheet {
	s := &sheet{w: w, buf: make([]byte, 0, sheetSize+1024)}
	s.text(header)
	s.end()
	return s
}

// id appends C0000124 for customers[123].
func (s *sheet) id(customer int) { s.buf = appendID(s.buf, customer) }

func appendID(b []byte, customer int) []byte {
	var digits [7]byte
	number := customer + 1
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = byte('0' + number%10)
		number /= 10
	}
	return append(append(b, 'C'), digits[:]...)
}

// date appends ,2026-10-31.
func (s *sheet) date(m month, day int) {
	s.buf = append(append(s.buf, ','), m.name...)
	s.buf = append(s.buf, '-', byte('0'+day/10), byte('0'+day%10))
}

// amount appends ,-12.50 for -1250 cents.
func (s *sheet) amount(cents int64) {
	s.buf = append(s.buf, ',')
	if cents < 0 {
		s.buf, cents = append(s.buf, '-'), -cents
	}
	s.buf = strconv.AppendInt(s.buf, cents/100, 10)
	s.buf = append(s.buf, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}

// field appends a text that needs no quotes, after a comma.
func (s *sheet) field(text string) { s.buf = append(append(s.buf, ','), text...) }

// text appends a text as it is.
func (s *sheet) text(text string) { s.buf = append(s.buf, text...) }

// end ends the line.
func (s *sheet) end() {
	s.buf = append(s.buf, '\n')
	if len(s.buf) >= sheetSize {
		s.flush()
	}
}

func (s *sheet) flush() error {
	if s.err == nil {
		_, s.err = s.w.Write(s.buf)
	}
	s.buf = s.buf[:0]
	return s.err
}
