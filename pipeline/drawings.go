package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"valueshift/pipeline/fault"
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

// keepDrawings leaves tonight's charts in their place. Half a file does no harm,
// because it is not used, and so nothing is synced.
func (s site) keepDrawings(drawings *reports.Drawings) error {
	file, err := drawings.File()
	if err != nil || file == nil {
		return err
	}
	return s.leave(drawingsFile, file)
}

// leave writes a file beside the versions, in one step.
func (s site) leave(name string, content []byte) error {
	written := path.Join("runs", asidePrefix+name) // wiped when it is left over
	err := s.root.WriteFile(written, content, 0o644)
	if err == nil {
		err = fault.Point("publish", name)
	}
	if err == nil {
		err = s.root.Rename(written, name)
	}
	if err != nil {
		return errors.Join(err, s.root.RemoveAll(written))
	}
	return nil
}
