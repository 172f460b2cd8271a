package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"time"

	"valueshift/reports"
)

// printTimeout is how long a page may take to print. It takes about two seconds, and
// more on a busy machine.
const printTimeout = 60 * time.Second

// printer is what prints the pages; nil when none is asked for or none is there. Its
// folder is removed by the caller.
func (n *night) printer(ctx context.Context) *reports.Printer {
	if !n.Config.Reports.PDF {
		return nil
	}
	failed := func(err error) {
		n.Log.LogAttrs(ctx, slog.LevelWarn, "pages are not printed to PDF", slog.String("stage", "report"), slog.Any("error", err))
	}
	program, err := n.Config.chromium()
	if err != nil {
		failed(err)
		return nil
	}
	folder, err := os.MkdirTemp("", "valueshift-print-")
	if err != nil {
		failed(err)
		return nil
	}
	return &reports.Printer{Chromium: program, Folder: folder, Timeout: printTimeout, Failed: failed}
}

// chromium finds the browser that prints.
func (c Config) chromium() (string, error) {
	if c.Reports.Chromium != "" {
		return exec.LookPath(c.Path(c.Reports.Chromium)) // the path of a file
	}
	for _, name := range reports.Browsers {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", fmt.Errorf("no %s in PATH", strings.Join(reports.Browsers, ", "))
}
