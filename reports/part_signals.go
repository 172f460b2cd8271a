package reports

import (
	"slices"
	"strconv"
)

// signalColumn is one signal in the table of intents.
type signalColumn struct {
	head   string
	note   func(Intent, money) string // what it is, for the line under the title
	reason func(Intent) string        // why it is unknown; empty when it is known
	cell   func(Intent, money) cell
}

var everySignal = []signalColumn{
	{"Trend", says("trend: who is in the group today or was in it a window ago, and was judged at both ends (change, z)"),
		func(i Intent) string { return i.TrendReason }, trendCell},
	{"Headroom", says("headroom: what the customers could earn more"),
		func(i Intent) string { return i.HeadroomReason }, headroomCell},
	{"Advocacy", advocacyNote,
		func(i Intent) string { return i.AdvocacyReason }, advocacyCell},
	{"Fixable loss", says("fixable loss: avoidable profit per customer, now and at the segment’s median cost to serve"),
		func(i Intent) string { return i.FixableReason }, lossCell},
	{"Residual value", says("residual value: what a customer is still worth, with an upper bound on how customers move between groups, not on what they earn there"),
		func(i Intent) string { return i.ResidualReason }, residualCell},
}

// says is a note that is the same on every page.
func says(text string) func(Intent, money) string {
	return func(Intent, money) string { return text }
}

// advocacyNote names the hurdle, which is the same for all groups.
func advocacyNote(i Intent, money money) string {
	text := "advocacy: NPS with its 95 % interval, small groups leaning on their segment"
	if i.HurdleNps != nil {
		text += ", against " + money.decimalChange(*i.HurdleNps, 0)
	}
	return text
}

// signalColumns parts the signals into those that are shown and those that are
// unknown in every group for one and the same reason, which is told once.
func signalColumns(list []namedIntent) (shown, silent []signalColumn) {
	for _, column := range everySignal {
		why := column.reason(list[0].Intent)
		if why != "" && !slices.ContainsFunc(list, func(i namedIntent) bool { return column.reason(i.Intent) != why }) {
			silent = append(silent, column)
		} else {
			shown = append(shown, column)
		}
	}
	return shown, silent
}

// unknown is a signal without a value; it sorts below all others.
func unknown(why string) cell {
	return cell{Text: "unknown", Sub: why, Class: "flat", Key: "-1e18"}
}

// trendCell tells the direction, or why there is none.
func trendCell(i Intent, money money) cell {
	if i.Trend == nil {
		return unknown(i.TrendReason)
	}
	word := "flat"
	if *i.Trend > 0 {
		word = "▲ up"
	} else if *i.Trend < 0 {
		word = "▼ down"
	}
	c := cell{Text: word, Class: moneyClass(*i.Trend), Key: "0"}
	if i.TrendShare != nil {
		if abs(*i.TrendShare) <= 1 || i.TrendMeanMinor == nil {
			c.Text += " " + money.percentChange(*i.TrendShare, 1)
		} else { // of a profit near zero, a share says nothing
			c.Text += " " + money.shortChange(whole(*i.TrendMeanMinor)) + " each"
		}
		c.Key = strconv.FormatFloat(*i.TrendShare, 'f', 6, 64)
	}
	c.Sub = "n " + money.known(i.Hidden, i.TrendCustomers)
	if i.TrendZ != nil {
		c.Sub = "z " + money.decimalChange(*i.TrendZ, 1) + ", " + c.Sub
	}
	return c
}

// headroomCell tells how much more the customers could earn.
func headroomCell(i Intent, money money) cell {
	if i.Headroom == nil || i.HeadroomMeanMinor == nil {
		return unknown(i.HeadroomReason)
	}
	word := "low"
	if *i.Headroom > 0 {
		word = "high"
	}
	c := cell{Text: word, Sub: money.short(whole(*i.HeadroomMeanMinor)) + " each", Key: strconv.FormatInt(whole(*i.HeadroomMeanMinor), 10)}
	if i.HeadroomPotentials > 0 {
		c.Sub += ", " + money.count(i.HeadroomPotentials) + " given"
	}
	return c
}

// advocacyCell tells whether the customers would recommend us.
func advocacyCell(i Intent, money money) cell {
	n := "n " + money.count(i.Answers)
	if i.Advocacy == nil || i.ShrunkNps == nil || i.ShrunkError == nil {
		if i.Answers > 0 {
			return unknown(n + ": " + i.AdvocacyReason)
		}
		return unknown(i.AdvocacyReason)
	}
	word := "mid"
	if *i.Advocacy > 0 {
		word = "high"
	} else if *i.Advocacy < 0 {
		word = "low"
	}
	c := cell{Text: word + " " + money.decimalChange(*i.ShrunkNps, 0) + " ± " + money.decimal(1.96**i.ShrunkError, 0),
		Sub: n, Class: moneyClass(*i.Advocacy), Key: strconv.FormatFloat(*i.ShrunkNps, 'f', 6, 64)}
	if i.IsLowCoverage {
		c.Sub += ", only " + money.percent(i.AnswerShare, 0) + " answered"
	}
	return c
}

// lossCell tells of a group that loses money whether that can be changed.
func lossCell(i Intent, money money) cell {
	switch {
	case i.ProfitMinor >= 0:
		return cell{Text: none, Class: "flat", Key: "1e18"}
	case i.Fixable == nil || i.FixedMeanMinor == nil:
		return unknown(i.FixableReason)
	}
	c := cell{Text: "not fixable", Class: moneyClass(-1), Key: strconv.FormatInt(whole(*i.FixedMeanMinor), 10)}
	if *i.Fixable > 0 {
		c.Text, c.Class = "fixable", ""
	}
	c.Sub = money.short(whole(i.AvoidableMeanMinor)) + " → " + money.short(whole(*i.FixedMeanMinor))
	switch {
	case i.IsPersistent == nil:
		c.Sub += "; lasting or not is unknown: " + i.PersistentReason
	case *i.IsPersistent > 0:
		c.Sub += "; lasting"
	default:
		c.Sub += "; not lasting"
	}
	if i.IsYoung > 0 {
		c.Sub += "; young"
	}
	return c
}

// residualCell tells what a customer of the group is still worth to us.
func residualCell(i Intent, money money) cell {
	if i.Residual == nil || i.ResidualMeanMinor == nil || i.ResidualUpperMinor == nil {
		return unknown(i.ResidualReason)
	}
	return cell{Text: money.short(whole(*i.ResidualMeanMinor)) + " each", Sub: "upper bound " + money.short(whole(*i.ResidualUpperMinor)),
		Class: moneyClass(*i.Residual), Key: strconv.FormatInt(whole(*i.ResidualMeanMinor), 10)}
}
