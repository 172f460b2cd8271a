package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"valueshift/pipeline/fault"
	"valueshift/reports"
)

// publish writes the pages aside, keeps history, and only then lets readers see
// the new version: they find a complete set or yesterday's, never a mixture.
func (n *night) publish(ctx context.Context) (Published, error) {
	book, err := n.book(ctx)
	if err != nil {
		return Published{}, err
	}
	defer release(book)
	site, err := openSite(n.Config.Path(n.Config.Out))
	if err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	defer site.close()
	aside, err := site.aside()
	if err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	defer aside.remove()
	drawings := n.drawings(ctx, site)
	if err := n.writePages(ctx, aside.root, book, drawings); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if err := syncAll(aside.root); err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	if err := n.remember(ctx); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return Published{}, err
	}
	if err := n.Engine.Keep(ctx); err != nil {
		return Published{}, fmt.Errorf("report: %w", err)
	}
	if err := fault.Point("publish", "kept"); err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	version, err := site.show(aside.name, book.Run.Version, book.Run.Locale)
	if err != nil {
		return Published{}, fmt.Errorf("report: %w: %w", ErrOutput, err)
	}
	n.customers = n.count(book.Months)
	// Readers have the new pages by now; what is left to do is no failure. The next
	// night does it, for without its last file it has work in any case.
	for _, left := range []struct {
		undone string
		do     func() error
	}{
		{"old versions stay", site.prune},
		{"drawings are not kept", func() error { return site.keepDrawings(drawings) }},
		{"the next night works in any case", func() error { return n.keepLast(site, version) }},
	} {
		if err := left.do(); err != nil {
			n.Log.LogAttrs(ctx, slog.LevelWarn, left.undone, slog.String("stage", "report"), slog.Any("error", err))
			break
		}
	}
	return Published{Version: version, Index: filepath.Join(site.root.Name(), "current", "index.html")}, nil
}

// count finds the customers of the portfolio at as-of.
func (n *night) count(months []reports.Month) *int64 {
	customers := int64(0)
	for _, m := range months {
		if m.ScopeID == 0 && m.Month.Equal(n.span.to) {
			customers = m.Customers
		}
	}
	return &customers
}

// drawings are the charts that the last night kept. Without them all are drawn.
func (n *night) drawings(ctx context.Context, site site) *reports.Drawings {
	file, err := site.drawings()
	if err != nil {
		n.Log.LogAttrs(ctx, slog.LevelWarn, "drawings are made anew", slog.String("stage", "report"), slog.Any("error", err))
	}
	return reports.OpenDrawings(file)
}

func (n *night) writePages(ctx context.Context, root *os.Root, book reports.Book, drawings *reports.Drawings) error {
	book.Printer = n.printer(ctx)
	if book.Printer != nil {
		defer os.RemoveAll(book.Printer.Folder)
	}
	n.total += reports.Pages(book)
	err := reports.Write(ctx, root, book, drawings, n.Config.threads(), func(page string) { n.begin("report", page) })
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return fmt.Errorf("%w: %w", ErrOutput, err)
	}
	return err
}
