package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"valueshift": main})
}

// TestCommand runs testdata/*.txtar: the command as a user meets it.
func TestCommand(t *testing.T) {
	shipped, err := filepath.Abs("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SHIPPED_CONFIG", shipped)
			env.Setenv("VALUESHIFT_ENGINE_THREADS", "1") // for so few rows a second one costs more than it does
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"opens": opens,

			"atonce":     atOnce,
			"opens-link": opensLink,
			"sameenv":    sameEnv,
			"leaves-log": leavesLog,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exits runs a command that must end with a given code: exits 64 valueshift run --fast.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [argument …]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var failed *exec.ExitError
		if !errors.As(err, &failed) {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code is %d, want %d", got, want)
	}
}

// opens takes the page that the last command printed and names it and the folder
// it really lies in: after "opens MARCH" there are $MARCH_PAGE and $MARCH_FOLDER.
func opens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: opens name")
	}
	page, err := filepath.EvalSymlinks(ts.MkAbs(strings.TrimSpace(ts.ReadFile("stdout"))))
	ts.Check(err)
	ts.Setenv(args[0]+"_PAGE", page)
	ts.Setenv(args[0]+"_FOLDER", filepath.Dir(page))
}
