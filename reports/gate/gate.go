// Package gate looks at a finished site and tells what is wrong with it: Read at the
// files alone, a Browser at what is seen, heard, touched and printed. Tests of other
// rooms run it over their sites; no program imports it. It knows the outside of a
// page only, never what its numbers should be.
package gate

import (
	"cmp"
	"slices"
)

// Finding is one fault of one page.
type Finding struct {
	Page string // from the site's root
	Rule string
	Text string // what and where
}

func (f Finding) String() string { return f.Page + ": " + f.Rule + ": " + f.Text }

// What Read asks of the files.
const (
	Markup      = "markup"      // every element is closed where it was opened
	ID          = "id"          // no id twice on a page
	Link        = "link"        // every file that is linked exists
	Anchor      = "anchor"      // and has the element that is named
	Outside     = "outside"     // nothing is loaded or linked from elsewhere
	Handler     = "handler"     // no on… attribute
	Element     = "element"     // nothing that embeds or sends
	Policy      = "policy"      // a policy lets only the page's own scripts run
	Figure      = "figure"      // every figure has an id and a heading
	Drawing     = "drawing"     // every drawing is an image with a sentence
	Numbers     = "numbers"     // and its numbers stand beside it as a table
	Download    = "download"    // which can be downloaded
	Header      = "header"      // every table heading has a scope
	Size        = "size"        // a page is at most 200 kB
	Unreachable = "unreachable" // from index.html, by links
)

// What a Browser asks of a page.
const (
	Console  = "console"  // no error, no warning
	Breach   = "breach"   // nothing that the policy had to stop
	Request  = "request"  // nothing is fetched from beyond the folder
	Script   = "script"   // no name ran as a script
	Drawn    = "drawn"    // every drawing has marks and a sensible size
	Sideways = "sideways" // the page does not scroll sideways
	Overlap  = "overlap"  // no text lies over another in a drawing
	Small    = "small"    // nor is smaller than 11 pixels
	Cut      = "cut"      // no text is cut off or runs out of its box
	Target   = "target"   // fingers hit what they mean to
	Theme    = "theme"    // dark is dark, paper is light
	Paper    = "paper"    // nothing is lost on paper
	Mouse    = "mouse"    // tooltips show by mouse,
	Touch    = "touch"    // by finger
	Keys     = "keys"     // and by arrow keys, with the sentence spoken
	Sort     = "sort"     // tables sort by every column
	Filter   = "filter"   // and filter
	Axe      = "axe"      // axe-core finds nothing
)

// ReadRules and LookRules are all of them, so that a test can ask whether each can
// be broken.
var (
	ReadRules = []string{Markup, ID, Link, Anchor, Outside, Handler, Element, Policy, Figure, Drawing, Numbers, Download, Header, Size, Unreachable}
	LookRules = []string{Console, Breach, Request, Script, Drawn, Sideways, Overlap, Small, Cut, Target, Theme, Paper, Mouse, Touch, Keys, Sort, Filter, Axe}
)

// tidy orders findings and drops those that say the same.
func tidy(list []Finding) []Finding {
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(list)
}
