//go:build bench

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// spent is what some work took.
type spent struct {
	wall      time.Duration
	processor time.Duration // on all cores
}

func (s *spent) add(more spent) {
	s.wall += more.wall
	s.processor += more.processor
}

func median(runs []spent) spent {
	slices.SortFunc(runs, func(a, b spent) int { return int(a.processor - b.processor) })
	return runs[len(runs)/2]
}

// measured is a night as it was seen from outside.
type measured struct {
	spent
	stages map[string]*spent
	memory int64 // most that was resident, bytes
	spill  int64 // most that lay in its temporary folder, bytes
}

// benchStages are the stages that have lines in the log, and what follows the last
// of them: pages, commit and publication.
var benchStages = []string{"read", "facts", "classify", "worth", "intend", "shift", "realise", "report", "publish"}

// watched does a night in a child process and watches it.
func watched(t *testing.T, folder string, more ...string) measured {
	t.Helper()
	cmd := exec.Command("valueshift", append([]string{"run", "--log", "json"}, more...)...)
	cmd.Dir = folder
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	m := measured{stages: map[string]*spent{}}
	for _, stage := range benchStages {
		m.stages[stage] = &spent{}
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := m.watchSpill(folder)
	said := m.follow(bufio.NewScanner(stderr), cmd.Process.Pid, began)
	err = cmd.Wait()
	m.wall = time.Since(began)
	stop()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	m.processor = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	m.memory = usage.Maxrss * 1024
	rest := spent{m.wall, m.processor}
	for _, stage := range m.stages {
		rest.wall -= stage.wall
		rest.processor -= stage.processor
	}
	m.stages["publish"].add(rest)
	return m
}

// follow reads the log and books the time since the line before on the stage of
// each line. It returns what is no line of the log.
func (m *measured) follow(lines *bufio.Scanner, pid int, began time.Time) string {
	var said strings.Builder
	last := spent{}
	for lines.Scan() {
		var line struct{ Level, Msg, Stage string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			fmt.Fprintln(&said, lines.Text())
			continue
		}
		stage := m.stages[line.Stage]
		if stage == nil || line.Level != "INFO" || line.Msg == "slowest" {
			continue
		}
		now := spent{time.Since(began), processorOf(pid)}
		stage.add(spent{now.wall - last.wall, now.processor - last.processor})
		last = now
	}
	return said.String()
}

// processorOf is what a process has used so far, in ticks of a hundredth of a second.
func processorOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] {
		n, _ := strconv.ParseInt(field, 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// watchSpill measures the night's temporary folder until it is told to stop.
func (m *measured) watchSpill(folder string) (stop func()) {
	var most atomic.Int64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
				most.Store(max(most.Load(), spilled(folder)))
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		m.spill = most.Load()
	}
}

// spilled is what DuckDB has put aside because it did not fit into memory.
func spilled(folder string) (bytes int64) {
	found, _ := filepath.Glob(filepath.Join(folder, ".*.temp-*", "spill"))
	for _, spill := range found {
		filepath.WalkDir(spill, func(_ string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil // it may be gone by now
			}
			if info, err := entry.Info(); err == nil {
				bytes += info.Size()
			}
			return nil
		})
	}
	return bytes
}
