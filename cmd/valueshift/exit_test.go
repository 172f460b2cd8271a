package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sourcegraph/conc/pool"

	"valueshift/pipeline"
)

func TestExitCode(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{usageErrorf("unknown flag"), 64},
		{pipeline.ErrRefused, 65},
		{pipeline.ErrNoInput, 66},
		{errors.New("index out of range"), 70},
		{bugError{cause: "nil map"}, 70},
		{pipeline.ErrOutput, 73},
		{pipeline.ErrIO, 74},
		{pipeline.ErrLocked, 75},
		{pipeline.ErrConfig, 78},
		{errInterrupted, 130},
	} {
		err := test.err
		if err != nil {
			err = fmt.Errorf("facts: %w", err)
		}
		if got := exitCode(err); got != test.want {
			t.Errorf("%v: code %d, want %d", err, got, test.want)
		}
	}
}

func TestSuperviseReturnsWhatTheCommandReturns(t *testing.T) {
	want := errors.New("disk on fire")
	for _, err := range []error{nil, want} {
		if got := supervise(t.Context(), func(context.Context) error { return err }); got != err {
			t.Errorf("got %v, want %v", got, err)
		}
	}
}

func TestSupervisePanicIsABug(t *testing.T) {
	for name, work := range map[string]func(context.Context) error{
		"by itself": func(context.Context) error { panic("nil map") },
		"a worker": func(ctx context.Context) error {
			workers := pool.New().WithMaxGoroutines(2).WithContext(ctx).WithCancelOnError()
			workers.Go(func(context.Context) error { panic("nil map") })
			return workers.Wait()
		},
	} {
		err := supervise(t.Context(), work)
		if exitCode(err) != exitBug || !strings.Contains(err.Error(), "exit_test.go") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A signal cancels the command; one that listens is over at once, and one that
// never is has less than a second. How long it took is logged: the machine that
// tests may be busy.
func TestSuperviseSignal(t *testing.T) {
	if patience >= time.Second {
		t.Errorf("a cancelled command is waited for %s", patience)
	}
	for name, work := range map[string]func(context.Context) error{
		"listens": func(ctx context.Context) error {
			<-ctx.Done()
			return errors.New("INTERRUPT Error: Interrupted!")
		},
		"does_not": func(context.Context) error { select {} },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
			defer stop()
			time.AfterFunc(10*time.Millisecond, func() { syscall.Kill(os.Getpid(), syscall.SIGINT) })
			begin := time.Now()
			err := supervise(ctx, work)
			if exitCode(err) != exitInterrupted {
				t.Errorf("got %v", err)
			}
			t.Logf("took %s", time.Since(begin))
		})
	}
}

// A command that was through when the signal came has done its work.
func TestSuperviseDoneAllTheSame(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if err := supervise(ctx, func(context.Context) error { cancel(); return nil }); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestReport(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("read: %w", pipeline.ErrNoInput), "valueshift: read: no input\n"},
		{fmt.Errorf("%w: open config.yaml: no such file", pipeline.ErrConfig), "configuration refused: open config.yaml: no such file\n"},
		{errors.New("read: caf\xe9\x1b[31m é\u202e�:\n\tline"), "valueshift: read: caf\\xe9\\x1b[31m é\\u202e�:\n\tline\n"},
	} {
		var b strings.Builder
		report(&b, test.err)
		if b.String() != test.want {
			t.Errorf("got %q, want %q", b.String(), test.want)
		}
	}
}
