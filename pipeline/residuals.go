package pipeline

import (
	"context"
	"fmt"
	"math"
	"time"

	"valueshift/metrics"
)

const (
	residualMonths = 36  // how far ahead residual value looks
	residualDraws  = 400 // of the lasting shares: a bound at 95 % needs no more
)

// residualRow is a row of residual_values: what a customer of a segment and group
// still earns in the months to come, in minor units and today's money, and the
// upper bound of its 90 % interval. Null when there are too few months to tell.
type residualRow struct {
	Segment         string
	GroupCode       int
	MonthsOfHistory int
	ResidualMean    *float64
	ResidualUpper   *float64
}

// segmentWay is how customers went within one month.
type segmentWay struct {
	Month       time.Time
	ThenMonth   time.Time
	ThenSegment *string
	NowSegment  *string
	ThenCode    int
	NowCode     int
	Customers   int64
}

// segmentCell is a segment's group at the month-end that is being closed.
type segmentCell struct {
	Segment     string
	GroupCode   int
	Customers   int64
	ProfitMinor int64
}

// valueResiduals makes residual_values for the month-end that is being closed. A
// customer earns a month's part of what its group now earns on average, moves on as
// the group has moved until then, and is worth nothing outside. A group that is
// empty in the segment earns what it earns in the portfolio.
func (n *night) valueResiduals(ctx context.Context) (int64, error) {
	var closing []closingRow
	var cells []segmentCell
	if err := n.read(ctx, "select * from closing", &closing); err != nil {
		return 0, fmt.Errorf("residual_values: %w", err)
	}
	err := n.read(ctx, `select segment, group_code, cast(sum(customers) as bigint) as customers,
    cast(sum(profit_minor) as bigint) as profit_minor
from group_cells where group_code > 0 group by segment, group_code order by segment, group_code`, &cells)
	if err != nil {
		return 0, fmt.Errorf("residual_values: %w", err)
	}
	month := closing[0].Month
	whole, bySegment, err := n.segmentMoves(ctx, month)
	if err != nil {
		return 0, fmt.Errorf("residual_values: %w", err)
	}
	earned, earnedBySegment := n.Config.monthlyProfits(cells)
	discount := math.Pow(1+n.Config.Forecast.DiscountRate, 1.0/12) - 1

	rows := make([]residualRow, len(cells))
	var mean, upper []float64
	for i, c := range cells {
		own := bySegment[c.Segment]
		rows[i] = residualRow{Segment: c.Segment, GroupCode: c.GroupCode, MonthsOfHistory: min(len(own), n.Config.Forecast.MaxMonths)}
		if tooShort(len(own), n.Config.Forecast.MinMonths) != "" {
			continue
		}
		if i == 0 || cells[i-1].Segment != c.Segment {
			chain := n.Config.Forecast.chain(own, whole)
			profits := earnedBySegment[c.Segment]
			for g := range profits {
				if math.IsNaN(profits[g]) {
					profits[g] = earned[g]
				}
			}
			source := metrics.Seed(month.Format("2006-01"), c.Segment, "residual value")
			mean, upper = chain.Residual(profits, discount, residualMonths, residualDraws, source)
		}
		rows[i].ResidualMean, rows[i].ResidualUpper = &mean[c.GroupCode], &upper[c.GroupCode]
	}
	return n.Engine.Remake(ctx, "residual_values", values(rows))
}

// monthlyProfits is what a customer of each group earns in a month, in the portfolio
// and by segment, where it is NaN for a group without customers.
func (c Config) monthlyProfits(cells []segmentCell) (whole []float64, bySegment map[string][]float64) {
	bySegment = map[string][]float64{}
	whole = make([]float64, states)
	customers := make([]int64, states)
	for _, cell := range cells {
		if bySegment[cell.Segment] == nil {
			bySegment[cell.Segment] = make([]float64, states)
			for g := 1; g < states; g++ {
				bySegment[cell.Segment][g] = math.NaN()
			}
		}
		if cell.Customers > 0 {
			bySegment[cell.Segment][cell.GroupCode] = float64(cell.ProfitMinor) / float64(cell.Customers) / float64(c.WindowMonths)
		}
		whole[cell.GroupCode] += float64(cell.ProfitMinor)
		customers[cell.GroupCode] += cell.Customers
	}
	for g := range whole {
		if customers[g] > 0 {
			whole[g] /= float64(customers[g] * int64(c.WindowMonths))
		}
	}
	return whole, bySegment
}

// segmentMoves reads the monthly moves known at a month-end, of the portfolio
// and by segment: those of earlier months, and those just made.
func (n *night) segmentMoves(ctx context.Context, newest time.Time) (whole []monthMoves, bySegment map[string][]monthMoves, err error) {
	oldest := addMonths(newest, 1-n.Config.Forecast.MaxMonths).Format(time.DateOnly)
	var ways []segmentWay
	err = n.read(ctx, fmt.Sprintf(`with known as (
    select month, then_month, then_segment, now_segment, then_code, now_code, customers
    from history.moves
    where comparison = 'previous' and month >= date '%s' and month < date '%s'
    union all
    select month, then_month, then_segment, now_segment, then_code, now_code, customers
    from moves
    where comparison = 'previous'
)
select k.month, k.then_month, coalesce(rt.to_segment, k.then_segment) as then_segment,
    coalesce(rn.to_segment, k.now_segment) as now_segment, k.then_code, k.now_code,
    cast(sum(k.customers) as bigint) as customers
from known as k
left join renamed_segments as rt on rt.from_segment = k.then_segment
left join renamed_segments as rn on rn.from_segment = k.now_segment
where k.then_code > 0 or k.now_code > 0
group by 1, 2, 3, 4, 5, 6
order by 1, 3, 4, 5, 6`, oldest, newest.Format(time.DateOnly)), &ways)
	if err != nil {
		return nil, nil, err
	}
	whole, bySegment = partMoves(ways, newest)
	return whole, bySegment, nil
}

// partMoves gathers ways month by month, for the portfolio and for every segment. A
// customer of another segment is outside this one.
func partMoves(ways []segmentWay, newest time.Time) (whole []monthMoves, bySegment map[string][]monthMoves) {
	var all []wayRow
	own := map[string][]wayRow{}
	for _, w := range ways {
		way := wayRow{Month: w.Month, ThenMonth: w.ThenMonth, ThenCode: w.ThenCode, NowCode: w.NowCode, Customers: w.Customers}
		all = append(all, way)
		if w.ThenSegment != nil && w.NowSegment != nil && *w.ThenSegment == *w.NowSegment {
			own[*w.ThenSegment] = append(own[*w.ThenSegment], way)
			continue
		}
		if w.ThenSegment != nil && w.ThenCode > 0 {
			left := way
			left.NowCode = 0
			own[*w.ThenSegment] = append(own[*w.ThenSegment], left)
		}
		if w.NowSegment != nil && w.NowCode > 0 {
			entered := way
			entered.ThenCode = 0
			own[*w.NowSegment] = append(own[*w.NowSegment], entered)
		}
	}
	bySegment = map[string][]monthMoves{}
	for segment, list := range own {
		bySegment[segment] = inARow(list, newest)
	}
	return inARow(all, newest), bySegment
}
