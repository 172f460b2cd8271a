package reports

import (
	"valueshift/segments"
)

// fixtureProducts are sold by the fixture; the last is what has no name.
var fixtureProducts = []ProductCell{{ProductNo: 1, Product: "Mobile"}, {ProductNo: 2, Product: "TV"}, {ProductNo: 3, Product: "Broadband"},
	{ProductNo: otherProduct, Product: "Other products"}, {ProductNo: restProduct, Product: "No product, or shown together"}}

// addCube makes cells of the fixture's mix. Products begin with the fourth month.
func addCube(b *Book) {
	for _, m := range b.Mix {
		if m.Customers == 0 && m.ProfitMinor == 0 {
			continue
		}
		cell := CubeCell{ScopeID: m.ScopeID, Month: m.Month, GroupCode: m.GroupCode, Customers: m.Customers, ProfitMinor: m.ProfitMinor}
		if m.GroupCode != segments.Out && m.Customers < 5 {
			cell.GroupCode = fewCustomers
		}
		cell.RevenueMinor = 200_000*m.Customers + m.ProfitMinor/2
		costs := cell.RevenueMinor - m.ProfitMinor
		cell.DirectCostMinor, cell.CostToServeMinor, cell.AcquisitionMinor = costs/2, costs/4, costs/8
		cell.CapitalMinor = costs - cell.DirectCostMinor - cell.CostToServeMinor - cell.AcquisitionMinor
		b.Cube = append(b.Cube, cell)
		if m.ScopeID != 0 && !m.Month.Before(monthEnd(3)) {
			addProducts(b, cell)
		}
	}
}

// addProducts splits a cell's revenue and direct cost; the last takes the rest.
func addProducts(b *Book, cell CubeCell) {
	revenue, direct := cell.RevenueMinor, cell.DirectCostMinor
	for i, p := range fixtureProducts {
		p.ScopeID, p.Month, p.GroupCode = cell.ScopeID, cell.Month, cell.GroupCode
		p.RevenueMinor, p.DirectCostMinor = revenue/2, direct*int64(i+1)/6
		if i == len(fixtureProducts)-1 {
			p.RevenueMinor, p.DirectCostMinor = revenue, direct
		}
		revenue, direct = revenue-p.RevenueMinor, direct-p.DirectCostMinor
		b.Products = append(b.Products, p)
	}
}
