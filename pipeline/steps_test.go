package pipeline

import (
	"regexp"
	"testing"

	"valueshift/sql"
)

// The rules of package sql see what statements make; a table that a step in Go
// makes is an input to them, and its number says nothing there.
func TestTablesMadeInGoComeBeforeTheirReaders(t *testing.T) {
	judges := map[string]bool{"amounts": true, "contradictions": true} // they make no table
	for _, step := range (&night{}).goSteps() {
		if judges[step.name] {
			continue
		}
		reads := regexp.MustCompile(`\b(from|join)\s+` + step.name + `\b`)
		readers := 0
		for _, statement := range sql.Statements() {
			if !reads.MatchString(statement.Text) {
				continue
			}
			readers++
			if statement.Number < step.number {
				t.Errorf("sql/%s reads %s, which step %d makes", statement.File(), step.name, step.number)
			}
		}
		if readers == 0 {
			t.Errorf("no statement reads %s, which step %d makes", step.name, step.number)
		}
	}
}
