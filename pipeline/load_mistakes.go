package pipeline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// loader collects what is wrong with one configuration while it is read.
type loader struct {
	sources  []source
	next     int                               // lines of all sources so far
	read     func(path string) ([]byte, error) // reads an included file
	lines    map[string]int                    // key → line, also of keys without a value
	present  map[string]bool                   // keys that have a value
	origin   map[string]string                 // key → variable or flag that its value came from
	broken   map[string]bool                   // keys whose mistake is already noted
	mistakes []mistake
}

type mistake struct {
	line int // numbered through all files; variables and flags sort behind it
	text string
}

func newLoader(read func(path string) ([]byte, error)) *loader {
	return &loader{
		read:    read,
		lines:   map[string]int{"": 1},
		present: map[string]bool{},
		origin:  map[string]string{},
		broken:  map[string]bool{},
	}
}

// wrong notes a mistake in the value of a key, at its line or at the line of the
// innermost key around it. What lies inside or on a mistake is not judged again:
// one slip of the pen is one message.
func (l *loader) wrong(key, format string, args ...any) {
	for k := key; ; k = parentKey(k) {
		if l.broken[k] {
			return
		}
		if k == "" {
			break
		}
	}
	l.broken[key] = true
	message := fmt.Sprintf(format, args...)
	if origin, ok := l.origin[key]; ok {
		l.mistakes = append(l.mistakes, mistake{math.MaxInt, origin + ": " + message})
		return
	}
	l.at(l.line(key), key, message)
}

// at notes a mistake at a line.
func (l *loader) at(line int, key, message string) {
	text := fmt.Sprintf("%s:%d: ", l.source(line).name, l.inFile(line))
	if key != "" {
		text += key + ": "
	}
	l.mistakes = append(l.mistakes, mistake{line, text + message})
}

// line is where a key stands, or the innermost key around it.
func (l *loader) line(key string) int {
	for {
		if line, ok := l.lines[key]; ok {
			return line
		}
		key = parentKey(key)
	}
}

// parentKey is the key around a key: a.b[2].c → a.b[2] → a.b → a → "".
func parentKey(key string) string {
	return key[:max(0, strings.LastIndexAny(key, ".["))]
}

// err is everything noted so far, sorted by line, or nil.
func (l *loader) err() error {
	if len(l.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(l.mistakes, func(a, b mistake) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	lines := make([]string, len(l.mistakes))
	for i, m := range l.mistakes {
		lines[i] = m.text
	}
	return mistakesError(lines)
}

// mistakesError prints as its lines alone: each begins with file and line, which
// editors and terminals turn into links.
type mistakesError []string

func (e mistakesError) Error() string { return strings.Join(e, "\n") }

func (e mistakesError) Unwrap() error { return ErrConfig }
