package pipeline

import (
	"errors"
	"fmt"
	"strings"
)

// MappingError is a mistake in the mapping of an export or a lookup that shows only
// when it is held against a delivered file.
type MappingError struct {
	Key        string // exports.revenue.columns.revenue
	Expression string // as written; empty: the mistake is in none
	File       string // that was delivered; empty: the error around this one names it
	Err        error  // wraps ErrConfig, or ErrRefused when the file is not as it was agreed
}

func (e *MappingError) Error() string {
	text := e.Key + ": "
	if e.Expression != "" {
		text += quoted(e.Expression) + ": "
	}
	text += strings.TrimPrefix(e.Err.Error(), ErrConfig.Error()+": ")
	if e.File != "" {
		text += "; the file is " + e.File
	}
	return text
}

func (e *MappingError) Unwrap() error { return e.Err }

// placed adds to a mistake in the mapping the file and the line of its key. Where
// the configuration is to blame the line comes first, as it does for all that is
// found before a file is looked at.
func (c Config) placed(err error) error {
	var mapping *MappingError
	if !errors.As(err, &mapping) {
		return err
	}
	line := c.line(mapping.Key)
	switch {
	case line == "":
		return err
	case errors.Is(err, ErrConfig):
		return mistakesError{line + ": " + mapping.Error()}
	}
	return fmt.Errorf("%w; it is named in %s", err, line)
}

// line is where a key of the configuration stands, or the innermost key around it,
// like config.yaml:34; empty when it was not read from a file.
func (c Config) line(key string) string {
	for key != "" && c.lines[key] == "" {
		key = parentKey(key)
	}
	return c.lines[key]
}

// places says where the keys of the mappings stand, for what is found later.
func (l *loader) places() map[string]string {
	places := map[string]string{}
	for key, line := range l.lines {
		if strings.HasPrefix(key, "exports.") || strings.HasPrefix(key, "lookups.") {
			places[key] = fmt.Sprintf("%s:%d", l.source(line).name, l.inFile(line))
		}
	}
	return places
}
