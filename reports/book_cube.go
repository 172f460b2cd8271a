package reports

import (
	"time"

	"valueshift/segments"
)

// fewCustomers is the group of a cube that holds the groups of so few customers
// that their amounts may not stand alone.
const fewCustomers segments.Group = 8

// CubeCell is a group of a scope at a closed month-end, over the profit window
// that ends with it. The cells of a month sum to its totals.
type CubeCell struct {
	ScopeID          int
	Month            time.Time
	GroupCode        segments.Group // or fewCustomers
	Customers        int64          // 0 of those outside
	RevenueMinor     int64
	DirectCostMinor  int64
	CostToServeMinor int64
	AcquisitionMinor int64
	CapitalMinor     int64
	ProfitMinor      int64
}

// The numbers of products that are none of those with a name.
const (
	restProduct  = 0  // no product, or too few customers
	otherProduct = 13 // all beyond the twelve largest
)

// ProductCell is what the customers who are in a segment and group at as-of booked
// of one product in the window of a closed month. Costs beyond the direct ones
// belong to customers and not to products.
type ProductCell struct {
	ScopeID         int
	Month           time.Time
	GroupCode       segments.Group // at as-of, or fewCustomers
	ProductNo       int            // 1 is the largest
	Product         string
	RevenueMinor    int64
	DirectCostMinor int64
}
