package reports

import (
	"fmt"

	"valueshift/segments"
)

// effectsFigure parts the change in profit into more customers, a better mix and
// more profit per customer.
func (w *writer) effectsFigure(s *sheet) figure {
	f := figure{ID: "effects-by-group", Title: "Change in profit by volume, mix and rate", Sources: w.sources(tableEffects)}
	for _, comparison := range []string{AgainstBase, AgainstPrevious} {
		if t, ok := s.effectsTable(comparison); ok {
			f.Views = append(f.Views, t)
		}
	}
	if len(f.Views) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	f.Title = s.effectsFinding()
	f.Period, f.N = s.sinceThen(AgainstBase), s.size()
	f.Sub, f.How = "What each value group adds to the change in profit", "volume: more or fewer customers · mix: customers in other groups · rate: profit per customer"
	f.Notes = []string{"Who changes group counts against the mean of the scope, so that a row is not the change in profit of its group. All rows together are the change in profit of the scope."}
	return f
}

// effectSums adds the effects of all groups up.
func (s *sheet) effectSums(comparison string) (volume, mix, rate float64) {
	for _, e := range s.effects {
		if e.Comparison == comparison {
			volume, mix, rate = volume+e.VolumeMinor, mix+e.MixMinor, rate+e.RateMinor
		}
	}
	return volume, mix, rate
}

// hidesEffects tells that the effects of some group are hidden.
func (s *sheet) hidesEffects(comparison string) bool {
	for _, e := range s.effects {
		if e.Comparison == comparison && e.Hidden != Shown {
			return true
		}
	}
	return false
}

// effectsFinding names the effect that moved profit most.
func (s *sheet) effectsFinding() string {
	on, ok := s.then(AgainstBase)
	if !ok {
		return "Change in profit by volume, mix and rate"
	}
	if s.hidesEffects(AgainstBase) {
		return "Change in profit by volume, mix and rate"
	}
	volume, mix, rate := s.effectSums(AgainstBase)
	for _, e := range s.effects { // what leavers still book is nobody's profit per customer
		if e.Comparison == AgainstBase && e.GroupCode == segments.Out {
			rate -= e.RateMinor
		}
	}
	name, most := "the number of customers", volume
	if abs(mix) > abs(most) {
		name, most = "the mix of groups", mix
	}
	if abs(rate) > abs(most) {
		name, most = "profit per customer", rate
	}
	if whole(most) == 0 {
		return "Volume, mix and rate are as in " + s.monthName(on)
	}
	return fmt.Sprintf("%s moved profit most since %s: %s", capital(name), s.monthName(on), s.money.shortChange(whole(most)))
}

// effectsTable is one comparison, a row per group and a total.
func (s *sheet) effectsTable(comparison string) (table, bool) {
	on, ok := s.then(comparison)
	if !ok || comparison == AgainstPrevious && s.isSameStart() {
		return table{}, false
	}
	volume, mix, rate := s.effectSums(comparison)
	amounts := []int64{whole(volume + mix + rate)}
	largest := 0.0
	for _, e := range s.effects {
		if e.Comparison == comparison {
			amounts = append(amounts, whole(e.VolumeMinor), whole(e.MixMinor), whole(e.RateMinor))
			largest = max(largest, abs(e.VolumeMinor+e.MixMinor+e.RateMinor))
		}
	}
	u := s.money.common(amounts...)
	t := table{ID: "effects-" + comparison, Name: "since " + s.monthName(on),
		Head: heads("<Group", "Volume, "+u.name, "Mix, "+u.name, "Rate, "+u.name, "Together, "+u.name, "<Together, to scale")}
	for _, e := range s.effects {
		if e.Comparison != comparison {
			continue
		}
		sum := e.VolumeMinor + e.MixMinor + e.RateMinor
		r := row{Cells: []cell{{Mark: groupMark(e.GroupCode), IsHead: true}}}
		for _, v := range []float64{e.VolumeMinor, e.MixMinor, e.RateMinor, sum} {
			r.Cells = append(r.Cells, cell{Text: s.money.change(u, whole(v))})
		}
		r.Cells = append(r.Cells, cell{Class: "l", Deviation: newDeviation(sum, largest, true)})
		t.Rows = append(t.Rows, s.masked(e.Hidden, r, 1, -1))
	}
	t.Total = []cell{{Text: "All", IsHead: true}}
	if s.hidesEffects(comparison) {
		together := cell{Text: hiddenMark}
		if now, then := s.now(), s.month(on); now != nil && then != nil { // what the page begins with
			together.Text = s.money.change(u, now.ProfitMinor-then.ProfitMinor)
		}
		t.Total = append(t.Total, cell{Text: hiddenMark}, cell{Text: hiddenMark}, cell{Text: hiddenMark}, together, cell{})
		return t, true
	}
	for _, v := range []float64{volume, mix, rate, volume + mix + rate} {
		t.Total = append(t.Total, cell{Text: s.money.change(u, whole(v))})
	}
	t.Total = append(t.Total, cell{})
	return t, len(t.Rows) > 0
}
