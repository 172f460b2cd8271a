package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// demoPortfolio heads the shipped configuration, which reads the demo's exports.
const demoPortfolio = "Demo telecom and media"

func newRun() *cobra.Command {
	var path, profiles string
	var asOf dateFlag
	var log logFlag
	var again bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Read the exports and publish the pages",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := pipeline.Load(path, keysGiven(cmd))
			if err != nil {
				return err
			}
			err = profiled(profiles, func() error {
				options := nightOptions{file: path, profiles: profiles, again: again || profiles != ""}
				return publish(cmd.Context(), config, options, newProgress(cmd.ErrOrStderr(), log), cmd.OutOrStdout())
			})
			if errors.Is(err, pipeline.ErrNoInput) && config.Portfolio == demoPortfolio {
				return fmt.Errorf("%w\nrun \"valueshift demo\" to write the demo's exports", err)
			}
			return err
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().Var(&asOf, "as-of", "last day that counts, like 2026-10-31")
	outFlag(cmd)
	cmd.Flags().Var(&log, "log", "log lines on stderr, text or json")
	cmd.Flags().BoolVar(&again, "again", false, "do the whole night, even with nothing new since the last")
	cmd.Flags().StringVar(&profiles, "profile", "", "folder for a profile of every statement, and of the program")
	return cmd
}

// configFlag adds the flag that every command but version has.
func configFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "config", "config.yaml", "configuration file")
}

// outFlag adds the flag of those commands that write or read pages: a night that has
// written them elsewhere is verified, and rolled back, there.
func outFlag(cmd *cobra.Command) {
	cmd.Flags().String("out", "", "folder of the pages (default from the configuration)")
}

// keysGiven are the keys of the configuration that were given as flags.
func keysGiven(cmd *cobra.Command) map[string]string {
	keys := map[string]string{}
	for _, key := range []string{"as_of", "out"} {
		if flag := cmd.Flags().Lookup(strings.ReplaceAll(key, "_", "-")); flag != nil && flag.Changed {
			keys[key] = flag.Value.String()
		}
	}
	return keys
}

// nightOptions are what a command asks of a night beside the configuration.
type nightOptions struct {
	file     string // of the configuration, for the log
	profiles string // folder for a profile of every statement; empty: none
	again    bool   // work, even with nothing new
}

// publish does one night and prints the page to open. The log says when it began and,
// in its own format, why it stopped: that is all that some schedulers keep.
func publish(ctx context.Context, config pipeline.Config, options nightOptions, progress *progress, stdout io.Writer) error {
	progress.log.Info("begin", "program", version(), "config", options.file)
	published, err := night(ctx, config, options, progress)
	if err != nil {
		progress.log.Error("the night stopped", "error", interruption(ctx, err))
		return err
	}
	_, err = fmt.Fprintln(stdout, published.Index)
	return err
}

// profiled works with the processor's profile on, if there is a folder for it.
func profiled(folder string, work func() error) (err error) {
	if folder == "" {
		return work()
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrOutput, err)
	}
	file, err := os.Create(filepath.Join(folder, "cpu.pprof"))
	if err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrOutput, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

// night opens the database that the configuration names for one night.
func night(ctx context.Context, config pipeline.Config, options nightOptions, progress *progress) (published pipeline.Published, err error) {
	defer progress.finish()
	// Charts leave much garbage; what memory there is DuckDB's limit decides.
	debug.SetGCPercent(400)
	if err := config.FindFiles(); err != nil {
		return published, err // before an empty database is left behind
	}
	if err := config.FindHistory(); err != nil {
		return published, err
	}
	settings := settings(config)
	settings.Profiles = options.profiles
	engine, err := duckdb.Open(ctx, settings)
	if err != nil {
		return published, err
	}
	defer func() { err = errors.Join(err, closed(engine)) }()
	return pipeline.Night{
		Config:  config,
		Engine:  engine,
		Log:     progress.log,
		Step:    progress.step,
		Program: version(),
		Again:   options.again,
	}.Run(ctx)
}

// closed closes the engine; what goes wrong then is the disk's.
func closed(engine io.Closer) error {
	if err := engine.Close(); err != nil {
		return fmt.Errorf("close the database: %w: %w", pipeline.ErrIO, err)
	}
	return nil
}

// dateFlag is a flag that takes a date as YYYY-MM-DD.
type dateFlag string

func (d *dateFlag) String() string { return string(*d) }
func (d *dateFlag) Type() string   { return "date" }

func (d *dateFlag) Set(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return errors.New("must be a date like 2026-10-31")
	}
	*d = dateFlag(text)
	return nil
}

// logFlag is a flag that takes a format of log lines; empty when it is not given.
type logFlag string

func (l *logFlag) String() string { return string(*l) }
func (l *logFlag) Type() string   { return "format" }

func (l *logFlag) Set(text string) error {
	formats := []string{"text", "json"}
	if !slices.Contains(formats, text) {
		return errors.New("must be " + strings.Join(formats, " or "))
	}
	*l = logFlag(text)
	return nil
}
