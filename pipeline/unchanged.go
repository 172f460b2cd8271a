package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"path/filepath"

	"valueshift/reports"
)

// lastFile is where a night writes what it was made of, when all else is done:
// beside the versions, so that no page and no manifest knows of it. A night that
// finds the same again, and its pages and its database as it left them, would make
// the same to the byte. It leaves them.
const lastFile = "last.json"

// lastNight is what the file holds.
type lastNight struct {
	MadeOf  string `json:"made_of"` // of all that pages follow from, a hash
	Version string `json:"version"` // as published
}

// madeOf identifies all that the pages follow from, but for the program: that is
// the same when every file is held.
func (n *night) madeOf() (string, error) {
	key := ""
	if n.Config.Reports.isKeyed() {
		pseudonyms, err := openPseudonyms(n.Config.Path(n.Config.Reports.PseudonymKeyFile))
		if err != nil {
			return "", err
		}
		key = pseudonyms.fingerprint()
	}
	rows := n.deliveryRows()
	for i := range rows {
		rows[i].UsualRows, rows[i].IsHeld = nil, false // only say whether and how to go on
	}
	config := n.Config
	config.Engine = EngineLimits{} // as much memory, as many threads as there are
	text, err := json.Marshal([]any{config, rows, n.notesHash, key, n.Program, n.Engine.Version()})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// stands finds the pages that this night would make again; false when it has work.
func (n *night) stands(ctx context.Context) (published Published, is bool, err error) {
	// Whether pages can be printed shows only when they are.
	if n.Again || n.Config.Reports.PDF || !n.isHeld {
		return published, false, nil
	}
	site, err := openSite(n.Config.Path(n.Config.Out))
	if err != nil {
		return published, false, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	defer site.close()
	last, err := site.last()
	if err != nil {
		return published, false, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	madeOf, err := n.madeOf()
	if err != nil || last.MadeOf != madeOf {
		return published, false, err
	}
	if is, err = n.isKept(ctx, last.Version); err != nil || !is {
		return published, false, err
	}
	if is, err = site.isShown(last.Version); err != nil || !is {
		return published, false, err
	}
	n.Log.LogAttrs(ctx, slog.LevelInfo, "nothing new", slog.String("stage", "report"), slog.String("pages", last.Version))
	return Published{Version: last.Version, Index: filepath.Join(site.root.Name(), "current", "index.html")}, true, nil
}

// isKept tells whether a version is of the night that history kept last.
func (n *night) isKept(ctx context.Context, version string) (bool, error) {
	var kept []struct{ RunVersion string }
	if err := n.read(ctx, "select run_version from history.last_run", &kept); err != nil {
		return false, fmt.Errorf("history.last_run: %w", err)
	}
	return len(kept) == 1 && isOf(version, kept[0].RunVersion), nil
}

// isShown tells whether current names a version, and that is whole and has the list of
// months that it leads to.
func (s site) isShown(version string) (bool, error) {
	shown, err := s.shown()
	if err != nil || shown != version {
		return false, err
	}
	if _, err := s.root.Stat(reports.MonthsFile); err != nil {
		return false, nil
	}
	found, err := s.inspect(path.Join("runs", version))
	return len(found.Problems) == 0, err
}

// last reads what the last night left; a file that is missing or damaged says
// nothing.
func (s site) last() (last lastNight, err error) {
	text, err := s.root.ReadFile(lastFile)
	if errors.Is(err, fs.ErrNotExist) {
		return last, nil
	}
	if err != nil {
		return last, err
	}
	if json.Unmarshal(text, &last) != nil {
		return lastNight{}, nil
	}
	return last, nil
}

// keepLast writes what tonight was made of. Half a file says nothing, and so
// nothing is synced.
func (n *night) keepLast(s site, version string) error {
	madeOf, err := n.madeOf()
	if err != nil {
		return err
	}
	text, err := json.Marshal(lastNight{madeOf, version})
	if err != nil {
		return err
	}
	return s.swapFile(lastFile, append(text, '\n'))
}
