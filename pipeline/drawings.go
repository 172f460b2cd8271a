package pipeline

import (
	"errors"
	"fmt"
	"io/fs"

	"valueshift/reports"
)

// drawingsFile is where a night leaves its charts for the next: beside the
// versions, so that no page and no manifest knows of it.
const drawingsFile = "drawings"

// mostDrawings bounds what is read of it, in bytes; fifty segments need a tenth.
const mostDrawings = 128 << 20

// drawings reads what the last night left; nil when there is nothing.
func (s site) drawings() ([]byte, error) {
	info, err := s.root.Lstat(drawingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostDrawings {
		return nil, fmt.Errorf("%s is no file of drawings", drawingsFile)
	}
	return s.root.ReadFile(drawingsFile)
}

// keepDrawings leaves tonight's charts in their place.
func (s site) keepDrawings(drawings *reports.Drawings) error {
	file, err := drawings.File()
	if err != nil || file == nil {
		return err
	}
	return s.swapFile(drawingsFile, file)
}
