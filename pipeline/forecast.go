package pipeline

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"github.com/sourcegraph/conc/pool"

	"valueshift/metrics"
	"valueshift/segments"
)

const (
	// A scope without a target to come is forecast for a year.
	usualHorizon = 12
	// A backtest has as many draws; it is made many times and only its bands count.
	trialDraws = 250
	// Fewer origins do not tell whether bands are too narrow, more are not needed.
	leastOrigins = 6
	mostOrigins  = 12
	// Bands that hold less of the past than this are widened (README, "Forecast").
	leastCoverage = 0.60
)

const states = int(segments.Dormant) + 1

// wayRow is a row of monthly_moves.
type wayRow struct {
	ScopeID         int
	Month           time.Time
	ThenMonth       time.Time
	ThenCode        int
	NowCode         int
	Customers       int64
	ThenProfitMinor int64
	NowProfitMinor  int64
}

// forecastScope is a scope that is forecast and the last month it is forecast for.
type forecastScope struct {
	ScopeID   int
	Name      string
	LastMonth time.Time // newest target date; zero: none is to come
}

// monthMoves is what happened within one month: customers from group to group, and
// what all of a group earn at either end. Where a new plan year has new bounds, the
// groups of both ends go by these.
type monthMoves struct {
	customers             [states][states]int64
	thenProfit, nowProfit [states]int64
}

// forecast is what may become of one scope.
type forecast struct {
	forecastScope
	aims     []aim
	past     []monthMoves     // months in a row, up to the newest
	horizon  int              // months
	futures  []metrics.Future // only while they are summed up: they are large
	test     backtest
	outlooks []outlookRow // of aims
	bands    []bandRow
	reason   string // why there are no futures
}

// backtest is how well the same forecast would have foretold the known past.
type backtest struct {
	horizon, origins   int
	mae, coverage, fit float64 // fit is the factor the bands would have needed
	widening           float64 // and the one they get
}

// forecasts returns what is known of the scopes with targets and of the portfolio,
// which comes first, and what may become of them. It is drawn once a night. What is
// drawn for a scope depends on the month and its name, not on the others.
func (n *night) forecasts(ctx context.Context) ([]*forecast, error) {
	if n.drawn != nil {
		return n.drawn, nil
	}
	var scopes []forecastScope
	err := n.read(ctx, `select s.scope_id, case when s.is_portfolio then '' else s.name end as name,
    max(case when t.target_month > r.as_of then t.target_month end) as last_month
from scopes as s
cross join run as r
left join target_scopes as x on x.scope_id = s.scope_id
left join target_rows as t on t.target_no = x.target_no
where s.is_portfolio or t.target_no is not null
group by s.scope_id, s.is_portfolio, s.name order by s.scope_id`, &scopes)
	if err != nil {
		return nil, err
	}
	aims, err := n.aims(ctx)
	if err != nil {
		return nil, err
	}
	pasts, err := n.pasts(ctx, scopes)
	if err != nil {
		return nil, err
	}
	list := make([]*forecast, len(scopes))
	running := pool.New().WithMaxGoroutines(n.Config.threads())
	for i, scope := range scopes {
		list[i] = &forecast{forecastScope: scope, past: pasts[scope.ScopeID], horizon: usualHorizon}
		if !scope.LastMonth.IsZero() {
			list[i].horizon = monthNo(scope.LastMonth) - monthNo(n.span.to)
		}
		for _, a := range aims {
			if a.ScopeID == scope.ScopeID {
				list[i].aims = append(list[i].aims, a)
			}
		}
		running.Go(func() { n.foretell(list[i], pasts[0]) })
	}
	running.Wait()
	n.drawn = list
	return list, nil
}

// threads is how many threads the configuration allows, or else all there are.
func (c Config) threads() int {
	if c.Engine.Threads > 0 {
		return c.Engine.Threads
	}
	return runtime.GOMAXPROCS(0)
}

// pasts reads the moves of some scopes, as far back as they lead from one month to
// the next.
func (n *night) pasts(ctx context.Context, scopes []forecastScope) (map[int][]monthMoves, error) {
	var ways []wayRow
	err := n.read(ctx, "select * from monthly_moves where scope_id in ("+scopeIDs(scopes)+") order by scope_id, month", &ways)
	if err != nil {
		return nil, err
	}
	byScope := map[int][]wayRow{}
	for _, w := range ways {
		byScope[w.ScopeID] = append(byScope[w.ScopeID], w)
	}
	pasts := map[int][]monthMoves{}
	for id, own := range byScope {
		pasts[id] = inARow(own, n.span.to)
	}
	return pasts, nil
}

func scopeIDs(scopes []forecastScope) string {
	list := "0"
	for _, s := range scopes {
		list += fmt.Sprintf(", %d", s.ScopeID)
	}
	return list
}

// inARow gathers ways month by month: those months that end with the newest and
// follow one another without a gap, oldest first.
func inARow(ways []wayRow, newest time.Time) []monthMoves {
	byMonth := map[time.Time]*monthMoves{}
	for _, w := range ways {
		if !w.ThenMonth.Equal(addMonths(w.Month, -1)) {
			continue
		}
		if byMonth[w.Month] == nil {
			byMonth[w.Month] = &monthMoves{}
		}
		m := byMonth[w.Month]
		m.customers[w.ThenCode][w.NowCode] += w.Customers
		m.thenProfit[w.ThenCode] += w.ThenProfitMinor
		m.nowProfit[w.NowCode] += w.NowProfitMinor
	}
	var months []monthMoves
	for m := newest; byMonth[m] != nil; m = addMonths(m, -1) {
		months = append(months, *byMonth[m])
	}
	slices.Reverse(months)
	return months
}

// foretell draws the futures of a scope and sums them up.
func (n *night) foretell(f *forecast, parent []monthMoves) {
	n.draw(f, parent)
	f.outlooks = n.outlooks(f)
	f.bands = f.ranges(n.span.to)
	f.futures = nil
}

// draw draws the futures of a scope, and those that its past would have drawn.
func (n *night) draw(f *forecast, parent []monthMoves) {
	least := n.Config.Forecast.MinMonths
	f.test.widening = 1
	if f.reason = tooShort(len(f.past), least); f.reason != "" {
		return
	}
	f.test = n.backtest(f, parent)
	f.futures = n.Config.Forecast.futures(f.past, parent, n.span.to, f.horizon, n.Config.Forecast.Draws, n.seed(f.Name, "forecast"))
}

// tooShort says why a history of so many months cannot be forecast from.
func tooShort(months, least int) string {
	switch {
	case months >= least:
		return ""
	case months == 0:
		return fmt.Sprintf("no month can be compared with the one before it; a forecast needs %d in a row", least)
	case months == 1:
		return fmt.Sprintf("1 month can be compared with the one before it; a forecast needs %d in a row", least)
	}
	return fmt.Sprintf("%d months in a row can be compared with the one before them; a forecast needs %d", months, least)
}

// seed is where the random numbers for a purpose start.
func (n *night) seed(name, purpose string) rand.Source {
	return metrics.Seed(n.span.to.Format("2006-01"), name, purpose)
}

// futures draws what may come after the last of its own months, the newest.
func (f Forecast) futures(own, parent []monthMoves, newest time.Time, horizon, draws int, source rand.Source) []metrics.Future {
	recent := f.recent(own)
	chain := f.chain(own, parent)
	entrants := make([][]float64, len(recent))
	for i, m := range recent {
		entrants[i] = make([]float64, states)
		for state := 1; state < states; state++ {
			entrants[i][state] = float64(m.customers[0][state])
		}
	}
	month := int(newest.Month()) - 1
	chain.Entrants = metrics.EntrantPools(entrants, month)
	return chain.Draw(own[len(own)-1].stock(), month, horizon, draws, source)
}

// recent are the newest months, those that count.
func (f Forecast) recent(months []monthMoves) []monthMoves {
	return months[max(0, len(months)-f.MaxMonths):]
}

// chain learns from the recent months. A group that had too few customers moves
// as that of the parent, and one that had none there either stays as it is.
func (f Forecast) chain(own, parent []monthMoves) metrics.Chain {
	own, parent = f.recent(own), f.recent(parent)
	c := metrics.Chain{Rows: make([]metrics.Row, states), Single: true}
	for state := 1; state < states; state++ {
		row, ok := metrics.FitRow(rowsOf(own, state))
		if !ok || row.Customers < int64(f.MinRowCustomers) {
			if row, ok = metrics.FitRow(rowsOf(parent, state)); !ok {
				stay := make([]float64, states)
				stay[state] = 1
				row = metrics.Row{Pooled: stay, Alpha: stay, Kappa: math.Inf(1)}
			}
		}
		c.Rows[state] = row
	}
	return c
}

// rowsOf lists where the customers of a group went in every month.
func rowsOf(months []monthMoves, state int) [][]int64 {
	rows := make([][]int64, len(months))
	for i := range months {
		rows[i] = months[i].customers[state][:]
	}
	return rows
}

// stock is how many customers were in each group at the end of the month.
func (m monthMoves) stock() []float64 {
	stock := make([]float64, states)
	for _, row := range m.customers {
		for state := 1; state < states; state++ {
			stock[state] += float64(row[state])
		}
	}
	return stock
}

// earlierStock is how many customers were in each group a month earlier, by the
// bounds of this month.
func (m monthMoves) earlierStock() []float64 {
	stock := make([]float64, states)
	for state := 1; state < states; state++ {
		for _, customers := range m.customers[state] {
			stock[state] += float64(customers)
		}
	}
	return stock
}
