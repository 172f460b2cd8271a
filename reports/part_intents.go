package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valueshift/segments"
)

// namedIntent is an intent with the segment it is about.
type namedIntent struct {
	Intent
	sheet *sheet
}

// intentWords are the entries of the glossary that explain intents.
var intentWords = []string{"intents", "trend", "headroom", "advocacy", "fixable", "residual-value", "parked", "override", "guardrails"}

// intentsFigure lists what to do with every customer group of a segment, with the
// rule that decided.
func (w *writer) intentsFigure(list []namedIntent, money money) figure {
	f := figure{ID: "intents-figure", Title: "Intents", Sources: w.sources(tableIntents)}
	if len(list) == 0 {
		f.Empty = "There is no customer group to choose an intent for."
		return f
	}
	u := intentUnit(list, money)
	t := table{ID: "intents-table", IsSorted: true, Class: "dense",
		Head: heads("<Group", "<Intent, rule and reason", "<Since", "<Result", "Customers", "Profit, "+u.name, "Profit each")}
	for _, i := range list {
		t.Rows = append(t.Rows, i.sheet.masked(i.Hidden, row{Cells: []cell{
			{Mark: groupMark(i.GroupCode), IsHead: true, Class: "l", Key: strconv.Itoa(-int(i.GroupCode))},
			w.intentCell(i.Intent), i.sheet.sinceCell(i.Intent), resultCell(i.sheet.result(i.Intent)),
			{Text: w.count(i.Customers), Key: strconv.FormatInt(i.Customers, 10)},
			{Text: money.in(u, i.ProfitMinor), Key: strconv.FormatInt(i.ProfitMinor, 10)},
			{Text: money.short(whole(i.ProfitMeanMinor)), Key: strconv.FormatInt(whole(i.ProfitMeanMinor), 10)},
		}}, 4, 4))
	}
	f.Title = intentsFinding(list, money)
	f.Sub, f.Period, f.N = "One intent for every customer group, at most two in a segment", list[0].sheet.window(), list[0].sheet.size()
	f.Views = []table{t}
	return f
}

// signalsFigure shows the numbers that the rules looked at.
func (w *writer) signalsFigure(list []namedIntent, money money) figure {
	f := figure{ID: "signals-figure", Title: "No signal is known", Sources: w.sources(tableIntents)}
	if len(list) == 0 {
		f.Empty = "There is no customer group to read signals of."
		return f
	}
	shown, silent := signalColumns(list)
	t := table{ID: "signals-table", IsSorted: true, Class: "dense", Head: heads("<Group")}
	for k, column := range shown {
		t.Head = append(t.Head, heads(column.head)...)
		if k > 0 {
			f.Sub += " · "
		}
		f.Sub += column.note(list[0].Intent, money)
	}
	f.Sub, f.Period, f.N = capital(f.Sub), list[0].sheet.window(), list[0].sheet.size()
	for _, column := range silent {
		f.Notes = append(f.Notes, column.head+" is unknown: "+column.reason(list[0].Intent)+".")
	}
	for _, i := range list {
		r := row{Cells: []cell{{Mark: groupMark(i.GroupCode), IsHead: true, Class: "l", Key: strconv.Itoa(-int(i.GroupCode))}}}
		for _, column := range shown {
			r.Cells = append(r.Cells, column.cell(i.Intent, money))
		}
		t.Rows = append(t.Rows, i.sheet.masked(i.Hidden, r, 1, -1))
	}
	if len(shown) > 0 {
		f.Title = w.signalsFinding(list)
		f.Views = []table{t}
	}
	return f
}

// signalsFinding says where those who are in a group today earn less than before.
func (l spelling) signalsFinding(list []namedIntent) string {
	known, down := int64(0), int64(0)
	for _, i := range list {
		if i.Trend != nil {
			known++
			if *i.Trend < 0 {
				down++
			}
		}
	}
	if known == 0 {
		return "What the rules looked at"
	}
	if down == 0 {
		return fmt.Sprintf("What the rules looked at: in none of %s that can be judged do customers earn clearly less than before", l.plural(known, "group", "groups"))
	}
	return fmt.Sprintf("What the rules looked at: in %s of %s that can be judged customers earn less than before", l.count(down), l.plural(known, "group", "groups"))
}

// intentMatrix shows the intents of all segments side by side; the page of every
// segment has their rules and signals.
func (w *writer) intentMatrix(list []namedIntent, money money) figure {
	f := figure{ID: "intents-figure", Title: "Intents", Sources: w.sources(tableIntents)}
	if len(list) == 0 {
		f.Empty = "There is no customer group to choose an intent for."
		return f
	}
	t := table{ID: "intents-table", Class: "dense grid", Head: heads("<Segment")}
	var shown []segments.Group
	for _, g := range segments.InPortfolio {
		if slices.ContainsFunc(list, func(i namedIntent) bool { return i.GroupCode == g }) {
			shown = append(shown, g)
			t.Head = append(t.Head, head{Text: shortGroup(g), IsText: true})
		}
	}
	listed := w.listed()
	for from := 0; from < len(list); {
		of := list[from].sheet
		if !of.isPortfolio() && !slices.Contains(listed, of) {
			from++
			continue
		}
		r := row{Cells: []cell{segmentCell(of)}}
		for range shown {
			r.Cells = append(r.Cells, cell{Text: none, Class: "l flat"})
		}
		for ; from < len(list) && list[from].sheet == of; from++ {
			r.Cells[1+slices.Index(shown, list[from].GroupCode)] = matrixCell(list[from], money)
		}
		t.Rows = append(t.Rows, r)
	}
	f.Title = intentsFinding(list, money)
	f.Period, f.N = list[0].sheet.window(), w.portfolio().size()
	f.Sub, f.How = "Intent of every customer group, at most two in a segment", "its profit · what came of it where that can be told · rules, signals and reasons are on the segments’ pages"
	f.also(w.listedWords())
	f.Views = []table{t}
	return f
}

// matrixCell is the intent of one group, what is at stake and what came of it.
func matrixCell(i namedIntent, money money) cell {
	notes := []string{unless(i.Hidden.isWhole(), money.short(i.ProfitMinor))}
	switch {
	case i.IsParked && i.ParkedIntent == i.Intent.Intent:
		notes = append(notes, "kept as it is")
	case i.IsParked:
		notes = append(notes, "parked")
	case i.OverrideOwner != "":
		notes = append(notes, "override")
	}
	if r := i.sheet.result(i.Intent); r != nil && (r.Verdict == verdictGood || r.Verdict == verdictAgainst) {
		notes = append(notes, r.Verdict)
	}
	return cell{Class: "l", Mark: intentMark(i.Intent.Intent), Sub: strings.Join(notes, " · "), Tip: i.Rule}
}

// intentUnit is the unit that fits the profit of all groups.
func intentUnit(list []namedIntent, money money) unit {
	var amounts []int64
	for _, i := range list {
		amounts = append(amounts, i.ProfitMinor)
	}
	return money.common(amounts...)
}

// intentsFinding says what most of the profit is meant for.
func intentsFinding(list []namedIntent, money money) string {
	groups, untold := int64(0), int64(0)
	text := ""
	for _, intent := range segments.Intents {
		n, told, profit := int64(0), int64(0), int64(0)
		for _, i := range list {
			switch isHidden := i.Hidden.isWhole(); {
			case i.Intent.Intent != intent || i.Customers == 0 && !isHidden:
				continue
			case !isHidden:
				told, profit = told+1, profit+i.ProfitMinor
			}
			n++
		}
		groups, untold = groups+n, untold+n-told
		switch {
		case n == 0:
		case told == 0 || intent == segments.Observe: // what is observed has no intent for its profit
			text += fmt.Sprintf(", %s %s", string(intent), money.count(n))
		default:
			text += fmt.Sprintf(", %s %s (%s)", string(intent), money.count(n), money.short(profit))
		}
	}
	if text == "" {
		return "No customer group has an intent yet"
	}
	text = capital(text[2:]) + ": " + money.plural(groups, "customer group", "customer groups")
	if untold > 0 {
		text += ", " + money.count(untold) + " of them hidden"
	}
	return text
}

// dominantIntent is the intent that most profit or loss of a segment stands
// under, of those that it follows: what is parked has no budget. It is nil when there
// is none.
func (s *sheet) dominantIntent() *mark {
	var best *mark
	most := int64(-1)
	for _, intent := range segments.Intents {
		sum, seen := int64(0), false
		for _, i := range s.intents {
			if i.Intent == intent && i.Customers > 0 && !i.IsParked {
				sum, seen = sum+max(i.ProfitMinor, -i.ProfitMinor), true
			}
		}
		if seen && sum > most {
			best, most = intentMark(intent), sum
		}
	}
	return best
}
