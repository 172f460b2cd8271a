package demo

// The products, in the order in which a bill lists them.
const (
	mobile = iota
	broadband
	tv
	streaming
	devices
	products
)

// product is what is sold: monthly list price in cents, and the part of the price
// in thousandths that delivering it costs.
type product struct {
	name  string
	price int64
	cost  int64
}

var catalogue = [products]product{
	mobile:    {"Mobile", 2190, 620},
	broadband: {"Broadband", 3290, 640},
	tv:        {"TV", 1790, 780},
	streaming: {"Streaming", 1290, 420},
	devices:   {"Devices", 1490, 930},
}

// The segments, in the order of config.yaml.
const (
	families = iota
	youngAdults
	seniors
	sportsFans
	homeOffices
	smallBusiness
	midSizeBusiness
	prepaid
	segmentsSold
)

// segment is how the customers of one segment live with the company.
type segment struct {
	name        string
	share       int           // customers of 1,000
	joins       int           // new customers a month, per 10,000 of the opening stock
	leaves      int           // leaving customers a month, per 10,000
	tenure      float64       // mean months that the opening stock has been with us
	contractual int           // customers of 1,000 with a contract
	price       int64         // what they pay, in thousandths of the list price
	spread      float64       // how uneven that is (sigma of its logarithm)
	holds       [products]int // customers of 1,000 who hold each product
	calls       int           // service calls a month per 1,000 customers
	visits      int           // field visits a month per 10,000 customers
	callCost    int64         // cents
	visitCost   int64         // cents
	strain      float64       // how uneven calls and visits are (sigma)
	billing     int64         // cents a month
	acquisition int64         // cents a customer
	mood        int           // mean survey answer, in tenths
}

var market = [segmentsSold]segment{
	families: {"Families", 235, 125, 120, 62, 960, 1000, 0.35, [products]int{820, 880, 640, 420, 300},
		730, 560, 740, 7400, 1.20, 95, 6500, 78},
	youngAdults: {"Young adults", 165, 190, 180, 26, 820, 860, 0.40, [products]int{960, 260, 60, 620, 420},
		520, 120, 620, 6900, 1.20, 75, 4200, 74},
	seniors: {"Seniors", 125, 70, 85, 96, 930, 900, 0.30, [products]int{560, 620, 640, 60, 60},
		760, 450, 810, 7200, 1.15, 140, 4800, 82},
	sportsFans: {"Sports fans", 85, 150, 125, 48, 930, 1060, 0.35, [products]int{700, 660, 860, 180, 180},
		700, 430, 720, 7300, 1.15, 95, 5600, 76},
	homeOffices: {"Home offices", 85, 120, 140, 54, 970, 1240, 0.40, [products]int{760, 1000, 220, 240, 260},
		860, 640, 820, 8100, 1.10, 110, 7800, 75},
	smallBusiness: {"Small business", 65, 125, 120, 58, 1000, 2900, 0.75, [products]int{900, 920, 120, 60, 450},
		1750, 1350, 900, 9200, 1.10, 290, 19000, 73},
	midSizeBusiness: {"Mid-size business", 15, 90, 80, 74, 1000, 16000, 0.90, [products]int{960, 980, 160, 0, 600},
		7800, 6600, 1150, 11500, 1.15, 1900, 140000, 72},
	prepaid: {"Prepaid", 225, 240, 230, 20, 0, 1000, 0.80, [products]int{mobile: 1000},
		360, 0, 640, 0, 1.15, 28, 700, 71},
}

// segmentOf finds the segment of a place between 0 and 1,000 on the scale of shares.
func segmentOf(place int) int {
	for s := range market {
		if place -= market[s].share; place < 0 {
			return s
		}
	}
	return prepaid
}
