package reports

import (
	"cmp"
	"slices"

	"github.com/sourcegraph/conc/pool"

	"valueshift/segments"
)

// complete hides more until nothing that is told gives a hidden number away. It begins
// with everything hidden that is linked to such a number, and shows one after the other
// what may be shown, the dearest first. So it gives away no more than if all were
// hidden, and nothing stays hidden that could be shown.
func (c *cells) complete() {
	nets := pool.New()
	for _, n := range c.nets() { // which share nothing
		nets.Go(func() { n.complete(c.min) })
	}
	nets.Wait()
}

func (n *net) complete(least int64) {
	for _, at := range n.cells {
		at.isSecret = at.hidden != Shown
		at.hideBeside()
	}
	n.far = n.distances()
	for _, of := range ofAll {
		n.told[of] = n.equations(of)
		for i, at := range n.cells {
			at.isKnown[of] = !at.isSecret && !n.told[of].free(i)
		}
	}
	order := slices.DeleteFunc(slices.Clone(n.cells), func(at *smallCell) bool { return at.isSecret })
	slices.SortStableFunc(order, n.compare)
	for rest := 0; rest != len(order); { // what others have made known can be shown in the end
		rest = len(order)
		order = slices.DeleteFunc(order, func(at *smallCell) bool { return n.show(at, least) })
	}
}

// rankOf says how dear the number of a cell is to readers. Of the classes of a bridge
// they miss least the customers who stayed, of the groups those that profit does not
// decide, and most those who earn or cost most.
func rankOf(id cellID) int {
	switch {
	case id.kind == "part":
		return 7
	case id.kind == "class" && (id.name == "up" || id.name == "down"):
		return 6
	case id.kind == "class" && id.name != "same":
		return 5
	case id.kind == "mix" && (id.to == segments.Creators || id.to == segments.Destroyers):
		return 4
	case id.kind == "mix" && slices.Contains(segments.ValueGroups, id.to):
		return 3
	case id.kind == "mix":
		return 2
	case id.kind == "class":
		return 1
	}
	return 0
}

// compare puts the dearest first: of groups the largest over all months, so that the
// same is hidden in each; of the rest those farthest from anything secret, then the
// largest.
func (n *net) compare(a, b *smallCell) int {
	far := 0
	if a.rank == 0 {
		far = cmp.Compare(n.far[n.place[b]], n.far[n.place[a]])
	}
	return cmp.Or(cmp.Compare(b.rank, a.rank), far, cmp.Compare(b.weight, a.weight), cmp.Compare(b.customers, a.customers))
}

// show shows a hidden cell if all stays safe.
func (n *net) show(at *smallCell, least int64) bool {
	at.hidden = Shown
	var news [2][]*smallCell
	isSafe := true
	for _, of := range ofAll {
		if !at.isKnown[of] {
			news[of] = n.learn(at, of)
			isSafe = isSafe && !n.tells(at, news[of], of, least)
		}
	}
	for _, of := range ofAll {
		if isSafe {
			n.told[of].tell(n.place[at])
			continue
		}
		at.hidden = Beside
		for _, other := range news[of] {
			other.isKnown[of] = false
		}
	}
	return isSafe
}

// learn marks what is known of a measure when that of one more cell is, and of itself.
func (n *net) learn(at *smallCell, of measure) []*smallCell {
	i := n.place[at]
	n.told[of].free(i)
	news := []*smallCell{at}
	for _, row := range n.told[of].rows {
		if row[i] != 0 {
			if others, _ := n.others(row, i); len(others) == 1 {
				news = append(news, others[0])
			}
		}
	}
	for _, other := range news {
		other.isKnown[of] = true
	}
	return news
}

// tells reports whether something is given away when a cell is shown: by the equations
// that it is in, or by a sum of what is news.
func (n *net) tells(shown *smallCell, news []*smallCell, of measure, least int64) bool {
	i := n.place[shown]
	for _, row := range n.told[of].rows {
		if row[i] != 0 {
			if others, isSum := n.others(row, i); isSum && areTold(others, of, least) {
				return true
			}
		}
	}
	for _, at := range news {
		for _, s := range n.sumsOf[at] {
			if s.tells(of, least) {
				return true
			}
		}
	}
	return false
}

// others are the cells in a row of the equations without one of them. They have a sum
// unless some are subtracted.
func (n *net) others(row []int64, without int) (list []*smallCell, isSum bool) {
	sign := int64(0)
	isSum = true
	for i, by := range row {
		if by == 0 || i == without {
			continue
		}
		if sign == 0 {
			sign = by
		}
		isSum = isSum && by == sign
		list = append(list, n.cells[i])
	}
	return list, isSum
}

// areTold reports whether the sum of hidden cells tells of a secret one or of few
// customers: also when it is the least or the most that such cells can have, for then
// each has its own least or most.
func areTold(list []*smallCell, of measure, least int64) bool {
	if len(list) < 2 {
		return len(list) == 1 && list[0].isSecret
	}
	customers, fewest, most, areFew := int64(0), int64(0), int64(0), true
	for _, at := range list {
		customers += at.customers
		if at.hidden == Few {
			fewest, most = fewest+1, most+least-1
		} else {
			fewest, areFew = fewest+least, false
		}
	}
	return customers < least || of == ofCustomers && (customers <= fewest || areFew && customers == most)
}
