package reports

import (
	"strconv"
	"strings"
	"time"

	"valueshift/segments"
)

// tiles are the five key figures of a scope.
func (s *sheet) tiles() []tile {
	tiles := []tile{s.profitTile(), s.shareTile(), s.lossTile(), s.erosionTile(), s.movesTile()}
	for i, t := range tiles {
		tiles[i].months = byMonth(s.begin(), s.run.AsOf, t.known)
		if t.isOfGroup {
			s.breakAtBounds(&tiles[i])
		}
		if base := s.base(); t.Change == "" && base != nil {
			tiles[i].Since = "no number for " + s.monthName(base.Month)
			if t.isThenHidden {
				tiles[i].Since = "the number for " + s.monthName(base.Month) + " is hidden"
			}
		}
	}
	return tiles
}

// profitTile is the scope's profit.
func (s *sheet) profitTile() tile {
	t := tile{ID: "profit", Name: "Profit", Value: none}
	now := s.now()
	if now == nil {
		return t
	}
	s.amount(&t, now.ProfitMinor)
	if base := s.base(); base != nil {
		s.amountChange(&t, now.ProfitMinor-base.ProfitMinor)
	}
	for _, m := range s.months {
		t.addMonth(m.Month, s.money.axis(unit{}, m.ProfitMinor))
	}
	s.promise(&t, segments.Out, "profit")
	return t
}

// shareTile is the share of customers who are Creators.
func (s *sheet) shareTile() tile {
	t := tile{ID: "creators-share", Name: "Creators’ share", Value: none, isOfGroup: true}
	now := s.stock(s.run.AsOf, segments.Creators)
	if now != nil && now.Hidden != Shown {
		return s.hiddenTile(t)
	}
	if now == nil || now.CustomerShare == nil {
		return t
	}
	t.Value, t.Unit = s.decimal(*now.CustomerShare*100, 1), "% of customers"
	h, base := s.shift(AgainstBase, segments.Creators), s.base()
	if base != nil {
		then := s.stock(base.Month, segments.Creators)
		t.isThenHidden = h != nil && h.Hidden.isWhole() || then != nil && then.Hidden != Shown
	}
	if h != nil && !h.Hidden.isWhole() && base != nil {
		t.compare(h.NowShare-h.ThenShare, s.pointsChange(h.NowShare-h.ThenShare, 1), true)
		t.Since = "since " + s.monthName(base.Month)
		if h.IsAgainst {
			t.Class, t.Change = "flat", trend(h.NowShare-h.ThenShare)+" "+s.pointsChange(h.NowShare-h.ThenShare, 1)
			t.Since = s.sameMoved(*h) + ", " + t.Since
		}
	}
	for _, m := range s.months {
		if at := s.stock(m.Month, segments.Creators); at != nil && at.CustomerShare != nil {
			t.addMonth(m.Month, *at.CustomerShare)
		}
	}
	s.promise(&t, segments.Creators, "customer_share")
	return t
}

// lossTile is what Destroyers cost.
func (s *sheet) lossTile() tile {
	t := tile{ID: "destroyers-profit", Name: "Destroyers’ profit", Value: none, isOfGroup: true}
	now := s.stock(s.run.AsOf, segments.Destroyers)
	if now == nil {
		return t
	}
	if now.Hidden != Shown {
		return s.hiddenTile(t)
	}
	s.amount(&t, now.ProfitMinor)
	for _, e := range s.effects {
		if s.base() == nil || e.Comparison != AgainstBase || e.GroupCode != segments.Destroyers {
			continue
		}
		if t.isThenHidden = e.Hidden != Shown; !t.isThenHidden {
			s.amountChange(&t, e.ChangeMinor)
		}
	}
	for _, m := range s.months {
		if at := s.stock(m.Month, segments.Destroyers); at != nil && at.Hidden == Shown {
			t.addMonth(m.Month, s.money.axis(unit{}, at.ProfitMinor))
		}
	}
	s.promise(&t, segments.Destroyers, "profit")
	return t
}

// erosionTile is the share of all gains that loss makers give back.
func (s *sheet) erosionTile() tile {
	t := tile{ID: "erosion", Name: "Given back by loss makers", Value: none}
	now := s.whale(s.run.AsOf)
	if now != nil && now.ErosionRate == nil && now.Hidden != Shown {
		return s.hiddenTile(t)
	}
	if now == nil || now.ErosionRate == nil {
		return t
	}
	t.Value, t.Unit = s.decimal(*now.ErosionRate*100, 1), "% of gains"
	if base := s.base(); base != nil {
		// A hidden month has no curve.
		then := s.whale(base.Month)
		t.isThenHidden = then == nil || then.ErosionRate == nil && then.Hidden != Shown
		if then != nil && then.ErosionRate != nil {
			t.compare(*now.ErosionRate-*then.ErosionRate, s.pointsChange(*now.ErosionRate-*then.ErosionRate, 1), false)
			t.Since = "since " + s.monthName(base.Month)
		}
	}
	for _, m := range s.months {
		if at := s.whale(m.Month); at != nil && at.ErosionRate != nil {
			t.addMonth(m.Month, *at.ErosionRate)
		}
	}
	return t
}

// movesTile sets customers who moved up a group against those who moved down, as
// a share of the same customers, whom the scorecard counts.
func (s *sheet) movesTile() tile {
	t := tile{ID: "net-migration", Name: "Net up-migration", Value: none}
	same, isHidden := s.sameCustomers(AgainstBase)
	on, ok := s.then(AgainstBase)
	if isHidden && ok {
		return s.hiddenTile(t)
	}
	if same == 0 || !ok {
		return t
	}
	up, down := s.moved(AgainstBase, "up"), s.moved(AgainstBase, "down")
	t.Value, t.Unit = s.decimalChange(float64(up-down)/float64(same)*100, 1), "% of "+s.count(same)
	t.compare(float64(up-down), s.count(up)+" up, "+s.count(down)+" down", true)
	t.Since = "customers judged in " + s.monthName(on) + " and now"
	t.Moves = newMoves(up, down)
	if up == down {
		t.Class = "flat"
	}
	if last, isHidden := s.sameCustomers(AgainstPrevious); last > 0 && !isHidden {
		up, down := s.moved(AgainstPrevious, "up"), s.moved(AgainstPrevious, "down")
		t.Note = "last month " + s.percentChange(float64(up-down)/float64(last), 1) + " of " + s.count(last)
	}
	return t
}

// sameCustomers counts who was neither new nor left; isHidden tells that they, or who
// of them moved, are hidden.
func (s *sheet) sameCustomers(comparison string) (customers int64, isHidden bool) {
	same := s.part(comparison, "same")
	if same == nil {
		return 0, false
	}
	return same.Customers, same.Hidden.isWhole() || s.isMovedHidden(comparison)
}

// hiddenTile is a tile whose number is not told.
func (s *sheet) hiddenTile(t tile) tile {
	t.Value, t.Class, t.Change = hiddenMark, "flat", "hidden"
	t.Since = "fewer than " + strconv.Itoa(s.run.MinCustomers) + " customers, or beside such a number"
	return t
}

// amount sets the tile's value to money.
func (s *sheet) amount(t *tile, minor int64) {
	t.Value = s.money.short(minor)
}

func (s *sheet) amountChange(t *tile, change int64) {
	t.compare(float64(change), s.money.shortChange(change), true)
	t.Since = "since " + s.monthName(s.base().Month)
}

// promise adds the target for the tile's number, when there is one.
func (s *sheet) promise(t *tile, g segments.Group, metric string) {
	if p := s.target(g, metric); p != nil {
		t.Target = "Target " + s.goal(*p) + " by " + s.monthName(p.TargetMonth)
		t.Status = targetMark(*p)
	}
}

// compare tells a change by arrow, sign, colour and word.
func (t *tile) compare(change float64, text string, moreIsBetter bool) {
	if !strings.ContainsAny(text, "123456789") {
		change = 0 // a change that rounds to nothing is neither better nor worse
	}
	class, word := judge(change, moreIsBetter)
	t.Class, t.Change = class, trend(change)+" "+text+", "+word
}

func (t *tile) addMonth(month time.Time, v float64) { t.known = append(t.known, monthValue{month, v}) }
