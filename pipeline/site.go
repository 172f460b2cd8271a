package pipeline

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"valueshift/pipeline/fault"
)

// keptVersions is how many published versions stay: a fortnight of nights.
const keptVersions = 14

// site is the folder of the pages: runs/<version> holds one version each, and the
// link current names the one to read. Everything goes through its root, so that no
// link that somebody planted leads out of it.
type site struct{ root *os.Root }

// openSite opens the folder of the pages, and makes it when it is missing.
func openSite(out string) (site, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return site{}, err
	}
	root, err := os.OpenRoot(out)
	return site{root}, err
}

func (s site) close() error { return s.root.Close() }

// openShown opens the pages that are there and names the version that they show. When
// it is empty, none is shown and nothing is open.
func openShown(config Config) (s site, shown string, err error) {
	s.root, err = os.OpenRoot(config.Path(config.Out))
	if errors.Is(err, fs.ErrNotExist) {
		return site{}, "", nil
	}
	if err != nil {
		return site{}, "", fmt.Errorf("pages: %w: %w", ErrIO, err)
	}
	if shown, err = s.shown(); err != nil {
		err = fmt.Errorf("pages: %w: %w", ErrIO, err)
	}
	if shown == "" {
		s.close()
	}
	return s, shown, err
}

// asidePrefix begins the names of folders that are being written.
const asidePrefix = ".writing-"

// aside is a folder that is being written. Its lock tells others that it is not
// left over from a night that was killed.
type aside struct {
	site site
	name string // from the site's root
	root *os.Root
	lock *os.File
}

// aside makes an empty folder beside the versions, and removes those that killed
// nights have left there.
func (s site) aside() (aside, error) {
	if err := errors.Join(fault.Point("publish", "aside"), s.rehearse(), s.root.MkdirAll("runs", 0o755)); err != nil {
		return aside{}, err
	}
	if err := s.wipe(); err != nil {
		return aside{}, err
	}
	a := aside{site: s, name: path.Join("runs", fmt.Sprint(asidePrefix, os.Getpid()))}
	if err := s.root.Mkdir(a.name, 0o755); err != nil {
		return aside{}, err
	}
	var err error
	if a.lock, err = s.claim(a.name); err == nil {
		a.root, err = s.root.OpenRoot(a.name)
	}
	if err != nil {
		return aside{}, errors.Join(err, a.remove())
	}
	return a, nil
}

// remove removes the folder if it was not shown meanwhile.
func (a aside) remove() error {
	var errs []error
	if a.root != nil {
		errs = append(errs, a.root.Close())
	}
	errs = append(errs, a.site.root.RemoveAll(a.name))
	if a.lock != nil {
		errs = append(errs, a.lock.Close())
	}
	return errors.Join(errs...)
}

// claim locks a folder of the site.
func (s site) claim(folder string) (*os.File, error) {
	file, err := s.root.Open(folder)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// wipe removes folders that nobody writes any more.
func (s site) wipe() error {
	entries, err := s.list()
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), asidePrefix) {
			continue
		}
		name := path.Join("runs", entry.Name())
		lock, err := s.claim(name)
		if err != nil {
			continue
		}
		if err := errors.Join(s.root.RemoveAll(name), lock.Close()); err != nil {
			return err
		}
	}
	return nil
}

// list reads runs/.
func (s site) list() ([]fs.DirEntry, error) {
	return fs.ReadDir(s.root.FS(), "runs")
}

// show moves a folder to its version, lists it among the months, swaps the link and
// returns the version. Before the swap, so that no page is shown without the list
// that it leads to.
func (s site) show(folder, version, locale string) (string, error) {
	name, err := s.place(folder, version)
	if err != nil {
		return "", err
	}
	if err := s.listMonths(name, locale); err != nil {
		return "", err
	}
	return name, s.point(name)
}

// place moves a folder to where its version is read, unless it is there already,
// file for file. A version that is there with other files, as an older program
// drew them or as somebody changed them, stays for those who are reading it, and
// the new one gets a number.
func (s site) place(folder, version string) (name string, err error) {
	for n := 1; ; n++ {
		name = version
		if n > 1 {
			name = fmt.Sprintf("%s-%d", version, n)
		}
		target := path.Join("runs", name)
		if _, err := s.root.Stat(target); errors.Is(err, fs.ErrNotExist) {
			if err := fault.Point("publish", "rename"); err != nil {
				return "", err
			}
			return name, errors.Join(s.root.Rename(folder, target), syncOne(s.root, "runs"))
		}
		if same, err := s.sameManifest(folder, target); err != nil || same {
			return name, err
		}
	}
}

// rehearse makes the link that point makes, and takes it away again: that it cannot be
// made must not show when history is kept.
func (s site) rehearse() error {
	if _, err := s.shown(); err != nil {
		return err
	}
	if err := errors.Join(s.root.RemoveAll(".current"), s.root.Symlink("runs", ".current")); err != nil {
		return err
	}
	return s.root.Remove(".current")
}

// point makes current name a version, in one step.
func (s site) point(version string) error {
	if err := errors.Join(fault.Point("publish", "link"), s.root.RemoveAll(".current")); err != nil {
		return err
	}
	if err := s.root.Symlink(path.Join("runs", version), ".current"); err != nil {
		return err
	}
	defer s.root.Remove(".current") // gone by then, unless the swap fails
	if err := fault.Point("publish", "swap"); err != nil {
		return err
	}
	if err := s.root.Rename(".current", "current"); err != nil {
		return err
	}
	return syncOne(s.root, ".")
}

// shown is the version that current names; empty when there is none.
func (s site) shown() (string, error) {
	target, err := s.root.Readlink("current")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case errors.Is(err, syscall.EINVAL): // a copy that followed the link, say
		return "", fmt.Errorf("%s is no link; move it away, and the next night makes the link to its pages",
			filepath.Join(s.root.Name(), "current"))
	}
	return path.Base(target), err
}

// sameManifest reports whether a version is there already, whole.
func (s site) sameManifest(folder, target string) (bool, error) {
	wanted, err := s.root.ReadFile(path.Join(folder, "manifest.json"))
	if err != nil {
		return false, err
	}
	found, err := s.root.ReadFile(path.Join(target, "manifest.json"))
	if err != nil || !bytes.Equal(wanted, found) {
		return false, nil // damaged, and so another one
	}
	checked, err := s.inspect(target)
	return err == nil && len(checked.Problems) == 0, err
}

// versions lists what is published, the one written last first.
func (s site) versions() ([]string, error) {
	entries, err := s.list()
	if err != nil {
		return nil, err
	}
	written := map[string]time.Time{}
	for _, entry := range entries {
		if entry.IsDir() && entry.Name()[0] != '.' {
			if written[entry.Name()], err = s.written(entry.Name()); err != nil {
				return nil, err
			}
		}
	}
	return slices.SortedFunc(maps.Keys(written), func(a, b string) int {
		return cmp.Or(written[b].Compare(written[a]), strings.Compare(a, b))
	}), nil
}

// written is when a version was: its manifest, for a folder counts as written anew
// when somebody puts a file there.
func (s site) written(version string) (time.Time, error) {
	info, err := s.root.Stat(path.Join("runs", version, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		info, err = s.root.Stat(path.Join("runs", version))
	}
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// prune removes the versions written longest ago, but for the last of each of the
// newest months, and never the one shown: a reader that found it in current is
// still at it.
func (s site) prune() error {
	if err := fault.Point("publish", "prune"); err != nil {
		return err
	}
	shown, err := s.shown()
	if err != nil {
		return err
	}
	versions, err := s.versions()
	if err != nil {
		return err
	}
	lasting := monthVersions(versions)
	others := slices.DeleteFunc(versions, func(version string) bool { return version == shown })
	for i := keptVersions - 1; i < len(others); i++ {
		if slices.Contains(lasting, others[i]) {
			continue
		}
		if err := s.remove(others[i]); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a version away: first its name, so that a night killed meanwhile
// leaves no half version to roll back to.
func (s site) remove(version string) error {
	old := path.Join("runs", asidePrefix+"old-"+version)
	if err := s.root.Rename(path.Join("runs", version), old); err != nil {
		return err
	}
	return errors.Join(fault.Point("publish", "version set aside"), s.root.RemoveAll(old))
}

// syncAll writes every file and folder below a root through to the disk, so that
// what a link names after a power failure is whole.
func syncAll(root *os.Root) error {
	return fs.WalkDir(root.FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncOne(root, name)
	})
}

// syncOne does so for one file or folder.
func syncOne(root *os.Root, name string) error {
	file, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
