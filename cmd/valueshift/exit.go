package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"valueshift/pipeline"
)

// The exit codes are those of sysexits.h, so that a scheduler can tell what
// deserves another try (README, "Exit codes").
const (
	exitDone        = 0
	exitUsage       = 64 // the command line is wrong
	exitRefused     = 65 // the data is
	exitNoInput     = 66
	exitBug         = 70
	exitNoOutput    = 73 // pages or database cannot be created
	exitIO          = 74
	exitLocked      = 75 // try again
	exitConfig      = 78
	exitInterrupted = 130
)

// errInterrupted says that a signal ended the command.
var errInterrupted = errors.New("interrupted")

// usageError is a mistake on the command line.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usageErrorf(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// bugError is a panic on its way to the exit code.
type bugError struct {
	cause any
	stack []byte
}

func (e bugError) Error() string { return fmt.Sprintf("bug: %v\n%s", e.cause, e.stack) }

// exitCode maps what went wrong to the number the process ends with. What has no
// name is a bug.
func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	}
	for _, kind := range []struct {
		err  error
		code int
	}{
		{pipeline.ErrConfig, exitConfig},
		{pipeline.ErrNoInput, exitNoInput},
		{pipeline.ErrRefused, exitRefused},
		{pipeline.ErrLocked, exitLocked},
		{pipeline.ErrOutput, exitNoOutput},
		{pipeline.ErrIO, exitIO},
	} {
		if errors.Is(err, kind.err) {
			return kind.code
		}
	}
	return exitBug
}

// report prints one message. Mistakes in the configuration begin with file and
// line already and are left as they are, for editors to jump to.
func report(stderr io.Writer, err error) {
	text := harmless(err.Error())
	if !errors.Is(err, pipeline.ErrConfig) {
		text = "valueshift: " + text
	}
	fmt.Fprintln(stderr, text)
}

// harmless writes out what may speak to a terminal: an error, an explanation or a row
// in quarantine can quote a delivered text, or name a file.
func harmless(text string) string {
	var b strings.Builder
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r == '\n' || r == '\t' || strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// supervise runs a command until it ends or, once ctx is done, until patience
// does: whoever presses Ctrl-C is not kept waiting by a large query. Leaving it
// behind is safe, nothing of a night counts before it is kept and published.
func supervise(ctx context.Context, work func(context.Context) error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				done <- bugError{cause, debug.Stack()}
			}
		}()
		done <- work(ctx)
	}()
	select {
	case err := <-done:
		return interruption(ctx, err)
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return interruption(ctx, err)
	case <-time.After(patience):
		return errInterrupted
	}
}

// interruption replaces the error that a cancelled context caused, in whatever
// words a driver put it. A command that was done all the same stays done.
func interruption(ctx context.Context, err error) error {
	var bug bugError
	if err != nil && ctx.Err() != nil && !errors.As(err, &bug) {
		return errInterrupted
	}
	return err
}

// version is the version control's name for this build: "v1.2.0", or with a
// time and a revision when it is between versions.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
