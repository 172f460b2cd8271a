package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"

	"valueshift/pipeline/fault"
)

// written is one line of the manifest.
type written struct {
	File   string `json:"file"`
	Sha256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
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
	w.written = append(w.written, written{file, hex.EncodeToString(sum[:]), len(content)})
	return nil
}

// manifest lists all files but itself, so that a copy can be checked.
func (w *writer) manifest() error {
	sort.Slice(w.written, func(i, j int) bool { return w.written[i].File < w.written[j].File })
	text, err := json.MarshalIndent(w.written, "", "  ")
	if err != nil {
		return err
	}
	if err := fault.Point("page", "manifest.json"); err != nil {
		return err
	}
	return w.root.WriteFile("manifest.json", append(text, '\n'), 0o644)
}
