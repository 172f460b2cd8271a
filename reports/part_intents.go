package reports

import (
	"fmt"
	"strconv"
	"strings"

	"valueshift/segments"
)

// namedIntent is an intent with the segment it is about.
type namedIntent struct {
	Intent
	sheet *sheet
}

// intentsFigure lists what to do with every customer group, with the rule and the
// numbers that decided.
func (w *writer) intentsFigure(list []namedIntent, money money, home string, withSegment bool) figure {
	f := figure{ID: "intents-figure", Title: "Intents", Sources: w.sources(home, tableIntents)}
	if len(list) == 0 {
		f.Empty = "There is no customer group to choose an intent for."
		return f
	}
	shown, silent := signalColumns(list)
	if withSegment { // the page of every segment has its signals
		shown, silent = nil, nil
	}
	t := table{ID: "intents-table", IsSorted: true, Class: "dense", Head: heads("<Group", "<Intent, rule and reason", "<Since", "<Result", "Customers", "Profit")}
	for _, column := range shown {
		t.Head = append(t.Head, heads(column.head)...)
	}
	if withSegment {
		t.Head = append(heads("<Segment"), t.Head...)
		t.Filter = "Filter segments, groups and intents"
	}
	var amounts []int64
	for _, i := range list {
		amounts = append(amounts, i.ProfitMinor)
	}
	u := money.common(amounts...)
	for i := range t.Head {
		if t.Head[i].Text == "Profit" {
			t.Head[i].Text = "Profit, " + u.name
		}
	}
	for _, i := range list {
		t.Rows = append(t.Rows, intentRow(i, shown, money, u, home, withSegment))
	}
	f.Title = intentsFinding(list, money)
	f.Sub = "One intent for every customer group, two in a segment"
	for _, column := range shown {
		f.Sub += " · " + column.note(list[0].Intent)
	}
	for _, column := range silent {
		f.Sub += " · " + strings.ToLower(column.head) + " is unknown: " + column.reason(list[0].Intent)
	}
	f.Views = []table{t}
	return f
}

// intentRow is one customer group.
func intentRow(i namedIntent, shown []signalColumn, money money, u unit, home string, withSegment bool) row {
	r := row{}
	if withSegment {
		r.Cells = append(r.Cells, segmentCell(i.sheet, home))
	}
	r.Cells = append(r.Cells,
		cell{Mark: groupMark(i.GroupCode), IsHead: !withSegment, Class: "l", Key: strconv.Itoa(-int(i.GroupCode))},
		intentCell(i.Intent), sinceCell(i.Intent), resultCell(i.sheet.result(i.Intent)),
		cell{Text: count(i.Customers), Key: strconv.FormatInt(i.Customers, 10)},
		cell{Text: money.in(u, i.ProfitMinor), Sub: money.short(whole(i.ProfitMean)) + " each", Key: strconv.FormatInt(i.ProfitMinor, 10)})
	for _, column := range shown {
		r.Cells = append(r.Cells, column.cell(i.Intent, money))
	}
	return r
}

// intentsFinding says what most of the profit is meant for.
func intentsFinding(list []namedIntent, money money) string {
	groups := int64(0)
	text := ""
	for _, intent := range segments.Intents {
		n, profit := int64(0), int64(0)
		for _, i := range list {
			if i.Intent.Intent == intent && i.Customers > 0 {
				n, profit = n+1, profit+i.ProfitMinor
			}
		}
		groups += n
		if n > 0 && intent != segments.Observe {
			text += fmt.Sprintf(", %s %s (%s)", string(intent), count(n), money.short(profit))
		}
	}
	if text == "" {
		return "No customer group has an intent yet"
	}
	return capital(text[2:]) + ": " + plural(groups, "customer group", "customer groups")
}

// dominantIntent is the intent that most profit or loss of a segment stands
// under; nil when it has none.
func (s *sheet) dominantIntent() *mark {
	var best *mark
	most := int64(-1)
	for _, intent := range segments.Intents {
		sum, seen := int64(0), false
		for _, i := range s.intents {
			if i.Intent == intent && i.Customers > 0 {
				sum, seen = sum+max(i.ProfitMinor, -i.ProfitMinor), true
			}
		}
		if seen && sum > most {
			best, most = intentMark(intent), sum
		}
	}
	return best
}
