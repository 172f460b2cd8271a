package reports

import (
	"strings"
	"testing"

	"valueshift/segments"
)

// What waits for a person is counted and listed: overrides at their end, approvals to
// retire, parked intents.
func TestDue(t *testing.T) {
	rows := func(change func(*Book)) (figure, []string) {
		b := fixture()
		change(&b)
		w, err := newWriter(b)
		if err != nil {
			t.Fatal(err)
		}
		f := w.dueFigure()
		var list []string
		for _, v := range f.Views {
			for _, r := range v.Rows {
				list = append(list, strings.Join([]string{r.Cells[0].Text, r.Cells[1].Mark.Word, r.Cells[2].Text, r.Cells[3].Text, r.Cells[4].Text}, "|"))
			}
		}
		return f, list
	}
	nothing := func(b *Book) {
		b.Overrides, b.RetireGuards = nil, nil
		for i := range b.Intents {
			b.Intents[i].IsParked = false
		}
	}
	if f, list := rows(nothing); f.Title != "Nothing waits for a decision" || f.Empty == "" || len(list) > 0 {
		t.Errorf("%q, %q, %q", f.Title, f.Empty, list)
	}
	yes := new(true)
	f, list := rows(func(b *Book) {
		nothing(b)
		all := RetireGuard{ScopeID: 4, GroupCode: segments.Destroyers, IsAvoidableLoss: true, IsReengineered: true, IsLargeEnough: true, IsUnblocked: yes, IsUnlinked: yes, IsWithinShare: true}
		approved, unknown := all, all
		approved.IsApproved, unknown.IsUnblocked = true, nil
		b.RetireGuards = []RetireGuard{approved, unknown, all}
		b.Overrides = []Override{
			{ScopeID: new(3), Scope: "Small business", GroupCode: segments.Contributors, Intent: segments.Grow, Owner: "D. Novak", ExpiresOn: monthEnd(20), State: "active"},
			{ScopeID: new(3), Scope: "Small business", GroupCode: segments.Neutral, Intent: segments.Grow, Owner: "D. Novak", ExpiresOn: monthEnd(13), State: "active", IsEnding: true},
			{Scope: "Pensioners", GroupCode: segments.Neutral, Intent: segments.Grow, Owner: "R. Haas", ExpiresOn: monthEnd(8), State: "expired"},
		}
	})
	want := []string{
		"Small business|Value Neutral|renew or end: grow|D. Novak|" + english.dayName(monthEnd(13)),
		"Pensioners|Value Neutral|renew or remove: grow|R. Haas|" + english.dayName(monthEnd(8)),
		"Prepaid|Value Destroyers|approve: retire|C. Marchetti|" + none,
	}
	if f.Title != "To decide: 2 overrides that end, 1 approval to retire" || strings.Join(list, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\n%s", f.Title, strings.Join(list, "\n"))
	}
	many := 0
	f, list = rows(func(b *Book) {
		nothing(b)
		for i := range b.Intents {
			if b.Intents[i].ScopeID > 0 {
				b.Intents[i].IsParked, b.Intents[i].ParkedIntent = true, segments.Grow
				if b.Intents[i].AtStakeMinor != nil { // unknown, it waits for nobody
					many++
				}
			}
		}
	})
	if len(list) != mostDue || many <= mostDue || !strings.Contains(f.Title, english.plural(int64(many), "", "parked intents")) || !strings.HasPrefix(f.How, "the first 5 of ") {
		t.Errorf("%d of %d rows, %q, %q", len(list), many, f.Title, f.How)
	}
}
