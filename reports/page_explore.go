package reports

import (
	"cmp"
	"embed"
	"encoding/json"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"valueshift/segments"
)

//go:embed assets/explore.css
var exploreCSS string

//go:embed assets/explore/*.js
var exploreFiles embed.FS

// exploreJS is the page's script: its files in a function of their own.
var exploreJS = func() string {
	all := "(function () {\n'use strict';\n"
	names, err := fs.Glob(exploreFiles, "*/*/*.js")
	for _, name := range names {
		text, failed := exploreFiles.ReadFile(name)
		all, err = all+string(text), cmp.Or(err, failed)
	}
	if err != nil {
		panic("reports: " + err.Error()) // they are part of the program
	}
	return all + "})();\n"
}()

//go:embed assets/echarts-LICENSE
var echartsLicense string

//go:embed assets/echarts-LICENSE-d3
var echartsLicenseD3 string

//go:embed assets/echarts-NOTICE
var echartsNotice string

const (
	exploreFile = "explore.html"
	echartsFile = "assets/echarts-6.1.0.min.js"
)

// mostCubeBytes bounds the numbers that the page to explore carries. Months beyond
// it, the oldest first, are in the downloads only.
const mostCubeBytes = 900_000

// explorer is what templates/explore.html shows: the cube, and what draws it.
type explorer struct {
	Library     string      // file of the charts' script, from the site's root
	Cube        template.JS // JSON
	Script      template.JS
	HasProducts bool
	Notes       []string
	Sources     []source
	Empty       string // stands instead of everything when there is nothing to explore
}

// saveLibrary writes the renderer that the page to explore loads, with what its
// licence asks to go along.
func (w *writer) saveLibrary() error {
	if !w.hasCube() {
		return nil
	}
	if err := w.root.MkdirAll(path.Dir(echartsFile), 0o755); err != nil {
		return err
	}
	for _, f := range []struct{ file, text string }{
		{echartsFile, echartsJS}, {"assets/echarts-LICENSE", echartsLicense},
		{"assets/echarts-LICENSE-d3", echartsLicenseD3}, {"assets/echarts-NOTICE", echartsNotice},
	} {
		if err := w.put(f.file, []byte(f.text)); err != nil {
			return err
		}
	}
	return nil
}

// hasCube tells that there is something to explore: segments, at a closed month-end.
func (w *writer) hasCube() bool {
	return slices.ContainsFunc(w.book.Cube, func(c CubeCell) bool { return c.ScopeID != 0 })
}

// explorePage lets the reader ask: any measure, over time, by segment, value group
// and product. It is the one page that needs a script.
func (w *writer) explorePage() (page, error) {
	p := w.newPage(exploreFile, plainTitle(w.book.Run.Portfolio)+" · explore")
	p.Style = template.CSS(themes() + appCSS + exploreCSS)
	p.Eyebrow = plainTitle(w.book.Run.Portfolio) + " · " + w.monthLong(w.book.Run.AsOf)
	p.Headline = "Explore profit, revenue and customers by segment, value group and product"
	p.Meta = "Data as of " + w.dayName(w.book.Run.AsOf) + " · amounts are those of " + w.plural(int64(w.book.Run.WindowMonths), "month", "months") +
		" up to a month-end" + w.atPlanRates()
	e := &explorer{Library: echartsFile, Script: template.JS(exploreJS), Sources: w.sources(tableCube)}
	p.Explore = e
	if !w.hasCube() {
		e.Empty, e.Script = "Nothing to explore: no month-end is closed yet.", ""
		return p, nil
	}
	p.Policy = policy("'self'", appJS, exploreJS)
	e.HasProducts = len(w.book.Products) > 0
	if e.HasProducts {
		e.Sources = w.sources(tableCube, tableProducts)
	}
	c := w.cube()
	e.Notes = w.exploreNotes(c)
	text, err := json.Marshal(c)
	e.Cube = template.JS(text) // json.Marshal writes < as \u003c
	return p, err
}

// exploreNotes say what the numbers do not say by themselves.
func (w *writer) exploreNotes(c cube) []string {
	var notes []string
	if n := w.book.Run.MinCustomers; n > 0 {
		notes = append(notes, "Groups of fewer than "+w.count(int64(n))+" customers, and groups beside them that would give them away, stand together under “"+fewName+"”, so that no amount speaks of a few people; totals keep them. "+
			"Segments that have fewer, and months in which they had, are in the totals of all customers only.")
	}
	if c.ProductsFrom >= 0 {
		notes = append(notes, "By product, customers stand in the segment and value group of "+w.monthName(w.book.Run.AsOf)+" in every month. "+
			"Cost to serve, acquisition cost and capital charge belong to customers and not to products; the same customer may buy several products. So profit and customers are not told by product.")
		if c.ProductsFrom > 0 {
			notes = append(notes, "Products begin with "+c.Months[c.ProductsFrom].Name+": earlier months are not delivered any more, or are in the download only.")
		}
	}
	if first := w.book.Cube[0].Month; len(c.Months) > 0 && c.Months[0].Key != first.Format("2006-01") {
		notes = append(notes, "Months before "+c.Months[0].Name+" are in the download only.")
	}
	return notes
}

// choice is one item of a dimension: its key in links, its name for readers.
type choice struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Colour string `json:"colour,omitempty"` // token of its own
	Bounds int    `json:"bounds,omitempty"` // of a month: the plan year whose bounds it was closed on
}

// cube is the book's cube as the page's script reads it: names once, and rows of
// integers that point to them. Money is in minor units.
type cube struct {
	Spelling notation `json:"spelling"`
	Window   int      `json:"window"`
	Months   []choice `json:"months"` // oldest first
	Segments []choice `json:"segments"`
	Groups   []choice `json:"groups"`
	Products []choice `json:"products"`
	// ProductsFrom is the first month with products; -1: there are none.
	ProductsFrom int `json:"productsFrom"`
	// Cells: month, segment (-1 is the portfolio), group, customers, revenue, direct
	// cost, cost to serve, acquisition, capital.
	Cells [][]int64 `json:"cells"`
	// ProductCells: month, segment, group, product, revenue, direct cost.
	ProductCells [][]int64 `json:"productCells"`
}

// notation is how the pages spell numbers, for a script that has to do the same.
type notation struct {
	Decimal  string            `json:"decimal"`
	Group    string            `json:"group"`
	Minus    string            `json:"minus"`
	Percent  string            `json:"percent"`
	Gap      string            `json:"gap"` // between a number and what it counts
	None     string            `json:"none"`
	Scale    int               `json:"scale"`    // decimals that minor units hold
	Units    map[string]string `json:"units"`    // for headings, by power of ten
	Sizes    map[string]string `json:"sizes"`    // beside a number
	Currency string            `json:"currency"` // as it stands at an amount
	IsFirst  bool              `json:"isFirst"`  // the currency stands before it
}

func (w *writer) notation() notation {
	m, c := newMoney(w.book.Run, w.spelling), w.convention()
	n := notation{Decimal: c.point, Group: c.group, Minus: minus, Percent: w.percentSign(), Gap: c.gap, None: none,
		Scale: m.scale, Units: map[string]string{}, Sizes: map[string]string{}, IsFirst: c.isSymbolFirst}
	for _, power := range []int{0, 3, 6, 9} {
		u := m.unit(power, 0)
		n.Units[strconv.Itoa(power)], n.Sizes[strconv.Itoa(power)] = u.name, u.size
	}
	sign, isSign := symbol(m.currency)
	n.Currency = sign
	if c.isSymbolFirst && !isSign {
		n.Currency += c.gap
	}
	return n
}

// fewName is what groups are called that stand together: some of them have few customers,
// the others would tell how many.
const fewName = "Shown together"

// cube cuts the book's cube to what the page may weigh, newest months first: all
// cells come before those of products.
func (w *writer) cube() cube {
	c := cube{Spelling: w.notation(), Window: w.book.Run.WindowMonths, ProductsFrom: -1,
		Months: []choice{}, Segments: []choice{}, Groups: cubeGroups(), Cells: [][]int64{}, ProductCells: [][]int64{}}
	place, productPlace := map[int]int64{0: -1}, map[int]int64(nil)
	c.Products, productPlace = w.cubeProducts()
	for _, s := range w.segments() {
		if s.isHidden {
			continue
		}
		place[s.scope.ScopeID] = int64(len(c.Segments))
		c.Segments = append(c.Segments, choice{Key: Slug(s.scope.Name), Name: nameOf(s.scope)})
	}
	bounds := map[string]int{}
	for _, m := range w.book.Months {
		bounds[m.Month.Format("2006-01")] = m.PlanYear
	}
	cells, products := map[string][][]int64{}, map[string][][]int64{}
	for _, r := range w.book.Cube {
		month := r.Month.Format("2006-01")
		if _, known := cells[month]; !known {
			c.Months = append(c.Months, choice{Key: month, Name: w.monthName(r.Month), Bounds: bounds[month]})
		}
		cells[month] = append(cells[month], []int64{0, place[r.ScopeID], groupPlace(r.GroupCode), r.Customers,
			r.RevenueMinor, r.DirectCostMinor, r.CostToServeMinor, r.AcquisitionMinor, r.CapitalMinor})
	}
	for _, r := range w.book.Products {
		month := r.Month.Format("2006-01")
		products[month] = append(products[month], []int64{0, place[r.ScopeID], groupPlace(r.GroupCode), productPlace[r.ProductNo],
			r.RevenueMinor, r.DirectCostMinor})
	}
	slices.SortFunc(c.Months, func(a, b choice) int { return strings.Compare(a.Key, b.Key) })
	c.fill(cells, products)
	return c
}

// fill takes months while there is room.
func (c *cube) fill(cells, products map[string][][]int64) {
	room := mostCubeBytes
	take := func(from int, of map[string][][]int64) int {
		for from > 0 && len(of[c.Months[from-1].Key]) > 0 {
			text, err := json.Marshal(of[c.Months[from-1].Key])
			if err != nil || len(text) > room {
				break
			}
			room -= len(text)
			from--
		}
		return from
	}
	first := take(len(c.Months), cells)
	firstProducts := max(first, take(len(c.Months), products))
	put := func(to *[][]int64, from int, of map[string][][]int64) {
		for i, m := range c.Months[from:] {
			for _, row := range of[m.Key] {
				row[0] = int64(from - first + i)
				*to = append(*to, row)
			}
		}
	}
	put(&c.Cells, first, cells)
	put(&c.ProductCells, firstProducts, products)
	if firstProducts < len(c.Months) {
		c.ProductsFrom = firstProducts - first
	} else {
		c.Products = []choice{}
	}
	c.Months = c.Months[first:]
}

// cubeOrder is how the page shows groups.
var cubeOrder = append(slices.Clone(segments.InPortfolio), fewCustomers, segments.Out)

func groupPlace(g segments.Group) int64 { return int64(max(0, slices.Index(cubeOrder, g))) }

// cubeGroups have the colours that they have on every page.
func cubeGroups() []choice {
	list := make([]choice, len(cubeOrder))
	for i, g := range cubeOrder {
		list[i] = choice{Key: g.Key(), Name: shortGroup(g), Colour: g.Key()}
		switch g {
		case fewCustomers:
			list[i] = choice{Key: "few", Name: fewName, Colour: "ink2"}
		case segments.Out:
			list[i].Colour = "" // an outline
		}
	}
	return list
}

// cubeProducts are the products of the book, largest first and what has none last,
// and the place of every number among them.
func (w *writer) cubeProducts() (list []choice, place map[int]int64) {
	names := map[int]string{}
	for _, r := range w.book.Products {
		names[r.ProductNo] = r.Product
	}
	list, place = []choice{}, map[int]int64{}
	for no := 1; no <= otherProduct+1; no++ {
		no := no % (otherProduct + 1) // what has none comes last
		name, ok := names[no]
		if !ok {
			continue
		}
		place[no] = int64(len(list))
		p := choice{Key: Slug(name), Name: nameOf(Scope{Name: name})}
		switch no {
		case restProduct:
			p.Key, p.Colour = "none", "ink2"
		case otherProduct:
			p.Key, p.Colour = "other", "others"
		}
		list = append(list, p)
	}
	return list, place
}
