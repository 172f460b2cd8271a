package reports

import "html/template"

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
	Eyebrow  string
	Headline string
	Meta     string
	Owner    string
	Workbook string   // file beside the page; empty: none
	PDF      string   // file beside the page; empty: none
	Doubts   []string // warnings about the whole page
	Tiles    []tile
	Sections []section
	Explore  *explorer // of the page to explore only
	Foot     foot
}

type link struct {
	Href, Text string
	IsHere     bool
}

// foot says where the numbers of a page come from.
type foot struct {
	AsOf, Version, Program, Engine string
	Config, Input                  string // first digits of the hashes
	Reconciled                     string
	IsReconciled                   bool
}

// tile is one key figure.
type tile struct {
	ID, Name    string
	Value, Unit string
	Class       string // good, bad, flat: of the change
	Change      string // with arrow, sign and word; empty: nothing to compare with
	Since       string
	Target      string
	Status      *mark
	Moves       *moves
	Note        string
	months      []*float64 // of the value, oldest first
}

// Spark is the tile's line over the months.
func (t tile) Spark() *spark { return newSpark(t.months, nil) }

// section is a chapter of a page.
type section struct {
	ID, Title, Question string
	Doubts              []string // warnings about its numbers
	Key                 []mark   // one key of colours for all its figures
	Words               []link   // to the glossary
	More                []link   // to pages that tell more
	Terms               []term   // of the glossary itself
	Rows                []figures
}

// figures stand side by side when there are two.
type figures []figure

// figure is a finding and its evidence: a drawing, tables, or both.
type figure struct {
	ID, Title, Sub string
	Label          string // the drawing in a sentence, for those who do not see it
	chart          *chart
	Drawing        template.HTML // set by the drawer only
	Alert          string        // must not be overlooked
	Story          []string      // sentences
	More           string        // what the story leaves to a table: "2 more"; empty: nothing
	Empty          string        // stands instead of the evidence when there is none
	Views          []table       // more than one: the reader switches between them
	Data           *table        // the drawing's numbers
	Details        []table       // folded away
	Notes          []string
	Sources        []source
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
