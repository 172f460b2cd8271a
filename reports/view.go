package reports

import (
	"html/template"
	"regexp"
	"slices"
	"strings"
)

// page is what templates/page.html shows. All pages are made of the same parts.
type page struct {
	file     string // from the site's root
	of       *sheet // whose folder it is in; nil: nobody's
	Style    template.CSS
	Script   template.JS
	Policy   string
	Title    string
	Links    []link
	Jumps    []link // to the sections of this page
	Path     []link // from the site's root to this page; empty: it is there
	AsOf     string // month
	Months   []link // the one before and the one after
	Eyebrow  string
	Headline string
	Meta     string
	Owner    string
	Workbook string  // file beside the page; empty: none
	PDF      string  // file beside the page; empty: none
	Doubts   []doubt // warnings about the whole page
	Tiles    []tile
	Sections []section
	Explore  *explorer // of the page to explore only
	IsBrief  bool      // on paper: as small as can be read
	Signs    string    // what the marks in tables mean, for paper without notes
	Foot     foot
}

type link struct {
	Href, Text string
	IsHere     bool
}

// doubt is a warning, and where all of them stand; a segment's own pages link to no
// other.
type doubt struct{ Text, Href string }

// foot says where the numbers of a page come from.
type foot struct {
	AsOf, Version, Program, Engine string
	Config, Input                  string // first digits of the hashes
	Reconciled                     string
	IsReconciled                   bool
}

// tile is one key figure.
type tile struct {
	ID, Name     string
	Value, Unit  string
	Class        string // good, bad, flat: of the change
	Change       string // with arrow, sign and word; empty: nothing to compare with
	Since        string
	Target       string
	Status       *mark
	Moves        *moves
	Note         string
	isOfGroup    bool         // other bounds make other numbers
	isThenHidden bool         // the number of the base month is there and not told
	known        []monthValue // what the value was, oldest first
	months       []*float64   // the same month by month; nil where it is not known
	breaks       []int        // months that are not to be compared with those before
	Broken       []string     // why
}

// Spark is the tile's line over the months.
func (t tile) Spark() *spark {
	s := newSpark(t.months, nil, t.breaks...)
	if s != nil && len(t.Broken) > 0 {
		s.Tip = "The line is broken: " + strings.Join(t.Broken, ", ")
	}
	return s
}

// section is a chapter of a page.
type section struct {
	ID, Title, Question string
	Doubts              []doubt // warnings about its numbers
	Key                 []mark  // one key of colours for all its figures
	Words               []link  // to the glossary
	More                []link  // to pages that tell more
	Terms               []term  // of the glossary itself
	Rows                []figures
	IsDetail            bool // not on paper
}

// figures stand side by side when there are two.
type figures []figure

// figure is a finding and its evidence: a drawing, tables, or both.
type figure struct {
	ID, Title string
	Sub       string // what is shown
	Unit      string // in which unit; a table says it in its headings
	Period    string // of which time
	N         string // of how many customers
	How       string // how to read it
	Label     string // the drawing in a sentence, for those who do not see it
	chart     *chart
	Drawing   template.HTML // set by the drawer only
	Alert     string        // must not be overlooked
	Story     []string      // sentences
	More      string        // what the story leaves to a table: "2 more"; empty: nothing
	Empty     string        // stands instead of the evidence when there is none
	Views     []table       // more than one: the reader switches between them
	Data      *table        // the drawing's numbers
	Details   []table       // folded away
	Dated     []string      // notes that the drawing marks
	Notes     []string
	Paper     string // what paper says of them
	Sources   []source
	IsDetail  bool // not on paper
}

// Caption is the line under the title.
func (f figure) Caption() string {
	parts := []string{f.Sub, f.Unit, f.Period, f.N, f.How}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " · ")
}

// source names a report table and where to download it.
type source struct{ Table, CSV, Parquet string }

// table is rows and columns, made of text.
type table struct {
	ID, Name string
	Class    string
	Filter   string // label of a filter field; empty: none
	IsSorted bool   // the reader may sort by any column
	Head     []head
	Rows     []row
	Total    []cell
	Note     string
	Anchor   string // of what it is folded into, to link to; empty: none
	IsOpen   bool   // although it is folded away
}

type head struct {
	Text   string
	IsText bool // left-aligned, sorts as text
	Order  string
	Note   string
}

type row struct {
	Class string
	Cells []cell
}

// cell is text and at most one mark.
type cell struct {
	Text, Sub string
	Class     string
	IsHead    bool
	Href      string
	Key       string // sorts instead of the text
	Tip       string
	Mark      *mark
	Spark     *spark
	Bullet    *bullet
	Deviation *deviation
	Mix       *mixBar
}

// texts makes a row of plain cells, the first of them its heading.
func texts(first string, rest ...string) row {
	r := row{Cells: []cell{{Text: first, IsHead: true}}}
	for _, t := range rest {
		r.Cells = append(r.Cells, cell{Text: t})
	}
	return r
}

// heads makes column headings; those that start with "<" are over text.
func heads(names ...string) []head {
	list := make([]head, len(names))
	for i, n := range names {
		list[i].Text = n
		if n != "" && n[0] == '<' {
			list[i] = head{Text: n[1:], IsText: true}
		}
	}
	return list
}

// onScreen keeps sections and figures off the paper, by their ids.
func (p *page) onScreen(ids ...string) {
	for i := range p.Sections {
		s := &p.Sections[i]
		s.IsDetail = slices.Contains(ids, s.ID)
		for _, r := range s.Rows {
			for k := range r {
				r[k].IsDetail = slices.Contains(ids, r[k].ID)
			}
		}
	}
}

// keepSigns keeps the sign of an amount on the line of its amount.
func (p *page) keepSigns() {
	const joiner = "\u2060"
	for _, s := range p.Sections {
		for _, r := range s.Rows {
			for i := range r {
				for _, texts := range [][]string{r[i].Story, r[i].Notes} {
					for k, text := range texts {
						texts[k] = loneSign.ReplaceAllString(text, "$1"+joiner+"$2")
					}
				}
			}
		}
	}
}

// loneSign is a sign before the symbol of a currency, where a line may break.
var loneSign = regexp.MustCompile(`([+\x{2212}])(\p{Sc})`)

// Unprinted are the titles of what is on screen only.
func (p page) Unprinted() []string {
	var list []string
	for _, s := range p.Sections {
		if s.IsDetail {
			list = append(list, s.Title)
			continue
		}
		for _, r := range s.Rows {
			for _, f := range r {
				if f.IsDetail {
					list = append(list, f.Title)
				}
			}
		}
	}
	return list
}
