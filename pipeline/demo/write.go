package demo

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/sourcegraph/conc/pool"
)

// Write puts the exports of the company into the folder dir, in place of what an
// earlier Write left there. On an error, and when ctx is done, dir is as it was.
// It does not replace a folder that holds anything else.
func Write(ctx context.Context, dir string, opt Options) error {
	if err := opt.check(); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	if err := replaceable(dir); err != nil {
		return err
	}
	aside, err := beside(dir)
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	if err := writeAll(ctx, aside, found(opt).files()); err != nil {
		return err
	}
	return publish(ctx, aside, dir)
}

// export is one file: where it lies and what writes it.
type export struct {
	path  string
	write func(context.Context, io.Writer) error
}

// files lists the exports, those that take longest first.
func (co *company) files() []export {
	all := []export{{"advocacy.parquet", co.advocacy}}
	for _, m := range co.months {
		all = append(all,
			export{"revenue/" + m.name + ".csv", func(ctx context.Context, w io.Writer) error { return co.revenue(ctx, w, m) }},
			export{"costs/" + m.name + ".csv.gz", func(ctx context.Context, w io.Writer) error {
				return gzipped(w, func(w io.Writer) error { return co.costs(ctx, w, m) })
			}},
			export{"capital/" + m.name + ".csv", func(ctx context.Context, w io.Writer) error { return co.capital(ctx, w, m) }},
		)
	}
	return append(all, export{"customers.csv", co.list}, export{"notes.csv", co.notes}, export{marker, co.readme})
}

// writeAll writes every file once, as many at a time as there are cores. Files
// do not depend on one another, so their order does not show.
func writeAll(ctx context.Context, dir string, files []export) error {
	writing := pool.New().WithMaxGoroutines(runtime.GOMAXPROCS(0)).WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, f := range files {
		writing.Go(func(ctx context.Context) error {
			if err := writeFile(ctx, filepath.Join(dir, filepath.FromSlash(f.path)), f.write); err != nil {
				return fmt.Errorf("demo: %s: %w", f.path, err)
			}
			return nil
		})
	}
	return writing.Wait()
}

func writeFile(ctx context.Context, path string, write func(context.Context, io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(ctx, w); err != nil {
		f.Close()
		return err
	}
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// gzipped compresses without a time or a name, so that equal content is equal.
func gzipped(w io.Writer, write func(io.Writer) error) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}
