package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"valueshift/pipeline/fault"
	"valueshift/reports"
)

// keptVersions is how many published versions stay: a fortnight of nights.
const keptVersions = 14

// publish writes the pages aside, keeps history, and only then lets readers see
// the new version: they find a complete set or yesterday's, never a mixture.
func (n *night) publish(ctx context.Context) (Published, error) {
	book, err := n.book(ctx)
	if err != nil {
		return Published{}, err
	}
	defer release(book)
	site := site{n.Config.Path(n.Config.Out)}
	aside, err := site.aside()
	if err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	defer os.RemoveAll(aside)
	if err := n.writePages(ctx, aside, book); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if _, err := n.Engine.Replace(ctx, "customer_keys", "", "", "select * from customer_keys"); err != nil {
		return Published{}, fmt.Errorf("report: history.customer_keys: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return Published{}, err
	}
	if err := n.Engine.Keep(ctx); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if err := fault.Point("publish", "kept"); err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	version, err := site.show(aside, book.Run.Version)
	if err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	// Readers have the new pages by now; old ones that will not go are no failure.
	if err := site.prune(version); err != nil {
		n.Log.LogAttrs(ctx, slog.LevelWarn, "old versions stay", slog.String("stage", "report"), slog.Any("error", err))
	}
	return Published{Version: version, Index: filepath.Join(site.out, "current", "index.html")}, nil
}

func (n *night) writePages(ctx context.Context, folder string, book reports.Book) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOutput, err)
	}
	defer root.Close()
	threads := n.Config.Engine.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	n.total += len(book.Scopes) + 2
	err = reports.Write(ctx, root, book, threads, func(page string) { n.begin("report", page) })
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return fmt.Errorf("%w: %w", ErrOutput, err)
	}
	return err
}

// site is the folder of the pages: runs/<version> holds one version each, and the
// link current names the one to read.
type site struct{ out string }

// aside makes an empty folder beside the versions.
func (s site) aside() (string, error) {
	runs := filepath.Join(s.out, "runs")
	if err := errors.Join(fault.Point("publish", "aside"), os.MkdirAll(runs, 0o755)); err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp(runs, writing)
	if err != nil {
		return "", err
	}
	return folder, os.Chmod(folder, 0o755)
}

// show moves a folder to its version, swaps the link and returns the version.
func (s site) show(folder, version string) (string, error) {
	version, isThere, err := s.vacant(folder, version)
	if err != nil {
		return "", err
	}
	if !isThere {
		if err := fault.Point("publish", "rename"); err != nil {
			return "", err
		}
		if err := os.Rename(folder, filepath.Join(s.out, "runs", version)); err != nil {
			return "", err
		}
	}
	link := filepath.Join(s.out, ".current")
	if err := errors.Join(fault.Point("publish", "link"), os.RemoveAll(link)); err != nil {
		return "", err
	}
	if err := os.Symlink(filepath.Join("runs", version), link); err != nil {
		return "", err
	}
	defer os.Remove(link) // gone by then, unless the swap fails
	if err := fault.Point("publish", "swap"); err != nil {
		return "", err
	}
	return version, os.Rename(link, filepath.Join(s.out, "current"))
}

// vacant names the version to move a folder to, or the one that is there already,
// file for file. The same night may have been rendered differently by an older
// program, and those pages may be the ones shown: they stay, the new ones get a
// number behind the name.
func (s site) vacant(folder, version string) (name string, isThere bool, err error) {
	name = version
	for again := 2; ; again++ {
		target := filepath.Join(s.out, "runs", name)
		if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
			return name, false, nil
		}
		if same, err := sameManifest(folder, target); err != nil || same {
			return name, same, err
		}
		name = fmt.Sprintf("%s-%d", version, again)
	}
}

// sameManifest reports whether the version is there already, file for file.
func sameManifest(folder, target string) (bool, error) {
	wanted, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return false, err
	}
	found, err := os.ReadFile(filepath.Join(target, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && slices.Equal(wanted, found), err
}

// prune removes the versions written longest ago, never the one shown.
func (s site) prune(shown string) error {
	if err := fault.Point("publish", "prune"); err != nil {
		return err
	}
	runs := filepath.Join(s.out, "runs")
	entries, err := os.ReadDir(runs)
	if err != nil {
		return err
	}
	var folders []fs.FileInfo
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if entry.Name() != shown && entry.Name()[0] != '.' {
			folders = append(folders, info)
		}
	}
	slices.SortFunc(folders, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for i := keptVersions - 1; i < len(folders); i++ {
		if err := s.remove(folders[i].Name()); err != nil {
			return err
		}
	}
	return nil
}
