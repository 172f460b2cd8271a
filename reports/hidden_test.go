package reports

import (
	"slices"
	"strings"
	"testing"

	"valueshift/segments"
)

// TestHiddenClassesStandTogether: the bar of the hidden classes has what the others
// leave of the change and of the customers, and the name of the only large one.
func TestHiddenClassesStandTogether(t *testing.T) {
	class := func(name string, h Hiding, customers, change int64) BridgeClass {
		return BridgeClass{Comparison: AgainstBase, Class: name, Hidden: h, Customers: customers, ChangeMinor: change}
	}
	s := &sheet{
		run:        Run{AsOf: monthEnd(12)},
		months:     []Month{{Month: monthEnd(0), ProfitMinor: 1_000}, {Month: monthEnd(12), ProfitMinor: 1_700}},
		migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
		bridge:     []BridgeClass{class("same", Beside, 0, 0), class("up", Shown, 40, 900), class("dormant", Few, 0, 0)},
		scorecards: []Scorecard{{Comparison: AgainstBase, Part: "same", Customers: 140}},
	}
	together := func() BridgeClass {
		steps := s.steps(AgainstBase)
		return steps[len(steps)-1]
	}
	got := together()
	if short, long := className(got.Class); short != "Stayed,\nfew others" || long != "customers who stayed in their group (and a few others)" {
		t.Errorf("the bar is called %q, %q", short, long)
	}
	if got.Customers != 100 || got.ChangeMinor != -200 {
		t.Errorf("%d customers, %d, want 100 and -200", got.Customers, got.ChangeMinor)
	}
	s.scorecards[0].Hidden = Beside
	s.bridge[1].Hidden = Beside
	if got := together(); got.Class != classHidden || got.Customers != 0 {
		t.Errorf("two large classes and no scorecard: %q with %d customers", got.Class, got.Customers)
	}
}

// Ways may be hidden and what they come to told: the bridge knows how many rose and
// fell, and who is visible among the ways is never counted for all.
func TestMovesBehindHiddenWays(t *testing.T) {
	way := func(from, to segments.Group, h Hiding, customers int64) Migration {
		return Migration{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12), FromCode: from, ToCode: to, Hidden: h, Customers: customers}
	}
	class := func(name string, h Hiding, customers int64) BridgeClass {
		return BridgeClass{Comparison: AgainstBase, Class: name, Hidden: h, Customers: customers}
	}
	s := &sheet{
		run: Run{AsOf: monthEnd(12)},
		migrations: []Migration{
			way(segments.Neutral, segments.Contributors, Shown, 30), way(segments.Eroders, segments.Neutral, Beside, 0),
			way(segments.Contributors, segments.Neutral, Shown, 8), way(segments.Creators, segments.Contributors, Few, 0),
		},
		bridge: []BridgeClass{class("up", Shown, 45), class("down", Shown, 11), class("entered", Shown, 7), class("left", Few, 0)},
	}
	if got := s.migrationWords(); len(got) != 1 || !strings.Contains(got[0], "45 up, 11 down, net 34 up; 7 entered") {
		t.Errorf("the bridge tells, and the page says %q", got)
	}
	if m, _ := s.matrixOf(AgainstBase); m.rows[segments.Out] != 0 || m.hiddenRows[segments.Out] {
		t.Error("no way from outside is hidden")
	}
	s.migrations = append(s.migrations, way(segments.Out, segments.Neutral, Beside, 0), way(segments.Neutral, segments.Out, Few, 0))
	if m, _ := s.matrixOf(AgainstBase); m.rows[segments.Out] != 7 || m.hiddenRows[segments.Out] || !m.hiddenColumns[segments.Out] {
		t.Errorf("%d entered, and it is hidden who left", m.rows[segments.Out])
	}
	s.bridge[0].Hidden = Beside
	if m, _ := s.matrixOf(AgainstBase); !m.isMovedHidden || len(s.migrationWords()) > 0 {
		t.Errorf("it is hidden who rose, and the page says %q", s.migrationWords())
	}
}

// The sum of a row that hides a way is that of the shares beside it, which are on
// today's bounds; the stock of the mix is on those of its own month.
func TestSumOfARowOnOtherBounds(t *testing.T) {
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	s := w.portfolio()
	then, now := s.run.AsOf.AddDate(-1, 0, 0), s.run.AsOf
	way := func(from, to segments.Group, customers int64, share *float64, hidden Hiding) Migration {
		return Migration{Comparison: AgainstBase, FromMonth: then, ToMonth: now, FromCode: from, ToCode: to, Customers: customers, FromShare: share, Hidden: hidden}
	}
	m := s.matrixFrom([]Migration{
		way(segments.Creators, segments.Creators, 3000, new(3000.0/3922), Shown),
		way(segments.Creators, segments.Contributors, 0, nil, Few),
		way(segments.Destroyers, segments.Destroyers, 0, nil, Few),
	})
	if got := m.rows[segments.Creators]; got != 3922 || m.hiddenRows[segments.Creators] {
		t.Errorf("%d Creators then, want 3922", got)
	}
	if !m.hiddenRows[segments.Destroyers] {
		t.Errorf("Destroyers then are %d, and nothing on these bounds tells them", m.rows[segments.Destroyers])
	}
	if got := m.largestFinding(); strings.HasPrefix(got, "Nobody") || strings.HasPrefix(got, "Largest") {
		t.Errorf("%q, with a way down hidden", got)
	}
}

// What hidden ways of one kind come to is what the others leave of the group; of ways
// of two kinds nobody knows which has how many.
func TestHiddenWaysOfOneKindStandTogether(t *testing.T) {
	going := func(to segments.Group, customers int64, h Hiding) Migration {
		m := Migration{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12), FromCode: segments.Creators, ToCode: to, Customers: customers, Hidden: h}
		if h == Shown {
			m.FromShare = new(float64(customers) / 400)
		}
		return m
	}
	ways := []Migration{going(segments.Creators, 300, Shown), going(segments.Contributors, 40, Shown), going(segments.Eroders, 0, Few),
		going(segments.Destroyers, 0, Beside), going(segments.Out, 50, Shown)}
	s := &sheet{run: Run{AsOf: monthEnd(12)}, migrations: ways}
	if n, share, isHidden := s.matrixFrom(ways).went(segments.Creators, []way{wayDown}); n != 50 || share != 0.125 || isHidden {
		t.Errorf("down went %d, %v (hidden: %v), want 50, an eighth of 400", n, share, isHidden)
	}
	ways = append(ways, going(segments.Dormant, 0, Few))
	m := s.matrixFrom(ways)
	for _, kind := range []way{wayDown, wayDormant} {
		if n, _, isHidden := m.went(segments.Creators, []way{kind}); !isHidden {
			t.Errorf("of ways of two kinds, %v is told to have %d", kind, n)
		}
	}
	if n, _, isHidden := m.went(segments.Creators, []way{wayLeft}); n != 50 || isHidden {
		t.Errorf("%d left (hidden: %v), want 50", n, isHidden)
	}
}

// The marks of a figure are explained below it, each where it stands; sentences are
// made without them.
func TestMarksAreExplained(t *testing.T) {
	w := &writer{book: Book{Run: Run{MinCustomers: 5}}}
	of := func(cells ...string) figure { return figure{Views: []table{{Rows: []row{texts("head", cells...)}}}} }
	p := page{IsBrief: true, Sections: []section{{Rows: []figures{{of("12"), of(nobody, "3"), of("<5", none)}}}}}
	w.explainSigns(&p)
	const hidden = "“··” and “<5”: hidden, because the number stands for fewer than 5 customers or would give such a number away. “–”: there is no such number or entry."
	for i, want := range [][]string{nil, {"“·”: nobody."}, {hidden}} {
		if got := p.Sections[0].Rows[0][i].Notes; !slices.Equal(got, want) {
			t.Errorf("figure %d: %q, want %q", i, got, want)
		}
	}
	if want := "“·”: nobody. " + hidden; p.Signs != want {
		t.Errorf("on paper: %q, want %q", p.Signs, want)
	}
}

func TestSentencesWithoutHiddenNumbers(t *testing.T) {
	s := &sheet{run: Run{MinCustomers: 5}, bridge: []BridgeClass{
		{Comparison: AgainstBase, Class: "entered", Hidden: Beside}, {Comparison: AgainstBase, Class: "left", Hidden: Few}}}
	if got := s.movedWords(AgainstBase, "entered") + "|" + s.movedWords(AgainstBase, "left"); got != "|fewer than 5 left" {
		t.Errorf("%q", got)
	}
	told, hidden := &Month{LossMakers: 603}, &Month{Hidden: Partly}
	for i, c := range []struct {
		base, now *Month
		want      string
	}{
		{hidden, told, "; 603 make a loss"}, {told, hidden, ""}, {told, told, "; those who make a loss from 603 to 603"},
	} {
		if got := s.lossWords(c.base, c.now); got != c.want {
			t.Errorf("%d: %q, want %q", i, got, c.want)
		}
	}
}
