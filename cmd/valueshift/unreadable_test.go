//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// nobody is a user who may read nothing that is root's.
const nobody = 65534

// A delivered file with mode 0000 is nobody's mistake in the data: the night ends
// with 74 and names it. Root reads such a file, so root runs this as somebody else.
func TestUnreadableFile(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "run.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, file := range archive.Files {
		path := filepath.Join(dir, file.Name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, file.Data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	// The test binary is the command when it is called by its name.
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	command := filepath.Join(dir, "valueshift")
	if err := os.WriteFile(command, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "exports", "revenue", "2026-02.csv")
	if err := errors.Join(os.Chmod(secret, 0), os.Chmod(dir, 0o777), os.Chmod(filepath.Dir(dir), 0o755)); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"check", "run"} {
		cmd := exec.Command(command, verb)
		cmd.Dir = dir
		cmd.Env = []string{"HOME=" + dir}
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		output, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if code := cmd.ProcessState.ExitCode(); code != exitIO || !strings.Contains(string(output), "2026-02.csv: permission denied") {
			t.Errorf("%s: exit code %d: %s", verb, code, output)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "site")); err == nil {
		t.Error("pages were made")
	}
}
