package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Rollback makes current name an earlier version: the one written before the one
// shown, or the one asked for. History stays, and the next night publishes forward
// again. It returns the page to open.
func Rollback(config Config, version string) (index string, err error) {
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
	if err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrIO, err)
	}
	shown, err := s.shown()
	if err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrIO, err)
	}
	if version == "" {
		at := slices.Index(versions, shown)
		if at < 0 || at+1 == len(versions) {
			return "", fmt.Errorf("pages %s: %w: there is no version before %s", out, ErrNoInput, shown)
		}
		version = versions[at+1]
	}
	if !slices.Contains(versions, version) {
		return "", fmt.Errorf("pages %s: %w: there is no version %s; there are\n  %s", out, ErrNoInput, version, strings.Join(versions, "\n  "))
	}
	if err := s.point(version); err != nil {
		return "", fmt.Errorf("pages %s: %w: %w", out, ErrOutput, err)
	}
	return filepath.Join(out, "current", "index.html"), nil
}
