package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Rollback makes current name an earlier version: the whole one written before the one
// shown, or the one asked for, which must be whole. It tells each of the damaged ones
// that it passes over. History stays, and the next night publishes forward again. It
// returns the page to open.
func Rollback(config Config, version string, each func(Inspected)) (index string, err error) {
	out := config.Path(config.Out)
	root, err := os.OpenRoot(out)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("pages %s: %w: nothing is published yet", out, ErrNoInput)
	}
	if err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrIO, err)
	}
	s := site{root}
	defer s.close()
	versions, err := s.versions()
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("pages %s: %w: nothing is published yet", out, ErrNoInput)
	}
	if err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrIO, err)
	}
	if version == "" {
		version, err = s.before(versions, each)
	} else {
		err = s.named(version, versions)
	}
	if err != nil {
		return "", fmt.Errorf("pages %s: %w", out, err)
	}
	if err := s.point(version); err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrOutput, err)
	}
	return filepath.Join(out, "current", "index.html"), nil
}

// before is the whole version written last before the one shown.
func (s site) before(versions []string, each func(Inspected)) (string, error) {
	shown, err := s.shown()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrIO, err)
	}
	at := slices.Index(versions, shown)
	if at < 0 || at+1 == len(versions) {
		return "", fmt.Errorf("%w: there is no version before %s", ErrNoInput, shown)
	}
	for _, version := range versions[at+1:] {
		found, err := s.inspect(path.Join("runs", version))
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrIO, err)
		}
		if len(found.Problems) == 0 {
			return version, nil
		}
		each(found)
	}
	return "", fmt.Errorf("%w: no version before %s is whole", ErrRefused, shown)
}

// named refuses a version that is not there, or not whole.
func (s site) named(version string, versions []string) error {
	if !slices.Contains(versions, version) {
		return fmt.Errorf("%w: there is no version %s; there are\n  %s", ErrNoInput, version, strings.Join(versions, "\n  "))
	}
	found, err := s.inspect(path.Join("runs", version))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrIO, err)
	}
	if len(found.Problems) > 0 {
		return fmt.Errorf("%w: version %s is damaged: %s", ErrRefused, version, strings.Join(found.Problems, ", "))
	}
	return nil
}
