package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// VerifyShown holds the version that current shows against the runs that history
// kept, and tells each in one sentence how they stand. Pages older than history
// are well when somebody rolled them back, pages that history never kept are not.
func VerifyShown(ctx context.Context, archive Archive, config Config, each func(Inspected)) (isWell bool, err error) {
	s, shown, err := openShown(config)
	if err != nil || shown == "" {
		return err == nil, err
	}
	defer s.close()
	published, err := s.versions()
	if err != nil {
		return false, fmt.Errorf("pages: %w: %w", ErrIO, err)
	}
	var runs, last []struct{ RunVersion string }
	if err := readRows(ctx, archive, "select run_version from history.runs order by run_version", &runs); err != nil {
		return false, fmt.Errorf("history.runs: %w", err)
	}
	if err := readRows(ctx, archive, "select run_version from history.last_run", &last); err != nil {
		return false, fmt.Errorf("history.last_run: %w", err)
	}
	kept := make([]string, len(runs))
	for i, run := range runs {
		kept[i] = run.RunVersion
	}
	newest := ""
	if len(last) > 0 {
		newest = last[0].RunVersion
	}
	found := judgeShown(shown, published, kept, newest)
	each(found)
	return len(found.Problems) == 0, nil
}

// judgeShown says how the version shown stands to the runs that were kept. newest
// is empty when the row that names it is gone, which is for the seals to tell.
func judgeShown(shown string, published, kept []string, newest string) Inspected {
	isShown := func(run string) bool { return isOf(shown, run) }
	last := slices.IndexFunc(published, func(version string) bool { return isOf(version, newest) })
	switch {
	case !slices.ContainsFunc(kept, isShown):
		remedy := "do the night again"
		if last >= 0 {
			remedy += ", or go back with valueshift rollback " + published[last]
		}
		return Inspected{Name: "pages and history", Problems: []string{fmt.Sprintf(
			"history is older than the pages: they show %s, which it never kept, so the database was restored from a backup made before, or is another one; %s", shown, remedy)}}
	case newest == "" || isShown(newest):
		return Inspected{Name: "pages show a run that history kept: " + shown}
	case last >= 0:
		return Inspected{Name: fmt.Sprintf(
			"pages show %s and were rolled back from %s, or its night was killed before it showed them; nothing to do, the next night shows its own", shown, published[last])}
	}
	return Inspected{Name: "pages and history", Problems: []string{fmt.Sprintf(
		"history is newer than the pages: they show %s, and %s was kept and never published, so its night was killed in between, or the pages are an old copy; do the night again", shown, newest)}}
}

// isOf reports whether a published version is a run's: of its name, or of its name
// with the number that another rendering gets.
func isOf(version, run string) bool {
	return run != "" && (version == run || strings.HasPrefix(version, run+"-"))
}
