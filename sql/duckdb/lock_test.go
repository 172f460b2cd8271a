package duckdb_test

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// A database that another process holds is a reason to come back later, and the
// message names the process: another night, or a tool that writes to the file. Whoever
// only reads is not in a night's way, nor it in theirs. The test starts itself as the
// other process, which holds on until it is told.
func TestOpenWhatAnotherHolds(t *testing.T) {
	if path := os.Getenv("HOLD_DATABASE"); path != "" {
		hold(t, path, os.Getenv("HOLD_AS"))
		return
	}
	for _, as := range []string{"night", "tool"} {
		t.Run(as, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "night.duckdb")
			keptTable(t, path, 1)
			other := exec.Command(os.Args[0], "-test.run=^TestOpenWhatAnotherHolds$")
			other.Env = append(os.Environ(), "HOLD_DATABASE="+path, "HOLD_AS="+as)
			release, err := other.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			told, err := other.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := other.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(told).ReadString('\n'); line != "held\n" {
				t.Errorf("the other process says %q, %v", line, err)
			}
			isHeld := func(what string, err error) {
				t.Helper()
				if !errors.Is(err, pipeline.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d ", other.Process.Pid)) {
					t.Errorf("%s: got %v", what, err)
				}
			}
			_, err = duckdb.Open(t.Context(), duckdb.Settings{Path: path})
			isHeld("night", err)
			reader, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, ReadOnly: true})
			if as == "night" {
				isHeld("idle", duckdb.Idle(path))
				if err != nil {
					t.Fatalf("reader: %v", err)
				}
				if rows := rowsOf(t, reader, "select i from things"); len(rows) != 1 {
					t.Errorf("the reader sees %v", rows)
				}
				err = reader.Close()
			} else {
				isHeld("reader", err)
				err = duckdb.Idle(path) // the tool is no night
			}
			if err != nil {
				t.Error(err)
			}
			release.Close()
			if err := other.Wait(); err != nil {
				t.Fatal(err)
			}
			if err := opened(t, path).Close(); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func hold(t *testing.T, path, as string) {
	if as == "night" {
		defer opened(t, path).Close()
	} else {
		db, err := sql.Open("duckdb", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Ping(); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println("held")
	_, _ = os.Stdin.Read(make([]byte, 1))
}

// What a killed night leaves in the lock file holds nobody up.
func TestStaleLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	if err := os.WriteFile(path+".lock", []byte("process 1 since 2026-01-01T00:00:00Z\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keptTable(t, path, 1)
}

// Whoever reads when a night begins goes on reading what the night before left, with
// all that was put aside for it, and whoever comes later reads the new night.
func TestReadingThroughANight(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptTable(t, path, 1)
	things := func(e *duckdb.Engine) string { return rowsOf(t, e, "select count(*) from things")[0] }
	read := func() *duckdb.Engine {
		e, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, ReadOnly: true, Threads: 1, MemoryLimit: "1GB"})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	before := read()
	aside, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".night.duckdb.temp-*"))
	if err != nil || len(aside) != 1 {
		t.Fatalf("put aside: %v, %v", aside, err)
	}
	keptTable(t, path, 2)
	if n := things(before); n != "1" {
		t.Errorf("who read before the night sees %s things", n)
	}
	if _, err := os.Stat(aside[0]); err != nil {
		t.Errorf("the night took what a reader put aside: %v", err)
	}
	if err := before.Close(); err != nil {
		t.Error(err)
	}
	after := read()
	defer after.Close()
	if n := things(after); n != "2" {
		t.Errorf("who reads after the night sees %s things", n)
	}
}

// A link is locked as the file that it names, and stays a link.
func TestLinkedDatabase(t *testing.T) {
	path, link := filepath.Join(t.TempDir(), "night.duckdb"), filepath.Join(t.TempDir(), "linked.duckdb")
	keptTable(t, path, 1)
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	keptTable(t, link, 2)
	backup := filepath.Join(t.TempDir(), "backup.duckdb")
	if err := duckdb.Backup(t.Context(), duckdb.Settings{Path: link}, backup); err != nil {
		t.Fatal(err)
	}
	keptTable(t, path, 3)
	lock, err := duckdb.Hold(link)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := duckdb.Hold(path); !errors.Is(err, pipeline.ErrLocked) {
		t.Errorf("locked twice: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := duckdb.Restore(t.Context(), duckdb.Settings{Path: backup}, link, time.Now()); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(link); err != nil || target != path {
		t.Errorf("the link names %q, %v", target, err)
	}
	e := opened(t, path)
	defer e.Close()
	if rows := rowsOf(t, e, "select i from things"); len(rows) != 2 {
		t.Errorf("restored: %v", rows)
	}
}
