package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"valueshift/reports"
)

// inspect holds every file of a version against its manifest.
func (s site) inspect(folder string) (Inspected, error) {
	found := Inspected{Name: folder}
	text, err := s.root.ReadFile(path.Join(folder, "manifest.json"))
	var entries []reports.File
	if err == nil {
		err = json.Unmarshal(text, &entries)
	}
	if err != nil {
		found.Problems = append(found.Problems, fmt.Sprintf("manifest.json cannot be read: %v", err))
		return found, nil
	}
	listed := map[string]bool{"manifest.json": true}
	for _, entry := range entries {
		listed[entry.Name] = true
		found.Rows++
		content, err := s.root.ReadFile(path.Join(folder, entry.Name))
		if err != nil {
			found.Problems = append(found.Problems, fmt.Sprintf("%s cannot be read: %v", entry.Name, err))
			continue
		}
		sum := sha256.Sum256(content)
		if hex.EncodeToString(sum[:]) != entry.Sha256 {
			found.Problems = append(found.Problems, entry.Name+" is not what was published")
		}
	}
	err = fs.WalkDir(s.root.FS(), folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if file := name[len(folder)+1:]; !listed[file] {
			found.Problems = append(found.Problems, file+" was not published")
		}
		return nil
	})
	return found, err
}
