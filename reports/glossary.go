package reports

import (
	"strings"

	"valueshift/segments"
)

// term is one entry of the glossary: what a word on a page means, and how the
// number behind it is made.
type term struct {
	ID, Name string
	Text     string // plain words
	Formula  string // how it is computed; empty: there is nothing to compute
}

// chapter is a section of the glossary.
type chapter struct {
	ID, Title string
	Terms     []term
}

// chapters are all words that pages use in a sense of their own. Thresholds are
// called by what they do, because every portfolio sets its own.
var chapters = []chapter{
	{"words-value", "Value", []term{
		{"profit", "Profit", "What a customer leaves us with in the profit window after every cost that it causes, the charge on the capital tied up in it included. It can be negative.",
			"revenue − direct cost − cost to serve − acquisition cost − capital charge"},
		{"profit-per-customer", "Profit per customer", "What each of today’s customers leaves us with on average. Bookings of those who have left are in the profit, not in the mean.", "profit of the customers ÷ customers"},
		{"window", "Profit window", "The months over which profit is summed, ending with the month-end of the page; twelve unless the configuration says otherwise. A month that has not ended is not shown.", ""},
		{"cost-to-serve", "Cost to serve", "What it takes to look after a customer, beyond making the product: calls, visits, delivery, returns, billing.", ""},
		{"avoidable-profit", "Avoidable profit", "What would be lost if the customer left: revenue less direct cost less the cost to serve that would really go away. Acquisition is spent and shared cost stays, so neither counts.",
			"revenue − direct cost − avoidable cost to serve"},
		{"acquisition-cost", "Acquisition cost", "What it cost to win a customer, spread evenly over the days of the months after it was spent.", "spent × days of the profit window among them ÷ all these days"},
		{"capital-charge", "Capital charge", "Interest on the money that is tied up in a customer, such as unpaid invoices or lent equipment.", "capital employed × yearly rate × days ÷ 365, month by month"},
		{"whale-curve", "Whale curve", "Customers from the most to the least profitable, and what they earn together so far. It rises to a peak and falls again as loss makers give profit back.", ""},
		{"peak", "Peak", "What all profitable customers of today earn together: the top of the whale curve.", "sum of the positive profits"},
		{"erosion", "Given back by loss makers", "All losses of today’s customers as a share of the peak. What those who left still book is in neither.", "(peak − profit of the customers) ÷ peak"},
		{"decile", "Decile", "A tenth of the customers, ranked by profit or revenue; decile 1 has most. Customers with the same amount share a decile, so that tenths are not always of one size.",
			"10 × (customers with more + half of those with the same) ÷ customers, rounded up"},
		{"gini", "Concentration (Gini)", "0 when every customer earns the same, 1 when one customer earns everything; the form of Raffinetti, Siletti and Vernizzi, which holds when some lose money.", ""},
	}},
	{"words-groups", "Value groups", []term{
		{"value-groups", "Value groups", "Creators are the best customers who together make most of all gains, Destroyers the worst who together make most of all losses. Neutral lie close to zero; Contributors and Eroders are between.", ""},
		{"new-dormant", "New and Dormant", "New customers have not been here long enough to be judged. Dormant customers are still here, by a contract or by what is booked for them, but have neither revenue nor material profit in the window.", ""},
		{"left", "Entered and left", "A customer is here from the first booking on, or from when its contract began. It has left when it is closed or, without a contract, when nothing at all was booked for it in a whole profit window: with a window of twelve months, no purchase for a year. Whoever buys again enters again. So there may be fewer customers than the export lists.", ""},
		{"bounds", "Bounds", "The amounts of profit per customer that part the groups. They are set once per plan year and then frozen, so that a shift is a shift of customers and not of the ruler.", ""},
		{"hysteresis", "Hysteresis", "A customer changes group only after passing a bound by a margin. It keeps customers near a bound from moving to and fro.", ""},
		{"customer-group", "Customer group", "The customers of one segment in one value group. It is what intents and targets are about.", ""},
	}},
	{"words-shift", "Shift", []term{
		{"mix", "Mix", "How a segment’s customers are spread over the groups.", "customers of a group ÷ customers of the segment"},
		{"migration", "Migration", "How many customers went from which group to which between two month-ends, with those who entered and left.", ""},
		{"bridge", "Profit bridge", "The change in profit by what customers did: stayed, moved up or down, entered, left. The steps add up to the change to the last digit, and so do their parts of revenue and cost.", "sum over the customers of a class of (profit now − profit then)"},
		{"graduated", "Graduated", "New customers who have been with us long enough to be judged for the first time.", ""},
		{"effects", "Volume, mix and rate", "Volume: more or fewer customers. Mix: more of them in better groups. Rate: more profit from the customers of a group. The three add up to the change in profit.", "nested Bennet decomposition: each effect at the mean of then and now"},
		{"real-shift", "Real or within noise", "Customers come and go for reasons of their own, so every share moves a little. A shift is called real when that is unlikely to explain it and it is large enough to matter. A share can rise because others left: where the same customers really moved the other way, that is told beside it, and it is neither better nor worse.", "p below 5 % among the customers judged at both ends, corrected for looking at many segments (Benjamini–Hochberg), and at least half a percentage point"},
		{"standard-error", "± and standard error", "How far chance alone would move a number. Two standard errors either way hold the true number in about 95 of 100 cases.", ""},
		{"distance", "Total variation distance", "The least share of customers who would have to change group to turn the one mix into the other.", "½ × sum of |share now − share then|"},
		{"plan-rates", "Plan rates", "One exchange rate per currency and plan year, at which all pages are kept. What actual rates add stands on a line of its own, so that exchange rates move no customer between groups.", ""},
	}},
	{"words-intents", "Intents", []term{
		{"intents", "Intent", "What is meant to happen with a customer group: grow it, maintain it at low effort, re-engineer what makes it lose, or retire it. New customers are observed.", "the first rule below that fits"},
		{"trend", "Trend", "What customers who are in the group today, or were in it one window earlier, earn now compared with then. Today’s members alone would have risen by being chosen, those of then would have fallen.", "mean change ÷ its standard error (z), and ÷ the mean profit then"},
		{"headroom", "Headroom", "How much more a customer could earn, measured by what similar customers with the same tenure do earn.", "reference profit − mean profit, not below 0"},
		{"advocacy", "Advocacy (NPS)", "Would customers recommend us? Promoters answer 9 or 10, detractors 0 to 6. Small groups lean on their segment until they have answers enough.", "100 × (share of promoters − share of detractors)"},
		{"fixable", "Fixable loss", "The group would not lose money if its cost to serve were that of a typical customer of its segment.", ""},
		{"young", "Young", "More than half of the group’s customers have been with us for less than a year: a loss may still be what winning them cost.", ""},
		{"persistent", "Persistent", "The group lost money half a year ago, too.", ""},
		{"residual-value", "Residual value", "What a customer of the group is worth over the next three years if customers keep moving between groups as they did. The upper bound beside it covers how they move, not what they earn once there.", "sum over 36 months of the expected monthly profit, discounted"},
		{"parked", "Parked", "A segment follows two intents at most. The groups of a third are parked: kept without a budget. Who was to be maintained anyway is kept as it is.", ""},
		{"override", "Override", "An owner’s decision in place of the rule’s, with a reason and a date on which it ends.", ""},
		{"guardrails", "Guardrails of retire", "What must hold before customers may be retired, from avoidable profit below zero to a named approval. Retire never means automatic termination.", ""},
	}},
	{"words-targets", "Targets and forecast", []term{
		{"glidepath", "Path, or plan", "Where a target’s number should stand at a month-end on its way from baseline to goal.", ""},
		{"attainment", "Attainment", "The way covered as a share of the way that the path asks for by now.", "(actual − baseline) ÷ (path − baseline)"},
		{"progress", "Progress", "The way covered as a share of the whole way.", "(actual − baseline) ÷ (goal − baseline)"},
		{"colours", "On track, at risk, off track", "The worse of where the number stands today and of the outlook. A gap within noise says nothing to date and is called inconclusive; a target can still be off track by its outlook.", ""},
		{"outlook", "Outlook", "How likely the goal is reached at its date if customers keep moving as they did in the months on record.", "share of simulated futures that reach the goal"},
		{"band", "80 % band", "Four of five simulated futures lie in it. Earlier months are forecast in the same way and compared with what happened: how often the band held is published beside it.", ""},
		{"required-moves", "Required moves", "The least number of customers who must cross each bound for the mix to become the target mix.", ""},
	}},
	{"words-data", "Data", []term{
		{"reconciled", "Reconciled", "Every amount of the rows that were not held back is found in the facts, and every amount of the facts on the pages, on the unknown customer or outside the window, to the last digit; so is the profit that they come to.", ""},
		{"quarantine", "Quarantine", "Rows that do not fit what was agreed are not used and not repaired; they are kept with file, line and reason.", ""},
		{"restatement", "Restatement", "A closed month stays as it was closed. What later deliveries would change stands beside it.", ""},
		{"unknown-customer", "Unknown customer", "Amounts whose customer is missing or not listed. They are shown as one line and spread over nobody.", ""},
		{"version", "Version", "The month-end and a short hash of configuration, inputs and program. The same version is the same pages, byte for byte.", ""},
	}},
}

// glossaryPage explains every word in plain language.
func (w *writer) glossaryPage() (page, error) {
	return w.explained(w.newPage(glossaryFile, "Glossary"), plainTitle(w.book.Run.Portfolio)), nil
}

// ownGlossaryPage is the same in a segment's folder.
func (w *writer) ownGlossaryPage(s *sheet) (page, error) {
	return w.explained(w.ownPage(s, glossaryFile, "Glossary"), nameOf(s.scope)), nil
}

// explained fills a glossary.
func (w *writer) explained(p page, of string) page {
	p.Eyebrow = of
	p.Headline = "What the words on these pages mean, and how the numbers are made"
	for _, c := range chapters {
		s := section{ID: c.ID, Title: c.Title, Terms: c.Terms}
		if c.ID == "words-intents" {
			s.Rows = []figures{{w.rulesFigure()}}
		}
		p.add(s)
	}
	return p
}

// rulesFigure is the table of rules that pages name by their ids.
func (w *writer) rulesFigure() figure {
	f := figure{ID: "rules", Title: "The first rule that fits a customer group gives its intent",
		Sub: "A rule that names a signal does not fit where it is unknown; what is unknown is neither low nor high"}
	if len(w.book.Rules) == 0 {
		f.Title, f.Sub, f.Empty = "Rules", "", "No rule is in force."
		return f
	}
	t := table{ID: "rules-table", Head: heads("<Rule", "<Value groups", "<When", "<Intent", "<Because")}
	for _, r := range w.book.Rules {
		var groups []string
		for _, key := range r.Groups {
			group, _ := segments.GroupOf(key)
			groups = append(groups, shortGroup(group))
		}
		when := strings.Join(r.When(), ", ")
		if when == "" {
			when = "always"
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: r.Rule, IsHead: true}, {Text: strings.Join(groups, ", "), Class: "l"},
			{Text: when, Class: "l long"}, {Mark: intentMark(segments.Intent(r.Intent)), Class: "l"}, {Text: reasonText(r.Reason), Class: "l long"}}})
	}
	f.Views = []table{t}
	return f
}

const glossaryFile = "glossary.html"

// words link to glossary entries by their ids. A segment's folder has a glossary of
// its own.
func words(ids ...string) []link {
	list := make([]link, len(ids))
	for i, id := range ids {
		for _, c := range chapters {
			for _, t := range c.Terms {
				if t.ID == id {
					list[i] = link{Href: glossaryFile + "#" + id, Text: t.Name}
				}
			}
		}
	}
	return list
}
