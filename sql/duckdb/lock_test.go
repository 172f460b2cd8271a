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

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// A database that another process holds is a reason to come back later, and the
// message names the process: another night, or a tool that has the file open. The
// test starts itself as the other process, which holds on until it is told.
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
			for _, readOnly := range []bool{false, true} {
				_, err = duckdb.Open(t.Context(), duckdb.Settings{Path: path, ReadOnly: readOnly})
				if !errors.Is(err, pipeline.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d ", other.Process.Pid)) {
					t.Errorf("got %v", err)
				}
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
