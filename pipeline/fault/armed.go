//go:build fault

package fault

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// The variables that arm a point and that record which points a run passes.
const (
	Armed = "VALUESHIFT_FAULT"      // step/name[:n]:kill, :enospc or :eio; the n-th pass, by default the first
	List  = "VALUESHIFT_FAULT_LIST" // file that gets one line per pass
)

// Arms tells the variables that arm a point.
func Arms(variable string) bool { return variable == Armed || variable == List }

var (
	mutex  sync.Mutex
	passes = map[string]int{}
)

// Point marks the moment before a step, or after it where the name says so.
func Point(step, name string) error {
	mutex.Lock()
	defer mutex.Unlock()
	id := step + "/" + short(name)
	passes[id]++
	record(id)
	point, pass, mode := armed()
	if point != id || pass != passes[id] {
		return nil
	}
	switch mode {
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way
	case "enospc":
		return &fs.PathError{Op: "write", Path: id, Err: syscall.ENOSPC}
	case "eio":
		return &fs.PathError{Op: "write", Path: id, Err: syscall.EIO}
	}
	panic(fmt.Sprintf("%s: unknown mode %q", Armed, mode))
}

// objects are the words that a statement's object follows.
var objects = map[string][]string{
	"attach": {"as"}, "create": {"table", "view"}, "delete": {"from"}, "insert": {"into"}, "select": {"from"},
}

// short is a path's last part, or what a statement does to which table.
func short(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ":", ""))
	if len(words) == 1 {
		return filepath.Base(name)
	}
	for i, word := range words[:len(words)-1] {
		if slices.Contains(objects[words[0]], word) {
			return words[0] + " " + strings.Trim(words[i+1], `"`)
		}
	}
	return strings.Join(words[:min(5, len(words))], " ")
}

// record writes a pass at once: the next thing that happens may be the end.
func record(id string) {
	path := os.Getenv(List)
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if _, err := fmt.Fprintln(file, id); err != nil {
		panic(err)
	}
}

// armed takes the variable apart.
func armed() (point string, pass int, mode string) {
	parts := strings.Split(os.Getenv(Armed), ":")
	switch len(parts) {
	case 2:
		return parts[0], 1, parts[1]
	case 3:
		pass, err := strconv.Atoi(parts[1])
		if err != nil {
			panic(fmt.Sprintf("%s: %v", Armed, err))
		}
		return parts[0], pass, parts[2]
	}
	return "", 0, ""
}
