package reports

import (
	"strings"
	"testing"
)

// TestGlossaryExplainsEveryTermOnce keeps ids apart and texts whole.
func TestGlossaryExplainsEveryTermOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range chapters {
		for _, term := range c.Terms {
			if seen[term.ID] {
				t.Errorf("%s is explained twice", term.ID)
			}
			seen[term.ID] = true
			if term.Name == "" || !strings.HasSuffix(term.Text, ".") && !strings.HasSuffix(term.Text, "?") {
				t.Errorf("%s is not explained in whole sentences", term.ID)
			}
		}
	}
}

// TestGlossaryHasTheRules: pages name rules by their ids, so the glossary has to say
// what they are, in the order in which they are tried.
func TestGlossaryHasTheRules(t *testing.T) {
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"R0", "New", "always", "observe", "too new to be judged"},
		{"R4", "Destroyers", "advocacy not high, not fixable, persistent, residual negative, all guardrails hold", "retire", "keeps losing money after every attempt to change it"},
		{"R9", "Creators, Contributors", "trend down", "re-engineer", "OUR OWN WORDS"},
	}
	for i, r := range w.rulesFigure().Views[0].Rows {
		for j, c := range r.Cells {
			text := c.Text
			if c.Mark != nil {
				text = c.Mark.Word
			}
			if text != want[i][j] {
				t.Errorf("rule %d says %q, want %q", i, text, want[i][j])
			}
		}
	}
}

// Most customers have no contract: what "left" means for them stands where pages use it.
func TestGlossarySaysWhoHasLeft(t *testing.T) {
	for _, c := range chapters {
		for _, term := range c.Terms {
			if term.ID == "left" && strings.Contains(term.Text, "without a contract, when nothing at all was booked for it in a whole profit window") {
				return
			}
		}
	}
	t.Error("nobody knows who has left")
}
