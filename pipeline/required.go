package pipeline

import (
	"context"
	"fmt"
	"math"
	"time"

	"valueshift/metrics"
	"valueshift/segments"
)

// requiredRow is a row of required_moves: how many customers must cross one
// boundary until a month, over and above those who cross it anyway. Shares are of
// the customers in the group they come from, per month; they are null when nobody
// is in it, or was.
type requiredRow struct {
	ScopeID       int
	TargetMonth   time.Time
	MonthsLeft    int
	FromCode      segments.Group
	ToCode        segments.Group // the next group up, or down
	Flow          float64        // customers
	Stock         int64          // customers in the group they come from
	UsualShare    *float64       // who cross the boundary in a usual month
	NeededShare   *float64
	BestShare     *float64 // of the best month there was
	IsImplausible *bool    // more is needed than the best month managed
}

// promises are the shares promised to one scope for one month: the least and most
// that each group may have of all customers.
type promises struct {
	scopeID     int
	month       time.Time
	least, most [states]float64
	isPromised  [states]bool
}

// promisedShares gathers the shares that are promised for months to come, in the
// order of the targets.
func (n *night) promisedShares(aims []aim) []*promises {
	var list []*promises
	type key struct {
		scopeID int
		month   time.Time
	}
	at := map[key]*promises{}
	for _, a := range aims {
		isLadder := a.GroupCode >= segments.Destroyers && a.GroupCode <= segments.Creators
		if a.Metric != "customer_share" || !isLadder || !a.TargetMonth.After(n.span.to) {
			continue
		}
		k := key{a.ScopeID, a.TargetMonth}
		if at[k] == nil {
			at[k] = &promises{scopeID: a.ScopeID, month: a.TargetMonth}
			list = append(list, at[k])
		}
		least, most := a.Target-a.Tolerance, a.Target+a.Tolerance
		switch a.Direction {
		case metrics.AtLeast:
			least, most = a.Target, 1
		case metrics.AtMost:
			least, most = 0, a.Target
		}
		at[k].isPromised[a.GroupCode] = true
		at[k].least[a.GroupCode], at[k].most[a.GroupCode] = least, most
	}
	return list
}

// requireMoves makes required_moves. Groups without a promise give and take what
// the others need, New and Dormant stay as large as they are, and a promise that is
// kept already keeps what it has.
func (n *night) requireMoves(ctx context.Context) (int64, error) {
	aims, err := n.aims(ctx)
	if err != nil {
		return 0, fmt.Errorf("required_moves: %w", err)
	}
	forecasts, err := n.forecasts(ctx)
	if err != nil {
		return 0, fmt.Errorf("required_moves: %w", err)
	}
	var rows []requiredRow
	for _, p := range n.promisedShares(aims) {
		for _, f := range forecasts {
			if f.ScopeID == p.scopeID && len(f.past) > 0 {
				rows = append(rows, p.required(f.past, monthNo(p.month)-monthNo(n.span.to))...)
			}
		}
	}
	return n.makeRows(ctx, "required_moves", rows)
}

// required lists the boundaries to be crossed, lowest first.
func (p *promises) required(past []monthMoves, months int) []requiredRow {
	now := past[len(past)-1].stock()
	total := 0.0
	for _, customers := range now {
		total += customers
	}
	stock, wanted := now[segments.Destroyers:segments.New], make([]float64, segments.Creators)
	for i := range wanted {
		g := i + 1
		wanted[i] = math.NaN()
		if p.isPromised[g] {
			wanted[i] = min(max(stock[i], p.least[g]*total), p.most[g]*total)
		}
	}
	flows, ok := metrics.Flows(stock, wanted)
	if !ok {
		return nil
	}
	var rows []requiredRow
	for i, flow := range flows {
		if math.Abs(flow) < 0.5 { // nobody
			continue
		}
		lower := segments.Group(i + 1)
		row := requiredRow{ScopeID: p.scopeID, TargetMonth: p.month, MonthsLeft: months, Flow: math.Abs(flow)}
		row.FromCode, row.ToCode = lower, lower+1
		if flow < 0 {
			row.FromCode, row.ToCode = lower+1, lower
		}
		row.compare(now[row.FromCode], past)
		rows = append(rows, row)
	}
	return rows
}

// compare holds what is needed a month against what the months have managed.
func (r *requiredRow) compare(stock float64, past []monthMoves) {
	r.Stock = int64(stock)
	crossed, from, best := 0.0, 0.0, 0.0
	for _, m := range past {
		across, customers := m.crossing(r.FromCode, r.ToCode)
		if customers > 0 {
			crossed += across
			from += customers
			best = max(best, across/customers)
		}
	}
	if from == 0 || stock == 0 {
		return
	}
	usual := crossed / from
	needed := usual + r.Flow/(stock*float64(r.MonthsLeft))
	isImplausible := needed > best
	r.UsualShare, r.NeededShare, r.BestShare, r.IsImplausible = &usual, &needed, &best, &isImplausible
}

// crossing counts who crossed the boundary between two neighbouring value groups in
// a month, from wherever on that side, and who was in the group they come from.
func (m monthMoves) crossing(from, to segments.Group) (across, customers float64) {
	for _, n := range m.customers[from] {
		customers += float64(n)
	}
	for then := segments.Destroyers; then <= segments.Creators; then++ {
		for now := segments.Destroyers; now <= segments.Creators; now++ {
			isUp := to > from && then <= from && now >= to
			isDown := to < from && then >= from && now <= to
			if isUp || isDown {
				across += float64(m.customers[then][now])
			}
		}
	}
	return across, customers
}
