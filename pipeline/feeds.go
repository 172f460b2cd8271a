package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"
)

// numbersPerFeed is how far apart the file numbers of two feeds begin, so that one
// more file in a feed leaves those of the others as they are.
const numbersPerFeed = 100_000

// feeds finds the files of every feed and lookup and numbers them. A feed that is
// configured must deliver; a feed that is not has no files and its tables stay
// empty.
func (c Config) feeds() ([]Feed, error) {
	next := 1
	lookupPaths, lookupFirst := map[string][]string{}, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(c.Lookups)) {
		paths, err := c.find("lookups."+name, c.Lookups[name].Files)
		if err != nil {
			return nil, err
		}
		lookupPaths[name], lookupFirst[name] = paths, next
		next += len(paths)
	}
	var feeds []Feed
	for _, name := range feedOrder {
		export, ok := c.Exports[name]
		export.Feed = name
		feed := Feed{
			Export: export, Contract: contracts[name], MoneyScale: c.Money.Scale, Currency: c.Currency, FirstFile: next,
			LookupMaps: c.Lookups, LookupPath: lookupPaths, LookupFirst: lookupFirst,
		}
		if ok {
			var err error
			if feed.Paths, err = c.find("exports."+name, export.Files); err != nil {
				return nil, err
			}
		}
		next = (next+len(feed.Paths))/numbersPerFeed*numbersPerFeed + numbersPerFeed
		feeds = append(feeds, feed)
	}
	return feeds, nil
}

// FindFiles reports the first export or lookup that no file was delivered for, and
// what is wrong with the file of notes.
func (c Config) FindFiles() error {
	if _, err := c.feeds(); err != nil {
		return err
	}
	_, _, err := c.readNotes()
	return err
}

// InputFolders lists the folders that delivered files lie in, for an engine that
// may read nothing else.
func (c Config) InputFolders() []string {
	var patterns []string
	for _, name := range slices.Sorted(maps.Keys(c.Lookups)) {
		patterns = append(patterns, c.Lookups[name].Files...)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Exports)) {
		patterns = append(patterns, c.Exports[name].Files...)
	}
	var folders []string
	for _, pattern := range patterns {
		paths, _ := c.glob(pattern) // find reports what is wrong with it
		for _, path := range paths {
			folders = append(folders, filepath.Dir(path))
			// A delivered file may be a link to where it was dropped.
			if target, err := filepath.EvalSymlinks(path); err == nil {
				folders = append(folders, filepath.Dir(target))
			}
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// find expands the patterns of one feed, each file once, in order of name.
func (c Config) find(key string, patterns []string) ([]string, error) {
	var found []string
	for _, pattern := range patterns {
		paths, err := c.glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("%s.files: %s: %w", key, pattern, err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("%s.files: %w: nothing matches %s", key, ErrNoInput, c.Path(pattern))
		}
		for _, path := range paths {
			if !utf8.ValidString(path) {
				return nil, fmt.Errorf("%s.files: %w: %q: the name is no UTF-8; give the file another one", key, ErrRefused, path)
			}
		}
		found = append(found, paths...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// glob expands a pattern. Unlike filepath.Glob it takes the folder of the
// configuration as it is called, and a folder that cannot be read is an error: its
// files would be missing without a word.
func (c Config) glob(pattern string) ([]string, error) {
	if _, err := filepath.Match(pattern, ""); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	found, rest := []string{c.dir}, filepath.Clean(pattern)
	if filepath.IsAbs(rest) {
		root := filepath.VolumeName(rest) + string(filepath.Separator)
		found, rest = []string{root}, strings.TrimPrefix(rest, root)
	}
	for _, name := range strings.Split(rest, string(filepath.Separator)) {
		var below []string
		for _, folder := range found {
			matches, err := matchesIn(folder, name)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrIO, err)
			}
			below = append(below, matches...)
		}
		found = below
	}
	return found, nil
}

// matchesIn lists what is called like one part of a pattern in a folder; in a file
// is nothing.
func matchesIn(folder, name string) (found []string, err error) {
	if !strings.ContainsAny(name, `*?[\`) {
		path := filepath.Join(folder, name)
		_, err := os.Lstat(path)
		switch {
		case err == nil:
			return []string{path}, nil
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
			return nil, nil
		}
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	for _, entry := range entries {
		if matched, _ := filepath.Match(name, entry.Name()); matched {
			found = append(found, filepath.Join(folder, entry.Name()))
		}
	}
	return found, err
}

// shown is a delivered file's name on pages: relative to the configuration, so
// that the same delivery gives the same pages on every machine.
func (c Config) shown(path string) string {
	if relative, err := filepath.Rel(c.dir, path); err == nil {
		return filepath.ToSlash(relative)
	}
	return filepath.ToSlash(path)
}
