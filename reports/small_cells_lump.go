package reports

import "time"

// lumpID is what groups that are hidden in the mix stand together in.
type lumpID struct {
	scope   int
	month   time.Time
	product int // of report_products
}

// lumpCube puts the groups that are hidden in the mix to those of few customers, in
// the cube and by product. The SQL has done so with groups that are small; it knows
// nothing of those beside them. Sums stay what they are, but for months in which the
// segment is hidden: these go.
func (c *cells) lumpCube() {
	few := c.fewMonths()
	cube, products := map[lumpID][]int{}, map[lumpID][]int{}
	for i, r := range c.book.Cube {
		if r.GroupCode == fewCustomers || c.isHidden(mixID(r.ScopeID, r.Month, r.GroupCode)) != Shown {
			id := lumpID{scope: r.ScopeID, month: r.Month}
			cube[id] = append(cube[id], i)
		}
		if few[mixID(r.ScopeID, r.Month, 0)] {
			c.drop(tableCube, i)
		}
	}
	for i, r := range c.book.Products {
		if r.GroupCode == fewCustomers || c.isHidden(mixID(r.ScopeID, c.book.Run.AsOf, r.GroupCode)) != Shown {
			id := lumpID{r.ScopeID, r.Month, r.ProductNo}
			products[id] = append(products[id], i)
		}
		if few[mixID(r.ScopeID, r.Month, 0)] {
			c.drop(tableProducts, i)
		}
	}
	c.lumps = map[string]map[int][]int{tableCube: lastOf(cube), tableProducts: lastOf(products)}
}

// lastOf has the rows of every lump by the last of them, which stands for all; the
// others have none.
func lastOf(lumps map[lumpID][]int) map[int][]int {
	by := map[int][]int{}
	for _, rows := range lumps { // in any order: no two lumps share a row
		for _, i := range rows {
			by[i] = nil
		}
		by[rows[len(rows)-1]] = rows
	}
	return by
}

// isLumped tells of rows that stand in another; rows are those that stand in this.
func (c *cells) isLumped(table string, row int) (rows []int, is bool) {
	rows, is = c.lumps[table][row]
	return rows, is && rows == nil
}
