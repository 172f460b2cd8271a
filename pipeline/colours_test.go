package pipeline_test

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"valueshift/pipeline"
	"valueshift/pipeline/demo"
)

// everyColour asks that one segment is red, one amber and one green, each judged by
// the worst of its targets as the pages show them: to date and by the outlook. An
// outlook makes a target worse or leaves it as it is, never better.
func everyColour(t *testing.T, db *sql.DB) {
	t.Helper()
	worst := lines(t, db, `select max(case colour when 'red' then 3 when 'amber' then 2 when 'green' then 1 end)
		from report_targets where scope_id > 0 group by scope_id`)
	for level, colour := range map[string]string{"1": "green", "2": "amber", "3": "red"} {
		if !slices.Contains(worst, level) {
			t.Errorf("no segment is %s: %s", colour, lines(t, db,
				"select segment, metric, path_colour, status_colour, outlook_colour, hit_share, median, target_rows.target, attainment, gap, standard_error from target_status inner join target_rows using (target_no) cross join run where month = as_of"))
		}
	}
	for _, wrong := range []struct{ why, query string }{
		{"certain though inconclusive", "select count(*) from target_status where is_inconclusive and status_colour <> 'amber'"},
		{"certain within noise", `select count(*) from target_status as s inner join target_progress as p using (target_no, month)
			where s.status_colour in ('red', 'green') and p.margin < 1.96 * coalesce(s.standard_error, 0)`},
		{"better than the status", `select count(*) from target_status where case colour when 'red' then 3 when 'amber' then 2 when 'green' then 1 else 0 end
			< case status_colour when 'red' then 3 when 'amber' then 2 when 'green' then 1 else 0 end`},
		{"another colour without an outlook", "select count(*) from target_status where hit_share is null and colour <> status_colour"},
		{"none without a reason", "select count(*) from target_status where status_colour = 'none' and reason = '' or outlook_colour = 'none' and outlook_reason = ''"},
	} {
		if n := number(t, db, wrong.query); n > 0 {
			t.Errorf("%s: %d targets", wrong.why, n)
		}
	}
}

// The demo tells of segments that keep their promises, break them, or may do
// either, with the configuration as it is shipped.
func TestDemoShowsEveryColour(t *testing.T) {
	if testing.Short() {
		t.Skip("a night on 20,000 customers is not short")
	}
	t.Parallel()
	p := place{t.TempDir()}
	exports := filepath.Join(t.TempDir(), "delivered")
	if err := demo.Write(t.Context(), exports, demo.Default); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "config.yaml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(exports, p.exports()); err != nil {
		t.Fatal(err)
	}
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := runNight(t.Context(), config, attempt{}); err != nil {
		t.Fatal(err)
	}
	everyColour(t, databases(t, p.database()))
	smallPages(t, p)
}

// smallPages makes sure that every page is light enough for a mail or a slow share.
func smallPages(t *testing.T, p place) {
	t.Helper()
	const most = 200_000
	current, err := filepath.EvalSymlinks(filepath.Join(p.out(), "current"))
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	err = filepath.WalkDir(current, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" || entry.Name() == "explore.html" {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Size() > most {
			t.Errorf("%s has %d bytes, want %d at most", entry.Name(), info.Size(), most)
		}
		pages++
		return err
	})
	if err != nil || pages == 0 {
		t.Errorf("%d pages, %v", pages, err)
	}
}
