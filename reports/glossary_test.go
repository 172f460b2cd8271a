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
