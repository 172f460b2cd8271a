package pipeline

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// validatePlaces keeps pages and database out of the folders that others deliver to,
// and pages out of the folder of the configuration: a night makes folders there, puts
// files in place and takes old ones away. The database may lie beside the
// configuration, as it does by default, and so may exports.
func (l *loader) validatePlaces(c Config) {
	home := absolute(c.dir)
	for _, key := range []string{"out", "database"} {
		path := map[string]string{"out": c.Out, "database": c.Database}[key]
		place := absolute(c.Path(path))
		switch {
		case strings.TrimSpace(path) == "":
			continue
		case key == "database" && strings.ContainsAny(place, "?%"):
			l.wrong(key, "must not have a ? or %% in its path, where the engine reads options, is %q", place)
			continue
		case key == "database" && address.MatchString(path):
			l.wrong(key, "must be a file, is %q", path)
			continue
		case place == filepath.Dir(place):
			l.wrong(key, "must not be the root of the file system, is %q", place)
			continue
		case place == home:
			l.wrong(key, "must not be the folder of the configuration, is %q", place)
			continue
		}
		for _, reads := range c.readings() {
			folder := absolute(c.Path(filepath.Dir(reads.pattern)))
			if folder != home && isMixed(key, place, folder) {
				l.wrong(key, "must not lie where exports are read, is %q and %s reads %q", place, reads.key, folder)
				break
			}
		}
	}
}

// address is what the engine takes for no file, like :memory: or md:name. A drive has
// one letter.
var address = regexp.MustCompile(`^([A-Za-z0-9_]{2,})?:`)

// isMixed tells whether files of a night would lie among those of a folder, which may
// be a pattern.
func isMixed(key, place, folder string) bool {
	if isAt, _ := filepath.Match(folder, place); isAt { // find reports what is wrong with a pattern
		return true
	}
	if key == "database" {
		isBeside, _ := filepath.Match(folder, filepath.Dir(place))
		return isBeside
	}
	return strings.HasPrefix(folder, place+string(filepath.Separator))
}

// reading is a pattern that exports or lookups are read by, and its key.
type reading struct{ key, pattern string }

func (c Config) readings() []reading {
	var all []reading
	add := func(key string, patterns []string) {
		for i, pattern := range patterns {
			all = append(all, reading{indexKey(key+".files", i), pattern})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Exports)) {
		add(childKey("exports", name), c.Exports[name].Files)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Lookups)) {
		add(childKey("lookups", name), c.Lookups[name].Files)
	}
	return all
}

// absolute is a path that another can be held against.
func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path) // no working folder: opening the path will say so
	}
	return full
}
