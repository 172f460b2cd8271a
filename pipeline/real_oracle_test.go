package pipeline_test

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// realData holds the exports that no one here wrote. It is no part of the project.
const realData = "../../shared/data"

// oracle is a real export read by other means than the night's: encoding/csv and
// whole numbers.
type oracle struct {
	lines    []bookedLine
	segments map[string]string // segment of every customer listed
	records  map[string]int64  // per feed, all files together
	scale    int
}

// bookedLine is one line of the revenue export, in minor units.
type bookedLine struct {
	customer string // empty: nobody
	order    string
	month    int // months since year 0
	revenue  int64
	profit   int64
}

func newOracle(scale int) oracle {
	return oracle{segments: map[string]string{}, records: map[string]int64{}, scale: scale}
}

// readReal calls row for every record of some files of the real data, with a
// function that finds a field by the name of its column.
func readReal(t *testing.T, pattern string, row func(field func(string) string)) (records int64) {
	t.Helper()
	for _, path := range globbed(t, filepath.Join(realData, pattern)) {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		reader := csv.NewReader(file)
		header, err := reader.Read()
		if err != nil {
			t.Fatal(err)
		}
		column := map[string]int{}
		for i, name := range header {
			column[strings.TrimPrefix(name, "\ufeff")] = i
		}
		for {
			record, err := reader.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			records++
			row(func(name string) string {
				i, ok := column[name]
				if !ok {
					t.Fatalf("%s has no column %s", path, name)
				}
				return record[i]
			})
		}
	}
	return records
}

// minorOf reads a written amount exactly.
func minorOf(t *testing.T, text string, scale int) int64 {
	t.Helper()
	plain := strings.ReplaceAll(strings.Trim(text, "$ "), ",", "")
	whole, fraction, _ := strings.Cut(plain, ".")
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > scale {
		t.Fatalf("%q is finer than %d decimals", text, scale)
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", scale-len(fraction)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func whole(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func monthOf(t *testing.T, layout, text string) int {
	t.Helper()
	day, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return day.Year()*12 + int(day.Month())
}

func superstore(t *testing.T) oracle {
	o := newOracle(4)
	n := readReal(t, "superstore/orders.csv", func(field func(string) string) {
		o.segments[field("Customer ID")] = field("Segment")
		o.lines = append(o.lines, bookedLine{
			customer: field("Customer ID"), order: field("Order ID"), month: monthOf(t, "1/2/2006", field("Order Date")),
			revenue: minorOf(t, field("Sales"), 4), profit: minorOf(t, field("Profit"), 4),
		})
	})
	o.records["customers"], o.records["revenue"] = n, n
	return o
}

func onlineRetail(t *testing.T) oracle {
	o := newOracle(3)
	newest := map[string]string{}
	n := readReal(t, "online-retail/*.csv", func(field func(string) string) {
		customer := strings.TrimSuffix(field("CustomerID"), ".0")
		revenue := whole(t, field("Quantity")) * minorOf(t, field("UnitPrice"), 3)
		tenths := revenue * 6 // of the cost, rounded half away from zero
		cost := (tenths + 5) / 10
		if tenths < 0 {
			cost = (tenths - 5) / 10
		}
		o.lines = append(o.lines, bookedLine{
			customer: customer, order: field("InvoiceNo"), month: monthOf(t, time.DateTime, field("InvoiceDate")),
			revenue: revenue, profit: revenue - cost,
		})
		if customer == "" || field("InvoiceDate") < newest[customer] {
			return
		}
		newest[customer] = field("InvoiceDate")
		switch country := field("Country"); country {
		case "United Kingdom", "Germany", "France", "EIRE":
			o.segments[customer] = country
		default:
			o.segments[customer] = "Other"
		}
	})
	o.records["customers"], o.records["revenue"] = n, n
	return o
}

// listPrices are revenue and cost of one unit of every product.
type listPrices map[string]struct{ price, cost int64 }

func contoso(t *testing.T) oracle {
	o := newOracle(2)
	products := listPrices{}
	o.records["lookup_products"] = readReal(t, "contoso/Products.csv", func(field func(string) string) {
		products[field("ProductKey")] = struct{ price, cost int64 }{
			minorOf(t, field("Unit Price USD"), 2), minorOf(t, field("Unit Cost USD"), 2)}
	})
	o.records["customers"] = readReal(t, "contoso/Customers.csv", func(field func(string) string) {
		o.segments[field("CustomerKey")] = field("Country")
	})
	o.records["revenue"] = readReal(t, "contoso/Sales.csv", func(field func(string) string) {
		units, product := whole(t, field("Quantity")), products[field("ProductKey")]
		o.lines = append(o.lines, bookedLine{
			customer: field("CustomerKey"), order: field("Order Number"), month: monthOf(t, "1/2/2006", field("Order Date")),
			revenue: units * product.price, profit: units * (product.price - product.cost),
		})
	})
	return o
}

func adventureWorks(t *testing.T) oracle {
	o := newOracle(4)
	products := listPrices{}
	o.records["lookup_products"] = readReal(t, "adventureworks/AdventureWorks_Products.csv", func(field func(string) string) {
		products[field("ProductKey")] = struct{ price, cost int64 }{
			minorOf(t, field("ProductPrice"), 4), minorOf(t, field("ProductCost"), 4)}
	})
	o.records["customers"] = readReal(t, "adventureworks/AdventureWorks_Customers.csv", func(field func(string) string) {
		o.segments[field("CustomerKey")] = field("Occupation")
	})
	o.records["revenue"] = readReal(t, "adventureworks/AdventureWorks_Sales_*.csv", func(field func(string) string) {
		units, product := whole(t, field("OrderQuantity")), products[field("ProductKey")]
		o.lines = append(o.lines, bookedLine{
			customer: field("CustomerKey"), order: field("OrderNumber"), month: monthOf(t, "1/2/2006", field("OrderDate")),
			revenue: units * product.price, profit: units * (product.price - product.cost),
		})
	})
	return o
}

// totals sums revenue and profit of all lines.
func (o oracle) totals() (revenue, profit int64) {
	for _, l := range o.lines {
		revenue += l.revenue
		profit += l.profit
	}
	return revenue, profit
}

// profits sums the lines of every customer over the months of a window.
func (o oracle) profits(from, to int) map[string]int64 {
	sums := map[string]int64{}
	for _, l := range o.lines {
		if _, known := o.segments[l.customer]; known && l.month >= from && l.month <= to {
			sums[l.customer] += l.profit
		}
	}
	return sums
}

// cents rounds minor units half away from zero to hundredths.
func cents(minor int64, scale int) int64 {
	unit := int64(1)
	for range scale - 2 {
		unit *= 10
	}
	if minor < 0 {
		return (minor - unit/2) / unit
	}
	return (minor + unit/2) / unit
}
