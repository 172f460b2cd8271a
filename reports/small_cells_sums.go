package reports

import (
	"iter"
	"slices"
)

// sum says that cells of two sides have the same customers, the same amounts or both;
// without cells on the right, that the sum of those on the left is told somewhere.
type sum struct {
	no          int
	of          []measure
	left, right []*smallCell
}

// measure is what a cell has a number of.
type measure int

const (
	ofCustomers measure = iota
	ofAmounts
)

// ofAll are the measures of most sums.
var ofAll = []measure{ofCustomers, ofAmounts}

// addSum adds a sum of the cells that stand for somebody: that another stands for
// nobody is told.
func (c *cells) addSum(s sum) {
	s.no, s.left, s.right = len(c.sums), thatStand(s.left), thatStand(s.right)
	c.sums = append(c.sums, s)
}

func thatStand(cells []*smallCell) (list []*smallCell) {
	for _, at := range cells {
		if at.customers > 0 || at.hidden != Shown {
			list = append(list, at)
		}
	}
	return list
}

// all are the cells of a sum.
func (s sum) all() iter.Seq[*smallCell] {
	return func(yield func(*smallCell) bool) {
		for _, side := range [][]*smallCell{s.left, s.right} {
			for _, at := range side {
				if !yield(at) {
					return
				}
			}
		}
	}
}

// tells reports whether a sum gives a measure of something away. It does not while
// cells of both sides are unknown.
func (s sum) tells(of measure, least int64) bool {
	if !slices.Contains(s.of, of) {
		return false
	}
	unknown := func(side []*smallCell) (list []*smallCell) {
		for _, at := range side {
			if at.hidden != Shown && !at.isKnown[of] {
				list = append(list, at)
			}
		}
		return list
	}
	left, right := unknown(s.left), unknown(s.right)
	return len(right) == 0 && areTold(left, of, least) || len(left) == 0 && areTold(right, of, least)
}

// parts collects cells that sum to a whole, in the order in which they came.
type parts struct {
	of    map[total][]*smallCell
	order []total
}

// total is what parts sum to, once in every comparison that tells them.
type total struct {
	id         cellID
	comparison string
}

func (p *parts) add(id cellID, comparison string, at *smallCell) {
	if p.of == nil {
		p.of = map[total][]*smallCell{}
	}
	t := total{id, comparison}
	if p.of[t] == nil {
		p.order = append(p.order, t)
	}
	p.of[t] = append(p.of[t], at)
}

// close makes the sums. A total that is no cell itself is told somewhere.
func (p *parts) close(c *cells, of ...measure) {
	for _, t := range p.order {
		s := sum{of: of, left: p.of[t]}
		for _, id := range bothWays(t.id) {
			if at := c.known[id]; at != nil {
				s.right = append(s.right, at)
			}
		}
		c.addSum(s)
	}
}
