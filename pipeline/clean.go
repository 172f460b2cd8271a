package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"valueshift/pipeline/fault"
)

// writing begins the names of folders that are being made or taken away: no
// version, and nothing of them is ever read.
const writing = ".writing-"

// clean removes what a night that was killed left beside the versions. The
// database is held by this night, so no other is at work there.
func (s site) clean() error {
	runs := filepath.Join(s.out, "runs")
	entries, err := os.ReadDir(runs)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), writing) {
			if err := os.RemoveAll(filepath.Join(runs, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes a version away: first its name, so that a night killed meanwhile
// leaves no half version to roll back to.
func (s site) remove(version string) error {
	runs := filepath.Join(s.out, "runs")
	aside := filepath.Join(runs, writing+"old-"+version)
	if err := os.Rename(filepath.Join(runs, version), aside); err != nil {
		return err
	}
	return errors.Join(fault.Point("publish", "version set aside"), os.RemoveAll(aside))
}
