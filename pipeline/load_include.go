package pipeline

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// source is a file of the configuration. The lines of all files are numbered
// through, so that a line alone says where a key stands.
type source struct {
	name string
	base int // lines of the files before it
}

// includeKey lists the files whose keys count as if they stood in the first one.
const includeKey = "include"

// include reads the files that the root names, relative to the file at path, and
// adds their keys to it. What is wrong with the list itself is left to decode.
func (l *loader) include(root *yaml.Node, path string) {
	seen := map[string]string{filepath.Clean(path): "is this file itself"}
	for i, item := range includes(root) {
		key := indexKey(includeKey, i)
		l.lines[key] = item.Line
		if item.Kind != yaml.ScalarNode || isNull(item) {
			continue
		}
		if strings.TrimSpace(item.Value) == "" || strings.ContainsFunc(item.Value, unicode.IsControl) {
			l.wrong(key, "must be a path, is %s", quoted(item.Value))
			continue
		}
		name := filepath.Clean(item.Value)
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), name)
		}
		if why, ok := seen[name]; ok {
			l.wrong(key, "%s %s", quoted(item.Value), why)
			continue
		}
		seen[name] = fmt.Sprintf("is listed twice, first on line %d", item.Line)
		text, err := l.read(name)
		if err != nil {
			l.wrong(key, "%s", err)
			continue
		}
		l.adopt(root, name, text)
	}
}

// includes is the list of files as the root holds it, empty when it is none.
func includes(root *yaml.Node) []*yaml.Node {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == includeKey && root.Content[i+1].Kind == yaml.SequenceNode {
			return root.Content[i+1].Content
		}
	}
	return nil
}

// adopt adds the keys of an included file to the root.
func (l *loader) adopt(root *yaml.Node, path string, text []byte) {
	included, ok := l.parse(path, text)
	if !ok {
		return
	}
	for i := 0; i+1 < len(included.Content); i += 2 {
		if name := included.Content[i]; name.Value == includeKey {
			l.at(name.Line, includeKey, "an included file cannot include others")
			continue
		}
		root.Content = append(root.Content, included.Content[i:i+2]...)
	}
}

// begin takes up the next file and returns how many lines lie before it.
func (l *loader) begin(name string, text []byte) int {
	base := l.next
	l.sources = append(l.sources, source{name, base})
	// One more than there are: a mistake may be noted behind the last line.
	l.next += strings.Count(string(text), "\n") + 2
	return base
}

// source is the file that a line belongs to.
func (l *loader) source(line int) source {
	for _, s := range slices.Backward(l.sources) {
		if line > s.base {
			return s
		}
	}
	return l.sources[0]
}

// inFile is the number of a line in its own file.
func (l *loader) inFile(line int) int { return line - l.source(line).base }

// place names a line for a message about another one: with its file if that is
// another, too.
func (l *loader) place(line, from int) string {
	s := l.source(line)
	if s == l.source(from) {
		return fmt.Sprintf("on line %d", line-s.base)
	}
	return fmt.Sprintf("at %s:%d", s.name, line-s.base)
}

// shift adds to the lines of a node and of all inside it.
func shift(node *yaml.Node, base int) {
	node.Line += base
	for _, inner := range node.Content {
		shift(inner, base)
	}
}

// largestInclude keeps a slip of the pen – an export in place of a list of
// targets – from being read as YAML.
const largestInclude = 4 << 20

// readRegular reads a file that is one: neither a folder nor a pipe that waits.
func readRegular(path string) ([]byte, error) {
	about, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", path)
	}
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largestInclude+1))
	if err == nil && len(text) > largestInclude {
		err = fmt.Errorf("%s is larger than %d MB", path, largestInclude>>20)
	}
	return text, err
}
