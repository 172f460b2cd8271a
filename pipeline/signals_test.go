package pipeline_test

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// cell is a customer group; its numbers are counted here one customer at a time.
type cell struct {
	segment string
	group   int
}

type counted struct {
	customers, answers, promoters, detractors int64
	avoidable, fixed                          int64
	young                                     int64
	contractual                               int64
}

// member is a customer at the last month-end.
type member struct {
	cell
	contractual bool
	days        int64 // of tenure, when it is known
	hasDays     bool
	margin      int64 // revenue less direct cost
	avoidable   int64 // cost to serve
	answeredOn  time.Time
	score       int64
	hasAnswered bool
}

// Advocacy, avoidable profit and youth of every group are what Go counts over the
// customers, from the delivered answers and the months of each.
func TestSignalsAgreeWithTheirTwin(t *testing.T) {
	db := databases(t, backfill(t).database())
	members := membersOf(t, db)
	medians := servingMedians(members)
	want := map[cell]*counted{}
	for _, m := range members {
		if want[m.cell] == nil {
			want[m.cell] = &counted{}
		}
		want[m.cell].add(*m, medians[m.segment])
	}
	all, parents := parentsOf(want)
	hurdle := 100 * float64(all.promoters-all.detractors) / float64(all.answers)
	rows, err := db.Query(`select segment, group_code, customers, answers, avoidable_minor, fixed_minor, young_customers, shrunk_nps, shrunk_error, coalesce(advocacy, 9)
		from history.signals where month = date '` + lastMonth + "'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	states := map[int]int{}
	for rows.Next() {
		var c cell
		var got counted
		var nps, nerror float64
		var advocacy int
		if err := rows.Scan(&c.segment, &c.group, &got.customers, &got.answers, &got.avoidable, &got.fixed, &got.young, &nps, &nerror, &advocacy); err != nil {
			t.Fatal(err)
		}
		w, ok := want[c]
		if !ok {
			t.Errorf("%v has no customers", c)
			continue
		}
		delete(want, c)
		wantNps, wantError := w.shrunk(parents[c.segment])
		if math.Abs(nps-wantNps) > 1e-9 || math.Abs(nerror-wantError) > 1e-9 {
			t.Errorf("%v: NPS %v ± %v, want %v ± %v", c, nps, nerror, wantNps, wantError)
		}
		if state := w.state((wantNps - hurdle) / wantError); advocacy != state {
			t.Errorf("%v: advocacy %d, want %d", c, advocacy, state)
		}
		states[advocacy]++
		got.promoters, got.detractors, got.contractual = w.promoters, w.detractors, w.contractual // not signals
		if got != *w {
			t.Errorf("%v: %+v, want %+v", c, got, *w)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(want) > 0 || len(states) != 4 {
		t.Errorf("groups without signals: %v; advocacy by state: %v", want, states)
	}
}

// parentsOf finds what the groups of each segment lean on: the segment or, where
// fewer than thirty answered, all segments of its relationship.
func parentsOf(cells map[cell]*counted) (all *counted, parents map[string]*counted) {
	all, parents = &counted{}, map[string]*counted{}
	for c, n := range cells {
		if parents[c.segment] == nil {
			parents[c.segment] = &counted{}
		}
		all.join(n)
		parents[c.segment].join(n)
	}
	types := map[bool]*counted{false: {}, true: {}}
	for _, n := range parents {
		types[2*n.contractual > n.customers].join(n)
	}
	for segment, n := range parents {
		if n.answers < 30 {
			parents[segment] = types[2*n.contractual > n.customers]
		}
	}
	return all, parents
}

// join adds what parents are made of.
func (n *counted) join(other *counted) {
	n.customers, n.contractual = n.customers+other.customers, n.contractual+other.contractual
	n.answers, n.promoters, n.detractors = n.answers+other.answers, n.promoters+other.promoters, n.detractors+other.detractors
}

// membersOf reads who was in the portfolio at the last month-end.
func membersOf(t *testing.T, db *sql.DB) map[int64]*member {
	t.Helper()
	members := map[int64]*member{}
	scan(t, db, `select customer_key, segment, group_code, coalesce(tenure_days, -1), revenue_minor - direct_cost_minor
		from history.value_groups where group_code > 0 and month = date '`+lastMonth+"'", func(rows *sql.Rows) error {
		var key int64
		m := &member{}
		err := rows.Scan(&key, &m.segment, &m.group, &m.days, &m.margin)
		m.hasDays = m.days >= 0
		members[key] = m
		return err
	})
	scan(t, db, "select customer_key, is_contractual from customers", func(rows *sql.Rows) error {
		var key int64
		var contractual bool
		err := rows.Scan(&key, &contractual)
		if m := members[key]; m != nil {
			m.contractual = contractual
		}
		return err
	})
	scan(t, db, `select customer_key, avoidable_minor from customer_months
		where month_start between date '2025-11-01' and date '2026-10-01'`, func(rows *sql.Rows) error {
		var key, amount int64
		err := rows.Scan(&key, &amount)
		if m := members[key]; m != nil {
			m.avoidable += amount
		}
		return err
	})
	scan(t, db, `select c.customer_key, a.answered_on, a.score from raw_advocacy as a
		inner join customers as c using (customer_id)
		where a.answered_on between date '2025-11-01' and date '2026-10-31'`, func(rows *sql.Rows) error {
		var key, score int64
		var on time.Time
		err := rows.Scan(&key, &on, &score)
		m := members[key]
		switch {
		case m == nil:
		case !m.hasAnswered || on.After(m.answeredOn):
			m.hasAnswered, m.answeredOn, m.score = true, on, score
		case on.Equal(m.answeredOn):
			m.score = min(m.score, score)
		}
		return err
	})
	return members
}

func scan(t *testing.T, db *sql.DB, query string, each func(*sql.Rows) error) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// servingMedians are the lower medians of the avoidable cost of judged customers.
func servingMedians(members map[int64]*member) map[string]int64 {
	costs := map[string][]int64{}
	for _, m := range members {
		if m.group <= 5 {
			costs[m.segment] = append(costs[m.segment], m.avoidable)
		}
	}
	medians := map[string]int64{}
	for segment, list := range costs {
		slices.Sort(list)
		medians[segment] = list[(len(list)-1)/2]
	}
	return medians
}

func (n *counted) add(m member, median int64) {
	n.customers++
	n.avoidable += m.margin - m.avoidable
	n.fixed += m.margin - min(m.avoidable, median)
	if m.hasDays && m.days < 365 {
		n.young++
	}
	if m.contractual {
		n.contractual++
	}
	if m.hasAnswered {
		n.answers++
		if m.score >= 9 {
			n.promoters++
		} else if m.score <= 6 {
			n.detractors++
		}
	}
}

// shrunk is the NPS of a group with thirty answers of its parent's on top.
func (n *counted) shrunk(parent *counted) (nps, nerror float64) {
	size := float64(n.answers) + 30
	p := (float64(n.promoters) + 30*float64(parent.promoters)/float64(parent.answers)) / size
	d := (float64(n.detractors) + 30*float64(parent.detractors)/float64(parent.answers)) / size
	return 100 * (p - d), 100 * math.Sqrt((p+d-(p-d)*(p-d))/(size+1))
}

// state is high where the chance to be above the hurdle is 80 % or more, low where
// it is 20 % or less, and 9 where too few answered.
func (n *counted) state(z float64) int {
	chance := math.Erfc(-z/math.Sqrt2) / 2
	switch {
	case n.answers < 30:
		return 9
	case chance >= 0.8:
		return 1
	case chance <= 0.2:
		return -1
	}
	return 0
}

func (c cell) String() string { return fmt.Sprintf("%s, group %d", c.segment, c.group) }
