package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"valueshift/metrics"
	"valueshift/segments"
)

// A share of customers that moved less than this, or that may well have moved by
// chance, is not called a real shift (README, "How customers are judged").
const (
	materialShift = 0.005
	chance        = 0.05
	falseReal     = 0.10 // share of false discoveries accepted over the segments
	leastTested   = 100  // of fewer customers at both ends no test says anything
)

// scopeMove is what the noise tests read of scope_moves.
type scopeMove struct {
	ScopeID    int
	Comparison string
	ThenCode   segments.Group
	NowCode    segments.Group
	Customers  int64
}

// scopeShift is a row of scope_shifts.
type scopeShift struct {
	ScopeID       int
	Comparison    string
	GroupCode     segments.Group
	ThenCustomers int64
	NowCustomers  int64
	ThenMinor     int64
	NowMinor      int64
}

type shiftTestRow struct {
	ScopeID    int
	Comparison string
	Customers  int64
	Distance   float64
	Stability  float64
	ChiSquared *float64
	Freedom    *int64
	PValue     *float64
}

type shiftRow struct {
	ScopeID       int
	Comparison    string
	GroupCode     segments.Group
	ThenShare     float64
	NowShare      float64
	PairedShift   *float64
	StandardError *float64
	PValue        *float64
	IsReal        bool
}

type effectRow struct {
	ScopeID     int
	Comparison  string
	GroupCode   segments.Group
	VolumeMinor float64
	MixMinor    float64
	RateMinor   float64
}

// subject is one scope under one comparison.
type subject struct {
	scopeID    int
	comparison string
}

// goSteps are the steps that SQL cannot do.
func (n *night) goSteps() []step {
	return []step{
		{number: 108, name: "run", make: n.settle},
		{number: 109, name: "amounts", make: n.checkAmounts},
		{number: 157, name: "contradictions", make: n.checkContradicted},
		{number: 515, name: "residual_values", make: n.valueResiduals},
		{number: 640, name: "shift_tests", make: n.testMixes},
		{number: 642, name: "shifts", make: n.testShares},
		{number: 644, name: "effects", make: n.splitChanges},
		{number: 655, name: "target_outlooks", make: n.lookOut},
		{number: 656, name: "forecast_bands", make: n.bandForecasts},
		{number: 657, name: "backtests", make: n.listBacktests},
		{number: 658, name: "required_moves", make: n.requireMoves},
	}
}

func sortSteps(steps []step) []step {
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.number, b.number) })
	return steps
}

// settle finds the time to look at and hands the settings over as tables.
func (n *night) settle(ctx context.Context) (int64, error) {
	var err error
	if n.span, err = n.findSpan(ctx); err != nil {
		return 0, err
	}
	gone, err := n.findGone(ctx)
	if err != nil {
		return 0, err
	}
	if err := n.refuseOlder(ctx, gone); err != nil {
		return 0, err
	}
	return 1, n.makeSettings(ctx, n.span)
}

// readMoves returns how the customers moved in every subject who were judged at both
// ends, and its stocks. Who was too new then can only have come into a group.
func (n *night) readMoves(ctx context.Context) ([]scopeMove, []scopeShift, error) {
	var moves []scopeMove
	err := n.read(ctx, fmt.Sprintf(`select scope_id, comparison, then_code, now_code, customers
from scope_moves where then_code not in (%[1]d, %[2]d) and now_code not in (%[1]d, %[2]d)
order by scope_id, comparison, then_code, now_code`, segments.Out, segments.New), &moves)
	if err != nil {
		return nil, nil, err
	}
	var shifts []scopeShift
	err = n.read(ctx, "select * from scope_shifts order by scope_id, comparison, group_code", &shifts)
	return moves, shifts, err
}

// stock is a scope's customers and profit per group at both ends.
type stock struct {
	subject
	then, now [segments.Dormant + 1]metrics.Cell
	matrix    [][]int64 // judged at both ends, from group to group
}

// stocks gathers moves and shifts per subject, in the order of shifts.
func stocks(moves []scopeMove, shifts []scopeShift) []*stock {
	var list []*stock
	at := map[subject]*stock{}
	for _, s := range shifts {
		key := subject{s.ScopeID, s.Comparison}
		if at[key] == nil {
			at[key] = &stock{subject: key, matrix: square(len(segments.InPortfolio))}
			list = append(list, at[key])
		}
		at[key].then[s.GroupCode] = metrics.Cell{Customers: s.ThenCustomers, Profit: s.ThenMinor}
		at[key].now[s.GroupCode] = metrics.Cell{Customers: s.NowCustomers, Profit: s.NowMinor}
	}
	for _, s := range list {
		// Whoever is outside is no customer, though leavers may still book.
		s.then[segments.Out].Customers, s.now[segments.Out].Customers = 0, 0
	}
	for _, m := range moves {
		at[subject{m.ScopeID, m.Comparison}].matrix[m.ThenCode-1][m.NowCode-1] += m.Customers
	}
	return list
}

func square(size int) [][]int64 {
	m := make([][]int64, size)
	for i := range m {
		m[i] = make([]int64, size)
	}
	return m
}

// mixes are the shares of customers by group at both ends.
func (s *stock) mixes() (then, now []float64) {
	return shares(s.then[1:]), shares(s.now[1:])
}

func shares(cells []metrics.Cell) []float64 {
	total := int64(0)
	for _, c := range cells {
		total += c.Customers
	}
	mix := make([]float64, len(cells))
	if total == 0 {
		return mix
	}
	for i, c := range cells {
		mix[i] = float64(c.Customers) / float64(total)
	}
	return mix
}

// judged counts the customers who were judged at both ends.
func (s *stock) judged() int64 {
	total := int64(0)
	for _, row := range s.matrix {
		for _, customers := range row {
			total += customers
		}
	}
	return total
}

// testMixes makes shift_tests: did the whole mix move, and how far.
func (n *night) testMixes(ctx context.Context) (int64, error) {
	moves, shifts, err := n.readMoves(ctx)
	if err != nil {
		return 0, err
	}
	var rows []shiftTestRow
	for _, s := range stocks(moves, shifts) {
		then, now := s.mixes()
		row := shiftTestRow{
			ScopeID: s.scopeID, Comparison: s.comparison, Customers: s.judged(),
			Distance: metrics.TotalVariation(then, now), Stability: metrics.StabilityIndex(then, now),
		}
		if chi, freedom, p, ok := metrics.StuartMaxwell(s.matrix); ok && row.Customers >= leastTested {
			df := int64(freedom)
			row.ChiSquared, row.Freedom, row.PValue = &chi, &df, &p
		}
		rows = append(rows, row)
	}
	return n.makeRows(ctx, "shift_tests", rows)
}

// testShares makes shifts: which group's share of customers really moved.
func (n *night) testShares(ctx context.Context) (int64, error) {
	moves, shifts, err := n.readMoves(ctx)
	if err != nil {
		return 0, err
	}
	var rows []shiftRow
	for _, s := range stocks(moves, shifts) {
		for _, g := range segments.InPortfolio {
			rows = append(rows, s.shift(g))
		}
	}
	markReal(rows)
	return n.makeRows(ctx, "shifts", rows)
}

// shift is how a group's share moved. Too few customers at both ends are not tested, nor
// is New, in which nobody is judged.
func (s *stock) shift(g segments.Group) shiftRow {
	then, now := s.mixes()
	row := shiftRow{ScopeID: s.scopeID, Comparison: s.comparison, GroupCode: g, ThenShare: then[g-1], NowShare: now[g-1]}
	same := s.judged()
	if same == 0 || g == segments.New {
		return row
	}
	left, entered := s.crossings(g)
	shift, se := metrics.PairedShift(same, left, entered)
	row.PairedShift = &shift
	if same >= leastTested {
		row.StandardError, row.PValue = &se, new(metrics.PValue(shift, se))
	}
	return row
}

// crossings counts the judged customers who left a group and who entered it.
func (s *stock) crossings(g segments.Group) (left, entered int64) {
	for other := range s.matrix {
		if other != int(g)-1 {
			left += s.matrix[g-1][other]
			entered += s.matrix[other][g-1]
		}
	}
	return left, entered
}

// markReal decides which shifts are real. Many segments are looked at side by
// side, so some would pass by chance: their p-values are judged together, per
// comparison and group. The portfolio is one question and stands alone. What was not
// tested is not real.
func markReal(rows []shiftRow) {
	together := map[shiftRow][]int{}
	for i, r := range rows {
		if r.PValue == nil {
			continue
		}
		if r.ScopeID == 0 {
			rows[i].IsReal = *r.PValue < chance && isMaterial(r)
			continue
		}
		key := shiftRow{Comparison: r.Comparison, GroupCode: r.GroupCode}
		together[key] = append(together[key], i)
	}
	for _, group := range together {
		p := make([]float64, len(group))
		for k, i := range group {
			p[k] = *rows[i].PValue
		}
		for k, isDiscovery := range metrics.BenjaminiHochberg(p, falseReal) {
			r := &rows[group[k]]
			r.IsReal = isDiscovery && *r.PValue < chance && isMaterial(*r)
		}
	}
}

func isMaterial(r shiftRow) bool {
	return *r.PairedShift >= materialShift || *r.PairedShift <= -materialShift
}

// splitChanges makes effects: volume, mix and rate.
func (n *night) splitChanges(ctx context.Context) (int64, error) {
	moves, shifts, err := n.readMoves(ctx)
	if err != nil {
		return 0, err
	}
	var rows []effectRow
	for _, s := range stocks(moves, shifts) {
		for code, e := range metrics.Effects(s.then[:], s.now[:]) {
			rows = append(rows, effectRow{s.scopeID, s.comparison, segments.Group(code), e.Volume, e.Mix, e.Rate})
		}
	}
	return n.makeRows(ctx, "effects", rows)
}

// makeRows makes a table of rows that were computed in Go.
func (n *night) makeRows(ctx context.Context, table string, rows any) (int64, error) {
	count, err := n.Engine.Make(ctx, table, values(rows))
	if err != nil {
		err = fmt.Errorf("%s: %w", table, err)
	}
	return count, err
}
