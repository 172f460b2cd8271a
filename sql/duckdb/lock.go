package duckdb

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"valueshift/pipeline"
)

// followed is the file that a link names, or else the path: what Keep and Restore put
// a file in the place of, and what the lock lies beside.
func followed(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		return path, nil // what is wrong is said when it is opened
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", fmt.Errorf("database: %w: %w", pipeline.ErrIO, err)
	}
	return path, nil
}

// Lock is one program's hold on a database. DuckDB locks the file it has open, and
// that lock goes with the file when another is renamed over it; this one stays
// with the name.
type Lock struct{ file *os.File }

// Hold takes the lock of a database, the file of its name and .lock. Who finds it
// taken gets pipeline.ErrLocked with the holder's process and start. The file
// stays, but what counts is the kernel's lock on it, which ends with the holder.
func Hold(database string) (*Lock, error) {
	database, err := followed(database)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(database+".lock", os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("lock: %w: %w", pipeline.ErrIO, err)
	}
	if err := claim(file); err != nil {
		defer file.Close()
		return nil, lockError(database, file, err)
	}
	l := &Lock{file}
	if err := l.sign(); err != nil {
		file.Close()
		return nil, fmt.Errorf("lock: %w: %w", pipeline.ErrIO, err)
	}
	return l, nil
}

// claim takes the kernel's lock. One that nobody signs is of a program that only looks
// whether it is free, and gone in a moment.
func claim(file *os.File) (err error) {
	for range 20 {
		if err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil || signature(file) != "" {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// signature is who holds the lock; empty before the holder has signed.
func signature(file *os.File) string {
	text, _ := io.ReadAll(io.NewSectionReader(file, 0, 100)) // what cannot be read is not signed
	return strings.TrimSpace(string(text))
}

// sign writes who holds the lock, for the message that others get.
func (l *Lock) sign() error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(l.file, "process %d since %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	return err
}

// Release gives the lock back. An empty file tells that nobody died holding it.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// Idle is nil when no night holds the lock of a database, else the error that Hold
// would have. A night may begin a moment later.
func Idle(database string) error {
	database, err := followed(database)
	if err != nil {
		return err
	}
	file, err := os.Open(database + ".lock")
	if err != nil {
		return nil // nobody ever held it
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err != nil {
		return lockError(database, file, err)
	}
	return nil
}

func lockError(database string, file *os.File, err error) error {
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return fmt.Errorf("lock: %w: %w", pipeline.ErrIO, err)
	}
	var holder string
	// Between taking the lock and signing it the holder needs a moment.
	for range 20 {
		if holder = signature(file); holder != "" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if holder == "" {
		holder = "a process that did not sign"
	}
	return fmt.Errorf("database %s: %w: %s; try again when it is done", database, pipeline.ErrLocked, holder)
}

var conflict = regexp.MustCompile(`held in (.*?) \(PID (\d+)\)`)

// conflictError is DuckDB's word for a database that another program has open.
func conflictError(database string, err error) error {
	found := conflict.FindStringSubmatch(err.Error())
	if found == nil {
		return fmt.Errorf("database %s: %w: %w", database, pipeline.ErrLocked, err)
	}
	return fmt.Errorf("database %s: %w: process %s (%s) has it open; close it there and try again",
		database, pipeline.ErrLocked, found[2], found[1])
}
