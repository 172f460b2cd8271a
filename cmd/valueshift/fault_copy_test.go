//go:build fault

package main

import (
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline/fault"
)

// killBackup kills a backup at every point, and lets the disk fail there. What
// bears the name of a backup is a whole one, and the database stays as it was.
func killBackup(t *testing.T, s *stage) {
	p := s.after.fresh(t)
	os.RemoveAll(p.site()) // pages have nothing to do with it
	saved := filepath.Join(p.dir, "saved.duckdb")
	backup := []string{"backup", "saved.duckdb"}
	points := p.passes(t, backup)
	if err := os.Remove(saved); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d points", len(points))
	for i, point := range points {
		for _, mode := range copyFaults(i) {
			code, err := run(p.valueshift(backup, fault.Armed+"="+point+":"+mode))
			switch {
			case mode == "kill" && code != -1:
				t.Errorf("%s: the backup lived, code %d: %v", point, code, err)
			case mode != "kill" && code != exitIO && code != exitNoOutput:
				t.Errorf("%s %s: code %d: %v", point, mode, code, err)
			}
			if err := is(p.database(), s.golden); err != nil {
				t.Errorf("%s %s: the database: %v", point, mode, err)
			}
			want := exitDone
			if _, err := os.Lstat(saved); err == nil {
				want = exitNoOutput // it is there already, and nothing is overwritten
			}
			if want != exitDone {
				if err := is(saved, s.golden); err != nil {
					t.Errorf("%s %s: a half backup: %v", point, mode, err)
				}
			}
			if code, err := run(p.valueshift(backup)); code != want {
				t.Errorf("%s %s: the backup after: code %d, want %d: %v", point, mode, code, want, err)
			}
			if err := errors.Join(is(saved, s.golden), os.Remove(saved), removed(saved+".writing")); err != nil {
				t.Errorf("%s %s: the backup after: %v", point, mode, err)
			}
		}
	}
}

// killRestore kills a restore at every point, and lets the disk fail there. The
// database is the old or the restored one, whole; or verify refuses it, for the one
// moment in which it lies beside the old one's log. A second restore ends well.
func killRestore(t *testing.T, s *stage) {
	for _, test := range []struct {
		name      string
		old       func(place) error // makes the database that is replaced
		from      place             // its database is the backup
		was, will map[string]string // contents of the old and of the restored one
	}{
		{"database", func(place) error { return nil }, s.after, s.yesterday, s.golden},
		{"database_and_log", leaveLog, s.after, s.yesterday, s.golden},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			base := s.before.fresh(t)
			text, err := os.ReadFile(test.from.database())
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(test.old(base), os.WriteFile(filepath.Join(base.dir, "saved.duckdb"), text, 0o600),
				os.RemoveAll(base.site())); err != nil { // pages of the other night would be told
				t.Fatal(err)
			}
			restore, verify := []string{"restore", "saved.duckdb"}, []string{"verify"}
			p := base.fresh(t)
			points := p.passes(t, restore)
			if !soaking {
				points = every(points, 4)
			}
			t.Logf("%d points", len(points))
			for i, point := range points {
				for _, mode := range copyFaults(i) {
					if err := errors.Join(os.RemoveAll(p.dir), base.copyTo(p)); err != nil {
						t.Fatal(err)
					}
					code, err := run(p.valueshift(restore, fault.Armed+"="+point+":"+mode))
					switch {
					case mode == "kill" && code != -1:
						t.Errorf("%s: the restore lived, code %d: %v", point, code, err)
					case mode != "kill" && code != exitIO && code != exitRefused: // a law that cannot be read is not kept
						t.Errorf("%s %s: code %d: %v", point, mode, code, err)
					}
					code, err = run(p.valueshift(verify))
					if _, isLeft := os.Lstat(p.database() + ".wal"); point == "copy/remove log" && isLeft == nil {
						if code != exitRefused {
							t.Errorf("%s %s: verify with the old log: code %d: %v", point, mode, code, err)
						}
					} else if code != exitDone {
						t.Errorf("%s %s: verify: code %d: %v", point, mode, code, err)
					} else if is(p.database(), test.was) != nil && is(p.database(), test.will) != nil {
						t.Errorf("%s %s: the database is neither the old nor the restored one", point, mode)
					}
					if code, err := run(p.valueshift(restore)); code != exitDone {
						t.Errorf("%s %s: the restore after: code %d: %v", point, mode, code, err)
					}
					if _, err := run(p.valueshift(verify)); err != nil {
						t.Errorf("%s %s: verify after the restore: %v", point, mode, err)
					}
					if err := errors.Join(is(p.database(), test.will), p.kept(test.was), removed(p.database()+".restoring"), removed(p.database()+".wal")); err != nil {
						t.Errorf("%s %s: the restore after: %v", point, mode, err)
					}
				}
			}
		})
	}
}

// leaveLog leaves a write-ahead log beside a database, as a tool does that dies: it
// holds a table that history knows nothing of.
func leaveLog(p place) error {
	db, err := sql.Open("duckdb", p.database()+"?storage_compatibility_version=v1.5.0")
	if err != nil {
		return err
	}
	_, set := db.Exec("set checkpoint_threshold = '1GB'")
	_, made := db.Exec("create table later as select i from range(1000) as r(i)")
	text, err := os.ReadFile(p.database())
	log, broken := os.ReadFile(p.database() + ".wal")
	if err := errors.Join(set, made, err, broken, db.Close()); err != nil {
		return err
	}
	return errors.Join(os.WriteFile(p.database(), text, 0o640), os.WriteFile(p.database()+".wal", log, 0o640))
}

// copyFaults are the faults at the i-th point: a kill at all of them, and the
// disk's by turns.
func copyFaults(i int) []string {
	if soaking {
		return []string{"kill", "eio", "enospc"}
	}
	return [][]string{{"kill"}, {"kill", "eio"}, {"kill"}, {"kill", "enospc"}}[i%4]
}

// passes does something without a fault and lists the points that it passes: all
// that change files, and all others in the soak.
func (p place) passes(t *testing.T, args []string) []string {
	t.Helper()
	list := filepath.Join(t.TempDir(), "passes")
	if _, err := run(p.valueshift(args, fault.List+"="+list)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	points := distinct(strings.Split(strings.TrimSpace(string(text)), "\n"))
	if !soaking {
		reads := 0
		points = slices.DeleteFunc(points, func(point string) bool {
			if !strings.HasPrefix(point, "read/") {
				return false
			}
			reads++
			return reads > 1
		})
	}
	return points
}

// is compares the history in a database with one that is known.
func is(database string, want map[string]string) error {
	contents, err := historyOf(database)
	if err == nil && !maps.Equal(contents, want) {
		err = errors.New(differences(contents, want))
	}
	return err
}

// kept makes sure that what the first restore replaced lies beside it, with its log.
func (p place) kept(was map[string]string) error {
	beside, err := filepath.Glob(p.database() + ".before-restore-*")
	beside = slices.DeleteFunc(beside, func(path string) bool { return strings.HasSuffix(path, ".wal") })
	if err != nil || len(beside) == 0 {
		return errors.Join(err, errors.New("what was there before is gone"))
	}
	return is(slices.Min(beside), was)
}

// removed makes sure that a file is not there.
func removed(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return errors.New(path + " is left")
	}
	return nil
}
