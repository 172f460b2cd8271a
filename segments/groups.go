// Package segments holds who customers are to the business and what the
// business intends with them: value groups and their bounds, intents, targets.
//
// It validates the rules that people write (all mistakes at once) and hands them
// over as rows. It refuses to look at a single customer: that is the work of SQL.
package segments

// Group is the state of a customer at a month-end. The five value groups are
// ordered by profit, so that a larger code is worth more.
type Group int

// The codes are stored in every table; they never change meaning.
const (
	Out          Group = 0 // not in the portfolio at that month-end
	Destroyers   Group = 1
	Eroders      Group = 2
	Neutral      Group = 3
	Contributors Group = 4
	Creators     Group = 5
	New          Group = 6 // too short a tenure to be judged
	Dormant      Group = 7 // a relationship without revenue or material profit
)

// InPortfolio lists every group a customer of the portfolio can be in, the way
// pages show them: best value first, then New and Dormant.
var InPortfolio = []Group{Creators, Contributors, Neutral, Eroders, Destroyers, New, Dormant}

// ValueGroups lists the five groups that profit alone decides, best first.
var ValueGroups = InPortfolio[:5]

// Name is what a reader sees: "Value Creators". An unknown code has no name.
func (g Group) Name() string {
	switch g {
	case Out:
		return "Outside the portfolio"
	case Destroyers:
		return "Value Destroyers"
	case Eroders:
		return "Value Eroders"
	case Neutral:
		return "Value Neutral"
	case Contributors:
		return "Value Contributors"
	case Creators:
		return "Value Creators"
	case New:
		return "New"
	case Dormant:
		return "Dormant"
	}
	return ""
}

// Key is the name used in config.yaml and in downloads: "creators".
func (g Group) Key() string {
	switch g {
	case Out:
		return "out"
	case Destroyers:
		return "destroyers"
	case Eroders:
		return "eroders"
	case Neutral:
		return "neutral"
	case Contributors:
		return "contributors"
	case Creators:
		return "creators"
	case New:
		return "new"
	case Dormant:
		return "dormant"
	}
	return ""
}

// GroupOf finds a group by its key; ok is false for a key that names none.
func GroupOf(key string) (g Group, ok bool) {
	for g = Out; g <= Dormant; g++ {
		if g.Key() == key {
			return g, true
		}
	}
	return 0, false
}

// Intent is what the business means to do with a customer group.
type Intent string

// Observe is not an intent of its own: new customers are watched until they can
// be judged.
const (
	Grow       Intent = "grow"
	Maintain   Intent = "maintain"
	Reengineer Intent = "re-engineer"
	Retire     Intent = "retire"
	Observe    Intent = "observe"
)

// Intents lists the four intents and Observe in the order pages show them.
var Intents = []Intent{Grow, Maintain, Reengineer, Retire, Observe}
