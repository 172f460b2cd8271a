package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

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
	if err := n.keepDeliveries(ctx); err != nil {
		return Published{}, fmt.Errorf("report: history.deliveries: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return Published{}, err
	}
	if err := n.Engine.Keep(ctx); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if err := site.show(aside, book.Run.Version); err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	return Published{Version: book.Run.Version, Index: filepath.Join(site.out, "current", "index.html")}, nil
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
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp(runs, ".writing-")
	if err != nil {
		return "", err
	}
	return folder, os.Chmod(folder, 0o755)
}

// show moves a folder to its version and swaps the link.
func (s site) show(folder, version string) error {
	target := filepath.Join(s.out, "runs", version)
	if same, err := sameManifest(folder, target); err != nil {
		return err
	} else if !same {
		// The same night may have been rendered differently by an older program.
		if err := os.RemoveAll(target); err != nil {
			return err
		}
		if err := os.Rename(folder, target); err != nil {
			return err
		}
	}
	link := filepath.Join(s.out, ".current")
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(filepath.Join("runs", version), link); err != nil {
		return err
	}
	if err := os.Rename(link, filepath.Join(s.out, "current")); err != nil {
		return err
	}
	return s.prune(version)
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
		if err := os.RemoveAll(filepath.Join(runs, folders[i].Name())); err != nil {
			return err
		}
	}
	return nil
}
