package reports

import "slices"

// net are the cells that sums link to each other, and to some that is hidden.
type net struct {
	cells  []*smallCell
	place  map[*smallCell]int // in the list
	sumsOf map[*smallCell][]sum
	far    []int         // how many sums lie between a cell and the nearest secret one
	told   [2]*equations // of the customers, of the amounts of what is hidden
}

// nets parts the cells that may have to be hidden.
func (c *cells) nets() []*net {
	sumsOf := map[*smallCell][]sum{}
	for _, s := range c.sums {
		for at := range s.all() {
			sumsOf[at] = append(sumsOf[at], s)
		}
	}
	var list []*net
	seen := map[*smallCell]bool{}
	for _, s := range c.sums {
		for at := range s.all() {
			if at.hidden != Shown && !seen[at] {
				list = append(list, newNet(at, sumsOf, seen))
			}
		}
	}
	return list
}

// newNet follows the sums from one cell on.
func newNet(first *smallCell, sumsOf map[*smallCell][]sum, seen map[*smallCell]bool) *net {
	n := &net{cells: []*smallCell{first}, place: map[*smallCell]int{}, sumsOf: sumsOf}
	seen[first] = true
	for i := 0; i < len(n.cells); i++ {
		at := n.cells[i]
		n.place[at] = i
		for _, s := range sumsOf[at] {
			for other := range s.all() {
				if !seen[other] {
					seen[other] = true
					n.cells = append(n.cells, other)
				}
			}
		}
	}
	return n
}

// distances counts the sums between every cell and the nearest secret one.
func (n *net) distances() []int {
	far := make([]int, len(n.cells))
	var queue []*smallCell
	for i, at := range n.cells {
		if far[i] = -1; at.isSecret {
			far[i] = 0
			queue = append(queue, at)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, s := range n.sumsOf[at] {
			for other := range s.all() {
				if far[n.place[other]] < 0 {
					far[n.place[other]] = far[n.place[at]] + 1
					queue = append(queue, other)
				}
			}
		}
	}
	return far
}

// equations are the sums of a measure.
func (n *net) equations(of measure) *equations {
	e := newEquations(len(n.cells))
	done := map[int]bool{}
	for _, at := range n.cells {
		for _, s := range n.sumsOf[at] {
			if done[s.no] || !slices.Contains(s.of, of) {
				continue
			}
			done[s.no] = true
			row := make([]int64, len(n.cells))
			for _, part := range s.left {
				row[n.place[part]] = 1
			}
			for _, part := range s.right {
				row[n.place[part]] = -1
			}
			e.add(row)
		}
	}
	return e
}
