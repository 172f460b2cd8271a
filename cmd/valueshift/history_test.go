package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

var holder = regexp.MustCompile(`locked by another run: process (\d+) since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; try again when it is done`)

// atOnce starts a command several times over: one process must succeed, and all
// others must end with code 75 and name it: atonce 5 valueshift run.
func atOnce(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: atonce times command [argument …]")
	}
	times, err := strconv.Atoi(args[0])
	ts.Check(err)
	path := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], args[1])
	var wait sync.WaitGroup
	var mutex sync.Mutex
	codes, named, winner := map[int]int{}, map[string]bool{}, 0
	for range times {
		wait.Go(func() {
			command := exec.Command(path, args[2:]...)
			command.Dir = ts.MkAbs(".")
			command.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"), "TMPDIR="+ts.Getenv("TMPDIR"))
			var stderr strings.Builder
			command.Stderr = &stderr
			err := command.Run()
			mutex.Lock()
			defer mutex.Unlock()
			var failed *exec.ExitError
			switch {
			case err == nil:
				codes[0]++
				winner = command.Process.Pid
			case errors.As(err, &failed):
				codes[failed.ExitCode()]++
				if found := holder.FindStringSubmatch(stderr.String()); found != nil {
					named[found[1]] = true
				} else {
					ts.Logf("%s", stderr.String())
				}
			}
		})
	}
	wait.Wait()
	if codes[0] != 1 || codes[exitLocked] != times-1 || len(named) != 1 || !named[fmt.Sprint(winner)] {
		ts.Fatalf("codes are %v, and process %d is named as %v", codes, winner, named)
	}
}

// opensLink keeps what site/current names in a variable.
func opensLink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: opens-link name")
	}
	target, err := os.Readlink(ts.MkAbs("site/current"))
	ts.Check(err)
	ts.Setenv(args[0], target)
}

// sameEnv compares two variables.
func sameEnv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sameenv one other")
	}
	if one, other := ts.Getenv(args[0]), ts.Getenv(args[1]); one != other {
		ts.Fatalf("%s is %s, %s is %s", args[0], one, args[1], other)
	}
}

// leavesLog commits to a database, which is made when missing, and copies its
// write-ahead log before a checkpoint removes it: leaves-log database copy.
func leavesLog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: leaves-log database copy")
	}
	path := ts.MkAbs(args[0])
	db, err := sql.Open("duckdb", path+"?storage_compatibility_version=v1.5.0")
	ts.Check(err)
	defer db.Close()
	for _, statement := range []string{"set checkpoint_threshold = '1GB'", "create or replace table later as select i from range(1000) as r(i)"} {
		_, err := db.Exec(statement)
		ts.Check(err)
	}
	log, err := os.ReadFile(path + ".wal")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), log, 0o600))
}
