package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valueshift/segments"
)

// namedResult is a result with the segment it is about.
type namedResult struct {
	IntentResult
	sheet *sheet
}

// results are those of some sheets, in their order.
func results(sheets []*sheet) []namedResult {
	var list []namedResult
	for _, s := range sheets {
		for _, r := range s.results {
			list = append(list, namedResult{r, s})
		}
	}
	return list
}

// mostAgainst is how many intents that went the other way are told in sentences.
const mostAgainst = 4

// mostTold is how many rows the portfolio's table of results has.
const mostTold = 10

// resultsFigure holds every intent against what happened since it began. All segments
// together need the segments' names, and leave to their pages what cannot be told yet.
func (w *writer) resultsFigure(list []namedResult, money money, withSegment bool) figure {
	f := figure{ID: "results-figure", Title: "Did it work?", Sources: w.sources(tableResults)}
	if len(list) == 0 {
		f.Empty = "No intent began before this month-end, so there is nothing to compare."
		return f
	}
	f.Title = w.resultsFinding(list)
	f.Period, f.N = "to "+w.dayName(w.book.Run.AsOf), list[0].sheet.size()
	f.Sub, f.How = "From the month-end at which the intent began", "same customers: who was in the group then, whatever group they are in now (mean change ± standard error)"
	for _, r := range list {
		if r.Verdict == verdictAgainst && !r.Hidden.isWhole() {
			f.Story = append(f.Story, r.against(money, withSegment))
		}
	}
	if more := len(f.Story) - mostAgainst; more > 0 {
		f.Story, f.More = f.Story[:mostAgainst], w.count(int64(more))+" more"
	}
	if withSegment {
		f.N = w.portfolio().size()
		if t := w.toldResults(list, money); len(t.Rows) > 0 {
			f.Details = []table{t}
		}
	} else {
		f.Views = []table{segmentResults(list, money)}
	}
	f.Notes = []string{"Evidence grade C: before and after, without a control group. Groups at either end move towards the middle by themselves " +
		"(regression to the mean), so a loss that shrank is not yet a success. Windows overlap until a whole one has passed. Who left altogether counts in the number of customers only: the same customers are those who are still here."}
	if slices.ContainsFunc(list, func(r namedResult) bool { return r.IsRebased }) {
		f.Notes = append(f.Notes, "* The bounds between the groups were set anew since then, which moves customers by itself.")
	}
	return f
}

// segmentResults has every intent of one segment.
func segmentResults(list []namedResult, money money) table {
	t := table{ID: "results-table", IsSorted: true, Class: "dense", Head: heads("<Group", "<Intent and what was expected", "<Verdict",
		"Customers", "Share of segment", "Profit per customer", "Same customers")}
	if !list[0].sheet.lacks.serve {
		t.Head = append(t.Head, heads("Cost to serve each", "Their cost to serve")...)
	}
	for _, r := range list {
		t.Rows = append(t.Rows, resultRow(r, money, false))
	}
	return t
}

// toldResults has the intents of all segments that have a verdict, those that something
// speaks against before the others where there are too many.
func (w *writer) toldResults(list []namedResult, money money) table {
	t := table{ID: "results-table", IsSorted: true, Class: "dense", Head: heads("<Segment", "<Group", "<Intent", "<Verdict", "Customers", "Same customers")}
	var against, asIntended []row
	for _, r := range list {
		line := resultRow(r, money, true)
		switch r.Verdict {
		case verdictAgainst:
			against = append(against, line)
		case verdictGood:
			asIntended = append(asIntended, line)
		default:
			continue
		}
		t.Rows = append(t.Rows, line)
	}
	t.Name = "What can be told of " + w.plural(int64(len(t.Rows)), "intent", "intents")
	if len(t.Rows) > mostTold {
		t.Rows = append(against, asIntended...)[:mostTold]
		t.Name += ", " + w.count(mostTold) + " of them, those against the intent first"
	}
	t.Name += "; the rest is on the segments’ pages"
	return t
}

// resultRow is one customer group, without its numbers where they are hidden.
func resultRow(r namedResult, money money, withSegment bool) row {
	line := row{}
	if withSegment {
		line.Cells = append(line.Cells, segmentCell(r.sheet))
	}
	since := "since " + r.sheet.sinceMonth(r.SinceMonth)
	if r.IsRebased {
		since += "*"
	}
	if !withSegment {
		since += ": " + r.Expected
	}
	line.Cells = append(line.Cells,
		cell{Mark: groupMark(r.GroupCode), IsHead: !withSegment, Class: "l", Key: strconv.Itoa(-int(r.GroupCode))},
		cell{Mark: intentMark(r.Intent), Sub: since, Class: "l long", Key: string(r.Intent)},
		cell{Mark: verdictMark(r.Verdict), Sub: "evidence " + r.Evidence, Class: "l", Key: r.Verdict},
		cell{Text: money.count(r.NowCustomers), Sub: money.countChange(r.NowCustomers-r.ThenCustomers) + " ± " + money.decimal(r.CustomersError, 0),
			Key: strconv.FormatInt(r.NowCustomers-r.ThenCustomers, 10)})
	same := pairedCell(r.ChangeMeanMinor, r.ChangeErrorMinor, money.known(r.Hidden, r.SameCustomers)+" of "+money.count(r.Members), money)
	if withSegment { // the page of every segment has the rest
		line.Cells = append(line.Cells, same)
		return r.sheet.masked(r.Hidden, line, 4, 4)
	}
	line.Cells = append(line.Cells,
		thenNow(money.percentOr(r.ThenShare, 1), money.percentOr(r.NowShare, 1), r.NowShare),
		thenNow(money.short(whole(r.ThenProfitMeanMinor)), money.short(whole(r.NowProfitMeanMinor)), &r.NowProfitMeanMinor),
		same)
	if !r.sheet.lacks.serve {
		line.Cells = append(line.Cells, thenNow(money.short(whole(r.ThenCostMeanMinor)), money.short(whole(r.NowCostMeanMinor)), &r.NowCostMeanMinor),
			pairedCell(r.CostChangeMeanMinor, r.CostChangeErrorMinor, "", money))
	}
	return r.sheet.masked(r.Hidden, line, 3, 3)
}

// thenNow sorts by what is now, which may be unknown.
func thenNow(then, now string, key *float64) cell {
	c := cell{Text: now, Sub: "was " + then}
	if key != nil {
		c.Key = strconv.FormatFloat(*key, 'f', 6, 64)
	}
	return c
}

// pairedCell is a mean change of the same customers; of says how many they are.
func pairedCell(mean, se *float64, of string, money money) cell {
	if mean == nil {
		return cell{Text: none, Sub: of, Class: "flat"}
	}
	c := cell{Text: money.shortChange(whole(*mean)), Sub: of, Key: strconv.FormatFloat(*mean, 'f', 2, 64)}
	if se != nil {
		c.Sub = strings.TrimSuffix("± "+money.short(whole(*se))+", "+of, ", ")
	}
	return c
}

// against says plainly what went the other way, and first what weighs most of what
// the intent is held against: "Cost to serve rose by 16.83 EUR each among the same
// customers of Value Creators (maintain since Apr 2025); …".
func (r namedResult) against(money money, withSegment bool) string {
	who := r.GroupCode.Name()
	if withSegment {
		who = nameOf(r.sheet.scope) + ", " + who
	}
	meant := fmt.Sprintf(" (%s since %s)", string(r.Intent), r.sheet.sinceMonth(r.SinceMonth))
	type clause struct {
		first, later string
		weight       float64 // standard errors to the wrong side; 0: not what the intent is held against
	}
	change := r.NowCustomers - r.ThenCustomers
	grew := "kept its number of customers"
	if change != 0 {
		grew = word(change > 0, "grew", "shrank") + " by " + money.plural(max(change, -change), "customer", "customers")
	}
	share := ""
	if r.ThenShare != nil && r.NowShare != nil {
		share = ", " + money.pointsChange(*r.NowShare-*r.ThenShare, 1) + " of the segment"
	}
	list := []clause{}
	if r.ChangeMeanMinor != nil {
		by := money.short(whole(abs(*r.ChangeMeanMinor))) + word(*r.ChangeMeanMinor < 0, " less", " more") + " each"
		c := clause{first: "The same customers of " + who + " earn " + by + meant, later: "the same customers earn " + by}
		if r.Intent != segments.Retire {
			c.weight = weight(-*r.ChangeMeanMinor, r.ChangeErrorMinor)
		}
		list = append(list, c)
	}
	if r.CostChangeMeanMinor != nil && !r.sheet.lacks.serve {
		by := word(*r.CostChangeMeanMinor > 0, " rose", " fell") + " by " + money.short(whole(abs(*r.CostChangeMeanMinor))) + " each"
		if whole(*r.CostChangeMeanMinor) == 0 {
			by = " is as before"
		}
		c := clause{first: "Cost to serve" + by + " among the same customers of " + who + meant, later: "their cost to serve" + by}
		if r.Intent == segments.Maintain {
			c.weight = weight(*r.CostChangeMeanMinor, r.CostChangeErrorMinor)
		}
		list = append(list, c)
	}
	c := clause{first: who + " " + grew + share + meant, later: "the group " + grew + share}
	switch r.Intent {
	case segments.Grow:
		c.weight = weight(-float64(change), &r.CustomersError)
	case segments.Retire:
		c.weight = weight(float64(change), &r.CustomersError)
	}
	list = append(list, c)
	worst := len(list) - 1
	for k := range list {
		if list[k].weight > list[worst].weight {
			worst = k
		}
	}
	text := list[worst].first
	for k := range list {
		if k != worst {
			text += "; " + list[k].later
		}
	}
	return text + "."
}

// weight is a change in standard errors; one without an error weighs nothing.
func weight(change float64, se *float64) float64 {
	if se == nil || *se <= 0 {
		return 0
	}
	return change / *se
}

func word(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// resultsFinding counts the verdicts.
func (l spelling) resultsFinding(list []namedResult) string {
	text := ""
	for _, verdict := range []string{verdictGood, verdictAgainst, verdictNoise, verdictEarly, verdictFew} {
		n := int64(0)
		for _, r := range list {
			if r.Verdict == verdict {
				n++
			}
		}
		if n > 0 {
			text += fmt.Sprintf(", %s %s", l.count(n), verdict)
		}
	}
	return "Did it work? Of " + l.plural(int64(len(list)), "intent", "intents") + text
}

// result finds what became of a group's intent; nil when it began now.
func (s *sheet) result(i Intent) *IntentResult {
	for k := range s.results {
		if s.results[k].GroupCode == i.GroupCode {
			return &s.results[k]
		}
	}
	return nil
}
