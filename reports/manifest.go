package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"valueshift/pipeline/fault"
)

// File is a file of a version as manifest.json lists it.
type File struct {
	Name   string `json:"file"` // below the version's folder
	Sha256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// put writes a file and remembers its hash.
func (w *writer) put(file string, content []byte) error {
	if err := fault.Point("page", file); err != nil {
		return err
	}
	if err := w.root.WriteFile(file, content, 0o644); err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.written = append(w.written, File{file, hex.EncodeToString(sum[:]), int64(len(content))})
	return nil
}

// manifest lists all files but itself, so that a copy can be checked.
func (w *writer) manifest() error {
	slices.SortFunc(w.written, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	text, err := json.MarshalIndent(w.written, "", "  ")
	if err != nil {
		return err
	}
	if err := fault.Point("page", "manifest.json"); err != nil {
		return err
	}
	return w.root.WriteFile("manifest.json", append(text, '\n'), 0o644)
}
