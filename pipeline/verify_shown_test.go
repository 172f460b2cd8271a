package pipeline

import (
	"strings"
	"testing"
)

// Every way in which pages and history can be of different nights is told in one
// sentence, and only those that a night must put right are wrong.
func TestJudgeShown(t *testing.T) {
	const first, second, third = "2026-08-31-aaaaaaaa", "2026-09-30-bbbbbbbb", "2026-10-31-cccccccc"
	kept := []string{first, second}
	for _, test := range []struct {
		about     string
		shown     string
		published []string
		newest    string
		isWell    bool
		want      string
	}{
		{"in step", second, []string{second, first}, second, true, "pages show a run that history kept: " + second},
		{"drawn again", second + "-2", []string{second + "-2", second}, second, true, "pages show a run that history kept: " + second + "-2"},
		{"shown again", first, []string{second, first}, first, true, "pages show a run that history kept: " + first},
		{"last run unknown", first, []string{second, first}, "", true, "pages show a run that history kept: " + first},
		{"rolled back", first, []string{second, first}, second, true, "were rolled back from " + second},
		{"rolled back from a second drawing", first, []string{second + "-2", first}, second, true, "were rolled back from " + second + "-2"},
		{"killed before publishing", first, []string{first}, second, false, "history is newer than the pages: they show " + first + ", and " + second + " was kept and never published"},
		{"backup restored", third, []string{third, second}, second, false, "history is older than the pages: they show " + third + ", which it never kept"},
		{"backup restored, way back", third, []string{third, second}, second, false, "do the night again, or go back with valueshift rollback " + second},
		{"another database", third, []string{third}, second, false, "do the night again"},
		{"a longer name is another run", second + "b", []string{second + "b", second}, second, false, "history is older"},
	} {
		found := judgeShown(test.shown, test.published, kept, test.newest)
		told := found.Name + ": " + strings.Join(found.Problems, "\n")
		if isWell := len(found.Problems) == 0; isWell != test.isWell || !strings.Contains(told, test.want) {
			t.Errorf("%s: got %s", test.about, told)
		}
	}
}
