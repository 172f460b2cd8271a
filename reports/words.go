package reports

import (
	"strings"

	"valueshift/segments"
)

// reasonText says in plain words why a rule chose an intent. A code that is not
// known here came with a changed configuration and is shown as it is.
func reasonText(code string) string {
	switch code {
	case "UNPROVEN":
		return "too new to be judged"
	case "DORMANT":
		return "no revenue now; keep the relationship at low cost"
	case "LOSS_UNRESOLVED":
		return "loses money; change price, product or service before anything else"
	case "LATENT_VALUE":
		return "earns nothing yet, but similar customers do"
	case "NEUTRAL":
		return "earns nothing, and similar customers do not either"
	case "DECLINING":
		return "earns well, but the same customers earn less than before"
	case "SWEET_SPOT":
		return "earns well, and similar customers show room for more"
	case "HEALTHY":
		return "earns well and is near its potential"
	case "J_CURVE":
		return "loses money only because it is still paying back its acquisition"
	case "FIXABLE_LOSS":
		return "loses money for a cause that can be removed"
	case "PERSISTENT_LOSS":
		return "keeps losing money after every attempt to change it"
	case "VALUE_AT_RISK":
		return "earns well, but its customers are unhappy"
	case "INTENT_CAP":
		return "without a budget, because its segment follows two other intents"
	case "OVERRIDE":
		return "a person decided otherwise"
	}
	return code
}

// className is what a class of the bridge is called: short under a bar, longer
// in a sentence.
func className(class string) (short, long string) {
	switch class {
	case "same":
		return "Stayed", "customers who stayed in their group"
	case "up":
		return "Up", "customers who moved up"
	case "down":
		return "Down", "customers who moved down"
	case "graduated":
		return "Gradu-\nated", "New customers who were judged for the first time"
	case "reactivated":
		return "Reacti-\nvated", "Dormant customers who came back"
	case "dormant":
		return "Dormant", "customers who went dormant"
	case "entered":
		return "Entered", "customers who entered"
	case "left":
		return "Left", "customers who left"
	case "moved_in":
		return "Moved\nin", "customers who moved in from another segment"
	case "moved_out":
		return "Moved\nout", "customers who moved to another segment"
	}
	if class == classHidden {
		return "Hidden", "hidden classes together"
	}
	if one, ok := strings.CutPrefix(class, classWithFew); ok {
		short, long = className(one)
		return short + ",\nfew others", long + " (and a few others)"
	}
	return class, class
}

// metricName is what a target promises.
func metricName(metric string) string {
	switch metric {
	case "customer_share":
		return "share of customers"
	case "customers":
		return "customers"
	case "profit":
		return "profit"
	case "profit_per_customer":
		return "profit per customer"
	case "promoter_share":
		return "share of promoters"
	}
	return metric
}

// directionName joins a metric to its goal: "at least 20.0 %".
func directionName(direction string) string {
	switch direction {
	case "at_least":
		return "at least"
	case "at_most":
		return "at most"
	case "hold":
		return "hold at"
	case "band":
		return "within"
	}
	return direction
}

// boundaryName is what lies on the two sides of a bound.
func boundaryName(boundary string) string {
	switch boundary {
	case "destroyers_to":
		return "Value Destroyers up to"
	case "neutral_from":
		return "Value Neutral from"
	case "neutral_to":
		return "Value Neutral up to"
	case "creators_from":
		return "Value Creators from"
	}
	return boundary
}

// status is a target's colour told as a word and a shape as well.
type status struct{ Word, Shape, Class string }

func statusOf(colour string) status {
	switch colour {
	case "green":
		return status{"on track", "circle", "good"}
	case "amber":
		return status{"at risk", "triangle", "amber"}
	case "red":
		return status{"off track", "diamond", "bad"}
	}
	return status{"not judged", "ring", "flat"}
}

// The verdicts on intents, as the tables spell them.
const (
	verdictGood    = "as intended"
	verdictAgainst = "against the intent"
	verdictNoise   = "within noise"
	verdictEarly   = "too early"
	verdictFew     = "too few customers then"
)

func verdictMark(verdict string) *mark {
	switch verdict {
	case verdictGood:
		return &mark{"circle", "good", verdict}
	case verdictAgainst:
		return &mark{"diamond", "bad", verdict}
	}
	return &mark{"ring", "flat", verdict}
}

// stateMark tells whether an override holds.
func stateMark(state string) *mark {
	switch state {
	case "active":
		return &mark{"circle", "good", "holds"}
	case "parked":
		return &mark{"triangle", "amber", "parked, the third intent of its segment"}
	case "refused":
		return &mark{"diamond", "bad", "refused"}
	case "ahead":
		return &mark{"ring", "flat", "not yet"}
	case "late":
		return &mark{"ring", "flat", "decided after the month was closed"}
	case "nobody":
		return &mark{"triangle", "amber", "no such customers"}
	}
	return &mark{"ring", "flat", state}
}

// intentShape gives every intent a shape of its own, for eyes that do not tell
// its colour.
func intentShape(i segments.Intent) string {
	switch i {
	case segments.Grow:
		return "triangle"
	case segments.Maintain:
		return "circle"
	case segments.Reengineer:
		return "diamond"
	case segments.Retire:
		return "square"
	}
	return "ring"
}

// groupOr names a group, or everybody when a target is about all groups.
func groupOr(g segments.Group, everybody string) string {
	if g == segments.Out {
		return everybody
	}
	return g.Name()
}

// shortGroup drops the word that all five value groups share.
func shortGroup(g segments.Group) string {
	return strings.TrimPrefix(g.Name(), "Value ")
}

// nameOf is what a reader sees for a segment that may have been delivered without
// a name.
func nameOf(s Scope) string {
	if strings.TrimSpace(s.Name) == "" {
		return "(no name)"
	}
	return s.Name
}

// judge says whether a change is for the better.
func judge(change float64, moreIsBetter bool) (class, word string) {
	switch {
	case change == 0:
		return "flat", "unchanged"
	case change > 0 == moreIsBetter:
		return "good", "better"
	}
	return "bad", "worse"
}

// trend points where a number went.
func trend(change float64) string {
	switch {
	case change > 0:
		return "▲"
	case change < 0:
		return "▼"
	}
	return "●"
}

// listOf joins words in a sentence: "a, b and c".
func listOf(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// capital starts a sentence.
func capital(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
