package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// marker is the file by which a folder of the demo is known, and its first line.
const (
	marker     = "README.txt"
	markerLine = "Exports of an invented telecom and media company, written by valueshift demo."
)

// exported is every file and folder that Write makes.
var exported = regexp.MustCompile(`^(README\.txt|customers\.csv|notes\.csv|advocacy\.parquet|(revenue|capital)(/\d{4,}-\d\d\.csv)?|costs(/\d{4,}-\d\d\.csv\.gz)?)$`)

// replaceable refuses a folder with anything in it that Write did not make. An
// absent folder and an empty one are fine.
func replaceable(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("demo: %s: is not a folder", dir)
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if path == dir {
			return nil
		}
		inside, err := filepath.Rel(dir, path)
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if !exported.MatchString(filepath.ToSlash(inside)) || !marked(dir) {
			return fmt.Errorf("demo: %s: holds %s, which the demo did not write: choose another folder", dir, inside)
		}
		return nil
	})
}

func marked(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, marker))
	return err == nil && strings.HasPrefix(string(text), markerLine+"\n")
}

// beside makes an empty folder next to dir, so that it can take its place by a
// rename.
func beside(dir string) (string, error) {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	aside, err := os.MkdirTemp(parent, "."+filepath.Base(dir)+"-")
	if err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	if err := os.Chmod(aside, 0o755); err != nil {
		os.Remove(aside)
		return "", fmt.Errorf("demo: %w", err)
	}
	return aside, nil
}

// publish lets aside take the place of dir. It looks at dir again: somebody may
// have put something there while the files were written.
func publish(ctx context.Context, aside, dir string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := replaceable(dir); err != nil {
		return err
	}
	old := aside + "-old"
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.Rename(aside, dir); err != nil {
		return errors.Join(fmt.Errorf("demo: %w", err), restore(old, dir))
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("demo: %s is complete, its predecessor is still there: %w", dir, err)
	}
	return nil
}

// restore puts the predecessor back, if there was one.
func restore(old, dir string) error {
	if err := os.Rename(old, dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// readme says to a human what lies here.
func (co *company) readme(_ context.Context, w io.Writer) error {
	_, err := fmt.Fprintf(w, `%s
Nobody in these files exists. The next "valueshift demo" replaces the whole folder.

customers %d, months %d until %s, seed %d: the same four give the same bytes.

customers.csv         a customer; closed_on is empty while the customer is with us
revenue/YYYY-MM.csv   a booked line; money paid back is negative
costs/YYYY-MM.csv.gz  what serving, keeping and winning a customer cost
capital/YYYY-MM.csv   money tied up in subsidised devices at the month-end
advocacy.parquet      a survey answer, 0 to 10
notes.csv             what happened when, for the charts over time

What happens: Sports fans take up Streaming (October 2025 to September 2026). Home
offices call and are visited more often in every month of 2026. Broadband costs 6 %%
more from March 2026. From May to July 2026 many Prepaid customers move to a plan
that an app serves.

Wrong on purpose: %d revenue lines and %d cost lines that cannot be read, %d blank
lines, %d lines for customers who are not in customers.csv, %d for nobody, and one
customer (the last) who is listed twice with different segments.
`, markerLine, co.opt.Customers, co.opt.Months, co.opt.Until.Format("2006-01-02"), co.opt.Seed,
		Dirty.Revenue.Unreadable(), Dirty.Costs.Unreadable(), Dirty.Revenue.BlankLines+Dirty.Costs.BlankLines,
		Dirty.Revenue.UnknownIDs, Dirty.Revenue.NoIDs)
	return err
}
